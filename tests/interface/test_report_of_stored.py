"""Reports of what is stored, a batch of results and a posterior, say what their commands print."""

import io
import json
import re
import sys
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from analysis.answers import answer
from analysis.study import read_study
from calibration.checks import validation_as_json
from interface.answer_titles import finding
from interface.calibrating_figures import open_posterior
from interface.report.as_page import as_page
from interface.report.as_word import as_word
from interface.report.as_workbook import as_workbook
from interface.report.calibration import calibration_report
from interface.report.standing import ended
from interface.report.sweep import sweep_report
from interface.words import say
from scenarios.designs import load_design
from sim.execution import crew_of
from sim.store.batch import find_batch
from sim.sweep import DesignMeasure, Request, sweep

sys.path.append(str(Path(__file__).parent))
from reported import Read

LANGUAGES = ("en", "zh")
SECTIONS = {
    "sweep": ["findings", "evidence", "uncertainty", "assumptions", "not_identified", "not_modelled", "words",
              "manifest"],
    "calibration": ["findings", "evidence", "validation", "uncertainty", "assumptions", "not_identified",
                    "not_modelled", "words", "manifest"],
}  # fmt: skip
MOST_BYTES = 1_000_000


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    """The small version of a design, swept."""
    store, design = tmp_path_factory.mktemp("store"), load_design("staff-fund-land").small()
    done = sweep(Request(design, DesignMeasure(tuple(design.outputs)), store), crew_of(1, False, None))
    return find_batch(store, str(done.folder))


@pytest.fixture(scope="module")
def posterior():
    return open_posterior()


def holds(page, kind, language):
    """Check what holds of every page: its sections in their order, no script, no other host, less than a megabyte."""
    read = Read(page)
    assert list(read.texts) == SECTIONS[kind]
    for key, text in read.texts.items():
        assert say(f"report_{key}", language) in text
    assert "script" not in read.tags
    assert "://" not in page
    assert len(page.encode()) < MOST_BYTES
    names = [value for _, name, value in read.attributes if name == "id"]
    assert len(names) == len(set(names))
    assert read.tags.count("svg") == read.tags.count("figure") > 0
    return read


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_of_a_batch_answers_its_question_with_its_numbers(batch, language):
    report = sweep_report(batch, f"zonereform report {batch.manifest.id}", language)
    answered = answer(read_study(batch))
    read = holds(as_page(report).decode(), "sweep", language)
    assert answered.study.plan["question_zh" if language == "zh" else "question"] in read.texts["findings"]
    assert ended(finding(answered, language), language) in read.texts["findings"]
    numbers = read.numbers["evidence"]
    headline = {output.name for output in answered.study.headline}
    for at, effect in enumerate(answered.effects):
        if effect.output.name in headline:
            assert numbers[f"effects/{at}/median"] == effect.band.median
    book = load_workbook(io.BytesIO(as_workbook(report)))
    written = list(book[say("report_table_effects", language)].iter_rows(min_row=2, values_only=True))
    assert [row[3] for row in written] == pytest.approx([effect.band.median for effect in answered.effects])
    manifest = json.loads(read.texts["manifest"][read.texts["manifest"].index("{") :])
    assert (manifest["digest"], manifest["batch"]) == (batch.manifest.digest, batch.manifest.id)
    assert not re.search("begun|wall_seconds", json.dumps(manifest))


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_of_a_posterior_tells_figures_scores_and_what_was_learnt(posterior, language):
    report = calibration_report(posterior, "zonereform report --calibration", language)
    read = holds(as_page(report).decode(), "calibration", language)
    document = validation_as_json(posterior.result, posterior.checks, posterior.ledger)
    numbers = read.numbers["validation"]
    told = 0
    for figure in document["held_out"]:
        if figure["median"] is not None:
            for part in ("median", "low", "high", "score"):
                assert numbers[f"held/{figure['id']}/{part}"] == figure[part]
                told += 1
    assert told >= 40
    learnt = read.numbers["uncertainty"]
    assert learnt == {f"learnt/{name}": value for name, value in posterior.result.about["learnt"].items()}
    assert say("not_modelled", language) in read.texts["findings"]
    answers = report.sections[0].blocks[0].items
    assert [question for question, _ in answers] == [
        say(f"report_{key}", language) for key in ("fits", "learnt", "holds", "trust")
    ]
    manifest = json.loads(read.texts["manifest"][read.texts["manifest"].index("{") :])
    assert manifest["digest"] == posterior.digest


@pytest.mark.slow
def test_the_report_of_a_posterior_opens_as_a_document_and_as_a_workbook(posterior):
    report = calibration_report(posterior, "zonereform report --calibration", "en")
    document = Document(io.BytesIO(as_word(report)))
    assert len(document.tables) == len(list(report.grids())) >= 5
    assert all(shape._inline.docPr.get("descr") for shape in document.inline_shapes)
    book = load_workbook(io.BytesIO(as_workbook(report)))
    assert {grid.name for grid in report.grids()} < set(book.sheetnames)
