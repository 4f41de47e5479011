"""Land of a zone: supply, idle land and its five ways back, low-efficiency land (rule 10)."""

import math
from dataclasses import dataclass
from typing import Annotated

from agents.compiled import compiled
from agents.quantities import Beta, Block, Fixed, LogNormal, Normal, Quantity
from agents.records import Record

RESERVE_MONTHS = 12
DEVELOPMENT_MONTHS = 24.0
"""Months in which developers close a gap of vacant office floor. Assumption A-60."""
MU_SQUARE_METRES = 666.6667
WAN = 1e-4
"""亿元 per 万元."""


@dataclass(frozen=True, kw_only=True)
class LandParameters:
    """What is believed about land."""

    recycling_hazard: Annotated[float, Quantity("h₀", "1 / month", LogNormal(0.010, 0.5),
        "share of idle land recycled a month without a campaign", "domain.md 1.6 [M]", Block.INFERRED)]
    campaign: Annotated[float, Quantity("C", "1", LogNormal(4.0, 0.7),
        "rise of a route's hazard under a full campaign", "model.md 9")]
    town_response: Annotated[float, Quantity("g_T", "1", LogNormal(0.3, 0.6),
        "rise of recycling hazards when towns keep the proceeds", "Assumption A-19")]
    route_transfer: Annotated[float, Quantity("s₁", "1", Fixed(0.30),
        "share of recycling by whole transfer", "Assumption A-20", Block.FIXED)]
    route_judicial: Annotated[float, Quantity("s₂", "1", Fixed(0.15),
        "share of recycling by judicial sale", "Assumption A-20", Block.FIXED)]
    route_upgrade: Annotated[float, Quantity("s₃", "1", Fixed(0.25),
        "share of recycling by the owner's upgrade", "Assumption A-20", Block.FIXED)]
    route_platform: Annotated[float, Quantity("s₄", "1", Fixed(0.15),
        "share of recycling led by the platform", "Assumption A-20", Block.FIXED)]
    route_reserve: Annotated[float, Quantity("s₅", "1", Fixed(0.15),
        "share of recycling taken into reserve", "Assumption A-20", Block.FIXED)]
    compensation: Annotated[float, Quantity("κ_R", "万元/mu", LogNormal(20.0, 0.4),
        "compensation per mu on the platform and reserve routes", "domain.md 1.6 [M]")]
    idle_taste: Annotated[float, Quantity("a_J", "1", Normal(-0.5, 0.5),
        "taste for an idle parcel over a new one, price included", "Assumption A-21")]
    supply_months: Annotated[float, Quantity("m_A", "months", LogNormal(24.0, 0.4),
        "available land at the opening in months of use", "domain.md 1.6 (supply 92.7 %, built 92.8 %)")]
    approved_months: Annotated[float, Quantity("m_U", "months", LogNormal(12.0, 0.5),
        "approved, not supplied land at the opening in months of use", "domain.md 1.6")]
    clearing_rate: Annotated[float, Quantity("υ", "1 / month", LogNormal(0.05, 0.5),
        "share of approved land supplied a month under a full campaign", "Assumption A-22")]
    orderly_closure: Annotated[float, Quantity("o", "1", Beta(12, 3),
        "share of failed and closed firms whose land goes back in order, not idle", "Assumption A-23")]
    low_efficiency_share: Annotated[float, Quantity("s_LE", "1", Beta(2, 18),
        "low-efficiency land over occupied land at the opening", "domain.md 1.6")]
    ageing: Annotated[float, Quantity("α_LE", "1 / month", LogNormal(0.00125, 0.4),
        "occupied land newly low-efficient a month", "domain.md 1.6 (1-2 % a year) [M]")]
    land_price: Annotated[float, Quantity("p_L", "万元/mu", LogNormal(20.0, 0.4),
        "price of new industrial land", "domain.md 1.6")]
    intensity: Annotated[float, Quantity("i", "万元/mu", LogNormal(300.0, 0.5),
        "median realised investment per mu of a 4亿 project", "domain.md 1.6")]
    intensity_spread: Annotated[float, Quantity("σ_i", "1", Fixed(0.5),
        "spread of log intensity between firms", "domain.md 1.6", Block.FIXED)]
    intensity_slope: Annotated[float, Quantity("ξ_i", "1", Beta(3, 7),
        "elasticity of intensity in contract size", "Assumption A-24")]
    upstairs_saving: Annotated[float, Quantity("g_U", "1", Beta(3, 7),
        "land saved by industry upstairs", "Assumption A-25")]
    office_vacancy_months: Annotated[float, Quantity("m_F", "months", LogNormal(24.0, 0.4),
        "vacant office floor at the opening in months of use", "Assumption A-26")]
    renewal_floor: Annotated[float, Quantity("g_F", "m²/mu", LogNormal(500.0, 0.5),
        "office floor won per mu renewed", "Assumption A-27")]


@compiled
def idle_hazards(zone: Record, lever: Record, p: Record) -> tuple[float, float, float, float, float]:
    r"""Return the share of idle land that each route moves in the month.

    .. math:: h_r = h_0\,s_r\,(1 + C\,L_r)(1 + g_T T)\,(J/J_0)^{1/2}

    J_0 is idle land when the campaign began; without campaign the last factor is 1. At most all idle land moves.
    Order: transfer, judicial, upgrade, platform, reserve. Source: model.md rule (10).
    """
    thinning = 1.0
    if zone.idle_reference > 0.0:
        thinning = math.sqrt(zone.idle / zone.idle_reference)
    level = p.recycling_hazard * thinning * (1.0 + p.town_response * lever.town_incentive)
    transfer = level * p.route_transfer * (1.0 + p.campaign * lever.recycle_transfer)
    judicial = level * p.route_judicial * (1.0 + p.campaign * lever.recycle_judicial)
    upgrade = level * p.route_upgrade * (1.0 + p.campaign * lever.recycle_upgrade)
    platform = level * p.route_platform * (1.0 + p.campaign * lever.recycle_platform)
    reserve = level * p.route_reserve * (1.0 + p.campaign * lever.recycle_reserve)
    total = transfer + judicial + upgrade + platform + reserve
    if total > 1.0:
        return transfer / total, judicial / total, upgrade / total, platform / total, reserve / total
    return transfer, judicial, upgrade, platform, reserve


@compiled
def recycle_idle_land(zone: Record, lever: Record, p: Record, platform_able: bool) -> float:
    r"""Move idle land along its five routes and return the platform's compensation [亿元 / month].

    Transfer and judicial sale offer land to new firms (it stays idle until one takes it), an upgrade puts it back to
    use, the platform makes it available, the reserve holds it for a year. The platform route needs a platform that is
    not in distress; the reserve route needs cash of the committee. Flows [mu / month]. Source: model.md rule (10).
    """
    hazards = idle_hazards(zone, lever, p)
    waiting = max(0.0, zone.idle - zone.taken_idle - zone.idle_offered)
    zone.recycled_upgrade = hazards[2] * waiting
    zone.recycled_platform = 0.0
    if platform_able:
        zone.recycled_platform = hazards[3] * waiting
    affordable = max(0.0, zone.cash) / (p.compensation * WAN)
    zone.recycled_reserve += min(hazards[4] * waiting, affordable)
    zone.recycling_cost = min(hazards[4] * waiting, affordable) * p.compensation * WAN
    zone.idle_offered += (hazards[0] + hazards[1]) * waiting
    return zone.recycled_platform * p.compensation * WAN


@compiled
def supply_land(zone: Record, lever: Record, p: Record) -> None:
    r"""Supply approved land: what binding firms wait for, plus the campaign on approved, not supplied land.

    .. math:: u = \min(U,\; blocked/6 + \upsilon\,L\,U)

    Suspended towns get neither quota nor supply. Flows [mu / month]. Source: model.md rule (10).
    """
    zone.quota = zone.quota_plan
    campaign = p.clearing_rate * lever.clear_approved_land * zone.approved
    zone.supplied = min(zone.approved, zone.blocked_land / 6.0 + campaign)
    if zone.land_suspended > 0:
        zone.land_suspended -= 1
        zone.quota = 0.0
        zone.supplied = 0.0


@compiled
def age_land(zone: Record, lever: Record, p: Record) -> None:
    r"""Flag ageing land as low-efficient and clear flags by upgrade or renewal.

    .. math::

        aged &= \alpha\,(O - LE) \\
        cleared &= \alpha\frac{1-s}{s}\,(1 + C\,\max(L_{upgrade}, L_{renewal}))\,LE

    so that without campaign a share s of occupied land stays low-efficient. Renewal wins office floor. Source:
    model.md rule (10); Assumption A-27 for the floor.
    """
    zone.aged = p.ageing * max(0.0, zone.occupied - zone.low_efficiency)
    clearing = p.ageing * (1.0 - p.low_efficiency_share) / p.low_efficiency_share
    drive = max(lever.recycle_upgrade, lever.park_renewal)
    zone.efficiency_cleared = min(1.0, clearing * (1.0 + p.campaign * drive)) * zone.low_efficiency
    extra = min(1.0, clearing * (1.0 + p.campaign * lever.park_renewal)) - min(1.0, clearing)
    zone.floor_built = extra * zone.low_efficiency * p.renewal_floor


@compiled
def develop_offices(zone: Record) -> None:
    r"""Develop or withdraw office floor so that vacancy comes back to what developers aim at.

    .. math:: developed = (V^* - V) / 24, \qquad V = floor - taken - older

    Vacancy V and target V* [m²], flow [m² / month]. Source: Assumption A-60.
    """
    vacant = zone.office_floor - zone.office_taken - zone.older_floor
    zone.floor_developed = (zone.vacancy_target - vacant) / DEVELOPMENT_MONTHS


@compiled
def judge_towns(zone: Record, lever: Record, month: int) -> None:
    """Suspend new land for a year where towns cleared less than the threshold of last year's idle land.

    Runs each January but the first on the recycled mu of the year before. Source: model.md rule (10), town incentives.
    """
    if month == 0 or month % 12 != 0:
        return
    if lever.town_threshold > 0.0 and zone.recycled_year < lever.town_threshold * zone.recycle_base:
        zone.land_suspended = 12
    zone.recycle_base = zone.idle
    zone.recycled_year = 0.0


@compiled
def idle_preferred(zone: Record, luck: float, new_land: float, p: Record) -> bool:
    r"""Tell whether a firm prefers idle land; it then takes what there is of it, and the rest new.

    .. math:: P(idle) = \frac{e^{a_J} J_{offered}}{e^{a_J} J_{offered} + A}

    a logit over parcels, with ``luck`` the firm's own uniform. ``new_land`` is A, what is left of it. Source: model.md
    rule (8).
    """
    weight = math.exp(p.idle_taste) * zone.idle_offered
    return luck * (weight + new_land) < weight
