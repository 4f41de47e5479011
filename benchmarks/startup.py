"""How long `zonereform run` takes from the start of the program to its first simulated number, and where the time goes.

The steps are those of the command itself, in its order, timed in a fresh process: medians of rounds, wall and CPU. The
last line times the whole command. Rules must be compiled already (they are after the first run of a version), and
Python's byte code must be kept on disk; the program says where it is not.

Usage: python benchmarks/startup.py [--rounds N] [--scenario NAME] [--json FILE]
"""

import argparse
import json
import os
import subprocess
import sys
import time
from importlib.util import cache_from_source
from pathlib import Path
from statistics import median

import numba

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = Path(sys.executable).with_name("zonereform")
ALLOWED_SECONDS = 1.5
"""What a cached start may take to the first simulated number, on an idle machine [s]."""
FIRST_NUMBER = "months of the run"
"""The step that ends with the first simulated number."""
STEPS = {
    "command line": "import interface.cli",
    "errors of the ledger": "import scenarios.evidence, scenarios.strict_yaml",
    "numpy": "import numpy",
    "numba": "import numba",
    "scipy.special": "import scipy.special",
    "rules and parameters": "import sim.parameters",
    "forms of scenarios": "import scenarios.load, scenarios.override",
    "ledger of figures": "from scenarios.evidence import load_ledger; load_ledger()",
    "scenario": "from scenarios.load import load_scenario; scenario = load_scenario(NAME)",
    "comparison": "import analysis.published",
    "draw of parameters": "from sim.parameters import draw_prior; values = draw_prior(1, 0)",
    "world": "from sim.build import build_world, run_world; world = build_world(scenario, values, 1)",
    FIRST_NUMBER: "from sim.specification import BURN_IN_MONTHS; "
    "number = run_world(world, scenario, -BURN_IN_MONTHS, scenario.months).panel['signed'].sum()",
    "all again, warm": "run_world(build_world(scenario, values, 1), scenario, -BURN_IN_MONTHS, scenario.months)",
}
"""Steps of the command; machine code is read from disk in those that first call a rule."""
CHILD = """
import json, sys, time
steps, NAME, started = json.loads(sys.argv[1]), sys.argv[2], float(sys.argv[3])
found, scope = [["interpreter", time.time() - started, time.process_time()]], {"NAME": NAME}
for name, code in steps.items():
    wall, cpu = time.perf_counter(), time.process_time()
    exec(code, scope)
    found.append([name, time.perf_counter() - wall, time.process_time() - cpu])
print(json.dumps(found))
"""


def time_steps(scenario):
    """Return [(step, wall s, CPU s)] of one fresh process."""
    command = [sys.executable, "-c", CHILD, json.dumps(STEPS), scenario, repr(time.time())]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def time_command(scenario):
    """Return (wall s, CPU s) of the command as users type it, one draw."""
    before, began = os.times(), time.perf_counter()
    subprocess.run([PROGRAM, "run", scenario, "--draws", "1", "--json"], capture_output=True, check=True)
    wall, after = time.perf_counter() - began, os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return wall, spent


def keeps_byte_code():
    """Tell whether imported packages have their byte code on disk."""
    return Path(cache_from_source(numba.__file__)).exists()


def measure(scenario, rounds):
    """Return {step: {wall, cpu}} in medians of rounds [s], with the totals."""
    time_command(scenario)
    timed = [time_steps(scenario) for _ in range(rounds)]
    whole = [time_command(scenario) for _ in range(rounds)]
    result = {}
    for row, (name, _, _) in enumerate(timed[0]):
        result[name] = {"wall": median(one[row][1] for one in timed), "cpu": median(one[row][2] for one in timed)}
    names = list(result)
    counted = names[: names.index(FIRST_NUMBER) + 1]
    for kind, place in (("wall", 1), ("cpu", 2)):
        totals = [sum(row[place] for row in one[: len(counted)]) for one in timed]
        result.setdefault("to the first simulated number", {})[kind] = median(totals)
    result["the whole command"] = {"wall": median(w for w, _ in whole), "cpu": median(c for _, c in whole)}
    return result


def main():
    """Print the table; the last line but one is what the limit is about."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--scenario", default="no-reform")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    if not keeps_byte_code():
        print(
            "Python's byte code is not kept on disk here: every start compiles all packages anew (python -m compileall)"
        )
    result = measure(asked.scenario, asked.rounds)
    print(f"{'step':32}{'wall, ms':>10}{'CPU, ms':>10}")
    for name, each in result.items():
        print(f"{name:32}{1e3 * each['wall']:10.0f}{1e3 * each['cpu']:10.0f}")
    taken = result["to the first simulated number"]["wall"]
    print(f"allowed on an idle machine: {1e3 * ALLOWED_SECONDS:.0f} ms; taken: {1e3 * taken:.0f} ms")
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
