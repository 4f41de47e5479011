r"""What the published "1.5 times" is made of, and what the best of many zones prints without any reform.

Published investment of 2020 over that of the base year is, in logarithms, a sum:

.. math:: \ln\frac{FAI^*_{20}}{\kappa_b\,FAI^*_B} = -\ln\kappa_b + \ln\frac{e^{b(1+a\,p_{20})}}{e^{b(1+a\,p_B)}} +
          \ln\frac{FAI_{20}}{FAI_B}

the redrawn boundary, reporting under more pressure, and investment itself. The last is divided by running the draw
again with the macro path held at its base year, and without the levers of platform companies, of attraction and of
speed, in every combination (Shapley values, exact). What grows with all of that taken away is the pipeline: projects
signed before, and luck. Draws count by the probability that they print the published ratio.
"""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from agents.quantities import LogNormal
from analysis.bands import HIGH, LOW, Band
from analysis.explain import Subset, all_subsets, shapley_exact, with_parts
from calibration.operators import operator_of
from calibration.publishing import reading_in
from calibration.reads import Run
from scenarios.catalogue import load_catalogue
from scenarios.evidence import Ledger
from scenarios.strict_yaml import ScenarioError
from sim.beliefs import PRIOR, Belief, with_effects
from sim.build import build_world, fix_dates, part, run_world
from sim.ensemble import each, seed_of_draw
from sim.macro import growth_error
from sim.outputs import spending
from sim.paired import first_change
from sim.parameters import PARAMETERS
from sim.specification import BURN_IN_MONTHS, ScenarioSpecification, WorldSpecification, ZoneSpecification, month_of
from sim.state import Array, World
from sim.statistics import investment_ratio

FIGURE = "jimo.zone.fai_ratio_2020"
YEAR = 2020
LEVERS: Mapping[str, tuple[str, ...]] = {
    "platform": ("platform",),
    "attraction": ("staff", "pay", "attraction", "fund"),
    "speed": ("approval", "land"),
}
"""Parts of the headline that levers make, from parts of the lever catalogue."""
SWITCHES = ("macro", *LEVERS)
IDENTIFIED = ("macro", "boundary", "reporting")
"""Of the product of these three alone the texts tell; how it is split is by assumption."""
REFORMED = ("attraction", "speed")
"""What the reform of staff, pay, channels, fund, approvals and land moves."""
PARTS = (*IDENTIFIED, "platform", "pipeline", *REFORMED)
FEWEST_EFFECTIVE = 20.0


class HeadlinePart(NamedTuple):
    """A part of ln of the published ratio: its band and mean over draws."""

    name: str
    band: Band
    mean: float


@dataclass(frozen=True)
class Headline:
    """The published ratio in parts, which add up on means; and what prints without any reform.

    ``product`` is macro, boundary and reporting together, ``reformed`` what the reform moves; ``macro_only`` the ratio
    that the zone prints in a world without any reform, and ``share_macro_only`` the share of draws in which that is as
    high as published or higher.
    """

    scenario: ScenarioSpecification
    belief: str
    draws: int
    effective_draws: float
    published: tuple[float, float]
    total: HeadlinePart
    product: HeadlinePart
    reformed: HeadlinePart
    parts: tuple[HeadlinePart, ...]
    macro_only: Band
    share_macro_only: float
    seed: int
    digest: str
    seconds: float


class _Draw(NamedTuple):
    weight: float
    total: float
    parts: tuple[float, ...]
    macro_only: float


def explain_headline(
    scenario: ScenarioSpecification,
    ledger: Ledger,
    draws: int,
    seed: int,
    belief: Belief = PRIOR,
    workers: int | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> Headline:
    """Divide the logarithm of the published ratio among its causes.

    Raises ScenarioError where the scenario is not of the zone that the figure is of, or ends before the year does.
    """
    began = time.perf_counter()
    operator = operator_of(FIGURE)
    assert operator is not None  # noqa: S101  # the figure has one
    if scenario.focus != operator.place or scenario.months <= month_of(YEAR, 12):
        found_here = f"found focus {scenario.focus or 'none'} and {scenario.months} months"
        needed = f"the headline is of {operator.place} in {YEAR}, such as scenario jimo"
        raise ScenarioError([f"{scenario.name}: {found_here}; {needed}"])
    scenario = replace(scenario, months=month_of(YEAR, 12) + 1)
    interval = ledger.interval(FIGURE)

    def one(draw: int) -> _Draw:
        return _one_draw(scenario, ledger, belief, seed, draw, (interval.low, interval.high))

    found = []
    for number, result in enumerate(each(one, range(draws), workers), 1):
        found.append(result)
        if tell:
            tell(number, draws)
    weights = np.array([d.weight for d in found])
    if weights.sum() <= 0.0:
        raise ScenarioError([f"{scenario.name}: none of {draws} draws prints anything near {interval}"])
    weights /= weights.sum()
    parts = np.array([d.parts for d in found])
    totals = np.array([d.total for d in found])
    alone = np.array([d.macro_only for d in found])
    product_ = parts[:, : len(IDENTIFIED)].sum(axis=1)
    reformed = parts[:, [PARTS.index(name) for name in REFORMED]].sum(axis=1)
    content = hashlib.sha256(parts.tobytes() + totals.tobytes() + alone.tobytes() + weights.tobytes())
    return Headline(
        scenario=scenario,
        belief=belief.kind,
        draws=draws,
        effective_draws=float(1.0 / (weights**2).sum()),
        published=(interval.low, interval.high),
        total=_part("total", totals, weights),
        product=_part("product", product_, weights),
        reformed=_part("reformed", reformed, weights),
        parts=tuple(_part(name, parts[:, at], weights) for at, name in enumerate(PARTS)),
        macro_only=weighted_band(alone, np.full(draws, 1.0 / draws)),
        share_macro_only=float((alone >= interval.low).mean()),
        seed=seed,
        digest=content.hexdigest()[:16],
        seconds=time.perf_counter() - began,
    )


def weighted_band(values: Array, weights: Array) -> Band:
    """Return the median and 90 % band of weighted draws.

    >>> weighted_band(np.array([1.0, 2.0, 3.0]), np.array([0.0, 1.0, 0.0]))
    Band(median=2.0, low=2.0, high=2.0)
    """
    order = np.argsort(values)
    passed = np.cumsum(weights[order])
    low, median, high = (
        float(values[order][min(len(values) - 1, int(np.searchsorted(passed, q * passed[-1])))])
        for q in (LOW, 0.5, HIGH)
    )
    return Band(median, low, high)


def _part(name: str, values: Array, weights: Array) -> HeadlinePart:
    return HeadlinePart(name, weighted_band(values, weights), float(weights @ values))


def _one_draw(
    scenario: ScenarioSpecification, ledger: Ledger, belief: Belief, seed: int, draw: int, interval: tuple[float, float]
) -> _Draw:
    """Run every combination of a draw and divide its ratio."""
    drawn, luck = belief.draw(seed, draw), seed_of_draw(seed, draw)
    full = fix_dates(with_effects(scenario, drawn.effects), luck)
    levers = _levers_of()
    steady = held_at_base_year(full, drawn.values, luck, 2018 if drawn.values["base_year_luck"] < 0.5 else 2019)
    worth: dict[Subset, float] = {}
    printed = math.nan
    macro_only = math.nan
    reporting = boundary = 0.0
    for macro, values, base in ((True, drawn.values, full), (False, {**drawn.values, "shock_weight": 0.0}, steady)):
        subsets = all_subsets(list(LEVERS))
        worlds = _branches(base, [with_parts(full, levers, s) for s in subsets], values, luck)
        for subset, world in zip(subsets, worlds, strict=True):
            run = Run(full, world)
            operator = operator_of(FIGURE)
            assert operator is not None  # noqa: S101
            year = int(reading_in(run, operator, ledger, drawn.readings).removeprefix("base_"))
            true = investment_ratio(_true_investment(run), 1.0, YEAR, year)
            worth[frozenset({*subset, *(["macro"] if macro else [])})] = math.log(true)
            if macro and subset in (frozenset(), frozenset(LEVERS)):
                ratio = operator.reads[f"base_{year}"].of(run, operator.place)
                if subset:
                    printed = ratio
                    boundary = -math.log(float(run.parameters.boundary))
                    reporting = math.log(ratio) - boundary - math.log(true)
                else:
                    macro_only = ratio
    names = list(SWITCHES)
    shapley = dict(zip(names, shapley_exact(names, worth), strict=True))
    of = {**shapley, "boundary": boundary, "reporting": reporting, "pipeline": worth[frozenset()]}
    return _Draw(
        weight=_probability(printed, interval, float(drawn.values["reporting_error"])),
        total=math.log(printed),
        parts=tuple(of[name] for name in PARTS),
        macro_only=macro_only,
    )


def _levers_of() -> dict[str, frozenset[str]]:
    catalogue = load_catalogue()
    return {
        name: frozenset(lever for part_ in parts for lever in catalogue.parts[part_].levers)
        for name, parts in LEVERS.items()
    }


def held_at_base_year(
    scenario: ScenarioSpecification, values: Mapping[str, float], seed: int, base_year: int
) -> ScenarioSpecification:
    """Return the scenario with the city's investment level as in the base year ever after.

    The error of a year's growth is taken back with it, so the level stays to the last digit.
    """
    growth = dict(scenario.growth)
    for year in range(base_year + 1, YEAR + 1):
        growth[year] = math.exp(-values["growth_error"] * growth_error(seed, year))
    return replace(scenario, growth=growth)


def _branches(
    base: ScenarioSpecification, options: Sequence[ScenarioSpecification], values: Mapping[str, float], seed: int
) -> list[World]:
    """Run a base without levers until any option's first lever, and each option from there to the end."""
    quiet = replace(base, changes=())
    parting = min((first_change(option) for option in options if option.changes), default=base.months)
    world = run_world(build_world(quiet, values, seed), quiet, -BURN_IN_MONTHS, parting)
    found = []
    for option in options:
        own = replace(base, changes=option.changes)
        found.append(run_world(part(world, own, parting), own, parting, base.months))
    return found


def _true_investment(run: Run) -> Array:
    place = operator_of(FIGURE)
    assert place is not None  # noqa: S101
    return spending(run.world, run.rows(place.place))


def _probability(printed: float, interval: tuple[float, float], error: float) -> float:
    """Return the probability that a ratio is printed inside an interval, given the error of printing."""
    low, high = (math.log(edge / printed) / error for edge in interval)
    return 0.5 * (math.erfc(-high / math.sqrt(2.0)) - math.erfc(-low / math.sqrt(2.0)))


# --- the best of many zones -------------------------------------------------------------------------------------------

ZONES_OF_THE_PROVINCE = "shandong.zones_provincial_dazhong"
"""Provincial zones among which the pilot is told to rank first."""
PLACEBOS = ("placebo_2018", "placebo_2020", "placebo_random")


@dataclass(frozen=True)
class Selection:
    """What zones print without any reform: one zone, the best of many, and how often a ratio looks like a success.

    ``one`` and ``best`` are bands of published investment of a year over that of the base year, ``best_redrawn`` the
    best where every zone's boundary is as uncertain as the pilot's; shares are of draws, or of zones and draws, in
    which the ratio is as high as published.
    """

    belief: str
    zones: int
    draws: int
    published: float
    one: Band
    best: Band
    best_redrawn: Band
    share_best: float
    share_best_redrawn: float
    placebos: Mapping[str, float]
    seed: int
    digest: str
    seconds: float


def province(zones: int) -> WorldSpecification:
    """Return a world of ordinary zones, invented, with as many prospects a zone as the world of the texts."""
    from agents.industries import INDUSTRY_NAMES  # noqa: PLC0415
    from scenarios.world_files import load_world  # noqa: PLC0415

    known = load_world("qingdao-zibo")
    each_zone = known.prospects_per_month / sum(zone.weight for zone in known.zones)
    count = len(INDUSTRY_NAMES)
    rows = tuple(
        ZoneSpecification(
            id=f"zone-{row}",
            name=f"Zone {row}",
            name_zh=f"{row}号开发区",
            city=f"city-{row // 8}",
            district=f"city-{row // 8}-district-{row % 8 // 2}",
            leading=(INDUSTRY_NAMES[row % count], INDUSTRY_NAMES[(row + 1 + row // count) % count]),
        )
        for row in range(zones)
    )
    return WorldSpecification(f"province-of-{zones}", each_zone * zones, rows, synthetic=True)


def explain_selection(
    ledger: Ledger,
    draws: int,
    seed: int,
    belief: Belief = PRIOR,
    workers: int | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> Selection:
    """Run a province in which no zone reforms, and look at its zones as a newspaper would."""
    began = time.perf_counter()
    zones = round(ledger.value(ZONES_OF_THE_PROVINCE))
    world = province(zones)
    scenario = ScenarioSpecification(
        name="no-reform-province", title="A province without reform", title_zh="全省不改革", world=world,
        months=month_of(YEAR, 12) + 1,
    )  # fmt: skip
    published = ledger.interval(FIGURE).low
    prior = PARAMETERS["boundary"].prior
    assert isinstance(prior, LogNormal)  # noqa: S101  # for the type checker

    def one(draw: int) -> Array:
        drawn = belief.draw(seed, draw)
        luck = seed_of_draw(seed, draw)
        run = run_world(build_world(scenario, drawn.values, luck), scenario, -BURN_IN_MONTHS, scenario.months)
        yearly = run.panel["published_fai"].reshape(-1, 12, zones).sum(axis=1)
        base = 1 if drawn.values["base_year_luck"] < 0.5 else 2  # 2018 or 2019
        rng = np.random.default_rng([seed, draw])
        redrawn = np.exp(-prior.log_sd * rng.standard_normal(zones))
        later = rng.integers(1, yearly.shape[0], zones)
        return np.stack(
            [yearly[3] / yearly[base], yearly[3] / yearly[base] * redrawn, yearly[1] / yearly[0],
             yearly[later, np.arange(zones)] / yearly[later - 1, np.arange(zones)]]
        )  # fmt: skip

    found = []
    for number, result in enumerate(each(one, range(draws), workers), 1):
        found.append(result)
        if tell:
            tell(number, draws)
    ratios = np.array(found)
    best, best_redrawn = ratios[:, 0].max(axis=1), ratios[:, 1].max(axis=1)
    equal = np.full(draws, 1.0 / draws)
    shares = {name: float((ratios[:, at] >= published).mean()) for name, at in zip(PLACEBOS, (2, 0, 3), strict=True)}
    return Selection(
        belief=belief.kind,
        zones=zones,
        draws=draws,
        published=published,
        one=weighted_band(ratios[:, 0].ravel(), np.full(draws * zones, 1.0)),
        best=weighted_band(best, equal),
        best_redrawn=weighted_band(best_redrawn, equal),
        share_best=float((best >= published).mean()),
        share_best_redrawn=float((best_redrawn >= published).mean()),
        placebos=shares,
        seed=seed,
        digest=hashlib.sha256(ratios.tobytes()).hexdigest()[:16],
        seconds=time.perf_counter() - began,
    )
