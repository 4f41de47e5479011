"""The floor under a run: the same draws, functions and touches of rows in one bare compiled loop, and no rules.

`count_work` runs the engine month by month and reads from it what it did; `bare_loop` repeats just that. Counted, for a
world without reform:

- firms alive by stage in every month, in the order of the rosters: each firm's record is read and written once, in one
  place, where a rule reads and writes several; that of a producing firm is its row of `PRODUCER`;
- zones: every field of a zone's record is read and written once a month;
- prospects, contacts made, prospects that met a zone, firms born, negotiations that end, signatures, landings, starts,
  completions, starts of production, failures and closures. `PER_EVENT` says how many draws and functions of each kind
  the rules take for one of them; draws inside a Gumbel, Poisson, gamma or stable variable are counted as what they are
  made of.

Left out: keys that are mixed on the way, draws that only some firms need (splitting, listing, framework turns), the
books at the opening, recording and the accounts.
"""

from typing import NamedTuple

import numpy as np

from agents.compiled import compiled
from agents.firms.record import PRODUCER, Stage
from agents.industries import INDUSTRY_COUNT
from agents.randomness import exponential, mix, normal, uniform
from agents.records import allocate, table_of
from agents.zones.record import ZONE
from sim.build import build_world, run_world
from sim.specification import BURN_IN_MONTHS
from sim.state import FIRM, Count

KINDS = ("uniform", "exponential", "normal", "exp", "log", "pow", "sin")
PER_EVENT = {
    "prospects": {"uniform": 2},
    "contacts": {"exponential": 2, "uniform": 1},
    "met": {"uniform": 1, "exponential": 2, "log": 3},
    "born": {"uniform": 2, "exponential": 2, "normal": 4, "exp": 3, "pow": 1, "log": 1},
    "in_body": {"normal": 1, "exp": 1},
    "in_tail": {"pow": 1},
    "negotiated": {"uniform": 1},
    "signed": {"uniform": 2},
    "binding": {"exponential": 1, "exp": 1},
    "landed": {"uniform": 3, "exponential": 1, "exp": 1, "pow": 1},
    "started": {"uniform": 4, "log": 2, "pow": 1},
    "completed": {"exponential": 1},
    "producing": {"exponential": 1, "exp": 2},
    "gone": {"uniform": 1},
    "zones": {"exponential": 1, "exp": 4, "log": 1, "pow": 1},
    "offers": {"exponential": 1, "exp": 1, "log": 1},
}
"""Draws and functions by event; the last two are zones, and zones times industries."""


class Work(NamedTuple):
    """What a run did by month: rows of firms before production in roster order, where each month's rows end, firms in
    production, and calls of each kind.
    """

    rows: np.ndarray
    ends: np.ndarray
    producing: np.ndarray
    calls: np.ndarray
    firms: int
    zones: int

    @property
    def firm_months(self):
        """Return live firms summed over months."""
        return self.rows.size + int(self.producing.sum())


def count_work(scenario, values, seed):
    """Run the engine month by month and count what it does."""
    world = build_world(scenario, values, seed)
    rows, producing, calls = [], [], []
    before = snapshot(world)
    for month in range(-BURN_IN_MONTHS, scenario.months):
        world = run_world(world, scenario, month, month + 1)
        after = snapshot(world)
        calls.append(calls_of(events_of(world, before, after)))
        rows += [world.rosters[stage, : world.roster_sizes[stage]].copy() for stage in range(Stage.PRODUCING)]
        producing.append(int(world.roster_sizes[Stage.PRODUCING]))
        before = after
    ends = np.cumsum([each.size for each in rows])[Stage.PRODUCING - 1 :: Stage.PRODUCING]
    firms = int(world.counts[Count.FIRMS])
    return Work(np.concatenate(rows), ends, np.array(producing), np.array(calls), firms, world.zones.size)


def snapshot(world):
    """Return the counters that events are differences of."""
    counts = world.counts
    return {
        "born": int(counts[Count.FIRMS]),
        "outside": int(counts[Count.OUTSIDE_EVER]),
        "negotiating": int(world.roster_sizes[Stage.NEGOTIATING]),
    }


def events_of(world, before, after):
    """Return how often each event of `PER_EVENT` happened in the month just run."""
    z, p, counts = world.zones, world.parameters[0], world.counts
    prospects = int(counts[Count.PROSPECTS])
    born = after["born"] - before["born"]
    in_body = round(born * float(p.body_weight))
    flows = {name: z[name].sum() for name in ("signed", "landed", "started", "completed", "producing")}
    return flows | {
        "prospects": prospects,
        "in_body": in_body,
        "in_tail": born - in_body,
        "contacts": counts[Count.CONTACTS],
        "met": after["outside"] - before["outside"] + z.arrived.sum(),
        "born": born,
        "negotiated": before["negotiating"] + born - after["negotiating"],
        "binding": z.signed_binding.sum(),
        "gone": z.failed_parcels.sum() + z.closed.sum(),
        "zones": z.size,
        "offers": z.size * INDUSTRY_COUNT,
    }


def calls_of(events):
    """Return the number of draws and functions of each kind that the events take."""
    totals = dict.fromkeys(KINDS, 0.0)
    for event, times in events.items():
        for kind, number in PER_EVENT[event].items():
            totals[kind] += number * float(times)
    return [round(totals[kind]) for kind in KINDS]


@compiled
def call_each(calls, key):
    """Make so many calls of each kind and return a sum that keeps them from being left out."""
    total = 0.0
    for entity in range(calls[0]):
        total += uniform(key, entity)
    for entity in range(calls[1]):
        total += exponential(key, entity)
    for entity in range(calls[2]):
        total += normal(key, entity)
    for entity in range(calls[3]):
        total += np.exp(-1e-7 * entity)
    for entity in range(calls[4]):
        total += np.log(1.0 + entity)
    for entity in range(calls[5]):
        total += (1.0 + entity) ** 0.35
    for entity in range(calls[6]):
        total += np.sin(1e-7 * entity)
    return total


@compiled
def touch_firms(firms, rows):
    """Read and write the record of each firm."""
    for position in range(rows.size):
        firm = firms[rows[position]]
        firm.hazard += firm.threshold


@compiled
def touch_producers(producers, number):
    """Read and write the row of each firm in production."""
    for position in range(number):
        producer = producers[position]
        producer.hazard += producer.threshold


@compiled
def touch_zones(table):
    """Read and write every field of each zone."""
    for zone in range(table.shape[0]):
        for field in range(table.shape[1]):
            table[zone, field] += 1.0


@compiled
def bare_loop(firms, producers, zone_table, work, seed):
    """Go through all months: draw, call, touch."""
    total, first = 0.0, 0
    for month in range(work.ends.size):
        total += call_each(work.calls[month], mix(seed, month))
        touch_firms(firms, work.rows[first : work.ends[month]])
        touch_producers(producers, work.producing[month])
        touch_zones(zone_table)
        first = work.ends[month]
    return total


def run_floor(work, seed=1):
    """Run the bare loop over freshly allocated rows, as a run allocates its own."""
    firms, producers = allocate(FIRM, work.firms), allocate(PRODUCER, int(work.producing.max()))
    return bare_loop(firms, producers, table_of(allocate(ZONE, work.zones)), work, seed)
