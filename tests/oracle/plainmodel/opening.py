"""The baseline before the first month, and the books that open at month 0 (section 7.17, decision 002)."""

import math

from scipy.optimize import brentq

from agents.industries import INDUSTRIES, INDUSTRY_COUNT

from .birth import draw_industry
from .tables import GATHERED_MONTHS, PLANT_COST
from .zone import RESERVE_MONTHS, tax_of_older

CHOICE_SETS = 1024
GATHERED = (
    "arrived",
    "signed",
    "binding_investment",
    "started",
    "investment_started",
    "started_parcels",
    "failed_parcels",
    "land_started",
    "land_failed",
    "floor_started",
)


# Baseline


def solve_contact_scale(zones, p):
    """Return c0 at which a prospect meets as many zones as coverage says."""
    for zone in zones:
        zone.set_rates(1.0)
    mean = sum(zone.rates[k][0] * industry.share for zone in zones for k, industry in enumerate(INDUSTRIES))
    return p.coverage / mean


def inclusive_values(zones, p, luck):
    """Return the log of the summed worth of nests of each sampled choice set that is not empty."""
    found = []
    for rank in range(CHOICE_SETS):
        industry = draw_industry((rank + 0.5) / CHOICE_SETS)
        nests = {}
        for zone in zones:
            rate = p.contact_scale * zone.rates[industry][0]
            if luck.in_baseline_set(rank, zone.key) < -math.expm1(-rate):
                worth = math.exp(zone.values[industry] / p.dissimilarity)
                nests[zone.nest] = nests.get(zone.nest, 0.0) + worth
        if nests:
            found.append(math.log(sum(worth**p.dissimilarity for worth in nests.values())))
    return found


def solve_outside_value(values, share):
    """Return V0 at which the mean regional share over non-empty choice sets is P_R."""
    if not values:
        return 0.0

    def excess(outside):
        return sum(1.0 / (1.0 + math.exp(min(700.0, outside - value))) for value in values) / len(values) - share

    return brentq(excess, -200.0, 200.0, xtol=1e-13)


# Books


def gather(zone, sums):
    """Add the month's flows of a zone to the sums on which the opening rests."""
    for name in GATHERED:
        sums[name] = sums.get(name, 0.0) + getattr(zone, name)
    zone.firms_opening = list(zone.firms_now)


def usual_flow(sums, zone, number, total, of):
    """Return a zone's flow a month as its number of firms times the region's mean per firm."""
    firms = sum(each[of] for each in sums.values())
    if firms <= 0.0:
        return 0.0
    mean = sum(each[total] for each in sums.values()) / firms
    return sums[zone][number] * mean / GATHERED_MONTHS


def steady_hazard(p):
    """Return the closure hazard of a steady stock."""
    return p.closure_hazard * math.exp(-(p.quality_slope**2) / 2.0)


def open_books(model):
    """Open the books of all zones, platforms and the municipality."""
    sums = {zone: model.sums[zone] for zone in model.zones}
    for zone in model.zones:
        open_firms(zone, sums, model.arrivals_of[zone])
        open_land(zone, sums)
        open_floor(zone, sums)
    for platform in model.platforms:
        open_transfer(platform)
    for zone in model.zones:
        open_budget(zone)
    municipality = model.municipality
    municipality.cash = 0.0
    municipality.appropriation_before = sum(zone.grant_before for zone in model.zones) + sum(
        platform.transfer_plan for platform in model.platforms
    )
    municipality.appropriation_before -= sum(municipal_land_receipts(zone) for zone in model.zones)


def open_firms(zone, sums, arrivals):
    """Open the stock of producing firms where it holds what starts, and the smoothed flows."""
    p, own = zone.model.p, sums[zone]
    zone.usual_arrivals = own["arrived"] / GATHERED_MONTHS
    zone.started_smoothed = own["started"] / GATHERED_MONTHS
    zone.signed_smoothed = own["signed"] / GATHERED_MONTHS
    zone.signed_investment = own["binding_investment"] / GATHERED_MONTHS
    zone.reputation_opening = zone.kept_promises()
    zone.aftercare_before = zone.effort_aftercare
    investment = usual_flow(sums, zone, "started", "investment_started", "started")
    zone.incumbent_level = p.incumbent_share / (1.0 - p.incumbent_share) * investment
    stock = zone.started_smoothed / steady_hazard(p)
    total = sum(arrivals)
    for industry in range(INDUSTRY_COUNT):
        steady = stock * (arrivals[industry] / total if total > 0 else 1.0 / INDUSTRY_COUNT)
        zone.older_firms[industry] = max(0.0, steady - zone.firms_now[industry])
        zone.firms_now[industry] += zone.older_firms[industry]
        zone.firms_opening[industry] = zone.firms_now[industry]


def open_land(zone, sums):
    """Open the land account where it holds the flows of the burn-in."""
    p = zone.model.p
    started = usual_flow(sums, zone, "started_parcels", "land_started", "started_parcels")
    failed = usual_flow(sums, zone, "failed_parcels", "land_failed", "failed_parcels")
    landed = started + failed
    disorder = 1.0 - p.orderly_closure
    route_platform = p.route_platform if zone.platform is not None else 0.0
    draining = 1.0 - p.route_platform + route_platform
    recycled = disorder * (failed + started) / (draining - disorder * p.route_upgrade)
    closed = started + p.route_upgrade * recycled
    producing = closed / steady_hazard(p)
    zone.older_land = max(0.0, producing - zone.held_producing)
    zone.older_hazard = older_hazard(zone, closed)
    zone.occupied = zone.older_land + zone.held_occupied
    zone.pipeline = zone.held_pipeline
    zone.available = zone.books_say("available", p.supply_months * landed)
    zone.approved = zone.books_say("approved", p.approved_months * landed)
    on_offer = offered_pool(zone, recycled, landed)
    zone.idle = zone.books_say("idle", recycled / p.recycling_hazard + on_offer)
    zone.idle_offered = min(on_offer, zone.idle)
    zone.reserve = RESERVE_MONTHS * (p.orderly_closure * (failed + closed) + p.route_reserve * recycled)
    zone.reserve_queue = [zone.reserve / RESERVE_MONTHS] * RESERVE_MONTHS
    zone.low_efficiency = min(zone.books_say("low_efficiency", p.low_efficiency_share * zone.occupied), zone.occupied)
    zone.recycle_base, zone.recycled_year = zone.idle, 0.0
    released = zone.reserve / RESERVE_MONTHS
    by_platform = route_platform * recycled
    new_land = landed - (p.route_transfer + p.route_judicial) * recycled
    zone.quota_plan = zone.books_say("quota", max(0.0, new_land - released - by_platform))
    moving = p.recycling_hazard * (zone.idle - zone.idle_offered)  # the steady flow, but for idle land of the books
    by_platform = route_platform * moving
    zone.land_released = released + by_platform
    zone.area_in_use = zone.approved + zone.available + zone.pipeline + zone.occupied + zone.idle + zone.reserve
    zone.steady_by_reserve, zone.steady_by_platform = p.route_reserve * moving, by_platform


def older_hazard(zone, closed):
    """Return the hazard at which older firms make up the closures of the steady state."""
    if zone.older_land <= 0.0:
        return steady_hazard(zone.model.p)
    return max(0.0, closed - zone.held_closing) / zone.older_land


def offered_pool(zone, recycled, landed):
    """Return the idle land on offer from which the parcel logit takes what is newly offered."""
    p = zone.model.p
    if landed <= 0.0:
        return 0.0
    share = (p.route_transfer + p.route_judicial) * recycled / landed
    return zone.available * share / ((1.0 - share) * math.exp(p.idle_taste))


def open_floor(zone, sums):
    """Open office floor: older firms hold the steady stock, and m_F months of use are vacant."""
    p = zone.model.p
    flow = sums[zone]["floor_started"] / GATHERED_MONTHS
    zone.older_floor = max(0.0, flow / steady_hazard(p) - zone.held_floor)
    zone.vacancy_target = p.office_vacancy_months * flow
    zone.office_floor = zone.office_taken + zone.older_floor + zone.vacancy_target


def new_land_receipts(zone):
    """Return what new land brings in a steady state."""
    return (zone.land_released + zone.quota_plan) * zone.land_price * 1e-4


def municipal_land_receipts(zone):
    """Return what zone and platform leave of these receipts to the municipality."""
    p = zone.model.p
    left = 1.0 - p.land_share_zone
    if zone.platform is not None:
        left *= 1.0 - p.land_share_platform
    return left * new_land_receipts(zone)


def open_transfer(platform):
    """Set the service payment: what upkeep, interest and recycling need beyond own income."""
    p = platform.model.p
    interest = platform.interest_rate() * platform.debt / 12.0
    rent = p.rent_yield / 12.0 * (platform.plant_older + platform.plant_occupied) * PLANT_COST
    sales = p.sale_rate * platform.vacant_plant() * PLANT_COST
    compensation = sum(zone.steady_by_platform for zone in platform.zones) * p.compensation * 1e-4
    share = (1.0 - p.land_share_zone) * p.land_share_platform
    land = sum(share * new_land_receipts(zone) for zone in platform.zones)
    platform.transfer_plan = platform.upkeep + interest + compensation - rent - sales - land


def open_budget(zone):
    """Open a committee's budget: the grant that balances it at steady receipts."""
    p = zone.model.p
    tax = p.local_tax_share * (zone.held_tax + tax_of_older(zone.older_land, zone.older_floor, p))
    receipts = tax + p.land_share_zone * new_land_receipts(zone)
    zone.pay()
    recycling = zone.steady_by_reserve * p.compensation * 1e-4
    zone.grant_before = zone.payroll + zone.operating_cost + recycling - receipts
    zone.cash = 2.0 * receipts
