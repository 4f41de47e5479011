"""A rule, parameter or lever that is broken in one of the two models is noticed by comparing them.

Rules of section 4 and their parts are broken singly in the plain model; every parameter and every lever, and every
function that may be replaced, singly in the engine.
"""

from contextlib import suppress

import broken
import pytest
from plainmodel import fund, model, platform, zone
from plainmodel.accounts import AccountError
from plainmodel.firm import Firm
from plainmodel.luck import KeyedLuck
from plainmodel.model import PlainModel
from plainmodel.months import Outlook, Outside
from plainmodel.tables import NEVER, Stage
from plainmodel.zone import Zone

from agents.industries import INDUSTRY_COUNT
from agents.levers import LEVERS
from sim.build import simulate
from sim.parameters import PARAMETERS
from sim.replacement import replaceable


def always(kind, name, result):
    """Return a method that does nothing and gives one result."""
    return kind, name, lambda _self, *_arguments, **_options: result


def without(kind, name):
    """Return the method as one that does nothing."""
    return always(kind, name, None)


def scaled(kind, name, factor):
    """Return the method with its result scaled."""
    whole = getattr(kind, name)
    return kind, name, lambda self, *arguments: factor * whole(self, *arguments)


def seeing(kind, name, **pretended):
    """Return the method as it would act if some of what it reads were otherwise."""
    whole = getattr(kind, name)

    def act(self, *arguments):
        kept = {each: getattr(self, each) for each in pretended}
        for each, value in pretended.items():
            setattr(self, each, value)
        result = whole(self, *arguments)
        for each, value in kept.items():
            if getattr(self, each) == pretended[each]:
                setattr(self, each, value)
        return result

    return kind, name, act


def leaving(kind, name, **results):
    """Return the method that leaves other values behind, each a factor of its own."""
    whole = getattr(kind, name)

    def act(self, *arguments):
        result = whole(self, *arguments)
        for each, factor in results.items():
            setattr(self, each, factor * getattr(self, each))
        return result

    return kind, name, act


WHOLE_CONTACT_RATE = Zone.contact_rate


def more_leads(self, industry, band, scale):
    """Return a contact rate that is too high with leading industries: one too high with all is taken up by c0."""
    return WHOLE_CONTACT_RATE(self, industry, band, scale) * (1.05 if industry in self.leading else 1.0)


BROKEN = {
    "1 selection": (zone, "selection_gain", lambda _share, _accuracy: 1.0),
    "1 the dip after re-competition": seeing(Zone, "count_staff", competed_since=NEVER),
    "1 leads lapse once": always(Firm, "lapses", False),
    "1 social time": seeing(Zone, "count_staff", social_time=0.0),
    "1 functions handed to the platform": always(Zone, "to_platform", 0.0),
    "2 pay": (zone, "effort_under_pay", lambda own, _other, _substitution: own),
    "2 corners of pay": (zone, "effort_under_pay", lambda own, other, s: (own - s * other) / (1.0 - s * s)),
    "2 impatience": seeing(Zone, "spread_effort", wait=0.0),
    "2 counting pressure": always(Zone, "counting_pressure", 0.0),
    "2 the tilt in size": always(Zone, "size_factor", 1.0),
    "2 mean-preserving": leaving(Zone, "set_rates", size_norm=0.99),
    "3 channels": always(Zone, "channel_strength", 0.0),
    "3 the contact rate": (Zone, "contact_rate", more_leads),
    "3 effort in contacts": seeing(Zone, "set_rates", effort_attraction=10.0),
    "3 the bound on rates": scaled(Zone, "largest_rate", 0.4),
    "4 utility": scaled(Zone, "utility", 0.99),
    "4 the wait shown": scaled(Zone, "expected_wait", 1.01),
    "4 the price of land": seeing(Zone, "set_values", land_price=10.0),
    "4 the fund's offer": always(Zone, "fund_value", 0.0),
    "4 the offer itself": always(fund.Fund, "offer", 0.01),
    "5 nests": always(KeyedLuck, "nest_taste", 0.0),
    "5 tastes": always(KeyedLuck, "zone_taste", 0.0),
    "5 going elsewhere": always(KeyedLuck, "outside_taste", 0.0),
    "6 care in the gate": always(Zone, "diligence_care", 1.0),
    "6 the score": (Firm, "score", lambda self: self.quality),
    "6 the cutoff": scaled(Zone, "gate_cutoff", 0.98),
    "6 time of diligence": scaled(Zone, "diligence_hazard", 1.02),
    "6 the second choice": (Firm, "reject", lambda self: self.leave(Stage.REJECTED)),
    "6 luck of a second bid": (KeyedLuck, "bid_key", lambda _self, key, _rejections: key),
    "7 signatures counted": without(Zone, "report_signature"),
    "7 frameworks turn or lapse": without(Firm, "settle_framework"),
    "7 framework deals": seeing(Firm, "sign", key=1),
    "8 the process of land": leaving(Zone, "plan_approvals", land_process_months=1.01),
    "8 permits": scaled(Zone, "permit_hazard", 1.01),
    "8 capacity of permits": leaving(Zone, "plan_approvals", permit_capacity=1.01),
    "8 fast, standard and listed permits": always(Firm, "permit_factor", 1.0),
    "8 drop-out": always(Firm, "gives_up", False),
    "8 its own exponential": (Firm, "ripens", lambda self, hazard: self.hazard + hazard >= self.threshold),
    "8 plant": always(Firm, "takes_plant", False),
    "8 offices": always(Firm, "takes_office", True),
    "8 the queue": (PlainModel, "count_queues", lambda self: [setattr(z, "permit_backlog", 1) for z in self.zones]),
    "9 size of building": (Firm, "relative_size", lambda _self, _slope: 1.0),
    "9 luck of building": always(KeyedLuck, "gamma_of_four", 1.0),
    "9 the platform's part": seeing(Firm, "build", platform_part=0.5),
    "10 preference for idle land": always(Zone, "prefers_idle", False),
    "10 routes": (Zone, "idle_hazards", lambda self: [0.2 * sum(WHOLE_HAZARDS(self))] * 5),
    "10 supply": without(Zone, "supply_land"),
    "10 judging towns": without(Zone, "judge_towns"),
    "10 ageing": without(Zone, "age_land"),
    "10 land handed back": without(Firm, "give_land_back"),
    "10 receipts of land": without(Zone, "sell_land"),
    "10 recycling": without(Zone, "recycle_land"),
    "10 a year in reserve": (zone, "RESERVE_MONTHS", 11),
    "10 office floor": without(Zone, "develop_offices"),
    "10 the campaign": seeing(Zone, "recycle_land", idle_reference=0.0),
    "11 interest": (platform.Platform, "interest_rate", lambda self: self.model.p.interest_rate),
    "11 leverage": scaled(platform.Platform, "leverage", 1.05),
    "11 sales": scaled(platform.Platform, "vacant_plant", 0.99),
    "11 plant to let": scaled(platform.Platform, "lettable", 0.5),
    "11 distress": without(platform.Platform, "judge_distress"),
    "11 debt by maturity": (platform, "MONTHS_OF_LONG_DEBT", 61.0),
    "11 short part of new debt": (platform, "SHORT_PART_OF_NEW", 0.31),
    "12 commitments": without(fund.Fund, "commit"),
    "12 calls": without(fund.Fund, "call"),
    "12 write-offs, exits, fees": without(fund.Fund, "run_down"),
    "12 local deals": without(fund.Fund, "plan_deals"),
    "12 investing": without(fund.Fund, "invest"),
    "12 what comes back": (fund.Fund, "returned", lambda self: self.distribution),
    "13 the ramp of tax": (model, "TAX_RAMP", 18.1),
    "13 enclaves share": without(Firm, "share_tax"),
    "13 enclaves take projects": without(Firm, "hand_over"),
    "13 tax of older firms": (zone, "tax_of_older", lambda _land, _floor, _p: 0.0),
    "13 closure of older firms": seeing(Zone, "run_older_firms", older_hazard=0.01),
    "13 closure": without(Firm, "close"),
    "14 rivals": without(Zone, "match_rivals"),
    "14 followers": without(PlainModel, "promise_followers"),
    "14 shocks to an industry": always(Outlook, "industries", ([1.0] * INDUSTRY_COUNT, [1.0] * INDUSTRY_COUNT)),
    "15 season, the shock of 2020, growth": always(Outlook, "month", Outside(1.0, 1.0, 1.0)),
    "15 the error of growth": always(KeyedLuck, "growth_error", 0.0),
    "15 expansions": always(KeyedLuck, "expansions", []),
    "15 pay of the committee": scaled(Zone, "cash_flow", 1.001),
    "15 aftercare": always(Zone, "aftercare_ratio", 1.0),
    "15 reputation": always(Zone, "kept_promises", 0.5),
    "15 published landings": without(Firm, "land_project"),
}
WHOLE_HAZARDS = Zone.idle_hazards
GUARDS = {"check_fund", "check_spending", "check_zone", "note_fault"}
"""Functions that only watch: left out, they change no number of a run that is whole."""
UNREACHED = {"far_tail"}
"""Functions that one draw in 10^11 needs; tests/agents/test_blocks.py asks them."""
READ_LATER = {"boundary", "base_year_luck", "period_luck", "reporting_error"}
"""Parameters that no rule reads: they are luck of what is published, drawn with the rest."""
NEEDS_MORE = {"enclave_friction": 2.0, "state_share": 2.0}
"""Parameters that act over a threshold or through another's effect, and by how much they are scaled instead."""
QUICK = (
    "selection_gain", "spread_effort", "contact_rate", "utility", "gate_cutoff", "diligence_hazard",
    "settle_frameworks", "permit_hazard", "take_place", "supply_land", "judge_towns", "idle_hazards", "run_platform",
    "judge_distress", "call_capital", "run_down_fund", "match_rivals", "pay_the_committee", "expand_locally",
    "published_investment",
)  # fmt: skip
"""Rules broken in the engine in every run of the tests; the nightly run breaks all."""


@pytest.fixture(scope="module")
def whole():
    """The plain model's series in each world, nothing broken."""
    return {case: broken.whole_series(case) for case in broken.CASES}


@pytest.fixture(scope="module")
def worlds():
    return {case: simulate(*broken.CASES[case]) for case in broken.CASES}


@pytest.mark.parametrize("case", broken.CASES)
def test_models_that_are_whole_agree(case, whole, worlds):
    assert broken.difference(worlds[case], whole[case]) is None


@pytest.mark.slow
@pytest.mark.parametrize("rule", BROKEN)
def test_a_rule_broken_in_the_plain_model_is_noticed(rule, worlds, monkeypatch):
    monkeypatch.setattr(*BROKEN[rule])
    with suppress(AccountError):  # an account that breaks is a notice too
        assert any(broken.notices_plain(case, worlds[case]) for case in ("busy", "solvent"))


@pytest.mark.slow
def test_every_parameter_moved_by_a_tenth_in_the_engine_is_noticed(whole):
    unnoticed = {
        name for name in PARAMETERS if not broken.noticed(whole, values=broken.scaled(name, NEEDS_MORE.get(name, 0.9)))
    }
    assert unnoticed == READ_LATER


@pytest.mark.slow
def test_every_lever_left_out_of_the_engine_is_noticed(whole):
    left_out = {lever.name for lever in LEVERS}
    assert not {name for name in left_out if not broken.noticed(whole, scenario=broken.without_lever(name))}


@pytest.mark.slow
@pytest.mark.parametrize("rule", QUICK)
def test_a_rule_broken_in_the_engine_is_noticed(rule, whole):
    assert broken.notices_rule(broken.full_name(rule), whole)


@pytest.mark.nightly
@pytest.mark.parametrize("rule", replaceable())
def test_every_function_broken_in_the_engine_is_noticed(rule, whole):
    assert bool(broken.notices_rule(rule, whole)) == (rule.rpartition(".")[2] not in GUARDS | UNREACHED)
