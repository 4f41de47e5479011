r"""Roll-outs on simulated data whose true effect is known: what an estimator says beside what happened.

In every draw the same world is run without reform and under each roll-out, with the same parameters and luck. Outcomes
of zone i in period t are measured by what the zone had before: with :math:`\bar y_i` its mean over the periods before
the first turn, the same in both worlds,

.. math:: Y_{it} = y_{it} / \bar y_i, \qquad \Delta_{it} = (y^1_{it} - y^0_{it}) / \bar y_i,

so that effects are shares of what a zone had, and growth that all zones share is shared by the panel. With T the
treated cells, those of a zone that has reformed by then, three true effects are told [1]:

- **own**: mean of :math:`\Delta` over T, with all spill-overs, from one reforming zone to another among them;
- **net**: what the region gained, :math:`\sum_{\text{all rows and periods}} (y^1 - y^0) / \sum_T \bar y_i`, a share of
  the same;
- **untreated**: mean of :math:`\Delta` over zones that never reform, from the first turn on: what the reform did to the
  controls.

Panels are as published or as it was; with controls as they are or *untouched*, taken from the world without reform,
which no analyst has and which shows what spill-overs alone do to an estimator; and of the world without reform, where
the same zones are taken to have reformed and nothing happened. All estimates are held against the true effect on what
happened.
"""

from __future__ import annotations

import dataclasses
import hashlib
import math
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

import numpy as np

from agents.randomness import Purpose, mix, stream
from analysis.rollout_estimators import ESTIMATORS, NEVER, NOTHING_FOUND, Estimate, by_lot
from scenarios.rollout_files import Kind, RolloutDesign
from sim.build import simulate
from sim.ensemble import each, seed_of_draw
from sim.outputs import MEASURES
from sim.paired import run_paired
from sim.parameters import draw_prior, key_of, prior_medians
from sim.specification import LeverChange, ScenarioSpecification
from sim.state import Array, World

YEAR = 12
Panel = Literal["published", "true", "untouched", "published_nothing", "true_nothing"]
PANELS: tuple[Panel, ...] = get_args(Panel)
"""As published, as it was, as it was with untouched controls; the first two without any effect."""
NOTHING_HAPPENED = ("published_nothing", "true_nothing")


class Truth(NamedTuple):
    """True effects of a roll-out in an outcome, as shares of what zones had before; see above.

    ``own_published`` is the own effect on what is published: the rest of the difference is the counting.
    """

    own: float
    net: float
    untreated: float
    own_published: float


NO_EFFECT = Truth(0.0, 0.0, 0.0, 0.0)


class Fitted(NamedTuple):
    """What the estimators find in the panels of one outcome of one roll-out in one draw."""

    rollout: Kind
    outcome: str
    truth: Truth
    estimates: dict[Panel, dict[str, Estimate]]


@dataclass(frozen=True)
class RolloutStudy:
    """All draws of a design."""

    design: RolloutDesign
    draws: int
    fitted: tuple[Fitted, ...]
    """Draw by draw; in each, roll-out by roll-out, outcome by outcome."""
    digest: str
    seconds: float

    def of(self, rollout: str, outcome: str) -> list[Fitted]:
        """Return what was found of a roll-out and outcome, a draw each."""
        return [found for found in self.fitted if (found.rollout, found.outcome) == (rollout, outcome)]


def order_of(kind: Kind, design: RolloutDesign, rank: Array, key: int) -> list[int]:
    """Return the rows of the zones that reform, in order of their turn; ``rank`` [members] tells best and worst by.

    Where one city comes first, it is drawn by lot among those with most zones up to the number that reforms, and zones
    of it by lot; a smaller city reforms alone.
    """
    members = list(design.members)
    lot = [members[at] for at in by_lot(key, len(members))]
    if kind == "best_first":
        return [members[at] for at in np.argsort(-rank, kind="stable")][: design.reformers]
    if kind == "worst_first":
        return [members[at] for at in np.argsort(rank, kind="stable")][: design.reformers]
    if kind == "one_city":
        zones = design.base.world.zones
        cities = [zones[row].city for row in lot]
        most = max(min(cities.count(city), design.reformers) for city in cities)
        city = next(city for city in cities if cities.count(city) >= most)
        return [row for row in lot if zones[row].city == city][: design.reformers]
    return lot[: design.reformers]


def turns_of(kind: Kind, design: RolloutDesign, rank: Array, key: int) -> dict[int, int]:
    """Return the month in which each row that reforms comes; groups are as equal as can be, the first the larger."""
    order, months = order_of(kind, design, rank, key), design.turns(kind)
    groups = np.array_split(np.array(order), len(months))
    return {int(row): month for rows, month in zip(groups, months, strict=True) for row in rows}


def rolled_out(design: RolloutDesign, kind: Kind, turns: dict[int, int]) -> ScenarioSpecification:
    """Return the scenario in which rows take up the reform in their months."""
    zones = design.base.world.zones
    changes = tuple(
        LeverChange(zones[row].id, lever, month, value, source=source)
        for row, month in sorted(turns.items())
        for lever, value, source in design.levers
    )
    return dataclasses.replace(design.base, name=f"{design.base.name}-{kind}", changes=changes)


def by_period(monthly: Array, period: int) -> Array:
    """Return sums over whole periods [rows, periods] of flows [months, rows]."""
    whole = monthly.shape[0] // period * period
    summed: Array = monthly[:whole].reshape(-1, period, monthly.shape[1]).sum(axis=1).T
    return summed


def read_flows(world: World, names: tuple[str, ...], period: int, rows: int) -> dict[str, Array]:
    """Return flows of every row by period [rows, periods]."""
    read = {name: [MEASURES[name].monthly(world, [row]) for row in range(rows)] for name in names}
    return {name: by_period(np.array(monthly).T, period) for name, monthly in read.items()}


def measures_of(design: RolloutDesign) -> tuple[str, ...]:
    """Return every measure that the panels are made of, once."""
    return tuple(dict.fromkeys(name for outcome in design.outcomes for name in (outcome.published, outcome.true)))


def run_draw(design: RolloutDesign, draw: int) -> Iterator[tuple[Kind, Array, dict[str, Array], dict[str, Array]]]:
    """Yield each roll-out of a draw: its name, first period by row (NEVER without), and flows without and with it."""
    values = draw_prior(design.seed, draw) if design.parameters == "prior" else prior_medians()
    values = {**values, **design.base.parameters}
    seed, rows, names = seed_of_draw(design.seed, draw), len(design.base.world.zones), measures_of(design)
    ranked = simulate(design.base, values, seed)
    rank = MEASURES[design.rank_by].monthly
    before = [rank(ranked, [row])[max(0, design.start - YEAR) : design.start].sum() for row in design.members]

    def keep(world: World, _since: int) -> dict[str, Array]:
        return read_flows(world, names, design.period, rows)

    lot = mix(stream(design.seed, draw, Purpose.PARAMETER), key_of("rollout"))
    turns = [turns_of(kind, design, np.array(before), mix(lot, key_of(kind))) for kind in design.rollouts]
    options = [rolled_out(design, kind, turn) for kind, turn in zip(design.rollouts, turns, strict=True)]
    pairs = run_paired(design.base, options, values, seed, design.base.months, keep, 0)
    for kind, turn, pair in zip(design.rollouts, turns, pairs, strict=True):
        first = np.full(rows, NEVER)
        for row, month in turn.items():
            first[row] = month // design.period
        yield kind, first, pair.base, pair.option


def had_before(base: Array, first: Array) -> Array:
    """Return what each row had a period before the first turn, on average."""
    mean: Array = base[:, : int(first[first != NEVER].min())].mean(axis=1)
    return mean


def truth_of(
    true: tuple[Array, Array], published: tuple[Array, Array], first: Array, members: tuple[int, ...]
) -> Truth:
    """Return the true effects, from flows [rows, periods] without and with a roll-out."""
    rows, periods = np.array(members), np.arange(true[0].shape[1])
    treated = (first[:, None] != NEVER) & (periods >= first[:, None])
    controls = np.zeros_like(treated)
    controls[rows[first[rows] == NEVER]] = periods >= first[first != NEVER].min()
    had, had_published = (had_before(flows[0], first)[:, None] for flows in (true, published))
    gain = true[1] - true[0]
    changed = np.divide(gain, had, out=np.zeros_like(gain), where=had > 0.0)
    counted = published[1] - published[0]
    changed_published = np.divide(counted, had_published, out=np.zeros_like(counted), where=had_published > 0.0)
    return Truth(
        own=float(changed[treated].mean()),
        net=float(gain.sum() / np.broadcast_to(had, gain.shape)[treated].sum()),
        untreated=float(changed[controls].mean()),
        own_published=float(changed_published[treated].mean()),
    )


def panels_of(
    true: tuple[Array, Array], published: tuple[Array, Array], first: Array, members: tuple[int, ...]
) -> dict[Panel, Array]:
    """Return the panels [members, periods] that estimators are given, each outcome over what its zone had before.

    Raises ValueError where a member had nothing before: its outcome has no scale.
    """
    rows = np.array(members)
    scaled = []
    for flows in (true, published):
        had = had_before(flows[0], first)[rows, None]
        if np.any(had <= 0.0):
            raise ValueError(
                f"found {int((had <= 0.0).sum())} zones with nothing before the first turn; take a later first turn, "
                "or an outcome that all zones have"
            )
        scaled.append((flows[0][rows] / had, flows[1][rows] / had))
    (without, with_), (published_without, published_with) = scaled
    never = (first[rows] == NEVER)[:, None]
    return {
        "published": published_with,
        "true": with_,
        "untouched": np.where(never, without, with_),
        "published_nothing": published_without,
        "true_nothing": without,
    }


def fit_draw(design: RolloutDesign, draw: int) -> list[Fitted]:
    """Run a draw and let every estimator look at every panel of it."""
    found = []
    members = design.members
    key = mix(stream(design.seed, draw, Purpose.PARAMETER), key_of("placebos"))
    for kind, first, without, with_ in run_draw(design, draw):
        for outcome in design.outcomes:
            true = without[outcome.true], with_[outcome.true]
            published = without[outcome.published], with_[outcome.published]
            panels = panels_of(true, published, first, members)
            since = first[np.array(members)]
            lots = mix(key, key_of(kind, outcome.name))
            estimates = {name: fit_panel(panel, since, lots) for name, panel in panels.items()}
            found.append(Fitted(kind, outcome.name, truth_of(true, published, first, members), estimates))
    return found


def fit_panel(panel: Array, first: Array, key: int) -> dict[str, Estimate]:
    """Return what each estimator finds in a panel; one that cannot be computed finds nothing."""
    found = {}
    for name, estimator in ESTIMATORS.items():
        try:
            estimate = estimator(panel, first, key)
        except (ValueError, np.linalg.LinAlgError):  # a library refuses a panel it cannot work with
            estimate = NOTHING_FOUND
        found[name] = estimate if all(map(math.isfinite, estimate)) else NOTHING_FOUND
    return found


def study(
    design: RolloutDesign, draws: int, workers: int | None = None, tell: Callable[[int, int], None] | None = None
) -> RolloutStudy:
    """Run so many draws of a design; ``tell`` is called with the number of draws done and planned."""
    began = time.perf_counter()
    fitted: list[Fitted] = []
    with warnings.catch_warnings():
        # The libraries warn of small groups and ill-fitting controls, which is what is studied here.
        warnings.simplefilter("ignore")
        for number, found in enumerate(each(lambda draw: fit_draw(design, draw), range(draws), workers), 1):
            fitted += found
            if tell:
                tell(number, draws)
    return RolloutStudy(design, draws, tuple(fitted), _digest(fitted), time.perf_counter() - began)


def _digest(fitted: list[Fitted]) -> str:
    """Return a hash of every number."""
    numbers = [
        number
        for found in fitted
        for number in (*found.truth, *(n for panel in found.estimates.values() for e in panel.values() for n in e))
    ]
    return hashlib.sha256(np.array(numbers).tobytes()).hexdigest()[:16]
