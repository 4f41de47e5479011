"""What keyed luck is worth: the variance of an effect under other ways of seeding over that of paired runs.

The contrast is one zone's attraction effort raised by 30 % (engine.md), told by its signatures in five years,
for that zone and for all zones; then each part of a reform alone. Parameters stay at their medians, so that all that
varies is luck. Two other ways are compared, each of which would need that many times the runs for the same error:

- independent seeds: base and option each have their own luck;
- the same seed with one sequential generator, as ordinary models do: base and option are run in stock Mesa
  (`tests/oracle/plainmodel` with its own generator) from the same seed, and draw the same numbers until the first
  difference shifts all that follow.

The plain model is slow, so that fewer seeds are run of it; its processes are as many as the workers. Ratios are given
with the 5 % and 95 % quantiles of a bootstrap over seeds.

Usage: python benchmarks/paired_variance.py [--seeds N] [--sequential N] [--scenario NAME] [--workers N]
"""

import argparse
import dataclasses
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

os.environ.setdefault("NUMBA_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "oracle")]

import numpy as np  # noqa: E402
from plainmodel.model import PlainModel  # noqa: E402

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


def plain_signed(scenario, places, seed):
    """Return signatures of the zone and of the region in a run of the plain model with one sequential generator."""
    model = PlainModel(scenario, prior_medians(), seed, keyed=False)
    model.run_model()
    signed = model.series("zones", "signed")[FIRST : FIRST + MONTHS]
    return [float(signed[:, places.rows(place)].sum()) for place in ("zone", "region")]


def sequential_one(task):
    """Return outcomes [options, base or option, OUTPUTS] of one seed; what happens after the last month is not run."""
    setting, draw = task
    base, *options = (dataclasses.replace(s, months=FIRST + MONTHS) for s in (setting.base, *setting.options))
    seed = seed_of_draw(setting.seed, draw)
    without = plain_signed(base, setting.places, seed)
    return [[without, plain_signed(option, setting.places, seed)] for option in options]


def sequential_outcomes(setting, seeds, workers=None):
    """Return the outcomes of `outcomes_by_seed` from one sequential generator, the same seed for base and option."""
    tasks = [(setting, draw) for draw in range(seeds)]
    if workers == 1:
        return np.array(list(map(sequential_one, tasks)))
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return np.array(list(pool.map(sequential_one, tasks)))


def independent_variance(found):
    """Return the variance, by option and output, of a difference of runs whose luck is independent."""
    return found.var(axis=0, ddof=1).sum(axis=1)


def difference_variance(found):
    """Return the variance, by option and output, of the difference of base and option under one seed."""
    return (found[:, :, 1] - found[:, :, 0]).var(axis=0, ddof=1)


def ratio(upper, lower):
    """Return a ratio of variances; infinite where the lower one is nothing."""
    return np.divide(upper, lower, out=np.full(upper.shape, np.inf), where=lower > 0.0)


def variance_ratios(found):
    """Return, by option and output, the variance of a difference of independent runs over that of paired ones."""
    return ratio(independent_variance(found), difference_variance(found))


def sequential_ratios(sequential, found):
    """Return, by option and output, the variance of a difference under one sequential generator over that of paired."""
    return ratio(difference_variance(sequential), difference_variance(found))


def spread_by_bootstrap(ratios, *outcomes, times=400):
    """Return the 5 % and 95 % quantiles of ratios over seeds drawn anew, each set of outcomes by itself."""
    luck = np.random.default_rng(1)
    drawn = [ratios(*(found[luck.integers(0, len(found), len(found))] for found in outcomes)) for _ in range(times)]
    return np.quantile(drawn, [0.05, 0.95], axis=0, method="nearest")


def contrast(scenario_name, seed=1):
    """Return what is compared: more effort, and each part of the scenario's reform alone."""
    reform = load_scenario(scenario_name)
    base = dataclasses.replace(reform, name="no reform", changes=())
    parts = parts_of(reform, "parts")
    alone = [dataclasses.replace(with_parts(reform, parts, {name}), name=name) for name in parts]
    return comparable(base, [more_effort(base, reform.focus), *alone], seed)


def told(value, low, high):
    """Return a ratio with its quantiles."""
    return f"{value:8.1f} ({low:.1f} to {high:.1f})"


def main():
    """Print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--sequential", type=int, default=30, help="seeds of the plain model; 0 leaves it out")
    parser.add_argument("--scenario", default="typical-county-reform")
    parser.add_argument("--workers", type=int, default=0)
    asked = parser.parse_args()
    setting = contrast(asked.scenario)
    workers = asked.workers or None
    paired = outcomes_by_seed(setting, asked.seeds, workers)
    compared = [("independent seeds", variance_ratios, (paired,), asked.seeds)]
    if asked.sequential:
        sequential = sequential_outcomes(setting, asked.sequential, workers)
        compared.append(
            ("same seed, one sequential generator", sequential_ratios, (sequential, paired), len(sequential))
        )
    for name, ratios, outcomes, seeds in compared:
        print(f"{asked.scenario}, signatures in {MONTHS} months: variance under {name} ({seeds} seeds) over paired")
        print(f"{'':14} {'this zone':>28} {'all zones':>28}")
        low, high = spread_by_bootstrap(ratios, *outcomes)
        for row, (option, values) in enumerate(zip(setting.options, ratios(*outcomes), strict=True)):
            cells = [told(*numbers) for numbers in zip(values, low[row], high[row], strict=True)]
            print(f"{option.name:14} {cells[0]:>28} {cells[1]:>28}")


if __name__ == "__main__":
    main()
