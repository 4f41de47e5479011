"""A report as it is before it has a format: sections of sentences, tables and charts whose numbers are still numbers.

One document is written as a page, for a word processor and as a workbook, so that none of them can say what another
does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from string import Formatter
from typing import Any, Literal, NamedTuple

from interface.words import WORDS, Language, say

Side = Literal["left", "right"]
RIGHT: Side = "right"
Ending = Literal[".svg", ".png"]


class Number(NamedTuple):
    """A number as it is written, with its value and the name by which a program finds it; nan where there is none."""

    text: str
    value: float
    name: str = ""


Piece = str | Number
Sentence = tuple[Piece, ...]
"""Text in which the numbers are still numbers."""


@dataclass(frozen=True)
class Paragraph:
    """A sentence or more; ``strong`` ones are what a reader may not miss, ``small`` ones how to read what is above."""

    text: Sentence
    weight: Literal["plain", "strong", "small"] = "plain"


@dataclass(frozen=True)
class Points:
    """Sentences that each answer a question, which stands before it; without one where it is empty."""

    items: Sequence[tuple[str, Sentence]]


@dataclass(frozen=True)
class Grid:
    """A table: its title, heads, and rows in groups that may have a heading of their own."""

    name: str
    """What a workbook calls its sheet."""
    title: str
    heads: Sequence[tuple[str, Side]]
    groups: Sequence[tuple[str, Sequence[Sequence[Piece]]]]


@dataclass(frozen=True)
class Chart:
    """A chart by the one declaration that the command line and the page draw too.

    ``content`` gives its file in a language and format; ``alternative`` says what a reader who does not see it misses.
    """

    name: str
    alternative: str
    content: Callable[[Language, Ending], bytes]


@dataclass(frozen=True)
class Verbatim:
    """Text that is to be copied as it stands."""

    text: str


Block = Paragraph | Points | Grid | Chart | Verbatim


class Section(NamedTuple):
    """A part of a report; ``key`` is the same in all languages."""

    key: str
    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Report:
    """A report in one language; ``tables`` are numbers in full for a workbook alone, headings first."""

    title: str
    subtitle: str
    language: Language
    sections: Sequence[Section]
    manifest: Mapping[str, Any]
    tables: Mapping[str, Sequence[Sequence[Any]]] = field(default_factory=dict)

    def grids(self) -> Iterator[Grid]:
        """Yield the tables of all sections in their order."""
        yield from (block for section in self.sections for block in section.blocks if isinstance(block, Grid))


def told(key: str, language: Language, **values: Any) -> Sentence:
    """Return a sentence of the catalogue of words, its numbers kept as numbers.

    >>> told("figure_and", "en")
    ('; ',)
    """
    pieces: list[Piece] = []
    for literal, name, form, _ in Formatter().parse(WORDS[key][language == "zh"]):
        if literal:
            pieces.append(literal)
        if name is not None:
            value = values[name]
            pieces += value if isinstance(value, tuple) and not isinstance(value, Number) else [_piece(value, form)]
    return tuple(pieces)


def _piece(value: Any, form: str | None) -> Piece:
    return value if isinstance(value, Number) else format(value, form or "")


TEXTS = frozenset(
    ("option", "outcome", "verdict", "unit", "measure", "zone", "from", "pot", "payer", "law", "rests", "figure",
     "published", "inside", "quote", "contrast", "factor", "parameter", "rule", "place", "rate")
)  # fmt: skip
"""Columns that hold text; all others hold numbers, which stand to the right."""


def heads_of(keys: Sequence[str], language: Language, **values: Any) -> list[tuple[str, Side]]:
    """Return the heads of columns by their keys in the catalogue of words."""
    return [(say(f"report_col_{key}", language, **values), "left" if key in TEXTS else "right") for key in keys]


def left(*texts: str) -> list[tuple[str, Side]]:
    """Return heads of columns that hold text."""
    return [(text, "left") for text in texts]


def joined(sentences: Sequence[Sentence | str], language: Language) -> Sentence:
    """Return sentences one behind the other."""
    pieces: list[Piece] = []
    for number, one in enumerate(sentences):
        pieces += ([" "] if number and language == "en" else []) + ([one] if isinstance(one, str) else list(one))
    return tuple(pieces)


def plain(text: Sentence | Piece) -> str:
    """Return what a reader reads of a sentence or of a cell."""
    if isinstance(text, Number):
        return text.text
    return text if isinstance(text, str) else "".join(plain(piece) for piece in text)
