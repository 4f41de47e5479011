"""Two-sided meetings: zones meet prospects, prospects choose; followers and local expansions (month, steps 2, 4, 5)."""

import math

import numpy as np

from agents.blocks import keys_of_ranks, logarithm, logarithms, uniforms, uniforms_of_pairs
from agents.compiled import compiled
from agents.firms.birth import (
    contract_investment,
    contract_investments,
    contract_quantiles,
    draw_contract,
    draw_industry,
    draw_quality,
    is_state_owned,
    needs_finance,
)
from agents.firms.choice import needed_taste, nest_taste, nest_taste_bounds, outside_tastes, size_factor, slowness
from agents.firms.record import ANCHOR_CONTRACT, Origin
from agents.industries import INDUSTRY_COUNT, OFFICE
from agents.randomness import Purpose, lifelong, mix, poisson, stream, uniform
from agents.records import Record, Records
from agents.zones.attraction import contact_rate, match_rivals, uses_channels, utility, zone_rate
from sim.faults import Fault
from sim.rosters import admit_firms, expect_firm
from sim.specification import BURN_IN_MONTHS, GATHER_MONTHS
from sim.state import Array, Count, World

SMALLEST, LARGEST = 0.02, 300.0
SMALLEST_PRODUCT = 1e-250
"""Below which a product of uniforms is taken into a sum of logarithms, since it would soon be zero."""
FOLLOWERS_FROM, FOLLOWERS_SPAN = 12, 24
ARRIVALS_BY_INDUSTRY = 16
"""First column of `World.gathered` with arrivals by industry."""


@compiled
def size_band(luck: float, p: Record) -> int:
    """Return the size band of the contract at a quantile: 0 below 1亿, 1 up to 10亿, 2 above."""
    if luck < p.small_share:
        return 0
    if luck < p.middle_share:
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
    prospects, sectors, seed, ends = world.prospects, world.sectors, world.seed, world.industry_ends
    industries, tastes = lifelong(seed, Purpose.INDUSTRY), lifelong(seed, Purpose.TASTE)
    ends[:] = 0
    keys, industry_lucks, contract_lucks = np.empty(count, np.int64), np.empty(count), np.empty(count)
    keys_of_ranks(key, keys)
    uniforms(industries, keys, industry_lucks)
    contract_quantiles(seed, keys, contract_lucks)
    for rank in range(count):
        prospect = prospects[rank]
        prospect.key = keys[rank]
        prospect.industry = draw_industry(industry_lucks[rank])
        prospect.luck = contract_lucks[rank]
        prospect.tastes = mix(tastes, keys[rank])
        prospect.first, prospect.second = -1, -1
        prospect.first_time, prospect.second_time = math.inf, math.inf
        factor = sectors[at, prospect.industry].arrivals
        prospect.born = factor >= 1.0 or uniform(lifelong(seed, Purpose.UNBORN), prospect.key) < factor
        born += prospect.born > 0
        ends[prospect.industry + 1] += 1
    group_by_industry(prospects, count, world.industry_members, ends)
    world.counts[Count.PROSPECTS] = count
    world.counts[Count.PROSPECTS_EVER] += born


@compiled
def group_by_industry(prospects: Records, count: int, members: Array, ends: Array) -> None:
    """List the rows of prospects by industry, in their order; ``ends`` comes with the numbers and leaves with sums."""
    for industry in range(INDUSTRY_COUNT):
        ends[industry + 1] += ends[industry]
    for rank in range(count - 1, -1, -1):
        industry = prospects[rank].industry
        ends[industry + 1] -= 1
        members[ends[industry + 1]] = rank
    for industry in range(INDUSTRY_COUNT):  # each end now stands at the beginning of its own industry
        ends[industry] = ends[industry + 1]
    ends[INDUSTRY_COUNT] = count


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
    set_race(world)


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
    lever, levers, p = world.levers[zone], world.lever_table[zone], world.parameters[0]
    rates, pairs, office = world.rates, world.pairs, world.zones[zone].office
    rate = zone_rate(world.zones[zone], p, scale)
    bands = 3 if uses_channels(levers) else 1
    for industry in range(INDUSTRY_COUNT):
        if office and not OFFICE[industry]:
            rates[zone, industry, :] = 0.0
            continue
        for band in range(bands):
            rates[zone, industry, band] = contact_rate(
                rate, lever, levers, p, industry, pairs[zone, industry].leads, band
            )
        rates[zone, industry, bands:] = rates[zone, industry, 0]  # channels alone tell sizes apart


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
def set_race(world: World) -> None:
    """Set the slowness of each zone in the race for firms of each industry, over that of the zone most liked."""
    pairs, best, mu = world.pairs, world.best_values, world.parameters[0].dissimilarity
    for industry in range(INDUSTRY_COUNT):
        best[industry] = pairs[0, industry].utility
        for zone in range(1, pairs.shape[0]):
            best[industry] = max(best[industry], pairs[zone, industry].utility)
    for zone in range(pairs.shape[0]):
        for industry in range(INDUSTRY_COUNT):
            pair = pairs[zone, industry]
            pair.slowness = slowness(pair.utility, best[industry], mu)


@compiled
def largest_size_factor(z: Record, median: float) -> float:
    """Return the largest factor by which a contract's size moves the zone's contact rate, 1 without tilt [1]."""
    if z.size_tilt == 0.0:
        return 1.0
    smallest = size_factor(SMALLEST, median, z.size_tilt, z.size_norm)
    return max(smallest, size_factor(LARGEST, median, z.size_tilt, z.size_norm))


@compiled
def meet_prospects(world: World, month: int) -> None:
    r"""Let each zone meet prospects: for each industry a keyed Poisson process of contact points in order of level.

    Points come at unit rate per prospect as the level rises, so gaps are Exp/N_k with N_k the prospects of the
    industry; each falls on one of the N_k at random. A point is a contact where its level is below the zone's rate for
    that prospect, so the number of contacts is Poisson with exactly that rate. Points belong to the zone alone: raising
    its effort never moves another zone's contacts and never removes one of its own, and no rate has a bound. Who is
    not born keeps its place among the N_k, so that a sector's shock moves no other contact.

    .. math:: level_n = -\frac{1}{N_k} \sum_{m \le n} \ln u_m < c \iff \prod_{m \le n} u_m > e^{-c N_k}

    so that no logarithm is taken where the level itself is not asked for. Source: model.md rule (3), decision 005.
    """
    prospects, contacts, zones, rates = world.prospects, world.contacts, world.zones, world.rates
    members, ends, p = world.industry_members, world.industry_ends, world.parameters[0]
    made = 0
    world.counts[Count.CONTACTS] = 0
    for zone in range(zones.size):
        z = zones[zone]
        levels = mix(stream(world.seed, month, Purpose.CONTACT_LEVEL), z.key)
        whose = mix(stream(world.seed, month, Purpose.CONTACT_PROSPECT), z.key)
        tallest = largest_size_factor(z, p.median_contract)
        for industry in range(INDUSTRY_COUNT):
            first, number = ends[industry], ends[industry + 1] - ends[industry]
            by_band = rates[zone, industry]
            largest = tallest * max(by_band[0], by_band[1], by_band[2])
            alike = z.size_tilt == 0.0 and by_band[0] == by_band[1] and by_band[1] == by_band[2]
            if number == 0 or largest <= 0.0:
                continue
            level_key, prospect_key = mix(levels, industry), mix(whose, industry)
            point, passed = 0, 0.0
            product, end = uniform(level_key, 0), math.exp(-largest * number)
            while product > end:
                rank = members[first + int(number * uniform(prospect_key, point))]
                prospect = prospects[rank]
                if prospect.born and (
                    alike or passed - math.log(product) < number * rate_with(prospect, z, by_band, p)
                ):
                    if made >= contacts.size:
                        world.fault[0].code = Fault.CONTACT_ROWS
                        world.fault[0].month = month
                        return
                    contacts[made].zone = zone
                    contacts[made].prospect = rank
                    made += 1
                point += 1
                product *= uniform(level_key, point)
                if product < SMALLEST_PRODUCT:
                    passed -= math.log(product)
                    product, end = 1.0, math.exp(passed - largest * number)
        z.contacts += made - world.counts[Count.CONTACTS]
        world.counts[Count.CONTACTS] = made


@compiled
def rate_with(prospect: Record, z: Record, by_band: Array, p: Record) -> float:
    """Return the zone's contact rate with a prospect, by its size band and the tilt in size [contacts]."""
    rate = by_band[size_band(prospect.luck, p)]
    if z.size_tilt != 0.0:
        rate *= size_factor(contract_investment(prospect.luck, p), p.median_contract, z.size_tilt, z.size_norm)
    return rate


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
def race_zones(world: World, one_nest: bool) -> None:
    """Let the zones that a prospect met race for it, contact by contact, and keep the first two and their times.

    With several nests the time of each zone is divided by S of its nest; the S of a single one is the same for all.
    Source: model.md rule (5), `needed_taste`.
    """
    prospects, contacts, times = world.prospects, world.contacts, times_of_race(world, one_nest)
    for contact in range(times.size):
        zone, prospect = contacts[contact].zone, prospects[contacts[contact].prospect]
        time, first_time, second_time = times[contact], prospect.first_time, prospect.second_time
        first, second = prospect.first, prospect.second
        if zone == first or zone == second:  # met before in this month  # noqa: PLR1714  # no branch for either
            time = math.inf
        ahead = time < first_time
        behind = second
        if time < second_time:
            behind = zone
        if ahead:
            behind = first
            first = zone
        prospect.first, prospect.second = first, behind
        prospect.first_time = min(first_time, time)
        prospect.second_time = min(second_time, max(first_time, time))


@compiled
def times_of_race(world: World, one_nest: bool) -> np.ndarray:
    """Return the time at which the zone of each contact arrives in the race for its prospect [1]."""
    p, seed, zones, pairs = world.parameters[0], world.seed, world.zones, world.pairs
    prospects, contacts, levers = world.prospects, world.contacts, world.levers
    mu, count = p.dissimilarity, world.counts[Count.CONTACTS]
    tastes, keys = np.empty(count, np.int64), np.empty(count, np.int64)
    slow, times = np.empty(count), np.empty(count)
    for contact in range(count):
        zone, prospect = contacts[contact].zone, prospects[contacts[contact].prospect]
        z, pair = zones[zone], pairs[zone, prospect.industry]
        tastes[contact], keys[contact], slow[contact] = prospect.tastes, z.key, pair.slowness
        if not one_nest:
            slow[contact] *= math.exp(-nest_taste(seed, prospect.key, z.nest, mu))
        if z.fund_offer > 0.0:
            slow[contact] *= math.exp(-fund_value(z, levers[zone], pair.leads, seed, prospect.key, p) / mu)
    uniforms_of_pairs(tastes, keys, times)
    logarithms(times, times)
    for contact in range(count):
        times[contact] *= -slow[contact]
    return times


@compiled
def choose_zones(world: World, month: int) -> None:
    """Let each prospect that met a zone choose among those it met and elsewhere; who chooses a zone is expected there.

    Source: model.md rule (5).
    """
    race_zones(world, has_one_nest(world.zones))
    join_zones(world, weigh_elsewhere(world), month)


@compiled
def weigh_elsewhere(world: World) -> np.ndarray:
    """Return the rows of the prospects that prefer the first of their zones to elsewhere; others go there.

    The first zone in the race wins where the firm's taste for the region is large enough (`needed_taste`); the second
    is kept for the case of a rejection where it would beat elsewhere too. With one nest the taste is common to all
    zones, and its bounds mostly decide; with several it has already divided the times. What all prospects need is
    computed before the first of them chooses, for no processor can foresee how it will.
    """
    p, seed, nest, prospects = world.parameters[0], world.seed, world.zones[0].nest, world.prospects
    mu, one_nest, best_values = p.dissimilarity, has_one_nest(world.zones), world.best_values
    rows = prospects_met(prospects, world.counts[Count.PROSPECTS])
    keys, needed, outside = np.empty(rows.size, np.int64), np.empty(rows.size), np.empty(rows.size)
    low, high = np.zeros(rows.size), np.zeros(rows.size)
    for place in range(rows.size):
        keys[place], needed[place] = prospects[rows[place]].key, prospects[rows[place]].first_time
    logarithms(needed, needed)
    outside_tastes(seed, keys, outside)
    if one_nest:
        nest_taste_bounds(seed, keys, nest, mu, world.angles, low, high)
    staying = 0
    for place in range(rows.size):
        prospect, best = prospects[rows[place]], best_values[prospects[rows[place]].industry]
        outside[place] += p.outside_value
        needed[place] = needed_taste(needed[place], best, outside[place], mu)
    for place in range(rows.size):
        prospect, best = prospects[rows[place]], best_values[prospects[rows[place]].industry]
        taste = low[place]
        if taste <= needed[place] < high[place]:
            taste = high[place] = nest_taste(seed, keys[place], nest, mu)
        if taste <= needed[place]:
            continue
        if prospect.second >= 0:
            enough = needed_taste(logarithm(prospect.second_time), best, outside[place], mu)
            if taste <= enough < high[place]:
                taste = nest_taste(seed, keys[place], nest, mu)
            if taste <= enough:
                prospect.second = -1
        rows[staying] = rows[place]
        staying += 1
    world.counts[Count.OUTSIDE_EVER] += rows.size - staying
    return rows[:staying]


@compiled
def prospects_met(prospects: Records, count: int) -> np.ndarray:
    """Return the rows of the prospects that met a zone."""
    rows = np.empty(count, np.int64)
    met = 0
    for rank in range(count):
        rows[met] = rank
        met += prospects[rank].first >= 0
    return rows[:met]


@compiled
def join_zones(world: World, rows: Array, month: int) -> None:
    """Expect each prospect that chose a zone there, with its contract."""
    p, zones, prospects, gathered = world.parameters[0], world.zones, world.prospects, world.gathered
    newcomers, counts = world.newcomers, world.counts
    lucks, contracts = np.empty(rows.size), np.empty(rows.size)
    for place in range(rows.size):
        lucks[place] = prospects[rows[place]].luck
    contract_investments(lucks, p, contracts)
    for place in range(rows.size):
        prospect, contract = prospects[rows[place]], contracts[place]
        zone = prospect.first
        zones[zone].arrived += 1.0
        if -GATHER_MONTHS <= month < 0:
            gathered[zone, ARRIVALS_BY_INDUSTRY + prospect.industry] += 1.0
        if expect_firm(
            newcomers, counts, prospect.key, zone, prospect.second, prospect.industry, contract, Origin.PROSPECT
        ):
            admit_firms(world, month)


@compiled
def has_one_nest(zones: Records) -> bool:
    """Tell whether all zones lie in one nest."""
    for zone in range(1, zones.size):
        if zones[zone].nest != zones[0].nest:
            return False
    return True


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
        promise = world.promises[place]
        promise.anchor = anchor
        promise.key = key
        promise.zone = world.firms[anchor].zone
        promise.industry = world.firms[anchor].industry
        promise.rank = rank
        promise.next = world.months[at].promised
        world.months[at].promised = place
        world.counts[Count.FOLLOWERS] = place + 1


@compiled
def bring_followers(world: World, month: int) -> None:
    """Bring the followers promised for the month to their anchor's zone, or elsewhere."""
    p, newcomers, counts = world.parameters[0], world.newcomers, world.counts
    place = world.months[month + BURN_IN_MONTHS].promised
    while place >= 0:
        promise = world.promises[place]
        key = mix(mix(lifelong(world.seed, Purpose.FOLLOWER_KEY), promise.key), promise.rank)
        if uniform(lifelong(world.seed, Purpose.FOLLOWER_STAYS), key) < p.follower_stays:
            contract = min(draw_contract(world.seed, key, p), 0.999 * ANCHOR_CONTRACT)
            world.zones[promise.zone].followed += 1.0
            if expect_firm(newcomers, counts, key, promise.zone, -1, promise.industry, contract, Origin.FOLLOWER):
                admit_firms(world, month)
        place = promise.next


@compiled
def expand_locally(world: World, month: int) -> None:
    r"""Let firms of a zone expand: Poisson with mean s_e times arrivals at baseline, growing with producing firms.

    In the burn-in the mean is s_e times the month's arrivals; later s_e times their opening mean times N/N⁰. Expansions
    are at most 20亿. Source: model.md 3.2; Assumption A-42.
    """
    p, newcomers, counts = world.parameters[0], world.newcomers, world.counts
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
            z.expansions += 1.0
            if expect_firm(newcomers, counts, firm_key, zone, -1, industry, contract, Origin.EXPANSION):
                admit_firms(world, month)


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
