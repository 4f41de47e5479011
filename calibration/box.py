r"""How probable it is that all figures of a draw are printed inside their intervals at once.

Figures of one run share its luck, so their errors are correlated. The probability of a box under a normal distribution
is found one figure after another (Geweke, Hajivassiliou, Keane): each has the probability of its interval given the
ones before, averaged over points that stand for where inside their intervals those lie.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from agents.compiled import compiled
from agents.randomness import normal_distribution, normal_quantile

Array = np.ndarray[Any, Any]

LEAST = 1e-300
EDGE = 1e-15
"""Shares of a normal distribution are kept this far from 0 and 1, where its quantiles end."""


@compiled
def factor(covariance: Array, size: int) -> None:
    """Replace the lower part of a positive definite matrix by its Cholesky factor, in place."""
    for row in range(size):
        for column in range(row + 1):
            left = covariance[row, column]
            for inner in range(column):
                left -= covariance[row, inner] * covariance[column, inner]
            if row == column:
                covariance[row, row] = math.sqrt(max(left, 1e-12))
            else:
                covariance[row, column] = left / covariance[column, column]


@compiled
def between(low: float, high: float) -> tuple[float, float, float]:
    """Return the normal probability of an interval, and the shares at its edges; all mirrored where both are high."""
    if low > 0.0:
        low, high = -high, -low
    first, last = normal_distribution(low), normal_distribution(high)
    return max(last - first, 0.0), first, last


@compiled
def box_log_probability(
    low: Array, high: Array, lower: Array, floor: Array, outlier: float, points: Array, size: int, at: Array
) -> float:
    r"""Return the log of the probability of a box, where any figure may be an outlier.

    .. math:: \frac1m\sum_j\prod_k\left[(1-\varepsilon)\,P(a_k<y_k<b_k\mid e_{j,1..k-1})+\varepsilon f_k\right]

    ``low`` and ``high`` are the edges less the means, ``lower`` the Cholesky factor of the covariance, ``floor`` the
    probabilities f_k of the intervals under the prior, which an outlier has; ``points`` [m, size] lie in (0, 1); ``at``
    is scratch. A figure that is probably an outlier says as little of those after it: its error is taken as drawn anew
    by the share in which it is one, exact at both ends of that share.
    """
    total = 0.0
    for point in range(points.shape[0]):
        product = 1.0
        for k in range(size):
            shift = 0.0
            for before in range(k):
                shift += lower[k, before] * at[before]
            a, b = (low[k] - shift) / lower[k, k], (high[k] - shift) / lower[k, k]
            inside, first, last = between(a, b)
            within = (1.0 - outlier) * inside
            chance = within + outlier * floor[k]
            product *= chance
            u = points[point, k]
            held = normal_quantile(min(1.0 - EDGE, max(EDGE, first + u * (last - first))))
            if a > 0.0:
                held = -held
            share = within / chance if chance > LEAST else 0.0
            at[k] = share * held + (1.0 - share) * normal_quantile(u)
        total += product
    return math.log(max(total / points.shape[0], LEAST))
