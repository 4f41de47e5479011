"""Claims about the scenarios and worlds that ship, and about how scenarios extend each other."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from agents.industries import INDUSTRY_NAMES
from agents.levers import LEVERS
from scenarios.arithmetic import ids_in
from scenarios.evidence import load_ledger
from scenarios.load import (
    LIBRARY,
    check_file,
    list_scenarios,
    list_worlds,
    load_scenario,
    load_world,
    schema,
)
from scenarios.values import CONVERSIONS, ENDOWMENTS, endowment_range, parameter_range
from scenarios.world_files import WORLDS
from sim.build import build_changes
from sim.parameters import PARAMETERS, draw_prior, prior_medians

SCENARIOS = sorted(path.stem for path in LIBRARY.glob("*.yaml"))
SHIPPED = [*sorted(LIBRARY.glob("*.yaml")), *sorted(WORLDS.glob("*.yaml"))]

GOOD = Path(__file__).with_name("good.yaml").read_text(encoding="utf-8")


def cited(content) -> set[str]:
    """Every figure id that a shipped file names, as value, in arithmetic or as source."""
    found = set()
    if isinstance(content, list):
        return set().union(*map(cited, content))
    if not isinstance(content, dict):
        return found
    for key, value in content.items():
        if key == "figure":
            found.add(value)
        elif key == "expression":
            found |= set(ids_in(value))
        elif key == "source":
            found |= {s for s in ([value] if isinstance(value, str) else value) if not s.startswith("judgement:")}
        else:
            found |= cited(value)
    return found


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_shipped_scenario_loads(name):
    scenario = load_scenario(name)
    assert scenario.name == name
    assert scenario.title_zh != scenario.title
    assert scenario.focus in {zone.id for zone in scenario.world.zones}
    assert all(0 <= change.month < scenario.months for change in scenario.changes)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_files_have_no_fault(path):
    assert check_file(path) == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_no_shipped_file_cites_a_held_out_figure_and_every_cited_figure_exists(path):
    ledger = load_ledger()
    for identifier in cited(yaml.safe_load(path.read_text(encoding="utf-8"))):
        assert identifier in ledger, identifier
        assert ledger[identifier].role != "held_out", identifier


def test_figures_that_set_values_are_inputs_except_the_share_rejected_at_the_gate():
    ledger = load_ledger()
    roles = {i: ledger[i].role for path in SHIPPED for i in cited(yaml.safe_load(path.read_text(encoding="utf-8")))}
    assert {i for i, role in roles.items() if role != "input"} == {"jimo.district.gate_reject_share"}
    assert "jimo.zone.staff_after" in roles


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_change_of_a_shipped_scenario_says_where_it_comes_from(name):
    for change in load_scenario(name).changes:
        assert change.source, (change.zone, change.lever)


def test_levers_named_twice_for_a_zone_are_not_set_twice_in_a_shipped_scenario():
    for name in SCENARIOS:
        changes = load_scenario(name).changes
        assert len({(change.zone, change.lever) for change in changes}) == len(changes), name


def test_the_list_names_every_scenario_and_world():
    assert sorted(listed.name for listed in list_scenarios()) == SCENARIOS
    assert list_worlds() == ["qingdao-zibo", "typical-county"]
    assert {"no-reform", "jimo", "typical-county", "typical-county-reform"} <= set(SCENARIOS)


def test_the_world_of_the_texts_has_twenty_zones_and_an_ordinary_row_for_the_rest():
    world = load_world("qingdao-zibo")
    assert len(world.zones) == 21
    assert world.zones[-1].id == "rest-of-region"
    assert {zone.weight for zone in world.zones} == {1.0}
    assert set(load_ledger().vocabulary["zones"]) >= {zone.id for zone in world.zones[:-1]}
    assert not world.synthetic
    assert load_world("typical-county").synthetic


def test_laixi_and_laiyang_share_a_platform():
    world = load_world("qingdao-zibo")
    assert [(zone.id, zone.platform_of) for zone in world.zones if zone.platform_of] == [("laiyang", "laixi")]


def test_published_facts_of_a_zone_carry_their_figure():
    jimo = load_world("qingdao-zibo").zones[0]
    assert jimo.known == {"staff_before": 160.0, "area": 60.0}
    assert jimo.sources == {"staff_before": "jimo.zone.staff_before", "area": "jimo.zone.area"}


def test_staff_of_jimo_after_the_reform_is_the_published_number():
    changes = {c.lever: c.value for c in load_scenario("jimo").changes if c.zone == "jimo-etz"}
    assert 160 - changes["posts_transferred"] - changes["posts_lost"] == pytest.approx(32)


def test_the_cut_of_the_high_tech_zone_is_the_published_share():
    zone = next(z for z in load_world("qingdao-zibo").zones if z.id == "qingdao-hightech")
    changes = {c.lever: c.value for c in load_scenario("hightech").changes}
    lost = changes["posts_transferred"] + changes["posts_lost"]
    assert lost / zone.known["staff_before"] == pytest.approx(0.56)


def test_the_reform_of_jimo_is_dated_in_2019_as_one():
    changes = [c for c in load_scenario("jimo").changes if c.date_group == "reform"]
    assert {(c.month, c.latest) for c in changes} == {(24, 35)}
    months = {int(row.month) for row in build_changes(load_scenario("jimo"), seed=5)[: len(changes)]}
    assert len(months) == 1


def test_a_scenario_without_reform_changes_nothing():
    assert load_scenario("no-reform").changes == ()
    assert load_scenario("jimo").world == load_scenario("no-reform").world


def test_a_zone_id_for_the_enclave_partner_becomes_its_row():
    scenario = load_scenario("laixi")
    partner = next(c for c in scenario.changes if c.lever == "enclave_partner")
    assert partner.value == scenario.world.row_of("laiyang")


def test_what_is_set_anew_replaces_what_is_extended_and_the_rest_stays(tmp_path):
    (tmp_path / "base.yaml").write_text(
        GOOD + "      whistle: 1\nparameters: {coverage: 2, social_time: 0.5}\nmacro: weak\n"
    )
    (tmp_path / "mine.yaml").write_text(
        "name: mine\ntitle: Mine\nextends: ./base.yaml\nhorizon: {months: 90}\nparameters: {coverage: 3}\nreform:\n"
        "  - {zone: jimo-etz, date: 2024-01, levers: {gate_coverage: 1}}\n"
    )
    scenario = load_scenario(tmp_path / "mine.yaml")
    assert [(c.lever, c.month, c.value) for c in scenario.changes] == [("whistle", 29, 1.0), ("gate_coverage", 84, 1.0)]
    assert scenario.parameters == {"coverage": 3.0, "social_time": 0.5}
    assert (scenario.macro, scenario.months, scenario.focus) == ("weak", 90, "jimo-etz")


def test_percentages_of_the_ledger_become_shares(tmp_path):
    (tmp_path / "mine.yaml").write_text(GOOD.replace("0.5", "{figure: laixi.town_threshold}"))
    assert load_scenario(tmp_path / "mine.yaml").changes[0].value == pytest.approx(0.5)


def test_units_that_are_converted_exist_on_both_sides():
    ledger_units = set(load_ledger().vocabulary["units"])
    own = {q.unit for q in [*PARAMETERS.values(), *ENDOWMENTS.values()]} | {lever.unit for lever in LEVERS}
    assert {unit for unit, _ in CONVERSIONS} <= ledger_units
    assert {unit for _, unit in CONVERSIONS} - {"m²"} <= own


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_parameter_drawn_from_its_prior_may_be_set(seed):
    for values in (prior_medians(), draw_prior(seed, 0)):
        for name, value in values.items():
            assert parameter_range(name).holds(value), (name, value, str(parameter_range(name)))


def test_a_patience_without_end_may_be_set_and_nothing_else_may_be_infinite():
    assert [name for name in PARAMETERS if parameter_range(name).holds(float("inf"))] == ["pay_patience"]
    assert not any(endowment_range(name).holds(float("inf")) for name in ENDOWMENTS)


def test_the_schema_names_every_lever_parameter_and_industry():
    form = schema()
    levers = form["$defs"]["Step"]["properties"]["levers"]
    assert set(levers["properties"]) == {lever.name for lever in LEVERS}
    assert levers["additionalProperties"] is False
    assert set(form["properties"]["parameters"]["properties"]) == set(PARAMETERS)
    assert form["$defs"]["Shock"]["properties"]["industry"]["enum"] == list(INDUSTRY_NAMES)
    assert form["additionalProperties"] is False
    assert json.loads(json.dumps(schema("world")))["$defs"]["WorldZone"]["additionalProperties"] is False


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_files_agree_with_the_schema_that_editors_use(path):
    jsonschema = pytest.importorskip("jsonschema")
    checker = jsonschema.Draft202012Validator(schema("world" if path.parent == WORLDS else "scenario"))
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert [error.message for error in checker.iter_errors(content)] == []
    assert list(checker.iter_errors({**content, "titel": "x"}))


def test_reading_scenarios_loads_neither_mesa_nor_pandas():
    program = (
        "import sys, scenarios.load, scenarios.override\n"
        "scenarios.load.load_scenario('jimo')\n"
        "assert not {'mesa', 'pandas'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=120)
