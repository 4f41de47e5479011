"""A filled form, and the checks that do not depend on how it was written down."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from scenarios.my_zone.fields import FIELD, FIELDS, FormField, Unit, industry_named
from scenarios.strict_yaml import nearest, shown

LONGEST_TEXT = 500
DIGITS = 15
"""Significant digits of a form's numbers: what a spreadsheet keeps."""
Entry = float | str | tuple[str, ...] | tuple[float | None, ...]
Refuse = Callable[[str, int, str], None]
"""Notes a fault of a field: its name, which of its cells, and what was found and is allowed."""


@dataclass(frozen=True)
class Form:
    """What an office filled in. ``values`` holds numbers in the first unit of their field; blanks are left out."""

    values: Mapping[str, Entry] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    def number(self, name: str) -> float | None:
        """Return a number in the first unit of its field, or None where it is blank."""
        value = self.values.get(name)
        return value if isinstance(value, float) else None

    def counts(self, name: str) -> tuple[float | None, ...]:
        """Return the counts of the three years, None where blank."""
        value = self.values.get(name)
        return tuple(v for v in value if not isinstance(v, str)) if isinstance(value, tuple) else ()

    @property
    def has_counts(self) -> bool:
        """Tell whether any count of the three years is given."""
        return any(f.kind == "counts" and f.name in self.values for f in FIELDS)


def is_blank(value: Any) -> bool:
    """Tell whether a cell or an entry was left blank."""
    return value is None or (isinstance(value, str) and not value.strip())


def read_number(
    entry: FormField, value: Any, unit: str | None, refuse: Refuse, cell: int = 0, stated: bool = True
) -> float | None:
    """Return a number in the field's first unit, or None with a fault noted.

    ``stated`` tells whether a unit must be named where the field knows several.
    """
    if isinstance(value, str):
        refuse(entry.name, cell, f"found the text {shown(value)}; a number is needed, allowed {allowed(entry)}")
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        refuse(entry.name, cell, f"found {shown(value)}; a number is needed, allowed {allowed(entry)}")
        return None
    if not math.isfinite(value):
        refuse(entry.name, cell, f"found {value}; a finite number is needed, allowed {allowed(entry)}")
        return None
    chosen = read_unit(entry, unit, refuse, cell, stated=stated)
    if chosen is None:
        return None
    number = float(f"{value * chosen.factor:.{DIGITS}g}")
    if not entry.low <= number <= entry.high:
        said = "" if chosen.factor == 1.0 else f", which is {number:g} {entry.units[0].name}"
        refuse(entry.name, cell, f"found {value:g} {chosen.name}".rstrip() + f"{said}; allowed {allowed(entry)}")
        return None
    if entry.kind in {"whole", "counts"} and number != int(number):
        refuse(entry.name, cell, f"found {value:g}; a whole number is needed, allowed {allowed(entry)}")
        return None
    return number


def allowed(entry: FormField) -> str:
    """Write the range of a field with its first unit."""
    unit = entry.units[0]
    both = f" {unit.name}" if unit.name == unit.name_zh else f" {unit.name} ({unit.name_zh})"
    return f"{entry.low:.10g} to {entry.high:.10g}{both if unit.name else ''}"


def read_unit(entry: FormField, unit: str | None, refuse: Refuse, cell: int, *, stated: bool) -> Unit | None:
    """Return the unit that is named; the only one where a field has one; None with a fault noted."""
    names = [name for u in entry.units for name in dict.fromkeys((u.name, u.name_zh)) if name]
    if unit is None or not unit.strip():
        if len(entry.units) == 1 or not stated:
            return entry.units[0]
        refuse(entry.name, cell, f"found no unit; a unit is needed, allowed {', '.join(names)}")
        return None
    for known in entry.units:
        if known.called(unit):
            return known
    if not names:
        refuse(entry.name, cell, f"found the unit {shown(unit)}; this field has none")
        return None
    refuse(entry.name, cell, f"found the unit {shown(unit)}; allowed {', '.join(names)}{nearest(unit, names)}")
    return None


def read_text(entry_name: str, value: Any, refuse: Refuse) -> str | None:
    """Return a text of one line, or None with a fault noted."""
    if not isinstance(value, str):
        refuse(entry_name, 0, f"found {shown(value)}; text is needed")
        return None
    text = value.strip()
    printable = all(c.isprintable() or unicodedata.category(c) == "Zs" for c in text)  # Zs: also a full-width space
    if len(text) > LONGEST_TEXT or not printable:
        refuse(entry_name, 0, f"found {shown(value)}; one line of at most {LONGEST_TEXT} characters is needed")
        return None
    return text


def read_industries(entry: FormField, values: list[Any], refuse: Refuse) -> tuple[str, ...] | None:
    """Return industries by their names in the model, blanks left out; a fault is noted for each that is none."""
    from agents.industries import INDUSTRIES  # noqa: PLC0415

    names = [name for i in INDUSTRIES for name in (i.name, i.name_zh)]
    found: list[str] = []
    for cell, value in enumerate(values):
        if is_blank(value):
            continue
        industry = industry_named(value) if isinstance(value, str) else None
        if industry is None:
            refuse(entry.name, cell, f"found {shown(value)}, which is no industry; allowed {', '.join(names)}"
                   f"{nearest(value, names)}")  # fmt: skip
        elif industry in found:
            refuse(entry.name, cell, f"found {shown(value)} a second time; name an industry once")
        else:
            found.append(industry)
    return tuple(found) or None


def check_together(values: Mapping[str, Entry], refuse: Refuse) -> None:
    """Refuse numbers that cannot be true together."""

    def number(name: str) -> float | None:
        value = values.get(name)
        return value if isinstance(value, float) else None

    pairs = (("built_area", "planned_area"), ("platform_due", "platform_debt"))
    for small, large in pairs:
        part, whole = number(small), number(large)
        if part is not None and whole is not None and part > whole:
            refuse(small, 0, f"found {part:g}, more than {large} ({whole:g}); allowed is at most that")
    area = number("planned_area")
    lands = [name for name in ("available_land", "approved_land", "idle_land", "low_efficiency_land") if number(name)]
    total = sum(number(name) or 0.0 for name in lands)
    if area is not None and total > 1500.0 * area:
        refuse(lands[-1], 0, f"found {total:g} mu in {', '.join(lands)} together, more than planned_area "
               f"({1500.0 * area:g} mu); allowed is at most that")  # fmt: skip


def flat_cells() -> Iterator[tuple[FormField, int]]:
    """Go through the cells of the form in order: a field and which of its cells."""
    for entry in FIELDS:
        for cell in range(entry.cells):
            yield entry, cell


__all__ = ["FIELD", "Entry", "Form", "check_together", "flat_cells", "is_blank", "read_industries", "read_number",
           "read_text", "read_unit"]  # fmt: skip
