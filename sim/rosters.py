"""Rosters: which firms are in which stage, and the births that fill them."""

import numpy as np

from agents.compiled import compiled
from agents.firms.birth import draw_luck, endow
from agents.firms.record import LIVE_STAGES, Stage
from agents.records import Record, Records
from sim.faults import Fault
from sim.state import Array, Count, World


@compiled
def expect_firm(
    newcomers: Records, counts: Array, key: int, zone: int, second: int, industry: int, contract: float, origin: int
) -> bool:
    """Note a firm that joins a zone in the month; tell whether the list is full, and firms have to be admitted."""
    newcomer = newcomers[counts[Count.NEWCOMERS]]
    newcomer.key = key
    newcomer.zone, newcomer.second_zone = zone, second
    newcomer.industry = industry
    newcomer.contract = contract
    newcomer.origin = origin
    counts[Count.NEWCOMERS] += 1
    return counts[Count.NEWCOMERS] == newcomers.size


@compiled
def admit_firms(world: World, month: int) -> None:
    """Give the firms that are expected rows and endowments, in the order of their coming, and enlist them.

    They are drawn together, which takes half of the time. Without a free row the fault is noted and nothing more
    written.
    """
    firms, zones, newcomers, counts = world.firms, world.zones, world.newcomers, world.counts
    rosters, sizes, fault, p = world.rosters, world.roster_sizes, world.fault[0], world.parameters[0]
    coming = counts[Count.NEWCOMERS]
    counts[Count.NEWCOMERS] = 0
    keys = np.empty(coming, np.int64)
    for place in range(coming):
        keys[place] = newcomers[place].key
    luck = draw_luck(world.seed, keys)
    for place in range(coming):
        newcomer = newcomers[place]
        row = next_row(counts, firms.size, fault, month)
        if row < 0:
            return
        firm = firms[row]
        endow(firm, newcomer.key, luck, place, newcomer.industry, newcomer.contract, month, p)
        firm.origin, firm.second_zone = newcomer.origin, newcomer.second_zone
        enlist(firm, row, newcomer.zone, zones[newcomer.zone], rosters, sizes)


@compiled
def next_row(counts: Array, capacity: int, fault: Record, month: int) -> int:
    """Take the next free row of firms and return it; -1, with the fault noted, where there is none."""
    row = counts[Count.FIRMS]
    if row >= capacity:
        fault.code = Fault.FIRM_ROWS
        fault.month = month
        return -1
    counts[Count.FIRMS] = row + 1
    return row


@compiled
def enlist(firm: Record, row: int, zone: int, z: Record, rosters: Array, sizes: Array) -> None:
    """Enlist a firm that joins a zone as negotiating."""
    firm.zone = zone
    z.joined += 1.0
    rosters[Stage.NEGOTIATING, sizes[Stage.NEGOTIATING]] = row
    sizes[Stage.NEGOTIATING] += 1


@compiled
def sweep_roster(world: World, stage: int) -> None:
    """Close the gaps that firms left in a stage's roster, keeping its order.

    Firms now in another live stage are enlisted there; those that left for good are counted as exits of their zone.
    """
    firms, zones, rosters, sizes = world.firms, world.zones, world.rosters, world.roster_sizes
    kept = 0
    for position in range(sizes[stage]):
        row = rosters[stage, position]
        now = firms[row].stage
        if now == stage:
            rosters[stage, kept] = row
            kept += 1
        elif now < LIVE_STAGES:
            rosters[now, sizes[now]] = row
            sizes[now] += 1
        else:
            zones[firms[row].zone].exited += 1.0
    sizes[stage] = kept


@compiled
def enrol_producers(world: World, first: int) -> None:
    """Copy what is asked of producing firms each month beside the roster, from a position on."""
    firms, producers, rosters = world.firms, world.producers, world.rosters
    for position in range(first, world.roster_sizes[Stage.PRODUCING]):
        firm, producer = firms[rosters[Stage.PRODUCING, position]], producers[position]
        producer.zone = firm.zone
        producer.industry = firm.industry
        producer.producing_at = firm.producing_at
        producer.finder = firm.finder
        producer.hazard = firm.hazard
        producer.threshold = firm.threshold
        producer.close_hazard = firm.close_hazard
        producer.tax_mature = firm.tax_mature
        producer.land = firm.land
        producer.office_floor = firm.office * firm.floor


@compiled
def return_producers(world: World) -> None:
    """Write back to the firms what the months changed of producers: the hazard."""
    firms, producers, rosters = world.firms, world.producers, world.rosters
    for position in range(world.roster_sizes[Stage.PRODUCING]):
        firms[rosters[Stage.PRODUCING, position]].hazard = producers[position].hazard
