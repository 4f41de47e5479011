"""A report as a workbook: its sentences, a sheet for each of its tables with numbers in full, and how it was made."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from interface.report.document import Grid, Number, Paragraph, Piece, Points, Report, Verbatim, plain
from interface.report.undated import undated
from interface.web.downloads import text_cell
from interface.words import say

WIDTHS = (44, 16)
"""Width of the first column of a table, and of the others [characters]."""
SENTENCE_WIDTH = 120
LONGEST_NAME = 31
"""Letters that the name of a sheet may have."""


def as_workbook(report: Report) -> bytes:
    """Return a report as .xlsx."""
    from openpyxl import Workbook  # noqa: PLC0415  # needed for this format alone

    book = Workbook(write_only=True)
    book.properties.creator, book.properties.title = "zonereform", report.title
    told = book.create_sheet(say("report_sheet_findings", report.language))
    told.column_dimensions["A"].width, told.column_dimensions["B"].width = 30, SENTENCE_WIDTH
    for lead, text, bold in sentences(report):
        told.append([_text(told, lead, bold=True), _text(told, text, bold=bold)])
    for grid in report.grids():
        _add_rows(book, grid.name, [[text for text, _ in grid.heads], *rows_of(grid)])
    for name, rows in report.tables.items():
        _add_rows(book, name, rows)
    _add_rows(book, say("report_sheet_manifest", report.language), [["", ""], *flattened(report.manifest)])
    file = io.BytesIO()
    book.save(file)
    return undated(file.getvalue())


def sentences(report: Report) -> Iterator[tuple[str, str, bool]]:
    """Yield what a report says outside its tables: a lead, a sentence, and whether it is a heading."""
    yield "", report.title, True
    yield "", report.subtitle, False
    for section in report.sections:
        yield section.title, "", True
        for block in section.blocks:
            if isinstance(block, Paragraph):
                yield "", plain(block.text), block.weight == "strong"
            elif isinstance(block, Points):
                yield from ((lead, plain(text), False) for lead, text in block.items)
            elif isinstance(block, Verbatim):
                yield "", block.text, False


def rows_of(grid: Grid) -> Iterator[list[Any]]:
    """Yield the rows of a table; the heading of a group stands in a row of its own."""
    for heading, rows in grid.groups:
        if heading:
            yield [heading, *[None] * (len(grid.heads) - 1)]
        yield from ([value_of(cell) for cell in row] for row in rows)


def value_of(piece: Piece) -> Any:
    """Return what a cell holds: of a number its value, nothing where there is none."""
    if isinstance(piece, Number):
        return piece.value if piece.value == piece.value else None
    return piece


def flattened(document: Mapping[str, Any], above: str = "") -> Iterator[list[Any]]:
    """Yield a manifest as lines of a name and a value, parts of parts by names with dots."""
    for key, value in document.items():
        name = f"{above}{key}"
        if isinstance(value, Mapping):
            yield from flattened(value, f"{name}.")
        elif isinstance(value, Sequence) and not isinstance(value, str):
            yield from flattened({str(at): one for at, one in enumerate(value, 1)}, f"{name}.")
        else:
            yield [name, value if isinstance(value, str | int | float) else None]


def _add_rows(book: Any, name: str, rows: Sequence[Sequence[Any]]) -> None:
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", name)[:LONGEST_NAME])
    sheet.freeze_panes = "B2"
    for at in range(len(rows[0])):
        letter = _letter(at)
        sheet.column_dimensions[letter].width = WIDTHS[0] if at == 0 else WIDTHS[1]
    for number, row in enumerate(rows):
        sheet.append([_text(sheet, cell, bold=number == 0) if isinstance(cell, str) else cell for cell in row])


def _letter(at: int) -> str:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    return str(get_column_letter(at + 1))


def _text(sheet: Any, text: str, *, bold: bool = False) -> Any:
    """Return a cell that holds a text as text."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    cell = text_cell(sheet, text, WriteOnlyCell)
    cell.font = Font(bold=bold)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
