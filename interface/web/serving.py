"""Starts and stops the server, and gets ready what the first visitor would have to wait for."""

from __future__ import annotations

import socket
from collections.abc import Iterable

import uvicorn

from interface.web.asked import read_asked
from interface.web.command import MOST_CONNECTIONS, MOST_HEADER
from interface.web.page_document import page_document
from interface.web.pictures import script_bundle
from interface.web.questions import question_of
from interface.web.server import create_app
from interface.web.work import run_through


def warm_up() -> None:
    """Load machine code, declarations and the renderer by one comparison of a few draws."""
    run_through(question_of(read_asked({"option": {"from": "typical-county-reform"}, "draws": 4})))
    page_document()
    script_bundle()


def server_of(hosts: Iterable[str]) -> uvicorn.Server:
    """Return a server for some hosts; it writes no log of requests, for a link may be somebody's."""
    config = uvicorn.Config(
        create_app(hosts),
        log_level="warning",
        access_log=False,
        server_header=False,
        ws="none",
        http="h11",
        lifespan="off",
        h11_max_incomplete_event_size=MOST_HEADER,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=2,
    )
    return uvicorn.Server(config)


def serve(listening: socket.socket, hosts: Iterable[str]) -> None:
    """Serve until interrupted."""
    server_of(hosts).run([listening])
