"""Figures of money and of robust ranking as declarations: cloud, debt path, trade-off front, regret.

They share looks, fonts and notes with `analysis.comparison_figures`; each takes rows and words, and titles come from
whoever knows them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from analysis.comparison_figures import (
    BLUE,
    BREAK,
    GREY,
    INK,
    LABELLED,
    LINE,
    ORANGE,
    WIDTH,
    Chart,
    Row,
    Titles,
    _finished,
    _kept_apart,
    _lines,
    _values,
    _zero,
    base_band,
    wrapped,
)

HEIGHT = 320
THREE_LINES = 46
"""Height of three lines of small letters [px]."""
HEADS, LETTER = 20, 12
"""Height of the names of columns below their heads, and of a line of a head [px]."""
CELL = 38
"""Width of a cell of a heat map [px]."""
PANEL = 160
"""Width of one of the panels of a front [px]."""
LIGHT, DARK = "#FFF7EC", "#D9803F"
"""Ends of the scale of regret, on both of which black is easy to read."""


def cloud_figure(
    rows: Sequence[Row], corners: Sequence[Row], titles: Titles, effect: str, lowest: tuple[float, float]
) -> Chart:
    """Return the joint cloud of cost and effect, a point a draw, with the share of draws in each quarter.

    Rows: cost, effect. Corners: right, top (flags), said. ``lowest`` are the least spans of both axes, so that draws
    without a difference do not look like one. A diamond stands at the medians of both axes.
    """
    import altair as alt  # noqa: PLC0415  # slow to import, and needed for figures alone

    across, along = (
        _around_nothing([float(row[name]) for row in rows], least)
        for name, least in zip(("cost", "effect"), lowest, strict=True)
    )
    x = alt.X("cost:Q", title=titles.axis, axis=alt.Axis(tickCount=8), scale=alt.Scale(domain=across, nice=False))
    y = alt.Y("effect:Q", title=effect, scale=alt.Scale(domain=along, nice=False))
    points = (
        alt.Chart(_values(alt, rows))
        .mark_circle(size=42, color=BLUE, opacity=0.55, stroke=INK, strokeWidth=0.4)
        .encode(x=x, y=y)
    )
    texts = [
        alt.Chart(_values(alt, [corner]))
        .mark_text(
            align="right" if corner["right"] else "left", baseline="top", fontSize=11,
            color=INK, lineBreak=BREAK,
        )
        .encode(
            x=alt.value(WIDTH - 6 if corner["right"] else 6),
            y=alt.value(6 if corner["top"] else HEIGHT - THREE_LINES),
            text="said:N",
        )
        for corner in corners
    ]  # fmt: skip
    at = {name: float(np.median([float(row[name]) for row in rows])) for name in ("cost", "effect")}
    medians = alt.Chart(_values(alt, [at]))
    cross = medians.mark_point(shape="diamond", size=130, filled=True, color=ORANGE, opacity=1, stroke="white")
    chart = alt.layer(_zero(alt, "x"), _zero(alt, "y"), points, *texts, cross.encode(x="cost:Q", y="effect:Q"))
    return _finished(chart.properties(width=WIDTH, height=HEIGHT), titles)


def _around_nothing(values: Sequence[float], least: float) -> list[float]:
    """Return the span of an axis that holds the values, and nothing, with room on both sides for what is written there.

    >>> _around_nothing([1.0, 4.0], 0.5)
    [-1.6, 5.6]
    """
    low, high = min(0.0, *values, -least), max(0.0, *values, least)
    room = 0.4 * max(-low, high)
    return [round(min(low - 0.35 * room, -room), 9), round(high + room, 9)]


def path_figure(
    rows: Sequence[Row], titles: Titles, words: tuple[str, str, str], reform: str, safe: tuple[float, str]
) -> Chart:
    """Return a debt path: the option's bands and median, the base's median, and the safe level.

    Rows: month, median, low, high, lower_half, upper_half, base, base_low, base_high. ``words`` name the axis of
    months, the option and the base; ``safe`` is the level with its name.
    """
    import altair as alt  # noqa: PLC0415

    base = alt.Chart(_values(alt, rows))
    months = alt.Scale(domain=[rows[0]["month"], 60.0], nice=False)
    x = alt.X("month:Q", title=words[0], axis=alt.Axis(values=list(range(-12, 61, 12)), grid=False), scale=months)
    ends = [safe[0], *(row[name] for row in rows for name in ("low", "high", "base_low", "base_high"))]
    room = 0.06 * (max(ends) - min(ends))
    span = [min(ends) - room, max(ends) + room]
    y = alt.Y("low:Q", title=titles.axis, scale=alt.Scale(domain=span, zero=False, nice=False))
    wide = base.mark_area(color=BLUE, opacity=0.18).encode(x=x, y=y, y2="high:Q")
    half = base.mark_area(color=BLUE, opacity=0.30).encode(x=x, y="lower_half:Q", y2="upper_half:Q")
    lines = [
        base.mark_line(color=colour, strokeWidth=2.2, strokeDash=dash).encode(x=x, y=f"{name}:Q")
        for name, colour, dash in (("median", BLUE, [1, 0]), ("base", INK, [6, 4]))
    ]
    last = [{"value": rows[-1]["median"], "said": words[1]}, {"value": rows[-1]["base"], "said": words[2]}]
    names = (
        alt.Chart(_values(alt, _kept_apart(last, span[1] - span[0])))
        .mark_text(align="left", baseline="middle", dx=6, fontSize=11, color=INK, lineBreak=BREAK)
        .encode(x=alt.value(WIDTH), y="value:Q", text="said:N")
    )
    level = alt.Chart(_values(alt, [{"level": safe[0], "said": safe[1]}]))
    line = level.mark_rule(color=ORANGE, strokeWidth=2).encode(y="level:Q")
    word = level.mark_text(align="left", dx=4, dy=-4, baseline="bottom", color=ORANGE, fontSize=11).encode(
        x=alt.value(0), y="level:Q", text="said:N"
    )
    date = alt.Chart(_values(alt, [{"month": 0.0, "said": reform}]))
    start = date.mark_rule(color=GREY, strokeWidth=1.5, strokeDash=[2, 2]).encode(x="month:Q")
    named = date.mark_text(align="left", dx=4, baseline="bottom", dy=-4, color=GREY, fontSize=11).encode(
        x="month:Q", y=alt.value(HEIGHT), text="said:N"
    )
    chart = alt.layer(*base_band(alt, rows, x), wide, half, *lines, line, word, start, named, names)
    return _finished(chart.properties(width=WIDTH, height=HEIGHT), titles)


class FrontAxis(NamedTuple):
    """One thing that options trade off: its name in the rows, and the title of its axis with the unit."""

    name: str
    title: str


def front_figure(rows: Sequence[Row], titles: Titles, axes: Sequence[FrontAxis], words: tuple[str, str]) -> Chart:
    """Return what options trade off, a panel a thing and a line an option: mean and band of the difference to the base.

    Rows: label, front (flag); of each axis its name, name_low, name_high, name_said. Filled and blue is what no other
    option beats, hollow the rest; ``words`` name the two.
    """
    import altair as alt  # noqa: PLC0415

    named = [{**row, "standing": words[0] if row["front"] else words[1]} for row in rows]
    base = alt.Chart(_values(alt, named))
    used = [word for word in words if any(row["standing"] == word for row in named)]
    colour = alt.Color(
        "standing:N",
        scale=alt.Scale(domain=list(words), range=[BLUE, GREY]),
        legend=alt.Legend(title=None, orient="bottom", labelLimit=0, direction="vertical", columns=1, values=used),
    )
    shape = alt.Shape("standing:N", scale=alt.Scale(domain=list(words), range=["circle", "diamond"]))
    panels = []
    for at, axis in enumerate(axes):
        lines = _lines(alt, rows) if at == 0 else _lines(alt, rows).axis(None)
        x = alt.X(
            f"{axis.name}:Q", title=wrapped(axis.title, 30), axis=alt.Axis(tickCount=4), scale=alt.Scale(zero=True)
        )
        band = base.mark_rule(strokeWidth=2, opacity=0.7).encode(
            y=lines, x=alt.X(f"{axis.name}_low:Q"), x2=f"{axis.name}_high:Q", color=colour
        )
        points = base.mark_point(filled=True, size=90, opacity=1).encode(y=lines, x=x, color=colour, shape=shape)
        words_above = {"y": lines, "x": x, "text": f"{axis.name}_said:N"}
        plate = base.mark_text(dy=-10, fontSize=10, stroke="white", strokeWidth=4, strokeJoin="round")
        told = base.mark_text(dy=-10, fontSize=10, color=INK)
        numbers = [plate.encode(**words_above), told.encode(**words_above)]
        layer = alt.layer(_zero(alt, "x"), band, points, *numbers)
        panels.append(layer.properties(width=PANEL, height=LINE * max(2, len(rows))))
    return _finished(alt.hconcat(*panels, spacing=16).resolve_scale(y="shared"), titles, LABELLED)


def regret_figure(
    rows: Sequence[Row], titles: Titles, columns: Sequence[str], heads: Sequence[tuple[str, int]]
) -> Chart:  # fmt: skip
    """Return the heat map of mean regret: a line an option, a column a part of the futures; each cell says its number.

    Rows: label, column, regret, said. ``columns`` are the names of columns, each once, whose last word stands above it;
    ``heads`` name neighbouring columns together, with how many they are.
    """
    import altair as alt  # noqa: PLC0415

    most = max((float(row["regret"]) for row in rows), default=0.0)
    lines = _lines(alt, rows)
    said = f"split(datum.label, '{BREAK}')[1]"
    axis = alt.Axis(orient="top", labelAngle=0, ticks=False, domain=False, labelFontSize=10.5, labelExpr=said)
    x = alt.X("column:N", sort=list(columns), title=None, axis=axis, scale=alt.Scale(padding=0))
    base = alt.Chart(_values(alt, rows))
    scale = alt.Scale(domain=[0.0, max(most, 1e-9)], range=[LIGHT, DARK])
    colour = alt.Color("regret:Q", scale=scale, legend=None)
    cells = base.mark_rect(stroke="white", strokeWidth=1.5).encode(x=x, y=lines, color=colour)
    numbers = base.mark_text(fontSize=11, fontWeight="bold", color="black").encode(x=x, y=lines, text="said:N")
    labels = len({row["label"] for row in rows})
    layers = [cells, numbers]
    at = 0
    for head, count in heads:
        words = wrapped(head, max(8, 6 * count))
        name = alt.Chart(_values(alt, [{"said": BREAK.join(words)}])).mark_text(
            align="center", baseline="top", fontSize=10.5, color=INK, lineBreak=BREAK, lineHeight=LETTER
        )
        above = alt.value(-HEADS - LETTER * len(words))
        layers.append(name.encode(x=alt.value(CELL * (at + count / 2.0)), y=above, text="said:N"))
        at += count
    chart = alt.layer(*layers)
    return _finished(chart.properties(width=CELL * len(columns), height=LINE * max(2, labels)), titles, LABELLED)
