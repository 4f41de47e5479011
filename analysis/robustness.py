r"""Options ranked where nobody can say how likely a future is: regret, satisficing, a front, and when ranks flip.

In future f an option o has value :math:`v_{of}` (higher is better; what should be low is negated). Its regret is what
was given up by not choosing the option that turns out best there,

.. math:: R_{of} = \max_{o'} v_{o'f} - v_{of} \ge 0,

told as its mean, the value that nine futures in ten do not exceed, and its maximum. An option satisfices in a future
where it meets every threshold named. Doing nothing is always among the candidates.
"""

from __future__ import annotations

import hashlib
import math
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from analysis.compare import HORIZONS
from analysis.effects import error_of_mean, mean_of
from analysis.flips import Flip, flip_of
from analysis.futures import Candidates, Deep, Future, conditions_of, deep_uncertainty, futures_of, run_outcomes
from analysis.outcomes import BY_NAME, Better, Outcome
from scenarios.strict_yaml import ScenarioError, shown, unknown
from sim.specification import ScenarioSpecification
from sim.state import Array

OBJECTIVES: Mapping[str, Better] = {"producing": "higher", "debt": "lower", "land_used": "lower"}
"""What a front is over: projects, debt and land. Land is neutral where it is told; what is used for the same projects
and debt is a cost."""
OUTPUTS = ("producing", "region.producing", "debt", "county.cost")
"""What regret is told of where nothing is asked for."""
THRESHOLDS = ("producing>base", "region.producing>=base", "distress<=base")
"""What must be met where nothing is named: the zone gains, the region does not lose, and the company is in distress
only where it would be without the option."""
NINE_IN_TEN = 0.9
BASE = "base"
_THRESHOLD = re.compile(r"\s*([\w.]+)\s*(>=|<=|>|<)\s*(\S+)\s*")
SIGNS: Mapping[str, Callable[[Array, Array], Array]] = {
    ">=": np.greater_equal, "<=": np.less_equal, ">": np.greater, "<": np.less,
}  # fmt: skip


class Threshold(NamedTuple):
    """Something that must be met: an outcome against a number, or against doing nothing where ``value`` is None."""

    text: str
    output: str
    sign: str
    value: float | None

    def met(self, values: Array) -> Array:
        """Tell where it is met, of outcomes [futures, candidates, outcomes], doing nothing first; nan meets none."""
        found = values[:, :, list(BY_NAME).index(self.output)]
        against = found[:, :1] if self.value is None else np.array([[self.value]])
        return SIGNS[self.sign](found, against)


def thresholds_of(texts: Sequence[str]) -> tuple[Threshold, ...]:
    """Return thresholds read from texts such as ``producing>=20`` or ``debt<=base``; faults raise one ScenarioError.

    >>> thresholds_of(["debt <= 40"])
    (Threshold(text='debt<=40', output='debt', sign='<=', value=40.0),)
    """
    found, faults = [], []
    for text in texts:
        parts = _THRESHOLD.fullmatch(text)
        if parts is None:
            faults.append(f"--threshold: found {shown(text)}; allowed an output, one of >=, <=, >, <, and a number or "
                          f"{BASE}, such as debt<=40")  # fmt: skip
            continue
        name, sign, value = parts.groups()
        if name not in BY_NAME:
            faults.append(f"--threshold: {unknown('output', name, list(BY_NAME))}")
        number = None if value == BASE else _number(value)
        if number is not None and not math.isfinite(number):
            faults.append(f"--threshold: found {shown(value)} in {text}; allowed a number, or {BASE} for doing nothing")
        found.append(Threshold(f"{name}{sign}{value}", name, sign, number))
    if faults:
        raise ScenarioError(faults)
    return tuple(found)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def outputs_of(names: Sequence[str]) -> tuple[Outcome, ...]:
    """Return outcomes that regret can be told of; faults raise one ScenarioError."""
    faults = []
    for name in names:
        if name not in BY_NAME:
            faults.append(f"--output: {unknown('output', name, list(BY_NAME))}")
        elif direction_of(name) is None:
            allowed = ", ".join(other for other in BY_NAME if direction_of(other) is not None)
            faults.append(f"--output: found {name}, of which more is neither better nor worse; allowed {allowed}")
    if faults:
        raise ScenarioError(faults)
    return tuple(BY_NAME[name] for name in dict.fromkeys(names))


def direction_of(name: str) -> Better | None:
    """Return whether an outcome should be high or low; land used should be low, as in OBJECTIVES."""
    return BY_NAME[name].better or OBJECTIVES.get(name)


class Regret(NamedTuple):
    """Regret of an option in an outcome over futures, in the outcome's unit; nan where no future tells it.

    ``best`` is the share of futures in which no candidate is better, ties counted for all that tie.
    """

    mean: float
    high: float
    maximum: float
    best: float
    error: float


@dataclass(frozen=True)
class Ranked:
    """A candidate: regret by outcome, the share of futures that meet each threshold and all of them, objectives.

    ``objectives`` are means over futures; ``on_front`` is the share of futures in which no other candidate is at least
    as good in all objectives and better in one; ``mean_front`` tells the same of the means.
    """

    scenario: ScenarioSpecification
    does_nothing: bool
    regret: Mapping[str, Regret]
    met: Mapping[str, float]
    satisfices: float
    objectives: Mapping[str, float]
    on_front: float
    mean_front: bool


@dataclass(frozen=True)
class Robust:
    """Candidates over futures. ``values`` [futures, candidates, outcomes], ``points`` [futures, deep]."""

    candidates: Candidates
    outputs: tuple[Outcome, ...]
    thresholds: tuple[Threshold, ...]
    months: int
    futures: tuple[Future, ...]
    deep: tuple[Deep, ...]
    values: Array
    points: Array
    ranked: tuple[Ranked, ...]
    flips: tuple[Flip, ...]
    digest: str
    seconds: float

    @staticmethod
    def columns(names: Sequence[str]) -> list[int]:
        """Return the columns of outcomes in ``values``."""
        return [list(BY_NAME).index(name) for name in names]

    def worth(self, output: str) -> Array:
        """Return an outcome as it should be high, in futures that tell it of all candidates [futures, candidates]."""
        found = signed(self.values, output)
        return found[np.isfinite(found).all(axis=1)]

    def halves(self, output: str) -> list[tuple[str, bool, Array]]:
        """Return mean regret by half of each deep uncertainty: its name, whether the upper half, and [candidates]."""
        found = signed(self.values, output)
        known = np.isfinite(found).all(axis=1)
        regret, points = regrets(found[known]), self.points[known]
        halves = []
        for at, deep in enumerate(self.deep):
            upper = points[:, at] > 0.5 * (deep.low + deep.high)
            halves += [(deep.name, high, regret[mask].mean(axis=0)) for high, mask in ((False, ~upper), (True, upper))
                       if mask.any()]  # fmt: skip
        return halves


def signed(values: Array, output: str) -> Array:
    """Return an outcome of [futures, candidates, outcomes], negated where it should be low [futures, candidates]."""
    found: Array = values[:, :, list(BY_NAME).index(output)]
    return -found if direction_of(output) == "lower" else found


def regrets(worth: Array) -> Array:
    """Return the regret of each candidate in each future; the best has none [futures, candidates].

    >>> regrets(np.array([[1.0, 3.0], [2.0, 2.0]])).tolist()
    [[2.0, 0.0], [0.0, 0.0]]
    """
    found: Array = worth.max(axis=1, keepdims=True) - worth
    return found


def regret_of(regret: Array) -> Regret:
    """Return what the regret of one candidate over futures comes to."""
    if not regret.size:
        return Regret(math.nan, math.nan, math.nan, math.nan, math.nan)
    high, best = float(np.quantile(regret, NINE_IN_TEN)), float((regret == 0.0).mean())
    return Regret(mean_of(regret), high, float(regret.max()), best, error_of_mean(regret))


def not_dominated(costs: Array) -> Array:
    """Tell which rows of costs [candidates, objectives] no other row is at least as low in all and lower in one.

    >>> not_dominated(np.array([[1.0, 2.0], [2.0, 1.0], [2.0, 2.0], [1.0, 2.0]])).tolist()
    [True, True, False, True]
    """
    as_low = (costs[:, None, :] <= costs[None, :, :]).all(axis=2)
    lower = (costs[:, None, :] < costs[None, :, :]).any(axis=2)
    found: Array = ~(as_low & lower).any(axis=0)
    return found


def robust(
    candidates: Candidates,
    draws: int,
    outputs: Sequence[str] = OUTPUTS,
    thresholds: Sequence[str] = THRESHOLDS,
    months: int = HORIZONS[-1],
    workers: int | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> Robust:
    """Run candidates over futures and rank them; ``tell`` is called with the number of futures done and planned.

    Faults raise ScenarioError before anything runs.
    """
    began = time.perf_counter()
    asked, named = outputs_of(outputs), thresholds_of(thresholds)
    futures = tuple(
        futures_of(draws, candidates.setting.seed, candidates.nothing.parameters, candidates.setting.belief)
    )
    values = run_outcomes(candidates, futures, months, workers, tell)
    points = np.array([future.point for future in futures])
    return Robust(
        candidates=candidates,
        outputs=asked,
        thresholds=named,
        months=months,
        futures=futures,
        deep=deep_uncertainty(),
        values=values,
        points=points,
        ranked=rank(candidates.all, values, [outcome.name for outcome in asked], named),
        flips=flips_of(candidates, futures, values, asked[0].name),
        digest=_digest(values, points),
        seconds=time.perf_counter() - began,
    )


def rank(
    scenarios: Sequence[ScenarioSpecification], values: Array, outputs: Sequence[str], thresholds: Sequence[Threshold]
) -> tuple[Ranked, ...]:
    """Return candidates with what their outcomes [futures, candidates, outcomes] say, doing nothing first."""
    by_output = {}
    for name in outputs:
        worth = signed(values, name)
        by_output[name] = regrets(worth[np.isfinite(worth).all(axis=1)])
    met = {threshold.text: threshold.met(values) for threshold in thresholds}
    every = np.logical_and.reduce(list(met.values())) if met else np.ones(values.shape[:2], bool)
    costs = np.stack([-signed(values, name) for name in OBJECTIVES], axis=2)
    front = np.array([not_dominated(of_future) for of_future in costs])
    means = {name: values[:, :, list(BY_NAME).index(name)].mean(axis=0) for name in OBJECTIVES}
    mean_front = not_dominated(costs.mean(axis=0))
    return tuple(
        Ranked(
            scenario=scenario,
            does_nothing=at == 0,
            regret={name: regret_of(found[:, at]) for name, found in by_output.items()},
            met={text: float(found[:, at].mean()) for text, found in met.items()},
            satisfices=float(every[:, at].mean()),
            objectives={name: float(mean[at]) for name, mean in means.items()},
            on_front=float(front[:, at].mean()),
            mean_front=bool(mean_front[at]),
        )
        for at, scenario in enumerate(scenarios)
    )


def flips_of(candidates: Candidates, futures: Sequence[Future], values: Array, output: str) -> tuple[Flip, ...]:
    """Return when ranks flip in an outcome: between candidates that are next to each other by mean regret.

    All pairs would be many, and a box found among many pairs is sooner found by luck.
    """
    worth = signed(values, output)
    known = np.isfinite(worth).all(axis=1)
    names, conditions = conditions_of(futures)
    worth, points = worth[known], conditions[known]
    if not worth.size:
        return ()
    order = np.argsort(regrets(worth).mean(axis=0), kind="stable")
    titles = [scenario.name for scenario in candidates.all]
    return tuple(
        flip_of(titles[a], titles[b], output, worth[:, a] - worth[:, b], points, names, candidates.setting.seed)
        for a, b in pairwise(order.tolist())
    )


def _digest(*arrays: Array) -> str:
    content = hashlib.sha256()
    for array in arrays:
        content.update(np.ascontiguousarray(array).tobytes())
    return content.hexdigest()[:16]
