"""No lever has a signed net effect: each can help and each can hurt, at settings inside the prior (model.md 8).

Each row names a package of levers in one zone, an output, and two settings of parameters inside their 5-95 % range,
all others at their medians. The effect is paired: the same luck with and without the package. The share of prior draws
with a positive effect is printed beside.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from agents.quantities import Fixed
from scenarios.load import load_scenario
from sim.build import simulate
from sim.ensemble import seed_of_draw
from sim.parameters import PARAMETERS, draw_prior, prior_medians, quantile
from sim.specification import LeverChange, SectorShock

ZONE, REFORM, SEEDS, DRAWS = "jimo-etz", 24, 24, 40
LOW, HIGH = 0.05, 0.95


def output(field_name: str, first: int = REFORM) -> Callable:
    return lambda world: float(world.panel[field_name][first:, 0].sum())


def at_end(field_name: str) -> Callable:
    return lambda world: float(world.panel[field_name][-12:, 0].mean())


def platform_equity(world) -> float:
    """Return the equity of the zone's platform at the end, net of all bail-outs [亿元]."""
    company = world.platform_panel[:, int(world.zones[0].platform)]
    return float(company["equity"][-1] - company["bail_out"].sum())


def ends(**sides: float) -> dict[str, float]:
    """Return parameters at quantiles of their priors; a quantile outside 5-95 % is refused."""
    assert all(LOW <= side <= HIGH for side in sides.values())
    return {name: quantile(PARAMETERS[name].prior, side) for name, side in sides.items()}


@dataclass(frozen=True)
class Row:
    name: str
    levers: Mapping[str, float]
    output: Callable
    helps: Mapping[str, float]
    hurts: Mapping[str, float]
    months: int = 72
    helped_by: str = "constant"  # macro where it helps, beyond 2022
    beside: Mapping[str, float] = field(default_factory=dict)  # levers in both runs where it helps: land gets scarce
    shocks: tuple[SectorShock, ...] = ()  # where it hurts
    also: Callable = field(default=lambda _scenario: ())  # levers of other zones where it hurts


CHANNELS = dict.fromkeys(("channel_alliance", "channel_professional", "channel_townships", "industry_teams",
                          "commissioned_agents", "target_list"), 1.0)  # fmt: skip
RECYCLING = dict.fromkeys(("recycle_transfer", "recycle_judicial", "recycle_platform", "recycle_reserve"), 1.0)
SCARCE = {
    "supply_months": LOW,
    "approved_months": LOW,
    "prospect_scale": HIGH,
    "intensity": LOW,
    "orderly_closure": LOW,
}
AMPLE = {"supply_months": HIGH, "approved_months": HIGH, "prospect_scale": LOW, "intensity": HIGH}


def rivals(levers):
    return lambda scenario: tuple(
        LeverChange(zone.id, name, REFORM, value)
        for zone in scenario.world.zones
        if zone.id != ZONE
        for name, value in levers.items()
    )


ROWS = (
    Row("1 staff cut", {"posts_lost": 100.0, "posts_competed": 1.0, "divest_social": 1.0, "divest_development": 1.0},
        output("started"),
        ends(social_time=HIGH, selection_accuracy=HIGH, coordination=LOW),
        ends(social_time=LOW, selection_accuracy=LOW, coordination=HIGH, staff_months=HIGH)),
    Row("2 pay by contribution", {"pay_counted": 1.5}, output("started"),
        ends(pay_response=HIGH, effort_substitution=LOW, start_months=LOW),
        ends(pay_response=LOW, effort_substitution=HIGH, start_months=HIGH, staff_months=HIGH)),
    Row("3 divestment", {"divest_social": 1.0, "divest_development": 1.0}, output("started"),
        ends(social_time=HIGH, coordination=LOW, effort_elasticity=HIGH),
        ends(social_time=LOW, coordination=HIGH, taste_wait=LOW, effort_elasticity=LOW)),
    Row("4 faster approval", {"parallel_approval": 1.0, "take_land_and_start": 1.0},
        lambda w: float((w.panel["producing"] - w.panel["closed"])[REFORM:, 0].sum()),
        ends(start_months=HIGH, taste_wait=LOW, skipped_risk=LOW, closure_hazard=LOW),
        ends(start_months=LOW, taste_wait=HIGH, skipped_risk=HIGH, closure_hazard=HIGH, drop_hazard=LOW), months=240),
    Row("5 gate", {"gate_coverage": 1.0, "gate_rejection": 0.46}, at_end("tax_local"),
        ends(**SCARCE, gate_auc=HIGH, quality_slope=HIGH, bad_prevalence=HIGH, diligence_months=LOW, panel_months=LOW,
             diligence_staff_months=LOW, weight_diligence=HIGH, staff_months=LOW, arrival_cyclicality=HIGH,
             coverage=HIGH, taste_subsidy=HIGH),
        ends(**AMPLE, gate_auc=LOW), months=204, helped_by="boom", beside={"subsidy": 0.03}),
    Row("6 guidance fund", {"fund_size": 10.0, "fund_leverage": 4.0},
        lambda w: float(w.fund_panel["invested_local"][-1, 0] - w.fund_panel["called_fiscal"][-1, 0]),
        ends(raising_success=HIGH, local_share=HIGH, finance_share=HIGH), ends(raising_success=LOW, local_share=LOW)),
    Row("7 platform debt", {"platform_expansion": 1.0}, platform_equity,
        ends(agency_fee=HIGH, interest_rate=LOW, rent_yield=HIGH, opening_leverage=LOW, platform_plan=LOW),
        ends(agency_fee=LOW, interest_rate=HIGH, rent_yield=LOW, opening_leverage=HIGH, platform_plan=HIGH), months=48),
    Row("8 recycling", RECYCLING, output("landed"),
        ends(**SCARCE, compensation=LOW, campaign=HIGH, arrival_cyclicality=HIGH),
        ends(supply_months=HIGH, approved_months=HIGH, compensation=HIGH, campaign=HIGH, opening_leverage=HIGH,
             taste_roads=HIGH, platform_assets=LOW, prospect_scale=HIGH), months=144, helped_by="boom"),
    Row("9 chain focus", {"chain_focus": 1.0}, output("started"),
        ends(chain_gain=HIGH, fit_other=LOW), ends(chain_gain=LOW, fit_other=HIGH),
        shocks=tuple(SectorShock(name, REFORM, 48, 0.4, 4.0) for name in ("automotive", "equipment"))),
    Row("10 enclave", {"enclave_share": 1.0, "enclave_partner": 2.0},
        lambda w: float((w.panel["tax_local"] + w.panel["tax_shared_in"] - w.panel["tax_shared_out"])[-60:, 0].sum()),
        ends(**SCARCE, enclave_honour=HIGH, enclave_friction=LOW, fit_other=LOW, enclave_take_up=HIGH,
             arrival_cyclicality=HIGH),
        ends(supply_months=HIGH, approved_months=HIGH, enclave_honour=0.3, enclave_friction=LOW, fit_other=LOW,
             enclave_take_up=HIGH), months=204, helped_by="boom"),
    Row("11 one zone against all", CHANNELS, output("arrived"),
        ends(channel_gain=0.75), ends(channel_gain=LOW), also=rivals(CHANNELS)),
    Row("12 published over modelled", {"pay_counted": 1.5},
        lambda w: float((w.panel["published_fai"] - w.panel["firm_spending"] - w.panel["platform_building"]
                         - w.panel["incumbent_spending"])[REFORM:, 0].sum()),
        ends(report_bias=HIGH, report_pressure=HIGH, pay_response=HIGH),
        ends(report_bias=LOW, report_pressure=HIGH, pay_response=HIGH)),
)  # fmt: skip


def effects(row, values_of, draws, hurt):
    macro = "recorded" if row.months <= 72 else "constant" if hurt else row.helped_by
    base = replace(load_scenario("no-reform"), months=row.months, macro=macro, shocks=row.shocks if hurt else ())
    package = tuple(LeverChange(ZONE, lever, REFORM, value) for lever, value in row.levers.items())
    beside = () if hurt else tuple(LeverChange(ZONE, lever, REFORM, value) for lever, value in row.beside.items())
    others = row.also(base) if hurt else ()
    base = replace(base, changes=beside)
    policy = replace(base, changes=(*beside, *package, *others))

    def one(draw):
        values, seed = values_of(draw), seed_of_draw(11, draw)
        return row.output(simulate(policy, values, seed)) - row.output(simulate(base, values, seed))

    with ThreadPoolExecutor() as pool:
        return np.array(list(pool.map(one, range(draws))))


def z_score(found):
    return found.mean() / (found.std(ddof=1) / np.sqrt(found.size))


@pytest.mark.slow
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_lever_can_help_and_can_hurt(row):
    medians = prior_medians()
    good = effects(row, lambda _: {**medians, **row.helps}, SEEDS, hurt=False)
    bad = effects(row, lambda _: {**medians, **row.hurts}, SEEDS, hurt=True)
    told = [
        f"{word} {found.mean():+.3g} (z {z_score(found):+.1f})" for word, found in (("helps", good), ("hurts", bad))
    ]
    print(f"{row.name}: {', '.join(told)}")
    assert z_score(good) > 3
    assert z_score(bad) < -3


@pytest.mark.nightly
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_over_the_prior_a_lever_does_something_and_its_sign_is_told(row):
    found = effects(row, lambda draw: draw_prior(11, draw), DRAWS, hurt=False)
    positive = float((found > 0).mean())
    nothing = float((found == 0).mean())
    print(f"{row.name}: share of prior draws with a positive effect {positive:.2f}, with none {nothing:.2f}")
    assert np.isfinite(found).all()
    assert nothing < 0.8


def test_the_settings_name_parameters_that_are_free():
    assert not [n for row in ROWS for n in (*row.helps, *row.hurts) if isinstance(PARAMETERS[n].prior, Fixed)]
