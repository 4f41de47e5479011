import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from calibration.scales import edges_on_scale, on_scale
from calibration.scores import binomial_interval, interval_score, paired_difference, score_draws
from calibration.targets import groups_of, targets_of, zones_of
from scenarios.evidence import load_ledger
from scenarios.wording import Interval

LEDGER = load_ledger()
NUMBERS = st.integers(min_value=0, max_value=900)


@given(NUMBERS, NUMBERS)
def test_scales_keep_the_order_of_counts_and_parts(a, b):
    for scale in ("count", "part"):
        first, second = on_scale(scale, [float(a), float(b)], whole=900.0)
        assert (first < second) == (a < b)


@given(NUMBERS)
def test_an_exact_count_lies_between_its_edges(count):
    exact = Interval(float(count), float(count))
    for scale in ("count", "part"):
        low, high = edges_on_scale(scale, exact, whole=900.0)
        assert low < float(on_scale(scale, float(count), 900.0)) < high


def test_counts_that_a_phrase_leaves_open_lie_inside_and_their_neighbours_do_not():
    low, high = edges_on_scale("count", Interval.parse("[130, 140)"))
    inside = [n for n in range(120, 150) if low <= float(on_scale("count", float(n))) <= high]
    assert inside == list(range(130, 140))


def test_every_figure_to_calibrate_is_asked_for_once_and_none_that_is_held_out():
    targets = targets_of(LEDGER)
    figures = [target.figure for target in targets]
    assert len(set(figures)) == len(figures) == 21
    assert {LEDGER[figure].role for figure in figures} == {"calibrate"}
    assert targets_of(LEDGER.without("held_out")) == targets
    assert set(zones_of(targets)) == {"jimo-etz", "jimo-rest", "blue-valley", "jinjialing", "laixi"}
    assert set(groups_of(targets)) >= {"base_year_luck", "period_luck"}


def test_the_interval_score_charges_width_and_twenty_times_the_miss():
    assert interval_score(0.0, 1.0, 0.5) == 1.0
    assert interval_score(0.0, 1.0, 1.2) == pytest.approx(1.0 + 20.0 * 0.2)
    assert interval_score(0.0, 1.0, -0.1) == pytest.approx(1.0 + 20.0 * 0.1)


def test_draws_are_scored_by_hand():
    score = score_draws(np.linspace(0.0, 1.0, 1001), (0.2, 0.4))
    assert (score.low, score.median, score.high) == pytest.approx((0.05, 0.5, 0.95))
    assert score.inside
    assert score.published == pytest.approx(0.3)
    assert score.pit == pytest.approx(0.3, abs=0.01)
    assert not score_draws(np.linspace(0.0, 1.0, 101), (2.0, 2.1)).inside
    assert math.isnan(score_draws(np.array([math.nan]), (0.0, 1.0)).score)


@pytest.mark.parametrize(("hits", "of"), [(0, 5), (9, 12), (12, 12)])
def test_the_interval_of_a_share_is_the_exact_one(hits, of):
    exact = binomtest(hits, of).proportion_ci(0.95, method="exact")
    assert binomial_interval(hits, of) == pytest.approx((exact.low, exact.high))


def test_paired_differences_take_figures_that_both_forecast():
    found = paired_difference(np.array([1.0, 2.0, math.nan]), np.array([2.0, 2.0, 5.0]))
    assert found == pytest.approx((-0.5, 0.5, 2))
