"""Claims about roll-out design files: what ships is right, and what is wrong is refused by line and field."""

import re

import pytest

from scenarios.load import check_file
from scenarios.made_worlds import made_world
from scenarios.rollout_files import KINDS, ROLLOUTS, load_rollout, rollout_names
from scenarios.strict_yaml import ScenarioError

GOOD = (ROLLOUTS / "made-cities.yaml").read_text(encoding="utf-8")
REAL = (ROLLOUTS / "qingdao-zibo.yaml").read_text(encoding="utf-8")


def faults_of(folder, text):
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return [fault.replace(f"{folder}/", "") for fault in check_file(path)]


def test_what_ships_is_right_and_in_both_languages():
    assert rollout_names() == ["made-cities", "qingdao-zibo"]
    for name in rollout_names():
        assert check_file(ROLLOUTS / f"{name}.yaml") == []
        design = load_rollout(name)
        assert design.rollouts == KINDS
        assert design.title != design.title_zh
        assert all(source for _, _, source in design.levers)
        assert 0 < design.reformers < len(design.members) - design.reformers


def test_rows_that_take_no_part_enter_no_panel():
    design = load_rollout("qingdao-zibo")
    ids = {design.base.world.zones[row].id for row in design.members}
    assert len(ids) == len(design.base.world.zones) - 2
    assert not ids & {"rest-of-region", "jimo-rest"}


def test_turns_are_those_of_the_file_worked_by_hand():
    design = load_rollout("made-cities")
    # January 2021 is month 48, 16 quarters after January 2017
    assert design.turns("staggered") == (48, 54, 60)
    assert design.turns("at_once") == design.turns("one_city") == (48,)
    assert design.periods == 32


def test_a_made_world_has_the_zones_and_cities_asked_for():
    world = made_world("mine", 10, 3, 300.0)
    assert world.synthetic
    assert len({zone.id for zone in world.zones}) == 10
    assert len({zone.city for zone in world.zones}) == 3
    assert max([zone.city for zone in world.zones].count(f"city-{n}") for n in (1, 2, 3)) == 4


def test_another_number_of_zones_keeps_prospects_a_zone():
    design = load_rollout("made-cities").with_zones(48)
    assert len(design.members) == 48
    assert design.base.world.prospects_per_month == pytest.approx(1500.0)


@pytest.mark.parametrize(
    ("name", "zones", "said"),
    [
        ("made-cities", 7, "--zones: found 7; allowed 8 to 400"),
        ("qingdao-zibo", 30, "--zones: found 30; qingdao-zibo runs in the world qingdao-zibo, whose zones are given"),
    ],
)
def test_a_number_of_zones_that_cannot_be_is_refused(name, zones, said):
    with pytest.raises(ScenarioError) as refused:
        load_rollout(name).with_zones(zones)
    assert refused.value.faults == [said]


WRONG = {
    "unknown kind": ("at_once", "at_onse", 'rollouts[0]: found "at_onse"; allowed at_once, staggered'),
    "kind twice": ("staggered,", "at_once,", "rollouts[1]: found at_once a second time; keep one"),
    "unknown lever": ("channel_capital: 1", "channel_capitl: 1", "levers.channel_capitl: found"),
    "dose out of range": ("channel_capital: 1", "channel_capital: 3", "levers.channel_capital: found 3; allowed 0"),
    "a stock": ("published_fai, true: spending", "published_fai, true: idle", 'outcomes[1].true: found "idle"'),
    "unknown measure": ("rank_by: published_fai", "rank_by: published_fay", "nearest name published_fai"),
    "outcome twice": ("name: investment", "name: signed", "outcomes[1].name: found signed a second time; keep one"),
    "start within a quarter": ("2021-01", "2021-02", "start: found 2021-02; a period of 3 months begins in 2021-01"),
    "start too early": ("2021-01", "2017-07", "start: found 2017-07; allowed from 2018-01: 4 periods before"),
    "start beyond": ("2021-01", "2031-01", "start: found 2031-01, outside the horizon"),
    "turn within a quarter": ("every: 6", "every: 4", "every: found 4; allowed multiples of the period, 3 months"),
    "last turn too late": ("every: 6", "every: 24", "groups: found 3 groups, the last in 2025-01; allowed up to 2024"),
    "more than half": ("0.34", "0.49", "reforming: found 0.49; 12 of 24 zones would reform; allowed fewer than half"),
    "fewer than groups": ("0.34", "0.09", "reforming: found 0.09; 2 of 24 zones would reform, in 3 groups"),
    "unknown zone": ("reforming", "but: [zone-99]\nreforming", 'but[0]: found "zone-99", which is no zone'),
    "unknown key": ("period: 3", "periot: 3", "found an unknown key"),
    "no judgement": ("judgement: assumption,", "assumption,", "source: found"),
    "two bases": ("levers:", "scenario: no-reform\nlevers:", "found both scenario and made_world; needed is one"),
    "no base": ("made_world: {zones: 24, cities: 3, prospects_per_month: 750, months: 96, macro: constant}\n", "",
                "found neither scenario nor made_world; needed is one of the two"),
    "beyond the record": (", macro: constant", ", macro: recorded", "made_world.months: found 96 months, to 2024-12"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_faulty_roll_out_design_is_refused_by_line_and_field(tmp_path, case):
    old, new, expected = WRONG[case]
    assert old in GOOD
    faults = faults_of(tmp_path, GOOD.replace(old, new, 1))
    assert any(expected in fault for fault in faults), faults
    assert all(re.match(r"mine\.yaml:\d+: ", fault) for fault in faults)


def test_all_faults_are_told_at_once(tmp_path):
    text = (
        GOOD.replace("every: 6", "every: 4").replace("channel_capital: 1", "channel_capital: 3").replace("0.34", "0.49")
    )
    faults = faults_of(tmp_path, text)
    assert len(faults) == 3, faults


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("no-reforme", "scenario: found"),
        ("jimo", "scenario: found jimo, which sets levers; allowed a scenario without any"),
    ],
)
def test_a_base_must_be_a_scenario_without_levers(tmp_path, name, said):
    faults = faults_of(tmp_path, REAL.replace("scenario: no-reform", f"scenario: {name}"))
    assert any(said in fault for fault in faults), faults


def test_an_unknown_design_is_refused_with_the_nearest():
    with pytest.raises(ScenarioError, match="nearest name made-cities"):
        load_rollout("made-citys")
