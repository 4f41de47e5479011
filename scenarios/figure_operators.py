"""How a ledger says itself where a figure is read off a run: an entry ``operator:`` of the figure, checked on reading.

The ledger that ships has its operators in Python, for many of its figures need more than a sum. Another country's
ledger brings its own as data: one of a few reads of one number that the model records of a zone each month. Units that
are not the model's are converted by the factor that the vocabulary declares, such as ``hectare: {model: mu, factor:
15}``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from scenarios.strict_yaml import Place, nearest, shown

if TYPE_CHECKING:
    from scenarios.figures import Figure, Period

ReadKind = Literal["sum", "so_far", "stock", "growth", "ratio"]
FLOWS: tuple[ReadKind, ...] = ("sum", "so_far", "growth", "ratio")
"""Reads that add up a flow over months; a stock is read at the end of its last month."""
MONEY, LAND = "亿元", "mu"
MODEL_UNITS = (MONEY, LAND)
"""Units of the model that a unit of the vocabulary may be declared in."""
OWN_UNITS: Mapping[str, tuple[str, float]] = {"CNY 1e8": (MONEY, 1.0), "CNY 1e4": (MONEY, 1e-4), "mu": (LAND, 1.0)}
"""Units of a ledger that need no declaration: the model's unit, and how many of it one of them is."""
COUNTS = ("projects", "firms", "posts", "funds")
"""Units of whole numbers; what one source calls projects another calls firms."""
PURE: Mapping[ReadKind, tuple[str, ...]] = {"growth": ("percent",), "ratio": ("ratio",)}
"""Units of reads that have none of the model's."""
MOST_READINGS = 2
Month = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]


class OperatorEntry(BaseModel):
    """Which number of the model a figure speaks of.

    ``read``: *sum* of a flow over the months; *so_far*, from the first month of the run; *stock* at the end of the last
    month; *growth* over the same months a year before [%]; *ratio* to the months from ``base_first`` to ``base_last``.
    ``field`` is a number that is recorded of each zone. ``zone`` is where, by default the figure's zone; several are
    added up, and ``"*"`` is all. ``first`` and ``last`` are by default those of the figure's period, or of its reading.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    read: ReadKind
    field: str
    zone: str | tuple[str, ...] | None = None
    first: Month | None = None
    last: Month | None = None
    base_first: Month | None = None
    base_last: Month | None = None
    label: str | None = None
    label_zh: str | None = None

    @property
    def zones(self) -> tuple[str, ...]:
        """The zones named, if any."""
        return () if self.zone is None else (self.zone,) if isinstance(self.zone, str) else self.zone


@cache
def recorded_fields() -> dict[str, str]:
    """Return {number recorded of a zone each month: its unit}; flows end in ``/ month``."""
    from agents.zones.record import ZONE  # noqa: PLC0415  # needed for ledgers that bring operators alone

    kind: Any = ZONE
    return {name: str(kind.fields[name][2]).rpartition("[")[2].rstrip("]") for name in kind.names}


def months_of(entry: OperatorEntry, period: Period) -> tuple[str | None, str | None]:
    """Return the first and last month that are read: those of the operator, else of the period."""
    last = period.end or (period.as_of or "")[:7] or None
    return entry.first or period.start, entry.last or last


def units_of_model(unit: str, vocabulary: Mapping[str, Any]) -> tuple[str, float] | None:
    """Return which unit of the model a unit of the ledger converts to, and how many of it one is; None for no such."""
    declared = (vocabulary.get("units") or {}).get(unit) or {}
    if "model" in declared:
        return str(declared["model"]), float(declared["factor"])
    return OWN_UNITS.get(unit)


def faults_of_units(vocabulary: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    """Find conversions of units that are no conversions: place in the vocabulary, and what is wrong."""
    for name, declared in (vocabulary.get("units") or {}).items():
        if not isinstance(declared, dict) or not {"model", "factor"} & set(declared):
            continue
        place: Place = ("units", name)
        if declared.get("model") not in MODEL_UNITS:
            found = shown(declared.get("model"))
            yield (*place, "model"), f"{name}: model: found {found}; allowed {', '.join(MODEL_UNITS)}"
        factor = declared.get("factor")
        if not isinstance(factor, int | float) or isinstance(factor, bool) or not 0.0 < factor < math.inf:
            yield (*place, "factor"), f"{name}: factor: found {shown(factor)}; a number above 0 is needed"


def faults_of_operator(figure: Figure, vocabulary: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    """Find what an operator has that its figure or the model lacks: place within it, and what is wrong."""
    entry = figure.operator
    if entry is None:
        return
    known = recorded_fields()
    if entry.field not in known:
        yield ("field",), f"field: found {shown(entry.field)}, which is not recorded{nearest(entry.field, known)}"
    else:
        yield from _faults_of_field(entry, figure, known[entry.field], vocabulary)
    zones = vocabulary.get("zones") or {}
    for zone in entry.zones:
        if zone != "*" and zone not in zones:
            yield ("zone",), f"zone: found {shown(zone)}, not in vocabulary.yaml{nearest(zone, zones)}"
    yield from _faults_of_months(entry, figure)
    if len(figure.readings) > MOST_READINGS:
        yield (), f"found {len(figure.readings)} readings; a figure that is compared may have {MOST_READINGS} at most"


def _faults_of_field(
    entry: OperatorEntry, figure: Figure, unit: str, vocabulary: Mapping[str, Any]
) -> Iterator[tuple[Place, str]]:
    """Find a stock read as a flow, a flow as a stock, and units that do not convert into one another."""
    plain, month, _ = unit.partition(" / month")
    if bool(month) != (entry.read in FLOWS):
        kind = "a flow" if month else "a stock"
        allowed: tuple[str, ...] = FLOWS if month else ("stock",)
        yield ("read",), f"read: found {entry.read} of {entry.field}, {kind} [{unit}]; allowed {', '.join(allowed)}"
        return
    if entry.read in PURE:
        if figure.unit not in PURE[entry.read]:
            units = ", ".join(PURE[entry.read])
            yield ("read",), f"read: found {entry.read} for a figure in {figure.unit}; its unit is {units}"
        return
    if plain in MODEL_UNITS:
        converted = units_of_model(figure.unit, vocabulary)
        if converted is None or converted[0] != plain:
            into = "nothing" if converted is None else converted[0]
            found = f"found {entry.field} [{unit}] for a figure in {figure.unit}, which converts into {into}"
            yield ("field",), f"field: {found}; declare model: and factor: of the unit, or read another field"
    elif (plain in COUNTS) != (figure.unit in COUNTS) or (plain not in COUNTS and plain != figure.unit):
        yield ("field",), f"field: found {entry.field} [{unit}] for a figure in {figure.unit}; the units must agree"


def _faults_of_months(entry: OperatorEntry, figure: Figure) -> Iterator[tuple[Place, str]]:
    """Find months that are missing, out of order, or given where none are read."""
    for period in [reading.period or figure.period for reading in figure.readings] or [figure.period]:
        first, last = months_of(entry, period)
        if last is None:
            yield ("last",), "last: found nothing; the period of the figure has no end, so it is needed here"
        if first is None and entry.read in ("sum", "growth", "ratio"):
            yield ("first",), "first: found nothing; the period of the figure has no start, so it is needed here"
        if first is not None and last is not None and first > last:
            yield ("first",), f"first: found {first}, after the last month {last}"
    base = entry.base_first, entry.base_last
    if entry.read == "ratio":
        if None in base:
            yield ("read",), "read: ratio needs base_first and base_last, the months that it is a multiple of"
        elif str(base[0]) > str(base[1]):
            yield ("base_first",), f"base_first: found {base[0]}, after base_last {base[1]}"
    elif base != (None, None):
        yield ("base_first",), f"base_first: found months to compare with for the read {entry.read}; ratio has them"
