"""A report for a word processor: headings, tables whose heads repeat, charts with their meaning in words."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from typing import Any

from rich.cells import cell_len

from interface.report.document import Block, Chart, Grid, Paragraph, Points, Report, Verbatim, plain
from interface.report.undated import undated
from interface.words import Language

PAGE = (21.0, 29.7)
MARGIN = 1.8
"""A4 and its margins [cm]."""
WIDTH = PAGE[0] - 2 * MARGIN
CHART_WIDTH = 15.5
"""Width of a chart, of which two then fit a page [cm]."""
FONTS: dict[Language, tuple[str, str]] = {"en": ("Arial", "Microsoft YaHei"), "zh": ("Arial", "Microsoft YaHei")}
"""Fonts for Latin and for Chinese letters; a word processor without them takes its own."""
CODES = {"en": "en-GB", "zh": "zh-CN"}
LETTERS, PADDING, WIDEST = 104, 4, 30
"""Letters that a table's line holds; that a cell's margins take; up to which a column holds a whole text."""
GROUND = "F0F5F9"
"""Colour behind the heading of a group of rows."""


def as_word(report: Report) -> bytes:
    """Return a report as .docx."""
    from docx import Document  # noqa: PLC0415  # needed for this format alone

    document = Document()
    _set_page(document, report)
    document.add_heading(report.title, 0)
    document.add_paragraph(report.subtitle)
    for section in report.sections:
        document.add_heading(section.title, 1)
        for block in section.blocks:
            _add(document, block, report)
        if section.key == "manifest":
            _add_verbatim(document, json.dumps(report.manifest, ensure_ascii=False, indent=1, allow_nan=False))
    file = io.BytesIO()
    document.save(file)
    return undated(file.getvalue())


def _set_page(document: Any, report: Report) -> None:
    """Set the paper, the fonts, the language and the properties."""
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Cm, Pt  # noqa: PLC0415

    paper = document.sections[0]
    paper.page_width, paper.page_height = (Cm(side) for side in PAGE)
    paper.left_margin = paper.right_margin = paper.top_margin = paper.bottom_margin = Cm(MARGIN)
    latin, chinese = FONTS[report.language]
    for style in document.styles:
        if not hasattr(style, "font"):
            continue
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for name in list(fonts.attrib):
            del fonts.attrib[name]  # those of the template name a theme, which would win
        for script, font in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", chinese)):
            fonts.set(qn(f"w:{script}"), font)
    document.styles["Normal"].font.size = Pt(10.5)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
        language.set(qn("w:eastAsia"), CODES["zh"])
    properties = document.core_properties
    properties.title, properties.subject = report.title, report.subtitle
    properties.author, properties.comments = "zonereform", f"digest {report.manifest['digest']}"
    properties.language = CODES[report.language]
    _add_page_number(paper.footer.paragraphs[0])


def _add_page_number(paragraph: Any) -> None:
    """Let a paragraph tell the number of its page."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001  # python-docx has no name for fields
    paragraph.alignment = 2


def _add(document: Any, block: Block, report: Report) -> None:
    from docx.shared import Pt  # noqa: PLC0415

    if isinstance(block, Paragraph):
        run = document.add_paragraph().add_run(plain(block.text))
        run.bold = block.weight == "strong"
        run.font.size = Pt(9) if block.weight == "small" else None
    elif isinstance(block, Points):
        for lead, text in block.items:
            paragraph = document.add_paragraph(style="List Bullet")
            if lead:
                paragraph.add_run(lead).bold = True
            paragraph.add_run(f"{' ' if lead and report.language == 'en' else ''}{plain(text)}")
    elif isinstance(block, Grid):
        _add_grid(document, block)
    elif isinstance(block, Verbatim):
        _add_verbatim(document, block.text)
    else:
        _add_chart(document, block, report)


def _add_verbatim(document: Any, text: str) -> None:
    from docx.shared import Pt  # noqa: PLC0415

    run = document.add_paragraph().add_run(text)
    run.font.name, run.font.size = "Courier New", Pt(8)


def _add_chart(document: Any, chart: Chart, report: Report) -> None:
    """Add a chart as a picture; what it shows stands in the picture's alternative text."""
    from docx.shared import Cm  # noqa: PLC0415

    picture = document.add_picture(io.BytesIO(chart.content(report.language, ".png")), width=Cm(CHART_WIDTH))
    described = picture._inline.docPr  # noqa: SLF001  # python-docx has no name for alternative text
    described.set("descr", chart.alternative)
    described.set("title", chart.name)


def _add_grid(document: Any, grid: Grid) -> None:
    """Add a table whose first row is repeated on every page and whose rows do not break over pages."""
    caption = document.add_paragraph()
    caption.add_run(grid.title).bold = True
    caption.paragraph_format.keep_with_next = True
    count = sum(len(rows) + bool(heading) for heading, rows in grid.groups)
    table = document.add_table(rows=1 + count, cols=len(grid.heads))
    table.style = "Table Grid"
    _set_widths(table, grid)
    rows = iter(table.rows)  # a table finds its rows anew each time that it is asked
    head = next(rows)
    for cell, (text, side) in zip(head.cells, grid.heads, strict=True):
        _write(cell, text, side, bold=True)
    _mark_row(head, "tblHeader")
    for heading, lines in grid.groups:
        if heading:
            cells = next(rows).cells
            _write(cells[0].merge(cells[-1]), heading, "left", bold=True, ground=GROUND)
        for line in lines:
            row = next(rows)
            _mark_row(row, "cantSplit")
            for cell, piece, (_, side) in zip(row.cells, line, grid.heads, strict=True):
                _write(cell, plain(piece), side)
    document.add_paragraph()


def column_shares(columns: Sequence[Sequence[str]]) -> list[float]:
    """Return each column's share of a table's width: room for its longest word, and of what is left as it has text.

    >>> [round(share, 2) for share in column_shares([["projects in production"], ["3"]])]
    [0.84, 0.16]
    """
    least = [max(cell_len(word) for text in texts for word in _words(text)) + PADDING for texts in columns]
    wanted = [
        max(few, min(WIDEST, max(map(cell_len, texts))) + PADDING) for few, texts in zip(least, columns, strict=True)
    ]
    more = sum(wanted) - sum(least)
    part = min(1.0, max(0.0, LETTERS - sum(least)) / more) if more else 0.0
    widths = [few + part * (many - few) for few, many in zip(least, wanted, strict=True)]
    return [width / sum(widths) for width in widths]


def _words(text: str) -> list[str]:
    """Return what does not break: words of Latin letters and numbers; Chinese breaks anywhere."""
    return [word[:2] if any(ord(letter) > 0x2E7F for letter in word) else word for word in text.split()] or [""]


def _set_widths(table: Any, grid: Grid) -> None:
    """Give each column its share of the page; some word processors read it off the columns, some off the cells."""
    from docx.shared import Cm  # noqa: PLC0415

    lines = [[plain(piece) for piece in line] for _, group in grid.groups for line in group]
    shares = column_shares([[head, *(line[at] for line in lines)] for at, (head, _) in enumerate(grid.heads)])
    table.autofit = False
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Cm(WIDTH * share)
    for row in table.rows:
        for cell, share in zip(row.cells, shares, strict=True):
            cell.width = Cm(WIDTH * share)


def _mark_row(row: Any, mark: str) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415

    row._tr.get_or_add_trPr().append(OxmlElement(f"w:{mark}"))  # noqa: SLF001


def _write(cell: Any, text: str, side: str, *, bold: bool = False, ground: str = "") -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(8), bold
    paragraph.alignment = 2 if side == "right" else 0
    paragraph.paragraph_format.space_after = Pt(0)
    if ground:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), ground)
        cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001
