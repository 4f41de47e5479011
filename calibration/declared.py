"""Operators that a ledger brings itself, beside those of the ledger that ships (`calibration/operators.py`).

What a ledger declares is kept as plain values, so that it can be hashed and sent to workers; each makes its reads of
them. A number is read in the model's unit and told in the figure's.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from calibration.operators import GIVEN, OPERATORS, Operator, operators_hash
from calibration.reads import EVERYWHERE, Read, Run, YearMonth, growth, so_far, stock, summed
from scenarios.evidence import EvidenceError, Ledger
from scenarios.figure_operators import MONEY, PURE, ReadKind, months_of, recorded_fields, units_of_model
from scenarios.figures import Figure, Period
from sim.identity import meaning_of
from sim.specification import ScenarioSpecification, month_of


class DeclaredRead(NamedTuple):
    """One read: what, over which months, against which, and how much of the model's unit one of the figure's is."""

    kind: ReadKind
    field: str
    first: YearMonth | None
    last: YearMonth
    base: tuple[YearMonth, YearMonth] | None
    unit: float


class DeclaredOperator(NamedTuple):
    """An operator as plain values; ``reads`` are reads by the name of their reading, "" where there is one."""

    figure: str
    place: str
    reads: tuple[tuple[str, DeclaredRead], ...]
    label: str
    label_zh: str
    amount: bool

    @property
    def operator(self) -> Operator:
        """The operator that it declares."""
        reads = {name: read_of(read) for name, read in self.reads}
        return Operator(self.figure, self.place, reads, self.label, self.label_zh, self.amount)


def read_of(declared: DeclaredRead) -> Read:
    """Return the read that is declared, in the unit of the figure."""
    first, last, field = declared.first or declared.last, declared.last, declared.field
    match declared.kind:
        case "sum":
            read = summed(first, last, field)
        case "so_far":
            read = so_far(last, field)
        case "stock":
            read = stock(last, field)
        case "growth":
            read = growth(first, last, field)
        case "ratio":
            read = times_of(first, last, declared.base or (first, last), field)
    return read._replace(of=lambda run, place: read.of(run, place) / declared.unit)


def times_of(first: YearMonth, last: YearMonth, base: tuple[YearMonth, YearMonth], field: str) -> Read:
    """Read a sum over the months from ``first`` to ``last`` as a multiple of that over other months [1]."""
    begun, ended = base

    def of(run: Run, place: str) -> float:
        before = run.total(field, place, month_of(*begun), month_of(*ended))
        now = run.total(field, place, month_of(*first), month_of(*last))
        return now / before if before > 0.0 else math.nan

    return Read(f"{field} over that of {begun[0]}-{begun[1]:02d}..{ended[0]}-{ended[1]:02d}", first, last, of)


def declared_in(ledger: Ledger) -> tuple[DeclaredOperator, ...]:
    """Return the operators that figures of a ledger bring, in the order of its files."""
    return tuple(_declared(figure, ledger) for figure in ledger if figure.operator is not None)


def _declared(figure: Figure, ledger: Ledger) -> DeclaredOperator:
    entry = figure.operator
    assert entry is not None  # noqa: S101  # for the type checker
    unit = 1.0
    if entry.read not in PURE:
        plain = recorded_fields()[entry.field].partition(" / month")[0]
        converted = units_of_model(figure.unit, ledger.vocabulary)
        unit = converted[1] if converted is not None and converted[0] == plain else 1.0

    def read(period: Period) -> DeclaredRead:
        first, last = months_of(entry, period)
        base = (_month(entry.base_first), _month(entry.base_last)) if entry.base_first and entry.base_last else None
        begun = _month(first) if first is not None and entry.read in ("sum", "growth", "ratio") else None
        return DeclaredRead(entry.read, entry.field, begun, _month(last or ""), base, unit)

    readings = {reading.name: reading.period or figure.period for reading in figure.readings} or {"": figure.period}
    place = "+".join(entry.zones or (figure.zone,))
    label = entry.label or figure.about
    amount = recorded_fields()[entry.field].startswith(MONEY) and entry.read != "growth"
    return DeclaredOperator(
        figure.id, place, tuple((name, read(period)) for name, period in readings.items()), label,
        entry.label_zh or label, amount,
    )  # fmt: skip


def _month(text: str) -> YearMonth:
    year, month = text.split("-")
    return int(year), int(month)


def brings_shipped(ledger: Ledger) -> bool:
    """Tell whether a ledger has figures of the one that ships, and so its operators."""
    return any(operator.figure in ledger for operator in OPERATORS)


def operators_of(ledger: Ledger) -> tuple[Operator, ...]:
    """Return the operators of a ledger: those in Python where it has their figures, and those that it brings."""
    return combined(declared_in(ledger), brings_shipped(ledger))


def combined(declared: Iterable[DeclaredOperator], shipped: bool) -> tuple[Operator, ...]:
    """Return operators that are declared after those in Python, which one of the same figure replaces."""
    own = tuple(one.operator for one in declared)
    taken = {operator.figure for operator in own}
    return (*(operator for operator in (OPERATORS if shipped else ()) if operator.figure not in taken), *own)


def operators_hash_of(ledger: Ledger) -> str:
    """Return a hash of how figures of a ledger are read off runs: that of the code, and of what it declares itself."""
    declared = declared_in(ledger)
    if not declared:
        return operators_hash()
    told = json.dumps([operators_hash(), brings_shipped(ledger), declared], sort_keys=True, ensure_ascii=False)
    code = meaning_of(Path(__file__).read_text(encoding="utf-8"))
    return hashlib.sha256(f"{told}\n{code}".encode()).hexdigest()[:16]


def refuse_what_cannot_be_read(ledger: Ledger, scenario: ScenarioSpecification) -> None:
    """Raise EvidenceError where a figure to calibrate to has no operator, or one that this scenario cannot answer.

    A scenario must have the zones that figures speak of, and reach the months.
    """
    operators = {operator.figure: operator for operator in operators_of(ledger)}
    wanted = [figure for figure in ledger.targets("calibrate") if figure.id not in GIVEN]
    faults = [
        ledger.fault(figure.id, "operator: a figure to calibrate to needs one; none is declared")
        for figure in wanted
        if figure.id not in operators
    ]
    if not wanted:
        faults.append("ledger: found no figure of the role calibrate; a fit needs one at least")
    for figure in ledger:
        if figure.id in operators:
            told = _faults_in(operators[figure.id], scenario)
            faults += [ledger.fault(figure.id, f"operator: {fault}") for fault in told]
    if faults:
        raise EvidenceError(faults)


def _faults_in(operator: Operator, scenario: ScenarioSpecification) -> Iterable[str]:
    """Find zones and months that a scenario does not have."""
    known = [zone.id for zone in scenario.world.zones]
    for place in () if operator.place == EVERYWHERE else operator.place.split("+"):
        if place not in known:
            yield f"found the zone {place!r}; the world {scenario.world.name} has {', '.join(known)}"
    for read in operator.reads.values():
        months = [month_of(*month) for month in (read.first, read.last) if month is not None]
        if min(months) < 0 or max(months) >= scenario.months:
            yield f"found the months {read.period}; a run has {scenario.months} months from January 2017"
