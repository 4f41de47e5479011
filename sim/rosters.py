"""Rosters: which firms are in which stage, the births that fill them, and the rows that firms give up."""

from agents.compiled import compiled
from agents.firms.birth import endow
from agents.firms.record import LIVE_STAGES, Stage
from agents.industries import OFFICE
from agents.records import Record
from sim.faults import Fault
from sim.specification import BURN_IN_MONTHS
from sim.state import Array, Count, World


@compiled
def add_firm(world: World, key: int, zone: int, industry: int, contract: float, month: int) -> int:
    """Give a firm that joins a zone its row and endowment, and enlist it as negotiating; return the row.

    Without a free row nothing is written, the fault is noted and -1 returned.
    """
    row = next_row(world.counts, world.firms.size, world.fault[0], month)
    if row >= 0:
        endow(world.firms[row], world.seed, key, industry, contract, month, world.parameters[0])
        enlist(world.firms[row], row, zone, world.zones[zone], world.rosters, world.roster_sizes)
    return row


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
        producer.in_plant = firm.in_plant
        producer.holding = firm.land
        if holds_floor(firm):
            producer.holding = firm.floor
        producer.key = firm.key


@compiled
def holds_floor(firm: Record) -> bool:
    """Tell whether a firm holds floor and no land: an office, or one in the platform's plant."""
    return firm.in_plant > 0 or OFFICE[firm.industry]


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
