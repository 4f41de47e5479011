"""Small random worlds, reforms and parameters, each made again from its number."""

from dataclasses import replace
from random import Random

from agents.industries import INDUSTRY_NAMES
from agents.levers import LEVERS
from sim.parameters import PARAMETERS, draw_prior, quantile
from sim.specification import LeverChange, ScenarioSpecification, SectorShock, WorldSpecification, ZoneSpecification

PROSPECTS = (2.0, 15.0, 60.0)
LARGEST_DRAWN = 200.0
PACKAGES = (
    ("enclave_share", "enclave_partner"),
    ("gate_coverage", "gate_rejection", "pay_counted"),
    ("fund_size", "fund_leverage", "fund_fiscal_first", "fund_mandate", "reinvestment_ratio"),
    ("fund_size", "fund_leverage", "fund_sub_funds", "fund_buyback"),
    ("posts_transferred", "posts_lost", "posts_hired", "posts_competed", "divest_social", "divest_development"),
    ("standard_land", "standard_intensity", "take_land_and_start", "leader_coordination", "industry_upstairs"),
    ("recycle_transfer", "recycle_upgrade", "recycle_platform", "recycle_reserve", "park_renewal", "town_threshold"),
    ("platform_expansion", "platform_plant_share", "leverage_cap"),
    ("pay_counted", "pay_uncounted", "chain_focus", "subsidy"),
)


def drawn_zones(luck, number):
    """Return so many zones; a platform company is a zone's own, shared with one other, or missing."""
    owners = []
    zones = []
    for row in range(number):
        kind = luck.choice(("own", "own", "none", "shared")) if row else "own"
        owner = owners.pop(0) if kind == "shared" and owners else None
        if kind == "own":
            owners.append(f"z{row}")
        zones.append(
            ZoneSpecification(
                id=f"z{row}",
                name=f"z{row}",
                name_zh="区",
                city=f"c{row % 2}",
                district=f"d{row}",
                leading=tuple(luck.sample(INDUSTRY_NAMES, luck.randint(1, 3))),
                office=row > 0 and luck.random() < 0.3,
                platform=kind == "own",
                platform_of=owner,
                weight=luck.choice((1.0, 1.0, 4.0)),
                known=drawn_knowledge(luck, row),
                nest=luck.choice(("region", "coast")),
            )
        )
    return tuple(zones)


def drawn_knowledge(luck, row):
    """Return some known endowments of a zone, or none."""
    known = {"staff_before": 160.0, "area": 70.0, "attractiveness": 0.8, "platform_size": 2.0, "price_level": 1.5}
    return {name: value for name, value in known.items() if luck.random() < 0.2} | (
        {"reach": 0.0} if row > 0 and luck.random() < 0.1 else {}
    )


OPENING_BOOKS = {
    "social_time": 0.3, "land_price": 35.0, "available": 900.0, "approved": 400.0, "idle": 700.0,
    "low_efficiency": 250.0, "quota": 12.0, "platform_debt": 18.0, "platform_due": 4.0, "platform_cash": 1.5,
    "plant": 120_000.0, "occupancy": 0.45,
}  # fmt: skip


def with_books(scenario, luck, chance):
    """Return the scenario with something in the books of its zones; each entry stands with a chance, none at times."""
    zones = tuple(
        replace(zone, known={
            **zone.known,
            **{name: luck.choice((0.0, value, value * luck.random())) for name, value in OPENING_BOOKS.items()
               if luck.random() < chance},
        })
        for zone in scenario.world.zones
    )  # fmt: skip
    return replace(scenario, world=replace(scenario.world, zones=zones))


def drawn_change(luck, zones, months):
    """Return one change of any lever of any zone at any month, at times of an uncertain date."""
    lever = luck.choice(LEVERS)
    high = min(lever.high, LARGEST_DRAWN)
    value = lever.low + luck.choice((0.0, 1.0, luck.random(), luck.random())) * (high - lever.low)
    if lever.name == "enclave_partner":
        value = float(luck.randint(-1, zones - 1))
    month = luck.randint(0, months - 1)
    latest = month + luck.randint(1, 6) if luck.random() < 0.2 else None
    return LeverChange(f"z{luck.randint(0, zones - 1)}", lever.name, month, value, latest)


def drawn_package(luck, zones, months):
    """Return levers that act together from one month on, in one zone or in all."""
    chosen = range(zones) if luck.random() < 0.5 else (luck.randint(0, zones - 1),)
    month = luck.randint(0, months // 3)
    names = luck.choice(PACKAGES)
    if names[0] == "enclave_share":
        values = {"enclave_share": luck.uniform(0.7, 1.0), "enclave_partner": float(luck.randint(0, zones - 1))}
    else:
        bounds = {lever.name: (lever.low, min(lever.high, LARGEST_DRAWN)) for lever in LEVERS}
        values = {name: luck.uniform(*bounds[name]) for name in names}
    return tuple(LeverChange(f"z{zone}", name, month, value) for zone in chosen for name, value in values.items())


def drawn_shocks(luck):
    """Return a shock to one industry, or none."""
    if luck.random() < 0.5:
        return ()
    return (SectorShock(luck.choice(INDUSTRY_NAMES), luck.randint(0, 20), 12, luck.random(), 40.0 * luck.random()),)


def drawn_case(number):
    """Return (scenario, parameters, seed) of a number: any world, any reform, any point of the prior."""
    luck = Random(number)
    zones, months = luck.randint(1, 4), luck.choice((*range(24, 37), 60, 96))
    changes = tuple(drawn_change(luck, zones, months) for _ in range(luck.choice((0, 6, 14, 40))))
    for _ in range(luck.choice((0, 2, 4))):
        changes += drawn_package(luck, zones, months)
    scenario = ScenarioSpecification(
        name=f"drawn {number}",
        title="drawn",
        title_zh="抽样",
        world=WorldSpecification("drawn", luck.choice(PROSPECTS), drawn_zones(luck, zones)),
        changes=changes,
        macro=luck.choice(("recorded", "constant", "weak", "boom")),
        months=months,
        shocks=drawn_shocks(luck),
        growth={2018: 0.9, 2019: 1.3, 2023: 1.1} if number % 2 else {},
    )
    values = {name: quantile(quantity.prior, luck.uniform(0.001, 0.999)) for name, quantity in PARAMETERS.items()}
    return scenario, values, luck.randrange(2**40)


BUSY_LEVERS = (
    ("gate_coverage", 0, 0.9), ("gate_rejection", 0, 0.6), ("enclave_share", 2, 0.95), ("enclave_share", 40, 0.3),
    ("enclave_share", 55, 0.0), ("fund_size", 3, 30.0), ("fund_leverage", 3, 4.0), ("fund_buyback", 3, 0.5),
    ("posts_lost", 10, 20.0), ("posts_competed", 10, 0.9), ("posts_competed", 30, 0.0), ("posts_competed", 40, 1.0),
    ("recycle_transfer", 5, 1.0), ("recycle_transfer", 20, 0.0), ("divest_development", 12, 1.0),
    ("leader_coordination", 4, 1.0), ("take_land_and_start", 4, 0.5), ("standard_land", 4, 0.6),
    ("standard_intensity", 4, 400.0), ("platform_plant_share", 9, 0.3), ("town_threshold", 6, 0.9),
    ("industry_upstairs", 6, 0.5), ("pay_counted", 15, 1.6),
)  # fmt: skip
BY_ROW = {"enclave_partner", "subsidy", "platform_expansion"}
THE_OTHERS = tuple(
    (lever.name, 18, lever.low + 0.6 * (min(lever.high, 10.0) - lever.low))
    for lever in LEVERS
    if lever.name not in BY_ROW and lever.name not in {name for name, _, _ in BUSY_LEVERS}
)


def busy_case(draw):
    """Return (scenario, parameters, seed): four zones that hand projects round, pull all levers, and are shocked."""
    leading = (("automotive", "equipment"), ("electronics", "biomedicine"), ("materials", "consumer"),
               ("information", "finance"))  # fmt: skip
    zones = tuple(
        ZoneSpecification(
            id=f"z{row}", name=f"z{row}", name_zh="区", city=f"c{row % 2}", district=f"d{row}", leading=leads,
            office=row == 3, platform=row in {0, 3}, platform_of="z0" if row == 2 else None,
        )
        for row, leads in enumerate(leading)
    )  # fmt: skip
    changes = [
        LeverChange(f"z{row}", name, month, value)
        for row in range(4)
        for name, month, value in BUSY_LEVERS + THE_OTHERS
    ]
    for row in range(4):
        changes += [
            LeverChange(f"z{row}", "enclave_partner", 2, float((row + 1) % 3)),
            LeverChange(f"z{row}", "subsidy", 8, 0.02 * row),
            LeverChange(f"z{row}", "platform_expansion", 9, 1.5 * (row + 1)),
        ]
    shocks = tuple(SectorShock("automotive", month, 24, 0.5, 10.0) for month in (12, 30))
    scenario = ScenarioSpecification(
        name="busy", title="busy", title_zh="忙", world=WorldSpecification("busy", 90.0, zones),
        changes=tuple(changes), macro="weak", months=84, shocks=shocks,
    )  # fmt: skip
    values = draw_prior(11, draw) | {"enclave_take_up": 0.9, "fit_other": 0.1}
    return scenario, values, 100 + draw
