"""Does the fit find known truths? Truths are drawn from the prior, their figures simulated, and the fit repeated.

The truths are runs of the model itself, with the luck of a run, a reading, errors of printing and outliers as the
likelihood assumes them; published intervals keep their widths. Where the fit is right, a truth is as likely to have any
rank among the draws as any other (simulation-based calibration, Talts and others 2018).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.stats import kstest

from calibration.emulator import Emulator
from calibration.fit import Learnt, columns_of, on_scales
from calibration.inference import ERROR, LAST_MOVES, Draws, Question, moved_names, sample
from calibration.posterior import variable_of
from calibration.steady import steadily
from calibration.targets import Target, groups_of
from sim.ensemble import each
from sim.parameters import PARAMETERS, quantile

Array = np.ndarray[Any, Any]

LEVELS = (0.5, 0.9)
TRUTH_MOVES = 250


class Recovery(NamedTuple):
    """Ranks of truths among draws [truths, parameters] in (0, 1), and the contraction of each fit."""

    parameters: tuple[str, ...]
    ranks: Array
    contraction: Array

    def p_values(self) -> dict[str, float]:
        """Return for each parameter the probability of ranks so uneven if the fit is right (Kolmogorov and Smirnov)."""
        return {name: float(kstest(self.ranks[:, at], "uniform").pvalue) for at, name in enumerate(self.parameters)}

    def width_p_values(self) -> dict[str, float]:
        """Return for each parameter the probability of ranks so far from the middle, or so near, if the fit is right.

        Bands that are too narrow or too wide shift no rank to one side: what they do to the ranks themselves is small
        (a fit that is twice too sure passes the test of those at a hundred truths), to their distance from the middle
        it is plain.
        """
        away = np.abs(2.0 * self.ranks - 1.0)
        return {name: float(kstest(away[:, at], "uniform").pvalue) for at, name in enumerate(self.parameters)}

    def coverage(self, level: float) -> float:
        """Return the share of truths, over all parameters, that lie in the central band of a level."""
        return float((np.abs(self.ranks - 0.5) <= level / 2.0).mean())


def publish_truths(
    question: Question, truths: Array, printed: Array, others: Array, seed: int
) -> list[tuple[Target, ...]]:
    """Return the figures that would be published of each truth: the targets, with edges around what it prints.

    ``truths`` are scores [truths, names], ``printed`` what they print on the scales [truths, columns], ``others`` runs
    of the prior from which an outlier takes its value.
    """
    rng = np.random.default_rng(seed)
    columns = columns_of(question.targets)
    row = {name: at for at, name in enumerate(columns)}
    groups = groups_of(question.targets)
    at_error = moved_names(question.zones).index(ERROR)
    found = []
    for n in range(len(truths)):
        readings = {group: int(rng.random() >= weights[0]) for group, weights in groups.items()}
        error = _error_of(float(truths[n, at_error]))
        published = []
        for target in question.targets:
            reading = readings.get(target.group, 0)
            source = others[rng.integers(len(others))] if rng.random() < question.outlier else printed[n]
            value = source[row[target.columns[reading]]]
            noise, place = rng.standard_normal(), rng.random()
            if target.noisy:
                value += error * noise
            if target.scale in ("count", "part"):
                low, high = _whole_edges(target, value)
            else:
                width = target.high[0] - target.low[0]
                low, high = value - place * width, value + (1.0 - place) * width
            published.append(target._replace(low=(low,) * len(target.low), high=(high,) * len(target.high)))
        found.append(tuple(published))
    return found


def _error_of(score: float) -> float:
    from scipy.special import ndtr  # noqa: PLC0415

    return quantile(PARAMETERS[ERROR].prior, float(ndtr(score)))


def _whole_edges(target: Target, value: float) -> tuple[float, float]:
    """Return the edges of a count that is published exactly, or of as many counts in a row as the real one allows."""
    if target.scale == "part":
        return value - 1e-2, value + 1e-2
    count = np.exp(value) - 0.5
    first, last = np.exp(target.low[0]) - 0.5, np.exp(target.high[0]) - 0.5
    step = max(1.0, round(last - first))  # 130余 stands for ten numbers
    below = np.floor(round(count) / step) * step
    # Where nought is among them the interval has no lower end, as that of a published nought has none.
    return (float(np.log(below)) if below > 0.0 else -math.inf), float(np.log(below + step))


class Truths(NamedTuple):
    """Runs of the prior taken as truths, and what would be published of each.

    ``rows`` are their numbers among the runs of the prior, ``scores`` theirs [truths, names]. ``seen`` is what every
    sound run of the prior prints, on the scales, nought where the emulator knows of no number: the truths' rows come
    first, and ``cuts`` are the scores of those after them.
    """

    rows: Array
    scores: Array
    published: list[tuple[Target, ...]]
    seen: Array
    cuts: Array

    @property
    def others(self) -> Array:
        """What the runs print that are no truths."""
        rest: Array = self.seen[len(self.rows) :]
        return rest


def known_truths(learnt: Learnt, truths: int, seed: int) -> Truths:
    """Return the first ``truths`` sound runs of the prior as truths, but half of them at most.

    Runs whose figures are not all numbers are left out; raises ValueError where fewer than two are left.
    """
    question, emulator = learnt.question, learnt.emulator
    printed = on_scales(question.targets, learnt.prior)
    sound = np.flatnonzero(np.isfinite(printed[:, emulator.learnt]).all(axis=1))
    scores, seen = learnt.prior.scores[sound], np.where(emulator.learnt, printed[sound], 0.0)
    if len(scores) < 2:
        raise ValueError(
            f"{len(scores)} of {len(printed)} runs of the prior print every figure; two at least are needed"
        )
    truths = min(truths, len(scores) // 2)
    published = publish_truths(question, scores[:truths][:, emulator.moved], seen[:truths], seen[truths:], seed)
    return Truths(sound[:truths], scores[:truths], published, seen, scores[truths:])


def fit_again(
    learnt: Learnt, published: tuple[Target, ...], seen: Array, prior: Array, seed: int, last_moves: int = LAST_MOVES
) -> Draws:
    """Return draws of the fit to what is published of a truth, one for each row of ``prior``, on one thread.

    ``seen`` are runs of the prior on the scales, which say how likely each interval is ahead of any fit.
    """
    question = learnt.question
    floors = _floors(published, seen, learnt.emulator)
    mine = Question(published, question.zones, question.outlier, floors)
    return sample(mine, learnt.emulator, prior, seed, workers=1, last_moves=last_moves)


@steadily
def recover(
    learnt: Learnt,
    truths: int,
    chains: int,
    seed: int,
    workers: int | None = None,
    tell: Callable[[int], None] | None = None,
) -> Recovery:
    """Return how the fit recovers the first ``truths`` runs of the prior, each with ``chains`` draws.

    The cut blocks of the chains are those of the runs after, so that half of the runs at most can be truths. Runs whose
    figures are not all numbers are left out; raises ValueError where fewer than two are left.
    """
    moved, known = learnt.emulator.moved, known_truths(learnt, truths, seed)

    def one(number: int) -> tuple[Array, Array]:
        prior = known.cuts[(number * chains + np.arange(chains)) % len(known.cuts)]
        draws = fit_again(learnt, known.published[number], known.seen, prior, seed + number, TRUTH_MOVES)
        own, truth = draws.scores[:, moved], known.scores[number, moved]
        luck = np.random.default_rng([seed, number]).random(truth.size)
        rank = ((own < truth).sum(axis=0) + luck) / (chains + 1)
        return rank, 1.0 - own.var(axis=0)

    results = []
    for result in each(one, range(len(known.rows)), workers):
        results.append(result)
        if tell:
            tell(1)
    names = tuple(variable_of(name) for name in moved_names(learnt.question.zones))
    return Recovery(names, np.array([r for r, _ in results]), np.array([c for _, c in results]))


def _floors(targets: Sequence[Target], printed: Array, emulator: Emulator) -> Array:
    from calibration.inference import floors_of  # noqa: PLC0415

    seen = np.where(emulator.learnt, printed, np.nan)
    return floors_of(targets, seen, emulator.columns)
