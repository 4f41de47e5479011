"""Tables of a comparison to take away: CSV for any program, Excel for offices."""

from __future__ import annotations

import csv
import io
from typing import Any

from analysis.compare import HORIZONS
from analysis.comparison_tables import effect_rows, flow_rows, part_rows, project_rows
from analysis.explain import Explained
from analysis.first_row import HEADLINE
from analysis.live import Gathered
from interface.comparing_figures import fan_rows
from interface.web.questions import Question
from interface.web.telling import FANS, heard_of, rests_on
from interface.web.work import Progress
from interface.words import Language, say

ENDINGS = ("csv", "xlsx")
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Signs with which a spreadsheet takes a text for a formula."""
WIDTH = 24


TABLES = ("effects", *FANS, "flows", "parts")
"""What may be taken away as a table: all effects, and the numbers of each chart."""


def table_of(name: str, gathered: Gathered | None, explained: Explained | None) -> list[list[Any]]:
    """Return one table by its name, the heading first; KeyError where it is not known or not there."""
    if name == "parts" and explained is not None:
        return part_rows(explained)
    if gathered is None:
        raise KeyError(name)
    if name in FANS:
        return path_rows(gathered, name)
    return {"effects": effect_rows, "flows": flow_rows}[name](gathered.comparison())


def path_rows(gathered: Gathered, name: str) -> list[list[Any]]:
    """Return a path by months after the reform: the option's quantiles and the base's median, the heading first."""
    heads = ["month", "median", "low", "high", "lower_half", "upper_half", "base"]
    rows = fan_rows(*gathered.path_values(name))
    return [heads, *([row[head] for head in heads] for row in rows)]


def tables_of(gathered: Gathered, language: Language) -> dict[str, list[list[Any]]]:
    """Return the tables of a comparison by name, headings first."""
    result = gathered.comparison()
    paths = {name: path_rows(gathered, name) for name in FANS}
    return {
        say("page_sheet_headline", language): headline_rows(gathered),
        say("page_sheet_effects", language): effect_rows(result),
        say("page_sheet_paths", language): [
            ["path", *paths[FANS[0]][0]],
            *([name, *row] for name, rows in paths.items() for row in rows[1:]),
        ],
        say("page_sheet_flows", language): flow_rows(result),
        say("page_sheet_projects", language): project_rows(result),
    }


def headline_rows(gathered: Gathered) -> list[list[Any]]:
    """Return every draw of the first row of the page: base and option at every horizon, the heading first."""
    rows: list[list[Any]] = [["output", "unit", "horizon_months", "draw", "base", "option"]]
    for outcome in HEADLINE:
        for months in HORIZONS:
            base, option = gathered.headline_values(outcome.name, months)
            for draw, (before, after) in enumerate(zip(base.tolist(), option.tolist(), strict=True)):
                cells = ["" if value - value != 0.0 else value for value in (before, after)]  # nan: nobody reached it
                rows.append([outcome.name, outcome.unit, months, draw, *cells])
    return rows


def as_csv(rows: list[list[Any]]) -> bytes:
    """Return a table as CSV, with the mark by which Excel knows it for Unicode."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[safe(cell) for cell in row] for row in rows])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def safe(cell: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula.

    >>> safe("=1+1"), safe(-1.5), safe("zone")
    ("'=1+1", -1.5, 'zone')
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def as_excel(gathered: Gathered, explained: Explained | None, question: Question, language: Language) -> bytes:
    """Return all tables as a workbook, with a sheet on what they are and what they rest on."""
    from openpyxl import Workbook  # noqa: PLC0415  # openpyxl is for those who download a workbook
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415

    book = Workbook(write_only=True)
    result = gathered.comparison()
    about = book.create_sheet(say("page_sheet_about", language))
    about.column_dimensions["A"].width = 5 * WIDTH
    progress = Progress(gathered, gathered.draws, gathered.draws, heard_of(gathered), done=True)
    for line in (
        say("page_title", language),
        *rests_on(result, progress, question, language),
        say("run", language, seed=question.asked.seed, digest=result.digest, seconds=f"{result.seconds:.1f}"),
        *question.code.splitlines(),
    ):
        about.append([text_cell(about, line, WriteOnlyCell)])
    parts = {say("page_sheet_parts", language): part_rows(explained)} if explained else {}
    for name, rows in (parts | tables_of(gathered, language)).items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        head = [text_cell(sheet, text, WriteOnlyCell) for text in rows[0]]
        for cell in head:
            cell.font = Font(bold=True)
        sheet.append(head)
        for row in rows[1:]:
            sheet.append([text_cell(sheet, c, WriteOnlyCell) if isinstance(c, str) else c for c in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text_cell(sheet: Any, text: str, cell_type: Any) -> Any:
    """Return a cell that holds a text as text, whatever sign it begins with."""
    cell = cell_type(sheet, value=text)
    cell.data_type = "s"
    return cell
