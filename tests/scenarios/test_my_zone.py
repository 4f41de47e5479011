"""A zone's form: one declaration, three ways of writing it, and every fault named by cell or line."""

import dataclasses

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from agents.industries import INDUSTRY_NAMES
from agents.zones.endowment import OPENINGS
from scenarios.load import load_world
from scenarios.my_zone.excel_form import KEY, UNIT, VALUE
from scenarios.my_zone.fields import COUNTED_YEARS, FIELD, FIELDS, MOST_LEADING
from scenarios.my_zone.files import find_form, list_examples, read_form_file, write_form_file
from scenarios.my_zone.form import DIGITS, Form
from scenarios.my_zone.zone import LEVERS, PACKAGE_NAMES, PARAMETERS, make_zone, with_package
from scenarios.strict_yaml import ScenarioError
from scenarios.values import ENDOWMENTS, LEVER_RANGES, endowment_range, parameter_range
from sim.build import digest, simulate
from sim.parameters import prior_medians

WAYS = [(".xlsx", False), (".xlsx", True), (".yaml", False), (".yaml", True)]
LINES = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=40).map(
    lambda text: text.strip()
)


@st.composite
def forms(draw):
    """Any form that the checks allow, in the first unit of each field."""
    values, sources = {}, {}
    for field in FIELDS:
        if draw(st.booleans()):
            continue
        if field.kind == "text":
            value = draw(LINES.filter(bool))
        elif field.kind == "industries":
            value = tuple(
                draw(st.lists(st.sampled_from(INDUSTRY_NAMES), min_size=1, max_size=MOST_LEADING, unique=True))
            )
        elif field.kind == "counts":
            one = st.none() | st.integers(0, 10_000).map(float)
            value = draw(st.tuples(*[one] * COUNTED_YEARS).filter(any_given))
        elif field.kind == "whole":
            value = float(draw(st.integers(int(field.low), int(field.high))))
        else:
            value = float(f"{draw(st.floats(field.low, field.high)):.{DIGITS}g}")
        values[field.name] = value
        if draw(st.booleans()):
            sources[field.name] = draw(LINES.filter(bool))
    for small, large in (("built_area", "planned_area"), ("platform_due", "platform_debt")):
        if small in values and large in values:
            values[small], values[large] = sorted((values[small], values[large]))
    if "planned_area" in values:
        for land in ("available_land", "approved_land", "idle_land", "low_efficiency_land"):
            values.pop(land, None)
    return Form(values, sources, draw(LINES | st.just("")))


def any_given(counts):
    return any(count is not None for count in counts)


@settings(
    max_examples=8,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(form=forms())
@pytest.mark.parametrize(("ending", "chinese"), WAYS)
def test_what_is_written_reads_back_equal(tmp_path, ending, chinese, form):
    path = tmp_path / f"form{ending}"
    path.unlink(missing_ok=True)
    write_form_file(form, path, chinese)
    assert read_form_file(path) == form


@pytest.mark.parametrize(("ending", "chinese"), WAYS)
def test_a_blank_form_gives_the_typical_county_zone_and_no_other(tmp_path, ending, chinese):
    write_form_file(Form(), tmp_path / f"blank{ending}", chinese)
    made = make_zone(read_form_file(tmp_path / f"blank{ending}"))
    assert made.scenario.world == load_world("typical-county")
    assert not made.scenario.parameters
    assert made.uses == ()


def test_an_existing_file_is_left_alone(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError):
        write_form_file(Form(), path, chinese=False)
    assert path.read_text(encoding="utf-8") == "mine"
    assert [p.name for p in tmp_path.iterdir()] == ["mine.yaml"]


@pytest.mark.parametrize("field", [f for f in FIELDS if f.sets], ids=lambda f: f.name)
def test_the_model_takes_every_number_that_the_form_allows(field):
    if field.sets in LEVERS:
        allowed = LEVER_RANGES[field.sets]
    elif field.sets in PARAMETERS:
        allowed = parameter_range(field.sets)
    else:
        allowed = endowment_range(field.sets)
    assert allowed.holds(field.low * field.scale)
    assert allowed.holds(field.high * field.scale)


def test_every_field_sets_something_of_the_model_or_says_why_not():
    known = {*ENDOWMENTS, *(o.name for o in OPENINGS), *PARAMETERS, *LEVERS}
    for field in FIELDS:
        assert (field.sets in known) + bool(field.unused[0]) + (field.group in {"zone", "industry", "years"}) >= 1
        assert not (field.sets and field.unused[0])
        assert all((*field.label, *field.meaning, field.units[0].name or "-"))


FAULTS = {
    "an unknown field": ("idle_lnad: 3\n", ":1: idle_lnad: found an unknown field", "nearest name idle_land"),
    "no unit": ("idle_land: 300\n", ":1: idle_land: found no unit", "allowed mu, 亩, hectare, 公顷"),
    "a wrong unit": ("idle_land: {value: 3, unit: acres}\n", '"acres"; allowed mu', "nearest name"),
    "out of range": ("social_share: 120\n", "found 120 %; allowed 0 to 98 %", "social_share"),
    "out of range in another unit": ("planned_area: {value: 900000, unit: 公顷}\n",
                                     "found 900000 hectare, which is 9000 km²; allowed 0.1 to 1500", "planned_area"),
    "text for a number": ("posts: 约80\n", "found the text", "a number is needed, allowed 1 to 2000 posts"),
    "a broken count": ("signings: [1, 2.5, 3]\n", "found 2.5; a whole number is needed", "signings"),
    "too few counts": ("signings: [1, 2]\n", "3 numbers are needed", "null where one is unknown"),
    "a negative count": ("signings: [1, -2, 3]\n", "found -2 projects; allowed 0 to 100000", "signings"),
    "an unknown industry": ("leading: [automotve]\n", '"automotve", which is no industry', "nearest name automotive"),
    "an industry twice": ("leading: [finance, 金融与总部经济]\n", "a second time", "leading"),
    "not a number": ("interest_rate: .nan\n", "a finite number is needed", "interest_rate"),
    "true": ("posts: true\n", "found true; a number is needed", "posts"),
    "an unknown key": ("posts: {value: 3, unti: posts}\n", "posts.unti: found an unknown key", "nearest name unit"),
    "more due than owed": ("platform_debt: {value: 3, unit: 亿元}\nplatform_due: {value: 4, unit: 亿元}\n",
                           ":2: platform_due: found 4, more than platform_debt (3)", "at most that"),
    "more land than planned": ("planned_area: {value: 1, unit: km²}\nidle_land: {value: 1600, unit: mu}\n",
                               "more than planned_area (1500 mu)", "idle_land"),
    "a list": ("- 3\n", "a mapping is needed", ""),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_of_a_yaml_form_is_one_line_that_names_it(tmp_path, fault):
    text, *parts = FAULTS[fault]
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        read_form_file(path)
    assert len(refused.value.faults) == 1
    for part in (str(path), *parts):
        assert part in refused.value.faults[0]


def test_all_faults_of_a_form_come_at_once_in_order_of_lines(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("posts: many\nidle_land: 300\nsocial: 3\nsignings: 4\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        read_form_file(path)
    assert [fault.split(":")[1] for fault in refused.value.faults] == ["1", "2", "3", "4"]


def filled_sheet(path, change):
    """Write a blank sheet and change cells of it as a person would: {(key, column): value}."""
    write_form_file(Form(), path, chinese=True)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    rows = {sheet.cell(row, KEY).value: row for row in range(1, sheet.max_row + 1)}
    for (key, column), value in change.items():
        sheet.cell(rows[key], column).value = value
    book.save(path)
    return rows


SHEET_FAULTS = {
    "a text": ({("posts", VALUE): "八十"}, "posts: found the text", "posts"),
    "a formula": ({("posts", VALUE): "=40+40"}, "found the formula", "posts"),
    "no unit": ({("idle_land", VALUE): 30, ("idle_land", UNIT): None}, "found no unit; a unit is needed", "idle_land"),
    "a unit of another field": ({("idle_land", VALUE): 30, ("idle_land", UNIT): "亿元"}, "allowed mu, 亩", "idle_land"),
    "an unknown industry": ({("leading.2", VALUE): "汽车"}, "nearest name 汽车及零部件", "leading.2"),
    "a broken count": ({("starts.3", VALUE): 2.5}, "a whole number is needed", "starts.3"),
    "an unknown field": ({("posts", KEY): "post"}, "found an unknown field; ", "posts"),
    "a field twice": ({("posts", KEY): "anchors"}, "found a second time, first in row", "anchors"),
}  # fmt: skip


@pytest.mark.parametrize("fault", SHEET_FAULTS)
def test_every_fault_of_a_sheet_is_one_line_that_names_its_cell(tmp_path, fault):
    change, part, key = SHEET_FAULTS[fault]
    path = tmp_path / "mine.xlsx"
    rows = filled_sheet(path, change)
    column = "A" if "field" in fault and "unit" not in fault else "C"
    with pytest.raises(ScenarioError) as refused:
        read_form_file(path)
    assert len(refused.value.faults) == 1
    assert part in refused.value.faults[0]
    assert f"{path}:{column}{rows[key]}: " in refused.value.faults[0]


def test_a_sheet_takes_units_and_industries_in_either_language(tmp_path):
    change = {("idle_land", VALUE): 2, ("idle_land", UNIT): "hectare", ("leading.1", VALUE): "biomedicine",
              ("platform_debt", VALUE): 5000, ("platform_debt", UNIT): "万元", ("signings.2", VALUE): 7}  # fmt: skip
    filled_sheet(tmp_path / "mine.xlsx", change)
    form = read_form_file(tmp_path / "mine.xlsx")
    assert form.values == {"idle_land": 30.0, "leading": ("biomedicine",), "platform_debt": 0.5,
                           "signings": (None, 7.0, None)}  # fmt: skip


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_refused_in_one_line(tmp_path, content):
    path = tmp_path / "mine.xlsx"
    path.write_bytes(content)
    with pytest.raises(ScenarioError, match="not readable as an Excel workbook") as refused:
        read_form_file(path)
    assert len(refused.value.faults) == 1
    assert "\n" not in refused.value.faults[0]


def test_a_file_of_another_ending_or_none_at_all_is_refused(tmp_path):
    for name, said in (("mine.csv", "found .csv"), ("none.xlsx", "no such file"), ("none.yaml", "no such file")):
        with pytest.raises(ScenarioError, match=said):
            read_form_file(tmp_path / name)


def test_typed_numbers_open_the_books_of_the_zone():
    """Hand-worked: 2 hectares are 30 mu; 120 mu a year are 10 a month; 5 of 8 亿元 are due later than a year."""
    values = {"idle_land": 30.0, "land_quota": 120.0, "available_land": 500.0, "approved_land": 90.0,
              "land_price": 12.0, "platform_debt": 8.0, "platform_due": 3.0, "platform_cash": 0.7,
              "plant_floor": 50_000.0, "plant_occupancy": 40.0, "social_share": 45.0, "posts": 70.0,
              "built_area": 11.0, "planned_area": 20.0}  # fmt: skip
    made = make_zone(Form(values))
    world = simulate(dataclasses.replace(made.scenario, months=1), prior_medians(), 1)
    platform, zone = world.platform_panel[0, 0], world.panel[0, 0]
    assert zone.social_time == pytest.approx(0.45)
    assert zone.staff_before == 70.0
    assert zone.area == 11.0
    assert zone.land_price == 12.0
    assert zone.quota == pytest.approx(10.0)
    assert platform.plant == pytest.approx(50_000.0, rel=0.02)  # a month of sales and building
    assert platform.debt_short + platform.debt_long == pytest.approx(8.0, abs=0.3)
    assert zone.idle == pytest.approx(30.0, abs=40.0)  # and what a month's failures leave idle
    assert {use.field.name for use in made.uses if not use.used} == {"planned_area"}


def test_what_cannot_enter_is_said_with_its_reason():
    made = make_zone(Form({"anchors": 3.0, "fund_paid_in": 1.0, "months_counted": 11.0}))
    assert {use.field.name: use.used for use in made.uses} == dict.fromkeys(
        ("months_counted", "anchors", "fund_paid_in"), False
    )
    assert all(len(use.how) == 2 and all(use.how) for use in made.uses)


def test_counts_let_the_judgements_about_the_synthetic_zone_go():
    without, with_counts = make_zone(Form()), make_zone(Form({"starts": (None, 3.0, None)}))
    assert {"attractiveness", "reach"} <= set(without.zone.known)
    assert not {"attractiveness", "reach"} & set(with_counts.zone.known)


def test_packages_take_the_shipped_values_posts_in_proportion_and_the_typed_ratio():
    made = make_zone(Form({"posts": 160.0, "reinvestment_ratio": 0.4}))
    everything = {c.lever: c.value for c in with_package(made, "all").changes}
    assert everything["posts_transferred"] == 48.0  # 24 of 80 posts are 48 of 160
    assert everything["posts_lost"] == 32.0
    assert everything["reinvestment_ratio"] == 0.4
    parts = [c.lever for name in PACKAGE_NAMES if name != "all" for c in with_package(made, name).changes]
    assert len(parts) == len(set(parts))
    assert set(everything) - set(parts) == {"gate_coverage", "gate_rejection", "platform_expansion"}


def test_the_examples_that_ship_are_good_and_jimos_numbers_are_those_of_the_ledger():
    from scenarios import load_ledger  # noqa: PLC0415

    assert list_examples() == ["jimo", "weak-county"]
    form = read_form_file(find_form("jimo"))
    ledger = load_ledger()
    for name, value in form.values.items():
        if name in {"name", "leading"}:
            continue
        figure = ledger[form.sources[name].partition(":")[0]]
        assert figure.role != "held_out"
        number = next(v for v in value if v is not None) if isinstance(value, tuple) else value
        if name in {"last_year", "months_counted"}:
            assert str(int(number)) in str(figure.period)
        else:
            assert number == figure.value
    invented = read_form_file(find_form("weak-county"))
    assert "invented" in str(invented.values["name"])
    assert "Invented" in invented.note


def test_another_number_in_a_form_gives_another_zone():
    posts = FIELD["posts"]
    blank, typed = make_zone(Form()), make_zone(Form({posts.name: 50.0}))
    digests = [digest(simulate(dataclasses.replace(m.scenario, months=6), prior_medians(), 1)) for m in (blank, typed)]
    assert digests[0] != digests[1]
