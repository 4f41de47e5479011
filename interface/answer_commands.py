"""``zonereform results answer`` and ``zonereform sensitivity``: what a batch answers, and what moves it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from interface.options import AsJson, Lang, chosen, print_json, refuse_existing, refuse_unknown
from interface.results_commands import Identifier, Store, results_app
from interface.sweeping import STORE
from interface.words import Language, say

if TYPE_CHECKING:
    from analysis.answers import Answer
    from analysis.sensitivity import Sensitivity
    from analysis.study import Study
    from sim.store.batch import Batch

ANSWER = "answer.json"
"""File of a batch's folder that holds its answer; it can be made again from the runs."""
Figure = Annotated[Path | None, typer.Option(help="New file for a figure: .png, .svg or .pdf.")]


@results_app.command("answer")
def answer_results(
    identifier: Identifier,
    figure: Figure = None,
    store: Store = STORE,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Answer a design's question from its batch: paired effects with bands, or indices; and a figure that says so.

    Example: zonereform results answer 3bfe75 --figure answer.png
    """
    language = chosen(lang)
    from analysis.answers import answer  # noqa: PLC0415  # a help text needs no engine
    from analysis.pictures import ENDINGS  # noqa: PLC0415
    from analysis.study import read_study  # noqa: PLC0415
    from sim.store.batch import find_batch  # noqa: PLC0415

    if figure is not None:
        refuse_existing(figure, ENDINGS)
    batch = find_batch(store, identifier)
    answered = answer(read_study(batch))
    if figure is not None:
        draw(answered, figure, language)
    kept = keep_answer(batch, answered)
    if as_json:
        print_json(answered.as_json())
    else:
        show_answer(answered, language)
    for file in filter(None, (kept, figure)):
        typer.echo(say("written", language, folder=file), err=as_json)


def keep_answer(batch: Batch, answered: Answer) -> Path | None:
    """Store an answer in the folder of its batch; where that cannot be written, say so and go on."""
    from sim.store.errors import StoreError  # noqa: PLC0415
    from sim.store.files import write_bytes  # noqa: PLC0415

    file = batch.folder / ANSWER
    text = json.dumps(answered.as_json(), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    try:
        write_bytes(file, text.encode())
    except StoreError as error:
        typer.echo(str(error), err=True)
        return None
    return file


def font_for(language: Language) -> tuple[Language, str]:
    """Return the language and the font of a figure: English where no Chinese font is there, which is said."""
    from analysis.figures import chinese_font  # noqa: PLC0415
    from interface.fonts import language_with_font  # noqa: PLC0415
    from interface.naming import font_of  # noqa: PLC0415

    language = language_with_font(language)
    return language, font_of(language, chinese_font() if language == "zh" else None)


def draw(answered: Answer, figure: Path, language: Language) -> None:
    """Write the figure of an answer."""
    from analysis.pictures import write_picture  # noqa: PLC0415
    from interface.answering import chart_of  # noqa: PLC0415

    written, font = font_for(language)
    write_picture(chart_of(answered, written, font).to_dict(), figure, f"zonereform batch {answered.study.id}")


def show_answer(answered: Answer, language: Language) -> None:
    """Print an answer: the finding, the table, what it rests on."""
    from interface.answer_titles import finding  # noqa: PLC0415
    from interface.answering import effect_table_rows, in_fine_units  # noqa: PLC0415
    from interface.naming import basis, sentences, subtitle  # noqa: PLC0415
    from interface.tables import console, plain_table  # noqa: PLC0415

    console().print(subtitle(answered.study, language))
    console().print(finding(in_fine_units(answered, language), language))
    if answered.effects:
        names = (
            "answer_contrast",
            "output",
            "median",
            "band",
            "unit",
            "answer_better_in",
            "answer_error",
            "answer_draws",
        )
        numbers = {"median", "band", "answer_better_in", "answer_error", "answer_draws"}
        heads = [(say(n, language), "right" if n in numbers else "left") for n in (*names, "answer_verdict")]
        console().print(plain_table(heads, effect_table_rows(answered, language)))
    for found in answered.indices:
        show_indices(found, answered.study, language)
    console().print(sentences(list(basis(answered.study, language)), language))


def sensitivity(
    batch: Annotated[str, typer.Argument(metavar="STORE", help="A batch (id or folder), or a store that holds one.")],
    output: Annotated[
        str | None, typer.Option(help="Output of the design; left out: the first of its question.")
    ] = None,
    figure: Figure = None,
    store: Store = STORE,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Tell which factors of a sampled design move an output, how surely, and what their values rest on.

    Example: zonereform sensitivity 7e50b7 --output producing --figure influence.svg
    """
    language = chosen(lang)
    from analysis.pictures import ENDINGS, write_picture  # noqa: PLC0415  # a help text needs no engine
    from analysis.sensitivity import analyse  # noqa: PLC0415
    from analysis.study import read_study  # noqa: PLC0415

    if figure is not None:
        refuse_existing(figure, ENDINGS)
    found_batch = sampled_batch(batch, store)
    study = read_study(found_batch)
    refuse_unknown("--output", output, [one.name for one in study.outputs])
    chosen_output = study.output(output) if output else study.headline[0]
    found = analyse(study, chosen_output)
    if figure is not None:
        from interface.influencing import influence_of  # noqa: PLC0415

        written, font = font_for(language)
        write_picture(influence_of(found, study, written, font).to_dict(), figure, f"zonereform batch {study.id}")
    if as_json:
        print_json(as_document(found, study, found_batch))
    else:
        for one in found:
            show_indices(one, study, language)
    if figure is not None:
        typer.echo(say("written", language, folder=figure), err=as_json)


def sampled_batch(named: str, store: Path) -> Batch:
    """Return the batch that is named: itself, or the only one of a store whose design samples its factors."""
    from analysis.sensitivity import METHODS  # noqa: PLC0415
    from sim.store.batch import find_batch, list_batches  # noqa: PLC0415
    from sim.store.errors import WrongRequestError  # noqa: PLC0415
    from sim.store.manifest import MANIFEST  # noqa: PLC0415

    folder = Path(named)
    if not folder.is_dir() or (folder / MANIFEST).is_file():
        return find_batch(store, named)
    fitting = [batch for batch in list_batches(folder)[0] if batch.manifest.plan.get("kind") in METHODS]
    if len(fitting) != 1:
        listed = ", ".join(f"{batch.manifest.id} ({batch.manifest.name})" for batch in fitting) or "none"
        raise WrongRequestError(f"batch: found the store {folder}; name one batch of a sampled design: {listed}")
    return fitting[0]


def as_document(found: Sequence[Sensitivity], study: Study, batch: Batch) -> dict[str, Any]:
    """Return indices as JSON: all of them in one list, then each analysis with its verdict and evidence."""
    from analysis.answers import sensitivity_as_json  # noqa: PLC0415
    from analysis.influence import set_beside_evidence  # noqa: PLC0415
    from interface.influencing import sample_verdict  # noqa: PLC0415

    analyses = [sensitivity_as_json(one) for one in found]
    for document, one in zip(analyses, found, strict=True):
        document["verdict"] = sample_verdict(one, "en")
        document["evidence"] = [
            {
                "parameter": line.factor.name,
                "influential": line.influential,
                "rests_on": line.rests,
                "prior_alone": line.prior_alone,
                "source": line.source,
            }
            for line in set_beside_evidence(one, study.factors)
        ]
    return {
        "store": str(batch.folder),
        "output": found[0].output.name,
        "unit": found[0].output.unit,
        "indices": [{**index, "of": one["of"]} for one in analyses for index in one["indices"]],
        "analyses": analyses,
    }


def show_indices(found: Sensitivity, study: Study, language: Language) -> None:
    """Print the indices of an output beside what they rest on, and the verdict on the sample."""
    from analysis.bands import number  # noqa: PLC0415
    from analysis.influence import set_beside_evidence  # noqa: PLC0415
    from interface.influencing import of_told, prior_alone_told, sample_verdict  # noqa: PLC0415
    from interface.naming import factor_label, output_label  # noqa: PLC0415
    from interface.tables import console, plain_table  # noqa: PLC0415

    words = {
        "output": output_label(found.output, language),
        "of": of_told(found.of, study, language),
        "units": found.units,
        "runs": found.runs,
    }
    method, pieces = say(f"method_{found.method}", language), say(f"pieces_{found.method}", language)
    console().print(say("sensitivity_title", language, **words, method=method, pieces=pieces))
    lines = set_beside_evidence(found, study.factors)
    kinds = list(dict.fromkeys(index.kind for index in found.indices))
    by_name = {(index.parameter, index.kind): index for index in found.indices}
    heads = [(say("parameter", language), "left"), (say("about", language), "left")]
    heads += [(kind, "right") for kind in kinds] + [(say("rests_on", language), "left")]
    rows = []
    for line in lines:
        told = [by_name[line.factor.name, kind] for kind in kinds]
        cells = [f"{number(i.value)} ({number(i.low)} – {number(i.high)})" for i in told]
        mark = "* " if line.influential else "  "
        about = factor_label(line.factor, language)
        rows.append((mark + line.factor.name, about, *cells, say(f"rests_{line.rests}", language)))
    console().print(plain_table(heads, rows))
    told_last = sample_verdict(found, language)
    if found.varies and found.enough:
        told_last.append(prior_alone_told(found, study, language))
    console().print(("" if language == "zh" else " ").join(told_last))
