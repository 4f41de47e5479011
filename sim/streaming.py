"""Runs that keep nothing but the numbers asked for: a few months are read as they are recorded, then written over.

A run of a large world then needs the memory of its state alone: zones, firms on their way, and producing firms. The
numbers are those of a run that keeps everything, to the last bit.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from agents.records import Records
from sim.build import build_world, run_world
from sim.outputs import MEASURES, Output, read_outputs
from sim.specification import BURN_IN_MONTHS, ScenarioSpecification
from sim.state import NO_FIRM, PANELS, Count, Keep, World

PANEL_BYTES = 4 << 20
"""What the panels of a streamed run may hold: a whole run of a region, a month of a nation."""


class Streamed(NamedTuple):
    """Outputs of a run by name, a hash of all that it recorded by month, and its world as it ended.

    The panels of the world have all months, and the fields that the outputs read alone.
    """

    outputs: Mapping[str, float]
    digest: str
    world: World


class PanelHash:
    """A hash of all that a run recorded by month, the same whether it is told at once or bit by bit."""

    def __init__(self) -> None:
        self._parts = {panel: hashlib.sha256() for panel in PANELS}

    def add(self, world: World, months: int) -> None:
        """Add the first months that the panels of a world hold."""
        for panel, part in self._parts.items():
            part.update(np.ascontiguousarray(getattr(world, panel)[:months]).view(np.uint8))

    def digest(self) -> str:
        """Return the hash of what was added so far."""
        return hashlib.sha256(b"".join(part.digest() for part in self._parts.values())).hexdigest()[:16]


def recorded_digest(world: World) -> str:
    """Return a hash of all that a run recorded by month: zones, platforms, funds, municipality.

    `sim.build.digest` reads every firm besides, which for a large world costs a twentieth of the run.
    """
    recorded = PanelHash()
    recorded.add(world, world.panel.shape[0])
    return recorded.digest()


def stream_outputs(
    scenario: ScenarioSpecification, values: Mapping[str, float], seed: int, outputs: Iterable[Output]
) -> Streamed:
    """Run a scenario whole, some months at a time, and return the outputs asked for.

    Raises AccountError where an account does not balance.
    """
    wanted = tuple(outputs)
    world = build_world(scenario, values, seed, Keep(settled_from=NO_FIRM, recorded=months_at_once(scenario)))
    world = run_world(world, scenario, -BURN_IN_MONTHS, 0)
    recorded, narrow = PanelHash(), narrow_panels(world, scenario.months, wanted)
    at_once = max(1, world.panel.shape[0])
    for month in range(0, scenario.months, at_once):
        last = min(month + at_once, scenario.months)
        world.counts[Count.PANEL_FROM] = month
        world = run_world(world, scenario, month, last)
        recorded.add(world, last - month)
        for panel, kept in narrow.items():
            for field in kept.dtype.names or ():
                kept[field][month:last] = getattr(world, panel)[field][: last - month]
    world = world._replace(**narrow)
    return Streamed(read_outputs(world, scenario, wanted), recorded.digest(), world)


def months_at_once(scenario: ScenarioSpecification) -> int:
    """Return how many months of a scenario fit into panels of `PANEL_BYTES`, one at least."""
    zones = len(scenario.world.zones)
    month = sum(kind.itemsize * (zones if of_zones else 1) for kind, of_zones in PANELS.values())
    return max(1, PANEL_BYTES // month)


def narrow_panels(world: World, months: int, outputs: tuple[Output, ...]) -> dict[str, Records]:
    """Return empty panels of so many months with the fields that outputs read."""
    read = {place for output in outputs for place in MEASURES[output.measure].reads}
    narrow: dict[str, Records] = {}
    for panel, (kind, _) in PANELS.items():
        names = [name for name in kind.names or () if (panel, name) in read]
        form = np.dtype([(name, kind[name]) for name in names])
        narrow[panel] = np.zeros((months, *getattr(world, panel).shape[1:]), form).view(np.recarray)
    return narrow
