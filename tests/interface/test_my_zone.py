"""What an office types, what it gets, and how a wrong form is refused."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).with_name("zonereform")


def zonereform(*arguments, cwd=None):
    command = [str(PROGRAM), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd)


@pytest.mark.parametrize("ending", ["xlsx", "yaml"])
def test_a_form_is_written_and_checked_and_never_written_over(tmp_path, ending):
    path = tmp_path / f"mine.{ending}"
    assert zonereform("zone", "form", "-o", path, "--lang", "zh").returncode == 0
    checked = zonereform("zone", "check", path, "--lang", "en")
    assert checked.returncode == 0, checked.stderr
    assert "good, 0 fields" in checked.stdout
    again = zonereform("zone", "form", "-o", path)
    assert (again.returncode, len(again.stderr.splitlines())) == (2, 1)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_a_wrong_form_ends_with_a_line_a_fault_and_status_2(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("posts: many\nidle_land: 3\n", encoding="utf-8")
    for command in ("check", "run"):
        done = zonereform("zone", command, path)
        assert done.returncode == 2
        assert done.stdout == ""
        assert [line.split(":")[1] for line in done.stderr.strip().splitlines()] == ["1", "2"]


def test_a_misspelt_package_is_refused_with_the_nearest():
    done = zonereform("zone", "run", "jimo", "--package", "fnud")
    assert done.returncode == 2
    assert "nearest name fund" in done.stderr


def test_run_prints_one_document_and_writes_a_folder(tmp_path):
    out = tmp_path / "numbers"
    done = zonereform("zone", "run", "weak-county", "--draws", 4, "--package", "land", "--json", "--out", out)
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert {entry["field"] for entry in document["unused"]} == {"anchors", "fund_paid_in", "planned_area"}
    assert document["tried"] == 16
    assert [option["name"] for option in document["options"]] == ["land"]
    assert {p.name for p in out.iterdir()} == {"summary.json", "backcast.csv", "effects.csv"}
    assert json.loads((out / "summary.json").read_text(encoding="utf-8"))["digest"] == document["digest"]


@pytest.mark.parametrize(("language", "word"), [("en", "NOT USED"), ("zh", "未采用")])
def test_the_table_says_in_both_languages_what_was_not_used(language, word):
    done = zonereform("zone", "check", "weak-county", "--lang", language)
    assert done.returncode == 0, done.stderr
    assert word in done.stdout
