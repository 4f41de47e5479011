"""What a fit is asked to do: a YAML file with the scenarios that held, sizes, and a seed; read strictly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import Field

from calibration.design import as_reported
from scenarios.evidence import Ledger
from scenarios.forms import read_form
from scenarios.load import LIBRARY, scenario_names
from scenarios.schema import Part, Text
from scenarios.strict_yaml import ScenarioError, Source, read_source, shown, unknown
from scenarios.world_files import find_file, is_file, name_of
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


def load_specification(name: str | Path = REFERENCE, ledger: Ledger | None = None) -> CalibrationSpecification:
    """Return a specification by name, or from a file by path; faults raise ScenarioError, one line each.

    Scenarios may be paths, which start from the file's folder. Where the ``ledger`` is given, figures that should be
    informed must be held-out ones of it.
    """
    path = name if isinstance(name, Path) else find_file(name, SPECS)
    if path is None:
        raise ScenarioError([f"specification: {unknown('specification', name, specification_names())}"])
    source = read_source(path, name_of(path))
    form = read_form(source, CalibrationSpecification)
    named = list(_scenarios(source, _listed(source, "scenarios")))
    held = [figure.id for figure in ledger.targets("held_out")] if ledger is not None else []
    for number, figure in enumerate(_listed(source, "informed") if ledger is not None else ()):
        if figure not in held and not source.is_refused(("informed", number)):
            source.refuse(("informed", number), unknown("held-out figure", str(figure), held))
    if form is None or source.noted:
        raise ScenarioError(source.faults)
    return form.model_copy(update={"scenarios": tuple(named)})


def _listed(source: Source, field: str) -> list[object]:
    """Return a list as the file has it, whether or not the rest of the file is sound."""
    named = source.content.get(field) if isinstance(source.content, dict) else None
    return named if isinstance(named, list) else []


def _scenarios(source: Source, names: Sequence[object]) -> Iterator[str]:
    """Yield scenarios by name or path, noting those that there are not."""
    for number, found in enumerate(names):
        if source.is_refused(("scenarios", number)):
            continue
        name = str(found)
        path = find_file(name, LIBRARY, source.path.parent)
        if path is None:
            source.refuse(("scenarios", number), unknown("scenario", name, scenario_names()))
        elif not is_file(path):
            source.refuse(("scenarios", number), f"found {shown(name)}; there is no such file")
        yield name if path is None or path.parent == LIBRARY else str(path)


def scenario_of(specification: CalibrationSpecification) -> ScenarioSpecification:
    """Return the world as it was: every reform of the scenarios named, together; ScenarioError where they differ."""
    try:
        return as_reported(specification.scenarios)
    except ValueError as fault:
        raise ScenarioError([f"scenarios: {fault}"]) from fault
