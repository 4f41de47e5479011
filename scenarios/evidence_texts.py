"""Checks of the ledger against the texts: files, quotes, numbers with their hedges, and numerals that nobody uses."""

from __future__ import annotations

import hashlib
import math
import re
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from scenarios.evidence import Figure, Ledger, Source
from scenarios.numerals import Numeral, covered, find_numerals, number_of, spans_of
from scenarios.wording import ABOUT, ABOVE, AT_LEAST, AT_MOST, BELOW, PLUS, SEVERAL

USED_SHARE_WANTED = 0.8
"""The share of numerals in sections on zones and reform that figures must use at least."""

Texts = dict[str, list[str]]

_FACTORS = {"CNY 1e8": 1e8, "USD 1e8": 1e8, "CNY 1e4": 1e4, "CNY 1e4 / mu": 1e4}
_MONEY = r" (?:[A-Z]{3} |[€$£¥])?"  # English writes a currency between the hedge and the number
_BEFORE = re.compile(
    r"(?P<below>近)$|(?P<about>约|約)$|(?P<above>超过|超過|突破|已?过|已?過)$|(?P<most>最高)$|(?P<least>至少)[^,，。]{0,8}$"
)
_BEFORE_ENGLISH = re.compile(
    r"\b(?:(?P<below>nearly|almost)|(?P<about>about|around)|(?P<above>over|more than)|(?P<most>up to)"
    rf"|(?P<least>at least)){_MONEY}$",
    re.IGNORECASE,
)
_TIME = "工作日|天|小时|小時|分钟|分鐘|年"
_AFTER = re.compile(
    rf"^[^\d,。、;;，]{{0,4}}?(?<![省市][级級])(?P<least>以上)|^[^\d,。、;;，]{{0,3}}?(?P<about>左右)"
    rf"|^(?P<most>[^\d,。、;;，]{{0,6}}?以[内內]|[个個]?(?:{_TIME})[内內])"
)
_CLASSES = {"plus": PLUS, "below": BELOW, "about": ABOUT, "above": ABOVE, "least": AT_LEAST, "most": AT_MOST}
_IN_WORDS = {"三分之一": 1 / 3, "五分之一": 1 / 5, "翻倍": 2.0, "首个": 1.0, "半年": 6.0}


def read_texts(ledger: Ledger, folder: Path) -> tuple[Texts, list[str]]:
    """Read the texts, noting files that are missing or differ from the recorded sha256."""
    texts: Texts = {}
    faults = []
    for source in ledger.sources.values():
        if source.file is None:
            continue
        path = folder / source.file
        if not path.is_file():
            faults.append(
                ledger.fault_at(("source", "file"), f"{source.file} is not in the folder of texts", source.id)
            )
            continue
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != source.sha256:
            message = f"{source.file} differs from the text whose sha256 is recorded"
            faults.append(ledger.fault_at(("source", "sha256"), message, source.id))
        texts[source.id] = content.decode("utf-8").split("\n")
    return texts, faults


def faults_of_quotes(ledger: Ledger, texts: Texts) -> list[str]:
    """Find quotes that are no exact substring of their line."""
    faults = []
    for figure in ledger:
        if figure.source not in texts:
            continue
        lines, file = texts[figure.source], ledger.sources[figure.source].file
        for number, quote in _quotes(figure):
            line = lines[number - 1] if number <= len(lines) else ""
            if quote not in line:
                near = _nearest(quote, lines, number)
                faults.append(
                    ledger.fault(figure.id, f"quote: {quote!r} does not stand on line {number} of {file}; {near}")
                )
        own = figure.stage_word
        if own is not None and figure.line is not None and own not in _line(lines, figure.line):
            faults.append(ledger.fault(figure.id, f"stage_word: {own!r} is no word of line {figure.line} of {file}"))
        words = figure.period.words
        if words is not None and figure.line is not None and words not in "".join(lines):
            faults.append(ledger.fault(figure.id, f"period: the words {words!r} do not stand in {file}"))
    return faults


def faults_of_numbers(ledger: Ledger, texts: Texts) -> list[str]:
    """Find figures whose quote does not hold their number, or holds another hedge than the one recorded."""
    faults = []
    for figure in ledger:
        if figure.source not in texts or figure.quote is None or figure.wording is None:
            continue
        lines = texts[figure.source]
        for number, quote in _quotes(figure)[:1]:
            line = lines[number - 1] if number <= len(lines) else ""
            if quote in line:
                fault = _number_fault(figure, quote, line)
                faults += [] if fault is None else [ledger.fault(figure.id, fault)]
    return faults


def faults_of_numerals(ledger: Ledger, texts: Texts) -> list[str]:
    """Find numerals without use or reason, reasons without numeral, and too small a share of use."""
    faults = []
    for source in _at_hand(ledger, texts):
        lines, used = texts[source.id], _spans_used(ledger, source, texts[source.id])
        words = _spans_of_words(ledger, lines)
        coded = _spans_coded(ledger, source, lines)
        for numeral in _numerals_in_sections(source, lines):
            line_spans = [*used.get(numeral.line, []), *words.get(numeral.line, []), *coded.get(numeral.line, [])]
            if not covered(numeral, line_spans):
                around = lines[numeral.line - 1][max(0, numeral.start - 8) : numeral.end + 8]
                faults.append(f"{source.file}:{numeral.line}: {numeral.text!r} in {around!r} has no use and no reason")
        faults += _faults_of_reasons(ledger, source, lines) + _faults_of_sections(ledger, source, lines)
    share, used_number, total = share_used(ledger, texts)
    if share < USED_SHARE_WANTED:
        faults.append(
            f"only {used_number} of {total} numerals in sections on zones and reform are used; 80 % are wanted"
        )
    return faults


def _faults_of_reasons(ledger: Ledger, source: Source, lines: list[str]) -> list[str]:
    """Find reasons given for numerals that are not there, and codes that are not declared."""
    faults = []
    for number, entry in enumerate(_coded(ledger, source)):
        place = ("unused_numerals", "unused", source.id, number)
        if not spans_of(entry["text"], _line(lines, entry["line"])):
            message = f"{entry['text']!r} is not on line {entry['line']} of {source.file}"
            faults.append(ledger.fault_at((*place, "text"), message))
        if entry["code"] not in ledger.unused_numerals.get("codes", {}):
            faults.append(ledger.fault_at((*place, "code"), f"the code {entry['code']!r} is not declared"))
    return faults


def _faults_of_sections(ledger: Ledger, source: Source, lines: list[str]) -> list[str]:
    """Find lines of a text that belong to no section."""
    ranges = [section.lines for section in source.sections]
    outside = [
        number
        for number, line in enumerate(lines, start=1)
        if line.strip() and not any(low <= number <= high for low, high in ranges)
    ]
    return [
        ledger.fault_at(("source", "sections"), f"line {number} of {source.file} belongs to no section", source.id)
        for number in outside
    ]


def share_used(ledger: Ledger, texts: Texts) -> tuple[float, int, int]:
    """Give the share of numerals in sections on zones and reform that figures use, and both counts.

    Words that merely contain a number character are no numerals and count on neither side.
    """
    used_number = total = 0
    for source in _at_hand(ledger, texts):
        lines = texts[source.id]
        used, words = _spans_used(ledger, source, lines), _spans_of_words(ledger, lines)
        for numeral in _numerals_in_sections(source, lines):
            if covered(numeral, used.get(numeral.line, [])):
                used_number, total = used_number + 1, total + 1
            elif not covered(numeral, words.get(numeral.line, [])):
                total += 1
    return (used_number / total if total else 0.0), used_number, total


def _number_fault(figure: Figure, quote: str, line: str) -> str | None:
    """Compare the number and the hedge of a figure with those of its quote."""
    wording = figure.wording
    if wording is None:
        return None
    start = line.index(quote)
    inside = [n for n in find_numerals([line]) if start <= n.start and n.end <= start + len(quote) + 1]
    target = figure.value * _FACTORS.get(figure.unit, 1.0)
    if wording.written is not None:
        holds = _sums_to(inside, target) if wording.written == "sum" else _in_words(quote, wording.word, target)
        return None if holds else f"value: {figure.value:g} is not in the quote {quote!r} as {wording.written}"
    hits = [numeral for numeral in inside if _writes(numeral, target)]
    if not hits:
        return f"value: {figure.value:g} is not in the quote {quote!r}"
    hedges = {_hedge(numeral, line) for numeral in hits}
    recorded = next((name for name, words in _CLASSES.items() if wording.word in words), None)
    deadline = recorded == "most" and None in hedges
    if recorded not in hedges and not deadline:
        found = " or ".join(sorted(str(hedge or "none") for hedge in hedges))
        return f"wording: recorded {wording.word!r}, but the text has the hedge {found} in {quote!r}"
    return None


def _writes(numeral: Numeral, target: float) -> bool:
    """Tell whether a numeral writes a number."""
    number = number_of(numeral.text)
    return number is not None and math.isclose(number, abs(target), rel_tol=1e-9)


def _sums_to(numerals: list[Numeral], target: float) -> bool:
    """Tell whether some numerals in a row add up to a number."""
    numbers = [number for number in (number_of(numeral.text) for numeral in numerals) if number is not None]
    sums = {sum(numbers[i:j]) for i in range(len(numbers)) for j in range(i + 2, len(numbers) + 1)}
    return any(math.isclose(total, target) for total in sums)


def _in_words(quote: str, word: str, target: float) -> bool:
    """Tell whether a quote writes a number in other words; several (几) may stand for any digit."""
    several = word in SEVERAL and any(mark in quote for mark in "几幾")
    return several or any(
        phrase in quote and math.isclose(number, target, rel_tol=2e-3) for phrase, number in _IN_WORDS.items()
    )


def _hedge(numeral: Numeral, line: str) -> str | None:
    """Name the hedge that stands at a numeral."""
    if (
        numeral.text[-1] in "余多几幾"
        or re.search("[余多]", numeral.text)
        or line[numeral.end : numeral.end + 1] in {"多", "余"}
    ):
        return "plus"
    before, after = _BEFORE.search(line[: numeral.start]), _AFTER.search(line[numeral.end :])
    for match in (before, after, _BEFORE_ENGLISH.search(line[: numeral.start])):
        if match is not None:
            return next(name for name, text in match.groupdict().items() if text)
    return None


def _quotes(figure: Figure) -> list[tuple[int, str]]:
    """List the places at which a figure is quoted, the first one first."""
    if figure.quote is None or figure.line is None:
        return []
    return [(figure.line, figure.quote), *((repeat.line, repeat.quote) for repeat in figure.repeats)]


def _nearest(quote: str, lines: list[str], number: int) -> str:
    """Say where a quote stands instead, or what the line has in its place."""
    elsewhere = [place for place, line in enumerate(lines, start=1) if quote in line]
    if elsewhere:
        return f"it stands on line {elsewhere[0]}"
    line = _line(lines, number)
    size = len(quote)
    windows = [line[i : i + size] for i in range(max(1, len(line) - size + 1))]
    best = max(windows, key=lambda text: sum(a == b for a, b in zip(text, quote, strict=False)))
    if SequenceMatcher(None, best, quote).ratio() < 0.6:
        return "nothing like it stands there"
    return f"the line has {best!r}"


def _line(lines: list[str], number: int) -> str:
    """Give a line by its number, empty beyond the end."""
    return lines[number - 1] if 0 < number <= len(lines) else ""


def _at_hand(ledger: Ledger, texts: Texts) -> list[Source]:
    """List the sources whose text is at hand."""
    return [source for source in ledger.sources.values() if source.id in texts]


def _numerals_in_sections(source: Source, lines: list[str]) -> list[Numeral]:
    """List the numerals of the sections that are not left out."""
    kept = [section.lines for section in source.sections if not section.excluded]
    return [numeral for numeral in find_numerals(lines) if any(low <= numeral.line <= high for low, high in kept)]


def _spans_used(ledger: Ledger, source: Source, lines: list[str]) -> dict[int, list[tuple[int, int]]]:
    """Mark what the quotes and the words of periods cover, by line."""
    spans: dict[int, list[tuple[int, int]]] = {}
    for figure in ledger.where(source=source.id):
        for number, quote in _quotes(figure):
            spans.setdefault(number, []).extend(spans_of(quote, _line(lines, number)))
        if figure.period.words is not None and figure.line is not None:
            spans.setdefault(figure.line, []).extend(spans_of(figure.period.words, _line(lines, figure.line)))
    return spans


def _spans_of_words(ledger: Ledger, lines: list[str]) -> dict[int, list[tuple[int, int]]]:
    """Mark words that contain a number character and count nothing."""
    words = ledger.unused_numerals.get("words", [])
    return {
        number: [span for word in words for span in spans_of(word, line)] for number, line in enumerate(lines, start=1)
    }


def _coded(ledger: Ledger, source: Source) -> list[dict[str, Any]]:
    """List the numerals of a source that have a reason code."""
    return list(ledger.unused_numerals.get("unused", {}).get(source.id, []))


def _spans_coded(ledger: Ledger, source: Source, lines: list[str]) -> dict[int, list[tuple[int, int]]]:
    """Mark what has a reason code, by line."""
    spans: dict[int, list[tuple[int, int]]] = {}
    for entry in _coded(ledger, source):
        spans.setdefault(entry["line"], []).extend(spans_of(entry["text"], _line(lines, entry["line"])))
    return spans
