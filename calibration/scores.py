r"""Scores of a forecast that is a set of draws, against what was published: lower is better.

All on the scale of the figure, so that a figure in the hundreds weighs as one in the tens.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

Array = np.ndarray[Any, Any]

ALPHA = 0.1
"""One less the level of the bands that are scored."""


class Score(NamedTuple):
    """How a forecast did on one figure.

    ``low``, ``median``, ``high`` are its band on the scale, ``published`` the middle of the interval, ``inside``
    whether interval and band meet, ``score`` the interval score, ``pit`` the share of draws below.
    """

    low: float
    median: float
    high: float
    published: float
    inside: bool
    score: float
    pit: float

    @property
    def width(self) -> float:
        """The width of the band on the scale."""
        return self.high - self.low


def interval_score(low: float, high: float, value: float, alpha: float = ALPHA) -> float:
    r"""Return :math:`(u-l) + \frac2\alpha(l-y)_+ + \frac2\alpha(y-u)_+` (Gneiting and Raftery 2007).

    >>> interval_score(1.0, 3.0, 2.0), interval_score(1.0, 3.0, 3.5)
    (2.0, 12.0)
    """
    return (high - low) + 2.0 / alpha * (max(0.0, low - value) + max(0.0, value - high))


def score_draws(draws: Array, edges: tuple[float, float]) -> Score:
    """Return how draws on a scale did against an interval with these edges there; its middle is what was published."""
    known = draws[np.isfinite(draws)]
    if known.size == 0:
        return Score(math.nan, math.nan, math.nan, math.nan, inside=False, score=math.nan, pit=math.nan)
    low, median, high = (float(q) for q in np.quantile(known, [ALPHA / 2, 0.5, 1.0 - ALPHA / 2]))
    first, last = edges
    published = 0.5 * (first + last) if math.isfinite(first + last) else (first if math.isfinite(first) else last)
    below, above = float((known < first).mean()), float((known > last).mean())
    return Score(
        low=low,
        median=median,
        high=high,
        published=published,
        inside=first <= high and last >= low,
        score=interval_score(low, high, published),
        pit=below + 0.5 * (1.0 - below - above),  # inside the interval the words do not tell where
    )


def binomial_interval(inside: int, of: int, level: float = 0.95) -> tuple[float, float]:
    """Return the exact interval (Clopper and Pearson 1934) for a share of which ``inside`` of ``of`` were seen.

    >>> tuple(round(x, 3) for x in binomial_interval(9, 10))
    (0.555, 0.997)
    """
    from scipy.stats import beta  # noqa: PLC0415  # slow to load

    tail = (1.0 - level) / 2.0
    low = 0.0 if inside == 0 else float(beta.ppf(tail, inside, of - inside + 1))
    high = 1.0 if inside == of else float(beta.ppf(1.0 - tail, inside + 1, of - inside))
    return low, high


class Paired(NamedTuple):
    """A mean difference of scores over the figures that two forecasts both made, with its standard error."""

    difference: float
    error: float
    figures: int


def paired_difference(ours: Array, theirs: Array) -> Paired:
    """Return our scores less theirs, over figures that both have; negative where ours are better."""
    left = (ours - theirs)[np.isfinite(ours) & np.isfinite(theirs)]
    if left.size == 0:
        return Paired(math.nan, math.nan, 0)
    error = float(left.std(ddof=1) / math.sqrt(left.size)) if left.size > 1 else math.nan
    return Paired(float(left.mean()), error, int(left.size))
