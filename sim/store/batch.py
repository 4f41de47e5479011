"""One batch of the store: a folder named by what was asked, filled chunk by chunk, finished into one file a table.

While runs come in, each chunk is a file of its own under ``chunks/``. Its name holds its numbers and the hash of its
bytes, so that what is there can be trusted without any list. The file of runs is written last of a chunk and names
its companions. In the end the chunks become one file a table, and the manifest, replaced in one step, says that those
count.
"""

import hashlib
import json
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from agents.randomness import GENERATOR_VERSION
from sim.chunks import ChunkResult, Failure, Span, Task
from sim.identity import all_values, canonical, digest_of, outputs_version, plain_scenario, run_key
from sim.plan import Plan, PlannedRun
from sim.store.errors import StoreError, WrongRequestError
from sim.store.files import UNFINISHED, sha256_of, sweep_up, telling, write_bytes, write_whole
from sim.store.manifest import MANIFEST, Manifest, StoredFile, other_versions, read_manifest, versions_here
from sim.store.tables import (
    COMPRESSION,
    KEPT_SCHEMAS,
    KEPT_TABLE_MAKERS,
    ROWS_AT_ONCE,
    RUNS,
    Numbers,
    check_names,
    first_points,
    parquet_bytes,
    runs_schema,
    runs_table,
)

CHUNKS = "chunks"
FAILURES = "failures"
SAMPLE = "sample.json"
DESIGN = "design.yaml"
ID_LENGTH = 12
HASH_LENGTH = 16
LOOKED_AT = 64
"""Runs of a plan that its fingerprint looks at; a chunk that is gone on from is checked against a few of its own."""
CHECKED_OF_CHUNK = 8
SAMPLE_RUNS = 16
CHUNK_NAME = re.compile(rf"(\w+)-(\d{{8,}})-(\d{{8,}})-([0-9a-f]{{{HASH_LENGTH}}})\.(parquet|jsonl)")
COMPANIONS = b"companions"


class Asked(NamedTuple):
    """What a batch is made from: the task, the plan's own description, and the text of the design if there is one."""

    task: Task
    description: dict[str, Any]
    fingerprint: tuple[str, ...]
    identifier: str
    sample: list[dict[str, Any]]
    looked_at: tuple[PlannedRun, ...]
    design: bytes | None = None


def spread(count: int, of: int, salt: str = "") -> list[int]:
    """Return up to ``count`` numbers below ``of`` in order: the first, the last, and others that follow no pattern."""
    inner = (int(hashlib.sha256(f"{salt}{step}".encode()).hexdigest(), 16) % of for step in range(count - 2))
    return sorted({0, of - 1, *inner}) if of else []


def ask(task: Task, design: bytes | None = None) -> Asked:
    """Return what a batch of these runs is made from; its identifier is a hash of all that its numbers follow from."""
    runs = {number: task.plan.run(number) for number in spread(LOOKED_AT, len(task.plan))}
    if not runs:
        raise WrongRequestError(f"the design {task.plan.name} holds no run")
    keys = {number: run_key(run) for number, run in runs.items()}
    description = json.loads(canonical(task.plan.describe()))
    outputs = [[list(output) for output in task.measure.outputs], outputs_version()]
    whole = [description, list(keys.values()), outputs, list(task.keep), task.version]
    sample = [
        {
            "number": number,
            "key": keys[number],
            "seed": int(runs[number].seed),
            "values": all_values(runs[number]),
            "scenario": plain_scenario(runs[number].scenario),
        }
        for number in list(runs)[:: max(1, len(runs) // SAMPLE_RUNS)]
    ]
    return Asked(
        task, description, tuple(keys.values()), digest_of(whole, ID_LENGTH), sample, tuple(runs.values()), design
    )


@dataclass(frozen=True)
class Chunk:
    """A chunk on disk: its runs, its file of runs, and the files that belong to it."""

    span: Span
    runs: Path
    companions: tuple[Path, ...] = ()


@dataclass
class Batch:
    """A batch and the chunks that it holds whole."""

    folder: Path
    manifest: Manifest
    chunks: list[Chunk] = field(default_factory=list)
    unread: list[Path] = field(default_factory=list)
    """Chunks that cannot be read at all."""
    mended: list[str] = field(default_factory=list)
    """Names of chunks that were found damaged and set aside."""

    @property
    def complete(self) -> bool:
        """Tell whether every run of the plan is there."""
        return self.manifest.state == "complete"

    def missing(self, last: int) -> list[Span]:
        """Return the numbers below ``last`` that are not there, as spans in order."""
        if self.complete:
            return []
        spans, at = [], 0
        for chunk in self.chunks:
            if chunk.span.first > at:
                spans.append(Span(at, min(last, chunk.span.first)))
            at = max(at, chunk.span.last)
        spans.append(Span(at, last))
        return [span for span in spans if span.runs > 0]

    def files(self, table: str) -> list[Path]:
        """Return the files that together hold a table, in order of run."""
        if self.complete:
            name = table_file(table)
            return [self.folder / name] if name in self.manifest.files else []
        if table == RUNS:
            return [chunk.runs for chunk in self.chunks]
        return [file for chunk in self.chunks for file in chunk.companions if file.name.startswith(f"{table}-")]

    def refuse_damaged(self) -> None:
        """Refuse a batch that lacks a file or has one that was cut; a byte that was changed is found by `verify`."""
        for path in self.unread:
            raise StoreError(f"{path} is damaged: it is no whole Parquet file; sweep --resume runs its runs again")
        named = self.manifest.files if self.complete else {}
        for name, stored in named.items():
            path = self.folder / name
            found = path.stat().st_size if path.is_file() else None
            if found != stored.bytes:
                state = "missing" if found is None else f"{found} bytes long, was {stored.bytes}"
                raise StoreError(f"{path} is damaged: {state}; `results verify {self.manifest.id}` tells all")

    def schema(self, table: str) -> pa.Schema:
        """Return the columns of a table."""
        if table == RUNS:
            return runs_schema(self.manifest.points, self.manifest.outputs)
        return KEPT_SCHEMAS[table]

    def failures(self) -> Iterator[dict[str, Any]]:
        """Yield the runs that failed, in order of number, with what they were given."""
        for file in self.files(FAILURES):
            with file.open(encoding="utf-8") as lines:
                yield from map(json.loads, lines)

    def add(self, result: ChunkResult) -> None:
        """Store a chunk: whole, or not at all."""
        if any(chunk.span.first < result.span.last and result.span.first < chunk.span.last for chunk in self.chunks):
            raise StoreError(f"{self.folder}: runs {result.span.first} to {result.span.last - 1} are already stored")
        folder = self.folder / CHUNKS
        with telling(self.folder):
            folder.mkdir(exist_ok=True)
        companions = [
            _write_chunk(folder, table, result.span, parquet_bytes(KEPT_TABLE_MAKERS[table](result.records)))
            for table in self.manifest.keep
        ]
        if result.failures:
            companions.append(_write_chunk(folder, FAILURES, result.span, _lines(result.failures), "jsonl"))
        table = runs_table(result.records, self.manifest.points, self.manifest.outputs)
        named = {COMPANIONS: json.dumps([file.name for file in companions]).encode()}
        runs = _write_chunk(folder, RUNS, result.span, parquet_bytes(table.replace_schema_metadata(named)))
        self.chunks.append(Chunk(result.span, runs, tuple(companions)))
        self.chunks.sort(key=lambda chunk: chunk.span)

    def close(self, wall_seconds: float) -> None:
        """Count what is there; once all of it is, put the chunks of each table into one file."""
        if not self.complete:
            self.chunks, self.unread = list_chunks(self.folder)  # a stop may have come between writing and noting one
        numbers, seeds, done, failed = Numbers(), hashlib.sha256(), 0, 0
        for row in self.rows():
            if "error" in row:
                numbers.add_failure(row["number"], row["key"])
                failed += 1
            else:
                numbers.add_run(row["number"], row["key"], row["digest"], row["outputs"])
                done += 1
            seeds.update(f"{row['seed']}\n".encode())
        counted = self.manifest.model_copy(
            update={
                "state": "partial",
                "done": done,
                "failed": failed,
                "digest": numbers.digest,
                "seeds": {"count": done + failed, "digest": seeds.hexdigest()[:HASH_LENGTH]},
                "wall_seconds": round(self.manifest.wall_seconds + wall_seconds, 2),
            }
        )
        if done + failed == self.manifest.planned:
            files = dict(self.manifest.files)
            for table in (RUNS, *self.manifest.keep, FAILURES):
                if found := self.files(table):
                    files[table_file(table)] = self._join(table, found)
            counted = counted.model_copy(update={"state": "complete", "files": files})
        counted.write(self.folder)
        self.manifest = counted
        if self.complete:
            self.chunks = []
            shutil.rmtree(self.folder / CHUNKS, ignore_errors=True)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield each run in order of number: number, key, seed, digest and outputs, or its failure."""
        failures = self.failures()
        failure = next(failures, None)
        for file in self.files(RUNS):
            for run in run_rows(file, [output.name for output in self.manifest.outputs]):
                while failure is not None and failure["number"] < run["number"]:
                    yield failure
                    failure = next(failures, None)
                yield run
        while failure is not None:
            yield failure
            failure = next(failures, None)

    def _join(self, table: str, files: Sequence[Path]) -> StoredFile:
        path = self.folder / table_file(table)
        rows = 0
        if table == FAILURES:
            content = b"".join(file.read_bytes() for file in files)
            rows = content.count(b"\n")
            write_bytes(path, content)
        else:
            schema = self.schema(table).with_metadata({"zonereform_batch": self.manifest.id})
            rows = sum(pq.read_metadata(file).num_rows for file in files)
            write_whole(path, partial(_join_parquet, files=files, schema=schema))
        return StoredFile(sha256=sha256_of(path), bytes=path.stat().st_size, rows=rows)


def table_file(table: str) -> str:
    """Return the name of the file that holds a table of a complete batch."""
    return f"{table}.jsonl" if table == FAILURES else f"{table}.parquet"


def run_rows(file: Path, outputs: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield number, key, seed, digest and outputs of each run of a file."""
    with pq.ParquetFile(file) as opened:
        for part in opened.iter_batches(ROWS_AT_ONCE, columns=["number", "key", "seed", "digest", *outputs]):
            columns = part.to_pydict()
            measured = [columns[name] for name in outputs]
            for at, number in enumerate(columns["number"]):
                yield {
                    "number": number,
                    "key": columns["key"][at],
                    "seed": columns["seed"][at],
                    "digest": columns["digest"][at],
                    "outputs": [column[at] for column in measured],
                }


def _join_parquet(target: BinaryIO, files: Sequence[Path], schema: pa.Schema) -> None:
    """Write the rows of many files into one, a group of rows at a time."""
    with pq.ParquetWriter(target, schema, compression=COMPRESSION) as writer:
        waiting: list[pa.Table] = []
        for file in files:
            waiting.append(pq.read_table(file).cast(schema))
            if sum(table.num_rows for table in waiting) >= ROWS_AT_ONCE:
                writer.write_table(pa.concat_tables(waiting).unify_dictionaries())
                waiting = []
        if waiting:
            writer.write_table(pa.concat_tables(waiting).unify_dictionaries())


def _lines(failures: Iterable[Failure]) -> bytes:
    return "".join(f"{json.dumps(failure._asdict(), ensure_ascii=False)}\n" for failure in failures).encode()


def _write_chunk(folder: Path, table: str, span: Span, content: bytes, ending: str = "parquet") -> Path:
    digest = hashlib.sha256(content).hexdigest()[:HASH_LENGTH]
    path = folder / f"{table}-{span.first:08d}-{span.last - 1:08d}-{digest}.{ending}"
    write_bytes(path, content)
    return path


def is_whole(path: Path) -> bool:
    """Tell whether a chunk's file has the bytes that its name says."""
    named = CHUNK_NAME.fullmatch(path.name)
    return named is not None and path.is_file() and sha256_of(path)[:HASH_LENGTH] == named[4]


def list_chunks(folder: Path) -> tuple[list[Chunk], list[Path]]:
    """Return the chunks of a batch in order, by their names, and the files of runs that cannot be read at all."""
    chunks, unread = [], []
    for path in sorted((folder / CHUNKS).glob(f"{RUNS}-*.parquet")):
        named = CHUNK_NAME.fullmatch(path.name)
        if named is None:
            continue
        try:
            metadata = pq.read_metadata(path).metadata or {}
            names = json.loads(metadata.get(COMPANIONS, b"[]"))
        except (pa.ArrowException, OSError, ValueError):
            unread.append(path)
            continue
        chunks.append(Chunk(Span(int(named[2]), int(named[3]) + 1), path, tuple(path.with_name(n) for n in names)))
    return sorted(chunks, key=lambda chunk: chunk.span), unread


def begin(store: Path, asked: Asked, command: str) -> Batch:
    """Return the batch of what is asked, new or with what it holds; who calls holds the store's lock of the batch."""
    folder = store / asked.identifier
    if not folder.exists():
        return _create(store, folder, asked, command)
    batch = open_batch(folder)
    if asked.task.version != batch.manifest.model_version:
        raise StoreError(
            f"{folder} was made with model version {batch.manifest.model_version}, this is {asked.task.version}: "
            "runs of two versions are never put together; name another --out"
        )
    if other := other_versions(batch.manifest):
        raise StoreError(
            f"{folder} was made with {', '.join(other)}: last digits could differ; "
            "install those versions, or name another --out"
        )
    return batch


def _create(store: Path, folder: Path, asked: Asked, command: str) -> Batch:
    points = first_points(asked.looked_at)
    check_names(points, asked.task.measure.outputs)
    manifest = Manifest(
        id=asked.identifier,
        name=asked.task.plan.name,
        plan=asked.description,
        planned=len(asked.task.plan),
        outputs=asked.task.measure.outputs,
        points=points,
        keep=asked.task.keep,
        fingerprint=asked.fingerprint,
        model_version=asked.task.version,
        generator_version=GENERATOR_VERSION,
        versions=versions_here(),
        command=command,
        begun=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    contents = {SAMPLE: (json.dumps(asked.sample, ensure_ascii=False, sort_keys=True) + "\n").encode()}
    if asked.design is not None:
        contents[DESIGN] = asked.design
    files = {
        name: StoredFile(sha256=hashlib.sha256(content).hexdigest(), bytes=len(content), rows=content.count(b"\n"))
        for name, content in contents.items()
    }
    manifest = manifest.model_copy(update={"files": files})
    unfinished = store / f"{UNFINISHED}{asked.identifier}"
    with telling(store):
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        for name, content in contents.items():
            write_bytes(unfinished / name, content)
        manifest.write(unfinished)
        unfinished.rename(folder)
    return Batch(folder, manifest)


def open_batch(folder: Path) -> Batch:
    """Return a batch as it is on disk, with its chunks by their names."""
    manifest = read_manifest(folder)
    chunks, unread = ([], []) if manifest.state == "complete" else list_chunks(folder)
    return Batch(folder, manifest, chunks, unread)


def mend(batch: Batch, plan: Plan) -> None:
    """Set aside what a killed sweep or a damaged disk left, so that only whole chunks of this very plan remain.

    Raises StoreError where a chunk holds runs of another plan. Only who holds the batch's lock may.
    """
    sweep_up(batch.folder)
    folder = batch.folder / CHUNKS
    if batch.complete:
        shutil.rmtree(folder, ignore_errors=True)
        return
    if not folder.is_dir():
        return
    sweep_up(folder)
    chunks, damaged = list_chunks(batch.folder)
    whole = [chunk for chunk in chunks if all(map(is_whole, (chunk.runs, *chunk.companions)))]
    damaged += [chunk.runs for chunk in chunks if chunk not in whole]
    for path in damaged:
        path.rename(path.with_name(f".damaged-{path.name}"))
    kept = {path for chunk in whole for path in (chunk.runs, *chunk.companions)}
    for path in folder.iterdir():
        if path not in kept and not path.name.startswith(".damaged-"):
            path.unlink()
    for chunk in whole:
        check_keys(chunk, plan, batch.folder)
    for first, second in pairwise(whole):
        if second.span.first < first.span.last:
            raise StoreError(
                f"{batch.folder} holds run {second.span.first} twice: {first.runs.name}, {second.runs.name}"
            )
    batch.chunks = whole
    batch.mended = [path.name for path in damaged]


def check_keys(chunk: Chunk, plan: Plan, folder: Path) -> None:
    """Refuse to go on from a chunk whose runs are not those that the plan makes now, by the keys of some of them."""
    rows = list(run_rows(chunk.runs, []))
    for at in spread(CHECKED_OF_CHUNK, len(rows), chunk.runs.name):
        number = rows[at]["number"]
        if run_key(plan.run(number)) != rows[at]["key"]:
            raise StoreError(
                f"{folder}: run {number} was another run when it was stored: what the design refers to has changed "
                "since; name another --out, or remove the folder"
            )


def list_batches(store: Path) -> tuple[list[Batch], list[str]]:
    """Return the batches of a store by the time at which they began, and one line for each that cannot be read."""
    batches, faults = [], []
    folders = sorted(store.iterdir()) if store.is_dir() else []
    for folder in folders:
        if folder.name.startswith(".") or not (folder / MANIFEST).is_file():
            continue
        try:
            batches.append(open_batch(folder))
        except StoreError as fault:
            faults.append(str(fault))
    return sorted(batches, key=lambda batch: (batch.manifest.begun, batch.manifest.id)), faults


def find_batch(store: Path, identifier: str) -> Batch:
    """Return a batch by its folder, its identifier, or the beginning of one; WrongRequestError names the nearest."""
    return open_batch(find_folder(store, identifier))


def find_folder(store: Path, identifier: str) -> Path:
    """Return the folder of a batch, whatever state it is in."""
    import difflib  # noqa: PLC0415  # needed for a refusal alone

    direct = Path(identifier)
    if (direct / MANIFEST).is_file():
        return direct
    names = [f.name for f in sorted(store.iterdir()) if (f / MANIFEST).is_file()] if store.is_dir() else []
    names = [name for name in names if not name.startswith(".")]
    fitting = [name for name in names if name.startswith(identifier)] if identifier else []
    if len(fitting) == 1:
        return store / fitting[0]
    if fitting:
        raise WrongRequestError(f"batch: found {identifier!r}, which begins {', '.join(fitting)}; write more of it")
    nearest = difflib.get_close_matches(identifier, names, n=1, cutoff=0.0)
    hint = f"; the nearest is {nearest[0]!r}" if nearest else f"; {store} holds no batch"
    raise WrongRequestError(f"batch: found {identifier!r}{hint}")
