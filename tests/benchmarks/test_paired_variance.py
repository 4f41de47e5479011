"""Shared luck is worth many independent seeds."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

from paired_variance import contrast, outcomes_by_seed, variance_ratios


def test_ratios_of_variance_worked_by_hand():
    """Base 0, 2, 4 and option 1, 3, 5 by seed: variances 4 and 4 apart, and a difference that is always 1."""
    found = np.array([[[[0.0], [1.0]]], [[[2.0], [3.0]]], [[[4.0], [5.0]]]])
    assert np.isinf(variance_ratios(found)[0, 0])
    found[2, 0, 1, 0] = 8.0  # option 1, 3, 8: variance 13; differences 1, 1, 4: variance 3
    assert variance_ratios(found)[0, 0] == pytest.approx((4.0 + 13.0) / 3.0)


@pytest.mark.parametrize(
    "seeds", [pytest.param(24, marks=pytest.mark.slow), pytest.param(200, marks=pytest.mark.nightly)]
)
def test_pairing_is_worth_six_seeds_in_the_zone_and_a_hundred_in_the_region(seeds):
    effort, *parts = variance_ratios(outcomes_by_seed(contrast("typical-county-reform"), seeds))
    assert effort[0] > 6.0
    assert effort[1] > 100.0
    assert len(parts) == 7
