"""``zonereform report``: a file for offices, of a comparison, a batch of results, or a calibration."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from interface.comparing import (
    DEFAULT_BASE,
    DEFAULT_DRAWS,
    DEFAULT_OPTIONS,
    MOST_DRAWS,
    Seed,
    WhoReforms,
    Workers,
    Zone,
    belief_asked,
    known_who,
    load_all,
    month_asked,
    tell_compiling,
    with_bar,
)
from interface.options import AsJson, FromPriors, Lang, chosen, print_json, refuse_existing
from interface.results_commands import Store
from interface.sweeping import STORE
from interface.words import Language, say

if TYPE_CHECKING:
    from analysis.compare import Setting
    from analysis.money import OptionMoney
    from analysis.published import BesidePublished
    from interface.report.document import Report

ENDINGS = (".html", ".docx", ".xlsx")
MOST_PUBLISHED_DRAWS = 40
"""Draws at most by which figures as published are set beside modelled ones."""
OF_COMPARISONS = ("money", "draws", "seed", "prior", "zone", "who", "date", "workers")
"""Options that only a comparison knows."""


def report(
    context: typer.Context,
    named: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID | BASE ALT...]",
            help="A batch of results by its id; or a base and its options: scenarios that ship, or YAML files. "
            "With --calibration: the folder or file of a posterior; left out: the one that ships.",
        ),
    ] = None,
    out: Annotated[
        Path, typer.Option("--out", "-o", help="New file: .html, .docx or .xlsx.", metavar="FILE.html|docx|xlsx")
    ] = Path("report.html"),
    calibration: Annotated[
        bool, typer.Option("--calibration", help="Report a posterior: its fit and its validation.")
    ] = False,
    draws: Annotated[int, typer.Option(min=1, max=MOST_DRAWS, help="Draws of the parameters.")] = DEFAULT_DRAWS,
    seed: Seed = 1,
    prior: FromPriors = False,
    zone: Zone = "",
    who: WhoReforms = "zone",
    date: Annotated[
        str, typer.Option(help="Count from this month instead of each option's first measure.", metavar="YYYY-MM")
    ] = "",
    money: Annotated[
        bool, typer.Option("--money", help="Tell present values, costs by pot, cost against projects, debt too.")
    ] = False,
    workers: Workers = 0,
    store: Store = STORE,
    evidence: Annotated[Path | None, typer.Option(help="Folder of the ledger that a posterior was fitted to.")] = None,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Write a report: findings first, then evidence, uncertainty, assumptions, and how to get the same again.

    Example: zonereform report no-reform jimo --draws 100 -o jimo.html --lang zh
    """
    language = chosen(lang)
    refuse_existing(out, ENDINGS)
    given = [name for name in OF_COMPARISONS if _is_given(context, name)]
    names = named or []
    if calibration or len(names) == 1:
        kind = "calibration" if calibration else "sweep"
        if given:
            raise typer.BadParameter(
                say("report_not_here", language, option=f"--{given[0]}", kind=say(f"report_kind_{kind}", language))
            )
        made = of_posterior(names, evidence, out, language) if calibration else of_batch(names[0], store, out, language)
    else:
        scenarios = names or [DEFAULT_BASE, *DEFAULT_OPTIONS]
        reformers = known_who(who)
        command = repeated(scenarios, context, given, out, language)
        made = of_comparison(scenarios, draws, seed, prior, zone, reformers, date, money, workers, command, language)
    write_report(made, out)
    if as_json:
        sections = [section.key for section in made.sections]
        print_json({"file": str(out), "bytes": out.stat().st_size, "digest": made.manifest["digest"],
                    "sections": sections, "manifest": dict(made.manifest)})  # fmt: skip
        return
    typer.echo(say("written", language, folder=out))


def _is_given(context: typer.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def repeated(
    names: Sequence[str], context: typer.Context, given: Sequence[str], out: Path, language: Language
) -> str:  # fmt: skip
    """Return the command that writes the same report again; of files their names alone."""
    words = ["zonereform", "report", *(Path(name).name for name in names)]
    for name in given:
        if name == "workers":
            continue  # no number hangs on it
        value = context.params[name]
        words += [f"--{name}"] if value is True else [f"--{name}", str(value)]
    return shlex.join([*words, "-o", out.name, "--lang", language])


def of_comparison(
    names: list[str], draws: int, seed: int, prior: bool, zone: str, who: Any, date: str, money: bool, workers: int,
    command: str, language: Language,
) -> Report:  # fmt: skip
    """Return the report of options against a base, run now."""
    from analysis.compare import comparable, compare  # noqa: PLC0415  # a help text needs no engine
    from interface.report.comparison import Compared, comparison_report  # noqa: PLC0415
    from interface.report.manifest import comparison_manifest  # noqa: PLC0415

    scenarios = load_all(names)
    belief = belief_asked(names[0], prior)
    setting = comparable(scenarios[0], scenarios[1:], seed, zone, who, month_asked(date), belief)
    tell_compiling(language)
    paid: tuple[OptionMoney, ...] = ()
    if money:
        from analysis.money import compare_money  # noqa: PLC0415

        result, paid = with_bar(language, lambda tell: compare_money(setting, draws, workers or None, tell))
    else:
        result = with_bar(language, lambda tell: compare(setting, draws, workers or None, tell))
    published = beside_published(setting, min(draws, MOST_PUBLISHED_DRAWS), workers, language)
    manifest = comparison_manifest(scenarios, result, published, command)
    return comparison_report(Compared(result, published, paid), manifest, language)


def beside_published(setting: Setting, draws: int, workers: int, language: Language) -> BesidePublished | None:
    """Return the figures published of the zone beside the shipped scenario of its whole reform; None without any."""
    from analysis.published import set_beside_published  # noqa: PLC0415
    from calibration.operators import operators_for  # noqa: PLC0415
    from scenarios.evidence import load_ledger  # noqa: PLC0415
    from scenarios.load import list_scenarios, load_scenario  # noqa: PLC0415

    here = [one.name for one in list_scenarios() if (one.world, one.focus) == (setting.base.world.name, setting.zone)]
    shipped = [load_scenario(name) for name in here]
    ledger = load_ledger()
    if not shipped or not operators_for(shipped[0], ledger):
        return None
    whole = max(shipped, key=lambda scenario: len(scenario.changes))
    return with_bar(
        language,
        lambda tell: set_beside_published(
            whole, ledger, draws, setting.seed, workers or None, lambda done: tell(done, draws), setting.belief
        ),
    )


def of_batch(named: str, store: Path, out: Path, language: Language) -> Report:
    """Return the report of what a batch of stored runs answers; a scenario's name alone is refused."""
    from interface.report.sweep import sweep_report  # noqa: PLC0415
    from scenarios.load import list_scenarios  # noqa: PLC0415
    from sim.store.batch import find_batch  # noqa: PLC0415

    if Path(named).suffix in (".yaml", ".yml") or named in {one.name for one in list_scenarios()}:
        raise typer.BadParameter(say("report_one_name", language, found=named), param_hint="ALT")
    batch = find_batch(store, named)
    command = ["zonereform", "report", batch.manifest.id, "-o", out.name, "--lang", language]
    return sweep_report(batch, shlex.join(command), language)


def of_posterior(names: Sequence[str], evidence: Path | None, out: Path, language: Language) -> Report:
    """Return the report of a posterior: its fit and its validation."""
    from interface.calibrating_figures import open_posterior  # noqa: PLC0415
    from interface.report.calibration import calibration_report  # noqa: PLC0415
    from scenarios.evidence import load_ledger  # noqa: PLC0415

    if len(names) > 1:
        raise typer.BadParameter(say("report_many_posteriors", language, found=len(names)), param_hint="--calibration")
    path = Path(names[0]) if names else None
    if path is not None and path.is_dir():
        path /= "posterior.nc"
    found = open_posterior(path, load_ledger(evidence))
    asked = ["--calibration", *([path.parent.name] if path else [])]
    asked += ["--evidence", evidence.name] if evidence else []
    command = shlex.join(["zonereform", "report", *asked, "-o", out.name, "--lang", language])
    return calibration_report(found, command, language)


def write_report(made: Report, file: Path) -> None:
    """Write a report in the format that the file ends with, whole or not at all."""
    from sim.store.files import write_bytes  # noqa: PLC0415

    if file.suffix == ".html":
        from interface.report.as_page import as_page  # noqa: PLC0415

        content = as_page(made)
    elif file.suffix == ".docx":
        from interface.report.as_word import as_word  # noqa: PLC0415  # each format has a library of its own

        content = as_word(made)
    else:
        from interface.report.as_workbook import as_workbook  # noqa: PLC0415

        content = as_workbook(made)
    write_bytes(file, content)
