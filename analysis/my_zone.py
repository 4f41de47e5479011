r"""A zone as its office knows it: conditioned on its last three years, shown beside them, and compared under packages.

The three years are the last thirty-six months before the books open, under the policy of today, with land enough and
neither boom nor slump: in them the model's flows are steady, so that a year's count says how fast the zone works and
year-to-year movement is luck.

**Conditioning.** Draw d of the prior, with its own region and luck, gives n_d projects signed, started, completed in 36
months. A typed count T over m months then has the likelihood

.. math:: L_d = \int \mathrm{Poisson}\!\left(T \mid \tfrac{m}{36}\,n_d\,e^{\sigma_R x}\right) \varphi(x)\,dx,

with the draw's own error of reporting. Because n_d is itself one throw of the dice, bands come out on the wide side.
Few draws of the prior give what an office counts, so two quantities that set a zone's volume, its attractiveness and
the region's prospects, are drawn again near where the first pass says, and the weights make up for it: importance
sampling, with the prior over the proposal in each weight.
"""

from __future__ import annotations

import dataclasses
import hashlib
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from scipy.special import gammaln, logsumexp

from agents.firms.record import Stage
from agents.randomness import Purpose, normal, stream
from analysis.bands import Band, band_of
from analysis.effects import SURE
from calibration.outputs import OUTPUTS, Output
from calibration.reads import Run
from scenarios.my_zone.fields import COUNTED_YEARS, COUNTS
from scenarios.my_zone.zone import ZONE_ID, MadeZone, with_package
from sim.build import branch, build_world, digest, endow_zone, run_world
from sim.ensemble import each, seed_of_draw
from sim.parameters import PARAMETERS, draw_prior, key_of
from sim.specification import BURN_IN_MONTHS, LeverChange, ScenarioSpecification
from sim.state import Count, World

COUNTED_MONTHS = 12 * COUNTED_YEARS
TRIES = 4
"""Proposals for each draw that is kept."""
MOST_UNHEARD = 100
"""Draws of the prior that are run ahead as well, to tell what the three years changed of an effect."""
FEWEST = 20
"""Effective draws below which no verdict is given: the 5 % quantile is then the lowest draw itself."""
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(15)
ROUGH_ERROR = 0.2
"""Log error of the step from a first pass to a proposal: luck and other zones, beside counting. It widens the proposal
only; the weights correct for it, so results do not hang on it."""
SMALLEST_SLOPE = 0.05
COMPARED = ("signed", "started", "producing", "firm_spending", "tax_local", "debt", "idle")
BETTER = {"debt": "lower", "idle": "lower"}


class Tried(NamedTuple):
    """One draw tried: its number, its scores of attractiveness and prospects, and what it counts by kind and month."""

    draw: int
    attractiveness: float
    scale: float
    counts: np.ndarray
    """Projects by kind (signed, started, completed) and month before now [projects]."""


def observe(world: World, scenario: ScenarioSpecification, row: int, threshold: float) -> tuple[World, np.ndarray]:
    """Run a world up to now and count the zone's projects of its last three years by kind and month.

    A project is counted from its contract ``threshold`` on [亿元]; it is signed, started and completed once each.
    """
    counts = np.zeros((len(COUNTS), COUNTED_MONTHS))
    world = run_world(world, scenario, -BURN_IN_MONTHS, -COUNTED_MONTHS)
    for at in range(COUNTED_MONTHS):
        month = at - COUNTED_MONTHS
        world = run_world(world, scenario, month, month + 1)
        firms = np.asarray(world.firms[: world.counts[Count.FIRMS]])
        done = firms[(firms["zone"] == row) & (firms["stage"] == Stage.COMPLETED) & (firms["entered"] == month)]
        counts[2, at] = (done["contract"] >= threshold).sum()
    firms = np.asarray(world.firms[: world.counts[Count.FIRMS]])
    mine = firms[(firms["zone"] == row) & (firms["contract"] >= threshold)]
    for kind, stamp in enumerate(("signed_at", "started_at")):
        months = mine[stamp][mine[stamp] >= -COUNTED_MONTHS].astype(np.int64)
        counts[kind] = np.bincount(months + COUNTED_MONTHS, minlength=COUNTED_MONTHS)
    return world, counts


class Counted(NamedTuple):
    """What the office typed of one kind: the sum over its years, and how many months that covers."""

    kind: int
    total: float
    months: int


def typed_counts(made: MadeZone) -> tuple[Counted, ...]:
    """Return what the form says of each kind that it says anything of."""
    last_months = int(made.form.number("months_counted") or 12)
    found = []
    for kind, name in enumerate(COUNTS):
        years = [(year, count) for year, count in enumerate(made.form.counts(name)) if count is not None]
        if years:
            months = sum(last_months if year == COUNTED_YEARS - 1 else 12 for year, _ in years)
            found.append(Counted(kind, sum(count for _, count in years), months))
    return tuple(found)


def log_likelihood(counts: np.ndarray, typed: Sequence[Counted], reporting_error: float) -> float:
    """Return the log likelihood of what was typed, given a draw's counts by kind and month."""
    total = 0.0
    for kind, count, months in typed:
        mean = (counts[kind].sum() + 0.5) * months / COUNTED_MONTHS * np.exp(reporting_error * NODES)
        logs = count * np.log(mean) - mean - gammaln(count + 1.0)
        total += float(logsumexp(logs, b=WEIGHTS / WEIGHTS.sum()))
    return total


def effective(weights: np.ndarray) -> float:
    """Return the effective number of draws: (sum of weights)² over the sum of their squares.

    >>> effective(np.array([0.25, 0.25, 0.25, 0.25])), effective(np.array([1.0, 0.0]))
    (4.0, 1.0)
    """
    return float(weights.sum() ** 2 / (weights**2).sum())


def resample(weights: np.ndarray, size: int, luck: float) -> np.ndarray:
    """Return ``size`` rows drawn in proportion to weights, systematically from one uniform ``luck``.

    >>> resample(np.array([0.5, 0.0, 0.5]), 4, 0.5).tolist()
    [0, 0, 2, 2]
    """
    edges = np.cumsum(weights) / weights.sum()
    rows: np.ndarray = np.minimum(np.searchsorted(edges, (np.arange(size) + luck) / size), weights.size - 1)
    return rows


def weighted_band(values: np.ndarray, weights: np.ndarray) -> Band:
    """Return the weighted median and 90 % band: the values at which half, 5 % and 95 % of the weight is met."""
    order = np.argsort(values, kind="stable")
    edges = np.cumsum(weights[order]) / weights.sum()
    at = np.minimum(np.searchsorted(edges, (0.05, 0.5, 0.95)), values.size - 1)
    low, median, high = values[order][at].tolist()
    return Band(median, low, high)


@dataclass(frozen=True)
class Conditioned:
    """Draws of a zone before and after its three years were heard.

    ``before`` are draws of the prior; ``after`` are proposals with ``weights`` that sum to one. Without any count
    typed, ``after`` is ``before`` with equal weights.
    """

    made: MadeZone
    seed: int
    typed: tuple[Counted, ...]
    before: tuple[Tried, ...]
    after: tuple[Tried, ...]
    weights: np.ndarray

    @property
    def effective(self) -> float:
        """The effective number of draws."""
        return effective(self.weights)

    @property
    def rough(self) -> bool:
        """Tell whether too few draws carry the weight for a band to be more than rough."""
        return bool(self.typed) and self.effective < FEWEST


def scenario_of(made: MadeZone, tried: Tried) -> ScenarioSpecification:
    """Return the scenario in which the zone has the attractiveness of a draw."""
    if "attractiveness" in made.zone.known:
        return made.scenario
    row = made.scenario.world.row_of(ZONE_ID)
    zones = list(made.scenario.world.zones)
    zones[row] = dataclasses.replace(zones[row], known={**zones[row].known, "attractiveness": tried.attractiveness})
    return dataclasses.replace(made.scenario, world=dataclasses.replace(made.scenario.world, zones=tuple(zones)))


def values_of(made: MadeZone, seed: int, tried: Tried) -> dict[str, float]:
    """Return the parameters of a draw: the prior's, what the form holds fixed, and the draw's own prospects."""
    values = draw_prior(seed, tried.draw) | dict(made.scenario.parameters)
    return values | {"prospect_scale": _scale(tried.scale)}


def _scale(score: float) -> float:
    """Return the factor on prospects of a standard normal score."""
    prior: Any = PARAMETERS["prospect_scale"].prior
    return float(prior.median * math.exp(prior.log_sd * score))


def prior_draw(made: MadeZone, seed: int, draw: int) -> tuple[float, float]:
    """Return the scores that the prior gives a draw: attractiveness and prospects."""
    prior: Any = PARAMETERS["prospect_scale"].prior
    scale = math.log(draw_prior(seed, draw)["prospect_scale"] / prior.median) / prior.log_sd
    own = endow_zone(seed_of_draw(seed, draw), ZONE_ID, made.zone.known)["attractiveness"]
    return own, scale


def run_to_now(made: MadeZone, seed: int, tried: Tried) -> tuple[World, np.ndarray]:
    """Run a draw up to now; return its world and its counts."""
    scenario, values = scenario_of(made, tried), values_of(made, seed, tried)
    world = build_world(scenario, values, seed_of_draw(seed, tried.draw))
    return observe(world, scenario, scenario.world.row_of(ZONE_ID), values["key_threshold"])


class _Proposal(NamedTuple):
    """A normal proposal of the two scores, given one draw's first pass."""

    mean: np.ndarray
    root: np.ndarray
    """Lower triangle L with L Lᵀ the covariance."""

    def draw(self, first: float, second: float) -> np.ndarray:
        point: np.ndarray = self.mean + self.root @ np.array([first, second])
        return point

    def log_prior_over_proposal(self, point: np.ndarray) -> float:
        """Return ln p(z)/q(z) for the standard normal prior p."""
        apart = np.linalg.solve(self.root, point - self.mean)
        return float(0.5 * apart @ apart - 0.5 * point @ point + np.log(np.diag(self.root)).sum())


def propose(first: Tried, typed: Sequence[Counted], slopes: np.ndarray) -> _Proposal:
    r"""Return the proposal for a draw: the prior of the two scores conditioned on the volume that was typed.

    With slopes g of log volume in the scores z, first pass z0 and log distance Δ to what was typed, the proposal is
    N(0, I) given :math:`g z = g z_0 + \Delta` up to an error of variance v, which counting and the first pass have.
    """
    told = sum(each.total for each in typed) + 0.5
    seen = sum(first.counts[each.kind].sum() * each.months for each in typed) / COUNTED_MONTHS + 0.5
    distance = math.log(told / seen)
    variance = ROUGH_ERROR**2 + 1.0 / told + 1.0 / seen
    target = float(slopes @ np.array([first.attractiveness, first.scale])) + distance
    spread = float(slopes @ slopes) + variance
    covariance = np.eye(2) - np.outer(slopes, slopes) / spread
    return _Proposal(slopes * target / spread, np.linalg.cholesky(covariance))


def slopes_of(first: Sequence[Tried], kind: int, *, known: bool) -> np.ndarray:
    """Return how log volume rises with the scores: attractiveness by regression over the first pass, prospects as is.

    A slope that the first pass cannot tell from nothing is set to a small one; proposals then stay near the prior.
    """
    prior: Any = PARAMETERS["prospect_scale"].prior
    if known:
        return np.array([0.0, prior.log_sd])
    score = np.array([t.attractiveness for t in first])
    volume = np.log(np.array([t.counts[kind].sum() for t in first]) + 0.5)
    apart = score - score.mean()
    slope = float(apart @ volume / max(1e-12, float(apart @ apart)))
    return np.array([max(SMALLEST_SLOPE, slope), prior.log_sd])


class _Counter:
    """Counts runs done, on whatever thread, and tells of them."""

    def __init__(self, planned: int, tell: Callable[[int, int], None] | None) -> None:
        self.planned = planned
        self.tell = tell
        self.done = 0
        self.lock = Lock()

    def one_more(self) -> None:
        """Count a run."""
        with self.lock:
            self.done += 1
            if self.tell:
                self.tell(self.done, self.planned)


def condition(
    made: MadeZone, draws: int, seed: int, workers: int | None = None, one_more: Callable[[], None] = lambda: None
) -> Conditioned:
    """Condition a zone on its last three years; without any count there is nothing to condition on.

    ``one_more`` is called after each run.
    """
    typed = typed_counts(made)

    def try_first(draw: int) -> Tried:
        own, scale = prior_draw(made, seed, draw)
        tried = Tried(draw, own, scale, np.empty(0))
        counts = run_to_now(made, seed, tried)[1]
        one_more()
        return tried._replace(counts=counts)

    first = list(each(try_first, range(draws if not typed else TRIES * draws), workers))
    if not typed:
        return Conditioned(made, seed, typed, tuple(first), tuple(first), np.full(len(first), 1.0 / len(first)))
    slopes = slopes_of(first, typed[0].kind, known="attractiveness" in made.zone.known)

    def try_again(one: Tried) -> tuple[Tried, float]:
        proposal = propose(one, typed, slopes)
        key = stream(seed, one.draw, Purpose.PARAMETER)
        luck = [normal(key, key_of("my zone", name)) for name in ("attractiveness", "prospects")]
        point = proposal.draw(*luck)
        tried = Tried(one.draw, float(point[0]), float(point[1]), np.empty(0))
        counts = run_to_now(made, seed, tried)[1]
        one_more()
        error = values_of(made, seed, tried)["reporting_error"]
        weight = log_likelihood(counts, typed, error) + proposal.log_prior_over_proposal(point)
        return tried._replace(counts=counts), weight

    again = list(each(try_again, first, workers))
    logs = np.array([weight for _, weight in again])
    weights = np.exp(logs - logs.max())
    return Conditioned(made, seed, typed, tuple(first), tuple(t for t, _ in again), weights / weights.sum())


class BackcastLine(NamedTuple):
    """One line of the backcast: a kind, a year (0 to 2) or all that were typed (-1), typed and simulated."""

    kind: str
    year: int
    typed: float | None
    before: Band
    after: Band

    @property
    def inside(self) -> bool | None:
        """Tell whether the typed count lies in the band after conditioning; None where nothing was typed."""
        return None if self.typed is None else self.after.low <= self.typed <= self.after.high


def backcast(found: Conditioned) -> list[BackcastLine]:
    """Return typed counts beside simulated ones, by year and over all years that were typed."""
    last = int(found.made.form.number("months_counted") or 12)
    before = np.array([t.counts for t in found.before])
    after = np.array([t.counts for t in found.after])
    equal = np.full(len(before), 1.0 / len(before))
    lines = []
    for kind, name in enumerate(COUNTS):
        given = found.made.form.counts(name) or (None,) * COUNTED_YEARS
        spans = {year: range(12 * year, 12 * year + (last if year == COUNTED_YEARS - 1 else 12)) for year in range(3)}
        for year, months in spans.items():
            bands = (
                weighted_band(before[:, kind, months].sum(axis=1), equal),
                weighted_band(after[:, kind, months].sum(axis=1), found.weights),
            )
            lines.append(BackcastLine(name, year, given[year], *bands))
        typed = [count for count in given if count is not None]
        if len(typed) > 1:
            covered = [m for year in range(COUNTED_YEARS) if given[year] is not None for m in spans[year]]
            bands = (
                weighted_band(before[:, kind][:, covered].sum(axis=1), equal),
                weighted_band(after[:, kind][:, covered].sum(axis=1), found.weights),
            )
            lines.append(BackcastLine(name, -1, float(sum(typed)), *bands))
    return lines


class Forward(NamedTuple):
    """What one draw says of the months ahead: outputs by option, no reform first; digest, worst account.

    ``clipped`` tells whether low-efficiency land as typed was more than the zone has in use.
    """

    outputs: np.ndarray
    digest: str
    worst: float
    clipped: bool


def outputs_compared() -> tuple[Output, ...]:
    """Return the outputs that packages are compared in."""
    by_name = {output.name: output for output in OUTPUTS}
    return tuple(by_name[name] for name in COMPARED)


def look_ahead(made: MadeZone, seed: int, tried: Tried, packages: Sequence[Sequence[LeverChange]]) -> Forward:
    """Run a draw on from now without reform and under each package of changes; all share what happened until now."""
    world, _ = run_to_now(made, seed, tried)
    base = scenario_of(made, tried)
    rows, digests, worst = [], [], 0.0
    for changes in ((), *packages):
        option = dataclasses.replace(base, changes=tuple(changes))
        end = run_world(branch(world, option, option.months), option, 0, option.months)
        run = Run(option, end)
        rows.append([output.read(run, ZONE_ID, (0, option.months - 1)) for output in outputs_compared()])
        digests.append(digest(end))
        worst = max(worst, float(end.fault[0].worst))
        if not changes:
            low = made.zone.known.get("low_efficiency", 0.0)
            clipped = low > float(run.at("occupied", ZONE_ID, 0))
    return Forward(np.array(rows), "".join(digests), worst, clipped)


class Effect(NamedTuple):
    """A package against no reform in one output: the paired difference, and what may be said of it."""

    output: Output
    base: Band
    difference: Band
    share_better: float
    share_worse: float
    priors_alone: bool
    rough: bool
    """Too few effective draws stand behind it for a verdict."""

    @property
    def better(self) -> str:
        """Tell whether more of the output is better: higher or lower."""
        return BETTER.get(self.output.name, "higher")

    @property
    def verdict(self) -> str:
        """Say in one word what the draws say: nothing, few (too few to say), better, worse, or open."""
        if self.share_better + self.share_worse == 0.0:
            return "nothing"
        if self.rough:
            return "few"
        if self.share_better >= SURE:
            return "better"
        return "worse" if self.share_worse >= SURE else "open"


@dataclass(frozen=True)
class MyZone:
    """A zone, its backcast and its comparison. ``options`` maps packages to their effects."""

    found: Conditioned
    lines: list[BackcastLine]
    options: Mapping[str, list[Effect]]
    draws: int
    distinct: int
    clipped: float
    digest: str
    accounts_max_error: float
    seconds: float


def effects_of(after: np.ndarray, before: np.ndarray, option: int, *, rough: bool = False) -> list[Effect]:
    """Return the effects of an option: paired differences over draws [draws, options, outputs]."""
    effects = []
    for at, output in enumerate(outputs_compared()):
        differences = after[:, option, at] - after[:, 0, at]
        sign = -1.0 if BETTER.get(output.name) == "lower" else 1.0
        effects.append(
            Effect(
                output,
                band_of(after[:, 0, at]),
                band_of(differences),
                float((sign * differences > 0.0).mean()),
                float((sign * differences < 0.0).mean()),
                rests_on_priors(differences, before[:, option, at] - before[:, 0, at]),
                rough,
            )
        )
    return effects


def rests_on_priors(after: np.ndarray, before: np.ndarray) -> bool:
    """Tell whether an effect is what the priors alone say: the three years moved or narrowed it no more than chance.

    Compared are the medians, against twice their error over the draws that are distinct, and the widths of the 90 %
    bands, which may differ by a fifth.
    """
    first, then = band_of(before), band_of(after)
    wide, width = first.high - first.low, then.high - then.low
    if wide <= 0.0:
        return width <= 0.0
    distinct = max(1, np.unique(after).size)
    error = 1.25 * (wide / 3.29) * math.sqrt(1.0 / distinct + 1.0 / before.size)
    return abs(then.median - first.median) <= 2.0 * error and abs(width / wide - 1.0) <= 0.2


def study(
    made: MadeZone,
    draws: int,
    seed: int,
    packages: Sequence[str],
    workers: int | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> MyZone:
    """Condition a zone on its three years, look back, and compare packages over the months ahead.

    ``tell`` is called with the number of runs done and planned. Raises AccountError where an account does not balance.
    """
    began = time.perf_counter()
    passes = (2 * TRIES if typed_counts(made) else 1) * draws
    runs = _Counter(passes + draws, tell)
    found = condition(made, draws, seed, workers, runs.one_more)
    rows = resample(found.weights, draws, 0.5)
    chosen, back = np.unique(rows, return_inverse=True)
    unheard = found.before[: min(draws, MOST_UNHEARD)] if found.typed else ()
    changes = [with_package(made, name).changes for name in packages]
    tasks = [found.after[row] for row in chosen] + list(unheard)
    runs.planned = passes + len(tasks)

    def ahead(tried: Tried) -> Forward:
        forward = look_ahead(made, seed, tried, changes)
        runs.one_more()
        return forward

    forwards = list(each(ahead, tasks, workers))
    after = np.array([f.outputs for f in forwards[: chosen.size]])[back]
    before = np.array([f.outputs for f in forwards[chosen.size :]]) if found.typed else after
    words = hashlib.sha256("".join(f.digest for f in forwards).encode())
    words.update(found.weights.tobytes())
    return MyZone(
        found=found,
        lines=backcast(found),
        options={
            name: effects_of(after, before, number + 1, rough=found.rough) for number, name in enumerate(packages)
        },
        draws=draws,
        distinct=int(chosen.size),
        clipped=float(np.mean([f.clipped for f in forwards[: chosen.size]])),
        digest=words.hexdigest()[:16],
        accounts_max_error=max(f.worst for f in forwards),
        seconds=time.perf_counter() - began,
    )
