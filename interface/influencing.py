"""Influence in words: which factor moves an output most, what it rests on, whether the sample is large enough."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.bands import number
from analysis.charts import Panel, Row, Wording, influence_chart
from analysis.influence import RESTS, Line, set_beside_evidence
from analysis.sensitivity import FEWEST_UNITS, MINUS, NARROW, RANKED_BY, Sensitivity
from analysis.study import Study
from interface.naming import basis, capital, factor_label, output_label, sentences, subtitle, unit_drawn
from interface.words import Language, say

SHOWN_FACTORS = 14
"""Factors that a figure of influence shows of many."""


def index_told(index: Any, language: Language) -> str:
    """Write an index with its interval."""
    return say("index_told", language, value=number(index.value), low=number(index.low), high=number(index.high))


def index_finding(found: Sensitivity, study: Study, language: Language) -> str:
    """Return which factor moves an output most, how much, and how much of what matters rests on the prior alone."""
    lines = set_beside_evidence(found, study.factors)
    label = output_label(found.output, language)
    if not lines:
        return say("finding_no_index", language, output=label)
    if not found.enough:
        counts = {"units": found.units, "count": len(study.factors)}
        return say("finding_few_index", language, output=label, **counts)
    influential = [line for line in lines if line.influential]
    return capital(
        say(
            "finding_index",
            language,
            output=label,
            factor=factor_label(lines[0].factor, language),
            told=index_told(lines[0].measured, language),
            alone=sum(line.prior_alone for line in influential),
            count=len(influential),
        )
    )


def influence_of(found: Sequence[Sensitivity], study: Study, language: Language, font: str) -> Any:
    """Return influence against evidence: of the first output by case, or where there is one case, of each output."""
    first = found[0].output.name
    several = len({one.of for one in found}) > 1
    headline = {output.name for output in study.headline}
    chosen = (
        [one for one in found if one.output.name == first]
        if several
        else [o for o in found if o.output.name in headline]
    )
    panels = [influence_panel(one, study, several, language) for one in chosen]
    signs: dict[str, str] = {rests: say(f"rests_{rests}", language) for rests in RESTS}
    words = Wording(index_finding(chosen[0], study, language), subtitle(study, language),
                    influence_caption(chosen, study, language), signs, font)  # fmt: skip
    return influence_chart(panels, words)


def of_told(of: str, study: Study, language: Language) -> str:
    """Return what is analysed, a scenario or a difference of two, in words."""
    if language == "en":
        return of
    titles = {case.name: f"“{case.title_zh}”" for case in study.cases}
    return say("index_minus", language).join(titles.get(name, name) for name in of.split(MINUS))


def influence_panel(one: Sensitivity, study: Study, several: bool, language: Language) -> Panel:
    """Return the panel of an analysis: its most influential factors, with the numbers of their index."""
    unit = unit_drawn(one.output.unit, language)
    heading = capital(output_label(one.output, language)) + (
        f" ({of_told(one.of, study, language)})" if several else ""
    )
    rows = [influence_row(line, language) for line in set_beside_evidence(one, study.factors)[:SHOWN_FACTORS]]
    return Panel(heading, say(f"index_{RANKED_BY[one.method]}", language, unit=unit), rows)


def influence_row(line: Line, language: Language) -> Row:
    """Return a factor as a row of a figure."""
    index = line.measured
    told = index_told(index, language)
    name = factor_label(line.factor, language)
    if line.factor.target == "parameter" and language == "en":
        name = f"{line.factor.name}: {name}"
    return Row(name, index.value, index.low, index.high, line.rests, told)


def influence_caption(chosen: Sequence[Sensitivity], study: Study, language: Language) -> str:
    """Return the caption of influence: what the index is, what the marks are, the verdict on the sample, the basis."""
    one = chosen[0]
    told = [say(f"caption_{one.method}", language, units=one.units, floor=number(one.floor))]
    count = len(study.factors)
    told.append(say("caption_evidence", language, shown=min(SHOWN_FACTORS, count), count=count))
    several = len({found.of for found in chosen}) > 1
    for found in chosen:
        label = of_told(found.of, study, language) if several else output_label(found.output, language)
        verdict = sample_verdict(found, language)
        verdict += [prior_alone_told(found, study, language)] if found.varies and found.enough else []
        told.append(say("caption_of", language, of=label, told=sentences(verdict, language)))
    return sentences([*told, *basis(study, language)], language)


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
