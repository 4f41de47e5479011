r"""What the model would print at any point, learnt from runs: mean, spread and correlation of every column.

On its scale, column c at scores x has the mean

.. math:: m_c(x) = \alpha_c + \sum_i \left(b_{ci} x_i + q_{ci}(x_i^2 - 1)\right) + \sum_{i<j\,moved} r_{cij} x_i x_j
          + \sum_{i\,moved} k_{ci}(x_i^3 - 3 x_i)

by ridge regression, and a spread whose logarithm is linear in x. The spread comes from runs that the regression had
not seen (four folds), so it holds the luck of a run and the error of the regression alike. ``moved`` scores are those
that a fit moves; all others enter by themselves.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from calibration.chains import Fitted

Array = np.ndarray[Any, Any]

FOLDS = 4
PENALTY = 100.0
"""Ridge penalty in units of one run of unit scores: shrinks the terms that a few thousand runs cannot tell."""
SPREAD_PENALTY = 1000.0
LOCAL_PENALTY = 300.0
FEWEST_RUNS = 200
"""Runs with a number below which a column is not learnt."""
FEWEST_FRESH_RUNS = 20
"""Fresh runs with a number below which a column is not corrected."""
MEAN_LOG_SQUARE = -1.2703628454614782
"""Mean of the log of the square of a standard normal number."""


@dataclass(frozen=True)
class Emulator:
    """Mean, spread and correlation of every column, and which scores a fit moves.

    ``moved`` are indices of scores. Columns that the model never prints have ``learnt`` false and say nothing.
    """

    columns: tuple[str, ...]
    moved: Array
    learnt: Array
    constant: Array
    linear: Array
    square: Array
    cross: Array
    cube: Array
    spread_base: Array
    spread_linear: Array
    correlation: Array
    seen_error: Array
    """Standard deviation of the errors on runs not seen, by column, on the scale."""

    def mean(self, scores: Array) -> Array:
        """Return the means at points [points, columns]."""
        weights = np.vstack([self.constant, self.linear.T, self.square.T, self.cross.T, self.cube.T])
        found: Array = features(scores, self.moved) @ weights
        return found

    def spread(self, scores: Array) -> Array:
        """Return the standard deviations at points [points, columns]."""
        found: Array = np.exp(self.spread_base + scores @ self.spread_linear.T)
        return found

    def fitted(self, scores: Array) -> Fitted:
        """Return the columns as functions of the moved scores, at the other scores of each point [points, columns]."""
        others = scores.copy()
        others[:, self.moved] = 0.0
        moved, count = self.moved, len(self.columns)
        curve = np.zeros((count, moved.size, moved.size))
        rows, lines = np.triu_indices(moved.size, 1)
        curve[:, lines, rows] = self.cross
        curve[:, np.arange(moved.size), np.arange(moved.size)] = self.square[:, moved]
        return Fitted(
            base=self.mean(others),
            slope=np.ascontiguousarray(self.linear[:, moved] - 3.0 * self.cube),
            curve=curve,
            cube=self.cube,
            spread_base=self.spread_base + others @ self.spread_linear.T,
            spread_slope=np.ascontiguousarray(self.spread_linear[:, moved]),
            correlation=self.correlation,
        )

    def errors(self, scores: Array, printed: Array) -> Array:
        """Return how far runs lie from the means, over the spreads [runs, columns]."""
        found: Array = (printed - self.mean(scores)) / self.spread(scores)
        return found

    def bias(self, scores: Array, printed: Array) -> Array:
        """Return the mean error of fresh runs by column in standard deviations; nan for columns that are not learnt."""
        with np.errstate(invalid="ignore"):
            error = np.where(self.learnt, self.errors(scores, printed), np.nan)
        return np.array([np.nanmean(column) if np.isfinite(column).any() else math.nan for column in error.T])

    def refined(self, scores: Array, printed: Array) -> Emulator:
        """Return the emulator with a linear correction learnt from runs in a region, and the spread found there.

        The correction serves that region alone; the spread again comes from runs that it was not learnt from. A column
        of which these runs have too few numbers stays as it is.
        """
        left = printed - self.mean(scores)
        plain = np.column_stack([np.ones(len(scores)), scores])
        constant, linear = self.constant.copy(), self.linear.copy()
        base = self.spread_base.copy()
        seen = self.seen_error.copy()
        for c in np.flatnonzero(self.learnt):
            known = np.isfinite(left[:, c])
            if known.sum() < FEWEST_FRESH_RUNS:
                continue
            weights, errors = cross_fitted(plain[known], left[known, c], LOCAL_PENALTY)
            constant[c] += weights[0]
            linear[c] += weights[1:]
            standard = errors / np.exp(base[c] + scores[known] @ self.spread_linear[c])
            base[c] += 0.5 * math.log(float(np.mean(standard**2)))
            seen[c] = errors.std()
        return replace(self, constant=constant, linear=linear, spread_base=base, seen_error=seen)


def features(scores: Array, moved: Array) -> Array:
    """Return the terms of the regression at points: 1, scores, squares, products and cubes of the moved."""
    own = scores[:, moved]
    rows, lines = np.triu_indices(moved.size, 1)
    ones = np.ones((len(scores), 1))
    return np.hstack([ones, scores, scores**2 - 1.0, own[:, rows] * own[:, lines], own**3 - 3.0 * own])


def fold_of(count: int) -> Array:
    """Return the fold of each run: runs come in the order of a spread sequence, so every fourth is a spread fold."""
    return np.arange(count) % FOLDS


def cross_fitted(terms: Array, wanted: Array, penalty: float) -> tuple[Array, Array]:
    """Return the weights of a ridge regression on all runs, and the errors of runs when their fold is left out."""
    from sklearn.linear_model import Ridge  # noqa: PLC0415  # slow to import, and needed by a fit alone

    def fit(rows: Array) -> Array:
        model = Ridge(alpha=penalty).fit(terms[rows, 1:], wanted[rows])
        return np.concatenate([[float(model.intercept_)], model.coef_])

    fold = fold_of(len(wanted))
    errors = np.empty(len(wanted))
    for one in range(FOLDS):
        errors[fold == one] = wanted[fold == one] - terms[fold == one] @ fit(fold != one)
    return fit(np.ones(len(wanted), bool)), errors


def learn(scores: Array, printed: Array, columns: Sequence[str], moved: Array) -> Emulator:
    """Return an emulator of runs: scores [runs, names], what each printed on the scales [runs, columns]."""
    terms, names, count = features(scores, moved), scores.shape[1], len(columns)
    crosses = moved.size * (moved.size - 1) // 2
    weights = np.zeros((count, terms.shape[1]))
    spread_base, spread_linear = np.zeros(count), np.zeros((count, names))
    standard = np.full(printed.shape, np.nan)
    learnt, seen = np.zeros(count, bool), np.full(count, np.nan)
    plain = terms[:, : 1 + names]
    for c in range(count):
        known = np.isfinite(printed[:, c])
        if known.sum() < FEWEST_RUNS:
            continue
        learnt[c] = True
        weights[c], errors = cross_fitted(terms[known], printed[known, c], PENALTY)
        seen[c] = errors.std()
        logs = 0.5 * (np.log(errors**2 + 1e-12 + 1e-4 * seen[c] ** 2) - MEAN_LOG_SQUARE)
        found, _ = cross_fitted(plain[known], logs, SPREAD_PENALTY)
        spread_base[c], spread_linear[c] = found[0], found[1:]
        shape = np.exp(plain[known] @ found)
        spread_base[c] += 0.5 * math.log(float(np.mean((errors / shape) ** 2)))
        standard[known, c] = errors / np.exp(plain[known, 1:] @ spread_linear[c] + spread_base[c])
    parts = np.split(weights, np.cumsum([1, names, names, crosses]), axis=1)
    return Emulator(
        columns=tuple(columns),
        moved=moved,
        learnt=learnt,
        constant=parts[0][:, 0],
        linear=parts[1],
        square=parts[2],
        cross=parts[3],
        cube=parts[4],
        spread_base=spread_base,
        spread_linear=spread_linear,
        correlation=correlation_of(standard, learnt),
        seen_error=seen,
    )


def correlation_of(standard: Array, learnt: Array) -> Array:
    """Return the correlation of errors between columns, over the runs that both have; none with a column not learnt."""
    filled = np.ma.masked_invalid(np.clip(standard, -4.0, 4.0))
    found = np.ma.corrcoef(filled, rowvar=False).filled(0.0)
    found[~learnt], found[:, ~learnt] = 0.0, 0.0
    np.fill_diagonal(found, 1.0)
    return np.ascontiguousarray(found)
