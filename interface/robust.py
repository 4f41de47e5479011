"""``zonereform robust``: options ranked under uncertainty that nobody can weigh, and a search for packages."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Annotated, Any

import typer

from interface.comparing import (
    DEFAULT_OPTIONS,
    MOST_DRAWS,
    Horizon,
    Out,
    Picture,
    Seed,
    WhoReforms,
    Workers,
    Zone,
    belief_asked,
    known_who,
    load_all,
    month_asked,
    refuse_horizon,
    refuse_targets,
    tell_compiling,
    tell_written,
    with_bar,
    write_tables,
)
from interface.options import AsJson, FromPriors, Lang, chosen, print_json, refuse_unknown

DEFAULT_DRAWS = 200
DEFAULT_GENERATIONS = 12
MOST_GENERATIONS = 1000


def all_or_all_faults(*readers: Callable[[], Any]) -> list[Any]:
    """Return what each of several readers gives, or refuse with the faults of all of them."""
    from scenarios.strict_yaml import ScenarioError  # noqa: PLC0415  # a help text needs no engine

    found, faults = [], []
    for reader in readers:
        try:
            found.append(reader())
        except ScenarioError as error:
            faults += error.faults
    if faults:
        raise ScenarioError(faults)
    return found


def robust(
    options: Annotated[
        list[str] | None,
        typer.Argument(help="Options, by name or file; without any, Jimo's reform part by part, and whole. Doing "
                       "nothing is always one.", metavar="[OPTION]..."),
    ] = None,
    draws: Annotated[int, typer.Option(min=1, max=MOST_DRAWS, help="Futures.")] = DEFAULT_DRAWS,
    seed: Seed = 1,
    output: Annotated[
        list[str] | None, typer.Option("--output", help="Outcome of regret, several times for several.", metavar="NAME")
    ] = None,
    threshold: Annotated[
        list[str] | None,
        typer.Option(help="What must be met: an outcome against a number or doing nothing (base); several times.",
                     metavar="debt<=40"),
    ] = None,
    horizon: Horizon = 60,
    zone: Zone = "",
    who: WhoReforms = "zone",
    date: Annotated[
        str, typer.Option(help="Count from this month instead of the earliest lever of any option.", metavar="YYYY-MM")
    ] = "",
    search: Annotated[bool, typer.Option("--search", help="Search for packages of levers under the limits.")] = False,
    budget: Annotated[
        list[str] | None,
        typer.Option(help="Most that is paid more from a pot over the horizon; several times.", metavar="POT=亿元"),
    ] = None,
    posts: Annotated[float, typer.Option(help="Posts that a package may add; negative: must free.")] = 0.0,
    land: Annotated[float, typer.Option(help="New land that it may take beside doing nothing [mu].")] = math.inf,
    standing: Annotated[
        str, typer.Option(help="Loosest standing in law that it may use; what is banned never is.",
                          metavar="available|restricted|to_be_checked")
    ] = "to_be_checked",
    generations: Annotated[
        int, typer.Option(min=1, max=MOST_GENERATIONS, help="Generations of the search.")
    ] = DEFAULT_GENERATIONS,
    prior: FromPriors = False,
    workers: Workers = 0,
    out: Out = None,
    figure: Picture = None,
    chart: Annotated[str, typer.Option(help="What the picture shows.", metavar="regret|front")] = "regret",
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:  # fmt: skip
    """Rank options where nobody can say how likely a future is: regret, thresholds, when ranks flip, packages.

    Example: zonereform robust staff-only jimo --draws 60 --threshold "producing>base" --figure regret.png
    """
    language = chosen(lang)
    from analysis.compare import HORIZONS  # noqa: PLC0415  # a help text needs no engine
    from analysis.futures import candidates_of  # noqa: PLC0415
    from analysis.robust_tables import future_rows, regret_rows, robust_document  # noqa: PLC0415
    from analysis.robustness import OUTPUTS, THRESHOLDS, outputs_of, thresholds_of  # noqa: PLC0415
    from analysis.robustness import robust as rank_options  # noqa: PLC0415
    from analysis.search import limits_of, search_packages  # noqa: PLC0415
    from interface.robust_figures import CHARTS, draw_robust  # noqa: PLC0415

    reformers = known_who(who)
    refuse_unknown("--chart", chart, CHARTS)
    refuse_horizon(horizon, HORIZONS)
    refuse_targets(out, figure)
    named, needed = output or list(OUTPUTS), list(THRESHOLDS) if threshold is None else threshold
    limits, scenarios, *_ = all_or_all_faults(
        lambda: limits_of(budget or [], posts, land, standing),
        lambda: load_all(options or list(DEFAULT_OPTIONS)),
        lambda: outputs_of(named),
        lambda: thresholds_of(needed),
    )
    if not search and (budget or posts or math.isfinite(land)):
        raise typer.BadParameter("found limits without --search; add --search", param_hint="--budget")
    belief = belief_asked((options or list(DEFAULT_OPTIONS))[0], prior)
    candidates = candidates_of(scenarios, seed, zone, reformers, month_asked(date), belief)
    tell_compiling(language)
    found = with_bar(
        language, lambda tell: rank_options(candidates, draws, named, needed, horizon, workers or None, tell)
    )
    packages = None
    if search:
        packages = with_bar(
            language,
            lambda tell: search_packages(candidates, limits, draws, horizon, generations, workers or None, tell),
        )
    document = robust_document(found, packages)
    if out is not None:
        write_tables(document, {"regret": regret_rows(found), "futures": future_rows(found)}, out)
    if figure is not None:
        draw_robust(found, chart, language, figure)
    if as_json:
        print_json(document)
        return
    from interface.robust_tables import show_robust  # noqa: PLC0415
    from interface.tables import console  # noqa: PLC0415

    show_robust(found, packages, language, console())
    tell_written((out, figure), language)
