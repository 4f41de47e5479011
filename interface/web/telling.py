"""What the page is told of a comparison while it runs: numbers, sentences, rows of charts, tables, in one language."""

from __future__ import annotations

import math
import re
from itertools import groupby
from typing import Any

import numpy as np

from analysis.bands import Band, band_of, number
from analysis.compare import HORIZONS, NOT_IDENTIFIED, TWICE, Comparison, Effect, Option
from analysis.comparison_figures import Titles
from analysis.effects import FEWEST, error_of_median, shares, spread_of, verdict_of
from analysis.explain import Explained
from analysis.first_row import DEBT_SERVICE, HEADLINE, HEADLINE_MONTHS, NET_NEW
from analysis.live import LAST, Gathered
from analysis.live_zone import FromZone, Heard
from analysis.net_new import net_new_share_of, surface
from analysis.origins import CATEGORIES, EVENTS
from analysis.outcomes import Outcome
from analysis.published import finite, plain
from interface.comparing_figures import fan_rows, flows_drawn, parts_about, parts_drawn, spans_of_parts, unit_of
from interface.comparing_tables import label_of, middle, month_name, short, written_share
from interface.comparison_captions import money_told
from interface.naming import capital, share
from interface.web.asked import Settings
from interface.web.questions import Question, start_title
from interface.web.work import Progress
from interface.words import WORDS, Language, say
from sim.beliefs import Kind
from sim.macro import RECORDED_MONTHS
from sim.specification import calendar_of

FANS = ("producing", "debt", "idle")
"""Paths with a chart of their own."""
FAN_LABELS = {"producing": "page_path_producing", "debt": "page_path_debt", "idle": "page_path_idle"}
FAN_UNITS = {"producing": "firms", "debt": "亿元", "idle": "mu"}
UNITS = {"firms": "page_unit_projects", "亿元": "page_unit_yi", "mu": "page_unit_mu", "months": "page_unit_months",
         "1": "page_unit_share", "万元/mu": "page_unit_wan_mu", "projects": "page_unit_projects"}  # fmt: skip
TABLE_BEFORE_DONE = (HEADLINE_MONTHS,)
"""Horizons of the table of effects while draws come in; with fewer draws than a verdict needs there is none."""


def typeset(text: str, language: Language) -> str:
    """Return a text of a picture with minus signs, and its spans in words, as the page writes them.

    >>> typeset("-16.5 (-23.2 – -9.75)", "zh")
    '−16.5 (−23.2 至 −9.75)'
    """
    text = re.sub(r"(?<![\w-])-(?=\d)", "−", text)
    return re.sub(r"(?<=\d) – (?=−?\d)", " 至 " if language == "zh" else " to ", text)


def unit_word(unit: str, language: Language) -> str:
    """Return a unit as the page writes it."""
    return say(UNITS[unit], language)


def numbers_line(progress: Progress, language: Language) -> dict[str, Any]:
    """Return the line that moves the first row: how far the comparison is, and the headline so far."""
    if progress.gathered is None:
        return {"kind": "hearing", "draws": 0, "planned": progress.planned, "text": say("page_hearing", language)}
    gathered = progress.gathered
    few = gathered.draws < FEWEST or (progress.heard is not None and progress.heard.rough)
    return {
        "kind": "numbers",
        "draws": gathered.draws,
        "planned": progress.planned,
        "done": progress.done,
        "headline": [headline_document(gathered, outcome, language, few=few) for outcome in HEADLINE],
    }


def headline_document(gathered: Gathered, outcome: Outcome, language: Language, *, few: bool) -> dict[str, Any]:
    """Return one number of the first row: levels, paired difference, error, verdict and its sentence."""
    base, option = gathered.headline_values(outcome.name, HEADLINE_MONTHS)
    difference = option - base
    verdict = verdict_of(difference, outcome.better, few=few)
    good, bad = shares(difference, outcome.better)
    band, error = band_of(difference), error_of_median(difference)
    name = f"page_head_{outcome.name.replace('.', '_')}"
    scale = 100.0 if outcome is DEBT_SERVICE else 1.0
    unit = say("page_unit_points", language) if outcome is DEBT_SERVICE else unit_word(outcome.unit, language)
    written = {key: signed_short(scale * value) for key, value in zip(("value", "low", "high"), band, strict=True)}
    percent = "%" if outcome is DEBT_SERVICE else ""
    ties, chance = good + bad < 1.0, _chance(gathered, outcome, difference)
    length = "tied" if ties and verdict == "open" else "long"
    told = {
        "better": share_text(good, language),
        "worse": share_text(bad, language),
        "same": share_text(1.0 - good - bad, language),
    }
    return {
        "name": outcome.name,
        "label": say(name, language),
        "about": say(f"{name}_about", language),
        "unit": unit,
        "difference": plain(band),
        "base": plain(band_of(base)),
        "option": plain(band_of(option)),
        "written": {**written, "base": level(base, scale, percent), "option": level(option, scale, percent)},
        "levels_matter": outcome is not NET_NEW,
        "error": finite(error),
        "error_written": "–" if math.isnan(error) else short(scale * error),
        "chance": finite(chance),
        "chance_written": share_text(chance, language),
        "share_better": finite(good),
        "shares_written": say("page_shares_tied" if ties else "page_shares", language, **told),
        "verdict": verdict,
        "verdict_written": say(f"page_verdict_{verdict}", language),
        "sentence": say("page_head_sentence", language, label=say(name, language), months=HEADLINE_MONTHS, unit=unit,
                        **written, verdict=say(f"page_verdict_{verdict}_{length}", language, **told)),
    }  # fmt: skip


def _chance(gathered: Gathered, outcome: Outcome, difference: Any) -> float:
    """Return the share of a headline's variance that is luck."""
    at = HORIZONS.index(HEADLINE_MONTHS), [o.name for o in HEADLINE].index(outcome.name)
    again = np.array([option[at] - base[at] for base, option in gathered.headline_again])
    once = difference[::TWICE][: again.size]
    return spread_of(difference, once, again[: once.size]).chance_share if again.size else math.nan


def share_text(value: float, language: Language) -> str:
    """Write a share of draws; a dash where there is none."""
    written = "–" if math.isnan(value) else share(value)
    return written.replace(" %", "%") if language == "zh" else written


def signed_short(value: float) -> str:
    """Write a difference in few characters with its sign.

    >>> [signed_short(v) for v in (3.14, -12.0, 0.0)]
    ['+3.1', '−12', '0']
    """
    return short(value, sign=True).replace("-", "−")


def level(values: Any, scale: float, percent: str) -> str:
    """Write the median level of an outcome."""
    return short(scale * band_of(values).median).replace("-", "−") + percent


def charts_line(progress: Progress, question: Question, language: Language) -> dict[str, Any]:
    """Return the line with everything below the first row: rows of charts, sentences, tables, what it rests on."""
    gathered = progress.gathered
    if gathered is None:
        raise ValueError("a comparison without a draw has no charts")
    result = gathered.comparison()
    option = result.options[0]
    early = TABLE_BEFORE_DONE if progress.draws >= FEWEST else ()
    horizons = HORIZONS if progress.done else early
    rough = progress.heard is not None and progress.heard.rough
    return {
        "kind": "charts",
        "draws": gathered.draws,
        "done": progress.done,
        "digest": result.digest,
        "charts": {
            **{name: fan_document(gathered, question, name, language) for name in FANS},
            "flows": flows_document(result, option, language),
        },
        "effects": [effects_document(result, option, months, language, rough=rough) for months in horizons],
        "origins": origins_document(result, option, language),
        "rests": rests_on(result, progress, question, language),
        "first_month": {"earliest": int(option.since.min()), "latest": int(option.since.max())},
        "code": question.code,
        "summary": summary_of(result, question, language, rough=rough) if horizons else [],
        "changes_nothing": option.changes_nothing,
        "seconds": round(result.seconds, 2),
    }


def summary_of(result: Comparison, question: Question, language: Language, *, rough: bool) -> list[tuple[str, str]]:
    """Return what an option does, at whose expense and how sure, at the month of the first row: heads and texts."""
    option = result.options[0]
    place, chosen = question.asked.place, (question.asked.option, question.asked.base)
    named = dict(zip(("option", "base"), (start_named(place, one, language) for one in chosen), strict=True))
    if option.changes_nothing:
        return [(say("page_summary_change", language), say("page_summary_nothing", language, **named))]

    def told(output: str) -> str:
        effect = option.effect(output, HEADLINE_MONTHS)
        verdict = verdict_word(effect, language, rough=rough)
        if effect.outcome.unit == "firms":
            amount = signed_short(effect.difference.median)
            return say("page_summary_count", language, amount=amount, verdict=verdict)
        return say("page_summary_number", language, amount=money_told(effect.difference, language)[0], verdict=verdict)

    taken = option.taken[:, EVENTS.index("producing"), HORIZONS.index(HEADLINE_MONTHS)]
    paid = [say("page_summary_taken", language, taken=short(float(taken.mean())), debt=told("debt"))]
    distress = option.effect("distress", HEADLINE_MONTHS)
    if distress.verdict not in ("nothing", "few") and math.isfinite(distress.option_mean):
        paid.append(
            say("page_summary_distress", language, option=share_text(distress.option_mean, language),
                base=share_text(distress.base_mean, language), verdict=verdict_word(distress, language, rough=rough))
        )  # fmt: skip
    gain = say("page_summary_gain", language, when=when_told(option, language), net=told("region.producing"),
               own=told("producing"), **named)  # fmt: skip
    return [
        (say("page_summary_change", language), gain),
        (say("page_summary_expense", language), say("sentence", language, told=say("clause_end", language).join(paid))),
        (say("page_summary_sure", language), say("page_summary_rule", language, draws=result.draws)),
    ]


def when_told(option: Option, language: Language) -> str:
    """Return the month of the first row, with its date where all draws count from the same month."""
    first, last = int(option.since.min()), int(option.since.max())
    if first != last:
        return say("page_summary_month", language, months=HEADLINE_MONTHS)
    year, month = calendar_of(first + HEADLINE_MONTHS - 1)
    month_told = str(month) if language == "zh" else f"{month:02d}"
    return say("page_summary_date", language, months=HEADLINE_MONTHS, year=year, month=month_told)


def start_named(place: str, settings: Settings, language: Language) -> str:
    """Return what an option or a base starts from, and whether anything is set anew."""
    name = start_title(place, settings.start, language)
    return say("page_summary_changed", language, name=name) if settings.levers else name


def verdict_word(effect: Effect, language: Language, *, rough: bool) -> str:
    """Return the verdict on an effect in a word; rough draws have none."""
    return say(f"page_verdict_{_verdict(effect, rough=rough)}", language)


def _verdict(effect: Effect, *, rough: bool) -> str:
    return "few" if rough and effect.verdict in ("better", "worse", "open") else effect.verdict


def fan_document(gathered: Gathered, question: Question, name: str, language: Language) -> dict[str, Any]:
    """Return the rows of a fan, the ends of its lines, and its sentence."""
    base, option = gathered.path_values(name)
    rows = [{key: rounded(value) for key, value in row.items()} for row in fan_rows(base, option)]
    last = np.flatnonzero(np.isfinite(base).all(axis=0) & np.isfinite(option).all(axis=0))
    if last.size == 0:
        return {"rows": [], "ends": [], "sentence": say("page_no_path", language), "axis": ""}
    before, after = base[:, last[-1]], option[:, last[-1]]
    difference = band_of(after - before)
    label = say(FAN_LABELS[name], language)
    unit = unit_word(FAN_UNITS[name], language)
    said = {"option": say("page_option", language), "base": base_name(question, language)}
    return {
        "rows": rows,
        "ends": [
            {"month": rows[-1]["month"], "value": rows[-1][key], "said": said[word]}
            for key, word in (("median", "option"), ("base", "base"))
        ],
        "axis": f"{label} [{unit}]",
        "sentence": say(
            "page_fan_sentence", language, label=label, unit=unit, month=rows[-1]["month"], **said,
            value=short(rows[-1]["median"]), other=short(rows[-1]["base"]), difference=signed_short(difference.median),
            low=signed_short(difference.low), high=signed_short(difference.high),
            more=share_text(float((after > before).mean()), language),
        ),
    }  # fmt: skip


def base_name(question: Question, language: Language) -> str:
    """Return what the base is called."""
    base = question.setting.base
    return base.title_zh if language == "zh" else base.title


def rounded(value: Any) -> Any:
    """Return a number with six significant digits, for a chart needs no more."""
    return float(f"{value:.6g}") if isinstance(value, float) else value


def flows_document(result: Comparison, option: Option, language: Language) -> dict[str, Any]:
    """Return the rows of where projects came from and went, and its sentence."""
    rows, titles, words = flows_drawn(result, option, "producing", language)
    rows = [row for row in rows if row["mean"] != 0.0 or row["low"] != 0.0 or row["high"] != 0.0]
    net = written_share(net_new_share_of(result, option, "producing"), language)
    return {
        "rows": [{key: rounded(value) for key, value in row.items()} for row in rows],
        "sides": list(words),
        "axis": titles.axis,
        "about": titles.about,
        "sentence": typeset(capital(titles.finding) + say("page_flows_net", language, net=net), language),
    }


def effects_document(
    result: Comparison, option: Option, months: int, language: Language, *, rough: bool
) -> dict[str, Any]:
    """Return the table of effects at a horizon, by place."""
    groups = []
    for place, outcomes in groupby(result.outcomes, key=lambda outcome: outcome.place):
        rows = [effect_row(option, outcome, months, language, rough=rough) for outcome in outcomes]
        groups.append({"place": place, "title": say(f"compare_{place}", language), "rows": rows})
    return {"months": months, "groups": groups}


def effect_row(option: Option, outcome: Outcome, months: int, language: Language, *, rough: bool) -> dict[str, Any]:
    """Return one effect as numbers and as words."""
    effect = option.effect(outcome.name, months)
    verdict = _verdict(effect, rough=rough)
    base = effect.base_mean if outcome.share_of_runs else effect.base.median
    error = effect.mean_error if outcome.share_of_runs else effect.median_error
    scale = 100.0 if outcome.share_of_runs else 1.0
    good, bad = (share_text(share, language) for share in (effect.share_better, effect.share_worse))
    return {
        "name": outcome.name,
        "label": label_of(outcome, language),
        "unit": say("page_unit_points", language) if outcome.share_of_runs else unit_word(outcome.unit, language),
        "base": short(scale * base).replace("-", "−") + ("%" if outcome.share_of_runs else ""),
        "middle": signed_short(scale * middle(effect)),
        "band": "–" if outcome.share_of_runs else span_text(effect.difference),
        "error": "–" if math.isnan(error) else short(scale * error),
        "chance": share_text(effect.spread.chance_share, language),
        "better": "–" if outcome.better is None else f"{good} / {bad}",
        "verdict": verdict,
        "verdict_written": say(f"page_verdict_{verdict}", language),
    }


def span_text(band: Band) -> str:
    """Write a band of differences."""
    if not math.isfinite(band.low):
        return "–"
    return f"{signed_short(band.low)} … {signed_short(band.high)}"


def origins_document(result: Comparison, option: Option, language: Language) -> dict[str, Any]:
    """Return where the zone's projects came from, and how the net-new share hangs on what no figure tells."""
    bands = {event: option.projects(event) for event in EVENTS}
    return {
        "caption": say("compare_projects", language, months=LAST),
        "surface_caption": say("page_surface_month", language, months=LAST),
        "event": say("projects_event", language),
        "heads": [say(f"projects_{name}", language) for name in CATEGORIES] + [say("projects_net_new", language)],
        "rows": [
            {
                "event": say(f"event_{event}", language),
                "cells": [f"{number(bands[event][c].median)} ({number(bands[event][c].low)} – "
                          f"{number(bands[event][c].high)})" for c in CATEGORIES]
                + [written_share(net_new_share_of(result, option, event), language)],
            }
            for event in EVENTS
        ],
        "surface": [
            {
                "levels": [say("surface_high" if above else "surface_low", language) for above in cell.above],
                "draws": cell.draws,
                "share": written_share(cell.computed, language),
            }
            for cell in surface(result, option, "producing")
        ],
        "surface_heads": [say(f"page_belief_{name}", language) for name in NOT_IDENTIFIED],
    }  # fmt: skip


def resting_sentence(draws: int, language: Language, kind: Kind, heard: Heard | None = None) -> str:
    """Return the one sentence on what every number of a comparison rests on; it changes with what draws come from."""
    weighted = heard is not None and heard.effective is not None
    return say("page_rests_heard" if weighted else f"page_rests_{kind}", language, draws=draws)


def heard_of(gathered: Gathered) -> Heard | None:
    """Return the draws of a zone of one's own, None for a zone of the library."""
    return gathered.source.heard if isinstance(gathered.source, FromZone) else None


def rests_on(result: Comparison, progress: Progress, question: Question, language: Language) -> list[str]:
    """Return the sentences on what a comparison rests on, the weightiest first."""
    setting = result.setting
    told = [resting_sentence(result.draws, language, setting.belief.kind, progress.heard)]
    if progress.heard is not None and progress.heard.effective is not None:
        key = "page_heard_rough" if progress.heard.rough else "page_heard"
        told.append(say(key, language, effective=f"{progress.heard.effective:.0f}"))
    told.append(say("page_rests_not_identified", language))
    told.append(say("compare_method", language, twice=math.ceil(result.draws / TWICE), draws=result.draws))
    told.append(say(f"page_who_{setting.who}", language))
    if question.asked.place == "mine":
        told.append(say("zone_rivals", language))
    elif setting.base.world.synthetic:
        told.append(say("synthetic", language))
    if setting.base.macro == "weak" and question.asked.place != "mine":
        told.append(say("compare_weak", language, month=month_name(RECORDED_MONTHS)))
    for name, level_held in question.asked.beliefs.items():
        told.append(say("page_held", language, name=say(f"page_belief_{name}", language),
                        level=say(f"page_level_{level_held}", language)))  # fmt: skip
    told.append(say("accounts", language, worst=f"{result.accounts_max_error:.0e}"))
    return told


def parts_named(found: Explained, language: Language) -> tuple[list[dict[str, Any]], Titles]:
    """Return rows and titles of a waterfall, the outcome named as the page names it: the region's gain is net-new."""
    rows, titles = parts_drawn(found, language)
    key = f"page_part_{found.outcome.name.replace('.', '_')}"
    if key not in WORDS:
        return rows, titles
    label = say(key, language)
    axis = say("figure_axis_difference", language, outcome=label, unit=unit_of(found.outcome, language))
    return rows, titles._replace(about=parts_about(found, label, language), axis=axis)


def parts_line(found: Explained, language: Language, *, done: bool) -> dict[str, Any]:
    """Return the line of a waterfall: rows, axis and sentence."""
    rows, titles = parts_named(found, language)
    return {
        "kind": "parts",
        "draws": found.draws,
        "done": done,
        "digest": found.digest,
        "rows": [
            {key: rounded(value) for key, value in row.items()} | {"said": typeset(row["said"], language)}
            for row in rows
        ],
        "axis": titles.axis,
        "sentence": typeset(say("page_at_month", language, months=LAST) + capital(titles.finding), language),
        "about": say("page_parts_reading", language, months=LAST, lines=capital(spans_of_parts(found, language))),
        "unit": unit_of(found.outcome, language),
        "months": LAST,
    }
