r"""One chain of the fit: from a draw of the prior to a draw of the posterior, all else of the draw held as it is.

What no figure speaks of - the cut block - is drawn once from its prior and never moves: each chain has its own, so
draws do not compete with one another and there is nothing to resample. Within a chain the likelihood is let in by steps
(tempering), with random-walk moves shaped by the curvature that the emulator has at the chain's place.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from agents.compiled import compiled
from agents.randomness import mix, normal, uniform
from calibration.box import box_log_probability, factor

Array = np.ndarray[Any, Any]

FLIP = 0.25
"""How often a move proposes another reading as well."""
WANTED = 0.25
"""Share of moves that should be accepted; the step is learnt until half of the last temperature is over."""


class Fitted(NamedTuple):
    """What the emulator says of every column, as functions of the scores that a chain may move.

    mean_c = base_c + slope_c · z + z' curve_c z + cube_c · z³, log spread_c = spread_base_c + spread_slope_c · z, with
    the bases for the chain's own cut block; ``curve`` is a lower triangle; ``correlation`` of errors is common to all.
    """

    base: Array
    slope: Array
    curve: Array
    cube: Array
    spread_base: Array
    spread_slope: Array
    correlation: Array


class Asked(NamedTuple):
    """The figures: column and edges under each reading, what readings hold together, and outliers' probabilities."""

    column: Array
    low: Array
    high: Array
    group: Array
    noisy: Array
    floor: Array
    modelled: Array
    chances: Array
    """Cumulative prior probability of the first reading of each group."""
    outlier: float
    points: Array
    error: Array
    """Index of the score of the error of printing, its prior median, and the standard deviation of its log."""


@compiled
def log_likelihood(z: Array, readings: Array, fitted: Fitted, asked: Asked, scratch: Array) -> float:
    """Return the log of the probability that all figures are printed as they were, for scores and readings.

    ``scratch`` has room for a matrix of all figures and four rows more.
    """
    targets, moved = asked.column.shape[0], z.shape[0]
    error = asked.error[1] * math.exp(asked.error[2] * z[int(asked.error[0])])
    covariance, low, high = scratch[:targets], scratch[targets], scratch[targets + 1]
    floor, at, spread = scratch[targets + 2], scratch[targets + 3], scratch[targets + 4]
    columns = scratch[targets + 5]
    size, total = 0, 0.0
    for k in range(targets):
        reading = readings[asked.group[k]] if asked.group[k] >= 0 else 0
        if not asked.modelled[k, reading]:
            total += math.log(asked.floor[k, reading])
            continue
        c = asked.column[k, reading]
        mean, log_spread = fitted.base[c], fitted.spread_base[c]
        for i in range(moved):
            bent = fitted.slope[c, i] + fitted.cube[c, i] * z[i] * z[i]
            for j in range(i + 1):
                bent += fitted.curve[c, i, j] * z[j]
            mean += bent * z[i]
            log_spread += fitted.spread_slope[c, i] * z[i]
        low[size], high[size] = asked.low[k, reading] - mean, asked.high[k, reading] - mean
        floor[size], spread[size], columns[size] = asked.floor[k, reading], math.exp(log_spread), c
        for other in range(size):
            shared = fitted.correlation[c, int(columns[other])]
            covariance[size, other] = shared * spread[size] * spread[other]
        covariance[size, size] = spread[size] ** 2 + (error * error if asked.noisy[k] else 0.0)
        size += 1
    factor(covariance, size)
    return total + box_log_probability(low, high, covariance, floor, asked.outlier, asked.points, size, at)


@compiled
def shape_moves(z: Array, readings: Array, fitted: Fitted, asked: Asked, heat: float, shape: Array) -> None:
    r"""Set ``shape`` to the factor L of :math:`LL' = (I + \beta J'J)^{-1}`, J the slopes over the spreads here."""
    moved, targets = z.shape[0], asked.column.shape[0]
    curvature = np.eye(moved)
    slope = np.empty(moved)
    for k in range(targets):
        reading = readings[asked.group[k]] if asked.group[k] >= 0 else 0
        if not asked.modelled[k, reading]:
            continue
        c = asked.column[k, reading]
        log_spread = fitted.spread_base[c]
        for i in range(moved):
            slope[i] = fitted.slope[c, i] + 3.0 * fitted.cube[c, i] * z[i] * z[i]
            for j in range(moved):
                slope[i] += (
                    (fitted.curve[c, i, j] if j <= i else fitted.curve[c, j, i]) * z[j] * (2.0 if i == j else 1.0)
                )
            log_spread += fitted.spread_slope[c, i] * z[i]
        half = 0.5 * min(6.0, asked.high[k, reading] - asked.low[k, reading])
        weight = heat / (math.exp(2.0 * log_spread) + half * half / 3.0)
        for i in range(moved):
            for j in range(moved):
                curvature[i, j] += weight * slope[i] * slope[j]
    factor(curvature, moved)
    # The inverse of a lower triangle, transposed: columns of L.
    for column in range(moved):
        for row in range(moved):
            shape[column, row] = 0.0
        for row in range(column, moved):
            left = 1.0 if row == column else 0.0
            for inner in range(column, row):
                left -= curvature[row, inner] * shape[column, inner]
            shape[column, row] = left / curvature[row, row]


@compiled
def run_chain(
    z: Array, readings: Array, fitted: Fitted, asked: Asked, heats: Array, moves: int, last_moves: int, key: int
) -> tuple[float, float]:
    """Move scores and readings in place to a draw of the posterior; return its log likelihood and share accepted.

    ``heats`` rise to 1, the share of the log likelihood that counts; each has so many ``moves``, the last one
    ``last_moves``. The share is that of the second half of the last heat. All luck follows from ``key``.
    """
    moved, groups, targets = z.shape[0], readings.shape[0], asked.column.shape[0]
    scratch = np.empty((targets + 6, targets))
    shape, proposed, step_luck = np.empty((moved, moved)), np.empty(moved), np.empty(moved)
    other = readings.copy()
    log_step = math.log(2.4 / math.sqrt(moved))
    now = log_likelihood(z, readings, fitted, asked, scratch)
    move_number, accepted, counted = 0, 0, 0
    for stage in range(heats.shape[0]):
        heat = heats[stage]
        last = stage == heats.shape[0] - 1
        shape_moves(z, readings, fitted, asked, heat, shape)
        for move in range(last_moves if last else moves):
            luck = mix(key, move_number)
            move_number += 1
            # Now and then a long or a short step, so that one scale does not have to fit all directions.
            step = math.exp(log_step) * (0.3 if uniform(luck, 3) < 0.2 else 1.0)
            for i in range(moved):
                step_luck[i] = normal(luck, 100 + i)
            change = 0.0
            for row in range(moved):
                shifted = z[row]
                for column in range(row, moved):
                    shifted += step * shape[row, column] * step_luck[column]
                proposed[row] = shifted
                change += 0.5 * (z[row] * z[row] - shifted * shifted)
            other[:] = readings
            if groups and uniform(luck, 1) < FLIP:
                flipped = int(uniform(luck, 2) * groups)
                other[flipped] = 0 if uniform(luck, 4) < asked.chances[flipped] else 1
            then = log_likelihood(proposed, other, fitted, asked, scratch)
            gain = change + heat * (then - now)
            taken = gain >= 0.0 or uniform(luck, 0) < math.exp(gain)
            if taken:
                z[:], now = proposed, then
                readings[:] = other
            if last and 2 * move >= last_moves:
                counted += 1
                accepted += taken
            else:
                log_step += ((1.0 if taken else 0.0) - WANTED) / math.sqrt(10.0 + move)
    return now, accepted / max(1, counted)
