"""Reads roll-out designs: one reform, and several ways of saying which zones take it up when.

A file::

    name: made-cities
    title: An attraction package, zone after zone
    question: Which estimator tells what such a roll-out did?
    made_world: {zones: 24, cities: 3, prospects_per_month: 750, months: 96}   # or scenario: no-reform
    levers: {channel_professional: 1, parallel_approval: 1}
    source: "judgement: assumption, ..."
    rollouts: [at_once, staggered, best_first, worst_first, one_city]
    but: []                       # zones that take no part
    reforming: 0.33               # share of the zones that reform; the others never do
    start: 2020-01
    groups: 3                     # turns of the roll-outs that take turns
    every: 6                      # months from one turn to the next
    period: 3                     # months of a row of the panel
    rank_by: published_fai        # what best and worst are told by, over the year before the start
    outcomes:
      - {name: investment, published: published_fai, true: spending}
    draws: {count: 40, seed: 1}

Zones that stand for one zone each take part, but for those of ``but``; a row that stands for several, or takes no part,
never reforms and enters no panel, but counts where the region is added up.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import Field

from scenarios.design_schema import Count, Key, Seed
from scenarios.forms import read_form
from scenarios.load import LIBRARY, load_scenario, scenario_names
from scenarios.made_worlds import made_world
from scenarios.schema import MOST_MONTHS, Cited, Id, Macro, Month, Part, Text, Value
from scenarios.steps import beyond_the_record, month_index, month_text, read_lever
from scenarios.strict_yaml import ScenarioError, Source, read_source, unknown
from scenarios.values import cite
from scenarios.world_files import find_file, is_file, name_of
from sim.outputs import MEASURES
from sim.specification import ScenarioSpecification, WorldSpecification

ROLLOUTS = Path(__file__).with_name("rollouts")
"""The folder of the roll-out designs that ship."""
Kind = Literal["at_once", "staggered", "best_first", "worst_first", "one_city"]
KINDS: tuple[Kind, ...] = get_args(Kind)
IN_TURN = ("staggered", "best_first", "worst_first")
"""Roll-outs whose zones come in several groups; the others come all in the first."""
FEWEST_BEFORE, FEWEST_AFTER = 4, 4
"""Periods before the first turn and from the last turn on, without which no estimator has anything to go by."""
FEWEST_ZONES, MOST_ZONES, MOST_CITIES = 8, 400, 50


class MadeWorld(Part):
    """A synthetic world of ordinary zones."""

    zones: Annotated[int, Field(strict=True, ge=FEWEST_ZONES, le=MOST_ZONES)]
    cities: Annotated[int, Field(strict=True, ge=2, le=MOST_CITIES)]
    prospects_per_month: Annotated[float, Field(gt=0, le=100_000)]
    months: Annotated[int, Field(strict=True, ge=12, le=MOST_MONTHS)]
    macro: Macro = "constant"


class OutcomeForm(Part):
    """Something that is told of each zone and period, as published and as it is."""

    name: Key
    published: Text = Field(description="Field of a zone that is published.")
    true: Text = Field(description="Field of a zone, or spending, that is what happened.")
    label: Text | None = None
    label_zh: Text | None = None


class DrawsForm(Part):
    """How many worlds, and what they differ by."""

    count: Count = 40
    seed: Seed = 1
    parameters: Literal["prior", "median"] = "prior"


class RolloutFile(Part):
    """A roll-out design."""

    name: Id
    title: Text
    title_zh: Text | None = None
    question: Text
    question_zh: Text | None = None
    note: Text | None = None
    scenario: Text | None = Field(None, description="Scenario without levers: name or path; or made_world.")
    made_world: MadeWorld | None = None
    levers: dict[str, Value] = Field(description="Lever: value, the same in each zone.")
    source: Cited | None = None
    rollouts: Annotated[list[Kind], Field(min_length=1)]
    but: list[Text] = Field(default_factory=list, description="Zones that take no part, and enter no panel.")
    reforming: Annotated[float, Field(strict=True, gt=0, lt=0.5)]
    start: Month
    groups: Annotated[int, Field(strict=True, ge=1, le=12)] = 3
    every: Annotated[int, Field(strict=True, ge=1, le=60)] = 6
    period: Literal[1, 3, 6, 12] = 3
    rank_by: Text = "published_fai"
    outcomes: Annotated[list[OutcomeForm], Field(min_length=1)]
    draws: DrawsForm = DrawsForm()


@dataclass(frozen=True)
class RolloutOutcome:
    """An outcome of the panels: two measures of a zone, as published and as it is."""

    name: str
    published: str
    true: str
    label: str
    label_zh: str


@dataclass(frozen=True)
class RolloutDesign:
    """A reform and the roll-outs of it that are compared. Months are counted from January 2017."""

    name: str
    title: str
    title_zh: str
    question: str
    question_zh: str
    base: ScenarioSpecification
    levers: tuple[tuple[str, float, str], ...]
    """(lever, value, where the value comes from)."""
    rollouts: tuple[Kind, ...]
    but: tuple[str, ...]
    """Zones that take no part."""
    reforming: float
    start: int
    groups: int
    every: int
    period: int
    rank_by: str
    outcomes: tuple[RolloutOutcome, ...]
    draws: int
    seed: int
    parameters: str
    made: MadeWorld | None

    @property
    def members(self) -> tuple[int, ...]:
        """The rows of the zones that the panels are made of."""
        return members_of(self.base.world, self.but)

    @property
    def reformers(self) -> int:
        """The number of zones that reform."""
        return round(self.reforming * len(self.members))

    @property
    def periods(self) -> int:
        """The periods of a panel: whole ones of the run."""
        return self.base.months // self.period

    def turns(self, kind: Kind) -> tuple[int, ...]:
        """Return the months in which groups of a roll-out come, the first first."""
        groups = self.groups if kind in IN_TURN else 1
        return tuple(self.start + group * self.every for group in range(groups))

    def with_zones(self, zones: int) -> RolloutDesign:
        """Return the design in a made world of another size, prospects in proportion.

        Raises ScenarioError where the world is no made one, or is too small for the design.
        """
        if self.made is None:
            where = f"{self.name} runs in the world {self.base.world.name}"
            raise ScenarioError([f"--zones: found {zones}; {where}, whose zones are given"])
        if not FEWEST_ZONES <= zones <= MOST_ZONES:
            raise ScenarioError([f"--zones: found {zones}; allowed {FEWEST_ZONES} to {MOST_ZONES}"])
        world = self.base.world
        prospects = world.prospects_per_month * zones / len(world.zones)
        resized = made_world(world.name, zones, self.made.cities, prospects)
        design = dataclasses.replace(self, base=dataclasses.replace(self.base, world=resized))
        fault = too_few(len(design.members), design.reforming, design.groups)
        if fault:
            raise ScenarioError([f"--zones: found {zones}; {fault}"])
        return design


def members_of(world: WorldSpecification, but: Sequence[str]) -> tuple[int, ...]:
    """Return the rows of a world that stand for one zone each and take part."""
    return tuple(row for row, zone in enumerate(world.zones) if zone.weight == 1.0 and zone.id not in but)


def too_few(members: int, reforming: float, groups: int) -> str:
    """Say what keeps so many zones from a roll-out; empty where nothing does.

    Every group needs a zone, and placebos need more zones that never reform than zones that do.
    """
    reformers = round(reforming * members)
    if reformers < groups:
        return f"{reformers} of {members} zones would reform, in {groups} groups; each needs one at least"
    if reformers >= members - reformers:
        return f"{reformers} of {members} zones would reform; allowed fewer than half"
    return ""


def rollout_names(folder: Path = ROLLOUTS) -> list[str]:
    """Return the names of the roll-out designs that ship."""
    return sorted(path.stem for path in folder.glob("*.yaml"))


def load_rollout(name: str | Path) -> RolloutDesign:
    """Return a roll-out design by name, or from a file by path; faults raise ScenarioError, one line each."""
    path = name if isinstance(name, Path) else find_file(name, ROLLOUTS)
    if path is None:
        raise ScenarioError([f"rollout: {unknown('roll-out design', name, rollout_names())}"])
    source = read_source(path, name_of(path))
    design, faults = read_rollout_design(source)
    if design is None or faults:
        raise ScenarioError(faults)
    return design


def read_rollout_design(source: Source) -> tuple[RolloutDesign | None, list[str]]:
    """Return the roll-out design that a file describes as far as it can be read, and every fault."""
    form = read_form(source, RolloutFile)
    if form is None:
        return None, source.faults
    faults: list[str] = []
    base = _read_base(source, form, faults)
    outcomes = _read_outcomes(source, form)
    _refuse_unknown_measure(source, ("rank_by",), form.rank_by)
    for number, kind in enumerate(form.rollouts):
        if kind in form.rollouts[:number]:
            source.refuse(("rollouts", number), f"found {kind} a second time; keep one")
    said = cite(source, ("source",), form.source)
    if base is None:
        return None, [*faults, *source.faults]
    levers = []
    for lever, given in form.levers.items():
        set_to = read_lever(source, ("levers", lever), lever, given, base.world)
        if set_to is not None:
            levers.append((lever, set_to[0], set_to[1] or said))
    start = month_index(source, ("start",), form.start, base.months)
    if start is not None:
        _check_times(source, form, base, start)
    ids = [zone.id for zone in base.world.zones]
    for number, zone in enumerate(form.but):
        if zone not in ids:
            source.refuse(("but", number), unknown("zone", zone, ids))
    fault = too_few(len(members_of(base.world, form.but)), form.reforming, form.groups)
    if fault:
        source.refuse(("reforming",), f"found {form.reforming}; {fault}")
    if start is None or source.noted or faults:
        return None, [*faults, *source.faults]
    return _design_of(form, base, levers, start, outcomes), []


def _design_of(
    form: RolloutFile,
    base: ScenarioSpecification,
    levers: Sequence[tuple[str, float, str]],
    start: int,
    outcomes: tuple[RolloutOutcome, ...],
) -> RolloutDesign:
    return RolloutDesign(
        name=form.name,
        title=form.title,
        title_zh=form.title_zh or form.title,
        question=form.question,
        question_zh=form.question_zh or form.question,
        base=base,
        levers=tuple(levers),
        rollouts=tuple(form.rollouts),
        but=tuple(form.but),
        reforming=form.reforming,
        start=start,
        groups=form.groups,
        every=form.every,
        period=form.period,
        rank_by=form.rank_by,
        outcomes=outcomes,
        draws=form.draws.count,
        seed=form.draws.seed,
        parameters=form.draws.parameters,
        made=form.made_world,
    )


def _read_base(source: Source, form: RolloutFile, faults: list[str]) -> ScenarioSpecification | None:
    """Return the scenario in which nobody reforms: one by name, or that of a made world."""
    if (form.scenario is None) == (form.made_world is None):
        found = "neither scenario nor made_world" if form.scenario is None else "both scenario and made_world"
        if not source.is_refused(("made_world",)):
            source.refuse((), f"found {found}; needed is one of the two")
        return None
    if form.made_world is not None:
        return _made_base(source, form, form.made_world)
    name = str(form.scenario)
    path = find_file(name, LIBRARY, source.path.parent)
    if path is None or not is_file(path):
        source.refuse(("scenario",), unknown("scenario", name, scenario_names()))
        return None
    try:
        base = load_scenario(path)
    except ScenarioError as error:
        faults += error.faults
        return None
    if base.changes:
        source.refuse(("scenario",), f"found {name}, which sets levers; allowed a scenario without any, as no-reform")
    return base


def _made_base(source: Source, form: RolloutFile, made: MadeWorld) -> ScenarioSpecification | None:
    fault = beyond_the_record(made.macro, {}, made.months)
    if fault:
        source.refuse(("made_world", "months"), fault)
        return None
    return ScenarioSpecification(
        name=f"{form.name}-no-reform",
        title=f"{form.title}: no reform",
        title_zh=f"{form.title_zh or form.title}：不改革",
        world=made_world(form.name, made.zones, made.cities, made.prospects_per_month),
        macro=made.macro,
        months=made.months,
    )


def _read_outcomes(source: Source, form: RolloutFile) -> tuple[RolloutOutcome, ...]:
    names = [outcome.name for outcome in form.outcomes]
    for number, outcome in enumerate(form.outcomes):
        if outcome.name in names[:number]:
            source.refuse(("outcomes", number, "name"), f"found {outcome.name} a second time; keep one")
        for key, measure in (("published", outcome.published), ("true", outcome.true)):
            _refuse_unknown_measure(source, ("outcomes", number, key), measure)
    return tuple(
        RolloutOutcome(o.name, o.published, o.true, o.label or o.name, o.label_zh or o.label or o.name)
        for o in form.outcomes
    )


def _refuse_unknown_measure(source: Source, place: tuple[str | int, ...], name: str) -> None:
    """Refuse what is no flow of a zone: a panel holds sums over its periods."""
    flows = [measure for measure, meant in MEASURES.items() if meant.is_flow and meant.adds_up and "." not in measure]
    if name not in flows:
        source.refuse(place, unknown("flow of a zone", name, flows))


def _check_times(source: Source, form: RolloutFile, base: ScenarioSpecification, start: int) -> None:
    """Refuse turns that begin within a period, or leave too few periods before and after."""
    period = form.period
    if start % period:
        earlier = month_text(start - start % period)
        source.refuse(("start",), f"found {form.start}; a period of {period} months begins in {earlier} and not then")
    if form.every % period:
        source.refuse(("every",), f"found {form.every}; allowed multiples of the period, {period} months")
    if start < FEWEST_BEFORE * period:
        needed = month_text(FEWEST_BEFORE * period)
        source.refuse(
            ("start",), f"found {form.start}; allowed from {needed}: {FEWEST_BEFORE} periods before are needed"
        )
    groups = form.groups if any(kind in IN_TURN for kind in form.rollouts) else 1
    last = start + (groups - 1) * form.every
    if last + FEWEST_AFTER * period > base.months:
        needed = month_text(base.months - FEWEST_AFTER * period)
        found = f"found {groups} groups, the last in {month_text(last)}"
        source.refuse(("groups",), f"{found}; allowed up to {needed}: {FEWEST_AFTER} periods after are needed")


__all__ = [
    "IN_TURN",
    "KINDS",
    "ROLLOUTS",
    "Kind",
    "RolloutDesign",
    "RolloutOutcome",
    "load_rollout",
    "read_rollout_design",
    "rollout_names",
]
