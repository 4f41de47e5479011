"""What a user types to rank options and to see their money, what they get, and how wrong input is refused."""

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from rich.cells import cell_len

from analysis.comparison_figures import Titles
from analysis.flips import Bound, Box, Flip
from analysis.money import cloud_of
from analysis.robust_figures import cloud_figure
from interface.money_figures import beaten_by, front_finding, whole_percents
from interface.money_tables import ratio_line
from interface.robust_tables import told_flip
from interface.words_of_money import WORDS_OF_MONEY
from interface.words_of_robustness import WORDS_OF_ROBUSTNESS

PROGRAM = Path(sys.executable).with_name("zonereform")
PAIR = ("typical-county", "typical-county-reform")


def zonereform(*arguments):
    command = [str(PROGRAM), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def ranked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ranked")
    done = zonereform(
        "robust", PAIR[1], "--draws", 4, "--search", "--budget", "general_budget=1", "--generations", 1, "--json",
        "--out", folder / "out", "--figure", folder / "regret.svg", "--lang", "en",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), folder


@pytest.fixture(scope="module")
def costed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("costed")
    done = zonereform("compare", *PAIR, "--draws", 3, "--money", "--json", "--out", folder / "out",
                      "--figure", folder / "cloud.svg", "--chart", "cloud", "--lang", "en")  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), folder


def test_robust_prints_the_document_of_its_page(ranked):
    document, _ = ranked
    page = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "robust.md").read_text(encoding="utf-8")
    assert all(f"`{key}`" in page for key in document), [key for key in document if f"`{key}`" not in page]
    assert [option["does_nothing"] for option in document["options"]] == [True, False]
    for option in document["options"]:
        assert all(regret["mean"] >= 0.0 for regret in option["regret"])
        assert set(option["thresholds_met"]) == set(document["thresholds"])
    assert {deep["name"] for deep in document["deep"]} >= {"social_time", "coverage", "macro"}
    for output in document["outputs"]:
        assert output["better"] in ("higher", "lower")


def test_robust_lists_doing_nothing_among_packages_and_proposes_nothing_banned(ranked):
    search = ranked[0]["search"]
    assert search["packages"][0]["does_nothing"]
    assert "fund_buyback" not in search["levers"]
    assert search["fresh_futures"] == 4
    assert not any(package["holds"] for package in search["packages"])  # four futures are too few for a verdict
    assert search["nothing_wins"]


def test_robust_writes_whole_tables_and_a_picture_that_knows_its_run(ranked):
    document, folder = ranked
    assert {path.name for path in (folder / "out").iterdir()} == {"summary.json", "regret.csv", "futures.csv"}
    futures = (folder / "out" / "futures.csv").read_text(encoding="utf-8").splitlines()
    assert len(futures) == 1 + 4 * 2
    picture = (folder / "regret.svg").read_text(encoding="utf-8")
    assert document["digest"] in picture
    assert "given up" in picture


def test_compare_tells_money_in_its_document(costed):
    document, folder = costed
    money = document["options"][0]["money"]
    places = {(w["place"], w["rate"]) for w in money["worth"]}
    assert places == {(place, rate) for place in ("zone", "county", "region") for rate in (0.0, 0.03, 0.05, 0.08)}
    assert sum(money["cloud"]["quarters"].values()) == pytest.approx(1.0)
    assert len(money["cloud"]["cost"]) == 3
    assert money["debt_path"]["safe_level"] == 0.65
    assert money["gate"]["land_saved"]["median"] is not None
    assert {pot["pot"] for pot in money["pots"]} == {"general_budget", "government_fund", "platform", "fund"}
    assert "leaving_posts" in money["unbooked"]
    assert {"money.csv", "cloud.csv"} <= {path.name for path in (folder / "out").iterdir()}
    assert "projects for" in (folder / "cloud.svg").read_text(encoding="utf-8")


def test_without_money_a_comparison_is_as_before():
    done = zonereform("compare", *PAIR, "--draws", 2, "--json")
    assert "money" not in json.loads(done.stdout)["options"][0]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("present value", "Costs by pot", "Safe level: 65%", "projects per 亿元", "good projects")),
        ("zh", ("净现值", "按资金来源", "安全线：资产负债率 65%", "每亿元对应的项目数", "错拒好项目")),
    ],
)
def test_money_is_told_in_both_languages(language, words):
    done = zonereform("compare", *PAIR, "--draws", 3, "--money", "--lang", language)
    assert done.returncode == 0, done.stderr
    for word in words:
        assert "".join(word.split()) in "".join(done.stdout.split()), word  # lines break anywhere
    assert max(cell_len(line) for line in done.stdout.splitlines()) <= 120


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("do nothing", "Thresholds met", "When ranks flip", "priors alone", "nobody knows", "(mu)")),
        ("zh", ("不改革", "满足各门槛", "名次何时互换", "仅依据先验", "未来情形不是预测", "(亩)")),
    ],
)
def test_a_ranking_is_told_in_both_languages(language, words):
    done = zonereform("robust", PAIR[1], "--draws", 3, "--lang", language)
    assert done.returncode == 0, done.stderr
    for word in words:
        assert "".join(word.split()) in "".join(done.stdout.split()), word  # lines break anywhere
    assert max(cell_len(line) for line in done.stdout.splitlines()) <= 120


def test_all_that_is_wrong_is_refused_at_once_and_nothing_is_written(tmp_path):
    done = zonereform("robust", "typical-cuonty", "--output", "dept", "--threshold", "producin>base", "--search",
                      "--budget", "platfrom=1", "--standing", "banned", "--out", tmp_path / "out")  # fmt: skip
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 5
    for nearest in ("typical-county", "debt", "producing", "platform", "available"):
        assert nearest in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (("robust", PAIR[1], "--budget", "platform=1"), ("--search",)),
        (("robust", PAIR[1], "--chart", "regrets"), ("regrets", "regret")),
        (("robust", PAIR[1], "--horizon", "7"), ("7", "60")),
        (("robust", PAIR[1], PAIR[1]), (PAIR[1], "more than once")),
        (("compare", *PAIR, "--chart", "clouds"), ("clouds", "cloud")),
    ],
)
def test_wrong_input_ends_with_status_two_and_what_is_allowed(arguments, parts):
    done = zonereform(*arguments)
    assert done.returncode == 2
    for part in parts:
        assert part in done.stderr


def test_a_flip_is_told_with_its_box_only_where_it_holds():
    box = Box(
        (Bound("coverage", 3.0, float("inf")), Bound("macro", float("-inf"), 1.0)), 0.8, 0.9, 0.7, 0.85, 0.3, 1e-4
    )
    flip = Flip("A", "B", "debt", 0.7, 0.3, "holds", box)
    told = told_flip(flip, "en")
    for part in ("B where", "contacts a prospect k > 3", "growth after 2022 ≤ +0.0%", "90%", "80%", "85%"):
        assert part in told, part
    assert "k >" not in told_flip(flip._replace(verdict="fails"), "en")
    assert "每个潜在项目的接触数" in told_flip(flip, "zh")


def test_every_word_is_there_in_both_languages_and_takes_the_same_values():
    for words in (WORDS_OF_MONEY, WORDS_OF_ROBUSTNESS):
        for key, (english, chinese) in words.items():
            assert english, key
            assert chinese, key
            assert _values(english) == _values(chinese) or key.startswith("figure_"), key


def _values(text):
    return {part.split("}")[0].split(":")[0] for part in text.split("{")[1:]}


@pytest.mark.parametrize(
    ("cost", "effect", "english", "chinese"),
    [
        (2.0, 6.0, "3 ± 0 net-new projects in production per 亿元 spent", "每多支出 1 亿元，净新增投产项目 3 ± 0 个"),
        (-2.0, -6.0, "3 ± 0 projects in production fewer", "每少支出 1 亿元，全区域投产项目减少 3 ± 0 个"),
        (2.0, -6.0, "more money and fewer projects: 3 ± 0 fewer", "每多支出 1 亿元，全区域投产项目反而减少 3 ± 0 个"),
        (-2.0, 6.0, "less money and more projects: 3 ± 0 more", "每少支出 1 亿元，全区域投产项目反而增加 3 ± 0 个"),
    ],
)
def test_a_ratio_of_money_says_in_which_corner_it_lies(cost, effect, english, chinese):
    """Two losses have as positive a ratio as two gains: 6 over 2 is 3 either way."""
    cloud = cloud_of(np.full(5, cost), np.full(5, effect))
    assert english in ratio_line(cloud, "en")
    assert chinese in ratio_line(cloud, "zh")


def test_quarters_are_told_in_whole_percent_that_add_up_to_a_hundred():
    shares = {"a": 0.884, "b": 0.084, "c": 0.032}
    assert whole_percents(shares) == {
        "a": 89,
        "b": 8,
        "c": 3,
    }  # floors 88, 8 and 3; a has the largest rest
    assert sum(whole_percents(dict.fromkeys("abc", 1.0 / 3.0)).values()) == 100


def test_a_front_names_the_fewer_of_those_on_it_and_those_beaten():
    names = ["none", "staff", "fund"]
    best = {"most": "staff", "projects": "+3", "land": "+20"}
    beaten = front_finding(names, [True, True, False], [0, 1, 1], best, "en")
    assert beaten.startswith("Beaten on average: fund by staff (as good or better in all three)")
    assert front_finding(names, [True, False, False], [0, 0, 0], best, "en").endswith("none")
    assert "trade-off" in front_finding(names, [True] * 3, [0, 1, 2], best, "en")


def test_a_beaten_option_is_beaten_by_the_best_of_those_that_are_as_good_in_all():
    """By hand: the last loses more than both others in all three; the first loses more than the second in two."""
    losses = np.array([[2.0, 2.0, 1.0], [1.0, 1.0, 1.0], [3.0, 3.0, 3.0], [0.0, 9.0, 0.0]])
    assert beaten_by(losses) == [1, 1, 1, 3]


def test_an_axis_of_the_cloud_ends_near_its_draws():
    draws = [{"cost": cost, "effect": 1.0} for cost in (10.0, 60.0)]
    declared = json.dumps(cloud_figure(draws, [], Titles("", "", "cost", ""), "effect", (0.1, 5.0)))
    low, high = re.findall(r'"domain": \[(-?[\d.]+), (-?[\d.]+)\]', declared)[0]
    assert (float(low), float(high)) == (-24.0, 84.0)  # nothing and sixty, with two fifths of sixty on both sides
