"""A zone conditioned on its last three years: what is known comes back, and what is not is not claimed."""

import dataclasses
import math

import numpy as np
import pytest

from analysis.my_zone import (
    COUNTED_MONTHS,
    FEWEST,
    Counted,
    Tried,
    backcast,
    condition,
    effective,
    effects_of,
    log_likelihood,
    prior_draw,
    propose,
    resample,
    rests_on_priors,
    run_to_now,
    study,
    weighted_band,
)
from scenarios.my_zone.files import find_form, read_form_file
from scenarios.my_zone.form import Form
from scenarios.my_zone.zone import make_zone
from sim.build import branch, build_world, digest, run_world, simulate
from sim.parameters import prior_medians
from sim.specification import BURN_IN_MONTHS, LeverChange


def test_a_branch_under_the_same_levers_is_the_run_itself():
    scenario = dataclasses.replace(make_zone(Form()).scenario, months=12)
    reform = dataclasses.replace(scenario, changes=(LeverChange("county", "pay_counted", 0, 1.5),))
    now = run_world(build_world(scenario, prior_medians(), 5), scenario, -BURN_IN_MONTHS, 0)
    for each in (reform, scenario):  # the second branch shows that the first left the world as it was
        end = run_world(branch(now, each, 12), each, 0, 12)
        assert digest(end) == digest(simulate(each, prior_medians(), 5))


def test_the_likelihood_is_that_of_a_poisson_count_where_reporting_is_exact():
    """Hand-worked: 36 in 36 months with half a project added make 12.1667 a year; ln P(12) = 12 ln λ - λ - ln 12!."""
    counts = np.zeros((3, COUNTED_MONTHS))
    counts[0] = 1.0
    mean = 36.5 / 3.0
    expected = 12.0 * math.log(mean) - mean - math.lgamma(13.0)
    assert log_likelihood(counts, [Counted(0, 12.0, 12)], 0.0) == pytest.approx(expected, rel=1e-12)
    assert log_likelihood(counts, [Counted(0, 30.0, 12)], 0.3) > log_likelihood(counts, [Counted(0, 30.0, 12)], 0.0)


def test_weights_of_a_proposal_average_to_one():
    """The mean of prior over proposal, drawn from the proposal, is 1: else conditioning would tilt the prior."""
    counts = np.full((3, COUNTED_MONTHS), 2.0)
    proposal = propose(Tried(0, 0.4, -0.3, counts), [Counted(0, 50.0, 36)], np.array([0.4, 0.15]))
    luck = np.random.default_rng(1).standard_normal((20_000, 2))
    weights = [math.exp(proposal.log_prior_over_proposal(proposal.draw(*pair))) for pair in luck]
    assert np.mean(weights) == pytest.approx(1.0, abs=5.0 * np.std(weights) / math.sqrt(len(weights)))
    assert np.mean(weights) == pytest.approx(1.0, abs=0.05)


def test_weighted_bands_and_resampling_follow_the_weights():
    values, weights = np.array([3.0, 1.0, 2.0]), np.array([0.9, 0.04, 0.06])
    assert weighted_band(values, weights) == (3.0, 2.0, 3.0)
    assert resample(weights, 100, 0.5).tolist().count(0) == 90
    assert effective(np.full(7, 0.1)) == pytest.approx(7.0)


def test_verdicts_say_nothing_of_no_change_and_nothing_sure_of_few_draws():
    same = np.ones((50, 2, 7))
    better = same.copy()
    better[:, 1] = 2.0
    assert {e.verdict for e in effects_of(same, same, 1)} == {"nothing"}
    assert [e.verdict for e in effects_of(better, better, 1)] == ["better"] * 5 + ["worse"] * 2
    assert {e.verdict for e in effects_of(better, better, 1, rough=True)} == {"few"}


def test_an_effect_rests_on_priors_where_the_years_moved_it_no_more_than_chance():
    luck = np.random.default_rng(2)
    before = luck.normal(0.0, 1.0, 400)
    assert rests_on_priors(luck.normal(0.0, 1.0, 400), before)
    assert not rests_on_priors(luck.normal(1.0, 1.0, 400), before)
    assert not rests_on_priors(luck.normal(0.0, 0.3, 400), before)


TRUTHS, DRAWS = 8, 25
FIRST_TRUTH = 5_000


def truth_and_fit(number, heard=1.0):
    """Draw a truth from the prior, let it count its three years, and condition on ``heard`` times what it counted."""
    blank = make_zone(Form({"smallest_counted": 0.5, "starts": (1.0, 1.0, 1.0)}))
    seed = FIRST_TRUTH + number
    own, scale = prior_draw(blank, seed, 0)
    counts = run_to_now(blank, seed, Tried(0, own, scale, np.empty(0)))[1]
    years = {
        name: tuple(round(heard * year) * 1.0 for year in counts[kind].reshape(3, 12).sum(axis=1))
        for kind, name in enumerate(("signings", "starts", "completions"))
    }
    made = make_zone(Form({"smallest_counted": 0.5, **years}))
    found = condition(made, DRAWS, seed=number)
    return own, counts.sum(axis=1), found


@pytest.mark.slow
def test_a_known_zone_is_found_again_at_about_the_right_rate():
    """Of eight truths the 90 % bands hold seven on average; fewer than five would happen once in two hundred."""
    inside, narrower = [], []
    for number in range(TRUTHS):
        own, _, found = truth_and_fit(number)
        before = weighted_band(np.array([t.attractiveness for t in found.before]), np.ones(len(found.before)))
        after = weighted_band(np.array([t.attractiveness for t in found.after]), found.weights)
        inside.append(after.low <= own <= after.high)
        narrower.append((after.high - after.low) / (before.high - before.low))
    assert sum(inside) >= 5, inside
    assert np.mean(narrower) < 0.95, narrower


@pytest.mark.slow
def test_the_backcast_moves_to_what_was_typed():
    for number in range(2):
        _, counts, found = truth_and_fit(number)
        for line in backcast(found):
            if line.year < 0:
                kind = ("signings", "starts", "completions").index(line.kind)
                assert line.typed == counts[kind]
                assert line.after.high - line.after.low < line.before.high - line.before.low
                assert abs(math.log(line.after.median / line.typed)) < 0.35


def test_without_counts_nothing_is_conditioned_and_all_rests_on_priors():
    result = study(make_zone(Form({"posts": 60.0})), 6, 1, ["pay"])
    assert result.found.typed == ()
    assert result.found.effective == pytest.approx(6.0)
    assert not result.found.rough
    assert all(effect.priors_alone for effect in result.options["pay"])


@pytest.mark.parametrize("name", ["jimo", "weak-county"])
def test_the_forms_that_ship_give_a_zone_a_backcast_and_a_comparison(name):
    made = make_zone(read_form_file(find_form(name)))
    result = study(made, 4, 1, ["approval", "land"])
    assert result.accounts_max_error < 1e-9
    assert {line.kind for line in result.lines} == {"signings", "starts", "completions"}
    assert [len(effects) for effects in result.options.values()] == [7, 7]
    assert result.found.rough == (result.found.effective < FEWEST)
    assert result.digest == study(made, 4, 1, ["approval", "land"], workers=1).digest
