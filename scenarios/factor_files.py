"""Reads what a design varies: levers, parameters and endowments with their levels or ranges, each fault one line."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from agents.levers import LEVER_NAMES
from agents.quantities import Block, Fixed
from scenarios import design_schema
from scenarios.design_schema import DesignFile
from scenarios.factors import Factor, Target, quantity_of
from scenarios.schema import Given
from scenarios.steps import month_index, read_lever
from scenarios.strict_yaml import Place, Source, nearest, shown, unknown
from scenarios.values import (
    ENDOWMENTS,
    LEVER_RANGES,
    Allowed,
    cite,
    endowment_range,
    number_of,
    parameter_range,
)
from sim.outputs import EVERY_ZONE
from sim.parameters import PARAMETERS, quantile
from sim.specification import ScenarioSpecification

TARGETS = ("lever", "levers", "parameter", "parameters", "endowment")
TAKEN = ("scenario", "draw")
"""Names that the points of a design use themselves."""
SCREENED_TAIL = 0.05
"""Quantile of a prior at which a screening's grid of levels ends: the ends of an unbounded prior cannot be tried."""
DOSE = Allowed("1", 0.0, 1.0)
LEVELLED = ("grid", "one_at_a_time")
"""Kinds whose factors need levels; the others sample a range or a prior."""


@dataclass(frozen=True)
class _Entry:
    """An entry of the list of factors, with what its names are looked up in."""

    source: Source
    place: Place
    given: design_schema.Factor
    kind: str
    scenarios: Sequence[ScenarioSpecification]

    def refuse(self, message: str, *inner: str | int) -> None:
        """Note a fault of the entry, or of a key inside it."""
        self.source.refuse((*self.place, *inner), message)

    def is_refused(self, *keys: str) -> bool:
        """Tell whether one of these keys is there and was refused."""
        return any(self.source.is_refused((*self.place, key)) for key in keys)

    @property
    def tail(self) -> float:
        """The quantile at which priors are cut."""
        return SCREENED_TAIL if self.kind == "morris" else 0.0


def read_factors(source: Source, form: DesignFile, scenarios: Sequence[ScenarioSpecification]) -> list[Factor]:
    """Return the factors of a design, noting every fault."""
    factors: list[Factor] = []
    for number, given in enumerate(form.factors):
        if not given.model_fields_set:
            continue
        entry = _Entry(source, ("factors", number), given, form.kind, scenarios)
        for factor in _read_entry(entry):
            if factor.name in TAKEN or factor.name in {other.name for other in factors}:
                entry.refuse(f"found the name {shown(factor.name)}, which is taken; give each factor its own")
            twin = next((other for other in factors if other.same_as(factor)), None)
            if twin is not None:
                entry.refuse(f"found a factor that sets what {twin.name} sets; keep one")
            factors.append(factor)
    if form.kind == "listed" and form.factors:
        source.refuse(("factors",), "found it in a design of kind listed; allowed are scenarios alone, or kind: grid")
    elif form.kind != "listed" and not form.factors:
        source.refuse((), f"found no factors; a design of kind {form.kind} needs some")
    return factors


def _read_entry(entry: _Entry) -> list[Factor]:
    """Return the factor of an entry, or those of a group of parameters."""
    targets = [name for name in TARGETS if getattr(entry.given, name)]
    if not targets and entry.is_refused(*TARGETS):
        return []
    if len(targets) != 1:
        found = " and ".join(targets) or "none"
        entry.refuse(f"found {found} of {', '.join(TARGETS)}; exactly one is needed")
        return []
    if targets[0] == "parameters":
        return _read_group(entry)
    factor = _read_factor(entry, cast("Target", targets[0]))
    return [] if factor is None else [factor]


def _read_group(entry: _Entry) -> list[Factor]:
    """Return a factor for each uncertain parameter of the blocks named, over its prior."""
    blocks = [str(block) for block in Block if block is not Block.FIXED]
    named = entry.given.parameters or ()
    for name in named:
        if name not in (*blocks, "all"):
            entry.refuse(unknown("block of parameters", name, ["all", *blocks]), "parameters")
    for name in entry.given.but:
        if name not in PARAMETERS:
            entry.refuse(unknown("parameter", name, PARAMETERS), "but")
    for key in sorted(entry.given.model_fields_set - {"parameters", "but", "note"}):
        entry.refuse("found it beside parameters; allowed but, note", key)
    if entry.kind in LEVELLED:
        entry.refuse(f"found parameters in a design of kind {entry.kind}, which needs levels; name each with quantiles")
    return [
        Factor(name, "parameter", ((name, 1.0),), q.unit, label=q.meaning, label_zh=q.meaning, tail=entry.tail)
        for name, q in PARAMETERS.items()
        if not isinstance(q.prior, Fixed) and ("all" in named or str(q.block) in named) and name not in entry.given.but
    ]


def _read_factor(entry: _Entry, target: Target) -> Factor | None:
    """Return a factor with its levels or its range, or None where too little can be read."""
    given = entry.given
    zone = _read_zone(entry, target)
    month = _read_month(entry, target)
    said = cite(entry.source, (*entry.place, "source"), given.source)
    if target in ("lever", "levers") and given.source is None and not entry.is_refused("source"):
        entry.refuse("found no source; a dose of a lever needs a figure id, or a sentence beginning with 'judgement:'")
    if given.but:
        entry.refuse(f"found it beside {target}; allowed with parameters", "but")
    name = given.name or ("" if target == "levers" else str(getattr(given, target)))
    if not name and not entry.is_refused("name"):
        entry.refuse("found no name; levers that move together need one")
    members = _read_members(entry, target)
    if members is None:
        return None
    factor = Factor(
        name=name,
        target=target,
        members=members,
        unit=_allowed(target, members[0][0]).unit,
        zone=zone,
        month=month,
        label=given.label or "",
        label_zh=given.label_zh or given.label or "",
        source=said,
        log=given.log,
        tail=entry.tail,
    )
    return _with_values(entry, factor)


def _read_zone(entry: _Entry, target: Target) -> str:
    """Return the zone of a lever or an endowment, which every scenario must have."""
    zone = entry.given.zone
    if target == "parameter":
        if zone is not None:
            entry.refuse("found it beside parameter; a parameter holds in all zones", "zone")
        return ""
    if zone is None:
        if not entry.is_refused("zone"):
            entry.refuse(f"found no zone; {target} needs one")
        return ""
    if zone == EVERY_ZONE:
        if target == "endowment":
            entry.refuse("found all; an endowment is of one zone", "zone")
        return EVERY_ZONE
    for scenario in entry.scenarios:
        ids = [each.id for each in scenario.world.zones]
        if zone not in ids:
            entry.refuse(unknown(f"zone of {scenario.name}", zone, [*ids, EVERY_ZONE]), "zone")
            break
    return zone


def _read_month(entry: _Entry, target: Target) -> int | None:
    """Return the month from which levers hold, or None for the scenario's own date."""
    date = entry.given.date
    if date is None or not entry.scenarios:
        return None
    if target not in ("lever", "levers"):
        entry.refuse(f"found it beside {target}; allowed with a lever", "date")
        return None
    return month_index(entry.source, (*entry.place, "date"), date, min(s.months for s in entry.scenarios))


def _read_members(entry: _Entry, target: Target) -> tuple[tuple[str, float], ...] | None:
    """Return what a factor sets: levers with their value at dose 1, else the one name."""
    if target == "levers":
        return _read_together(entry)
    name = str(getattr(entry.given, target))
    known = {"lever": list(LEVER_NAMES), "parameter": list(PARAMETERS), "endowment": list(ENDOWMENTS)}[target]
    if name not in known:
        entry.refuse(unknown(target, name, known), target)
        return None
    if name == "enclave_partner" and len({s.world.name for s in entry.scenarios}) > 1:
        entry.refuse("found enclave_partner in scenarios of several worlds, whose zones have other rows", target)
    return ((name, 1.0),)


def _read_together(entry: _Entry) -> tuple[tuple[str, float], ...] | None:
    """Return levers that move together, each with its value at dose 1."""
    full = []
    for lever, value in entry.given.levers.items():
        place = (*entry.place, "levers", lever)
        if lever == "enclave_partner":
            entry.source.refuse(place, "found a zone among levers that move by dose; give it as a lever of its own")
        elif lever not in LEVER_RANGES:
            entry.source.refuse(place, unknown("lever", lever, LEVER_NAMES))
        else:
            found = number_of(entry.source, place, value, LEVER_RANGES[lever])
            full += [(lever, found[0])] if found is not None else []
    return tuple(full) if len(full) == len(entry.given.levers) else None


def _allowed(target: Target, name: str) -> Allowed:
    """Return unit and range of a factor's values."""
    match target:
        case "levers":
            return DOSE
        case "lever":
            return LEVER_RANGES[name]
        case "parameter":
            return parameter_range(name)
        case "endowment":
            return endowment_range(name)


def _with_values(entry: _Entry, factor: Factor) -> Factor | None:
    """Return the factor with its levels or its range, or None where they cannot be read."""
    given = entry.given
    has_prior = factor.target in ("parameter", "endowment")
    ways = [name for name in ("values", "quantiles") if getattr(given, name) is not None]
    ways += ["low and high"] if given.low is not None or given.high is not None else []
    if entry.is_refused("values", "quantiles", "low", "high"):
        return None
    if len(ways) > 1:
        entry.refuse(f"found {' and '.join(ways)}; one way to give values is needed")
        return None
    if entry.kind in LEVELLED and ways not in (["values"], ["quantiles"]):
        needed = "values or quantiles" if has_prior else "values"
        entry.refuse(f"found no levels; a design of kind {entry.kind} needs {needed}")
        return None
    if given.log and ways != ["low and high"]:
        entry.refuse("found it without low and high; allowed with a range", "log")
    if given.base is not None and entry.kind != "one_at_a_time":
        entry.refuse(f"found it in a design of kind {entry.kind}; allowed in one_at_a_time", "base")
    if ways == ["low and high"]:
        return _with_range(entry, factor)
    if ways:
        return _with_levels(entry, factor, ways[0], has_prior=has_prior)
    if has_prior and not isinstance(quantity_of(factor.target, factor.members[0][0]).prior, Fixed):
        return factor
    entry.refuse("found no values and no range, and it has no prior to sample; low and high are needed")
    return None


def _with_levels(entry: _Entry, factor: Factor, way: str, *, has_prior: bool) -> Factor | None:
    """Return the factor with levels, given one by one or as quantiles of its prior."""
    if way == "quantiles" and not has_prior:
        entry.refuse(f"found it beside {factor.target}, which has no prior; allowed values", way)
        return None
    if way == "quantiles":
        prior = quantity_of(factor.target, factor.members[0][0]).prior
        levels = [quantile(prior, probability) for probability in entry.given.quantiles or ()]
    else:
        read = [_read_value(entry, factor, value, way, n) for n, value in enumerate(entry.given.values or ())]
        levels = [value for value in read if value is not None]
        if len(levels) < len(read):
            return None
    repeated = [value for number, value in enumerate(levels) if value in levels[:number]]
    if repeated:
        entry.refuse(f"found {repeated[0]:g} a second time; a level stands once", way)
        return None
    return dataclasses.replace(factor, levels=tuple(levels), base=_base_of(entry, factor, levels))


def _read_value(entry: _Entry, factor: Factor, value: float | str | Given, *inner: str | int) -> float | None:
    """Return one value of a factor; a zone id becomes its row."""
    place, name = (*entry.place, *inner), factor.members[0][0]
    if factor.target == "lever" and entry.scenarios:
        found = read_lever(entry.source, place, name, value, entry.scenarios[0].world)
    else:
        found = number_of(entry.source, place, value, _allowed(factor.target, name))
    return None if found is None else found[0]


def _base_of(entry: _Entry, factor: Factor, levels: list[float]) -> int:
    """Return the level that holds while other factors vary: the first where none is named."""
    if entry.given.base is None:
        return 0
    base = _read_value(entry, factor, entry.given.base, "base")
    if base is not None and base not in levels:
        written = [f"{level:g}" for level in levels]
        entry.refuse(f"found {base:g}; allowed {', '.join(written)}{nearest(f'{base:g}', written)}", "base")
    return levels.index(base) if base in levels else 0


def _with_range(entry: _Entry, factor: Factor) -> Factor | None:
    """Return the factor with its lower and upper end."""
    ends: list[float | None] = []
    for key in ("low", "high"):
        value = getattr(entry.given, key)
        if value is None:
            entry.refuse(f"found no {key}; low and high are needed together")
        ends.append(None if value is None else _read_value(entry, factor, value, key))
    low, high = ends
    if low is None or high is None:
        return None
    if low >= high:
        entry.refuse(f"found {high:g}; allowed above {low:g}", "high")
        return None
    if entry.given.log and low <= 0.0:
        entry.refuse(f"found {low:g} with log: true; allowed above 0", "low")
        return None
    return dataclasses.replace(factor, low=low, high=high)
