"""Where a prospect goes: nested logit over the zones it has met, as random utility (rules 3 and 5)."""

import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from agents.blocks import gumbels, uniforms
from agents.compiled import compiled
from agents.quantities import Beta, Quantity
from agents.randomness import Purpose, lifelong, log_positive_stable, mix, stable_angle
from agents.records import Array


@dataclass(frozen=True, kw_only=True)
class ChoiceParameters:
    """What is believed about location choice."""

    dissimilarity: Annotated[float, Quantity("μ", "1", Beta(4, 4, 0.05, 1.0),
        "dissimilarity of zones within the region", "domain.md 1.11")]
    regional_share: Annotated[float, Quantity("P_R", "1", Beta(3, 5),
        "share of contacted prospects that choose a zone of the region at baseline", "domain.md 1.11")]


@compiled
def size_factor(contract: float, median: float, tilt: float, normaliser: float) -> float:
    r"""Return :math:`(x/x_{median})^{-a} / E[(x/x_{median})^{-a}]`, exactly 1 at a = 0. Source: model.md rule (2)."""
    if tilt == 0.0:
        return 1.0
    return math.pow(contract / median, -tilt) / normaliser


@compiled
def slowness(value: float, best: float, dissimilarity: float) -> float:
    r"""Return the mean time of a zone in a firm's race, over that of the zone most liked: :math:`e^{(V^*-V_j)/\mu}`.

    ``value`` is V_j, ``best`` V*, the largest V of all zones [1].
    """
    return math.exp((best - value) / dissimilarity)


@compiled
def nest_taste(seed: int, firm_key: int, nest: int, dissimilarity: float) -> float:
    """Return ln S of a firm and nest, S positive stable of index mu (Cardell 1997) [1]."""
    return log_positive_stable(mix(lifelong(seed, Purpose.NEST_TASTE), nest), firm_key, dissimilarity)


@compiled
def outside_tastes(seed: int, firm_keys: Array, tastes: Array) -> None:
    """Draw the Gumbel taste of each firm for going elsewhere [1]."""
    gumbels(lifelong(seed, Purpose.OUTSIDE_TASTE), firm_keys, tastes)


@compiled
def needed_taste(log_time: float, best: float, outside: float, dissimilarity: float) -> float:
    r"""Return the ln S above which a zone that arrives at t beats elsewhere: :math:`(U_0-V^*)/\mu + \ln t_{ij}`.

    A firm's zones race: zone j arrives at :math:`t_{ij} = E_{ij}\,e^{(V^*-V_j)/\mu}` with keyed unit exponentials E,
    and the first is the one of largest utility :math:`V_j + \mu(\eta_{ij} + \ln S_i)`, with Gumbel
    :math:`\eta = -\ln E` and S positive stable. It beats elsewhere where that is above U_0, which is when ln S is
    above what is returned. The choice has exactly the nested-logit probabilities, and a firm's winner stays its winner
    unless utilities change. ``log_time`` is ln t, ``best`` V*, ``outside`` U_0. Source: model.md rule (5); Cardell
    1997.
    """
    return (outside - best) / dissimilarity + log_time


ANGLES = 1024
"""Parts into which the table of Kanter's function divides (0, 1)."""


@compiled
def angle_table(dissimilarity: float) -> np.ndarray:
    """Return Kanter's function at 0, 1/1024, …, 1, for bounds on ln S; all 0 where the tastes are independent."""
    table = np.zeros(ANGLES + 1)
    if dissimilarity < 1.0:
        rest = 1.0 - dissimilarity
        table[0] = math.log(dissimilarity) + rest / dissimilarity * math.log(rest)
        for place in range(1, ANGLES):
            table[place] = stable_angle(place / ANGLES, dissimilarity)
        table[ANGLES] = math.inf
    return table


@compiled
def nest_taste_bounds(
    seed: int, firm_keys: Array, nest: int, dissimilarity: float, table: Array, low: Array, high: Array
) -> None:
    """Write a lower and an upper bound on the `nest_taste` of each firm, without the sines: most choices need no more.

    ``table`` is that of `angle_table`.
    """
    key = mix(lifelong(seed, Purpose.NEST_TASTE), nest)
    uniforms(key, firm_keys, high)
    gumbels(mix(key, 1), firm_keys, low)  # minus the logarithm of a waiting time
    rest = (1.0 - dissimilarity) / dissimilarity
    for firm in range(firm_keys.size):
        place = int(ANGLES * high[firm])
        shift = rest * low[firm]
        low[firm] = table[place] + shift
        high[firm] = table[place + 1] + shift


def nested_logit(values: np.ndarray, outside: float, dissimilarity: float) -> np.ndarray:
    r"""Return closed-form nested-logit probabilities of the zones of one nest, and of outside last.

    .. math:: P_j = \frac{e^{V_j/\mu}}{\sum_k e^{V_k/\mu}}\,\frac{e^{\mu I}}{e^{\mu I}+e^{V_0}}, \quad
              I = \ln\sum_k e^{V_k/\mu}
    """
    scaled = np.exp(values / dissimilarity)
    region = scaled.sum() ** dissimilarity
    share = region / (region + math.exp(outside))
    return np.append(share * scaled / scaled.sum(), 1.0 - share)


def net_new_share(own_share_inside: float, regional_share: float, dissimilarity: float) -> float:
    r"""Return the share of a zone's marginal gain that is new to the region, under full contact.

    .. math:: \frac{1-P_R}{(1-\pi_i)/\mu + \pi_i(1-P_R)}

    ``own_share_inside`` is pi_i, the zone's share inside the region. Source: domain.md 1.11.
    """
    inside = (1.0 - own_share_inside) / dissimilarity + own_share_inside * (1.0 - regional_share)
    return (1.0 - regional_share) / inside
