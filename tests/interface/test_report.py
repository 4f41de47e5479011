"""A report says what the comparison says, in three formats and two languages, whole or not at all."""

import dataclasses
import io
import json
import math
import re
import string
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from analysis.compare import comparable, compare
from analysis.comparison_tables import comparison_document
from analysis.money import compare_money
from analysis.pictures import picture_bytes
from interface import reporting
from interface.comparing_figures import effects_picture
from interface.report.as_page import as_page
from interface.report.as_word import LETTERS, as_word, column_shares
from interface.report.as_workbook import as_workbook
from interface.report.comparison import HEADLINE_MONTHS, NET_NEW, Compared, comparison_report, rests_of
from interface.report.document import Grid, Number, plain, told
from interface.report.manifest import comparison_manifest
from interface.report.pictures import inlined
from interface.report.words_of_report import WORDS_OF_REPORT
from interface.words import say
from scenarios import load_scenario
from scenarios.posteriors import default_belief
from sim.identity import digest_of, plain_scenario
from sim.specification import LeverChange

sys.path.append(str(Path(__file__).parent))
from reported import DRAWS, PAIR, Read, compared, numbers_of, reported

PROGRAM = Path(sys.executable).with_name("zonereform")
LANGUAGES = ("en", "zh")
SECTIONS = ["findings", "evidence", "uncertainty", "assumptions", "not_identified", "not_modelled", "words", "annex",
            "manifest"]  # fmt: skip
MOST_BYTES = 1_000_000
ANSWERED = {"en": ("Which option?", "How much?", "How sure?", "At whose expense?", "On what assumption?"),
            "zh": ("哪个方案？", "影响多大？", "把握多大？", "代价由谁承担？", "建立在什么前提上？")}  # fmt: skip


@pytest.fixture(scope="module")
def found():
    return compared()


@pytest.fixture(scope="module")
def reports(found):
    return {language: reported(*found, language) for language in LANGUAGES}


@pytest.fixture(scope="module")
def pages(reports):
    return {language: as_page(report).decode() for language, report in reports.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_needs_no_script_and_no_other_host_and_is_small(pages, language):
    page = Read(pages[language])
    assert not {"script", "link", "iframe", "object", "embed", "base", "form"} & set(page.tags)
    assert "://" not in pages[language]
    assert not [found for found in page.attributes if found[1].startswith("on")]
    fetched = [value for _, name, value in page.attributes if name in ("src", "href", "xlink:href")]
    assert all(value.startswith("#") for value in fetched)
    assert len(pages[language].encode()) < MOST_BYTES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_is_there_and_findings_come_first(pages, language):
    page = Read(pages[language])
    assert list(page.texts) == SECTIONS
    for key, text in page.texts.items():
        assert say(f"report_{key}", language) in text
        assert len(text) > len(say(f"report_{key}", language)) + 20
    for question in ANSWERED[language]:
        assert question in page.texts["findings"]
    assert say("not_modelled", language) in page.texts["findings"]
    assert say("synthetic", language) in page.texts["findings"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_numbers_of_a_page_are_those_of_the_comparison(found, pages, language):
    document = numbers_of(json.loads(json.dumps(comparison_document(found[1]))))
    page = Read(pages[language])
    names = set(page.numbers["findings"])
    assert {f"{PAIR[1]}/{NET_NEW}/{HEADLINE_MONTHS}/{part}" for part in ("median", "low", "high", "better")} <= names
    assert {f"{PAIR[1]}/county.cost/{HEADLINE_MONTHS}/median", f"{PAIR[1]}/projects/taken"} <= names
    checked = 0
    for numbers in page.numbers.values():
        for name, value in numbers.items():
            if "/levers/" not in name:
                assert value == document[name], name
                checked += 1
    assert checked > 200


def test_a_number_that_differs_from_the_comparison_would_be_noticed(found, pages):
    document = numbers_of(comparison_document(found[1]))
    name = f"{PAIR[1]}/debt/36/median"
    other = re.sub(r'(<data value=")[^"]*(" data-name="' + re.escape(name) + '")', r"\g<1>123.0\2", pages["en"])
    assert Read(other).numbers["findings"][name] != document[name]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_written_of_a_number_is_its_value(pages, language):
    page = Read(pages[language])
    values = {name: value for numbers in page.numbers.values() for name, value in numbers.items()}
    for name, text in page.written.items():
        digits = text.replace("−", "-").replace(",", "").replace(" ", "")
        if re.fullmatch(r"[+-]?\d+(\.\d+)?", digits):
            assert float(digits) == pytest.approx(values[name], rel=0.06, abs=0.0051), (name, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_of_drawings_is_text_and_their_names_are_told_apart(found, pages, language):
    page = Read(pages[language])
    assert page.tags.count("svg") == 6
    names = [value for _, name, value in page.attributes if name == "id"]
    assert len(names) == len(set(names))
    text = "".join(page.drawn).replace(" ", "")
    assert (found[1].digest in text) is True
    assert say("figure_fan_reform", language).replace(" ", "") in text
    described = [value for _, name, value in page.attributes if name == "aria-label"]
    assert len([value for value in described if value]) >= 6


def test_the_charts_are_those_of_the_command_line(found, pages):
    _, result = found
    declared = effects_picture(result, NET_NEW, HEADLINE_MONTHS, "en")
    alone = inlined(picture_bytes(declared, ".svg", ""), "evidence-1-")
    assert re.sub(r"<desc>.*?</desc>", "", alone) in re.sub(r"<desc>.*?</desc>", "", pages["en"])


def cells(grid):
    return [[plain(cell) for cell in row] for _, rows in grid.groups for row in rows]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_document_for_a_word_processor_holds_the_same_tables_and_describes_its_charts(reports, language):
    report = reports[language]
    document = Document(io.BytesIO(as_word(report)))
    grids = list(report.grids())
    assert len(document.tables) == len(grids)
    for table, grid in zip(document.tables, grids, strict=True):
        heads, *rows = [[cell.text for cell in row.cells] for row in table.rows]
        assert heads == [text for text, _ in grid.heads]
        assert [row for row in rows if len(set(row)) > 1 or len(row) == 1] == cells(grid)
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == [section.title for section in report.sections]
    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert len(described) == 6
    assert all(described)
    section = document.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    whole = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert plain(report.sections[0].blocks[0].items[1][1]) in whole
    assert json.dumps(report.manifest["digest"]) in whole


def same(written, expected):
    """Tell whether two cells hold the same; a workbook keeps sixteen digits of a number."""
    numbers = isinstance(written, int | float) and isinstance(expected, int | float)
    return math.isclose(written, expected, rel_tol=1e-14) if numbers else written == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_holds_the_same_numbers_and_no_formula(found, reports, language):
    report = reports[language]
    book = load_workbook(io.BytesIO(as_workbook(report)))
    for grid in report.grids():
        written = [list(row) for row in book[grid.name].iter_rows(min_row=2, values_only=True)]
        expected = [
            [(None if c.value != c.value else c.value) if isinstance(c, Number) else c or None for c in row]
            for _, rows in grid.groups
            for row in rows
        ]
        told_rows = [row for row in written if any(cell is not None for cell in row[1:])]
        assert len(told_rows) == len(expected)
        for told_row, row in zip(told_rows, expected, strict=True):
            assert all(same(cell, other) for cell, other in zip(told_row, row, strict=True)), (told_row, row)
    assert not [c for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    manifest = dict(row for row in book[say("report_sheet_manifest", language)].iter_rows(values_only=True) if row[0])
    assert manifest["digest"] == found[1].digest
    assert manifest["scenarios.2.name"] == PAIR[1]
    effects = list(book[say("report_table_effects", language)].iter_rows(values_only=True))
    assert {"unit", "median", "low", "high", "simulation_error"} <= set(effects[0])


@pytest.mark.parametrize("written", [as_page, as_word, as_workbook])
def test_the_same_report_is_the_same_file_however_long_it_took(found, reports, written):
    scenarios, result = found
    later = reported(scenarios, dataclasses.replace(result, seconds=result.seconds + 99.0), "zh")
    assert written(later) == written(reports["zh"])


@pytest.mark.parametrize("written", [as_word, as_workbook])
def test_an_office_file_tells_no_time_of_writing(reports, written):
    with zipfile.ZipFile(io.BytesIO(written(reports["en"]))) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        properties = file.read("docProps/core.xml")
        assert b"zonereform" in properties
        assert not re.search(rb"created|modified", properties)


def test_drawings_with_the_same_names_inside_are_told_apart():
    drawing = b'<svg><clipPath id="a"/><g clip-path="url(#a)"><use xlink:href="#a"/></g></svg>'
    first, second = (inlined(drawing, prefix) for prefix in ("one-", "two-"))
    assert first == '<svg><clipPath id="one-a"/><g clip-path="url(#one-a)"><use href="#one-a"/></g></svg>'
    assert second == first.replace("one-", "two-")


def test_the_manifest_repeats_the_comparison_to_the_same_digest(pages):
    text = Read(pages["zh"]).texts["manifest"]
    manifest = json.loads(text[text.index("{") :])
    scenarios = [load_scenario(one["name"]) for one in manifest["scenarios"]]
    assert [digest_of(plain_scenario(one)) for one in scenarios] == [one["digest"] for one in manifest["scenarios"]]
    belief = default_belief()
    assert belief.digest == manifest["posterior_digest"]
    setting = comparable(
        scenarios[0], scenarios[1:], manifest["seed"], manifest["zone"], manifest["who"], manifest["date"], belief
    )
    assert compare(setting, manifest["draws"], 2).digest == manifest["digest"]
    assert manifest["draws"] == DRAWS


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_option_that_changes_nothing_is_said_to_change_nothing(language):
    page = Read(as_page(reported(*compared((PAIR[0], PAIR[0])), language)).decode())
    title = load_scenario(PAIR[0])
    named = title.title_zh if language == "zh" else title.title
    assert say("report_no_change", language, option=named, base=named) in page.texts["findings"]
    assert page.tags.count("svg") == 3


def test_options_side_by_side_are_led_by_one_that_changes_something_and_their_money_is_told():
    names = (*PAIR, PAIR[0])
    scenarios = [load_scenario(name) for name in names]
    setting = comparable(scenarios[0], scenarios[1:], 3, belief=default_belief())
    result, money = compare_money(setting, 4, 2)
    manifest = comparison_manifest(scenarios, result, None, "zonereform report …")
    page = Read(as_page(comparison_report(Compared(result, None, money), manifest, "en")).decode())
    assert page.tags.count("svg") == 9
    assert scenarios[1].title in page.texts["findings"]
    assert say("report_also_worse", "en", names="")[:20] not in page.texts["findings"]
    told_money = {name: value for name, value in page.numbers["evidence"].items() if "/money/" in name}
    for one, of_option in zip(money, result.options, strict=True):
        for place in ("zone", "county", "region"):
            for rate in (0.0, 0.05):
                name = f"{of_option.name}/money/{place}/60/{rate:g}/median"
                assert told_money[name] == one.at(place, 60, rate).band.median
    pots = {name for name in page.numbers["evidence"] if "/pots/" in name}
    assert len(pots) == 3 * sum(len(one.pots) for one in money)


def test_a_setting_tells_whether_a_text_or_a_judgement_gives_it():
    change = LeverChange("z", "l", 0, 1.0)
    kinds = {"a.b.c": "published", "a.b.c; judgement: why": "both", "judgement: why": "judgement"}
    assert {source: rests_of(dataclasses.replace(change, source=source)) for source in kinds} == kinds


def test_numbers_stay_numbers_in_sentences():
    sentence = told("report_surely", "en", sure=Number("95 %", 0.95, "sure"))
    assert [piece for piece in sentence if isinstance(piece, Number)] == [Number("95 %", 0.95, "sure")]
    assert plain(sentence) == say("report_surely", "en", sure="95 %")


def fields(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_a_column_has_room_for_its_longest_word_where_the_line_has_and_all_columns_fill_it():
    columns = [
        ["outcome", "months from signature to production"],
        ["−5,060"],
        ["simulation error"],
        ["更优占比", "98%"],
    ]
    shares = column_shares(columns)
    assert sum(shares) == pytest.approx(1.0)
    for share, longest in zip(shares, ("production", "−5,060", "simulation", "98%"), strict=True):
        assert share * LETTERS >= len(longest)
    assert shares[0] == max(shares)


def test_every_word_of_reports_is_in_both_languages_with_the_same_fields():
    for key, (english, chinese) in WORDS_OF_REPORT.items():
        assert english, key
        assert chinese, key
        assert fields(english) == fields(chinese), key
    assert not re.search("真值|真实值", "".join(chinese for _, chinese in WORDS_OF_REPORT.values()))


def zonereform(*arguments, cwd=None):
    command = [str(PROGRAM), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd)


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        ((*PAIR, "-o", "report.pdf"), (".pdf", ".html, .docx, .xlsx")),
        ((*PAIR, "-o", "there.html"), ("there.html exists",)),
        ((*PAIR, "-o", "none/report.html"), ("no folder",)),
        (("jimo", "-o", "a.html"), ("jimo", "base", "id of a batch")),
        ((*PAIR, "-o", "a.html", "--who", "al"), ("'al'", "all")),
        (("3bfe75", "-o", "a.html", "--draws", "5"), ("--draws", "a batch of results")),
        (("3bfe75", "-o", "a.html"), ("3bfe75",)),
        (("--calibration", "-o", "a.html", "--seed", "2"), ("--seed", "--calibration")),
        (("--calibration", "a", "b", "-o", "a.html"), ("2 names", "one folder")),
        (("--calibration", "nowhere.nc", "-o", "a.html"), ("nowhere.nc", "no such posterior")),
    ],
)
def test_wrong_input_is_one_line_status_2_and_no_file(tmp_path, arguments, parts):
    (tmp_path / "there.html").write_text("kept", encoding="utf-8")
    done = zonereform("report", *arguments, "--lang", "en", cwd=tmp_path)
    assert (done.returncode, done.stdout, len(done.stderr.strip().splitlines())) == (2, "", 1), done.stderr
    for part in parts:
        assert part in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["there.html"]
    assert (tmp_path / "there.html").read_text(encoding="utf-8") == "kept"


def test_every_fault_is_told_at_once(tmp_path):
    done = zonereform("report", "no-refrom", "jmio", "-o", "a.html", cwd=tmp_path)
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (2, 2), done.stderr
    assert not list(tmp_path.iterdir())


def test_a_report_that_fails_half_way_leaves_nothing(tmp_path, reports, monkeypatch):
    def fail(_path, _target):
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(Exception, match="disk full"):
        reporting.write_report(reports["en"], tmp_path / "a.html")
    assert not list(tmp_path.iterdir())


def test_the_command_writes_what_it_says_and_says_how_to_repeat_it(tmp_path):
    done = zonereform("report", *PAIR, "--draws", 2, "-o", "a.xlsx", "--lang", "zh", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["sections"] == SECTIONS
    assert document["bytes"] == (tmp_path / "a.xlsx").stat().st_size
    command = document["manifest"]["command"]
    assert command == f"zonereform report {' '.join(PAIR)} --draws 2 -o a.xlsx --lang zh"
    first = (tmp_path / "a.xlsx").read_bytes()
    (tmp_path / "a.xlsx").unlink()
    again = zonereform(*command.split()[1:], cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert (tmp_path / "a.xlsx").read_bytes() == first


def test_grids_of_a_report_have_names_of_their_own(reports):
    for report in reports.values():
        names = [block.name for block in report.grids() if isinstance(block, Grid)]
        assert len(names) == len(set(names))
        assert all(len(name) <= 31 for name in names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_month_that_all_draws_share_is_told_once(pages, language):
    told_once = {"en": "first measure, 2019-01.", "zh": "首项措施实施之月（2019-01）起算"}[language]
    assert told_once in pages[language]
    assert not re.search(r"2019-01 (?:and|与|至|to) 2019-01", pages[language])
