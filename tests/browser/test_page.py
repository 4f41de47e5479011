"""What a visitor of the page sees and does, in a real browser without a network."""

import csv
import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from scenarios.my_zone.files import write_form_file
from scenarios.my_zone.form import Form

FEW = "draws=24"
SLIDER = 'input[type=range][aria-label^="pay weight on counted"]'


def move(page, value):
    """Move the slider of pay as a hand does."""
    slider = page.locator(SLIDER)
    moved = "(one, value) => { one.value = value; one.dispatchEvent(new Event('input', {bubbles: true})); }"
    slider.evaluate(moved, value)


def test_a_moved_slider_changes_the_numbers_and_they_settle_while_their_error_falls(visit):
    visitor = visit()
    visitor.open(f"#lang=en&{FEW}")
    page, before = visitor.page, visitor.first_number("months_to_production")
    page.evaluate("""() => {
        window.told = [];
        new MutationObserver(() => {
            const card = document.querySelector('[data-name="county.cash"]');
            if (card) window.told.push([document.getElementById('status').textContent,
                                        card.querySelector('.error').textContent]);
        }).observe(document.getElementById('headline'), {childList: true});
    }""")
    move(page, "3")
    page.wait_for_function("() => document.body.dataset.state === 'running'")
    visitor.settled()
    assert visitor.first_number("months_to_production") != before
    errors = [float(found[0]) for _, text in page.evaluate("window.told") if (found := re.findall(r"[\d.]+", text))]
    assert len(errors) >= 3
    assert errors[-1] < errors[0]
    assert page.inner_text("#status") == "settled: 24 draws"
    assert "pay_counted%3A3" in page.url


def test_a_slider_that_moves_on_asks_for_its_last_place_alone(visit, server):
    _, work = server
    visitor = visit()
    visitor.open(f"#lang=en&{FEW}")
    before = len([address for address in visitor.asked if address.endswith("/api/compare")])
    # All within the page, so that a busy machine between test and browser does not make a hand slower than it is.
    visitor.page.locator(SLIDER).evaluate("""async (slider) => {
        for (const value of ["2.1", "2.2", "2.3", "2.4", "2.5"]) {
            slider.value = value;
            slider.dispatchEvent(new Event('input', {bubbles: true}));
            await new Promise((resolve) => setTimeout(resolve, 5));
        }
    }""")
    visitor.settled()
    assert len([address for address in visitor.asked if address.endswith("/api/compare")]) - before < 4
    assert visitor.page.locator(SLIDER).input_value() == "2.5"
    assert "2.5" in visitor.page.inner_text("#code")
    assert work.streams <= 1


def test_the_copied_link_shows_the_same_state_in_a_new_session(visit):
    first = visit()
    first.open(f"#lang=en&{FEW}")
    move(first.page, "2.5")
    first.page.select_option("#macro", "boom")
    first.page.select_option("#who", "rivals")
    first.settled()
    first.page.click("#language")
    first.page.wait_for_selector("html[lang=zh]")
    first.settled()
    second = visit()
    second.page.goto(first.page.url)
    second.settled()
    for page in (first.page, second.page):
        assert page.inner_text("h1") == "开发区改革方案比较"
        assert page.input_value("#macro") == "boom"
        assert page.input_value("#who") == "rivals"
    assert second.page.url == first.page.url
    assert second.first_number() == first.first_number()
    assert second.page.inner_text("#code-about") == first.page.inner_text("#code-about")


def test_the_language_switch_leaves_no_english_word_of_the_page_behind(visit):
    visitor = visit()
    visitor.open(f"#lang=en&{FEW}")
    english = visitor.first_number()
    visitor.page.click("#language")
    visitor.page.wait_for_selector("html[lang=zh]")
    visitor.settled()
    assert visitor.first_number().split()[0] == english.split()[0]  # the unit is written in the language
    shown = visitor.page.evaluate("""() => [...document.querySelectorAll('h1,h2,h3,label,button,summary,th,legend,a')]
        .filter((one) => one.offsetParent && !one.matches('#language')).map((one) => one.textContent.trim())""")
    latin = [text for text in shown if re.fullmatch(r"[A-Za-z][A-Za-z ,.'-]+", text)]
    assert set(latin) <= {"CSV", "Excel", "PNG", "SVG"}


def test_the_form_makes_a_zone_of_ones_own_whose_numbers_stay_out_of_the_link(visit):
    visitor = visit()
    visitor.open("#lang=en&place=mine&draws=8")
    page = visitor.page
    before = page.inner_text("#code-about")
    page.locator("#form-box summary", has_text="Posts").click()
    page.fill("#form-posts-0", "43")
    page.locator("#form-posts-0").blur()
    page.wait_for_function("before => document.getElementById('code-about').textContent !== before && "
                           "document.body.dataset.state === 'settled'", arg=before, timeout=60_000)  # fmt: skip
    assert page.inner_text("#form-count") == "1 fields filled in"
    assert "43" not in page.url.partition("#")[2]  # a port may well hold these digits
    page.check("#keep")
    page.wait_for_function("() => location.hash.includes('posts')")
    other = visit()
    other.page.goto(page.url)
    other.settled()
    assert other.page.input_value("#form-posts-0") == "43"


def test_a_filled_workbook_fills_the_form(visit, tmp_path):
    form = Form({"posts": 51.0, "idle_land": 300.0, "leading": ("materials",)})
    write_form_file(form, tmp_path / "f.xlsx", chinese=True)
    visitor = visit()
    visitor.open("#lang=zh&place=mine&draws=4")
    visitor.page.set_input_files("#form-file", tmp_path / "f.xlsx")
    visitor.page.wait_for_function("() => document.getElementById('form-posts-0').value === '51'")
    assert visitor.page.input_value("#form-leading-0") == "materials"
    assert visitor.page.input_value("#form-idle_land-0") == "300"


def test_a_wrong_number_is_told_by_its_label_and_runs_nothing(visit):
    visitor = visit()
    visitor.open("#lang=zh&place=mine&draws=4")
    page = visitor.page
    page.locator("#form-box summary", has_text="人员").click()
    page.fill("#form-posts-0", "-3")
    page.locator("#form-posts-0").blur()
    page.wait_for_selector("#faults li")
    assert page.inner_text("#faults li").startswith("在岗人员：填写为 -3；可填 1 至 2000 人")


def test_csv_and_excel_come_down_and_hold_what_is_shown(visit):
    visitor = visit()
    visitor.open(f"#lang=en&{FEW}")
    page = visitor.page
    with page.expect_download() as came:
        page.click('[data-file="effects.csv"]')
    rows = list(csv.DictReader(io.StringIO(Path(came.value.path()).read_text(encoding="utf-8-sig"))))
    told = next(r for r in rows if r["output"] == "debt" and r["horizon_months"] == "36")
    shown = page.inner_text('#effects tr[data-name="debt"] td:nth-of-type(3)').replace("−", "-")
    assert float(told["median"]) == pytest.approx(float(shown), abs=0.5, rel=0.02)
    with page.expect_download() as came:
        page.click('[data-file="effects.xlsx"]')
    copied = Path(came.value.path()).read_bytes()
    book = load_workbook(io.BytesIO(copied))
    assert {"about", "first row by draw", "effects", "paths by month", "flows", "projects"} <= set(book.sheetnames)
    with page.expect_download() as came:
        page.click('[data-file="debt.svg"]')
    assert "<svg" in Path(came.value.path()).read_text(encoding="utf-8")


def test_saved_options_stand_side_by_side(visit):
    visitor = visit()
    visitor.open("#lang=en&draws=8")
    page = visitor.page
    page.click("#save")
    page.select_option("#start", "typical-county")
    visitor.settled()
    page.fill("#save-name", "nothing")
    page.click("#save")
    page.click("#saved-run")
    page.wait_for_selector("body[data-side-by-side=done]", timeout=60_000)
    heads = [one.inner_text() for one in page.locator("#side-by-side thead th").all()]
    assert heads == ["outcome", "option 1", "nothing"]
    assert "no change" in page.inner_text("#side-by-side tbody tr:first-child")
    assert page.url.count("saved=") == 2


def test_a_broken_link_says_so_and_shows_the_rest(visit):
    visitor = visit()
    visitor.open("#lang=en&place=atlantis&draws=8&option=typical-county-reform;pay_conted:1;pay_counted:2@2019-05")
    told = visitor.page.inner_text("#notice")
    assert "atlantis" in told
    assert "pay_conted" in told
    assert visitor.page.locator(SLIDER).input_value() == "2"


OPEN_ALL = "() => document.querySelectorAll('details').forEach((one) => { one.open = true; })"


@pytest.mark.parametrize(
    ("lang", "place", "width", "height"), [("en", "typical-county", 1280, 900), ("zh", "jimo", 390, 844)]
)
def test_the_page_has_no_accessibility_violation_and_fits_its_width(visit, violations, lang, place, width, height):
    visitor = visit(width, height)
    visitor.open(f"#lang={lang}&place={place}&draws=4")
    page = visitor.page
    if place == "typical-county":
        page.wait_for_selector("body[data-explained=yes]", timeout=60_000)
    page.evaluate(OPEN_ALL)
    page.wait_for_function("() => document.querySelectorAll('.lever dl').length > 40")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert visitor.complaints == []


def test_the_form_has_no_accessibility_violation(visit, violations):
    visitor = visit()
    visitor.open("#lang=en&place=mine&draws=4")
    visitor.page.evaluate(OPEN_ALL)
    assert violations(visitor.page) == []


def test_an_unlabelled_field_would_be_a_violation(visit, violations):
    visitor = visit()
    visitor.open("#lang=en&draws=4")
    visitor.page.evaluate("document.querySelector('label[for=start]').remove()")
    assert any(found.startswith("select-name") for found in violations(visitor.page))


def test_a_keyboard_alone_reaches_place_levers_and_results(visit):
    visitor = visit()
    visitor.open("#lang=en&draws=8")
    page = visitor.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "results"
    slider = page.locator(SLIDER)
    slider.focus()
    before = float(slider.input_value())
    page.keyboard.press("ArrowRight")
    assert float(slider.input_value()) > before
    page.locator('input[name=place][value="typical-county"]').focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_function("() => location.hash.includes('place=jimo')")


def test_no_request_leaves_this_machine_and_nothing_complains(visit):
    visitor = visit()
    visitor.open("#lang=zh&draws=8")
    visitor.page.wait_for_selector("body[data-explained=yes]", timeout=60_000)
    assert visitor.page.locator("#picture-parts svg").count() == 1
    assert len(visitor.asked) > 8
    assert all(address.startswith((visitor.address, "blob:")) for address in visitor.asked)
    assert visitor.complaints == []
    assert visitor.context.cookies() == []


def test_jimos_published_figures_come_with_their_quotes(visit):
    visitor = visit()
    visitor.open("#lang=zh&place=jimo&draws=4")
    visitor.page.click("#published-run")
    visitor.page.wait_for_selector("#published table", timeout=60_000)
    text = visitor.page.inner_text("#published")
    assert "公开口径" in text
    assert "模型推算口径" in text
    assert visitor.page.locator("#published blockquote").count() > 5
