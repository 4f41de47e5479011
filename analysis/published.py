"""One scenario over many draws, set beside the published figures: what `zonereform run` shows."""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from analysis.bands import Band, band_of
from calibration.likelihood import log_probability
from calibration.operators import Operator, operators_for
from calibration.outputs import OUTPUTS, model_outputs
from calibration.publishing import publish_figures
from calibration.reads import Run
from scenarios.evidence import Ledger
from scenarios.figures import Figure
from sim.beliefs import PRIOR, Belief, Drawn, Kind
from sim.build import digest
from sim.ensemble import run_draws
from sim.parameters import prior_medians
from sim.specification import ScenarioSpecification
from sim.state import World


class Kept(NamedTuple):
    """What is kept of a draw: numbers as published, as modelled, the run's digest and its worst account."""

    published: dict[str, float]
    modelled: dict[str, float]
    digest: str
    worst: float


@dataclass(frozen=True)
class BesidePublished:
    """A scenario's draws beside the published figures.

    ``published`` maps figure ids and ``modelled`` output names to one number a draw. ``accounts_max_error`` is the
    worst difference of any account over its turnover [1]; ``digest`` depends on the numbers alone.
    """

    scenario: ScenarioSpecification
    seed: int
    operators: tuple[Operator, ...]
    figures: Mapping[str, Figure]
    published: Mapping[str, np.ndarray]
    modelled: Mapping[str, np.ndarray]
    digest: str
    accounts_max_error: float
    seconds: float
    parameters: Kind = "prior"

    @property
    def draws(self) -> int:
        """The number of draws."""
        return next(iter(self.modelled.values())).size

    def band(self, figure: str) -> Band:
        """Return the band of a figure as it would be published."""
        return band_of(self.published[figure])

    def inside(self, figure: str) -> bool:
        """Tell whether the published interval and the 90 % band overlap."""
        return self.band(figure).overlaps(self.figures[figure].interval)

    def log_probability(self, figure: str) -> float:
        """Return the log of the probability that the draws print a number inside the published interval.

        Amounts carry their error of reporting already; it is used once more as the width of each draw, so that a band
        of finitely many draws has no holes.
        """
        whole = not next(operator.amount for operator in self.operators if operator.figure == figure)
        return log_probability(
            self.figures[figure].interval, self.published[figure], prior_medians()["reporting_error"], whole
        )

    def as_json(self) -> dict[str, Any]:
        """Return the document that `run --json` prints."""
        figures = []
        for name, figure in self.figures.items():
            band = self.band(name)
            figures.append(
                {
                    "id": name,
                    "unit": figure.unit,
                    "role": figure.role,
                    **plain(band),
                    "reported_low": figure.low,
                    "reported_high": figure.high,
                    "inside": self.inside(name),
                    "log_probability": finite(self.log_probability(name)),
                }
            )
        units = {output.name: output.unit for output in OUTPUTS}
        return {
            "scenario": self.scenario.name,
            "digest": self.digest,
            "seed": self.seed,
            "draws": self.draws,
            "parameters": self.parameters,
            "figures": figures,
            "true": {name: {**plain(band_of(v)), "unit": units[name]} for name, v in self.modelled.items()},
            "accounts_max_error": self.accounts_max_error,
            "seconds": round(self.seconds, 2),
        }


def finite(value: float) -> float | None:
    """Return a number as JSON knows it: null where it is not finite."""
    return value if math.isfinite(value) else None


def plain(band: Band) -> dict[str, float | None]:
    """Return a band as JSON knows numbers: nan becomes null."""
    return {name: None if np.isnan(value) else value for name, value in band._asdict().items()}


def set_beside_published(
    scenario: ScenarioSpecification,
    ledger: Ledger,
    draws: int,
    seed: int,
    workers: int | None = None,
    tell: Callable[[int], None] | None = None,
    belief: Belief = PRIOR,
) -> BesidePublished:
    """Run a scenario over draws of a belief and keep what would be published and what the model says.

    ``tell`` is called with the number of draws done. Raises AccountError where an account does not balance.
    """
    began = time.perf_counter()
    operators = operators_for(scenario, ledger)
    focus = scenario.focus or scenario.world.zones[0].id

    def keep(world: World, drawn: Drawn) -> Kept:
        run = Run(scenario, world)
        worst = float(world.fault[0].worst)
        return Kept(
            publish_figures(run, operators, ledger, drawn.readings), model_outputs(run, focus), digest(world), worst
        )

    kept = []
    for done, one in enumerate(run_draws(scenario, draws, seed, keep, workers, belief), 1):
        kept.append(one)
        if tell:
            tell(done)
    return BesidePublished(
        scenario=scenario,
        seed=seed,
        operators=tuple(operators),
        figures={o.figure: ledger[o.figure] for o in operators},
        published={o.figure: np.array([k.published[o.figure] for k in kept]) for o in operators},
        modelled={output.name: np.array([k.modelled[output.name] for k in kept]) for output in OUTPUTS},
        digest=hashlib.sha256("".join(k.digest for k in kept).encode()).hexdigest()[:16],
        accounts_max_error=max(k.worst for k in kept),
        seconds=time.perf_counter() - began,
        parameters=belief.kind,
    )
