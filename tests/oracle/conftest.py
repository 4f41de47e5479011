"""Make `plainmodel` and `drawn` importable from this folder, and give a small world."""

import sys
from pathlib import Path

import pytest

from sim.specification import ScenarioSpecification, WorldSpecification, ZoneSpecification

FOLDER = str(Path(__file__).parent)
if FOLDER not in sys.path:
    sys.path.insert(0, FOLDER)


@pytest.fixture(scope="session")
def small_scenario() -> ScenarioSpecification:
    """Three zones of two cities, one of them without a platform, and 30 prospects a month."""
    harbour = ZoneSpecification("harbour", "Harbour", "港区", "Tidewater", "East", ("automotive", "equipment"))
    hill = ZoneSpecification("hill", "Hill", "山区", "Tidewater", "West", ("biomedicine",))
    lake = ZoneSpecification("lake", "Lake", "湖区", "Stillwater", "Lake", ("information",), platform=False)
    return ScenarioSpecification(
        name="small",
        title="A small world",
        title_zh="小世界",
        world=WorldSpecification("three zones", 30.0, (harbour, hill, lake)),
        months=36,
    )
