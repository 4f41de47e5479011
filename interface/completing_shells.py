"""What a shell gets for the tab key: found along the tree of commands, without parsing what was typed before.

Typer would parse the whole line first and load a validator for that, which takes longer than the rest together.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from interface.completing import names_for


class Candidate(NamedTuple):
    """One completion, and what it is in a few words."""

    value: str
    about: str = ""


def answered(root: Any, surroundings: Mapping[str, str], instruction: str) -> tuple[str, int]:
    """Return what a shell's script reads, and the exit status that fish asks for; other shells get nothing, and 1.

    ``instruction`` is ``complete_`` and the name of the shell, ``surroundings`` hold the line so far, as the scripts of
    typer hand them over.
    """
    shell = instruction.removeprefix("complete_")
    if shell == "bash":
        words = surroundings.get("COMP_WORDS", "").split("\n")
        at = int(surroundings.get("COMP_CWORD", "0"))
        words = words if len(words) > 1 else words[0].split(" ")
        before, incomplete = words[1:at], words[at] if at < len(words) else ""
        return "\n".join(found.value for found in candidates(root, before, incomplete)), 0
    if shell not in ("zsh", "fish"):
        return "", 1
    line = surroundings.get("_TYPER_COMPLETE_ARGS", "")
    words = split(line)[1:]
    incomplete = words.pop() if words and not line.endswith(" ") else ""
    found = candidates(root, words, incomplete)
    if shell == "zsh":
        return ("_arguments '*: :((" + "\n".join(map(for_zsh, found)) + "))'") if found else "_files", 0
    if surroundings.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args":
        return "", 0 if found else 1
    return "\n".join(f"{one.value}\t{one.about}".rstrip("\t") for one in found), 0


def split(line: str) -> list[str]:
    """Return the words of a line that need not be whole.

    >>> split("zonereform run 'my fi")
    ['zonereform', 'run', 'my fi']
    """
    for ending in ("", "'", '"'):
        try:
            return shlex.split(line + ending)
        except ValueError:
            continue
    return line.split()


def for_zsh(found: Candidate) -> str:
    """Return a candidate as zsh's ``_arguments`` reads it, inside single quotes."""
    value, about = (
        text.replace("\\", "").replace('"', '""').replace("'", "''").replace("$", r"\$").replace("`", r"\`")
        .replace(":", r"\\:")
        for text in found
    )  # fmt: skip
    return f'"{value}":"{about}"' if about else f'"{value}"'


def candidates(root: Any, before: Sequence[str], incomplete: str) -> list[Candidate]:
    """Return what may stand at the end of a line: a value of an option, an option, a command, or an argument."""
    command, path, given, waiting = root, [], 0, None
    for word in before:
        if word == "=":  # bash takes a sign of equality for a word
            continue
        if waiting is not None:
            waiting = None
        elif word.startswith("-"):
            option = option_named(command, word)
            waiting = option if option is not None and not option.is_flag else None
        elif word in getattr(command, "commands", {}):
            command, given = command.commands[word], 0
            path.append(word)
        else:
            given += 1
    name, sign, value = incomplete.partition("=")
    if incomplete == "=" and waiting is not None:
        return values(path, waiting, "")
    if waiting is None and name.startswith("-") and sign and (option := option_named(command, name)) is not None:
        return [Candidate(f"{name}={one.value}") for one in values(path, option, value)]
    if waiting is not None:
        return values(path, waiting, incomplete)
    if incomplete.startswith("-"):
        options = (parameter for parameter in command.params if parameter.param_type_name == "option")
        named = [*(Candidate(option.opts[-1], summary(option.help)) for option in options), Candidate("--help")]
        return [one for one in named if one.value.startswith(incomplete)]
    if hasattr(command, "commands"):
        return [Candidate(n, summary(c.help)) for n, c in command.commands.items() if n.startswith(incomplete)]
    arguments = [parameter for parameter in command.params if parameter.param_type_name == "argument"]
    if arguments and (given < len(arguments) or arguments[-1].nargs == -1):
        return values(path, arguments[min(given, len(arguments) - 1)], incomplete)
    return []


def option_named(command: Any, word: str) -> Any:
    """Return an option of a command by what was typed; None where it has none of that name."""
    return next((option for option in command.params if word in option.opts), None)


def values(path: Sequence[str], parameter: Any, incomplete: str) -> list[Candidate]:
    """Return the values of a parameter that begin as typed."""
    names = names_for(" ".join(path), parameter.name, parameter.metavar)
    found = {name for name in names() if name.startswith(incomplete)} if names else set()
    return [Candidate(name) for name in sorted(found)]


def summary(text: str | None) -> str:
    """Return the first line of a help text."""
    return (text or "").partition("\n")[0]
