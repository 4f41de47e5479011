"""What is printed fits the terminal: no line too wide, no word and no number cut, Chinese broken as Chinese is."""

import io
import re

import pytest
from rich.cells import cell_len
from rich.text import Text
from typer.testing import CliRunner

from interface import tables
from interface.cli import main_app
from interface.terminal import FittedTable, Paragraph, Terminal, fitted_table, heading, line_ends, unbroken
from interface.words import WORDS, say

WIDTHS = (80, 100, 160)
COMMANDS = (
    "scenario list", "scenario show jimo", "scenario levers", "scenario levers fund_size", "evidence zones",
    "evidence show jimo.zone.fai_2020", "evidence list --zone jimo-etz", "evidence conflicts", "zone check weak-county",
    "sweep staff-fund-land --dry-run",
)  # fmt: skip
SIMULATED = {"zh": "compare no-reform jimo --money --draws 2", "en": "run jimo --draws 2"}


def printed(command, language, width, monkeypatch):
    """The lines of a command on a terminal of a width."""
    with io.StringIO() as written:
        monkeypatch.setattr(tables, "console", lambda: Terminal(width=width, file=written, highlight=False))
        done = CliRunner().invoke(main_app, [*command.split(), "--lang", language])
        assert done.exit_code == 0, done.output
        return written.getvalue().splitlines() or done.stdout.splitlines()


def tokens(lines):
    """Numbers and Latin words as they are read, in whatever place; times of the run are of the run."""
    return {
        t for t in re.findall(r"[A-Za-z0-9][\w.,%–+-]*", " ".join(lines), re.ASCII) if not re.fullmatch(r"[\d.]+", t)
    }


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_fits_every_terminal_and_cuts_no_word(command, language, monkeypatch):
    wide = tokens(printed(command, language, 400, monkeypatch))
    for width in WIDTHS:
        lines = printed(command, language, width, monkeypatch)
        assert max(map(cell_len, lines)) <= width
        assert len(wide - tokens(lines)) == 0, sorted(wide - tokens(lines))[:5]


@pytest.mark.slow
@pytest.mark.parametrize("language", SIMULATED)
def test_a_simulation_is_told_within_eighty_columns_and_cuts_no_number(language, monkeypatch):
    wide, narrow = (printed(SIMULATED[language], language, width, monkeypatch) for width in (400, 80))
    assert max(map(cell_len, narrow)) <= 80
    numbers = re.compile(r"(?<![\w.,])[+−-]?\d[\d,]*\.?\d*(?![\w.,])")
    seconds = re.compile(r"[\d.]+ (?:s\.|秒)")
    found = [set(numbers.findall(seconds.sub("", " ".join(lines)))) for lines in (wide, narrow)]
    assert found[0] == found[1]


def test_chinese_is_broken_anywhere_but_before_a_comma_or_after_a_bracket():
    line = "吻合：公开数据所容许的区间与 90% 区间有交集（区间越宽越容易吻合）；设定：按文本直接设定。"
    for width in range(8, 60):
        parts = [str(part) for part in Text(line).divide([*line_ends(line, width)])]
        assert "".join(parts) == line
        assert all(cell_len(part.rstrip()) <= width for part in parts)
        assert not [part for part in parts if part[0] in "，。；：）" or part.rstrip()[-1] == "（"]
        assert not [part for part in parts[:-1] if width > 20 and cell_len(part) < width - 8]


def test_a_word_and_a_number_stay_whole():
    assert unbroken("jimo.zone.fai_2020 为 1,080 亿元") == [
        "jimo.zone.fai_2020",
        " ",
        "为",
        " ",
        "1,080",
        " ",
        "亿",
        "元",
    ]


def test_lines_after_the_first_stand_under_the_words_and_keep_their_style():
    with io.StringIO() as written:
        out = Terminal(width=20, file=written, force_terminal=True, color_system="standard")
        out.print(Text("  the zone's own new projects", style="bold"))
        first, second = written.getvalue().splitlines()
    assert second.index("projects") > second.index("  ")
    assert "\x1b[1m" in first
    assert "\x1b[1m" in second


def test_brackets_are_text():
    with io.StringIO() as written:
        Terminal(width=60, file=written).print("land taken [mu], debt [bold]")
        assert written.getvalue() == "land taken [mu], debt [bold]\n"


@pytest.fixture
def wide_table():
    heads = [("outcome", "left"), *((f"{n} months", "right") for n in range(9)), ("verdict", "left")]
    return fitted_table(
        heads, [("projects in production", *["+1,234.5 – 2,345.6"] * 9, Text("better", style="bold"))] * 2
    )


def test_a_table_too_wide_goes_on_below_with_its_first_column(wide_table):
    blocks = wide_table.blocks(80)
    assert len(blocks) > 2
    names = [[str(column.header) for column in block] for block in blocks]
    assert all(name[0] == "outcome" for name in names)
    assert [one for name in names for one in name[1:]] == [str(column.header) for column in wide_table.columns[1:]]
    assert wide_table.blocks(400) == [wide_table.columns]


def test_no_number_of_a_table_is_cut_at_any_width(wide_table):
    for width in range(46, 200, 7):
        with io.StringIO() as written:
            Terminal(width=width, file=written).print(wide_table)
            text = written.getvalue()
        assert text.count("+1,234.5 – 2,345.6") == 18
        assert text.count("better") == 2
        assert max(map(cell_len, text.splitlines())) <= width


def test_a_table_of_rich_would_cut_them(wide_table):
    from rich.table import Table  # noqa: PLC0415

    plain = Table(box=None)
    for column in wide_table.columns:
        plain.add_column(column.header, justify=column.justify, overflow="fold")
    plain.add_row(*(cell.text if isinstance(cell, Paragraph) else cell for cell in
                    (next(iter(column.cells)) for column in wide_table.columns)))  # fmt: skip
    with io.StringIO() as written:
        Terminal(width=80, file=written).print(plain)
        assert "+1,234.5 – 2,345.6" not in written.getvalue()
    assert isinstance(wide_table, FittedTable)


def test_a_heading_is_broken_between_words_and_pairs_of_characters():
    assert heading("seen while searching", 8) == "seen\nwhile\nsearching"
    assert heading("(亿元)", 4) == "(亿元)"
    assert heading("模拟误差", 3) == "模拟\n误差"


def test_a_year_is_written_as_a_year(monkeypatch):
    lines = printed("evidence list --zone jimo-etz", "en", 160, monkeypatch)
    assert "2019" in next(line for line in lines if "pilot_year" in line).split()


def test_a_bar_tells_what_is_left_in_both_languages():
    assert all("{remaining}" in text and "{elapsed}" in text for text in WORDS["bar"])
    assert "剩余" in WORDS["bar"][1]


def test_a_judgement_is_told_as_one_in_chinese(monkeypatch):
    lines = printed("scenario show jimo", "zh", 100, monkeypatch)
    assert any(say("judged", "zh") in line for line in lines)
    assert not any("the texts give" in line for line in lines)
