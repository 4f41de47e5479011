"""All parameters of the model as one record: declared beside the rules, gathered here, drawn from priors or set."""

import math
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any, get_type_hints

import numpy as np
from scipy.special import betaincinv, ndtr, ndtri

from agents.firms.birth import (
    LARGEST_CONTRACT,
    SMALLEST_CONTRACT,
    TAIL_STARTS,
    BirthParameters,
    contract_investment,
    share_below,
)
from agents.firms.choice import ChoiceParameters
from agents.firms.stages import StageParameters
from agents.funds import FundParameters
from agents.platforms import PlatformParameters
from agents.quantities import (
    Beta,
    Distribution,
    Fixed,
    LogNormal,
    LogUniform,
    Normal,
    OrInfinite,
    Quantity,
    Uniform,
)
from agents.randomness import Purpose, mix, normal_distribution, stream, uniform
from agents.records import Field, Records, allocate, record_type
from agents.zones.approval import ApprovalParameters
from agents.zones.attraction import BAND_EDGES, AttractionParameters
from agents.zones.finance import CommitteeParameters
from agents.zones.land import LandParameters
from agents.zones.staff import StaffParameters
from sim.macro import MacroParameters
from sim.statistics import ObservationParameters

GROUPS = (StaffParameters, AttractionParameters, ApprovalParameters, LandParameters, CommitteeParameters,
          BirthParameters, ChoiceParameters, StageParameters, PlatformParameters, FundParameters, MacroParameters,
          ObservationParameters)


def quantities_of(group: type) -> dict[str, Quantity]:
    """Return {name: Quantity} of one declaration."""
    return {name: hint.__metadata__[0] for name, hint in get_type_hints(group, include_extras=True).items()}


PARAMETERS: dict[str, Quantity] = {name: q for group in GROUPS for name, q in quantities_of(group).items()}

NODES = 48

DERIVED = (
    Field("body_weight", "weight of the log-normal body of contracts [1]"),
    Field("body_location", "location of that body [ln 亿元]"),
    Field("body_from", "normal distribution function where that body begins, at 0.02亿 [1]"),
    Field("body_to", "normal distribution function where it ends, at 2亿 [1]"),
    Field("small_share", "share of contracts below 1亿, the small ones [1]"),
    Field("middle_share", "share of contracts below 10亿, the small and middle ones [1]"),
    Field("median_contract", "median contract investment [亿元]"),
    Field("gate_correlation", "correlation of the gate's score with quality [1]"),
    Field("good_quality", "quality above which a project is good [1]"),
    Field("prospects", "mean prospects a month at a macro factor of 1 [firms / month]"),
    Field("contact_scale", "c0, contacts a month of a zone at reference effort and full fit [contacts]"),
    Field("outside_value", "V0, utility of going elsewhere [1]"),
)
PARAMETER = record_type([Field(name, f"{q.meaning} [{q.unit}]") for name, q in PARAMETERS.items()] + list(DERIVED))


def quantile(distribution: Distribution, u: float) -> float:
    """Return the quantile of a prior at u in (0, 1)."""
    match distribution:
        case Fixed(value):
            return value
        case Uniform(low, high):
            return low + u * (high - low)
        case LogUniform(low, high):
            return math.exp(math.log(low) + u * (math.log(high) - math.log(low)))
        case Beta(a, b, low, high):
            return low + (high - low) * float(betaincinv(a, b, u))
        case LogNormal(median, log_sd, low, high):
            first = ndtr((math.log(low) - math.log(median)) / log_sd) if low > 0.0 else 0.0
            last = ndtr((math.log(high) - math.log(median)) / log_sd) if math.isfinite(high) else 1.0
            return median * math.exp(log_sd * float(ndtri(first + u * (last - first))))
        case Normal(mean, sd, low, high):
            first, last = ndtr((low - mean) / sd), ndtr((high - mean) / sd)
            return mean + sd * float(ndtri(first + u * (last - first)))
        case OrInfinite(finite, probability):
            return math.inf if u >= 1.0 - probability else quantile(finite, u / (1.0 - probability))


def prior_medians() -> dict[str, float]:
    """Return every parameter at its prior median."""
    return {name: quantile(q.prior, 0.5) for name, q in PARAMETERS.items()}


@cache
def name_key(name: str) -> int:
    """Return a stable 63-bit key of a name (FNV-1a), so that reordering declarations changes no draw."""
    key = 0xCBF29CE484222325
    for byte in name.encode():
        key = ((key ^ byte) * 0x100000001B3) % 2**64
    return key >> 1


def draw_prior(seed: int, draw: int, fixed: Mapping[str, float] | None = None) -> dict[str, float]:
    """Return draw number ``draw`` of all parameters from their priors; ``fixed`` values stay as they are."""
    key = stream(seed, draw, Purpose.PARAMETER)
    values = {name: quantile(q.prior, uniform(key, name_key(name))) for name, q in PARAMETERS.items()}
    return values | dict(fixed or {})


@lru_cache(1024)
def contract_body(mean_contract: float, tail_index: float, spread: float) -> tuple[float, float]:
    """Return weight and location of the log-normal body, so that the mean is as given and the density continuous.

    Density at 2亿: w·φ(z2)/(σ·2·(Φ(z2)-Φ(z0))) from below equals (1-w)·α/(2·(1-(2/300)^α)) from above.
    """
    ratio = TAIL_STARTS / LARGEST_CONTRACT
    tail_density = tail_index / (TAIL_STARTS * (1.0 - ratio**tail_index))
    kept = (1.0 - ratio ** (tail_index - 1.0)) / (1.0 - ratio**tail_index)
    tail_mean = tail_index / (tail_index - 1.0) * TAIL_STARTS * kept

    def weight_and_mean(location: float) -> tuple[float, float]:
        z0, z2 = (math.log(SMALLEST_CONTRACT) - location) / spread, (math.log(TAIL_STARTS) - location) / spread
        mass = float(ndtr(z2) - ndtr(z0))
        density = math.exp(-0.5 * z2 * z2) / math.sqrt(2 * math.pi) / (spread * TAIL_STARTS * mass)
        weight = tail_density / (density + tail_density)
        body_mean = math.exp(location + spread**2 / 2) * float(ndtr(z2 - spread) - ndtr(z0 - spread)) / mass
        return weight, weight * body_mean + (1 - weight) * tail_mean

    location = root_of(lambda m: weight_and_mean(m)[1] - mean_contract, -2.0, 8.0)
    return weight_and_mean(location)[0], location


def root_of(function: Callable[[float], float], low: float, high: float) -> float:
    """Return where a continuous function changes its sign between two points, by false position (Illinois), to 1e-13.

    A few lines instead of `scipy.optimize`, whose import takes half as long as all else that starts a run.
    """
    at_low, at_high = function(low), function(high)
    if at_low * at_high > 0.0:
        raise ValueError(f"no change of sign between {low} and {high}")
    side = 0
    for _ in range(200):
        middle = (low * at_high - high * at_low) / (at_high - at_low)
        at_middle = function(middle)
        if at_middle == 0.0 or abs(high - low) <= 1e-13 * max(1.0, abs(middle)):
            return middle
        if at_middle * at_high > 0.0:
            high, at_high = middle, at_middle
            if side == -1:
                at_low *= 0.5
            side = -1
        else:
            low, at_low = middle, at_middle
            if side == 1:
                at_high *= 0.5
            side = 1
    return middle


@lru_cache(1024)
def gate_correlation(auc: float, bad_prevalence: float) -> float:
    r"""Return r of the gate's score r·Q + √(1-r²)·ε for an AUC at a prevalence of bad projects (.70 at .35: .430).

    .. math:: AUC = E\left[\Phi\left(\frac{r\,(Q_g - Q_b)}{\sqrt{2(1-r^2)}}\right)\right]

    over independent good and bad qualities, by Gauss-Legendre quadrature to about 1e-10.
    """
    if auc <= 0.5:
        return 0.0
    cut = float(ndtri(bad_prevalence))
    bad, bad_weight = _truncated_normal(-9.0, cut)
    good, good_weight = _truncated_normal(cut, 9.0)
    gap = good[:, None] - bad[None, :]

    def area(r: float) -> float:
        return float(good_weight @ ndtr(r * gap / math.sqrt(2.0 * (1.0 - r * r))) @ bad_weight)

    if area(0.999) <= auc:
        return 0.999
    return root_of(lambda r: area(r) - auc, 0.0, 0.999)


def _truncated_normal(low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
    """Return nodes and weights (summing to 1) of a standard normal between two points."""
    points, weights = np.polynomial.legendre.leggauss(NODES)
    nodes = low + 0.5 * (points + 1.0) * (high - low)
    weights = weights * np.exp(-0.5 * nodes * nodes)
    return nodes, weights / weights.sum()


def won_share(values: Mapping[str, float]) -> float:
    """Return the share of prospects that a zone of the region wins and signs at baseline: P_R (1 - e^-k) s_N [1]."""
    return values["regional_share"] * -math.expm1(-values["coverage"]) * values["negotiation_success"]


@cache
def usual_share() -> float:
    """Return that share at the prior medians of P_R, k and s_N."""
    names = ("regional_share", "coverage", "negotiation_success")
    return won_share({name: quantile(PARAMETERS[name].prior, 0.5) for name in names})


def parameter_record(values: Mapping[str, float], prospects: float = 0.0) -> Records:
    """Return the parameters as one record, with what follows from them alone; c0 and V0 are solved later.

    ``prospects`` is the world's number a month at the prior medians of coverage, regional share and success of
    negotiations. Where a draw has the region win or sign less, it has more prospects, so that what is believed of
    competition and of negotiation says nothing of volume: volume has its own scale, and they are not identified
    (decisions 007 and 008).
    """
    record = allocate(PARAMETER, 1)
    for name in PARAMETERS:
        record[name] = values[name]
    weight, location = contract_body(values["mean_contract"], values["tail_index"], values["body_spread"])
    record.body_weight, record.body_location = weight, location
    record.body_from = normal_distribution((math.log(SMALLEST_CONTRACT) - location) / values["body_spread"])
    record.body_to = normal_distribution((math.log(TAIL_STARTS) - location) / values["body_spread"])
    record.small_share, record.middle_share = (share_below(edge, record[0]) for edge in BAND_EDGES)
    record.median_contract = contract_investment(0.5, record[0])
    record.gate_correlation = gate_correlation(values["gate_auc"], values["bad_prevalence"])
    record.good_quality = ndtri(values["bad_prevalence"])
    record.prospects = prospects * values["prospect_scale"] * usual_share() / won_share(values)
    return record


@lru_cache(maxsize=1 << 16)
def key_of(*parts: Any) -> int:
    """Return a stable key of strings and integers in order."""
    key = 0
    for part in parts:
        key = mix(key, name_key(part) if isinstance(part, str) else int(part))
    return int(key)
