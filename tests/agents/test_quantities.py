"""Parameters: each has a birth certificate, and priors are drawn as they are declared."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from agents.quantities import Beta, Block, Fixed, Grade, LogNormal, LogUniform, Normal, OrInfinite, Uniform
from sim import parameters
from sim.parameters import (
    GROUPS,
    PARAMETER,
    PARAMETERS,
    draw_prior,
    name_key,
    parameter_record,
    prior_medians,
    quantile,
    quantities_of,
)

EACH = pytest.mark.parametrize("name", PARAMETERS)

# --- birth certificates


@EACH
def test_every_parameter_says_what_it_is_in_what_unit_and_where_it_comes_from(name):
    quantity = PARAMETERS[name]
    assert quantity.symbol
    assert quantity.unit.strip()
    assert len(quantity.meaning.split()) > 2
    assert any(
        word in quantity.source for word in ("Assumption A-", "domain.md", "model.md", "calibration.md", "external.")
    )
    assert quantity.block in Block
    assert quantity.grade in Grade


@EACH
def test_every_record_field_of_a_parameter_ends_with_its_unit(name):
    assert PARAMETER.fields[name][2].endswith(f"[{PARAMETERS[name].unit}]")


def test_no_name_is_declared_twice():
    assert len(PARAMETERS) == sum(len(quantities_of(group)) for group in GROUPS)


def test_no_symbol_stands_for_two_parameters():
    symbols = [quantity.symbol for quantity in PARAMETERS.values()]
    assert len(symbols) == len(set(symbols))


def test_what_is_held_fixed_is_called_fixed_and_nothing_else_is():
    for name, quantity in PARAMETERS.items():
        assert isinstance(quantity.prior, Fixed) == (quantity.block is Block.FIXED), name


def test_what_no_text_speaks_of_is_never_updated():
    # The cut block of model.md 9.
    cut = (
        "social_time", "selection_accuracy", "pay_response", "effort_substitution", "count_tilt", "effort_elasticity",
        "channel_gain", "dissimilarity", "coverage", "regional_share", "gate_auc", "local_share", "rent_yield",
        "taste_agglomeration", "taste_roads", "taste_wait", "taste_subsidy", "taste_fund", "taste_price",
        "anchor_followers",
    )  # fmt: skip
    assert {name for name in cut if PARAMETERS[name].block is not Block.CUT} == set()


def test_the_stated_priors_are_the_documents():
    expected = {
        "social_time": Beta(6, 4), "competition_dip": Uniform(0.1, 0.3), "count_tilt": Normal(0.15, 0.15),
        "pay_patience": OrInfinite(LogNormal(6, 0.8), 0.2), "coverage": LogNormal(2, 0.6),
        "framework_turns": Beta(2, 5), "build_months": LogNormal(24, 0.35), "parallel_factor": Beta(3, 2),
        "campaign": LogNormal(4, 0.7), "platform_plan": LogNormal(20, 0.8), "boundary": LogNormal(1, 0.15),
        "key_threshold": LogUniform(0.3, 1.0), "effort_elasticity": Beta(3, 5), "regional_share": Beta(3, 5),
        "dissimilarity": Beta(4, 4, 0.05, 1.0), "tail_index": Fixed(1.15), "zone_spread": Fixed(0.5),
    }  # fmt: skip
    assert {name: PARAMETERS[name].prior for name in expected} == expected


def test_effort_weights_are_a_dirichlet_of_8_7_2_3():
    # Stick-breaking: Beta(8, 7+2+3), Beta(7, 2+3), Beta(2, 3).
    sticks = ("weight_attraction", "weight_landing", "weight_diligence")
    assert [PARAMETERS[name].prior for name in sticks] == [Beta(8, 12), Beta(7, 5), Beta(2, 3)]


# --- quantiles

LAWS = [
    (LogNormal(24.0, 0.35), stats.lognorm(0.35, scale=24.0)),
    (Normal(0.1, 0.2), stats.norm(0.1, 0.2)),
    (Normal(-0.06, 0.04, -0.3, 0.0), stats.truncnorm(-6.0, 1.5, -0.06, 0.04)),
    (Normal(0.15, 0.12, -0.2, 0.5), stats.truncnorm(-0.35 / 0.12, 0.35 / 0.12, 0.15, 0.12)),
    (Beta(2.5, 6), stats.beta(2.5, 6)),
    (Beta(4, 6, 0.5, 1.0), stats.beta(4, 6, loc=0.5, scale=0.5)),
    (Uniform(0.15, 0.25), stats.uniform(0.15, 0.10)),
    (LogUniform(0.3, 1.0), stats.loguniform(0.3, 1.0)),
]


@pytest.mark.parametrize(("prior", "law"), LAWS, ids=lambda v: type(v).__name__)
@pytest.mark.parametrize("u", [1e-6, 0.05, 0.5, 0.83, 0.999])
def test_quantiles_agree_with_scipy(prior, law, u):
    assert quantile(prior, u) == pytest.approx(law.ppf(u), rel=1e-9)


def test_a_cut_log_normal_is_a_log_normal_given_its_bounds():
    # P(X < x | .8 < X < 7) = (F(x) - F(.8)) / (F(7) - F(.8))
    law = stats.lognorm(0.6, scale=4.0)
    for u in (0.01, 0.5, 0.99):
        x = quantile(LogNormal(4.0, 0.6, 0.8, 7.0), u)
        assert (law.cdf(x) - law.cdf(0.8)) / (law.cdf(7.0) - law.cdf(0.8)) == pytest.approx(u)


def test_patience_is_infinite_with_its_probability():
    prior = OrInfinite(LogNormal(6.0, 0.8), 0.2)
    assert quantile(prior, 0.801) == math.inf
    assert quantile(prior, 0.4) == pytest.approx(6.0)  # the median of the finite part
    assert math.isfinite(quantile(prior, 0.799))


def test_a_fixed_value_is_that_value():
    assert quantile(Fixed(1.15), 0.01) == quantile(Fixed(1.15), 0.99) == 1.15


@EACH
@given(u=st.floats(1e-12, 1 - 1e-12), more=st.floats(0.0, 1.0))
def test_no_quantile_leaves_the_bounds_or_falls(name, u, more):
    prior = PARAMETERS[name].prior
    if isinstance(prior, OrInfinite | Fixed):
        return
    value, higher = quantile(prior, u), quantile(prior, u + more * (1 - 1e-12 - u))
    assert higher >= value - 1e-9 * abs(value)
    assert prior.low - 1e-9 <= value <= prior.high + 1e-9


def test_medians_are_medians():
    medians = prior_medians()
    assert medians["coverage"] == pytest.approx(2.0)
    assert medians["build_months"] == pytest.approx(24.0)
    assert medians["social_time"] == pytest.approx(stats.beta(6, 4).median())
    assert set(medians) == set(PARAMETERS)


# --- draws


def test_draws_follow_the_priors():
    draws = [draw_prior(4, number) for number in range(800)]
    for name, law in (
        ("social_time", stats.beta(6, 4)),
        ("coverage", stats.lognorm(0.6, scale=2.0)),
        ("channel_gain", stats.norm(0.1, 0.2)),
    ):
        assert stats.kstest([draw[name] for draw in draws], law.cdf).pvalue > 1e-3


def test_draws_of_different_parameters_are_independent():
    names = [name for name, q in PARAMETERS.items() if not isinstance(q.prior, Fixed) and name != "pay_patience"]
    draws = np.array([[draw[name] for name in names] for draw in (draw_prior(4, n) for n in range(400))])
    ranks = stats.spearmanr(draws).statistic[np.triu_indices(len(names), 1)]
    assert np.abs(ranks).max() < 5 / math.sqrt(400)


def test_a_draw_is_keyed_by_the_parameters_name_and_by_nothing_else(monkeypatch):
    before = draw_prior(4, 17)
    others = {name: PARAMETERS[name] for name in reversed(PARAMETERS) if name != "social_time"}
    monkeypatch.setattr(parameters, "PARAMETERS", others)
    after = draw_prior(4, 17)
    assert after == {name: value for name, value in before.items() if name != "social_time"}


def test_a_fixed_value_replaces_the_draw_and_moves_no_other():
    free, held = draw_prior(4, 17), draw_prior(4, 17, {"coverage": 3.0})
    assert held == free | {"coverage": 3.0}


def test_names_have_keys_of_their_own():
    assert len({name_key(name) for name in PARAMETERS}) == len(PARAMETERS)


def test_seeds_and_numbers_give_different_draws():
    assert len({draw_prior(seed, number)["coverage"] for seed in range(4) for number in range(4)}) == 16


def test_any_draw_makes_a_record():
    for number in range(20):
        values = draw_prior(4, number)
        record = parameter_record(values, 100.0)[0]
        assert parameter_record(values, 300.0)[0].prospects == pytest.approx(3 * record.prospects)
        assert 0.0 < record.body_weight < 1.0
        assert 0.0 <= record.gate_correlation < 1.0
        assert stats.norm.cdf(record.good_quality) == pytest.approx(values["bad_prevalence"])


def test_what_is_believed_of_competition_says_nothing_of_volume():
    # prospects * P_R (1 - e^-k) s_N is what zones win and sign; it moves with the volume scale alone.
    won = []
    for number in range(20):
        values = draw_prior(4, number, {"prospect_scale": 1.0})
        share = values["regional_share"] * (1 - math.exp(-values["coverage"])) * values["negotiation_success"]
        won.append(parameter_record(values, 600.0)[0].prospects * share)
    assert won == pytest.approx([won[0]] * 20)
    assert parameter_record(prior_medians(), 600.0)[0].prospects == pytest.approx(600.0)
