"""Firms at birth: how large, how good, how hungry for land, and untouched by any policy."""

import ast
import inspect
import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kstest, norm

from agents.firms import birth
from agents.firms.birth import (
    contract_investment,
    contract_investments,
    draw_contract,
    draw_industry,
    draw_luck,
    draw_quality,
    endow,
    scale_luck,
    share_below,
)
from agents.firms.record import FIRM
from agents.industries import INDUSTRIES, OFFICE
from sim.parameters import PARAMETER, contract_body, parameter_record, prior_medians

ALPHA, SPREAD = 1.15, 1.0
MEANS = [0.8, 1.5, 4.0, 6.5]


def size(mean):
    """Return the contract size as a function of the quantile, and the weight of the body."""
    p = parameter_record({**prior_medians(), "mean_contract": mean})[0]
    return (lambda u: contract_investment(u, p)), p.body_weight


def mean_over_quantiles(quantile, weight, order=200):
    """Integrate the quantile function over (0, 1), body and tail apart, by Gauss-Legendre.

    In the tail u = w + (1-w)(1-s^4), so that the steep end near u = 1 is smooth in s.
    """
    nodes, weights = np.polynomial.legendre.leggauss(order)
    nodes, weights = (nodes + 1) / 2, weights / 2
    body = sum(h * quantile(weight * s) for s, h in zip(nodes, weights, strict=True)) * weight
    tail = sum(h * quantile(weight + (1 - weight) * (1 - s**4)) * 4 * s**3 for s, h in zip(nodes, weights, strict=True))
    return body + tail * (1 - weight)


@pytest.mark.parametrize("mean", MEANS)
def test_the_mean_contract_is_the_one_asked_for(mean):
    assert mean_over_quantiles(*size(mean)) == pytest.approx(mean, rel=2e-4)


@pytest.mark.parametrize("mean", MEANS)
def test_the_density_is_continuous_where_the_tail_begins(mean):
    quantile, weight = size(mean)
    step = 1e-7
    assert quantile(weight * (1 - 1e-12)) == pytest.approx(2.0, abs=1e-9)
    assert quantile(weight) == pytest.approx(2.0)
    below = step / (2.0 - quantile(weight - step))
    above = step / (quantile(weight + step) - 2.0)
    assert below == pytest.approx(above, rel=1e-3)


def test_above_two_the_density_falls_as_a_power_of_2_15():
    # f(x) ~ x^-(alpha+1): log-log slope of du/dx between 3 and 200.
    quantile, weight = size(4.0)
    u = weight + (1 - weight) * np.array([0.3, 0.6, 0.9, 0.99])
    x = np.array([quantile(v) for v in u])
    density = np.array([1e-6 / (quantile(v + 5e-7) - quantile(v - 5e-7)) for v in u])
    assert np.diff(np.log(density)) / np.diff(np.log(x)) == pytest.approx(-2.15, abs=1e-3)


@pytest.mark.parametrize("mean", MEANS)
def test_contracts_lie_between_the_smallest_and_the_cap_and_rise_with_luck(mean):
    quantile, _ = size(mean)
    sizes = [quantile(u) for u in np.linspace(1e-9, 1 - 1e-12, 2001)]
    assert sizes == sorted(sizes)
    assert sizes[0] >= 0.02
    assert 299.0 < sizes[-1] <= 300.0


def test_below_two_the_log_of_contracts_is_a_cut_normal():
    # P(x < 1 | x < 2) = (Phi((ln 1 - m)/s) - Phi((ln .02 - m)/s)) / (Phi((ln 2 - m)/s) - Phi((ln .02 - m)/s))
    weight, location = contract_body(4.0, ALPHA, SPREAD)
    low, one, two = norm.cdf(np.log([0.02, 1.0, 2.0]) - location)
    share = (one - low) / (two - low)
    assert size(4.0)[0](weight * share) == pytest.approx(1.0)


@pytest.mark.parametrize("mean", MEANS)
@given(contract=st.floats(0.0201, 299.0))
def test_the_share_of_contracts_below_an_amount_is_the_inverse_of_the_quantile(mean, contract):
    p = parameter_record({**prior_medians(), "mean_contract": mean})[0]
    assert contract_investment(share_below(contract, p), p) == pytest.approx(contract, rel=1e-6)


def test_keyed_firms_have_that_distribution():
    p = parameter_record({**prior_medians(), "mean_contract": 4.0})[0]
    quantile, _ = size(4.0)
    grid = np.linspace(0, 1, 4001)[1:-1]
    table = np.array([quantile(u) for u in grid])
    drawn = np.array([draw_contract(3, key, p) for key in range(3000)])
    assert kstest(drawn, lambda x: np.interp(x, table, grid)).pvalue > 1e-3


def test_contracts_of_a_block_are_the_single_ones_to_rounding():
    p = parameter_record(prior_medians())[0]
    lucks = np.concatenate([np.linspace(1e-9, 1.0 - 1e-9, 997), [p.body_weight]])
    contracts = np.empty(lucks.size)
    contract_investments(lucks, p, contracts)
    assert contracts == pytest.approx(np.array([contract_investment(u, p) for u in lucks]), rel=1e-13)


def test_quality_is_standard_normal():
    assert kstest([draw_quality(3, key) for key in range(3000)], "norm").pvalue > 1e-3


def test_industries_come_in_their_stated_shares():
    edges = np.cumsum([0.0] + [i.share for i in INDUSTRIES])
    assert edges[-1] == pytest.approx(1.0)
    for code, (low, high) in enumerate(itertools.pairwise(edges)):
        assert draw_industry(low + 1e-9) == code
        assert draw_industry(high - 1e-9) == code


# --- endowment

NEEDS = {
    "realisation": 0.6, "realisation_spread": 0.3, "intensity": 300.0, "intensity_slope": 0.3, "intensity_spread": 0.0,
    "office_intensity": 3.0, "tax_density": 15.0, "office_tax_density": 0.1, "tax_spread": 0.0,
}  # fmt: skip
MANUFACTURER, OFFICE_FIRM = int(np.argmin(OFFICE)), int(np.argmax(OFFICE))


def born(row, key=1, industry=MANUFACTURER, contract=4.0, month=5, **parameters):
    firm = row(FIRM)
    luck, p = draw_luck(11, np.array([key])), row(PARAMETER, **(NEEDS | parameters))
    scale_luck(luck, np.array([industry]), np.array([contract]), p)
    endow(firm, key, luck, 0, industry, contract, month, p)
    return firm


def test_a_manufacturers_needs_by_hand(row):
    # 32 亿元 contract, iota .6: 19.2 realised; intensity 300 * 8^.3 = 559.8 万元/mu: 192,000/559.8 = 342.96 mu;
    # tax 15 万元/mu and year = 15e-4/12 亿元/mu and month.
    firm = born(row, contract=32.0, realisation_spread=0.0)
    assert firm.investment == pytest.approx(19.2)
    assert firm.land == pytest.approx(192_000 / (300 * 8**0.3))
    assert firm.tax_density == pytest.approx(1.25e-4)
    assert (firm.floor, firm.office) == (0.0, 0)


def test_an_office_firm_needs_floor_and_no_land(row):
    # 4 亿元, iota .6: 24,000 万元 at 3 万元/m² are 8000 m²; tax .1 万元/m² and year.
    firm = born(row, industry=OFFICE_FIRM, realisation_spread=0.0)
    assert (firm.land, firm.office) == (0.0, 1)
    assert firm.floor == pytest.approx(8000.0)
    assert firm.tax_density == pytest.approx(0.1e-4 / 12)


def test_realisation_varies_between_firms_around_its_mean(row):
    # ratio = .6 e^{.3 z - .045}: mean .6, sd .6 sqrt(e^{.09} - 1) = .1841
    ratios = np.array([born(row, key=key).investment / 4.0 for key in range(3000)])
    assert ratios.mean() == pytest.approx(0.6, abs=4 * 0.1841 / math.sqrt(3000))
    assert kstest((np.log(ratios / 0.6) + 0.045) / 0.3, "norm").pvalue > 1e-3


def test_land_follows_what_is_realised_not_what_is_promised(row):
    firms = [born(row, key=key) for key in range(5)]
    assert [f.land / f.investment for f in firms] == pytest.approx([1e4 / 300] * 5)


def test_nothing_a_firm_is_born_with_reads_a_policy(row):
    assert list(inspect.signature(endow).parameters) == [
        "firm", "key", "luck", "column", "industry", "contract", "month", "p",
    ]  # fmt: skip
    assert list(inspect.signature(draw_luck).parameters) == ["seed", "keys"]
    imported = {
        node.module for node in ast.walk(ast.parse(inspect.getsource(birth))) if isinstance(node, ast.ImportFrom)
    }
    assert not any(module.startswith(("agents.levers", "agents.zones", "sim")) for module in imported)


def test_a_firm_is_the_same_firm_in_whatever_month_it_comes(row):
    early, late = born(row, key=77, month=5), born(row, key=77, month=50)
    dated = {"born", "entered"}
    assert all(early[name] == late[name] for name in FIRM.names if name not in dated)


def test_two_firms_differ_in_all_their_luck(row):
    one, other = (born(row, key=key, intensity_spread=0.5, tax_spread=0.7) for key in (1, 2))
    for name in ("investment", "land", "quality", "tax_density", "threshold", "drop_threshold"):
        assert one[name] != other[name], name
