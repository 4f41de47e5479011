"""Rules 1 and 2: how many staff, how able, and what pay makes of their time."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.optimize import minimize
from scipy.stats import norm

from agents.levers import LEVER
from agents.zones.finance import pay_the_committee
from agents.zones.record import ZONE
from agents.zones.staff import NEVER, effort_under_pay, selection_gain, spread_effort, staff_a_zone
from sim.parameters import PARAMETER


def mean_ability_of_the_kept(share, accuracy):
    """By definition: log ability sigma*a with mean ability 1, score correlated rho with a, the top share s kept.

    Given the score z, E[exp(sigma a - sigma^2/2) | z] = exp(rho sigma z - (rho sigma)^2 / 2).
    """
    cutoff = norm.ppf(1 - share)
    return quad(lambda z: math.exp(accuracy * z - accuracy**2 / 2) * norm.pdf(z), cutoff, 10)[0] / share


# --- selection


def test_keeping_the_top_fifth_at_accuracy_three_tenths_raises_ability_by_47_percent():
    # z_s = .8416, Phi(.3 - .8416) = Phi(-.5416) = .29404, over .2 = 1.4702
    assert round(selection_gain(0.2, 0.3), 2) == 1.47
    assert selection_gain(0.2, 0.3) == pytest.approx(0.29404 / 0.2, abs=2e-4)


@pytest.mark.parametrize("share", [0.05, 0.2, 0.44, 0.8, 0.99])
@pytest.mark.parametrize("accuracy", [-0.3, 0.0, 0.1, 0.4])
def test_selection_gain_is_the_mean_ability_of_the_kept_over_that_of_all(share, accuracy):
    assert selection_gain(share, accuracy) == pytest.approx(mean_ability_of_the_kept(share, accuracy), rel=1e-7)


def test_selection_gain_agrees_with_a_crowd_that_competes():
    # 400,000 officials, sigma = .6, rho = .5: rho sigma = .3; the upper 20 % by score keep their posts.
    rng = np.random.default_rng(1)
    skill, noise = rng.normal(size=(2, 400_000))
    ability = np.exp(0.6 * skill - 0.18)
    score = 0.5 * skill + math.sqrt(0.75) * noise
    kept = ability[score >= np.quantile(score, 0.8)]
    assert selection_gain(0.2, 0.3) == pytest.approx(kept.mean(), abs=5 * kept.std() / math.sqrt(kept.size))


def test_when_accuracy_is_negative_re_competition_loses_the_best():
    assert selection_gain(0.2, -0.3) < 1.0
    # z_s = .8416: Phi(-1.1416) = .12681, over .2 = .6341
    assert selection_gain(0.2, -0.3) == pytest.approx(0.634, abs=1e-3)


def test_nobody_lost_nobody_selected():
    assert selection_gain(1.0, 0.4) == 1.0
    assert selection_gain(0.5, 0.0) == pytest.approx(1.0, abs=1e-12)  # a coin toss keeps average people


# --- head-count and break-even

SETTLED = {"selection_accuracy": 0.3, "development_part": 0.3, "competition_dip": 0.2, "fusion_load": 0.0}


def staffed(row, month=0, parameters=None, since=NEVER, **levers):
    """Return a zone of 100 posts, 60 % of whose time is social, after the rule."""
    zone = row(ZONE, staff_before=100.0, social_time=0.6, competed_since=since)
    staff_a_zone(zone, row(LEVER, **levers), row(PARAMETER, **(SETTLED | (parameters or {}))), month)
    return zone


def test_a_transferred_a_lost_and_a_replaced_post_are_three_different_things(row):
    # Forty posts each time, all kept posts competed, rho sigma = .3. z_.6 = Phi^-1(.4) = -.25335,
    # q = Phi(.3 + .25335)/.6 = .70999/.6 = 1.1833.
    transferred = staffed(row, posts_transferred=40, posts_competed=1)
    lost = staffed(row, posts_lost=40, posts_competed=1)
    replaced = staffed(row, posts_lost=40, posts_hired=40, posts_competed=1)
    assert (transferred.staff, lost.staff, replaced.staff) == (60, 60, 100)
    assert transferred.selection == 1.0  # whoever goes with a function was not selected
    assert lost.selection == pytest.approx(1.1833, abs=1e-4)
    assert replaced.selection == pytest.approx((60 * 1.1833 + 40) / 100, abs=1e-4)  # newcomers are average
    assert transferred.effective_staff == pytest.approx(60 * 0.4)
    assert lost.effective_staff == pytest.approx(60 * 0.4 * 1.1833, abs=2e-3)


def test_transferred_posts_do_not_stand_for_re_competition(row):
    # 100 posts, 50 leave with functions, 25 of the other 50 lose: s = .5, z = 0, q = Phi(.3)/.5 = .61791/.5.
    zone = staffed(row, posts_transferred=50, posts_lost=25, posts_competed=1)
    assert zone.selection == pytest.approx(0.61791 / 0.5, abs=1e-4)


def test_posts_lost_without_re_competition_change_numbers_only(row):
    assert staffed(row, posts_lost=40).selection == 1.0


def test_divestment_gives_back_the_time_that_the_functions_took(row):
    # phi = .6, a third tenths of it development: d = .7 social only, .3 development only, 1 both.
    # 100 (1 - .6 (1 - d)) = 40, 82, 58, 100
    found = [
        staffed(row, divest_social=social, divest_development=development).effective_staff
        for social, development in ((0, 0), (1, 0), (0, 1), (1, 1))
    ]
    assert found == pytest.approx([40, 82, 58, 100])


@pytest.mark.parametrize(("social_time", "rises"), [(0.700, False), (0.710, True)])
def test_a_cut_by_four_fifths_pays_only_above_seventy_percent_social_time(row, social_time, rises):
    # Full divestment, all posts competed, s = .2, q = 1.4702: s q = .2940 > 1 - phi iff phi > .7060.
    before = row(ZONE, staff_before=160.0, social_time=social_time, competed_since=NEVER)
    after = row(ZONE, staff_before=160.0, social_time=social_time, competed_since=NEVER)
    p = row(PARAMETER, **SETTLED)
    staff_a_zone(before, row(LEVER), p, 0)
    reform = row(LEVER, posts_lost=128, posts_competed=1, divest_social=1, divest_development=1)
    staff_a_zone(after, reform, p, 0)
    assert before.effective_staff == pytest.approx(160 * (1 - social_time))
    assert after.effective_staff == pytest.approx(160 * 0.2940, abs=0.01)
    assert bool(after.effective_staff > before.effective_staff) is rises


@given(
    kept=st.floats(0.05, 1.0),
    social_time=st.floats(0.0, 1.0),
    before=st.floats(0.0, 1.0),
    after=st.floats(0.0, 1.0),
    accuracy=st.floats(-0.3, 0.6),
)
def test_capacity_rises_if_and_only_if_the_break_even_says_so(row, kept, social_time, before, after, accuracy):
    p = row(PARAMETER, **(SETTLED | {"selection_accuracy": accuracy}))
    opening = row(ZONE, staff_before=100.0, social_time=social_time, competed_since=NEVER)
    reformed = row(ZONE, staff_before=100.0, social_time=social_time, competed_since=NEVER)
    staff_a_zone(opening, row(LEVER, divest_social=before, divest_development=before), p, 0)
    cut = row(LEVER, posts_lost=100 * (1 - kept), posts_competed=1, divest_social=after, divest_development=after)
    staff_a_zone(reformed, cut, p, 0)
    gain = 1.0 if kept == 1.0 else norm.cdf(accuracy - norm.ppf(1 - kept)) / kept
    edge = kept * gain * (1 - social_time * (1 - after)) - (1 - social_time * (1 - before))
    expected = 100 * kept * gain * (1 - social_time * (1 - after))
    assert reformed.effective_staff == pytest.approx(expected, rel=1e-9, abs=1e-9)
    if abs(edge) > 1e-9:
        assert bool(reformed.effective_staff > opening.effective_staff) is bool(edge > 0)


def test_the_dip_follows_re_competition_only_and_fades_to_1_over_e_in_four_months(row):
    steady = staffed(row, posts_lost=40, posts_competed=1).effective_staff
    at_once = staffed(row, month=10, since=10, posts_lost=40, posts_competed=1).effective_staff
    later = staffed(row, month=14, since=10, posts_lost=40, posts_competed=1).effective_staff
    assert at_once / steady == pytest.approx(1 - 0.2)
    assert later / steady == pytest.approx(1 - 0.2 / math.e)  # .9264
    assert staffed(row, month=14, posts_lost=40).effective_staff == pytest.approx(24.0)  # a plain cut: no dip
    half = staffed(row, month=10, since=10, posts_competed=0.5).effective_staff
    assert half == pytest.approx(40 * (1 - 0.5 * 0.2))  # half the posts, half the dip


def test_divested_functions_are_paid_for_by_somebody_else_not_saved(row):
    # 100 posts, phi = .6, 30 万元 a post and year: 60 * 30 = 1800 万元 = .18 亿元 a year, .015 a month in all.
    p = row(PARAMETER, function_cost=30.0, development_part=0.3)
    for social, development in ((0, 0), (1, 0), (0.4, 0.9), (1, 1)):
        zone = row(ZONE, staff=50.0, staff_before=100.0, social_time=0.6)
        levers = np.zeros(len(LEVER.names))
        pay_the_committee(zone, row(LEVER, divest_social=social, divest_development=development), levers, p)
        assert zone.operating_cost + zone.municipal_takeover + zone.platform_fee == pytest.approx(0.015)
        assert zone.municipal_takeover == pytest.approx(0.015 * 0.7 * social)


# --- pay


def effort(counted, uncounted, substitution):
    return (
        effort_under_pay(counted, uncounted, substitution),
        effort_under_pay(uncounted, counted, substitution),
    )


@given(counted=st.floats(0.0, 3.0), uncounted=st.floats(0.0, 3.0), substitution=st.floats(0.0, 0.9))
def test_efforts_maximise_what_staff_want(counted, uncounted, substitution):
    def loss(e):
        return (e[0] ** 2 + e[1] ** 2 + 2 * substitution * e[0] * e[1]) / 2 - counted * e[0] - uncounted * e[1]

    def slope(e):
        return np.array([e[0] + substitution * e[1] - counted, e[1] + substitution * e[0] - uncounted])

    best = minimize(loss, [0.5, 0.5], jac=slope, bounds=[(0, None)] * 2, options={"ftol": 1e-15, "gtol": 1e-10})
    found = effort(counted, uncounted, substitution)
    assert loss(found) == pytest.approx(best.fun, abs=1e-7)
    assert found == pytest.approx(best.x, abs=2e-3)


def test_interior_efforts_meet_both_first_order_conditions():
    # w = (1.5, 1), gamma = .4: e1 = 1.1/.84 = 1.3095, e2 = .4/.84 = .4762; e1 + .4 e2 = 1.5, e2 + .4 e1 = 1.
    first, second = effort(1.5, 1.0, 0.4)
    assert (first, second) == pytest.approx((1.1 / 0.84, 0.4 / 0.84))
    assert (first + 0.4 * second, second + 0.4 * first) == pytest.approx((1.5, 1.0))


def test_at_the_corner_the_unpaid_task_is_left_alone_and_the_other_gets_its_pay():
    assert effort(3.0, 1.0, 0.5) == (3.0, 0.0)  # 1 < .5 * 3
    assert effort(1.0, 3.0, 0.5) == (0.0, 3.0)  # mirrored
    assert effort(2.0, 1.0, 0.5) == pytest.approx((2.0, 0.0))  # both branches meet at the edge


def paid(row, wait=0.0, parameters=None, **levers):
    zone = row(ZONE, effective_staff=50.0, wait=wait)
    spread_effort(zone, row(LEVER, **levers), row(PARAMETER, **(PAID | (parameters or {}))))
    return zone


PAID = {
    "pay_response": 0.2,
    "pay_patience": 6.0,
    "effort_substitution": 0.4,
    "count_tilt": 0.15,
    "weight_attraction": 0.4,
    "weight_landing": 0.5,
    "weight_diligence": 0.4,
}
EFFORTS = ("effort_attraction", "effort_landing", "effort_diligence", "effort_aftercare")


def efforts_of(zone):
    return [float(zone[name]) for name in EFFORTS]


def test_at_equal_pay_efforts_add_up_to_effective_staff_and_sizes_are_not_tilted(row):
    zone = paid(row, wait=3.0)
    # weights by stick-breaking: .4, .6*.5 = .3, .3*.4 = .12, .18
    assert efforts_of(zone) == pytest.approx([20, 15, 6, 9])
    assert zone.size_tilt == 0.0
    # Equal pay at another level: the level effect multiplies, the split and the tilt stay.
    doubled = paid(row, pay_counted=2.0, pay_uncounted=2.0)
    assert sum(efforts_of(doubled)) == pytest.approx(50 * math.exp(0.2))
    assert doubled.size_tilt == 0.0


def test_pay_on_counted_output_moves_effort_to_attraction_and_tilts_contacts_to_small_projects(row):
    # w = (1.5, 1): e = (1.3095, .4762); attraction .4*1.3095 = .5238, the rest .6*.4762 = .2857, sum .8095;
    # level 50 e^{.2*.5} = 55.259; attraction 35.756; tilt .15 (2*1.3095/1.7857 - 1) = .15*.46667 = .07.
    zone = paid(row, pay_counted=1.5)
    assert zone.effort_attraction == pytest.approx(35.756, abs=2e-3)
    assert sum(efforts_of(zone)) == pytest.approx(50 * math.exp(0.1))
    assert zone.size_tilt == pytest.approx(0.07)


def test_the_pay_effect_fades_with_the_wait_and_vanishes_without_patience(row):
    total = [sum(efforts_of(paid(row, wait=wait, pay_counted=1.5))) for wait in (0.0, 6.0, 600.0)]
    assert total == pytest.approx([50 * math.exp(0.1), 50 * math.exp(0.1 / math.e), 50.0])
    patient = paid(row, wait=600.0, parameters={"pay_patience": np.inf}, pay_counted=1.5)
    assert sum(efforts_of(patient)) == pytest.approx(50 * math.exp(0.1))


def test_pay_can_lower_effort(row):
    assert sum(efforts_of(paid(row, parameters={"pay_response": -0.1}, pay_counted=2.0))) < 50.0


def test_without_any_pay_nobody_works(row):
    assert efforts_of(paid(row, pay_counted=0.0, pay_uncounted=0.0)) == [0.0] * 4
