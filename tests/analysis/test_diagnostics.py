"""What figures of a calibration draw is what the posterior, its checks and the ledger say."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.diagnostics import (
    DOUBT,
    FUNNEL,
    GATES,
    coverage_of,
    funnel_rows,
    need_stages,
    pair_rows,
    parameter_rows,
    period_rows,
    prior_rows,
    rank_rows,
    skill_rows,
    target_rows,
)
from calibration.checks import Checks
from calibration.posterior import read_predictive
from calibration.scores import Paired
from calibration.validation import validate
from scenarios.evidence import load_ledger
from scenarios.posteriors import REFERENCE, load_posterior
from sim.store.errors import WrongRequestError


@pytest.fixture(scope="module")
def ledger():
    return load_ledger()


@pytest.fixture(scope="module")
def result(ledger):
    return validate(REFERENCE, ledger)


@pytest.fixture(scope="module")
def predictive():
    return read_predictive(REFERENCE)


def by_figure(rows):
    return {row.figure: row for row in rows}


def test_a_count_is_drawn_as_times_what_was_published(result, ledger, predictive):
    row = by_figure(target_rows(result.calibrated, ledger))["laixi.projects_signed"]
    for drawn, draws in ((row.posterior, predictive.posterior), (row.prior, predictive.prior)):
        low, middle, high = np.quantile(draws["laixi.projects_signed"], [0.05, 0.5, 0.95])
        # 219 as printed stands for 218.5 to 219.5, half a unit is added to counts, and scales are logarithms
        middle_of_published = math.sqrt(219.0 * 220.0)
        assert drawn == pytest.approx([(v + 0.5) / middle_of_published for v in (low, middle, high)], rel=2e-3)
    assert row.published == pytest.approx((math.sqrt(219 / 220), 1.0, math.sqrt(220 / 219)))


def test_the_band_told_beside_a_row_is_that_of_the_draws_in_the_figure_s_unit(result, ledger, predictive):
    for row in target_rows(result.calibrated, ledger):
        if row.modelled:
            draws = predictive.posterior[row.figure]
            assert row.band == pytest.approx(np.quantile(draws[np.isfinite(draws)], [0.05, 0.5, 0.95])), row.figure


def test_a_row_is_inside_where_band_and_published_interval_meet(result, ledger):
    rows = target_rows([*result.calibrated, *result.held_out], ledger)
    assert {row.inside for row in rows if row.modelled} == {True, False}
    for row in rows:
        if row.modelled:
            meets = row.posterior.low <= row.published.high and row.posterior.high >= row.published.low
            assert row.inside == meets, row.figure


def test_figures_without_an_output_are_told_apart(result, ledger):
    rows = target_rows(result.calibrated, ledger)
    assert [row.figure for row in rows if not row.modelled] == ["laixi.fundtown_investing"]


def test_figures_of_a_place_stand_together(result, ledger):
    zones = [row.zone for row in target_rows([*result.calibrated, *result.held_out], ledger)]
    changes = sum(a != b for a, b in pairwise(zones))
    assert changes == len(set(zones)) - 1


def test_naive_forecasts_stand_beside_the_figures_that_they_forecast(result, ledger):
    rows = by_figure(target_rows(result.held_out, ledger, result.naive))
    growth = rows["bluevalley.signed_investment_growth"].naive
    assert set(growth) == {"no_change", "growth_of_others", "macro_only"}
    assert growth["no_change"].middle == pytest.approx(1.0 / 1.5, rel=1e-2)  # nothing, over half as much again
    assert set(rows["laixi.projects_completed"].naive) == {"constant_shares"}


def test_the_prior_alone_is_drawn_from_the_draws_of_the_prior(result, ledger, predictive):
    for row in prior_rows(REFERENCE, result.calibrated, ledger):
        if row.modelled:
            draws = predictive.prior[row.figure]
            assert row.band == pytest.approx(np.quantile(draws[np.isfinite(draws)], [0.05, 0.5, 0.95]))
            assert math.isnan(row.prior.middle)


def test_parameters_come_by_what_was_learnt_of_them_and_as_the_fit_says(result):
    rows = parameter_rows(REFERENCE)
    learnt = result.about["learnt"]
    assert [row.contraction for row in rows] == pytest.approx(sorted(learnt.values(), reverse=True))
    assert {row.name for row in rows} == set(learnt)
    for row in rows:
        assert row.contraction == pytest.approx(learnt[row.name])
        assert row.posterior.low < row.posterior.middle < row.posterior.high


def test_the_ends_of_a_prior_are_its_quantiles():
    row = next(row for row in parameter_rows(REFERENCE) if row.name == "start_months")
    # LogNormal(7, .4): 7 exp(-+ 1.645 x .4)
    assert row.prior == pytest.approx((7.0 * math.exp(-0.65794), 7.0, 7.0 * math.exp(0.65794)), rel=1e-3)


def test_the_strongest_pairs_are_those_that_the_fit_found(result):
    pairs = pair_rows(REFERENCE, most=4)
    told = {frozenset((a, b)): value for a, b, value in result.about["confounded"]}
    strengths = [abs(row.correlation) for row in pairs.rows]
    assert strengths == sorted(strengths, reverse=True)
    for row in pairs.rows:
        pair = frozenset((row.first, row.second))
        assert (pair in told) == (abs(row.correlation) >= 0.3)
        if pair in told:
            assert row.correlation == pytest.approx(told[pair])
    moved = len(result.about["moved"])
    assert pairs.of == moved * (moved - 1) // 2
    assert len(pairs.rows) <= pairs.beyond_chance <= pairs.of


def test_a_pair_is_drawn_from_the_draws_themselves():
    posterior = load_posterior()
    row = pair_rows(REFERENCE, most=1).rows[0]
    first = posterior.values[row.first]
    assert np.array_equal(row.draws[0], first)
    assert row.prior[0].size == len(posterior)
    assert not np.array_equal(row.prior[0], first)


def test_the_funnel_is_published_and_simulated_stage_by_stage(ledger, predictive):
    rows = funnel_rows(REFERENCE, ledger)
    assert [row.published.middle for row in rows] == [219.0, 128.0, 111.0, 92.0]
    assert [row.role for row in rows] == ["calibrate", "calibrate", "held_out", "held_out"]
    assert math.isnan(rows[0].share_published)
    assert rows[1].share_published == pytest.approx(128 / 219)
    shares = predictive.posterior[FUNNEL[1]] / predictive.posterior[FUNNEL[0]]
    assert rows[1].share_posterior == pytest.approx(np.quantile(shares, [0.05, 0.5, 0.95]))
    for row in rows:
        low, high = np.quantile(predictive.posterior[row.figure], [0.05, 0.95])
        assert row.inside == (low <= row.published.middle <= high)


def test_a_ledger_without_the_stages_is_told_in_one_line(ledger):
    with pytest.raises(WrongRequestError, match=r"no figure laixi\.projects_completed, laixi\.projects_producing"):
        need_stages(ledger.without("held_out"))


def checks(**ranks):
    return Checks("d", len(next(iter(ranks.values()))), 9, {}, {}, {}, (), ranks)


def test_the_distance_of_ranks_from_even_by_hand():
    (row,) = rank_rows(checks(x=(0.75, 0.25)))
    # below .25 no truth (0 - .25), from it on one of two (.5 - .25); below .75 one of two (.5 - .75), then all
    assert row.shares.tolist() == [0.0, 0.25, 0.25, 0.75, 0.75, 1.0]
    assert row.distance.tolist() == [0.0, -0.25, 0.25, -0.25, 0.25, 0.0]


@settings(deadline=None)
@given(st.lists(st.floats(0.001, 0.999), min_size=5, max_size=60), st.integers(1, 20))
def test_a_line_leaves_the_band_where_the_p_value_is_below_what_is_asked(ranks, parameters):
    rows = rank_rows(checks(**{f"p{n}": tuple(ranks) for n in range(parameters)}))
    for row in rows:
        if abs(row.p_value - DOUBT / parameters) > 1e-6:
            assert row.passes == (row.p_value >= DOUBT / parameters)


def test_even_ranks_pass_and_lopsided_ones_come_first_and_do_not():
    even = tuple((n + 0.5) / 200 for n in range(200))
    rows = rank_rows(checks(good=even, high=tuple(rank**0.5 for rank in even)))
    assert [(row.name, row.passes) for row in rows] == [("high", False), ("good", True)]


def test_coverage_of_even_ranks_is_the_level():
    found = coverage_of(checks(x=tuple((n + 0.5) / 400 for n in range(400))))
    assert found.pooled == pytest.approx(found.levels, abs=0.003)
    assert (found.verdict, found.truths) == ("right", 400)


@pytest.mark.parametrize(
    ("power", "verdict"), [(0.6, "narrow"), (1.6, "wide")]
)  # distance from the middle, stretched towards its ends or drawn in
def test_bands_that_are_too_narrow_or_too_wide_are_told(power, verdict):
    even = np.linspace(0.0005, 0.9995, 1000)
    distance = np.abs(2.0 * even - 1.0) ** power
    ranks = 0.5 + 0.5 * np.sign(even - 0.5) * distance
    assert coverage_of(checks(x=tuple(ranks))).verdict == verdict


def test_of_few_truths_it_is_not_said_that_bands_are_wrong():
    found = coverage_of(checks(x=(0.1, 0.3, 0.45, 0.5, 0.55, 0.62, 0.7, 0.93)))
    low, high = GATES[0.5]
    assert not low <= found.at(0.5).middle <= high
    assert found.verdict == "open"


def test_parameters_of_one_truth_are_not_taken_for_independent():
    rng = np.random.default_rng(3)
    one = rng.random(80)
    alone, copied = coverage_of(checks(a=tuple(one))), coverage_of(checks(a=tuple(one), b=tuple(one), c=tuple(one)))
    assert copied.at(0.5) == pytest.approx(alone.at(0.5))


def test_a_difference_over_few_figures_has_no_interval(result):
    rows = {row.name: row for row in skill_rows(result, fewest=5)}
    assert set(rows) == {"prior", *(n.rule.name for n in result.naive if n.against.figures)}
    for row in rows.values():
        assert math.isfinite(row.low) == (row.figures >= 5)
    versus: Paired = result.against_prior
    # Student's t with 11 degrees of freedom: 2.201
    assert rows["prior"].high - rows["prior"].difference == pytest.approx(2.201 * versus.error, rel=1e-3)


def test_a_figure_that_counts_all_so_far_has_no_first_month(ledger):
    rows = by_figure(period_rows(ledger))
    assert rows["laixi.projects_signed"][3:] == pytest.approx((2021.0, 2021.75))
    assert math.isnan(rows["jimo.district.gate_reviewed"].first)
    assert set(rows) <= {figure.id for figure in ledger if figure.role in ("calibrate", "held_out")}
