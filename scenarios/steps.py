"""Reads what a scenario sets and when: dated levers, fixed parameters, sector shocks, each fault one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agents.industries import INDUSTRY_NAMES
from agents.levers import LEVER_NAMES
from scenarios.catalogue import NEUTRAL_BAND, find_band
from scenarios.schema import Given, Shock, Span, Step
from scenarios.strict_yaml import Place, Source, unknown
from scenarios.values import LEVER_RANGES, cite, is_number, number_of, parameter_range
from sim.parameters import PARAMETERS
from sim.specification import LeverChange, SectorShock, WorldSpecification, calendar_of, month_of


def month_index(source: Source, place: Place, text: str, months: int) -> int | None:
    """Return the model month of ``2019-06``, or None with a fault noted where it is no month of the horizon."""
    year, month = int(text[:4]), int(text[5:])
    if not 1 <= month <= 12:
        source.refuse(place, f"found {text}; allowed are months 01 to 12 of a year, such as {text[:4]}-12")
        return None
    index = month_of(year, month)
    if not 0 <= index < months:
        last_year, last_month = calendar_of(months - 1)
        source.refuse(place, f"found {text}, outside the horizon; allowed 2017-01 to {last_year}-{last_month:02d}")
        return None
    return index


def read_changes(source: Source, number: int, step: Step, world: WorldSpecification, months: int) -> list[LeverChange]:
    """Return the lever changes of a step, noting every fault."""
    if not step.model_fields_set:
        return []
    place: Place = ("reform", number)
    ids = [zone.id for zone in world.zones]
    if step.zone not in ids:
        source.refuse((*place, "zone"), unknown("zone", step.zone, ids))
    dated = read_date(source, (*place, "date"), step.date, months)
    said = cite(source, (*place, "source"), step.source)
    changes = []
    for lever, given in step.levers.items():
        set_to = read_lever(source, (*place, "levers", lever), lever, given, world)
        if set_to is not None and dated is not None and step.zone in ids:
            month, latest, group = dated
            changes.append(LeverChange(step.zone, lever, month, set_to[0], latest, group, set_to[1] or said))
    return changes


def read_date(source: Source, place: Place, date: str | Span, months: int) -> tuple[int, int | None, str] | None:
    """Return first month, last month where it is uncertain, and group."""
    if isinstance(date, str):
        month = month_index(source, place, date, months)
        return None if month is None else (month, None, "reform")
    earliest = month_index(source, (*place, "earliest"), date.earliest, months)
    latest = month_index(source, (*place, "latest"), date.latest, months)
    if earliest is None or latest is None:
        return None
    if latest < earliest:
        source.refuse((*place, "latest"), f"found {date.latest}; allowed {date.earliest} or later")
        return None
    return earliest, latest, date.group


def read_lever(
    source: Source, place: Place, lever: str, given: float | str | Given, world: WorldSpecification
) -> tuple[float, str] | None:
    """Return the value of a lever and its source; a zone id becomes its row, a band of the catalogue its number."""
    if lever not in LEVER_RANGES:
        source.refuse(place, unknown("lever", lever, LEVER_NAMES))
        return None
    if lever == "enclave_partner":
        ids = [zone.id for zone in world.zones]
        if given in ids:
            return float(ids.index(str(given))), ""
        if given not in (-1, NEUTRAL_BAND):
            source.refuse(place, unknown("zone", given if isinstance(given, str) else str(given), ids))
            return None
    if isinstance(given, str) and not is_number(given):
        band = find_band(source, place, lever, given)
        return None if band is None else (band.value, f"band {band.name}; {band.source}")
    return number_of(source, place, given, LEVER_RANGES[lever])


def read_parameters(source: Source, given: Mapping[str, float | str | Given]) -> dict[str, float]:
    """Return the parameters that a file holds fixed."""
    values = {}
    for name, value in given.items():
        place: Place = ("parameters", name)
        if name not in PARAMETERS:
            source.refuse(place, unknown("parameter", name, PARAMETERS))
            continue
        number = number_of(source, place, value, parameter_range(name))
        if number is not None:
            values[name] = number[0]
    return values


def read_shocks(source: Source, given: Sequence[Shock], months: int) -> list[SectorShock]:
    """Return the sector shocks of a file."""
    shocks = []
    for number, shock in enumerate(given):
        if not shock.model_fields_set:
            continue
        place: Place = ("shocks", number)
        if shock.industry not in INDUSTRY_NAMES:
            source.refuse((*place, "industry"), unknown("industry", shock.industry, INDUSTRY_NAMES))
        month = month_index(source, (*place, "date"), shock.date, months)
        cite(source, (*place, "source"), shock.source)
        if month is not None:
            shocks.append(SectorShock(shock.industry, month, shock.months, shock.arrivals, shock.closures))
    return shocks
