"""The priors, frozen by a hash; what changed after looks at their predictions: decisions 007, 008."""

from __future__ import annotations

import hashlib

from agents.zones.endowment import ZoneEndowment
from sim.parameters import PARAMETERS, quantities_of

FROZEN = "be4b2878377c32e0bd597d3e9734ec0a67219af349859f05e3131a416cf786d2"
"""Hash of the priors; a change needs a decision note that says what had been seen before."""


def priors_hash() -> str:
    """Return a sha256 of every prior: name, unit, distribution and block, of parameters and of zones' endowments."""
    declared = {**PARAMETERS, **{f"zone.{name}": q for name, q in quantities_of(ZoneEndowment).items()}}
    lines = [f"{name}\t{q.unit}\t{q.prior!r}\t{q.block}" for name, q in sorted(declared.items())]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
