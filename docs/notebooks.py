"""Make the notebooks of notebooks/ from their scripts in percent format, so that each is written once.

``python docs/notebooks.py --write`` writes each ``NAME.ipynb`` beside its ``NAME.py``, without output; ``--check`` ends
with status 1 where one is behind. Cells begin with ``# %%`` or ``# %% [markdown]``.
"""

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
CELL = re.compile(r"^# %%( \[markdown\])?\n", re.MULTILINE)
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def notebook_of(script: str) -> dict[str, Any]:
    """Return the notebook that a script in percent format describes (nbformat 4.5)."""
    _, *parts = CELL.split(script)
    cells = [
        _cell(number, bool(mark), text) for number, (mark, text) in enumerate(zip(parts[::2], parts[1::2], strict=True))
    ]
    return {"cells": cells, "metadata": {"kernelspec": KERNEL}, "nbformat": 4, "nbformat_minor": 5}


def _cell(number: int, is_text: bool, text: str) -> dict[str, Any]:
    """Return one cell; its id is its place."""
    lines = text.strip("\n").splitlines(keepends=True)
    head: dict[str, Any] = {"id": f"cell-{number}", "metadata": {}}
    if is_text:
        return {"cell_type": "markdown", **head, "source": [line.removeprefix("#").removeprefix(" ") for line in lines]}
    return {"cell_type": "code", **head, "execution_count": None, "outputs": [], "source": lines}


def text_of(script: Path) -> str:
    """Return the text of a script's notebook."""
    return json.dumps(notebook_of(script.read_text(encoding="utf-8")), ensure_ascii=False, indent=1) + "\n"


def main() -> int:
    """Write or check every notebook; return the exit status."""
    parser = argparse.ArgumentParser(description="Make notebooks from their scripts.")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--write", action="store_true", help="write every notebook")
    what.add_argument("--check", action="store_true", help="tell which notebook is behind its script")
    writing = parser.parse_args().write
    behind = []
    for script in sorted(FOLDER.glob("*.py")):
        notebook, text = script.with_suffix(".ipynb"), text_of(script)
        if not notebook.is_file() or notebook.read_text(encoding="utf-8") != text:
            behind.append(notebook.name)
            if writing:
                notebook.write_text(text, encoding="utf-8")
    print("\n".join(f"{'written' if writing else 'behind its script'}: {name}" for name in behind) or "all up to date")
    return int(bool(behind) and not writing)


if __name__ == "__main__":
    sys.exit(main())
