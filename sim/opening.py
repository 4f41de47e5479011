"""The opening: contact scale and outside value solved at baseline; at month 0 books opened in a steady state.

In the burn-in land and floor are ample and producing firms attract nobody, so that the pipeline fills at its own pace.
At month 0 the flows of its last 36 months say which stocks would hold them steady, and the books open with those
(decision 002). A zone's flows are its own numbers of firms times the region's mean size: sizes have heavy tails, and
one large project would else decide what the zone is believed to use.
"""

import math
from typing import NamedTuple

import numpy as np

from agents.compiled import compiled
from agents.firms.birth import draw_industry
from agents.industries import CUMULATIVE_SHARE, INDUSTRY_COUNT
from agents.platforms import PLANT_COST, leverage, vacant_plant
from agents.randomness import Purpose, lifelong, mix, uniform
from agents.records import Record, Records
from agents.zones.approval import expected_wait, plan_approvals
from agents.zones.endowment import known_or
from agents.zones.finance import pay_the_committee
from agents.zones.land import RESERVE_MONTHS, WAN
from agents.zones.staff import spread_effort, staff_a_zone
from sim.markets import ARRIVALS_BY_INDUSTRY, set_rates, set_values
from sim.pipeline import older_hazard, tax_of_older
from sim.specification import BURN_IN_MONTHS, GATHER_MONTHS
from sim.state import World

TREASURY_MONTHS = 2.0
"""Cash of a committee at the opening in months of its receipts. Assumption A-61."""
BASELINE_SAMPLE = 1024
AMPLE = 1e7
"""Land [mu] and floor [m²] of a zone in the burn-in: more than it can use."""


class _Gathered(NamedTuple):
    """Columns of `World.gathered`: sums over the last 36 months of the burn-in."""

    ARRIVED: int = 0
    SIGNED: int = 1
    SIGNED_INVESTMENT: int = 2
    STARTED: int = 3
    INVESTMENT_STARTED: int = 4
    STARTED_PARCELS: int = 5
    FAILED_PARCELS: int = 6
    LAND_STARTED: int = 7
    FLOOR_STARTED: int = 8
    LAND_FAILED: int = 9
    INDUSTRIES: int = ARRIVALS_BY_INDUSTRY
    TOTAL: int = ARRIVALS_BY_INDUSTRY + INDUSTRY_COUNT


Gathered = _Gathered()


@compiled
def solve_baseline(world: World) -> None:
    r"""Solve c0 from mean contacts and V0 from the regional share, at baseline and without any realised arrival.

    .. math::

        \textstyle\sum_k s_k \sum_i c_{ik}(c_0) = \bar k, \qquad
        E\left[\frac{\sum_n e^{\mu I_n}}{\sum_n e^{\mu I_n}+e^{V_0}} \,\Big|\, \text{met a zone}\right] = P_R

    over a fixed keyed sample of choice sets. Writes contact_scale and outside_value of the parameters, which stay as
    they are for the run. Source: model.md rules (3) and (5); decision 004 for the conditioning.
    """
    p = world.parameters[0]
    total = 0.0
    for zone in range(world.zones.size):
        z = world.zones[zone]
        lever = world.levers[zone]
        staff_a_zone(z, lever, p, -BURN_IN_MONTHS)
        z.wait = 0.0
        spread_effort(z, lever, p)
        plan_approvals(z, lever, p)
        z.wait = expected_wait(z)
        spread_effort(z, lever, p)
        set_rates(world, zone, 1.0)
        set_values(world, zone)
        before = 0.0
        for industry in range(INDUSTRY_COUNT):
            total += (CUMULATIVE_SHARE[industry] - before) * world.rates[zone, industry, 1]
            before = CUMULATIVE_SHARE[industry]
    p.contact_scale = p.coverage / total
    p.outside_value = solve_outside_value(world, sample_inclusive_values(world))


@compiled
def sample_inclusive_values(world: World) -> np.ndarray:
    r"""Return :math:`\ln\sum_n e^{\mu I_n}` over the nests of keyed baseline choice sets, -inf where no zone is met."""
    p = world.parameters[0]
    first_of_nest = np.zeros(world.zones.size, np.int64)
    for zone in range(world.zones.size):
        while world.zones[first_of_nest[zone]].nest != world.zones[zone].nest:
            first_of_nest[zone] += 1
    values = np.full(BASELINE_SAMPLE, -np.inf)
    key = lifelong(world.seed, Purpose.BASELINE_PROSPECT)
    for rank in range(BASELINE_SAMPLE):
        firm_key = mix(key, rank)
        industry = draw_industry((rank + 0.5) / BASELINE_SAMPLE)
        nests = np.zeros(world.zones.size)
        for zone in range(world.zones.size):
            rate = p.contact_scale * world.rates[zone, industry, 1]
            if uniform(firm_key, world.zones[zone].key) < -math.expm1(-rate):
                nests[first_of_nest[zone]] += math.exp(world.pairs[zone, industry].utility / p.dissimilarity)
        total = 0.0
        for nest in range(nests.size):
            if nests[nest] > 0.0:
                total += math.pow(nests[nest], p.dissimilarity)
        if total > 0.0:
            values[rank] = math.log(total)
    return values


@compiled
def solve_outside_value(world: World, values: np.ndarray) -> float:
    """Return V0 at which the mean regional share over non-empty choice sets is P_R, by bisection."""
    target = world.parameters[0].regional_share
    low, high = -200.0, 200.0
    for _ in range(80):
        middle = 0.5 * (low + high)
        share, met = 0.0, 0
        for rank in range(values.size):
            if values[rank] > -1e300:
                met += 1
                share += 1.0 / (1.0 + math.exp(middle - values[rank]))
        if share > target * met:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


@compiled
def gather_flows(world: World, month: int) -> None:
    """Add the month's flows to the sums on which the opening rests; until then no firm counts as added (rule 4)."""
    if month >= 0:
        return
    for zone in range(world.zones.size):
        for industry in range(INDUSTRY_COUNT):
            world.pairs[zone, industry].firms_opening = world.pairs[zone, industry].firms_now
    if month < -GATHER_MONTHS:
        return
    for zone in range(world.zones.size):
        z = world.zones[zone]
        g = world.gathered[zone]
        g[Gathered.ARRIVED] += z.arrived
        g[Gathered.SIGNED] += z.signed
        g[Gathered.SIGNED_INVESTMENT] += z.binding_investment
        g[Gathered.STARTED] += z.started
        g[Gathered.INVESTMENT_STARTED] += z.investment_started
        g[Gathered.STARTED_PARCELS] += z.started_parcels
        g[Gathered.FAILED_PARCELS] += z.failed_parcels
        g[Gathered.LAND_STARTED] += z.land_started
        g[Gathered.FLOOR_STARTED] += z.floor_started
        g[Gathered.LAND_FAILED] += z.land_failed


@compiled
def usual_flow(world: World, zone: int, number: int, total: int, of: int) -> float:
    r"""Return a zone's flow as its number of firms times the region's mean per firm [unit of ``total`` / month].

    .. math:: f_i = n_i \; \sum_j T_j / \sum_j N_j

    ``number``, ``total`` and ``of`` are columns of `Gathered`: n, T and N.
    """
    total_sum, of_sum = 0.0, 0.0
    for other in range(world.zones.size):
        total_sum += world.gathered[other, total]
        of_sum += world.gathered[other, of]
    if of_sum <= 0.0:
        return 0.0
    return world.gathered[zone, number] / GATHER_MONTHS * total_sum / of_sum


@compiled
def open_books(world: World) -> None:
    """Open the books of all zones, platforms and the municipality at month 0."""
    for zone in range(world.zones.size):
        open_firms(world, zone)
        open_land(world, zone)
        open_floor(world, zone)
    for platform in range(world.platforms.size):
        open_transfer(world, platform)
    m = world.municipality[0]
    m.appropriation_before = 0.0
    for zone in range(world.zones.size):
        open_budget(world, zone)
        z = world.zones[zone]
        m.appropriation_before += z.grant_before + z.municipal_takeover
        m.appropriation_before -= new_land_receipts(z, world.parameters[0]) * municipal_land_share(
            z, world.parameters[0]
        )
    for platform in range(world.platforms.size):
        m.appropriation_before += world.platforms[platform].transfer_plan
    m.cash = 0.0


@compiled
def open_firms(world: World, zone: int) -> None:
    r"""Open the stock of producing firms where it holds what starts: :math:`N^0_k = S_k / (h_c e^{-b^2/2})`.

    The industries are those of arrivals. What the run's own firms do not fill is the block of older firms. Also opens
    smoothed flows, reputation, incumbents' investment :math:`INC = \omega/(1-\omega)` times that of firms that start.
    """
    p = world.parameters[0]
    z = world.zones[zone]
    g = world.gathered[zone]
    months = float(GATHER_MONTHS)
    arrived = 0.0
    for industry in range(INDUSTRY_COUNT):
        arrived += g[Gathered.INDUSTRIES + industry]
    for industry in range(INDUSTRY_COUNT):
        share = 1.0 / INDUSTRY_COUNT
        if arrived > 0.0:
            share = g[Gathered.INDUSTRIES + industry] / arrived
        stock = g[Gathered.STARTED] / months * share / older_hazard(p)
        older = max(0.0, stock - world.pairs[zone, industry].firms_now)
        world.pairs[zone, industry].older_firms = older
        world.pairs[zone, industry].firms_now += older
        world.pairs[zone, industry].firms_opening = world.pairs[zone, industry].firms_now
    z.signed_investment = g[Gathered.SIGNED_INVESTMENT] / months
    z.signed_smoothed = g[Gathered.SIGNED] / months
    z.started_smoothed = g[Gathered.STARTED] / months
    z.reputation = 0.0
    z.reputation_opening = 0.0
    if z.signed_smoothed > 0.0:
        z.reputation_opening = z.started_smoothed / z.signed_smoothed
    z.aftercare_before = z.effort_aftercare
    spending = usual_flow(world, zone, Gathered.STARTED, Gathered.INVESTMENT_STARTED, Gathered.STARTED)
    z.incumbent_level = p.incumbent_share / (1.0 - p.incumbent_share) * spending


@compiled
def platform_route(z: Record, p: Record) -> float:
    """Return the share s_4 of recycling that is led by the platform company; 0 in a zone without one [1]."""
    if z.platform < 0:
        return 0.0
    return p.route_platform


@compiled
def open_land(world: World, zone: int) -> None:
    r"""Open the land account where it holds the flows of the burn-in.

    With S started, F failed [mu / month], closures C = S + R_up, o the orderly share and X = h0 J recycled:

    .. math::

        X &= \frac{(1-o)(F + S)}{1 - s_4 1[no\ platform] - (1-o)\,s_3}, \qquad
        O_{producing} = \frac{S + s_3X}{h_c e^{-b^2/2}}, \qquad J_w = X/h_0 \\
        Res &= 12\,(o(F+C) + s_5X), \qquad A = m_A (S+F), \qquad U = m_U (S+F)

    and the offered idle pool J_o such that the parcel logit takes (s_1+s_2) X from it. Older firms close at the hazard
    that makes up C beside the run's own producing firms. The quota is what then keeps A steady. What the zone's books
    say of A, U, J, of low-efficiency land or of the quota takes the place of these; then the account need not be
    steady. [mu]
    """
    p = world.parameters[0]
    o = world.openings[zone]
    z = world.zones[zone]
    started = usual_flow(world, zone, Gathered.STARTED_PARCELS, Gathered.LAND_STARTED, Gathered.STARTED_PARCELS)
    failed = usual_flow(world, zone, Gathered.FAILED_PARCELS, Gathered.LAND_FAILED, Gathered.FAILED_PARCELS)
    use = started + failed
    disorder = 1.0 - p.orderly_closure
    led = platform_route(z, p)
    recycled = disorder * use / (1.0 - p.route_platform + led - disorder * p.route_upgrade)
    closing = started + p.route_upgrade * recycled
    z.older_land = max(0.0, closing / older_hazard(p) - z.held_producing)
    z.occupied = z.held_occupied + z.older_land
    z.older_hazard = older_hazard(p)
    if z.older_land > 0.0:
        z.older_hazard = max(0.0, closing - z.held_closing) / z.older_land
    z.available = known_or(o.available, p.supply_months * use)
    z.approved = known_or(o.approved, p.approved_months * use)
    offered_flow = (p.route_transfer + p.route_judicial) * recycled
    odds = 0.0
    if use > 0.0:
        odds = min(0.95, offered_flow / use)
    z.idle_offered = z.available * odds / (1.0 - odds) * math.exp(-p.idle_taste)
    z.idle = known_or(o.idle, recycled / p.recycling_hazard + z.idle_offered)
    z.idle_offered = min(z.idle_offered, z.idle)
    into_reserve = p.orderly_closure * (failed + closing) + p.route_reserve * recycled
    for slot in range(RESERVE_MONTHS):
        world.reserve_queue[zone, slot] = into_reserve
    z.reserve = RESERVE_MONTHS * into_reserve
    z.quota_plan = known_or(o.quota, max(0.0, use - offered_flow - led * recycled - into_reserve))
    z.low_efficiency = min(z.occupied, known_or(o.low_efficiency, p.low_efficiency_share * z.occupied))
    z.recycle_base = z.idle
    z.recycled_year = 0.0
    z.blocked_land = 0.0
    z.pipeline = z.held_pipeline
    z.area_in_use = z.approved + z.available + z.pipeline + z.occupied + z.idle + z.reserve


@compiled
def open_floor(world: World, zone: int) -> None:
    """Open office floor: older firms hold the steady stock, and m_F months of use are vacant [m²]."""
    p = world.parameters[0]
    z = world.zones[zone]
    use = world.gathered[zone, Gathered.FLOOR_STARTED] / GATHER_MONTHS
    z.older_floor = max(0.0, use / older_hazard(p) - z.held_floor)
    z.vacancy_target = p.office_vacancy_months * use
    z.office_floor = z.older_floor + z.office_taken + z.vacancy_target


@compiled
def open_balances(platforms: Records, openings: Records, p: Record) -> None:
    """Open the balance of each platform that belongs to a zone."""
    for platform in range(platforms.size):
        if platforms[platform].zone >= 0:
            open_balance(platforms[platform], openings[platforms[platform].zone], p)


@compiled
def open_balance(company: Record, o: Record, p: Record) -> None:
    r"""Open a platform's balance: roads and plant, debt, cash, and equity as the rest [亿元].

    .. math::

        K = K_0 k_i, \qquad plant = s_b K, \qquad D = lev_0 K, \qquad cash = 0.02\,K

    ``o`` is what the books of the zone say: of debt, then K = D / lev_0 so that leverage stays as believed; of plant,
    then K = plant / s_b where they say nothing of debt, and K is never less than the plant; of cash, of debt due within
    a year, and of occupancy.
    """
    value = p.platform_assets * company.size_luck
    if o.platform_debt > 0.0:
        value = o.platform_debt / p.opening_leverage
    elif o.plant > 0.0:
        value = o.plant * PLANT_COST * 1e-8 / p.plant_building_share
    company.plant_value = known_or(o.plant * PLANT_COST * 1e-8, value * p.plant_building_share)
    value = max(value, company.plant_value)
    company.roads = value - company.plant_value
    company.plant = company.plant_value / (PLANT_COST * 1e-8)
    company.plant_older = known_or(o.occupancy, p.opening_occupancy) * company.plant
    debt = known_or(o.platform_debt, p.opening_leverage * value)
    company.debt_short = min(debt, known_or(o.platform_due, 0.15 * debt))
    company.debt_long = debt - company.debt_short
    company.cash = known_or(o.platform_cash, 0.02 * value)
    company.equity = value + company.cash - debt
    company.upkeep = p.depreciation_rate / 12.0 * value


@compiled
def new_land_receipts(z: Record, p: Record) -> float:
    """Return what new land brings in a steady state: what is released and approved, at its price [亿元 / month]."""
    recycled = p.recycling_hazard * (z.idle - z.idle_offered)
    return (z.quota_plan + platform_route(z, p) * recycled + z.reserve / RESERVE_MONTHS) * z.land_price * WAN


@compiled
def municipal_land_share(z: Record, p: Record) -> float:
    """Return the municipality's share of land receipts: what zone and platform leave of them [1]."""
    rest = 1.0 - p.land_share_zone
    if z.platform >= 0:
        rest *= 1.0 - p.land_share_platform
    return rest


@compiled
def open_transfer(world: World, platform: int) -> None:
    """Set the service payment: what upkeep, interest and recycling need beyond own income [亿元 / month]."""
    p = world.parameters[0]
    c = world.platforms[platform]
    per_square_metre = PLANT_COST * 1e-8
    own = p.rent_yield / 12.0 * c.plant_older * per_square_metre
    own += p.sale_rate * vacant_plant(c) * per_square_metre
    spent = (
        c.upkeep
        + (p.interest_rate + p.leverage_spread * max(0.0, leverage(c) - 0.6)) * (c.debt_short + c.debt_long) / 12.0
    )
    for zone in range(world.zones.size):
        z = world.zones[zone]
        if z.platform == platform:
            own += new_land_receipts(z, p) * (1.0 - p.land_share_zone) * p.land_share_platform
            recycled = p.recycling_hazard * (z.idle - z.idle_offered)
            spent += p.route_platform * recycled * p.compensation * WAN
    c.transfer_plan = spent - own


@compiled
def open_budget(world: World, zone: int) -> None:
    """Open a committee's budget: the grant that balances it at steady receipts [亿元 / month]."""
    p = world.parameters[0]
    z = world.zones[zone]
    pay_the_committee(z, world.levers[zone], world.lever_table[zone], p)
    tax = p.local_tax_share * (tax_of_older(z, p) + z.held_tax)
    into_reserve = p.route_reserve * p.recycling_hazard * (z.idle - z.idle_offered)
    paid = z.payroll + z.operating_cost + z.channel_cost + z.platform_fee + into_reserve * p.compensation * WAN
    received = tax + new_land_receipts(z, p) * p.land_share_zone
    z.grant_before = paid - received
    z.cash = TREASURY_MONTHS * received
