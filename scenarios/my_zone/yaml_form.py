"""The form as a YAML file: written with what each field means beside it, read strictly, all faults at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from scenarios.my_zone.fields import FIELD, FIELDS, FormField
from scenarios.my_zone.form import (
    Entry,
    Form,
    check_together,
    is_blank,
    read_industries,
    read_number,
    read_text,
)
from scenarios.my_zone.words import HOW, THEN, TITLE
from scenarios.strict_yaml import Place, ScenarioError, Source, nearest, read_source, shown

PARTS = ("value", "values", "unit", "source")


def write_yaml(form: Form, chinese: bool) -> str:
    """Return the text of a form; what each field means stands in a comment beside it."""
    lines = [f"# {TITLE[chinese]}", f"# {_outside_sheet(HOW[chinese])}", f"# {_outside_sheet(THEN[chinese])}"]
    lines += [f"note: {json.dumps(form.note, ensure_ascii=False)}"]
    group = ""
    for entry in FIELDS:
        if entry.group != group:
            lines.append("")
            group = entry.group
        lines += [f"# {entry.label[chinese]}: {entry.meaning[chinese]} ({entry.where[chinese]})"]
        lines += [f"{entry.name}: {_written(entry, form)}"]
    return "\n".join(lines) + "\n"


def _outside_sheet(text: str) -> str:
    """Leave out what a sheet has and a text file has not: colours, examples, columns."""
    for cut in ("Grey examples are invented.", "灰色示例为虚构。", "This sheet is read by the names in column A.",
                "程序按 A 列名称读取本表。"):  # fmt: skip
        text = text.replace(cut, "")
    return text.replace("the yellow cells", "the values").replace("黄色单元格", "各项").strip()


def _written(entry: FormField, form: Form) -> str:
    value = form.values.get(entry.name)
    source = form.sources.get(entry.name)
    parts = []
    if entry.kind in {"industries", "counts"}:
        given = value if isinstance(value, tuple) else (None,) * entry.cells if entry.kind == "counts" else ()
        parts.append(f"values: [{', '.join(_scalar(v) for v in given)}]")
    else:
        parts.append(f"value: {_scalar(value)}")
    if entry.units[0].name:
        parts.append(f"unit: {json.dumps(entry.units[0].name, ensure_ascii=False)}")
    if source:
        parts.append(f"source: {json.dumps(source, ensure_ascii=False)}")
    return "{" + ", ".join(parts) + "}"


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, float):
        text = repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        whole, power, exponent = text.partition("e")  # YAML 1.1 knows 1.0e-05 as a number, and 1e-05 as a text
        return f"{whole}.0e{exponent}" if power and "." not in whole else text
    return json.dumps(value, ensure_ascii=False)


def read_yaml(path: Path) -> Form:
    """Return the form that a file holds; all faults raise one ScenarioError."""
    source = read_source(path)
    if source.content is not None and not isinstance(source.content, dict):
        source.refuse((), f"found {shown(source.content)}; a mapping is needed, lines of 'field: value'")
        raise ScenarioError(source.faults)
    content = source.content or {}
    values: dict[str, Entry] = {}
    sources: dict[str, str] = {}
    for key, given in content.items():
        if key == "note":
            continue
        if key not in FIELD:
            source.refuse((key,), f"found an unknown field; there are {len(FIELD)}{nearest(key, [*FIELD, 'note'])}")
        elif (key,) not in source.refused:
            _read_field(source, FIELD[key], given, values, sources)
    note = _read_note(source, content.get("note"))
    check_together(values, lambda name, _cell, message: source.refuse((name,), message))
    if source.faults:
        raise ScenarioError(source.faults)
    return Form(values, sources, note)


def _read_note(source: Source, given: Any) -> str:
    if is_blank(given):
        return ""
    return read_text("note", given, lambda name, _cell, message: source.refuse((name,), message)) or ""


def _read_field(
    source: Source, entry: FormField, given: Any, values: dict[str, Entry], sources: dict[str, str]
) -> None:
    """Read one field, plain or as a mapping of value, unit and source."""
    listed = entry.kind in {"industries", "counts"}
    key = "values" if listed else "value"
    place: Place = (entry.name,)
    if not isinstance(given, dict):
        given = {key: given}
    for name in given:
        if name not in {key, "unit", "source"}:
            other = [key, "unit", "source"]
            source.refuse((*place, name), f"found an unknown key; allowed {', '.join(other)}{nearest(name, other)}")

    def refuse(_name: str, cell: int, message: str) -> None:
        inner: Place = (*place, key) if (*place, key) in source.lines else place
        source.refuse((*inner, cell) if (*inner, cell) in source.lines else inner, message)

    said = given.get("source")
    if not is_blank(said) and (text := read_text(entry.name, said, refuse)):
        sources[entry.name] = text
    unit = given.get("unit")
    if unit is not None and not isinstance(unit, str):
        refuse(entry.name, 0, f"found the unit {shown(unit)}; a name is needed")
        return
    found = _read_value(entry, given.get(key), unit, refuse)
    if found is not None:
        values[entry.name] = found


def _read_value(entry: FormField, given: Any, unit: str | None, refuse: Any) -> Entry | None:
    if is_blank(given):
        return None
    if entry.kind in {"industries", "counts"}:
        if not isinstance(given, list) or len(given) > entry.cells:
            refuse(entry.name, 0, f"found {shown(given)}; a list of at most {entry.cells} is needed")
            return None
        if entry.kind == "industries":
            return read_industries(entry, given, refuse)
        if len(given) != entry.cells:
            refuse(entry.name, 0, f"found {shown(given)}; {entry.cells} numbers are needed, null where one is unknown")
            return None
        counts = tuple(
            None if is_blank(v) else read_number(entry, v, unit, refuse, cell) for cell, v in enumerate(given)
        )
        return counts if any(count is not None for count in counts) else None
    if entry.kind == "text":
        return read_text(entry.name, given, refuse)
    return read_number(entry, given, unit, refuse)
