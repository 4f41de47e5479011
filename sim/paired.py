"""Runs of one draw under several scenarios that share everything until their levers first differ.

A base is run once. Where an option's levers first differ from the base's, a copy of the world parts and goes on under
the option; what happened before is not run twice, and is the same to the byte (decision 014).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from agents.levers import LEVER_INDEX, NEUTRAL
from sim.build import build_world, fix_dates, part, run_world
from sim.specification import BURN_IN_MONTHS, ScenarioSpecification
from sim.state import EVERYTHING, NO_FIRM, Count, Keep, World

Values = Mapping[str, float]


class Pair[T](NamedTuple):
    """What is kept of the base and of an option, both read from the same month on.

    ``prospects`` were born from that month to the end of the comparison, in either world [firms].
    """

    since: int
    base: T
    option: T
    prospects: int


def lever_paths(scenario: ScenarioSpecification) -> dict[tuple[str, str], list[tuple[int, float]]]:
    """Return the steps (month, value) of each lever of each zone, in order; a step to the value held is left out."""
    paths: dict[tuple[str, str], list[tuple[int, float]]] = {}
    for change in sorted(scenario.changes, key=lambda c: c.month):
        steps = paths.setdefault((change.zone, change.lever), [])
        if steps and steps[-1][0] == change.month:
            steps.pop()  # the later of two changes of one month holds
        held = steps[-1][1] if steps else float(NEUTRAL[LEVER_INDEX[change.lever]])
        if change.value != held:
            steps.append((change.month, change.value))
    return {where: steps for where, steps in paths.items() if steps}


def first_difference(base: ScenarioSpecification, option: ScenarioSpecification) -> int | None:
    """Return the first month in which a lever of the two differs; None where none ever does. Dates must be certain."""
    mine, theirs = lever_paths(base), lever_paths(option)
    months = []
    for where in mine.keys() | theirs.keys():
        ours, others = mine.get(where, []), theirs.get(where, [])
        months += [min(step[0] for step in set(ours) ^ set(others))] if ours != others else []
    return min(months, default=None)


def first_change(scenario: ScenarioSpecification) -> int:
    """Return the month of the first change of a lever, 0 where there is none. Dates must be certain."""
    return min((steps[0][0] for steps in lever_paths(scenario).values()), default=0)


def run_paired[T](
    base: ScenarioSpecification,
    options: Sequence[ScenarioSpecification],
    values: Values,
    seed: int,
    months: int,
    keep: Callable[[World, int], T],
    date: int | None = None,
    *,
    every_firm: bool = False,
) -> list[Pair[T]]:
    """Run a base and options of it with the same parameters and luck; return what ``keep`` reads of each pair.

    Each option is read ``months`` months from its own first difference on, or from ``date``; one that never differs is
    the base. All scenarios have the world, months and macro path of the base. ``keep(world, month)`` must copy what it
    keeps of a world whose comparison begins in ``month``. Unless it reads ``every_firm``, the table holds those on
    their way alone, and ``world.settled`` those that produce or left since the first comparison began. Raises
    AccountError where an account does not balance.
    """
    base, dated = fix_dates(base, seed), [fix_dates(option, seed) for option in options]
    partings = [first_difference(base, option) for option in dated]
    starts = [
        date if date is not None else first_change(option) if parting is None else parting
        for option, parting in zip(dated, partings, strict=True)
    ]
    ends = [min(base.months, start + months) for start in starts]
    kept_firms = EVERYTHING if every_firm else Keep(settled_from=min(starts, default=NO_FIRM))
    world, month = build_world(base, values, seed, kept_firms), -BURN_IN_MONTHS
    prospects, kept = {}, {}
    stops = {month for month in (*partings, *starts, *ends) if month is not None and 0 <= month <= max(ends)}
    for stop in sorted(stops):
        world = run_world(world, base, month, stop)
        month, prospects[stop] = stop, int(world.counts[Count.PROSPECTS_EVER])
        for number, option in enumerate(dated):
            if partings[number] == stop:
                apart = run_world(part(world, option, stop), option, stop, max(stop, ends[number]))
                kept[number] = keep(apart, starts[number])
    of_base = {start: keep(world, start) for start in starts}
    return [
        Pair(start, of_base[start], kept.get(number, of_base[start]), prospects[end] - prospects[min(start, end)])
        for number, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]
