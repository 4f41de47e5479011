"""The form as an Excel sheet that a person likes to fill in, and reading it back, all faults at once.

openpyxl is imported where it is needed: a worker that runs zones has no use for it.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from agents.industries import INDUSTRIES
from scenarios.my_zone.fields import FIELD, FIELDS, GROUPS, FormField, industry_label, years_of
from scenarios.my_zone.form import (
    Entry,
    Form,
    check_together,
    is_blank,
    read_industries,
    read_number,
    read_text,
)
from scenarios.my_zone.words import BACK, BETWEEN, HEADS, HOW, LEADING, NOTE, PICK, SHEET, THEN, TITLE
from scenarios.strict_yaml import ScenarioError, nearest, one_line, shown

KEY, LABEL, VALUE, UNIT, MEANING, WHERE, EXAMPLE, SOURCE = range(1, 9)
WIDTHS = (19, 31, 24, 18, 46, 34, 21, 34)
HEAD_ROW = 6
NOTE_ROW = 4
MOST_ROWS = 300
MOST_BYTES = 1_000_000
MOST_UNPACKED = 20_000_000
INK, PAPER, GREY, LINE, BAND = "222222", "FFF8D6", "8A8A8A", "D0D0D0", "E8EEF3"
LISTS = "lists"


def write_excel(form: Form, chinese: bool, path: Path) -> None:
    """Write a form as a workbook of one sheet; raises OSError where the file cannot be written."""
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook()
    sheet = book.active
    sheet.title = SHEET[chinese]
    lists = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    _write_top(sheet, form, chinese)
    row = HEAD_ROW + 1
    group = ""
    for entry in FIELDS:
        if entry.group != group:
            group = entry.group
            _write_group(sheet, row, GROUPS[group][chinese])
            row += 1
        for cell in range(entry.cells):
            _write_row(sheet, lists, row, entry, cell, form, chinese)
            row += 1
    _arrange(sheet)
    book.save(path)


def _put(sheet: Any, row: int, column: int, value: Any) -> Any:
    """Put a value into a cell; a text stays a text, whatever sign it begins with."""
    cell = sheet.cell(row, column)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def _write_top(sheet: Any, form: Form, chinese: bool) -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    _put(sheet, 1, LABEL, TITLE[chinese]).font = Font(bold=True, size=15, color=INK)
    for row, text in ((2, HOW), (3, THEN)):
        sheet.merge_cells(start_row=row, start_column=LABEL, end_row=row, end_column=SOURCE)
        cell = _put(sheet, row, LABEL, text[chinese])
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.row_dimensions[2].height = 32
    _put(sheet, NOTE_ROW, KEY, "note").font = Font(size=8, color=GREY)
    _put(sheet, NOTE_ROW, LABEL, NOTE[chinese]).alignment = Alignment(wrap_text=True, vertical="center")
    sheet.merge_cells(start_row=NOTE_ROW, start_column=VALUE, end_row=NOTE_ROW, end_column=SOURCE)
    _input(_put(sheet, NOTE_ROW, VALUE, form.note or None), left=True)
    sheet.row_dimensions[NOTE_ROW].height = 32
    for column, head in enumerate(HEADS, 1):
        cell = _put(sheet, HEAD_ROW, column, head[chinese])
        cell.font = Font(bold=column != KEY, size=8 if column == KEY else 10, color=GREY if column == KEY else INK)
        cell.alignment = Alignment(vertical="center")


def _write_group(sheet: Any, row: int, label: str) -> None:
    from openpyxl.styles import Font, PatternFill  # noqa: PLC0415

    for column in range(KEY, SOURCE + 1):
        sheet.cell(row, column).fill = PatternFill("solid", fgColor=BAND)
    _put(sheet, row, LABEL, label).font = Font(bold=True, color=INK)


def _input(cell: Any, *, left: bool = False) -> None:
    """Make a cell one to fill in."""
    from openpyxl.styles import Alignment, Border, PatternFill, Protection, Side  # noqa: PLC0415

    side = Side(style="thin", color=LINE)
    cell.fill = PatternFill("solid", fgColor=PAPER)
    cell.border = Border(left=side, right=side, top=side, bottom=side)
    cell.alignment = Alignment(horizontal="left" if left else "right", vertical="center", wrap_text=left)
    cell.protection = Protection(locked=False)


def _write_row(sheet: Any, lists: Any, row: int, entry: FormField, cell: int, form: Form, chinese: bool) -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    value = form.values.get(entry.name)
    one = value[cell] if isinstance(value, tuple) and cell < len(value) else None if isinstance(value, tuple) else value
    if entry.kind == "industries" and isinstance(one, str):
        one = industry_label(one, chinese)
    key = entry.name if entry.cells == 1 else f"{entry.name}.{cell + 1}"
    _put(sheet, row, KEY, key).font = Font(size=8, color=GREY)
    _put(sheet, row, LABEL, _label(entry, cell, form, chinese)).font = Font(color=INK)
    filled = _put(sheet, row, VALUE, one)
    _input(filled, left=entry.kind in {"text", "industries"})
    unit = _put(sheet, row, UNIT, (entry.units[0].name_zh if chinese else entry.units[0].name) or None)
    if len(entry.units) > 1:
        _input(unit, left=True)
        _choose(sheet, unit, _listed(lists, [u.name_zh if chinese else u.name for u in entry.units]), chinese)
    if entry.kind == "industries":
        names = [i.name_zh if chinese else i.name for i in INDUSTRIES]
        _choose(sheet, filled, _listed(lists, names), chinese)
    elif entry.kind != "text" and len(entry.units) == 1:
        _bound(sheet, filled, entry, chinese)
    if cell == 0:
        _put(sheet, row, MEANING, entry.meaning[chinese])
        _put(sheet, row, WHERE, entry.where[chinese])
        _put(sheet, row, SOURCE, form.sources.get(entry.name))
    _input(sheet.cell(row, SOURCE), left=True)
    example = entry.example[cell] if cell < len(entry.example) else None
    if entry.kind == "industries" and isinstance(example, str):
        example = industry_label(example, chinese)
    shown_example = _put(sheet, row, EXAMPLE, example)
    shown_example.font = Font(italic=True, color=GREY)
    shown_example.alignment = Alignment(horizontal="right", vertical="center")
    for column in (KEY, LABEL, UNIT, MEANING, WHERE):
        sheet.cell(row, column).alignment = Alignment(wrap_text=column not in (KEY, UNIT), vertical="center")
    texts = ((entry.meaning[chinese], 44), (entry.where[chinese], 32)) if cell == 0 else ()
    wide = 0.55 if chinese else 1.0
    sheet.row_dimensions[row].height = 15.5 * max([1, *(-(-len(t) // int(width * wide)) for t, width in texts)])


def _label(entry: FormField, cell: int, form: Form, chinese: bool) -> str:
    if entry.kind == "industries":
        return LEADING[chinese].format(label=entry.label[chinese], number=cell + 1)
    if entry.kind == "counts":
        last = form.number("last_year")
        when = BACK[cell][chinese] if last is None else years_of(last)[cell]
        return f"{entry.label[chinese]}（{when}）" if chinese else f"{entry.label[chinese]}, {when}"
    return entry.label[chinese]


def _listed(lists: Any, names: list[str]) -> str:
    """Write names into the hidden sheet, once, and return the range that holds them."""
    for column in range(1, lists.max_column + 2):
        held = [lists.cell(row, column).value for row in range(1, len(names) + 1)]
        if held == names and lists.cell(len(names) + 1, column).value is None:
            break
        if all(value is None for value in held):
            for row, name in enumerate(names, 1):
                _put(lists, row, column, name)
            break
    letter = lists.cell(1, column).column_letter
    return f"={LISTS}!${letter}$1:${letter}${len(names)}"


def _choose(sheet: Any, cell: Any, where: str, chinese: bool) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    rule = DataValidation(type="list", formula1=where, allow_blank=True, showErrorMessage=True, error=PICK[chinese])
    rule.add(cell.coordinate)
    sheet.add_data_validation(rule)


def _bound(sheet: Any, cell: Any, entry: FormField, chinese: bool) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    kind = "decimal" if entry.kind == "number" else "whole"
    rule = DataValidation(
        type=kind, operator="between", formula1=f"{entry.low:.10g}", formula2=f"{entry.high:.10g}", allow_blank=True,
        showErrorMessage=True, error=BETWEEN[chinese].format(low=entry.low, high=entry.high),
    )  # fmt: skip
    rule.add(cell.coordinate)
    sheet.add_data_validation(rule)


def _arrange(sheet: Any) -> None:
    """Set widths, what stays in view, how it prints; lock all but the cells to fill in, without a password."""
    for column, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[sheet.cell(HEAD_ROW, column).column_letter].width = width
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, VALUE)
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False


class _Reader:
    """Reads the rows of a sheet and notes faults by cell."""

    def __init__(self, name: str, sheet: Any) -> None:
        self.name = name
        self.sheet = sheet
        self.noted: list[tuple[int, str]] = []
        self.rows: dict[str, int] = {}

    def refuse_at(self, row: int, column: int, subject: str, message: str) -> None:
        """Note a fault of a cell."""
        where = self.sheet.cell(row, column).coordinate
        self.noted.append((row, one_line(f"{self.name}:{where}: {subject}: {message}")))

    def refuse(self, name: str, cell: int, message: str) -> None:
        """Note a fault of a field's cell."""
        key = name if name == "note" or FIELD[name].cells == 1 else f"{name}.{cell + 1}"
        self.refuse_at(self.rows.get(key, self.rows.get(name, HEAD_ROW)), VALUE, name, message)

    def find_rows(self, first: int) -> None:
        """Find the row of each field by its name in the first column."""
        keys = {(e.name if e.cells == 1 else f"{e.name}.{c + 1}") for e in FIELDS for c in range(e.cells)} | {"note"}
        for row in range(1, self.sheet.max_row + 1):
            key = self.sheet.cell(row, KEY).value
            if row == first:
                continue
            if is_blank(key):
                if row > first and not is_blank(self.sheet.cell(row, VALUE).value):
                    self.refuse_at(row, VALUE, "field", f"found {shown(self.sheet.cell(row, VALUE).value)} "
                                   "beside no field; column A names the field")  # fmt: skip
                continue
            key = str(key).strip()
            if key not in keys:
                self.refuse_at(row, KEY, key, f"found an unknown field; there are {len(FIELD)}{nearest(key, keys)}")
            elif key in self.rows:
                self.refuse_at(row, KEY, key, f"found a second time, first in row {self.rows[key]}; keep one")
            else:
                self.rows[key] = row

    def value(self, key: str, column: int) -> Any:
        """Return what a cell holds; a formula is refused, because its result may be of another day."""
        if key not in self.rows:
            return None
        cell = self.sheet.cell(self.rows[key], column)
        if cell.data_type in {"f", "e"}:
            what = "formula" if cell.data_type == "f" else "error value"
            self.refuse_at(self.rows[key], column, key.partition(".")[0],
                           f"found the {what} {shown(str(cell.value))}; type the number itself")  # fmt: skip
            return None
        return cell.value

    def field(self, entry: FormField) -> Entry | None:
        """Return what stands in the cells of a field, in its first unit."""
        keys = [entry.name] if entry.cells == 1 else [f"{entry.name}.{c + 1}" for c in range(entry.cells)]
        cells = [self.value(key, VALUE) for key in keys]
        if all(is_blank(value) for value in cells):
            return None
        if entry.kind == "industries":
            return read_industries(entry, cells, self.refuse)
        if entry.kind == "text":
            return read_text(entry.name, cells[0], self.refuse)
        numbers = []
        for number, (key, value) in enumerate(zip(keys, cells, strict=True)):
            unit = self.value(key, UNIT)
            text = None if unit is None else str(unit)
            numbers.append(None if is_blank(value) else read_number(entry, value, text, self.refuse, number))
        if entry.kind != "counts":
            return numbers[0]
        return tuple(numbers) if any(number is not None for number in numbers) else None

    def source(self, entry: FormField) -> str:
        """Return the sources given in the rows of a field."""
        keys = [entry.name] if entry.cells == 1 else [f"{entry.name}.{c + 1}" for c in range(entry.cells)]
        said = []
        for key in keys:
            value = self.value(key, SOURCE)
            if not is_blank(value) and (text := read_text(entry.name, str(value), self.refuse)):
                said.append(text)
        return "; ".join(said)


def read_excel(path: Path) -> Form:
    """Return the form that a workbook holds; all faults raise one ScenarioError."""
    sheet = _open_sheet(path)
    heads = [row for row in range(1, min(30, sheet.max_row) + 1) if sheet.cell(row, KEY).value == HEADS[0][0]]
    if not heads:
        raise ScenarioError([one_line(f"{path}:A{HEAD_ROW}: found no heading 'field' in column A; "
                                      "start from `zonereform zone form -o FILE.xlsx`")])  # fmt: skip
    reader = _Reader(str(path), sheet)
    reader.find_rows(heads[0])
    values: dict[str, Entry] = {}
    sources: dict[str, str] = {}
    for entry in FIELDS:
        found = reader.field(entry)
        if found is not None:
            values[entry.name] = found
        if said := reader.source(entry):
            sources[entry.name] = said
    note = reader.value("note", VALUE)
    text = "" if is_blank(note) else read_text("note", note if isinstance(note, str) else str(note), reader.refuse)
    check_together(values, reader.refuse)
    if reader.noted:
        raise ScenarioError([fault for _, fault in sorted(reader.noted, key=lambda noted: noted[0])])
    return Form(values, sources, text or "")


def _open_sheet(path: Path) -> Any:
    """Return the sheet of a workbook that is no larger than a form can be, unpacked or packed."""
    from openpyxl import load_workbook  # noqa: PLC0415

    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise ScenarioError([one_line(f"{path}: found {size} bytes; allowed are at most {MOST_BYTES}")])
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(member.file_size for member in packed.infolist())
        if unpacked > MOST_UNPACKED:
            message = f"{path}: found {unpacked} bytes when unpacked; allowed are at most {MOST_UNPACKED}"
            raise ScenarioError([one_line(message)])
        book = load_workbook(path)
    except ScenarioError:
        raise
    except FileNotFoundError as fault:
        raise ScenarioError([one_line(f"{path}: no such file; a filled form is needed")]) from fault
    except Exception as fault:  # openpyxl raises whatever a broken archive makes it stumble over
        raise ScenarioError(
            [one_line(f"{path}: not readable as an Excel workbook ({fault}); save it as .xlsx")]
        ) from fault
    sheets = [book[title] for title in SHEET if title in book.sheetnames] or [
        sheet for sheet in book.worksheets if sheet.title != LISTS
    ]
    if not sheets:
        raise ScenarioError([one_line(f"{path}: found no sheet; a form has one named {SHEET[0]} or {SHEET[1]}")])
    if sheets[0].max_row > MOST_ROWS:
        raise ScenarioError([one_line(f"{path}: found {sheets[0].max_row} rows; a form has at most {MOST_ROWS}")])
    return sheets[0]
