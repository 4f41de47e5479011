"""What a comparison and an explanation say, as plain documents and rows: for JSON, CSV and figures."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from agents.industries import INDUSTRY_NAMES
from analysis.bands import Band
from analysis.compare import HORIZONS, NOT_IDENTIFIED, Comparison, Effect, Option
from analysis.explain import Explained, PartEffect
from analysis.net_new import NetNew, net_new_share_of, surface
from analysis.origins import EVENTS, SIZES, STATES, states_of
from analysis.published import finite, plain

SIZE_NAMES = ("below_1", "1_to_10", "above_10")
"""Size bands by contract [亿元]."""


def effect_document(effect: Effect) -> dict[str, Any]:
    """Return an effect as JSON knows it."""
    outcome = effect.outcome
    return {
        "output": outcome.name,
        "place": outcome.place,
        "unit": outcome.unit,
        "horizon_months": effect.months,
        "better": outcome.better,
        **plain(effect.difference),
        "mean": finite(effect.mean),
        "share_better": finite(effect.share_better),
        "share_worse": finite(effect.share_worse),
        "verdict": effect.verdict,
        "simulation_error": finite(effect.median_error),
        "simulation_error_of_mean": finite(effect.mean_error),
        "chance_share": finite(effect.spread.chance_share),
        "parameters_alone": plain(effect.spread.parameters),
        "chance_alone": plain(effect.spread.chance),
        "base": {**plain(effect.base), "mean": finite(effect.base_mean)},
        "option": {**plain(effect.option), "mean": finite(effect.option_mean)},
    }


def net_new_document(found: NetNew) -> dict[str, float | None]:
    """Return a net-new share as JSON knows it; null where the zone gains nothing on average."""
    return {name: finite(value) for name, value in found._asdict().items()}


def origins_document(comparison: Comparison, option: Option, event: str) -> dict[str, Any]:
    """Return where an option's projects came from at an event: matrix, industries, sizes, net-new share and surface."""
    at = EVENTS.index(event)
    matrix = states_of(option.flows[:, at], comparison.zone).mean(axis=0)
    return {
        "projects": {name: plain(band) for name, band in option.projects(event).items()},
        "states": list(STATES),
        "matrix_mean": [[float(value) for value in row] for row in matrix],
        "firms_mean": float(option.firms[:, at].mean()),
        "by_industry": {
            industry: {k: plain(b) for k, b in option.projects(event, industry=number).items()}
            for number, industry in enumerate(INDUSTRY_NAMES)
        },
        "by_size": {
            SIZE_NAMES[number]: {k: plain(b) for k, b in option.projects(event, size=number).items()}
            for number in range(SIZES)
        },
        "net_new_share": net_new_document(net_new_share_of(comparison, option, event)),
        "net_new_surface": [
            {
                **{f"{name}_above_median": above for name, above in zip(NOT_IDENTIFIED, cell.above, strict=True)},
                **{f"{name}_mean": mean for name, mean in zip(NOT_IDENTIFIED, cell.beliefs, strict=True)},
                "draws": cell.draws,
                **net_new_document(cell.computed),
                "closed_form": finite(cell.closed_form),
            }
            for cell in surface(comparison, option, event)
        ],
    }


def effects_of(comparison: Comparison, option: Option) -> Iterator[Effect]:
    """Yield all effects of an option that are told, outcome by outcome and horizon by horizon."""
    for outcome in comparison.outcomes:
        for months in HORIZONS:
            yield option.effect(outcome.name, months)


def comparison_document(comparison: Comparison) -> dict[str, Any]:
    """Return the document that `compare --json` prints."""
    setting = comparison.setting
    return {
        "digest": comparison.digest,
        "base": setting.base.name,
        "zone": setting.zone,
        "who": setting.who,
        "seed": setting.seed,
        "draws": comparison.draws,
        "parameters": setting.belief.kind,
        "macro": setting.base.macro,
        "options": [
            {
                "name": option.name,
                "changes_nothing": option.changes_nothing,
                "first_month": {"earliest": int(option.since.min()), "latest": int(option.since.max())},
                "effects": [effect_document(effect) for effect in effects_of(comparison, option)],
                "projects": {name: plain(band) for name, band in option.projects("producing").items()},
                "origins": {event: origins_document(comparison, option, event) for event in EVENTS},
            }
            for option in comparison.options
        ],
        "accounts_max_error": comparison.accounts_max_error,
        "seconds": round(comparison.seconds, 2),
    }


BAND_PARTS = Band._fields


def effect_rows(comparison: Comparison) -> list[list[Any]]:
    """Return the table of effects, its heading first."""
    heads = ["option", "output", "place", "unit", "horizon_months", "better", "base_median", *BAND_PARTS, "mean",
             "share_better", "share_worse", "verdict", "simulation_error", "chance_share",
             *(f"parameters_{part}" for part in BAND_PARTS), *(f"chance_{part}" for part in BAND_PARTS)]  # fmt: skip
    rows: list[list[Any]] = [heads]
    for option in comparison.options:
        for effect in effects_of(comparison, option):
            outcome = effect.outcome
            rows.append(
                [option.name, outcome.name, outcome.place, outcome.unit, effect.months, outcome.better or "",
                 effect.base.median, *effect.difference, effect.mean, effect.share_better, effect.share_worse,
                 effect.verdict, effect.median_error, effect.spread.chance_share, *effect.spread.parameters,
                 *effect.spread.chance]
            )  # fmt: skip
    return [[_blank(value) for value in row] for row in rows]


def flow_rows(comparison: Comparison) -> list[list[Any]]:
    """Return mean counts of firms by event, fate in the base and fate in the option, the heading first."""
    zones = [zone.id for zone in comparison.setting.base.world.zones]
    names = [*zones, *STATES[2:]]
    rows: list[list[Any]] = [["option", "event", "in_base", "in_option", "firms_mean"]]
    for option in comparison.options:
        for at, event in enumerate(EVENTS):
            mean = option.flows[:, at].mean(axis=0)
            rows += [
                [option.name, event, names[before], names[after], float(mean[before, after])]
                for before in range(len(names))
                for after in range(len(names))
                if mean[before, after] > 0.0
            ]
    return rows


def project_rows(comparison: Comparison) -> list[list[Any]]:
    """Return the zone's projects by event, category, industry and size band, the heading first."""
    rows: list[list[Any]] = [["option", "event", "industry", "size", "category", *BAND_PARTS]]
    for option in comparison.options:
        for event in EVENTS:
            for industry, size in [(None, None), *((i, None) for i in range(len(INDUSTRY_NAMES))),
                                   *((None, s) for s in range(SIZES))]:  # fmt: skip
                names = ("all" if industry is None else INDUSTRY_NAMES[industry],
                         "all" if size is None else SIZE_NAMES[size])  # fmt: skip
                for category, band in option.projects(event, industry, size).items():
                    rows.append([option.name, event, *names, category, *band])
    return rows


def _blank(value: Any) -> Any:
    return "" if isinstance(value, float) and not math.isfinite(value) else value


def part_document(part: PartEffect) -> dict[str, Any]:
    """Return a part's effect as JSON knows it."""
    return {
        "name": part.name,
        **plain(part.band),
        "mean": finite(part.mean),
        "alone": {**plain(part.alone), "mean": finite(part.alone_mean)},
        "last": {**plain(part.last), "mean": finite(part.last_mean)},
        "simulation_error": finite(part.median_error),
        "sampling_error": finite(part.sampling_error),
    }


def explained_document(found: Explained) -> dict[str, Any]:
    """Return the document that `explain --json` prints."""
    return {
        "digest": found.digest,
        "scenario": found.setting.options[0].name,
        "output": found.outcome.name,
        "unit": found.outcome.unit,
        "horizon_months": found.months,
        "zone": found.setting.zone,
        "who": found.setting.who,
        "seed": found.setting.seed,
        "draws": found.draws,
        "parameters": found.setting.belief.kind,
        "exact": found.exact,
        "total": {**plain(found.total), "mean": finite(found.total_mean)},
        "levers": [part_document(part) for part in found.parts],
        "headline": [],
        "seconds": round(found.seconds, 2),
    }


def part_rows(found: Explained) -> list[list[Any]]:
    """Return the table of parts, its heading first and the total last."""
    heads = ["part", *BAND_PARTS, "mean", "alone_median", "alone_mean", "last_median", "last_mean", "simulation_error",
             "sampling_error"]  # fmt: skip
    rows: list[list[Any]] = [heads]
    rows += [
        [p.name, *p.band, p.mean, p.alone.median, p.alone_mean, p.last.median, p.last_mean, p.median_error,
         p.sampling_error]
        for p in found.parts
    ]  # fmt: skip
    rows.append(["total", *found.total, found.total_mean, "", "", "", "", "", ""])
    return [[_blank(value) for value in row] for row in rows]
