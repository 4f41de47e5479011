"""Is a posterior what it says? Some of its draws, and of the prior's, are run again and set beside what it stores.

A file of numbers proves nothing by itself. Here a draw is run with the very seed of its fit, and what it prints must be
what the file holds: that no number in it comes from the emulator, and that these rules made it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from calibration.design import PrintedFigures, ScoredDesign
from calibration.fit import COLUMNS, prior_design
from calibration.posterior import Predictive, printed_figures, read_predictive
from calibration.specification import CalibrationSpecification, scenario_of
from calibration.standing import scores_of_draws
from scenarios.evidence import Ledger
from scenarios.posteriors import load_posterior
from sim.beliefs import with_effects
from sim.build import simulate
from sim.ensemble import each
from sim.plan import PlannedRun

Array = np.ndarray[Any, Any]

SAME = 1e-9
"""Relative difference up to which a number that is printed again counts as the same: rounding of another platform."""


class Rerun(NamedTuple):
    """Figures printed again in the first draws, and what the file holds of the same draws, by figure [draws]."""

    again: Mapping[str, Array]
    stored: Mapping[str, Array]

    @property
    def numbers(self) -> int:
        """How many numbers were printed again; one that neither prints counts too."""
        return sum(column.size for column in self.again.values())

    @property
    def same(self) -> int:
        """How many of them are what the file holds."""
        return int(
            sum(
                np.isclose(self.again[figure], self.stored[figure], rtol=SAME, atol=SAME, equal_nan=True).sum()
                for figure in self.again
            )
        )

    def only(self, figures: list[str]) -> Rerun:
        """Return the part of some figures."""
        return Rerun({f: self.again[f] for f in figures}, {f: self.stored[f] for f in figures})


def rerun_prior(path: Path, ledger: Ledger, draws: int, workers: int | None = None) -> Rerun:
    """Run the first draws of the prior again."""
    predictive = read_predictive(path)
    specification, zones = _asked(predictive)
    plan = prior_design(specification, scenario_of(specification), zones)
    count = min(draws, len(plan))
    scores = np.array([plan.scores(n) for n in range(count)])
    printed = _printed([plan.run(n) for n in range(count)], workers)
    again = printed_figures(scores, printed, zones, {}, ledger, specification.seed + 1001)
    return Rerun(again, {figure: predictive.prior[figure][:count] for figure in again})


def rerun_posterior(path: Path, ledger: Ledger, draws: int, workers: int | None = None) -> Rerun:
    """Run the first draws of the posterior again, with their own readings and luck."""
    predictive, posterior = read_predictive(path), load_posterior(path)
    specification, zones = _asked(predictive)
    count = min(draws, len(posterior))
    scores = scores_of_draws(posterior, zones, range(count))
    last = len(predictive.about["waves"]) - 1
    plan = ScoredDesign(scenario_of(specification), zones, scores, specification.seed + 100 + last)
    drawn = [posterior.draw(0, n) for n in range(count)]
    runs = [  # the values of the file, for scores give them back to the last digit but one
        PlannedRun(with_effects(plan.scenario, one.effects), one.values, plan.run(n).seed)
        for n, one in enumerate(drawn)
    ]
    readings = {group: column[:count] for group, column in posterior.readings.items()}
    again = printed_figures(scores, _printed(runs, workers), zones, readings, ledger, specification.seed + 1000)
    return Rerun(again, {figure: predictive.posterior[figure][:count] for figure in again})


def _asked(predictive: Predictive) -> tuple[CalibrationSpecification, tuple[str, ...]]:
    """Return what a fit was asked, and the zones whose attractiveness it moved."""
    about = predictive.about
    return CalibrationSpecification.model_validate(about["specification"]), tuple(about["zones"])


def _printed(runs: list[PlannedRun], workers: int | None) -> Array:
    """Return every column that runs print, without errors of printing [runs, columns]."""
    measure = PrintedFigures()

    def one(run: PlannedRun) -> list[float]:
        found = measure(run, simulate(run.scenario, run.values, run.seed))
        return [found[column] for column in COLUMNS]

    return np.array(list(each(one, runs, workers)))
