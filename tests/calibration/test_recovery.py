"""Known truths are found as often as they should be, and a fit that is too sure is caught."""

import math
from dataclasses import replace

import gaussian_fit as known
import numpy as np
import pytest
from gaussian_fit import CUT, MOVED, NAMES, ZONES
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from calibration.fit import Learnt, Runs
from calibration.inference import moved_names
from calibration.recovery import Recovery, _whole_edges, publish_truths, recover
from calibration.scales import on_scale
from calibration.targets import Target

TRUTHS, CHAINS = 100, 20
MIDDLE = 5.0
"""Where figures lie on their scale, so that none is near nought."""


def world_of_lines(runs=600, seed=21):
    """Runs whose figures are linear in the scores, each telling most of one moved score."""
    linear = known.slopes() * 0.3
    for k, at in enumerate(MOVED[: known.FIGURES]):
        linear[k, at] = 0.9
    linear[:, CUT] *= 0.5
    correlation = known.shared_luck()
    emulator = replace(known.emulator_of(linear, correlation=correlation), constant=np.full(known.FIGURES, MIDDLE))
    rng = np.random.default_rng(seed)
    scores = rng.standard_normal((runs, NAMES))
    luck = rng.standard_normal((runs, known.FIGURES)) @ np.linalg.cholesky(correlation).T * known.SPREAD
    printed = np.exp(emulator.mean(scores) + luck) - 0.5
    question = known.question_of(known.targets_at([MIDDLE] * known.FIGURES))
    return Learnt(question, Runs(scores, printed, emulator.columns), None, emulator)


def recovered(learnt, truths=TRUTHS, **changes):
    emulator = replace(learnt.emulator, **changes)
    return recover(learnt._replace(emulator=emulator), truths, CHAINS, 5, workers=1)


@pytest.fixture(scope="module")
def lines():
    return world_of_lines()


@pytest.fixture(scope="module")
def sound(lines):
    return recovered(lines)


def test_where_the_emulator_is_right_truths_have_any_rank_as_often_as_another(sound):
    p_values = sound.p_values()
    assert set(p_values) == {name.replace("attractiveness of ", "attractiveness.") for name in moved_names(ZONES)}
    assert min(p_values.values()) > 0.05 / len(p_values)
    assert min(sound.width_p_values().values()) > 0.05 / len(p_values)
    assert sound.ranks.shape == (TRUTHS, MOVED.size)
    for level in (0.5, 0.9):  # as if of each truth a fourth of the parameters told something of their own
        error = math.sqrt(level * (1.0 - level) / (TRUTHS * MOVED.size / 4))
        assert sound.coverage(level) == pytest.approx(level, abs=4 * error)


def test_a_fit_that_is_too_sure_is_noticed(lines, sound):
    spread = lines.emulator.spread_base - math.log(2.0)
    told = recovered(lines, spread_base=spread)
    assert min(told.width_p_values().values()) < 0.05 / MOVED.size / 10
    own = np.s_[:, : known.FIGURES]  # the scores that the figures tell of
    too_sure, right = (Recovery(r.parameters, r.ranks[own], r.contraction[own]).coverage(0.9) for r in (told, sound))
    assert too_sure < 0.84 < right


def test_a_fit_that_lies_off_is_noticed(lines):
    told = recovered(lines, truths=40, constant=np.full(known.FIGURES, MIDDLE + 0.6))
    assert min(told.p_values().values()) < 0.05 / MOVED.size / 10


def test_what_the_figures_tell_is_the_variance_that_they_take_away(sound, lines):
    covariance = lines.emulator.correlation * np.outer(known.SPREAD, known.SPREAD)
    _, spread = known.conditional(lines.emulator.linear, covariance, np.zeros(known.FIGURES), np.zeros((1, CUT.size)))
    # The variance among draws holds that of the means over cut blocks too, which the slopes in them add.
    own = np.linalg.solve(covariance, lines.emulator.linear[:, MOVED])
    over_cuts = spread @ own.T @ lines.emulator.linear[:, CUT]
    exact = 1.0 - np.diag(spread) - np.diag(over_cuts @ over_cuts.T)
    found = sound.contraction.mean(axis=0)
    assert found == pytest.approx(exact * (CHAINS - 1) / CHAINS + 1.0 / CHAINS, abs=0.06)


def test_half_of_the_runs_at_most_are_truths_for_the_rest_lend_their_cut_blocks(lines):
    few = lines._replace(prior=Runs(lines.prior.scores[:12], lines.prior.printed[:12], lines.prior.columns))
    for asked in (6, 12, 500):
        assert recover(few, asked, 20, 1, workers=1).ranks.shape == (6, MOVED.size)


def test_runs_that_do_not_print_every_figure_are_no_truths(lines):
    printed = lines.prior.printed[:30].copy()
    printed[:20, 1] = math.nan
    assert recover(lines._replace(prior=Runs(lines.prior.scores[:30], printed, lines.prior.columns)), 9, 20, 1,
                   workers=1).ranks.shape[0] == 5  # fmt: skip
    printed[1:] = math.nan
    with pytest.raises(ValueError, match="of 30 runs of the prior print every figure"):
        recover(lines._replace(prior=Runs(lines.prior.scores[:30], printed, lines.prior.columns)), 9, 20, 1)


def published_of(lines, truths, outlier=0.0, noisy=False, width=0.4):
    """What would be published of as many truths, all of which print the middle; others print far away."""
    question = known.question_of(known.targets_at([MIDDLE] * known.FIGURES, width, noisy), outlier)
    scores = np.zeros((truths, MOVED.size))
    printed, others = np.full((truths, known.FIGURES), MIDDLE), np.full((50, known.FIGURES), 99.0)
    return [target for one in publish_truths(question, scores, printed, others, 3) for target in one]


def test_published_intervals_keep_their_width_and_lie_anywhere_round_what_is_printed(lines):
    low = np.array([target.low[0] for target in published_of(lines, 200)])
    high = np.array([target.high[0] for target in published_of(lines, 200)])
    assert high - low == pytest.approx(0.4)
    assert stats.kstest((MIDDLE - low) / 0.4, "uniform").pvalue > 0.001


def test_outliers_are_as_many_as_the_likelihood_assumes(lines):
    far = np.mean([target.low[0] > 50.0 for target in published_of(lines, 400, outlier=0.1)])
    assert far == pytest.approx(0.1, abs=4 * math.sqrt(0.09 / 2000))


def test_amounts_are_printed_with_the_error_of_the_draw(lines):
    middle = np.array([np.mean(target.low + target.high) for target in published_of(lines, 400, noisy=True, width=0.0)])
    assert middle.std() == pytest.approx(0.05, rel=0.1)  # the prior's median, for the truths' scores are nought


@given(
    value=st.integers(0, 3000), first=st.integers(0, 2000), count=st.sampled_from([1, 10, 50, 100]),
)  # fmt: skip
def test_a_count_lies_inside_the_interval_that_is_published_of_it(value, first, count):
    edges = float(np.log(first) if first else -math.inf), float(np.log(first + count))
    target = Target("f", None, "count", math.nan, ("f",), edges[:1], edges[1:], (1.0,), "", noisy=False)
    on = float(on_scale("count", value))
    low, high = _whole_edges(target, on)
    assert low < on < high
    if low > -math.inf:  # as many counts in a row as the interval of the ledger holds
        assert math.exp(high) - math.exp(low) == pytest.approx(count, rel=1e-6)
    if value < count:
        assert low == -math.inf
