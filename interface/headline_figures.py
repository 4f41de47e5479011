"""Pictures of the headline: its parts as a waterfall, and what zones print without any reform.

Rows for `analysis.comparison_figures`; titles state the finding.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from analysis.bands import Band
from analysis.comparison_figures import Row, Titles, bands_figure, label, parts_figure
from analysis.headline import IDENTIFIED, Headline, Selection
from analysis.pictures import write_picture
from calibration.scores import binomial_interval
from interface.comparing_figures import language_of_picture
from interface.comparing_tables import zone_name
from interface.words import Language, say


def draw_headline(found: Headline, language: Language, file: Path) -> None:
    """Write the waterfall of the published ratio's parts."""
    language = language_of_picture(language, file)
    identity = f"zonereform explain {found.scenario.name} --headline, seed {found.seed}, draws {found.draws}"
    write_picture(headline_picture(found, language), file, f"{identity}, digest {found.digest}")


def headline_picture(found: Headline, language: Language) -> dict[str, Any]:
    """Return the waterfall: the parts whose product is identified and that product, then the others, by assumption."""
    inner = [part for part in found.parts if part.name in IDENTIFIED]
    others = [part for part in found.parts if part.name not in IDENTIFIED]
    rows = []
    at = 0.0
    for part in (*inner, *others):
        if part is others[0]:
            rows.append(
                _part_row("figure_part_product", 0.0, found.product.mean, found.product.band, "total", language)
            )
        kind = "up" if part.mean >= 0.0 else "down"
        rows.append(_part_row(f"figure_part_{part.name}", at, part.mean, part.band, kind, language))
        at += part.mean
    rows.append(_part_row("figure_part_total", 0.0, found.total.mean, found.total.band, "total", language))
    low, high = found.published
    reform = found.reformed
    spread = say("span", language, low=f"{math.exp(reform.band.low):.2f}", high=f"{math.exp(reform.band.high):.2f}")
    told = say("money_band", language, median=f"{math.exp(reform.mean):.2f}", span=spread)
    titles = Titles(
        say("figure_headline_found", language, product=f"{math.exp(found.product.mean):.2f}",
            total=f"{math.exp(found.total.mean):.2f}", reform=told,
            zone=zone_name(found.scenario, found.scenario.focus, language)),
        say("figure_headline_about", language, low=low, high=high),
        say("figure_headline_axis", language),
        say("figure_headline_note", language, draws=found.draws, effective=found.effective_draws, digest=found.digest),
    )  # fmt: skip
    return parts_figure(rows, titles)


def _part_row(key: str, start: float, mean: float, band: Band, kind: str, language: Language) -> Row:
    said = f"×{math.exp(mean):.2f} ({math.exp(band.low):.2f} – {math.exp(band.high):.2f})"
    return {"label": label(say(key, language)), "start": start, "end": start + mean, "low": start + band.low,
            "high": start + band.high, "kind": kind, "said": said}  # fmt: skip


def draw_selection(found: Selection, language: Language, file: Path) -> None:
    """Write what zones print without any reform."""
    language = language_of_picture(language, file)
    identity = f"zonereform explain --selection, seed {found.seed}, draws {found.draws}, digest {found.digest}"
    write_picture(selection_picture(found, language), file, identity)


def selection_picture(found: Selection, language: Language) -> dict[str, Any]:
    """Return bands of the ratio that a zone, the best of many, and the best with a redrawn boundary print."""
    shown = (
        (say("selection_one", language), found.one, found.placebos["placebo_2020"]),
        (say("selection_best", language, zones=found.zones), found.best, found.share_best),
        (say("selection_best_redrawn", language), found.best_redrawn, found.share_best_redrawn),
    )
    hits = round(found.share_best * found.draws)
    low, high = binomial_interval(hits, found.draws)
    note = say("figure_selection_note", language, draws=found.draws, low=low, high=high)
    rows: list[Row] = [{"label": label(name), **band._asdict(), "said": f"{share:.0%}"} for name, band, share in shown]
    titles = Titles(
        say("figure_selection_found", language, hits=hits, draws=found.draws, zones=found.zones,
            published=found.published),
        say("figure_selection_about", language, published=found.published),
        say("figure_selection_axis", language),
        say(f"figure_{found.belief}", language, draws=found.draws) + note,
    )  # fmt: skip
    return bands_figure(
        rows, titles, found.published, say("figure_selection_published", language, published=found.published)
    )
