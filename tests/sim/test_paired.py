"""A world that parts from another is the run itself, and options part no earlier than their levers differ."""

from dataclasses import replace

import pytest

from scenarios.load import load_scenario
from sim.build import build_world, digest, fix_dates, part, run_world, simulate
from sim.ensemble import seed_of_draw
from sim.paired import first_change, first_difference, lever_paths, run_paired
from sim.parameters import draw_prior, prior_medians
from sim.specification import BURN_IN_MONTHS, LeverChange

VALUES = prior_medians()


@pytest.fixture(scope="module")
def county():
    base = replace(load_scenario("typical-county"), months=36)
    return base, replace(load_scenario("typical-county-reform"), months=36)


def test_a_world_that_parts_under_the_same_levers_goes_on_to_the_same_bytes(county):
    for scenario in county:
        world = run_world(build_world(scenario, VALUES, 5), scenario, -BURN_IN_MONTHS, 30)
        apart = run_world(part(world, scenario, 30), scenario, 30, 36)
        assert digest(apart) == digest(simulate(scenario, VALUES, 5))
        assert digest(run_world(world, scenario, 30, 36)) == digest(apart)  # the first stayed as it was


def test_paired_runs_are_those_of_each_scenario_alone(county):
    base, reform = county
    values, seed = draw_prior(1, 0), seed_of_draw(1, 0)
    keep = lambda world, month: (digest(world), month)  # noqa: E731
    (pair,) = run_paired(base, [reform], values, seed, 12, keep, every_firm=True)
    assert pair.since == 24
    assert pair.base == (digest(simulate(base, values, seed)), 24)
    assert pair.option == (digest(simulate(reform, values, seed)), 24)


def test_an_option_parts_where_its_levers_first_differ_and_not_where_they_are_named(county):
    base, _ = county
    steps = (LeverChange("county", "pay_counted", 6, 1.0), LeverChange("county", "pay_counted", 12, 1.5))
    option = replace(base, changes=steps)
    assert lever_paths(option) == {("county", "pay_counted"): [(12, 1.5)]}
    assert first_difference(base, option) == 12
    assert first_difference(option, option) is None
    assert first_change(option) == 12
    longer = replace(option, changes=(*steps, LeverChange("county", "pay_counted", 20, 1.0)))
    assert first_difference(option, longer) == 20


def test_dates_drawn_once_are_the_dates_of_the_run():
    scenario = replace(load_scenario("jimo"), months=36)
    fixed = fix_dates(scenario, 7)
    assert all(change.latest is None for change in fixed.changes)
    spans = zip(scenario.changes, fixed.changes, strict=True)
    assert all(asked.month <= drawn.month <= (asked.latest or asked.month) for asked, drawn in spans)
    assert fix_dates(fixed, 8) == fixed
    assert len({drawn.month for asked, drawn in zip(scenario.changes, fixed.changes, strict=True)
                if asked.date_group == "reform"}) == 1  # fmt: skip
