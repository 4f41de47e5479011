"""What a fit is asked to meet: each figure of a role with its readings, edges, scale, and where its columns lie."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from calibration.declared import operators_of
from calibration.design import column_of
from calibration.operators import GIVEN, Operator, weights_of
from calibration.scales import Scale, edges_on_scale, on_scale, scale_of, whole_of
from scenarios.evidence import Ledger
from scenarios.figures import Figure, Role

Array = np.ndarray[Any, Any]


class Target(NamedTuple):
    """A figure as a fit meets it.

    ``columns`` name what is printed under each reading; ``low`` and ``high`` are the edges of its interval there, on
    the scale; ``weights`` the prior weights of the readings. ``group`` names the readings that hold together; empty
    where the figure has a single one. ``noisy`` marks amounts, which carry the draw's error of printing.
    """

    figure: str
    operator: Operator
    scale: Scale
    whole: float
    columns: tuple[str, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    weights: tuple[float, ...]
    group: str
    noisy: bool


def target_of(operator: Operator, figure: Figure, ledger: Ledger) -> Target:
    """Return a figure as a fit meets it."""
    scale = scale_of(figure)
    whole = whole_of(figure, ledger) if scale == "part" else math.nan
    own = {reading.name: reading.interval for reading in figure.readings}
    edges = [edges_on_scale(scale, own.get(name) or figure.interval, whole) for name in operator.reads]
    weights = weights_of(operator, ledger)
    return Target(
        figure=figure.id,
        operator=operator,
        scale=scale,
        whole=whole,
        columns=tuple(column_of(operator, name) for name in operator.reads),
        low=tuple(low for low, _ in edges),
        high=tuple(high for _, high in edges),
        weights=tuple(weights[name] for name in operator.reads),
        group="" if len(operator.reads) == 1 else operator.luck or operator.figure,
        noisy=operator.amount,
    )


def targets_of(ledger: Ledger, roles: Sequence[Role] = ("calibrate",), without: Iterable[str] = ()) -> list[Target]:
    """Return the figures of some roles that an output answers to; ``without`` leaves out figures by id."""
    left_out = {*without, *GIVEN}
    return [
        target_of(operator, ledger[operator.figure], ledger)
        for operator in operators_of(ledger)
        if operator.figure in ledger
        and operator.figure not in left_out
        and ledger[operator.figure].role in roles
        and ledger[operator.figure].primary
    ]


def groups_of(targets: Sequence[Target]) -> dict[str, tuple[float, ...]]:
    """Return the readings that are drawn together, by name of their luck, with their weights."""
    return {target.group: target.weights for target in targets if target.group}


def zones_of(targets: Sequence[Target]) -> tuple[str, ...]:
    """Return the zones whose counts are compared: those that a volume of their own can make true."""
    found: dict[str, None] = {}
    for target in targets:
        if target.scale in ("count", "amount") and target.operator.place != "*":
            found.update(dict.fromkeys(target.operator.place.split("+")))
    return tuple(found)


def printed_on_scale(targets: Sequence[Target], printed: Array, columns: Sequence[str]) -> Array:
    """Return what runs print for each target under each of its readings, on the scales [runs, columns of targets]."""
    row = {name: at for at, name in enumerate(columns)}
    found = [on_scale(t.scale, printed[:, row[column]], t.whole) for t in targets for column in t.columns]
    return np.column_stack(found)
