"""Figures of a calibration in matplotlib: what was published beside what is simulated, and how far to trust it.

Each takes rows of `analysis.diagnostics` and words, and returns a picture: a notebook shows it, ``write`` makes it a
file. Colours are Okabe and Ito's, which colour-blind readers tell apart; prior, posterior and published also differ in
width, shape and lightness, so that a print in black and white says the same.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from analysis.comparison_figures import wrapped
from analysis.diagnostics import (
    Coverage,
    Pairs,
    ParameterRow,
    PeriodRow,
    RankRow,
    SkillRow,
    Span,
    StageRow,
    TargetRow,
)
from analysis.figures import chinese_font
from sim.store.files import write_bytes

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, QUIET, GRID = "#222222", "#555555", "#dddddd"
PRIOR, POSTERIOR, PUBLISHED = "#C9C9C9", "#0072B2", "#D55E00"
MODEL_PALE = "#A9CCE3"
NAIVE_SIGNS = (("o", "#009E73"), ("s", "#CC79A7"), ("^", "#E69F00"), ("v", "#56B4E9"), ("P", "#7F7F7F"))
"""Shape and colour of naive forecasts, in their order."""
ENDINGS = (".png", ".svg", ".pdf")
DOTS = 150
"""Dots of a bitmap to the inch."""
LINE, HEADING, SMALL = 0.30, 0.23, 0.165
"""Heights of a row, a line of the finding, and a line of small print [inch]."""
FINDING_LETTERS, ABOUT_LETTERS, NOTE_LETTERS = 9.7, 15.5, 16.5
"""Latin letters to the inch of a finding, of what is drawn, and of a note."""
NAME_LETTERS = 46
"""Letters of the name of a row before it is broken."""
MOST_TICKS = 8
FARTHEST = 64.0
"""Times what was published at which an axis ends at most; bands beyond it are cut and marked."""


class Words(NamedTuple):
    """What stands around a figure: the finding, what is drawn, the note below it, and its other words by key."""

    finding: str
    about: str
    note: str
    terms: Mapping[str, str]


@dataclass(frozen=True)
class Picture:
    """A drawn figure, with what it is of, which a file holds in its metadata, and the finding that it states."""

    figure: Figure
    identity: str
    finding: str

    def content(self, ending: str) -> bytes:
        """Return the picture as a file of this ending: .png, .svg or .pdf."""
        key = "Subject" if ending == ".pdf" else "Description"
        undated = {"CreationDate": None} if ending == ".pdf" else {} if ending == ".png" else {"Date": None}
        file = io.BytesIO()
        with style():
            self.figure.savefig(
                file, format=ending.removeprefix("."), dpi=DOTS, metadata={key: self.identity, **undated}
            )
        return file.getvalue()

    def write(self, file: Path) -> None:
        """Write the picture to a file, whole or not at all."""
        write_bytes(file, self.content(file.suffix))

    def _repr_png_(self) -> bytes:
        """Return what a notebook shows."""
        return self.content(".png")


@contextmanager
def style() -> Iterator[None]:
    """Draw with fonts that can write Chinese where there are any; text stays text in drawings."""
    from matplotlib import rc_context  # noqa: PLC0415  # slow to import, and needed for figures alone

    found = chinese_font()
    with rc_context({
        "font.family": ["DejaVu Sans", *([found] if found else [])], "font.size": 9,
        "svg.hashsalt": "zonereform", "svg.fonttype": "none",
        "axes.spines.top": False, "axes.spines.right": False,
    }):  # fmt: skip
        yield


@contextmanager
def framed(width: float, height: float, words: Words, legend: int = 1) -> Iterator[Figure]:
    """Give a figure whose panels are ``height`` high, with finding and description above and the note below [inch].

    ``legend`` is the number of lines that stay free for a legend above the note.
    """
    from matplotlib.figure import Figure  # noqa: PLC0415

    finding = wrapped(words.finding, int(width * FINDING_LETTERS))
    about = wrapped(words.about, int(width * ABOUT_LETTERS))
    note = _note_lines(words, width)
    top = 0.12 + HEADING * len(finding) + SMALL * len(about) + 0.08
    bottom = 0.1 + SMALL * len(note) + 0.26 * legend
    whole = top + height + bottom
    with style():
        figure = Figure(figsize=(width, whole), layout="constrained")
        engine: Any = figure.get_layout_engine()
        engine.set(rect=(0.0, bottom / whole, 1.0, height / whole), w_pad=0.06, h_pad=0.06)
        edge = 0.12 / width
        figure.text(edge, 1 - 0.1 / whole, "\n".join(finding), va="top", fontsize=12, fontweight="bold", color=INK)
        figure.text(
            edge, 1 - (0.14 + HEADING * len(finding)) / whole, "\n".join(about), va="top", fontsize=8.6, color=QUIET
        )
        figure.text(edge, 0.06 / whole, "\n".join(note), va="bottom", fontsize=8, color=QUIET)
        yield figure


def _note_lines(words: Words, width: float) -> list[str]:
    """Return the note in lines that fit a width [inch]."""
    return wrapped(words.note, int(width * NOTE_LETTERS)) if words.note else []


def _legend(figure: Figure, handles: Sequence[Any], words: Words, lines: int = 1) -> None:
    """Put a legend above the note, on so many lines."""
    width, height = figure.get_size_inches()
    note = _note_lines(words, width)
    figure.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0.06 / width, (0.07 + SMALL * len(note)) / height),
        ncols=math.ceil(len(handles) / lines), frameon=False, fontsize=8.6, borderaxespad=0.0, columnspacing=1.6,
    )  # fmt: skip


def _bar(label: str, colour: str, width: float) -> Any:
    from matplotlib.lines import Line2D  # noqa: PLC0415

    return Line2D([], [], color=colour, linewidth=width, label=label, solid_capstyle="butt")


def _sign(label: str, colour: str, marker: str) -> Any:
    from matplotlib.lines import Line2D  # noqa: PLC0415

    return Line2D([], [], color=colour, linewidth=0, marker=marker, markersize=6.5, label=label, markeredgecolor=INK,
                  markeredgewidth=0.4)  # fmt: skip


class Ruled(NamedTuple):
    """Rows in their groups: the heading of each group and the place of each row, from the top."""

    headings: Sequence[tuple[float, str]]
    places: Sequence[float]
    height: float
    """All of it [rows]."""


def ruled(groups: Sequence[str]) -> Ruled:
    """Return where rows stand when those with one group have a heading above them.

    >>> ruled(["a", "a", "b"])
    Ruled(headings=[(0.0, 'a'), (3.3, 'b')], places=[1.0, 2.0, 4.3], height=5.3)
    """
    headings, places, at = [], [], 0.0
    for number, group in enumerate(groups):
        if number == 0 or group != groups[number - 1]:
            at += 0.3 if number else 0.0
            headings.append((round(at, 6), group))
            at += 1.0
        places.append(round(at, 6))
        at += 1.0
    return Ruled(headings, places, round(at, 6))


def _write_rows(axes: Axes, rule: Ruled, names: Sequence[str], told: Sequence[str], colours: Sequence[str]) -> None:
    """Write headings and names left of an axis, and what is told of each row right of it."""
    axes.set_ylim(rule.height - 0.3, -0.6)
    axes.set_yticks(rule.places, ["\n".join(wrapped(name, NAME_LETTERS)) for name in names])
    axes.tick_params(axis="y", length=0, labelsize=8.6)
    axes.spines["left"].set_visible(False)
    for place, heading in rule.headings:
        axes.annotate(heading, (0.0, place), xycoords=("axes fraction", "data"), xytext=(-4, 0),
                      textcoords="offset points", ha="right", va="center", fontweight="bold", color=INK)  # fmt: skip
    right = axes.secondary_yaxis("right")
    right.set_yticks(rule.places, told)
    right.tick_params(length=0, labelsize=8.4)
    right.spines["right"].set_visible(False)
    for label, colour in zip(right.get_yticklabels(), colours, strict=True):
        label.set_color(colour)


def _times_axis(axes: Axes, spans: Sequence[Span], title: str) -> tuple[float, float]:
    """Give an axis of times what was published, and return its ends."""
    ends = [v for span in spans for v in (span.low, span.high) if math.isfinite(v) and v > 0.0]
    least, most = math.log2(min(ends, default=0.5)) - 0.05, math.log2(max(ends, default=2.0)) + 0.05
    low, high = max(1.0 / FARTHEST, 2.0 ** math.floor(least)), min(FARTHEST, 2.0 ** math.ceil(most))
    axes.set_xscale("log", base=2)
    axes.set_xlim(low, high)
    step = 1 if math.log2(high / low) <= MOST_TICKS else 2
    powers = range(-step * int(-math.log2(low) // step), round(math.log2(high)) + 1, step)  # one is among them
    axes.set_xticks(
        [2.0**power for power in powers], [f"{2**power}" if power >= 0 else f"1/{2**-power}" for power in powers]
    )
    axes.set_xlabel(title)
    axes.grid(axis="x", color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.axvline(1.0, color=PUBLISHED, linewidth=0.8, zorder=1)
    return low, high


def _draw_span(axes: Axes, span: Span, place: float, ends: tuple[float, float], **kind: Any) -> None:
    """Draw a band, cut at the ends of the axis, with an arrow where it goes on."""
    if not math.isfinite(span.middle):
        return
    low, high = max(span.low, ends[0]), min(span.high, ends[1])
    axes.plot([low, high], [place, place], solid_capstyle="butt", **kind)
    for value, end, arrow in ((span.low, ends[0], "<"), (span.high, ends[1], ">")):
        if (value < end) if arrow == "<" else (value > end):
            axes.plot(end, place, arrow, color=INK, markersize=4, clip_on=False)


def targets_figure(rows: Sequence[TargetRow], names: Sequence[str], groups: Sequence[str], told: Sequence[str],
                   words: Words, identity: str) -> Picture:  # fmt: skip
    """Draw figures as times what was published: bands of prior and posterior, and the published interval.

    Without a word for the prior beside it, the one band is that of the prior itself.
    """
    alone = "prior" not in words.terms
    colour, thickness = (PRIOR, 10.0) if alone else (POSTERIOR, 4.5)
    rule = ruled(groups)
    with framed(10.5, LINE * rule.height + 0.6, words) as figure:
        axes = figure.subplots()
        ends = _times_axis(axes, [s for row in rows for s in (row.prior, row.posterior)], words.terms["axis"])
        for row, place in zip(rows, rule.places, strict=True):
            _draw_span(axes, row.prior, place, ends, color=PRIOR, linewidth=10, zorder=2)
            _draw_span(axes, row.posterior, place, ends, color=colour, linewidth=thickness, zorder=3)
            if row.modelled:
                axes.plot(row.posterior.middle, place, "|", color=INK, markersize=11, markeredgewidth=1.8, zorder=5)
            _draw_published(axes, row, place, ends)
        colours = [INK if row.inside else PUBLISHED if row.modelled else QUIET for row in rows]
        _write_rows(axes, rule, names, told, colours)
        terms = words.terms
        before = [] if alone else [_bar(terms["prior"], PRIOR, 10)]
        _legend(figure, [*before, _bar(terms["posterior"], colour, thickness),
                         _sign(terms["published"], PUBLISHED, "D")], words)  # fmt: skip
    return Picture(figure, identity, words.finding)


def _draw_published(axes: Axes, row: TargetRow, place: float, ends: tuple[float, float]) -> None:
    """Draw the published interval as a line with a diamond in its middle."""
    low, high = max(row.published.low, ends[0]), min(row.published.high, ends[1])
    axes.plot([low, high], [place, place], color=PUBLISHED, linewidth=2.2, zorder=6, solid_capstyle="butt")
    axes.plot(1.0, place, "D", color=PUBLISHED, markersize=5.5, markeredgecolor=INK, markeredgewidth=0.4, zorder=7)


def parameters_figure(rows: Sequence[ParameterRow], names: Sequence[str], ticks: Sequence[Sequence[str]], words: Words,
                      identity: str) -> Picture:  # fmt: skip
    """Draw prior and posterior of every moved parameter, on the standard scores of its prior.

    On these every prior is the same; ``ticks`` write what its ends of 90 % and its median are in the parameter's unit.
    """
    from arviz_stats import base  # noqa: PLC0415  # slow to import
    from scipy.stats import norm  # noqa: PLC0415

    across, height = 4, 1.55
    down = math.ceil(len(rows) / across)
    statistics: Any = base  # it has no types
    grid = np.linspace(-3.2, 3.2, 257)
    density = norm.pdf(grid)
    with framed(10.5, height * down, words) as figure:
        panels = figure.subplots(down, across, squeeze=False).ravel()
        most = 0.0
        for axes, row, name, tick in zip_longest(panels, rows, names, ticks):
            if row is None:
                axes.set_visible(False)
                continue
            x, y, _ = statistics.array_stats.kde(row.scores)
            most = max(most, float(y.max()))
            axes.fill_between(grid, density, color=PRIOR, linewidth=0)
            axes.plot(x, y, color=POSTERIOR, linewidth=1.6)
            low, middle, high = np.quantile(row.scores, [0.05, 0.5, 0.95])
            axes.plot([low, high], [-0.04, -0.04], color=POSTERIOR, linewidth=4.5, solid_capstyle="butt")
            axes.plot(middle, -0.04, "|", color=INK, markersize=9, markeredgewidth=1.6)
            axes.set_title("\n".join(wrapped(name, 38)), loc="left", fontsize=8.2)
            axes.set_xticks([-1.645, 0.0, 1.645], tick)
            axes.set_xlim(-3.2, 3.2)
            axes.set_yticks([])
            axes.tick_params(labelsize=8)
            axes.spines["left"].set_visible(False)
        for axes in panels[: len(rows)]:
            axes.set_ylim(-0.09, 1.08 * most)
        terms = words.terms
        _legend(figure, [_bar(terms["prior"], PRIOR, 10), _bar(terms["posterior"], POSTERIOR, 1.6),
                         _bar(terms["band"], POSTERIOR, 4.5)], words)  # fmt: skip
    return Picture(figure, identity, words.finding)


def pairs_figure(pairs: Pairs, names: Sequence[tuple[str, str]], told: Sequence[str], words: Words,
                 identity: str) -> Picture:  # fmt: skip
    """Draw the strongest pairs of parameters as clouds: draws of the prior behind those of the posterior."""
    across = 2
    down = math.ceil(len(pairs.rows) / across)
    with framed(9.0, 3.3 * down, words) as figure:
        panels = figure.subplots(down, across, squeeze=False).ravel()
        for axes, row, named, title in zip_longest(panels, pairs.rows, names, told):
            if row is None:
                axes.set_visible(False)
                continue
            axes.scatter(*row.prior, s=7, color=PRIOR, linewidths=0, rasterized=True)
            axes.scatter(*row.draws, s=7, color=POSTERIOR, alpha=0.45, linewidths=0, rasterized=True)
            for axis, values, prior, name in zip((axes.xaxis, axes.yaxis), row.draws, row.prior, named, strict=True):
                both = np.concatenate([values, prior])
                axis.set_label_text("\n".join(wrapped(name, 46 if axis is axes.xaxis else 36)))
                low, high = np.quantile(both, [0.002, 0.998])
                if low > 0.0 and high / low > 8.0:
                    _log_axis(axes, axis is axes.xaxis, low, high)
                else:
                    (axes.set_xlim if axis is axes.xaxis else axes.set_ylim)(low, high)
            axes.set_title(title, loc="left", fontsize=9)
            axes.grid(color=GRID, linewidth=0.5)
            axes.set_axisbelow(True)
        terms = words.terms
        _legend(figure, [_sign(terms["prior"], PRIOR, "o"), _sign(terms["posterior"], POSTERIOR, "o")], words)
    return Picture(figure, identity, words.finding)


def _log_axis(axes: Axes, across: bool, low: float, high: float) -> None:
    """Make an axis logarithmic, with plain numbers at 1, 2 and 5."""
    from matplotlib.ticker import LogLocator, NullFormatter  # noqa: PLC0415

    (axes.set_xscale if across else axes.set_yscale)("log")
    (axes.set_xlim if across else axes.set_ylim)(low, high)
    axis: Any = axes.xaxis if across else axes.yaxis
    axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    axis.set_major_formatter(lambda value, _position: f"{value:g}")
    axis.set_minor_formatter(NullFormatter())


def funnel_figure(rows: Sequence[StageRow], names: Sequence[str], words: Words, identity: str) -> Picture:
    """Draw projects by stage, and the share of each stage that the one before it reaches, in the same draw."""
    with framed(10.0, 3.4, words) as figure:
        left, right = figure.subplots(1, 2, width_ratios=(1.35, 1.0))
        for at, row in enumerate(rows):
            _draw_upright(left, at, row.prior, row.posterior, row.published)
        left.set_xticks(range(len(rows)), names)
        left.set_ylabel(words.terms["projects"])
        left.set_ylim(0.0)
        for at, row in enumerate(rows[1:]):
            published = Span(row.share_published, row.share_published, row.share_published)
            _draw_upright(right, at, row.share_prior, row.share_posterior, published)
        right.set_xticks(range(len(rows) - 1), [
            f"{after}\n/ {before}" for before, after in pairwise(names)])  # fmt: skip
        right.set_ylabel(words.terms["share"])
        right.set_ylim(0.0)
        for axes in (left, right):
            axes.grid(axis="y", color=GRID, linewidth=0.6)
            axes.set_axisbelow(True)
            axes.tick_params(axis="x", length=0)
            axes.margins(x=0.12)
        terms = words.terms
        _legend(figure, [_bar(terms["prior"], PRIOR, 10), _bar(terms["posterior"], POSTERIOR, 4.5),
                         _sign(terms["published"], PUBLISHED, "D")], words)  # fmt: skip
    return Picture(figure, identity, words.finding)


def _draw_upright(axes: Axes, at: float, prior: Span, posterior: Span, published: Span) -> None:
    """Draw bands upright, with the published number in its place."""
    for span, colour, width in ((prior, PRIOR, 22), (posterior, POSTERIOR, 9)):
        axes.plot([at, at], [span.low, span.high], color=colour, linewidth=width, solid_capstyle="butt")
    axes.plot(at, posterior.middle, "_", color=INK, markersize=20, markeredgewidth=2)
    axes.plot([at, at], [published.low, published.high], color=PUBLISHED, linewidth=2.2)
    axes.plot(at, published.middle, "D", color=PUBLISHED, markersize=7, markeredgecolor=INK, markeredgewidth=0.5)


def ranks_figure(rows: Sequence[RankRow], names: Sequence[str], told: Sequence[str], words: Words,
                 identity: str) -> Picture:  # fmt: skip
    """Draw how far the ranks of truths lie from even, one panel a parameter, within the band that they may fill."""
    across = 4
    down = math.ceil(len(rows) / across)
    reach = 1.15 * max(float(np.abs(row.distance).max()) for row in rows)
    reach = max(reach, 1.25 * max(row.allowed for row in rows))
    with framed(10.5, 1.45 * down + 0.2, words) as figure:
        panels = figure.subplots(down, across, squeeze=False, sharex=True, sharey=True).ravel()
        for number, (axes, row, name, note) in enumerate(zip_longest(panels, rows, names, told)):
            if row is None:
                axes.set_visible(False)
                continue
            axes.axhspan(-row.allowed, row.allowed, color=PRIOR, linewidth=0, alpha=0.7)
            axes.axhline(0.0, color=INK, linewidth=0.6)
            colour = POSTERIOR if row.passes else PUBLISHED
            axes.plot(row.shares, row.distance, color=colour, linewidth=1.4 if row.passes else 2.2)
            axes.set_title("\n".join([*wrapped(name, 38), note]), loc="left", fontsize=8,
                           color=INK if row.passes else PUBLISHED)  # fmt: skip
            axes.set_ylim(-reach, reach)
            axes.set_xlim(0.0, 1.0)
            axes.tick_params(labelsize=7.5, labelbottom=number + across >= len(rows))
            if number + across >= len(rows):
                axes.set_xlabel(words.terms["rank"], fontsize=8)
        figure.supylabel(words.terms["distance"], fontsize=8.6)
        terms = words.terms
        _legend(figure, [_bar(terms["allowed"], PRIOR, 10), _bar(terms["even"], POSTERIOR, 1.4),
                         _bar(terms["uneven"], PUBLISHED, 2.2)], words)  # fmt: skip
    return Picture(figure, identity, words.finding)


def coverage_figure(found: Coverage, gates: Mapping[float, tuple[float, float]], words: Words,
                    identity: str) -> Picture:  # fmt: skip
    """Draw the share of truths in bands of each level against the level, pooled and by parameter."""
    with framed(7.5, 4.4, words, legend=2) as figure:
        axes = figure.subplots()
        axes.plot([0.0, 1.0], [0.0, 1.0], color=INK, linewidth=0.8, linestyle=(0, (4, 3)))
        for share in found.by_parameter.values():
            axes.plot(found.levels, share, color=PRIOR, linewidth=0.9, zorder=1)
        axes.fill_between(found.levels, found.low, found.high, color=MODEL_PALE, linewidth=0, zorder=2)
        axes.plot(found.levels, found.pooled, color=POSTERIOR, linewidth=2.2, zorder=3)
        for level, (low, high) in gates.items():
            axes.plot([level, level], [low, high], color=PUBLISHED, linewidth=3.5, solid_capstyle="butt", zorder=4)
        axes.set_xlim(0.0, 1.0)
        axes.set_ylim(0.0, 1.0)
        axes.set_xlabel(words.terms["level"])
        axes.set_ylabel(words.terms["share"])
        axes.grid(color=GRID, linewidth=0.5)
        axes.set_axisbelow(True)
        terms = words.terms
        _legend(figure, [_bar(terms["pooled"], POSTERIOR, 2.2), _bar(terms["band"], MODEL_PALE, 9),
                         _bar(terms["one"], PRIOR, 0.9), _bar(terms["gate"], PUBLISHED, 3.5)], words, 2)  # fmt: skip
    return Picture(figure, identity, words.finding)


def held_out_figure(
    rows: Sequence[TargetRow], names: Sequence[str], groups: Sequence[str], told: Sequence[str],
    skill: Sequence[SkillRow], rules: Mapping[str, str], words: Words, identity: str,
) -> Picture:  # fmt: skip
    """Draw held-out figures beside the posterior, the prior and naive forecasts; below, who scores better.

    ``rules`` are the words of the naive forecasts by name, in the order of their signs, and of the prior.
    """
    rule = ruled(groups)
    signs = dict(zip([name for name in rules if name != "prior"], NAIVE_SIGNS, strict=False))
    heights = (LINE * 1.35 * rule.height + 0.6, 0.34 * len(skill) + 0.6)
    with framed(10.5, sum(heights), words, legend=3) as figure:
        upper, lower = figure.subplots(2, 1, height_ratios=heights)
        spans = [s for row in rows for s in (row.prior, row.posterior, *row.naive.values())]
        ends = _times_axis(upper, spans, words.terms["axis"])
        for row, place in zip(rows, rule.places, strict=True):
            _draw_span(upper, row.prior, place, ends, color=PRIOR, linewidth=10, zorder=2)
            _draw_span(upper, row.posterior, place, ends, color=POSTERIOR, linewidth=4.5, zorder=3)
            upper.plot(row.posterior.middle, place, "|", color=INK, markersize=11, markeredgewidth=1.8, zorder=5)
            for step, (name, span) in enumerate(row.naive.items(), 1):
                _draw_naive(upper, span, place + 0.22 + 0.13 * step, ends, signs[name])
            _draw_published(upper, row, place, ends)
        _write_rows(upper, rule, names, told, [INK if row.inside else PUBLISHED for row in rows])
        _draw_skill(lower, skill, rules, words)
        terms = words.terms
        handles = [_bar(terms["prior"], PRIOR, 10), _bar(terms["posterior"], POSTERIOR, 4.5),
                   _sign(terms["published"], PUBLISHED, "D")]  # fmt: skip
        handles += [_sign(rules[name], colour, marker) for name, (marker, colour) in signs.items()]
        _legend(figure, handles, words, 3)
    return Picture(figure, identity, words.finding)


def _draw_naive(axes: Axes, span: Span, place: float, ends: tuple[float, float], sign: tuple[str, str]) -> None:
    """Draw a naive forecast as a thin band with its sign."""
    marker, colour = sign
    _draw_span(axes, span, place, ends, color=colour, linewidth=1.2, zorder=3)
    axes.plot(min(max(span.middle, ends[0]), ends[1]), place, marker, color=colour, markersize=5,
              markeredgecolor=INK, markeredgewidth=0.4, zorder=4)  # fmt: skip


def _draw_skill(axes: Axes, rows: Sequence[SkillRow], rules: Mapping[str, str], words: Words) -> None:
    """Draw mean differences of scores, with intervals where there are figures enough to have one."""
    for place, row in enumerate(rows):
        if math.isfinite(row.low):
            axes.plot([row.low, row.high], [place, place], color=POSTERIOR, linewidth=4.5, solid_capstyle="butt")
        axes.plot(row.difference, place, "|", color=INK, markersize=12, markeredgewidth=2)
    axes.axvline(0.0, color=INK, linewidth=0.8)
    axes.set_yticks(range(len(rows)), [f"{rules[row.name]} ({row.figures})" for row in rows])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(words.terms["skill"])
    axes.grid(axis="x", color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)


def periods_figure(rows: Sequence[PeriodRow], names: Sequence[str], groups: Sequence[str], words: Words,
                   identity: str) -> Picture:  # fmt: skip
    """Draw the months that each compared figure speaks of; of one that counts all so far, the last as an arrow."""
    rule = ruled(groups)
    first = math.floor(min(row.first for row in rows if math.isfinite(row.first)))
    last = math.ceil(max(row.last for row in rows))
    with framed(10.5, LINE * rule.height + 0.6, words) as figure:
        axes = figure.subplots()
        for row, place in zip(rows, rule.places, strict=True):
            colour = POSTERIOR if row.role == "calibrate" else PUBLISHED
            if math.isfinite(row.first):
                axes.plot([row.first, row.last], [place, place], color=colour, solid_capstyle="butt",
                          linewidth=7 if row.role == "calibrate" else 4)  # fmt: skip
            else:
                axes.plot(row.last, place, "<", color=colour, markersize=7)
        axes.set_xlim(first, last)
        axes.set_xticks(range(first, last + 1), [str(year) for year in range(first, last + 1)])
        axes.grid(axis="x", color=GRID, linewidth=0.8)
        axes.set_axisbelow(True)
        _write_rows(axes, rule, names, [""] * len(rows), [INK] * len(rows))
        terms = words.terms
        _legend(figure, [_bar(terms["calibrate"], POSTERIOR, 7), _bar(terms["held_out"], PUBLISHED, 4),
                         _sign(terms["so_far"], QUIET, "<")], words)  # fmt: skip
    return Picture(figure, identity, words.finding)
