"""The net-new share (净新增占比): how much of a zone's gain in projects the region gains, and on what belief it hangs.

Contacts per prospect (k), the dissimilarity of zones (mu) and the regional share (P_R) decide displacement, and no
published figure tells them: the share is shown over them, once from the draws, cut at the median of each, and beside it
by the closed form of the nested logit under full contact (`agents.firms.choice.net_new_share`), which knows no k.
"""

from __future__ import annotations

import itertools
import math
from typing import NamedTuple

import numpy as np

from agents.firms.choice import net_new_share
from analysis.compare import NOT_IDENTIFIED, Comparison, Option
from analysis.effects import mean_of
from analysis.origins import EVENTS, net_new
from sim.state import Array


class NetNew(NamedTuple):
    """A net-new share over draws, with its simulation error; nan where the zone gains nothing on average."""

    share: float
    error: float
    zone_gain: float
    region_gain: float


class Cell(NamedTuple):
    """Part of the draws: whether each belief is above its median, their means, and what the share is there."""

    above: tuple[bool, ...]
    beliefs: tuple[float, ...]
    draws: int
    computed: NetNew
    closed_form: float


def net_new_of(of_zone: Array, of_region: Array) -> NetNew:
    r"""Return the net-new share of draws and its simulation error.

    .. math:: \hat s = \bar R / \bar Z, \qquad
              \mathrm{se}(\hat s) = \frac{\mathrm{sd}(R_d - \hat s Z_d)}{\sqrt n\,|\bar Z|}

    Where the zone's mean gain is within twice its own simulation error of nothing, a ratio says nothing: nan.
    """
    zone_gain, region_gain = mean_of(of_zone.astype(float)), mean_of(of_region.astype(float))
    count = of_zone.size
    nothing = NetNew(math.nan, math.nan, zone_gain, region_gain)
    if count < 2 or abs(zone_gain) <= 2.0 * float(of_zone.std(ddof=1)) / math.sqrt(count):
        return nothing
    share = net_new(of_zone, of_region)
    error = float((of_region - share * of_zone).std(ddof=1)) / (math.sqrt(count) * abs(zone_gain))
    return NetNew(share, error, zone_gain, region_gain)


def net_new_share_of(comparison: Comparison, option: Option, event: str) -> NetNew:
    """Return the net-new share of an option at an event, over all draws."""
    return net_new_of(*option.gains(event, comparison.zone))


def surface(comparison: Comparison, option: Option, event: str) -> list[Cell]:
    """Return the net-new share over (k, mu, P_R), each below and above its median; cells without draws are left out."""
    of_zone, of_region = option.gains(event, comparison.zone)
    beliefs = np.array([comparison.beliefs[name] for name in NOT_IDENTIFIED])
    high = beliefs > np.median(beliefs, axis=1, keepdims=True)
    own = share_inside(comparison, option, event)
    closed = np.array(
        [net_new_share(o, p, m) for o, m, p in zip(own, beliefs[1], beliefs[2], strict=True)], dtype=float
    )
    cells = []
    for above in itertools.product((False, True), repeat=len(NOT_IDENTIFIED)):
        inside = np.all(high == np.array(above)[:, None], axis=0)
        if inside.any():
            means = tuple(float(value) for value in beliefs[:, inside].mean(axis=1))
            computed = net_new_of(of_zone[inside], of_region[inside])
            cells.append(Cell(above, means, int(inside.sum()), computed, float(closed[inside].mean())))
    return cells


def share_inside(comparison: Comparison, option: Option, event: str) -> Array:
    """Return the zone's share of the region's projects in the base [draws]."""
    flows = option.flows[:, EVENTS.index(event)]
    zones = len(comparison.setting.base.world.zones)
    of_zone = flows[:, comparison.zone, :].sum(axis=-1)
    of_region = flows[:, :zones, :].sum(axis=(-1, -2))
    found: Array = of_zone / np.maximum(1, of_region)
    return found
