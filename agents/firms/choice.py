"""Where a prospect goes: nested logit over the zones it has met, as random utility (rules 3 and 5)."""

import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from agents.compiled import compiled
from agents.quantities import Beta, Quantity
from agents.randomness import Purpose, exponential, gumbel, lifelong, log_positive_stable, mix


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
def zone_taste(seed: int, firm_key: int, zone_key: int) -> float:
    """Return a firm's Gumbel taste for a zone, eta_ij [1]."""
    return gumbel(mix(lifelong(seed, Purpose.TASTE), firm_key), zone_key)


@compiled
def nest_taste(seed: int, firm_key: int, nest: int, dissimilarity: float) -> float:
    """Return ln S of a firm and nest, S positive stable of index mu (Cardell 1997) [1]."""
    return log_positive_stable(mix(lifelong(seed, Purpose.NEST_TASTE), nest), firm_key, dissimilarity)


@compiled
def outside_taste(seed: int, firm_key: int) -> float:
    """Return a firm's Gumbel taste for going elsewhere [1]."""
    return gumbel(lifelong(seed, Purpose.OUTSIDE_TASTE), firm_key)


@compiled
def random_utility(value: float, taste: float, log_stable: float, dissimilarity: float) -> float:
    r"""Return the utility of a zone: :math:`V_j + \mu(\eta_{ij} + \ln S_i)`.

    With keyed Gumbel eta and positive stable S the choice has exactly the nested-logit probabilities, and a firm's
    winner stays its winner unless utilities change. Source: model.md rule (5); Cardell 1997.
    """
    return value + dissimilarity * (taste + log_stable)


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


@compiled
def contact_gap(key: int, rank: int, rate: float) -> float:
    """Return the gap to the next keyed contact point on the axis of prospects [prospects]."""
    return exponential(key, rank) / rate
