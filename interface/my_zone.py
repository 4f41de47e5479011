"""``zonereform zone``: a form for a zone's office, its check, and the zone, backcast and comparison that it gives."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from interface.options import AsJson, Lang, chosen, refuse_existing
from interface.progress import progress_bar
from interface.words import Language, say, unit_name

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from analysis.bands import Band
    from analysis.my_zone import BackcastLine, Effect, MyZone
    from calibration.outputs import Output
    from scenarios.my_zone.form import Form
    from scenarios.my_zone.zone import MadeZone, Use

zone_app = typer.Typer(no_args_is_help=True, help="My zone: a form for a zone's office, and what it gives.")

DEFAULT_DRAWS = 200


@zone_app.command("form")
def write_form(
    out: Annotated[Path, typer.Option("-o", "--out", help="New file: .xlsx, .yaml or .yml.")],
    filled: Annotated[str, typer.Option("--from", help="A filled form to start from: a file, or one that ships.")] = "",
    lang: Lang = "",
) -> None:
    """Write the form, blank or from a filled one, as an Excel sheet or as YAML.

    Example: zonereform zone form -o my-zone.xlsx --lang zh
    """
    language = chosen(lang)
    from scenarios.my_zone.files import ENDINGS, find_form, read_form_file, write_form_file  # noqa: PLC0415
    from scenarios.my_zone.form import Form  # noqa: PLC0415

    refuse_existing(out, ENDINGS)
    form = read_form_file(find_form(filled)) if filled else Form()
    write_form_file(form, out, chinese=language == "zh")
    typer.echo(say("zone_written", language, file=out))


@zone_app.command("check")
def check_form(
    file: Annotated[str, typer.Argument(help="A filled form: a file, or one that ships (jimo, weak-county).")],
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Check a filled form, tell what each number is used for, and run nothing.

    Example: zonereform zone check my-zone.xlsx
    """
    language = chosen(lang)
    from interface.tables import console  # noqa: PLC0415

    made, form = _made(file)
    if as_json:
        typer.echo(json.dumps(_entered(made), ensure_ascii=False, indent=1, allow_nan=False))
        return
    out = console()
    _show_uses(made, language, out)
    out.print(say("zone_good", language, file=file, filled=len(form.values)))


def _made(file: str) -> tuple[MadeZone, Form]:
    from scenarios.my_zone.files import find_form, read_form_file  # noqa: PLC0415
    from scenarios.my_zone.zone import make_zone  # noqa: PLC0415

    form = read_form_file(find_form(file))
    return make_zone(form), form


@zone_app.command("run")
def run_zone(
    file: Annotated[str, typer.Argument(help="A filled form: a file, or one that ships (jimo, weak-county).")],
    draws: Annotated[int, typer.Option(min=1, max=100_000, help="Draws compared; four times as many are tried.")] = (
        DEFAULT_DRAWS
    ),
    seed: Annotated[int, typer.Option(min=0, max=2**62, help="Seed of all luck.")] = 1,
    package: Annotated[
        list[str] | None, typer.Option(help="Only this package; may be given several times.", metavar="NAME")
    ] = None,
    workers: Annotated[int, typer.Option(min=0, max=256, help="Threads; 0: one a core. The numbers stay.")] = 0,
    out: Annotated[Path | None, typer.Option(help="New folder for the numbers as CSV and JSON.")] = None,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Make the zone of a filled form, look back at its three years, and compare packages with no reform.

    Example: zonereform zone run my-zone.xlsx --draws 200
    """
    language = chosen(lang)
    from scenarios.my_zone.zone import PACKAGE_NAMES  # noqa: PLC0415
    from scenarios.strict_yaml import nearest  # noqa: PLC0415

    for name in package or ():
        if name not in PACKAGE_NAMES:
            message = f"found {name!r}; allowed {', '.join(PACKAGE_NAMES)}{nearest(name, PACKAGE_NAMES)}"
            raise typer.BadParameter(message, param_hint="--package")
    if out is not None:
        refuse_existing(out)
    made, _form = _made(file)

    from agents.compiled import is_compiled  # noqa: PLC0415
    from analysis.my_zone import study  # noqa: PLC0415
    from interface.tables import console  # noqa: PLC0415

    if not is_compiled():
        typer.echo(say("compiling", language), err=True)
    packages = [name for name in PACKAGE_NAMES if not package or name in package]
    with progress_bar(say("running", language), language) as bar:

        def tell(done: int, planned: int) -> None:
            bar.total = planned
            bar.update(done - bar.n)

        result = study(made, draws, seed, packages, workers or None, tell)
    document = as_document(result)
    if out is not None:
        write_numbers(result, document, out)
    if as_json:
        typer.echo(json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False))
        return
    show_zone(result, language, console())
    if out is not None:
        typer.echo(say("written", language, folder=out))


def _band(band: Band) -> dict[str, float | None]:
    return {name: value if math.isfinite(value) else None for name, value in band._asdict().items()}


def _entered(made: MadeZone) -> dict[str, Any]:
    """Return what was typed and what became of it."""
    return {
        "zone": made.zone.name,
        "entered": [
            {"field": use.field.name, "value": made.form.values[use.field.name], "unit": use.field.units[0].name,
             "used": use.used, "how": use.how[0], "source": made.form.sources.get(use.field.name)}
            for use in made.uses
        ],
        "unused": [{"field": use.field.name, "reason": use.how[0]} for use in made.uses if not use.used],
    }  # fmt: skip


def as_document(result: MyZone) -> dict[str, Any]:
    """Return the document that `zone run --json` prints."""
    found = result.found
    return _entered(found.made) | {
        "digest": result.digest,
        "seed": found.seed,
        "draws": result.draws,
        "parameters": "prior, conditioned on three years" if found.typed else "prior",
        "tried": len(found.after),
        "effective_draws": found.effective,
        "distinct_draws": result.distinct,
        "too_few": found.rough,
        "low_efficiency_clipped": result.clipped,
        "backcast": [
            {"count": line.kind, "year": line.year, "typed": line.typed, "before": _band(line.before),
             "after": _band(line.after), "inside": line.inside}
            for line in result.lines
        ],
        "options": [
            {"name": name, "effects": [_effect(effect, found.made.scenario.months) for effect in effects]}
            for name, effects in result.options.items()
        ],
        "accounts_max_error": result.accounts_max_error,
        "seconds": round(result.seconds, 2),
    }  # fmt: skip


def _effect(effect: Effect, months: int) -> dict[str, Any]:
    return {
        "output": effect.output.name,
        "unit": effect.output.unit,
        "horizon_months": months,
        "better": effect.better,
        "no_reform": _band(effect.base),
        **_band(effect.difference),
        "share_better": effect.share_better,
        "share_worse": effect.share_worse,
        "verdict": effect.verdict,
        "priors_alone": effect.priors_alone,
    }


def write_numbers(result: MyZone, document: dict[str, Any], folder: Path) -> None:
    """Write ``summary.json``, ``backcast.csv`` and ``effects.csv`` into a new folder, which appears last."""
    from interface.results import write_folder  # noqa: PLC0415

    backcast: list[list[Any]] = [
        ["count", "year", "typed", *(f"{when}_{part}" for when in ("before", "after") for part in BAND_PARTS)]
    ]
    backcast += [
        [line.kind, line.year, "" if line.typed is None else line.typed, *_parts(line.before), *_parts(line.after)]
        for line in result.lines
    ]
    effects: list[list[Any]] = [["package", "output", "unit", *BAND_PARTS, "share_better", "verdict", "priors_alone"]]
    effects += [
        [name, e.output.name, e.output.unit, *_parts(e.difference), e.share_better, e.verdict, e.priors_alone]
        for name, listed in result.options.items()
        for e in listed
    ]

    def fill(working: Path) -> None:
        text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
        (working / "summary.json").write_text(text + "\n", encoding="utf-8")
        for file, rows in (("backcast.csv", backcast), ("effects.csv", effects)):
            with (working / file).open("w", newline="", encoding="utf-8") as opened:
                csv.writer(opened).writerows(rows)

    write_folder(folder, fill)


BAND_PARTS = ("median", "low", "high")


def _parts(band: Band) -> list[float]:
    return [band.median, band.low, band.high]


def show_zone(result: MyZone, language: Language, out: Console) -> None:
    """Print the zone, its backcast and its comparison."""
    from rich.text import Text  # noqa: PLC0415

    found = result.found
    out.print()
    _show_uses(found.made, language, out)
    out.print()
    out.print(Text(say("zone_backcast", language), style="bold"))
    out.print(_backcast_table(result.lines, found.made, language))
    out.print(Text(say("zone_steady", language), style="dim"))
    if found.typed:
        out.print(say("zone_effective", language, tried=len(found.after), effective=found.effective,
                      distinct=result.distinct))  # fmt: skip
    else:
        out.print(say("zone_nothing_heard", language))
    if found.rough:
        from analysis.my_zone import FEWEST  # noqa: PLC0415

        out.print(Text(say("zone_rough", language, fewest=FEWEST), style="bold"))
    if result.clipped > 0.0:
        out.print(say("zone_clipped", language, share=result.clipped))
    out.print()
    out.print(Text(say("zone_compared", language, months=found.made.scenario.months), style="bold"))
    out.print(_comparison_table(result, language))
    for key in ("zone_verdicts", "zone_not_identified", "zone_rivals", "units", "accounts", "not_modelled", "run"):
        out.print(
            Text(say(key, language, worst=f"{result.accounts_max_error:.0e}", seed=found.seed, digest=result.digest,
                     seconds=f"{result.seconds:.1f}"), style="dim" if key == "zone_verdicts" else "")
        )  # fmt: skip


def _show_uses(made: MadeZone, language: Language, out: Console) -> None:
    """Print what was typed and what became of it."""
    from rich.text import Text  # noqa: PLC0415

    from interface.tables import plain_table  # noqa: PLC0415

    zh = language == "zh"
    sides = {"zone_field": "left", "zone_value": "right", "zone_used": "left", "zone_how": "left"}
    heads = [(say(key, language), side) for key, side in sides.items()]
    rows = [
        (use.field.label[zh], _typed(use, made, chinese=zh),
         Text(say("yes", language)) if use.used else Text(say("zone_unused", language), style="bold"), use.how[zh])
        for use in made.uses
    ]  # fmt: skip
    out.print(Text(say("zone_title", language, zone=made.zone.name_zh if zh else made.zone.name), style="bold"))
    if made.form.note:
        out.print(Text(made.form.note, style="dim"))
    if rows:
        out.print(plain_table(heads, rows))
    out.print(Text(say("zone_blank", language), style="dim"))


def _typed(use: Use, made: MadeZone, *, chinese: bool) -> str:
    """Write what was typed into a field, in its first unit."""
    from analysis.bands import number  # noqa: PLC0415
    from scenarios.my_zone.fields import industry_label  # noqa: PLC0415

    value = made.form.values[use.field.name]
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return ", ".join(
            industry_label(v, chinese=chinese) if isinstance(v, str) else "–" if v is None else f"{v:.0f}"
            for v in value
        )
    unit = use.field.units[0].name_zh if chinese else use.field.units[0].name
    return f"{value:.0f}" if use.field.name == "last_year" else f"{number(value)} {unit}"


def _backcast_table(lines: list[BackcastLine], made: MadeZone, language: Language) -> Table:
    from rich.text import Text  # noqa: PLC0415

    from analysis.bands import number  # noqa: PLC0415
    from interface.tables import plain_table  # noqa: PLC0415
    from scenarios.my_zone.fields import years_of  # noqa: PLC0415

    years = years_of(made.form.number("last_year"))
    heads = [(say(key, language), side) for key, side in
             (("zone_kind", "left"), ("zone_year", "left"), ("zone_value", "right"), ("zone_before", "right"),
              ("zone_after", "right"), ("zone_inside", "left"))]  # fmt: skip
    rows = []
    for line in lines:
        verdict = Text("–", style="dim") if line.inside is None else Text(
            say("yes" if line.inside else "no", language), style="" if line.inside else "bold red"
        )  # fmt: skip
        rows.append(
            (say(f"zone_{line.kind}", language), say("zone_all_years", language) if line.year < 0 else years[line.year],
             "–" if line.typed is None else number(line.typed), _median_and_band(line.before),
             _median_and_band(line.after), verdict)
        )  # fmt: skip
    return plain_table(heads, rows)


def _median_and_band(band: Band) -> str:
    from analysis.bands import number  # noqa: PLC0415
    from interface.tables import span  # noqa: PLC0415

    return f"{number(band.median)} ({span(band)})"


def _comparison_table(result: MyZone, language: Language) -> Table:
    from rich.text import Text  # noqa: PLC0415

    from analysis.bands import number  # noqa: PLC0415
    from interface.tables import plain_table, span  # noqa: PLC0415
    from scenarios.my_zone.zone import PACKAGES  # noqa: PLC0415

    zh = language == "zh"
    labels = {package.name: package.label[zh] for package in PACKAGES}
    heads = [(say(key, language), side) for key, side in
             (("output", "left"), ("unit", "left"), ("zone_no_reform", "right"), ("zone_difference", "right"),
              ("band", "right"), ("zone_better_in", "right"), ("zone_verdict", "left"),
              ("zone_rests", "left"))]  # fmt: skip
    rows: list[tuple[str | Text, ...]] = []
    for name, effects in result.options.items():
        if rows:
            rows.append(("",) * len(heads))
        rows.append((Text(f"{name}: {labels[name]}", style="bold"), *("",) * (len(heads) - 1)))
        for effect in effects:
            output = effect.output
            rests = "" if effect.verdict in {"nothing", "few"} else say(
                "zone_rests_priors" if effect.priors_alone else "zone_rests_years", language
            )  # fmt: skip
            rows.append(
                ("  " + _output_label(output, language), unit_name(output.unit, language),
                 number(effect.base.median), signed(effect.difference.median), span(effect.difference),
                 f"{effect.share_better:.0%}", _verdict(effect, language), rests)
            )  # fmt: skip
    return plain_table(heads, rows)


def _output_label(output: Output, language: Language) -> str:
    """Return the label of an output; one that elsewhere stands below investment says here that it is investment."""
    if output.name == "firm_spending":
        return say("zone_firm_spending", language)
    return output.label_zh if language == "zh" else output.label


def _verdict(effect: Effect, language: Language) -> Text:
    from rich.text import Text  # noqa: PLC0415

    style = {"better": "bold green", "worse": "bold red"}.get(effect.verdict, "dim")
    return Text(say(f"zone_verdict_{effect.verdict}", language), style=style)


def signed(value: float) -> str:
    """Write a difference with its sign.

    >>> signed(3.0), signed(-12.3), signed(0.0)
    ('+3', '-12.3', '0')
    """
    from analysis.bands import number  # noqa: PLC0415

    return f"+{number(value)}" if value > 0.0 else number(value)
