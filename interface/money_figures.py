"""Pictures of the money of options: rows for `analysis.robust_figures`, and titles that state the finding."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from agents.levers import LEVER_INDEX, LEVERS
from analysis.bands import HIGH, LOW, band_of, number
from analysis.compare import BEFORE, HORIZONS, Comparison
from analysis.comparison_figures import BREAK, Row, Titles, end_label, label, wrapped
from analysis.explain import BESIDE
from analysis.money import QUARTERS, Cloud, OptionMoney, safe_level
from analysis.outcomes import BY_NAME
from analysis.pictures import write_picture
from analysis.robust_figures import FrontAxis, cloud_figure, front_figure, path_figure
from analysis.robustness import OBJECTIVES, not_dominated
from interface.comparing_figures import language_of_picture
from interface.comparing_tables import LAST, title_of, zone_name
from interface.comparison_captions import SETTLED, assumed, expense, expense_beside, lines, mark_of, money_told
from interface.naming import capital, share, signed
from interface.words import Language, say
from sim.state import Array

BILLION = 10.0
"""亿元 in a thousand million yuan, in which English figures count [亿元]."""
LEAST_COST, LEAST_EFFECT = 0.1, 5.0
"""Least half-widths of the axes of a cloud [亿元, projects]: below them a difference is not worth a picture's width."""
AT_CAP = 1.0
"""Distance from the cap on credit within which a path sits on it [percentage points]."""
QUARTER = 22
"""Columns of what is written in a quarter of a cloud [columns]."""
FRONT_AXES = {"producing": "projects", "debt": "debt", "land_used": "land"}
"""What a front trades off, and the words of its axes."""
CORNERS = {"more_for_more": (True, True), "more_for_less": (False, True), "fewer_for_more": (True, False),
           "fewer_for_less": (False, False)}  # fmt: skip
"""Where a quarter lies: to the right, at the top."""


def draw_money(
    result: Comparison, found: Sequence[OptionMoney], chart: str, language: Language, file: Path
) -> None:  # fmt: skip
    """Write the picture asked for; a cloud and a debt path are of the last option."""
    language = language_of_picture(language, file)
    if chart == "cloud":
        declared = cloud_picture(result, found[-1], language)
    elif chart == "debt":
        declared = debt_picture(result, found[-1], language)
    else:
        declared = front_picture(result, language)
    names = " ".join(option.name for option in result.options)
    write_picture(declared, file, f"zonereform compare {result.setting.base.name} {names}, chart {chart}, "
                 f"seed {result.setting.seed}, draws {result.draws}, digest {result.digest}")  # fmt: skip


def cloud_picture(result: Comparison, money: OptionMoney, language: Language) -> dict[str, Any]:
    """Return the cloud of an option's cost and effect."""
    cloud = money.cloud
    percents = whole_percents(cloud.shares)
    units = BILLION if language == "en" else 1.0
    points = zip((cloud.cost / units).tolist(), cloud.effect.tolist(), strict=True)
    rows: list[Row] = [{"cost": cost, "effect": effect} for cost, effect in points]
    corners: list[Row] = [
        {"right": right, "top": top,
         "said": BREAK.join([f"{percents[name]} %", *wrapped(say(f"quarter_{name}", language), QUARTER)])}
        for name, (right, top) in CORNERS.items()
    ]  # fmt: skip
    most = max(QUARTERS, key=lambda name: cloud.shares[name])
    option, setting = money.option, result.setting
    titles = Titles(
        say("figure_cloud_sure", language, option=title_of(option.scenario, language),
            share=f"{percents[most]} %", quarter=say(f"quarter_{most}", language)),
        say("figure_cloud_about", language, zone=zone_name(setting.base, setting.zone, language), months=LAST,
            zones=len(setting.base.world.zones)),
        say("figure_cloud_cost", language),
        lines(
            cloud_sure(percents, cloud, result.draws, language),
            expense(option, language),
            assumed(result.draws, result, language),
        ),
        mark_of(result.digest, language),
    )  # fmt: skip
    return cloud_figure(rows, corners, titles, say("figure_cloud_effect", language),
                        (LEAST_COST / units, LEAST_EFFECT))  # fmt: skip


def whole_percents(shares: Mapping[str, float]) -> dict[str, int]:
    """Return shares that add up to one in whole percent that add up to a hundred: the largest remainders go up.

    >>> whole_percents({"a": 0.0667, "b": 0.9, "c": 0.0333})
    {'a': 7, 'b': 90, 'c': 3}
    >>> whole_percents({"a": 0.335, "b": 0.335, "c": 0.33})
    {'a': 34, 'b': 33, 'c': 33}
    """
    floors = {name: math.floor(100.0 * share) for name, share in shares.items()}
    left = round(100.0 * sum(shares.values())) - sum(floors.values())
    first = sorted(shares, key=lambda name: floors[name] - 100.0 * shares[name])
    return {name: floors[name] + (name in first[:left]) for name in shares}


def cloud_sure(percents: Mapping[str, int], cloud: Cloud, draws: int, language: Language) -> str:
    """Return the share of draws in each quarter that has any, and in none, and medians, as a line of a caption."""
    told = [
        say("cloud_share", language, share=f"{percent} %", quarter=say(f"quarter_{name}", language))
        for name, percent in percents.items()
        if percent
    ]
    shares = say("told_and", language).join(told)
    effect, cost = signed(float(np.median(cloud.effect))), money_told(band_of(cloud.cost), language)[0]
    line = say("line_sure_cloud", language, shares=shares, draws=draws, effect=effect, cost=cost)
    return say("caption_sure", language, told=line)


def debt_sure(row: Row, draws: int, language: Language) -> str:
    """Return the last median and band of a debt path beside the base, as a line of a caption."""
    span = say("span", language, low=number(row["low"]), high=number(row["high"]))
    told = say(
        "line_sure_debt", language, option=number(row["median"]), span=span, base=number(row["base"]), draws=draws
    )
    cap = 100.0 * LEVERS[LEVER_INDEX["leverage_cap"]].neutral
    if abs(row["median"] - cap) <= AT_CAP:
        told += say("clause_end", language) + say("debt_at_cap", language, cap=number(cap))
    return say("caption_sure", language, told=capital(told))


def debt_picture(result: Comparison, money: OptionMoney, language: Language) -> dict[str, Any]:
    """Return the path of debt over assets, with the safe level; ValueError where the zone has no company."""
    option, setting = money.option, result.setting
    paths = 100.0 * money.leverage
    known = np.flatnonzero(np.isfinite(paths).all(axis=(0, 1)))
    if not known.size:
        raise ValueError(say("money_no_company", language))
    rows: list[Row] = []
    for at in known:
        low, lower, median, upper, high = np.quantile(paths[:, 1, at], [LOW, 0.25, 0.5, 0.75, HIGH]).tolist()
        rows.append({"month": int(at) - BEFORE + 1, "median": median, "low": low, "high": high, "lower_half": lower,
                     "upper_half": upper, **base_of(paths[:, 0, at])})  # fmt: skip
    base, other = money.above[:, BEFORE + HORIZONS[-1] - 1].tolist()
    level = safe_level()
    titles = Titles(
        say("figure_debt_found", language, option=title_of(option.scenario, language), share=share(other),
            base=share(base), level=f"{100.0 * level:.0f}"),
        say("figure_debt_about", language, zone=zone_name(setting.base, setting.zone, language), level=share(level)),
        say("figure_debt_axis", language),
        lines(
            debt_sure(rows[-1], result.draws, language),
            expense(option, language),
            assumed(result.draws, result, language),
        ),
        mark_of(result.digest, language),
    )  # fmt: skip
    ends = [end_label(title_of(one, language)) for one in (option.scenario, setting.base)]
    words = (say("figure_fan_months", language), ends[0], ends[1])
    safe = (100.0 * level, say("figure_debt_safe", language, level=f"{100.0 * level:.0f}"))
    return path_figure(rows, titles, words, say("figure_fan_reform", language), safe)


def base_of(levels: Array) -> Row:
    """Return median and band of the base in one month."""
    low, middle, high = np.quantile(levels, [LOW, 0.5, HIGH]).tolist()
    return {"base": middle, "base_low": low, "base_high": high}


def front_picture(result: Comparison, language: Language) -> dict[str, Any]:
    """Return the trade-off of base and options; all are counted as the first option is, whose base stands for it."""
    columns = [list(BY_NAME).index(name) for name in OBJECTIVES]
    first = result.options[0]
    scenarios = [result.setting.base, *(option.scenario for option in result.options)]
    every = np.stack([runs[:, -1] for runs in (first.base, *(o.option for o in result.options))], axis=1)
    zone = zone_name(result.setting.base, result.setting.zone, language)
    names = [title_of(scenario, language) for scenario in scenarios]
    rests = lines(front_expense(every, names, LAST, language), assumed(result.draws, result, language))
    return front_of(every[:, :, columns], names, zone, LAST, (rests, mark_of(result.digest, language)), language)


def beside_of(values: Array, at: int) -> dict[str, Array]:
    """Return differences in BESIDE by draw of a candidate, of outcomes [draws, candidates, outcomes], to the first."""
    columns = [list(BY_NAME).index(name) for name in BESIDE]
    return dict(zip(BESIDE, (values[:, at] - values[:, 0])[:, columns].T, strict=True))


def front_expense(values: Array, names: Sequence[str], months: int, language: Language) -> str:
    """Return what the candidate with most projects costs others and the future, of outcomes [draws, candidates, all].

    Nothing where that is the first, which does nothing.
    """
    most = int(values[:, :, list(BY_NAME).index(SETTLED)].mean(axis=0).argmax())
    return expense_beside(beside_of(values, most), months, language, names[most]) if most else ""


def beaten_by(losses: Array) -> list[int]:
    """Return for each candidate which one beats it by the widest margin, itself where none does.

    ``losses`` are [candidates, objectives], less being better; of several that beat, the one with the least losses,
    each objective in units of its spread.
    """
    spread = losses.std(axis=0)
    scaled = losses / np.where(spread > 0.0, spread, 1.0)
    found = []
    for at, own in enumerate(losses):
        better = [other for other, its in enumerate(losses) if bool((its <= own).all()) and bool((its < own).any())]
        found.append(min(better, key=lambda other: float(scaled[other].sum()), default=at))
    return found


def beating(losses: Array, others: Array) -> float:
    """Return in which share of draws one is as good as another in all objectives and better in one [draws, objectives].

    >>> beating(np.array([[0.0, 1.0], [0.0, 1.0]]), np.array([[1.0, 1.0], [1.0, 0.0]]))
    0.5
    """
    return float(((losses <= others).all(axis=1) & (losses < others).any(axis=1)).mean())


def front_finding(
    names: Sequence[str], front: Sequence[bool], beaten: Sequence[int], best: Mapping[str, str], language: Language
) -> str:
    """Return which options no other beats; where these are most of them, which ones are beaten, and by which other.

    Where none is beaten, ``best`` says which brings most projects, how many, and how much land it takes.
    """
    if all(front):
        return say("figure_front_all", language, **best)
    fewer = sum(front) > len(front) // 2
    named = [name for name, on in zip(names, front, strict=True) if on is not fewer]
    if fewer:
        named = [say("front_beaten_by", language, name=names[at], other=names[by])
                 for at, by in enumerate(beaten) if not front[at]]  # fmt: skip
    return say("figure_front_beaten" if fewer else "figure_front_found", language,
               names=say("told_and", language).join(named))  # fmt: skip


def front_of(
    values: Array, names: Sequence[str], zone: str, months: int, last: tuple[str, str], language: Language
) -> dict[str, Any]:
    """Return the figure of a front from [draws, candidates, objectives], each against the first candidate.

    ``last`` are what it rests on, and the mark of its run.
    """
    signs = np.array([-1.0 if better == "higher" else 1.0 for better in OBJECTIVES.values()])
    losses = signs * values.mean(axis=0)
    front = not_dominated(losses)
    units = np.array([100.0 if name == "debt" and language == "en" else 1.0 for name in OBJECTIVES])  # CNY million
    against = (values - values[:, :1]) * units
    at = {name: place for place, name in enumerate(OBJECTIVES)}
    rows: list[Row] = []
    for place, name in enumerate(names):
        row: Row = {"label": label(name), "front": bool(front[place])}
        for objective, column in at.items():
            band = band_of(against[:, place, column])
            mean = float(against[:, place, column].mean())
            row |= {objective: mean, f"{objective}_low": band.low, f"{objective}_high": band.high,
                    f"{objective}_said": signed(mean)}  # fmt: skip
        rows.append(row)
    beaten = beaten_by(losses)
    most = int(against[:, :, at[SETTLED]].mean(axis=0).argmax())
    best = {"most": names[most], "projects": rows[most][f"{SETTLED}_said"], "land": rows[most]["land_used_said"]}
    found = front_finding(names, front.tolist(), beaten, best, language)
    by_draw = signs * values
    beats = "".join(
        say("front_beats", language, name=names[at], other=names[by],
            share=share(beating(by_draw[:, by], by_draw[:, at])))
        for at, by in enumerate(beaten) if not front[at]
    )  # fmt: skip
    told = say("line_sure_front", language, draws=len(values), beaten=beats)
    sure = say("caption_sure", language, told=capital(told))
    titles = Titles(found, say("figure_front_about", language, zone=zone, months=months, base=names[0]), "",
                    lines(sure, last[0]), last[1])  # fmt: skip
    axes = [FrontAxis(name, say(f"front_axis_{word}", language)) for name, word in FRONT_AXES.items()]
    return front_figure(rows, titles, axes, (say("front_on", language), say("front_off", language)))
