"""Pictures that ``zonereform calibrate`` and ``zonereform validate`` write, and how wrong requests are refused."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from string import Formatter

import pytest

from calibration.specification import SPECS
from interface.calibrating import CHARTS, CHARTS_OF_A_FIT
from interface.calibrating_figures import (
    PICTURES,
    not_stored,
    open_posterior,
    parameter_label,
    percent,
    signed,
    times_told,
)
from interface.words_of_calibration_figures import ALONE, WORDS_OF_CALIBRATION_FIGURES
from scenarios.posteriors import REFERENCE

PROGRAM = Path(sys.executable).with_name("zonereform")


def zonereform(*arguments):
    command = [str(PROGRAM), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture
def posterior(tmp_path):
    """The posterior that ships, in a folder of its own without checks."""
    return shutil.copy(REFERENCE, tmp_path / "posterior.nc")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_validate_writes_the_picture_that_is_asked_for_in_words_that_stay_words(tmp_path, language):
    file = tmp_path / "held-out.svg"
    done = zonereform("validate", "--figure", file, "--lang", language)
    assert done.returncode == 0, done.stderr
    assert str(file) in done.stdout
    text = file.read_text(encoding="utf-8")
    assert ("figures that the fit was" if language == "en" else "未参与校准") in text
    assert "chart held-out" in text


def test_json_stays_alone_on_stdout_beside_a_picture(tmp_path):
    file = tmp_path / "funnel.png"
    done = zonereform("validate", "--figure", file, "--chart", "funnel", "--json")
    digest = json.loads(done.stdout)["digest"]
    assert digest.encode() in file.read_bytes()


@pytest.mark.parametrize(
    ("command", "chart", "nearest"), [("validate", "held_out", "held-out"), ("calibrate", "target", "targets")]
)
def test_an_unknown_chart_is_refused_with_the_nearest_before_anything_runs(tmp_path, command, chart, nearest):
    file = tmp_path / "x.png"
    done = zonereform(command, "--figure", file, "--chart", chart)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"'{nearest}'" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not file.exists()


def test_a_fit_does_not_draw_what_it_may_not_look_at():
    assert set(CHARTS_OF_A_FIT).isdisjoint({"held-out", "left-out", "ranks", "coverage"})
    done = zonereform("calibrate", "--figure", "x.png", "--chart", "held-out")
    assert done.returncode == 2


@pytest.mark.parametrize("name", ["there.png", "figure.gif", "no/such/folder.png"])
def test_a_picture_that_cannot_be_written_is_refused_in_one_line(tmp_path, name):
    (tmp_path / "there.png").write_bytes(b"kept")
    done = zonereform("validate", "--figure", tmp_path / name)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.strip().splitlines()) == 1
    assert (tmp_path / "there.png").read_bytes() == b"kept"


@pytest.mark.parametrize(("chart", "option"), [("ranks", "--truths 200"), ("coverage", "--truths 200"),
                                               ("left-out", "--zones")])  # fmt: skip
def test_a_chart_of_checks_that_are_not_stored_says_how_to_make_them(tmp_path, posterior, chart, option):
    file = tmp_path / "x.png"
    done = zonereform("validate", posterior, "--figure", file, "--chart", chart)
    assert done.returncode == 2
    assert option in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not file.exists()


def test_what_is_not_stored_is_named_chart_by_chart(posterior):
    assert set(not_stored(open_posterior(Path(posterior)), "en")) == {"ranks", "coverage", "left-out"}


@pytest.mark.slow
def test_a_fit_draws_its_own_picture(tmp_path):
    text = (SPECS / "quick.yaml").read_text(encoding="utf-8")
    for key, value in (("runs", 256), ("draws", 20), ("waves", 1)):
        text = re.sub(rf"(?m)^{key}: \d+", f"{key}: {value}", text)
    (tmp_path / "small.yaml").write_text(text, encoding="utf-8")
    file = tmp_path / "targets.svg"
    done = zonereform("calibrate", tmp_path / "small.yaml", "--store", tmp_path / "store", "--out", tmp_path / "fit",
                      "--figure", file, "--json", "--lang", "en")  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["digest"] in file.read_text(encoding="utf-8")


def test_the_charts_that_commands_offer_are_those_that_are_drawn():
    assert set(CHARTS) == set(PICTURES)


@pytest.mark.parametrize("key", WORDS_OF_CALIBRATION_FIGURES)
def test_both_languages_are_given_the_same_numbers(key):
    english, chinese = (
        {field for _, field, _, _ in Formatter().parse(text) if field} for text in WORDS_OF_CALIBRATION_FIGURES[key]
    )
    assert english == chinese


def test_labels_that_stand_alone_lean_on_no_figure_before_them():
    assert not [label for label, _ in ALONE.values() if re.match(r"(their|of them|the same)\b", label)]


def test_numbers_are_told_as_a_reader_says_them():
    assert (signed(0.3), signed(-0.18)) == ("+0.30", "−0.18")
    assert (percent(-0.77), percent(0.19), percent(-0.004)) == ("−77%", "+19%", "±0%")
    assert (times_told(0.1), times_told(3.0)) == ("1/10", "3 ×")


def test_every_moved_parameter_has_a_name_in_both_languages():
    found = open_posterior()
    for language in ("en", "zh"):
        labels = [parameter_label(name, found.ledger, language) for name in found.result.about["moved"]]
        assert len(set(labels)) == len(labels)
        assert not [label for label in labels if "_" in label or "." in label]
