"""What stands below a figure of an answer: the answer in numbers, how sure, at whose expense, on what assumption."""

from __future__ import annotations

import math
from collections.abc import Iterator

from analysis.answers import Answer, Effect
from analysis.bands import number
from analysis.elsewhere import elsewhere
from analysis.influence import LEVER_TARGETS
from analysis.phase import axes_of, phase_maps
from analysis.study import Study
from interface.answer_findings import (
    is_alone,
    main_effect,
    mix_told,
    numbers_told,
    standing_effects,
    sure_told,
    turning,
)
from interface.answer_titles import hardly_told, shown_effects, standing_of
from interface.comparison_captions import money_told
from interface.figure_names import (
    LARGE_MONEY,
    amount_told,
    joined,
    posts_gone,
    said_unit,
    setting_name,
    short_output,
    unit_of_output,
    whole_name,
    with_unit,
)
from interface.naming import is_together, output_label, share, signed
from interface.words import Language, say
from sim.outputs import Output

DEBT = "debt"


def caption_of(answered: Answer, language: Language) -> list[str]:
    """Return the lines of a caption: answer, how sure, what others and the zone pay where a design tells it, on what
    assumption.
    """
    study = answered.study
    told = [
        ("caption_answer", answer_line(answered, language)),
        ("caption_sure", sure_line(answered, language)),
        ("sentence", expense_line(answered, language)),
        ("caption_assumption", assumption_line(study, language)),
    ]
    return [say(key, language, told=line) for key, line in told if line]


def answer_line(answered: Answer, language: Language) -> str:
    """Return the answer in numbers with bands: ends of maps, or the contrast that stands for all in every output."""
    study = answered.study
    if axes_of(study):
        turns = [turn for output in study.headline for turn in turn_line(answered, output, language)]
        ends = [ends_told(answered, output, language) for output in study.headline]
        standings = [standing_of(output, shown_effects(answered, output)) for output in study.headline]
        hardly = hardly_told(answered, standings, language)
        return joined([*turns, *ends, *([hardly] if hardly else [])], language)
    mains = standing_effects(answered)
    if not mains:
        return ""
    if mains[0].contrast.kind == "best_mix":
        return joined([mix_line(answered, effect, language) for effect in mains], language)
    if mains[0].contrast.kind == "upper_half" or study.kind == "one_at_a_time":
        spreads = [output for output in study.headline if output.name in answered.spread]
        spread = [spread_line(answered, output, language) for output in spreads]
        return joined([*spread, *(own_line(answered, effect, language) for effect in mains)], language)
    told = [f"{short_output(effect.output, study, language)} {numbers_told(effect, language)}" for effect in mains]
    line = say("told_and", language).join(told)
    if len(shown_effects(answered, mains[0].output)) > 1:
        line = say("finding_of", language, contrast=whole_name(study, mains[0].contrast, language), told=line)
    parts = parts_told(answered, mains[0], language) if is_together(study, mains[0].contrast) else []
    return joined([line, *parts], language)


def parts_told(answered: Answer, main: Effect, language: Language) -> list[str]:
    """Return what each thing does alone to the first output, and by how much the whole differs from their sum."""
    study, found = answered.study, answered.of(main.output.name)
    alone = [
        say("own_told", language, output=setting_name(study, one.contrast, language),
            numbers=numbers_told(one, language, unit=False))
        for one in found if is_alone(one)
    ]  # fmt: skip
    named = short_output(main.output, study, language)
    told = [say("parts_alone", language, output=named, told=say("told_and", language).join(alone))]
    rest = [one for one in found if one.contrast.kind == "interaction"]
    return told + [say("parts_rest", language, numbers=_told(one, language)) for one in rest]


def mix_line(answered: Answer, effect: Effect, language: Language) -> str:
    """Return the best mix for one output and what it gains."""
    named = short_output(effect.output, answered.study, language)
    mix = mix_told(answered, effect, language)
    return say("mix_line", language, output=named, mix=mix, numbers=numbers_told(effect, language))


def turn_line(answered: Answer, output: Output, language: Language) -> list[str]:
    """Return at which level of an axis most draws of an output turn, and which way; nothing where they do not."""
    axes = axes_of(answered.study)
    turned = turning(phase_maps(answered, output.name), axes, language) if axes else None
    if turned is None:
        return []
    before, after = ("fall", "rise") if turned.rises else ("rise", "fall")
    named = short_output(output, answered.study, language)
    return [say("turn_told", language, output=named, axis=turned.axis, at=turned.at,
                before=say(f"turn_{before}", language), after=say(f"turn_{after}", language))]  # fmt: skip


def spread_line(answered: Answer, output: Output, language: Language) -> str:
    """Return between which levels an output lies over all points and draws of a sample."""
    band, named = answered.spread[output.name], short_output(output, answered.study, language)
    span = say("span", language, low=number(band.low), high=number(band.high))
    return say("spread_told", language, output=named, median=number(band.median),
               span=with_unit(span, unit_of_output(output, language)))  # fmt: skip


def own_line(answered: Answer, effect: Effect, language: Language) -> str:
    """Return the largest effect on one output, with what makes it."""
    study = answered.study
    named = short_output(effect.output, study, language)
    contrast = whole_name(study, effect.contrast, language)
    return say("own_line", language, output=named, contrast=contrast, numbers=numbers_told(effect, language))


def ends_told(answered: Answer, output: Output, language: Language) -> str:
    """Return the smallest and the largest effect of an output's maps with their bands."""
    effects = shown_effects(answered, output)
    named = short_output(output, answered.study, language)
    moving = [effect for effect in effects if effect.verdict != "nothing"]
    if not moving:
        return say("own_nothing", language, output=named)
    low, high = (pick(effects, key=lambda effect: effect.band.median) for pick in (min, max))
    settled = [not 0.0 < abs(one.band.median) <= one.simulation_error for one in (low, high)]
    if settled != [True, True] and any(settled):
        key, far = ("ends_up_to", high) if settled[1] else ("ends_down_to", low)
        return say(key, language, output=named, numbers=numbers_told(far, language))
    both = said_unit(output, language) in LARGE_MONEY
    ends = {"low": numbers_told(low, language, unit=both), "high": numbers_told(high, language)}
    return say("ends_told", language, output=named, **ends)


def sure_line(answered: Answer, language: Language) -> str:
    """Return how sure an answer is: counts of sure signs by output, or shares of draws; the error of medians."""
    study = answered.study
    told = say("told_and", language).join(surety_of(answered, output, language) for output in study.headline)
    effects = [effect for output in study.headline for effect in shown_effects(answered, output)]
    key = "sure_rule" if len(effects) > len(study.headline) else "sure_shares"
    told = say(key, language, draws=max((effect.draws for effect in effects), default=0), told=told)
    return joined([told, errors_told(answered, language)], language)


def surety_of(answered: Answer, output: Output, language: Language) -> str:
    """Return of one output how many of its effects have a sure sign; of a single effect, its shares of draws."""
    named = short_output(output, answered.study, language)
    effects = [effect for effect in shown_effects(answered, output) if effect.contrast.kind != "interaction"]
    if len(effects) == 1:
        shares = {"better": share(effects[0].share_better), "worse": share(effects[0].share_worse)}
        return say("surety_one", language, output=named, **shares)
    sure = sum(effect.verdict in ("better", "worse") for effect in effects)
    key = {0: "surety_none", len(effects): "surety_all"}.get(sure, "surety_some")
    kind = "factors" if effects[0].contrast.kind == "upper_half" else "settings"
    return say(f"{key}_{kind}", language, output=named, sure=sure, of=len(effects))


def errors_told(answered: Answer, language: Language) -> str:
    """Return between which simulation errors the medians of each output lie, in the unit of its numbers."""
    told = []
    for output in answered.study.headline:
        errors = [effect.simulation_error for effect in shown_effects(answered, output)]
        known = sorted(one for one in errors if math.isfinite(one)) or [math.nan]
        span = f"±{number(known[-1])}"
        if number(known[0]) != number(known[-1]):
            span = say("span", language, low=f"±{number(known[0])}", high=span)
        named = short_output(output, answered.study, language)
        amount = with_unit(span, unit_of_output(output, language))
        told.append(say("own_told", language, output=named, numbers=amount))
    return say("errors_told", language, told=say("told_and", language).join(told))


def expense_line(answered: Answer, language: Language) -> str:
    """Return what the other zones lose or gain, and what the zone itself pays, for the contrast that stands for all."""
    study = answered.study
    standing = [] if answered.indices else standing_effects(answered)
    if not standing or standing[0].contrast.kind == "upper_half":
        return ""
    main = standing[0]
    told = [*others_told(study, main, language), *paid_told(answered, main, language)]
    if not told:
        return ""
    line = joined(told, language)
    if len(shown_effects(answered, main.output)) == 1:
        return line
    if study.kind == "one_at_a_time" or axes_of(study):
        contrast = whole_name(study, main.contrast, language, "setting_beside")
    else:
        contrast = say("expense_mix" if main.contrast.kind == "best_mix" else "expense_same", language)
    return say("expense_at", language, told=line, contrast=contrast)


def others_told(study: Study, main: Effect, language: Language) -> Iterator[str]:
    """Yield what the other zones lose, else what they gain, named by what it is."""
    others = elsewhere(study)
    for effect in others.effects if others is not None else []:
        if effect.contrast != main.contrast:
            continue
        if effect.verdict == "nothing" or effect.band.median == 0.0:
            yield say("others_same", language, up=share(effect.share_up), down=share(effect.share_down))
            continue
        gain = effect.band.median > 0.0
        more = say("others_more" if gain else "others_fewer", language)
        key = ("others_gain" if gain else "others_lose") if effect.verdict in ("better", "worse") else "others_open"
        yield say(key, language, amount=number(abs(effect.band.median)), unit=unit_of_output(effect.output, language),
                  span=say("span", language, low=signed(effect.band.low), high=signed(effect.band.high)), more=more,
                  sure=sure_told(effect, language))  # fmt: skip


def paid_told(answered: Answer, main: Effect, language: Language) -> Iterator[str]:
    """Yield what the zone itself pays: posts, fiscal money of a fund, and debt where no panel shows it."""
    study = answered.study
    set_to = main.contrast.set_to
    posts = sum(posts_gone(factor) * set_to.get(factor.name, 0.0) for factor in study.factors)
    money = sum(
        dict(factor.members).get("fund_size", 0.0) * set_to.get(factor.name, 0.0)
        for factor in study.factors
        if factor.target in LEVER_TARGETS and factor.name in set_to
    )
    told = [say("paid_posts", language, amount=number(posts))] if posts > 0.0 else []
    told += [say("paid_fund", language, amount=amount_told(money, "亿元", language))] if money > 0.0 else []
    if all(output.measure != DEBT for output in study.headline):
        owed = [e for e in answered.effects if e.output.measure == DEBT and e.contrast == main.contrast]
        named = [(short_output(effect.output, study, language), _told(effect, language)) for effect in owed]
        told += [say("own_told", language, output=name, numbers=numbers) for name, numbers in named]
    if told:
        yield say("zone_pays", language, told=say("told_and", language).join(told))


def _told(effect: Effect, language: Language) -> str:
    """Return numbers of an effect with how sure its sign is."""
    if effect.verdict == "nothing":
        return sure_told(effect, language)
    numbers = numbers_told(effect, language)
    if effect.output.unit == "亿元":
        median, span = money_told(effect.band, language)
        numbers = say("money_band", language, median=median, span=span)
    return say("numbers_sure", language, numbers=numbers, sure=sure_told(effect, language))


def assumption_line(study: Study, language: Language) -> str:
    """Return what an answer rests on: doses, parameters, zones."""
    chosen = study.kind == "listed" or any(factor.target in LEVER_TARGETS for factor in study.factors)
    told = [say("assumed_doses", language)] if chosen else []
    told.append(say(f"assumed_{study.plan['parameters']}", language))
    told.append(say("assumed_synthetic" if study.synthetic else "assumed_modelled", language))
    return joined(told, language)


def told_in_numbers(answered: Answer) -> list[Effect]:
    """Return the effects that a report tells in numbers: the main one of each output of the headline.

    Where three or more levers are tried alone and together: each alone, and whether they add up, of the first output.
    """
    study = answered.study
    mains = [effect for output in study.headline for effect in [main_effect(answered, output)] if effect is not None]
    if not mains or not is_together(study, mains[0].contrast):
        return mains
    first = answered.of(study.headline[0].name)
    alone = [effect for effect in first if is_alone(effect)]
    return [*alone, *mains, *(effect for effect in first if effect.contrast.kind == "interaction")]


def number_told(study: Study, effect: Effect, language: Language) -> str:
    """Return an effect in one sentence with its band, share and simulation error."""
    named = {
        "contrast": whole_name(study, effect.contrast, language),
        "output": output_label(effect.output, language),
    }
    if effect.verdict == "nothing":
        return say("caption_number_nothing", language, **named, draws=effect.draws)
    return say(
        "caption_number",
        language,
        **named,
        median=signed(effect.band.median),
        low=signed(effect.band.low),
        high=signed(effect.band.high),
        unit=unit_of_output(effect.output, language),
        direction=say(effect.better, language),
        mean=signed(effect.mean),
        share=share(effect.share_better),
        worse=share(effect.share_worse),
        draws=effect.draws,
        error=number(effect.simulation_error),
    )
