"""What a comparison for policymakers puts first: net-new projects, the county's cash, time to production, debt service.

Projects signed and contract amounts are never among them: they say what was promised, and most of what a zone gains in
them its neighbours lose.
"""

from __future__ import annotations

import math

import numpy as np

from analysis.outcomes import BY_NAME, YEAR, Outcome
from sim.outputs import platforms_of
from sim.state import Array, World

HEADLINE_MONTHS = 36
"""Months after the reform at which the headline is told."""
SINCE_BEFORE = "cash_before"


def _sum(panel: Array, first: int, last: int, columns: list[int], *fields: str) -> float:
    months = np.asarray(panel[first : last + 1])
    return sum(float(months[field][:, columns].sum()) for field in fields)


def county_cash(world: World, rows: list[int], first: int, last: int) -> float:
    r"""Return what the county's purse has gained since month ``first`` through its zones [亿元].

    .. math:: \Delta cash_{committees} + \Delta cash_{platforms}
              - \sum (grants + functions\ taken\ over + transfers + task\ fees) + \sum land\ receipts_{county}

    The county's own payments count because a committee or platform company that is kept afloat by them has gained
    nothing. Loans count as cash, as they do in a treasury; what they cost later is in debt service.
    """
    companies = platforms_of(world, rows)
    held = 0.0
    for panel, columns in ((world.panel, rows), (world.platform_panel, companies)):
        held += _sum(panel, last, last, columns, "cash") - _sum(panel, first, first, columns, SINCE_BEFORE)
    paid = _sum(world.panel, first, last, rows, "grant", "municipal_takeover")
    paid += _sum(world.platform_panel, first, last, companies, "transfer", "task_fees")
    return held - paid + _county_land_receipts(world, rows, first, last)


def _county_land_receipts(world: World, rows: list[int], first: int, last: int) -> float:
    """Return land receipts that neither committee nor platform company keeps, from the committee's share of them."""
    p = world.parameters[0]
    total = 0.0
    for row in rows:
        left = 1.0 - p.land_share_zone
        left *= 1.0 - p.land_share_platform if world.zones[row].platform >= 0 else 1.0
        total += _sum(world.panel, first, last, [row], "land_receipts") * left / p.land_share_zone
    return float(total)


def debt_service_share(world: World, rows: list[int], first: int, last: int) -> float:
    """Return interest and repayment of the platform companies over the county's revenue, in the last year [1].

    Revenue is local tax, all land receipts, and what the companies earn outside the county's own purse (rent, sales).
    It is nan without any.
    """
    since = max(first, last - YEAR + 1)
    companies = platforms_of(world, rows)
    served = _sum(world.platform_panel, since, last, companies, "interest", "repaid")
    revenue = _sum(world.panel, since, last, rows, "tax_local", "land_receipts", "land_receipts_platform")
    revenue += _county_land_receipts(world, rows, since, last)
    revenue += _sum(world.platform_panel, since, last, companies, "rent", "sales")
    return served / revenue if revenue > 0.0 else math.nan


COUNTY_CASH = Outcome(
    "county.cash", "亿元", "county cash balance", "县区现金结余", "higher", "county", county_cash
)  # fmt: skip
DEBT_SERVICE = Outcome(
    "county.debt_service", "1", "debt service over revenue", "偿债支出占收入比", "lower", "county", debt_service_share
)
NET_NEW = BY_NAME["region.producing"]
"""What the region gains in projects in production: those that no zone of it would have without the reform."""
HEADLINE = (NET_NEW, COUNTY_CASH, BY_NAME["months_to_production"], DEBT_SERVICE)
"""In the order of the page's first row."""
