"""Published figures beside modelled ones for a named zone, each with its quote and source."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from analysis.bands import number
from analysis.published import BesidePublished, set_beside_published
from calibration.operators import labels_of
from interface.tables import period_told, printed_range, source_named, span, term
from interface.web.telling import resting_sentence
from interface.words import Language, published_unit, say
from scenarios.evidence import load_ledger
from scenarios.load import load_scenario
from scenarios.posteriors import default_belief

DRAWS = 40
SEED = 1
PUBLISHED_OF = {"jimo": "jimo"}
"""Scenario whose published figures stand beside a place."""


def beside_published(place: str, tell: Callable[[int], None]) -> BesidePublished:
    """Run the scenario of a place and set it beside its figures; ``tell`` stops the work by raising."""
    return set_beside_published(
        load_scenario(PUBLISHED_OF[place]), load_ledger(), DRAWS, SEED, 1, tell, default_belief()
    )


def published_document(result: BesidePublished, language: Language) -> dict[str, Any]:
    """Return the figures as published and as modelled; those set from the texts say so."""
    ledger = load_ledger()
    labels = labels_of({operator.figure: operator for operator in result.operators}, language)
    rows = []
    for name, figure in result.figures.items():
        band = result.band(name)
        verdict = "input" if figure.role == "input" else "yes" if result.inside(name) else "no"
        if not math.isfinite(band.median):
            continue
        source = ledger.sources.get(figure.source or "")
        rows.append(
            {
                "id": name,
                "label": labels[name],
                "published": printed_range(figure.interval),
                "modelled": f"{number(band.median)} ({span(band)})",
                "unit": published_unit(figure.unit, language),
                "inside": say(verdict, language),
                "verdict": verdict,
                "quote": figure.quote,
                "source": source_named(source, language) if source else figure.reference or "",
                "zone": term(ledger, "zones", figure.zone, language),
                "period": period_told(str(figure.period), language),
            }
        )
    return {
        "rows": rows,
        "draws": result.draws,
        "digest": result.digest,
        "note": say("inside_note", language),
        "rests": resting_sentence(result.draws, language, result.parameters),
        "identified": say("identified", language),
    }
