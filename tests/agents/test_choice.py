"""Rules 3, 4 and 5: who meets whom, what is seen, and where a firm goes."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chisquare

from agents.firms.birth import contract_grid
from agents.firms.choice import (
    angle_table,
    needed_taste,
    nest_taste,
    nest_taste_bounds,
    nested_logit,
    net_new_share,
    outside_tastes,
    size_factor,
    slowness,
)
from agents.levers import LEVER, LEVER_INDEX, NEUTRAL
from agents.randomness import Purpose, exponential, gumbel, lifelong, mix
from agents.zones.attraction import contact_rate, match_rivals, utility, zone_rate
from agents.zones.record import ZONE
from sim.parameters import PARAMETER

ZONE_KEYS = (811, 97, 4003)
FIRMS = 4000


def rate_of(zone, lever, levers, p, industry, leads, band, scale):
    return contact_rate(zone_rate(zone, p, scale), lever, levers, p, industry, leads, band)


def outside_taste(seed, firm):
    """Return the taste for elsewhere of one firm."""
    tastes = np.empty(1)
    outside_tastes(seed, np.array([firm]), tastes)
    return tastes[0]


def choices(values, outside, mu, firms=FIRMS, seed=7):
    """Return what each keyed firm chooses among the zones of one nest and outside (last)."""
    chosen = np.empty(firms, int)
    for firm in range(firms):
        tastes = mix(lifelong(seed, Purpose.TASTE), firm)
        times = [exponential(tastes, z) * slowness(v, max(values), mu) for v, z in zip(values, ZONE_KEYS, strict=True)]
        needed = needed_taste(math.log(min(times)), max(values), outside + outside_taste(seed, firm), mu)
        chosen[firm] = int(np.argmin(times)) if nest_taste(seed, firm, 0, mu) > needed else len(values)
    return chosen


def utilities(values, outside, mu, firm, seed=7):
    """Return a firm's random utilities: V + mu (eta + ln S) of the zones, V0 + eta outside."""
    tastes = mix(lifelong(seed, Purpose.TASTE), firm)
    stable = nest_taste(seed, firm, 0, mu)
    inside = [v + mu * (gumbel(tastes, z) + stable) for v, z in zip(values, ZONE_KEYS, strict=True)]
    return [*inside, outside + outside_taste(seed, firm)]


def closed_form(values, outside, mu):
    """Return P(j) = P(j | region) P(region), from the generating function (sum_j y_j^{1/mu})^mu + y_0."""
    y = np.exp(np.asarray(values) / mu)
    inside = y.sum() ** mu
    region = inside / (inside + math.exp(outside))
    return np.array([*(region * y / y.sum()), 1 - region])


@pytest.mark.parametrize("mu", [0.06, 0.3, 0.5, 0.8, 1.0])
def test_keyed_firms_choose_with_the_probabilities_of_the_nested_logit(mu):
    values = np.array([0.10, 0.0, -0.05])
    expected = closed_form(values, 0.4, mu)
    assert nested_logit(values, 0.4, mu) == pytest.approx(expected, rel=1e-12)
    counts = np.bincount(choices(values, 0.4, mu), minlength=4)
    assert chisquare(counts, FIRMS * expected).pvalue > 1e-3


@pytest.mark.parametrize("mu", [0.06, 0.5, 1.0])
def test_the_race_is_won_by_the_zone_of_largest_utility(mu):
    values = [0.10, 0.0, -0.05]
    largest = [int(np.argmax(utilities(values, 0.4, mu, firm))) for firm in range(1000)]
    assert choices(values, 0.4, mu, firms=1000).tolist() == largest


@given(mu=st.floats(0.05, 1.0), firm=st.integers(0, 2**40))
def test_the_taste_for_a_nest_lies_within_its_bounds(mu, firm):
    low, high = np.empty(1), np.empty(1)
    nest_taste_bounds(7, np.array([firm]), 3, mu, angle_table(mu), low, high)
    assert low[0] - 1e-9 <= nest_taste(7, firm, 3, mu) <= high[0] + 1e-9


@pytest.mark.parametrize("mu", [0.05, 0.3, 0.5, 0.97])
def test_bounds_on_the_taste_leave_few_choices_open(mu):
    table = angle_table(mu)
    assert (np.diff(table) >= 0).all()
    assert np.median(np.diff(table)) < 0.01 / mu


def test_the_closed_form_by_hand():
    # mu = .5, V = (ln 2, 0), V0 = ln 3: e^{V/mu} = (4, 1), (4 + 1)^.5 = 2.2361, region 2.2361/5.2361 = .42705
    shares = nested_logit(np.array([math.log(2.0), 0.0]), math.log(3.0), 0.5)
    assert shares == pytest.approx([0.34164, 0.08541, 0.57295], abs=1e-5)


def test_without_correlation_between_zones_it_is_the_plain_logit():
    assert nested_logit(np.array([0.3, -0.2]), 0.1, 1.0) == pytest.approx(
        np.exp([0.3, -0.2, 0.1]) / np.exp([0.3, -0.2, 0.1]).sum()
    )


def test_a_firm_changes_its_choice_only_towards_what_got_better():
    before = choices([0.1, 0.0, -0.05], 0.4, 0.5, firms=1500)
    assert np.array_equal(before, choices([0.1, 0.0, -0.05], 0.4, 0.5, firms=1500))
    after = choices([0.6, 0.0, -0.05], 0.4, 0.5, firms=1500)
    moved = before != after
    assert moved.any()
    assert (after[moved] == 0).all()


# --- displacement


def test_most_of_a_small_zones_gain_comes_from_its_siblings():
    # (1 - .3) / (.96/.5 + .04*.7) = .7 / 1.948 = .3593; .21 at P_R = .6 and .08 at mu = .2 (domain.md 1.11)
    assert net_new_share(0.04, 0.3, 0.5) == pytest.approx(0.36, abs=5e-3)
    assert net_new_share(0.04, 0.6, 0.5) == pytest.approx(0.21, abs=5e-3)
    assert net_new_share(0.04, 0.6, 0.2) == pytest.approx(0.08, abs=5e-3)


@pytest.mark.parametrize(("mu", "region"), [(0.5, 0.3), (0.2, 0.6), (1.0, 0.3)])
def test_the_net_new_share_is_the_regions_gain_over_the_zones_gain(mu, region):
    # Twenty-five equal zones: own share inside .04; V0 from P_R = e^{mu I}/(e^{mu I} + e^{V0}), mu I = mu ln 25.
    values = np.zeros(25)
    outside = mu * math.log(25) + math.log((1 - region) / region)
    step = 1e-5
    up, down = values.copy(), values.copy()
    up[0] += step
    down[0] -= step
    change = nested_logit(up, outside, mu) - nested_logit(down, outside, mu)
    assert net_new_share(0.04, region, mu) == pytest.approx(-change[-1] / change[0], rel=1e-5)


# --- contacts


def test_contacts_by_hand(row):
    # 40 posts of attraction against 10: 4^.5 = 2; reach 1.5; no channel; not leading: fit .4.
    zone = row(ZONE, reach=1.5, weight=1.0, effort_attraction=40.0)
    p = row(PARAMETER, effort_elasticity=0.5, fit_other=0.4, chain_gain=0.3, channel_gain=0.2)
    assert rate_of(zone, row(LEVER), NEUTRAL, p, 1, False, 1, 0.01) == pytest.approx(0.01 * 1.5 * 2 * 0.4)
    assert rate_of(zone, row(LEVER), NEUTRAL, p, 1, True, 1, 0.01) == pytest.approx(0.01 * 1.5 * 2)
    # Full chain focus: leading 1.3, others .4 (1 - 1/2) = .2.
    focus = row(LEVER, chain_focus=1.0)
    assert rate_of(zone, focus, NEUTRAL, p, 1, True, 1, 0.01) == pytest.approx(0.03 * 1.3)
    assert rate_of(zone, focus, NEUTRAL, p, 1, False, 1, 0.01) == pytest.approx(0.03 * 0.2)


def test_a_channel_adds_contacts_only_in_its_own_industries_and_sizes(row):
    zone = row(ZONE, reach=1.0, weight=1.0, effort_attraction=10.0)
    p = row(PARAMETER, channel_gain=0.2, chain_gain=0.0)
    levers = NEUTRAL.copy()
    levers[LEVER_INDEX["target_list"]] = 0.5  # leading industries, from 1亿 up
    levers[LEVER_INDEX["industry_teams"]] = 1.0  # leading industries, all sizes
    rates = [rate_of(zone, row(LEVER), levers, p, 0, True, band, 1.0) for band in range(3)]
    # One channel: e^.2. One and a half: 2.5^(.2/ln 2) = e^(.2 log2(2.5)) = e^.26439.
    assert rates == pytest.approx([math.exp(0.2), math.exp(0.264386), math.exp(0.264386)], rel=1e-6)
    other = rate_of(zone, row(LEVER), levers, row(PARAMETER, channel_gain=0.2, fit_other=1.0), 0, False, 2, 1.0)
    assert other == pytest.approx(1.0)


def test_a_zone_without_staff_on_attraction_meets_nobody(row):
    idle = row(ZONE, reach=1.0, weight=1.0, effort_attraction=0.0)
    assert rate_of(idle, row(LEVER), NEUTRAL, row(PARAMETER), 0, True, 0, 1.0) == 0.0


def test_n_zones_in_one_row_meet_as_many_as_n_zones_of_a_row_each(row):
    one = row(ZONE, reach=1.0, weight=1.0, effort_attraction=25.0)
    five = row(ZONE, reach=1.0, weight=5.0, effort_attraction=125.0)
    arguments = (row(LEVER), NEUTRAL, row(PARAMETER), 2, True, 1, 0.01)
    assert rate_of(five, *arguments) == pytest.approx(5 * rate_of(one, *arguments))


@given(tilt=st.floats(-0.4, 0.4).filter(lambda a: abs(a) > 1e-6))
def test_counting_pressure_shifts_contacts_between_sizes_but_not_their_number(row, tilt):
    p = row(PARAMETER)
    sizes = contract_grid(p)
    plain = (sizes / p.median_contract) ** -tilt
    factors = np.array([size_factor(x, p.median_contract, tilt, plain.mean()) for x in sizes])
    assert factors.mean() == pytest.approx(1.0)
    slope = np.diff(np.log(factors)) / np.diff(np.log(sizes))
    assert slope == pytest.approx(-tilt, abs=1e-6)


def test_without_pressure_the_size_factor_is_exactly_one():
    assert size_factor(17.0, 1.3, 0.0, 1.0) == 1.0


# --- utility


def test_what_a_firm_sees_adds_up_by_hand(row):
    # .5 own + .3 ln(10/5) + .15 ln(1+1) - .06*5 + .08*100*(.02+.01) + .2*.1 + .5 fit + .03*.5 - .04*30/10
    # = .5 + .20794 + .10397 - .3 + .24 + .02 + .5 + .015 - .12 = 1.16692
    zone = row(ZONE, attractiveness=0.5, wait=5.0, matched_subsidy=0.01, reputation=0.1, land_price=30.0)
    lever = row(LEVER, subsidy=0.02, industrial_internet=0.5)
    p = row(
        PARAMETER, taste_agglomeration=0.3, taste_roads=0.15, taste_wait=-0.06, taste_subsidy=0.08, taste_fit=0.5,
        reputation_weight=0.2, taste_internet=0.03, taste_price=0.04,
    )  # fmt: skip
    assert utility(zone, lever, p, True, False, 9.0, 4.0, 1.0) == pytest.approx(1.16692, abs=1e-5)
    # An office firm pays no land price and needs no industrial internet: 1.16692 + .12 - .015.
    assert utility(zone, lever, p, True, True, 9.0, 4.0, 1.0) == pytest.approx(1.27192, abs=1e-5)


def test_rivals_match_four_tenths_of_the_subsidy_of_others_within_months(row):
    zone, p = row(ZONE), row(PARAMETER, rival_response=0.4)
    match_rivals(zone, 0.05, p)
    assert zone.matched_subsidy == pytest.approx(0.05 * 0.4 / 6)  # a sixth of the way
    for _ in range(120):
        match_rivals(zone, 0.05, p)
    assert zone.matched_subsidy == pytest.approx(0.02)


def test_where_nobody_pays_nobody_matches(row):
    zone = row(ZONE)
    match_rivals(zone, 0.0, row(PARAMETER))
    assert zone.matched_subsidy == 0.0
