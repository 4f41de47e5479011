"""Examines the installation: what is there, what is missing, and whether a short run balances."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from agents.compiled import CACHE_FOLDER, is_compiled
from interface.fonts import how_to_get_font
from interface.words import Language, say

PACKAGES = ("numpy", "numba", "scipy", "pandas", "mesa", "pydantic", "PyYAML", "typer", "rich", "matplotlib", "altair")
SHORT_MONTHS = 12


class Check(NamedTuple):
    """One thing examined: its name, whether it is in order, and what was found."""

    name: str
    ok: bool
    detail: str


def examine(language: Language = "en") -> list[Check]:
    """Examine everything; a check that fails says what was found and does not stop the others."""
    examinations = {
        "python": _python,
        "packages": _packages,
        "compiled engine": _engine,
        "Chinese font": _font,
        "write access": _writing,
        "evidence ledger": _ledger,
        "short run": _short_run,
    }
    return [_examined(name, examination, language) for name, examination in examinations.items()]


def _examined(name: str, examination: Callable[[Language], tuple[bool, str]], language: Language) -> Check:
    try:
        ok, detail = examination(language)
    except Exception as error:  # noqa: BLE001  # whatever is wrong is what the doctor is asked for
        return Check(name, False, f"{type(error).__name__}: {error}")
    return Check(name, ok, detail)


def _python(language: Language) -> tuple[bool, str]:
    return sys.version_info >= (3, 12), say(
        "doctor_machine", language, python=platform.python_version(), machine=platform.machine(), cores=os.cpu_count()
    )


def _packages(language: Language) -> tuple[bool, str]:
    del language
    return True, ", ".join(f"{name} {version(name)}" for name in PACKAGES)


def _engine(language: Language) -> tuple[bool, str]:
    state = say("doctor_compiled" if is_compiled() else "doctor_not_compiled", language)
    return os.access(CACHE_FOLDER, os.W_OK), say("doctor_cache", language, state=state, folder=CACHE_FOLDER.name)


def _font(language: Language) -> tuple[bool, str]:
    from analysis.figures import chinese_font  # noqa: PLC0415  # slow to look

    return True, chinese_font() or say("no_font_found", language, how=how_to_get_font())


def _writing(language: Language) -> tuple[bool, str]:
    with tempfile.TemporaryDirectory(dir=Path.cwd()):
        return True, say("doctor_writes", language)


def _ledger(language: Language) -> tuple[bool, str]:
    from scenarios.evidence import load_ledger  # noqa: PLC0415

    return True, say("doctor_figures", language, figures=len(load_ledger()))


def _short_run(language: Language) -> tuple[bool, str]:
    from dataclasses import replace  # noqa: PLC0415

    from scenarios.load import load_scenario  # noqa: PLC0415
    from sim.build import digest, simulate  # noqa: PLC0415
    from sim.parameters import prior_medians  # noqa: PLC0415

    scenario = replace(load_scenario("no-reform"), months=SHORT_MONTHS)
    world = simulate(scenario, prior_medians(), 1)
    again = digest(simulate(scenario, prior_medians(), 1))
    worst = float(world.fault[0].worst)
    return digest(world) == again, say("doctor_run", language, months=SHORT_MONTHS, worst=f"{worst:.0e}", digest=again)
