"""What users type, what they get, and how wrong input is refused."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from agents.levers import LEVER_NAMES
from interface.catalogue import tell_levers
from scenarios.catalogue import load_catalogue

PROGRAM = Path(sys.executable).with_name("zonereform")
HEAD = "name: mine\ntitle: Mine\nextends: no-reform\n"
STEP = "reform:\n  - zone: jimo-etz\n    date: {date}\n    source: 'judgement: a test'\n    levers: {{{lever}}}\n"


def zonereform(*arguments, cwd=None):
    command = [str(PROGRAM), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd)


def refused(done, *parts):
    """Status 2, one line on stderr that holds every part, nothing on stdout."""
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stdout == ""
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    for part in parts:
        assert part in lines[0], lines[0]


@pytest.fixture(scope="module")
def jimo():
    return [zonereform("run", "jimo", "--draws", 6, "--json", "--workers", workers) for workers in (1, 2)]


def test_run_prints_one_json_document_and_nothing_else(jimo):
    document = json.loads(jimo[0].stdout)
    assert document["scenario"] == "jimo"
    assert document["parameters"] == "posterior"
    assert document["draws"] == 6
    assert document["accounts_max_error"] <= 1e-9
    shown = {figure["id"]: figure for figure in document["figures"]}
    assert {"jimo.zone.fai_2020", "jimo.zone.fai_ratio_2020", "jimo.zone.introduced_projects_2021"} <= set(shown)
    for figure in shown.values():
        assert figure["low"] <= figure["median"] <= figure["high"]
    assert shown["jimo.zone.staff_after"]["median"] == 32
    assert {"signed_binding", "spending", "debt"} <= set(document["true"])


def test_the_digest_is_that_of_the_numbers_on_one_thread_and_on_two(jimo):
    one, two = (json.loads(done.stdout)["digest"] for done in jimo)
    assert one == two


HEAVY = ("mesa", "pandas", "pyarrow", "matplotlib", "altair", "duckdb", "distributed", "scipy.stats", "scipy.optimize",
         "rich.table")  # fmt: skip
LOADED_BY_RUN = f"""
import sys
from interface.cli import main
sys.argv = ["zonereform", "run", "no-reform", "--draws", "1", "--json"]
try:
    main()
finally:
    print("loaded:", *sorted(set({HEAVY}) & set(sys.modules)), file=sys.stderr)
"""


def test_numbers_alone_load_nothing_that_draws_tabulates_or_shows():
    done = subprocess.run([sys.executable, "-c", LOADED_BY_RUN], capture_output=True, text=True, check=False)
    assert json.loads(done.stdout)["draws"] == 1
    assert done.stderr.splitlines()[-1] == "loaded:"


def test_run_shows_no_held_out_figure(jimo):
    assert not {f["role"] for f in json.loads(jimo[0].stdout)["figures"]} - {"calibrate", "input"}


@pytest.mark.parametrize(("language", "words"), [("en", "as it would be published"), ("zh", "模拟的公开口径")])
def test_the_table_speaks_both_languages_and_says_what_it_rests_on(language, words):
    told = {}
    for asked in ((), ("--prior",)):
        done = zonereform("run", "no-reform", "--draws", 2, "--lang", language, *asked)
        assert done.returncode == 0, done.stderr
        assert words in done.stdout
        told[asked] = done.stdout
    assert ("fitted to these figures" if language == "en" else "公开数据校准") in told[()]
    assert ("from the prior" if language == "en" else "先验抽样") in told[("--prior",)]


def test_numbers_are_written_whole_into_a_new_folder_and_never_over_an_old_one(tmp_path):
    done = zonereform("run", "jimo", "--draws", 2, "--out", tmp_path / "mine", "--json")
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (tmp_path / "mine").iterdir()} == {"summary.json", "published.csv", "modelled.csv"}
    assert json.loads((tmp_path / "mine" / "summary.json").read_text(encoding="utf-8"))["draws"] == 2
    refused(zonereform("run", "jimo", "--draws", 2, "--out", tmp_path / "mine", "--json"), "mine", "exists")


CASES = {
    "an unknown key": (HEAD + "macroo: weak\n", ["4:", "macroo", "macro"]),
    "a wrong unit": (HEAD + STEP.format(date="2019-06", lever="standard_intensity: {value: 300, unit: mu}"),
                     ["8:", "mu", "万元/mu"]),
    "a date outside the horizon": (HEAD + STEP.format(date="2031-06", lever="whistle: 1"),
                                   ["6:", "2031-06", "2022-12"]),
    "a negative stock": (HEAD + STEP.format(date="2019-06", lever="fund_size: -5"), ["8:", "-5", "fund_size"]),
    "a duplicate key": (HEAD + "title: Other\n", ["4:", "title"]),
    "an empty file": ("", ["empty"]),
    "a bomb": ("a: &a [x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a]\nc: [*b, *b, *b, *b]\n", ["1:"]),
    "a misspelt lever": (HEAD + STEP.format(date="2019-06", lever="gate_covrage: 1"), ["8:", "gate_coverage"]),
    "a misspelt zone": (HEAD + STEP.format(date="2019-06", lever="whistle: 1").replace("jimo-etz", "jimo-etx"),
                        ["5:", "jimo-etz"]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_wrong_input_ends_with_one_line_status_two_and_nothing_written(case, tmp_path):
    text, parts = CASES[case]
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    refused(zonereform("run", "mine.yaml", "--out", "numbers", cwd=tmp_path), "mine.yaml:", *parts)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.yaml"]


def test_a_file_that_is_not_utf8_is_refused_by_line(tmp_path):
    (tmp_path / "mine.yaml").write_bytes(HEAD.encode() + "title_zh: 即墨\n".encode("gbk"))
    refused(zonereform("run", "mine.yaml", cwd=tmp_path), "mine.yaml", "UTF-8")


def test_a_faulty_design_is_refused_and_a_good_one_called_good(tmp_path):
    good = Path(__file__).parents[2] / "scenarios" / "designs" / "staff-fund-land.yaml"
    assert "good" in zonereform("scenario", "check", good, "--lang", "en").stdout
    text = good.read_text(encoding="utf-8").replace("posts_lost: 16", "posts_lots: 16")
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    refused(zonereform("scenario", "check", "mine.yaml", cwd=tmp_path), "mine.yaml:", "posts_lots", "posts_lost")


def test_a_missing_file_and_a_misspelt_scenario_are_refused(tmp_path):
    refused(zonereform("run", "absent.yaml", cwd=tmp_path), "absent.yaml")
    refused(zonereform("run", "jimoo"), "jimoo", "jimo")


def test_a_misspelt_setting_names_the_nearest():
    refused(zonereform("run", "jimo", "--set", "levers.jimo-etz.gate_covrage=1"), "gate_coverage")


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["run", "--drws", "3"], ["--drws", "--draws"]),
        (["run", "--draws", "many"], ["--draws", "integer"]),
        (["run", "--draws", "0"], ["--draws", "equal to 1"]),
        (["rnu"], ["rnu", "run"]),
        (["run", "--lang", "fr"], ["--lang", "fr", "en, zh"]),
    ],
)
def test_a_misspelt_command_or_option_is_refused_in_one_line(arguments, parts):
    refused(zonereform(*arguments), *parts)


def test_help_gives_an_example_for_every_command():
    for command in (["run"], ["doctor"], ["scenario", "list"], ["scenario", "show"], ["scenario", "check"],
                    ["scenario", "schema"], ["scenario", "levers"], ["evidence", "list"], ["evidence", "show"],
                    ["evidence", "check"], ["evidence", "conflicts"], ["evidence", "zones"]):  # fmt: skip
        done = zonereform(*command, "--help")
        assert done.returncode == 0
        assert "Example: zonereform" in done.stdout


def test_doctor_finds_the_installation_in_order():
    done = zonereform("doctor", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    document = json.loads(done.stdout)
    assert document["ok"]
    assert {"compiled engine", "short run", "evidence ledger"} <= {check["name"] for check in document["checks"]}


def test_scenarios_and_figures_are_listed_shown_and_checked():
    listed = json.loads(zonereform("scenario", "list", "--json").stdout)["scenarios"]
    assert {"jimo", "no-reform", "typical-county"} <= {entry["name"] for entry in listed}
    shown = json.loads(zonereform("scenario", "show", "jimo", "--json").stdout)
    assert shown["focus"] == "jimo-etz"
    assert json.loads(zonereform("scenario", "schema").stdout)["title"]
    for kind in ("world", "design"):
        assert json.loads(zonereform("scenario", "schema", kind).stdout)["properties"]["name"]
    refused(zonereform("scenario", "schema", "desing"), "desing", "scenario, world, design")
    figures = json.loads(zonereform("evidence", "list", "--zone", "jimo-etz", "--json").stdout)["figures"]
    assert "jimo.zone.fai_2020" in {figure["id"] for figure in figures}
    assert json.loads(zonereform("evidence", "check", "--json").stdout)["ok"]
    assert zonereform("evidence", "show", "jimo.zone.fai_202").returncode == 2


@pytest.mark.parametrize(
    ("option", "found", "nearest"),
    [("--zone", "jimo-ezt", "jimo-etz"), ("--indicator", "projects_sgned", "projects_signed"),
     ("--role", "calibrated", "calibrate"), ("--source", "dazhong", "dazhong_2021")],
)  # fmt: skip
def test_a_misspelt_filter_of_figures_names_the_nearest(option, found, nearest):
    refused(zonereform("evidence", "list", option, found), option, found, nearest)


def test_figures_are_filtered_and_shown_with_what_they_are_compared_through():
    listed = json.loads(
        zonereform("evidence", "list", "--source", "qingdao_daily_2021", "--role", "held_out", "--json").stdout
    )["figures"]
    assert {figure["role"] for figure in listed} == {"held_out"}
    shown = json.loads(zonereform("evidence", "show", "laixi.projects_signed", "--json").stdout)
    assert shown["compared_through"] == "published_signed_100m, 2021-01..2021-09 of laixi"
    assert "对照的模型输出" in zonereform("evidence", "show", "laixi.projects_signed", "--lang", "zh").stdout


def test_what_is_known_of_each_place_is_told_in_both_languages():
    zones = json.loads(zonereform("evidence", "zones", "--json").stdout)["zones"]
    assert {"jimo-etz", "laixi"} <= {zone["id"] for zone in zones}
    assert "即墨经济开发区" in zonereform("evidence", "zones", "--lang", "zh").stdout
    assert {"plausibility", "held", "calibrate"} <= {*zonereform("evidence", "zones", "--lang", "en").stdout.split()}


def test_a_run_tells_how_probable_each_published_interval_is(jimo):
    for figure in json.loads(jimo[0].stdout)["figures"]:
        assert figure["log_probability"] is None or figure["log_probability"] <= 0.0


def test_the_catalogue_lists_every_lever_with_its_pot_and_its_standing_at_a_date():
    document = json.loads(zonereform("scenario", "levers", "--date", "2021-06", "--json").stdout)
    levers = {lever["name"]: lever for lever in document["levers"]}
    assert tuple(levers) == LEVER_NAMES
    assert levers["fund_buyback"]["status"] == "banned"
    assert levers["reinvestment_ratio"]["status"] == "to_be_checked"
    assert levers["gate_coverage"]["costs"][0]["pot"] == "general_budget"
    assert levers["gate_coverage"]["costs"][0]["numbers"][0]["name"] == "gate_cost"
    assert [thing["title"] for thing in document["not_modelled"]][:2] == ["jobs", "GDP"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Paid in over four years", "general public budget", "restricted", "[management_fee]", "Not modelled"]),
        ("zh", ["约四年缴付", "一般公共预算", "受限", "[management_fee]", "国办发〔2025〕1号", "模型未考虑"]),
    ],
)
def test_one_lever_is_told_in_full_in_both_languages(language, words):
    done = zonereform("scenario", "levers", "fund_size", "--lang", language)
    assert done.returncode == 0, done.stderr
    for word in words:
        assert word in done.stdout


def test_a_lever_at_an_earlier_date_stands_as_it_then_did():
    before = json.loads(zonereform("scenario", "levers", "subsidy", "--date", "2016-05", "--json").stdout)
    after = json.loads(zonereform("scenario", "levers", "subsidy", "--date", "2024-08", "--json").stdout)
    assert (before["status"], after["status"]) == ("to_be_checked", "restricted")


def test_a_package_is_shown_with_what_a_scenario_would_write():
    shown = zonereform("scenario", "levers", "gate", "--lang", "en").stdout
    assert "gate_rejection: as_reported" in shown
    assert "diligence and review" in shown


def test_a_misspelt_lever_and_a_wrong_date_are_refused():
    refused(zonereform("scenario", "levers", "gate_covrage"), "gate_covrage", "nearest name gate_coverage")
    refused(zonereform("scenario", "levers", "--date", "2021"), "--date", "2021", "2024-08")


def test_a_scenario_shows_the_number_of_a_band(tmp_path):
    (tmp_path / "mine.yaml").write_text(HEAD + STEP.format(date="2019-06", lever="gate_coverage: strong"))
    shown = json.loads(zonereform("scenario", "show", "mine.yaml", "--json", cwd=tmp_path).stdout)
    assert shown["changes"][0]["value"] == 1.0


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", [None, "platform_expansion", "posts_lost", "land-recycling"])
def test_the_catalogue_fits_the_terminal_and_breaks_no_status(width, language, name):
    with io.StringIO() as written:
        tell_levers(name, None, language, Console(width=width, file=written, highlight=False))
        lines = written.getvalue().splitlines()
    assert max(map(cell_len, lines)) <= width
    if name is None:
        word = "restricted" if language == "en" else "受限"
        restricted = load_catalogue().with_status("restricted", load_catalogue().latest())
        assert sum(word in line for line in lines) == len(restricted) + 1  # and its meaning
