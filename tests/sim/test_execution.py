"""Threads, processes and a cluster run the same chunks; whatever is killed, nothing is lost or stored twice."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import plans
import psutil
import pyarrow.parquet as pq
import pytest

from sim.chunks import Span, Task, VersionError, run_chunk
from sim.execution import ClusterError, DaskCrew, ProcessCrew, ThreadCrew, cut, run_spans
from sim.identity import model_version
from sim.store.batch import list_batches, open_batch
from sim.store.verify import verify
from sim.sweep import Request, sweep
from tests.dask_cluster import dask_cluster

HERE = Path(__file__).parent
DRAWS, SECONDS = 60, 0.05
KILLS, NIGHTLY_KILLS = 4, 50
PATIENCE = 120.0
ENOUGH_TO_END = 30.0
"""A busy machine takes a while to end processes; a chunk not given up would take as long as its sweep."""


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """The digest of the sweep that was never disturbed."""
    request = Request(plans.SmallPlan(DRAWS), plans.Slow(seconds=0.0), tmp_path_factory.mktemp("plain"))
    return sweep(request, ThreadCrew(1)).digest


def start(store, kind):
    command = [sys.executable, str(HERE / "swept.py"), str(store), kind, str(DRAWS), str(SECONDS)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(process):
    out, error = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, error
    return json.loads(out)


def holds_whole(store, digest):
    (batch,) = list_batches(store)[0]
    assert [check for check in verify(batch.folder) if not check.ok] == []
    assert batch.manifest.digest == digest
    assert pq.read_table(batch.folder / "runs.parquet")["number"].to_pylist() == list(range(2 * DRAWS))


def chunks_of(store):
    return len(list(store.glob("*/chunks/runs-*.parquet")))


def wait_for_chunks(store, process, count):
    patience = time.monotonic() + PATIENCE
    while chunks_of(store) < count and process.poll() is None:
        assert time.monotonic() < patience
        time.sleep(0.01)


def survive_kills(folder, kind, kills, digest, luck):
    """Sweep and kill at random moments, main process or worker, until there were so many kills; then look at the store.

    A store that was finished before the next kill is looked at and the next one begun.
    """
    done, stores = 0, 0
    while done < kills:
        store = folder / f"store-{stores}"
        stores += 1
        while True:
            process = start(store, kind)
            wait_for_chunks(store, process, chunks_of(store) + 1)
            time.sleep(luck.uniform(0.0, 1.5))
            victims = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
            victims = [child for child in victims if "spawn_main" in " ".join(child.cmdline())]
            if process.poll() is None and done < kills:
                if victims and luck.random() < 0.5:
                    luck.choice(victims).kill()
                else:
                    process.kill()
                done += 1
            if process.wait(PATIENCE) == 0:
                process.communicate(timeout=PATIENCE)
                break
            process.communicate(timeout=PATIENCE)
            assert all(not child.is_running() or wait_gone(child) for child in victims), "a worker outlived its sweep"
        holds_whole(store, digest)
    return stores


def wait_gone(child):
    try:
        child.wait(ENOUGH_TO_END)
    except psutil.TimeoutExpired:
        return False
    return True


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["threads", "processes"])
def test_killed_at_random_moments_and_resumed_it_ends_as_if_never_killed(tmp_path, plain, kind):
    survive_kills(tmp_path, kind, KILLS // 2, plain, random.Random(f"{kind} 1"))


@pytest.mark.nightly
@pytest.mark.parametrize("kind", ["threads", "processes"])
def test_killed_at_fifty_random_moments_and_resumed_it_ends_as_if_never_killed(tmp_path, plain, kind):
    stores = survive_kills(tmp_path, kind, NIGHTLY_KILLS // 2, plain, random.Random(f"{kind} 2"))
    print(f"{NIGHTLY_KILLS // 2} kills of {kind} or their main process over {stores} stores")


@pytest.fixture
def cluster(tmp_path):
    with dask_cluster(tmp_path) as found:
        yield found


@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_gives_the_same_digest(tmp_path, cluster, plain):
    address, workers = cluster
    store = tmp_path / "store"
    process = start(store, address)
    wait_for_chunks(store, process, 3)
    assert process.poll() is None
    workers[0].kill()
    report = ended(process)
    assert (report["done"], report["failed"], report["digest"]) == (2 * DRAWS, 0, plain)
    holds_whole(store, plain)


@pytest.mark.slow
def test_a_sweep_on_a_cluster_that_is_killed_is_gone_on_with(tmp_path, cluster, plain):
    store = tmp_path / "store"
    process = start(store, cluster[0])
    wait_for_chunks(store, process, 3)
    process.kill()
    process.communicate(timeout=PATIENCE)
    stored = chunks_of(store)
    report = ended(start(store, cluster[0]))
    assert stored >= 3
    assert report["skipped"] >= stored
    assert report["done"] + report["skipped"] == 2 * DRAWS
    holds_whole(store, plain)


@pytest.mark.slow
def test_processes_give_the_digest_of_threads(tmp_path, plain):
    assert sweep(Request(plans.SmallPlan(DRAWS), plans.Signed(), tmp_path), ProcessCrew(2)).digest == plain


def test_an_address_without_a_scheduler_is_told_in_one_line(monkeypatch):
    monkeypatch.setattr("sim.execution.CLUSTER_PATIENCE", 6.0)
    with pytest.raises(ClusterError, match=r"--dask tcp://127\.0\.0\.1:9: .*is the scheduler there") as told:
        DaskCrew("tcp://127.0.0.1:9")
    assert "\n" not in str(told.value)


@pytest.mark.slow
def test_a_worker_process_imports_neither_mesa_nor_pandas(tmp_path):
    request = Request(plans.SmallPlan(8), plans.Modules(), tmp_path)
    report = sweep(request, ProcessCrew(2))
    told = {failure["number"]: failure["message"] for failure in open_batch(report.folder).failures()}
    assert report.failed == 16
    # The first run is made in the main process, which writes the store and so has pandas by way of Arrow.
    assert {told[number] for number in range(1, 16)} == {"loaded: []"}


@pytest.mark.slow
def test_a_run_that_ends_its_worker_each_time_is_recorded_and_the_others_are_run(tmp_path):
    plan = plans.DeadlyPlan(12, deadly=9, safe_process=os.getpid())
    report = sweep(Request(plan, plans.Signed(), tmp_path), ProcessCrew(2))
    assert (report.done, report.failed) == (23, 1)
    (failure,) = open_batch(report.folder).failures()
    assert (failure["number"], failure["error"]) == (9, "WorkerEnded")
    assert failure["values"] == plan.run(9).values


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["threads", "processes"])
def test_ctrl_c_ends_at_once_keeps_what_is_stored_and_leaves_no_worker(tmp_path, plain, kind):
    store = tmp_path / "store"
    process = start(store, kind)
    wait_for_chunks(store, process, 3)
    workers = psutil.Process(process.pid).children(recursive=True)
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=PATIENCE)
    assert time.monotonic() - began < ENOUGH_TO_END
    assert "KeyboardInterrupt" in error
    assert not [child for child in workers if child.is_running() and not wait_gone(child)]
    (batch,) = list_batches(store)[0]
    assert batch.manifest.state == "partial"
    assert 3 <= batch.manifest.done < 2 * DRAWS
    assert [check for check in verify(batch.folder) if not check.ok] == []
    assert ended(start(store, kind))["digest"] == plain


def test_a_worker_of_another_model_version_is_refused_before_anything_runs():
    task = Task(plans.SmallPlan(2), plans.Signed(), (), "0123456789abcdef")
    with pytest.raises(VersionError, match="0123456789abcdef"):
        run_chunk(task, Span(0, 2))


def test_chunks_cover_what_is_missing_once_and_are_enough_for_all_workers():
    missing = [Span(3, 100), Span(200, 1000)]
    spans = list(cut(missing, workers=2, seconds_of_run=0.01))
    assert [number for span in spans for number in range(*span)] == [*range(3, 100), *range(200, 1000)]
    assert len(spans) >= 16
    assert {span.runs for span in cut([Span(0, 1000)], 2, seconds_of_run=30.0)} == {1}


class WatchedCrew(ThreadCrew):
    """Counts how many chunks are under way at once."""

    most = under_way = 0

    def submit(self, task, span):
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        return super().submit(task, span)


def test_no_more_chunks_are_handed_out_than_workers_can_hold():
    task = Task(plans.SmallPlan(20), plans.Signed(), (), model_version())
    crew = WatchedCrew(2)
    crew.start(task, 0)
    seen = []
    for result in run_spans(crew, task, (Span(n, n + 1) for n in range(40))):
        crew.under_way -= 1
        seen.append(result.span.first)
    crew.close()
    assert sorted(seen) == list(range(40))
    assert crew.most <= 4
