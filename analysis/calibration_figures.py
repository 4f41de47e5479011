"""Figures of a calibration in matplotlib: what was published beside what is simulated, and how far to trust it.

Each takes rows of `analysis.diagnostics` and words, and returns a picture: a notebook shows it, ``write`` makes it a
file.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.calibration_paper import (
    GRID,
    INK,
    LINE,
    POSTERIOR,
    PRIOR,
    PUBLISHED,
    QUIET,
    Picture,
    Words,
    bar,
    draw_span,
    framed,
    place_legend,
    ruled,
    sign,
    times_axis,
    write_rows,
)
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

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MODEL_PALE = "#A9CCE3"
NAIVE_SIGNS = (("o", "#009E73"), ("s", "#CC79A7"), ("^", "#E69F00"), ("v", "#56B4E9"), ("P", "#7F7F7F"))
"""Shape and colour of naive forecasts, in their order."""


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
        ends = times_axis(axes, [s for row in rows for s in (row.prior, row.posterior)], words.terms["axis"])
        for row, place in zip(rows, rule.places, strict=True):
            draw_span(axes, row.prior, place, ends, color=PRIOR, linewidth=10, zorder=2)
            draw_span(axes, row.posterior, place, ends, color=colour, linewidth=thickness, zorder=3)
            if row.modelled:
                axes.plot(row.posterior.middle, place, "|", color=INK, markersize=11, markeredgewidth=1.8, zorder=5)
            _draw_published(axes, row, place, ends)
        colours = [INK if row.inside else PUBLISHED if row.modelled else QUIET for row in rows]
        write_rows(axes, rule, names, told, colours)
        terms = words.terms
        before = [] if alone else [bar(terms["prior"], PRIOR, 10)]
        place_legend(figure, [*before, bar(terms["posterior"], colour, thickness),
                         sign(terms["published"], PUBLISHED, "D")], words)  # fmt: skip
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
        place_legend(figure, [bar(terms["prior"], PRIOR, 10), bar(terms["posterior"], POSTERIOR, 1.6),
                         bar(terms["band"], POSTERIOR, 4.5)], words)  # fmt: skip
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
        place_legend(figure, [sign(terms["prior"], PRIOR, "o"), sign(terms["posterior"], POSTERIOR, "o")], words)
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
        place_legend(figure, [bar(terms["prior"], PRIOR, 10), bar(terms["posterior"], POSTERIOR, 4.5),
                         sign(terms["published"], PUBLISHED, "D")], words)  # fmt: skip
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
        place_legend(figure, [bar(terms["allowed"], PRIOR, 10), bar(terms["even"], POSTERIOR, 1.4),
                         bar(terms["uneven"], PUBLISHED, 2.2)], words)  # fmt: skip
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
        place_legend(figure, [bar(terms["pooled"], POSTERIOR, 2.2), bar(terms["band"], MODEL_PALE, 9),
                         bar(terms["one"], PRIOR, 0.9), bar(terms["gate"], PUBLISHED, 3.5)], words, 2)  # fmt: skip
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
        ends = times_axis(upper, spans, words.terms["axis"])
        for row, place in zip(rows, rule.places, strict=True):
            draw_span(upper, row.prior, place, ends, color=PRIOR, linewidth=10, zorder=2)
            draw_span(upper, row.posterior, place, ends, color=POSTERIOR, linewidth=4.5, zorder=3)
            upper.plot(row.posterior.middle, place, "|", color=INK, markersize=11, markeredgewidth=1.8, zorder=5)
            for step, (name, span) in enumerate(row.naive.items(), 1):
                _draw_naive(upper, span, place + 0.22 + 0.13 * step, ends, signs[name])
            _draw_published(upper, row, place, ends)
        write_rows(upper, rule, names, told, [INK if row.inside else PUBLISHED for row in rows])
        _draw_skill(lower, skill, rules, words)
        terms = words.terms
        handles = [bar(terms["prior"], PRIOR, 10), bar(terms["posterior"], POSTERIOR, 4.5),
                   sign(terms["published"], PUBLISHED, "D")]  # fmt: skip
        handles += [sign(rules[name], colour, marker) for name, (marker, colour) in signs.items()]
        place_legend(figure, handles, words, 3)
    return Picture(figure, identity, words.finding)


def _draw_naive(axes: Axes, span: Span, place: float, ends: tuple[float, float], drawn: tuple[str, str]) -> None:
    """Draw a naive forecast as a thin band with its sign."""
    marker, colour = drawn
    draw_span(axes, span, place, ends, color=colour, linewidth=1.2, zorder=3)
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
        write_rows(axes, rule, names, [""] * len(rows), [INK] * len(rows))
        terms = words.terms
        place_legend(figure, [bar(terms["calibrate"], POSTERIOR, 7), bar(terms["held_out"], PUBLISHED, 4),
                         sign(terms["so_far"], QUIET, "<")], words)  # fmt: skip
    return Picture(figure, identity, words.finding)
