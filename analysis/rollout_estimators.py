r"""What an econometrician would do with a panel of zones: four estimators of the mean effect on zones that reformed.

All take a balanced panel [zones, periods] and the period in which each zone first reforms (NEVER where it does not).
Estimates, weights and standard errors come from `diff_diff`; what is done here is to say which units and periods they
are given, and to carry estimators made for one date over to roll-outs in turn:

- **two-way fixed effects**: one coefficient on "has reformed", zones and periods absorbed, errors clustered by zone, t
  with G − 1 degrees of freedom;
- **Callaway-Sant'Anna**: effects by group and period against zones that never reform, averaged over treated cells,
  normal;
- **synthetic control**: the mean of a group is set beside the convex mixture of never-reforming zones that comes
  nearest to it before its turn, all periods weighing the same (Abadie, Diamond and Hainmueller 2010);
- **synthetic difference in differences**: weights of zones with intercept and ridge, and weights of periods
  (Arkhangelsky and others 2021).

Where groups come in turn, the last two are made group by group and averaged over treated cells. Their error is that of
placebos (algorithm 4 of Arkhangelsky and others): zones drawn by lot among those that never reform are taken for the
groups, all groups at once since they share their controls, and the spread of what is then found, though nothing
happened, is the standard error; t with as many degrees of freedom as placebos less one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import nnls
from scipy.stats import t as student

from agents.randomness import mix, uniform
from sim.state import Array

NEVER = -1
"""First period of a zone that does not reform."""
PLACEBOS = 40
LEVEL = 0.95
"""Of the intervals."""
REGULAR_TIME, CONVERGED = 1e-6, 1e-5
"""Ridge of the weights of periods, and the decrease at which weights stop, both times the noise: as in synthdid."""
ADDS_UP = 1e4
"""How much heavier than an outcome the sum of donor weights counts: it then holds to eight digits."""


class Estimate(NamedTuple):
    """A mean effect with its 95 % interval; nan where the estimator finds none."""

    effect: float
    low: float
    high: float

    @property
    def finds_an_effect(self) -> bool:
        """Tell whether the interval leaves zero out."""
        return self.low > 0.0 or self.high < 0.0


NOTHING_FOUND = Estimate(math.nan, math.nan, math.nan)
Groups = list[tuple[int, Array]]
"""(first period, rows) of each group."""
OfGroup = Callable[[Array, Array, int, int], float]
"""Estimates the effect on a group's mean from controls [periods, zones], first period and size of the group."""


def groups_of(first: Array) -> Groups:
    """Return the groups that reform, the first first."""
    return [(int(start), np.flatnonzero(first == start)) for start in np.unique(first[first != NEVER])]


def two_way_fixed_effects(panel: Array, first: Array, _key: int) -> Estimate:
    """Estimate by one coefficient on "has reformed" with zones and periods absorbed."""
    from diff_diff import LinearRegression  # noqa: PLC0415  # heavy
    from diff_diff.utils import (  # noqa: PLC0415
        absorbed_fe_cr1_k_increment,
        within_transform,
    )

    frame = _frame(panel, first)
    fixed = ["zone", "period"]
    within = within_transform(frame, ["outcome", "reformed"], *fixed)
    clusters = frame["zone"].to_numpy()
    fit = LinearRegression(
        include_intercept=False, cluster_ids=clusters, alpha=1.0 - LEVEL, df_convention="cluster"
    ).fit(
        within[["reformed_demeaned"]].to_numpy(),
        within["outcome_demeaned"].to_numpy(),
        df_adjustment=sum(panel.shape) - 1,
        cluster_k_adjustment=absorbed_fe_cr1_k_increment(frame, fixed, clusters, has_intercept_col=False),
    )
    found = fit.get_inference(0)
    return Estimate(float(found.coefficient), *map(float, found.conf_int))


def callaway_santanna(panel: Array, first: Array, _key: int) -> Estimate:
    """Estimate by group and period against zones that never reform, averaged over treated cells."""
    from diff_diff import CallawaySantAnna  # noqa: PLC0415

    found = CallawaySantAnna(control_group="never_treated", alpha=1.0 - LEVEL).fit(
        _frame(panel, first), outcome="outcome", unit="zone", time="period", first_treat="first"
    )
    return Estimate(float(found.overall_att), *map(float, found.overall_conf_int))


def synthetic_control(panel: Array, first: Array, key: int) -> Estimate:
    """Estimate against the mixture of never-reforming zones nearest to each group before its turn."""
    return _with_placebos(panel, first, key, control_of_group)


def synthetic_did(panel: Array, first: Array, key: int) -> Estimate:
    """Estimate by synthetic difference in differences, group by group."""
    return _with_placebos(panel, first, key, did_of_group)


ESTIMATORS: Mapping[str, Callable[[Array, Array, int], Estimate]] = {
    "twfe": two_way_fixed_effects,
    "callaway_santanna": callaway_santanna,
    "synthetic_control": synthetic_control,
    "synthetic_did": synthetic_did,
}
"""Each takes a panel, first periods and a key of its lots."""


def _frame(panel: Array, first: Array) -> Any:
    """Return the panel as a table, a row a zone and period; periods count from 1, for 0 stands for never."""
    import pandas as pd  # noqa: PLC0415

    zones, periods = panel.shape
    since = np.repeat(first, periods)
    period = np.tile(np.arange(periods), zones)
    return pd.DataFrame(
        {
            "zone": np.repeat(np.arange(zones), periods),
            "period": period + 1,
            "outcome": panel.ravel(),
            "reformed": ((since != NEVER) & (period >= since)).astype(float),
            "first": np.where(since == NEVER, 0, since + 1),
        }
    )


def control_of_group(group: Array, controls: Array, start: int, _size: int) -> float:
    """Return the effect on a group's mean against its synthetic control."""
    weights = donor_weights(controls[:start], group[:start])
    return float((group[start:] - controls[start:] @ weights).mean())


def donor_weights(before: Array, target: Array) -> Array:
    """Return the weights, none negative and one in all, whose mixture of columns is nearest to the target."""
    heavy = ADDS_UP * max(1.0, float(np.abs(before).max()))
    found, _ = nnls(np.vstack([before, np.full(before.shape[1], heavy)]), np.append(target, heavy))
    weights: Array = found / found.sum()
    return weights


def did_of_group(group: Array, controls: Array, start: int, size: int) -> float:
    """Return the effect on a group's mean by synthetic difference in differences."""
    from diff_diff.utils import (  # noqa: PLC0415
        compute_sdid_estimator,
        compute_sdid_unit_weights,
        compute_time_weights,
    )

    before, after = np.ascontiguousarray(controls[:start]), np.ascontiguousarray(controls[start:])
    noise = float(np.diff(before, axis=0).std(ddof=1))
    ridge = (size * after.shape[0]) ** 0.25 * noise
    zones = compute_sdid_unit_weights(before, group[:start], ridge, min_decrease=CONVERGED * noise)
    periods = compute_time_weights(before, after, REGULAR_TIME * noise, min_decrease=CONVERGED * noise)
    return float(compute_sdid_estimator(before, after, group[:start], group[start:], zones, periods))


def _with_placebos(panel: Array, first: Array, key: int, of_group: OfGroup) -> Estimate:
    """Return the mean over treated cells of what is found group by group, with the error of placebos."""
    groups = groups_of(first)
    never = np.flatnonzero(first == NEVER)
    effect = _over_groups(panel, groups, never, of_group)
    reformers = sum(rows.size for _, rows in groups)
    placebos = []
    for placebo in range(PLACEBOS):
        lot = never[by_lot(mix(key, placebo), never.size)]
        taken, pretended = 0, []
        for start, rows in groups:
            pretended.append((start, lot[taken : taken + rows.size]))
            taken += rows.size
        placebos.append(_over_groups(panel, pretended, lot[reformers:], of_group))
    error = float(np.std(placebos, ddof=1))
    reach = float(student.ppf(0.5 + LEVEL / 2.0, PLACEBOS - 1)) * error
    return Estimate(effect, effect - reach, effect + reach)


def _over_groups(panel: Array, groups: Groups, never: Array, of_group: OfGroup) -> float:
    """Return the mean effect over treated cells."""
    controls = panel[never].T
    cells = [rows.size * (panel.shape[1] - start) for start, rows in groups]
    effects = [of_group(panel[rows].mean(axis=0), controls, start, rows.size) for start, rows in groups]
    return float(np.average(effects, weights=cells))


def by_lot(key: int, number: int) -> Array:
    """Return the numbers from 0 on in an order that a key decides."""
    lots = np.array([uniform(key, rank) for rank in range(number)])
    return np.argsort(lots, kind="stable")
