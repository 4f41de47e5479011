"""What a comparison's money says, as plain documents and rows: for JSON and CSV."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.bands import Band
from analysis.compare import BEFORE, HORIZONS
from analysis.money import LAND_UNIT, SAFE_LEVEL, Cloud, OptionMoney, PotCost, Worth, safe_level
from analysis.published import finite, plain

UNIT = "亿元"


def money_document(found: OptionMoney) -> dict[str, Any]:
    """Return the money of an option as JSON knows it."""
    gate = found.gate
    return {
        "worth": [worth_document(worth) for worth in found.worth],
        "pots": [pot_document(pot) for pot in found.pots],
        "unbooked": list(found.unbooked),
        "cloud": cloud_document(found.cloud),
        "debt_path": {
            "unit": "1",
            "safe_level": safe_level(),
            "safe_level_source": SAFE_LEVEL,
            "share_above": [
                {"months": months, "base": finite(float(found.above[0, BEFORE + months - 1])),
                 "option": finite(float(found.above[1, BEFORE + months - 1]))}
                for months in HORIZONS
            ],
        },
        "gate": None if gate is None else {
            "good_lost": plain(gate.good_lost),
            "land_saved": plain(gate.land_saved),
            f"good_lost_per_{LAND_UNIT:.0f}_mu": finite(gate.per_land),
            "simulation_error": finite(gate.per_land_error),
        },
    }  # fmt: skip


def worth_document(worth: Worth) -> dict[str, Any]:
    """Return a present value as JSON knows it."""
    return {
        "place": worth.place,
        "unit": UNIT,
        "horizon_months": worth.months,
        "rate": worth.rate,
        **plain(worth.band),
        "mean": finite(worth.mean),
        "share_better": finite(worth.share_better),
        "verdict": worth.verdict,
        "simulation_error": finite(worth.error),
        "left": {**plain(worth.left), "mean": finite(worth.left_mean)},
        "lines_mean": {name: finite(value) for name, value in worth.lines.items()},
    }


def pot_document(pot: PotCost) -> dict[str, Any]:
    """Return what an option adds to one payer's payments from one pot as JSON knows it."""
    return {"pot": pot.pot, "payer": pot.payer, "unit": UNIT, **plain(pot.band), "mean": finite(pot.mean)}


def cloud_document(cloud: Cloud) -> dict[str, Any]:
    """Return a cloud as JSON knows it: a point a draw, the shares of the quarters, and the ratio where there is one."""
    return {
        "cost": [float(value) for value in cloud.cost],
        "cost_unit": UNIT,
        "effect": [float(value) for value in cloud.effect],
        "effect_unit": "firms",
        "quarters": dict(cloud.shares),
        "projects_per_unit_cost": finite(cloud.ratio),
        "simulation_error": finite(cloud.ratio_error),
    }


def money_rows(found: Sequence[OptionMoney]) -> list[list[Any]]:
    """Return the table of present values, its heading first: one row an option, place, horizon and rate."""
    heads = ["option", "place", "horizon_months", "rate", *Band._fields, "mean", "share_better", "verdict", "left_mean"]
    rows: list[list[Any]] = [heads]
    for money in found:
        rows += [
            [money.option.name, w.place, w.months, w.rate, *w.band, w.mean, w.share_better, w.verdict, w.left_mean]
            for w in money.worth
        ]
    return rows


def cloud_rows(found: Sequence[OptionMoney]) -> list[list[Any]]:
    """Return the table of the clouds, its heading first: one row an option and draw."""
    rows: list[list[Any]] = [["option", "draw", "cost", "effect"]]
    for money in found:
        points = zip(money.cloud.cost.tolist(), money.cloud.effect.tolist(), strict=True)
        rows += [[money.option.name, draw, cost, effect] for draw, (cost, effect) in enumerate(points)]
    return rows
