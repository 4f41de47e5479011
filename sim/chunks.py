"""A chunk of a plan, run from its first number to its last: what a worker does, in whatever thread or process.

A worker imports NumPy and the rules alone; files are the business of who asked for the chunk.
"""

import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol, runtime_checkable

import numpy as np

from sim.build import simulate
from sim.identity import all_values, model_version, plain_scenario, run_key
from sim.outputs import Output
from sim.plan import Plan, PlannedRun
from sim.state import Array, Count, World
from sim.streaming import recorded_digest, stream_outputs

ZONE_MONTH, FIRMS = "zone_month", "firms"
KEPT_TABLES = (ZONE_MONTH, FIRMS)
"""What can be kept of a run besides its outputs: zones by month, and firms as they ended."""


class OutputColumn(NamedTuple):
    """An output that a sweep keeps of each run: its name, its unit, and what it is."""

    name: str
    unit: str = "1"
    title: str = ""


class Measure(Protocol):
    """What is kept of a finished run, as floats by name; can be sent to another process."""

    @property
    def outputs(self) -> tuple[OutputColumn, ...]:
        """The outputs, in the order of their columns."""

    def __call__(self, run: PlannedRun, world: World) -> Mapping[str, float]:
        """Return each output of a finished run."""


@runtime_checkable
class NamedMeasure(Measure, Protocol):
    """A measure that keeps named outputs alone, each read month by month: such a run need not keep its months."""

    @property
    def named(self) -> tuple[Output, ...]:
        """The outputs, as a design names them."""


class Span(NamedTuple):
    """Runs from number ``first`` to ``last`` - 1."""

    first: int
    last: int

    @property
    def runs(self) -> int:
        """The number of runs."""
        return self.last - self.first


class Task(NamedTuple):
    """What every worker is given: the plan, what to keep of a run, and the model version to run it with."""

    plan: Plan
    measure: Measure
    keep: tuple[str, ...]
    version: str


class Failure(NamedTuple):
    """A run that failed: what it was given, and why."""

    number: int
    key: str
    seed: int | None
    point: Mapping[str, float | str]
    scenario: Mapping[str, Any] | None
    values: Mapping[str, float] | None
    error: str
    message: str
    where: str


class RunRecord(NamedTuple):
    """What is kept of a run that ended well."""

    number: int
    key: str
    seed: int
    digest: str
    seconds: float
    point: Mapping[str, float | str]
    outputs: tuple[float, ...]
    zones: tuple[str, ...]
    zone_month: Array | None
    firms: Array | None


@dataclass
class ChunkResult:
    """The runs of a span, in order of number, and those of them that failed."""

    span: Span
    records: list[RunRecord] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


class VersionError(RuntimeError):
    """A worker runs another version of the model than who asked for the runs."""


class StoppedError(RuntimeError):
    """The chunk was given up because the sweep ends."""


def run_chunk(task: Task, span: Span, stopped: Callable[[], bool] | None = None) -> ChunkResult:
    """Run a span of a plan; a run that fails is recorded and the next one begins.

    Runs of the chunk with one key are run once. Raises VersionError before anything runs, and StoppedError between runs
    once ``stopped`` says so.
    """
    if model_version() != task.version:
        raise VersionError(
            f"a worker has model version {model_version()}, the sweep {task.version}: "
            "install the same version of zonereform on all workers"
        )
    result = ChunkResult(span)
    known: dict[str, RunRecord] = {}
    for number in range(*span):
        if stopped is not None and stopped():
            raise StoppedError
        planned, key = None, ""
        try:
            planned = task.plan.run(number)
            key = run_key(planned)
            if key in known:
                record = known[key]._replace(number=number, point=dict(planned.point), seconds=0.0)
            else:
                record = known[key] = run_planned(task, number, planned, key)
            result.records.append(record)
        except Exception as error:  # noqa: BLE001  # whatever stops a run is what the table of failures tells
            result.failures.append(failure_of(number, planned, key, error))
    return result


def run_planned(task: Task, number: int, planned: PlannedRun, key: str) -> RunRecord:
    """Run one run and return what is kept of it; month by month where nothing but named outputs is."""
    began = time.perf_counter()
    measured: Mapping[str, float]
    if isinstance(task.measure, NamedMeasure) and not task.keep:
        measured, digest, world = stream_outputs(planned.scenario, planned.values, planned.seed, task.measure.named)
        seconds = time.perf_counter() - began
    else:
        world = simulate(planned.scenario, planned.values, planned.seed)
        seconds = time.perf_counter() - began
        measured, digest = task.measure(planned, world), recorded_digest(world)
    return RunRecord(
        number=number,
        key=key,
        seed=int(planned.seed),
        digest=digest,
        seconds=seconds,
        point=dict(planned.point),
        outputs=tuple(float(measured[output.name]) for output in task.measure.outputs),
        zones=tuple(zone.id for zone in planned.scenario.world.zones),
        zone_month=np.array(world.panel) if ZONE_MONTH in task.keep else None,
        firms=np.array(world.firms[: int(world.counts[Count.FIRMS])]) if FIRMS in task.keep else None,
    )


def failure_of(number: int, planned: PlannedRun | None, key: str, error: BaseException) -> Failure:
    """Return the record of a run that failed, with all that it was given."""
    last = traceback.extract_tb(error.__traceback__)[-1:]
    return Failure(
        number=number,
        key=key,
        seed=None if planned is None else int(planned.seed),
        point={} if planned is None else dict(planned.point),
        scenario=None if planned is None else plain_scenario(planned.scenario),
        values=None if planned is None else all_values(planned),
        error=type(error).__name__,
        message=" ".join(str(error).split()),
        where=", ".join(f"{frame.name}, line {frame.lineno}" for frame in last),
    )
