"""The report of a batch of results: what its design asked, and what the stored runs answer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from analysis.answers import Answer, Effect, answer
from analysis.bands import number
from analysis.charts import FONTS
from analysis.figures import CHINESE_FONTS, chinese_font
from analysis.influence import set_beside_evidence
from analysis.pictures import picture_bytes
from analysis.sensitivity import Sensitivity
from analysis.study import Study, read_study
from interface.answer_captions import number_told, told_in_numbers
from interface.answer_titles import finding
from interface.answering import chart_of, in_fine_units
from interface.influencing import of_told, prior_alone_told, sample_verdict
from interface.naming import basis, capital, contrast_name, factor_label, level_told, output_label, signed
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
from interface.web.pictures import language_of_bitmap
from interface.web.telling import share_text
from interface.words import Language, say, unit_name
from scenarios.factors import Factor
from sim.outputs import Output
from sim.store.batch import Batch

WORDS_USED = ("design", "draw", "band", "index", "units")
MOST_FACTORS = 20
"""Factors that a table of indices tells of many; the workbook has all."""


def sweep_report(batch: Batch, command: str, language: Language) -> Report:
    """Return the report of a batch; WrongRequestError where it was not made from a design."""
    answered = answer(read_study(batch))
    study = answered.study
    manifest = sweep_manifest(batch, study, command)
    left_out = Paragraph(told("not_modelled", language), "strong")
    sections: dict[str, Sequence[Block]] = {
        "findings": [findings(answered, language), left_out],
        "evidence": [chart(answered, language), *tables(answered, language)],
        "uncertainty": uncertainty(answered, batch, language),
        "assumptions": [Points([("", (line,)) for line in basis(study, language)]), factors_grid(study, language)],
        "not_identified": [not_identified(language)],
        "not_modelled": [not_modelled(language)],
        "words": [words_used(WORDS_USED, language)],
        "manifest": [Paragraph(told("report_manifest_about", language)), Verbatim(command)],
    }
    end = "_zh" if language == "zh" else ""
    return Report(
        say("report_sweep_title", language, title=study.plan[f"title{end}"]),
        say("report_sweep_subtitle", language, id=study.id, draws=study.draws, runs=f"{batch.manifest.done:,}",
            version=batch.manifest.model_version, digest=study.digest or "–"),
        language,
        sections_of(sections, language),
        manifest,
        in_full(answered, language),
    )  # fmt: skip


def sweep_manifest(batch: Batch, study: Study, command: str) -> dict[str, Any]:
    """Return the manifest of a batch's report: what the batch's own manifest says, without what only its files need."""
    of_batch = batch.manifest
    return {
        **common("sweep", command, study.digest),
        "model_version": of_batch.model_version,
        "versions": dict(of_batch.versions),
        "batch": of_batch.id,
        "design": of_batch.name,
        "kind_of_design": study.kind,
        "scenarios": [case.name for case in study.cases],
        "parameters": study.plan["parameters"],
        "draws": study.draws,
        "planned": of_batch.planned,
        "done": of_batch.done,
        "failed": of_batch.failed,
        "state": of_batch.state,
        "made_by": of_batch.command,
    }


def findings(answered: Answer, language: Language) -> Points:
    """Return question and answer, and the answer's numbers."""
    answered = in_fine_units(answered, language)
    study = answered.study
    question = str(study.plan["question_zh" if language == "zh" else "question"])
    lines = [(say("report_question", language), (question,)),
             (say("report_answer", language), (ended(finding(answered, language), language),))]  # fmt: skip
    numbers = [number_told(study, effect, language) for effect in told_in_numbers(answered)] if answered.effects else []
    lines += [(say("report_in_numbers", language) if at == 0 else "", (capital(line),))
              for at, line in enumerate(numbers)]  # fmt: skip
    return Points(lines)


def chart(answered: Answer, language: Language) -> Chart:
    """Return the chart of an answer, by its declaration for the command line."""

    def content(written: Language, ending: Ending) -> bytes:
        written = language_of_bitmap(written, ending.removeprefix("."))
        declared = chart_of(answered, written, fonts_of(written)).to_dict()
        return picture_bytes(declared, ending, f"zonereform batch {answered.study.id}")

    return Chart("answer", finding(in_fine_units(answered, language), language), content)


def fonts_of(language: Language) -> str:
    """Return the fonts of a chart, for whichever machine it is read on."""
    here = chinese_font()
    chinese = [*([here] if here else []), *CHINESE_FONTS] if language == "zh" else []
    return ", ".join([*dict.fromkeys(chinese), FONTS["en"], "sans-serif"])


def tables(answered: Answer, language: Language) -> list[Block]:
    """Return the effects on the outputs that the design's question is about, or its indices."""
    study = answered.study
    blocks: list[Block] = []
    if answered.effects:
        blocks.append(effects_grid(answered, language))
        others = len(study.outputs) - len(study.headline)
        if others:
            blocks.append(Paragraph(told("report_other_outputs", language, count=others, id=study.id), "small"))
    headline = {output.name for output in study.headline}
    for at, one in enumerate(answered.indices, 1):
        if one.output.name in headline:
            blocks.append(indices_grid(one, study, at, language))
            left_out = len(study.factors) - MOST_FACTORS
            if left_out > 0:
                blocks.append(Paragraph(told("report_other_factors", language, count=left_out), "small"))
    return blocks


def in_full(answered: Answer, language: Language) -> dict[str, list[list[Any]]]:
    """Return every effect of an answer as rows of a workbook, the heading first; nothing where there are none."""
    heads = ["contrast", "output", "unit", "median", "low", "high", "mean", "share_better", "share_worse",
             "simulation_error", "draws", "verdict"]  # fmt: skip
    rows: list[list[Any]] = [
        [contrast_name(answered.study, one.contrast, language), one.output.name, one.output.unit, *one.band, one.mean,
         one.share_better, one.share_worse, one.simulation_error, one.draws, one.verdict]
        for one in answered.effects
    ]  # fmt: skip
    indices: list[list[Any]] = [["output", "of", "factor", "index", "value", "low", "high"]]
    for found in answered.indices:
        indices += [[found.output.name, found.of, one.parameter, one.kind, one.value, one.low, one.high]
                    for one in found.indices]  # fmt: skip
    cleaned = [[None if isinstance(cell, float) and not math.isfinite(cell) else cell for cell in row] for row in rows]
    tables: dict[str, list[list[Any]]] = {say("report_table_effects", language): [heads, *cleaned]} if rows else {}
    return tables | ({say("report_table_indices", language): indices} if answered.indices else {})


def effects_grid(answered: Answer, language: Language) -> Grid:
    """Return the effects on the outputs of the headline with their bands."""
    keys = ("contrast", "effect", "low", "high", "unit", "better", "error", "draws", "verdict")
    groups: list[tuple[str, list[list[Piece]]]] = [
        (
            capital(output_label(output, language)),
            [
                _effect_row(answered.study, effect, at, language)
                for at, effect in enumerate(answered.effects)
                if effect.output.name == output.name
            ],
        )
        for output in answered.study.headline
    ]
    title = say("report_effects", language)
    return Grid(say("report_sheet_effects", language), title, heads_of(keys, language), groups)


def _effect_row(study: Study, effect: Effect, at: int, language: Language) -> list[Piece]:
    name = f"effects/{at}"
    ends = [_signed(value, f"{name}/{part}") for part, value in effect.band._asdict().items()]
    return [
        contrast_name(study, effect.contrast, language, full=True), *ends,
        unit_name(effect.output.unit, language),
        Number(share_text(effect.share_better, language), effect.share_better),
        _plain(effect.simulation_error, f"{name}/error"), Number(str(effect.draws), effect.draws),
        say(f"page_verdict_{effect.verdict}", language),
    ]  # fmt: skip


def _signed(value: float, name: str) -> Number:
    return Number(signed(value), value, name) if math.isfinite(value) else Number("–", math.nan)


def _plain(value: float, name: str) -> Number:
    return Number(number(value), value, name) if math.isfinite(value) else Number("–", math.nan)


def indices_grid(found: Sensitivity, study: Study, at: int, language: Language) -> Grid:
    """Return the indices of an output beside what the value of each factor rests on."""
    kinds = list(dict.fromkeys(index.kind for index in found.indices))
    by_name = {(index.parameter, index.kind): index for index in found.indices}
    heads = heads_of(("factor",), language)
    for kind in kinds:
        heads += [(index_head(kind, found.output, language), "right"), *heads_of(("low", "high"), language)]
    heads += [(say("report_col_rests_on", language), "left")]
    rows: list[Sequence[Piece]] = []
    for line in set_beside_evidence(found, study.factors)[:MOST_FACTORS]:
        told_all: list[Piece] = []
        for kind in kinds:
            index, name = by_name[line.factor.name, kind], f"indices/{at}/{line.factor.name}/{kind}"
            ends = {"value": index.value, "low": index.low, "high": index.high}
            told_all += [_plain(value, f"{name}/{part}") for part, value in ends.items()]
        rows.append([factor_label(line.factor, language), *told_all, say(f"rests_{line.rests}", language)])
    of = say("report_indices_of", language, of=of_told(found.of, study, language)) if found.of else ""
    title = say("report_indices", language, output=output_label(found.output, language), of=of)
    return Grid(say("report_sheet_indices", language, number=at), title, heads, [("", rows)])


def index_head(kind: str, output: Output, language: Language) -> str:
    """Return the head of a column of indices, in the symbol that a figure gives it, with its unit."""
    return say(f"report_index_{kind}", language, unit=unit_name(output.unit, language))


def uncertainty(answered: Answer, batch: Batch, language: Language) -> list[Block]:
    """Return how bands and errors are to be read, and what a sample is good for."""
    blocks: list[Block] = [Paragraph(told("report_sweep_bands", language))] if answered.effects else []
    manifest = batch.manifest
    counts = told("report_unfinished", language, done=f"{manifest.done:,}", planned=f"{manifest.planned:,}",
                  failed=f"{manifest.failed:,}")  # fmt: skip
    blocks.append(Paragraph(counts))
    for one in answered.indices:
        lines = sample_verdict(one, language)
        if one.varies and one.enough:
            lines.append(prior_alone_told(one, answered.study, language))
        joined_lines = ("" if language == "zh" else " ").join(lines)
        blocks.append(Points([(capital(output_label(one.output, language)), (joined_lines,))]))
    return blocks


def factors_grid(study: Study, language: Language) -> Grid:
    """Return what the design varies, and over which settings."""
    rows: list[Sequence[Piece]] = [
        [factor_label(factor, language), settings_of(factor), unit_name(factor.unit, language)]
        for factor in study.factors
    ]
    heads = [*heads_of(("factor",), language), (say("report_col_levels", language), "left"),
             *heads_of(("unit",), language)]  # fmt: skip
    if not rows:
        rows = [[case.title_zh if language == "zh" else case.title, "–", ""] for case in study.cases]
    return Grid(say("report_sheet_factors", language), say("report_factors", language), heads, [("", rows)])


def settings_of(factor: Factor) -> str:
    """Return the settings of a factor, or what it was sampled over: of a prior its middle 90 %."""
    if factor.levels:
        return ", ".join(level_told(level) for level in factor.levels)
    whole = factor.low is not None
    low, high = (level_told(factor.value(end)) for end in ((0.0, 1.0) if whole else (0.05, 0.95)))
    return f"{low} – {high}" if whole else f"{low} – {high} (90 %)"
