"""The priors, frozen by a hash; what changed after looks at their predictions: decisions 007, 008, 016."""

from __future__ import annotations

import hashlib

from agents.zones.endowment import ZoneEndowment
from sim.parameters import PARAMETERS, quantities_of

FROZEN = "75349d832760580dd152e372dd0fbde147166ce614a9c19ea9dcce1c06b0c0eb"
"""Hash of the priors; a change needs a decision note that says what had been seen before."""


def priors_hash() -> str:
    """Return a sha256 of every prior: name, unit, distribution and block, of parameters and of zones' endowments."""
    declared = {**PARAMETERS, **{f"zone.{name}": q for name, q in quantities_of(ZoneEndowment).items()}}
    lines = [f"{name}\t{q.unit}\t{q.prior!r}\t{q.block}" for name, q in sorted(declared.items())]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
