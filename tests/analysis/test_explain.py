"""Parts of a reform add up to the whole, interactions shared."""

from dataclasses import replace

import numpy as np
import pytest

from agents.levers import LEVER_NAMES
from analysis.explain import (
    MOST_EXACT,
    all_subsets,
    explain,
    parts_of,
    sampled_orders,
    shapley_exact,
    shapley_of_orders,
)
from scenarios.catalogue import load_catalogue
from scenarios.load import load_scenario


def test_shares_of_a_game_worked_by_hand():
    """v(a)=1, v(b)=2, v(c)=0, v(ab)=5, v(ac)=1, v(bc)=2, v(abc)=9: of the six orders a gains 1,1,3,7,1,7 = 20/6, b
    2,2,4,8,2,8 = 26/6, and c, which helps only where both are, 4,0,4,0,0,0 = 8/6."""
    worth = dict.fromkeys(all_subsets("abc"), 0.0)
    worth |= {frozenset(k): v for k, v in (("a", 1.0), ("b", 2.0), ("ab", 5.0), ("ac", 1.0), ("bc", 2.0), ("abc", 9.0))}
    assert shapley_exact("abc", worth) == pytest.approx([20 / 6, 26 / 6, 8 / 6])


def test_sampled_orders_share_the_whole_and_come_near_the_exact_value():
    names = [str(n) for n in range(9)]
    luck = np.random.default_rng(1)
    worth = {subset: len(subset) + luck.normal(0.0, 0.5) for subset in all_subsets(names)}
    exact = shapley_exact(names, worth)
    orders = [order for draw in range(200) for order in sampled_orders(names, 1, draw)]
    found, variance = shapley_of_orders(names, orders, worth)
    whole = worth[frozenset(names)] - worth[frozenset()]
    assert sum(found) == pytest.approx(whole, abs=1e-9)
    assert np.all(np.abs(np.array(found) - exact) < 5.0 * np.sqrt(variance))
    assert orders[0] == orders[1][::-1]
    assert len(set(orders)) > 1000


@pytest.fixture(scope="module")
def package():
    """The usual package cut to four parts, so that sixteen worlds a draw tell them apart."""
    scenario = load_scenario("typical-county-reform")
    parts = load_catalogue().parts
    kept = {lever for name in ("staff", "pay", "approval", "fund") for lever in parts[name].levers}
    return replace(scenario, changes=tuple(c for c in scenario.changes if c.lever in kept))


@pytest.mark.parametrize("output", ["producing", "debt"])
def test_means_of_the_parts_add_up_to_the_whole(package, output):
    found = explain(package, 3, 1, output=output, workers=2)
    assert found.exact
    assert [part.name for part in found.parts] == ["staff", "pay", "approval", "fund"]
    assert abs(sum(part.mean for part in found.parts) - found.total_mean) < 1e-9
    assert any(part.alone_mean != part.last_mean for part in found.parts)
    assert all(part.sampling_error == 0.0 for part in found.parts)


def test_more_parts_than_can_be_run_in_full_are_sampled_and_add_up_as_well():
    scenario = load_scenario("typical-county-reform")
    assert len(parts_of(scenario, "groups")) > MOST_EXACT
    found = explain(scenario, 2, 1, by="groups", workers=2)
    assert not found.exact
    assert abs(sum(part.mean for part in found.parts) - found.total_mean) < 1e-9
    assert any(part.sampling_error > 0.0 for part in found.parts)


def test_every_lever_stands_in_one_part_and_there_are_no_more_than_can_be_exact():
    parts = load_catalogue().parts
    named = [lever for part in parts.values() for lever in part.levers]
    assert sorted(named) == sorted(LEVER_NAMES)
    assert len(parts) <= MOST_EXACT
