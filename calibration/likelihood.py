"""How probable a published interval is: the probability that the model prints a number inside it.

An interval enters a comparison as an interval. What it says of the parameters is the probability of all numbers that
the wording supports; nothing measures a distance to the number that is printed.
"""

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import log_ndtr, logsumexp

from scenarios.wording import Interval


def log_probability(interval: Interval, predicted: ArrayLike, spread: float, whole: bool = False) -> float:
    r"""Return the log of the probability that a number inside an interval is printed.

    .. math::

        \ln \frac{1}{n}\sum_d \left[\Phi\left(\frac{\ln b - \ln x_d}{\sigma}\right)
            - \Phi\left(\frac{\ln a - \ln x_d}{\sigma}\right)\right]

    ``predicted`` are x_d, what the draws of the model would print, positive and in the unit of the interval [a, b];
    ``spread`` is sigma, the log error of printing beside them. ``whole`` marks counts, whose interval [a, b] of whole
    numbers reaches from a - 1/2 to b + 1/2 (an open end from a + 1/2, to b - 1/2). Draws that are nan or not positive
    count as predicting nothing inside. Returns -inf where no draw gives the interval any probability that a floating
    number can hold; raises ValueError without draws or with a spread that is not positive.
    """
    x = np.atleast_1d(np.asarray(predicted, dtype=float))
    if x.size == 0 or not spread > 0.0:
        raise ValueError(
            f"found {x.size} draws and a spread of {spread}; at least one draw and a spread above 0 are needed"
        )
    low, high = whole_number_edges(interval) if whole else (interval.low, interval.high)
    sound = x[np.isfinite(x) & (x > 0.0)]
    if sound.size == 0 or high <= 0.0:
        return -math.inf
    upper = (math.log(high) - np.log(sound)) / spread if math.isfinite(high) else np.full(sound.size, np.inf)
    lower = (math.log(low) - np.log(sound)) / spread if low > 0.0 else np.full(sound.size, -np.inf)
    return float(logsumexp(log_probability_between(lower, upper)) - math.log(x.size))


def log_probability_between(lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
    """Return ln(Φ(upper) - Φ(lower)), exact in both tails."""
    mirrored = lower > 0.0  # in the right tail both are near one: the difference is taken on the left
    first, last = np.where(mirrored, -upper, lower), np.where(mirrored, -lower, upper)
    whole = log_ndtr(last)
    with np.errstate(divide="ignore"):
        found: np.ndarray = whole + np.log1p(-np.exp(np.minimum(log_ndtr(first) - whole, 0.0)))
    return found


def whole_number_edges(interval: Interval) -> tuple[float, float]:
    """Return where the whole numbers of an interval begin and end, half a unit outside the first and last of them.

    >>> whole_number_edges(Interval.parse("[600, 700)")), whole_number_edges(Interval.parse("(90, 100]"))
    ((599.5, 699.5), (90.5, 100.5))
    """
    first = math.ceil(interval.low) if interval.low_closed else math.floor(interval.low) + 1
    if not math.isfinite(interval.high):
        return first - 0.5, math.inf
    last = math.floor(interval.high) if interval.high_closed else math.ceil(interval.high) - 1
    return first - 0.5, last + 0.5
