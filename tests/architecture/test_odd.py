"""The ODD and the declarations say the same."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from agents.levers import LEVERS
from agents.randomness import Purpose
from agents.records import titles
from agents.zones.endowment import ZoneEndowment
from sim.parameters import DERIVED, PARAMETERS, quantities_of

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "odd.md").read_text(encoding="utf-8")


def load_tables() -> ModuleType:
    specification = importlib.util.spec_from_file_location("odd_tables", ROOT / "docs" / "tables.py")
    module = importlib.util.module_from_spec(specification)
    sys.modules["odd_tables"] = module
    specification.loader.exec_module(module)
    return module


tables = load_tables()
QUANTITIES = PARAMETERS | quantities_of(ZoneEndowment)
RULES = tables.read_rules()
SOURCE = "\n".join(
    file.read_text(encoding="utf-8")
    for room in ("agents", "sim", "calibration")
    for file in (ROOT / room).rglob("*.py")
)


def block(kind: str, name: str) -> str:
    """What stands between the marker of that name and its end."""
    (found,) = [m for m in tables.BLOCK.finditer(TEXT) if (m[2], m[3].strip()) == (kind, name)]
    return found[4]


def first_cells(text: str) -> list[str]:
    return re.findall(r"^\| `([\w.]+)` \|", text, re.MULTILINE)


def section(heading: str) -> str:
    return TEXT.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def listed_rules() -> list[str]:
    blocks = [m for m in tables.BLOCK.finditer(TEXT) if m[2] == "rules"]
    return [name for m in blocks for name in tables.listed_rules(m[3])[1]]


def cited_assumptions() -> set[str]:
    files = [file for room in ("agents", "sim") for file in (ROOT / room).rglob("*.py")]
    return {number for file in files for number in tables.ASSUMPTION.findall(file.read_text(encoding="utf-8"))}


def listed_assumptions() -> list[str]:
    return re.findall(r"^\| (A-\d+) \|", section("Assumptions"), re.MULTILINE)


def test_the_generated_parts_are_what_the_declarations_say():
    command = [sys.executable, "docs/tables.py", "--check"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_stale_table_would_be_noticed():
    prior = tables.prior_text(PARAMETERS["social_time"].prior)
    stale = TEXT.replace(prior, "Beta(9, 9)")
    assert stale != TEXT
    assert tables.filled(stale) != stale
    assert tables.filled(stale) == tables.filled(TEXT)


def test_every_parameter_is_in_the_odd_and_the_other_way_round():
    assert first_cells(block("table", "parameters")) == [*PARAMETERS, *(field.name for field in DERIVED)]
    assert first_cells(block("table", "endowment")) == list(quantities_of(ZoneEndowment))


def test_every_lever_is_in_the_odd_and_the_other_way_round():
    assert first_cells(block("table", "levers")) == [lever.name for lever in LEVERS]


@pytest.mark.parametrize("record", tables.RECORDS)
def test_every_state_field_is_in_the_odd_and_the_other_way_round(record):
    assert first_cells(block("table", f"state {record}")) == list(tables.RECORDS[record].names)


def test_every_record_declared_in_the_model_has_a_table():
    declared = set()
    for room in ("agents", "sim"):
        for file in (ROOT / room).rglob("*.py"):
            declared |= set(re.findall(r"^([A-Z]+) = record_type\(", file.read_text(encoding="utf-8"), re.MULTILINE))
    assert declared - {"LEVER", "PARAMETER"} == set(tables.RECORDS)


def test_every_rule_is_in_the_odd_once_and_the_other_way_round():
    listed = listed_rules()
    assert len(listed) == len(set(listed))
    assert set(listed) <= set(RULES)
    assert {name for name, rule in RULES.items() if rule.compiled} <= set(listed)


def test_every_event_of_the_month_is_in_the_odd_in_order():
    shown = re.findall(r"^\| \d+ \| `([\w.]+)` \|", block("table", "events"), re.MULTILINE)
    assert shown == [event.name for event in tables.events(RULES)]
    assert len(shown) > 20
    assert set(shown) <= set(listed_rules())


def test_every_rule_shown_has_a_source():
    for marker in tables.BLOCK.finditer(TEXT):
        if marker[2] == "rules":
            source, names = tables.listed_rules(marker[3])
            for name in names:
                entry = tables.rule_entry(RULES[name], source)
                assert "Source:" in entry or "Assumption A-" in entry, name


def test_every_assumption_cited_is_listed_once_and_every_listed_one_is_cited():
    listed = listed_assumptions()
    assert len(listed) == len(set(listed))
    assert set(listed) == cited_assumptions()


def test_every_assumption_has_a_statement_a_reason_and_a_test():
    for line in section("Assumptions").splitlines():
        if line.startswith("| A-"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            assert len(cells) == 4, line
            assert all(len(cell) > 10 for cell in cells[1:]), line


@pytest.mark.parametrize("name", QUANTITIES)
def test_every_parameter_declares_symbol_unit_meaning_and_source(name):
    quantity = QUANTITIES[name]
    for told in (quantity.symbol, quantity.unit, quantity.meaning, quantity.source):
        assert told.strip(), f"{name}: {quantity}"


@pytest.mark.parametrize("lever", LEVERS, ids=lambda lever: lever.name)
def test_every_lever_declares_a_unit_and_what_it_touches(lever):
    assert lever.unit.strip()
    assert lever.title.strip()
    assert lever.title_zh.strip()
    assert all(field.strip() for field in lever.touches)
    assert lever.touches
    assert lever.low <= lever.neutral <= lever.high


@pytest.mark.parametrize("record", tables.RECORDS)
def test_every_field_title_ends_with_its_unit_in_brackets(record):
    for name, title in titles(tables.RECORDS[record]).items():
        _, unit = tables.split_title(title)
        assert unit.strip(), name


@pytest.mark.parametrize("title", ["debt", "debt [亿元] at the opening", "debt []", "[亿元]"])
def test_a_title_without_its_unit_at_the_end_is_refused(title):
    with pytest.raises(ValueError, match="unit in brackets"):
        tables.split_title(title)


def test_every_displayed_equation_is_closed_and_uses_no_command_of_ours():
    assert TEXT.count("```math\n") * 2 == len(re.findall(r"^```", TEXT, re.MULTILINE))
    assert ".. math::" not in TEXT
    assert ":math:" not in TEXT


@pytest.mark.parametrize("page", ["odd.md", "glossary.md", "evidence.md", "architecture.md", "levers.md"])
def test_every_link_of_the_pages_leads_somewhere(page):
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        assert (ROOT / "docs" / target).exists(), target


def test_the_glossary_gives_each_term_once():
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", text, re.MULTILINE)
    terms = [english for english, _, _ in rows if english not in ("English", "---")]
    assert len(terms) > 80
    assert len(terms) == len(set(terms))
    chinese = [zh for english, zh, _ in rows if english not in ("English", "---")]
    assert len(chinese) == len(set(chinese))


def test_every_purpose_of_a_draw_says_how_it_is_keyed():
    told = re.findall(r"^\| ([A-Z_]+) \|", section("7. Submodels"), re.MULTILINE)
    assert set(told) == set(Purpose._fields)
    used = {name for name in Purpose._fields if f"Purpose.{name}" in SOURCE}
    free = set(re.findall(r"^\| ([A-Z_]+) \| \| \| kept free", TEXT, re.MULTILINE))
    assert free == set(Purpose._fields) - used
