"""Forecasts that anybody could make from the figures that a fit sees: what a model has to beat.

Each is a rule that gives a figure from other published figures of the role calibrate. Its band comes from its own
errors where it forecasts a calibration figure from the others; with few such errors the band is wide (Student's t), and
a rule without any has the width that the prior gives.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.stats import t as student

from calibration.declared import operators_of
from calibration.operators import GIVEN
from calibration.scales import edges_on_scale, on_scale, scale_of, whole_of
from calibration.scores import ALPHA, Score, interval_score
from scenarios.evidence import Ledger
from sim.macro import GROWTH

Array = np.ndarray[Any, Any]
Known = Mapping[str, float]
"""Published values of calibration figures, by id."""

CITY_GROWTH_2020 = 100.0 * (GROWTH[2020] - 1.0)
"""Growth of the city's fixed-asset investment in 2020 over the year before [%]."""


class Naive(NamedTuple):
    """A rule: its name, what it says in words, and what it gives for a figure; None where it says nothing."""

    name: str
    words: str
    words_zh: str
    forecast: Callable[[str, Known, Ledger], float | None]


def _values_of(known: Known, *figures: str) -> list[float] | None:
    return [known[f] for f in figures] if all(f in known for f in figures) else None


def no_change(figure: str, _known: Known, ledger: Ledger) -> float | None:
    """Growth is nought, a ratio to the time before is one."""
    if ledger[figure].unit == "percent":
        return 0.0
    return 1.0 if figure == "jimo.zone.fai_ratio_2020" else None


def growth_of_others(figure: str, known: Known, ledger: Ledger) -> float | None:
    """A zone grows as the zone whose growth is known: Jimo by a half."""
    found = _values_of(known, "jimo.zone.fai_ratio_2020")
    if figure == "jimo.zone.fai_ratio_2020" or found is None:
        return None
    return 100.0 * (found[0] - 1.0) if ledger[figure].unit == "percent" else None


def macro_only(figure: str, _known: Known, ledger: Ledger) -> float | None:
    """A zone grows as its city's investment does, where the city is known: that of the ledger that ships."""
    if "jimo.zone.fai_ratio_2020" not in ledger:
        return None
    if ledger[figure].unit == "percent":
        return CITY_GROWTH_2020
    return 1.0 + CITY_GROWTH_2020 / 100.0 if figure == "jimo.zone.fai_ratio_2020" else None


def start_share(known: Known, but: str = "") -> float | None:
    """Return the mean share of signed projects that started, over the places that tell both but one [1]."""
    pairs = {"laixi.projects_started": "laixi.projects_signed", "shandong.missions.started": "shandong.missions.signed"}
    told = [(part, whole) for part, whole in pairs.items() if part != but and part in known and whole in known]
    shares = [known[part] / known[whole] for part, whole in told]
    return float(np.mean(shares)) if shares else None


def constant_shares(figure: str, known: Known, ledger: Ledger) -> float | None:
    """What is signed starts in a constant share, what starts is completed in the same, what is completed produces."""
    share = start_share(known, but=figure)
    if share is None:
        return None
    given = next((whole for whole, part in GIVEN.items() if part == figure), None)
    if given is not None and "fundtown" not in figure:
        return share * ledger.value(given)
    started = known.get("laixi.projects_started")
    signed = known.get("laixi.projects_signed")
    if figure == "laixi.projects_started":
        return share * signed if signed is not None else None
    if figure.startswith("laixi.") and started is not None:
        steps = {"laixi.projects_completed": share, "laixi.projects_producing": share * share}
        return started * steps[figure] if figure in steps else None
    return None


def usual_project(figure: str, known: Known, _ledger: Ledger) -> float | None:
    """A zone introduces as many projects as the others do on average, each of the mean size that others tell."""
    counts = {"bluevalley.projects_signed": 12 / 8, "jinjialing.projects_introduced": 12 / 13,
              "jimo.zone.introduced_projects_2021": 12 / 10.5}  # fmt: skip
    others = [known[name] * a_year for name, a_year in counts.items() if name != figure and name in known]
    if not others:
        return None
    months = {"jinjialing.projects_introduced": 13, "railtransit.projects_introduced": 13,
              "bluevalley.projects_signed": 8, "jimo.zone.introduced_projects_2021": 10.5,
              "jinjialing.domestic_capital_paid_in": 13}  # fmt: skip
    if figure not in months:
        return None
    count = float(np.mean(others)) * months[figure] / 12
    if figure == "jinjialing.domestic_capital_paid_in":
        sizes = _values_of(known, "bluevalley.signed_investment", "bluevalley.projects_signed")
        own = known.get("jinjialing.projects_introduced", count)
        return own * sizes[0] / sizes[1] if sizes else None
    return count


NAIVE = (
    Naive("no_change", "nothing changes", "维持上期水平", no_change),
    Naive("growth_of_others", "a zone grows as the other zones do", "增速与其他园区相同", growth_of_others),
    Naive("macro_only", "a zone grows as its city does", "增速与全市相同", macro_only),
    Naive("constant_shares", "constant conversion shares from stage to stage", "各阶段转化率不变", constant_shares),
    Naive("usual_project", "as many projects a month, and as large, as in the other zones", "项目数与规模同其他园区",
          usual_project),
)  # fmt: skip
"""The forecasts that a model is set against."""


def known_figures(ledger: Ledger) -> dict[str, float]:
    """Return what the rules may know: published values of the figures to calibrate to."""
    return {figure.id: figure.value for figure in ledger.targets("calibrate")}


def on_its_scale(figure: str, value: float, ledger: Ledger) -> float:
    """Return a value on its figure's scale."""
    scale = scale_of(ledger[figure])
    whole = whole_of(ledger[figure], ledger) if scale == "part" else math.nan
    return float(on_scale(scale, value, whole))


def errors_of(rule: Naive, ledger: Ledger) -> list[float]:
    """Return a rule's errors on the calibration figures that it forecasts without them, on their scales."""
    known = known_figures(ledger)
    compared = {operator.figure for operator in operators_of(ledger)}
    found = []
    for figure in known:
        if figure not in compared:
            continue
        others = {name: value for name, value in known.items() if name != figure}
        forecast = rule.forecast(figure, others, ledger)
        if forecast is not None:
            found.append(on_its_scale(figure, forecast, ledger) - on_its_scale(figure, known[figure], ledger))
    return found


def score_naive(rule: Naive, figures: Sequence[str], ledger: Ledger, spreads: Mapping[str, float]) -> dict[str, Score]:
    """Return a rule's scores on the figures that it forecasts; its band is symmetric on the scale.

    ``spreads`` are standard deviations of figures under the prior, for a rule that has made no error yet.
    """
    errors = np.array(errors_of(rule, ledger))
    known = known_figures(ledger)
    scores = {}
    for figure in figures:
        forecast = rule.forecast(figure, known, ledger)
        if forecast is None:
            continue
        middle = on_its_scale(figure, forecast, ledger)
        if errors.size:
            size = float(np.sqrt(np.mean(errors**2)))
            half = size * float(student.ppf(1.0 - ALPHA / 2, errors.size)) * math.sqrt(1.0 + 1.0 / errors.size)
        else:
            half = spreads[figure] * float(student.ppf(1.0 - ALPHA / 2, 30))
        scale = scale_of(ledger[figure])
        whole = whole_of(ledger[figure], ledger) if scale == "part" else math.nan
        first, last = edges_on_scale(scale, ledger[figure].interval, whole)
        published = 0.5 * (first + last)
        low, high = middle - half, middle + half
        scores[figure] = Score(
            low, middle, high, published, inside=first <= high and last >= low,
            score=interval_score(low, high, published), pit=math.nan,
        )  # fmt: skip
    return scores
