"""Phase maps: two factors of a grid against each other, and where the sign of an effect turns."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analysis.answers import Answer, Effect
from analysis.effects import FEWEST, SURE
from analysis.study import Array, Study, neutral_level
from scenarios.factors import Factor

FEWEST_LEVELS = 3


class Axes(NamedTuple):
    """What a map lays out: across, upwards, and one map for each level of a third factor."""

    x: Factor
    y: Factor
    panel: Factor | None


class Cell(NamedTuple):
    """A cell of a map: levels across and upwards counted from 0, its effect and whether its sign is known."""

    x: int
    y: int
    effect: Effect
    sign: int
    """1, -1, 0 where nothing changes in any draw, or where the sign is unknown 2."""


class PhaseMap(NamedTuple):
    """One map: the levels of its axes, its cells, and the lines on which more and fewer are equally frequent."""

    panel: float | None
    x: tuple[float, ...]
    y: tuple[float, ...]
    cells: tuple[Cell, ...]
    turns: tuple[tuple[tuple[float, float], ...], ...]

    def count(self, sign: int) -> int:
        """Return how many cells have a sign."""
        return sum(cell.sign == sign for cell in self.cells)

    @property
    def turns_for_sure(self) -> bool:
        """Whether some cells surely gain and others surely lose."""
        return self.count(1) > 0 and self.count(-1) > 0


def axes_of(study: Study) -> Axes | None:
    """Return the axes of a grid's map; None where fewer than two factors have three levels or more.

    Two parameters where there are two, else a lever across and what it meets upwards; of levers that are left, the
    first is shown map by map.
    """
    if study.kind != "grid" or len(study.cases) > 1:
        return None
    wide = [factor for factor in study.factors if len(factor.levels) >= FEWEST_LEVELS]
    given = [factor for factor in wide if factor.target not in ("lever", "levers")]
    if len(wide) < 2 or len(given) > 2:
        return None
    if len(given) == 2:
        x, y = given
    else:
        levers = [factor for factor in wide if factor not in given]
        x, y = (levers[-1], given[0]) if given else (levers[-1], levers[0])
    rest = [factor for factor in study.factors if factor not in (x, y)]
    return Axes(x, y, rest[0] if rest else None) if len(rest) < 2 else None


def sign_of(effect: Effect) -> int:
    """Return 1 or -1 where the sign is known, 0 where nothing ever changes, 2 where the sign is unknown.

    It is known where SURE of all draws move that way: the rule of verdicts, so that a map and a table say the same.
    """
    if effect.verdict == "nothing":
        return 0
    if effect.draws < FEWEST:
        return 2
    return next((sign for sign, share in ((1, effect.share_up), (-1, effect.share_down)) if share >= SURE), 2)


def phase_maps(answered: Answer, output: str) -> list[PhaseMap]:
    """Return the maps of an output, one for each level of the third factor at which something happens."""
    study = answered.study
    axes = axes_of(study)
    if axes is None:
        return []
    bases = {f.name: f.levels[neutral_level(f)] for f in study.factors if f.target in ("lever", "levers")}
    placed = {}
    for effect in answered.of(output):
        if effect.contrast.kind == "levels":
            at = {**bases, **effect.contrast.given, **effect.contrast.set_to}
            panel = at[axes.panel.name] if axes.panel else None
            placed[panel, axes.x.levels.index(at[axes.x.name]), axes.y.levels.index(at[axes.y.name])] = effect
    panels = axes.panel.levels if axes.panel else (None,)
    maps = [_map(axes, panel, {(x, y): e for (p, x, y), e in placed.items() if p == panel}) for panel in panels]
    return [one for one in maps if any(cell.sign != 0 for cell in one.cells)] or [one for one in maps if one.cells][-1:]


def _map(axes: Axes, panel: float | None, placed: dict[tuple[int, int], Effect]) -> PhaseMap:
    """Return a map without the rows and columns in which nothing can happen."""
    moving = {place for place, effect in placed.items() if effect.verdict != "nothing"} or set(placed)
    columns = [x for x in range(len(axes.x.levels)) if any(place[0] == x for place in moving)]
    rows = [y for y in range(len(axes.y.levels)) if any(place[1] == y for place in moving)]
    cells = tuple(
        Cell(columns.index(x), rows.index(y), effect, sign_of(effect))
        for (x, y), effect in sorted(placed.items())
        if x in columns and y in rows
    )
    net = np.full((len(rows), len(columns)), np.nan)
    for cell in cells:
        net[cell.y, cell.x] = cell.effect.share_up - cell.effect.share_down
    x, y = tuple(axes.x.levels[c] for c in columns), tuple(axes.y.levels[r] for r in rows)
    return PhaseMap(panel, x, y, cells, tuple(line for line in zero_lines(net) if _spans_a_cell(line)))


def _spans_a_cell(line: tuple[tuple[float, float], ...]) -> bool:
    """Tell whether a line is long enough to part a map; one that cuts off a corner of a cell is noise."""
    return any(max(point[at] for point in line) - min(point[at] for point in line) >= 1.0 for at in (0, 1))


def zero_lines(field: Array) -> tuple[tuple[tuple[float, float], ...], ...]:
    """Return the lines on which a field over a grid of steps of one is zero, drawn straight between its points."""
    from matplotlib.figure import Figure  # noqa: PLC0415  # slow to import, and needed for maps alone

    if min(field.shape, default=0) < 2 or not (np.nanmin(field) < 0.0 < np.nanmax(field)):
        return ()
    found = Figure().subplots().contour(np.ma.masked_invalid(field), levels=[0.0])
    return tuple(tuple((float(x), float(y)) for x, y in line) for line in found.allsegs[0] if len(line) > 1)
