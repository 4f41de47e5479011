"""``zonereform compare`` and ``zonereform explain``: what each reform option changes, and which part of it does."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from interface.options import AsJson, FromPriors, Lang, chosen, print_json, refuse_existing, refuse_unknown
from interface.progress import progress_bar
from interface.words import Language, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from analysis.money import OptionMoney
    from sim.specification import ScenarioSpecification

DEFAULT_BASE = "no-reform"
DEFAULT_OPTIONS = ("staff-only", "pay-only", "approval-only", "fund-only", "land-only", "jimo")
"""Jimo's reform part by part, and whole: what is compared where no option is named."""
DEFAULT_DRAWS = 200
EXPLAINED_DRAWS = 30
"""Draws of an explanation, each of which runs up to 128 worlds."""
MOST_DRAWS = 100_000
MONEY_CHARTS = ("cloud", "debt", "front")
"""Charts that need the money of options."""
CHARTS = ("effects", "fan", "flows", *MONEY_CHARTS)

Seed = Annotated[int, typer.Option(min=0, max=2**62, help="Seed of all luck.")]
Workers = Annotated[int, typer.Option(min=0, max=256, help="Threads; 0: one a core. The numbers stay.")]
Zone = Annotated[str, typer.Option(help="Zone looked at, by id; else the focus of the scenarios.")]
WhoReforms = Annotated[
    str, typer.Option(help="Who reforms: as the scenarios say, all zones the same, or rivals follow.",
                      metavar="zone|all|rivals")
]  # fmt: skip
Out = Annotated[Path | None, typer.Option(help="New folder for the numbers as CSV and JSON.")]
Picture = Annotated[Path | None, typer.Option(help="New picture: .png, .svg or .pdf.")]
Outcome = Annotated[str, typer.Option("--output", help="Outcome, by the name that --json gives it.", metavar="NAME")]
Horizon = Annotated[int, typer.Option(help="Months after the first measure.", metavar="6|12|24|36|60")]


def compare(
    base: Annotated[str, typer.Argument(help="The base: a scenario that ships, or a YAML file.")] = DEFAULT_BASE,
    options: Annotated[
        list[str] | None,
        typer.Argument(help="Options compared with it; without any, Jimo's reform part by part, and whole.",
                       metavar="[ALT]..."),
    ] = None,
    draws: Annotated[int, typer.Option(min=1, max=MOST_DRAWS, help="Draws of the parameters.")] = DEFAULT_DRAWS,
    seed: Seed = 1,
    prior: FromPriors = False,
    zone: Zone = "",
    who: WhoReforms = "zone",
    date: Annotated[
        str, typer.Option(help="Count from this month instead of each option's first measure.", metavar="YYYY-MM")
    ] = "",
    workers: Workers = 0,
    out: Out = None,
    figure: Picture = None,
    chart: Annotated[
        str, typer.Option(help="What the picture shows.", metavar="effects|fan|flows|cloud|debt|front")
    ] = "effects",
    output: Outcome = "producing",
    horizon: Horizon = 36,
    money: Annotated[
        bool, typer.Option("--money", help="Tell present values, costs by pot, cost against projects, the gate too.")
    ] = False,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:  # fmt: skip
    """Compare reform options with a base, draw by draw under the same luck: effects, origins of projects, costs.

    Example: zonereform compare no-reform jimo --draws 50 --figure effects.png
    """
    language = chosen(lang)
    if options is None and base != DEFAULT_BASE:
        raise typer.BadParameter(f"found none beside {base}; name at least one", param_hint="ALT")
    from analysis.compare import FAN, HORIZONS, comparable  # noqa: PLC0415  # a help text needs no engine
    from analysis.compare import compare as run_comparison  # noqa: PLC0415
    from analysis.comparison_tables import comparison_document  # noqa: PLC0415
    from analysis.outcomes import BY_NAME  # noqa: PLC0415

    reformers = known_who(who)
    refuse_unknown("--output", output, FAN if chart == "fan" else BY_NAME)
    refuse_unknown("--chart", chart, CHARTS)
    refuse_horizon(horizon, HORIZONS)
    refuse_targets(out, figure)
    scenarios = load_all([base, *(options or DEFAULT_OPTIONS)])
    belief = belief_asked(base, prior)
    setting = comparable(scenarios[0], scenarios[1:], seed, zone, reformers, month_asked(date), belief)
    tell_compiling(language)
    found: tuple[OptionMoney, ...] = ()
    if money or (figure is not None and chart in MONEY_CHARTS):
        from analysis.money import compare_money  # noqa: PLC0415

        result, found = with_bar(language, lambda tell: compare_money(setting, draws, workers or None, tell))
    else:
        result = with_bar(language, lambda tell: run_comparison(setting, draws, workers or None, tell))
    document = comparison_document(result) if as_json or out is not None else {}  # a table needs a few of its numbers
    if document and found:
        from analysis.money_tables import money_document  # noqa: PLC0415

        for option, of_option in zip(document["options"], found, strict=True):
            option["money"] = money_document(of_option)
    if out is not None:
        from analysis.comparison_tables import effect_rows, flow_rows, project_rows  # noqa: PLC0415

        tables = {"effects": effect_rows, "flows": flow_rows, "projects": project_rows}
        written = {name: rows(result) for name, rows in tables.items()}
        if found:
            from analysis.money_tables import cloud_rows, money_rows  # noqa: PLC0415

            written |= {"money": money_rows(found), "cloud": cloud_rows(found)}
        write_tables(document, written, out)
    if figure is not None and chart in MONEY_CHARTS:
        from interface.money_figures import draw_money  # noqa: PLC0415

        draw_money(result, found, chart, language, figure)
    elif figure is not None:
        from interface.comparing_figures import draw_comparison  # noqa: PLC0415

        draw_comparison(result, chart, output, horizon, language, figure)
    if as_json:
        print_json(document)
        return
    from interface.comparing_tables import show_comparison  # noqa: PLC0415
    from interface.tables import console  # noqa: PLC0415

    show_comparison(result, language, console())
    if money:
        from interface.money_tables import show_money  # noqa: PLC0415

        show_money(found, language, console())
    tell_written((out, figure), language)


def explain(
    scenario: Annotated[str, typer.Argument(help="A scenario that ships, or a YAML file.")] = "jimo",
    levers: Annotated[bool, typer.Option("--levers", help="By parts of the lever catalogue (the default).")] = False,
    headline: Annotated[bool, typer.Option("--headline", help="The published 1.5 times by causes.")] = False,
    selection: Annotated[bool, typer.Option("--selection", help="The best of many zones without reform.")] = False,
    draws: Annotated[int, typer.Option(min=1, max=MOST_DRAWS, help="Draws of the parameters.")] = EXPLAINED_DRAWS,
    seed: Seed = 1,
    prior: FromPriors = False,
    output: Outcome = "producing",
    horizon: Horizon = 60,
    by: Annotated[
        str, typer.Option(help="Seven parts, exact; or the catalogue's groups, sampled.", metavar="parts|groups")
    ] = "parts",
    zone: Zone = "",
    who: WhoReforms = "zone",
    workers: Workers = 0,
    out: Out = None,
    figure: Picture = None,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Divide a reform's difference to no reform among its parts, so that they add up (Shapley values).

    Example: zonereform explain typical-county-reform --levers --draws 20
    """
    language = chosen(lang)
    if levers + headline + selection > 1:
        raise typer.BadParameter("found more than one of --levers, --headline, --selection; give one of them")
    if headline or selection:
        refuse_targets(out, figure)
        explain_published(scenario, headline, draws, seed, prior, workers, out, figure, as_json, language)
        return
    from analysis.compare import HORIZONS  # noqa: PLC0415
    from analysis.comparison_tables import explained_document, part_rows  # noqa: PLC0415
    from analysis.explain import BY  # noqa: PLC0415
    from analysis.explain import explain as run_explanation  # noqa: PLC0415
    from analysis.outcomes import BY_NAME  # noqa: PLC0415

    reformers = known_who(who)
    refuse_unknown("--output", output, BY_NAME)
    refuse_unknown("--by", by, BY)
    refuse_horizon(horizon, HORIZONS)
    refuse_targets(out, figure)
    specification = load_all([scenario])[0]
    if not specification.changes:
        raise typer.BadParameter(say("explain_no_levers", language, option=specification.name), param_hint="SCENARIO")
    tell_compiling(language)
    kind = next(name for name in BY if name == by)
    result = with_bar(
        language,
        lambda tell: run_explanation(
            specification,
            draws,
            seed,
            output,
            horizon,
            zone,
            reformers,
            kind,
            workers or None,
            tell,
            belief_asked(scenario, prior),
        ),
    )
    document = explained_document(result)
    if out is not None:
        write_tables(document, {"levers": part_rows(result)}, out)
    if figure is not None:
        from interface.comparing_figures import draw_explained  # noqa: PLC0415

        draw_explained(result, language, figure)
    if as_json:
        print_json(document)
        return
    from interface.comparing_tables import show_explained  # noqa: PLC0415
    from interface.tables import console  # noqa: PLC0415

    show_explained(result, language, console())
    tell_written((out, figure), language)


def explain_published(
    scenario: str,
    headline: bool,
    draws: int,
    seed: int,
    prior: bool,
    workers: int,
    out: Path | None,
    figure: Path | None,
    as_json: bool,
    language: Language,
) -> None:
    """Divide the published ratio among its causes, or show what the best of many zones prints without any reform."""
    from analysis.headline import explain_headline, explain_selection  # noqa: PLC0415
    from interface import headline_figures as figures  # noqa: PLC0415
    from interface import headline_tables as tables  # noqa: PLC0415
    from interface.tables import console  # noqa: PLC0415
    from scenarios.evidence import load_ledger  # noqa: PLC0415

    specification, belief = load_all([scenario])[0], belief_asked(scenario, prior)
    tell_compiling(language)
    found: Any
    document: dict[str, Any]
    show: Callable[..., None]
    draw: Callable[..., None]
    if headline:
        found = with_bar(
            language,
            lambda tell: explain_headline(specification, load_ledger(), draws, seed, belief, workers or None, tell),
        )
        document, show, draw = tables.headline_document(found), tables.show_headline, figures.draw_headline
    else:
        found = with_bar(
            language, lambda tell: explain_selection(load_ledger(), draws, seed, belief, workers or None, tell)
        )
        document, show, draw = tables.selection_document(found), tables.show_selection, figures.draw_selection
    if out is not None:
        write_tables(document, {}, out)
    if figure is not None:
        draw(found, language, figure)
    if as_json:
        print_json(document)
        return
    show(found, language, console())
    tell_written((out, figure), language)


def known_who(found: str) -> Any:
    """Return who reforms, or refuse it with the nearest."""
    from analysis.who_reforms import WHO  # noqa: PLC0415

    refuse_unknown("--who", found, WHO)
    return next(who for who in WHO if who == found)


def refuse_horizon(found: int, known: tuple[int, ...]) -> None:
    """Refuse a horizon at which nothing is told."""
    if found not in known:
        raise typer.BadParameter(f"found {found}; allowed {', '.join(map(str, known))}", param_hint="--horizon")


def refuse_targets(out: Path | None, figure: Path | None) -> None:
    """Refuse what would be written over, or cannot be written."""
    if out is not None:
        refuse_existing(out)
    if figure is not None:
        from analysis.pictures import ENDINGS  # noqa: PLC0415

        refuse_existing(figure, ENDINGS)


def belief_asked(name: str, prior: bool) -> Any:
    """Return what the parameters of a scenario, by name or path, are drawn from; ``prior`` asks for the priors."""
    from scenarios.load import load_belief  # noqa: PLC0415
    from sim.beliefs import PRIOR  # noqa: PLC0415

    path = Path(name)
    return PRIOR if prior else load_belief(path if path.suffix in (".yaml", ".yml") else name)


def load_all(names: list[str]) -> list[ScenarioSpecification]:
    """Return scenarios by name or path; the faults of all are refused at once."""
    from scenarios.load import load_scenario  # noqa: PLC0415
    from scenarios.strict_yaml import ScenarioError  # noqa: PLC0415

    found, faults = [], []
    for name in names:
        path = Path(name)
        try:
            found.append(load_scenario(path if path.suffix in (".yaml", ".yml") else name))
        except ScenarioError as error:
            faults += error.faults
    if faults:
        raise ScenarioError(list(dict.fromkeys(faults)))
    return found


def month_asked(text: str) -> int | None:
    """Return the model month of a date such as 2019-01; None where none was asked for."""
    if not text:
        return None
    from sim.specification import month_of  # noqa: PLC0415

    year, sign, month = text.partition("-")
    right = sign and len(year) == 4 and len(month) == 2 and (year + month).isascii() and (year + month).isdecimal()
    if not right or not 1 <= int(month) <= 12:
        raise typer.BadParameter(f"found {text!r}; allowed a month such as 2019-01", param_hint="--date")
    return month_of(int(year), int(month))


def tell_compiling(language: Language) -> None:
    """Say that the rules are compiled first, where they are."""
    from agents.compiled import is_compiled  # noqa: PLC0415

    if not is_compiled():
        typer.echo(say("compiling", language), err=True)


def with_bar[T](language: Language, work: Callable[[Callable[[int, int], None]], T]) -> T:
    """Do work that tells how far it is, with a bar on a terminal."""
    with progress_bar(say("running", language), language) as bar:

        def tell(done: int, planned: int) -> None:
            bar.total = planned
            bar.update(done - bar.n)

        return work(tell)


def write_tables(document: dict[str, Any], tables: dict[str, list[list[Any]]], folder: Path) -> None:
    """Write ``summary.json`` and a CSV file a table into a new folder, which appears whole."""
    from interface.results import write_folder  # noqa: PLC0415

    def fill(working: Path) -> None:
        text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
        (working / "summary.json").write_text(text + "\n", encoding="utf-8")
        for name, rows in tables.items():
            with (working / f"{name}.csv").open("w", newline="", encoding="utf-8") as opened:
                csv.writer(opened).writerows(rows)

    write_folder(folder, fill)


def tell_written(paths: tuple[Path | None, ...], language: Language) -> None:
    """Say what was written."""
    for written in paths:
        if written is not None:
            typer.echo(say("written", language, folder=written))
