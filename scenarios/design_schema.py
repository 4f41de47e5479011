"""What a design file may hold: scenarios, factors, a way of sampling them, draws, and the outputs that are asked for.

Names and ranges are checked by `scenarios/designs.py`, which knows the worlds; here is the form.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema

from agents.quantities import Block
from agents.zones.endowment import ZoneEndowment
from scenarios.schema import Cited, Id, Month, Part, Text, Value, lever_meanings, name_keys
from sim.outputs import MEASURES
from sim.parameters import PARAMETERS, quantities_of

Kind = Literal["listed", "grid", "one_at_a_time", "latin_hypercube", "sobol", "sobol_indices", "morris"]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Names = Annotated[
    tuple[Text, ...],
    BeforeValidator(lambda names: [names] if isinstance(names, str) else names),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
MOST_POINTS = 1_000_000
Count = Annotated[int, Field(strict=True, ge=1, le=MOST_POINTS)]
Seed = Annotated[int, Field(strict=True, ge=0, le=2**62)]


class Factor(Part):
    """One thing that a design varies: a lever or several together, a parameter or all of some, or an endowment."""

    name: Key | None = Field(None, description="Name in results; left out: that of the lever, parameter or endowment.")
    label: Text | None = Field(None, description="Name for people.")
    label_zh: Text | None = None
    lever: Text | None = Field(None, description="A lever, whose values are in its unit.")
    levers: dict[str, Value] = Field(
        default_factory=dict,
        description="Levers that move together, each with its value at dose 1; at dose 0 they are neutral.",
    )
    zone: Text | None = Field(None, description="Zone of the lever or endowment: its id, or all for a lever.")
    date: Month | None = Field(None, description="Month from which a lever holds; left out: the scenario's own date.")
    parameter: Text | None = Field(None, description="A parameter of the model.")
    parameters: Names | None = Field(
        None, description="In place of a name: all uncertain parameters, or those of some blocks."
    )
    but: tuple[Text, ...] = Field((), description="Parameters left out of parameters.")
    endowment: Text | None = Field(None, description="What a zone of the world starts with, such as platform_size.")
    values: Annotated[list[Value], Field(min_length=1)] | None = Field(None, description="The levels, one by one.")
    quantiles: Annotated[list[Annotated[float, Field(strict=True, gt=0, lt=1)]], Field(min_length=1)] | None = Field(
        None, description="The levels of a parameter or endowment as quantiles of its prior."
    )
    low: Value | None = Field(None, description="Lower end of a range, with high; neither: the prior.")
    high: Value | None = None
    log: Annotated[bool, Field(strict=True)] = Field(default=False, description="Sample the range in its logarithm.")
    base: Value | None = Field(None, description="In one_at_a_time: value while others vary; left out: the first.")
    source: Cited | None = Field(None, description="Where doses come from; a lever needs one.")
    note: Text | None = None


class Draws(Part):
    """What every point of a design is crossed with: draws that all points share, so that they are compared in pairs."""

    count: Count = 1
    seed: Seed = 1
    parameters: Literal["prior", "median"] = Field(
        "prior", description="Parameters that are no factor: drawn anew in each draw, or at their prior medians."
    )
    posterior: Text | None = Field(None, description="In place of parameters: name or path of a posterior.")


class Sampling(Part):
    """How the points of a sampled design are made."""

    points: Count | None = Field(
        None, description="Points, or base points of sobol_indices: a power of 2 but for a cube."
    )
    seed: Seed = 1
    second_order: Annotated[bool, Field(strict=True)] = Field(
        default=False, description="In sobol_indices: indices of pairs too, at nearly twice the runs."
    )
    trajectories: Annotated[int, Field(strict=True, ge=2, le=10_000)] | None = Field(
        None, description="In morris: how often each factor is moved."
    )
    levels: Annotated[int, Field(strict=True, ge=4, le=100, multiple_of=2)] = Field(4, description="In morris.")


class Small(Part):
    """The same design, smaller, to try it out."""

    draws: Count | None = None
    points: Count | None = None
    trajectories: Annotated[int, Field(strict=True, ge=2, le=10_000)] | None = None


class Asked(Part):
    """An output that is kept of each run."""

    name: Key | None = Field(None, description="Name in results; left out: that of the measure.")
    label: Text | None = Field(None, description="Name for people.")
    label_zh: Text | None = None
    measure: Text = Field(description="Field of a zone, platform.FIELD, fund.FIELD, or spending, debt, occupancy …")
    zone: Text | None = Field(None, description="Id of a zone, or all; left out: the focus of the scenario.")
    reading: Literal["sum", "mean", "value"] | None = Field(
        None, description="Sum or mean over months, or value of a month; left out: sum of a flow, value of a stock."
    )
    first: Month | None = Field(None, description="First month of a sum or mean; left out: the first of the run.")
    last: Month | None = Field(
        None, description="Last month of a sum or mean, included; left out: the last of the run."
    )
    month: Month | None = Field(None, description="Month of a value; left out: the last of the run.")


class DesignFile(Part):
    """A design: which runs to make, and what to keep of them."""

    name: Id = Field(description="Short name, also of the file.")
    title: Text
    title_zh: Text | None = None
    question: Text = Field(description="What the design is to answer.")
    question_zh: Text | None = None
    note: Text | None = Field(None, description="What a reader should know before using the numbers.")
    kind: Kind
    scenarios: Names = Field(description="Name or path of a scenario, or several; all points are run in each.")
    factors: list[Factor] = Field(default_factory=list)
    sampling: Sampling = Sampling()
    draws: Draws = Draws()
    small: Small | None = None
    outputs: Annotated[list[Asked], Field(min_length=1)]
    headline: tuple[Text, ...] = Field(
        (), description="Outputs that the question is about, by name: those of its figure; left out: the first three."
    )


def schema() -> dict[str, Any]:
    """Return the JSON Schema of design files, with every lever, parameter, endowment and measure by name."""
    form = DesignFile.model_json_schema()
    form["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    factor = form["$defs"]["Factor"]["properties"]
    name_keys(factor["levers"], lever_meanings())
    for key, names in (
        ("lever", lever_meanings()),
        ("parameter", PARAMETERS),
        ("endowment", quantities_of(ZoneEndowment)),
    ):
        factor[key]["anyOf"][0] |= {"enum": list(names)}
    blocks = {"enum": ["all", *[str(block) for block in Block if block is not Block.FIXED]]}
    factor["parameters"]["anyOf"] = [blocks, {"type": "array", "items": blocks}, {"type": "null"}]
    form["$defs"]["Asked"]["properties"]["measure"] |= {"enum": list(MEASURES)}
    return form
