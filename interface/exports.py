"""Exports of the store: CSV, Parquet, Excel, Stata with labels and units, LaTeX, each written whole or not at all."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from sim.store.errors import WrongRequestError
from sim.store.files import write_whole
from sim.store.manifest import Manifest

MOST_EXCEL_ROWS = 1_048_575
MOST_LATEX_ROWS = 1_000
LONGEST_LABEL, LONGEST_NAME = 80, 32
"""What Stata takes of a label and of a name [characters]."""
LATEX_SIGNS = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"} | {
    sign: f"\\{sign}" for sign in "&%$#_{}"
}


class Table(NamedTuple):
    """Rows to export, some at a time, with the columns' meaning and unit in the schema."""

    name: str
    schema: pa.Schema
    rows: int
    parts: Iterator[pa.RecordBatch]
    manifest: Manifest


def export(table: Table, path: Path) -> None:
    """Write a table in the format that the path ends with; WrongRequestError where the format cannot hold it."""
    most = {".xlsx": MOST_EXCEL_ROWS, ".tex": MOST_LATEX_ROWS}.get(path.suffix, table.rows)
    if table.rows > most:
        raise WrongRequestError(
            f"{path.name}: found {table.rows:,} rows; {path.suffix} takes {most:,}; "
            "give fewer with --sql, or use .parquet or .csv"
        )
    write_whole(path, partial(FORMATS[path.suffix], table=table))


def meaning(field: pa.Field) -> str:
    """Return what a column is."""
    return str((field.metadata or {}).get(b"title", b""), "utf-8")


def unit(field: pa.Field) -> str:
    """Return the unit of a column."""
    return str((field.metadata or {}).get(b"unit", b""), "utf-8")


def about(manifest: Manifest) -> dict[str, str]:
    """Return what every export says of where it comes from."""
    return {
        "batch": manifest.id,
        "design": manifest.name,
        "digest": manifest.digest,
        "model version": manifest.model_version,
    }


def _to_csv(target: BinaryIO, table: Table) -> None:
    target.write(b"\xef\xbb\xbf")  # Excel takes a file without this mark for Latin letters
    plain = _undictionary(table.schema)
    with pa_csv.CSVWriter(target, plain) as writer:
        for part in table.parts:
            writer.write_table(pa.Table.from_batches([part]).cast(plain))


def _to_parquet(target: BinaryIO, table: Table) -> None:
    described = {f"zonereform_{name}": text for name, text in about(table.manifest).items()}
    schema = table.schema.with_metadata(described)
    with pq.ParquetWriter(target, schema, compression="zstd") as writer:
        for part in table.parts:
            writer.write_table(pa.Table.from_batches([part]).cast(schema))


def _to_excel(target: BinaryIO, table: Table) -> None:
    from openpyxl import Workbook  # noqa: PLC0415  # needed for this format alone

    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.name)
    sheet.append(table.schema.names)
    for part in table.parts:
        for row in zip(*(column.to_pylist() for column in part.columns), strict=True):
            sheet.append([_cell(value) for value in row])
    columns = book.create_sheet("columns")
    columns.append(["column", "meaning", "unit"])
    for field in table.schema:
        columns.append([field.name, meaning(field), unit(field)])
    source = book.create_sheet("about")
    for line in about(table.manifest).items():
        source.append(line)
    book.save(target)


def _cell(value: Any) -> Any:
    """Return a value as a sheet can hold it: more than 15 digits, and numbers that are not finite, as text."""
    if isinstance(value, int) and abs(value) >= 10**15:
        return str(value)
    return str(value) if isinstance(value, float) and value - value != 0.0 else value


def _to_stata(target: BinaryIO, table: Table) -> None:
    from pandas import DataFrame  # noqa: PLC0415  # heavy, and needed for this format alone

    whole = pa.Table.from_batches(list(table.parts), table.schema).cast(_undictionary(table.schema))
    names = stata_names(table.schema.names)
    columns: dict[str, Any] = {}
    for field, name, column in zip(whole.schema, names, whole.columns, strict=True):
        values = column.to_pandas()
        if pa.types.is_integer(field.type) and values.abs().max() >= 2**31:
            values = values.astype(str)  # Stata has no integer of 64 bits, and a float would round the seed
        columns[name] = values.astype("datetime64[s]") if pa.types.is_date(field.type) else values
    labels = {
        name: f"{meaning(field) or field.name}{f' [{unit(field)}]' if unit(field) else ''}"[:LONGEST_LABEL]
        for name, field in zip(names, table.schema, strict=True)
    }
    dates: dict[Any, Any] = {
        name: "td" for name, field in zip(names, whole.schema, strict=True) if pa.types.is_date(field.type)
    }
    DataFrame(columns).to_stata(
        target,
        version=118,  # the first that knows Chinese
        write_index=False,
        variable_labels=labels,
        convert_dates=dates,
        data_label="; ".join(about(table.manifest).values())[:LONGEST_LABEL],
    )


def stata_names(names: list[str]) -> list[str]:
    """Return names as Stata takes them: letters, digits and underscores, 32 at most, each once.

    >>> stata_names(["levers.jimo.staff", "2020", "levers-jimo-staff"])
    ['levers_jimo_staff', '_2020', 'levers_jimo_staff_2']
    """
    made: list[str] = []
    for name in names:
        plain = re.sub(r"\W", "_", name)
        plain = (f"_{plain}" if plain[:1].isdigit() else plain)[:LONGEST_NAME]
        candidate, count = plain, 1
        while candidate in made:
            count += 1
            ending = f"_{count}"
            candidate = plain[: LONGEST_NAME - len(ending)] + ending
        made.append(candidate)
    return made


def _to_latex(target: BinaryIO, table: Table) -> None:
    heads = [f"{latex(field.name)}{f' [{latex(unit(field))}]' if unit(field) else ''}" for field in table.schema]
    sides = "".join("r" if _is_number(field.type) else "l" for field in table.schema)
    lines = [
        f"% {json.dumps(about(table.manifest), ensure_ascii=False)}",
        r"% needs \usepackage{booktabs,longtable}, and ctex or xeCJK for Chinese",
        rf"\begin{{longtable}}{{{sides}}}",
        r"\toprule",
        " & ".join(heads) + r" \\",
        r"\midrule",
        r"\endhead",
        *(
            " & ".join(map(_latex_cell, row)) + r" \\"
            for part in table.parts
            for row in zip(*(column.to_pylist() for column in part.columns), strict=True)
        ),
        r"\bottomrule",
        r"\end{longtable}",
    ]
    target.write(("\n".join(lines) + "\n").encode())


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))


def _latex_cell(value: Any) -> str:
    if value is None:
        return "--"
    return f"{value:.6g}" if isinstance(value, float) else latex(str(value))


def latex(text: str) -> str:
    r"""Return text with the signs that LaTeX reads as its own escaped.

    >>> latex("50% of a_b")
    '50\\% of a\\_b'
    """
    return "".join(LATEX_SIGNS.get(sign, sign) for sign in text)


def _undictionary(schema: pa.Schema) -> pa.Schema:
    fields = [f.with_type(f.type.value_type) if pa.types.is_dictionary(f.type) else f for f in schema]
    return pa.schema(fields)


FORMATS: dict[str, Callable[..., None]] = {
    ".csv": _to_csv,
    ".parquet": _to_parquet,
    ".xlsx": _to_excel,
    ".dta": _to_stata,
    ".tex": _to_latex,
}
"""How each format is written, by the ending of the file."""
