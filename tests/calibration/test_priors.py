import re

import pytest

from analysis.published import set_beside_published
from calibration.priors import FROZEN, priors_hash
from scenarios.evidence import load_ledger
from scenarios.load import load_scenario
from sim.parameters import PARAMETERS


def test_the_priors_are_the_frozen_ones():
    assert priors_hash() == FROZEN


def test_outside_evidence_that_a_prior_cites_stands_in_the_ledger():
    cited = {name for q in PARAMETERS.values() for name in re.findall(r"external\.\w+", q.source)}
    assert cited
    assert cited <= {figure.id for figure in load_ledger()}


@pytest.mark.nightly
def test_prior_bands_hold_the_headline_figures_and_are_at_most_fifteenfold():
    found = set_beside_published(load_scenario("jimo"), load_ledger(), draws=800, seed=1)
    for figure in ("jimo.zone.introduced_projects_2021", "jimo.zone.fai_2020"):
        band = found.band(figure)
        print(f"{figure}: {band.low:.0f} to {band.high:.0f}, {band.high / band.low:.1f}-fold")
        assert found.inside(figure)
        assert band.high / band.low <= 15
