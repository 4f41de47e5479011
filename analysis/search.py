r"""Packages of levers that a zone could afford: searched under budgets and other limits, then tried.

A package sets levers to bands of the catalogue from one month on. NSGA-II looks for packages that no other beats in
projects, debt and land at once, among those that keep to every budget on average over a few futures. Levers that the
catalogue bans at the date are not in the search at all, nor those without a standing that the user accepts; what cannot
be proposed cannot be found. What a search finds is the luckiest of many, so each answer is stripped of levers that do
nothing for it, run again in fresh futures, and judged by those alone. Doing nothing is in the search, is listed first,
and is beaten only where that holds.
"""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np

from agents.levers import LEVERS
from agents.randomness import mix
from analysis.bands import Band, band_of
from analysis.compare import HORIZONS, comparable
from analysis.effects import FEWEST, SURE, shares
from analysis.futures import Candidates, Future, futures_of, run_futures
from analysis.outcomes import BY_NAME, read_outcomes
from analysis.purses import paid_from_pots, pots
from analysis.robustness import OBJECTIVES, not_dominated
from scenarios.catalogue import STATUSES, Catalogue, Status, load_catalogue
from scenarios.strict_yaml import ScenarioError, shown, unknown
from sim.specification import LeverChange, ScenarioSpecification, calendar_of
from sim.state import Array, World

LEFT_OUT = ("enclave_share", "enclave_partner")
"""Levers that need another zone named: a search cannot choose a partner."""
CLOSED = frozenset({("leverage_cap", "loose")})
"""Bands that the document on a lever closes though the lever is open: a control line may not be loosened."""
POST_SIGNS = {"posts_hired": 1.0, "posts_transferred": -1.0, "posts_lost": -1.0}
"""Levers that change the number of posts."""
POPULATION, GENERATIONS = 24, 12
"""Packages a generation, and generations."""
SEARCH_FUTURES = 6
"""Futures over which a package is judged while searching; the luck in so few is what fresh runs are for."""
MOST_ANSWERS = 5
"""Packages that are told."""
MUTATED = 2.0
"""Levers of a package that change from one generation to the next, on average."""

Choice = tuple[int, ...]
"""Number of the band of each searched lever; 0 leaves it alone."""
STANDINGS: tuple[Status, ...] = tuple(status for status in STATUSES if status != "banned")
"""Standings that a package may be allowed to use, from the strictest; what is banned is none of them."""


class Limits(NamedTuple):
    """What a package may use: 亿元 by pot over the horizon, posts added, new land beside doing nothing [mu], standing.

    ``standing`` is the loosest that is accepted. A pot without a budget, and land without a limit, are free.
    """

    budgets: Mapping[str, float]
    posts: float = 0.0
    land: float = math.inf
    standing: Status = "to_be_checked"


class Lever(NamedTuple):
    """A lever of a search with the bands that it may take, the neutral one first."""

    name: str
    bands: tuple[tuple[str, float], ...]


class Tried(NamedTuple):
    """A package over futures, against doing nothing, means: objectives, money by pot, new land."""

    objectives: Mapping[str, float]
    paid: Mapping[str, float]


@dataclass(frozen=True)
class Package:
    """An answer: levers with their bands, what the search saw, and what fresh runs say.

    ``gain`` is the band of projects gained over fresh futures and ``share`` the part of them with a gain; ``within``
    tells whether every budget and limit is kept on average there, ``holds`` whether it is and the gain is sure.
    ``limits`` are limits of the catalogue that the levers touch and that only an office can check.
    """

    levers: Mapping[str, str]
    scenario: ScenarioSpecification
    searched: Tried
    fresh: Tried
    gain: Band
    share: float
    within: bool
    holds: bool
    on_front: bool
    limits: tuple[str, ...]
    to_check: tuple[str, ...]


@dataclass(frozen=True)
class Search:
    """Packages found; the first does nothing. ``nothing_wins`` where no other holds in fresh runs."""

    candidates: Candidates
    limits: Limits
    date: str
    levers: tuple[Lever, ...]
    packages: tuple[Package, ...]
    evaluated: int
    futures: int
    fresh: int
    months: int
    digest: str
    seconds: float

    @property
    def nothing_wins(self) -> bool:
        """Tell whether doing nothing is what is left."""
        return not any(package.holds for package in self.packages)


def limits_of(
    budgets: Sequence[str], posts: float = 0.0, land: float = math.inf, standing: str = "to_be_checked"
) -> Limits:
    """Return limits read from texts such as ``general_budget=2``; faults raise one ScenarioError.

    >>> limits_of(["platform=5"]).budgets
    {'platform': 5.0}
    """
    known, faults = list(load_catalogue().pots), []
    found: dict[str, float] = {}
    for text in budgets:
        name, sign, value = text.partition("=")
        if not sign:
            faults.append(f"--budget: found {shown(text)}; allowed POT=亿元, pots {', '.join(known)}")
            continue
        if name.strip() not in known:
            faults.append(f"--budget: {unknown('pot', name.strip(), known)}")
            continue
        try:
            amount = float(value)
        except ValueError:
            amount = math.nan
        if not math.isfinite(amount) or amount < 0.0:
            faults.append(f"--budget: found {shown(text)}; allowed an amount of 0 亿元 or more")
        found[name.strip()] = amount
    if not land >= 0.0:
        faults.append(f"--land: found {land:g}; allowed 0 mu or more")
    if standing not in STANDINGS:
        faults.append(f"--standing: {unknown('standing', standing, STANDINGS)}")
    if faults:
        raise ScenarioError(faults)
    return Limits(found, posts, land, next(s for s in STANDINGS if s == standing))


def levers_of(date: str, standing: Status, catalogue: Catalogue | None = None) -> tuple[Lever, ...]:
    """Return the levers that a search may use at a date, with their bands; none that is banned then."""
    catalogue = catalogue or load_catalogue()
    accepted = STANDINGS[: STANDINGS.index(standing) + 1]
    found = []
    for lever in LEVERS:
        entry = catalogue.entries[lever.name]
        if lever.name in LEFT_OUT or entry.standing(date).status not in accepted:
            continue
        bands: dict[float, str] = {}
        for band in entry.bands.values():
            # As reported is that of one large zone; its posts are no measure for another.
            foreign = lever.unit == "posts" and band.name == "as_reported"
            if band.value != lever.neutral and not foreign and (lever.name, band.name) not in CLOSED:
                bands.setdefault(band.value, band.name)
        if bands:
            named = [(name, value) for value, name in bands.items()]
            found.append(Lever(lever.name, (("none", lever.neutral), *named)))
    return tuple(found)


@dataclass
class _Bench:
    """Where packages are tried: the same futures for all, each package run once."""

    candidates: Candidates
    levers: tuple[Lever, ...]
    month: int
    months: int
    workers: int | None
    futures: list[Future]
    seen: dict[Choice, Tried] = field(default_factory=dict)

    def scenario(self, choice: Choice) -> ScenarioSpecification:
        """Return the scenario of a package."""
        zone, nothing = self.candidates.setting.zone, self.candidates.nothing
        changes = tuple(
            LeverChange(zone, lever.name, self.month, lever.bands[band][1], source="search")
            for lever, band in zip(self.levers, choice, strict=True)
            if band
        )
        name = "+".join(f"{lever}={band}" for lever, band in self.named(choice).items())
        return replace(nothing, name=name or nothing.name, changes=changes)

    def named(self, choice: Choice) -> dict[str, str]:
        """Return the levers that a package moves, with their bands."""
        return {lever.name: lever.bands[band][0] for lever, band in zip(self.levers, choice, strict=True) if band}

    def run(self, choices: Sequence[Choice], futures: Sequence[Future]) -> Array:
        """Return [futures, packages, objectives and pots], each against doing nothing."""
        setting = self.candidates.setting
        options = tuple(self.scenario(choice) for choice in choices)
        trial = replace(self.candidates, setting=setting._replace(options=options))
        outcomes, places = [BY_NAME[name] for name in OBJECTIVES], setting.places

        def keep(world: World, since: int) -> Array:
            told = read_outcomes(world, places, since, (self.months,), outcomes)[0]
            paid = paid_from_pots(world, places.rows("county"), since, since + self.months)
            return np.concatenate([told, paid])

        found: Array = np.array(run_futures(trial, futures, self.months, keep, self.workers))
        difference: Array = found[:, 1:] - found[:, :1]
        return difference

    def try_all(self, choices: Sequence[Choice]) -> list[Tried]:
        """Return what packages come to over the futures of the search."""
        new = list(dict.fromkeys(choice for choice in choices if choice not in self.seen))
        if new:
            means = self.run(new, self.futures).mean(axis=0)
            self.seen |= {choice: tried_of(mean) for choice, mean in zip(new, means, strict=True)}
        return [self.seen[choice] for choice in choices]


def tried_of(means: Array) -> Tried:
    """Return means of objectives and pots by name; what several payers bear from one pot is one sum."""
    objectives = {name: float(mean) for name, mean in zip(OBJECTIVES, means, strict=False)}
    paid: dict[str, float] = {}
    for pot, mean in zip(pots(), means[len(OBJECTIVES) :], strict=True):
        paid[pot.pot] = paid.get(pot.pot, 0.0) + float(mean)
    return Tried(objectives, paid)


def costs_of(tried: Tried) -> list[float]:
    """Return the objectives of a package as costs: all to be low."""
    return [-v if OBJECTIVES[name] == "higher" else v for name, v in tried.objectives.items()]


def excess_of(tried: Tried, posts: float, limits: Limits) -> list[float]:
    """Return by how much a package exceeds each limit; none above 0 where it keeps to all.

    The first is no user's: fewer projects than without any reform is no answer, however much land it leaves.
    """
    over = [tried.paid.get(pot, 0.0) - budget for pot, budget in limits.budgets.items()]
    land = [tried.objectives["land_used"] - limits.land] if math.isfinite(limits.land) else []
    return [-tried.objectives["producing"], posts - limits.posts, *over, *land]


def posts_of(levers: Sequence[Lever], choice: Choice) -> float:
    """Return the posts that a package adds [posts]."""
    return sum(
        POST_SIGNS.get(lever.name, 0.0) * lever.bands[band][1] for lever, band in zip(levers, choice, strict=True)
    )


def search_packages(
    candidates: Candidates,
    limits: Limits,
    fresh: int,
    months: int = HORIZONS[-1],
    generations: int = GENERATIONS,
    workers: int | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> Search:
    """Search for packages of one zone, from the month on from which the candidates are counted, and try the answers.

    ``fresh`` is the number of futures of the trial. ``tell`` is called with generations done and planned.
    """
    began = time.perf_counter()
    setting = candidates.setting
    month = 0 if setting.date is None else setting.date
    # The law is that of the latest document read: a package is for now, whatever month its runs are counted from.
    date = max(load_catalogue().latest(), "{}-{:02d}".format(*calendar_of(month)))
    levers, fixed = levers_of(date, limits.standing), candidates.nothing.parameters
    probe = replace(
        candidates,
        setting=comparable(candidates.nothing, [], setting.seed, setting.zone, setting.who, month, setting.belief),
    )
    seen = futures_of(SEARCH_FUTURES, _seed(setting.seed, 1), fixed, setting.belief)
    bench = _Bench(probe, levers, month, months, workers, seen)
    _evolve(bench, limits, generations, setting.seed, tell)
    chosen = _answers(bench, limits)
    trial = futures_of(fresh, _seed(setting.seed, 2), fixed, setting.belief)
    packages = _judge(bench, chosen, trial, limits, date)
    content = hashlib.sha256(repr([(p.levers, p.searched, p.fresh) for p in packages]).encode())
    return Search(
        candidates=probe,
        limits=limits,
        date=date,
        levers=levers,
        packages=packages,
        evaluated=len(bench.seen),
        futures=SEARCH_FUTURES,
        fresh=fresh,
        months=months,
        digest=content.hexdigest()[:16],
        seconds=time.perf_counter() - began,
    )


def _seed(seed: int, purpose: int) -> int:
    """Return a seed for the futures of the search or of the trial: neither shares one with the ranking of options."""
    return int(mix(seed, purpose)) >> 2


def starting_packages(levers: Sequence[Lever]) -> list[Choice]:
    """Return what a search starts from: doing nothing, each package of the catalogue, each lever alone."""
    catalogue = load_catalogue()
    nothing = (0,) * len(levers)
    listed = [
        tuple(_band(lever, package.levers.get(lever.name, "none")) for lever in levers)
        for package in catalogue.packages.values()
    ]
    alone = [(*nothing[:at], len(lever.bands) - 1, *nothing[at + 1 :]) for at, lever in enumerate(levers)]
    return list(dict.fromkeys([nothing, *listed, *alone]))


def _band(lever: Lever, name: str) -> int:
    """Return the number of the band with the value of a named one; one that the search may not use is none."""
    value = load_catalogue().entries[lever.name].bands[name].value
    values = [of_band for _, of_band in lever.bands]
    return values.index(value) if value in values else 0


def _evolve(
    bench: _Bench, limits: Limits, generations: int, seed: int, tell: Callable[[int, int], None] | None
) -> None:
    """Let packages evolve; what was tried stays in the bench."""
    # Slow to load, and needed here alone.
    from pymoo.algorithms.moo.nsga2 import NSGA2  # noqa: PLC0415
    from pymoo.core.problem import Problem  # noqa: PLC0415
    from pymoo.operators.crossover.ux import UniformCrossover  # noqa: PLC0415
    from pymoo.operators.mutation.pm import PolynomialMutation  # noqa: PLC0415
    from pymoo.operators.repair.rounding import RoundingRepair  # noqa: PLC0415
    from pymoo.optimize import minimize  # noqa: PLC0415

    levers, done = bench.levers, 0

    class Affordable(Problem):  # type: ignore[misc]
        """Projects, debt and land of packages, and by how much they exceed each limit."""

        def _evaluate(self, x: Array, out: dict[str, Any], *_: Any, **__: Any) -> None:
            nonlocal done
            choices = [tuple(int(band) for band in row) for row in x]
            tried = bench.try_all(choices)
            out["F"] = np.array([costs_of(one) for one in tried])
            out["G"] = np.array(
                [excess_of(one, posts_of(levers, c), limits) for one, c in zip(tried, choices, strict=True)]
            )
            done += 1
            if tell:
                tell(min(done, generations), generations)

    problem = Affordable(
        n_var=len(levers),
        n_obj=len(OBJECTIVES),
        n_ieq_constr=len(excess_of(Tried(dict.fromkeys(OBJECTIVES, 0.0), {}), 0.0, limits)),
        xl=np.zeros(len(levers)),
        xu=np.array([len(lever.bands) - 1 for lever in levers]),
        vtype=int,
    )
    algorithm = NSGA2(
        pop_size=POPULATION,
        sampling=np.array(starting_packages(levers), dtype=int),
        crossover=UniformCrossover(repair=RoundingRepair()),
        mutation=PolynomialMutation(prob=1.0, prob_var=MUTATED / len(levers), repair=RoundingRepair()),
        eliminate_duplicates=True,
    )
    minimize(problem, algorithm, ("n_gen", generations), seed=seed % 2**32, verbose=False)


def _answers(bench: _Bench, limits: Limits) -> list[Choice]:
    """Return the packages to be tried afresh, most projects first: doing nothing, and some of the front, stripped."""
    nothing = (0,) * len(bench.levers)
    bench.try_all([nothing])
    kept = [c for c, tried in bench.seen.items() if _keeps(bench, c, tried, limits)]
    if not kept:  # a limit that even doing nothing exceeds, such as posts to be freed
        return [nothing]
    front = not_dominated(np.array([costs_of(bench.seen[choice]) for choice in kept]))
    best = [choice for choice, good in zip(kept, front, strict=True) if good and choice != nothing]
    best.sort(key=lambda choice: costs_of(bench.seen[choice]))
    if len(best) > MOST_ANSWERS:
        best = [best[round(at)] for at in np.linspace(0, len(best) - 1, MOST_ANSWERS)]
    stripped = [_stripped(bench, choice, limits) for choice in best]
    return list(dict.fromkeys([nothing, *stripped]))


def _keeps(bench: _Bench, choice: Choice, tried: Tried, limits: Limits) -> bool:
    return max(excess_of(tried, posts_of(bench.levers, choice), limits)) <= 0.0


def _stripped(bench: _Bench, choice: Choice, limits: Limits) -> Choice:
    """Return a package without the levers that do nothing for it; the whole where it is no worse without them."""
    without = {at: (*choice[:at], 0, *choice[at + 1 :]) for at, band in enumerate(choice) if band}
    tried = dict(zip(without, bench.try_all(list(without.values())), strict=True))
    (whole,) = bench.try_all([choice])
    idle = {at for at, one in tried.items() if _no_worse(one, whole)}
    bare = tuple(0 if at in idle else band for at, band in enumerate(choice))
    (left,) = bench.try_all([bare])
    return bare if _no_worse(left, whole) and _keeps(bench, bare, left, limits) else choice


def _no_worse(one: Tried, other: Tried) -> bool:
    return all(mine <= theirs for mine, theirs in zip(costs_of(one), costs_of(other), strict=True))


def _judge(
    bench: _Bench, chosen: Sequence[Choice], trial: Sequence[Future], limits: Limits, date: str
) -> tuple[Package, ...]:
    """Run the chosen packages in fresh futures and return them with what those say."""
    found = bench.run(chosen, trial)
    means = [tried_of(mean) for mean in found.mean(axis=0)]
    front = not_dominated(np.array([costs_of(one) for one in means]))
    projects = found[:, :, list(OBJECTIVES).index("producing")]
    catalogue = load_catalogue()
    packages = []
    for at, choice in enumerate(chosen):
        levers = bench.named(choice)
        share = shares(projects[:, at], "higher")[0]
        within = _keeps(bench, choice, means[at], limits)
        sure = share >= SURE and len(trial) >= FEWEST
        entries = [catalogue.entries[name] for name in levers]
        packages.append(
            Package(
                levers=levers,
                scenario=bench.scenario(choice),
                searched=bench.seen[choice],
                fresh=means[at],
                gain=band_of(projects[:, at]),
                share=share,
                within=within,
                holds=bool(levers) and within and sure,
                on_front=bool(front[at]),
                limits=tuple(dict.fromkeys(limit for entry in entries for limit in entry.limits)),
                to_check=tuple(e.lever.name for e in entries if e.standing(date).status == "to_be_checked"),
            )
        )
    return tuple(packages)
