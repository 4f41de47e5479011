"""Keyed draws and logarithms over a block of entities at once.

Each function gives what the one of `agents.randomness` gives for one entity after the other; logarithms may differ in
the last digit. Loops here are short and hold no branch and no call into a library, so that a compiler turns four turns
of them into one: a choice takes five logarithms, and most of its time was waiting for them and for guessed branches
that turned out otherwise.
"""

import numpy as np

from agents.compiled import compiled
from agents.randomness import central_quantile, is_central, mix, tail_quantile, uniform
from agents.records import Array

_LN2_HIGH, _LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
"""The logarithm of 2 in two parts, the first so short that its product with an exponent is exact."""
_SQUARE_ROOT_OF_HALF = np.int64(0x3FE6A09E667F3BCD)
_FRACTION_BITS = np.int64(52)


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
    given = probabilities.copy()
    for place in range(given.size):
        probabilities[place] = central_quantile(given[place])
    for place in range(given.size):
        if not is_central(given[place]):
            probabilities[place] = tail_quantile(given[place])
