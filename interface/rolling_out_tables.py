"""Roll-out studies on the terminal and as a picture; the numbers come from `analysis.rollout_scores`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from analysis.comparison_figures import Row, Titles, label
from analysis.pictures import write_picture
from analysis.rollout_estimators import ESTIMATORS, LEVEL
from analysis.rollout_figures import PanelOf, rollout_figure
from analysis.rollout_scores import NORMAL_95, Mean, Score, Share, Told, broken_by_chance, tell
from analysis.rollouts import RolloutStudy
from interface.comparing_figures import language_of_picture
from interface.tables import plain_table
from interface.words import Language, say

STYLES = {"too_often": "bold red", "as_meant": "green"}
OUTCOME_SHOWN = 0
"""Number of the outcome that the picture shows."""


def percent(value: float, *, sign: bool = False) -> str:
    """Write a share in per cent.

    >>> percent(0.2345, sign=True), percent(float("nan"))
    ('+23.4', '–')
    """
    if not np.isfinite(value):
        return "–"
    return f"{100.0 * value:{'+' if sign else ''}.1f}"


def mean_text(mean: Mean) -> str:
    """Write a mean in per cent with its standard error."""
    error = percent(mean.error)
    return percent(mean.value, sign=True) if error == "–" else f"{percent(mean.value, sign=True)} ± {error}"


def share_text(share: Share) -> str:
    """Write a share of draws in per cent with its interval."""
    if not np.isfinite(share.value):
        return "–"
    return f"{100.0 * share.value:.0f} ({100.0 * share.low:.0f}–{100.0 * share.high:.0f})"


def outcome_label(study: RolloutStudy, name: str, language: Language) -> str:
    """Return the label of an outcome."""
    found = next(outcome for outcome in study.design.outcomes if outcome.name == name)
    return found.label_zh if language == "zh" else found.label


def title_of(study: RolloutStudy, language: Language) -> str:
    """Return the title of a design."""
    return study.design.title_zh if language == "zh" else study.design.title


def show_study(study: RolloutStudy, language: Language, out: Console) -> None:
    """Print true effects and scores, roll-out by roll-out and outcome by outcome, then what they rest on."""
    design = study.design
    out.print()
    out.print(Text(title_of(study, language), style="bold"))
    before = design.start // design.period
    out.print(
        Text(
            say("rollout_setting", language, zones=len(design.members), reforming=design.reformers, before=before,
                after=design.periods - before, period=design.period),
            style="dim",
        )
    )  # fmt: skip
    told = tell(study)
    for one in told:
        out.print()
        heading = {"title": say(f"rollout_{one.rollout}", language)}
        heading["outcome"] = outcome_label(study, one.outcome, language)
        out.print(Text(say("rollout_title", language, **heading), style="bold"))
        truth = {name: f"{mean_text(one.truth[name])} %" for name in ("own", "net", "untreated")}
        out.print(
            say("rollout_truth", language, **truth, published=f"{mean_text(one.truth['own_published'])} %"),
            highlight=False,
        )
        out.print(scores_table(one, language))
    out.print()
    show_notes(study, told, language, out)


def show_notes(study: RolloutStudy, told: list[Told], language: Language, out: Console) -> None:
    """Print how to read the tables, and what they rest on."""
    design = study.design
    drawn = "rollout_prior" if design.parameters == "prior" else "rollout_median"
    out.print(Text(say(drawn, language, draws=study.draws), style="bold"))
    out.print(Text(say("rollout_reading", language), style="dim"))
    out.print(Text(say("rollout_controls", language), style="dim"))
    told_once = [score for one in told for score in one.scores if score.panel != "untouched"]
    if all(score.verdict != "few" for score in told_once):
        broken = sum(score.verdict == "too_often" for score in told_once)
        chance = len(told_once) * broken_by_chance(study.draws)
        out.print(say("rollout_chance", language, rates=len(told_once), broken=broken, chance=f"{chance:.1f}"))
    failed = sum(score.failed for one in told for score in one.scores)
    if failed:
        out.print(say("rollout_failed", language, failed=failed))
    if design.base.world.synthetic:
        out.print(Text(say("synthetic", language), style="bold"))
    out.print(say("rollout_run", language, seed=design.seed, digest=study.digest, seconds=f"{study.seconds:.0f}"))


def scores_table(told: Told, language: Language) -> Table:
    """Return the scores of one outcome of one roll-out, a line a panel and estimator."""
    names = ("estimator", "bias", "bias_net", "coverage", "coverage_net", "power", "alarms", "verdict")
    heads = [
        (say(f"rollout_{name}", language), "left" if name in ("estimator", "verdict") else "right") for name in names
    ]
    rows: list[tuple[str | Text, ...]] = []
    for number, one in enumerate(told.scores):
        if number % len(ESTIMATORS) == 0:
            rows.append((Text(say(f"panel_{one.panel}", language), style="bold"), *("",) * (len(heads) - 1)))
        rows.append(_score_row(one, language))
    return plain_table(heads, rows, tight=True)  # eight columns on a page


def _score_row(one: Score, language: Language) -> tuple[str | Text, ...]:
    name = f"  {say(f'estimator_{one.estimator}', language)}"
    verdict = Text(say(f"alarms_{one.verdict}", language), style=STYLES.get(one.verdict, "dim"))
    means = (mean_text(one.bias_own), mean_text(one.bias_net))
    shares = (one.coverage_own, one.coverage_net, one.power, one.false_alarms)
    return name, *means, *map(share_text, shares), verdict


def draw_study(study: RolloutStudy, language: Language, file: Path) -> None:
    """Write the picture of the first outcome's scores on published panels."""
    language = language_of_picture(language, file)
    design = study.design
    identity = f"zonereform rollout {design.name}, seed {design.seed}, draws {study.draws}, digest {study.digest}"
    write_picture(study_picture(study, language), file, identity)


def study_picture(study: RolloutStudy, language: Language) -> dict[str, Any]:
    """Return the figure of bias against both truths, coverage and false alarms, by estimator and roll-out."""
    outcome = study.design.outcomes[OUTCOME_SHOWN].name
    shown = [
        (one.rollout, score)
        for one in tell(study)
        if one.outcome == outcome
        for score in one.scores
        if score.panel == "published"
    ]
    panels = [
        PanelOf(say("rollout_figure_bias", language), _mean_rows(shown, "bias_own", language), 0.0),
        PanelOf(say("rollout_figure_bias_net", language), _mean_rows(shown, "bias_net", language), 0.0),
        PanelOf(say("rollout_figure_coverage", language), _share_rows(shown, "coverage_own", language), 100.0 * LEVEL),
        PanelOf(
            say("rollout_figure_alarms", language), _share_rows(shown, "false_alarms", language), 100.0 * (1.0 - LEVEL)
        ),
    ]
    finding = study_finding([score for _, score in shown], outcome_label(study, outcome, language), language)
    drawn = "rollout_prior" if study.design.parameters == "prior" else "rollout_median"
    note = [say(drawn, language, draws=study.draws)]
    note += [say("synthetic", language)] if study.design.base.world.synthetic else []
    note.append(
        say("rollout_run", language, seed=study.design.seed, digest=study.digest, seconds=f"{study.seconds:.0f}")
    )
    titles = Titles(
        finding,
        say("rollout_figure_about", language, title=title_of(study, language)),
        "",
        ("" if language == "zh" else " ").join(note),
    )
    return rollout_figure(panels, [say(f"estimator_{name}", language) for name in ESTIMATORS], titles)


def study_finding(scores: list[Score], outcome: str, language: Language) -> str:
    """Return the sentence of the figure: how far estimates are from both truths, and how often intervals hold."""
    own, net = ([getattr(score, name).value for score in scores] for name in ("bias_own", "bias_net"))
    coverage = [score.coverage_own.value for score in scores]
    said = {"own_low": min(own), "own_high": max(own), "net_low": min(net), "net_high": max(net)}
    words = {name: percent(value, sign=True) for name, value in said.items()}
    return say(
        "rollout_figure_finding", language, outcome=outcome, low=f"{min(coverage):.0%}", high=f"{max(coverage):.0%}",
        **words,
    )  # fmt: skip


def _mean_rows(shown: list[tuple[str, Score]], name: str, language: Language) -> list[Row]:
    rows: list[Row] = []
    for rollout, score in shown:
        mean: Mean = getattr(score, name)
        reach = NORMAL_95 * mean.error if np.isfinite(mean.error) else 0.0
        rows.append(_row(rollout, score, (mean.value, mean.value - reach, mean.value + reach), language))
    return rows


def _share_rows(shown: list[tuple[str, Score]], name: str, language: Language) -> list[Row]:
    return [_row(rollout, score, getattr(score, name), language) for rollout, score in shown]


def _row(rollout: str, score: Score, numbers: tuple[float, float, float], language: Language) -> Row:
    value, low, high = (100.0 * number for number in numbers)
    named = label(say(f"rollout_{rollout}", language))
    return {"rollout": named, "estimator": say(f"estimator_{score.estimator}", language), "value": value, "low": low,
            "high": high}  # fmt: skip
