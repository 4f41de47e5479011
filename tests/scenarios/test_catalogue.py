"""Claims about the catalogue of levers: every lever has a full entry, money has a pot, a lever has a law."""

import inspect
import re
from importlib import import_module

import pytest

from agents.levers import LEVER_NAMES
from agents.zones.attraction import CHANNELS
from analysis.levers import unit_costs
from interface.words import WORDS
from scenarios.catalogue import CATALOGUE, NEUTRAL_BAND, ScenarioError, banned_levers, load_catalogue
from scenarios.load import LIBRARY, check_file, load_scenario, schema
from scenarios.override import override
from scenarios.values import LEVER_RANGES
from sim import month
from sim.parameters import PARAMETERS

HELD = load_catalogue()
EACH = pytest.mark.parametrize("entry", HELD.entries.values(), ids=HELD.entries)
TEXT = CATALOGUE.read_text(encoding="utf-8")
HEAD = "name: mine\ntitle: Mine\nextends: no-reform\nreform:\n"
STEP = "  - {zone: jimo-etz, date: 2019-06, source: 'judgement: a test', levers: {LEVER}}\n"


def faults_of(folder, old, new):
    """The faults of the catalogue with one text in it changed."""
    assert old in TEXT
    path = folder / "levers.yaml"
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_catalogue(path)
    return caught.value.faults


def scenario_with(folder, lever):
    path = folder / "mine.yaml"
    path.write_text(HEAD + STEP.replace("{LEVER}", "{" + lever + "}"), encoding="utf-8")
    return path


def test_every_lever_has_an_entry_in_the_order_of_the_table():
    assert tuple(HELD.entries) == LEVER_NAMES


@EACH
def test_every_band_lies_in_the_range_of_its_lever_and_says_where_it_comes_from(entry):
    for band in entry.bands.values():
        assert LEVER_RANGES[entry.lever.name].holds(band.value), band
        assert band.source


@EACH
def test_the_band_called_none_leaves_the_lever_alone_and_another_one_moves_it(entry):
    assert entry.bands[NEUTRAL_BAND].value == entry.lever.neutral
    moving = [band for band in entry.bands.values() if band.value != entry.lever.neutral]
    assert moving or entry.lever.name == "enclave_partner"


@EACH
def test_a_strong_band_lies_further_from_none_than_a_modest_one(entry):
    if {"modest", "strong"} <= set(entry.bands):
        modest, strong = (abs(entry.bands[n].value - entry.lever.neutral) for n in ("modest", "strong"))
        assert 0 < modest < strong


def test_a_band_as_reported_is_what_a_shipped_scenario_sets():
    used = {}
    for path in LIBRARY.glob("*.yaml"):
        if not load_scenario(path).world.synthetic:
            for change in load_scenario(path).changes:
                used.setdefault(change.lever, set()).add(round(change.value, 9))
    reported = {n: e.bands["as_reported"].value for n, e in HELD.entries.items() if "as_reported" in e.bands}
    assert len(reported) > 30
    for name, value in reported.items():
        assert round(value, 9) in used[name], name
    unnamed = set(used) - set(reported) - {"enclave_partner"}
    assert not unnamed, "a published reform sets these: give them a band as_reported"


@EACH
def test_every_lever_costs_something_with_a_pot_or_says_in_both_languages_why_not(entry):
    assert bool(entry.costs) != bool(entry.no_cost)
    assert bool(entry.no_cost) == bool(entry.no_cost_zh)
    for cost in (*entry.costs, *entry.saves):
        assert cost.pot in HELD.pots


@EACH
def test_every_banned_or_restricted_lever_names_a_document_and_its_date(entry):
    for ruling in entry.law:
        if ruling.status != "to_be_checked":
            assert ruling.document is not None
            assert ruling.since[:4].isdigit()
            assert ruling.about
            assert ruling.about_zh


def _computed():
    costs = {id(c): c for e in HELD.entries.values() for c in (*e.costs, *e.saves)}
    return [cost for cost in costs.values() if cost.rule]


@pytest.mark.parametrize("cost", _computed(), ids=lambda cost: f"{cost.field}: {cost.about}")
def test_a_cost_that_the_model_computes_names_the_rule_that_computes_it_from_these_parameters(cost):
    module, _, name = cost.rule.rpartition(".")
    rule = getattr(import_module(module), name)
    text = inspect.getsource(getattr(rule, "py_func", rule))
    field = cost.field.partition(".")[2]
    # the platform's compensation is returned by its rule and booked by the month
    booked = text + (inspect.getsource(month) if name == "recycle_idle_land" else "")
    assert re.search(rf"\.{field} \+?= ", booked), "the rule does not set the flow"
    for parameter in cost.parameters:
        assert parameter in PARAMETERS
        assert re.search(rf"\.{parameter}\b", text), parameter


def test_what_a_channel_costs_is_the_number_of_its_declaration():
    channels = {n: unit_costs(n, c) for n, e in HELD.entries.items() for c in e.costs if c is HELD.costs["channel"]}
    assert {name: numbers[0].median for name, numbers in channels.items()} == {c.lever: c.cost for c in CHANNELS}
    (wage,) = unit_costs("posts_hired", HELD.costs["payroll"])
    assert (wage.name, wage.median, wage.unit) == ("wage", PARAMETERS["wage"].prior.median, PARAMETERS["wage"].unit)


def test_the_catalogue_repeats_no_number_that_a_parameter_holds():
    costs = TEXT[TEXT.index("\ncosts:") : TEXT.index("\ndocuments:")]
    lines = [line for line in costs.splitlines() if any(c.isdigit() for c in line) and not line.startswith("#")]
    assert [line for line in lines if "2024" not in line] == []


def test_everything_that_the_catalogue_defines_is_used():
    entries = HELD.entries.values()
    assert {p for e in entries for c in (*e.costs, *e.saves) for p in [c.pot]} == set(HELD.pots)
    assert {limit for e in entries for limit in e.limits} == set(HELD.limits)
    assert {e.group for e in entries} == set(HELD.groups)
    assert {band for e in entries for band in e.bands} == set(HELD.bands)
    cited = {r.document for e in entries for r in e.law if r.document}
    assert cited == set(HELD.documents.values())


def test_texts_in_two_languages_are_in_two_languages():
    def chinese(text):
        return any("一" <= c <= "鿿" for c in text)

    texts = [(e.about, e.about_zh) for e in HELD.entries.values()]
    texts += [(r.about, r.about_zh) for e in HELD.entries.values() for r in e.law]
    texts += [(c.about, c.about_zh) for e in HELD.entries.values() for c in e.costs]
    texts += [(p.about, p.about_zh) for p in (*HELD.pots.values(), *HELD.limits.values(), *HELD.packages.values())]
    for english, other in texts:
        assert not chinese(english), english
        assert chinese(other), other


# --- the law in time


def test_a_promise_to_buy_back_is_banned_from_the_day_of_its_notice():
    buyback = HELD.entries["fund_buyback"]
    assert buyback.standing("2017-04-25").status == "restricted"
    assert buyback.standing("2017-04-26").status == "banned"
    assert banned_levers("2017-03") == ()
    assert banned_levers("2017-04") == ("fund_buyback",)


def test_rules_on_subsidies_and_local_reinvestment_have_tightened_in_2024_and_2025():
    subsidy, ratio = HELD.entries["subsidy"], HELD.entries["reinvestment_ratio"]
    assert subsidy.standing("2024-07-31").document.number == "国发〔2016〕34号"
    assert subsidy.standing("2024-08-01").document.number == "国务院令第783号"
    assert ratio.standing("2024-12").status == "to_be_checked"
    assert ratio.standing("2025-01").status == "restricted"


def test_before_the_first_document_nobody_has_checked():
    assert HELD.entries["parallel_approval"].standing("2018-06").status == "to_be_checked"
    assert HELD.entries["parallel_approval"].standing("2019-03-20").status == "available"


# --- faults of the file


FAULTS = {
    "an unknown lever": ("  subsidy:\n    group", "  subsidi:\n    group", "levers.subsidi: found", "subsidy"),
    "a lever without entry": ("  subsidy:\n    group", "  subsidi:\n    group", "found no entry for subsidy", ""),
    "an unknown key": ("    saves: [payroll]", "    savs: [payroll]", "posts_transferred.savs: found an", "saves"),
    "a band out of range": ('strong: 0.1\n    source: "judgement: two', 'strong: 0.9\n    source: "judgement: two',
                            "levers.subsidy.bands.strong: found 0.9; allowed 0 to 0.3", ""),
    "an unknown band": ("      roads_only: -0.5", "      road_only: -0.5", "bands.road_only: found", "roads_only"),
    "none that is not neutral": ("      none: 0.7", "      none: 0.6", "found 0.6; allowed 0.7", ""),
    "an unknown pot": ("pot: special_bond", "pot: special_bonds", 'pot: found "special_bonds"', "special_bond"),
    "an unknown parameter": ("parameters: [gate_cost]", "parameters: [gate_costs]", 'found "gate_costs"', "gate_cost"),
    "an unknown flow": ("field: zone.subsidy_paid", "field: zone.subsidy_pay", "field: found", "zone.subsidy_paid"),
    "a flow without its rule": ("    rule: sim.pipeline.build\n", "", "found no rule; a cost", ""),
    "an unknown cost": ("costs: [gate_review]", "costs: [gate_reviews]", "costs[0]: found", "gate_review"),
    "neither cost nor reason": ("    costs: [gate_review]\n", "", "found neither or both of costs and no_cost", ""),
    "a ban without document": ("      - status: banned\n        document: borrowing-2017\n", "      - status: banned\n",
                               "found banned without a document", ""),
    "an unknown document": ("document: funds-2025", "document: fund-2025", "document: found", "funds-2025"),
    "documents out of order": ("    issued: 2024-06-06\n    in_force: 2024-08-01", "    issued: 2014-06-06",
                               "found 2014-06-06; allowed later than 2016-06-01", ""),
    "a day that is none": ("issued: 2017-04-26", "issued: 2017-14-26", "documents.borrowing-2017.issued", ""),
    "an unknown limit": ("limits: [performance_pay]", "limits: [performance]", "limits[0]: found", "performance_pay"),
    "a package with an unknown band": ("posts_lost: strong}", "posts_lost: stronger}", "posts_lost: found", "strong"),
    "a held-out figure": ("{figure: laixi.town_threshold}", "{figure: laixi.recycled_share}", "a held-out figure", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_of_the_catalogue_names_file_line_field_and_the_nearest_name(tmp_path, case):
    old, new, part, near = FAULTS[case]
    faults = faults_of(tmp_path, old, new)
    (fault,) = [fault for fault in faults if part in fault]
    assert fault.startswith("levers.yaml:")
    assert "\n" not in fault
    assert fault.endswith(f"nearest name {near}") or not near


def test_two_faults_are_told_at_once(tmp_path):
    path = tmp_path / "levers.yaml"
    text = TEXT.replace("none: 0.7", "none: 0.6").replace("pot: special_bond", "pot: special_bonds", 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_catalogue(path)
    assert len(caught.value.faults) == 2


# --- bands in scenarios


def test_a_scenario_may_name_a_band_in_place_of_a_number(tmp_path):
    (change,) = load_scenario(scenario_with(tmp_path, "gate_coverage: strong")).changes
    assert change.value == HELD.entries["gate_coverage"].bands["strong"].value == 1.0
    assert change.source.startswith("band strong; judgement: ")


def test_a_band_made_from_figures_is_computed_from_the_ledger(tmp_path):
    (change,) = load_scenario(scenario_with(tmp_path, "gate_rejection: as_reported")).changes
    assert change.value == pytest.approx(60 / 130)
    assert "jimo.district.gate_reject_share" in change.source


def test_an_unknown_band_is_refused_with_the_nearest_and_the_numbers(tmp_path):
    (fault,) = check_file(scenario_with(tmp_path, "gate_coverage: stong"))
    assert 'levers.gate_coverage: found "stong"; a number is needed, allowed 0 to 1, or a band: none (0)' in fault
    assert fault.endswith("nearest name strong")


def test_a_band_of_another_lever_is_refused(tmp_path):
    (fault,) = check_file(scenario_with(tmp_path, "gate_coverage: roads_only"))
    assert "roads_only" in fault


def test_no_partner_is_a_band_and_a_strong_partner_is_no_zone(tmp_path):
    (change,) = load_scenario(scenario_with(tmp_path, "enclave_partner: none")).changes
    assert change.value == -1.0
    (fault,) = check_file(scenario_with(tmp_path, "enclave_partner: strong"))
    assert "which is no zone" in fault


def test_a_setting_of_the_command_line_may_name_a_band():
    changed = override(load_scenario("jimo"), ["levers.jimo-etz.subsidy=modest"])
    (change,) = [c for c in changed.changes if c.lever == "subsidy"]
    assert change.value == 0.02
    with pytest.raises(ScenarioError, match="nearest name modest"):
        override(load_scenario("jimo"), ["levers.jimo-etz.subsidy=modst"])


def test_the_schema_lists_the_bands_of_each_lever():
    levers = schema()["$defs"]["Step"]["properties"]["levers"]["properties"]
    for name, entry in HELD.entries.items():
        choices = [choice["enum"] for choice in levers[name]["anyOf"] if "enum" in choice]
        assert choices == ([] if name == "enclave_partner" else [list(entry.bands)])


# --- what is not modelled


def test_what_is_not_modelled_is_what_every_run_says():
    for language, key in enumerate(("title", "title_zh")):
        for thing in HELD.not_modelled:
            assert getattr(thing, key) in WORDS["not_modelled"][language]
