"""Every shipped design answers its question from its small version: stored, in words and in a figure that agree."""

import json
import re
import string
import sys
from pathlib import Path

import pytest

from analysis.answers import answer
from analysis.charts import wrapped
from analysis.phase import axes_of
from analysis.pictures import picture_bytes
from analysis.study import read_study
from interface import answering, cli, naming, words
from interface.answer_captions import caption_of, told_in_numbers
from interface.answer_titles import finding
from interface.answer_words import ANSWER_WORDS
from interface.parameter_words import PARAMETERS_ZH
from scenarios.designs import DESIGNS, design_names, load_design
from scenarios.strict_yaml import ScenarioError
from sim.execution import crew_of
from sim.parameters import PARAMETERS
from sim.store.batch import find_batch
from sim.sweep import DesignMeasure, Request, sweep

MOST_LINES = 2
"""Lines of the longest title."""
PAGE = 1650
"""Pixels of a page at the resolution of a picture."""
HEADS = {
    "en": "Answer:|How sure:|Others:|At the expense of other zones:|The zone itself:|Assuming:",
    "zh": "答案：|可信程度：|对其他开发区的影响：|代价由其他开发区承担：|本区自身：|前提：",
}
MISSION = ("staff-streamlining", "fund-leverage", "land-recycling", "staff-fund-land")


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Sweeps the small version of a design, once; returns its batch."""
    store, kept = tmp_path_factory.mktemp("answers"), {}

    def batch(name):
        if name not in kept:
            design = load_design(name).small()
            done = sweep(Request(design, DesignMeasure(tuple(design.outputs)), store), crew_of(1, False, None))
            assert done.failed == 0
            kept[name] = find_batch(store, str(done.folder))
        return kept[name]

    return batch


def drawn_rows(specification):
    """Every row of numbers that a chart draws, by what names it."""
    found = []

    def walk(part):
        if isinstance(part, dict):
            found.extend(part.get("data", {}).get("values", []) if isinstance(part.get("data"), dict) else [])
            for inner in part.values():
                walk(inner)
        elif isinstance(part, list):
            for inner in part:
                walk(inner)

    walk(specification)
    for rows in specification.get("datasets", {}).values():
        found.extend(rows)
    return [row for row in found if "median" in row]


def told_of(specification):
    """Title and caption of a figure, line by line."""
    last = specification["title"]
    return specification["vconcat"][0]["title"]["text"], [*last["text"], *last["subtitle"]]


@pytest.mark.slow
@pytest.mark.parametrize("name", [*MISSION, *sorted(set(design_names()) - set(MISSION))])
def test_a_shipped_design_answers_and_its_figure_and_caption_hold_the_stored_numbers(small, name):
    study = read_study(small(name))
    answered = answer(study)
    stored = json.loads(json.dumps(answered.as_json(), allow_nan=False))
    assert stored["effects"] or stored["indices"]
    headline = {output.name for output in study.headline}
    ranked = {"mu_star", "ST", "pawn"}
    for language in ("en", "zh"):
        shown = answering.in_fine_units(answered, language)
        medians = {effect.band.median for effect in shown.effects if effect.output.name in headline}
        medians |= {index["value"] for one in stored["indices"] for index in one["indices"] if index["kind"] in ranked}
        chart = answering.chart_of(answered, language, "DejaVu Sans").to_dict()
        drawn = {row["median"] for row in drawn_rows(chart)}
        assert drawn
        assert drawn <= medians
        title, caption = told_of(chart)
        told = "".join([*title, *caption]).replace(" ", "")
        assert len(title) <= MOST_LINES
        begun = [line for line in caption if re.match(HEADS[language], line)]
        assert 2 <= len(begun) <= 4, caption
        assert study.id in told
        if axes_of(study):
            ends = [max(drawn), min(drawn)] if len(headline) == 1 else [max(drawn)]
            assert all(naming.signed(end).lstrip("+−") in told for end in ends)
        elif not stored["indices"]:
            for effect in told_in_numbers(shown):
                median = naming.signed(effect.band.median).lstrip("+−")  # a currency may stand behind the sign
                assert median in told or effect.verdict == "nothing"
    assert finding(answered, "en") != finding(answered, "zh")
    assert all(len(caption_of(answered, language)) <= 4 for language in ("en", "zh") if not answered.indices)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["fund-leverage", "land-recycling", "package-indices"])
def test_a_figure_is_no_wider_than_a_page(small, name):
    chart = answering.chart_of(answer(read_study(small(name))), "en", "DejaVu Sans").to_dict()
    drawn = picture_bytes(chart, ".png", "batch abc")
    width = int.from_bytes(drawn[16:20], "big")  # of the header's first eight bytes of content
    assert width <= PAGE


@pytest.mark.slow
def test_a_figure_names_its_batch_in_its_metadata(small):
    answered = answer(read_study(small("staff-fund-land")))
    chart = answering.chart_of(answered, "en", "DejaVu Sans")
    picture = picture_bytes(chart.to_dict(), ".png", "batch abc")
    assert picture.startswith(b"\x89PNG")
    assert b"iTXtDescription\0\0\0\0\0batch abc" in picture
    assert b"<desc>batch abc</desc>" in picture_bytes(chart.to_dict(), ".svg", "batch abc")


@pytest.fixture
def typed(monkeypatch, capsys, tmp_path):
    """Types a command in an empty folder; returns status, stdout and stderr."""
    monkeypatch.chdir(tmp_path)

    def type_it(*words):
        monkeypatch.setattr(sys, "argv", ["zonereform", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, error = capsys.readouterr()
        return ended.value.code or 0, out, error

    return type_it


@pytest.mark.slow
def test_an_answer_is_stored_beside_its_batch_as_it_is_printed(small, typed, tmp_path):
    folder = small("staff-fund-land").folder
    code, out, _ = typed("results", "answer", folder, "--json", "--figure", "answer.svg")
    assert code == 0
    assert json.loads(out) == json.loads((folder / "answer.json").read_text(encoding="utf-8"))
    assert (tmp_path / "answer.svg").stat().st_size > 1000
    assert "priors alone" in typed("results", "answer", folder, "--lang", "en")[1]
    assert "仅依据先验" in typed("results", "answer", folder, "--lang", "zh")[1]
    assert json.loads(typed("results", "verify", folder, "--json")[1])["ok"]


@pytest.mark.slow
def test_sensitivity_prints_what_the_contract_says(small, typed):
    folder = small("package-indices").folder
    code, out, _ = typed("sensitivity", folder, "--json", "--output", "producing", "--figure", "influence.png")
    document = json.loads(out)
    assert code == 0
    assert {"store", "output", "indices"} <= set(document)
    assert document["output"] == "producing"
    assert {index["kind"] for index in document["indices"]} == {"S1", "ST"}
    assert all({"parameter", "kind", "value", "low", "high"} <= set(index) for index in document["indices"])
    assert "2 base points" in typed("sensitivity", folder, "--lang", "en")[1]
    assert "样本过小" in typed("sensitivity", folder, "--lang", "zh")[1]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("design", "words", "parts"),
    [
        ("staff-fund-land", [], ["kind grid", "morris, sobol_indices"]),
        ("package-doses", [], ["4 points", "30 or more"]),
        ("package-indices", ["--output", "produce"], ["--output", "produce", "producing"]),
        ("package-indices", ["--figure", "map.jpg"], [".jpg", ".png"]),
    ],
)
def test_wrong_requests_for_indices_are_refused_in_one_line(small, typed, tmp_path, design, words, parts):
    code, out, error = typed("sensitivity", small(design).folder, *words)
    assert (code, out, len(error.strip().splitlines())) == (2, "", 1)
    assert all(part in error for part in parts)
    assert list(tmp_path.iterdir()) == []


def test_a_store_with_several_batches_is_refused_by_name(typed, tmp_path):
    code, _, error = typed("sensitivity", tmp_path)
    assert code == 2
    assert "name one batch" in error


def test_without_a_chinese_font_one_line_says_so_and_the_figure_is_in_english(small, typed, monkeypatch):
    monkeypatch.setattr("analysis.figures.chinese_font", lambda: None)
    code, _, error = typed("results", "answer", small("staff-streamlining").folder, "--figure", "a.svg", "--lang", "zh")
    assert code == 0
    assert error.count("未找到中文字体") == 1


def test_every_uncertain_parameter_has_a_chinese_name_and_no_other():
    assert set(PARAMETERS_ZH) == {name for name, q in PARAMETERS.items() if q.block != "fixed"}
    assert len(set(PARAMETERS_ZH.values())) == len(PARAMETERS_ZH)


def test_words_of_answers_take_no_key_of_another_and_fill_the_same_values():
    others = Path(words.__file__).read_text(encoding="utf-8")
    for key, (english, chinese) in ANSWER_WORDS.items():
        assert f'"{key}":' not in others
        values = [{v for _, v, _, _ in string.Formatter().parse(text) if v} for text in (english, chinese)]
        assert values[0] == values[1], key


def test_a_headline_that_is_no_output_is_refused_with_the_nearest(tmp_path):
    text = (DESIGNS / "staff-streamlining.yaml").read_text(encoding="utf-8")
    file = tmp_path / "wrong.yaml"
    file.write_text(text.replace("headline: [signed,", "headline: [signd,"), encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"headline.*signd.*signed"):
        load_design(file)


def test_a_line_breaks_between_words_and_never_before_a_full_stop():
    assert wrapped("全部开发区，签约，全部开发区。", 10) == ["全部开发", "区，签约，", "全部开发", "区。"]
