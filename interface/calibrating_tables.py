"""Fits and validations on the terminal."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from analysis.bands import Band, number
from calibration.checks import Checks
from calibration.validation import Tested, Validation, validate
from interface.calibration_card import label_of, meaning_of
from interface.effects_told import effects_told
from interface.tables import plain_table, printed_range, span
from interface.words import Language, say
from scenarios.evidence import Ledger


def heading(key: str, language: Language, out: Console) -> None:
    """Print the heading of a table."""
    out.print()
    out.print(Text(say(key, language), style="bold"))


def show_fit(path: Path, ledger: Ledger, language: Language, out: Console) -> None:
    """Print what a fit found: figures beside their bands, and what was learnt of each parameter."""
    result = validate(path, ledger)
    heading("fit_figures", language, out)
    out.print(figures_table(result.calibrated, ledger, language))
    heading("fit_parameters", language, out)
    told = sorted(result.about["learnt"].items(), key=lambda item: -item[1])
    columns = [(say("fit_parameter", language), "left"), (say("fit_contraction", language), "right")]
    out.print(plain_table(columns, [(meaning_of(name, ledger, language), f"{value:.0%}") for name, value in told]))
    out.print()
    out.print(Text(say("fit_cannot", language), style="bold"))


def figures_table(tested: Sequence[Tested], ledger: Ledger, language: Language) -> Table:
    """Return figures as published, with bands, whether they meet, and the band's width over the prior's."""
    columns = [
        (say("figure", language), "left"), (say("printed", language), "right"), (say("median", language), "right"),
        (say("band", language), "right"), (say("fit_width", language), "right"), (say("fit_met", language), "left"),
    ]  # fmt: skip
    rows = []
    for t in tested:
        known = math.isfinite(t.median)
        met = Text(say("fit_yes" if t.ours.inside else "fit_no", language), style="" if t.ours.inside else "bold red")
        rows.append(
            (
                label_of(t.figure, language, ledger) + (f" ({say('fit_informed', language)})" if t.informed else ""),
                printed_range(ledger[t.figure].interval),
                number(t.median) if known else say("fit_nothing", language),
                span(Band(t.median, t.low, t.high)),
                f"{t.width_ratio:.2f}" if known else "–",
                met if known else Text("–"),
            )
        )
    return plain_table(columns, rows)


def show_validation(
    result: Validation, checks: Checks | None, ledger: Ledger, language: Language, out: Console
) -> None:
    """Print held-out figures, naive forecasts, and what many fits found."""
    heading("validate_held_out", language, out)
    out.print(figures_table(result.held_out, ledger, language))
    hits, of, (low, high) = result.inside
    out.print(say("validate_inside", language, hits=hits, of=of, low=low, high=high))
    versus = result.against_prior
    out.print(say("validate_prior", language, difference=versus.difference, error=versus.error))
    heading("validate_naive", language, out)
    out.print(naive_table(result, language))
    out.print()
    if checks is not None and checks.truths:
        out.print(recovery_told(checks, ledger, language))
    else:
        out.print(say("validate_no_recovery", language))
    if checks is not None and checks.effects:
        for sentence in effects_told(checks.effects, language):
            out.print(sentence)
    else:
        out.print(say("effects_not_stored", language))
    if checks is not None and checks.left_out:
        heading("validate_left_out", language, out)
        out.print(figures_table(checks.left_out, ledger, language))


def naive_table(result: Validation, language: Language) -> Table:
    """Return the naive forecasts beside the model, over the figures that both forecast."""
    keys = ("validate_rule", "validate_count", "validate_ours", "validate_theirs", "validate_difference")
    columns = [(say(key, language), "left" if at == 0 else "right") for at, key in enumerate(keys)]
    rows = []
    for found in result.naive:
        rule = found.rule.words_zh if language == "zh" else found.rule.words
        difference, error, figures = found.against
        told = f"{difference:+.2f} ± {error:.2f}" if math.isfinite(error) else number(difference)
        rows.append((rule, str(figures), number(found.ours_mean), number(found.theirs_mean), told if figures else "–"))
    return plain_table(columns, rows)


def recovery_told(checks: Checks, ledger: Ledger, language: Language) -> str:
    """Return what recovery of known truths found, in a sentence."""
    name = min(checks.p_values, key=lambda parameter: checks.p_values[parameter])
    return say(
        "validate_recovery", language, truths=checks.truths, chains=checks.chains, half=checks.coverage["0.5"],
        most=checks.coverage["0.9"], least=checks.p_values[name], parameter=meaning_of(name, ledger, language),
        asked=0.05 / len(checks.p_values),
    )  # fmt: skip
