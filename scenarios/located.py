"""YAML with a memory of where each entry stands, so that a fault can name its file and line.

Loading is safe: only mappings, sequences, strings, numbers, booleans and null come out. A key written twice is refused,
and dates stay text, so that ``2021-01`` and ``2021-12-01`` are treated alike.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_scalars = yaml.constructor.SafeConstructor()
Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Located:
    """The content of a YAML file, with the line on which each entry begins."""

    path: Path
    content: Any
    lines: dict[Place, int] = field(repr=False)

    def line(self, place: Place) -> int:
        """Give the line of an entry, or of the nearest entry that encloses it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def fault(self, place: Place, message: str) -> str:
        """Word a fault with file and line in front."""
        return f"{self.path.name}:{self.line(place)}: {message}"


def read_located(path: Path) -> Located:
    """Read a YAML file safely and remember lines; a syntax fault raises ``ValueError`` with file and line."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark
        line = mark.line + 1 if mark is not None else 1
        raise ValueError(f"{path.name}:{line}: not readable as YAML: {fault.problem}") from fault
    lines: dict[Place, int] = {}
    content = None if root is None else _build(root, (), lines, path)
    return Located(path, content, lines)


def _build(node: Any, place: Place, lines: dict[Place, int], path: Path) -> Any:
    """Turn one node into plain Python, noting its line."""
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        content: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + 1
            if key in content:
                raise ValueError(f"{path.name}:{line}: the key {key!r} stands twice; keep one")
            lines[(*place, key)] = line
            content[key] = _build(value_node, (*place, key), lines, path)
        return content
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, (*place, number), lines, path) for number, item in enumerate(node.value)]
    return _scalar(node, path)


def _scalar(node: Any, path: Path) -> Any:
    """Resolve a scalar, leaving dates as text and refusing every tag that is not plain."""
    plain = {"null", "bool", "int", "float"}
    tag = node.tag.removeprefix("tag:yaml.org,2002:")
    if tag in plain:
        return _scalars.construct_object(node)
    if tag in {"str", "timestamp"}:
        return node.value
    raise ValueError(f"{path.name}:{node.start_mark.line + 1}: the tag {node.tag!r} is not allowed; write plain YAML")
