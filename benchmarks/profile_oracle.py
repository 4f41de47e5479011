"""Where the plain model in stock Mesa spends its time: own time by function, in shares of one run.

A peer with an avoidable hot spot would be a straw man. The run is that of `compare.py` (`qingdao-zibo` without reform,
Mesa's ordinary generator), over several seeds; a timer of CPU time samples which Python function is running, so that
unlike a tracing profiler it does not make functions that are called often look slow. What a function calls in C counts
as its own. Python looks for the timer at calls and at ends of loops, so a few steps may count for the function called
next.

Usage: python benchmarks/profile_oracle.py [--runs N] [--top N] [--json FILE]
"""

import argparse
import json
import os
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from statistics import median

for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks"), str(ROOT / "tests" / "oracle")]

from plainmodel.model import PlainModel  # noqa: E402
from worlds import scenario_of  # noqa: E402

from sim.parameters import prior_medians  # noqa: E402

HOT = 0.10
"""Share of own time above which a function is a hot spot [1]."""
EVERY = 0.004
"""CPU time between two samples [s]; the clocks of many systems tell no less."""

UNAVOIDABLE = {
    "firm.Firm.ripens": "the clock of every stage: 1.4 million firm-months wait, build or produce",
    "firm.Firm.produce": "rule 13 and closure: each of 1.1 million firm-months pays tax and may close",
}
"""Functions whose whole work is a rule, with the reason why they may be hot."""


class Sampler:
    """Counts samples by function and by line while it runs; `within` counts a function however deep it stands."""

    def __init__(self):
        self.own, self.lines, self.within = Counter(), Counter(), Counter()

    def __enter__(self):
        signal.signal(signal.SIGPROF, self.note)
        signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
        return self

    def __exit__(self, *_):
        signal.setitimer(signal.ITIMER_PROF, 0.0)

    def note(self, _signal, frame):
        """Note which function and line the timer interrupted."""
        self.own[name_of(frame)] += 1
        self.lines[f"{name_of(frame)}:{frame.f_lineno}"] += 1
        seen = set()
        while frame is not None:
            seen.add(name_of(frame))
            frame = frame.f_back
        self.within.update(seen)


def name_of(frame):
    """Return the file and the qualified name of a function."""
    return f"{Path(frame.f_code.co_filename).stem}.{frame.f_code.co_qualname}"


def profile(runs):
    """Return (sampler, CPU seconds of each run), building the worlds left out."""
    sampler, seconds = Sampler(), []
    for seed in range(runs):
        model = PlainModel(scenario_of("qingdao-zibo"), prior_medians(), seed, keyed=False)
        began = time.process_time()
        with sampler:
            model.run_model()
        seconds.append(time.process_time() - began)
    return sampler, seconds


def shares(counts):
    """Return {name: share}, largest first."""
    total = sum(counts.values())
    return {name: number / total for name, number in counts.most_common()}


def main():
    """Print shares by function, the hottest lines and hot spots; return 1 where one of them is no rule by itself."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=4)
    parser.add_argument("--top", type=int, default=16)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    sampler, seconds = profile(asked.runs)
    own, taken = shares(sampler.own), sum(sampler.own.values())
    print(f"plain model, qingdao-zibo without reform: {median(seconds):.2f} s of CPU, {taken} samples")
    print(f"{'function':44}{'own':>8}{'with what it calls':>20}")
    for name in list(own)[: asked.top]:
        print(f"{name:44}{own[name]:8.1%}{sampler.within[name] / taken:20.1%}")
    print(
        "hottest lines: " + ", ".join(f"{name} {share:.1%}" for name, share in list(shares(sampler.lines).items())[:8])
    )
    hot = [name for name, share in own.items() if share > HOT]
    for name in hot:
        print(f"above {HOT:.0%}: {name}: {UNAVOIDABLE.get(name, 'AVOIDABLE, or to be explained in UNAVOIDABLE')}")
    if not hot:
        print(f"no function is above {HOT:.0%}")
    if asked.json:
        asked.json.write_text(json.dumps({"seconds": seconds, "own": own}, indent=1), encoding="utf-8")
    return int(any(name not in UNAVOIDABLE for name in hot))


if __name__ == "__main__":
    sys.exit(main())
