"""The priors, frozen by a hash before the first run was set beside a published figure."""

from __future__ import annotations

import hashlib

from agents.zones.endowment import ZoneEndowment
from sim.parameters import PARAMETERS, quantities_of

FROZEN = "5578ea7e6b469e774e9fbdb876380380a05afb4dd6fae693eb7fd14d068e00a1"
"""Hash of the priors as they were before any prior predictive was looked at; a change needs a decision note."""


def priors_hash() -> str:
    """Return a sha256 of every prior: name, unit, distribution and block, of parameters and of zones' endowments."""
    declared = {**PARAMETERS, **{f"zone.{name}": q for name, q in quantities_of(ZoneEndowment).items()}}
    lines = [f"{name}\t{q.unit}\t{q.prior!r}\t{q.block}" for name, q in sorted(declared.items())]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
