"""Keyed randomness: every draw is a pure function of (seed, month, purpose, entity).

Nothing is drawn in sequence. Firm 4711 of month 30 has the same size, tastes and luck in every scenario with the same
seed, in any order and on any number of threads, so that two policies can be compared firm by firm. A key is a 63-bit
integer (it stays an int64, compiled or not); a purpose is never used for two things.
"""

import math
from typing import NamedTuple

import numpy as np

from agents.compiled import compiled

FIRST_MONTH_OFFSET = 1024  # months may be negative in the burn-in, keys may not
GENERATOR_VERSION = 2

_MULTIPLY_A = np.uint64(0x9E3779B97F4A7C15)
_MULTIPLY_B = np.uint64(0xBF58476D1CE4E5B9)
_MULTIPLY_C = np.uint64(0x94D049BB133111EB)
_ADD = np.uint64(0xD1B54A32D192ED03)
_S30, _S27, _S31, _S1 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(1)
FARTHEST_NEAR = 5.0
"""Distance up to which a tail of the normal distribution counts as near [square root of minus a log-probability]."""
_TWO_POW_MINUS_53 = 1.0 / 9007199254740992.0


class _Purpose(NamedTuple):
    """What a draw is for. Numbers are part of the generator: never reused, never renumbered."""

    ARRIVALS: int = 1
    PROSPECT: int = 2
    INDUSTRY: int = 3
    CONTRACT_BODY: int = 4
    CONTRACT_SIZE: int = 5
    TASTE: int = 8
    NEST_TASTE: int = 9
    OUTSIDE_TASTE: int = 10
    QUALITY: int = 11
    REALISATION: int = 12
    INTENSITY: int = 13
    TAX_DENSITY: int = 14
    FINANCE_NEED: int = 15
    STATE_OWNED: int = 16
    PLANT_TASTE: int = 17
    NEGOTIATION: int = 18
    NEGOTIATION_LOSS: int = 19
    LEAD_LAPSE: int = 20
    GATE_COVERED: int = 21
    GATE_NOISE: int = 22
    DILIGENCE: int = 23
    PANEL: int = 24
    FRAMEWORK: int = 25
    FRAMEWORK_TURNS: int = 26
    FRAMEWORK_DELAY: int = 27
    LAND_PROCESS: int = 28
    PARCEL_CHOICE: int = 29
    DROP_OUT: int = 30
    PERMIT: int = 31
    TAKE_AND_START: int = 32
    STANDARD_LAND: int = 33
    BUILDING: int = 34
    COMMISSIONING: int = 35
    CLOSURE: int = 36
    ORDERLY_CLOSURE: int = 37
    FOLLOWERS: int = 38
    FOLLOWER_DELAY: int = 39
    FOLLOWER_KEY: int = 40
    FOLLOWER_STAYS: int = 41
    EXPANSIONS: int = 42
    EXPANSION_KEY: int = 43
    EXPANSION_INDUSTRY: int = 44
    RESIGNED: int = 45
    SPLIT: int = 46
    ENCLAVE: int = 47
    BASELINE_PROSPECT: int = 48
    ZONE_ENDOWMENT: int = 49
    PARAMETER: int = 50
    LISTED: int = 51
    MACRO_ERROR: int = 52
    UNDER_CHANNEL: int = 53
    UNBORN: int = 54
    REFORM_DATE: int = 55
    REPORTING: int = 56
    CONTACT_LEVEL: int = 57
    CONTACT_PROSPECT: int = 58


Purpose = _Purpose()


@compiled
def mix(first: int, second: int) -> int:
    """Hash two non-negative 63-bit integers into one; two rounds, so that streams share no orbit."""
    z = np.uint64(first) * _MULTIPLY_A + np.uint64(second)
    z = (z ^ (z >> _S30)) * _MULTIPLY_B
    z = (z ^ (z >> _S27)) * _MULTIPLY_C
    z = (z ^ (z >> _S31)) + np.uint64(second) * _ADD
    z = (z ^ (z >> _S30)) * _MULTIPLY_B
    z = (z ^ (z >> _S27)) * _MULTIPLY_C
    return np.int64((z ^ (z >> _S31)) >> _S1)  # type: ignore[return-value]  # one kind of integer when compiled


@compiled
def stream(seed: int, month: int, purpose: int) -> int:
    """Return the key of all draws for one purpose in one month."""
    return mix(mix(seed, month + FIRST_MONTH_OFFSET), purpose)


@compiled
def lifelong(seed: int, purpose: int) -> int:
    """Return the key of all draws for one purpose that an entity makes once in its life.

    Purposes are below 512 and months in `stream` above it, so the two share no key.
    """
    return mix(seed, purpose)


@compiled
def uniform(key: int, entity: int) -> float:
    """Draw from the open interval (0, 1)."""
    return (float(mix(key, entity) >> 10) + 0.5) * _TWO_POW_MINUS_53


@compiled
def exponential(key: int, entity: int) -> float:
    """Draw a unit exponential."""
    return -math.log(uniform(key, entity))


@compiled
def gumbel(key: int, entity: int) -> float:
    """Draw a standard Gumbel, -ln(E) with E a unit exponential."""
    return -math.log(exponential(key, entity))


@compiled
def normal(key: int, entity: int) -> float:
    """Draw a standard normal by the inverse distribution function."""
    return normal_quantile(uniform(key, entity))


@compiled
def gamma_of_four(key: int, entity: int) -> float:
    """Draw a gamma variable of shape 4 and mean 1: the mean of four exponentials."""
    first = uniform(key, entity) * uniform(mix(key, 1), entity)
    second = uniform(mix(key, 2), entity) * uniform(mix(key, 3), entity)
    return -0.25 * (math.log(first) + math.log(second))


@compiled
def poisson(key: int, entity: int, mean: float) -> int:
    """Draw a Poisson count: how many keyed exponential gaps fit into ``mean``.

    A larger mean with the same key never lowers the count, and the first arrivals stay the same.
    """
    count = 0
    total = exponential(mix(key, entity), 0)
    while total < mean:
        count += 1
        total += exponential(mix(key, entity), count)
    return count


@compiled
def stable_angle(luck: float, index: float) -> float:
    r"""Return Kanter's function of the angle, which rises from u = 0 to infinity at u = 1.

    .. math:: a(u) = \ln\sin(\mu\pi u) - \tfrac{1}{\mu}\ln\sin \pi u + \tfrac{1-\mu}{\mu} \ln\sin((1-\mu)\pi u)

    ``index`` is mu in (0, 1). Source: Kanter 1975.
    """
    angle = math.pi * luck
    return (
        math.log(math.sin(index * angle))
        - math.log(math.sin(angle)) / index
        + (1.0 - index) / index * math.log(math.sin((1.0 - index) * angle))
    )


@compiled
def log_positive_stable(key: int, entity: int, index: float) -> float:
    r"""Draw ln S of a positive stable variable with :math:`E e^{-tS} = e^{-t^\mu}`, by Kanter's formula.

    .. math::

        S = \frac{\sin(\mu\pi u)}{(\sin \pi u)^{1/\mu}} \left(\frac{\sin((1-\mu)\pi u)}{E}\right)^{(1-\mu)/\mu}

    ``index`` is mu in (0, 1]; at 1 the variable is the constant 1. Source: Kanter 1975; Cardell 1997 for its use.
    """
    if index >= 1.0:
        return 0.0
    waiting = exponential(mix(key, 1), entity)
    return stable_angle(uniform(key, entity), index) - (1.0 - index) / index * math.log(waiting)


@compiled
def normal_distribution(x: float) -> float:
    """Return the standard normal distribution function."""
    return 0.5 * math.erfc(-x * 0.7071067811865476)


@compiled
def normal_quantile(probability: float) -> float:
    """Return the standard normal quantile to about 1e-15 (Wichura 1988, algorithm AS 241)."""
    if is_central(probability):
        return central_quantile(probability)
    return tail_quantile(probability)


@compiled
def is_central(probability: float) -> bool:
    """Tell whether a probability is near enough to a half for `central_quantile`."""
    return abs(probability - 0.5) <= 0.425


@compiled
def central_quantile(probability: float) -> float:
    """Return the standard normal quantile of a probability from 0.075 to 0.925."""
    q = probability - 0.5
    r = 0.180625 - q * q
    numerator = ((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r
        + 45921.953931549871457) * r + 13731.693765509461125) * r + 1971.5909503065514427) * r
        + 133.14166789178437745) * r + 3.387132872796366608
    denominator = ((((((5226.495278852854561 * r + 28729.085735721942674) * r + 39307.89580009271061) * r
        + 21213.794301586595867) * r + 5394.1960214247511077) * r + 687.1870074920579083) * r
        + 42.313330701600911252) * r + 1.0
    return q * numerator / denominator


@compiled
def tail_quantile(probability: float) -> float:
    """Return the standard normal quantile of any other probability."""
    r = math.sqrt(-math.log(min(probability, 1.0 - probability)))
    if r <= FARTHEST_NEAR:
        return math.copysign(near_tail(r), probability - 0.5)
    return math.copysign(far_tail(r), probability - 0.5)


@compiled
def near_tail(r: float) -> float:
    """Return how far from 0 the quantile of a tail of probability e^(-r²) is, for r up to 5."""
    r -= 1.6
    numerator = ((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r
        + 0.24178072517745061177) * r + 1.27045825245236838258) * r + 3.64784832476320460504) * r
        + 5.7694972214606914055) * r + 4.6303378461565452959) * r + 1.42343711074968357734
    denominator = ((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r
        + 0.0151986665636164571966) * r + 0.14810397642748007459) * r + 0.68976733498510000455) * r
        + 1.6763848301838038494) * r + 2.05319162663775882187) * r + 1.0
    return numerator / denominator


@compiled
def far_tail(r: float) -> float:
    """Return how far from 0 the quantile of a tail of probability e^(-r²) is, for r above 5."""
    r -= 5.0
    numerator = ((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r
        + 0.0012426609473880784386) * r + 0.026532189526576123093) * r + 0.29656057182850489123) * r
        + 1.7848265399172913358) * r + 5.4637849111641143699) * r + 6.6579046435011037772
    denominator = ((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r
        + 1.8463183175100546818e-5) * r + 7.868691311456132591e-4) * r + 0.0148753612908506148525) * r
        + 0.13692988092273580531) * r + 0.59983220655588793769) * r + 1.0
    return numerator / denominator
