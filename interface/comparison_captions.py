"""What stands below the figures of comparisons: how sure, at whose expense, on what assumption, a line each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from analysis.bands import Band, band_of, number
from analysis.compare import HORIZONS, Comparison, Option
from analysis.origins import EVENTS
from analysis.outcomes import BY_NAME
from interface.comparing_tables import LAST, title_of, zone_name
from interface.figure_names import with_unit
from interface.naming import capital, level_told, share, signed
from interface.words import Language, say
from sim.state import Array

DEBT, SETTLED = "debt", "producing"
UNITS_TOLD = {"firms": "unit_projects", "亿元": "unit_debt", "months": "unit_months"}
"""Words of units that are no sign."""
MARK = 12
"""Letters of a digest by which a run is found again."""


def range_told(band: Band, language: Language) -> str:
    """Return the ends of a band of differences, each with its sign."""
    return say("span", language, low=signed(band.low), high=signed(band.high))


def level_range(band: Band, language: Language) -> str:
    """Return the ends of a band of levels."""
    return say("span", language, low=level_told(band.low), high=level_told(band.high))


def assumed(draws: int, result: Any, language: Language) -> str:
    """Return what a figure rests on: its draws, who reforms, made-up zones."""
    setting = result.setting
    words = [say(f"figure_{setting.belief.kind}", language, draws=draws)]
    if setting.who != "zone":
        words.append(say(f"who_{setting.who}", language, zone=zone_name(setting.base, setting.zone, language)))
    if setting.base.world.synthetic:
        words.append(say("synthetic", language))
    return say("line_assumption", language, told=("" if language == "zh" else " ").join(words))


def mark_of(digest: str, language: Language) -> str:
    """Return by what the numbers of a figure are found again; its metadata hold the whole digest."""
    return say("run_mark", language, id=digest[:MARK])


def money_told(band: Band, language: Language) -> tuple[str, str]:
    """Return the median and the ends of a band of differences [亿元], in a unit in which they are no fractions of one.

    >>> money_told(Band(0.0062, -0.01, 0.5), "en")
    ('+CNY 0.62 million', '−1 to +50')
    """
    factor, unit = (100.0, "unit_million") if language == "en" else (1.0, "unit_debt")
    if language == "zh" and max(abs(value) for value in band) < 1.0:
        factor, unit = 1e4, "unit_wan"
    scaled = Band(*(factor * value for value in band))
    return with_unit(signed(scaled.median), say(unit, language)), range_told(scaled, language)


def expense(option: Option, language: Language, months: int = LAST) -> str:
    """Return what an option costs others and the future after some months: projects it takes from zones, and debt."""
    return say("caption_expense", language, told=capital(paid(option, months, language)))


def expense_of_each(options: Sequence[Option], language: Language, months: int) -> str:
    """Return the same of several options, each by its name."""
    told = [
        say("finding_of", language, contrast=title_of(option.scenario, language), told=paid(option, months, language))
        for option in options
    ]
    return say("caption_expense", language, told=capital(say("clause_end", language).join(told)))


def paid(option: Option, months: int, language: Language) -> str:
    """Return what an option costs others and the future after some months, as a clause."""
    taken = option.taken[:, EVENTS.index(SETTLED), HORIZONS.index(months)].astype(float)
    others = option.differences("region.producing", months) - option.differences(SETTLED, months)
    debt = option.effect(DEBT, months)
    amount, span = money_told(debt.difference, language)
    return say(
        "expense_told",
        language,
        others=net_told(float(others.mean()), language),
        others_span=range_told(band_of(others), language),
        months=months,
        taken=level_told(float(taken.mean())),
        debt=amount,
        span=span,
        worse=share(debt.share_worse),
    )


def expense_beside(beside: Mapping[str, Array], months: int, language: Language, option: str = "") -> str:
    """Return what an option costs others and the future, of its differences in BESIDE by draw [draws].

    ``option`` is named where a figure shows several.
    """
    others, debt = beside["region.producing"] - beside["producing"], beside[DEBT]
    owed = debt[np.isfinite(debt)]
    amount, span = money_told(band_of(owed), language)
    told = say(
        "expense_beside",
        language,
        months=months,
        others=net_told(float(others.mean()), language),
        others_span=range_told(band_of(others), language),
        debt=amount,
        span=span,
        worse=share(float((owed > 0.0).mean())),
    )
    if option:
        told = say("finding_of", language, contrast=option, told=told)
    return say("caption_expense", language, told=capital(told))


def net_told(net: float, language: Language) -> str:
    """Return a net number of projects in words: so many more, or fewer."""
    key = "net_same" if net == 0.0 else "net_more" if net > 0.0 else "net_less"
    return say(key, language, amount=number(abs(net)))


def sure_of(result: Comparison, options: Sequence[Option], output: str, months: int, language: Language) -> str:
    """Return how sure the effects of options on an outcome are: shares of draws, and the errors of medians."""
    told = [sure_clause(result, option, output, months, language) for option in options]
    return say("caption_sure", language, told=capital(say("clause_end", language).join(told)))


def sure_clause(result: Comparison, option: Option, output: str, months: int, language: Language) -> str:
    """Return how sure the effect of one option on an outcome is, as a clause."""
    effect = option.effect(output, months)
    key = "line_sure" if BY_NAME[output].better else "line_sure_neutral"
    differences = option.differences(output, months)
    shares = {
        "better": share(effect.share_better),
        "worse": share(effect.share_worse),
        "up": share(float((differences > 0.0).mean())),
        "down": share(float((differences < 0.0).mean())),
    }
    unit = UNITS_TOLD.get(effect.outcome.unit, "")
    error = with_unit(level_told(effect.median_error), say(unit, language) if unit else "")
    if effect.outcome.unit == "亿元" and language == "en":
        error = with_unit(level_told(100.0 * effect.median_error), say("unit_million", language))
    named = title_of(option.scenario, language)
    return say(key, language, option=named, draws=result.draws, error=error, months=months, **shares)


def lines(*told: str) -> str:
    """Return lines of a caption as one text, those that say something."""
    return "\n".join(line for line in told if line)
