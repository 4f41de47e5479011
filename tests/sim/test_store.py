"""The store loses nothing, holds nothing twice, mixes nothing, says what is wrong, and is read without this project."""

import errno
import json
import os
import random
import re
import subprocess
import sys
from dataclasses import dataclass, replace

import plans
import pyarrow.parquet as pq
import pytest

from sim.chunks import OutputColumn, Span, Task, run_chunk
from sim.execution import ThreadCrew
from sim.identity import model_version
from sim.plan import PlannedRun
from sim.store import batch as batch_module
from sim.store import files
from sim.store.batch import CHUNKS, find_batch, list_batches, mend, open_batch
from sim.store.errors import StoreError, WrongRequestError
from sim.store.manifest import MANIFEST, read_manifest
from sim.store.query import ask_sql, batches_together
from sim.store.tables import Numbers
from sim.store.verify import verify
from sim.sweep import Request, estimate, sweep

PLAN = plans.SmallPlan(6)
MEASURE = plans.Signed()


def swept(store, plan=PLAN, workers=1, **asked):
    return sweep(Request(plan, MEASURE, store, **asked), ThreadCrew(workers))


def faults(folder):
    return [check for check in verify(folder) if not check.ok]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A batch that was run in one go and keeps everything."""
    return swept(tmp_path_factory.mktemp("store"), keep=("zone_month", "firms"))


@pytest.fixture
def report(tmp_path):
    return swept(tmp_path / "store")


def test_every_run_is_stored_once_with_its_point_and_outputs(whole):
    runs = pq.read_table(whole.folder / "runs.parquet").to_pylist()
    assert [run["number"] for run in runs] == list(range(12))
    assert [run["posts"] for run in runs] == [0.0, 20.0] * 6
    assert [run["draw"] for run in runs] == [number // 2 for number in range(12)]
    first = run_chunk(Task(PLAN, MEASURE, (), model_version()), Span(0, 1)).records[0]
    assert (runs[0]["signed"], runs[0]["spending"]) == first.outputs
    assert runs[0]["digest"] == first.digest
    assert {check.name for check in verify(whole.folder)} >= {MANIFEST, "keys", "runs", "digest", "zone_month", "firms"}
    assert faults(whole.folder) == []


def test_what_is_stored_is_not_run_again(whole):
    again = swept(whole.folder.parent, keep=("zone_month", "firms"))
    assert (again.done, again.skipped, again.digest) == (0, 12, whole.digest)


def test_a_begun_batch_is_gone_on_with_only_on_request_and_ends_as_one_never_stopped(tmp_path, whole):
    part = swept(tmp_path, limit=5)
    assert (part.planned, part.done) == (5, 5)
    with pytest.raises(WrongRequestError, match=r"holds 5 of the 12.*--resume"):
        swept(tmp_path)
    rest = swept(tmp_path, resume=True)
    assert (rest.done, rest.skipped, rest.digest) == (7, 5, whole.digest)
    assert rest.folder == part.folder
    assert not (rest.folder / CHUNKS).exists()


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_the_digest_is_that_of_the_numbers_for_any_number_of_threads(tmp_path, whole, workers):
    assert swept(tmp_path, workers=workers).digest == whole.digest


def test_another_number_anywhere_gives_another_digest(tmp_path, whole):
    other = swept(tmp_path, plans.SmallPlan(6, doses=(0.0, 21.0)))
    assert other.digest != whole.digest
    assert other.folder.name != whole.folder.name


def test_the_digest_follows_from_each_number_and_from_their_order():
    def digest_of(*runs):
        numbers = Numbers()
        for run in runs:
            numbers.add_run(*run)
        return numbers.digest

    one, two = (0, "key", "digest", [1.0, float("nan")]), (1, "key", "digest", [2.0, 3.0])
    others = [
        (1, "key", "digest", [1.0, float("nan")]),
        (0, "other", "digest", [1.0, float("nan")]),
        (0, "key", "other", [1.0, float("nan")]),
        (0, "key", "digest", [1.0000000000000002, float("nan")]),
        (0, "key", "digest", [float("nan"), 1.0]),
    ]
    assert len({digest_of(run) for run in (one, *others)}) == 6
    assert digest_of(one, two) != digest_of(two, one)
    failed = Numbers()
    failed.add_failure(0, "key")
    assert failed.digest != digest_of(one)


def test_kept_tables_hold_what_the_run_recorded(whole):
    record = run_chunk(Task(PLAN, MEASURE, ("zone_month", "firms"), model_version()), Span(3, 4)).records[0]
    months = pq.read_table(whole.folder / "zone_month.parquet", filters=[("number", "=", 3)])
    assert months.column("zone").to_pylist()[:2] == ["harbour", "hill"]
    assert str(months.column("month")[2]) == "2017-02-01"
    assert months.column("signed").to_pylist() == record.zone_month["signed"].reshape(-1).tolist()
    firms = pq.read_table(whole.folder / "firms.parquet", filters=[("number", "=", 3)])
    assert firms.column("key").to_pylist() == record.firms["key"].tolist()
    field = pq.read_schema(whole.folder / "zone_month.parquet").field("cash")
    assert field.metadata == {b"title": b"cash of the committee", b"unit": "亿元".encode()}


READERS = {
    "pandas": "import pandas; print(round(pandas.read_parquet(path)['signed'].sum()))",
    "DuckDB": "import duckdb; print(round(duckdb.sql(f\"SELECT sum(signed) FROM '{path}'\").fetchall()[0][0]))",
    "Arrow": "import pyarrow.parquet as pq; print(round(sum(pq.read_table(path)['signed'].to_pylist())))",
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("state", ["complete", "partial"])
def test_others_read_the_files_without_this_project(tmp_path, whole, reader, state):
    if state == "complete":
        path, expected = whole.folder / "runs.parquet", pq.read_table(whole.folder / "runs.parquet")
    else:
        path = swept(tmp_path, limit=1).folder
        path = next((path / CHUNKS).glob("runs-*.parquet"))
        expected = pq.read_table(path)
    code = f"import sys; path = {str(path)!r}; {READERS[reader]}; assert not {{'sim', 'agents'}} & set(sys.modules)"
    ended = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert int(ended.stdout) == round(sum(expected["signed"].to_pylist()))


def test_verify_finds_every_changed_byte_of_the_manifest(report):
    path = report.folder / MANIFEST
    content = path.read_bytes()
    for place in range(len(content)):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises(StoreError):
            read_manifest(report.folder)
    path.write_bytes(content)
    assert faults(report.folder) == []


def test_verify_finds_a_changed_byte_of_any_file_and_names_the_file(tmp_path):
    done = swept(tmp_path / "done", plans.FailingPlan(6), keep=("zone_month",))
    part = swept(tmp_path / "part", plans.FailingPlan(6), keep=("zone_month",), limit=5)
    places = random.Random(1)
    examined = 0
    for folder in (done.folder, part.folder):
        for path in (path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST):
            content = path.read_bytes()
            for _ in range(12):
                place, bit = places.randrange(len(content)), 1 << places.randrange(8)
                path.write_bytes(content[:place] + bytes([content[place] ^ bit]) + content[place + 1 :])
                assert path.name in {fault.name for fault in faults(folder)}, f"{path.name}, byte {place}"
                examined += 1
            path.write_bytes(content)
        assert faults(folder) == []
    assert examined > 100


def test_a_cut_file_is_refused_by_name_and_the_other_batches_are_read(report):
    store = report.folder.parent
    other = swept(store, plans.SmallPlan(2))
    path = report.folder / "runs.parquet"
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(StoreError, match=r"runs\.parquet is damaged.*long, was"):
        ask_sql([open_batch(report.folder)], "SELECT * FROM runs")
    assert [fault.name for fault in faults(report.folder)] == ["runs.parquet"]
    assert faults(other.folder) == []


def test_a_cut_or_changed_chunk_is_set_aside_and_its_runs_are_run_again(tmp_path, whole):
    part = swept(tmp_path, limit=6)
    chunks = sorted((part.folder / CHUNKS).glob("runs-*.parquet"))
    chunks[0].write_bytes(chunks[0].read_bytes()[:-9])
    content = bytearray(chunks[-1].read_bytes())
    content[10] ^= 4  # among the values: Arrow reads the rest as if nothing were wrong
    chunks[-1].write_bytes(content)
    with pytest.raises(StoreError, match="damaged"):
        ask_sql([open_batch(part.folder)], "SELECT * FROM runs")
    warnings = []
    rest = swept(tmp_path, resume=True, warn=warnings.append)
    assert len(warnings) == 2
    assert rest.digest == whole.digest
    assert faults(rest.folder) == []


def test_what_a_killed_writer_left_is_never_listed_and_is_removed(tmp_path, whole):
    part = swept(tmp_path, limit=3, keep=("zone_month",))
    chunks = part.folder / CHUNKS
    (chunks / f"{files.UNFINISHED}runs-00000003-00000003-0123456789abcdef.parquet").write_bytes(b"PAR1 half")
    orphan = chunks / "zone_month-00000003-00000003-0123456789abcdef.parquet"
    orphan.write_bytes(next(chunks.glob("zone_month-*")).read_bytes())
    (tmp_path / f"{files.UNFINISHED}abc").mkdir()
    assert ask_sql([open_batch(part.folder)], "SELECT count(DISTINCT number) FROM zone_month").to_pylist() == [
        {"count(DISTINCT number)": 3}
    ]
    assert [batch.manifest.id for batch in list_batches(tmp_path)[0]] == [part.folder.name]
    rest = swept(tmp_path, resume=True, keep=("zone_month",))
    assert rest.digest == whole.digest
    assert {path.name for path in rest.folder.iterdir()} == {
        MANIFEST,
        "sample.json",
        "runs.parquet",
        "zone_month.parquet",
    }


@pytest.mark.parametrize(("number", "words"), [(errno.ENOSPC, "No space left"), (errno.EROFS, "Read-only")])
@pytest.mark.parametrize("calls", [1, 5, 9, 14, 29, 31])
def test_a_disk_that_refuses_at_any_moment_is_told_in_one_line_and_damages_nothing(
    tmp_path, whole, monkeypatch, number, words, calls
):
    real, count = os.fsync, 0

    def refuse(descriptor):
        nonlocal count
        count += 1
        if count >= calls:
            raise OSError(number, os.strerror(number))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(StoreError, match=f"{words}.*--resume") as told:
        swept(tmp_path / "store")
    assert "\n" not in str(told.value)
    monkeypatch.undo()
    for batch in list_batches(tmp_path / "store")[0]:
        assert faults(batch.folder) == []
    assert not [path for path in (tmp_path / "store").rglob(f"{files.UNFINISHED}*") if path.is_file()]
    assert swept(tmp_path / "store", resume=True).digest == whole.digest


def test_a_file_that_may_not_grow_is_told_by_the_system_itself_and_damages_nothing(tmp_path):
    code = (
        "import resource, plans\n"
        "from pathlib import Path\n"
        "from sim.sweep import Request, sweep\n"
        "from sim.execution import ThreadCrew, compile_rules\n"
        "request = Request(plans.SmallPlan(3), plans.Signed(), Path('store'))\n"
        "compile_rules(request.task, 0)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\n"
        "sweep(request, ThreadCrew(1))\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert re.search(r"StoreError: store\S* cannot be written: File too large", ended.stderr)
    assert list_batches(tmp_path / "store") == ([], [])


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="a superuser may write anywhere")
def test_a_folder_that_may_not_be_written_is_told_in_one_line(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="cannot be written: Permission denied"):
        swept(tmp_path / "store")


def test_a_store_that_is_a_file_is_told_in_one_line(tmp_path):
    (tmp_path / "store").write_text("mine", encoding="utf-8")
    with pytest.raises(StoreError, match="store cannot be written"):
        swept(tmp_path / "store")
    assert (tmp_path / "store").read_text(encoding="utf-8") == "mine"


def of_another_version(report):
    """Rewrite a batch as if other rules had made it."""
    manifest = read_manifest(report.folder).model_copy(update={"model_version": "0123456789abcdef"})
    manifest.write(report.folder)


def test_runs_of_another_model_version_are_never_gone_on_with_or_put_beside(tmp_path):
    old = swept(tmp_path, limit=3)
    of_another_version(old)
    before = {path: path.read_bytes() for path in old.folder.rglob("*") if path.is_file()}
    with pytest.raises(StoreError, match=r"0123456789abcdef.*never put together"):
        swept(tmp_path, resume=True)
    assert {path: path.read_bytes() for path in old.folder.rglob("*") if path.is_file()} == before
    new = swept(tmp_path, plans.SmallPlan(2))
    together, left_out = batches_together(tmp_path)
    assert [batch.manifest.id for batch in together] == [new.folder.name]
    assert "0123456789abcdef" in left_out[0]
    assert ask_sql([find_batch(tmp_path, old.folder.name)], "SELECT count(*) AS n FROM runs").to_pylist() == [{"n": 3}]
    again = {check.name: check for check in verify(old.folder, rerun=1)}
    assert not again["run again"].ok
    assert "nothing to compare" in again["run again"].detail


def test_resuming_where_other_rules_made_the_only_batch_of_that_name_is_refused(tmp_path, monkeypatch):
    old = swept(tmp_path, limit=3)
    of_another_version(old)
    old.folder.rename(tmp_path / ("0" * 12))
    with pytest.raises(StoreError, match=r"nothing to resume.*0123456789abcdef"):
        swept(tmp_path, resume=True)


def test_libraries_on_which_digits_depend_are_never_mixed(tmp_path):
    part = swept(tmp_path, limit=3)
    manifest = read_manifest(part.folder)
    manifest.model_copy(update={"versions": {**manifest.versions, "numpy": "1.0"}}).write(part.folder)
    with pytest.raises(StoreError, match=r"numpy 1\.0 \(here"):
        swept(tmp_path, resume=True)


def test_a_plan_that_changed_under_its_name_is_another_batch_and_its_chunks_are_refused(tmp_path):
    part = swept(tmp_path, limit=6)
    changed = plans.SmallPlan(6, scenario=replace(plans.SMALL, months=13))
    assert changed.describe() == PLAN.describe()
    assert swept(tmp_path, changed, limit=1).folder != part.folder
    with pytest.raises(StoreError, match="was another run when it was stored"):
        mend(open_batch(part.folder), changed)


def test_a_stop_between_writing_a_chunk_and_noting_it_leaves_manifest_and_chunks_agreeing(tmp_path, whole, monkeypatch):
    real = batch_module._write_chunk

    def stopped(folder, table, span, *rest):
        path = real(folder, table, span, *rest)
        if span.first == 2:
            raise KeyboardInterrupt
        return path

    monkeypatch.setattr(batch_module, "_write_chunk", stopped)
    with pytest.raises(KeyboardInterrupt):
        swept(tmp_path)
    monkeypatch.undo()
    (batch,) = list_batches(tmp_path)[0]
    assert batch.manifest.done == len(batch.chunks) == 3
    assert faults(batch.folder) == []
    assert swept(tmp_path, resume=True).digest == whole.digest


def test_outputs_that_are_read_in_another_way_are_never_gone_on_with(tmp_path, monkeypatch):
    part = swept(tmp_path, limit=3)
    monkeypatch.setattr("sim.store.batch.outputs_version", lambda: "0123456789abcdef")
    other = swept(tmp_path, limit=3)
    assert (other.done, other.skipped) == (3, 0)
    assert other.folder != part.folder


def test_one_batch_has_one_writer(tmp_path):
    part = swept(tmp_path, limit=2)
    with (
        files.locked(tmp_path, part.folder.name),
        pytest.raises(StoreError, match="being written by another sweep"),
    ):
        swept(tmp_path, resume=True)
    assert swept(tmp_path, resume=True).done == 10


def test_a_failed_run_is_recorded_with_inputs_and_error_and_the_others_go_on(tmp_path):
    plan = plans.FailingPlan(6)
    failing = swept(tmp_path, plan)
    assert (failing.planned, failing.done, failing.failed) == (12, 10, 2)
    failures = list(open_batch(failing.folder).failures())
    assert [failure["number"] for failure in failures] == [3, 10]
    assert failures[0]["error"] == "KeyError"
    assert "coverage" in failures[0]["message"]
    assert failures[0]["values"] == plan.run(3).values
    assert failures[0]["scenario"]["name"] == "small"
    assert failures[0]["seed"] == plan.run(3).seed
    answer = ask_sql([open_batch(failing.folder)], "SELECT number, error FROM failures").to_pylist()
    assert answer == [{"number": 3, "error": "KeyError"}, {"number": 10, "error": "KeyError"}]
    again = swept(tmp_path, plan)
    assert (again.done, again.failed, again.skipped, again.digest) == (0, 2, 10, failing.digest)
    assert faults(failing.folder) == []


@dataclass(frozen=True)
class RepeatingPlan(plans.SmallPlan):
    """The same run under every number."""

    def run(self, number):
        return replace(super().run(0), point={"copy": number})


def test_a_run_that_a_chunk_holds_twice_is_run_once(tmp_path):
    counted = plans.Slow(seconds=0.0, folder=str(tmp_path))
    plan = RepeatingPlan(3)
    counted = Counting()
    result = run_chunk(Task(plan, counted, (), model_version()), Span(0, 6))
    assert len(result.records) == 6
    assert len(COUNTED) == 1
    assert {record.outputs for record in result.records} == {result.records[0].outputs}


COUNTED: list[PlannedRun] = []


class Counting(plans.Signed):
    def __call__(self, run, world):
        COUNTED.append(run)
        return super().__call__(run, world)


@dataclass(frozen=True)
class Clashing(plans.Signed):
    outputs: tuple = (OutputColumn("draw"),)


def test_an_output_named_as_a_factor_is_refused_before_anything_runs(tmp_path):
    with pytest.raises(StoreError, match="names draw twice"):
        sweep(Request(PLAN, Clashing(), tmp_path), ThreadCrew(1))
    assert list_batches(tmp_path) == ([], [])


def test_an_estimate_writes_nothing_and_grows_with_the_runs(tmp_path):
    small, large = (estimate(Request(plans.SmallPlan(n), MEASURE, tmp_path / "store"), 1) for n in (50, 500))
    assert (small.planned, large.planned) == (100, 1000)
    assert large.bytes > 5 * small.bytes > 1000
    assert large.seconds > small.seconds > 0.0  # ten times the runs; the machine may be busier for either
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("keep", [(), ("zone_month",)])
def test_the_estimate_of_disk_is_near_what_is_written(tmp_path, keep):
    plan = plans.SmallPlan(150)
    told = estimate(Request(plan, MEASURE, tmp_path, keep), 1).bytes
    done = swept(tmp_path, plan, workers=2, keep=keep)
    written = sum((done.folder / f"{table}.parquet").stat().st_size for table in ("runs", *keep))
    assert 0.4 < told / written < 2.5


WRITING = [
    "COPY runs TO 'stolen.csv'",
    "CREATE TABLE mine AS SELECT * FROM runs",
    "ATTACH 'mine.db'",
    "EXPORT DATABASE 'mine'",
    "INSTALL httpfs",
    "SET enable_external_access = true",
    "SELECT 1; SELECT 2",
    "SELECT * FROM read_csv('runs.csv')",
    "SELECT * FROM 'runs.csv'",
    "SELECT * FROM glob('*')",
    "SELECT * FROM batches_together",
    "SELEC number FROM runs",
    "",
]


@pytest.mark.parametrize("sql", WRITING)
def test_a_query_can_only_read_the_store(whole, tmp_path, monkeypatch, sql):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "runs.csv").write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(WrongRequestError, match=r"^query: ") as told:
        ask_sql([open_batch(whole.folder)], sql)
    assert "\n" not in str(told.value)
    assert [path.name for path in tmp_path.iterdir()] == ["runs.csv"]


def test_a_query_joins_runs_with_their_months(whole):
    months = "SELECT batch, number, sum(signed) AS b FROM zone_month GROUP BY ALL"
    sql = f"SELECT number, signed AS a, b FROM runs JOIN ({months}) USING (batch, number)"  # noqa: S608
    rows = ask_sql([open_batch(whole.folder)], sql).to_pylist()
    assert len(rows) == 12
    assert all(row["a"] == row["b"] for row in rows)


def test_a_batch_is_found_by_its_beginning_and_a_misspelt_one_names_the_nearest(whole):
    store, identifier = whole.folder.parent, whole.folder.name
    assert find_batch(store, identifier[:5]).folder == whole.folder
    assert find_batch(store, str(whole.folder)).folder == whole.folder
    with pytest.raises(WrongRequestError, match=f"the nearest is '{identifier}'"):
        find_batch(store, identifier[:-1] + "z")


def test_a_sample_runs_again_to_the_same_numbers_from_its_file_alone(whole):
    again = [check for check in verify(whole.folder, rerun=3) if check.name.endswith("again")]
    assert len(again) == 3
    assert all(check.ok for check in again)


def test_the_manifest_tells_what_was_asked_and_with_what(whole):
    manifest = json.loads((whole.folder / MANIFEST).read_text(encoding="utf-8"))
    assert manifest["plan"] == {"kind": "small", "draws": 6, "doses": [0.0, 20.0], "seed": 1}
    assert manifest["model_version"] == model_version()
    assert {"python", "numpy", "numba", "machine"} <= set(manifest["versions"])
    assert manifest["seeds"]["count"] == 12
    assert manifest["digest"] == whole.digest
