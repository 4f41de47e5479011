"""Claims about roll-outs, paths of the months outside, and what parameters are drawn from, in scenario files."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scenarios.load import check_file, load_scenario
from scenarios.override import override
from scenarios.steps import beyond_the_record
from scenarios.strict_yaml import ScenarioError
from sim.build import build_world
from sim.macro import PROJECTION, RECORDED_MONTHS
from sim.parameters import prior_medians
from sim.specification import BURN_IN_MONTHS, calendar_of, month_of

HEAD = "name: mine\ntitle: Mine\nextends: no-reform\n"
ROLLOUT = HEAD + (
    "rollout:\n"
    "  - zones: [jimo-etz, laixi, laiyang]\n"
    "    start: 2019-06\n"
    "    every: 6\n"
    "    source: 'judgement: a test'\n"
    "    levers: {parallel_approval: 1, whistle: 0.5}\n"
)


def written(folder, text):
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def load(folder, text):
    return load_scenario(written(folder, text))


def the_fault(folder, text):
    faults = check_file(written(folder, text))
    assert len(faults) == 1, faults
    return faults[0].replace(f"{folder}/", "")


def turns(scenario, lever="whistle"):
    return [(c.zone, c.month) for c in scenario.changes if c.lever == lever]


def test_zones_take_over_the_levers_one_after_another_worked_by_hand(tmp_path):
    scenario = load(tmp_path, ROLLOUT)
    # June 2019 is month 29; then December 2019 and June 2020
    assert turns(scenario) == [("jimo-etz", 29), ("laixi", 35), ("laiyang", 41)]
    assert turns(scenario, "parallel_approval") == turns(scenario)
    assert {(c.value, c.source) for c in scenario.changes if c.lever == "whistle"} == {(0.5, "judgement: a test")}


def test_dates_may_be_given_zone_by_zone(tmp_path):
    text = ROLLOUT.replace(
        "zones: [jimo-etz, laixi, laiyang]\n    start: 2019-06\n    every: 6", "dates: {laixi: 2020-05}"
    )
    assert turns(load(tmp_path, text)) == [("laixi", month_of(2020, 5))]


def test_all_zones_may_take_part_at_once_but_some(tmp_path):
    text = ROLLOUT.replace("[jimo-etz, laixi, laiyang]", "all\n    but: [rest-of-region]").replace(
        "every: 6", "every: 0"
    )
    scenario = load(tmp_path, text)
    zones = [zone.id for zone in scenario.world.zones if zone.id != "rest-of-region"]
    assert turns(scenario) == [(zone, 29) for zone in zones]


def test_a_roll_out_is_the_same_as_its_steps_written_out(tmp_path):
    rolled = load(tmp_path, ROLLOUT)
    said = "source: 'judgement: a test', levers: {parallel_approval: 1, whistle: 0.5}"
    steps = "".join(
        f"  - {{zone: {zone}, date: {date}, {said}}}\n"
        for zone, date in (("jimo-etz", "2019-06"), ("laixi", "2019-12"), ("laiyang", "2020-06"))
    )
    assert set(load(tmp_path, HEAD + "reform:\n" + steps).changes) == set(rolled.changes)


def test_what_a_roll_out_sets_anew_forgets_how_it_was_set_in_what_is_extended(tmp_path):
    scenario = load(tmp_path, ROLLOUT.replace("extends: no-reform", "extends: jimo"))
    assert [c.month for c in scenario.changes if (c.zone, c.lever) == ("jimo-etz", "whistle")] == [29]
    assert any(c.lever == "gate_coverage" for c in scenario.changes)


WRONG = {
    "unknown zone": ("laixi,", "laxi,", 'mine.yaml:5: rollout[0].zones[1]: found "laxi", which is no zone'),
    "zone twice": ("laixi,", "jimo-etz,", 'rollout[0].zones[1]: found "jimo-etz" a second time; a zone has one turn'),
    "unknown lever": ("whistle", "whistl", 'mine.yaml:9: rollout[0].levers.whistl: found "whistl", which is no lever'),
    "dose out of range": ("whistle: 0.5", "whistle: 5", "rollout[0].levers.whistle: found 5; allowed 0 to 1"),
    "last turn beyond the horizon": ("every: 6", "every: 30", "mine.yaml:7: rollout[0].every: found 30; the turn of"),
    "start beyond the horizon": ("2019-06", "2029-06", "mine.yaml:6: rollout[0].start: found 2029-06, outside the"),
    "no interval": ("    every: 6\n", "", "mine.yaml:5: rollout[0]: found no every; needed are zones, start and every"),
    "half a month": ("every: 6", "every: 0.5", "mine.yaml:7: rollout[0].every: found 0.5; a whole number is needed"),
    "dates beside zones": ("    every: 6\n", "    dates: {laixi: 2020-01}\n", "zones: found it beside dates"),
    "but beside a list": ("    every", "    but: [laixi]\n    every", "but: found it beside a list of zones"),
    "unknown key": ("every:", "evry: 1\n    every:", "mine.yaml:7: rollout[0].evry: found an unknown key; allowed"),
    "another word than all": ("[jimo-etz, laixi, laiyang]", "some", 'rollout[0].zones: found "some"; allowed all'),
    "no month": ("2019-06", "soon", 'mine.yaml:6: rollout[0].start: found "soon"; allowed a month such as 2019-06'),
    "set twice": (
        "rollout:",
        "reform:\n  - {zone: laixi, date: 2019-12, source: 'judgement: x', levers: {whistle: 1}}\nrollout:",
        "rollout[0]: found whistle of laixi in 2019-12, which is set there already; keep one",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_faulty_roll_out_is_refused_by_line_and_field(tmp_path, case):
    old, new, expected = WRONG[case]
    assert old in ROLLOUT
    fault = the_fault(tmp_path, ROLLOUT.replace(old, new, 1))
    assert expected in fault, fault
    assert re.match(r"mine\.yaml:\d+: ", fault)


def growth_by_year(scenario):
    """The city's investment at the end of each year over that of 2017, without error and shock."""
    values = prior_medians() | {"growth_error": 0.0, "shock_weight": 0.0}
    months = build_world(replace(scenario, changes=()), values, 1).months
    return {calendar_of(m)[0]: float(months.growth[BURN_IN_MONTHS + m]) for m in range(11, scenario.months, 12)}


def test_a_year_grows_as_the_file_says_and_the_others_as_the_path(tmp_path):
    named = HEAD + "horizon: {months: 96}\nmacro: {path: weak, growth: {2019: 1.2, 2023: 0.9}}\n"
    own = growth_by_year(load(tmp_path, named))
    path = growth_by_year(load(tmp_path, HEAD + "horizon: {months: 96}\nmacro: weak\n"))
    assert own[2019] / own[2018] == pytest.approx(1.2)
    assert own[2023] / own[2022] == pytest.approx(0.9)
    for year in (2018, 2020, 2021, 2022, 2024):
        assert own[year] / own[year - 1] == pytest.approx(path[year] / path[year - 1])
    assert own[2024] / own[2023] == pytest.approx(PROJECTION["weak"])


def test_the_recorded_path_ends_in_2022_unless_the_years_after_are_named(tmp_path):
    fault = the_fault(tmp_path, HEAD + "horizon: {months: 84}\n")
    assert fault == (
        "mine.yaml:4: horizon.months: found 84 months, to 2023-12; the recorded path ends in 2022-12: "
        "set macro to weak, boom or constant, or name its growth of 2023"
    )
    named = HEAD + "horizon: {months: 96}\nmacro: {growth: {2023: 1.01, 2024: 1}}\n"
    assert load(tmp_path, named).growth == {2023: 1.01, 2024: 1.0}
    assert "growth of 2024" in the_fault(tmp_path, named.replace(", 2024: 1", ""))
    for macro in ("weak", "boom", "constant"):
        assert load(tmp_path, HEAD + f"horizon: {{months: 84}}\nmacro: {macro}\n").months == 84


def test_a_setting_may_not_outlast_the_recorded_path_either():
    with pytest.raises(ScenarioError, match=r"^--set months: found 84 months, to 2023-12; the recorded path ends"):
        override(load_scenario("jimo"), ["months=84"])
    assert override(load_scenario("jimo"), ["months=84", "macro=boom"]).months == 84


@example(months=RECORDED_MONTHS, named=set())
@example(months=RECORDED_MONTHS + 1, named=set())
@given(months=st.integers(1, 600), named=st.sets(st.integers(2018, 2070)))
def test_exactly_the_years_after_the_record_must_be_named(months, named):
    needed = {calendar_of(month)[0] for month in range(RECORDED_MONTHS, months)}
    said = beyond_the_record("recorded", dict.fromkeys(named, 1.0), months)
    assert (said is None) == (needed <= named)
    assert all(beyond_the_record(macro, {}, months) is None for macro in ("weak", "boom", "constant"))


MACRO_FAULTS = {
    "unknown path": ("{path: strong, growth: {2020: 1}}", 'macro.path: found "strong"; allowed recorded, constant'),
    "no growth": ("{path: weak}", "macro.growth: found nothing; this key is needed"),
    "a year beyond": ("{path: weak, growth: {2031: 1}}", 'macro.growth.2031: found "2031"; allowed years 2018 to 2022'),
    "no year": ("{path: weak, growth: {soon: 1}}", 'macro.growth.soon: found "soon"; allowed years 2018 to 2022'),
    "percent": ("{path: weak, growth: {2020: 5}}", "macro.growth.2020: found 5; allowed less than or equal to 2"),
    "constant": ("{path: constant, growth: {2020: 1.1}}", "macro.growth: found it beside path: constant"),
    "a list": ("[weak]", "macro: found"),
}


@pytest.mark.parametrize("case", MACRO_FAULTS)
def test_a_faulty_path_is_refused(tmp_path, case):
    macro, expected = MACRO_FAULTS[case]
    fault = the_fault(tmp_path, HEAD + f"macro: {macro}\n")
    assert fault.startswith("mine.yaml:4: "), fault
    assert expected in fault


def test_a_scenario_may_say_that_it_is_drawn_from_the_prior(tmp_path):
    assert load(tmp_path, HEAD + "prior: true\n") == load(tmp_path, HEAD)
    assert "mine.yaml:4: prior: found false; allowed True" in the_fault(tmp_path, HEAD + "prior: false\n")


def test_a_posterior_is_refused_whether_or_not_there_is_a_file(tmp_path):
    fault = the_fault(tmp_path, HEAD + "posterior: jimo\n")
    assert fault == (
        'mine.yaml:4: posterior: found "jimo"; there is no such posterior; the one that ships is reference; '
        "leave it out, or write prior: true, to draw from the priors"
    )
    (tmp_path / "draws.nc").write_bytes(b"")
    assert "not readable as a posterior" in the_fault(tmp_path, HEAD + "posterior: draws.nc\n")
    assert "found it beside prior" in the_fault(tmp_path, HEAD + "posterior: jimo\nprior: true\n")


def test_what_extends_a_posterior_may_go_back_to_the_prior(tmp_path):
    (tmp_path / "base.yaml").write_text(HEAD.replace("mine", "base") + "posterior: jimo\n")
    assert load(tmp_path, "name: mine\ntitle: Mine\nextends: ./base.yaml\nprior: true\n").name == "mine"
    assert "base.yaml:4: posterior: found" in the_fault(tmp_path, "name: mine\ntitle: Mine\nextends: ./base.yaml\n")


def test_a_scenario_without_growth_of_its_own_has_the_same_months_as_before(tmp_path):
    plain, named = load_scenario("no-reform"), load(tmp_path, HEAD + "macro: {path: recorded, growth: {2019: 1.153}}\n")
    worlds = [build_world(scenario, prior_medians(), 1).months for scenario in (plain, named)]
    np.testing.assert_array_equal(worlds[0], worlds[1])  # 2019 is named at what is recorded
