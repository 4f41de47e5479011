"""Rule 11: a platform company builds, borrows, collects, pays, and may get into distress."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.levers import LEVER
from agents.platforms import PLATFORM, judge_distress, leverage, run_platform, vacant_plant
from sim.accounting import post_platform
from sim.parameters import PARAMETER

# 10 亿元 of assets in use and .2 of cash; 6 of debt, so 4.2 of equity. 200,000 m² of plant, 70 % occupied.
COMPANY = {
    "roads": 6.0, "plant_value": 4.0, "plant": 200_000.0, "plant_older": 100_000.0, "plant_occupied": 40_000.0,
    "cash": 0.2, "debt_short": 1.2, "debt_long": 4.8, "equity": 4.2, "upkeep": 0.025, "land_receipts": 0.05,
    "transfer_plan": 0.03, "compensation": 0.01, "distressed_since": -9999,
    "tasks_built": 1.0,
}  # fmt: skip
BELIEFS = {
    "interest_rate": 0.05, "leverage_spread": 0.15, "distress_spread": 0.03, "depreciation_rate": 0.03,
    "rent_yield": 0.05, "sale_rate": 0.002, "platform_plan": 12.0, "agency_fee": 0.08, "plant_building_share": 0.4,
    "bail_out_months": 6.0,
}  # fmt: skip
RECEIPTS = ("rent", "sales", "fees", "land_receipts", "transfer", "borrowed")
PAYMENTS = ("building", "interest", "repaid", "compensation")


def assets(c):
    return c.roads + c.plant_value + c.cash


def debt(c):
    return c.debt_short + c.debt_long


def a_month(row, lever=None, **fields):
    company = row(PLATFORM, **(COMPANY | fields))
    run_platform(company, row(LEVER, **({"platform_expansion": 1.0} | (lever or {}))), row(PARAMETER, **BELIEFS))
    return company


def test_a_month_of_a_platform_by_hand(row):
    c = a_month(row)
    assert leverage(c) == pytest.approx(6 / 10.2)
    assert c.rate == 0.05  # leverage .588, no spread below .6
    assert c.interest == pytest.approx(0.025)  # .05 * 6 / 12
    assert c.repaid == pytest.approx(0.1)  # a twelfth of the short debt
    assert c.depreciation == pytest.approx(0.025)  # .03 * 10 / 12
    assert c.rent == pytest.approx(0.05 / 12 * 140_000 * 2000 * 1e-8)  # 5 % on 2.8 亿元: .011667
    assert (vacant_plant(c), c.sold) == pytest.approx((60_000, 120))
    assert c.sales == pytest.approx(0.0024)  # 120 m² at a book value of 2000 yuan
    assert c.fees == pytest.approx(0.08)  # 8 % on last month's task of 1
    # Needed: building 1.025 + interest .025 + repayment .1 + compensation .01 - cash .2
    # - (rent .011667 + sales .0024 + fees .08 + land .05 + transfer .03) = .785933
    assert c.borrowed == pytest.approx(0.785933, abs=1e-6)  # credit .7 (10 + 1.025) - 5.9 = 1.8175 is enough
    assert (c.building, c.roads_built) == pytest.approx((1.025, 1.025 * 0.6))


def test_the_months_balances_by_hand(row):
    c = a_month(row)
    post_platform(c)
    assert c.cash == pytest.approx(0.0, abs=1e-12)  # it borrowed just what it lacked
    assert debt(c) == pytest.approx(6 + 0.785933 - 0.1, abs=1e-6)
    assert c.roads + c.plant_value == pytest.approx(10 - 0.025 + 1.025 - 0.0024)  # K(1 - delta/12) + I - sold
    # Equity: 4.2 + rent + fees + land + transfer - interest - depreciation - compensation
    assert c.equity == pytest.approx(4.2 + 0.0116667 + 0.08 + 0.05 + 0.03 - 0.025 - 0.025 - 0.01, abs=1e-6)
    assert c.tasks == pytest.approx(1.0)  # upkeep is no task


def test_credit_ends_at_the_cap_and_building_is_cut_first(row):
    # Cap .6: .6 * 11.025 - 5.9 = .715; .070933 short of .785933; building 1.025 - .070933.
    c = a_month(row, lever={"leverage_cap": 0.6})
    assert (c.borrowed, c.building) == pytest.approx((0.715, 0.954067), abs=1e-6)
    # Cap .5: .5 * 11.025 - 5.9 < 0: no credit at all.
    c = a_month(row, lever={"leverage_cap": 0.5})
    assert (c.borrowed, c.building) == pytest.approx((0.0, 1.025 - 0.785933), abs=1e-6)


def test_a_platform_that_cannot_even_pay_its_debt_builds_nothing_and_runs_out_of_cash(row):
    c = a_month(row, lever={"leverage_cap": 0.3}, cash=-1.0)
    assert (c.borrowed, c.building) == (0.0, 0.0)
    post_platform(c)
    assert c.cash < 0.0


def test_the_rate_rises_with_leverage_and_after_distress(row):
    # 8.16 of debt over 10.2: leverage .8, .2 above .6: .05 + .15 * .2 = .08
    assert a_month(row, debt_long=6.96).rate == pytest.approx(0.08)
    assert a_month(row, debt_long=6.96, distressed_since=4).rate == pytest.approx(0.11)


def test_rich_platforms_do_not_borrow(row):
    assert a_month(row, cash=50.0).borrowed == 0.0


def test_plant_and_roads_share_the_tasks_as_planned_and_as_shifted(row):
    # 40 % of a task of 1 亿元 is plant at 2000 yuan: 20,000 m²; shifted by .2: 30,000 m². Upkeep adds no floor.
    for shift, floor in ((0.0, 20_000.0), (0.2, 30_000.0)):
        c = a_month(row, lever={"platform_plant_share": shift})
        before = float(c.plant)
        post_platform(c)
        assert c.plant_built == pytest.approx(floor)
        assert c.plant == pytest.approx(before + floor - c.sold)


def test_the_agency_fee_is_a_share_of_the_tasks_built_not_of_those_planned(row):
    # Credit allows .239067 of building, .025 of it upkeep: a task of .214067 this month, a fee on it in the next.
    c = a_month(row, lever={"leverage_cap": 0.5})
    post_platform(c)
    assert c.tasks == pytest.approx(1.0)  # taken on, built or not
    assert c.tasks_built == pytest.approx(0.214067, abs=1e-6)
    run_platform(c, row(LEVER, platform_expansion=1.0), row(PARAMETER, **BELIEFS))
    assert c.task_fees == pytest.approx(0.08 * 0.214067, abs=1e-6)


# --- distress


def judged(row, months, **fields):
    """Return whether it is in distress after each of so many months at the same balances."""
    c, p, found = row(PLATFORM, **(COMPANY | fields)), row(PARAMETER, **BELIEFS), []
    for month in range(months):
        judge_distress(c, p, month)
        found.append(bool(c.distressed))
    return c, found


def test_three_months_of_negative_cash_are_distress(row):
    c, found = judged(row, 3, cash=-0.1, debt_long=1.0)
    assert found == [False, False, True]
    assert c.distressed_since == 2


def test_a_month_with_cash_starts_the_count_again(row):
    c, p = row(PLATFORM, **(COMPANY | {"debt_long": 1.0})), row(PARAMETER, **BELIEFS)
    for month, cash in enumerate((-0.1, -0.1, 0.1, -0.1, -0.1)):
        c.cash = cash
        judge_distress(c, p, month)
    assert (c.distressed, c.negative_months) == (0, 2)


def test_leverage_above_three_quarters_is_distress_at_once(row):
    assert judged(row, 1, debt_long=10.2 * 0.751 - 1.2)[1] == [True]
    assert judged(row, 1, debt_long=10.2 * 0.749 - 1.2)[1] == [False]


def test_distress_calls_for_negative_cash_and_six_months_of_interest(row):
    c, _ = judged(row, 3, cash=-0.1, debt_long=1.0, interest=0.02)
    assert c.bail_out == pytest.approx(0.1 + 6 * 0.02)


def test_nothing_is_built_for_twelve_months_of_distress_and_then_again(row):
    c, p, lever = row(PLATFORM, **COMPANY), row(PARAMETER, **BELIEFS), row(LEVER, platform_expansion=1.0)
    c.debt_long = 7.0  # leverage 8.2/10.2 = .80
    judge_distress(c, p, 0)
    c.debt_long, c.cash = 1.0, 20.0  # the debt is paid off; the judgement stays
    built = []
    for month in range(1, 15):
        run_platform(c, lever, p)
        built.append(c.building > 0.0)
        judge_distress(c, p, month)
    assert built == [False] * 12 + [True] * 2


# --- identities

MONEY = st.floats(0.0, 500.0)


@given(
    roads=MONEY, plant_value=st.floats(0.01, 500.0), cash=st.floats(-50.0, 100.0), debt_short=MONEY, debt_long=MONEY,
    occupied=st.floats(0.0, 1.0), upkeep=st.floats(0.0, 2.0), land_receipts=st.floats(0.0, 20.0),
    transfer_plan=st.floats(-1.0, 5.0), compensation=st.floats(0.0, 5.0), expansion=st.floats(0.0, 5.0),
    cap=st.floats(0.3, 0.9), shift=st.floats(-0.5, 0.5), distress_left=st.integers(0, 12),
)  # fmt: skip
def test_assets_stay_debt_plus_equity_whatever_the_month(
    row, roads, plant_value, cash, debt_short, debt_long, occupied, upkeep, land_receipts, transfer_plan, compensation,
    expansion, cap, shift, distress_left,
):  # fmt: skip
    plant = plant_value * 5e4
    c = row(
        PLATFORM, roads=roads, plant_value=plant_value, plant=plant, plant_older=occupied * plant, cash=cash,
        debt_short=debt_short, debt_long=debt_long, equity=roads + plant_value + cash - debt_short - debt_long,
        upkeep=upkeep, land_receipts=land_receipts, transfer_plan=transfer_plan, compensation=compensation,
        distress_left=distress_left, distressed_since=-9999,
    )  # fmt: skip
    owed = debt(c)
    scale = max(1.0, abs(assets(c)) + owed)
    run_platform(c, row(LEVER, platform_expansion=expansion, leverage_cap=cap, platform_plant_share=shift),
                 row(PARAMETER, **BELIEFS))  # fmt: skip
    expected_cash = cash + sum(float(c[name]) for name in RECEIPTS) - sum(float(c[name]) for name in PAYMENTS)
    assert c.borrowed >= 0.0
    assert 0.0 <= c.building <= upkeep + expansion + 1e-12  # the plan is 12 a year, 1 a month
    # With unused credit it never ends a month below zero.
    credit = max(0.0, cap * (roads + plant_value + (0.0 if distress_left else upkeep + expansion)) - owed + c.repaid)
    assert c.borrowed <= credit + 1e-9 * scale
    post_platform(c)
    assert assets(c) - debt(c) - c.equity == pytest.approx(0.0, abs=1e-11 * scale)
    assert c.cash == pytest.approx(expected_cash, abs=1e-11 * scale)
    assert debt(c) == pytest.approx(owed + c.borrowed - c.repaid, abs=1e-11 * scale)
    if c.borrowed < credit - 1e-6:
        assert c.cash >= -1e-9 * scale


def test_a_platform_without_assets_but_with_debt_is_all_debt(row):
    assert leverage(row(PLATFORM, debt_long=1.0)) == 1.0
    assert leverage(row(PLATFORM)) == 0.0
    assert math.isclose(leverage(row(PLATFORM, roads=2.0, debt_long=1.0, cash=-5.0)), 0.5)  # an overdraft is no asset
