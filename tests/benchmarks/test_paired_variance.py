"""Shared luck is worth many independent seeds."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.ensemble import seed_of_draw
from sim.parameters import prior_medians

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

from paired_variance import (
    FIRST,
    PlainModel,
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
    setting = contrast("typical-county-reform")
    base, more = (replace(scenario, months=36) for scenario in (setting.base, setting.options[0]))
    models = [PlainModel(scenario, prior_medians(), 5, keyed=False) for scenario in (base, base, more)]
    for model in models:
        model.run_model()
    one, again, option = (model.series("zones", "signed") for model in models)
    np.testing.assert_array_equal(one, again)
    np.testing.assert_array_equal(one[:FIRST], option[:FIRST])  # January 2019 is the first month with more effort
    assert np.all((one != option)[FIRST:].any(axis=0))  # every zone, though only one has more effort


@pytest.mark.slow
def test_sequential_outcomes_are_those_of_the_plain_model():
    setting = contrast("typical-county-reform")
    setting = setting._replace(options=setting.options[:1])
    found = sequential_outcomes(setting, 1, workers=1)
    assert found.shape == (1, 1, 2, 2)
    base = replace(setting.base, months=84)
    assert plain_signed(base, setting.places, seed_of_draw(setting.seed, 0)) == found[0, 0, 0].tolist()


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
