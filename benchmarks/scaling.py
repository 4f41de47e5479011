"""How the engine's time and memory grow with prospects, zones, months, draws and threads.

Every point is runs of draws from the prior in a child process of its own, compiled and warm before the clock starts.
Time is the CPU time of the runs, for threads their elapsed time; memory is what they hold allocated at their peak,
taken from the same runs made a second time. Each size doubles from point to point, all others stay at those of `BASE`;
the exponent is the slope of a straight line through the logs, for months counted with the burn-in. An exponent of 1 is
proportional growth; of threads, -1 is a perfect share of the work.

Usage: python benchmarks/scaling.py [--rounds N] [--sizes NAME ...] [--json FILE]
"""

import argparse
import json
import os
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import numpy as np  # noqa: E402
from worlds import synthetic_world, unreformed  # noqa: E402

from sim.build import simulate  # noqa: E402
from sim.ensemble import run_draws  # noqa: E402
from sim.parameters import prior_medians  # noqa: E402
from sim.specification import BURN_IN_MONTHS  # noqa: E402

BASE = {"prospects": 2_000, "zones": 80, "months": 72, "draws": 1, "threads": 1}
STEPS = {
    "prospects": (500, 1_000, 2_000, 4_000, 8_000),
    "zones": (20, 40, 80, 160, 320),
    "months": (36, 72, 144, 288),
    "draws": (1, 2, 4, 8),
    "threads": (1, 2, 4, 8),
}
DRAWS_OF_THREADS = 8
LEAST_THREADS = 2
MILLISECONDS = 1e3
MEBIBYTE = 2.0**20


def most_threads():
    """Return how many threads can run at once."""
    return max(LEAST_THREADS, os.cpu_count() or 1)


def points_of(size):
    """Return the settings along one size."""
    steps = [step for step in STEPS[size] if size != "threads" or step <= most_threads()]
    fixed = BASE | ({"draws": DRAWS_OF_THREADS} if size == "threads" else {})
    return [fixed | {size: step} for step in steps]


def run_draws_of(point):
    """Run the draws of a point."""
    scenario = unreformed(synthetic_world("scaled", point["zones"], point["prospects"]), point["months"])
    for _ in run_draws(scenario, point["draws"], 1, lambda world, _: int(world.counts[0]), point["threads"]):
        pass


def run_point(point):
    """Run one point in this process and print its time [ms] and memory [MiB]."""
    simulate(unreformed(synthetic_world("warm", 2, 5.0), 1), prior_medians(), 0)
    cpu, elapsed = time.process_time(), time.perf_counter()
    run_draws_of(point)
    found = {
        "cpu": (time.process_time() - cpu) * MILLISECONDS,
        "elapsed": (time.perf_counter() - elapsed) * MILLISECONDS,
    }
    tracemalloc.start()
    run_draws_of(point)
    print(json.dumps(found | {"memory": tracemalloc.get_traced_memory()[1] / MEBIBYTE}))


def measure_point(point, rounds):
    """Return the medians of a point over rounds, each in a child process."""
    command = [sys.executable, __file__, "--point", json.dumps(point)]
    found = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(rounds)]
    return point | {name: median(each[name] for each in found) for name in found[0]}


def exponent(steps, values):
    """Return the slope of log value on log step [1]."""
    return float(np.polyfit(np.log(steps), np.log(np.maximum(values, 1e-9)), 1)[0])


def report(size, measured):
    """Return the lines of one size: its points, and the exponents of time and memory."""
    clock = "elapsed" if size == "threads" else "cpu"
    steps = [point[size] + (BURN_IN_MONTHS if size == "months" else 0) for point in measured]
    lines = [f"| {size} | {clock} ms | memory, MiB |", "| --- | --- | --- |"]
    lines += [f"| {point[size]:,} | {point[clock]:,.0f} | {point['memory']:,.0f} |" for point in measured]
    slopes = [exponent(steps, [point[name] for point in measured]) for name in (clock, "memory")]
    return "\n".join([*lines, f"| exponent | {slopes[0]:.2f} | {slopes[1]:.2f} |"])


def main():
    """Measure the sizes asked for and print a table of each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", nargs="+", choices=STEPS, default=list(STEPS))
    parser.add_argument("--json", type=Path)
    parser.add_argument("--point", type=json.loads, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.point:
        run_point(asked.point)
        return
    print(f"at {', '.join(f'{value:,} {name}' for name, value in BASE.items())}; {DRAWS_OF_THREADS} draws for threads")
    results = {size: [measure_point(point, asked.rounds) for point in points_of(size)] for size in asked.sizes}
    for size, measured in results.items():
        print(f"\n{report(size, measured)}")
    if asked.json:
        asked.json.write_text(json.dumps(results, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
