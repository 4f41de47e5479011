"""An answer as a chart and as a table: rows and maps for `analysis.charts`, with the words that belong to them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from analysis.answers import Answer, Effect
from analysis.bands import Band, number
from analysis.charts import CellDrawn, MapDrawn, Panel, Row, Wording, effect_chart, phase_chart
from analysis.influence import LEVER_TARGETS
from analysis.phase import Axes, PhaseMap, axes_of, phase_maps
from analysis.study import Study, better_of
from interface.answer_captions import caption_of
from interface.answer_findings import numbers_told
from interface.answer_titles import finding
from interface.figure_names import doses_told, first_title, given_name, level_name, setting_name, unit_of_output
from interface.influencing import influence_of
from interface.naming import capital, contrast_name, factor_label, output_label, share, signed, subtitle, unit_drawn
from interface.words import Language, say, unit_name
from scenarios.factors import Factor
from sim.outputs import Output

BILLION = 10.0
"""亿元 in a thousand million yuan [亿元]."""
VERDICTS = ("better", "worse", "sure", "open", "few", "nothing")


def chart_of(answered: Answer, language: Language, font: str) -> Any:
    """Return the chart of an answer: influence for indices, maps where a grid has two wide factors, else rows."""
    answered = in_fine_units(answered, language)
    if answered.indices:
        return influence_of(list(answered.indices), answered.study, language, font)
    return _phases(answered, language, font) if axes_of(answered.study) else _rows(answered, language, font)


@dataclass(frozen=True)
class FineOutput(Output):
    """An output whose numbers are told in a finer unit than that of its measure."""

    fine_unit: str = ""

    @property
    def unit(self) -> str:
        """The finer unit."""
        return self.fine_unit


def in_fine_units(answered: Answer, language: Language) -> Answer:
    """Return an answer with money in the unit in which a reader of the language counts such amounts.

    亿元 become CNY billion or million in English, by the largest median of an output, and 万元 in Chinese where all
    medians are fractions of 亿元; every number of the output is told and drawn in that unit.
    """
    study = answered.study
    units: dict[str, tuple[float, str]] = {}
    for output in study.outputs:
        medians = [effect.band.median for effect in answered.of(output.name)]
        medians += [answered.spread[output.name].median] if output.name in answered.spread else []
        ends = [abs(value) for value in medians if math.isfinite(value)]
        if output.unit == "亿元" and ends and (unit := money_unit(max(ends), language)) is not None:
            units[output.name] = unit
    if not units:
        return answered
    fine = {}
    for output in study.outputs:
        if output.name in units:
            own = {named.name: getattr(output, named.name) for named in fields(output)}
            fine[output.name] = FineOutput(**own, fine_unit=units[output.name][1])
    effects = tuple(
        scaled(effect, fine[effect.output.name], units[effect.output.name][0]) if effect.output.name in fine else effect
        for effect in answered.effects
    )
    spread = {
        name: Band(*(units[name][0] * value for value in band)) if name in units else band
        for name, band in answered.spread.items()
    }
    outputs = tuple(fine.get(output.name, output) for output in study.outputs)
    return replace(answered, study=replace(study, outputs=outputs), effects=effects, spread=spread)


def money_unit(largest: float, language: Language) -> tuple[float, str] | None:
    """Return the factor from 亿元 and the unit in which amounts up to the largest are told; nothing for 亿元 itself.

    >>> money_unit(12.0, "en"), money_unit(0.4, "en"), money_unit(0.4, "zh"), money_unit(12.0, "zh")
    ((0.1, 'CNY billion'), (100.0, 'CNY million'), (10000.0, '万元'), None)
    """
    if language == "en":
        return (0.1, "CNY billion") if largest >= BILLION else (100.0, "CNY million")
    return (1e4, "万元") if largest < 1.0 else None


def scaled(effect: Effect, output: Output, factor: float) -> Effect:
    """Return an effect in another unit, that of the output given."""
    band = Band(*(factor * value for value in effect.band))
    return replace(effect, output=output, band=band, mean=factor * effect.mean,
                   simulation_error=factor * effect.simulation_error)  # fmt: skip


def _wording(
    answered: Answer, keys: Sequence[str], signs: dict[str, str], language: Language, font: str
) -> Wording:  # fmt: skip
    """Return what a chart of an answer says: finding, question and key, caption."""
    doses = [say("sentence", language, told=capital(told)) for told in doses_told(answered.study, language)]
    key = ("" if language == "zh" else " ").join([*keys, *doses])
    asked = subtitle(answered.study, language)
    mark = say("batch_mark", language, id=answered.study.id)
    return Wording(finding(answered, language), [asked, key], caption_of(answered, language), signs, font, mark)


def _rows(answered: Answer, language: Language, font: str) -> Any:
    """Return the chart of effects in rows, one panel an output of the headline."""
    study = answered.study
    drawn = drawn_rows(answered)
    panels = [
        Panel(
            capital(output_label(output, language)),
            _axis_name(output, language),
            [effect_row(answered, effect, language) for effect in drawn if effect.output is output],
        )
        for output in study.headline
    ]
    keys = [say("reading_neutral" if any(is_neutral(study, e) for e in drawn) else "reading_rows", language)]
    if study.kind == "listed":
        keys.append(say("reading_base", language, first=first_title(study, language)))
    keys += [say("reading_halves", language)] if any(e.contrast.kind == "upper_half" for e in drawn) else []
    keys += [say("reading_best", language)] if any(e.contrast.kind == "best_mix" for e in drawn) else []
    still = (sum(len(answered.of(output.name)) for output in study.headline) - len(drawn)) // len(study.headline)
    keys += [say("row_still", language, count=still)] if still else []
    signs: dict[str, str] = {verdict: say(f"answer_{verdict}", language) for verdict in VERDICTS}
    return effect_chart(panels, _wording(answered, keys, signs, language, font))


def drawn_rows(answered: Answer) -> list[Effect]:
    """Return the effects that a chart draws: all but contrasts that change nothing in any output of the headline."""
    shown = [effect for output in answered.study.headline for effect in answered.of(output.name)]
    moving = [effect for effect in shown if effect.verdict != "nothing"]
    kept = [effect for effect in shown if any(effect.contrast == other.contrast for other in moving)]
    return kept or shown


def is_neutral(study: Study, effect: Effect) -> bool:
    """Tell whether an effect is that of an assumption, which nobody chooses and which is neither better nor worse."""
    targets = {factor.name: factor.target for factor in study.factors}
    return effect.contrast.kind == "upper_half" and all(targets[n] not in LEVER_TARGETS for n in effect.contrast.set_to)


def _axis_name(output: Output, language: Language) -> str:
    unit = unit_of_output(output, language)
    return say("answer_axis", language, unit=unit) if unit else say("answer_axis_pure", language)


def effect_row(answered: Answer, effect: Effect, language: Language) -> Row:
    """Return an effect as a row of a figure: the very numbers of the answer, and the same in words."""
    told, sign = [say("answer_nothing", language)], str(effect.verdict)
    if effect.verdict != "nothing":
        numbers = numbers_told(effect, language, unit=False)
        if is_neutral(answered.study, effect):
            sign = "sure" if effect.verdict in ("better", "worse") else sign
            shares = say("row_up_down", language, up=share(effect.share_up), down=share(effect.share_down))
        else:
            better, worse = share(effect.share_better), share(effect.share_worse)
            shares = say("row_share", language, better=better, worse=worse)
        told = [numbers, shares]
    name = capital(setting_name(answered.study, effect.contrast, language))
    group = capital(given_name(answered.study, effect.contrast, language))
    return Row(name, effect.band.median, effect.band.low, effect.band.high, sign, told, group)


def _phases(answered: Answer, language: Language, font: str) -> Any:
    """Return the maps of the outputs of the headline."""
    study = answered.study
    axes = axes_of(study)
    assert axes is not None  # noqa: S101  # for the type checker: who calls has asked
    maps = [(output, one) for output in study.headline for one in phase_maps(answered, output.name)]
    several = len({one.panel for _, one in maps}) > 1
    drawn = [map_drawn(axes, output, one, several, language) for output, one in maps]
    keys = [say("reading_maps", language)]
    keys += [say("reading_turns", language)] if any(one.turns for _, one in maps) else []
    return phase_chart(drawn, _wording(answered, keys, {}, language, font))


def map_drawn(axes: Axes, output: Output, one: PhaseMap, several: bool, language: Language) -> MapDrawn:
    """Return a map as it is drawn: the very medians of the answer."""
    heading = capital(output_label(output, language))
    if several and axes.panel is not None and one.panel is not None:
        panel = f"{factor_label(axes.panel, language)} {level_name(axes.panel, one.panel, language)}"
        heading = say("phase_panel", language, output=heading, setting=panel)
    unit = unit_of_output(output, language)
    return MapDrawn(
        heading=heading,
        x_axis=_axis_of(axes.x, language),
        y_axis=_axis_of(axes.y, language),
        colour=say("colour_of", language, unit=unit) if unit else say("colour_pure", language),
        x=[level_name(axes.x, value, language) for value in one.x],
        y=[level_name(axes.y, value, language) for value in one.y],
        cells=[
            CellDrawn(cell.x, cell.y, cell.effect.band.median, signed(cell.effect.band.median), cell.sign == 2)
            for cell in one.cells
        ],
        turns=one.turns,
        low_is_good=better_of(output) == "lower",
        output=output.name,
    )


def _axis_of(factor: Factor, language: Language) -> str:
    unit = "" if factor.target == "levers" else unit_drawn(factor.unit, language)
    label = factor_label(factor, language)
    return f"{label} [{unit}]" if unit and unit not in label else label


def effect_table_rows(answered: Answer, language: Language) -> Iterator[tuple[str, ...]]:
    """Yield the answer as rows of words: contrast, output, median, band, unit, share, error, draws, verdict."""
    for effect in answered.effects:
        band: Band = effect.band
        yield (
            contrast_name(answered.study, effect.contrast, language),
            output_label(effect.output, language),
            signed(band.median),
            say("span", language, low=signed(band.low), high=signed(band.high)) if math.isfinite(band.low) else "–",
            unit_name(effect.output.unit, language),
            share(effect.share_better),
            number(effect.simulation_error),
            str(effect.draws),
            say(f"answer_{effect.verdict}", language),
        )
