import numpy as np

from calibration.emulator import learn
from tests.calibration.synthetic import MOVED, NAMES, SPREAD, TARGETS, known_model


def test_what_a_chain_is_given_equals_the_mean_and_the_spread():
    rng = np.random.default_rng(0)
    scores = rng.standard_normal((900, len(NAMES)))
    own = scores[:, MOVED]
    wanted = 1.0 + scores[:, 5] + own[:, 0] * own[:, 1] - 0.3 * own[:, 2] ** 3 + rng.normal(0, np.exp(0.2 * own[:, 3]))
    emulator = learn(scores, wanted[:, None], ["made"], MOVED)
    fitted = emulator.fitted(scores[:9])
    for n in range(9):
        z = scores[n, MOVED]
        mean = fitted.base[n] + fitted.slope @ z + np.einsum("cij,i,j->c", fitted.curve, z, z) + fitted.cube @ z**3
        np.testing.assert_allclose(mean, emulator.mean(scores[n : n + 1])[0], atol=1e-10)
        spread = np.exp(fitted.spread_base[n] + fitted.spread_slope @ z)
        np.testing.assert_allclose(spread, emulator.spread(scores[n : n + 1])[0], rtol=1e-10)


def test_slopes_and_spread_of_a_known_model_are_recovered():
    learnt, slope = known_model(runs=4000, prior=50, seed=2)
    emulator = learnt.emulator
    from calibration.fit import COLUMNS  # noqa: PLC0415

    for target in TARGETS:
        if target.scale == "part":
            continue
        c = emulator.columns.index(target.columns[0])
        np.testing.assert_allclose(
            emulator.linear[c, MOVED] - 0.0, slope[COLUMNS.index(target.columns[0]), MOVED], atol=0.06
        )
        assert 0.9 * SPREAD < emulator.seen_error[c] < 1.2 * SPREAD  # unseen runs: luck, and the regression's own error


def test_a_bias_in_a_region_is_found_and_taken_away():
    learnt, _ = known_model(runs=1500, prior=50, seed=3)
    emulator = learnt.emulator
    rng = np.random.default_rng(4)
    here = rng.standard_normal((500, len(NAMES))) * 0.5 + 0.5
    printed = emulator.mean(here) + rng.normal(0.0, SPREAD, (500, len(emulator.columns))) + 0.25
    bias = emulator.bias(here, printed)[emulator.learnt]
    assert (bias > 0.4).all()
    mended = emulator.refined(here[:400], printed[:400])
    left = mended.bias(here[400:], printed[400:])[emulator.learnt]
    assert np.abs(left).max() < 0.5
    assert np.abs(left.mean()) < 0.15


def test_a_column_without_fresh_numbers_is_left_as_it_was():
    learnt, _ = known_model(runs=400, prior=50, seed=7)
    emulator = learnt.emulator
    here = learnt.prior.scores
    printed = emulator.mean(here) + 0.1
    first = int(np.flatnonzero(emulator.learnt)[0])
    printed[:, first] = np.nan
    mended = emulator.refined(here, printed)
    assert np.array_equal(mended.linear[first], emulator.linear[first])
    assert not np.array_equal(mended.constant, emulator.constant)


def test_a_column_that_is_never_printed_is_not_learnt():
    learnt, _ = known_model(runs=400, prior=50, seed=5)
    printed = np.full((400, 2), np.nan)
    printed[:, 0] = np.arange(400.0)
    emulator = learn(learnt.spread.scores, printed, ["printed", "never"], MOVED)
    assert emulator.learnt.tolist() == [True, False]
    assert emulator.correlation[0, 1] == 0.0
