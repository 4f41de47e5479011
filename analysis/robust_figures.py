"""Figures of money and of robust ranking as declarations: cloud, debt path, trade-off front, regret.

They share looks, fonts and notes with `analysis.comparison_figures`; each takes rows and words, and titles come from
whoever knows them.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.comparison_figures import (
    BLUE,
    BREAK,
    GREY,
    INK,
    LINE,
    ORANGE,
    WIDTH,
    Chart,
    Row,
    Titles,
    _finished,
    _lines,
    _values,
    _zero,
)

HEIGHT = 320
TWO_LINES = 34
"""Height of two lines of small letters [px]."""
CELL = 46
"""Width of a cell of a heat map [px]."""
LIGHT, DARK = "#FFF7EC", "#7F2704"
"""Ends of the scale of regret; printed in grey they are light and dark as well."""


def cloud_figure(
    rows: Sequence[Row], corners: Sequence[Row], titles: Titles, effect: str, lowest: tuple[float, float]
) -> Chart:
    """Return the joint cloud of cost and effect, a point a draw, with the share of draws in each quarter.

    Rows: cost, effect. Corners: right, top (flags), said. ``lowest`` are the least spans of both axes, so that draws
    without a difference do not look like one.
    """
    import altair as alt  # noqa: PLC0415  # slow to import, and needed for figures alone

    limits = [max(span, *(1.4 * abs(row[name]) for row in rows)) for name, span in zip(("cost", "effect"), lowest,
                                                                                         strict=True)]  # fmt: skip
    x = alt.X("cost:Q", title=titles.axis, scale=alt.Scale(domain=[-limits[0], limits[0]], nice=False))
    y = alt.Y("effect:Q", title=effect, scale=alt.Scale(domain=[-limits[1], limits[1]], nice=False))
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
            y=alt.value(6 if corner["top"] else HEIGHT - TWO_LINES),
            text="said:N",
        )
        for corner in corners
    ]  # fmt: skip
    chart = alt.layer(_zero(alt, "x"), _zero(alt, "y"), points, *texts)
    return _finished(chart.properties(width=WIDTH, height=HEIGHT), titles)


def path_figure(
    rows: Sequence[Row], titles: Titles, words: tuple[str, str, str], reform: str, safe: tuple[float, str]
) -> Chart:
    """Return a debt path: the option's bands and median, the base's median, and the safe level.

    Rows: month, median, low, high, lower_half, upper_half, base. ``words`` name the axis of months, the option and the
    base; ``safe`` is the level with its name.
    """
    import altair as alt  # noqa: PLC0415

    base = alt.Chart(_values(alt, rows))
    months = alt.Scale(domain=[rows[0]["month"], 60.0], nice=False)
    x = alt.X("month:Q", title=words[0], axis=alt.Axis(values=list(range(-12, 61, 12)), grid=False), scale=months)
    y = alt.Y("low:Q", title=titles.axis, scale=alt.Scale(zero=True))
    wide = base.mark_area(color=BLUE, opacity=0.18).encode(x=x, y=y, y2="high:Q")
    half = base.mark_area(color=BLUE, opacity=0.30).encode(x=x, y="lower_half:Q", y2="upper_half:Q")
    lines = [
        base.mark_line(color=colour, strokeWidth=2.2, strokeDash=dash).encode(x=x, y=f"{name}:Q")
        for name, colour, dash in (("median", BLUE, [1, 0]), ("base", INK, [6, 4]))
    ]
    last = [{"value": rows[-1]["median"], "said": words[1]}, {"value": rows[-1]["base"], "said": words[2]}]
    names = (
        alt.Chart(_values(alt, last))
        .mark_text(align="left", dx=6, fontSize=11, color=INK)
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
    chart = alt.layer(wide, half, *lines, line, word, start, named, names)
    return _finished(chart.properties(width=WIDTH, height=HEIGHT), titles)


def front_figure(rows: Sequence[Row], titles: Titles, projects: str) -> Chart:
    """Return the trade-off of projects against debt, a point an option, its size the land taken; filled on the front.

    Rows: number, label, place (of the label, from the top), debt, debt_low, debt_high, projects, projects_low,
    projects_high, land, front (flag).
    """
    import altair as alt  # noqa: PLC0415

    base = alt.Chart(_values(alt, rows))
    x = alt.X("debt:Q", title=titles.axis, scale=alt.Scale(zero=True, padding=24))
    y = alt.Y("projects:Q", title=projects, scale=alt.Scale(zero=True, padding=24))
    across = base.mark_rule(color=GREY, strokeWidth=1, opacity=0.6).encode(x="debt_low:Q", x2="debt_high:Q", y=y)
    along = base.mark_rule(color=GREY, strokeWidth=1, opacity=0.6).encode(x=x, y="projects_low:Q", y2="projects_high:Q")
    points = base.mark_point(color=BLUE, strokeWidth=2).encode(
        x=x,
        y=y,
        size=alt.Size("land:Q", scale=alt.Scale(range=[50, 420], zero=False), legend=None),
        fill=alt.condition("datum.front", alt.value(BLUE), alt.value("white")),
        fillOpacity=alt.value(0.75),
    )
    # A number at the point and its name beside the chart: names of options are long and points lie close.
    numbers = base.mark_text(dx=13, dy=-11, fontSize=11.5, color=INK, fontWeight="bold").encode(
        x=x, y=y, text="number:N"
    )
    names = base.mark_text(align="left", baseline="top", fontSize=11, color=INK, lineBreak=BREAK).encode(
        x=alt.value(WIDTH + 14), y=alt.Y("place:Q", axis=None, scale=None), text="label:N"
    )
    plane = alt.layer(_zero(alt, "x"), _zero(alt, "y"), across, along, points, numbers)
    chart = alt.layer(plane, names).resolve_scale(y="independent")
    return _finished(chart.properties(width=WIDTH, height=HEIGHT), titles)


def regret_figure(rows: Sequence[Row], titles: Titles, columns: Sequence[str]) -> Chart:
    """Return the heat map of mean regret: a line an option, a column a part of the futures; each cell says its number.

    Rows: label, column, regret, said.
    """
    import altair as alt  # noqa: PLC0415

    most = max((float(row["regret"]) for row in rows), default=0.0)
    lines = _lines(alt, rows)
    axis = alt.Axis(orient="top", labelAngle=0, ticks=False, domain=False, labelLimit=2 * CELL, labelFontSize=10.5,
                    labelExpr=f"split(datum.label, '{BREAK}')", labelPadding=TWO_LINES / 2.0)  # fmt: skip
    x = alt.X("column:N", sort=list(columns), title=None, axis=axis)
    base = alt.Chart(_values(alt, [{**row, "dark": row["regret"] > 0.55 * most} for row in rows]))
    scale = alt.Scale(domain=[0.0, max(most, 1e-9)], range=[LIGHT, DARK])
    colour = alt.Color("regret:Q", scale=scale, legend=None)
    cells = base.mark_rect(stroke="white", strokeWidth=1.5).encode(x=x, y=lines, color=colour)
    numbers = base.mark_text(fontSize=11).encode(
        x=x, y=lines, text="said:N", color=alt.condition("datum.dark", alt.value("white"), alt.value(INK))
    )
    labels = len({row["label"] for row in rows})
    chart = alt.layer(cells, numbers)
    return _finished(chart.properties(width=CELL * len(columns), height=LINE * max(2, labels)), titles)
