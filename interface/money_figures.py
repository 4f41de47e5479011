"""Pictures of the money of options: rows for `analysis.robust_figures`, and titles that state the finding."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from analysis.bands import HIGH, LOW, band_of, number
from analysis.compare import BEFORE, HORIZONS, Comparison
from analysis.comparison_figures import BREAK, Row, Titles, label
from analysis.money import QUARTERS, OptionMoney, safe_level
from analysis.outcomes import BY_NAME
from analysis.pictures import write_picture
from analysis.robust_figures import cloud_figure, front_figure, path_figure
from analysis.robustness import OBJECTIVES, not_dominated
from interface.comparing_figures import _note, language_of_picture
from interface.comparing_tables import LAST, title_of, zone_name
from interface.words import Language, say
from sim.state import Array

LEAST_COST, LEAST_EFFECT = 0.1, 5.0
"""Least half-widths of the axes of a cloud [亿元, projects]: below them a difference is not worth a picture's width."""
LINE_OF_LIST = 44
"""Height of a name beside a front [px]."""
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
    points = zip(cloud.cost.tolist(), cloud.effect.tolist(), strict=True)
    rows: list[Row] = [{"cost": cost, "effect": effect} for cost, effect in points]
    corners: list[Row] = [
        {"right": right, "top": top,
         "said": f"{cloud.shares[name]:.0%}{BREAK}{say(f'quarter_{name}', language)}"}
        for name, (right, top) in CORNERS.items()
    ]  # fmt: skip
    most = max(QUARTERS, key=lambda name: cloud.shares[name])
    option, setting = money.option, result.setting
    titles = Titles(
        say("figure_cloud_sure", language, option=title_of(option.scenario, language),
            share=f"{cloud.shares[most]:.0%}", quarter=say(f"quarter_{most}", language)),
        say("figure_cloud_about", language, zone=zone_name(setting.base, setting.zone, language), months=LAST),
        say("figure_cloud_cost", language),
        _note(result.draws, result.digest, result, language),
    )  # fmt: skip
    return cloud_figure(rows, corners, titles, say("figure_cloud_effect", language), (LEAST_COST, LEAST_EFFECT))


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
                     "upper_half": upper, "base": float(np.median(paths[:, 0, at]))})  # fmt: skip
    base, other = money.above[:, BEFORE + HORIZONS[-1] - 1].tolist()
    level = safe_level()
    titles = Titles(
        say("figure_debt_found", language, option=title_of(option.scenario, language), share=f"{other:.0%}",
            base=f"{base:.0%}"),
        say("figure_debt_about", language, zone=zone_name(setting.base, setting.zone, language), level=level),
        say("figure_debt_axis", language),
        _note(result.draws, result.digest, result, language),
    )  # fmt: skip
    words = (say("figure_fan_months", language), option.name, setting.base.name)
    safe = (100.0 * level, say("figure_debt_safe", language))
    return path_figure(rows, titles, words, say("figure_fan_reform", language), safe)


def front_picture(result: Comparison, language: Language) -> dict[str, Any]:
    """Return the trade-off of base and options; all are counted as the first option is, whose base stands for it."""
    columns = [list(BY_NAME).index(name) for name in OBJECTIVES]
    first = result.options[0]
    scenarios = [result.setting.base, *(option.scenario for option in result.options)]
    values = np.stack([runs[:, -1, columns] for runs in (first.base, *(o.option for o in result.options))], axis=1)
    note = _note(result.draws, result.digest, result, language)
    zone = zone_name(result.setting.base, result.setting.zone, language)
    return front_of(values, [title_of(s, language) for s in scenarios], zone, LAST, result.draws, note, language)


def front_of(
    values: Array, names: Sequence[str], zone: str, months: int, draws: int, note: str, language: Language
) -> dict[str, Any]:
    """Return the figure of a front from [draws, candidates, objectives], each against the first candidate."""
    signs = np.array([-1.0 if better == "higher" else 1.0 for better in OBJECTIVES.values()])
    front = not_dominated(signs * values.mean(axis=0))
    against = values - values[:, :1]
    at = {name: place for place, name in enumerate(OBJECTIVES)}
    rows: list[Row] = []
    for place, name in enumerate(names):
        debt, projects = (against[:, place, at[key]] for key in ("debt", "producing"))
        bands = band_of(debt), band_of(projects)
        land = float(values[:, place, at["land_used"]].mean())
        told = say("figure_front_option", language, number=place + 1, name=name, land=number(land))
        rows.append(
            {"label": label(told), "number": str(place + 1), "place": 4 + LINE_OF_LIST * place,
             "debt": float(debt.mean()), "debt_low": bands[0].low, "debt_high": bands[0].high,
             "projects": float(projects.mean()), "projects_low": bands[1].low, "projects_high": bands[1].high,
             "land": land, "front": bool(front[place])}
        )  # fmt: skip
    joined = ("、" if language == "zh" else ", ").join(row["number"] for row in rows if row["front"])
    found = say("figure_front_all", language) if front.all() else say("figure_front_found", language, names=joined)
    titles = Titles(
        found,
        say("figure_front_about", language, zone=zone, months=months, draws=draws, base=names[0]),
        say("figure_front_debt", language),
        note,
    )
    return front_figure(rows, titles, say("figure_front_projects", language))
