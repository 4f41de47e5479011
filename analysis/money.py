r"""What an option costs and brings in money and land: worth, projects for what is spent, debt, the gate.

**Present value.** With flows :math:`f_{lt}` of the lines of `analysis.purses` and what is left at the end,

.. math:: V = \sum_l\sum_{t=1}^{T} \frac{f_{lt}}{(1+r)^{t/12}} - \frac{D_T}{(1+r)^{T/12}},

paired with the base. Debt is received when it is borrowed and counts as paid at the end, so that at a discount rate
equal to the interest rate borrowing is worth nothing. Beyond month T nothing counts; roads, plant and stakes in funds
that are left then are told beside it, at book value.

**Cost and effect.** The cost is what zone, companies and municipality spend more for the county; the effect is what the
whole region gains in producing projects (net-new). Each draw is a point; its quarter tells more than a ratio, and where
cost or effect changes sign within the 90 % band there is no ratio: a negative one may mean either corner.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from analysis.bands import Band, band_of
from analysis.compare import BEFORE, HORIZONS, Comparison, Option, Setting, comparable, compare
from analysis.effects import FEWEST as FEWEST_DRAWS
from analysis.effects import Verdict, error_of_mean, error_of_median, mean_of, shares, verdict_of
from analysis.purses import (
    ASSETS,
    DEBT,
    FLOWS,
    LEFT,
    LINES,
    NAMES,
    PLACES,
    RATES,
    SPENT,
    Money,
    debt_over_assets,
    read_money,
)
from analysis.purses import pots as pots_of
from analysis.who_reforms import spread_reform
from scenarios.catalogue import load_catalogue
from scenarios.evidence import load_ledger
from sim.beliefs import with_effects
from sim.ensemble import each, seed_of_draw
from sim.paired import run_paired
from sim.specification import ScenarioSpecification
from sim.state import Array, World

EFFECT = "producing"
"""The event whose net-new projects are the effect."""
SAFE_LEVEL = "china.platform_debt_limit"
"""The published figure that a debt path is held against: above it a company could sell no bond without a guarantee."""
GATE = ("gate_coverage", "gate_rejection")
"""The levers that are the gate."""
QUARTERS = ("more_for_more", "more_for_less", "fewer_for_more", "fewer_for_less", "no_difference")
"""Projects gained or lost, for more or less money; the last where a draw differs in one of the two not at all."""
LAND_UNIT = 100.0
"""Land by which losses at the gate are told [mu]."""


class MoneyRead(NamedTuple):
    """What is kept of a run: its money, and its companies' debt over assets from BEFORE months before on [1]."""

    money: Money
    leverage: Array


@dataclass(frozen=True)
class Worth:
    """A paired present value at a place, horizon and rate [亿元]; ``left`` is what roads, plant and stakes are worth.

    ``lines`` are the means of its lines, which add up to ``mean`` (debt included, works and stakes apart).
    """

    place: str
    months: int
    rate: float
    band: Band
    mean: float
    share_better: float
    error: float
    verdict: Verdict
    left: Band
    left_mean: float
    lines: Mapping[str, float]


@dataclass(frozen=True)
class PotCost:
    """What an option adds to one payer's payments from one pot [亿元]."""

    pot: str
    payer: str
    band: Band
    mean: float


@dataclass(frozen=True)
class Cloud:
    """Cost [亿元] and effect [projects] of each draw, the shares of draws in each of QUARTERS, and the ratio, if any.

    ``ratio`` is of means, projects per 亿元, with its simulation error; nan where either changes sign.
    """

    cost: Array
    effect: Array
    shares: Mapping[str, float]
    ratio: float
    ratio_error: float


@dataclass(frozen=True)
class GatePrice:
    """What an option's gate costs and saves, against the same option without it.

    ``good_lost`` counts good projects rejected, ``land_saved`` is land not taken [mu]; ``per_land`` is good projects
    per LAND_UNIT of land saved, nan where the land saved may as well be none.
    """

    good_lost: Band
    land_saved: Band
    per_land: float
    per_land_error: float


@dataclass(frozen=True)
class OptionMoney:
    """An option's money: worth by place, horizon and rate; costs by pot; cloud; debt over assets; the gate, if any.

    ``leverage`` [draws, base or option, months]; ``above`` is the share of draws above the safe level by month
    [base or option, months]. ``unbooked`` are costs of its levers that the model has no flow for.
    """

    option: Option
    worth: tuple[Worth, ...]
    pots: tuple[PotCost, ...]
    cloud: Cloud
    leverage: Array
    above: Array
    gate: GatePrice | None
    unbooked: tuple[str, ...]

    def at(self, place: str, months: int, rate: float) -> Worth:
        """Return the worth of a place at a horizon and a rate; StopIteration where it was not computed."""
        return next(w for w in self.worth if (w.place, w.months, w.rate) == (place, months, rate))


def money_reader(setting: Setting) -> Callable[[World, int], MoneyRead]:
    """Return what `compare` reads off each run besides."""
    places = setting.places

    def read(world: World, since: int) -> MoneyRead:
        path = np.full(BEFORE + HORIZONS[-1], math.nan)
        first, last = max(0, since - BEFORE), min(world.panel.shape[0], since + HORIZONS[-1])
        ratio = debt_over_assets(world, places.rows("zone"), first, last)
        path[first - since + BEFORE :][: ratio.size] = ratio
        return MoneyRead(read_money(world, places, since, HORIZONS), path)

    return read


def safe_level() -> float:
    """Return the debt over assets above which a company is not safe, as published [1]."""
    return float(load_ledger()[SAFE_LEVEL].interval.high) / 100.0


def compare_money(
    setting: Setting, draws: int, workers: int | None = None, tell: Callable[[int, int], None] | None = None
) -> tuple[Comparison, tuple[OptionMoney, ...]]:
    """Run a comparison and read its money; ``tell`` is called with the number of runs done and planned."""
    result = compare(setting, draws, workers, tell, money_reader(setting))
    return result, tuple(money_of(result, option, workers) for option in result.options)


def money_of(result: Comparison, option: Option, workers: int | None = None) -> OptionMoney:
    """Return the money of an option that was compared with ``money_reader``; its gate is run once more without."""
    base, other = (np.array([pair[side].money.values for pair in option.more]) for side in (0, 1))
    difference = other - base
    paid = np.array([[pair[side].money.pots for side in (0, 1)] for pair in option.more])
    leverage = np.array([[pair[side].leverage for side in (0, 1)] for pair in option.more])
    last = HORIZONS.index(HORIZONS[-1])
    return OptionMoney(
        option=option,
        worth=tuple(
            _worth(difference[:, place, at, rate], PLACES[place], HORIZONS[at], RATES[rate])
            for place in range(len(PLACES))
            for at in range(len(HORIZONS))
            for rate in range(len(RATES))
        ),
        pots=tuple(
            PotCost(pot.pot, pot.payer, band_of(extra), mean_of(extra))
            for pot, extra in zip(pots_of(), (paid[:, 1] - paid[:, 0])[:, last].T, strict=True)
        ),
        cloud=cloud_of(
            -difference[:, PLACES.index("county"), last, RATES.index(0.0)][:, SPENT].sum(axis=1),
            option.gains(EFFECT, result.zone)[1].astype(float),
        ),
        leverage=leverage,
        above=share_above(leverage, safe_level()),
        gate=gate_price(result.setting, option.scenario, result.draws, workers),
        unbooked=unbooked_costs(option.scenario),
    )


def _worth(lines: Array, place: str, months: int, rate: float) -> Worth:
    """Put the draws [draws, lines] of a place, horizon and rate together."""
    value = worth_of(lines)
    left = lines[:, ASSETS].sum(axis=1)
    return Worth(
        place=place,
        months=months,
        rate=rate,
        band=band_of(value),
        mean=mean_of(value),
        share_better=shares(value, "higher")[0],
        error=error_of_median(value),
        verdict=verdict_of(value, "higher", few=value.size < FEWEST_DRAWS),
        left=band_of(left),
        left_mean=mean_of(left),
        lines={name: mean_of(lines[:, at]) for at, name in enumerate(NAMES)},
    )


def worth_of(lines: Array) -> Array:
    """Return the present value of discounted lines [..., lines]: all flows, less the debt that is left."""
    found: Array = lines[..., FLOWS].sum(axis=-1) + lines[..., DEBT]
    return found


def quarters(cost: Array, effect: Array) -> dict[str, float]:
    """Return the share of draws in each of QUARTERS; they add up to one.

    >>> quarters(np.array([1.0, -1.0, 2.0, 0.0]), np.array([2.0, 1.0, -1.0, 3.0]))
    {'more_for_more': 0.25, 'more_for_less': 0.25, 'fewer_for_more': 0.25, 'fewer_for_less': 0.0, 'no_difference': 0.25}
    """
    masks = (
        (effect > 0.0) & (cost > 0.0),
        (effect > 0.0) & (cost < 0.0),
        (effect < 0.0) & (cost > 0.0),
        (effect < 0.0) & (cost < 0.0),
        (effect == 0.0) | (cost == 0.0),
    )
    return {name: float(mask.mean()) for name, mask in zip(QUARTERS, masks, strict=True)}


def cloud_of(cost: Array, effect: Array) -> Cloud:
    r"""Return the cloud of cost and effect; the ratio is of means, :math:`\bar E/\bar C`.

    Its error is :math:`\mathrm{sd}(E_d - \hat q C_d)/(\sqrt n\,|\bar C|)`, as that of a net-new share.
    """
    ratio = error = math.nan
    if cost.size > 1 and all(_one_sign(values) for values in (cost, effect)):
        ratio = mean_of(effect) / mean_of(cost)
        error = float((effect - ratio * cost).std(ddof=1)) / (math.sqrt(cost.size) * abs(mean_of(cost)))
    return Cloud(cost, effect, quarters(cost, effect), ratio, error)


def _one_sign(values: Array) -> bool:
    """Tell whether the 90 % band lies on one side of nothing."""
    band = band_of(values)
    return band.low > 0.0 or band.high < 0.0


def share_above(leverage: Array, level: float) -> Array:
    """Return the share of draws above a level by month, of those that have a company; nan where none does."""
    known = np.isfinite(leverage)
    count = known.sum(axis=0)
    found: Array = np.divide(
        (known & (leverage > level)).sum(axis=0), count, out=np.full(count.shape, math.nan), where=count > 0
    )
    return found


def without_gate(scenario: ScenarioSpecification, zone: str) -> ScenarioSpecification:
    """Return the scenario without the gate of a zone."""
    kept = tuple(change for change in scenario.changes if change.lever not in GATE or change.zone != zone)
    return replace(scenario, changes=kept)


def gate_price(setting: Setting, option: ScenarioSpecification, draws: int, workers: int | None) -> GatePrice | None:
    """Return what the gate of an option costs and saves in the zone looked at; None where it has none."""
    bare = without_gate(option, setting.zone)
    if bare.changes == option.changes:
        return None
    rows, months = setting.places.rows("zone"), HORIZONS[-1]
    ready = comparable(bare, [option], setting.seed, setting.zone, setting.who, setting.date, setting.belief)

    def read(world: World, since: int) -> tuple[float, float]:
        panel = np.asarray(world.panel[since : since + months])
        land = panel["taken_new"][:, rows].sum() + panel["taken_idle"][:, rows].sum()
        return float(panel["good_rejected"][:, rows].sum()), float(land)

    def one(draw: int) -> tuple[float, float]:
        drawn, seed = setting.belief.draw(setting.seed, draw), seed_of_draw(setting.seed, draw)
        values = drawn.values
        without, gated = (
            spread_reform(with_effects(s, drawn.effects), setting.zone, setting.who, values, seed)
            for s in (ready.base, *ready.options)
        )
        (pair,) = run_paired(without, [gated], values, seed, months, read, setting.date)
        return pair.option[0] - pair.base[0], pair.base[1] - pair.option[1]

    return gate_price_of(*np.array(list(each(one, range(draws), workers))).T)


def gate_price_of(lost: Array, saved: Array) -> GatePrice:
    """Return the price of a gate over draws: good projects lost per LAND_UNIT mu saved, a ratio of means.

    There is none where the mean of the land saved lies within twice its simulation error of nothing, or below.
    """
    mean, error = mean_of(saved), error_of_mean(saved)
    ratio = ratio_error = math.nan
    if math.isfinite(error) and mean > 2.0 * error and mean > 0.0:
        ratio = LAND_UNIT * mean_of(lost) / mean
        apart = LAND_UNIT * lost - ratio * saved
        ratio_error = float(apart.std(ddof=1)) / (math.sqrt(lost.size) * mean)
    return GatePrice(band_of(lost), band_of(saved), ratio, ratio_error)


def unbooked_costs(option: ScenarioSpecification) -> tuple[str, ...]:
    """Return the costs that an option's levers have by the catalogue and that the model has no flow for, by name."""
    catalogue = load_catalogue()
    levers = {change.lever for change in option.changes}
    return tuple(
        name
        for name, cost in catalogue.costs.items()
        if cost.field is None and any(cost in catalogue.entries[lever].costs for lever in levers)
    )


def lines_told(found: Sequence[Worth]) -> list[str]:
    """Return the lines that are not nothing in any of several worths, in their order."""
    return [line.name for line in (*LINES, *LEFT) if any(worth.lines[line.name] for worth in found)]
