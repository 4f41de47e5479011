"""The tab key completes commands, options and every name that ships, at once and without loading the engine."""

import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from agents.levers import LEVER_NAMES
from analysis.outcomes import BY_NAME
from interface import completing
from interface.cli import main_app
from interface.command_tree import SHELLS, command_for, commands_of, completion_script
from interface.completing_shells import Candidate, answered, candidates, for_zsh
from interface.sweeping import STORE
from scenarios import load
from scenarios.catalogue import load_catalogue
from scenarios.evidence import STRICTNESS, load_ledger
from scenarios.my_zone.zone import PACKAGE_NAMES

PROGRAM = Path(sys.executable).with_name("zonereform")
MOST_SECONDS = 0.3


@pytest.fixture(scope="module")
def root():
    return command_for(main_app, ())


def completed(root, line):
    """What may end a line, as values."""
    *before, incomplete = line.split(" ")
    return [one.value for one in candidates(root, before, incomplete)]


def test_every_list_is_the_one_that_the_commands_know():
    ledger = load_ledger()
    assert {*completing.files("library")()} == {entry.name for entry in load.list_scenarios()}
    assert {*completing.section("levers")} == {*LEVER_NAMES}
    assert {*completing.packages()} == {*load_catalogue().packages}
    assert {*completing.figures()} == {figure.id for figure in ledger}
    assert {*completing.OUTCOMES} == {*BY_NAME}
    for kind in ("zones", "indicators"):
        assert {*completing.terms(kind)()} == {*ledger.vocabulary[kind]}
    worlds = {load.load_scenario(entry.name).world.name: load.load_scenario(entry.name).world
              for entry in load.list_scenarios()}  # fmt: skip
    assert {*completing.zones()} == {zone.id for world in worlds.values() for zone in world.zones}
    assert {*completing.COMPLETED["zone run", "package"]()} == {*PACKAGE_NAMES}
    assert {*completing.COMPLETED["evidence list", "role"]()} == {*STRICTNESS}


def test_every_entry_names_a_parameter_of_a_command(root):
    known = {(" ".join(path), p.name) for path, command in commands_of(root) for p in command.params}
    assert completing.COMPLETED.keys() <= known


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ev", ["evidence"]),
        ("run ji", ["jimo", "jinjialing"]),
        ("compare no-reform jimo staff", ["staff-only"]),
        ("compare --who riv", ["rivals"]),
        ("compare --who=riv", ["--who=rivals"]),
        ("explain --output county.d", ["county.debt", "county.distress"]),
        ("run --draws 20 ji", ["jimo", "jinjialing"]),
        ("run --prior ji", ["jimo", "jinjialing"]),
        ("run jimo ji", []),
        ("run --draws ", []),
        ("run --set levers.jimo-etz.gate_c", ["levers.jimo-etz.gate_coverage="]),
        ("scenario levers gate", ["gate", "gate_coverage", "gate_rejection"]),
        ("evidence show jimo.zone.fai_r", ["jimo.zone.fai_ratio_2020"]),
        ("robust --hor", ["--horizon"]),
        ("scenario sch", ["schema"]),
        ("scenario schema w", ["world"]),
        ("completion ", ["bash", "fish", "zsh"]),
        ("nonsense ", []),
    ],
)
def test_a_line_is_completed(root, line, expected):
    found = completed(root, line)
    assert sorted(found) == expected or (line == "nonsense " and "run" in found)


def test_a_batch_of_the_store_is_completed(root, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (STORE / "7e50b7c2").mkdir(parents=True)
    (STORE / "7e50b7c2" / "manifest.json").write_text(json.dumps({}), encoding="utf-8")
    (STORE / "half-written").mkdir()
    assert completed(root, "results show ") == ["7e50b7c2"]


def test_each_shell_gets_what_its_script_reads(root):
    bash = {"COMP_WORDS": "zonereform\nrun\nji", "COMP_CWORD": "2"}
    assert answered(root, bash, "complete_bash") == ("jimo\njinjialing", 0)
    line = {"_TYPER_COMPLETE_ARGS": "zonereform ev"}
    said, status = answered(root, line, "complete_zsh")
    assert (said, status) == ('_arguments \'*: :(("evidence":"The ledger of published figures."))\'', 0)
    assert answered(root, line, "complete_fish")[0] == "evidence\tThe ledger of published figures."
    free = {"_TYPER_COMPLETE_ARGS": "zonereform run --out "}
    assert answered(root, free, "complete_zsh") == ("_files", 0)
    assert answered(root, {**free, "_TYPER_COMPLETE_FISH_ACTION": "is-args"}, "complete_fish") == ("", 1)
    assert answered(root, free, "complete_nushell") == ("", 1)


def test_what_a_shell_would_run_is_escaped():
    assert for_zsh(Candidate("a:b", '`rm` $x "y"')) == r'"a\\:b":"\`rm\` \$x ""y"""'


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_of_a_shell_is_printed_and_asks_this_program(shell):
    done = subprocess.run([PROGRAM, "completion", shell], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == completion_script(shell)
    assert "_ZONEREFORM_COMPLETE=complete_" + shell in done.stdout


def test_an_unknown_shell_is_refused_with_the_nearest():
    done = subprocess.run([PROGRAM, "completion", "zhs"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "'zsh'" in done.stderr


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash on this machine")
def test_bash_completes_a_scenario_by_the_printed_script():
    asked = (
        "source <(zonereform completion bash); COMP_WORDS=(zonereform run ji); COMP_CWORD=2; "
        '_zonereform_completion zonereform; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    surroundings = {**os.environ, "PATH": f"{PROGRAM.parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, check=True, env=surroundings)
    assert done.stdout.split() == ["jimo", "jinjialing"]


LOADED = """
import sys
import interface.cli
from interface.command_tree import command_for
from interface.completing_shells import candidates
candidates(command_for(interface.cli.main_app, ()), ["run"], "ji")
print(*{"numpy", "numba", "pydantic", "yaml", "rich.table", "tqdm"} & set(sys.modules))
"""


def test_a_completion_is_fast_and_loads_no_engine():
    """Time of the processor, the best of five: what else runs on the machine is not the program's."""
    surroundings = {**os.environ, "_ZONEREFORM_COMPLETE": "complete_bash", "COMP_WORDS": "zonereform\nrun\nji",
                    "COMP_CWORD": "2"}  # fmt: skip
    spent = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([PROGRAM], capture_output=True, check=True, env=surroundings)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(spent) < MOST_SECONDS
    loaded = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []
