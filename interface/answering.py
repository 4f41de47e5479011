"""An answer in words: the finding, the caption, the chart, the table."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from analysis.answers import Answer, Contrast, Effect
from analysis.bands import Band, number
from analysis.charts import CellDrawn, MapDrawn, Panel, Row, Wording, effect_chart, phase_chart
from analysis.phase import Axes, PhaseMap, axes_of, phase_maps
from analysis.study import Study
from interface.influencing import index_finding, influence_of
from interface.naming import (
    basis,
    capital,
    contrast_name,
    factor_label,
    is_together,
    level_told,
    output_label,
    sentences,
    setting,
    share,
    short_label,
    signed,
    subtitle,
    unit_drawn,
)
from interface.words import Language, say, unit_name
from scenarios.factors import Factor
from sim.outputs import Output


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


def _rows(answered: Answer, language: Language, font: str) -> Any:
    """Return the chart of effects in rows, one panel an output of the headline."""
    study = answered.study
    shown = [effect for output in study.headline for effect in answered.of(output.name)]
    panels = [
        Panel(
            capital(output_label(output, language)),
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
    heading = capital(output_label(output, language))
    if several and axes.panel is not None and one.panel is not None:
        heading = say("phase_panel", language, output=heading, setting=setting(axes.panel, one.panel, language))
    unit = unit_drawn(output.unit, language)
    return MapDrawn(
        heading=heading,
        x_axis=_axis_of(axes.x, language),
        y_axis=_axis_of(axes.y, language),
        colour=say("phase_colour", language, unit=unit) if unit else say("median", language),
        x=[level_told(value) for value in one.x],
        y=[level_told(value) for value in one.y],
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
    return joined.join(f"{factor_label(factors[name], language)} {level_told(at[name])}" for name in wide)


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
