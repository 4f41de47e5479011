"""The calibration card: one page on what a posterior says, what it does not, and how far it can be trusted."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from scipy.stats import t as student

from agents.quantities import Block, Fixed
from analysis.bands import number
from calibration.checks import Checks, read_checks
from calibration.declared import operators_of
from calibration.operators import operator_of
from calibration.roles import COMPARED
from calibration.validation import NARROWED, Tested, Validation, validate
from interface import words
from interface.effects_told import effects_told
from interface.parameter_words import PARAMETERS_ZH
from interface.tables import printed_range
from interface.words import Language
from scenarios.evidence import Ledger
from scenarios.posteriors import load_posterior
from sim.parameters import PARAMETERS
from sim.store.files import write_bytes

FEWEST = 5
"""Figures that two forecasts must share before one is called better."""
INFORMED = 0.3
"""Contraction below which a parameter counts as not informed by the data."""
SHOWN_PAIRS = 6
ZONE_VARIABLE = "attractiveness."


def say(key: str, language: Language, **values: Any) -> str:
    """Return a sentence of the card."""
    return words.say(f"card_{key}", language, **values)


def write_cards(path: Path, ledger: Ledger) -> None:
    """Write the card of a posterior beside it, in English and Chinese."""
    result = validate(path, ledger)
    checks = read_checks(path, result.about)
    for language in ("en", "zh"):
        text = card(result, ledger, len(load_posterior(path)), language, checks)
        write_bytes(path.with_name(f"card.{language}.md"), text.encode())


def label_of(figure: str, language: Language, ledger: Ledger | None = None) -> str:
    """Return the label of a figure of a ledger, by default the one that ships."""
    operator = operator_of(figure)
    if ledger is not None and ledger[figure].operator is not None:
        operator = next(own for own in operators_of(ledger) if own.figure == figure)
    assert operator is not None  # noqa: S101  # every compared figure has one
    return operator.label_zh if language == "zh" else operator.label


def zone_label(zone: str, ledger: Ledger, language: Language) -> str:
    """Return the name of a place; its id where the ledger does not know it."""
    names = ledger.vocabulary["zones"].get(zone)
    return str(names[language]) if names else zone


def meaning_of(variable: str, ledger: Ledger, language: Language) -> str:
    """Return what a moved parameter is, in words."""
    if variable.startswith(ZONE_VARIABLE):
        return say("attractiveness", language, zone=zone_label(variable.removeprefix(ZONE_VARIABLE), ledger, language))
    return PARAMETERS_ZH[variable] if language == "zh" else PARAMETERS[variable].meaning


def card(result: Validation, ledger: Ledger, draws: int, language: Language, checks: Checks | None = None) -> str:
    """Return the card as Markdown; ``checks`` are those that are stored beside the posterior."""
    about = result.about
    specification = about["specification"]
    title = specification["title_zh" if language == "zh" else "title"]
    lines = [f"# {say('title', language, title=title)}", ""]
    lines += [say("made", language, calls=about["simulator_calls"], draws=draws, digest=about["digest"],
                  version=about["model_version"]), "", say("cannot", language), ""]  # fmt: skip
    lines += [f"## {say('fitted', language)}", "", *fitted_table(result.calibrated, ledger, language), ""]
    lines += [f"## {say('misfits', language)}", "", *misfits(result, ledger, language), ""]
    lines += [f"## {say('learnt', language)}", "", *learnt(about, ledger, language), ""]
    lines += [f"## {say('pairs', language)}", "", *pairs(about, ledger, language), ""]
    lines += [f"## {say('skill', language)}", "", *skill(result, language), ""]
    if checks is not None and checks.effects:
        told = effects_told(checks.effects, language)
        lines += [f"## {say('effects', language)}", "", *(f"- {sentence}" for sentence in told), ""]
    lines += [f"## {say('limits', language)}", "", limits(ledger, language), ""]
    return "\n".join(lines)


def limits(ledger: Ledger, language: Language) -> str:
    """Return what holds of any fit to such texts, with how many of them and which years their figures are of."""
    compared = {figure.id: figure.source for role in COMPARED for figure in ledger.targets(role)}
    operators = [operator for operator in operators_of(ledger) if operator.figure in compared]
    years = sorted({read.last[0] for operator in operators for read in operator.reads.values()})
    told = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    return say("limits_text", language, texts=len(set(compared.values())), years=told)


def fitted_table(tested: tuple[Tested, ...], ledger: Ledger, language: Language) -> list[str]:
    """Return the table of calibration figures."""
    heads = [say(key, language) for key in ("figure", "published", "after", "over_prior", "met")]
    rows = ["| " + " | ".join(heads) + " |", "| --- | --- | --- | --- | --- |"]
    for t in tested:
        band = f"{number(t.median)} ({number(t.low)}–{number(t.high)})"
        known = math.isfinite(t.median)
        met = "–" if not known else say("yes" if t.ours.inside else "no", language)
        shown = band if known else say("nothing", language)
        over = f"{t.width_ratio:.2f}" if known else "–"
        cells = (label_of(t.figure, language, ledger), printed_range(ledger[t.figure].interval), shown, over, met)
        rows.append(f"| {' | '.join(cells)} |")
    return rows


def misfits(result: Validation, ledger: Ledger, language: Language) -> list[str]:
    """Return the figures that the posterior does not meet."""
    if not result.misfits:
        return [say("no_misfit", language)]
    return [
        "- " + say("misfit", language, label=label_of(t.figure, language, ledger),
                   side=say("below" if t.ours.high < t.ours.published else "above", language))
        for t in result.misfits
    ]  # fmt: skip


def learnt(about: dict[str, Any] | Any, ledger: Ledger, language: Language) -> list[str]:
    """Return what the figures told of each moved parameter."""
    told = sorted(about["learnt"].items(), key=lambda item: -item[1])
    lines = [f"| {say('parameter', language)} | {say('contraction', language)} |", "| --- | --- |"]
    lines += [f"| {meaning_of(name, ledger, language)} | {value:.0%} |" for name, value in told if value >= INFORMED]
    little = ("、" if language == "zh" else ", ").join(
        meaning_of(name, ledger, language) for name, value in told if value < INFORMED
    )
    return [*lines, "", say("little", language, share=INFORMED, names=little), "", cut_told(language)]


def cut_told(language: Language) -> str:
    """Return how many parameters no figure speaks of."""
    cut = sum(q.block == Block.CUT and not isinstance(q.prior, Fixed) for q in PARAMETERS.values())
    return say("cut", language, count=cut)


def pairs(about: dict[str, Any] | Any, ledger: Ledger, language: Language) -> list[str]:
    """Return the pairs of parameters that go together."""
    found = about["confounded"][:SHOWN_PAIRS]
    if not found:
        return [say("no_pair", language)]
    return [
        "- "
        + say(
            "pair", language, first=meaning_of(a, ledger, language), second=meaning_of(b, ledger, language), value=value
        )
        for a, b, value in found
    ]


def skill(result: Validation, language: Language) -> list[str]:
    """Return how the posterior does on held-out figures."""
    hits, of, (low, high) = result.inside
    lines = ["- " + say("inside", language, hits=hits, of=of, low=low, high=high)]
    ratios = ", ".join(f"{t.width_ratio:.2f}" for t in result.held_out if t.informed)
    if ratios:
        lines.append("- " + say("narrowed", language, ratios=ratios, asked=NARROWED))
    versus = result.against_prior
    lines.append(
        "- " + say("score", language, ours=result.model_score, difference=versus.difference, error=versus.error)
    )
    for found in result.naive:
        if found.against.figures == 0:
            continue
        rule = found.rule.words_zh if language == "zh" else found.rule.words
        lines.append(
            "- " + say("naive", language, rule=rule, figures=found.against.figures, ours=found.ours_mean,
                       theirs=found.theirs_mean, verdict=say(verdict_of(found), language))
        )  # fmt: skip
    return lines


def verdict_of(found: Any) -> str:
    """Say whether the model beats a naive forecast, loses to it, or neither, at 95 % by Student's t."""
    difference, error, figures = found.against
    if figures < FEWEST:
        return "few"
    if not math.isfinite(error) or abs(difference) <= float(student.ppf(0.975, figures - 1)) * error:
        return "unsure"
    return "beats" if difference < 0.0 else "loses"
