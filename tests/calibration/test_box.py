import math

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm, qmc

from calibration.box import box_log_probability, factor

RNG = np.random.default_rng(3)
POINTS = qmc.Sobol(6, scramble=True, rng=np.random.default_rng(1)).random(1024)


def probability(low, high, covariance, outlier=0.0, floor=None, points=POINTS):
    size = len(low)
    lower = covariance.copy()
    factor(lower, size)
    floors = np.full(size, 0.01) if floor is None else floor
    return box_log_probability(low, high, lower, floors, outlier, points, size, np.zeros(size))


def random_covariance(size):
    roots = RNG.normal(size=(size, size))
    return roots @ roots.T / size + 0.2 * np.eye(size)


@pytest.mark.parametrize("size", [1, 2, 4, 6])
def test_a_wide_box_has_the_probability_that_the_multivariate_normal_gives_it(size):
    covariance = random_covariance(size)
    low, high = -RNG.uniform(0.2, 1.5, size), RNG.uniform(0.2, 1.5, size)
    exact = multivariate_normal(np.zeros(size), covariance).cdf(high, lower_limit=low)
    assert math.exp(probability(low, high, covariance)) == pytest.approx(exact, rel=0.02)


def test_a_narrow_box_has_its_width_times_the_density():
    covariance, middle = random_covariance(4), RNG.normal(size=4) * 0.5
    width = 1e-4
    density = multivariate_normal(np.zeros(4), covariance).pdf(middle)
    found = math.exp(probability(middle - width / 2, middle + width / 2, covariance))
    assert found == pytest.approx(density * width**4, rel=1e-3)


def test_figures_without_correlation_multiply():
    low, high = np.array([-1.0, 0.3, -2.0]), np.array([0.5, 0.9, 4.0])
    exact = np.prod(norm.cdf(high) - norm.cdf(low))
    assert math.exp(probability(low, high, np.eye(3))) == pytest.approx(exact, rel=1e-9)


def test_a_figure_far_in_either_tail_keeps_its_probability():
    for low, high in ((9.0, 9.5), (-9.5, -9.0)):
        found = probability(np.array([low]), np.array([high]), np.eye(1))
        assert found == pytest.approx(math.log(norm.cdf(-9.0) - norm.cdf(-9.5)), rel=1e-9)


def test_figures_that_cannot_be_met_are_outliers_of_the_prior():
    low, high = np.full(3, 50.0), np.full(3, 51.0)
    floor = np.array([0.1, 0.02, 0.3])
    found = probability(low, high, random_covariance(3), outlier=0.05, floor=floor)
    assert math.exp(found) == pytest.approx(np.prod(0.05 * floor), rel=1e-6)


def test_one_outlier_does_not_move_the_figures_after_it():
    """A figure hopelessly off leaves to the next what it would have alone, though their errors go together."""
    covariance = np.array([[1.0, 0.9], [0.9, 1.0]])
    floor = np.array([0.1, 0.1])
    both = probability(np.array([40.0, -0.5]), np.array([41.0, 0.5]), covariance, 0.05, floor)
    alone = probability(np.array([-0.5]), np.array([0.5]), np.eye(1), 0.05, floor[1:])
    assert both == pytest.approx(math.log(0.05 * 0.1) + alone, abs=0.01)
