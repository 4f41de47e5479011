"""Rules 7, 8, 9 and 13 for one firm: waiting, giving up, signing, building, paying tax, closing."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, chisquare, gamma, kstest

from agents.firms.record import BUILDER, FIRM, Stage
from agents.firms.stages import (
    LONGEST_STAGE,
    TAX_RAMP,
    begin_production,
    drop_out_hazard,
    drops_out,
    enter,
    months_to_ripen,
    next_of_framework,
    own_drop_hazard,
    own_part,
    relative_size,
    ripens,
    sign,
    spend,
    start_building,
    tax_of,
)
from agents.randomness import Purpose
from agents.records import allocate
from sim.parameters import PARAMETER

FIRMS = 3000

# --- waiting


def months_waited(row, hazard, key):
    """Enter a stage in month 0 and wait as the funnel does: the month of entering is skipped."""
    firm = row(FIRM, key=key)
    enter(firm, Stage.NEGOTIATING, 0, 7, Purpose.NEGOTIATION)
    month = 1
    while not ripens(firm, hazard):
        month += 1
    return month


@given(mean=st.floats(0.2, 60.0), threshold=st.floats(0.0, 40.0))
def test_the_month_of_ending_is_the_one_in_which_the_hazard_of_all_months_reaches_the_threshold(mean, threshold):
    firm = allocate(FIRM, 1)[0]
    firm.threshold = threshold
    month = 1
    while not ripens(firm, 1.0 / mean):
        month += 1
    assert months_to_ripen(threshold, 1.0 / mean) == month


def test_a_hazard_of_nothing_ends_a_stage_after_all_runs():
    assert months_to_ripen(1.0, 0.0) == LONGEST_STAGE


@pytest.mark.parametrize(("turns_at", "months"), [(-9999, [16, 22]), (12, [12, 16]), (16, [16, 22]), (19, [16, 19])])
def test_a_framework_deal_is_asked_when_it_turns_after_six_months_and_after_twelve(row, turns_at, months):
    # signed in month 10: counted again in 16, lapsed in 22
    firm = row(FIRM, entered=10, turns_at=turns_at)
    asked, month = [], 10
    for _ in range(2):
        month = next_of_framework(firm, month)
        asked.append(month)
    assert asked == months


def test_waiting_times_fall_off_at_the_hazard(row):
    # P(wait > k + 1 | wait > k) = e^{-h}: chi-square of waits against that geometric law beyond the first month.
    hazard = 0.4
    waits = np.array([months_waited(row, hazard, key) for key in range(FIRMS)])
    beyond = np.bincount(np.minimum(waits[waits > 1] - 2, 6), minlength=7)
    law = np.exp(-hazard * np.arange(7)) * (1 - math.exp(-hazard))
    law[6] = math.exp(-hazard * 6)
    assert chisquare(beyond, beyond.sum() * law).pvalue > 1e-3


@pytest.mark.parametrize("mean", [3.0, 7.0])
def test_the_mean_wait_is_the_mean_that_the_parameter_states(row, mean):
    # 1/h months by the calendar; h = 1/3 gives 1 + 1/(2 sinh(1/6)) = 3.986 instead of 3.
    waits = [months_waited(row, 1 / mean, key) for key in range(FIRMS)]
    assert np.mean(waits) == pytest.approx(mean, abs=4 * mean / math.sqrt(FIRMS))


def test_entering_a_stage_clears_the_hazard_and_takes_the_firms_own_luck_for_it(row):
    firm = row(FIRM, key=4, hazard=3.0)
    enter(firm, Stage.LANDED, 9, 7, Purpose.PERMIT)
    permit = firm.threshold
    assert (firm.stage, firm.entered, firm.hazard) == (Stage.LANDED, 9, 0.0)
    enter(firm, Stage.SIGNED, 9, 7, Purpose.LAND_PROCESS)
    assert firm.threshold != permit
    enter(firm, Stage.LANDED, 30, 7, Purpose.PERMIT)
    assert firm.threshold == permit  # whenever it comes there


# --- giving up

LOSSES = {
    "drop_hazard": 0.03, "quality_slope": 0.3, "landless_drop": 0.5, "finance_friction": 0.4, "listed_loyalty": 0.25,
    "aftercare_gain": 0.2,
}  # fmt: skip


def drop_hazard(row, aftercare=1.0, **fields):
    firm, p = row(FIRM, **({"stage": Stage.LANDED} | fields)), row(PARAMETER, **LOSSES)
    firm.own_drop_hazard = own_drop_hazard(firm, p)
    return drop_out_hazard(firm, aftercare, p)


def test_each_reason_to_give_up_is_a_factor_of_its_own(row):
    assert drop_hazard(row) == pytest.approx(0.03)
    assert drop_hazard(row, stage=Stage.SIGNED) == pytest.approx(0.045)  # without land: half more
    assert drop_hazard(row, needs_finance=1) == pytest.approx(0.042)
    assert drop_hazard(row, needs_finance=1, fund_equity=0.1) == pytest.approx(0.03)  # the fund closes the gap
    assert drop_hazard(row, listed=1) == pytest.approx(0.0075)
    assert drop_hazard(row, aftercare=2.0) == pytest.approx(0.024)
    assert drop_hazard(row, aftercare=0.0) == pytest.approx(0.036)
    assert drop_hazard(row, aftercare=50.0) == 0.0  # never negative
    assert drop_hazard(row, stage=Stage.SIGNED, needs_finance=1, listed=1) == pytest.approx(0.03 * 1.5 * 1.4 * 0.25)


@pytest.mark.parametrize("quality", [-2.0, 0.5, 1.7])
def test_good_firms_give_up_and_close_less_often(row, quality):
    assert drop_hazard(row, quality=quality) == pytest.approx(0.03 * math.exp(-0.3 * quality))
    firm = row(FIRM, quality=quality, land=50.0, tax_density=1e-4)
    begin_production(firm, 0, row(PARAMETER, quality_slope=0.3, closure_hazard=0.004, skipped_risk=0.0))
    assert firm.close_hazard == pytest.approx(0.004 * math.exp(-0.3 * quality))


def test_a_higher_drop_out_hazard_never_keeps_the_same_firm_longer(row):
    def stays(hazards):
        firm = row(FIRM, drop_threshold=0.5)
        return next((m for m, h in enumerate(hazards) if drops_out(firm, h)), 99)

    assert stays([0.1] * 9) == 4  # .5 + .05 reaches .5
    assert stays([0.1, 0.1, 0.1]) == 99  # .3 + .05 does not
    assert stays([0.2] * 9) == 1  # .4 + .1 does


# --- signing


def signed(row, key, framework_share, month=10, turns=0.3):
    firm = row(FIRM, key=key, signed_at=-9999, turns_at=-9999)
    sign(firm, framework_share, month, 3, row(PARAMETER, framework_turns=turns))
    return firm


def test_a_share_of_signatures_are_framework_deals_and_a_share_of_those_turn_binding(row):
    firms = [signed(row, key, 0.25) for key in range(FIRMS)]
    frameworks = [f for f in firms if f.stage == Stage.FRAMEWORK]
    assert all(f.stage == Stage.SIGNED for f in firms if not f.framework)
    assert binomtest(len(frameworks), FIRMS, 0.25).pvalue > 1e-3
    turning = np.array([f.turns_at for f in frameworks if f.turns_at > 0])
    assert binomtest(turning.size, len(frameworks), 0.3).pvalue > 1e-3
    # at a uniform month of the next twelve
    assert chisquare(np.bincount(turning - 11, minlength=12)).pvalue > 1e-3
    assert turning.min() >= 11
    assert turning.max() <= 22


def test_the_first_signature_dates_a_firm(row):
    firm = signed(row, 5, 0.0, month=10)
    sign(firm, 0.0, 40, 3, row(PARAMETER))
    assert firm.signed_at == 10


# --- building


def test_building_time_is_gamma_of_shape_four_around_its_mean(row):
    # x = 64: 24 * 16^.15 = 36.376 months; variance mean^2/4.
    p = row(PARAMETER, build_months=24.0, build_slope=0.15)
    mean = 24 * 16**0.15
    months = []
    for key in range(FIRMS):
        firm = row(FIRM, key=key, contract=64.0)
        start_building(firm, 6, 2, p)
        months.append(float(firm.build_months))
    assert (firm.stage, firm.started_at) == (Stage.STARTED, 6)
    assert np.mean(months) == pytest.approx(mean, abs=4 * mean / 2 / math.sqrt(FIRMS))
    # var of the sample variance of a gamma of shape 4: kurtosis excess 1.5, so relative sd sqrt(3.5/n)
    assert np.var(months) == pytest.approx(mean**2 / 4, rel=4 * math.sqrt(3.5 / FIRMS))
    assert kstest(months, gamma(4, scale=mean / 4).cdf).pvalue > 1e-3


def test_size_factors_are_one_at_four_hundred_million(row):
    assert relative_size(4.0, 0.35) == 1.0
    assert relative_size(64.0, 0.5) == pytest.approx(4.0)
    assert relative_size(1.0, 0.5) == pytest.approx(0.5)


def test_a_project_spends_evenly_and_never_more_than_it_has(row):
    # 10 亿元, a fifth of it the platform's: 8 over 5 months is 1.6 a month; at pace 2 3.2.
    own = own_part(row(FIRM, investment=10.0, platform_part=0.2))
    builder = row(BUILDER, own_part=own, own_rate=own / 5.0)
    paid = [spend(builder, 1.0), spend(builder, 2.0)] + [spend(builder, 1.0) for _ in range(4)]
    assert paid == pytest.approx([1.6, 3.2, 1.6, 1.6, 0.0, 0.0])
    assert builder.spent == pytest.approx(8.0)


# --- production


def test_mature_tax_is_density_times_land_and_rises_with_quality(row):
    # 50 mu at 1.25e-4, b = .3, Q = 1: e^{.3 - .045} = 1.29046
    p = row(PARAMETER, quality_slope=0.3, closure_hazard=0.004, skipped_risk=0.15)
    firm = row(FIRM, land=50.0, floor=999.0, tax_density=1.25e-4, quality=1.0)
    begin_production(firm, 20, p)
    assert firm.tax_mature == pytest.approx(50 * 1.25e-4 * 1.29046, rel=1e-5)
    for flag in ("office", "in_plant"):
        tenant = row(FIRM, floor=8000.0, tax_density=1e-6, **{flag: 1})
        begin_production(tenant, 20, p)
        assert tenant.tax_mature == pytest.approx(8000e-6 * math.exp(-0.045))


def test_quality_shifts_tax_between_firms_and_leaves_its_mean(row):
    # E e^{bQ - b^2/2} = 1 for Q ~ N(0, 1): by Gauss-Hermite over Q.
    p = row(PARAMETER, quality_slope=0.3)
    nodes, weights = np.polynomial.hermite_e.hermegauss(20)
    mean = 0.0
    for quality, weight in zip(nodes, weights, strict=True):
        firm = row(FIRM, land=1.0, tax_density=1.0, quality=quality)
        begin_production(firm, 0, p)
        mean += firm.tax_mature * weight / math.sqrt(2 * math.pi)
    assert mean == pytest.approx(1.0)


def test_tax_grows_in_over_years_and_stays(row):
    firm = row(FIRM, tax_mature=2.0, producing_at=10)
    assert tax_of(firm, 10) == 0.0
    assert tax_of(firm, 28) == pytest.approx(2 * (1 - 1 / math.e))  # 18 months on: 63 %
    assert tax_of(firm, 64) == pytest.approx(2 * (1 - math.exp(-3)))
    assert tax_of(firm, 9999) == pytest.approx(2.0)
    assert pytest.approx(1 - np.exp(-np.arange(TAX_RAMP.size) / 18)) == TAX_RAMP


def test_skipped_checks_are_paid_for_by_closures(row):
    p = row(PARAMETER, quality_slope=0.3, closure_hazard=0.004, skipped_risk=0.15)
    for skipped, hazard in ((0.0, 0.004), (0.5, 0.0043), (1.0, 0.0046)):
        firm = row(FIRM, skipped=skipped)
        begin_production(firm, 0, p)
        assert firm.close_hazard == pytest.approx(hazard)
