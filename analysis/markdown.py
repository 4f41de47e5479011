"""Markdown, as GitHub shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    r"""Return a table; upright bars in cells are escaped.

    >>> print(table(("a", "b"), [("1|2", "3")]))
    | a | b |
    | --- | --- |
    | 1\|2 | 3 |
    """
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
