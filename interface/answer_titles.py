"""The title of a figure of an answer: one sentence of verdict on the design's question, at most two lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from analysis.answers import Answer, Contrast, Effect
from analysis.bands import number
from analysis.charts import CHINESE, TITLE_LINES, TITLE_WIDTH, wrapped
from analysis.phase import axes_of, phase_maps, sign_of
from analysis.study import Study, better_of, neutral_level
from interface.answer_findings import add_up, is_alone, main_effect, share_span, turning
from interface.figure_names import (
    listed,
    said_unit,
    setting_name,
    setting_told,
    short_output,
    unit_of_output,
    whole_name,
    with_unit,
)
from interface.influencing import indices_finding
from interface.naming import capital, factor_label, is_together, level_told, short_label, signed
from interface.words import Language, say
from scenarios.factors import Factor
from sim.outputs import Output

COUNTED = frozenset({"signed_binding", "producing", "good_rejected", "closed", "platform.distressed"})
"""Measures whose English names are plural."""
MOST_NAMED = 2
"""Contrasts that a title names one by one where they have no setting in common."""
NEVER = ("title_never", "title_never_up")
"""Keys of what no draw does."""
MOSTLY = 0.5
"""Share of draws that change nothing from which an output mostly does not change [1]."""
SURELY_SMALL = 1.96
"""Standard errors within which a move along an axis is no move."""


class Standing(NamedTuple):
    """What is known of an output over all settings that a figure draws: which of them surely rise, and surely fall."""

    output: Output
    effects: Sequence[Effect]
    up: Sequence[Effect]
    down: Sequence[Effect]


class Detail(NamedTuple):
    """What a title tells beside the verdicts: amounts, shares of draws, where something is sure, the last remark.

    ``lean`` tells that medians of all settings go one way, also where few of them are sure.
    """

    amounts: bool
    shares: bool
    where: bool
    remark: bool
    lean: bool = True


DETAILS = (
    Detail(amounts=True, shares=True, where=True, remark=True),
    Detail(amounts=True, shares=True, where=True, remark=False),
    Detail(amounts=True, shares=False, where=True, remark=True),
    Detail(amounts=True, shares=False, where=True, remark=False),
    Detail(amounts=False, shares=False, where=True, remark=False),
    Detail(amounts=False, shares=False, where=False, remark=False),
    Detail(amounts=False, shares=False, where=True, remark=False, lean=False),
    Detail(amounts=False, shares=False, where=False, remark=False, lean=False),
)
"""From the fullest to the shortest."""
TURNING_DETAILS = (
    Detail(amounts=True, shares=True, where=True, remark=True),
    Detail(amounts=True, shares=False, where=True, remark=True),
    Detail(amounts=False, shares=False, where=True, remark=True),
    Detail(amounts=False, shares=False, where=False, remark=True),
    *DETAILS[-4:],
)
"""The same where the remark says at which level losses turn to gains, which such a design asks for."""


def shown_effects(answered: Answer, output: Output) -> list[Effect]:
    """Return the effects on an output that a figure draws: those of its maps, or all of its rows."""
    if axes_of(answered.study):
        return [cell.effect for one in phase_maps(answered, output.name) for cell in one.cells]
    return answered.of(output.name)


def finding(answered: Answer, language: Language) -> str:
    """Return the sentence that a figure's title states: the answer to the design's question."""
    study = answered.study
    if answered.indices:
        return indices_finding(answered.indices, study, language)
    main = main_effect(answered, study.headline[0])
    if main is None:
        return str(study.plan["title_zh" if language == "zh" else "title"])
    if main.contrast.kind == "best_mix":
        return best_mix_told(answered, main, language)
    if main.contrast.kind == "upper_half":
        return spread_told(answered, main, language)
    if is_together(study, main.contrast) and not axes_of(study):
        return together_told(answered, main, language)
    standings = [standing_of(output, shown_effects(answered, output)) for output in study.headline]
    single = len(standings[0].effects) == 1
    return fitting(answered, standings, capital(whole_name(study, main.contrast, language)) if single else "", language)


def standing_of(output: Output, effects: Sequence[Effect]) -> Standing:
    """Return what is known of an output; contrasts that compare parts with a whole are no setting."""
    settings = [effect for effect in effects if effect.contrast.kind != "interaction"]
    up, down = ([effect for effect in settings if sign_of(effect) == sign] for sign in (1, -1))
    return Standing(output, settings, up, down)


def fitting(answered: Answer, standings: Sequence[Standing], of: str, language: Language) -> str:
    """Return the fullest sentence that takes no more than TITLE_LINES lines; else the shortest.

    ``of`` names what it is of, where that stands before it.
    """
    width = int((CHINESE if language == "zh" else 1.0) * TITLE_WIDTH)
    told = ""
    for detail in TURNING_DETAILS if turn_told(answered, standings, language) else DETAILS:
        told = sentence(answered, standings, detail, language)
        told = say("title_colon", language, verdict=of, told=told) if of else told
        if len(wrapped(told, width)) <= TITLE_LINES:
            break
    return told


def sentence(answered: Answer, standings: Sequence[Standing], detail: Detail, language: Language) -> str:
    """Return verdicts on all outputs as one sentence, in the order in which the design's question asks for them."""
    study = answered.study
    clear = [one for one in standings if one.up or one.down or (detail.lean and leaning(one))]
    placed = verdicts(study, clear, detail, language)
    placed |= open_told(study, [one for one in standings if one not in clear], detail, language)
    named = [one.output.name for one in standings]
    told = [clause for name in named for clause in [placed.get(name, "")] if clause]
    remark = remark_told(answered, standings, language) if detail.remark else ""
    line = say("clause_end", language).join([*told, remark] if remark else told)
    if pays_nowhere(standings):
        return say("title_colon", language, verdict=say("title_pays_nowhere", language), told=line)
    single = len(standings[0].effects) == 1
    return line if single else capital(line)


def leaning(one: Standing) -> int:
    """Return the sign that the medians of all of several settings have, each beyond its simulation error; else 0."""
    if any(effect.verdict == "few" for effect in one.effects):
        return 0
    signs = {
        0 if abs(effect.band.median) <= effect.simulation_error else (1 if effect.band.median > 0.0 else -1)
        for effect in one.effects
    }
    return signs.pop() if len(one.effects) > 1 and len(signs) == 1 else 0


def pays_nowhere(standings: Sequence[Standing]) -> bool:
    """Tell whether some output is surely worse in every one of several settings, and none surely better in any."""
    good = [one.up if better_of(one.output) == "higher" else one.down for one in standings]
    bad = [one.down if better_of(one.output) == "higher" else one.up for one in standings]
    settings = len(standings[0].effects)
    return settings > 1 and not any(good) and any(len(one) == settings for one in bad)


class _Sure(NamedTuple):
    """A verdict in parts, so that outputs of which the same is sure share one clause."""

    key: str
    outputs: tuple[str, ...]
    many: bool
    verb: str
    words: tuple[tuple[str, str], ...]


def sure_told(study: Study, one: Standing, detail: Detail, language: Language) -> _Sure:
    """Return what surely happens to an output: in every setting, in some, or in some this way and in others that."""
    way = leaning(one) if detail.lean else 0
    rising = bool(one.up) or (not one.down and way > 0)
    first, other = (one.up, one.down) if rising else (one.down, one.up)
    verb, against = ("rise", "fall") if rising else ("fall", "rise")
    of = len(one.effects)
    key = "title_both" if other else "title_some"
    if len(first) == of:
        key = "title_one" if of == 1 else "title_every"
    bad = (better_of(one.output) == "higher") != rising
    lean = key == "title_some" and way != 0
    if lean:
        key = "title_leaning" if first else "title_leaning_open"
    elif key == "title_some" and bad and study.kind == "grid":  # which asks what a measure brings
        key = "title_only_bad"
    some = other or first  # a condition stands behind the last of two, and is of that one
    where = where_told(study, some, one.effects, language) if detail.where and 0 < len(some) < of else ""
    by = amounts_told(one.output, one.effects if lean else first, language) if detail.amounts and not other else ""
    at = anywhere(study, language, "title_in_every") if key == "title_leaning_open" else ""
    words = {
        "by": by, "at": at, "where": where, "count": str(len(first)), "of": str(of), "against": str(len(other)),
        "other": f"verb_{against}",
    }  # fmt: skip
    name = short_output(one.output, study, language)
    return _Sure(key, (name,), one.output.measure in COUNTED, f"verb_{verb}", tuple(words.items()))


def verdicts(study: Study, sure: Sequence[Standing], detail: Detail, language: Language) -> dict[str, str]:
    """Return what is sure in words, by the first output that it is of.

    Outputs of which the same is said share a clause, and a condition that is the same for all is told once, last.
    """
    clauses: dict[str, _Sure] = {}
    counts: dict[str, list[str]] = {}
    for one in sure:
        clause = sure_told(study, one, detail, language)
        count = dict(clause.words)["count"]
        alike = next((name for name, other in clauses.items() if _bare(other) == _bare(clause)), None)
        if alike is None:
            clauses[one.output.name] = clause
            counts[one.output.name] = [count]
        else:
            clauses[alike] = clauses[alike]._replace(outputs=clauses[alike].outputs + clause.outputs, many=True)
            counts[alike].append(count)
    conditions = [dict(clause.words)["where"] for clause in clauses.values()]
    told = {}
    for at, (name, clause) in enumerate(clauses.items()):
        words, many = dict(clause.words), "_many" if clause.many else ""
        words["other"] = say(words["other"] + many, language)
        words["where"] = "" if conditions[at] in conditions[at + 1 :] else words["where"]
        words["count"] = counts[name][0] if len(set(counts[name])) == 1 else listed(counts[name], language)
        verb = say(clause.verb + many, language)
        told[name] = say(clause.key, language, outputs=listed(clause.outputs, language), verb=verb, **words)
    return told


def _bare(clause: _Sure) -> _Sure:
    """Return a verdict without what it is of; where no amount and no place is told, without its count of settings."""
    words = dict(clause.words)
    if not words["by"] and not words["where"]:
        words["count"] = ""
    return clause._replace(outputs=(), many=True, words=tuple(words.items()))


def amounts_told(output: Output, effects: Sequence[Effect], language: Language) -> str:
    """Return by how much some effects move an output: a span of medians; its end alone where one is within error."""
    sizes = sorted(abs(effect.band.median) for effect in effects)
    high, unit = number(sizes[-1]), said_unit(output, language)
    unsettled = any(abs(effect.band.median) <= effect.simulation_error for effect in effects)
    if unsettled:
        told = say("title_up_to", language, high=with_unit(high, unit))
    elif number(sizes[0]) == number(sizes[-1]):
        told = with_unit(high, unit)
    else:
        told = with_unit(say("title_amounts", language, low=number(sizes[0]), high=high), unit)
    return say("title_by", language, amounts=told)


def settings_of(study: Study, contrast: Contrast) -> dict[str, float]:
    """Return the levels of all factors on the changed side of a contrast of a grid."""
    bases = {f.name: f.levels[neutral_level(f)] for f in study.factors if f.target in ("lever", "levers")}
    return {**bases, **contrast.given, **contrast.set_to}


def where_told(study: Study, found: Sequence[Effect], effects: Sequence[Effect], language: Language) -> str:
    """Return the narrowest plain condition that all of some effects meet; where none is, a few names, or nothing.

    Where a second condition leaves no other effect that meets both, both are told.
    """
    if study.kind == "grid":
        conditions = sorted(_conditions(study, found, effects), key=lambda one: (len(one.met), one.rank))
        if conditions:
            first, *others = conditions
            exact = [one for one in others if len(first.met & one.met) == len(found)]
            chosen = [first, *exact[:1]] if len(first.met) > len(found) else [first]
            told = [_condition_told(one, language) for one in chosen]
            where = listed(told, language, last="title_both_of")
            return say(
                "title_where", language, where=f"{where} " if language == "zh" and where[-1].isdigit() else where
            )
    if len(found) > MOST_NAMED or len(effects) <= MOST_NAMED:
        return ""
    names = [whole_name(study, effect.contrast, language) for effect in found]
    return say("title_named", language, names=listed(names, language))


class _Condition(NamedTuple):
    """A condition on one factor: the effects that meet it, its place among factors, and its words."""

    met: frozenset[int]
    rank: int
    key: str
    factor: Factor
    level: float


def _condition_told(one: _Condition, language: Language) -> str:
    """Return a condition in words."""
    return say(one.key, language, setting=setting_told(one.factor, one.level, language))


def _conditions(study: Study, found: Sequence[Effect], effects: Sequence[Effect]) -> Iterator[_Condition]:
    """Yield conditions on one factor that all of some effects meet, and that some other effect does not."""
    levels = [settings_of(study, effect.contrast) for effect in effects]
    for rank, factor in enumerate(study.factors):
        every = sorted({level[factor.name] for level in levels})
        met = sorted({settings_of(study, effect.contrast)[factor.name] for effect in found})
        if len(met) == len(every):
            continue
        inside = frozenset(at for at, level in enumerate(levels) if met[0] <= level[factor.name] <= met[-1])
        if len(met) == 1:
            yield _Condition(inside, rank, "title_at", factor, met[0])
        elif met[-1] == every[-1]:
            yield _Condition(inside, rank, "title_from", factor, met[0])
        elif met[0] == every[0]:
            yield _Condition(inside, rank, "title_to", factor, met[-1])


def open_told(study: Study, still: Sequence[Standing], detail: Detail, language: Language) -> dict[str, str]:
    """Return what is said of outputs of which nothing is sure, those alike in one clause, by the first of them."""
    groups: dict[str, list[Standing]] = {}
    for one in still:
        kind = _open_kind(one)
        bare = not detail.lean and not detail.where  # what never goes one way is told with what goes either
        groups.setdefault("title_no_setting" if bare and kind in NEVER else kind, []).append(one)
    return {group[0].output.name: _open_clause(study, kind, group, detail, language) for kind, group in groups.items()}


def _open_kind(one: Standing) -> str:
    """Return in which way nothing is sure of an output."""
    moving = [effect for effect in one.effects if effect.verdict != "nothing"]
    if not moving:
        return "title_nothing"
    if any(effect.verdict == "few" for effect in moving):
        return "title_few"
    if all(effect.share_up + effect.share_down < MOSTLY for effect in moving):
        return "title_still"
    if len(one.effects) == 1:
        return "title_open"
    if max(effect.share_down for effect in moving) == 0.0:
        return "title_never"
    return "title_never_up" if max(effect.share_up for effect in moving) == 0.0 else "title_no_setting"


def _open_clause(study: Study, kind: str, group: Sequence[Standing], detail: Detail, language: Language) -> str:
    """Return one clause on outputs that are open in the same way."""
    many = "_many" if len(group) > 1 or group[0].output.measure in COUNTED else ""
    effects = [effect for one in group for effect in one.effects]
    shares = {"up": share_span([effect.share_up for effect in effects], language),
              "down": share_span([effect.share_down for effect in effects], language)}  # fmt: skip
    return say(
        kind,
        language,
        outputs=listed([short_output(one.output, study, language) for one in group], language, last="title_or"),
        opposite=say(f"verb_{'fall' if kind == 'title_never' else 'rise'}{many}", language),
        shares=say("title_shares", language, **shares) if detail.shares else "",
        at=anywhere(study, language) if kind in NEVER else say("title_at_any", language),
        draws=max(effect.draws for effect in effects),
    )


def anywhere(study: Study, language: Language, otherwise: str = "title_at_any") -> str:
    """Return "whatever it is" of the one parameter that a map spans; else that it is so in any setting."""
    axes = axes_of(study)
    known = [factor for factor in (axes.x, axes.y) if factor.target == "parameter"] if axes else []
    if len(known) == 1:
        return say("title_whatever", language, factor=short_factor(known[0], language))
    return say(otherwise, language)


def turn_told(answered: Answer, standings: Sequence[Standing], language: Language) -> str:
    """Return at which level of an axis as many draws rise as fall, on the first output with one such line."""
    axes = axes_of(answered.study)
    one = next((one for one in standings if not (one.up and one.down)), None)
    if axes is None or one is None:
        return ""
    turned = turning(phase_maps(answered, one.output.name), axes, language)
    return say("title_turn", language, axis=turned.axis, at=turned.at) if turned else ""


def remark_told(answered: Answer, standings: Sequence[Standing], language: Language) -> str:
    """Return the last remark on a map: at which level draws turn, else which of its axes hardly matters, for what."""
    return turn_told(answered, standings, language) or hardly_told(answered, standings, language)


def hardly_told(answered: Answer, standings: Sequence[Standing], language: Language) -> str:
    """Return which axis of a map hardly matters while the other does, for which outputs that surely move somewhere."""
    axes = axes_of(answered.study)
    if axes is None or not any(one.up or one.down for one in standings):
        return ""
    small = {
        factor.name: [one for one in standings if hardly_moves(answered.study, one, factor)]
        for factor in (axes.x, axes.y)
    }
    for factor, other in ((axes.x, axes.y), (axes.y, axes.x)):
        still = [one for one in small[factor.name] if one not in small[other.name] and (one.up or one.down)]
        if not still:
            continue
        outputs = listed([short_output(one.output, answered.study, language) for one in still], language)
        key = "title_hardly" if len(small[factor.name]) == len(standings) else "title_hardly_for"
        return say(key, language, factor=short_factor(factor, language), outputs=outputs)
    return ""


def hardly_moves(study: Study, one: Standing, factor: Factor) -> bool:
    """Tell whether medians of an output move along an axis by no more than their simulation error may."""
    slack = SURELY_SMALL * max((effect.simulation_error for effect in one.effects), default=0.0)
    return moves_along(study, one.effects, factor) <= slack


def short_factor(factor: Factor, language: Language) -> str:
    """Return the name of an axis in a sentence."""
    return short_label(factor, language) if factor.target == "levers" else factor_label(factor, language)


def moves_along(study: Study, effects: Sequence[Effect], factor: Factor) -> float:
    """Return how far medians move at most from one end of a factor to the other, all else the same."""
    lines: dict[tuple[tuple[str, float], ...], list[float]] = {}
    for effect in effects:
        at = settings_of(study, effect.contrast)
        rest = tuple(sorted((name, value) for name, value in at.items() if name != factor.name))
        lines.setdefault(rest, []).append(effect.band.median)
    return max((max(line) - min(line) for line in lines.values()), default=0.0)


def together_told(answered: Answer, main: Effect, language: Language) -> str:
    """Return what all parts do together, which of them does most alone, and whether they add up."""
    study = answered.study
    standings = [
        standing_of(output, [effect for effect in answered.of(output.name) if effect.contrast == main.contrast])
        for output in study.headline
    ]
    found = answered.of(main.output.name)
    most = max((one for one in found if is_alone(one)), key=lambda one: abs(one.band.median))
    part = say("title_part", language, part=setting_name(study, most.contrast, language),
               numbers=signed(most.band.median))  # fmt: skip
    rest = [adds_told(one, language) for one in found if one.contrast.kind == "interaction"]
    width = int((CHINESE if language == "zh" else 1.0) * TITLE_WIDTH)
    told = ""
    for detail, tail in ((DETAILS[0], [part, *rest]), (DETAILS[-1], [part, *rest]), (DETAILS[-1], rest)):
        clauses = sentence(answered, standings, detail._replace(remark=False), language)
        line = say("clause_end", language).join([clauses, *tail])
        told = say("title_together", language, told=line)
        if len(wrapped(told, width)) <= TITLE_LINES:
            break
    return told


def adds_told(interaction: Effect, language: Language) -> str:
    """Return whether the whole is what its parts add up to; where that is open, within how much it is."""
    within = max(abs(interaction.band.low), abs(interaction.band.high))
    amount = with_unit(number(within), unit_of_output(interaction.output, language))
    return say(f"title_adds_{add_up(interaction)}", language, within=amount)


def best_mix_told(answered: Answer, main: Effect, language: Language) -> str:
    """Return what the best mix brings over the mean mix, the doses in it that surely matter, and what is open."""
    study = answered.study
    factors = {factor.name: factor for factor in study.factors}
    halves = [effect for effect in answered.of(main.output.name) if effect.contrast.kind == "upper_half"]
    sure = [name for effect in halves if effect.verdict in ("better", "worse") for name in effect.contrast.set_to]
    doses = [f"{short_factor(factors[name], language)} {level_told(round(main.contrast.set_to[name], 2))}"
             for name in sure]  # fmt: skip
    mixes = [effect for output in study.headline for effect in answered.of(output.name)
             if effect.contrast.kind == "best_mix" and effect.verdict not in ("better", "worse")]  # fmt: skip
    still = [short_output(effect.output, study, language) for effect in mixes if effect.output is not main.output]
    key = "title_best_sure" if main.verdict == "better" else "title_best_open"
    amount = with_unit(number(abs(main.band.median)), said_unit(main.output, language))
    told = [say(key, language, amount=amount, outputs=short_output(main.output, study, language))]
    told += [say("title_best_doses", language, doses=listed(doses, language))] if doses else []
    told += [say("title_best_still", language, outputs=listed(still, language, last="title_or"))] if still else []
    return say("clause_end", language).join(told)


def spread_told(answered: Answer, main: Effect, language: Language) -> str:
    """Return how far an output spreads over all points and draws, and which factor moves it most."""
    study = answered.study
    band = answered.spread[main.output.name]
    return say(
        "title_spread",
        language,
        outputs=short_output(main.output, study, language),
        low=number(band.low),
        high=with_unit(number(band.high), said_unit(main.output, language)),
        factor=setting_name(study, main.contrast, language),
    )
