"""One zone or all: the same reform in the zone looked at alone, in every zone, or answered by its rivals.

A reform of one zone takes projects from others; where all do the same, arrivals bound what can be gained. Spreading a
reform gives every other zone what the zone looked at does, and takes the place of what the scenario says of them:

- a lever in posts moves in proportion to each zone's posts before the reform, one in 亿元 with the ordinary zones that
  the row stands for, every other as it is;
- a partner of an enclave is a zone's own affair and is not spread;
- ``all`` dates it as in the zone looked at, ``rivals`` a year later (a judgement: what is seen to work is copied within
  a plan's year) and at the dose of the draw's own `rival_response`, the slope with which rivals match (rule 14).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Literal, get_args

from agents.levers import LEVER_INDEX, LEVERS
from sim.build import endow_zone
from sim.specification import LeverChange, ScenarioSpecification, ZoneSpecification

Who = Literal["zone", "all", "rivals"]
WHO: tuple[Who, ...] = get_args(Who)
RIVALS_WAIT = 12
"""Months after which rivals answer; assumption, see above."""
NOT_SPREAD = frozenset({"enclave_share", "enclave_partner"})


def spread_reform(
    scenario: ScenarioSpecification, zone: str, who: Who, values: Mapping[str, float], seed: int
) -> ScenarioSpecification:
    """Return the scenario with the reform of ``zone`` spread to other zones, as a draw has them.

    ``values`` are the draw's parameters and ``seed`` that of its luck, which endows zones with their posts.
    """
    if who == "zone":
        return scenario
    changes = [change for change in scenario.changes if change.zone == zone]
    dose, wait = (1.0, 0) if who == "all" else (float(values["rival_response"]), RIVALS_WAIT)
    mine = scenario.world.zones[scenario.world.row_of(zone)]
    own_posts = _posts(mine, seed)
    spread = list(changes)
    for other in scenario.world.zones:
        if other.id == zone:
            continue
        posts = _posts(other, seed) / own_posts
        spread += [
            _copied(change, other, dose, wait, posts, mine.weight)
            for change in changes
            if change.lever not in NOT_SPREAD
        ]
    return dataclasses.replace(scenario, changes=tuple(spread))


def _posts(zone: ZoneSpecification, seed: int) -> float:
    return endow_zone(seed, zone.id, zone.known)["staff_before"] * zone.weight


def _copied(
    change: LeverChange, other: ZoneSpecification, dose: float, wait: int, posts: float, weight: float
) -> LeverChange:
    """Return a change as another zone makes it, within the lever's range."""
    lever = LEVERS[LEVER_INDEX[change.lever]]
    size = {"posts": posts, "亿元": other.weight / weight}.get(lever.unit, 1.0)
    value = lever.neutral + dose * size * (change.value - lever.neutral)
    latest = None if change.latest is None else change.latest + wait
    return dataclasses.replace(
        change,
        zone=other.id,
        month=change.month + wait,
        latest=latest,
        value=min(max(value, lever.low), lever.high),
    )
