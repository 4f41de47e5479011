"""A whole fit on few runs, and what ships."""

import json
import shutil

import numpy as np
import pytest

from calibration.checks import read_checks
from calibration.design import PriorDesign, as_reported, point_of, with_effects
from calibration.fit import Workshop, fit, threads
from calibration.inference import moved_names
from calibration.posterior import read_predictive, variable_of, write_posterior
from calibration.recovery import recover
from calibration.specification import load_specification, scenario_of, specification_names
from calibration.validation import refuse_other_hashes, validate
from interface.calibration_card import card
from scenarios.evidence import load_ledger
from scenarios.load import load_belief, load_scenario
from scenarios.posteriors import REFERENCE, load_posterior
from scenarios.strict_yaml import ScenarioError
from sim.beliefs import PRIOR
from sim.sweep import Request, sweep
from tests.calibration.synthetic import known_model

LEDGER = load_ledger()
SMALL = load_specification("quick").model_copy(update={"runs": 256, "draws": 24, "waves": 2})


@pytest.fixture(scope="module")
def fitted(tmp_path_factory):
    store = tmp_path_factory.mktemp("store")
    return fit(SMALL, LEDGER, Workshop(store, threads())), store


def test_a_fit_that_was_stopped_and_goes_on_equals_one_that_was_not(fitted, tmp_path):
    """The first fit's store holds part of the runs, as after a kill; the fit runs what is missing and nothing else."""
    whole, _ = fitted
    scenario = scenario_of(SMALL)
    plan = PriorDesign(scenario, whole.question.zones, SMALL.runs, SMALL.seed, SMALL.stretch)
    from calibration.design import PrintedFigures  # noqa: PLC0415

    sweep(Request(plan, PrintedFigures(), tmp_path, limit=150), threads()())
    resumed = fit(SMALL, LEDGER, Workshop(tmp_path, threads(1), resume=True), workers=1)
    assert resumed.digest == whole.digest


def test_held_out_figures_cannot_move_a_fit(fitted):
    whole, store = fitted
    without = fit(SMALL, LEDGER.without("held_out"), Workshop(store, threads()))
    assert without.digest == whole.digest


def test_a_posterior_file_gives_back_what_was_fitted(fitted, tmp_path):
    whole, _ = fitted
    path = tmp_path / "posterior.nc"
    write_posterior(whole, path)
    posterior = load_posterior(path)
    assert len(posterior) == SMALL.draws
    for number in (0, 5, SMALL.draws + 5):
        point = point_of(whole.draws.scores[number % SMALL.draws], whole.question.zones)
        drawn = posterior.draw(1, number)
        assert dict(drawn.values) == point.values
        assert dict(drawn.effects) == point.effects
    groups = whole.question.groups
    assert dict(posterior.draw(1, 3).readings) == dict(zip(groups, whole.draws.readings[3].tolist(), strict=True))
    damaged = tmp_path / "damaged.nc"
    damaged.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(ScenarioError, match="not readable as a posterior"):
        load_posterior(damaged)
    with pytest.raises(ScenarioError, match="there is no such posterior"):
        load_posterior(tmp_path / "none.nc")


def test_a_posterior_of_other_rules_is_refused(tmp_path):
    import h5py  # noqa: PLC0415

    other = shutil.copy(REFERENCE, tmp_path / "other.nc")
    with h5py.File(other, "r+") as file:
        about = json.loads(file.attrs["zonereform"])
        about["model_version"] = "0" * 16
        file.attrs["zonereform"] = json.dumps(about)
    with pytest.raises(ScenarioError, match=r"made with model version 0{16}.*calibrate again"):
        load_posterior(other)


def test_the_posterior_that_ships_is_of_these_rules_roles_priors_and_operators():
    result = validate(REFERENCE, LEDGER)
    assert result.about["model_version"] == load_posterior().about["model_version"]
    with pytest.raises(ScenarioError, match="roles are not those that were fixed before its fit"):
        refuse_other_hashes(REFERENCE, {**result.about, "roles_hash": "0"}, LEDGER)


def test_the_cards_that_ship_are_those_of_the_posterior_that_ships():
    result = validate(REFERENCE, LEDGER)
    for language in ("en", "zh"):
        written = REFERENCE.with_name(f"card.{language}.md").read_text(encoding="utf-8")
        assert written == card(result, LEDGER, len(load_posterior()), language)


def test_what_ships_recovers_known_truths_as_its_stored_checks_say():
    """Ranks of 200 truths from the simulator; the numbers are stored by `validate --truths 200`."""
    about = read_predictive(REFERENCE).about
    checks = read_checks(REFERENCE, about)
    assert checks is not None
    assert checks.truths == 200
    assert set(checks.p_values) == set(about["moved"])
    assert min(checks.p_values.values()) > 0.05 / len(checks.p_values)
    assert 0.46 <= checks.coverage["0.5"] <= 0.54
    assert 0.87 <= checks.coverage["0.9"] <= 0.93


def test_every_calibration_figure_is_met_or_named_and_no_band_is_wider_than_the_prior_s():
    result = validate(REFERENCE, LEDGER)
    assert [t.figure for t in result.misfits] == ["jimo.district.on_existing_land_2021"]
    assert [t.figure for t in result.widened] == []


def test_a_right_fit_recovers_a_known_model_and_one_with_wrong_means_does_not():
    learnt, _ = known_model(runs=2000, prior=200, seed=6)
    right = recover(learnt, truths=30, chains=30, seed=1)
    assert 0.40 < right.coverage(0.5) < 0.62  # 30 truths of 19 parameters that go together
    assert 0.82 < right.coverage(0.9) < 0.98
    assert min(right.p_values().values()) > 0.05 / len(right.parameters) / 4
    emulator = learnt.emulator
    off = type(emulator)(**{**vars(emulator), "constant": emulator.constant + 0.5})
    wrong = recover(learnt._replace(emulator=off), truths=30, chains=30, seed=1)
    assert min(wrong.p_values().values()) < 1e-4


def test_scores_become_values_at_the_quantiles_of_the_priors():
    zones = ("laixi",)
    from calibration.design import score_names  # noqa: PLC0415

    names = score_names(zones)
    middle = point_of(np.zeros(len(names)), zones)
    assert middle.values["drop_hazard"] == pytest.approx(0.03)
    assert middle.effects == {"laixi": pytest.approx(0.0)}
    scores = np.zeros(len(names))
    scores[names.index("mean_contract")], scores[-1] = 1.0, -1.0
    moved = point_of(scores, zones)
    assert moved.values["mean_contract"] > middle.values["mean_contract"]
    assert moved.effects["laixi"] == pytest.approx(-1.0)
    assert {variable_of(name) for name in moved_names(zones)} > {"attractiveness.laixi", "report_bias"}


def test_effects_of_zones_stand_in_the_world_and_what_is_known_of_a_zone_stays():
    scenario = load_scenario("jimo")
    changed = with_effects(scenario, {"jimo-etz": 2.0, "elsewhere": 1.0})
    row = scenario.world.row_of("jimo-etz")
    assert changed.world.zones[row].known == {**scenario.world.zones[row].known, "attractiveness": 2.0}
    assert with_effects(scenario, {"elsewhere": 1.0}) is scenario


def test_all_reforms_of_the_texts_hold_in_one_world():
    names = SMALL.scenarios
    together = as_reported(names)
    assert len(together.changes) == sum(len(load_scenario(name).changes) for name in names)
    with pytest.raises(ValueError, match="typical-county: its world differs"):
        as_reported(["jimo", "typical-county"])


def test_a_scenario_rests_on_what_its_file_says_else_on_what_ships(tmp_path):
    head = "name: mine\ntitle: Mine\nextends: no-reform\n"
    for text, kind in (("", "posterior"), ("prior: true\n", "prior"), ("posterior: reference\n", "posterior")):
        path = tmp_path / "mine.yaml"
        path.write_text(head + text)
        assert load_belief(path).kind == kind
    assert PRIOR.draw(1, 2).effects == {}


def test_a_bad_specification_is_refused_with_line_and_nearest_name(tmp_path):
    assert set(specification_names()) == {"reference", "quick"}
    bad = tmp_path / "bad.yaml"
    bad.write_text("name: bad\ntitle: B\ntitle_zh: B\nscenarios: [jimoo]\nruns: 10\n")
    with pytest.raises(ScenarioError) as caught:
        load_specification(bad)
    assert any(":4:" in fault and "nearest name jimo" in fault for fault in caught.value.faults)
    assert any(":5: runs" in fault for fault in caught.value.faults)


@pytest.mark.nightly
def test_200_truths_of_the_simulator_are_recovered_and_another_seed_agrees(tmp_path):
    from calibration.fit import prepare  # noqa: PLC0415

    reference = load_specification("reference")
    workshop = Workshop(tmp_path, threads())
    learnt = prepare(reference, LEDGER, workshop)
    found = recover(learnt, truths=200, chains=100, seed=11)
    p_values = found.p_values()
    print({name: round(p, 3) for name, p in p_values.items()}, found.coverage(0.5), found.coverage(0.9))
    assert min(p_values.values()) > 0.05 / len(p_values)
    assert 0.46 <= found.coverage(0.5) <= 0.54
    assert 0.87 <= found.coverage(0.9) <= 0.93
    first = fit(reference, LEDGER, workshop)
    second = fit(reference.model_copy(update={"seed": reference.seed + 7}), LEDGER, workshop)
    own = [f.draws.scores[:, f.emulator.moved] for f in (first, second)]
    error = np.sqrt(sum(scores.var(axis=0) / len(scores) for scores in own))
    apart = np.abs(own[0].mean(axis=0) - own[1].mean(axis=0)) / error
    print("means apart, in standard errors:", np.round(apart, 1))
    assert np.abs(own[0].mean(axis=0) - own[1].mean(axis=0)).max() < 0.25
