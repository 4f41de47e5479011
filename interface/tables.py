"""Tables on the terminal: a scenario beside the published figures, scenarios, figures, checks."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from agents.levers import LEVERS
from analysis.bands import Band, band_of, number
from analysis.evidence import ZoneKnown
from analysis.figures import Line, draw_bands
from analysis.published import BesidePublished
from calibration.operators import labels_of
from calibration.outputs import OUTPUTS
from interface.fonts import language_with_font
from interface.terminal import Terminal, fitted_table
from interface.words import WORDS, Language, figure_unit, published_unit, say, unit_name
from scenarios.evidence import Ledger
from scenarios.figures import STRICTNESS, Conflict, Figure, Source
from scenarios.load import Listed
from scenarios.values import JUDGEMENT
from scenarios.wording import Interval
from sim.specification import LeverChange, ScenarioSpecification, calendar_of

NARROWEST = 120
"""Width of tables where no terminal tells its own [characters]."""
MOST_NAMED = 6
"""Indicators that the table of zones names before it goes on with dots."""


def console() -> Console:
    """Return the console of stdout, wide enough for a table where stdout is a file."""
    return Terminal(width=None if sys.stdout.isatty() else NARROWEST, highlight=False, soft_wrap=False)


def span(band: Band) -> str:
    """Write a band as two numbers."""
    return f"{number(band.low)} – {number(band.high)}" if math.isfinite(band.low) else "–"


def printed_range(interval: Interval) -> str:
    """Write a published interval as a reader would: one number where it holds one digit's rounding, else both ends."""
    if not math.isfinite(interval.high):
        return f"≥ {number(interval.low)}"
    if interval.high - interval.low <= 0.02 * abs(interval.high):
        return number(0.5 * (interval.low + interval.high))
    return f"{number(interval.low)} – {number(interval.high)}"


def plain_table(
    columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[str | Text]], *, tight: bool = False
) -> Table:
    """Return a table with a heading of (name, justification) and light lines; ``tight`` where it has many columns."""
    return fitted_table(columns, rows, tight=tight)


def show_run(result: BesidePublished, language: Language, out: Console) -> None:
    """Print a scenario beside the published figures, and what the model says of its focus zone."""
    scenario = result.scenario
    title = scenario.title_zh if language == "zh" else scenario.title
    labels = labels_of({o.figure: o for o in result.operators}, language)
    rows = []
    for name, figure in result.figures.items():
        band, inside = result.band(name), result.inside(name)
        verdict = Text(say("yes" if inside else "no", language), style="" if inside else "bold red")
        if figure.role == "input":
            verdict = Text(say("input", language), style="dim")
        elif not math.isfinite(band.median):
            verdict = Text("–", style="dim")
        rows.append(
            (labels[name], number(band.median), span(band), printed_range(figure.interval), verdict,
             published_unit(figure.unit, language))
        )  # fmt: skip
    heads = [(say(k, language), j) for k, j in
             (("figure", "left"), ("median", "right"), ("band", "right"), ("printed", "right"), ("inside", "left"),
              ("unit", "left"))]  # fmt: skip
    out.print()
    if rows:
        out.print(Text(say("title", language, title=title), style="bold"))
        out.print(plain_table(heads, rows))
        out.print(Text(say("inside_note", language), style="dim"))
    else:
        out.print(Text(title, style="bold"))
        out.print(say("no_figures", language))
    out.print()
    show_modelled(result, language, out)
    out.print()
    for key in ("units", result.parameters, "identified", "accounts", "not_modelled", "run"):
        out.print(
            say(key, language, draws=result.draws, worst=f"{result.accounts_max_error:.0e}", seed=result.seed,
                digest=result.digest, seconds=f"{result.seconds:.1f}")
        )  # fmt: skip
    if scenario.world.synthetic:
        out.print(Text(say("synthetic", language), style="bold"))


def draw_run(result: BesidePublished, language: Language, file: Path) -> None:
    """Write the picture of the simulated bands beside the published intervals; figures set from the text stay out."""
    language = language_with_font(language)  # its letters are drawn as shapes, in an SVG too
    labels = labels_of({o.figure: o for o in result.operators}, language)
    lines = [
        Line(f"{labels[name]} ({figure_unit(figure.unit, language)})", result.band(name), figure.interval)
        for name, figure in result.figures.items()
        if figure.role == "calibrate"
    ]
    title = result.scenario.title_zh if language == "zh" else result.scenario.title
    words = (say("simulated", language), say("printed", language))
    note = say(f"figure_note_{result.parameters}", language, draws=result.draws, digest=result.digest)
    identity = (
        f"zonereform run {result.scenario.name}, seed {result.seed}, draws {result.draws}, digest {result.digest}"
    )
    draw_bands(lines, title, words, note, file, identity)


def show_modelled(result: BesidePublished, language: Language, out: Console) -> None:
    """Print what the model says of the focus zone."""
    scenario = result.scenario
    zone = next((z for z in scenario.world.zones if z.id == scenario.focus), scenario.world.zones[0])
    year, month = calendar_of(scenario.months - 1)
    rows = []
    for output in OUTPUTS:
        band = band_of(result.modelled[output.name])
        label = output.label_zh if language == "zh" else output.label
        rows.append((label, number(band.median), span(band), unit_name(output.unit, language)))
    name = zone.name_zh if language == "zh" else zone.name
    heads = [(say("output", language), "left"), (say("median", language), "right"), (say("band", language), "right"),
             (say("unit", language), "left")]  # fmt: skip
    out.print(Text(say("modelled", language, zone=name, month=f"{year}-{month:02d}"), style="bold"))
    out.print(plain_table(heads, rows))


def scenario_list(listed: Iterable[Listed], language: Language) -> Table:
    """Return the table of scenarios."""
    rows = [(e.name, e.title_zh if language == "zh" else e.title, e.world, e.focus) for e in listed]
    return plain_table([(say(k, language), "left") for k in ("scenario", "about", "world", "focus")], rows)


def show_specification(scenario: ScenarioSpecification, language: Language, out: Console) -> None:
    """Print a scenario's world and dated levers."""
    zh = language == "zh"
    names = {zone.id: zone.name_zh if zh else zone.name for zone in scenario.world.zones}
    titles = {lever.name: lever.title_zh if zh else lever.title for lever in LEVERS}
    out.print(Text(scenario.title_zh if zh else scenario.title, style="bold"))
    macro = f"macro_{scenario.macro}"
    out.print(
        say("scenario_setting", language, world=scenario.world.name, zones=len(names), months=scenario.months,
            macro=say(macro, language) if macro in WORDS else scenario.macro)
    )  # fmt: skip
    units = {lever.name: unit_name(lever.unit, language) for lever in LEVERS}
    for zone in dict.fromkeys(change.zone for change in scenario.changes):
        rows = [
            (dates(c), number(c.value), units[c.lever],
             Text.assemble(titles[c.lever], "\n", (source_told(c.source, language), "dim")))
            for c in scenario.changes if c.zone == zone
        ]  # fmt: skip
        heads = [(say(k, language), "right" if k == "value" else "left") for k in ("date", "value", "unit", "lever")]
        out.print()
        out.print(Text(names[zone], style="bold"))
        out.print(plain_table(heads, rows))


def source_told(source: str, language: Language) -> str:
    """Return the source of a change; of a judgement, which files hold in English, Chinese tells only that it is one."""
    named, judged, _ = source.partition(JUDGEMENT)
    if language == "en" or not judged:
        return source
    return "；".join(part for part in (named.rstrip("; "), say("judged", language)) if part)


def dates(change: LeverChange) -> str:
    """Write a change's month, or the months between which it lies."""
    first = "{}-{:02d}".format(*calendar_of(change.month))
    return first if change.latest is None else first + " – {}-{:02d}".format(*calendar_of(change.latest))


def check_table(checks: Iterable[Any], language: Language) -> Table:
    """Return the table of checks; one that could not be made is neither good nor bad."""
    signs = {True: Text(say("ok", language), style="green"), False: Text(say("wrong", language), style="bold red")}
    rows = [(check_name(check.name, language), signs.get(check.ok, Text("–")), check.detail) for check in checks]
    return plain_table([(say("check", language), "left"), ("", "left"), (say("detail", language), "left")], rows)


def check_name(name: str, language: Language) -> str:
    """Return the name of a check in a language, where it has one."""
    key = f"check_{name}"
    return say(key, language) if key in WORDS else name


def term(ledger: Ledger, kind: str, name: str, language: Language) -> str:
    """Return the name of a zone, an indicator or a unit in a language, as the vocabulary has it."""
    entry = ledger.vocabulary[kind].get(name, {})
    return str(entry.get(language, name))


def listed(things: Sequence[str], language: Language) -> str:
    """Return things in one line between semicolons; inside a thing there is none, so that its ends are seen.

    >>> listed(["a; b", "c"], "en"), listed(["甲；乙", "丙"], "zh")
    ('a, b; c', '甲，乙；丙')
    """
    mark, inside = ("；", "，") if language == "zh" else ("; ", ", ")
    return mark.join(thing.replace(mark, inside) for thing in things)


def source_named(source: Source, language: Language) -> str:
    """Return the title and the publisher of a source, in Chinese where it has them."""
    if language == "en":
        return f"{source.title} ({source.publisher})"
    return f"《{source.title_zh or source.title}》（{source.publisher_zh or source.publisher}）"


def period_told(period: str, language: Language) -> str:
    """Return the months that a figure covers, in words; nothing where the text names none.

    >>> [period_told(text, "zh") for text in ("2020-01..2020-12", "..2021-11", "2020-06", "..")]
    ['2020-01 至 2020-12', '截至 2021-11', '2020-06', '']
    """
    first, dots, last = period.partition("..")
    if not (first or last):
        return ""
    if not dots or first == last:
        return first
    key = "period_span" if first and last else "period_until" if last else "period_since"
    return say(key, language, first=first, last=last)


def figure_value(figure: Figure) -> str:
    """Write the value of a figure; a year is no amount, and is neither rounded nor grouped."""
    return f"{figure.value:.0f}" if figure.unit == "year" else number(figure.value)


def figure_list(figures: Iterable[Figure], ledger: Ledger, language: Language) -> Table:
    """Return the table of published figures."""
    rows = [
        (f.id, term(ledger, "zones", f.zone, language), str(f.period), figure_value(f), str(f.interval),
         term(ledger, "units", f.unit, language), say(f"role_{f.role}", language))
        for f in figures
    ]  # fmt: skip
    heads = [(say("id", language), "left"), (say("zone", language), "left"), (say("period", language), "left"),
             (say("value", language), "right"), (say("interval", language), "left"), (say("unit", language), "left"),
             (say("role", language), "left")]  # fmt: skip
    return plain_table(heads, rows)


def figure_table(figure: Figure, through: str, ledger: Ledger, language: Language) -> Table:
    """Return one figure, field by field; ``through`` tells what of the model it is compared through."""
    readings = "\n".join(f"{r.name} ({r.weight:g}): {r.meaning}" for r in figure.readings)
    fields = {
        "id": figure.id,
        "quote": figure.quote,
        "source": f"{figure.source}:{figure.line}" if figure.line else figure.source or figure.reference,
        "about": figure.about,
        "zone": f"{term(ledger, 'zones', figure.zone, language)} ({figure.scope})",
        "indicator": term(ledger, "indicators", figure.indicator, language),
        "stage_word": figure.stage_word,
        "filter": figure.filter,
        "period": f"{figure.period} ({figure.period.sure})",
        "value": f"{figure_value(figure)} {term(ledger, 'units', figure.unit, language)}",
        "interval": str(figure.interval),
        "expression": figure.expression,
        "role": say("named", language, name=say(f"role_{figure.role}", language), what=figure.reason),
        "readings": readings,
        "through": through,
        "missing_output": figure.missing_output,
        "links": ", ".join(figure.links),
        "conflicts": ", ".join(conflict.id for conflict in ledger.conflicts_of(figure.id)),
        "note": figure.note,
    }
    return plain_table([("", "left"), ("", "left")], [(say(k, language), Text(v)) for k, v in fields.items() if v])


def zone_table(known: Iterable[ZoneKnown], ledger: Ledger, language: Language) -> Table:
    """Return what is known of each place: figures by role, and what they are of."""
    rows = []
    for zone in known:
        named = [term(ledger, "indicators", name, language) for name in zone.indicators]
        rows.append(
            (zone.name_zh if language == "zh" else zone.name, *(str(zone.counts[role]) for role in STRICTNESS),
             ("、" if language == "zh" else "; ").join(named[:MOST_NAMED]) + (" …" if len(named) > MOST_NAMED else ""))
        )  # fmt: skip
    heads = [(say("zone", language), "left"), *((say(f"role_{role}", language), "right") for role in STRICTNESS),
             (say("known_of", language), "left")]  # fmt: skip
    return plain_table(heads, rows)


def show_conflicts(conflicts: Iterable[Conflict], language: Language, out: Console) -> None:
    """Print each conflict: what it is about, the arithmetic, what is done about it."""
    for conflict in conflicts:
        out.print(Text(f"{conflict.id}: {conflict.about}", style="bold"))
        told = (("figures", ", ".join(conflict.figures)), ("arithmetic", conflict.arithmetic),
                ("treatment", conflict.treatment))  # fmt: skip
        for name, text in told:
            out.print("  " + say("named", language, name=say(name, language), what=text))
        out.print()
