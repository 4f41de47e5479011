"""What a user types to roll a reform out, what they get, and how wrong input is refused."""

import csv
import json
import string
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.rollout_estimators import ESTIMATORS
from analysis.rollout_scores import WORKS
from interface.words_of_rollouts import WORDS_OF_ROLLOUTS

PROGRAM = Path(sys.executable).with_name("zonereform")
QUICK = ("rollout", "made-cities", "--zones", 9, "--draws", 2, "--outcome", "signed")


def zonereform(*arguments):
    command = [str(PROGRAM), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


@pytest.fixture(scope="module")
def rolled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rolled")
    done = zonereform(*QUICK, "--json", "--out", folder / "out", "--figure", folder / "r.svg", "--lang", "zh")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), folder


def test_the_document_holds_every_estimator_panel_and_roll_out(rolled):
    document, _ = rolled
    assert {"design", "digest", "draws", "seed", "zones", "reforming", "rollouts", "seconds"} <= set(document)
    assert (document["zones"], document["reforming"], document["draws"]) == (9, 3, 2)
    assert len(document["rollouts"]) == 5
    for told in document["rollouts"]:
        assert [(s["panel"], s["estimator"]) for s in told["scores"]] == [(p, e) for p in WORKS for e in ESTIMATORS]
        for score in told["scores"]:
            for name in ("coverage_own", "coverage_net", "power", "false_alarms"):
                assert 0.0 <= score[name]["low"] <= score[name]["value"] <= score[name]["high"] <= 1.0
            assert score["bias_own"]["error"] >= 0.0
            # one truth less the other is the same whatever the estimator
            apart = score["bias_net"]["value"] - score["bias_own"]["value"]
            assert apart == pytest.approx(told["truth"]["own"]["value"] - told["truth"]["net"]["value"])


def test_tables_and_picture_are_written_whole(rolled):
    document, folder = rolled
    assert {p.name for p in (folder / "out").iterdir()} == {"summary.json", "scores.csv", "truth.csv"}
    with (folder / "out" / "scores.csv").open(encoding="utf-8") as opened:
        assert len(list(csv.reader(opened))) == 1 + 5 * len(WORKS) * len(ESTIMATORS)
    with (folder / "out" / "truth.csv").open(encoding="utf-8") as opened:
        assert len(list(csv.DictReader(opened))) == 2 * 5
    picture = (folder / "r.svg").read_text(encoding="utf-8")
    assert document["digest"] in picture
    assert "合成控制" in picture


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("two-way fixed effects", "untouched controls", "few draws", "no posterior ships")),
     ("zh", ("双向固定效应", "对照组未受影响", "样本过少", "尚无后验"))],
)  # fmt: skip
def test_the_table_says_what_it_rests_on_in_both_languages(language, words):
    done = zonereform(*QUICK, "--lang", language)
    assert done.returncode == 0, done.stderr
    assert all(word in done.stdout for word in words), done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 120


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("rollout", "made-citys"), "nearest name made-cities"),
        (("rollout", "made-cities", "--zones", "5"), "--zones: found 5; allowed 8 to 400"),
        (("rollout", "qingdao-zibo", "--zones", "20"), "whose zones are given"),
        (("rollout", "made-cities", "--outcome", "signd"), "the nearest known one is 'signed'"),
        (("rollout", "made-cities", "--figure", "x.gif"), "found .gif; allowed: .png, .svg, .pdf"),
        (("rollout", "made-cities", "--lang", "fr"), "allowed: en, zh"),
    ],
)
def test_wrong_input_ends_with_one_line_and_status_two(arguments, said):
    done = zonereform(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_every_sentence_has_the_same_values_in_both_languages():
    for key, sentences in WORDS_OF_ROLLOUTS.items():
        names = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in sentences]
        assert names[0] == names[1], key
