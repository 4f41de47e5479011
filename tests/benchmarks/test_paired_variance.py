"""Shared luck is worth many independent seeds."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.ensemble import seed_of_draw

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

from paired_variance import (
    contrast,
    outcomes_by_seed,
    plain_signed,
    sequential_outcomes,
    sequential_ratios,
    spread_by_bootstrap,
    variance_ratios,
)


def test_ratios_of_variance_worked_by_hand():
    """Base 0, 2, 4 and option 1, 3, 5 by seed: variances 4 and 4 apart, and a difference that is always 1."""
    found = np.array([[[[0.0], [1.0]]], [[[2.0], [3.0]]], [[[4.0], [5.0]]]])
    assert np.isinf(variance_ratios(found)[0, 0])
    found[2, 0, 1, 0] = 8.0  # option 1, 3, 8: variance 13; differences 1, 1, 4: variance 3
    assert variance_ratios(found)[0, 0] == pytest.approx((4.0 + 13.0) / 3.0)


def test_ratios_under_one_sequential_generator_worked_by_hand():
    """Differences 1, 1, 4 (variance 3) of paired runs and 2, 4, 6 (variance 4) of sequential ones."""
    paired = np.array([[[[0.0], [1.0]]], [[[2.0], [3.0]]], [[[4.0], [8.0]]]])
    sequential = np.array([[[[0.0], [2.0]]], [[[0.0], [4.0]]], [[[0.0], [6.0]]]])
    assert sequential_ratios(sequential, paired)[0, 0] == pytest.approx(4.0 / 3.0)


def test_a_bootstrap_over_seeds_holds_the_ratio_and_narrows_with_more_seeds():
    luck = np.random.default_rng(1)
    widths = []
    for seeds in (10, 300):
        found = luck.normal(size=(seeds, 1, 2, 1))
        low, high = spread_by_bootstrap(variance_ratios, found)
        assert low[0, 0] < 1.0 < high[0, 0]  # independent runs, so that pairing is worth nothing
        widths.append(high[0, 0] - low[0, 0])
    assert widths[1] < widths[0] / 2.0


@pytest.mark.slow
def test_one_sequential_generator_draws_the_same_until_the_first_difference_and_not_after():
    """An option that differs from the second year on: the first year is the same to the last firm, the rest drifts."""
    setting = contrast("typical-county-reform")
    (again,), (more, *_) = [replace(setting.base, name="again")], setting.options
    setting = setting._replace(options=(again, more))
    found = sequential_outcomes(setting, 1, workers=1)
    assert np.array_equal(found[0, 0, 0], found[0, 0, 1])  # the base again
    assert np.all(found[0, 1, 0] != found[0, 1, 1])
    seed = seed_of_draw(setting.seed, 0)
    assert plain_signed(replace(setting.base, months=84), setting.places, seed) == found[0, 0, 0].tolist()


@pytest.mark.nightly
def test_keyed_luck_is_worth_four_sequential_seeds_in_the_zone_and_a_hundred_in_the_region():
    setting = contrast("typical-county-reform")
    sequential = sequential_outcomes(setting._replace(options=setting.options[:1]), 24)
    paired = outcomes_by_seed(setting._replace(options=setting.options[:1]), 100)
    zone, region = sequential_ratios(sequential, paired)[0]
    assert zone > 4.0
    assert region > 100.0


@pytest.mark.parametrize(
    "seeds", [pytest.param(24, marks=pytest.mark.slow), pytest.param(200, marks=pytest.mark.nightly)]
)
def test_pairing_is_worth_six_seeds_in_the_zone_and_a_hundred_in_the_region(seeds):
    effort, *parts = variance_ratios(outcomes_by_seed(contrast("typical-county-reform"), seeds))
    assert effort[0] > 6.0
    assert effort[1] > 100.0
    assert len(parts) == 7
