"""Charts of answers, declared once in altair: effects in rows, phase maps, influence against evidence.

A chart is a function of a table and of words: it computes no number and writes no sentence. Colours are those of Okabe
and Ito, or a scale from blue over white to orange, which the colour-blind can tell apart; each colour also has a shape
or a sign of its own, so that a print without colour says the same.
"""

from __future__ import annotations

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
    "open": (GREY, "diamond"),
    "few": (GREY, "triangle-up"),
    "nothing": (INK, "cross"),
}
EVIDENCE = {
    "figures": (BLUE, "circle"),
    "literature": (GREEN, "square"),
    "judgement": (ORANGE, "diamond"),
    "assumption": (VERMILLION, "triangle-up"),
    "chosen": (GREY, "cross"),
}
HATCH = "M-1,-1L1,1M-1,0L0,1M0,-1L1,0"
"""Slanting lines in a square, laid over a cell whose sign is unknown."""
CAPTION_WIDTH = 150
"""Columns of a caption, in which a Chinese sign takes two [columns]."""
PANEL_COLUMNS = 62
"""Columns of the caption below a panel of rows."""
CELL = 62
FONTS = {"en": "DejaVu Sans", "zh": "Noto Sans CJK SC"}
LIMIT = 400
"""Width that the name of a row may take [px]."""


class Wording(NamedTuple):
    """What a chart says: the finding, what is drawn, the caption; names of signs; the font that can write it."""

    title: str
    subtitle: str
    caption: str
    signs: Mapping[str, str]
    font: str
    width: int = CAPTION_WIDTH
    """Columns of the caption."""


class Row(NamedTuple):
    """One effect of a panel: name, median and band in the panel's unit, its sign, and the numbers in words."""

    name: str
    median: float
    low: float
    high: float
    sign: str
    told: str


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
    """A map: heading, names of its axes, of their levels and of its colours, its cells and lines of turning sign."""

    heading: str
    x_axis: str
    y_axis: str
    colour: str
    x: Sequence[str]
    y: Sequence[str]
    cells: Sequence[CellDrawn]
    turns: Sequence[Sequence[tuple[float, float]]]


def wrapped(text: str, width: int = CAPTION_WIDTH) -> list[str]:
    """Break a text into lines of so many columns; between words, or between Chinese signs.

    >>> wrapped("one two three", 8)
    ['one two', 'three']
    >>> wrapped("全部开发区，签约", 10)
    ['全部开发', '区，签约']
    """
    lines, line = [], ""
    for piece in _pieces(text):
        if line and columns(line) + columns(piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines


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
    names = list(dict.fromkeys(row.name for panel in panels for row in panel.rows))
    used = _used(panels, VERDICTS)
    parts = [_rows_of(panel, names, words, used, first=at == 0, zero=True) for at, panel in enumerate(panels)]
    words = words._replace(width=PANEL_COLUMNS * (len(panels) + 1))
    return _framed(alt.hconcat(*parts, spacing=18).resolve_scale(y="shared", color="shared", shape="shared"), words)


def influence_chart(panels: Sequence[Panel], words: Wording) -> Any:
    """Return factors by influence, one panel an analysis; colour and shape say what each rests on."""
    used = _used(panels, EVIDENCE)
    parts = [_rows_of(panel, [row.name for row in panel.rows], words, used, first=True, zero=False) for panel in panels]
    words = words._replace(width=2 * PANEL_COLUMNS * min(2, len(panels)))
    shown = alt.concat(*parts, columns=2, spacing=24)
    return _framed(shown.resolve_scale(y="independent", color="shared", shape="shared"), words)


def _table(rows: Sequence[Mapping[str, Any]]) -> Any:
    """Return rows as altair takes them into a chart."""
    inline: Any = alt.InlineData  # altair gives its classes no types
    return inline(values=list(rows))


def _used(panels: Sequence[Panel], signs: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Return the signs that some row has, in their order."""
    found = {row.sign for panel in panels for row in panel.rows}
    return {sign: drawn for sign, drawn in signs.items() if sign in found}


def _rows_of(
    panel: Panel, names: Sequence[str], words: Wording, signs: Mapping[str, tuple[str, str]], *, first: bool, zero: bool
) -> Any:
    """Return one panel of rows."""
    table = _table([{**row._asdict(), "sign": words.signs[row.sign]} for row in panel.rows])
    known = [words.signs[sign] for sign in signs]
    axis = alt.Axis(labelLimit=LIMIT, title=None, ticks=False, domain=False, labels=first)
    y = alt.Y("name:N", sort=list(names), axis=axis)
    x_axis = alt.Axis(gridColor=GRID, domain=False, tickCount=5, labelFlush=False)
    x = alt.X("median:Q", title=panel.axis, axis=x_axis, scale=alt.Scale(nice=True, zero=True))
    legend = alt.Legend(
        title=None, orient="bottom", symbolSize=90, symbolOpacity=1, labelLimit=0, direction="horizontal"
    )
    colour = alt.Color("sign:N", scale=alt.Scale(domain=known, range=[c for c, _ in signs.values()]), legend=legend)
    shape = alt.Shape("sign:N", scale=alt.Scale(domain=known, range=[s for _, s in signs.values()]), legend=legend)
    band = alt.Chart(table).mark_bar(height=7, opacity=0.35).encode(y=y, x=alt.X("low:Q"), x2="high:Q", color=colour)
    dots = alt.Chart(table).mark_point(filled=True, size=70, opacity=1).encode(y=y, x=x, color=colour, shape=shape)
    told = (
        alt.Chart(table)
        .mark_text(align="left", fontSize=10, color=INK, dx=4, font=words.font)
        .encode(y=y, x=alt.value(232), text="told:N")
    )
    layers = [band, dots, told]
    if zero:
        line = alt.Chart(_table([{"x": 0}])).mark_rule(color=INK, strokeWidth=1).encode(x="x:Q")
        layers.insert(0, line)
    heading = alt.TitleParams(wrapped(panel.heading, 44), fontSize=12, anchor="start")
    return alt.layer(*layers).properties(width=230, height=alt.Step(22), title=heading)


def phase_chart(maps: Sequence[MapDrawn], words: Wording) -> Any:
    """Return maps: the median effect as colour, hatched where its sign is unknown, a line where the sign turns.

    Maps with the same name of their colours share one scale, symmetric about nothing.
    """
    parts = []
    for one in maps:
        largest = max((abs(c.median) for m in maps if m.colour == one.colour for c in m.cells), default=1.0) or 1.0
        parts.append(_map(one, largest, words))
    return _framed(alt.concat(*parts, columns=2, spacing=26).resolve_scale(color="independent"), words)


def _map(one: MapDrawn, largest: float, words: Wording) -> Any:
    """Return one map; levels stand at equal distances, whatever their values."""
    width, height = max(3, len(one.x)) * CELL, max(4, len(one.y)) * CELL * 0.72
    x_scale, y_scale = (alt.Scale(domain=[-0.5, len(names) - 0.5], nice=False) for names in (one.x, one.y))
    x = alt.X("left:Q", scale=x_scale, title=wrapped(one.x_axis, 60), axis=_level_axis(one.x))
    y = alt.Y("lower:Q", scale=y_scale, title=wrapped(one.y_axis, 40), axis=_level_axis(one.y))
    cells = [
        {**c._asdict(), "left": c.x - 0.5, "right": c.x + 0.5, "lower": c.y - 0.5, "upper": c.y + 0.5}
        for c in one.cells
    ]
    table = _table(cells)
    scale = alt.Scale(domain=[-largest, 0, largest], range=[LOW_COLOUR, MIDDLE_COLOUR, HIGH_COLOUR])
    legend = alt.Legend(
        title=wrapped(one.colour, 26),
        gradientLength=min(height, 160),
        format="~s",
        titleLimit=0,
        values=[-largest, 0, largest],
    )
    squares = (
        alt.Chart(table)
        .mark_rect(stroke="white")
        .encode(x=x, x2="right:Q", y=y, y2="upper:Q", color=alt.Color("median:Q", scale=scale, legend=legend))
    )
    middle = {"x": alt.X("x:Q", scale=x_scale), "y": alt.Y("y:Q", scale=y_scale)}
    hatch = (
        alt.Chart(table)
        .transform_filter("datum.unknown")
        .mark_point(shape=HATCH, size=(CELL * 0.7) ** 2, stroke=QUIET, strokeWidth=0.8, opacity=0.75, filled=False)
        .encode(**middle)
    )
    plate = alt.Chart(table).mark_text(fontSize=11, stroke="white", strokeWidth=4, strokeJoin="round", font=words.font)
    told = alt.Chart(table).mark_text(fontSize=11, color=INK, font=words.font)
    layers = [squares, hatch]
    line = [
        {"x": px, "y": py, "line": n, "at": at} for n, turn in enumerate(one.turns) for at, (px, py) in enumerate(turn)
    ]
    if line:
        drawn = alt.Chart(_table(line)).mark_line(color=INK, strokeWidth=3)
        layers.append(drawn.encode(**middle, detail="line:N", order="at:Q"))
    layers += [plate.encode(**middle, text="told:N"), told.encode(**middle, text="told:N")]
    heading = alt.TitleParams(wrapped(one.heading, 60), fontSize=12, anchor="start")
    return alt.layer(*layers).properties(width=width, height=height, title=heading)


def _level_axis(names: Sequence[str]) -> Any:
    """Return an axis that writes the name of a level at each whole number."""
    named = "[" + ",".join(f"'{name}'" for name in names) + "][datum.value]"
    return alt.Axis(
        values=list(range(len(names))), labelExpr=named, grid=False, domain=False, ticks=False, labelAngle=0
    )


def _framed(chart: Any, words: Wording) -> Any:
    """Return a chart with its finding above and its caption below."""
    title = alt.TitleParams(
        wrapped(words.title, int(words.width * 0.72)),
        subtitle=wrapped(words.subtitle, words.width),
        anchor="start",
        fontSize=15,
        subtitleFontSize=11,
        subtitleColor=QUIET,
        offset=14,
    )
    caption = alt.TitleParams(
        wrapped(words.caption, words.width),
        orient="bottom",
        anchor="start",
        fontSize=11,
        fontWeight="normal",
        color=INK,
        offset=14,
        lineHeight=15,
    )
    return (
        alt.vconcat(alt.vconcat(chart, title=title), title=caption)
        .configure(font=words.font, background="white", padding=16)
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=11, titleFontSize=11, titleFontWeight="normal", labelColor=INK, titleColor=INK)
        .configure_legend(labelFontSize=11, titleFontSize=11, titleFontWeight="normal")
    )
