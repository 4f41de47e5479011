"""The months outside: season, the shock of 2020, the city's growth, sector shocks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any

import numpy as np

from agents.compiled import compiled
from agents.industries import INDUSTRY_COUNT, INDUSTRY_NAMES
from agents.quantities import Beta, Block, Normal, Quantity
from agents.randomness import Purpose, normal, stream
from agents.records import Records, allocate, allocate_grid
from sim.specification import BURN_IN_MONTHS, CALENDAR_START, SectorShock
from sim.state import MONTH, SECTOR

SEASON = np.array([0.80, 0.70, 1.10, 1.05, 1.05, 1.10, 1.00, 1.00, 1.10, 1.00, 1.05, 1.05])
"""Arrivals by calendar month over the mean of the year [1]; Assumption A-56 (mean 1)."""

SHOCK_2020 = {(2020, 2): 0.55, (2020, 3): 0.75, (2020, 4): 0.95, (2020, 5): 1.05, (2020, 6): 1.05,
              (2020, 7): 1.05, (2020, 8): 1.05, (2020, 9): 1.05, (2020, 10): 1.05, (2020, 11): 1.05, (2020, 12): 1.05}
"""National factor on signings and spending [1]; domain.md 1.14."""

GROWTH = {2017: 1.00, 2018: 1.05, 2019: 1.153, 2020: 1.032, 2021: 1.04, 2022: 1.03}
"""The city's yearly growth of fixed-asset investment over the year before [1]; domain.md 1.14: 2019 (Jan-Sep +15.3 %)
and 2020 (+3.2 %) are checked, the others judgements; 2017 is the base."""

RECORDED_MONTHS = (max(GROWTH) + 1 - CALENDAR_START[0]) * 12
"""Months of the calendar whose growth is recorded, to December 2022."""

PROJECTION = {"recorded": 1.02, "weak": 0.97, "boom": 1.08}
"""Yearly growth after the last recorded year [1]; Assumption A-57."""


@dataclass(frozen=True, kw_only=True)
class MacroParameters:
    """What is believed about the months outside."""

    incumbent_share: Annotated[float, Quantity("ω", "1", Beta(9, 11),
        "incumbents' share of investment at the opening",
        "external.upgrade_share_sichuan_2013, external.upgrade_share_nation [M]; decision 008", Block.INFERRED)]
    shock_weight: Annotated[float, Quantity("m_S", "1", Normal(0.5, 0.15, 0.0, 1.2),
        "strength of the 2020 shock in the region over the nation", "domain.md 1.14")]
    growth_error: Annotated[float, Quantity("σ_M", "1", Beta(2, 38),
        "standard error of the log of the city's growth path", "Assumption A-58")]
    arrival_cyclicality: Annotated[float, Quantity("ε_M", "1", Normal(0.5, 0.25, 0.0, 1.5),
        "elasticity of prospects in the city's growth path", "Assumption A-59")]


@compiled
def growth_error(seed: int, year: int) -> float:
    """Return the standard normal error of a year's growth."""
    return normal(stream(seed, year, Purpose.MACRO_ERROR), 0)


@lru_cache(1024)
def yearly_shock(year: int, weight: float) -> float:
    """Return the mean of the shock over a year: the year's published growth already holds it."""
    return 1.0 + weight * (sum(SHOCK_2020.get((year, month), 1.0) for month in range(1, 13)) / 12.0 - 1.0)


def macro_paths(
    kind: str, months: int, shocks: Sequence[SectorShock], p: Any, seed: int, growth: Mapping[int, float] | None = None
) -> tuple[Records, Records]:
    """Return the factors of a run by month, and by month and industry, from the first month of the burn-in.

    All are 1 in the burn-in; ``constant`` is 1 everywhere. ``p`` holds the MacroParameters. ``growth`` gives years
    a growth of their own, which takes the place of the recorded or projected one [1].
    """
    yearly = GROWTH | dict(growth or {})
    total = BURN_IN_MONTHS + months
    calendar = allocate(MONTH, total)
    calendar.arrivals, calendar.spending, calendar.growth, calendar.promised = 1.0, 1.0, 1.0, -1
    if kind != "constant":
        level, year_level = 1.0, {CALENDAR_START[0]: 1.0}
        weight, cyclicality = float(p.shock_weight), float(p.arrival_cyclicality)
        for year in range(CALENDAR_START[0] + 1, CALENDAR_START[0] + months // 12 + 2):
            level *= yearly.get(year, PROJECTION[kind]) * float(np.exp(p.growth_error * growth_error(seed, year)))
            year_level[year] = level
        of_city, spending, arrivals = [], [], []
        for month in range(months):
            year, season = CALENDAR_START[0] + month // 12, month % 12
            shock = 1.0 + weight * (SHOCK_2020.get((year, season + 1), 1.0) - 1.0)
            of_city.append(year_level[year] * shock / yearly_shock(year, weight))
            spending.append(shock)
            arrivals.append(SEASON[season] * shock * year_level[year] ** cyclicality)
        calendar.growth[BURN_IN_MONTHS:] = of_city
        calendar.spending[BURN_IN_MONTHS:] = spending
        calendar.arrivals[BURN_IN_MONTHS:] = arrivals
    sectors = allocate_grid(SECTOR, total, INDUSTRY_COUNT)
    sectors.arrivals, sectors.closures = 1.0, 1.0
    for shock_ in shocks:
        first = BURN_IN_MONTHS + shock_.month
        hit = sectors[first : first + shock_.months, INDUSTRY_NAMES.index(shock_.industry)]
        hit.arrivals *= shock_.arrivals
        hit.closures *= shock_.closures
    return calendar, sectors
