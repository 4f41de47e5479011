"""The language of a picture: Chinese where this machine can write it, else English and how to have a font."""

from __future__ import annotations

import shutil
import sys

from interface.words import Language, say

INSTALLERS = {
    "apt": "sudo apt install fonts-noto-cjk",
    "dnf": "sudo dnf install google-noto-sans-cjk-fonts",
    "pacman": "sudo pacman -S noto-fonts-cjk",
    "zypper": "sudo zypper install google-noto-sans-cjk-fonts",
    "apk": "sudo apk add font-noto-cjk",
    "brew": "brew install --cask font-noto-sans-cjk",
}
"""What installs Noto Sans CJK, by the program that does it."""


def how_to_get_font() -> str:
    """Return what to type on this machine for a Chinese font; the first way of the list where none is known here."""
    return next((line for program, line in INSTALLERS.items() if shutil.which(program)), INSTALLERS["apt"])


def language_with_font(language: Language, *, needed: bool = True) -> Language:
    """Return the language of a picture; Chinese without a font becomes English, and one line on stderr says so.

    ``needed`` is false of a drawing whose text stays text and finds its font where it is read.
    """
    if language == "en" or not needed:
        return language
    from analysis.figures import has_chinese_font  # noqa: PLC0415  # slow to look, and for pictures alone

    if has_chinese_font():
        return language
    print(say("no_font", language, how=how_to_get_font()), file=sys.stderr)
    return "en"
