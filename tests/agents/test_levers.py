"""The table of levers, and that each lever does nothing at its neutral value."""

import inspect
import re

import pytest

from agents.firms.record import FIRM
from agents.funds import FUND, call_capital, commit_fund, plan_deals, run_down_fund
from agents.levers import FIRST_RECYCLE, LAST_RECYCLE, LEVER, LEVER_INDEX, LEVER_NAMES, LEVERS, NEUTRAL, POSTS_COMPETED
from agents.platforms import PLATFORM, run_platform
from agents.zones.approval import gate_cutoff, plan_approvals
from agents.zones.attraction import channel_strength, contact_rate, utility, zone_rate
from agents.zones.finance import pay_the_committee
from agents.zones.land import age_land, idle_hazards, judge_towns, supply_land
from agents.zones.record import ZONE
from agents.zones.staff import NEVER, spread_effort, staff_a_zone, to_platform
from sim import accounting, markets, month, municipality, opening, pipeline
from sim.parameters import PARAMETER
from sim.state import PAIR

EACH = pytest.mark.parametrize("lever", LEVERS, ids=LEVER_NAMES)

# --- the table


def rate_of(zone, lever, levers, p, industry, leads, band, scale):
    return contact_rate(zone_rate(zone, p, scale), lever, levers, p, industry, leads, band)


@EACH
def test_every_lever_has_two_names_a_unit_a_range_and_something_it_touches(lever):
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", lever.name)
    assert lever.title
    assert re.search(r"[\u4e00-\u9fff]", lever.title_zh)
    assert not re.search(r"[\u4e00-\u9fff]", lever.title)
    assert lever.unit
    assert lever.low < lever.high
    assert lever.low <= lever.neutral <= lever.high
    assert lever.touches


def test_names_and_titles_are_unique():
    for column in ("name", "title", "title_zh"):
        assert len({getattr(lever, column) for lever in LEVERS}) == len(LEVERS)


def test_the_record_the_index_and_the_neutral_row_are_the_table():
    assert LEVER.names == LEVER_NAMES == tuple(lever.name for lever in LEVERS)
    for position, lever in enumerate(LEVERS):
        assert LEVER_INDEX[lever.name] == position
        assert NEUTRAL[position] == lever.neutral
        assert LEVER.fields[lever.name][2] == f"{lever.title} [{lever.unit}]"
    assert LEVERS[POSTS_COMPETED].name == "posts_competed"
    assert all(lever.name.startswith("recycle_") for lever in LEVERS[FIRST_RECYCLE : LAST_RECYCLE + 1])
    assert sum(lever.name.startswith("recycle_") for lever in LEVERS) == LAST_RECYCLE - FIRST_RECYCLE + 1


@EACH
def test_some_rule_reads_the_lever(lever):
    rules = (
        staff_a_zone, to_platform, spread_effort, plan_approvals, zone_rate, contact_rate, utility, idle_hazards,
        supply_land, judge_towns, age_land, pay_the_committee, commit_fund, call_capital, plan_deals, run_down_fund,
        run_platform, pipeline, markets, municipality, month, accounting, opening,
    )  # fmt: skip
    text = "".join(inspect.getsource(getattr(rule, "py_func", rule)) for rule in rules)
    if not lever.name.startswith(("channel_", "industry_teams", "commissioned", "target_list", "lounge")):
        assert re.search(rf"\.{lever.name}\b", text), lever.name


def test_what_a_lever_touches_are_fields_of_records():
    fields = set(ZONE.names) | set(FIRM.names) | set(PLATFORM.names) | set(FUND.names) | set(PAIR.names)
    assert {name for lever in LEVERS for name in lever.touches} <= fields


# --- neutral levers leave each rule as it is without levers


def opening_zone(row):
    return row(
        ZONE, staff_before=120.0, social_time=0.6, competed_since=NEVER, reach=1.2, weight=1.0, approved=600.0,
        blocked_land=60.0, quota_plan=5.0, idle=400.0, occupied=5000.0, low_efficiency=500.0, attractiveness=0.3,
        land_price=20.0, cash=3.0, recycle_base=400.0, recycled_year=1.0,
    )  # fmt: skip


def test_staff_and_efforts_without_reform(row):
    zone, lever, p = opening_zone(row), row(LEVER), row(PARAMETER)
    staff_a_zone(zone, lever, p, 30)
    assert (zone.staff, zone.selection) == (120.0, 1.0)
    assert zone.effective_staff == pytest.approx(120 * 0.4)  # S (1 - phi)
    spread_effort(zone, lever, p)
    assert zone.effort_counted == zone.effort_uncounted == pytest.approx(1 / (1 + p.effort_substitution))
    assert zone.effort_attraction == pytest.approx(48 * p.weight_attraction)
    total = zone.effort_attraction + zone.effort_landing + zone.effort_diligence + zone.effort_aftercare
    assert total == pytest.approx(48.0)
    assert zone.size_tilt == 0.0


def test_approvals_without_reform_take_the_stated_months(row):
    zone, p = opening_zone(row), row(PARAMETER)
    plan_approvals(zone, row(LEVER), p)
    assert zone.land_process_months == pytest.approx(p.land_part * p.start_months)
    assert zone.permit_months + zone.land_process_months == pytest.approx(p.start_months)


def test_the_gate_without_reform_lets_all_pass():
    assert gate_cutoff(NEUTRAL[LEVER_INDEX["gate_rejection"]]) == -10.0
    assert NEUTRAL[LEVER_INDEX["gate_coverage"]] == 0.0


def test_contacts_and_utility_without_reform(row):
    zone, p = opening_zone(row), row(PARAMETER)
    zone.effort_attraction = 10.0
    assert rate_of(zone, row(LEVER), NEUTRAL, p, 0, True, 1, 0.02) == pytest.approx(0.02 * 1.2)
    assert rate_of(zone, row(LEVER), NEUTRAL, p, 0, False, 1, 0.02) == pytest.approx(0.02 * 1.2 * p.fit_other)
    assert all(channel_strength(NEUTRAL, i, True, band) == 0.0 for i in range(8) for band in range(3))
    seen = utility(zone, row(LEVER), p, False, False, 7.0, 7.0, 0.0)
    assert seen == pytest.approx(0.3 - p.taste_price * 2.0)  # no subsidy, no wait yet, no change of firms


def test_land_without_reform_follows_its_own_hazards(row):
    zone, lever, p = opening_zone(row), row(LEVER), row(PARAMETER)
    assert sum(idle_hazards(zone, lever, p)) == pytest.approx(p.recycling_hazard)
    supply_land(zone, lever, p)
    assert (zone.quota, zone.supplied) == pytest.approx((5.0, 10.0))
    age_land(zone, lever, p)
    assert zone.floor_built == 0.0
    judge_towns(zone, lever, 12)
    assert zone.land_suspended == 0


def test_the_committees_costs_without_reform(row):
    zone, p = opening_zone(row), row(PARAMETER)
    zone.staff = 120.0
    pay_the_committee(zone, row(LEVER), NEUTRAL, p)
    assert zone.payroll == pytest.approx(120 * p.wage * 1e-4 / 12)
    assert zone.operating_cost == pytest.approx(120 * 0.6 * p.function_cost * 1e-4 / 12)
    assert (zone.municipal_takeover, zone.platform_fee, zone.channel_cost) == (0.0, 0.0, 0.0)


def test_without_reform_there_is_no_fund(row):
    fund, lever, p = row(FUND), row(LEVER), row(PARAMETER)
    for rule, arguments in ((commit_fund, (lever, p)), (call_capital, (lever,)), (plan_deals, (lever, p)),
                            (run_down_fund, (lever, p))):  # fmt: skip
        rule(fund, *arguments)
    assert all(fund[name] == 0 for name in FUND.names)


def test_a_platform_without_reform_keeps_up_what_it_has(row):
    company = row(PLATFORM, roads=6.0, plant_value=4.0, plant=2e5, cash=1.0, upkeep=0.025, distressed_since=-9999)
    run_platform(company, row(LEVER), row(PARAMETER))
    assert company.building == pytest.approx(0.025)
    assert company.fees == 0.0


def run_rules(row, zone, levers, p):
    """Run the rules of staff, pay, approvals, land and platform once; return the platform company."""
    company = row(PLATFORM, roads=6.0, plant_value=4.0, plant=2e5, debt_long=6.0, upkeep=0.025)
    staff_a_zone(zone, levers, p, 5)
    spread_effort(zone, levers, p)
    plan_approvals(zone, levers, p)
    supply_land(zone, levers, p)
    age_land(zone, levers, p)
    run_platform(company, levers, p)
    return company


@EACH
def test_a_lever_set_to_its_neutral_value_is_a_lever_not_set(row, lever):
    # To the last byte, over every rule of a zone's month that reads a lever.
    def after(levers):
        zone, p, fund = opening_zone(row), row(PARAMETER), row(FUND, called_fiscal=2.0, cash=1.0, holdings_local=1.0)
        company = run_rules(row, zone, levers, p)
        pay_the_committee(zone, levers, NEUTRAL, p)
        commit_fund(fund, levers, p)
        plan_deals(fund, levers, p)
        run_down_fund(fund, levers, p)
        return zone.tobytes() + fund.tobytes() + company.tobytes(), *idle_hazards(zone, levers, p)

    assert after(row(LEVER, **{lever.name: lever.neutral})) == after(row(LEVER))


# Levers that act on a firm's own procedure, on choice or on contacts have their own tests.
ACTING = {
    "posts_transferred": 30, "posts_lost": 30, "posts_hired": 30, "divest_social": 1, "divest_development": 1,
    "pay_counted": 1.5, "pay_uncounted": 0.5, "delegated_powers": 1, "parallel_approval": 1,
    "recycle_transfer": 1, "recycle_judicial": 1, "recycle_upgrade": 1, "recycle_platform": 1, "recycle_reserve": 1,
    "clear_approved_land": 1, "park_renewal": 1, "town_incentive": 1, "platform_expansion": 1,
    "platform_plant_share": 0.2, "leverage_cap": 0.5, "zone_town_fusion": 1, "subsidy": 0.1, "industrial_internet": 1,
}  # fmt: skip


@pytest.mark.parametrize("name", ACTING)
def test_a_lever_that_is_pulled_does_something(row, name):
    def after(levers):
        zone, p = opening_zone(row), row(PARAMETER)
        company = run_rules(row, zone, levers, p)
        seen = utility(zone, levers, p, True, False, 7.0, 7.0, 0.0)
        return zone.tobytes() + company.tobytes(), seen, *idle_hazards(zone, levers, p)

    assert after(row(LEVER, **{name: ACTING[name]})) != after(row(LEVER))
