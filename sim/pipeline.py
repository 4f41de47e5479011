"""The funnel of a month: negotiation, gate, signing, land, permits, building, production (steps 6 to 11).

Each event goes through the roster of one stage, lets the firm's rules decide, and sweeps the roster. A firm that
entered a stage this month waits for the next, so no firm passes two stages in one month.
"""

import math

import numpy as np

from agents.blocks import uniforms
from agents.compiled import compiled
from agents.firms.record import ANCHOR_CONTRACT, Holding, Stage
from agents.firms.stages import (
    LAPSES_AFTER,
    RECOUNTED_AFTER,
    begin_production,
    begin_stage,
    bid_key,
    bid_keys,
    drop_out_hazard,
    drops_out,
    enter,
    leave,
    next_of_framework,
    own_drop_hazard,
    relative_size,
    ripens,
    sign,
    spend,
    start_building,
    tax_of,
    thresholds_of,
)
from agents.industries import INDUSTRY_COUNT
from agents.platforms import vacant_plant
from agents.randomness import Purpose, lifelong, normal, uniform
from agents.records import Record
from agents.zones.approval import diligence_hazard, gate_cutoff, gate_score, permit_hazard
from agents.zones.land import WAN, idle_preferred
from sim.markets import promise_followers
from sim.rosters import enlist, enrol_builders, enrol_producers, firms_due, holding_of, sweep_roster
from sim.specification import BURN_IN_MONTHS
from sim.state import World
from sim.statistics import report_signature


@compiled
def lapse_leads(world: World, stage: int, month: int) -> None:
    """Let the leads of zones whose staff re-compete this month lapse, where they do; they are then asked no more."""
    firms, zones, levers, p = world.firms, world.zones, world.levers, world.parameters[0]
    rosters, waits = world.rosters, world.waits
    if not (zones.competed_since == month).any():
        return
    for position in range(world.roster_sizes[stage]):
        zone = waits[stage, position].zone
        if lapse_lead(firms[rosters[stage, position]], zones[zone], levers[zone], p, world.seed, month):
            waits[stage, position].due = month


@compiled
def lapse_lead(firm: Record, z: Record, lever: Record, p: Record, seed: int, month: int) -> bool:
    """Tell whether a lead lapses because its zone's staff re-compete this month; if so it leaves."""
    if z.competed_since != month:
        return False
    if uniform(lifelong(seed, Purpose.LEAD_LAPSE), firm.key) >= p.lead_lapse * lever.posts_competed:
        return False
    leave(firm, Stage.LEAD_LAPSED, month)
    return True


@compiled
def negotiate(world: World, month: int) -> None:
    r"""Negotiate: after a mean of τ_N months a share s_N goes on to gate or signature, the rest is lost.

    A mismatched project may be handed to the enclave partner first. Source: model.md rules (7) and (15).
    """
    firms, zones, levers = world.firms, world.zones, world.levers
    funds, pairs, p = world.funds, world.pairs, world.parameters[0]
    lapse_leads(world, Stage.NEGOTIATING, month)
    rows = firms_due(world, Stage.NEGOTIATING, month)
    bids, losses, covers = bid_keys(firms, rows), np.empty(rows.size), np.empty(rows.size)
    uniforms(lifelong(world.seed, Purpose.NEGOTIATION_LOSS), bids, losses)
    uniforms(lifelong(world.seed, Purpose.GATE_COVERED), bids, covers)
    for place in range(rows.size):
        firm = firms[rows[place]]
        if firm.stage != Stage.NEGOTIATING:  # its lead has lapsed
            continue
        if losses[place] >= p.negotiation_success:
            leave(firm, Stage.LOST, month)
            continue
        if levers[firm.zone].enclave_partner >= 0.0:
            hand_over(world, firm)
        host = firm.zone
        if covers[place] < levers[host].gate_coverage:
            enter(firm, Stage.DILIGENCE, month, world.seed, Purpose.DILIGENCE)
        else:
            sign_project(
                firm,
                zones[host],
                levers[host],
                funds[host],
                pairs[host, firm.industry].leads,
                p,
                world.seed,
                month,
            )
    sweep_roster(world, Stage.NEGOTIATING, month)


@compiled
def hand_over(world: World, firm: Record) -> None:
    r"""Hand a mismatched project to the enclave partner where it fits and sharing pays.

    It pays where :math:`\sigma\,h_E\,(1-f_E) > f_0`: the honoured tax share net of friction beats the odds of keeping a
    project that does not fit. Source: model.md rule (13), domain.md 1.10.
    """
    p = world.parameters[0]
    lever = world.levers[firm.zone]
    host = int(lever.enclave_partner)
    if host == firm.zone or firm.finder >= 0:
        return
    fits = world.pairs[host, firm.industry].leads and not world.pairs[firm.zone, firm.industry].leads
    pays = lever.enclave_share * p.enclave_honour * (1.0 - p.enclave_friction) > p.fit_other
    if fits and pays and uniform(lifelong(world.seed, Purpose.ENCLAVE), firm.key) < p.enclave_take_up:
        firm.finder = firm.zone
        move(world, firm, host)


@compiled
def move(world: World, firm: Record, zone: int) -> None:
    """Move a firm before signature to another zone's books."""
    world.zones[firm.zone].moved_away += 1.0
    world.zones[zone].joined += 1.0
    firm.zone = zone


@compiled
def sign_project(
    firm: Record, z: Record, lever: Record, fund: Record, leads: bool, p: Record, seed: int, month: int
) -> None:
    """Sign, and count the signature as it happened and as published (rule 7)."""
    sign(firm, z.framework_share, month, seed, p)
    z.signed += 1.0
    z.signed_amount += firm.contract
    report_signature(z, firm.contract, firm.key, seed, p)
    if firm.stage == Stage.SIGNED:
        bind_project(firm, z, lever, fund, leads, p, seed)


@compiled
def bind_project(firm: Record, z: Record, lever: Record, fund: Record, leads: bool, p: Record, seed: int) -> None:
    """Count a binding signature, put it on the leaders' list if chosen, and let local funds invest (rules 7, 8, 12)."""
    z.signed_binding += 1.0
    z.binding_investment += firm.investment
    chance = p.listed_share * lever.leader_coordination
    if firm.contract >= 1.0 and uniform(lifelong(seed, Purpose.LISTED), firm.key) < chance:
        firm.listed = 1
        z.listed_signed += 1.0
    if fund.local_budget > 0.0 and firm.needs_finance and (leads or lever.fund_mandate < 1.0):
        ticket = min(fund.local_budget, p.fund_ticket * firm.investment)
        if not leads:
            ticket *= 1.0 - lever.fund_mandate
        firm.fund_equity = ticket
        fund.local_budget -= ticket
        fund.deal_local += ticket
        fund.guaranteed += lever.fund_buyback * ticket
    firm.own_drop_hazard = own_drop_hazard(firm, p)


@compiled
def run_gate(world: World, month: int) -> None:
    r"""Run the gate: diligence first, then the panel; both take time, and reject what scores low.

    Diligence rejects the lowest m_D of the rejections, the panel the rest: together the share the gate is set to. Who
    is rejected goes to its second choice, as ranked when it chose; a second rejection sends it elsewhere. Source:
    model.md rule (6).
    """
    firms, zones, levers = world.firms, world.zones, world.levers
    funds, pairs, rosters, sizes = world.funds, world.pairs, world.rosters, world.roster_sizes
    p, waits = world.parameters[0], world.waits
    lapse_leads(world, Stage.DILIGENCE, month)
    for position in range(sizes[Stage.DILIGENCE]):
        firm = firms[rosters[Stage.DILIGENCE, position]]
        if firm.stage != Stage.DILIGENCE or firm.entered == month:
            continue
        z, lever = zones[firm.zone], levers[firm.zone]
        if ripens(firm, diligence_hazard(z, p)):
            z.diligence_done += 1.0
            if score_of(firm, z, p, world.seed) < gate_cutoff(lever.gate_rejection * p.diligence_part):
                z.rejected_early += 1.0
                reject(world, firm, month)
            else:
                enter(firm, Stage.PANEL, month, world.seed, Purpose.PANEL)
    sweep_roster(world, Stage.DILIGENCE, month)
    lapse_leads(world, Stage.PANEL, month)
    for position in range(sizes[Stage.PANEL]):
        firm = firms[rosters[Stage.PANEL, position]]
        if waits[Stage.PANEL, position].due > month or firm.stage != Stage.PANEL:
            continue
        z, lever = zones[firm.zone], levers[firm.zone]
        z.panel_done += 1.0
        if score_of(firm, z, p, world.seed) < gate_cutoff(lever.gate_rejection):
            reject(world, firm, month)
        else:
            sign_project(
                firm,
                z,
                lever,
                funds[firm.zone],
                pairs[firm.zone, firm.industry].leads,
                p,
                world.seed,
                month,
            )
    sweep_roster(world, Stage.PANEL, month)


@compiled
def score_of(firm: Record, z: Record, p: Record, seed: int) -> float:
    """Return the gate's score of a firm in its zone now [1]."""
    return gate_score(firm.quality, normal(lifelong(seed, Purpose.GATE_NOISE), bid_key(firm)), z, p.gate_correlation)


@compiled
def reject(world: World, firm: Record, month: int) -> None:
    """Reject a firm: to its second choice, or elsewhere."""
    z = world.zones[firm.zone]
    z.rejected += 1.0
    if firm.quality > world.parameters[0].good_quality:
        z.good_rejected += 1.0
    firm.rejections += 1
    if firm.second_zone >= 0 and firm.second_zone != firm.zone and firm.rejections == 1:
        move(world, firm, firm.second_zone)
        firm.finder = -1
        enter(firm, Stage.NEGOTIATING, month, world.seed, Purpose.NEGOTIATION)
    else:
        leave(firm, Stage.REJECTED, month)


@compiled
def settle_frameworks(world: World, month: int) -> None:
    """Turn framework deals binding at their month, lapse them after twelve, count some again after six (rule 7)."""
    firms, zones, levers = world.firms, world.zones, world.levers
    funds, pairs, rosters, sizes = world.funds, world.pairs, world.rosters, world.roster_sizes
    p, waits = world.parameters[0], world.waits
    for position in range(sizes[Stage.FRAMEWORK]):
        if waits[Stage.FRAMEWORK, position].due > month:
            continue
        firm = firms[rosters[Stage.FRAMEWORK, position]]
        if month == firm.turns_at:
            enter(firm, Stage.SIGNED, month, world.seed, Purpose.LAND_PROCESS)
            bind_project(
                firm,
                zones[firm.zone],
                levers[firm.zone],
                funds[firm.zone],
                pairs[firm.zone, firm.industry].leads,
                p,
                world.seed,
            )
        elif month - firm.entered >= LAPSES_AFTER:
            leave(firm, Stage.FRAMEWORK_LAPSED, month)
        else:
            waits[Stage.FRAMEWORK, position].due = next_of_framework(firm, month)
            again = uniform(lifelong(world.seed, Purpose.RESIGNED), firm.key) < p.resigned_share
            if again and month - firm.entered == RECOUNTED_AFTER:
                report_signature(zones[firm.zone], firm.contract, firm.key, world.seed, p)
    sweep_roster(world, Stage.FRAMEWORK, month)


@compiled
def gives_up(firm: Record, z: Record, company: Record, p: Record, seed: int, month: int) -> bool:
    """Add a month of drop-out hazard; whoever drops out leaves, its land idle and its floor free.

    ``company`` is the platform of its zone, read only by a firm in its plant.
    """
    aftercare = 1.0
    if z.aftercare_before > 0.0:
        aftercare = z.effort_aftercare / z.aftercare_before
    if not drops_out(firm, drop_out_hazard(firm, aftercare, p)):
        return False
    z.dropped += 1.0
    if firm.stage == Stage.LANDED:
        z.land_failed += firm.land
        z.failed_parcels += firm.land > 0.0
        holding = holding_of(firm)
        if holding == Holding.LAND:
            give_land_back(firm, firm.land, z, p, seed)
        else:
            free_floor(holding, firm.floor, z, company)
        leave(firm, Stage.DROPPED_LANDED, month)
    else:
        leave(firm, Stage.DROPPED, month)
    return True


@compiled
def give_land_back(firm: Record, land: float, z: Record, p: Record, seed: int) -> None:
    """Hand the land of a firm that fails or closes back in order, with probability o; else it stays idle (rule 10)."""
    if uniform(lifelong(seed, Purpose.ORDERLY_CLOSURE), firm.key) < p.orderly_closure:
        z.land_orderly += land
        z.recycled_reserve += land


@compiled
def free_floor(holding: int, floor: float, z: Record, company: Record) -> None:
    """Free the plant, or else the office floor, that a firm holds."""
    if holding == Holding.PLANT:
        company.plant_occupied -= floor
    else:
        z.office_taken -= floor


@compiled
def match_land(world: World, month: int) -> None:
    """Let binding firms whose land process is done take land or floor, in the order in which they signed (rule 8)."""
    firms, zones, levers = world.firms, world.zones, world.levers
    platforms, rosters, sizes = world.platforms, world.rosters, world.roster_sizes
    p = world.parameters[0]
    for zone in range(zones.size):
        zones[zone].blocked_land = 0.0
    for position in range(sizes[Stage.SIGNED]):
        firm = firms[rosters[Stage.SIGNED, position]]
        if firm.entered == month:
            continue
        z, lever = zones[firm.zone], levers[firm.zone]
        company = platforms[max(0, z.platform)]
        ready = firm.hazard >= firm.threshold or ripens(firm, 1.0 / z.land_process_months)
        if ready and take_place(firm, z, lever, company, world.municipality[0], p, world.seed, month):
            land_project(firm, z, lever, p, world.seed, month)
        elif not gives_up(firm, z, company, p, world.seed, month) and ready and not firm.office:
            z.blocked_land += firm.land
    sweep_roster(world, Stage.SIGNED, month)


@compiled
def take_place(
    firm: Record, z: Record, lever: Record, company: Record, municipality: Record, p: Record, seed: int, month: int
) -> bool:
    """Take office floor, plant or a parcel if there is one; tell whether it did."""
    if firm.office:
        if z.office_floor - z.office_taken - z.older_floor < firm.floor:
            return False
        z.office_taken += firm.floor
        return True
    if month >= 0 and z.platform >= 0 and take_plant(firm, company, p, seed):
        return True
    return take_parcel(firm, z, lever, municipality, p, seed)


@compiled
def take_plant(firm: Record, company: Record, p: Record, seed: int) -> bool:
    """Let a small manufacturer rent ready plant where the platform has some to let and is not in distress.

    The vacancy that is usual in the region stays; only a platform emptier than that has any to let. Nothing is let
    before the books open.
    """
    if firm.contract >= 2.0:
        return False
    need = firm.land * p.plant_need
    lettable = vacant_plant(company) - (1.0 - p.opening_occupancy) * company.plant
    if lettable < need or company.distress_left > 0:
        return False
    if uniform(lifelong(seed, Purpose.PLANT_TASTE), firm.key) >= p.plant_share:
        return False
    company.plant_occupied += need
    firm.in_plant = 1
    firm.floor = need
    firm.tax_density = firm.tax_density * firm.land / need
    firm.land = 0.0
    firm.platform_part = p.plant_part
    return True


@compiled
def take_parcel(firm: Record, z: Record, lever: Record, municipality: Record, p: Record, seed: int) -> bool:
    """Take new or idle land, the preferred kind first and the rest of the other kind; all or nothing.

    Industry upstairs sets how much it needs; standard land, which is new land, caps that at its minimum intensity.
    """
    need = firm.land * (1.0 - p.upstairs_saving * lever.industry_upstairs)
    left = z.available - z.taken_new
    prefers_idle = idle_preferred(z, uniform(lifelong(seed, Purpose.PARCEL_CHOICE), firm.key), left, p)
    standard = not prefers_idle and uniform(lifelong(seed, Purpose.STANDARD_LAND), firm.key) < lever.standard_land
    if standard and lever.standard_intensity > 0.0:
        capped = min(need, firm.investment / WAN / lever.standard_intensity)
        standard = left >= 0.5 * capped  # it would else sit mostly on idle land
        if standard:
            need = capped
    if left + z.idle_offered < need:
        return False
    idle = need - min(need, left)
    if prefers_idle:
        idle = min(need, z.idle_offered)
    new = need - idle
    firm.land = need
    firm.idle_parcel = idle > new
    z.idle_offered -= idle
    z.taken_idle += idle
    z.taken_new += new
    sell_land(z, municipality, p, new)
    if standard and not firm.idle_parcel:
        firm.standard = 1
        z.landed_standard += 1.0
        z.standard_mu += new
    return True


@compiled
def sell_land(z: Record, municipality: Record, p: Record, land: float) -> None:
    """Share the receipts of new land among zone, platform and municipality [亿元 / month]."""
    receipts = land * z.land_price * WAN
    rest = receipts * (1.0 - p.land_share_zone)
    z.land_receipts += receipts * p.land_share_zone
    if z.platform >= 0:
        z.land_receipts_platform += rest * p.land_share_platform
        rest *= 1.0 - p.land_share_platform
    municipality.land_receipts += rest


@compiled
def land_project(firm: Record, z: Record, lever: Record, p: Record, seed: int, month: int) -> None:
    """Count a landing and enter the permit stage, by take land and start where the zone offers it (rule 8)."""
    z.landed += 1.0
    z.arrived_money += firm.investment * (1.0 - firm.platform_part)
    if firm.idle_parcel or firm.in_plant:
        z.landed_recycled += 1.0
        if firm.contract >= p.key_threshold:
            z.published_recycled += 1.0
    firm.fast = uniform(lifelong(seed, Purpose.TAKE_AND_START), firm.key) < lever.take_land_and_start
    firm.skipped = 0.5 * lever.parallel_approval
    if firm.fast:
        firm.skipped = 1.0
    firm.own_permit_time = own_permit_time(firm, p)
    enter(firm, Stage.LANDED, month, seed, Purpose.PERMIT)


@compiled
def own_permit_time(firm: Record, p: Record) -> float:
    r"""Return a firm's permit time over its zone's: :math:`f\,(x/4)^{\xi}` [1].

    f is the product of standard land, take land and start, and the leaders' list. Source: model.md rule (8).
    """
    time = relative_size(firm.contract, p.size_slope)
    if firm.standard:
        time *= p.standard_factor
    if firm.fast:
        time *= p.fast_factor
    if firm.listed:
        time *= p.listed_factor
    return time


@compiled
def grant_permits(world: World, month: int) -> None:
    """Grant permits: landed firms start, drop out, or wait; promised plant is late in distress (rules 8 and 11)."""
    firms, zones = world.firms, world.zones
    platforms, rosters, sizes = world.platforms, world.rosters, world.roster_sizes
    p = world.parameters[0]
    for position in range(sizes[Stage.LANDED]):
        row = rosters[Stage.LANDED, position]
        firm = firms[row]
        if firm.entered == month:
            continue
        z = zones[firm.zone]
        company = platforms[max(0, z.platform)]
        late = firm.in_plant and company.distress_left > 0
        if not late and ripens(firm, permit_hazard(z, firm.own_permit_time)):
            start_building(firm, month, world.seed, p)
            z.started += 1.0
            z.fast_started += firm.fast
            z.listed_started += firm.listed
            z.land_started += firm.land
            z.started_parcels += firm.land > 0.0
            z.investment_started += firm.investment * (1.0 - firm.platform_part)
            if firm.office:
                z.floor_started += firm.floor
            z.months_to_start += month - firm.signed_at
            if firm.contract >= 1.0:
                z.published_started_100m += 1.0
            if firm.contract >= ANCHOR_CONTRACT:
                promise_followers(world, row, month)
        else:
            gives_up(firm, z, company, p, world.seed, month)
    building = sizes[Stage.STARTED]
    sweep_roster(world, Stage.LANDED, month)
    enrol_builders(world, building)


@compiled
def build(world: World, month: int) -> None:
    """Build: started firms spend, slowed by the macro factor, until all is spent (rule 9)."""
    firms, builders, zones, levers, p = world.firms, world.builders, world.zones, world.levers, world.parameters[0]
    rosters, waits, sizes, months = world.rosters, world.waits, world.roster_sizes, world.months
    pace = months[month + BURN_IN_MONTHS].spending
    rows = np.empty(sizes[Stage.STARTED], np.int64)
    position, done = 0, 0
    while position < sizes[Stage.STARTED]:
        builder = builders[position]
        if builder.started_at != month:
            z = zones[builder.zone]
            amount = spend(builder, pace)
            z.firm_spending += amount
            z.subsidy_paid += amount * (levers[builder.zone].subsidy + z.matched_subsidy)
            if builder.spent >= builder.own_part * (1.0 - 1e-12):
                z.completed += 1.0
                z.published_completed_100m += builder.contract >= 1.0
                rows[done] = rosters[Stage.STARTED, position]
                firms[rows[done]].spent = builder.spent
                done += 1
                sizes[Stage.STARTED] -= 1  # the last one takes its place, and its turn
                rosters[Stage.STARTED, position] = rosters[Stage.STARTED, sizes[Stage.STARTED]]
                builders[position] = builders[sizes[Stage.STARTED]]
                continue
        position += 1
    thresholds = thresholds_of(firms, rows[:done], world.seed, Purpose.COMMISSIONING)
    for place in range(done):
        begin_stage(firms[rows[place]], Stage.COMPLETED, month, thresholds[place])
        enlist(firms[rows[place]], rows[place], rosters, waits, sizes, month, p)


@compiled
def commission(world: World, month: int) -> None:
    """Commission: completed firms begin production after a mean of τ_C months (step 11)."""
    firms, zones, pairs, sizes, p = world.firms, world.zones, world.pairs, world.roster_sizes, world.parameters[0]
    rows = firms_due(world, Stage.COMPLETED, month)
    thresholds = thresholds_of(firms, rows, world.seed, Purpose.CLOSURE)
    for place in range(rows.size):
        firm = firms[rows[place]]
        z = zones[firm.zone]
        begin_stage(firm, Stage.PRODUCING, month, thresholds[place])
        begin_production(firm, month, p)
        z.producing += 1.0
        z.months_to_production += month - firm.signed_at
        pairs[firm.zone, firm.industry].firms_now += 1.0
        if firm.contract >= 1.0:
            z.published_producing_100m += 1.0
    producing = sizes[Stage.PRODUCING]
    sweep_roster(world, Stage.COMPLETED, month)
    enrol_producers(world, producing)
    for position in range(producing, sizes[Stage.PRODUCING]):
        producer = world.producers[position]
        count_holding(producer, zones[producer.zone], 1.0)


@compiled
def produce(world: World, month: int) -> None:
    """Produce: firms pay tax, share it with an enclave's finder, and may close (rules 13 and 14)."""
    firms, producers, zones, levers = world.firms, world.producers, world.zones, world.levers
    platforms, pairs, sectors = world.platforms, world.pairs, world.sectors
    rosters, sizes = world.rosters, world.roster_sizes
    p = world.parameters[0]
    position = 0
    while position < sizes[Stage.PRODUCING]:
        producer = producers[position]
        row, z = rosters[Stage.PRODUCING, position], zones[producer.zone]
        tax = tax_of(producer, month)
        z.tax_collected += tax
        if producer.finder >= 0:
            shared = tax * p.local_tax_share * levers[producer.finder].enclave_share * p.enclave_honour
            z.tax_shared_out += shared
            zones[producer.finder].tax_shared_in += shared
        if producer.producing_at != month:
            shock = sectors[month + BURN_IN_MONTHS, producer.industry].closures
            if ripens(producer, producer.close_hazard * shock):
                pairs[producer.zone, producer.industry].firms_now -= 1.0
                z.closing_tax += tax
                z.exited += 1.0
                close_firm(producer, z, platforms[max(0, z.platform)], p, world.seed)
                if row >= 0:
                    firms[row].hazard = producer.hazard
                    leave(firms[row], Stage.CLOSED, month)
                sizes[Stage.PRODUCING] -= 1  # the last one takes its place, and its turn
                rosters[Stage.PRODUCING, position] = rosters[Stage.PRODUCING, sizes[Stage.PRODUCING]]
                producers[position] = producers[sizes[Stage.PRODUCING]]
                continue
        position += 1


@compiled
def close_firm(producer: Record, z: Record, company: Record, p: Record, seed: int) -> None:
    """Close: land goes back in order or falls idle, floor is freed."""
    z.closed += 1.0
    count_holding(producer, z, -1.0)
    if producer.holds == Holding.LAND:
        z.land_closed += producer.holding
        give_land_back(producer, producer.holding, z, p, seed)
    else:
        free_floor(producer.holds, producer.holding, z, company)


@compiled
def count_holding(producer: Record, z: Record, sign: float) -> None:
    """Add what the books ask of a producing firm as they open, or take it away as it closes: it stays in between."""
    if producer.holds == Holding.LAND:
        z.held_closing += sign * producer.close_hazard * producer.holding
    elif producer.holds == Holding.OFFICE_FLOOR:
        z.held_floor += sign * producer.holding


@compiled
def older_hazard(p: Record) -> float:
    r"""Return the closure hazard of firms older than the run: :math:`h_c e^{-b^2/2}`, its mean in a steady stock."""
    return p.closure_hazard * math.exp(-0.5 * p.quality_slope * p.quality_slope)


@compiled
def tax_of_older(z: Record, p: Record) -> float:
    r"""Return the tax of firms older than the run: :math:`(t\,mu + t_F\,m^2)\,e^{\sigma_t^2/2 + b^2}` [亿元 / month].

    All are mature. In a steady stock good firms have stayed longer, hence :math:`e^{b^2}`. Source: model.md rule (13).
    """
    luck = math.exp(0.5 * p.tax_spread * p.tax_spread + p.quality_slope * p.quality_slope)
    return luck * (p.tax_density * z.older_land + p.office_tax_density * z.older_floor) * WAN / 12.0


@compiled
def run_older_firms(world: World, month: int) -> None:
    """Let firms older than the run pay tax at maturity and close at the steady rate, as one block per zone."""
    p = world.parameters[0]
    for zone in range(world.zones.size):
        z = world.zones[zone]
        hazard = z.older_hazard
        z.older_tax = tax_of_older(z, p)
        z.tax_collected += z.older_tax
        if month < 0:
            continue
        older, gone = 0.0, 0.0
        for industry in range(INDUSTRY_COUNT):
            closing = min(1.0, hazard * world.sectors[month + BURN_IN_MONTHS, industry].closures)
            closed = closing * world.pairs[zone, industry].older_firms
            older += world.pairs[zone, industry].older_firms
            gone += closed
            world.pairs[zone, industry].older_firms -= closed
            world.pairs[zone, industry].firms_now -= closed
        z.older_closed = gone
        rate = hazard
        if older > 0.0:
            rate = gone / older
        land = rate * z.older_land
        z.land_closed += land
        z.older_land_closed = land
        z.land_orderly += land * p.orderly_closure
        z.recycled_reserve += land * p.orderly_closure
        z.older_floor -= rate * z.older_floor
        if z.platform >= 0:
            company = world.platforms[z.platform]
            company.plant_older -= rate * company.plant_older


@compiled
def count_queues(world: World) -> None:
    """Count firms waiting for permits and under review in each zone."""
    zones, waits, sizes = world.zones, world.waits, world.roster_sizes
    for zone in range(zones.size):
        zones[zone].permit_backlog = 0
        zones[zone].diligence_backlog = 0
    for position in range(sizes[Stage.LANDED]):
        zones[waits[Stage.LANDED, position].zone].permit_backlog += 1
    for position in range(sizes[Stage.DILIGENCE]):
        zones[waits[Stage.DILIGENCE, position].zone].diligence_backlog += 1
