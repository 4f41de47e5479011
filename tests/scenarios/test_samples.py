"""Claims about the points of designs: worked by hand, or equal to those of SciPy and SALib, in any order of asking."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from SALib.sample import morris, sobol
from scipy.stats import qmc

from scenarios.samples import (
    CHUNK,
    Grid,
    LatinHypercube,
    OneAtATime,
    Sobol,
    SobolIndices,
    plan_morris,
    unit_problem,
)


def points(sample):
    return np.array([sample.at(number) for number in range(len(sample))])


def test_a_grid_of_two_and_three_levels_has_six_points_the_last_factor_fastest():
    assert [Grid((2, 3)).at(n) for n in range(6)] == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)]


def test_a_grid_without_factors_has_one_point():
    assert len(Grid(())) == 1
    assert Grid(()).at(0) == ()


@given(sizes=st.lists(st.integers(1, 5), max_size=5))
def test_a_grid_meets_every_combination_once(sizes):
    sample = Grid(tuple(sizes))
    met = [sample.at(number) for number in range(len(sample))]
    assert met == list(itertools.product(*[range(size) for size in sizes]))


def test_one_at_a_time_moves_one_factor_from_the_base_worked_by_hand():
    # three levels with base 1, two with base 0: the base, then 0 and 2 of the first, then 1 of the second
    assert [OneAtATime((3, 2), (1, 0)).at(n) for n in range(4)] == [(1, 0), (0, 0), (2, 0), (1, 1)]


@given(data=st.data(), sizes=st.lists(st.integers(1, 6), min_size=1, max_size=6))
def test_one_at_a_time_meets_every_other_level_once_and_nothing_else(data, sizes):
    base = tuple(data.draw(st.integers(0, size - 1)) for size in sizes)
    sample = OneAtATime(tuple(sizes), base)
    met = [sample.at(number) for number in range(len(sample))]
    assert met[0] == base
    assert len(set(met)) == len(met) == 1 + sum(size - 1 for size in sizes)
    for point in met[1:]:
        assert sum(a != b for a, b in zip(point, base, strict=True)) == 1


def test_a_latin_hypercube_meets_each_slice_once_and_is_scipys():
    ours = points(LatinHypercube(20, 3, 5))
    assert np.array_equal(np.sort((ours * 20).astype(int), axis=0), np.tile(np.arange(20)[:, None], 3))
    np.testing.assert_array_equal(ours, qmc.LatinHypercube(3, rng=np.random.default_rng(5)).random(20))


def test_sobol_points_are_scipys_over_the_bounds_of_chunks_and_in_any_order():
    sample = Sobol(4 * CHUNK, 4, 9)
    theirs = qmc.Sobol(4, rng=np.random.default_rng(9)).random(4 * CHUNK)
    for number in (3 * CHUNK, 0, CHUNK - 1, CHUNK, 4 * CHUNK - 1, 1):
        np.testing.assert_array_equal(sample.at(number), theirs[number])


@pytest.mark.parametrize("second_order", [False, True])
def test_points_for_indices_are_salibs_in_its_order(second_order):
    problem = unit_problem(["a", "b", "c"])
    theirs = sobol.sample(problem, 16, calc_second_order=second_order, seed=np.random.default_rng(7))
    np.testing.assert_array_equal(points(SobolIndices(16, 3, 7, second_order)), theirs)


def test_trajectories_are_salibs_and_each_step_moves_one_factor():
    ours = points(plan_morris(5, 6, 3, 4))
    np.testing.assert_allclose(ours, morris.sample(unit_problem(list("abcdef")), 5, 4, seed=3), atol=1e-15)
    steps = np.diff(ours.reshape(5, 7, 6), axis=1)
    assert ((steps != 0).sum(axis=2) == 1).all()
    np.testing.assert_allclose(np.abs(steps).sum(axis=1), 2 / 3)  # a jump of two levels of four, once a factor


@settings(max_examples=30, deadline=None)
@given(number=st.integers(0, 2**20 - 1), seed=st.integers(0, 5))
def test_any_of_a_million_points_is_made_alone_and_lies_in_the_cube(number, seed):
    point = Sobol(2**20, 5, seed).at(number)
    assert len(point) == 5
    assert all(0.0 <= at < 1.0 for at in point)
