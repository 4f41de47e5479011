"""A world small enough to run in milliseconds once compiled, and in seconds in plain Python."""

import pytest

from sim.specification import LeverChange, ScenarioSpecification, WorldSpecification, ZoneSpecification


@pytest.fixture(scope="session")
def small_scenario() -> ScenarioSpecification:
    """Three zones, 30 prospects a month, a year, and a reform of the harbour in April 2017."""
    harbour = ZoneSpecification("harbour", "Harbour", "港区", "Tidewater", "East", ("automotive", "equipment"))
    hill = ZoneSpecification("hill", "Hill", "山区", "Tidewater", "West", ("biomedicine",))
    lake = ZoneSpecification("lake", "Lake", "湖区", "Stillwater", "Lake", ("information",), platform=False)
    reform = (
        LeverChange("harbour", "pay_counted", month=3, value=1.5),
        LeverChange("harbour", "divest_social", month=3, value=1.0),
    )
    return ScenarioSpecification(
        name="small",
        title="A small world",
        title_zh="小世界",
        world=WorldSpecification("three zones", 30.0, (harbour, hill, lake)),
        changes=reform,
        months=12,
    )
