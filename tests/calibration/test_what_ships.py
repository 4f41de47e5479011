"""The posterior, the cards and the checks that ship are those of these rules; what stands between a fit and a run."""

import json
import shutil

import numpy as np
import pytest

from calibration.checks import read_checks
from calibration.design import as_reported, point_of, score_names, with_effects
from calibration.inference import moved_names
from calibration.posterior import read_predictive, variable_of
from calibration.specification import load_specification, specification_names
from calibration.validation import refuse_other_hashes, validate
from interface.calibration_card import card
from scenarios.evidence import load_ledger
from scenarios.load import load_belief, load_scenario
from scenarios.posteriors import REFERENCE, load_posterior
from scenarios.strict_yaml import ScenarioError
from sim.beliefs import PRIOR

LEDGER = load_ledger()


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
    checks = read_checks(REFERENCE, result.about)
    for language in ("en", "zh"):
        written = REFERENCE.with_name(f"card.{language}.md").read_text(encoding="utf-8")
        assert written == card(result, LEDGER, len(load_posterior()), language, checks)


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


def test_what_ships_holds_known_effects_as_its_stored_checks_say():
    """Effects of 200 truths by the simulator; the numbers are stored by `validate --effects 200`."""
    checks = read_checks(REFERENCE, read_predictive(REFERENCE).about)
    assert checks is not None
    reform, nothing = ([told for told in checks.effects if bool(told.fixed) is fixed] for fixed in (False, True))
    assert [(told.truths, told.months, told.draws) for told in reform] == [(200, 36, 39)] * 3
    assert all(170 <= told.inside <= 190 for told in reform)
    assert len(nothing) == 3
    assert all(told.inside >= 0.85 * told.truths for told in nothing)


def test_every_calibration_figure_is_met_or_named_and_no_band_is_wider_than_the_prior_s():
    result = validate(REFERENCE, LEDGER)
    assert [t.figure for t in result.misfits] == ["jimo.district.on_existing_land_2021"]
    assert [t.figure for t in result.widened] == []


def test_scores_become_values_at_the_quantiles_of_the_priors():
    zones = ("laixi",)
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
    names = load_specification("quick").scenarios
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
