"""The gallery names every figure function, and nothing that is not there."""

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GALLERY = (ROOT / "docs" / "gallery.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`((?:analysis|interface)\.[a-z_.]+)`", GALLERY)))
COMMANDS = sorted(set(re.findall(r"`zonereform ([^`]+)`", GALLERY)))


def figure_functions():
    """Public functions of analysis that return or draw a figure, by their names."""
    asked = re.compile(r"(?!_|write_)\w+_(figure|chart)|draw_\w+")
    found = []
    for file in sorted((ROOT / "analysis").glob("*.py")):
        names = (
            node.name for node in ast.parse(file.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)
        )
        found += [f"analysis.{file.stem}.{name}" for name in names if asked.fullmatch(name)]
    return found


def test_every_figure_function_is_in_the_gallery():
    functions = figure_functions()
    assert "analysis.comparison_figures.fan_figure" in functions
    assert [name for name in functions if name not in NAMED] == []


@pytest.mark.parametrize("name", NAMED)
def test_every_function_that_the_gallery_names_is_there(name):
    module, _, function = name.rpartition(".")
    assert callable(getattr(importlib.import_module(module), function))


def test_every_command_of_the_gallery_knows_its_options():
    for command in COMMANDS:
        words = command.split()
        name = words[:2] if words[0] == "results" else words[:1]
        program = Path(sys.executable).with_name("zonereform")
        shown = subprocess.run(
            [program, *name, "--help"], capture_output=True, text=True, check=False, encoding="utf-8"
        )
        assert shown.returncode == 0, command
        for option in re.findall(r"--[a-z]+", command):
            assert option in shown.stdout, (command, option)
