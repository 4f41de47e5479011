r"""Who receives and pays what: the money of a zone, of its county and of the region, line by line.

Three purses are kept by the model: the zone's committee, its platform company, and the municipality (`sim.accounting`).
``LINES`` is the one declaration of what enters each of them. A payment from one purse to another has a sign in both, so
that it cancels by itself wherever both are looked at together:

- the *zone* is its committee and its platform company;
- the *county* is all zones of the district, their companies, and what the municipality receives and pays for them;
- the *region* is all zones, all companies and the municipality whole, but for the appropriation, which comes from the
  general budget that all of this is weighed for.

Lines of committee and company add up to their net cash flow in the accounts, those of the region to that of the
municipality as well; a test adds them up. What the model has no flow for is in no line: it sells land at its price and
knows no discount on it; the tax of province and state, and what firms gain, are nobody's here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

import numpy as np

from analysis.outcomes import Place, Places
from scenarios.catalogue import load_catalogue
from sim.outputs import platforms_of
from sim.state import Array, World

PLACES: tuple[Place, ...] = ("zone", "county", "region")
RATES = (0.0, 0.03, 0.05, 0.08)
"""Discount rates a year; at nothing a value is a plain sum [1 / year]."""
YEAR = 12

Signs = Mapping[str, float]


class Line(NamedTuple):
    """One line: the fields that it is in the books of each purse, with +1 where they are received and -1 where paid.

    ``hall`` is the municipality's side, by the record that names it. ``spent`` marks payments that leave for good;
    loans, and payments between purses, are none.
    """

    name: str
    label: str
    label_zh: str
    committee: Signs
    company: Signs
    hall: Signs
    spent: bool = False


LINES = (
    Line("tax", "local tax", "地方税收", {"tax_local": 1, "tax_shared_in": 1, "tax_shared_out": -1}, {}, {}),
    Line("land", "land receipts", "土地出让收入", {"land_receipts": 1}, {"land_receipts": 1}, {"land_share": 1}),
    Line("rent", "rent and sales of plant", "租金与厂房销售", {}, {"rent": 1, "sales": 1}, {}),
    Line("exits", "money back from funds", "基金回收", {"fund_returned": 1}, {}, {}),
    Line("grant", "grant of the municipality", "上级补助", {"grant": 1}, {}, {"zone.grant": -1}),
    Line("transfers", "transfers and bail-outs to platform companies", "对平台公司的转移支付与救助", {},
         {"transfer": 1}, {"platform.transfer": -1}),
    Line("task_fees", "agency fees on tasks", "代建管理费", {}, {"task_fees": 1}, {"platform.task_fees": -1}),
    Line("service_fees", "service fees to platform companies", "向平台公司支付的服务费", {"platform_fee": -1},
         {"fees": 1, "task_fees": -1}, {}),
    Line("staff", "pay of staff", "人员薪酬", {"payroll": -1}, {}, {}, spent=True),
    Line("functions", "social and other functions", "社会等职能运行费", {"operating_cost": -1}, {},
         {"zone.municipal_takeover": -1}, spent=True),
    Line("channels", "channels, gate, online platforms", "招商渠道、评审与线上平台", {"channel_cost": -1}, {}, {},
         spent=True),
    Line("subsidies", "subsidies to firms", "对企业补贴", {"subsidy_paid": -1}, {}, {}, spent=True),
    Line("compensation", "compensation for recycled land", "盘活补偿", {"recycling_cost": -1}, {"compensation": -1},
         {}, spent=True),
    Line("calls", "money called by funds", "基金缴款", {"fund_paid_in": -1}, {}, {}, spent=True),
    Line("buybacks", "fund deals bought back", "基金回购支出", {"buyback_paid": -1}, {}, {}, spent=True),
    Line("building", "building of platform companies", "平台公司建设", {}, {"building": -1}, {}, spent=True),
    Line("interest", "interest", "利息", {}, {"interest": -1}, {}, spent=True),
    Line("loans", "new debt less repaid debt", "新增债务减偿还", {}, {"borrowed": 1, "repaid": -1}, {}),
)  # fmt: skip
"""Every flow of the accounts that enters a purse."""

LEFT = (
    Line("debt", "debt still owed", "期末未偿债务", {}, {"debt_short": -1, "debt_long": -1}, {}),
    Line("works", "roads and plant at book value", "道路厂房账面值", {}, {"roads": 1, "plant_value": 1}, {}),
    Line("stake", "stake in funds at cost", "基金权益（成本）", {"stake": 1}, {}, {}),
)
"""What is left at the end: debt counts as paid then; works and stakes are shown and counted apart, for a book value is
no money."""

NAMES = tuple(line.name for line in (*LINES, *LEFT))
SPENT = tuple(at for at, line in enumerate(LINES) if line.spent)
FLOWS = slice(0, len(LINES))
DEBT, ASSETS = NAMES.index("debt"), (NAMES.index("works"), NAMES.index("stake"))


class Pot(NamedTuple):
    """Costs of levers that one payer bears from one pot, by the fields in which the model books them."""

    pot: str
    payer: str
    fields: tuple[str, ...]


@cache
def pots() -> tuple[Pot, ...]:
    """Return the pots of the lever catalogue with the flows that the model books in them, each flow once."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for cost in load_catalogue().costs.values():
        if cost.field is not None:
            found.setdefault((cost.pot, cost.payer), {})[cost.field] = None
    return tuple(Pot(pot, payer, tuple(fields)) for (pot, payer), fields in found.items())


RECEIPTS = frozenset(f"zone.{name}" for name, sign in LINES[1].committee.items() if sign > 0)
"""Fields of the catalogue that are received: such a cost is a receipt forgone."""


class Money(NamedTuple):
    """The money of one run from the month in which its comparison begins.

    ``values`` [places, horizons, rates, lines of LINES and LEFT] are discounted to that month [亿元]; nan beyond the
    run. ``pots`` [horizons, pots] are paid for the county's zones, undiscounted [亿元].
    """

    values: Array
    pots: Array


def read_money(world: World, places: Places, since: int, horizons: tuple[int, ...]) -> Money:
    """Return the money of a run, counted from month ``since``.

    A flow of month t, counted from 1, is worth (1 + r)^(-t/12) of it.
    """
    values = np.full((len(PLACES), len(horizons), len(RATES), len(NAMES)), np.nan)
    paid = np.full((len(horizons), len(pots())), np.nan)
    known = [at for at, months in enumerate(horizons) if since + months <= world.panel.shape[0]]
    if not known:
        return Money(values, paid)
    last = since + max(horizons[at] for at in known)
    worth = discounts(last - since)
    for place, name in enumerate(PLACES):
        monthly = monthly_lines(world, places.rows(name), since, last, hall=name != "zone")
        for at in known:
            months = horizons[at]
            values[place, at, :, FLOWS] = worth[:, :months] @ monthly[FLOWS, :months].T
            values[place, at, :, len(LINES) :] = np.outer(worth[:, months - 1], monthly[len(LINES) :, months - 1])
    by_pot = _monthly_pots(world, places.rows("county"), since, last)
    for at in known:
        paid[at] = by_pot[:, : horizons[at]].sum(axis=1)
    return Money(values, paid)


def discounts(months: int) -> Array:
    """Return what a yuan at the end of each month is worth at the beginning, for all rates [rates, months].

    >>> discounts(12)[:, -1].round(4).tolist()
    [1.0, 0.9709, 0.9524, 0.9259]
    """
    ends = np.arange(1, months + 1) / YEAR
    found: Array = (1.0 + np.array(RATES)[:, None]) ** -ends
    return found


def monthly_lines(world: World, rows: list[int], first: int, last: int, *, hall: bool) -> Array:
    """Return all lines of zones by month, from ``first`` to ``last`` - 1 [lines of LINES and LEFT, months].

    ``hall`` tells whether what the municipality receives and pays for them is in.
    """
    read = _reader(world, rows, first, last)
    found = np.zeros((len(NAMES), last - first))
    for at, line in enumerate((*LINES, *LEFT)):
        sides = [(f"zone.{name}", sign) for name, sign in line.committee.items()]
        sides += [(f"platform.{name}", sign) for name, sign in line.company.items()]
        sides += list(line.hall.items()) if hall else []
        for name, sign in sides:
            found[at] += sign * read(name)
    return found


def paid_from_pots(world: World, rows: list[int], first: int, last: int) -> Array:
    """Return what is paid for zones from each of ``pots()`` from month ``first`` to ``last`` - 1 [亿元]."""
    found: Array = _monthly_pots(world, rows, first, last).sum(axis=1)
    return found


def _monthly_pots(world: World, rows: list[int], first: int, last: int) -> Array:
    """Return what is paid from each pot by month [pots, months]."""
    read = _reader(world, rows, first, last)
    found = np.zeros((len(pots()), last - first))
    for at, pot in enumerate(pots()):
        for name in pot.fields:
            found[at] += -read(name) if name in RECEIPTS else read(name)
    return found


def _reader(world: World, rows: list[int], first: int, last: int) -> Callable[[str], Array]:
    """Return what reads a field of the records of zones, or of their companies or funds, by month."""
    # A record array is slow to give a field, a plain one is not.
    zones, funds = (np.asarray(panel[first:last]) for panel in (world.panel, world.fund_panel))
    companies, owned = np.asarray(world.platform_panel[first:last]), platforms_of(world, rows)
    read: dict[str, Callable[[], Array]] = {
        "land_share": lambda: _land_share_of_hall(world, zones[:, rows]),
        "zone.stake": lambda: _stake(funds[:, rows]),
    }

    def one(name: str) -> Array:
        if name in read:
            return read[name]()
        kind, _, field = name.partition(".")
        panel, columns = {"zone": (zones, rows), "platform": (companies, owned), "fund": (funds, rows)}[kind]
        total: Array = panel[field][:, columns].sum(axis=1)
        return total

    return one


def _land_share_of_hall(world: World, zones: Array) -> Array:
    """Return the municipality's share of land receipts by month, which is what zone and company leave of them.

    The municipality keeps it for all zones in one sum; the zone's own share of receipts tells each zone's [亿元].
    """
    share = float(world.parameters[0].land_share_zone)
    rest: Array = zones["land_receipts"] * (1.0 - share) / share - zones["land_receipts_platform"]
    return rest.sum(axis=1)


def _stake(funds: Array) -> Array:
    """Return the committees' part of what their funds hold, cash and deals at cost, by month [亿元]."""
    called = funds["called_fiscal"] + funds["called_state"] + funds["called_social"]
    held = funds["cash"] + funds["holdings_local"] + funds["holdings_outside"]
    part = np.divide(funds["called_fiscal"], called, out=np.zeros(called.shape), where=called > 0.0)
    found: Array = (part * held).sum(axis=1)
    return found


def debt_over_assets(world: World, rows: list[int], first: int, last: int) -> Array:
    """Return the debt of zones' companies over their assets by month, nan without any of both [1].

    It is the ratio by which the model's lenders judge (`agents.platforms.leverage`).
    """
    companies = np.asarray(world.platform_panel[first:last])[:, platforms_of(world, rows)]
    debt = (companies["debt_short"] + companies["debt_long"]).sum(axis=1)
    assets = (companies["roads"] + companies["plant_value"] + np.maximum(0.0, companies["cash"])).sum(axis=1)
    found: Array = np.divide(debt, assets, out=np.full(debt.shape, np.nan), where=assets > 0.0)
    return found
