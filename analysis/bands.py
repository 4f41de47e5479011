"""Bands: what many draws say of a number, as a median and the quantiles at 5 % and 95 %."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from scenarios.wording import Interval

LOW, HIGH = 0.05, 0.95


class Band(NamedTuple):
    """A median with its 90 % band; nan where no draw reaches the number."""

    median: float
    low: float
    high: float

    def overlaps(self, interval: Interval) -> bool:
        """Tell whether the band and an interval share a number; an open end is no shared number."""
        above = self.high >= interval.low if interval.low_closed else self.high > interval.low
        below = self.low <= interval.high if interval.high_closed else self.low < interval.high
        return above and below


def band_of(values: ArrayLike) -> Band:
    """Return the band of the finite values.

    >>> band_of([1.0, 2.0, 3.0])
    Band(median=2.0, low=1.1, high=2.9)
    """
    array = np.asarray(values, dtype=float)
    array = array[np.isfinite(array)]
    if array.size == 0:
        return Band(math.nan, math.nan, math.nan)
    low, median, high = np.quantile(array, [LOW, 0.5, HIGH])
    return Band(float(median), float(low), float(high))


def number(value: float) -> str:
    """Write a number with three significant digits, thousands apart.

    >>> [number(v) for v in (0.1234, 3.0, 148.2, 60234.0, math.nan)]
    ['0.123', '3', '148', '60,200', '–']
    """
    if not math.isfinite(value):
        return "–"
    if value == 0:
        return "0"
    rounded = round(value, 2 - math.floor(math.log10(abs(value))))
    return f"{rounded:,.0f}" if abs(rounded) >= 100 else f"{rounded:.3g}"
