"""Whether a batch is what it was: every byte, every run once, the digest; on request some of its runs, run again."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import TypeAdapter

from sim.build import simulate
from sim.chunks import FIRMS, ZONE_MONTH
from sim.identity import digest_of, model_version
from sim.specification import ScenarioSpecification
from sim.store.batch import HASH_LENGTH, SAMPLE, Batch, open_batch
from sim.store.errors import StoreError
from sim.store.files import sha256_of
from sim.store.manifest import MANIFEST, other_versions
from sim.store.tables import Numbers
from sim.streaming import recorded_digest


class Check(NamedTuple):
    """One thing examined: its name, whether it is in order, and what was found."""

    name: str
    ok: bool
    detail: str


def verify(folder: Path, rerun: int = 0) -> list[Check]:
    """Examine a batch and run up to ``rerun`` runs of its sample again; a check that fails does not stop the others."""
    try:
        batch = open_batch(folder)
    except StoreError as fault:
        return [Check(MANIFEST, False, str(fault))]
    checks = [Check(MANIFEST, True, f"{batch.manifest.state}, agrees with its own digest"), _version(batch)]
    checks += _check_files(batch)
    if all(check.ok for check in checks):  # numbers of a damaged file would only say so again
        checks += [_check_sample(batch), *_check_numbers(batch)]
        checks += [_kept(batch, table) for table in batch.manifest.keep]
        checks += list(_run_again(batch, rerun))
    return checks


def _version(batch: Batch) -> Check:
    made, here = batch.manifest.model_version, model_version()
    told = "the one that runs here" if made == here else f"here it is {here}: it can be read, not gone on with"
    return Check("model version", True, f"{made}, {told}")


def _check_files(batch: Batch) -> Iterator[Check]:
    """Compare every file with the SHA-256 in the manifest, chunks with that in their name."""
    for name, stored in batch.manifest.files.items():
        yield _compared(batch.folder / name, stored.sha256)
    for path in batch.unread:
        yield Check(path.name, False, "is no whole Parquet file; sweep --resume runs its runs again")
    for chunk in batch.chunks:
        for path in (chunk.runs, *chunk.companions):
            yield _compared(path, path.stem.rpartition("-")[2])


def _compared(path: Path, wanted: str) -> Check:
    if not path.is_file():
        return Check(path.name, False, "is missing")
    try:
        found = sha256_of(path)
    except OSError as error:
        return Check(path.name, False, f"cannot be read: {error.strerror or error}")
    if found[: len(wanted)] != wanted:
        return Check(
            path.name, False, f"is damaged: its SHA-256 is {found[:HASH_LENGTH]}…, was {wanted[:HASH_LENGTH]}…"
        )
    return Check(path.name, True, f"{path.stat().st_size:,} bytes as written")


def read_sample(batch: Batch) -> list[dict[str, Any]]:
    """Return the runs of a batch that are kept with all that they were given."""
    sample: list[dict[str, Any]] = json.loads((batch.folder / SAMPLE).read_text(encoding="utf-8"))
    return sample


def _check_sample(batch: Batch) -> Check:
    for run in read_sample(batch):
        given = [run["scenario"], run["values"], run["seed"], batch.manifest.model_version]
        if digest_of(given) != run["key"]:
            return Check("keys", False, f"run {run['number']} of {SAMPLE} has not the key of what it was given")
    return Check("keys", True, f"{len(read_sample(batch))} runs have the key of what they were given")


def _check_numbers(batch: Batch) -> Iterator[Check]:
    """Count the runs, each once and none lost, and hash the numbers again."""
    manifest = batch.manifest
    numbers, seen, twice = Numbers(), 0, 0
    last, failed = -1, 0
    try:
        for row in batch.rows():
            twice += row["number"] <= last
            seen, last = seen + 1, row["number"]
            if "error" in row:
                failed += 1
                numbers.add_failure(row["number"], row["key"])
            else:
                numbers.add_run(row["number"], row["key"], row["digest"], row["outputs"])
    except (pa.ArrowException, OSError, ValueError, KeyError) as error:
        yield Check("runs", False, " ".join(str(error).split()))
        return
    if manifest.state == "running":
        yield Check("runs", twice == 0, f"{seen} so far of {manifest.planned}; the sweep was cut off or goes on")
        return
    counted = (seen - failed, failed) == (manifest.done, manifest.failed)
    whole = manifest.state == "partial" or (seen == manifest.planned == last + 1)
    yield Check("runs", counted and whole and not twice, f"{seen} of {manifest.planned}, each once; {failed} failed")
    yield Check("digest", numbers.digest == manifest.digest, f"{numbers.digest}; written: {manifest.digest}")


def _kept(batch: Batch, table: str) -> Check:
    """Tell whether a kept table speaks of the runs that are there, and of no other."""
    runs = {row["number"] for row in batch.rows() if "error" not in row}
    found: set[int] = set()
    for file in batch.files(table):
        with pq.ParquetFile(file) as opened:
            for part in opened.iter_batches(columns=["number"]):
                found |= set(part.column(0).unique().to_pylist())
    # A run in which no firm ever joined has no row of firms.
    good = found == runs if table == ZONE_MONTH else found <= runs
    return Check(table, good, f"{len(found)} runs" + (" have firms" if table == FIRMS else ""))


def _run_again(batch: Batch, rerun: int) -> Iterator[Check]:
    """Run some runs again from the inputs that lie beside them, and compare the hashes of all that they recorded."""
    if not rerun:
        return
    if batch.manifest.model_version != model_version():
        made = batch.manifest.model_version
        yield Check(
            "run again", False, f"made with model version {made}, this is {model_version()}: nothing to compare"
        )
        return
    stored = {row["number"]: row["digest"] for row in batch.rows() if "error" not in row}
    read_scenario = TypeAdapter(ScenarioSpecification)
    runs = [run for run in read_sample(batch) if run["number"] in stored][:rerun]
    if not runs:
        yield Check("run again", False, f"none of the runs of {SAMPLE} is stored yet")
    other = other_versions(batch.manifest)
    for run in runs:
        world = simulate(read_scenario.validate_python(run["scenario"]), run["values"], run["seed"])
        found, wanted = recorded_digest(world), stored[run["number"]]
        why = f"; made with {', '.join(other)}" if found != wanted and other else ""
        yield Check(f"run {run['number']} again", found == wanted, f"{found}; stored: {wanted}{why}")
