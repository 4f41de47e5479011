"""What the figures of a calibration draw, as rows of numbers: a posterior beside its prior, its figures and its checks.

Nothing here knows a word or a colour. Every number comes from a posterior's file, its checks, or the ledger, so that a
figure can be held to what the posterior says.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.stats import kstest, kstwo, norm
from scipy.stats import t as student

from calibration.checks import Checks
from calibration.declared import operators_of
from calibration.posterior import read_predictive
from calibration.scales import Scale, edges_on_scale, scale_of, whole_of
from calibration.scores import Score
from calibration.standing import prior_of, standard_scores, values_of
from calibration.validation import NaiveResult, Tested, Validation
from scenarios.evidence import Ledger
from scenarios.figures import Role
from scenarios.posteriors import load_posterior
from sim.parameters import quantile
from sim.store.errors import WrongRequestError

Array = np.ndarray[Any, Any]

FUNNEL = ("laixi.projects_signed", "laixi.projects_started", "laixi.projects_completed", "laixi.projects_producing")
"""The four stages that one text counts over the same nine months in one place."""
LEVELS = tuple(round(0.05 * step, 2) for step in range(1, 20))
"""Levels of central bands at which coverage is drawn."""
GATES = {0.5: (0.46, 0.54), 0.9: (0.87, 0.93)}
"""Pooled coverage that is asked of a fit, by level of the central band."""
RESAMPLES = 400
DOUBT = 0.05
"""Probability of an alarm, over all parameters together, where a fit is right."""
TAIL = 0.05


class Span(NamedTuple):
    """A band and its middle; nan where nothing is known."""

    low: float
    middle: float
    high: float


NOTHING = Span(math.nan, math.nan, math.nan)


class TargetRow(NamedTuple):
    """A figure as times what was published: the published interval, and bands of prior and posterior.

    One is the middle of the published interval. Times are of numbers for counts and amounts, of the odds of a part, and
    of the ratio to the year before of a growth. ``naive`` are forecasts that need no model, by name.
    """

    figure: str
    zone: str
    role: Role
    scale: Scale
    published: Span
    prior: Span
    posterior: Span
    band: Span
    """The posterior's band in the unit of the figure."""
    inside: bool
    informed: bool
    width_ratio: float
    naive: Mapping[str, Span] = {}

    @property
    def modelled(self) -> bool:
        """Whether the model prints such a number."""
        return math.isfinite(self.posterior.middle)


def target_rows(tested: Sequence[Tested], ledger: Ledger, naive: Sequence[NaiveResult] = ()) -> list[TargetRow]:
    """Return figures against their draws, those of a zone together, in the order of their operators."""
    rows = [_target_row(t, ledger, naive) for t in tested]
    zones = list(dict.fromkeys(row.zone for row in rows))
    return sorted(rows, key=lambda row: zones.index(row.zone))


def _target_row(tested: Tested, ledger: Ledger, naive: Sequence[NaiveResult]) -> TargetRow:
    figure = ledger[tested.figure]
    scale = scale_of(figure)
    whole = whole_of(figure, ledger) if scale == "part" else math.nan
    low, high = edges_on_scale(scale, figure.interval, whole)
    middle = 0.5 * (low + high) if math.isfinite(low + high) else (low if math.isfinite(low) else high)
    forecasts = {n.rule.name: n.scores[tested.figure] for n in naive if tested.figure in n.scores}
    return TargetRow(
        figure=tested.figure,
        zone=figure.zone,
        role=tested.role,
        scale=scale,
        published=Span(math.exp(low - middle), 1.0, math.exp(high - middle)),
        prior=_times(tested.prior, middle),
        posterior=_times(tested.ours, middle),
        band=Span(tested.low, tested.median, tested.high),
        inside=tested.ours.inside,
        informed=tested.informed,
        width_ratio=tested.width_ratio,
        naive={name: _times(score, middle) for name, score in forecasts.items()},
    )


def _times(score: Score, middle: float) -> Span:
    """Return a band on the scale as times what was published."""
    if not math.isfinite(score.median):
        return NOTHING
    return Span(math.exp(score.low - middle), math.exp(score.median - middle), math.exp(score.high - middle))


def prior_rows(path: Path, tested: Sequence[Tested], ledger: Ledger) -> list[TargetRow]:
    """Return figures against the prior alone, in the place of the posterior."""
    before = read_predictive(path).prior
    swapped = [t._replace(ours=t.prior) for t in tested]
    return [row._replace(prior=NOTHING, band=span_of(before[row.figure])) for row in target_rows(swapped, ledger)]


class ParameterRow(NamedTuple):
    """A moved parameter: draws as standard scores of its prior, the part of the variance gone, bands in its unit."""

    name: str
    scores: Array
    contraction: float
    prior: Span
    posterior: Span


def parameter_rows(path: Path) -> list[ParameterRow]:
    """Return every parameter that the fit moved, that of which it learnt most first."""
    posterior = load_posterior(path)
    rows = []
    for name in posterior.about["moved"]:
        values = values_of(posterior, name)
        prior = prior_of(name)
        scores = standard_scores(name, values)
        low, middle, high = (quantile(prior, share) for share in (TAIL, 0.5, 1.0 - TAIL))
        found = np.quantile(values, [TAIL, 0.5, 1.0 - TAIL])
        rows.append(
            ParameterRow(name, scores, float(1.0 - scores.var()), Span(low, middle, high), Span(*map(float, found)))
        )
    return sorted(rows, key=lambda row: -row.contraction)


class PairRow(NamedTuple):
    """Two moved parameters: draws in their units, draws of the prior in theirs, and the correlation of their scores."""

    first: str
    second: str
    draws: tuple[Array, Array]
    prior: tuple[Array, Array]
    correlation: float


class Pairs(NamedTuple):
    """The strongest pairs, of how many.

    ``chance`` is the correlation that some pair of all exceeds one time in twenty where none go together, and
    ``beyond_chance`` the number of pairs that exceed it.
    """

    rows: tuple[PairRow, ...]
    of: int
    chance: float
    beyond_chance: int


def pair_rows(path: Path, most: int = 4) -> Pairs:
    """Return the pairs of moved parameters whose draws go together most, the strongest first."""
    posterior = load_posterior(path)
    names = list(posterior.about["moved"])
    scores = np.array([standard_scores(name, values_of(posterior, name)) for name in names])
    correlation = np.corrcoef(scores)
    pairs = [(i, j) for i in range(len(names)) for j in range(i)]
    strongest = sorted(pairs, key=lambda pair: -abs(correlation[pair]))[:most]
    before = _prior_draws(path)
    rows = [
        PairRow(
            names[i], names[j],
            (values_of(posterior, names[i]), values_of(posterior, names[j])),
            (before[names[i]], before[names[j]]),
            float(correlation[i, j]),
        )
        for i, j in strongest
    ]  # fmt: skip
    chance = float(norm.isf(0.5 * DOUBT / len(pairs))) / math.sqrt(len(posterior))
    beyond = sum(abs(correlation[pair]) > chance for pair in pairs)
    return Pairs(tuple(rows), len(pairs), chance, beyond)


def _prior_draws(path: Path) -> dict[str, Array]:
    """Return the draws of the moved parameters before they moved."""
    import h5py  # noqa: PLC0415  # slow to load

    with h5py.File(path) as file:
        return {name: np.asarray(data).ravel() for name, data in file["prior"].items() if name not in ("chain", "draw")}


class StageRow(NamedTuple):
    """A stage of the funnel: projects as published and as simulated, and its share of the stage before, drawn alike.

    Shares are of draws, each stage over the one before in the same draw; none for the first.
    """

    figure: str
    role: Role
    published: Span
    prior: Span
    posterior: Span
    share_published: float
    share_prior: Span
    share_posterior: Span

    @property
    def inside(self) -> bool:
        """Whether the published interval and the posterior's band meet."""
        return self.published.low <= self.posterior.high and self.published.high >= self.posterior.low


def need_stages(ledger: Ledger) -> None:
    """Raise WrongRequestError where a ledger does not tell all stages of the funnel."""
    missing = [stage for stage in FUNNEL if stage not in ledger]
    if missing:
        raise WrongRequestError(f"chart funnel: this ledger has no figure {', '.join(missing)}; draw another chart")


def funnel_rows(path: Path, ledger: Ledger) -> list[StageRow]:
    """Return the stages from signing to production in the place that tells all of them."""
    need_stages(ledger)
    predictive = read_predictive(path)
    rows: list[StageRow] = []
    for at, name in enumerate(FUNNEL):
        figure = ledger[name]
        before = FUNNEL[at - 1] if at else ""
        rows.append(
            StageRow(
                name,
                figure.role,
                Span(figure.low, figure.value, figure.high),
                span_of(predictive.prior[name]),
                span_of(predictive.posterior[name]),
                figure.value / ledger.value(before) if before else math.nan,
                _share(predictive.prior, name, before),
                _share(predictive.posterior, name, before),
            )
        )
    return rows


def _share(draws: Mapping[str, Array], stage: str, before: str) -> Span:
    """Return the band of a stage over the one before, draws without any project before left out."""
    if not before:
        return NOTHING
    with np.errstate(divide="ignore", invalid="ignore"):
        return span_of(np.where(draws[before] > 0.0, draws[stage] / draws[before], math.nan))


def span_of(draws: Array) -> Span:
    """Return median and 90 % band of the draws that are numbers."""
    known = draws[np.isfinite(draws)]
    if known.size == 0:
        return NOTHING
    low, middle, high = np.quantile(known, [TAIL, 0.5, 1.0 - TAIL])
    return Span(float(low), float(middle), float(high))


class RankRow(NamedTuple):
    """Ranks of truths among draws: how far their distribution lies from even, at each share, and what is allowed.

    ``distance`` is the share of truths with a rank up to ``shares``, less that share. Where a fit is right it stays
    within ``allowed`` either way, for all parameters at once, but for one time in twenty.
    """

    name: str
    shares: Array
    distance: Array
    allowed: float
    p_value: float

    @property
    def passes(self) -> bool:
        """Whether the ranks are as even as they have to be."""
        return float(np.abs(self.distance).max()) <= self.allowed


def rank_rows(checks: Checks) -> list[RankRow]:
    """Return the ranks of every parameter, the least even first."""
    doubt = DOUBT / len(checks.ranks)
    rows = []
    for name, ranks in checks.ranks.items():
        ordered = np.sort(np.asarray(ranks))
        steps = np.arange(ordered.size + 1) / ordered.size
        shares = np.concatenate([[0.0], np.repeat(ordered, 2), [1.0]])
        distance = np.repeat(steps, 2) - shares  # just before and just after each rank
        rows.append(
            RankRow(name, shares, distance, float(kstwo.isf(doubt, ordered.size)),
                    float(kstest(ordered, "uniform").pvalue))
        )  # fmt: skip
    return sorted(rows, key=lambda row: row.p_value)


class Coverage(NamedTuple):
    """Shares of truths in the central bands of each level: pooled, with a band over truths, and by parameter."""

    levels: Array
    pooled: Array
    low: Array
    high: Array
    by_parameter: Mapping[str, Array]
    truths: int

    @property
    def verdict(self) -> str:
        """Whether bands are *right*, *wide*, *narrow* or *mixed* by what is asked, or *open* with so few truths."""
        found = {level: self.at(level) for level in GATES}
        if all(low <= found[level].middle <= high for level, (low, high) in GATES.items()):
            return "right"
        wide = any(found[level].low > high for level, (_, high) in GATES.items())
        narrow = any(found[level].high < low for level, (low, _) in GATES.items())
        if wide and narrow:
            return "mixed"
        return "wide" if wide else "narrow" if narrow else "open"

    def at(self, level: float) -> Span:
        """Return pooled coverage at a level that is drawn."""
        place = int(np.argmin(np.abs(self.levels - level)))
        return Span(float(self.low[place]), float(self.pooled[place]), float(self.high[place]))


def coverage_of(checks: Checks) -> Coverage:
    """Return coverage by level, from checks that hold ranks.

    The band is of whole truths drawn again, for the parameters of one truth are not independent. One truth wholly
    inside and one wholly outside are added (Agresti and Coull 1998), so that a few truths all inside are not taken for
    a share that is known to be 1.
    """
    distance = np.abs(np.array(list(checks.ranks.values())) - 0.5)  # [parameters, truths]
    levels = np.array(LEVELS)
    inside = distance[None, :, :] <= 0.5 * levels[:, None, None]
    by_truth = inside.mean(axis=1)  # [levels, truths]
    rng = np.random.default_rng(1)
    more = np.column_stack([by_truth, np.zeros(levels.size), np.ones(levels.size)])
    again = rng.integers(more.shape[1], size=(RESAMPLES, more.shape[1]))
    low, high = np.quantile(more[:, again].mean(axis=2), [TAIL, 1.0 - TAIL], axis=1)
    by_parameter = {name: inside[:, at].mean(axis=1) for at, name in enumerate(checks.ranks)}
    return Coverage(levels, by_truth.mean(axis=1), low, high, by_parameter, by_truth.shape[1])


class SkillRow(NamedTuple):
    """The model's mean score less that of a forecast, over the figures that both forecast; negative: the model wins."""

    name: str
    figures: int
    difference: float
    low: float
    high: float
    """Ends of its 95 % interval by Student's t; nan where there are too few figures for one."""


def skill_rows(result: Validation, fewest: int) -> list[SkillRow]:
    """Return the model against its own prior, and against every naive forecast that speaks of a held-out figure.

    Differences over less than ``fewest`` figures have no interval.
    """
    forecasts = [("prior", result.against_prior), *((n.rule.name, n.against) for n in result.naive)]
    rows = []
    for name, (difference, error, figures) in forecasts:
        if figures:
            half = float(student.ppf(0.975, figures - 1)) * error if figures >= fewest else math.nan
            rows.append(SkillRow(name, figures, difference, difference - half, difference + half))
    return rows


class PeriodRow(NamedTuple):
    """The months that a compared figure speaks of, as years (July 2020: 2020.5), under its first reading.

    ``first`` is nan where a figure counts all that there was until its last month.
    """

    figure: str
    zone: str
    role: Role
    first: float
    last: float


def period_rows(ledger: Ledger, roles: Sequence[Role] = ("calibrate", "held_out")) -> list[PeriodRow]:
    """Return the months of every figure of some roles that an output answers to, those of a zone together."""
    rows = []
    for operator in operators_of(ledger):
        if operator.figure not in ledger or ledger[operator.figure].role not in roles:
            continue
        figure = ledger[operator.figure]
        first, last = next(iter(operator.reads.values())).period.split("..")
        begun = year_of(first) if first else math.nan
        rows.append(PeriodRow(figure.id, figure.zone, figure.role, begun, year_of(last) + 1.0 / 12.0))
    zones = list(dict.fromkeys(row.zone for row in rows))
    return sorted(rows, key=lambda row: zones.index(row.zone))


def year_of(month: str) -> float:
    """Return a month as a year with its part.

    >>> year_of("2020-07")
    2020.5
    """
    year, number = month.split("-")
    return int(year) + (int(number) - 1) / 12.0
