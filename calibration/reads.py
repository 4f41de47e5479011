"""How a number is read off a finished run: sums of flows, stocks, ratios and shares, each for a place and a period.

A `Read` names the output and the months that it speaks of, so that an operator can be shown and checked without a run.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from agents.firms.record import ANCHOR_CONTRACT, Origin, Stage
from agents.randomness import Purpose, lifelong, mix
from scenarios.evidence import load_ledger
from sim.specification import ScenarioSpecification, month_of
from sim.state import Count, World
from sim.statistics import investment_ratio

YearMonth = tuple[int, int]
EVERYWHERE = "*"
"""The place that is all zones of the world together."""


@dataclass(frozen=True)
class Run:
    """A finished run as operators read it: who is where, and what was recorded each month from 2017-01."""

    scenario: ScenarioSpecification
    world: World

    @property
    def parameters(self) -> Any:
        """The parameters of the run, one record."""
        return self.world.parameters[0]

    @property
    def firms(self) -> Any:
        """The firms that have a row."""
        return self.world.firms[: self.world.counts[Count.FIRMS]]

    @property
    def months(self) -> int:
        """The number of recorded months."""
        return int(self.world.panel.shape[0])

    def rows(self, place: str) -> list[int]:
        """Return the rows of a place: one zone's id, several joined by plus signs, or all."""
        if place == EVERYWHERE:
            return list(range(len(self.scenario.world.zones)))
        return [self.scenario.world.row_of(zone) for zone in place.split("+")]

    def monthly(self, field: str, place: str) -> np.ndarray:
        """Return a flow or stock of a place by month, summed over its zones [months]."""
        summed: np.ndarray = self.world.panel[field][:, self.rows(place)].sum(axis=1)
        return summed

    def total(self, field: str, place: str, first: int, last: int) -> float:
        """Return the sum of a flow from month ``first`` to month ``last``, both included; nan beyond the run."""
        if first < 0 or last >= self.months:
            return math.nan
        return float(self.monthly(field, place)[first : last + 1].sum())

    def at(self, field: str, place: str, month: int) -> float:
        """Return a stock of a place at the end of a month; nan beyond the run."""
        return float(self.monthly(field, place)[month]) if 0 <= month < self.months else math.nan

    def firms_in(self, place: str) -> Any:
        """Return the firms that are in a place or left it."""
        return self.firms[np.isin(self.firms.zone, self.rows(place))]


class Read(NamedTuple):
    """What is read: name of the output, first and last month of the period (None: from the start), and the function."""

    output: str
    first: YearMonth | None
    last: YearMonth
    of: Callable[[Run, str], float]

    @property
    def period(self) -> str:
        """The period in one word, such as ``2020-01..2020-08``."""
        first = "" if self.first is None else f"{self.first[0]}-{self.first[1]:02d}"
        return f"{first}..{self.last[0]}-{self.last[1]:02d}"


def summed(first: YearMonth, last: YearMonth, *fields: str, less: str = "") -> Read:
    """Read the sum of flows over the months from ``first`` to ``last``, both included; ``less`` is taken off."""

    def of(run: Run, place: str) -> float:
        total = sum(run.total(field, place, month_of(*first), month_of(*last)) for field in fields)
        return total - (run.total(less, place, month_of(*first), month_of(*last)) if less else 0.0)

    return Read(" + ".join(fields) + (f" - {less}" if less else ""), first, last, of)


def so_far(last: YearMonth, field: str) -> Read:
    """Read the sum of a flow over all months until ``last``."""
    return Read(field, None, last, lambda run, place: run.total(field, place, 0, month_of(*last)))


def stock(last: YearMonth, field: str) -> Read:
    """Read a stock at the end of a month."""
    return Read(field, last, last, lambda run, place: run.at(field, place, month_of(*last)))


def active(first: YearMonth, last: YearMonth, held: str, flow: str) -> Read:
    """Read who was there at some time from ``first`` to ``last``: the stock before, and who joined since."""

    def of(run: Run, place: str) -> float:
        joined = run.total(flow, place, month_of(*first), month_of(*last))
        return run.at(held, place, month_of(*first) - 1) + joined

    return Read(f"{held} + {flow}", first, last, of)


def growth(first: YearMonth, last: YearMonth, field: str) -> Read:
    """Read a sum over that of the same months a year before, as growth [%]."""

    def of(run: Run, place: str) -> float:
        now = run.total(field, place, month_of(*first), month_of(*last))
        before = run.total(field, place, month_of(*first) - 12, month_of(*last) - 12)
        return 100.0 * (now / before - 1.0) if before > 0.0 else math.nan

    return Read(f"growth of {field}", first, last, of)


def over_before(base: int) -> Read:
    """Read published investment of 2020 over that of the base year, within the redrawn boundary [1]."""

    def of(run: Run, place: str) -> float:
        if run.months <= month_of(2020, 12):
            return math.nan
        series = run.monthly("published_fai", place)
        return investment_ratio(series, float(run.parameters.boundary), 2020, base)

    return Read(f"published_fai of 2020 over {base}", (2020, 1), (2020, 12), of)


def posts_cut(last: YearMonth) -> Read:
    """Read how much of the posts before the reform are gone [%]."""

    def of(run: Run, place: str) -> float:
        return 100.0 * (1.0 - run.at("staff", place, month_of(*last)) / run.at("staff_before", place, month_of(*last)))

    return Read("staff over staff_before", None, last, of)


def platform_tasks(last: YearMonth) -> Read:
    """Read building tasks that the place's platform company has taken on [亿元]."""

    def of(run: Run, place: str) -> float:
        platform = int(run.world.zones[run.rows(place)[0]].platform)
        if platform < 0 or month_of(*last) >= run.months:
            return math.nan
        return float(run.world.platform_panel["tasks"][month_of(*last), platform])

    return Read("tasks", None, last, of)


def secured(first: YearMonth, last: YearMonth) -> Read:
    """Read key projects signed in the period that have a place on existing land or in plant by the end of the run."""

    def of(run: Run, place: str) -> float:
        if month_of(*last) >= run.months:
            return math.nan
        firms = run.firms_in(place)
        signed = (firms.signed_at >= month_of(*first)) & (firms.signed_at <= month_of(*last))
        existing = (firms.idle_parcel > 0) | (firms.in_plant > 0)
        return float((signed & existing & (firms.contract >= run.parameters.key_threshold)).sum())

    return Read("firms signed, on idle land or in plant", first, last, of)


def share_started(given: str, first: YearMonth, last: YearMonth) -> Read:
    """Read how many of the figure ``given`` had started by ``last``: that figure times the share of firms that had.

    The firms are those signed from ``first`` to ``last``.
    """

    def of(run: Run, place: str) -> float:
        signed = run.firms_in(place)
        signed = signed[(signed.signed_at >= month_of(*first)) & (signed.signed_at <= month_of(*last))]
        return load_ledger().value(given) * share_started_by(run, signed, last)

    return Read("started_at of firms signed", first, last, of)


def planned_started(given: str, first: YearMonth, last: YearMonth) -> Read:
    """Read how many key projects of a year's list had started by ``last``: the list's number times the share that had.

    A list is drawn up before ``first`` from binding projects of 1亿 and more that wait to start.
    """

    def of(run: Run, place: str) -> float:
        opens = month_of(*first)
        firms = run.firms_in(place)
        bound = (firms.framework == 0) | ((firms.turns_at >= 0) & (firms.turns_at < opens))
        gone = (firms.stage >= Stage.FIRST_EXIT) & (firms.entered < opens)
        waits = (
            (firms.signed_at >= 0) & (firms.signed_at < opens) & ~((firms.started_at >= 0) & (firms.started_at < opens))
        )
        return load_ledger().value(given) * share_started_by(
            run, firms[bound & ~gone & waits & (firms.contract >= 1.0)], last
        )

    return Read("started_at of binding firms that waited", first, last, of)


def share_started_by(run: Run, firms: Any, last: YearMonth) -> float:
    """Return the share of firms that had started by a month; nan without firms, or beyond the run."""
    if month_of(*last) >= run.months or firms.size == 0:
        return math.nan
    return float(((firms.started_at >= 0) & (firms.started_at <= month_of(*last))).mean())


def followers_of(run: Run, place: str, last: YearMonth) -> list[np.ndarray]:
    """Return contracts of the followers that each anchor of a place has by a month, one array an anchor [亿元]."""
    rows = run.rows(place)
    key = lifelong(run.world.seed, Purpose.FOLLOWER_KEY)
    joined = run.firms
    keys, zones, contracts_of, born = joined.key, joined.zone, joined.contract, joined.born
    row_of_key = {int(keys[row]): int(row) for row in np.flatnonzero(joined.origin == Origin.FOLLOWER)}
    promises = run.world.promises[: run.world.counts[Count.FOLLOWERS]]
    mine = np.isin(zones[promises.anchor], rows) & (contracts_of[promises.anchor] >= ANCHOR_CONTRACT)
    found: dict[int, list[float]] = {}
    for anchor, rank in zip(promises.anchor[mine].tolist(), promises.rank[mine].tolist(), strict=True):
        contracts = found.setdefault(anchor, [])
        row = row_of_key.get(int(mix(mix(key, int(keys[anchor])), rank)))
        if row is not None and born[row] <= month_of(*last):
            contracts.append(float(contracts_of[row]))
    return [np.array(contracts) for contracts in found.values()]


def most_followed(last: YearMonth, invested: bool) -> Read:
    """Read the followers of the anchor that has most, for it is the one a text tells of: their number, or contracts."""

    def of(run: Run, place: str) -> float:
        groups = [group for group in followers_of(run, place, last) if group.size]
        if month_of(*last) >= run.months or not groups:
            return math.nan
        most = max(groups, key=lambda group: group.size)
        return float(most.sum()) if invested else float(most.size)

    return Read("followers of an anchor" + (", contract" if invested else ""), None, last, of)


def raised_share(given: str, last: YearMonth) -> Read:
    """Read how many of the planned funds ``given`` found their money: their number times the success of raising it."""

    def of(run: Run, _place: str) -> float:
        return load_ledger().value(given) * float(run.parameters.raising_success)

    return Read("raising_success", None, last, of)


def invested_share(given: str, last: YearMonth) -> Read:
    """Read how many of the funds ``given`` have invested: their number times invested over committed money."""

    def of(run: Run, place: str) -> float:
        if month_of(*last) >= run.months:
            return math.nan
        funds = run.world.fund_panel[month_of(*last), run.rows(place)]
        committed = sum(float(funds[f"committed_{payer}"].sum()) for payer in ("fiscal", "state", "social"))
        invested = float(funds["invested_local"].sum() + funds["invested_outside"].sum())
        return load_ledger().value(given) * min(1.0, invested / committed) if committed > 0.0 else math.nan

    return Read("invested over committed", None, last, of)


def unmodelled(last: YearMonth) -> Read:
    """Read nothing: the model has no such output under this reading, which then says nothing of the parameters."""
    return Read("no output", None, last, lambda _run, _place: math.nan)
