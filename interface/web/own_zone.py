"""Numbers of a user's own zone as the page sends them: read with the units of the form, all faults at once."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from interface.web.asked import Fault, Text, WrongRequestError, nearest_of
from interface.words_of_refusals import refusal_in_chinese
from scenarios.my_zone.fields import FIELD, FormField, industry_named
from scenarios.my_zone.form import Entry, Form, check_together, read_text
from scenarios.strict_yaml import ScenarioError, shown

UPLOADED = "form.xlsx"


def read_form(given: Mapping[str, Any]) -> Form:
    """Return the form that a page filled in: a value or list by field, or ``{value, unit}``; faults raise together."""
    faults: list[Fault] = []
    values: dict[str, Entry] = {}
    for name, content in given.items():
        if name not in FIELD:
            listed = ", ".join(FIELD)
            faults.append(Fault(name[:60], "an unknown field", (listed, listed), nearest_of(name, FIELD)))
            continue
        unit = None
        value = content
        if isinstance(content, dict):
            value, unit = content.get("value"), content.get("unit")
            if set(content) - {"value", "unit"}:
                faults.append(Fault(name, "an unknown key", ("value, unit", "value、unit")))
        found = _read(FIELD[name], value, unit, faults)
        if found is not None:
            values[name] = found
    if not faults:

        def refuse(name: str, _cell: int, message: str) -> None:
            found, _, needed = message.removeprefix("found ").partition("; allowed ")
            whole: Text = (needed, "不超过所属总量")
            faults.append(Fault(name, found, whole, whole_zh=refusal_in_chinese(f"{name}: {message}")))

        check_together(values, refuse)
    if faults:
        raise WrongRequestError(faults)
    return Form(values)


def _read(entry: FormField, value: Any, unit: Any, faults: list[Fault]) -> Entry | None:
    if entry.kind == "text":
        return _text(entry, value, faults)
    if entry.kind == "industries":
        return _industries(entry, value, faults)
    if entry.kind == "counts":
        return _counts(entry, value, faults)
    return _number(entry, value, unit, faults)


def _text(entry: FormField, value: Any, faults: list[Fault]) -> str | None:
    if value in (None, ""):
        return None

    def refuse(name: str, _cell: int, _message: str) -> None:
        faults.append(Fault(name, shown(value), ("one line of text", "一行文字")))

    return read_text(entry.name, value, refuse) or None


def _industries(entry: FormField, value: Any, faults: list[Fault]) -> tuple[str, ...] | None:
    given = [v for v in value if v not in (None, "")] if isinstance(value, list) else None
    named = [industry_named(v) if isinstance(v, str) else None for v in given or []]
    good = [name for name in named if name]
    if given is None or len(good) != len(given) or len(set(good)) != len(good) or len(good) > entry.cells:
        faults.append(Fault(entry.name, shown(value), ("up to four industries, each once", "至多四个产业，不重复")))
        return None
    return tuple(good) or None


def _counts(entry: FormField, value: Any, faults: list[Fault]) -> tuple[float | None, ...] | None:
    if not isinstance(value, list) or len(value) != entry.cells:
        faults.append(Fault(entry.name, shown(value), ("three numbers or blanks", "三个数值，可留空")))
        return None
    counts = tuple(_number(entry, one, None, faults) for one in value)
    return counts if any(count is not None for count in counts) else None


def _number(entry: FormField, value: Any, unit: Any, faults: list[Fault]) -> float | None:
    if value in (None, ""):
        return None
    chosen = entry.units[0]
    if unit is not None:
        called = [known for known in entry.units if isinstance(unit, str) and known.called(unit)]
        if not called:
            listed = ", ".join(known.name for known in entry.units)
            faults.append(Fault(f"{entry.name}.unit", shown(unit), (listed, listed), nearest_of(str(unit), [
                known.name for known in entry.units])))  # fmt: skip
            return None
        chosen = called[0]
    plain = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    number = float(f"{value * chosen.factor:.15g}") if plain else math.nan
    whole = entry.kind in {"whole", "counts"}
    if not plain or not entry.low <= number <= entry.high or (whole and number != int(number)):
        first = entry.units[0]
        span = f"{entry.low:.10g} to {entry.high:.10g} {first.name}".strip()
        span_zh = f"{entry.low:.10g} 至 {entry.high:.10g} {first.name_zh}".strip()
        allowed = (f"{span}, a whole number", f"{span_zh}，整数") if whole else (span, span_zh)
        faults.append(Fault(entry.name, shown(value), allowed))
        return None
    return number


def read_workbook(content: bytes) -> Form:
    """Return the form in an uploaded workbook; faults raise WrongRequestError, each naming its cell."""
    from scenarios.my_zone.excel_form import read_excel  # noqa: PLC0415  # openpyxl is for those who upload

    with tempfile.TemporaryDirectory(prefix="zonereform-") as folder:
        path = Path(folder) / UPLOADED
        path.write_bytes(content)
        try:
            return read_excel(path)
        except ScenarioError as error:
            raise WrongRequestError(_cell_fault(line.replace(str(path), UPLOADED)) for line in error.faults) from error


def _cell_fault(line: str) -> Fault:
    """Return a fault of a cell from its line: where, what was found, what is allowed."""
    where, _, message = line.partition(": found ")
    found, _, allowed = message.partition("; ")
    needed = allowed.removeprefix("allowed ")
    return Fault(where.rstrip(":"), found or line, (needed, needed), whole_zh=refusal_in_chinese(line))


def written_workbook(form: Form, *, chinese: bool) -> bytes:
    """Return the form as a workbook."""
    from scenarios.my_zone.excel_form import write_excel  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="zonereform-") as folder:
        path = Path(folder) / UPLOADED
        write_excel(form, chinese, path)
        return path.read_bytes()
