"""Records: one NumPy structured array per kind of agent, one row per agent.

A field's title is its meaning and ends with its unit in brackets. Stocks are values at the start of the month, flows
say "/ month" and hold the value of the month in hand.
"""

import mmap
import sys
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

Records = Any  # np.recarray outside compiled code, an array of records inside
Record = Any  # one row
Array = np.ndarray[Any, Any]
FLOAT, INTEGER, KEY, FLAG = np.float64, np.int64, np.int64, np.int64
SHORT, BIT = np.int16, np.int8  # for the long table of firms: months and rows of ZONE
ROW = np.int32  # for rows of a long table


CACHE_LINE = 64
"""Bytes that a processor fetches at once."""


class Field(NamedTuple):
    """One column of a record: its name, its meaning with the unit in brackets, its type."""

    name: str
    title: str
    kind: type = FLOAT


def record_type(fields: Sequence[Field]) -> np.dtype[Any]:
    """Return the aligned dtype of the fields; titles travel with it."""
    return np.dtype([((f.title, f.name), f.kind) for f in fields], align=True)


def allocate(kind: np.dtype[Any], rows: int) -> Records:
    """Return ``rows`` zeroed records on which ``row.field`` works compiled and in plain Python."""
    return np.zeros(rows, kind).view(np.recarray)


def allocate_scratch(kind: np.dtype[Any], rows: int) -> Records:
    """Return records that hold anything, for rows that are written before they are read."""
    return np.empty(rows, kind).view(np.recarray)


def allocate_lines(kind: np.dtype[Any], rows: int) -> Records:
    """Return records as `allocate_scratch` does, the first at the start of a cache line."""
    room = np.empty(rows * kind.itemsize + CACHE_LINE, np.uint8)
    first = -room.ctypes.data % CACHE_LINE
    return room[first : first + rows * kind.itemsize].view(kind).view(np.recarray)


def allocate_pages(kind: np.dtype[Any], rows: int, columns: int) -> np.ndarray[Any, Any]:
    """Return a zeroed matrix that takes memory page by page as its rows fill, each from its beginning.

    NumPy asks for pages of two megabytes for what is large, of which ten rows that fill a little each waste as many.
    """
    size = max(1, rows * columns * kind.itemsize)
    if sys.platform == "win32":
        return np.zeros((rows, columns), kind)
    pages = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    return np.frombuffer(pages, kind, rows * columns).reshape(rows, columns)


def allocate_grid(kind: np.dtype[Any], rows: int, columns: int) -> Records:
    """Return a zeroed matrix of records."""
    return np.zeros((rows, columns), kind).view(np.recarray)


def table_of(records: Records) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return the records as a float matrix on the same memory, one column per field of 8 bytes."""
    kind = records.dtype
    if any(kind[name].itemsize != FLOAT().itemsize for name in kind.names):
        raise TypeError(f"record with fields of other widths has no table: {kind}")
    return records.view(np.ndarray).view(FLOAT).reshape(records.size, len(kind.names))


def titles(kind: np.dtype[Any]) -> dict[str, str]:
    """Return {field name: title} of a record type."""
    fields: Any = kind.fields or {}
    return {name: str(fields[name][2]) for name in kind.names or ()}
