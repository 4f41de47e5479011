"""Reform options against a base: paired runs by draw and seed, and what the differences say.

Every option is run with the parameters and the luck of its base, and shares its past until their levers first differ;
horizons count from that month. What a draw believes of parameters, zones and dates is kept where it is run a second
time with other luck, so that chance can be told from what is not known (`analysis.effects`).
"""

from __future__ import annotations

import dataclasses
import hashlib
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from agents.randomness import mix
from analysis.bands import Band, band_of
from analysis.effects import (
    FEWEST,
    Spread,
    Verdict,
    error_of_mean,
    error_of_median,
    mean_of,
    shares,
    spread_of,
    verdict_of,
    verdict_of_share,
)
from analysis.origins import CATEGORIES, EVENTS, Firms, Matched, gains, keep_firms, match
from analysis.outcomes import BY_NAME, OUTCOMES, Outcome, Places, places_of, read_outcomes
from analysis.who_reforms import Who, spread_reform
from scenarios.steps import beyond_the_record
from scenarios.strict_yaml import ScenarioError, shown, unknown
from sim.beliefs import PRIOR, Belief, Drawn, with_effects
from sim.build import endow_zone, fix_dates
from sim.ensemble import each, seed_of_draw
from sim.outputs import MEASURES
from sim.paired import Pair, first_change, first_difference, run_paired
from sim.specification import ScenarioSpecification
from sim.state import Array, World

HORIZONS = (6, 12, 24, 36, 60)
"""Months after the reform at which effects are told."""
TWICE = 4
"""One draw in so many is run a second time with other luck."""
FAN = ("signed", "producing", "debt")
"""Outcomes whose path over months is kept for a fan chart."""
BEFORE = 12
"""Months of a path before the reform."""
YEAR = 12
NOT_IDENTIFIED = ("coverage", "dissimilarity", "regional_share")
"""Parameters that decide displacement and that no published figure tells: k, mu, P_R."""


class Kept(NamedTuple):
    """What is kept of one run from the month in which its comparison begins."""

    outcomes: Array
    """[horizons, outcomes]"""
    paths: Array
    """[outcomes of FAN, months from BEFORE months before on]; flows of the last twelve months."""
    firms: Firms | None
    """None once they have been matched, for they are large."""
    worst: float
    more: Any = None
    """What else was asked for."""


Read = Callable[[World, int], Any]
"""Reads something else off a run whose comparison begins in a month; it must copy what it keeps."""


class Setting(NamedTuple):
    """What all draws of a comparison share; scenarios have one world, length and macro path."""

    base: ScenarioSpecification
    options: tuple[ScenarioSpecification, ...]
    zone: str
    who: Who
    date: int | None
    seed: int
    belief: Belief = PRIOR

    @property
    def places(self) -> Places:
        """The rows of zone, county and region."""
        return places_of(self.base.world, self.zone)


@dataclass(frozen=True)
class Effect:
    """An option against the base in one outcome at one horizon.

    ``base`` and ``option`` are levels, ``difference`` is paired. Means are kept because parts add up on means alone.
    """

    outcome: Outcome
    months: int
    base: Band
    option: Band
    difference: Band
    mean: float
    base_mean: float
    option_mean: float
    share_better: float
    share_worse: float
    median_error: float
    mean_error: float
    spread: Spread
    verdict: Verdict


@dataclass(frozen=True)
class Option:
    """An option's draws: outcomes [draws, horizons, outcomes] and firms matched, each beside those of the base.

    ``again`` are the differences of the first draws run with other luck; ``flows`` [draws, events, fates, fates],
    ``taken`` from other zones [draws, events, horizons] and ``categories`` [draws, events, categories, industries,
    sizes] count firms; ``paths`` [draws, base or option,
    outcomes of FAN, months]; ``since`` is the month from which each draw counts; ``more`` is what else was read of
    base and option, by draw.
    """

    name: str
    scenario: ScenarioSpecification
    base: Array
    option: Array
    again: Array
    flows: Array
    firms: Array
    taken: Array
    categories: Array
    paths: Array
    since: Array
    more: tuple[tuple[Any, Any], ...] = ()

    @property
    def changes_nothing(self) -> bool:
        """Tell whether every number of every draw is that of the base."""
        same = np.array_equal(self.base, self.option, equal_nan=True)
        return same and bool(np.all(self.again[np.isfinite(self.again)] == 0.0))

    def differences(self, outcome: str, months: int) -> Array:
        """Return the paired differences of an outcome at a horizon [draws]."""
        at = HORIZONS.index(months), list(BY_NAME).index(outcome)
        found: Array = self.option[:, at[0], at[1]] - self.base[:, at[0], at[1]]
        return found

    def effect(self, outcome: str, months: int) -> Effect:
        """Return what the draws say of an outcome at a horizon."""
        row, column = HORIZONS.index(months), list(BY_NAME).index(outcome)
        of_base, of_option = self.base[:, row, column], self.option[:, row, column]
        differences, better = of_option - of_base, BY_NAME[outcome].better
        good, bad = shares(differences, better)
        judge = verdict_of_share if BY_NAME[outcome].share_of_runs else verdict_of
        return Effect(
            outcome=BY_NAME[outcome],
            months=months,
            base=band_of(of_base),
            option=band_of(of_option),
            difference=band_of(differences),
            mean=mean_of(differences),
            base_mean=mean_of(of_base),
            option_mean=mean_of(of_option),
            share_better=good,
            share_worse=bad,
            median_error=error_of_median(differences),
            mean_error=error_of_mean(differences),
            spread=spread_of(differences, differences[::TWICE], self.again[:, row, column]),
            verdict=judge(differences, better, few=differences.size < FEWEST),
        )

    def projects(self, event: str, industry: int | None = None, size: int | None = None) -> dict[str, Band]:
        """Return what the zone's projects are, by category; of one industry or size band where it is given."""
        counts = self.categories[:, EVENTS.index(event)]
        counts = counts if industry is None else counts[:, :, [industry]]
        counts = counts if size is None else counts[:, :, :, [size]]
        by_category = counts.sum(axis=(2, 3))
        return {name: band_of(by_category[:, at]) for at, name in enumerate(CATEGORIES)}

    def gains(self, event: str, zone: int) -> tuple[Array, Array]:
        """Return what the zone and the region gained in projects at an event [draws]."""
        return gains(self.flows[:, EVENTS.index(event)], zone)


@dataclass(frozen=True)
class Comparison:
    """Options against a base. ``beliefs`` are the draws of the parameters in NOT_IDENTIFIED."""

    setting: Setting
    draws: int
    options: tuple[Option, ...]
    beliefs: Mapping[str, Array]
    digest: str
    accounts_max_error: float
    seconds: float

    @property
    def zone(self) -> int:
        """The row of the zone looked at."""
        return self.setting.base.world.row_of(self.setting.zone)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What is told: all outcomes, those of the county only where it is more than the zone or pays itself."""
        paid = {"county.takeover", "county.cost"}
        alone = self.setting.places.county_is_zone
        return tuple(o for o in OUTCOMES if not (alone and o.place == "county" and o.name not in paid))


def comparable(
    base: ScenarioSpecification,
    options: Sequence[ScenarioSpecification],
    seed: int,
    zone: str = "",
    who: Who = "zone",
    date: int | None = None,
    belief: Belief = PRIOR,
) -> Setting:
    """Return scenarios made ready to be compared: checked, and long enough for the longest horizon.

    They must share all but their levers. A run that outlasts what is recorded goes on weakly, unless the base says how.
    All faults raise one ScenarioError.
    """
    faults = [fault for option in options for fault in _faults_of(base, option)]
    zone = zone or next((s.focus for s in (base, *options) if s.focus), base.world.zones[0].id)
    ids = [spec.id for spec in base.world.zones]
    if zone not in ids:
        faults.append(f"--zone: {unknown('zone', zone, ids)}")
    if date is not None and date < 0:
        faults.append("--date: found a month before the run; allowed 2017-01 or later")
    if faults:
        raise ScenarioError(list(dict.fromkeys(faults)))
    months = max([base.months, *(o.months for o in options)])
    only = "" if who == "zone" else zone
    starts = [_latest_start(base, option, only) if date is None else date for option in options]
    months = max(months, max(starts, default=date or 0) + HORIZONS[-1])
    macro = "weak" if beyond_the_record(base.macro, base.growth, months) else base.macro
    base, *others = (dataclasses.replace(s, months=months, macro=macro) for s in (base, *options))
    return Setting(base, tuple(others), zone, who, date, seed, belief)


def _faults_of(base: ScenarioSpecification, option: ScenarioSpecification) -> list[str]:
    """Return what else than levers an option changes, a line each."""
    parts = {
        "world": (base.world, option.world),
        "macro": ((base.macro, dict(base.growth)), (option.macro, dict(option.growth))),
        "shocks": (base.shocks, option.shocks),
        "parameters": (dict(base.parameters), dict(option.parameters)),
    }
    words = {"world": (base.world.name, option.world.name)}
    return [
        f"{option.name}: {part}: found {shown(words.get(part, (mine, other))[1])}; allowed "
        f"{shown(words.get(part, (mine, other))[0])}, as in {base.name}: options may differ in levers alone"
        for part, (mine, other) in parts.items()
        if mine != other
    ]


def _latest_start(base: ScenarioSpecification, option: ScenarioSpecification, only: str) -> int:
    """Return the latest month in which the levers of an option can first differ; of one zone ``only`` where named."""
    late, other = (
        dataclasses.replace(
            s,
            changes=tuple(
                dataclasses.replace(c, month=c.latest or c.month, latest=None)
                for c in s.changes
                if only in ("", c.zone)
            ),
        )
        for s in (base, option)
    )
    found = first_difference(late, other)
    return first_change(other) if found is None else found


def with_same_beliefs(scenario: ScenarioSpecification, seed: int) -> ScenarioSpecification:
    """Return the scenario with what the luck of a seed says of its dates and its zones held fixed.

    What is left to luck is who comes and what befalls them, the macro path's error, and a city's habit of counting
    framework deals.
    """
    zones = tuple(
        dataclasses.replace(zone, known={**zone.known, **endow_zone(seed, zone.id, zone.known)})
        for zone in scenario.world.zones
    )
    world = dataclasses.replace(scenario.world, zones=zones)
    return dataclasses.replace(fix_dates(scenario, seed), world=world)


def as_drawn(setting: Setting, drawn: Drawn, seed: int) -> list[ScenarioSpecification]:
    """Return the base and the options of a comparison as a draw has them."""
    return [
        spread_reform(with_effects(scenario, drawn.effects), setting.zone, setting.who, drawn.values, seed)
        for scenario in (setting.base, *setting.options)
    ]


def run_one(setting: Setting, draw: int, again: bool, read: Read | None = None) -> list[Pair[Kept]]:
    """Run one draw of a comparison, or the same draw ``again`` with other luck; ``read`` what else is asked for."""
    drawn, seed = setting.belief.draw(setting.seed, draw), seed_of_draw(setting.seed, draw)
    values = drawn.values
    base, *options = as_drawn(setting, drawn, seed)
    if again:
        base, *options = (with_same_beliefs(scenario, seed) for scenario in (base, *options))
        seed = int(mix(seed, draw + 1))
    places = setting.places

    def keep(world: World, since: int) -> Kept:
        return Kept(
            read_outcomes(world, places, since, HORIZONS),
            read_paths(world, places.rows("zone"), since),
            keep_firms(world, since, min(base.months, since + HORIZONS[-1])),
            float(world.fault[0].worst),
            None if read is None else read(world, since),
        )

    return run_paired(base, options, values, seed, HORIZONS[-1], keep, setting.date)


def read_paths(world: World, rows: list[int], since: int) -> Array:
    """Return the paths of the outcomes in FAN from BEFORE months before to the longest horizon; nan beyond the run."""
    found = np.full((len(FAN), BEFORE + HORIZONS[-1]), math.nan)
    months = np.arange(since - BEFORE, since + HORIZONS[-1])
    known = (months >= YEAR - 1) & (months < world.panel.shape[0])
    for row, name in enumerate(FAN):
        measure = MEASURES[name]
        monthly = measure.monthly(world, rows)
        if measure.is_flow:
            monthly = np.convolve(monthly, np.ones(YEAR))[: monthly.size]  # sums of the last twelve months
        found[row, known] = monthly[months[known]]
    return found


def compare(
    setting: Setting,
    draws: int,
    workers: int | None = None,
    tell: Callable[[int, int], None] | None = None,
    read: Read | None = None,
) -> Comparison:
    """Run a comparison over draws of the prior; ``read`` what else is asked for off the first run of each draw.

    ``tell`` is called with the number of draws done and planned. Raises AccountError where an account does not balance.
    """
    began = time.perf_counter()
    tasks = [(draw, again) for draw in range(draws) for again in (False, True) if not again or draw % TWICE == 0]

    def one(task: tuple[int, bool]) -> tuple[list[Pair[Kept]], list[Matched]]:
        pairs = run_one(setting, *task, read=None if task[1] else read)
        zone = setting.places.zone[0]
        matched = [] if task[1] else [match_pair(pair, zone) for pair in pairs]
        return [without_firms(pair) for pair in pairs], matched

    done = []
    for number, result in enumerate(each(one, tasks, workers), 1):
        done.append(result)
        if tell:
            tell(number, len(tasks))
    first = [result for task, result in zip(tasks, done, strict=True) if not task[1]]
    again = [result for task, result in zip(tasks, done, strict=True) if task[1]]
    values = [setting.belief.draw(setting.seed, draw).values for draw in range(draws)]
    return put_together(setting, first, again, values, time.perf_counter() - began)


Result = tuple[list[Pair[Kept]], list[Matched]]


def put_together(
    setting: Setting,
    first: Sequence[Result],
    again: Sequence[Result],
    values: Sequence[Mapping[str, float]],
    seconds: float,
) -> Comparison:
    """Put draws together: ``first`` in their order, those run ``again`` in theirs, and the parameters of the first."""
    options = tuple(_option(number, scenario, first, again) for number, scenario in enumerate(setting.options))
    believed = [dict(of_draw) | dict(setting.base.parameters) for of_draw in values]
    return Comparison(
        setting=setting,
        draws=len(first),
        options=options,
        beliefs={name: np.array([of_draw[name] for of_draw in believed]) for name in NOT_IDENTIFIED},
        digest=_digest(options),
        accounts_max_error=max(k.worst for pairs, _ in [*first, *again] for p in pairs for k in (p.base, p.option)),
        seconds=seconds,
    )


def match_pair(pair: Pair[Kept], zone: int) -> Matched:
    """Return the firms of a pair matched."""
    base, option = pair.base.firms, pair.option.firms
    if base is None or option is None:
        raise ValueError("the firms of this pair are gone; match them before they are let go")
    return match(base, option, zone, pair.since, pair.prospects, HORIZONS)


def without_firms(pair: Pair[Kept]) -> Pair[Kept]:
    """Return a pair without its firms."""
    return pair._replace(base=pair.base._replace(firms=None), option=pair.option._replace(firms=None))


def _option(number: int, scenario: ScenarioSpecification, first: Sequence[Result], again: Sequence[Result]) -> Option:
    """Put the draws of an option together."""
    pairs, twice = [pairs[number] for pairs, _ in first], [pairs[number] for pairs, _ in again]
    matched = [found[number] for _, found in first]
    return Option(
        name=scenario.name,
        scenario=scenario,
        base=np.array([p.base.outcomes for p in pairs]),
        option=np.array([p.option.outcomes for p in pairs]),
        again=np.array([p.option.outcomes - p.base.outcomes for p in twice]),
        flows=np.array([m.flows for m in matched]),
        firms=np.array([m.firms for m in matched]),
        taken=np.array([m.taken for m in matched]),
        categories=np.array([m.categories for m in matched]),
        paths=np.array([[p.base.paths, p.option.paths] for p in pairs]),
        since=np.array([p.since for p in pairs]),
        more=tuple((p.base.more, p.option.more) for p in pairs),
    )


def _digest(options: Sequence[Option]) -> str:
    content = hashlib.sha256()
    for option in options:
        content.update(option.name.encode())
        for numbers in (option.base, option.option, option.again, option.flows, option.taken, option.categories):
            content.update(np.ascontiguousarray(numbers).tobytes())
    return content.hexdigest()[:16]
