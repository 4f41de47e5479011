"""The NumPy model of the benchmarks has the engine's rules: the means of all series agree over seeds."""

from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from drawn import busy_case
from test_agreement import assert_same_distribution, plain_means, reformed

from agents.levers import LEVERS
from sim.specification import LeverChange

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "numpy_model.py"
SEEDS, MORE_SEEDS = 40, 200
PROSPECTS = 1_000.0
LARGE = {"posts_transferred": 10.0, "posts_lost": 15.0, "posts_hired": 10.0, "standard_intensity": 300.0,
         "fund_size": 10.0, "fund_leverage": 3.0, "fund_sub_funds": 4.0, "enclave_partner": 1.0, "subsidy": 0.02,
         "leverage_cap": 0.6, "pay_counted": 1.3, "pay_uncounted": 1.1, "town_threshold": 0.3}  # fmt: skip


def crowded(scenario):
    """Return the scenario with so many prospects that luck blurs little."""
    return replace(scenario, world=replace(scenario.world, prospects_per_month=PROSPECTS))


def with_every_lever(scenario):
    """Return the scenario over four years in which every zone pulls every lever, half-way where a share."""
    changes = tuple(
        LeverChange(zone.id, lever.name, (3 * number) % 24, LARGE.get(lever.name, lever.high / 2.0))
        for zone in scenario.world.zones
        for number, lever in enumerate(LEVERS)
    )
    return replace(scenario, changes=changes, months=48)


@pytest.fixture(scope="module")
def numpy_run():
    specification = spec_from_file_location("numpy_model", BENCHMARK)
    module = module_from_spec(specification)
    specification.loader.exec_module(module)

    def run(scenario, values, seed, _world):
        model = module.NumpyModel(scenario, values, seed)
        model.run_model()
        return model

    return run


@pytest.mark.slow
def test_numpy_gives_the_same_means(small_scenario, numpy_run):
    assert_same_distribution(crowded(reformed(small_scenario)), SEEDS, numpy_run, plain_means)


@pytest.mark.nightly
def test_numpy_gives_the_same_means_over_many_seeds(small_scenario, numpy_run):
    assert_same_distribution(crowded(reformed(small_scenario)), MORE_SEEDS, numpy_run, plain_means)


@pytest.mark.nightly
def test_numpy_gives_the_same_means_where_all_zones_hand_projects_round(numpy_run):
    scenario, values, _ = busy_case(0)
    assert_same_distribution(scenario, MORE_SEEDS, numpy_run, plain_means, values)


@pytest.mark.nightly
def test_numpy_gives_the_same_means_where_every_lever_is_pulled(small_scenario, numpy_run):
    assert_same_distribution(crowded(with_every_lever(small_scenario)), MORE_SEEDS, numpy_run, plain_means)
