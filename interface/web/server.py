"""The server of the page: one page, its parts, and streams of comparisons. It keeps nothing of a session."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from analysis.explain import Explained
from analysis.live import Gathered
from analysis.outcomes import BY_NAME
from analysis.pictures import picture_bytes
from interface.web import downloads, pictures
from interface.web.asked import Fault, WrongRequestError, nearest_of, read_asked
from interface.web.guards import (
    LOOPBACK,
    MOST_BODY,
    MOST_UPLOAD,
    Guard,
    TooLargeError,
    body_of,
    refusal,
    strict_pairs,
)
from interface.web.own_zone import read_form, read_workbook, written_workbook
from interface.web.page_document import page_document
from interface.web.published import PUBLISHED_OF, beside_published, published_document
from interface.web.questions import Question, question_of, zone_settings
from interface.web.telling import charts_line, numbers_line, parts_line
from interface.web.work import FIRST_DRAWS, BusyError, GoneError, Progress, Ticket, Work, until_gone
from interface.words import Language, say
from scenarios.my_zone.form import Form
from scenarios.my_zone.zone import make_zone

PAGE = Path(__file__).with_name("page")
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
MORE_DRAWS = 1.7
"""Charts are told anew once there are so many times the draws that they were last told with."""
DEEPEST_JSON = 60
LOGGER = logging.getLogger("zonereform.page")
DEFAULT_OUTPUT = "region.producing"
"""Outcome whose parts are told where none is named: net-new projects."""
Answer = Callable[[Request], Awaitable[Response]]


def create_app(hosts: Iterable[str] = LOOPBACK, work: Work | None = None) -> Starlette:
    """Return the application; it answers requests for ``hosts`` alone."""
    work = work or Work()
    routes = [
        Route("/", page_part),
        Route("/{name}", page_part),
        Route("/api/page", show_page_document),
        Route("/api/compare", answered(partial(stream_comparison, work)), methods=["POST"]),
        Route("/api/explain", answered(partial(stream_parts, work)), methods=["POST"]),
        Route("/api/published", answered(partial(show_published, work)), methods=["POST"]),
        Route("/api/form", answered(partial(read_upload, work)), methods=["POST"]),
        Route("/api/zone", answered(check_zone), methods=["POST"]),
        Route("/api/workbook", answered(partial(write_workbook, work)), methods=["POST"]),
        Route("/api/table/{ending}", answered(partial(send_table, work)), methods=["POST"]),
        Route("/api/picture/{name}/{ending}", answered(partial(send_picture, work)), methods=["POST"]),
    ]
    middleware = [Middleware(Guard, hosts=tuple(hosts))]
    app = Starlette(routes=routes, middleware=middleware, exception_handlers={404: not_found, 405: wrong_method})
    app.state.work = work
    return app


def answered(handle: Answer) -> Answer:
    """Return a handler whose refusals are answers: wrong input 422, too large 413, busy 503."""

    async def answer(request: Request) -> Response:
        try:
            return await handle(request)
        except WrongRequestError as error:
            return JSONResponse({"faults": [[f.text("en"), f.text("zh")] for f in error.faults]}, 422)
        except TooLargeError as error:
            return refusal(413, "page_too_large", most=error.most)
        except BusyError:
            return refusal(503, "page_busy")
        except (GoneError, ClientDisconnect):
            return Response(status_code=499)

    return answer


async def not_found(request: Request, _error: Exception) -> Response:
    """Say that there is nothing at an address."""
    return refusal(404, "page_not_found", found=request.url.path[:80])


async def wrong_method(request: Request, _error: Exception) -> Response:
    """Say that an address is not to be asked so."""
    return refusal(405, "page_wrong_method", found=request.method)


@cache
def parts_of_page() -> Mapping[str, bytes]:
    """Return the files of the page by name; the renderer of charts among them comes from its package."""
    return {file.name: file.read_bytes() for file in PAGE.iterdir() if file.suffix in KINDS}


async def page_part(request: Request) -> Response:
    """Send a file of the page."""
    name = request.path_params.get("name", "index.html")
    headers = {"cache-control": "no-cache"}
    if name == "vega.js":
        content = await asyncio.get_running_loop().run_in_executor(None, pictures.script_bundle)
        return Response(content, media_type=KINDS[".js"], headers={"cache-control": "max-age=3600"})
    if name not in parts_of_page():
        return refusal(404, "page_not_found", found=request.url.path[:80])
    return Response(parts_of_page()[name], media_type=KINDS[Path(name).suffix], headers=headers)


@cache
def _page_document_text() -> str:
    return json.dumps(page_document(), ensure_ascii=False, allow_nan=False)


async def show_page_document(_request: Request) -> Response:
    """Send what the page is drawn from."""
    text = await asyncio.get_running_loop().run_in_executor(None, _page_document_text)
    return Response(text, media_type="application/json", headers={"cache-control": "no-cache"})


async def content_of(request: Request) -> dict[str, Any]:
    """Return the JSON object that a request carries; anything else raises WrongRequestError."""
    raw = await body_of(request, MOST_BODY)
    try:
        if raw.count(b"{") + raw.count(b"[") > 10 * DEEPEST_JSON:
            raise ValueError("more objects than a request of the page has")
        content = json.loads(raw, object_pairs_hook=strict_pairs, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise WrongRequestError([Fault("request", str(error)[:80], ("one JSON object", "一个 JSON 对象"))]) from error
    if not isinstance(content, dict):
        raise WrongRequestError([Fault("request", str(content)[:40], ("one JSON object", "一个 JSON 对象"))])
    return content


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


def language_of(content: Mapping[str, Any]) -> Language:
    """Return the language that is asked for; anything else raises WrongRequestError."""
    asked = content.get("lang", "en")
    if asked not in ("en", "zh"):
        raise WrongRequestError([Fault("lang", str(asked)[:40], ("en, zh", "en、zh"), nearest_of(str(asked), ["en"]))])
    return "zh" if asked == "zh" else "en"


async def asked_of(request: Request) -> tuple[Question, Language, dict[str, Any]]:
    """Return the comparison that a request asks for, its language, and the rest of what it carries."""
    content = await content_of(request)
    language = language_of(content)
    return question_of(read_asked(content)), language, content


def line(content: Mapping[str, Any]) -> bytes:
    """Return one line of a stream."""
    return json.dumps(content, ensure_ascii=False, allow_nan=False).encode() + b"\n"


def streamed(work: Work, request: Request, lines: Callable[[Ticket], AsyncIterator[bytes]]) -> Response:
    """Return a stream that ends, with its work, as soon as nobody waits for it."""
    holder = work.ticket()
    ticket = holder.__enter__()  # busy is told before the first line, and the end comes after the last

    async def told() -> AsyncIterator[bytes]:
        watch = asyncio.ensure_future(until_gone(request.is_disconnected, ticket))
        try:
            async for one in lines(ticket):
                yield one
        except GoneError:
            return
        except Exception as error:  # the answer has begun; its last line tells what stopped it
            LOGGER.exception("a comparison stopped")
            yield line({"kind": "failed", "text": [say("page_failed", lang, error=_one_line(error))
                                                   for lang in ("en", "zh")]})  # fmt: skip
        finally:
            watch.cancel()
            holder.__exit__(None, None, None)

    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(told(), media_type="application/x-ndjson", headers=headers)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


async def stream_comparison(work: Work, request: Request) -> Response:
    """Stream a comparison: numbers after every round, charts each time that there are many more draws."""
    question, language, _ = await asked_of(request)

    async def lines(ticket: Ticket) -> AsyncIterator[bytes]:
        told = 0.0
        async for progress in work.compare(question, ticket):
            yield line(await asyncio.to_thread(numbers_line, progress, language))
            if progress.gathered is not None and (
                progress.done or progress.draws >= max(FIRST_DRAWS, MORE_DRAWS * told)
            ):
                told = float(progress.draws)
                yield line(await asyncio.to_thread(charts_line, progress, question, language))

    return streamed(work, request, lines)


async def stream_parts(work: Work, request: Request) -> Response:
    """Stream the parts of an option, draw by draw."""
    question, language, content = await asked_of(request)
    output = known_name("output", content.get("output", DEFAULT_OUTPUT), BY_NAME)
    if not question.option.changes or not question.base_changes_nothing:
        return JSONResponse({"kind": "parts", "rows": [], "draws": 0, "done": True, "axis": "", "sentence": say(
            "page_no_parts" if question.option.changes else "page_parts_nothing", language)})  # fmt: skip

    async def lines(ticket: Ticket) -> AsyncIterator[bytes]:
        async for found, done in work.explain(question, output, ticket):
            yield line(await asyncio.to_thread(partial(parts_line, found, language, done=done)))

    return streamed(work, request, lines)


async def show_published(work: Work, request: Request) -> Response:
    """Send published figures beside modelled ones."""
    content = await content_of(request)
    language, place = language_of(content), content.get("place")
    if place not in PUBLISHED_OF:
        listed = ", ".join(PUBLISHED_OF)
        raise WrongRequestError([Fault("place", str(place)[:40], (listed, listed))])
    known = work.published.get(place)
    if known is None:
        with work.ticket() as ticket:
            watch = asyncio.ensure_future(until_gone(request.is_disconnected, ticket))
            known = await work.in_thread(lambda: beside_published(place, lambda _done: ticket.check()))
            watch.cancel()
        work.published.put(place, known)
    return JSONResponse(published_document(known, language))


async def read_upload(work: Work, request: Request) -> Response:
    """Read an uploaded form and send its numbers back; nothing of it is kept."""
    raw = await body_of(request, MOST_UPLOAD)
    with work.ticket():
        form = await work.in_thread(lambda: read_workbook(raw))
    return JSONResponse({"values": dict(form.values)})


async def check_zone(request: Request) -> Response:
    """Check a typed form; send what became of each number, and what each start sets in such a zone."""
    content = await content_of(request)
    if set(content) - {"form", "lang"} or not isinstance(content.get("form"), dict):
        raise WrongRequestError([Fault("request", ", ".join(content)[:60], ("form, lang", "form、lang"))])
    form = read_form(content["form"])
    made = make_zone(form)
    uses = [{"field": use.field.name, "used": use.used, "how": list(use.how)} for use in made.uses]
    return JSONResponse({"uses": uses, "starts": zone_settings(form)})


async def write_workbook(work: Work, request: Request) -> Response:
    """Send the form as a workbook, with what was typed in it."""
    content = await content_of(request)
    language = language_of(content)
    given = content.get("form", {})
    form = read_form(given) if isinstance(given, dict) else Form()
    raw = await work.in_thread(lambda: written_workbook(form, chinese=language == "zh"))
    return attachment(raw, downloads.KINDS["xlsx"], "my-zone.xlsx")


def attachment(raw: bytes, kind: str, name: str) -> Response:
    """Return a file to be saved under a name."""
    return Response(raw, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"',
                                                   "cache-control": "no-store"})  # fmt: skip


async def finished(work: Work, question: Question, request: Request) -> Gathered:
    """Return a comparison run to its end; one that was run before comes at once."""
    with work.ticket() as ticket:
        watch = asyncio.ensure_future(until_gone(request.is_disconnected, ticket))
        try:
            last: Progress | None = None
            async for progress in work.compare(question, ticket):
                last = progress
        finally:
            watch.cancel()
    if last is None or last.gathered is None:
        raise RuntimeError("the comparison ended without a draw")
    return last.gathered


async def finished_parts(work: Work, question: Question, content: Mapping[str, Any], request: Request) -> Explained:
    """Return the parts of an option, of all their draws; WrongRequestError where there are none to tell apart."""
    output = known_name("output", content.get("output", DEFAULT_OUTPUT), BY_NAME)
    if not question.option.changes or not question.base_changes_nothing:
        allowed = ("an option with levers against no reform", "有措施的方案，且基准为不改革")
        raise WrongRequestError([Fault("parts", "an option or a base without parts", allowed)])
    last: Explained | None = None
    with work.ticket() as ticket:
        watch = asyncio.ensure_future(until_gone(request.is_disconnected, ticket))
        try:
            async for found, _done in work.explain(question, output, ticket):
                last = found
        finally:
            watch.cancel()
    if last is None:
        raise RuntimeError("the option was divided without a draw")
    return last


async def send_table(work: Work, request: Request) -> Response:
    """Send the tables of a comparison as a file."""
    ending = known_ending(request, downloads.ENDINGS)
    question, language, content = await asked_of(request)
    table = known_name("table", content.get("table", "effects"), downloads.TABLES)
    explained = await finished_parts(work, question, content, request) if table == "parts" else None
    gathered = await finished(work, question, request)

    def write() -> bytes:
        if ending == "csv":
            return downloads.as_csv(downloads.table_of(table, gathered, explained))
        return downloads.as_excel(gathered, explained, question, language)

    name = f"zonereform-{table}-{gathered.comparison().digest}.{ending}"
    return attachment(await work.in_thread(write), downloads.KINDS[ending], name)


async def send_picture(work: Work, request: Request) -> Response:
    """Send a chart as a file."""
    ending = known_ending(request, pictures.ENDINGS)
    name = known_name("picture", request.path_params["name"], pictures.NAMES)
    question, language, content = await asked_of(request)
    language = pictures.language_of_bitmap(language, ending)
    explained = await finished_parts(work, question, content, request) if name == "parts" else None
    gathered = None if name == "parts" else await finished(work, question, request)
    digest = explained.digest if explained else gathered.comparison().digest if gathered else ""
    identity = f"zonereform app, chart {name}, seed {question.asked.seed}, digest {digest}"

    def draw() -> bytes:
        declared = pictures.picture(name, gathered, explained, question, language)
        return picture_bytes(declared, f".{ending}", identity)

    return attachment(await work.in_thread(draw), pictures.KINDS[f".{ending}"], f"zonereform-{name}-{digest}.{ending}")


def known_ending(request: Request, known: tuple[str, ...]) -> str:
    """Return the ending of the file that is asked for; an unknown one raises WrongRequestError."""
    return known_name("file", request.path_params["ending"], known)


def known_name(field: str, found: object, known: Iterable[str]) -> str:
    """Return a name that is known; any other raises WrongRequestError with the nearest."""
    names = list(known)
    if not isinstance(found, str) or found not in names:
        listed = ", ".join(names)
        raise WrongRequestError([Fault(field, str(found)[:40], (listed, listed), nearest_of(str(found), names))])
    return found
