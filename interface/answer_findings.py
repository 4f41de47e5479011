"""What an answer's numbers are in words: the effect that stands for all, how sure, where draws turn, what adds up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from analysis.answers import Answer, Effect
from analysis.bands import number
from analysis.phase import Axes, PhaseMap, axes_of
from interface.figure_names import said_unit, with_unit
from interface.naming import factor_label, is_together, level_told, share, short_label, signed
from interface.words import Language, say
from sim.outputs import Output


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


def share_span(shares: Sequence[float], language: Language) -> str:
    """Return the least and the largest of some shares."""
    low, high = share(min(shares)), share(max(shares))
    return low if low == high else say("span", language, low=low, high=high)


class Turning(NamedTuple):
    """Where on a map as many draws rise as fall: the axis on which the line varies least, its level, which way."""

    axis: str
    at: str
    rises: bool
    """Whether most draws rise above the line."""


def turning(maps: Sequence[PhaseMap], axes: Axes, language: Language) -> Turning | None:
    """Return where draws turn on the only map with such a line; nothing where none has one, or several have."""
    turned = [one for one in maps if one.turns]
    if len(turned) != 1 or len(maps) > 1:
        return None
    one = turned[0]
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
    axis = short_label(factor, language) if factor.target == "levers" else factor_label(factor, language)
    return Turning(axis, low if low == high else say("span", language, low=low, high=high), upper > 0.0)


def between(values: Sequence[float], place: float) -> float:
    """Return the value at a place between levels that are counted from 0.

    >>> between((0.2, 0.4, 0.8), 1.25)
    0.5
    """
    first = min(int(place), len(values) - 1)
    after = values[min(first + 1, len(values) - 1)]
    return round(values[first] + (place - first) * (after - values[first]), 12)


def is_alone(effect: Effect) -> bool:
    """Tell whether one thing alone is changed."""
    return effect.contrast.kind == "levels" and len(effect.contrast.set_to) == 1


def add_up(interaction: Effect) -> str:
    """Tell whether the whole is what its parts add up to: yes, no, or open."""
    if interaction.verdict == "nothing":
        return "yes"
    return "no" if interaction.verdict in ("better", "worse") else "open"


def mix_told(answered: Answer, effect: Effect, language: Language) -> str:
    """Return the doses of a mix, in words."""
    factors = {factor.name: factor for factor in answered.study.factors}
    named = effect.contrast.set_to.items()
    told = [f"{short_label(factors[name], language)} {number(round(value, 2))}" for name, value in named]
    return say("told_and", language).join(told)
