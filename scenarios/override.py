"""Changes a scenario from the command line: ``--set path=value``, refused with the same one-line faults.

``levers.ZONE.LEVER=VALUE`` takes the place of what the scenario sets, at the same date, and
``levers.ZONE.LEVER@2020-06=VALUE`` is a further change at that month. ``parameters.NAME=VALUE`` is held fixed.
The other paths are ``macro``, ``months`` and ``focus``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from pathlib import Path
from typing import get_args

import yaml

from agents.levers import LEVER_NAMES
from scenarios.schema import MOST_MONTHS, Macro
from scenarios.steps import beyond_the_record, month_index, read_lever, read_parameters
from scenarios.strict_yaml import Place, ScenarioError, Source, nearest, shown, unknown
from sim.specification import LeverChange, ScenarioSpecification

FIRST_MONTH = 24
"""Month at which a lever is set in a zone that the scenario does not reform: 2019-01."""
PATHS = ("levers.ZONE.LEVER", "levers.ZONE.LEVER@2020-06", "parameters.NAME", "macro", "months", "focus")


def override(scenario: ScenarioSpecification, settings: Iterable[str]) -> ScenarioSpecification:
    """Return the scenario with settings such as ``levers.jimo-etz.gate_coverage=0.5`` made, in their order.

    A lever without a date takes the date at which the scenario first sets it, else that of the zone's first reform,
    else 2019-01, and what the scenario sets for it later is dropped. Faults of all settings raise one ScenarioError.
    """
    faults: list[str] = []
    for setting in settings:
        path, sign, text = setting.partition("=")
        source = Source(Path(), "--set")
        scenario = _set(source, scenario, path.strip(), text.strip() if sign else None)
        faults += [_worded(fault) for fault in source.faults]
    outlasts = beyond_the_record(scenario.macro, scenario.growth, scenario.months)
    if outlasts and not faults:
        faults.append(f"--set months: {outlasts}")
    if faults:
        raise ScenarioError(faults)
    return scenario


def _worded(fault: str) -> str:
    """Take out the line number, which a setting has not."""
    return fault.replace("--set:1: ", "--set ", 1)


def _set(source: Source, scenario: ScenarioSpecification, path: str, text: str | None) -> ScenarioSpecification:
    """Make one setting, or note its fault."""
    place: Place = (path,)
    if not text:
        source.refuse(place, "found no value; write path=value, such as macro=weak")
        return scenario
    value = _plain(text)
    match path.split("."):
        case ["macro"]:
            if text not in get_args(Macro):
                source.refuse(place, unknown("macro path", text, get_args(Macro)))
                return scenario
            return dataclasses.replace(scenario, macro=text, growth={} if text == "constant" else scenario.growth)
        case ["months"]:
            if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_MONTHS:
                source.refuse(place, f"found {shown(value)}; allowed 1 to {MOST_MONTHS} months")
                return scenario
            return dataclasses.replace(scenario, months=value)
        case ["focus"]:
            ids = [zone.id for zone in scenario.world.zones]
            if text not in ids:
                source.refuse(place, unknown("zone", text, ids))
                return scenario
            return dataclasses.replace(scenario, focus=text)
        case ["parameters", name]:
            fixed = read_parameters(source, {name: value})
            return dataclasses.replace(scenario, parameters={**scenario.parameters, **fixed})
        case ["levers", zone, dated]:
            return _set_lever(source, scenario, zone, dated, value)
    source.refuse(place, f"found an unknown path; allowed {', '.join(PATHS)}{nearest(path, PATHS)}")
    return scenario


def _plain(text: str) -> float | str:
    """Read a value as YAML would; whatever is no number stays text."""
    try:
        value = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError):
        return text
    return value if isinstance(value, int | float) and not isinstance(value, bool) else text


def _set_lever(
    source: Source, scenario: ScenarioSpecification, zone: str, dated: str, value: float | str
) -> ScenarioSpecification:
    lever, sign, month_text = dated.partition("@")
    place: Place = ("levers", zone, lever)
    ids = [z.id for z in scenario.world.zones]
    if zone not in ids:
        source.refuse(place, unknown("zone", zone, ids))
    if lever not in LEVER_NAMES:
        source.refuse(place, unknown("lever", lever, LEVER_NAMES))
    if source.faults:
        return scenario
    set_to = read_lever(source, place, lever, value, scenario.world)
    month = _month(source, place, month_text, scenario.months) if sign else None
    if source.faults or set_to is None:
        return scenario
    if month is not None:
        change = LeverChange(zone, lever, month, set_to[0], source="--set")
        kept = [c for c in scenario.changes if not (c.zone == zone and c.lever == lever and c.month == month)]
    else:
        change = dated_as_in(scenario, zone, lever, set_to[0])
        kept = [c for c in scenario.changes if not (c.zone == zone and c.lever == lever)]
    return dataclasses.replace(scenario, changes=(*kept, change))


def _month(source: Source, place: Place, text: str, months: int) -> int | None:
    year, _, month = text.partition("-")
    if not (len(year) == 4 and len(month) == 2 and (year + month).isascii() and (year + month).isdecimal()):
        source.refuse(place, f"found {shown(text)}; allowed a month such as 2019-06")
        return None
    return month_index(source, place, text, months)


def dated_as_in(
    scenario: ScenarioSpecification, zone: str, lever: str, value: float, source: str = "--set"
) -> LeverChange:
    """Return a change of a lever at the date at which the scenario first sets it, or first reforms the zone."""
    reform = sorted((c for c in scenario.changes if c.zone == zone), key=lambda c: (c.lever != lever, c.month))
    if not reform:
        return LeverChange(zone, lever, FIRST_MONTH, value, source=source)
    return dataclasses.replace(reform[0], lever=lever, value=value, source=source)
