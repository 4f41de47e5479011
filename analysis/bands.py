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
