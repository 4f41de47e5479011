"""Where on a grid something holds, as boxes: what a title needs to say in words on which levels it is so."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from itertools import product
from typing import NamedTuple

Place = tuple[int, ...]


class Box(NamedTuple):
    """A box of a grid: the first and last level of each axis, counted from 0."""

    spans: tuple[tuple[int, int], ...]

    def cells(self) -> Iterator[Place]:
        """Yield the cells of the box."""
        yield from product(*(range(first, last + 1) for first, last in self.spans))

    @property
    def size(self) -> int:
        """Cells of the box."""
        return sum(1 for _ in self.cells())


class Cover(NamedTuple):
    """Boxes that lie wholly in a set of cells, the largest first, and how many of its cells they leave out."""

    boxes: tuple[Box, ...]
    left_out: int


def boxes_of(shape: Place) -> Iterator[Box]:
    """Yield every box of a grid."""
    yield from (
        Box(tuple(spans))
        for spans in product(*([(low, high) for low in range(n) for high in range(low, n)] for n in shape))
    )


def cover(found: AbstractSet[Place], shape: Place, most: int) -> Cover:
    """Return the boxes that tell where a set of cells lies: each time the one that adds most, at most ``most``.

    Of boxes that add as much, the larger is taken: it is bounded by fewer levels, and is told in fewer words.

    >>> cover({(0, 0), (0, 1), (1, 1)}, (2, 2), 2)
    Cover(boxes=(Box(spans=((0, 0), (0, 1))), Box(spans=((0, 1), (1, 1)))), left_out=0)
    """
    inside = [box for box in boxes_of(shape) if all(place in found for place in box.cells())]
    left = set(found)
    chosen: list[Box] = []
    while left and len(chosen) < most:
        chosen.append(max(inside, key=lambda box: (len(left.intersection(box.cells())), box.size)))
        left -= set(chosen[-1].cells())
    return Cover(tuple(chosen), len(left))
