"""A batch of runs: a plan of numbered runs, each a pure function of its number."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from sim.specification import ScenarioSpecification


@dataclass(frozen=True)
class PlannedRun:
    """One run of a plan: a scenario, the value of every parameter, a seed, and what the plan varied to get there."""

    scenario: ScenarioSpecification
    values: Mapping[str, float]
    seed: int
    point: Mapping[str, float | str] = field(default_factory=dict)
    """What the plan varied: factor to value, and the names of scenario and draw."""


class Plan(Protocol):
    """Numbered runs. A plan can be sent to another process, which then makes any of its runs by number."""

    @property
    def name(self) -> str:
        """Short name, for tables and folders."""

    def __len__(self) -> int:
        """Return the number of runs."""

    def run(self, number: int) -> PlannedRun:
        """Return a run by its number, from 0; the same number always gives the same run."""

    def describe(self) -> dict[str, Any]:
        """Return what the plan was made from, ready for JSON: enough to make it again."""
