"""What the page asks for, read strictly: every fault at once, in both languages, and nothing is run before."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, NamedTuple

from agents.levers import LEVER_INDEX, LEVER_NAMES, LEVERS
from analysis.compare import NOT_IDENTIFIED
from analysis.who_reforms import WHO
from interface.words import Language, say
from scenarios.catalogue import load_catalogue
from scenarios.strict_yaml import shown
from scenarios.values import LEVER_RANGES

PLACES = ("typical-county", "jimo", "mine")
STARTS: Mapping[str, tuple[str, ...]] = {
    "typical-county": ("typical-county", "typical-county-reform"),
    "jimo": ("no-reform", "jimo", "staff-only", "pay-only", "approval-only", "fund-only", "land-only"),
    "mine": ("none", "staff", "pay", "attraction", "approval", "land", "fund", "all"),
}
"""What an option may start from, by place; the first changes nothing."""
MACROS = ("weak", "boom", "constant")
"""How the months outside go on; without one, as the scenario has it."""
LEVELS = ("low", "high")
MOST_DRAWS, FEWEST_DRAWS = 400, 4
FIRST_YEAR, LAST_YEAR = 2018, 2022
"""Years in which an option may set a lever: a year of the record lies before, and five years after."""
LATEST_MONTH = 24
"""Months from now in which an option for one's own zone may set a lever."""
Text = tuple[str, str]


UNKNOWN_ZH = {
    "an unknown name": "无法识别的名称",
    "an unknown field": "无法识别的字段",
    "an unknown key": "无法识别的项",
}
"""What is found that has no value of its own, in Chinese by its English."""


class Fault(NamedTuple):
    """One thing that cannot be done: which field, what was found, what is allowed, the nearest valid name."""

    field: str
    found: str
    allowed: Text
    near: str = ""
    whole_zh: str = ""
    """The whole line in Chinese, where it was found as a line of a file's reader."""

    def text(self, language: Language) -> str:
        """Write the fault as one line."""
        zh = language == "zh"
        if zh and self.whole_zh:
            return self.whole_zh
        found = UNKNOWN_ZH.get(self.found, self.found) if zh else self.found
        line = say("page_fault", language, field=self.field, found=found, allowed=self.allowed[zh])
        return line + (say("page_fault_near", language, near=self.near) if self.near else "")


class WrongRequestError(ValueError):
    """What the page asked for cannot be done."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(fault.text("en") for fault in self.faults))


class Settings(NamedTuple):
    """An option or a base: what it starts from, and the levers set anew, each with a value or band and a date."""

    start: str
    levers: Mapping[str, tuple[float | str, str | int | None]]


@dataclass(frozen=True)
class Asked:
    """A comparison as the page asks for it; ``form`` holds the numbers of a zone of one's own, as typed."""

    place: str
    option: Settings
    base: Settings
    macro: str
    who: str
    beliefs: Mapping[str, str]
    draws: int
    seed: int
    form: Mapping[str, Any] = field(default_factory=dict)


def read_asked(content: Any) -> Asked:
    """Return what a page asked for; all faults raise one WrongRequestError."""
    reader = Reader()
    if not isinstance(content, dict):
        raise WrongRequestError([Fault("request", shown(content), ("one JSON object", "一个 JSON 对象"))])
    reader.only("", content, ("place", "option", "base", "macro", "who", "beliefs", "draws", "seed", "form", "lang",
                              "output", "table"))  # fmt: skip
    place = reader.one_of("place", content.get("place", PLACES[0]), PLACES)
    asked = Asked(
        place=place,
        option=reader.settings("option", content.get("option"), place),
        base=reader.settings("base", content.get("base"), place),
        macro=reader.one_of("macro", content.get("macro", ""), ("", *MACROS)),
        who=reader.one_of("who", content.get("who", "zone"), WHO),
        beliefs=reader.beliefs(content.get("beliefs", {})),
        draws=reader.whole("draws", content.get("draws", 200), FEWEST_DRAWS, MOST_DRAWS),
        seed=reader.whole("seed", content.get("seed", 1), 0, 2**53 - 1),
        form=reader.mapping("form", content.get("form", {})),
    )
    if asked.form and asked.place != "mine":
        reader.refuse("form", shown(asked.place), ("a form only with place mine", "仅在“我的开发区”下填写"))
    if reader.faults:
        raise WrongRequestError(reader.faults)
    return asked


class Reader:
    """Reads parts of a request and notes faults."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def refuse(self, name: str, found: str, allowed: Text, near: str = "") -> None:
        """Note a fault."""
        self.faults.append(Fault(name, found, allowed, near))

    def only(self, inside: str, content: Mapping[Any, Any], known: Iterable[str]) -> None:
        """Refuse keys that are not known."""
        names = list(known)
        for key in content:
            if key not in names:
                where = f"{inside}.{key}" if inside else str(key)
                listed = ", ".join(names[:12])
                self.refuse(where[:80], "an unknown name", (listed, listed), nearest_of(str(key), names))

    def one_of(self, name: str, found: Any, known: Iterable[str]) -> str:
        """Return one of some names; the first of them with a fault noted where it is none."""
        names = list(known)
        if isinstance(found, str) and found in names:
            return found
        listed = ", ".join(n for n in names if n)
        self.refuse(name, shown(found), (listed, listed), nearest_of(str(found), names))
        return names[0]

    def whole(self, name: str, found: Any, low: int, high: int) -> int:
        """Return a whole number within bounds; the lower one with a fault noted where it is none."""
        if isinstance(found, int) and not isinstance(found, bool) and low <= found <= high:
            return found
        allowed = (f"a whole number from {low} to {high}", f"{low} 至 {high} 的整数")
        self.refuse(name, shown(found), allowed)
        return low

    def mapping(self, name: str, found: Any) -> dict[str, Any]:
        """Return an object; an empty one with a fault noted where it is none."""
        if isinstance(found, dict):
            return found
        self.refuse(name, shown(found), ("an object", "一个对象"))
        return {}

    def beliefs(self, found: Any) -> dict[str, str]:
        """Return which assumptions are held low or high."""
        given = self.mapping("beliefs", found)
        self.only("beliefs", given, NOT_IDENTIFIED)
        return {
            name: self.one_of(f"beliefs.{name}", level, LEVELS)
            for name, level in sorted(given.items())
            if name in NOT_IDENTIFIED
        }

    def settings(self, name: str, found: Any, place: str) -> Settings:
        """Return an option or a base."""
        given = self.mapping(name, {} if found is None else found)
        self.only(name, given, ("from", "set"))
        start = self.one_of(f"{name}.from", given.get("from", STARTS[place][0]), STARTS[place])
        levers = self.mapping(f"{name}.set", given.get("set", {}))
        self.only(f"{name}.set", levers, LEVER_NAMES)
        read = {
            lever: self.lever(f"{name}.set.{lever}", lever, levers[lever], place)
            for lever in LEVER_NAMES
            if lever in levers
        }
        return Settings(start, {lever: setting for lever, setting in read.items() if setting is not None})

    def lever(self, name: str, lever: str, found: Any, place: str) -> tuple[float | str, str | int | None] | None:
        """Return a lever's value or band and its date, or None with faults noted."""
        given = self.mapping(name, found)
        self.only(name, given, ("value", "date"))
        value = self.value(f"{name}.value", lever, given.get("value"))
        date = self.date(f"{name}.date", given.get("date"), place)
        return None if value is None else (value, date)

    def value(self, name: str, lever: str, found: Any) -> float | str | None:
        """Return a value within the lever's range or the name of one of its bands."""
        bands = load_catalogue().entries[lever].bands
        if isinstance(found, str):
            if found in bands:
                return found
            listed = ", ".join(bands)
            self.refuse(name, shown(found), (f"a number or {listed}", f"数值或 {listed}"), nearest_of(found, bands))
            return None
        allowed = LEVER_RANGES[lever]
        number = isinstance(found, int | float) and not isinstance(found, bool) and math.isfinite(found)
        if number and allowed.holds(float(found)) and lever != "enclave_partner":
            return float(found)
        said = str(allowed) if lever != "enclave_partner" else "none"
        self.refuse(name, shown(found), (said, said.replace(" to ", " 至 ")))
        return None

    def date(self, name: str, found: Any, place: str) -> str | int | None:
        """Return a month as ``2019-06``, or for a zone of one's own the months from now; None where none was asked."""
        if found is None:
            return None
        if place == "mine":
            return self.whole(name, found, 0, LATEST_MONTH)
        text = found if isinstance(found, str) else ""
        good = len(text) == 7 and text[4] == "-" and (text[:4] + text[5:]).isascii()
        good = good and (text[:4] + text[5:]).isdecimal()
        if good and FIRST_YEAR <= int(text[:4]) <= LAST_YEAR and 1 <= int(text[5:]) <= 12:
            return text
        span = f"{FIRST_YEAR}-01", f"{LAST_YEAR}-12"
        self.refuse(name, shown(found), (f"a month from {span[0]} to {span[1]}", f"{span[0]} 至 {span[1]} 的月份"))
        return None


def nearest_of(found: str, names: Iterable[str]) -> str:
    """Return the nearest of some names, empty where there are none."""
    near = get_close_matches(found[:80], [name for name in names if name], n=1, cutoff=0.4)
    return near[0] if near else ""


def lever_unit(lever: str) -> str:
    """Return the unit of a lever."""
    return LEVERS[LEVER_INDEX[lever]].unit
