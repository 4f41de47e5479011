"""Draws and logarithms in blocks: the same as one by one."""

import math
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.blocks import exponentials, gumbels, logarithm, logarithms, normals, uniforms
from agents.compiled import compiled
from agents.lending import lend
from agents.randomness import exponential, gumbel, normal, uniform
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


def test_a_block_of_logarithms_may_be_written_over_its_numbers():
    numbers = np.linspace(0.1, 9.0, 37)
    wanted = [logarithm(x) for x in numbers]
    logarithms(numbers, numbers)
    assert numbers.tolist() == wanted


@pytest.mark.parametrize(("block", "single"), [(uniforms, uniform), (normals, normal)])
def test_uniform_and_normal_draws_of_a_block_have_the_bits_of_single_ones(block, single):
    assert drawn(block).tolist() == [single(KEY, entity) for entity in ENTITIES]


@pytest.mark.parametrize(("block", "single"), [(exponentials, exponential), (gumbels, gumbel)])
def test_exponential_and_gumbel_draws_of_a_block_are_the_single_ones_to_rounding(block, single):
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
