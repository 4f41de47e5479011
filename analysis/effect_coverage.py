r"""Does the band of an effect hold the effect? Known truths are fitted again, and their effects set against the bands.

A truth is a draw of all priors, with luck of its own. What the simulator prints at it is published as the figures are,
and fitted as they were (`calibration.recovery`). Each draw of that fit is then run as a pair, base and option, by the
simulator, with luck of its own; so is the truth, with the luck that printed its figures. The band of a truth's effect
lies between two of the :math:`n` differences in order, the :math:`k`-th from either end, :math:`k = (n + 1) / 20`: a
truth that is one more draw of the same distribution lies there with 90 %, more where differences can be equal.

**Nothing.** In other truths parameters are fixed at which the option does nothing, and their figures are printed so;
the fits do not know it and draw these parameters from their priors. No theory promises a share there, for no draw of
the prior is such a truth: the band holds nought unless all draws but one, or all, have the same sign. An option that
changes no lever has the band [0, 0], which always holds it.

The cut block of a draw is one of the prior, whatever the figures say of it, its luck is new, and the emulator of the
fit is the one that is learnt once, not mended at each truth's draws. The share is thus measured, not promised.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np

from analysis.compare import Setting, as_drawn, comparable
from analysis.outcomes import BY_NAME, read_outcomes
from calibration.checks import Covered
from calibration.declared import operators_hash_of
from calibration.design import PrintedFigures, ScoredDesign, point_of
from calibration.fit import Learnt, Runs, Workshop, on_scales, prepare, prior_design
from calibration.recovery import Truths, fit_again, known_truths, publish_truths
from calibration.specification import CalibrationSpecification, scenario_of
from calibration.steady import steadily
from calibration.targets import Target
from scenarios.evidence import Ledger
from scenarios.load import load_scenario
from scenarios.strict_yaml import ScenarioError, shown
from sim.beliefs import Drawn
from sim.ensemble import each, seed_of_draw
from sim.identity import digest_of, model_version, outputs_version, plain_scenario
from sim.paired import run_paired
from sim.specification import ScenarioSpecification
from sim.state import Array, World
from sim.store.files import write_bytes

OUTPUTS = ("producing", "region.producing", "arrived")
"""What a reform is for: projects in production in the zone; whether the region has more of them or others lost them;
and the money that came, the one continuous number of the three, which figures are published of."""
MONTHS = 36
DRAWS = 39
"""The fewest draws that put a draw beyond either end of a 90 % band and one at it."""
TAIL = 20
"""One truth in so many should lie below the band, as many above it."""
SEED = 11
FOLDER = "effect-coverage"
"""Folder of the store, with a file for each truth."""

BASE, OPTION = "no-reform", "jimo"
NOTHING_LEVER = "zone_town_fusion"
NOTHING_AT: Mapping[str, float] = {"fusion_load": 0.0, "fusion_clearing": 0.0}
"""The lever whose two effects, staff time taken and land clearance sped up, go against each other, so that the sign of
their sum is open; and the parameters at which it has neither."""


@dataclass(frozen=True)
class Case:
    """What bands are asked to hold: the effect of the one option of a comparison.

    ``fixed`` are parameters that have these values in the truths while the fits do not know it, and at which the option
    does nothing; empty where truths are draws of the prior.
    """

    setting: Setting
    fixed: Mapping[str, float] = field(default_factory=dict)

    @property
    def option(self) -> str:
        """The name of the option."""
        return self.setting.options[0].name

    @property
    def of_truths(self) -> Setting:
        """The comparison as the truths have it."""
        base, options = self.setting.base, self.setting.options
        return self.setting._replace(
            base=_fixed(base, self.fixed), options=tuple(_fixed(o, self.fixed) for o in options)
        )


class Effects(NamedTuple):
    """A truth's own paired differences [outputs], and those of the draws of its fit [draws, outputs]."""

    true: Array
    drawn: Array


class Told(NamedTuple):
    """What each truth of a case is to its fit: its scores, the seed of its luck, and what is published of it."""

    scores: Array
    seeds: tuple[int, ...]
    published: Sequence[tuple[Target, ...]]


def _fixed(scenario: ScenarioSpecification, values: Mapping[str, float]) -> ScenarioSpecification:
    return dataclasses.replace(scenario, parameters={**scenario.parameters, **values})


def cases_that_ship() -> tuple[Case, ...]:
    """Return the reform of Jimo against none, and a reform of its date that does nothing in the truths."""
    base, option = load_scenario(BASE), load_scenario(OPTION)
    setting = comparable(base, [option], SEED)
    first = min((c for c in option.changes if c.zone == setting.zone), key=lambda change: change.month)
    change = dataclasses.replace(first, lever=NOTHING_LEVER, value=1.0, source="assumption: at the reform's date")
    nothing = dataclasses.replace(option, name=NOTHING_LEVER, changes=(change,))
    return Case(setting), Case(comparable(base, [nothing], SEED), NOTHING_AT)


def refuse_another_world(specification: CalibrationSpecification, cases: Sequence[Case]) -> None:
    """Raise ScenarioError where options are of another world than the figures: a fit says nothing of its zones."""
    world = scenario_of(specification).world
    faults = [
        f"effects of {case.option}: found a posterior of world {shown(world.name)}; allowed "
        f"{shown(case.setting.base.world.name)}, the option's own"
        for case in cases
        if case.setting.base.world != world
    ]
    if faults:
        raise ScenarioError(faults)


def ends_of_band(draws: int) -> tuple[int, int]:
    """Return which of so many differences in order, from 0, are the ends of the 90 % band.

    ValueError where no two of them are.

    >>> ends_of_band(39)
    (1, 37)
    """
    if draws < 1 or (draws + 1) % TAIL:
        raise ValueError(f"found {draws} draws; allowed one less than a multiple of {TAIL}: 19, 39, 59 and so on")
    beyond = (draws + 1) // TAIL
    return beyond - 1, draws - beyond


def held(found: Effects) -> Array:
    """Return for each output whether the band, its ends included, holds the truth's own effect."""
    first, last = ends_of_band(len(found.drawn))
    ordered = np.sort(found.drawn, axis=0)
    inside: Array = (ordered[first] <= found.true) & (found.true <= ordered[last])
    return inside


def rank_of(found: Effects, key: int) -> Array:
    """Return where a truth lies among its draws in (0, 1), for each output; equal numbers are put in order by lot."""
    below, equal = (found.drawn < found.true).sum(axis=0), (found.drawn == found.true).sum(axis=0)
    luck = np.random.default_rng([key, 2]).random(found.true.size)
    rank: Array = (below + luck * (equal + 1)) / (len(found.drawn) + 1)
    return rank


def effect_of(setting: Setting, drawn: Drawn, seed: int, outputs: Sequence[str] = OUTPUTS) -> Array:
    """Return the option's paired differences in outputs MONTHS after it begins, at a draw with the luck of a seed."""
    base, option = as_drawn(setting, drawn, seed)
    places, outcomes = setting.places, [BY_NAME[name] for name in outputs]

    def keep(world: World, since: int) -> Array:
        read: Array = read_outcomes(world, places, since, (MONTHS,), outcomes)
        return read

    (pair,) = run_paired(base, [option], drawn.values, seed, MONTHS, keep, setting.date)
    difference: Array = pair.option[0] - pair.base[0]
    return difference


def effects_of(case: Case, zones: tuple[str, ...], truth: Array, truth_seed: int, draws: Array, seed: int) -> Effects:
    """Run a truth and the draws of its fit, all given by their scores, as pairs."""

    def one(setting: Setting, scores: Array, luck: int) -> Array:
        point = point_of(scores, zones)
        return effect_of(setting, Drawn(point.values, point.effects), luck)

    drawn = [one(case.setting, scores, seed_of_draw(seed, k)) for k, scores in enumerate(draws)]
    return Effects(one(case.of_truths, truth, truth_seed), np.array(drawn))


def stored_effects(folder: Path, key: str, make: Callable[[], Effects]) -> Effects:
    """Return what a file of this key holds, or make it and write the file, whole or not at all."""
    path = folder / f"{key}.json"
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return Effects(np.array(document["true"]), np.array(document["drawn"]))
    except (OSError, ValueError, KeyError):  # not there, or cut off by a machine that went down
        found = make()
    folder.mkdir(parents=True, exist_ok=True)
    write_bytes(path, json.dumps({"true": found.true.tolist(), "drawn": found.drawn.tolist()}).encode())
    return found


def key_of(case: Case, truth: Array, truth_seed: int, draws: Array, seed: int) -> str:
    """Return a hash of all that the effects of a truth and of its draws follow from."""
    content = hashlib.sha256(np.ascontiguousarray(truth).tobytes() + np.ascontiguousarray(draws).tobytes())
    scenarios = [plain_scenario(scenario) for scenario in (case.setting.base, *case.setting.options)]
    asked = [case.setting.zone, case.setting.who, case.setting.date, dict(case.fixed), list(OUTPUTS), MONTHS]
    return digest_of([model_version(), outputs_version(), scenarios, asked, truth_seed, seed, content.hexdigest()])


def tell_truths(
    case: Case, learnt: Learnt, known: Truths, specification: CalibrationSpecification, ledger: Ledger,
    workshop: Workshop,
) -> Told:  # fmt: skip
    """Return what is published of the truths of a case: of runs of the prior, or of runs with parameters fixed."""
    scenario, reads = scenario_of(specification), operators_hash_of(ledger)
    zones = learnt.question.zones
    if not case.fixed:
        plan = prior_design(specification, scenario, zones, reads)
        return Told(known.scores, tuple(plan.run(int(row)).seed for row in known.rows), known.published)
    measure = PrintedFigures.of(ledger)
    fixed = ScoredDesign(_fixed(scenario, case.fixed), zones, known.scores, SEED, "calibration-truths", reads)
    printed = on_scales(
        learnt.question.targets, Runs(known.scores, workshop.run(fixed, "truths", measure), measure.columns)
    )
    sound = np.flatnonzero(np.isfinite(printed[:, learnt.emulator.learnt]).all(axis=1))
    printed = np.where(learnt.emulator.learnt, printed, 0.0)[sound]
    scores = known.scores[sound]
    published = publish_truths(learnt.question, scores[:, learnt.emulator.moved], printed, known.others, SEED + 1)
    return Told(scores, tuple(fixed.run(int(row)).seed for row in sound), published)


@steadily
def cover_effects(
    specification: CalibrationSpecification, ledger: Ledger, workshop: Workshop, truths: int, cases: Sequence[Case],
    draws: int = DRAWS, workers: int | None = None,
) -> tuple[Covered, ...]:  # fmt: skip
    """Return how often bands of a fit's draws hold the effects of known truths, for each case and output.

    ``truths`` are half of the specification's draws at most. Each truth is a file of the workshop's store, so that what
    was stopped goes on. Raises RuntimeError where an option does something in a truth in which it should not.
    """
    ends_of_band(draws)  # refused before anything runs
    refuse_another_world(specification, cases)
    learnt = prepare(specification, ledger, workshop)
    known = known_truths(learnt, truths, SEED)
    found: list[Covered] = []
    for number, case in enumerate(cases):
        told = tell_truths(case, learnt, known, specification, ledger, workshop)
        seed = seed_of_draw(SEED, number)
        effects = run_case(case, learnt, known, told, draws, seed, workshop, workers)
        found += covered(case, effects, draws, seed)
    return tuple(found)


def run_case(
    case: Case, learnt: Learnt, known: Truths, told: Told, draws: int, seed: int, workshop: Workshop,
    workers: int | None = None,
) -> list[Effects]:  # fmt: skip
    """Fit every truth of a case again and run it and its draws as pairs."""
    zones, folder = learnt.question.zones, workshop.store / FOLDER

    def one(number: int) -> Effects:
        own = seed_of_draw(seed, number)
        prior = np.random.default_rng([own, 1]).standard_normal((draws, told.scores.shape[1]))
        fitted = fit_again(learnt, told.published[number], known.seen, prior, own).scores
        asked = told.scores[number], told.seeds[number], fitted, own
        return stored_effects(folder, key_of(case, *asked), lambda: effects_of(case, zones, *asked))

    found = []
    for effects in each(one, range(len(told.scores)), workers):
        found.append(effects)
        workshop.tell("effects", len(found), len(told.scores))
    return found


def covered(case: Case, effects: Sequence[Effects], draws: int, seed: int) -> list[Covered]:
    """Count for each output how many truths lie in their bands."""
    true = np.array([one.true for one in effects])
    if case.fixed and np.any(true != 0.0):
        moved = ", ".join(name for name, column in zip(OUTPUTS, true.T, strict=True) if np.any(column != 0.0))
        raise RuntimeError(f"{case.option} moves {moved} in truths in which it should do nothing")
    inside = np.array([held(one) for one in effects])
    ranks = np.array([rank_of(one, seed_of_draw(seed, number)) for number, one in enumerate(effects)])
    return [
        Covered(case.option, name, MONTHS, tuple(case.fixed), draws, int(inside[:, at].sum()),
                tuple(ranks[:, at].round(4).tolist()))
        for at, name in enumerate(OUTPUTS)
    ]  # fmt: skip
