"""Four estimators on panels whose effect is planted: each finds it, and each is what its library says it is."""

import numpy as np
import pandas as pd
import pytest
from diff_diff import SyntheticControl, SyntheticDiD

from agents.randomness import uniform
from analysis.rollout_estimators import (
    ESTIMATORS,
    NEVER,
    by_lot,
    callaway_santanna,
    control_of_group,
    did_of_group,
    donor_weights,
    two_way_fixed_effects,
)

ZONES, PERIODS = 22, 16
EFFECT = 0.2
IN_TURN = np.array([8] * 3 + [10] * 2 + [12] * 2 + [NEVER] * (ZONES - 7))
AT_ONCE = np.where(IN_TURN == NEVER, NEVER, 8)
pytestmark = pytest.mark.filterwarnings("ignore")


def treated(first):
    return (first[:, None] != NEVER) & (np.arange(PERIODS) >= first[:, None])


def additive(seed, noise):
    """Zones and periods each with a level of their own, and noise."""
    luck = np.random.default_rng(seed)
    zones, periods = luck.normal(1.0, 0.3, ZONES), luck.normal(0.0, 0.1, PERIODS)
    return zones[:, None] + periods + noise * luck.normal(size=(ZONES, PERIODS))


@pytest.mark.parametrize("first", [AT_ONCE, IN_TURN], ids=["at once", "in turn"])
@pytest.mark.parametrize("name", ESTIMATORS)
def test_a_planted_constant_effect_is_recovered_within_monte_carlo_error(name, first):
    panels = 24
    errors = np.array(
        [ESTIMATORS[name](additive(seed, 0.2) + EFFECT * treated(first), first, seed).effect - EFFECT
         for seed in range(1, panels + 1)]
    )  # fmt: skip
    assert abs(errors.mean()) < 3.0 * errors.std(ddof=1) / np.sqrt(panels)
    assert errors.std(ddof=1) < EFFECT  # else a mean near zero would say nothing


@pytest.mark.parametrize("name", ["twfe", "callaway_santanna", "synthetic_did"])
def test_without_noise_an_estimator_with_intercepts_is_exact(name):
    found = ESTIMATORS[name](additive(1, 0.0) + EFFECT * treated(IN_TURN), IN_TURN, 1)
    assert found.effect == pytest.approx(EFFECT, abs=1e-5)


def test_synthetic_control_is_exact_where_a_mixture_of_controls_fits():
    panel = additive(2, 0.2)
    panel[:7] = 0.5 * panel[7] + 0.3 * panel[8] + 0.2 * panel[9]
    found = ESTIMATORS["synthetic_control"](panel + EFFECT * treated(IN_TURN), IN_TURN, 1)
    assert found.effect == pytest.approx(EFFECT, abs=1e-6)


def growing(first):
    """Effects that grow by a tenth a period, without noise; the truth is their mean over treated cells."""
    effects = 0.1 * np.where(treated(first), np.arange(PERIODS) - first[:, None] + 1, 0)
    return additive(3, 0.0) + effects, effects[treated(first)].mean()


def test_two_way_fixed_effects_err_where_effects_grow_in_turn_and_callaway_santanna_do_not():
    panel, truth = growing(IN_TURN)
    assert callaway_santanna(panel, IN_TURN, 1).effect == pytest.approx(truth, abs=1e-9)
    assert two_way_fixed_effects(panel, IN_TURN, 1).effect < truth - 0.02
    at_once, truth_at_once = growing(AT_ONCE)
    assert two_way_fixed_effects(at_once, AT_ONCE, 1).effect == pytest.approx(truth_at_once, abs=1e-9)


def library_frame(panel, group):
    """The group's mean and its controls as the library wants them."""
    rows = np.vstack([panel[group].mean(axis=0), panel[AT_ONCE == NEVER]])
    zones = rows.shape[0]
    period = np.tile(np.arange(PERIODS), zones)
    zone = np.repeat(np.arange(zones), PERIODS)
    return pd.DataFrame({"zone": zone, "period": period, "y": rows.ravel(), "d": ((zone == 0) & (period >= 8)) * 1})


def test_synthetic_control_is_that_of_the_library_with_all_periods_weighing_the_same():
    panel = additive(4, 0.2)
    group = np.flatnonzero(AT_ONCE != NEVER)
    theirs = SyntheticControl(v_method="custom", custom_v=np.ones(8), standardize="none").fit(
        library_frame(panel, group), outcome="y", treatment="d", unit="zone", time="period"
    )
    ours = control_of_group(panel[group].mean(axis=0), panel[AT_ONCE == NEVER].T, 8, group.size)
    assert ours == pytest.approx(theirs.att, abs=1e-6)


def test_synthetic_did_is_that_of_the_library():
    panel = additive(5, 0.2)
    zone = np.repeat(np.arange(ZONES), PERIODS)
    frame = pd.DataFrame({"zone": zone, "period": np.tile(np.arange(PERIODS), ZONES), "y": panel.ravel()})
    frame["ever"] = (AT_ONCE != NEVER).astype(int)[zone]
    theirs = SyntheticDiD(n_bootstrap=2, seed=1).fit(
        frame, outcome="y", treatment="ever", unit="zone", time="period", post_periods=list(range(8, PERIODS))
    )
    group = np.flatnonzero(AT_ONCE != NEVER)
    ours = did_of_group(panel[group].mean(axis=0), panel[AT_ONCE == NEVER].T, 8, group.size)
    assert ours == pytest.approx(theirs.att, abs=1e-9)


def test_donor_weights_are_a_mixture():
    luck = np.random.default_rng(6)
    weights = donor_weights(luck.normal(size=(8, 15)), luck.normal(size=8) + 5.0)  # far from every mixture
    assert weights.min() >= 0.0
    assert weights.sum() == pytest.approx(1.0)


def test_an_order_by_lot_is_a_permutation_that_the_key_decides():
    orders = [by_lot(key, 12) for key in range(40)]
    assert all(sorted(order) == list(range(12)) for order in orders)
    np.testing.assert_array_equal(by_lot(3, 12), orders[3])
    assert len({tuple(order) for order in orders}) == 40
    assert orders[5][0] == np.argmin([uniform(5, rank) for rank in range(12)])


def test_no_control_that_reforms_later_enters_a_synthetic_control():
    """What later groups do may change nothing of an earlier one: only zones that never reform are donors."""
    panel = additive(7, 0.1)
    two = np.where(IN_TURN == 12, NEVER, IN_TURN)
    alone = np.delete(panel, np.flatnonzero(IN_TURN == 12), axis=0), np.delete(two, np.flatnonzero(IN_TURN == 12))
    first_groups = ESTIMATORS["synthetic_control"](*alone, 1).effect
    wild = panel.copy()
    wild[IN_TURN == 12] += 100.0
    cells = {8: 3 * 8, 10: 2 * 6, 12: 2 * 4}
    late = control_of_group(wild[IN_TURN == 12].mean(axis=0), panel[IN_TURN == NEVER].T, 12, 2)
    whole = (first_groups * (cells[8] + cells[10]) + late * cells[12]) / sum(cells.values())
    assert ESTIMATORS["synthetic_control"](wild, IN_TURN, 1).effect == pytest.approx(whole)
