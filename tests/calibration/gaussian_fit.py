"""A fit whose answer is known on paper: figures linear in the scores, errors normal, intervals narrow.

With y = A z + B c + e, z standard normal, c the cut block and e of covariance V, the distribution of z given y and c is
normal with covariance (I + A'V⁻¹A)⁻¹ and mean that times A'V⁻¹(y - B c).
"""

import math

import numpy as np

from calibration.design import score_names
from calibration.emulator import Emulator
from calibration.inference import Question, moved_indices
from calibration.operators import Operator
from calibration.targets import Target

ZONES = ("harbour", "hill")
NAMES = len(score_names(ZONES))
MOVED = moved_indices(ZONES)
CUT = np.setdiff1d(np.arange(NAMES), MOVED)
SPREAD = np.array([0.3, 0.5, 0.4, 0.8, 0.6])
FIGURES = len(SPREAD)
WIDTH = 0.02


def targets_at(values, width=WIDTH, noisy=False):
    """Figures published as narrow intervals round values on the scale."""
    return tuple(
        Target(
            f"figure.{k}", Operator(f"figure.{k}", "harbour", {}, "", ""), "amount", math.nan, (f"figure.{k}",),
            (value - width / 2,), (value + width / 2,), (1.0,), "", noisy,
        )
        for k, value in enumerate(values)
    )  # fmt: skip


def emulator_of(linear, spread=SPREAD, correlation=None):
    """The emulator of figures that are linear in all scores."""
    count, crosses = len(linear), MOVED.size * (MOVED.size - 1) // 2
    return Emulator(
        columns=tuple(f"figure.{k}" for k in range(count)),
        moved=MOVED,
        learnt=np.ones(count, bool),
        constant=np.zeros(count),
        linear=linear,
        square=np.zeros((count, NAMES)),
        cross=np.zeros((count, crosses)),
        cube=np.zeros((count, MOVED.size)),
        spread_base=np.log(spread),
        spread_linear=np.zeros((count, NAMES)),
        correlation=np.eye(count) if correlation is None else correlation,
        seen_error=np.array(spread),
    )


def slopes(seed=3):
    """Slopes of figures in moved scores and, smaller, in the cut block."""
    rng = np.random.default_rng(seed)
    linear = np.zeros((FIGURES, NAMES))
    linear[:, MOVED] = rng.normal(0.0, 0.35, (FIGURES, MOVED.size))
    linear[:, CUT] = rng.normal(0.0, 0.03, (FIGURES, CUT.size))
    return linear


def shared_luck(seed=5):
    """A correlation of errors with one common factor."""
    loads = np.random.default_rng(seed).uniform(-0.8, 0.8, FIGURES)
    return np.outer(loads, loads) + np.diag(1.0 - loads**2)


def question_of(targets, outlier=0.0, floor=0.1):
    """What is asked of these figures, without outliers where none are wanted."""
    widest = max(len(t.columns) for t in targets)
    return Question(tuple(targets), ZONES, outlier, np.full((len(targets), widest), floor))


def conditional(linear, covariance, values, cut):
    """Mean [draws, moved] and covariance of the moved scores given figures and each draw's cut block."""
    own = linear[:, MOVED]
    weight = np.linalg.solve(covariance, own)
    spread = np.linalg.inv(np.eye(MOVED.size) + own.T @ weight)
    return (values - cut @ linear[:, CUT].T) @ weight @ spread, spread
