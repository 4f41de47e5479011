r"""Which factors of a sampled design move an output, how surely, and whether the sample is large enough to say.

Three methods, by the kind of the design, all of SALib:

- ``morris``: elementary effects. A factor moved over its whole sampled range, all else as drawn, changes the output by
  :math:`d_i`; :math:`\mu^* = E|d_i|` says how much, :math:`\sigma` how differently from place to place. Both are in the
  output's unit.
- ``sobol``: variance. :math:`S_1` is the share of the output's variance that the factor explains alone, :math:`S_T`
  that in which it takes part.
- ``pawn``: from any sample. The range of a factor is cut into slices; the index is the median, over slices, of the
  largest distance between the output's distribution and that within the slice, between 0 and 1. Where a factor does
  nothing it is above 0 all the same, as far as the sample is small: the largest index of some columns of pure noise is
  given as a floor.

Factors enter by their place in the unit cube, not by their value: a value may be infinite, and none of these indices
changes when a factor is measured on another scale of the same order. Where points are crossed with draws, the output is
its mean over draws. Intervals hold 90 %, by bootstrap.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from analysis.bands import HIGH, LOW
from analysis.study import Array, Study
from scenarios.samples import Morris, SobolIndices, unit_problem
from sim.outputs import Output
from sim.store.errors import WrongRequestError

METHODS = {"morris": "morris", "sobol_indices": "sobol", "latin_hypercube": "pawn", "sobol": "pawn"}
"""How each kind of design that samples its factors is analysed."""
RANKED_BY = {"morris": "mu_star", "sobol": "ST", "pawn": "pawn"}
FEWEST_UNITS = {"morris": 4, "sobol": 16, "pawn": 30}
"""Trajectories, base points and points below which nothing is concluded: a bootstrap of fewer says little."""
RESAMPLES = 200
MINUS = " minus "
"""Between two scenarios whose difference is analysed."""
SEED = 20210401
"""Of the bootstrap alone: indices of the same batch are the same each time."""
PAWN_RESAMPLES = 60
"""Each measures every slice of every factor anew, which takes a while."""
POINTS_OF_SLICE = 8
HALF_OF_90 = 1.6449
"""Standard deviations of a normal number from its middle to the end of its 90 % interval [1]."""
NOISE_COLUMNS = 8
NARROW = 0.5
"""An interval is called narrow where its width is at most so much of the largest index [1]."""


class Index(NamedTuple):
    """An index of a factor with its 90 % interval; ``kind`` is mu_star, sigma, S1, ST or pawn."""

    parameter: str
    kind: str
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Sensitivity:
    """The indices of an output, of a scenario or of the difference between two.

    ``units`` counts the independent pieces of the sample (trajectories, base points or points) that are whole,
    ``dropped`` those that are not because a run failed or is missing, ``runs`` the runs behind all this. ``floor`` is
    the largest index of pure noise, nan for other methods.
    """

    output: Output
    of: str
    method: str
    indices: tuple[Index, ...]
    units: int
    dropped: int
    runs: int
    draws: int
    varies: bool
    floor: float = math.nan

    def ranked(self) -> list[Index]:
        """Return the index by which factors are ranked, largest first."""
        return sorted((i for i in self.indices if i.kind == RANKED_BY[self.method]), key=lambda index: -index.value)

    @property
    def enough(self) -> bool:
        """Whether there are enough pieces for a bootstrap to mean anything."""
        return self.units >= FEWEST_UNITS[self.method]

    @property
    def separated(self) -> bool | None:
        """Whether the interval of the largest index lies above that of the fourth; None with fewer than four."""
        ranked = self.ranked()
        return ranked[0].low > ranked[3].high if len(ranked) > 3 else None

    @property
    def width(self) -> float:
        """The widest interval of the four largest indices over the largest index [1]."""
        ranked = self.ranked()[:4]
        return max((i.high - i.low for i in ranked), default=math.nan) / ranked[0].value if ranked else math.nan

    @property
    def runs_to_halve(self) -> int:
        """Runs in all that would halve the intervals: their width falls with the root of the number of pieces."""
        return 4 * self.runs

    @property
    def above_noise(self) -> int | None:
        """How many factors have an index whose interval lies above that of noise; None for other methods."""
        if self.method != "pawn":
            return None
        return sum(index.low > self.floor for index in self.ranked())


def analyse(study: Study, output: Output) -> list[Sensitivity]:
    """Return the indices of an output: for each scenario, then for what each later one adds to the first.

    Raises WrongRequestError where the design samples no factor, or has too few points for its method.
    """
    method = METHODS.get(study.kind)
    if method is None or not study.factors:
        raise WrongRequestError(
            f"batch {study.id}: found a design of kind {study.kind}, whose factors are not sampled; allowed: "
            f"{', '.join(METHODS)}; `zonereform results answer {study.id}` tells its effects"
        )
    if method == "pawn" and len(study.sample) < FEWEST_UNITS["pawn"]:
        raise WrongRequestError(
            f"batch {study.id}: found {len(study.sample)} points; allowed: {FEWEST_UNITS['pawn']} or more, "
            "for an index from a given sample needs some points in each slice"
        )
    values = mean_over_draws(study.values[output.name])
    named = [(case.name, values[row]) for row, case in enumerate(study.cases)]
    named += [
        (f"{case.name}{MINUS}{study.cases[0].name}", values[row + 1] - values[0])
        for row, case in enumerate(study.cases[1:])
    ]
    return [_analyse(study, output, method, of, numbers) for of, numbers in named]


def mean_over_draws(values: Array) -> Array:
    """Return the mean over those draws in which every point and scenario has a number; of the first where none has."""
    whole = np.isfinite(values).all(axis=(1, 2))
    mean: Array = values[whole].mean(axis=0) if whole.any() else values[0]
    return mean


def _analyse(study: Study, output: Output, method: str, of: str, numbers: Array) -> Sensitivity:
    draws = max(1, int(np.isfinite(study.values[output.name]).all(axis=(1, 2)).sum()))
    group = _group(study)
    whole = np.isfinite(numbers).reshape(-1, group).all(axis=1)
    kept = np.repeat(whole, group)
    points, y = study.coordinates()[kept], numbers[kept]
    varies = y.size > 1 and float(np.ptp(y)) > 1e-12 * max(1.0, float(np.abs(y).max()))
    names = [factor.name for factor in study.factors]
    indices: list[Index] = []
    floor = math.nan
    if varies:
        with _quiet():
            if isinstance(study.sample, Morris):
                indices = list(_morris(names, points, y, study.sample.levels))
            elif isinstance(study.sample, SobolIndices):
                indices = list(_sobol(names, y, study.sample.second_order))
            else:
                indices, floor = _pawn(names, points, y)
    return Sensitivity(
        output=output,
        of=of,
        method=method,
        indices=tuple(indices),
        units=int(whole.sum()),
        dropped=int((~whole).sum()),
        runs=int(kept.sum()) * draws * (2 if MINUS in of else 1),
        draws=draws,
        varies=varies,
        floor=floor,
    )


def _group(study: Study) -> int:
    """Return the points of one independent piece of the sample: a trajectory, a base point, a point."""
    if isinstance(study.sample, Morris):
        return study.sample.dimensions + 1
    return study.sample.group if isinstance(study.sample, SobolIndices) else 1


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what SALib does to global state and to stderr from the rest: it seeds NumPy and formats warnings anew."""
    before, form = np.random.get_state(), warnings.formatwarning
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        np.random.set_state(before)
        warnings.formatwarning = form


def elementary_effects(points: Array, y: Array) -> Array:
    """Return the elementary effects [trajectories, factors], in the output's unit over a factor's whole range."""
    size = points.shape[1]
    steps = np.diff(points.reshape(-1, size + 1, size), axis=1)
    changes = np.diff(y.reshape(-1, size + 1), axis=1)
    moved = np.abs(steps).argmax(axis=2)
    lengths = np.take_along_axis(steps, moved[..., None], axis=2)[..., 0]
    effects = np.empty_like(changes)
    np.put_along_axis(effects, moved, changes / lengths, axis=1)
    return effects


def _morris(names: list[str], points: Array, y: Array, levels: int) -> Iterator[Index]:
    """Yield mu* and sigma of each factor; intervals over trajectories drawn again."""
    from SALib.analyze import morris  # noqa: PLC0415  # it loads pandas, and only this needs it

    found = morris.analyze(unit_problem(names), points, y, num_levels=levels, num_resamples=2, seed=SEED)
    effects = elementary_effects(points, y)
    rows = np.random.default_rng(SEED).integers(len(effects), size=(RESAMPLES, len(effects)))
    again = effects[rows]
    spread = again.std(axis=1, ddof=1) if len(effects) > 1 else np.full((RESAMPLES, len(names)), np.nan)
    for kind, value, many in (
        ("mu_star", found["mu_star"], np.abs(again).mean(axis=1)),
        ("sigma", found["sigma"], spread),
    ):
        low, high = np.quantile(many, [LOW, HIGH], axis=0)
        for at, name in enumerate(names):
            yield Index(name, kind, float(value[at]), float(low[at]), float(high[at]))


def _sobol(names: list[str], y: Array, second_order: bool) -> Iterator[Index]:
    """Yield S1 and ST of each factor; intervals by SALib's bootstrap over base points."""
    from SALib.analyze import sobol  # noqa: PLC0415

    found = sobol.analyze(
        unit_problem(names), y, second_order, num_resamples=RESAMPLES, conf_level=HIGH - LOW, seed=SEED
    )
    for kind in ("S1", "ST"):
        for name, value, half in zip(names, found[kind], found[f"{kind}_conf"], strict=True):
            yield Index(name, kind, float(value), float(value - half), float(value + half))


def _pawn(names: list[str], points: Array, y: Array) -> tuple[list[Index], float]:
    """Return the index of each factor, and the largest of columns of noise; intervals over points drawn again."""
    chance = np.random.default_rng(SEED)
    columns = np.column_stack([points, chance.random((len(y), NOISE_COLUMNS))])
    found = _pawn_of(columns, y)
    rows = chance.integers(len(y), size=(PAWN_RESAMPLES, len(y)))
    again = np.array([_pawn_of(columns[some, : len(names)], y[some]) for some in rows])
    half = HALF_OF_90 * again.std(axis=0, ddof=1)
    measured = zip(names, found, half, strict=False)
    indices = [Index(name, "pawn", float(v), float(v - h), float(v + h)) for name, v, h in measured]
    return indices, float(found[len(names) :].max())


def _pawn_of(points: Array, y: Array) -> Array:
    """Return the median index of PAWN of each column, in as many slices as hold some points each."""
    from SALib.analyze import pawn  # noqa: PLC0415

    slices = int(np.clip(len(y) // POINTS_OF_SLICE, 3, 10))
    problem = unit_problem([str(at) for at in range(points.shape[1])])
    found: Array = np.asarray(pawn.analyze(problem, points, y, S=slices, seed=SEED)["median"])
    return found
