"""Values are set back on the scores of their priors, and a posterior's file says of them what its fit said."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.quantities import Fixed, LogNormal, OrInfinite, Uniform
from calibration.design import UNCERTAIN, point_of
from calibration.standing import prior_of, scores_of_draws, share_below, standard_scores, values_of
from scenarios.posteriors import load_posterior
from sim.parameters import PARAMETERS, quantile


@pytest.mark.parametrize("name", UNCERTAIN)
def test_the_share_of_a_prior_below_its_quantile_is_the_probability(name):
    prior = PARAMETERS[name].prior
    for share in (0.003, 0.2, 0.5, 0.77, 0.999):
        value = quantile(prior, share)
        if math.isfinite(value):
            assert float(share_below(prior, value)) == pytest.approx(share, abs=1e-9)


@given(st.floats(0.001, 0.999))
def test_a_log_normal_that_is_cut_is_the_share_of_what_is_left(share):
    cut = LogNormal(4.0, 0.6, 0.8, 7.0)
    assert float(share_below(cut, quantile(cut, share))) == pytest.approx(share, abs=1e-9)
    assert [float(share_below(cut, end)) for end in (0.8, 7.0)] == pytest.approx([0.0, 1.0])


def test_what_is_infinite_stands_in_the_middle_of_its_own_probability():
    prior = OrInfinite(LogNormal(10.0, 0.5), 0.4)
    assert float(share_below(prior, math.inf)) == pytest.approx(0.8)
    assert float(share_below(prior, 10.0)) == pytest.approx(0.3)  # half of the six tenths that are finite


def test_outside_a_prior_nothing_or_all_lies_below_and_a_point_has_half():
    assert share_below(Uniform(1.0, 2.0), [0.0, 1.5, 3.0]).tolist() == [0.0, 0.5, 1.0]
    assert float(share_below(Fixed(3.0), 3.0)) == 0.5


def test_scores_of_a_posterior_have_lost_the_variance_that_its_fit_says():
    posterior = load_posterior()
    for name, learnt in posterior.about["learnt"].items():
        scores = standard_scores(name, values_of(posterior, name))
        assert 1.0 - scores.var() == pytest.approx(learnt, abs=1e-9), name


def test_scores_of_draws_give_back_the_values_they_came_from():
    posterior = load_posterior()
    zones = tuple(posterior.about["zones"])
    scores = scores_of_draws(posterior, zones, range(5))
    for number, row in enumerate(scores):
        point = point_of(row, zones)
        for name, value in point.values.items():
            expected = posterior.values[name][number]
            if np.isfinite(expected):
                assert value == pytest.approx(expected, rel=1e-9), name
        for zone, effect in point.effects.items():
            assert effect == pytest.approx(posterior.effects[zone][number], rel=1e-9, abs=1e-12)


def test_an_unknown_variable_is_an_error():
    with pytest.raises(KeyError):
        prior_of("no_such_parameter")
