"""The catalogue of levers: bands, costs with their pot, limits that are not money, and what the law says when.

``scenarios/levers.yaml`` is read as strictly as a user's file: every fault is one line with file, line and field, all
at once. Ranges come from `agents/levers.py` and unit costs from the parameters of the rules, so neither is typed twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, get_args

import numpy as np
from pydantic import Field, StringConstraints

from agents.funds import FUND
from agents.levers import LEVER_INDEX, LEVER_NAMES, LEVERS, Lever
from agents.platforms import PLATFORM
from agents.zones.record import ZONE
from scenarios.forms import read_form
from scenarios.schema import Cited, Part, Text, Value
from scenarios.strict_yaml import Place, ScenarioError, Source, nearest, read_source, shown, unknown
from scenarios.values import LEVER_RANGES, cite, number_of
from sim.parameters import PARAMETERS
from sim.state import MUNICIPALITY

CATALOGUE = Path(__file__).with_name("levers.yaml")
"""The file that ships."""
NEUTRAL_BAND = "none"
"""The band of a lever that is left alone."""
NEUTRAL_SOURCE = "judgement: the lever's neutral value, which changes nothing"
"""Where that band's number comes from."""

Status = Literal["available", "restricted", "banned", "to_be_checked"]
STATUSES: tuple[Status, ...] = get_args(Status)
"""What a document says of a lever, from free to forbidden, and what nobody has checked."""
Payer = Literal["zone", "county", "platform", "fund"]
PAYERS: tuple[Payer, ...] = get_args(Payer)
Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?$")]
RECORDS: dict[str, np.dtype[Any]] = {"zone": ZONE, "platform": PLATFORM, "fund": FUND, "municipality": MUNICIPALITY}


class Named(Part):
    """A thing with a name in both languages."""

    title: Text
    title_zh: Text


class Explained(Named):
    """A thing with a name and a sentence about it, in both languages."""

    about: Text
    about_zh: Text


class Limit(Explained):
    """A limit that is not money; ``modelled`` where a rule of the model keeps to it."""

    modelled: Annotated[bool, Field(strict=True)]


class Cost(Part):
    """What is paid for a lever: by whom, from which pot, and where the model books and computes it.

    Without ``field`` the cost is real and the model does not book it.
    """

    payer: Payer
    pot: Text
    about: Text
    about_zh: Text
    field: Text | None = Field(None, description="Flow in which the model books it, such as zone.payroll.")
    rule: Text | None = Field(None, description="Full name of the rule that computes it.")
    parameters: tuple[Text, ...] = ()


class Document(Named):
    """A law, regulation or notice; it holds from ``in_force``, else from the day it was issued."""

    number: Text | None = None
    issued: Day
    in_force: Day | None = None

    @property
    def since(self) -> str:
        """The day, or month, from which it holds."""
        return self.in_force or self.issued


class Ruling(Part):
    """What a document says of a lever. One without a document says that nobody has checked."""

    status: Status
    document: Text | None = None
    about: Text
    about_zh: Text


class LeverForm(Part):
    """The entry of a lever as the file has it."""

    group: Text
    about: Text
    about_zh: Text
    bands: dict[str, Value]
    source: Cited = Field(description="Where the numbers of the bands come from that name no source of their own.")
    source_zh: Text = Field(description="The same in Chinese, the bands with a source of their own included.")
    costs: tuple[Text, ...] = ()
    saves: tuple[Text, ...] = ()
    no_cost: Text | None = None
    no_cost_zh: Text | None = None
    limits: tuple[Text, ...] = ()
    law: Annotated[tuple[Ruling, ...], Field(min_length=1)]


class Package(Explained):
    """Levers that belong together, each at a band."""

    levers: dict[str, Text]


class MainPart(Named):
    """Levers that one decision moves together: a part of a reform whose effect is told apart from the others."""

    levers: Annotated[tuple[Text, ...], Field(min_length=1)]


class CatalogueFile(Part):
    """The whole file."""

    bands: dict[str, Named]
    statuses: dict[str, Explained]
    payers: dict[str, Named]
    pots: dict[str, Explained]
    limits: dict[str, Limit]
    costs: dict[str, Cost]
    documents: dict[str, Document]
    groups: dict[str, Named]
    levers: dict[str, LeverForm]
    packages: dict[str, Package]
    parts: dict[str, MainPart]
    not_modelled: tuple[Named, ...]


class Band(NamedTuple):
    """A named setting of a lever, and where its number comes from."""

    name: str
    value: float
    source: str


class Standing(NamedTuple):
    """How a lever stands at a date: its status, what is said, and the document that says so, if any."""

    status: Status
    about: str
    about_zh: str
    document: Document | None
    since: str


UNCHECKED = Standing("to_be_checked", "No document of that time was read.", "当时文件待核。", None, "")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A lever of the catalogue with everything it names looked up."""

    lever: Lever
    group: str
    about: str
    about_zh: str
    source: str
    source_zh: str
    bands: Mapping[str, Band]
    costs: tuple[Cost, ...]
    saves: tuple[Cost, ...]
    no_cost: str
    no_cost_zh: str
    limits: tuple[str, ...]
    law: tuple[Standing, ...]

    def standing(self, date: str) -> Standing:
        """Return how the lever stands on a day or in a month; a month counts once any of its days does."""
        held = UNCHECKED if self.law[0].since else self.law[0]
        for ruling in self.law:
            if ruling.since[: len(date)] <= date[: len(ruling.since)]:
                held = ruling
        return held


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """All levers, packages, and the words they share."""

    entries: Mapping[str, Entry]
    packages: Mapping[str, Package]
    costs: Mapping[str, Cost]
    bands: Mapping[str, Named]
    statuses: Mapping[str, Explained]
    payers: Mapping[str, Named]
    pots: Mapping[str, Explained]
    limits: Mapping[str, Limit]
    documents: Mapping[str, Document]
    groups: Mapping[str, Named]
    parts: Mapping[str, MainPart]
    not_modelled: tuple[Named, ...]

    def part_of(self, lever: str) -> str:
        """Return the name of the part in which a lever stands."""
        return next(name for name, part in self.parts.items() if lever in part.levers)

    def latest(self) -> str:
        """Return the date of the latest document that was read."""
        return max(document.since for document in self.documents.values())

    def with_status(self, status: Status, date: str) -> tuple[str, ...]:
        """Return the names of levers that stand so at a date, such as ``2024-08`` or ``2024-08-01``."""
        return tuple(name for name, entry in self.entries.items() if entry.standing(date).status == status)


def banned_levers(date: str) -> tuple[str, ...]:
    """Return the levers that no plan may use from a date on, such as ``2024-08``.

    >>> "fund_buyback" in banned_levers("2017-05"), banned_levers("2017-03")
    (True, ())
    """
    return load_catalogue().with_status("banned", date)


def find_band(source: Source, place: Place, lever: str, name: str) -> Band | None:
    """Return a lever's band by name, or None with a fault noted that names the nearest."""
    bands = load_catalogue().entries[lever].bands
    if name not in bands:
        listed = ", ".join(f"{band.name} ({band.value:.3g})" for band in bands.values())
        needed = f"a number is needed, allowed {LEVER_RANGES[lever]}, or a band: {listed}"
        source.refuse(place, f"found {shown(name)}; {needed}{nearest(name, bands)}")
        return None
    return bands[name]


def lever_bands() -> dict[str, list[str]]:
    """Return the names of each lever's bands."""
    return {name: list(entry.bands) for name, entry in load_catalogue().entries.items()}


@cache
def load_catalogue(path: Path = CATALOGUE) -> Catalogue:
    """Return the catalogue; faults of the file raise one ScenarioError, a line each."""
    source = read_source(path, path.name)
    form = read_form(source, CatalogueFile)
    catalogue = None if form is None else _looked_up(source, form)
    if catalogue is None or source.faults:
        raise ScenarioError(source.faults)
    return catalogue


def _looked_up(source: Source, form: CatalogueFile) -> Catalogue:
    """Check every name in the file and put the catalogue together, levers in the order of their table."""
    _check_levers(source, LEVER_NAMES)
    for name, cost in form.costs.items():
        _check_cost(source, ("costs", name), cost, form)
    entries = {}
    for lever in LEVERS:
        if lever.name in form.levers:
            entries[lever.name] = _entry(source, lever, form)
    for name, package in form.packages.items():
        _check_package(source, ("packages", name, "levers"), package, entries)
    _check_parts(source, form.parts)
    for key, names in (("statuses", STATUSES), ("payers", PAYERS)):
        if set(getattr(form, key)) != set(names):
            source.refuse((key,), f"found {', '.join(getattr(form, key))}; allowed exactly {', '.join(names)}")
    shared = {name: getattr(form, name) for name in CatalogueFile.model_fields if name not in ("levers", "packages")}
    return Catalogue(entries=entries, packages=form.packages, **shared)


def _check_levers(source: Source, names: Iterable[str]) -> None:
    """Refuse a lever that does not exist and the want of one that does, by what the file holds, faulty or not."""
    held = source.content.get("levers")
    held = held if isinstance(held, dict) else {}
    for name in held:
        if name not in LEVER_INDEX:
            source.refuse(("levers", name), unknown("lever", name, LEVER_NAMES))
    missing = [name for name in names if name not in held]
    if missing:
        source.refuse(("levers",), f"found no entry for {', '.join(missing)}; each lever needs one")


def _check_cost(source: Source, place: Place, cost: Cost, form: CatalogueFile) -> None:
    """Check the pot, the flow and the parameters of a cost."""
    _known(source, (*place, "pot"), "pot", cost.pot, form.pots)
    for number, parameter in enumerate(cost.parameters):
        _known(source, (*place, "parameters", number), "parameter", parameter, PARAMETERS)
    if (cost.field is None) != (cost.rule is None):
        lacking = "field" if cost.field is None else "rule"
        source.refuse(place, f"found no {lacking}; a cost that the model computes names its field and its rule")
    if cost.field is not None:
        fields = [f"{kind}.{name}" for kind, record in RECORDS.items() for name in record.names or ()]
        _known(source, (*place, "field"), "field", cost.field, fields)


def _known(source: Source, place: Place, kind: str, name: str, names: Iterable[str]) -> bool:
    if name in (known := list(names)):
        return True
    source.refuse(place, unknown(kind, name, known))
    return False


def _entry(source: Source, lever: Lever, form: CatalogueFile) -> Entry:
    """Return the entry of a lever, noting whatever it lacks or names wrongly."""
    place: Place = ("levers", lever.name)
    entry = form.levers[lever.name]
    _known(source, (*place, "group"), "group", entry.group, form.groups)
    for number, limit in enumerate(entry.limits):
        _known(source, (*place, "limits", number), "limit", limit, form.limits)
    costs, saves = (
        tuple(
            form.costs[name]
            for number, name in enumerate(getattr(entry, key))
            if _known(source, (*place, key, number), "cost", name, form.costs)
        )
        for key in ("costs", "saves")
    )
    if bool(entry.costs) == bool(entry.no_cost and entry.no_cost_zh):
        found = "found neither or both of costs and no_cost"
        source.refuse(place, f"{found}; name the costs, or say in both languages why there are none")
    usual = cite(source, (*place, "source"), entry.source)
    return Entry(
        lever=lever,
        group=entry.group,
        about=entry.about,
        about_zh=entry.about_zh,
        source=usual,
        source_zh=entry.source_zh,
        bands=_bands(source, place, lever, entry, form, usual),
        costs=costs,
        saves=saves,
        no_cost=entry.no_cost or "",
        no_cost_zh=entry.no_cost_zh or "",
        limits=entry.limits,
        law=_law(source, (*place, "law"), entry.law, form),
    )


def _bands(
    source: Source, place: Place, lever: Lever, entry: LeverForm, form: CatalogueFile, usual: str
) -> dict[str, Band]:
    """Return the bands of a lever, by default with the ``usual`` source; 'none' must be its neutral value."""
    bands = {}
    for name, given in entry.bands.items():
        inner = (*place, "bands", name)
        _known(source, inner, "band", name, form.bands)
        number = number_of(source, inner, given, LEVER_RANGES[lever.name])
        if number is not None:
            own = NEUTRAL_SOURCE if name == NEUTRAL_BAND else number[1]
            bands[name] = Band(name, number[0], own or usual)
    neutral = bands.get(NEUTRAL_BAND)
    if neutral is None or neutral.value != lever.neutral:
        found = "nothing" if neutral is None else f"{neutral.value:g}"
        message = f"found {found}; allowed {lever.neutral:g}, which leaves it alone"
        source.refuse((*place, "bands", NEUTRAL_BAND), message)
    return bands


def _law(source: Source, place: Place, law: tuple[Ruling, ...], form: CatalogueFile) -> tuple[Standing, ...]:
    """Return what the law says in the order of time; whatever is more than 'to be checked' needs a document."""
    standings: list[Standing] = []
    for number, ruling in enumerate(law):
        inner = (*place, number)
        if ruling.document is None:
            if ruling.status != "to_be_checked":
                source.refuse(inner, f"found {ruling.status} without a document; name one, or write to_be_checked")
            standings.append(Standing(ruling.status, ruling.about, ruling.about_zh, None, ""))
        elif _known(source, (*inner, "document"), "document", ruling.document, form.documents):
            document = form.documents[ruling.document]
            if standings and document.since <= standings[-1].since:
                before = standings[-1].since
                source.refuse(inner, f"found {document.since}; allowed later than {before}, in order of time")
            standings.append(Standing(ruling.status, ruling.about, ruling.about_zh, document, document.since))
    return tuple(standings) or (UNCHECKED,)


def _check_parts(source: Source, parts: Mapping[str, MainPart]) -> None:
    """Check that the parts name every lever once."""
    seen: set[str] = set()
    for name, part in parts.items():
        for number, lever in enumerate(part.levers):
            place: Place = ("parts", name, "levers", number)
            if _known(source, place, "lever", lever, LEVER_NAMES) and lever in seen:
                source.refuse(place, f"found {lever} in a second part; a lever stands in one")
            seen.add(lever)
    if missing := [lever for lever in LEVER_NAMES if lever not in seen]:
        source.refuse(("parts",), f"found no part with {', '.join(missing)}; each lever stands in one")


def _check_package(source: Source, place: Place, package: Package, entries: Mapping[str, Entry]) -> None:
    """Check the levers and bands of a package."""
    for name, band in package.levers.items():
        if _known(source, (*place, name), "lever", name, LEVER_NAMES) and name in entries:
            _known(source, (*place, name), "band", band, entries[name].bands)
