"""Worlds that no place is the model of: ordinary zones, alike but for what each is endowed with by its luck."""

from agents.industries import INDUSTRY_COUNT, INDUSTRY_NAMES
from sim.specification import WorldSpecification, ZoneSpecification

WITHOUT_PLATFORM_EVERY = 7
DISTRICTS_OF = 2
"""Zones that share a district."""


def made_world(name: str, zones: int, cities: int, prospects: float) -> WorldSpecification:
    """Return a synthetic world of so many zones in so many cities, and prospects a month [firms / month].

    Zones go to cities in turn, so that cities are alike; leading industries are two neighbours of the list.
    """
    return WorldSpecification(name, prospects, tuple(_made_zone(row, cities) for row in range(zones)), synthetic=True)


def _made_zone(row: int, cities: int) -> ZoneSpecification:
    city, place = row % cities, row // cities
    second = row + 1 + row // INDUSTRY_COUNT
    return ZoneSpecification(
        id=f"zone-{row + 1}",
        name=f"zone {row + 1}",
        name_zh=f"{row + 1}号开发区",
        city=f"city-{city + 1}",
        district=f"city-{city + 1}-district-{place // DISTRICTS_OF + 1}",
        leading=(INDUSTRY_NAMES[row % INDUSTRY_COUNT], INDUSTRY_NAMES[second % INDUSTRY_COUNT]),
        platform=row % WITHOUT_PLATFORM_EVERY != WITHOUT_PLATFORM_EVERY - 1,
    )
