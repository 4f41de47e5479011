"""Reads which outputs a design asks for: measure, zone, reading and months, each fault one line."""

from __future__ import annotations

from collections.abc import Sequence

from scenarios.design_schema import Asked
from scenarios.steps import month_index
from scenarios.strict_yaml import Place, Source, shown, unknown
from sim.outputs import EVERY_ZONE, MEASURES, Measure, Output, Reading
from sim.specification import ScenarioSpecification


def read_asked(source: Source, asked: Sequence[Asked], scenarios: Sequence[ScenarioSpecification]) -> list[Output]:
    """Return the outputs that a design asks for, noting every fault."""
    outputs: list[Output] = []
    for number, one in enumerate(asked):
        if not one.model_fields_set:
            continue
        output = _read_output(source, ("outputs", number), one, scenarios)
        if output is None:
            continue
        if output.name in {other.name for other in outputs}:
            source.refuse(
                ("outputs", number, "name"), f"found {shown(output.name)} a second time; give each output its name"
            )
        outputs.append(output)
    return outputs


def _read_output(
    source: Source, place: Place, asked: Asked, scenarios: Sequence[ScenarioSpecification]
) -> Output | None:
    measure = MEASURES.get(asked.measure)
    if measure is None:
        source.refuse((*place, "measure"), unknown("measure", asked.measure, MEASURES))
    zone = _zone_of(source, place, asked, measure, scenarios)
    months = min((scenario.months for scenario in scenarios), default=0)
    if measure is None or zone is None or months == 0:
        return None
    reading: Reading = asked.reading or ("sum" if measure.is_flow and asked.month is None else "value")
    if reading == "sum" and not measure.is_flow:
        source.refuse((*place, "reading"), f"found a sum of {measure.name}, which is no flow; allowed mean, value")
    window = _window(source, place, asked, reading, months)
    if window is None:
        return None
    name = asked.name or asked.measure.replace(".", "_")
    label, label_zh = asked.label or measure.title, asked.label_zh or asked.label or measure.title
    return Output(name, measure.name, zone, reading, *window, label=label, label_zh=label_zh)


def _zone_of(
    source: Source, place: Place, asked: Asked, measure: Measure | None, scenarios: Sequence[ScenarioSpecification]
) -> str | None:
    """Return the zone of an output, which every scenario must have."""
    if asked.zone is None:
        focuses = sorted({scenario.focus for scenario in scenarios})
        if len(focuses) == 1 and focuses[0]:
            return focuses[0]
        if scenarios and not source.is_refused((*place, "zone")):
            found = ", ".join(focuses) or "none"
            source.refuse(place, f"found no zone, and the scenarios have the focuses {found}; zone is needed")
        return None
    if asked.zone == EVERY_ZONE:
        if measure is not None and not measure.adds_up:
            unit = shown(measure.unit)
            source.refuse((*place, "zone"), f"found all; {measure.name} in {unit} does not add up over zones, name one")
        return EVERY_ZONE
    for scenario in scenarios:
        ids = [zone.id for zone in scenario.world.zones]
        if asked.zone not in ids:
            source.refuse((*place, "zone"), unknown(f"zone of {scenario.name}", asked.zone, [*ids, EVERY_ZONE]))
            return None
    return asked.zone


def _window(source: Source, place: Place, asked: Asked, reading: Reading, months: int) -> tuple[int, int] | None:
    """Return the first and last month of an output."""
    stray = ("first", "last") if reading == "value" else ("month",)
    for key in stray:
        if getattr(asked, key) is not None:
            allowed = "month" if reading == "value" else "first and last"
            source.refuse((*place, key), f"found it with reading: {reading}; allowed {allowed}")
    keys = ("month", "month") if reading == "value" else ("first", "last")
    given = [getattr(asked, key) for key in keys]
    default = (months - 1, months - 1) if reading == "value" else (0, months - 1)
    window = [
        default[at] if given[at] is None else month_index(source, (*place, key), given[at], months)
        for at, key in enumerate(keys[:1] if reading == "value" else keys)
    ]
    first, last = window[0], window[-1]
    if first is None or last is None:
        return None
    if last < first:
        source.refuse((*place, "last"), f"found {asked.last}; allowed {asked.first} or later")
        return None
    return first, last
