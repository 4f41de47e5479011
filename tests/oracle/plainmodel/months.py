"""The months outside: season, the shock of 2020, the city's growth, and shocks to single industries (section 7.1)."""

import math
from typing import NamedTuple

from agents.industries import INDUSTRY_COUNT, INDUSTRY_NAMES
from sim.specification import calendar_of

from .tables import PROJECTED_GROWTH, RECORDED_GROWTH, SEASON, SHOCK_OF_2020


class Outside(NamedTuple):
    """Factors of a month, all 1 in the burn-in."""

    arrivals: float
    spending: float
    growth: float


class Outlook:
    """The factors of all months of a run."""

    def __init__(self, scenario, p, luck):
        self.constant = scenario.macro == "constant"
        self.shocks = scenario.shocks
        self.p = p
        last = calendar_of(max(scenario.months - 1, 0))[0]
        self.levels = {2017: 1.0}
        for year in range(2018, last + 1):
            named = scenario.growth.get(year)
            growth = named or RECORDED_GROWTH.get(year, PROJECTED_GROWTH.get(scenario.macro, 1.0))
            self.levels[year] = self.levels[year - 1] * growth * math.exp(p.growth_error * luck.growth_error(year))

    def _shock(self, of_year):
        """Return the factor of a month of 2020 in the region."""
        return 1.0 + self.p.shock_weight * (SHOCK_OF_2020[of_year] - 1.0)

    def month(self, month):
        """Return the factors of a month; the growth of 2020 is that of the whole year, its shock included."""
        if month < 0 or self.constant:
            return Outside(1.0, 1.0, 1.0)
        year, of_year = calendar_of(month)
        level, shock, mean = self.levels[year], 1.0, 1.0
        if year == 2020:
            shock, mean = self._shock(of_year - 1), sum(self._shock(each) for each in range(12)) / 12.0
        arrivals = SEASON[of_year - 1] * shock * level**self.p.arrival_cyclicality
        return Outside(arrivals, shock, level * shock / mean)

    def industries(self, month):
        """Return the factors on prospects and on closures by industry."""
        arrivals, closures = [1.0] * INDUSTRY_COUNT, [1.0] * INDUSTRY_COUNT
        for shock in self.shocks:
            if shock.month <= month < shock.month + shock.months:
                industry = INDUSTRY_NAMES.index(shock.industry)
                arrivals[industry] *= shock.arrivals
                closures[industry] *= shock.closures
        return arrivals, closures
