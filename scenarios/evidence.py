"""The ledger of published figures: what a text says in its own words, and what those words support.

One YAML file a source lies in ``scenarios/evidence/``; ``external.yaml`` holds evidence from outside the texts,
``derived.yaml`` arithmetic on other figures, ``conflicts.yaml`` the sets that cannot all be true as read, and
``vocabulary.yaml`` the names that may be used. Everything else takes a published number from here by its id.

>>> ledger = load_ledger()
>>> ledger.value("jimo.zone.fai_2020")
331.0
>>> str(ledger.interval("jimo.zone.introduced_investment_2021"))
'[600, 700)'
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn, get_args

from pydantic import BaseModel, ValidationError

from scenarios.figure_operators import faults_of_operator, faults_of_units
from scenarios.figures import STRICTNESS, Conflict, Entry, Figure, Period, Reading, Role, Source
from scenarios.located import Located, Place, read_located
from scenarios.wording import Interval, interval_from_wording

FOLDER = Path(__file__).with_name("evidence")
"""The folder of the ledger that ships."""

_FIGURE_LISTS = ("figures", "derived")
_TOP_KEYS = {"source", "figures", "derived", "conflicts", "zones", "indicators", "units", "unused_numerals"}


class EvidenceError(ValueError):
    """The files of the ledger hold faults; ``faults`` lists them, each with file and line."""

    def __init__(self, faults: Iterable[str]) -> None:
        """Keep the faults and word them one a line."""
        self.faults = list(faults)
        super().__init__("\n".join(self.faults))


class UnknownFigureError(KeyError):
    """No figure has this id; the message names the nearest one."""

    def __str__(self) -> str:
        """Give the sentence itself; ``KeyError`` would put it in quotation marks."""
        return str(self.args[0])


class Ledger:
    """All figures by id, in the order of the files."""

    def __init__(
        self,
        figures: Iterable[Figure],
        sources: Iterable[Source] = (),
        conflicts: Iterable[Conflict] = (),
        vocabulary: dict[str, Any] | None = None,
        files: Iterable[Located] = (),
    ) -> None:
        """Index the figures; which file and line each came from is kept for messages."""
        self._figures = {figure.id: figure for figure in figures}
        self.sources = {source.id: source for source in sources}
        self.conflicts = tuple(conflicts)
        self.vocabulary = vocabulary or {}
        self.files = tuple(files)
        self._places = {
            entry["id"]: located.fault((part, number), "").rstrip(": ")
            for located in self.files
            for part in (*_FIGURE_LISTS, "conflicts")
            for number, entry in enumerate(located.content.get(part) or ())
        }

    def __getitem__(self, identifier: str) -> Figure:
        """Give a figure by its id."""
        if identifier not in self._figures:
            self._refuse(identifier)
        return self._figures[identifier]

    def __contains__(self, identifier: object) -> bool:
        """Tell whether there is a figure of this id."""
        return identifier in self._figures

    def __iter__(self) -> Iterator[Figure]:
        """Go through all figures."""
        return iter(self._figures.values())

    def __len__(self) -> int:
        """Count the figures."""
        return len(self._figures)

    def value(self, identifier: str) -> float:
        """Give the printed number of a figure."""
        return self[identifier].value

    def interval(self, identifier: str) -> Interval:
        """Give the interval that the wording of a figure supports."""
        return self[identifier].interval

    def where(
        self,
        *,
        zone: str | None = None,
        indicator: str | None = None,
        role: str | None = None,
        source: str | None = None,
        scope: str | None = None,
    ) -> list[Figure]:
        """List the figures that agree with every filter given."""
        wanted = {"zone": zone, "indicator": indicator, "role": role, "source": source, "scope": scope}
        asked = {name: value for name, value in wanted.items() if value is not None}
        return [figure for figure in self if all(getattr(figure, name) == value for name, value in asked.items())]

    def targets(self, role: Role) -> list[Figure]:
        """List the published figures of a role once each: no repetition in another text, nothing derived."""
        return [figure for figure in self.where(role=role) if figure.primary and figure.expression is None]

    @property
    def unused_numerals(self) -> dict[str, Any]:
        """The numerals of the texts that no figure uses, with their reason codes."""
        found = (located.content["unused_numerals"] for located in self.files if "unused_numerals" in located.content)
        return next(found, {})

    def conflicts_of(self, identifier: str) -> list[Conflict]:
        """List the conflicts that a figure is part of."""
        return [conflict for conflict in self.conflicts if identifier in conflict.figures]

    def without(self, role: Role) -> Ledger:
        """Give the ledger that is left when every figure of a role is deleted."""
        kept = [figure for figure in self if figure.role != role]
        return Ledger(kept, self.sources.values(), self.conflicts, self.vocabulary, self.files)

    def place(self, identifier: str) -> str:
        """Name the file and line on which a figure or a conflict begins."""
        return self._places.get(identifier, "ledger")

    def fault(self, identifier: str, message: str) -> str:
        """Word a fault of a figure or a conflict, with file and line in front."""
        return f"{self.place(identifier)}: {identifier}: {message}"

    def fault_at(self, place: Place, message: str, source: str | None = None) -> str:
        """Word a fault of another entry, with file and line in front; ``source`` picks the file of a source."""
        for located in self.files:
            mine = source is None or (located.content.get("source") or {}).get("id") == source
            if mine and place in located.lines:
                return located.fault(place, message)
        return message

    def _refuse(self, identifier: str) -> NoReturn:
        nearest = difflib.get_close_matches(identifier, self._figures, n=1, cutoff=0.0)
        hint = f"; the nearest is {nearest[0]!r}" if nearest else ""
        raise UnknownFigureError(f"no figure has the id {identifier!r}{hint}")


def load_ledger(folder: Path | str | None = None) -> Ledger:
    """Read all files of the ledger; faults of every file are gathered into one ``EvidenceError``."""
    return _load(Path(folder) if folder is not None else FOLDER)


@lru_cache(maxsize=4)
def _load(folder: Path) -> Ledger:
    """Read a folder once; a ledger is never changed after reading."""
    return read_ledger(folder)


def read_ledger(folder: Path) -> Ledger:
    """Read a folder afresh, as :func:`load_ledger` does the first time."""
    faults: list[str] = []
    files = _read_files(folder, faults)
    vocabulary: dict[str, Any] = next((located.content for located in files if "indicators" in located.content), {})
    figures: list[Figure] = []
    sources: list[Source] = []
    conflicts: list[Conflict] = []
    for located in files:
        source = _one(Source, located, ("source",), faults)
        if isinstance(source, Source):
            sources.append(source)
        name = source.id if isinstance(source, Source) else located.path.stem
        for part in _FIGURE_LISTS:
            figures += _many(Figure, located, part, faults, {"source": name})
        conflicts += _many(Conflict, located, "conflicts", faults, {})
    faults += _faults_of_ids(files) + _faults_of_names(files, vocabulary) + _faults_of_readings(files)
    faults += _faults_of_operators(files, figures, vocabulary)
    if faults:
        raise EvidenceError(faults)
    return Ledger(figures, sources, conflicts, vocabulary, files)


def _read_files(folder: Path, faults: list[str]) -> list[Located]:
    """Read every YAML file of the folder that is a mapping."""
    files: list[Located] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            located = read_located(path)
        except ValueError as fault:
            faults.append(str(fault))
            continue
        wrong = _wrong_shape(located)
        faults += wrong
        if not wrong:
            files.append(located)
    if not files and not faults:
        faults.append(f"{folder} holds no YAML file")
    return files


def _wrong_shape(located: Located) -> list[str]:
    """Tell what keeps a file from being read at all: unknown parts, or lists that hold no mappings."""
    if not isinstance(located.content, dict):
        return [located.fault((), "the file holds no mapping; it needs keys such as source and figures")]
    faults = [
        located.fault((key,), f"unknown part {key!r}; known are {', '.join(sorted(_TOP_KEYS))}")
        for key in located.content
        if key not in _TOP_KEYS
    ]
    for part in (*_FIGURE_LISTS, "conflicts"):
        entries = located.content.get(part) or []
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            faults.append(located.fault((part,), f"{part}: a list of mappings is needed"))
    return faults


def _one(
    kind: type[Entry], located: Located, place: Place, faults: list[str], extra: dict[str, Any] | None = None
) -> Entry | None:
    """Make one entry, or note its faults with file and line."""
    content = located.content
    for step in place:
        content = content.get(step) if isinstance(content, dict) else content[step]
    if content is None:
        return None
    if not isinstance(content, dict):
        faults.append(located.fault(place, f"found {content!r}; a mapping is needed"))
        return None
    try:
        return kind.model_validate({**content, **(extra or {})})
    except ValidationError as fault:
        name = content.get("id", "?")
        for error in fault.errors():
            where = tuple(step for step in error["loc"])
            faults.append(located.fault((*place, *where), f"{name}: {_sentence(kind, where, error)}"))
        return None


def _many(kind: type[Any], located: Located, name: str, faults: list[str], extra: dict[str, Any]) -> list[Any]:
    """Make every entry of a list, noting faults."""
    entries = located.content.get(name) or []
    made = [_one(kind, located, (name, number), faults, extra) for number in range(len(entries))]
    return [entry for entry in made if entry is not None]


def _sentence(kind: type[Entry], where: Place, error: Any) -> str:
    """Word a fault of a field: what was found, what is allowed, the nearest valid name."""
    field = ".".join(str(step) for step in where)
    if error["type"] == "extra_forbidden":
        nearest = difflib.get_close_matches(str(where[-1]), _part_at(kind, where).model_fields, n=1, cutoff=0.0)
        return f"{field}: unknown key; the nearest known one is {nearest[0]!r}"
    found = "nothing" if error["type"] == "missing" else repr(error["input"])
    return f"{field}: found {found}; {error['msg']}"


def _part_at(kind: type[BaseModel], where: Place) -> type[BaseModel]:
    """Return the part of an entry in which a key stands, such as the period of a figure."""
    for step in where[:-1]:
        if str(step) in kind.model_fields:
            annotation = kind.model_fields[str(step)].annotation
            inner = [annotation, *get_args(annotation)]
            kind = next((part for part in inner if isinstance(part, type) and issubclass(part, BaseModel)), kind)
    return kind


def _faults_of_ids(files: list[Located]) -> list[str]:
    """Find ids that two entries share."""
    first: dict[str, str] = {}
    faults = []
    for located in files:
        for part in _FIGURE_LISTS:
            for number, entry in enumerate(located.content.get(part) or ()):
                name = str(entry.get("id"))
                if name in first:
                    faults.append(located.fault((part, number, "id"), f"{name}: the id is taken at {first[name]}"))
                first.setdefault(name, located.fault((part, number, "id"), "").rstrip(": "))
    return faults


def _faults_of_names(files: list[Located], vocabulary: dict[str, Any]) -> list[str]:
    """Find zones, indicators and units that the vocabulary does not declare."""
    faults = []
    for located in files:
        for part in _FIGURE_LISTS:
            for number, entry in enumerate(located.content.get(part) or ()):
                for field, known in (("zone", "zones"), ("indicator", "indicators"), ("unit", "units")):
                    name, names = entry.get(field), vocabulary.get(known) or {}
                    if name is not None and name not in names:
                        near = difflib.get_close_matches(str(name), list(names), n=1, cutoff=0.0)
                        hint = f"; the nearest is {near[0]!r}" if near else ""
                        message = f"{entry.get('id')}: {field}: found {name!r}, not in vocabulary.yaml{hint}"
                        faults.append(located.fault((part, number, field), message))
                faults += _fault_of_scope(located, (part, number), entry, vocabulary)
    return faults


def _fault_of_scope(located: Located, place: Place, entry: dict[str, Any], vocabulary: dict[str, Any]) -> list[str]:
    """Find a scope that the zone of an entry does not have, so that zone, district and city are never mixed."""
    zone, scope = entry.get("zone"), entry.get("scope")
    allowed = (vocabulary.get("zones") or {}).get(zone, {}).get("scopes")
    if not allowed or scope in allowed:
        return []
    message = f"{entry.get('id')}: scope: found {scope!r}, allowed for {zone} are {', '.join(allowed)}"
    return [located.fault((*place, "scope"), message)]


def _faults_of_operators(files: list[Located], figures: list[Figure], vocabulary: dict[str, Any]) -> list[str]:
    """Find operators that read what the model does not record, or in units, zones or months that do not fit."""
    faults = [
        located.fault(place, message)
        for located in files
        if located.content is vocabulary
        for place, message in faults_of_units(vocabulary)
    ]
    if faults:
        return faults
    made = {figure.id: figure for figure in figures}
    for located in files:
        for number, entry in enumerate(located.content.get("figures") or ()):
            figure = made.get(str(entry.get("id")))
            for place, message in faults_of_operator(figure, vocabulary) if figure is not None else ():
                where: Place = ("figures", number, "operator", *place)
                faults.append(located.fault(where, f"{entry['id']}: operator: {message}"))
    return faults


def _faults_of_readings(files: list[Located]) -> list[str]:
    """Find readings whose weights do not add up to 1."""
    faults = []
    for located in files:
        for number, entry in enumerate(located.content.get("figures") or ()):
            weights = [reading.get("weight", 0) for reading in entry.get("readings") or ()]
            if weights and not math.isclose(sum(weights), 1.0, abs_tol=1e-9):
                message = f"{entry.get('id')}: readings: the weights add up to {sum(weights):g}; they must add up to 1"
                faults.append(located.fault(("figures", number, "readings"), message))
    return faults


__all__ = [
    "FOLDER",
    "STRICTNESS",
    "Conflict",
    "EvidenceError",
    "Figure",
    "Interval",
    "Ledger",
    "Period",
    "Reading",
    "Role",
    "Source",
    "UnknownFigureError",
    "interval_from_wording",
    "load_ledger",
    "read_ledger",
]
