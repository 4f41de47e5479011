"""Influence in words: which factor moves an output most, what it rests on, whether the sample is large enough."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from analysis.bands import number
from analysis.charts import CHINESE, TITLE_LINES, TITLE_WIDTH, Panel, Row, Wording, influence_chart, wrapped
from analysis.influence import INFLUENTIAL, RESTS, Line, set_beside_evidence
from analysis.sensitivity import FEWEST_UNITS, MINUS, NARROW, RANKED_BY, Index, Sensitivity
from analysis.study import Study
from interface.figure_names import joined, listed, scenario_title, short_output, unit_of_output
from interface.naming import capital, factor_label, output_label, subtitle
from interface.words import Language, say
from scenarios.factors import Factor

SHOWN_FACTORS = 12
"""Factors that a figure of influence shows of many."""
NAMED_FACTORS = 3
"""Factors that a title names of each analysis, where they fit into it."""
SMALL = 3
"""Decimals of an index that is a share [digits]."""


def index_told(index: Index, language: Language) -> str:
    """Write an index with its interval; of a share three decimals, for no sample tells it closer."""
    told = [number(v if index.kind == "mu_star" else round(v, SMALL)) for v in (index.value, index.low, index.high)]
    return say("index_told", language, value=told[0], low=told[1], high=told[2])


def told_of(found: Sequence[Sensitivity], study: Study) -> list[Sensitivity]:
    """Return the analyses that answer a design's question.

    Of several scenarios: the first and each difference to it, of the first output; else each output of the headline.
    """
    first = study.headline[0].name
    if len(study.cases) > 1:
        base = study.cases[0].name
        return [one for one in found if one.output.name == first and (one.of == base or MINUS in one.of)]
    headline = {output.name for output in study.headline}
    return [one for one in found if one.output.name in headline] or list(found)


def of_title(one: Sensitivity, study: Study, language: Language) -> str:
    """Return what is analysed, in words: an output in a scenario, or what another scenario adds to it."""
    output = short_output(one.output, study, language)
    if len(study.cases) == 1:
        return output
    titles = dict(zip([case.name for case in study.cases], told_apart(study, language), strict=True))
    if MINUS in one.of:
        title = titles[one.of.split(MINUS)[0]]
        return say("influence_effect", language, output=output, scenario=title)
    return say("influence_in", language, output=output, scenario=titles[one.of])


def told_apart(study: Study, language: Language) -> list[str]:
    """Return the titles of a study's scenarios without the words with which all of them begin."""
    titles = [scenario_title(case.title_zh if language == "zh" else case.title) for case in study.cases]
    parts = [list(title) if language == "zh" else title.split(" ") for title in titles]
    same = 0
    while all(part[: same + 1] == parts[0][: same + 1] for part in parts) and same < len(parts[0]):
        same += 1
    shortest = min(map(len, parts))
    kept = [part[same:] if same < shortest else part for part in parts]
    return [("" if language == "zh" else " ").join(part) for part in kept]


def brief_factor(factor: Factor, language: Language) -> str:
    """Return what a factor is, as far as the first comma of its meaning."""
    return re.split("[,，]", factor_label(factor, language))[0]


def index_finding(found: Sensitivity, study: Study, language: Language, most: int = NAMED_FACTORS) -> str:
    """Return which factor moves an output most, how much, and which others cannot be told apart from it."""
    named = of_title(found, study, language)
    lines = set_beside_evidence(found, study.factors)
    if not lines or not found.varies:
        return say("finding_no_index", language, output=named)
    if not found.enough:
        return say("finding_few_index", language, output=named, units=found.units, count=len(study.factors))
    first = brief_factor(lines[0].factor, language)
    told = say("influence_first", language, factor=first, told=number(round(lines[0].measured.value, SMALL)))
    rivals = [line for line in lines[1:] if line.measured.high >= lines[0].measured.low]
    if not rivals:
        return say("influence_alone", language, output=named, factor=told)
    if most == 1 or len(rivals) > most:
        return say("influence_count_rivals", language, output=named, factor=told, count=len(rivals))
    names = say("told_and", language).join(brief_factor(line.factor, language) for line in rivals)
    return say("influence_rivals", language, output=named, factor=told, rivals=names)


def indices_finding(found: Sequence[Sensitivity], study: Study, language: Language) -> str:
    """Return the sentence that a figure of influence has as its title: of each analysis what moves it most.

    Where that is too long, factors alone, each with the outputs that it moves most; at last of the first analyses only.
    """
    told = ""
    analyses = told_of(found, study)
    width = int((CHINESE if language == "zh" else 1.0) * TITLE_WIDTH)
    for shown in range(len(analyses), 0, -1):
        some = analyses[:shown]
        full = (
            joined([index_finding(one, study, language, most) for one in some], language)
            for most in range(NAMED_FACTORS, 0, -1)
        )
        for told in (*full, firsts_finding(some, study, language)):
            if told and len(wrapped(told, width)) <= TITLE_LINES:
                return told
    return told


def firsts_finding(analyses: Sequence[Sensitivity], study: Study, language: Language) -> str:
    """Return which factor moves each output most, those of the same factor together; nothing where a sample is short.

    Where some other factor may move an output as much, it is said to be among the first.
    """
    moved: dict[tuple[bool, str], list[str]] = {}
    for one in analyses:
        lines = set_beside_evidence(one, study.factors)
        if not lines or not one.varies or not one.enough:
            return ""
        alone = all(line.measured.high < lines[0].measured.low for line in lines[1:])
        first = brief_factor(lines[0].factor, language)
        moved.setdefault((alone, first), []).append(of_title(one, study, language))
    groups = []
    for key, sure in (("influence_firsts", True), ("influence_among", False)):
        told = [
            say("influence_for", language, factor=factor, outputs=listed(outputs, language))
            for (alone, factor), outputs in moved.items()
            if alone == sure
        ]
        groups += [say(key, language, told=say("clause_end", language).join(told))] if told else []
    return capital(say("clause_end", language).join(groups))


def shown_factors(chosen: Sequence[Sensitivity]) -> list[str]:
    """Return the factors that a figure shows, the most influential over all its panels first, at most SHOWN_FACTORS."""
    weight: dict[str, float] = {}
    for one in chosen:
        ranked = one.ranked()
        largest = max((index.value for index in ranked), default=0.0) or 1.0
        for index in ranked:
            weight[index.parameter] = weight.get(index.parameter, 0.0) + index.value / largest
    return sorted(weight, key=lambda name: -weight[name])[:SHOWN_FACTORS]


def influence_of(found: Sequence[Sensitivity], study: Study, language: Language, font: str) -> Any:
    """Return influence against evidence, a panel an analysis, over the same factors in the same order."""
    chosen = told_of(found, study)
    shown = shown_factors(chosen)
    panels = [influence_panel(one, study, shown, language) for one in chosen]
    signs: dict[str, str] = {rests: say(f"rests_{rests}", language) for rests in RESTS}
    keys = [say(f"reading_{chosen[0].method}", language)]
    if len(shown) < len(study.factors):
        keys.append(say("reading_shown", language, shown=len(shown), count=len(study.factors)))
    key = ("" if language == "zh" else " ").join(keys)
    words = Wording(indices_finding(found, study, language), [subtitle(study, language), key],
                    influence_caption(chosen, study, language), signs, font,
                    say("batch_mark", language, id=study.id))  # fmt: skip
    return influence_chart(panels, words)


def of_told(of: str, study: Study, language: Language) -> str:
    """Return what is analysed, a scenario or a difference of two, in words."""
    if language == "en":
        return of
    titles = {case.name: f"“{case.title_zh}”" for case in study.cases}
    return say("index_minus", language).join(titles.get(name, name) for name in of.split(MINUS))


def influence_panel(one: Sensitivity, study: Study, shown: Sequence[str], language: Language) -> Panel:
    """Return the panel of an analysis: the factors shown, with the numbers of their index."""
    unit = unit_of_output(one.output, language)
    lines = {line.factor.name: line for line in set_beside_evidence(one, study.factors)}
    rows = [influence_row(lines[name], language) for name in shown]
    axis = say(f"index_{RANKED_BY[one.method]}", language, unit=unit)
    return Panel(capital(of_title(one, study, language)), axis, rows)


def influence_row(line: Line, language: Language) -> Row:
    """Return a factor as a row of a figure."""
    index = line.measured
    name = capital(brief_factor(line.factor, language))
    return Row(name, index.value, index.low, index.high, line.rests, [index_told(index, language)])


def influence_caption(chosen: Sequence[Sensitivity], study: Study, language: Language) -> list[str]:
    """Return the caption of influence: what moves each output, how sure the order is, what that rests on."""
    answers, sure = [], []
    for one in chosen:
        named = of_title(one, study, language)
        lines = set_beside_evidence(one, study.factors)
        influential = [line for line in lines if line.influential]
        alone = sum(line.prior_alone for line in influential)
        if one.varies and one.enough:
            counts = {"count": len(influential), "of": len(lines), "alone": alone, "least": f"{100 * INFLUENTIAL:.0f}"}
            most = NAMED_FACTORS if len(chosen) < NAMED_FACTORS else 1  # a caption of many analyses is short of each
            first = [brief_factor(line.factor, language) for line in lines[:most]]
            factors = say("told_and", language).join(first)
            answers.append(say("influence_count", language, output=named, factors=factors, **counts))
        sure.append(sample_told(one, named, language))
    parameters = say(f"basis_{study.plan['parameters']}", language)
    assumed = [say("influence_assumed", language, parameters=parameters)]
    assumed.append(say("assumed_synthetic" if study.synthetic else "assumed_modelled", language))
    told = [("caption_answer", answers), ("caption_sure", sure), ("caption_assumption", assumed)]
    return [say(key, language, told=joined(parts, language)) for key, parts in told if parts]


def sample_told(one: Sensitivity, named: str, language: Language) -> str:
    """Return in a few words whether the sample of an analysis is large enough to rank its factors."""
    pieces = {"units": one.units, "pieces": say(f"pieces_{one.method}", language)}
    if not one.varies:
        return say("influence_constant", language, output=named)
    if not one.enough:
        return say("influence_few", language, output=named, least=FEWEST_UNITS[one.method], **pieces)
    order = "influence_order_sure" if one.separated else "influence_order_unsure"
    return say(order, language, output=named, width=f"{100 * one.width:.0f}", **pieces)


def prior_alone_told(one: Sensitivity, study: Study, language: Language) -> str:
    """Return which influential parameters rest on the prior alone, as one sentence."""
    alone = [line for line in set_beside_evidence(one, study.factors) if line.influential and line.prior_alone]
    names = "、".join(factor_label(line.factor, language) for line in alone)
    if language == "en":
        names = ", ".join(line.factor.name for line in alone)
    return say("caption_alone", language, names=names) if alone else say("caption_alone_none", language)


def sample_verdict(found: Sensitivity, language: Language) -> list[str]:
    """Return what may be said of a sample's size, one sentence each."""
    if not found.varies:
        return [say("verdict_constant", language, output=output_label(found.output, language))]
    told = []
    if found.dropped:
        told.append(say("verdict_dropped", language, dropped=found.dropped))
    if not found.enough:
        pieces = say(f"pieces_{found.method}", language)
        return [
            *told,
            say("verdict_few_units", language, units=found.units, pieces=pieces, least=FEWEST_UNITS[found.method]),
        ]
    if found.separated is not None:
        told.append(say("verdict_separated" if found.separated else "verdict_mixed", language))
    narrow = found.width <= NARROW
    runs = f"{found.runs_to_halve:,}"
    told.append(
        say("verdict_narrow" if narrow else "verdict_wide", language, width=f"{100 * found.width:.0f} %", runs=runs)
    )
    if found.above_noise is not None:
        of = len(found.ranked())
        told.append(say("verdict_noise", language, count=found.above_noise, of=of, floor=number(found.floor)))
    return told
