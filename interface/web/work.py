"""Runs comparisons for the page: in threads, a few draws at a time, until they are done or nobody waits any more.

All sessions share one pool of threads, one store of bases and one of finished comparisons. A session hands in one
small round at a time, so that rounds of several sessions take turns. A client that has gone is noticed between two
rounds and between two runs of a round.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial

from analysis.compare import HORIZONS
from analysis.explain import MOST_EXACT, Explained, PartsOfDraw, divide_draw, parts_of, put_parts_together
from analysis.live import Draws, FromBelief, Gathered, Kitchen, OneDone, run_task, tasks_of
from analysis.live_zone import FromZone, Heard, hear
from analysis.published import BesidePublished
from interface.web.questions import Question
from sim.ensemble import each

MOST_STREAMS = 16
"""Comparisons that may run at one time; a further one is told that the server is busy."""
KITCHEN_BYTES = 200_000_000
"""Memory for bases, shared by all sessions."""
KEPT_RESULTS = 24
FIRST_DRAWS = 4
"""Draws of the first round, with which charts begin: in rounds of fewer, sessions would wait for each other's turns."""
MOST_IN_ROUND = 32
ROUND_SECONDS = 0.12
"""What a round should take, so that numbers move often and stale work ends soon."""
EXPLAINED_DRAWS = 12
"""Draws of a waterfall, each of which runs up to 128 worlds."""
KEPT_ZONES = 16


class BusyError(RuntimeError):
    """As many comparisons run as may."""


class GoneError(RuntimeError):
    """Nobody waits for the work any more."""


@dataclass
class Ticket:
    """Tells work in threads whether somebody still waits for it."""

    gone: threading.Event = field(default_factory=threading.Event)

    def check(self) -> None:
        """Raise GoneError where nobody waits any more."""
        if self.gone.is_set():
            raise GoneError


@dataclass(frozen=True)
class Progress:
    """How far a comparison is: draws done and planned, or while a zone's years are heard, that share of it."""

    gathered: Gathered | None
    draws: int
    planned: int
    heard: Heard | None
    done: bool


class Shelf[V]:
    """Keeps the last few values by their keys."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._kept: OrderedDict[str, V] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> V | None:
        """Return a value, or None where it is not kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: str, value: V) -> None:
        """Keep a value; the one not used for longest goes."""
        with self._lock:
            self._kept[key] = value
            self._kept.move_to_end(key)
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)


class Work:
    """The work of a server: its threads, what is kept, and how many streams run."""

    def __init__(self, threads: int | None = None) -> None:
        self.threads = threads or os.cpu_count() or 1
        self.pool = ThreadPoolExecutor(self.threads, thread_name_prefix="zonereform")
        self.kitchen = Kitchen(KITCHEN_BYTES)
        self.results: Shelf[Gathered] = Shelf(KEPT_RESULTS)
        self.parts: Shelf[Explained] = Shelf(KEPT_RESULTS)
        self.zones: Shelf[Heard] = Shelf(KEPT_ZONES)
        self.published: Shelf[BesidePublished] = Shelf(2)
        self.streams = 0
        self.runs = 0
        """Runs begun, by which a test tells that stale work stopped."""
        self.running = 0
        """Runs in hand."""
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def ticket(self) -> Iterator[Ticket]:
        """Give a ticket for one stream; BusyError where as many run as may."""
        if self.streams >= MOST_STREAMS:
            raise BusyError
        self.streams += 1
        ticket = Ticket()
        try:
            yield ticket
        finally:
            ticket.gone.set()
            self.streams -= 1

    async def in_thread[R](self, work: Callable[[], R]) -> R:
        """Do work in one of the threads."""
        return await asyncio.get_running_loop().run_in_executor(self.pool, work)

    async def compare(self, question: Question, ticket: Ticket) -> AsyncIterator[Progress]:
        """Run a comparison and yield after each round how far it is; one that was run before comes at once."""
        planned = question.asked.draws
        if (known := self.results.get(question.key)) is not None:
            kept = known.source.heard if isinstance(known.source, FromZone) else None
            yield Progress(known, planned, planned, kept, done=True)
            return
        heard = None
        if question.made is not None:
            yield Progress(None, 0, planned, None, done=False)
            heard = await self.in_thread(lambda: self.heard(question, ticket))
        source = source_of(question, heard)
        gathered = Gathered(source)
        waiting = tasks_of(planned)
        size = len(tasks_of(FIRST_DRAWS))
        while waiting:
            now, waiting = waiting[:size], waiting[size:]
            began = time.perf_counter()
            for done in await asyncio.gather(*(self.in_thread(self._one(source, task, ticket)) for task in now)):
                gathered.add(done)
            taken = time.perf_counter() - began
            size = max(self.threads, min(MOST_IN_ROUND, int(size * ROUND_SECONDS / max(taken, 1e-3))))
            if not waiting:
                self.results.put(question.key, gathered)
            yield Progress(gathered, gathered.draws, planned, heard, done=not waiting)

    @contextlib.contextmanager
    def in_hand(self) -> Iterator[None]:
        """Count a run while it is in hand."""
        with self._lock:
            self.runs, self.running = self.runs + 1, self.running + 1
        try:
            yield
        finally:
            with self._lock:
                self.running -= 1

    def _one(self, source: Draws, task: tuple[int, bool], ticket: Ticket) -> Callable[[], OneDone]:
        def run() -> OneDone:
            ticket.check()
            with self.in_hand():
                return run_task(source, task, self.kitchen)

        return run

    def heard(self, question: Question, ticket: Ticket) -> Heard:
        """Return the draws of a zone of one's own; those of a form that was heard before come at once."""
        if question.made is None:
            raise ValueError("a zone of the library needs no hearing")
        key = f"{question.made.form.values!r} {question.asked.seed}"
        known = self.zones.get(key)
        if known is None or len(known.draws) < question.asked.draws:
            known = hear(question.made, question.asked.draws, question.asked.seed, self._counted(ticket))
            self.zones.put(key, known)
        return known

    def _counted(self, ticket: Ticket) -> Callable[[], None]:
        def one_more() -> None:
            ticket.check()
            with self._lock:
                self.runs += 1

        return one_more

    async def explain(
        self, question: Question, output: str, ticket: Ticket, months: int = HORIZONS[-1]
    ) -> AsyncIterator[tuple[Explained, bool]]:
        """Divide an option's difference to no reform among its parts, draw by draw; yield it, and if it is done."""
        key = f"{output} {months} {question.key}"
        if (known := self.parts.get(key)) is not None:
            yield known, True
            return
        heard = await self.in_thread(lambda: self.heard(question, ticket)) if question.made is not None else None
        source = source_of(question, heard)
        parts = parts_of(question.option, "parts")
        draws = min(EXPLAINED_DRAWS, question.asked.draws)
        began, found = time.perf_counter(), list[PartsOfDraw]()

        def one(draw: int) -> PartsOfDraw:
            ticket.check()
            start = source.start(draw, again=False)
            places, go_on = source.setting.places, self._counted(ticket)
            with self.in_hand():
                return divide_draw(
                    start.option, start.values, start.seed, places, parts, (), output, months, go_on
                )  # fmt: skip

        if len(parts) > MOST_EXACT:
            raise ValueError("the catalogue has more parts than can be told apart exactly")
        for first in range(0, draws, self.threads):
            now = range(first, min(draws, first + self.threads))
            found += await asyncio.gather(*(self.in_thread(partial(one, draw)) for draw in now))
            seconds = time.perf_counter() - began
            told = put_parts_together(source.setting, parts, "parts", output, months, found, seconds)
            if len(found) == draws:
                self.parts.put(key, told)
            yield told, len(found) == draws


def source_of(question: Question, heard: Heard | None) -> Draws:
    """Return where the draws of a comparison come from."""
    if heard is None:
        return FromBelief(question.setting, question.base_key)
    return FromZone(question.setting, question.base_key, heard)


def run_through(question: Question, work: Work | None = None) -> Gathered:
    """Run a comparison to its end, as a script or a notebook does."""
    work = work or Work()
    source = source_of(question, work.heard(question, Ticket()) if question.made is not None else None)
    gathered = Gathered(source)
    for done in each(lambda task: run_task(source, task, work.kitchen), tasks_of(question.asked.draws), work.threads):
        gathered.add(done)
    return gathered


async def until_gone(gone: Callable[[], Awaitable[bool]], ticket: Ticket) -> None:
    """Set a ticket's end as soon as the client has gone."""
    while not ticket.gone.is_set():
        if await gone():
            ticket.gone.set()
            return
        await asyncio.sleep(0.05)
