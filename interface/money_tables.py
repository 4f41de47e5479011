"""The money of options on the terminal: worth, what it is made of, pots, the cloud, the safe level, the gate."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from agents.levers import LEVER_INDEX, LEVERS
from analysis.bands import number
from analysis.compare import BEFORE, HORIZONS
from analysis.effects import mean_of
from analysis.money import QUARTERS, SAFE_LEVEL, Cloud, GatePrice, OptionMoney, lines_told, safe_level
from analysis.purses import ASSETS, LEFT, LINES, NAMES, PLACES, RATES
from interface.comparing_tables import LAST, STYLES, short
from interface.tables import listed, plain_table, span
from interface.words import Language, say
from scenarios.catalogue import load_catalogue

LABELS = {line.name: (line.label, line.label_zh) for line in (*LINES, *LEFT)}
APART = tuple(NAMES[at] for at in ASSETS)
"""Lines that are told and not added."""


def show_money(found: Sequence[OptionMoney], language: Language, out: Console) -> None:
    """Print the money of every option, then how to read it."""
    for money in found:
        if money.option.changes_nothing:
            continue
        out.print()
        title = say("money_title", language, option=money.option.name, months=LAST)
        out.print(Text(title, style="bold"))
        out.print(worth_table(money, language))
        out.print()
        out.print(Text(say("money_lines", language), style="bold"))
        out.print(lines_table(money, language))
        out.print()
        out.print(Text(say("money_pots", language), style="bold"))
        out.print(pots_table(money, language))
        out.print()
        out.print(Text(say("money_cloud", language), style="bold"))
        out.print(cloud_table(money, language))
        for line in told_lines(money, language):
            out.print(line)
    out.print()
    cap = LEVERS[LEVER_INDEX["leverage_cap"]].neutral
    out.print(Text(say("money_reading", language, level=safe_level(), source=SAFE_LEVEL, cap=cap), style="dim"))


def worth_table(money: OptionMoney, language: Language) -> Table:
    """Return present values by place and rate at the longest horizon."""
    heads = [(say("money_place", language), "left"), (say("money_rate", language), "right"),
             (say("money_worth", language), "right"), (say("compare_band", language), "right"),
             (say("compare_error", language), "right"), (say("compare_better", language), "right"),
             (say("compare_verdict", language), "left"), (say("money_left", language), "right")]  # fmt: skip
    rows: list[tuple[str | Text, ...]] = []
    for place in PLACES:
        for rate in RATES:
            worth = money.at(place, LAST, rate)
            verdict = Text(say(f"verdict_{worth.verdict}", language), style=STYLES.get(worth.verdict, "dim"))
            rows.append(
                (say(f"compare_{place}", language) if rate == RATES[0] else "",
                 f"{rate:.0%}" if rate else say("money_plain", language), short(worth.band.median, sign=True),
                 f"{short(worth.band.low)} – {short(worth.band.high)}", short(worth.error), f"{worth.share_better:.0%}",
                 verdict, short(worth.left.median, sign=True))
            )  # fmt: skip
    return plain_table(heads, rows)


def lines_table(money: OptionMoney, language: Language) -> Table:
    """Return the lines of the undiscounted sums by place, their sum, and what is told apart."""
    worths = [money.at(place, LAST, RATES[0]) for place in PLACES]
    told = lines_told(worths)
    chinese = language == "zh"
    rows: list[tuple[str | Text, ...]] = [
        (LABELS[name][chinese], *(short(worth.lines[name], sign=True) for worth in worths))
        for name in told
        if name not in APART
    ]
    sums = (Text(short(worth.mean, sign=True), style="bold") for worth in worths)
    rows.append((Text(say("money_sum", language), style="bold"), *sums))
    for name in [line for line in told if line in APART]:
        label = say("money_apart", language, label=LABELS[name][chinese])
        rows.append((label, *(short(worth.lines[name], sign=True) for worth in worths)))
    heads = [(say("money_line", language), "left"), *((say(f"compare_{place}", language), "right") for place in PLACES)]
    return plain_table(heads, rows)


def pots_table(money: OptionMoney, language: Language) -> Table:
    """Return costs by pot and payer, with the names of the lever catalogue."""
    catalogue, chinese = load_catalogue(), language == "zh"
    rows = []
    for cost in money.pots:
        pot, payer = catalogue.pots[cost.pot], catalogue.payers[cost.payer]
        named = (pot.title_zh, payer.title_zh) if chinese else (pot.title, payer.title)
        rows.append((*named, short(cost.band.median, sign=True),
                     f"{short(cost.band.low)} – {short(cost.band.high)}", short(cost.mean, sign=True)))  # fmt: skip
    heads = [(say("pot", language), "left"), (say("payer", language), "left"), (say("median", language), "right"),
             (say("compare_band", language), "right"), (say("money_mean", language), "right")]  # fmt: skip
    return plain_table(heads, rows)


def cloud_table(money: OptionMoney, language: Language) -> Table:
    """Return the share of draws in each quarter of cost and effect."""
    rows = [(say(f"quarter_{name}", language), f"{money.cloud.shares[name]:.0%}") for name in QUARTERS]
    return plain_table([("", "left"), (say("money_share", language), "right")], rows)


def told_lines(money: OptionMoney, language: Language) -> list[str]:
    """Return what is said in sentences: the ratio or why there is none, the safe level, the gate, what is unbooked."""
    cloud = money.cloud
    said = [ratio_line(cloud, language), safe_line(money, language)]
    if money.gate is not None:
        said.append(gate_line(money.gate, language))
    if money.unbooked:
        costs = load_catalogue().costs
        about = [costs[name].about_zh if language == "zh" else costs[name].about for name in money.unbooked]
        said.append(say("money_unbooked", language, names=listed(about, language)))
    return said


def ratio_line(cloud: Cloud, language: Language) -> str:
    """Return projects per 亿元 in the words of the corner that cost and effect lie in, or why there is no such number.

    A ratio of two losses is as positive as one of two gains, and a negative one is no price of anything.
    """
    if not math.isfinite(cloud.ratio):
        return say("money_no_ratio", language)
    dearer, more = mean_of(cloud.cost) > 0.0, mean_of(cloud.effect) > 0.0
    corner = "money_ratio" if dearer and more else "money_ratio_saved" if not (dearer or more) else ""
    corner = corner or ("money_ratio_lost" if dearer else "money_ratio_free")
    return say(corner, language, ratio=number(abs(cloud.ratio)), error=number(cloud.ratio_error))


def safe_line(money: OptionMoney, language: Language) -> str:
    """Return how often the company's debt is above the safe level, at each horizon."""
    told = []
    for months in HORIZONS:
        base, option = money.above[:, BEFORE + months - 1].tolist()
        if math.isfinite(option):
            told.append(say("money_safe_at", language, months=months, option=option, base=base))
    if not told:
        return say("money_no_company", language)
    joined = ("；" if language == "zh" else "; ").join(told)
    return say("money_safe", language, level=safe_level(), told=joined)


def gate_line(gate: GatePrice, language: Language) -> str:
    """Return what a gate costs and saves."""
    ratio = say("money_gate_no_ratio", language)
    if math.isfinite(gate.per_land):
        ratio = say("money_gate_ratio", language, ratio=number(gate.per_land), error=number(gate.per_land_error))
    return say("money_gate", language, lost=number(gate.good_lost.median), lost_span=span(gate.good_lost),
               saved=number(gate.land_saved.median), saved_span=span(gate.land_saved), ratio=ratio)  # fmt: skip
