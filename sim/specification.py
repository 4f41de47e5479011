"""What a run is asked to do, as plain frozen values: a world, dated levers, a macro path, a horizon.

YAML files are read into these by `scenarios/`; nothing here knows files.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

CALENDAR_START = (2017, 1)
"""Year and month of model month 0."""
BURN_IN_MONTHS = 120
"""Unrecorded months before 2017-01: seventy-two leave one completion in twenty-five missing (decision 002)."""
DEFAULT_MONTHS = 72
GATHER_MONTHS = 36
"""Last months of the burn-in whose mean flows open the books."""


def month_of(year: int, month: int) -> int:
    """Return the model month of a calendar month (2017-01 is 0)."""
    return (year - CALENDAR_START[0]) * 12 + month - CALENDAR_START[1]


def calendar_of(month: int) -> tuple[int, int]:
    """Return (year, month) of a model month."""
    return CALENDAR_START[0] + month // 12, month % 12 + 1


@dataclass(frozen=True)
class ZoneSpecification:
    """One zone of a world. What ``known`` does not give is drawn from the priors of ZoneEndowment.

    ``known`` maps endowment names to values in their units; ``sources`` maps the same names to figure ids.
    ``leading`` are industry names. ``platform`` tells whether it has a platform company; ``platform_of`` names a zone
    whose platform it shares instead.
    """

    id: str
    name: str
    name_zh: str
    city: str
    district: str
    leading: tuple[str, ...]
    nest: str = "region"
    office: bool = False
    platform: bool = True
    platform_of: str | None = None
    known: Mapping[str, float] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    weight: float = 1.0
    """Scale of the zone as a bundle of so many ordinary zones (rest-of-region rows) [1]."""


@dataclass(frozen=True)
class WorldSpecification:
    """A world: its zones and the prospects a month that its region sees [firms / month]."""

    name: str
    prospects_per_month: float
    zones: tuple[ZoneSpecification, ...]
    synthetic: bool = False

    def row_of(self, zone: str) -> int:
        """Return the row of a zone by its id; KeyError names the id."""
        for row, specification in enumerate(self.zones):
            if specification.id == zone:
                return row
        raise KeyError(zone)


@dataclass(frozen=True)
class LeverChange:
    """A lever of a zone takes a value from a month on.

    ``latest`` makes the month uncertain: uniform on [month, latest], one draw per ``date_group`` so that levers that
    belong to one decision move together, in whatever zone.
    """

    zone: str
    lever: str
    month: int
    value: float
    latest: int | None = None
    date_group: str = "reform"
    source: str = ""


@dataclass(frozen=True)
class SectorShock:
    """From ``month`` for ``months``: arrivals of an industry times ``arrivals``, its closures times ``closures``."""

    industry: str
    month: int
    months: int
    arrivals: float
    closures: float


@dataclass(frozen=True)
class ScenarioSpecification:
    """All that a run needs besides parameters and a seed."""

    name: str
    title: str
    title_zh: str
    world: WorldSpecification
    changes: tuple[LeverChange, ...] = ()
    macro: str = "recorded"
    """recorded | constant | weak | boom: the last two continue the recorded path after 2022."""
    growth: Mapping[int, float] = field(default_factory=dict)
    """The city's investment of a year over that of the year before, where the scenario names it [1]."""
    months: int = DEFAULT_MONTHS
    shocks: tuple[SectorShock, ...] = ()
    parameters: Mapping[str, float] = field(default_factory=dict)
    focus: str = ""
    """Zone whose published figures the scenario is about."""
