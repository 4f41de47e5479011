"""The model: a month as a list of events (section 3)."""

import math
from contextlib import suppress

import mesa
import numpy as np

from agents.industries import INDUSTRY_COUNT
from agents.levers import LEVER_NAMES, RECYCLE_LEVERS
from agents.randomness import Purpose
from sim.parameters import key_of, quantile
from sim.specification import BURN_IN_MONTHS, calendar_of

from . import accounts, opening
from .birth import parameters
from .firm import Firm, draw_traits
from .fund import FIELDS as FUND_FIELDS
from .fund import Fund
from .luck import KeyedLuck, OrdinaryLuck
from .months import Outlook
from .municipality import FIELDS as MUNICIPAL_FIELDS
from .municipality import Municipality
from .platform import FIELDS as PLATFORM_FIELDS
from .platform import Platform
from .tables import ENDOWMENT, GATHERED_MONTHS, LARGEST_FOLLOWER, LIVE_STAGES, TAX_RAMP, Origin, Stage
from .zone import FIELDS as ZONE_FIELDS
from .zone import Zone

RECYCLING = tuple(LEVER_NAMES[lever] for lever in RECYCLE_LEVERS)

BEFORE_SIGNATURE = (
    (Stage.NEGOTIATING, Firm.negotiate),
    (Stage.DILIGENCE, Firm.pass_diligence),
    (Stage.PANEL, Firm.pass_panel),
)


class PlainModel(mesa.Model):
    """Zones, platforms, funds and firms of a scenario, month by month."""

    def __init__(self, scenario, values, seed, keyed=True, rng=None, solved=None):
        super().__init__(rng=seed if rng is None else rng)
        self.specification = scenario
        self.luck = KeyedLuck(seed) if keyed else OrdinaryLuck(seed, self.random, self.rng)
        self.p = parameters(values, scenario.world.prospects_per_month)
        vars(self.p).update(solved or {})
        self.month = -BURN_IN_MONTHS
        self.outlook = Outlook(scenario, self.p, self.luck)
        self.stages = {stage: [] for stage in LIVE_STAGES}
        self.all_firms = []
        self.promised = {}
        self.maturity = [-math.expm1(-age / TAX_RAMP) for age in range(BURN_IN_MONTHS + scenario.months)]
        self.municipality = Municipality()
        self.zones = [self._zone(specification) for specification in scenario.world.zones]
        self.funds = [Fund(self, zone) for zone in self.zones]
        for zone, its_fund in zip(self.zones, self.funds, strict=True):
            zone.fund = its_fund
        self.platforms = self._platforms()
        self.changes = self._dated_changes()
        self.sums = {zone: {} for zone in self.zones}
        self.arrivals_of = {zone: [0] * INDUSTRY_COUNT for zone in self.zones}
        self._solve_baseline()
        self.panels = {"zones": [], "platforms": [], "funds": [], "municipality": []}

    # Before the first month

    def _zone(self, specification):
        """Make a zone of what is known about it and its own draw of the rest."""
        endowment = {
            name: quantile(prior, self.luck.endowment(specification.id, name)) for name, prior in ENDOWMENT.items()
        }
        endowment.update(specification.known)
        city = key_of("city", specification.city)
        share = self.p.framework_share
        logit = math.log(share / (1.0 - share)) + self.p.framework_city_spread * self.luck.city_effect(city)
        made = Zone(self, specification, endowment, 1.0 / (1.0 + math.exp(-logit)), key_of(specification.id))
        made.nest = key_of("nest", specification.nest)
        return made

    def _platforms(self):
        by_id = {zone.specification.id: zone for zone in self.zones}
        made = []
        for zone in self.zones:
            if zone.specification.platform and zone.specification.platform_of is None:
                zone.platform = Platform(self, zone)
                made.append(zone.platform)
        for zone in self.zones:
            if zone.specification.platform_of is not None:
                zone.platform = by_id[zone.specification.platform_of].platform
                zone.platform.second_zone = zone
        return made

    def _dated_changes(self):
        """Return (zone, lever, value) by month; an uncertain date is drawn once per group."""
        by_id = {zone.specification.id: zone for zone in self.zones}
        dated = {}
        for change in self.specification.changes:
            month = change.month
            if change.latest is not None and change.latest > month:
                span = change.latest - month + 1
                month += int(self.luck.date(change.date_group) * span)
            dated.setdefault(month, []).append((by_id[change.zone], change.lever, change.value))
        return dated

    def _solve_baseline(self):
        """Solve c0 from mean contacts and V0 from the regional share."""
        p = self.p
        p.contact_scale = opening.solve_contact_scale(self.zones, p)
        for zone in self.zones:
            zone.set_values()
        p.outside_value = opening.solve_outside_value(
            opening.inclusive_values(self.zones, p, self.luck), p.regional_share
        )

    # Rosters

    def enlist(self, firm):
        """Put a firm on the roster of its stage."""
        self.stages[firm.stage].append(firm)

    def dismiss(self, firm):
        """Let a firm go for good."""
        firm.zone.exited += 1
        with suppress(KeyError):
            firm.remove()

    def visit(self, stage, act):
        """Let every firm that was in the stage before this month act, and keep those that stay, in order."""
        present = self.stages[stage]
        entering = self.stages[stage] = []
        staying = []
        for firm in present:
            if firm.entered == self.month:
                staying.append(firm)
                continue
            act(firm)
            if firm.stage == stage and firm.entered != self.month:
                staying.append(firm)
        self.stages[stage] = staying + entering

    def lapse_leads(self, stage):
        """Let leads of zones that re-compete this month lapse."""
        if any(zone.competed_since == self.month for zone in self.zones):
            for firm in self.stages[stage]:
                if firm.zone.competed_since == self.month and firm.lapses():
                    firm.leave(Stage.LEAD_LAPSED)
            self.stages[stage] = [firm for firm in self.stages[stage] if firm.stage == stage]

    def count_queues(self):
        """Count firms waiting for permits and under review in each zone."""
        for zone in self.zones:
            zone.permit_backlog = zone.diligence_backlog = 0
        for firm in self.stages[Stage.LANDED]:
            firm.zone.permit_backlog += 1
        for firm in self.stages[Stage.DILIGENCE]:
            firm.zone.diligence_backlog += 1

    # The month

    def run_model(self):
        """Run the burn-in and all months of the scenario."""
        while self.month < self.specification.months:
            self.step()

    def step(self):
        """Run a month."""
        self.luck.begin_month(self.month)
        self.clear_flows()
        if self.month == 0:
            opening.open_books(self)
        self.keep_balances()
        self.apply_policy()
        self.bring_arrivals()
        self.staff_zones()
        self.run_funds()
        self.make_offers()
        self.meet_and_choose()
        self.bring_followers()
        self.expand_locally()
        for stage, act in BEFORE_SIGNATURE:
            self.lapse_leads(stage)
            self.visit(stage, act)
        self.visit(Stage.FRAMEWORK, Firm.settle_framework)
        self.supply_zones()
        self.match_land()
        self.visit(Stage.LANDED, Firm.seek_permit)
        self.visit(Stage.STARTED, Firm.build)
        self.visit(Stage.COMPLETED, Firm.commission)
        self.produce()
        self.recycle_land()
        self.pass_money()
        for zone in self.zones:
            zone.post_land(self.month)
            zone.show()
            zone.publish(self.outside.growth)
        self.gather_flows()
        accounts.check(self)
        self.record()
        self.month += 1

    def clear_flows(self):
        """Clear the flows of last month."""
        for each in (*self.zones, *self.platforms, *self.funds, self.municipality):
            each.clear_flows()

    def keep_balances(self):
        """Keep the cash of all at the start of the month."""
        for each in (*self.zones, *self.platforms, *self.funds, self.municipality):
            each.cash_before = each.cash

    def apply_policy(self):
        """Give levers the values whose date has come."""
        for zone, lever, value in self.changes.get(self.month, ()):
            if lever == "posts_competed" and value > 0.0 and zone.levers.posts_competed == 0.0:
                zone.competed_since = self.month
            setattr(zone.levers, lever, value)
            if not any(getattr(zone.levers, route) > 0.0 for route in RECYCLING):
                zone.idle_reference = 0.0
            elif zone.idle_reference == 0.0:
                zone.idle_reference = max(zone.idle, 1.0)
            if lever == "enclave_partner":
                zone.enclave_partner = self.zones[int(value)] if value >= 0.0 else None

    def bring_arrivals(self):
        """Bring the prospects of the month."""
        self.outside = self.outlook.month(self.month)
        self.pace = self.outside.spending
        thinning, self.closures = self.outlook.industries(self.month)
        self.prospects = self.luck.prospects(self.p.prospects * self.outside.arrivals, thinning, self.p)

    def staff_zones(self):
        """Turn staff into effort and effort into approvals."""
        for zone in self.zones:
            zone.staff_up()
        self.count_queues()

    def run_funds(self):
        """Run the funds, so that an offer is money in hand."""
        for its_fund in self.funds:
            its_fund.run()
            its_fund.zone.fund_offer = its_fund.offer()

    def make_offers(self):
        """Let rivals react, then set contact rates and utilities."""
        total = sum(zone.levers.subsidy for zone in self.zones)
        others = len(self.zones) - 1
        for zone in self.zones:
            zone.match_rivals((total - zone.levers.subsidy) / others if others else 0.0)
            zone.set_rates(self.p.contact_scale)
            zone.set_values()

    def meet_and_choose(self):
        """Let zones meet prospects, and prospects choose among the zones they met and elsewhere."""
        met = {}
        ranks = [[] for _ in range(INDUSTRY_COUNT)]
        for rank, prospect in enumerate(self.prospects):
            ranks[prospect.industry].append(rank)
        for zone in self.zones:
            for rank in self.luck.contacts(zone, self.prospects, ranks):
                zone.contacts += 1
                choices = met.setdefault(rank, [])
                if not choices or choices[-1] is not zone:
                    choices.append(zone)
        for rank in sorted(met):
            self.choose(self.prospects[rank], met[rank])

    def choose(self, prospect, zones):
        """Let a prospect choose; who chooses a zone joins it."""
        luck, p = self.luck, self.p
        key, industry = prospect.key, prospect.industry
        traits = draw_traits(luck, p, key) if any(zone.fund_offer > 0.0 for zone in zones) else None
        nests = {}
        ranked = []
        for zone in zones:
            if zone.nest not in nests:
                nests[zone.nest] = luck.nest_taste(key, zone.nest, p.dissimilarity)
            value = zone.values[industry] + p.dissimilarity * (luck.zone_taste(key, zone.key) + nests[zone.nest])
            if traits is not None:
                value += zone.fund_value(industry, traits)
            ranked.append((value, zone))
        outside = p.outside_value + luck.outside_taste(key)
        ranked = sorted((pair for pair in ranked if pair[0] > outside), key=lambda pair: -pair[0])
        if not ranked:
            return
        second = ranked[1][1] if len(ranked) > 1 else None
        chosen = ranked[0][1]
        chosen.arrived += 1
        if -GATHERED_MONTHS <= self.month < 0:
            self.arrivals_of[chosen][industry] += 1
        self.join(key, chosen, industry, prospect.contract, Origin.PROSPECT, second, traits)

    def join(self, key, zone, industry, contract, origin, second=None, traits=None):
        """Give a firm that joins a zone its agent."""
        firm = Firm(self, key, zone, industry, contract, origin, second, traits or draw_traits(self.luck, self.p, key))
        zone.joined += 1
        self.all_firms.append(firm)

    def promise_followers(self, anchor):
        """Promise followers of an anchor that starts, each 12 to 36 months on."""
        number = self.luck.poisson(Purpose.FOLLOWERS, anchor.key, self.p.anchor_followers)
        for rank in range(number):
            key, luck = self.luck.follower(anchor.key, rank)
            month = self.month + 12 + int(24.0 * luck)
            self.promised.setdefault(month, []).append((anchor, key))

    def bring_followers(self):
        """Bring the followers promised for the month to their anchor's zone, or elsewhere."""
        for anchor, key in reversed(self.promised.pop(self.month, [])):
            if self.luck.uniform(Purpose.FOLLOWER_STAYS, key) >= self.p.follower_stays:
                continue
            anchor.zone.followed += 1
            contract = min(self.luck.contract(key, self.p), LARGEST_FOLLOWER)
            self.join(key, anchor.zone, anchor.industry, contract, Origin.FOLLOWER)

    def expand_locally(self):
        """Let firms of a zone expand."""
        for zone in self.zones:
            if self.month < 0:
                mean = self.p.expansion_share * zone.arrived
            else:
                before = sum(zone.firms_opening)
                growth = sum(zone.firms_now) / before if before > 0.0 else 0.0
                mean = self.p.expansion_share * zone.usual_arrivals * growth
            for key in self.luck.expansions(zone.key, mean):
                zone.expansions += 1
                industries = zone.expanding_industries()
                industry = industries[int(self.luck.uniform(Purpose.EXPANSION_INDUSTRY, key) * len(industries))]
                contract = min(self.luck.contract(key, self.p), LARGEST_FOLLOWER)
                self.join(key, zone, industry, contract, Origin.EXPANSION)

    def supply_zones(self):
        """Supply approved land and office floor, judge towns each January, let land age."""
        if self.month < 0:
            return
        for zone in self.zones:
            if self.month > 0 and calendar_of(self.month)[1] == 1:
                zone.judge_towns()
            zone.supply_land()
            zone.age_land()
            zone.develop_offices()

    def match_land(self):
        """Let binding firms take land or floor in the order in which they signed."""
        for zone in self.zones:
            zone.blocked_land = 0.0
        self.visit(Stage.SIGNED, Firm.seek_place)

    def produce(self):
        """Let producing firms and those older than the run pay tax and close."""
        self.stages[Stage.PRODUCING] = [firm for firm in self.stages[Stage.PRODUCING] if firm.produce()]
        for zone in self.zones:
            zone.run_older_firms()
            if zone.platform is not None:
                zone.platform.plant_older *= 1.0 - zone.older_share_closed

    def recycle_land(self):
        """Recycle idle land along its routes."""
        if self.month < 0:
            return
        for zone in self.zones:
            zone.recycle_land()

    def pass_money(self):
        """Settle committees, platforms and the municipality, and post all money."""
        if self.month >= 0:
            for zone in self.zones:
                zone.settle()
            for each in self.platforms:
                each.run()
                each.zone.platform_building = each.building
            self.municipality.settle(self.zones, self.platforms)
            for each in self.platforms:
                each.post()
                each.judge_distress()
        for each in (*self.zones, self.municipality):
            each.cash += each.cash_flow()
        for its_fund in self.funds:
            its_fund.post()

    def gather_flows(self):
        """Add the month's flows to the sums on which the opening rests."""
        if self.month >= 0:
            return
        for zone in self.zones:
            if self.month >= -GATHERED_MONTHS:
                opening.gather(zone, self.sums[zone])
            zone.firms_opening = list(zone.firms_now)

    def record(self):
        """Keep the month's zones, platforms, funds and municipality."""
        if self.month < 0:
            return
        self.panels["zones"].append([fields_of(each, ZONE_FIELDS) for each in self.zones])
        self.panels["platforms"].append([fields_of(each, PLATFORM_FIELDS) for each in self.platforms])
        self.panels["funds"].append([fields_of(each, FUND_FIELDS) for each in self.funds])
        self.panels["municipality"].append(fields_of(self.municipality, MUNICIPAL_FIELDS))

    def series(self, panel, name):
        """Return a recorded field by month (and row)."""
        rows = self.panels[panel]
        if panel == "municipality":
            return np.array([row[name] for row in rows])
        return np.array([[each[name] for each in row] for row in rows])


def fields_of(each, names):
    """Return the named fields of an agent as numbers."""
    return {name: float(getattr(each, name)) for name in names}
