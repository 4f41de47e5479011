"""Regret, thresholds, fronts and flips do what their definitions say, on numbers that a test knows."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analysis.flips import FEWEST, LUCK, find_box, flip_of, within
from analysis.futures import (
    DO_NOTHING,
    NOT_IDENTIFIED,
    PATHS,
    candidates_of,
    conditions_of,
    deep_uncertainty,
    futures_of,
    run_outcomes,
)
from analysis.outcomes import BY_NAME
from analysis.robustness import (
    OBJECTIVES,
    OUTPUTS,
    THRESHOLDS,
    not_dominated,
    outputs_of,
    rank,
    regrets,
    robust,
    thresholds_of,
)
from scenarios.load import load_scenario
from scenarios.strict_yaml import ScenarioError
from sim.macro import PROJECTION
from sim.parameters import PARAMETERS, quantile

FUTURES = 4
NAMES = ("a", "b", "c")
numbers = arrays(float, (7, 4), elements=st.floats(-1e6, 1e6))


@pytest.fixture(scope="module")
def county():
    return load_scenario("typical-county"), load_scenario("typical-county-reform")


@pytest.fixture(scope="module")
def ranked(county):
    _, reform = county
    return robust(candidates_of([reform, replace(reform, name="same")], 1), FUTURES, workers=2)


@given(numbers)
def test_the_best_option_of_a_future_regrets_nothing_and_no_regret_is_negative(worth):
    found = regrets(worth)
    assert np.all(found >= 0.0)
    np.testing.assert_array_equal(found[np.arange(7), worth.argmax(axis=1)], 0.0)


@given(numbers)
def test_an_option_that_equals_another_ties_with_it(worth):
    found = regrets(np.column_stack([worth, worth[:, 1]]))
    np.testing.assert_array_equal(found[:, 1], found[:, -1])


@given(numbers)
def test_an_option_more_lowers_no_regret(worth):
    assert np.all(regrets(worth)[:, :3] >= regrets(worth[:, :3]))


@given(arrays(float, (6, 3), elements=st.sampled_from([0.0, 1.0, 2.0])))
def test_the_front_is_what_nothing_dominates(costs):
    expected = [
        not any(np.all(other <= mine) and np.any(other < mine) for other in costs) for mine in costs
    ]  # fmt: skip
    assert not_dominated(costs).tolist() == expected
    assert not_dominated(costs).any()


def test_doing_nothing_is_always_listed_first(county, ranked):
    base, reform = county
    assert ranked.ranked[0].does_nothing
    assert ranked.ranked[0].scenario.name == DO_NOTHING
    assert ranked.ranked[0].scenario.changes == ()
    named = candidates_of([reform, base], 1)
    assert [scenario.name for scenario in named.all] == ["typical-county", "typical-county-reform"]
    alone = candidates_of([base], 1)
    assert [scenario.name for scenario in alone.all] == ["typical-county"]
    assert run_outcomes(alone, futures_of(2, 1), workers=1).shape[:2] == (2, 1)


def test_equal_options_tie_in_everything_and_their_ranking_never_flips(ranked):
    _, one, other = ranked.ranked
    assert one.regret == other.regret
    assert (one.met, one.satisfices, one.objectives) == (other.met, other.satisfices, other.objectives)
    np.testing.assert_array_equal(ranked.values[:, 1], ranked.values[:, 2])
    assert "ties" in [flip.verdict for flip in ranked.flips]


def test_the_number_of_workers_moves_no_number(county, ranked):
    again = robust(candidates_of([county[1], replace(county[1], name="same")], 1), FUTURES, workers=1)
    assert again.digest == ranked.digest


def test_regret_is_told_in_the_direction_in_which_an_outcome_is_better():
    """By hand: debts 10, 12 and projects 5, 9 of doing nothing and an option: each regrets what the other has."""
    values = np.zeros((1, 2, len(BY_NAME)))
    values[0, :, list(BY_NAME).index("debt")] = 10.0, 12.0
    values[0, :, list(BY_NAME).index("producing")] = 5.0, 9.0
    scenario = load_scenario("no-reform")
    nothing, option = rank([scenario, scenario], values, ["debt", "producing"], thresholds_of(["producing>base"]))
    assert (nothing.regret["debt"].mean, option.regret["debt"].mean) == (0.0, 2.0)
    assert (nothing.regret["producing"].mean, option.regret["producing"].mean) == (4.0, 0.0)
    assert (nothing.satisfices, option.satisfices) == (0.0, 1.0)
    assert (nothing.on_front, option.on_front) == (1.0, 1.0)
    assert option.objectives == {"producing": 9.0, "debt": 12.0, "land_used": 0.0}


def test_every_threshold_must_be_met_in_the_same_future():
    """By hand: the option gains in futures 1 and 2 and keeps its debt below 11 in futures 2 and 3: in one of three."""
    values = np.zeros((3, 2, len(BY_NAME)))
    values[:, 1, list(BY_NAME).index("producing")] = 1.0, 1.0, 0.0
    values[:, 1, list(BY_NAME).index("debt")] = 12.0, 10.0, 10.0
    scenario = load_scenario("no-reform")
    _, option = rank([scenario, scenario], values, ["debt"], thresholds_of(["producing>base", "debt<=11"]))
    assert list(option.met.values()) == pytest.approx([2 / 3, 2 / 3])
    assert option.satisfices == pytest.approx(1 / 3)


def test_faulty_thresholds_and_outputs_are_refused_one_line_each():
    with pytest.raises(ScenarioError) as refused:
        thresholds_of(["producin>base", "debt<=much", "debt", "idle<=3"])
    assert len(refused.value.faults) == 3
    assert "producing" in refused.value.faults[0]
    assert "much" in refused.value.faults[1]
    with pytest.raises(ScenarioError) as refused:
        outputs_of(["published_fai", "dept"])
    assert len(refused.value.faults) == 2
    assert "debt" in refused.value.faults[1]


def test_what_is_ranked_by_default_can_be_ranked():
    assert [outcome.name for outcome in outputs_of(OUTPUTS)] == list(OUTPUTS)
    assert len(thresholds_of(THRESHOLDS)) == len(THRESHOLDS)
    assert outputs_of(list(OBJECTIVES))


def test_futures_meet_every_slice_of_what_is_deeply_uncertain():
    futures = futures_of(12, 5)
    assert futures == futures_of(12, 5)
    assert futures != futures_of(12, 6)
    points = np.array([future.point for future in futures])
    for at, name in enumerate(NOT_IDENTIFIED):
        low, high = (quantile(PARAMETERS[name].prior, u) for u in (0.025, 0.975))
        slices = np.floor(12 * (points[:, at] - low) / (high - low)).astype(int)
        assert sorted(slices) == list(range(12)), name
        assert all(future.values[name] == point[at] for future, point in zip(futures, points, strict=True))
    assert [future.macro for future in futures].count("weak") == 4
    assert {future.macro for future in futures} == set(PATHS) == set(PROJECTION)
    assert [deep.name for deep in deep_uncertainty()] == [*NOT_IDENTIFIED, "macro"]


def test_what_may_decide_is_all_that_is_drawn_and_finite():
    futures = futures_of(60, 5)
    names, values = conditions_of(futures)
    assert values.shape == (60, len(names)) == (60, len(set(names)))
    assert np.isfinite(values).all()
    patience = np.array([future.values["pay_patience"] for future in futures])
    column = values[:, names.index("pay_patience")]
    assert np.isinf(patience).any()
    assert column[np.isinf(patience)].min() > column[np.isfinite(patience)].max()
    assert {"staff_months", "channel_gain", "macro"} <= set(names)
    assert not {"tail_index", "boundary"} & set(names)
    assert names[: len(NOT_IDENTIFIED)] == list(NOT_IDENTIFIED)


def test_what_a_scenario_fixes_is_the_same_in_every_future():
    futures = futures_of(5, 5, {"social_time": 0.5, "wage": 12.0})
    assert {future.point[0] for future in futures} == {0.5} == {future.values["social_time"] for future in futures}
    assert {future.values["wage"] for future in futures} == {12.0}
    assert len({future.values["coverage"] for future in futures}) == 5


def test_options_without_a_name_of_their_own_are_refused(county):
    with pytest.raises(ScenarioError, match="more than once"):
        candidates_of([county[1], county[1]], 1)
    with pytest.raises(ScenarioError, match="at least one"):
        candidates_of([], 1)


def planted(count, seed):
    """Points in the unit cube; the ranking flips where a is above 0.6 and b at most 0.5, and nowhere else."""
    points = np.random.default_rng(seed).random((count, 3))
    flips = (points[:, 0] > 0.6) & (points[:, 1] <= 0.5)
    return points, flips


@pytest.mark.parametrize("seed", range(5))
def test_a_planted_condition_is_found_and_holds_on_futures_kept_aside(seed):
    points, flips = planted(300, seed)
    found = flip_of("A", "B", "producing", np.where(flips, -1.0, 1.0), points, NAMES, seed)
    assert (found.usual, found.other, found.verdict) == ("A", "B", "holds")
    bounds = {bound.name: bound for bound in found.box.bounds}
    assert set(bounds) >= {"a", "b"}
    assert bounds["a"].low == pytest.approx(0.6, abs=0.05)
    assert bounds["b"].high == pytest.approx(0.5, abs=0.05)
    assert min(found.box.density, found.box.coverage, found.box.aside_density) > 0.85
    assert found.box.luck <= LUCK


def test_on_noise_no_condition_is_told():
    told = []
    for seed in range(40):
        luck = np.random.default_rng(1000 + seed)
        gap = np.where(luck.random(150) < 0.3, -1.0, 1.0)
        told.append(flip_of("A", "B", "producing", gap, luck.random((150, 3)), NAMES, seed).verdict == "holds")
    assert sum(told) <= 2  # at one chance in a hundred, three of forty come once in 130 such tests


def test_a_box_is_judged_on_futures_that_it_was_not_found_in():
    points, flips = planted(300, 3)
    box = find_box(points, flips, NAMES, 3)
    inside = within(points, box.bounds, NAMES)
    assert box.aside_share == pytest.approx(flips.mean(), abs=0.08)
    assert 0 < inside.sum() < 300
    assert box.density != box.aside_density or box.density == 1.0


def test_the_usual_winner_is_named_whichever_way_round_it_is_asked():
    points, flips = planted(120, 1)
    gap = np.where(flips, -1.0, 1.0)
    there = flip_of("A", "B", "debt", gap, points, NAMES, 1)
    back = flip_of("B", "A", "debt", -gap, points, NAMES, 1)
    assert there == back
    assert there.share_usual == pytest.approx(1.0 - flips.mean())


@pytest.mark.parametrize(
    ("losses", "verdict"), [(0, "always"), (FEWEST - 1, "few")]
)  # fmt: skip
def test_without_enough_flips_no_box_is_looked_for(losses, verdict):
    gap = np.ones(60)
    gap[:losses] = -1.0
    found = flip_of("A", "B", "debt", gap, np.random.default_rng(0).random((60, 3)), NAMES, 1)
    assert (found.verdict, found.box) == (verdict, None)


def test_what_never_differs_ties():
    assert flip_of("A", "B", "debt", np.zeros(30), np.zeros((30, 3)), NAMES, 1).verdict == "ties"
