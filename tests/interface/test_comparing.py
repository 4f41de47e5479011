"""What a user types to compare and to explain, what they get, and how wrong input is refused."""

import json
import math
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from rich.cells import cell_len

from analysis.bands import Band
from analysis.comparison_figures import LETTERS, wrapped
from interface.comparing_figures import fan_since, fan_verdict, flows_known, flows_sure, flows_verdict
from interface.comparing_tables import short
from interface.comparison_captions import money_told

PROGRAM = Path(sys.executable).with_name("zonereform")
PAIR = ("typical-county", "typical-county-reform")


def zonereform(*arguments):
    command = [str(PROGRAM), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("compared")
    done = zonereform("compare", *PAIR, "--draws", 3, "--json", "--out", folder / "out", "--figure", folder / "e.png")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), folder


def test_compare_prints_the_document_of_the_contract(compared):
    document, _ = compared
    assert {"digest", "base", "draws", "options", "seconds"} <= set(document)
    (option,) = document["options"]
    assert option["name"] == "typical-county-reform"
    assert set(option["projects"]) == {"anyway", "from_region", "new", "lost"}
    assert {e["horizon_months"] for e in option["effects"]} == {6, 12, 24, 36, 60}
    for effect in option["effects"]:
        assert {"output", "unit", "better", "median", "low", "high", "share_better", "simulation_error"} <= set(effect)
        assert effect["better"] in ("higher", "lower", None)
        assert (effect["better"] is None) == (effect["share_better"] is None) or effect["median"] is None
    assert document["parameters"] == "posterior"


def test_compare_writes_whole_tables_and_a_picture_that_knows_its_run(compared):
    document, folder = compared
    assert {p.name for p in (folder / "out").iterdir()} == {"summary.json", "effects.csv", "flows.csv", "projects.csv"}
    assert json.loads((folder / "out" / "summary.json").read_text(encoding="utf-8"))["digest"] == document["digest"]
    picture = (folder / "e.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert document["digest"].encode() in picture


@pytest.mark.parametrize(
    ("language", "words"), [("en", ("priors alone", "net-new share")), ("zh", ("仅依据先验", "净新增占比"))]
)
def test_the_table_says_what_it_rests_on_in_both_languages(language, words):
    done = zonereform("compare", *PAIR, "--draws", 2, "--lang", language)
    assert done.returncode == 0, done.stderr
    told = (" " if language == "en" else "").join(done.stdout.split())  # Chinese breaks anywhere
    for word in words:
        assert word in told
    assert max(cell_len(line) for line in done.stdout.splitlines()) <= 120


def test_an_option_that_is_the_base_is_said_to_change_nothing():
    done = zonereform("compare", "typical-county", "typical-county", "--draws", 2, "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert "typical-county changes nothing: every number of every draw is that of typical-county." in done.stdout


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (("compare", "no-refrom", "jimo"), ("no-refrom", "no-reform")),
        (("compare", "jimo"), ("jimo", "at least one")),
        (("compare", *PAIR, "--who", "al"), ("'al'", "all")),
        (("compare", *PAIR, "--output", "producin"), ("producin", "producing")),
        (("compare", *PAIR, "--chart", "fans"), ("fans", "fan")),
        (("compare", *PAIR, "--horizon", "13"), ("13", "6, 12, 24, 36, 60")),
        (("compare", *PAIR, "--date", "2019"), ("2019", "2019-01")),
        (("compare", *PAIR, "--zone", "cuonty"), ("cuonty", "county")),
        (("compare", *PAIR, "--figure", "effects.gif"), (".gif", ".png")),
        (("explain", "typical-county"), ("typical-county", "no lever")),
        (("explain", "jimo", "--by", "part"), ("part", "parts")),
        (("explain", "jimo", "--levers", "--headline"), ("give one",)),
    ],
)
def test_wrong_input_is_one_line_and_status_2(arguments, parts):
    done = zonereform(*arguments, "--lang", "en")
    assert (done.returncode, done.stdout, len(done.stderr.strip().splitlines())) == (2, "", 1), done.stderr
    for part in parts:
        assert part in done.stderr


def test_every_fault_of_a_comparison_is_told_at_once():
    done = zonereform("compare", "no-refrom", "jmio", "typical-county")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 2


def test_the_headline_adds_up_and_names_what_alone_is_identified(tmp_path):
    file = tmp_path / "headline.svg"
    done = zonereform("explain", "jimo", "--headline", "--draws", 6, "--json", "--figure", file, "--lang", "en")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    parts = {part["part"]: part["mean"] for part in document["headline"]}
    assert set(parts) == {"macro", "boundary", "reporting", "platform", "pipeline", "attraction", "speed"}
    assert abs(sum(parts.values()) - document["total"]["mean"]) < 1e-9
    identified = parts["macro"] + parts["boundary"] + parts["reporting"]
    assert abs(identified - document["identified"]["mean"]) < 1e-9
    drawn = file.read_text(encoding="utf-8")
    assert document["digest"] in drawn
    for total in (identified, document["total"]["mean"]):
        assert f"×{math.exp(total):.2f}" in drawn


def test_the_headline_of_another_zone_is_refused_in_one_line():
    done = zonereform("explain", "laixi", "--headline", "--draws", 2)
    assert (done.returncode, done.stdout) == (2, "")
    assert "laixi: found focus laixi" in done.stderr


def test_the_best_of_many_zones_is_no_worse_than_any_zone(tmp_path):
    file = tmp_path / "best.svg"
    done = zonereform("explain", "--selection", "--draws", 2, "--json", "--figure", file, "--lang", "zh")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["zones"] == 132
    assert document["best"]["median"] >= document["one"]["high"]
    assert set(document["placebos"]) == {"placebo_2018", "placebo_2020", "placebo_random"}
    assert f"{document['best']['share_as_published']:.0%}" in file.read_text(encoding="utf-8")


def test_explain_prints_parts_whose_means_add_up(tmp_path):
    file = tmp_path / "parts.svg"
    done = zonereform("explain", PAIR[1], "--by", "groups", "--draws", 2, "--json", "--figure", file, "--lang", "zh")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert {"digest", "scenario", "output", "total", "levers", "headline"} <= set(document)
    assert abs(sum(part["mean"] for part in document["levers"]) - document["total"]["mean"]) < 1e-9
    text = file.read_text(encoding="utf-8")
    assert document["digest"] in text
    assert "仅依据先验" in text.replace("</tspan>", "")


def words_drawn(file):
    """The words of a drawing, whatever lines they stand on."""
    return " ".join(re.sub(r"<[^>]+>", " ", file.read_text(encoding="utf-8")).split())


@pytest.mark.parametrize(
    ("chart", "said"),
    [
        ("fan", "projects a year"),
        ("flows", "against other zones alone on average"),
        ("debt", "safe level 65 %"),
        ("front", "new land taken, difference [mu]"),
    ],
)
def test_a_figure_of_a_comparison_says_how_sure_at_whose_expense_and_on_what_it_rests(tmp_path, chart, said):
    file = tmp_path / f"{chart}.svg"
    done = zonereform("compare", *PAIR, "--draws", 2, "--chart", chart, "--figure", file, "--lang", "en")
    assert done.returncode == 0, done.stderr
    words = words_drawn(file)
    heads = ["How sure:", "At whose expense:", "Assuming:"]
    if chart == "front":  # which draws all three things that options cost
        heads.remove("At whose expense:")
    places = [words.index(head) for head in heads]
    assert places == sorted(places)
    assert "effects of staff, pay and channels rest on priors alone" in words
    assert said in words
    shown = words.replace(f"zonereform compare {' '.join(PAIR)}", "")  # the identity of the run
    assert "typical-county" not in shown  # titles stand at the ends of lines, not names of files
    assert not re.search(r"(?<![\w-])-\d", words)  # a true minus everywhere


def test_titles_break_into_lines_that_fit():
    for text in (
        "a title that states the finding " * 9,
        "标题写明结论，并说明依据。" * 12,
        "mixed 中文 text 与 English " * 9,
    ):
        lines = wrapped(text)
        assert max(cell_len(line) for line in lines) <= LETTERS
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert not any(line.startswith(("，", "。")) for line in lines)


def test_numbers_of_a_table_stay_short_and_never_call_something_nothing():
    assert short(0.0) == "0"
    assert short(1e-7, sign=True) == "≈0"
    assert all(len(short(10.0**power * 1.2345, sign=True)) <= 7 for power in range(-3, 5))


def test_money_is_told_in_a_unit_in_which_it_is_no_fraction():
    assert money_told(Band(-0.919, -4.69, 0.222), "en") == ("−CNY 91.9 million", "−469 to +22.2")
    assert money_told(Band(-0.0919, -0.469, 0.222), "zh") == ("−919 万元", "−4,690 至 +2,220")
    assert money_told(Band(9.97, 3.54, 24.6), "zh") == ("+9.97 亿元", "+3.54 至 +24.6")


def test_a_fan_says_from_which_month_the_medians_stay_apart():
    rows = [
        {"month": month, "median": median, "base": 5.0} for month, median in ((1, 6.0), (2, 5.0), (3, 4.0), (4, 3.0))
    ]
    assert fan_since(rows, "en") == ", medians in this order from month 3 on"
    assert fan_since([{"month": 1, "median": 5.0, "base": 5.0}], "en") == ""


def test_a_fan_calls_only_sure_what_95_percent_of_enough_draws_agree_on():
    ends = np.array([1.0] * 19 + [-1.0])
    paths = np.stack([np.zeros((20, 3)), np.repeat(ends[:, None], 3, axis=1)], axis=1)
    assert fan_verdict(paths, "en") == "surely more"
    assert fan_verdict(paths[:, ::-1], "en") == "surely less"
    assert fan_verdict(paths[1:], "en") == "no sure difference"


def test_flows_tell_the_net_change_and_that_against_other_zones():
    """By hand: in both draws 2 gained of one other zone and 5 lost outside of it: 3 fewer in all, 2 more of zones."""
    gained, lost = np.array([[2.0, 0.0]] * 2), np.array([[0.0, 5.0]] * 2)
    told = flows_sure(gained, lost, 1, "en")
    assert "more gained than lost in 0 %, less in 100 % of them; against other zones alone on average 2 more" in told
    net = (gained - lost).sum(axis=1)
    assert flows_verdict(net, "en") == "loses 3 more projects than it gains (−3 to −3)"
    assert flows_known(net, "en") == "not sure"  # two draws are too few
    assert flows_known(np.repeat(net, 20), "en") == "sure"
