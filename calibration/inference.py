"""Draws of the posterior: one chain for each draw of the cut block, on threads, the same on any number of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from scipy.special import ndtr
from scipy.stats import qmc

from agents.quantities import Block, LogNormal
from agents.randomness import mix
from calibration.chains import Asked, Fitted, run_chain
from calibration.design import OF_ZONE, UNCERTAIN, score_names
from calibration.emulator import Emulator
from calibration.steady import steadily
from calibration.targets import Target, groups_of
from sim.ensemble import each
from sim.parameters import PARAMETERS

Array = np.ndarray[Any, Any]

LUCKS = ("base_year_luck", "period_luck")
"""Parameters that choose readings: a chain moves the readings themselves, and a luck follows from its reading."""
ERROR = "reporting_error"
POINTS = 32
HEATS = 16
HEAT_POWER = 3.0
MOVES = 15
LAST_MOVES = 400
CHUNK = 16
LEAST_FLOOR = 1e-6


def moved_names(zones: Sequence[str]) -> tuple[str, ...]:
    """Return the scores that a fit moves: what is inferred, what belongs to the observation, zones' attractiveness."""
    own = tuple(n for n in UNCERTAIN if PARAMETERS[n].block in (Block.INFERRED, Block.NUISANCE) and n not in LUCKS)
    return (*own, *(OF_ZONE + zone for zone in zones))


def moved_indices(zones: Sequence[str]) -> Array:
    """Return where the moved scores stand among all."""
    names = score_names(zones)
    return np.array([names.index(name) for name in moved_names(zones)])


class Draws(NamedTuple):
    """Draws of a fit: all scores [draws, names], readings [draws, groups], log likelihood, share of moves accepted."""

    scores: Array
    readings: Array
    log_likelihood: Array
    accepted: Array


@dataclass(frozen=True)
class Question:
    """What a fit is asked: the figures, with the probability that each interval has under the prior."""

    targets: tuple[Target, ...]
    zones: tuple[str, ...]
    outlier: float
    floors: Array
    """Probability of each interval under the prior, by target and reading."""

    @property
    def groups(self) -> tuple[str, ...]:
        """The readings that are drawn together."""
        return tuple(groups_of(self.targets))

    def asked(self, emulator: Emulator) -> Asked:
        """Return the question as chains read it."""
        order = sorted(range(len(self.targets)), key=lambda k: self.targets[k].high[0] - self.targets[k].low[0])
        targets = [self.targets[k] for k in order]  # the narrowest first, so that later ones are given much
        widest = max(len(t.columns) for t in targets)
        row = {name: at for at, name in enumerate(emulator.columns)}
        groups = groups_of(self.targets)

        def table(pick: Callable[[Target, int], float]) -> Array:
            return np.array([[pick(t, min(r, len(t.columns) - 1)) for r in range(widest)] for t in targets])

        column = table(lambda t, r: row[t.columns[r]]).astype(np.int64)
        prior = PARAMETERS[ERROR].prior
        assert isinstance(prior, LogNormal)  # noqa: S101  # for the type checker
        names = list(groups)
        return Asked(
            column=column,
            low=np.maximum(table(lambda t, r: t.low[r]), -1e3),
            high=np.minimum(table(lambda t, r: t.high[r]), 1e3),
            group=np.array([names.index(t.group) if t.group else -1 for t in targets], np.int64),
            noisy=np.array([t.noisy for t in targets]),
            floor=self.floors[order],
            modelled=emulator.learnt[column],
            chances=np.array([weights[0] for weights in groups.values()]),
            outlier=self.outlier,
            points=qmc.Sobol(len(targets), scramble=True, rng=np.random.default_rng(1)).random(POINTS),
            error=np.array([moved_names(self.zones).index(ERROR), prior.median, prior.log_sd]),
        )


def floors_of(targets: Sequence[Target], printed: Array, columns: Sequence[str]) -> Array:
    """Return the probability of each interval under the prior [targets, readings], from runs of it on the scales.

    The interval is smoothed by the spread of the runs, so that a narrow one has the density that the prior has there.
    """
    row = {name: at for at, name in enumerate(columns)}
    widest = max(len(t.columns) for t in targets)
    floors = np.full((len(targets), widest), LEAST_FLOOR)
    for k, target in enumerate(targets):
        for r, column in enumerate(target.columns):
            seen = printed[:, row[column]]
            seen = seen[np.isfinite(seen)]
            if seen.size < 2:
                continue
            width = 1.06 * seen.std() * seen.size**-0.2 + 1e-9  # the rule of thumb for a kernel's width
            inside = ndtr((target.high[r] - seen) / width) - ndtr((target.low[r] - seen) / width)
            floors[k, r] = max(LEAST_FLOOR, float(inside.mean()))
    for k, target in enumerate(targets):  # a reading without an output says nothing
        known = [f for f in floors[k, : len(target.columns)] if f > LEAST_FLOOR]
        floors[k, floors[k] <= LEAST_FLOOR] = max(known, default=LEAST_FLOOR)
    return floors


@steadily
def sample(
    question: Question,
    emulator: Emulator,
    prior_scores: Array,
    seed: int,
    workers: int | None = None,
    last_moves: int = LAST_MOVES,
    tell: Callable[[int], None] | None = None,
) -> Draws:
    """Return one draw of the posterior for each row of ``prior_scores`` [draws, names], whose cut block it keeps.

    ``tell`` is called with the number of chains just ended. All luck follows from ``seed`` and a chain's number.
    """
    asked, fitted, moved = question.asked(emulator), emulator.fitted(prior_scores), emulator.moved
    heats = np.linspace(0.0, 1.0, HEATS + 1)[1:] ** HEAT_POWER
    groups = list(groups_of(question.targets).values())
    count = len(prior_scores)
    rng = np.random.default_rng(seed)
    scores = prior_scores.copy()
    readings = (rng.random((count, len(groups))) >= asked.chances).astype(np.int64)
    likelihood, accepted = np.empty(count), np.empty(count)

    def run(first: int) -> int:
        last = min(count, first + CHUNK)
        for n in range(first, last):
            z = scores[n, moved].copy()
            own = Fitted(
                fitted.base[n], fitted.slope, fitted.curve, fitted.cube, fitted.spread_base[n], fitted.spread_slope,
                fitted.correlation,
            )  # fmt: skip
            likelihood[n], accepted[n] = run_chain(
                z, readings[n], own, asked, heats, MOVES, last_moves, int(mix(seed, n + 1))
            )
            scores[n, moved] = z
        return last - first

    for ended in each(run, range(0, count, CHUNK), workers):
        if tell:
            tell(ended)
    return Draws(with_lucks(scores, readings, question, seed), readings, likelihood, accepted)


def with_lucks(scores: Array, readings: Array, question: Question, seed: int) -> Array:
    """Return scores in which each luck that chooses a reading lies where its reading does."""
    from scipy.special import ndtri  # noqa: PLC0415

    found, rng = scores.copy(), np.random.default_rng([seed, 1])
    for at, (group, weights) in enumerate(groups_of(question.targets).items()):
        if group in LUCKS:
            edge = weights[0]
            u = rng.random(len(found))
            share = np.where(readings[:, at] == 0, u * edge, edge + u * (1.0 - edge))
            found[:, UNCERTAIN.index(group)] = ndtri(np.clip(share, 1e-9, 1.0 - 1e-9))
    return found


def effective_draws(log_likelihood: Array) -> float:
    """Return how many draws weigh as much as those of given log weights, equal ones counting in full."""
    weight = np.exp(log_likelihood - log_likelihood.max())
    total = float(weight.sum())
    return total * total / float((weight * weight).sum()) if math.isfinite(total) else 0.0
