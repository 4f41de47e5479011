"""Contract sizes and industries of prospects, and the parameters solved from others (sections 7.2 and 7.8)."""

import math
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from types import SimpleNamespace

from scipy.integrate import quad
from scipy.optimize import brentq

from agents.industries import INDUSTRIES
from agents.randomness import normal_distribution, normal_quantile
from sim.parameters import prior_medians

SMALLEST, BODY_END, CAP = 0.02, 2.0, 300.0
GRID = 64
_SHARES = list(accumulate(industry.share for industry in INDUSTRIES))


def draw_industry(luck):
    """Return the industry at a quantile of the mix of prospects."""
    return min(bisect_right(_SHARES, luck), len(_SHARES) - 1)


def _body_bounds(location, spread):
    return normal_distribution((math.log(SMALLEST) - location) / spread), normal_distribution(
        (math.log(BODY_END) - location) / spread
    )


def contract_investment(luck, p):
    """Return the contract investment at a quantile: a log-normal body to 2亿, a Pareto tail to 300亿."""
    if luck < p.body_weight:
        low, high = p.body_bounds
        return math.exp(p.body_location + p.body_spread * normal_quantile(low + luck / p.body_weight * (high - low)))
    rest = (luck - p.body_weight) / (1.0 - p.body_weight)
    return BODY_END * (1.0 - rest * (1.0 - (BODY_END / CAP) ** p.tail_index)) ** (-1.0 / p.tail_index)


def _continuous_weight(location, spread, tail):
    """Return the weight of the body at which the density is continuous at its end."""
    low, high = _body_bounds(location, spread)
    end = (math.log(BODY_END) - location) / spread
    density = math.exp(-end * end / 2.0) / math.sqrt(2.0 * math.pi)
    from_below = density / (spread * BODY_END * (high - low))
    from_above = tail / (BODY_END * (1.0 - (BODY_END / CAP) ** tail))
    return from_above / (from_above + from_below)


def _mean_contract(location, spread, tail):
    weight = _continuous_weight(location, spread, tail)
    low, high = _body_bounds(location, spread)
    shifted_low = normal_distribution((math.log(SMALLEST) - location) / spread - spread)
    shifted_high = normal_distribution((math.log(BODY_END) - location) / spread - spread)
    body = math.exp(location + spread * spread / 2.0) * (shifted_high - shifted_low) / (high - low)
    ratio = BODY_END / CAP
    pareto = tail / (tail - 1.0) * BODY_END * (1.0 - ratio ** (tail - 1.0)) / (1.0 - ratio**tail)
    return weight * body + (1.0 - weight) * pareto


@lru_cache(maxsize=256)
def contract_body(mean, tail, spread):
    """Return weight and location of the body at which the mean contract is as given."""
    location = brentq(lambda m: _mean_contract(m, spread, tail) - mean, -12.0, 12.0, xtol=1e-13)
    return _continuous_weight(location, spread, tail), location


def _area_under_curve(correlation, prevalence):
    """Return P(score of a good project > score of a bad one)."""
    quality, other = normal_quantile(prevalence), math.sqrt(1.0 - correlation**2)

    def below(score):
        def inner(q):
            return (
                math.exp(-q * q / 2.0)
                / math.sqrt(2.0 * math.pi)
                * normal_distribution((score - correlation * q) / other)
            )

        return quad(inner, quality, 10.0, epsabs=1e-12)[0] / (1.0 - prevalence)

    def outer(score):
        density = math.exp(-score * score / 2.0) / math.sqrt(2.0 * math.pi)
        bad = density * normal_distribution((quality - correlation * score) / other) / prevalence
        return (1.0 - below(score)) * bad

    return quad(outer, -9.0, 9.0, epsabs=1e-11)[0]


@lru_cache(maxsize=256)
def gate_correlation(area, prevalence):
    """Return the correlation of the gate's score with quality for an area under the curve."""
    if area <= 0.5:
        return 0.0
    return brentq(lambda r: _area_under_curve(r, prevalence) - area, 0.0, 1.0 - 1e-9, xtol=1e-10)


def parameters(values, prospects):
    """Return all parameters of a run by name: those given and those solved from them."""
    p = SimpleNamespace(**values)
    p.body_weight, p.body_location = contract_body(p.mean_contract, p.tail_index, p.body_spread)
    p.body_bounds = _body_bounds(p.body_location, p.body_spread)
    p.median_contract = contract_investment(0.5, p)
    p.contract_grid = [contract_investment((k + 0.5) / GRID, p) for k in range(GRID)]
    p.gate_correlation = gate_correlation(p.gate_auc, p.bad_prevalence)
    p.good_quality = normal_quantile(p.bad_prevalence)
    p.prospects = prospects * p.prospect_scale * _volume_of_competition(p)
    return p


def _volume_of_competition(p):
    """Return how many more prospects there are where the region wins and signs a smaller share of them."""
    usual = SimpleNamespace(**prior_medians())
    return _share_won(usual) / _share_won(p)


def _share_won(p):
    """Return the share of prospects that the region wins and signs at baseline (decisions 007 and 008)."""
    return p.regional_share * -math.expm1(-p.coverage) * p.negotiation_success
