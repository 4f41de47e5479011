"""Draws of a posterior from its file: a NetCDF file that ArviZ and xarray open too, made by ``zonereform calibrate``.

A posterior holds for one version of the model. One that was made with other rules is refused, for its draws were
weighed by what those rules print.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from scenarios.strict_yaml import Place, ScenarioError, Source, shown
from scenarios.world_files import is_file
from sim.beliefs import PRIOR, Belief, Drawn, Kind
from sim.identity import model_version

REFERENCE = Path(__file__).resolve().parent.parent / "results" / "reference" / "posterior.nc"
"""The posterior that ships."""
REFERENCE_NAME = "reference"
PARTS = ("posterior", "attractiveness", "reading")
"""Prefixes of variables: parameters have none, the others stand before a dot."""
INSTEAD = "leave it out, or write prior: true, to draw from the priors"

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Posterior:
    """Draws of a posterior by number; past the last one they begin again, with luck of their own.

    ``values`` are parameters by name [draws], ``effects`` zones' attractiveness by id [draws], ``readings`` the number
    of the reading that holds, by its luck [draws]. ``about`` is what the file tells of how it was made.
    """

    path: Path
    digest: str
    values: Mapping[str, Array]
    effects: Mapping[str, Array]
    readings: Mapping[str, Array]
    about: Mapping[str, Any]
    kind: Kind = field(default="posterior", init=False)

    def __len__(self) -> int:
        """Return the number of draws."""
        return len(next(iter(self.values.values())))

    def draw(self, _seed: int, number: int) -> Drawn:
        """Return a draw by its number."""
        row = number % len(self)
        return Drawn(
            {name: float(column[row]) for name, column in self.values.items()},
            {zone: float(column[row]) for zone, column in self.effects.items()},
            {group: int(column[row]) for group, column in self.readings.items()},
        )


def load_posterior(path: Path | None = None) -> Posterior:
    """Return a posterior from its file, by default the one that ships; ScenarioError says why it cannot be used."""
    return _load(path or REFERENCE)


@lru_cache(maxsize=4)
def _load(path: Path) -> Posterior:
    import h5py  # noqa: PLC0415  # slow to load, and needed where a posterior is read alone

    try:
        with h5py.File(path) as file:
            about = json.loads(file.attrs["zonereform"])
            version, digest = str(about["model_version"]), str(about["digest"])
            columns = {name: np.asarray(data).ravel() for name, data in file["posterior"].items()}
            split = _split(columns)
    except FileNotFoundError as error:
        raise ScenarioError([f"{path}: there is no such posterior; zonereform calibrate makes one"]) from error
    except (OSError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise ScenarioError([f"{path}: not readable as a posterior: {error}"]) from error
    if version != model_version():
        raise ScenarioError([f"{path}: made with model version {version}, this is {model_version()}; calibrate again"])
    return Posterior(path, digest, split[""], split["attractiveness"], split["reading"], about)


def _split(columns: Mapping[str, Array]) -> dict[str, dict[str, Array]]:
    """Return variables by their prefix; ValueError where one is unknown, there is none, or they differ in length."""
    split: dict[str, dict[str, Array]] = {"": {}, "attractiveness": {}, "reading": {}}
    for name, column in columns.items():
        prefix, dot, rest = name.partition(".")
        if dot and prefix not in split:
            raise ValueError(f"it has a variable {name!r}, which is neither a parameter nor of a zone nor a reading")
        if name not in ("chain", "draw"):
            split[prefix if dot else ""][rest if dot else name] = column
    lengths = {len(column) for part in split.values() for column in part.values()}
    if not split[""] or len(lengths) != 1 or 0 in lengths:
        raise ValueError("it holds no draws of parameters, or not as many of each variable")
    return split


def default_belief() -> Belief:
    """Return the posterior that ships, or the priors where none does or the rules have changed since."""
    try:
        return load_posterior()
    except ScenarioError:
        return PRIOR


def read_posterior(source: Source, place: Place, name: str) -> Posterior | None:
    """Return a posterior that a file names, by name or by path; what keeps it from being read is noted."""
    path = REFERENCE if name == REFERENCE_NAME else source.path.parent / name
    if not is_file(path):
        source.refuse(
            place, f"found {shown(name)}; there is no such posterior; the one that ships is {REFERENCE_NAME}; {INSTEAD}"
        )
        return None
    try:
        return load_posterior(path)
    except ScenarioError as fault:
        source.refuse(place, f"found {shown(name)}; {fault.faults[0]}; {INSTEAD}")
        return None
