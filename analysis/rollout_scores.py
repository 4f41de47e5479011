r"""How well estimators do over the draws of a roll-out study, each number with its Monte Carlo error.

Draw d gives an estimate with a 95 % interval and the true effects. Over n draws are told the **bias**, the mean of
estimate minus truth with its standard error :math:`s/\sqrt n`; the **coverage**, the share of intervals that hold the
truth; the **power**, the share that leave zero out where the reform works; and **false alarms**, the same share where
nothing happened, which should be 5 %. A share carries Wilson's 95 % interval, which is honest near 0 and 1 too. The
truth differs from draw to draw: bias is an average over worlds, and an estimator without bias may err in each.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, get_args

import numpy as np
from scipy.stats import binom

from analysis.rollout_estimators import ESTIMATORS, LEVEL, Estimate
from analysis.rollouts import PANELS, Fitted, Panel, RolloutStudy, Truth
from sim.state import Array

NORMAL_95 = 1.96
Verdict = Literal["as_meant", "too_often", "too_rarely", "few"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
FEWEST = 20
"""Draws below which no verdict is given: with fewer, not even a rate of one in five is told from one in twenty."""
WORKS: tuple[Panel, ...] = ("published", "true", "untouched")
"""Panels of worlds in which the reform is made."""
NOTHING_OF: dict[Panel, Panel] = {
    "published": "published_nothing",
    "true": "true_nothing",
    "untouched": "true_nothing",
}
"""The panel of the same kind in which nothing happened; there controls are untouched anyway."""


class Mean(NamedTuple):
    """A mean over draws with its standard error; nan without draws."""

    value: float
    error: float


class Share(NamedTuple):
    """A share of draws with Wilson's 95 % interval; nan without draws."""

    value: float
    low: float
    high: float

    def holds(self, share: float) -> bool:
        """Tell whether the interval holds a share."""
        return self.low <= share <= self.high


@dataclass(frozen=True)
class Score:
    """How an estimator did in the panels of one kind; effects are shares of what zones had before [1].

    ``own`` and ``net`` say against which truth: that of the zones that reform, or of the region. ``failed`` counts
    draws, with the reform and without, in which nothing could be estimated.
    """

    estimator: str
    panel: Panel
    draws: int
    failed: int
    bias_own: Mean
    bias_net: Mean
    error_own: float
    """Root of the mean square of estimate minus own effect [1]."""
    coverage_own: Share
    coverage_net: Share
    power: Share
    false_alarms: Share
    verdict: Verdict
    """Of the false alarms against their nominal rate."""


class Told(NamedTuple):
    """What a study says of an outcome of a roll-out."""

    rollout: str
    outcome: str
    truth: dict[str, Mean]
    scores: list[Score]


def mean_of_draws(values: Array) -> Mean:
    """Return a mean and its standard error.

    >>> mean_of_draws(np.array([1.0, 2.0, 3.0]))
    Mean(value=2.0, error=0.5773502691896258)
    """
    if values.size == 0:
        return Mean(math.nan, math.nan)
    error = float(values.std(ddof=1) / math.sqrt(values.size)) if values.size > 1 else math.nan
    return Mean(float(values.mean()), error)


def share_of_draws(hits: Array) -> Share:
    """Return a share and Wilson's 95 % interval.

    >>> [round(float(number), 3) for number in share_of_draws(np.array([True] * 19 + [False]))]
    [0.95, 0.764, 0.991]
    """
    draws = hits.size
    if draws == 0:
        return Share(math.nan, math.nan, math.nan)
    share, wide = float(np.mean(hits)), NORMAL_95**2 / draws
    middle = (share + wide / 2.0) / (1.0 + wide)
    reach = math.sqrt(share * (1.0 - share) * wide + wide**2 / 4.0) / (1.0 + wide)
    return Share(share, max(0.0, middle - reach), min(1.0, middle + reach))


def verdict_of_alarms(alarms: Share, draws: int) -> Verdict:
    """Say whether alarms where nothing happened are as frequent as an interval of this level is meant to give."""
    nominal = 1.0 - LEVEL
    if draws < FEWEST:
        return "few"
    if alarms.holds(nominal):
        return "as_meant"
    return "too_often" if alarms.low > nominal else "too_rarely"


def broken_by_chance(draws: int) -> float:
    """Return the chance that alarms at their nominal rate are called too frequent, over so many draws."""
    called = [
        alarms
        for alarms in range(draws + 1)
        if verdict_of_alarms(share_of_draws(np.arange(draws) < alarms), draws) == "too_often"
    ]
    return float(binom.pmf(called, draws, 1.0 - LEVEL).sum()) if called else 0.0


def score(found: list[Fitted], estimator: str, panel: Panel) -> Score:
    """Return how an estimator did over the draws of one outcome of one roll-out."""
    pairs = [(draw.truth, draw.estimates[panel][estimator]) for draw in found]
    told = [(truth, estimate) for truth, estimate in pairs if math.isfinite(estimate.effect)]
    nothing = [draw.estimates[NOTHING_OF[panel]][estimator] for draw in found]
    silent = [estimate for estimate in nothing if math.isfinite(estimate.effect)]
    own, net = (_errors(told, truth) for truth in ("own", "net"))
    alarms = share_of_draws(np.array([estimate.finds_an_effect for estimate in silent], dtype=bool))
    return Score(
        estimator=estimator,
        panel=panel,
        draws=len(told),
        failed=len(pairs) - len(told) + len(nothing) - len(silent),
        bias_own=mean_of_draws(own),
        bias_net=mean_of_draws(net),
        error_own=float(np.sqrt(np.mean(own**2))) if own.size else math.nan,
        coverage_own=_coverage(told, "own"),
        coverage_net=_coverage(told, "net"),
        power=share_of_draws(np.array([estimate.finds_an_effect for _, estimate in told], dtype=bool)),
        false_alarms=alarms,
        verdict=verdict_of_alarms(alarms, len(silent)),
    )


def _errors(told: list[tuple[Truth, Estimate]], truth: str) -> Array:
    return np.array([estimate.effect - getattr(true, truth) for true, estimate in told])


def _coverage(told: list[tuple[Truth, Estimate]], truth: str) -> Share:
    return share_of_draws(np.array([e.low <= getattr(true, truth) <= e.high for true, e in told], dtype=bool))


def tell(study: RolloutStudy) -> list[Told]:
    """Return what a study says, roll-out by roll-out and outcome by outcome."""
    told = []
    for rollout in study.design.rollouts:
        for outcome in study.design.outcomes:
            found = study.of(rollout, outcome.name)
            truth = {
                name: mean_of_draws(np.array([getattr(draw.truth, name) for draw in found])) for name in Truth._fields
            }
            scores = [score(found, estimator, panel) for panel in WORKS for estimator in ESTIMATORS]
            told.append(Told(rollout, outcome.name, truth, scores))
    return told


def study_document(study: RolloutStudy) -> dict[str, Any]:
    """Return a study ready for JSON; a number that is not known is null."""
    design = study.design
    return {
        "design": design.name,
        "digest": study.digest,
        "draws": study.draws,
        "seed": design.seed,
        "parameters": design.parameters,
        "world": design.base.world.name,
        "synthetic": design.base.world.synthetic,
        "zones": len(design.members),
        "reforming": design.reformers,
        "periods": design.periods,
        "unit": "share of what zones had before",
        "rollouts": [
            {
                "name": told.rollout,
                "outcome": told.outcome,
                "truth": {name: _plain(mean) for name, mean in told.truth.items()},
                "scores": [_score_document(one) for one in told.scores],
            }
            for told in tell(study)
        ],
        "seconds": study.seconds,
    }


def _score_document(one: Score) -> dict[str, Any]:
    means = {"bias_own": one.bias_own, "bias_net": one.bias_net}
    shares = {
        "coverage_own": one.coverage_own,
        "coverage_net": one.coverage_net,
        "power": one.power,
        "false_alarms": one.false_alarms,
    }
    return {
        "estimator": one.estimator,
        "panel": one.panel,
        "draws": one.draws,
        "failed": one.failed,
        **{name: _plain(value) for name, value in {**means, **shares}.items()},
        "root_mean_square_error": _finite(one.error_own),
        "verdict": one.verdict,
    }


def _plain(value: Any) -> dict[str, float | None]:
    return {name: _finite(number) for name, number in value._asdict().items()}


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None


def score_rows(study: RolloutStudy) -> list[list[Any]]:
    """Return all scores as rows of a table, its head first."""
    names = ["bias_own", "bias_net", "coverage_own", "coverage_net", "power", "false_alarms"]
    head = ["rollout", "outcome", "panel", "estimator", "draws", "failed"]
    for name in names:
        head += [name, f"{name}_error"] if name.startswith("bias") else [name, f"{name}_low", f"{name}_high"]
    rows: list[list[Any]] = [[*head, "verdict"]]
    for told in tell(study):
        for one in told.scores:
            numbers = [number for name in names for number in getattr(one, name)]
            start = [told.rollout, told.outcome, one.panel, one.estimator, one.draws, one.failed]
            rows.append([*start, *numbers, one.verdict])
    return rows


def truth_rows(study: RolloutStudy) -> list[list[Any]]:
    """Return the true effects of every draw as rows of a table, its head first."""
    rows: list[list[Any]] = [["draw", "rollout", "outcome", *Truth._fields]]
    each_draw = len(study.design.rollouts) * len(study.design.outcomes)
    for number, found in enumerate(study.fitted):
        rows.append([number // each_draw, found.rollout, found.outcome, *found.truth])
    return rows


__all__ = ["PANELS", "Mean", "Score", "Share", "Told", "score_rows", "study_document", "tell", "truth_rows"]
