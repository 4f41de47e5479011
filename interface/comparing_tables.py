"""Comparisons and explanations on the terminal."""

from __future__ import annotations

import math
from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from analysis.bands import number
from analysis.compare import HORIZONS, TWICE, Comparison, Effect, Option
from analysis.explain import ORDERS, Explained, part_title
from analysis.net_new import NetNew, net_new_share_of, surface
from analysis.origins import CATEGORIES, EVENTS
from analysis.outcomes import Outcome
from interface.my_zone import signed
from interface.tables import plain_table, span
from interface.words import Language, say, unit_name
from sim.macro import RECORDED_MONTHS
from sim.specification import ScenarioSpecification, calendar_of

LAST = HORIZONS[-1]
COUNTED = ("firms", "projects")
"""Units of counts, which a label names already."""
STYLES = {"better": "bold green", "worse": "bold red"}


def title_of(scenario: ScenarioSpecification, language: Language) -> str:
    """Return the title of a scenario."""
    return scenario.title_zh if language == "zh" else scenario.title


def zone_name(scenario: ScenarioSpecification, zone: str, language: Language) -> str:
    """Return the name of a zone for people."""
    found = scenario.world.zones[scenario.world.row_of(zone)]
    return found.name_zh if language == "zh" else found.name


def label_of(outcome: Outcome, language: Language) -> str:
    """Return the label of an outcome."""
    return outcome.label_zh if language == "zh" else outcome.label


def month_name(month: int) -> str:
    """Write a model month as year and month."""
    return "{}-{:02d}".format(*calendar_of(month))


def show_comparison(result: Comparison, language: Language, out: Console) -> None:
    """Print every option against the base, then what holds for all of them."""
    setting = result.setting
    zone = zone_name(setting.base, setting.zone, language)
    for option in result.options:
        out.print()
        words = {"option": option.name, "base": setting.base.name, "zone": zone}
        out.print(Text(say("compare_title", language, **words), style="bold"))
        out.print(Text(title_of(option.scenario, language), style="dim"))
        if option.changes_nothing:
            out.print(say("compare_nothing", language, option=option.name, base=setting.base.name))
            continue
        first, last = month_name(int(option.since.min())), month_name(int(option.since.max()))
        counted = "compare_about_one" if first == last else "compare_about"
        told = counted if setting.date is None else "compare_about_date"
        out.print(Text(say(told, language, first=first, last=last), style="dim"))
        out.print(effects_table(result, option, language))
        out.print()
        out.print(Text(say("compare_projects", language, months=LAST), style="bold"))
        out.print(projects_table(result, option, language))
        if len(result.options) == 1:
            for event in EVENTS:
                heading = say("compare_surface", language, event=say(f"event_{event}", language))
                out.print()
                out.print(Text(heading, style="bold"))
                out.print(surface_table(result, option, event, language))
    out.print()
    show_notes(result, language, out)


def show_notes(result: Comparison, language: Language, out: Console) -> None:
    """Print how to read the tables, and what they rest on."""
    setting = result.setting
    zone = zone_name(setting.base, setting.zone, language)
    out.print(Text(say(f"compare_{setting.belief.kind}", language, draws=result.draws), style="bold"))
    out.print(Text(say("compare_reading", language, last=LAST), style="dim"))
    out.print(say("compare_method", language, twice=math.ceil(result.draws / TWICE), draws=result.draws))
    out.print(say(f"who_{setting.who}", language, zone=zone))
    out.print(say("compare_county_pays", language))
    if setting.base.macro == "weak":
        out.print(say("compare_weak", language, month=month_name(RECORDED_MONTHS)))
    for key in ("units", "accounts", "not_modelled", "run"):
        out.print(
            say(key, language, worst=f"{result.accounts_max_error:.0e}", seed=setting.seed, digest=result.digest,
                seconds=f"{result.seconds:.1f}")
        )  # fmt: skip
    if setting.base.world.synthetic:
        out.print(Text(say("synthetic", language), style="bold"))


def effects_table(result: Comparison, option: Option, language: Language) -> Table:
    """Return the effects of an option: medians at all horizons, band and verdict at the last."""
    heads = [(say("output", language), "left"), (say("compare_without", language), "right"),
             *((say("compare_month", language, months=months), "right") for months in HORIZONS),
             (say("compare_band", language), "right"), (say("compare_error", language), "right"),
             (say("compare_chance", language), "right"), (say("compare_better", language), "right"),
             (say("compare_verdict", language), "left")]  # fmt: skip
    rows: list[tuple[str | Text, ...]] = []
    for place, outcomes in groupby(result.outcomes, key=lambda outcome: outcome.place):
        rows.append((Text(say(f"compare_{place}", language), style="bold"), *("",) * (len(heads) - 1)))
        rows += [_effect_row(option, outcome, language) for outcome in outcomes]
    return plain_table(heads, rows, tight=True)  # eleven columns on a page


def _effect_row(option: Option, outcome: Outcome, language: Language) -> tuple[str | Text, ...]:
    effects = [option.effect(outcome.name, months) for months in HORIZONS]
    last = effects[-1]
    band = "" if outcome.share_of_runs else f"{short(last.difference.low)} – {short(last.difference.high)}"
    error = last.mean_error if outcome.share_of_runs else last.median_error
    good = "" if math.isnan(last.share_better) else f"{last.share_better:.0%}"
    chance = "–" if math.isnan(last.spread.chance_share) else f"{last.spread.chance_share:.0%}"
    verdict = Text(say(f"verdict_{last.verdict}", language), style=STYLES.get(last.verdict, "dim"))
    base = last.base_mean if outcome.share_of_runs else last.base.median
    unit = "" if outcome.unit in COUNTED else unit_name(outcome.unit, language)
    label = f"  {label_of(outcome, language)}{f' [{unit}]' if unit else ''}"
    middles = (short(middle(effect), sign=True) for effect in effects)
    return (Text(label), short(base), *middles, band, short(error), chance, good, verdict)


def short(value: float, *, sign: bool = False) -> str:
    """Write a number in few characters: two decimals below one, one below ten; what rounds to nothing says so.

    >>> [short(v, sign=True) for v in (0.0, 1e-5, -0.126, 3.14, 2320.4)]
    ['0', '≈0', '-0.13', '+3.1', '+2,320']
    """
    if value == 0.0 or not math.isfinite(value):
        return number(value)
    if abs(value) < 0.005:
        return "≈0"
    text = number(value) if abs(value) >= 10.0 else f"{value:.1f}" if abs(value) >= 1.0 else f"{value:.2f}"
    return f"+{text}" if sign and value > 0.0 else text


def middle(effect: Effect) -> float:
    """Return the number told of an effect: its median, or for a share of runs its mean."""
    return effect.mean if effect.outcome.share_of_runs else effect.difference.median


def projects_table(result: Comparison, option: Option, language: Language) -> Table:
    """Return where a zone's projects came from, at signing and at production."""
    heads = [(say("projects_event", language), "left"),
             *((say(f"projects_{name}", language), "right") for name in CATEGORIES),
             (say("projects_net_new", language), "right")]  # fmt: skip
    rows = []
    for event in EVENTS:
        bands = option.projects(event)
        told = [f"{number(bands[name].median)} ({span(bands[name])})" for name in CATEGORIES]
        rows.append(
            (say(f"event_{event}", language), *told,
             written_share(net_new_share_of(result, option, event), language))
        )  # fmt: skip
    return plain_table(heads, rows)


def written_share(found: NetNew, language: Language) -> str:
    """Write a net-new share with its error."""
    if math.isnan(found.share):
        return say("net_new_unclear", language)
    return f"{found.share:.0%} ± {found.error:.0%}"


def surface_table(result: Comparison, option: Option, event: str, language: Language) -> Table:
    """Return the net-new share over the three parameters that no figure tells."""
    heads = [*((name, "left") for name in ("k", "μ", "P_R")), (say("surface_draws", language), "right"),
             (say("surface_computed", language), "right"), (say("surface_closed", language), "right")]  # fmt: skip
    rows = []
    for cell in surface(result, option, event):
        beliefs = [
            f"{say('surface_high' if above else 'surface_low', language)} ({number(mean)})"
            for above, mean in zip(cell.above, cell.beliefs, strict=True)
        ]
        rows.append((*beliefs, str(cell.draws), written_share(cell.computed, language), f"{cell.closed_form:.0%}"))
    return plain_table(heads, rows)


def show_explained(found: Explained, language: Language, out: Console) -> None:
    """Print the parts of a reform, the total last."""
    setting, option = found.setting, found.setting.options[0]
    zone = zone_name(setting.base, setting.zone, language)
    unit = unit_name(found.outcome.unit, language)
    heads = [(say(f"explain_{key}", language), "left" if key == "part" else "right")
             for key in ("part", "mean", "median", "band", "alone", "last")]  # fmt: skip
    heads += [] if found.exact else [(say("explain_sampling", language), "right")]
    rows: list[tuple[str | Text, ...]] = []
    for part in found.parts:
        row = (part_title(part.name, found.by, chinese=language == "zh"), signed(part.mean),
               signed(part.band.median), span(part.band), signed(part.alone_mean), signed(part.last_mean))  # fmt: skip
        rows.append(row if found.exact else (*row, number(part.sampling_error)))
    total = (signed(found.total_mean), signed(found.total.median), span(found.total))
    rows.append((Text(say("explain_total", language), style="bold"), *total, *("",) * (len(heads) - 4)))
    title = say("explain_title", language, option=option.name, outcome=label_of(found.outcome, language), zone=zone,
                months=found.months)  # fmt: skip
    out.print()
    out.print(Text(f"{title} [{unit}]", style="bold"))
    out.print(plain_table(heads, rows))
    out.print()
    out.print(Text(say(f"compare_{setting.belief.kind}", language, draws=found.draws), style="bold"))
    out.print(Text(say("explain_reading", language), style="dim"))
    if not found.exact:
        out.print(say("explain_sampled", language, parts=len(found.parts), orders=ORDERS))
    out.print(say(f"who_{setting.who}", language, zone=zone))
    out.print(say("run", language, seed=setting.seed, digest=found.digest, seconds=f"{found.seconds:.1f}"))
    if setting.base.world.synthetic:
        out.print(Text(say("synthetic", language), style="bold"))
