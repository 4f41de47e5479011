"""The catalogue of levers told: unit costs from the parameters that compute them, and the page of both languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from agents.zones.attraction import CHANNELS
from analysis.bands import HIGH, LOW, number
from analysis.markdown import table
from scenarios.catalogue import NEUTRAL_SOURCE, Catalogue, Cost, Entry, Standing
from sim.parameters import PARAMETERS, quantile

CHANNEL_YEAR = {channel.lever: channel.cost for channel in CHANNELS}
"""What a channel costs a year at full strength [亿元 / year]."""


class UnitCost(NamedTuple):
    """A number that a cost is computed from: its name in the model, median and 5-95 % band of the prior, unit."""

    name: str
    low: float
    median: float
    high: float
    unit: str


def unit_costs(lever: str, cost: Cost) -> list[UnitCost]:
    """Return the numbers behind a cost of a lever, as the rules have them.

    There are none where the lever is itself the money, or where the model does not book the cost.
    """
    numbers = []
    for name in cost.parameters:
        quantity = PARAMETERS[name]
        low, median, high = (float(quantile(quantity.prior, u)) for u in (LOW, 0.5, HIGH))
        numbers.append(UnitCost(name, low, median, high, quantity.unit))
    if cost.field == "zone.channel_cost" and not numbers:
        yearly = CHANNEL_YEAR[lever]
        numbers.append(UnitCost("CHANNELS", yearly, yearly, yearly, "亿元/year"))
    return numbers


def spread(cost: UnitCost) -> str:
    """Write a number with its band, or alone where it is fixed."""
    if cost.low == cost.high:
        return number(cost.median)
    return f"{number(cost.median)} ({number(cost.low)} – {number(cost.high)})"


OPENING = """\
Generated from `scenarios/levers.yaml`, the table of levers and the parameters of the rules by
`python docs/tables.py --write`. Every lever is a change that a county can decide on; each has a cost with a pot,
limits that are not money, and a standing in law with document and date. A standing is a reading of the document named,
not legal advice. A scenario may name a band in place of a number: `levers: {gate_coverage: strong}`.
`zonereform scenario levers NAME` shows one of them."""
OPENING_ZH = """\
本页由 `scenarios/levers.yaml` 与模型参数生成。每个政策杠杆都列明由谁出钱、出自哪本账、受哪些非资金约束、依据哪份文件。
合规状态是对所列文件的解读，不构成法律意见。情景文件中可直接写档位名称代替数字。"""
UNITS = """\
亿元: 100 million yuan; 万元: 10 thousand yuan; mu (亩): a fifteenth of a hectare; unit 1: a share or a factor. Numbers
are the median and the 5–95 % band of the prior. / 单位 1 表示比例或倍数；数字为先验中位数与 5–95% 区间。"""
NOT_BOOKED = "not booked by the model / 模型未计"


def page(catalogue: Catalogue) -> str:
    """Return the catalogue as one Markdown page, English and Chinese side by side."""
    parts = ["# The levers, their costs and the law / 政策杠杆、成本与合规", OPENING, OPENING_ZH]
    parts += _not_modelled(catalogue)
    parts += ["## Levers / 杠杆", *_levers(catalogue)]
    parts += ["## What they cost / 成本", UNITS, _costs(catalogue)]
    parts += ["## What the law says / 合规依据", _statuses(catalogue), _law(catalogue)]
    parts += ["## Limits that are not money / 非资金约束", _limits(catalogue)]
    parts += ["## Where the bands come from / 档位来源", _bands(catalogue)]
    parts += ["## Packages / 组合", _packages(catalogue)]
    return "\n\n".join(parts) + "\n"


def _not_modelled(catalogue: Catalogue) -> Iterator[str]:
    things = catalogue.not_modelled
    yield (
        f"**Not modelled: {', '.join(t.title for t in things)}.** No result of any lever says anything of these. "
        f"/ **未纳入模型：{'、'.join(t.title_zh for t in things)}。**任何杠杆的结果都不涉及这些方面。"
    )


def _levers(catalogue: Catalogue) -> Iterator[str]:
    date = catalogue.latest()
    for group, names in catalogue.groups.items():
        yield f"### {names.title} / {names.title_zh}"
        rows = []
        for entry in catalogue.entries.values():
            if entry.group == group:
                status = catalogue.statuses[entry.standing(date).status]
                lever = entry.lever
                bands = "<br>".join(f"{name} {number(band.value)}" for name, band in entry.bands.items())
                names_of = f"`{lever.name}`<br>{lever.title}<br>{lever.title_zh}"
                pots = "<br>".join(_pots(catalogue, entry)) or "–"
                standing = f"{status.title} {status.title_zh}"
                rows.append((names_of, entry.about, entry.about_zh, bands, lever.unit, pots, standing))
        head = ("Lever", "In plain words", "通俗说明", "Bands 档位", "Unit 单位", "Pot 资金来源", f"Law 合规 ({date})")
        yield table(head, rows)


def _pots(catalogue: Catalogue, entry: Entry) -> list[str]:
    pots = dict.fromkeys(cost.pot for cost in entry.costs)
    return [f"{catalogue.pots[pot].title} {catalogue.pots[pot].title_zh}" for pot in pots]


def _costs(catalogue: Catalogue) -> str:
    entries = catalogue.entries.values()
    rows = []
    for cost in catalogue.costs.values():
        raised = [entry.lever.name for entry in entries if cost in entry.costs]
        lowered = [entry.lever.name for entry in entries if cost in entry.saves]
        if cost.parameters:
            numbers = [f"`{c.name}` {spread(c)} {c.unit}" for c in unit_costs("", cost)]
        else:
            numbers = [f"`{lever}` {spread(c)} {c.unit}" for lever in raised for c in unit_costs(lever, cost)]
        booked = f"`{cost.field}` by `{cost.rule}`" if cost.field else NOT_BOOKED
        payer, pot = catalogue.payers[cost.payer], catalogue.pots[cost.pot]
        rows.append(
            (cost.about, cost.about_zh, f"{payer.title} {payer.title_zh}", f"{pot.title} {pot.title_zh}",
             "<br>".join(numbers) or "–", booked, _named(raised), _named(lowered))
        )  # fmt: skip
    head = (
        "What is paid", "支出内容", "Payer 出资方", "Pot 资金来源", "Per unit 单位成本", "Booked 入账",
        "Raised by 增加", "Lowered by 减少",
    )  # fmt: skip
    return table(head, rows)


def _named(levers: list[str]) -> str:
    return ", ".join(f"`{lever}`" for lever in levers) or "–"


def _statuses(catalogue: Catalogue) -> str:
    rows = [(s.title, s.title_zh, s.about, s.about_zh) for s in catalogue.statuses.values()]
    return table(("Status", "状态", "Meaning", "含义"), rows)


def cited(standing: Standing) -> str:
    """Write the document of a standing with number and date, in Chinese as it is filed; empty without one."""
    if standing.document is None:
        return ""
    return " ".join(part for part in (f"《{standing.document.title_zh}》", standing.document.number or "") if part)


def _law(catalogue: Catalogue) -> str:
    rows = []
    for entry in catalogue.entries.values():
        for ruling in entry.law:
            status = catalogue.statuses[ruling.status]
            title = f"{ruling.document.title}<br>{cited(ruling)}" if ruling.document else "–"
            rows.append(
                (f"`{entry.lever.name}`", ruling.since or "–", f"{status.title} {status.title_zh}", title, ruling.about,
                 ruling.about_zh)
            )  # fmt: skip
    return table(("Lever", "Since 自", "Status 状态", "Document 文件", "It says", "要点"), rows)


def _limits(catalogue: Catalogue) -> str:
    rows = []
    for name, limit in catalogue.limits.items():
        users = [entry.lever.name for entry in catalogue.entries.values() if name in entry.limits]
        kept = "kept by a rule / 模型已设" if limit.modelled else "not in the model / 模型未设"
        rows.append((limit.title, limit.title_zh, limit.about, limit.about_zh, kept, _named(users)))
    return table(("Limit", "约束", "Meaning", "含义", "In the model", "Levers"), rows)


def _bands(catalogue: Catalogue) -> str:
    rows = [
        (f"`{entry.lever.name}`", "<br>".join(own_sources(entry)), entry.source, entry.source_zh)
        for entry in catalogue.entries.values()
    ]
    head = ("Lever", "Bands with a source of their own 单列来源", "The other bands", "各档依据")
    return table(head, rows)


def own_sources(entry: Entry) -> list[str]:
    """Return the bands whose number has a source of its own, each with it: figure ids or a judgement."""
    return [
        f"{band.name}: {band.source}"
        for band in entry.bands.values()
        if band.source not in (entry.source, NEUTRAL_SOURCE)
    ]


def _packages(catalogue: Catalogue) -> str:
    rows = [
        (f"`{name}`<br>{package.title}<br>{package.title_zh}", package.about, package.about_zh,
         "<br>".join(f"`{lever}: {band}`" for lever, band in package.levers.items()))
        for name, package in catalogue.packages.items()
    ]  # fmt: skip
    return table(("Package", "In plain words", "通俗说明", "Levers"), rows)
