"""What the tab key completes: names that ship, read off the folders and files that declare them, without the engine.

A shell waits for each answer, so nothing here parses YAML, imports numpy or loads a rule. A test holds every list to
the one that the commands themselves know.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from interface.sweeping import STORE

SCENARIOS = Path(__file__).resolve().parents[1] / "scenarios"
NAMED = re.compile(r"^\s*- id: ([\w.-]+)\s*$", re.MULTILINE)
"""An entry of a world or of the ledger."""

PROJECTS = ("signed", "started", "producing")
OUTCOMES = (
    *PROJECTS, "contracted", "realised", "arrived", "invested", "published_projects", "published_amount",
    "published_fai", "months_to_start", "months_to_production", "land_used", "land_recycled", "idle", "tax_per_mu",
    "tax_local", "staff_cost", "running_cost", "subsidies", "recycling_cost", "fund_money", "debt", "interest_cover",
    "distress",
    *(f"county.{name}" for name in (*PROJECTS, "tax_local", "idle", "debt", "distress", "takeover", "cost")),
    *(f"region.{name}" for name in PROJECTS),
)  # fmt: skip
"""The outcomes of `analysis.outcomes`, whose import takes longer than a reader waits; a test holds them to it."""

Names = Callable[[], Iterable[str]]


def files(folder: str) -> Names:
    """Return what names the YAML files of a folder of scenarios."""
    return lambda: (path.stem for path in (SCENARIOS / folder).glob("*.yaml"))


def zones() -> Iterable[str]:
    """Return the zones of all worlds that ship."""
    for path in (SCENARIOS / "worlds").glob("*.yaml"):
        yield from NAMED.findall(path.read_text(encoding="utf-8"))


def figures() -> Iterable[str]:
    """Return the published figures of the ledger."""
    for path in (SCENARIOS / "evidence").glob("*.yaml"):
        _, *entries = re.split(
            r"^(?:figures|derived):$", path.read_text(encoding="utf-8"), maxsplit=1, flags=re.MULTILINE
        )
        yield from (name for part in entries for name in NAMED.findall(part))


def levers() -> Iterable[str]:
    """Return the levers and packages of the catalogue."""
    yield from section("levers")
    yield from packages()


def packages() -> Iterable[str]:
    """Return the packages of the catalogue."""
    return section("packages")


def section(name: str) -> Iterable[str]:
    """Return the names under a heading of the catalogue of levers."""
    text = (SCENARIOS / "levers.yaml").read_text(encoding="utf-8")
    _, _, rest = text.partition(f"\n{name}:\n")
    return re.findall(r"^  (\w[\w-]*):", re.split(r"^\w", rest, maxsplit=1, flags=re.MULTILINE)[0], re.MULTILINE)


def terms(kind: str) -> Names:
    """Return what gives the names of a kind in the ledger's vocabulary."""

    def named() -> Iterable[str]:
        text = (SCENARIOS / "evidence" / "vocabulary.yaml").read_text(encoding="utf-8")
        _, _, rest = text.partition(f"\n{kind}:\n")
        return re.findall(r"^  ([\w-]+):", re.split(r"^\w", rest, maxsplit=1, flags=re.MULTILINE)[0], re.MULTILINE)

    return named


def settings() -> Iterable[str]:
    """Return beginnings of what ``--set`` may change: levers of zones."""
    return (f"levers.{zone}.{lever}=" for zone in sorted(set(zones())) for lever in section("levers"))


def batches() -> Iterable[str]:
    """Return the batches of the store in this folder."""
    return (path.parent.name for path in STORE.glob("*/manifest.json"))


COMPLETED: Mapping[tuple[str, str], Names] = {
    ("run", "scenario"): files("library"),
    ("run", "settings"): settings,
    ("compare", "base"): files("library"),
    ("compare", "options"): files("library"),
    ("compare", "zone"): zones,
    ("compare", "output"): lambda: OUTCOMES,
    ("explain", "scenario"): files("library"),
    ("explain", "zone"): zones,
    ("explain", "output"): lambda: OUTCOMES,
    ("robust", "options"): files("library"),
    ("robust", "zone"): zones,
    ("robust", "output"): lambda: OUTCOMES,
    ("rollout", "design"): files("rollouts"),
    ("sweep", "design"): files("designs"),
    ("sensitivity", "batch"): batches,
    ("scenario show", "name"): files("library"),
    ("scenario levers", "name"): levers,
    ("evidence show", "identifier"): figures,
    ("evidence list", "zone"): terms("zones"),
    ("evidence list", "indicator"): terms("indicators"),
    ("evidence list", "role"): lambda: ("input", "calibrate", "held_out", "plausibility_only"),
    ("zone run", "file"): files("my_zone/examples"),
    ("zone check", "file"): files("my_zone/examples"),
    **{(f"results {name}", "identifier"): batches for name in ("show", "verify", "export", "bundle", "answer")},
    ("results query", "batch"): batches,
    ("zone run", "package"): lambda: ("staff", "pay", "attraction", "approval", "land", "fund", "all"),
}
"""What gives the values of an argument or option, by command; those with a metavar such as en|zh need no entry."""


def names_for(command: str, parameter: str, metavar: str | None) -> Names | None:
    """Return what gives the values of a parameter; None where they are free, as numbers and files are."""
    if (command, parameter) in COMPLETED:
        return COMPLETED[command, parameter]
    choices = (metavar or "").split("|")
    if len(choices) > 1 and all(re.fullmatch(r"[\w-]+", choice) for choice in choices):
        return lambda: choices
    return None
