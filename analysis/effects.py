r"""What may be said of paired differences over draws: bands, chance apart from parameters, verdicts.

**Chance and parameters.** A share of the draws is run twice with the same parameters, zones and dates and other luck.
With differences :math:`e_{d1}, e_{d2}` of those draws (one-way analysis of variance),

.. math:: s_C^2 = \tfrac12\,\overline{(e_{d1}-e_{d2})^2}, \qquad s_P^2 = \max(0,\; s^2 - s_C^2),

with :math:`s^2` the variance of the first runs of all draws. The band of chance holds a difference about its draw's own
mean: the quantiles of :math:`\pm(e_{d1}-e_{d2})/\sqrt2`. The band of parameters is what would be left with luck
averaged out: the quantiles of :math:`\bar e + (e_{d1}-\bar e)\,s_P/s`.

**Sureness.** A sign is told where SURE of what might be supports it. For a number of a run these are the draws: at
least SURE of them move that way. A share of runs (distress) is no number of a run but one number of all draws; most
of them differ in nothing, and what might be is which draws were drawn. Its sign is told where an even chance would give
so lopsided a count among the draws that differ with at most 1 - SURE (exact sign test, McNemar's for pairs).

**Simulation error.** The median of n draws lies with 95 % between the quantiles at
:math:`\tfrac12 \pm 1.96/(2\sqrt n)`, whatever the distribution; their distance over 2 · 1.96 is its standard
error. It falls with more draws and says nothing about importance.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import bdtr

from analysis.bands import HIGH, LOW, Band, band_of
from sim.state import Array

Verdict = Literal["nothing", "few", "better", "worse", "open", "neutral"]
SURE = 0.95
"""Share of draws from which a verdict is given."""
FEWEST = 20
"""Draws below which no verdict is given: the 5 % quantile is then the lowest draw itself."""
NORMAL_95 = 1.96
"""A normal variable lies within so many standard deviations with 95 %."""
NO_BAND = Band(math.nan, math.nan, math.nan)


@dataclass(frozen=True)
class Spread:
    """Where a difference's variance comes from, and the bands of each part."""

    chance_share: float
    """Share of the variance that is luck; nan where no draw was run twice or nothing varies [1]."""
    parameters: Band
    chance: Band


def shares(differences: Array, better: str | None) -> tuple[float, float]:
    """Return the shares of draws in which a difference is better and worse; both nan where neither is meant."""
    finite = differences[np.isfinite(differences)]
    if better is None or finite.size == 0:
        return math.nan, math.nan
    signed = finite if better == "higher" else -finite
    return float((signed > 0.0).mean()), float((signed < 0.0).mean())


def verdict_of(differences: Array, better: str | None, *, few: bool) -> Verdict:
    """Say in one word what draws say of a difference."""
    finite = differences[np.isfinite(differences)]
    if not np.any(finite != 0.0):
        return "nothing"
    if better is None:
        return "neutral"
    if few:
        return "few"
    good, bad = shares(finite, better)
    if good >= SURE:
        return "better"
    return "worse" if bad >= SURE else "open"


def verdict_of_share(differences: Array, better: str | None, *, few: bool) -> Verdict:
    """Say in one word what draws say of a share of runs; a difference is -1, 0 or 1 in each.

    A draw in which the event comes with and without an option says nothing of it, so that the share of draws that get
    better can never reach SURE where the event is rare; the change of the share can still be sure.

    >>> verdict_of_share(np.repeat([1.0, 0.0], [22, 18]), "lower", few=False)
    'worse'
    >>> verdict_of_share(np.repeat([1.0, -1.0, 0.0], [12, 8, 20]), "lower", few=False)
    'open'
    """
    plain = verdict_of(differences, better, few=few)
    if plain != "open":
        return plain
    finite = differences[np.isfinite(differences)]
    signed = finite if better == "higher" else -finite
    good, bad = int((signed > 0.0).sum()), int((signed < 0.0).sum())
    if tail_of_even_chance(max(good, bad), good + bad) > 1.0 - SURE:
        return "open"
    return "better" if good > bad else "worse"


def tail_of_even_chance(most: int, of: int) -> float:
    """Return how likely an even chance gives at least ``most`` successes ``of`` so many tries [1].

    >>> tail_of_even_chance(5, 5), tail_of_even_chance(0, 3)
    (0.03125, 1.0)
    """
    return float(bdtr(of - most, of, 0.5))  # as many failures at most, by symmetry


def error_of_median(values: Array) -> float:
    """Return the standard error of the median of draws; nan below two finite ones."""
    finite = values[np.isfinite(values)]
    if finite.size < 2:
        return math.nan
    half = min(0.5, 0.5 * NORMAL_95 / math.sqrt(finite.size))
    low, high = np.quantile(finite, [0.5 - half, 0.5 + half])
    return float(high - low) / (2.0 * NORMAL_95)


def error_of_mean(values: Array) -> float:
    """Return the standard error of the mean of draws; nan below two finite ones."""
    finite = values[np.isfinite(values)]
    return float(finite.std(ddof=1) / math.sqrt(finite.size)) if finite.size > 1 else math.nan


def mean_of(values: Array) -> float:
    """Return the mean of the finite draws; nan without any."""
    finite = values[np.isfinite(values)]
    return float(finite.mean()) if finite.size else math.nan


def spread_of(differences: Array, once: Array, again: Array) -> Spread:
    """Part the variance of differences; ``once`` are those of the draws that were run ``again`` with other luck."""
    apart = once - again
    apart = apart[np.isfinite(apart)]
    finite = differences[np.isfinite(differences)]
    total = float(finite.var(ddof=1)) if finite.size > 1 else 0.0
    if apart.size == 0 or total <= 0.0:
        return Spread(math.nan, NO_BAND, NO_BAND)
    chance = min(total, float(0.5 * np.mean(apart**2)))
    scaled = finite.mean() + (finite - finite.mean()) * math.sqrt(1.0 - chance / total)
    low, high = np.quantile(np.concatenate([apart, -apart]) / math.sqrt(2.0), [LOW, HIGH])
    return Spread(chance / total, band_of(scaled), Band(0.0, float(low), float(high)))
