"""Files that are whole or not there: written under another name, forced to disk, renamed; one writer at a time."""

import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from sim.store.errors import StoreError

UNFINISHED = ".unfinished-"
"""How the name of a file begins while it is written: no reader of Parquet folders lists such a name."""
BLOCK = 1 << 20


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    content = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            content.update(block)
    return content.hexdigest()


def force_folder(folder: Path) -> None:
    """Force a folder's names to disk, where the system can."""
    if sys.platform == "win32":
        return  # renames are in its journal, and a folder cannot be opened
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def telling(folder: Path) -> Iterator[None]:
    """Turn a failure of the disk into one sentence that says what is safe and what to do."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(
            f"{folder} cannot be written: {reason}; what was stored before is whole, "
            "and --resume goes on from there once this is mended"
        ) from error


def write_whole(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Write a file so that it is there whole or not at all, even where power fails; StoreError says why it was not."""
    unfinished = path.with_name(f"{UNFINISHED}{path.name}")
    with telling(path.parent):
        try:
            with unfinished.open("wb") as file:
                write(file)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
            force_folder(path.parent)
        except BaseException:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
            raise


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file of these bytes whole, or not at all."""

    def write(file: BinaryIO) -> None:
        file.write(content)

    write_whole(path, write)


def sweep_up(folder: Path) -> None:
    """Remove what a killed writer left unfinished; only who holds the folder's lock may."""
    for path in folder.glob(f"{UNFINISHED}*"):
        path.unlink(missing_ok=True)


@contextmanager
def locked(store: Path, name: str) -> Iterator[None]:
    """Hold a batch against other writers; the system lets go of it when this process ends, however it ends."""
    with telling(store):
        file = (store / f".lock-{name}").open("a+b")
    with file:
        try:
            _lock(file)
        except OSError as error:
            raise StoreError(f"{store / name} is being written by another sweep; wait until it ends") from error
        yield


def _lock(file: BinaryIO) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415  # there on Windows alone

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415  # not there on Windows

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
