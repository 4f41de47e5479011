"""What a comparison reports: each outcome with its place, unit, better direction, and how it is read off a run.

Flows are summed over the months of the horizon, stocks are those of its last month; rates a year are of the last twelve
months of it, or of all of it where it is shorter. Where more is neither better nor worse the outcome is neutral.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from sim.outputs import MEASURES, SPENDING, platforms_of
from sim.specification import WorldSpecification
from sim.state import Array, World

Better = Literal["higher", "lower"]
Place = Literal["zone", "county", "region"]
YEAR = 12
YUAN_10K = 1e4
"""万元 in a 亿元."""


@dataclass(frozen=True)
class Places:
    """The rows of the zone looked at, of its county (all zones of its district), and of the region (all zones)."""

    zone: tuple[int, ...]
    county: tuple[int, ...]
    region: tuple[int, ...]

    def rows(self, place: Place) -> list[int]:
        """Return the rows of a place."""
        return list({"zone": self.zone, "county": self.county, "region": self.region}[place])

    @property
    def county_is_zone(self) -> bool:
        """Tell whether the world has no zone of the county but the one looked at."""
        return self.zone == self.county


def places_of(world: WorldSpecification, zone: str) -> Places:
    """Return the places of a comparison that looks at a zone; KeyError names an unknown id."""
    row = world.row_of(zone)
    district = [at for at, other in enumerate(world.zones) if other.district == world.zones[row].district]
    return Places((row,), tuple(district), tuple(range(len(world.zones))))


Read = Callable[[World, list[int], int, int], float]
"""Reads rows of zones together over months ``first`` to ``last``, both included."""


class Outcome(NamedTuple):
    """One number that options are compared in."""

    name: str
    unit: str
    label: str
    label_zh: str
    better: Better | None
    place: Place
    read: Read
    share_of_runs: bool = False
    """It is 1 or 0 in a run, so that its mean over draws is the share of runs; a median says nothing of it."""


def _zones(world: World, rows: list[int], first: int, last: int, *fields: str) -> float:
    months = np.asarray(world.panel[first : last + 1])  # a record array is slow to give a field
    return sum(float(months[field][:, rows].sum()) for field in fields)


def _platforms(world: World, rows: list[int], first: int, last: int, *fields: str) -> float:
    months, of = np.asarray(world.platform_panel[first : last + 1]), platforms_of(world, rows)
    return sum(float(months[field][:, of].sum()) for field in fields)


def _flow(*fields: str) -> Read:
    return lambda world, rows, first, last: _zones(world, rows, first, last, *fields)


def _stock(field: str) -> Read:
    return lambda world, rows, _first, last: _zones(world, rows, last, last, field)


def _mean_months(total: str, events: str) -> Read:
    """Read a mean time of those who reached a stage within the horizon; nan where nobody did."""

    def read(world: World, rows: list[int], first: int, last: int) -> float:
        count = _zones(world, rows, first, last, events)
        return _zones(world, rows, first, last, total) / count if count > 0.0 else math.nan

    return read


def _year_of(first: int, last: int) -> tuple[int, float]:
    """Return the first month of the last year of a horizon, and what makes its flow one of a year."""
    since = max(first, last - YEAR + 1)
    return since, YEAR / (last - since + 1)


def _tax_per_mu(world: World, rows: list[int], first: int, last: int) -> float:
    since, a_year = _year_of(first, last)
    land = _zones(world, rows, since, last, "occupied") / (last - since + 1)
    return YUAN_10K * a_year * _zones(world, rows, since, last, "tax_collected") / land if land > 0.0 else math.nan


def _interest_cover(world: World, rows: list[int], first: int, last: int) -> float:
    """Read what platform companies earn (rent, fees, sales, land receipts) over their interest; nan without any."""
    since, _ = _year_of(first, last)
    interest = _platforms(world, rows, since, last, "interest")
    earned = _platforms(world, rows, since, last, "rent", "fees", "sales", "land_receipts")
    return earned / interest if interest > 0.0 else math.nan


def _distress(world: World, rows: list[int], first: int, last: int) -> float:
    return float(_platforms(world, rows, first, last, "distressed") > 0.0)


def _debt(world: World, rows: list[int], _first: int, last: int) -> float:
    return float(MEASURES["debt"].monthly(world, rows)[last])


def _fund_money(world: World, rows: list[int], first: int, last: int) -> float:
    return _zones(world, rows, first, last, "fund_paid_in") - _zones(world, rows, first, last, "fund_returned")


def _county_cost(world: World, rows: list[int], first: int, last: int) -> float:
    """Read what the county pays on balance: functions taken over, transfers and fees to platform companies, and grants.

    A grant is negative where a zone hands its surplus up, so that the sum may be negative.
    """
    paid = _zones(world, rows, first, last, "municipal_takeover", "grant")
    return paid + _platforms(world, rows, first, last, "transfer", "task_fees")


RECYCLED = ("taken_idle", "recycled_upgrade", "recycled_platform", "recycled_reserve", "efficiency_cleared")
"""Routes of recycling as they are reported: all of them, and low-efficiency flags cleared."""

_PROJECTS = (
    ("signed", "projects signed", "签约项目"),
    ("started", "projects started", "开工项目"),
    ("producing", "projects in production", "投产项目"),
)

OUTCOMES = (
    *(Outcome(name, "firms", label, zh, "higher", "zone", _flow(name)) for name, label, zh in _PROJECTS),
    Outcome("contracted", "亿元", "contracted", "合同投资额", "higher", "zone", _flow("signed_amount")),
    Outcome("realised", "亿元", "spent by new projects", "新项目实际完成投资", "higher", "zone",
            _flow("firm_spending")),
    Outcome("arrived", "亿元", "money arrived", "到位资金", "higher", "zone", _flow("arrived_money")),
    Outcome("invested", "亿元", "all investment spent", "全部实际完成投资", "higher", "zone", _flow(*SPENDING)),
    Outcome("published_projects", "projects", "key projects as published", "重点项目数（公开口径）", None, "zone",
            _flow("published_signed")),
    Outcome("published_amount", "亿元", "contracts as published", "合同额（公开口径）", None, "zone",
            _flow("published_amount")),
    Outcome("published_fai", "亿元", "investment as published", "固定资产投资（公开口径）", None, "zone",
            _flow("published_fai")),
    Outcome("months_to_start", "months", "signature to start", "签约至开工用时", "lower", "zone",
            _mean_months("months_to_start", "started")),
    Outcome("months_to_production", "months", "signature to production", "签约至投产用时", "lower", "zone",
            _mean_months("months_to_production", "producing")),
    Outcome("land_used", "mu", "new land taken", "新增用地", None, "zone", _flow("taken_new")),
    Outcome("land_recycled", "mu", "land recycled", "盘活土地", None, "zone", _flow(*RECYCLED)),
    Outcome("idle", "mu", "idle land", "闲置土地", "lower", "zone", _stock("idle")),
    Outcome("tax_per_mu", "万元/mu", "tax per mu a year", "亩均税收（年）", "higher", "zone", _tax_per_mu),
    Outcome("tax_local", "亿元", "local tax", "地方税收", "higher", "zone", _flow("tax_local")),
    Outcome("staff_cost", "亿元", "pay of staff", "人员薪酬", "lower", "zone", _flow("payroll")),
    Outcome("running_cost", "亿元", "functions, channels", "在办职能、渠道与服务费", "lower", "zone",
            _flow("operating_cost", "channel_cost", "platform_fee")),
    Outcome("subsidies", "亿元", "subsidies to firms", "对企业补贴", "lower", "zone", _flow("subsidy_paid")),
    Outcome("recycling_cost", "亿元", "land compensation", "盘活补偿", "lower", "zone",
            _flow("recycling_cost")),
    Outcome("fund_money", "亿元", "fund money, net", "基金财政净投入", "lower", "zone",
            _fund_money),
    Outcome("debt", "亿元", "consolidated debt", "合并债务（含或有）", "lower", "zone",
            _debt),
    Outcome("interest_cover", "1", "interest cover", "利息保障倍数", "higher", "zone",
            _interest_cover),
    Outcome("distress", "1", "distress, share of runs", "流动性紧张（次数占比）", "lower", "zone",
            _distress, share_of_runs=True),
    *(Outcome(f"county.{name}", "firms", label, zh, "higher", "county", _flow(name)) for name, label, zh in _PROJECTS),
    Outcome("county.tax_local", "亿元", "local tax", "地方税收", "higher", "county", _flow("tax_local")),
    Outcome("county.idle", "mu", "idle land", "闲置土地", "lower", "county", _stock("idle")),
    Outcome("county.debt", "亿元", "consolidated debt", "合并债务（含或有）", "lower",
            "county", _debt),
    Outcome("county.distress", "1", "distress, share of runs", "流动性紧张（次数占比）",
            "lower", "county", _distress, share_of_runs=True),
    Outcome("county.takeover", "亿元", "moved here: functions", "由开发区转入的职能支出",
            "lower", "county", _flow("municipal_takeover")),
    Outcome("county.cost", "亿元", "county's net payments (negative: received)", "县级净支出（负值为净收入）",
            "lower", "county", _county_cost),
    *(Outcome(f"region.{name}", "firms", label, zh, "higher", "region", _flow(name)) for name, label, zh in _PROJECTS),
)  # fmt: skip
"""Everything that is reported, zone first, then county, then region."""

BY_NAME: Mapping[str, Outcome] = {outcome.name: outcome for outcome in OUTCOMES}


def read_outcomes(
    world: World, places: Places, since: int, horizons: Sequence[int], outcomes: Sequence[Outcome] = OUTCOMES
) -> Array:
    """Return outcomes [horizons, outcomes] counted from month ``since``; nan where a horizon lies beyond the run."""
    found = np.full((len(horizons), len(outcomes)), math.nan)
    for at, months in enumerate(horizons):
        last = since + months - 1
        if last < world.panel.shape[0]:
            for column, outcome in enumerate(outcomes):
                found[at, column] = outcome.read(world, places.rows(outcome.place), since, last)
    return found
