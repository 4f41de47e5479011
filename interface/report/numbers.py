"""Numbers as a report writes them."""

from __future__ import annotations

import math

from interface.comparing_tables import short
from interface.report.document import Number
from interface.web.telling import signed_short


def number(value: float, name: str = "", *, sign: bool = True) -> Number:
    """Return a number as it is written, a difference with its sign; a dash where there is none.

    >>> number(3.14, "a").text, number(math.nan).text, number(-12.0, sign=False).text
    ('+3.1', '–', '−12')
    """
    if not math.isfinite(value):
        return Number("–", math.nan, name)
    return Number(signed_short(value) if sign else short(value).replace("-", "−"), value, name)
