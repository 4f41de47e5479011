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

PACKAGES = ("numpy", "numba", "scipy", "pandas", "mesa", "pydantic", "PyYAML", "typer", "rich", "matplotlib", "altair")
CHINESE_FONTS = ("Noto Sans CJK", "Source Han Sans", "WenQuanYi", "SimHei", "Microsoft YaHei", "PingFang", "Heiti")
SHORT_MONTHS = 12


class Check(NamedTuple):
    """One thing examined: its name, whether it is in order, and what was found."""

    name: str
    ok: bool
    detail: str


def examine() -> list[Check]:
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
    return [_examined(name, examination) for name, examination in examinations.items()]


def _examined(name: str, examination: Callable[[], tuple[bool, str]]) -> Check:
    try:
        ok, detail = examination()
    except Exception as error:  # noqa: BLE001  # whatever is wrong is what the doctor is asked for
        return Check(name, False, f"{type(error).__name__}: {error}")
    return Check(name, ok, detail)


def _python() -> tuple[bool, str]:
    return sys.version_info >= (3, 12), f"{platform.python_version()} on {platform.machine()}, {os.cpu_count()} cores"


def _packages() -> tuple[bool, str]:
    return True, ", ".join(f"{name} {version(name)}" for name in PACKAGES)


def _engine() -> tuple[bool, str]:
    state = "compiled" if is_compiled() else "not compiled yet: the first run does it, once"
    return os.access(CACHE_FOLDER, os.W_OK), f"{state}; cache folder {CACHE_FOLDER.name}"


def _font() -> tuple[bool, str]:
    from matplotlib import font_manager  # noqa: PLC0415  # slow to import, and needed here alone

    names = {font.name for font in font_manager.fontManager.ttflist}
    found = sorted(name for name in names if name.startswith(CHINESE_FONTS))
    return True, found[0] if found else "none found: figures with Chinese text need one, e.g. Noto Sans CJK"


def _writing() -> tuple[bool, str]:
    with tempfile.TemporaryDirectory(dir=Path.cwd()):
        return True, "the current folder can be written"


def _ledger() -> tuple[bool, str]:
    from scenarios.evidence import load_ledger  # noqa: PLC0415

    return True, f"{len(load_ledger())} figures read"


def _short_run() -> tuple[bool, str]:
    from dataclasses import replace  # noqa: PLC0415

    from scenarios.load import load_scenario  # noqa: PLC0415
    from sim.build import digest, simulate  # noqa: PLC0415
    from sim.parameters import prior_medians  # noqa: PLC0415

    scenario = replace(load_scenario("no-reform"), months=SHORT_MONTHS)
    world = simulate(scenario, prior_medians(), 1)
    again = digest(simulate(scenario, prior_medians(), 1))
    worst = float(world.fault[0].worst)
    return digest(world) == again, f"{SHORT_MONTHS} months, every account balanced to {worst:.0e}, digest {again}"
