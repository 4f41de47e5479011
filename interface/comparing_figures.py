"""Pictures of comparisons: rows for `analysis.comparison_figures`, and titles that state the finding."""

from __future__ import annotations

from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np

from analysis.bands import HIGH, LOW, Band, band_of, number
from analysis.compare import BEFORE, FAN, Comparison, Effect, Option
from analysis.comparison_figures import (
    Row,
    Titles,
    effects_figure,
    end_label,
    fan_figure,
    flows_figure,
    label,
    parts_figure,
)
from analysis.effects import FEWEST, SURE
from analysis.explain import Explained, part_title
from analysis.origins import EVENTS, STATES
from analysis.outcomes import BY_NAME, Outcome
from analysis.pictures import write_picture
from interface.comparing_tables import LAST, label_of, title_of, zone_name
from interface.comparison_captions import (
    assumed,
    expense,
    expense_beside,
    expense_of_each,
    lines,
    mark_of,
    net_told,
    range_told,
    sure_of,
)
from interface.fonts import language_with_font
from interface.naming import capital, level_told, share, signed
from interface.words import Language, figure_unit, say

MOST_ZONES = 6
"""Zones that the figure of flows names before it takes the rest together."""
UNIT_WORDS = {"1": "share", "亿元": "CNY 100 million", "万元/mu": "CNY 10,000 a mu", "firms": "projects"}


def language_of_picture(language: Language, file: Path) -> Language:
    """Return the language of a picture: a bitmap needs a Chinese font here, a drawing only where it is read."""
    return language_with_font(language, needed=file.suffix != ".svg")


def unit_of(outcome: Outcome, language: Language) -> str:
    """Return the unit of an outcome as a figure writes it; projects are counted as projects."""
    if language == "zh":
        return {"firms": "个", "1": "占比"}.get(outcome.unit, figure_unit(outcome.unit, language))
    return UNIT_WORDS.get(outcome.unit, outcome.unit)


def draw_comparison(result: Comparison, chart: str, output: str, horizon: int, language: Language, file: Path) -> None:
    """Write the picture asked for; a fan and flows are of the last option."""
    language = language_of_picture(language, file)
    if chart == "effects":
        declared = effects_picture(result, output, horizon, language)
    elif chart == "fan":
        declared = fan_picture(result, result.options[-1], output, language)
    else:
        declared = flows_picture(result, result.options[-1], "producing", language)
    setting = result.setting
    names = " ".join(option.name for option in result.options)
    run = f"seed {setting.seed}, draws {result.draws}, digest {result.digest}"
    write_picture(declared, file, f"zonereform compare {setting.base.name} {names}, chart {chart}, {run}")


def draw_explained(found: Explained, language: Language, file: Path) -> None:
    """Write the waterfall of a reform's parts."""
    language = language_of_picture(language, file)
    identity = f"zonereform explain {found.setting.options[0].name}, seed {found.setting.seed}, draws {found.draws}, "
    write_picture(parts_picture(found, language), file, f"{identity}digest {found.digest}")


def effects_picture(result: Comparison, output: str, horizon: int, language: Language) -> dict[str, Any]:
    """Return the figure of all options' effects in one outcome at one horizon."""
    outcome = BY_NAME[output]
    effects = [option.effect(output, horizon) for option in result.options]
    rows: list[Row] = []
    for option, effect in zip(result.options, effects, strict=True):
        inner = effect.spread.parameters if np.isfinite(effect.spread.parameters.low) else effect.difference
        rows.append(
            {"label": label(title_of(option.scenario, language)), **effect.difference._asdict(),
             "parameters_low": inner.low, "parameters_high": inner.high, "said": _said(effect, language),
             "verdict": effect.verdict}
        )  # fmt: skip
    base = title_of(result.setting.base, language)
    zone = zone_name(result.setting.base, result.setting.zone, language)
    titles = Titles(
        effects_finding(result, effects, outcome, language),
        say("figure_effects_about", language, base=base, zone=zone, months=horizon),
        say("figure_axis_difference", language, outcome=label_of(outcome, language), unit=unit_of(outcome, language)),
        effects_caption(result, output, horizon, language),
        mark_of(result.digest, language),
    )
    return effects_figure(rows, titles)


def _said(effect: Effect, language: Language) -> str:
    """Return what stands beside an option's line."""
    if effect.verdict == "nothing":
        return say("verdict_nothing", language)
    if effect.outcome.better is None:
        return ""
    if effect.share_better >= effect.share_worse:
        return say("figure_said", language, share=share(effect.share_better))
    return say("figure_said_worse", language, share=share(effect.share_worse))


def effects_finding(result: Comparison, effects: list[Effect], outcome: Outcome, language: Language) -> str:
    """Return the sentence that a figure of effects shows: what is sure, else that nothing is."""
    label, unit = label_of(outcome, language), unit_of(outcome, language)
    said = {"outcome": label, "unit": "" if unit in label.split() else f" {unit}"}  # "projects signed +3"
    sign = -1.0 if outcome.better == "lower" else 1.0
    moved = [(o, e) for o, e in zip(result.options, effects, strict=True) if e.verdict != "nothing"]
    if not moved:
        return say("figure_effects_nothing", language, **said)
    gain = [(sign * effect.difference.median, option, effect) for option, effect in moved]
    good = [found for found in gain if found[2].verdict == "better"]
    bad = [found for found in gain if found[2].verdict == "worse"]
    told = [("figure_effects_sure", max(good, key=itemgetter(0)))] if good else []
    told += (
        [("figure_effects_worse_too" if good else "figure_effects_worse", min(bad, key=itemgetter(0)))] if bad else []
    )
    if not told:
        told = [("figure_effects_unsure", max(gain, key=lambda found: abs(found[0])))]
    sentences = [_finding(key, option, effect, said, language) for key, (_, option, effect) in told]
    return say("figure_and", language).join(sentences)


def _finding(key: str, option: Option, effect: Effect, said: dict[str, str], language: Language) -> str:
    return say(key, language, **said, option=title_of(option.scenario, language),
               value=signed(effect.difference.median), span=range_told(effect.difference, language),
               share=share(effect.share_better))  # fmt: skip


def fan_picture(result: Comparison, option: Option, output: str, language: Language) -> dict[str, Any]:
    """Return the fan of an option beside its base, in an outcome whose path is kept."""
    outcome = BY_NAME[output]
    paths = option.paths[:, :, FAN.index(output)]
    rows = fan_rows(paths[:, 0], paths[:, 1])
    titled = {"option": title_of(option.scenario, language), "base": title_of(result.setting.base, language)}
    unit, named = unit_of(outcome, language), label_of(outcome, language)
    stock = output == "debt"
    ends = {"value": level_told(rows[-1]["median"]), "other": level_told(rows[-1]["base"])}
    titles = Titles(
        say("figure_fan_found", language, **titled, **ends, outcome=named,
            unit="" if unit in named.split() else f" {unit}",
            verdict=fan_verdict(paths, language),
            when=say("fan_stock" if stock else "fan_flow", language), since=fan_since(rows, language)),
        say("figure_fan_about", language, zone=zone_name(result.setting.base, result.setting.zone, language),
            what=say("fan_levels" if stock else "fan_sums", language)),
        say("figure_axis_stock" if stock else "figure_axis_year", language, outcome=named, unit=unit),
        lines(
            fan_sure(paths, result.draws, language),
            expense(option, language),
            assumed(result.draws, result, language),
        ),
        mark_of(result.digest, language),
    )  # fmt: skip
    words = (say("figure_fan_months", language), end_label(titled["option"]), end_label(titled["base"]))
    return fan_figure(rows, titles, words, say("figure_fan_reform", language))


def last_differences(paths: Any) -> Any:
    """Return by how much the option ends above its base, draw by draw, of paths [draws, base or option, months]."""
    known = np.flatnonzero(np.isfinite(paths).all(axis=(0, 1)))
    return paths[:, 1, known[-1]] - paths[:, 0, known[-1]]


def fan_verdict(paths: Any, language: Language) -> str:
    """Return whether an option surely ends above or below its base, by the rule of verdicts."""
    ends = last_differences(paths)
    few = len(ends) < FEWEST
    for key, sign in (("fan_more", 1.0), ("fan_less", -1.0)):
        if not few and float((sign * ends > 0.0).mean()) >= SURE:
            return say(key, language)
    return say("fan_open", language)


def fan_since(rows: list[Row], language: Language) -> str:
    """Return from which month on the medians of option and base stay on the same side of each other as at the end."""
    apart = [float(row["median"]) - float(row["base"]) for row in rows]
    other = [at for at, gap in enumerate(apart) if gap * apart[-1] <= 0.0]
    if apart[-1] == 0.0 or not other or other[-1] + 1 >= len(rows):
        return ""
    return say("fan_since", language, month=rows[other[-1] + 1]["month"])


def fan_sure(paths: Any, draws: int, language: Language) -> str:
    """Return in how many draws the option ends above and below its base, of paths [draws, base or option, months]."""
    ends = last_differences(paths)
    shares = {"up": share(float((ends > 0.0).mean())), "down": share(float((ends < 0.0).mean()))}
    band = band_of(ends)
    told = say("line_sure_fan", language, draws=draws, median=signed(band.median), span=range_told(band, language),
               **shares)  # fmt: skip
    return say("caption_sure", language, told=capital(told))


def flows_sure(gained: Any, lost: Any, zones: int, language: Language) -> str:
    """Return in how many draws a zone gains, and how much against other zones, of projects [draws, places]."""
    moved = gained - lost
    net, against = moved.sum(axis=1), moved[:, :zones].sum(axis=1)
    shares = {"up": share(float((net > 0.0).mean())), "down": share(float((net < 0.0).mean()))}
    told = say("line_sure_flows", language, draws=len(moved), zones=net_told(float(against.mean()), language), **shares)
    return say("caption_sure", language, told=capital(told))


def flows_verdict(net: Any, language: Language) -> str:
    """Return whether a zone gains or loses on balance, by how much and with which band, of net gains [draws]."""
    mean = float(net.mean())
    key = "flows_same" if mean == 0.0 else "flows_more" if mean > 0.0 else "flows_less"
    told = say(key, language, amount=number(abs(mean)))
    return say("money_band", language, median=told, span=range_told(band_of(net), language))


def flows_known(net: Any, language: Language) -> str:
    """Return whether the sign of net gains [draws] is sure, by the rule of verdicts."""
    few = len(net) < FEWEST
    known = not few and max(float((net > 0.0).mean()), float((net < 0.0).mean())) >= SURE
    return say("flows_sure" if known else "flows_open", language)


def _mean_told(mean: float, band: Band, language: Language) -> str:
    """Return a mean with its band."""
    return say("number_band", language, median=signed(mean), low=signed(band.low), high=signed(band.high))


def effects_caption(result: Comparison, output: str, horizon: int, language: Language) -> str:
    """Return how sure the effect of the option in the title is, at whose expense, and what all of it rests on.

    Where the title names an option that helps and one that hurts, both are told.
    """
    told = [option for option in result.options if option.effect(output, horizon).verdict != "nothing"]
    rests = assumed(result.draws, result, language)
    if not told:
        return rests
    sign = -1.0 if BY_NAME[output].better == "lower" else 1.0
    best = max(told, key=lambda option: _standing(option.effect(output, horizon), sign))
    named = [best]
    bad = [option for option in told if option.effect(output, horizon).verdict == "worse"]
    if bad and best not in bad:
        named.append(min(bad, key=lambda option: sign * option.effect(output, horizon).difference.median))
    alone = len(result.options) == 1
    paid = expense(best, language, horizon) if alone else expense_of_each(named, language, horizon)
    return lines(sure_of(result, named, output, horizon, language), paid, rests)


def _standing(effect: Effect, sign: float) -> tuple[int, float]:
    """Return by what an option comes to stand in a title: surely better first, then surely worse, then the largest."""
    order = {"better": 2, "worse": 1}.get(effect.verdict, 0)
    size = sign * effect.difference.median
    return order, size if order == 2 else -size if order == 1 else abs(size)


def fan_rows(base: Any, option: Any) -> list[Row]:
    """Return the rows of a fan from paths of base and option [draws, months]; months that a draw lacks are left out."""
    known = np.flatnonzero(np.isfinite(base).all(axis=0) & np.isfinite(option).all(axis=0))
    names = ("low", "lower_half", "median", "upper_half", "high")
    quantiles = np.quantile(option[:, known], [0.05, 0.25, 0.5, 0.75, 0.95], axis=0)
    low, middle, high = np.quantile(base[:, known], [LOW, 0.5, HIGH], axis=0)
    return [
        {"month": int(at) - BEFORE + 1, **dict(zip(names, quantiles[:, column].tolist(), strict=True)),
         "base": float(middle[column]), "base_low": float(low[column]), "base_high": float(high[column])}
        for column, at in enumerate(known)
    ]  # fmt: skip


def flows_picture(result: Comparison, option: Option, event: str, language: Language) -> dict[str, Any]:
    """Return the figure of where a zone's gained projects came from and its lost ones went."""
    return flows_figure(*flows_drawn(result, option, event, language))


def flows_drawn(
    result: Comparison, option: Option, event: str, language: Language
) -> tuple[list[Row], Titles, tuple[str, str]]:
    """Return rows, titles and the names of the two sides of where gained projects came from and lost ones went."""
    zones, here = result.setting.base.world.zones, result.zone
    flows = option.flows[:, EVENTS.index(event)].astype(float)
    gained, lost = flows[:, :, here].copy(), flows[:, here, :].copy()
    gained[:, here] = lost[:, here] = 0.0
    moved = (gained + lost)[:, : len(zones)].mean(axis=0)
    named = [int(row) for row in np.argsort(-moved, kind="stable")[:MOST_ZONES] if moved[row] > 0.0]
    rest = [row for row in range(len(zones)) if row not in named]
    words = (say("flow_gained", language), say("flow_lost", language))
    places = [(zone_name(result.setting.base, zones[row].id, language), [row]) for row in named]
    places += [(say("flow_other_zones", language), rest)] if moved[rest].sum() > 0.0 else []
    states = {"outside": "flow_outside", "lost": "flow_lost_state", "unborn": "flow_unborn", "pending": "flow_pending"}
    places += [(say(states[name], language), [len(zones) + at]) for at, name in enumerate(STATES[2:])]
    rows: list[Row] = []
    for place, columns in places:
        for side, sign, counts in ((words[0], 1.0, gained), (words[1], -1.0, lost)):
            values = sign * counts[:, columns].sum(axis=1)
            low, high = np.quantile(values, [0.05, 0.95]).tolist()
            rows.append({"label": label(place), "side": side, "mean": float(values.mean()),
                         "low": low, "high": high})  # fmt: skip
    zone = zone_name(result.setting.base, result.setting.zone, language)
    net = (gained - lost).sum(axis=1)
    titles = Titles(
        say("figure_flows_found", language, option=title_of(option.scenario, language),
            net=flows_verdict(net, language), sure=flows_known(net, language),
            gained=f"{gained.sum(axis=1).mean():,.1f}", region=f"{gained[:, : len(zones)].sum(axis=1).mean():,.1f}",
            lost=f"{lost.sum(axis=1).mean():,.1f}"),
        say("figure_flows_about", language, event=say(f"event_{event}", language), months=LAST, zone=zone),
        say("figure_flows_axis", language),
        lines(
            flows_sure(gained, lost, len(zones), language),
            expense(option, language),
            assumed(result.draws, result, language),
        ),
        mark_of(result.digest, language),
    )  # fmt: skip
    return rows, titles, words


def parts_picture(found: Explained, language: Language) -> dict[str, Any]:
    """Return the waterfall of a reform's parts."""
    return parts_figure(*parts_drawn(found, language))


def spans_of_parts(found: Explained, language: Language) -> str:
    """Return what the spans of parts are: a band, or with few draws their range."""
    return say("parts_band" if found.draws >= FEWEST else "parts_range", language)


def parts_about(found: Explained, outcome: str, language: Language) -> str:
    """Return what a waterfall shows, of an outcome by its name."""
    zone = zone_name(found.setting.base, found.setting.zone, language)
    spans = spans_of_parts(found, language)
    return say("figure_parts_about", language, outcome=outcome, months=found.months, zone=zone, lines=spans)


def parts_drawn(found: Explained, language: Language) -> tuple[list[Row], Titles]:
    """Return rows and titles of a waterfall: means that add up, each with the band of its draws."""
    rows: list[Row] = []
    at = 0.0
    for part in found.parts:
        rows.append(
            {"label": part_title(part.name, found.by, chinese=language == "zh"), "start": at,
             "end": at + part.mean, "low": at + part.band.low, "high": at + part.band.high,
             "kind": "up" if part.mean >= 0.0 else "down", "said": _mean_told(part.mean, part.band, language)}
        )  # fmt: skip
        at += part.mean
    total = _mean_told(found.total_mean, found.total, language)
    rows.append(
        {"label": say("explain_total", language), "start": 0.0, "end": found.total_mean,
         "low": found.total.low, "high": found.total.high, "kind": "total", "said": total}
    )  # fmt: skip
    setting, unit = found.setting, unit_of(found.outcome, language)
    most = max(found.parts, key=lambda part: abs(part.mean))
    named = label_of(found.outcome, language)
    spans, span = spans_of_parts(found, language), range_told(found.total, language)
    sure = say(
        "line_sure_parts" if found.draws >= FEWEST else "line_sure_parts_few",
        language,
        lines=spans,
        draws=found.draws,
        span=span,
    )
    open_ = found.draws < FEWEST or found.total.low <= 0.0 <= found.total.high
    titles = Titles(
        say("figure_parts_found", language, option=title_of(setting.options[0], language),
            total=signed(found.total_mean), unit=unit, span=span, value=signed(most.mean),
            sure=say("flows_open" if open_ else "flows_sure", language),
            most=part_title(most.name, found.by, chinese=language == "zh")),
        parts_about(found, named, language),
        say("figure_axis_difference", language, outcome=named, unit=unit),
        lines(
            say("caption_sure", language, told=capital(sure)),
            expense_beside(found.beside, found.months, language),
            assumed(found.draws, found, language),
        ),
        mark_of(found.digest, language),
    )  # fmt: skip
    return rows, titles
