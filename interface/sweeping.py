"""``zonereform sweep``: a design's runs into the store."""

from __future__ import annotations

import shlex
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from interface.options import AsJson, Lang, chosen, print_json, refuse_unknown
from interface.progress import progress_bar
from interface.words import Language, say

if TYPE_CHECKING:
    from sim.sweep import Estimate, Report, Request

STORE = Path("results")
MOST_WORKERS = 1024
SHOW_FAILURES = "SELECT number, error, message FROM failures"
MINUTE, HOUR = 60.0, 3600.0


def sweep(
    design: Annotated[str, typer.Argument(help="Name of a design that ships, or path of a YAML file.")],
    workers: Annotated[int, typer.Option(min=0, max=MOST_WORKERS, help="Runs at once; 0: one a core.")] = 0,
    processes: Annotated[bool, typer.Option("--processes", help="Processes instead of threads.")] = False,
    dask: Annotated[
        str | None, typer.Option(help="Address of a Dask scheduler whose workers do it.", metavar="ADDRESS")
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder of the results store.")] = STORE,
    keep: Annotated[
        list[str] | None,
        typer.Option(help="Keep more than outputs; may be given twice.", metavar="zone_month|firms"),
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first so many runs.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a sweep that was stopped.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell runs, time and disk, and write nothing.")] = False,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Run a design and store its runs; what is stored already is not run again.

    Example: zonereform sweep my-design.yaml --workers 8 --dry-run
    """
    language = chosen(lang)
    if processes and dask is not None:
        raise typer.BadParameter("found --processes and --dask; give one of them", param_hint="--dask")
    from agents.compiled import is_compiled  # noqa: PLC0415  # a help text needs no engine
    from sim.chunks import KEPT_TABLES  # noqa: PLC0415
    from sim.sweep import Request, estimate, workers_here  # noqa: PLC0415

    kept = tuple(dict.fromkeys(keep or ()))
    for table in kept:
        refuse_unknown("--keep", table, KEPT_TABLES)
    plan, measure, text = load_plan(design)
    if not is_compiled():
        typer.echo(say("compiling", language), err=True)
    request = Request(
        plan, measure, out, kept, limit, resume, command=shlex.join(["zonereform", *sys.argv[1:]]), design=text
    )
    if dry_run:
        at_once = workers_here(workers)
        if dask:
            with closing(crew_of(workers, processes, dask)) as crew:
                at_once = crew.workers
        show_estimate(estimate(request, at_once), at_once, as_json, language)
        return
    report = run_with_progress(request, crew_of(workers, processes, dask), design, language)
    show_report(report, as_json, language)
    if report.failed:
        seen = ["zonereform", "results", "query", SHOW_FAILURES, "--batch", report.folder.name, "--store", str(out)]
        told = say("sweep_failed", language, failed=report.failed, planned=report.planned, command=shlex.join(seen))
        typer.echo(told, err=True)
        raise typer.Exit(1)


def load_plan(design: str) -> tuple[Any, Any, bytes | None]:
    """Return the plan of a design, what it keeps of a run, and the text of its file."""
    from scenarios import designs  # noqa: PLC0415
    from sim.sweep import DesignMeasure  # noqa: PLC0415

    given = Path(design)
    own = given.suffix in (".yaml", ".yml")
    plan = designs.load_design(given if own else design)
    path = given if own else designs.DESIGNS / f"{design}.yaml"
    return plan, DesignMeasure(tuple(plan.outputs)), path.read_bytes() if path.is_file() else None


def crew_of(workers: int, processes: bool, dask: str | None) -> Any:
    """Return who runs: threads, processes or a cluster."""
    from sim import execution  # noqa: PLC0415

    return execution.crew_of(workers, processes, dask)


def run_with_progress(request: Request, crew: Any, design: str, language: Language) -> Report:
    """Run a sweep with a bar on the terminal; Ctrl-C ends it with a line that says how to go on."""
    import dataclasses  # noqa: PLC0415

    from sim import sweep as sweeps  # noqa: PLC0415

    with progress_bar(say("sweeping", language), language, request.planned) as bar:
        telling = dataclasses.replace(
            request, tell=bar.update, warn=lambda sentence: bar.write(sentence, file=sys.stderr)
        )
        try:
            return sweeps.sweep(telling, crew)
        except KeyboardInterrupt:
            bar.close()
            again = ["zonereform", "sweep", design, "--out", str(request.store), "--resume"]
            again += [word for table in request.keep for word in ("--keep", table)]
            typer.echo(say("sweep_stopped", language, command=shlex.join(again)), err=True)
            raise


def show_report(report: Report, as_json: bool, language: Language) -> None:
    """Print what a sweep did."""
    if as_json:
        print_json(
            {
                "store": str(report.folder),
                "planned": report.planned,
                "done": report.done,
                "failed": report.failed,
                "skipped": report.skipped,
                "digest": report.digest,
                "seconds": round(report.seconds, 2),
            }
        )
        return
    counts = {name: getattr(report, name) for name in ("folder", "planned", "done", "failed", "skipped", "digest")}
    typer.echo(say("sweep_done", language, **counts, seconds=round(report.seconds, 1)))


def show_estimate(estimated: Estimate, workers: int, as_json: bool, language: Language) -> None:
    """Print what a sweep would take."""
    if as_json:
        print_json(
            {
                "store": str(estimated.folder),
                "planned": estimated.planned,
                "done": 0,
                "failed": 0,
                "skipped": estimated.skipped,
                "digest": None,
                "seconds": 0.0,
                "seconds_estimated": round(estimated.seconds, 2),
                "bytes_estimated": estimated.bytes,
            }
        )
        return
    typer.echo(
        say(
            "sweep_estimate",
            language,
            planned=f"{estimated.planned:,}",
            skipped=f"{estimated.skipped:,}",
            workers=workers,
            duration=duration(estimated.seconds),
            size=size(estimated.bytes),
        )
    )


def duration(seconds: float) -> str:
    """Write a time as people would.

    >>> [duration(s) for s in (3.2, 125.0, 9000.0)]
    ['3 s', '2 min', '2.5 h']
    """
    if seconds < 2 * MINUTE:
        return f"{seconds:.0f} s"
    return f"{seconds / MINUTE:.0f} min" if seconds < 2 * HOUR else f"{seconds / HOUR:.1f} h"


def size(count: int) -> str:
    """Write a number of bytes as people would.

    >>> [size(b) for b in (900, 52_000, 3_100_000_000)]
    ['900 B', '52 kB', '3.1 GB']
    """
    value = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if value < 1000:
            return f"{value:.3g} {unit}"
        value /= 1000
    return f"{value:.3g} TB"
