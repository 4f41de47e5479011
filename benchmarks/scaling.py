"""How the engine's time and memory grow with prospects, zones, months, draws and threads.

Every point is runs of draws from the prior in a child process of its own, compiled and warm before the clock starts.
Time is the CPU time of the runs, for threads their elapsed time. Memory is the peak of what is resident over what was
when the runs began: interpreter, libraries and machine code are the baseline. It is taken in another process, of runs
that keep everything (whole) and of runs of which outputs alone are asked for (streamed, as in a sweep). Each size
doubles from point to point, all others stay at those of `BASE`; the exponent is the slope of a straight line through
the logs, for months counted with the burn-in. An exponent of 1 is proportional growth; of threads, -1 is a perfect
share of the work, and the work of each number of threads over that of one is printed. As long as firms pile up,
time grows faster than months: the exponent in the months of live firms is printed beside. `--worlds` gives time and
memory of one run at the prior medians in a benchmark's world instead. Memory needs Linux, which alone tells a peak
anew.

Usage: python benchmarks/scaling.py [--rounds N] [--sizes NAME ...] [--worlds NAME ...] [--json FILE]
"""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import numpy as np  # noqa: E402
from worlds import WORLDS, scenario_of, synthetic_world, unreformed  # noqa: E402

from sim.build import build_world, run_world, simulate  # noqa: E402
from sim.ensemble import each, run_draws, seed_of_draw  # noqa: E402
from sim.outputs import Output  # noqa: E402
from sim.parameters import draw_prior, prior_medians  # noqa: E402
from sim.specification import BURN_IN_MONTHS  # noqa: E402
from sim.streaming import stream_outputs  # noqa: E402

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
KIBIBYTES_OF_MEBIBYTE = 2.0**10
MEASURES_ASKED = ("spending", "signed", "tax_collected", "debt")


def most_threads():
    """Return how many threads can run at once."""
    return max(LEAST_THREADS, os.cpu_count() or 1)


def points_of(size):
    """Return the settings along one size."""
    steps = [step for step in STEPS[size] if size != "threads" or step <= most_threads()]
    fixed = BASE | ({"draws": DRAWS_OF_THREADS} if size == "threads" else {"counted": size == "months"})
    return [fixed | {size: step} for step in steps]


def scenario_of_point(point):
    """Return the scenario of a point."""
    return unreformed(synthetic_world("scaled", point["zones"], point["prospects"]), point["months"])


def run_draws_of(point):
    """Run the draws of a point and keep everything of each until its end."""
    scenario = scenario_of_point(point)
    for _ in run_draws(scenario, point["draws"], 1, lambda world, _: int(world.counts[0]), point["threads"]):
        pass


def stream_draws_of(point):
    """Run the draws of a point and keep nothing but outputs."""
    scenario = scenario_of_point(point)

    def one(draw):
        return stream_outputs(scenario, draw_prior(1, draw), seed_of_draw(1, draw), outputs_of(scenario)).outputs

    for _ in each(one, range(point["draws"]), point["threads"]):
        pass


def outputs_of(scenario):
    """Return the outputs that a streamed run is asked for: a few sums over all zones and months."""
    return [Output(name, name, "all", "mean", 0, scenario.months - 1) for name in MEASURES_ASKED]


def run_world_of(point):
    """Run a world once and keep everything until the end."""
    simulate(scenario_of(point["world"]), prior_medians(), 0)


def stream_world_of(point):
    """Run a world once and keep nothing but outputs."""
    scenario = scenario_of(point["world"])
    stream_outputs(scenario, prior_medians(), 0, outputs_of(scenario))


def way_of(point):
    """Return what runs a point."""
    if "world" in point:
        return stream_world_of if point["streamed"] else run_world_of
    return stream_draws_of if point["streamed"] else run_draws_of


def firm_months_of(point):
    """Return the months that live firms of the draws of a point spend in the run, burn-in included."""
    scenario, total = scenario_of_point(point), 0
    for draw in range(point["draws"]):
        world = build_world(scenario, draw_prior(1, draw), seed_of_draw(1, draw))
        for month in range(-BURN_IN_MONTHS, scenario.months):
            world = run_world(world, scenario, month, month + 1)
            total += int(world.roster_sizes.sum())
    return total


def resident(entry):
    """Return what the system says of this process: VmRSS, resident now, or VmHWM, at the peak [MiB]."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    (line,) = (line for line in lines if line.startswith(entry + ":"))
    return int(line.split()[1]) / KIBIBYTES_OF_MEBIBYTE


def run_point(point):
    """Run one point in this process and print its time [ms] and memory [MiB]."""
    warm = unreformed(synthetic_world("warm", 40, 400.0), 12)
    simulate(warm, prior_medians(), 0)
    stream_outputs(warm, prior_medians(), 0, outputs_of(warm))
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak so far is forgotten
    before, cpu, elapsed = resident("VmRSS"), time.process_time(), time.perf_counter()
    way_of(point)(point)
    found = {
        "cpu": (time.process_time() - cpu) * MILLISECONDS,
        "elapsed": (time.perf_counter() - elapsed) * MILLISECONDS,
        "memory": resident("VmHWM") - before,
        "baseline": before,
    }
    if point.get("counted"):
        found["firm_months"] = firm_months_of(point)
    print(json.dumps(found))


def measure_point(point, rounds):
    """Return the medians of a point over rounds, each in child processes: of whole runs and of streamed ones."""
    whole, streamed = ([in_child(point | {"streamed": streamed}) for _ in range(rounds)] for streamed in (False, True))
    medians = {name: median(found[name] for found in whole) for name in whole[0]}
    return (
        point | medians | {f"streamed_{name}": median(found[name] for found in streamed) for name in ("cpu", "memory")}
    )


def in_child(point):
    """Return what a child process measures of a point."""
    command = [sys.executable, __file__, "--point", json.dumps(point)]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def exponent(steps, values):
    """Return the slope of log value on log step [1]."""
    return float(np.polyfit(np.log(steps), np.log(np.maximum(values, 1e-9)), 1)[0])


def report(size, measured):
    """Return the lines of one size: its points, the exponents of time and memory, and what threads do beside one."""
    clock = "elapsed" if size == "threads" else "cpu"
    steps = [point[size] + (BURN_IN_MONTHS if size == "months" else 0) for point in measured]
    columns = (clock, "memory", "streamed_memory")
    lines = [f"| {size} | {clock} ms | memory, MiB: whole | streamed |", "| --- | --- | --- | --- |"]
    lines += [row(f"{point[size]:,}", [f"{point[name]:,.0f}" for name in columns]) for point in measured]
    lines.append(row("exponent", [f"{exponent(steps, [point[name] for point in measured]):.2f}" for name in columns]))
    if size == "months":
        firm_months = [point["firm_months"] for point in measured]
        found = exponent(firm_months, [point[clock] for point in measured])
        lines.append(f"months of live firms grow by {exponent(steps, firm_months):.2f}, time in these by {found:.2f}")
    if size == "threads":
        lines += [
            f"{point[size]} threads do {measured[0][clock] / point[clock]:.2f} times the work of one"
            for point in measured[1:]
        ]
    return "\n".join(lines)


def row(head, cells):
    """Return a row of a table."""
    return "| " + " | ".join([head, *cells]) + " |"


def report_worlds(measured):
    """Return the table of worlds: CPU time and memory of one run, whole and streamed."""
    lines = [
        "| World | CPU ms: whole | streamed | memory, MiB: whole | streamed | baseline |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    columns = ("cpu", "streamed_cpu", "memory", "streamed_memory", "baseline")
    return "\n".join(
        [*lines, *(row(point["world"], [f"{point[name]:,.0f}" for name in columns]) for point in measured)]
    )


def main():
    """Measure the sizes asked for and print a table of each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", nargs="+", choices=STEPS, default=list(STEPS))
    parser.add_argument("--worlds", nargs="+", choices=WORLDS, default=[])
    parser.add_argument("--json", type=Path)
    parser.add_argument("--point", type=json.loads, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.point:
        run_point(asked.point)
        return
    if asked.worlds:
        worlds = [measure_point({"world": name}, asked.rounds) for name in asked.worlds]
        print(report_worlds(worlds))
        if asked.json:
            asked.json.write_text(json.dumps(worlds, indent=1), encoding="utf-8")
        return
    print(f"at {', '.join(f'{value:,} {name}' for name, value in BASE.items())}; {DRAWS_OF_THREADS} draws for threads")
    results = {size: [measure_point(point, asked.rounds) for point in points_of(size)] for size in asked.sizes}
    for size, measured in results.items():
        print(f"\n{report(size, measured)}")
    if asked.json:
        asked.json.write_text(json.dumps(results, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
