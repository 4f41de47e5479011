"""The runs that a fit learns from: points spread over the priors, and what would be printed in each.

A point has a standard normal score for every uncertain parameter and for the attractiveness of each zone that reports a
count; scores become values by the quantiles of the priors. What is printed does not depend on the data, so one set of
runs serves the fit, checks by simulation, and every subset of the figures.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri

from agents.quantities import Fixed
from agents.zones.endowment import ZoneEndowment
from calibration.declared import DeclaredOperator, brings_shipped, combined, declared_in
from calibration.operators import Operator, operators_hash
from calibration.reads import Run
from scenarios.evidence import Ledger
from scenarios.load import load_scenario
from scenarios.samples import sobol_point
from sim.beliefs import EFFECT, with_effects
from sim.chunks import OutputColumn
from sim.ensemble import seed_of_draw
from sim.identity import digest_of
from sim.parameters import PARAMETERS, quantile, quantities_of
from sim.plan import PlannedRun
from sim.specification import ScenarioSpecification
from sim.state import World

Array = np.ndarray[Any, Any]

UNCERTAIN = tuple(name for name, q in PARAMETERS.items() if not isinstance(q.prior, Fixed))
"""Every parameter that has a prior with a width, in the order of their declaration."""
OF_ZONE = "attractiveness of "
SAFE = 1e-12
"""Scores stay where quantiles are finite: between the normal quantiles of this and one less it."""


def score_names(zones: Sequence[str]) -> tuple[str, ...]:
    """Return the names of a point's scores: parameters, then zones' attractiveness.

    >>> score_names(["laixi"])[-1]
    'attractiveness of laixi'
    """
    return (*UNCERTAIN, *(OF_ZONE + zone for zone in zones))


class Point(NamedTuple):
    """A point in the model's own units: the value of every parameter, and the attractiveness of zones by id."""

    values: dict[str, float]
    effects: dict[str, float]


def point_of(scores: Array, zones: Sequence[str]) -> Point:
    """Return the point that scores stand for; what has no width keeps its value."""
    share = np.clip(ndtr(scores), SAFE, 1.0 - SAFE)
    values = {name: quantile(q.prior, 0.5) for name, q in PARAMETERS.items()}
    for name, u in zip(UNCERTAIN, share, strict=False):
        values[name] = quantile(PARAMETERS[name].prior, float(u))
    prior = quantities_of(ZoneEndowment)[EFFECT].prior
    effects = {zone: quantile(prior, float(u)) for zone, u in zip(zones, share[len(UNCERTAIN) :], strict=True)}
    return Point(values, effects)


def as_reported(names: Sequence[str]) -> ScenarioSpecification:
    """Return one scenario in which every reform of several holds at once: the world as the texts describe it.

    The scenarios must share their world, horizon, macro path and fixed parameters; ValueError says which does not.
    """
    parts = [load_scenario(name) for name in names]
    first = parts[0]
    for part in parts[1:]:
        for what in ("world", "months", "macro", "growth", "shocks", "parameters"):
            if getattr(part, what) != getattr(first, what):
                raise ValueError(f"scenario {part.name}: its {what} differs from that of {first.name}")
    changes = tuple(change for part in parts for change in part.changes)
    title, title_zh = "All reforms as published", "各地改革（公开口径）"
    return dataclasses.replace(first, name="as-reported", title=title, title_zh=title_zh, changes=changes)


def column_of(operator: Operator, reading: str) -> str:
    """Return the name of what is printed for a figure under a reading.

    >>> from calibration.operators import OPERATORS
    >>> column_of(OPERATORS[1], "base_2018"), column_of(OPERATORS[0], "")
    ('jimo.zone.fai_ratio_2020:base_2018', 'jimo.zone.fai_2020')
    """
    return f"{operator.figure}:{reading}" if reading else operator.figure


@dataclass(frozen=True)
class PrintedFigures:
    """Reads every figure under each of its readings off a finished run, without any error of printing.

    It travels to workers, which the functions of operators cannot: kept are whether the operators in Python are meant,
    and what a ledger declares.
    """

    declared: tuple[DeclaredOperator, ...] = ()
    shipped: bool = True

    @staticmethod
    def of(ledger: Ledger) -> PrintedFigures:
        """Return the measure of the figures of a ledger."""
        return PrintedFigures(declared_in(ledger), brings_shipped(ledger))

    @cached_property
    def operators(self) -> tuple[Operator, ...]:
        """The operators, those in Python first."""
        return combined(self.declared, self.shipped)

    def __getstate__(self) -> dict[str, Any]:
        """Leave the operators behind, whose functions cannot travel."""
        return {"declared": self.declared, "shipped": self.shipped}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        """Come back with what was sent."""
        for name, value in state.items():
            object.__setattr__(self, name, value)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column_of(operator, reading) for operator in self.operators for reading in operator.reads)

    @property
    def outputs(self) -> tuple[OutputColumn, ...]:
        """One column a figure and reading."""
        return tuple(OutputColumn(column_of(o, reading), "1", o.label) for o in self.operators for reading in o.reads)

    def __call__(self, run: PlannedRun, world: World) -> dict[str, float]:
        """Return what would be printed; nan where the model has no such number."""
        finished = Run(run.scenario, world)
        return {
            column_of(o, name): read.of(finished, o.place) for o in self.operators for name, read in o.reads.items()
        }


@dataclass(frozen=True)
class PriorDesign:
    """Points of a Sobol' sequence over the priors, all uncertain parameters at once.

    ``stretch`` widens zones' scores by a factor: a regression may be fitted wherever runs lie, and a zone that reports
    a great deal lies far out.
    """

    scenario: ScenarioSpecification
    zones: tuple[str, ...]
    size: int
    seed: int
    stretch: float = 1.0
    reads: str = field(default_factory=operators_hash)
    """Hash of how figures are read off the runs."""

    @property
    def name(self) -> str:
        """Name of the batch."""
        return "calibration"

    def __len__(self) -> int:
        """Return the number of points."""
        return self.size

    def scores(self, number: int) -> Array:
        """Return the scores of a point."""
        names = len(UNCERTAIN) + len(self.zones)
        scores: Array = ndtri(np.clip(sobol_point(names, self.seed, number), SAFE, 1.0 - SAFE))
        scores[len(UNCERTAIN) :] *= self.stretch
        return scores

    def run(self, number: int) -> PlannedRun:
        """Return the run of a point, with luck of its own."""
        point = point_of(self.scores(number), self.zones)
        return PlannedRun(with_effects(self.scenario, point.effects), point.values, seed_of_draw(self.seed, number))

    def describe(self) -> dict[str, Any]:
        """Return what the plan was made from."""
        return {"kind": "priors", "scenario": dataclasses.asdict(self.scenario), "zones": list(self.zones),
                "runs": self.size, "seed": self.seed, "stretch": self.stretch,
                "operators": self.reads}  # fmt: skip


@dataclass(frozen=True)
class ScoredDesign:
    """Points that are given, such as draws of a posterior: one run each, with luck of its own."""

    scenario: ScenarioSpecification
    zones: tuple[str, ...]
    points: Array
    """Scores [points, names]."""
    seed: int
    label: str = "calibration-draws"
    reads: str = field(default_factory=operators_hash)
    """Hash of how figures are read off the runs."""

    @property
    def name(self) -> str:
        """Name of the batch."""
        return self.label

    def __len__(self) -> int:
        """Return the number of points."""
        return len(self.points)

    def scores(self, number: int) -> Array:
        """Return the scores of a point."""
        row: Array = self.points[number]
        return row

    def run(self, number: int) -> PlannedRun:
        """Return the run of a point."""
        point = point_of(self.points[number], self.zones)
        return PlannedRun(with_effects(self.scenario, point.effects), point.values, seed_of_draw(self.seed, number))

    def describe(self) -> dict[str, Any]:
        """Return what the plan was made from, the points as a hash."""
        return {"kind": "points", "scenario": dataclasses.asdict(self.scenario), "zones": list(self.zones),
                "runs": len(self.points), "seed": self.seed, "points": digest_of(self.points.tolist()),
                "operators": self.reads}  # fmt: skip
