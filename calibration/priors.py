"""The priors, frozen by a hash; what changed after looks at their predictions: decisions 007, 008."""

from __future__ import annotations

import hashlib

from agents.zones.endowment import ZoneEndowment
from sim.parameters import PARAMETERS, quantities_of

FROZEN = "d0973dcc3872eac1f43f7447b8d5c3e7b465c7a60f38005e3e230bf1ac8b7906"
"""Hash of the priors; a change needs a decision note that says what had been seen before."""


def priors_hash() -> str:
    """Return a sha256 of every prior: name, unit, distribution and block, of parameters and of zones' endowments."""
    declared = {**PARAMETERS, **{f"zone.{name}": q for name, q in quantities_of(ZoneEndowment).items()}}
    lines = [f"{name}\t{q.unit}\t{q.prior!r}\t{q.block}" for name, q in sorted(declared.items())]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
