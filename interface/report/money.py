"""The money of options in a report: present values, costs by pot, and the charts that need them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from analysis.compare import Comparison
from analysis.money import SAFE_LEVEL, OptionMoney, safe_level
from analysis.purses import PLACES, RATES
from interface.comparing_tables import LAST, title_of
from interface.money_figures import cloud_picture, debt_picture, front_picture
from interface.money_tables import told_lines
from interface.report.document import Block, Grid, Number, Paragraph, Piece, Points, heads_of, joined, told
from interface.report.numbers import number
from interface.report.pictures import of_declaration
from interface.web.telling import share_text
from interface.words import Language, say
from scenarios.catalogue import load_catalogue


def money_blocks(result: Comparison, found: Sequence[OptionMoney], lead: int, language: Language) -> list[Block]:
    """Return tables of all options, charts of the one that leads, and what is said of each in sentences."""
    names = " ".join(one.option.name for one in found)
    run = f"zonereform compare {result.setting.base.name} {names} --money, digest {result.digest}"

    def chart(name: str, declare: Any) -> Block:
        return of_declaration(name, declare, language, f"{run}, chart {name}")

    blocks = [chart("cloud", partial(cloud_picture, result, found[lead]))]
    if np.isfinite(found[lead].leverage).all(axis=(0, 1)).any():  # a zone without a company has no debt path
        blocks.append(chart("debt", partial(debt_picture, result, found[lead])))
    if len(found) > 1:
        blocks.append(chart("front", partial(front_picture, result)))
    lines = [(title_of(one.option.scenario, language), joined(ended(told_lines(one, language), language), language))
             for one in found if not one.option.changes_nothing]  # fmt: skip
    reading = told("report_money_reading", language, level=f"{safe_level():.0%}", source=SAFE_LEVEL)
    return [
        *blocks,
        worth_grid(found, language),
        pots_grid(found, language),
        Points(lines),
        Paragraph(reading, "small"),
    ]


def ended(lines: Sequence[str], language: Language) -> list[str]:
    """Return lines as sentences."""
    stop = "。" if language == "zh" else "."
    return [line if line.endswith(stop) else f"{line}{stop}" for line in lines]


def worth_grid(found: Sequence[OptionMoney], language: Language) -> Grid:
    """Return present values for zone, county and region at all rates, option by option."""
    keys = ("place", "rate", "median", "low", "high", "better", "verdict", "left")
    groups = [(title_of(one.option.scenario, language), _worth_rows(one, language)) for one in found]
    title = say("report_worth", language, months=LAST)
    return Grid(say("report_sheet_worth", language), title, heads_of(keys, language), groups)


def _worth_rows(money: OptionMoney, language: Language) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    for place in PLACES:
        for rate in RATES:
            worth, name = money.at(place, LAST, rate), f"{money.option.name}/money/{place}/{LAST}/{rate:g}"
            ends = [number(value, f"{name}/{part}") for part, value in worth.band._asdict().items()]
            rows.append(
                [say(f"compare_{place}", language), f"{rate:.0%}" if rate else say("money_plain", language), *ends,
                 Number(share_text(worth.share_better, language), worth.share_better, f"{name}/better"),
                 say(f"page_verdict_{worth.verdict}", language), number(worth.left.median, f"{name}/left")]
            )  # fmt: skip
    return rows


def pots_grid(found: Sequence[OptionMoney], language: Language) -> Grid:
    """Return what is paid more from each pot, option by option."""
    catalogue, chinese = load_catalogue(), language == "zh"
    groups: list[tuple[str, list[list[Piece]]]] = []
    for one in found:
        rows: list[list[Piece]] = []
        for cost in one.pots:
            pot, payer = catalogue.pots[cost.pot], catalogue.payers[cost.payer]
            name = f"{one.option.name}/pots/{cost.pot}/{cost.payer}"
            ends = [number(value, f"{name}/{part}") for part, value in cost.band._asdict().items()]
            named = (pot.title_zh, payer.title_zh) if chinese else (pot.title, payer.title)
            rows.append([*named, *ends])
        groups.append((title_of(one.option.scenario, language), rows))
    title = say("report_pots", language, months=LAST)
    heads = heads_of(("pot", "payer", "median", "low", "high"), language)
    return Grid(say("report_sheet_pots", language), title, heads, groups)
