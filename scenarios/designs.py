"""Reads designs: which runs to make of which scenarios, and what to keep of them.

A design file::

    name: staff-and-gate
    title: Posts lost against a gate
    question: Does a gate change what a cut of posts does to projects signed?
    kind: grid                    # listed | grid | one_at_a_time | latin_hypercube | sobol | sobol_indices | morris
    scenarios: typical-county     # or a list: all points are run in each
    factors:
      - {lever: posts_lost, zone: county, date: 2019-01, values: [0, 16, 32], source: "judgement: assumption, ..."}
      - name: gate                # levers that move together, by dose
        levers: {gate_coverage: 1, gate_rejection: 0.3}
        zone: county
        date: 2019-07
        values: [0, 1]
        source: "judgement: assumption, the dose of typical-county-reform"
      - {parameter: social_time, quantiles: [0.1, 0.5, 0.9]}
    draws: {count: 20, seed: 1}   # shared by all points, so that they are compared in pairs
    outputs:
      - {name: signed, measure: signed_binding, zone: county, first: 2019-01, last: 2023-12}
    headline: [signed]            # the outputs that the question is about

The runs of a design are those of the points, in each scenario, in each draw. Their numbers go through the points first,
then the scenarios, then the draws: the first runs are a whole, if small, experiment. Draw d of seed s holds the
parameters and the luck that draw d of ``zonereform run --seed s`` has.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from scenarios.design_schema import DesignFile, Small
from scenarios.factor_files import read_factors
from scenarios.factors import Factor, apply_factors, finite_or_text
from scenarios.forms import read_form
from scenarios.load import LIBRARY, load_scenario, scenario_names
from scenarios.output_files import read_asked
from scenarios.posteriors import Posterior, read_posterior
from scenarios.samples import (
    Grid,
    LatinHypercube,
    Morris,
    OneAtATime,
    Sample,
    Sobol,
    SobolIndices,
    plan_morris,
    unit_problem,
)
from scenarios.strict_yaml import ScenarioError, Source, read_source, shown, unknown
from scenarios.world_files import find_file, is_file, name_of
from sim.beliefs import PRIOR, Drawn, with_effects
from sim.ensemble import seed_of_draw
from sim.outputs import Output
from sim.parameters import prior_medians
from sim.plan import PlannedRun
from sim.specification import ScenarioSpecification

DESIGNS = Path(__file__).with_name("designs")
"""The folder of the designs that ship."""
MOST_RUNS = 10**9
MOST_COORDINATES = 20_000_000
"""Points times factors of a Latin hypercube, which is held whole: 160 MB."""
LEVELLED = ("listed", "grid", "one_at_a_time")
"""Kinds whose factors take levels; the others sample the unit cube."""


class ListedDesign(NamedTuple):
    """One line of the list of designs."""

    name: str
    title: str
    title_zh: str
    kind: str
    runs: int


@dataclass(frozen=True)
class Design:
    """A plan of runs made from a file: scenarios, the points of its factors, draws, and the outputs to keep."""

    name: str
    title: str
    title_zh: str
    question: str
    question_zh: str
    note: str
    kind: str
    scenarios: tuple[ScenarioSpecification, ...]
    factors: tuple[Factor, ...]
    sample: Sample
    draws: int
    seed: int
    parameters: str
    """prior | median: what holds for parameters that are no factor."""
    outputs: tuple[Output, ...]
    content: Mapping[str, Any]
    """The file as it was read."""
    smaller: Small
    posterior: Posterior | None = None
    """What parameters are drawn from in place of the priors."""

    def __len__(self) -> int:
        """Return the number of runs."""
        return len(self.sample) * len(self.scenarios) * self.draws

    def place(self, number: int) -> tuple[int, int, int]:
        """Return draw, scenario and point of a run by its number."""
        if not 0 <= number < len(self):
            raise IndexError(f"found run {number} of design {self.name}; allowed 0 to {len(self) - 1}")
        rest, point = divmod(number, len(self.sample))
        draw, scenario = divmod(rest, len(self.scenarios))
        return draw, scenario, point

    def run(self, number: int) -> PlannedRun:
        """Return a run by its number: all points and scenarios of a draw have its parameters and its luck."""
        draw, row, point = self.place(number)
        values = [factor.value(at) for factor, at in zip(self.factors, self.sample.at(point), strict=True)]
        scenario, varied = apply_factors(self.scenarios[row], self.factors, values)
        drawn = self._draw(draw)
        named: dict[str, float | str] = {factor.name: v for factor, v in zip(self.factors, values, strict=True)}
        return PlannedRun(
            scenario=with_effects(scenario, drawn.effects),
            values={**drawn.values, **scenario.parameters, **varied},
            seed=seed_of_draw(self.seed, draw),
            point={"scenario": self.scenarios[row].name, "draw": draw, **named},
        )

    def _draw(self, number: int) -> Drawn:
        if self.posterior is not None:
            return self.posterior.draw(self.seed, number)
        return PRIOR.draw(self.seed, number) if self.parameters == "prior" else Drawn(prior_medians())

    def coordinates(self, point: int) -> tuple[float, ...]:
        """Return a point as it was sampled, one number a factor: what analyses of indices are given."""
        return self.sample.at(point)

    def problem(self) -> dict[str, Any]:
        """Return the factors as SALib's analyses name them, all in the unit cube."""
        return unit_problem([factor.name for factor in self.factors])

    def small(self) -> Design:
        """Return the same design with fewer draws and points, as its file says, to try it out."""
        sample: Sample = self.sample
        if isinstance(sample, Morris):
            fewer = self.smaller.trajectories or 2
            sample = plan_morris(fewer, sample.dimensions, sample.seed, sample.levels)
        elif isinstance(sample, LatinHypercube | Sobol | SobolIndices):
            sample = dataclasses.replace(sample, points=self.smaller.points or min(sample.points, 4))
        return dataclasses.replace(self, sample=sample, draws=self.smaller.draws or 1)

    def describe(self) -> dict[str, Any]:
        """Return what the design was made from, ready for JSON: its file, and its scenarios as they were then."""
        return {
            "name": self.name,
            "title": self.title,
            "title_zh": self.title_zh,
            "question": self.question,
            "question_zh": self.question_zh,
            "kind": self.kind,
            "runs": len(self),
            "points": len(self.sample),
            "draws": self.draws,
            "seed": self.seed,
            "parameters": "posterior" if self.posterior is not None else self.parameters,
            **({"posterior": self.posterior.digest} if self.posterior is not None else {}),
            "factors": [_plain(dataclasses.asdict(factor)) for factor in self.factors],
            "outputs": [{**dataclasses.asdict(output), "unit": output.unit} for output in self.outputs],
            "scenarios": [_plain(dataclasses.asdict(scenario)) for scenario in self.scenarios],
            "file": _plain(self.content),
        }


def _plain(value: Any) -> Any:
    """Return a value as JSON can hold it."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return finite_or_text(value) if isinstance(value, float) else value


def design_names(folder: Path = DESIGNS) -> list[str]:
    """Return the names of the designs that ship."""
    return sorted(path.stem for path in folder.glob("*.yaml"))


def list_designs(folder: Path = DESIGNS) -> list[ListedDesign]:
    """Return the designs that ship, by name, with the number of their runs."""
    loaded = [load_design(folder / f"{name}.yaml") for name in design_names(folder)]
    return [ListedDesign(d.name, d.title, d.title_zh, d.kind, len(d)) for d in loaded]


def load_design(name: str | Path) -> Design:
    """Return a design by name, or from a file by path; faults raise ScenarioError, one line each."""
    path = name if isinstance(name, Path) else find_file(name, DESIGNS)
    if path is None:
        raise ScenarioError([f"design: {unknown('design', name, design_names())}"])
    source = read_source(path, name_of(path))
    design, faults = read_design(source)
    if design is None or faults:
        raise ScenarioError(faults)
    return design


def read_design(source: Source) -> tuple[Design | None, list[str]]:
    """Return the design that a file describes as far as it can be read, and every fault."""
    form = read_form(source, DesignFile)
    if form is None:
        return None, source.faults
    faults: list[str] = []
    scenarios = _read_scenarios(source, form, faults)
    posterior = None
    if form.draws.posterior is not None:
        posterior = read_posterior(source, ("draws", "posterior"), form.draws.posterior)
    factors = read_factors(source, form, scenarios)
    outputs = read_asked(source, form.outputs, scenarios)
    _check_headline(source, form, [output.name for output in outputs])
    sample = None if source.noted else _sample_of(source, form, factors)
    if sample is None or source.noted or faults:
        return None, [*faults, *source.faults]
    design = Design(
        name=form.name,
        title=form.title,
        title_zh=form.title_zh or form.title,
        question=form.question,
        question_zh=form.question_zh or form.question,
        note=form.note or "",
        kind=form.kind,
        scenarios=tuple(scenarios),
        factors=tuple(factors),
        sample=sample,
        draws=form.draws.count,
        seed=form.draws.seed,
        parameters=form.draws.parameters,
        outputs=tuple(outputs),
        content=source.content,
        smaller=form.small or Small(),
        posterior=posterior,
    )
    if len(sample) * len(scenarios) * form.draws.count > MOST_RUNS:
        source.refuse((), f"found {len(sample)} points in {form.draws.count} draws; allowed up to {MOST_RUNS} runs")
    return design, source.faults


def _read_scenarios(source: Source, form: DesignFile, faults: list[str]) -> list[ScenarioSpecification]:
    """Return the scenarios of a design; faults of their own files are gathered in ``faults``."""
    found: list[ScenarioSpecification] = []
    several = isinstance(source.content.get("scenarios"), list)
    for number, name in enumerate(form.scenarios):
        place = ("scenarios", number) if several else ("scenarios",)
        path = find_file(name, LIBRARY, source.path.parent)
        if path is None:
            source.refuse(place, unknown("scenario", name, scenario_names()))
        elif not is_file(path):
            source.refuse(place, f"found {shown(name)}; there is no such file")
        else:
            try:
                scenario = load_scenario(path)
            except ScenarioError as fault:
                faults += fault.faults
                continue
            if scenario.name in {other.name for other in found}:
                source.refuse(place, f"found {shown(scenario.name)} a second time; keep one")
            found.append(scenario)
    if not form.scenarios and not source.is_refused(("scenarios",)):
        source.refuse(("scenarios",), "found no scenario; one at least is needed")
    return found


def _check_headline(source: Source, form: DesignFile, names: list[str]) -> None:
    """Refuse a headline that names no output of the design."""
    for number, name in enumerate(form.headline):
        if name not in names and not source.is_refused(("outputs",)):
            source.refuse(("headline", number), unknown("output", name, names))


def _sample_of(source: Source, form: DesignFile, factors: list[Factor]) -> Sample | None:
    """Return the points of a design, noting what its kind needs and lacks, or does not know."""
    sampling = form.sampling
    needed = {"latin_hypercube": "points", "sobol": "points", "sobol_indices": "points", "morris": "trajectories"}
    wanted = needed.get(form.kind)
    known = {wanted, "seed"} if wanted else set()
    known |= {"levels"} if form.kind == "morris" else set()
    known |= {"second_order"} if form.kind == "sobol_indices" else set()
    for key in sorted(sampling.model_fields_set - known):
        allowed = ", ".join(sorted(str(k) for k in known)) or "nothing here"
        source.refuse(("sampling", key), f"found it in a design of kind {form.kind}; allowed {allowed}")
    if wanted and getattr(sampling, wanted) is None:
        source.refuse(("sampling",), f"found no {wanted}; a design of kind {form.kind} needs it")
        return None
    size, points = len(factors), sampling.points or 0
    if form.kind in ("sobol", "sobol_indices") and points & (points - 1):
        below = 1 << (points.bit_length() - 1)
        source.refuse(
            ("sampling", "points"), f"found {points}; allowed powers of 2, the nearest are {below} and {2 * below}"
        )
    if form.kind == "latin_hypercube" and points * size > MOST_COORDINATES:
        source.refuse(
            ("sampling", "points"), f"found {points}; allowed up to {MOST_COORDINATES // size}, or kind: sobol"
        )
    if source.noted:
        return None
    match form.kind:
        case "latin_hypercube":
            return LatinHypercube(points, size, sampling.seed)
        case "sobol":
            return Sobol(points, size, sampling.seed)
        case "sobol_indices":
            return SobolIndices(points, size, sampling.seed, sampling.second_order)
        case "morris":
            return _morris(sampling.trajectories or 2, size, sampling.seed, sampling.levels)
    sizes = tuple(len(factor.levels) for factor in factors)
    return OneAtATime(sizes, tuple(f.base for f in factors)) if form.kind == "one_at_a_time" else Grid(sizes)


@lru_cache(maxsize=8)
def _morris(trajectories: int, dimensions: int, seed: int, levels: int) -> Morris:
    """Return trajectories once: drawing those of a hundred factors takes a second."""
    return plan_morris(trajectories, dimensions, seed, levels)


__all__ = ["DESIGNS", "Design", "ListedDesign", "design_names", "list_designs", "load_design", "read_design"]
