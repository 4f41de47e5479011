"""A world without reform and with constant macro stays as it opened."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from agents.firms.record import LIVE_STAGES, Stage
from scenarios.load import load_scenario
from sim.build import build_world, run_world
from sim.ensemble import seed_of_draw
from sim.parameters import draw_prior
from sim.specification import BURN_IN_MONTHS

SEED = 7
FLOWS = ("contacts", "arrived", "signed", "landed", "started", "completed", "producing", "published_fai")
STOCKS = ("available", "idle", "occupied", "reserve", "pipeline")


def stages_of(world):
    counted = world.roster_sizes.astype(float)
    counted[Stage.PRODUCING] += world.pairs["older_firms"].sum()
    return counted


@pytest.fixture(scope="module")
def steady():
    return replace(load_scenario("no-reform"), macro="constant")


def yearly(steady, draw):
    """Return {name: mean of each of the six years} of one draw: flows and stocks over all zones, firms by stage."""
    world = build_world(steady, draw_prior(SEED, draw), seed_of_draw(SEED, draw))
    world = run_world(world, steady, -BURN_IN_MONTHS, 0)
    stages = []
    for month in range(72):
        world = run_world(world, steady, month, month + 1)
        stages.append(stages_of(world))
    series = {name: world.panel[name].sum(axis=1) for name in FLOWS + STOCKS}
    series |= {f"stage {stage}": np.array(stages)[:, stage] for stage in range(LIVE_STAGES)}
    return {name: values.reshape(6, 12).mean(axis=1) for name, values in series.items()}


def drift(steady, draws):
    """Return {name: (drift of the mean from the first to the sixth year, its standard error)}."""
    with ThreadPoolExecutor() as pool:
        runs = list(pool.map(lambda draw: yearly(steady, draw), range(draws)))
    found = {}
    for name in runs[0]:
        first, last = (np.array([run[name][year] for run in runs]) for year in (0, 5))
        if first.mean() > 0:
            found[name] = ((last.mean() / first.mean() - 1), (last - first).std() / first.mean() / np.sqrt(draws))
    return found


def assert_steady(found):
    for name, (change, error) in found.items():
        print(f"{name:16} {change:+.2%} ± {error:.2%}")
    moved = {name: change for name, (change, error) in found.items() if abs(change) >= 0.03 + 2 * error}
    assert not moved


def months_in_stage(mean):
    """Return the mean months at whose end a firm is still in a stage of hazard 1/mean: sum of P(not yet left)."""
    hazard = 1.0 / mean
    return 1.0 + np.exp(-1.5 * hazard) / -np.expm1(-hazard)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("stage", "parameter", "inflows"),
    [
        (Stage.NEGOTIATING, "negotiation_months", ("arrived", "expansions", "followed")),
        (Stage.COMPLETED, "commissioning_months", ("completed",)),
    ],
)
def test_the_stock_of_a_stage_is_its_flow_times_its_duration(steady, stage, parameter, inflows):
    ratios = []
    for draw in range(24):
        values = draw_prior(SEED, draw)
        world = build_world(steady, values, seed_of_draw(SEED, draw))
        world = run_world(world, steady, -BURN_IN_MONTHS, 0)
        stock = 0.0
        for month in range(72):
            world = run_world(world, steady, month, month + 1)
            stock += stages_of(world)[stage] / 72
        flow = sum(world.panel[name].sum() for name in inflows) / 72
        ratios.append(stock / (flow * months_in_stage(values[parameter])))
    assert abs(np.mean(ratios) - 1.0) < 2 * np.std(ratios, ddof=1) / np.sqrt(len(ratios))


@pytest.mark.slow
def test_nothing_drifts_by_three_per_cent_in_six_years(steady):
    assert_steady(drift(steady, 60))


@pytest.mark.nightly
def test_nothing_drifts_by_three_per_cent_in_six_years_over_five_hundred_draws(steady):
    found = drift(steady, 500)
    assert_steady(found)
    assert all(abs(change) < 0.03 for change, _ in found.values())
