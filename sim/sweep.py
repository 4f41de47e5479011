"""A sweep: a plan's runs into a batch of the store, from where it stands, whoever runs them, however it was ended."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from sim.chunks import ChunkResult, Measure, OutputColumn, RunRecord, Span, Task, run_chunk
from sim.execution import Crew, compile_rules, cut, run_spans
from sim.identity import model_version
from sim.outputs import Output, read_outputs
from sim.plan import Plan, PlannedRun
from sim.state import World
from sim.store.batch import Batch, ask, begin, list_batches, mend, spread
from sim.store.errors import StoreError, WrongRequestError
from sim.store.files import locked, telling
from sim.store.tables import KEPT_TABLE_MAKERS, first_points, parquet_bytes, runs_table

MEASURED_RUNS = 8
MEASURED_SECONDS = 10.0
"""A dry run measures so many runs, or as many as begin in so much time, but two at least."""


@dataclass(frozen=True)
class DesignMeasure:
    """Reads the outputs that a design names off a finished run."""

    named: tuple[Output, ...]

    @property
    def outputs(self) -> tuple[OutputColumn, ...]:
        """The outputs, in the order in which the design names them."""
        return tuple(OutputColumn(output.name, output.unit, output.title) for output in self.named)

    def __call__(self, run: PlannedRun, world: World) -> dict[str, float]:
        """Return each output of a finished run."""
        return read_outputs(world, run.scenario, self.named)


def _silent(_count: object) -> None:
    """Say nothing."""


@dataclass(frozen=True)
class Request:
    """What a sweep is asked to do.

    ``limit`` stops after the first so many runs of the plan; ``resume`` goes on where a batch is begun. ``design`` is
    the text of the design's file, kept with the batch. ``tell`` is called with the runs just stored, ``warn`` with a
    sentence.
    """

    plan: Plan
    measure: Measure
    store: Path
    keep: tuple[str, ...] = ()
    limit: int | None = None
    resume: bool = False
    command: str = ""
    design: bytes | None = None
    tell: Callable[[int], None] = field(default=_silent)
    warn: Callable[[str], None] = field(default=_silent)

    @property
    def planned(self) -> int:
        """The runs asked for: those of the plan, or the first of them."""
        return len(self.plan) if self.limit is None else min(self.limit, len(self.plan))

    @property
    def task(self) -> Task:
        """What workers are given."""
        return Task(self.plan, self.measure, self.keep, model_version())


@dataclass(frozen=True)
class Report:
    """What a sweep did. Every run asked for is done now, failed (now or before), or was there (skipped)."""

    folder: Path
    planned: int
    done: int
    failed: int
    skipped: int
    digest: str
    seconds: float


@dataclass(frozen=True)
class Estimate:
    """What a sweep would take: runs of the plan asked for, seconds on these workers, bytes on disk."""

    folder: Path
    planned: int
    skipped: int
    seconds: float
    bytes: int


def sweep(request: Request, crew: Crew) -> Report:
    """Run what is missing of a batch and store it; return what was done.

    Raises StoreError where the store cannot be used as asked; whatever stops a sweep, KeyboardInterrupt too, finished
    chunks stay and the batch says how far it is.
    """
    began = time.perf_counter()
    asked = ask(request.task, request.design)
    with telling(request.store):
        request.store.mkdir(parents=True, exist_ok=True)
    _refuse_another_version(request, asked.identifier)
    with closing(crew), locked(request.store, asked.identifier):
        batch = begin(request.store, asked, request.command)
        mend(batch, request.plan)
        for name in batch.mended:
            request.warn(f"{name} was damaged; its runs are run again")
        missing = batch.missing(request.planned)
        there = request.planned - sum(span.runs for span in missing)
        failed_before = _failed_below(batch, request.planned)
        if missing and there and not request.resume:
            raise WrongRequestError(
                f"{batch.folder} holds {there} of the {request.planned} runs asked for; add --resume to go on"
            )
        request.tell(there)
        done = failed = 0
        try:
            for result in _results(request, crew, missing):
                batch.add(result)
                done += len(result.records)
                failed += len(result.failures)
                request.tell(result.span.runs)
        finally:
            if missing or batch.manifest.state == "running":
                batch.close(time.perf_counter() - began)
    return Report(
        folder=batch.folder,
        planned=request.planned,
        done=done,
        failed=failed + failed_before,
        skipped=there - failed_before,
        digest=batch.manifest.digest,
        seconds=time.perf_counter() - began,
    )


def _failed_below(batch: Batch, last: int) -> int:
    return sum(failure["number"] < last for failure in batch.failures())


def _refuse_another_version(request: Request, identifier: str) -> None:
    """Refuse to resume where the only batch of this name was made by other rules: runs of two versions never mix."""
    if not request.resume or (request.store / identifier).exists():
        return
    others = [b.manifest for b in list_batches(request.store)[0] if b.manifest.name == request.plan.name]
    here = request.task.version
    if old := [manifest for manifest in others if manifest.model_version != here]:
        raise StoreError(
            f"nothing to resume: batch {old[-1].id} of {request.plan.name} was made with model version "
            f"{old[-1].model_version}, this is {here}; without --resume a batch of its own begins"
        )


def _results(request: Request, crew: Crew, missing: list[Span]) -> Iterator[ChunkResult]:
    """Yield the results of what is missing: one run here, which compiles and is timed, then chunks by the crew."""
    if not missing:
        return
    first = Span(missing[0].first, missing[0].first + 1)
    compile_rules(request.task, first.first)
    began = time.perf_counter()
    yield run_chunk(request.task, first)
    seconds = time.perf_counter() - began
    rest = [span for span in (Span(first.last, missing[0].last), *missing[1:]) if span.runs]
    if rest:
        crew.start(request.task, first.first)
        yield from run_spans(crew, request.task, cut(rest, crew.workers, seconds))


def estimate(request: Request, workers: int) -> Estimate:
    """Measure a few runs of a plan and return what all would take; nothing is written."""
    task = request.task
    asked = ask(task)
    folder = request.store / asked.identifier
    there = 0
    if folder.exists():
        missing = begin(request.store, asked, request.command).missing(request.planned)
        there = request.planned - sum(span.runs for span in missing)
    compile_rules(task, 0)
    records: list[RunRecord] = []
    began = time.perf_counter()
    for number in spread(MEASURED_RUNS, request.planned):
        records += _good(run_chunk(task, Span(number, number + 1)))
        if len(records) > 1 and time.perf_counter() - began > MEASURED_SECONDS:
            break
    seconds = (time.perf_counter() - began) / max(1, len(records))
    to_do = request.planned - there
    return Estimate(folder, request.planned, there, seconds * to_do / workers, _bytes_of_run(request, records) * to_do)


def _good(result: ChunkResult) -> list[RunRecord]:
    if result.failures:
        failure = result.failures[0]
        raise RuntimeError(f"run {failure.number} fails: {failure.error}: {failure.message}")
    return result.records


def _bytes_of_run(request: Request, records: list[RunRecord]) -> int:
    """Return what one more run adds to the files: all measured against half of them, so that headings do not count."""
    half = len(records) // 2
    if half == 0:
        return 0

    def size(some: list[RunRecord]) -> int:
        points = first_points(request.plan.run(record.number) for record in records)
        tables = [runs_table(some, points, request.measure.outputs)]
        tables += [KEPT_TABLE_MAKERS[table](some) for table in request.keep]
        return sum(len(parquet_bytes(table)) for table in tables)

    return max(1, round((size(records) - size(records[:half])) / (len(records) - half)))


def workers_here(workers: int) -> int:
    """Return how many runs go on at once on this machine: no more than it has cores."""
    cores = os.cpu_count() or 1
    return min(workers or cores, cores)
