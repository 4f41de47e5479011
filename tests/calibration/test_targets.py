"""A fit is asked for every figure to calibrate to that an output answers to, once, and for no other."""

import math

import numpy as np
import pytest

from calibration.design import PrintedFigures, column_of
from calibration.operators import GIVEN, OPERATORS, operator_of
from calibration.roles import without_held_out
from calibration.scales import on_scale
from calibration.targets import groups_of, printed_on_scale, target_of, targets_of, zones_of
from scenarios.evidence import load_ledger

LEDGER = load_ledger()
TARGETS = targets_of(LEDGER)


def test_every_figure_to_calibrate_to_that_an_output_answers_to_is_asked_for_once():
    asked = [target.figure for target in TARGETS]
    wanted = {figure.id for figure in LEDGER.targets("calibrate")} - set(GIVEN)
    assert set(asked) == {name for name in wanted if operator_of(name) is not None}
    assert len(asked) == len(set(asked)) > 15


def test_no_figure_that_is_held_out_or_given_is_asked_for():
    asked = {target.figure for target in TARGETS}
    assert not asked & {figure.id for figure in LEDGER.targets("held_out")}
    assert not asked & set(GIVEN)


def test_a_given_figure_is_left_out_whatever_its_role():
    for role in ("calibrate", "held_out", "input", "plausibility_only"):
        assert not {target.figure for target in targets_of(LEDGER, (role,))} & set(GIVEN)


def test_figures_left_out_by_name_are_left_out_and_no_others():
    gone = ["jimo.zone.fai_2020", "laixi.projects_signed"]
    assert [t for t in TARGETS if t.figure not in gone] == targets_of(LEDGER, without=gone)


def test_deleting_every_held_out_figure_changes_nothing_that_is_asked():
    assert targets_of(without_held_out(LEDGER)) == TARGETS


def test_readings_that_go_together_have_one_group_and_the_same_weights():
    groups = groups_of(TARGETS)
    members = {group: [t for t in TARGETS if t.group == group] for group in groups}
    assert {t.figure for t in members["period_luck"]} >= {
        "jimo.zone.introduced_projects_2021", "jimo.zone.introduced_investment_2021"
    }  # fmt: skip
    for group, together in members.items():
        assert all(t.weights == groups[group] for t in together), group
        assert all(len(t.columns) == len(t.weights) == 2 for t in together), group
    assert all(t.group == "" for t in TARGETS if len(t.columns) == 1)


def test_weights_of_readings_are_a_distribution():
    for target in TARGETS:
        assert math.fsum(target.weights) == pytest.approx(1.0), target.figure
        assert min(target.weights) > 0.0


def test_edges_of_every_reading_are_in_order_and_hold_the_published_number():
    for target in TARGETS:
        figure = LEDGER[target.figure]
        own = {reading.name: reading.interval for reading in figure.readings}
        value = float(on_scale(target.scale, figure.value, target.whole))
        for low, high, column in zip(target.low, target.high, target.columns, strict=True):
            assert low < high, target.figure
            if own.get(column.partition(":")[2]) is None and figure.interval.contains(figure.value):
                assert low <= value <= high, target.figure


def test_columns_are_those_that_runs_print_and_belong_to_one_figure_each():
    printed = [column.name for column in PrintedFigures().outputs]
    assert len(printed) == len(set(printed)) == sum(len(o.reads) for o in OPERATORS)
    asked = [column for target in TARGETS for column in target.columns]
    assert len(asked) == len(set(asked))
    assert set(asked) <= set(printed)


def test_what_runs_print_is_put_on_the_scale_of_each_figure():
    columns = [column.name for column in PrintedFigures().outputs]
    printed = np.random.default_rng(0).uniform(1.0, 20.0, (3, len(columns)))
    printed[1, columns.index("laixi.projects_signed")] = math.nan
    found = printed_on_scale(TARGETS, printed, columns)
    names = [column for target in TARGETS for column in target.columns]
    scales = {column: target for target in TARGETS for column in target.columns}
    for name in ("laixi.projects_signed", "jimo.zone.fai_2020", "shandong.missions.started"):
        expected = on_scale(scales[name].scale, printed[:, columns.index(name)], scales[name].whole)
        assert found[:, names.index(name)] == pytest.approx(expected, nan_ok=True)


def test_zones_that_report_a_count_or_an_amount_have_a_volume_of_their_own():
    zones = zones_of(TARGETS)
    assert {"jimo-etz", "jimo-rest", "laixi", "blue-valley"} <= set(zones)
    assert "*" not in zones
    assert len(zones) == len(set(zones))


def test_amounts_carry_an_error_of_printing_and_counts_do_not():
    for target in TARGETS:
        assert target.noisy == target.operator.amount
        if target.noisy:
            assert LEDGER[target.figure].unit not in ("projects", "firms", "percent")


def test_a_figure_of_several_readings_names_its_columns_by_them():
    target = target_of(operator_of("jimo.zone.fai_ratio_2020"), LEDGER["jimo.zone.fai_ratio_2020"], LEDGER)
    operator = operator_of("jimo.zone.fai_ratio_2020")
    assert target.columns == tuple(column_of(operator, name) for name in ("base_2018", "base_2019"))
