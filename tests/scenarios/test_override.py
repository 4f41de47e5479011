"""Claims about settings of the command line: what they change, and how they are refused."""

import contextlib
import dataclasses
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.load import (
    ScenarioError,
    load_scenario,
)
from scenarios.override import override


def test_a_setting_replaces_what_the_scenario_sets_and_keeps_its_date():
    scenario = load_scenario("jimo")
    changed = override(scenario, ["levers.jimo-etz.gate_coverage=0.5"])
    before = next(c for c in scenario.changes if (c.zone, c.lever) == ("jimo-etz", "gate_coverage"))
    (after,) = [c for c in changed.changes if (c.zone, c.lever) == ("jimo-etz", "gate_coverage")]
    assert after == dataclasses.replace(before, value=0.5, source="--set")
    assert len(changed.changes) == len(scenario.changes)


def test_a_setting_takes_the_date_of_the_first_reform_or_january_2019():
    scenario = load_scenario("jimo")
    change = override(scenario, ["levers.jimo-etz.subsidy=0.1"]).changes[-1]
    assert (change.month, change.latest, change.date_group) == (24, 35, "reform")
    change = override(scenario, ["levers.shinan.subsidy=0.1"]).changes[-1]
    assert (change.month, change.latest) == (24, None)
    change = override(scenario, ["levers.shinan.subsidy@2020-02=0.1"]).changes[-1]
    assert (change.month, change.value) == (37, 0.1)


def test_settings_change_macro_months_focus_and_parameters():
    scenario = override(load_scenario("jimo"), ["macro=weak", "months=96", "focus=laixi", "parameters.coverage=3"])
    assert (scenario.macro, scenario.months, scenario.focus, scenario.parameters) == (
        "weak",
        96,
        "laixi",
        {"coverage": 3.0},
    )
    later = override(scenario, ["levers.laixi.whistle@2024-12=1"]).changes[-1]
    assert later.month == 95


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("levers.jimo-etz.gate_coverag=1", "--set levers.jimo-etz.gate_coverag: found .*; nearest name gate_coverage$"),
        ("levers.jimo-et.gate_coverage=1", "; nearest name jimo-etz$"),
        ("levers.jimo-etz.gate_coverage=2", "found 2; allowed 0 to 1$"),
        ("levers.jimo-etz.gate_coverage=many", 'found "many"; a number is needed'),
        ("levers.jimo-etz.gate_coverage@2019-13=1", "found 2019-13; allowed are months"),
        ("levers.jimo-etz.gate_coverage@2031-01=1", "outside the horizon"),
        ("levers.jimo-etz.gate_coverage@soon=1", 'found "soon"; allowed a month such as 2019-06'),
        ("levers.laixi.enclave_partner=laiyan", "; nearest name laiyang$"),
        ("parameters.coverag=1", "; nearest name coverage$"),
        ("macro=strong", "; allowed recorded, constant, weak, boom"),
        ("months=0", "found 0; allowed 1 to 600 months"),
        ("months=ten", "allowed 1 to 600 months"),
        ("focus=jimo", "; nearest name jimo-etz$"),
        ("macr=weak", "found an unknown path; .*; nearest name macro$"),
        ("macro", "found no value"),
        ("", "found no value"),
    ],
)
def test_a_faulty_setting_is_refused_in_one_line(setting, expected):
    with pytest.raises(ScenarioError) as caught:
        override(load_scenario("jimo"), [setting])
    (fault,) = caught.value.faults
    assert re.search(expected, fault), fault


def test_faults_of_all_settings_are_reported_together():
    with pytest.raises(ScenarioError) as caught:
        override(load_scenario("jimo"), ["macro=strong", "months=96", "parameters.coverag=1"])
    assert len(caught.value.faults) == 2


@settings(max_examples=100, deadline=None)
@given(
    setting=st.one_of(
        st.text(max_size=30),
        st.text(max_size=12).map("levers.laixi.whistle@{}=1".format),
        st.text(max_size=12).map("parameters.coverage={}".format),
    )
)
def test_no_setting_raises_anything_but_a_scenario_error(setting):
    scenario = load_scenario("no-reform")
    with contextlib.suppress(ScenarioError):
        assert override(scenario, [setting]).world == scenario.world
