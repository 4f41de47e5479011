"""A rule that is broken in one of the two models is noticed by comparing them."""

import math
from contextlib import suppress

import pytest
from drawn import busy_case
from plainmodel import fund, platform, zone
from plainmodel.accounts import AccountError
from plainmodel.firm import Firm
from plainmodel.luck import KeyedLuck
from plainmodel.zone import Zone
from test_agreement import PANELS, plain_run

from sim.build import simulate


def scaled(kind, name, factor):
    """Return the method with its result scaled."""
    whole = getattr(kind, name)
    return kind, name, lambda self, *arguments: factor * whole(self, *arguments)


def without(kind, name):
    """Return the method as one that does nothing."""
    return kind, name, lambda _self, *_arguments: None


BROKEN = {
    "1 selection": (zone, "selection_gain", lambda _share, _accuracy: 1.0),
    "2 pay": (zone, "effort_under_pay", lambda own, _other, _substitution: own),
    "3 contacts": (Zone, "channel_strength", lambda _self, _industry, _band: 0.0),
    "4 utility": scaled(Zone, "utility", 0.99),
    "5 choice": (KeyedLuck, "nest_taste", lambda _self, _key, _nest, _index: 0.0),
    "6 gate": (Zone, "diligence_care", lambda _self: 1.0),
    "7 signing": without(Zone, "report_signature"),
    "8 permits": scaled(Zone, "permit_hazard", 1.01),
    "9 building": (Firm, "relative_size", lambda _self, _slope: 1.0),
    "10 land": (Zone, "prefers_idle", lambda _self, _firm, _new_land: False),
    "11 platform": (platform.Platform, "interest_rate", lambda self: self.model.p.interest_rate),
    "12 fund": (fund.Fund, "returned", lambda self: self.distribution),
    "13 tax": (math, "expm1", lambda x: math.exp(x) - 1.0 - 1e-6),
    "14 rivals": without(Zone, "match_rivals"),
    "15 functions": (Zone, "to_platform", lambda _self: 0.0),
}


def notices(scenario, values, seed):
    """Tell whether some recorded number of the two models differs."""
    world = simulate(scenario, values, seed)
    model = plain_run(scenario, values, seed, world)
    for panel, (attribute, names) in PANELS.items():
        for name in names:
            engine, plain = getattr(world, attribute)[name].astype(float), model.series(panel, name)
            engine = engine[:, : plain.shape[-1]] if engine.ndim > 1 else engine
            if (abs(engine - plain) > 1e-9 * max(1.0, abs(engine).max())).any():
                return True
    return False


@pytest.mark.slow
@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_rule_is_noticed(rule, monkeypatch):
    scenario, values, seed = busy_case(0)
    monkeypatch.setattr(*BROKEN[rule])
    with suppress(AccountError):  # an account that breaks is a notice too
        assert notices(scenario, values, seed)


def test_models_that_are_whole_agree():
    assert not notices(*busy_case(0))
