"""The accounts: the only place where stocks of land and money change, and where they are checked every month.

Rules write flows; `post_*` turns flows into stocks; `check_accounts` compares every row with what the firms,
statements and balances say. A broken account is noted as a fault and stops the run; nothing is clipped.
"""

from agents.compiled import compiled
from agents.firms.record import Holding, Stage
from agents.firms.stages import tax_of
from agents.platforms import LONGEST_DEBT_MONTHS, PLANT_COST
from agents.records import Record
from agents.zones.land import RESERVE_MONTHS
from sim.faults import Fault
from sim.specification import BURN_IN_MONTHS
from sim.state import World

TOLERANCE = 1e-9
"""Largest difference over gross turnover [1]."""
LAST_OF_YEAR = 11
"""Month of the year in which producing firms are asked what they have spent; no rule writes it any more."""


@compiled
def post_land(world: World, month: int) -> None:
    r"""Post the month's land flows, every flow once (model.md rule 10).

    .. math::

        U' &= U + quota - u, \qquad A' = A + u + R_A + res_{out} - M_A \\
        P' &= P + M_A + M_J - start - fail, \qquad O' = O + start + R_{up} - close \\
        J' &= J + fail + close - M_J - R_A - R_{up} - R_{res}, \qquad Res' = Res + R_{res} - res_{out}

    Land taken into reserve is released twelve months later. [mu]
    """
    slot = (month + BURN_IN_MONTHS) % RESERVE_MONTHS
    for zone in range(world.zones.size):
        z = world.zones[zone]
        z.reserve_released = world.reserve_queue[zone, slot]
        world.reserve_queue[zone, slot] = z.recycled_reserve
        z.area_in_use += z.quota
        z.approved += z.quota - z.supplied
        z.available += z.supplied + z.recycled_platform + z.reserve_released - z.taken_new
        z.pipeline += z.taken_new + z.taken_idle - z.land_started - z.land_failed
        z.occupied += z.land_started + z.recycled_upgrade - z.land_closed
        z.older_land += z.recycled_upgrade - z.older_land_closed
        z.idle += (
            z.land_failed + z.land_closed - z.taken_idle - z.recycled_platform - z.recycled_upgrade - z.recycled_reserve
        )
        z.reserve += z.recycled_reserve - z.reserve_released
        z.low_efficiency += z.aged - z.efficiency_cleared
        z.office_floor += z.floor_built + z.floor_developed
        z.recycled_year += (
            z.taken_idle
            + z.recycled_platform
            + z.recycled_upgrade
            + z.efficiency_cleared
            + z.recycled_reserve
            - z.land_orderly
        )


@compiled
def committee_cash_flow(z: Record) -> float:
    """Return the net cash flow of a committee: receipts less payments [亿元 / month]."""
    receipts = z.tax_local + z.tax_shared_in + z.land_receipts + z.grant + z.fund_returned
    payments = (
        z.payroll
        + z.operating_cost
        + z.channel_cost
        + z.subsidy_paid
        + z.recycling_cost
        + z.buyback_paid
        + z.fund_paid_in
        + z.platform_fee
        + z.tax_shared_out
    )
    return receipts - payments


@compiled
def platform_cash_flow(c: Record) -> float:
    """Return the net cash flow of a platform company, debt included [亿元 / month]."""
    receipts = c.rent + c.sales + c.fees + c.land_receipts + c.transfer + c.borrowed
    return receipts - (c.building + c.interest + c.repaid + c.compensation)


@compiled
def fund_cash_flow(f: Record) -> float:
    """Return the net cash flow of a zone's funds [亿元 / month]."""
    receipts = f.call_fiscal + f.call_state + f.call_social + f.exit_value + f.buyback
    return receipts - (f.deal_local + f.deal_outside + f.fee + f.distribution)


@compiled
def municipal_cash_flow(m: Record) -> float:
    """Return the net cash flow of the municipality [亿元 / month]."""
    return m.appropriation + m.land_receipts - m.grants - m.platform_transfers - m.task_fees - m.takeover


@compiled
def keep_balances(world: World) -> None:
    """Keep the cash of all at the start of the month, for the statements."""
    for zone in range(world.zones.size):
        world.zones[zone].cash_before = world.zones[zone].cash
    for platform in range(world.platforms.size):
        world.platforms[platform].cash_before = world.platforms[platform].cash
    for fund in range(world.funds.size):
        world.funds[fund].cash_before = world.funds[fund].cash
    world.municipality[0].cash_before = world.municipality[0].cash


@compiled
def post_money(world: World) -> None:
    """Post the month's money flows to committees, platforms, funds and the municipality."""
    post_purses(world)
    for platform in range(world.platforms.size):
        post_platform(world.platforms[platform])
    for fund in range(world.funds.size):
        post_fund(world.funds[fund])


@compiled
def post_purses(world: World) -> None:
    """Post the month's money flows to committees and the municipality."""
    for zone in range(world.zones.size):
        z = world.zones[zone]
        z.cash += committee_cash_flow(z)
    world.municipality[0].cash += municipal_cash_flow(world.municipality[0])


@compiled
def post_platform(c: Record) -> None:
    r"""Post a platform's month: assets, debt by maturity, and equity by flows of its own.

    .. math::

        D' &= D + borrowed - repaid, \qquad K' = K + I - depreciation - sold \\
        equity' &= equity + R - sales + T - interest - depreciation - compensation
    """
    value = c.roads + c.plant_value
    renewed = min(c.upkeep, c.building)
    extra = c.building - renewed
    roads_part = 1.0
    if value > 0.0:
        roads_part = c.roads / value
    roads_extra = 0.0
    if c.building > 0.0:
        roads_extra = extra * c.roads_built / c.building
    c.plant_built = (extra - roads_extra) / (PLANT_COST * 1e-8)
    c.plant += c.plant_built - c.sold
    c.roads += renewed * roads_part + roads_extra - c.depreciation * roads_part
    c.plant_value += (renewed - c.depreciation) * (1.0 - roads_part) + extra - roads_extra - c.sales
    rolled = c.debt_long / LONGEST_DEBT_MONTHS
    c.debt_short += 0.3 * c.borrowed + rolled - c.repaid
    c.debt_long += 0.7 * c.borrowed - rolled
    c.equity += c.rent + c.fees + c.land_receipts + c.transfer - c.interest - c.depreciation - c.compensation
    c.cash += platform_cash_flow(c)
    c.tasks_built = extra


@compiled
def post_fund(f: Record) -> None:
    """Post the month of a zone's funds: calls, deals, sales, losses, distributions (rule 12)."""
    holdings = f.holdings_local + f.holdings_outside
    local = 0.0
    if holdings > 0.0:
        local = f.holdings_local / holdings
    gone = f.exit_cost + f.loss
    f.called_fiscal += f.call_fiscal
    f.called_state += f.call_state
    f.called_social += f.call_social
    f.holdings_local += f.deal_local - gone * local
    f.holdings_outside += f.deal_outside - gone * (1.0 - local)
    f.invested_local += f.deal_local
    f.invested_outside += f.deal_outside
    f.sold += f.exit_cost
    f.written_off += f.loss
    f.distributed += f.distribution
    f.cash += fund_cash_flow(f)


@compiled
def note_fault(fault: Record, code: int, row: int, month: int, amount: float, turnover: float) -> None:
    """Note a difference; the first above the tolerance is the fault of the run."""
    relative = abs(amount) / max(1.0, turnover)
    fault.worst = max(fault.worst, relative)
    if not relative <= TOLERANCE and fault.code == Fault.NONE:
        fault.code = code
        fault.row = row
        fault.month = month
        fault.amount = amount


@compiled
def ask_firms(world: World, month: int) -> None:
    """Add up what live firms say of land, number and tax by zone; check what those that build or have built spent."""
    fault = world.fault[0]
    for zone in range(world.zones.size):
        z = world.zones[zone]
        z.held_occupied, z.held_pipeline, z.held_firms, z.held_building = 0.0, 0.0, 0.0, 0.0
        z.held_producing, z.held_tax = 0.0, 0.0
    firms, zones, rosters, sizes = world.firms, world.zones, world.rosters, world.roster_sizes
    waits, builders, producers = world.waits, world.builders, world.producers
    for stage in range(Stage.LANDED):
        for position in range(sizes[stage]):
            zones[waits[stage, position].zone].held_firms += 1.0
    for position in range(sizes[Stage.LANDED]):
        firm = firms[rosters[Stage.LANDED, position]]
        zones[firm.zone].held_firms += 1.0
        zones[firm.zone].held_pipeline += firm.land
    for position in range(sizes[Stage.STARTED]):
        builder = builders[position]
        z = zones[builder.zone]
        z.held_firms += 1.0
        z.held_occupied += builder.land
        z.held_building += builder.contract >= 1.0
        check_spending(builder, rosters[Stage.STARTED, position], fault, month)
    for position in range(sizes[Stage.COMPLETED]):
        row = rosters[Stage.COMPLETED, position]
        firm, z = firms[row], zones[firms[row].zone]
        z.held_firms += 1.0
        z.held_occupied += firm.land
        check_spending(firm, row, fault, month)
    for position in range(sizes[Stage.PRODUCING]):
        producer = producers[position]
        z = zones[producer.zone]
        z.held_firms += 1.0
        z.held_tax += tax_of(producer, month)
        z.held_producing += producer.holding * (producer.holds == Holding.LAND)
    for zone in range(zones.size):
        zones[zone].held_occupied += zones[zone].held_producing


@compiled
def check_spending(firm: Record, row: int, fault: Record, month: int) -> None:
    """Check that a firm has not spent more than its investment."""
    over = firm.spent - firm.investment
    if over > 0.0:
        note_fault(fault, Fault.SPENDING, row, month, over, firm.investment)


@compiled
def check_accounts(world: World, month: int) -> None:
    """Check every account on every row; the first that is out by more than 1e-9 of its turnover is the fault.

    Books open at month 0: the burn-in has none to check. Firms that came, left or spent in it are asked from then on.
    """
    if month < 0:
        return
    fault = world.fault[0]
    ask_firms(world, month)
    if month % 12 == LAST_OF_YEAR:
        firms, rosters = world.firms, world.rosters
        for position in range(world.roster_sizes[Stage.PRODUCING]):
            row = rosters[Stage.PRODUCING, position]
            if row >= 0:
                check_spending(firms[row], row, fault, month)
    for zone in range(world.zones.size):
        check_zone(world, zone, month)
    for platform in range(world.platforms.size):
        c = world.platforms[platform]
        assets = c.roads + c.plant_value + c.cash
        debt = c.debt_short + c.debt_long
        note_fault(fault, Fault.PLATFORM_BALANCE, platform, month, assets - debt - c.equity, abs(assets) + debt)
        moved = c.cash - c.cash_before - platform_cash_flow(c)
        note_fault(fault, Fault.PLATFORM_CASH, platform, month, moved, abs(c.cash) + c.building + c.borrowed)
    for fund in range(world.funds.size):
        f = world.funds[fund]
        moved = f.cash - f.cash_before - fund_cash_flow(f)
        note_fault(fault, Fault.FUND_CASH, fund, month, moved, abs(f.cash))
        check_fund(world, fund, month)
    m = world.municipality[0]
    moved = m.cash - m.cash_before - municipal_cash_flow(m)
    note_fault(fault, Fault.MUNICIPAL_CASH, 0, month, moved, abs(m.cash) + m.appropriation + m.grants)


@compiled
def check_zone(world: World, zone: int, month: int) -> None:
    """Check land, firms, tax and cash of a zone."""
    fault = world.fault[0]
    z = world.zones[zone]
    total = z.approved + z.available + z.pipeline + z.occupied + z.idle + z.reserve
    area = abs(z.area_in_use)
    note_fault(fault, Fault.LAND_TOTAL, zone, month, total - z.area_in_use, area)
    occupied = world.zones[zone].held_occupied + z.older_land
    note_fault(fault, Fault.LAND_OCCUPIED, zone, month, z.occupied - occupied, area)
    note_fault(fault, Fault.LAND_PIPELINE, zone, month, z.pipeline - world.zones[zone].held_pipeline, area)
    lowest = min(z.approved, z.available, z.pipeline, z.occupied, z.idle, z.reserve, z.idle_offered, 0.0)
    note_fault(fault, Fault.LAND_NEGATIVE, zone, month, lowest, area)
    note_fault(fault, Fault.LAND_NEGATIVE, zone, month, min(0.0, z.idle - z.idle_offered), area)
    held = world.zones[zone].held_firms + z.exited + z.moved_away
    note_fault(fault, Fault.FIRM_COUNT, zone, month, held - z.joined, z.joined)
    taxed = world.zones[zone].held_tax + z.older_tax + z.closing_tax
    note_fault(fault, Fault.TAX, zone, month, z.tax_collected - taxed, z.tax_collected)
    moved = z.cash - z.cash_before - committee_cash_flow(z)
    note_fault(fault, Fault.COMMITTEE_CASH, zone, month, moved, abs(z.cash) + z.payroll + z.grant)


@compiled
def check_fund(world: World, fund: int, month: int) -> None:
    """Check the identities of a zone's funds: calls within commitments, holdings by cost, fiscal money by zone."""
    fault = world.fault[0]
    f = world.funds[fund]
    called = f.called_fiscal + f.called_state + f.called_social
    committed = f.committed_fiscal + f.committed_state + f.committed_social
    note_fault(fault, Fault.FUND_CALLS, fund, month, max(0.0, called - committed), committed)
    held = f.holdings_local + f.holdings_outside + f.sold + f.written_off
    invested = f.invested_local + f.invested_outside
    note_fault(fault, Fault.FUND_HOLDINGS, fund, month, invested - held, invested)
