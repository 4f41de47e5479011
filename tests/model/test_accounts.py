"""Whatever the world and the reform, every account balances on every row in every month."""

import os
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agents.firms.record import Stage
from agents.industries import INDUSTRY_NAMES
from agents.levers import LEVERS
from scenarios.load import load_scenario
from sim.accounting import TOLERANCE
from sim.build import build_world, run_world, simulate
from sim.faults import AccountError
from sim.parameters import PARAMETERS, prior_medians, quantile
from sim.specification import (
    BURN_IN_MONTHS,
    LeverChange,
    ScenarioSpecification,
    SectorShock,
    WorldSpecification,
    ZoneSpecification,
)

MONTHS = 36
MORE = int(os.environ.get("ZONEREFORM_ACCOUNT_EXAMPLES", "300"))

unit = st.floats(0.001, 0.999)


@st.composite
def zones(draw, number):
    kinds = [draw(st.sampled_from(["own", "none", "shared"])) for _ in range(number)]
    owners = [f"z{row}" for row, kind in enumerate(kinds) if kind == "own"]
    made = []
    for row, kind in enumerate(kinds):
        shared = kind == "shared" and bool(owners)
        made.append(
            ZoneSpecification(
                id=f"z{row}",
                name=f"z{row}",
                name_zh="区",
                city=f"c{row % 2}",
                district=f"d{row}",
                leading=tuple(draw(st.sets(st.sampled_from(INDUSTRY_NAMES), min_size=1, max_size=3))),
                office=draw(st.booleans()) and row > 0,
                platform=kind == "own",
                platform_of=owners[0] if shared else None,
                weight=draw(st.sampled_from([1.0, 1.0, 4.0])),
                nest=draw(st.sampled_from(["region", "coast"])),
            )
        )
        if shared:
            owners = owners[1:]  # a platform serves two zones at most
    return tuple(made)


@st.composite
def scenarios(draw):
    number = draw(st.integers(1, 4))
    changes = []
    for _ in range(draw(st.integers(0, 14))):
        lever = draw(st.sampled_from(LEVERS))
        value = lever.low + draw(st.floats(0, 1)) * (min(lever.high, 200.0) - lever.low)
        if lever.name == "enclave_partner":
            value = float(draw(st.integers(-1, number - 1)))
        changes.append(LeverChange(f"z{draw(st.integers(0, number - 1))}", lever.name,
                                   draw(st.integers(0, MONTHS - 1)), value))  # fmt: skip
    shocks = ()
    if draw(st.booleans()):
        shocks = (SectorShock(draw(st.sampled_from(INDUSTRY_NAMES)), draw(st.integers(0, 20)), 12,
                              draw(st.floats(0, 1)), draw(st.floats(0, 40))),)  # fmt: skip
    return ScenarioSpecification(
        name="drawn", title="drawn", title_zh="抽样",
        world=WorldSpecification("drawn", draw(st.sampled_from([2.0, 15.0, 60.0])), draw(zones(number))),
        changes=tuple(changes), macro=draw(st.sampled_from(["recorded", "constant", "weak", "boom"])),
        months=MONTHS, shocks=shocks,
    )  # fmt: skip


@st.composite
def parameters(draw):
    """Any point of the prior, its corners included."""
    return {name: quantile(quantity.prior, draw(unit)) for name, quantity in PARAMETERS.items()}


def balances(scenario, values, seed):
    world = simulate(scenario, values, seed)
    assert world.fault[0].worst <= TOLERANCE


@pytest.mark.slow
@settings(max_examples=min(MORE, 300), deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(scenario=scenarios(), values=parameters(), seed=st.integers(0, 2**40))
def test_every_account_balances_in_any_world_under_any_reform(scenario, values, seed):
    balances(scenario, values, seed)


@pytest.mark.nightly
@settings(max_examples=3000, deadline=None, suppress_health_check=list(HealthCheck))
@given(scenario=scenarios(), values=parameters(), seed=st.integers(0, 2**40))
def test_every_account_balances_in_three_thousand_worlds(scenario, values, seed):
    balances(scenario, values, seed)


def broken(change):
    """Run the Jimo world to month 5, break a stock, go on; return the error."""
    scenario = replace(load_scenario("jimo"), months=12)
    world = run_world(build_world(scenario, prior_medians(), 1), scenario, -BURN_IN_MONTHS, 5)
    change(world)
    with pytest.raises(AccountError) as caught:
        run_world(world, scenario, 5, 12)
    return str(caught.value)


def test_a_land_account_that_leaks_one_mu_stops_the_run_and_names_zone_month_and_amount():
    def leak(world):
        world.zones[2].available -= 1.0

    message = broken(leak)
    assert re.search(r"land: U\+A\+P\+O\+J\+Res = area in use", message)
    assert "zone qingdao-hightech" in message
    assert "2017-06 (model month 5)" in message
    assert "out by -1 mu" in message


def test_money_that_a_platform_finds_in_the_street_is_reported():
    def find(world):
        world.platforms[0].cash += 0.5

    message = broken(find)
    assert "platform: assets = debt + equity" in message
    assert "out by 0.5 亿元" in message


def test_a_firm_that_grows_land_out_of_nothing_is_reported():
    def grow(world):
        producing = world.rosters[8, 0]
        world.firms[producing].land += 3.0

    message = broken(grow)
    assert "land: O = land of started, completed and producing firms" in message
    assert "out by -3 mu" in message


@pytest.mark.parametrize("stage", [Stage.STARTED, Stage.COMPLETED, Stage.PRODUCING])
def test_a_firm_that_has_spent_more_than_its_investment_is_reported_at_any_stage(stage):
    def spend(world):
        firms = world.firms[world.rosters[stage, : world.roster_sizes[stage]]]
        row = world.rosters[stage, int(np.argmax(firms.threshold + firms.build_months))]
        world.firms[row].spent = world.firms[row].investment + 2.0

    assert "spending" in broken(spend)


def test_tax_that_no_firm_paid_is_reported():
    def pay(world):
        world.firms[world.rosters[8, 0]].zone = (world.firms[world.rosters[8, 0]].zone + 1) % 21

    assert "account broken" in broken(pay)
