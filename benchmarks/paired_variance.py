"""What shared luck is worth: the variance of an effect under independent seeds over that of paired runs.

The contrast is one zone's attraction effort raised by 30 % (engine.md), told by its signatures in five years,
for that zone and for all zones; then each part of a reform alone. Parameters stay at their medians, so that all that
varies is luck. Independent seeds would need that many times the runs for the same error.

Usage: python benchmarks/paired_variance.py [--seeds N] [--scenario NAME] [--workers N]
"""

import argparse
import dataclasses
import os
import sys
from pathlib import Path

os.environ.setdefault("NUMBA_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402

from analysis.compare import comparable  # noqa: E402
from analysis.explain import parts_of, with_parts  # noqa: E402
from analysis.outcomes import BY_NAME, read_outcomes  # noqa: E402
from scenarios.load import load_scenario  # noqa: E402
from sim.ensemble import each, seed_of_draw  # noqa: E402
from sim.paired import run_paired  # noqa: E402
from sim.parameters import prior_medians  # noqa: E402
from sim.specification import LeverChange  # noqa: E402

MONTHS = 60
EFFORT = 1.3
FIRST = 24
OUTPUTS = ("signed", "region.signed")


def more_effort(base, zone):
    """Return the base with 30 % more posts in one zone, and so 30 % more effort, from January 2019 on."""
    known = base.world.zones[base.world.row_of(zone)].known
    hired = (EFFORT - 1.0) * known["staff_before"]
    return dataclasses.replace(base, name="effort +30 %", changes=(LeverChange(zone, "posts_hired", FIRST, hired),))


def outcomes_by_seed(setting, seeds, workers=None):
    """Return outcomes [seeds, options, base or option, OUTPUTS] under so many lucks, parameters at their medians."""
    values, chosen = prior_medians(), [BY_NAME[name] for name in OUTPUTS]

    def keep(world, since):
        return read_outcomes(world, setting.places, since, (MONTHS,), chosen)[0]

    def one(draw):
        seed = seed_of_draw(setting.seed, draw)
        pairs = run_paired(setting.base, setting.options, values, seed, MONTHS, keep, FIRST)
        return [[pair.base, pair.option] for pair in pairs]

    return np.array(list(each(one, range(seeds), workers)))


def variance_ratios(found):
    """Return, by option and output, the variance of a difference of independent runs over that of paired ones."""
    apart = found.var(axis=0, ddof=1).sum(axis=1)
    paired = (found[:, :, 1] - found[:, :, 0]).var(axis=0, ddof=1)
    return np.divide(apart, paired, out=np.full(apart.shape, np.inf), where=paired > 0.0)


def contrast(scenario_name, seed=1):
    """Return what is compared: more effort, and each part of the scenario's reform alone."""
    reform = load_scenario(scenario_name)
    base = dataclasses.replace(reform, name="no reform", changes=())
    parts = parts_of(reform, "parts")
    alone = [dataclasses.replace(with_parts(reform, parts, {name}), name=name) for name in parts]
    return comparable(base, [more_effort(base, reform.focus), *alone], seed)


def main():
    """Print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--scenario", default="typical-county-reform")
    parser.add_argument("--workers", type=int, default=0)
    asked = parser.parse_args()
    setting = contrast(asked.scenario)
    ratios = variance_ratios(outcomes_by_seed(setting, asked.seeds, asked.workers or None))
    print(f"{asked.scenario}, {asked.seeds} seeds, signatures in {MONTHS} months: independent over paired variance")
    print(f"{'':14} {'this zone':>10} {'all zones':>10}")
    for option, (zone, region) in zip(setting.options, ratios, strict=True):
        print(f"{option.name:14} {zone:10.1f} {region:10.1f}")


if __name__ == "__main__":
    main()
