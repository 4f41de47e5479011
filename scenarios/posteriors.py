"""Draws of the parameters from a posterior: named by scenarios and designs, and refused as long as there is none."""

from __future__ import annotations

from scenarios.strict_yaml import Place, Source, shown
from scenarios.world_files import is_file

INSTEAD = "leave it out, or write prior: true, to draw from the priors"


def refuse_posterior(source: Source, place: Place, name: str) -> None:
    """Refuse a posterior, by name or by path: no file of that name, or one that this version cannot read."""
    path = source.path.parent / name
    if not is_file(path) and not path.is_dir():
        source.refuse(place, f"found {shown(name)}; there is no such posterior; {INSTEAD}")
        return
    source.refuse(place, f"found {shown(name)}; this version reads no posterior; {INSTEAD}")
