"""Fails when the engine has become slower beside its floor: the check of speed that every change passes.

Compared are CPU times of one run of `qingdao-zibo` without reform and of `floor.py` on the same work, paired round by
round; the number is the median of their ratios. A ratio hardly depends on the machine, and the bound leaves room for
what it does. A run of rounds above the bound is measured once more before it counts.

Usage: python benchmarks/regression.py [--rounds N]
"""

import argparse
import gc
import os
import sys
import time
from pathlib import Path
from statistics import median

os.environ.setdefault("NUMBA_NUM_THREADS", "1")
for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from floor import count_work, run_floor  # noqa: E402
from worlds import scenario_of  # noqa: E402

from sim.build import simulate  # noqa: E402
from sim.parameters import prior_medians  # noqa: E402

WORLD = "qingdao-zibo"
LAST_RATIO = 2.4
"""Engine over floor as last measured; whoever makes the engine faster writes the new number here [1]."""
BOUND = 1.5 * LAST_RATIO
"""Ratio above which a change is refused [1]."""
SEED = 1


def cpu_seconds(run):
    """Return the CPU time of a call [s]."""
    gc.collect()
    began = time.process_time()
    run()
    return time.process_time() - began


def paired_ratio(engine, floor, rounds):
    """Return the median over rounds of the engine's CPU time over the floor's; both are warm before the first."""
    engine()
    floor()
    return median(cpu_seconds(engine) / cpu_seconds(floor) for _ in range(rounds))


def contenders():
    """Return (a run of the engine, the floor of the same run)."""
    scenario, values = scenario_of(WORLD), prior_medians()
    work = count_work(scenario, values, SEED)
    return (lambda: simulate(scenario, values, SEED)), (lambda: run_floor(work, SEED))


def checked_ratio(engine, floor, rounds, bound=BOUND):
    """Return (ratio, whether it holds): one above the bound is measured once more, and the lower one counts."""
    ratio = paired_ratio(engine, floor, rounds)
    if ratio > bound:
        ratio = min(ratio, paired_ratio(engine, floor, rounds))
    return ratio, ratio <= bound


def main():
    """Print the ratio beside its bound and return 1 where it is above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=21)
    asked = parser.parse_args()
    ratio, holds = checked_ratio(*contenders(), asked.rounds)
    print(f"engine over floor, {WORLD}: {ratio:.2f} (last {LAST_RATIO:.2f}, bound {BOUND:.2f})")
    if not holds:
        print("the engine has become slower: see benchmarks/README.md on how it is timed", file=sys.stderr)
    return int(not holds)


if __name__ == "__main__":
    sys.exit(main())
