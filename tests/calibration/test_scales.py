"""Figures are compared on scales on which they are nearly normal; edges lie half a unit outside of whole numbers."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calibration.operators import GIVEN
from calibration.scales import LEAST_GROWTH, edges_on_scale, on_scale, scale_of, whole_of
from scenarios.evidence import load_ledger
from scenarios.wording import Interval

LEDGER = load_ledger()
WHOLE = 904.0
SCALES = ("count", "amount", "part", "growth")


@pytest.mark.parametrize(
    ("scale", "value", "expected"),
    [
        ("count", 148, math.log(148.5)),
        ("amount", 331.0, math.log(331.5)),
        ("part", 0, math.log(0.5 / 904.5)),
        ("part", 452, 0.0),  # half of all
        ("part", 2000, math.log(904.5 / 0.5)),  # more than all is all
        ("growth", 50.0, math.log(1.5)),
        ("growth", -100.0, math.log(LEAST_GROWTH)),
        ("count", -3.0, math.log(0.5)),
    ],
)
def test_by_hand(scale, value, expected):
    assert float(on_scale(scale, value, WHOLE)) == pytest.approx(expected)


@pytest.mark.parametrize("scale", SCALES)
def test_what_is_no_number_stays_none(scale):
    assert np.isnan(on_scale(scale, [math.nan, 3.0], WHOLE)).tolist() == [True, False]


@given(scale=st.sampled_from(SCALES), first=st.floats(0, 904), more=st.floats(1e-6, 500))
def test_more_is_more_on_every_scale(scale, first, more):
    assume(scale != "part" or first + more <= WHOLE)
    lower, upper = on_scale(scale, [first, first + more], WHOLE)
    assert lower < upper


@given(
    scale=st.sampled_from(SCALES), low=st.floats(0, 900), width=st.floats(0, 200), at=st.floats(0, 1),
    closed=st.tuples(st.booleans(), st.booleans()),
)  # fmt: skip
def test_edges_contain_what_the_interval_contains(scale, low, width, at, closed):
    if scale in ("count", "part"):
        low, width = round(low), round(width)
    assume(width > 1e-6 or (width == 0 and closed == (True, True)))
    interval = Interval(float(low), float(low + width), *closed)
    value = low + at * width
    if scale in ("count", "part"):
        value = round(value)
        assume(value <= WHOLE)
    assume(interval.contains(value))
    first, last = edges_on_scale(scale, interval, WHOLE)
    assert first <= float(on_scale(scale, value, WHOLE)) <= last
    if scale in ("count", "part"):  # a count in the interval lies well inside, one beside it outside
        assert first < float(on_scale(scale, value, WHOLE)) < last
        for outside in (low - 1, low + width + 1):
            if 0 <= outside <= WHOLE:
                assert not first < float(on_scale(scale, outside, WHOLE)) < last


@pytest.mark.parametrize(
    ("scale", "text", "edges"),
    [
        # 148 projects are 147.5 to 148.5; with the half unit of the scale ln 148 to ln 149.
        ("count", "[148, 148]", (math.log(148), math.log(149))),
        ("count", "[600, 700)", (math.log(600), math.log(700))),
        ("count", "[0, 3]", (-math.inf, math.log(4))),
        ("amount", "[0, 50]", (-math.inf, math.log(50.5))),
        ("amount", "[330.5, 331.5)", (math.log(331), math.log(332))),
        ("growth", "[49.5, 50.5)", (math.log(1.495), math.log(1.505))),
        # 900 of 904: 899.5 to 900.5, with the half unit 900 of 905 and 901 of 905.
        ("part", "[900, 900]", (math.log(900 / 5), math.log(901 / 4))),
        ("part", "[0, 904]", (-math.inf, math.inf)),
        ("part", "[904, 904]", (math.log(904 / 1), math.inf)),
    ],
)
def test_edges_by_hand(scale, text, edges):
    assert edges_on_scale(scale, Interval.parse(text), WHOLE) == pytest.approx(edges)


def test_scales_follow_from_units_and_from_what_is_given():
    assert scale_of(LEDGER["jimo.zone.introduced_projects_2021"]) == "count"
    assert scale_of(LEDGER["jimo.zone.fai_2020"]) == "amount"
    assert scale_of(LEDGER["bluevalley.projects_signed_growth"]) == "growth"
    assert all(scale_of(LEDGER[part]) == "part" for part in GIVEN.values())
    assert whole_of(LEDGER["shandong.missions.started"], LEDGER) == WHOLE == LEDGER.value("shandong.missions.signed")
