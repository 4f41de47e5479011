"""Published numbers are compared as intervals: by the probability of what their wording supports."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from calibration.likelihood import log_probability, whole_number_edges
from scenarios.wording import Interval


def test_by_hand():
    # One draw of 650 for [600, 700), error .1: (ln 700 - ln 650)/.1 = .74108, (ln 600 - ln 650)/.1 = -.80043;
    # Phi(.74108) - Phi(-.80043) = .77067 - .21174 = .55893.
    found = log_probability(Interval.parse("[600, 700)"), [650.0], 0.1)
    assert math.exp(found) == pytest.approx(0.55893, abs=2e-5)


def test_a_count_is_a_bar_of_width_one():
    found = log_probability(Interval.parse("[148, 148]"), [148.0], 0.05, whole=True)
    law = stats.norm(math.log(148), 0.05)
    assert math.exp(found) == pytest.approx(law.cdf(math.log(148.5)) - law.cdf(math.log(147.5)), rel=1e-9)
    assert log_probability(Interval.parse("[148, 148]"), [148.0], 0.05) == -math.inf


def test_draws_are_averaged_and_those_without_a_number_count_as_missing_it():
    interval = Interval.parse("[90, 110]")
    inside = math.exp(log_probability(interval, [100.0], 0.01))
    assert math.exp(log_probability(interval, [100.0, math.nan, 0.0, 1000.0], 0.01)) == pytest.approx(inside / 4)


@given(low=st.floats(0.1, 1e3), width=st.floats(1e-3, 1e3), draw=st.floats(0.1, 1e3), spread=st.floats(0.01, 1.0))
def test_a_wider_interval_is_never_less_probable_and_all_intervals_together_are_certain(low, width, draw, spread):
    narrow = log_probability(Interval(low, low + width), [draw], spread)
    assert narrow <= log_probability(Interval(low, low + 2 * width), [draw], spread) + 1e-12
    below = log_probability(Interval(0.0, low), [draw], spread)
    above = log_probability(Interval(low + width, math.inf), [draw], spread)
    assert np.exp([below, narrow, above]).sum() == pytest.approx(1.0)


def test_where_inside_the_interval_the_number_was_printed_says_nothing():
    draws = stats.lognorm(0.3, scale=600).rvs(50, random_state=1)
    assert log_probability(Interval.parse("[600, 700)"), draws, 0.05) == log_probability(
        Interval(600, 700, low_closed=True, high_closed=False), draws, 0.05
    )


def test_far_tails_keep_their_order_instead_of_vanishing():
    interval = Interval.parse("[330.5, 331.5)")
    near, far = (log_probability(interval, [draw], 0.05) for draw in (2000.0, 4000.0))
    assert -2000 < far < near < -100


@pytest.mark.parametrize(
    ("text", "edges"),
    [("[148, 148]", (147.5, 148.5)), ("(90, 100]", (90.5, 100.5)), ("[130, 140)", (129.5, 139.5)),
     ("(3, inf)", (3.5, math.inf))],
)  # fmt: skip
def test_edges_of_counts(text, edges):
    assert whole_number_edges(Interval.parse(text)) == edges


@pytest.mark.parametrize(("draws", "spread"), [([], 0.1), ([1.0], 0.0), ([1.0], math.nan)])
def test_no_draws_or_no_spread_is_refused(draws, spread):
    with pytest.raises(ValueError, match="at least one draw"):
        log_probability(Interval(1.0, 2.0), draws, spread)
