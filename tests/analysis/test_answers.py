"""What an answer says of stored runs, on numbers that can be worked by hand."""

import json
import math
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis.answers import answer, error_of_median
from analysis.phase import axes_of, phase_maps, zero_lines

sys.path.insert(0, str(Path(__file__).parent))
from made import DEBT, SIGNED, lever, made, parameter


def test_an_effect_is_the_difference_within_a_draw():
    # two doses, three draws; no dose: 10, 20, 90, full dose: 12, 23, 91; differences 2, 3, 1
    study = made("grid", [lever("land", 0.0, 1.0)], {"signed": [[[10, 12]], [[20, 23]], [[90, 91]]]})
    (effect,) = answer(study).effects
    assert (effect.band.median, effect.mean, effect.share_better, effect.draws) == (2.0, 2.0, 1.0, 3)
    # quantiles at 5 % and 95 % of 1, 2, 3, straight between order statistics
    assert effect.band.low == pytest.approx(1.1)
    assert effect.band.high == pytest.approx(2.9)


def test_both_sides_of_a_contrast_stand_at_the_same_parameters():
    # points: dose 0 and 1, each at parameter .2 and .8; the parameter alone adds 100
    values = np.array([[[0.0, 100.0, 5.0, 107.0]]])
    study = made("grid", [lever("land", 0.0, 1.0), parameter("social_time", 0.2, 0.8)], {"signed": values})
    found = {effect.contrast.given["social_time"]: effect.band.median for effect in answer(study).effects}
    assert found == {0.2: 5.0, 0.8: 7.0}


def test_together_minus_the_sum_of_each_alone_is_worked_by_hand():
    # none 10, fund 13, land 11, both 20: 20 - 13 - 11 + 10 = 6
    study = made("grid", [lever("land", 0.0, 1.0), lever("fund", 0.0, 1.0)], {"signed": np.array([[[10, 13, 11, 20]]])})
    (effect,) = (effect for effect in answer(study).effects if effect.contrast.kind == "interaction")
    assert effect.band.median == 6.0


@pytest.mark.parametrize(
    ("output", "change", "verdict"),
    [
        (SIGNED, 1.0, "better"),
        (SIGNED, -1.0, "worse"),
        (DEBT, 1.0, "worse"),
        (DEBT, -1.0, "better"),
        (DEBT, 0.0, "nothing"),
    ],
)
def test_more_debt_is_worse_and_more_projects_are_better(output, change, verdict):
    values = np.tile([[[3.0, 3.0 + change]]], (20, 1, 1))
    study = made("grid", [lever("land", 0.0, 1.0)], {output.name: values}, (output,))
    (effect,) = answer(study).effects
    assert effect.verdict == verdict
    few = made("grid", [lever("land", 0.0, 1.0)], {output.name: values[:19]}, (output,))
    assert answer(few).effects[0].verdict == ("nothing" if change == 0.0 else "few")


def test_nineteen_draws_of_twenty_make_a_verdict_and_eighteen_leave_it_open():
    for better, verdict in ((19, "better"), (18, "open")):
        values = np.zeros((20, 1, 2))
        values[:better, 0, 1], values[better:, 0, 1] = 1.0, -1.0
        assert answer(made("grid", [lever("land", 0.0, 1.0)], {"signed": values})).effects[0].verdict == verdict


def test_a_draw_without_a_run_is_left_out_and_counted():
    values = np.array([[[1.0, 2.0]], [[1.0, np.nan]], [[1.0, 4.0]]])
    (effect,) = answer(made("grid", [lever("land", 0.0, 1.0)], {"signed": values})).effects
    assert (effect.draws, effect.band.median) == (2, 2.0)


def test_without_any_draw_nothing_is_said():
    (effect,) = answer(made("grid", [lever("land", 0.0, 1.0)], {"signed": np.full((2, 1, 2), np.nan)})).effects
    assert (effect.verdict, effect.draws) == ("few", 0)
    json.dumps(effect.as_json(), allow_nan=False)


def test_scenarios_are_compared_with_the_first():
    study = made("listed", [], {"signed": np.array([[[5.0], [8.0]]])}, cases=("base", "reform"))
    (effect,) = answer(study).effects
    assert (effect.contrast.scenario, effect.band.median) == ("reform", 3.0)


def test_one_at_a_time_compares_with_its_base():
    factors = [lever("land", 0.0, 1.0), lever("fund", 0.0, 1.0)]
    study = made("one_at_a_time", factors, {"signed": np.array([[[5.0, 6.0, 9.0]]])})
    found = {tuple(effect.contrast.set_to): effect.band.median for effect in answer(study).effects}
    assert found == {("land",): 1.0, ("fund",): 4.0}


def test_the_best_of_many_mixes_of_pure_noise_gains_nothing():
    # chosen and judged in the same draws, the best of 50 would seem to gain 2.2 / sqrt(40) standard deviations
    factors = [replace(lever(name), low=0.0, high=1.0) for name in ("land", "fund")]
    naive, honest = [], []
    for seed in range(8):
        noise = np.random.default_rng(seed).normal(size=(40, 1, 50))
        study = made("latin_hypercube", factors, {"signed": noise}, seed=1)
        (best,) = (effect for effect in answer(study).effects if effect.contrast.kind == "best_mix")
        naive.append(noise.mean(axis=0).max() - noise.mean())
        honest.append(best.mean)
    assert np.mean(naive) > 0.25
    assert abs(np.mean(honest)) < 0.5 * np.mean(naive)


def test_the_upper_half_of_a_factor_that_adds_two_gains_one():
    # y = 2x over points spread evenly on (0, 1): means of halves are 1/2 and 3/2
    factor = parameter("social_time")
    study = made("latin_hypercube", [factor], {"signed": np.zeros((1, 1, 200))}, seed=3)
    values = 2.0 * study.coordinates()[:, 0]
    study = made("latin_hypercube", [factor], {"signed": np.tile(values, (2, 1, 1))}, seed=3)
    effect = answer(study).of("signed")[0]
    assert effect.band.median == pytest.approx(1.0, abs=0.01)
    assert 0.0 < effect.simulation_error < 0.2


def test_the_error_of_a_median_is_that_of_theory():
    # for normal numbers the median's standard deviation is sqrt(pi / 2n)
    draws = np.random.default_rng(2).normal(size=900)
    assert error_of_median(draws) == pytest.approx(math.sqrt(math.pi / 2 / 900), rel=0.25)
    assert math.isnan(error_of_median(draws[:1]))


def test_a_map_needs_two_wide_factors_and_puts_each_effect_in_its_cell():
    factors = [lever("land", 0.0, 0.5, 1.0), parameter("social_time", 0.2, 0.5, 0.8)]
    points = [(x, y) for x in range(3) for y in range(3)]
    values = np.tile([[[x * (y - 1.2) for x, y in points]]], (24, 1, 1))
    study = made("grid", factors, {"signed": values})
    (one,) = phase_maps(answer(study), "signed")
    assert one.x == (0.5, 1.0)  # at dose 0 nothing can happen
    assert {(cell.x, cell.y): round(cell.effect.band.median, 9) for cell in one.cells}[1, 2] == 1.6
    assert [one.count(sign) for sign in (1, -1, 0, 2)] == [2, 4, 0, 0]
    assert one.turns_for_sure
    assert axes_of(made("grid", [lever("land", 0.0, 1.0)], {"signed": values[:, :, :2]})) is None


@pytest.mark.parametrize(
    ("up", "down", "sign"),
    [(29, 0, 1), (29, 1, 1), (28, 0, 2), (28, 2, 2), (0, 29, -1), (1, 29, -1), (2, 28, 2), (15, 0, 2), (0, 0, 0)],
)
def test_a_map_knows_a_sign_exactly_where_a_verdict_is_given(up, down, sign):
    factors = [lever("land", 0.0, 0.5, 1.0), parameter("social_time", 0.2, 0.5, 0.8)]
    values = np.zeros((30, 1, 9))
    values[:up, 0, 3:], values[30 - down :, 0, 3:] = 1.0, -1.0
    (one,) = phase_maps(answer(made("grid", factors, {"signed": values})), "signed")
    assert {cell.sign for cell in one.cells} == {sign}
    verdict = {1: "better", -1: "worse", 2: "open", 0: "nothing"}[sign]
    assert {cell.effect.verdict for cell in one.cells} == {verdict}


def test_the_line_of_turning_sign_lies_where_a_plane_is_zero():
    field = np.array([[x - 1.25 for x in range(4)] for _ in range(3)])
    (line,) = zero_lines(field)
    assert [x for x, _ in line] == pytest.approx([1.25] * len(line))
    assert zero_lines(field + 10.0) == ()
