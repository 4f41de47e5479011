"""Pictures of a robust ranking: the heat map of regret and the trade-off front."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from analysis.bands import number
from analysis.comparison_figures import BREAK, Row, Titles, label
from analysis.effects import NORMAL_95, error_of_mean, mean_of
from analysis.pictures import write_picture
from analysis.robust_figures import regret_figure
from analysis.robustness import OBJECTIVES, Robust
from interface.comparing_figures import language_of_picture, unit_of
from interface.comparing_tables import label_of, short, title_of, zone_name
from interface.comparison_captions import expense_beside, lines, mark_of
from interface.money_figures import beside_of, front_expense, front_of
from interface.naming import capital, share
from interface.words import Language, say

CHARTS = ("regret", "front")


def draw_robust(found: Robust, chart: str, language: Language, file: Path) -> None:
    """Write the picture asked for; regret is of the first output."""
    language = language_of_picture(language, file)
    declared = regret_picture(found, language) if chart == "regret" else front_picture(found, language)
    names = " ".join(scenario.name for scenario in found.candidates.all)
    write_picture(declared, file, f"zonereform robust {names}, chart {chart}, seed {found.candidates.setting.seed}, "
                 f"draws {len(found.futures)}, digest {found.digest}")  # fmt: skip


def note_of(found: Robust, language: Language) -> str:
    """Return what a picture rests on."""
    note = say(f"figure_robust_{found.candidates.setting.belief.kind}", language, draws=len(found.futures))
    if found.candidates.setting.base.world.synthetic:
        note += ("" if language == "zh" else " ") + say("synthetic", language)
    return say("line_assumption", language, told=note)


def regret_sure(found: Robust, at: int, language: Language) -> str:
    """Return in how many futures an option is best, and how much it gives up in nine of ten, as a line of a caption."""
    outcome, ranked = found.outputs[0], found.ranked[at]
    regret = ranked.regret[outcome.name]
    told = say("line_sure_regret", language, option=title_of(ranked.scenario, language), best=share(regret.best),
               draws=len(found.futures), high=number(regret.high), most=number(regret.maximum),
               unit=unit_of(outcome, language))  # fmt: skip
    names = [title_of(found.ranked[one].scenario, language) for one in like_nothing(found)]
    if names:
        equal = say("line_regret_equal", language, names=say("told_and", language).join(names))
        told = say("clause_end", language).join([told, equal])
    return say("caption_sure", language, told=capital(told))


def regret_expense(found: Robust, at: int, language: Language) -> str:
    """Return what an option costs others and the future, against doing nothing, as a line of a caption."""
    if at == 0:
        return ""
    named = title_of(found.ranked[at].scenario, language)
    return expense_beside(beside_of(found.values, at), found.months, language, named)


def like_nothing(found: Robust) -> list[int]:
    """Return the options whose mean difference to doing nothing, the first, is within its simulation error."""
    column = found.columns([found.outputs[0].name])
    values = found.values[:, :, column][:, :, 0]
    differences = values - values[:, :1]
    return [
        at
        for at in range(1, differences.shape[1])
        if abs(mean_of(differences[:, at])) <= NORMAL_95 * error_of_mean(differences[:, at])
    ]


def regret_picture(found: Robust, language: Language) -> dict[str, Any]:
    """Return mean regret in the first output, over all futures and by half of each thing that no figure tells."""
    outcome, setting = found.outputs[0], found.candidates.setting
    means = np.array([ranked.regret[outcome.name].mean for ranked in found.ranked])
    order = np.argsort(means, kind="stable").tolist()
    every = say("factor_all", language)
    columns = [(f"all{BREAK}", means)]
    heads = [(every, 1)]
    for name, upper, regret in found.halves(outcome.name):
        columns.append((f"{name}{BREAK}{say('half_high' if upper else 'half_low', language)}", regret))
        head = say(f"factor_{name}", language)
        heads = [*heads[:-1], (head, 2)] if heads[-1][0] == head else [*heads, (head, 1)]
    rows: list[Row] = [
        {"label": label(title_of(found.ranked[at].scenario, language)), "column": name, "regret": float(regret[at]),
         "said": short(float(regret[at]))}
        for at in order
        for name, regret in columns
    ]  # fmt: skip
    unit = unit_of(outcome, language)
    titles = Titles(
        say("figure_regret_found" if order[0] else "figure_regret_nothing", language,
            outcome=label_of(outcome, language), value=number(means[order[0]]),
            option=title_of(found.ranked[order[0]].scenario, language), unit=unit, nothing=number(means[0])),
        say("figure_regret_about", language, zone=zone_name(setting.base, setting.zone, language), months=found.months,
            draws=len(found.futures), unit=unit),
        "",
        lines(
            regret_sure(found, order[0], language),
            regret_expense(found, order[0], language),
            note_of(found, language),
        ),
        mark_of(found.digest, language),
    )  # fmt: skip
    return regret_figure(rows, titles, [name for name, _ in columns], heads)


def front_picture(found: Robust, language: Language) -> dict[str, Any]:
    """Return the trade-off of all candidates."""
    values = found.values[:, :, found.columns(list(OBJECTIVES))]
    setting = found.candidates.setting
    names = [title_of(scenario, language) for scenario in found.candidates.all]
    zone = zone_name(setting.base, setting.zone, language)
    rests = lines(front_expense(found.values, names, found.months, language), note_of(found, language))
    last = (rests, mark_of(found.digest, language))
    return front_of(values, names, zone, found.months, last, language)
