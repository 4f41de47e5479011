"""A server of the page for tests: in a thread of its own, on a free port of this machine."""

import contextlib
import http.client
import json
import socket
import threading
import time

from interface.web.guards import LOOPBACK
from interface.web.serving import server_of, warm_up


@contextlib.contextmanager
def served():
    """Serve the page and give its port and its work; it is stopped at the end."""
    warm_up()
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = server_of(LOOPBACK)
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield listening.getsockname()[1], server.config.app.state.work
    finally:
        server.should_exit = True
        thread.join(10)


def ask(port, address, content=None, method="POST", headers=None, host=None):
    """Return status, headers and bytes of one request; ``content`` is sent as JSON, bytes as they are."""
    body = content if isinstance(content, bytes | None) else json.dumps(content).encode()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    sent = {"Host": host or f"127.0.0.1:{port}", **(headers or {})}
    connection.request(method, address, body, sent)
    answer = connection.getresponse()
    found = answer.status, dict(answer.getheaders()), answer.read()
    connection.close()
    return found


def lines_of(raw):
    """Return the lines of a stream."""
    return [json.loads(line) for line in raw.decode().splitlines()]
