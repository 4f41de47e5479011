"""How often bands of effects hold known effects, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from agents.levers import LEVER_INDEX, LEVERS
from analysis.outcomes import BY_NAME
from calibration.checks import Covered
from interface.words import Language, say


def effects_told(found: Sequence[Covered], language: Language) -> list[str]:
    """Return a sentence for each option: in how many truths the band of each output held the effect."""
    sentences = []
    for (option, fixed), group in groupby(found, key=lambda told: (told.option, told.fixed)):
        of_option = list(group)
        mark = "；" if language == "zh" else "; "
        sentences.append(
            say("effects_nothing" if fixed else "effects_held", language, option=option_name(option, language),
                months=of_option[0].months, draws=of_option[0].draws,
                told=mark.join(_one(told, language) for told in of_option))
        )  # fmt: skip
    return sentences


def option_name(option: str, language: Language) -> str:
    """Return the name of an option; one that is named by its lever has the lever's title."""
    if option not in LEVER_INDEX:
        return option
    lever = LEVERS[LEVER_INDEX[option]]
    return f"“{lever.title_zh}”" if language == "zh" else f'"{lever.title}"'


def _one(told: Covered, language: Language) -> str:
    outcome = BY_NAME[told.outcome]
    low, high = told.interval
    label = outcome.label_zh if language == "zh" else outcome.label
    place = say(f"compare_{outcome.place}", language)
    return say(
        "effects_one", language, label=label, place=place, inside=told.inside, truths=told.truths, low=low, high=high
    )
