"""``zonereform results``: what the store holds, whether it is whole, and ways out of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from interface.options import AsJson, Lang, chosen, print_json, refuse_existing, refuse_unknown
from interface.sweeping import STORE
from interface.words import Language, say, unit_name

if TYPE_CHECKING:
    import pyarrow as pa

    from interface.exports import Table
    from sim.store.batch import Batch

results_app = typer.Typer(no_args_is_help=True, help="The results store: batches of runs.")

Store = Annotated[Path, typer.Option("--store", help="Folder of the results store.")]
Identifier = Annotated[str, typer.Argument(metavar="ID", help="A batch: its id, the beginning of it, or its folder.")]
ROWS_SHOWN = 40


@results_app.command("list")
def list_results(store: Store = STORE, as_json: AsJson = False, lang: Lang = "") -> None:
    """List the batches of a store.

    Example: zonereform results list --store results
    """
    language = chosen(lang)
    from interface.tables import console, plain_table  # noqa: PLC0415  # a help text needs no engine
    from sim.identity import model_version  # noqa: PLC0415
    from sim.store.batch import list_batches  # noqa: PLC0415

    batches, faults = list_batches(store)
    for fault in faults:
        typer.echo(fault, err=True)
    if as_json:
        print_json({"store": str(store), "batches": [as_document(batch) for batch in batches], "unreadable": faults})
        return
    if not batches:
        typer.echo(say("no_batches", language, store=store))
        return
    heads = [
        (say("batch", language), "left"),
        (say("name", language), "left"),
        (say("state", language), "left"),
        (say("runs_done", language), "right"),
        (say("runs_failed", language), "right"),
        (say("digest", language), "left"),
        (say("begun", language), "left"),
        (say("model", language), "left"),
    ]
    same = model_version()
    rows = [
        (
            m.id,
            m.name,
            say(f"state_{m.state}", language),
            f"{document['stored']:,} / {m.planned:,}",
            str(document["failed"]),
            m.digest or "–",
            m.begun.replace("+00:00", ""),
            say("model_same" if m.model_version == same else "model_other", language),
        )
        for batch in batches
        for m, document in [(batch.manifest, as_document(batch))]
    ]
    console().print(plain_table(heads, rows))


def as_document(batch: Batch) -> dict[str, Any]:
    """Return a batch as JSON knows it; ``stored`` counts runs by the files that are there."""
    m = batch.manifest
    names = ("id", "name", "state", "planned", "digest", "begun", "model_version", "wall_seconds")
    spans = sum(chunk.span.runs for chunk in batch.chunks)
    return {
        **{name: getattr(m, name) for name in names},
        "folder": str(batch.folder),
        "stored": m.done + m.failed if batch.complete else spans,
        "failed": m.failed,
    }


@results_app.command("show")
def show_results(identifier: Identifier, store: Store = STORE, as_json: AsJson = False, lang: Lang = "") -> None:
    """Show a batch: what was asked, and the median and 90 % band of each output over its runs.

    Example: zonereform results show 3bfe75
    """
    language = chosen(lang)
    from analysis.bands import Band, number  # noqa: PLC0415
    from interface.tables import console, plain_table, span  # noqa: PLC0415
    from sim.store.batch import find_batch  # noqa: PLC0415

    batch = find_batch(store, identifier)
    bands = output_bands(batch)
    m = batch.manifest
    if as_json:
        outputs = [{"name": o.name, "unit": o.unit, "title": o.title, **bands[o.name]._asdict()} for o in m.outputs]
        varied = [point.name for point in m.points]
        print_json(
            {
                **as_document(batch),
                "plan": m.plan,
                "outputs": finite(outputs),
                "varied": varied,
                "keep": list(m.keep),
                "versions": m.versions,
                "command": m.command,
                "seeds": m.seeds,
                "files": {name: stored.model_dump() for name, stored in m.files.items()},
            }
        )
        return
    about = {"name": m.name, "done": m.done, "planned": m.planned, "failed": m.failed, "digest": m.digest or "–"}
    out = console()
    out.print(say("batch_about", language, **about, version=m.model_version, seconds=m.wall_seconds))
    out.print(say("batch_files", language, folder=batch.folder, tables=", ".join(("runs", *m.keep))))
    varied_told = ", ".join(point.name for point in m.points)
    out.print(say("named", language, name=say("varied", language), what=varied_told))
    titles = {o["name"]: o.get("label_zh") for o in m.plan["outputs"]} if language == "zh" else {}
    heads = [
        (say("output", language), "left"),
        (say("median", language), "right"),
        (say("band", language), "right"),
        (say("unit", language), "left"),
        (say("about", language), "left"),
    ]
    rows = [
        (o.name, number(band.median), span(band), unit_name(o.unit, language), titles.get(o.name) or o.title)
        for o in m.outputs
        for band in [Band(*bands[o.name])]
    ]
    out.print(plain_table(heads, rows))


def output_bands(batch: Batch) -> dict[str, Any]:
    """Return the band of each output over all runs of a batch, read one output at a time."""
    from analysis.bands import band_of  # noqa: PLC0415
    from sim.store.query import dataset_of  # noqa: PLC0415

    batch.refuse_damaged()
    runs = dataset_of(batch, "runs")
    names = [output.name for output in batch.manifest.outputs]

    def column(name: str) -> Any:
        table = runs.to_table(columns=[name]) if hasattr(runs, "to_table") else runs
        return table.column(name).to_numpy()

    return {name: band_of(column(name)) for name in names}


@results_app.command("verify")
def verify_results(
    identifier: Identifier,
    rerun: Annotated[int, typer.Option(min=0, help="Runs of its sample to run again and compare.")] = 0,
    store: Store = STORE,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Check a batch: every byte, every run once and none lost, the digest; with --rerun some runs again.

    Example: zonereform results verify 3bfe75 --rerun 4
    """
    language = chosen(lang)
    from interface.tables import check_table, console  # noqa: PLC0415
    from sim.store.verify import verify  # noqa: PLC0415

    checks = verify(folder_of(store, identifier), rerun)
    good = all(check.ok for check in checks)
    if as_json:
        print_json({"ok": good, "checks": [check._asdict() for check in checks]})
    else:
        console().print(check_table(checks, language))
    if not good:
        raise typer.Exit(1)


def folder_of(store: Path, identifier: str) -> Path:
    """Return the folder of a batch, also of one whose manifest is damaged."""
    from sim.store.batch import find_folder  # noqa: PLC0415

    return find_folder(store, identifier)


@results_app.command("query")
def query_results(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="One SELECT over runs, zone_month, firms, failures.")],
    batch: Annotated[str | None, typer.Option(help="Only this batch.", metavar="ID")] = None,
    store: Store = STORE,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Ask the store in SQL; a query can write nothing and reads nothing but the store.

    Example: zonereform results query "SELECT batch, count(*) AS runs FROM runs GROUP BY batch"
    """
    language = chosen(lang)
    from analysis.bands import number  # noqa: PLC0415
    from interface.tables import console, plain_table  # noqa: PLC0415

    answer = answer_of(store, batch, sql)
    if as_json:
        print_json({"columns": answer.schema.names, "rows": finite([list(row) for row in rows_of(answer)])})
        return
    numeric = [field.type in ("int64", "double", "int32", "float") for field in answer.schema]
    heads = [(name, "right" if n else "left") for name, n in zip(answer.schema.names, numeric, strict=True)]
    shown = [
        tuple(number(v) if isinstance(v, float) else str(v) for v in row)
        for row in rows_of(answer.slice(0, ROWS_SHOWN))
    ]
    console().print(plain_table(heads, shown))
    if answer.num_rows > ROWS_SHOWN:
        typer.echo(say("shown_rows", language, shown=ROWS_SHOWN, rows=f"{answer.num_rows:,}"))


def answer_of(store: Path, batch: str | None, sql: str) -> pa.Table:
    """Return the answer to a query over one batch, or over all that may stand in one table."""
    from sim.store.batch import find_batch  # noqa: PLC0415
    from sim.store.query import ask_sql, batches_together  # noqa: PLC0415

    if batch is not None:
        return ask_sql([find_batch(store, batch)], sql)
    batches, left_out = batches_together(store)
    for sentence in left_out:
        typer.echo(sentence, err=True)
    return ask_sql(batches, sql)


def rows_of(table: pa.Table) -> list[tuple[Any, ...]]:
    """Return the rows of a table as Python knows them."""
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


def finite(value: Any) -> Any:
    """Return values as JSON knows them: null where a number is not finite, text for dates."""
    if isinstance(value, dict):
        return {name: finite(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [finite(part) for part in value]
    if isinstance(value, float):
        return value if value - value == 0.0 else None
    return value if value is None or isinstance(value, int | str) else str(value)


@results_app.command("export")
def export_results(
    identifier: Identifier,
    out: Annotated[Path, typer.Option(help="New file: .csv, .parquet, .xlsx, .dta or .tex.")],
    table: Annotated[str, typer.Option(help="runs, zone_month or firms.")] = "runs",
    sql: Annotated[str | None, typer.Option(help="One SELECT whose answer is exported instead of a table.")] = None,
    store: Store = STORE,
    lang: Lang = "",
) -> None:
    """Write a table of a batch, or the answer to a query, as CSV, Parquet, Excel, Stata or LaTeX.

    Example: zonereform results export 3bfe75 --out runs.dta
    """
    language: Language = chosen(lang)
    from interface.exports import FORMATS, export  # noqa: PLC0415
    from sim.store.batch import find_batch  # noqa: PLC0415

    refuse_existing(out, tuple(FORMATS))
    batch = find_batch(store, identifier)
    refuse_unknown("--table", table, ("runs", *batch.manifest.keep))
    export(exported(batch, table, sql), out)
    typer.echo(say("written", language, folder=out))


def exported(batch: Batch, table: str, sql: str | None) -> Table:
    """Return what is to be exported: a table in order of run, or an answer with what is known of its columns."""
    import pyarrow as pa  # noqa: PLC0415

    from interface.exports import Table  # noqa: PLC0415
    from sim.store.query import ask_sql, read_in_order  # noqa: PLC0415

    if sql is None:
        rows = sum(part.num_rows for part in read_in_order(batch, table))
        return Table(table, batch.schema(table), rows, read_in_order(batch, table), batch.manifest)
    answer = ask_sql([batch], sql)
    known = {field.name: field for name in (*batch.manifest.keep, "runs") for field in batch.schema(name)}
    fields = [
        field.with_metadata(known[field.name].metadata) if field.name in known else field for field in answer.schema
    ]
    described = answer.cast(pa.schema(fields))
    return Table("answer", described.schema, described.num_rows, iter(described.to_batches()), batch.manifest)


@results_app.command("bundle")
def bundle_results(
    identifier: Identifier,
    out: Annotated[Path | None, typer.Option(help="New file: .zip; named by the batch where not given.")] = None,
    store: Store = STORE,
    lang: Lang = "",
) -> None:
    """Make one zip of a batch that checks itself elsewhere and runs itself again.

    Example: zonereform results bundle 3bfe75 --out staff-cuts.zip
    """
    language = chosen(lang)
    from sim.store.batch import find_batch  # noqa: PLC0415
    from sim.store.bundle import write_bundle  # noqa: PLC0415

    batch = find_batch(store, identifier)
    path = out or Path(f"zonereform-{batch.manifest.id}.zip")
    refuse_existing(path, (".zip",))
    write_bundle(batch, path)
    typer.echo(say("written", language, folder=path))
