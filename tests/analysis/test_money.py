"""Money adds up to the accounts of the model, is worth what a closed form says, and has a ratio only where it may."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analysis.compare import HORIZONS, comparable, compare
from analysis.money import (
    QUARTERS,
    cloud_of,
    compare_money,
    gate_price_of,
    money_of,
    money_reader,
    quarters,
    safe_level,
    share_above,
    without_gate,
    worth_of,
)
from analysis.outcomes import places_of
from analysis.purses import (
    FLOWS,
    LEFT,
    LINES,
    NAMES,
    PLACES,
    RATES,
    discounts,
    monthly_lines,
    paid_from_pots,
    pots,
    read_money,
)
from scenarios.catalogue import load_catalogue
from scenarios.load import load_scenario
from sim.accounting import committee_cash_flow, municipal_cash_flow, platform_cash_flow
from sim.build import simulate
from sim.outputs import platforms_of
from sim.parameters import draw_prior

DRAWS = 3


@pytest.fixture(scope="module")
def jimo():
    """A finished run with every kind of flow: a fund, a platform company shared by no one, divestment, a gate."""
    scenario = load_scenario("jimo")
    return scenario, simulate(scenario, draw_prior(1, 0), 1)


@pytest.fixture(scope="module")
def compared():
    base, reform = load_scenario("typical-county"), load_scenario("typical-county-reform")
    return compare_money(comparable(base, [reform, replace(base, name="same")], 1), DRAWS, 2)


def test_lines_of_a_zone_are_the_cash_flows_of_its_committee_and_company(jimo):
    scenario, world = jimo
    for row in range(len(scenario.world.zones)):
        lines = monthly_lines(world, [row], 0, scenario.months, hall=False)
        (company,) = platforms_of(world, [row]) or (None,)
        for month in range(0, scenario.months, 7):
            expected = committee_cash_flow(world.panel[month, row])
            expected += 0.0 if company is None else platform_cash_flow(world.platform_panel[month, company])
            assert lines[FLOWS, month].sum() == pytest.approx(expected, abs=1e-9), scenario.world.zones[row].id


def test_lines_of_the_region_are_the_cash_flows_of_all_purses_less_the_appropriation(jimo):
    scenario, world = jimo
    rows = list(range(len(scenario.world.zones)))
    lines = monthly_lines(world, rows, 0, scenario.months, hall=True)
    for month in range(scenario.months):
        expected = sum(committee_cash_flow(world.panel[month, row]) for row in rows)
        expected += sum(platform_cash_flow(world.platform_panel[month, c]) for c in platforms_of(world, rows))
        town = world.municipal_panel[month]
        expected += municipal_cash_flow(town) - town.appropriation
        assert lines[FLOWS, month].sum() == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("name", ["grant", "transfers", "task_fees", "service_fees"])
def test_payments_between_purses_cancel_in_the_region(jimo, name):
    scenario, world = jimo
    rows = list(range(len(scenario.world.zones)))
    line = NAMES.index(name)
    alone = monthly_lines(world, rows, 0, scenario.months, hall=False)[line]
    together = monthly_lines(world, rows, 0, scenario.months, hall=True)[line]
    assert np.abs(together).max() < 1e-9
    if name in ("grant", "transfers"):
        assert np.abs(alone).max() > 0.01


def test_the_municipality_s_share_of_land_receipts_is_what_its_own_books_say(jimo):
    scenario, world = jimo
    rows = list(range(len(scenario.world.zones)))
    line = NAMES.index("land")
    with_hall, without = (monthly_lines(world, rows, 0, scenario.months, hall=hall)[line] for hall in (True, False))
    np.testing.assert_allclose(with_hall - without, world.municipal_panel.land_receipts, rtol=1e-9, atol=1e-12)
    assert world.municipal_panel.land_receipts.sum() > 1.0


def test_every_field_of_the_cash_flows_stands_in_one_line_of_its_purse():
    for purse in ("committee", "company"):
        fields = [field for line in (*LINES, *LEFT) for field in getattr(line, purse)]
        twice = {field for field in fields if fields.count(field) > 1}
        assert twice <= {"task_fees"}  # told apart from the service fees that are booked in one sum with them


@given(st.floats(-50.0, 50.0), st.sampled_from(HORIZONS))
def test_the_present_value_of_a_constant_flow_is_the_closed_form(flow, months):
    r"""By hand: \sum_{t=1}^n f q^t = f q (1 - q^n)/(1 - q) with q = (1 + r)^{-1/12}, and n f without a rate."""
    values = discounts(months).sum(axis=1) * flow
    for rate, value in zip(RATES, values, strict=True):
        q = (1.0 + rate) ** (-1.0 / 12.0)
        closed = months * flow if rate == 0.0 else flow * q * (1.0 - q**months) / (1.0 - q)
        assert value == pytest.approx(closed, rel=1e-12, abs=1e-12)


def test_borrowing_at_the_discount_rate_is_worth_nothing():
    """By hand: 10 borrowed at the end of month 1, interest of each later month paid, 10 owed at the end."""
    months, rate = 60, RATES[2]
    lines = np.zeros((len(NAMES), months))
    lines[NAMES.index("loans"), 0] = 10.0
    lines[NAMES.index("interest"), 1:] = -10.0 * ((1.0 + rate) ** (1.0 / 12.0) - 1.0)
    worth = discounts(months)
    discounted = worth[2] @ lines.T
    discounted[NAMES.index("debt")] = -10.0 * worth[2, -1]
    assert worth_of(discounted) == pytest.approx(0.0, abs=1e-9)
    plain = worth[0] @ lines.T
    plain[NAMES.index("debt")] = -10.0
    assert worth_of(plain) == pytest.approx(lines[NAMES.index("interest")].sum())


def test_money_read_off_a_run_is_the_sum_of_its_months(jimo):
    scenario, world = jimo
    places = places_of(scenario.world, "jimo-etz")
    money = read_money(world, places, 6, (12, 60, 600))
    by_hand = monthly_lines(world, places.rows("county"), 6, 18, hall=True)[FLOWS].sum(axis=1)
    np.testing.assert_allclose(money.values[PLACES.index("county"), 0, 0, FLOWS], by_hand, rtol=1e-12, atol=1e-12)
    assert np.isnan(money.values[:, 2]).all()  # beyond the run
    np.testing.assert_allclose(money.pots[1], paid_from_pots(world, places.rows("county"), 6, 66))


def test_pots_hold_every_flow_of_the_catalogue_once():
    listed = [field for pot in pots() for field in pot.fields]
    assert len(listed) == len(set(listed))
    assert set(listed) == {cost.field for cost in load_catalogue().costs.values() if cost.field}


@given(
    arrays(float, 12, elements=st.sampled_from([-2.0, -1.0, 0.0, 1.0, 3.0])),
    arrays(float, 12, elements=st.sampled_from([-2.0, 0.0, 1.0])),
)
def test_shares_of_quarters_add_up_to_one(cost, effect):
    found = quarters(cost, effect)
    assert list(found) == list(QUARTERS)
    assert sum(found.values()) == pytest.approx(1.0, abs=1e-12)
    assert found["no_difference"] == np.mean((cost == 0.0) | (effect == 0.0))


def test_no_ratio_is_told_where_cost_or_effect_changes_sign():
    sure, either = np.linspace(1.0, 3.0, 40), np.linspace(-1.0, 3.0, 40)
    assert cloud_of(sure, 2.0 * sure).ratio == pytest.approx(2.0)
    assert cloud_of(sure, 2.0 * sure).ratio_error == pytest.approx(0.0, abs=1e-12)
    assert math.isnan(cloud_of(either, sure).ratio)
    assert math.isnan(cloud_of(sure, either).ratio)
    assert math.isnan(cloud_of(sure, np.zeros(40)).ratio)


def test_a_gate_that_may_save_no_land_has_no_price():
    lost = np.array([4.0, 6.0, 5.0, 5.0])
    priced = gate_price_of(lost, np.array([90.0, 110.0, 100.0, 100.0]))
    assert priced.per_land == pytest.approx(5.0)  # 5 good projects for 100 mu
    assert math.isnan(gate_price_of(lost, np.array([-300.0, 320.0, 10.0, -10.0])).per_land)
    assert math.isnan(gate_price_of(lost, np.array([-100.0, -110.0, -90.0, -100.0])).per_land)


def test_an_option_that_is_the_base_costs_exactly_nothing(compared):
    _, (reform, same) = compared
    assert all(worth.mean == 0.0 and worth.verdict == "nothing" for worth in same.worth)
    assert all(pot.mean == 0.0 for pot in same.pots)
    assert same.cloud.shares["no_difference"] == 1.0
    assert same.gate is None
    assert reform.gate is not None
    assert any(worth.mean != 0.0 for worth in reform.worth)


def test_means_of_lines_add_up_to_the_present_value(compared):
    _, found = compared
    counted = [line.name for line in LINES] + ["debt"]
    for money in found:
        for worth in money.worth:
            assert sum(worth.lines[name] for name in counted) == pytest.approx(worth.mean, abs=1e-9)


def test_reading_money_moves_no_number_of_a_comparison(compared):
    result, _ = compared
    plain = compare(result.setting, DRAWS, 1)
    assert plain.digest == result.digest
    assert all(pair == (None, None) for pair in plain.options[0].more)


def test_swapping_base_and_option_flips_the_sign_of_money(compared):
    result, (reform, _) = compared
    swapped = comparable(result.setting.options[0], [result.setting.base], 1)
    back = money_of(compare(swapped, DRAWS, 2, None, money_reader(swapped)), _only(swapped), 2)
    for worth in reform.worth:
        assert back.at(worth.place, worth.months, worth.rate).mean == pytest.approx(-worth.mean, rel=1e-9, abs=1e-9)


def _only(setting):
    (option,) = compare(setting, DRAWS, 2, None, money_reader(setting)).options
    return option


def test_the_safe_level_is_the_published_one_and_shares_above_it_leave_out_who_has_no_company():
    assert safe_level() == 0.65
    ratio = np.array([[[0.5, 0.7]], [[0.66, np.nan]], [[0.64, np.nan]]])
    np.testing.assert_allclose(share_above(ratio, 0.65), [[1.0 / 3.0, 1.0]])
    assert np.isnan(share_above(np.full((2, 1, 1), np.nan), 0.65)).all()


def test_without_its_gate_an_option_keeps_all_other_levers():
    reform = load_scenario("typical-county-reform")
    bare = without_gate(reform, "county")
    dropped = {change.lever for change in reform.changes} - {change.lever for change in bare.changes}
    assert dropped == {"gate_coverage", "gate_rejection"}
    assert without_gate(reform, "neighbour").changes == reform.changes
