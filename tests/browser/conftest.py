"""A Chromium without a network and a server of the page, both kept for all tests of this folder."""

import json
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))
sys.path.append(str(Path(__file__).parents[1] / "interface"))
from install import install_axe, install_chromium
from served import served

ARGUMENTS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
NOWHERE = "127.0.0.1:9"
"""A proxy that does not answer: whatever asks another host than this machine fails."""


@pytest.fixture(scope="session")
def chromium():
    found = install_chromium()
    if found is None:
        pytest.skip("no Chromium here and none can be installed: python tests/browser/install.py says more")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # a browser is needed in this folder alone

    with sync_playwright() as playwright:
        arguments = [*ARGUMENTS, f"--proxy-server={NOWHERE}", "--proxy-bypass-list=127.0.0.1"]
        browser = playwright.chromium.launch(executable_path=found, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server():
    with served() as found:
        yield found


class Visitor:
    """A page in a session of its own, and all that it asked for and complained of."""

    def __init__(self, context, port):
        self.context = context
        self.address = f"http://127.0.0.1:{port}/"
        self.asked = []
        self.complaints = []
        context.on("request", lambda request: self.asked.append(request.url))
        self.page = context.new_page()
        self.page.on("console", lambda message: self.note(message.type, message.text))
        self.page.on("pageerror", lambda error: self.note("error", str(error)))

    def note(self, kind, text):
        if kind in ("error", "warning"):
            self.complaints.append(text)

    def open(self, state=""):
        self.page.goto(self.address + state)
        self.settled()

    def settled(self):
        self.page.wait_for_selector("body[data-state=settled]", timeout=60_000)

    def first_number(self, name="county.cash"):
        return self.page.inner_text(f'[data-name="{name}"] .big')

    def error(self, name="county.cash"):
        return self.page.inner_text(f'[data-name="{name}"] .error')


@pytest.fixture
def visit(chromium, server):
    made = []

    def new(width=1280, height=900, **options):
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        visitor = Visitor(context, server[0])
        made.append(visitor)
        return visitor

    yield new
    for visitor in made:
        visitor.context.close()


@pytest.fixture(scope="session")
def axe():
    found = install_axe()
    if found is None:
        pytest.skip("axe cannot be fetched here: python tests/browser/install.py says more")
    return found.read_text(encoding="utf-8")


@pytest.fixture
def violations(axe):
    def of(page):
        page.evaluate(f"() => {{ {axe} }}")  # inside the page's strict policy a script element would be refused
        found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")["violations"]
        return [f"{one['id']}: {json.dumps([node['html'][:150] for node in one['nodes'][:3]])}" for one in found]

    return of
