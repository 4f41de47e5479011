"""What stands before every request: whose host it names, how large it is, and what its answer lets a browser do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from interface.words import Language, say

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
MOST_BODY = 64_000
"""Bytes of a request that asks for a comparison."""
MOST_UPLOAD = 300_000
"""Bytes of an uploaded form."""
UPLOAD = "/api/form"
MOST_HEADERS = 8_000
"""Bytes of all headers of a request."""
MOST_ADDRESS = 2_000
"""Characters of an address; the state of the page is in its hash, which no browser sends."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "x-frame-options": "DENY",
}


def refusal(status: int, key: str, **values: object) -> JSONResponse:
    """Return a refusal that says in both languages what was found and what is allowed."""
    languages: tuple[Language, ...] = ("en", "zh")
    texts = [say(key, lang, **values) for lang in languages]
    headers = {"retry-after": "5"} if status == 503 else {}
    return JSONResponse({"faults": [texts]}, status, headers)


class Guard:
    """Refuses requests for other hosts, of other origins or too large, and puts the headers on every answer."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self.app = app
        self.hosts = {host.lower() for host in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *((n.encode(), v.encode()) for n, v in HEADERS.items() if n.encode() not in given),
                ]
            await send(message)

        refused = self.refused(Request(scope))
        await (refused or self.app)(scope, receive, with_headers)

    def refused(self, request: Request) -> Response | None:
        """Return why a request is refused, None where it is not."""
        hosts = request.headers.getlist("host")
        if len(hosts) != 1 or host_of(hosts[0]) not in self.hosts:
            return refusal(400, "page_wrong_host", found=", ".join(hosts)[:80], allowed=", ".join(sorted(self.hosts)))
        origin = request.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != hosts[0]:
            return refusal(403, "page_wrong_origin", found=origin[:80])
        if request.method not in ("GET", "HEAD", "POST"):
            return refusal(405, "page_wrong_method", found=request.method[:20])
        if sum(len(name) + len(value) for name, value in request.scope["headers"]) > MOST_HEADERS:
            return refusal(431, "page_headers_long", most=MOST_HEADERS)
        if len(request.scope.get("raw_path", b"")) + len(request.scope.get("query_string", b"")) > MOST_ADDRESS:
            return refusal(414, "page_address_long", most=MOST_ADDRESS)
        return self._refused_size(request)

    @staticmethod
    def _refused_size(request: Request) -> Response | None:
        """Return why a request's stated size is refused; one that states none is counted as it comes."""
        most = MOST_UPLOAD if request.url.path == UPLOAD else MOST_BODY
        stated = request.headers.get("content-length")
        if stated is None:
            return None
        if not (stated.isascii() and stated.isdigit()):
            return refusal(400, "page_wrong_length", found=stated[:20])
        return refusal(413, "page_too_large", most=most) if len(stated) > 12 or int(stated) > most else None


def host_of(header: str) -> str:
    """Return the host of a Host header without its port.

    >>> host_of("127.0.0.1:8765"), host_of("[::1]:80"), host_of("Example.org")
    ('127.0.0.1', '[::1]', 'example.org')
    """
    name = header.strip().lower()
    if name.startswith("["):
        return name.partition("]")[0] + "]"
    return name.partition(":")[0]


class TooLargeError(ValueError):
    """A request is larger than it may be."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(f"found more than {most} bytes")


async def body_of(request: Request, most: int) -> bytes:
    """Return what a request carries; TooLargeError as soon as it is more than it may be."""
    found = bytearray()
    async for part in request.stream():
        found += part
        if len(found) > most:
            raise TooLargeError(most)
    return bytes(found)


def strict_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of JSON; ValueError where a name stands twice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found
