"""The rules of the model in plain NumPy: one array per field, one step of the month at a time, no agents, no compiler.

Firms of a stage are an index array in the order of entry; zone sums are bincounts; what zones or funds hand out in the
order of signing goes by rounds, in each of which one firm of every zone has its turn. Draws come from one
`np.random.Generator`. What belongs to the region rather than to the months (parameters, endowments, calendar, dated
levers) is read as the engine reads it, so that both speak of the same region.
"""

import math
from types import SimpleNamespace

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from agents.firms.record import ANCHOR_CONTRACT, LIVE_STAGES, Stage
from agents.firms.stages import TAX_RAMP
from agents.funds import CALL_MONTHS, FUND, LIFE_MONTHS
from agents.industries import CUMULATIVE_SHARE, INDUSTRY_COUNT, INDUSTRY_NAMES, OFFICE
from agents.levers import FIRST_RECYCLE, LAST_RECYCLE, LEVER_NAMES, NEUTRAL, POSTS_COMPETED
from agents.platforms import LONGEST_DEBT_MONTHS, PLATFORM
from agents.zones.attraction import (
    CHANNEL_COST,
    CHANNEL_REACH,
    CHANNEL_SIZES,
    CHANNEL_WEIGHT,
    FIRST_CHANNEL,
    LEADING_ONLY,
)
from agents.zones.endowment import OPENING
from agents.zones.land import DEVELOPMENT_MONTHS, RESERVE_MONTHS
from agents.zones.record import FIRST_FLOW, ZONE
from agents.zones.staff import NEVER, REFERENCE_EFFORT
from sim.build import build_changes, endow_zone, framework_share
from sim.macro import macro_paths
from sim.opening import AMPLE, BASELINE_SAMPLE, TREASURY_MONTHS
from sim.parameters import parameter_record
from sim.specification import BURN_IN_MONTHS, GATHER_MONTHS
from sim.state import MUNICIPALITY

WAN = 1e-4
PLANT_COST = 2000e-8
SMALLEST, BODY_END, LARGEST = 0.02, 2.0, 300.0
BAND_LOW, BAND_HIGH = np.array([SMALLEST, 1.0, 10.0]), np.array([1.0, 10.0, LARGEST])
CELLS = INDUSTRY_COUNT * BAND_LOW.size
LARGEST_FOLLOWER = 0.999 * ANCHOR_CONTRACT
LONGEST_WAIT = 120.0
SMOOTHING_MONTHS = 24.0
GRID_POINTS = 64
INTEGERS = ("zone", "second_zone", "finder", "industry", "signed_at", "producing_at", "turns_at")
FLAGS = ("office", "in_plant", "idle_parcel", "standard", "fast", "listed", "needs_finance", "rejections")
FLOATS = (
    "contract", "investment", "own_investment", "land", "floor", "quality", "tax_density", "stage_left",
    "drop_rate", "drop_left", "permit_scale", "build_months", "spent", "fund_equity", "tax_mature",
    "close_hazard", "tax", "skipped", "gate_noise", "lapse_luck", "plant_taste", "parcel_luck", "standard_luck",
)  # fmt: skip
GATHERED = ("arrived", "signed", "binding_investment", "started", "investment_started", "started_parcels",
            "failed_parcels", "land_started", "land_failed", "floor_started")  # fmt: skip
TOLERANCE = 1e-9


class Columns:
    """Named columns of one block of numbers: `columns.name` is an array over rows, and assigning fills it."""

    def __init__(self, names, rows):
        block = np.zeros((len(names), rows))
        vars(self).update(zip(names, block, strict=True), block=block)

    def __setattr__(self, name, values):
        column = vars(self)[name]
        if values is not column:
            column[:] = values


class FirmTable:
    """One array per field of a firm; rows are given out in the order of joining."""

    KINDS = dict.fromkeys(INTEGERS, np.int64) | dict.fromkeys(FLAGS, np.int8) | dict.fromkeys(FLOATS, np.float64)

    def __init__(self, rows):
        self.size, self.room = 0, rows
        for name, kind in self.KINDS.items():
            setattr(self, name, np.zeros(rows, kind))

    def add(self, number):
        """Return so many new rows, making room where it runs short."""
        first, self.size = self.size, self.size + number
        if self.size > self.room:
            self.room = int(1.5 * self.size)
            for name, kind in self.KINDS.items():
                longer = np.zeros(self.room, kind)
                longer[:first] = getattr(self, name)[:first]
                setattr(self, name, longer)
        return np.arange(first, self.size)


def in_rounds(groups):
    """Yield index arrays: the first of every group, then the second of every group that has one, and so on."""
    if groups.size == 0:
        return
    order = np.argsort(groups, kind="stable")
    ordered = groups[order]
    rank = np.arange(groups.size) - np.searchsorted(ordered, ordered)
    by_rank = order[np.argsort(rank, kind="stable")]
    yield from np.split(by_rank, np.cumsum(np.bincount(rank))[:-1])


def ratio(numerator, denominator, otherwise=0.0):
    """Return a ratio, and ``otherwise`` where the denominator is not positive."""
    positive = denominator > 0.0
    return np.where(positive, numerator / np.where(positive, denominator, 1.0), otherwise)


def effort_under_pay(own, other, substitution):
    """Return the effort on a task paid ``own`` when the other is paid ``other``."""
    inner = (own - substitution * other) / (1.0 - substitution * substitution)
    return np.where(own < substitution * other, 0.0, np.where(other < substitution * own, own, inner))


def cutoff_of(rejection):
    """Return the score below which a share of projects lies."""
    return np.where(rejection > 0.0, ndtri(np.where(rejection > 0.0, rejection, 0.5)), -10.0)


def steady_hazard(p):
    """Return the closure hazard of a steady stock of firms."""
    return p.closure_hazard * math.exp(-0.5 * p.quality_slope**2)


class NumpyModel:
    """A scenario, its arrays and its months."""

    def __init__(self, scenario, values, seed):
        record = parameter_record({**values, **scenario.parameters}, scenario.world.prospects_per_month)[0]
        self.p = SimpleNamespace(**{name: float(record[name]) for name in record.dtype.names})
        self.rng = np.random.default_rng(seed)
        self.specification = scenario
        self.month = -BURN_IN_MONTHS
        self.zone_count = len(scenario.world.zones)
        calendar, sectors = macro_paths(scenario.macro, scenario.months, scenario.shocks, record, seed, scenario.growth)
        self.calendar = {name: calendar[name].tolist() for name in ("arrivals", "spending", "growth")}
        self.sector_arrivals, self.sector_closures = np.array(sectors.arrivals), np.array(sectors.closures)
        self._make_zones(scenario.world, seed)
        self._make_platforms(scenario.world)
        self._note_industries(scenario.world)
        self.funds = Columns(FUND.names, self.zone_count)
        self.municipality = Columns(MUNICIPALITY.names, 1)
        self.changes = {}
        for change in build_changes(scenario, seed):
            self.changes.setdefault(int(change.month), []).append(change)
        share = self.p.regional_share * -math.expm1(-self.p.coverage)
        months = BURN_IN_MONTHS + scenario.months
        self.firms = FirmTable(int(1.2 * share * self.p.prospects * months) + 1000)
        self.roster = [np.zeros(0, np.int64) for _ in range(LIVE_STAGES)]
        self.entering = [[] for _ in range(LIVE_STAGES)]
        self.promised = {}
        self.gathered = {name: np.zeros(self.zone_count) for name in GATHERED}
        self.arrivals_by_industry = np.zeros((self.zone_count, INDUSTRY_COUNT))
        self._prepare_panels(scenario.months)
        self._prepare_sizes()
        self._solve_baseline()

    # Before the first month

    def _make_zones(self, world, seed):
        """Give zones what is known about them and their own draw of the rest."""
        p = self.p
        z = self.zones = Columns(ZONE.names, self.zone_count)
        if any(set(zone.known) & set(OPENING.names) for zone in world.zones):
            raise NotImplementedError("this model opens zones steady; it does not read what their books say")
        endowments = [endow_zone(seed, zone.id, zone.known) for zone in world.zones]
        endowed = {name: np.array([each[name] for each in endowments]) for name in endowments[0]}
        z.weight = [zone.weight for zone in world.zones]
        z.office = [zone.office for zone in world.zones]
        z.reach = endowed["reach"]
        z.attractiveness = endowed["attractiveness"] * p.zone_spread * p.dissimilarity
        z.staff_before = endowed["staff_before"] * z.weight
        z.area = endowed["area"] * z.weight
        z.land_price = p.land_price * endowed["price_level"]
        z.size_norm = 1.0
        z.social_time = p.social_time
        shares = {zone.city: framework_share(zone.city, p, seed) for zone in world.zones}
        z.framework_share = [shares[zone.city] for zone in world.zones]
        z.competed_since = NEVER
        z.available = z.area_in_use = z.office_floor = AMPLE
        self.platform_luck = endowed["platform_size"] * z.weight
        self.levers = Columns(LEVER_NAMES, self.zone_count)
        self.levers.block[:] = NEUTRAL[:, None]
        nests = sorted({zone.nest for zone in world.zones})
        self.nest_count = len(nests)
        self.nest = np.array([nests.index(zone.nest) for zone in world.zones])
        self.reserve_queue = np.zeros((RESERVE_MONTHS, self.zone_count))
        self.pressure = np.zeros(self.zone_count)

    def _make_platforms(self, world):
        """Open the balance sheets of platform companies: roads, plant, debt, cash, and equity as the rest."""
        p, row_of = self.p, {zone.id: row for row, zone in enumerate(world.zones)}
        owners = [zone.id for zone in world.zones if zone.platform and zone.platform_of is None]
        platform_row = {owner: row for row, owner in enumerate(owners)}
        self.platform_of = np.array([platform_row.get(zone.platform_of or zone.id, -1) for zone in world.zones])
        self.has_platform = self.platform_of >= 0
        c = self.platforms = Columns(PLATFORM.names, len(owners))
        self.owner = np.array([row_of[owner] for owner in owners], np.int64)
        c.zone, c.second_zone = self.owner, -1
        for row, zone in enumerate(world.zones):
            if zone.platform_of is not None:
                c.second_zone[platform_row[zone.platform_of]] = row
        c.size_luck = self.platform_luck[self.owner]
        c.distressed_since = NEVER
        assets = p.platform_assets * c.size_luck
        debt = p.opening_leverage * assets
        c.plant_value = assets * p.plant_building_share
        c.roads = assets - c.plant_value
        c.plant = c.plant_value / PLANT_COST
        c.plant_older = p.opening_occupancy * c.plant
        c.debt_short, c.debt_long = 0.15 * debt, 0.85 * debt
        c.cash = 0.02 * assets
        c.equity = assets + c.cash - debt
        c.upkeep = p.depreciation_rate / 12.0 * assets
        queue_of = np.arange(self.zone_count)
        queue_of[self.has_platform] = self.owner[self.platform_of[self.has_platform]]
        self.queue_of = queue_of

    def _note_industries(self, world):
        """Note which industries lead, which a zone can host, and among which it expands."""
        self.leads = np.array([[name in zone.leading for name in INDUSTRY_NAMES] for zone in world.zones])
        self.hosts = OFFICE[None, :] | (self.zones.office[:, None] == 0.0)
        expanding = self.leads & self.hosts
        expanding = np.where(expanding.any(axis=1)[:, None], expanding, self.hosts)
        self.expanding_count = expanding.sum(axis=1)
        self.expanding = np.argsort(~expanding, axis=1, kind="stable")
        shape = (self.zone_count, INDUSTRY_COUNT)
        self.firms_now, self.firms_opening, self.older_firms = np.zeros(shape), np.zeros(shape), np.zeros(shape)

    def _prepare_panels(self, months):
        self.names = {"zones": ZONE.names, "platforms": PLATFORM.names, "funds": FUND.names,
                      "municipality": MUNICIPALITY.names}  # fmt: skip
        self.tables = {
            "zones": self.zones,
            "platforms": self.platforms,
            "funds": self.funds,
            "municipality": self.municipality,
        }
        self.panels = {panel: np.zeros((months, *table.block.shape)) for panel, table in self.tables.items()}

    def _prepare_sizes(self):
        """Note the bounds of the body of contracts, and contracts at equally spaced quantiles."""
        p = self.p
        self.body_low = ndtr((math.log(SMALLEST) - p.body_location) / p.body_spread)
        self.body_high = ndtr((math.log(BODY_END) - p.body_location) / p.body_spread)
        self.size_grid = self.contract_at((np.arange(GRID_POINTS) + 0.5) / GRID_POINTS) / p.median_contract

    def _solve_baseline(self):
        """Solve c0 from mean contacts and V0 from the regional share, at baseline."""
        p, z = self.p, self.zones
        self.reach_by_levers()
        self.count_staff()
        self.spread_effort()
        self.plan_approvals()
        z.wait = self.expected_wait()
        self.spread_effort()
        p.contact_scale = 1.0
        self.set_rates()
        shares = np.diff(CUMULATIVE_SHARE, prepend=0.0)
        p.contact_scale = p.coverage / (self.rates[:, :, 1] * shares).sum()
        self.set_values()
        values = self.sampled_inclusive_values()
        if values.size == 0:
            p.outside_value = 0.0
            return
        p.outside_value = brentq(
            lambda outside: (1.0 / (1.0 + np.exp(np.minimum(outside - values, 700.0)))).mean() - p.regional_share,
            -200.0, 200.0, xtol=1e-12,
        )  # fmt: skip

    def sampled_inclusive_values(self):
        """Return the log of the summed worth of nests of sampled choice sets that are not empty."""
        p = self.p
        industry = np.searchsorted(CUMULATIVE_SHARE, (np.arange(BASELINE_SAMPLE) + 0.5) / BASELINE_SAMPLE)
        rate = p.contact_scale * self.rates[:, industry, 1].T
        worth = np.exp(self.values[:, industry].T / p.dissimilarity)
        worth *= self.rng.random(rate.shape) < -np.expm1(-rate)
        total = np.zeros(BASELINE_SAMPLE)
        for nest in range(self.nest_count):
            total += worth[:, self.nest == nest].sum(axis=1) ** p.dissimilarity
        return np.log(total[total > 0.0])

    # Sums over zones, and over platforms

    def count(self, zone):
        """Return how many entries each zone has."""
        return np.bincount(zone, minlength=self.zone_count)

    def total(self, zone, amounts):
        """Return the sum of amounts by zone."""
        return np.bincount(zone, amounts, minlength=self.zone_count)

    def count_pairs(self, zone, industry):
        """Return how many entries each zone and industry has."""
        pairs = np.bincount(zone * INDUSTRY_COUNT + industry, minlength=self.zone_count * INDUSTRY_COUNT)
        return pairs.reshape(self.zone_count, INDUSTRY_COUNT)

    def of_platform(self, column):
        """Return a column of platforms by zone, 0 where a zone has none."""
        found = np.zeros(self.zone_count)
        found[self.has_platform] = column[self.platform_of[self.has_platform]]
        return found

    def by_platform(self, column):
        """Return the sum over the zones that each platform serves."""
        served = self.has_platform
        return np.bincount(self.platform_of[served], column[served], minlength=self.owner.size)

    # Draws

    def contract_at(self, rank):
        """Return the contract at a quantile: a log-normal body to 2亿, a Pareto tail to 300亿."""
        p = self.p
        inner = self.body_low + np.minimum(rank / p.body_weight, 1.0) * (self.body_high - self.body_low)
        contract = np.exp(p.body_location + p.body_spread * ndtri(inner))
        tail = rank >= p.body_weight
        rest = (rank[tail] - p.body_weight) / (1.0 - p.body_weight)
        kept = 1.0 - rest * (1.0 - (BODY_END / LARGEST) ** p.tail_index)
        contract[tail] = BODY_END * kept ** (-1.0 / p.tail_index)
        return contract

    def draw_contracts(self, number):
        """Draw so many contract investments."""
        return self.contract_at(self.rng.random(number))

    def draw_gumbels(self, number):
        """Draw so many standard Gumbels."""
        return -np.log(self.rng.standard_exponential(number))

    def draw_log_stable(self, shape):
        """Draw ln S of positive stable variables by Kanter's formula."""
        index = self.p.dissimilarity
        if index >= 1.0:
            return np.zeros(shape)
        angle = math.pi * (1.0 - self.rng.random(shape))
        waiting = self.rng.standard_exponential(shape)
        return (
            np.log(np.sin(index * angle))
            - np.log(np.sin(angle)) / index
            + (1.0 - index) / index * np.log(np.sin((1.0 - index) * angle) / waiting)
        )

    # The month

    def run_model(self):
        """Run the burn-in and all months."""
        while self.month < self.specification.months:
            self.step()

    def step(self):
        """Run a month."""
        self.clear_flows()
        if self.month == 0:
            self.open_books()
        self.keep_balances()
        self.apply_policy()
        self.bring_arrivals()
        self.staff_zones()
        self.run_funds()
        self.make_offers()
        self.meet_prospects()
        self.choose_zones()
        self.bring_followers()
        self.expand_locally()
        self.negotiate()
        self.run_gate()
        self.settle_frameworks()
        self.supply_zones()
        self.match_land()
        self.grant_permits()
        self.build()
        self.commission()
        self.produce()
        self.run_older_firms()
        self.recycle_land()
        self.pass_money()
        self.post_land()
        self.show_waits()
        self.publish()
        self.gather_flows()
        self.merge_rosters()
        self.check_accounts()
        self.record_month()
        self.month += 1

    def clear_flows(self):
        """Clear the flows of last month."""
        self.zones.block[FIRST_FLOW:] = 0.0
        self.municipality.land_receipts = 0.0

    def keep_balances(self):
        """Keep the cash of all at the start of the month."""
        for table in self.tables.values():
            table.cash_before = table.cash

    def apply_policy(self):
        """Give levers the values whose date has come."""
        if self.month not in self.changes:
            return
        z, levers = self.zones, self.levers.block
        for change in self.changes[self.month]:
            zone, lever = int(change.zone), int(change.lever)
            if lever == POSTS_COMPETED and change.value > 0.0 and levers[lever, zone] <= 0.0:
                z.competed_since[zone] = self.month
            levers[lever, zone] = change.value
            if FIRST_RECYCLE <= lever <= LAST_RECYCLE:
                if levers[FIRST_RECYCLE : LAST_RECYCLE + 1, zone].max() <= 0.0:
                    z.idle_reference[zone] = 0.0
                elif z.idle_reference[zone] <= 0.0:
                    z.idle_reference[zone] = max(z.idle[zone], 1.0)
        self.reach_by_levers()

    def bring_arrivals(self):
        """Bring the prospects of the month, thinned where a shock hits their industry."""
        at = self.month + BURN_IN_MONTHS
        self.pace, self.growth = self.calendar["spending"][at], self.calendar["growth"][at]
        self.closures = self.sector_closures[at]
        number = self.rng.poisson(self.p.prospects * self.calendar["arrivals"][at])
        industry = np.searchsorted(CUMULATIVE_SHARE[:-1], self.rng.random(number), side="right")
        thinning = self.sector_arrivals[at]
        if thinning.min() < 1.0:
            industry = industry[self.rng.random(number) < thinning[industry]]
        self.industry = industry
        self.contract = self.draw_contracts(industry.size)

    # Staff, effort, approvals (rules 1, 2 and 8)

    def staff_zones(self):
        """Turn staff into effort and effort into approvals, at last month's waits and this month's queues."""
        z, zone = self.zones, self.firms.zone
        z.permit_backlog = self.count(zone[self.roster[Stage.LANDED]])
        z.diligence_backlog = self.count(zone[self.roster[Stage.DILIGENCE]])
        self.count_staff()
        self.spread_effort()
        self.plan_approvals()

    def count_staff(self):
        """Turn head-count, selection, divestment and the dip into effective staff."""
        p, z, lever = self.p, self.zones, self.levers
        pool = np.maximum(0.0, z.staff_before - lever.posts_transferred)
        kept = np.maximum(0.0, pool - lever.posts_lost)
        z.staff = kept + lever.posts_hired
        share = np.where(kept > 0.0, ratio(kept, pool), 1.0)
        cut = share < 1.0 - 1e-12
        gain = np.ones(self.zone_count)
        gain[cut] = ndtr(p.selection_accuracy - ndtri(1.0 - share[cut])) / share[cut]
        able = kept * (1.0 + lever.posts_competed * (gain - 1.0)) + lever.posts_hired
        z.selection = ratio(able, z.staff, 1.0)
        divested = p.development_part * self.to_platform() + (1.0 - p.development_part) * lever.divest_social
        economic = (1.0 - z.social_time * (1.0 - divested)) * (1.0 - p.fusion_load * lever.zone_town_fusion)
        since = np.where(z.competed_since == NEVER, np.inf, self.month - z.competed_since)
        dip = lever.posts_competed * p.competition_dip * np.exp(-since / 4.0)
        z.effective_staff = z.staff * economic * z.selection * (1.0 - dip)

    def to_platform(self):
        """Return the share of development and operation that a platform company has taken over."""
        return self.levers.divest_development * self.has_platform

    def spread_effort(self):
        """Spread effective staff over four kinds of effort, given pay and last month's wait."""
        p, z, lever = self.p, self.zones, self.levers
        counted = effort_under_pay(lever.pay_counted, lever.pay_uncounted, p.effort_substitution)
        uncounted = effort_under_pay(lever.pay_uncounted, lever.pay_counted, p.effort_substitution)
        first = p.weight_attraction
        second = (1.0 - first) * p.weight_landing
        third = (1.0 - first - second) * p.weight_diligence
        z.effort_counted, z.effort_uncounted = counted, uncounted
        z.effort_uncounted_before = 1.0 / (1.0 + p.effort_substitution)
        self.pressure = np.where(counted + uncounted > 0.0, ratio(2.0 * counted, counted + uncounted) - 1.0, 0.0)
        z.size_tilt = p.count_tilt * self.pressure
        pull = np.exp(p.pay_response * (lever.pay_counted - 1.0) * np.exp(-z.wait / p.pay_patience))
        level = z.effective_staff * ratio(pull, first * counted + (1.0 - first) * uncounted)
        z.effort_attraction = level * first * counted
        z.effort_landing = level * second * uncounted
        z.effort_diligence = level * third * uncounted
        z.effort_aftercare = level * (1.0 - first - second - third) * uncounted

    def plan_approvals(self):
        """Set the land process, permit time and permit capacity."""
        p, z, lever = self.p, self.zones, self.levers
        delay = p.coordination * lever.divest_social * (1.0 - p.whistle_strength * lever.whistle)
        fused = 1.0 - p.fusion_clearing * lever.zone_town_fusion
        z.land_process_months = p.land_part * p.start_months * (1.0 + delay) * fused
        parallel = 1.0 - (1.0 - p.parallel_factor) * lever.parallel_approval
        delegated = 1.0 - p.delegation_gain * lever.delegated_powers
        z.permit_months = (1.0 - p.land_part) * p.start_months * parallel * delegated
        z.permit_capacity = z.effort_landing / p.staff_months

    def expected_wait(self):
        """Return the wait that zones can show."""
        z = self.zones
        queue = ratio(z.permit_backlog, z.permit_capacity, np.inf)
        return np.minimum(LONGEST_WAIT, z.land_process_months + np.maximum(z.permit_months, queue))

    # Funds (rule 12)

    def run_funds(self):
        """Commit, call, sell and lose, and plan the deals of the month."""
        fund, z = self.funds, self.zones
        if not self.levers.fund_size.any() and not fund.committed_fiscal.any():
            return
        fund.deal_local = 0.0
        self.commit_funds()
        self.call_capital()
        called = fund.called_fiscal + fund.called_state + fund.called_social
        self.run_down_funds(called)
        self.plan_deals(called)
        offer = ratio(fund.local_budget, fund.local_budget + z.signed_investment)
        z.fund_offer = np.where(z.signed_investment > 0.0, np.minimum(self.p.fund_ticket, offer), 0.0)

    def commit_funds(self):
        """Set target and commitments; they never fall."""
        p, fund, lever = self.p, self.funds, self.levers
        raised = p.raising_success * (lever.fund_leverage - 1.0) * lever.fund_size
        fund.target = np.maximum(fund.target, lever.fund_leverage * lever.fund_size)
        fund.committed_fiscal = np.maximum(fund.committed_fiscal, lever.fund_size)
        fund.committed_state = np.maximum(fund.committed_state, p.state_lp_share * raised)
        fund.committed_social = np.maximum(fund.committed_social, (1.0 - p.state_lp_share) * raised)

    def call_capital(self):
        """Call a forty-eighth of commitments a month, pro rata or fiscal money first."""
        fund = self.funds
        owed_fiscal = fund.committed_fiscal - fund.called_fiscal
        owed_state = fund.committed_state - fund.called_state
        owed_social = fund.committed_social - fund.called_social
        committed = fund.committed_fiscal + fund.committed_state + fund.committed_social
        amount = np.maximum(0.0, np.minimum(committed / CALL_MONTHS, owed_fiscal + owed_state + owed_social))
        first = self.levers.fund_fiscal_first > 0.5
        pro_rata = ratio(amount * owed_fiscal, owed_fiscal + owed_state + owed_social)
        fund.call_fiscal = np.where(first, np.minimum(amount, owed_fiscal), pro_rata)
        rest = ratio(amount - fund.call_fiscal, owed_state + owed_social)
        fund.call_state = np.minimum(owed_state, rest * owed_state)
        fund.call_social = np.minimum(owed_social, rest * owed_social)

    def run_down_funds(self, called):
        """Write off, sell, pay fees and distribute."""
        p, fund = self.p, self.funds
        holdings = fund.holdings_local + fund.holdings_outside
        fund.loss = (1.0 - (1.0 - p.write_off_share) ** (1.0 / 60.0)) * holdings
        fund.exit_cost = holdings / LIFE_MONTHS
        fund.exit_value = fund.exit_cost * p.exit_multiple
        fund.buyback = ratio(fund.loss * fund.guaranteed, holdings)
        fund.guaranteed *= 1.0 - np.minimum(1.0, ratio(fund.loss + fund.exit_cost, holdings))
        yearly = p.management_fee * called + p.sub_fund_fee * (self.levers.fund_sub_funds - 1.0)
        fund.fee = np.where(called > 0.0, np.minimum(np.maximum(0.0, fund.cash), yearly / 12.0), 0.0)
        fund.distribution = fund.exit_value + fund.buyback

    def plan_deals(self, called):
        """Split cash into what is kept for local deals and what goes elsewhere."""
        fund = self.funds
        demanded = ratio(self.levers.reinvestment_ratio * fund.called_fiscal, called)
        local = np.minimum(1.0, np.maximum(self.p.local_share, demanded))
        cash = np.where(called > 0.0, np.maximum(0.0, fund.cash - fund.fee), 0.0)
        fund.local_budget = local * cash
        fund.deal_outside = (1.0 - local) * np.minimum(cash, called / CALL_MONTHS)

    # Contacts and choice (rules 3, 4, 5 and 14)

    def reach_by_levers(self):
        """Set how levers scale contacts by zone, industry and size band: fit, chain focus and channels."""
        p, lever = self.p, self.levers
        leading = (1.0 + p.chain_gain * lever.chain_focus)[:, None]
        other = p.fit_other * (1.0 - 0.5 * lever.chain_focus)[:, None]
        fit = np.where(self.leads, leading, other) * self.hosts
        strength = lever.block[FIRST_CHANNEL : FIRST_CHANNEL + CHANNEL_WEIGHT.size] * CHANNEL_WEIGHT[:, None]
        reaches = (CHANNEL_REACH[None] == 1) | ((CHANNEL_REACH[None] == LEADING_ONLY) & self.leads[:, None])
        channels = np.einsum("cz,zck,cb->zkb", strength, reaches.astype(float), CHANNEL_SIZES.astype(float))
        self.scale_of_levers = fit[:, :, None] * (1.0 + channels) ** (p.channel_gain / math.log(2.0))

    def make_offers(self):
        """Let rivals react, then set contact rates and utilities."""
        z, lever = self.zones, self.levers
        total = lever.subsidy.sum()
        if total > 0.0 or z.matched_subsidy.any():
            others = (total - lever.subsidy) / max(1, self.zone_count - 1)
            z.matched_subsidy += (self.p.rival_response * others - z.matched_subsidy) / 6.0
        self.set_rates()
        self.set_values()
        z.size_norm = 1.0
        tilted = np.flatnonzero(z.size_tilt)
        z.size_norm[tilted] = (self.size_grid[None, :] ** -z.size_tilt[tilted, None]).mean(axis=1)

    def set_rates(self):
        """Set contact rates by zone, industry and size band."""
        p, z = self.p, self.zones
        effort = (z.effort_attraction / (z.weight * REFERENCE_EFFORT)) ** p.effort_elasticity
        scale = np.where(z.effort_attraction > 0.0, p.contact_scale * z.weight * z.reach * effort, 0.0)
        self.rates = scale[:, None, None] * self.scale_of_levers

    def set_values(self):
        """Set what firms of each industry see in each zone."""
        p, z, lever = self.p, self.zones, self.levers
        common = (
            z.attractiveness
            + p.taste_roads * np.log1p(self.of_platform(self.platforms.roads) / z.area)
            + p.taste_wait * z.wait
            + p.taste_subsidy * 100.0 * (lever.subsidy + z.matched_subsidy)
            + p.reputation_weight * z.reputation
        )
        plants = p.taste_internet * lever.industrial_internet - p.taste_price * z.land_price / 10.0
        values = p.taste_agglomeration * np.log((1.0 + self.firms_now) / (1.0 + self.firms_opening))
        values += common[:, None] + p.taste_fit * self.leads
        values[:, ~OFFICE] += plants[:, None]
        self.values = values

    def meet_prospects(self):
        """Let each zone meet a Poisson number of prospects of each industry and size band, at random among them."""
        bands = (self.contract >= BAND_LOW[1]).astype(np.int64) + (self.contract >= BAND_LOW[2])
        cell = self.industry * BAND_LOW.size + bands
        by_cell = np.argsort(cell, kind="stable")
        counts = np.bincount(cell, minlength=CELLS)
        first = np.cumsum(counts) - counts
        bound = self.bound_of_size()
        means = (self.rates * bound[:, None, :]).reshape(self.zone_count, CELLS) * counts
        pair = np.repeat(np.arange(means.size), self.rng.poisson(means).ravel())
        zone, met_cell = np.divmod(pair, CELLS)
        place = (self.rng.random(pair.size) * counts[met_cell]).astype(np.int64)
        prospect = by_cell[first[met_cell] + place]
        if self.zones.size_tilt.any():
            kept = self.keeps_contact(zone, prospect, bound[zone, met_cell % BAND_LOW.size])
            zone, prospect = zone[kept], prospect[kept]
        self.zones.contacts = self.count(zone)
        pairs = np.sort(prospect * self.zone_count + zone)
        self.met, self.met_zone = np.divmod(pairs[np.diff(pairs, prepend=-1) > 0], self.zone_count)

    def bound_of_size(self):
        """Return the largest size factor of each zone in each size band."""
        z, median = self.zones, self.p.median_contract
        if not z.size_tilt.any():
            return np.ones((self.zone_count, BAND_LOW.size))
        low, high = ((edge / median)[None, :] ** -z.size_tilt[:, None] for edge in (BAND_LOW, BAND_HIGH))
        return np.maximum(low, high) / z.size_norm[:, None]

    def keeps_contact(self, zone, prospect, bound):
        """Thin contacts by the size factor of their prospect."""
        z = self.zones
        factor = (self.contract[prospect] / self.p.median_contract) ** -z.size_tilt[zone] / z.size_norm[zone]
        return self.rng.random(zone.size) * bound < factor

    def choose_zones(self):
        """Let each prospect choose among the zones it met and elsewhere, and keep its second choice."""
        zone = self.met_zone
        if zone.size == 0:
            return
        starts = np.flatnonzero(np.diff(self.met, prepend=-1))
        chooser = np.repeat(np.arange(starts.size), np.diff(starts, append=zone.size))
        prospect = self.met[starts]
        industry = self.industry[self.met]
        stable = self.draw_log_stable((starts.size, self.nest_count))
        tastes = self.draw_gumbels(zone.size) + stable[chooser, self.nest[zone]]
        seen = self.values[zone, industry] + self.p.dissimilarity * tastes
        traits = None
        if self.zones.fund_offer.any():
            traits = self.draw_traits(starts.size)
            seen += self.fund_value(zone, industry, chooser, traits)
        outside = self.p.outside_value + self.draw_gumbels(starts.size)
        best = self.take_best(seen, starts, chooser)
        joins = best[0] > outside
        second = self.take_best(seen, starts, chooser)
        second_zone = np.where(second[0] > outside, zone[second[1]], -1)[joins]
        chosen, industry = zone[best[1]][joins], self.industry[prospect[joins]]
        self.zones.arrived = self.count(chosen)
        if -GATHER_MONTHS <= self.month < 0:
            self.arrivals_by_industry += self.count_pairs(chosen, industry)
        kept = None if traits is None else tuple(trait[joins] for trait in traits)
        self.join(chosen, industry, self.contract[prospect[joins]], second_zone, kept)

    @staticmethod
    def take_best(seen, starts, chooser):
        """Return the largest utility of each chooser and where it is, and strike it out."""
        best = np.maximum.reduceat(seen, starts)
        at = np.flatnonzero(seen == best[chooser])
        at = at[np.diff(chooser[at], prepend=-1) > 0]
        seen[at] = -np.inf
        return best, at

    def draw_traits(self, number):
        """Draw quality, need of finance and state ownership of so many firms."""
        p, rng = self.p, self.rng
        return rng.standard_normal(number), rng.random(number) < p.finance_share, rng.random(number) < p.state_share

    def fund_value(self, zone, industry, chooser, traits):
        """Return the worth of zones' fund offers to firms in need of finance."""
        p = self.p
        quality, needs_finance, state_owned = (trait[chooser] for trait in traits)
        worth = p.taste_fund * self.zones.fund_offer[zone] * needs_finance
        worth *= 1.0 - self.levers.fund_mandate[zone] * ~self.leads[zone, industry]
        return worth * (1.0 - p.fund_deterrence * ((quality > 1.0) & ~state_owned))

    def bring_followers(self):
        """Bring the followers promised for the month to their anchor's zone, or elsewhere."""
        promised = self.promised.pop(self.month, None)
        if promised is None:
            return
        anchor = np.concatenate(promised)
        anchor = anchor[self.rng.random(anchor.size) < self.p.follower_stays]
        zone, industry = self.firms.zone[anchor], self.firms.industry[anchor]
        self.zones.followed = self.count(zone)
        self.join(zone, industry, np.minimum(self.draw_contracts(anchor.size), LARGEST_FOLLOWER))

    def promise_followers(self, anchors):
        """Promise followers of anchors that start, each 12 to 36 months on."""
        follower_of = np.repeat(anchors, self.rng.poisson(self.p.anchor_followers, anchors.size))
        months = self.month + 12 + (24.0 * self.rng.random(follower_of.size)).astype(np.int64)
        for month in np.unique(months):
            self.promised.setdefault(int(month), []).append(follower_of[months == month])

    def expand_locally(self):
        """Let firms of a zone expand."""
        share = self.p.expansion_share
        if self.month < 0:
            mean = share * self.zones.arrived
        else:
            growth = ratio(self.firms_now.sum(axis=1), self.firms_opening.sum(axis=1))
            mean = share * self.gathered["arrived"] / GATHER_MONTHS * growth
        number = self.rng.poisson(mean)
        self.zones.expansions = number
        zone = np.repeat(np.arange(self.zone_count), number)
        place = (self.rng.random(zone.size) * self.expanding_count[zone]).astype(np.int64)
        contract = np.minimum(self.draw_contracts(zone.size), LARGEST_FOLLOWER)
        self.join(zone, self.expanding[zone, place], contract)

    # Firms that join, move, enter and leave

    def join(self, zone, industry, contract, second_zone=-1, traits=None):
        """Give firms that join a zone their rows and what they are born with."""
        p, f, rng, number = self.p, self.firms, self.rng, zone.size
        if number == 0:
            return
        rows = f.add(number)
        new = slice(rows[0], rows[0] + number)
        f.quality[new], f.needs_finance[new], _ = traits or self.draw_traits(number)
        f.zone[new], f.industry[new], f.contract[new] = zone, industry, contract
        f.second_zone[new], f.finder[new], f.turns_at[new] = second_zone, -1, NEVER
        spread, office = p.realisation_spread, OFFICE[industry]
        investment = p.realisation * contract * np.exp(spread * rng.standard_normal(number) - spread * spread / 2.0)
        intensity = np.exp(p.intensity_spread * rng.standard_normal(number))
        density = np.exp(p.tax_spread * rng.standard_normal(number)) * WAN / 12.0
        per_mu = p.intensity * (contract / 4.0) ** p.intensity_slope * intensity
        f.investment[new] = f.own_investment[new] = investment
        f.office[new] = office
        f.land[new] = np.where(office, 0.0, investment / WAN / per_mu)
        f.floor[new] = np.where(office, investment / WAN / (p.office_intensity * intensity), 0.0)
        f.tax_density[new] = np.where(office, p.office_tax_density, p.tax_density) * density
        f.drop_left[new] = rng.standard_exponential(number)
        f.lapse_luck[new] = rng.random(number)
        self.enter(rows, Stage.NEGOTIATING)
        self.zones.joined += self.count(zone)

    def enter(self, rows, stage):
        """Let firms enter a stage, each with its own exponential of hazard left."""
        self.firms.stage_left[rows] = self.rng.standard_exponential(rows.size)
        self.entering[stage].append(rows)

    def leave(self, rows):
        """Let firms leave for good."""
        self.zones.exited += self.count(self.firms.zone[rows])

    def move(self, rows, zone):
        """Move firms before signature to another zone's books."""
        self.zones.moved_away += self.count(self.firms.zone[rows])
        self.zones.joined += self.count(zone)
        self.firms.zone[rows] = zone

    def ripens(self, rows, hazard):
        """Take a month's hazard off what is left and tell whose stage ends."""
        left = self.firms.stage_left[rows] - hazard
        self.firms.stage_left[rows] = left
        return left <= 0.5 * hazard

    def take_ripe(self, stage, hazard):
        """Take the firms whose stage ends off its roster and return them."""
        rows = self.roster[stage]
        ripe = self.ripens(rows, hazard)
        self.roster[stage] = rows[~ripe]
        return rows[ripe]

    def lapse_leads(self, stage):
        """Let leads of zones that re-compete this month lapse."""
        competing = self.zones.competed_since == self.month
        if not competing.any():
            return
        chance = competing * self.p.lead_lapse * self.levers.posts_competed
        self.roster[stage] = self.stay(self.roster[stage], chance)
        self.entering[stage] = [self.stay(rows, chance) for rows in self.entering[stage]]

    def stay(self, rows, chance):
        """Return the leads that do not lapse; the others leave."""
        lapses = self.firms.lapse_luck[rows] < chance[self.firms.zone[rows]]
        self.leave(rows[lapses])
        return rows[~lapses]

    def merge_rosters(self):
        """Put firms that entered a stage this month behind those that were in it."""
        for stage, entering in enumerate(self.entering):
            if entering:
                self.roster[stage] = np.concatenate([self.roster[stage], *entering])
                self.entering[stage] = []

    # Negotiation, gate and signing (rules 6, 7 and 13)

    def negotiate(self):
        """Negotiate: go on to the gate or to signature, or be lost."""
        p, f = self.p, self.firms
        self.lapse_leads(Stage.NEGOTIATING)
        rows = self.take_ripe(Stage.NEGOTIATING, 1.0 / p.negotiation_months)
        success = self.rng.random(rows.size) < p.negotiation_success
        self.leave(rows[~success])
        rows = rows[success]
        if self.levers.enclave_partner.max() >= 0.0:
            self.hand_over(rows)
        gated = self.rng.random(rows.size) < self.levers.gate_coverage[f.zone[rows]]
        self.enter(rows[gated], Stage.DILIGENCE)
        self.sign(rows[~gated])

    def hand_over(self, rows):
        """Hand mismatched projects to the enclave partner where they fit and sharing pays."""
        p, f, lever = self.p, self.firms, self.levers
        zone, industry = f.zone[rows], f.industry[rows]
        partner = lever.enclave_partner[zone].astype(np.int64)
        pays = lever.enclave_share[zone] * p.enclave_honour * (1.0 - p.enclave_friction) > p.fit_other
        fits = self.leads[partner, industry] & ~self.leads[zone, industry]
        handed = (partner >= 0) & (partner != zone) & (f.finder[rows] < 0) & pays & fits
        handed &= self.rng.random(rows.size) < p.enclave_take_up
        f.finder[rows[handed]] = zone[handed]
        self.move(rows[handed], partner[handed])

    def run_gate(self):
        """Run the gate: diligence first, then the panel; both take time, and reject what scores low."""
        p, z, f = self.p, self.zones, self.firms
        rejection = self.levers.gate_rejection
        self.lapse_leads(Stage.DILIGENCE)
        if self.roster[Stage.DILIGENCE].size:
            rows = self.take_ripe(Stage.DILIGENCE, self.diligence_hazard()[f.zone[self.roster[Stage.DILIGENCE]]])
            f.gate_noise[rows] = self.rng.standard_normal(rows.size)
            zone = f.zone[rows]
            z.diligence_done = self.count(zone)
            low = self.score(rows) < cutoff_of(rejection * p.diligence_part)[zone]
            z.rejected_early = self.count(zone[low])
            self.reject(rows[low])
            self.enter(rows[~low], Stage.PANEL)
        self.lapse_leads(Stage.PANEL)
        if self.roster[Stage.PANEL].size:
            rows = self.take_ripe(Stage.PANEL, 1.0 / p.panel_months)
            z.panel_done = self.count(f.zone[rows])
            low = self.score(rows) < cutoff_of(rejection)[f.zone[rows]]
            self.reject(rows[low])
            self.sign(rows[~low])

    def diligence_hazard(self):
        """Return the monthly hazard by zone that due diligence ends."""
        p, z = self.p, self.zones
        capacity = z.effort_diligence / p.diligence_staff_months
        return (
            np.minimum(1.0, capacity * p.diligence_months / np.maximum(1.0, z.diligence_backlog)) / p.diligence_months
        )

    def score(self, rows):
        """Return the gate's score of firms where they are now."""
        z, f = self.zones, self.firms
        care = np.minimum(1.0, z.effort_uncounted / z.effort_uncounted_before)
        r = (self.p.gate_correlation * care)[f.zone[rows]]
        return r * f.quality[rows] + np.sqrt(1.0 - r * r) * f.gate_noise[rows]

    def reject(self, rows):
        """Reject firms: to their second choice, or elsewhere."""
        z, f = self.zones, self.firms
        zone = f.zone[rows]
        z.rejected += self.count(zone)
        z.good_rejected += self.count(zone[f.quality[rows] > self.p.good_quality])
        f.rejections[rows] += 1
        second = f.second_zone[rows]
        again = (second >= 0) & (second != zone) & (f.rejections[rows] == 1)
        self.leave(rows[~again])
        self.move(rows[again], second[again])
        f.finder[rows[again]] = -1
        self.enter(rows[again], Stage.NEGOTIATING)

    def sign(self, rows):
        """Sign: a framework deal with the city's probability, else binding."""
        z, f, rng = self.zones, self.firms, self.rng
        zone = f.zone[rows]
        f.signed_at[rows] = self.month
        z.signed += self.count(zone)
        z.signed_amount += self.total(zone, f.contract[rows])
        self.report_signatures(rows)
        framework = rng.random(rows.size) < z.framework_share[zone]
        deals = rows[framework]
        turning = deals[rng.random(deals.size) < self.p.framework_turns]
        f.turns_at[turning] = self.month + 1 + (12.0 * rng.random(turning.size)).astype(np.int64)
        self.entering[Stage.FRAMEWORK].append(deals)
        self.bind(rows[~framework])

    def bind(self, rows):
        """Sign binding: get onto the leaders' list if chosen, and local funds invest."""
        p, z, f, rng = self.p, self.zones, self.firms, self.rng
        zone = f.zone[rows]
        z.signed_binding += self.count(zone)
        z.binding_investment += self.total(zone, f.investment[rows])
        chance = p.listed_share * self.levers.leader_coordination[zone]
        listed = (f.contract[rows] >= 1.0) & (rng.random(rows.size) < chance)
        f.listed[rows] = listed
        z.listed_signed += self.count(zone[listed])
        self.invest(rows)
        short = (f.needs_finance[rows] > 0) & (f.fund_equity[rows] <= 0.0)
        rate = p.drop_hazard * np.exp(-p.quality_slope * f.quality[rows])
        f.drop_rate[rows] = (
            rate * np.where(short, 1.0 + p.finance_friction, 1.0) * np.where(listed, p.listed_loyalty, 1.0)
        )
        for name in ("plant_taste", "parcel_luck", "standard_luck"):
            getattr(f, name)[rows] = rng.random(rows.size)
        self.enter(rows, Stage.SIGNED)

    def invest(self, rows):
        """Let local funds invest in firms in need of finance while money lasts, in the order of signing."""
        fund, f = self.funds, self.firms
        rows = rows[(f.needs_finance[rows] > 0) & (fund.local_budget[f.zone[rows]] > 0.0)]
        if rows.size == 0:
            return
        zone = f.zone[rows]
        wanted = self.p.fund_ticket * f.investment[rows]
        fit = 1.0 - self.levers.fund_mandate[zone] * ~self.leads[zone, f.industry[rows]]
        for turn in in_rounds(zone):
            at = zone[turn]
            ticket = np.minimum(fund.local_budget[at], wanted[turn]) * fit[turn]
            f.fund_equity[rows[turn]] = ticket
            fund.local_budget[at] -= ticket
            fund.deal_local[at] += ticket
            fund.guaranteed[at] += self.levers.fund_buyback[at] * ticket

    def settle_frameworks(self):
        """Turn framework deals binding at their month, lapse them after twelve, count some again after six."""
        f, rows = self.firms, self.roster[Stage.FRAMEWORK]
        turning = f.turns_at[rows] == self.month
        age = self.month - f.signed_at[rows]
        lapsing = ~turning & (age >= 12)
        self.roster[Stage.FRAMEWORK] = rows[~turning & ~lapsing]
        self.bind(rows[turning])
        self.leave(rows[lapsing])
        again = rows[~turning & (age == 6)]
        self.report_signatures(again[self.rng.random(again.size) < self.p.resigned_share])

    def report_signatures(self, rows):
        """Count signatures as a newspaper would: key projects, large ones perhaps split in two."""
        p, z, f = self.p, self.zones, self.firms
        zone, contract = f.zone[rows], f.contract[rows]
        chance = p.split_propensity * np.maximum(0.0, self.pressure)[zone]
        split = (contract >= 2.0 * p.key_threshold) & (self.rng.random(rows.size) < chance)
        key, large = contract >= p.key_threshold, contract >= 1.0
        z.published_signed += self.total(zone[key], 1.0 + split[key])
        z.published_amount += self.total(zone[key], contract[key])
        z.published_signed_100m += self.total(zone[large], 1.0 + (split & (contract >= 2.0))[large])
        z.published_amount_100m += self.total(zone[large], contract[large])

    # Land and floor (rules 8 and 10)

    def supply_zones(self):
        """Supply approved land and office floor, judge towns each January, let land age."""
        if self.month < 0:
            return
        z = self.zones
        if self.month > 0 and self.month % 12 == 0:
            self.judge_towns()
        campaign = self.p.clearing_rate * self.levers.clear_approved_land * z.approved
        free = z.land_suspended <= 0.0
        z.quota = z.quota_plan * free
        z.supplied = np.minimum(z.approved, z.blocked_land / 6.0 + campaign) * free
        z.land_suspended -= ~free
        vacant = z.office_floor - z.office_taken - z.older_floor
        z.floor_developed = (z.vacancy_target - vacant) / DEVELOPMENT_MONTHS
        self.age_land()

    def judge_towns(self):
        """Suspend new land for a year where towns cleared less than the threshold of last year's idle land."""
        z, threshold = self.zones, self.levers.town_threshold
        z.land_suspended[(threshold > 0.0) & (z.recycled_year < threshold * z.recycle_base)] = 12.0
        z.recycle_base, z.recycled_year = z.idle, 0.0

    def age_land(self):
        """Flag ageing land as low-efficient and clear flags by upgrade or renewal."""
        p, z, lever = self.p, self.zones, self.levers
        z.aged = p.ageing * np.maximum(0.0, z.occupied - z.low_efficiency)
        clearing = p.ageing * (1.0 - p.low_efficiency_share) / p.low_efficiency_share
        drive = np.maximum(lever.recycle_upgrade, lever.park_renewal)
        z.efficiency_cleared = np.minimum(1.0, clearing * (1.0 + p.campaign * drive)) * z.low_efficiency
        extra = np.minimum(1.0, clearing * (1.0 + p.campaign * lever.park_renewal)) - min(1.0, clearing)
        z.floor_built = extra * z.low_efficiency * p.renewal_floor

    def match_land(self):
        """Let binding firms whose land process is done take land or floor, in the order in which they signed."""
        z, f, rows = self.zones, self.firms, self.roster[Stage.SIGNED]
        ready = self.ripens(rows, (1.0 / z.land_process_months)[f.zone[rows]])
        placed = np.zeros(rows.size, bool)
        office = f.office[rows] > 0
        for kind, take in ((office, self.take_floor), (~office, self.take_land)):
            seeking = np.flatnonzero(ready & kind)
            placed[seeking] = take(rows[seeking])
        self.land_projects(rows[placed])
        waiting, still_ready = rows[~placed], ready[~placed]
        dropped = self.gives_up(waiting, 1.0 + self.p.landless_drop)
        self.leave(waiting[dropped])
        self.roster[Stage.SIGNED] = waiting[~dropped]
        blocked = waiting[still_ready & ~dropped]
        z.blocked_land = self.total(f.zone[blocked], f.land[blocked] * (f.office[blocked] == 0))
        self.sell_land()

    def take_floor(self, rows):
        """Let office firms take floor where there is enough; tell who did."""
        z, f = self.zones, self.firms
        zone, need = f.zone[rows], f.floor[rows]
        vacant = z.office_floor - z.office_taken - z.older_floor
        taken = (self.total(zone, need) <= vacant)[zone]
        z.office_taken += self.total(zone[taken], need[taken])
        vacant = z.office_floor - z.office_taken - z.older_floor
        tight = np.flatnonzero(~taken)
        for turn in in_rounds(zone[tight]):
            at = tight[turn]
            fits = at[need[at] <= vacant[zone[at]]]
            taken[fits] = True
            vacant[zone[fits]] -= need[fits]
            z.office_taken[zone[fits]] += need[fits]
        return taken

    def take_land(self, rows):
        """Let firms on land rent plant, or take new or idle land, which is ample in the burn-in; tell who did."""
        z, f = self.zones, self.firms
        taken = np.zeros(rows.size, bool)
        zone = f.zone[rows]
        if self.month < 0:
            z.taken_new = self.total(zone, f.land[rows])
            return ~taken
        for turn in in_rounds(self.queue_of[zone]):
            in_plant = self.take_plant(rows[turn])
            taken[turn] = in_plant
            others = turn[~in_plant]
            taken[others] = self.take_parcels(rows[others])
        return taken

    def take_plant(self, rows):
        """Let small manufacturers, one of each zone, rent ready plant where the platform has some to let."""
        p, c, f = self.p, self.platforms, self.firms
        company = self.platform_of[f.zone[rows]]
        wants = (company >= 0) & (f.contract[rows] < BODY_END) & (f.plant_taste[rows] < p.plant_share)
        if not wants.any():
            return wants
        at = company[wants]
        need = f.land[rows[wants]] * p.plant_need
        lettable = c.plant[at] - c.plant_occupied[at] - c.plant_older[at] - (1.0 - p.opening_occupancy) * c.plant[at]
        rents = (lettable >= need) & (c.distress_left[at] <= 0.0)
        wants[wants] = rents
        tenants, need = rows[wants], need[rents]
        c.plant_occupied[at[rents]] += need
        f.in_plant[tenants] = 1
        f.floor[tenants] = need
        f.land[tenants] = 0.0
        f.tax_density[tenants] /= p.plant_need
        f.own_investment[tenants] *= 1.0 - p.plant_part
        return wants

    def take_parcels(self, rows):
        """Let firms, one of each zone, take new or idle land, the preferred kind first and the rest of the other."""
        p, z, f, lever = self.p, self.zones, self.firms, self.levers
        zone = f.zone[rows]
        need = f.land[rows] * (1.0 - p.upstairs_saving * lever.industry_upstairs[zone])
        left, offered = z.available[zone] - z.taken_new[zone], z.idle_offered[zone]
        weight = math.exp(p.idle_taste) * offered
        prefers_idle = f.parcel_luck[rows] * (weight + left) < weight
        standard = ~prefers_idle & (f.standard_luck[rows] < lever.standard_land[zone])
        if standard.any():
            minimum = lever.standard_intensity[zone]
            capped = np.minimum(need, ratio(f.investment[rows] / WAN, minimum, np.inf))
            standard &= (minimum <= 0.0) | (left >= 0.5 * capped)
            need = np.where(standard, capped, need)
        takes = left + offered >= need
        idle = np.where(prefers_idle, np.minimum(need, offered), need - np.minimum(need, left))[takes]
        rows, zone, need, standard = rows[takes], zone[takes], need[takes], standard[takes]
        new = need - idle
        f.land[rows] = need
        f.idle_parcel[rows] = idle > new
        standard &= idle <= new
        f.standard[rows] = standard
        z.idle_offered[zone] -= idle
        z.taken_idle[zone] += idle
        z.taken_new[zone] += new
        z.landed_standard[zone] += standard
        z.standard_mu[zone] += new * standard
        return takes

    def sell_land(self):
        """Share the receipts of new land among zone, platform and municipality."""
        p, z = self.p, self.zones
        receipts = z.taken_new * z.land_price * WAN
        rest = receipts * (1.0 - p.land_share_zone)
        z.land_receipts = receipts * p.land_share_zone
        z.land_receipts_platform = rest * p.land_share_platform * self.has_platform
        self.municipality.land_receipts = (rest - z.land_receipts_platform).sum()

    def land_projects(self, rows):
        """Count landings and enter the permit stage, by take land and start where the zone offers it."""
        p, z, f, lever = self.p, self.zones, self.firms, self.levers
        zone, contract = f.zone[rows], f.contract[rows]
        z.landed = self.count(zone)
        z.arrived_money = self.total(zone, f.own_investment[rows])
        recycled = (f.idle_parcel[rows] > 0) | (f.in_plant[rows] > 0)
        z.landed_recycled = self.count(zone[recycled])
        z.published_recycled = self.count(zone[recycled & (contract >= p.key_threshold)])
        fast = self.rng.random(rows.size) < lever.take_land_and_start[zone]
        f.fast[rows] = fast
        f.skipped[rows] = np.where(fast, 1.0, 0.5 * lever.parallel_approval[zone])
        scale = (contract / 4.0) ** p.size_slope * np.where(fast, p.fast_factor, 1.0)
        scale *= np.where(f.standard[rows] > 0, p.standard_factor, 1.0)
        f.permit_scale[rows] = scale * np.where(f.listed[rows] > 0, p.listed_factor, 1.0)
        self.enter(rows, Stage.LANDED)

    def gives_up(self, rows, factor=1.0):
        """Take a month of drop-out hazard off what is left and tell who gives up."""
        z, f = self.zones, self.firms
        aftercare = ratio(z.effort_aftercare, z.aftercare_before, 1.0)
        care = factor * np.maximum(0.0, 1.0 - self.p.aftercare_gain * (aftercare - 1.0))
        zone = f.zone[rows]
        hazard = f.drop_rate[rows] * care[zone]
        left = f.drop_left[rows] - hazard
        f.drop_left[rows] = left
        dropped = left <= 0.5 * hazard
        z.dropped += self.count(zone[dropped])
        return dropped

    def give_land_back(self, rows):
        """Hand land of firms that fail or close back in order, with probability o."""
        orderly = rows[self.rng.random(rows.size) < self.p.orderly_closure]
        given = self.total(self.firms.zone[orderly], self.firms.land[orderly])
        self.zones.land_orderly += given
        self.zones.recycled_reserve += given

    def free_floor(self, rows):
        """Free the office floor or plant that firms hold."""
        f = self.firms
        offices, tenants = rows[f.office[rows] > 0], rows[f.in_plant[rows] > 0]
        self.zones.office_taken -= self.total(f.zone[offices], f.floor[offices])
        company = self.platform_of[f.zone[tenants]]
        self.platforms.plant_occupied -= np.bincount(company, f.floor[tenants], minlength=self.owner.size)

    def grant_permits(self):
        """Grant permits: landed firms start, drop out, or wait; promised plant is late in distress."""
        z, f, rows = self.zones, self.firms, self.roster[Stage.LANDED]
        zone = f.zone[rows]
        hazard = np.minimum(1.0 / z.permit_months, z.permit_capacity / np.maximum(1.0, z.permit_backlog))
        late = self.of_platform(self.platforms.distress_left) > 0.0
        hazard = hazard[zone] / f.permit_scale[rows]
        if late.any():
            hazard[late[zone] & (f.in_plant[rows] > 0)] = 0.0
        starting = self.ripens(rows, hazard)
        waiting = rows[~starting]
        dropped = self.gives_up(waiting)
        self.roster[Stage.LANDED] = waiting[~dropped]
        self.fail(waiting[dropped])
        self.start(rows[starting])

    def fail(self, rows):
        """Let landed firms drop out: land goes back in order or falls idle, floor is freed."""
        z, f = self.zones, self.firms
        zone, land = f.zone[rows], f.land[rows]
        z.land_failed = self.total(zone, land)
        z.failed_parcels = self.count(zone[land > 0.0])
        self.give_land_back(rows)
        self.free_floor(rows)
        self.leave(rows)

    def start(self, rows):
        """Start building: draw building times and count starts."""
        p, z, f = self.p, self.zones, self.firms
        zone, contract, land = f.zone[rows], f.contract[rows], f.land[rows]
        mean = p.build_months * (contract / 4.0) ** p.build_slope
        f.build_months[rows] = np.maximum(1.0, mean * self.rng.standard_gamma(4.0, rows.size) / 4.0)
        z.started = self.count(zone)
        z.fast_started = self.total(zone, f.fast[rows])
        z.listed_started = self.total(zone, f.listed[rows])
        z.land_started = self.total(zone, land)
        z.started_parcels = self.count(zone[land > 0.0])
        z.investment_started = self.total(zone, f.own_investment[rows])
        z.floor_started = self.total(zone, f.floor[rows] * f.office[rows])
        z.months_to_start = self.total(zone, self.month - f.signed_at[rows])
        z.published_started_100m = self.count(zone[contract >= 1.0])
        self.promise_followers(rows[contract >= ANCHOR_CONTRACT])
        self.entering[Stage.STARTED].append(rows)

    # Building and producing (rules 9, 13 and 14)

    def build(self):
        """Build: started firms spend, slowed by the macro factor, until all is spent."""
        z, f, rows = self.zones, self.firms, self.roster[Stage.STARTED]
        own, spent = f.own_investment[rows], f.spent[rows]
        amount = np.minimum(own / f.build_months[rows] * self.pace, own - spent)
        spent += amount
        f.spent[rows] = spent
        z.firm_spending = self.total(f.zone[rows], amount)
        z.subsidy_paid = z.firm_spending * (self.levers.subsidy + z.matched_subsidy)
        done = spent >= own * (1.0 - 1e-12)
        self.roster[Stage.STARTED] = rows[~done]
        rows = rows[done]
        zone = f.zone[rows]
        z.completed = self.count(zone)
        z.published_completed_100m = self.count(zone[f.contract[rows] >= 1.0])
        self.enter(rows, Stage.COMPLETED)

    def commission(self):
        """Commission: completed firms begin production, and their tax and closure hazard are fixed."""
        p, z, f = self.p, self.zones, self.firms
        rows = self.take_ripe(Stage.COMPLETED, 1.0 / p.commissioning_months)
        zone = f.zone[rows]
        by_floor = (f.office[rows] > 0) | (f.in_plant[rows] > 0)
        base = np.where(by_floor, f.floor[rows], f.land[rows])
        quality = p.quality_slope * f.quality[rows]
        f.tax_mature[rows] = f.tax_density[rows] * base * np.exp(quality - 0.5 * p.quality_slope**2)
        f.close_hazard[rows] = p.closure_hazard * np.exp(-quality) * (1.0 + p.skipped_risk * f.skipped[rows])
        f.producing_at[rows] = self.month
        z.producing = self.count(zone)
        z.months_to_production = self.total(zone, self.month - f.signed_at[rows])
        z.published_producing_100m = self.count(zone[f.contract[rows] >= 1.0])
        self.firms_now += self.count_pairs(zone, f.industry[rows])
        self.enter(rows, Stage.PRODUCING)

    def produce(self):
        """Produce: firms pay tax, share it with an enclave's finder, and may close."""
        z, f, rows = self.zones, self.firms, self.roster[Stage.PRODUCING]
        zone = f.zone[rows]
        age = np.minimum(self.month - f.producing_at[rows], TAX_RAMP.size - 1)
        tax = f.tax_mature[rows] * TAX_RAMP[age]
        f.tax[rows] = tax
        z.tax_collected = self.total(zone, tax)
        if self.levers.enclave_share.any():
            self.share_tax(rows, zone, tax)
        hazard = f.close_hazard[rows]
        if (self.closures != 1.0).any():
            hazard *= self.closures[f.industry[rows]]
        closing = self.ripens(rows, hazard)
        self.roster[Stage.PRODUCING] = rows[~closing]
        self.close(rows[closing])

    def share_tax(self, rows, zone, tax):
        """Share local tax with the zones that found enclave projects."""
        p = self.p
        found = self.firms.finder[rows] >= 0
        finder = self.firms.finder[rows[found]]
        shared = tax[found] * p.local_tax_share * self.levers.enclave_share[finder] * p.enclave_honour
        self.zones.tax_shared_out = self.total(zone[found], shared)
        self.zones.tax_shared_in = self.total(finder, shared)

    def close(self, rows):
        """Close: land goes back in order or falls idle, floor is freed."""
        z, f = self.zones, self.firms
        zone = f.zone[rows]
        z.closed = self.count(zone)
        z.land_closed = self.total(zone, f.land[rows])
        z.closing_tax = self.total(zone, f.tax[rows])
        self.firms_now -= self.count_pairs(zone, f.industry[rows])
        self.give_land_back(rows)
        self.free_floor(rows)
        self.leave(rows)

    def tax_of_older(self):
        """Return the tax of firms older than the run, all mature."""
        p, z = self.p, self.zones
        luck = math.exp(0.5 * p.tax_spread**2 + p.quality_slope**2)
        return luck * (p.tax_density * z.older_land + p.office_tax_density * z.older_floor) * WAN / 12.0

    def run_older_firms(self):
        """Let firms older than the run pay tax at maturity and close at the steady rate, as one block per zone."""
        p, z, c = self.p, self.zones, self.platforms
        if self.month < 0:
            return
        z.older_tax = self.tax_of_older()
        z.tax_collected += z.older_tax
        closed = np.minimum(1.0, z.older_hazard[:, None] * self.closures) * self.older_firms
        z.older_closed = closed.sum(axis=1)
        older = self.older_firms.sum(axis=1)
        rate = np.where(older > 0.0, ratio(z.older_closed, older), z.older_hazard)
        self.older_firms -= closed
        self.firms_now -= closed
        z.older_land_closed = rate * z.older_land
        z.land_closed += z.older_land_closed
        z.land_orderly += p.orderly_closure * z.older_land_closed
        z.recycled_reserve += p.orderly_closure * z.older_land_closed
        z.older_floor -= rate * z.older_floor
        kept = np.ones(self.owner.size)
        np.multiply.at(kept, self.platform_of[self.has_platform], 1.0 - rate[self.has_platform])
        c.plant_older *= kept

    # Recycling and money (rules 10, 11, 13 and 15)

    def idle_hazards(self):
        """Return the share of idle land that each route moves in the month, by route and zone."""
        p, z, lever = self.p, self.zones, self.levers
        thinning = np.sqrt(ratio(z.idle, z.idle_reference, 1.0))
        level = p.recycling_hazard * thinning * (1.0 + p.town_response * lever.town_incentive)
        shares = np.array([p.route_transfer, p.route_judicial, p.route_upgrade, p.route_platform, p.route_reserve])
        hazards = level * shares[:, None] * (1.0 + p.campaign * lever.block[FIRST_RECYCLE : LAST_RECYCLE + 1])
        return hazards / np.maximum(1.0, hazards.sum(axis=0))

    def recycle_land(self):
        """Move idle land along its five routes."""
        if self.month < 0:
            return
        p, z = self.p, self.zones
        transfer, judicial, upgrade, platform, reserve = self.idle_hazards()
        waiting = np.maximum(0.0, z.idle - z.taken_idle - z.idle_offered)
        able = self.has_platform & (self.of_platform(self.platforms.distress_left) <= 0.0)
        price = p.compensation * WAN
        z.recycled_upgrade = upgrade * waiting
        z.recycled_platform = platform * waiting * able
        bought = np.minimum(reserve * waiting, np.maximum(0.0, z.cash) / price)
        z.recycled_reserve += bought
        z.recycling_cost = bought * price
        z.idle_offered += (transfer + judicial) * waiting
        self.platforms.compensation = self.by_platform(z.recycled_platform) * price

    def pass_money(self):
        """Settle committees, platforms and the municipality, and post all money."""
        if self.month < 0:
            self.post_purses()
            return
        self.settle_committees()
        self.run_platforms()
        self.settle_municipality()
        self.post_purses()
        self.post_platforms()
        self.post_funds()
        self.judge_distress()

    def pay_committees(self):
        """Set pay, running costs and channel costs of the month."""
        p, z, lever = self.p, self.zones, self.levers
        bonus = 1.0 + p.bonus_cost * (lever.pay_counted + lever.pay_uncounted - 2.0) / 2.0
        z.payroll = z.staff * p.wage * WAN / 12.0 * np.maximum(0.0, bonus)
        functions = p.function_cost * WAN / 12.0 * z.staff_before * z.social_time
        social = (1.0 - p.development_part) * lever.divest_social
        development = p.development_part * self.to_platform()
        z.operating_cost = functions * (1.0 - social - development)
        z.municipal_takeover = functions * social
        z.platform_fee = functions * development
        channels = CHANNEL_COST @ lever.block[FIRST_CHANNEL : FIRST_CHANNEL + CHANNEL_COST.size]
        z.channel_cost = (
            channels + lever.industrial_internet * p.internet_cost / 12.0 + z.diligence_done * p.gate_cost * WAN
        )

    def settle_committees(self):
        """Set receipts and payments of committees."""
        z, fund = self.zones, self.funds
        self.pay_committees()
        z.tax_local = self.p.local_tax_share * z.tax_collected
        z.fund_paid_in = fund.call_fiscal
        called = fund.called_fiscal + fund.called_state + fund.called_social
        z.fund_returned = ratio(fund.distribution * fund.called_fiscal, called)
        fund.distributed_fiscal += z.fund_returned
        z.buyback_paid = fund.buyback
        z.grant = z.grant_before

    def leverage(self):
        """Return debt over assets of platforms."""
        c = self.platforms
        debt = c.debt_short + c.debt_long
        return ratio(debt, c.roads + c.plant_value + np.maximum(0.0, c.cash), np.where(debt > 0.0, 1.0, 0.0))

    def run_platforms(self):
        """Let platform companies build, collect, pay and borrow."""
        p, c, z = self.p, self.platforms, self.zones
        expansion = self.levers.platform_expansion[self.owner] * p.platform_plan / 12.0
        debt = c.debt_short + c.debt_long
        c.rate = p.interest_rate + p.leverage_spread * np.maximum(0.0, self.leverage() - 0.6)
        c.rate += p.distress_spread * (c.distressed_since != NEVER)
        c.interest = c.rate * debt / 12.0
        c.repaid = c.debt_short / 12.0
        c.depreciation = p.depreciation_rate / 12.0 * (c.roads + c.plant_value)
        c.rent = p.rent_yield / 12.0 * (c.plant_occupied + c.plant_older) * PLANT_COST
        c.sold = p.sale_rate * np.maximum(0.0, c.plant - c.plant_occupied - c.plant_older)
        c.sales = ratio(c.sold * c.plant_value, c.plant)
        c.tasks += expansion
        c.task_fees = p.agency_fee * c.tasks_built
        c.fees = self.by_platform(z.platform_fee) + c.task_fees
        c.land_receipts = self.by_platform(z.land_receipts_platform)
        c.transfer = c.transfer_plan + c.bail_out
        self.finance_platforms(np.where(c.distress_left > 0.0, 0.0, c.upkeep + expansion), debt)

    def finance_platforms(self, planned, debt):
        """Borrow for the plan as far as credit reaches, and cut building where it does not."""
        p, c, z = self.p, self.platforms, self.zones
        income = c.rent + c.sales + c.fees + c.land_receipts + c.transfer
        cap = self.levers.leverage_cap[self.owner]
        credit = np.maximum(0.0, cap * (c.roads + c.plant_value + planned) - (debt - c.repaid))
        needed = np.maximum(0.0, planned + c.interest + c.repaid + c.compensation - c.cash - income)
        c.borrowed = np.minimum(credit, needed)
        c.building = np.maximum(0.0, planned - (needed - c.borrowed))
        share = np.clip(p.plant_building_share + self.levers.platform_plant_share[self.owner], 0.0, 1.0)
        c.roads_built = c.building * (1.0 - share)
        z.platform_building[self.owner] = c.building

    def settle_municipality(self):
        """Add up what the municipality pays for zones, towns and platforms."""
        m, z, c = self.municipality, self.zones, self.platforms
        m.grants, m.takeover = z.grant.sum(), z.municipal_takeover.sum()
        m.platform_transfers, m.bail_outs, m.task_fees = c.transfer.sum(), c.bail_out.sum(), c.task_fees.sum()
        m.appropriation = m.appropriation_before

    def committee_cash_flow(self):
        """Return receipts less payments of committees."""
        z = self.zones
        receipts = z.tax_local + z.tax_shared_in + z.land_receipts + z.grant + z.fund_returned
        payments = z.payroll + z.operating_cost + z.channel_cost + z.subsidy_paid + z.recycling_cost
        return receipts - payments - z.buyback_paid - z.fund_paid_in - z.platform_fee - z.tax_shared_out

    def municipal_cash_flow(self):
        """Return receipts less payments of the municipality."""
        m = self.municipality
        return m.appropriation + m.land_receipts - m.grants - m.platform_transfers - m.task_fees - m.takeover

    def platform_cash_flow(self):
        """Return receipts less payments of platforms, debt included."""
        c = self.platforms
        receipts = c.rent + c.sales + c.fees + c.land_receipts + c.transfer + c.borrowed
        return receipts - c.building - c.interest - c.repaid - c.compensation

    def fund_cash_flow(self):
        """Return receipts less payments of funds."""
        f = self.funds
        receipts = f.call_fiscal + f.call_state + f.call_social + f.exit_value + f.buyback
        return receipts - f.deal_local - f.deal_outside - f.fee - f.distribution

    def post_purses(self):
        """Post the month's money to committees and the municipality."""
        self.zones.cash += self.committee_cash_flow()
        self.municipality.cash += self.municipal_cash_flow()

    def post_platforms(self):
        """Post platforms' month: assets, debt by maturity, and equity by flows of its own."""
        c = self.platforms
        renewed = np.minimum(c.upkeep, c.building)
        extra = c.building - renewed
        roads_part = ratio(c.roads, c.roads + c.plant_value, 1.0)
        roads_extra = ratio(extra * c.roads_built, c.building)
        worn = c.depreciation - renewed
        c.cash += self.platform_cash_flow()
        c.plant_built = (extra - roads_extra) / PLANT_COST
        c.plant += c.plant_built - c.sold
        c.roads += roads_extra - worn * roads_part
        c.plant_value += extra - roads_extra - worn * (1.0 - roads_part) - c.sales
        rolled = c.debt_long / LONGEST_DEBT_MONTHS
        c.debt_short += 0.3 * c.borrowed + rolled - c.repaid
        c.debt_long += 0.7 * c.borrowed - rolled
        c.equity += c.rent + c.fees + c.land_receipts + c.transfer - c.interest - c.depreciation - c.compensation
        c.tasks_built = extra

    def post_funds(self):
        """Post the month of funds: calls, deals, sales, losses, distributions."""
        f = self.funds
        if not f.committed_fiscal.any():
            return
        local = ratio(f.holdings_local, f.holdings_local + f.holdings_outside)
        gone = f.exit_cost + f.loss
        f.cash += self.fund_cash_flow()
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

    def judge_distress(self):
        """Enter distress after three months of negative cash or above 75 % leverage; it lasts twelve months."""
        c = self.platforms
        c.bail_out = 0.0
        c.negative_months = np.where(c.cash < -1e-6, c.negative_months + 1.0, 0.0)
        c.distress_left = np.maximum(0.0, c.distress_left - 1.0)
        c.distressed = c.distress_left > 0.0
        entering = (c.distressed == 0.0) & ((c.negative_months >= 3.0) | (self.leverage() > 0.75))
        if not entering.any():
            return
        c.distressed[entering], c.distress_left[entering] = 1.0, 12.0
        c.distressed_since[entering & (c.distressed_since == NEVER)] = self.month
        bail_out = np.maximum(0.0, -c.cash) + self.p.bail_out_months * c.interest
        c.bail_out[entering] = bail_out[entering]

    def post_land(self):
        """Post the month's land flows, every flow once; the reserve is released twelve months later."""
        z = self.zones
        slot = (self.month + BURN_IN_MONTHS) % RESERVE_MONTHS
        z.reserve_released = self.reserve_queue[slot]
        self.reserve_queue[slot] = z.recycled_reserve
        recycled = z.recycled_platform + z.recycled_upgrade + z.recycled_reserve
        z.area_in_use += z.quota
        z.approved += z.quota - z.supplied
        z.available += z.supplied + z.recycled_platform + z.reserve_released - z.taken_new
        z.pipeline += z.taken_new + z.taken_idle - z.land_started - z.land_failed
        z.occupied += z.land_started + z.recycled_upgrade - z.land_closed
        z.older_land += z.recycled_upgrade - z.older_land_closed
        z.idle += z.land_failed + z.land_closed - z.taken_idle - recycled
        z.reserve += z.recycled_reserve - z.reserve_released
        z.low_efficiency += z.aged - z.efficiency_cleared
        z.office_floor += z.floor_built + z.floor_developed
        z.recycled_year += z.taken_idle + recycled + z.efficiency_cleared - z.land_orderly

    def show_waits(self):
        """Show this month's waits and reputations to next month's firms and staff."""
        z = self.zones
        z.wait = self.expected_wait()
        if self.month < 0:
            return
        z.signed_smoothed += (z.signed - z.signed_smoothed) / SMOOTHING_MONTHS
        z.started_smoothed += (z.started - z.started_smoothed) / SMOOTHING_MONTHS
        z.signed_investment += (z.binding_investment - z.signed_investment) / SMOOTHING_MONTHS
        kept = ratio(z.started_smoothed, z.signed_smoothed) - z.reputation_opening
        z.reputation = np.where(z.signed_smoothed > 0.0, kept, z.reputation)

    def publish(self):
        """Publish the month's investment."""
        p, z = self.p, self.zones
        z.incumbent_spending = z.incumbent_level * self.growth
        bias = np.exp(p.report_bias * (1.0 + p.report_pressure * self.pressure))
        z.published_fai = bias * (z.firm_spending + z.platform_building + z.incumbent_spending)

    # The opening (decision 002)

    def gather_flows(self):
        """Add the month's flows to the sums on which the opening rests."""
        if self.month >= 0:
            return
        self.firms_opening[:] = self.firms_now
        if self.month >= -GATHER_MONTHS:
            for name in GATHERED:
                self.gathered[name] += getattr(self.zones, name)

    def usual_flow(self, number, total, of):
        """Return zones' flows a month as their numbers of firms times the region's mean per firm."""
        firms = self.gathered[of].sum()
        mean = self.gathered[total].sum() / firms if firms > 0.0 else 0.0
        return self.gathered[number] / GATHER_MONTHS * mean

    def open_books(self):
        """Open the books of all zones, platforms and the municipality."""
        m, z = self.municipality, self.zones
        self.open_firms()
        self.open_land()
        self.open_floor()
        self.open_transfers()
        self.open_budgets()
        left = (1.0 - self.p.land_share_zone) * (1.0 - self.p.land_share_platform * self.has_platform)
        m.appropriation_before = (z.grant_before + z.municipal_takeover).sum() + self.platforms.transfer_plan.sum()
        m.appropriation_before -= (left * self.new_land_receipts()).sum()
        m.cash = 0.0

    def open_firms(self):
        """Open the stock of producing firms where it holds what starts, and the smoothed flows."""
        p, z, flows = self.p, self.zones, self.gathered
        arrived = self.arrivals_by_industry.sum(axis=1)[:, None]
        share = ratio(self.arrivals_by_industry, arrived, 1.0 / INDUSTRY_COUNT)
        stock = (flows["started"] / GATHER_MONTHS / steady_hazard(p))[:, None] * share
        self.older_firms = np.maximum(0.0, stock - self.firms_now)
        self.firms_now += self.older_firms
        self.firms_opening[:] = self.firms_now
        z.signed_investment = flows["binding_investment"] / GATHER_MONTHS
        z.signed_smoothed = flows["signed"] / GATHER_MONTHS
        z.started_smoothed = flows["started"] / GATHER_MONTHS
        z.reputation_opening = ratio(z.started_smoothed, z.signed_smoothed)
        z.aftercare_before = z.effort_aftercare
        investment = self.usual_flow("started", "investment_started", "started")
        z.incumbent_level = p.incumbent_share / (1.0 - p.incumbent_share) * investment

    def open_land(self):
        """Open the land account where it holds the flows of the burn-in."""
        p, z = self.p, self.zones
        started = self.usual_flow("started_parcels", "land_started", "started_parcels")
        failed = self.usual_flow("failed_parcels", "land_failed", "failed_parcels")
        use, disorder = started + failed, 1.0 - p.orderly_closure
        led = p.route_platform * self.has_platform
        recycled = disorder * use / (1.0 - p.route_platform + led - disorder * p.route_upgrade)
        closing = started + p.route_upgrade * recycled
        z.older_land = np.maximum(0.0, closing / steady_hazard(p) - z.held_producing)
        z.occupied = z.held_occupied + z.older_land
        z.older_hazard = ratio(np.maximum(0.0, closing - z.held_closing), z.older_land, steady_hazard(p))
        z.available, z.approved = p.supply_months * use, p.approved_months * use
        offered = (p.route_transfer + p.route_judicial) * recycled
        odds = np.minimum(0.95, ratio(offered, use))
        z.idle_offered = z.available * odds / (1.0 - odds) * math.exp(-p.idle_taste)
        z.idle = recycled / p.recycling_hazard + z.idle_offered
        into_reserve = p.orderly_closure * (failed + closing) + p.route_reserve * recycled
        self.reserve_queue[:] = into_reserve
        z.reserve = RESERVE_MONTHS * into_reserve
        z.quota_plan = np.maximum(0.0, use - offered - led * recycled - into_reserve)
        z.low_efficiency = p.low_efficiency_share * z.occupied
        z.recycle_base, z.recycled_year, z.blocked_land = z.idle, 0.0, 0.0
        z.pipeline = z.held_pipeline
        z.area_in_use = z.approved + z.available + z.pipeline + z.occupied + z.idle + z.reserve

    def open_floor(self):
        """Open office floor: older firms hold the steady stock, and m_F months of use are vacant."""
        p, z = self.p, self.zones
        use = self.gathered["floor_started"] / GATHER_MONTHS
        z.older_floor = np.maximum(0.0, use / steady_hazard(p) - z.held_floor)
        z.vacancy_target = p.office_vacancy_months * use
        z.office_floor = z.older_floor + z.office_taken + z.vacancy_target

    def recycled_at_opening(self):
        """Return the idle land recycled a month in the steady state."""
        return self.p.recycling_hazard * (self.zones.idle - self.zones.idle_offered)

    def new_land_receipts(self):
        """Return what new land brings in the steady state."""
        z, led = self.zones, self.p.route_platform * self.has_platform
        land = z.quota_plan + led * self.recycled_at_opening() + z.reserve / RESERVE_MONTHS
        return land * z.land_price * WAN

    def open_transfers(self):
        """Set the service payments: what upkeep, interest and recycling need beyond own income."""
        p, c = self.p, self.platforms
        vacant = c.plant - c.plant_occupied - c.plant_older
        own = (p.rent_yield / 12.0 * c.plant_older + p.sale_rate * vacant) * PLANT_COST
        own += self.by_platform(self.new_land_receipts()) * (1.0 - p.land_share_zone) * p.land_share_platform
        rate = p.interest_rate + p.leverage_spread * np.maximum(0.0, self.leverage() - 0.6)
        spent = c.upkeep + rate * (c.debt_short + c.debt_long) / 12.0
        spent += p.route_platform * self.by_platform(self.recycled_at_opening()) * p.compensation * WAN
        c.transfer_plan = spent - own

    def open_budgets(self):
        """Open committees' budgets: the grant that balances them at steady receipts."""
        p, z = self.p, self.zones
        self.pay_committees()
        tax = p.local_tax_share * (self.tax_of_older() + z.held_tax)
        received = tax + self.new_land_receipts() * p.land_share_zone
        recycling = p.route_reserve * self.recycled_at_opening() * p.compensation * WAN
        z.grant_before = z.payroll + z.operating_cost + z.channel_cost + z.platform_fee + recycling - received
        z.cash = TREASURY_MONTHS * received

    # The accounts, and what is recorded

    def ask_firms(self):
        """Add up what live firms say of land, number and tax by zone."""
        z, f = self.zones, self.firms
        zones = [f.zone[rows] for rows in self.roster]
        z.held_firms = sum(self.count(zone) for zone in zones)
        landed, started, completed, producing = self.roster[Stage.LANDED :]
        z.held_pipeline = self.total(zones[Stage.LANDED], f.land[landed])
        z.held_building = self.count(zones[Stage.STARTED][f.contract[started] >= 1.0])
        built, zone = np.concatenate((started, completed)), zones[Stage.PRODUCING]
        self.balance("spending", np.maximum(0.0, f.spent[built] - f.investment[built]), f.investment[built])
        land = f.land[producing]
        z.held_producing = self.total(zone, land)
        z.held_occupied = z.held_producing + self.total(f.zone[built], f.land[built])
        z.held_tax = self.total(zone, f.tax[producing])
        z.held_closing = self.total(zone, f.close_hazard[producing] * land)
        offices = f.office[producing] > 0
        z.held_floor = self.total(zone[offices], f.floor[producing[offices]])

    def balance(self, account, difference, turnover):
        """Raise where an account is out by more than its tolerance."""
        out = np.abs(difference) > TOLERANCE * np.maximum(1.0, turnover)
        if out.any():
            raise ValueError(f"{account} of row {np.argmax(out)} in month {self.month} is out by {difference[out][0]}")

    def check_accounts(self):
        """Check every account on every row."""
        self.ask_firms()
        if self.month < 0:
            return
        self.check_zones()
        c, fund = self.platforms, self.funds
        debt, assets = c.debt_short + c.debt_long, c.roads + c.plant_value + c.cash
        self.balance("platform balance", assets - debt - c.equity, np.abs(assets) + debt)
        self.balance("platform cash", c.cash - c.cash_before - self.platform_cash_flow(), np.abs(c.cash) + debt)
        called = fund.called_fiscal + fund.called_state + fund.called_social
        committed = fund.committed_fiscal + fund.committed_state + fund.committed_social
        self.balance("fund calls", np.maximum(0.0, called - committed), committed)
        invested = fund.invested_local + fund.invested_outside
        kept = fund.holdings_local + fund.holdings_outside + fund.sold + fund.written_off
        self.balance("fund holdings", kept - invested, invested)
        self.balance("fund cash", fund.cash - fund.cash_before - self.fund_cash_flow(), np.abs(fund.cash))

    def check_zones(self):
        """Check land, firms, tax and cash of zones."""
        z = self.zones
        stocks = np.stack((z.approved, z.available, z.pipeline, z.occupied, z.idle, z.reserve))
        self.balance("land", stocks.sum(axis=0) - z.area_in_use, z.area_in_use)
        self.balance("negative land", np.minimum(0.0, stocks.min(axis=0)), z.area_in_use)
        self.balance("occupied land", z.occupied - z.held_occupied - z.older_land, z.area_in_use)
        self.balance("pipeline", z.pipeline - z.held_pipeline, z.area_in_use)
        self.balance("firms", z.held_firms + z.exited + z.moved_away - z.joined, z.joined)
        self.balance("tax", z.tax_collected - z.held_tax - z.older_tax - z.closing_tax, z.tax_collected)
        moved = z.cash - z.cash_before - self.committee_cash_flow()
        self.balance("committee cash", moved, np.abs(z.cash) + z.payroll + np.abs(z.grant))

    def record_month(self):
        """Keep the month's zones, platforms, funds and municipality."""
        if self.month >= 0:
            for panel, table in self.tables.items():
                self.panels[panel][self.month] = table.block

    def series(self, panel, name):
        """Return a recorded field by month (and row)."""
        recorded = self.panels[panel][:, self.names[panel].index(name)]
        return recorded[:, 0] if panel == "municipality" else recorded
