"""What is kept of a finished run: named outputs of a place over a window of months, each one number.

A measure is a field of the records of zones, platform companies (``platform.debt_long``) or funds
(``fund.invested_local``), or one of a few that combine fields. An output is a measure of one zone or of all, read as
the sum of a flow over months, as a mean over months, or as the value of one month.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np

from agents.funds import FUND
from agents.platforms import PLATFORM
from agents.records import titles
from agents.zones.record import ZONE
from sim.specification import ScenarioSpecification, WorldSpecification
from sim.state import Array, World

Reading = Literal["sum", "mean", "value"]
READINGS: tuple[Reading, ...] = ("sum", "mean", "value")
EVERY_ZONE = "all"
"""The place that is all zones of a world together."""

SPENDING = ("firm_spending", "platform_building", "incumbent_spending")
"""The three parts of investment spent in a zone."""

_PER_MONTH = " / month"
_OF_ONE_ZONE = {"1", "months", "month", "万元/mu", "1 / year", "1 / month", "flag"}
"""Units of what cannot be added up over zones."""


class Measure(NamedTuple):
    """Something that can be read off a run each month: name, unit, meaning, and how."""

    name: str
    unit: str
    title: str
    monthly: Callable[[World, list[int]], Array]
    """Gives the measure of rows of zones together, by month of the run."""
    reads: tuple[tuple[str, str], ...]
    """The panels and fields that it reads."""

    @property
    def is_flow(self) -> bool:
        """Whether it adds up over months: a flow, or a flag, whose sum is the months in which it held."""
        return self.unit == "flag" or (self.unit.endswith(_PER_MONTH) and self.unit != "1 / month")

    @property
    def adds_up(self) -> bool:
        """Whether the numbers of several zones may be added up."""
        return self.unit not in _OF_ONE_ZONE

    def unit_read(self, reading: Reading) -> str:
        """Return the unit of a reading: a flow summed over months is no longer one a month."""
        if reading != "sum":
            return self.unit
        return "months" if self.unit == "flag" else self.unit.removesuffix(_PER_MONTH)


def _of_zones(field: str) -> Callable[[World, list[int]], Array]:
    return lambda world, rows: world.panel[field][:, rows].sum(axis=1)


def _of_platforms(field: str) -> Callable[[World, list[int]], Array]:
    return lambda world, rows: world.platform_panel[field][:, platforms_of(world, rows)].sum(axis=1)


def _of_funds(field: str) -> Callable[[World, list[int]], Array]:
    return lambda world, rows: world.fund_panel[field][:, rows].sum(axis=1)


def platforms_of(world: World, rows: list[int]) -> list[int]:
    """Return the rows of the platform companies of zones, each once; a zone without one adds none."""
    return sorted({int(world.zones[row].platform) for row in rows} - {-1})


def spending(world: World, rows: list[int]) -> Array:
    """Return investment spent by firms of the run, platform companies and incumbents, by month [亿元 / month]."""
    return sum((_of_zones(field)(world, rows) for field in SPENDING), np.zeros(world.panel.shape[0]))


def consolidated_debt(world: World, rows: list[int]) -> Array:
    """Return debt of the platform companies and promised buy-backs of the funds, by month [亿元]."""
    owed = _of_platforms("debt_short")(world, rows) + _of_platforms("debt_long")(world, rows)
    return owed + _of_funds("guaranteed")(world, rows)


def occupancy(world: World, rows: list[int]) -> Array:
    """Return the occupied share of platform companies' plant floor, by month; nan without plant [1]."""
    taken = _of_platforms("plant_occupied")(world, rows) + _of_platforms("plant_older")(world, rows)
    return _ratio(taken, _of_platforms("plant")(world, rows))


def fund_local_leverage(world: World, rows: list[int]) -> Array:
    """Return what funds have invested locally over the fiscal money called, by month; nan before any call [1]."""
    return _ratio(_of_funds("invested_local")(world, rows), _of_funds("called_fiscal")(world, rows))


def _ratio(upper: Array, lower: Array) -> Array:
    return np.divide(upper, lower, out=np.full(upper.shape, np.nan), where=lower > 0.0)


def _fields(
    kind: Any, prefix: str, panel: str, read: Callable[[str], Callable[[World, list[int]], Array]]
) -> list[Measure]:
    """Return the measures of a record: every field that is a quantity or a flag."""
    found = []
    for name, title in titles(kind).items():
        meaning, _, unit = title.rpartition(" [")
        unit = unit.removesuffix("]")
        date_or_code = unit == "month" or unit.startswith(("code", "row of"))
        if not date_or_code and "stable key" not in meaning:
            found.append(Measure(prefix + name, unit, meaning, read(name), ((panel, name),)))
    return found


MEASURES: Mapping[str, Measure] = {
    measure.name: measure
    for measure in (
        *_fields(ZONE, "", "panel", _of_zones),
        *_fields(PLATFORM, "platform.", "platform_panel", _of_platforms),
        *_fields(FUND, "fund.", "fund_panel", _of_funds),
        Measure(
            "spending",
            "亿元 / month",
            "investment spent by firms, platform companies and incumbents",
            spending,
            tuple(("panel", field) for field in SPENDING),
        ),
        Measure(
            "debt",
            "亿元",
            "consolidated debt with contingent liabilities",
            consolidated_debt,
            (("platform_panel", "debt_short"), ("platform_panel", "debt_long"), ("fund_panel", "guaranteed")),
        ),
        Measure(
            "occupancy",
            "1",
            "occupied share of platform companies' plant",
            occupancy,
            tuple(("platform_panel", field) for field in ("plant_occupied", "plant_older", "plant")),
        ),
        Measure(
            "fund_local_leverage",
            "1",
            "invested locally by funds over fiscal money called",
            fund_local_leverage,
            (("fund_panel", "invested_local"), ("fund_panel", "called_fiscal")),
        ),
    )
}
"""Everything that an output may be read from, by name."""


@dataclass(frozen=True)
class Output:
    """A number to be kept of each run. ``zone`` is an id or ``all``; months are counted from January 2017."""

    name: str
    measure: str
    zone: str
    reading: Reading
    first: int
    last: int
    """Last month, included; the month itself for a value."""
    label: str = ""
    label_zh: str = ""

    @property
    def title(self) -> str:
        """What the number is, in words: the label of the design, else the measure and its place."""
        return self.label or f"{MEASURES[self.measure].title}, {self.zone}"

    @property
    def unit(self) -> str:
        """The unit of the number."""
        return MEASURES[self.measure].unit_read(self.reading)


def rows_of(world: WorldSpecification, zone: str) -> list[int]:
    """Return the rows of a zone, or of all; KeyError names an unknown id."""
    return list(range(len(world.zones))) if zone == EVERY_ZONE else [world.row_of(zone)]


def read_output(world: World, scenario: ScenarioSpecification, output: Output) -> float:
    """Return an output of a finished run; nan where its months lie beyond the run."""
    if output.first < 0 or output.last >= world.panel.shape[0]:
        return math.nan
    monthly = MEASURES[output.measure].monthly(world, rows_of(scenario.world, output.zone))
    match output.reading:
        case "sum":
            return float(monthly[output.first : output.last + 1].sum())
        case "mean":
            return float(monthly[output.first : output.last + 1].mean())
        case "value":
            return float(monthly[output.last])


def read_outputs(world: World, scenario: ScenarioSpecification, outputs: Iterable[Output]) -> dict[str, float]:
    """Return outputs of a finished run by name."""
    return {output.name: read_output(world, scenario, output) for output in outputs}
