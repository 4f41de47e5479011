"""Finding every numeral in a Chinese text, and asking what each is used for.

A numeral is a run of Arabic digits or of Chinese number characters, with the hedge and the multiplier that belong to
it: 600余亿, 近百亿's 百亿, 十余, 13.1564万, 几. Words that merely contain such a character (统一, 进一步) are listed
as no numerals; everything else is used by a figure or has a reason code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_MULTIPLIERS = "十百千万萬亿億"
_DIGITS = "〇零一二三四五六七八九两兩半几幾" + _MULTIPLIERS
_NUMERAL = re.compile(
    rf"(?<=唯)一|\d+(?:\.\d+)?(?:[余多]?[{_MULTIPLIERS}]+)*[余多]?"
    rf"|[{_DIGITS}]+(?:[余多][{_MULTIPLIERS}]+)?(?:余(?!音|温))?"
)


@dataclass(frozen=True)
class Numeral:
    """A numeral in a text: its line from 1, the span of characters in the line, and its characters."""

    line: int
    start: int
    end: int
    text: str


def find_numerals(lines: Iterable[str]) -> list[Numeral]:
    """List the numerals of a text in order.

    >>> [numeral.text for numeral in find_numerals(["总投资600余亿元,近百亿元,十余年,13.1564万亩"])]
    ['600余亿', '百亿', '十余', '13.1564万']
    """
    return [
        Numeral(number, match.start(), match.end(), match.group())
        for number, line in enumerate(lines, start=1)
        for match in _NUMERAL.finditer(line)
    ]


_PLACES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_UNITS = {**{digit: value for value, digit in enumerate("零一二三四五六七八九")}, "〇": 0, "两": 2, "兩": 2, "半": 0.5}


def number_of(text: str) -> float | None:
    """Give the number that a numeral writes, its hedge left out; several (几) is no number.

    >>> number_of("600余亿"), number_of("十二"), number_of("百亿"), number_of("13.1564万"), number_of("几")
    (60000000000.0, 12.0, 10000000000.0, 131564.0, None)
    """
    total = section = 0.0
    digit: float | None = None
    for part in re.findall(r"\d+(?:\.\d+)?|.", re.sub("[余多]|(?<=十)[几幾]", "", text)):
        if part[0].isdigit():
            digit = float(part)
        elif part in _UNITS:
            digit = _UNITS[part] if digit is None else digit * 10 + _UNITS[part]
        elif part in _PLACES:
            place = _PLACES[part]
            if place >= 10**4:
                total = (total + section + (1 if digit is None and section == 0 and total == 0 else digit or 0)) * place
                section = 0.0
            else:
                section += (1 if digit is None else digit) * place
            digit = None
        else:
            return None
    return total + section + (digit or 0)


def spans_of(phrase: str, line: str) -> list[tuple[int, int]]:
    """List where a phrase stands in a line.

    >>> spans_of("一区", "一区六园和一区")
    [(0, 2), (5, 7)]
    """
    return [(match.start(), match.end()) for match in re.finditer(re.escape(phrase), line)]


def covered(numeral: Numeral, spans: Iterable[tuple[int, int]]) -> bool:
    """Tell whether a span holds the digits of a numeral; a hedge after them may lie outside."""
    core = numeral.end - (1 if numeral.text[-1] in "余多" else 0)
    return any(start <= numeral.start and core <= end for start, end in spans)
