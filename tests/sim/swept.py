"""Runs a sweep in a process of its own, for tests that kill it: store, crew, and the runs of a draw as arguments."""

import json
import sys
from pathlib import Path

import plans

from sim.execution import crew_of
from sim.sweep import Request, sweep

WORKERS = 2


def main(store, kind, draws, seconds):
    """Run what is missing and print what was done."""
    request = Request(plans.SmallPlan(int(draws)), plans.Slow(seconds=float(seconds)), Path(store), resume=True)
    crew = crew_of(WORKERS, kind == "processes", kind if kind.startswith("tcp") else None)
    report = sweep(request, crew)
    print(json.dumps({**vars(report), "folder": str(report.folder)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
