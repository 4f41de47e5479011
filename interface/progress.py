"""A bar of progress on a terminal: how much is done, how long it took, how long it will take."""

from __future__ import annotations

from typing import Any

from interface.words import WORDS, Language

SILENT_SECONDS = 2
"""A job that is done sooner shows no bar."""


def progress_bar(description: str, language: Language, total: int | None = None) -> Any:
    """Return a bar of tqdm on stderr, which is shown on a terminal alone and leaves nothing behind."""
    from tqdm import tqdm  # noqa: PLC0415  # a help text and a completion need none

    shape = WORDS["bar"][language == "zh"]
    return tqdm(total=total, desc=description, delay=SILENT_SECONDS, leave=False, disable=None, bar_format=shape)
