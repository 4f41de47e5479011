"""Reading and writing a form by the ending of its file: .xlsx, .yaml or .yml."""

from __future__ import annotations

import os
from pathlib import Path

from scenarios.my_zone.excel_form import read_excel, write_excel
from scenarios.my_zone.form import Form
from scenarios.my_zone.yaml_form import read_yaml, write_yaml
from scenarios.strict_yaml import ScenarioError, one_line

ENDINGS = (".xlsx", ".yaml", ".yml")
EXAMPLES = Path(__file__).with_name("examples")
"""The folder of the filled forms that ship."""


def list_examples() -> list[str]:
    """Return the names of the filled forms that ship."""
    return sorted(path.stem for path in EXAMPLES.glob("*.yaml"))


def find_form(name: str) -> Path:
    """Return the file of a form: a shipped one by its name, any other by its path."""
    return EXAMPLES / f"{name}.yaml" if name in list_examples() else Path(name)


def read_form_file(path: Path) -> Form:
    """Return the form that a file holds; all faults raise one ScenarioError."""
    if path.suffix not in ENDINGS:
        found = path.suffix or "no ending"
        raise ScenarioError([one_line(f"{path}: found {found}; allowed {', '.join(ENDINGS)}, "
                                      f"or a form that ships: {', '.join(list_examples())}")])  # fmt: skip
    return read_excel(path) if path.suffix == ".xlsx" else read_yaml(path)


def write_form_file(form: Form, path: Path, chinese: bool) -> None:
    """Write a form into a new file: whole, or not at all. Raises FileExistsError where the file is already there."""
    if path.exists():
        raise FileExistsError(f"{path} exists; name a new one")
    working = path.absolute().with_name(f".{path.stem}-{os.getpid()}{path.suffix}")
    try:
        if path.suffix == ".xlsx":
            write_excel(form, chinese, working)
        else:
            working.write_text(write_yaml(form, chinese), encoding="utf-8")
        working.rename(path)
    finally:
        working.unlink(missing_ok=True)
