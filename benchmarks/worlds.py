"""The worlds that the benchmarks run: one of the texts, and two synthetic ones of a province and a nation."""

from agents.industries import INDUSTRY_COUNT, INDUSTRY_NAMES
from scenarios.load import load_scenario
from sim.specification import DEFAULT_MONTHS, ScenarioSpecification, WorldSpecification, ZoneSpecification

SIZES = {"shandong": (160, 5_000.0), "national": (2_800, 80_000.0)}
"""Zones, and prospects a month, of the synthetic worlds."""
SMALLEST_WORLD = "qingdao-zibo"
WORLDS = (SMALLEST_WORLD, *SIZES)
ZONES_OF_A_CITY = 8
OFFICE_EVERY = 10
WITHOUT_PLATFORM_EVERY = 7
OFFICE_INDUSTRIES = ("information", "finance")


def leading_industries(row):
    """Return the leading industries of a zone: two neighbours in the list, offices for an office zone."""
    if is_office(row):
        return OFFICE_INDUSTRIES
    return INDUSTRY_NAMES[row % INDUSTRY_COUNT], INDUSTRY_NAMES[(row + 1 + row // INDUSTRY_COUNT) % INDUSTRY_COUNT]


def is_office(row):
    """Tell whether a zone is one of offices."""
    return row % OFFICE_EVERY == OFFICE_EVERY - 1


def synthetic_zone(row):
    """Return the zone of a row."""
    city = row // ZONES_OF_A_CITY
    return ZoneSpecification(
        id=f"zone-{row}",
        name=f"Zone {row}",
        name_zh=f"{row}号开发区",
        city=f"city-{city}",
        district=f"city-{city}-district-{row % ZONES_OF_A_CITY // 2}",
        leading=leading_industries(row),
        office=is_office(row),
        platform=row % WITHOUT_PLATFORM_EVERY != WITHOUT_PLATFORM_EVERY - 1,
    )


def synthetic_world(name, zones, prospects):
    """Return a world of so many zones and prospects a month."""
    return WorldSpecification(name, float(prospects), tuple(map(synthetic_zone, range(zones))), synthetic=True)


def unreformed(world, months=DEFAULT_MONTHS):
    """Return the scenario in which no zone of a world reforms."""
    return ScenarioSpecification(
        name=f"no-reform-{world.name}",
        title=f"{world.name} without any reform",
        title_zh="各开发区不改革",
        world=world,
        months=months,
    )


def scenario_of(name, share=1.0):
    """Return the scenario without reform in a world; ``share`` cuts zones and prospects of a synthetic one."""
    if name == SMALLEST_WORLD:
        return load_scenario("no-reform")
    zones, prospects = SIZES[name]
    return unreformed(synthetic_world(name, round(zones * share), prospects * share))
