"""A published figure meets the model through an operator: the right zones, months and words, one of its readings."""

import math
from dataclasses import replace

import numpy as np
import pytest

from calibration import operators
from calibration.operators import (
    GIVEN,
    OPERATORS,
    check_operators,
    faults_of_operators,
    operator_of,
    weights_of,
)
from calibration.publishing import publish_figures, reading_in
from calibration.reads import Run, followers_of, growth, planned_started, share_started, stock, summed
from calibration.roles import without_held_out
from scenarios import values as scenario_values
from scenarios.evidence import load_ledger
from scenarios.load import list_scenarios, load_scenario
from scenarios.world_files import list_worlds, load_world
from sim.build import digest, simulate
from sim.parameters import prior_medians
from sim.specification import month_of

LEDGER = load_ledger()
ZONES = frozenset(zone.id for zone in load_world("qingdao-zibo").zones)


@pytest.fixture(scope="module")
def laixi():
    scenario = load_scenario("laixi")
    return Run(scenario, simulate(scenario, prior_medians(), 5))


def test_every_compared_figure_has_an_operator_or_is_given():
    assert check_operators().ok


def test_a_compared_figure_without_operator_is_found(monkeypatch):
    kept = tuple(o for o in OPERATORS if o.figure != "laixi.projects_signed")
    monkeypatch.setattr(operators, "OPERATORS", kept)
    assert any("laixi.projects_signed: operator" in fault for fault in faults_of_operators(LEDGER, ZONES))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda o: o._replace(place="laixy"), "no zone has the id 'laixy'"),
        (lambda o: o._replace(reads={"": summed((2021, 1), (2021, 10), "published_signed_100m")}), "ends in 2021-09"),
        (lambda o: o._replace(reads={"": summed((2020, 1), (2021, 9), "published_signed_100m")}), "begins in 2021-01"),
    ],
)
def test_an_operator_that_speaks_of_something_else_is_found_with_file_and_line(monkeypatch, change, told):
    other = tuple(change(o) if o.figure == "laixi.projects_signed" else o for o in OPERATORS)
    monkeypatch.setattr(operators, "OPERATORS", other)
    (fault,) = faults_of_operators(LEDGER, ZONES)
    assert told in fault
    assert "qingdao_daily_2021.yaml:" in fault


def test_reads_missing_for_a_reading_are_found(monkeypatch):
    whole = operator_of("jimo.district.gate_eliminated")
    half = whole._replace(reads={"by_either": whole.reads["by_either"]})
    monkeypatch.setattr(operators, "OPERATORS", tuple(half if o is whole else o for o in OPERATORS))
    assert any("by_diligence" in fault for fault in faults_of_operators(LEDGER, ZONES))


def test_sums_and_growth_by_hand(laixi):
    series = laixi.monthly("published_signed", "laixi")
    first, last = month_of(2020, 1), month_of(2020, 8)
    now, before = series[first : last + 1].sum(), series[first - 12 : last - 11].sum()
    read = growth((2020, 1), (2020, 8), "published_signed")
    assert read.of(laixi, "laixi") == pytest.approx(100 * (now / before - 1))
    both = summed((2020, 1), (2020, 8), "published_signed").of(laixi, "laixi+laiyang")
    assert both == now + laixi.monthly("published_signed", "laiyang")[first : last + 1].sum()


def test_the_stock_under_construction_is_what_started_and_has_not_completed(laixi):
    month = month_of(2021, 10)
    change = stock((2021, 10), "held_building").of(laixi, "laixi") - laixi.at("held_building", "laixi", month - 6)
    flows = [laixi.total(f"published_{w}_100m", "laixi", month - 5, month) for w in ("started", "completed")]
    assert change == flows[0] - flows[1]


def test_shares_of_given_numbers_stay_between_none_and_all(laixi):
    for read, given in (
        (planned_started("laixi.provincial_projects", (2021, 1), (2021, 10)), 23),
        (share_started("shandong.missions.signed", (2018, 1), (2019, 9)), 904),
    ):
        assert 0 < read.of(laixi, "laixi" if given == 23 else "*") < given


def test_of_the_missions_of_the_province_those_started_by_hand(laixi):
    firms = laixi.firms
    signed = (firms.signed_at >= month_of(2018, 1)) & (firms.signed_at <= month_of(2019, 9))
    started = signed & (firms.started_at >= 0) & (firms.started_at <= month_of(2019, 9))
    read = share_started("shandong.missions.signed", (2018, 1), (2019, 9))
    assert read.of(laixi, "*") == pytest.approx(904 * started.sum() / signed.sum())


def test_followers_of_all_anchors_are_the_followers_there_are(laixi):
    found = sum(group.size for group in followers_of(laixi, "*", (2021, 11)))
    joined = (laixi.firms.origin == 1) & (laixi.firms.born <= month_of(2021, 11))
    assert found == joined.sum() > 0


def test_a_run_that_does_not_reach_the_months_says_nothing():
    scenario = replace(load_scenario("laixi"), months=12)
    run = Run(scenario, simulate(scenario, prior_medians(), 5))
    printed = publish_figures(run, list(OPERATORS), LEDGER)
    assert all(math.isnan(v) for name, v in printed.items() if name != "laixi.fundtown_filed")


def test_readings_are_drawn_with_their_weights_and_together_where_they_belong_together(laixi):
    standard, land = operator_of("jimo.district.standard_land_projects"), operator_of("jimo.district.standard_land_mu")
    assert weights_of(land, LEDGER) == weights_of(standard, LEDGER) == {"all_so_far": 0.6, "this_year": 0.4}
    drawn = []
    for seed in range(2000):
        run = Run(laixi.scenario, laixi.world._replace(seed=seed))
        assert reading_in(run, standard, LEDGER) == reading_in(run, land, LEDGER)
        drawn.append(reading_in(run, standard, LEDGER) == "all_so_far")
    assert np.mean(drawn) == pytest.approx(0.6, abs=0.04)


def test_one_luck_decides_the_months_of_all_figures_of_one_text(laixi):
    for luck, name in ((0.2, "eleven_months"), (0.8, "ten_months")):
        parameters = laixi.world.parameters.copy()
        parameters.period_luck = luck
        run = Run(laixi.scenario, laixi.world._replace(parameters=parameters))
        for figure in ("introduced_projects_2021", "introduced_investment_2021"):
            assert reading_in(run, operator_of(f"jimo.zone.{figure}"), LEDGER) == name


def test_given_figures_are_compared_relative_to():
    assert all(operator_of(by) is not None for by in GIVEN.values())
    assert all(operator_of(given) is None for given in GIVEN)


def test_deleting_all_held_out_figures_leaves_worlds_scenarios_and_runs_as_they_are(monkeypatch):
    before = [load_world(name) for name in list_worlds()], [load_scenario(e.name) for e in list_scenarios()]
    left = without_held_out(LEDGER)
    assert len(left) < len(LEDGER)
    monkeypatch.setattr(scenario_values, "load_ledger", lambda: left)
    after = [load_world(name) for name in list_worlds()], [load_scenario(e.name) for e in list_scenarios()]
    assert after == before
    short = [replace(scenarios[0], months=12) for _, scenarios in (before, after)]
    assert len({digest(simulate(scenario, prior_medians(), 1)) for scenario in short}) == 1
