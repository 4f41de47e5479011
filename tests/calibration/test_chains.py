"""Chains find the posterior that a linear normal model has in closed form, each given its own cut block."""

import math

import numpy as np
import pytest
from scipy.stats import norm

from calibration.chains import log_likelihood
from calibration.inference import sample
from tests.calibration.synthetic import MOVED, NAMES, OUTLIER, TARGETS, known_model


@pytest.fixture(scope="module")
def known():
    return known_model(runs=2000, prior=300, seed=1)


def narrow(question, truth_scaled, emulator):
    """The question with every figure published exactly where a truth prints it, and no outliers."""
    targets = []
    for target in question.targets:
        value = truth_scaled[emulator.columns.index(target.columns[0])]
        edges = (value - 1e-3,) * len(target.low), (value + 1e-3,) * len(target.low)
        targets.append(target._replace(low=edges[0], high=edges[1], group="", columns=target.columns[:1], noisy=False))
    return type(question)(tuple(targets), question.zones, 1e-12, question.floors[:, :1])


def closed_form(question, emulator, row):
    """Mean and covariance of the moved scores given exact figures, for the cut block of a row of scores."""
    fitted = emulator.fitted(row[None, :])
    columns = [emulator.columns.index(t.columns[0]) for t in question.targets]
    learnt = [c for c in columns if emulator.learnt[c]]
    middle = {emulator.columns.index(t.columns[0]): 0.5 * (t.low[0] + t.high[0]) for t in question.targets}
    spread = np.exp(fitted.spread_base[0])
    noise = emulator.correlation[np.ix_(learnt, learnt)] * np.outer(spread[learnt], spread[learnt])
    slope = fitted.slope[learnt]
    gap = np.array([middle[c] for c in learnt]) - fitted.base[0][learnt]
    precision = np.eye(len(MOVED)) + slope.T @ np.linalg.solve(noise, slope)
    covariance = np.linalg.inv(precision)
    return covariance @ slope.T @ np.linalg.solve(noise, gap), covariance


def test_chains_of_one_cut_block_have_the_closed_form_mean_and_covariance(known):
    learnt, _ = known
    emulator = learnt.emulator
    flat = type(emulator)(
        **{**vars(emulator), "cross": emulator.cross * 0, "cube": emulator.cube * 0,
           "square": emulator.square * 0, "spread_linear": emulator.spread_linear * 0}
    )  # fmt: skip
    truth = flat.mean(learnt.prior.scores[:1])[0]
    question = narrow(learnt.question, truth, flat)
    prior = np.random.default_rng(5).standard_normal((600, len(NAMES)))
    cut = np.setdiff1d(np.arange(len(NAMES)), MOVED)
    prior[:, cut] = learnt.prior.scores[0, cut]
    draws = sample(question, flat, prior, seed=2)
    mean, covariance = closed_form(question, flat, prior[0])
    own = draws.scores[:, MOVED]
    error = np.sqrt(np.diag(covariance) / len(own))
    assert np.abs((own.mean(axis=0) - mean) / error).max() < 4.5
    np.testing.assert_allclose(own.std(axis=0), np.sqrt(np.diag(covariance)), rtol=0.18)


def test_the_cut_block_never_moves_and_threads_change_nothing(known):
    learnt, _ = known
    prior = learnt.prior.scores[:48]
    one, two = (sample(learnt.question, learnt.emulator, prior, 3, workers, last_moves=40) for workers in (1, 2))
    assert np.array_equal(one.scores, two.scores)
    assert np.array_equal(one.readings, two.readings)
    lucks = [NAMES.index(name) for name in ("base_year_luck", "period_luck")]
    cut = np.setdiff1d(np.arange(len(NAMES)), [*MOVED, *lucks])
    assert np.array_equal(one.scores[:, cut], prior[:, cut])
    assert not np.array_equal(one.scores[:, MOVED], prior[:, MOVED])


def test_a_luck_lies_where_the_reading_that_it_chose_does(known):
    learnt, _ = known
    draws = sample(learnt.question, learnt.emulator, learnt.prior.scores[:32], 4, last_moves=10)
    at = learnt.question.groups.index("base_year_luck")
    luck = draws.scores[:, NAMES.index("base_year_luck")]
    assert np.array_equal(luck >= 0.0, draws.readings[:, at] == 1)


def test_the_likelihood_of_uncorrelated_figures_is_the_product_of_their_intervals(known):
    learnt, _ = known
    emulator = learnt.emulator
    plain = type(emulator)(**{**vars(emulator), "correlation": np.eye(len(emulator.columns))})
    asked = learnt.question.asked(plain)
    scores = learnt.prior.scores[7]
    fitted = plain.fitted(scores[None, :])
    own = type(fitted)(fitted.base[0], fitted.slope, fitted.curve, fitted.cube, fitted.spread_base[0],
                       fitted.spread_slope, fitted.correlation)  # fmt: skip
    readings = np.zeros(len(asked.chances), np.int64)
    found = log_likelihood(scores[MOVED], readings, own, asked, np.empty((len(TARGETS) + 6, len(TARGETS))))
    mean, spread = plain.mean(scores[None, :])[0], plain.spread(scores[None, :])[0]
    error = asked.error[1] * math.exp(asked.error[2] * scores[MOVED][int(asked.error[0])])
    expected = 0.0
    for target, floors in zip(learnt.question.targets, learnt.question.floors, strict=True):
        column = plain.columns.index(target.columns[0])
        if not plain.learnt[column]:
            expected += math.log(floors[0])
            continue
        sd = math.hypot(spread[column], error if target.noisy else 0.0)
        inside = norm.cdf((target.high[0] - mean[column]) / sd) - norm.cdf((target.low[0] - mean[column]) / sd)
        expected += math.log((1.0 - OUTLIER) * inside + OUTLIER * floors[0])
    assert found == pytest.approx(expected, abs=1e-6)
