"""Bias, coverage, power and false alarms, worked by hand; broken intervals are called broken."""

import json
import math

import numpy as np
import pytest

from analysis.rollout_estimators import ESTIMATORS, NEVER, NOTHING_FOUND, Estimate
from analysis.rollout_scores import FEWEST, _score_document, broken_by_chance, score, share_of_draws, verdict_of_alarms
from analysis.rollouts import NO_EFFECT, PANELS, Fitted, Truth

TRUTH = Truth(own=0.2, net=0.1, untreated=-0.02, own_published=0.3)


SILENT = Estimate(0.0, -0.1, 0.1)


def draw(with_reform, without=SILENT):
    """A draw in which every estimator finds the same."""
    panels = {p: dict.fromkeys(ESTIMATORS, without if p.endswith("nothing") else with_reform) for p in PANELS}
    return Fitted("at_once", "signed", TRUTH, panels)


def test_scores_worked_by_hand():
    """Errors against 0.2 are 0.1, 0, -0.1 and 0.2; the second and third intervals hold 0.2, the last two 0.1."""
    found = [
        draw(Estimate(0.3, 0.25, 0.35)),
        draw(Estimate(0.2, 0.15, 0.25)),
        draw(Estimate(0.1, -0.1, 0.3)),
        draw(Estimate(0.4, 0.05, 0.75), without=Estimate(0.3, 0.2, 0.4)),
    ]
    one = score(found, "twfe", "true")
    assert one.bias_own.value == pytest.approx(0.05)
    assert one.bias_own.error == pytest.approx(math.sqrt((0.05**2 + 0.05**2 + 0.15**2 + 0.15**2) / 3.0 / 4.0))
    assert one.bias_net.value == pytest.approx(0.15)
    assert one.error_own == pytest.approx(math.sqrt(0.06 / 4.0))
    assert one.coverage_own.value == 0.75
    assert one.coverage_net.value == 0.5
    assert one.power.value == 0.75
    assert one.false_alarms.value == 0.25
    assert (one.draws, one.failed, one.verdict) == (4, 0, "few")


def test_what_cannot_be_estimated_is_left_out_and_counted():
    found = [draw(Estimate(0.2, 0.1, 0.3)), draw(NOTHING_FOUND, without=NOTHING_FOUND)]
    one = score(found, "synthetic_did", "published")
    assert (one.draws, one.failed) == (1, 2)
    assert one.bias_own.value == pytest.approx(0.0)
    assert one.coverage_own.value == 1.0


def test_intervals_of_shares_are_wilsons():
    """19 of 20: (0.95 + 0.0960) / 1.1921 = 0.8775 in the middle, reach 0.1137 (by hand, z = 1.96)."""
    share = share_of_draws(np.array([True] * 19 + [False]))
    assert (share.low, share.high) == (pytest.approx(0.7639, abs=1e-4), pytest.approx(0.9911, abs=1e-4))
    none = share_of_draws(np.zeros(50, dtype=bool))
    assert none.low == 0.0
    assert 0.0 < none.high < 0.1  # no alarm in fifty is no proof of none


@pytest.mark.parametrize(
    ("alarms", "draws", "verdict"),
    [(3, 60, "as_meant"), (12, 60, "too_often"), (0, 200, "too_rarely"), (10, FEWEST - 1, "few")],
)
def test_intervals_that_alarm_too_often_or_too_rarely_are_told(alarms, draws, verdict):
    assert verdict_of_alarms(share_of_draws(np.arange(draws) < alarms), draws) == verdict


def test_the_chance_of_being_called_broken_by_chance_is_that_of_the_binomial():
    """At 60 draws 7 alarms (0.117, Wilson from 0.058) are too many and 6 (from 0.047) are not: P(X > 6) by its sum."""
    by_hand = 1.0 - sum(math.comb(60, k) * 0.05**k * 0.95 ** (60 - k) for k in range(7))
    assert broken_by_chance(60) == pytest.approx(by_hand)
    assert 0.0 < by_hand < 0.05


PANELS_MADE = 120
FIRST = np.array([6] * 6 + [NEVER] * 12)


def made_scores(name, noise_of):
    """Scores of an estimator on panels in which nothing happens; ``noise_of`` gives the noise of a panel."""
    found = []
    for number in range(PANELS_MADE):
        luck = np.random.default_rng(number)
        estimate = ESTIMATORS[name](1.0 + 0.2 * noise_of(luck), FIRST, number + 1)
        panels = {p: {name: estimate} for p in PANELS}
        found.append(Fitted("at_once", "signed", NO_EFFECT, panels))
    return score(found, name, "true")


def white(luck):
    return luck.normal(size=(FIRST.size, 12))


def clustered(luck):
    """All six reforming zones share a walk of their own, as those of one city would."""
    walk = np.cumsum(luck.normal(size=12))
    return white(luck) + 2.0 * np.where(FIRST[:, None] == NEVER, 0.0, walk)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", ["twfe", "synthetic_control", "synthetic_did"])
def test_where_nothing_happens_and_noise_is_white_alarms_are_as_frequent_as_meant(name):
    assert made_scores(name, white).verdict == "as_meant"


@pytest.mark.filterwarnings("ignore")
def test_callaway_santannas_normal_intervals_are_told_apart_where_six_zones_reform():
    """Normal quantiles and six reforming zones: whatever the rate is, it may only be called as meant if it is near."""
    one = made_scores("callaway_santanna", white)
    assert (one.verdict == "as_meant") == one.false_alarms.holds(0.05)
    assert one.false_alarms.value > 0.05


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", ESTIMATORS)
def test_where_reforming_zones_share_a_shock_every_estimator_is_reported_as_broken(name):
    one = made_scores(name, clustered)
    assert one.verdict == "too_often"
    assert one.false_alarms.value > 0.2


def test_a_document_holds_no_number_that_json_lacks():
    one = score([draw(NOTHING_FOUND, without=NOTHING_FOUND)], "twfe", "true")
    json.dumps(_score_document(one), allow_nan=False)
    assert _score_document(one)["bias_own"] == {"value": None, "error": None}
