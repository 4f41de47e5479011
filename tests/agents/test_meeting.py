"""Rule 3: a point is a contact where its level lies below the rate, also where products run out of digits."""

from math import inf
from types import SimpleNamespace

import numpy as np
import pytest

from agents.industries import INDUSTRY_COUNT
from agents.randomness import Purpose, mix, stream, uniform
from agents.records import allocate
from agents.zones.record import ZONE
from sim import markets
from sim.parameters import PARAMETER
from sim.replacement import plain
from sim.state import CONTACT, PROSPECT, Count

PROSPECTS, INDUSTRY, KEY, SEED, MONTH = 100, 3, 77, 9, 5
RATES = (8.0, 6.0, 4.0)
"""Contacts with a prospect of each size band: the first takes levels to 8, and exp(-800) is no number."""


@pytest.fixture
def crowd(row):
    """A zone that meets each of a hundred prospects of one industry many times; every fifth of them is not born."""
    prospects = allocate(PROSPECT, PROSPECTS)
    prospects.luck = (np.arange(PROSPECTS) + 0.5) / PROSPECTS
    prospects.born = np.arange(PROSPECTS) % 5 > 0
    ends = np.where(np.arange(INDUSTRY_COUNT + 1) > INDUSTRY, PROSPECTS, 0)
    zones = allocate(ZONE, 1)
    zones.key = KEY
    return SimpleNamespace(
        prospects=prospects, contacts=allocate(CONTACT, 2000), zones=zones, counts=np.zeros(len(Count), np.int64),
        rates=np.broadcast_to(RATES, (1, INDUSTRY_COUNT, 3)), industry_members=np.arange(PROSPECTS), industry_ends=ends,
        parameters=[row(PARAMETER)], seed=SEED,
    )  # fmt: skip


def met(p):
    """Return who is met in order, from the rule's own words: gaps Exp / N, each point on one of the N at random."""
    levels, whose = (
        mix(mix(stream(SEED, MONTH, purpose), KEY), INDUSTRY)
        for purpose in (Purpose.CONTACT_LEVEL, Purpose.CONTACT_PROSPECT)
    )
    level, found = 0.0, []
    for point in range(2000):
        level -= np.log(uniform(levels, point)) / PROSPECTS
        rank = int(PROSPECTS * uniform(whose, point))
        rate = RATES[markets.size_band((rank + 0.5) / PROSPECTS, p)] if rank % 5 else 0.0
        if level < rate:
            found.append(rank)
    return found


@pytest.mark.parametrize("smallest", [markets.SMALLEST_PRODUCT, 0.01, inf])
def test_contacts_are_the_points_below_the_rates_however_many_there_are(crowd, smallest, monkeypatch):
    """Where every product is taken into the sum of logarithms at once, nothing is left of the short cut."""
    monkeypatch.setattr(markets, "SMALLEST_PRODUCT", smallest)
    plain(markets.meet_prospects)(crowd, MONTH)
    made = crowd.counts[Count.CONTACTS]
    assert crowd.contacts.prospect[:made].tolist() == met(crowd.parameters[0])
    assert made == crowd.zones[0].contacts > 400
