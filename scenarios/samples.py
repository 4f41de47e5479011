"""The points of a design, each made on demand from its number: levels of a grid, or coordinates in the unit cube.

A sample tells how many points it has and gives any of them: a level (a whole number) or a coordinate in [0, 1] for each
factor. None holds its points, but for a Latin hypercube, which is made whole when first asked for, and the levels of
Morris' trajectories, compressed.

`scipy.stats` is imported when a point is first asked for, and SALib where a screening is planned: reading a grid needs
neither, and SALib loads pandas, which a worker must not.
"""

from __future__ import annotations

import math
import warnings
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import numpy as np

Point = tuple[float, ...]
Array = np.ndarray[Any, Any]

CHUNK = 512
"""Points of a Sobol' sequence that are made at once."""


class Sample(Protocol):
    """Points by number, from 0."""

    def __len__(self) -> int:
        """Return the number of points."""

    def at(self, number: int) -> Point:
        """Return the levels or coordinates of a point, one a factor."""


@dataclass(frozen=True)
class Grid:
    """Every combination of levels; the last factor changes fastest. Without factors: one point."""

    sizes: tuple[int, ...]

    def __len__(self) -> int:
        """Return the product of the numbers of levels."""
        return math.prod(self.sizes)

    def at(self, number: int) -> Point:
        """Return the levels of a point.

        >>> [Grid((2, 3)).at(number) for number in (0, 1, 3, 5)]
        [(0, 0), (0, 1), (1, 0), (1, 2)]
        """
        levels = []
        for size in reversed(self.sizes):
            number, level = divmod(number, size)
            levels.append(level)
        return tuple(reversed(levels))


@dataclass(frozen=True)
class OneAtATime:
    """A base, then each other level of each factor with all others at their base."""

    sizes: tuple[int, ...]
    base: tuple[int, ...]

    def __len__(self) -> int:
        """Return one, and one for each level that is no base."""
        return 1 + sum(size - 1 for size in self.sizes)

    def at(self, number: int) -> Point:
        """Return the levels of a point.

        >>> [OneAtATime((3, 2), (1, 0)).at(number) for number in range(4)]
        [(1, 0), (0, 0), (2, 0), (1, 1)]
        """
        levels = list(self.base)
        left = number - 1
        for factor, size in enumerate(self.sizes):
            if 0 <= left < size - 1:
                levels[factor] = left if left < self.base[factor] else left + 1
            left -= size - 1
        return tuple(levels)


@dataclass(frozen=True)
class LatinHypercube:
    """Each factor's range cut into as many slices as there are points, and each slice met once."""

    points: int
    dimensions: int
    seed: int

    def __len__(self) -> int:
        """Return the number of points."""
        return self.points

    def at(self, number: int) -> Point:
        """Return the coordinates of a point."""
        return tuple(_latin_hypercube(self.points, self.dimensions, self.seed)[number].tolist())


@dataclass(frozen=True)
class Sobol:
    """Scrambled points of a Sobol' sequence, evenly spread in all factors together."""

    points: int
    dimensions: int
    seed: int

    def __len__(self) -> int:
        """Return the number of points."""
        return self.points

    def at(self, number: int) -> Point:
        """Return the coordinates of a point."""
        return tuple(sobol_point(self.dimensions, self.seed, number).tolist())


@dataclass(frozen=True)
class SobolIndices:
    """Saltelli's points for Sobol' indices, in the order that SALib makes and analyses them.

    Each base point holds two independent points A and B. A group of runs is A, then A with each factor from B in turn,
    with ``second_order`` then B with each factor from A in turn, then B.
    """

    points: int
    dimensions: int
    seed: int
    second_order: bool

    @property
    def group(self) -> int:
        """The runs of a base point."""
        return (2 if self.second_order else 1) * self.dimensions + 2

    def __len__(self) -> int:
        """Return the number of points, all groups together."""
        return self.points * self.group

    def at(self, number: int) -> Point:
        """Return the coordinates of a point."""
        row, place = divmod(number, self.group)
        both = sobol_point(2 * self.dimensions, self.seed, row)
        first, second = both[: self.dimensions].copy(), both[self.dimensions :].copy()
        if place == self.group - 1:
            return tuple(second.tolist())
        if place > self.dimensions:
            first, second = second, first
            place -= self.dimensions
        if place > 0:
            first[place - 1] = second[place - 1]
        return tuple(first.tolist())


@dataclass(frozen=True)
class Morris:
    """Trajectories through a grid in which each step moves one factor, drawn by SALib and kept as packed bytes."""

    trajectories: int
    dimensions: int
    seed: int
    levels: int
    packed: bytes

    def __len__(self) -> int:
        """Return the number of points: one more than factors in each trajectory."""
        return self.trajectories * (self.dimensions + 1)

    def at(self, number: int) -> Point:
        """Return the coordinates of a point."""
        row = _unpacked(self.packed)[number * self.dimensions : (number + 1) * self.dimensions]
        return tuple(level / (self.levels - 1) for level in row)


def plan_morris(trajectories: int, dimensions: int, seed: int, levels: int) -> Morris:
    """Return trajectories drawn by SALib."""
    from SALib.sample import morris  # noqa: PLC0415  # it loads pandas, which a worker must not

    drawn = morris.sample(unit_problem([str(n) for n in range(dimensions)]), trajectories, levels, seed=seed)
    walked = np.rint(drawn * (levels - 1)).astype(np.uint8).tobytes()
    return Morris(trajectories, dimensions, seed, levels, zlib.compress(walked))


@lru_cache(maxsize=4)
def _unpacked(packed: bytes) -> bytes:
    return zlib.decompress(packed)


def unit_problem(names: Sequence[str]) -> dict[str, Any]:
    """Return what SALib's analyses call a problem: factors by name, all in the unit cube."""
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}


def sobol_point(dimensions: int, seed: int, number: int) -> Array:
    """Return a point of a scrambled Sobol' sequence by its number."""
    chunk, row = divmod(number, CHUNK)
    point: Array = _sobol_chunk(dimensions, seed, chunk)[row]
    return point


@lru_cache(maxsize=8)
def _sobol_chunk(dimensions: int, seed: int, chunk: int) -> Array:
    from scipy.stats import qmc  # noqa: PLC0415  # slow to import, and grids do without

    engine = qmc.Sobol(dimensions, scramble=True, rng=np.random.default_rng(seed))
    if chunk:
        engine.fast_forward(chunk * CHUNK)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a chunk that is no power of 2 from the start on is part of a whole that is
        points: Array = engine.random(CHUNK)
    return points


@lru_cache(maxsize=2)
def _latin_hypercube(points: int, dimensions: int, seed: int) -> Array:
    from scipy.stats import qmc  # noqa: PLC0415

    sample: Array = qmc.LatinHypercube(dimensions, rng=np.random.default_rng(seed)).random(points)
    return sample
