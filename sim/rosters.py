"""Rosters: which firms are in which stage, and the births that fill them."""

from agents.compiled import compiled
from agents.firms.birth import endow
from agents.firms.record import LIVE_STAGES, Stage
from sim.faults import Fault
from sim.state import Count, World


@compiled
def add_firm(world: World, key: int, zone: int, industry: int, contract: float, month: int) -> int:
    """Give a firm that joins a zone its row and endowment, and enlist it as negotiating; return the row.

    Without a free row nothing is written, the fault is noted and -1 returned.
    """
    row = world.counts[Count.FIRMS]
    if row >= world.firms.size:
        world.fault[0].code = Fault.FIRM_ROWS
        world.fault[0].month = month
        return -1
    world.counts[Count.FIRMS] = row + 1
    firm = world.firms[row]
    endow(firm, world.seed, key, industry, contract, month, world.parameters[0])
    firm.zone = zone
    world.zones[zone].joined += 1.0
    world.rosters[Stage.NEGOTIATING, world.roster_sizes[Stage.NEGOTIATING]] = row
    world.roster_sizes[Stage.NEGOTIATING] += 1
    return row


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
