"""A comparison is a difference between two worlds that share every firm: what follows from that, to the last digit."""

import dataclasses
from dataclasses import replace

import numpy as np
import pytest

from analysis.compare import HORIZONS, TWICE, comparable, compare, run_one, with_same_beliefs
from analysis.effects import error_of_median, shares, spread_of, tail_of_even_chance, verdict_of, verdict_of_share
from analysis.net_new import net_new_of, surface
from analysis.origins import (
    CATEGORIES,
    EVENTS,
    LOST,
    OTHER,
    OUTSIDE,
    PENDING,
    THIS,
    UNBORN,
    Firms,
    match,
    net_new,
    states_of,
)
from analysis.outcomes import BY_NAME, OUTCOMES, places_of
from analysis.who_reforms import RIVALS_WAIT, spread_reform
from scenarios.catalogue import load_catalogue
from scenarios.load import load_scenario
from scenarios.strict_yaml import ScenarioError
from sim.build import endow_zone
from sim.paired import lever_paths
from sim.parameters import prior_medians
from sim.specification import LeverChange, ZoneSpecification

DRAWS = 4


@pytest.fixture(scope="module")
def county():
    return load_scenario("typical-county"), load_scenario("typical-county-reform")


@pytest.fixture(scope="module")
def there(county):
    base, reform = county
    return compare(comparable(base, [reform, replace(base, name="same")], 1), DRAWS, workers=2)


@pytest.fixture(scope="module")
def back(county):
    base, reform = county
    return compare(comparable(reform, [base], 1), DRAWS, workers=1)


def test_an_option_that_is_the_base_changes_exactly_nothing(there):
    same = there.options[1]
    assert same.changes_nothing
    assert not there.options[0].changes_nothing
    for outcome in there.outcomes:
        for months in HORIZONS:
            effect = same.effect(outcome.name, months)
            differences = same.differences(outcome.name, months)
            assert np.all(differences[np.isfinite(differences)] == 0.0), outcome.name
            assert effect.verdict == "nothing"
            assert effect.mean == effect.median_error == 0.0 or np.isnan(effect.mean)
    assert np.all(same.again[np.isfinite(same.again)] == 0.0)
    for event in EVENTS:
        bands = same.projects(event)
        assert [bands[name].high for name in CATEGORIES[1:]] == [0.0, 0.0, 0.0]
        assert all(not gain.any() for gain in same.gains(event, there.zone))


def test_swapping_base_and_option_flips_every_sign(there, back):
    option, swapped = there.options[0], back.options[0]
    np.testing.assert_array_equal(option.option - option.base, -(swapped.option - swapped.base))
    np.testing.assert_array_equal(option.again, -swapped.again)
    np.testing.assert_array_equal(option.flows, swapped.flows.transpose(0, 1, 3, 2))
    for outcome in OUTCOMES:
        one, other = option.effect(outcome.name, 60), swapped.effect(outcome.name, 60)
        assert one.mean == pytest.approx(-other.mean, rel=1e-12, nan_ok=True)
        flipped = (other.share_worse, other.share_better)
        assert (one.share_better, one.share_worse) == pytest.approx(flipped, nan_ok=True)


def test_the_matrix_adds_up_to_all_firms_and_to_the_counts_of_the_zones(there):
    option = there.options[0]
    np.testing.assert_array_equal(option.flows.sum(axis=(2, 3)), option.firms)
    assert np.all(states_of(option.flows, there.zone).sum(axis=(2, 3)) == option.firms)
    horizon, columns = HORIZONS.index(60), list(BY_NAME)
    for event, name in enumerate(EVENTS):
        zone, region = option.gains(name, there.zone)
        for gain, output in ((zone, name), (region, f"region.{name}")):
            counted = (option.option - option.base)[:, horizon, columns.index(output)]
            np.testing.assert_array_equal(gain, counted, err_msg=output)
        arrivals = option.flows[:, event, :, there.zone].sum(axis=1)
        np.testing.assert_array_equal(arrivals, option.option[:, horizon, columns.index(name)])
        taken = option.taken[:, event]
        from_zones = states_of(option.flows[:, event], there.zone)[:, OTHER, THIS]
        np.testing.assert_array_equal(taken[:, horizon], from_zones)
        assert np.all(np.diff(taken) >= 0)
        by_category = option.categories[:, event].sum(axis=(2, 3))
        np.testing.assert_array_equal(by_category[:, :3].sum(axis=1), arrivals)


def test_the_number_of_workers_moves_no_number(county, back):
    base, reform = county
    again = compare(comparable(reform, [base], 1), DRAWS, workers=2)
    assert again.digest == back.digest
    assert again.accounts_max_error < 1e-9


def test_a_zone_that_can_contact_nobody_changes_no_effect(county):
    mute = ZoneSpecification(
        id="mute", name="mute", name_zh="无", city="elsewhere", district="elsewhere", leading=("equipment",),
        nest="another", known={"reach": 0.0},
    )  # fmt: skip
    wide = [replace(s, world=replace(s.world, zones=(mute, *s.world.zones))) for s in county]
    narrow, wider = (run_one(comparable(a, [b], 3), 0, again=False)[0] for a, b in (county, wide))
    difference = [pair.option.outcomes - pair.base.outcomes for pair in (narrow, wider)]
    np.testing.assert_array_equal(difference[0], difference[1])
    assert np.any(difference[0] != 0.0)
    one, other = (match(p.base.firms, p.option.firms, at, p.since, p.prospects) for p, at in ((narrow, 0), (wider, 1)))
    np.testing.assert_array_equal(states_of(one.flows, 0), states_of(other.flows, 1))
    np.testing.assert_array_equal(one.categories, other.categories)


def firms(seed, rows, zones=3):
    """Firms by hand: (key, born, origin, fate at both events, month that sealed it)."""
    key, born, origin, fate, sealed = (np.array(column) for column in zip(*sorted(rows), strict=True))
    zero = np.zeros(key.size, np.int64)
    return Firms(seed, key, born, origin, zero, zero, np.array([fate, fate]), np.array([sealed, sealed]),
                 np.ones((200, 8)), zones)  # fmt: skip


def test_absence_is_read_for_what_it_means():
    """By hand: 3 zones, so outside is 3, lost 4, unborn 5, pending 6; ten prospects born since month 2."""
    base = firms(1, [(1, 2, 0, 0, 3), (2, 2, 0, 1, 7), (3, 1, 0, 0, 1), (5, 3, 1, 2, 4)])
    option = firms(1, [(1, 2, 0, 0, 3), (2, 2, 0, 0, 5), (3, 1, 0, 0, 1), (4, 2, 0, 0, 3), (6, 2, 0, 4, 3)])
    found = match(base, option, zone=0, since=2, prospects=10, horizons=(5, 6))
    seen = states_of(found.flows, 0)[0]
    expected = np.zeros((6, 6), int)
    expected[THIS, THIS] = 1  # firm 1
    expected[OTHER, THIS] = 1  # firm 2 came from another zone of the region
    expected[OUTSIDE, THIS] = 1  # firm 4 has no row in the base: it went elsewhere
    expected[OUTSIDE, LOST] = 1  # firm 6 chose a zone and was lost
    expected[OTHER, UNBORN] = 1  # firm 5 follows an anchor that is not there
    expected[OUTSIDE, OUTSIDE] = 6  # ten prospects less firms 1, 2, 4 and 6; firm 3 was settled before
    np.testing.assert_array_equal(seen, expected)
    assert found.firms.tolist() == [11, 11]
    assert found.categories[0].sum(axis=(1, 2)).tolist() == [1, 1, 1, 0]
    assert seen[PENDING].sum() == 0
    # By the end of month 6 firm 2 is here, and not yet where it would be without the option; by that of month 7 it is.
    assert found.taken.tolist() == [[0, 1], [0, 1]]


def test_a_prospect_that_a_sector_shock_thinned_is_unborn_and_not_outside():
    base = firms(1, [(1, 2, 0, 0, 3), (2, 2, 0, 0, 3)])
    option = firms(1, [(9, 2, 0, 0, 3)])
    shocked = option._replace(sectors=np.zeros((200, 8)))  # nobody of any industry is born
    for world, state in ((option, OUTSIDE), (shocked, UNBORN)):
        found = states_of(match(base, world, zone=0, since=2, prospects=3).flows, 0)[0]
        assert found[THIS, state] == 2


def test_chance_is_what_a_second_throw_of_luck_moves():
    """Parameters of sd 3 and luck of sd 1: a tenth of the variance is luck. Without either nothing is left of it."""
    luck = np.random.default_rng(3)
    parameters = 3.0 * luck.standard_normal(4000)
    once, again = parameters + luck.standard_normal(4000), parameters + luck.standard_normal(4000)
    found = spread_of(once, once, again)
    assert found.chance_share == pytest.approx(0.1, abs=0.02)
    assert found.parameters.high == pytest.approx(1.645 * 3.0, rel=0.06)
    assert found.chance.high == pytest.approx(1.645, rel=0.06)
    assert spread_of(parameters, parameters, parameters).chance_share == 0.0
    assert spread_of(once, once, luck.permutation(again)).chance_share == pytest.approx(1.0, abs=0.1)


def test_the_simulation_error_of_a_median_falls_with_the_root_of_draws():
    """For a normal variable it is 1.2533 sd / sqrt(n)."""
    values = np.random.default_rng(4).standard_normal(40_000)
    assert error_of_median(values) == pytest.approx(1.2533 / 200.0, rel=0.1)
    assert error_of_median(values[:400]) == pytest.approx(1.2533 / 20.0, rel=0.3)


def test_verdicts_follow_the_better_direction_and_neutral_outputs_have_none():
    rise = np.full(30, 2.0)
    assert verdict_of(rise, "higher", few=False) == "better"
    assert verdict_of(rise, "lower", few=False) == "worse"
    assert verdict_of(rise, None, few=False) == "neutral"
    assert verdict_of(rise, "higher", few=True) == "few"
    assert verdict_of(0.0 * rise, "higher", few=False) == "nothing"
    assert all(np.isnan(shares(rise, None)))
    assert shares(np.array([1.0, -1.0, 0.0, np.nan]), "higher") == pytest.approx((1 / 3, 1 / 3))


def test_a_share_of_runs_that_only_ever_rises_is_no_open_question():
    """22 of 40 draws get into distress, none out of it: by an even chance once in 2^22 = 4 million."""
    only_worse = np.repeat([1.0, 0.0], [22, 18])
    assert verdict_of(only_worse, "lower", few=False) == "open"  # what a number of a run would be
    assert verdict_of_share(only_worse, "lower", few=False) == "worse"
    assert verdict_of_share(-only_worse, "lower", few=False) == "better"
    assert verdict_of_share(only_worse, "higher", few=False) == "better"


def test_a_share_of_runs_is_sure_from_five_draws_of_one_sign_on():
    """An even chance gives five of five with 1/32 = 3.1 %, four of four with 1/16 = 6.3 %, nine of ten with 11/1024."""
    for worse, better, said in ((5, 0, "worse"), (4, 0, "open"), (9, 1, "worse"), (8, 2, "open"), (1, 9, "better")):
        differences = np.repeat([1.0, -1.0, 0.0], [worse, better, 30])
        assert verdict_of_share(differences, "lower", few=False) == said
    assert tail_of_even_chance(9, 10) == pytest.approx(11 / 1024)


def test_a_share_of_runs_says_nothing_where_a_number_of_a_run_would_say_nothing():
    assert verdict_of_share(np.zeros(30), "lower", few=False) == "nothing"
    assert verdict_of_share(np.repeat([1.0, 0.0], [22, 18]), "lower", few=True) == "few"
    assert verdict_of_share(np.repeat([1.0, 0.0], [22, 18]), None, few=False) == "neutral"


def test_a_comparison_judges_distress_as_a_share_of_runs(there):
    option, column, draws = there.options[0], list(BY_NAME).index("distress"), 6 * DRAWS
    base, worse = (np.tile(of_runs, (6, 1, 1)) for of_runs in (option.base, option.option))
    base[:, :, column] = worse[:, :, column] = 0.0
    worse[: draws // 2, :, column] = 1.0
    effect = replace(option, base=base, option=worse, again=np.tile(option.again, (6, 1, 1))).effect("distress", 36)
    assert (effect.mean, effect.share_better, effect.share_worse) == (0.5, 0.0, 0.5)
    assert effect.verdict == "worse"


def test_a_net_new_share_is_a_ratio_of_sums_and_says_nothing_of_a_gain_that_is_none():
    zone, region = np.array([10, 12, 8, 10]), np.array([5, 6, 4, 5])
    assert net_new(zone, region) == 0.5
    found = net_new_of(zone, region)
    assert (found.share, found.error) == (0.5, 0.0)
    assert np.isnan(net_new_of(np.array([5, -5, 1, -1]), region).share)


def test_the_surface_covers_every_draw_once(there):
    cells = surface(there, there.options[0], "signed")
    assert sum(cell.draws for cell in cells) == DRAWS
    assert all(0.0 < cell.closed_form < 1.0 for cell in cells)


def test_a_second_throw_of_luck_keeps_what_is_believed_of_zones_and_dates():
    scenario = load_scenario("jimo")
    kept = with_same_beliefs(scenario, 11)
    assert with_same_beliefs(kept, 12) == kept
    for zone in kept.world.zones:
        assert endow_zone(99, zone.id, zone.known) == endow_zone(11, zone.id, zone.known)


def test_draws_run_twice_are_those_that_the_method_names(there):
    assert there.options[0].again.shape[0] == len(range(0, DRAWS, TWICE))


@pytest.mark.parametrize("part", ["staff", "pay", "approval", "fund", "land"])
def test_a_scenario_of_one_part_is_jimo_without_the_others(part):
    jimo, alone = load_scenario("jimo"), load_scenario(f"{part}-only")
    mine = [c for c in jimo.changes if load_catalogue().part_of(c.lever) == part]
    assert sorted(mine, key=str) == sorted(alone.changes, key=str)
    assert (alone.world, alone.macro, alone.months) == (jimo.world, jimo.macro, jimo.months)


def test_all_zones_reform_in_proportion_to_their_posts_and_money():
    scenario = load_scenario("jimo")
    spread = spread_reform(scenario, "jimo-etz", "all", prior_medians(), 5)
    paths = lever_paths(spread)
    zones = {zone.id: zone for zone in scenario.world.zones}
    posts = {z: endow_zone(5, z, zones[z].known)["staff_before"] * zones[z].weight for z in zones}
    for zone in zones:
        assert paths[zone, "parallel_approval"][0][1] == 1.0
        cut = paths[zone, "posts_lost"][0][1] / paths["jimo-etz", "posts_lost"][0][1]
        assert cut == pytest.approx(posts[zone] / posts["jimo-etz"])
    rest = paths["rest-of-region", "fund_size"][0][1]
    own = paths["jimo-etz", "fund_size"][0][1]
    assert rest == pytest.approx(min(500.0, own * zones["rest-of-region"].weight))
    assert spread_reform(scenario, "jimo-etz", "zone", {}, 5) == scenario


def test_rivals_follow_a_year_later_at_the_slope_of_their_draw(county):
    _, reform = county
    values = prior_medians() | {"rival_response": 0.25}
    paths = lever_paths(spread_reform(reform, "county", "rivals", values, 5))
    assert paths["county", "parallel_approval"] == [(24, 1.0)]
    assert paths["neighbour", "parallel_approval"] == [(24 + RIVALS_WAIT, 0.25)]
    assert paths["neighbour", "pay_counted"] == [(24 + RIVALS_WAIT, 1.0 + 0.25 * 0.25)]


def test_where_all_zones_reform_other_zones_reform_too(county):
    base, reform = county
    (pair,) = run_one(comparable(base, [reform], 1, who="all"), 0, again=False)
    (alone,) = run_one(comparable(base, [reform], 1), 0, again=False)
    region = list(BY_NAME).index("region.started")
    assert pair.option.outcomes[-1, region] != alone.option.outcomes[-1, region]
    np.testing.assert_array_equal(pair.base.outcomes, alone.base.outcomes)


def test_a_comparison_reaches_its_last_horizon_and_goes_on_weakly():
    setting = comparable(load_scenario("no-reform"), [load_scenario("jimo")], 1)
    assert setting.base.macro == setting.options[0].macro == "weak"
    assert setting.base.months == 35 + HORIZONS[-1]  # the latest month of Jimo's first levers is December 2019
    assert setting.zone == "jimo-etz"


def test_scenarios_that_differ_in_more_than_levers_are_refused_all_at_once(county):
    base, reform = county
    other = replace(reform, name="other", macro="boom", parameters={"coverage": 2.0})
    with pytest.raises(ScenarioError) as refused:
        comparable(base, [load_scenario("jimo"), other], 1, zone="cuonty")
    lines = refused.value.faults
    assert [line.split(":")[0] for line in lines] == ["jimo", "jimo", "other", "other", "--zone"]
    assert "typical-county" in lines[0]
    assert "county" in lines[-1]


def test_the_county_is_every_zone_of_the_district():
    world = load_scenario("no-reform").world
    places = places_of(world, "jimo-etz")
    names = {world.zones[row].id for row in places.county}
    assert {"jimo-etz", "jimo-rest"} <= names
    assert not places.county_is_zone
    assert len(places.region) == len(world.zones)


def test_horizons_may_count_from_a_stated_date(county):
    base, reform = county
    late = dataclasses.replace(reform, changes=(LeverChange("county", "parallel_approval", 30, 1.0),))
    (pair,) = run_one(comparable(base, [late], 1, date=24), 0, again=False)
    assert pair.since == 24
    np.testing.assert_array_equal(pair.base.outcomes[0], pair.option.outcomes[0])  # nothing yet after six months
    assert np.any(pair.base.outcomes[-1] != pair.option.outcomes[-1])
