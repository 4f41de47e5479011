"""Two-sided meetings: zones meet prospects, prospects choose; followers and local expansions (month, steps 2, 4, 5)."""

import math

from agents.compiled import compiled
from agents.firms.birth import (
    draw_contract,
    draw_industry,
    draw_quality,
    endow,
    is_state_owned,
    needs_finance,
)
from agents.firms.choice import contact_gap, nest_taste, outside_taste, random_utility, size_factor, zone_taste
from agents.firms.record import ANCHOR_CONTRACT, Origin
from agents.industries import INDUSTRY_COUNT, OFFICE
from agents.randomness import Purpose, lifelong, mix, poisson, stream, uniform
from agents.records import Record
from agents.zones.attraction import BAND_EDGES, contact_rate, match_rivals, utility, zone_rate
from sim.faults import Fault
from sim.rosters import add_firm, enlist, next_row
from sim.specification import BURN_IN_MONTHS, GATHER_MONTHS
from sim.state import Count, World

SMALL_EDGE, LARGE_EDGE = BAND_EDGES
SMALLEST, LARGEST = 0.02, 300.0
FOLLOWERS_FROM, FOLLOWERS_SPAN = 12, 24
ARRIVALS_BY_INDUSTRY = 16
"""First column of `World.gathered` with arrivals by industry."""


@compiled
def size_band(contract: float) -> int:
    """Return the size band of a contract: 0 below 1亿, 1 up to 10亿, 2 above."""
    if contract < SMALL_EDGE:
        return 0
    if contract < LARGE_EDGE:
        return 1
    return 2


@compiled
def bring_arrivals(world: World, month: int) -> None:
    r"""Bring the prospects of the month: Poisson(Λ · macro) keyed arrivals with their industry and size.

    A sector shock thins its industry: a prospect whose own luck is above the factor is not born. Source: model.md 3.2.
    """
    p = world.parameters[0]
    at = month + BURN_IN_MONTHS
    count = poisson(stream(world.seed, month, Purpose.ARRIVALS), 0, p.prospects * world.months[at].arrivals)
    if count > world.prospects.size:
        world.fault[0].code = Fault.CONTACT_ROWS
        world.fault[0].month = month
        count = 0
    key = stream(world.seed, month, Purpose.PROSPECT)
    born = 0
    prospects, sectors, seed = world.prospects, world.sectors, world.seed
    for rank in range(count):
        firm_key = mix(key, rank)
        industry = draw_industry(uniform(lifelong(seed, Purpose.INDUSTRY), firm_key))
        prospects[rank].key = firm_key
        prospects[rank].industry = industry
        prospects[rank].contract = draw_contract(seed, firm_key, p)
        factor = sectors[at, industry].arrivals
        if factor < 1.0 and uniform(lifelong(seed, Purpose.UNBORN), firm_key) >= factor:
            prospects[rank].industry = -1
        else:
            born += 1
    world.counts[Count.PROSPECTS] = count
    world.counts[Count.PROSPECTS_EVER] += born


@compiled
def make_offers(world: World, month: int) -> None:
    """Let rivals react, then set contact rates and utilities of all zones for the month (rules 3, 4 and 14)."""
    p = world.parameters[0]
    zones = world.zones
    total = 0.0
    for zone in range(zones.size):
        total += world.levers[zone].subsidy
    for zone in range(zones.size):
        if total > 0.0 or zones[zone].matched_subsidy > 0.0:
            others = max(1, zones.size - 1)
            match_rivals(zones[zone], (total - world.levers[zone].subsidy) / others, p)
        set_rates(world, zone, p.contact_scale)
        set_values(world, zone)
        world.zones[zone].size_norm = size_normaliser(world, zones[zone].size_tilt)


@compiled
def size_normaliser(world: World, tilt: float) -> float:
    """Return E[(x/x_median)^-a] over prospects, 1 at a = 0."""
    if tilt == 0.0:
        return 1.0
    total = 0.0
    for point in range(world.contract_grid.size):
        total += math.pow(world.contract_grid[point] / world.parameters[0].median_contract, -tilt)
    return total / world.contract_grid.size


@compiled
def set_rates(world: World, zone: int, scale: float) -> None:
    """Set contact rates by industry and size band [contacts]; a zone of offices meets office industries only."""
    rate = zone_rate(world.zones[zone], world.parameters[0], scale)
    for industry in range(INDUSTRY_COUNT):
        if world.zones[zone].office and not OFFICE[industry]:
            world.rates[zone, industry, :] = 0.0
            continue
        for band in range(3):
            world.rates[zone, industry, band] = contact_rate(
                rate,
                world.levers[zone],
                world.lever_table[zone],
                world.parameters[0],
                industry,
                world.pairs[zone, industry].leads,
                band,
            )


@compiled
def set_values(world: World, zone: int) -> None:
    """Set what firms of each industry see in a zone [1]."""
    z = world.zones[zone]
    roads = 0.0
    if z.platform >= 0:
        roads = world.platforms[z.platform].roads / z.area
    for industry in range(INDUSTRY_COUNT):
        world.pairs[zone, industry].utility = utility(
            z,
            world.levers[zone],
            world.parameters[0],
            world.pairs[zone, industry].leads,
            OFFICE[industry],
            world.pairs[zone, industry].firms_now,
            world.pairs[zone, industry].firms_opening,
            roads,
        )


@compiled
def largest_rate(world: World, zone: int) -> float:
    """Return a bound on the zone's contact rate with any prospect [contacts]."""
    largest = 0.0
    for industry in range(INDUSTRY_COUNT):
        for band in range(3):
            largest = max(largest, world.rates[zone, industry, band])
    tilt = world.zones[zone].size_tilt
    if tilt == 0.0:
        return largest
    median, norm = world.parameters[0].median_contract, world.zones[zone].size_norm
    return largest * max(size_factor(SMALLEST, median, tilt, norm), size_factor(LARGEST, median, tilt, norm))


@compiled
def meet_prospects(world: World, month: int) -> None:
    r"""Let each zone meet prospects: a keyed Poisson process along the axis of prospects, in layers of height c0.

    A point of layer l has height c0 (l + u); it is a contact where its height is below the zone's rate for that
    prospect, so the number of contacts is Poisson with exactly that rate. Points belong to the zone alone: raising its
    effort never moves another zone's contacts and never removes one of its own; layers are added as rates rise, so that
    no bound is ever exceeded. Source: model.md rule (3), engine.md.
    """
    prospects, contacts, zones, rates = world.prospects, world.contacts, world.zones, world.rates
    count = world.counts[Count.PROSPECTS]
    for rank in range(count):
        prospects[rank].head = -1
    made = 0
    height = world.parameters[0].contact_scale
    median = world.parameters[0].median_contract
    for zone in range(zones.size):
        z = zones[zone]
        layers = math.ceil(largest_rate(world, zone) / height)
        gaps = mix(stream(world.seed, month, Purpose.CONTACT_GAP), z.key)
        heights = mix(stream(world.seed, month, Purpose.CONTACT_HEIGHT), z.key)
        for layer in range(layers):
            gap_key, height_key = mix(gaps, layer), mix(heights, layer)
            point = 0
            position = contact_gap(gap_key, point, height)
            while position < count:
                rank = int(position)
                industry = prospects[rank].industry
                if industry >= 0:
                    contract = prospects[rank].contract
                    rate = rates[zone, industry, size_band(contract)]
                    if z.size_tilt != 0.0:
                        rate *= size_factor(contract, median, z.size_tilt, zones[zone].size_norm)
                    if height * (layer + uniform(height_key, point)) < rate:
                        if made >= contacts.size:
                            world.fault[0].code = Fault.CONTACT_ROWS
                            world.fault[0].month = month
                            return
                        contacts[made].zone = zone
                        contacts[made].next = prospects[rank].head
                        prospects[rank].head = made
                        made += 1
                        z.contacts += 1.0
                point += 1
                position += contact_gap(gap_key, point, height)
    world.counts[Count.CONTACTS] = made


@compiled
def fund_value(zone: Record, lever: Record, leads: bool, seed: int, key: int, p: Record) -> float:
    r"""Return the worth of a zone's fund offer to a firm: :math:`\beta_f\,offer\,(1-\gamma_g 1[Q>1])` [1].

    Only firms in need of finance value it; state-owned firms are not deterred. A mandate m leaves firms outside the
    leading industries 1 - m of the offer. Source: model.md rules (4) and (12).
    """
    if not needs_finance(seed, key, p):
        return 0.0
    worth = p.taste_fund * zone.fund_offer
    if not leads:
        worth *= 1.0 - lever.fund_mandate
    if not is_state_owned(seed, key, p) and draw_quality(seed, key) > 1.0:
        worth *= 1.0 - p.fund_deterrence
    return worth


@compiled
def choose_zones(world: World, month: int) -> None:
    """Let each prospect that met a zone choose among those it met and elsewhere; who chooses a zone gets a row.

    The second choice is kept for the case of a rejection. Source: model.md rule (5).
    """
    p, seed, zones, pairs = world.parameters[0], world.seed, world.zones, world.pairs
    prospects, contacts, levers, gathered = world.prospects, world.contacts, world.levers, world.gathered
    firms, rosters, sizes, counts, fault = world.firms, world.rosters, world.roster_sizes, world.counts, world.fault[0]
    mu = p.dissimilarity
    for rank in range(counts[Count.PROSPECTS]):
        contact = prospects[rank].head
        if contact < 0:
            continue
        key = prospects[rank].key
        industry = prospects[rank].industry
        outside = p.outside_value + outside_taste(seed, key)
        best, second = -1, -1
        best_utility, second_utility = outside, outside
        nest = -1
        log_stable = 0.0
        while contact >= 0:
            zone = contacts[contact].zone
            contact = contacts[contact].next
            if zone in (best, second):
                continue
            z = zones[zone]
            if z.nest != nest:
                nest = z.nest
                log_stable = nest_taste(seed, key, nest, mu)
            value = pairs[zone, industry].utility
            if z.fund_offer > 0.0:
                value += fund_value(z, levers[zone], pairs[zone, industry].leads, seed, key, p)
            seen = random_utility(value, zone_taste(seed, key, z.key), log_stable, mu)
            if seen > best_utility:
                second, second_utility = best, best_utility
                best, best_utility = zone, seen
            elif seen > second_utility:
                second, second_utility = zone, seen
        if best < 0:
            counts[Count.OUTSIDE_EVER] += 1
            continue
        row = next_row(counts, firms.size, fault, month)
        if row < 0:
            return
        endow(firms[row], seed, key, industry, prospects[rank].contract, month, p)
        enlist(firms[row], row, best, zones[best], rosters, sizes)
        firms[row].second_zone = second
        zones[best].arrived += 1.0
        if -GATHER_MONTHS <= month < 0:
            gathered[best, ARRIVALS_BY_INDUSTRY + industry] += 1.0


@compiled
def promise_followers(world: World, anchor: int, month: int) -> None:
    r"""Promise Poisson(λ_f) followers of an anchor that starts, each at its own month 12 to 36 months on.

    Followers are no anchors: their own size is cut below 20亿, so the process does not feed itself. Source: model.md
    rule (14).
    """
    p = world.parameters[0]
    key = world.firms[anchor].key
    count = poisson(lifelong(world.seed, Purpose.FOLLOWERS), key, p.anchor_followers)
    for rank in range(count):
        luck = uniform(mix(lifelong(world.seed, Purpose.FOLLOWER_DELAY), key), rank)
        at = month + BURN_IN_MONTHS + FOLLOWERS_FROM + int(FOLLOWERS_SPAN * luck)
        if at >= world.months.size:
            continue
        place = world.counts[Count.FOLLOWERS]
        if place >= world.promises.size:
            world.fault[0].code = Fault.FOLLOWER_ROWS
            world.fault[0].month = month
            return
        world.promises[place].anchor = anchor
        world.promises[place].rank = rank
        world.promises[place].next = world.months[at].promised
        world.months[at].promised = place
        world.counts[Count.FOLLOWERS] = place + 1


@compiled
def bring_followers(world: World, month: int) -> None:
    """Bring the followers promised for the month to their anchor's zone, or elsewhere."""
    p = world.parameters[0]
    place = world.months[month + BURN_IN_MONTHS].promised
    while place >= 0:
        anchor = world.firms[world.promises[place].anchor]
        key = mix(mix(lifelong(world.seed, Purpose.FOLLOWER_KEY), anchor.key), world.promises[place].rank)
        if uniform(lifelong(world.seed, Purpose.FOLLOWER_STAYS), key) < p.follower_stays:
            contract = min(draw_contract(world.seed, key, p), 0.999 * ANCHOR_CONTRACT)
            row = add_firm(world, key, anchor.zone, anchor.industry, contract, month)
            if row < 0:
                return
            world.firms[row].origin = Origin.FOLLOWER
            world.zones[anchor.zone].followed += 1.0
        place = world.promises[place].next


@compiled
def expand_locally(world: World, month: int) -> None:
    r"""Let firms of a zone expand: Poisson with mean s_e times arrivals at baseline, growing with producing firms.

    In the burn-in the mean is s_e times the month's arrivals; later s_e times their opening mean times N/N⁰. Expansions
    are at most 20亿. Source: model.md 3.2; Assumption A-42.
    """
    p = world.parameters[0]
    key = stream(world.seed, month, Purpose.EXPANSIONS)
    for zone in range(world.zones.size):
        z = world.zones[zone]
        mean = p.expansion_share * z.arrived
        if month >= 0:
            now, opening = 0.0, 0.0
            for industry in range(INDUSTRY_COUNT):
                now += world.pairs[zone, industry].firms_now
                opening += world.pairs[zone, industry].firms_opening
            mean = 0.0
            if opening > 0.0:
                mean = p.expansion_share * world.gathered[zone, 0] / GATHER_MONTHS * now / opening
        for rank in range(poisson(key, z.key, mean)):
            firm_key = mix(mix(stream(world.seed, month, Purpose.EXPANSION_KEY), z.key), rank)
            luck = uniform(lifelong(world.seed, Purpose.EXPANSION_INDUSTRY), firm_key)
            industry = expanding_industry(world, zone, luck)
            contract = min(draw_contract(world.seed, firm_key, p), 0.999 * ANCHOR_CONTRACT)
            row = add_firm(world, firm_key, zone, industry, contract, month)
            if row < 0:
                return
            world.firms[row].origin = Origin.EXPANSION
            z.expansions += 1.0


@compiled
def expanding_industry(world: World, zone: int, luck: float) -> int:
    """Return the industry of an expansion: one of the leading ones that the zone can host, at random; else any such.

    A zone of offices hosts office industries only.
    """
    hosted, leading = 0, 0
    for industry in range(INDUSTRY_COUNT):
        if OFFICE[industry] or not world.zones[zone].office:
            hosted += 1
            leading += world.pairs[zone, industry].leads
    wanted = int(luck * (leading if leading > 0 else hosted))
    for industry in range(INDUSTRY_COUNT):
        if not OFFICE[industry] and world.zones[zone].office:
            continue
        if leading == 0 or world.pairs[zone, industry].leads:
            if wanted == 0:
                return industry
            wanted -= 1
    return 0
