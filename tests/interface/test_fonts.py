"""Chinese words are drawn with a Chinese font, or in English with one line on how to have one: no boxes."""

import logging
import warnings

import pytest

from analysis import figures
from analysis.figures import Line, draw_bands
from interface import fonts
from interface.comparing_figures import language_of_picture
from interface.doctor import examine
from interface.fonts import INSTALLERS, how_to_get_font, language_with_font


@pytest.fixture
def without(monkeypatch):
    monkeypatch.setattr(figures, "chinese_font", lambda: None)


@pytest.fixture
def installed(monkeypatch):
    monkeypatch.setattr(figures, "chinese_font", lambda: "Noto Sans CJK SC")


@pytest.mark.usefixtures("without")
@pytest.mark.parametrize("ending", [".png", ".pdf"])
def test_without_a_font_a_picture_is_in_english_and_one_line_says_how_to_have_one(ending, tmp_path, capsys):
    assert language_of_picture("zh", tmp_path / f"a{ending}") == "en"
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 1
    assert "未找到中文字体" in told[0]
    assert how_to_get_font() in told[0]


@pytest.mark.usefixtures("without")
def test_a_drawing_whose_text_stays_text_needs_no_font_here(tmp_path, capsys):
    assert language_of_picture("zh", tmp_path / "a.svg") == "zh"
    assert language_with_font("en") == "en"
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("installed")
def test_with_a_font_a_picture_is_in_chinese_and_nothing_is_said(tmp_path, capsys):
    assert language_of_picture("zh", tmp_path / "a.png") == "zh"
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("program", [*INSTALLERS, None])
def test_the_way_to_a_font_is_that_of_the_machine(program, monkeypatch):
    monkeypatch.setattr(fonts.shutil, "which", lambda name: name == program or None)
    assert how_to_get_font() == INSTALLERS[program or "apt"]


@pytest.mark.usefixtures("without")
def test_the_doctor_says_how_to_have_a_font(monkeypatch):
    monkeypatch.setattr("interface.doctor._short_run", lambda language: (True, language))
    found = {check.name: check.detail for check in examine("zh")}
    assert how_to_get_font() in found["Chinese font"]


@pytest.mark.skipif(not figures.has_chinese_font(), reason="no Chinese font on this machine")
def test_a_chinese_picture_misses_no_letter_where_a_font_is_installed(tmp_path, caplog):
    from analysis.bands import Band  # noqa: PLC0415
    from scenarios.wording import Interval  # noqa: PLC0415

    with warnings.catch_warnings(), caplog.at_level(logging.WARNING, "matplotlib"):
        warnings.simplefilter("error")
        line = Line("闲置土地（亩）", Band(2.0, 1.0, 3.0), Interval(1.5, 2.5))
        draw_bands([line], "改革", ("模拟", "公开数据"), "注", tmp_path / "a.png", "a run")
    assert not caplog.records
    assert (tmp_path / "a.png").stat().st_size > 5000
