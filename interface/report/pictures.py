"""Charts of a report: drawings that may lie beside each other in one page, and bitmaps for a word processor."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from analysis.pictures import picture_bytes
from interface.report.document import Chart, Ending
from interface.web.pictures import language_of_bitmap
from interface.words import Language

REFERENCE = re.compile(r'\b(id="|url\(#|href="#|aria-labelledby=")')
"""Where a drawing names a part of itself."""
OUTSIDE = (
    re.compile(r"<metadata>.*?</metadata>", re.DOTALL),
    re.compile(r'\s(?:xmlns(?::\w+)?|version)="[^"]*"'),
)
"""What a drawing needs as a file of its own, and what names other hosts."""


def of_declaration(name: str, declare: Any, language: Language, identity: str) -> Chart:
    """Return the chart of a function that gives its Vega-Lite declaration in a language."""

    def content(written: Language, ending: Ending) -> bytes:
        written = language_of_bitmap(written, ending.removeprefix("."))
        return picture_bytes(declare(written), ending, identity)

    return Chart(name, finding_of(declare(language), language), content)


def finding_of(declared: Mapping[str, Any], language: Language) -> str:
    """Return the title of a declaration, which states its finding, as one line."""
    title = next(part["title"] for part in (declared, *declared.get("vconcat", ())) if "title" in part)
    lines = title["text"] if isinstance(title, Mapping) else title
    lines = [lines] if isinstance(lines, str) else lines
    return ("" if language == "zh" else " ").join(lines)


COORDINATES = re.compile(r'(\s(?:d|x|y|points)=")([^"]*)"')
DECIMALS = re.compile(r"(\.\d\d)\d+")
"""Digits of a place that nobody sees: a hundredth of a pixel is left."""


def inlined(drawing: bytes, prefix: str) -> str:
    """Return a drawing to be put into a page: its own element alone, every name in it told apart by a prefix.

    >>> inlined(b'<?xml version="1.0"?><svg xmlns="a" id="x"><use href="#x"/></svg>', "p-")
    '<svg id="p-x"><use href="#p-x"/></svg>'
    """
    text = drawing.decode()
    text = text[text.index("<svg") :]
    for pattern in OUTSIDE:
        text = pattern.sub("", text)
    text = text.replace("xlink:href", "href")
    text = COORDINATES.sub(lambda found: f'{found[1]}{" ".join(DECIMALS.sub(r"\1", found[2]).split())}"', text)
    return REFERENCE.sub(lambda found: f"{found[1]}{prefix}", text).strip()
