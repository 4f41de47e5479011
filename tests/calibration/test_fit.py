"""A whole fit, of the invented country: stopped and gone on with, written, read back, checked and refused."""

import json
import math
import re
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import h5py
import numpy as np
import pytest
import second
from threadpoolctl import threadpool_limits

from calibration.checks import run_checks
from calibration.design import UNCERTAIN, PriorDesign, point_of, score_names
from calibration.emulator import learn
from calibration.fit import Workshop, fit, on_scales, prepare, read_columns
from calibration.inference import moved_indices, sample
from calibration.posterior import fit_as_json, learnt_of, predicted, write_posterior
from calibration.recovery import recover
from calibration.roles import without_held_out
from calibration.specification import CalibrationSpecification, load_specification
from calibration.targets import groups_of, targets_of, zones_of
from calibration.validation import leave_zones_out, validate
from scenarios.evidence import load_ledger
from scenarios.posteriors import _load, load_posterior
from scenarios.strict_yaml import ScenarioError
from sim.execution import DaskCrew, ProcessCrew
from sim.store.batch import CHUNKS
from tests.dask_cluster import dask_cluster

pytestmark = pytest.mark.slow
PROGRAM = Path(sys.executable).with_name("zonereform")
LEDGER = second.ledger()
LUCK = "merria.hill.paid_in_2020"


class Stopped(BaseException):
    """Stands for Ctrl-C."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A fit that nothing disturbed, and the store that it filled."""
    store = tmp_path_factory.mktemp("whole")
    return fit(second.specification(), LEDGER, second.workshop(store / "calibration"), workers=1), store


@pytest.fixture(scope="module")
def file(whole, tmp_path_factory):
    path = tmp_path_factory.mktemp("posterior") / "posterior.nc"
    write_posterior(whole[0], path)
    return path


def runs_in(store):
    return sum(json.loads(path.read_text(encoding="utf-8"))["done"] for path in store.rglob("manifest.json"))


def stop_at(step, count):
    def tell(now, done, _of):
        if now == step and done >= count:
            raise Stopped

    return tell


def test_a_fit_that_was_stopped_and_gone_on_with_is_the_one_that_was_not(whole, tmp_path):
    for step, count in (("spread", 120), ("draws", 10)):
        with pytest.raises(Stopped):
            fit(second.specification(), LEDGER, second.workshop(tmp_path, tell=stop_at(step, count)), workers=1)
        # What a kill may leave besides: a chunk that is gone, and one that is cut off.
        gone, cut_off, *_ = sorted(tmp_path.glob(f"*/{CHUNKS}/*.parquet"))
        gone.unlink()
        cut_off.write_bytes(cut_off.read_bytes()[:200])
    again = fit(second.specification(), LEDGER, second.workshop(tmp_path), workers=1)
    assert again.digest == whole[0].digest
    assert (again.final.printed == whole[0].final.printed).all()


def test_a_fit_that_is_asked_for_again_runs_nothing_and_is_the_same_on_more_threads(whole):
    before = runs_in(whole[1])
    steps = []
    shop = second.workshop(whole[1] / "calibration", tell=lambda step, done, of: steps.append((step, done, of)))
    again = fit(second.specification(), LEDGER, shop, workers=2)
    assert again.digest == whole[0].digest
    assert runs_in(whole[1]) == before
    assert {done for step, done, _ in steps if step == "spread"} == {256}  # at once, from the store


@pytest.mark.nightly
def test_a_fit_on_processes_and_on_a_cluster_is_that_on_threads(whole, tmp_path):
    with dask_cluster(tmp_path) as (address, _):
        for name, crew in (("processes", partial(ProcessCrew, 2)), ("cluster", partial(DaskCrew, address))):
            again = fit(second.specification(), LEDGER, Workshop(tmp_path / name, crew), workers=1)
            assert again.digest == whole[0].digest, name


@pytest.mark.parametrize("cores", [1, 2, 3])
def test_what_is_learnt_does_not_depend_on_how_many_threads_linear_algebra_has(whole, cores):
    shop = second.workshop(whole[1] / "calibration")
    with threadpool_limits(cores, "blas"):
        learnt = prepare(second.specification(), LEDGER, shop)
        draws = sample(learnt.question, learnt.emulator, learnt.prior.scores[:5], 1, workers=1)
    first = prepare(second.specification(), LEDGER, shop)
    for name in ("constant", "linear", "cross", "spread_linear", "correlation"):
        assert getattr(learnt.emulator, name).tobytes() == getattr(first.emulator, name).tobytes(), name
    again = sample(first.question, first.emulator, first.prior.scores[:5], 1, workers=1)
    assert draws.log_likelihood.tobytes() == again.log_likelihood.tobytes()


def test_each_draw_keeps_the_cut_block_of_its_own_draw_of_the_prior(whole):
    found = whole[0]
    fixed = np.setdiff1d(np.arange(len(score_names(found.question.zones))), moved_indices(found.question.zones))
    assert (found.draws.scores[:, fixed] == found.prior.scores[:, fixed]).all()
    assert found.final.scores is found.draws.scores


def test_what_is_published_is_printed_by_the_model_at_the_draws(whole):
    found = whole[0]
    assert found.final.printed.shape == (40, len(found.final.columns))
    assert np.isfinite(found.final.printed).mean() > 0.95
    assert found.simulator_calls == 256 + 40 * (1 + len(found.waves))


def test_draws_print_nearer_to_what_was_published_than_the_prior(whole):
    found = whole[0]

    def away(scores):
        """How far each figure's mean lies from the middle of its interval, in spreads."""
        middle = np.array([0.5 * (t.low[r] + t.high[r]) for t in found.question.targets for r in range(len(t.columns))])
        return np.abs((found.emulator.mean(scores) - middle) / found.emulator.spread(scores)).mean()

    assert away(found.draws.scores) < 0.8 * away(found.prior.scores)


def test_predictions_of_a_fit_are_those_of_its_own_readings(whole):
    found = whole[0]
    readings = {group: found.draws.readings[:, at] for at, group in enumerate(groups_of(found.question.targets))}
    after, ahead = predicted(found, readings)
    assert set(after) == set(ahead) == {figure.id for figure in LEDGER}  # held-out ones too
    at = [found.final.columns.index(f"{LUCK}:{name}") for name in ("whole_year", "eleven_months")]
    printed = found.final.printed[np.arange(40), np.array(at)[readings[LUCK]]]
    error = np.log(after[LUCK] / printed)  # an amount of money carries the draw's error of printing
    assert 0.01 < error.std() < 0.15
    assert abs(error.mean()) < 4 * error.std() / math.sqrt(40)
    counts = found.final.printed[:, found.final.columns.index("merria.lake.projects_signed_2020")]
    assert (after["merria.lake.projects_signed_2020"] == counts).all()


def test_a_posterior_file_gives_back_values_effects_and_readings(whole, file):
    found, posterior = whole[0], load_posterior(file)
    assert len(posterior) == 40
    assert posterior.digest == found.digest
    for n in (0, 17, 39):
        point, drawn = point_of(found.draws.scores[n], found.question.zones), posterior.draw(5, n)
        assert drawn.values == pytest.approx(point.values, rel=1e-12)
        assert drawn.effects == pytest.approx(point.effects, rel=1e-12)
        assert drawn.readings == {LUCK: found.draws.readings[n, 0]}
    assert posterior.draw(0, 40) == posterior.draw(9, 0)  # past the last draw they begin again
    assert list(posterior.effects) == list(zones_of(targets_of(LEDGER)))


def test_arviz_opens_the_file_with_its_groups(file):
    import arviz  # noqa: PLC0415  # slow to load

    tree = arviz.from_netcdf(file)
    assert {"posterior", "prior", "posterior_predictive", "prior_predictive", "observed_data", "sample_stats"} <= {
        name.strip("/") for name in tree.groups
    }
    assert tree["posterior"].sizes == {"chain": 1, "draw": 40}
    published = tree["observed_data"]["merria.hill.land_started_2020"].to_numpy().tolist()
    assert published == [60.0, 90.0]


def test_what_the_contract_says_of_a_fit_is_told(whole, file):
    document = fit_as_json(whole[0], file)
    assert {"posterior", "digest", "simulator_calls", "seconds", "parameters"} <= set(document)
    assert {p["name"]: p["contraction"] for p in document["parameters"]} == pytest.approx(learnt_of(whole[0]))
    for parameter in document["parameters"]:
        assert parameter["low"] <= parameter["median"] <= parameter["high"]
        assert parameter["prior_sd"] > 0.0
    json.dumps(document, allow_nan=False)


def spoilt(file, tmp_path, change):
    path = tmp_path / "spoilt.nc"
    shutil.copy(file, path)
    with h5py.File(path, "r+") as opened:
        change(opened)
    _load.cache_clear()
    return path


def about_changed(**changes):
    def change(opened):
        about = json.loads(opened.attrs["zonereform"]) | changes
        opened.attrs["zonereform"] = json.dumps({name: value for name, value in about.items() if value is not None})

    return change


def without_parameters(opened):
    for name in list(opened["posterior"]):
        if "." not in name and name not in ("chain", "draw"):
            del opened["posterior"][name]


def one_too_short(opened):
    del opened["posterior"]["drop_hazard"]
    opened["posterior"]["drop_hazard"] = np.zeros((1, 3))


SPOILT = {
    "another model version": (about_changed(model_version="0000"), "made with model version 0000, this is"),
    "no model version": (about_changed(model_version=None), "not readable as a posterior"),
    "no digest": (about_changed(digest=None), "not readable as a posterior"),
    "no account of how it was made": (lambda f: f.attrs.__delitem__("zonereform"), "not readable as a posterior"),
    "an account that is no JSON": (lambda f: f.attrs.__setitem__("zonereform", "{"), "not readable as a posterior"),
    "an account that is a list": (lambda f: f.attrs.__setitem__("zonereform", "[1]"), "not readable as a posterior"),
    "no draws": (lambda f: f.__delitem__("posterior"), "not readable as a posterior"),
    "no parameters": (without_parameters, "no draws of parameters"),
    "a variable of nothing": (lambda f: f["posterior"].__setitem__("odd.name", np.zeros((1, 40))), "'odd.name'"),
    "fewer draws of one": (one_too_short, "not as many of each variable"),
}


@pytest.mark.parametrize("case", SPOILT)
def test_a_spoilt_posterior_is_refused_in_one_line(file, tmp_path, case):
    change, told = SPOILT[case]
    path = spoilt(file, tmp_path, change)
    with pytest.raises(ScenarioError) as refused:
        load_posterior(path)
    (fault,) = refused.value.faults
    assert fault.startswith(f"{path}: ")
    assert told in fault
    assert "\n" not in fault


def test_a_file_that_is_cut_off_or_something_else_or_not_there_is_refused_in_one_line(file, tmp_path):
    path = tmp_path / "half.nc"
    for content in (file.read_bytes()[:5000], b"no file of draws", b""):
        path.write_bytes(content)
        _load.cache_clear()
        with pytest.raises(ScenarioError, match=r"half\.nc: not readable as a posterior"):
            load_posterior(path)
    with pytest.raises(ScenarioError, match="there is no such posterior"):
        load_posterior(tmp_path / "absent.nc")


@pytest.mark.parametrize("what", ["roles", "priors", "operators"])
def test_a_posterior_made_with_other_roles_priors_or_operators_is_not_validated(file, tmp_path, what):
    path = spoilt(file, tmp_path, about_changed(**{f"{what}_hash": "other"}))
    with pytest.raises(ScenarioError, match=f"{what} are not those that were fixed before its fit") as refused:
        validate(path, LEDGER)
    assert len(refused.value.faults) == 1


def test_a_posterior_is_not_validated_against_another_ledger(file):
    with pytest.raises(ScenarioError) as refused:
        validate(file, load_ledger())
    assert len(refused.value.faults) == 2  # roles and operators; the priors are the model's


def test_held_out_figures_are_scored_and_no_naive_rule_of_another_country_speaks(file):
    result = validate(file, LEDGER)
    assert [t.figure for t in result.held_out] == [f.id for f in LEDGER.targets("held_out")]
    assert [t.figure for t in result.held_out if t.informed] == ["merria.lake.projects_signed_2020"]
    assert math.isfinite(result.model_score)
    # Forecasts know figures by name: of this ledger they could say growth is nought, and no held-out one is a growth.
    assert all(found.against.figures == 0 for found in result.naive)


def test_a_zone_s_figures_are_predicted_from_a_fit_without_them(whole):
    left = leave_zones_out(second.specification(), LEDGER, second.workshop(whole[1] / "calibration"), 20, workers=1)
    assert {t.zone for t in left} == {"harbour", "hill", "lake"}
    assert [t.figure for t in left] == [t.figure for t in targets_of(LEDGER)]


def test_more_truths_than_runs_can_lend_are_asked_for_without_harm(whole):
    about = {"specification": second.specification().model_dump(mode="json"), "digest": "d"}
    shop = second.workshop(whole[1] / "calibration")
    found = run_checks(about, LEDGER, shop, 500, 20, zones=False, workers=1, before=None)
    assert found.truths == 20  # half of the 40 runs of the prior
    assert set(found.coverage) == {"0.5", "0.9"}


def test_a_fit_of_which_most_runs_fail_ends_with_a_line_instead_of_the_prior(tmp_path, monkeypatch):
    def fail(_self, _run, _world):
        raise ZeroDivisionError

    monkeypatch.setattr("calibration.design.PrintedFigures.__call__", fail)
    with pytest.raises(RuntimeError, match=r"256 of 256 runs failed; .* tells why"):
        prepare(second.specification(), LEDGER, second.workshop(tmp_path))


def test_the_command_fits_another_country_s_ledger_whole(whole, tmp_path):
    store = tmp_path / "store"
    shutil.copytree(whole[1], store)
    command = [PROGRAM, "calibrate", second.SPECIFICATION, "--evidence", second.LEDGER, "--store", store, "--resume",
               "--workers", "1", "--out", tmp_path / "fit"]  # fmt: skip
    done = subprocess.run([*map(str, command), "--json"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["digest"] == whole[0].digest
    for language, words in (("en", ("2 texts and are of 2020", "capital paid in")), ("zh", ("2 篇文本", "其总投资"))):
        card = (tmp_path / "fit" / f"card.{language}.md").read_text(encoding="utf-8")
        assert all(word in card for word in words)
    checked = [PROGRAM, "validate", tmp_path / "fit" / "posterior.nc", "--evidence", second.LEDGER, "--lang", "zh"]
    told = subprocess.run([*map(str, checked)], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert "未参与校准" in told.stdout
    wrong = [*map(str, checked[:-1]), "en", "--truths", "20", "--effects", "20"]
    refused = subprocess.run(wrong, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    worlds = r"found a posterior of world .*merria.*; allowed .*qingdao-zibo"
    assert re.fullmatch(rf"effects of jimo: {worlds}.*\neffects of zone_town_fusion: {worlds}.*\n", refused.stderr)


def test_a_scenario_or_an_informed_figure_that_there_is_not_is_refused_by_line(tmp_path):
    shutil.copytree(second.HERE, tmp_path / "c")
    path = tmp_path / "c" / "specification.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[scenario.yaml]", "[scenario.yml, jimoo]").replace("lake.projects", "lake.project"),
                    encoding="utf-8")  # fmt: skip
    with pytest.raises(ScenarioError) as refused:
        load_specification(path, LEDGER)
    faults = refused.value.faults
    assert [fault.partition(":")[2].partition(":")[0] for fault in faults] == ["5", "5", "11"]
    for fault, part in zip(faults, ("no such file", "jimo", "merria.lake.projects_signed_2020"), strict=True):
        assert part in fault


def test_known_truths_are_found_by_a_fit_of_the_model_itself(tmp_path):
    """Sixty truths, of twenty draws each; bounds are four binomial errors with a fourth of the ranks independent."""
    specification = second.specification(runs=600, draws=130, seed=2024)
    found = recover(prepare(specification, LEDGER, second.workshop(tmp_path)), 60, 20, 7, workers=1)
    parameters = len(found.parameters)
    p_values, widths = min(found.p_values().values()), min(found.width_p_values().values())
    print(f"{len(found.ranks)} truths: coverage {found.coverage(0.5):.3f}, {found.coverage(0.9):.3f}")
    print(f"least p of ranks {p_values:.4f}, of widths {widths:.4f}")
    assert len(found.ranks) == 60
    for level in (0.5, 0.9):
        error = math.sqrt(level * (1.0 - level) / (60 * parameters / 4))
        assert found.coverage(level) == pytest.approx(level, abs=4 * error)
    assert min(p_values, widths) > 0.01 / parameters


@pytest.fixture(scope="module")
def small():
    return CalibrationSpecification(
        name="tiny", title="Tiny", title_zh="极小", runs=256, draws=20, waves=2, seed=9,
        scenarios=("jimo", "blue-valley", "jinjialing", "rail-transit", "hightech", "laixi", "zibo"),
    )  # fmt: skip


def test_deleting_every_held_out_figure_changes_no_draw_of_a_fit(small, tmp_path):
    ledger = load_ledger()
    whole = fit(small, ledger, Workshop(tmp_path, second.threads(1)), workers=1)
    runs = runs_in(tmp_path)
    blind = fit(small, without_held_out(ledger), Workshop(tmp_path, second.threads(1)), workers=1)
    assert blind.digest == whole.digest
    assert runs_in(tmp_path) == runs  # it even asked for the very same runs


@pytest.mark.nightly
def test_known_truths_are_found_by_the_fit_that_ships(tmp_path):
    specification, ledger = load_specification(), load_ledger()
    found = recover(prepare(specification, ledger, Workshop(tmp_path, second.threads())), 200, 100, 7)
    parameters = len(found.parameters)
    p_values, widths = found.p_values(), found.width_p_values()
    print(f"{len(found.ranks)} truths, {parameters} parameters, asked p > {0.05 / parameters:.4f}")
    print(f"coverage: {found.coverage(0.5):.4f} of 0.5, {found.coverage(0.9):.4f} of 0.9")
    for name in sorted(p_values, key=p_values.__getitem__)[:5]:
        print(f"{name}: p of ranks {p_values[name]:.4f}, of widths {widths[name]:.4f}")
    assert len(found.ranks) == 200
    assert min(p_values.values()) > 0.05 / parameters
    assert 0.46 <= found.coverage(0.5) <= 0.54
    assert 0.87 <= found.coverage(0.9) <= 0.93


def means_of(draws, emulator):
    """Means of moved scores, and their Monte Carlo variances."""
    own = draws.scores[:, emulator.moved]
    return own.mean(axis=0), own.var(axis=0, ddof=1) / len(own)


def variance_of_learning(learnt):
    """The variance that means of draws have because the emulator is learnt from these runs and not from others.

    From emulators of either half of the runs: their means differ by four times the variance that all runs leave. It is
    averaged over the parameters, for one difference of each tells little.
    """
    halves = [slice(0, None, 2), slice(1, None, 2)]
    targets, names = learnt.question.targets, learnt.emulator.columns
    printed = on_scales(targets, learnt.spread)
    means = []
    for half in halves:
        emulator = learn(learnt.spread.scores[half], printed[half], names, learnt.emulator.moved)
        means.append(means_of(sample(learnt.question, emulator, learnt.prior.scores, 1), emulator)[0])
    return float(np.mean((means[0] - means[1]) ** 2) / 4.0)


@pytest.fixture(scope="module")
def quick_store(tmp_path_factory):
    return tmp_path_factory.mktemp("quick")


@pytest.mark.nightly
def test_two_calibrations_with_different_seeds_agree_within_monte_carlo_error(quick_store):
    """The error is that of draws and of the runs that the emulator is learnt from, which at 1,024 runs is larger."""
    ledger, shop = load_ledger(), Workshop(quick_store, second.threads())
    asked = [load_specification("quick").model_copy(update={"seed": seed}) for seed in (20211, 77001)]
    fits = [fit(one, ledger, shop) for one in asked]
    of_learning = [variance_of_learning(prepare(one, ledger, shop)) for one in asked]
    (first, error), (other, its_error) = (means_of(found.draws, found.emulator) for found in fits)
    of_draws = error + its_error
    names = [score_names(fits[0].question.zones)[at] for at in fits[0].emulator.moved]
    apart = (first - other) / np.sqrt(of_draws + sum(of_learning))
    alone = (first - other) / np.sqrt(of_draws)
    print(f"standard error of a difference: {np.sqrt(of_draws.mean()):.3f} of draws, {sum(of_learning) ** 0.5:.3f} of "
          f"learning; asked: below 4 of both together")  # fmt: skip
    for at in np.argsort(-np.abs(apart)):
        print(f"{names[at]}: {first[at] - other[at]:+.3f}, {apart[at]:+.2f} errors, {alone[at]:+.2f} of draws alone")
    assert np.abs(apart).max() < 4.0


@pytest.mark.nightly
def test_chains_with_other_seeds_and_cut_blocks_agree_within_the_error_of_draws(quick_store):
    """With one emulator nothing but the luck of chains and of the prior is left."""
    ledger, quick = load_ledger(), load_specification("quick")
    learnt = prepare(quick, ledger, Workshop(quick_store, second.threads()))
    rng = np.random.default_rng(6)
    priors = [learnt.prior.scores, rng.standard_normal((400, learnt.prior.scores.shape[1]))]
    (first, error), (other, its_error) = (
        means_of(sample(learnt.question, learnt.emulator, prior, seed), learnt.emulator)
        for seed, prior in zip((1, 2), priors, strict=True)
    )
    apart = (first - other) / np.sqrt(error + its_error)
    print(f"{len(apart)} parameters, at most {np.abs(apart).max():.2f} errors apart, asked: below 4")
    assert np.abs(apart).max() < 4.0


def test_designs_of_the_prior_are_spread_and_their_zones_wider_than_the_prior():
    plan = PriorDesign(second.scenario(), ("harbour", "hill"), 512, 3, stretch=1.6)
    scores = np.array([plan.scores(n) for n in range(512)])
    assert scores[:, : len(UNCERTAIN)].std(axis=0) == pytest.approx(1.0, abs=0.02)
    assert scores[:, len(UNCERTAIN) :].std(axis=0) == pytest.approx(1.6, abs=0.03)
    assert np.abs(scores.mean(axis=0)).max() < 0.02


def test_columns_are_read_in_the_order_of_runs_and_runs_that_failed_are_no_numbers(whole):
    learnt = prepare(second.specification(), LEDGER, second.workshop(whole[1] / "calibration"))
    folder = next(f.parent for f in (whole[1] / "calibration").glob("*/manifest.json")
                  if json.loads(f.read_text(encoding="utf-8"))["planned"] == 256)  # fmt: skip
    (column,) = read_columns(folder, ["merria.hill.staff_2020"], 256).T
    at = learnt.spread.columns.index("merria.hill.staff_2020")
    assert (column == learnt.spread.printed[:, at]).all()
    longer = read_columns(folder, ["merria.hill.staff_2020"], 260)
    assert np.isnan(longer[256:]).all()


def test_chains_of_a_fit_follow_from_their_seed(whole):
    found = whole[0]
    learnt = prepare(second.specification(), LEDGER, second.workshop(whole[1] / "calibration"))
    first, again, other = (
        sample(learnt.question, learnt.emulator, learnt.prior.scores, seed, workers=1) for seed in (404, 404, 405)
    )
    assert (first.scores == again.scores).all()
    assert (first.scores != other.scores).any()
    assert first.scores.shape == found.draws.scores.shape
