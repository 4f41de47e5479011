"""Sets levers of a zone by name, value or band, and date: what a page or a notebook does to a scenario."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path

from scenarios.override import dated_as_in
from scenarios.steps import month_index, read_lever
from scenarios.strict_yaml import ScenarioError, Source
from sim.specification import LeverChange, ScenarioSpecification

CHOSEN = "chosen"
"""Where a setting comes from that no file states."""
Setting = tuple[float | str, str | None]
"""A value or the name of a band, and a month such as ``2019-06``; None: the date at which the scenario sets it."""


def set_levers(scenario: ScenarioSpecification, zone: str, settings: Mapping[str, Setting]) -> ScenarioSpecification:
    """Return the scenario with levers of a zone set anew: whatever it said of them before is dropped.

    All faults raise one ScenarioError.

    >>> from scenarios.load import load_scenario
    >>> reform = set_levers(load_scenario("typical-county"), "county", {"pay_counted": ("strong", "2019-06")})
    >>> [(change.lever, change.month, change.value) for change in reform.changes]
    [('pay_counted', 29, 1.5)]
    """
    source = Source(Path(), "levers")
    changes = []
    for lever, (value, date) in settings.items():
        place = (zone, lever)
        found = read_lever(source, place, lever, value, scenario.world)
        month = None if date is None else month_index(source, place, date, scenario.months)
        if found is None or (date is not None and month is None):
            continue
        if month is None:
            changes.append(dated_as_in(scenario, zone, lever, found[0], CHOSEN))
        else:
            changes.append(LeverChange(zone, lever, month, found[0], source=CHOSEN))
    if source.faults:
        raise ScenarioError(source.faults)
    kept = tuple(change for change in scenario.changes if change.zone != zone or change.lever not in settings)
    return dataclasses.replace(scenario, changes=(*kept, *changes))
