"""A ledger of another country brings its operators as data; a faulty one is refused by file and line."""

import math
import pickle
import shutil

import numpy as np
import pytest
import second

from calibration.declared import declared_in, operators_hash_of, operators_of, refuse_what_cannot_be_read
from calibration.design import PrintedFigures
from calibration.operators import OPERATORS, operators_hash
from calibration.reads import Run
from calibration.targets import targets_of, zones_of
from scenarios.evidence import EvidenceError, load_ledger, read_ledger
from scenarios.evidence_check import check_ledger
from scenarios.load import load_scenario
from scenarios.wording import interval_from_wording
from sim.build import simulate
from sim.parameters import prior_medians
from sim.plan import PlannedRun
from sim.specification import month_of

LEDGER = second.ledger()
SHIPPED = load_ledger()
YEAR = month_of(2020, 1), month_of(2020, 12)
MU_OF_HECTARE, EURO = 15.0, 0.078  # one hectare is 15 mu; a million euro at 7.8 yuan is 0.078 of 亿元


@pytest.fixture(scope="module")
def run():
    scenario = second.scenario()
    return Run(scenario, simulate(scenario, prior_medians(), 3))


@pytest.fixture(scope="module")
def printed(run):
    return PrintedFigures.of(LEDGER)(PlannedRun(run.scenario, prior_medians(), 3), run.world)


def test_the_invented_ledger_agrees_with_its_texts_word_for_word():
    checks = check_ledger(second.TEXTS, LEDGER)
    assert [check.detail for check in checks if not check.ok] == []
    assert all(check.verified for check in checks)


@pytest.mark.parametrize(
    ("word", "interval"),
    [("over", "(60, inf)"), ("more than", "(60, inf)"), ("at least", "[60, inf)"), ("nearly", "(54, 60]"),
     ("almost", "(54, 60]"), ("about", "[54, 66]"), ("around", "[54, 66]"), ("up to", "[0, 60]")],
)  # fmt: skip
def test_hedges_in_english_support_what_those_in_chinese_do(word, interval):
    assert str(interval_from_wording(60, -1, word)).replace(")", "]" if "inf" not in interval else ")") == interval


def test_a_text_with_another_hedge_than_is_recorded_is_found(tmp_path):
    shutil.copytree(second.HERE, tmp_path / "c")
    book = tmp_path / "c" / "ledger" / "uplands.yaml"
    text = book.read_text(encoding="utf-8").replace("{word: about, digits: -2}", "{word: around, digits: -2}")
    text = text.replace("nearly, digits: -1}", "over, digits: -1, cap: 132}").replace("(108, 120]", "(120, 132]")
    book.write_text(text, encoding="utf-8")
    (fault,) = (c.detail for c in check_ledger(second.TEXTS, read_ledger(book.parent)) if not c.ok)
    assert "uplands.yaml:" in fault
    assert "recorded 'over', but the text has the hedge below" in fault


def test_the_ledger_that_ships_has_the_operators_in_python_and_their_hash():
    assert operators_of(SHIPPED) == OPERATORS
    assert operators_hash_of(SHIPPED) == operators_hash()
    assert PrintedFigures.of(SHIPPED) == PrintedFigures()


def test_another_ledger_has_its_own_alone_and_a_hash_of_its_own():
    assert {operator.figure for operator in operators_of(LEDGER)} == {figure.id for figure in LEDGER}
    assert operators_hash_of(LEDGER) != operators_hash()


def changed(tmp_path, file, old, new):
    shutil.copytree(second.LEDGER, tmp_path / "ledger")
    path = tmp_path / "ledger" / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    return tmp_path / "ledger"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [("gazette.yaml", "field: producing", "field: completed"),
     ("gazette.yaml", "base_last: '2018-12'", "base_last: '2018-11'"),
     ("vocabulary.yaml", "factor: 15", "factor: 15.1"), ("gazette.yaml", "[harbour, hill]", "[harbour, lake]")],
)  # fmt: skip
def test_the_hash_changes_with_what_a_number_depends_on(tmp_path, file, old, new):
    assert operators_hash_of(read_ledger(changed(tmp_path, file, old, new))) != operators_hash_of(LEDGER)


@pytest.mark.parametrize(
    ("figure", "by_hand"),
    [
        ("harbour.projects_signed_2020", lambda r: r.total("published_signed", "harbour", *YEAR)),
        ("harbour.signed_investment_2020", lambda r: r.total("published_amount", "harbour", *YEAR) / EURO),
        ("harbour.signed_growth_2020",
         lambda r: 100 * (r.total("published_signed", "harbour", *YEAR)
                          / r.total("published_signed", "harbour", YEAR[0] - 12, YEAR[1] - 12) - 1)),
        ("harbour.investment_ratio_2020",
         lambda r: r.total("published_fai", "harbour", *YEAR) / r.total("published_fai", "harbour", 12, 23)),
        ("easthaven.projects_producing",
         lambda r: sum(r.total("producing", zone, 0, YEAR[1]) for zone in ("harbour", "hill"))),
        ("hill.staff_2020", lambda r: r.at("staff", "hill", YEAR[1])),
        ("hill.land_started_2020", lambda r: r.total("land_started", "hill", *YEAR) / MU_OF_HECTARE),
        ("hill.paid_in_2020:whole_year", lambda r: r.total("arrived_money", "hill", *YEAR) / EURO),
        ("hill.paid_in_2020:eleven_months", lambda r: r.total("arrived_money", "hill", YEAR[0], YEAR[1] - 1) / EURO),
        ("lake.land_idle_2020", lambda r: r.at("idle", "lake", YEAR[1]) / MU_OF_HECTARE),
    ],
)  # fmt: skip
def test_each_read_by_hand_in_the_unit_of_its_figure(run, printed, figure, by_hand):
    assert printed[f"merria.{figure}"] == pytest.approx(by_hand(run))
    assert by_hand(run) != 0.0


def test_the_measure_travels_to_other_processes_and_reads_the_same_there(run, printed):
    measure = pickle.loads(pickle.dumps(PrintedFigures.of(LEDGER)))  # noqa: S301  # what a process pool does
    again = measure(PlannedRun(run.scenario, prior_medians(), 3), run.world)
    assert again == printed
    assert pickle.loads(pickle.dumps(PrintedFigures())).columns == PrintedFigures().columns  # noqa: S301


def test_only_amounts_of_money_carry_an_error_of_printing_and_readings_have_their_weights():
    targets = {target.figure.removeprefix("merria."): target for target in targets_of(LEDGER)}
    assert {name for name, target in targets.items() if target.noisy} == {
        "harbour.signed_investment_2020", "harbour.investment_ratio_2020", "hill.paid_in_2020"
    }  # fmt: skip
    assert targets["hill.paid_in_2020"].weights == (0.6, 0.4)
    assert zones_of(list(targets.values())) == ("harbour", "hill", "lake")
    assert targets["hill.land_started_2020"].high == (pytest.approx(math.log(90.5)),)


FAULTS = {
    "a read that there is not": ("gazette.yaml", "read: so_far", "read: so_fart", ["so_fart", "so_far"]),
    "a key that there is not": ("gazette.yaml", "zone: [harbour, hill]", "zones: [harbour, hill]",
                                ["zones", "'zone'"]),
    "a field that is not recorded": ("uplands.yaml", "field: land_started", "field: land_startd",
                                     ["land_startd", "nearest name land_started"]),
    "a zone that there is not": ("gazette.yaml", "zone: [harbour, hill]", "zone: [harbour, hull]",
                                 ["hull", "nearest name hill"]),
    "a flow read as a stock": ("uplands.yaml", "read: sum, field: land_started", "read: stock, field: land_started",
                               ["a flow [mu / month]", "sum, so_far, growth, ratio"]),
    "a stock read as a flow": ("uplands.yaml", "read: stock, field: idle", "read: sum, first: '2020-01', field: idle",
                               ["a stock [mu]", "allowed stock"]),
    "money for land": ("uplands.yaml", "field: land_started", "field: arrived_money",
                       ["[亿元 / month]", "hectare", "converts into mu"]),
    "land for a count": ("uplands.yaml", "field: published_signed", "field: taken_new", ["[mu / month]", "projects"]),
    "a growth that is no per cent": ("uplands.yaml", "read: sum, field: published_signed",
                                     "read: growth, field: signed", ["growth", "projects", "percent"]),
    "a ratio to nothing": ("gazette.yaml", ", base_first: '2018-01', base_last: '2018-12'", "",
                           ["base_first and base_last"]),
    "a base that ends before it begins": ("gazette.yaml", "base_last: '2018-12'", "base_last: '2017-12'",
                                          ["2018-01", "2017-12"]),
    "a month that there is not": ("gazette.yaml", "base_last: '2018-12'", "base_last: '2018-13'",
                                  ["base_last", "2018-13"]),
    "months to compare with for a sum": ("gazette.yaml", "read: sum, field: published_signed,",
                                         "read: sum, field: published_signed, base_first: '2018-01',", ["base_first"]),
    "a sum without a first month": ("uplands.yaml", "read: stock, field: idle", "read: sum, field: taken_idle",
                                    ["first: found nothing"]),
    "months in the wrong order": ("uplands.yaml", "read: stock, field: idle",
                                  "read: sum, field: taken_idle, first: '2021-02'", ["2021-02", "2020-12"]),
    "a unit that converts into nothing": ("vocabulary.yaml", "model: mu", "model: acre", ["acre", "亿元, mu"]),
    "a factor that is none": ("vocabulary.yaml", "factor: 0.078", "factor: -1", ["-1", "above 0"]),
    "a factor in words": ("vocabulary.yaml", "factor: 0.078", "factor: few", ["few", "above 0"]),
    "a factor without a unit": ("vocabulary.yaml", "model: mu, ", "", ["model: found nothing"]),
    "three readings": ("uplands.yaml", "- {name: whole_year, weight: 0.6,",
                       "- {name: more, weight: 0.1, meaning: x}\n      - {name: whole_year, weight: 0.5,",
                       ["3 readings", "2 at most"]),
}  # fmt: skip


@pytest.mark.parametrize("case", FAULTS)
def test_a_faulty_operator_is_refused_with_file_line_and_what_would_be_right(tmp_path, case):
    file, old, new, parts = FAULTS[case]
    folder = changed(tmp_path, file, old, new)
    text = (second.LEDGER / file).read_text(encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    with pytest.raises(EvidenceError) as refused:
        read_ledger(folder)
    assert len(refused.value.faults) == 1, refused.value.faults
    fault = refused.value.faults[0]
    assert fault.startswith(f"{file}:{'' if case == 'three readings' else line}")
    for part in parts:
        assert part in fault


def test_all_faults_are_told_at_once(tmp_path):
    folder = changed(tmp_path, "uplands.yaml", "field: land_started", "field: land_begun")
    other = folder / "gazette.yaml"
    other.write_text(other.read_text(encoding="utf-8").replace("[harbour, hill]", "[harbour, hull]"), encoding="utf-8")
    with pytest.raises(EvidenceError) as refused:
        read_ledger(folder)
    assert [fault.partition(":")[0] for fault in refused.value.faults] == ["gazette.yaml", "uplands.yaml"]


def test_a_figure_to_calibrate_to_without_an_operator_is_refused(tmp_path):
    folder = changed(tmp_path, "uplands.yaml", "    operator: {read: stock, field: idle}\n", "")
    with pytest.raises(EvidenceError, match=r"uplands\.yaml:\d+: merria\.lake\.land_idle_2020: operator: a figure to"):
        refuse_what_cannot_be_read(read_ledger(folder), second.scenario())


def test_zones_and_months_that_the_scenario_does_not_have_are_refused():
    refuse_what_cannot_be_read(LEDGER, second.scenario())
    with pytest.raises(EvidenceError, match="found the zone 'harbour'; the world typical-county has county") as refused:
        refuse_what_cannot_be_read(LEDGER, load_scenario("typical-county"))
    assert len(refused.value.faults) == 11  # ten figures, one of them of two zones
    short = second.scenario().__class__(**{**vars(second.scenario()), "months": 30})
    with pytest.raises(EvidenceError, match=r"2020-01\.\.2020-12; a run has 30 months"):
        refuse_what_cannot_be_read(LEDGER, short)


def test_a_ledger_without_figures_to_calibrate_to_is_refused():
    with pytest.raises(EvidenceError, match="no figure of the role calibrate"):
        refuse_what_cannot_be_read(LEDGER.without("calibrate"), second.scenario())


def test_every_declared_operator_is_kept_as_plain_values():
    for declared in declared_in(LEDGER):
        assert declared.operator.reads.keys() == dict(declared.reads).keys()
        assert np.isfinite([read.unit for _, read in declared.reads]).all()
