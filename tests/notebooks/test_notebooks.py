"""Notebooks run, define nothing, and are the same as their scripts."""

import ast
import json
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted((ROOT / "notebooks").glob("*.py"))
MOST_SECONDS = 120
"""What a notebook may take; the first takes a tenth of it."""
SHOWN = {
    "00-first-sweep": ("192 runs done", "simulation_error", "All together", "would halve them", "social_time"),
    "01-evidence": ("[600, 700)", "No number of a zone is of months before",
                    "rest on priors alone", "held-out ones are"),
    "02-prior-predictive": ("Before any fit,", "校准之前", "above 95 % of the prior's draws", "No output of the model"),
    "03-calibration": ("kept in the last round", "independent draws", "Most is learnt of", "lie inside their own bands",
                       "% left:", "stages lie inside", "## Misfits"),
    "04-validation": ("figures that the fit was not given", "width/prior", "constant conversion shares",
                      "better than the prior in", "are not excluded"),
    "05-counterfactuals": (
        "again changes nothing: True",
        "Finding: ",
        "Finding (signed): the zone gains",
        "from_region",
        "where all",
        "untouched",
        "against the region's gain",
    ),
    "06-levers": (
        "the parts add up to",
        "Finding: the largest part is",
        "Finding: single effects would add up to",
        "projects in production (",
        "not free",
        "Finding: the county pays most for",
    ),
    "07-robustness": ("meets all thresholds", "given up", "is better in", "present value", "more_for_more",
                      "afresh"),
}  # fmt: skip
"""What each notebook has to print."""
PICTURES = {"01-evidence": 1, "02-prior-predictive": 1, "03-calibration": 4, "04-validation": 1}
"""How many pictures each shows at least."""
WRITTEN = {
    "00-first-sweep": {"first-sweep.svg": "All together"},
    "05-counterfactuals": {"effects.svg": "better in", "fan.svg": "Jimo", "flows.svg": "projects"},
    "06-levers": {"parts.svg": "guidance fund", "parts-alone.svg": "guidance fund"},
    "07-robustness": {"regret.svg": "given up", "cloud.svg": "projects for"},
}
"""The pictures that a notebook writes, with words that stand in them."""
PRELUDE = """
def shown(value):
    picture = getattr(value, "_repr_png_", None)
    if picture is not None:
        assert picture().startswith(b"\\x89PNG")
        print("a picture is shown")
"""


def cells_of(script):
    return json.loads(script.with_suffix(".ipynb").read_text(encoding="utf-8"))["cells"]


def as_shown(source):
    """Return a cell whose last expression is drawn, as a notebook draws it."""
    tree = ast.parse(source)
    if tree.body and isinstance(tree.body[-1], ast.Expr):
        call = ast.Call(ast.Name("shown", ast.Load()), [tree.body[-1].value], [])
        tree.body[-1] = ast.fix_missing_locations(ast.copy_location(ast.Expr(call), tree.body[-1]))
    return ast.unparse(tree)


@pytest.fixture(scope="module")
def run_of(tmp_path_factory):
    """Run a notebook once, cell by cell: what it prints, what it writes, and how long it takes."""

    @cache
    def run(name):
        script, folder = ROOT / "notebooks" / f"{name}.py", tmp_path_factory.mktemp(name)
        code = [as_shown("".join(cell["source"])) for cell in cells_of(script) if cell["cell_type"] == "code"]
        (folder / "cells.py").write_text("\n".join([PRELUDE, *code]), encoding="utf-8")
        began = time.monotonic()
        command = [sys.executable, str(folder / "cells.py")]
        ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
        assert ran.returncode == 0, ran.stderr[-2000:]
        return ran.stdout, folder, time.monotonic() - began

    return run


@pytest.mark.slow
@pytest.mark.parametrize("name", [script.stem for script in SCRIPTS])
def test_a_notebook_runs_cell_by_cell_and_shows_what_it_promises(name, run_of):
    printed, _, seconds = run_of(name)
    assert seconds < MOST_SECONDS
    for words in SHOWN[name]:
        assert words in printed, words
    assert printed.count("a picture is shown") >= PICTURES.get(name, 0)


@pytest.mark.slow
@pytest.mark.parametrize("name", WRITTEN)
def test_a_notebook_writes_its_figures(name, run_of):
    _, folder, _ = run_of(name)
    for picture, words in WRITTEN[name].items():
        assert words in (folder / picture).read_text(encoding="utf-8"), picture


@pytest.mark.slow
@pytest.mark.parametrize("name", ["02-prior-predictive", "03-calibration"])
def test_every_number_that_a_notebook_runs_again_is_the_one_stored(name, run_of):
    (line,) = [line for line in run_of(name)[0].splitlines() if "are those that the file holds" in line]
    same, of = line.partition("; ")[2].split(" ")[0:3:2]
    assert int(same) == int(of) > 0


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
