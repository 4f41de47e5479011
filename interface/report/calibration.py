"""The report of a posterior: does it fit, what was learnt, does it hold on figures that it was not given."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from analysis.bands import number
from calibration.validation import Tested
from interface.calibrating_figures import (
    PICTURES,
    Opened,
    figure_label,
    not_stored,
    parameter_label,
)
from interface.calibrating_tables import recovery_told
from interface.calibration_card import cut_told, limits, pairs, skill, zone_label
from interface.calibration_card import say as say_of_card
from interface.naming import capital
from interface.report.document import (
    Block,
    Chart,
    Ending,
    Grid,
    Number,
    Paragraph,
    Piece,
    Points,
    Report,
    Verbatim,
    heads_of,
    told,
)
from interface.report.manifest import common
from interface.report.standing import ended, not_identified, not_modelled, sections_of, words_used
from interface.tables import printed_range
from interface.web.pictures import language_of_bitmap
from interface.words import Language, published_unit, say
from scenarios.posteriors import load_posterior
from sim.identity import digest_of

WORDS_USED = ("draw", "band", "prior", "held", "score", "printed", "units")
FITTED, LEARNT, HELD = (
    ("targets", "prior", "funnel"),
    ("parameters",),
    ("held-out", "left-out", "ranks", "coverage"),
)
"""Charts by the section that they belong to; clouds of pairs are told in words, for a drawing of them is too large."""
ANSWERS = {"report_fits": "targets", "report_learnt": "parameters", "report_holds": "held-out",
           "report_trust": "coverage"}  # fmt: skip
"""Questions of a reader and the chart whose finding answers each."""


def calibration_report(found: Opened, command: str, language: Language) -> Report:
    """Return the report of a posterior."""
    about, ledger = found.result.about, found.ledger
    charts = {name: chart for name in (*FITTED, *LEARNT, *HELD) for chart in charts_of(found, name, language)}
    sections: dict[str, Sequence[Block]] = {
        "findings": [
            Points([(say(key, language), (ended(charts[name].alternative, language),))
                    for key, name in ANSWERS.items() if name in charts]),
            Paragraph((unmarked(say_of_card("cannot", language)),), "strong"),
            Paragraph(told("not_modelled", language), "strong"),
        ],
        "evidence": [*chosen(charts, FITTED), tested_grid("fitted", found.result.calibrated, found, language),
                     *misfits(found, language)],
        "validation": [*chosen(charts, HELD), tested_grid("held", found.result.held_out, found, language),
                       as_points(skill(found.result, language)), naive_grid(found, language),
                       Paragraph(told("report_naive_note", language), "small"), *checked(found, language)],
        "uncertainty": [*chosen(charts, LEARNT), learnt_grid(found, language),
                        Paragraph(told("report_gone_note", language), "small"),
                        as_points(pairs(about, ledger, language))],
        "assumptions": [Points([("", (cut_told(language),)), ("", told("report_believed", language)),
                                ("", (limits(ledger, language),))])],
        "not_identified": [not_identified(language)],
        "not_modelled": [not_modelled(language)],
        "words": [words_used(WORDS_USED, language)],
        "manifest": [Paragraph(told("report_manifest_about", language)), Verbatim(command)],
    }  # fmt: skip
    draws = len(load_posterior(found.path))
    specification = about["specification"]
    return Report(
        say("report_calibration_title", language, title=specification["title_zh" if language == "zh" else "title"]),
        say("report_calibration_subtitle", language, calls=f"{about['simulator_calls']:,}", draws=f"{draws:,}",
            version=about["model_version"], digest=found.digest),
        language,
        sections_of(sections, language),
        calibration_manifest(found, command),
    )  # fmt: skip


def calibration_manifest(found: Opened, command: str) -> dict[str, Any]:
    """Return the manifest of a posterior's report."""
    about = found.result.about
    return {
        **common("calibration", command, found.digest),
        "model_version": about["model_version"],
        "specification": about["specification"]["name"],
        "specification_digest": digest_of(about["specification"]),
        "draws": len(load_posterior(found.path)),
        "simulator_calls": about["simulator_calls"],
        "checks": {"truths": 0 if found.checks is None else found.checks.truths,
                   "zones_left_out": found.checks is not None and bool(found.checks.left_out)},
    }  # fmt: skip


def charts_of(found: Opened, name: str, language: Language) -> list[Chart]:
    """Return a chart of a posterior by its name, by its function for the command line; none where it is not stored."""
    if name in not_stored(found, language):
        return []
    drawn = {language: PICTURES[name](found, language)}

    def content(written: Language, ending: Ending) -> bytes:
        written = language_of_bitmap(written, ending.removeprefix("."))
        if written not in drawn:
            drawn[written] = PICTURES[name](found, written)
        return drawn[written].content(ending)

    return [Chart(name, drawn[language].finding, content)]


def chosen(charts: dict[str, Chart], names: Sequence[str]) -> list[Chart]:
    """Return charts by name, those that there are."""
    return [charts[name] for name in names if name in charts]


def unmarked(line: str) -> str:
    """Return a line of the card without its marks.

    >>> unmarked("- the model is **not** better")
    'the model is not better'
    """
    return line.removeprefix("- ").replace("**", "").replace("。 ", "。")


def misfits(found: Opened, language: Language) -> list[Points]:
    """Return the figures that their own bands do not reach; nothing where there are none."""
    lines = [
        say_of_card(
            "misfit", language, label=capital(figure_label(one.figure, language, found.ledger)),
            side=say_of_card("below" if one.ours.high < one.ours.published else "above", language),
        )
        for one in found.result.misfits
    ]  # fmt: skip
    return [as_points(lines)] if lines else []


def as_points(lines: Sequence[str]) -> Points:
    """Return lines of the card as points."""
    return Points([("", (unmarked(line),)) for line in lines])


def tested_grid(kind: str, tested: Sequence[Tested], found: Opened, language: Language) -> Grid:
    """Return figures as published beside their bands, by place, with scores."""
    keys = ("figure", "published", "modelled", "low", "high", "unit", "width", "score", "prior_score", "inside")
    groups: dict[str, list[list[Piece]]] = {}
    for one in tested:
        place = zone_label(found.ledger[one.figure].zone, found.ledger, language)
        groups.setdefault(place, []).append(_tested_row(kind, one, found, language))
    title, sheet = say(f"report_{kind}", language), say(f"report_sheet_{kind}", language)
    return Grid(sheet, title, heads_of(keys, language), list(groups.items()))


def _tested_row(kind: str, one: Tested, found: Opened, language: Language) -> list[Piece]:
    known = math.isfinite(one.median)
    name = f"{kind}/{one.figure}"
    ends = [_number(value, f"{name}/{part}") for part, value in
            (("median", one.median), ("low", one.low), ("high", one.high))]  # fmt: skip
    scores = [_number(one.width_ratio, f"{name}/width"), _number(one.ours.score, f"{name}/score"),
              _number(one.prior.score, f"{name}/prior_score")]  # fmt: skip
    figure = found.ledger[one.figure]
    met = say("fit_yes" if one.ours.inside else "fit_no", language) if known else say("fit_nothing", language)
    return [figure_label(one.figure, language, found.ledger), printed_range(figure.interval), *ends,
            published_unit(figure.unit, language), *scores, met]  # fmt: skip


def _number(value: float, name: str = "") -> Number:
    return Number(number(value), value, name) if math.isfinite(value) else Number("–", math.nan)


def learnt_grid(found: Opened, language: Language) -> Grid:
    """Return how much of each parameter's prior variance the figures took away."""
    gone = sorted(found.result.about["learnt"].items(), key=lambda item: -item[1])
    rows: list[Sequence[Piece]] = [
        [capital(parameter_label(name, found.ledger, language)), Number(f"{value:.0%}", value, f"learnt/{name}")]
        for name, value in gone
    ]
    heads = heads_of(("parameter", "gone"), language)
    return Grid(say("report_sheet_learnt", language), say("report_parameters", language), heads, [("", rows)])


def naive_grid(found: Opened, language: Language) -> Grid:
    """Return forecasts that need no model, beside the model."""
    rows: list[list[Piece]] = []
    for one in found.result.naive:
        difference, error, figures = one.against
        name = f"naive/{one.rule.name}"
        rows.append(
            [one.rule.words_zh if language == "zh" else one.rule.words, Number(str(figures), figures),
             _number(one.ours_mean, f"{name}/ours"), _number(one.theirs_mean, f"{name}/theirs"),
             _number(difference if figures else math.nan, f"{name}/difference"),
             _number(error if figures else math.nan, f"{name}/error")]
        )  # fmt: skip
    heads = heads_of(("rule", "figures", "ours", "theirs", "difference", "difference_error"), language)
    return Grid(say("report_sheet_naive", language), say("report_naive", language), heads, [("", rows)])


def checked(found: Opened, language: Language) -> list[Block]:
    """Return what many fits found: known truths fitted again, and zones left out; or that it was not tried."""
    if found.checks is None or not found.checks.truths:
        return [Paragraph(told("validate_no_recovery", language))]
    blocks: list[Block] = [Paragraph((recovery_told(found.checks, found.ledger, language),))]
    if found.checks.left_out:
        blocks.append(tested_grid("left_out", found.checks.left_out, found, language))
    return blocks
