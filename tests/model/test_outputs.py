"""Claims about what is kept of a run: each output is the sum, mean or value that its name says, in its unit."""

import math

import numpy as np
import pytest

from agents.records import titles
from agents.zones.record import ZONE
from sim.build import simulate
from sim.outputs import MEASURES, Output, platforms_of, read_output, read_outputs
from sim.parameters import prior_medians


@pytest.fixture(scope="module")
def world(small_scenario):
    return simulate(small_scenario, prior_medians(), 3)


def asked(measure, zone, reading, first=0, last=11):
    return Output("x", measure, zone, reading, first, last)


def test_a_sum_a_mean_and_a_value_are_read_off_the_panel(world, small_scenario):
    zone = small_scenario.world.zones[1].id
    months = world.panel["signed_binding"][:, 1]
    assert read_output(world, small_scenario, asked("signed_binding", zone, "sum", 3, 8)) == months[3:9].sum()
    assert read_output(world, small_scenario, asked("signed_binding", zone, "mean", 3, 8)) == months[3:9].mean()
    assert read_output(world, small_scenario, asked("idle", zone, "value", 0, 7)) == world.panel["idle"][7, 1]


def test_all_zones_are_the_sum_of_each(world, small_scenario):
    for measure in ("started", "spending", "debt", "idle"):
        whole = read_output(world, small_scenario, asked(measure, "all", "value"))
        parts = [read_output(world, small_scenario, asked(measure, z.id, "value")) for z in small_scenario.world.zones]
        assert whole == pytest.approx(sum(parts))


def test_spending_has_its_three_parts_and_debt_its_three(world, small_scenario):
    zone = small_scenario.world.zones[0].id
    row = world.panel[11, 0]
    parts = row["firm_spending"] + row["platform_building"] + row["incumbent_spending"]
    assert read_output(world, small_scenario, asked("spending", zone, "value")) == pytest.approx(parts)
    company = world.platform_panel[11, int(world.zones[0].platform)]
    owed = company["debt_short"] + company["debt_long"] + world.fund_panel["guaranteed"][11, 0]
    assert read_output(world, small_scenario, asked("debt", zone, "value")) == pytest.approx(owed)


def test_a_shared_platform_company_is_counted_once(world):
    shared = world._replace(zones=world.zones.copy())
    shared.zones.platform[:] = 0
    assert platforms_of(shared, [0, 1]) == [0]
    shared.zones.platform[:] = -1
    assert platforms_of(shared, [0, 1]) == []
    assert np.isnan(MEASURES["occupancy"].monthly(shared, [0])).all()


def test_months_beyond_the_run_give_nothing(world, small_scenario):
    zone = small_scenario.world.zones[0].id
    assert math.isnan(read_output(world, small_scenario, asked("signed", zone, "sum", 0, small_scenario.months)))


def test_outputs_come_by_name_in_order(world, small_scenario):
    zone = small_scenario.world.zones[0].id
    outputs = [Output("b", "signed", zone, "sum", 0, 5), Output("a", "idle", zone, "value", 5, 5)]
    read = read_outputs(world, small_scenario, outputs)
    assert list(read) == ["b", "a"]
    assert all(type(value) is float for value in read.values())


@pytest.mark.parametrize(
    ("measure", "reading", "unit"),
    [("signed", "sum", "firms"), ("signed", "mean", "firms / month"), ("idle", "value", "mu"),
     ("spending", "sum", "亿元"), ("platform.distressed", "sum", "months"), ("platform.plant", "value", "m²")],
)  # fmt: skip
def test_a_sum_of_a_flow_is_in_the_unit_without_the_month(measure, reading, unit):
    assert asked(measure, "all", reading).unit == unit


def test_only_what_is_a_quantity_can_be_asked_for_and_every_flow_of_a_zone_can():
    assert not {"key", "district", "platform", "competed_since", "platform.zone", "fund.parent"} & set(MEASURES)
    flows = {name for name, title in titles(ZONE).items() if title.endswith("/ month]")}
    assert flows <= set(MEASURES)
    assert all(MEASURES[name].is_flow for name in flows - {"older_hazard"})
    assert not MEASURES["older_hazard"].is_flow  # a hazard, whose sum over months means nothing
    assert not any(MEASURES[name].is_flow for name in ("idle", "staff", "debt", "wait"))
