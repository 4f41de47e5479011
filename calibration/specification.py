"""What a fit is asked to do: a YAML file with the scenarios that held, sizes, and a seed; read strictly."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from calibration.design import as_reported
from scenarios.forms import read_form
from scenarios.load import scenario_names
from scenarios.schema import Part, Text
from scenarios.strict_yaml import ScenarioError, read_source, unknown
from scenarios.world_files import find_file, name_of
from sim.specification import ScenarioSpecification

SPECS = Path(__file__).with_name("specs")
"""The folder of the specifications that ship."""
REFERENCE = "reference"
QUICK = "quick"

Share = Annotated[float, Field(strict=True, gt=0, lt=1)]


class CalibrationSpecification(Part):
    """A fit: see ``specs/reference.yaml`` for what each entry means."""

    name: Text
    title: Text
    title_zh: Text
    scenarios: Annotated[tuple[Text, ...], Field(min_length=1)]
    runs: Annotated[int, Field(strict=True, ge=256, le=1_000_000)]
    stretch: Annotated[float, Field(strict=True, ge=1, le=4)] = 1.6
    draws: Annotated[int, Field(strict=True, ge=20, le=100_000)] = 1000
    waves: Annotated[int, Field(strict=True, ge=1, le=10)] = 3
    bias_allowed: Share = 0.25
    outlier: Share = 0.05
    seed: Annotated[int, Field(strict=True, ge=0, le=2**31)] = 1
    informed: tuple[Text, ...] = ()


def specification_names() -> list[str]:
    """Return the names of the specifications that ship."""
    return sorted(path.stem for path in SPECS.glob("*.yaml"))


def load_specification(name: str | Path = REFERENCE) -> CalibrationSpecification:
    """Return a specification by name, or from a file by path; faults raise ScenarioError, one line each."""
    path = name if isinstance(name, Path) else find_file(name, SPECS)
    if path is None:
        raise ScenarioError([f"specification: {unknown('specification', name, specification_names())}"])
    source = read_source(path, name_of(path))
    form = read_form(source, CalibrationSpecification)
    named = source.content.get("scenarios") if isinstance(source.content, dict) else None
    for number, scenario in enumerate(named if isinstance(named, list) else ()):
        if scenario not in scenario_names() and not source.is_refused(("scenarios", number)):
            source.refuse(("scenarios", number), unknown("scenario", scenario, scenario_names()))
    if form is None or source.noted:
        raise ScenarioError(source.faults)
    return form


def scenario_of(specification: CalibrationSpecification) -> ScenarioSpecification:
    """Return the world as it was: every reform of the scenarios named, together; ScenarioError where they differ."""
    try:
        return as_reported(specification.scenarios)
    except ValueError as fault:
        raise ScenarioError([f"scenarios: {fault}"]) from fault
