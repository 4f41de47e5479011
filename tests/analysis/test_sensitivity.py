"""Indices of functions whose indices are known, and refusals."""

import math
import sys
from pathlib import Path

import numpy as np
import pytest
from SALib.analyze import morris

from analysis.influence import rests_on, set_beside_evidence
from analysis.sensitivity import analyse, elementary_effects
from scenarios.designs import load_design
from scenarios.samples import unit_problem
from sim.store.errors import WrongRequestError

sys.path.insert(0, str(Path(__file__).parent))
from made import SIGNED, lever, made, sampled

NAMES = ("social_time", "coverage", "start_months", "land_price")
WEIGHTS = np.array([4.0, 2.0, 1.0, 0.0])


def linear(kind, points, draws=1, **sampling):
    factors = [sampled(name) for name in NAMES]
    empty = made(kind, factors, {"signed": np.zeros((draws, 1, points))}, **sampling)
    values = empty.coordinates() @ WEIGHTS
    return made(kind, factors, {"signed": np.tile(values, (draws, 1, 1))}, **sampling)


def by_name(found, kind):
    return {index.parameter: index for index in found.indices if index.kind == kind}


def test_sobol_indices_of_a_sum_are_its_shares_of_variance():
    (found,) = analyse(linear("sobol_indices", 256 * 6, seed=5), SIGNED)
    for kind in ("S1", "ST"):
        for name, weight in zip(NAMES, WEIGHTS, strict=True):
            index = by_name(found, kind)[name]
            assert index.value == pytest.approx(weight**2 / (WEIGHTS**2).sum(), abs=0.03)
            assert index.low <= index.value <= index.high
    assert (found.units, found.runs, found.runs_to_halve) == (256, 1536, 6144)
    assert found.separated is True


def test_elementary_effects_of_a_sum_are_its_weights_and_do_not_spread():
    (found,) = analyse(linear("morris", 6 * 5, seed=2, levels=4), SIGNED)
    assert [by_name(found, "mu_star")[name].value for name in NAMES] == pytest.approx(list(WEIGHTS))
    assert [by_name(found, "sigma")[name].value for name in NAMES] == pytest.approx([0.0] * 4, abs=1e-9)


def test_our_elementary_effects_are_those_of_salib():
    study = linear("morris", 8 * 5, seed=2, levels=4)
    points = study.coordinates()
    y = np.sin(3.0 * points[:, 0]) * points[:, 1] + points[:, 2] ** 2
    theirs = morris.analyze(unit_problem(NAMES), points, y, num_resamples=2, num_levels=4)
    ours = elementary_effects(points, y)
    assert np.abs(ours).mean(axis=0) == pytest.approx(theirs["mu_star"])
    assert ours.std(axis=0, ddof=1) == pytest.approx(theirs["sigma"])


def test_pawn_ranks_factors_of_any_sample_and_tells_noise_from_influence():
    (found,) = analyse(linear("latin_hypercube", 200, draws=2, seed=5), SIGNED)
    assert [index.parameter for index in found.ranked()[:2]] == ["social_time", "coverage"]
    assert by_name(found, "pawn")["social_time"].low > found.floor
    assert by_name(found, "pawn")["land_price"].low <= found.floor
    assert 1 <= found.above_noise < 4
    assert found.runs == 400


def test_an_infinite_value_of_a_factor_leaves_all_indices_finite():
    factors = [sampled("pay_patience"), sampled("coverage")]
    assert math.isinf(factors[0].value(0.99))
    empty = made("latin_hypercube", factors, {"signed": np.zeros((1, 1, 60))}, seed=1)
    patient = np.array([1.0 / factors[0].value(place) for place in empty.coordinates()[:, 0]])
    (found,) = analyse(made("latin_hypercube", factors, {"signed": patient.reshape(1, 1, -1)}, seed=1), SIGNED)
    assert all(math.isfinite(number) for index in found.indices for number in index[2:])
    assert found.ranked()[0].parameter == "pay_patience"


def test_a_failed_run_costs_its_trajectory_and_is_told():
    study = linear("morris", 6 * 5, seed=2, levels=4)
    study.values["signed"][0, 0, 7] = np.nan
    (found,) = analyse(study, SIGNED)
    assert (found.units, found.dropped, found.runs) == (5, 1, 25)
    assert [by_name(found, "mu_star")[name].value for name in NAMES] == pytest.approx(list(WEIGHTS))


def test_an_output_that_is_always_the_same_has_no_indices():
    study = linear("morris", 6 * 5, seed=2, levels=4)
    study.values["signed"][:] = 3.0
    (found,) = analyse(study, SIGNED)
    assert (found.varies, found.indices) == (False, ())


def test_what_a_second_scenario_adds_is_analysed_too():
    study = linear("morris", 6 * 5, seed=2, levels=4)
    both = np.concatenate([study.values["signed"], 3.0 * study.values["signed"]], axis=1)
    pair = made("morris", study.factors, {"signed": both}, cases=("base", "reform"), seed=2, levels=4)
    found = analyse(pair, SIGNED)
    assert [one.of for one in found] == ["base", "reform", "reform minus base"]
    assert by_name(found[2], "mu_star")["social_time"].value == pytest.approx(2.0 * WEIGHTS[0])


def test_designs_that_sample_nothing_and_too_few_points_are_refused_in_one_line():
    grid = made("grid", [lever("land", 0.0, 1.0)], {"signed": np.zeros((1, 1, 2))})
    with pytest.raises(WrongRequestError, match=r"kind grid.*allowed: morris"):
        analyse(grid, SIGNED)
    with pytest.raises(WrongRequestError, match="found 29 points; allowed: 30 or more"):
        analyse(linear("latin_hypercube", 29, seed=5), SIGNED)


def test_an_analysis_leaves_numpy_and_its_seed_alone():
    np.random.seed(7)
    before = np.random.get_state()[1].copy()
    analyse(linear("latin_hypercube", 40, seed=5), SIGNED)
    assert (np.random.get_state()[1] == before).all()


def test_what_a_parameter_rests_on_is_read_from_its_declaration():
    rests = {factor.name: rests_on(factor) for factor in load_design("parameter-screening").factors}
    assert rests["start_months"] == "figures"  # inferred
    assert rests["taste_agglomeration"] == "literature"  # domain.md 1.9
    assert rests["social_time"] == "judgement"  # domain.md 1.1 [M]
    assert rests["taste_fit"] == "assumption"  # Assumption A-6
    assert rests_on(lever("land", 0.0, 1.0)) == "chosen"


def test_influential_is_what_surely_lies_above_a_tenth_of_the_largest():
    study = linear("morris", 6 * 5, seed=2, levels=4)
    (found,) = analyse(study, SIGNED)
    lines = set_beside_evidence(found, study.factors)
    assert [(line.factor.name, line.influential) for line in lines] == [
        ("social_time", True), ("coverage", True), ("start_months", True), ("land_price", False)
    ]  # fmt: skip
    assert [line.factor.name for line in lines if line.influential and line.prior_alone] == ["social_time", "coverage"]
