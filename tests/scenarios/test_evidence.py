"""Claims about the ledger of published figures: what it holds, what it refuses, and what its check catches."""

import hashlib
import math
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from calibration.roles import roles_hash, without_held_out
from scenarios.evidence import FOLDER, EvidenceError, load_ledger, read_ledger
from scenarios.evidence_check import check_ledger
from scenarios.evidence_texts import read_texts, share_used
from scenarios.wording import Interval

TEXTS = Path(__file__).parents[3] / "shared" / "seeds"
needs_texts = pytest.mark.skipif(not TEXTS.is_dir(), reason="the five texts are not part of the checkout")

ROLES_FIXED_BEFORE_ANY_FIT = "61f24fdfcb203c9f7be1bb6842f58a842a5d2f74b47c88f82d5d6d7723b80a69"

PAPER = "2021年1-11月,今年新引进项目148个,总投资600余亿元,一体推进。\n人员减少80%。\n"
VOCABULARY = """\
zones:
  a-zone: {en: a zone, zh: 某区, scopes: [zone]}
indicators:
  projects_introduced: {en: projects newly introduced, zh: 新引进项目}
  contract_investment: {en: contract investment, zh: 总投资}
units:
  projects: {en: projects, zh: 个}
  CNY 1e8: {en: 100 million yuan, zh: 亿元}
"""
FIGURES = """\
source:
  id: paper
  file: paper.txt
  title: a page
  publisher: a paper
  date: '2021-12-01'
  form: original
  script: simplified
  sha256: {sha256}
  sections:
    - {{lines: [1, 2], topic: zones_and_reform}}
figures:
  - id: a.projects
    about: projects
    quote: 今年新引进项目148个
    line: 1
    zone: a-zone
    scope: zone
    indicator: projects_introduced
    period: {{start: '2021-01', end: '2021-11', sure: stated, words: 2021年1-11月}}
    value: 148
    unit: projects
    wording: {{word: exact}}
    interval: '[148, 148]'
    role: calibrate
    reason: a target
  - id: a.investment
    about: investment
    quote: 总投资600余亿元
    line: 1
    zone: a-zone
    scope: zone
    indicator: contract_investment
    period: {{start: '2021-01', end: '2021-11', sure: inferred}}
    value: 600
    unit: CNY 1e8
    wording: {{word: 余, digits: -2}}
    interval: '[600, 700)'
    role: held_out
    reason: withheld
"""
DERIVED = """\
derived:
  - id: a.mean
    about: mean investment
    expression: a.investment / a.projects
    zone: a-zone
    scope: zone
    indicator: contract_investment
    period: {start: '2021-01', end: '2021-11', sure: inferred}
    value: 4.05405405
    unit: CNY 1e8
    interval: '[4.0540540541, 4.7297297297)'
    role: held_out
    reason: withheld with its parts
"""
UNUSED = """\
unused_numerals:
  codes: {name: part of a name}
  words: [一体]
  unused:
    paper:
      - {line: 2, text: 80%, code: name}
"""


@pytest.fixture
def folder(tmp_path):
    """A ledger of two figures on a text of two lines."""
    texts, ledger = tmp_path / "texts", tmp_path / "ledger"
    texts.mkdir()
    ledger.mkdir()
    (texts / "paper.txt").write_bytes(PAPER.encode())
    sha256 = hashlib.sha256(PAPER.encode()).hexdigest()
    contents = {"vocabulary": VOCABULARY, "paper": FIGURES.format(sha256=sha256), "derived": DERIVED}
    for name, content in {**contents, "unused_numerals": UNUSED}.items():
        (ledger / f"{name}.yaml").write_text(content, encoding="utf-8")
    return ledger


def change(folder, file, old, new):
    """Replace the first occurrence of a piece of a file, which must be there."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(folder, name):
    """Run the check of the small ledger on its text and give the detail of one check that failed."""
    checks = {check.name: check for check in check_ledger(folder.parent / "texts", read_ledger(folder))}
    assert not checks[name].ok
    return checks[name].detail


def refusal(folder):
    """Give the faults for which a ledger is not read at all."""
    with pytest.raises(EvidenceError) as caught:
        read_ledger(folder)
    return str(caught.value)


# The ledger that ships


def test_the_ledger_agrees_with_itself():
    assert [check for check in check_ledger() if not check.ok] == []


@needs_texts
def test_the_ledger_agrees_with_the_texts():
    assert [check for check in check_ledger(TEXTS) if not check.ok] == []


@needs_texts
def test_four_fifths_of_the_numerals_on_zones_and_reform_are_used():
    ledger = load_ledger()
    share, _, total = share_used(ledger, read_texts(ledger, TEXTS)[0])
    assert share >= 0.8
    assert total > 900


def test_without_the_texts_quotes_are_reported_as_unverified():
    checks = {check.name: check for check in check_ledger()}
    assert not checks["quotes"].verified
    assert "unverified" in checks["quotes"].detail
    assert checks["intervals"].verified


def test_several_hundred_figures_come_from_five_texts():
    ledger = load_ledger()
    quoted = [figure for figure in ledger if figure.quote is not None]
    assert len(quoted) > 500
    assert len({figure.source for figure in quoted}) == 5


def test_roles_are_those_fixed_before_any_fit():
    # Whoever moves a figure, its interval, its period or a reading changes this hash and writes why in the changelog.
    assert roles_hash(load_ledger()) == ROLES_FIXED_BEFORE_ANY_FIT


def test_the_figures_to_calibrate_to_are_the_agreed_ones():
    values = sorted(figure.value for figure in load_ledger().targets("calibrate"))
    agreed = [331, 1.5, 148, 600, 131, 368.4, 219, 128, 138, 130, 70, 60, 80, 163, 1680, 30, 11, 32, 1036, 582, 114]
    assert values == sorted([*agreed, 458, 904])


def test_the_figures_held_out_are_the_agreed_ones():
    values = sorted(figure.value for figure in load_ledger().targets("held_out"))
    assert values == sorted([141, 50, 111, 92, 395, 21, 23, 28, 31, 5002.77, 59, 72, 134, 16, 10])


@pytest.mark.parametrize(
    "identifier",
    [
        "jimo.zone.investment_per_mu",
        "jimo.zone.investment_per_mu_ratio",
        "jimo.zone.key_projects_gathered",
        "shuanglai.key_investment",
        "jimo.district.marine_fai",
        "shinan.foreign_capital_growth",
        "shibei.marine_fai_growth",
        "jimo.zone.fdi_2020",
        "jimo.zone.trade_2020",
        "jimo.zone.rank_all",
    ],
)
def test_figures_that_cannot_bear_weight_are_for_plausibility_only(identifier):
    assert load_ledger()[identifier].role == "plausibility_only"


def test_deleting_held_out_figures_deletes_what_is_derived_from_them():
    left = without_held_out(load_ledger())
    assert left.where(role="held_out") == []
    assert "bluevalley.projects_signed_2019" not in left
    assert "jimo.zone.fai_before" in left


def test_scope_is_never_mixed():
    ledger = load_ledger()
    assert ledger["jimo.district.gate_diligence"].scope == "district"
    assert ledger["jimo.zone.introduced_projects_2021"].scope == "zone"
    assert {figure.scope for figure in ledger.where(zone="jimo-etz")} == {"zone"}
    assert "zone" not in {figure.scope for figure in ledger.where(zone="jimo-district")}


def test_wordings_become_the_intervals_they_support():
    ledger = load_ledger()
    assert str(ledger.interval("jimo.zone.introduced_investment_2021")) == "[600, 700)"
    assert str(ledger.interval("jimo.zone.platform_tasks")) == "(90, 100]"
    assert str(ledger.interval("jimo.zone.fai_2020")) == "[330.5, 331.5)"


def test_staff_before_the_reform_follows_from_staff_and_cut():
    # 32 / (1 - 0.8) = 160; with 79.5 % to 80.5 % it is 32 / 0.205 = 156.1 to 32 / 0.195 = 164.1
    ledger = load_ledger()
    assert ledger.value("jimo.zone.staff_before") == pytest.approx(160)
    assert ledger.interval("jimo.zone.staff_before").low == pytest.approx(156.0976, abs=1e-4)
    assert ledger.interval("jimo.zone.staff_before").high == pytest.approx(164.1026, abs=1e-4)


def test_no_whole_number_of_projects_grows_by_141_per_cent_to_131():
    base = load_ledger().interval("bluevalley.projects_signed_2019")
    assert not any(base.contains(number) for number in range(40, 70))


def test_a_figure_printed_in_two_texts_is_compared_once():
    ledger = load_ledger()
    twin = ledger["jimo.zone.introduced_projects_2021_case"]
    assert not twin.primary
    assert twin not in ledger.targets("calibrate")
    assert ledger[twin.links[0]] in ledger.targets("calibrate")


def test_an_unknown_id_names_the_nearest():
    with pytest.raises(KeyError, match=r"jimo\.zone\.fai_2020"):
        load_ledger().value("jimo.zone.fai_2002")


def test_figures_are_found_by_zone_indicator_role_and_source():
    found = load_ledger().where(
        zone="laixi", indicator="projects_signed", role="calibrate", source="qingdao_daily_2021"
    )
    assert [figure.id for figure in found] == ["laixi.projects_signed"]


def test_json_has_the_agreed_keys_and_no_infinity():
    keys = {"id", "source", "quote", "zone", "indicator", "period", "value", "unit", "low", "high", "role"}
    for figure in load_ledger():
        plain = figure.as_json()
        assert keys <= plain.keys()
        assert plain["high"] != float("inf")


def test_every_zone_of_the_texts_has_a_name_in_both_languages():
    zones = load_ledger().vocabulary["zones"]
    assert all(zone["en"] and zone["zh"] for zone in zones.values())
    assert {"jimo-etz", "jimo-rest", "laixi-laiyang", "zibo-etz"} <= zones.keys()


def test_reading_the_ledger_loads_neither_pandas_nor_mesa():
    code = "import scenarios.evidence_check, sys; sys.exit(bool({'pandas', 'mesa', 'numba'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=FOLDER.parents[1]).returncode == 0


def test_no_file_of_the_ledger_exceeds_one_megabyte():
    assert all(path.stat().st_size < 1_000_000 for path in FOLDER.iterdir())


# What the check catches


def test_the_small_ledger_passes(folder):
    assert all(check.ok for check in check_ledger(folder.parent / "texts", read_ledger(folder)))


def test_a_changed_character_in_a_quote_is_caught_with_file_and_line(folder):
    change(folder, "paper.yaml", "今年新引进项目148个", "今年新引入项目148个")
    detail = faults(folder, "quotes")
    assert "paper.yaml:13: a.projects" in detail
    assert "line 1 of paper.txt" in detail
    assert "今年新引进项目148个" in detail


def test_a_changed_character_in_a_text_is_caught(folder):
    change(folder.parent / "texts", "paper.txt", "新引进", "新引入")
    assert "sha256" in faults(folder, "sources")
    assert "paper.yaml:13" in faults(folder, "quotes")


def test_a_number_changed_alone_is_caught_by_its_interval(folder):
    change(folder, "paper.yaml", "value: 600", "value: 500")
    assert "paper.yaml:27: a.investment" in faults(folder, "intervals")


def test_a_number_changed_together_with_its_interval_is_caught_by_its_quote(folder):
    change(folder, "paper.yaml", "value: 148", "value: 149")
    change(folder, "paper.yaml", "[148, 148]", "[149, 149]")
    assert "149 is not in the quote" in faults(folder, "numbers")


def test_a_hedge_that_is_overlooked_is_caught(folder):
    change(folder, "paper.yaml", "word: 余, digits: -2", "word: rounded, digits: 0")
    change(folder, "paper.yaml", "[600, 700)", "[599.5, 600.5)")
    assert "the text has the hedge plus" in faults(folder, "numbers")


def test_a_widened_interval_is_caught(folder):
    change(folder, "paper.yaml", "[600, 700)", "[600, 800)")
    assert "supports [600, 700)" in faults(folder, "intervals")


def test_a_derived_number_that_does_not_follow_is_caught(folder):
    change(folder, "derived.yaml", "4.05405405", "4.15")
    assert "derived.yaml:2: a.mean" in faults(folder, "derived")


def test_a_derived_figure_freer_than_its_parts_is_caught(folder):
    change(folder, "derived.yaml", "role: held_out", "role: calibrate")
    assert "the strictest of its parts is held_out" in faults(folder, "derived")


def test_an_id_that_stands_twice_in_an_expression_is_caught(folder):
    change(folder, "derived.yaml", "a.investment / a.projects", "a.investment / a.projects + a.projects - a.projects")
    assert "stands twice" in faults(folder, "derived")


def test_a_link_that_leads_nowhere_is_caught(folder):
    change(folder, "paper.yaml", "    reason: a target", "    reason: a target\n    links: [a.elsewhere]")
    assert "no figure has the id 'a.elsewhere'" in faults(folder, "links")


def test_a_link_between_different_roles_is_caught(folder):
    change(folder, "paper.yaml", "    reason: a target", "    reason: a target\n    links: [a.investment]")
    change(
        folder,
        "paper.yaml",
        "    reason: withheld",
        "    reason: withheld\n    links: [a.projects]\n    primary: false",
    )
    assert "has the role" in faults(folder, "links")


def test_a_period_that_ends_before_it_begins_is_caught(folder):
    change(folder, "paper.yaml", "start: '2021-01'", "start: '2022-01'")
    assert "ends before it begins" in faults(folder, "periods")


def test_a_numeral_without_use_or_reason_is_caught(folder):
    change(folder, "unused_numerals.yaml", "      - {line: 2, text: 80%, code: name}\n", "      []\n")
    assert "paper.txt:2: '80'" in faults(folder, "numerals")


def test_a_reason_for_a_numeral_that_is_not_there_is_caught(folder):
    change(
        folder,
        "unused_numerals.yaml",
        "      - {line: 2,",
        "      - {line: 1, text: 70%, code: name}\n      - {line: 2,",
    )
    assert "unused_numerals.yaml:6: '70%' is not on line 1" in faults(folder, "numerals")


def test_a_text_that_is_missing_is_caught(folder):
    (folder.parent / "texts" / "paper.txt").unlink()
    assert "paper.txt is not in the folder" in faults(folder, "sources")


# What is refused before anything is checked


def test_an_id_given_twice_is_refused_with_both_places(folder):
    change(folder, "paper.yaml", "id: a.investment", "id: a.projects")
    assert "paper.yaml:27: a.projects: the id is taken at paper.yaml:13" in refusal(folder)


def test_an_unknown_key_is_refused_with_the_nearest(folder):
    change(folder, "paper.yaml", "    about: investment", "    abuot: investment")
    assert "paper.yaml:28: a.investment: abuot: unknown key; the nearest known one is 'about'" in refusal(folder)


def test_a_key_given_twice_is_refused(folder):
    change(folder, "paper.yaml", "    value: 148", "    value: 148\n    value: 149")
    assert "paper.yaml:22: the key 'value' stands twice" in refusal(folder)


def test_an_unknown_zone_is_refused_with_the_nearest(folder):
    change(folder, "paper.yaml", "zone: a-zone", "zone: a-zon")
    assert "paper.yaml:17: a.projects: zone: found 'a-zon', not in vocabulary.yaml; the nearest is 'a-zone'" in refusal(
        folder
    )


def test_a_scope_that_the_zone_does_not_have_is_refused(folder):
    change(folder, "paper.yaml", "scope: zone", "scope: city")
    assert "scope: found 'city', allowed for a-zone are zone" in refusal(folder)


def test_an_interval_that_holds_nothing_is_refused(folder):
    change(folder, "paper.yaml", "[148, 148]", "[149, 148]")
    assert "paper.yaml:24" in refusal(folder)


def test_readings_whose_weights_do_not_add_up_are_refused(folder):
    readings = (
        "    readings:\n      - {name: one, weight: 0.5, meaning: a}\n      - {name: two, weight: 0.4, meaning: b}"
    )
    change(folder, "paper.yaml", "    reason: a target", f"    reason: a target\n{readings}")
    assert "the weights add up to 0.9" in refusal(folder)


def test_a_yaml_tag_that_runs_code_is_refused(folder):
    change(folder, "paper.yaml", "about: projects", "about: !!python/object/apply:os.getcwd []")
    assert "is needed" in refusal(folder) or "tag" in refusal(folder) or "found []" in refusal(folder)


def test_broken_yaml_is_refused_with_its_line(folder):
    change(folder, "paper.yaml", "    about: projects", "    about: 'projects")
    assert "paper.yaml:" in refusal(folder)


def test_a_copy_of_the_ledger_reads_the_same(tmp_path):
    copy = tmp_path / "evidence"
    shutil.copytree(FOLDER, copy)
    assert [figure.id for figure in load_ledger(copy)] == [figure.id for figure in load_ledger()]


# The second reading


def first_readings(ledger, texts, entry):
    """Give the figures whose quote covers a numeral of the second reading."""
    line = texts[entry["source"]][entry["line"] - 1]
    return [
        figure
        for figure in ledger.where(source=entry["source"])
        for number, quote in [(figure.line, figure.quote), *((again.line, again.quote) for again in figure.repeats)]
        if number == entry["line"] and entry["numeral"] in quote and quote in line
    ]


def agrees(figure, entry):
    """Tell whether a figure has the number and the interval of the second reading."""
    same = math.isclose(figure.value, entry["value"], rel_tol=1e-9)
    return same and figure.interval.close_to(Interval.parse(entry["interval"]))


@needs_texts
def test_a_second_reading_of_sixty_numerals_agrees_on_ninety_five_in_a_hundred():
    ledger = load_ledger()
    texts = read_texts(ledger, TEXTS)[0]
    entries = yaml.safe_load(Path(__file__).with_name("second_reading.yaml").read_text(encoding="utf-8"))
    apart = [
        f"{entry['source']}:{entry['line']}: {entry['numeral']}: {entry['subject']}"
        for entry in entries
        if not any("value" not in entry or agrees(figure, entry) for figure in first_readings(ledger, texts, entry))
    ]
    print("\n".join(apart))
    assert len(entries) == 60
    assert len(apart) <= 3
