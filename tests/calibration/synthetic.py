"""A model that is known: every column linear in the scores with normal errors, in place of runs of the simulator."""

import numpy as np

from calibration.design import score_names
from calibration.emulator import learn
from calibration.fit import COLUMNS, Learnt, Runs, columns_of, on_scales
from calibration.inference import Question, floors_of, moved_indices
from calibration.targets import targets_of, zones_of
from scenarios.evidence import load_ledger

LEDGER = load_ledger()
TARGETS = tuple(targets_of(LEDGER))
ZONES = zones_of(TARGETS)
NAMES = score_names(ZONES)
MOVED = moved_indices(ZONES)
SPREAD = 0.3
OUTLIER = 0.05


def slopes(rng):
    """Every column hangs on four moved scores and two of the cut block."""
    found = np.zeros((len(COLUMNS), len(NAMES)))
    cut = np.setdiff1d(np.arange(len(NAMES)), MOVED)
    for row in found:
        row[rng.choice(MOVED, 4, replace=False)] = rng.normal(0.0, 0.4, 4)
        row[rng.choice(cut, 2, replace=False)] = rng.normal(0.0, 0.3, 2)
    return found


def natural(targets, scaled):
    """Numbers as printed that have these values on their scales [runs, columns]."""
    printed = np.full((len(scaled), len(COLUMNS)), np.nan)
    for target in targets:
        for column in target.columns:
            at = COLUMNS.index(column)
            value = scaled[:, at]
            if target.scale == "part":
                share = 1.0 / (1.0 + np.exp(-value))
                printed[:, at] = share * (target.whole + 1.0) - 0.5
            else:
                printed[:, at] = np.exp(4.0 + value) - 0.5
    return printed


def known_model(runs, prior, seed, spread=SPREAD):
    """What a fit needs of runs, from the known model."""
    rng = np.random.default_rng(seed)
    slope = slopes(rng)

    def some(count):
        scores = rng.standard_normal((count, len(NAMES)))
        errors = rng.normal(0.0, spread, (count, len(COLUMNS)))
        return Runs(scores, natural(TARGETS, scores @ slope.T + errors))

    spread_runs, prior_runs = some(runs), some(prior)
    columns = columns_of(TARGETS)
    emulator = learn(spread_runs.scores, on_scales(TARGETS, spread_runs.printed), columns, MOVED)
    floors = floors_of(TARGETS, on_scales(TARGETS, prior_runs.printed), columns)
    return Learnt(Question(TARGETS, ZONES, OUTLIER, floors), prior_runs, spread_runs, emulator), slope
