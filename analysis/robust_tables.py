"""What a robust ranking and a search say, as plain documents and rows: for JSON and CSV."""

from __future__ import annotations

import math
from typing import Any

from analysis.flips import Box, Flip
from analysis.published import finite, plain
from analysis.robustness import OBJECTIVES, Ranked, Regret, Robust, direction_of
from analysis.search import Package, Search, Tried


def robust_document(found: Robust, search: Search | None = None) -> dict[str, Any]:
    """Return the document that `robust --json` prints."""
    setting = found.candidates.setting
    return {
        "digest": found.digest,
        "zone": setting.zone,
        "who": setting.who,
        "seed": setting.seed,
        "draws": len(found.futures),
        "horizon_months": found.months,
        "since_month": setting.date,
        "parameters": setting.belief.kind,
        "deep": [deep._asdict() for deep in found.deep],
        "outputs": [
            {"output": o.name, "unit": o.unit, "better": direction_of(o.name)} for o in found.outputs
        ],
        "thresholds": [threshold.text for threshold in found.thresholds],
        "options": [ranked_document(ranked) for ranked in found.ranked],
        "flips": [flip_document(flip) for flip in found.flips],
        "search": None if search is None else search_document(search),
        "seconds": round(found.seconds + (0.0 if search is None else search.seconds), 2),
    }  # fmt: skip


def ranked_document(ranked: Ranked) -> dict[str, Any]:
    """Return a candidate as JSON knows it."""
    return {
        "name": ranked.scenario.name,
        "does_nothing": ranked.does_nothing,
        "regret": [{"output": name, **regret_document(regret)} for name, regret in ranked.regret.items()],
        "thresholds_met": dict(ranked.met),
        "satisfices": ranked.satisfices,
        "objectives_mean": {name: finite(value) for name, value in ranked.objectives.items()},
        "share_on_front": ranked.on_front,
        "on_mean_front": ranked.mean_front,
    }


def regret_document(regret: Regret) -> dict[str, float | None]:
    """Return regret as JSON knows it."""
    return {
        "mean": finite(regret.mean),
        "nine_in_ten": finite(regret.high),
        "maximum": finite(regret.maximum),
        "share_best": finite(regret.best),
        "simulation_error": finite(regret.error),
    }


def flip_document(flip: Flip) -> dict[str, Any]:
    """Return a flip as JSON knows it; its box is null where none was found, and counts only where the verdict holds."""
    return {
        "usual": flip.usual,
        "other": flip.other,
        "output": flip.output,
        "share_usual_better": flip.share_usual,
        "share_other_better": flip.share_other,
        "verdict": flip.verdict,
        "box": None if flip.box is None else box_document(flip.box),
    }


def box_document(box: Box) -> dict[str, Any]:
    """Return a box as JSON knows it; an open end is null."""
    return {
        "bounds": [{"name": b.name, "above": finite(b.low), "at_most": finite(b.high)} for b in box.bounds],
        "coverage": finite(box.coverage),
        "density": finite(box.density),
        "kept_aside": {
            "coverage": finite(box.aside_coverage),
            "density": finite(box.aside_density),
            "share_of_flips": finite(box.aside_share),
            "chance_by_luck": finite(box.luck),
        },
    }


def search_document(search: Search) -> dict[str, Any]:
    """Return a search as JSON knows it."""
    limits = search.limits
    return {
        "digest": search.digest,
        "law_of": search.date,
        "budgets": dict(limits.budgets),
        "posts": limits.posts,
        "land": finite(limits.land) if math.isfinite(limits.land) else None,
        "standing": limits.standing,
        "levers": [lever.name for lever in search.levers],
        "evaluated": search.evaluated,
        "futures": search.futures,
        "fresh_futures": search.fresh,
        "nothing_wins": search.nothing_wins,
        "packages": [package_document(package) for package in search.packages],
    }


def package_document(package: Package) -> dict[str, Any]:
    """Return an answer of a search as JSON knows it."""
    return {
        "levers": dict(package.levers),
        "does_nothing": not package.levers,
        "searched": tried_document(package.searched),
        "fresh": tried_document(package.fresh),
        "projects_gained": plain(package.gain),
        "share_better": finite(package.share),
        "within_limits": package.within,
        "holds": package.holds,
        "on_front": package.on_front,
        "limits_to_ask_for": list(package.limits),
        "law_to_be_checked": list(package.to_check),
    }


def tried_document(tried: Tried) -> dict[str, Any]:
    """Return means of a package against doing nothing."""
    return {"objectives": dict(tried.objectives), "paid": dict(tried.paid)}


def regret_rows(found: Robust) -> list[list[Any]]:
    """Return the table of regret, its heading first."""
    rows: list[list[Any]] = [["option", "output", "unit", *Regret._fields, "satisfices", "share_on_front"]]
    units = {outcome.name: outcome.unit for outcome in found.outputs}
    for ranked in found.ranked:
        for name, regret in ranked.regret.items():
            told = ["" if math.isnan(value) else value for value in regret]
            rows.append([ranked.scenario.name, name, units[name], *told, ranked.satisfices, ranked.on_front])
    return rows


def future_rows(found: Robust) -> list[list[Any]]:
    """Return the table of futures, its heading first: what is deeply uncertain, and each candidate's outputs there."""
    names = [*dict.fromkeys([*(outcome.name for outcome in found.outputs), *OBJECTIVES])]
    rows: list[list[Any]] = [["future", *(deep.name for deep in found.deep), "option", *names]]
    columns = found.columns(names)
    for future, point in enumerate(found.points.tolist()):
        for at, scenario in enumerate(found.candidates.all):
            values = ["" if math.isnan(v) else v for v in found.values[future, at, columns].tolist()]
            rows.append([future, *point, scenario.name, *values])
    return rows
