"""The one decorator that compiles a rule, and the folder where machine code is kept.

Numba notices edits only in a function's own file: after an edit to a callee the cached caller would silently keep the
old number. The cache folder is therefore named by a hash of the texts of all rules (`agents/` and `sim/`), so that an
edited rule never meets old machine code.
"""

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import numba
from numba import njit

HOUSE = Path(__file__).resolve().parent.parent
KEPT_FOLDERS = 4
PLAIN = frozenset(
    f"sim/{name}.py"
    for name in (
        "__init__", "build", "chunks", "ensemble", "execution", "identity", "model", "parameters", "plan",
        "replacement", "views", "store/__init__", "store/batch", "store/bundle", "store/errors", "store/files",
        "store/manifest", "store/query", "store/tables", "store/verify", "sweep", "beliefs", "outputs", "streaming",
    )
)
"""Files that hold no compiled rule and from which none imports: editing one needs no compilation (a test checks it)."""


def rules_digest() -> str:
    """Return a short hash of the texts of all rules and declarations in `agents/` and `sim/`."""
    digest = hashlib.sha256(f"numba {numba.__version__} python {sys.version_info[:2]}".encode())
    for room in ("agents", "sim"):
        for file in sorted((HOUSE / room).rglob("*.py")):
            name = file.relative_to(HOUSE).as_posix()
            if name not in PLAIN:
                digest.update(name.encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _cache_home() -> Path:
    if override := os.environ.get("ZONEREFORM_CACHE"):
        return Path(override)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "zonereform"
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "zonereform"


def _writable_cache_folder() -> Path:
    """Return the folder for this text of the rules; where home is read-only, one in the temporary folder."""
    name = rules_digest()
    for home in (_cache_home(), Path(tempfile.gettempdir()) / "zonereform"):
        folder = home / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            probe = folder / f".probe-{os.getpid()}"
            probe.touch()
            probe.unlink()
        except OSError:
            continue
        _prune(home, keep=folder)
        return folder
    return Path(tempfile.mkdtemp(prefix="zonereform-"))


def _prune(home: Path, keep: Path) -> None:
    """Remove all but the newest few cache folders (each holds 10 MB or so)."""
    folders = sorted((f for f in home.iterdir() if f.is_dir() and f != keep), key=lambda f: f.stat().st_mtime)
    for folder in folders[: max(0, len(folders) - KEPT_FOLDERS + 1)]:
        shutil.rmtree(folder, ignore_errors=True)


CACHE_FOLDER = _writable_cache_folder()
numba.config.CACHE_DIR = str(CACHE_FOLDER)  # type: ignore[attr-defined]


def is_compiled() -> bool:
    """Tell whether machine code for this text of the rules is already on disk."""
    return any(CACHE_FOLDER.rglob("*run_months*.nbi"))


def compiled[F: Callable[..., Any]](function: F) -> F:
    """Compile a rule: cached, without the interpreter lock, IEEE arithmetic as in NumPy."""
    return cast("F", njit(cache=True, nogil=True, error_model="numpy")(function))
