"""The platform company beside a zone: builds roads and plant, borrows, collects, may get into distress (rule 11)."""

from dataclasses import dataclass
from typing import Annotated

from agents.compiled import compiled
from agents.quantities import Beta, Block, Fixed, LogNormal, Normal, Quantity
from agents.records import FLAG, INTEGER, KEY, Field, Record, record_type

PLATFORM_FIELDS = (
    Field("key", "stable key [1]", KEY),
    Field("zone", "zone it serves [row of ZONE]", INTEGER),
    Field("second_zone", "second zone it serves, -1 none [row of ZONE]", INTEGER),
    Field("size_luck", "its assets over the region's at the opening [1]"),
    Field("roads", "roads and networks, book value [亿元]"),
    Field("plant_value", "plant, book value [亿元]"),
    Field("plant", "plant floor [m²]"),
    Field("plant_occupied", "plant floor occupied by firms of the run [m²]"),
    Field("plant_older", "plant floor occupied by older firms [m²]"),
    Field("cash", "cash [亿元]"),
    Field("cash_before", "cash at the start of the month [亿元]"),
    Field("debt_short", "debt due within a year [亿元]"),
    Field("debt_long", "debt due later [亿元]"),
    Field("equity", "equity, kept by its own flows [亿元]"),
    Field("upkeep", "building that keeps the opening stock [亿元 / month]"),
    Field("negative_months", "months with negative cash in a row [months]", INTEGER),
    Field("distress_left", "months of distress left [months]", INTEGER),
    Field("distressed", "in distress [flag]", FLAG),
    Field("distressed_since", "month of first distress, -9999 never [month]", INTEGER),
    Field("rate", "interest rate of the month [1 / year]"),
    Field("building", "building in the month [亿元 / month]"),
    Field("roads_built", "of it roads [亿元 / month]"),
    Field("plant_built", "plant floor added [m² / month]"),
    Field("compensation", "compensation for recycled land [亿元 / month]"),
    Field("rent", "rent [亿元 / month]"),
    Field("sales", "sales of plant at book value [亿元 / month]"),
    Field("sold", "plant floor sold [m² / month]"),
    Field("fees", "agency fees on tasks and service contracts [亿元 / month]"),
    Field("land_receipts", "share of land receipts [亿元 / month]"),
    Field("transfer", "service payments and bail-outs of the municipality [亿元 / month]"),
    Field("transfer_plan", "service payments that balance the opening budget [亿元 / month]"),
    Field("bail_out", "of it bail-out [亿元 / month]"),
    Field("interest", "interest paid [亿元 / month]"),
    Field("repaid", "debt repaid [亿元 / month]"),
    Field("borrowed", "new debt [亿元 / month]"),
    Field("depreciation", "depreciation [亿元 / month]"),
    Field("tasks", "construction tasks taken on since the opening, built or not [亿元]"),
    Field("tasks_built", "tasks built last month, on which the agency fee is paid [亿元 / month]"),
    Field("task_fees", "agency fees that the municipality pays [亿元 / month]"),
)
PLATFORM = record_type(PLATFORM_FIELDS)

PLANT_COST = 2000.0
"""Building cost of standard plant [yuan/m²]. Assumption A-43."""
LONGEST_DEBT_MONTHS = 60.0


@dataclass(frozen=True, kw_only=True)
class PlatformParameters:
    """What is believed about platform companies."""

    platform_plan: Annotated[float, Quantity("I", "亿元/year", LogNormal(20.0, 0.8),
        "building a year above upkeep under a unit of the expansion lever", "model.md 9")]
    plant_building_share: Annotated[float, Quantity("s_b", "1", Beta(5, 5),
        "plant in platform building, the rest is roads", "Assumption A-44")]
    platform_assets: Annotated[float, Quantity("K₀", "亿元", LogNormal(20.0, 0.6),
        "roads and plant of a platform at the opening", "Assumption A-45")]
    opening_leverage: Annotated[float, Quantity("lev₀", "1", Beta(17, 3, 0.0, 0.70),
        "debt over assets at the opening", "domain.md 1.4 [M] (mean .6), below the cap on credit")]
    interest_rate: Annotated[float, Quantity("r", "1 / year", Normal(0.050, 0.007, 0.02),
        "interest rate at leverage of 60 % or less", "domain.md 1.4")]
    leverage_spread: Annotated[float, Quantity("r_L", "1 / year", Fixed(0.15),
        "rise of the rate per unit of leverage above 60 % (1.5 percentage points per ten points)", "domain.md 2.3 (10)",
        Block.FIXED)]
    distress_spread: Annotated[float, Quantity("r_D", "1 / year", Normal(0.0275, 0.006, 0.0),
        "rise of the rate after distress", "domain.md 1.4 (150-400 bp)")]
    rent_yield: Annotated[float, Quantity("roa", "1 / year", Normal(0.05, 0.015, 0.0),
        "yearly rent over the cost of occupied plant", "domain.md 1.4 (roa .02 on all assets)")]
    opening_occupancy: Annotated[float, Quantity("occ", "1", Beta(7, 3),
        "occupied share of plant at the opening", "domain.md 1.4 (.5-.9)")]
    sale_rate: Annotated[float, Quantity("s_s", "1 / month", LogNormal(0.002, 0.6),
        "share of vacant plant sold a month", "Assumption A-46")]
    agency_fee: Annotated[float, Quantity("f_a", "1", Beta(15, 185),
        "agency fee on tasks", "model.md rule 11 (5-10 %)")]
    depreciation_rate: Annotated[float, Quantity("δ_K", "1 / year", Fixed(0.03),
        "depreciation of roads and plant", "Assumption A-47", Block.FIXED)]
    bail_out_months: Annotated[float, Quantity("m_B", "months", Fixed(6.0),
        "months of interest that a bail-out pays in, besides filling negative cash", "Assumption A-48", Block.FIXED)]


@compiled
def leverage(platform: Record) -> float:
    """Return debt over assets (roads, plant, cash) [1]; 1 without assets but with debt."""
    debt = platform.debt_short + platform.debt_long
    assets = platform.roads + platform.plant_value + max(0.0, platform.cash)
    if assets > 0.0:
        return debt / assets
    if debt > 0.0:
        return 1.0
    return 0.0


@compiled
def vacant_plant(platform: Record) -> float:
    """Return plant floor that a firm may still take [m²]."""
    return platform.plant - platform.plant_occupied - platform.plant_older


@compiled
def run_platform(platform: Record, lever: Record, p: Record) -> None:
    r"""Build, collect, pay and borrow for a month; write flows only, balances move in the accounts.

    .. math::

        borrowing &= \min(credit, \max(0, I + rD/12 + repayment + compensation - cash - R - T)) \\
        credit &= \max(0, cap\,(K + I) - (D - repayment)) \\
        R &= rent\cdot occupied + sales + fees + land\ receipts \\
        r &= r_0 + r_L\max(0, lev - 0.6) + r_D\,1[ever\ distressed]

    I is upkeep plus the expansion lever times the plan; in distress nothing is built. Agency fees are paid by the
    municipality on what was built last month. Where credit does not reach,
    building is cut first. [亿元 / month]. Source: model.md rule (11).
    """
    debt = platform.debt_short + platform.debt_long
    level = leverage(platform)
    platform.rate = p.interest_rate + p.leverage_spread * max(0.0, level - 0.6)
    if platform.distressed_since > -1000:
        platform.rate += p.distress_spread
    platform.interest = platform.rate * debt / 12.0
    platform.repaid = platform.debt_short / 12.0
    platform.depreciation = p.depreciation_rate / 12.0 * (platform.roads + platform.plant_value)
    per_square_metre = PLANT_COST * 1e-8
    platform.rent = p.rent_yield / 12.0 * (platform.plant_occupied + platform.plant_older) * per_square_metre
    platform.sold = p.sale_rate * max(0.0, vacant_plant(platform))
    platform.sales = 0.0
    if platform.plant > 0.0:
        platform.sales = platform.sold * platform.plant_value / platform.plant
    planned = platform.upkeep + lever.platform_expansion * p.platform_plan / 12.0
    if platform.distress_left > 0:
        planned = 0.0
    platform.tasks += lever.platform_expansion * p.platform_plan / 12.0
    platform.task_fees = p.agency_fee * platform.tasks_built
    platform.fees += platform.task_fees
    platform.transfer = platform.transfer_plan + platform.bail_out
    income = platform.rent + platform.sales + platform.fees + platform.land_receipts + platform.transfer
    fixed = platform.interest + platform.repaid + platform.compensation
    credit = max(0.0, lever.leverage_cap * (platform.roads + platform.plant_value + planned) - (debt - platform.repaid))
    needed = max(0.0, planned + fixed - platform.cash - income)
    platform.borrowed = min(credit, needed)
    short = needed - platform.borrowed
    platform.building = max(0.0, planned - short)
    plant_share = min(1.0, max(0.0, p.plant_building_share + lever.platform_plant_share))
    platform.roads_built = platform.building * (1.0 - plant_share)


@compiled
def judge_distress(platform: Record, p: Record, month: int) -> None:
    r"""Enter distress after three months of negative cash or above 75 % leverage; it lasts twelve months.

    Cash counts as negative below minus 1e-6 亿元. Entering distress calls a bail-out for the next month. Source:
    model.md rule (11).
    """
    platform.bail_out = 0.0
    if platform.cash < -1e-6:
        platform.negative_months += 1
    else:
        platform.negative_months = 0
    if platform.distress_left > 0:
        platform.distress_left -= 1
    platform.distressed = int(platform.distress_left > 0)
    if platform.distressed:
        return
    if platform.negative_months >= 3 or leverage(platform) > 0.75:
        platform.distressed = 1
        platform.distress_left = 12
        if platform.distressed_since < -1000:
            platform.distressed_since = month
        platform.bail_out = max(0.0, -platform.cash) + p.bail_out_months * platform.interest
