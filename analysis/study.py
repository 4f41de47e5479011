"""A stored batch of a design, put back in order: which point, scenario and draw each number belongs to.

Everything is read from the batch itself, its manifest and its runs: a design that has changed since, or a small version
of one, is read as it was run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from agents.levers import LEVER_INDEX, LEVERS
from scenarios.factors import Factor
from scenarios.samples import Grid, LatinHypercube, OneAtATime, Sample, Sobol, SobolIndices, plan_morris
from sim.outputs import Output
from sim.store.batch import Batch
from sim.store.errors import WrongRequestError
from sim.store.query import dataset_of

KINDS = ("listed", "grid", "one_at_a_time", "latin_hypercube", "sobol", "sobol_indices", "morris")
LOWER_IS_BETTER = frozenset({"debt", "idle", "closed", "wait", "good_rejected", "platform.distressed"})
"""Measures of which a zone wants less; of every other, more."""

Array = np.ndarray[Any, Any]


class Case(NamedTuple):
    """A scenario of a study: its name and titles."""

    name: str
    title: str
    title_zh: str


@dataclass(frozen=True)
class Study:
    """A batch with its numbers in order.

    ``values`` maps each output to an array over draws, scenarios and points; a run that is missing, failed or has no
    such number is nan.
    """

    id: str
    digest: str
    plan: Mapping[str, Any]
    factors: tuple[Factor, ...]
    outputs: tuple[Output, ...]
    cases: tuple[Case, ...]
    sample: Sample
    draws: int
    values: Mapping[str, Array]

    @property
    def name(self) -> str:
        """Name of the design."""
        return str(self.plan["name"])

    @property
    def kind(self) -> str:
        """Kind of the design."""
        return str(self.plan["kind"])

    @property
    def headline(self) -> tuple[Output, ...]:
        """The outputs that the design's question is about: those its file names, else the first three."""
        asked = self.plan["file"].get("headline", [])
        return tuple(self.output(name) for name in asked) or self.outputs[:3]

    def output(self, name: str) -> Output:
        """Return an output by name."""
        return next(output for output in self.outputs if output.name == name)

    def coordinates(self) -> Array:
        """Return the points as they were sampled: levels of a grid, else places in the unit cube [points, factors]."""
        return np.array([self.sample.at(point) for point in range(len(self.sample))], dtype=float)

    @property
    def synthetic(self) -> bool:
        """Whether the zones of every scenario are invented."""
        return all(scenario["world"]["synthetic"] for scenario in self.plan["scenarios"])


def better_of(output: Output) -> str:
    """Tell whether more or less of an output is better: higher or lower."""
    return "lower" if output.measure in LOWER_IS_BETTER else "higher"


def read_study(batch: Batch) -> Study:
    """Return a batch in order; WrongRequestError where it was not made from a design."""
    plan = batch.manifest.plan
    if plan.get("kind") not in KINDS or not isinstance(plan.get("file"), dict):
        raise WrongRequestError(
            f"batch {batch.manifest.id}: found a plan of kind {plan.get('kind')!r}; allowed: {', '.join(KINDS)}"
        )
    factors = tuple(_factor(described) for described in plan["factors"])
    outputs = tuple(_output(described) for described in plan["outputs"])
    cases = tuple(Case(s["name"], s["title"], s["title_zh"]) for s in plan["scenarios"])
    shape = (int(plan["draws"]), len(cases), int(plan["points"]))
    return Study(
        id=batch.manifest.id,
        digest=batch.manifest.digest,
        plan=plan,
        factors=factors,
        outputs=outputs,
        cases=cases,
        sample=_sample(plan, factors),
        draws=shape[0],
        values=_values(batch, [output.name for output in outputs], shape),
    )


def _factor(described: Mapping[str, Any]) -> Factor:
    """Return a factor from its description, in which an infinite number is text."""
    levels = tuple(float(level) for level in described["levels"])
    members = tuple((name, float(dose)) for name, dose in described["members"])
    return Factor(**{**described, "levels": levels, "members": members})


def _output(described: Mapping[str, Any]) -> Output:
    return Output(**{name: described[name] for name in Output.__dataclass_fields__})


def _sample(plan: Mapping[str, Any], factors: tuple[Factor, ...]) -> Sample:
    """Return the points of a plan, made again from its kind, sizes and seed."""
    asked = plan["file"].get("sampling") or {}
    points, size, seed = int(plan["points"]), len(factors), int(asked.get("seed", 1))
    match plan["kind"]:
        case "latin_hypercube":
            return LatinHypercube(points, size, seed)
        case "sobol":
            return Sobol(points, size, seed)
        case "sobol_indices":
            whole = SobolIndices(1, size, seed, bool(asked.get("second_order", False)))
            return SobolIndices(points // whole.group, size, seed, whole.second_order)
        case "morris":
            return plan_morris(points // (size + 1), size, seed, int(asked.get("levels", 4)))
        case "one_at_a_time":
            return OneAtATime(tuple(len(f.levels) for f in factors), tuple(f.base for f in factors))
    return Grid(tuple(len(factor.levels) for factor in factors))


def _values(batch: Batch, names: list[str], shape: tuple[int, int, int]) -> dict[str, Array]:
    """Return each output over draws, scenarios and points, nan where a run is missing."""
    batch.refuse_damaged()
    read = dataset_of(batch, "runs")
    columns = ["number", *names]
    table = read.to_table(columns=columns) if hasattr(read, "to_table") else read.select(columns)
    numbers = table.column("number").to_numpy()
    values = {}
    for name in names:
        flat = np.full(shape[0] * shape[1] * shape[2], np.nan)
        flat[numbers] = table.column(name).to_numpy()
        values[name] = flat.reshape(shape)
    return values


def neutral_level(factor: Factor) -> int:
    """Return the level of a lever at which it is left alone: dose 0, or its neutral value; the first where none is."""
    neutral = 0.0 if factor.target == "levers" else LEVERS[LEVER_INDEX[factor.members[0][0]]].neutral
    return factor.levels.index(neutral) if neutral in factor.levels else 0
