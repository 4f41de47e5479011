"""Reads scenarios: what a user asks for, checked before anything runs.

A scenario file (every key but ``name`` and ``title`` may be left out, or come from what it extends)::

    name: my-reform
    title: A reform of one zone
    extends: no-reform            # or a path such as ./base.yaml
    world: qingdao-zibo           # or a path
    focus: jimo-etz
    horizon: {months: 72}         # from January 2017; after December 2022 it is projection
    macro: recorded               # recorded | constant | weak | boom; recorded ends in December 2022
    reform:
      - zone: jimo-etz
        date: 2019-06             # or {earliest: 2019-01, latest: 2019-12, group: reform}
        source: jimo.zone.pilot_year
        levers:
          gate_coverage: 1
          standard_intensity: {value: 300, unit: 万元/mu}
          posts_lost: {expression: jimo.zone.staff_before - jimo.zone.staff_after}
          gate_rejection: {figure: jimo.district.gate_reject_share}
          whistle: strong           # a band of the catalogue of levers
          enclave_partner: laiyang
    rollout:
      - zones: [jimo-etz, laixi]  # or all, with but: [rest-of-region]
        start: 2020-01            # the first zone's turn, the next one six months later; or dates: {laixi: 2020-05}
        every: 6
        source: "judgement: one zone tries, the others follow"
        levers: {parallel_approval: 1}
    prior: true                   # or posterior: NAME; what the other parameters are drawn from
    parameters:
      coverage: 2                 # held fixed instead of drawn
    shocks:
      - {industry: electronics, date: 2021-01, months: 12, arrivals: 0.5, closures: 2}

A number may be plain, or {value, unit}, {figure} or {expression} with ``source``; figures are ids of the evidence
ledger and are turned into the unit of what is set. In place of the number of a lever the name of one of its bands in
`scenarios/levers.yaml` may stand. ``macro`` may also be {path: recorded, growth: {2023: 0.97}}, which gives years a
growth of their own. ``source`` is a figure id, a sentence beginning with ``judgement:``, or a list of these. Held-out
figures may not be cited.

What a scenario extends is read first. Its single values and parameters hold unless set again, its shocks stay, and its
steps stay except for levers that are set anew: a lever of a zone that a file sets forgets how it was set before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

from scenarios import design_schema
from scenarios import schema as forms
from scenarios.catalogue import lever_bands
from scenarios.forms import read_form
from scenarios.posteriors import default_belief, read_posterior
from scenarios.schema import ScenarioFile
from scenarios.steps import (
    beyond_the_record,
    month_text,
    read_changes,
    read_macro,
    read_parameters,
    read_rollout,
    read_shocks,
)
from scenarios.strict_yaml import ScenarioError, Source, read_source, shown, unknown
from scenarios.world_files import WORLDS, find_file, is_file, list_worlds, load_world, name_of, read_world
from sim.beliefs import PRIOR, Belief
from sim.specification import DEFAULT_MONTHS, LeverChange, ScenarioSpecification, SectorShock, WorldSpecification

LIBRARY = Path(__file__).with_name("library")
"""The folder of the scenarios that ship."""


class Listed(NamedTuple):
    """One line of the list of scenarios."""

    name: str
    title: str
    title_zh: str
    world: str
    focus: str


@dataclass
class _Chain:
    """A scenario file and what it extends, from the first that is extended to the file itself."""

    files: list[tuple[Source, ScenarioFile]] = field(default_factory=list)
    seen: list[Path] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def last(self, key: str) -> tuple[Source, Any] | None:
        """Return the last setting of a key and the file that sets it."""
        for source, form in reversed(self.files):
            value = getattr(form, key)
            if value is not None:
                return source, value
        return None


def list_scenarios(folder: Path = LIBRARY) -> list[Listed]:
    """Return the scenarios that ship, by name."""
    listed = []
    for path in sorted(folder.glob("*.yaml")):
        scenario = load_scenario(path)
        listed.append(Listed(scenario.name, scenario.title, scenario.title_zh, scenario.world.name, scenario.focus))
    return listed


def load_scenario(name: str | Path) -> ScenarioSpecification:
    """Return a scenario by name, or from a file by path; faults raise ScenarioError, one line each."""
    scenario, faults = _read(name)
    if scenario is None or faults:
        raise ScenarioError(faults)
    return scenario


def load_belief(name: str | Path) -> Belief:
    """Return what the parameters of a scenario are drawn from: what its files say, else the posterior that ships.

    Takes what `load_scenario` takes, and raises what it raises.
    """
    path = name if isinstance(name, Path) else find_file(name, LIBRARY)
    if path is None:
        raise ScenarioError([f"scenario: {unknown('scenario', name, scenario_names())}"])
    chain = _Chain()
    _follow(chain, path)
    return _belief_of(chain) or default_belief()


def check_file(path: str | Path) -> list[str]:
    """Return all faults of a scenario, world or design file, one line each; an empty list where there are none."""
    path = Path(path)
    try:
        source = read_source(path, name_of(path))
        if isinstance(source.content, dict) and "rollouts" in source.content:
            from scenarios.rollout_files import read_rollout_design  # noqa: PLC0415  # it reads the scenario it names

            return read_rollout_design(source)[1]
        if isinstance(source.content, dict) and "question" in source.content:
            from scenarios.designs import read_design  # noqa: PLC0415  # a design is read with the scenarios it names

            return read_design(source)[1]
        if isinstance(source.content, dict) and "zones" in source.content:
            read_world(source)
            return source.faults
    except ScenarioError as fault:
        return fault.faults
    return _read(path)[1]


def schema(kind: Literal["scenario", "world", "design"] = "scenario") -> dict[str, Any]:
    """Return the JSON Schema of scenario files, or of world or design files, for editors."""
    return design_schema.schema() if kind == "design" else forms.schema(kind, lever_bands())


def _read(name: str | Path) -> tuple[ScenarioSpecification | None, list[str]]:
    path = name if isinstance(name, Path) else find_file(name, LIBRARY)
    if path is None:
        return None, [f"scenario: {unknown('scenario', name, scenario_names())}"]
    chain = _Chain()
    complete = _follow(chain, path)
    scenario = _resolve(chain) if complete else None
    return scenario, [*chain.faults, *(fault for source, _ in chain.files for fault in source.faults)]


def scenario_names() -> list[str]:
    """Return the names of the scenarios that ship."""
    return sorted(path.stem for path in LIBRARY.glob("*.yaml"))


def _follow(chain: _Chain, path: Path) -> bool:
    """Read a file and, before it, what it extends; tell whether all of it could be read."""
    try:
        source = read_source(path, name_of(path))
    except ScenarioError as fault:
        chain.faults += fault.faults
        return False
    chain.seen.append(path.resolve())
    form = read_form(source, ScenarioFile)
    if form is None:
        chain.faults += source.faults
        return False
    complete = True
    if form.extends is not None:
        base = find_file(form.extends, LIBRARY, path.parent)
        if base is None:
            source.refuse(("extends",), unknown("scenario", form.extends, scenario_names()))
            complete = False
        elif not is_file(base):
            source.refuse(("extends",), f"found {shown(form.extends)}; there is no such file")
            complete = False
        elif base.resolve() in chain.seen:
            circle = " -> ".join(step.stem for step in [*chain.seen[chain.seen.index(base.resolve()) :], base])
            source.refuse(("extends",), f"found {shown(form.extends)}, which leads back to itself: {circle}")
            complete = False
        else:
            complete = _follow(chain, base)
    chain.files.append((source, form))
    return complete


def _resolve(chain: _Chain) -> ScenarioSpecification | None:
    """Check names, dates and ranges of a chain of files and put it together."""
    _, form = chain.files[-1]
    world = _world_of(chain)
    if world is None:
        return None
    horizon = chain.last("horizon")
    months = horizon[1].months if horizon else DEFAULT_MONTHS
    macro, growth = _macro_of(chain, months)
    _belief_of(chain)
    changes: list[LeverChange] = []
    parameters: dict[str, float] = {}
    shocks: list[SectorShock] = []
    for source, part in chain.files:
        mine = [c for number, step in enumerate(part.reform) for c in read_changes(source, number, step, world, months)]
        for number, rollout in enumerate(part.rollout):
            turns = read_rollout(source, number, rollout, world, months)
            _refuse_repeated(source, number, turns, mine)
            mine += turns
        anew = {(change.zone, change.lever) for change in mine}
        changes = [c for c in changes if (c.zone, c.lever) not in anew] + mine
        parameters |= read_parameters(source, part.parameters)
        shocks += read_shocks(source, part.shocks, months)
    return ScenarioSpecification(
        name=form.name,
        title=form.title,
        title_zh=form.title_zh or form.title,
        world=world,
        changes=tuple(changes),
        macro=macro,
        growth=growth,
        months=months,
        shocks=tuple(shocks),
        parameters=parameters,
        focus=_focus_of(chain, world),
    )


def _macro_of(chain: _Chain, months: int) -> tuple[str, dict[int, float]]:
    """Return the path outside and its own years, which must last as long as the run."""
    found = chain.last("macro")
    macro, growth = read_macro(*found, months) if found else ("recorded", {})
    fault = beyond_the_record(macro, growth, months)
    horizon = chain.last("horizon")
    if fault and horizon:
        horizon[0].refuse(("horizon", "months"), fault)
    return macro, growth


def _belief_of(chain: _Chain) -> Belief | None:
    """Return what a scenario's parameters are drawn from: the last file that says so counts; None where none does."""
    for source, form in reversed(chain.files):
        if form.prior and form.posterior is not None:
            source.refuse(("posterior",), "found it beside prior; allowed one of the two")
            return None
        if form.posterior is not None:
            return read_posterior(source, ("posterior",), form.posterior)
        if form.prior:
            return PRIOR
    return None


def _refuse_repeated(source: Source, number: int, turns: list[LeverChange], others: list[LeverChange]) -> None:
    """Refuse a roll-out that sets a lever of a zone in a month in which the same file sets it already."""
    taken = {(change.zone, change.lever, change.month) for change in others if change.latest is None}
    for change in turns:
        if (change.zone, change.lever, change.month) in taken:
            when = f"found {change.lever} of {change.zone} in {month_text(change.month)}"
            source.refuse(("rollout", number), f"{when}, which is set there already; keep one")


def _world_of(chain: _Chain) -> WorldSpecification | None:
    found = chain.last("world")
    if found is None:
        own, _ = chain.files[-1]
        names = ", ".join(list_worlds())
        if not any(source.noted for source, _ in chain.files):
            own.refuse(("world",), f"found nothing here or in what is extended; a world is needed, such as {names}")
        return None
    source, name = found
    path = find_file(name, WORLDS, source.path.parent)
    if path is None:
        source.refuse(("world",), unknown("world", name, list_worlds()))
        return None
    if not is_file(path):
        source.refuse(("world",), f"found {shown(name)}; there is no such file")
        return None
    try:
        return load_world(path)
    except ScenarioError as fault:
        chain.faults += fault.faults
        return None


def _focus_of(chain: _Chain, world: WorldSpecification) -> str:
    found = chain.last("focus")
    if found is None:
        return ""
    source, focus = found
    ids = [zone.id for zone in world.zones]
    if focus not in ids:
        source.refuse(("focus",), unknown("zone", focus, ids))
    return str(focus)


__all__ = [
    "LIBRARY",
    "Listed",
    "ScenarioError",
    "check_file",
    "list_scenarios",
    "list_worlds",
    "load_scenario",
    "load_world",
    "schema",
]
