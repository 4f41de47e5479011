"""Charts of answers, declared once in altair: effects in rows, phase maps, influence against evidence.

A chart is a function of a table and of words: it computes no number and writes no sentence. Colours are those of Okabe
and Ito, or a scale from blue over white to orange, which the colour-blind can tell apart; each colour also has a shape
or a sign of its own, so that a print without colour says the same.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import altair as alt

INK, QUIET, GRID = "#222222", "#555555", "#dddddd"
BLUE, VERMILLION, GREEN, ORANGE, GREY = "#0072B2", "#D55E00", "#009E73", "#E69F00", "#7F7F7F"
LOW_COLOUR, MIDDLE_COLOUR, HIGH_COLOUR = "#D55E00", "#F7F7F7", "#0072B2"
VERDICTS = {
    "better": (BLUE, "circle"),
    "worse": (VERMILLION, "square"),
    "sure": (GREEN, "circle"),
    "open": (GREY, "diamond"),
    "few": (GREY, "triangle-up"),
    "nothing": (INK, "cross"),
}
MINUS_SIGN = "replace(datum.label, '-', '\u2212')"
"""Numbers of an axis with a true minus, as everywhere in a figure."""
EVIDENCE = {
    "figures": (BLUE, "circle"),
    "literature": (GREEN, "square"),
    "judgement": (ORANGE, "diamond"),
    "assumption": (VERMILLION, "triangle-up"),
    "chosen": (GREY, "cross"),
}
SLANTS = 4
"""Slanting lines that fill a cell of a map whose sign is unknown, on each side of its diagonal."""
WIDTH = 768
"""Width of a figure without its margins: a page's, so that letters keep their size in print [px]."""
GLUED = "\u00a0%"
"""A percent sign stays on the line of its number."""
CAPTION_WIDTH = 128
"""Columns of a caption, in which a Chinese sign takes two [columns]."""
CHINESE = 1.12
"""Columns of Chinese that fit where one column of Latin letters does, for its signs are less than two of them wide."""
TITLE_WIDTH = 92
"""Columns of a line of a title [columns]."""
TITLE_LINES = 2
"""Lines that a title may take before it tells less."""
NAME_WIDTH = 32
"""Columns of the name of a row [columns]."""
NAMES, TOLD = 200, 146
"""Widths of the names of rows and of the numbers beside a row [px]."""
PLOT = (WIDTH - NAMES - 24) // 2 - TOLD
"""Width of the bars of one panel of two [px]."""
MARK = 7
"""Room for half a mark that stands at the end of an axis of names [px]."""
LINE = 13
"""Height of a line of small letters [px]."""
CELL = 58
"""Least width of a cell of a map [px]."""
MAP = 5 * CELL
"""Least width of a map, so that its names fit [px]."""
FONTS = {"en": "DejaVu Sans", "zh": "Noto Sans CJK SC"}


class Wording(NamedTuple):
    """What a chart says: finding, what is drawn and how it is read, caption line by line; names of signs; font; last,
    small and grey, the mark by which its numbers are found again.
    """

    title: str
    subtitle: Sequence[str]
    caption: Sequence[str]
    signs: Mapping[str, str]
    font: str
    mark: str = ""


class Row(NamedTuple):
    """One effect of a panel: median and band in the panel's unit, its sign, and the numbers in words, line by line.

    ``name`` is what rows of several panels have in common, and what stands beside them; ``group`` is a heading above
    rows of one kind, or nothing.
    """

    name: str
    median: float
    low: float
    high: float
    sign: str
    told: Sequence[str]
    group: str = ""


class Panel(NamedTuple):
    """One output or case: its heading, and the name of its axis with the unit."""

    heading: str
    axis: str
    rows: Sequence[Row]


class CellDrawn(NamedTuple):
    """A cell of a map, by its place from 0: median in the map's unit, what is written in it, whether it is hatched."""

    x: int
    y: int
    median: float
    told: str
    unknown: bool


class MapDrawn(NamedTuple):
    """A map: heading, names of its axes, of their levels and of its colours, its cells and lines of turning sign.

    ``low_is_good`` says that less is better for the zone: blue is what is better, whichever way the number goes. Maps
    of the same ``output`` share one scale of colours.
    """

    heading: str
    x_axis: str
    y_axis: str
    colour: str
    x: Sequence[str]
    y: Sequence[str]
    cells: Sequence[CellDrawn]
    turns: Sequence[Sequence[tuple[float, float]]]
    low_is_good: bool
    output: str


def wrapped(text: str, width: int = CAPTION_WIDTH) -> list[str]:
    """Break a text into lines of so many columns; between words, or between Chinese signs.

    >>> wrapped("one two three", 8)
    ['one two', 'three']
    >>> wrapped("全部开发区，签约", 10)
    ['全部开发', '区，签约']
    """
    lines, line = [], ""
    for piece in _pieces(text.replace(" %", GLUED)):
        if line and columns(line) + columns(piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    lines = [*lines, line.rstrip()] if line.strip() else lines
    return [line.replace(GLUED, " %") for line in lines]


def columns(text: str) -> int:
    """Return how many columns a text takes, a Chinese sign two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _pieces(text: str) -> list[str]:
    """Return what may stand at the end of a line: a word with its space, a Chinese sign with its punctuation."""
    found: list[str] = []
    for sign in text:
        wide = unicodedata.east_asian_width(sign) in "WF"
        ends = sign in "，。；：、）”％！？》"
        glued = ends or (found and not wide and not found[-1].endswith(" ") and columns(found[-1][-1]) == 1)
        opened = bool(found) and found[-1][-1] in "（“《"
        if found and (glued or opened):
            found[-1] += sign
        else:
            found.append(sign)
    return found


def effect_chart(panels: Sequence[Panel], words: Wording) -> Any:
    """Return effects in rows, one panel an output: median as a sign, 90 % band as a bar, nothing as a line at 0."""
    return _rows_chart(panels, words, VERDICTS, zero=True)


def influence_chart(panels: Sequence[Panel], words: Wording) -> Any:
    """Return factors by influence, one panel an analysis; colour and shape say what each rests on."""
    return _rows_chart(panels, words, EVIDENCE, zero=False)


def _rows_chart(
    panels: Sequence[Panel], words: Wording, signs: Mapping[str, tuple[str, str]], *, zero: bool
) -> Any:  # fmt: skip
    """Return panels two beside each other, which share the names of their rows at the left."""
    used = _used(panels, signs)
    lines = _lines_of(panels)
    parts = [
        _rows_of(panel, lines, words, used, named=at % 2 == 0, zero=zero, single=len(panels) == 1)
        for at, panel in enumerate(panels)
    ]
    shown = alt.concat(*parts, columns=2, spacing=14)
    return _framed(shown.resolve_scale(y="independent", color="shared", shape="shared"), words)


class _Line(NamedTuple):
    """A line of an axis of names: a row's name, or the heading of a group; and the name broken to its width."""

    group: str
    name: str
    shown: list[str]


def _lines_of(panels: Sequence[Panel]) -> list[_Line]:
    """Return the lines of the axis that all panels share: each row once, below the heading of its group."""
    found: dict[tuple[str, str], _Line] = {}
    groups = list(dict.fromkeys(row.group for panel in panels for row in panel.rows))
    for group in groups:
        if group:
            found[group, ""] = _Line(group, "", wrapped(group, NAME_WIDTH))
        for row in (row for panel in panels for row in panel.rows if row.group == group):
            found[group, row.name] = _Line(group, row.name, wrapped(row.name, NAME_WIDTH))
    return list(found.values())


def _table(rows: Sequence[Mapping[str, Any]]) -> Any:
    """Return rows as altair takes them into a chart."""
    inline: Any = alt.InlineData  # altair gives its classes no types
    return inline(values=list(rows))


def _used(panels: Sequence[Panel], signs: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Return the signs that some row has, in their order."""
    found = {row.sign for panel in panels for row in panel.rows}
    return {sign: drawn for sign, drawn in signs.items() if sign in found}


def _name_axis(lines: Sequence[_Line]) -> Any:
    """Return an axis of the names of rows, headings of groups in bold."""
    shown = json.dumps([line.shown for line in lines], ensure_ascii=False)
    heads = json.dumps([not line.name for line in lines])
    bold = {"condition": {"test": f"{heads}[datum.value]", "value": "bold"}, "value": "normal"}
    return alt.Axis(
        labelExpr=f"{shown}[datum.value]", labelFontWeight=bold, labelLimit=NAMES + 10, labelLineHeight=LINE,
        labelPadding=MARK, minExtent=NAMES, maxExtent=NAMES, ticks=False, domain=False, title=None,
    )  # fmt: skip


def _rows_of(
    panel: Panel,
    lines: Sequence[_Line],
    words: Wording,
    signs: Mapping[str, tuple[str, str]],
    *,
    named: bool,
    zero: bool,
    single: bool,
) -> Any:
    """Return one panel of rows."""
    places = {(line.group, line.name): at for at, line in enumerate(lines)}
    rows = [
        {**row._asdict(), "sign": words.signs[row.sign], "at": places[row.group, row.name]} for row in panel.rows
    ]  # fmt: skip
    table = _table(rows)
    known = [words.signs[sign] for sign in signs]
    width = PLOT + (PLOT + TOLD if single else 0)
    y = alt.Y("at:O", sort=None, axis=_name_axis(lines) if named else None,
              scale=alt.Scale(domain=list(range(len(lines)))))  # fmt: skip
    x_axis = alt.Axis(gridColor=GRID, domain=False, tickCount=4, labelFlush=False, labelExpr=MINUS_SIGN)
    x = alt.X("median:Q", title=wrapped(panel.axis, 30 if not single else 70), axis=x_axis,
              scale=alt.Scale(nice=True, zero=True))  # fmt: skip
    legend = alt.Legend(
        title=None, orient="bottom", symbolSize=90, symbolOpacity=1, labelLimit=0, direction="horizontal"
    )
    colour = alt.Color("sign:N", scale=alt.Scale(domain=known, range=[c for c, _ in signs.values()]), legend=legend)
    shape = alt.Shape("sign:N", scale=alt.Scale(domain=known, range=[s for _, s in signs.values()]), legend=legend)
    band = alt.Chart(table).mark_bar(height=7, opacity=0.35).encode(y=y, x=alt.X("low:Q"), x2="high:Q", color=colour)
    dots = alt.Chart(table).mark_point(filled=True, size=70, opacity=1).encode(y=y, x=x, color=colour, shape=shape)
    told = (
        alt.Chart(table)
        .mark_text(align="left", baseline="middle", fontSize=10, color=INK, dx=6, font=words.font, lineHeight=LINE - 1)
        .encode(y=y, x=alt.value(width), text="told:N")
    )
    layers = [band, dots, told]
    if zero:
        line = alt.Chart(_table([{"x": 0}])).mark_rule(color=INK, strokeWidth=1).encode(x="x:Q")
        layers.insert(0, line)
    heading = alt.TitleParams(wrapped(panel.heading, 38 if not single else 76), fontSize=12, anchor="start")
    most = max([len(line.shown) for line in lines] + [len(row.told) for row in panel.rows])
    return alt.layer(*layers).properties(width=width, height=alt.Step(LINE * most + 3), title=heading)


def phase_chart(maps: Sequence[MapDrawn], words: Wording) -> Any:
    """Return maps: the median effect as colour, hatched where its sign is unknown, a line where the sign turns.

    Maps of one output share one scale, symmetric about nothing.
    """
    parts = []
    for one in maps:
        largest = max((abs(c.median) for m in maps if m.output == one.output for c in m.cells), default=1.0) or 1.0
        parts.append(_map(one, largest, words))
    return _framed(alt.concat(*parts, columns=2, spacing=26).resolve_scale(color="independent"), words)


def _map(one: MapDrawn, largest: float, words: Wording) -> Any:
    """Return one map; levels stand at equal distances, whatever their values."""
    width, height = max(MAP, len(one.x) * CELL), max(4, len(one.y)) * CELL * 0.72
    x_scale, y_scale = (alt.Scale(domain=[-0.5, len(names) - 0.5], nice=False) for names in (one.x, one.y))
    x = alt.X("left:Q", scale=x_scale, title=wrapped(one.x_axis, 46), axis=_level_axis(one.x))
    y = alt.Y("lower:Q", scale=y_scale, title=wrapped(one.y_axis, 28), axis=_level_axis(one.y))
    cells = [
        {**c._asdict(), "left": c.x - 0.5, "right": c.x + 0.5, "lower": c.y - 0.5, "upper": c.y + 0.5}
        for c in one.cells
    ]
    table = _table(cells)
    colours = [LOW_COLOUR, MIDDLE_COLOUR, HIGH_COLOUR]
    scale = alt.Scale(domain=[-largest, 0, largest], range=colours[::-1] if one.low_is_good else colours)
    legend = alt.Legend(
        title=wrapped(one.colour, 54),
        orient="top",
        offset=8,
        direction="horizontal",
        gradientLength=width * 0.8,
        gradientThickness=9,
        format=".3~r",
        labelExpr=MINUS_SIGN,
        titleLimit=0,
        values=[-largest, 0, largest],
    )
    squares = (
        alt.Chart(table)
        .mark_rect(stroke="white")
        .encode(x=x, x2="right:Q", y=y, y2="upper:Q", color=alt.Color("median:Q", scale=scale, legend=legend))
    )
    middle = {"x": alt.X("x:Q", scale=x_scale), "y": alt.Y("y:Q", scale=y_scale)}
    slants = _table([slant for c in one.cells if c.unknown for slant in _slants(c)])
    hatch = [
        alt.Chart(slants)
        .mark_rule(stroke=colour, strokeWidth=thick, opacity=0.8)
        .encode(x=alt.X("x:Q", scale=x_scale), y=alt.Y("y:Q", scale=y_scale), x2="x2:Q", y2="y2:Q")
        for colour, thick in (("white", 2.2), (QUIET, 0.9))  # which stands out on pale and on dark cells
    ]
    plate = alt.Chart(table).mark_text(fontSize=11, stroke="white", strokeWidth=5, strokeJoin="round", font=words.font)
    told = alt.Chart(table).mark_text(fontSize=11, color=INK, font=words.font)
    layers = [squares, *hatch]
    line = [
        {"x": px, "y": py, "line": n, "at": at} for n, turn in enumerate(one.turns) for at, (px, py) in enumerate(turn)
    ]
    if line:
        drawn = alt.Chart(_table(line)).mark_line(color=INK, strokeWidth=2.5)
        layers.append(drawn.encode(**middle, detail="line:N", order="at:Q"))
    layers += [plate.encode(**middle, text="told:N"), told.encode(**middle, text="told:N")]
    heading = alt.TitleParams(wrapped(one.heading, 44), fontSize=12, anchor="start")
    return alt.layer(*layers).properties(width=width, height=height, title=heading)


def _slants(cell: CellDrawn) -> list[dict[str, float]]:
    """Return slanting lines that fill a cell evenly, from edge to edge."""
    found = []
    for at in range(1 - SLANTS, SLANTS):
        step = at / SLANTS
        left, right = max(0.0, step), min(1.0, 1.0 + step)
        found.append({"x": cell.x - 0.5 + left, "y": cell.y - 0.5 + left - step,
                      "x2": cell.x - 0.5 + right, "y2": cell.y - 0.5 + right - step})  # fmt: skip
    return found


def _level_axis(names: Sequence[str]) -> Any:
    """Return an axis that writes the name of a level at each whole number; what stands in brackets on a line below."""
    shown = json.dumps([name.replace(" (", "|(").replace("（", "|（").split("|") for name in names], ensure_ascii=False)
    return alt.Axis(
        values=list(range(len(names))), labelExpr=f"{shown}[datum.value]", grid=False, domain=False, ticks=False,
        labelAngle=0, labelLineHeight=LINE, labelOverlap=False,
    )  # fmt: skip


def _framed(chart: Any, words: Wording) -> Any:
    """Return a chart with its finding above, how it is read below that, and its caption below the chart."""
    wide = CHINESE if columns(words.title) > len(words.title) else 1.0
    title = alt.TitleParams(
        wrapped(words.title, int(wide * TITLE_WIDTH)),
        subtitle=[line for text in words.subtitle for line in wrapped(text, int(wide * CAPTION_WIDTH))],
        anchor="start",
        fontSize=13,
        subtitleFontSize=10.5,
        subtitleColor=QUIET,
        offset=14,
    )
    caption = alt.TitleParams(
        [line for text in words.caption for line in wrapped(text, int(wide * CAPTION_WIDTH))],
        orient="bottom",
        anchor="start",
        fontSize=10.5,
        fontWeight="normal",
        color=INK,
        offset=14,
        lineHeight=15,
        subtitle=[words.mark] if words.mark else [],
        subtitleFontSize=8,
        subtitleColor=GREY,
        subtitlePadding=6,
    )
    return (
        alt.vconcat(alt.vconcat(chart, title=title), title=caption)
        .configure(font=words.font, background="white", padding=16)
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=11, titleFontSize=11, titleFontWeight="normal", labelColor=INK, titleColor=INK)
        .configure_legend(labelFontSize=11, titleFontSize=11, titleFontWeight="normal")
    )
