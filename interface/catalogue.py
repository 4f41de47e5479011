"""The catalogue of levers on the terminal: all levers in one table, or one lever or package in full."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from analysis.bands import number
from analysis.levers import cited, spread, unit_costs
from interface.words import Language, say, unit_name
from scenarios.catalogue import (
    NEUTRAL_BAND,
    NEUTRAL_SOURCE,
    Band,
    Catalogue,
    Cost,
    Entry,
    Package,
    Standing,
    load_catalogue,
)
from scenarios.strict_yaml import ScenarioError, nearest, shown
from scenarios.values import JUDGEMENT

REPORTED_BAND = "as_reported"
"""The band that has a line of its own."""
STYLES = {"available": "green", "restricted": "yellow", "banned": "bold red", "to_be_checked": "magenta"}
MONTH_OR_DAY = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?")


def tell_levers(name: str | None, date: str | None, language: Language, out: Console) -> None:
    """Print the catalogue, or one lever or package of it, as the law stood at a date."""
    catalogue, date = load_catalogue(), checked_date(date)
    if name is None:
        show_catalogue(catalogue, date, language, out)
    elif name in catalogue.packages:
        show_package(catalogue, name, date, language, out)
    else:
        show_lever(catalogue, entry_named(catalogue, name), date, language, out)
    out.print()
    out.print(Text(say("not_modelled", language), style="bold"))


def levers_document(name: str | None, date: str | None) -> dict[str, Any]:
    """Return the catalogue, or one lever or package of it, as a JSON document."""
    catalogue, date = load_catalogue(), checked_date(date)
    missing = [thing.model_dump() for thing in catalogue.not_modelled]
    if name is None:
        return {
            "date": date,
            "levers": [lever_document(entry, date) for entry in catalogue.entries.values()],
            "packages": [package_document(n, p) for n, p in catalogue.packages.items()],
            **{
                key: {n: part.model_dump() for n, part in getattr(catalogue, key).items()}
                for key in ("pots", "limits", "statuses")
            },
            "not_modelled": missing,
        }
    if name in catalogue.packages:
        document = package_document(name, catalogue.packages[name])
    else:
        document = lever_document(entry_named(catalogue, name), date)
    return {"date": date, **document, "not_modelled": missing}


def checked_date(date: str | None) -> str:
    """Return a month or day as it was given, or the day of the latest document that was read."""
    if date is None:
        return load_catalogue().latest()
    if not MONTH_OR_DAY.fullmatch(date):
        raise ScenarioError([f"--date: found {shown(date)}; allowed a month or day such as 2024-08 or 2024-08-01"])
    return date


def entry_named(catalogue: Catalogue, name: str) -> Entry:
    """Return a lever's entry; a name that is neither lever nor package is refused with the nearest."""
    if name not in catalogue.entries:
        near = nearest(name, [*catalogue.entries, *catalogue.packages])
        raise ScenarioError([f"levers: found {shown(name)}, which is no lever and no package{near}"])
    return catalogue.entries[name]


def lever_document(entry: Entry, date: str) -> dict[str, Any]:
    """Return a lever as plain values."""
    lever, standing = entry.lever, entry.standing(date)
    return {
        "name": lever.name,
        "title": lever.title,
        "title_zh": lever.title_zh,
        "unit": lever.unit,
        "low": lever.low,
        "high": lever.high,
        "neutral": lever.neutral,
        "group": entry.group,
        "source": entry.source,
        "source_zh": entry.source_zh,
        "about": entry.about,
        "about_zh": entry.about_zh,
        "bands": [band._asdict() for band in entry.bands.values()],
        "costs": [cost_document(entry, cost) for cost in entry.costs],
        "saves": [cost_document(entry, cost) for cost in entry.saves],
        "no_cost": entry.no_cost or None,
        "limits": list(entry.limits),
        "status": standing.status,
        "law": [
            {"status": r.status, "since": r.since or None, "about": r.about, "about_zh": r.about_zh,
             "document": r.document.model_dump() if r.document else None}
            for r in entry.law
        ],
    }  # fmt: skip


def cost_document(entry: Entry, cost: Cost) -> dict[str, Any]:
    """Return a cost as plain values, with the numbers that compute it."""
    return {**cost.model_dump(), "numbers": [n._asdict() for n in unit_costs(entry.lever.name, cost)]}


def package_document(name: str, package: Package) -> dict[str, Any]:
    """Return a package as plain values."""
    return {"name": name, **package.model_dump()}


def told(thing: Any, key: str, language: Language) -> str:
    """Return a text of the catalogue in a language."""
    return str(getattr(thing, f"{key}_zh" if language == "zh" else key))


def grid(columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[str | Text]]) -> Table:
    """Return a table that fits any width: columns of (heading, share of the width), their cells folded."""
    table = Table(box=None, pad_edge=False, header_style="dim", expand=True, padding=(0, 2, 0, 0))
    for heading, ratio in columns:
        table.add_column(Text(heading), ratio=ratio, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) if isinstance(cell, str) else cell for cell in row))  # brackets are no markup
    return table


def show_catalogue(catalogue: Catalogue, date: str, language: Language, out: Console) -> None:
    """Print all levers by group, the packages, and what the words mean."""
    out.print(Text(say("levers_title", language, levers=len(catalogue.entries), date=date), style="bold"))
    rows: list[tuple[str | Text, ...]] = []
    for group, names in catalogue.groups.items():
        rows.append((Text(told(names, "title", language), style="bold"), "", "", ""))
        members = (entry for entry in catalogue.entries.values() if entry.group == group)
        rows += [lever_row(catalogue, entry, date, language) for entry in members]
        rows.append(("", "", "", ""))
    heads = [(say(k, language), ratio) for k, ratio in (("lever", 8), ("bands", 7), ("pot", 5), ("law", 4))]
    out.print(grid(heads, rows))
    out.print(Text(say("packages", language), style="bold"))
    packages = [
        (Text.assemble(told(package, "title", language), "\n", (name, "dim")), told(package, "about", language))
        for name, package in catalogue.packages.items()
    ]
    out.print(plain(grid([("", 8), ("", 16)], packages)))
    show_meanings(catalogue, language, out)


def plain(table: Table) -> Table:
    """Return a table without its headings."""
    table.show_header = False
    return table


def lever_row(catalogue: Catalogue, entry: Entry, date: str, language: Language) -> tuple[str | Text, ...]:
    """Return a lever's line: its name, its bands with their numbers, the pots that pay, and how the law stands."""
    name = Text(told(entry.lever, "title", language))
    name.append(f"\n{entry.lever.name}", style="dim")
    chosen: list[str] = []
    reported: list[str] = []
    for band in entry.bands.values():
        if band.name != NEUTRAL_BAND:
            setting = f"{told(catalogue.bands[band.name], 'title', language)} {number(band.value)}"
            (reported if band.name == REPORTED_BAND else chosen).append(setting)
    lines = "\n".join(line for line in (" · ".join(chosen), *reported) if line)
    bands = f"{lines} {unit_name(entry.lever.unit, language)}".rstrip() if lines else "–"
    return name, bands, pots_of(catalogue, entry, language), status_text(catalogue, entry.standing(date), language)


def pots_of(catalogue: Catalogue, entry: Entry, language: Language) -> str:
    """Return the pots that pay for a lever; a star where the model books none of it."""
    booked: dict[str, bool] = {}
    for cost in entry.costs:
        booked[cost.pot] = booked.get(cost.pot, False) or cost.field is not None
    pots = [told(catalogue.pots[pot], "title", language) + ("" if held else "*") for pot, held in booked.items()]
    return "\n".join(pots) or say("no_payment", language)


def status_text(catalogue: Catalogue, standing: Standing, language: Language) -> Text:
    """Return a status in a language and in its colour."""
    return Text(told(catalogue.statuses[standing.status], "title", language), style=STYLES[standing.status])


def show_meanings(catalogue: Catalogue, language: Language, out: Console) -> None:
    """Print what pots, statuses, the star and the units mean, and how to go on."""
    for heading, things in (("pot", catalogue.pots), ("law", catalogue.statuses)):
        out.print()
        rows = [(told(thing, "title", language), told(thing, "about", language)) for thing in things.values()]
        out.print(grid([(say(heading, language), 2), ("", 7)], rows))
    out.print()
    for key in ("star", "lever_units", "not_advice", "lever_detail"):
        out.print(say(key, language))


def show_lever(catalogue: Catalogue, entry: Entry, date: str, language: Language, out: Console) -> None:
    """Print one lever in full: bands, costs, limits, what the law says when, and how a scenario sets it."""
    lever = entry.lever
    unit = unit_name(lever.unit, language)
    title = Text(told(lever, "title", language), style="bold")
    title.append(f"  {lever.name}", style="dim")
    out.print(title)
    out.print(told(entry, "about", language))
    span = f"{number(lever.low)} – {number(lever.high)} {unit}".rstrip()
    out.print(say("lever_range", language, span=span, neutral=f"{number(lever.neutral)} {unit}".rstrip()))
    bands = [
        (told(catalogue.bands[b.name], "title", language), Text(b.name, style="dim"), number(b.value),
         band_source(entry, b, language))
        for b in entry.bands.values()
    ]  # fmt: skip
    section(say("bands", language), [("", 3), ("", 3), ("", 2), ("", 10)], bands, out)
    out.print(Padding(Text(told(entry, "source", language)), (0, 0, 0, 2)))
    costs = [cost_row(catalogue, entry, cost, language) for cost in entry.costs]
    heads = [(say(k, language), ratio) for k, ratio in (("paid_for", 7), ("payer", 3), ("pot", 4), ("per_unit", 7))]
    section(say("costs", language), heads, costs or [(told(entry, "no_cost", language), "", "", "")], out)
    if entry.saves:
        saves = [cost_row(catalogue, entry, cost, language) for cost in entry.saves]
        section(say("saves", language), heads, saves, out)
    held = [catalogue.limits[name] for name in entry.limits]
    limits = [(told(limit, "title", language), told(limit, "about", language)) for limit in held]
    if limits:
        section(say("limits", language), [("", 2), ("", 7)], limits, out)
    law = [(r.since or "–", status_text(catalogue, r, language), document_of(r, language)) for r in entry.law]
    section(say("law_as_of", language, date=date), [("", 3), ("", 3), ("", 13)], law, out)
    now = status_text(catalogue, entry.standing(date), language)
    out.print(Padding(Text.assemble(say("stands", language, date=date), " ", now), (0, 0, 0, 2)))
    out.print()
    band = next((name for name in entry.bands if name != NEUTRAL_BAND), NEUTRAL_BAND)
    out.print(Text(say("in_a_scenario", language, example=f"levers: {{{lever.name}: {band}}}")))
    for key in ("lever_units", "not_advice"):
        out.print(say(key, language))


def band_source(entry: Entry, band: Band, language: Language) -> str:
    """Return a band's own source; in Chinese its figures only, the judgement being told below in words."""
    own = "" if band.source in (entry.source, NEUTRAL_SOURCE) else band.source
    return own if language == "en" else own.partition(JUDGEMENT)[0].rstrip("; ")


def section(
    heading: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[str | Text]], out: Console
) -> None:
    """Print a heading and an indented table; headings of columns only where they have words."""
    table = grid(columns, rows)
    table.show_header = any(name for name, _ in columns)
    out.print(Group(Text(), Text(heading, style="bold"), Padding(table, (0, 0, 0, 2))))


def cost_row(catalogue: Catalogue, entry: Entry, cost: Cost, language: Language) -> tuple[str, ...]:
    """Return a cost: what for, who pays, from which pot, and the numbers that compute it or that nothing does."""
    numbers = [f"{spread(n)} {unit_name(n.unit, language)}".rstrip() for n in unit_costs(entry.lever.name, cost)]
    names = [f" [{n.name}]" for n in unit_costs(entry.lever.name, cost)]
    lines = [n + name for n, name in zip(numbers, names, strict=True)]
    if cost.field is None:
        lines.append(say("not_booked", language))
    elif not lines:
        lines.append(say("lever_is_money", language))
    payer, pot = catalogue.payers[cost.payer], catalogue.pots[cost.pot]
    return told(cost, "about", language), told(payer, "title", language), told(pot, "title", language), "\n".join(lines)


def document_of(standing: Standing, language: Language) -> Text:
    """Return what a document says and its name and number, or what is to be checked."""
    text = Text(told(standing, "about", language))
    if standing.document is not None:
        name = cited(standing) if language == "zh" else f"{standing.document.title} {cited(standing)}"
        text.append(f"\n{name}", style="dim")
    return text


def show_package(catalogue: Catalogue, name: str, date: str, language: Language, out: Console) -> None:
    """Print a package: its levers, each with its band, pots and standing."""
    package = catalogue.packages[name]
    out.print(Text(f"{told(package, 'title', language)}  {name}", style="bold"))
    out.print(told(package, "about", language))
    out.print()
    rows: list[tuple[str | Text, ...]] = []
    for lever, band in package.levers.items():
        title, _, pots, status = lever_row(catalogue, entry := catalogue.entries[lever], date, language)
        unit = unit_name(entry.lever.unit, language)
        value = f"{told(catalogue.bands[band], 'title', language)} {number(entry.bands[band].value)} {unit}".rstrip()
        rows.append((title, value, pots, status))
    heads = [(say(k, language), ratio) for k, ratio in (("lever", 8), ("bands", 7), ("pot", 5), ("law", 4))]
    out.print(grid(heads, rows))
    out.print()
    out.print(say("in_a_scenario", language, example="levers:"))
    for lever, band in package.levers.items():
        out.print(Text(f"  {lever}: {band}"))
    for key in ("star", "not_advice"):
        out.print(say(key, language))
