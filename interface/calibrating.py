"""``zonereform calibrate`` and ``zonereform validate``: what the published figures tell, and how well it holds."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from interface.comparing import tell_written
from interface.options import AsJson, Lang, chosen, print_json, refuse_existing, refuse_unknown
from interface.progress import progress_bar
from interface.sweeping import MOST_WORKERS, STORE
from interface.words import Language, say

if TYPE_CHECKING:
    from analysis.effect_coverage import Case
    from calibration.checks import Checks
    from calibration.fit import Workshop
    from scenarios.evidence import Ledger

FOLDER = "calibration"
"""Folder of the store in which a fit keeps its runs."""
Figure = Annotated[Path | None, typer.Option(help="Write a picture here.", metavar="FILE.png|svg|pdf")]
CHARTS_OF_A_FIT = ("targets", "prior", "parameters", "pairs", "funnel")
CHARTS = (*CHARTS_OF_A_FIT, "held-out", "left-out", "ranks", "coverage")
"""Charts of a posterior; a fit draws those for which neither held-out figures nor checks are needed."""
STEPS = ("spread", "prior", "learn", "chains", "draws", "truths", "effects")


def calibrate(
    specification: Annotated[
        str | None, typer.Argument(help="Name of a specification that ships, or path of a YAML file.")
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="A rehearsal: the same steps at an eighth of the runs.")
    ] = False,
    evidence: Annotated[Path | None, typer.Option(help="Folder of another ledger of figures.")] = None,
    out: Annotated[Path | None, typer.Option(help="New folder for posterior and card; left out: by digest.")] = None,
    store: Annotated[Path, typer.Option(help="Folder of the results store, for the runs.")] = STORE,
    workers: Annotated[int, typer.Option(min=0, max=MOST_WORKERS, help="Runs at once; 0: one a core.")] = 0,
    processes: Annotated[bool, typer.Option("--processes", help="Processes instead of threads.")] = False,
    dask: Annotated[
        str | None, typer.Option(help="Address of a Dask scheduler whose workers do it.", metavar="ADDRESS")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a fit that was stopped.")] = False,
    figure: Figure = None,
    chart: Annotated[
        str, typer.Option(help="What the picture shows.", metavar="targets|prior|parameters|pairs|funnel")
    ] = "targets",
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Fit the parameters to the published figures; write the posterior and a calibration card.

    Example: zonereform calibrate --quick --out my-posterior
    """
    language = chosen(lang)
    if processes and dask is not None:
        raise typer.BadParameter("found --processes and --dask; give one of them", param_hint="--dask")
    if quick and specification is not None:
        raise typer.BadParameter("found --quick beside a specification; give one of them", param_hint="--quick")
    if out is not None and out.exists():
        raise typer.BadParameter(f"{out} exists; name a new one", param_hint="--out")
    refuse_picture(figure, chart, CHARTS_OF_A_FIT)
    from calibration.fit import fit  # noqa: PLC0415  # a help text needs no engine
    from calibration.posterior import fit_as_json, write_posterior  # noqa: PLC0415
    from calibration.specification import QUICK, REFERENCE, load_specification  # noqa: PLC0415
    from interface.calibration_card import write_cards  # noqa: PLC0415
    from scenarios.evidence import load_ledger  # noqa: PLC0415

    ledger = load_ledger(evidence)
    asked = load_specification(_as_path(specification or (QUICK if quick else REFERENCE)), ledger)
    if figure is not None and chart == "funnel":
        from analysis.diagnostics import need_stages  # noqa: PLC0415

        need_stages(ledger)
    with workshop_of(store, workers, processes, dask, resume, language, "calibrate") as workshop:
        found = fit(asked, ledger, workshop, workers or None)
    folder = out or store / f"{FOLDER}-{found.digest}"
    path = folder / "posterior.nc"
    write_posterior(found, path)
    write_cards(path, ledger)
    if figure is not None:
        draw_picture(path, ledger, chart, language, figure)
    if as_json:
        print_json(fit_as_json(found, path))
        return
    from interface.calibrating_tables import show_fit  # noqa: PLC0415
    from interface.tables import console  # noqa: PLC0415

    show_fit(path, ledger, language, console())
    typer.echo(say("written", language, folder=folder))
    tell_written((figure,), language)


def validate(
    posterior: Annotated[Path | None, typer.Argument(help="File of a posterior; left out: the one that ships.")] = None,
    truths: Annotated[
        int, typer.Option(min=0, max=100_000, help="Known truths to fit again; 0: what was stored of it.")
    ] = 0,
    chains: Annotated[int, typer.Option(min=20, max=10_000, help="Draws of each of these fits.")] = 100,
    zones: Annotated[bool, typer.Option("--zones", help="Fit again without each zone in turn.")] = False,
    effects: Annotated[
        int, typer.Option(min=0, max=100_000, help="Known truths whose effects bands should hold; 0: what was stored.")
    ] = 0,
    evidence: Annotated[Path | None, typer.Option(help="Folder of the ledger that it was fitted to.")] = None,
    store: Annotated[Path, typer.Option(help="Folder of the results store, for the runs.")] = STORE,
    workers: Annotated[int, typer.Option(min=0, max=MOST_WORKERS, help="Runs at once; 0: one a core.")] = 0,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with runs that were stopped.")] = False,
    figure: Figure = None,
    chart: Annotated[
        str,
        typer.Option(
            help="What the picture shows.",
            metavar="held-out|left-out|ranks|coverage|targets|prior|parameters|pairs|funnel",
        ),
    ] = "held-out",
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Set a posterior against figures that it was not fitted to, and against forecasts that need no model.

    Example: zonereform validate --truths 200 --zones --effects 200
    """
    language = chosen(lang)
    refuse_picture(figure, chart, CHARTS)
    from calibration.checks import read_checks, run_checks, write_checks  # noqa: PLC0415
    from calibration.validation import validate as set_against  # noqa: PLC0415
    from interface.calibration_card import write_cards  # noqa: PLC0415
    from scenarios.evidence import load_ledger  # noqa: PLC0415
    from scenarios.posteriors import REFERENCE  # noqa: PLC0415

    path, ledger = posterior or REFERENCE, load_ledger(evidence)
    result = set_against(path, ledger)
    checks: Checks | None = read_checks(path, result.about)
    cases = cases_of(result.about) if effects else ()
    if truths or zones or effects:
        with workshop_of(store, workers, processes=False, dask=None, resume=resume, language=language,
                         command="validate") as workshop:  # fmt: skip
            if truths or zones:
                checks = run_checks(result.about, ledger, workshop, truths, chains, zones, workers or None, checks)
                write_checks(path, checks)
            if effects:
                checks = check_effects(result.about, ledger, workshop, effects, cases, workers or None, checks)
                write_checks(path, checks)
                write_cards(path, ledger)
    if figure is not None:
        draw_picture(path, ledger, chart, language, figure)
    if as_json:
        from calibration.checks import validation_as_json  # noqa: PLC0415

        print_json(validation_as_json(result, checks, ledger))
        return
    from interface.calibrating_tables import show_validation  # noqa: PLC0415
    from interface.tables import console  # noqa: PLC0415

    show_validation(result, checks, ledger, language, console())
    tell_written((figure,), language)


def cases_of(about: Mapping[str, Any]) -> Sequence[Case]:
    """Return the effects that bands of a posterior are held against; ScenarioError where it is of another world."""
    from analysis.effect_coverage import cases_that_ship, refuse_another_world  # noqa: PLC0415
    from calibration.specification import CalibrationSpecification  # noqa: PLC0415

    cases = cases_that_ship()
    refuse_another_world(CalibrationSpecification.model_validate(about["specification"]), cases)
    return cases


def check_effects(
    about: Mapping[str, Any], ledger: Ledger, workshop: Workshop, truths: int, cases: Sequence[Case],
    workers: int | None, before: Checks | None,
) -> Checks:  # fmt: skip
    """Count how often bands hold the effects of known truths; what else was checked is kept."""
    from analysis.effect_coverage import cover_effects  # noqa: PLC0415
    from calibration.checks import no_checks  # noqa: PLC0415
    from calibration.specification import CalibrationSpecification  # noqa: PLC0415

    specification = CalibrationSpecification.model_validate(about["specification"])
    found = cover_effects(specification, ledger, workshop, truths, cases, workers=workers)
    return (before or no_checks(about))._replace(effects=found)


def refuse_picture(figure: Path | None, chart: str, known: tuple[str, ...]) -> None:
    """Refuse a picture that would be written over, or of a chart that nobody draws, before anything runs."""
    refuse_unknown("--chart", chart, known)
    if figure is not None:
        from analysis.calibration_paper import ENDINGS  # noqa: PLC0415  # a help text draws nothing

        refuse_existing(figure, ENDINGS)


def draw_picture(path: Path, ledger: Ledger, chart: str, language: Language, figure: Path) -> None:
    """Write a chart of a posterior to a file."""
    from interface.calibrating_figures import draw_posterior  # noqa: PLC0415

    draw_posterior(path, ledger, chart, language, figure)


def _as_path(name: str) -> str | Path:
    path = Path(name)
    return path if path.suffix in (".yaml", ".yml") else name


@contextmanager
def workshop_of(
    store: Path, workers: int, processes: bool, dask: str | None, resume: bool, language: Language, command: str
) -> Iterator[Workshop]:
    """Give a workshop that shows its steps on the terminal; Ctrl-C ends it with a line that says how to go on."""
    from agents.compiled import is_compiled  # noqa: PLC0415
    from calibration.fit import Workshop  # noqa: PLC0415
    from sim import execution  # noqa: PLC0415

    if not is_compiled():
        typer.echo(say("compiling", language), err=True)

    def crew() -> Any:
        return execution.crew_of(workers, processes, dask)

    with steps_shown(language) as tell:
        whole = shlex.join(["zonereform", *sys.argv[1:]])
        try:
            yield Workshop(store / FOLDER, crew, resume, whole, tell)
        except KeyboardInterrupt:
            again = ["zonereform", command, *[word for word in sys.argv[2:] if word != "--resume"], "--resume"]
            typer.echo(say("sweep_stopped", language, command=shlex.join(again)), err=True)
            raise


@contextmanager
def steps_shown(language: Language) -> Iterator[Callable[[str, int, int], None]]:
    """Give a function that shows how far a step is, one bar a step."""
    bar: Any = None
    shown = ""

    def tell(step: str, done: int, of: int) -> None:
        nonlocal bar, shown
        if bar is None or shown != step:
            if bar is not None:
                bar.close()
            bar = progress_bar(say(f"step_{step}", language), language, of)
            shown = step
        bar.update(done - bar.n)

    try:
        yield tell
    finally:
        if bar is not None:
            bar.close()
