"""Short names in figures: outcomes, amounts with their units, what a dose is in posts, days, mu or money."""

from __future__ import annotations

import math
from collections.abc import Sequence

from agents.levers import LEVER_INDEX, LEVERS
from analysis.answers import Contrast
from analysis.bands import number
from analysis.influence import LEVER_TARGETS
from analysis.study import Study, neutral_level
from interface.naming import capital, factor_label, is_together, level_told, output_label, short_label, unit_drawn
from interface.words import WORDS, Language, say
from scenarios.factors import Factor
from sim.outputs import Output

POSTS = {"posts_transferred": 1.0, "posts_lost": 1.0, "posts_hired": -1.0}
"""Levers that take posts away, and the one that adds some."""
CURRENCY, SIGNS = "CNY ", "+−±"
LARGE_MONEY = frozenset({"CNY million", "CNY billion"})
"""Units that are words: an amount stands between the currency and the word."""
PROJECTS = frozenset({"signed_binding", "producing", "good_rejected"})
"""Measures of firms on their way, which are counted as projects."""


def said_unit(output: Output, language: Language) -> str:
    """Return the unit of an output beside its short name; English names of projects say what they count."""
    return "" if output.measure in PROJECTS and language == "en" else unit_of_output(output, language)


def unit_of_output(output: Output, language: Language) -> str:
    """Return the unit of an output as a figure writes it; firms on their way are projects."""
    if output.unit == "firms":
        return say("unit_projects" if output.measure in PROJECTS else "unit_firms", language)
    if output.unit == "months":
        return say("unit_months", language)
    return unit_drawn(output.unit, language)


def with_unit(text: str, unit: str) -> str:
    """Return an amount with its unit; of Chinese money in English the currency stands before the number.

    >>> with_unit("+1.2", "CNY billion"), with_unit("5", "projects"), with_unit("12", "%")
    ('+CNY 1.2 billion', '5 projects', '12%')
    """
    if unit in LARGE_MONEY:
        sign = text[: len(text) - len(text.lstrip(SIGNS))]
        return f"{sign}{CURRENCY}{text[len(sign) :]} {unit.removeprefix(CURRENCY)}"
    return text if not unit else f"{text}{'' if unit == '%' else ' '}{unit}"


def short_output(output: Output, study: Study, language: Language) -> str:
    """Return what an output counts, in a few words; its whole label where another output counts the same."""
    key = f"short_{output.measure.replace('.', '_')}"
    alike = [one for one in study.headline if one.measure == output.measure]
    if key not in WORDS or len(alike) > 1 or output.zone == "all":
        return output_label(output, language)
    return say(key, language)


def amount_told(value: float, unit: str, language: Language) -> str:
    """Write an amount with its unit; English figures have no sign for 亿."""
    if unit == "亿元" and language == "en":
        return f"CNY {number(100.0 * value)} million"
    return with_unit(level_told(value), unit_drawn(unit, language))


def posts_gone(factor: Factor) -> float:
    """Return how many posts dose 1 of a factor takes away, nought where it moves no posts."""
    return sum(POSTS.get(name, 0.0) * amount for name, amount in factor.members) if factor.target == "levers" else 0.0


def brief_dose(factor: Factor, value: float, language: Language) -> str:
    """Return what a dose is in posts or money, in brackets; nothing where its levers are strengths without a unit."""
    if not math.isfinite(value) or value == 0.0 or factor.target != "levers":
        return ""
    told = []
    if posts := posts_gone(factor):
        told.append(say("brief_posts", language, amount=number(value * posts)))
    money = dict(factor.members).get("fund_size", 0.0)
    if money:
        told.append(amount_told(value * money, "亿元", language))
    return say("in_brackets", language, told=say("told_and", language).join(told)) if told else ""


def dose_told(factor: Factor, language: Language) -> str:
    """Return what dose 1 of a factor is: posts, money and other amounts, else which levers at which strength."""
    counted = [(name, amount) for name, amount in factor.members if not _is_strength(name)]
    named = counted or list(factor.members)
    if not counted and len(named) > 1 and len({amount for _, amount in named}) == 1:
        titles = [_title_of(name, language) for name, _ in named]
        told = say("member_each", language, titles=say("told_and", language).join(titles),
                   amount=f"{100.0 * named[0][1]:.0f}")  # fmt: skip
    else:
        told = say("told_and", language).join(_member_told(name, amount, language) for name, amount in named)
    return say("dose_is", language, factor=short_label(factor, language), told=told)


def _title_of(name: str, language: Language) -> str:
    """Return what a lever is, in words."""
    lever = LEVERS[LEVER_INDEX[name]]
    return lever.title_zh if language == "zh" else lever.title


def _is_strength(name: str) -> bool:
    """Tell whether a lever is a share or a strength from nought to one, which dose 1 may set to all of it."""
    lever = LEVERS[LEVER_INDEX[name]]
    return lever.unit in ("1", "flag") and lever.high <= 1.0


def _member_told(name: str, amount: float, language: Language) -> str:
    """Return one lever of a dose: how much of it."""
    if f"member_{name}" in WORDS:
        return say(f"member_{name}", language, amount=number(amount))
    lever, title = LEVERS[LEVER_INDEX[name]], _title_of(name, language)
    if _is_strength(name):
        return say("member_strength", language, title=title, amount=f"{100.0 * amount:.0f}")
    unit = "" if unit_drawn(lever.unit, language) in title else lever.unit
    return say("member_amount", language, title=title, amount=amount_told(amount, unit, language))


def doses_told(study: Study, language: Language) -> list[str]:
    """Return what dose 1 of each measure is; of a single lever that is never nothing, which value is no reform."""
    measures = [factor for factor in study.factors if factor.target in LEVER_TARGETS]
    told = [dose_told(factor, language) for factor in measures if factor.target == "levers"]
    if len(measures) == 1 and measures[0].target == "lever" and measures[0].name in LEVER_INDEX:
        neutral = LEVERS[LEVER_INDEX[measures[0].name]].neutral
        if neutral in measures[0].levels and neutral != 0.0:
            title = _title_of(measures[0].name, language)
            told.append(say("neutral_is", language, title=title, value=level_told(neutral)))
    return told


def level_name(factor: Factor, value: float, language: Language) -> str:
    """Return a level of an axis: its value, and what a dose is in posts or money."""
    brief = brief_dose(factor, value, language)
    return f"{level_told(value)} {brief}".strip()


def setting_told(factor: Factor, value: float, language: Language) -> str:
    """Return a factor at a value, with its unit or with what the dose is; of one that is all or nothing, its name."""
    short = short_label(factor, language)
    brief = brief_dose(factor, value, language)
    spaced = f" {brief}" if brief and language == "en" else brief
    if math.isnan(value):
        return short
    if factor.target in LEVER_TARGETS and len(factor.levels) == 2:
        base = factor.levels[factor.base]
        if value == factor.levels[neutral_level(factor)] and value != base:
            return say("answer_without", language, factor=short)
        return short
    label = factor_label(factor, language)
    said = factor.target == "levers" or unit_drawn(factor.unit, language) in label
    return f"{label} {amount_told(value, '' if said else factor.unit, language)}{spaced}"


def scenario_title(title: str) -> str:
    """Return a scenario's title without the remark that its zones are made up, which every caption says once."""
    return title.removesuffix(" (synthetic)").removesuffix("（虚构）")


def first_title(study: Study, language: Language) -> str:
    """Return the title of the scenario that the others are compared with."""
    first = study.cases[0]
    return scenario_title(first.title_zh if language == "zh" else first.title)


def setting_name(study: Study, contrast: Contrast, language: Language) -> str:
    """Return what is set away from its base, in words and with units, without what is given on both sides."""
    factors = {factor.name: factor for factor in study.factors}
    if contrast.kind == "scenario":
        titles = {case.name: scenario_title(case.title_zh if language == "zh" else case.title) for case in study.cases}
        return titles[contrast.scenario]
    if contrast.kind == "best_mix":
        return say("answer_best_mix", language)
    if contrast.kind == "upper_half":
        (name,) = contrast.set_to
        return short_label(factors[name], language)
    if contrast.kind == "interaction":
        return say("answer_interaction", language)
    if is_together(study, contrast):
        return say("answer_together", language)
    return " + ".join(setting_told(factors[name], value, language) for name, value in contrast.set_to.items())


def given_name(study: Study, contrast: Contrast, language: Language) -> str:
    """Return at which parameters and in which scenario both sides stand; nothing where a design varies none."""
    factors = {factor.name: factor for factor in study.factors}
    told = [setting_told(factors[name], value, language) for name, value in contrast.given.items()]
    if contrast.scenario and contrast.kind != "scenario":
        case = next(case for case in study.cases if case.name == contrast.scenario)
        told.append(scenario_title(case.title_zh if language == "zh" else case.title))
    return say("told_and", language).join(told)


def whole_name(study: Study, contrast: Contrast, language: Language, form: str = "setting_given") -> str:
    """Return a contrast in words and units, with what is given on both sides; ``form`` is the key of how."""
    given = given_name(study, contrast, language)
    named = setting_name(study, contrast, language)
    return say(form, language, setting=named, given=given) if given else named


def listed(names: Sequence[str], language: Language, last: str = "title_and") -> str:
    """Return names as a list in words; ``last`` is the key of the word before the last one.

    >>> listed(["a", "b", "c"], "en")
    'a, b and c'
    """
    if len(names) == 1:
        return names[0]
    before, after = (" " if language == "zh" and sign.isdigit() else "" for sign in (names[-2][-1], names[-1][0]))
    return say("title_comma", language).join(names[:-1]) + before + say(last, language) + after + names[-1]


def joined(sentences: Sequence[str], language: Language) -> str:
    """Return clauses as one sentence that begins with a capital."""
    return capital(say("clause_end", language).join(sentences))
