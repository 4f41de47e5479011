"""The Mesa model shows the run of the compiled engine, and changes nothing in it."""

import ast
import copy
import inspect
import pickle
import subprocess
import sys
import textwrap
from dataclasses import replace

import mesa
import numpy as np
import pandas as pd
import pytest
from mesa.agent import AgentSet

from agents.firms.record import FIRM, LIVE_STAGES
from agents.funds import FUND
from agents.platforms import PLATFORM
from agents.records import titles
from agents.zones.record import ZONE
from agents.zones.staff import spread_effort
from sim import ReformModel
from sim.build import digest, simulate
from sim.faults import AccountError
from sim.markets import choose_zones
from sim.month import step_month
from sim.parameters import prior_medians
from sim.replacement import find_rule, phases, plain, replaceable, text_digests
from sim.state import Count
from sim.views import Firm, Fund, Platform, RowSet, Zone


@pytest.fixture
def model(small_scenario):
    made = ReformModel(small_scenario)
    made.run_for(6)
    return made


@pytest.fixture(scope="module")
def whole_run(small_scenario):
    return digest(simulate(small_scenario, prior_medians(), 1))


# The run


def test_one_call_steps_and_run_for_give_the_same_bytes(small_scenario, whole_run):
    stepped, run = ReformModel(small_scenario), ReformModel(small_scenario)
    for _ in range(12):
        stepped.step()
    run.run_for(5)
    run.run_until(12)
    assert digest(stepped.world) == digest(run.world) == whole_run


def test_looking_at_every_agent_every_month_does_not_change_the_run(small_scenario, whole_run):
    model = ReformModel(small_scenario)
    for _ in range(12):
        model.step()
        model.agents.shuffle().do(repr)
        model.results()
    assert digest(model.world) == whole_run


def test_another_seed_or_another_parameter_is_another_run(small_scenario, whole_run):
    for other in ({"rng": 2}, {"values": {"closure_hazard": 0.01}}):
        model = ReformModel(small_scenario, **other)
        model.run_for(12)
        assert digest(model.world) != whole_run


def test_values_left_out_are_prior_medians(small_scenario, whole_run):
    model = ReformModel(small_scenario, values={"closure_hazard": prior_medians()["closure_hazard"]})
    model.run_for(12)
    assert digest(model.world) == whole_run


def test_time_counts_months_from_zero(small_scenario):
    sixty = ReformModel(replace(small_scenario, months=72))
    assert sixty.time == 0
    assert len(sixty.results()) == 0
    sixty.run_for(60)
    assert sixty.time == sixty.month == 60
    sixty.step()
    assert sixty.time == sixty.month == 61


def test_the_model_stops_running_at_the_end_of_the_scenario(small_scenario, whole_run):
    model = ReformModel(small_scenario)
    model.run_model()
    assert digest(model.world) == whole_run
    assert not model.running


def test_a_step_makes_room_when_firm_rows_run_short(small_scenario, whole_run):
    model = ReformModel(small_scenario)
    rows = int(model.world.counts[Count.FIRMS]) + 460
    model.world = model.world._replace(
        firms=model.world.firms[:rows].copy(),
        producers=model.world.producers[:rows].copy(),
        rosters=np.ascontiguousarray(model.world.rosters[:, :rows]),
        promises=model.world.promises[:rows].copy(),
    )
    firm = model.firms.to_list()[-1]
    assert firm.spent == model.world.firms[firm.row].spent
    model.run_for(12)
    assert model.world.firms.size > rows
    assert digest(model.world) == whole_run
    firm.spent = 0.125
    assert model.world.firms[firm.row].spent == 0.125


def test_one_model_does_not_disturb_another(small_scenario, whole_run):
    first, second = ReformModel(small_scenario), ReformModel(small_scenario, rng=2)
    for _ in range(12):
        first.step()
        second.zones.set("staff_before", 5.0)
        second.step()
    assert digest(first.world) == whole_run


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))])  # noqa: S301
def test_a_copy_in_midst_of_a_run_goes_on_as_the_original_would(model, whole_run, copied):
    before = digest(model.world)
    twin = copied(model)
    twin.run_for(6)
    assert digest(twin.world) == whole_run
    assert digest(model.world) == before
    twin.zone("hill").staff_before = 7.0
    assert twin.world.zones[1].staff_before == 7.0
    assert model.zone("hill").staff_before != 7.0


def test_a_policy_written_before_the_step_equals_the_same_policy_in_the_scenario(small_scenario, whole_run):
    class Reform(ReformModel):
        def step(self):
            if self.month == 3:
                harbour = self.zone("harbour")
                harbour.levers.pay_counted, harbour.levers.divest_social = 1.5, 1.0
            super().step()

    model = Reform(replace(small_scenario, changes=()))
    model.run_for(12)
    assert digest(model.world) == whole_run


# Agents


def test_the_parts_are_mesa_s(model):
    assert isinstance(model, mesa.Model)
    for agents, kind in ((model.zones, Zone), (model.platforms, Platform), (model.funds, Fund), (model.firms, Firm)):
        assert isinstance(agents, AgentSet)
        assert len(agents) > 0
        assert all(isinstance(agent, mesa.Agent) and type(agent) is kind for agent in agents)


def test_every_field_of_a_record_is_an_attribute_documented_by_its_title():
    for kind, record in ((Zone, ZONE), (Platform, PLATFORM), (Fund, FUND), (Firm, FIRM)):
        for name, title in titles(record).items():
            assert getattr(kind, name).__doc__ == title


def test_an_agent_reads_and_writes_its_row(model):
    for agents, rows in ((model.zones, model.world.zones), (model.firms, model.world.firms)):
        for agent in agents:
            for name in agent.fields:
                assert getattr(agent, name) == rows[agent.row][name]
    hill = model.zone("hill")
    hill.staff_before = 30
    hill.competed_since = np.int64(5)
    assert model.world.zones[1].staff_before == 30.0
    assert model.world.zones[1].competed_since == 5
    assert isinstance(hill.staff_before, float)
    assert isinstance(hill.competed_since, int)


def test_what_is_written_through_an_agent_moves_the_run(small_scenario, whole_run):
    model = ReformModel(small_scenario)
    model.zone("hill").staff_before *= 3
    staff = model.zone("hill").staff
    model.step()
    assert model.zone("hill").staff == pytest.approx(3 * staff)
    model.run_for(11)
    assert digest(model.world) != whole_run


def test_live_firms_are_those_on_the_rosters(model):
    world = model.world
    listed = [row for stage in range(LIVE_STAGES) for row in world.rosters[stage, : world.roster_sizes[stage]]]
    assert sorted(listed) == [firm.row for firm in model.firms]
    assert len(model.all_firms) == world.counts[Count.FIRMS] > len(model.firms)


def test_a_zone_without_platform_and_a_world_without_platforms_have_none(small_scenario):
    assert ReformModel(small_scenario).platforms.get("zone_id") == ["harbour", "hill"]
    zones = tuple(replace(zone, platform=False) for zone in small_scenario.world.zones)
    bare = ReformModel(replace(small_scenario, world=replace(small_scenario.world, zones=zones)))
    assert len(bare.platforms) == 0
    assert bare.platforms.get("cash") == []


def test_ids_are_unique_and_the_same_under_another_policy(small_scenario, model):
    ids = model.agents.get("unique_id")
    assert len(set(ids)) == len(ids) == len(model.agents)
    other = ReformModel(replace(small_scenario, changes=()))
    other.run_for(6)
    shared = set(other.all_firms.get("unique_id")) & set(model.all_firms.get("unique_id"))
    assert len(shared) > 0.9 * len(model.all_firms)


def test_a_row_is_always_the_same_agent(model):
    assert model.zone("lake") is model.zones.to_list()[2] is next(iter(model.zones.select(lambda z: z.id == "lake")))


def test_agents_name_themselves(model):
    assert repr(model.zone("hill")) == "Zone(id='hill')"
    assert repr(model.platforms.to_list()[0]) == "Platform(zone_id='harbour')"
    firm = model.firms.to_list()[0]
    assert repr(firm) == f"Firm(row={firm.row}, stage_name='{firm.stage_name}', zone_id='{firm.zone_id}')"
    assert repr(model.zones) == "RowSet(3 of Zone)"
    assert repr(model.agents) == f"RowSet({len(model.agents)} of Firm, Fund, Platform, Zone)"


def test_an_agent_cannot_be_removed(model):
    with pytest.raises(NotImplementedError, match=r"Zone\(id='hill'\).*cannot be removed"):
        model.zone("hill").remove()
    assert len(model.zones) == 3


@pytest.mark.parametrize(
    ("field", "value", "error", "message"),
    [
        ("staff", "ten", TypeError, r"Zone\.staff \(posts now \[posts\]\) takes a number, found 'ten'"),
        ("staff", float("nan"), TypeError, "takes a number, found nan"),
        ("competed_since", 1.5, ValueError, r"Zone\.competed_since .* takes a whole number from .*, found 1.5"),
        ("competed_since", float("inf"), ValueError, "takes a whole number"),
        ("key", 1, AttributeError, "Zone.key cannot be set"),
        ("staf", 1, AttributeError, "a Zone has no 'staf'; the nearest name is 'staff'"),
    ],
)
def test_what_a_field_cannot_hold_is_refused(model, field, value, error, message):
    before = model.world.zones.tobytes()
    with pytest.raises(error, match=message):
        setattr(model.zone("hill"), field, value)
    with pytest.raises(error, match=message):
        model.zones.set(field, value)
    assert model.world.zones.tobytes() == before


def test_a_whole_number_too_large_for_its_field_is_refused(model):
    with pytest.raises(ValueError, match=r"Firm\.entered .* from -32768 to 32767, found 3000000000"):
        model.firms.to_list()[0].entered = 3_000_000_000


def test_a_misspelt_attribute_names_the_nearest(model):
    with pytest.raises(AttributeError, match="a Firm has no 'contrct'; the nearest name is 'contract'"):
        _ = model.firms.to_list()[0].contrct
    with pytest.raises(KeyError, match="no zone 'hil' in three zones; nearest: hill"):
        model.zone("hil")


def test_a_stock_written_by_hand_breaks_its_account_and_stops_the_run(small_scenario):
    model = ReformModel(small_scenario)
    model.run_for(2)
    model.zone("hill").idle += 10.0
    with pytest.raises(AccountError, match=r"land: U\+A.*; zone hill; month 2017-03 .* out by 10 mu"):
        model.step()
    for again in (model.step, lambda: model.run_for(1)):
        with pytest.raises(RuntimeError, match="this run was stopped by an error in 2017-03"):
            again()


def test_an_error_in_an_own_step_is_not_forgotten(small_scenario):
    class Careless(ReformModel):
        def step(self):
            super().step()
            if self.month == 2:
                raise ZeroDivisionError

    model = Careless(small_scenario)
    with pytest.raises(ZeroDivisionError):
        model.run_for(5)
    with pytest.raises(RuntimeError, match="stopped by an error"):
        model.step()


# Sets


def test_get_set_and_agg_agree_with_the_columns(model):
    used = model.world.firms[: len(model.all_firms)]
    live = used[used.stage < LIVE_STAGES]
    contracts = model.world.firms.contract[[firm.row for firm in model.firms]]
    assert model.firms.get("contract") == contracts.tolist()
    assert model.firms.get(["contract", "stage_name"])[0] == [contracts[0], model.firms.to_list()[0].stage_name]
    assert model.firms.get(["contract", "zone"])[1] == [contracts[1], model.firms.to_list()[1].zone]
    assert model.firms.agg("contract", max) == live.contract.max()
    assert model.firms.agg("contract", [min, np.mean]) == [contracts.min(), contracts.mean()]
    assert model.firms.column("quality").sum() == pytest.approx(sum(firm.quality for firm in model.firms))
    model.zones.set("reach", 0.5)
    assert model.world.zones.reach.tolist() == [0.5, 0.5, 0.5]
    assert model.zones.get("nothing", handle_missing="default", default_value=-1) == [-1, -1, -1]


def test_select_keeps_those_that_pass_and_can_be_written_together(model):
    large = model.firms.select(lambda firm: firm.contract > 5.0)
    assert isinstance(large, RowSet)
    assert large.get("row") == [firm.row for firm in model.firms if firm.contract > 5.0]
    assert 0 < len(large) < len(model.firms)
    large.set("listed", 1)
    assert model.world.firms.listed[: len(model.all_firms)].sum() == len(large)
    assert len(model.firms.select(at_most=5)) == 5
    assert len(model.firms.select(lambda firm: firm.contract < 0.0)) == 0
    assert len(model.agents.select(agent_type=Zone)) == 3


def test_groupby_splits_all_agents_once(model):
    groups = model.firms.groupby("stage_name")
    assert sum(groups.count().values()) == len(model.firms)
    assert groups.agg("contract", sum)["producing"] == pytest.approx(
        model.world.firms.contract[[f.row for f in model.firms if f.stage_name == "producing"]].sum()
    )
    assert groups.groups["producing"].get("stage") == [8] * groups.count()["producing"]


def test_sort_do_map_and_shuffle_go_through_the_agents(model):
    by_contract = model.firms.sort("contract")
    assert by_contract.get("contract") == sorted(model.firms.get("contract"), reverse=True)
    assert model.firms.sort(lambda firm: firm.quality, ascending=True).get("quality") == sorted(
        model.firms.get("quality")
    )
    seen = []
    model.zones.do(lambda zone, names: names.append(zone.id), seen)
    assert seen == model.zones.map(lambda zone: zone.id) == ["harbour", "hill", "lake"]
    shuffled = model.firms.shuffle()
    assert isinstance(by_contract, RowSet)
    assert isinstance(shuffled, RowSet)
    assert sorted(shuffled.get("row")) == model.firms.get("row") != shuffled.get("row")
    model.zones.shuffle_do(lambda zone: setattr(zone, "reach", 2.0))
    assert model.world.zones.reach.tolist() == [2.0, 2.0, 2.0]


def test_a_set_changed_in_place_leaves_the_run_alone(model):
    hill = model.zone("hill")
    zones = model.zones
    zones.remove(hill)
    assert (hill in zones, hill in model.zones) == (False, True)
    zones.discard(hill)
    assert zones.get("id") == ["harbour", "lake"]
    zones.add(hill)
    assert zones.get("id") == ["harbour", "lake", "hill"]
    assert zones.sort("id", ascending=True, inplace=True) is zones
    assert zones.get("area") == [model.zone(name).area for name in ("harbour", "hill", "lake")]
    assert len(zones.shuffle(inplace=True)) == 3
    zones.select(lambda zone: zone is hill, inplace=True)
    assert (len(zones), len(model.zones)) == (1, 3)
    assert copy.copy(model.zones).get("id") == ["harbour", "hill", "lake"]


def test_sets_hold_agents_of_one_s_own_too(model):
    class Newspaper(mesa.Agent):
        pass

    paper = Newspaper(model)
    assert paper in model.agents
    assert model.agents_by_type[Newspaper].to_list() == [paper]
    assert model.agent_types == [Zone, Platform, Fund, Firm, Newspaper]
    paper.remove()
    assert paper not in model.agents


# Results


def test_results_have_a_row_a_zone_and_month_with_units(small_scenario):
    model = ReformModel(small_scenario, rng=3)
    model.run_for(7)
    table = model.results()
    assert len(table) == 7 * 3
    assert table["zone"].tolist()[:4] == ["harbour", "hill", "lake", "harbour"]
    assert table["calendar"].iloc[-1] == pd.Timestamp("2017-07-01")
    assert not table.duplicated(["zone", "month"]).any()
    row = table[(table["zone"] == "hill") & (table["month"] == 4)].iloc[0]
    assert row["staff"] == model.world.panel[4, 1].staff
    assert (row["name"], row["city"], row["district"]) == ("Hill", "Tidewater", "West")
    units = table.attrs["units"]
    assert (units["cash"], units["signed"], units["idle"]) == ("亿元", "firms / month", "mu")
    assert set(units) == set(table.columns) - {"zone", "name", "city", "district", "calendar"}
    assert all(units.values())
    assert (table.attrs["scenario"], table.attrs["seed"], table.attrs["replaced"]) == ("small", 3, {})


def test_results_are_a_copy(model):
    staff = model.world.panel[0, 0].staff
    table = model.results()
    table.loc[:, "staff"] = -1.0
    assert model.world.panel[0, 0].staff == staff


def test_a_data_collector_sees_model_agents_and_kinds(small_scenario):
    class Watched(ReformModel):
        def __init__(self, *arguments):
            super().__init__(*arguments)
            self.datacollector = mesa.DataCollector(
                model_reporters={"live": lambda model: len(model.firms), "month": "month"},
                agent_reporters={"key": "key"},
                agenttype_reporters={Zone: {"staff": "staff", "id": "id"}},
            )

        def step(self):
            super().step()
            self.datacollector.collect(self)

    model = Watched(small_scenario)
    model.run_for(3)
    counts = model.datacollector.get_model_vars_dataframe()
    assert counts["month"].tolist() == [1, 2, 3]
    assert counts["live"].iloc[-1] == len(model.firms)
    zones = model.datacollector.get_agenttype_vars_dataframe(Zone)
    assert zones["staff"].tolist() == model.results()["staff"].tolist()
    assert len(model.datacollector.get_agent_vars_dataframe().loc[3]) == len(model.agents)


# Refusals


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"specification": "jimo"}, TypeError, "specification must be a ScenarioSpecification.*found 'jimo'"),
        ({"rng": -3}, ValueError, "rng is the seed, an integer from 0 to .*; found -3"),
        ({"rng": 2**63}, ValueError, "rng is the seed"),
        ({"rng": None}, TypeError, "rng is the seed, a non-negative integer; found None"),
        ({"rng": True}, TypeError, "found True"),
        ({"values": [1]}, TypeError, "values must map names of parameters to numbers"),
        ({"values": {"closure_hazrd": 1.0}}, ValueError, "no parameter .*'closure_hazrd'.*'closure_hazard'"),
        (
            {"values": {"closure_hazard": "high"}},
            TypeError,
            r"'closure_hazard' \[1 / month\] takes a number, found 'high'",
        ),
        ({"replacements": {"chose_zones": print}}, ValueError, "'chose_zones'; the nearest is 'choose_zones'"),
        ({"replacements": {"xyz": print}}, ValueError, "the events of a month are clear_flows, open_at_zero"),
        (
            {"replacements": {"choose_zones": lambda world: world}},
            TypeError,
            r"'choose_zones' is called with \(world, month\), but yours takes \(world\)",
        ),
        ({"replacements": {"choose_zones": 3}}, TypeError, "'choose_zones' takes a function, found 3"),
        (
            {"replacements": {"choose_zones": choose_zones, "sim.markets.choose_zones": choose_zones}},
            ValueError,
            "given twice",
        ),
    ],
)
def test_arguments_that_cannot_be_are_refused_in_one_line(small_scenario, arguments, error, message):
    with pytest.raises(error, match=message) as refusal:
        ReformModel(**({"specification": small_scenario} | arguments))
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("ask", "error", "message"),
    [
        (lambda model: model.run_for(7), ValueError, "run_for: 7 months asked for, 6 of the scenario's 12 are left"),
        (lambda model: model.run_until(13), ValueError, "run_until: 7 months asked for"),
        (lambda model: model.run_for(-1), ValueError, "run_for: -1 months asked for"),
        (lambda model: model.run_for("6"), TypeError, "run_for takes a number of months, found '6'"),
        (lambda model: model.run_until(None), TypeError, "run_until takes a number of months, found None"),
    ],
)
def test_more_months_than_the_scenario_has_are_refused_and_none_is_run(model, whole_run, ask, error, message):
    with pytest.raises(error, match=message):
        ask(model)
    assert model.time == model.month == 6
    model.run_for(6)
    assert digest(model.world) == whole_run
    with pytest.raises(ValueError, match="step: 1 months asked for, 0 of"):
        model.step()
    with pytest.raises(ValueError, match="step: all 12 months of the scenario have been run"):
        ReformModel.step(model)  # as a scheduler of one's own would
    assert digest(model.world) == whole_run


# Replaced phases and rules


def test_the_phases_are_the_calls_of_the_month_in_order():
    source = ast.parse(textwrap.dedent(inspect.getsource(plain(step_month)))).body[0]
    calls = [
        node.value.func.id for node in source.body if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ]
    assert phases() == calls


def test_a_short_name_means_one_rule():
    names = [full.rpartition(".")[2] for full in replaceable()]
    assert len(set(names)) == len(names)
    assert {"choose_zones", "spread_effort", "staff_a_zone"} <= set(names)


@pytest.mark.parametrize("phase", ["choose_zones", "pass_money", "sim.month.record_month"])
def test_a_phase_replaced_by_the_same_in_plain_python_gives_the_same_bytes(small_scenario, whole_run, phase):
    original = find_rule(phase)
    months = []

    def same(world, month):
        months.append(month)
        original(world, month)

    model = ReformModel(small_scenario, replacements={phase: same})
    burn_in = len(months)
    model.run_for(12)
    assert months[burn_in:] == list(range(12))
    assert months[:burn_in] == list(range(-burn_in, 0))
    assert burn_in > 0
    assert digest(model.world) == whole_run


def test_a_rule_replaced_by_the_same_in_plain_python_gives_the_same_bytes(small_scenario, whole_run):
    same = {"spread_effort": plain(spread_effort), "agents.firms.stages.tax_of": find_rule("tax_of")}
    model = ReformModel(small_scenario, replacements=same)
    model.run_for(12)
    assert digest(model.world) == whole_run


def test_a_replaced_phase_acts_and_the_others_still_run(small_scenario):
    def nobody_expands(world, month):
        pass

    model = ReformModel(small_scenario, replacements={"expand_locally": nobody_expands})
    model.run_for(12)
    table = model.results()
    assert table["expansions"].sum() == 0.0
    assert table["signed"].sum() > 0.0
    plain_run = ReformModel(small_scenario)
    plain_run.run_for(12)
    assert plain_run.results()["expansions"].sum() > 0.0


def test_a_replaced_rule_acts_everywhere_it_is_used_and_the_others_still_run(small_scenario, whole_run):
    def lazy_in_the_hills(zone, lever, p):
        spread_effort(zone, lever, p)
        if zone.district == 1:
            zone.effort_attraction *= 0.25

    ordinary = ReformModel(small_scenario)
    model = ReformModel(small_scenario, replacements={"spread_effort": lazy_in_the_hills})
    # The contact scale is solved under the replaced rule too: total contacts at baseline stay as they were.
    assert model.world.parameters[0].contact_scale > ordinary.world.parameters[0].contact_scale
    model.run_for(12)
    ordinary.run_for(12)
    contacts = model.results().groupby("zone")["contacts"].sum()
    before = ordinary.results().groupby("zone")["contacts"].sum()
    assert contacts["hill"] < before["hill"]
    assert contacts["harbour"] > before["harbour"]
    assert digest(model.world) != digest(ordinary.world) == whole_run


def test_a_broken_account_of_a_replaced_phase_is_found(small_scenario):
    def careless(world, month):
        if month == 1:
            world.zones[0].available += 5.0

    model = ReformModel(small_scenario, replacements={"publish_zones": careless})
    with pytest.raises(AccountError, match=r"zone harbour; month 2017-02 .* out by 5 mu"):
        model.run_for(3)


def test_the_text_of_a_replacement_is_kept_with_the_results(small_scenario):
    def one(world, month):
        pass

    def other(world, month):
        return

    model = ReformModel(small_scenario, replacements={"bring_followers": one})
    kept = model.results().attrs["replaced"]
    assert kept == text_digests({"sim.markets.bring_followers": one}) != text_digests({"bring_followers": other})
    assert list(kept) == ["sim.markets.bring_followers"]


# The room


def test_sim_loads_neither_mesa_nor_pandas_until_the_model_is_asked_for():
    code = (
        "import sys, sim, sim.build, sim.ensemble\n"
        "assert not {'mesa', 'pandas'} & set(sys.modules)\n"
        "from sim import ReformModel\n"
        "assert {'mesa', 'pandas'} <= set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_tax_of_firms_and_of_older_firms_is_what_their_zone_collects(small_scenario):
    model = ReformModel(small_scenario)
    model.run_for(12)
    for zone in model.zones:
        paid = sum(firm.tax for firm in model.firms if firm.zone == zone.row)
        assert paid + zone.older_tax + zone.closing_tax == pytest.approx(zone.tax_collected)
        assert paid > 0.0
