"""Scores of forecasts, worked by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from calibration.scores import binomial_interval, interval_score, paired_difference, score_draws

DRAWS = np.arange(101.0)  # 0 to 100: quantiles of 5, 50 and 95 % are 5, 50 and 95


def test_a_band_that_holds_what_was_published_costs_its_width():
    found = score_draws(DRAWS, (40.0, 44.0))
    assert (found.low, found.median, found.high, found.published) == (5.0, 50.0, 95.0, 42.0)
    assert found.score == found.width == 90.0
    assert found.inside
    # 40 draws lie below 40 of 101, 56 above 44; inside, where the words do not tell, half counts as below.
    assert found.pit == pytest.approx((40 + 0.5 * (101 - 40 - 56)) / 101)


def test_what_lies_beyond_a_band_costs_twenty_times_how_far():
    # Published 97 to 103, middle 100: width 90, and 2 / 0.1 times 5 beyond 95; the interval begins past the band.
    found = score_draws(DRAWS, (97.0, 103.0))
    assert found.score == 90.0 + 20.0 * 5.0
    assert not found.inside
    assert score_draws(DRAWS, (94.0, 106.0)).inside  # it reaches into the band, though its middle does not


def test_an_interval_without_an_end_is_scored_at_the_end_that_it_has():
    assert score_draws(DRAWS, (-math.inf, 30.0)).published == 30.0
    assert score_draws(DRAWS, (30.0, math.inf)).published == 30.0
    assert score_draws(DRAWS, (-math.inf, 30.0)).pit == pytest.approx(0.5 * 31 / 101)


def test_draws_that_print_nothing_have_no_score_and_those_that_print_something_are_scored_alone():
    silent = score_draws(np.full(5, math.nan), (1.0, 2.0))
    assert math.isnan(silent.score)
    assert not silent.inside
    assert score_draws(np.append(DRAWS, [math.nan] * 7), (40.0, 44.0)) == score_draws(DRAWS, (40.0, 44.0))


@given(st.floats(-5, 5), st.floats(0.1, 5), st.floats(-9, 9))
def test_no_band_scores_better_on_average_than_the_true_quantiles(shift, scale, value):
    # A proper score: the true 5 and 95 % points of a normal cost less on average than any shifted or stretched ones.
    law = np.quantile(np.random.default_rng(1).standard_normal(4000), [0.05, 0.95])
    seen = np.random.default_rng(2).standard_normal(4000)
    true = np.mean([interval_score(*law, y) for y in seen[:400]])
    other = np.mean([interval_score(law[0] * scale + shift, law[1] * scale + shift, y) for y in seen[:400]])
    assert true <= other + 0.25
    assert interval_score(*law, value) >= law[1] - law[0]


@pytest.mark.parametrize(("inside", "of"), [(0, 8), (3, 8), (8, 8), (17, 19), (1, 1), (45, 100)])
def test_the_binomial_interval_is_the_exact_one(inside, of):
    exact = binomtest(inside, of).proportion_ci(0.95, method="exact")
    assert binomial_interval(inside, of) == pytest.approx((exact.low, exact.high), abs=1e-9)


def test_differences_are_over_figures_that_both_forecast():
    # 1 - 2, 2 - 5, 6 - 4: -1, -3, 2; mean -2/3, standard deviation sqrt(19/3), over the root of 3.
    found = paired_difference(np.array([1.0, 2.0, 6.0, math.nan, 3.0]), np.array([2.0, 5.0, 4.0, 1.0, math.nan]))
    assert found == pytest.approx((-2 / 3, math.sqrt(19 / 3) / math.sqrt(3), 3))
    assert math.isnan(paired_difference(np.array([1.0]), np.array([2.0])).error)
    assert paired_difference(np.array([]), np.array([])).figures == 0
