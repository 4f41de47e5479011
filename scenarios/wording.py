"""The interval that a printed number supports, given the words around it.

A newspaper does not print numbers, it prints wordings: 600余亿 is no 600, and 近百亿 no 100. Every comparison of the
model with a published figure is a comparison with an interval, and every interval in the ledger comes from the one
function here. The rules are judgements about usage, stated so that they can be argued with.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal

PLUS = ("余", "多")
ABOVE = ("超过", "突破", "over", "more than")
AT_LEAST = ("以上", "at least")
BELOW = ("近", "nearly", "almost")
ABOUT = ("约", "左右", "about", "around")
AT_MOST = ("以内", "最高", "up to")
SEVERAL = ("几",)
WORDS = ("exact", "rounded", *PLUS, *ABOVE, *AT_LEAST, *BELOW, *ABOUT, *AT_MOST, *SEVERAL)

_TEXT = re.compile(r"^([\[(])\s*(-?inf|-?[0-9.eE+-]+)\s*,\s*(-?inf|-?[0-9.eE+-]+)\s*([\])])$")


@dataclass(frozen=True)
class Interval:
    """A range of numbers; an infinite end means that the wording names no bound there."""

    low: float
    high: float
    low_closed: bool = True
    high_closed: bool = True

    def __post_init__(self) -> None:
        """Refuse an interval that holds nothing."""
        if not self.low <= self.high:
            raise ValueError(f"the interval from {self.low} to {self.high} holds no number")
        if self.low == self.high and not (self.low_closed and self.high_closed):
            raise ValueError(f"the interval at {self.low} holds no number because an end is open")

    @staticmethod
    def parse(text: str) -> Interval:
        """Read ``[600, 700)``, the way intervals are written in the ledger.

        >>> Interval.parse("(90, 100]")
        Interval(low=90.0, high=100.0, low_closed=False, high_closed=True)
        """
        match = _TEXT.match(text.strip())
        if match is None:
            raise ValueError(f"{text!r} is no interval; write it as [600, 700) or (90, 100]")
        left, low, high, right = match.groups()
        return Interval(float(low), float(high), left == "[", right == "]")

    def __str__(self) -> str:
        """Write the interval as the ledger does.

        >>> str(Interval(600, 700, True, False))
        '[600, 700)'
        """
        left, right = "[" if self.low_closed else "(", "]" if self.high_closed else ")"
        return f"{left}{self.low:.12g}, {self.high:.12g}{right}"

    def contains(self, number: float) -> bool:
        """Tell whether a number lies inside, open ends excluded."""
        above = number >= self.low if self.low_closed else number > self.low
        below = number <= self.high if self.high_closed else number < self.high
        return above and below

    def overlaps(self, other: Interval) -> bool:
        """Tell whether some number lies in both."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return low < high or (low == high and self.contains(low) and other.contains(low))

    def close_to(self, other: Interval, relative: float = 1e-9) -> bool:
        """Tell whether both are the same interval up to rounding in floating point."""
        return (
            (self.low_closed, self.high_closed) == (other.low_closed, other.high_closed)
            and math.isclose(self.low, other.low, rel_tol=relative, abs_tol=1e-12)
            and math.isclose(self.high, other.high, rel_tol=relative, abs_tol=1e-12)
        )


def interval_from_wording(value: float, digits: int, word: str, cap: float | None = None) -> Interval:
    """Give the interval that a printed number and the word beside it support.

    ``digits`` is the decimal place of the last digit that the wording counts in: 2 for 26.75, 0 for 331, −1 for
    130余, −2 for 600余, −4 for 3万余 written in single units. One unit of that place is u = 10^−digits.

    ========================  =====================  ==========================================================
    word                      interval               reading
    ========================  =====================  ==========================================================
    ``exact``                 [v, v]                 a bare count, or a nominal sum such as registered capital
    ``rounded``               [v − u/2, v + u/2)     a bare measurement: rounded to the digits that are printed
    余, 多                    [v, v + u)             the next round number was not reached
    近                        (0.9 v, v]             short of v, by a tenth at most
    超过, 突破                (v, inf)               more than v; the wording has no ceiling
    以上                      [v, inf)               v or more; the wording has no ceiling
    约, 左右                  [v − s, v + s]         s = min(u, |v|/10)
    以内, 最高                [0, v]                 v at most
    几                        [2u, 9u]               several: a digit that is not named, from two to nine
    ========================  =====================  ==========================================================

    The same hedges in English: over, more than; at least; nearly, almost; about, around; up to.

    ``cap`` closes an upper end at a bound from the meaning of the quantity, such as 100 for a share in per cent.

    >>> str(interval_from_wording(600, -2, "余")), str(interval_from_wording(100, -2, "近"))
    ('[600, 700)', '(90, 100]')
    >>> str(interval_from_wording(331, 0, "rounded")), str(interval_from_wording(1.5, 1, "rounded"))
    ('[330.5, 331.5)', '[1.45, 1.55)')
    >>> str(interval_from_wording(850, -1, "nearly")), str(interval_from_wording(40, 0, "about"))
    ('(765, 850]', '[39, 41]')
    >>> str(interval_from_wording(98, 0, "以上", cap=100))
    '[98, 100]'
    """
    if word not in WORDS:
        raise ValueError(f"the word {word!r} has no rule; known are {', '.join(WORDS)}")
    v, unit = Decimal(repr(float(value))), Decimal(1).scaleb(-digits)
    low, high, low_closed, high_closed = v, v, True, True
    if word == "rounded":
        low, high, high_closed = v - unit / 2, v + unit / 2, False
    elif word in PLUS:
        high, high_closed = v + unit, False
    elif word in BELOW:
        low, low_closed = v * Decimal("0.9"), False
    elif word in ABOVE or word in AT_LEAST:
        high, high_closed, low_closed = Decimal("Infinity"), False, word in AT_LEAST
    elif word in ABOUT:
        spread = min(unit, abs(v) / 10)
        low, high = v - spread, v + spread
    elif word in AT_MOST:
        low = min(Decimal(0), v)
    elif word in SEVERAL:
        low, high = 2 * unit, 9 * unit
    if cap is not None and high > Decimal(repr(float(cap))):
        high, high_closed = Decimal(repr(float(cap))), True
    return Interval(float(low), float(high), low_closed, high_closed)
