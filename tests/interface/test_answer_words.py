"""Titles, captions and rows say the numbers of the answer, on studies whose numbers are worked by hand."""

import sys
from pathlib import Path

import numpy as np
import pytest

from analysis.answers import answer
from analysis.bands import number
from analysis.sensitivity import analyse
from interface.answering import chart_of, effect_caption, effect_row, finding
from interface.influencing import index_finding, sample_verdict

sys.path.insert(0, str(Path(__file__).parents[1] / "analysis"))
from made import SIGNED, lever, made, parameter, sampled


@pytest.fixture
def answered():
    """Twenty-five draws in which a dose adds 1, 2, ... 24 and, in one, takes 25.

    In order -25, 1, 2, ... 24: the median is 12, quantiles at 5 % and 95 % lie .2 above the second and .8 above the
    twenty-third of them, 1.2 and 22.8, and the mean is (300 - 25) / 25 = 11.
    """
    changes = [*range(1, 25), -25]
    return answer(made("grid", [lever("land", 0.0, 1.0)], {"signed": [[[100, 100 + change]] for change in changes]}))


def test_the_caption_tells_median_band_mean_shares_and_error(answered):
    (effect,) = answered.effects
    error = number(effect.simulation_error)
    english = (
        "Land: projects signed +12 projects, 90 % band +1.2 to +22.8, mean +11; better (more) in 96 %, worse in 4 % of "
        f"25 draws; simulation error of the median {error}."
    )
    assert english in effect_caption(answered, answered.effects, "en")
    chinese = (
        "中位数 +12 个，90% 区间 +1.2 至 +22.8，均值 +11；25 个样本中 96 % 更优（数值越大越好），4 % 更差；"
        f"中位数模拟误差 {error}。"
    )
    assert chinese in effect_caption(answered, answered.effects, "zh")


def test_the_title_tells_the_finding_and_the_row_its_numbers(answered):
    assert finding(answered, "en") == "Land: projects signed +12 projects (+1.2 to +22.8); better in 96 % of draws"
    assert finding(answered, "zh") == "Land：签约项目 +12 个（+1.2 至 +22.8），96 % 的样本更优"
    row = effect_row(answered.study, answered.effects[0], "en")
    assert (row.median, row.sign, row.told) == (12.0, "better", "+12 (+1.2 to +22.8); 96 % / 4 %")
    assert (row.low, row.high) == pytest.approx((1.2, 22.8))


def test_an_effect_that_is_nothing_is_said_to_be_nothing():
    still = answer(made("grid", [lever("land", 0.0, 1.0)], {"signed": np.full((25, 1, 2), 7.0)}))
    assert finding(still, "en") == "Land: projects signed: nothing changes in any draw"
    assert "1 of 1 effects shown are nothing" in effect_caption(still, still.effects, "en")


def test_an_answer_names_what_it_rests_on(answered):
    told = effect_caption(answered, answered.effects, "en")
    assert "rests on priors alone" in told
    assert "All zones are synthetic" in told
    assert "Batch made00, digest d1" in told


@pytest.mark.parametrize(
    ("slope", "said"),
    [(1.0, "6 of 6 cells rise"), (-1.0, "0 of 6 cells rise, 6 fall"), (0.0, "the sign turns for sure")],
)
def test_a_map_says_whether_the_sign_turns(slope, said):
    factors = [lever("land", 0.0, 0.5, 1.0), parameter("social_time", 0.2, 0.5, 0.8)]
    points = [(x, y) for x in range(3) for y in range(3)]
    values = np.tile([[[x * (slope * (y + 1) if slope else y - 1.2) for x, y in points]]], (24, 1, 1))
    assert said in finding(answer(made("grid", factors, {"signed": values})), "en")


def test_a_map_tells_its_largest_and_smallest_effect():
    factors = [lever("land", 0.0, 0.5, 1.0), parameter("social_time", 0.2, 0.5, 0.8)]
    values = np.tile([[[x * (y - 1.2) for x in range(3) for y in range(3)]]], (24, 1, 1))
    drawn = chart_of(answer(made("grid", factors, {"signed": values})), "en", "DejaVu Sans").to_dict()
    told = " ".join(drawn["title"]["text"])
    assert "largest median +1.6 (+1.6 to +1.6) at land, dose 1, social_time 0.8" in told
    assert "smallest −2.4 (−2.4 to −2.4) at land, dose 1, social_time 0.2" in told


def test_indices_name_the_largest_and_what_rests_on_the_prior_alone():
    names = ("social_time", "coverage", "start_months", "land_price")
    factors = [sampled(name) for name in names]
    empty = made("morris", factors, {"signed": np.zeros((1, 1, 30))}, seed=2, levels=4)
    values = empty.coordinates() @ np.array([4.0, 2.0, 1.0, 0.0])
    study = made("morris", factors, {"signed": values.reshape(1, 1, -1)}, seed=2, levels=4)
    (found,) = analyse(study, SIGNED)
    told = index_finding(found, study, "en")
    assert told == (
        "Social_time moves projects signed most: 4 (4 to 4); 2 of 3 influential parameters rest on the prior alone"
    )
    assert sample_verdict(found, "en")[0] == "The largest index is surely larger than the fourth."
    assert "narrow enough" in sample_verdict(found, "en")[1]
