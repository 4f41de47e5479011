"""Claims about faulty scenario and world files: each fault is one line with file, line, field and what is allowed."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios.load import (
    ScenarioError,
    check_file,
    load_scenario,
    load_world,
)

GOOD = Path(__file__).with_name("good.yaml").read_text(encoding="utf-8")
WORLD = """\
name: mine
title: Mine
prospects_per_month: 20
zones:
  - id: one
    name: one
    name_zh: 一
    city: c
    district: d
    leading: [equipment]
    known: {staff_before: 80}
  - id: two
    name: two
    name_zh: 二
    city: c
    district: d
    leading: [materials]
    platform_of: one
"""


def faults_of(folder: Path, text: str | bytes, name: str = "mine.yaml") -> list[str]:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [fault.replace(f"{folder}/", "") for fault in check_file(path)]


def the_fault(folder: Path, text: str | bytes) -> str:
    faults = faults_of(folder, text)
    assert len(faults) == 1, faults
    assert "\n" not in faults[0]
    return faults[0]


BAD = {
    "unknown key": ("focus:", "focuss:", "mine.yaml:4: focuss: found an unknown key; allowed name, title", "focus"),
    "unknown key of a step": (
        "    date:",
        "    dat: x\n    date:",
        "mine.yaml:7: reform[0].dat: found an unknown key",
        "date",
    ),
    "unknown lever": (
        "gate_coverage",
        "gate_coverag",
        'mine.yaml:10: reform[0].levers.gate_coverag: found "gate_coverag"',
        "gate_coverage",
    ),
    "unknown zone": ("zone: jimo-etz", "zone: jimo-et", 'mine.yaml:6: reform[0].zone: found "jimo-et"', "jimo-etz"),
    "unknown focus": ("focus: jimo-etz", "focus: jimo", 'mine.yaml:4: focus: found "jimo"', "jimo-etz"),
    "unknown world": ("qingdao-zibo", "qingdao", 'mine.yaml:3: world: found "qingdao"', "qingdao-zibo"),
    "unknown figure as source": (
        "pilot_year",
        "pilot_yer",
        "mine.yaml:8: reform[0].source: found",
        "jimo.zone.pilot_year",
    ),
    "unknown figure": (
        "0.5",
        "{figure: jimo.zone.staff_cat}",
        "mine.yaml:10: reform[0].levers.gate_coverage.figure: found",
        "jimo.zone.staff_cut",
    ),
    "unknown figure in arithmetic": (
        "0.5",
        "{expression: 1 / jimo.zone.staff_cat}",
        "mine.yaml:10: reform[0].levers.gate_coverage.expression: found",
        "jimo.zone.staff_cut",
    ),
    "unknown key of a value": (
        "0.5",
        "{valu: 0.5, value: 1}",
        "mine.yaml:10: reform[0].levers.gate_coverage.valu: found an",
        "value",
    ),
    "unknown macro": ("focus:", "macro: strong\nfocus:", 'mine.yaml:4: macro: found "strong"', "recorded"),
    "unknown parameter": (
        "focus:",
        "parameters: {coverag: 2}\nfocus:",
        'mine.yaml:4: parameters.coverag: found "coverag"',
        "coverage",
    ),
    "unknown industry": (
        "focus:",
        "shocks: [{industry: electronic, date: 2021-01, months: 3}]\nfocus:",
        'mine.yaml:4: shocks[0].industry: found "electronic"',
        "electronics",
    ),
    "unknown base": ("focus:", "extends: no-refrm\nfocus:", 'mine.yaml:4: extends: found "no-refrm"', "no-reform"),
}


@pytest.mark.parametrize("case", BAD)
def test_an_unknown_name_is_refused_with_file_line_field_and_the_nearest_name(tmp_path, case):
    old, new, begins, near = BAD[case]
    fault = the_fault(tmp_path, GOOD.replace(old, new, 1))
    assert fault.startswith(begins), fault
    assert fault.endswith(f"; nearest name {near}"), fault


WRONG = {
    "wrong unit": ("0.5", "{value: 0.5, unit: posts}", 'gate_coverage.unit: found "posts"; allowed "1"'),
    "unit of a figure": (
        "0.5",
        "{figure: jimo.zone.area}",
        'found "jimo.zone.area" in "km2"; a figure in "1" is needed',
    ),
    "above the range": ("0.5", "1.5", "levers.gate_coverage: found 1.5; allowed 0 to 1"),
    "below the range": ("0.5", "-0.5", "levers.gate_coverage: found -0.5; allowed 0 to 1"),
    "figure out of range": ("0.5", "{figure: jimo.subfunds_over_guidance}", "figure: found 13.375; allowed 0 to 1"),
    "not finite": ("0.5", ".nan", "levers.gate_coverage: found nan; allowed 0 to 1"),
    "infinite": ("0.5", ".inf", "levers.gate_coverage: found inf; allowed 0 to 1"),
    "quoted number": (
        "0.5",
        "'0.5'",
        'found "0.5"; a number is needed, allowed 0 to 1; write it without quotes as 0.5',
    ),
    "truth for a number": ("0.5", "yes", "levers.gate_coverage: found true; a number is needed"),
    "held-out figure": ("0.5", "{figure: laixi.recycled_share}", 'found "laixi.recycled_share", a held-out figure'),
    "held-out source": (
        "jimo.zone.pilot_year",
        "laixi.land_recycled",
        'source: found "laixi.land_recycled", a held-out',
    ),
    "two forms of a value": (
        "0.5",
        "{value: 1, figure: jimo.zone.area}",
        "found value and figure of value, figure, expression",
    ),
    "no form of a value": ("0.5", "{unit: '1'}", "found none of value, figure, expression; exactly one is needed"),
    "division by nothing": ("0.5", "{expression: 1 / 0}", "found an expression that cannot be computed"),
    "no arithmetic": ("0.5", "{expression: 'open(1)'}", "found an expression that cannot be computed"),
    "endless arithmetic": ("0.5", f"{{expression: '{'-' * 5000}1'}}", "gate_coverage.expression: found"),
    "too deep arithmetic": ("0.5", f"{{expression: '{'(' * 290}1'}}", "found an expression that cannot be computed"),
    "source without judgement": ("jimo.zone.pilot_year", "a good guess", "a sentence beginning with 'judgement:'"),
    "month 13": ("2019-06", "2019-13", "reform[0].date: found 2019-13; allowed are months 01 to 12 of a year"),
    "day": ("2019-06", "2019-06-01", 'reform[0].date: found "2019-06-01"; allowed a month such as 2019-06'),
    "year alone": ("2019-06", "2019", "reform[0].date: found 2019; text is needed"),
    "before the horizon": (
        "2019-06",
        "2016-12",
        "date: found 2016-12, outside the horizon; allowed 2017-01 to 2022-12",
    ),
    "after the horizon": ("2019-06", "2023-01", "date: found 2023-01, outside the horizon; allowed 2017-01 to 2022-12"),
    "span turned round": (
        "2019-06",
        "{earliest: 2019-06, latest: 2019-05}",
        "date.latest: found 2019-05; allowed 2019-06 or",
    ),
    "list for a mapping": ("      gate_coverage: 0.5", "      - 0.5", "levers: found a list; a mapping is needed"),
    "mapping for a list": (
        "  - zone: jimo-etz",
        "    zone: jimo-etz",
        "mine.yaml:5: reform: found a mapping; a list is needed",
    ),
    "text for a mapping": ("focus:", "horizon: long\nfocus:", 'horizon: found "long"; a mapping is needed'),
    "missing key": ("zone: jimo-etz\n    date", "date", "reform[0].zone: found nothing; this key is needed"),
    "no title": ("title: Mine\n", "", "title: found nothing; this key is needed"),
    "no world": ("world: qingdao-zibo\nfocus: jimo-etz\n", "", "world: found nothing here or in what is extended"),
    "number for a text": ("title: Mine", "title: 5", "mine.yaml:2: title: found 5; text is needed"),
    "bad name": ("name: mine", "name: My Reform", 'name: found "My Reform"; allowed small letters'),
    "no months": (
        "focus:",
        "horizon: {months: 0}\nfocus:",
        "horizon.months: found 0; allowed greater than or equal to 1",
    ),
    "half a month": ("focus:", "horizon: {months: 1.5}\nfocus:", "horizon.months: found 1.5; a whole number is needed"),
    "parameter beyond its bound": (
        "focus:",
        "parameters: {social_time: 1.2}\nfocus:",
        "parameters.social_time: found 1.2; allowed 0 to 1",
    ),
    "negative parameter": (
        "focus:",
        "parameters: {coverage: -1}\nfocus:",
        "parameters.coverage: found -1; allowed above 0",
    ),
    "insane parameter": (
        "focus:",
        "parameters: {coverage: 1000000}\nfocus:",
        "parameters.coverage: found 1e+06; allowed above",
    ),
    "infinite parameter": (
        "focus:",
        "parameters: {coverage: .inf}\nfocus:",
        "parameters.coverage: found inf; allowed above 0",
    ),
    "key twice": (
        "focus: jimo-etz",
        "focus: jimo-etz\nname: yours",
        "mine.yaml:5: name: found a second time, first on line 1",
    ),
    "lever twice": (
        "gate_coverage: 0.5",
        "gate_coverage: 0.5\n      gate_coverage: 0.6",
        "found a second time, first on line",
    ),
    "list as key": ("focus: jimo-etz", "focus: jimo-etz\n? [a, b]\n: c", "found a list or mapping as a key"),
    "merge key": ("focus: jimo-etz", "focus: jimo-etz\n<<: {macro: weak}", "mine.yaml:5: <<: found an unknown key"),
    "tag": ("title: Mine", "title: !!python/object:os.system x", "title: found the tag"),
    "tag on a mapping": ("0.5", "!!set {a, b}", "found the tag"),
    "alias": ("title: Mine", "title: &a Mine", 'mine.yaml:2: found "&a"; anchors and aliases are not allowed'),
    "tab": ("title: Mine", "\ttitle: Mine", "mine.yaml:2: not readable as YAML"),
    "control character": ("title: Mine", "title: \x07", "mine.yaml:2: not readable as YAML: found a control character"),
    "two documents": ("focus:", "---\nfocus:", "not readable as YAML: but found another document"),
    "huge number": ("0.5", "1" + "0" * 400, "; allowed are numbers up to 1e+15"),
    "very long number": ("0.5", "1" * 5000, "which is no int"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_refused_in_one_line_that_says_what_is_allowed(tmp_path, case):
    old, new, expected = WRONG[case]
    text = GOOD.replace(old, new, 1)
    fault = the_fault(tmp_path, text)
    assert re.match(r"mine\.yaml:\d+: ", fault), fault
    assert expected in fault


WHOLE = {
    "empty": ("", "mine.yaml:1: found an empty file; needed are name, title"),
    "only a comment": ("# nothing\n", "mine.yaml:1: found an empty file"),
    "a list": ("- a\n- b\n", "mine.yaml:1: found a list; a mapping is needed"),
    "a word": ("hello\n", 'mine.yaml:1: found "hello"; a mapping is needed'),
    "not UTF-8": ("name: 即墨\n".encode("gb18030"), "mine.yaml:1: found the byte 0xbc, no UTF-8; save it as UTF-8"),
    "too large": ("#" * 1_000_001, "mine.yaml:1: found 1000001 bytes; allowed are at most 1000000"),
    "too deep": ("a: " + "[" * 5000 + "]" * 5000, "mine.yaml:1: found more than 20 levels of nesting"),
    "bomb": (
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        'mine.yaml:1: found "&a"; anchors and aliases are not allowed',
    ),
    "alias of itself": ("a: &a [*a]\n", "anchors and aliases are not allowed"),
    "not closed": ("name: [a, b\n", "not readable as YAML"),
}


@pytest.mark.parametrize("case", WHOLE)
def test_a_file_that_is_no_scenario_is_refused_in_one_line(tmp_path, case):
    text, expected = WHOLE[case]
    assert expected in the_fault(tmp_path, text)


def test_a_missing_file_is_refused(tmp_path):
    assert check_file(tmp_path / "none.yaml") == [f"{tmp_path}/none.yaml: no such file; a readable YAML file is needed"]
    with pytest.raises(ScenarioError, match="no such file"):
        load_scenario(str(tmp_path / "none.yaml"))
    assert len(check_file(tmp_path)) == 1  # a folder
    assert len(check_file("a\0.yaml")) == 1


def test_an_unknown_scenario_or_world_is_refused_with_the_nearest_name():
    with pytest.raises(ScenarioError, match=r'found "jimmo", which is no scenario.*; nearest name jimo$'):
        load_scenario("jimmo")
    with pytest.raises(ScenarioError, match=r"; nearest name typical-county$"):
        load_world("typical-count")


def test_all_faults_of_a_file_are_reported_together_in_the_order_of_lines(tmp_path):
    text = GOOD.replace("focus: jimo-etz", "focus: nowhere").replace("date: 2019-06", "date: 2019-13\n    dat: 3")
    faults = faults_of(tmp_path, text.replace("0.5", "5\n      subsidi: 1\n      whistle: yes"))
    fields = [re.match(r"mine\.yaml:\d+: ([^:]+): ", fault)[1] for fault in faults]
    assert fields == [
        "focus",
        "reform[0].date",
        "reform[0].dat",
        "reform[0].levers.gate_coverage",
        "reform[0].levers.subsidi",
        "reform[0].levers.whistle",
    ]


def test_a_faulty_step_hides_no_fault_of_the_next(tmp_path):
    text = GOOD.replace("  - zone: jimo-etz\n", "  - nothing\n  - zone: jimo-etz\n").replace("0.5", "7")
    faults = faults_of(tmp_path, text)
    assert [fault.split(": ")[1] for fault in faults] == ["reform[0]", "reform[1].levers.gate_coverage"]


def test_extending_in_a_circle_is_refused(tmp_path):
    (tmp_path / "a.yaml").write_text("name: a\ntitle: A\nextends: ./b.yaml\n")
    (tmp_path / "b.yaml").write_text("name: b\ntitle: B\nextends: ./a.yaml\n")
    (tmp_path / "c.yaml").write_text("name: c\ntitle: C\nextends: ./c.yaml\n")
    (fault,) = check_file(tmp_path / "a.yaml")
    assert fault.endswith('b.yaml:3: extends: found "./a.yaml", which leads back to itself: a -> b -> a')
    assert len(check_file(tmp_path / "c.yaml")) == 1


def test_extending_a_file_that_is_missing_or_faulty_is_refused(tmp_path):
    assert 'mine.yaml:2: extends: found "./none.yaml"; there is no such file' in faults_of(
        tmp_path, "name: mine\nextends: ./none.yaml\ntitle: Mine\n"
    )
    (tmp_path / "base.yaml").write_text(GOOD.replace("0.5", "5"))
    (fault,) = faults_of(tmp_path, "name: mine\ntitle: Mine\nextends: ./base.yaml\n")
    assert fault.startswith("base.yaml:10: reform[0].levers.gate_coverage: found 5")


WRONG_WORLD = {
    "negative stock": (
        "staff_before: 80",
        "staff_before: -80",
        "zones[0].known.staff_before: found -80; allowed above 0",
    ),
    "unknown endowment": (
        "staff_before",
        "staf_before",
        "known.staf_before: found an unknown key; allowed staff_before",
    ),
    "unknown industry": ("[equipment]", "[equipmint]", 'zones[0].leading[0]: found "equipmint", which is no industry'),
    "id twice": ("id: two", "id: one", 'zones[1].id: found "one" a second time; an id names one zone'),
    "platform of nobody": (
        "platform_of: one",
        "platform_of: onn",
        'zones[1].platform_of: found "onn", which is no zone',
    ),
    "platform of itself": (
        "platform_of: one",
        "platform_of: two",
        'found "two", which has no platform company of its own',
    ),
    "no prospects": ("20", "0", "prospects_per_month: found 0; allowed greater than 0"),
    "wrong unit": ("80", "{value: 80, unit: staff}", 'known.staff_before.unit: found "staff"; allowed "posts"'),
    "negative weight": (
        "leading: [materials]",
        "leading: [materials]\n    weight: -1",
        "zones[1].weight: found -1; allowed",
    ),
    "bad id": ("id: two", "id: Zone 2", 'zones[1].id: found "Zone 2"; allowed small letters'),
    "unknown key": ("city: c", "city: c\n    citi: d", "zones[0].citi: found an unknown key; allowed id, name"),
}


@pytest.mark.parametrize("case", WRONG_WORLD)
def test_a_faulty_world_is_refused_in_one_line(tmp_path, case):
    assert faults_of(tmp_path, WORLD) == []
    old, new, expected = WRONG_WORLD[case]
    assert expected in the_fault(tmp_path, WORLD.replace(old, new, 1))


def test_a_platform_serves_two_zones_and_no_third(tmp_path):
    third = "  - {id: three, name: t, name_zh: 三, city: c, district: d, leading: [], platform_of: one}\n"
    assert "shared by two already; a platform serves two zones" in the_fault(tmp_path, WORLD + third)


def test_a_scenario_may_use_a_world_file_beside_it(tmp_path):
    (tmp_path / "world.yaml").write_text(WORLD)
    (tmp_path / "mine.yaml").write_text("name: mine\ntitle: Mine\nworld: ./world.yaml\nfocus: two\n")
    assert [zone.id for zone in load_scenario(tmp_path / "mine.yaml").world.zones] == ["one", "two"]
    (tmp_path / "world.yaml").write_text(WORLD.replace("[equipment]", "[x]"))
    (fault,) = check_file(tmp_path / "mine.yaml")
    assert "world.yaml:10: zones[0].leading[0]" in fault


pieces = st.sampled_from(
    [
        "name: a\n",
        "title: b\n",
        "world: qingdao-zibo\n",
        "reform:\n",
        "  - zone: laixi\n",
        "    date: 2019-0",
        "1\n",
        "- ",
        "    levers: {",
        "whistle: 1",
        "}",
        "[",
        "]",
        "&a ",
        "*a",
        "!!int ",
        "? ",
        ": ",
        "'",
        '"',
        "\n",
        " ",
        "\t",
        "{",
        "#",
        "extends: jimo\n",
        "parameters: {coverage: ",
        "zones:\n",
        "\\0",
        "..",
        "/",
        "1e400",
        ".inf",
        "~",
        "0x",
        "0b_",
        "1:99",
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.lists(pieces, max_size=25).map("".join), st.text(max_size=60)))
def test_no_text_raises_anything_but_a_scenario_error(tmp_path, text):
    for fault in faults_of(tmp_path, text.encode("utf-8", "replace")):
        assert fault.startswith("mine.yaml")
        assert "\n" not in fault


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    key=st.sampled_from(
        ["title:", "world:", "focus:", "date:", "source:", "zone:", "levers:", "gate_coverage:", "reform:"]
    ),
    value=st.one_of(
        st.text(max_size=20),
        st.floats(),
        st.integers(),
        st.none(),
        st.lists(st.integers(), max_size=2),
        st.dictionaries(
            st.sampled_from(["value", "unit", "figure", "expression", "earliest", "latest"]),
            st.one_of(st.text(max_size=12), st.floats()),
            max_size=3,
        ),
    ),
)
def test_no_value_of_any_key_raises_anything_but_a_scenario_error(tmp_path, key, value):
    written = yaml.safe_dump(value, default_flow_style=True, width=10_000, allow_unicode=True).removesuffix("\n...\n")
    lines = [re.sub(rf"({key}).*", lambda m: f"{m[1]} {written.strip()}", line) for line in GOOD.splitlines()]
    for fault in faults_of(tmp_path, "\n".join(lines)):
        assert "\n" not in fault
