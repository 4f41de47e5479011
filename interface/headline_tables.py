"""The headline and the best of many zones, on the terminal and as JSON."""

from __future__ import annotations

import math
from typing import Any

from rich.console import Console
from rich.text import Text

from analysis.bands import Band
from analysis.headline import FEWEST_EFFECTIVE, IDENTIFIED, Headline, HeadlinePart, Selection
from analysis.published import plain
from interface.tables import plain_table
from interface.words import Language, say


def headline_document(found: Headline) -> dict[str, Any]:
    """Return the document that `explain --headline --json` prints."""
    return {
        "digest": found.digest,
        "scenario": found.scenario.name,
        "output": "ln of published investment of 2020 over the base year",
        "parameters": found.belief,
        "seed": found.seed,
        "draws": found.draws,
        "effective_draws": found.effective_draws,
        "total": part_document(found.total),
        "identified": part_document(found.product),
        "levers": [],
        "headline": [{"part": part.name, **part_document(part)} for part in found.parts],
        "macro_only": {**plain(found.macro_only), "share_as_published": found.share_macro_only},
        "seconds": round(found.seconds, 2),
    }


def part_document(part: HeadlinePart) -> dict[str, Any]:
    """Return a part's band and mean."""
    return {**plain(part.band), "mean": part.mean}


def selection_document(found: Selection) -> dict[str, Any]:
    """Return the document that `explain --selection --json` prints."""
    return {
        "digest": found.digest,
        "parameters": found.belief,
        "zones": found.zones,
        "draws": found.draws,
        "seed": found.seed,
        "published": found.published,
        "one": plain(found.one),
        "best": {**plain(found.best), "share_as_published": found.share_best},
        "best_redrawn": {**plain(found.best_redrawn), "share_as_published": found.share_best_redrawn},
        "placebos": dict(found.placebos),
        "seconds": round(found.seconds, 2),
    }


def show_headline(found: Headline, language: Language, out: Console) -> None:
    """Print the parts, the identified product first."""
    low, high = found.published
    out.print()
    out.print(Text(say("headline_title", language, low=low, high=high), style="bold"))
    keys = ("headline_part", "headline_mean", "headline_times", "headline_band")
    columns = [(say(key, language), "left" if at == 0 else "right") for at, key in enumerate(keys)]
    inner = [part for part in found.parts if part.name in IDENTIFIED]
    others = [part for part in found.parts if part.name not in IDENTIFIED]
    rows = [_part_row(part, language) for part in (found.product, *inner, *others, found.total)]
    out.print(plain_table(columns, rows))
    out.print()
    words = {"effective": found.effective_draws, "draws": found.draws}
    out.print(Text(say("headline_reading", language, **words), style="dim"))
    if found.effective_draws < FEWEST_EFFECTIVE:
        out.print(Text(say("headline_few", language), style="bold red"))
    out.print(say("headline_macro_only", language, **found.macro_only._asdict(), share=found.share_macro_only))
    out.print(Text(say("identified", language), style="bold"))
    out.print(say("run", language, seed=found.seed, digest=found.digest, seconds=f"{found.seconds:.1f}"))


def _part_row(part: HeadlinePart, language: Language) -> tuple[str | Text, ...]:
    name = say(f"part_{part.name}", language)
    strong = part.name in ("product", "total")
    return (
        Text(name, style="bold") if strong else name,
        f"{part.mean:+.3f}",
        f"{math.exp(part.mean):.2f}",
        f"{part.band.low:+.2f} – {part.band.high:+.2f}",
    )


def show_selection(found: Selection, language: Language, out: Console) -> None:
    """Print what zones show without any reform."""
    out.print()
    out.print(Text(say("selection_title", language, zones=found.zones), style="bold"))
    columns = [
        (say("selection_what", language), "left"), (say("selection_median", language), "right"),
        (say("headline_band", language), "right"),
        (say("selection_share", language, published=found.published), "right"),
    ]  # fmt: skip
    rows = [
        _ratio_row(say("selection_one", language), found.one, found.placebos["placebo_2020"]),
        _ratio_row(say("selection_best", language, zones=found.zones), found.best, found.share_best),
        _ratio_row(say("selection_best_redrawn", language), found.best_redrawn, found.share_best_redrawn),
        *((say(name, language), "", "", f"{share:.1%}") for name, share in found.placebos.items()),
    ]
    out.print(plain_table(columns, rows))
    out.print()
    out.print(say("selection_reading", language, share=found.share_best))
    out.print(say("run", language, seed=found.seed, digest=found.digest, seconds=f"{found.seconds:.1f}"))


def _ratio_row(name: str, band: Band, share: float) -> tuple[str, str, str, str]:
    return name, f"{band.median:.2f}", f"{band.low:.2f} – {band.high:.2f}", f"{share:.1%}"
