"""Where draws of the parameters come from: the priors, or a posterior; each draw is a pure function of its number."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol

from sim.parameters import draw_prior
from sim.specification import ScenarioSpecification

EFFECT = "attractiveness"
"""What a fit learns of a zone: how much better it does than its rivals, whatever the reason [standard deviations]."""

Kind = Literal["prior", "posterior"]


class Drawn(NamedTuple):
    """A draw: every parameter, zones' attractiveness by id, and the number of the reading that holds by its luck."""

    values: Mapping[str, float]
    effects: Mapping[str, float] = {}
    readings: Mapping[str, int] = {}


class Belief(Protocol):
    """What is believed of the parameters, as draws by number."""

    @property
    def kind(self) -> Kind:
        """Whether figures were learnt from."""

    @property
    def digest(self) -> str:
        """Return a hash of what is believed; empty for the priors, which the model version covers."""

    def draw(self, seed: int, number: int) -> Drawn:
        """Return a draw by its number, from 0."""


@dataclass(frozen=True)
class PriorBelief:
    """The priors alone."""

    kind: Kind = field(default="prior", init=False)
    digest: str = field(default="", init=False)

    def draw(self, seed: int, number: int) -> Drawn:
        """Return a draw of all priors."""
        return Drawn(draw_prior(seed, number))


PRIOR = PriorBelief()


def with_effects(scenario: ScenarioSpecification, effects: Mapping[str, float]) -> ScenarioSpecification:
    """Return a scenario whose zones have the attractiveness given, by id; what a zone is known to have stays.

    Effects of zones that the scenario's world does not have say nothing.
    """
    if not any(zone.id in effects for zone in scenario.world.zones):
        return scenario
    zones = tuple(
        dataclasses.replace(zone, known={EFFECT: effects[zone.id], **zone.known}) if zone.id in effects else zone
        for zone in scenario.world.zones
    )
    return dataclasses.replace(scenario, world=dataclasses.replace(scenario.world, zones=zones))
