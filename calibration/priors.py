"""The priors, frozen by a hash; what was changed after the first look at their predictions stands in decision 007."""

from __future__ import annotations

import hashlib

from agents.zones.endowment import ZoneEndowment
from sim.parameters import PARAMETERS, quantities_of

FROZEN = "d13c0eb80eba96309a602dad25c6792cabdb36e75c399fb738224f2bc7d1189c"
"""Hash of the priors; a change needs a decision note that says what had been seen before."""


def priors_hash() -> str:
    """Return a sha256 of every prior: name, unit, distribution and block, of parameters and of zones' endowments."""
    declared = {**PARAMETERS, **{f"zone.{name}": q for name, q in quantities_of(ZoneEndowment).items()}}
    lines = [f"{name}\t{q.unit}\t{q.prior!r}\t{q.block}" for name, q in sorted(declared.items())]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
