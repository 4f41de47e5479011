"""A terminal of any width: Chinese breaks where it may, no number is cut, and a table too wide goes on below itself.

Rich breaks a line at spaces alone, so that Chinese, which has none, is sent to the next line as one long word; and it
cuts the numbers of a table that is too wide. Both are mended here, once, for all that is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.table import Column, Table
from rich.text import Text

UNITS = re.compile(r"[ \t]+|[^\s⺀-鿿　-〿豈-﫿︰-﹏＀-￯“”‘’…—·]+|.", re.DOTALL)
"""What a line is made of: spaces, a word of letters and digits, or one character by itself."""
NOT_FIRST = "，。、；：？！）］》〉】」』”’…％·"
"""What may not begin a line."""
NOT_LAST = "（［《〈【「『“‘"
"""What may not end one."""
CHINESE = re.compile(r"[一-鿿]+")
NARROW, NARROW_FIRST = 8, 26
"""Cells that a column of words keeps where the page is narrow, unless a word of it is longer; the first, of names."""


class Paragraph:
    """A text broken into lines as its language has it: Chinese anywhere, but for punctuation."""

    def __init__(self, text: Text | str) -> None:
        self.text = Text(text) if isinstance(text, str) else text

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Tell the narrowest and widest that the text may be set."""
        del console
        lines = self.text.plain.splitlines() or [""]
        words = (cell_len(word) for line in lines for word in unbroken(line))
        most = min(max(map(cell_len, lines)), options.max_width)
        return Measurement(min(max(words, default=0), most), most)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the lines."""
        for line in self.text.split("\n", allow_blank=True):
            indent = len(line.plain) - len(line.plain.lstrip(" "))
            indent = indent if 2 * indent < options.max_width else 0
            ends = [*line_ends(line.plain, options.max_width, indent)]
            for number, part in enumerate(line.divide(ends)):
                part.rstrip()
                margin = " " * indent if number else ""
                yield Text.assemble(margin, part, justify=options.justify, no_wrap=True, overflow="fold")


def unbroken(line: str) -> list[str]:
    """Return the pieces of a line that stay whole.

    >>> unbroken("共 12 个，见（表）")
    ['共', ' ', '12', ' ', '个，', '见', '（表）']
    """
    pieces: list[str] = []
    for unit in UNITS.findall(line):
        if pieces and (unit in NOT_FIRST or pieces[-1][-1] in NOT_LAST):
            pieces[-1] += unit
        else:
            pieces.append(unit)
    return pieces


def line_ends(line: str, width: int, indent: int = 0) -> Iterator[int]:
    """Yield where a line is broken, so that each part fits the width; a word longer than that is cut.

    Parts after the first are to stand ``indent`` cells further in.

    >>> [*line_ends("区间越宽，越容易吻合", 9)]
    [3, 7]
    """
    at = used = 0
    for piece in unbroken(line):
        size = cell_len(piece)
        if used > indent and used + size > width and not piece.isspace():
            yield at
            used = indent
        if size > width:
            for character in piece:
                if used + cell_len(character) > width:
                    yield at
                    used = indent
                at += 1
                used += cell_len(character)
            continue
        at += len(piece)
        used += size


def heading(text: str, width: int) -> str:
    r"""Return the heading of a column of numbers on lines no wider than its numbers where words allow it.

    >>> heading("from other zones", 6), heading("更优占比", 5), heading("90% 区间", 12)
    ('from\nother\nzones', '更优\n占比', '90% 区间')
    """
    lines: list[str] = []
    for word in re.sub(r" (?=\W )", "\N{NO-BREAK SPACE}", text).split(" "):
        parts = [word]
        if CHINESE.fullmatch(word) and cell_len(word) > max(width, 4) and len(word) % 2 == 0:
            parts = [word[at : at + 2] for at in range(0, len(word), 2)]
        for part in parts:
            joint = " " if part is parts[0] else ""
            room = max(width, NARROW) if part.isascii() else width
            if lines and cell_len(lines[-1]) + len(joint) + cell_len(part) <= room:
                lines[-1] += joint + part
            else:
                lines.append(part)
    return "\n".join(lines)


class FittedTable(Table):
    """A table with light lines whose numbers are never cut: words give way first, then columns go on below."""

    def __init__(self, headings: Sequence[str], **settings: Any) -> None:
        super().__init__(**settings)
        self.headings = list(headings)
        """Headings of the columns on one line, which those of numbers are broken from."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the table, or where it is too wide for the page, its columns in several, each with the first one."""
        whole = [max(widest(column), cell_len(name)) for column, name in zip(self.columns, self.headings, strict=True)]
        if sum(whole) + self.padding[1] * (len(whole) - 1) <= options.max_width:
            yield self.only(self.columns, options.max_width, self.headings)
            return
        for number, columns in enumerate(self.blocks(options.max_width)):
            if number:
                yield Text()
            yield self.only(columns, options.max_width)

    def blocks(self, width: int) -> list[list[Column]]:
        """Return the columns of the tables that this one is divided into at a width; all in one where they fit."""
        first, *others = self.columns
        groups: list[list[Column]] = [[first]]
        for column in others:
            if len(groups[-1]) > 1 and self.taken([*groups[-1], column]) > width:
                groups.append([first])
            groups[-1].append(column)
        return groups

    def taken(self, columns: Sequence[Column]) -> int:
        """Return the least width of some of the columns beside each other [cells]."""
        return sum(self.least(column) for column in columns) + self.padding[1] * (len(columns) - 1)

    def least(self, column: Column) -> int:
        """Return the least width of a column [cells]; the first one holds names."""
        return narrowest(column, NARROW_FIRST if column is self.columns[0] else NARROW)

    def only(self, columns: Sequence[Column], width: int, headings: Sequence[str] = ()) -> Table:
        """Return a table of some of the columns at a width: the widest give way first, none below its least.

        ``headings`` are those on one line, where there is room for them.
        """
        names = headings or [str(column.header) for column in columns]
        widths = [
            max(widest(column), *map(cell_len, name.split("\n"))) for column, name in zip(columns, names, strict=True)
        ]
        least = [self.least(column) for column in columns]
        excess = sum(widths) + self.padding[1] * (len(columns) - 1) - width
        while excess > 0 and any(now > low for now, low in zip(widths, least, strict=True)):
            at = max(range(len(widths)), key=lambda at: widths[at] if widths[at] > least[at] else 0)
            widths[at] -= 1
            excess -= 1
        table = Table(box=None, pad_edge=False, header_style=self.header_style, padding=self.padding,
                      show_header=self.show_header)  # fmt: skip
        for column, name, cells in zip(columns, names, widths, strict=True):
            table.add_column(name, justify=column.justify, no_wrap=column.no_wrap, overflow="fold", width=cells)
        for row in zip(*(column.cells for column in columns), strict=True):
            table.add_row(*row)
        return table


def widest(column: Column) -> int:
    """Return the width of a column in which no cell is broken [cells]."""
    return max((cell_len(part) for cell in [column.header, *column.cells] for part in lines_of(cell)), default=0)


def narrowest(column: Column, words: int = NARROW) -> int:
    """Return the least width of a column [cells]: of numbers all, of words the longest, or what ``words`` ask for."""
    cells = [part for cell in [column.header, *column.cells] for part in lines_of(cell)]
    if column.no_wrap:
        return max(map(cell_len, cells), default=0)
    longest = max((cell_len(word) for cell in cells for word in unbroken(cell)), default=0)
    return max(longest, min(max(map(cell_len, cells), default=0), words))


def lines_of(cell: Any) -> list[str]:
    """Return the lines of a cell as text."""
    text = cell.text if isinstance(cell, Paragraph) else cell
    return str(text).split("\n")


def fitted_table(
    columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[str | Text]], *, tight: bool = False
) -> FittedTable:
    """Return a table with a heading of (name, justification); ``tight`` leaves one space between columns, not two."""
    held = [list(row) for row in rows]
    table = FittedTable(
        [name for name, _ in columns],
        box=None,
        pad_edge=False,
        header_style="dim",
        padding=(0, 1 if tight else 2, 0, 0),
    )
    for at, (name, justify) in enumerate(columns):
        if justify == "right":
            width = max((cell_len(str(row[at])) for row in held), default=0)
            table.add_column(heading(name, width), justify="right", no_wrap=True, overflow="fold")
        else:
            table.add_column(name, justify="left", overflow="fold")
    for row in held:
        table.add_row(*(cell if columns[at][1] == "right" else Paragraph(cell) for at, cell in enumerate(row)))
    return table


class Terminal(Console):
    """A console that sets texts as paragraphs; brackets in them are no markup."""

    def print(self, *objects: Any, **settings: Any) -> None:
        """Print texts, tables and what else Rich knows."""
        super().print(*(Paragraph(thing) if isinstance(thing, (str, Text)) else thing for thing in objects), **settings)
