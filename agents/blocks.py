"""Keyed draws and logarithms over a block of entities at once.

Each function gives what the one of `agents.randomness` gives for one entity after the other; logarithms may differ in
the last digit. Loops here are short and hold no branch and no call into a library, so that a compiler turns four turns
of them into one: a choice takes five logarithms, and most of its time was waiting for them and for guessed branches
that turned out otherwise.
"""

import math

import numpy as np

from agents.compiled import compiled
from agents.randomness import FARTHEST_NEAR, central_quantile, far_tail, is_central, mix, near_tail, uniform
from agents.records import Array

_LN2_HIGH, _LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
"""The logarithm of 2 in two parts, the first so short that its product with an exponent is exact."""
_SQUARE_ROOT_OF_HALF = np.int64(0x3FE6A09E667F3BCD)
_FRACTION_BITS = np.int64(52)
_PER_LN2 = 1.442695040888963387
_SHIFT = 6755399441055744.0
"""One and a half times 2 to the power of 52: sums with it have no fraction, and their last bits are the integer."""
_BIAS = np.int64(1023)


@compiled
def logarithm(x: float) -> float:
    r"""Return :math:`\ln x` of a positive number, neither subnormal nor infinite, to an ulp and without a branch.

    .. math:: x = 2^k (1 + f), \quad s = \frac{f}{2 + f}, \quad \ln(1 + f) = 2s\,(1 + s^2/3 + s^4/5 + \dots)

    with 1 + f between the square roots of 1/2 and 2, where eleven terms give all digits.
    """
    bits = np.float64(x).view(np.int64)
    power = (bits - _SQUARE_ROOT_OF_HALF) >> _FRACTION_BITS
    f = np.int64(bits - (power << _FRACTION_BITS)).view(np.float64) - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    even = w * (2 / 5 + w * (2 / 9 + w * (2 / 13 + w * (2 / 17 + w * (2 / 21)))))
    odd = z * (2 / 3 + w * (2 / 7 + w * (2 / 11 + w * (2 / 15 + w * (2 / 19)))))
    half = 0.5 * f * f  # 2 s is f - s f, and s f is f^2 / 2 - s f^2 / 2: what is subtracted from f stays small
    k = float(power)
    return k * _LN2_HIGH + (f - (half - (s * (half + (even + odd)) + k * _LN2_LOW)))


@compiled
def logarithms(numbers: Array, found: Array) -> None:
    """Write the logarithms of positive numbers; both arrays may be the same."""
    for place in range(numbers.size):
        found[place] = logarithm(numbers[place])


@compiled
def power_of_e(x: float) -> float:
    r"""Return :math:`e^x` for -700 < x < 700, to two ulps and without a branch.

    .. math:: e^x = 2^k e^r, \quad k = round(x / \ln 2), \quad |r| \le \ln 2 / 2

    where the series of :math:`e^r` has all digits after thirteen powers.
    """
    shifted = x * _PER_LN2 + _SHIFT  # adding so much leaves no bit behind the point
    k = shifted - _SHIFT
    r = (x - k * _LN2_HIGH) - k * _LN2_LOW
    s = r * r
    even = 1 / 2 + s * (1 / 24 + s * (1 / 720 + s * (1 / 40320 + s * (1 / 3628800 + s * (1 / 479001600)))))
    odd = 1 / 6 + s * (1 / 120 + s * (1 / 5040 + s * (1 / 362880 + s * (1 / 39916800 + s * (1 / 6227020800)))))
    scale = (np.float64(shifted).view(np.int64) + _BIAS) << _FRACTION_BITS
    return (1.0 + (r + s * (even + r * odd))) * np.int64(scale).view(np.float64)


@compiled
def powers_of_e(numbers: Array, found: Array) -> None:
    """Write e to the power of numbers between -700 and 700; both arrays may be the same."""
    for place in range(numbers.size):
        found[place] = power_of_e(numbers[place])


@compiled
def keys_of_ranks(key: int, keys: Array) -> None:
    """Write the key of each rank: what `agents.randomness.mix` gives for 0, 1, 2 and so on."""
    for rank in range(keys.size):
        keys[rank] = mix(key, rank)


@compiled
def uniforms_of_pairs(keys: Array, entities: Array, drawn: Array) -> None:
    """Draw from the open interval (0, 1) for each entity with a key of its own."""
    for place in range(entities.size):
        drawn[place] = uniform(keys[place], entities[place])


@compiled
def uniforms(key: int, entities: Array, drawn: Array) -> None:
    """Draw from the open interval (0, 1) for each entity."""
    for place in range(entities.size):
        drawn[place] = uniform(key, entities[place])


@compiled
def exponentials(key: int, entities: Array, drawn: Array) -> None:
    """Draw a unit exponential for each entity."""
    uniforms(key, entities, drawn)
    for place in range(entities.size):
        drawn[place] = -logarithm(drawn[place])


@compiled
def gumbels(key: int, entities: Array, drawn: Array) -> None:
    """Draw a standard Gumbel for each entity."""
    exponentials(key, entities, drawn)
    for place in range(entities.size):
        drawn[place] = -logarithm(drawn[place])


@compiled
def normals(key: int, entities: Array, drawn: Array) -> None:
    """Draw a standard normal for each entity: all as if central, then the three in twenty that are not."""
    uniforms(key, entities, drawn)
    normal_quantiles(drawn)


@compiled
def normal_quantiles(probabilities: Array) -> None:
    """Put the standard normal quantile in the place of each probability."""
    places, given = np.empty(probabilities.size, np.int64), np.empty(probabilities.size)
    tails = 0
    for place in range(probabilities.size):
        places[tails], given[tails] = place, probabilities[place]
        tails += not is_central(given[tails])
    for place in range(probabilities.size):
        probabilities[place] = central_quantile(probabilities[place])
    tail_quantiles(given[:tails])
    for tail in range(tails):
        probabilities[places[tail]] = given[tail]


@compiled
def tail_quantiles(probabilities: Array) -> None:
    """Put the standard normal quantile in the place of each probability below 0.075 or above 0.925."""
    distances = np.empty(probabilities.size)
    for place in range(probabilities.size):
        distances[place] = min(probabilities[place], 1.0 - probabilities[place])
    logarithms(distances, distances)
    for place in range(probabilities.size):
        r = math.sqrt(-distances[place])
        distances[place] = r
        probabilities[place] = math.copysign(near_tail(r), probabilities[place] - 0.5)
    for place in range(probabilities.size):
        if distances[place] > FARTHEST_NEAR:
            probabilities[place] = math.copysign(far_tail(distances[place]), probabilities[place])
