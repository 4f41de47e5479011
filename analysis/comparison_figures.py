"""Figures of a comparison as declarations of tables: effects with bands, a fan over months, flows, parts of a reform.

Each function takes rows and words and returns a Vega-Lite declaration, for a picture, a page or a notebook. Titles
state the finding and come from whoever knows the words. Colours are Okabe and Ito's, which colour-blind readers tell
apart; light and dark differ, so that a print in black and white does too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from analysis.figures import CHINESE_FONTS

BLUE, ORANGE, GREY, INK, PALE, GREEN = "#0072B2", "#D55E00", "#8C8C8C", "#222222", "#A9CCE3", "#009E73"
WIDTH = 480
LINE = 34
"""Height of a line of a figure [px]."""
LETTERS = 78
"""Latin letters, twice the number of Chinese characters, that fit a line of a title."""

FINDING_LETTERS, ABOUT_LETTERS = 76, 98
"""Letters of a line of the finding, and of what is shown, over the whole width of a figure."""
CAPTION_LETTERS = 108
"""Letters of a line of a caption."""
GLUED = "\u00a0%"
"""A percent sign stays on the line of its number."""
LABELLED = 1.16
"""How much wider a figure is whose lines have labels at the left [1]."""

BREAK = "|"
"""Where a label of an axis breaks."""

CLINGING, OPENING = "，。；：、）”？！》", "（“《"
"""Chinese punctuation that stays with the character before it, and with the one behind it."""

VERDICT_COLOURS = {
    "better": BLUE, "worse": ORANGE, "open": GREY, "few": GREY, "nothing": INK, "neutral": GREEN,
}  # fmt: skip
"""What a verdict is drawn in, as in the figures of designs."""

Row = dict[str, Any]
Chart = dict[str, Any]


class Titles(NamedTuple):
    """What stands around a figure: the finding, what is shown, the axis with its unit, a caption line by line."""

    finding: str
    about: str
    axis: str
    note: str
    mark: str = ""
    """By what its numbers are found again; small and grey, last."""


def wrapped(text: str, letters: int = LETTERS) -> list[str]:
    """Break a text into lines; a Chinese character is as wide as two letters, and breaks anywhere.

    >>> wrapped("one two three", 7), wrapped("甲乙丙丁", 4)
    (['one two', 'three'], ['甲乙', '丙丁'])
    """
    lines, line, width = [], "", 0
    for piece in _pieces(text.replace(" %", GLUED)):
        size = sum(2 if ord(letter) > 0x2E7F else 1 for letter in piece)
        if width + len(piece.rstrip()) and width + size - (len(piece) - len(piece.rstrip())) > letters and line:
            lines.append(line.rstrip())
            line, width = "", 0
        line, width = line + piece, width + size
    return [line.replace(GLUED, " %") for line in [*lines, line.rstrip()]]


def _pieces(text: str) -> list[str]:
    """Return words with the space behind them; a Chinese character is a word, its punctuation stays with it."""
    found: list[str] = []
    for letter in text:
        starts = not found or found[-1].endswith(" ")
        starts |= (ord(letter) > 0x2E7F or letter in OPENING) and letter not in CLINGING
        if found and found[-1][-1] in OPENING:
            found[-1] += letter
        elif starts or (ord(found[-1][-1]) > 0x2E7F and ord(letter) <= 0x2E7F and letter != " "):
            found.append(letter)
        else:
            found[-1] += letter
    return found


def effects_figure(rows: Sequence[Row], titles: Titles) -> Chart:
    """Return effects with bands, a line an option: of all draws (thin), of parameters alone (thick), median and zero.

    Rows: label, median, low, high, parameters_low, parameters_high, verdict. Blue is better, orange worse, grey open.
    """
    import altair as alt  # noqa: PLC0415  # slow to import, and needed for figures alone

    lines = _lines(alt, rows)
    base = alt.Chart(_values(alt, rows))
    x = alt.X("low:Q", title=titles.axis, scale=_with_room(alt, rows), axis=alt.Axis(tickCount=6))
    colour = alt.Color(
        "verdict:N", legend=None, scale=alt.Scale(domain=list(VERDICT_COLOURS), range=list(VERDICT_COLOURS.values()))
    )
    band = base.mark_rule(strokeWidth=2).encode(y=lines, x=x, x2="high:Q", color=colour)
    ends = [
        base.mark_tick(thickness=2, size=10).encode(y=lines, x=alt.X(f"{end}:Q"), color=colour)
        for end in ("low", "high")
    ]
    parameters = base.mark_bar(height=11, opacity=0.35).encode(
        y=lines, x="parameters_low:Q", x2="parameters_high:Q", color=colour
    )
    median = base.mark_tick(color=INK, thickness=3, size=18).encode(y=lines, x="median:Q")
    said = base.mark_text(align="left", baseline="middle", dx=6, color=INK, fontSize=11).encode(
        y=lines, x=alt.value(WIDTH), text="said:N"
    )
    chart = alt.layer(_zero(alt, "x"), parameters, band, *ends, median, said)
    return _finished(chart.properties(width=WIDTH, height=LINE * max(2, len(rows))), titles, LABELLED)


def _with_room(alt: Any, rows: Sequence[Row]) -> Any:
    """Return the scale of an axis that holds all bands, and nothing, with room beyond the outermost ends."""
    ends = [0.0, *(float(row[name]) for row in rows for name in ("low", "high"))]
    room = 0.05 * (max(ends) - min(ends)) or 1.0
    return alt.Scale(domain=[min(ends) - room, max(ends) + room], nice=False)


def bands_figure(rows: Sequence[Row], titles: Titles, level: float, said: str) -> Chart:
    """Return bands with their medians, a line each, against a vertical line at a level that was published.

    Rows: label, median, low, high, said.
    """
    import altair as alt  # noqa: PLC0415

    lines = _lines(alt, rows)
    base = alt.Chart(_values(alt, rows))
    x = alt.X("low:Q", title=titles.axis, scale=alt.Scale(zero=False, nice=True))
    bands = base.mark_bar(height=11, color=PALE, stroke=BLUE, strokeWidth=0.6).encode(y=lines, x=x, x2="high:Q")
    median = base.mark_tick(color=INK, thickness=3, size=18).encode(y=lines, x="median:Q")
    beside = base.mark_text(align="left", baseline="middle", dx=6, color=INK, fontSize=11).encode(
        y=lines, x=alt.value(WIDTH), text="said:N"
    )
    published = alt.Chart(_values(alt, [{"level": level, "said": said}]))
    line = published.mark_rule(color=ORANGE, strokeWidth=2, strokeDash=[2, 2]).encode(x="level:Q")
    word = published.mark_text(align="left", dx=4, dy=-6, baseline="bottom", color=ORANGE, fontSize=11).encode(
        x="level:Q", y=alt.value(0), text="said:N"
    )
    chart = alt.layer(bands, median, beside, line, word)
    return _finished(chart.properties(width=WIDTH, height=LINE * max(2, len(rows))), titles, LABELLED)


def parts_figure(rows: Sequence[Row], titles: Titles) -> Chart:
    """Return a waterfall of the parts of a reform: means that add up to the total, each with its band.

    Rows: label, start, end, low, high, kind (up, down, total), said.
    """
    import altair as alt  # noqa: PLC0415

    lines = _lines(alt, rows)
    colours = alt.Scale(domain=["up", "down", "total"], range=[BLUE, ORANGE, GREY])
    base = alt.Chart(_values(alt, rows))
    bars = base.mark_bar(height=16, opacity=0.75).encode(
        y=lines,
        x=alt.X("start:Q", title=titles.axis, scale=alt.Scale(zero=True)),
        x2="end:Q",
        color=alt.Color("kind:N", scale=colours, legend=None),
    )
    bands = base.mark_rule(color=INK, strokeWidth=1.5).encode(y=lines, x="low:Q", x2="high:Q")
    said = base.mark_text(align="left", baseline="middle", dx=6, color=INK, fontSize=11).encode(
        y=lines, x=alt.value(WIDTH), text="said:N"
    )
    whole = base.transform_filter("datum.kind == 'total'").mark_point(
        shape="diamond", size=90, filled=True, color=INK, opacity=1
    )
    marker = whole.encode(y=lines, x="end:Q")  # for a total near nothing has no bar to see
    chart = alt.layer(_zero(alt, "x"), bars, bands, marker, said)
    return _finished(chart.properties(width=WIDTH, height=LINE * max(2, len(rows))), titles, LABELLED)


def fan_figure(rows: Sequence[Row], titles: Titles, words: tuple[str, str, str], reform: str) -> Chart:
    """Return a fan: the option's band of 90 % and of half of the draws over months, its median, the base's, the date.

    Rows: month, median, low, high, lower_half, upper_half, base; base_low and base_high where the base's band is drawn.
    ``words`` name the month axis, option and base; ``reform`` the line at the first changed lever.
    """
    import altair as alt  # noqa: PLC0415

    base = alt.Chart(_values(alt, rows))
    months = alt.Scale(domain=[rows[0]["month"] - 1, rows[-1]["month"]], nice=False)
    x = alt.X("month:Q", title=words[0], axis=alt.Axis(values=list(range(-12, 61, 12)), grid=False), scale=months)
    y = alt.Y("low:Q", title=titles.axis, scale=alt.Scale(zero=True))
    wide = base.mark_area(color=BLUE, opacity=0.18).encode(x=x, y=y, y2="high:Q")
    half = base.mark_area(color=BLUE, opacity=0.30).encode(x=x, y="lower_half:Q", y2="upper_half:Q")
    lines = alt.layer(
        *(
            base.mark_line(color=colour, strokeWidth=2.2, strokeDash=dash).encode(x=x, y=f"{name}:Q")
            for name, colour, dash in (("median", BLUE, [1, 0]), ("base", INK, [6, 4]))
        )
    )
    last = [
        {"month": rows[-1]["month"], "value": rows[-1][name], "said": word}
        for name, word in (("median", words[1]), ("base", words[2]))
    ]
    labels = _kept_apart(last, max(row["high"] for row in rows) - min(0.0, *(row["low"] for row in rows)))
    names = (
        alt.Chart(_values(alt, labels))
        .mark_text(align="left", baseline="middle", dx=6, fontSize=11, color=INK, lineBreak=BREAK)
        .encode(x="month:Q", y="value:Q", text="said:N")
    )
    date = alt.Chart(_values(alt, [{"month": 0.0, "said": reform}]))
    line = date.mark_rule(color=ORANGE, strokeWidth=2, strokeDash=[2, 2]).encode(x="month:Q")
    word = date.mark_text(align="left", dx=4, dy=-6, baseline="bottom", color=ORANGE, fontSize=11).encode(
        x="month:Q", y=alt.value(0), text="said:N"
    )
    chart = alt.layer(*base_band(alt, rows, x), wide, half, lines, line, word, names)
    return _finished(chart.properties(width=WIDTH, height=300), titles)


def base_band(alt: Any, rows: Sequence[Row], x: Any) -> list[Any]:
    """Return the band of the base as a layer below all others; none where rows have none."""
    if not rows or "base_low" not in rows[0]:
        return []
    band = alt.Chart(_values(alt, rows)).mark_area(color=GREY, opacity=0.3)
    return [band.encode(x=x, y="base_low:Q", y2="base_high:Q")]


def _kept_apart(labels: list[Row], height: float) -> list[Row]:
    """Return the labels of two line ends, moved apart where they would lie on each other."""
    first, second = sorted(labels, key=lambda row: float(row["value"]))
    lines = 1 + max(str(row["said"]).count(BREAK) for row in labels)
    lack = 0.06 * lines * height - (second["value"] - first["value"])
    if lack > 0.0:
        first["value"], second["value"] = first["value"] - lack / 2.0, second["value"] + lack / 2.0
    return [first, second]


def flows_figure(rows: Sequence[Row], titles: Titles, words: tuple[str, str]) -> Chart:
    """Return where a zone's gained projects came from and its lost ones went, a line a place, with bands.

    Rows: label, side (gained, lost), mean (lost ones negative), low, high. ``words`` name the two sides.
    """
    import altair as alt  # noqa: PLC0415

    lines = _lines(alt, rows)
    base = alt.Chart(_values(alt, rows))
    colours = alt.Scale(domain=list(words), range=[BLUE, ORANGE])
    bars = base.mark_bar(height=15, opacity=0.75).encode(
        y=lines,
        x=alt.X("mean:Q", title=titles.axis, scale=alt.Scale(zero=True)),
        color=alt.Color("side:N", scale=colours, legend=alt.Legend(title=None, orient="top")),
    )
    bands = base.mark_rule(color=INK, strokeWidth=1.3).encode(y=lines, x="low:Q", x2="high:Q")
    chart = alt.layer(bars, bands, _zero(alt, "x"))
    return _finished(
        chart.properties(width=WIDTH, height=LINE * max(3, len({row["label"] for row in rows}))), titles, LABELLED
    )


def _values(alt: Any, rows: Sequence[Row]) -> Any:
    return alt.Data(values=list(rows))


def _lines(alt: Any, rows: Sequence[Row]) -> Any:
    """Return the axis of labels, in the order of the rows; a long label takes several lines."""
    axis = alt.Axis(
        labelLimit=330,
        ticks=False,
        domain=False,
        grid=False,
        labelPadding=8,
        labelExpr=f"split(datum.label, '{BREAK}')",
    )
    return alt.Y("label:N", sort=list(dict.fromkeys(row["label"] for row in rows)), title=None, axis=axis)


def label(text: str) -> str:
    """Return a label that is broken into lines of the axis."""
    return BREAK.join(wrapped(text, 30))


def end_label(text: str) -> str:
    """Return the name of a line's end, broken into lines so that a figure stays as wide as a page."""
    return BREAK.join(wrapped(text, 22))


def _zero(alt: Any, side: str) -> Any:
    """Return the line of no difference."""
    at = alt.Chart(_values(alt, [{"nothing": 0.0}])).mark_rule(color=GREY, strokeWidth=1)
    return at.encode(x="nothing:Q") if side == "x" else at.encode(y="nothing:Q")


def _finished(chart: Any, titles: Titles, wider: float = 1.0) -> Chart:
    """Return the declaration with its title, note and type."""
    import altair as alt  # noqa: PLC0415

    finding = wrapped(titles.finding, int(wider * FINDING_LETTERS))
    about = wrapped(titles.about, int(wider * ABOUT_LETTERS))
    title = alt.TitleParams(
        finding, subtitle=about, anchor="start", frame="bounds", offset=14,
        fontSize=14, subtitleFontSize=11.5, subtitleColor="#555555", subtitlePadding=6, color=INK, lineHeight=19,
    )  # fmt: skip
    noted = [line for text in titles.note.split("\n") for line in wrapped(text, CAPTION_LETTERS)]
    note = (
        alt.Chart(_values(alt, [{}]))
        .mark_text(align="left", baseline="top", color="#333333", fontSize=10.5, lineHeight=14)
        .encode(x=alt.value(0), y=alt.value(0), text=alt.value(noted))
        .properties(width=WIDTH, height=14 * len(noted), view=alt.ViewConfig(stroke=None))
    )
    marked = (
        alt.Chart(_values(alt, [{}]))
        .mark_text(align="left", baseline="top", color=GREY, fontSize=8)
        .encode(x=alt.value(0), y=alt.value(0), text=alt.value(titles.mark))
        .properties(width=WIDTH, height=8, view=alt.ViewConfig(stroke=None))
    )
    below = [note, marked] if titles.mark else [note]
    latin = ("Helvetica", "Arial", "DejaVu Sans")
    chinese = any(ord(letter) > 0x2E7F for letter in titles.finding + titles.about)
    # Renderers take the first font for what it has and any other for the rest, a serif one perhaps.
    fonts = ", ".join((*CHINESE_FONTS, *latin, "sans-serif") if chinese else (*latin, *CHINESE_FONTS, "sans-serif"))
    whole = (
        alt.vconcat(chart.properties(title=title), *below, spacing=8)
        .resolve_scale(color="independent", shape="independent")  # so that a legend stays with its chart
        .configure(font=fonts, padding=18, background="white")
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=11.5, titleFontSize=11.5, titleFontWeight="normal", gridColor="#e6e6e6",
                        domainColor=GREY, labelColor=INK, titleColor=INK)
    )  # fmt: skip
    declared: Chart = whole.to_dict()
    return declared


def framed(chart: Any, titles: Titles) -> Chart:
    """Return the declaration of a chart made elsewhere, with title, note and type as here."""
    return _finished(chart, titles)
