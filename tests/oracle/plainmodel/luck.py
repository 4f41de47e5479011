"""Two sources of luck: the project's keyed draws, and Mesa's ordinary generator."""

# ruff: noqa: ARG002  # both sources are asked alike, and each reads what it needs

import math
from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple

from agents import randomness
from agents.industries import INDUSTRIES
from agents.randomness import Purpose, lifelong, mix, stream
from sim.parameters import key_of

from .birth import contract_investment, draw_industry


class Prospect(NamedTuple):
    """A firm that looks for a place."""

    key: int
    industry: int
    contract: float
    band: int
    born: bool


def size_band(contract):
    """Return 0 below 1亿, 1 up to 10亿, 2 above."""
    return 0 if contract < 1.0 else 1 if contract <= 10.0 else 2


class KeyedLuck:
    """Every draw is a pure function of seed, month, purpose and entity."""

    def __init__(self, seed):
        self.seed = seed
        self.month = 0
        self._lifelong = {purpose: lifelong(seed, purpose) for purpose in Purpose}
        self._nests = {}

    def begin_month(self, month):
        """Turn to the streams of a month."""
        self.month = month

    def _stream(self, purpose):
        return stream(self.seed, self.month, purpose)

    # One draw for an entity's life

    def uniform(self, purpose, key):
        """Draw from the open interval (0, 1)."""
        return randomness.uniform(self._lifelong[purpose], key)

    def exponential(self, purpose, key):
        """Draw a unit exponential."""
        return randomness.exponential(self._lifelong[purpose], key)

    def normal(self, purpose, key):
        """Draw a standard normal."""
        return randomness.normal(self._lifelong[purpose], key)

    def gamma_of_four(self, purpose, key):
        """Draw a gamma of shape 4 and mean 1."""
        return randomness.gamma_of_four(self._lifelong[purpose], key)

    def poisson(self, purpose, key, mean):
        """Draw a Poisson count for an entity's life."""
        return randomness.poisson(self._lifelong[purpose], key, mean)

    def bid_key(self, key, rejections):
        """Return the key of a firm's luck in its present bid."""
        return key if rejections == 0 else mix(key, rejections)

    # Prospects, followers, expansions

    def prospects(self, mean, thinning, p):
        """Return the prospects of the month, those not born among them."""
        number = randomness.poisson(self._stream(Purpose.ARRIVALS), 0, mean)
        keys = self._stream(Purpose.PROSPECT)
        return [self._prospect(mix(keys, rank), thinning, p) for rank in range(number)]

    def _prospect(self, key, thinning, p):
        industry = draw_industry(self.uniform(Purpose.INDUSTRY, key))
        born = thinning[industry] >= 1.0 or self.uniform(Purpose.UNBORN, key) < thinning[industry]
        contract = self.contract(key, p)
        return Prospect(key, industry, contract, size_band(contract), born)

    def contract(self, key, p):
        """Draw a contract investment."""
        return contract_investment(self.uniform(Purpose.CONTRACT_SIZE, key), p)

    def follower(self, anchor, rank):
        """Return (key, month of coming after the start) of a follower."""
        luck = randomness.uniform(mix(self._lifelong[Purpose.FOLLOWER_DELAY], anchor), rank)
        return mix(mix(self._lifelong[Purpose.FOLLOWER_KEY], anchor), rank), luck

    def expansions(self, zone, mean):
        """Return the keys of the month's local expansions of a zone."""
        number = randomness.poisson(self._stream(Purpose.EXPANSIONS), zone, mean)
        keys = mix(self._stream(Purpose.EXPANSION_KEY), zone)
        return [mix(keys, rank) for rank in range(number)]

    # Contacts and tastes

    def contacts(self, zone, prospects, ranks):
        """Yield the rank of every contact of a zone: keyed points in order of level, by industry, below its rate."""
        levels = mix(self._stream(Purpose.CONTACT_LEVEL), zone.key)
        whose = mix(self._stream(Purpose.CONTACT_PROSPECT), zone.key)
        for industry, members in enumerate(ranks):
            largest = zone.largest_rate(industry)
            if not members or largest <= 0.0:
                continue
            level_key, prospect_key = mix(levels, industry), mix(whose, industry)
            point = 0
            level = randomness.exponential(level_key, 0) / len(members)
            while level < largest:
                rank = members[int(len(members) * randomness.uniform(prospect_key, point))]
                if prospects[rank].born and level < zone.rate_with(prospects[rank]):
                    yield rank
                point += 1
                level += randomness.exponential(level_key, point) / len(members)

    def zone_taste(self, key, zone):
        """Draw a firm's Gumbel taste for a zone."""
        return randomness.gumbel(mix(self._lifelong[Purpose.TASTE], key), zone)

    def nest_taste(self, key, nest, index):
        """Draw ln S of a firm and nest."""
        if nest not in self._nests:
            self._nests[nest] = mix(self._lifelong[Purpose.NEST_TASTE], nest)
        return randomness.log_positive_stable(self._nests[nest], key, index)

    def outside_taste(self, key):
        """Draw a firm's Gumbel taste for going elsewhere."""
        return randomness.gumbel(self._lifelong[Purpose.OUTSIDE_TASTE], key)

    # The world before the first month

    def in_baseline_set(self, rank, zone):
        """Draw the uniform that puts a zone into a sampled choice set."""
        return randomness.uniform(mix(self._lifelong[Purpose.BASELINE_PROSPECT], rank), zone)

    def endowment(self, zone, name):
        """Draw the quantile of an endowment."""
        return randomness.uniform(stream(self.seed, 0, Purpose.ZONE_ENDOWMENT), key_of(zone, name))

    def city_effect(self, city):
        """Draw the city's effect on the framework share."""
        return randomness.normal(stream(self.seed, 1, Purpose.ZONE_ENDOWMENT), city)

    def date(self, group):
        """Draw when an uncertain date falls."""
        return randomness.uniform(stream(self.seed, 0, Purpose.REFORM_DATE), key_of("date", group))

    def growth_error(self, year):
        """Draw the error of a year's growth."""
        return randomness.normal(stream(self.seed, year, Purpose.MACRO_ERROR), 0)


class OrdinaryLuck:
    """Draw in sequence from the model's own generators, as a Mesa model does.

    What belongs to the region rather than to the months (endowments, city effects, dates, growth, baseline choice sets)
    stays keyed by `seed`, so that both variants speak of the same region.
    """

    def __init__(self, seed, random, rng):
        self.random = random
        self.rng = rng
        region = KeyedLuck(seed)
        self.in_baseline_set = region.in_baseline_set
        self.endowment = region.endowment
        self.city_effect = region.city_effect
        self.date = region.date
        self.growth_error = region.growth_error
        self._shares = list(accumulate(industry.share for industry in INDUSTRIES))

    def begin_month(self, month):
        """Nothing hangs on the month."""

    def uniform(self, purpose, key):
        """Draw from (0, 1)."""
        return self.random.random()

    def exponential(self, purpose, key):
        """Draw a unit exponential."""
        return self.random.expovariate(1.0)

    def normal(self, purpose, key):
        """Draw a standard normal."""
        return self.random.gauss(0.0, 1.0)

    def gamma_of_four(self, purpose, key):
        """Draw a gamma of shape 4 and mean 1."""
        return self.random.gammavariate(4.0, 0.25)

    def poisson(self, purpose, key, mean):
        """Draw a Poisson count."""
        return int(self.rng.poisson(mean))

    def bid_key(self, key, rejections):
        """Return no key: nobody asks for it."""
        return 0

    def prospects(self, mean, thinning, p):
        """Return the prospects of the month; a shocked industry is thinned."""
        found = []
        for _ in range(int(self.rng.poisson(mean))):
            industry = min(bisect_right(self._shares, self.random.random()), len(self._shares) - 1)
            if self.random.random() < thinning[industry]:
                contract = self.contract(0, p)
                found.append(Prospect(0, industry, contract, size_band(contract), born=True))
        return found

    def contract(self, key, p):
        """Draw a contract investment."""
        return contract_investment(self.random.random(), p)

    def follower(self, anchor, rank):
        """Return (no key, luck of the month) of a follower."""
        return 0, self.random.random()

    def expansions(self, zone, mean):
        """Return a key for each of the month's local expansions."""
        return [0] * int(self.rng.poisson(mean))

    def contacts(self, zone, prospects, ranks):
        """Yield the rank of every contact: a Poisson number by industry, each kept where its size is sought."""
        for industry, members in enumerate(ranks):
            largest = zone.largest_rate(industry)
            for _ in range(int(self.rng.poisson(largest * len(members)))):
                rank = members[int(self.random.random() * len(members))]
                if self.random.random() * largest < zone.rate_with(prospects[rank]):
                    yield rank

    def zone_taste(self, key, zone):
        """Draw a Gumbel taste."""
        return -math.log(self.random.expovariate(1.0))

    def nest_taste(self, key, nest, index):
        """Draw ln S, S positive stable, by Kanter's formula."""
        if index >= 1.0:
            return 0.0
        angle = math.pi * (1.0 - self.random.random())
        waiting = self.random.expovariate(1.0)
        return (
            math.log(math.sin(index * angle))
            - math.log(math.sin(angle)) / index
            + (1.0 - index) / index * (math.log(math.sin((1.0 - index) * angle)) - math.log(waiting))
        )

    def outside_taste(self, key):
        """Draw a Gumbel taste."""
        return -math.log(self.random.expovariate(1.0))
