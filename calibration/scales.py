r"""The scale on which a figure is compared: logs of counts and amounts, logits of parts of a given number, log growth.

What varies by factors is nearly normal in its logarithm, so a regression of the mean and a spread describe it; a count
of nought stays finite by half a unit. Scores are taken on the same scales.
"""

from __future__ import annotations

import math
from typing import Any, Literal

import numpy as np

from calibration.likelihood import whole_number_edges
from calibration.operators import GIVEN
from scenarios.evidence import Ledger
from scenarios.figures import Figure
from scenarios.wording import Interval

Array = np.ndarray[Any, Any]
Scale = Literal["count", "amount", "part", "growth"]

COUNTED = frozenset({"projects", "firms", "posts", "funds"})
"""Units in which figures are whole numbers."""
LEAST_GROWTH = 0.01
"""Least ratio to the year before that a growth is taken to mean: a fall of 99 % and more is one of 99 % [1]."""


def scale_of(figure: Figure) -> Scale:
    """Return the scale of a figure: a part of a given number, a growth, a count, or an amount."""
    if figure.id in GIVEN.values():
        return "part"
    if figure.unit == "percent":
        return "growth"
    return "count" if figure.unit in COUNTED else "amount"


def whole_of(figure: Figure, ledger: Ledger) -> float:
    """Return the number that a figure is a part of [units of the figure]."""
    given = next(whole for whole, part in GIVEN.items() if part == figure.id)
    return ledger.value(given)


def on_scale(scale: Scale, values: Any, whole: float = math.nan) -> Array:
    r"""Return numbers of a figure on its scale; nan stays nan.

    .. math:: \ln(x + 1/2), \quad \ln\frac{x + 1/2}{W - x + 1/2}, \quad \ln(1 + g/100)

    for counts and amounts, parts x of W, and growth g in percent. An amount has its half in 亿元, mu or as a ratio,
    where it matters only next to nothing.

    >>> [round(float(x), 3) for x in on_scale("growth", [0.0, 100.0])]
    [0.0, 0.693]
    """
    x = np.asarray(values, dtype=float)
    with np.errstate(invalid="ignore"):
        match scale:
            case "part":
                inside = np.clip(x, 0.0, whole)
                found = np.log((inside + 0.5) / (whole - inside + 0.5))
            case "growth":
                found = np.log(np.maximum(LEAST_GROWTH, 1.0 + x / 100.0))
            case _:
                found = np.log(np.maximum(0.0, x) + 0.5)
    return np.where(np.isnan(x), np.nan, found)


def edges_on_scale(scale: Scale, interval: Interval, whole: float = math.nan) -> tuple[float, float]:
    """Return where an interval begins and ends on a scale; counts and parts from half a unit below to half above."""
    counted = scale in ("count", "part")
    low, high = whole_number_edges(interval) if counted else (interval.low, interval.high)
    if scale == "part":
        first, last = max(low, 0.0) + 0.5, min(high, whole) + 0.5
        edges = math.log(first / (whole + 1.0 - first)), math.log(last / (whole + 1.0 - last))
        return (-math.inf if low < 0.0 else edges[0]), (math.inf if high > whole else edges[1])
    lower, upper = on_scale(scale, [low, high])
    return (-math.inf if low <= 0.0 and scale != "growth" else float(lower)), float(upper)
