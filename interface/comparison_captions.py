"""What stands below the figures of comparisons: how sure, at whose expense, on what assumption, a line each."""

from __future__ import annotations

from typing import Any

from analysis.bands import Band
from analysis.compare import Comparison, Option
from analysis.origins import EVENTS
from analysis.outcomes import BY_NAME
from interface.comparing_tables import LAST, zone_name
from interface.figure_names import with_unit
from interface.naming import capital, level_told, share, signed
from interface.words import Language, say

DEBT, SETTLED = "debt", "producing"


def range_told(band: Band, language: Language) -> str:
    """Return the ends of a band of differences, each with its sign."""
    return say("span", language, low=signed(band.low), high=signed(band.high))


def level_range(band: Band, language: Language) -> str:
    """Return the ends of a band of levels."""
    return say("span", language, low=level_told(band.low), high=level_told(band.high))


def assumed(draws: int, digest: str, result: Any, language: Language) -> str:
    """Return what a figure rests on: its draws, who reforms, made-up zones."""
    setting = result.setting
    words = [say(f"figure_{setting.belief.kind}", language, draws=draws, digest=digest)]
    if setting.who != "zone":
        words.append(say(f"who_{setting.who}", language, zone=zone_name(setting.base, setting.zone, language)))
    if setting.base.world.synthetic:
        words.append(say("synthetic", language))
    return say("line_assumption", language, told=("" if language == "zh" else " ").join(words))


def expense(result: Comparison, option: Option, language: Language) -> str:
    """Return what an option costs others and the future: projects taken from other zones, and debt, over five years."""
    zones = len(result.setting.base.world.zones)
    taken = option.flows[:, EVENTS.index(SETTLED), :zones, result.zone].astype(float)
    taken[:, result.zone] = 0.0
    debt = option.effect(DEBT, LAST)
    unit = say("unit_debt", language)
    told = say(
        "expense_told",
        language,
        months=LAST,
        taken=level_told(float(taken.sum(axis=1).mean())),
        debt=with_unit(signed(debt.difference.median), unit),
        span=range_told(debt.difference, language),
        worse=share(debt.share_worse),
    )
    return say("caption_expense", language, told=capital(told))


def sure_of(result: Comparison, option: Option, output: str, months: int, language: Language) -> str:
    """Return how sure the effect of an option on an outcome is: shares of draws, and the error of the median."""
    effect = option.effect(output, months)
    key = "line_sure" if BY_NAME[output].better else "line_sure_neutral"
    differences = option.differences(output, months)
    shares = {
        "better": share(effect.share_better),
        "worse": share(effect.share_worse),
        "up": share(float((differences > 0.0).mean())),
        "down": share(float((differences < 0.0).mean())),
    }
    told = say(key, language, draws=result.draws, error=level_told(effect.median_error), **shares)
    return say("caption_sure", language, told=capital(told))


def lines(*told: str) -> str:
    """Return lines of a caption as one text, those that say something."""
    return "\n".join(line for line in told if line)
