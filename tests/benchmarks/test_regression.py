"""The check of speed refuses an engine that does its work twice."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "regression.py"


@pytest.fixture(scope="module")
def regression():
    specification = spec_from_file_location("regression", BENCHMARK)
    module = module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_an_engine_that_does_its_work_twice_is_refused_beside_one_that_does_it_once(regression):
    engine, floor = regression.contenders()
    bound = 1.5 * regression.paired_ratio(engine, floor, rounds=5)

    def twice():
        engine()
        engine()

    assert regression.checked_ratio(engine, floor, 5, bound)[1]
    assert not regression.checked_ratio(twice, floor, 5, bound)[1]
