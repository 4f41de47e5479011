"""Chunks of a plan on threads, on processes, or on a Dask cluster: the same chunks, so the same numbers.

What ends a worker does not end the sweep: its chunks are run again, and a run that ends its worker each time that it is
alone is recorded as failed.
"""

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from typing import Any, NamedTuple, Protocol

from sim.build import simulate
from sim.chunks import ChunkResult, Failure, Span, Task, run_chunk
from sim.identity import all_values, model_version, plain_scenario, run_key

AHEAD = 2
"""Chunks handed out for each worker: the one in hand and the next. What waits is bounded, so memory stays flat."""
TRIES_ALONE = 2
"""Workers that a single run, with nothing else running, has to end before it counts as failed."""
TARGET_SECONDS = 8.0
"""How long a chunk should take: what a kill costs at most, against what storing it costs."""
LONGEST_CHUNK = 256
CHUNKS_OF_WORKER = 8
"""Chunks that each worker gets at least, so that all end at about the same time."""
CLUSTER_PATIENCE = 60.0
"""How long to wait for a cluster's first worker [s]."""


class Crew(Protocol):
    """Whoever runs chunks: threads, processes, a cluster."""

    workers: int
    generation: int
    """Grows each time that workers were lost and replaced."""

    def start(self, task: Task, number: int, /) -> None:
        """Get ready to run chunks; the run of this number compiles the rules where they are not yet."""

    def submit(self, task: Task, span: Span) -> Future[ChunkResult]:
        """Hand out a chunk."""

    def replace_lost(self) -> None:
        """Replace workers that were lost."""

    def close(self) -> None:
        """Give up what is not finished and let workers go."""


class ThreadCrew:
    """Threads of this process: compiled runs hold no interpreter lock."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self.generation = 0
        self._ended = threading.Event()
        self._pool: ThreadPoolExecutor | None = None

    def start(self, _task: Task, _number: int, /) -> None:
        """Make the threads; this process has compiled already."""
        self._pool = ThreadPoolExecutor(self.workers, thread_name_prefix="run")

    def submit(self, task: Task, span: Span) -> Future[ChunkResult]:
        """Hand out a chunk."""
        assert self._pool is not None  # noqa: S101  # for the type checker: start comes first
        return self._pool.submit(run_chunk, task, span, self._ended.is_set)

    def replace_lost(self) -> None:
        """Do nothing: a thread ends with its process alone."""

    def close(self) -> None:
        """Let each thread end the run in hand and go."""
        self._ended.set()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)


def _begin_worker() -> None:
    """Leave Ctrl-C to the process that started this one, and end when that one ends, however it ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()


class ProcessCrew:
    """Processes of this machine, each a fresh interpreter."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self.generation = 0
        self._pool: ProcessPoolExecutor | None = None
        self._before: set[int | None] = set()

    def start(self, _task: Task, _number: int, /) -> None:
        """Make the processes; they find what this process has compiled."""
        self._before = {child.pid for child in multiprocessing.active_children()}
        fresh = multiprocessing.get_context("spawn")  # a copy of a process with threads may hang
        self._pool = ProcessPoolExecutor(self.workers, mp_context=fresh, initializer=_begin_worker)

    def submit(self, task: Task, span: Span) -> Future[ChunkResult]:
        """Hand out a chunk."""
        assert self._pool is not None  # noqa: S101  # for the type checker: start comes first
        try:
            return self._pool.submit(run_chunk, task, span)
        except BrokenProcessPool as lost:
            future: Future[ChunkResult] = Future()
            future.set_exception(lost)
            return future

    def replace_lost(self) -> None:
        """Make new processes: one that was lost takes the others with it."""
        self.close()
        self.generation += 1
        self._pool = ProcessPoolExecutor(
            self.workers, mp_context=multiprocessing.get_context("spawn"), initializer=_begin_worker
        )

    def close(self) -> None:
        """End the processes with what they have in hand."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
        for child in multiprocessing.active_children():
            if child.pid not in self._before:
                child.terminate()
                child.join()


class ClusterError(RuntimeError):
    """The cluster cannot be reached, has no worker, or was lost."""


def compile_rules(task: Task, number: int) -> bool:
    """Run the burn-in and a month of a run, so that the rules are compiled; return whether the worker's rules are ours.

    A run that fails is not told here: it will be when its turn comes.
    """
    with suppress(Exception):
        planned = task.plan.run(number)
        simulate(replace(planned.scenario, months=1), planned.values, planned.seed)
    return model_version() == task.version


class DaskCrew:
    """Workers of a Dask cluster that others started; the scheduler hands out again what a lost worker had."""

    def __init__(self, address: str) -> None:
        distributed: Any = import_module("distributed")  # an extra, loaded once an address is given
        self.generation = 0
        self.address = address
        try:
            self._client = distributed.Client(address, timeout=CLUSTER_PATIENCE / 6, set_as_default=False)
            self._client.wait_for_workers(1, timeout=CLUSTER_PATIENCE)
        except (OSError, ValueError, TimeoutError) as error:
            raise ClusterError(f"--dask {address}: {error}; is the scheduler there, with a worker?") from error
        self.workers = max(1, sum(self._client.nthreads().values()))
        self._executor = self._client.get_executor(pure=False)

    def start(self, task: Task, number: int, /) -> None:
        """Let one worker a machine compile, the others after it find what it compiled."""
        one_of_host: dict[str, str] = {}
        for worker, found in self._client.scheduler_info(n_workers=-1)["workers"].items():
            one_of_host.setdefault(str(found["host"]), worker)
        compiling = [
            self._client.submit(compile_rules, task, number, workers=[worker], pure=False)
            for worker in one_of_host.values()
        ]
        self._client.gather(compiling)

    def submit(self, task: Task, span: Span) -> Future[ChunkResult]:
        """Hand out a chunk."""
        future: Future[ChunkResult] = self._executor.submit(run_chunk, task, span)
        return future

    def replace_lost(self) -> None:
        """Do nothing but see that the scheduler is there: it is who replaces workers."""
        self.generation += 1
        if self._client.status != "running":
            raise ClusterError(f"--dask {self.address}: the scheduler was lost; finished chunks are stored")

    def close(self) -> None:
        """Give up what is not finished; the cluster goes on."""
        self._executor.shutdown(wait=False)
        self._client.close()


def _deaths() -> tuple[type[BaseException], ...]:
    """Return how a future tells that its worker ended."""
    lost: tuple[type[BaseException], ...] = (BrokenProcessPool, CancelledError)
    if distributed := sys.modules.get("distributed"):
        lost = (*lost, distributed.KilledWorker)
    return lost


class _HandedOut(NamedTuple):
    span: Span
    generation: int
    alone: bool


def run_spans(crew: Crew, task: Task, spans: Iterable[Span]) -> Iterator[ChunkResult]:
    """Yield the result of each span as it is ready, in whatever order; bounded in what is under way.

    A span whose worker ended is run again with nothing beside it, in halves until the run that does it stands alone.
    Raises what a chunk raises, ClusterError where a cluster is lost.
    """
    waiting, suspects = iter(spans), deque[tuple[Span, int]]()
    running: dict[Future[ChunkResult], _HandedOut] = {}
    deaths = _deaths()
    tries: dict[Span, int] = {}
    following = next(waiting, None)
    while following is not None or suspects or running:
        if suspects and not running:
            span, tried = suspects.popleft()
            tries[span] = tried
            running[crew.submit(task, span)] = _HandedOut(span, crew.generation, alone=True)
        while following is not None and not suspects and len(running) < crew.workers * AHEAD:
            running[crew.submit(task, following)] = _HandedOut(following, crew.generation, alone=False)
            following = next(waiting, None)
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            span, generation, alone = running.pop(future)
            try:
                result = future.result()
            except deaths as lost:
                if generation == crew.generation:
                    crew.replace_lost()
                tried = tries.pop(span, 0) + alone
                if span.runs == 1 and tried >= TRIES_ALONE:
                    yield _ended_its_worker(task, span, lost)
                elif span.runs > 1 and alone:
                    middle = span.first + span.runs // 2
                    suspects.extendleft([(Span(middle, span.last), 0), (Span(span.first, middle), 0)])
                else:
                    suspects.append((span, tried))
                continue
            yield result


def _ended_its_worker(task: Task, span: Span, lost: BaseException) -> ChunkResult:
    """Return the record of a run that ends whatever worker runs it."""
    planned = task.plan.run(span.first)
    failure = Failure(
        number=span.first,
        key=run_key(planned),
        seed=int(planned.seed),
        point=dict(planned.point),
        scenario=plain_scenario(planned.scenario),
        values=all_values(planned),
        error="WorkerEnded",
        message=f"the worker that ran it ended, {TRIES_ALONE} times ({type(lost).__name__}); memory may be short",
        where="",
    )
    return ChunkResult(span, failures=[failure])


def cut(missing: Iterable[Span], workers: int, seconds_of_run: float) -> Iterator[Span]:
    """Cut what is missing into chunks that take a few seconds each and are enough to keep all workers busy."""
    spans = list(missing)
    total = sum(span.runs for span in spans)
    by_time = TARGET_SECONDS / max(seconds_of_run, 1e-6)
    size = int(max(1, min(LONGEST_CHUNK, by_time, total / (workers * CHUNKS_OF_WORKER))))
    for span in spans:
        for first in range(span.first, span.last, size):
            yield Span(first, min(first + size, span.last))


def crew_of(workers: int, processes: bool, address: str | None) -> Any:
    """Return the crew asked for; ``workers`` 0 is one a core."""
    count = workers or os.cpu_count() or 1
    if address:
        return DaskCrew(address)
    return ProcessCrew(count) if processes else ThreadCrew(count)
