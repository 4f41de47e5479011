"""Many runs of one scenario over draws of the parameters, on threads; each run is a pure function of its draw."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count

from agents.randomness import mix
from sim.beliefs import PRIOR, Belief, Drawn, with_effects
from sim.build import simulate
from sim.specification import ScenarioSpecification
from sim.state import World

Values = Mapping[str, float]


def seed_of_draw(seed: int, draw: int) -> int:
    """Return the seed of the luck of a draw; scenarios compared under one seed share it."""
    return int(mix(seed, draw + 1))


def each[A, B](work: Callable[[A], B], items: Iterable[A], workers: int | None = None) -> Iterator[B]:
    """Yield what ``work`` makes of each item, in their order, on threads: a run is compiled and lets others go on.

    ``workers`` is the number of threads; None: one a core. Raises what ``work`` raises.
    """
    threads = workers or cpu_count() or 1
    if threads == 1:
        yield from map(work, items)
        return
    with ThreadPoolExecutor(threads) as pool:
        yield from pool.map(work, items)


def run_draw[T](
    scenario: ScenarioSpecification, drawn: Drawn, seed: int, draw: int, reduce: Callable[[World, Drawn], T]
) -> T:
    """Run one draw and return what ``reduce`` keeps of it."""
    return reduce(simulate(with_effects(scenario, drawn.effects), drawn.values, seed_of_draw(seed, draw)), drawn)


def run_draws[T](
    scenario: ScenarioSpecification,
    draws: int,
    seed: int,
    reduce: Callable[[World, Drawn], T],
    workers: int | None = None,
    belief: Belief = PRIOR,
) -> Iterator[T]:
    """Yield what ``reduce`` keeps of each draw of a belief, in order of draws, whatever the number of threads.

    ``reduce(world, drawn)`` must copy what it keeps. Raises what a run raises.
    """

    def one(draw: int) -> T:
        return run_draw(scenario, belief.draw(seed, draw), seed, draw, reduce)

    yield from each(one, range(draws), workers)
