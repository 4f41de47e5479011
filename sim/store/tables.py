"""From runs to Arrow tables: one row a run, zones by month, firms; each column with its meaning and unit."""

import datetime as dt
import hashlib
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from agents.firms.record import FIRM
from agents.records import titles
from agents.zones.record import ZONE
from sim.chunks import FIRMS, ZONE_MONTH, OutputColumn, RunRecord
from sim.plan import PlannedRun
from sim.specification import calendar_of
from sim.store.errors import StoreError

RUNS = "runs"
COMPRESSION = "zstd"
ROWS_AT_ONCE = 16_384
"""Rows of a group in a file, and rows read at once."""
OWN_COLUMNS = (
    ("number", pa.int64(), "number of the run in its plan [1]"),
    ("key", pa.string(), "hash of scenario, parameters, seed and model version [hash]"),
    ("seed", pa.int64(), "seed of the luck [1]"),
    ("digest", pa.string(), "hash of all that the run recorded by month [hash]"),
    ("seconds", pa.float64(), "time that the run took [s]"),
)
POINT_KINDS = {"text": pa.string(), "whole": pa.int64(), "real": pa.float64()}


class PointColumn(NamedTuple):
    """A column of what the plan varied: its name, and text, whole or real."""

    name: str
    kind: str


def point_columns(points: Iterable[Mapping[str, float | str]]) -> tuple[PointColumn, ...]:
    """Return the columns that hold the points of a plan, from a sample of them."""
    values: dict[str, list[Any]] = {}
    for point in points:
        for name, value in point.items():
            values.setdefault(name, []).append(value)
    return tuple(PointColumn(name, _kind(found)) for name, found in values.items())


def _kind(values: Sequence[Any]) -> str:
    if any(isinstance(value, str) for value in values):
        return "text"
    return "whole" if all(isinstance(value, int | np.integer) for value in values) else "real"


def check_names(points: Sequence[PointColumn], outputs: Sequence[OutputColumn]) -> None:
    """Refuse a design whose factors and outputs cannot stand beside each other in one table."""
    own = [name for name, _, _ in OWN_COLUMNS]
    names = ["batch", *own, *(point.name for point in points), *(output.name for output in outputs)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise StoreError(
            f"the design names {', '.join(twice)} twice among factors, outputs and the columns "
            f"batch, {', '.join(own)}; give each a name of its own"
        )


def _field(name: str, kind: pa.DataType, title: str) -> pa.Field:
    meaning, _, unit = title.rpartition(" [")
    return pa.field(name, kind, metadata={"title": meaning or title, "unit": unit.removesuffix("]") if meaning else ""})


def runs_schema(points: Sequence[PointColumn], outputs: Sequence[OutputColumn]) -> pa.Schema:
    """Return the columns of the table of runs."""
    return pa.schema(
        [
            *(_field(name, kind, title) for name, kind, title in OWN_COLUMNS),
            *(_field(point.name, POINT_KINDS[point.kind], "varied by the design") for point in points),
            *(_field(o.name, pa.float64(), f"{o.title or o.name} [{o.unit}]") for o in outputs),
        ]
    )


def runs_table(
    records: Sequence[RunRecord], points: Sequence[PointColumn], outputs: Sequence[OutputColumn]
) -> pa.Table:
    """Return one row a run."""
    known = {point.name for point in points}
    for record in records:
        if strange := sorted(set(record.point) - known):
            raise StoreError(f"run {record.number} varies {', '.join(strange)}, which no run looked at before does")
    measured = np.array([record.outputs for record in records], float).reshape(len(records), len(outputs))
    columns: list[Any] = [[getattr(record, name) for record in records] for name, _, _ in OWN_COLUMNS]
    columns += [[_point(record.point.get(p.name), p.kind) for record in records] for p in points]
    columns += list(measured.T)
    schema = runs_schema(points, outputs)
    return pa.table([pa.array(c, field.type) for c, field in zip(columns, schema, strict=True)], schema=schema)


def _point(value: float | str | None, kind: str) -> float | str | None:
    if value is None or kind == "text":
        return None if value is None else str(value)
    return int(value) if kind == "whole" else float(value)


def _arrow_fields(kind: np.dtype[Any]) -> list[pa.Field]:
    named = titles(kind)
    return [_field(name, pa.from_numpy_dtype(kind[name]), named[name]) for name in kind.names or ()]


ZONE_NAME = pa.dictionary(pa.int32(), pa.string())
KEPT_SCHEMAS = {
    ZONE_MONTH: pa.schema(
        [
            _field("number", pa.int64(), "number of the run in its plan [1]"),
            _field("month", pa.date32(), "first day of the month [date]"),
            _field("zone", ZONE_NAME, "zone [id]"),
            *(field for field in _arrow_fields(ZONE)),
        ]
    ),
    FIRMS: pa.schema(
        [
            _field("number", pa.int64(), "number of the run in its plan [1]"),
            _field("zone_name", ZONE_NAME, "zone it is in or left [id]"),
            *(field for field in _arrow_fields(FIRM)),
        ]
    ),
}
"""Columns of the tables that are kept on request: all fields of the records, with their own names."""


def zone_month_table(records: Sequence[RunRecord]) -> pa.Table:
    """Return one row a run, month and zone, with every field of a zone."""
    return pa.concat_tables([_zone_months(record) for record in records]) if records else _empty(ZONE_MONTH)


def _zone_months(record: RunRecord) -> pa.Table:
    panel = record.zone_month
    assert panel is not None  # noqa: S101  # for the type checker: the task asked for it
    months, zones = panel.shape
    calendar = [dt.date(*calendar_of(month), 1) for month in range(months)]
    columns: list[Any] = [
        np.full(months * zones, record.number),
        pa.array(np.repeat(np.array(calendar, "datetime64[D]"), zones), pa.date32()),
        _names(np.tile(np.arange(zones, dtype=np.int32), months), record.zones),
        *(np.ascontiguousarray(panel[name]).reshape(-1) for name in ZONE.names or ()),
    ]
    return _table(columns, KEPT_SCHEMAS[ZONE_MONTH])


def firms_table(records: Sequence[RunRecord]) -> pa.Table:
    """Return one row a run and firm that ever joined, as it was at the end."""
    return pa.concat_tables([_firms(record) for record in records]) if records else _empty(FIRMS)


def _firms(record: RunRecord) -> pa.Table:
    firms = record.firms
    assert firms is not None  # noqa: S101  # for the type checker: the task asked for it
    columns: list[Any] = [
        np.full(firms.size, record.number),
        _names(firms["zone"].astype(np.int32), record.zones),
        *(np.ascontiguousarray(firms[name]) for name in FIRM.names or ()),
    ]
    return _table(columns, KEPT_SCHEMAS[FIRMS])


def _names(rows: np.ndarray, names: Sequence[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(rows, pa.int32()), pa.array(names, pa.string()))


def _table(columns: Sequence[Any], schema: pa.Schema) -> pa.Table:
    arrays = [c if isinstance(c, pa.Array) else pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)]
    return pa.table(arrays, schema=schema)


def _empty(table: str) -> pa.Table:
    return KEPT_SCHEMAS[table].empty_table()


KEPT_TABLE_MAKERS = {ZONE_MONTH: zone_month_table, FIRMS: firms_table}


def parquet_bytes(table: pa.Table) -> bytes:
    """Return a table as the bytes of a Parquet file."""
    sink = io.BytesIO()
    pq.write_table(table, sink, compression=COMPRESSION)
    return sink.getvalue()


class Numbers:
    """The digest of a batch: a hash of its numbers in order of run, without time and path.

    A run counts with its number, key, the hash of all that it recorded, and its outputs; a failed run with number and
    key. Runs have to be added in order of number.
    """

    def __init__(self) -> None:
        self._content = hashlib.sha256()

    def add_run(self, number: int, key: str, digest: str, outputs: Iterable[float]) -> None:
        """Add a run that ended well."""
        shown = ",".join("nan" if math.isnan(value) else float(value).hex() for value in outputs)
        self._content.update(f"{number} {key} {digest} {shown}\n".encode())

    def add_failure(self, number: int, key: str) -> None:
        """Add a run that failed."""
        self._content.update(f"{number} {key} failed\n".encode())

    @property
    def digest(self) -> str:
        """The digest so far."""
        return self._content.hexdigest()[:16]


def first_points(runs: Iterable[PlannedRun]) -> tuple[PointColumn, ...]:
    """Return the columns for the points of these runs."""
    return point_columns(run.point for run in runs)
