"""What a reader of a report sees in a real browser, on a screen and on paper."""

import re
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "interface"))
from reported import compared, reported

from interface.report.as_page import as_page

PAPER = {"width": 680, "height": 990}
"""What is inside the margins of A4 [px]."""


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder, found = tmp_path_factory.mktemp("reports"), compared()
    for language in ("en", "zh"):
        (folder / f"{language}.html").write_bytes(as_page(reported(*found, language)))
    return folder


@pytest.fixture
def opened(chromium, files):
    made = []

    def new(language, **options):
        context = chromium.new_context(**options)
        made.append(context)
        page = context.new_page()
        page.asked, page.complaints = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.complaints.append(message.text))
        page.goto((files / f"{language}.html").as_uri())
        return page

    yield new
    for context in made:
        context.close()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_report_asks_for_nothing_and_complains_of_nothing(opened, language):
    page = opened(language, java_script_enabled=False)
    assert len(page.asked) == 1
    assert page.complaints == []
    assert page.title()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_wider_than_the_paper(opened, language):
    page = opened(language, viewport=PAPER)
    page.emulate_media(media="print")
    widest = page.evaluate("""() => Math.max(...[...document.querySelectorAll('table, figure svg, pre, p, h1, td')]
        .map((one) => one.getBoundingClientRect().right))""")
    assert widest <= PAPER["width"] + 1
    measured = "[...document.querySelectorAll('figure svg')].map((one) => one.getBoundingClientRect().height)"
    heights = page.evaluate(measured)
    assert len(heights) == 6
    assert max(heights) < PAPER["height"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_report_prints_to_a_few_upright_pages_of_a4(opened, language):
    printed = opened(language).pdf(prefer_css_page_size=True, print_background=True)
    assert 6 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 14
    boxes = {tuple(float(side) for side in box.split()) for box in re.findall(rb"/MediaBox\s*\[([^\]]*)\]", printed)}
    assert all(abs(box[2] - 595.3) < 1.0 and abs(box[3] - 841.9) < 1.0 for box in boxes)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_report_has_no_violation_of_accessibility(opened, violations, width):
    for language in ("en", "zh"):
        page = opened(language, viewport={"width": width, "height": 900})
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
