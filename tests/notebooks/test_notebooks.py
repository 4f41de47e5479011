"""Notebooks run, define nothing, and are the same as their scripts."""

import ast
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted((ROOT / "notebooks").glob("*.py"))
MOST_SECONDS = 120
"""What a notebook may take; the first takes a tenth of it."""


def cells_of(script):
    return json.loads(script.with_suffix(".ipynb").read_text(encoding="utf-8"))["cells"]


SHOWN = {
    "00-first-sweep": ("192 runs done", "simulation_error", "all together", "would halve them", "social_time"),
    "07-robustness": ("meets all thresholds", "Least mean regret", "is better in", "present value", "more_for_more",
                      "afresh"),
}  # fmt: skip
"""What the output of each notebook must tell: its tables, figures and verdicts."""
WRITTEN = {
    "00-first-sweep": {"first-sweep.svg": "all together"},
    "07-robustness": {"regret.svg": "Least mean regret", "cloud.svg": "projects for"},
}
"""The pictures that each notebook writes, and what stands in them."""


@pytest.mark.slow
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_notebook_runs_cell_by_cell_and_shows_what_it_is_about(script, tmp_path):
    code = "\n".join("".join(cell["source"]) for cell in cells_of(script) if cell["cell_type"] == "code")
    (tmp_path / "cells.py").write_text(code, encoding="utf-8")
    began = time.monotonic()
    command = [sys.executable, str(tmp_path / "cells.py")]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert time.monotonic() - began < MOST_SECONDS
    for shown in SHOWN[script.stem]:
        assert shown in ran.stdout, shown
    for picture, held in WRITTEN[script.stem].items():
        assert held in (tmp_path / picture).read_text(encoding="utf-8")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_notebook_defines_nothing(script):
    tree = ast.parse(script.read_text(encoding="utf-8"))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda)]


def test_every_notebook_is_that_of_its_script():
    command = [sys.executable, str(ROOT / "docs" / "notebooks.py"), "--check"]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_notebook_is_valid_and_holds_no_output(script):
    document = json.loads(script.with_suffix(".ipynb").read_text(encoding="utf-8"))
    assert (document["nbformat"], document["nbformat_minor"]) == (4, 5)
    ids = [cell["id"] for cell in document["cells"]]
    assert len(ids) == len(set(ids))
    for cell in document["cells"]:
        assert set(cell) >= {"cell_type", "id", "metadata", "source"}
        assert cell.get("outputs", []) == []
        assert all(line.endswith("\n") for line in cell["source"][:-1])
