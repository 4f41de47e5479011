r"""The answer to a design's question, from its stored runs: paired effects with bands, or indices.

An effect is a contrast: weights over the points and scenarios of the design that add up to nothing, applied within each
draw, so that both sides share parameters and luck. Over draws it gives a median, a 90 % band, the share of draws in
which it is better, and the error that the median has because draws are few: the standard deviation of the median over
bootstrap samples of draws.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any, Literal, NamedTuple

import numpy as np

from analysis.bands import Band, band_of
from analysis.effects import FEWEST, SURE
from analysis.sensitivity import METHODS, SEED, Sensitivity, analyse
from analysis.study import Array, Study, better_of, neutral_level
from sim.outputs import Output

ContrastKind = Literal["levels", "interaction", "scenario", "upper_half", "best_mix"]
Verdict = Literal["nothing", "few", "better", "worse", "open"]
RESAMPLES = 400
NOTHING = 1e-9
"""Share of an output's size below which a difference is rounding [1]."""


class Contrast(NamedTuple):
    """What is compared: factors set away from their base, factors given, or the scenario in place of the first.

    ``set_to`` holds what is changed, ``given`` the parameters at which both sides stand.
    """

    kind: ContrastKind
    set_to: Mapping[str, float]
    given: Mapping[str, float]
    scenario: str = ""


@dataclass(frozen=True)
class Effect:
    """A contrast in one output over draws: bands in the output's unit, shares of draws, the error of the median."""

    contrast: Contrast
    output: Output
    band: Band
    mean: float
    share_up: float
    share_down: float
    simulation_error: float
    draws: int

    @property
    def better(self) -> str:
        """Whether more or less of the output is better."""
        return better_of(self.output)

    @property
    def share_better(self) -> float:
        """Share of draws in which the contrast makes the output better [1]."""
        return self.share_up if self.better == "higher" else self.share_down

    @property
    def share_worse(self) -> float:
        """Share of draws in which the contrast makes the output worse [1]."""
        return self.share_down if self.better == "higher" else self.share_up

    @property
    def verdict(self) -> Verdict:
        """Say in one word what the draws say: nothing, few (too few to say), better, worse, or open."""
        if self.draws and self.share_up + self.share_down == 0.0:
            return "nothing"
        if self.draws < FEWEST:
            return "few"
        if self.share_better >= SURE:
            return "better"
        return "worse" if self.share_worse >= SURE else "open"

    def as_json(self) -> dict[str, Any]:
        """Return the effect as JSON knows it."""
        return {
            "contrast": {
                "kind": self.contrast.kind,
                "set": {name: _plain(value) for name, value in self.contrast.set_to.items()},
                "given": {name: _plain(value) for name, value in self.contrast.given.items()},
                **({"scenario": self.contrast.scenario} if self.contrast.scenario else {}),
            },
            "output": self.output.name,
            "unit": self.output.unit,
            "better": self.better,
            **{name: _plain(value) for name, value in self.band._asdict().items()},
            "mean": _plain(self.mean),
            "share_better": self.share_better,
            "share_worse": self.share_worse,
            "share_up": self.share_up,
            "share_down": self.share_down,
            "simulation_error": _plain(self.simulation_error),
            "draws": self.draws,
            "verdict": self.verdict,
        }


def _plain(value: float) -> float | str | None:
    """Return a number as JSON knows it: nothing for no number, text for infinity."""
    if math.isnan(value):
        return None
    return value if math.isfinite(value) else str(value)


@dataclass(frozen=True)
class Answer:
    """What a batch answers to its design's question."""

    study: Study
    effects: tuple[Effect, ...]
    indices: tuple[Sensitivity, ...] = ()
    spread: Mapping[str, Band] = field(default_factory=dict)
    """For designs that sample: the band of each output over all points and draws."""

    def of(self, output: str) -> list[Effect]:
        """Return the effects on an output."""
        return [effect for effect in self.effects if effect.output.name == output]

    def as_json(self) -> dict[str, Any]:
        """Return the answer as it is stored."""
        return {
            "batch": self.study.id,
            "digest": self.study.digest,
            "design": self.study.name,
            "kind": self.study.kind,
            "question": self.study.plan["question"],
            "question_zh": self.study.plan["question_zh"],
            "headline": [output.name for output in self.study.headline],
            "parameters": self.study.plan["parameters"],
            "synthetic": self.study.synthetic,
            "draws": self.study.draws,
            "effects": [effect.as_json() for effect in self.effects],
            "spread": {name: _band_plain(band) for name, band in self.spread.items()},
            "indices": [sensitivity_as_json(found) for found in self.indices],
        }


def _band_plain(band: Band) -> dict[str, Any]:
    return {name: _plain(value) for name, value in band._asdict().items()}


def sensitivity_as_json(found: Sensitivity) -> dict[str, Any]:
    """Return the indices of an output, and what they rest on, as JSON knows them."""
    return {
        "output": found.output.name,
        "of": found.of,
        "method": found.method,
        "varies": found.varies,
        "units": found.units,
        "dropped": found.dropped,
        "runs": found.runs,
        "draws": found.draws,
        "noise_floor": _plain(found.floor),
        "enough": found.enough,
        "separated": found.separated,
        "width": _plain(found.width),
        "runs_to_halve": found.runs_to_halve,
        "indices": [
            {name: _plain(v) if isinstance(v, float) else v for name, v in i._asdict().items()} for i in found.indices
        ],
    }


def answer(study: Study) -> Answer:
    """Return the answer of a study: its indices where the design is made for them, else effects of each output."""
    if study.kind in ("morris", "sobol_indices"):
        found = [one for output in study.outputs for one in analyse(study, output)]
        return Answer(study, (), tuple(found), _spread(study))
    contrasts = list(_contrasts(study))
    effects = [_effect(study, c, weights, output) for output in study.outputs for c, weights in contrasts]
    if study.kind in METHODS:
        if study.kind == "latin_hypercube" and study.draws > 1:
            effects += [_best_mix(study, output) for output in study.outputs]
        return Answer(study, tuple(effects), (), _spread(study))
    return Answer(study, tuple(effects))


def _spread(study: Study) -> dict[str, Band]:
    """Return the band of each output over all points and draws of the first scenario."""
    return {output.name: band_of(study.values[output.name][:, 0]) for output in study.outputs}


def _contrasts(study: Study) -> Iterator[tuple[Contrast, Array]]:
    """Yield what a design compares, each with its weights over scenarios and points."""
    match study.kind:
        case "listed":
            yield from _scenario_contrasts(study)
        case "grid":
            yield from _grid_contrasts(study)
        case "one_at_a_time":
            yield from _single_contrasts(study)
        case _:
            yield from _half_contrasts(study)


def _nothing(study: Study) -> Array:
    return np.zeros((len(study.cases), len(study.sample)))


def _scenario_contrasts(study: Study) -> Iterator[tuple[Contrast, Array]]:
    for row, case in enumerate(study.cases[1:], start=1):
        weights = _nothing(study)
        weights[row, 0], weights[0, 0] = 1.0, -1.0
        yield Contrast("scenario", {}, {}, case.name), weights


def _grid_contrasts(study: Study) -> Iterator[tuple[Contrast, Array]]:
    """Yield each setting of the levers against all at their base, at the same parameters; then whether parts add up."""
    factors = study.factors
    levers = [at for at, factor in enumerate(factors) if factor.target in ("lever", "levers")]
    bases = {at: neutral_level(factors[at]) for at in levers}
    if not levers:  # parameters alone: each against the first level of all
        levers, bases = list(range(len(factors))), dict.fromkeys(range(len(factors)), 0)
    given = [at for at in range(len(factors)) if at not in levers]
    points = {tuple(int(level) for level in study.sample.at(n)): n for n in range(len(study.sample))}
    sides = [range(len(factors[at].levels)) for at in given]
    for case, name in enumerate(case.name for case in study.cases):
        shown = name if len(study.cases) > 1 else ""
        for fixed in product(*sides):

            def point(moved: Mapping[int, int], fixed: tuple[int, ...] = fixed) -> int:
                levels = {**bases, **dict(zip(given, fixed, strict=True)), **moved}
                return points[tuple(levels[at] for at in range(len(factors)))]

            held = {factors[at].name: factors[at].levels[level] for at, level in zip(given, fixed, strict=True)}
            every = product(*(range(len(factors[at].levels)) for at in levers))
            settings = [{at: n for at, n in zip(levers, levels, strict=True) if n != bases[at]} for levels in every]
            for moved in sorted(filter(None, settings), key=len):  # each alone before any together
                weights = _nothing(study)
                weights[case, point(moved)], weights[case, point({})] = 1.0, -1.0
                named = {factors[at].name: factors[at].levels[level] for at, level in moved.items()}
                yield Contrast("levels", named, held, shown), weights
            if len(levers) > 1 and all(len(factors[at].levels) == 2 for at in levers):
                others = {at: 1 - bases[at] for at in levers}
                weights = _nothing(study)
                weights[case, point(others)] = 1.0
                for at in levers:
                    weights[case, point({at: others[at]})] -= 1.0
                weights[case, point({})] += len(levers) - 1.0
                named = {factors[at].name: factors[at].levels[level] for at, level in others.items()}
                yield Contrast("interaction", named, held, shown), weights


def _single_contrasts(study: Study) -> Iterator[tuple[Contrast, Array]]:
    """Yield each point against the base, which is the first."""
    base = study.sample.at(0)
    for case, name in enumerate(case.name for case in study.cases):
        shown = name if len(study.cases) > 1 else ""
        for number in range(1, len(study.sample)):
            levels = study.sample.at(number)
            moved = {f.name: f.value(a) for f, a, b in zip(study.factors, levels, base, strict=True) if a != b}
            weights = _nothing(study)
            weights[case, number], weights[case, 0] = 1.0, -1.0
            yield Contrast("levels", moved, {}, shown), weights


def _half_contrasts(study: Study) -> Iterator[tuple[Contrast, Array]]:
    """Yield, for each factor, points in the upper half of its range against those in the lower half."""
    places = study.coordinates()
    for at, factor in enumerate(study.factors):
        upper = places[:, at] > np.median(places[:, at])
        weights = _nothing(study)
        weights[0] = np.where(upper, 1.0 / max(1, upper.sum()), -1.0 / max(1, (~upper).sum()))
        yield Contrast("upper_half", {factor.name: math.nan}, {}), weights


def _effect(study: Study, contrast: Contrast, weights: Array, output: Output) -> Effect:
    """Return a contrast over draws; draws in which a run that it needs is missing are left out."""
    used = weights != 0.0
    values = study.values[output.name][:, used]
    whole = np.isfinite(values).all(axis=1)
    values = values[whole]
    size = float(np.abs(values).max(initial=0.0))
    changes = _rounded(values @ weights[used], size)
    error = None
    if contrast.kind == "upper_half" and values.size:
        error = _sampling_error(values, weights[used])
    return _summary(contrast, output, changes, error)


def _rounded(changes: Array, size: float) -> Array:
    """Return differences with those that are rounding alone set to nothing."""
    kept: Array = np.where(np.abs(changes) <= NOTHING * size, 0.0, changes)
    return kept


def _summary(contrast: Contrast, output: Output, changes: Array, error: float | None = None) -> Effect:
    draws = len(changes)
    return Effect(
        contrast=contrast,
        output=output,
        band=band_of(changes),
        mean=float(changes.mean()) if draws else math.nan,
        share_up=float((changes > 0.0).mean()) if draws else 0.0,
        share_down=float((changes < 0.0).mean()) if draws else 0.0,
        simulation_error=error_of_median(changes) if error is None else error,
        draws=draws,
    )


def error_of_median(changes: Array) -> float:
    """Return the standard deviation of the median over bootstrap samples of draws; nan for a single draw."""
    if len(changes) < 2:
        return math.nan
    rows = np.random.default_rng(SEED).integers(len(changes), size=(RESAMPLES, len(changes)))
    return float(np.median(changes[rows], axis=1).std(ddof=1))


def _sampling_error(values: Array, weights: Array) -> float:
    """Return the error of a median of halves: points are drawn again too, for other points would give other halves."""
    chance = np.random.default_rng(SEED)
    draws, points = values.shape
    if points < 8:
        return math.nan
    found = []
    for _ in range(RESAMPLES // 2):
        rows, columns = chance.integers(draws, size=draws), chance.integers(points, size=points)
        some = values[np.ix_(rows, columns)]
        up = weights[columns] > 0.0
        if up.any() and not up.all():
            found.append(np.median(some[:, up].mean(axis=1) - some[:, ~up].mean(axis=1)))
    return float(np.std(found, ddof=1))


def _best_mix(study: Study, output: Output) -> Effect:
    """Return what the best mix of doses gains over the mean mix, judged in draws that did not choose it.

    Chosen and judged in the same draws, the best of many mixes looks good by luck alone.
    """
    values = study.values[output.name][:, 0]
    values = values[np.isfinite(values).all(axis=1)]
    sign = 1.0 if better_of(output) == "higher" else -1.0
    changes = []
    for draw in range(len(values)) if len(values) > 1 else ():
        others = np.delete(values, draw, axis=0).mean(axis=0)
        changes.append(values[draw, int(np.argmax(sign * others))] - values[draw].mean())
    mix: dict[str, float] = {}
    if changes:
        best = int(np.argmax(sign * values.mean(axis=0)))
        places = study.sample.at(best)
        mix = {factor.name: factor.value(place) for factor, place in zip(study.factors, places, strict=True)}
    return _summary(Contrast("best_mix", mix, {}), output, np.array(changes, dtype=float))


__all__ = ["Answer", "Contrast", "Effect", "answer", "error_of_median", "sensitivity_as_json"]
