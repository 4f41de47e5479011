"""A user's own zone in a comparison that is looked at while it runs: draws that its three years have conditioned."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from agents.randomness import Purpose, stream, uniform
from analysis.compare import Setting
from analysis.live import Start, other_luck
from analysis.my_zone import FEWEST, Tried, condition, prior_draw, resample, scenario_of, typed_counts, values_of
from analysis.who_reforms import spread_reform
from scenarios.my_zone.zone import MadeZone
from sim.ensemble import seed_of_draw
from sim.parameters import key_of

HEARD = 40
"""Draws by which the three years are heard, each by eight short runs."""


@dataclass(frozen=True)
class Heard:
    """Draws of a zone after its three years were heard, in an order of chance so that the first ones stand for all.

    ``effective`` is the effective number of draws; None where no count was typed, and the draws are the prior's.
    """

    made: MadeZone
    draws: tuple[Tried, ...]
    effective: float | None

    @property
    def rough(self) -> bool:
        """Tell whether too few draws carry the weight for a verdict."""
        return self.effective is not None and self.effective < FEWEST


def runs_to_hear(made: MadeZone) -> int:
    """Return how many short runs it takes to hear a zone's three years; none without a count."""
    return 8 * HEARD if typed_counts(made) else 0


def hear(made: MadeZone, draws: int, seed: int, one_more: Callable[[], None] = lambda: None) -> Heard:
    """Condition a zone on its three years; ``one_more`` is called after each run and stops the work by raising."""
    if not typed_counts(made):
        prior = (Tried(draw, *prior_draw(made, seed, draw), np.empty(0)) for draw in range(draws))
        return Heard(made, tuple(prior), None)
    found = condition(made, HEARD, seed, 1, one_more)
    key = stream(seed, 0, Purpose.PARAMETER)
    rows = resample(found.weights, draws, 0.5).tolist()
    luck = [uniform(key, key_of("order of draws", str(place))) for place in range(draws)]
    order = sorted(range(draws), key=lambda place: luck[place])
    return Heard(made, tuple(found.after[rows[place]] for place in order), found.effective)


@dataclass(frozen=True)
class FromZone:
    """Draws of a zone's own comparison."""

    setting: Setting
    identity: str
    heard: Heard

    def start(self, draw: int, *, again: bool) -> Start:
        """Return a draw, or the same draw ``again`` with other luck."""
        tried = self.heard.draws[draw]
        values, seed = self.believed(draw), seed_of_draw(self.setting.seed, tried.draw)
        world = scenario_of(self.heard.made, tried).world
        base, option = (
            spread_reform(dataclasses.replace(scenario, world=world), self.setting.zone, self.setting.who, values, seed)
            for scenario in (self.setting.base, self.setting.options[0])
        )
        start = Start(base, option, values, seed)
        return other_luck(start, draw) if again else start

    def believed(self, draw: int) -> Mapping[str, float]:
        """Return the parameters of a draw."""
        return values_of(self.heard.made, self.setting.seed, self.heard.draws[draw])
