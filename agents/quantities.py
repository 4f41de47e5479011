"""How a parameter is declared, once: symbol, unit, prior, evidence, meaning, and whether these texts can teach it.

One declaration serves the rules, the scenario schema, the priors, the parameter table of the docs and the tests.
"""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class LogNormal:
    """Log-normal with the given median and standard deviation of the logarithm, cut to [low, high]."""

    median: float
    log_sd: float
    low: float = 0.0
    high: float = float("inf")


@dataclass(frozen=True)
class Normal:
    """Normal cut to [low, high]."""

    mean: float
    sd: float
    low: float = float("-inf")
    high: float = float("inf")


@dataclass(frozen=True)
class Beta:
    """Beta(a, b) stretched to [low, high]."""

    a: float
    b: float
    low: float = 0.0
    high: float = 1.0


@dataclass(frozen=True)
class Uniform:
    """Uniform on [low, high]."""

    low: float
    high: float


@dataclass(frozen=True)
class LogUniform:
    """Uniform in the logarithm on [low, high]."""

    low: float
    high: float


@dataclass(frozen=True)
class OrInfinite:
    """``finite`` with probability 1 - ``probability``, infinite otherwise."""

    finite: LogNormal
    probability: float


@dataclass(frozen=True)
class Fixed:
    """A value held fixed; its sensitivity is shown, not its uncertainty."""

    value: float


Distribution = LogNormal | Normal | Beta | Uniform | LogUniform | OrInfinite | Fixed


class Block(StrEnum):
    """What calibration may do with a parameter."""

    INFERRED = "inferred"
    CUT = "cut"  # drawn from the prior, never updated: no figure of the texts speaks of it
    NUISANCE = "nuisance"  # belongs to the observation, integrated out
    FIXED = "fixed"


class Grade(StrEnum):
    """How well the source of a prior is checked."""

    CHECKED = "checked"  # the number was seen in the cited text
    JUDGEMENT = "judgement"


@dataclass(frozen=True)
class Quantity:
    """The birth certificate of a parameter."""

    symbol: str
    unit: str
    prior: Distribution
    meaning: str
    source: str
    block: Block = Block.CUT
    grade: Grade = Grade.JUDGEMENT
