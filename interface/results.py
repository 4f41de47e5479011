"""Writes a run's numbers into a new folder: whole, or not at all."""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from analysis.published import BesidePublished


def write_run(result: BesidePublished, folder: Path) -> None:
    """Write ``summary.json`` and one row a draw in ``published.csv`` and ``modelled.csv``; the folder appears last."""

    def fill(working: Path) -> None:
        summary = json.dumps(result.as_json(), ensure_ascii=False, indent=1, allow_nan=False)
        (working / "summary.json").write_text(summary + "\n", encoding="utf-8")
        for name, columns in (("published.csv", result.published), ("modelled.csv", result.modelled)):
            with (working / name).open("w", newline="", encoding="utf-8") as file:
                writer = csv.writer(file)
                writer.writerow(["draw", *columns])
                for draw in range(result.draws):
                    writer.writerow([draw, *(repr(float(values[draw])) for values in columns.values())])

    write_folder(folder, fill)


def write_folder(folder: Path, fill: Callable[[Path], None]) -> None:
    """Make a new folder by ``fill``, which writes into a working one: the folder appears whole, or not at all."""
    folder = folder.absolute()
    working = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        fill(working)
        working.rename(folder)
    except BaseException:
        shutil.rmtree(working, ignore_errors=True)
        raise
