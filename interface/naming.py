"""Names in words: outputs, factors, settings and contrasts; numbers as they are written; what an answer rests on."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from analysis.answers import Contrast
from analysis.bands import number
from analysis.charts import FONTS
from analysis.influence import LEVER_TARGETS
from analysis.study import Study, neutral_level
from interface.parameter_words import PARAMETERS_ZH
from interface.words import Language, say, unit_name
from scenarios.factors import Factor, quantity_of
from sim.outputs import Output

UNITS_DRAWN = {
    "亿元": "CNY 100 million",
    "亿元/year": "CNY 100 million a year",
    "万元/mu": "CNY 10,000/mu",
    "firms": "projects",
    "posts months / firm": "staff-months a firm",
    "1 / month": "a month",
    "1 / year": "a year",
    "1": "",
    "flag": "",
}
"""Units in an English figure, which has no Chinese font to rely on."""


def unit_drawn(unit: str, language: Language) -> str:
    """Return how a unit is written in a figure."""
    return unit_name(unit, language) if language == "zh" else UNITS_DRAWN.get(unit, unit)


def output_label(output: Output, language: Language) -> str:
    """Return what an output is, in words."""
    return (output.label_zh if language == "zh" else output.label) or output.label or output.title


def factor_label(factor: Factor, language: Language) -> str:
    """Return what a factor is, in words; a parameter without a label by its meaning."""
    name = factor.members[0][0]
    if factor.target in ("lever", "levers"):
        return (factor.label_zh if language == "zh" else factor.label) or factor.label or factor.name
    if language == "zh":  # a parameter that the design does not label has its English meaning in both
        own = factor.label_zh not in ("", factor.label, quantity_of(factor.target, name).meaning)
        return factor.label_zh if own else PARAMETERS_ZH.get(name, name)
    return latin(factor.label or quantity_of(factor.target, name).meaning)


def latin(text: str) -> str:
    """Return an English text with amounts that a font without Chinese can write.

    >>> latin("months of building a 4亿 project")
    'months of building a CNY 400 million project'
    """
    text = re.sub(r"(\d+)亿元?", lambda found: f"CNY {100 * int(found[1])} million", text)
    text = re.sub(r"(\d+)万元", lambda found: f"CNY {10 * int(found[1])},000", text)
    return text.replace("亿元", "CNY 100 million")


def short_label(factor: Factor, language: Language) -> str:
    """Return the name of a factor that is all or nothing, without the word for its dose."""
    return factor_label(factor, language).removesuffix(", dose").removesuffix("力度")


def signed(value: float) -> str:
    """Write a difference with its sign.

    >>> [signed(v) for v in (12.34, -0.5, 0.0)]
    ['+12.3', '−0.5', '0']
    """
    text = number(abs(value))
    return text if value == 0.0 or math.isnan(value) else f"{'+' if value > 0 else '−'}{text}"


def share(value: float) -> str:
    """Write a share in whole percent, never rounded to none or all of the draws.

    >>> [share(v) for v in (0.5, 0.999, 0.001, 1.0)]
    ['50 %', '> 99 %', '< 1 %', '100 %']
    """
    if 0.0 < value < 0.005:
        return "< 1 %"
    return "> 99 %" if 0.995 <= value < 1.0 else f"{100 * value:.0f} %"


def setting(factor: Factor, value: float, language: Language) -> str:
    """Return a factor at a value, in words; of one that is all or nothing, its name alone."""
    if math.isnan(value):
        return short_label(factor, language)
    lever = factor.target in ("lever", "levers")
    if lever and len(factor.levels) == 2:
        base = factor.levels[factor.base]
        if value == factor.levels[neutral_level(factor)] and value != base:
            return say("answer_without", language, factor=short_label(factor, language))
        return short_label(factor, language)
    shown = "∞" if math.isinf(value) else number(value)
    return f"{factor_label(factor, language)} {shown}"


def contrast_name(study: Study, contrast: Contrast, language: Language, *, full: bool = False) -> str:
    """Return what is compared, in words; ``full`` names given parameters by their meaning, else by their short name."""
    factors = {factor.name: factor for factor in study.factors}
    if contrast.kind == "scenario":
        written = {case.name: case.title_zh if language == "zh" else case.title for case in study.cases}
        titles = written if full else {case.name: case.name for case in study.cases}
        return say("answer_scenario", language, title=titles[contrast.scenario], first=titles[study.cases[0].name])
    if contrast.kind == "best_mix":
        return say("answer_best_mix", language)
    if contrast.kind == "upper_half":
        (name,) = contrast.set_to
        label = short_label(factors[name], language)
        return say("answer_upper_half", language, factor=label) if full else label
    if contrast.kind == "interaction":
        named = say("answer_interaction", language)
    elif is_together(study, contrast):
        named = say("answer_together", language)
    else:
        named = " + ".join(setting(factors[name], value, language) for name, value in contrast.set_to.items())
    if contrast.given:
        names = {name: factor_label(factors[name], language) if full else name for name in contrast.given}
        mark = "、" if language == "zh" else ", "
        given = mark.join(f"{names[name]} {level_told(value)}" for name, value in contrast.given.items())
        named = say("answer_at", language, setting=named, given=given)
    return f"{named} ({contrast.scenario})" if contrast.scenario else named


def level_told(value: float) -> str:
    """Write the value of a level."""
    return "∞" if math.isinf(value) else number(value).replace("-", "−")


def is_together(study: Study, contrast: Contrast) -> bool:
    """Tell whether all of three or more levers, each all or nothing, are set at once."""
    levers = [factor for factor in study.factors if factor.target in LEVER_TARGETS]
    whole = len(levers) > 2 and all(len(factor.levels) == 2 for factor in levers)
    return whole and len(contrast.set_to) == len(levers) and contrast.kind == "levels"


def capital(sentence: str) -> str:
    """Return a sentence with a capital at its beginning; a symbol stays as it is.

    >>> capital("one"), capital("mu*: mean"), capital("μ*：均值")
    ('One', 'mu*: mean', 'μ*：均值')
    """
    first = sentence[:1]
    return sentence if sentence.startswith("mu*") or not first.isascii() else first.upper() + sentence[1:]


def sentences(told: Sequence[str], language: Language) -> str:
    """Return sentences as one text."""
    return ("" if language == "zh" else " ").join(capital(sentence) for sentence in told)


def basis(study: Study, language: Language) -> Iterator[str]:
    """Yield the sentences on what an answer rests on."""
    drawn = study.plan["parameters"]
    if drawn == "posterior":
        yield say("caption_basis_posterior", language)
    else:
        yield say("caption_basis", language, parameters=say(f"basis_{drawn}", language))
    yield say("caption_synthetic" if study.synthetic else "caption_modelled", language)
    yield say("caption_batch", language, id=study.id, digest=study.digest or "–")


def subtitle(study: Study, language: Language) -> str:
    """Return the title of a design and its question, as one line."""
    end = "_zh" if language == "zh" else ""
    return say("subtitle", language, title=study.plan[f"title{end}"], question=study.plan[f"question{end}"])


def font_of(language: Language, chinese: str | None) -> str:
    """Return the font that a figure is written with."""
    return chinese or FONTS["en"] if language == "zh" else FONTS["en"]
