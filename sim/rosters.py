"""Rosters: which firms are in which stage, the births that fill them, and the rows that firms give up."""

import numpy as np

from agents.compiled import compiled
from agents.firms.birth import draw_luck, endow, scale_luck
from agents.firms.record import LIVE_STAGES, Holding, Stage
from agents.firms.stages import months_to_ripen, next_of_framework, own_part
from agents.records import Record, Records
from sim.faults import Fault
from sim.specification import BURN_IN_MONTHS
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
    rosters, waits, sizes, fault, p = (
        world.rosters,
        world.waits,
        world.roster_sizes,
        world.fault[0],
        world.parameters[0],
    )
    coming = counts[Count.NEWCOMERS]
    counts[Count.NEWCOMERS] = 0
    keys, industries, contracts = np.empty(coming, np.int64), np.empty(coming, np.int64), np.empty(coming)
    for place in range(coming):
        newcomer = newcomers[place]
        keys[place], industries[place], contracts[place] = newcomer.key, newcomer.industry, newcomer.contract
    luck = draw_luck(world.seed, keys)
    scale_luck(luck, industries, contracts, p)
    for place in range(coming):
        newcomer = newcomers[place]
        row = next_row(counts, firms.size, fault, month)
        if row < 0:
            return
        firms[row] = world.unborn[0]
        firm = firms[row]
        endow(firm, newcomer.key, luck, place, newcomer.industry, newcomer.contract, month, p)
        firm.origin, firm.second_zone = newcomer.origin, newcomer.second_zone
        firm.zone = newcomer.zone
        zones[newcomer.zone].joined += 1.0
        enlist(firm, row, rosters, waits, sizes, month, p)


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
def enlist(firm: Record, row: int, rosters: Array, waits: Records, sizes: Array, month: int, p: Record) -> None:
    """Put a firm at the end of the roster of the stage that it entered in the month, and note when it is asked next."""
    stage, position = firm.stage, sizes[firm.stage]
    rosters[stage, position] = row
    sizes[stage] = position + 1
    if stage < Stage.PRODUCING:
        waits[stage, position].zone = firm.zone
        waits[stage, position].due = next_question(firm, month, p)


@compiled
def next_question(firm: Record, month: int, p: Record) -> int:
    """Return the month in which a firm that has entered its stage is asked next.

    Where the hazard of a stage is constant no lever can change its end on the way, and the firm is asked then; else it
    is asked every month.
    """
    if firm.stage == Stage.NEGOTIATING:
        return month + months_to_ripen(firm.threshold, 1.0 / p.negotiation_months)
    if firm.stage == Stage.PANEL:
        return month + months_to_ripen(firm.threshold, 1.0 / p.panel_months)
    if firm.stage == Stage.COMPLETED:
        return month + months_to_ripen(firm.threshold, 1.0 / p.commissioning_months)
    if firm.stage == Stage.FRAMEWORK:
        return next_of_framework(firm, month)
    return month + 1


@compiled
def firms_due(world: World, stage: int, month: int) -> np.ndarray:
    """Return the rows of the firms in a stage that are to be asked this month, in the order of its roster."""
    rosters, waits, size = world.rosters, world.waits, world.roster_sizes[stage]
    rows = np.empty(size, np.int64)
    due = 0
    for position in range(size):
        rows[due] = rosters[stage, position]
        due += waits[stage, position].due <= month
    return rows[:due]


@compiled
def sweep_roster(world: World, stage: int, month: int) -> None:
    """Close the gaps that firms left in a stage's roster, keeping its order.

    Firms now in another live stage are enlisted there; those that left for good are counted as exits of their zone.
    Who was not asked this month has not moved.
    """
    firms, zones, rosters, waits, sizes = world.firms, world.zones, world.rosters, world.waits, world.roster_sizes
    p = world.parameters[0]
    kept = 0
    for position in range(sizes[stage]):
        row, wait = rosters[stage, position], waits[stage, position]
        if wait.due > month or firms[row].stage == stage:
            rosters[stage, kept] = row
            waits[stage, kept].zone, waits[stage, kept].due = wait.zone, wait.due
            kept += 1
        elif firms[row].stage < LIVE_STAGES:
            enlist(firms[row], row, rosters, waits, sizes, month, p)
        else:
            zones[firms[row].zone].exited += 1.0
    sizes[stage] = kept


@compiled
def enrol_builders(world: World, first: int) -> None:
    """Copy what is asked of building firms each month beside the roster, from a position on."""
    firms, builders, rosters = world.firms, world.builders, world.rosters
    for position in range(first, world.roster_sizes[Stage.STARTED]):
        firm, builder = firms[rosters[Stage.STARTED, position]], builders[position]
        builder.zone = firm.zone
        builder.started_at = firm.started_at
        builder.spent = firm.spent
        builder.investment = firm.investment
        builder.own_part = own_part(firm)
        builder.own_rate = builder.own_part / firm.build_months
        builder.contract = firm.contract
        builder.land = firm.land


@compiled
def return_builders(world: World) -> None:
    """Write back to the firms what the months changed of builders: what they have spent."""
    firms, builders, rosters = world.firms, world.builders, world.rosters
    for position in range(world.roster_sizes[Stage.STARTED]):
        firms[rosters[Stage.STARTED, position]].spent = builders[position].spent


@compiled
def enrol_producers(world: World, first: int) -> None:
    """Copy what is asked of producing firms each month beside the roster, from a position on.

    Those that gave up their rows have it there already.
    """
    firms, producers, rosters = world.firms, world.producers, world.rosters
    for position in range(first, world.roster_sizes[Stage.PRODUCING]):
        row = rosters[Stage.PRODUCING, position]
        if row < 0:
            continue
        firm, producer = firms[row], producers[position]
        producer.zone = firm.zone
        producer.industry = firm.industry
        producer.producing_at = firm.producing_at
        producer.finder = firm.finder
        producer.hazard = firm.hazard
        producer.threshold = firm.threshold
        producer.close_hazard = firm.close_hazard
        producer.tax_mature = firm.tax_mature
        producer.holds = holding_of(firm)
        producer.holding = firm.floor
        if producer.holds == Holding.LAND:
            producer.holding = firm.land
        producer.key = firm.key


@compiled
def holding_of(firm: Record) -> int:
    """Return what a firm that has landed holds: plant of the platform, office floor, or else land [Holding]."""
    if firm.in_plant:
        return Holding.PLANT
    if firm.office:
        return Holding.OFFICE_FLOOR
    return Holding.LAND


@compiled
def return_producers(world: World) -> None:
    """Write back to the firms what the months changed of producers: the hazard."""
    firms, producers, rosters = world.firms, world.producers, world.rosters
    for position in range(world.roster_sizes[Stage.PRODUCING]):
        if rosters[Stage.PRODUCING, position] >= 0:
            firms[rosters[Stage.PRODUCING, position]].hazard = producers[position].hazard


@compiled
def give_up_rows(world: World) -> None:
    """Take firms that produce or left out of the table, and close ranks; those still on their way keep their order.

    What comparisons read of those settled in month SETTLED_FROM or later goes to ``world.settled``, which has to have
    room for all. Producers are no longer tied to a row: what they need until they close is beside their roster, and
    their row there is -1.
    """
    firms, rosters, sizes, counts = world.firms, world.rosters, world.roster_sizes, world.counts
    new_rows = rosters[Stage.PRODUCING]  # what stood there is given up as well
    kept = 0
    for row in range(counts[Count.FIRMS]):
        firm = firms[row]
        if firm.stage < Stage.PRODUCING:
            new_rows[row] = kept
            if kept < row:
                firms[kept] = firm
            kept += 1
        elif settled_month(firm) >= counts[Count.SETTLED_FROM]:
            note_settled(firm, world.settled[counts[Count.SETTLED]])
            counts[Count.SETTLED] += 1
    counts[Count.FIRMS] = kept
    for stage in range(Stage.PRODUCING):
        for position in range(sizes[stage]):
            rosters[stage, position] = new_rows[rosters[stage, position]]
    rosters[Stage.PRODUCING, : sizes[Stage.PRODUCING]] = -1


@compiled
def settled_month(firm: Record) -> int:
    """Return the month in which a firm that produces or left began production, or else left."""
    if firm.producing_at >= -BURN_IN_MONTHS:
        return firm.producing_at
    return firm.entered


@compiled
def note_settled(firm: Record, settled: Record) -> None:
    """Write down what comparisons read of a firm that produces or left; what comes after production settles nothing."""
    settled.key = firm.key
    settled.contract = firm.contract
    settled.zone = firm.zone
    settled.stage = firm.stage
    settled.entered = settled_month(firm)
    if firm.producing_at >= -BURN_IN_MONTHS:
        settled.stage = Stage.PRODUCING
    settled.born = firm.born
    settled.signed_at = firm.signed_at
    settled.producing_at = firm.producing_at
    settled.industry = firm.industry
    settled.origin = firm.origin
