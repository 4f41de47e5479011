"""The probability of a box under a normal distribution, where any figure may be an outlier."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.stats import qmc

from calibration.box import between, box_log_probability, factor

FLOOR = 0.1


def points(size, count=256):
    return qmc.Sobol(size, rng=np.random.default_rng(4)).random(count)


def found(low, high, covariance, floor=None, outlier=0.0, count=256):
    size = len(low)
    lower = np.array(covariance, float)
    factor(lower, size)
    floor = np.full(size, FLOOR) if floor is None else np.array(floor, float)
    box = np.array(low, float), np.array(high, float)
    return box_log_probability(*box, lower, floor, outlier, points(size, count), size, np.empty(size))


def correlated(size, seed):
    """A covariance of a run's shared luck: one common factor, and spreads from .3 to 2."""
    rng = np.random.default_rng(seed)
    loads, spread = rng.uniform(-0.8, 0.8, size), rng.uniform(0.3, 2.0, size)
    return (np.outer(loads, loads) + np.diag(1.0 - loads**2)) * np.outer(spread, spread)


def test_the_factor_is_cholesky_s():
    covariance = correlated(6, 1)
    lower = covariance.copy()
    factor(lower, 6)
    assert np.tril(lower) == pytest.approx(np.linalg.cholesky(covariance), abs=1e-12)


@pytest.mark.parametrize("size", [2, 3, 5, 8])
@pytest.mark.parametrize(("width", "tolerance"), [(0.02, 1e-3), (0.5, 1e-2), (3.0, 1e-2)])
def test_without_outliers_it_is_the_multivariate_normal_probability(size, width, tolerance):
    covariance, rng = correlated(size, size), np.random.default_rng(size)
    middle = rng.normal(0.0, 0.7, size)
    low, high = middle - width / 2, middle + width / 2
    if width < 0.1:  # so small a box has the density at its middle: curvature is of the order of its width squared
        exact = stats.multivariate_normal.logpdf(middle, np.zeros(size), covariance) + size * math.log(width)
    else:
        law = stats.multivariate_normal
        exact = math.log(law.cdf(high, np.zeros(size), covariance, lower_limit=low, maxpts=100_000, rng=1))
    assert found(low, high, covariance) == pytest.approx(exact, abs=max(tolerance, 2e-3 * size))


@pytest.mark.parametrize("outlier", [0.0, 0.05, 0.5])
def test_figures_that_share_no_luck_multiply(outlier):
    low, high, spread = np.array([-1.0, 0.2, 2.0]), np.array([0.5, 0.9, np.inf]), np.array([1.0, 0.5, 2.0])
    inside = stats.norm.cdf(high / spread) - stats.norm.cdf(low / spread)
    exact = np.log((1 - outlier) * inside + outlier * FLOOR).sum()
    assert found(low, high, np.diag(spread**2), outlier=outlier, count=4) == pytest.approx(exact, abs=1e-12)


def test_where_outliers_are_many_it_is_near_the_sum_over_who_is_one():
    # By definition: every subset of figures may be outliers, the others have their joint probability.
    low, high, outlier = np.array([-0.3, 0.1, -1.5]), np.array([0.4, 0.9, 0.2]), 0.3
    floor, covariance = np.array([0.2, 0.05, 0.4]), correlated(3, 9)
    total = 0.0
    for out in itertools.product((False, True), repeat=3):
        stay = [k for k in range(3) if not out[k]]
        chance = math.prod(outlier * floor[k] if out[k] else 1.0 - outlier for k in range(3))
        if stay:
            law = stats.multivariate_normal(np.zeros(len(stay)), covariance[np.ix_(stay, stay)])
            chance *= law.cdf(high[stay], lower_limit=low[stay])
        total += chance
    assert found(low, high, covariance, floor, outlier) == pytest.approx(math.log(total), abs=0.05)


def test_figures_that_cannot_be_met_are_outliers_each_with_its_prior_probability():
    far = np.array([50.0, -60.0, 80.0])
    floor = np.array([0.2, 0.01, 0.5])
    exact = np.log(0.05 * floor).sum()
    assert found(far - 1, far + 1, correlated(3, 2), floor, outlier=0.05) == pytest.approx(exact, abs=1e-9)


def test_an_impossible_figure_among_possible_ones_leaves_those_as_they_were():
    covariance = correlated(3, 3)
    pair = found([-0.5, -0.2], [0.5, 1.0], covariance[:2, :2], outlier=0.05)
    with_it = found([-0.5, -0.2, 90.0], [0.5, 1.0, 91.0], covariance, outlier=0.05)
    assert with_it == pytest.approx(pair + math.log(0.05 * FLOOR), abs=2e-3)


@pytest.mark.parametrize("at", [0.0, 3.0, 8.0, 12.0, -12.0, 30.0])
def test_a_narrow_interval_in_either_tail_keeps_its_probability(at):
    inside, first, last = between(at, at + 0.1)
    exact = math.exp(stats.norm.logsf(abs(at + (0.1 if at < 0 else 0.0)))) - math.exp(
        stats.norm.logsf(abs(at + (0.0 if at < 0 else 0.1)))
    ) if at else stats.norm.cdf(0.1) - 0.5  # fmt: skip
    assert inside == pytest.approx(exact, rel=1e-9)
    assert 0.0 <= first <= last <= 1.0


@settings(deadline=None, derandomize=True, max_examples=60)
@given(
    low=st.lists(st.floats(-3, 3), min_size=3, max_size=3), wider=st.floats(0.01, 2.0), outlier=st.floats(0.0, 0.9),
    seed=st.integers(0, 50),
)  # fmt: skip
def test_it_is_a_probability_and_a_wider_box_has_more_of_it(low, wider, outlier, seed):
    low, covariance = np.array(low), correlated(3, seed)
    narrow = found(low, low + 0.5, covariance, outlier=outlier)
    wide = found(low - wider, low + 0.5 + wider, covariance, outlier=outlier)
    assert narrow <= wide + 0.02  # the mean of 256 points is that sure
    assert wide <= 1e-12
