"""Questions to the store in SQL: DuckDB reads the batches as views, can write nothing, and reads nothing else."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as pds
import pyarrow.parquet as pq

from sim.chunks import FIRMS, ZONE_MONTH
from sim.identity import model_version
from sim.store.batch import FAILURES, Batch, list_batches
from sim.store.errors import StoreError, WrongRequestError
from sim.store.tables import ROWS_AT_ONCE, RUNS

TABLES = (RUNS, ZONE_MONTH, FIRMS)
LOCKS = (
    "SET temp_directory = ''",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)
"""Set once the views are there: no file and no address can be read or written by a query, and this cannot be undone."""


def batches_together(store: Path) -> tuple[list[Batch], list[str]]:
    """Return the batches of a store that may stand in one table, and a sentence for each that may not.

    Runs of two model versions never mix: where a store holds several, those of the version that runs here are taken.
    """
    batches, faults = list_batches(store)
    versions = {batch.manifest.model_version for batch in batches}
    if len(versions) > 1:
        here = model_version()
        for batch in batches:
            if batch.manifest.model_version != here:
                faults.append(f"left out {batch.manifest.id}: model version {batch.manifest.model_version}, not {here}")
        batches = [batch for batch in batches if batch.manifest.model_version == here]
    if not batches:
        listed = "; ".join(faults) or f"{store} holds no batch"
        raise StoreError(f"no batch to read: {listed}; name one with --batch")
    return batches, faults


def ask_sql(batches: Sequence[Batch], sql: str) -> pa.Table:
    """Return the answer to one SELECT over the views ``runs``, ``zone_month``, ``firms``, ``failures``, ``batches``.

    Raises WrongRequestError for anything but one SELECT, and for what DuckDB does not understand.
    """
    import duckdb  # noqa: PLC0415  # heavy, and needed for a query alone

    with duckdb.connect(config={"python_enable_replacements": "false"}) as connection:
        views = list(_make_views(connection, batches))
        for setting in LOCKS:
            connection.execute(setting)
        try:
            statements = connection.extract_statements(sql)
            kinds = [statement.type.name for statement in statements]
            if kinds != ["SELECT"]:
                raise WrongRequestError(f"query: found {', '.join(kinds) or 'nothing'}; allowed: one SELECT")
            return connection.sql(sql).to_arrow_table()
        except duckdb.Error as error:
            said = " ".join(str(error).split("LINE 1:")[0].split())
            raise WrongRequestError(f"query: {said}; the tables are {', '.join(views)}") from error


def _make_views(connection: Any, batches: Sequence[Batch]) -> Iterator[str]:
    for table in TABLES:
        parts = []
        for place, batch in enumerate(batches):
            batch.refuse_damaged()
            if table != RUNS and table not in batch.manifest.keep:
                continue
            connection.register(f"{table}_{place}", dataset_of(batch, table))
            parts.append(f"SELECT '{batch.manifest.id}' AS batch, * FROM {table}_{place}")  # noqa: S608  # our own names
        if parts:
            connection.execute(f"CREATE VIEW {table} AS {' UNION ALL BY NAME '.join(parts)}")
            yield table
    connection.register(FAILURES, failures_table(batches))
    yield FAILURES
    connection.register("batches", batches_table(batches))
    yield "batches"


def dataset_of(batch: Batch, table: str) -> Any:
    """Return a table of a batch, read as it is asked for."""
    files = [str(file) for file in batch.files(table)]
    schema = batch.schema(table)
    return pds.dataset(files, format="parquet", schema=schema) if files else schema.empty_table()


def read_in_order(batch: Batch, table: str) -> Iterator[pa.RecordBatch]:
    """Yield a table of a batch in order of run, some rows at a time."""
    batch.refuse_damaged()
    for file in batch.files(table):
        with pq.ParquetFile(file) as opened:
            for part in opened.iter_batches(ROWS_AT_ONCE):
                yield from pa.Table.from_batches([part]).cast(batch.schema(table)).to_batches()


FAILURE_COLUMNS = ("number", "key", "seed", "error", "message", "where")


def failures_table(batches: Sequence[Batch]) -> pa.Table:
    """Return one row a run that failed: why, and its point as JSON; all that it was given is in the batch's file."""
    kinds = {"number": pa.int64(), "seed": pa.int64()}
    names = ["batch", *FAILURE_COLUMNS, "point"]
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in names])
    rows = [
        {
            "batch": batch.manifest.id,
            **{name: failure[name] for name in FAILURE_COLUMNS},
            "point": json.dumps(failure["point"], ensure_ascii=False),
        }
        for batch in batches
        for failure in batch.failures()
    ]
    return pa.Table.from_pylist(rows, schema=schema)


BATCH_COLUMNS = ("id", "name", "state", "planned", "done", "failed", "digest", "model_version", "begun", "wall_seconds")


def batches_table(batches: Sequence[Batch]) -> pa.Table:
    """Return one row a batch, from its manifest."""
    return pa.Table.from_pylist([{name: getattr(b.manifest, name) for name in BATCH_COLUMNS} for b in batches])
