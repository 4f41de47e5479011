"""Mesa agents and agent sets over the records of a run: an agent is a view of one row, a set is a list of rows.

Nothing is copied. Reading an attribute of an agent reads the record, writing one writes it, and the next month of the
compiled engine sees what was written.
"""

import math
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, ClassVar, Self
from weakref import WeakKeyDictionary

import numpy as np
from mesa import Agent
from mesa.agent import AgentSet

from agents.firms.record import FIRM, STAGE_NAMES, Stage
from agents.firms.stages import tax_of
from agents.funds import FUND
from agents.industries import INDUSTRY_NAMES
from agents.platforms import PLATFORM
from agents.records import Record, titles
from agents.zones.record import ZONE
from sim.specification import ZoneSpecification
from sim.state import Array

if TYPE_CHECKING:
    from sim.model import ReformModel

NOT_WRITABLE = frozenset({"key"})
"""Fields that may be read only: a firm or zone with another key would have another's luck."""
NUMBERS = (int, float, np.integer, np.floating, np.bool_)
FROM_MESA = frozenset({"model", "row", "pos", "cell"})
"""Attributes of a view that are no fields: its model, its row, and the two by which Mesa's spaces place an agent."""


class FieldOfRecord:
    """One field of a record as an attribute of an agent: reads and writes the row, and is documented by the title."""

    def __init__(self, owner: str, name: str, title: str, kind: np.dtype[Any]) -> None:
        self.owner, self.name, self.kind = owner, name, kind
        self.__doc__ = title

    def __get__(self, agent: Any, owner: type | None = None) -> Any:
        if agent is None:
            return self
        return agent.model.column(agent.table, self.name)[agent.row].item()

    def __set__(self, agent: Any, value: Any) -> None:
        agent.model.column(agent.table, self.name)[agent.row] = self.checked(value)

    def checked(self, value: Any) -> float | int:
        """Return the value in the field's own type; AttributeError, TypeError or ValueError where it cannot be."""
        if self.name in NOT_WRITABLE:
            raise AttributeError(f"{self.owner}.{self.name} cannot be set: it identifies the agent's luck")
        whole = np.issubdtype(self.kind, np.integer)
        if not isinstance(value, NUMBERS) or math.isnan(value):
            raise TypeError(f"{self.owner}.{self.name} ({self.__doc__}) takes a number, found {value!r}")
        if not whole:
            return float(value)
        lowest, highest = np.iinfo(self.kind).min, np.iinfo(self.kind).max
        if not lowest <= float(value) <= highest or float(value) != int(value):
            allowed = f"a whole number from {lowest} to {highest}"
            raise ValueError(f"{self.owner}.{self.name} ({self.__doc__}) takes {allowed}, found {value!r}")
        return int(value)


class RowAgent(Agent):  # type: ignore[misc]
    """A Mesa agent that is a view of one row of a record.

    It is not registered with the model, takes no part in scheduling, and is made on demand; the model keeps it, so the
    same row is always the same object. ``unique_id`` is the row's stable key, which is the same in every run with the
    same seed, whatever the reform. Land, firms and a platform's money are accounted for: whoever writes such a stock
    breaks its account, and the next month ends with an AccountError. Flows are cleared as a month begins.
    """

    table: ClassVar[str] = ""
    """Name of the array of `sim.state.World` that holds the rows."""
    fields: ClassVar[dict[str, FieldOfRecord]] = {}
    """The fields of the record by name."""

    def __init_subclass__(cls, table: str = "", kind: np.dtype[Any] | None = None, **options: Any) -> None:
        super().__init_subclass__(**options)
        if kind is None:
            return
        cls.table = table
        cls.fields = {
            name: FieldOfRecord(cls.__name__, name, title, kind[name]) for name, title in titles(kind).items()
        }
        for name, field in cls.fields.items():
            if hasattr(cls, name):
                raise TypeError(f"field '{name}' of {cls.__name__} bears the name of an attribute of a Mesa agent")
            setattr(cls, name, field)

    def __init__(self, model: "ReformModel", row: int) -> None:
        # The constructor of mesa.Agent would register the agent with the model under a number of its own.
        self.model, self.row = model, int(row)

    @property
    def unique_id(self) -> int:
        """The stable key of the row."""
        return int(self.model.column(self.table, "key")[self.row])

    def remove(self) -> None:
        """Refuse: a row leaves the run by the model's rules only."""
        raise NotImplementedError(f"{self!r} is a row of the run's records and cannot be removed; its own rules decide")

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(self._unknown(name))

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in FROM_MESA and not name.startswith("_") and not hasattr(type(self), name):
            raise AttributeError(self._unknown(name))
        super().__setattr__(name, value)

    def _unknown(self, name: str) -> str:
        nearest = [] if name.startswith("_") else get_close_matches(name, dir(type(self)), n=1)
        hint = f"; the nearest name is '{nearest[0]}'" if nearest else ""
        return f"a {type(self).__name__} has no '{name}'{hint}"


class Zone(RowAgent, table="zones", kind=ZONE):
    """A development zone: one management committee and what it governs."""

    @property
    def specification(self) -> ZoneSpecification:
        """What the scenario says of the zone."""
        zone: ZoneSpecification = self.model.specification.world.zones[self.row]
        return zone

    @property
    def id(self) -> str:
        """The zone's id in the scenario."""
        return self.specification.id

    @property
    def name(self) -> str:
        """The zone's English name."""
        return self.specification.name

    @property
    def levers(self) -> Record:
        """The zone's levers now, by name; writing one changes policy from the next month on."""
        return self.model.world.levers[self.row]

    def __repr__(self) -> str:
        return f"Zone(id='{self.id}')"


class _OfZone(RowAgent):
    """Something that belongs to one zone."""

    @property
    def zone_id(self) -> str:
        """Id of the zone it belongs to."""
        return str(self.model.specification.world.zones[self.zone].id)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(zone_id='{self.zone_id}')"


class Platform(_OfZone, table="platforms", kind=PLATFORM):
    """A platform company (开发区平台公司) beside a committee; ``second_zone`` where it serves two."""


class Fund(_OfZone, table="funds", kind=FUND):
    """The guidance fund and sub-funds of a zone, taken together."""


class Firm(_OfZone, table="firms", kind=FIRM):
    """The owner of one project, from its choice of the zone to production or exit."""

    @property
    def stage_name(self) -> str:
        """The stage of its life in words."""
        return STAGE_NAMES[self.stage]

    @property
    def tax(self) -> float:
        """The tax that it paid in the last month run, 0 unless it produces [亿元 / month]."""
        if self.stage != Stage.PRODUCING:
            return 0.0
        return float(tax_of(self.model.world.firms[self.row], self.model.month - 1))

    @property
    def industry_name(self) -> str:
        """Its industry in words."""
        return INDUSTRY_NAMES[self.industry]

    def __repr__(self) -> str:
        return f"Firm(row={self.row}, stage_name='{self.stage_name}', zone_id='{self.zone_id}')"


class RowSet(AgentSet):  # type: ignore[misc]
    """A Mesa AgentSet over rows: agents of one kind are made only when asked for, and fields are read by column.

    ``get``, ``set``, ``agg``, ``len`` and ``in`` work on the column of a field; everything else (select, sort, groupby,
    do, map, shuffle) is Mesa's and sees agents. A set does not follow the run: ask the model again after a step. A set
    of several kinds, such as ``model.agents``, is an ordinary AgentSet.
    """

    _model: "ReformModel"
    _kind: type[RowAgent]
    _rows: Array | None = None  # None where agents are of several kinds, or the set was changed by hand
    _made: "WeakKeyDictionary[Any, None] | None" = None

    def __init__(self, agents: Iterable[Any], random: Any = None) -> None:
        self._fill(list(agents), random)

    @classmethod
    def of_rows(cls, model: "ReformModel", kind: type[RowAgent], rows: Array) -> Self:
        """Return the set of agents of a kind at these rows."""
        rowset = cls.__new__(cls)
        rowset._hold(model, kind, rows, None)  # noqa: SLF001 - a second constructor
        return rowset

    def _fill(self, agents: list[Any], random: Any) -> None:
        first = agents[0] if agents else None
        if isinstance(first, RowAgent) and all(type(a) is type(first) and a.model is first.model for a in agents):
            rows = list(dict.fromkeys(a.row for a in agents))
            self._hold(first.model, type(first), np.array(rows, np.int64), random)
        else:
            super().__init__(agents, random)

    def _hold(self, model: "ReformModel", kind: type[RowAgent], rows: Array, random: Any) -> None:
        self._model, self._kind, self._rows, self._made = model, kind, rows, None
        self.random = model.random if random is None else random

    @property
    def _agents(self) -> "WeakKeyDictionary[Any, None]":
        """The agents as Mesa keeps them; weak references suffice because the model holds its views."""
        if self._made is None:
            self._made = WeakKeyDictionary(dict.fromkeys(self))
        return self._made

    @_agents.setter
    def _agents(self, agents: "WeakKeyDictionary[Any, None]") -> None:
        self._made, self._rows = agents, None

    def _update(self, agents: Iterable[Any]) -> Self:
        self._fill(list(agents), self.random)
        return self

    def __len__(self) -> int:
        return len(self._agents) if self._rows is None else len(self._rows)

    def __iter__(self) -> Iterator[Any]:
        if self._rows is None:
            return iter(list(self._agents.keys()))
        return (self._model.view(self._kind, row) for row in self._rows.tolist())

    def __contains__(self, agent: Any) -> bool:
        if self._rows is None:
            return agent in self._agents
        return type(agent) is self._kind and agent.model is self._model and agent.row in self._rows

    def __repr__(self) -> str:
        kinds = {type(agent).__name__ for agent in self} if self._rows is None else {self._kind.__name__}
        return f"RowSet({len(self)} of {', '.join(sorted(kinds)) or 'none'})"

    def column(self, field: str) -> Array:
        """Return a field of all agents of the set as an array in their order (a copy; write with `set`)."""
        if self._rows is None:
            return np.array(self.get(field))
        if field not in self._kind.fields:
            raise AttributeError(f"{self._kind.__name__} has no field '{field}'")
        return self._model.column(self._kind.table, field)[self._rows]

    def get(self, attr_names: str | list[str], handle_missing: str = "error", default_value: Any = None) -> list[Any]:
        """Return the attribute of every agent, or a list of attributes each; fields are read by column."""
        names = [attr_names] if isinstance(attr_names, str) else list(attr_names)
        if self._rows is None or not all(name in self._kind.fields for name in names):
            values: list[Any] = super().get(attr_names, handle_missing, default_value)
            return values
        columns = [self.column(name).tolist() for name in names]
        return columns[0] if isinstance(attr_names, str) else [list(values) for values in zip(*columns, strict=True)]

    def set(self, attr_name: str, value: Any) -> Self:
        """Give an attribute of every agent one value."""
        if self._rows is None or attr_name not in self._kind.fields:
            super().set(attr_name, value)
        else:
            self._model.column(self._kind.table, attr_name)[self._rows] = self._kind.fields[attr_name].checked(value)
        return self

    # Mesa's own sort and shuffle return a plain AgentSet, which reads agent by agent.
    def sort(self, key: Any, ascending: bool = False, inplace: bool = False) -> Any:
        """Return the agents in order of a field or function, largest first unless ``ascending``."""
        agents = super().sort(key, ascending)
        return self._update(agents) if inplace else type(self)(agents, self.random)

    def shuffle(self, inplace: bool = False) -> Any:
        """Return the agents in random order, by the model's own generator; no rule of the run uses it."""
        agents = list(self)
        self.random.shuffle(agents)
        return self._update(agents) if inplace else type(self)(agents, self.random)

    def add(self, agent: Any) -> None:
        """Add an agent to this set; the run is not touched."""
        self._agents = self._agents  # from here on a set of agents, no longer of rows
        super().add(agent)

    def discard(self, agent: Any) -> None:
        """Take an agent out of this set if it is there; the run is not touched."""
        self._agents = self._agents
        super().discard(agent)

    def remove(self, agent: Any) -> None:
        """Take an agent out of this set; the run is not touched."""
        self._agents = self._agents
        super().remove(agent)
