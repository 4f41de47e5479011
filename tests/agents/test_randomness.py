"""Every draw is a pure function of seed, month, purpose and key, and looks like the luck it stands for."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from agents.randomness import (
    Purpose,
    exponential,
    gamma_of_four,
    gumbel,
    lifelong,
    log_positive_stable,
    mix,
    normal,
    normal_distribution,
    normal_quantile,
    poisson,
    stream,
    uniform,
)
from agents.zones.record import ZONE
from sim.build import build_zones
from sim.parameters import PARAMETER
from sim.specification import WorldSpecification, ZoneSpecification

DRAWS = 8000
UNLIKELY = 1e-4  # a fixed sample fails by chance in one test of ten thousand
LARGEST_KEY = 2**63 - 1


def uniforms(seed=1, month=0, purpose=Purpose.TASTE, first=0):
    key = stream(seed, month, purpose)
    return np.array([uniform(key, entity) for entity in range(first, first + DRAWS)])


# --- uniform in every direction


@pytest.mark.parametrize(("seed", "month", "purpose"), [(0, -72, 1), (1, 0, 8), (1, 71, 40), (2**62, 500, 55)])
def test_draws_are_uniform_over_entities(seed, month, purpose):
    assert stats.kstest(uniforms(seed, month, purpose), "uniform").pvalue > UNLIKELY


def test_draws_are_uniform_over_months_seeds_and_purposes_for_one_entity():
    by_month = [uniform(stream(3, month, Purpose.PERMIT), 42) for month in range(-72, 3000)]
    by_seed = [uniform(stream(seed, 0, Purpose.PERMIT), 42) for seed in range(3000)]
    by_purpose = [uniform(lifelong(seed, purpose), 42) for seed in range(60) for purpose in Purpose]
    for draws in (by_month, by_seed, by_purpose):
        assert stats.kstest(draws, "uniform").pvalue > UNLIKELY


def test_hashed_keys_are_uniform_too():
    # Firms' keys are hashes of their birth, as large as 2^63.
    draws = [uniform(lifelong(1, Purpose.QUALITY), mix(99, entity)) for entity in range(DRAWS)]
    assert stats.kstest(draws, "uniform").pvalue > UNLIKELY


NEIGHBOURS = {
    "next entity": {"first": 1},
    "next month": {"month": 1},
    "next seed": {"seed": 2},
    "next purpose": {"purpose": Purpose.NEST_TASTE},
    "a year later": {"month": 12},
    "distant entity": {"first": 2**40},
}


@pytest.mark.parametrize("neighbour", NEIGHBOURS)
def test_neighbouring_draws_are_independent(neighbour):
    # Correlation is too weak a question: count pairs in an 8 x 8 table.
    one, other = uniforms(), uniforms(**NEIGHBOURS[neighbour])
    table = np.histogram2d(one, other, bins=8, range=[[0, 1], [0, 1]])[0]
    assert stats.chisquare(table.ravel()).pvalue > UNLIKELY
    assert abs(np.corrcoef(one, other)[0, 1]) < 4 / math.sqrt(DRAWS)


def test_all_purposes_are_independent_of_each_other_for_the_same_firms():
    draws = np.array([[uniform(lifelong(5, purpose), firm) for firm in range(1000)] for purpose in Purpose])
    correlations = np.corrcoef(draws)[np.triu_indices(len(Purpose), 1)]
    # 1485 pairs: the largest of so many standard normals is below 5.
    assert np.abs(correlations).max() < 5 / math.sqrt(1000)
    assert stats.kstest(correlations * math.sqrt(1000), "norm").pvalue > UNLIKELY


# --- pure, distinct, in range


@given(key=st.integers(0, LARGEST_KEY), entity=st.integers(0, LARGEST_KEY))
def test_the_same_key_always_draws_the_same_and_never_zero_or_one(key, entity):
    first = uniform(key, entity)
    uniform(entity, key)  # nothing drawn in between matters
    assert uniform(key, entity) == first
    assert 0.0 < first < 1.0
    assert 0 <= mix(key, entity) <= LARGEST_KEY


def test_no_two_purposes_share_a_number():
    assert len(set(Purpose)) == len(Purpose)
    assert min(Purpose) > 0


def test_keys_of_seed_month_and_purpose_do_not_collide():
    keys = {
        int(stream(seed, month, purpose))
        for seed, month, purpose in itertools.product(range(5), range(-72, 72), range(1, 56))
    }
    lifelongs = {int(lifelong(seed, purpose)) for seed, purpose in itertools.product(range(5), range(1, 56))}
    assert len(keys | lifelongs) == 5 * 144 * 55 + 5 * 55


def test_a_draw_takes_order_seriously():
    assert mix(1, 2) != mix(2, 1)


def test_known_draws_keep_their_values():
    # Written out in plain integers of Python, reduced modulo 2^64: the same generator, another arithmetic.
    def by_hand(first, second):
        word = 2**64
        z = (first * 0x9E3779B97F4A7C15 + second) % word
        z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) % word
        z = ((z ^ z >> 27) * 0x94D049BB133111EB) % word
        z = ((z ^ z >> 31) + second * 0xD1B54A32D192ED03) % word
        z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) % word
        z = ((z ^ z >> 27) * 0x94D049BB133111EB) % word
        return (z ^ z >> 31) >> 1

    for first, second in ((0, 1), (1, 0), (7, 12345), (2**62, 2**63 - 1)):
        assert mix(first, second) == by_hand(first, second)


# --- the distributions

SHAPES = {
    "exponential": (exponential, stats.expon()),
    "gumbel": (gumbel, stats.gumbel_r()),
    "normal": (normal, stats.norm()),
    "gamma of four": (gamma_of_four, stats.gamma(4, scale=0.25)),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_draws_have_the_distribution_they_are_named_after(shape):
    draw, law = SHAPES[shape]
    key = stream(8, 3, Purpose.CLOSURE)
    assert stats.kstest([draw(key, entity) for entity in range(DRAWS)], law.cdf).pvalue > UNLIKELY


@pytest.mark.parametrize("mean", [0.3, 2.0, 11.0])
def test_poisson_counts_are_poisson(mean):
    key, n = stream(8, 3, Purpose.ARRIVALS), 3000
    counts = np.array([poisson(key, entity, mean) for entity in range(n)])
    law = stats.poisson(mean)
    last = int(law.ppf(0.995))
    expected = np.append(law.pmf(np.arange(last)), law.sf(last - 1))
    assert stats.chisquare(np.bincount(np.minimum(counts, last), minlength=last + 1), n * expected).pvalue > UNLIKELY


@given(entity=st.integers(0, 10**6), mean=st.floats(0.0, 20.0), more=st.floats(0.0, 10.0))
def test_a_larger_mean_never_lowers_a_poisson_count(entity, mean, more):
    assert poisson(5, entity, mean + more) >= poisson(5, entity, mean)


@pytest.mark.parametrize("index", [0.1, 0.5, 0.8])
def test_positive_stable_draws_have_their_laplace_transform(index):
    # E e^{-tS} = e^{-t^mu}, and Var = e^{-(2t)^mu} - e^{-2 t^mu}
    key, n = stream(8, 3, Purpose.NEST_TASTE), 5000
    stable = np.exp([log_positive_stable(key, entity, index) for entity in range(n)])
    for t in (0.2, 1.0, 3.0):
        spread = math.sqrt(math.exp(-((2 * t) ** index)) - math.exp(-2 * t**index))
        expected = math.exp(-(t**index))
        assert np.exp(-t * stable).mean() == pytest.approx(expected, abs=4 * spread / math.sqrt(n))


@pytest.mark.parametrize("index", [0.06, 0.5, 0.95, 1.0])
def test_a_gumbel_plus_log_stable_shrunk_by_its_index_is_a_gumbel(index):
    # The property on which the nested logit rests: P(mu (eta + ln S) < t) = E e^{-S e^{-t/mu}} = e^{-e^{-t}}.
    tastes, nests = stream(8, 3, Purpose.TASTE), stream(8, 3, Purpose.NEST_TASTE)
    draws = [index * (gumbel(tastes, i) + log_positive_stable(nests, i, index)) for i in range(5000)]
    assert stats.kstest(draws, stats.gumbel_r.cdf).pvalue > UNLIKELY


def test_normal_quantiles_agree_with_scipy_far_into_the_tails():
    for probability in (1e-300, 1e-30, 1e-9, 0.02, 0.0749, 0.0751, 0.3, 0.5, 0.77, 0.9251, 0.999, 1 - 1e-12):
        assert normal_quantile(probability) == pytest.approx(stats.norm.ppf(probability), rel=1e-12, abs=1e-15)
    for x in (-30.0, -3.0, -0.1, 0.0, 1.0, 6.0):
        assert normal_distribution(x) == pytest.approx(stats.norm.cdf(x), rel=1e-12)


# --- worlds that grow


def world_of(*zones):
    return WorldSpecification(
        "test", 10.0, tuple(ZoneSpecification(z, z, z, "city", "district", (), nest=nest) for z, nest in zones)
    )


def test_adding_a_zone_changes_no_other_zones_endowment(row):
    p = row(PARAMETER)
    small, _ = build_zones(world_of(("a", "region"), ("b", "region")), p, 5)
    large, _ = build_zones(world_of(("c", "region"), ("b", "region"), ("a", "region")), p, 5)
    for name in ("key", "reach", "attractiveness", "staff_before", "area", "land_price", "framework_share"):
        assert small[0][name] == large[2][name], name
        assert small[1][name] == large[1][name], name
    assert ZONE.names


def test_adding_a_zone_of_another_nest_changes_no_firms_taste_for_a_nest(row):
    p = row(PARAMETER)
    small, _ = build_zones(world_of(("a", "region")), p, 5)
    large, _ = build_zones(world_of(("c", "far away"), ("a", "region")), p, 5)
    assert small[0].nest == large[1].nest
