"""The sentence that a figure of an answer has as its title: the answer itself, how much, and how sure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from analysis.answers import Answer, Effect
from analysis.bands import number
from analysis.charts import MOST_TITLE, columns
from analysis.phase import Axes, PhaseMap, axes_of, phase_maps, sign_of
from analysis.regions import Box, cover
from analysis.study import better_of
from interface.figure_names import (
    joined,
    said_unit,
    setting_name,
    setting_told,
    short_output,
    whole_name,
    with_unit,
    worth_told,
)
from interface.influencing import indices_finding
from interface.naming import capital, factor_label, is_together, level_told, share, short_label, signed
from interface.words import Language, say
from scenarios.factors import Factor
from sim.outputs import Output


class Detail(NamedTuple):
    """How fully a title tells a map: in how many boxes, with medians, and with what is nowhere sure."""

    boxes: int
    medians: bool
    nowhere: bool


DETAILS = (Detail(2, True, True), Detail(2, False, True), Detail(1, False, True), Detail(1, False, False))
"""From the fullest that a reader follows in one sentence to the shortest."""


class Clause(NamedTuple):
    """What is told of an output, nothing where no sign is sure, and the effects that it is told of."""

    text: str
    effects: Sequence[Effect]


def main_effect(answered: Answer, output: Output) -> Effect | None:
    """Return the effect that stands for all in numbers: the fullest setting at the middle of what is given.

    Of mixes it is the best one; of a design that samples parameters, or moves one thing at a time, the largest.
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


def standing_effects(answered: Answer) -> list[Effect]:
    """Return, of each output of the headline, the effect that stands for all in numbers.

    Of many settings it is the strongest on the first output whose sign is sure, for all outputs; where none is sure,
    and for other designs, that of ``main_effect``.
    """
    study = answered.study
    mains = [effect for output in study.headline for effect in [main_effect(answered, output)] if effect is not None]
    if study.kind != "grid" or axes_of(study) or not mains or is_together(study, mains[0].contrast):
        return mains
    sure = [effect for effect in answered.of(study.headline[0].name) if is_sure(effect)]
    if not sure:
        return mains
    strongest = max(sure, key=lambda effect: abs(effect.band.median)).contrast
    return [effect for output in study.headline for effect in answered.of(output.name) if effect.contrast == strongest]


def is_sure(effect: Effect) -> bool:
    """Tell whether the sign of an effect of levers is known, by the rule of verdicts."""
    return effect.contrast.kind == "levels" and effect.verdict in ("better", "worse")


def finding(answered: Answer, language: Language) -> str:
    """Return the sentence that a figure's title states: the answer to the design's question, for all of its outputs."""
    study = answered.study
    if answered.indices:
        return indices_finding(answered.indices, study, language)
    if axes_of(study):
        return maps_finding(answered, language)
    main = main_effect(answered, study.headline[0])
    if main is None:
        return str(study.plan["title_zh" if language == "zh" else "title"])
    if main.contrast.kind == "best_mix":
        return best_mix_told(answered, main, language)
    if main.contrast.kind == "upper_half":
        return spread_told(answered, main, language)
    if is_together(study, main.contrast):
        return together_told(answered, main, language)
    if len(answered.of(study.headline[0].name)) == 1:
        return single_told(answered, main, language)
    return outputs_told(answered, [settings_told(answered, output, language) for output in study.headline], language)


def maps_finding(answered: Answer, language: Language) -> str:
    """Return where on its maps each output surely moves: as fully as MOST_TITLE columns hold."""
    study = answered.study
    told = ""
    for detail in DETAILS:
        clauses = [map_told(answered, output, detail, language) for output in study.headline]
        told = outputs_told(answered, clauses, language)
        if columns(told) <= MOST_TITLE:
            break
    return told


def outputs_told(answered: Answer, clauses: Sequence[Clause], language: Language, *, first: bool = True) -> str:
    """Return what is told of each output; those of which nothing is sure are told together, apart by
    whether more of them is better.
    """
    study = answered.study
    sure: dict[int, str] = {}
    for at, (output, clause) in enumerate(zip(study.headline, clauses, strict=True)):
        if clause.text:
            sure[at] = say("output_told", language, output=short_output(output, study, language), told=clause.text)
    ordered = [
        [told for _, told in sorted((sure | open_told(answered, clauses, language, medians=medians)).items())]
        for medians in (True, False)
    ]
    told = next((one for one in ordered if columns(joined(one, language)) <= MOST_TITLE), ordered[-1])
    return joined(told, language) if first else say("clause_end", language).join(told)


def open_told(
    answered: Answer, clauses: Sequence[Clause], language: Language, *, medians: bool
) -> dict[int, str]:  # fmt: skip
    """Return what is told of outputs of which nothing is sure, by the place of the first; apart by what is better."""
    study = answered.study
    found = {}
    for better in ("higher", "lower"):
        still = [at for at, clause in enumerate(clauses) if not clause.text and better_of(study.headline[at]) == better]
        if still:
            named = [short_output(study.headline[at], study, language) for at in still]
            if medians:
                spans = [ends_of(study.headline[at], clauses[at].effects, language) for at in still]
                named = [
                    say("own_told", language, output=name, numbers=span)
                    for name, span in zip(named, spans, strict=True)
                ]
            effects = [effect for at in still for effect in clauses[at].effects]
            output = say("told_and", language).join(named)
            found[still[0]] = say("output_told", language, output=output, told=unsure_told(effects, language))
    return found


def ends_of(output: Output, effects: Sequence[Effect], language: Language) -> str:
    """Return the smallest and the largest median of some effects with their unit, once where they are the same."""
    low, high = (signed(pick(effect.band.median for effect in effects)) for pick in (min, max))
    told = with_unit(high, said_unit(output, language))
    return told if low == high else say("span", language, low=low, high=told)


def numbers_told(effect: Effect, language: Language, *, unit: bool = True) -> str:
    """Return median and band of an effect, with or without its unit."""
    median = signed(effect.band.median)
    if unit:
        median = with_unit(median, said_unit(effect.output, language))
    return say("number_band", language, median=median, low=signed(effect.band.low), high=signed(effect.band.high))


def sure_told(effect: Effect, language: Language) -> str:
    """Return how sure the sign of an effect is, in a few words."""
    if effect.verdict in ("few", "nothing"):
        return say(f"sure_{effect.verdict}", language, draws=effect.draws)
    of = max(effect.share_up, effect.share_down)
    moved = say("moved_up" if effect.share_up >= effect.share_down else "moved_down", language)
    key = "sure_yes" if effect.verdict in ("better", "worse") else "sure_no"
    return say(key, language, moved=moved, share=share(of))


def single_told(answered: Answer, main: Effect, language: Language) -> str:
    """Return one contrast in all outputs of the headline: those of which it surely moves, then the others together."""
    study = answered.study
    clauses = []
    for output in study.headline:
        (effect,) = answered.of(output.name)
        worth = worth_told(output, effect.band.median > 0.0, language)
        told = say(
            "single_sure",
            language,
            numbers=numbers_told(effect, language),
            sure=sure_told(effect, language),
            worth=worth,
        )
        clauses.append(Clause(told if effect.verdict in ("better", "worse") else "", [effect]))
    contrast = capital(whole_name(study, main.contrast, language))
    return say("finding_of", language, contrast=contrast, told=outputs_told(answered, clauses, language, first=False))


def settings_told(answered: Answer, output: Output, language: Language) -> Clause:
    """Return in how many settings an output surely rises or falls, and the strongest of them."""
    study = answered.study
    effects = [effect for effect in answered.of(output.name) if effect.contrast.kind != "interaction"]
    told = []
    for sign in (1, -1):
        sure = [effect for effect in effects if sign_of(effect) == sign]
        if sure:
            strongest = max(sure, key=lambda effect: sign * effect.band.median)
            told.append(
                say(
                    "settings_sure",
                    language,
                    moved=say("moved_up" if sign > 0 else "moved_down", language)
                    + worth_told(output, sign > 0, language),
                    count=len(sure),
                    of=len(effects),
                    contrast=whole_name(study, strongest.contrast, language),
                    numbers=numbers_told(strongest, language),
                )
            )
    return Clause(say("clause_and", language).join(told), effects)


def unsure_told(effects: Sequence[Effect], language: Language) -> str:
    """Return that no sign is sure, and between which shares of draws it goes either way."""
    moving = [effect for effect in effects if effect.verdict != "nothing"]
    if not moving:
        return say("sure_nothing", language)
    if any(effect.verdict == "few" for effect in moving):
        return say("sure_few", language, draws=max(effect.draws for effect in moving))
    up, down = ([getattr(effect, name) for effect in moving] for name in ("share_up", "share_down"))
    return say("nowhere_sure", language, up=_span_told(up, language), down=_span_told(down, language))


def _span_told(shares: Sequence[float], language: Language) -> str:
    """Return the least and the largest of some shares."""
    low, high = share(min(shares)), share(max(shares))
    return low if low == high else say("span", language, low=low, high=high)


def map_told(answered: Answer, output: Output, detail: Detail, language: Language) -> Clause:
    """Return where on its maps an output surely rises and falls, in levels of the axes; else where draws turn."""
    axes = axes_of(answered.study)
    assert axes is not None  # noqa: S101  # for the type checker: who calls has asked
    maps = phase_maps(answered, output.name)
    effects = [cell.effect for one in maps for cell in one.cells]
    where = [where_told(maps, axes, output, sign, detail.boxes, language) for sign in (1, -1)]
    told = [clause for clause in where if clause]
    if detail.nowhere and len(told) == 1 and any(cell.sign == 2 for one in maps for cell in one.cells):
        told.append(say("nowhere", language, moved=say("moved_down" if where[0] else "moved_up", language)))
    turn = "" if all(where) else turn_told(maps, axes, language)
    if turn:
        told = [*(told or [unsure_told(effects, language)]), turn]
    if told and detail.medians:
        told.append(medians_told(output, effects, language))
    return Clause(say("clause_and", language).join(told), effects)


def medians_told(output: Output, effects: Sequence[Effect], language: Language) -> str:
    """Return between which medians an output moves over the cells of its maps."""
    return say("medians", language, span=ends_of(output, effects, language))


def where_told(maps: Sequence[PhaseMap], axes: Axes, output: Output, sign: int, boxes: int, language: Language) -> str:
    """Return where on its maps the sign of an output is known to be this one; nothing where it is nowhere."""
    factors = [factor for factor in (axes.panel, axes.x, axes.y) if factor is not None]
    placed = {
        (*(() if one.panel is None else (one.panel,)), one.x[cell.x], one.y[cell.y]): cell.sign
        for one in maps
        for cell in one.cells
    }
    levels = [sorted({place[at] for place in placed}) for at in range(len(factors))]
    found = {
        tuple(levels[at].index(value) for at, value in enumerate(place))
        for place, known in placed.items()
        if known == sign
    }
    if not found:
        return ""
    moved = say("moved_up" if sign > 0 else "moved_down", language) + worth_told(output, sign > 0, language)
    if len(found) == len(placed):
        return say("sure_everywhere", language, moved=moved)
    covered = cover(found, tuple(len(values) for values in levels), boxes)
    told = [box_told(box, factors, levels, language) for box in covered.boxes]
    where = say("where_or", language).join(told)
    if covered.left_out:
        where += say("where_more" if covered.left_out > 1 else "where_one_more", language, count=covered.left_out)
    return say("sure_where", language, moved=moved, where=where)


def box_told(box: Box, factors: Sequence[Factor], levels: Sequence[Sequence[float]], language: Language) -> str:
    """Return a box of a map in levels of the axes that bound it."""
    told = []
    for (first, last), factor, values in zip(box.spans, factors, levels, strict=True):
        if (first, last) == (0, len(values) - 1):
            continue
        if first == last:
            told.append(setting_told(factor, values[first], language))
        elif last == len(values) - 1:
            told.append(say("level_least", language, setting=setting_told(factor, values[first], language)))
        elif first == 0:
            told.append(say("level_most", language, setting=setting_told(factor, values[last], language)))
        else:
            low, high = setting_told(factor, values[first], language), level_told(values[last])
            told.append(say("span", language, low=low, high=high))
    return say("where_and", language).join(told)


def turn_told(maps: Sequence[PhaseMap], axes: Axes, language: Language) -> str:
    """Return at which levels as many draws rise as fall, on the last map with such a line; nothing where none has one.

    It is told on the axis along which the line varies least.
    """
    turned = [one for one in maps if one.turns]
    if not turned:
        return ""
    one = turned[-1]
    points = [point for line in one.turns for point in line]
    spans = [max(point[at] for point in points) - min(point[at] for point in points) for at in (0, 1)]
    at = 0 if spans[0] < spans[1] else 1
    factor, values = ((axes.x, one.x), (axes.y, one.y))[at]
    reached = sorted(between(values, point[at]) for point in points)
    low, high = level_told(reached[0]), level_told(reached[-1])
    upper = sum(
        (cell.effect.share_up - cell.effect.share_down) * ((cell.x, cell.y)[at] - (len(values) - 1) / 2)
        for cell in one.cells
    )
    told = say(
        "turns_up" if upper > 0.0 else "turns_down",
        language,
        axis=short_label(factor, language) if factor.target == "levers" else factor_label(factor, language),
        at=low if low == high else say("span", language, low=low, high=high),
    )
    if len(maps) == 1 or axes.panel is None or one.panel is None:
        return told
    return say("turn_at", language, setting=setting_told(axes.panel, one.panel, language), told=told)


def between(values: Sequence[float], place: float) -> float:
    """Return the value at a place between levels that are counted from 0.

    >>> between((0.2, 0.4, 0.8), 1.25)
    0.5
    """
    first = min(int(place), len(values) - 1)
    after = values[min(first + 1, len(values) - 1)]
    return round(values[first] + (place - first) * (after - values[first]), 12)


def together_told(answered: Answer, main: Effect, language: Language) -> str:
    """Return what each thing does alone, what all do together, and whether the parts add up."""
    study = answered.study
    found = answered.of(main.output.name)
    alone = [effect for effect in found if is_alone(effect)]
    parts = [
        f"{setting_name(study, one.contrast, language)} {numbers_told(one, language, unit=False)}" for one in alone
    ]
    told = say(
        "together_told",
        language,
        output=capital(short_output(main.output, study, language)),
        parts=say("told_and", language).join(parts),
        numbers=numbers_told(main, language),
        sure=sure_told(main, language),
    )
    rest = [effect for effect in found if effect.contrast.kind == "interaction"]
    return told + "".join(say(f"adds_up_{add_up(one)}", language, numbers=numbers_told(one, language)) for one in rest)


def is_alone(effect: Effect) -> bool:
    """Tell whether one thing alone is changed."""
    return effect.contrast.kind == "levels" and len(effect.contrast.set_to) == 1


def add_up(interaction: Effect) -> str:
    """Tell whether the whole is what its parts add up to: yes, no, or open."""
    if interaction.verdict == "nothing":
        return "yes"
    return "no" if interaction.verdict in ("better", "worse") else "open"


def best_mix_told(answered: Answer, main: Effect, language: Language) -> str:
    """Return the best mix of doses, and what it gains over the mean mix."""
    study = answered.study
    return say(
        "best_mix_told",
        language,
        output=short_output(main.output, study, language),
        mix=mix_told(answered, main, language),
        numbers=numbers_told(main, language),
        sure=sure_told(main, language),
    )


def mix_told(answered: Answer, effect: Effect, language: Language) -> str:
    """Return the doses of a mix, in words."""
    factors = {factor.name: factor for factor in answered.study.factors}
    named = effect.contrast.set_to.items()
    told = [f"{short_label(factors[name], language)} {number(round(value, 2))}" for name, value in named]
    return say("told_and", language).join(told)


def spread_told(answered: Answer, main: Effect, language: Language) -> str:
    """Return how far an output spreads over all points and draws, and with which factor most of that goes."""
    study = answered.study
    band = answered.spread[main.output.name]
    return capital(
        say(
            "spread_told",
            language,
            output=short_output(main.output, study, language),
            median=number(band.median),
            low=number(band.low),
            high=with_unit(number(band.high), said_unit(main.output, language)),
            factor=setting_name(study, main.contrast, language),
            numbers=numbers_told(main, language),
            sure=sure_told(main, language),
        )
    )
