"""A search proposes nothing that is banned, keeps to its limits, and lets doing nothing win."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis.search as searching
from agents.levers import LEVERS
from analysis.futures import candidates_of
from analysis.outcomes import BY_NAME
from analysis.robustness import OBJECTIVES
from analysis.search import (
    CLOSED,
    STANDINGS,
    Limits,
    Tried,
    excess_of,
    levers_of,
    limits_of,
    posts_of,
    search_packages,
    starting_packages,
    tried_of,
)
from scenarios.catalogue import banned_levers, load_catalogue
from scenarios.load import load_scenario
from scenarios.strict_yaml import ScenarioError

POTS = tuple(load_catalogue().pots)
NOW = load_catalogue().latest()
budgets = st.dictionaries(st.sampled_from(POTS), st.floats(0.0, 30.0), max_size=len(POTS))


@pytest.fixture(scope="module")
def county():
    return candidates_of([load_scenario("typical-county-reform")], 1)


@pytest.fixture(scope="module")
def found(county):
    return search_packages(county, limits_of(["general_budget=1", "platform=0.5"]), 24, generations=2, workers=2)


def cheap(monkeypatch):
    """Put numbers that a test knows in place of runs: a lever brings a project and costs 0.1 a pot, a banned one brings
    a hundred for nothing, so that a search that could propose it would."""  # fmt: skip

    def run(bench, choices, futures):
        moved = np.array([[band > 0 for band in choice] for choice in choices]).sum(axis=1)
        luck = np.random.default_rng(len(futures)).normal(0.0, 0.1, (len(futures), len(choices), 1))
        tempting = np.array([bool(set(bench.named(choice)) & set(banned_levers(NOW))) for choice in choices])
        paid = np.where(tempting, 0.0, 0.1 * moved)
        projects = moved + 100.0 * tempting
        means = np.stack([projects, paid, 0.0 * moved, *[paid] * len(searching.pots())], axis=1)
        return means[None] + luck * (moved > 0)[None, :, None]

    monkeypatch.setattr(searching._Bench, "run", run)


@given(budgets, st.floats(-20.0, 20.0), st.sampled_from(STANDINGS), st.integers(1, 3))
@settings(max_examples=15, deadline=None)
def test_no_banned_lever_is_ever_proposed(county, allowed, posts, standing, seed):
    with pytest.MonkeyPatch.context() as patch:
        cheap(patch)
        candidates = replace(county, setting=county.setting._replace(seed=seed))
        answer = search_packages(candidates, Limits(allowed, posts, math.inf, standing), 20, generations=2)
    banned = set(banned_levers(answer.date))
    assert banned
    for package in answer.packages:
        assert not banned & set(package.levers)
        assert not banned & {change.lever for change in package.scenario.changes}
    assert answer.packages[0].levers == {}


def test_what_the_catalogue_bans_is_not_in_the_search_at_all():
    allowed = {lever.name for lever in levers_of(NOW, "to_be_checked")}
    assert not allowed & set(banned_levers(NOW))
    assert "fund_buyback" in banned_levers(NOW)
    catalogue = load_catalogue()
    law = replace(
        catalogue.entries["subsidy"], law=(catalogue.entries["fund_buyback"].standing(NOW),)
    )  # fmt: skip
    stricter = replace(catalogue, entries={**catalogue.entries, "subsidy": law})
    assert "subsidy" in allowed
    assert "subsidy" not in {lever.name for lever in levers_of(NOW, "to_be_checked", stricter)}


def test_a_stricter_standing_leaves_fewer_levers():
    sizes = [len(levers_of(NOW, standing)) for standing in STANDINGS]
    assert sizes == sorted(set(sizes))
    catalogue = load_catalogue()
    for lever in levers_of(NOW, "available"):
        assert catalogue.entries[lever.name].standing(NOW).status == "available"


def test_bands_of_a_search_are_those_of_the_catalogue_without_what_is_closed():
    neutral = {lever.name: lever.neutral for lever in LEVERS}
    for lever in levers_of(NOW, "to_be_checked"):
        values = [value for _, value in lever.bands]
        assert values[0] == neutral[lever.name]
        assert len(values) == len(set(values)) > 1
        assert not CLOSED & {(lever.name, name) for name, _ in lever.bands}


def test_a_search_starts_from_doing_nothing_and_the_packages_of_the_catalogue():
    levers = levers_of(NOW, "to_be_checked")
    start = starting_packages(levers)
    assert start[0] == (0,) * len(levers)
    names = [lever.name for lever in levers]
    gate = load_catalogue().packages["gate"].levers
    values = {name: load_catalogue().entries[name].bands[band].value for name, band in gate.items()}
    told = [
        {names[at]: levers[at].bands[band][1] for at, band in enumerate(choice) if band} for choice in start
    ]  # fmt: skip
    assert values in told


def test_limits_are_told_apart_by_what_exceeds_them():
    """By hand: 3 paid of 2, 50 mu of 40, 5 posts of 4, and 1 project lost."""
    tried = Tried({"producing": -1.0, "debt": 0.0, "land_used": 50.0}, {"platform": 3.0})
    assert excess_of(tried, 5.0, Limits({"platform": 2.0}, 4.0, 40.0)) == [1.0, 1.0, 1.0, 10.0]
    assert max(excess_of(Tried(dict.fromkeys(OBJECTIVES, 0.0), {}), 0.0, Limits({"fund": 0.0}))) == 0.0


def test_posts_are_counted_with_their_signs():
    levers = levers_of(NOW, "to_be_checked")
    at = {lever.name: number for number, lever in enumerate(levers)}
    choice = [0] * len(levers)
    for name in ("posts_hired", "posts_lost"):
        choice[at[name]] = 1
    expected = levers[at["posts_hired"]].bands[1][1] - levers[at["posts_lost"]].bands[1][1]
    assert posts_of(levers, tuple(choice)) == expected


def test_several_payers_of_a_pot_are_one_sum():
    means = np.arange(float(len(OBJECTIVES) + len(searching.pots())))
    found = tried_of(means)
    by_hand = sum(float(len(OBJECTIVES) + at) for at, pot in enumerate(searching.pots()) if pot.pot == "general_budget")
    assert found.paid["general_budget"] == by_hand
    assert list(found.objectives) == list(OBJECTIVES)


@pytest.mark.slow
def test_answers_are_judged_in_fresh_futures_and_keep_to_what_they_claim(found):
    nothing, *others = found.packages
    assert nothing.levers == {}
    assert not nothing.holds
    assert set(nothing.fresh.objectives.values()) == set(nothing.fresh.paid.values()) == {0.0}
    for package in others:
        assert package.searched.paid["general_budget"] <= 1.0
        assert package.searched.objectives["producing"] >= 0.0
        kept = package.fresh.paid["general_budget"] <= 1.0 and package.fresh.paid["platform"] <= 0.5
        kept &= package.fresh.objectives["producing"] >= 0.0
        kept &= sum(
            sign * next(c.value for c in package.scenario.changes if c.lever == name)
            for name, sign in searching.POST_SIGNS.items()
            if name in package.levers
        ) <= 0.0  # fmt: skip
        assert package.within == kept
        assert package.holds == (kept and package.share >= 0.95)
        assert package.searched != package.fresh
    assert found.nothing_wins == (not any(package.holds for package in others))


@pytest.mark.slow
def test_a_search_gives_the_same_answers_for_the_same_seed(county, found):
    again = search_packages(county, found.limits, 24, generations=2, workers=1)
    assert again.digest == found.digest


def test_doing_nothing_wins_where_nothing_may_be_spent_that_helps(county, monkeypatch):
    """Every lever costs 0.1 from each pot, so that without any budget only doing nothing is left."""
    cheap(monkeypatch)
    answer = search_packages(county, Limits(dict.fromkeys(POTS, 0.0)), 20, generations=2)
    assert answer.nothing_wins
    assert [package.levers for package in answer.packages] == [{}]
    free = search_packages(county, Limits({}), 20, generations=2)
    assert not free.nothing_wins


def test_limits_that_nothing_keeps_leave_doing_nothing(county, monkeypatch):
    cheap(monkeypatch)
    answer = search_packages(county, Limits(dict.fromkeys(POTS, 0.0), -5.0), 20, generations=2)
    assert [package.levers for package in answer.packages] == [{}]
    assert not answer.packages[0].within


def test_a_gain_that_is_not_sure_is_no_answer(county, monkeypatch):
    def run(bench, choices, futures):
        count = len(OBJECTIVES) + len(searching.pots())
        moved = np.array([[any(choice)] for choice in choices], dtype=float)
        luck = np.random.default_rng(7).normal(0.2, 1.0, (len(futures), len(choices), 1))
        return luck * moved[None] * np.eye(count)[list(OBJECTIVES).index("producing")]

    monkeypatch.setattr(searching._Bench, "run", run)
    answer = search_packages(county, Limits({}), 40, generations=2)
    assert answer.nothing_wins


def test_faulty_limits_are_refused_one_line_each():
    with pytest.raises(ScenarioError) as refused:
        limits_of(["platfrom=2", "fund=-1", "fund", "general_budget=x"], land=-1.0, standing="banned")
    assert len(refused.value.faults) == 6
    assert "platform" in refused.value.faults[0]
    assert all(name in BY_NAME for name in OBJECTIVES)
