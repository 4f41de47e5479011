"""The Mesa model around the engine: one step is one compiled call of a month."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from numbers import Real
from typing import Any

import mesa
import numpy as np
import pandas as pd

from agents.firms.record import LIVE_STAGES
from agents.records import table_of, titles
from agents.zones.record import ZONE
from sim.parameters import PARAMETERS, prior_medians
from sim.replacement import Replacements, engine_with, text_digests
from sim.specification import BURN_IN_MONTHS, CALENDAR_START, ScenarioSpecification, calendar_of
from sim.state import Array, Count, World
from sim.views import Firm, Fund, Platform, RowAgent, RowSet, Zone

NOT_IN_RESULTS = frozenset({"key", "city", "district", "nest", "platform"})
"""Codes and row numbers of a zone: the table names the zone, its city and district instead."""


class ReformModel(mesa.Model):  # type: ignore[misc]
    """A run of a scenario as a Mesa model.

    Example::

        model = ReformModel(load_scenario("jimo"), rng=1)
        model.run_for(60)
        model.zones.get("staff")
        model.results()

    ``specification`` is the scenario, kept as ``model.specification``. ``values`` are parameters by name; what they
    leave out is at its prior median (no posterior is used here), and what the scenario fixes wins. ``rng`` is the seed,
    a non-negative integer: every draw is a function of it and of keys, so equal arguments give equal runs, byte for
    byte, stepped or whole, through this class or `sim.build.simulate`. ``replacements`` maps events or rules of the
    month to functions of your own (see `sim.replacement.engine_with`).

    The burn-in (unrecorded months under the policy before reform) is run when the model is made. ``model.time`` counts
    the months run since, as Mesa counts steps: 0 before January 2017 is run, 1 after it. The arrays lie open in
    ``model.world`` (`sim.state.World`). To act on the run, override ``step`` and act before ``super().step()``: levers
    and stocks written then hold in that month. ``run_for`` is Mesa's own and makes one compiled call a month, so that
    scheduled events and overridden steps have their turn.

    Raises TypeError or ValueError in one line for arguments that cannot be, AccountError where an account breaks.
    """

    def __init__(
        self,
        specification: ScenarioSpecification,
        values: Mapping[str, float] | None = None,
        rng: int = 1,
        replacements: Replacements | None = None,
    ) -> None:
        if not isinstance(specification, ScenarioSpecification):
            raise TypeError(
                f"specification must be a ScenarioSpecification, as load_scenario returns it; found {specification!r}"
            )
        self.specification = specification
        self.values = _all_values(values)
        seed = _checked_seed(rng)
        super().__init__(rng=seed)
        self.replacements = dict(replacements or {})
        self._engine = engine_with(self.replacements)
        self._views: dict[type[RowAgent], dict[int, RowAgent]] = {}
        self._columns: dict[tuple[str, str], Array] = {}
        self.month = 0
        """Months run since the burn-in; the next to run is the model month of this number."""
        world = self._engine.build_world(specification, self.values, seed)
        self.world = self._engine.run_world(world, specification, -BURN_IN_MONTHS, 0)
        # Mesa puts its own step, which moves the clock and then calls ours, on the instance. An error inside it would
        # stop Mesa's schedule for good, and later steps would silently move the clock alone: hence checks around it.
        self._step_by_mesa = self.step
        self.step = self._checked_step  # type: ignore[method-assign]

    @property
    def world(self) -> World:
        """All arrays of the run."""
        return self._world

    @world.setter
    def world(self, world: World) -> None:
        self._world = world
        self._columns.clear()

    # Time

    def step(self) -> None:
        """Run one month: what Mesa calls each time its clock moves by one."""
        if self.month >= self.specification.months:  # the arrays end here, and compiled code would not notice
            raise ValueError(f"step: all {self.specification.months} months of the scenario have been run")
        self.world = self._engine.run_world(self.world, self.specification, self.month, self.month + 1)
        self.month += 1
        if self.month == self.specification.months:
            self.running = False

    def run_for(self, duration: float) -> None:
        """Run so many months; ValueError where the scenario ends sooner."""
        self._check_ahead(duration, "run_for")
        super().run_for(duration)
        self._check_clock()

    def run_until(self, end_time: float) -> None:
        """Run until so many months have been run in all; ValueError where the scenario ends sooner."""
        self._check_number(end_time, "run_until")
        self._check_ahead(end_time - self.time, "run_until")
        super().run_until(end_time)
        self._check_clock()

    def _checked_step(self) -> None:
        self._check_ahead(1, "step")
        self._step_by_mesa()
        self._check_clock()

    def _check_number(self, months: Any, what: str) -> None:
        if isinstance(months, bool) or not isinstance(months, Real):
            raise TypeError(f"{what} takes a number of months, found {months!r}")

    def _check_ahead(self, months: Any, what: str) -> None:
        self._check_number(months, what)
        self._check_clock()
        left = self.specification.months - self.time
        if not 0 <= months <= left:
            total = self.specification.months
            raise ValueError(f"{what}: {months:g} months asked for, {left:g} of the scenario's {total} are left to run")

    def _check_clock(self) -> None:
        if self.month != int(self.time):
            year, month = calendar_of(self.month)
            raise RuntimeError(f"this run was stopped by an error in {year}-{month:02d}; make a new model to run again")

    # Agents

    def view(self, kind: type[RowAgent], row: int) -> RowAgent:
        """Return the agent of a kind at a row, always the same object."""
        views = self._views.setdefault(kind, {})
        if row not in views:
            views[row] = kind(self, row)
        return views[row]

    def column(self, table: str, field: str) -> Array:
        """Return a field of an array of records of ``model.world`` ("zones", "firms", ...): the memory itself.

        Of firms, the first ``model.world.counts[Count.FIRMS]`` rows are in use; others hold anything.
        """
        key = (table, field)
        if key not in self._columns:
            self._columns[key] = getattr(self._world, table).view(np.ndarray)[field]
        return self._columns[key]

    @property
    def zones(self) -> RowSet:
        """The zones, in the order of the scenario."""
        return RowSet.of_rows(self, Zone, np.arange(self.world.zones.size))

    @property
    def platforms(self) -> RowSet:
        """The platform companies."""
        # A world without platforms keeps one empty row, which has no key.
        return RowSet.of_rows(self, Platform, np.flatnonzero(self.column("platforms", "key")))

    @property
    def funds(self) -> RowSet:
        """The funds, one a zone; empty until a lever commits money."""
        return RowSet.of_rows(self, Fund, np.arange(self.world.funds.size))

    @property
    def firms(self) -> RowSet:
        """The firms now in a live stage, from negotiation to production, in the order in which they came."""
        stages = self.column("firms", "stage")[: self.world.counts[Count.FIRMS]]
        return RowSet.of_rows(self, Firm, np.flatnonzero(stages < LIVE_STAGES))

    @property
    def all_firms(self) -> RowSet:
        """All firms that ever chose a zone, those that left included."""
        return RowSet.of_rows(self, Firm, np.arange(self.world.counts[Count.FIRMS]))

    @property
    def agents_by_type(self) -> dict[type, Any]:
        """Sets by kind of agent: the model's four, and agents of your own that were registered with Mesa."""
        own = {Zone: self.zones, Platform: self.platforms, Fund: self.funds, Firm: self.firms}
        return own | dict(super().agents_by_type)

    @property
    def agent_types(self) -> list[type]:
        """The kinds of agents."""
        return list(self.agents_by_type)

    @property
    def agents(self) -> RowSet:
        """All agents: zones, platforms, funds, live firms, and agents of your own."""
        return RowSet((agent for kind in self.agents_by_type.values() for agent in kind), self.random)

    def zone(self, zone_id: str) -> RowAgent:
        """Return a zone by its id; KeyError names the nearest one."""
        ids = [zone.id for zone in self.specification.world.zones]
        if zone_id not in ids:
            nearest = get_close_matches(str(zone_id), ids, n=1) or ids
            raise KeyError(f"no zone '{zone_id}' in {self.specification.world.name}; nearest: {nearest[0]}")
        return self.view(Zone, ids.index(zone_id))

    # Results

    def results(self) -> pd.DataFrame:
        """Return the zones at the end of each month run so far, one row a month and zone.

        Columns: zone (id), name, city, district, month (model month, 0 is January 2017), calendar (first day of the
        month), then every field of a zone. ``.attrs`` holds ``units`` and ``meanings`` by column, the scenario's name,
        the seed and what was replaced.
        """
        panel = self.world.panel.view(np.ndarray)[: self.month].ravel()
        zones = self.specification.world.zones
        months = np.repeat(np.arange(self.month), len(zones))
        start = np.datetime64(f"{CALENDAR_START[0]}-{CALENDAR_START[1]:02d}")
        columns: dict[str, Any] = {
            attribute: [getattr(zone, source) for zone in zones] * self.month
            for attribute, source in {"zone": "id", "name": "name", "city": "city", "district": "district"}.items()
        }
        columns |= {"month": months, "calendar": (start + months).astype("datetime64[s]")}
        meanings = {name: title for name, title in titles(ZONE).items() if name not in NOT_IN_RESULTS}
        columns |= {name: panel[name] for name in meanings}
        table = pd.DataFrame(columns)
        table.attrs = {
            "units": {"month": "month"} | {name: _unit(title) for name, title in meanings.items()},
            "meanings": meanings,
            "scenario": self.specification.name,
            "seed": self.world.seed,
            "replaced": text_digests(self.replacements),
        }
        return table

    # Copies

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what is made again: the views, and the engine, whose functions have no names of their own."""
        return self.__dict__ | {"_views": {}, "_columns": {}, "_engine": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Tie the tables of a copied world to its records again, or what rules write to one the other would not see."""
        self.__dict__.update(state)
        self._engine = engine_with(self.replacements)
        world = self._world
        self.world = world._replace(zone_table=table_of(world.zones), lever_table=table_of(world.levers))


def _unit(title: str) -> str:
    """Return the unit in brackets at the end of a field's title."""
    found = re.search(r"\[([^\[\]]*)\]$", title)
    return found[1] if found else ""


def _checked_seed(rng: Any) -> int:
    if isinstance(rng, bool) or not isinstance(rng, int | np.integer):
        raise TypeError(f"rng is the seed, a non-negative integer; found {rng!r}")
    if not 0 <= rng < 2**63:
        raise ValueError(f"rng is the seed, an integer from 0 to 2**63 - 1; found {rng}")
    return int(rng)


def _all_values(values: Any) -> dict[str, float]:
    """Return all parameters: those given, the others at their prior medians."""
    given = {} if values is None else values
    if not isinstance(given, Mapping):
        raise TypeError(f"values must map names of parameters to numbers, found {values!r}")
    for name, value in given.items():
        if name not in PARAMETERS:
            nearest = get_close_matches(str(name), PARAMETERS, n=1)
            hint = f"; the nearest name is '{nearest[0]}'" if nearest else ""
            raise ValueError(f"values: no parameter is called '{name}'{hint}")
        if isinstance(value, bool) or not isinstance(value, Real) or np.isnan(float(value)):
            raise TypeError(f"values: '{name}' [{PARAMETERS[name].unit}] takes a number, found {value!r}")
    return prior_medians() | {name: float(value) for name, value in given.items()}
