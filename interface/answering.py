"""An answer in words: names of what is compared, the finding, the caption, the chart, the table."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import Any

from analysis.answers import Answer, Contrast, Effect
from analysis.bands import Band, number
from analysis.charts import (
    FONTS,
    CellDrawn,
    MapDrawn,
    Panel,
    Row,
    Wording,
    effect_chart,
    influence_chart,
    phase_chart,
)
from analysis.influence import LEVER_TARGETS, RESTS, Line, set_beside_evidence
from analysis.phase import Axes, PhaseMap, axes_of, phase_maps
from analysis.sensitivity import FEWEST_UNITS, MINUS, NARROW, RANKED_BY, Sensitivity
from analysis.study import Study, neutral_level
from interface.parameter_words import PARAMETERS_ZH
from interface.words import Language, say, unit_name
from scenarios.factors import Factor, quantity_of
from sim.outputs import Output

UNITS_DRAWN = {
    "亿元": "CNY 100 million",
    "亿元/year": "CNY 100 million a year",
    "万元/mu": "CNY 10,000/mu",
    "1": "",
    "flag": "",
}
"""Units in an English figure, which has no Chinese font to rely on."""
SHOWN_FACTORS = 14
"""Factors that a figure of influence shows of many."""


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
        return say("answer_upper_half", language, factor=short_label(factors[name], language))
    if contrast.kind == "interaction":
        named = say("answer_interaction", language)
    elif is_together(study, contrast):
        named = say("answer_together", language)
    else:
        named = " + ".join(setting(factors[name], value, language) for name, value in contrast.set_to.items())
    if contrast.given:
        names = {name: factor_label(factors[name], language) if full else name for name in contrast.given}
        given = ", ".join(f"{names[name]} {_shown(value)}" for name, value in contrast.given.items())
        named = say("answer_at", language, setting=named, given=given)
    return f"{named} ({contrast.scenario})" if contrast.scenario else named


def _shown(value: float) -> str:
    return "∞" if math.isinf(value) else number(value)


def is_together(study: Study, contrast: Contrast) -> bool:
    """Tell whether all of three or more levers, each all or nothing, are set at once."""
    levers = [factor for factor in study.factors if factor.target in LEVER_TARGETS]
    whole = len(levers) > 2 and all(len(factor.levels) == 2 for factor in levers)
    return whole and len(contrast.set_to) == len(levers) and contrast.kind == "levels"


def main_effect(answered: Answer, output: Output) -> Effect | None:
    """Return the effect that a title tells: the fullest setting at the middle of what is given, or the best mix.

    Of a design that samples parameters it is the factor with the largest median.
    """
    found = answered.of(output.name)
    if best := [effect for effect in found if effect.contrast.kind == "best_mix"]:
        return best[0]
    if halves := [effect for effect in found if effect.contrast.kind == "upper_half"]:
        return max(halves, key=lambda effect: abs(effect.band.median))
    plain = [effect for effect in found if effect.contrast.kind != "interaction"]
    if not plain:
        return None
    if answered.study.kind == "one_at_a_time":
        return max(plain, key=lambda effect: abs(effect.band.median))
    fullest = max(len(effect.contrast.set_to) for effect in plain)
    full = [effect for effect in plain if len(effect.contrast.set_to) == fullest]
    settings = list(dict.fromkeys(tuple(effect.contrast.set_to.items()) for effect in full))
    last = [effect for effect in full if tuple(effect.contrast.set_to.items()) == settings[-1]]
    return last[len(last) // 2]


def verdict_told(effect: Effect, language: Language) -> str:
    """Return what draws say of an effect, as the end of a sentence."""
    return say(
        f"answer_is_{effect.verdict}",
        language,
        share=share(effect.share_better),
        worse=share(effect.share_worse),
        draws=effect.draws,
    )


def finding(answered: Answer, language: Language) -> str:
    """Return the sentence that a figure's title states."""
    study = answered.study
    if answered.indices:
        return index_finding(answered.indices[0], study, language)
    if axes_of(study):
        return " ".join(phase_finding(answered, output, language) for output in study.headline[:1])
    effect = main_effect(answered, study.headline[0])
    if effect is None:
        return str(study.plan["title_zh" if language == "zh" else "title"])
    named = {
        "contrast": contrast_name(study, effect.contrast, language, full=True),
        "output": output_label(effect.output, language),
    }
    named["contrast"] = capital(named["contrast"])
    if effect.verdict == "nothing":
        return say("finding_nothing", language, **named)
    told = {"median": signed(effect.band.median), "low": signed(effect.band.low), "high": signed(effect.band.high)}
    told |= {"unit": unit_drawn(effect.output.unit, language), "verdict": verdict_told(effect, language)}
    if is_together(study, effect.contrast):
        alone = [found for found in answered.of(effect.output.name) if is_alone(found)]
        parts = [f"{contrast_name(study, one.contrast, language)} {signed(one.band.median)}" for one in alone]
        joined = ("，" if language == "zh" else ", ").join(parts)
        return say("finding_together", language, output=capital(named["output"]), parts=joined, **told)
    return say("finding_effect", language, **named, **told)


def is_alone(effect: Effect) -> bool:
    """Tell whether one thing alone is changed."""
    return effect.contrast.kind == "levels" and len(effect.contrast.set_to) == 1


def capital(sentence: str) -> str:
    """Return a sentence with a capital at its beginning."""
    return sentence[:1].upper() + sentence[1:]


def phase_finding(answered: Answer, output: Output, language: Language) -> str:
    """Return how many cells of an output's maps rise, fall or are unsure, and whether the sign turns."""
    maps = phase_maps(answered, output.name)
    counts = {name: sum(one.count(sign) for one in maps) for name, sign in (("up", 1), ("down", -1), ("unknown", 2))}
    count = sum(len(one.cells) for one in maps)
    label, turn = capital(output_label(output, language)), say(turn_of(maps), language)
    return say("finding_phase", language, output=label, **counts, count=count, turn=turn)


def turn_of(maps: Sequence[PhaseMap]) -> str:
    """Return which word fits whether a sign turns on maps."""
    effects = [cell.effect for one in maps for cell in one.cells]
    if any(effect.verdict == "few" for effect in effects):
        return "phase_few"
    if any(one.turns_for_sure for one in maps):
        return "phase_turns"
    if any(one.turns for one in maps):
        return "phase_may_turn"
    net = [effect.share_up - effect.share_down for effect in effects]
    if net and min(net) > 0.0:
        return "phase_all_up"
    return "phase_all_down" if net and max(net) < 0.0 else "phase_no_turn"


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


def sentences(told: Sequence[str], language: Language) -> str:
    """Return sentences as one text."""
    return ("" if language == "zh" else " ").join(capital(sentence) for sentence in told)


def basis(study: Study, language: Language) -> Iterator[str]:
    """Yield the sentences on what an answer rests on."""
    parameters = say(f"basis_{study.plan['parameters']}", language)
    yield say("caption_basis", language, parameters=parameters)
    yield say("caption_synthetic" if study.synthetic else "caption_modelled", language)
    yield say("caption_batch", language, id=study.id, digest=study.digest or "–")


def effect_caption(answered: Answer, shown: Sequence[Effect], language: Language) -> str:
    """Return the caption of effects in rows: how to read it, the answer in numbers, what it rests on."""
    study = answered.study
    varied = say(f"varied_{study.plan['parameters']}", language)
    told = [say("caption_effects", language, draws=max((e.draws for e in shown), default=0), varied=varied)]
    if any(effect.contrast.kind == "upper_half" for effect in shown):
        told.append(say("caption_halves", language))
        told += [
            say("caption_spread", language, output=output_label(output, language), **told_band, unit=unit)
            for output in study.headline
            for unit in [unit_drawn(output.unit, language)]
            for told_band in [{name: number(value) for name, value in answered.spread[output.name]._asdict().items()}]
        ]
    told += [number_told(study, effect, language) for effect in told_in_numbers(answered)]
    best = [effect for effect in shown if effect.contrast.kind == "best_mix"][:1]
    told += [say("caption_best_mix", language, mix=mix_told(study, effect, language)) for effect in best]
    still = sum(effect.verdict == "nothing" for effect in shown)
    if still:
        told.append(say("caption_nothing", language, count=still, of=len(shown)))
    told += _conditions(study, shown, language)
    return sentences([*told, *basis(study, language)], language)


def told_in_numbers(answered: Answer) -> list[Effect]:
    """Return the effects that a caption tells in numbers: the main one of each output of the headline.

    Where three or more levers are tried alone and together: each alone, and whether they add up, of the first output.
    """
    study = answered.study
    mains = [effect for output in study.headline for effect in [main_effect(answered, output)] if effect is not None]
    if not mains or not is_together(study, mains[0].contrast):
        return mains
    first = answered.of(study.headline[0].name)
    alone = [effect for effect in first if is_alone(effect)]
    return [*alone, *mains, *(effect for effect in first if effect.contrast.kind == "interaction")]


def mix_told(study: Study, effect: Effect, language: Language) -> str:
    """Return the doses of a mix, in words."""
    factors = {factor.name: factor for factor in study.factors}
    named = effect.contrast.set_to.items()
    return ", ".join(f"{short_label(factors[name], language)} {number(value)}" for name, value in named)


def _conditions(study: Study, shown: Sequence[Effect], language: Language) -> Iterator[str]:
    """Yield what the names of given parameters mean, where rows carry them."""
    given = {name for effect in shown for name in effect.contrast.given}
    meant = [f"{f.name}: {factor_label(f, language)}" for f in study.factors if f.name in given]
    if meant:
        yield say("caption_conditions", language, conditions="; ".join(meant))


def number_told(study: Study, effect: Effect, language: Language) -> str:
    """Return an effect in one sentence with its band, share and simulation error."""
    named = {
        "contrast": contrast_name(study, effect.contrast, language, full=True),
        "output": output_label(effect.output, language),
    }
    if effect.verdict == "nothing":
        return say("caption_number_nothing", language, **named, draws=effect.draws)
    return say(
        "caption_number",
        language,
        **named,
        median=signed(effect.band.median),
        low=signed(effect.band.low),
        high=signed(effect.band.high),
        unit=unit_drawn(effect.output.unit, language),
        direction=say(effect.better, language),
        mean=signed(effect.mean),
        share=share(effect.share_better),
        worse=share(effect.share_worse),
        draws=effect.draws,
        error=number(effect.simulation_error),
    )


def chart_of(answered: Answer, language: Language, font: str) -> Any:
    """Return the chart of an answer: influence for indices, maps where a grid has two wide factors, else rows."""
    if answered.indices:
        return influence_of(list(answered.indices), answered.study, language, font)
    return _phases(answered, language, font) if axes_of(answered.study) else _rows(answered, language, font)


def font_of(language: Language, chinese: str | None) -> str:
    """Return the font that a figure is written with."""
    return chinese or FONTS["en"] if language == "zh" else FONTS["en"]


def subtitle(study: Study, language: Language) -> str:
    """Return the title of a design and its question, as one line."""
    end = "_zh" if language == "zh" else ""
    return say("subtitle", language, title=study.plan[f"title{end}"], question=study.plan[f"question{end}"])


def _rows(answered: Answer, language: Language, font: str) -> Any:
    """Return the chart of effects in rows, one panel an output of the headline."""
    study = answered.study
    shown = [effect for output in study.headline for effect in answered.of(output.name)]
    panels = [
        Panel(
            output_label(output, language),
            _axis_name(output, language),
            [effect_row(study, effect, language) for effect in answered.of(output.name)],
        )
        for output in study.headline
    ]
    signs: dict[str, str] = {v: say(f"answer_{v}", language) for v in ("better", "worse", "open", "few", "nothing")}
    words = Wording(
        finding(answered, language), subtitle(study, language), effect_caption(answered, shown, language), signs, font
    )
    return effect_chart(panels, words)


def _axis_name(output: Output, language: Language) -> str:
    unit = unit_drawn(output.unit, language)
    return say("answer_axis", language, unit=unit) if unit else say("answer_axis_pure", language)


def effect_row(study: Study, effect: Effect, language: Language) -> Row:
    """Return an effect as a row of a figure: the very numbers of the answer, and the same in words."""
    told = say("answer_nothing", language)
    if effect.verdict != "nothing":
        band = {"median": signed(effect.band.median), "low": signed(effect.band.low), "high": signed(effect.band.high)}
        told = say("answer_told", language, **band, better=share(effect.share_better), worse=share(effect.share_worse))
    name = contrast_name(study, effect.contrast, language)
    return Row(name, effect.band.median, effect.band.low, effect.band.high, effect.verdict, told)


def _phases(answered: Answer, language: Language, font: str) -> Any:
    """Return the maps of the outputs of the headline."""
    study = answered.study
    axes = axes_of(study)
    assert axes is not None  # noqa: S101  # for the type checker: who calls has asked
    maps = [(output, one) for output in study.headline for one in phase_maps(answered, output.name)]
    several = len({one.panel for _, one in maps}) > 1
    drawn = [map_drawn(axes, output, one, several, language) for output, one in maps]
    words = Wording(
        finding(answered, language), subtitle(study, language), phase_caption(answered, maps, language), {}, font
    )
    return phase_chart(drawn, words)


def map_drawn(axes: Axes, output: Output, one: PhaseMap, several: bool, language: Language) -> MapDrawn:
    """Return a map as it is drawn: the very medians of the answer."""
    heading = output_label(output, language)
    if several and axes.panel is not None and one.panel is not None:
        heading = say("phase_panel", language, output=heading, setting=setting(axes.panel, one.panel, language))
    unit = unit_drawn(output.unit, language)
    return MapDrawn(
        heading=heading,
        x_axis=_axis_of(axes.x, language),
        y_axis=_axis_of(axes.y, language),
        colour=say("phase_colour", language, unit=unit) if unit else say("median", language),
        x=[_shown(value) for value in one.x],
        y=[_shown(value) for value in one.y],
        cells=[
            CellDrawn(cell.x, cell.y, cell.effect.band.median, signed(cell.effect.band.median), cell.sign == 2)
            for cell in one.cells
        ],
        turns=one.turns,
    )


def _axis_of(factor: Factor, language: Language) -> str:
    unit = "" if factor.target == "levers" else unit_drawn(factor.unit, language)
    label = factor_label(factor, language)
    return f"{label} [{unit}]" if unit else label


def phase_caption(answered: Answer, maps: Sequence[tuple[Output, PhaseMap]], language: Language) -> str:
    """Return the caption of maps: how to read them, the extremes in numbers, what it rests on."""
    study = answered.study
    axes = axes_of(study)
    assert axes is not None  # noqa: S101  # as above
    draws = max((cell.effect.draws for _, one in maps for cell in one.cells), default=0)
    varied = say(f"varied_{study.plan['parameters']}", language)
    no_line = "" if any(one.turns for _, one in maps) else say("phase_no_line", language)
    told = [say("caption_phase", language, draws=draws, varied=varied, no_line=no_line)]
    told += [
        phase_finding(answered, output, language) + ("。" if language == "zh" else ".") for output in study.headline[1:]
    ]
    for output in study.headline:
        cells = [cell for found, one in maps if found is output for cell in one.cells]
        if cells:
            told.append(_extremes(study, output, [cell.effect for cell in cells], language))
            told.append(_shares(output, [cell.effect for cell in cells], language))
    return sentences([*told, *basis(study, language)], language)


def _extremes(study: Study, output: Output, effects: Sequence[Effect], language: Language) -> str:
    """Return the largest and the smallest effect of a map in one sentence."""
    ends: dict[str, str] = {}
    for end, pick in (("highest", max), ("lowest", min)):
        effect = pick(effects, key=lambda found: found.band.median)
        ends[end] = signed(effect.band.median)
        ends[f"{end}_low"], ends[f"{end}_high"] = signed(effect.band.low), signed(effect.band.high)
        ends[f"{end}_at"] = place_told(study, effect.contrast, language)
    error = max((e.simulation_error for e in effects if math.isfinite(e.simulation_error)), default=math.nan)
    unit = unit_drawn(output.unit, language)
    return say("caption_cell", language, output=output_label(output, language), **ends, error=number(error), unit=unit)


def _shares(output: Output, effects: Sequence[Effect], language: Language) -> str:
    """Return between which shares of draws rise and fall over the cells of a map."""
    up, down = [effect.share_up for effect in effects], [effect.share_down for effect in effects]
    ends = {"up_least": min(up), "up_most": max(up), "down_least": min(down), "down_most": max(down)}
    told = {name: share(value) for name, value in ends.items()}
    return say("caption_shares", language, output=output_label(output, language), **told)


def place_told(study: Study, contrast: Contrast, language: Language) -> str:
    """Return where on a map an effect stands, in words."""
    factors = {factor.name: factor for factor in study.factors}
    at = {**contrast.set_to, **contrast.given}
    wide = [name for name in at if len(factors[name].levels) > 2] or list(at)
    joined = "、" if language == "zh" else ", "
    return joined.join(f"{factor_label(factors[name], language)} {_shown(at[name])}" for name in wide)


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


def of_told(of: str, language: Language) -> str:
    """Return what is analysed, a scenario or a difference of two, in words."""
    return of.replace(MINUS, " 减 ") if language == "zh" else of


def influence_panel(one: Sensitivity, study: Study, several: bool, language: Language) -> Panel:
    """Return the panel of an analysis: its most influential factors, with the numbers of their index."""
    unit = unit_drawn(one.output.unit, language)
    heading = output_label(one.output, language) + (f" ({of_told(one.of, language)})" if several else "")
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
        label = of_told(found.of, language) if several else output_label(found.output, language)
        verdict = sample_verdict(found, language)
        verdict += [prior_alone_told(found, study, language)] if found.varies and found.enough else []
        told.append(f"{label}: {sentences(verdict, language)}")
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


def effect_table_rows(answered: Answer, language: Language) -> Iterator[tuple[str, ...]]:
    """Yield the answer as rows of words: contrast, output, median, band, unit, share, error, draws, verdict."""
    for effect in answered.effects:
        band: Band = effect.band
        yield (
            contrast_name(answered.study, effect.contrast, language),
            output_label(effect.output, language),
            signed(band.median),
            f"{signed(band.low)} – {signed(band.high)}" if math.isfinite(band.low) else "–",
            unit_name(effect.output.unit, language),
            share(effect.share_better),
            number(effect.simulation_error),
            str(effect.draws),
            say(f"answer_{effect.verdict}", language),
        )
