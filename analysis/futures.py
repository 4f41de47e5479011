"""Futures: draws of a belief, crossed with what no figure identifies, over wide ranges and without weights.

A prior says how likely a value is; for a few parameters nothing but judgement does. Over those, futures are spread by a
Latin hypercube, flat over 95 % of the prior's range, so that no option wins because its lucky cases were taken for
likely ones. The years after the last recorded one follow one of three paths. Everything else is drawn from the belief:
the posterior, or the priors alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

import numpy as np

from agents.quantities import Block
from analysis.compare import HORIZONS, Setting, comparable
from analysis.outcomes import OUTCOMES, Outcome, read_outcomes
from analysis.who_reforms import Who, spread_reform
from scenarios.samples import LatinHypercube
from scenarios.strict_yaml import ScenarioError
from sim.beliefs import PRIOR, Belief, with_effects
from sim.ensemble import each, seed_of_draw
from sim.macro import PROJECTION
from sim.paired import run_paired
from sim.parameters import PARAMETERS, quantile
from sim.specification import ScenarioSpecification
from sim.state import Array, World

DO_NOTHING = "do-nothing"
"""Name of the candidate that changes no lever, where no option is one."""
TAIL = 0.025
"""Part of a prior beyond each end of a deep range [1]."""
NOT_IDENTIFIED = ("social_time", "dissimilarity", "coverage", "regional_share", "gate_auc", "local_share")
"""Parameters that no published figure tells and on which rankings hang (model.md 9, the cut block)."""
MACRO = "macro"
PATHS = tuple(sorted(PROJECTION, key=lambda name: PROJECTION[name]))
"""Paths after the last recorded year, from the weakest."""


class Deep(NamedTuple):
    """Something that is not known at all, between two values."""

    name: str
    low: float
    high: float
    unit: str


@cache
def deep_uncertainty() -> tuple[Deep, ...]:
    """Return what futures are spread over; the macro path is told by its growth after the last recorded year."""
    ranges = [
        Deep(name, quantile(PARAMETERS[name].prior, TAIL), quantile(PARAMETERS[name].prior, 1.0 - TAIL),
             PARAMETERS[name].unit)
        for name in NOT_IDENTIFIED
    ]  # fmt: skip
    return (*ranges, Deep(MACRO, PROJECTION[PATHS[0]], PROJECTION[PATHS[-1]], "1 / year"))


class Future(NamedTuple):
    """One future: parameters, luck, macro path after the record, point in what is deeply uncertain, zones' effects."""

    values: dict[str, float]
    seed: int
    macro: str
    point: tuple[float, ...]
    effects: Mapping[str, float]


def futures_of(count: int, seed: int, fixed: Mapping[str, float] | None = None, belief: Belief = PRIOR) -> list[Future]:
    """Return so many futures, the same for a seed; what a scenario has ``fixed`` is the same in all of them."""
    deep = deep_uncertainty()
    sample = LatinHypercube(count, len(deep), seed % 2**32)
    found = []
    for draw in range(count):
        coordinates = sample.at(draw)
        path = PATHS[min(len(PATHS) - 1, int(coordinates[-1] * len(PATHS)))]
        spread = {d.name: d.low + u * (d.high - d.low) for d, u in zip(deep[:-1], coordinates[:-1], strict=True)}
        drawn = belief.draw(seed, draw)
        values = {**drawn.values, **spread, **(fixed or {})}
        point = (*(values[name] for name in NOT_IDENTIFIED), PROJECTION[path])
        found.append(Future(values, seed_of_draw(seed, draw), path, point, drawn.effects))
    return found


def conditions_of(futures: Sequence[Future]) -> tuple[list[str], Array]:
    """Return all that may decide between options: names, and values [futures, names].

    What is deeply uncertain comes first, then every parameter that is drawn, but for those of what is published. A
    patience without end counts as longer than any other: only the order matters to a tree.
    """
    names = [
        name
        for name, quantity in PARAMETERS.items()
        if quantity.block not in (Block.FIXED, Block.NUISANCE) and name not in NOT_IDENTIFIED
    ]
    drawn = np.array([[future.values[name] for name in names] for future in futures])
    longest = np.max(drawn, axis=0, where=np.isfinite(drawn), initial=0.0)
    drawn = np.where(np.isfinite(drawn), drawn, 2.0 * longest + 1.0)
    return [*NOT_IDENTIFIED, MACRO, *names], np.column_stack([np.array([f.point for f in futures]), drawn])


@dataclass(frozen=True)
class Candidates:
    """What is ranked: doing nothing first, then the options, all counted from one month."""

    setting: Setting
    nothing: ScenarioSpecification

    @property
    def all(self) -> tuple[ScenarioSpecification, ...]:
        """All candidates, doing nothing first."""
        return (self.nothing, *self.setting.options)


def candidates_of(
    options: Sequence[ScenarioSpecification],
    seed: int,
    zone: str = "",
    who: Who = "zone",
    date: int | None = None,
    belief: Belief = PRIOR,
) -> Candidates:
    """Return options beside doing nothing, counted from ``date``, else from the earliest month of any lever.

    An option without a lever is doing nothing, under its own name. Faults raise one ScenarioError.
    """
    if not options:
        raise ScenarioError(["OPTIONS: found none; name at least one scenario"])
    idle = [option for option in options if not option.changes]
    nothing = idle[0] if idle else replace(
        options[0], name=DO_NOTHING, title="Do nothing", title_zh="不改革", changes=()
    )  # fmt: skip
    active = [option for option in options if option.changes]
    names = [option.name for option in (nothing, *active)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ScenarioError([f"{name}: found more than once; each option needs a name of its own" for name in twice])
    months = [change.month for option in active for change in option.changes]
    start = date if date is not None else max(0, min(months, default=0))
    return Candidates(comparable(nothing, active, seed, zone, who, start, belief), nothing)


def run_futures[T](
    candidates: Candidates,
    futures: Sequence[Future],
    months: int,
    keep: Callable[[World, int], T],
    workers: int | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> list[list[T]]:
    """Run all candidates in each future; return what ``keep(world, month)`` reads of each [futures][candidates].

    Candidates share all luck of a future. Raises AccountError where an account does not balance.
    """
    setting = candidates.setting

    def one(future: Future) -> list[T]:
        scenarios = (with_effects(s, future.effects) for s in (setting.base, *setting.options))
        base, *options = (
            replace(spread_reform(s, setting.zone, setting.who, future.values, future.seed), macro=future.macro)
            for s in scenarios
        )
        # With no option there is still doing nothing, which is then compared with itself.
        pairs = run_paired(base, options or [base], future.values, future.seed, months, keep, setting.date)
        return [pairs[0].base, *(pair.option for pair in pairs[: len(options)])]

    found = []
    for number, result in enumerate(each(one, futures, workers), 1):
        found.append(result)
        if tell:
            tell(number, len(futures))
    return found


def run_outcomes(
    candidates: Candidates,
    futures: Sequence[Future],
    months: int = HORIZONS[-1],
    workers: int | None = None,
    tell: Callable[[int, int], None] | None = None,
    outcomes: Sequence[Outcome] = OUTCOMES,
) -> Array:
    """Return outcomes of all candidates in all futures after so many months [futures, candidates, outcomes]."""
    places = candidates.setting.places

    def keep(world: World, since: int) -> Array:
        found: Array = read_outcomes(world, places, since, (months,), outcomes)[0]
        return found

    return np.array(run_futures(candidates, futures, months, keep, workers, tell))
