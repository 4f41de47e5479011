"""A zone: a management committee and what it governs."""

import math
from types import SimpleNamespace

import mesa

from agents.industries import INDUSTRIES, INDUSTRY_COUNT
from agents.levers import LEVERS
from agents.randomness import Purpose, normal_distribution, normal_quantile

from .birth import CAP, SMALLEST
from .tables import (
    AMPLE,
    CHANNELS,
    EXPORTING,
    LARGE_PROJECT,
    NEEDING_CAPITAL,
    NEVER,
    REFERENCE_EFFORT,
    SMOOTHING_MONTHS,
)

STOCKS = """
    reach weight attractiveness framework_share staff_before staff social_time selection competed_since
    effective_staff effort_counted effort_uncounted effort_uncounted_before effort_attraction effort_landing
    effort_diligence effort_aftercare size_tilt size_norm land_process_months permit_months permit_capacity
    permit_backlog diligence_backlog wait area land_price matched_subsidy fund_offer reputation signed_investment
    area_in_use approved available pipeline occupied idle idle_offered reserve low_efficiency idle_reference
    older_land older_hazard older_floor quota_plan recycled_year recycle_base land_suspended blocked_land
    office_floor office_taken vacancy_target cash grant_before incumbent_level office joined moved_away exited
    aftercare_before started_smoothed signed_smoothed cash_before held_occupied held_pipeline held_firms
    held_building held_tax held_producing held_closing held_floor reputation_opening
""".split()  # noqa: SIM905
FLOWS = """
    binding_investment floor_started closing_tax older_tax older_closed older_land_closed quota supplied taken_new
    taken_idle land_started land_failed started_parcels failed_parcels investment_started land_closed land_orderly
    recycled_upgrade recycled_platform recycled_reserve reserve_released efficiency_cleared aged floor_built
    floor_developed tax_collected tax_local tax_shared_out tax_shared_in land_receipts land_receipts_platform
    payroll operating_cost channel_cost subsidy_paid recycling_cost buyback_paid fund_paid_in fund_returned
    platform_fee grant municipal_takeover firm_spending platform_building incumbent_spending contacts arrived
    expansions followed diligence_done panel_done rejected rejected_early good_rejected signed signed_binding
    signed_amount landed landed_recycled landed_standard standard_mu started fast_started dropped completed
    producing closed months_to_start months_to_production arrived_money published_signed published_amount
    published_signed_100m published_amount_100m published_recycled published_started_100m published_completed_100m
    published_producing_100m published_fai listed_signed listed_started
""".split()  # noqa: SIM905
FIELDS = STOCKS + FLOWS
RESERVE_MONTHS = 12
ROUTES = ("transfer", "judicial", "upgrade", "platform", "reserve")
LONGEST_WAIT = 120.0


def selection_gain(share_kept, accuracy):
    """Return the mean ability of those kept over that of all."""
    if share_kept >= 1.0:
        return 1.0
    cutoff = normal_quantile(1.0 - share_kept)
    return normal_distribution(accuracy - cutoff) / share_kept


def effort_under_pay(own, other, substitution):
    """Return the effort on a task paid `own` when the other is paid `other`."""
    if own < substitution * other:
        return 0.0
    if other < substitution * own:
        return own
    return (own - substitution * other) / (1.0 - substitution * substitution)


class Zone(mesa.Agent):
    """State of a zone under the names of the description."""

    def __init__(self, model, specification, endowment, framework_share, key):
        super().__init__(model)
        p = model.p
        for name in STOCKS + FLOWS:
            setattr(self, name, 0.0)
        self.specification = specification
        self.key = key
        self.leading = frozenset(k for k, i in enumerate(INDUSTRIES) if i.name in specification.leading)
        self.levers = SimpleNamespace(**{lever.name: float(lever.neutral) for lever in LEVERS})
        self.platform = self.fund = self.enclave_partner = None
        self.office = specification.office
        self.weight = specification.weight
        self.reach = endowment["reach"]
        self.attractiveness = endowment["attractiveness"] * p.zone_spread * p.dissimilarity
        self.framework_share = framework_share
        self.staff_before = endowment["staff_before"] * self.weight
        self.known = endowment
        self.social_time = self.books_say("social_time", p.social_time)
        self.area = endowment["area"] * self.weight
        self.land_price = self.books_say("land_price", p.land_price * endowment["price_level"])
        self.platform_size = endowment["platform_size"]
        self.competed_since = NEVER
        self.selection = self.size_norm = 1.0
        self.area_in_use = self.available = self.office_floor = AMPLE
        self.reserve_queue = [0.0] * RESERVE_MONTHS
        self.firms_now = [0.0] * INDUSTRY_COUNT
        self.firms_opening = [0.0] * INDUSTRY_COUNT
        self.older_firms = [0.0] * INDUSTRY_COUNT
        self.usual_arrivals = 0.0
        self.effort_uncounted_before = effort_under_pay(1.0, 1.0, p.effort_substitution)
        self.staff_up()
        self.wait = self.expected_wait()

    def books_say(self, name, otherwise):
        """Return what the zone's books say of its opening, or what holds where they say nothing."""
        return self.known.get(name, otherwise)

    def clear_flows(self):
        """Clear the flows of last month."""
        for name in FLOWS:
            setattr(self, name, 0.0)

    # Staff, effort, approvals (rules 1, 2 and 8)

    def staff_up(self):
        """Turn staff into effort and effort into approvals."""
        self.count_staff()
        self.spread_effort()
        self.plan_approvals()

    def count_staff(self):
        """Turn head-count, selection, divestment and the dip into effective staff."""
        p, lever = self.model.p, self.levers
        competitors = max(0.0, self.staff_before - lever.posts_transferred)
        kept = max(0.0, competitors - lever.posts_lost)
        self.staff = kept + lever.posts_hired
        gain = selection_gain(kept / competitors, p.selection_accuracy) if kept > 0.0 else 1.0
        competed = lever.posts_competed
        able = kept * (1.0 + competed * (gain - 1.0)) + lever.posts_hired
        self.selection = able / self.staff if self.staff > 0.0 else 1.0
        divested = p.development_part * self.to_platform() + (1.0 - p.development_part) * lever.divest_social
        time = 1.0 - self.social_time * (1.0 - divested)
        dip = 0.0
        if self.competed_since != NEVER:
            dip = competed * p.competition_dip * math.exp(-(self.model.month - self.competed_since) / 4.0)
        fusion = 1.0 - p.fusion_load * lever.zone_town_fusion
        self.effective_staff = self.staff * time * fusion * self.selection * (1.0 - dip)

    def to_platform(self):
        """Return the share of development and operation that a platform company has taken over."""
        return self.levers.divest_development if self.platform is not None else 0.0

    def spread_effort(self):
        """Spread effective staff over four kinds of effort, given pay and last month's wait."""
        p, lever = self.model.p, self.levers
        counted = effort_under_pay(lever.pay_counted, lever.pay_uncounted, p.effort_substitution)
        uncounted = effort_under_pay(lever.pay_uncounted, lever.pay_counted, p.effort_substitution)
        self.effort_counted, self.effort_uncounted = counted, uncounted
        level = math.exp(p.pay_response * (lever.pay_counted - 1.0) * math.exp(-self.wait / p.pay_patience))
        attraction = p.weight_attraction
        landing = (1.0 - attraction) * p.weight_landing
        diligence = (1.0 - attraction - landing) * p.weight_diligence
        aftercare = 1.0 - attraction - landing - diligence
        total = attraction * counted + (1.0 - attraction) * uncounted
        each = self.effective_staff * level / total if total > 0.0 else 0.0
        self.effort_attraction = each * attraction * counted
        self.effort_landing = each * landing * uncounted
        self.effort_diligence = each * diligence * uncounted
        self.effort_aftercare = each * aftercare * uncounted
        self.size_tilt = p.count_tilt * self.counting_pressure()

    def counting_pressure(self):
        """Return 0 at equal pay and 1 when only counted output is pursued."""
        total = self.effort_counted + self.effort_uncounted
        return 2.0 * self.effort_counted / total - 1.0 if total > 0.0 else 0.0

    def plan_approvals(self):
        """Set the land process, permit time and permit capacity."""
        p, lever = self.model.p, self.levers
        delay = 1.0 + p.coordination * lever.divest_social * (1.0 - p.whistle_strength * lever.whistle)
        fusion = 1.0 - p.fusion_clearing * lever.zone_town_fusion
        self.land_process_months = p.land_part * p.start_months * delay * fusion
        parallel = 1.0 - (1.0 - p.parallel_factor) * lever.parallel_approval
        delegated = 1.0 - p.delegation_gain * lever.delegated_powers
        self.permit_months = (1.0 - p.land_part) * p.start_months * parallel * delegated
        self.permit_capacity = self.effort_landing / p.staff_months

    def expected_wait(self):
        """Return the wait that the zone can show."""
        if self.permit_capacity <= 0.0:
            return LONGEST_WAIT
        queue = self.permit_backlog / self.permit_capacity
        return min(LONGEST_WAIT, self.land_process_months + max(self.permit_months, queue))

    def permit_hazard(self, factor, size):
        """Return the monthly hazard that a landed firm gets its last permit."""
        served = 1.0
        if self.permit_backlog > 0:
            served = min(1.0, self.permit_capacity * self.permit_months / self.permit_backlog)
        return served / (self.permit_months * factor * size)

    def aftercare_ratio(self):
        """Return aftercare effort over its opening value."""
        return self.effort_aftercare / self.aftercare_before if self.aftercare_before > 0.0 else 1.0

    # Gate (rule 6)

    def diligence_care(self):
        """Return how far the gate's accuracy is cut when uncounted effort falls."""
        if self.effort_uncounted_before <= 0.0:
            return 1.0
        return min(1.0, self.effort_uncounted / self.effort_uncounted_before)

    def diligence_hazard(self):
        """Return the monthly hazard that due diligence ends."""
        p = self.model.p
        served = 1.0
        if self.diligence_backlog > 0:
            capacity = self.effort_diligence / p.diligence_staff_months
            served = min(1.0, capacity * p.diligence_months / self.diligence_backlog)
        return served / p.diligence_months

    def gate_cutoff(self, part):
        """Return the score below which `part` of the share rejected lies."""
        rejection = self.levers.gate_rejection * part
        return normal_quantile(rejection) if rejection > 0.0 else -10.0

    # Contacts (rule 3)

    def set_rates(self, scale):
        """Set contact rates by industry and size band, and the tilt in contract size."""
        p = self.model.p
        self.size_norm = 1.0
        if self.size_tilt != 0.0:
            sizes = [(x / p.median_contract) ** -self.size_tilt for x in p.contract_grid]
            self.size_norm = sum(sizes) / len(sizes)
        self.rates = [[self.contact_rate(k, band, scale) for band in range(3)] for k in range(INDUSTRY_COUNT)]

    def contact_rate(self, industry, band, scale):
        """Return the mean contacts with a prospect of an industry and size band, before the tilt."""
        p, lever = self.model.p, self.levers
        if self.office and not INDUSTRIES[industry].office:
            return 0.0
        effort = self.effort_attraction / (self.weight * REFERENCE_EFFORT)
        focus = lever.chain_focus
        leads = industry in self.leading
        fit = 1.0 + p.chain_gain * focus if leads else p.fit_other * (1.0 - focus / 2.0)
        channels = (1.0 + self.channel_strength(industry, band)) ** (p.channel_gain / math.log(2.0))
        return scale * self.weight * self.reach * effort**p.effort_elasticity * channels * fit

    def channel_strength(self, industry, band):
        """Return the summed strength of channels that reach an industry and a size band."""
        name = INDUSTRIES[industry].name
        reaches = {
            "all": True,
            "leading": industry in self.leading,
            "finance": name in NEEDING_CAPITAL,
            "export": name in EXPORTING,
        }
        return sum(
            getattr(self.levers, channel.lever) * channel.weight
            for channel in CHANNELS
            if reaches[channel.industries] and band in channel.bands
        )

    def size_factor(self, contract):
        """Return how much a contract size is sought, 1 without tilt."""
        if self.size_tilt == 0.0:
            return 1.0
        return (contract / self.model.p.median_contract) ** -self.size_tilt / self.size_norm

    def rate_with(self, prospect):
        """Return the contact rate with a prospect."""
        return self.rates[prospect.industry][prospect.band] * self.size_factor(prospect.contract)

    def largest_rate(self, industry):
        """Return a bound on the contact rate with any prospect of an industry."""
        factor = max(self.size_factor(SMALLEST), self.size_factor(CAP))
        return max(self.rates[industry]) * factor

    # What firms see (rules 4 and 14)

    def expanding_industries(self):
        """Return the leading industries that the zone can host, or all such where none leads."""
        hosted = [k for k, industry in enumerate(INDUSTRIES) if industry.office or not self.office]
        return [k for k in hosted if k in self.leading] or hosted

    def match_rivals(self, mean_of_others):
        """Move the offer towards what rivals pay."""
        self.matched_subsidy += (self.model.p.rival_response * mean_of_others - self.matched_subsidy) / 6.0

    def offered_subsidy(self):
        """Return the subsidy over investment that a firm gets."""
        return self.levers.subsidy + self.matched_subsidy

    def set_values(self):
        """Set what firms of each industry see."""
        self.values = [self.utility(k) for k in range(INDUSTRY_COUNT)]

    def utility(self, industry):
        """Return what all firms of an industry see, before their own tastes and fund terms."""
        p = self.model.p
        roads = self.platform.roads / self.area if self.platform is not None else 0.0
        value = (
            self.attractiveness
            + p.taste_agglomeration * math.log((1.0 + self.firms_now[industry]) / (1.0 + self.firms_opening[industry]))
            + p.taste_roads * math.log1p(roads)
            - abs(p.taste_wait) * self.wait
            + p.taste_subsidy * 100.0 * self.offered_subsidy()
            + p.reputation_weight * self.reputation
        )
        if industry in self.leading:
            value += p.taste_fit
        if not INDUSTRIES[industry].office:
            value += p.taste_internet * self.levers.industrial_internet - p.taste_price * self.land_price / 10.0
        return value

    def fund_value(self, industry, firm):
        """Return the worth of the fund's offer to a firm, none where it needs no finance."""
        if not firm.needs_finance:
            return 0.0
        p = self.model.p
        offer = self.fund_offer
        if industry not in self.leading:
            offer *= 1.0 - self.levers.fund_mandate
        deterred = p.fund_deterrence if firm.quality > 1.0 and not firm.state_owned else 0.0
        return p.taste_fund * offer * (1.0 - deterred)

    # Land and floor (rules 8 and 10)

    def vacant_floor(self):
        """Return office floor that nobody holds."""
        return self.office_floor - self.office_taken - self.older_floor

    def sells_parcel(self, firm):
        """Give a firm new or idle land, the preferred kind first and the rest of the other; all or nothing."""
        p, lever = self.model.p, self.levers
        need = firm.land * (1.0 - p.upstairs_saving * lever.industry_upstairs)
        new_land = self.available - self.taken_new
        prefers_idle = self.prefers_idle(firm, new_land)
        standard = firm.standard_luck < lever.standard_land and not prefers_idle
        if standard and lever.standard_intensity > 0.0:
            capped = min(need, firm.investment * 1e4 / lever.standard_intensity)
            standard = new_land >= capped / 2.0
            need = capped if standard else need
        if need > new_land + self.idle_offered:
            return False
        idle = min(need, self.idle_offered) if prefers_idle else max(0.0, need - new_land)
        new = need - idle
        self.idle_offered -= idle
        self.taken_idle += idle
        self.taken_new += new
        firm.land = need
        firm.idle_parcel = idle > new
        firm.standard = standard and not firm.idle_parcel
        if firm.standard:
            self.landed_standard += 1
            self.standard_mu += new
        self.sell_land(new)
        return True

    def prefers_idle(self, firm, new_land):
        """Tell whether a firm prefers idle land, by a logit over parcels."""
        idle = math.exp(self.model.p.idle_taste) * self.idle_offered
        total = idle + new_land
        return total > 0.0 and firm.parcel_luck < idle / total

    def sell_land(self, mu):
        """Share the receipts of new land among zone, platform and municipality."""
        p = self.model.p
        receipts = mu * self.land_price * 1e-4
        self.land_receipts += p.land_share_zone * receipts
        rest = (1.0 - p.land_share_zone) * receipts
        company = p.land_share_platform * rest if self.platform is not None else 0.0
        self.land_receipts_platform += company
        self.model.municipality.land_receipts += rest - company

    def supply_land(self):
        """Supply approved land: what binding firms wait for, plus the campaign."""
        if self.land_suspended > 0:
            self.land_suspended -= 1
            return
        self.quota = self.quota_plan
        campaign = self.model.p.clearing_rate * self.levers.clear_approved_land * self.approved
        self.supplied = min(self.approved, self.blocked_land / 6.0 + campaign)

    def judge_towns(self):
        """Suspend new land for a year where towns cleared less than the threshold of last year's idle land."""
        if self.recycled_year < self.levers.town_threshold * self.recycle_base:
            self.land_suspended = 12
        self.recycle_base, self.recycled_year = self.idle, 0.0

    def age_land(self):
        """Flag ageing land as low-efficient and clear flags by upgrade or renewal."""
        p, lever = self.model.p, self.levers
        self.aged = p.ageing * max(0.0, self.occupied - self.low_efficiency)
        share = p.low_efficiency_share
        plain = p.ageing * (1.0 - share) / share * self.low_efficiency
        drive = max(lever.recycle_upgrade, lever.park_renewal)
        self.efficiency_cleared = min(self.low_efficiency, plain * (1.0 + p.campaign * drive))
        renewed = min(self.low_efficiency, plain * (1.0 + p.campaign * lever.park_renewal)) - plain
        self.floor_built = p.renewal_floor * max(0.0, renewed)
        self.low_efficiency += self.aged - self.efficiency_cleared

    def develop_offices(self):
        """Develop or withdraw office floor so that vacancy comes back to its target."""
        self.floor_developed = (self.vacancy_target - self.vacant_floor()) / 24.0

    def idle_hazards(self):
        """Return the share of idle land that each route moves in the month."""
        p, lever = self.model.p, self.levers
        scale = p.recycling_hazard * (1.0 + p.town_response * lever.town_incentive)
        if self.idle_reference > 0.0:
            scale *= math.sqrt(self.idle / self.idle_reference)
        hazards = [
            scale * getattr(p, f"route_{route}") * (1.0 + p.campaign * getattr(lever, f"recycle_{route}"))
            for route in ROUTES
        ]
        total = sum(hazards)
        return [hazard / total for hazard in hazards] if total > 1.0 else hazards

    def recycle_land(self):
        """Move idle land along its five routes."""
        p = self.model.p
        transfer, judicial, upgrade, platform, reserve = self.idle_hazards()
        waiting = max(0.0, self.idle - self.taken_idle - self.idle_offered)
        self.idle_offered += (transfer + judicial) * waiting
        self.recycled_upgrade = upgrade * waiting
        price = p.compensation * 1e-4
        if self.platform is not None and not self.platform.in_distress():
            self.recycled_platform = platform * waiting
            self.platform.compensation += self.recycled_platform * price
        self.recycled_reserve = min(reserve * waiting, max(0.0, self.cash) / price)
        self.recycling_cost = self.recycled_reserve * price
        by_routes = self.recycled_upgrade + self.recycled_platform + self.recycled_reserve
        self.recycled_year += by_routes + self.taken_idle + self.efficiency_cleared

    def run_older_firms(self):
        """Let firms older than the run pay tax at maturity and close at the steady rate."""
        p = self.model.p
        self.older_tax = tax_of_older(self.older_land, self.older_floor, p)
        self.tax_collected += self.older_tax
        number = sum(self.older_firms)
        for industry, firms in enumerate(self.older_firms):
            closing = firms * min(1.0, self.older_hazard * self.model.closures[industry])
            self.older_firms[industry] -= closing
            self.firms_now[industry] -= closing
            self.older_closed += closing
        self.older_share_closed = self.older_closed / number if number > 0.0 else self.older_hazard
        self.older_land_closed = self.older_land * self.older_share_closed
        self.older_land -= self.older_land_closed
        self.older_floor -= self.older_floor * self.older_share_closed
        self.land_closed += self.older_land_closed
        self.land_orderly += p.orderly_closure * self.older_land_closed

    def post_land(self, month):
        """Post the month's land flows, every flow once."""
        self.recycled_reserve += self.land_orderly
        slot = month % RESERVE_MONTHS
        self.reserve_released = self.reserve_queue[slot]
        self.reserve_queue[slot] = self.recycled_reserve
        self.approved += self.quota - self.supplied
        self.available += self.supplied + self.recycled_platform + self.reserve_released - self.taken_new
        self.pipeline += self.taken_new + self.taken_idle - self.land_started - self.land_failed
        self.occupied += self.land_started + self.recycled_upgrade - self.land_closed
        self.idle += (
            self.land_failed
            + self.land_closed
            - self.taken_idle
            - self.recycled_platform
            - self.recycled_upgrade
            - self.recycled_reserve
        )
        self.reserve += self.recycled_reserve - self.reserve_released
        self.older_land += self.recycled_upgrade
        self.area_in_use += self.quota
        self.office_floor += self.floor_built + self.floor_developed

    # Money (rules 13 and 15)

    def pay(self):
        """Set pay, running costs and channel costs of the month."""
        p, lever = self.model.p, self.levers
        bonus = 1.0 + p.bonus_cost * (lever.pay_counted + lever.pay_uncounted - 2.0) / 2.0
        self.payroll = self.staff * p.wage * bonus * 1e-4 / 12.0
        functions = p.function_cost * self.staff_before * self.social_time * 1e-4 / 12.0
        social = (1.0 - p.development_part) * lever.divest_social
        development = p.development_part * self.to_platform()
        self.operating_cost = functions * (1.0 - development - social)
        self.municipal_takeover = functions * social
        self.platform_fee = functions * development
        channels = sum(getattr(lever, channel.lever) * channel.yearly_cost for channel in CHANNELS)
        internet = p.internet_cost * lever.industrial_internet
        self.channel_cost = (channels + internet) / 12.0 + p.gate_cost * 1e-4 * self.diligence_done

    def settle(self):
        """Set receipts and payments of the month."""
        p = self.model.p
        self.pay()
        self.tax_local = p.local_tax_share * self.tax_collected
        self.subsidy_paid = self.offered_subsidy() * self.firm_spending
        self.buyback_paid = self.fund.buyback
        self.fund_paid_in = self.fund.call_fiscal
        self.fund_returned = self.fund.returned()
        self.grant = self.grant_before

    def cash_flow(self):
        """Return receipts less payments."""
        receipts = self.tax_local + self.tax_shared_in + self.land_receipts + self.grant + self.fund_returned
        payments = (
            self.payroll
            + self.operating_cost
            + self.channel_cost
            + self.subsidy_paid
            + self.recycling_cost
            + self.buyback_paid
            + self.fund_paid_in
            + self.platform_fee
            + self.tax_shared_out
        )
        return receipts - payments

    def show(self):
        """Show this month's wait and reputation to next month's firms and staff."""
        self.wait = self.expected_wait()
        if self.model.month < 0:
            return
        self.started_smoothed += (self.started - self.started_smoothed) / SMOOTHING_MONTHS
        self.signed_smoothed += (self.signed - self.signed_smoothed) / SMOOTHING_MONTHS
        self.signed_investment += (self.binding_investment - self.signed_investment) / SMOOTHING_MONTHS
        self.reputation = self.kept_promises() - self.reputation_opening

    def kept_promises(self):
        """Return smoothed starts over smoothed signatures."""
        return self.started_smoothed / self.signed_smoothed if self.signed_smoothed > 0.0 else 0.0

    # What is published (section 7.16)

    def report_signature(self, firm):
        """Count a signature as a newspaper would."""
        p = self.model.p
        chance = p.split_propensity * self.counting_pressure()
        split = self.model.luck.uniform(Purpose.SPLIT, firm.key) < chance
        for threshold, suffix in ((p.key_threshold, ""), (LARGE_PROJECT, "_100m")):
            if firm.contract >= threshold:
                count = 2.0 if split and firm.contract >= 2.0 * threshold else 1.0
                setattr(self, f"published_signed{suffix}", getattr(self, f"published_signed{suffix}") + count)
                amount = getattr(self, f"published_amount{suffix}") + firm.contract
                setattr(self, f"published_amount{suffix}", amount)

    def report_landing(self, firm):
        """Count a landing on existing land or in plant."""
        if firm.idle_parcel or firm.in_plant:
            self.landed_recycled += 1
            self.published_recycled += firm.contract >= self.model.p.key_threshold

    def report_start(self, firm):
        """Count a start."""
        self.started += 1
        self.months_to_start += self.model.month - firm.signed_at
        self.published_started_100m += firm.contract >= LARGE_PROJECT
        self.fast_started += firm.fast
        self.listed_started += firm.listed
        self.land_started += firm.land
        self.started_parcels += firm.land > 0.0
        self.floor_started += firm.floor if firm.office else 0.0
        self.investment_started += firm.investment * (1.0 - firm.platform_part)

    def publish(self, growth):
        """Publish the month's investment."""
        p = self.model.p
        self.incumbent_spending = self.incumbent_level * growth
        bias = math.exp(p.report_bias * (1.0 + p.report_pressure * self.counting_pressure()))
        self.published_fai = bias * (self.firm_spending + self.platform_building + self.incumbent_spending)


def tax_of_older(land, floor, p):
    """Return the tax of firms older than the run, all mature."""
    density = p.tax_density * land + p.office_tax_density * floor
    return density * math.exp(p.tax_spread**2 / 2.0 + p.quality_slope**2) * 1e-4 / 12.0
