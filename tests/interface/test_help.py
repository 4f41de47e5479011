"""Every command has help with an example, in English and in Chinese, whole at eighty columns; refusals speak both."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from interface.cli import main_app
from interface.command_tree import command_for, commands_of, language_of
from interface.words_of_help import HELP_ZH
from interface.words_of_refusals import refusal_in_chinese

PROGRAM = Path(sys.executable).with_name("zonereform")
TREE = list(commands_of(command_for(main_app, ())))
GROUPS = {path for path, command in TREE if hasattr(command, "commands")} - {()}


def shown(*arguments, **surroundings):
    """The help of a command at eighty columns."""
    known = {**os.environ, "COLUMNS": "80", "TERMINAL_WIDTH": "80", **surroundings}
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=True, env=known).stdout


def test_every_command_has_an_example_and_every_parameter_is_explained():
    for path, command in TREE:
        if path not in GROUPS:
            assert "Example: " in command.help, path
        for parameter in command.params:
            assert parameter.help, (path, parameter.name)


def test_every_help_text_has_its_chinese_and_no_other_is_kept():
    said = {text.partition("\n\n")[0] for _, command in TREE
            for text in (command.help, *(parameter.help for parameter in command.params))}  # fmt: skip
    assert said <= HELP_ZH.keys()
    assert HELP_ZH.keys() - said == {"Show this message and exit."}


@pytest.mark.parametrize("path", [path for path, _ in TREE], ids=" ".join)
def test_chinese_help_is_whole_at_eighty_columns(path, monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "80")
    command_for(main_app, ["--lang", "zh"])([*path, "--help"], prog_name="zonereform", standalone_mode=False)
    text = capsys.readouterr().out
    assert max(map(cell_len, text.splitlines())) <= 80
    assert "…" not in text
    assert "选项" in text
    assert "─ Options" not in text
    assert "显示本帮助后退出" in text


def test_the_language_of_help_is_asked_for_anywhere_in_the_line():
    for line in (("run", "--help", "--lang", "zh"), ("--lang", "zh", "run", "--help"), ("--lang=zh", "run", "--help")):
        assert "模拟一个情景" in shown(*line)
    assert "Simulate a scenario" in shown("run", "--help", "--lang", "en", LC_ALL="zh_CN.UTF-8")
    assert language_of(["--lang", "fr"]) == language_of([])


def test_a_language_before_the_command_holds_for_it():
    assert "关注对象" in shown("--lang", "zh", "scenario", "list")
    assert "关注对象" not in shown("--lang", "zh", "scenario", "list", "--lang", "en")


@pytest.mark.parametrize(
    ("line", "chinese"),
    [
        ("run --drws 3", "没有选项 --drws，是否为 --draws"),
        ("run --draws many", "--draws：须为整数"),
        ("run --draws 0", "--draws：不得小于 1"),
        ("rnu", "没有命令 rnu，是否为 run"),
        ("evidence show", "缺少 ID"),
        ("scenario list extra", "多余的内容：extra"),
        ("run --lang fr", "--lang：填写为 'fr'；可填 en, zh"),
        ("evidence list --zone jimo-ezt", "--zone：填写为 'jimo-ezt'；最接近的是 'jimo-etz'"),
        ("compare jimo", "ALT：除 jimo 外未给出方案，请至少给出一个"),
        ("explain --headline --selection", "--levers, --headline, --selection 只能给出其一"),
        ("robust --posts 3", "--budget：给出了限额而未加 --search，请加上"),
        ("compare --date 2019", "--date：填写为 '2019'；可填月份，如 2019-01"),
        ("sweep staff-fund-land --processes --dask x", "--dask：--processes 与 --dask 只能给出其一"),
    ],
)
def test_a_refusal_is_chinese_where_chinese_is_asked_for(line, chinese):
    done = subprocess.run([PROGRAM, "--lang", "zh", *line.split()], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip() == chinese


def test_what_is_not_known_of_a_refusal_stays_as_it_is():
    assert refusal_in_chinese("mine.yaml:4: title: given twice") == "mine.yaml:4: title: given twice"
