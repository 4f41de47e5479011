"""Where a value stands in its prior: the share of the prior below it, and its standard normal score.

The inverse of ``sim.parameters.quantile``. A posterior's file holds values in the model's units; on scores every prior
is the same standard normal, so that what was learnt of parameters can be compared and correlations are those of a fit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.special import betainc, ndtr, ndtri

from agents.quantities import Beta, Distribution, Fixed, LogNormal, LogUniform, Normal, OrInfinite, Uniform
from agents.zones.endowment import ZoneEndowment
from calibration.design import OF_ZONE, SAFE, score_names
from calibration.posterior import variable_of
from scenarios.posteriors import Posterior
from sim.beliefs import EFFECT
from sim.parameters import PARAMETERS, quantities_of

Array = np.ndarray[Any, Any]

OF_ZONE_VARIABLE = variable_of(OF_ZONE)
"""How the name of a zone's attractiveness begins."""


def share_below(distribution: Distribution, values: Any) -> Array:
    """Return the share of a prior below values, in [0, 1]; half where the prior is a point.

    >>> float(share_below(Uniform(2.0, 6.0), 3.0))
    0.25
    """
    x = np.asarray(values, dtype=float)
    with np.errstate(divide="ignore"):
        match distribution:
            case Fixed():
                return np.full(x.shape, 0.5)
            case Uniform(low, high):
                found = (x - low) / (high - low)
            case LogUniform(low, high):
                found = np.log(x / low) / math.log(high / low)
            case Beta(a, b, low, high):
                found = betainc(a, b, np.clip((x - low) / (high - low), 0.0, 1.0))
            case LogNormal(median, log_sd, low, high):
                found = _cut((np.log(x) - math.log(median)) / log_sd, _log(low, median, log_sd),
                             _log(high, median, log_sd))  # fmt: skip
            case Normal(mean, sd, low, high):
                found = _cut((x - mean) / sd, (low - mean) / sd, (high - mean) / sd)
            case OrInfinite(finite, probability):
                below = (1.0 - probability) * share_below(finite, np.where(np.isinf(x), 1.0, x))
                found = np.where(np.isinf(x), 1.0 - 0.5 * probability, below)  # the middle of what is infinite
    clipped: Array = np.clip(found, 0.0, 1.0)
    return clipped


def _log(end: float, median: float, log_sd: float) -> float:
    """Return the score of an end of a log-normal before it is cut."""
    if end <= 0.0:
        return -math.inf
    return (math.log(end) - math.log(median)) / log_sd


def _cut(score: Array, low: float, high: float) -> Array:
    """Return the share below a score of a normal that is cut to [low, high]."""
    first, last = float(ndtr(low)), float(ndtr(high))
    found: Array = (ndtr(score) - first) / (last - first)
    return found


def prior_of(variable: str) -> Distribution:
    """Return the prior of a parameter, or of a zone's attractiveness; KeyError names what is neither."""
    if variable.startswith(OF_ZONE_VARIABLE):
        return quantities_of(ZoneEndowment)[EFFECT].prior
    return PARAMETERS[variable].prior


def standard_scores(variable: str, values: Any) -> Array:
    """Return the standard normal scores of values under the prior of their variable."""
    found: Array = ndtri(np.clip(share_below(prior_of(variable), values), SAFE, 1.0 - SAFE))
    return found


def values_of(posterior: Posterior, variable: str) -> Array:
    """Return a posterior's draws of a parameter or of a zone's attractiveness, in the model's units [draws]."""
    if variable.startswith(OF_ZONE_VARIABLE):
        return posterior.effects[variable.removeprefix(OF_ZONE_VARIABLE)]
    return posterior.values[variable]


def scores_of_draws(posterior: Posterior, zones: Sequence[str], numbers: Sequence[int]) -> Array:
    """Return the scores of some draws, in the order that runs are made from [draws, names]."""
    names = [variable_of(name) for name in score_names(zones)]
    rows = np.asarray(numbers)
    return np.column_stack([standard_scores(name, values_of(posterior, name)[rows]) for name in names])
