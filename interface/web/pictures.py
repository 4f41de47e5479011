"""Charts of the page: their declarations as shapes without numbers, and whole pictures to take away."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from functools import cache
from typing import Any

from analysis.comparison_figures import WIDTH, Titles, fan_figure, flows_figure, parts_figure
from analysis.explain import Explained
from analysis.figures import has_chinese_font
from analysis.live import Gathered
from interface.comparing_figures import flows_picture
from interface.web.questions import Question
from interface.web.telling import FANS, fan_document, heard_of, parts_named, resting_sentence
from interface.words import Language, say

ENDINGS = ("svg", "png")
NAMES = (*FANS, "flows", "parts")
KINDS = {".svg": "image/svg+xml", ".png": "image/png"}
MARKS = ("#axis", "#months", "#reform", "#gained", "#lost")
"""What stands in a shape for a text that comes with the numbers."""


@cache
def shapes() -> Mapping[str, Any]:
    """Return the declarations of the page's charts without their numbers, which the page puts into `datasets`.

    They are those of `analysis.comparison_figures`; title and note are left out, for the page has its own, and a width
    of the declaration becomes that of the page.
    """
    axis, months, reform, *sides = MARKS
    titles = Titles("", "", axis, "")
    fan_row = {"month": 0, "median": 1.5, "low": 1.0, "high": 2.0, "lower_half": 1.2, "upper_half": 1.8, "base": 1.4}
    fan = [{**fan_row, "month": month} for month in (-11, 60)]
    flow = [{"label": "", "side": sides[0], "mean": 1.0, "low": 0.5, "high": 2.0}]
    part = [{"label": "", "start": 0.0, "end": 1.0, "low": 0.0, "high": 2.0, "kind": "up", "said": ""}]
    return {
        "fan": _shape(fan_figure(fan, titles, (months, "", ""), reform), fan),
        "flows": _shape(flows_figure(flow, titles, (sides[0], sides[1])), flow),
        "parts": _shape(parts_figure(part, titles), part),
    }


def _shape(declared: Mapping[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the chart proper of a declaration, its data named."""
    chart: dict[str, Any] = copy.deepcopy(declared["vconcat"][0])
    chart.pop("title", None)
    chart["config"] = {key: value for key, value in declared["config"].items() if key != "padding"}
    _name_data(chart, rows)
    return chart


def _name_data(part: Any, rows: list[dict[str, Any]]) -> None:
    """Name the data of every layer, and let text that stands at the right edge follow the width of the page."""
    if isinstance(part, list):
        for one in part:
            _name_data(one, rows)
    if not isinstance(part, dict):
        return
    values = part.get("data", {}).get("values") if isinstance(part.get("data"), dict) else None
    if values == rows:
        part["data"] = {"name": "rows"}
    elif values and "value" in values[0]:
        part["data"] = {"name": "ends"}
    x = part.get("x")
    if isinstance(x, dict) and x.get("value") == WIDTH:
        x["value"] = {"expr": "width"}
    for key in list(part):
        if key == "sort":
            part[key] = None  # the page's rows come in their order
        else:
            _name_data(part[key], rows)


def picture(
    name: str, gathered: Gathered | None, explained: Explained | None, question: Question, language: Language
) -> dict[str, Any]:
    """Return the whole declaration of a chart with title and note; KeyError names one that is not known."""
    if name == "parts" and explained is not None:
        return parts_figure(*parts_named(explained, language))
    if gathered is None or name not in (*FANS, "flows"):
        raise KeyError(name)
    result = gathered.comparison()
    if name == "flows":
        return flows_picture(result, result.options[0], "producing", language)
    fan = fan_document(gathered, question, name, language)
    rests = resting_sentence(gathered.draws, language, result.setting.belief.kind, heard_of(gathered))
    note = f"{rests} {say('page_run', language, digest=result.digest)}"
    titles = Titles(fan["sentence"], say("page_fan_about", language), fan["axis"], note)
    words = (say("figure_fan_months", language), fan["ends"][0]["said"], fan["ends"][1]["said"])
    return fan_figure(fan["rows"], titles, words, say("figure_fan_reform", language))


def language_of_bitmap(language: Language, ending: str) -> Language:
    """Return the language of a picture: a bitmap needs a Chinese font on this machine, a drawing where it is read."""
    return "en" if language == "zh" and ending == "png" and not has_chinese_font() else language


@cache
def script_bundle() -> bytes:
    """Return the renderer of the charts, from the installed package and no other host."""
    import vl_convert  # noqa: PLC0415

    return str(vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")).encode()
