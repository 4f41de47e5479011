"""What the web page costs: from a moved lever to the first new chart, stale work, memory a session.

A server in a process of its own is asked as the page asks it, each time for another dose of one lever, so that nothing
comes from the store of finished comparisons; what the page keeps of bases counts, as it does for a visitor.

- first numbers, first charts, settled: seconds from the request to the first line of each kind and to the last one, for
  one session and for ten at once (medians, and the slowest of a tenth).
- stale work: seconds from a client that goes away to the moment at which the server runs nothing for it any more, asked
  of the server's own count of streams and runs.
- memory: growth of the server's resident memory while ten sessions run and after they have settled, a session.
- in a browser (`--browser`): seconds from the slider's event to the first redrawn picture in Chromium.

Usage: python benchmarks/page.py [--rounds N] [--sessions S] [--browser] [--json FILE]
"""

import argparse
import contextlib
import http.client
import json
import multiprocessing
import os
import socket
import sys
import threading
import time
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser")]

import psutil  # noqa: E402

MEBIBYTE = 2.0**20
ALONE, TOGETHER, STALE, MEMORY = 0.5, 1.5, 0.2, 10.0
"""What is allowed: seconds to the first chart alone and with ten sessions, seconds of stale work, MiB a session."""


def serve(listening, told):
    """Serve the page in this process; tell streams and runs whenever asked."""
    from interface.web.guards import LOOPBACK  # noqa: PLC0415  # in the server's own process
    from interface.web.serving import server_of, warm_up  # noqa: PLC0415

    warm_up()
    server = server_of(LOOPBACK)
    work = server.config.app.state.work

    def tell():
        with contextlib.suppress(EOFError):  # the measuring process has gone
            while True:
                told.recv()
                told.send((work.streams + work.running, work.runs))

    threading.Thread(target=tell, daemon=True).start()
    threading.Thread(target=lambda: (wait_started(server), told.send("ready")), daemon=True).start()
    server.run([listening])


def wait_started(server):
    while not server.started:
        time.sleep(0.02)


class Server:
    """A server in a process of its own."""

    def __init__(self):
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        self.port = listening.getsockname()[1]
        context = multiprocessing.get_context("spawn")
        self.told, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(listening, theirs), daemon=True)
        self.process.start()
        self.told.recv()

    def state(self):
        self.told.send("?")
        return self.told.recv()

    def memory(self):
        return psutil.Process(self.process.pid).memory_info().rss / MEBIBYTE


def question(number, draws=200):
    """Return a comparison that nobody has asked for yet."""
    value = round(0.5 + 0.0007 * number, 6)
    option = {"from": "typical-county-reform", "set": {"pay_counted": {"value": value}}}
    return json.dumps({"option": option, "draws": draws}).encode()


def ask(port, content, until=None):
    """Return seconds to the first numbers, first charts and the end; stop after the first line of kind ``until``."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    began = time.perf_counter()
    connection.request("POST", "/api/compare", content)
    answer, seen = connection.getresponse(), {}
    if answer.status != 200:
        raise RuntimeError(f"the server answered {answer.status}: {answer.read()[:200]}")
    while raw := answer.readline():
        seen.setdefault(json.loads(raw)["kind"], time.perf_counter() - began)
        if until in seen:
            break
    connection.close()
    return seen.get("numbers"), seen.get("charts"), time.perf_counter() - began


def together(port, sessions, first, until):
    """Return what as many sessions at once took, each in a thread of its own."""
    found = [None] * sessions

    def one(at):
        found[at] = ask(port, question(first + at), until)

    threads = [threading.Thread(target=one, args=(at,)) for at in range(sessions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def stale(server, first, rounds):
    """Return seconds from a client's leaving to the end of its work."""
    found = []
    for at in range(rounds):
        ask(server.port, question(first + at), until="numbers")
        left = time.perf_counter()
        while server.state()[0]:
            pass
        found.append(time.perf_counter() - left)
        before = server.state()[1]
        time.sleep(0.3)
        if server.state()[1] != before:
            raise RuntimeError("runs went on after the client had gone")
    return found


IN_BROWSER = """(value) => new Promise((done) => {
    const slider = document.querySelector('input[type=range][aria-label^="pay weight on counted"]');
    const box = document.getElementById('picture-producing');
    const began = performance.now();
    new MutationObserver((_, watch) => { watch.disconnect(); done((performance.now() - began) / 1000); })
        .observe(box, {childList: true});
    slider.value = value;
    slider.dispatchEvent(new Event('input', {bubbles: true}));
})"""


def in_browser(port, rounds):
    """Return seconds from a slider's event to the first redrawn picture."""
    from install import find_chromium  # noqa: PLC0415  # asked for by an option alone
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with sync_playwright() as playwright:
        arguments = ["--headless", "--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=arguments)
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{port}/#lang=en&draws=50")
        page.wait_for_selector("body[data-state=settled]", timeout=120_000)
        found = [page.evaluate(IN_BROWSER, f"{0.6 + 0.03 * at:.2f}") for at in range(rounds)]
        browser.close()
    return found


def told(name, values, allowed=None):
    slow = quantiles(values, n=10)[-1] if len(values) > 1 else values[0]
    bound = "" if allowed is None else f"   allowed {allowed} ({'kept' if median(values) <= allowed else 'MISSED'})"
    print(f"{name:44} median {median(values):7.2f}   slow tenth {slow:7.2f}{bound}")
    return {"median": median(values), "slow_tenth": slow, "allowed": allowed}


def main():
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--sessions", type=int, default=10)
    parser.add_argument("--browser", action="store_true")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    server = Server()
    ask(server.port, question(0))
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} before it began")
    alone = [ask(server.port, question(10 + at)) for at in range(asked.rounds)]
    before = server.memory()
    many = together(server.port, asked.sessions, 1_000, "charts")
    growth = (server.memory() - before) / asked.sessions
    left = stale(server, 2_000, asked.rounds)
    result = {
        "alone, first numbers, s": told("alone: first numbers, s", [one[0] for one in alone]),
        "alone, first charts, s": told("alone: first charts, s", [one[1] for one in alone], ALONE),
        "alone, settled, s": told("alone: 200 draws settled, s", [one[2] for one in alone]),
        "together, first charts, s": told(
            f"{asked.sessions} sessions: first charts, s", [one[1] for one in many], TOGETHER
        ),
        "stale work, s": told("stale work after a client has gone, s", left, STALE),
        "memory a session, MiB": told("memory a session, MiB", [growth], MEMORY),
    }
    if asked.browser:
        result["slider to picture, s"] = told(
            "in Chromium: slider to first new picture, s", in_browser(server.port, asked.rounds), ALONE
        )
    server.process.terminate()
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
