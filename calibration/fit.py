r"""From the ledger to a posterior: runs over the priors, an emulator, chains, fresh runs at the draws, and again.

1. Runs spread over the priors, and as many runs of the prior itself as there will be draws.
2. An emulator learns what is printed at any point, how far luck spreads it, and how errors go together.
3. One chain for each draw of the prior turns its moved scores into a draw of the posterior; the cut block stays.
4. The model is run at the draws, the emulator corrected there - which takes away its bias and most of its own error,
   that the draws would else be wide by - and the draws are made anew; again where the bias is still more than allowed.
   What is published comes from the last of these runs, never from the emulator.

Every run is in a store, keyed by what it is: a fit that was stopped goes on where it was, and one that is asked for
again runs nothing.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from calibration.declared import operators_hash_of, refuse_what_cannot_be_read
from calibration.design import PrintedFigures, PriorDesign, ScoredDesign
from calibration.emulator import Emulator, learn
from calibration.inference import Draws, Question, floors_of, moved_indices, sample
from calibration.operators import operators_hash
from calibration.specification import CalibrationSpecification, scenario_of
from calibration.steady import steadily
from calibration.targets import Target, printed_on_scale, targets_of, zones_of
from scenarios.evidence import Ledger
from sim.execution import Crew, ThreadCrew
from sim.plan import Plan
from sim.specification import ScenarioSpecification
from sim.sweep import Request, sweep

Array = np.ndarray[Any, Any]

Tell = Callable[[str, int, int], None]
"""Called with the step, how much of it is done, and how much there is."""


MOST_FAILED = 0.5
"""Share of runs that may fail in a fit."""


def _silent(_step: str, _done: int, _of: int) -> None:
    """Say nothing."""


COLUMNS = PrintedFigures().columns
"""What runs print of the ledger that ships."""


class Runs(NamedTuple):
    """Runs at points: scores [runs, names], and every column as printed [runs, columns], nan where a run failed."""

    scores: Array
    printed: Array
    columns: tuple[str, ...] = COLUMNS


class Wave(NamedTuple):
    """One round of fresh runs at the draws: the mean error of the emulator by column, in standard deviations."""

    bias: Array
    mended: bool


@dataclass(frozen=True)
class Workshop:
    """Where and by whom runs are made: the store, who runs them, and who is told."""

    store: Path
    crew: Callable[[], Crew]
    resume: bool = True
    command: str = ""
    tell: Tell = field(default=_silent)

    def run(self, plan: Plan, step: str, measure: PrintedFigures | None = None) -> Array:
        """Return every column of a plan's runs in order, running those that the store lacks [runs, columns].

        Raises RuntimeError where most runs failed: what is left would be learnt from as if it were all.
        """
        done = 0

        def tell(more: int) -> None:
            nonlocal done
            done += more
            self.tell(step, done, len(plan))

        measure = measure or PrintedFigures()
        request = Request(plan, measure, self.store, resume=self.resume, command=self.command, tell=tell)
        report = sweep(request, self.crew())
        if report.failed > MOST_FAILED * len(plan):
            raise RuntimeError(f"{report.failed} of {len(plan)} runs failed; {report.folder} tells why each did")
        return read_columns(report.folder, measure.columns, len(plan))


def threads(workers: int = 0) -> Callable[[], Crew]:
    """Return a maker of crews of threads of this process; 0: one a core."""
    from sim.sweep import workers_here  # noqa: PLC0415

    return lambda: ThreadCrew(workers_here(workers))


def read_columns(folder: Path, columns: Sequence[str], runs: int) -> Array:
    """Return columns of a stored batch in order of run, nan where a run failed [runs, columns]."""
    from sim.store.batch import open_batch  # noqa: PLC0415  # the store loads pyarrow
    from sim.store.query import read_in_order  # noqa: PLC0415

    found = np.full((runs, len(columns)), np.nan)
    for batch in read_in_order(open_batch(folder), "runs"):
        rows = batch.column("number").to_numpy()
        for at, name in enumerate(columns):
            found[rows, at] = batch.column(name).to_numpy(zero_copy_only=False)
    return found


@dataclass(frozen=True)
class Fit:
    """A fit: what was asked, what was learnt, the draws, and the runs at them that are published."""

    specification: CalibrationSpecification
    scenario: ScenarioSpecification
    ledger: Ledger
    question: Question
    prior: Runs
    emulator: Emulator
    draws: Draws
    final: Runs
    waves: tuple[Wave, ...]
    simulator_calls: int
    seconds: float

    @property
    def digest(self) -> str:
        """Return a hash of the draws and of what was printed at them."""
        content = hashlib.sha256()
        for array in (self.draws.scores, self.draws.readings, self.final.printed):
            content.update(np.ascontiguousarray(array).tobytes())
        return content.hexdigest()[:16]


class Learnt(NamedTuple):
    """What a fit needs of runs: the question, the prior's runs, the spread runs, and the emulator of them."""

    question: Question
    prior: Runs
    spread: Runs
    emulator: Emulator


def on_scales(targets: Sequence[Target], runs: Runs) -> Array:
    """Return what runs print for the targets' columns, on their scales [runs, columns of the targets]."""
    return printed_on_scale(targets, runs.printed, runs.columns)


def columns_of(targets: Sequence[Target]) -> tuple[str, ...]:
    """Return the columns of targets in order."""
    return tuple(column for target in targets for column in target.columns)


def spread_design(
    specification: CalibrationSpecification, scenario: ScenarioSpecification, zones: tuple[str, ...], reads: str = ""
) -> PriorDesign:
    """Return the runs that the emulator learns from; ``reads`` is the hash of the operators, left out: as shipped."""
    runs, seed = specification.runs, specification.seed
    return PriorDesign(scenario, zones, runs, seed, specification.stretch, reads or operators_hash())


def prior_design(
    specification: CalibrationSpecification, scenario: ScenarioSpecification, zones: tuple[str, ...], reads: str = ""
) -> PriorDesign:
    """Return draws of the prior: one for each draw of the posterior, which keeps its cut block."""
    draws, seed = specification.draws, specification.seed + 1
    return PriorDesign(scenario, zones, draws, seed, reads=reads or operators_hash())


@steadily
def prepare(
    specification: CalibrationSpecification, ledger: Ledger, workshop: Workshop, targets: Sequence[Target] | None = None
) -> Learnt:
    """Run what does not depend on the data, and learn the emulator.

    Raises EvidenceError where the scenario cannot answer to the figures.
    """
    scenario = scenario_of(specification)
    refuse_what_cannot_be_read(ledger, scenario)
    measure, reads = PrintedFigures.of(ledger), operators_hash_of(ledger)
    asked = tuple(targets if targets is not None else targets_of(ledger))
    zones = zones_of(targets_of(ledger))
    spread_plan = spread_design(specification, scenario, zones, reads)
    prior_plan = prior_design(specification, scenario, zones, reads)
    spread_printed = workshop.run(spread_plan, "spread", measure)
    prior_printed = workshop.run(prior_plan, "prior", measure)
    spread = Runs(np.array([spread_plan.scores(n) for n in range(len(spread_plan))]), spread_printed, measure.columns)
    prior = Runs(np.array([prior_plan.scores(n) for n in range(len(prior_plan))]), prior_printed, measure.columns)
    workshop.tell("learn", 0, 1)
    columns = columns_of(asked)
    emulator = learn(spread.scores, on_scales(asked, spread), columns, moved_indices(zones))
    floors = floors_of(asked, on_scales(asked, prior), columns)
    workshop.tell("learn", 1, 1)
    return Learnt(Question(asked, zones, specification.outlier, floors), prior, spread, emulator)


@steadily
def fit(
    specification: CalibrationSpecification,
    ledger: Ledger,
    workshop: Workshop,
    workers: int | None = None,
    targets: Sequence[Target] | None = None,
) -> Fit:
    """Return the posterior of a specification from a ledger's figures to calibrate to; ``targets`` are others instead.

    Raises what a run or the store raises; what is stored stays.
    """
    began = time.perf_counter()
    learnt = prepare(specification, ledger, workshop, targets)
    question, emulator = learnt.question, learnt.emulator
    scenario = scenario_of(specification)
    measure, reads = PrintedFigures.of(ledger), operators_hash_of(ledger)
    waves: list[Wave] = []
    local: list[Runs] = []
    while True:
        number = len(waves)
        done = 0

        def tell(more: int) -> None:
            nonlocal done
            done += more
            workshop.tell("chains", done, specification.draws)

        draws = sample(question, emulator, learnt.prior.scores, specification.seed + number, workers, tell=tell)
        plan = ScoredDesign(scenario, question.zones, draws.scores, specification.seed + 100 + number, reads=reads)
        final = Runs(draws.scores, workshop.run(plan, "draws", measure), measure.columns)
        printed = on_scales(question.targets, final)
        bias = emulator.bias(final.scores, printed)
        enough = number > 0 and np.nanmax(np.abs(bias)) <= specification.bias_allowed
        last = number + 1 == specification.waves
        waves.append(Wave(bias, mended=not (enough or last)))
        if enough or last:
            break
        local.append(final)
        emulator = learnt.emulator.refined(
            np.vstack([runs.scores for runs in local]),
            np.vstack([on_scales(question.targets, runs) for runs in local]),
        )
    calls = specification.runs + specification.draws * (1 + len(waves))
    return Fit(
        specification, scenario, ledger, question, learnt.prior, emulator, draws, final, tuple(waves), calls,
        time.perf_counter() - began,
    )  # fmt: skip
