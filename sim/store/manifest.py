"""The manifest of a batch: what was asked, with which version, what was done, and the digest of every file."""

import json
import platform
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from sim.chunks import OutputColumn
from sim.identity import digest_of
from sim.store.errors import StoreError
from sim.store.files import write_bytes
from sim.store.tables import PointColumn

MANIFEST = "manifest.json"
FORMAT = 1
State = Literal["running", "partial", "complete"]
LIBRARIES = ("zonereform", "numpy", "numba", "scipy", "pyarrow")
NUMERIC = ("python", "numpy", "numba", "scipy", "machine")
"""Versions on which the last digits of a number can depend; runs made with others are never put into one batch."""


class StoredFile(BaseModel):
    """A file of a batch as it was written: SHA-256, length in bytes, rows of its table."""

    model_config = ConfigDict(frozen=True)
    sha256: str
    bytes: int
    rows: int


class Manifest(BaseModel):
    """All that is known of a batch.

    ``plan`` is what the plan was made from; ``fingerprint`` are keys of some of its runs, which change with whatever
    the plan names but does not hold. ``done`` and ``failed`` count runs; ``digest`` is a hash of the numbers in order
    of run, ``seeds`` of the seeds. ``wall_seconds`` adds up over interruptions; the file ends with a hash of all this.
    """

    model_config = ConfigDict(frozen=True)
    format: int = FORMAT
    id: str
    name: str
    state: State = "running"
    plan: dict[str, Any]
    planned: int
    outputs: tuple[OutputColumn, ...]
    points: tuple[PointColumn, ...]
    keep: tuple[str, ...]
    fingerprint: tuple[str, ...]
    model_version: str
    generator_version: int
    versions: dict[str, str]
    command: str
    begun: str
    wall_seconds: float = 0.0
    done: int = 0
    failed: int = 0
    digest: str = ""
    seeds: dict[str, int | str] = {}
    files: dict[str, StoredFile] = {}

    def text(self) -> str:
        """Return the manifest as the text of its file."""
        document = self.model_dump(mode="json")
        whole = {**document, "self_digest": digest_of(document)}
        return json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=True) + "\n"

    def write(self, folder: Path) -> None:
        """Put the manifest in place of the one before, in one step."""
        write_bytes(folder / MANIFEST, self.text().encode())


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a batch; StoreError names what is wrong with it, down to a byte."""
    path = folder / MANIFEST
    try:
        text = path.read_bytes().decode()
        manifest = Manifest.model_validate_json(text)
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise StoreError(f"{path} is damaged: byte {error.start} is no UTF-8") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise StoreError(f"{path} is damaged: {place or 'JSON'}: {first['msg']}") from error
    if manifest.format != FORMAT:
        raise StoreError(f"{path} has format {manifest.format}; this version of zonereform reads format {FORMAT}")
    if manifest.text() != text:
        raise StoreError(f"{path} is damaged or was edited: it does not agree with its own digest")
    return manifest


def versions_here() -> dict[str, str]:
    """Return the versions of what makes numbers here."""
    python = ".".join(str(part) for part in sys.version_info[:3])
    system = f"{platform.system()} {platform.machine()}"
    return {"python": python, "machine": system, **{name: version(name) for name in LIBRARIES}}


def other_versions(manifest: Manifest) -> list[str]:
    """Return what here differs from what a batch was made with, as far as digits can depend on it."""
    here = versions_here()
    return [
        f"{name} {manifest.versions.get(name)} (here {here[name]})"
        for name in NUMERIC
        if manifest.versions.get(name) != here[name]
    ]
