"""Reads what a scenario sets and when: dated levers, fixed parameters, sector shocks, each fault one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agents.industries import INDUSTRY_NAMES
from agents.levers import LEVER_NAMES
from scenarios.catalogue import NEUTRAL_BAND, find_band
from scenarios.schema import Given, MacroPath, Rollout, Shock, Span, Step
from scenarios.strict_yaml import Place, Source, shown, unknown
from scenarios.values import LEVER_RANGES, cite, is_number, number_of, parameter_range
from sim.macro import RECORDED_MONTHS
from sim.parameters import PARAMETERS
from sim.specification import CALENDAR_START, LeverChange, SectorShock, WorldSpecification, calendar_of, month_of


def month_index(source: Source, place: Place, text: str, months: int) -> int | None:
    """Return the model month of ``2019-06``, or None with a fault noted where it is no month of the horizon."""
    year, month = int(text[:4]), int(text[5:])
    if not 1 <= month <= 12:
        source.refuse(place, f"found {text}; allowed are months 01 to 12 of a year, such as {text[:4]}-12")
        return None
    index = month_of(year, month)
    if not 0 <= index < months:
        source.refuse(place, f"found {text}, outside the horizon; allowed 2017-01 to {month_text(months - 1)}")
        return None
    return index


def month_text(month: int) -> str:
    """Write a model month as files do.

    >>> month_text(29)
    '2019-06'
    """
    return "{}-{:02d}".format(*calendar_of(month))


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


def read_rollout(
    source: Source, number: int, rollout: Rollout, world: WorldSpecification, months: int
) -> list[LeverChange]:
    """Return the lever changes of a roll-out, noting every fault: each zone takes over the levers in its turn."""
    if not rollout.model_fields_set:
        return []
    place: Place = ("rollout", number)
    said = cite(source, (*place, "source"), rollout.source)
    turns = _read_turns(source, place, rollout, world, months)
    changes = []
    for lever, given in rollout.levers.items():
        set_to = read_lever(source, (*place, "levers", lever), lever, given, world)
        if set_to is not None:
            changes += [LeverChange(zone, lever, month, set_to[0], source=set_to[1] or said) for zone, month in turns]
    return changes


def _read_turns(
    source: Source, place: Place, rollout: Rollout, world: WorldSpecification, months: int
) -> list[tuple[str, int]]:
    """Return (zone, month) of each turn: dates given one by one, or a start and an interval."""
    ids = [zone.id for zone in world.zones]
    if rollout.dates:
        also = [key for key in ("zones", "but", "start", "every") if key in rollout.model_fields_set]
        if also:
            source.refuse((*place, also[0]), f"found it beside dates; allowed dates alone, or {', '.join(also)} alone")
        turns = []
        for zone, text in rollout.dates.items():
            if zone not in ids:
                source.refuse((*place, "dates", zone), unknown("zone", zone, ids))
            month = month_index(source, (*place, "dates", zone), text, months)
            if zone in ids and month is not None:
                turns.append((zone, month))
        return turns
    missing = [key for key in ("zones", "start", "every") if getattr(rollout, key) is None]
    untold = [key for key in missing if not source.is_refused((*place, key))]
    if untold:
        source.refuse(place, f"found no {' and no '.join(untold)}; needed are zones, start and every, or dates")
    if missing:
        return []
    first = month_index(source, (*place, "start"), str(rollout.start), months)
    zones = _zones_in_turn(source, place, rollout, ids)
    if first is None or rollout.every is None:
        return []
    turns = [(zone, first + turn * rollout.every) for turn, zone in enumerate(zones)]
    late = [(zone, month) for zone, month in turns if month >= months]
    if late:
        when = f"the turn of {late[0][0]} would be {month_text(late[0][1])}, outside the horizon"
        source.refuse((*place, "every"), f"found {rollout.every}; {when}; allowed 2017-01 to {month_text(months - 1)}")
    return turns


def _zones_in_turn(source: Source, place: Place, rollout: Rollout, ids: Sequence[str]) -> list[str]:
    """Return the zones of a roll-out in the order of their turns."""
    for number, zone in enumerate(rollout.but):
        if zone not in ids:
            source.refuse((*place, "but", number), unknown("zone", zone, ids))
    if rollout.zones == "all":
        return [zone for zone in ids if zone not in rollout.but]
    if rollout.but:
        source.refuse((*place, "but"), "found it beside a list of zones; allowed with zones: all")
    named = list(rollout.zones or ())
    for number, zone in enumerate(named):
        if zone not in ids:
            source.refuse((*place, "zones", number), unknown("zone", zone, ids))
        elif zone in named[:number]:
            source.refuse((*place, "zones", number), f"found {shown(zone)} a second time; a zone has one turn")
    return [zone for zone in named if zone in ids]


def read_macro(source: Source, given: str | MacroPath, months: int) -> tuple[str, dict[int, float]]:
    """Return the path of the months outside and the growth of years that a file sets, noting every fault."""
    if isinstance(given, str):
        return given, {}
    cite(source, ("macro", "source"), given.source)
    if given.path == "constant":
        source.refuse(("macro", "growth"), "found it beside path: constant, which has no growth; allowed other paths")
    first, last = CALENDAR_START[0] + 1, calendar_of(months - 1)[0]
    growth = {}
    for text, value in given.growth.items():
        if not (text.isascii() and text.isdecimal() and first <= int(text) <= last):
            source.refuse(("macro", "growth", text), f"found {shown(text)}; allowed years {first} to {last} of the run")
        else:
            growth[int(text)] = value
    return given.path, growth


def beyond_the_record(macro: str, growth: Mapping[int, float], months: int) -> str | None:
    """Say what is wrong where a run outlasts the recorded path and nothing says how it goes on."""
    if macro != "recorded" or months <= RECORDED_MONTHS:
        return None
    years = range(calendar_of(RECORDED_MONTHS)[0], calendar_of(months - 1)[0] + 1)
    unnamed = [str(year) for year in years if year not in growth]
    if not unnamed:
        return None
    said = ", ".join(unnamed) if len(unnamed) <= 3 else f"{unnamed[0]} to {unnamed[-1]}"
    return (
        f"found {months} months, to {month_text(months - 1)}; the recorded path ends in "
        f"{month_text(RECORDED_MONTHS - 1)}: set macro to weak, boom or constant, or name its growth of {said}"
    )


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
