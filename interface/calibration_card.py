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

WORDS: dict[str, tuple[str, str]] = {
    "title": ("Calibration card: {title}", "校准说明卡：{title}"),
    "made": (
        "{calls:,} runs of the model, {draws:,} draws; digest `{digest}`, model version `{version}`.",
        "模型运行 {calls:,} 次，后验抽样 {draws:,} 个；摘要 `{digest}`，模型版本 `{version}`。",
    ),
    "cannot": (
        "**No staff, pay or channel effect is identified by these texts.** What is said of them rests on priors.",
        "**这些文本无法识别精简人员、按贡献付薪或招商渠道的效果。** 模型关于它们的一切结论都出自先验判断。",
    ),
    "fitted": ("Figures it was fitted to", "用于校准的数字"),
    "figure": ("figure", "数字"),
    "published": ("as published", "公开口径"),
    "before": ("prior, 90 % band", "先验 90% 区间"),
    "after": ("posterior, 90 % band", "后验 90% 区间"),
    "met": ("met", "相符"),
    "yes": ("yes", "是"),
    "no": ("**no**", "**否**"),
    "nothing": ("no such output", "模型无此输出"),
    "misfits": ("Misfits", "不相符之处"),
    "no_misfit": (
        "Every figure lies inside its own band.",
        "每个数字都落在各自的后验区间内。",
    ),
    "misfit": (
        "{label}: the whole band lies {side} what was published; no parameter that may move reaches it.",
        "{label}：后验区间整体{side}公开数字；可调参数无法达到。",
    ),
    "below": ("below", "低于"),
    "above": ("above", "高于"),
    "learnt": ("What was pinned down", "确定了什么"),
    "parameter": ("parameter", "参数"),
    "contraction": ("variance gone", "方差缩减"),
    "little": (
        "Of these the figures tell little (less than {share:.0%} of the variance gone): {names}.",
        "下列参数几乎没有从数字中得到信息（方差缩减不足 {share:.0%}）：{names}。",
    ),
    "cut": (
        "{count} more parameters, the cut block, stay at their priors by design: no figure speaks of them.",
        "另有 {count} 个参数按设计保持先验：没有数字提到它们。",
    ),
    "pairs": ("Told apart badly", "难以区分的参数"),
    "pair": ("{first} and {second}: correlation {value:+.2f}", "{first} 与 {second}：相关 {value:+.2f}"),
    "no_pair": ("No two parameters go together strongly.", "没有两个参数强相关。"),
    "skill": ("On figures it was not fitted to", "对未参与校准的数字"),
    "inside": (
        "{hits} of {of} held-out figures lie inside their 90 % bands (interval of the share {low:.0%}–{high:.0%}).",
        "{of} 个留出数字中有 {hits} 个落在 90% 区间内（该比例的 95% 区间：{low:.0%} 至 {high:.0%}）。",
    ),
    "narrowed": (
        "Bands of the figures that it should inform are {ratios} of the prior's wide (asked: {asked:g} at most).",
        "事先声明会受益的数字，其区间宽度为先验的 {ratios}（要求不超过 {asked:g}）。",
    ),
    "score": (
        "Mean interval score {ours:.2f}; less the prior's: {difference:+.2f} ± {error:.2f} (lower is better).",
        "平均区间得分 {ours:.2f}；与先验之差：{difference:+.2f} ± {error:.2f}（越低越好）。",
    ),
    "naive": (
        'Against "{rule}" on {figures} figures: {ours:.2f} against {theirs:.2f}; {verdict}.',
        "与“{rule}”相比（{figures} 个数字）：{ours:.2f} 对 {theirs:.2f}；{verdict}。",
    ),
    "beats": ("the model is better", "模型更好"),
    "loses": ("the model is **not** better", "模型**并不**更好"),
    "few": ("too few figures to tell", "数字太少，无法判断"),
    "unsure": ("they cannot be told apart", "无法区分"),
    "effects": ("Effects of known truths", "已知真值的改革效果"),
    "limits": ("Limits", "局限"),
    "limits_text": (
        (
            "The texts are promotional and tell of what went well: no band cures that. The figures compared "
            "come from {texts} texts and are of {years}. Intervals take a text at its word. Zones that no text "
            "tells of are drawn from priors."
        ),
        (
            "这些文本属宣传报道，讲的是做得好的事：区间不能消除这种选择性。参与比较的数字出自 {texts} 篇文本，"
            "时间为 {years} 年。"
            "区间按字面理解文本。文本未提到的开发区均取自先验。"
        ),
    ),
}  # fmt: skip


def say(key: str, language: Language, **values: Any) -> str:
    """Return a sentence of the card."""
    return WORDS[key][language == "zh"].format(**values)


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


def meaning_of(variable: str, language: Language) -> str:
    """Return what a moved parameter is, in words."""
    if variable.startswith("attractiveness."):
        zone = variable.removeprefix("attractiveness.")
        return f"{zone} 的吸引力" if language == "zh" else f"attractiveness of {zone}"
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
    lines += [f"## {say('learnt', language)}", "", *learnt(about, language), ""]
    lines += [f"## {say('pairs', language)}", "", *pairs(about, language), ""]
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
    heads = [say(key, language) for key in ("figure", "published", "after", "met")]
    rows = ["| " + " | ".join(heads) + " |", "| --- | --- | --- | --- |"]
    for t in tested:
        band = f"{number(t.median)} ({number(t.low)}–{number(t.high)})"
        known = math.isfinite(t.median)
        met = "–" if not known else say("yes" if t.ours.inside else "no", language)
        shown = band if known else say("nothing", language)
        rows.append(
            f"| {label_of(t.figure, language, ledger)} | {printed_range(ledger[t.figure].interval)} | {shown} | {met} |"
        )
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


def learnt(about: dict[str, Any] | Any, language: Language) -> list[str]:
    """Return what the figures told of each moved parameter."""
    told = sorted(about["learnt"].items(), key=lambda item: -item[1])
    lines = [f"| {say('parameter', language)} | {say('contraction', language)} |", "| --- | --- |"]
    lines += [f"| {meaning_of(name, language)} | {value:.0%} |" for name, value in told if value >= INFORMED]
    little = ", ".join(meaning_of(name, language) for name, value in told if value < INFORMED)
    cut = sum(q.block == Block.CUT and not isinstance(q.prior, Fixed) for q in PARAMETERS.values())
    return [*lines, "", say("little", language, share=INFORMED, names=little), "", say("cut", language, count=cut)]


def pairs(about: dict[str, Any] | Any, language: Language) -> list[str]:
    """Return the pairs of parameters that go together."""
    found = about["confounded"][:SHOWN_PAIRS]
    if not found:
        return [say("no_pair", language)]
    return [
        "- " + say("pair", language, first=meaning_of(a, language), second=meaning_of(b, language), value=value)
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
