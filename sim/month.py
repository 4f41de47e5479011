"""A month of the model: a list of named events in the order of the model document, and nothing else."""

from agents.compiled import compiled
from agents.firms.record import Stage
from agents.lending import lend
from agents.levers import FIRST_RECYCLE, LAST_RECYCLE, POSTS_COMPETED
from agents.zones.approval import expected_wait, plan_approvals
from agents.zones.land import age_land, develop_offices, judge_towns, recycle_idle_land, supply_land
from agents.zones.record import FIRST_FLOW
from agents.zones.staff import spread_effort, staff_a_zone
from sim.accounting import ask_firms, check_accounts, keep_balances, post_land, post_money, post_purses
from sim.faults import Fault
from sim.markets import bring_arrivals, bring_followers, choose_zones, expand_locally, make_offers, meet_prospects
from sim.municipality import judge_platforms, run_funds, run_platforms, settle_committees, settle_municipality
from sim.opening import gather_flows, open_books
from sim.pipeline import (
    build,
    commission,
    count_queues,
    grant_permits,
    match_land,
    negotiate,
    produce,
    run_gate,
    run_older_firms,
    settle_frameworks,
)
from sim.rosters import admit_firms, enrol_builders, enrol_producers, return_builders, return_producers
from sim.specification import BURN_IN_MONTHS
from sim.state import Count, World
from sim.statistics import publish


@compiled
def clear_flows(world: World, month: int) -> None:
    """Clear the flows of last month."""
    for zone in range(world.zones.size):
        world.zone_table[zone, FIRST_FLOW:] = 0.0
    world.municipality[0].land_receipts = 0.0


@compiled
def open_at_zero(world: World, month: int) -> None:
    """Open the books at month 0, on what firms hold and paid last month."""
    if month == 0:
        ask_firms(world, month - 1)
        open_books(world)


@compiled
def apply_policy(world: World, month: int) -> None:
    """Give levers the values whose date has come; note each re-competition, and idle land as a campaign begins or ends.

    A re-competition is a rise of the share of posts competed from 0. A recycling campaign lasts while one of its five
    levers is above 0.
    """
    done = world.counts[Count.CHANGES]
    while done < world.changes.size and world.changes[done].month <= month:
        change = world.changes[done]
        z, levers = world.zones[change.zone], world.lever_table[change.zone]
        before = levers[change.lever]
        levers[change.lever] = change.value
        if change.lever == POSTS_COMPETED and change.value > 0.0 and before <= 0.0:
            z.competed_since = month
        if FIRST_RECYCLE <= change.lever <= LAST_RECYCLE:
            if levers[FIRST_RECYCLE : LAST_RECYCLE + 1].max() <= 0.0:
                z.idle_reference = 0.0
            elif z.idle_reference <= 0.0:
                z.idle_reference = max(z.idle, 1.0)
        done += 1
    world.counts[Count.CHANGES] = done


@compiled
def staff_zones(world: World, month: int) -> None:
    """Turn staff into effort and effort into approvals, at last month's waits and this month's queues."""
    p = world.parameters[0]
    count_queues(world)
    for zone in range(world.zones.size):
        z = world.zones[zone]
        lever = world.levers[zone]
        staff_a_zone(z, lever, p, month)
        spread_effort(z, lever, p)
        plan_approvals(z, lever, p)


@compiled
def supply_zones(world: World, month: int) -> None:
    """Supply approved land and office floor, judge towns each January, let land age (rule 10)."""
    if month < 0:
        return
    for zone in range(world.zones.size):
        z = world.zones[zone]
        lever = world.levers[zone]
        judge_towns(z, lever, month)
        supply_land(z, lever, world.parameters[0])
        develop_offices(z)
        age_land(z, lever, world.parameters[0])


@compiled
def recycle_land(world: World, month: int) -> None:
    """Detect and recycle idle land along its routes (rule 10)."""
    for platform in range(world.platforms.size):
        world.platforms[platform].compensation = 0.0
    if month < 0:
        return
    for zone in range(world.zones.size):
        z = world.zones[zone]
        able = z.platform >= 0 and world.platforms[z.platform].distress_left == 0
        cost = recycle_idle_land(z, world.levers[zone], world.parameters[0], able)
        if z.platform >= 0:
            world.platforms[z.platform].compensation += cost


@compiled
def show_waits(world: World, month: int) -> None:
    """Show this month's waits and reputations to next month's firms and staff."""
    for zone in range(world.zones.size):
        z = world.zones[zone]
        z.wait = expected_wait(z)
        if month >= 0:
            z.signed_smoothed += (z.signed - z.signed_smoothed) / 24.0
            z.started_smoothed += (z.started - z.started_smoothed) / 24.0
            z.signed_investment += (z.binding_investment - z.signed_investment) / 24.0
            if z.signed_smoothed > 0.0:
                z.reputation = z.started_smoothed / z.signed_smoothed - z.reputation_opening


@compiled
def publish_zones(world: World, month: int) -> None:
    """Let the statistics office publish."""
    for zone in range(world.zones.size):
        publish(world.zones[zone], world.months[month + BURN_IN_MONTHS].growth, world.parameters[0])


@compiled
def pass_money(world: World, month: int) -> None:
    """Settle committees, platforms and the municipality, and post all money."""
    if month < 0:
        post_purses(world)
        return
    settle_committees(world, month)
    run_platforms(world, month)
    settle_municipality(world, month)
    post_money(world)
    judge_platforms(world, month)


@compiled
def record_month(world: World, month: int) -> None:
    """Keep the month's zones, platforms, funds and municipality, where the panels have a row for it."""
    at = month - world.counts[Count.PANEL_FROM]
    if month < 0 or at < 0 or at >= world.panel.shape[0]:
        return
    for zone in range(world.zones.size):
        world.panel[at, zone] = world.zones[zone]
    for platform in range(world.platforms.size):
        world.platform_panel[at, platform] = world.platforms[platform]
    for fund in range(world.funds.size):
        world.fund_panel[at, fund] = world.funds[fund]
    world.municipal_panel[at] = world.municipality[0]


@compiled
def step_month(world: World, month: int) -> None:
    """Run one month: the events of model.md 3 in order."""
    clear_flows(world, month)
    open_at_zero(world, month)
    keep_balances(world)
    apply_policy(world, month)
    bring_arrivals(world, month)
    staff_zones(world, month)
    run_funds(world, month)
    make_offers(world, month)
    meet_prospects(world, month)
    choose_zones(world, month)
    bring_followers(world, month)
    expand_locally(world, month)
    admit_firms(world, month)
    negotiate(world, month)
    run_gate(world, month)
    settle_frameworks(world, month)
    supply_zones(world, month)
    match_land(world, month)
    grant_permits(world, month)
    build(world, month)
    commission(world, month)
    produce(world, month)
    run_older_firms(world, month)
    recycle_land(world, month)
    pass_money(world, month)
    post_land(world, month)
    show_waits(world, month)
    publish_zones(world, month)
    gather_flows(world, month)
    check_accounts(world, month)
    record_month(world, month)


@compiled
def has_room(world: World, month: int) -> bool:
    """Tell whether the tables surely hold all firms that may join in the month, begin to produce, or be promised.

    Where rows are given up, they are before so many are in use that half of them are idle or more.
    """
    counts, sizes = world.counts, world.roster_sizes
    expected = world.parameters[0].prospects * world.months[month + BURN_IN_MONTHS].arrivals
    if counts[Count.ROWS_WANTED] > 0 and counts[Count.FIRMS] > counts[Count.ROWS_WANTED]:
        return False
    return (
        counts[Count.FIRMS] + 1.5 * expected + 400.0 < world.firms.size
        and sizes[Stage.PRODUCING] + sizes[Stage.COMPLETED] < world.producers.size
        and 1.25 * counts[Count.FOLLOWERS] + 400.0 < world.promises.size
    )


@compiled
def run_months(world: World, first: int, last: int) -> int:
    """Run months ``first`` to ``last`` - 1 and return the next month to run.

    That is less than ``last`` where rows ran short or an account broke.
    """
    enrol_builders(world, 0)
    enrol_producers(world, 0)
    lent = lend(world)
    month = first
    while month < last and has_room(lent, month):
        step_month(lent, month)
        if world.fault[0].code != Fault.NONE:
            break
        month += 1
    return_builders(world)
    return_producers(world)
    return month
