"""Reads world files: zones by id, with published facts by figure id and the rest left to priors."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from agents.industries import INDUSTRY_NAMES
from scenarios.forms import read_form
from scenarios.schema import WorldFile, WorldZone
from scenarios.strict_yaml import Place, ScenarioError, Source, nearest, read_source, shown, unknown
from scenarios.values import KNOWN_NAMES, endowment_range, number_of
from sim.specification import WorldSpecification, ZoneSpecification

PLATFORM_BOOKS = {"platform_debt", "platform_due", "platform_cash", "plant", "occupancy"}
WORLDS = Path(__file__).with_name("worlds")
"""The folder of the worlds that ship."""


def list_worlds(folder: Path = WORLDS) -> list[str]:
    """Return the names of the worlds that ship."""
    return sorted(path.stem for path in folder.glob("*.yaml"))


def find_file(name: str, folder: Path, beside: Path | None = None) -> Path | None:
    """Return the file of a name in a folder, or of a path; a relative path starts from ``beside`` where given."""
    if name.endswith((".yaml", ".yml")) or "/" in name or "\\" in name:
        path = Path(name)
        return path if path.is_absolute() or beside is None else beside / path
    path = folder / f"{name}.yaml"
    return path if name in {found.stem for found in folder.glob("*.yaml")} else None


def is_file(path: Path) -> bool:
    """Tell whether a path leads to a file; a path that cannot lead anywhere leads to none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def name_of(path: Path) -> str:
    """Return how a file is called in messages: shipped ones by folder and name, others by their path."""
    shipped = path.parent.parent == Path(__file__).parent
    return f"{path.parent.name}/{path.name}" if shipped else str(path)


def load_world(name: str | Path) -> WorldSpecification:
    """Return a world by name, or from a file by path; faults raise ScenarioError, one line each."""
    path = name if isinstance(name, Path) else find_file(name, WORLDS)
    if path is None:
        raise ScenarioError([f"world: {unknown('world', name, list_worlds())}"])
    source = read_source(path, name_of(path))
    world = read_world(source)
    if world is None or source.faults:
        raise ScenarioError(source.faults)
    return world


def read_world(source: Source) -> WorldSpecification | None:
    """Return the world that a file describes as far as it can be read, noting every fault."""
    form = read_form(source, WorldFile)
    if form is None:
        return None
    _check_ids(source, form.zones)
    zones = [_read_zone(source, ("zones", row), zone) for row, zone in enumerate(form.zones) if zone.model_fields_set]
    return WorldSpecification(form.name, form.prospects_per_month, tuple(zones), form.synthetic)


def _read_zone(source: Source, place: Place, zone: WorldZone) -> ZoneSpecification:
    for number, industry in enumerate(zone.leading):
        if industry not in INDUSTRY_NAMES:
            source.refuse((*place, "leading", number), unknown("industry", industry, INDUSTRY_NAMES))
    known: dict[str, float] = {}
    sources: dict[str, str] = {}
    for name, given in zone.known.items():
        inner = (*place, "known", name)
        if name not in KNOWN_NAMES:
            source.refuse(inner, f"found an unknown key; allowed {', '.join(KNOWN_NAMES)}{nearest(name, KNOWN_NAMES)}")
            continue
        if name in PLATFORM_BOOKS and (zone.platform_of is not None or not zone.platform):
            source.refuse(
                inner, "found in a zone without a platform company of its own; such numbers belong to its owner"
            )
            continue
        found = number_of(source, inner, given, endowment_range(name))
        if found is not None:
            known[name], sources[name] = found
    return ZoneSpecification(
        id=zone.id,
        name=zone.name,
        name_zh=zone.name_zh,
        city=zone.city,
        district=zone.district,
        leading=tuple(zone.leading),
        nest=zone.nest,
        office=zone.office,
        platform=zone.platform,
        platform_of=zone.platform_of,
        known=known,
        sources=sources,
        weight=zone.weight,
    )


def _check_ids(source: Source, zones: Sequence[WorldZone]) -> None:
    """Refuse ids that stand twice, and platforms that are shared with a zone that owns none or by a third zone."""
    ids = [zone.id if zone.model_fields_set else "" for zone in zones]
    owners = {zone.id for zone in zones if zone.model_fields_set and zone.platform and zone.platform_of is None}
    taken: dict[str, str] = {}
    for row, zone in enumerate(zones):
        if not zone.model_fields_set:
            continue
        if zone.id in ids[:row]:
            source.refuse(("zones", row, "id"), f"found {shown(zone.id)} a second time; an id names one zone")
            continue
        owner = zone.platform_of
        if owner is None:
            continue
        place = ("zones", row, "platform_of")
        if owner not in ids:
            source.refuse(place, unknown("zone", owner, ids))
        elif owner not in owners or owner == zone.id:
            source.refuse(place, f"found {shown(owner)}, which has no platform company of its own to share")
        elif owner in taken:
            source.refuse(place, f"found {shown(owner)}, shared by {taken[owner]} already; a platform serves two zones")
        else:
            taken[owner] = zone.id
