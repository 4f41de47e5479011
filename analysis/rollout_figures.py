"""The figure of roll-outs: bias, coverage and false alarms by estimator and roll-out, with Monte Carlo intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from analysis.comparison_figures import BREAK, GREY, Chart, Row, Titles, framed

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#E69F00")
SHAPES = ("circle", "square", "triangle-up", "diamond")
PANEL_WIDTH = 270
STEP = 15
"""Height of an estimator's line of a roll-out [px]."""


class PanelOf(NamedTuple):
    """A panel of the figure: its axis, its rows (rollout, estimator, value, low, high) and what is meant."""

    axis: str
    rows: Sequence[Row]
    meant: float


def rollout_figure(panels: Sequence[PanelOf], estimators: Sequence[str], titles: Titles) -> Chart:
    """Return panels, two in a line: roll-outs in rows, in each an estimator its own colour, shape and line."""
    import altair as alt  # noqa: PLC0415  # slow to import, and needed for figures alone

    rollouts = list(dict.fromkeys(row["rollout"] for row in panels[0].rows))
    colours = alt.Scale(domain=list(estimators), range=list(COLOURS))
    shapes = alt.Scale(domain=list(estimators), range=list(SHAPES))
    legend = alt.Legend(title=None, orient="bottom", columns=4, symbolSize=90, labelLimit=260)
    split = f"split(datum.label, '{BREAK}')"
    names = alt.Axis(labelExpr=split, labelLimit=200, ticks=False, domain=False, grid=False, labelPadding=8)
    charts = []
    for number, panel in enumerate(panels):
        shown = alt.Y("rollout:N", sort=rollouts, title=None, scale=alt.Scale(paddingInner=0.25),
                      axis=names if number % 2 == 0 else None)  # fmt: skip
        beside = alt.YOffset("estimator:N", sort=list(estimators))
        x = alt.X("low:Q", title=panel.axis, scale=alt.Scale(zero=False, nice=True))
        base = alt.Chart(_values(alt, panel.rows))
        colour = alt.Color("estimator:N", scale=colours, legend=legend)
        lines = base.mark_rule(strokeWidth=1.6).encode(y=shown, yOffset=beside, x=x, x2="high:Q", color=colour)
        marks = base.mark_point(filled=True, size=62, opacity=1).encode(
            y=shown,
            yOffset=beside,
            x="value:Q",
            color=colour,
            shape=alt.Shape("estimator:N", scale=shapes, legend=legend),
        )
        meant = alt.Chart(_values(alt, [{"meant": panel.meant}])).mark_rule(color=GREY, strokeDash=[4, 3])
        layered = alt.layer(meant.encode(x="meant:Q"), lines, marks)
        charts.append(layered.properties(width=PANEL_WIDTH, height=STEP * len(estimators) * len(rollouts) + 30))
    rows = [alt.hconcat(*charts[at : at + 2], spacing=36) for at in range(0, len(charts), 2)]
    return framed(alt.vconcat(*rows, spacing=18), titles)


def _values(alt: Any, rows: Sequence[Row]) -> Any:
    return alt.Data(values=list(rows))
