"""``zonereform rollout``: which estimator tells what a roll-out of a reform did, on data whose truth is known."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated

import typer

from interface.comparing import MOST_DRAWS, refuse_targets, tell_compiling, tell_written, with_bar, write_tables
from interface.options import AsJson, Lang, chosen, print_json, refuse_unknown

DEFAULT_DESIGN = "made-cities"


def rollout(
    design: Annotated[str, typer.Argument(help="A roll-out design that ships, or a YAML file.")] = DEFAULT_DESIGN,
    draws: Annotated[int, typer.Option(min=0, max=MOST_DRAWS, help="Worlds drawn; 0: as the design says.")] = 0,
    seed: Annotated[int | None, typer.Option(min=0, max=2**62, help="Seed of all luck; else the design's.")] = None,
    zones: Annotated[int, typer.Option(min=0, help="Zones of a made world; 0: as the design says.")] = 0,
    outcome: Annotated[
        str, typer.Option(help="Only this outcome of the design, by name; else all, and the first in the picture.")
    ] = "",
    workers: Annotated[int, typer.Option(min=0, max=256, help="Threads; 0: one a core. The numbers stay.")] = 0,
    out: Annotated[Path | None, typer.Option(help="New folder for the numbers as CSV and JSON.")] = None,
    figure: Annotated[Path | None, typer.Option(help="New picture of bias and coverage: .png, .svg or .pdf.")] = None,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Roll a reform out in simulated worlds and hold four estimators against the true effect.

    Example: zonereform rollout made-cities --draws 20 --figure rollouts.png
    """
    language = chosen(lang)
    from scenarios.rollout_files import load_rollout  # noqa: PLC0415  # a help text needs no engine

    refuse_targets(out, figure)
    path = Path(design)
    asked = load_rollout(path if path.suffix in (".yaml", ".yml") else design)
    if outcome:
        refuse_unknown("--outcome", outcome, [known.name for known in asked.outcomes])
        asked = dataclasses.replace(asked, outcomes=tuple(o for o in asked.outcomes if o.name == outcome))
    asked = asked.with_zones(zones) if zones else asked
    asked = asked if seed is None else dataclasses.replace(asked, seed=seed)

    from analysis.rollout_scores import score_rows, study_document, truth_rows  # noqa: PLC0415
    from analysis.rollouts import study  # noqa: PLC0415

    tell_compiling(language)
    result = with_bar(language, lambda tell: study(asked, draws or asked.draws, workers or None, tell))
    document = study_document(result) if as_json or out is not None else {}
    if out is not None:
        write_tables(document, {"scores": score_rows(result), "truth": truth_rows(result)}, out)
    if figure is not None:
        from interface.rolling_out_tables import draw_study  # noqa: PLC0415

        draw_study(result, language, figure)
    if as_json:
        print_json(document)
        return
    from interface.rolling_out_tables import show_study  # noqa: PLC0415
    from interface.tables import console  # noqa: PLC0415

    show_study(result, language, console())
    tell_written((out, figure), language)
