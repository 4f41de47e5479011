"""What makes two runs the same run, and two versions of the rules the same model."""

import ast
import shutil
from dataclasses import replace
from pathlib import Path

import plans
import pytest

from agents.compiled import HOUSE, PLAIN
from sim.identity import ROOT_OF_OUTPUTS, model_version, outputs_version, rule_files, run_key, version_of


@pytest.fixture
def house(tmp_path):
    for room in ("agents", "sim"):
        shutil.copytree(HOUSE / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def edit(house, file, old, new):
    path = house / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} holds no {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_copy_of_the_rules_has_the_same_version(house):
    assert version_of(house) == model_version()


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("sim/month.py", '"""Clear the flows of last month."""', '"""Clear what flowed last month."""'),
        ("sim/month.py", "    if month == 0:\n", "    if month == 0:  # the first recorded one\n"),
        ("agents/zones/finance.py", "pay and social insurance of a post", "pay of a post"),
        ("agents/zones/record.py", "posts now [posts]", "posts that are filled [posts]"),
        ("agents/levers.py", "posts lost in re-competition", "posts that are lost"),
        ("agents/compiled.py", "KEPT_FOLDERS = 4", "KEPT_FOLDERS = 5"),
        ("sim/model.py", "import", "import sys\nimport"),
        ("sim/store/tables.py", '"zstd"', '"snappy"'),
    ],
)
def test_an_edit_that_no_number_depends_on_orphans_no_result(house, file, old, new):
    edit(house, file, old, new)
    assert version_of(house) == model_version()


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("sim/month.py", "    judge_platforms(world, month)\n", ""),
        ("sim/build.py", "math.exp(-middle", "math.exp(-2.0 * middle"),
        ("agents/zones/finance.py", "LogNormal(15.0, 0.25)", "LogNormal(15.5, 0.25)"),
        ("agents/zones/record.py", 'Field("staff",', 'Field("posts",'),
        (
            "agents/levers.py",
            '"posts", 0, 5000, 0, ("staff", "selection")',
            '"posts", 0, 900, 0, ("staff", "selection")',
        ),
        ("agents/compiled.py", 'error_model="numpy"', 'error_model="python"'),
        ("agents/randomness.py", "GENERATOR_VERSION = ", "GENERATOR_VERSION = 9"),
    ],
)
def test_an_edit_that_a_number_can_depend_on_makes_another_version(house, file, old, new):
    edit(house, file, old, new)
    assert version_of(house) != model_version()


def test_another_way_of_reading_an_output_makes_other_batches_and_the_same_model(house):
    edit(house, "sim/outputs.py", "monthly[output.first : output.last + 1].mean()", "monthly[output.first :].mean()")
    assert version_of(house) == model_version()
    assert version_of(house, ROOT_OF_OUTPUTS) != outputs_version()


def holds_a_compiled_rule(path):
    functions = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.FunctionDef)]
    return any(isinstance(d, ast.Name) and d.id == "compiled" for f in functions for d in f.decorator_list)


def test_every_file_with_a_compiled_rule_belongs_to_the_version():
    compiled = {
        path for room in ("agents", "sim") for path in (HOUSE / room).rglob("*.py") if holds_a_compiled_rule(path)
    }
    assert len(compiled) > 15
    assert compiled <= set(rule_files())


def test_the_files_that_need_no_compilation_hold_no_rule_and_no_rule_imports_them():
    plain = {HOUSE / name for name in PLAIN}
    assert all(path.is_file() for path in plain)
    assert not [path for path in plain if holds_a_compiled_rule(path)]
    modules = {".".join(Path(name).with_suffix("").parts) for name in PLAIN} - {"sim.__init__", "sim.store.__init__"}
    for path in (path for path in rule_files() if holds_a_compiled_rule(path)):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not imported & modules, path


def test_a_key_follows_from_scenario_values_and_seed_and_from_nothing_else():
    run = plans.SmallPlan(2).run(1)
    key = run_key(run)
    assert run_key(replace(run, point={"other": 1.0})) == key
    assert run_key(replace(run, values=dict(reversed(run.values.items())))) == key
    assert run_key(replace(run, seed=run.seed + 1)) != key
    assert run_key(replace(run, values={**run.values, "coverage": 2.0})) != key
    assert run_key(replace(run, scenario=replace(run.scenario, months=13))) != key


def test_a_value_that_the_scenario_fixes_is_the_value_of_the_run():
    run = plans.SmallPlan(1).run(0)
    fixed = replace(run.scenario, parameters={"coverage": 2.0})
    one, other = ({**run.values, "coverage": value} for value in (1.0, 3.0))
    assert run_key(replace(run, scenario=fixed, values=one)) == run_key(replace(run, scenario=fixed, values=other))
