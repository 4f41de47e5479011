"""A report as one page: no script, nothing from elsewhere, drawings inside, made to be printed on A4."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from html import escape
from pathlib import Path

from interface.report.document import (
    Block,
    Chart,
    Grid,
    Number,
    Paragraph,
    Piece,
    Points,
    Report,
    Section,
    Sentence,
    Verbatim,
    plain,
)
from interface.report.pictures import inlined

STYLE = Path(__file__).with_name("report.css")
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""What a reader's browser may fetch: nothing."""
TALL = 0.82
"""Height of a drawing over its width above which half a page is too little."""
VIEW = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
BROAD = 1100.0
"""Width of a drawing above which its letters would be too small on an upright page [px]."""
SHORT = 9
"""Letters of a cell that are not broken into two lines."""
LANGUAGES = {"en": "en", "zh": "zh-CN"}


def as_page(report: Report) -> bytes:
    """Return a report as HTML."""
    style = STYLE.read_text(encoding="utf-8")
    body = "\n".join(_section(section, report) for section in report.sections)
    return (
        f'<!doctype html>\n<html lang="{LANGUAGES[report.language]}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="generator" content="zonereform {report.manifest["version"]}">\n'
        f"<title>{escape(report.title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        f"<header>\n<h1>{escape(report.title)}</h1>\n<p>{escape(report.subtitle)}</p>\n</header>\n"
        f"<main>\n{body}\n</main>\n</body>\n</html>\n"
    ).encode()


def _section(section: Section, report: Report) -> str:
    blocks = "\n".join(
        _block(block, f"{section.key}-{number}", report) for number, block in enumerate(section.blocks, 1)
    )
    if section.key == "manifest":
        text = json.dumps(report.manifest, ensure_ascii=False, indent=1, allow_nan=False)
        blocks += f'\n<pre id="manifest-document">{escape(text)}</pre>'
    return f'<section id="{section.key}">\n<h2>{escape(section.title)}</h2>\n{blocks}\n</section>'


def _block(block: Block, name: str, report: Report) -> str:
    if isinstance(block, Paragraph):
        return f'<p class="{block.weight}">{_sentence(block.text)}</p>'
    if isinstance(block, Points):
        return _points(block)
    if isinstance(block, Grid):
        return _grid(block)
    if isinstance(block, Verbatim):
        return f"<pre>{escape(block.text)}</pre>"
    return _chart(block, name, report)


def _points(points: Points) -> str:
    lines = [
        f"<li>{f'<strong>{escape(lead)}</strong> ' if lead else ''}{_sentence(text)}</li>"
        for lead, text in points.items
    ]  # fmt: skip
    return f'<ul class="points">{"".join(lines)}</ul>'


def _chart(chart: Chart, name: str, report: Report) -> str:
    drawing = inlined(chart.content(report.language, ".svg"), f"{name}-")
    described = f'<div role="img" aria-label="{escape(chart.alternative)}">{drawing}</div>'
    shape = shape_of(drawing)
    reached = ' tabindex="0"' if shape == "broad" else ""
    return f'<figure class="{shape}"{reached}>{described}</figure>'


def shape_of(drawing: str) -> str:
    """Tell whether a drawing is tall and may take a page, broad and needs one on its side, or one of two on a page."""
    width, height = (float(side) for side in VIEW.search(drawing).groups())  # type: ignore[union-attr]
    if width > BROAD:
        return "broad"
    return "tall" if height > TALL * width else "wide"


def _grid(grid: Grid) -> str:
    heads = "".join(f'<th scope="col" class="{side}">{escape(text)}</th>' for text, side in grid.heads)
    bodies = []
    for heading, rows in grid.groups:
        lines = [f'<tr class="group"><th colspan="{len(grid.heads)}">{escape(heading)}</th></tr>'] if heading else []
        lines += [f"<tr>{_cells(row, grid)}</tr>" for row in rows]
        bodies.append(f"<tbody>{''.join(lines)}</tbody>")
    return (  # a narrow screen moves a table aside, so that whoever has no mouse must be able to get at it
        f'<div class="table" role="region" tabindex="0" aria-label="{escape(grid.title)}">'
        f'<table data-name="{escape(grid.name)}"><caption>{escape(grid.title)}</caption>'
        f"<thead><tr>{heads}</tr></thead>{''.join(bodies)}</table></div>"
    )


def _cells(row: Sequence[Piece], grid: Grid) -> str:
    first, *others = (
        (f'class="{side}{" short" if len(plain(cell)) <= SHORT else ""}"', _piece(cell))
        for (_, side), cell in zip(grid.heads, row, strict=True)
    )
    cells = "".join(f"<td {side}>{cell}</td>" for side, cell in others)
    return f'<th scope="row" {first[0]}>{first[1]}</th>{cells}'


def _sentence(text: Sentence) -> str:
    return "".join(_piece(piece) for piece in text)


def _piece(piece: Piece) -> str:
    """Return text, or a number with the value that stands behind what is written."""
    if not isinstance(piece, Number) or piece.value != piece.value or not piece.name:
        return escape(plain(piece))
    return f'<data value="{piece.value!r}" data-name="{escape(piece.name)}">{escape(piece.text)}</data>'
