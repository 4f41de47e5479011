"""A firm: the owner of one project, from negotiation to closure."""

import math
from typing import NamedTuple

import mesa

from agents.industries import INDUSTRIES
from agents.randomness import Purpose

from .accounts import check_spending, count_producing
from .tables import ANCHOR_SIZE, LARGE_PROJECT, NEVER, PLANT_SIZE, Origin, Stage


class Traits(NamedTuple):
    """What a firm is like, whatever it needs."""

    quality: float
    state_owned: bool
    needs_finance: bool


def draw_traits(luck, p, key):
    """Draw a firm's quality, owner and need of finance."""
    return Traits(
        luck.normal(Purpose.QUALITY, key),
        luck.uniform(Purpose.STATE_OWNED, key) < p.state_share,
        luck.uniform(Purpose.FINANCE_NEED, key) < p.finance_share,
    )


class Firm(mesa.Agent):
    """What a firm is born with, and where it stands; slots, because a run holds tens of thousands of firms."""

    __slots__ = (
        "bid", "born", "build_months", "close_hazard", "contract", "drop_hazard", "drop_threshold", "entered", "fast",
        "finder", "floor", "framework", "fund_equity", "gate_noise", "hazard", "idle_parcel", "in_plant", "industry",
        "investment", "key", "land", "listed", "needs_finance", "office", "origin", "parcel_luck", "plant_taste",
        "platform_part", "producing_at", "quality", "rejections", "second_zone", "signed_at", "skipped", "spent",
        "stage", "standard", "standard_luck", "started_at", "state_owned", "tax", "tax_density", "tax_mature",
        "threshold", "turns_at", "zone",
    )  # fmt: skip

    def __init__(self, model, key, zone, industry, contract, origin, second_zone, traits):
        super().__init__(model)
        luck, p, month = model.luck, model.p, model.month
        self.key = self.bid = key
        self.zone = zone
        self.second_zone = second_zone
        self.finder = None
        self.industry = industry
        self.office = INDUSTRIES[industry].office
        self.origin = origin
        self.born = month
        self.contract = contract
        self.rejections = 0
        self.quality, self.state_owned, self.needs_finance = traits
        self.signed_at = self.started_at = self.producing_at = self.turns_at = NEVER
        self.drop_hazard = 0.0
        self.drop_threshold = luck.exponential(Purpose.DROP_OUT, key)
        self.build_months = self.spent = self.platform_part = self.fund_equity = 0.0
        self.tax_mature = self.close_hazard = self.tax = self.skipped = 0.0
        self.in_plant = self.idle_parcel = self.framework = self.standard = self.fast = self.listed = False
        self.gate_noise = None
        self.endow(luck, p)
        self.enter(Stage.NEGOTIATING, Purpose.NEGOTIATION)

    def endow(self, luck, p):
        """Draw what no policy changes: investment, needs, tax density."""
        noise = luck.normal(Purpose.REALISATION, self.key)
        spread = p.realisation_spread
        self.investment = p.realisation * self.contract * math.exp(spread * noise - spread * spread / 2.0)
        intensity = math.exp(p.intensity_spread * luck.normal(Purpose.INTENSITY, self.key))
        density = math.exp(p.tax_spread * luck.normal(Purpose.TAX_DENSITY, self.key)) * 1e-4 / 12.0
        if self.office:
            self.land, self.floor = 0.0, self.investment * 1e4 / (p.office_intensity * intensity)
            self.tax_density = p.office_tax_density * density
        else:
            per_mu = p.intensity * self.relative_size(p.intensity_slope) * intensity
            self.land, self.floor = self.investment * 1e4 / per_mu, 0.0
            self.tax_density = p.tax_density * density

    # Stages

    def enter(self, stage, purpose=None, by_bid=True):
        """Enter a stage with its own exponential."""
        self.stage, self.entered, self.hazard = stage, self.model.month, 0.0
        self.threshold = (
            math.inf if purpose is None else self.model.luck.exponential(purpose, self.bid if by_bid else self.key)
        )
        self.model.enlist(self)

    def leave(self, stage):
        """Leave for good."""
        self.stage, self.entered = stage, self.model.month
        self.model.dismiss(self)

    def ripens(self, hazard):
        """Add a month's hazard and tell whether the stage ends."""
        self.hazard += hazard
        return self.hazard + hazard / 2.0 >= self.threshold

    def relative_size(self, slope):
        """Return (x/4)^slope."""
        return (self.contract / 4.0) ** slope

    # Before signature

    def negotiate(self):
        """Negotiate: go on to the gate or to signature, or be lost."""
        model, p = self.model, self.model.p
        if not self.ripens(1.0 / p.negotiation_months):
            return
        if model.luck.uniform(Purpose.NEGOTIATION_LOSS, self.bid) >= p.negotiation_success:
            self.leave(Stage.LOST)
            return
        self.hand_over()
        if model.luck.uniform(Purpose.GATE_COVERED, self.bid) < self.zone.levers.gate_coverage:
            self.enter(Stage.DILIGENCE, Purpose.DILIGENCE)
        else:
            self.sign()

    def lapses(self):
        """Tell whether the lead lapses as its zone re-competes."""
        share = self.model.p.lead_lapse * self.zone.levers.posts_competed
        return self.model.luck.uniform(Purpose.LEAD_LAPSE, self.key) < share

    def hand_over(self):
        """Go to the enclave partner where the project does not fit here, fits there, and sharing pays."""
        model, p, finder = self.model, self.model.p, self.zone
        partner = finder.enclave_partner
        if partner is None or partner is finder or self.finder is not None:
            return
        if self.industry in finder.leading or self.industry not in partner.leading:
            return
        if finder.levers.enclave_share * p.enclave_honour * (1.0 - p.enclave_friction) <= p.fit_other:
            return
        if model.luck.uniform(Purpose.ENCLAVE, self.key) < p.enclave_take_up:
            self.finder = finder
            self.move(partner)

    def move(self, zone):
        """Move to another zone's books."""
        self.zone.moved_away += 1
        self.zone = zone
        zone.joined += 1

    # The gate

    def score(self):
        """Return the gate's score in the zone where it is now."""
        if self.gate_noise is None:
            self.gate_noise = self.model.luck.normal(Purpose.GATE_NOISE, self.bid)
        r = self.model.p.gate_correlation * self.zone.diligence_care()
        return r * self.quality + math.sqrt(1.0 - r * r) * self.gate_noise

    def pass_diligence(self):
        """Pass due diligence or be rejected."""
        zone = self.zone
        if not self.ripens(zone.diligence_hazard()):
            return
        zone.diligence_done += 1
        if self.score() < zone.gate_cutoff(self.model.p.diligence_part):
            zone.rejected_early += 1
            self.reject()
        else:
            self.enter(Stage.PANEL, Purpose.PANEL)

    def pass_panel(self):
        """Pass the panel and sign, or be rejected."""
        zone = self.zone
        if not self.ripens(1.0 / self.model.p.panel_months):
            return
        zone.panel_done += 1
        if self.score() < zone.gate_cutoff(1.0):
            self.reject()
        else:
            self.sign()

    def reject(self):
        """Go to the second choice, or elsewhere."""
        self.zone.rejected += 1
        self.zone.good_rejected += self.quality > self.model.p.good_quality
        self.rejections += 1
        self.gate_noise = None
        if self.second_zone in {None, self.zone} or self.rejections > 1:
            self.leave(Stage.REJECTED)
            return
        self.bid = self.model.luck.bid_key(self.key, self.rejections)
        self.finder = None
        self.move(self.second_zone)
        self.enter(Stage.NEGOTIATING, Purpose.NEGOTIATION)

    # Signing

    def sign(self):
        """Sign a framework deal with the city's probability, else bind."""
        model, zone = self.model, self.zone
        self.signed_at = model.month
        zone.signed += 1
        zone.signed_amount += self.contract
        zone.report_signature(self)
        if model.luck.uniform(Purpose.FRAMEWORK, self.key) >= zone.framework_share:
            self.bind()
            return
        self.framework = True
        if model.luck.uniform(Purpose.FRAMEWORK_TURNS, self.key) < model.p.framework_turns:
            self.turns_at = model.month + 1 + int(12.0 * model.luck.uniform(Purpose.FRAMEWORK_DELAY, self.key))
        self.enter(Stage.FRAMEWORK)

    def bind(self):
        """Sign binding: get onto the leaders' list if chosen, and local funds invest."""
        model, zone, luck = self.model, self.zone, self.model.luck
        zone.signed_binding += 1
        zone.binding_investment += self.investment
        chance = model.p.listed_share * zone.levers.leader_coordination
        if self.contract >= LARGE_PROJECT and luck.uniform(Purpose.LISTED, self.key) < chance:
            self.listed = True
            zone.listed_signed += 1
        self.plant_taste = luck.uniform(Purpose.PLANT_TASTE, self.key)
        self.standard_luck = luck.uniform(Purpose.STANDARD_LAND, self.key)
        self.parcel_luck = luck.uniform(Purpose.PARCEL_CHOICE, self.key)
        zone.fund.invest(self)
        self.enter(Stage.SIGNED, Purpose.LAND_PROCESS)

    def settle_framework(self):
        """Turn binding at its month, lapse after twelve, be counted again after six."""
        model = self.model
        age = model.month - self.signed_at
        if self.turns_at == model.month:
            self.bind()
            return
        if age == 6 and model.luck.uniform(Purpose.RESIGNED, self.key) < model.p.resigned_share:
            self.zone.report_signature(self)
        if age >= 12:
            self.leave(Stage.FRAMEWORK_LAPSED)

    # Land, permits, drop-out

    def gives_up(self):
        """Add a month of drop-out hazard; whoever drops out leaves its land and floor."""
        p, zone = self.model.p, self.zone
        hazard = p.drop_hazard * math.exp(-p.quality_slope * self.quality)
        if self.stage == Stage.SIGNED:
            hazard *= 1.0 + p.landless_drop
        if self.needs_finance and self.fund_equity == 0.0:
            hazard *= 1.0 + p.finance_friction
        if self.listed:
            hazard *= p.listed_loyalty
        hazard *= max(0.0, 1.0 - p.aftercare_gain * (zone.aftercare_ratio() - 1.0))
        self.drop_hazard += hazard
        if self.drop_hazard + hazard / 2.0 < self.drop_threshold:
            return False
        zone.dropped += 1
        if self.stage == Stage.LANDED:
            zone.land_failed += self.land
            zone.failed_parcels += self.land > 0.0
            self.give_land_back()
            self.free_floor()
            self.leave(Stage.DROPPED_AFTER_LAND)
        else:
            self.leave(Stage.DROPPED_BEFORE_LAND)
        return True

    def give_land_back(self):
        """Hand the land back in order, with probability o."""
        if self.model.luck.uniform(Purpose.ORDERLY_CLOSURE, self.key) < self.model.p.orderly_closure:
            self.zone.land_orderly += self.land

    def free_floor(self):
        """Free the office floor or plant that it holds."""
        if self.in_plant:
            self.zone.platform.plant_occupied -= self.floor
        elif self.office:
            self.zone.office_taken -= self.floor

    def seek_place(self):
        """Take land or floor once the land process is done and there is some."""
        ready = self.ripens(1.0 / self.zone.land_process_months)
        if ready and self.takes_place():
            self.land_project()
            return
        if not self.gives_up() and ready:
            self.zone.blocked_land += self.land

    def takes_place(self):
        """Take office floor, plant or a parcel if there is one."""
        if self.office:
            return self.takes_office()
        return self.takes_plant() or self.zone.sells_parcel(self)

    def takes_office(self):
        """Take office floor."""
        zone = self.zone
        if zone.vacant_floor() < self.floor:
            return False
        zone.office_taken += self.floor
        return True

    def takes_plant(self):
        """Rent ready plant where a small manufacturer wants to and the platform has some to let."""
        p, company = self.model.p, self.zone.platform
        if self.model.month < 0 or company is None or company.in_distress():
            return False
        if self.contract >= PLANT_SIZE or self.plant_taste >= p.plant_share:
            return False
        need = p.plant_need * self.land
        if need > company.lettable():
            return False
        company.plant_occupied += need
        self.in_plant, self.land, self.floor, self.platform_part = True, 0.0, need, p.plant_part
        self.tax_density /= p.plant_need
        return True

    def land_project(self):
        """Count the landing and enter the permit stage."""
        model, zone = self.model, self.zone
        zone.landed += 1
        zone.arrived_money += self.investment * (1.0 - self.platform_part)
        zone.report_landing(self)
        self.fast = model.luck.uniform(Purpose.TAKE_AND_START, self.key) < zone.levers.take_land_and_start
        self.skipped = max(0.5 * zone.levers.parallel_approval, float(self.fast))
        self.enter(Stage.LANDED, Purpose.PERMIT)

    def permit_factor(self):
        """Return its own permit time over the zone's."""
        p = self.model.p
        factor = p.standard_factor if self.standard else 1.0
        factor *= p.fast_factor if self.fast else 1.0
        return factor * (p.listed_factor if self.listed else 1.0)

    def seek_permit(self):
        """Get the last permit and start, drop out, or wait."""
        zone, p = self.zone, self.model.p
        late = self.in_plant and zone.platform.in_distress()
        hazard = zone.permit_hazard(self.permit_factor(), self.relative_size(p.size_slope))
        if not late and self.ripens(hazard):
            self.start()
        else:
            self.gives_up()

    # Building and producing

    def start(self):
        """Start building."""
        model, zone, p = self.model, self.zone, self.model.p
        self.started_at = model.month
        mean = p.build_months * self.relative_size(p.build_slope)
        self.build_months = max(1.0, mean * model.luck.gamma_of_four(Purpose.BUILDING, self.key))
        zone.report_start(self)
        if self.contract >= ANCHOR_SIZE and self.origin == Origin.PROSPECT:
            model.promise_followers(self)
        self.enter(Stage.STARTED)

    def build(self):
        """Spend until all is spent."""
        own = self.investment * (1.0 - self.platform_part)
        amount = min(own / self.build_months * self.model.pace, own - self.spent)
        self.spent += amount
        check_spending(self.model.month, self)
        self.zone.firm_spending += amount
        if self.spent >= own * (1.0 - 1e-12):
            self.zone.completed += 1
            self.zone.published_completed_100m += self.contract >= LARGE_PROJECT
            self.enter(Stage.COMPLETED, Purpose.COMMISSIONING)

    def commission(self):
        """Begin production: fix the tax at maturity and the hazard of closing."""
        p, zone, month = self.model.p, self.zone, self.model.month
        if not self.ripens(1.0 / p.commissioning_months):
            return
        self.producing_at = month
        size = self.floor if self.office or self.in_plant else self.land
        slope = p.quality_slope
        self.tax_mature = self.tax_density * size * math.exp(slope * self.quality - slope * slope / 2.0)
        self.close_hazard = p.closure_hazard * math.exp(-slope * self.quality) * (1.0 + p.skipped_risk * self.skipped)
        zone.producing += 1
        zone.months_to_production += month - self.signed_at
        zone.published_producing_100m += self.contract >= LARGE_PROJECT
        zone.firms_now[self.industry] += 1.0
        count_producing(zone, self)
        self.enter(Stage.PRODUCING, Purpose.CLOSURE)

    def produce(self):
        """Pay tax, share it with an enclave's finder, perhaps close; tell whether it goes on producing."""
        model = self.model
        month = model.month
        self.tax = tax = self.tax_mature * model.maturity[month - self.producing_at]
        self.zone.tax_collected += tax
        if self.finder is not None:
            self.share_tax()
        if self.entered != month and self.ripens(self.close_hazard * model.closures[self.industry]):
            self.close()
            return False
        return True

    def share_tax(self):
        """Share local tax with the zone that found the project."""
        p, levers = self.model.p, self.finder.levers
        share = self.tax * p.local_tax_share * levers.enclave_share * p.enclave_honour
        self.zone.tax_shared_out += share
        self.finder.tax_shared_in += share

    def close(self):
        """Close: land goes back in order or falls idle, floor is freed."""
        zone = self.zone
        zone.closed += 1
        zone.closing_tax += self.tax
        zone.land_closed += self.land
        zone.firms_now[self.industry] -= 1.0
        count_producing(zone, self, sign=-1.0)
        self.give_land_back()
        self.free_floor()
        self.leave(Stage.CLOSED)
