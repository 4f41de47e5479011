"""Titles, captions and rows say the numbers of the answer, on studies whose numbers are worked by hand."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis.answers import answer
from analysis.bands import number
from analysis.charts import CAPTION_WIDTH, TITLE_WIDTH, columns, wrapped
from analysis.elsewhere import elsewhere
from analysis.sensitivity import analyse
from analysis.study import LOWER_IS_BETTER
from interface.answer_captions import caption_of, number_told
from interface.answer_findings import between
from interface.answer_titles import amounts_told, finding, standing_of
from interface.answering import chart_of, drawn_rows, effect_row, in_fine_units
from interface.figure_names import brief_dose, dose_told, doses_told, setting_told
from interface.influencing import index_finding, influence_caption, influence_of, sample_verdict
from interface.naming import basis
from scenarios.designs import load_design

sys.path.insert(0, str(Path(__file__).parents[1] / "analysis"))
from made import DEBT, SIGNED, lever, made, parameter, sampled

AXES = (lever("land", 0.0, 0.5, 1.0), parameter("social_time", 0.2, 0.5, 0.8))


@pytest.fixture
def answered():
    """Twenty-five draws in which a dose adds 1, 2, ... 24 and, in one, takes 25.

    In order -25, 1, 2, ... 24: the median is 12, quantiles at 5 % and 95 % lie .2 above the second and .8 above the
    twenty-third of them, 1.2 and 22.8, and the mean is (300 - 25) / 25 = 11.
    """
    changes = [*range(1, 25), -25]
    return answer(made("grid", [lever("land", 0.0, 1.0)], {"signed": [[[100, 100 + change]] for change in changes]}))


def mapped(effect, output=SIGNED):
    """The answer of a map of three doses by three parameters, the same in 24 draws: effect(x, y) on levels from 0."""
    values = np.tile([[[effect(x, y) for x in range(3) for y in range(3)]]], (24, 1, 1)).astype(float)
    return answer(made("grid", list(AXES), {output.name: values}, (output,)))


def test_an_effect_is_told_with_median_band_mean_shares_and_error(answered):
    (effect,) = answered.effects
    error = number(effect.simulation_error)
    assert number_told(answered.study, effect, "en") == (
        "Land: projects signed +12 projects, 90 % band +1.2 to +22.8, mean +11; better (more) in 96 %, worse in 4 % of "
        f"25 draws; simulation error of the median {error}."
    ).replace("Land", "land")
    assert (
        "中位数 +12 个，90% 区间 +1.2 至 +22.8，均值 +11；25 个样本中 96% 更优（数值越大越好），4% 更差；"
        f"中位数模拟误差 {error}。"
    ) in number_told(answered.study, effect, "zh")


def test_the_title_tells_the_finding_and_the_row_its_numbers(answered):
    assert finding(answered, "en") == "Land: signatures surely rise by 12"
    assert finding(answered, "zh") == "Land：签约项目确定增加（12 个）"
    row = effect_row(answered, answered.effects[0], "en")
    assert (row.median, row.sign, row.told) == (12.0, "better", ["+12 (+1.2 to +22.8)", "better 96 %, worse 4 %"])
    assert (row.low, row.high) == pytest.approx((1.2, 22.8))


def test_a_caption_says_in_order_the_answer_how_sure_it_is_and_on_what_assumption(answered):
    (effect,) = answered.effects
    sure = "How sure: Shares of 25 draws better / worse for the zone: signatures 96 % / 4 %; simulation error of the "
    assert caption_of(answered, "en") == [
        "Answer: Signatures +12 (+1.2 to +22.8).",
        sure + f"medians with so many draws: signatures ±{number(effect.simulation_error)} projects.",
        "Assuming: Chosen doses; priors alone, nothing is fitted; all zones are synthetic.",
    ]
    assert [line.split("：")[0] for line in caption_of(answered, "zh")] == ["答案", "可信程度", "前提"]


def test_a_figure_ends_with_its_batch_and_tells_a_reader_no_digest(answered):
    chart = chart_of(answered, "en", "DejaVu Sans").to_dict()
    assert chart["title"]["subtitle"] == ["batch made00"]
    assert "d1" not in " ".join([*chart["title"]["text"], *chart["vconcat"][0]["title"]["subtitle"]])


def test_an_amount_within_its_error_is_no_end_of_a_range():
    """By hand: half a dose adds nothing in 11 draws and 4 in 9, so that its median is nothing; a full one always 9."""
    changes = [[10.0, 10.0 + 4.0 * (draw < 9), 19.0] for draw in range(20)]
    found = answer(made("grid", [lever("land", 0.0, 0.5, 1.0)], {"signed": np.array(changes)[:, None]}))
    (standing,) = [standing_of(SIGNED, found.effects)]
    assert amounts_told(SIGNED, standing.effects, "en") == " by up to 9"
    assert amounts_told(SIGNED, standing.up, "en") == " by 9"


def test_what_never_falls_is_not_said_to_go_either_way():
    values = np.array([[[10.0, 10.0 + (draw < 9), 10.0 + (draw < 14)]] for draw in range(20)])
    found = answer(made("grid", [lever("land", 0.0, 0.5, 1.0)], {"signed": values}))
    assert finding(found, "en") == "No sure rise in signatures in any setting, and no draw with a fall"
    assert finding(found, "zh") == "签约项目在各种设定下不能确定增加，但没有样本减少"
    falls = answer(made("grid", [lever("land", 0.0, 0.5, 1.0)], {"signed": -values}))
    assert "no draw with a rise" in finding(falls, "en")


def test_a_title_says_that_nothing_gains_where_the_only_sure_signs_are_losses():
    """By hand: half a dose takes 2 in all 20 draws, a full one 3 in 8 and adds 3 in 12."""
    values = np.array([[[10.0, 8.0, 7.0 if draw < 8 else 13.0]] for draw in range(20)])
    found = answer(made("grid", [lever("land", 0.0, 0.5, 1.0)], {"signed": values}))
    assert finding(found, "en") == (
        "Signatures never surely rise, but surely fall by 2 in 1 of 2 settings, all at land, dose 0.5"
    )
    owed = answer(made("grid", [lever("land", 0.0, 0.5, 1.0)], {"debt": values}, (DEBT,)))
    assert finding(owed, "en").startswith("Consolidated debt surely falls by 2 CNY 100 million in 1 of 2 settings")


def test_medians_that_all_go_one_way_are_told_beside_what_is_sure_of_them():
    """By hand: half a dose adds 2 in 18 of 20 draws and takes 2 in the others, a full dose adds 6, or 8, in all."""
    values = np.array([[[10.0, 12.0 if draw < 18 else 8.0, 16.0]] for draw in range(20)])
    found = answer(made("grid", [lever("land", 0.0, 0.5, 1.0)], {"signed": values}))
    assert finding(found, "en") == (
        "Signatures rise at the median by 2 to 6 in every setting, surely in 1 of 2, all at land, dose 1"
    )
    values[:, 0, 2] = values[:, 0, 1] + 2.0
    none = answer(made("grid", [lever("land", 0.0, 0.5, 1.0)], {"signed": values}))
    assert (
        finding(none, "en") == "Signatures rise at the median by 2 to 4 in every setting, surely in none of 2 settings"
    )


def test_what_most_draws_leave_alone_is_said_mostly_not_to_change():
    values = np.array([[[10.0, 10.0 + (draw < 4), 10.0 - (draw < 4)]] for draw in range(20)])
    found = answer(made("grid", [lever("land", 0.0, 0.5, 1.0)], {"signed": values}))
    assert finding(found, "en") == "Mostly no change at all in signatures"


def test_an_answer_drawn_from_a_posterior_does_not_say_that_nothing_is_fitted(answered):
    answered.study.plan["parameters"] = "posterior"
    told = " ".join([*caption_of(answered, "en"), *basis(answered.study, "en")])
    assert told.count("fitted to published figures") == 2
    assert "nothing is fitted" not in told


def test_a_caption_says_what_other_zones_pay():
    """By hand: the zone gains 2 in each of 20 draws, all zones together 1, so that the others lose 1."""
    everywhere = replace(SIGNED, name="signed_everywhere", zone="all")
    values = {"signed": np.tile([[[5.0, 7.0]]], (20, 1, 1)), "signed_everywhere": np.tile([[[9.0, 10.0]]], (20, 1, 1))}
    found = answer(made("grid", [lever("land", 0.0, 1.0)], values, (SIGNED, everywhere)))
    found.study.plan["file"]["headline"] = ["signed"]
    assert [effect.band.median for effect in elsewhere(found.study).effects] == [-1.0]
    assert caption_of(found, "en")[2] == (
        "At the expense of other zones: they sign 1 fewer projects (−1 to −1), surely down (100 % of draws)."
    )
    assert elsewhere(replace(found.study, outputs=(SIGNED,))) is None


def test_a_title_of_settings_tells_how_many_are_sure_and_by_how_much():
    values = np.tile([[[10.0, 12.0, 15.0]]], (20, 1, 1))
    found = answer(made("grid", [lever("land", 0.0, 0.5, 1.0)], {"signed": values}))
    assert finding(found, "en") == "Signatures surely rise by 2 to 5 in every setting"


def test_the_numbers_below_are_those_of_the_strongest_setting():
    """By hand: half a dose adds 9 in all draws, a full dose 1: the fullest setting is not the strongest."""
    values = np.tile([[[10.0, 19.0, 11.0]]], (20, 1, 1))
    found = answer(made("grid", [lever("land", 0.0, 0.5, 1.0)], {"signed": values}))
    assert caption_of(found, "en")[0] == "Answer: Land, dose 0.5: signatures +9 (+9 to +9)."


def test_more_debt_is_called_worse_and_drawn_in_the_colour_of_worse():
    found = mapped(lambda x, _: float(x), DEBT)
    assert finding(found, "en") == (
        "No tested setting pays: consolidated debt surely rises by 1 to 2 CNY 100 million in every setting; "
        "social_time hardly matters"
    )
    for output, first in ((DEBT, "#0072B2"), (SIGNED, "#D55E00")):
        chart = chart_of(mapped(lambda x, _: float(x), output), "en", "DejaVu Sans").to_dict()
        assert scales_of(chart) == [[first, "#F7F7F7", {"#0072B2": "#D55E00", "#D55E00": "#0072B2"}[first]]]


def scales_of(part):
    """The ranges of the colour scales of a declaration whose middle is nothing."""
    found = []
    if isinstance(part, dict):
        scale = part.get("scale")
        if isinstance(scale, dict) and len(scale.get("range", [])) == 3 and 0 in scale.get("domain", []):
            found.append(scale["range"])
        for inner in part.values():
            found += scales_of(inner)
    elif isinstance(part, list):
        for inner in part:
            found += scales_of(inner)
    return found


def test_an_effect_that_is_nothing_is_said_to_be_nothing():
    still = answer(made("grid", [lever("land", 0.0, 1.0)], {"signed": np.full((25, 1, 2), 7.0)}))
    assert finding(still, "en") == "Land: no change in any draw in signatures"
    assert effect_row(still, still.effects[0], "en").told == ["changes nothing"]


def test_settings_that_change_nothing_are_told_and_not_drawn():
    factors = [lever("land", 0.0, 1.0), lever("fund", 0.0, 1.0)]
    found = answer(made("grid", factors, {"signed": np.tile([[[1.0, 1.0, 2.0, 2.0]]], (20, 1, 1))}))
    assert {tuple(effect.contrast.set_to) for effect in drawn_rows(found)} == {("land",), ("land", "fund")}
    chart = chart_of(found, "en", "DejaVu Sans").to_dict()
    told = " ".join(chart["vconcat"][0]["title"]["subtitle"])
    assert "2 settings that change nothing in any draw are not drawn" in told  # fund alone, and the interaction


@pytest.mark.parametrize(
    ("effect", "said"),
    [
        (lambda x, y: x * (y + 1.0), "Signatures surely rise by 1 to 6 in every setting"),
        (lambda x, y: -x * (y + 1.0), "No tested setting pays: signatures surely fall by 1 to 6 in every setting"),
        (
            lambda x, y: x * (y - 1.2),
            "Signatures surely rise in 2 of 6 settings and fall in 4, all at social_time 0.5 or less",
        ),
        (
            lambda x, y: float(x == 2 and y == 0) - (x == 1 and y == 2),
            "Signatures surely rise in 1 of 4 settings and fall in 1, all at land, dose 0.5 and social_time 0.8",
        ),
    ],
)
def test_a_map_says_where_on_its_axes_the_sign_is_sure(effect, said):
    assert finding(mapped(effect), "en") == said


def test_a_map_of_which_nothing_is_sure_says_so_and_where_draws_turn():
    """Over parameter levels 0.2, 0.5, 0.8, of 30 draws 10, 15 and 20 rise and the others fall: as many at 0.5."""
    values = np.zeros((30, 1, 9))
    for x in (1, 2):
        for y, up in enumerate((10, 15, 20)):
            values[:, 0, 3 * x + y] = [1.0] * up + [-1.0] * (30 - up)
    found = answer(made("grid", list(AXES), {"signed": values}))
    assert finding(found, "en") == (
        "No sure change in signatures in any setting (more in 33 % to 67 %, fewer or less in 33 % to 67 % of draws); "
        "break-even at social_time 0.5"
    )
    assert "工作时间的比例为 0.5 时得失相当" in finding(found, "zh")


def test_a_map_of_what_never_falls_answers_for_the_parameter_that_it_spans():
    values = np.zeros((30, 1, 9))
    values[:14, 0, 3:] = values[:20, 0, 5::3] = 1.0
    found = answer(made("grid", list(AXES), {"signed": values}))
    assert finding(found, "en").startswith("No sure rise in signatures whatever the ")
    assert finding(found, "zh").startswith("签约项目无论")
    values[:20, 0, 3:] = 1.0
    risen = answer(made("grid", list(AXES), {"signed": values}))
    assert finding(risen, "en").startswith("Signatures rise at the median by 1 whatever the ")


def test_a_place_between_levels_is_the_value_between_them():
    assert between((1.0, 2.0, 4.0), 1.5) == 3.0
    assert between((1.0, 2.0, 4.0), 2.0) == 4.0


def test_a_dose_is_told_in_posts_and_money():
    factors = {factor.name: factor for factor in load_design("staff-fund-land").factors}
    assert brief_dose(factors["staff"], 0.5, "en") == "(−20 posts)"  # half of 24 transferred and 16 lost
    assert brief_dose(factors["fund"], 1.0, "zh") == "（2 亿元）"
    assert brief_dose(factors["land"], 1.0, "en") == ""
    assert "16 posts lost in re-competition" in dose_told(factors["staff"], "en")
    given = {factor.name: factor for factor in load_design("fund-leverage").factors}["fund_size"]
    assert setting_told(given, 5.0, "en") == "fiscal money committed CNY 500 million"
    assert setting_told(given, 5.0, "zh") == "财政出资规模 5 亿元"


def test_doses_are_told_for_every_measure_and_a_lever_that_is_never_nothing_says_what_is_no_reform():
    told = {name: doses_told(loaded(name), "en") for name in ("land-recycling", "pay-by-contribution", "fund-leverage")}
    assert told["land-recycling"][0].endswith("campaign: platform-led recycling, each at 100 %")
    assert told["pay-by-contribution"] == ["pay weight on counted output: 1 is its value without reform"]
    assert told["fund-leverage"] == []  # without leverage a fund is a reform still


def loaded(name):
    """A study with the factors of a shipped design, of which no number is known."""
    return replace(
        made("grid", [lever("land", 0.0, 1.0)], {"signed": np.zeros((1, 1, 2))}), factors=load_design(name).factors
    )


def test_money_of_which_all_numbers_are_small_is_told_and_drawn_in_a_finer_unit():
    """By hand: 0.03 and 0.06 亿元 are CNY 3 and 6 million and 300 and 600 万元; 1 and 2 亿元 stay in Chinese."""
    for language, amounts, unit in (("en", [3.0, 6.0], "CNY million"), ("zh", [300.0, 600.0], "万元")):
        found = in_fine_units(mapped(lambda x, _: 0.03 * x, DEBT), language)
        assert sorted({round(effect.band.median, 9) for effect in found.effects}) == amounts
        assert {output.unit for output in found.study.headline} == {unit}
        assert {"en": "CNY 3 to 6 million", "zh": "300 至 600 万元"}[language] in finding(found, language)
    kept = mapped(lambda x, _: float(x), DEBT)
    assert in_fine_units(kept, "zh") is kept
    large = in_fine_units(mapped(lambda x, _: 30.0 * x, DEBT), "en")
    assert "CNY 3 to 6 billion" in finding(large, "en")


def test_outcomes_that_a_question_names_are_drawn():
    for name, asked in {
        "county-package": {"signed", "producing", "investment", "debt"},
        "fund-leverage": {"signed", "producing", "investment", "debt"},
        "land-recycling": {"signed", "producing", "investment", "idle"},
        "gate-strictness": {"producing", "good_rejected", "idle"},
    }.items():
        assert set(load_design(name).content["headline"]) == asked, name
    assert {"debt", "idle"} <= LOWER_IS_BETTER


def test_a_line_holds_its_columns_and_keeps_a_percent_sign_with_its_number():
    lines = wrapped("up in 33 % to 67 %, down in 33 % to 67 % of draws " * 4, 30)
    assert max(map(columns, lines)) <= 30
    assert not any(line.startswith("%") for line in lines)
    assert TITLE_WIDTH < CAPTION_WIDTH


def test_indices_name_the_largest_and_how_many_rest_on_the_prior_alone():
    names = ("social_time", "coverage", "start_months", "land_price")
    factors = [sampled(name) for name in names]
    empty = made("morris", factors, {"signed": np.zeros((1, 1, 30))}, seed=2, levels=4)
    values = empty.coordinates() @ np.array([4.0, 2.0, 1.0, 0.0])
    study = made("morris", factors, {"signed": values.reshape(1, 1, -1)}, seed=2, levels=4)
    (found,) = analyse(study, SIGNED)
    told = index_finding(found, study, "en")
    assert told == "signatures: the most influential is social_time (4)"
    caption = influence_caption([found], study, "en")
    told = (
        "Answer: Signatures: 3 of 4 factors matter (surely above 10 % of the largest), first social_time, coverage, "
        "start_months; 2 of them rest on the prior alone."
    )
    assert caption[0] == told
    assert caption[1].startswith("How sure: Signatures: first surely above fourth (6 trajectories")
    assert sample_verdict(found, "en")[0] == "The largest index is surely larger than the fourth."
    assert "narrow enough" in sample_verdict(found, "en")[1]


def test_a_figure_of_influence_answers_for_the_scenario_and_for_what_another_adds():
    """By hand: without the reform only the first parameter counts, and the reform adds twice the second."""
    factors = [sampled(name) for name in ("social_time", "coverage", "start_months", "land_price")]
    empty = made("morris", factors, {"signed": np.zeros((1, 2, 30))}, cases=("base", "reform"), seed=2, levels=4)
    places = empty.coordinates()
    values = np.stack([places[:, 0] * 4.0, places[:, 0] * 4.0 + places[:, 1] * 2.0])[None]
    study = made("morris", factors, {"signed": values}, cases=("base", "reform"), seed=2, levels=4)
    chart = influence_of(analyse(study, SIGNED), study, "en", "DejaVu Sans").to_dict()
    told = " ".join(chart["vconcat"][0]["title"]["text"])
    assert "Signatures base: the most influential is social_time (4)" in told
    assert "what the package adds to signatures: the most influential is coverage (2)" in told
