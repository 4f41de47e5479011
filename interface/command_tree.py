"""The tree of commands as it is run: its help in the language asked for, and the script of its completion."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from interface.words import Language, language_of_locale, say
from interface.words_of_help import HELP_ZH

PROGRAM = "zonereform"
ASKS_COMPLETION = "_ZONEREFORM_COMPLETE"
"""What a shell sets where it asks for completions instead of running a command."""
SHELLS = ("bash", "zsh", "fish")


def command_for(app: typer.Typer, arguments: Sequence[str]) -> Any:
    """Return the command of an application, its help in the language of ``arguments``."""
    root = get_command(app)
    language = language_of(arguments)
    for path, command in commands_of(root):
        if language == "zh":
            speak_chinese(command)
        for parameter in command.params:
            if parameter.name == "lang" and path and "lang" in given_to_all(arguments, root):
                parameter.default = language  # what is asked of the whole holds for every command
    return root


def commands_of(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every command with its words, groups too."""
    yield path, command
    if isinstance(command, TyperGroup):
        for name, below in command.commands.items():
            yield from commands_of(below, (*path, name))


def language_of(arguments: Sequence[str]) -> Language:
    """Return the language that a command line asks for, else that of the locale.

    >>> language_of(["run", "--lang", "zh", "--help"]), language_of(["--lang=en"])
    ('zh', 'en')
    """
    for at, argument in enumerate(arguments):
        name, sign, value = argument.partition("=")
        found = value if sign else next(iter(arguments[at + 1 :]), "")
        if name == "--lang" and found in ("en", "zh"):
            return "zh" if found == "zh" else "en"
    return language_of_locale()


def given_to_all(arguments: Sequence[str], root: Any) -> set[str]:
    """Return whether a language stands before the first command, and so holds for all."""
    first = next((at for at, argument in enumerate(arguments) if argument in root.commands), len(arguments))
    return {"lang"} if any(argument.partition("=")[0] == "--lang" for argument in arguments[:first]) else set()


def speak_chinese(command: Any) -> None:
    """Turn the help of a command and of its parameters into Chinese; what has none stays as it is."""
    command.help = in_chinese(command.help)
    command.rich_help_panel = say("help_commands", "zh")
    for parameter in (*command.params, command.get_help_option(typer.Context(command))):
        parameter.help = in_chinese(parameter.help)
        parameter.rich_help_panel = say(f"help_{parameter.param_type_name}s", "zh")


def in_chinese(text: str | None) -> str | None:
    """Return a help text in Chinese, its example as it is."""
    if not text:
        return text
    first, gap, rest = text.partition("\n\n")
    told = re.sub(
        r"(?<=[，；：。、）])(?=[^，；：。、）])", " ", HELP_ZH.get(first, first)
    )  # Rich breaks lines at spaces alone
    return told + gap + rest.replace("Example: ", say("help_example", "zh"))


def completion_script(shell: str) -> str:
    """Return what a shell reads so that it asks this program for completions."""
    from typer.completion import get_completion_script  # type: ignore[attr-defined]  # noqa: PLC0415

    return str(get_completion_script(prog_name=PROGRAM, complete_var=ASKS_COMPLETION, shell=shell))
