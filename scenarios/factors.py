"""What a design varies, and how a value of it changes a scenario or the parameters of a run."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from agents.levers import LEVER_INDEX, LEVERS
from agents.quantities import Quantity
from scenarios.override import dated_as_in
from scenarios.values import ENDOWMENTS
from sim.outputs import EVERY_ZONE
from sim.parameters import PARAMETERS, quantile
from sim.specification import LeverChange, ScenarioSpecification

Target = Literal["lever", "levers", "parameter", "endowment"]

LEAST_PROBABILITY = 1e-9
"""Nearest to 0 and 1 that a prior is asked for its quantile: a coordinate may be 0, an unbounded prior has no end."""


@dataclass(frozen=True)
class Factor:
    """One thing that a design varies.

    ``members`` are the names varied: levers, each with its value at dose 1, or one parameter or endowment. Values are
    ``levels``, or lie between ``low`` and ``high``, or follow the prior from its quantile at ``tail`` to that at
    1 - ``tail``.
    """

    name: str
    target: Target
    members: tuple[tuple[str, float], ...]
    unit: str
    zone: str = ""
    month: int | None = None
    """Month from which levers hold; None: the date at which the scenario sets them, or first reforms the zone."""
    levels: tuple[float, ...] = ()
    low: float | None = None
    high: float | None = None
    log: bool = False
    tail: float = 0.0
    base: int = 0
    """Level that holds while others vary."""
    label: str = ""
    label_zh: str = ""
    source: str = ""

    def value(self, coordinate: float) -> float:
        """Return the value at a level (a whole number) or at a coordinate in [0, 1]."""
        if self.levels:
            whole = isinstance(coordinate, int)
            level = int(coordinate) if whole else min(int(coordinate * len(self.levels)), len(self.levels) - 1)
            return self.levels[level]
        if self.low is not None and self.high is not None:
            if self.log:
                return float(self.low * (self.high / self.low) ** coordinate)
            return self.low + coordinate * (self.high - self.low)
        probability = self.tail + coordinate * (1.0 - 2.0 * self.tail)
        prior = quantity_of(self.target, self.members[0][0]).prior
        return quantile(prior, min(max(probability, LEAST_PROBABILITY), 1.0 - LEAST_PROBABILITY))

    def settings(self, value: float) -> dict[str, float]:
        """Return the value of each member: for levers that move together, ``value`` is their dose."""
        if self.target != "levers":
            return {self.members[0][0]: value}
        neutral = {name: LEVERS[LEVER_INDEX[name]].neutral for name, _ in self.members}
        return {name: neutral[name] + value * (full - neutral[name]) for name, full in self.members}

    def same_as(self, other: Factor) -> bool:
        """Tell whether both set the same thing."""
        kinds = {self.target, other.target}
        if len(kinds) > 1 and kinds != {"lever", "levers"}:
            return False
        zones = {self.zone, other.zone}
        same_zone = len(zones) == 1 or EVERY_ZONE in zones
        return same_zone and bool(dict(self.members).keys() & dict(other.members).keys())


def quantity_of(target: Target, name: str) -> Quantity:
    """Return the declaration of a parameter or endowment."""
    return (ENDOWMENTS if target == "endowment" else PARAMETERS)[name]


def apply_factors(
    scenario: ScenarioSpecification, factors: Sequence[Factor], values: Sequence[float]
) -> tuple[ScenarioSpecification, dict[str, float]]:
    """Return the scenario with all factors at their values, and the parameters that they set.

    What a factor sets takes the place of what the scenario says of it.
    """
    changes = list(scenario.changes)
    known: dict[str, dict[str, float]] = {}
    parameters: dict[str, float] = {}
    for factor, value in zip(factors, values, strict=True):
        settings = factor.settings(value)
        if factor.target == "parameter":
            parameters |= settings
        elif factor.target == "endowment":
            known.setdefault(factor.zone, {}).update(settings)
        else:
            changes = _with_levers(scenario, changes, factor, settings)
    world = scenario.world
    if known:
        zones = tuple(
            dataclasses.replace(zone, known={**zone.known, **known[zone.id]}) if zone.id in known else zone
            for zone in world.zones
        )
        world = dataclasses.replace(world, zones=zones)
    fixed = {name: number for name, number in scenario.parameters.items() if name not in parameters}
    return dataclasses.replace(scenario, world=world, changes=tuple(changes), parameters=fixed), parameters


def _with_levers(
    scenario: ScenarioSpecification, changes: list[LeverChange], factor: Factor, settings: Mapping[str, float]
) -> list[LeverChange]:
    """Return the changes of a scenario with the levers of a factor set anew."""
    ids = [zone.id for zone in scenario.world.zones]
    zones = ids if factor.zone == EVERY_ZONE else [factor.zone]
    kept = [c for c in changes if not (c.zone in zones and c.lever in settings)]
    for zone in zones:
        for lever, value in settings.items():
            if factor.month is None:
                change = dated_as_in(scenario, zone, lever, value, factor.source)
            else:
                change = LeverChange(zone, lever, factor.month, value, source=factor.source)
            kept.append(change)
    return kept


def finite_or_text(value: float) -> float | str:
    """Return a number as it is, and one that is not finite as text, for files that know no infinity."""
    return value if math.isfinite(value) else str(value)
