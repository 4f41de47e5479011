"""The municipality: grants, functions it takes over, service payments and bail-outs; money passes between pots here."""

from agents.compiled import compiled
from agents.funds import call_capital, commit_fund, plan_deals, run_down_fund
from agents.platforms import judge_distress, run_platform
from agents.zones.finance import pay_the_committee
from sim.state import World


@compiled
def run_funds(world: World, month: int) -> None:
    """Commit, call, sell and lose for the funds of all zones, before this month's deals (rule 12)."""
    p = world.parameters[0]
    for zone in range(world.zones.size):
        fund = world.funds[zone]
        lever = world.levers[zone]
        fund.deal_local = 0.0
        commit_fund(fund, lever, p)
        call_capital(fund, lever)
        run_down_fund(fund, lever, p)
        plan_deals(fund, lever, p)
        z = world.zones[zone]
        z.fund_offer = 0.0
        if fund.local_budget > 0.0 and z.signed_investment > 0.0:
            z.fund_offer = min(p.fund_ticket, fund.local_budget / (fund.local_budget + z.signed_investment))


@compiled
def settle_committees(world: World, month: int) -> None:
    """Set each committee's receipts and payments for the month (rules 13 and 15)."""
    p = world.parameters[0]
    for zone in range(world.zones.size):
        z = world.zones[zone]
        fund = world.funds[zone]
        pay_the_committee(z, world.levers[zone], world.lever_table[zone], p)
        z.tax_local = p.local_tax_share * z.tax_collected
        z.fund_paid_in = fund.call_fiscal
        z.fund_returned = 0.0
        called = fund.called_fiscal + fund.called_state + fund.called_social
        if called > 0.0:
            z.fund_returned = fund.distribution * fund.called_fiscal / called
        fund.distributed_fiscal += z.fund_returned
        z.buyback_paid = fund.buyback
        z.grant = z.grant_before


@compiled
def run_platforms(world: World, month: int) -> None:
    """Let platform companies build, collect, pay and borrow (rule 11)."""
    p = world.parameters[0]
    for platform in range(world.platforms.size):
        company = world.platforms[platform]
        if company.zone < 0:
            continue
        z = world.zones[company.zone]
        company.fees = z.platform_fee
        company.land_receipts = z.land_receipts_platform
        if company.second_zone >= 0:
            company.fees += world.zones[company.second_zone].platform_fee
            company.land_receipts += world.zones[company.second_zone].land_receipts_platform
        run_platform(company, world.levers[company.zone], p)
        z.platform_building += company.building


@compiled
def settle_municipality(world: World, month: int) -> None:
    """Add up what the municipality pays for zones, towns and platforms (model.md 2)."""
    m = world.municipality[0]
    m.grants, m.takeover = 0.0, 0.0
    for zone in range(world.zones.size):
        m.grants += world.zones[zone].grant
        m.takeover += world.zones[zone].municipal_takeover
    m.platform_transfers, m.bail_outs, m.task_fees = 0.0, 0.0, 0.0
    for platform in range(world.platforms.size):
        m.platform_transfers += world.platforms[platform].transfer
        m.bail_outs += world.platforms[platform].bail_out
        m.task_fees += world.platforms[platform].task_fees
    m.appropriation = m.appropriation_before


@compiled
def judge_platforms(world: World, month: int) -> None:
    """Judge distress on the closing balances; a bail-out is paid next month (rule 11)."""
    for platform in range(world.platforms.size):
        if world.platforms[platform].zone >= 0:
            judge_distress(world.platforms[platform], world.parameters[0], month)
