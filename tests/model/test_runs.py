"""Equal runs are equal to the byte; what should change nothing changes nothing."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from agents.levers import LEVERS
from sim.build import build_world, digest, run_world, simulate
from sim.ensemble import run_draws
from sim.parameters import prior_medians
from sim.specification import BURN_IN_MONTHS, LeverChange, ZoneSpecification

VALUES = prior_medians()
SEED = 3


@pytest.fixture(scope="module")
def plain(small_scenario):
    return replace(small_scenario, changes=())


def digests(scenario, workers):
    return list(run_draws(scenario, 6, 1, lambda world, _values: digest(world), workers))


def test_one_and_two_threads_give_equal_digests(small_scenario):
    assert digests(small_scenario, 1) == digests(small_scenario, 2)


@pytest.mark.slow
def test_another_process_and_plain_python_give_the_same_digest(small_scenario, tmp_path, monkeypatch):
    code = (
        "import warnings; warnings.simplefilter('ignore')\n"
        "from dataclasses import replace\n"
        "from scenarios.load import load_scenario\n"
        "from sim.build import digest, simulate\n"
        "from sim.parameters import prior_medians\n"
        "s = load_scenario('jimo'); w = replace(s.world, zones=s.world.zones[:2], prospects_per_month=12.0)\n"
        "keep = tuple(c for c in s.changes if c.zone in ('jimo-etz', 'jimo-rest'))\n"
        "print(digest(simulate(replace(s, world=w, changes=keep, months=36), prior_medians(), 1)))\n"
    )

    def run(**environment):
        monkeypatch.delenv("NUMBA_DISABLE_JIT", raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        return ended.stdout.strip()

    compiled = run()
    assert len(compiled) == 16
    assert run() == compiled
    assert run(NUMBA_DISABLE_JIT="1") == compiled


def test_levers_named_at_their_neutral_values_change_no_byte(plain):
    named = tuple(LeverChange(plain.world.zones[0].id, lever.name, 2, float(lever.neutral)) for lever in LEVERS)
    assert digest(simulate(plain, VALUES, SEED)) == digest(simulate(replace(plain, changes=named), VALUES, SEED))


def test_another_seed_gives_another_digest(plain):
    assert digest(simulate(plain, VALUES, SEED)) != digest(simulate(plain, VALUES, SEED + 1))


def test_a_zone_that_can_contact_nobody_changes_nothing_elsewhere(plain):
    mute = ZoneSpecification(
        id="mute", name="mute", name_zh="无", city="elsewhere", district="elsewhere",
        leading=("equipment",), nest="another", known={"reach": 0.0},
    )  # fmt: skip
    zones = plain.world.zones
    wider = replace(plain, world=replace(plain.world, zones=(mute, *zones)))
    without, with_mute = simulate(plain, VALUES, SEED), simulate(wider, VALUES, SEED)
    names = [n for n in without.panel.dtype.names if n not in {"district", "city", "nest", "platform"}]
    for name in names:
        np.testing.assert_array_equal(without.panel[name], with_mute.panel[name][:, 1:], err_msg=name)


def test_more_effort_in_one_zone_moves_no_other_zones_contacts(plain):
    zone = plain.world.zones[0].id
    more = replace(plain, changes=(LeverChange(zone, "posts_hired", 0, 50.0),))
    once = run_world(build_world(plain, VALUES, SEED), plain, -BURN_IN_MONTHS, 2)
    again = run_world(build_world(more, VALUES, SEED), more, -BURN_IN_MONTHS, 2)
    np.testing.assert_array_equal(once.panel["contacts"][:2, 1:], again.panel["contacts"][:2, 1:])
    assert again.panel["contacts"][:2, 0].sum() > once.panel["contacts"][:2, 0].sum()
