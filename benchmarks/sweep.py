"""What a sweep costs: runs a second, storing over running, memory, and the share of two workers that is used.

The `qingdao-zibo` world without reform over N draws of the prior, through the same sweep that users start, into a store
in a temporary folder; all is measured in one call, so that ratios are of one machine at one time.

- storing over running: CPU seconds of writing and closing the store over those of the rest of the sweep on one thread,
  over as many runs as take a minute or so. Hashing a run's numbers and making its key are counted with storing.
- parallel efficiency: runs a second on W workers over W times those on one, for threads and for processes, from the
  moment at which all workers have begun; it says something on an idle machine alone.
- the same over the rate of W separate programs at once, each a bare loop over as many runs: what the machine gives to
  W programs at that time, so that other work on it counts less. Rounds alternate.
- memory: resident memory of the sweep's own process after a tenth of the runs and at the end, and the growth between.

Usage: python benchmarks/sweep.py [--runs N] [--workers W] [--rounds R] [--compared N] [--json FILE]
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import psutil  # noqa: E402
from worlds import SMALLEST_WORLD, scenario_of  # noqa: E402

from sim import chunks  # noqa: E402
from sim.build import simulate  # noqa: E402
from sim.chunks import OutputColumn, Task  # noqa: E402
from sim.ensemble import seed_of_draw  # noqa: E402
from sim.execution import ProcessCrew, ThreadCrew, compile_rules, cut, run_spans  # noqa: E402
from sim.identity import model_version  # noqa: E402
from sim.parameters import draw_prior  # noqa: E402
from sim.plan import PlannedRun  # noqa: E402
from sim.specification import ScenarioSpecification  # noqa: E402
from sim.store.batch import Batch  # noqa: E402
from sim.sweep import Request, sweep  # noqa: E402

FIELDS = (
    ("signed", "firms"), ("signed_binding", "firms"), ("started", "firms"), ("producing", "firms"),
    ("firm_spending", "亿元"), ("platform_building", "亿元"), ("tax_local", "亿元"), ("payroll", "亿元"),
)  # fmt: skip
MEBIBYTE = 2.0**20
MOST_STORING, LEAST_EFFICIENCY, MOST_MEMORY = 0.10, 0.85, 1024.0


@dataclass(frozen=True)
class PriorDraws:
    """A scenario over draws of the prior."""

    scenario: ScenarioSpecification
    draws: int
    first: int = 0
    name: str = "prior-draws"

    def __len__(self):
        return self.draws

    def run(self, number):
        draw = self.first + number
        return PlannedRun(self.scenario, draw_prior(1, draw), seed_of_draw(1, draw), {"draw": draw})

    def describe(self):
        return {"scenario": self.scenario.name, "draws": self.draws, "first": self.first, "seed": 1}


@dataclass(frozen=True)
class Sums:
    """Flows of the whole world over the run."""

    outputs: tuple = tuple(OutputColumn(name, unit, f"{name} of all zones") for name, unit in FIELDS)

    def __call__(self, run, world):  # noqa: ARG002
        return {output.name: float(world.panel[output.name].sum()) for output in self.outputs}


@dataclass
class Clock:
    """Adds up the CPU time of a function's calls, and calls it."""

    function: object
    seconds: float = 0.0

    def __call__(self, *given, **named):
        began = time.process_time()
        try:
            return self.function(*given, **named)
        finally:
            self.seconds += time.process_time() - began


@dataclass
class Memory:
    """Resident memory of this process and its children while a sweep goes on [MiB]."""

    every: int
    runs: int = 0
    seen: list = field(default_factory=list)

    def tell(self, count):
        self.runs += count
        if self.runs >= self.every * (len(self.seen) + 1):
            self.seen.append(psutil.Process().memory_info().rss / MEBIBYTE)


def storing_over_running(scenario, runs, folder):
    """Return CPU time spent on keys, digests and files over that of simulating and measuring, on one thread."""
    watched = {name: Clock(getattr(chunks, name)) for name in ("run_key", "recorded_digest", "simulate")}
    files = {name: Clock(getattr(Batch, name)) for name in ("add", "close")}
    kept = {name: getattr(Batch, name) for name in files}
    for name, clock in watched.items():
        setattr(chunks, name, clock)
    for name, clock in files.items():
        setattr(Batch, name, lambda *given, clock=clock: clock(*given))
    try:
        began = time.process_time()
        sweep(Request(PriorDraws(scenario, runs), Sums(), folder / "storing"), ThreadCrew(1))
        whole = time.process_time() - began
    finally:
        for name, clock in watched.items():
            setattr(chunks, name, clock.function)
        for name, function in kept.items():
            setattr(Batch, name, function)
    parts = {name: clock.seconds for name, clock in {**watched, **files}.items()}
    storing = whole - parts["simulate"]
    return {"storing_over_running": storing / parts["simulate"], "cpu": parts | {"whole": whole}}


def rate(task, crew, runs):
    """Return runs a second of a crew that has begun."""
    for _ in run_spans(crew, task, cut([chunks.Span(0, 2 * crew.workers)], crew.workers, 1e3)):
        pass
    began = time.perf_counter()
    done = sum(len(r.records) for r in run_spans(crew, task, cut([chunks.Span(0, runs)], crew.workers, 0.12)))
    return done / (time.perf_counter() - began)


def bare_rate(workers, runs):
    """Return runs a second of separate programs that do nothing but simulate, added up."""
    command = [sys.executable, __file__, "--bare", str(runs // workers)]
    programs = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(workers)]
    for program in programs:
        program.stdout.readline()  # it has compiled and waits
    for program in programs:
        program.stdin.write(b"\n")
        program.stdin.flush()
    return sum(float(program.communicate()[0]) for program in programs)


def run_bare(runs):
    """Wait for a line, simulate and measure so many runs, and print runs a second."""
    scenario = scenario_of(SMALLEST_WORLD)
    plan, measure = PriorDraws(scenario, runs), Sums()
    simulate(scenario, draw_prior(1, 0), 0)
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.perf_counter()
    for number in range(runs):
        planned = plan.run(number)
        measure(planned, simulate(planned.scenario, planned.values, planned.seed))
    print(runs / (time.perf_counter() - began))


def efficiency(scenario, workers, runs, rounds):
    """Return runs a second on W workers over W times those on one, and over those of W separate programs, by round."""
    task = Task(PriorDraws(scenario, runs), Sums(), (), model_version())
    found = {"threads": [], "processes": [], "threads over programs": [], "processes over programs": []}
    rates = {}
    for _ in range(rounds):
        for kind, crew_kind in (("threads", ThreadCrew), ("processes", ProcessCrew)):
            crews = {count: crew_kind(count) for count in (1, workers)}
            measured = {}
            for count, crew in crews.items():
                crew.start(task, 0)
                measured[count] = rate(task, crew, runs)
                crew.close()
            measured["programs"] = bare_rate(workers, runs)
            found[kind].append(measured[workers] / (workers * measured[1]))
            found[f"{kind} over programs"].append(measured[workers] / measured["programs"])
            rates.setdefault(kind, []).append(measured)
    return found, rates


def main():
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=1_000, help="runs of the whole sweep; 100000 for the full number")
    parser.add_argument("--compared", type=int, default=120, help="runs of each comparison")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--bare", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.bare:
        run_bare(asked.bare)
        return
    scenario = scenario_of(SMALLEST_WORLD)
    task = Task(PriorDraws(scenario, asked.runs), Sums(), (), model_version())
    compile_rules(task, 0)
    simulate(scenario, draw_prior(1, 0), 0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        results = storing_over_running(scenario, asked.compared, folder)
        shares, rates = efficiency(scenario, asked.workers, asked.compared, asked.rounds)
        results |= {"efficiency": shares, "rates": rates}
        memory = Memory(max(1, asked.runs // 10))
        request = Request(task.plan, task.measure, folder / "whole", tell=memory.tell)
        done = sweep(request, ThreadCrew(asked.workers))
        size = (done.folder / "runs.parquet").stat().st_size
        results |= {
            "runs": done.done,
            "runs_a_second": done.done / done.seconds,
            "bytes_a_run": size / done.done,
            "memory": memory.seen,
            "digest": done.digest,
        }
    report(results, asked)
    if asked.json:
        asked.json.write_text(json.dumps(results, indent=1), encoding="utf-8")


def report(results, asked):
    """Print a table of what was found beside what is asked of it."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    seen = results["memory"]
    print(f"{SMALLEST_WORLD}, {asked.workers} workers, {os.cpu_count()} processors, load {load:.1f} at the end\n")
    print("| what | found | asked |\n| --- | --- | --- |")
    print(f"| runs a second, {results['runs']:,} runs on threads | {results['runs_a_second']:.1f} | |")
    print(f"| storing over running (CPU) | {results['storing_over_running']:.3f} | <= {MOST_STORING} |")
    for kind, shares in results["efficiency"].items():
        spread = f"{median(shares):.2f} ({min(shares):.2f}-{max(shares):.2f}, {len(shares)} rounds)"
        print(f"| parallel efficiency, {kind} | {spread} | >= {LEAST_EFFICIENCY} |")
    print(f"| memory after a tenth and at the end, MiB | {seen[0]:.0f}, {seen[-1]:.0f} | <= {MOST_MEMORY:.0f} |")
    print(f"| growth between | {seen[-1] / seen[0] - 1.0:+.1%} | |")
    print(f"| bytes on disk a run | {results['bytes_a_run']:.0f} | |")


if __name__ == "__main__":
    main()
