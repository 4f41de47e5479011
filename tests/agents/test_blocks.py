"""Draws and logarithms in blocks: the same as one by one."""

import math
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtri

from agents.blocks import (
    exponentials,
    gumbels,
    keys_of_ranks,
    logarithm,
    logarithms,
    normal_quantiles,
    normals,
    power_of_e,
    powers_of_e,
    uniforms,
    uniforms_of_pairs,
)
from agents.compiled import compiled
from agents.lending import lend
from agents.randomness import exponential, gumbel, mix, normal, uniform
from sim.replacement import plain

ENTITIES = np.arange(5000) * 7919 + 3
KEY = 1234567


def drawn(block):
    """Return what a function draws for all entities."""
    found = np.empty(ENTITIES.size)
    block(KEY, ENTITIES, found)
    return found


def ulps(found, wanted):
    """Return the distance of two numbers in units of the last digit."""
    return abs(found - wanted) / math.ulp(wanted)


@given(x=st.floats(1e-300, 1e300))
def test_the_logarithm_is_that_of_the_library_to_an_ulp(x):
    assert ulps(logarithm(x), math.log(x)) <= 1.0


@given(distance=st.floats(1e-16, 0.5), sign=st.sampled_from([-1.0, 1.0]))
def test_the_logarithm_keeps_its_digits_near_one(distance, sign):
    x = 1.0 + sign * distance
    assert ulps(logarithm(x), math.log(x)) <= 1.0


@given(x=st.floats(1e-300, 1e300))
def test_the_logarithm_has_the_same_bits_compiled_and_interpreted(x):
    assert logarithm(x) == plain(logarithm)(x)


@given(x=st.floats(-700.0, 700.0))
def test_the_power_of_e_is_that_of_the_library_to_two_ulps(x):
    assert ulps(power_of_e(x), math.exp(x)) <= 2.0


@given(x=st.floats(-700.0, 700.0))
def test_the_power_of_e_has_the_same_bits_compiled_and_interpreted(x):
    assert power_of_e(x) == plain(power_of_e)(x)


def test_a_block_of_powers_of_e_may_be_written_over_its_numbers():
    numbers = np.linspace(-30.0, 30.0, 37)
    wanted = [power_of_e(x) for x in numbers]
    powers_of_e(numbers, numbers)
    assert numbers.tolist() == wanted


def test_ranks_and_pairs_have_the_keys_and_draws_of_single_ones():
    ranks, pairs = np.empty(50, np.int64), np.empty(50)
    keys_of_ranks(KEY, ranks)
    assert ranks.tolist() == [mix(KEY, rank) for rank in range(50)]
    uniforms_of_pairs(ranks, ENTITIES[:50], pairs)
    assert pairs.tolist() == [uniform(key, entity) for key, entity in zip(ranks, ENTITIES, strict=False)]


@given(power=st.floats(-300.0, -0.1), above=st.booleans())
def test_a_normal_quantile_in_a_block_is_that_of_scipy_far_into_both_tails(power, above):
    probability = 10.0**power
    if above:
        probability = max(0.5, 1.0 - probability - 1e-16)
    found = np.array([0.5, probability, 0.01])
    normal_quantiles(found)
    assert found == pytest.approx(ndtri([0.5, probability, 0.01]), rel=1e-13, abs=1e-13)


def test_a_block_of_logarithms_may_be_written_over_its_numbers():
    numbers = np.linspace(0.1, 9.0, 37)
    wanted = [logarithm(x) for x in numbers]
    logarithms(numbers, numbers)
    assert numbers.tolist() == wanted


def test_uniform_draws_of_a_block_have_the_bits_of_single_ones():
    assert drawn(uniforms).tolist() == [uniform(KEY, entity) for entity in ENTITIES]


@pytest.mark.parametrize(("block", "single"), [(exponentials, exponential), (gumbels, gumbel), (normals, normal)])
def test_other_draws_of_a_block_are_the_single_ones_to_rounding(block, single):
    assert drawn(block) == pytest.approx(np.array([single(KEY, entity) for entity in ENTITIES]), rel=1e-14, abs=1e-14)


@compiled
def add_one(arrays: tuple[np.ndarray, int, np.ndarray]) -> None:
    """Add one to two arrays that are lent."""
    lent = lend(arrays)
    lent[0][0] += 1.0
    lent[2][0] += 1.0


def test_lent_arrays_are_the_same_memory_and_stay_their_owners():
    first, second = np.zeros(3), np.zeros(2)
    counted = sys.getrefcount(first), sys.getrefcount(second)
    for _ in range(100):
        add_one((first, 7, second))
    assert (first[0], second[0]) == (100.0, 100.0)
    assert (sys.getrefcount(first), sys.getrefcount(second)) == counted


def test_plain_python_is_lent_the_tuple_itself():
    arrays = (np.zeros(2), 3)
    assert lend(arrays) is arrays
