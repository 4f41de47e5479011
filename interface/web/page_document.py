"""Everything that the page shows besides results: words, places, levers, the form, what is not modelled."""

from __future__ import annotations

from functools import cache
from typing import Any

from agents.industries import INDUSTRIES
from analysis.compare import HORIZONS, NOT_IDENTIFIED
from analysis.first_row import HEADLINE_MONTHS
from analysis.levers import cited, spread, unit_costs
from interface.web.asked import FIRST_YEAR, LAST_YEAR, LATEST_MONTH, LEVELS, MACROS, PLACES, STARTS
from interface.web.pictures import shapes
from interface.web.questions import ZONES, held_beliefs, shipped_settings, start_title, zone_settings
from interface.web.words_of_page import WORDS_OF_PAGE
from interface.words import Language, say, unit_name
from scenarios.catalogue import Catalogue, Cost, Entry, load_catalogue
from scenarios.my_zone.fields import FIELDS, GROUPS, FormField
from scenarios.my_zone.form import Form
from scenarios.values import LEVER_RANGES

BANDS_SHOWN = 1.5
"""A slider reaches so many times the largest band, or to the end of the lever's range."""
LANGUAGES: tuple[Language, ...] = ("en", "zh")
OUTPUTS_EXPLAINED = (
    "region.producing",
    "producing",
    "debt",
    "tax_local",
    "months_to_production",
    "idle",
    "county.cost",
)
"""Outcomes of which the page shows the parts."""
TAKES_NUMBER = frozenset({"enclave_partner"})
"""Levers that name a zone: the page cannot set them, files can."""


@cache
def page_document() -> dict[str, Any]:
    """Return what the page needs to be drawn, in both languages."""
    catalogue = load_catalogue()
    return {
        "words": {name: list(texts) for name, texts in WORDS_OF_PAGE.items()},
        "places": [place_document(place) for place in PLACES],
        "groups": [{"name": name, "title": both(named, "title")} for name, named in catalogue.groups.items()],
        "levers": [
            lever_document(catalogue, entry)
            for entry in catalogue.entries.values()
            if entry.lever.name not in TAKES_NUMBER
        ],
        "packages": [
            {"name": name, "title": both(package, "title"), "about": both(package, "about"),
             "levers": {lever: catalogue.entries[lever].bands[band].value for lever, band in package.levers.items()}}
            for name, package in catalogue.packages.items()
        ],
        "form": [field_document(entry) for entry in FIELDS],
        "form_groups": {name: list(texts) for name, texts in GROUPS.items()},
        "industries": [{"name": i.name, "title": [i.name, i.name_zh]} for i in INDUSTRIES],
        "beliefs": [
            {"name": name, "levels": {level: f"{float(held_beliefs({name: level})[0].partition('=')[2]):.2g}"
                                      for level in LEVELS}}
            for name in NOT_IDENTIFIED
        ],
        "macros": list(MACROS),
        "horizons": list(HORIZONS),
        "headline_months": HEADLINE_MONTHS,
        "explained": [{"name": name, "label": [say(f"page_part_{name.replace('.', '_')}", lang) for lang in LANGUAGES]}
                      for name in OUTPUTS_EXPLAINED],
        "not_modelled": [both(thing, "title") for thing in catalogue.not_modelled],
        "not_booked": sorted({text for entry in catalogue.entries.values() for text in not_booked(entry)}),
        "law_date": catalogue.latest(),
        "statuses": {name: {"title": both(status, "title"), "about": both(status, "about")}
                     for name, status in catalogue.statuses.items()},
        "dates": {"first": f"{FIRST_YEAR}-01", "last": f"{LAST_YEAR}-12", "most": LATEST_MONTH},
        "shapes": shapes(),
    }  # fmt: skip


def both(thing: Any, key: str) -> list[str]:
    """Return a text of the catalogue in English and Chinese."""
    return [getattr(thing, key), getattr(thing, f"{key}_zh")]


def place_document(place: str) -> dict[str, Any]:
    """Return a place: what options may start from, and what each start sets."""
    settings = zone_settings(Form()) if place == "mine" else shipped_settings(place)
    return {
        "name": place,
        "zone": ZONES[place],
        "starts": [
            {
                "name": start,
                "title": [start_title(place, start, lang) for lang in LANGUAGES],
                "levers": settings[start],
            }
            for start in STARTS[place]
        ],
    }


def lever_document(catalogue: Catalogue, entry: Entry) -> dict[str, Any]:
    """Return a lever in plain words: bands, reach of its slider, costs with their pot, limits, law by date."""
    lever, allowed = entry.lever, LEVER_RANGES[entry.lever.name]
    values = [band.value for band in entry.bands.values()]
    low = lever.low if lever.unit == "1" else max(lever.low, min(0.0, *values))
    high = lever.high if lever.high <= 3.0 else min(lever.high, BANDS_SHOWN * max(values))
    if lever.unit == "posts":
        high = max(high, 60.0)
    return {
        "name": lever.name,
        "title": both(lever, "title"),
        "about": both(entry, "about"),
        "group": entry.group,
        "unit": [unit_name(lever.unit, lang) for lang in LANGUAGES],
        "neutral": lever.neutral,
        "range": [allowed.low, allowed.high],
        "slider": [low, high, step_of(low, high, whole=lever.unit in ("posts", "funds"))],
        "bands": [{"name": band.name, "title": both(catalogue.bands[band.name], "title"), "value": band.value}
                  for band in entry.bands.values()],
        "source": [entry.source, entry.source_zh],
        "costs": [cost_document(catalogue, entry, cost) for cost in entry.costs],
        "saves": [cost_document(catalogue, entry, cost) for cost in entry.saves],
        "no_cost": [entry.no_cost, entry.no_cost_zh],
        "limits": [{"title": both(catalogue.limits[name], "title"), "about": both(catalogue.limits[name], "about")}
                   for name in entry.limits],
        "law": [
            {"since": ruling.since, "status": ruling.status, "about": [ruling.about, ruling.about_zh],
             "document": [f"{ruling.document.title} {cited(ruling)}", cited(ruling)] if ruling.document else ["", ""]}
            for ruling in entry.law
        ],
    }  # fmt: skip


def step_of(low: float, high: float, *, whole: bool) -> float:
    """Return the step of a slider: whole posts and funds, else about a hundredth of its reach as a round number.

    >>> step_of(0.0, 1.0, whole=False), step_of(0.0, 750.0, whole=False), step_of(0.0, 60.0, whole=True)
    (0.01, 5.0, 1.0)
    """
    if whole:
        return 1.0
    rough = (high - low) / 100.0
    return min(step for power in range(-4, 5) for digit in (1, 2, 5) if (step := digit * 10.0**power) >= rough * 0.6)


def cost_document(catalogue: Catalogue, entry: Entry, cost: Cost) -> dict[str, Any]:
    """Return a cost: what for, who pays, from which pot, what a unit costs, and whether the model books it."""
    units = unit_costs(entry.lever.name, cost)
    return {
        "about": both(cost, "about"),
        "payer": both(catalogue.payers[cost.payer], "title"),
        "pot": both(catalogue.pots[cost.pot], "title"),
        "unit_costs": [[f"{spread(one)} {unit_name(one.unit, lang)}".strip() for one in units] for lang in LANGUAGES],
        "booked": cost.field is not None,
    }


def not_booked(entry: Entry) -> list[tuple[str, str]]:
    """Return the costs of a lever that the model does not book."""
    return [(cost.about, cost.about_zh) for cost in entry.costs if cost.field is None]


def field_document(entry: FormField) -> dict[str, Any]:
    """Return a field of the form."""
    return {
        "name": entry.name,
        "group": entry.group,
        "kind": entry.kind,
        "label": list(entry.label),
        "units": [[unit.name, unit.name_zh] for unit in entry.units],
        "low": entry.low,
        "high": entry.high,
        "span": f"{entry.low:.10g} – {entry.high:.10g}" if entry.high > entry.low else "",
        "meaning": list(entry.meaning),
        "where": list(entry.where),
        "cells": entry.cells,
        "unused": list(entry.unused),
    }
