"""How a posterior does on figures that it was not fitted to, beside forecasts that need no model."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from calibration.declared import operators_hash_of
from calibration.fit import Fit, Workshop, fit
from calibration.naive import NAIVE, Naive, score_naive
from calibration.posterior import Predictive, predicted, read_predictive
from calibration.priors import priors_hash
from calibration.roles import roles_hash
from calibration.scores import ALPHA, Paired, Score, binomial_interval, paired_difference, score_draws
from calibration.specification import CalibrationSpecification
from calibration.targets import groups_of, target_of, targets_of
from scenarios.evidence import Ledger
from scenarios.figures import Role
from scenarios.strict_yaml import ScenarioError

Array = np.ndarray[Any, Any]

NARROWED = 0.7
"""Width of a band over the prior's below which a fit has told something of a figure that it was said to inform."""
ROUNDING = 1.02
"""Bands within a fiftieth of each other count as equally wide: quantiles of a thousand draws are not surer."""


class Tested(NamedTuple):
    """A figure against draws: what the posterior and the prior say of it."""

    figure: str
    source: str
    zone: str
    role: Role
    informed: bool
    ours: Score
    prior: Score
    median: float
    low: float
    high: float
    """The band in the unit of the figure."""

    @property
    def width_ratio(self) -> float:
        """The width of our band over the prior's, on the scale [1]."""
        return self.ours.width / self.prior.width if self.prior.width > 0.0 else math.nan


class NaiveResult(NamedTuple):
    """A naive forecast: its scores by figure, and ours less its over the figures that both forecast."""

    rule: Naive
    scores: Mapping[str, Score]
    against: Paired
    ours_mean: float
    theirs_mean: float


@dataclass(frozen=True)
class Validation:
    """What the checks of a posterior found."""

    about: Mapping[str, Any]
    held_out: tuple[Tested, ...]
    calibrated: tuple[Tested, ...]
    naive: tuple[NaiveResult, ...]
    against_prior: Paired
    left_out: tuple[Tested, ...] = ()
    """Figures of zones from a fit without that zone's figures."""

    @property
    def inside(self) -> tuple[int, int, tuple[float, float]]:
        """How many held-out figures lie inside their bands, of how many, and the binomial interval of the share."""
        known = [tested for tested in self.held_out if math.isfinite(tested.ours.width)]
        hits = sum(tested.ours.inside for tested in known)
        return hits, len(known), binomial_interval(hits, len(known))

    @property
    def model_score(self) -> float:
        """The mean interval score over held-out figures."""
        return float(np.nanmean([tested.ours.score for tested in self.held_out]))

    @property
    def misfits(self) -> tuple[Tested, ...]:
        """Calibration figures outside their own posterior band."""
        return tuple(t for t in self.calibrated if math.isfinite(t.ours.width) and not t.ours.inside)

    @property
    def widened(self) -> tuple[Tested, ...]:
        """Calibration figures whose band is wider than the prior's."""
        return tuple(t for t in self.calibrated if t.width_ratio > ROUNDING)


def figures_against(
    predictive: Predictive, ledger: Ledger, role: Role, informed: Sequence[str] = ()
) -> tuple[Tested, ...]:
    """Return every figure of a role against the draws."""
    found = []
    for target in targets_of(ledger, (role,)):
        figure = ledger[target.figure]
        own = target_of(target.operator, figure, ledger)
        edges = own.low[0], own.high[0]
        found.append(
            Tested(
                figure.id, figure.source, target.operator.place, role, figure.id in informed,
                score_draws(_scaled(predictive.posterior[figure.id], own), edges),
                score_draws(_scaled(predictive.prior[figure.id], own), edges),
                *natural_band(predictive.posterior[figure.id]),
            )
        )  # fmt: skip
    return tuple(found)


def natural_band(draws: Array) -> tuple[float, float, float]:
    """Return median, low and high end of the 90 % band of draws; nan where there are none."""
    known = draws[np.isfinite(draws)]
    if known.size == 0:
        return math.nan, math.nan, math.nan
    low, median, high = np.quantile(known, [ALPHA / 2, 0.5, 1.0 - ALPHA / 2])
    return float(median), float(low), float(high)


def _scaled(draws: Array, target: Any) -> Array:
    from calibration.scales import on_scale  # noqa: PLC0415

    return on_scale(target.scale, draws, target.whole)


def validate(path: Path, ledger: Ledger) -> Validation:
    """Return how the posterior in a file does; ScenarioError where what was fixed before its fit has changed."""
    predictive = read_predictive(path)
    refuse_other_hashes(path, predictive.about, ledger)
    informed = predictive.about["specification"]["informed"]
    held = figures_against(predictive, ledger, "held_out", informed)
    scores = {tested.figure: tested.ours.score for tested in held}
    spreads = {tested.figure: tested.prior.width / 3.29 for tested in held}  # a normal band of 90 % is 3.29 sd wide
    naive = []
    for rule in NAIVE:
        theirs = score_naive(rule, list(scores), ledger, spreads)
        both = [figure for figure in theirs if math.isfinite(scores[figure])]
        ours = np.array([scores[figure] for figure in both])
        other = np.array([theirs[figure].score for figure in both])
        naive.append(
            NaiveResult(rule, theirs, paired_difference(ours, other), float(ours.mean()) if both else math.nan,
                        float(other.mean()) if both else math.nan)
        )  # fmt: skip
    return Validation(
        about=predictive.about,
        held_out=held,
        calibrated=figures_against(predictive, ledger, "calibrate"),
        naive=tuple(naive),
        against_prior=paired_difference(
            np.array([t.ours.score for t in held]), np.array([t.prior.score for t in held])
        ),
    )


def refuse_other_hashes(path: Path, about: Mapping[str, Any], ledger: Ledger) -> None:
    """Raise ScenarioError where what was fixed before the fit is not what it is now."""
    here = {"roles": roles_hash(ledger), "priors": priors_hash(), "operators": operators_hash_of(ledger)}
    other = [what for what, value in here.items() if about[f"{what}_hash"] != value]
    if other:
        raise ScenarioError(
            [f"{path}: {what} are not those that were fixed before its fit; calibrate again" for what in other]
        )


def leave_zones_out(
    specification: CalibrationSpecification, ledger: Ledger, workshop: Workshop, draws: int, workers: int | None = None
) -> tuple[Tested, ...]:
    """Return each zone's calibration figures against a fit that was not given them.

    The runs over the priors are those of the fit of all figures; each zone takes ``draws`` runs more.
    """
    targets = targets_of(ledger)
    places = list(dict.fromkeys(target.operator.place for target in targets if target.operator.place != "*"))
    found = []
    for place in places:
        rest = [target for target in targets if target.operator.place != place]
        small = specification.model_copy(update={"draws": draws, "waves": 1})
        without = fit(small, ledger, workshop, workers, targets=rest)
        predictive = predictive_of(without)
        found += [t for t in figures_against(predictive, ledger, "calibrate") if t.zone == place]
    return tuple(found)


def predictive_of(found: Fit) -> Predictive:
    """Return what a fit says would be printed."""
    groups = list(groups_of(found.question.targets))
    readings = {group: found.draws.readings[:, at] for at, group in enumerate(groups)}
    return Predictive(*predicted(found, readings), {})
