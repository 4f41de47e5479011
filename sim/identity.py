"""What makes two runs the same run: the model version, and the key of a run.

The model version is a hash of the code and the declarations that a number can depend on: every file that `sim/build.py`
imports, directly or not, as Python sees it - without comments, layout and docstrings, and without the prose of
declarations (titles, meanings, sources). A mended docstring orphans no result; a changed rule never meets old ones
(decision 013).
"""

import ast
import dataclasses
import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from agents.compiled import HOUSE
from agents.randomness import GENERATOR_VERSION
from sim.plan import PlannedRun
from sim.specification import ScenarioSpecification

ROOT_OF_RULES = "sim/build.py"
ROOT_OF_OUTPUTS = "sim/outputs.py"
ROOMS = ("agents", "sim")
DECORATOR = "agents/compiled.py"
KEY_LENGTH = 32
VERSION_LENGTH = 16

PROSE: Mapping[str, tuple[frozenset[int], frozenset[str]]] = {
    "Field": (frozenset({1}), frozenset({"title"})),
    "Quantity": (frozenset({0, 3, 4, 5, 6}), frozenset({"symbol", "meaning", "source", "block", "grade"})),
    "Lever": (frozenset({1, 2, 7}), frozenset({"title", "title_zh", "touches"})),
    "Account": (frozenset({0, 1}), frozenset({"name", "unit"})),
}
"""Arguments of declarations that no number depends on, by position and by name."""


class _WithoutProse(ast.NodeTransformer):
    """Takes out docstrings and the prose of declarations."""

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        self.generic_visit(node)
        told = isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        return None if told else node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id in PROSE:
            places, names = PROSE[node.func.id]
            node.args = [argument for place, argument in enumerate(node.args) if place not in places]
            node.keywords = [word for word in node.keywords if word.arg not in names]
        return node


def meaning_of(text: str, only: str | None = None) -> str:
    r"""Return a file's code as Python sees it, without what no number depends on; ``only`` keeps one function.

    >>> meaning_of("def rule(z):  # why\n    '''What it does.'''\n    return  z + 1")
    'def rule(z):\n    return z + 1'
    """
    tree = ast.parse(text)
    if only is not None:
        tree.body = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == only]
    return ast.unparse(_WithoutProse().visit(tree))


def _file_of(module: str, house: Path) -> Path | None:
    path = house.joinpath(*module.split("."))
    found = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return found if found.is_file() else None


def _imports(file: Path, house: Path) -> Iterator[Path]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            modules = [node.module, *(f"{node.module}.{name.name}" for name in node.names)]
        elif isinstance(node, ast.Import):
            modules = [name.name for name in node.names]
        else:
            continue
        for module in modules:
            if module.split(".")[0] in ROOMS and (found := _file_of(module, house)):
                yield found


def rule_files(house: Path = HOUSE, root: str = ROOT_OF_RULES) -> list[Path]:
    """Return the files that a number can depend on: a file and all of the two rooms that it imports."""
    waiting, found = [house / root], set()
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.add(file)
            waiting += _imports(file, house)
    return sorted(found)


def version_of(house: Path, root: str = ROOT_OF_RULES) -> str:
    """Return the version of a file and of what it imports in a folder that holds `agents/` and `sim/`."""
    content = hashlib.sha256(f"generator {GENERATOR_VERSION}".encode())
    for file in rule_files(house, root):
        name = file.relative_to(house).as_posix()
        # The rest of the decorator's file chooses a folder for machine code, and no number depends on that.
        only = "compiled" if name == DECORATOR else None
        content.update(f"\n# {name}\n{meaning_of(file.read_text(encoding='utf-8'), only)}".encode())
    return content.hexdigest()[:VERSION_LENGTH]


@cache
def model_version() -> str:
    """Return the version of the model that this process runs."""
    return version_of(HOUSE)


@cache
def outputs_version() -> str:
    """Return the version of how named outputs are read off a finished run; a batch holds outputs of one alone."""
    return version_of(HOUSE, ROOT_OF_OUTPUTS)


def canonical(document: Any) -> str:
    """Return a document as JSON in the one form that is hashed: keys in order, no spaces."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(document: Any, length: int = KEY_LENGTH) -> str:
    """Return a hash of a document."""
    return hashlib.sha256(canonical(document).encode()).hexdigest()[:length]


def all_values(run: PlannedRun) -> dict[str, float]:
    """Return the value of every parameter of a run; those that its scenario fixes win."""
    return {name: float(value) for name, value in {**run.values, **run.scenario.parameters}.items()}


def plain_scenario(scenario: ScenarioSpecification) -> dict[str, Any]:
    """Return a scenario as JSON knows it."""
    return dataclasses.asdict(scenario)


def run_key(run: PlannedRun) -> str:
    """Return the key of a run: equal for two runs that cannot but give the same numbers."""
    return digest_of([plain_scenario(run.scenario), all_values(run), int(run.seed), model_version()])
