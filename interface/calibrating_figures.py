"""Pictures of a calibration in words: a title that states the finding, names in two languages, a note on what it is.

A notebook opens a posterior and calls one function a picture:

    found = open_posterior()
    targets_picture(found, "en")
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from analysis.bands import number
from analysis.calibration_figures import (
    coverage_figure,
    funnel_figure,
    held_out_figure,
    pairs_figure,
    parameters_figure,
    periods_figure,
    ranks_figure,
    targets_figure,
)
from analysis.calibration_paper import Picture, Words
from analysis.diagnostics import (
    GATES,
    TargetRow,
    coverage_of,
    funnel_rows,
    pair_rows,
    parameter_rows,
    period_rows,
    prior_rows,
    rank_rows,
    skill_rows,
    target_rows,
)
from calibration.checks import Checks, read_checks
from calibration.scales import COUNTED
from calibration.validation import Validation, validate
from interface.calibration_card import FEWEST, INFORMED, ZONE_VARIABLE, label_of, meaning_of, verdict_of, zone_label
from interface.comparing_figures import language_of_picture
from interface.naming import capital, latin, level_told, unit_drawn
from interface.tables import printed_range
from interface.words import Language, figure_unit, say
from interface.words_of_calibration_figures import ALONE
from scenarios.evidence import Ledger, load_ledger
from scenarios.posteriors import REFERENCE, load_posterior
from sim.parameters import PARAMETERS
from sim.store.errors import WrongRequestError


@dataclass(frozen=True)
class Opened:
    """A posterior with its ledger, how it does on the ledger's figures, and the checks stored beside it."""

    path: Path
    ledger: Ledger
    result: Validation
    checks: Checks | None

    @property
    def digest(self) -> str:
        """The digest of the posterior."""
        return str(self.result.about["digest"])


def open_posterior(path: Path | None = None, ledger: Ledger | None = None) -> Opened:
    """Return a posterior, by default the one that ships; ScenarioError says why it cannot be used."""
    file, book = path or REFERENCE, ledger if ledger is not None else load_ledger()
    result = validate(file, book)
    return Opened(file, book, result, read_checks(file, result.about))


def targets_picture(found: Opened, language: Language) -> Picture:
    """Return what was published beside prior and posterior, of every figure that the fit was given."""
    rows = target_rows(found.result.calibrated, found.ledger)
    told = [row for row in rows if row.modelled]
    missed = [row for row in told if not row.inside]
    key = "targets_some" if missed else "targets_all"
    finding = say(key, language, inside=len(told) - len(missed), of=len(told),
                  missed=_missed(missed, found.ledger, language))  # fmt: skip
    return _targets(found, rows, finding, "targets_about", "targets", language)


def prior_picture(found: Opened, language: Language) -> Picture:
    """Return what was published beside the prior alone, of every figure that the fit was given."""
    rows = [row for row in prior_rows(found.path, found.result.calibrated, found.ledger) if row.modelled]
    factors = [row.posterior.high / row.posterior.low for row in rows]
    outside = [row for row in rows if not row.inside]
    finding = say("prior_some" if outside else "prior_all", language, inside=len(rows) - len(outside), of=len(rows),
                  missed=_missed(outside, found.ledger, language))  # fmt: skip
    terms = {"posterior": say("prior_band", language), "published": say("diagram_published", language),
             "axis": say("diagram_times", language)}  # fmt: skip
    about = say("prior_about", language, factor=number(float(np.median(factors))))
    return targets_figure(
        rows,
        [_with_unit(row, found.ledger, language) for row in rows],
        [zone_label(row.zone, found.ledger, language) for row in rows],
        [_row_told(row, found.ledger, language) for row in rows],
        Words(finding, about, _with_odds(rows, _note(found, language, "made_prior"), language), terms),
        _identity(found, "prior"),
    )


def left_out_picture(found: Opened, language: Language) -> Picture:
    """Return each zone's figures against a fit without them; WrongRequestError where no such fits are stored."""
    if found.checks is None or not found.checks.left_out:
        raise WrongRequestError(say("left_out_missing", language))
    rows = target_rows(found.checks.left_out, found.ledger)
    told = [row for row in rows if row.modelled]
    missed = [row for row in told if not row.inside]
    finding = say("left_out_finding", language, inside=len(told) - len(missed), of=len(told),
                  expected=0.9 * len(told), missed=_missed(missed, found.ledger, language))  # fmt: skip
    return _targets(found, rows, finding, "left_out_about", "left-out", language)


def _targets(
    found: Opened, rows: Sequence[TargetRow], finding: str, about: str, chart: str, language: Language
) -> Picture:
    """Return rows of figures as a picture."""
    told = [row for row in rows if row.modelled]
    silent = [row for row in rows if not row.modelled]
    ratios = [row.width_ratio for row in told if math.isfinite(row.width_ratio)]
    text = say(about, language, narrower=float(np.median(ratios)) if ratios else math.nan, of=len(told),
               expected=0.9 * len(told), below=sum(row.posterior.middle < 1.0 for row in told))  # fmt: skip
    if silent:
        names = _joined([figure_label(row.figure, language, found.ledger) for row in silent], language)
        text += say("targets_nothing", language, count=len(silent), names=names)
    terms = {"prior": say("diagram_prior", language), "posterior": say("diagram_posterior", language),
             "published": say("diagram_published", language), "axis": say("diagram_times", language)}  # fmt: skip
    note = _note(found, language, "made_without" if chart == "left-out" else "made")
    return targets_figure(
        told,
        [_with_unit(row, found.ledger, language) for row in told],
        [zone_label(row.zone, found.ledger, language) for row in told],
        [_row_told(row, found.ledger, language) for row in told],
        Words(finding, text, _with_odds(told, note, language), terms),
        _identity(found, chart),
    )


def parameters_picture(found: Opened, language: Language) -> Picture:
    """Return prior and posterior of every parameter that the fit may move, that of which it learnt most first."""
    rows = parameter_rows(found.path)
    little = sum(row.contraction < INFORMED for row in rows)
    labels = [parameter_label(row.name, found.ledger, language) for row in rows]
    finding = say("learnt_finding", language, first=labels[0], share=rows[0].contraction, few=little, of=len(rows),
                  little=INFORMED)  # fmt: skip
    names = [
        say("learnt_name", language, name=capital(label), unit=_unit_of(row.name, language),
            gone=percent(-row.contraction))
        for label, row in zip(labels, rows, strict=True)
    ]  # fmt: skip
    ticks = [[number(value) for value in row.prior] for row in rows]
    terms = {"prior": say("learnt_prior", language), "posterior": say("learnt_density", language),
             "band": say("learnt_band", language)}  # fmt: skip
    words = Words(finding, say("learnt_about", language), _note(found, language), terms)
    return parameters_figure(rows, names, ticks, words, _identity(found, "parameters"))


def pairs_picture(found: Opened, language: Language) -> Picture:
    """Return the pairs of parameters that the figures tell apart worst."""
    pairs = pair_rows(found.path)
    own = [(parameter_label(row.first, found.ledger, language), parameter_label(row.second, found.ledger, language))
           for row in pairs.rows]  # fmt: skip
    beyond = pairs.beyond_chance
    strong = abs(pairs.rows[0].correlation) >= STRONG
    key = ("pairs_finding" if strong else "pairs_weak") if beyond else "pairs_none"
    finding = say(key, language, strong=STRONG, first=capital(own[0][0]), second=own[0][1],
                  value=signed(pairs.rows[0].correlation), count=beyond, of=pairs.of)  # fmt: skip
    note = say("pairs_chance", language, of=pairs.of, chance=pairs.chance)
    terms = {"prior": say("diagram_draws_prior", language), "posterior": say("diagram_draws", language)}
    names = [
        (capital(first) + _unit_of(row.first, language), capital(second) + _unit_of(row.second, language))
        for (first, second), row in zip(own, pairs.rows, strict=True)
    ]
    told = [say("pairs_told", language, value=signed(row.correlation)) for row in pairs.rows]
    words = Words(
        finding, say("pairs_about", language), _together(note, _note(found, language, "made_points"), language), terms
    )
    return pairs_figure(pairs, names, told, words, _identity(found, "pairs"))


def funnel_picture(found: Opened, language: Language) -> Picture:
    """Return the stages from signing to production, as published and as simulated."""
    rows = funnel_rows(found.path, found.ledger)
    inside = sum(row.inside for row in rows)
    names = [stage_label(row.figure, language) for row in rows]
    ratios = [row.posterior.middle / row.published.middle for row in rows]
    roles = {role: _joined([n for n, row in zip(names, rows, strict=True) if row.role == role], language)
             for role in ("calibrate", "held_out")}  # fmt: skip
    finding = say(
        "funnel_finding", language, zone=zone_label(found.ledger[rows[0].figure].zone, found.ledger, language),
        inside=inside, of=len(rows), held=roles["held_out"], low=min(ratios), high=max(ratios),
        share=rows[1].share_posterior.middle, told=rows[1].share_published,
    )  # fmt: skip
    note = say("funnel_held_out", language, fitted=roles["calibrate"], held=roles["held_out"])
    terms = {"prior": say("diagram_prior", language), "posterior": say("diagram_posterior", language),
             "published": say("diagram_published", language), "projects": say("funnel_projects", language),
             "share": say("funnel_share", language)}  # fmt: skip
    words = Words(finding, say("funnel_about", language), _together(note, _note(found, language), language), terms)
    return funnel_figure(rows, names, words, _identity(found, "funnel"))


def ranks_picture(found: Opened, language: Language) -> Picture:
    """Return the ranks of known truths among their draws; WrongRequestError where none are stored."""
    checks = _with_ranks(found, language)
    rows = rank_rows(checks)
    labels = [parameter_label(row.name, found.ledger, language) for row in rows]
    uneven = [label for label, row in zip(labels, rows, strict=True) if not row.passes]
    finding = say("ranks_some" if uneven else "ranks_all", language, count=len(uneven), of=len(rows),
                  names=_joined(uneven, language))  # fmt: skip
    about = say("ranks_about", language, truths=checks.truths, chains=checks.chains)
    terms = {key: say(f"ranks_{key}", language) for key in ("rank", "distance", "allowed", "even", "uneven")}
    note = say("ranks_note", language, of=len(rows), least=1.0 - 0.5 ** (1.0 / len(rows)))
    words = Words(finding, about, note, terms)
    told = [say("ranks_told", language, p=f"{row.p_value:.3f}") for row in rows]
    return ranks_figure(rows, [capital(label) for label in labels], told, words, _identity(found, "ranks"))


def _with_ranks(found: Opened, language: Language) -> Checks:
    """Return checks that hold ranks of known truths; WrongRequestError says how to make them."""
    if found.checks is None or not found.checks.ranks:
        raise WrongRequestError(say("ranks_missing", language))
    return found.checks


def coverage_picture(found: Opened, language: Language) -> Picture:
    """Return coverage of known truths by level; WrongRequestError where no ranks are stored."""
    coverage = coverage_of(_with_ranks(found, language))
    shares = {level: coverage.at(level).middle for level in GATES}
    ends = (say("span", language, low=f"{low:.0%}", high=f"{high:.0%}") for low, high in GATES.values())
    verdict = say(f"coverage_{coverage.verdict}", language, asked=say("told_and", language).join(ends))
    finding = say("coverage_finding", language, half=shares[0.5], most=shares[0.9], verdict=verdict)
    about = say("coverage_about", language, truths=coverage.truths, of=len(coverage.by_parameter))
    terms = {key: say(f"coverage_{key}", language) for key in ("level", "share", "pooled", "band", "one", "gate")}
    words = Words(finding, about, say("coverage_note", language), terms)
    return coverage_figure(coverage, GATES, words, _identity(found, "coverage"))


def held_out_picture(found: Opened, language: Language) -> Picture:
    """Return figures that the fit was not given beside their bands and naive forecasts, and who scores better."""
    result, ledger = found.result, found.ledger
    rows = [row for row in target_rows(result.held_out, ledger, result.naive) if row.modelled]
    hits, of, (low, high) = result.inside
    verdict = {"beats": "better", "loses": "worse"}.get(verdict_of(_AgainstPrior(result)), "open")
    missed = [say("held_out_times", language, zone=zone_label(row.zone, ledger, language), times=times_of(row, ledger))
              for row in rows if not row.inside]  # fmt: skip
    missed_told = say("held_out_missed", language, missed=say("told_and", language).join(missed)) if missed else ""
    finding = say("held_out_finding", language, hits=hits, of=of, low=low, high=high, missed=missed_told,
                  verdict=say(f"held_out_{verdict}", language))  # fmt: skip
    rules = {n.rule.name: (n.rule.words_zh if language == "zh" else n.rule.words) for n in result.naive}
    rules["prior"] = say("held_out_prior", language)
    terms = {"prior": say("diagram_prior", language), "posterior": say("diagram_posterior", language),
             "published": say("diagram_published", language), "axis": say("diagram_times", language),
             "skill": say("held_out_skill", language)}  # fmt: skip
    note = _together(say("held_out_declared", language), say("held_out_few", language, fewest=FEWEST), language)
    note = _with_odds(rows, note, language)
    names = [
        _with_unit(row, ledger, language) + (say("held_out_informed", language) if row.informed else "") for row in rows
    ]
    words = Words(finding, say("held_out_about", language), _together(note, _note(found, language), language), terms)
    return held_out_figure(
        rows, names, [zone_label(row.zone, ledger, language) for row in rows],
        [_row_told(row, ledger, language) for row in rows], skill_rows(result, FEWEST), rules, words,
        _identity(found, "held-out"),
    )  # fmt: skip


class _AgainstPrior:
    """The model against its own prior, as `verdict_of` reads a forecast."""

    def __init__(self, result: Validation) -> None:
        self.against = result.against_prior


def periods_picture(ledger: Ledger, language: Language) -> Picture:
    """Return the months that each compared figure speaks of."""
    rows = period_rows(ledger)
    of_zones = [row.first for row in rows if math.isfinite(row.first) and ledger[row.figure].scope == "zone"]
    first = min(of_zones)
    comparisons = sum(ledger[row.figure].unit in ("percent", "ratio") for row in rows)
    finding = say("periods_finding", language, first=_month(first, language), count=comparisons)
    terms = {key: say(f"periods_{key}", language) for key in ("calibrate", "held_out", "so_far")}
    return periods_figure(
        rows,
        [figure_label(row.figure, language, ledger) for row in rows],
        [zone_label(row.zone, ledger, language) for row in rows],
        Words(finding, say("periods_about", language), say("periods_note", language), terms),
        "zonereform evidence, chart periods",
    )


STRONG = 0.5
"""Correlation from which two parameters count as strongly tied [1]."""
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip


def _month(year: float, language: Language) -> str:
    """Return a month of a year with its part, in words.

    >>> _month(2019.75, "en"), _month(2019.75, "zh")
    ('October 2019', '2019年10月')
    """
    whole = int(year)
    at = round((year - whole) * 12)
    return f"{whole}年{at + 1}月" if language == "zh" else f"{MONTHS[at]} {whole}"


def signed(value: float) -> str:
    """Write a correlation with its sign and two digits."""
    return f"{'+' if value > 0 else '−'}{abs(value):.2f}"


def percent(change: float) -> str:
    """Write a change in whole percent with its sign.

    >>> percent(-0.771), percent(0.19), percent(0.001)
    ('−77%', '+19%', '±0%')
    """
    whole = round(100 * change)
    return f"{'+' if whole > 0 else '−' if whole < 0 else '±'}{abs(whole)}%"


def times_told(times: float) -> str:
    """Write times what was published as a reader would: a part below one, times above.

    >>> times_told(0.125), times_told(2.5)
    ('1/8', '2.5 ×')
    """
    return f"1/{1.0 / times:.2g}" if times < 1.0 else f"{times:.2g} ×"


def figure_label(figure: str, language: Language, ledger: Ledger | None = None) -> str:
    """Return what a figure is, by itself, written as a font without Chinese can."""
    label = ALONE[figure][language == "zh"] if figure in ALONE else label_of(figure, language, ledger)
    return label if language == "zh" else latin(label)


def parameter_label(variable: str, ledger: Ledger, language: Language) -> str:
    """Return what a moved parameter is, with the name of its zone in words."""
    text = meaning_of(variable, ledger, language)
    return text if language == "zh" else latin(text).replace("重点", "zhongdian")


def stage_label(figure: str, language: Language) -> str:
    """Return the stage that a figure of the funnel counts."""
    return say(f"funnel_{figure.rpartition('_')[2]}", language)


def _unit_of(variable: str, language: Language) -> str:
    """Return the unit of a parameter in brackets; nothing where it has none."""
    unit = "" if variable.startswith(ZONE_VARIABLE) else unit_drawn(PARAMETERS[variable].unit, language)
    return f" [{unit}]" if unit else ""


def _with_unit(row: TargetRow, ledger: Ledger, language: Language) -> str:
    """Return what a figure is, with its unit where it does not count things."""
    unit = ledger[row.figure].unit
    label = figure_label(row.figure, language, ledger)
    if row.scale == "part":
        label = say("diagram_odds", language, label=label)
    return label if unit in COUNTED else f"{label} [{figure_unit(unit, language)}]"


def _row_told(row: TargetRow, ledger: Ledger, language: Language) -> str:
    """Return a figure as published, and the posterior's band in its unit."""
    median, low, high = (level_told(value) for value in (row.band.middle, row.band.low, row.band.high))
    published = printed_range(ledger[row.figure].interval)
    return say("diagram_row", language, published=published, median=median, low=low, high=high)


def _with_odds(rows: Sequence[TargetRow], note: str, language: Language) -> str:
    """Return a note with what the mark of a part means, where some row is one."""
    parts = any(row.scale == "part" for row in rows)
    return _together(note, say("diagram_odds_note", language), language) if parts else note


def times_of(row: TargetRow, ledger: Ledger) -> str:
    """Return at how many times the middle of what was published a figure's median is; of growth, of this year."""
    interval = ledger[row.figure].interval
    plain = row.band.middle / (0.5 * (interval.low + interval.high))
    return times_told(row.posterior.middle if row.scale == "growth" else plain)


def _missed(rows: Sequence[TargetRow], ledger: Ledger, language: Language) -> str:
    """Return the figures that bands do not reach; of a single one, also how far it is."""
    key = "targets_missed" if len(rows) == 1 else "targets_missed_short"
    told = [
        say(key, language, label=figure_label(row.figure, language, ledger),
            zone=zone_label(row.zone, ledger, language),
            times=times_of(row, ledger))
        for row in rows
    ]  # fmt: skip
    return _joined(told, language)


def _band(span: Any) -> str:
    return f"{number(span.middle)} ({number(span.low)} – {number(span.high)})"


def _joined(names: Sequence[str], language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(names)


def _together(first: str, second: str, language: Language) -> str:
    return f"{first}{'' if language == 'zh' else ' '}{second}"


def _note(found: Opened, language: Language, key: str = "made") -> str:
    """Return what a picture rests on."""
    made = say(f"diagram_{key}", language, digest=found.digest, draws=len(load_posterior(found.path)))
    return _together(made, say("diagram_cannot", language), language)


def _identity(found: Opened, chart: str) -> str:
    return f"zonereform posterior {found.digest}, chart {chart}"


PICTURES: Mapping[str, Callable[[Opened, Language], Picture]] = {
    "prior": prior_picture,
    "targets": targets_picture,
    "parameters": parameters_picture,
    "pairs": pairs_picture,
    "funnel": funnel_picture,
    "held-out": held_out_picture,
    "left-out": left_out_picture,
    "ranks": ranks_picture,
    "coverage": coverage_picture,
}
"""Pictures of a posterior by the name of their chart."""


def not_stored(found: Opened, language: Language) -> dict[str, str]:
    """Return the charts that cannot be drawn of a posterior because its checks are not stored, and how to make them."""
    ranks = found.checks is not None and bool(found.checks.ranks)
    left_out = found.checks is not None and bool(found.checks.left_out)
    told = {} if ranks else dict.fromkeys(("ranks", "coverage"), say("ranks_missing", language))
    return told if left_out else {**told, "left-out": say("left_out_missing", language)}


def draw_posterior(path: Path, ledger: Ledger, chart: str, language: Language, file: Path) -> None:
    """Write a chart of a posterior to a file; WrongRequestError where what it draws is not stored."""
    PICTURES[chart](open_posterior(path, ledger), language_of_picture(language, file)).write(file)
