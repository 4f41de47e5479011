"""Checks of the ledger against itself and, where they are at hand, against the texts that it quotes.

Every fault names the file and line of the entry. Without the texts, what needs them is reported as unverified.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenarios.arithmetic import evaluate_interval, evaluate_value, ids_in
from scenarios.evidence import STRICTNESS, Ledger, load_ledger
from scenarios.evidence_texts import faults_of_numbers, faults_of_numerals, faults_of_quotes, read_texts, share_used
from scenarios.wording import interval_from_wording


@dataclass(frozen=True)
class Check:
    """One check: its name, whether it holds, and what was found."""

    name: str
    ok: bool
    detail: str
    verified: bool = True

    def as_json(self) -> dict[str, Any]:
        """Give the check as one JSON object."""
        return {"name": self.name, "ok": self.ok, "detail": self.detail, "verified": self.verified}


def check_ledger(sources_dir: Path | str | None = None, ledger: Ledger | None = None) -> list[Check]:
    """Run every check; ``sources_dir`` is the folder of the texts, and may be missing."""
    book = ledger if ledger is not None else load_ledger()
    own = [
        _of_faults(
            "intervals", faults_of_intervals(book), f"{_count(book, 'wording')} intervals follow from their wording"
        ),
        _of_faults("derived", faults_of_derived(book), f"{_count(book, 'expression')} derived figures recomputed"),
        _of_faults("links", faults_of_links(book), f"links of {_count(book, 'links')} figures resolve both ways"),
        _of_faults("conflicts", faults_of_conflicts(book), f"{len(book.conflicts)} conflicts name known figures"),
        _of_faults("roles", faults_of_roles(book), _roles_in_words(book)),
        _of_faults("periods", faults_of_periods(book), f"{len(book)} periods in order"),
        _of_faults("external", faults_of_external(book), "every entry has a reference and a grade"),
        _of_faults("vocabulary", faults_of_vocabulary(book), "no name declared in vain"),
    ]
    if sources_dir is None:
        return own + [_unverified(name) for name in ("sources", "quotes", "numbers", "numerals")]
    folder = Path(sources_dir)
    texts, faults = read_texts(book, folder)
    quoted = sum(figure.quote is not None for figure in book)
    share, used, total = share_used(book, texts)
    return [
        *own,
        _of_faults("sources", faults, f"{len(texts)} texts with the recorded sha256"),
        _of_faults("quotes", faults_of_quotes(book, texts), f"{quoted} quotes stand on their lines"),
        _of_faults("numbers", faults_of_numbers(book, texts), f"{quoted} numbers and hedges agree with their quotes"),
        _of_faults(
            "numerals",
            faults_of_numerals(book, texts),
            f"{used} of {total} numerals in sections on zones and reform used ({share:.0%}); the others have a reason",
        ),
    ]


def faults_of_intervals(ledger: Ledger) -> list[str]:
    """Find intervals that do not follow from value, digits and word."""
    faults = []
    for figure in ledger:
        if figure.wording is None:
            if figure.quote is not None:
                faults.append(ledger.fault(figure.id, "wording: a quoted figure needs the word and the digits"))
            continue
        word = figure.wording
        try:
            right = interval_from_wording(figure.value, word.digits, word.word, word.cap)
        except ValueError as fault:
            faults.append(ledger.fault(figure.id, f"wording: {fault}"))
            continue
        if not right.close_to(figure.interval):
            message = f"interval: found {figure.interval}, but {figure.value:g} with {word.word!r} supports {right}"
            faults.append(ledger.fault(figure.id, message))
    return faults


def faults_of_derived(ledger: Ledger) -> list[str]:
    """Find derived figures whose number, interval or role does not follow from their parts."""
    faults = []
    for figure in ledger:
        if figure.expression is None:
            continue
        try:
            parts = [ledger[name] for name in ids_in(figure.expression)]
            interval = evaluate_interval(figure.expression, {part.id: part.interval for part in parts})
            value = evaluate_value(figure.expression, {part.id: part.value for part in parts})
        except (KeyError, ValueError) as fault:
            faults.append(ledger.fault(figure.id, f"expression: {fault}"))
            continue
        if not math.isclose(value, figure.value, rel_tol=1e-6):
            faults.append(ledger.fault(figure.id, f"value: found {figure.value:g}, the expression gives {value:g}"))
        if not interval.close_to(figure.interval, relative=1e-6):
            faults.append(
                ledger.fault(figure.id, f"interval: found {figure.interval}, the expression gives {interval}")
            )
        role = max((part.role for part in parts), key=STRICTNESS.index)
        if figure.role != role:
            faults.append(ledger.fault(figure.id, f"role: found {figure.role}, the strictest of its parts is {role}"))
    return faults


def faults_of_links(ledger: Ledger) -> list[str]:
    """Find links that lead nowhere or one way, and groups without exactly one primary figure or with two roles."""
    faults = []
    for figure in ledger:
        for name in figure.links:
            if name not in ledger:
                faults.append(ledger.fault(figure.id, f"links: no figure has the id {name!r}"))
            elif figure.id not in ledger[name].links:
                faults.append(ledger.fault(figure.id, f"links: {name} does not link back"))
            elif ledger[name].role != figure.role:
                faults.append(
                    ledger.fault(figure.id, f"links: {name} has the role {ledger[name].role}, not {figure.role}")
                )
        group = [figure, *(ledger[name] for name in figure.links if name in ledger)]
        primary = [member.id for member in group if member.primary]
        if len(primary) != 1:
            found = " and ".join(primary) or "none"
            faults.append(ledger.fault(figure.id, f"primary: one of a group of links is compared; found {found}"))
    return faults


def faults_of_conflicts(ledger: Ledger) -> list[str]:
    """Find conflicts that name unknown figures, and names of conflicts used twice."""
    faults = [
        ledger.fault(conflict.id, f"no figure has the id {name!r}")
        for conflict in ledger.conflicts
        for name in conflict.figures
        if name not in ledger
    ]
    names = Counter(conflict.id for conflict in ledger.conflicts)
    return faults + [ledger.fault(name, "the id stands twice") for name, number in names.items() if number > 1]


def faults_of_roles(ledger: Ledger) -> list[str]:
    """Find figures whose role needs something that they lack."""
    faults = []
    for figure in ledger:
        if not figure.reason.strip():
            faults.append(ledger.fault(figure.id, "reason: a role needs a reason"))
        if figure.role != "plausibility_only" and figure.missing_output is not None:
            faults.append(
                ledger.fault(figure.id, f"missing_output: goes with plausibility_only, not with {figure.role}")
            )
        if figure.role in {"calibrate", "held_out"} and not math.isfinite(figure.high - figure.low):
            faults.append(ledger.fault(figure.id, "interval: a figure that is compared needs two bounds"))
    return faults


def faults_of_periods(ledger: Ledger) -> list[str]:
    """Find periods that end before they begin."""
    faults = []
    for figure in ledger:
        period = figure.period
        dates = [date for date in (period.start, period.end_earliest, period.end) if date is not None]
        if dates != sorted(dates):
            faults.append(ledger.fault(figure.id, f"period: {period} ends before it begins"))
        if period.as_of is not None and (period.start or period.end):
            faults.append(ledger.fault(figure.id, "period: a day of counting and a span of months exclude each other"))
    return faults


def faults_of_external(ledger: Ledger) -> list[str]:
    """Find outside evidence without reference or grade, or called checked without an address."""
    faults = []
    for figure in ledger:
        outside = figure.quote is None and figure.expression is None
        if outside and (figure.reference is None or figure.grade is None):
            faults.append(ledger.fault(figure.id, "a figure without quote needs a reference and a grade"))
        if figure.grade == "checked" and figure.address is None:
            faults.append(ledger.fault(figure.id, "grade: checked needs the address at which the number was seen"))
    return faults


def faults_of_vocabulary(ledger: Ledger) -> list[str]:
    """Find indicators and units that are declared and never used."""
    used = {"indicators": {figure.indicator for figure in ledger}, "units": {figure.unit for figure in ledger}}
    return [
        ledger.fault_at((kind, name), f"{name!r} is declared and never used")
        for kind, names in used.items()
        for name in ledger.vocabulary.get(kind, {})
        if name not in names
    ]


def _of_faults(name: str, faults: Iterable[str], good: str) -> Check:
    """Make a check of a list of faults."""
    found = list(faults)
    return Check(name, not found, "\n".join(found) if found else good)


def _unverified(name: str) -> Check:
    """Say that a check needs the texts."""
    return Check(name, ok=True, detail="unverified: give the folder of the texts with --sources", verified=False)


def _count(ledger: Ledger, field: str) -> int:
    """Count the figures that have a field."""
    return sum(bool(getattr(figure, field)) for figure in ledger)


def _roles_in_words(ledger: Ledger) -> str:
    """Count the figures of each role."""
    numbers = Counter(figure.role for figure in ledger)
    return ", ".join(f"{numbers[role]} {role}" for role in STRICTNESS)
