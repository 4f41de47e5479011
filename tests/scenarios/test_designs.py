"""Claims about designs: which runs they make, that points are paired by draw, that any run is made anywhere."""

import itertools
import json
import pickle
import re
import subprocess
import sys
import tracemalloc
from collections import Counter
from dataclasses import replace

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.quantities import Block, Fixed
from scenarios.designs import DESIGNS, design_names, list_designs, load_design
from scenarios.load import check_file, load_scenario, schema
from scenarios.strict_yaml import ScenarioError
from sim.build import digest, simulate
from sim.ensemble import seed_of_draw
from sim.outputs import read_outputs
from sim.parameters import PARAMETERS, draw_prior, prior_medians, quantile

GOOD = """\
name: mine
title: Mine
question: What of it?
kind: grid
scenarios: typical-county
factors:
  - {lever: posts_lost, zone: county, date: 2019-01, values: [0, 16, 32], source: "judgement: assumption"}
  - name: gate
    levers: {gate_coverage: 1, gate_rejection: 0.4}
    zone: county
    date: 2019-07
    values: [0, 0.5]
    source: "judgement: assumption"
draws: {count: 3, seed: 5}
outputs:
  - {name: signed, measure: signed_binding, zone: county, first: 2019-01, last: 2023-12}
"""


def written(folder, text):
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def design_of(folder, *replacements, text=GOOD):
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new, 1)
    return load_design(written(folder, text))


def levers(run):
    return {(c.zone, c.lever): (c.month, c.value) for c in run.scenario.changes}


def test_a_grid_worked_by_hand(tmp_path):
    design = design_of(tmp_path)
    assert len(design) == 3 * 2 * 3
    # run 9 is draw 1 (six points a draw) and point 3: level 1 of posts, level 1 of the gate
    run = design.run(9)
    assert run.point == {"scenario": "typical-county", "draw": 1, "posts_lost": 16.0, "gate": 0.5}
    assert levers(run) == {
        ("county", "posts_lost"): (24, 16.0),
        ("county", "gate_coverage"): (30, 0.5),
        ("county", "gate_rejection"): (30, 0.2),
    }
    assert run.seed == seed_of_draw(5, 1)
    assert run.values == draw_prior(5, 1)


def test_levers_that_move_together_go_from_neutral_to_their_full_value_by_dose(tmp_path):
    design = design_of(tmp_path, ("gate_coverage: 1, gate_rejection: 0.4", "leverage_cap: 0.5, fund_leverage: 5"))
    # neutral 0.7 and 1: half way to 0.5 and 5 is 0.6 and 3
    half = {lever: value for (_, lever), (_, value) in levers(design.run(1)).items()}
    assert half == pytest.approx({"posts_lost": 0.0, "leverage_cap": 0.6, "fund_leverage": 3.0})


def test_points_of_a_draw_share_parameters_and_luck_and_draws_share_points(tmp_path):
    design = design_of(tmp_path, ("scenarios: typical-county", "scenarios: [typical-county, typical-county-reform]"))
    runs = [design.run(number) for number in range(len(design))]
    of_draw = {}
    for run in runs:
        of_draw.setdefault(run.point["draw"], []).append(run)
    assert sorted(of_draw) == [0, 1, 2]
    for draw, shared in of_draw.items():
        assert {run.seed for run in shared} == {seed_of_draw(5, draw)}
        assert all(run.values == draw_prior(5, draw) for run in shared)
        assert Counter((r.point["scenario"], r.point["posts_lost"], r.point["gate"]) for r in shared) == Counter(
            (s, p, g)
            for s in ("typical-county", "typical-county-reform")
            for p in (0.0, 16.0, 32.0)
            for g in (0.0, 0.5)
        )
    assert len({run.seed for run in runs}) == 3


def test_a_factor_takes_the_place_of_what_the_scenario_says(tmp_path):
    (tmp_path / "base.yaml").write_text(
        "name: base\ntitle: B\nextends: typical-county-reform\nparameters: {social_time: 0.5, coverage: 2}\n"
    )
    design = design_of(
        tmp_path,
        ("scenarios: typical-county", "scenarios: ./base.yaml"),
        ("draws:", "  - {parameter: social_time, values: [0.2]}\ndraws:"),
    )
    run = design.run(0)
    assert [c.value for c in run.scenario.changes if c.lever == "posts_lost"] == [0.0]
    assert run.scenario.parameters == {"coverage": 2.0}
    assert (run.values["social_time"], run.values["coverage"]) == (0.2, 2.0)
    assert set(run.values) == set(PARAMETERS)


def test_a_lever_without_a_date_keeps_that_of_the_scenario():
    design = load_design("jimo-one-at-a-time")
    change = next(c for c in design.run(0).scenario.changes if c.lever == "pay_counted")
    assert (change.month, change.latest, change.date_group) == (24, 35, "reform")


def test_a_lever_of_all_zones_is_set_in_each(tmp_path):
    design = design_of(tmp_path, ("posts_lost, zone: county", "posts_lost, zone: all"))
    zones = [zone.id for zone in load_scenario("typical-county").world.zones]
    assert [z for z, lever in levers(design.run(3)) if lever == "posts_lost"] == zones


def test_an_endowment_changes_one_zone_of_the_world(tmp_path):
    design = design_of(tmp_path, ("draws:", "  - {endowment: platform_size, zone: county, values: [1, 3]}\ndraws:"))
    known = {zone.id: zone.known for zone in design.run(1).scenario.world.zones}
    base = {zone.id: zone.known for zone in load_scenario("typical-county").world.zones}
    assert known["county"] == {**base["county"], "platform_size": 3.0}
    assert {z: k for z, k in known.items() if z != "county"} == {z: k for z, k in base.items() if z != "county"}


CUBE = GOOD.replace("kind: grid", "kind: sobol\nsampling: {points: 8, seed: 2}").replace(
    "  - name: gate",
    "  - {parameter: social_time}\n  - {parameter: coverage, low: 1, high: 16, log: true}\n  - name: gate",
)


def test_a_sampled_design_reads_coordinates_through_prior_range_and_levels(tmp_path):
    design = design_of(tmp_path, text=CUBE)
    for number in range(8):
        posts, social, coverage, gate = design.coordinates(number)
        point = design.run(number).point
        assert point["posts_lost"] == [0, 16, 32][int(3 * posts)]
        assert point["social_time"] == quantile(PARAMETERS["social_time"].prior, social)
        assert point["coverage"] == pytest.approx(16**coverage)
        assert point["gate"] == [0, 0.5][int(2 * gate)]
    assert design.problem()["names"] == ["posts_lost", "social_time", "coverage", "gate"]


def test_a_screening_stays_within_the_5_and_95_percent_of_each_prior():
    design = load_design("parameter-screening").small()
    assert {factor.name for factor in design.factors} == {
        name
        for name, q in PARAMETERS.items()
        if not isinstance(q.prior, Fixed) and q.block in (Block.INFERRED, Block.CUT)
    }
    met = [design.run(number) for number in range(len(design.sample))]
    for name in ("social_time", "coverage", "pay_response"):
        levels = [quantile(PARAMETERS[name].prior, u) for u in (0.05, 0.35, 0.65, 0.95)]
        assert all(any(run.values[name] == pytest.approx(level) for level in levels) for run in met)
        assert len({run.values[name] for run in met}) > 1
    assert all(a.values != b.values for a, b in itertools.pairwise(met))


def test_parameters_that_are_no_factor_may_stay_at_their_medians(tmp_path):
    design = design_of(tmp_path, ("seed: 5}", "seed: 5, parameters: median}"))
    assert design.run(7).values == prior_medians()
    assert design.run(7).seed == seed_of_draw(5, 1)


def test_the_runs_of_a_listed_design_are_those_of_the_command():
    design = load_design("county-package")
    run = design.run(3)
    assert run.scenario == load_scenario("typical-county-reform")
    assert (run.values, run.seed) == (draw_prior(1, 1), seed_of_draw(1, 1))


def test_a_million_runs_are_made_one_by_one(tmp_path):
    design = design_of(tmp_path, ("count: 3", "count: 170000"))
    assert len(design) == 1_020_000
    tracemalloc.start()
    last = design.run(len(design) - 1)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert last.point["draw"] == 169_999
    assert most < 2_000_000
    assert len(pickle.dumps(design)) < 20_000


@pytest.mark.parametrize("number", [-1, 18])
def test_a_number_beyond_the_design_is_refused(tmp_path, number):
    with pytest.raises(IndexError, match="allowed 0 to 17"):
        design_of(tmp_path).run(number)


@pytest.mark.parametrize("name", design_names())
def test_a_design_pickled_makes_the_same_runs(name):
    design = load_design(name)
    copy = pickle.loads(pickle.dumps(design))  # noqa: S301  # our own, just made
    assert len(pickle.dumps(design)) < 60_000
    for number in (0, len(design) // 2, len(design) - 1):
        assert copy.run(number) == design.run(number) == load_design(name).run(number)


def test_another_process_makes_the_same_run_and_loads_neither_pandas_nor_salib(tmp_path):
    (tmp_path / "design").write_bytes(pickle.dumps(load_design("parameter-screening")))
    program = (
        "import pickle, sys\n"
        "design = pickle.loads(open(sys.argv[1], 'rb').read())\n"
        "run = design.run(2000)\n"
        "assert not {'pandas', 'mesa', 'SALib', 'matplotlib'} & set(sys.modules)\n"
        "print(repr(sorted(run.values.items())), run.seed)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path / "design"], capture_output=True, text=True, check=True, timeout=120
    )
    run = load_design("parameter-screening").run(2000)
    assert done.stdout.strip() == f"{sorted(run.values.items())!r} {run.seed}"


def test_what_a_design_tells_of_itself_is_json_and_makes_it_again(tmp_path):
    for name in ("staff-fund-land", "package-doses", "county-package"):
        design = load_design(name)
        told = json.loads(json.dumps(design.describe(), allow_nan=False))
        assert told["runs"] == len(design)
        again = load_design(written(tmp_path, yaml.safe_dump(told["file"], allow_unicode=True, sort_keys=False)))
        assert again == design
        assert told["scenarios"][0]["world"]["zones"][0]["id"] == design.scenarios[0].world.zones[0].id


@pytest.mark.parametrize("name", design_names())
def test_the_first_and_last_run_of_a_shipped_design_simulate_and_give_every_output(name):
    design = load_design(name)
    for number in (0, len(design) - 1):
        run = design.run(number)
        read = read_outputs(simulate(run.scenario, run.values, run.seed), run.scenario, design.outputs)
        assert list(read) == [output.name for output in design.outputs]
        assert all(isinstance(value, float) for value in read.values())
        assert read["investment"] > 0.0


@pytest.mark.parametrize("name", design_names())
def test_a_shipped_design_asks_in_two_languages_and_is_small_enough_to_try(name):
    design = load_design(name)
    assert check_file(DESIGNS / f"{name}.yaml") == []
    assert design.name == name
    for english, chinese in (
        (design.title, design.title_zh),
        (design.question, design.question_zh),
        *((output.label, output.label_zh) for output in design.outputs),
        *((f.label, f.label_zh) for f in design.factors if f.target in ("lever", "levers")),
    ):
        assert english
        assert re.search(r"[一-鿿]", chinese), chinese
    assert design.question.endswith("?")
    assert 1 < len(design.small()) < len(design) <= 2100
    for factor in design.factors:
        if factor.target in ("lever", "levers"):
            assert "assumption" in factor.source or "jimo" in factor.source, factor


def test_the_three_of_the_mission_ship_alone_and_together():
    together = load_design("staff-fund-land")
    assert len(together.sample) == 8
    for alone in ("staff-streamlining", "fund-leverage", "land-recycling"):
        design = load_design(alone)
        assert {"signed", "producing", "investment"} <= {output.name for output in design.outputs}
        assert min(design.run(n).point[design.factors[0].name] for n in range(len(design.sample))) == 0.0
    assert len(list_designs()) >= 8
    assert {d.kind for d in list_designs()} == {
        "listed", "grid", "one_at_a_time", "latin_hypercube", "sobol", "sobol_indices", "morris",
    }  # fmt: skip


def test_the_base_of_jimo_one_at_a_time_is_scenario_jimo_to_the_last_byte():
    run = load_design("jimo-one-at-a-time").run(0)
    scenario = replace(load_scenario("jimo"), months=30)
    ours = simulate(replace(run.scenario, months=30), run.values, run.seed)
    assert digest(ours) == digest(simulate(scenario, draw_prior(1, 0), seed_of_draw(1, 0)))


def test_no_fiscal_money_leaves_leverage_without_effect():
    design = load_design("fund-leverage")
    runs = [design.run(number) for number in range(5)]
    assert {run.point["fund_size"] for run in runs} == {0.0}
    assert len({run.point["fund_leverage"] for run in runs}) == 5
    short = [replace(run.scenario, months=36) for run in runs]
    assert len({digest(simulate(s, run.values, run.seed)) for s, run in zip(short[::4], runs[::4], strict=True)}) == 1


FAULTS = {
    "unknown scenario": ("typical-county\n", "typical-couny\n", 'mine.yaml:5: scenarios: found "typical-couny"'),
    "unknown kind": ("kind: grid", "kind: gird", 'mine.yaml:4: kind: found "gird"; allowed listed, grid'),
    "unknown lever": ("posts_lost", "posts_lst", 'mine.yaml:7: factors[0].lever: found "posts_lst", which is no lever'),
    "unknown zone": ("zone: county, date", "zone: couny, date", 'factors[0].zone: found "couny", which is no zone of'),
    "unknown key": ("values: [0, 16", "valus: 3, values: [0, 16", "factors[0].valus: found an unknown key; allowed"),
    "unknown member": ("gate_rejection", "gate_rejecton", 'mine.yaml:9: factors[1].levers.gate_rejecton: found "gate'),
    "value out of range": ("16, 32", "16, -32", "factors[0].values[2]: found -32; allowed 0 to 5000 posts"),
    "dose out of range": ("[0, 0.5]", "[0, 1.5]", "mine.yaml:12: factors[1].values[1]: found 1.5; allowed 0 to 1"),
    "level twice": ("16, 32", "16, 16", "mine.yaml:7: factors[0].values: found 16 a second time"),
    "no values": (", values: [0, 16, 32]", "", "factors[0]: found no levels; a design of kind grid needs values"),
    "no source": (', source: "judgement: assumption"}', "}", "mine.yaml:7: factors[0]: found no source; a dose"),
    "a guess as source": ('"judgement: assumption"}', '"a guess"}', 'factors[0].source: found "a guess"; allowed a'),
    "two targets": ("lever: posts_lost", "lever: posts_lost, parameter: coverage", "found lever and parameter of"),
    "no target": ("lever: posts_lost, ", "", "factors[0]: found none of lever, levers, parameter, parameters, endow"),
    "range in a grid": ("values: [0, 16, 32]", "low: 0, high: 32", "kind grid needs values"),
    "date outside": ("date: 2019-07", "date: 2031-07", "mine.yaml:11: factors[1].date: found 2031-07, outside the"),
    "same lever twice": ("gate_coverage: 1", "posts_lost: 1", "factors[1]: found a factor that sets what posts_lost"),
    "name taken": ("name: gate", "name: posts_lost", 'factors[1]: found the name "posts_lost", which is taken'),
    "name of ours": ("name: gate", "name: draw", 'factors[1]: found the name "draw", which is taken'),
    "bad name": ("name: gate", "name: My Gate", 'mine.yaml:8: factors[1].name: found "My Gate"'),
    "no name": ("name: gate\n    levers", "levers", "factors[1]: found no name; levers that move together need one"),
    "quantiles of a lever": ("values: [0, 0.5]", "quantiles: [0.5]", "quantiles: found it beside levers, which has no"),
    "sampling in a grid": ("draws:", "sampling: {points: 3}\ndraws:", "mine.yaml:14: sampling.points: found it in a"),
    "no draws": ("count: 3", "count: 0", "mine.yaml:14: draws.count: found 0; allowed greater than or equal to 1"),
    "posterior": ("seed: 5", "posterior: jimo", 'draws.posterior: found "jimo"; there is no such posterior'),
    "unknown measure": ("signed_binding", "signed_bindng", 'outputs[0].measure: found "signed_bindng", which is no m'),
    "unknown zone of an output": ("zone: county, first", "zone: town, first", 'outputs[0].zone: found "town", which'),
    "window outside": ("last: 2023-12", "last: 2024-01", "outputs[0].last: found 2024-01, outside the horizon; allow"),
    "window turned round": ("last: 2023-12", "last: 2018-12", "outputs[0].last: found 2018-12; allowed 2019-01 or"),
    "sum of a stock": ("measure: signed_binding", "measure: idle, reading: sum", "reading: found a sum of idle, which"),
    "mean of a month": ("first: 2019-01", "month: 2019-01, first: 2019-01", "found it with reading: value; allowed mo"),
    "what adds up nowhere": ("signed_binding, zone: county", "wait, zone: all, month: 2019-01", 'in "months" does'),
    "no outputs": ("outputs:\n", "outputs: []\nother:\n", "mine.yaml:15: outputs: found a list; List should have at"),
    "no question": ("question: What of it?\n", "", "question: found nothing; this key is needed"),
}  # fmt: skip


@pytest.mark.parametrize("case", FAULTS)
def test_a_faulty_design_is_refused_by_file_line_and_field(tmp_path, case):
    old, new, expected = FAULTS[case]
    assert old in GOOD
    with pytest.raises(ScenarioError) as caught:
        load_design(written(tmp_path, GOOD.replace(old, new, 1)))
    faults = [fault.replace(f"{tmp_path}/", "") for fault in caught.value.faults]
    assert any(expected in fault for fault in faults), faults
    assert all(re.match(r"mine\.yaml:\d+: ", fault) for fault in faults), faults
    assert not any("\n" in fault for fault in faults)


CUBE_FAULTS = {
    "no power of 2": (
        "points: 8",
        "points: 12",
        "mine.yaml:5: sampling.points: found 12; allowed powers of 2, the",
    ),
    "no points": ("points: 8, ", "", "mine.yaml:5: sampling: found no points; a design of kind sobol needs it"),
    "range turned round": ("low: 1, high: 16", "low: 16, high: 1", "factors[2].high: found 1; allowed above 16"),
    "half a range": ("low: 1, high: 16", "low: 1", "factors[2]: found no high; low and high are needed together"),
    "unknown parameter": ("parameter: social_time", "parameter: social_tim", "no parameter; there are"),
    "a fixed parameter": ("parameter: social_time", "parameter: state_lp_share", "and it has no prior to sample"),
    "zone of a parameter": ("parameter: social_time", "parameter: social_time, zone: county", "found it beside param"),
    "unknown block": ("parameter: social_time", "parameters: infered", "is no block of parameters; allowed all"),
    "too many": ("kind: sobol\nsampling: {points: 8", "kind: latin_hypercube\nsampling: {points: 1000001", "sampling."),
}


@pytest.mark.parametrize("case", CUBE_FAULTS)
def test_a_faulty_sampled_design_is_refused_in_one_line(tmp_path, case):
    old, new, expected = CUBE_FAULTS[case]
    assert old in CUBE
    with pytest.raises(ScenarioError) as caught:
        load_design(written(tmp_path, CUBE.replace(old, new, 1)))
    assert any(expected in fault for fault in caught.value.faults), caught.value.faults


def test_all_faults_of_a_design_are_told_at_once_in_the_order_of_lines(tmp_path):
    text = GOOD.replace("posts_lost", "posts_lst").replace("0.5]", "1.5]").replace("county, first", "town, first")
    faults = check_file(written(tmp_path, text.replace("count: 3", "count: none")))
    fields = [re.search(r"mine\.yaml:\d+: ([^:]+): ", fault)[1] for fault in faults]
    assert fields == ["factors[0].lever", "factors[1].values[1]", "draws.count", "outputs[0].zone"]


def test_faults_of_a_scenario_that_a_design_names_are_told_with_its_own_file(tmp_path):
    (tmp_path / "base.yaml").write_text("name: base\ntitle: B\nextends: typical-county\nmacro: strong\n")
    faults = check_file(written(tmp_path, GOOD.replace("scenarios: typical-county", "scenarios: ./base.yaml")))
    assert [fault.split(": ")[1] for fault in faults] == ["macro"]
    assert "base.yaml:4" in faults[0]


def test_an_unknown_design_is_refused_with_the_nearest_name():
    with pytest.raises(ScenarioError, match=r"which is no design.*nearest name staff-fund-land$"):
        load_design("staff-fund-lnd")


@settings(max_examples=60, deadline=None)
@given(key=st.sampled_from(list(yaml.safe_load(GOOD))), value=st.one_of(st.none(), st.integers(), st.text(max_size=8)))
def test_no_value_of_a_key_raises_anything_but_a_scenario_error(key, value, tmp_path_factory):
    content = yaml.safe_load(GOOD) | {key: value}
    path = written(tmp_path_factory.mktemp("design"), yaml.safe_dump(content, allow_unicode=True))
    for fault in check_file(path):
        assert re.search(r"mine\.yaml(:\d+)?: ", fault), fault


def test_the_schema_of_designs_names_levers_parameters_and_measures():
    form = schema("design")
    factor = form["$defs"]["Factor"]["properties"]
    assert "posts_lost" in factor["lever"]["anyOf"][0]["enum"]
    assert set(factor["parameter"]["anyOf"][0]["enum"]) == set(PARAMETERS)
    assert "platform_size" in factor["endowment"]["anyOf"][0]["enum"]
    assert {"signed_binding", "platform.debt_long", "debt"} <= set(
        form["$defs"]["Asked"]["properties"]["measure"]["enum"]
    )
    assert "gate_coverage" in factor["levers"]["properties"]
    assert form["additionalProperties"] is False
    json.dumps(form, allow_nan=False)


def test_the_examples_of_the_how_to_load(tmp_path):
    text = (DESIGNS.parents[1] / "docs" / "how-to" / "designs.md").read_text(encoding="utf-8")
    design, scenario = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert len(load_design(written(tmp_path, design))) == 720
    assert len(load_scenario(written(tmp_path, scenario)).changes) == 6
