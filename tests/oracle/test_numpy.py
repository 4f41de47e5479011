"""The NumPy model of the benchmarks has the engine's rules: the means of all series agree over seeds."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from drawn import busy_case
from test_agreement import assert_same_distribution, reformed

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "numpy_model.py"
SEEDS, MORE_SEEDS = 40, 200


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
    assert_same_distribution(reformed(small_scenario), SEEDS, numpy_run)


@pytest.mark.nightly
def test_numpy_gives_the_same_means_over_many_seeds(small_scenario, numpy_run):
    assert_same_distribution(reformed(small_scenario), MORE_SEEDS, numpy_run)


@pytest.mark.nightly
def test_numpy_gives_the_same_means_where_all_zones_pull_all_levers(numpy_run):
    scenario, values, _ = busy_case(0)
    assert_same_distribution(scenario, MORE_SEEDS, numpy_run, values)
