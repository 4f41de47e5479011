"""Rules 6 and 8: the gate, and how long procedures take."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.stats import norm

from agents.firms.record import FIRM
from agents.firms.stages import ripens
from agents.levers import LEVER
from agents.randomness import normal
from agents.zones.approval import (
    diligence_hazard,
    expected_wait,
    gate_cutoff,
    gate_score,
    permit_hazard,
    plan_approvals,
)
from agents.zones.record import ZONE
from sim.parameters import PARAMETER, gate_correlation
from sim.pipeline import own_permit_time

# --- the gate


def area_under_curve(r, bad):
    """P(score of a good one > score of a bad one), Q and score bivariate normal with correlation r, good Q above q."""
    q, s = norm.ppf(bad), math.sqrt(1 - r * r)
    # F(t | good) and f(t | bad) of the score t
    below = lambda t: quad(lambda x: norm.pdf(x) * norm.cdf((t - r * x) / s), q, 9)[0] / (1 - bad)  # noqa: E731
    density = lambda t: norm.pdf(t) * norm.cdf((q - r * t) / s) / bad  # noqa: E731
    return quad(lambda t: (1 - below(t)) * density(t), -8, 8, epsabs=1e-7)[0]


def good_lost(r, bad, rejected):
    """P(score below the cutoff | good)."""
    q, c, s = norm.ppf(bad), norm.ppf(rejected), math.sqrt(1 - r * r)
    return quad(lambda x: norm.pdf(x) * norm.cdf((c - r * x) / s), q, 9)[0] / (1 - bad)


def test_an_area_of_seventy_percent_at_a_third_bad_is_a_correlation_of_043():
    expected = brentq(lambda r: area_under_curve(r, 0.35) - 0.70, 0.3, 0.6, xtol=1e-4)  # .4297
    assert expected == pytest.approx(0.435, abs=0.006)  # the model document says about .435
    assert gate_correlation(0.70, 0.35) == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize(("auc", "bad"), [(0.6, 0.35), (0.8, 0.5), (0.75, 0.2)])
def test_the_correlation_gives_back_the_area_it_was_solved_from(auc, bad):
    assert area_under_curve(gate_correlation(auc, bad), bad) == pytest.approx(auc, abs=2e-3)


def test_a_gate_that_tosses_a_coin_knows_nothing():
    assert gate_correlation(0.5, 0.35) == 0.0


def test_a_gate_that_rejects_46_percent_loses_a_third_of_the_good_projects():
    r = gate_correlation(0.70, 0.35)
    assert 0.32 <= good_lost(r, 0.35, 0.46) <= 0.36  # .359; domain.md 1.8 has .36


def test_the_gate_loses_and_rejects_those_shares_of_keyed_firms(row):
    zone, r, firms = row(ZONE), gate_correlation(0.70, 0.35), 4000
    quality = np.array([normal(101, firm) for firm in range(firms)])
    noise = np.array([normal(202, firm) for firm in range(firms)])
    score = np.array([gate_score(q, e, zone, r) for q, e in zip(quality, noise, strict=True)])
    rejected = score < gate_cutoff(0.46)
    good = quality > norm.ppf(0.35)
    assert rejected.mean() == pytest.approx(0.46, abs=4 * math.sqrt(0.46 * 0.54 / firms))
    expected = good_lost(r, 0.35, 0.46)
    assert rejected[good].mean() == pytest.approx(expected, abs=4 * math.sqrt(expected * (1 - expected) / good.sum()))


@given(share=st.floats(0.01, 0.9), correlation=st.floats(0.0, 0.99), effort=st.floats(0.0, 2.0))
def test_the_gate_rejects_the_share_it_is_set_to_whatever_it_knows(row, share, correlation, effort):
    # Score = a Q + b e with a^2 + b^2 = 1 is N(0, 1), so P(score < Phi^-1(share)) = share: read a and b off the rule.
    zone = row(ZONE, effort_uncounted=effort, effort_uncounted_before=1.0)
    a, b = gate_score(1.0, 0.0, zone, correlation), gate_score(0.0, 1.0, zone, correlation)
    assert a == pytest.approx(correlation * min(1.0, effort))  # less care, less knowledge; more care, no more
    assert norm.cdf(gate_cutoff(share) / math.hypot(a, b)) == pytest.approx(share, abs=1e-9)


def test_diligence_and_panel_together_reject_the_share_that_is_set():
    # Both read the same score; diligence takes the lowest part, so the panel's cutoff decides in the end.
    for part in (0.0, 0.3, 1.0):
        assert gate_cutoff(0.46 * part) <= gate_cutoff(0.46)


def test_a_gate_set_to_reject_nobody_rejects_nobody(row):
    assert gate_score(-5.0, -5.0, row(ZONE), 0.5) > gate_cutoff(0.0)


def test_diligence_is_slowed_by_its_queue(row):
    # 6 posts of diligence, 1.5 posts months a project: 4 a month; mean 1 month; 10 in the queue: hazard 4/10.
    p = row(PARAMETER, diligence_staff_months=1.5, diligence_months=1.0)
    assert diligence_hazard(row(ZONE, effort_diligence=6.0, diligence_backlog=10), p) == pytest.approx(0.4)
    assert diligence_hazard(row(ZONE, effort_diligence=6.0, diligence_backlog=2), p) == pytest.approx(1.0)
    slow = row(PARAMETER, diligence_staff_months=1.5, diligence_months=2.0)
    assert diligence_hazard(row(ZONE, effort_diligence=6.0, diligence_backlog=2), slow) == pytest.approx(0.5)


# --- approvals

TIMES = {
    "start_months": 7.0, "land_part": 0.4, "coordination": 0.5, "whistle_strength": 0.5, "fusion_clearing": 0.2,
    "parallel_factor": 0.6, "delegation_gain": 0.2, "staff_months": 0.7,
}  # fmt: skip


def planned(row, **levers):
    zone = row(ZONE, effort_landing=14.0)
    plan_approvals(zone, row(LEVER, **levers), row(PARAMETER, **TIMES))
    return zone


def test_procedures_by_hand_lever_by_lever(row):
    before = planned(row)
    assert (before.land_process_months, before.permit_months) == pytest.approx((2.8, 4.2))  # 7 * .4, 7 * .6
    assert before.permit_capacity == pytest.approx(20.0)  # 14 / .7
    assert planned(row, divest_social=1).land_process_months == pytest.approx(4.2)  # 2.8 * 1.5
    assert planned(row, divest_social=1, whistle=1).land_process_months == pytest.approx(3.5)  # 2.8 * (1 + .5 * .5)
    assert planned(row, whistle=1).land_process_months == pytest.approx(2.8)  # nothing to coordinate
    assert planned(row, divest_development=1).land_process_months == pytest.approx(2.8)
    assert planned(row, zone_town_fusion=1).land_process_months == pytest.approx(2.24)  # 2.8 * .8
    assert planned(row, parallel_approval=1).permit_months == pytest.approx(2.52)  # 4.2 * .6
    assert planned(row, delegated_powers=1).permit_months == pytest.approx(3.36)  # 4.2 * .8
    assert planned(row, parallel_approval=0.5, delegated_powers=1).permit_months == pytest.approx(2.688)


def test_each_fast_track_is_a_factor_of_its_own_and_they_multiply(row):
    p = row(PARAMETER, standard_factor=0.6, fast_factor=0.2, listed_factor=0.5)
    assert own_permit_time(row(FIRM, contract=4.0), p) == 1.0
    assert own_permit_time(row(FIRM, contract=64.0), p) == pytest.approx(16.0**p.size_slope)
    assert own_permit_time(row(FIRM, contract=4.0, standard=1), p) == pytest.approx(0.6)
    assert own_permit_time(row(FIRM, contract=4.0, fast=1), p) == pytest.approx(0.2)
    assert own_permit_time(row(FIRM, contract=4.0, listed=1), p) == pytest.approx(0.5)
    assert own_permit_time(row(FIRM, contract=4.0, standard=1, fast=1, listed=1), p) == pytest.approx(0.06)


def queue(row, backlog, months=4.0, capacity=20.0):
    return row(ZONE, permit_backlog=backlog, permit_months=months, permit_capacity=capacity, land_process_months=3.0)


def test_below_capacity_a_permit_takes_its_own_time_above_it_waits_its_turn(row):
    # Capacity 20 a month, 4 months each: 80 firms are served at once.
    assert permit_hazard(queue(row, 10), 1.0) == pytest.approx(0.25)
    assert permit_hazard(queue(row, 80), 1.0) == pytest.approx(0.25)
    assert permit_hazard(queue(row, 160), 1.0) == pytest.approx(20 / 160)
    assert permit_hazard(queue(row, 0), 1.0) == pytest.approx(0.25)  # an empty queue divides nothing by zero
    assert permit_hazard(queue(row, 10), 0.2) == pytest.approx(1.25)  # take land and start: within a month
    assert permit_hazard(queue(row, 10), 2) == pytest.approx(0.125)  # larger: longer


@given(backlog=st.integers(1, 5000), months=st.floats(0.3, 20.0), capacity=st.floats(0.1, 500.0))
def test_staff_never_grant_more_permits_than_they_can(row, backlog, months, capacity):
    hazard = permit_hazard(queue(row, backlog, months, capacity), 1.0)
    assert backlog * hazard <= capacity * (1 + 1e-12)
    assert backlog * hazard == pytest.approx(min(capacity, backlog / months))


def test_the_wait_shown_is_land_and_the_longer_of_procedure_and_queue(row):
    assert expected_wait(queue(row, 10)) == pytest.approx(3 + 4)
    assert expected_wait(queue(row, 160)) == pytest.approx(3 + 160 / 20)
    assert expected_wait(queue(row, 5, capacity=0.0)) == 120.0  # nobody there: ten years
    assert expected_wait(queue(row, 10**6)) == 120.0


def months_until_ripe(row, hazards, threshold):
    firm = row(FIRM, threshold=threshold)
    for month, hazard in enumerate(hazards):
        if ripens(firm, hazard):
            return month
    return len(hazards)


@given(
    steps=st.lists(st.tuples(st.floats(0.0, 1.5), st.floats(0.0, 1.5)), min_size=1, max_size=24),
    threshold=st.floats(0.01, 6.0),
)
def test_a_faster_month_never_delays_the_same_firm(row, steps, threshold):
    slow = [hazard for hazard, _ in steps]
    fast = [hazard + extra for hazard, extra in steps]
    assert months_until_ripe(row, fast, threshold) <= months_until_ripe(row, slow, threshold)


@given(
    backlog=st.integers(0, 500),
    months=st.floats(0.5, 20.0),
    faster=st.floats(0.05, 1.0),
    threshold=st.floats(0.01, 5.0),
)
def test_faster_approval_never_delays_a_firm_at_a_given_queue(row, backlog, months, faster, threshold):
    before = permit_hazard(queue(row, backlog, months), 1.0)
    after = permit_hazard(queue(row, backlog, months * faster), 1.0)
    assert after >= before * (1 - 1e-12)
    # At a saturated queue both hazards are capacity over backlog, but for the last bit: take that off.
    waits = [months_until_ripe(row, [hazard] * 60, threshold) for hazard in (max(after, before), before)]
    assert waits[0] <= waits[1]
