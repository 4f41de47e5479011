"""A comparison that can be looked at while it runs: one option against a base, draw by draw, in any thread.

The numbers are those of `analysis.compare.compare` for the same scenarios and seed, to the same digest; beside them are
the headline and the paths that a page shows. What happens before the option parts from its base is the same for every
option, so it is kept, and with it what the base then does: moving a lever again costs the option's own months alone.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import numpy as np

from agents.randomness import mix
from analysis.compare import (
    BEFORE,
    HORIZONS,
    TWICE,
    Comparison,
    Kept,
    Result,
    Setting,
    match_pair,
    put_together,
    read_paths,
    with_same_beliefs,
    without_firms,
)
from analysis.first_row import HEADLINE
from analysis.origins import Matched, keep_firms
from analysis.outcomes import Places, read_outcomes
from analysis.who_reforms import spread_reform
from sim.beliefs import with_effects
from sim.build import build_world, fix_dates, part, run_world
from sim.ensemble import seed_of_draw
from sim.outputs import MEASURES
from sim.paired import Pair, first_change, first_difference
from sim.specification import BURN_IN_MONTHS, ScenarioSpecification
from sim.state import Array, Count, World

LAST = HORIZONS[-1]
YEAR = 12
PATHS = ("producing", "debt", "idle", "taken_new")
"""Paths that a page draws, of the zone: stocks as they are, flows as sums of twelve months."""
Values = Mapping[str, float]


class Seen(NamedTuple):
    """What is kept of one run."""

    kept: Kept
    headline: Array
    """[horizons, outcomes of HEADLINE]"""
    paths: Array
    """[PATHS, months from BEFORE months before on]; nan beyond the run."""


class Start(NamedTuple):
    """What one draw begins with: base and option as the draw has them, parameters, seed of its luck."""

    base: ScenarioSpecification
    option: ScenarioSpecification
    values: Values
    seed: int


class Draws(Protocol):
    """Where the draws of a comparison come from: a belief, or what a zone's three years leave of the prior."""

    @property
    def setting(self) -> Setting:
        """What all draws share."""

    @property
    def identity(self) -> str:
        """What tells its base from any other: equal for two comparisons exactly if they may share base runs."""

    def start(self, draw: int, *, again: bool) -> Start:
        """Return a draw, or the same draw ``again`` with other luck."""

    def believed(self, draw: int) -> Values:
        """Return the parameters of a draw."""


@dataclass(frozen=True)
class FromBelief:
    """Draws of the setting's belief, the same as those of `analysis.compare`."""

    setting: Setting
    identity: str

    def start(self, draw: int, *, again: bool) -> Start:
        """Return a draw, or the same draw ``again`` with other luck."""
        drawn, seed = self.setting.belief.draw(self.setting.seed, draw), seed_of_draw(self.setting.seed, draw)
        values = drawn.values
        base, option = (
            spread_reform(with_effects(scenario, drawn.effects), self.setting.zone, self.setting.who, values, seed)
            for scenario in (self.setting.base, self.setting.options[0])
        )
        return other_luck(Start(base, option, values, seed), draw) if again else Start(base, option, values, seed)

    def believed(self, draw: int) -> Values:
        """Return the parameters of a draw."""
        return self.setting.belief.draw(self.setting.seed, draw).values


def other_luck(start: Start, draw: int) -> Start:
    """Return a draw with its beliefs held fixed and its luck thrown again."""
    base, option = (with_same_beliefs(scenario, start.seed) for scenario in (start.base, start.option))
    return Start(base, option, start.values, int(mix(start.seed, draw + 1)))


class Parted(NamedTuple):
    """A base up to where an option parts from it, and what the base then did."""

    world: World
    base: Seen
    prospects: int

    @property
    def size(self) -> int:
        """Memory that it holds [bytes]."""
        return sum(value.nbytes for value in self.world if isinstance(value, np.ndarray))


class Kitchen:
    """Keeps bases that were run, up to a limit of memory; any thread may use it.

    A comparison goes through its draws in order and needs more than there is room for, so that forgetting the one not
    used for longest would forget each before it is asked for again. The first draws of a comparison stay instead, and
    make room only for those of another that was asked for later.
    """

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.held = 0
        self._shelves: OrderedDict[object, dict[tuple[object, ...], Parted]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """Return how many bases are kept."""
        return sum(len(shelf) for shelf in self._shelves.values())

    def get(self, key: tuple[object, ...]) -> Parted | None:
        """Return a base, or None where it is not kept; the first part of a key names its comparison."""
        with self._lock:
            shelf = self._shelves.get(key[0])
            if shelf is None:
                return None
            self._shelves.move_to_end(key[0])
            return shelf.get(key)

    def put(self, key: tuple[object, ...], parted: Parted) -> None:
        """Keep a base where there is room, or where another comparison's bases can make it."""
        with self._lock:
            shelf = self._shelves.setdefault(key[0], {})
            self._shelves.move_to_end(key[0])
            while self.held + parted.size > self.most_bytes and len(self._shelves) > 1:
                self.held -= sum(old.size for old in self._shelves.popitem(last=False)[1].values())
            if key not in shelf and self.held + parted.size <= self.most_bytes:
                shelf[key] = parted
                self.held += parted.size


def run_start(start: Start, places: Places, kitchen: Kitchen, key: tuple[object, ...]) -> Pair[Seen]:
    """Run one draw of base and option; ``key`` tells the base's draw from all others."""
    base, option = fix_dates(start.base, start.seed), fix_dates(start.option, start.seed)
    parting = first_difference(base, option)
    since = first_change(option) if parting is None else parting
    end = min(base.months, since + LAST)
    parted = kitchen.get((*key, base.months, since))
    if parted is None:
        world = run_world(build_world(base, start.values, start.seed), base, -BURN_IN_MONTHS, since)
        rest = run_world(part(world, base, since), base, since, end)
        born = int(rest.counts[Count.PROSPECTS_EVER]) - int(world.counts[Count.PROSPECTS_EVER])
        parted = Parted(world, _seen(rest, places, since, end), born)
        kitchen.put((*key, base.months, since), parted)
    if parting is None:
        return Pair(since, parted.base, parted.base, parted.prospects)
    apart = run_world(part(parted.world, option, since), option, since, end)
    return Pair(since, parted.base, _seen(apart, places, since, end), parted.prospects)


def _seen(world: World, places: Places, since: int, end: int) -> Seen:
    rows = places.rows("zone")
    return Seen(
        Kept(
            read_outcomes(world, places, since, HORIZONS),
            read_paths(world, rows, since),
            keep_firms(world, since, end),
            float(world.fault[0].worst),
        ),
        read_outcomes(world, places, since, HORIZONS, HEADLINE),
        _page_paths(world, rows, since),
    )


def _page_paths(world: World, rows: list[int], since: int) -> Array:
    found = np.full((len(PATHS), BEFORE + LAST), np.nan)
    months = np.arange(since - BEFORE, since + LAST)
    known = (months >= 0) & (months < world.panel.shape[0])
    for row, name in enumerate(PATHS):
        measure = MEASURES[name]
        monthly = measure.monthly(world, rows)
        asked = known
        if measure.is_flow:
            monthly = np.convolve(monthly, np.ones(YEAR))[: monthly.size]
            asked = known & (months >= YEAR - 1)
        found[row, asked] = monthly[months[asked]]
    return found


class OneDone(NamedTuple):
    """One task done: its pair without firms, what the firms matched to, and the page's own numbers."""

    again: bool
    pair: Pair[Kept]
    matched: Matched | None
    headline: tuple[Array, Array]
    paths: tuple[Array, Array]


def tasks_of(draws: int) -> list[tuple[int, bool]]:
    """Return the tasks of so many draws, in the order of `analysis.compare`."""
    return [(draw, again) for draw in range(draws) for again in (False, True) if not again or draw % TWICE == 0]


def run_task(source: Draws, task: tuple[int, bool], kitchen: Kitchen) -> OneDone:
    """Run one task of a comparison. Raises AccountError where an account does not balance."""
    draw, again = task
    places = source.setting.places
    seen = run_start(source.start(draw, again=again), places, kitchen, (source.identity, draw, again))
    pair = Pair(seen.since, seen.base.kept, seen.option.kept, seen.prospects)
    return OneDone(
        again,
        without_firms(pair),
        None if again else match_pair(pair, places.zone[0]),
        (seen.base.headline, seen.option.headline),
        (seen.base.paths, seen.option.paths),
    )


@dataclass
class Gathered:
    """The tasks of a comparison that are done so far, in their order."""

    source: Draws
    began: float = field(default_factory=time.perf_counter)
    first: list[Result] = field(default_factory=list)
    again: list[Result] = field(default_factory=list)
    headline: list[tuple[Array, Array]] = field(default_factory=list)
    headline_again: list[tuple[Array, Array]] = field(default_factory=list)
    paths: list[tuple[Array, Array]] = field(default_factory=list)
    believed: list[Values] = field(default_factory=list)

    def add(self, done: OneDone) -> None:
        """Add the next task."""
        if done.again:
            self.again.append(([done.pair], []))
            self.headline_again.append(done.headline)
            return
        self.first.append(([done.pair], [done.matched] if done.matched else []))
        self.headline.append(done.headline)
        self.paths.append(done.paths)
        self.believed.append(self.source.believed(self.draws - 1))

    @property
    def draws(self) -> int:
        """Draws done."""
        return len(self.first)

    def comparison(self) -> Comparison:
        """Return the comparison of the draws done so far; the last one is left out while its second run is on its way.

        ValueError where no draw is done.
        """
        ready = min(self.draws, TWICE * len(self.again))
        if ready == 0:
            raise ValueError("no draw of this comparison is done yet")
        seconds = time.perf_counter() - self.began
        return put_together(self.source.setting, self.first[:ready], self.again, self.believed[:ready], seconds)

    def headline_values(self, outcome: str, months: int) -> tuple[Array, Array]:
        """Return a headline outcome at a horizon under base and option [draws]."""
        at = HORIZONS.index(months), [o.name for o in HEADLINE].index(outcome)
        found = np.array([[base[at], option[at]] for base, option in self.headline])
        return found[:, 0], found[:, 1]

    def path_values(self, name: str) -> tuple[Array, Array]:
        """Return a path under base and option [draws, months]."""
        row = PATHS.index(name)
        return (np.array([base[row] for base, _ in self.paths]), np.array([option[row] for _, option in self.paths]))
