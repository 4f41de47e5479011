"""A robust ranking and a search for packages on the terminal."""

from __future__ import annotations

import math

from rich.console import Console
from rich.table import Table
from rich.text import Text

from analysis.bands import number
from analysis.flips import Box, Flip
from analysis.futures import DO_NOTHING, MACRO, NOT_IDENTIFIED
from analysis.outcomes import BY_NAME, Outcome
from analysis.robustness import OBJECTIVES, Robust
from analysis.search import Package, Search
from interface.comparing_tables import COUNTED, label_of, month_name, short, zone_name
from interface.parameter_words import PARAMETERS_ZH
from interface.tables import plain_table, span
from interface.words import Language, say, unit_name
from scenarios.catalogue import load_catalogue
from sim.parameters import PARAMETERS


def show_robust(found: Robust, search: Search | None, language: Language, out: Console) -> None:
    """Print regret by output, thresholds, the front, flips, then a search, then what it all rests on."""
    setting = found.candidates.setting
    zone = zone_name(setting.base, setting.zone, language)
    words = {"zone": zone, "draws": len(found.futures), "months": found.months, "month": month_name(setting.date or 0)}
    out.print()
    out.print(Text(say("robust_title", language, **words), style="bold"))
    for outcome in found.outputs:
        unit = "" if outcome.unit in (*COUNTED, "1") else f" [{unit_name(outcome.unit, language)}]"
        place = say(f"compare_{outcome.place}", language)
        label = f"{label_of(outcome, language)} · {place}"
        out.print()
        out.print(Text(say("robust_regret", language, output=label, unit=unit), style="bold"))
        out.print(regret_table(found, outcome.name, language))
    out.print()
    out.print(Text(say("robust_met", language), style="bold"))
    out.print(thresholds_table(found, language))
    out.print()
    out.print(Text(say("robust_front", language), style="bold"))
    out.print(front_table(found, language))
    out.print()
    first = label_of(found.outputs[0], language)
    out.print(Text(say("robust_flips", language, output=first), style="bold"))
    for flip in found.flips:
        out.print(f"- {told_flip(flip, language)}")
    if search is not None:
        show_search(search, language, out)
    out.print()
    show_basis(found, language, out)


def show_basis(found: Robust, language: Language, out: Console) -> None:
    """Print how to read the tables, and what they rest on."""
    setting = found.candidates.setting
    ranges = [
        f"{say(f'deep_{deep.name}', language)} {deep_number(deep.name, deep.low)} – {deep_number(deep.name, deep.high)}"
        for deep in found.deep
    ]
    joined = ("；" if language == "zh" else "; ").join(ranges)
    out.print(Text(say(f"robust_{setting.belief.kind}", language), style="bold"))
    out.print(say("robust_deep", language, ranges=joined))
    out.print(Text(say("robust_reading", language), style="dim"))
    out.print(say(f"who_{setting.who}", language, zone=zone_name(setting.base, setting.zone, language)))
    for key in ("units", "not_modelled", "run"):
        out.print(say(key, language, seed=setting.seed, digest=found.digest, seconds=f"{found.seconds:.1f}"))
    if setting.base.world.synthetic:
        out.print(Text(say("synthetic", language), style="bold"))


def deep_number(name: str, value: float) -> str:
    """Write a value of what is deeply uncertain; the macro path as its growth a year."""
    return f"{value - 1.0:+.1%}" if name == MACRO else number(value)


def with_unit(outcome: Outcome, language: Language) -> str:
    """Return the label of an outcome with its unit; a label of counts names it already."""
    label = label_of(outcome, language)
    return label if outcome.unit in COUNTED else f"{label} ({unit_name(outcome.unit, language)})"


def spoken(name: str, language: Language) -> str:
    """Return a candidate's name; doing nothing has one in words."""
    return say("search_nothing", language) if name == DO_NOTHING else name


def regret_table(found: Robust, output: str, language: Language) -> Table:
    """Return regret in one output, the least mean first."""
    heads = [(say("robust_option", language), "left"), (say("robust_mean", language), "right"),
             (say("compare_error", language), "right"), (say("robust_high", language), "right"),
             (say("robust_maximum", language), "right"), (say("robust_best", language), "right")]  # fmt: skip
    ordered = sorted(
        found.ranked, key=lambda ranked: (math.isnan(ranked.regret[output].mean), ranked.regret[output].mean)
    )
    rows = []
    for ranked in ordered:
        regret = ranked.regret[output]
        best = "–" if math.isnan(regret.best) else f"{regret.best:.0%}"
        told = (short(value) for value in (regret.mean, regret.error, regret.high, regret.maximum))
        rows.append((spoken(ranked.scenario.name, language), *told, best))
    return plain_table(heads, rows)


def thresholds_table(found: Robust, language: Language) -> Table:
    """Return the share of futures in which each threshold, and all of them, are met."""
    heads = [(say("robust_option", language), "left"), *((threshold.text, "right") for threshold in found.thresholds),
             (say("robust_all", language), "right")]  # fmt: skip
    ordered = sorted(found.ranked, key=lambda ranked: -ranked.satisfices)
    return plain_table(
        heads,
        [(spoken(ranked.scenario.name, language), *(f"{share:.0%}" for share in ranked.met.values()),
          f"{ranked.satisfices:.0%}") for ranked in ordered],
    )  # fmt: skip


def front_table(found: Robust, language: Language) -> Table:
    """Return the objectives of each candidate, and how often it lies on the front."""
    names = [with_unit(BY_NAME[name], language) for name in OBJECTIVES]
    heads = [(say("robust_option", language), "left"), *((name, "right") for name in names),
             (say("robust_share_front", language), "right"), (say("robust_mean_front", language), "left")]  # fmt: skip
    return plain_table(
        heads,
        [(spoken(ranked.scenario.name, language), *(short(value) for value in ranked.objectives.values()),
          f"{ranked.on_front:.0%}", say("yes" if ranked.mean_front else "no", language).lower())
         for ranked in found.ranked],
    )  # fmt: skip


def told_flip(flip: Flip, language: Language) -> str:
    """Return when a ranking flips, in a sentence."""
    words: dict[str, object] = {
        "usual": spoken(flip.usual, language),
        "other": spoken(flip.other, language),
        "share": f"{flip.share_usual:.0%}",
        "rest": f"{flip.share_other:.0%}",
    }
    if flip.verdict == "holds" and flip.box is not None:
        box = flip.box
        words |= {
            "box": told_box(box, language),
            "density": f"{box.density:.0%}",
            "coverage": f"{box.coverage:.0%}",
            "aside": f"{box.aside_density:.0%}",
            "base": f"{box.aside_share:.0%}",
            "luck": number(box.luck),
        }
    return say(f"flip_{flip.verdict}", language, **words)


def told_box(box: Box, language: Language) -> str:
    """Return the bounds of a box."""
    said = []
    for bound in box.bounds:
        name = told_name(bound.name, language)
        if math.isfinite(bound.low):
            said.append(say("flip_above", language, name=name, value=deep_number(bound.name, bound.low)))
        if math.isfinite(bound.high):
            said.append(say("flip_at_most", language, name=name, value=deep_number(bound.name, bound.high)))
    return say("robust_and", language).join(said)


def told_name(name: str, language: Language) -> str:
    """Return what a parameter means; those that are deeply uncertain have words of their own."""
    if name in (*NOT_IDENTIFIED, MACRO):
        return say(f"deep_{name}", language)
    return PARAMETERS_ZH[name] if language == "zh" else PARAMETERS[name].meaning


def show_search(search: Search, language: Language, out: Console) -> None:
    """Print the packages found, and how they were judged."""
    setting = search.candidates.setting
    zone = zone_name(setting.base, setting.zone, language)
    out.print()
    out.print(Text(say("search_title", language, zone=zone, limits=told_limits(search, language)), style="bold"))
    out.print(search_table(search, language))
    if search.nothing_wins:
        out.print(Text(say("search_wins", language), style="bold"))
    catalogue, chinese = load_catalogue(), language == "zh"
    comma, none = ("、" if chinese else ", "), say("search_none", language)
    asked = dict.fromkeys(limit for package in search.packages for limit in package.limits)
    ask = [catalogue.limits[name].title_zh if chinese else catalogue.limits[name].title for name in asked]
    check = dict.fromkeys(lever for package in search.packages for lever in package.to_check)
    banned = catalogue.with_status("banned", search.date)
    out.print(
        Text(
            say("search_reading", language, evaluated=search.evaluated, futures=search.futures, fresh=search.fresh,
                date=search.date, banned=comma.join(banned) or none, ask=comma.join(ask) or none,
                check=comma.join(check) or none),
            style="dim",
        )
    )  # fmt: skip


def told_limits(search: Search, language: Language) -> str:
    """Return the limits of a search in words."""
    catalogue, chinese, limits = load_catalogue(), language == "zh", search.limits
    said = []
    for name, amount in limits.budgets.items():
        pot = catalogue.pots[name]
        said.append(say("search_budget", language, pot=pot.title_zh if chinese else pot.title, amount=f"{amount:g}"))
    said.append(say("search_posts", language, posts=f"{limits.posts:g}"))
    if math.isfinite(limits.land):
        said.append(say("search_land", language, land=f"{limits.land:g}"))
    status = catalogue.statuses[limits.standing]
    said.append(say("search_standing", language, standing=status.title_zh if chinese else status.title))
    return ("，" if chinese else ", ").join(said)


def search_table(search: Search, language: Language) -> Table:
    """Return packages with what fresh runs say of them beside what the search saw."""
    heads = [(say(f"search_{key}", language), side) for key, side in
             (("levers", "left"), ("projects", "right"), ("seen", "right"), ("share", "right"), ("debt", "right"),
              ("land_used", "right"), ("paid", "right"), ("verdict", "left"))]  # fmt: skip
    rows = []
    for package in search.packages:
        fresh = package.fresh.objectives
        rows.append(
            (told_levers(package, language), f"{short(fresh['producing'], sign=True)} ({span(package.gain)})",
             short(package.searched.objectives["producing"], sign=True), f"{package.share:.0%}",
             short(fresh["debt"], sign=True), short(fresh["land_used"], sign=True),
             short(sum(package.fresh.paid.values()), sign=True), told_verdict(package, language))
        )  # fmt: skip
    return plain_table(heads, rows)


def told_levers(package: Package, language: Language) -> str:
    """Return the levers of a package with their bands."""
    if not package.levers:
        return say("search_nothing", language)
    catalogue, chinese = load_catalogue(), language == "zh"
    said = []
    for name, band in package.levers.items():
        lever, named = catalogue.entries[name].lever, catalogue.bands[band]
        said.append(f"{lever.title_zh}：{named.title_zh}" if chinese else f"{lever.title}: {named.title}")
    return ("；" if chinese else "; ").join(said)


def told_verdict(package: Package, language: Language) -> str:
    """Return what is concluded of a package."""
    if not package.levers:
        return "–"
    if package.holds:
        return say("search_holds", language)
    return say("search_unsure" if package.within else "search_over", language)
