"""What a scenario file and a world file may hold: the keys, their types and what they mean.

Names (zones, levers, parameters, figures) and ranges are checked by `scenarios/load.py`, which knows the world; here is
the form, and the JSON Schema that editors complete and check from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    WithJsonSchema,
)

from agents.industries import INDUSTRIES
from agents.levers import LEVERS
from agents.zones.endowment import OPENINGS, ZoneEndowment
from sim.parameters import PARAMETERS, quantities_of
from sim.specification import DEFAULT_MONTHS

MOST_MONTHS = 600
LEAST_GROWTH, MOST_GROWTH = 0.5, 2.0
Macro = Literal["recorded", "constant", "weak", "boom"]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Number = Annotated[float, Field(strict=True)]
Growth = Annotated[float, Field(strict=True, ge=LEAST_GROWTH, le=MOST_GROWTH)]
Month = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}$")]
Cited = Annotated[
    tuple[Text, ...],
    BeforeValidator(lambda cited: [cited] if isinstance(cited, str) else cited),
    WithJsonSchema(
        {
            "description": "A figure id of the ledger, a sentence beginning with 'judgement:', or a list of these.",
            "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
        }
    ),
]

CHOICE_TAGS = frozenset({"a number", "a name", "a mapping", "a month", "a span", "a list"})
"""Tags of the alternatives below; they are no part of the place of a fault."""


class Part(BaseModel):
    """What all parts of a file have in common: no unknown key."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Given(Part):
    """A number with its unit, or the place in the evidence ledger that it comes from: one of the three."""

    value: Number | None = Field(None, description="The number itself.")
    figure: Text | None = Field(None, description="Id of a figure of the ledger; its unit is converted.")
    expression: Text | None = Field(None, description="Arithmetic on figure ids: + - * / and brackets.")
    unit: Text | None = Field(None, description="Unit of the number; it must be the unit of what is set.")
    source: Cited | None = None


def _form_of(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    return "a name" if isinstance(value, str) else "a number"


Value = Annotated[
    Annotated[Number, Tag("a number")] | Annotated[Text, Tag("a name")] | Annotated[Given, Tag("a mapping")],
    Discriminator(_form_of),
]


class Span(Part):
    """A month that is known only to lie in a span; changes of one zone in one group share one draw."""

    earliest: Month
    latest: Month
    group: Text = Field("reform", description="Changes of a zone that belong to one decision bear one group.")


Date = Annotated[
    Annotated[Month, Tag("a month")] | Annotated[Span, Tag("a span")],
    Discriminator(lambda value: "a span" if isinstance(value, dict) else "a month"),
]


class Step(Part):
    """Levers of a zone that take values from a month on."""

    zone: Text = Field(description="Id of a zone of the world.")
    date: Date = Field(description="Month such as 2019-06, or {earliest, latest, group}.")
    source: Cited | None = None
    note: Text | None = None
    levers: dict[str, Value] = Field(description="Lever: value, or a band by name; a zone id for enclave_partner.")


class Shock(Part):
    """For some months the arrivals and closures of an industry are multiplied."""

    industry: Text
    date: Month
    months: Annotated[int, Field(strict=True, ge=1, le=MOST_MONTHS)]
    arrivals: Annotated[float, Field(strict=True, ge=0, le=10)] = 1.0
    closures: Annotated[float, Field(strict=True, ge=0, le=100)] = 1.0
    source: Cited | None = None


Zones = Annotated[
    Annotated[Literal["all"], Tag("a name")] | Annotated[list[Text], Tag("a list")],
    Discriminator(lambda value: "a list" if isinstance(value, list | tuple) else "a name"),
]


class Rollout(Part):
    """One set of levers that zones take over one after another."""

    zones: Zones | None = Field(None, description="Zone ids in the order of their turn, or all.")
    but: list[Text] = Field(default_factory=list, description="With all: zones that never take part.")
    start: Month | None = Field(None, description="Month of the first zone, such as 2019-06.")
    every: Annotated[int, Field(strict=True, ge=0, le=MOST_MONTHS)] | None = Field(
        None, description="Months from one zone's turn to the next; 0: all at once."
    )
    dates: dict[str, Month] = Field(
        default_factory=dict, description="Zone: month; in place of zones, start and every."
    )
    source: Cited | None = None
    note: Text | None = None
    levers: dict[str, Value] = Field(description="Lever: value, the same in each zone.")


class MacroPath(Part):
    """A named path with years whose growth is set otherwise."""

    path: Macro = Field("recorded", description="What holds for all other years.")
    growth: dict[str, Growth] = Field(
        description="Year: the city's investment over that of the year before, such as 0.97."
    )
    source: Cited | None = None


class Horizon(Part):
    """How long a run lasts: the calendar begins in January 2017 and is recorded to December 2022."""

    months: Annotated[int, Field(strict=True, ge=1, le=MOST_MONTHS)] = DEFAULT_MONTHS


NamedOrOwnPath = Annotated[
    Annotated[Macro, Tag("a name")] | Annotated[MacroPath, Tag("a mapping")],
    Discriminator(lambda value: "a mapping" if isinstance(value, dict | MacroPath) else "a name"),
]


class ScenarioFile(Part):
    """A scenario: dated levers of a world. What it extends is taken over first."""

    name: Id = Field(description="Short name, also of the file.")
    title: Text
    title_zh: Text | None = None
    note: Text | None = Field(None, description="What a reader should know before using the numbers.")
    extends: Text | None = Field(None, description="Name of a scenario, or a path to a file, that is taken over first.")
    world: Text | None = Field(None, description="Name of a world, or a path to a world file.")
    focus: Text | None = Field(None, description="Zone whose published figures the scenario is about.")
    horizon: Horizon | None = None
    macro: NamedOrOwnPath | None = Field(
        None, description="recorded | constant | weak | boom, or {path, growth}; recorded ends in December 2022."
    )
    reform: list[Step] = Field(
        default_factory=list,
        description="Added to what is extended; a lever of a zone that is set here forgets how it was set there.",
    )
    rollout: list[Rollout] = Field(default_factory=list, description="Added as the steps of reform are.")
    parameters: dict[str, Value] = Field(default_factory=dict, description="Parameter: value held fixed.")
    prior: Literal[True] | None = Field(None, description="All other parameters are drawn from their priors.")
    posterior: Text | None = Field(None, description="All others are drawn from this posterior: its name, or a path.")
    shocks: list[Shock] = Field(default_factory=list, description="Added to what is extended.")


class WorldZone(Part):
    """A zone of a world. What ``known`` does not give is drawn from its prior."""

    id: Id
    name: Text
    name_zh: Text
    city: Text
    district: Text
    leading: list[Text] = Field(description="Industries that it leads in.")
    nest: Text = "region"
    office: Annotated[bool, Field(strict=True)] = Field(
        default=False, description="Offices instead of industrial land."
    )
    platform: Annotated[bool, Field(strict=True)] = Field(default=True, description="Has a platform company.")
    platform_of: Text | None = Field(None, description="Zone whose platform company it shares.")
    weight: Annotated[float, Field(strict=True, gt=0, le=10_000)] = Field(
        1.0, description="Bundle of so many ordinary zones."
    )
    known: dict[str, Value] = Field(default_factory=dict)
    note: Text | None = None


class WorldFile(Part):
    """A world: its zones, and how many prospects a month its region sees."""

    name: Id
    title: Text
    title_zh: Text | None = None
    note: Text | None = None
    synthetic: Annotated[bool, Field(strict=True)] = False
    prospects_per_month: Annotated[float, Field(strict=True, gt=0, le=1_000_000)]
    zones: Annotated[list[WorldZone], Field(min_length=1, max_length=32_767)]


def schema(kind: Literal["scenario", "world"], bands: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return the JSON Schema of a scenario or world file, with every lever, parameter and industry by name.

    ``bands`` are the names that each lever may take in place of a number.
    """
    form = (ScenarioFile if kind == "scenario" else WorldFile).model_json_schema()
    form["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    parts = form["$defs"]
    industries = {"enum": [i.name for i in INDUSTRIES]}
    if kind == "world":
        zone = parts["WorldZone"]["properties"]
        zone["leading"]["items"] = industries
        known = quantities_of(ZoneEndowment).items()
        books = {o.name: f"{o.meaning} [{o.unit}, {o.low:g} to {o.high:g}]" for o in OPENINGS}
        name_keys(zone["known"], {name: f"{q.meaning} [{q.unit}]" for name, q in known} | books)
        return form
    parts["Shock"]["properties"]["industry"] |= industries
    for part in ("Step", "Rollout"):
        settings = parts[part]["properties"]["levers"]
        name_keys(settings, lever_meanings())
        for name, names in bands.items():
            if name != "enclave_partner":  # which takes the id of any zone
                settings["properties"][name]["anyOf"] = _number_or_band(names)
    name_keys(form["properties"]["parameters"], {name: f"{q.meaning} [{q.unit}]" for name, q in PARAMETERS.items()})
    return form


def lever_meanings() -> dict[str, str]:
    """Return what each lever means, with its unit and range, for editors."""
    return {lever.name: f"{lever.title} ({lever.title_zh}) [{_range_of(lever)}]" for lever in LEVERS}


def _number_or_band(names: Sequence[str]) -> list[dict[str, Any]]:
    return [{"type": "number"}, {"enum": list(names)}, {"$ref": "#/$defs/Given"}]


def _range_of(lever: Any) -> str:
    return f"{lever.unit}, {lever.low:g} to {lever.high:g}, neutral {lever.neutral:g}"


def name_keys(mapping: dict[str, Any], meanings: dict[str, str]) -> None:
    """Replace 'any key' of a mapping's schema by the keys that exist."""
    value = mapping.pop("additionalProperties")
    mapping["additionalProperties"] = False
    mapping["properties"] = {name: {"description": meaning, "anyOf": [value]} for name, meaning in meanings.items()}
