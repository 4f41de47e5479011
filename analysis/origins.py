"""Where projects came from: each firm of two worlds matched by its key, at signing and at production.

A firm's fate in a world is the zone where it signed (or began production), or one of four states: *outside*, *lost*
(rejected, lapsed or dropped before the event), *unborn*, *pending* (still on its way when the comparison ends). Only
firms that choose a zone have a row, so absence must be read: a prospect without a row went elsewhere or met nobody,
which is *outside*, unless a sector shock of that world thinned it, which its key tells; a follower of an anchor or a
local expansion without a row is *unborn*, for its parent did not bring it forth there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from agents.firms.record import SETTLED, Origin, Stage
from agents.industries import INDUSTRY_NAMES
from agents.randomness import Purpose, lifelong, uniform
from agents.zones.attraction import BAND_EDGES
from sim.specification import BURN_IN_MONTHS
from sim.state import Array, Count, World

EVENTS = ("signed", "producing")
STATES = ("this_zone", "other_zone", "outside", "lost", "unborn", "pending")
THIS, OTHER, OUTSIDE, LOST, UNBORN, PENDING = range(len(STATES))
CATEGORIES = ("anyway", "from_region", "new", "lost")
"""Of a zone's projects: there in both worlds; in another zone without the option; in no zone without it; there
without it and not with it."""
SIZES = len(BAND_EDGES) + 1
"""Size bands by contract: below 1亿, 1 to 10亿, above."""


class Firms(NamedTuple):
    """What is kept of the firms of a run for matching, in the order of their keys, and of its sectors and luck."""

    seed: int
    key: Array
    born: Array
    origin: Array
    industry: Array
    size: Array
    fate: Array
    """By event: row of the zone, else `zones` and more for outside, lost, unborn, pending [events, firms]."""
    sealed: Array
    """Month that sealed the fate; before the comparison began it is the same in both worlds [events, firms]."""
    sectors: Array
    zones: int


def fates(firms: Any, event: str, until: int, zones: int) -> tuple[Array, Array]:
    """Return each firm's fate at an event by the end of month ``until`` - 1, and the month that sealed it."""
    stamp = firms["signed_at" if event == "signed" else "producing_at"].astype(np.int64)
    reached = (stamp >= -BURN_IN_MONTHS) & (stamp < until)
    left = (firms["stage"] >= Stage.FIRST_EXIT) & ~reached & (firms["entered"] < until)
    pending = zones + PENDING - OUTSIDE
    fate = np.where(reached, firms["zone"], np.where(left, zones + LOST - OUTSIDE, pending)).astype(np.int64)
    sealed = np.where(reached, stamp, np.where(left, firms["entered"], until)).astype(np.int64)
    return fate, sealed


def _unsettled(firms: Array, since: int, until: int) -> Array:
    """Return rows of SETTLED of the firms of a table born before ``until`` and not settled at both events before."""
    produced = (firms["producing_at"] >= -BURN_IN_MONTHS) & (firms["producing_at"] < since)
    gone = (firms["stage"] >= Stage.FIRST_EXIT) & (firms["entered"] < since)
    some = firms[(firms["born"] < until) & ~produced & ~gone]  # most firms had been settled at both events before
    read = np.empty(some.size, SETTLED)
    for name in SETTLED.names or ():
        read[name] = some[name]
    return read


def keep_firms(world: World, since: int, until: int) -> Firms:
    """Return what matching needs of a run whose comparison lasts from month ``since`` to ``until`` - 1.

    Firms that were settled at both events before ``since``, the same ones in both worlds, are left out.
    """
    tables = (world.firms[: world.counts[Count.FIRMS]], world.settled[: world.counts[Count.SETTLED]])
    firms = np.concatenate([_unsettled(np.asarray(table), since, until) for table in tables])
    firms = firms[np.argsort(firms["key"])]
    both = [fates(firms, event, until, world.zones.size) for event in EVENTS]
    return Firms(
        seed=world.seed,
        key=firms["key"].copy(),
        born=firms["born"].astype(np.int64),
        origin=firms["origin"].copy(),
        industry=firms["industry"].astype(np.int64),
        size=np.searchsorted(np.asarray(BAND_EDGES), firms["contract"], side="right"),
        fate=np.array([fate for fate, _ in both]),
        sealed=np.array([sealed for _, sealed in both]),
        sectors=world.sectors["arrivals"].copy(),
        zones=int(world.zones.size),
    )


class Matched(NamedTuple):
    """Firms of two worlds side by side, counted; all counts are by event and leave out what was settled before.

    ``flows`` counts firms by fate in the base and in the option [events, fates, fates]; ``categories`` those of one
    zone by industry and size [events, categories, industries, sizes]. ``firms`` is how many there are [events].
    ``taken`` counts those that by a horizon are in this zone in the option and in another in the base [events,
    horizons].
    """

    flows: Array
    categories: Array
    firms: Array
    taken: Array


class _Both(NamedTuple):
    """All firms of two worlds: what is the same in both, and their fates in each by event [events, firms]."""

    origin: Array
    born: Array
    industry: Array
    size: Array
    settled: Array
    fates: tuple[Array, Array]
    sealed: tuple[Array, Array]


def match(base: Firms, option: Firms, zone: int, since: int, prospects: int, horizons: Sequence[int] = ()) -> Matched:
    """Match the firms of two worlds by their keys.

    ``zone`` is the row of the zone looked at; ``prospects`` were born from month ``since`` to the end, and those
    without a row in either world went outside in both; ``horizons`` are the months after which ``taken`` is counted.
    """
    both = _side_by_side(base, option, since)
    seen = (both.born >= since) & (both.origin == Origin.PROSPECT)
    unseen = prospects - int(seen.sum())
    fates_and_more = base.zones + len(STATES) - OUTSIDE
    flows = np.zeros((len(EVENTS), fates_and_more, fates_and_more), np.int64)
    categories = np.zeros((len(EVENTS), len(CATEGORIES), len(INDUSTRY_NAMES), SIZES), np.int64)
    taken = np.zeros((len(EVENTS), len(horizons)), np.int64)
    for event in range(len(EVENTS)):
        asked = ~both.settled[event]
        before, after = both.fates[0][event], both.fates[1][event]
        np.add.at(flows[event], (before[asked], after[asked]), 1)
        flows[event, base.zones, base.zones] += unseen
        came = asked & (after == zone) & (before < base.zones) & (before != zone)
        last = np.maximum(both.sealed[0][event], both.sealed[1][event])[came]
        taken[event] = [int((last < since + months).sum()) for months in horizons]
        kind = categories_of(before, after, zone, base.zones)
        asked &= kind >= 0
        np.add.at(categories[event], (kind[asked], both.industry[asked], both.size[asked]), 1)
    return Matched(flows, categories, unseen + (~both.settled).sum(axis=1), taken)


def _side_by_side(base: Firms, option: Firms, since: int) -> _Both:
    """Return the firms of both worlds in the order of their keys, absence read for what it means."""
    keys = np.sort(np.concatenate([base.key, option.key]))
    keys = keys[np.flatnonzero(np.diff(keys, prepend=-1))]  # keys are not negative
    there = [_among(keys, world.key) for world in (base, option)]

    def common(name: str) -> Array:
        values = np.zeros(keys.size, np.int64)
        for world, present in zip((base, option), there, strict=True):
            values[present] = getattr(world, name)
        return values

    origin, born, industry = common("origin"), common("born"), common("industry")
    fates_of, months_of, settled = [], [], np.zeros((len(EVENTS), keys.size), bool)
    for world, present in zip((base, option), there, strict=True):
        fate = np.tile(_fate_of_absent(world, keys, origin, born, industry), (len(EVENTS), 1))
        sealed = np.zeros(fate.shape, np.int64)
        fate[:, present], sealed[:, present] = world.fate, world.sealed
        settled[:, present] |= world.sealed < since
        fates_of.append(fate)
        months_of.append(sealed)
    return _Both(
        origin, born, industry, common("size"), settled, (fates_of[0], fates_of[1]), (months_of[0], months_of[1])
    )


def _among(keys: Array, own: Array) -> Array:
    """Tell which of ``keys`` are among ``own``; all of ``own`` are among ``keys``, both in order."""
    found = np.zeros(keys.size, bool)
    found[np.searchsorted(keys, own)] = True
    return found


def _fate_of_absent(world: Firms, keys: Array, origin: Array, born: Array, industry: Array) -> Array:
    """Return the fate of firms as if none had a row in a world: prospects outside, all others unborn."""
    unborn = origin != Origin.PROSPECT
    factor = world.sectors[born + BURN_IN_MONTHS, industry]
    luck = lifelong(world.seed, Purpose.UNBORN)
    for at in np.flatnonzero(~unborn & (factor < 1.0)):
        unborn[at] = uniform(luck, int(keys[at])) >= factor[at]
    return np.where(unborn, world.zones + UNBORN - OUTSIDE, world.zones)


def categories_of(before: Array, after: Array, zone: int, zones: int) -> Array:
    """Return what each firm is to a zone, as a row of `CATEGORIES`; -1 where it is nothing to it.

    >>> categories_of(np.array([0, 1, 9, 0, 1]), np.array([0, 0, 0, 9, 1]), zone=0, zones=3).tolist()
    [0, 1, 2, 3, -1]
    """
    mine_before, mine_after = before == zone, after == zone
    elsewhere = (before < zones) & ~mine_before
    return np.select([mine_before & mine_after, mine_after & elsewhere, mine_after, mine_before], [0, 1, 2, 3], -1)


def states_of(flows: Array, zone: int) -> Array:
    """Return flows between fates [..., fates, fates] as seen from one zone, between `STATES` [..., 6, 6]."""
    zones = flows.shape[-1] - len(STATES) + OUTSIDE
    state = np.array([OTHER] * zones + list(range(OUTSIDE, len(STATES))))
    state[zone] = THIS
    joined = np.eye(len(STATES), dtype=flows.dtype)[state]
    seen: Array = np.einsum("...ab,ai,bj->...ij", flows, joined, joined)
    return seen


def gains(flows: Array, zone: int) -> tuple[Array, Array]:
    """Return how many projects a zone, and the region, have more than in the base [...]."""
    zones = flows.shape[-1] - len(STATES) + OUTSIDE
    of_zone = flows[..., :, zone].sum(axis=-1) - flows[..., zone, :].sum(axis=-1)
    of_region = flows[..., :, :zones].sum(axis=(-1, -2)) - flows[..., :zones, :].sum(axis=(-1, -2))
    return of_zone, of_region


def net_new(of_zone: Array, of_region: Array) -> float:
    """Return the region's gain over the zone's, both summed over draws; nan where the zone's is none [1]."""
    total = float(np.sum(of_zone))
    return float(np.sum(of_region)) / total if total != 0.0 else float("nan")
