r"""Which part of a reform does what: the difference to no reform, divided among the parts of the lever catalogue.

Parts interact: faster approval matters more where staff are few. One at a time, effects do not add up. The Shapley
value of a part is its effect averaged over all orders in which parts may come,

.. math:: \varphi_i = \sum_{S \not\ni i} \frac{|S|!\,(n-|S|-1)!}{n!}\,\bigl(v(S \cup \{i\}) - v(S)\bigr),

with v(S) the outcome in a run of the same draw and luck under the parts in S. Values add up to the difference in every
draw, so their means do as well; medians do not. A draw in which a set lacks the outcome (nobody started, so that no
wait is known) is left out of all. Up to seven parts are exact, over :math:`2^n` worlds a draw; more are
sampled over orders, each beside its reverse, and the error of that sampling is told.
"""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal, NamedTuple, get_args

import numpy as np

from agents.randomness import Purpose, stream, uniform
from analysis.bands import Band, band_of
from analysis.compare import HORIZONS, Setting, comparable
from analysis.effects import error_of_median, mean_of
from analysis.outcomes import BY_NAME, Outcome, Places, read_outcomes
from analysis.who_reforms import Who, spread_reform
from scenarios.catalogue import load_catalogue
from sim.beliefs import PRIOR, Belief, with_effects
from sim.build import fix_dates
from sim.ensemble import each, seed_of_draw
from sim.paired import first_change, run_paired
from sim.parameters import key_of
from sim.specification import ScenarioSpecification
from sim.state import Array, World

MOST_EXACT = 7
"""Parts up to which every set of them is run."""
ORDERS = 8
"""Orders sampled a draw beyond that, half of them the reverse of the others."""
By = Literal["parts", "groups"]
BY: tuple[By, ...] = get_args(By)
BESIDE = ("producing", "region.producing", "debt")
"""Outcomes in which the whole reform is told beside the one that is divided: what it costs others and the future."""
Subset = frozenset[str]


class PartEffect(NamedTuple):
    """What a part does: its Shapley value, and beside it alone (against no reform) and last (against all others).

    ``sampling_error`` is the standard error of the mean from sampling orders; 0 where all sets were run.
    """

    name: str
    band: Band
    mean: float
    alone: Band
    alone_mean: float
    last: Band
    last_mean: float
    median_error: float
    sampling_error: float


@dataclass(frozen=True)
class Explained:
    """A scenario's difference to no reform in one outcome, by parts. ``exact`` tells whether every set was run.

    ``beside`` are the differences of the whole reform in BESIDE after the same months, by draw [draws].
    """

    setting: Setting
    outcome: Outcome
    months: int
    draws: int
    by: By
    total: Band
    total_mean: float
    parts: tuple[PartEffect, ...]
    exact: bool
    beside: Mapping[str, Array]
    digest: str
    seconds: float


def parts_of(scenario: ScenarioSpecification, by: By) -> dict[str, frozenset[str]]:
    """Return the levers of a scenario by part (or group) of the catalogue, parts in the catalogue's order."""
    catalogue = load_catalogue()
    levers = {change.lever for change in scenario.changes}
    if by == "parts":
        found = {name: frozenset(part.levers) & levers for name, part in catalogue.parts.items()}
    else:
        found = {
            name: frozenset(lever for lever in levers if catalogue.entries[lever].group == name)
            for name in catalogue.groups
        }
    return {name: held for name, held in found.items() if held}


def part_title(name: str, by: By, *, chinese: bool) -> str:
    """Return the name of a part or group for people."""
    catalogue = load_catalogue()
    named = catalogue.parts[name] if by == "parts" else catalogue.groups[name]
    return named.title_zh if chinese else named.title


def with_parts(
    scenario: ScenarioSpecification, parts: Mapping[str, frozenset[str]], subset: Subset
) -> ScenarioSpecification:
    """Return the scenario with the levers of a set of parts alone."""
    levers = frozenset().union(*(parts[name] for name in subset))
    return replace(scenario, changes=tuple(change for change in scenario.changes if change.lever in levers))


def all_subsets(names: Sequence[str]) -> list[Subset]:
    """Return every set of parts, the empty one first."""
    return [frozenset(chosen) for size in range(len(names) + 1) for chosen in combinations(names, size)]


def sampled_orders(names: Sequence[str], seed: int, draw: int) -> list[tuple[str, ...]]:
    """Return orders of the parts for a draw, each beside its reverse, keyed by seed and draw."""
    orders = []
    key = stream(seed, draw, Purpose.PARAMETER)
    for number in range(ORDERS // 2):
        luck = [uniform(key, key_of("order of parts", str(number), name)) for name in names]
        order = tuple(name for _, name in sorted(zip(luck, names, strict=True)))
        orders += [order, order[::-1]]
    return orders


def shapley_exact(names: Sequence[str], values: Mapping[Subset, float]) -> list[float]:
    """Return the Shapley value of each part from the value of every set.

    >>> worth = {frozenset(): 0.0, frozenset("a"): 1.0, frozenset("b"): 2.0, frozenset("ab"): 5.0}
    >>> shapley_exact("ab", worth)
    [2.0, 3.0]
    """
    count = len(names)
    found = []
    for name in names:
        total = 0.0
        for subset in all_subsets([other for other in names if other != name]):
            weight = math.factorial(len(subset)) * math.factorial(count - len(subset) - 1) / math.factorial(count)
            total += weight * (values[subset | {name}] - values[subset])
        found.append(total)
    return found


def shapley_of_orders(
    names: Sequence[str], orders: Sequence[Sequence[str]], values: Mapping[Subset, float]
) -> tuple[list[float], list[float]]:
    """Return each part's mean gain over orders, and the variance of that mean between pairs of orders."""
    gains = np.zeros((len(orders), len(names)))
    for at, order in enumerate(orders):
        before: Subset = frozenset()
        for name in order:
            after = before | {name}
            gains[at, list(names).index(name)] = values[after] - values[before]
            before = after
    pairs = gains.reshape(-1, 2, len(names)).mean(axis=1)
    variance = pairs.var(axis=0, ddof=1) / len(pairs) if len(pairs) > 1 else np.full(len(names), math.nan)
    return gains.mean(axis=0).tolist(), variance.tolist()


class PartsOfDraw(NamedTuple):
    """One draw: the difference, each part's value, alone, last, the variance of its sampling, differences in BESIDE."""

    total: float
    values: list[float]
    alone: list[float]
    last: list[float]
    variance: list[float]
    beside: list[float]


def explain(
    scenario: ScenarioSpecification,
    draws: int,
    seed: int,
    output: str = "producing",
    months: int = HORIZONS[-1],
    zone: str = "",
    who: Who = "zone",
    by: By = "parts",
    workers: int | None = None,
    tell: Callable[[int, int], None] | None = None,
    belief: Belief = PRIOR,
) -> Explained:
    """Divide a scenario's difference to no reform among its parts, over draws of a belief.

    Faults raise ScenarioError; ``tell`` is called with the number of draws done and planned.
    """
    began = time.perf_counter()
    setting = comparable(replace(scenario, changes=()), [scenario], seed, zone, who, belief=belief)
    parts = parts_of(scenario, by)
    found = []
    run = each(lambda draw: _one_draw(setting, draw, parts, output, months), range(draws), workers)
    for number, one in enumerate(run, 1):
        found.append(one)
        if tell:
            tell(number, draws)
    return put_parts_together(setting, parts, by, output, months, found, time.perf_counter() - began)


def put_parts_together(
    setting: Setting,
    parts: Mapping[str, frozenset[str]],
    by: By,
    output: str,
    months: int,
    found: Sequence[PartsOfDraw],
    seconds: float,
) -> Explained:
    """Put divided draws together."""
    numbers = np.array([[one.values, one.alone, one.last] for one in found]).reshape(len(found), 3, len(parts))
    variances = np.array([one.variance for one in found]).reshape(len(found), len(parts))
    totals = np.array([one.total for one in found])
    content = hashlib.sha256(np.ascontiguousarray(numbers).tobytes() + totals.tobytes())
    return Explained(
        setting=setting,
        outcome=BY_NAME[output],
        months=months,
        draws=len(found),
        by=by,
        total=band_of(totals),
        total_mean=mean_of(totals),
        parts=tuple(_part(name, numbers[:, :, at], variances[:, at]) for at, name in enumerate(parts)),
        exact=len(parts) <= MOST_EXACT,
        beside={name: np.array([one.beside[at] for one in found]) for at, name in enumerate(BESIDE)},
        digest=content.hexdigest()[:16],
        seconds=seconds,
    )


def _part(name: str, numbers: Array, variances: Array) -> PartEffect:
    """Put a part's draws [draws, value or alone or last] together."""
    value, alone, last = numbers[:, 0], numbers[:, 1], numbers[:, 2]
    return PartEffect(
        name=name,
        band=band_of(value),
        mean=mean_of(value),
        alone=band_of(alone),
        alone_mean=mean_of(alone),
        last=band_of(last),
        last_mean=mean_of(last),
        median_error=error_of_median(value),
        sampling_error=math.sqrt(float(variances.sum())) / variances.size,
    )


def _one_draw(
    setting: Setting, draw: int, parts: Mapping[str, frozenset[str]], output: str, months: int
) -> PartsOfDraw:
    """Run every set of parts that a draw needs and divide the difference."""
    drawn, seed = setting.belief.draw(setting.seed, draw), seed_of_draw(setting.seed, draw)
    option = with_effects(setting.options[0], drawn.effects)
    option = spread_reform(option, setting.zone, setting.who, drawn.values, seed)
    orders = () if len(parts) <= MOST_EXACT else sampled_orders(list(parts), setting.seed, draw)
    return divide_draw(option, drawn.values, seed, setting.places, parts, orders, output, months)


def divide_draw(
    option: ScenarioSpecification,
    values: Mapping[str, float],
    seed: int,
    places: Places,
    parts: Mapping[str, frozenset[str]],
    orders: Sequence[Sequence[str]],
    output: str,
    months: int,
    go_on: Callable[[], None] = lambda: None,
) -> PartsOfDraw:
    """Run an option of one draw under every set of parts that is needed and divide the difference to no reform.

    ``orders`` are the sampled ones, empty where all sets are run. ``go_on`` is called before a run is read, and stops
    the work by raising.
    """
    names = list(parts)
    everything = frozenset(names)
    needed = _sets_of(orders, names) if orders else all_subsets(names)
    full = fix_dates(option, seed)
    outcomes = [BY_NAME[name] for name in (output, *BESIDE)]

    def keep(world: World, since: int) -> list[float]:
        go_on()
        found: list[float] = read_outcomes(world, places, since, (months,), outcomes)[0].tolist()
        return found

    scenarios = [with_parts(full, parts, subset) for subset in needed]
    pairs = run_paired(replace(full, changes=()), scenarios, values, seed, months, keep, first_change(full))
    read = {subset: pair.option for subset, pair in zip(needed, pairs, strict=True)}
    worth = {subset: levels[0] for subset, levels in read.items()}
    # With a set that lacks the outcome, nan reaches every part below, and the total here: such a draw counts nowhere.
    shapley, variance = (
        shapley_of_orders(names, orders, worth) if orders else (shapley_exact(names, worth), [0.0] * len(names))
    )
    nothing: Subset = frozenset()
    return PartsOfDraw(
        total=worth[everything] - worth[nothing] if all(map(math.isfinite, worth.values())) else math.nan,
        values=shapley,
        alone=[worth[frozenset({name})] - worth[nothing] for name in names],
        last=[worth[everything] - worth[everything - {name}] for name in names],
        variance=variance,
        beside=[full - none for full, none in zip(read[everything][1:], read[nothing][1:], strict=True)],
    )


def _sets_of(orders: Sequence[Sequence[str]], names: Sequence[str]) -> list[Subset]:
    """Return every set that the orders pass through, and each part alone and left out."""
    found = {frozenset(order[:size]): None for order in orders for size in range(len(order) + 1)}
    everything = frozenset(names)
    for name in names:
        found |= {frozenset({name}): None, everything - {name}: None}
    return list({frozenset(): None, everything: None} | found)
