"""The statistics office: what is published is not what happened (model.md 6).

Counts include framework deals, splits and deals signed again; amounts are contracts; investment carries a bias that
grows with counting pressure. Ratios to "before" meet a redrawn boundary and an uncertain base year; that part works on
finished runs, in plain Python.
"""

import math
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np

from agents.compiled import compiled
from agents.quantities import Block, LogNormal, LogUniform, Quantity, Uniform
from agents.randomness import Purpose, lifelong, uniform
from agents.records import Record
from agents.zones.finance import counting_pressure, published_investment


@dataclass(frozen=True, kw_only=True)
class ObservationParameters:
    """What is unknown about what was counted."""

    key_threshold: Annotated[float, Quantity("x_k", "亿元", LogUniform(0.3, 1.0),
        "contract investment from which a project is called a key project (重点: none is stated)", "model.md 6",
        Block.NUISANCE)]
    boundary: Annotated[float, Quantity("κ_b", "1", LogNormal(1.0, 0.15),
        "zone within the old boundary over the redrawn one", "model.md 6", Block.NUISANCE)]
    base_year_luck: Annotated[float, Quantity("u_B", "1", Uniform(0.0, 1.0),
        "base year of 'before the reform': 2018 below one half, 2019 above", "model.md 6", Block.NUISANCE)]
    period_luck: Annotated[float, Quantity("u_T", "1", Uniform(0.0, 1.0),
        "months that a text of 1 December covers: 11 below one half, 10 above", "model.md 6", Block.NUISANCE)]
    reporting_error: Annotated[float, Quantity("σ_R", "1", LogNormal(0.05, 0.4),
        "standard error of the log of a published number beyond its rounding", "calibration.md", Block.NUISANCE)]


@compiled
def report_signature(zone: Record, contract: float, key: int, seed: int, p: Record) -> None:
    r"""Count a signature as a newspaper would: key projects above the threshold, large ones perhaps split in two.

    A project of at least twice the threshold is split with probability psi_s times counting pressure; the amount stays
    the contract. Source: model.md 6, rule (2).
    """
    pieces = 1.0
    split_chance = p.split_propensity * max(0.0, counting_pressure(zone))
    if contract >= 2.0 * p.key_threshold and uniform(lifelong(seed, Purpose.SPLIT), key) < split_chance:
        pieces = 2.0
    if contract >= p.key_threshold:
        zone.published_signed += pieces
        zone.published_amount += contract
    if contract >= 1.0:
        zone.published_amount_100m += contract
        zone.published_signed_100m += 1.0
        if contract / pieces >= 1.0:
            zone.published_signed_100m += pieces - 1.0


@compiled
def publish(zone: Record, growth: float, p: Record) -> None:
    """Publish the month's investment and note incumbents' part of it [亿元 / month]."""
    zone.incumbent_spending = zone.incumbent_level * growth
    zone.published_fai = published_investment(zone, growth, p)


def reporting_noise(p: Any, luck: float) -> float:
    """Return the factor by which a published number departs from its operator, for a standard normal ``luck``."""
    return math.exp(float(p.reporting_error) * luck)


def investment_ratio(panel: np.ndarray, boundary: float, year: int, before: int, first_year: int = 2017) -> float:
    r"""Return published investment of a year over that before: :math:`FAI^*_Y / (\kappa_b FAI^*_{base})` [1].

    ``panel`` holds published investment of one zone by month from January of ``first_year`` [亿元 / month].
    """
    now = panel[(year - first_year) * 12 : (year - first_year + 1) * 12].sum()
    base = panel[(before - first_year) * 12 : (before - first_year + 1) * 12].sum()
    return float(now / (boundary * base))
