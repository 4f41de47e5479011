"""What all commands share: their common options, how they print JSON, and how they refuse."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from interface.words import Language, language_of_locale

Lang = Annotated[str, typer.Option("--lang", help="en or zh; from the locale where not given.", metavar="en|zh")]
LangOfAll = Annotated[
    str,
    typer.Option(
        "--lang",
        help="Language of help and of every command, en or zh; from the locale where not given.",
        metavar="en|zh",
    ),
]
FromPriors = Annotated[
    bool, typer.Option("--prior", help="Draw parameters from the priors, not from the posterior that ships.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout and nothing else there.")]


def chosen(lang: str) -> Language:
    """Return the language asked for, else that of the locale; anything else is refused."""
    if lang in ("en", "zh"):
        return "zh" if lang == "zh" else "en"
    if lang == "":
        return language_of_locale()
    raise typer.BadParameter(f"found {lang!r}; allowed: en, zh", param_hint="--lang")


def print_json(document: Any) -> None:
    """Print one JSON document; numbers that are not finite may not get here."""
    typer.echo(json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False))


def refuse_existing(path: Path, endings: tuple[str, ...] = ()) -> None:
    """Refuse a path that is already there, or of another ending: nothing is overwritten."""
    if path.exists():
        raise typer.BadParameter(f"{path} exists; name a new one")
    if not path.absolute().parent.is_dir():
        raise typer.BadParameter(f"{path.absolute().parent} is no folder")
    if endings and path.suffix not in endings:
        raise typer.BadParameter(f"found {path.suffix or 'no ending'}; allowed: {', '.join(endings)}")


def refuse_unknown(option: str, found: str | None, known: Iterable[str]) -> None:
    """Refuse a value that is not known, with the nearest that is."""
    names = sorted(known)
    if found is not None and found not in names:
        nearest = difflib.get_close_matches(found, names, n=1, cutoff=0.0)
        raise typer.BadParameter(f"found {found!r}; the nearest known one is {nearest[0]!r}", param_hint=option)
