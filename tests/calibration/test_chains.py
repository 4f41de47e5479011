"""Chains turn draws of the prior into draws of the posterior, each given its own cut block."""

import math

import gaussian_fit as known
import numpy as np
import pytest
from gaussian_fit import CUT, MOVED, NAMES, SPREAD, ZONES
from scipy import stats

from calibration.chains import Fitted, log_likelihood
from calibration.design import UNCERTAIN
from calibration.inference import ERROR, effective_draws, moved_names, sample
from calibration.targets import Target
from sim.parameters import PARAMETERS

DRAWS = 480


@pytest.fixture(scope="module")
def linear_fit():
    """Draws of a fit whose answer is known, the prior's scores that they came from, and the answer."""
    linear, correlation = known.slopes(), known.shared_luck()
    covariance = correlation * np.outer(SPREAD, SPREAD)
    values = np.array([0.8, -0.5, 0.3, 1.2, -0.9])
    emulator, question = known.emulator_of(linear, correlation=correlation), known.question_of(known.targets_at(values))
    prior = np.random.default_rng(1).standard_normal((DRAWS, NAMES))
    draws = sample(question, emulator, prior, 11, workers=1)
    mean, spread = known.conditional(linear, covariance, values, prior[:, CUT])
    return question, emulator, prior, draws, mean, spread


def test_draws_have_the_mean_and_covariance_of_the_posterior_given_each_cut_block(linear_fit):
    _, _, _, draws, mean, spread = linear_fit
    # Whitened by what is known on paper, draws are standard normal and independent.
    white = np.linalg.solve(np.linalg.cholesky(spread), (draws.scores[:, MOVED] - mean).T).T
    assert np.abs(white.mean(axis=0)).max() < 4.0 / math.sqrt(DRAWS)
    assert np.abs(white.var(axis=0) - 1.0).max() < 4.5 * math.sqrt(2.0 / DRAWS)
    together = np.corrcoef(white, rowvar=False)[np.triu_indices(MOVED.size, 1)]
    assert np.abs(together).max() < 4.5 / math.sqrt(DRAWS)
    assert (white**2).sum(axis=1).mean() == pytest.approx(MOVED.size, abs=4.0 * math.sqrt(2.0 * MOVED.size / DRAWS))


def test_the_figures_tell_enough_there_for_the_test_to_notice_a_chain_that_did_not_move(linear_fit):
    _, _, prior, _, mean, spread = linear_fit
    white = np.linalg.solve(np.linalg.cholesky(spread), (prior[:, MOVED] - mean).T).T
    assert np.abs(white.var(axis=0) - 1.0).max() > 10 * math.sqrt(2.0 / DRAWS)


def test_draws_are_the_same_to_the_last_bit_on_one_thread_and_on_three(linear_fit):
    question, emulator, prior, *_ = linear_fit
    few = prior[:70]  # several chunks, the last one not full
    one, three = (sample(question, emulator, few, 11, workers=workers) for workers in (1, 3))
    for first, second in zip(one, three, strict=True):
        assert first.tobytes() == second.tobytes()


def test_the_cut_block_stays_as_it_was_drawn_and_everything_else_moves(linear_fit):
    _, _, prior, draws, *_ = linear_fit
    assert draws.scores[:, CUT].tobytes() == prior[:, CUT].tobytes()
    assert (draws.scores[:, MOVED] != prior[:, MOVED]).mean() > 0.99


def test_another_seed_gives_other_draws_of_the_same_distribution(linear_fit):
    question, emulator, prior, draws, *_ = linear_fit
    other = sample(question, emulator, prior[:160], 12, workers=1)
    difference = other.scores[:, MOVED] - draws.scores[:160, MOVED]
    assert np.abs(difference).max() > 0.1
    assert np.abs(difference.mean(axis=0) / (difference.std(axis=0) / math.sqrt(160))).max() < 4.5


def two_readings(weights, luck="figure.0"):
    (plain,) = known.targets_at([0.5], width=0.4)
    return plain._replace(columns=("figure.0", "figure.1"), low=plain.low * 2, high=plain.high * 2, weights=weights,
                          group=luck)  # fmt: skip


@pytest.mark.parametrize("luck", ["figure.0", "period_luck"])
def test_readings_are_weighed_by_how_well_each_meets_the_figure(luck):
    # Nothing moves the figure: one reading prints N(0.4, .3), the other N(1.4, .5); Bayes' rule gives the share.
    emulator = known.emulator_of(np.zeros((2, NAMES)), SPREAD[:2])
    emulator.constant[:] = 0.4, 1.4
    prior = np.random.default_rng(2).standard_normal((900, NAMES))
    draws = sample(known.question_of([two_readings((0.3, 0.7), luck)]), emulator, prior, 5, workers=1)
    likely = [stats.norm.cdf(0.7, m, s) - stats.norm.cdf(0.3, m, s) for m, s in ((0.4, 0.3), (1.4, 0.5))]
    share = 0.3 * likely[0] / (0.3 * likely[0] + 0.7 * likely[1])
    assert (draws.readings[:, 0] == 0).mean() == pytest.approx(share, abs=4 * math.sqrt(share * (1 - share) / 900))
    if luck in UNCERTAIN:  # the luck that chooses the reading lies where its reading does
        u = stats.norm.cdf(draws.scores[:, UNCERTAIN.index(luck)])
        assert ((u < 0.3) == (draws.readings[:, 0] == 0)).all()


def plain_log_likelihood(scores, readings, targets, emulator, outlier, floors):
    """The log likelihood from its description, figure by figure, where errors do not go together."""
    prior = PARAMETERS[ERROR].prior
    error = prior.median * math.exp(prior.log_sd * scores[UNCERTAIN.index(ERROR)])
    mean, spread = emulator.mean(scores[None])[0], emulator.spread(scores[None])[0]
    total = 0.0
    for k, target in enumerate(targets):
        reading = readings.get(target.group, 0)
        c = emulator.columns.index(target.columns[reading])
        if not emulator.learnt[c]:
            total += math.log(floors[k, reading])
            continue
        wide = math.hypot(spread[c], error if target.noisy else 0.0)
        law = stats.norm(mean[c], wide)
        inside = law.cdf(target.high[reading]) - law.cdf(target.low[reading])
        total += math.log((1.0 - outlier) * inside + outlier * floors[k, reading])
    return total


def bent_emulator(columns):
    """An emulator with every kind of term, and spreads that differ from place to place."""
    rng = np.random.default_rng(8)
    bent = known.emulator_of(rng.normal(0.0, 0.05, (columns, NAMES)), rng.uniform(0.3, 0.9, columns))
    bent.constant[:] = rng.normal(0.0, 0.3, columns)
    bent.square[:] = rng.normal(0.0, 0.02, bent.square.shape)
    bent.cross[:] = rng.normal(0.0, 0.02, bent.cross.shape)
    bent.cube[:] = rng.normal(0.0, 0.01, bent.cube.shape)
    bent.spread_linear[:] = rng.normal(0.0, 0.05, bent.spread_linear.shape)
    return bent


def own_part(fitted, n):
    return Fitted(fitted.base[n], fitted.slope, fitted.curve, fitted.cube, fitted.spread_base[n], fitted.spread_slope,
                  fitted.correlation)  # fmt: skip


def mixed_targets():
    """Figures of several widths, plain and noisy, with readings of which one has no output."""
    narrow, wide, noisy = known.targets_at([0.2, -0.4, 0.9], width=0.3)
    wide = wide._replace(low=(-math.inf,), high=(0.5,))
    noisy = noisy._replace(noisy=True, columns=("figure.2", "figure.3"), low=(0.5, 0.2), high=(1.0, 0.4),
                           weights=(0.6, 0.4), group="figure.2")  # fmt: skip
    silent = Target("figure.4", narrow.operator, "amount", math.nan, ("figure.4", "figure.5"), (0.0, -0.2), (0.3, 0.6),
                    (0.5, 0.5), "figure.4", noisy=False)  # fmt: skip
    return narrow, wide, noisy, silent


def test_the_log_likelihood_is_what_its_description_says():
    targets, emulator = mixed_targets(), bent_emulator(6)
    emulator.learnt[4] = False
    question = known.question_of(targets, outlier=0.05)
    question.floors[:] = np.random.default_rng(1).uniform(0.01, 0.3, question.floors.shape)
    asked = question.asked(emulator)
    rng = np.random.default_rng(6)
    scores = rng.standard_normal((12, NAMES))
    fitted = emulator.fitted(scores)
    scratch = np.empty((len(targets) + 6, len(targets)))
    for n in range(len(scores)):
        readings = rng.integers(0, 2, 2)
        found = log_likelihood(scores[n, MOVED], readings, own_part(fitted, n), asked, scratch)
        named = dict(zip(question.groups, readings.tolist(), strict=True))
        exact = plain_log_likelihood(scores[n], named, targets, emulator, 0.05, question.floors)
        assert found == pytest.approx(exact, abs=1e-9)


def test_errors_that_go_together_enter_the_log_likelihood_with_their_correlation():
    correlation = known.shared_luck()
    emulator = known.emulator_of(known.slopes(), correlation=correlation)
    question = known.question_of(known.targets_at([0.1, 0.4, -0.3, 0.0, 0.6], width=1.5))
    scores = np.random.default_rng(7).standard_normal((4, NAMES)) * 0.5
    fitted, asked, scratch = emulator.fitted(scores), question.asked(emulator), np.empty((11, 5))
    for n in range(4):
        found = log_likelihood(scores[n, MOVED], np.empty(0, np.int64), own_part(fitted, n), asked, scratch)
        low, high = (np.array([getattr(t, end)[0] for t in question.targets]) for end in ("low", "high"))
        covariance = correlation * np.outer(SPREAD, SPREAD)
        law = stats.multivariate_normal(emulator.mean(scores[n : n + 1])[0], covariance)
        assert found == pytest.approx(math.log(law.cdf(high, lower_limit=low)), abs=0.03)


def test_only_inferred_parameters_errors_of_printing_and_zones_are_moved():
    blocks = {PARAMETERS[name].block.name for name in moved_names(()) if name in PARAMETERS}
    assert blocks == {"INFERRED", "NUISANCE"}
    assert {UNCERTAIN[at] for at in CUT if at < len(UNCERTAIN)} >= {
        name for name in UNCERTAIN if PARAMETERS[name].block.name == "CUT"
    }
    assert len(moved_names(ZONES)) == len(moved_names(())) + len(ZONES)


def test_equal_weights_count_in_full_and_one_that_outweighs_all_counts_alone():
    assert effective_draws(np.zeros(40)) == pytest.approx(40)
    assert effective_draws(np.array([0.0, -800.0, -900.0])) == pytest.approx(1)
    # Weights 1, 1/2: (3/2)² / (1 + 1/4) = 9/5.
    assert effective_draws(np.log([1.0, 0.5])) == pytest.approx(1.8)
