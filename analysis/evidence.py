"""What is known: the ledger as tables and as a page, each generated from its entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from analysis.markdown import table
from calibration.operators import GIVEN, operator_of
from scenarios.evidence import Ledger
from scenarios.figures import STRICTNESS, Figure

TOLD = ("input", "calibrate", "held_out")
"""Roles whose figures the page lists one by one; those for plausibility only are counted."""


OPENING = """\
Generated from `scenarios/evidence/` by `python docs/tables.py --write`. A figure is what a text prints in its own
words, with the interval that the wording supports. Its role was fixed before any fit: *input* sets levers and sizes,
*calibrate* is compared in the likelihood, *held_out* only in validation, *plausibility_only* is shown and never
compared."""


class ZoneKnown(NamedTuple):
    """What is known of a zone: its id, names, number of figures by role, and indicators of inputs and targets."""

    id: str
    name: str
    name_zh: str
    counts: dict[str, int]
    indicators: tuple[str, ...]


def what_is_known(ledger: Ledger) -> list[ZoneKnown]:
    """Return what is known of each zone or place that a text speaks of, those with most figures first."""
    found = []
    for identifier, names in ledger.vocabulary["zones"].items():
        figures = [figure for figure in ledger.where(zone=identifier) if figure.quote is not None]
        if figures:
            counts = Counter(figure.role for figure in figures)
            used = Counter(figure.indicator for figure in figures if figure.role in ("input", "calibrate"))
            found.append(
                ZoneKnown(
                    identifier, names["en"], names["zh"], {role: counts[role] for role in STRICTNESS}, tuple(used)
                )
            )
    return sorted(found, key=lambda zone: -sum(zone.counts.values()))


def compared_through(figure: Figure) -> str:
    """Return how a figure meets the model: output, place and period of each reading; empty where none answers to it."""
    if figure.id in GIVEN:
        return f"given: {GIVEN[figure.id]} is compared relative to it"
    operator = operator_of(figure.id)
    if operator is None:
        return ""
    reads = [f"{name + ': ' if name else ''}{read.output}, {read.period}" for name, read in operator.reads.items()]
    return f"{'; '.join(dict.fromkeys(reads))} of {operator.place}"


def page(ledger: Ledger) -> str:
    """Return the ledger as one Markdown page."""
    return "\n\n".join([*_opening(ledger), *_zones(ledger), *_conflicts(ledger)]) + "\n"


def _opening(ledger: Ledger) -> Iterator[str]:
    numbers = Counter(figure.role for figure in ledger)
    yield "# What is published, and what it is used for"
    yield OPENING
    yield table(("Role", "Figures"), [(role, str(numbers[role])) for role in STRICTNESS])
    yield "## Sources"
    yield table(
        ("Id", "Title", "Publisher", "Date", "Form", "Figures"),
        [
            (
                s.id,
                s.title,
                s.publisher,
                s.date or "–".join(s.date_bounds or ("",)),
                s.form,
                str(len(ledger.where(source=s.id))),
            )
            for s in ledger.sources.values()
        ],
    )


def _count(ledger: Ledger, source: str) -> str:
    return str(len(ledger.where(source=source)))


def _zones(ledger: Ledger) -> Iterator[str]:
    known = what_is_known(ledger)
    yield "## What is known of each place"
    yield table(
        ("Place", "地方", *STRICTNESS),
        [(z.name, z.name_zh, *(str(z.counts[role]) for role in STRICTNESS)) for z in known],
    )
    for zone in known:
        told = [f for f in ledger.where(zone=zone.id) if f.role in TOLD and f.quote is not None]
        if told:
            yield f"### {zone.name} ({zone.name_zh})"
            yield table(
                ("Figure", "Printed", "Interval", "Unit", "Period", "Role", "Compared through"),
                [
                    (f"`{f.id}`", f"{f.quote}", str(f.interval), f.unit, str(f.period), f.role, compared_through(f))
                    for f in told
                ],
            )


def _conflicts(ledger: Ledger) -> Iterator[str]:
    yield "## Conflicts"
    yield "Figures that cannot all be true as read, and what is done about it."
    yield table(
        ("Conflict", "Arithmetic", "Treatment"),
        [(f"**{c.id}**: {c.about}", c.arithmetic, c.treatment) for c in ledger.conflicts],
    )
