"""Influence against evidence: how much a factor moves an output, beside what its value rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from agents.quantities import Block
from analysis.sensitivity import Index, Sensitivity
from scenarios.factors import Factor, quantity_of

Rests = Literal["chosen", "assumption", "judgement", "literature", "figures"]
RESTS: tuple[Rests, ...] = ("figures", "literature", "judgement", "assumption", "chosen")
"""What a value can rest on, firmest first.

``figures``: figures of the ledger can teach it once the model is calibrated; in a run from the prior they have not.
``literature``: its prior follows published work as its declaration cites it; no declaration says that the citation was
checked. ``judgement``: a judgement whose reference is to be checked, or the model's own choice. ``assumption``: no
source. ``chosen``: a lever's dose, which nobody has to estimate.
"""
LEVER_TARGETS = ("lever", "levers")
UNCHECKED = "[M]"
INFLUENTIAL = 0.1
"""An index counts as influential where its interval lies above so much of the largest [1]."""


class Line(NamedTuple):
    """A factor of a design: its index, whether it is influential, what it rests on, the source declared for it."""

    factor: Factor
    measured: Index
    influential: bool
    rests: Rests
    source: str

    @property
    def prior_alone(self) -> bool:
        """Whether no figure of the ledger can move it: it stays what its prior says, also after calibration."""
        return self.rests in ("literature", "judgement", "assumption")


def rests_on(factor: Factor) -> Rests:
    """Return what the value of a factor rests on, by its declaration."""
    if factor.target in LEVER_TARGETS:
        return "chosen"
    quantity = quantity_of(factor.target, factor.members[0][0])
    if quantity.block is Block.INFERRED:
        return "figures"
    if UNCHECKED in quantity.source or quantity.source.startswith("model.md"):
        return "judgement"
    return "assumption" if quantity.source.startswith("Assumption") else "literature"


def set_beside_evidence(found: Sensitivity, factors: Sequence[Factor]) -> list[Line]:
    """Return the factors of an analysis beside what they rest on, the most influential first."""
    named = {factor.name: factor for factor in factors}
    ranked = found.ranked()
    least = max(INFLUENTIAL * ranked[0].value, found.floor if found.method == "pawn" else 0.0) if ranked else 0.0
    lines = []
    for index in ranked:
        factor = named[index.parameter]
        known = factor.target in ("parameter", "endowment")
        source = quantity_of(factor.target, factor.members[0][0]).source if known else factor.source
        lines.append(Line(factor, index, index.low > least, rests_on(factor), source))
    return lines
