r"""When the ranking of two options flips: a box of a few parameters, found by a tree and tried on futures kept aside.

A tree of three questions is grown on half of the futures; its node with the best balance of *coverage* (share of the
flips that lie inside) and *density* (share of the inside that are flips) is the box. On the other half it holds where
flips are so much denser inside than outside as luck would give in one case of a hundred at most (Fisher's exact test,
one-sided, which is the hypergeometric tail). Otherwise no condition is told: among many boxes one always looks good on
the futures that it was found in.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import numpy as np

from agents.randomness import mix
from sim.state import Array

QUESTIONS = 3
"""Depth of the tree: a box is of at most so many parameters."""
FEWEST = 10
"""Flips, and futures without one, that are needed to look for a box."""
SMALLEST = 0.05
"""Part of the futures grown on that a box must hold at least [1]."""
KEPT_ASIDE = 2
"""One future in so many is kept aside."""
LUCK = 0.01
"""Chance of so dense a box among futures kept aside where there is none."""

Verdict = Literal["holds", "fails", "few", "always", "ties"]
"""A box holds, or fails on futures kept aside; flips are too few to look for one; there is none; or nothing differs."""


class Bound(NamedTuple):
    """A range of a parameter; an end that a box leaves open is infinite."""

    name: str
    low: float
    high: float


class Box(NamedTuple):
    """Where ranks flip: bounds, and how well they tell it on the futures grown on and on those kept aside [1]."""

    bounds: tuple[Bound, ...]
    coverage: float
    density: float
    aside_coverage: float
    aside_density: float
    aside_share: float
    """Share of flips among all futures kept aside."""
    luck: float
    """Chance of so many flips in the box where it tells nothing."""


class Flip(NamedTuple):
    """Two options in an outcome: which is usually better, how often, and when the other one is."""

    usual: str
    other: str
    output: str
    share_usual: float
    share_other: float
    verdict: Verdict
    box: Box | None


def flip_of(option: str, other: str, output: str, gap: Array, points: Array, names: Sequence[str], seed: int) -> Flip:
    """Return when the ranking of two options flips; ``gap`` is the first less the second, higher is better [futures].

    ``points`` [futures, parameters] are what may decide it.
    """
    if float((gap > 0.0).mean()) < float((gap < 0.0).mean()):
        option, other, gap = other, option, -gap
    wins, losses = float((gap > 0.0).mean()), float((gap < 0.0).mean())
    flips = gap < 0.0
    box, verdict = None, _verdict_without_box(flips, gap)
    if verdict == "fails":
        box = find_box(points, flips, names, seed)
        verdict = "holds" if box is not None and box.luck <= LUCK else "fails"
    return Flip(option, other, output, wins, losses, verdict, box)


def _verdict_without_box(flips: Array, gap: Array) -> Verdict:
    """Return what is said where no box is looked for; ``fails`` where one is."""
    if not np.any(gap != 0.0):
        return "ties"
    if not flips.any():
        return "always"
    return "few" if min(int(flips.sum()), int((~flips).sum())) < FEWEST else "fails"


def find_box(points: Array, flips: Array, names: Sequence[str], seed: int) -> Box | None:
    """Return the box that tells flips best on half of the futures, tried on the other; None where there is none.

    Which futures are kept aside is luck of ``seed``.
    """
    from sklearn.tree import DecisionTreeClassifier  # noqa: PLC0415  # slow to load

    order = np.argsort([int(mix(seed, number + 1)) for number in range(flips.size)], kind="stable")
    aside = np.zeros(flips.size, bool)
    aside[order[::KEPT_ASIDE]] = True
    grown = ~aside
    if flips[grown].all() or not flips[grown].any():
        return None
    smallest = max(2, math.ceil(SMALLEST * int(grown.sum())))
    tree = DecisionTreeClassifier(
        max_depth=QUESTIONS, min_samples_leaf=smallest, class_weight="balanced", random_state=0
    ).fit(points[grown], flips[grown])
    best, found = -1.0, None
    for bounds in _boxes(tree.tree_, names):
        coverage, density = _told(points[grown], flips[grown], bounds, names)
        balance = 2.0 * coverage * density / (coverage + density) if coverage > 0.0 else 0.0
        if balance > best:
            best, found = balance, (bounds, coverage, density)
    if found is None:
        return None
    bounds, coverage, density = found
    held = _told(points[aside], flips[aside], bounds, names)
    inside = within(points[aside], bounds, names)
    return Box(bounds, coverage, density, *held, float(flips[aside].mean()), _luck(flips[aside], inside))


def within(points: Array, bounds: Sequence[Bound], names: Sequence[str]) -> Array:
    """Tell which points lie in a box."""
    found = np.ones(points.shape[0], bool)
    for bound in bounds:
        values = points[:, list(names).index(bound.name)]
        found &= (values > bound.low) & (values <= bound.high)
    return found


def _told(points: Array, flips: Array, bounds: Sequence[Bound], names: Sequence[str]) -> tuple[float, float]:
    """Return coverage and density of a box; density is nan where no point lies inside."""
    inside = within(points, bounds, names)
    both = float((inside & flips).sum())
    return both / max(1, int(flips.sum())), both / int(inside.sum()) if inside.any() else math.nan


def _luck(flips: Array, inside: Array) -> float:
    """Return the chance of at least so many flips inside if they lay anywhere."""
    from scipy.stats import hypergeom  # noqa: PLC0415  # slow to load, and needed here alone

    both = int((flips & inside).sum())
    return float(hypergeom.sf(both - 1, flips.size, int(flips.sum()), int(inside.sum())))


def _boxes(tree: Any, names: Sequence[str]) -> list[tuple[Bound, ...]]:
    """Return the boxes of a grown tree, each parameter once, those of fewer questions first.

    A node on the way to a leaf is a box as well: a last question that splits off a stray future should not narrow it.
    """
    found: list[tuple[Bound, ...]] = []

    def walk(node: int, ranges: dict[str, tuple[float, float]]) -> None:
        if ranges:
            found.append(tuple(Bound(name, *ends) for name, ends in ranges.items()))
        if tree.children_left[node] == tree.children_right[node]:  # both are -1 at a leaf
            return
        name, cut = names[tree.feature[node]], float(tree.threshold[node])
        low, high = ranges.get(name, (-math.inf, math.inf))
        walk(tree.children_left[node], ranges | {name: (low, min(high, cut))})
        walk(tree.children_right[node], ranges | {name: (max(low, cut), high)})

    walk(0, {})
    return sorted(found, key=len)
