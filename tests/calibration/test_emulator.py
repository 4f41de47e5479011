"""The emulator gives back what it was made of, says how far it errs, and is mended where fresh runs lie off."""

import math
from dataclasses import replace

import numpy as np
import pytest

from calibration.emulator import FEWEST_FRESH_RUNS, FEWEST_RUNS, Emulator, correlation_of, features, fold_of, learn

NAMES = 9
MOVED = np.array([1, 4, 6, 8])
SPREAD = 0.3
RUNS = 2400
CROSSES = [(a, b) for a in range(4) for b in range(a + 1, 4)]


def polynomial(scores):
    """One column, with a term of each kind."""
    own = scores[:, MOVED]
    return (
        1.5 + 0.8 * scores[:, 0] - 0.6 * own[:, 1] + 0.3 * (scores[:, 2] ** 2 - 1.0) - 0.2 * (own[:, 0] ** 2 - 1.0)
        + 0.4 * own[:, 1] * own[:, 3] + 0.15 * (own[:, 2] ** 3 - 3.0 * own[:, 2])
    )  # fmt: skip


def log_spread(scores):
    return math.log(SPREAD) + 0.3 * scores[:, 3] - 0.2 * scores[:, 4]


def runs(count, seed, spread=log_spread):
    """Runs of three columns whose errors go together: the polynomial, half of it with the same luck, and a number."""
    rng = np.random.default_rng(seed)
    scores = rng.standard_normal((count, NAMES))
    luck, own = rng.standard_normal((2, count))
    wide = np.exp(spread(scores))
    first = polynomial(scores) + wide * luck
    second = 0.5 * polynomial(scores) + wide * (0.8 * luck + 0.6 * own)
    return scores, np.column_stack([first, second, 0.1 * rng.standard_normal(count)])


@pytest.fixture(scope="module")
def learnt():
    scores, printed = runs(RUNS, 1)
    return learn(scores, printed, ("first", "second", "third"), MOVED)


def test_a_polynomial_of_its_own_kind_is_recovered(learnt):
    error = SPREAD / math.sqrt(RUNS)
    wanted = {"constant": 1.5, ("linear", 0): 0.8, ("linear", 4): -0.6, ("square", 2): 0.3, ("square", 1): -0.2,
              ("cross", CROSSES.index((1, 3))): 0.4, ("cube", 2): 0.15}  # fmt: skip
    for term, value in wanted.items():
        found = learnt.constant[0] if term == "constant" else getattr(learnt, term[0])[0, term[1]]
        # A ridge of 100 among 2,400 runs shrinks a term of unit scores by 100 / 2,500; squares and cubes by less.
        assert found == pytest.approx(value, abs=0.045 * abs(value) + 6 * error), term
    for name in ("linear", "square", "cross", "cube"):
        idle = [at for at in range(getattr(learnt, name).shape[1]) if (name, at) not in wanted]
        assert np.abs(getattr(learnt, name)[0, idle]).max() < 6 * error, name


def test_spreads_are_those_of_the_luck_wherever_runs_lie(learnt):
    assert learnt.spread_linear[0, [3, 4]] == pytest.approx([0.3, -0.2], abs=0.12)
    fresh, printed = runs(4000, 2)
    standard = learnt.errors(fresh, printed)
    assert standard.std(axis=0) == pytest.approx(1.0, abs=0.08)
    for part in (fresh[:, 3] > 1.0, fresh[:, 3] < -1.0):  # where it is wide and where it is narrow
        assert standard[part, 0].std() == pytest.approx(1.0, abs=0.25)


def test_errors_of_runs_not_seen_are_no_smaller_than_the_luck_that_nobody_can_know():
    scores, printed = runs(600, 3, spread=lambda x: np.full(len(x), math.log(SPREAD)))
    few = learn(scores, printed, ("first", "second", "third"), MOVED)
    least = SPREAD * (1.0 - 3.0 / math.sqrt(2 * 600))
    assert few.seen_error[0] > least
    # Of runs that it has seen the same regression has smaller errors: they would make it over-confident.
    assert (printed - few.mean(scores))[:, 0].std() < few.seen_error[0]
    fresh, truth = runs(6000, 4, spread=lambda x: np.full(len(x), math.log(SPREAD)))
    assert few.seen_error[0] == pytest.approx((truth - few.mean(fresh))[:, 0].std(), rel=0.1)


def test_errors_that_share_their_luck_are_correlated(learnt):
    assert learnt.correlation[0, 1] == pytest.approx(0.8, abs=0.05)
    assert learnt.correlation[0, 2] == pytest.approx(0.0, abs=0.07)
    assert (np.diag(learnt.correlation) == 1.0).all()


def test_as_functions_of_what_moves_mean_and_spread_are_the_same_numbers(learnt):
    rng = np.random.default_rng(5)
    bent = replace(
        learnt, square=rng.normal(size=learnt.square.shape), cross=rng.normal(size=learnt.cross.shape),
        cube=rng.normal(size=learnt.cube.shape), spread_linear=rng.normal(size=learnt.spread_linear.shape),
    )  # fmt: skip
    scores = rng.standard_normal((20, NAMES))
    z, fitted = scores[:, MOVED], bent.fitted(scores)
    mean = fitted.base + z @ fitted.slope.T + np.einsum("cij,ni,nj->nc", fitted.curve, z, z) + z**3 @ fitted.cube.T
    assert mean == pytest.approx(bent.mean(scores), abs=1e-10)
    assert np.exp(fitted.spread_base + z @ fitted.spread_slope.T) == pytest.approx(bent.spread(scores), rel=1e-12)
    assert (fitted.curve == np.tril(fitted.curve)).all()


def elsewhere(count, seed, bias, wide=1.0):
    """Runs in a region, where the first column lies off by a plane and has another spread."""
    scores, printed = runs(count, seed)
    scores[:, MOVED] = 0.3 * scores[:, MOVED] + 0.8
    rng = np.random.default_rng(seed + 100)
    first = polynomial(scores) + bias + 0.2 * (scores[:, 1] - 0.8)
    first += wide * np.exp(log_spread(scores)) * rng.standard_normal(count)
    return scores, np.column_stack([first, 0.5 * polynomial(scores), printed[:, 2]])


def test_a_bias_in_a_region_is_found_there_and_taken_away(learnt):
    there, printed = elsewhere(400, 6, bias=0.4, wide=2.0)
    before = learnt.bias(there, printed)
    assert before[0] > 0.8
    mended = learnt.refined(there, printed)
    fresh, truth = elsewhere(4000, 7, bias=0.4, wide=2.0)
    assert abs(mended.bias(fresh, truth)[0]) < 0.1
    assert mended.errors(fresh, truth)[:, 0].std() == pytest.approx(1.0, abs=0.12)
    assert abs(learnt.bias(fresh, truth)[0]) > 0.8  # the emulator before stays as it is


def test_a_column_that_was_right_is_left_nearly_alone(learnt):
    there, printed = elsewhere(400, 8, bias=0.4)
    mended = learnt.refined(there, printed)
    assert mended.mean(there)[:, 2] == pytest.approx(learnt.mean(there)[:, 2], abs=0.05)


def with_gaps(printed, column, kept):
    holes = printed.copy()
    holes[kept:, column] = np.nan
    return holes


def test_a_column_with_too_few_numbers_is_not_learnt_and_goes_together_with_nothing():
    scores, printed = runs(500, 9)
    found = learn(scores, with_gaps(printed, 1, FEWEST_RUNS - 1), ("a", "b", "c"), MOVED)
    assert found.learnt.tolist() == [True, False, True]
    assert found.correlation[1].tolist() == [0.0, 1.0, 0.0]
    assert math.isnan(found.bias(scores, printed)[1])
    assert learn(scores, with_gaps(printed, 1, FEWEST_RUNS), ("a", "b", "c"), MOVED).learnt.all()


@pytest.mark.parametrize("kept", [0, 1, FEWEST_FRESH_RUNS - 1, FEWEST_FRESH_RUNS, 60])
def test_a_column_of_which_fresh_runs_have_few_numbers_is_mended_by_those_or_left_alone(learnt, kept):
    there, printed = elsewhere(200, 10, bias=0.4)
    mended = learnt.refined(there, with_gaps(printed, 0, kept))
    assert isinstance(mended, Emulator)
    assert np.isfinite(mended.mean(there)).all()
    assert np.isfinite(mended.spread(there)).all()
    if kept < FEWEST_FRESH_RUNS:
        assert (mended.mean(there)[:, 0] == learnt.mean(there)[:, 0]).all()


def test_runs_are_dealt_to_folds_evenly_in_the_order_of_the_sequence():
    assert fold_of(6).tolist() == [0, 1, 2, 3, 0, 1]


def test_terms_are_centred_so_that_the_constant_is_the_mean_over_the_prior():
    scores = np.random.default_rng(0).standard_normal((200_000, NAMES))
    assert np.abs(features(scores, MOVED)[:, 1:].mean(axis=0)).max() < 0.05


def test_an_error_beyond_four_spreads_counts_as_four_in_a_correlation():
    rng = np.random.default_rng(3)
    standard = rng.standard_normal((300, 2))
    standard[0] = 1e6, 1e6  # one run in which both are absurd
    found = correlation_of(standard, np.array([True, True]))
    assert abs(found[0, 1]) < 0.25
