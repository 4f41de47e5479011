"""The command line: ``zonereform``."""

from __future__ import annotations

import dataclasses
import os
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from interface import (
    answer_commands,
    calibrating,
    comparing,
    reporting,
    results_commands,
    robust,
    rolling_out,
    sweeping,
)
from interface.command_tree import ASKS_COMPLETION, PROGRAM, command_for
from interface.completing_shells import answered
from interface.completion_command import completion
from interface.errors import guarded
from interface.my_zone import zone_app
from interface.options import AsJson, FromPriors, Lang, LangOfAll, chosen, print_json, refuse_existing, refuse_unknown
from interface.progress import progress_bar
from interface.web import command as web_command
from interface.words import say

main_app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
scenario_app = typer.Typer(no_args_is_help=True, help="List, show and check scenarios.")
evidence_app = typer.Typer(no_args_is_help=True, help="The ledger of published figures.")
main_app.add_typer(scenario_app, name="scenario")
main_app.add_typer(evidence_app, name="evidence")
main_app.add_typer(zone_app, name="zone")

DEFAULT_DRAWS = 200
MOST_DRAWS = 1_000_000


def main() -> None:
    """Run the command line; wrong input ends with one line a fault and status 2, another failure with status 1."""
    if asked := os.environ.get(ASKS_COMPLETION):
        said, status = answered(command_for(main_app, ()), os.environ, asked)
        typer.echo(said)
        sys.exit(status)
    with guarded(debug="--debug" in sys.argv):
        sys.exit(command_for(main_app, sys.argv[1:])(prog_name=PROGRAM, standalone_mode=False))


def _print_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version  # noqa: PLC0415  # slow to load, and asked for by this option alone

        typer.echo(f"zonereform {version('zonereform')}")
        raise typer.Exit


@main_app.callback()
def zonereform(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
    _debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of a failure.")] = False,
    lang: LangOfAll = "",
) -> None:
    """Simulate the reform of development zones.

    Example: zonereform --lang zh run jimo --draws 20
    """
    chosen(lang)


@main_app.command()
def run(
    scenario: Annotated[str, typer.Argument(help="Name of a scenario that ships, or path of a YAML file.")] = "jimo",
    draws: Annotated[int, typer.Option(min=1, max=MOST_DRAWS, help="Draws of the parameters.")] = DEFAULT_DRAWS,
    seed: Annotated[int, typer.Option(min=0, max=2**62, help="Seed of all luck.")] = 1,
    prior: FromPriors = False,
    settings: Annotated[
        list[str] | None, typer.Option("--set", help="Change one thing: path=value.", metavar="PATH=VALUE")
    ] = None,
    months: Annotated[int, typer.Option(min=0, max=600, help="Months from January 2017; 0: the scenario's own.")] = 0,
    workers: Annotated[int, typer.Option(min=0, max=256, help="Threads; 0: one a core. The numbers stay.")] = 0,
    out: Annotated[Path | None, typer.Option(help="New folder for the numbers as CSV and JSON.")] = None,
    figure: Annotated[Path | None, typer.Option(help="New picture of the bands: .png, .svg or .pdf.")] = None,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Simulate a scenario and print it beside the published figures.

    Example: zonereform run jimo --draws 200 --set levers.jimo-etz.gate_coverage=0
    """
    language = chosen(lang)
    from scenarios.load import load_scenario  # noqa: PLC0415  # a help text needs no engine
    from scenarios.override import override  # noqa: PLC0415

    path = Path(scenario)
    specification = load_scenario(path if path.suffix in (".yaml", ".yml") else scenario)
    specification = override(specification, [*(settings or []), *([f"months={months}"] if months else [])])
    if out is not None:
        refuse_existing(out)
    if figure is not None:
        refuse_existing(figure, (".png", ".svg", ".pdf"))

    from agents.compiled import is_compiled  # noqa: PLC0415
    from analysis.published import set_beside_published  # noqa: PLC0415
    from scenarios.evidence import load_ledger  # noqa: PLC0415

    belief = comparing.belief_asked(scenario, prior)
    if not is_compiled():
        typer.echo(say("compiling", language), err=True)
    with progress_bar(say("running", language), language, draws) as bar:
        result = set_beside_published(
            specification, load_ledger(), draws, seed, workers or None, lambda done: bar.update(done - bar.n), belief
        )
    if out is not None:
        from interface.results import write_run  # noqa: PLC0415

        write_run(result, out)
    if figure is not None:
        from interface.tables import draw_run  # noqa: PLC0415

        draw_run(result, language, figure)
    if as_json:
        print_json(result.as_json())
        return
    from interface.tables import console, show_run  # noqa: PLC0415  # numbers alone need no tables

    show_run(result, language, console())
    for written in (out, figure):
        if written is not None:
            typer.echo(say("written", language, folder=written))


@scenario_app.command("list")
def list_scenarios(as_json: AsJson = False, lang: Lang = "") -> None:
    """List the scenarios that ship.

    Example: zonereform scenario list --lang zh
    """
    language = chosen(lang)
    from interface.tables import console, scenario_list  # noqa: PLC0415
    from scenarios import load  # noqa: PLC0415

    listed = load.list_scenarios()
    if as_json:
        print_json({"scenarios": [entry._asdict() for entry in listed]})
    else:
        console().print(scenario_list(listed, language))


@scenario_app.command("show")
def show_scenario(
    name: Annotated[str, typer.Argument(help="Name of a scenario that ships, or path of a YAML file.")],
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Show a scenario: its world and its dated levers, each with its source.

    Example: zonereform scenario show jimo
    """
    language = chosen(lang)
    from interface.tables import console, show_specification  # noqa: PLC0415
    from scenarios.load import load_scenario  # noqa: PLC0415

    path = Path(name)
    specification = load_scenario(path if path.suffix in (".yaml", ".yml") else name)
    if as_json:
        print_json(dataclasses.asdict(specification))
    else:
        show_specification(specification, language, console())


@scenario_app.command("levers")
def list_levers(
    name: Annotated[str | None, typer.Argument(help="A lever or a package; without it all are listed.")] = None,
    date: Annotated[
        str | None, typer.Option(help="The law of a month or day, such as 2021-06; else of the latest document read.")
    ] = None,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Show the catalogue of levers: bands, cost and pot, limits that are not money, and what the law says.

    Example: zonereform scenario levers gate_coverage --lang zh
    """
    language = chosen(lang)
    from interface.catalogue import levers_document, tell_levers  # noqa: PLC0415
    from interface.tables import console  # noqa: PLC0415

    if as_json:
        print_json(levers_document(name, date))
    else:
        tell_levers(name, date, language, console())


@scenario_app.command("check")
def check_scenario(
    file: Annotated[Path, typer.Argument(help="A scenario, world or design file.")], lang: Lang = ""
) -> None:
    """Check a scenario, world or design file and run nothing.

    Example: zonereform scenario check my-reform.yaml
    """
    language = chosen(lang)
    from scenarios.load import check_file  # noqa: PLC0415
    from scenarios.strict_yaml import ScenarioError  # noqa: PLC0415

    if faults := check_file(file):
        raise ScenarioError(faults)
    typer.echo(say("file_good", language, file=file))


@scenario_app.command("schema")
def print_schema(
    kind: Annotated[
        str, typer.Argument(help="scenario, world or design", metavar="scenario|world|design")
    ] = "scenario",
) -> None:
    """Print the JSON Schema of scenario, world or design files, for editors.

    Example: zonereform scenario schema > scenario.schema.json
    """
    from scenarios import load  # noqa: PLC0415

    kinds: dict[str, Literal["scenario", "world", "design"]] = {k: k for k in ("scenario", "world", "design")}
    if kind not in kinds:
        raise typer.BadParameter(f"found {kind!r}; allowed: {', '.join(kinds)}")
    print_json(load.schema(kinds[kind]))


@main_app.command()
def doctor(as_json: AsJson = False, lang: Lang = "") -> None:
    """Check the installation: versions, compiled engine, fonts, write access, one short run.

    Example: zonereform doctor
    """
    language = chosen(lang)
    from agents.compiled import is_compiled  # noqa: PLC0415
    from interface.doctor import examine  # noqa: PLC0415
    from interface.tables import check_table, console  # noqa: PLC0415

    if not is_compiled():
        typer.echo(say("compiling", language), err=True)
    checks = examine("en" if as_json else language)
    good = all(check.ok for check in checks)
    if as_json:
        print_json({"ok": good, "checks": [check._asdict() for check in checks]})
    else:
        console().print(check_table(checks, language))
    if not good:
        raise typer.Exit(1)


@evidence_app.command("list")
def list_figures(
    zone: Annotated[str | None, typer.Option(help="Only figures of this zone.")] = None,
    indicator: Annotated[str | None, typer.Option(help="Only figures of this indicator.")] = None,
    role: Annotated[str | None, typer.Option(help="Only figures of this role.")] = None,
    source: Annotated[str | None, typer.Option(help="Only figures of this source.")] = None,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """List the published figures.

    Example: zonereform evidence list --zone jimo-etz --role calibrate
    """
    language = chosen(lang)
    from interface.tables import console, figure_list  # noqa: PLC0415
    from scenarios.evidence import STRICTNESS, load_ledger  # noqa: PLC0415

    ledger = load_ledger()
    refuse_unknown("--zone", zone, ledger.vocabulary["zones"])
    refuse_unknown("--indicator", indicator, ledger.vocabulary["indicators"])
    refuse_unknown("--role", role, STRICTNESS)
    refuse_unknown("--source", source, {figure.source for figure in ledger})
    figures = ledger.where(zone=zone, indicator=indicator, role=role, source=source)
    if as_json:
        print_json({"figures": [figure.as_json() for figure in figures]})
    else:
        console().print(figure_list(figures, ledger, language))


@evidence_app.command("show")
def show_figure(
    identifier: Annotated[
        str, typer.Argument(metavar="ID", help="Identifier of a figure, as `evidence list` gives it.")
    ],
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Show one figure with its quote, interval, role, reason, and what of the model it is compared through.

    Example: zonereform evidence show jimo.zone.fai_2020
    """
    language = chosen(lang)
    from analysis.evidence import compared_through  # noqa: PLC0415
    from interface.tables import console, figure_table  # noqa: PLC0415
    from scenarios.evidence import load_ledger  # noqa: PLC0415

    ledger = load_ledger()
    figure = ledger[identifier]
    through = compared_through(figure)
    if as_json:
        print_json({**figure.as_json(), "compared_through": through or None})
    else:
        console().print(figure_table(figure, through, ledger, language))


@evidence_app.command("zones")
def list_zones(as_json: AsJson = False, lang: Lang = "") -> None:
    """Tell what is known of each place: how many figures of each role, and of what.

    Example: zonereform evidence zones --lang zh
    """
    language = chosen(lang)
    from analysis.evidence import what_is_known  # noqa: PLC0415
    from interface.tables import console, zone_table  # noqa: PLC0415
    from scenarios.evidence import load_ledger  # noqa: PLC0415

    ledger = load_ledger()
    known = what_is_known(ledger)
    if as_json:
        print_json({"zones": [zone._asdict() for zone in known]})
    else:
        console().print(zone_table(known, ledger, language))


@evidence_app.command("check")
def check_evidence(
    sources: Annotated[Path | None, typer.Option(help="Folder of the source texts, to verify every quote.")] = None,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Check the ledger: intervals, arithmetic, links, roles, operators, and with --sources every quote.

    Example: zonereform evidence check --sources texts/
    """
    language = chosen(lang)
    from calibration.operators import check_operators  # noqa: PLC0415
    from interface.tables import check_table, console  # noqa: PLC0415
    from scenarios.evidence_check import check_ledger  # noqa: PLC0415

    checks = [*check_ledger(sources), check_operators()]
    good = all(check.ok is not False for check in checks)
    if as_json:
        print_json({"ok": good, "checks": [check.as_json() for check in checks]})
    else:
        console().print(check_table(checks, language))
    if not good:
        raise typer.Exit(1)


@evidence_app.command("conflicts")
def list_conflicts(as_json: AsJson = False, lang: Lang = "") -> None:
    """List the sets of figures that cannot all be true as read.

    Example: zonereform evidence conflicts
    """
    language = chosen(lang)
    from interface.tables import console, show_conflicts  # noqa: PLC0415
    from scenarios.evidence import load_ledger  # noqa: PLC0415

    conflicts = load_ledger().conflicts
    if as_json:
        print_json({"conflicts": [conflict.model_dump(mode="json") for conflict in conflicts]})
    else:
        show_conflicts(conflicts, language, console())


main_app.command()(completion)
main_app.command()(web_command.app)
main_app.command()(calibrating.calibrate)
main_app.command()(calibrating.validate)
main_app.command()(comparing.compare)
main_app.command()(comparing.explain)
main_app.command()(reporting.report)
main_app.command()(rolling_out.rollout)
main_app.command()(robust.robust)
main_app.command()(sweeping.sweep)
main_app.command()(answer_commands.sensitivity)
main_app.add_typer(results_commands.results_app, name="results")
