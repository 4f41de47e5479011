"""Roll-outs in worlds run twice: what is true of them is exact, and what nothing does is nothing."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.rollout_estimators import NEVER
from analysis.rollouts import (
    NO_EFFECT,
    by_period,
    fit_draw,
    order_of,
    panels_of,
    rolled_out,
    run_draw,
    study,
    truth_of,
    turns_of,
)
from scenarios.rollout_files import KINDS, load_rollout
from sim.build import simulate
from sim.ensemble import seed_of_draw
from sim.parameters import draw_prior

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def small():
    """Nine zones in three cities, of which three reform."""
    design = load_rollout("made-cities").with_zones(9)
    return replace(design, base=replace(design.base, months=84), outcomes=design.outcomes[:1])


def test_a_reform_that_does_nothing_has_no_effect_in_any_number(small):
    nothing = replace(
        small, levers=tuple((lever, 1.0 if lever == "pay_counted" else 0.0, "") for lever, _, _ in small.levers)
    )
    for kind, first, without, with_ in run_draw(nothing, 0):
        assert (first != NEVER).sum() == 3, kind
        for name, flows in without.items():
            np.testing.assert_array_equal(flows, with_[name])
    for found in fit_draw(nothing, 0):
        assert found.truth == NO_EFFECT
        assert found.estimates["true"] == found.estimates["true_nothing"] == found.estimates["untouched"]
        assert found.estimates["published"] == found.estimates["published_nothing"]


def test_a_reform_that_does_something_changes_nothing_before_its_first_turn(small):
    for _, first, without, with_ in run_draw(small, 1):
        start = first[first != NEVER].min()
        for name, flows in without.items():
            np.testing.assert_array_equal(flows[:, :start], with_[name][:, :start])
            assert np.any(flows[:, start:] != with_[name][:, start:])


def test_a_rolled_out_world_is_that_of_its_scenario_run_alone(small):
    kind, first, _, with_ = next(iter(run_draw(small, 2)))
    turns = {int(row): int(first[row]) * small.period for row in np.flatnonzero(first != NEVER)}
    alone = simulate(rolled_out(small, kind, turns), draw_prior(small.seed, 2), seed_of_draw(small.seed, 2))
    np.testing.assert_array_equal(by_period(alone.panel["signed_binding"], 3), with_["signed_binding"])


TWO = np.array([[2.0, 2.0, 2.0, 2.0], [4.0, 4.0, 4.0, 4.0], [1.0, 1.0, 1.0, 1.0], [8.0, 8.0, 8.0, 8.0]])
"""Two zones that reform in periods 2 and 3, one that never does, and a row that stands for many."""
FIRST = np.array([2, 3, NEVER, NEVER])


def test_true_effects_worked_by_hand():
    """Zone 1 gains 1 and 1 of 2 (0.5, 0.5), zone 2 gains 2 of 4 (0.5); zone 3 loses 0.1 and 0.1 of 1 (-0.1).

    The last row loses 1 and 1. The region gains 1 + 1 + 2 - 0.2 - 2 = 1.8 over 2 + 2 + 4 = 8 of treated cells.
    """
    with_ = TWO.copy()
    with_[0, 2:] += 1.0
    with_[1, 3] += 2.0
    with_[2, 2:] -= 0.1
    with_[3, 2:] -= 1.0
    truth = truth_of((TWO, with_), (TWO, 2.0 * with_ - TWO), FIRST, (0, 1, 2))
    assert truth.own == pytest.approx(0.5)
    assert truth.net == pytest.approx(1.8 / 8.0)
    assert truth.untreated == pytest.approx(-0.1)
    assert truth.own_published == pytest.approx(1.0)


def test_what_zones_only_take_from_each_other_is_no_gain_of_the_region():
    with_ = TWO.copy()
    with_[0, 2:] += 1.0
    with_[3, 2:] -= 1.0
    truth = truth_of((TWO, with_), (TWO, with_), FIRST, (0, 1, 2))
    assert truth.own > 0.0
    assert truth.net == 0.0


def test_untouched_controls_are_those_of_the_world_without_reform():
    with_ = TWO + np.array([[0.0, 0.0, 1.0, 1.0]] * 4)
    panels = panels_of((TWO, with_), (TWO, with_), FIRST, (0, 1, 2))
    np.testing.assert_array_equal(panels["untouched"][:2], panels["true"][:2])
    np.testing.assert_array_equal(panels["untouched"][2], panels["true_nothing"][2])
    np.testing.assert_array_equal(panels["true_nothing"], np.ones((3, 4)))  # each over what it had before


def test_a_zone_with_nothing_before_has_no_scale():
    empty = TWO.copy()
    empty[2] = 0.0
    with pytest.raises(ValueError, match="found 1 zones with nothing before the first turn"):
        panels_of((empty, empty), (TWO, TWO), FIRST, (0, 1, 2))


def test_the_best_come_first_and_the_worst_come_first(small):
    rank = np.array([5.0, 1.0, 9.0, 3.0, 7.0, 2.0, 8.0, 4.0, 6.0])
    assert order_of("best_first", small, rank, 1) == [2, 6, 4]
    assert order_of("worst_first", small, rank, 1) == [1, 5, 3]
    months = turns_of("best_first", small, rank, 1)
    assert months == {2: 48, 6: 54, 4: 60}  # January 2021, then every half year


def test_one_city_comes_first_and_all_kinds_take_the_same_number(small):
    zones, rank = small.base.world.zones, np.arange(9.0)
    cities = set()
    for key in range(1, 40):
        order = order_of("one_city", small, rank, key)
        (city,) = {zones[row].city for row in order}
        cities.add(city)
        assert all(len(set(order_of(kind, small, rank, key))) == 3 for kind in KINDS)
    assert len(cities) == 3  # each may be drawn
    assert set(turns_of("one_city", small, rank, 1).values()) == {48}


def test_zones_drawn_by_lot_differ_from_draw_to_draw(small):
    found = [np.flatnonzero(first != NEVER).tolist() for draw in range(6) for _, first, _, _ in run_draw(small, draw)]
    assert len({tuple(rows) for rows in found[:: len(small.rollouts)]}) > 3


def test_flows_are_summed_by_period_and_a_rest_is_left_out():
    monthly = np.arange(14.0).reshape(7, 2)
    np.testing.assert_array_equal(by_period(monthly, 3), [[0 + 2 + 4, 6 + 8 + 10], [1 + 3 + 5, 7 + 9 + 11]])


def test_numbers_do_not_change_with_the_number_of_workers(small):
    few = replace(small, rollouts=("staggered",))
    assert study(few, 2, workers=1).digest == study(few, 2, workers=2).digest
    assert study(few, 1, workers=1).digest != study(replace(few, seed=2), 1, workers=1).digest
