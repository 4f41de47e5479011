"""From a specification, parameters and a seed to the arrays of a run, and through its months."""

import dataclasses
import hashlib
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from agents.firms.birth import contract_grid
from agents.firms.choice import angle_table
from agents.firms.record import FIRM, LIVE_STAGES, SETTLED, Stage
from agents.funds import FUND
from agents.industries import INDUSTRY_COUNT, INDUSTRY_NAMES
from agents.levers import LEVER, LEVER_INDEX, NEUTRAL
from agents.platforms import PLATFORM
from agents.randomness import Purpose, normal, stream, uniform
from agents.records import Records, allocate, allocate_grid, allocate_scratch, table_of
from agents.zones.endowment import OPENING, ZoneEndowment
from agents.zones.land import RESERVE_MONTHS
from agents.zones.record import ZONE
from agents.zones.staff import NEVER
from sim.faults import ACCOUNTS, AccountError, Fault
from sim.macro import macro_paths
from sim.month import has_room, run_months
from sim.opening import AMPLE, Gathered, open_balances, solve_baseline
from sim.parameters import key_of, parameter_record, quantile, quantities_of
from sim.rosters import give_up_rows
from sim.specification import BURN_IN_MONTHS, ScenarioSpecification, WorldSpecification, calendar_of
from sim.state import (
    CHANGE,
    CONTACT,
    EVERYTHING,
    FAULT,
    MUNICIPALITY,
    NEWCOMER,
    NO_FIRM,
    PAIR,
    PROSPECT,
    Count,
    FirmTables,
    Keep,
    World,
    allocate_firms,
)

ENDOWMENTS = quantities_of(ZoneEndowment)
FEWEST_ROWS = 5000
"""Firms below which no row is given up: a megabyte."""


def endow_zone(seed: int, zone_id: str, known: Mapping[str, float]) -> dict[str, float]:
    """Return a zone's opening attributes: what is known, else its own draw from the prior, keyed by its id."""
    key = stream(seed, 0, Purpose.ZONE_ENDOWMENT)
    return {
        name: known[name] if name in known else quantile(q.prior, uniform(key, key_of(zone_id, name)))
        for name, q in ENDOWMENTS.items()
    }


def _codes(names: list[str]) -> dict[str, int]:
    return {name: code for code, name in enumerate(dict.fromkeys(names))}


def build_zones(world: WorldSpecification, p: Any, seed: int) -> tuple[Records, Records]:
    """Return the zones and platform companies of a world as they are before any reform."""
    zones = allocate(ZONE, len(world.zones))
    openings = build_openings(world)
    owners = [z for z in world.zones if z.platform and z.platform_of is None]
    platforms = allocate(PLATFORM, max(1, len(owners)))  # a world without platforms keeps one row of zone -1
    row_of = {z.id: row for row, z in enumerate(world.zones)}
    platform_row = {z.id: row for row, z in enumerate(owners)}
    cities = _codes([z.city for z in world.zones])
    districts = _codes([z.district for z in world.zones])
    platforms.zone = platforms.second_zone = -1
    owns = [endow_zone(seed, spec.id, spec.known) for spec in world.zones]
    weight = np.array([spec.weight for spec in world.zones])
    drawn = {name: np.array([own[name] for own in owns]) for name in ENDOWMENTS}
    zones.key = [key_of(spec.id) for spec in world.zones]
    zones.city = [cities[spec.city] for spec in world.zones]
    zones.district = [districts[spec.district] for spec in world.zones]
    zones.nest = [key_of("nest", spec.nest) for spec in world.zones]
    zones.weight, zones.office = weight, [spec.office for spec in world.zones]
    zones.reach = drawn["reach"]
    zones.attractiveness = drawn["attractiveness"] * (p.zone_spread * p.dissimilarity)
    zones.staff_before = drawn["staff_before"] * weight
    zones.area = drawn["area"] * weight
    price = openings.land_price
    zones.land_price = np.where(np.isnan(price), p.land_price * drawn["price_level"], price)
    zones.size_norm = 1.0
    zones.social_time = np.where(np.isnan(openings.social_time), p.social_time, openings.social_time)
    shares = {city: framework_share(city, p, seed) for city in cities}
    zones.framework_share = [shares[spec.city] for spec in world.zones]
    zones.competed_since = NEVER
    zones.available = zones.area_in_use = AMPLE
    zones.office_floor = AMPLE
    zones.platform = [platform_row.get(spec.platform_of or spec.id, -1) for spec in world.zones]
    if owners:
        rows = [row_of[spec.id] for spec in owners]
        platforms.zone, platforms.key = rows, [key_of(spec.id, "platform") for spec in owners]
        platforms.size_luck = drawn["platform_size"][rows] * weight[rows]
        platforms.distressed_since = NEVER
    open_balances(platforms, openings, p)
    for spec in world.zones:
        if spec.platform_of is not None:
            platforms[platform_row[spec.platform_of]].second_zone = row_of[spec.id]
    return zones, platforms


def build_openings(world: WorldSpecification) -> Records:
    """Return what the books of each zone say of its opening, nan where they say nothing."""
    openings = allocate(OPENING, len(world.zones))
    table_of(openings)[:] = math.nan
    for row, spec in enumerate(world.zones):
        for name in OPENING.names or ():
            if name in spec.known:
                openings[row][name] = spec.known[name]
    return openings


def fix_dates(scenario: ScenarioSpecification, seed: int) -> ScenarioSpecification:
    """Return the scenario as a run of this seed has it: an uncertain month is drawn once per group and then certain."""
    key = stream(seed, 0, Purpose.REFORM_DATE)
    changes = []
    for change in scenario.changes:
        month = change.month
        if change.latest is not None:
            span = change.latest - change.month + 1
            month += int(span * uniform(key, key_of("date", change.date_group)))
        changes.append(dataclasses.replace(change, month=month, latest=None))
    return dataclasses.replace(scenario, changes=tuple(changes))


def build_changes(scenario: ScenarioSpecification, seed: int) -> Records:
    """Return the dated changes of levers in order of month."""
    rows = [
        (change.month, scenario.world.row_of(change.zone), LEVER_INDEX[change.lever], change.value)
        for change in fix_dates(scenario, seed).changes
    ]
    rows.sort(key=lambda r: r[0])
    changes = allocate(CHANGE, len(rows))
    for at, row in enumerate(rows):
        changes[at] = row
    return changes


def build_world(
    scenario: ScenarioSpecification, values: Mapping[str, float], seed: int, keep: Keep = EVERYTHING
) -> World:
    """Return the arrays of a run at the start of its burn-in, with c0 and V0 solved.

    ``values`` holds every parameter by name; those that the scenario fixes win. ``seed`` is a non-negative integer.
    ``keep`` says what is kept besides the state; no number of the run depends on it.
    """
    spec = scenario.world
    parameters = parameter_record({**values, **scenario.parameters}, spec.prospects_per_month)
    p = parameters[0]
    zones, platforms = build_zones(spec, p, seed)
    count = len(spec.zones)
    levers = allocate(LEVER, count)
    table_of(levers)[:] = NEUTRAL
    pairs = allocate_grid(PAIR, count, INDUSTRY_COUNT)
    pairs.leads = [[name in z.leading for name in INDUSTRY_NAMES] for z in spec.zones]
    calendar, sectors = macro_paths(scenario.macro, scenario.months, scenario.shocks, p, seed, scenario.growth)
    busiest = p.prospects * float(calendar.arrivals.max())
    most = int(busiest + 12.0 * math.sqrt(busiest) + 100)
    recorded = scenario.months if keep.recorded is None else min(keep.recorded, scenario.months)
    tables = tables_for(p, float(calendar.arrivals.sum()), busiest, keep)
    world = World(
        **tables._asdict(),
        seed=int(seed),
        zones=zones,
        zone_table=table_of(zones),
        levers=levers,
        lever_table=table_of(levers),
        changes=build_changes(scenario, seed),
        unborn=allocate(FIRM, 1),
        openings=build_openings(spec),
        platforms=platforms,
        funds=build_funds(spec),
        municipality=allocate(MUNICIPALITY, 1),
        parameters=parameters,
        pairs=pairs,
        best_values=np.zeros(INDUSTRY_COUNT),
        rates=np.zeros((count, INDUSTRY_COUNT, 3)),
        angles=angle_table(p.dissimilarity),
        reserve_queue=np.zeros((count, RESERVE_MONTHS)),
        roster_sizes=np.zeros(LIVE_STAGES, np.int64),
        months=calendar,
        sectors=sectors,
        contract_grid=contract_grid(p),
        prospects=allocate_scratch(PROSPECT, most),
        industry_members=np.empty(most, np.int32),
        industry_ends=np.zeros(INDUSTRY_COUNT + 1, np.int64),
        contacts=allocate_scratch(CONTACT, int(most * (4.0 * p.coverage + 10.0)) + 1000),
        newcomers=allocate_scratch(NEWCOMER, most),
        gathered=np.zeros((count, Gathered.TOTAL)),
        counts=np.zeros(Count.TOTAL, np.int64),
        fault=allocate(FAULT, 1),
        panel=allocate_grid(ZONE, recorded, count),
        platform_panel=allocate_grid(PLATFORM, recorded, platforms.size),
        fund_panel=allocate_grid(FUND, recorded, count),
        municipal_panel=allocate(MUNICIPALITY, recorded),
    )
    if keep.settled_from is not None:
        world.counts[Count.ROWS_WANTED] = FEWEST_ROWS
        world.counts[Count.SETTLED_FROM] = keep.settled_from
    with np.errstate(over="ignore"):
        solve_baseline(world)
    return world


def tables_for(p: Any, arrivals: float, busiest: float, keep: Keep) -> FirmTables:
    """Return tables for the firms that may be expected of ``arrivals`` average months of prospects.

    ``busiest`` is the number of prospects in the busiest month.

    Where rows are given up, a firm has one while it is on its way alone: one in seven of those that ever join is at the
    end of a run of usual length; one in three produces, one in twenty-five was promised. All get some room. Where it is
    too little tables grow, so that no number depends on it.
    """
    share = p.regional_share * -math.expm1(-p.coverage)
    joining = 1.2 * share * p.prospects * arrivals  # followers and expansions are the 0.2
    month = 1.6 * busiest + 2000.0
    if keep.settled_from is None:
        return allocate_firms(*[int(joining + month)] * 3)
    return allocate_firms(int(0.2 * joining + month), int(0.4 * joining + month), int(0.05 * joining + month))


def build_funds(spec: WorldSpecification) -> Records:
    """Return the funds: one row a zone, its sub-funds taken together, empty until a lever commits money."""
    funds = allocate(FUND, len(spec.zones))
    funds.key = [key_of(zone.id, "fund") for zone in spec.zones]
    funds.zone = np.arange(funds.size)
    funds.parent = -1
    return funds


def framework_share(city: str, p: Any, seed: int) -> float:
    """Return a city's framework share: the logit of f_fw plus the city's own effect (rule 7)."""
    luck = normal(stream(seed, 1, Purpose.ZONE_ENDOWMENT), key_of("city", city))
    middle = math.log(p.framework_share / (1.0 - p.framework_share))
    return 1.0 / (1.0 + math.exp(-middle - p.framework_city_spread * luck))


def make_room(world: World, month: int) -> World:
    """Return the world with room for the firms of the month: rows given up where they may be, else larger tables."""
    if world.counts[Count.ROWS_WANTED] > 0:
        world = let_settled_go(world)
    return world if has_room(world, month) else grow(world)


def let_settled_go(world: World) -> World:
    """Return the world with rows of firms on their way alone, of which a tenth more may come till next time."""
    counts = world.counts
    used = int(counts[Count.FIRMS])
    if counts[Count.SETTLED_FROM] < NO_FIRM and counts[Count.SETTLED] + used > world.settled.size:
        settled = allocate_scratch(SETTLED, int(1.5 * (counts[Count.SETTLED] + used)))
        settled[: counts[Count.SETTLED]] = world.settled[: counts[Count.SETTLED]]
        world = world._replace(settled=settled)
    give_up_rows(world)
    kept = int(counts[Count.FIRMS])
    counts[Count.ROWS_WANTED] = max(FEWEST_ROWS, int(1.1 * kept))
    return world


def grow(world: World) -> World:
    """Return the world with tables of firms half as long again; nothing else changes."""
    tables = allocate_firms(*(int(1.5 * table.size) + 1000 for table in (world.firms, world.producers, world.promises)))
    return fill(tables, world)


def fill(tables: FirmTables, world: World) -> World:
    """Return the world on other tables of firms, into which what is in use of its own is copied."""
    counts, sizes = world.counts, world.roster_sizes
    for table, mine, used in (
        (tables.firms, world.firms, counts[Count.FIRMS]),
        (tables.producers, world.producers, sizes[Stage.PRODUCING]),
        (tables.promises, world.promises, counts[Count.FOLLOWERS]),
    ):
        table[:used] = mine[:used]
    for stage, size in enumerate(sizes):
        tables.rosters[stage, :size] = world.rosters[stage, :size]
        if stage < Stage.PRODUCING:
            tables.waits[stage, :size] = world.waits[stage, :size]
    return world._replace(**tables._replace(settled=world.settled)._asdict())


def run_world(world: World, scenario: ScenarioSpecification, first: int, last: int) -> World:
    """Run months ``first`` to ``last`` - 1; return the world (a larger one where firm rows ran short).

    Raises AccountError naming account, row, month and amount where an account does not balance.
    """
    with np.errstate(over="ignore"):
        month = run_months(world, first, last)
        while month < last and world.fault[0].code == Fault.NONE:
            world = make_room(world, month)
            month = run_months(world, month, last)
    raise_fault(world, scenario)
    return world


def branch(world: World, scenario: ScenarioSpecification, months: int) -> World:
    """Return a world of its own that goes on from where ``world`` is, under a scenario's levers, for so many months.

    The two share everything until now: luck, firms, parameters, and levers that have come into force. Only changes of
    levers that the scenario dates from the branch on may differ between scenarios that branch from one world.
    """
    arrays = (name for name, value in world._asdict().items() if isinstance(value, np.ndarray))
    copies: dict[str, Any] = {name: getattr(world, name).copy() for name in arrays if name not in FirmTables._fields}
    own = world._replace(**copies, settled=world.settled.copy())
    tables = allocate_firms(own.firms.size, own.producers.size, own.promises.size)
    return fill(tables, own)._replace(
        zone_table=table_of(own.zones),
        lever_table=table_of(own.levers),
        changes=build_changes(scenario, world.seed),
        panel=allocate_grid(ZONE, months, world.zones.size),
        platform_panel=allocate_grid(PLATFORM, months, world.platforms.size),
        fund_panel=allocate_grid(FUND, months, world.zones.size),
        municipal_panel=allocate(MUNICIPALITY, months),
    )


def part(world: World, scenario: ScenarioSpecification, month: int) -> World:
    """Return a world of its own that parts from one run up to ``month``: its recorded past, other levers from now on.

    The scenarios may differ in levers alone, and in none before ``month``. Going on under the scenario that was run
    so far gives the same bytes as never having parted.
    """
    own = branch(world, scenario, world.panel.shape[0])
    own.panel[:month] = world.panel[:month]
    own.platform_panel[:month] = world.platform_panel[:month]
    own.fund_panel[:month] = world.fund_panel[:month]
    own.municipal_panel[:month] = world.municipal_panel[:month]
    own.counts[Count.CHANGES] = int((own.changes.month < month).sum())  # those that have come into force
    return own


def raise_fault(world: World, scenario: ScenarioSpecification) -> None:
    """Raise what stopped a run, if anything did."""
    fault = world.fault[0]
    if fault.code == Fault.NONE:
        return
    year, month = calendar_of(int(fault.month))
    when = f"{year}-{month:02d} (model month {int(fault.month)})"
    if fault.code not in ACCOUNTS:
        raise RuntimeError(f"a table of the run is too small (code {int(fault.code)}) in month {when}")
    account = ACCOUNTS[int(fault.code)]
    row = int(fault.row)
    who = {
        "zone": lambda: scenario.world.zones[row].id,
        "platform": lambda: scenario.world.zones[int(world.platforms[row].zone)].id,
        "fund": lambda: scenario.world.zones[row].id,
    }.get(account.kind, lambda: str(row))()
    raise AccountError(account, who, when, float(fault.amount))


def simulate(scenario: ScenarioSpecification, values: Mapping[str, float], seed: int) -> World:
    """Run a scenario whole and return its final world."""
    return run_world(build_world(scenario, values, seed), scenario, -BURN_IN_MONTHS, scenario.months)


def digest(world: World) -> str:
    """Return a hash of all recorded numbers and of every firm: equal for equal runs on any threads or workers.

    ValueError where firms gave up their rows.
    """
    if world.counts[Count.ROWS_WANTED] > 0:
        raise ValueError("digest: firms of this run gave up their rows; run it with everything kept")
    content = hashlib.sha256()
    for array in (world.panel, world.platform_panel, world.fund_panel, world.municipal_panel):
        content.update(np.ascontiguousarray(array).tobytes())
    used = world.firms[: int(world.counts[Count.FIRMS])]
    for name in ("key", "zone", "stage", "entered", "spent", "land"):
        content.update(np.ascontiguousarray(used[name]).tobytes())
    return content.hexdigest()[:16]
