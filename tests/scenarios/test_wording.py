"""Claims about the intervals that wordings support, and about arithmetic on them."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scenarios.arithmetic import evaluate_interval, evaluate_value, ids_in
from scenarios.numerals import find_numerals, number_of
from scenarios.wording import WORDS, Interval, interval_from_wording

HOLDING = ["exact", "rounded", "余", "多", "近", "以上", "约", "左右", "以内", "最高"]
UNBOUNDED = ["以上", "超过", "突破"]
counts = st.integers(min_value=1, max_value=10**6)
places = st.integers(min_value=-4, max_value=2)


@pytest.mark.parametrize(
    ("value", "digits", "word", "interval"),
    [
        (600, -2, "余", "[600, 700)"),  # 600余亿
        (100, -2, "近", "(90, 100]"),  # 近百亿
        (148, 0, "exact", "[148, 148]"),
        (331, 0, "rounded", "[330.5, 331.5)"),
        (1.5, 1, "rounded", "[1.45, 1.55)"),
        (10, -1, "余", "[10, 20)"),  # 十余
        (130, -1, "余", "[130, 140)"),
        (30000, -4, "余", "[30000, 40000)"),  # 3万余亩
        (140, 0, "超过", "(140, inf)"),
        (25, 0, "以上", "[25, inf)"),
        (160, -1, "约", "[150, 170]"),
        (3, 0, "几", "[2, 9]"),
    ],
)
def test_a_wording_supports_its_interval(value, digits, word, interval):
    assert str(interval_from_wording(value, digits, word)) == interval


@given(counts, places, st.sampled_from(HOLDING))
def test_the_printed_number_lies_in_its_interval(value, digits, word):
    assert interval_from_wording(value, digits, word).contains(value)


@given(counts, places, st.sampled_from(["超过", "突破"]))
def test_more_than_a_number_excludes_it(value, digits, word):
    assert not interval_from_wording(value, digits, word).contains(value)


@given(counts, places, st.sampled_from(WORDS))
def test_ten_times_the_number_in_ten_times_the_unit_gives_ten_times_the_interval(value, digits, word):
    small, large = interval_from_wording(value, digits, word), interval_from_wording(value * 10, digits - 1, word)
    assert large.close_to(Interval(small.low * 10, small.high * 10, small.low_closed, small.high_closed))


@given(counts, counts, places, st.sampled_from([word for word in WORDS if word != "几"]))
def test_a_larger_number_never_moves_an_end_down(first, second, digits, word):
    low, high = sorted([first, second])
    smaller, larger = interval_from_wording(low, digits, word), interval_from_wording(high, digits, word)
    assert smaller.low <= larger.low
    assert smaller.high <= larger.high


@given(counts, places)
def test_a_number_and_more_stops_before_the_next_round_number(value, digits):
    interval = interval_from_wording(value, digits, "余")
    assert interval.high == pytest.approx(value + 10.0**-digits)
    assert not interval.contains(interval.high)


@given(counts, st.integers(min_value=-2, max_value=2))
def test_rounded_intervals_of_neighbours_meet_without_overlap(value, digits):
    unit = 10.0**-digits
    first, second = (interval_from_wording(v, digits, "rounded") for v in (value, value + unit))
    assert first.high == pytest.approx(second.low)
    assert not first.high_closed
    assert second.low_closed


@given(st.integers(min_value=1, max_value=99), st.sampled_from(UNBOUNDED))
def test_a_cap_closes_an_end_without_bound(value, word):
    interval = interval_from_wording(value, 0, word, cap=100)
    assert interval.contains(100)
    assert not interval.contains(100.1)


def test_a_word_without_a_rule_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="余"):
        interval_from_wording(1, 0, "大概")


@given(counts, places, st.sampled_from(WORDS))
def test_an_interval_survives_being_written_and_read(value, digits, word):
    interval = interval_from_wording(value, digits, word)
    assert Interval.parse(str(interval)).close_to(interval)


@given(st.data())
def test_arithmetic_on_points_stays_inside_arithmetic_on_intervals(data):
    ends = st.floats(min_value=0.5, max_value=1000)
    intervals, points = {}, {}
    for name in ("a.a", "b.b", "c.c"):
        low, high = sorted([data.draw(ends), data.draw(ends)])
        intervals[name] = Interval(low, high)
        points[name] = data.draw(st.floats(min_value=low, max_value=high))
    expression = data.draw(
        st.sampled_from(["a.a / b.b - c.c", "a.a * b.b + c.c", "-a.a * (b.b - c.c)", "a.a / (b.b + c.c / 7)"])
    )
    wide, point = evaluate_interval(expression, intervals), evaluate_value(expression, points)
    slack = 1e-9 * max(1.0, abs(point), abs(wide.low), abs(wide.high))
    assert wide.low - slack <= point <= wide.high + slack


@given(st.floats(min_value=0.1, max_value=100), st.floats(min_value=0.1, max_value=100))
def test_an_open_end_stays_open_through_arithmetic(low, width):
    assume(math.isfinite(low + width))
    interval = evaluate_interval("a.a * 3 + 1", {"a.a": Interval(low, low + width, low_closed=True, high_closed=False)})
    assert interval.low_closed
    assert not interval.high_closed


def test_what_is_no_arithmetic_is_refused():
    for expression in ("__import__('os').getcwd()", "a.b ** 2", "a.b if 1 else 2", "a.b /"):
        with pytest.raises(ValueError, match=r"not allowed|no expression"):
            ids_in(expression)


def test_dividing_by_an_interval_that_holds_nought_is_refused():
    with pytest.raises(ValueError, match="holds 0"):
        evaluate_interval("a.b / c.d", {"a.b": Interval(1, 2), "c.d": Interval(-1, 1)})


def test_a_product_of_ends_of_both_signs_is_ordered():
    # [-2, 3] times [4, 5]: the least is -2 * 5, the greatest 3 * 5
    assert str(evaluate_interval("a.b * c.d", {"a.b": Interval(-2, 3), "c.d": Interval(4, 5)})) == "[-10, 15]"


@pytest.mark.parametrize(
    ("text", "numerals"),
    [
        ("总投资600余亿元,近百亿元", ["600余亿", "百亿"]),
        ("建成39万多平方米,吸引10万余人次", ["39万多", "10万余"]),
        ("面積13.1564萬畝,閑置十余年", ["13.1564萬", "十余"]),
        ("等十幾個文件,唯一一個", ["十幾", "一", "一"]),
    ],
)
def test_numerals_are_found_with_their_hedge(text, numerals):
    assert [numeral.text for numeral in find_numerals([text])] == numerals


@given(st.integers(min_value=1, max_value=99))
def test_chinese_numerals_below_a_hundred_are_read(number):
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    text = ("" if tens == 0 else "十" if tens == 1 else f"{digits[tens]}十") + ("" if ones == 0 else digits[ones])
    assert number_of(text) == number
