"""CPU time of one run of the model in four implementations of the same rules, paired round by round.

A run is the burn-in and all recorded months of a scenario without reform at the prior medians, building the world
included. Compared are the engine; the plain model in stock Mesa with its ordinary generator; the NumPy model; and the
floor, which draws, calls and touches rows as the engine does and has no rules. All run in this process on one thread;
the engine and the floor are compiled and warm before the first round. Times are process CPU time.

Usage: python benchmarks/compare.py [--rounds N] [--worlds NAME ...] [--json FILE]
"""

import argparse
import gc
import json
import os
import platform
import sys
import time
from pathlib import Path
from statistics import median

os.environ.setdefault("NUMBA_NUM_THREADS", "1")
for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks"), str(ROOT / "tests" / "oracle")]

import mesa  # noqa: E402
import numba  # noqa: E402
import numpy as np  # noqa: E402
from floor import count_work, run_floor  # noqa: E402
from numpy_model import NumpyModel  # noqa: E402
from plainmodel.model import PlainModel  # noqa: E402
from worlds import WORLDS, scenario_of  # noqa: E402

from sim.build import simulate  # noqa: E402
from sim.parameters import prior_medians  # noqa: E402

MESA_SHARE = {"national": 0.1}
"""Share of zones and prospects that Mesa runs, where not all; its time is divided by the share."""
MESA_ONCE = ("shandong", "national")
"""Worlds in which Mesa runs in the first round only."""
PEERS = ("mesa", "numpy", "floor")
MILLISECONDS = 1e3


def cpu_milliseconds(run):
    """Return the CPU time of a call [ms]."""
    gc.collect()
    start = time.process_time()
    run()
    return (time.process_time() - start) * MILLISECONDS


def run_mesa(scenario, values, seed):
    """Run the plain model with Mesa's ordinary generator."""
    PlainModel(scenario, values, seed, keyed=False).run_model()


def run_numpy(scenario, values, seed):
    """Run the NumPy model."""
    NumpyModel(scenario, values, seed).run_model()


def measure_round(name, scenario, work, seed, with_mesa):
    """Return {implementation: CPU ms} of one round in a world."""
    values = prior_medians()
    times = {
        "engine": cpu_milliseconds(lambda: simulate(scenario, values, seed)),
        "numpy": cpu_milliseconds(lambda: run_numpy(scenario, values, seed)),
        "floor": cpu_milliseconds(lambda: run_floor(work, seed)),
    }
    if with_mesa:
        share = MESA_SHARE.get(name, 1.0)
        cut = scenario_of(name, share)
        times["mesa"] = cpu_milliseconds(lambda: run_mesa(cut, values, seed)) / share
    return times


def measure_world(name, rounds):
    """Return what a world is and the times of all rounds."""
    scenario = scenario_of(name)
    work = count_work(scenario, prior_medians(), 0)
    run_floor(work)
    measured = [
        measure_round(name, scenario, work, seed, with_mesa=seed == 0 or name not in MESA_ONCE)
        for seed in range(rounds)
    ]
    return {
        "world": name,
        "zones": len(scenario.world.zones),
        "prospects": scenario.world.prospects_per_month,
        "firm_months": int(work.firm_months),
        "rounds": measured,
    }


def times_of(measured, implementation):
    """Return the times of an implementation in the rounds in which it ran [ms]."""
    return [times[implementation] for times in measured["rounds"] if implementation in times]


def ratios_of(measured, implementation):
    """Return the times of an implementation over the engine's of the same round [1]."""
    return [times[implementation] / times["engine"] for times in measured["rounds"] if implementation in times]


def cell(measured, implementation):
    """Return the text of a cell: median time, ratio with its range, and how often and how far it ran."""
    ratios = ratios_of(measured, implementation)
    shown = f"{median(times_of(measured, implementation)):,.0f} ({median(ratios):.2f}x"
    shown += f", {min(ratios):.2f}-{max(ratios):.2f})" if len(ratios) > 1 else ", one round)"
    share = MESA_SHARE.get(measured["world"], 1.0) if implementation == "mesa" else 1.0
    return shown if share == 1.0 else f"{shown} from {share:g} of the world"


def table(results):
    """Return the table as Markdown."""
    lines = [
        "| World | Zones, prospects a month | Engine, ms | Mesa | NumPy | Floor | Engine, ms a firm-month |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for measured in results:
        engine = median(times_of(measured, "engine"))
        peers = " | ".join(cell(measured, peer) for peer in PEERS)
        size = f"{measured['zones']:,}, {measured['prospects']:,.0f}"
        each = engine / measured["firm_months"]
        lines.append(f"| {measured['world']} | {size} | {engine:,.0f} | {peers} | {each:.6f} |")
    return "\n".join(lines)


def machine():
    """Return the processor and the versions that the times belong to."""
    info = Path("/proc/cpuinfo")
    names = [line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name")]
    processor = names[0] if names else platform.processor()
    versions = f"Python {platform.python_version()}, NumPy {np.__version__}, Numba {numba.__version__}"
    return f"{processor}, {os.cpu_count()} processors; {versions}, Mesa {mesa.__version__}"


def main():
    """Measure the worlds asked for, print the table, and keep all rounds where a file is named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--worlds", nargs="+", choices=WORLDS, default=WORLDS)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    simulate(scenario_of(WORLDS[0]), prior_medians(), 0)
    results = [measure_world(name, asked.rounds) for name in asked.worlds]
    print(
        "CPU ms of a run of 192 months, median of rounds; in brackets over the engine in the same round, and the range."
    )
    print("Where Mesa ran a part of the zones and prospects, its time is divided by that part.")
    print(table(results))
    print(machine())
    if asked.json:
        asked.json.write_text(json.dumps({"machine": machine(), "worlds": results}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
