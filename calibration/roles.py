"""Which published figures a fit may see: fixed before any fit, and proved by deletion.

Figures to *calibrate* to are compared in the likelihood, *held-out* ones only in validation; held-out means withheld
from fitting, not unknown to the authors. *Input* figures set levers and sizes, *plausibility only* ones are shown.
"""

from __future__ import annotations

import hashlib

from scenarios.evidence import Ledger
from scenarios.figures import Role

COMPARED: tuple[Role, ...] = ("calibrate", "held_out")
"""The roles whose figures are compared with the model."""


def roles_hash(ledger: Ledger) -> str:
    """Give a sha256 of who is compared how: ids, roles, intervals, periods and readings of the compared.

    Inputs, plausibility figures and derived ones do not enter, so the hash stays when such a figure is added; it
    changes when a figure is moved into or out of a compared role, or when its interval, period or a reading is touched.
    """
    lines = sorted(
        "\t".join(
            [
                figure.id,
                figure.role,
                str(figure.interval),
                figure.unit,
                str(figure.period),
                *(
                    f"{reading.name}={reading.weight:g}:{reading.interval or ''}:{reading.period or ''}"
                    for reading in figure.readings
                ),
            ]
        )
        for figure in ledger
        if figure.role in COMPARED and figure.expression is None
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def without_held_out(ledger: Ledger) -> Ledger:
    """Give the ledger with every held-out figure deleted, derived ones included.

    Whatever a fit computes from this ledger must equal what it computes from the whole one.
    """
    return ledger.without("held_out")
