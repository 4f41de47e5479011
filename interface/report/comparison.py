"""The report of a comparison: which option, how much, how sure, at whose expense, on what assumption; then the rest."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from analysis.bands import Band
from analysis.compare import HORIZONS, NOT_IDENTIFIED, TWICE, Comparison, Effect, Option
from analysis.comparison_tables import effect_rows, flow_rows, project_rows
from analysis.effects import FEWEST, SURE
from analysis.first_row import HEADLINE_MONTHS
from analysis.money import OptionMoney, unbooked_costs
from analysis.net_new import net_new_share_of, surface
from analysis.outcomes import BY_NAME, Outcome
from analysis.published import BesidePublished
from interface.catalogue import pots_of
from interface.catalogue import told as told_of
from interface.comparing_figures import effects_picture, fan_picture, flows_picture
from interface.comparing_tables import LAST, label_of, middle, month_name, title_of, written_share, zone_name
from interface.report.document import (
    RIGHT,
    Chart,
    Grid,
    Number,
    Paragraph,
    Piece,
    Points,
    Report,
    Sentence,
    Verbatim,
    heads_of,
    joined,
    left,
    told,
)
from interface.report.money import money_blocks
from interface.report.numbers import number
from interface.report.pictures import of_declaration
from interface.report.standing import not_identified, not_modelled, sections_of, words_used
from interface.tables import dates, listed
from interface.web.published import published_document
from interface.web.telling import resting_sentence, share_text, unit_word
from interface.words import Language, say, unit_name
from scenarios.catalogue import load_catalogue
from scenarios.values import JUDGEMENT
from sim.specification import LeverChange

NET_NEW, OWN = "region.producing", "producing"
GLANCE = (NET_NEW, OWN, "months_to_production", "county.cost", "debt", "idle", "tax_local")
"""Outcomes of the first table: what is gained, how fast, and what it costs whom."""
CHARTED = (NET_NEW, "debt", "county.cost")
"""Outcomes in which all options are drawn side by side."""
WORDS_USED = ("draw", "band", "net", "debt", "cost", "platform", "printed", "units")
SUMMED = (OWN, "county.cost", "debt", "idle")
"""Outcomes of which the table of several options tells the median."""
FANNED = ("producing", "debt")


@dataclass(frozen=True)
class Compared:
    """A comparison to be reported, and the model beside the figures published of its zone where there are any."""

    result: Comparison
    published: BesidePublished | None
    money: tuple[OptionMoney, ...] = ()
    """What the options cost whom, in their order; empty where it was not asked for."""

    @property
    def zone(self) -> str:
        """The id of the zone looked at."""
        return self.result.setting.zone

    @property
    def changing(self) -> tuple[Option, ...]:
        """The options that change anything."""
        return tuple(option for option in self.result.options if not option.changes_nothing)

    @property
    def lead(self) -> Option:
        """The option with the largest median in net-new projects, of which single charts are drawn.

        One that changes nothing leads only where all do.
        """
        return max(
            self.changing or self.result.options,
            key=lambda option: option.effect(NET_NEW, HEADLINE_MONTHS).difference.median,
        )


def comparison_report(found: Compared, manifest: Mapping[str, Any], language: Language) -> Report:
    """Return the report of a comparison in a language."""
    result = found.result
    base, zone = title_of(result.setting.base, language), zone_name(result.setting.base, found.zone, language)
    options = (
        say("report_option", language, option=title_of(result.options[0].scenario, language))
        if len(result.options) == 1
        else say("report_options", language, count=len(result.options))
    )
    first = summary(found, language) if len(result.options) > 1 else glance(found, language)
    sections = {
        "findings": [findings(found, language), *warnings(found, language), first,
                     Paragraph(told("report_glance_note", language, units=say("units", language)), "small")],
        "evidence": evidence(found, language),
        "uncertainty": uncertainty(found, language),
        "assumptions": assumptions(found, language),
        "not_identified": [not_identified(language)],
        "not_modelled": [not_modelled(language), *not_booked(result.options, language)],
        "words": [words_used(WORDS_USED, language)],
        "annex": [annex(option, result, number, language) for number, option in enumerate(result.options, 1)],
        "manifest": [Paragraph(told("report_manifest_about", language)), Verbatim(manifest["command"])],
    }  # fmt: skip
    return Report(
        say("report_title", language, zone=zone),
        say("report_subtitle", language, options=options, base=base, version=manifest["model_version"],
            digest=result.digest),
        language,
        sections_of(sections, language),
        manifest,
        {
            say("report_table_effects", language): effect_rows(result),
            say("report_table_flows", language): flow_rows(result),
            say("report_table_projects", language): project_rows(result),
        },
    )  # fmt: skip


def of_effect(option: Option, effect: Effect, part: str) -> Number:
    """Return the median or an end of the band of an effect, by its name."""
    value = middle(effect) if part == "median" else getattr(effect.difference, part)
    return number(value, f"{option.name}/{effect.outcome.name}/{effect.months}/{part}")


def of_share(option: Option, effect: Effect, part: str, language: Language) -> Number:
    """Return the share of draws in which an effect is better or worse."""
    value = getattr(effect, f"share_{part}")
    return Number(share_text(value, language), value, f"{option.name}/{effect.outcome.name}/{effect.months}/{part}")


def findings(found: Compared, language: Language) -> Points:
    """Return the answers to the five questions that a reader has, of the option that leads."""
    option = found.lead
    asked = ("which", "how_much", "how_sure", "expense", "on_what")
    if option.changes_nothing:
        nothing = told("report_no_change", language, option=title_of(option.scenario, language),
                       base=title_of(found.result.setting.base, language))  # fmt: skip
        answers = [nothing, *[("–",)] * 3, on_what(found, language)]
    else:
        answers = [which(found, option, language), how_much(found, option, language),
                   how_sure(found, option, language), expense(found, option, language),
                   on_what(found, language)]  # fmt: skip
    return Points([(say(f"report_{key}", language), text) for key, text in zip(asked, answers, strict=True)])


def which(found: Compared, option: Option, language: Language) -> Sentence:
    """Return which option does most for the region, and whether that is sure."""
    effect = option.effect(NET_NEW, HEADLINE_MONTHS)
    titles = {"option": title_of(option.scenario, language), "base": title_of(found.result.setting.base, language)}
    verdict = told(f"report_which_{effect.verdict}", language, **titles, draws=found.result.draws, fewest=FEWEST)
    count = len(found.changing)
    if count == 1:
        return verdict
    worse = [
        say("report_option", language, option=title_of(other.scenario, language))
        for other in found.result.options
        if other.effect(NET_NEW, HEADLINE_MONTHS).verdict == "worse" and other is not option
    ]
    names = ("、" if language == "zh" else ", ").join(worse)
    return joined(
        [told("report_largest", language, **titles, count=count), verdict,
         *([told("report_also_worse", language, names=names)] if worse else [])],
        language,
    )  # fmt: skip


def how_much(found: Compared, option: Option, language: Language) -> Sentence:
    """Return what changes for the region and for the zone."""
    region, own = (option.effect(name, HEADLINE_MONTHS) for name in (NET_NEW, OWN))
    return told(
        "report_much", language, months=HEADLINE_MONTHS,
        zone=zone_name(found.result.setting.base, found.zone, language),
        value=of_effect(option, region, "median"), low=of_effect(option, region, "low"),
        high=of_effect(option, region, "high"), own=of_effect(option, own, "median"),
        own_low=of_effect(option, own, "low"), own_high=of_effect(option, own, "high"),
    )  # fmt: skip


def how_sure(found: Compared, option: Option, language: Language) -> Sentence:
    """Return in how many draws it is so, how much of the spread is luck, and the simulation error."""
    effect = option.effect(NET_NEW, HEADLINE_MONTHS)
    name = f"{option.name}/{NET_NEW}/{HEADLINE_MONTHS}"
    chance = effect.spread.chance_share
    told_sure = told(
        "report_sure", language, draws=found.result.draws, better=of_share(option, effect, "better", language),
        worse=of_share(option, effect, "worse", language),
        chance=Number(share_text(chance, language), chance, f"{name}/chance"),
        error=number(effect.median_error, f"{name}/error", sign=False),
    )  # fmt: skip
    return joined([told_sure, told("report_surely", language, sure=share_text(SURE, language))], language)


def expense(found: Compared, option: Option, language: Language) -> Sentence:
    """Return what neighbours lose, and what county and debt bear."""
    zone = zone_name(found.result.setting.base, found.zone, language)
    bands, of = option.projects("producing"), f"{option.name}/projects"
    net = net_new_share_of(found.result, option, "producing")
    neighbours = told(
        "report_neighbours", language, months=LAST, zone=zone, **_band_of(bands["from_region"], "taken", of),
        **_band_of(bands["new"], "new", of), lost=number(bands["lost"].median, f"{of}/lost", sign=False),
        net=Number(written_share(net, language), net.share, f"{option.name}/net_new_share"),
    )  # fmt: skip
    cost, debt = (option.effect(name, HEADLINE_MONTHS) for name in ("county.cost", "debt"))
    purse = told(
        "report_purse", language, months=HEADLINE_MONTHS, zone=zone, cost=of_effect(option, cost, "median"),
        cost_low=of_effect(option, cost, "low"), cost_high=of_effect(option, cost, "high"),
        debt=of_effect(option, debt, "median"), debt_low=of_effect(option, debt, "low"),
        debt_high=of_effect(option, debt, "high"),
    )  # fmt: skip
    return joined([neighbours, purse], language)


def _band_of(band: Band, key: str, name: str) -> dict[str, Number]:
    ends = {"": band.median, "_low": band.low, "_high": band.high}
    return {f"{key}{end}": number(value, f"{name}/{key}{end}", sign=False) for end, value in ends.items()}


def on_what(found: Compared, language: Language) -> Sentence:
    """Return what all numbers rest on, in two sentences."""
    setting = found.result.setting
    rests = resting_sentence(found.result.draws, language, setting.belief.kind)
    return joined([rests, say(f"page_who_{setting.who}", language)], language)


def warnings(found: Compared, language: Language) -> list[Paragraph]:
    """Return what a reader of the first page may not miss: what is left out, and that a world is synthetic."""
    told_all = [told("not_modelled", language)]
    if found.result.setting.base.world.synthetic:
        told_all.append(told("synthetic", language))
    return [Paragraph(joined(told_all, language), "strong")]


def outcome_named(outcome: Outcome, language: Language) -> str:
    """Return an outcome with the place that it is of."""
    return say(f"report_place_{outcome.place}", language, outcome=label_of(outcome, language))


def summary(found: Compared, language: Language) -> Grid:
    """Return one line an option: net-new projects with their band, and the medians of what it costs."""
    shown = [BY_NAME[name] for name in SUMMED]
    # fmt: off
    heads = [*heads_of(("option", "median", "low", "high", "better", "verdict"), language),
             *((f"{outcome_named(one, language)} [{unit_word(one.unit, language)}]", RIGHT) for one in shown)]
    # fmt: on
    rows: list[Sequence[Piece]] = []
    for option in found.result.options:
        effect = option.effect(NET_NEW, HEADLINE_MONTHS)
        ends = [of_effect(option, effect, end) for end in ("median", "low", "high")]
        medians = [of_effect(option, option.effect(one.name, HEADLINE_MONTHS), "median") for one in shown]
        rows.append(
            [title_of(option.scenario, language), *ends,
             of_share(option, effect, "better", language), say(f"page_verdict_{effect.verdict}", language), *medians]
        )  # fmt: skip
    base = title_of(found.result.setting.base, language)
    title = say("report_summary", language, base=base, months=HEADLINE_MONTHS)
    return Grid(say("report_sheet_summary", language), title, heads, [("", rows)])


def glance(found: Compared, language: Language) -> Grid:
    """Return the main outcomes of all options at the month of the headline."""
    keys = ("outcome", "base", "median", "low", "high", "better", "verdict", "unit")
    heads = heads_of(keys, language)
    groups = [
        (title_of(option.scenario, language), [_glance_row(option, BY_NAME[name], language) for name in GLANCE])
        for option in found.result.options
    ]
    base = title_of(found.result.setting.base, language)
    title = say("report_glance", language, base=base, months=HEADLINE_MONTHS)
    return Grid(say("report_sheet_glance", language), title, heads, groups)


def _glance_row(option: Option, outcome: Outcome, language: Language) -> list[Piece]:
    effect = option.effect(outcome.name, HEADLINE_MONTHS)
    base = number(effect.base.median, f"{option.name}/{outcome.name}/{HEADLINE_MONTHS}/base", sign=False)
    return [
        outcome_named(outcome, language), base,
        *(of_effect(option, effect, part) for part in ("median", "low", "high")),
        of_share(option, effect, "better", language), say(f"page_verdict_{effect.verdict}", language),
        unit_word(outcome.unit, language),
    ]  # fmt: skip


def evidence(found: Compared, language: Language) -> list[Any]:
    """Return charts of all options and of the one that leads, and published figures beside modelled ones."""
    blocks: list[Any] = list(charts(found, language))
    if len(found.result.options) > 1:
        lead, base = found.lead, found.result.setting.base.name
        titled = title_of(lead.scenario, language)
        about = told("report_charts_of", language, option=titled, name=lead.name, base=base)
        blocks.insert(len(CHARTED), Paragraph(about, "small"))
        blocks.append(glance(found, language))
    if found.money:
        blocks += money_blocks(found.result, found.money, found.result.options.index(found.lead), language)
    return [*blocks, *published(found, language)]


def charts(found: Compared, language: Language) -> Iterator[Chart]:
    """Yield the charts, by the declarations of the command line and the page."""
    result, option = found.result, found.lead
    names = " ".join(one.name for one in result.options)
    run = f"zonereform compare {result.setting.base.name} {names}, seed {result.setting.seed}, draws {result.draws}"

    def chart(name: str, declare: Any) -> Chart:
        return of_declaration(name, declare, language, f"{run}, chart {name}, digest {result.digest}")

    for outcome in CHARTED:
        yield chart(f"effects {outcome}", partial(effects_picture, result, outcome, HEADLINE_MONTHS))
    if option.changes_nothing:
        return
    for outcome in FANNED:
        yield chart(f"fan {outcome}", partial(fan_picture, result, option, outcome))
    yield chart("flows", partial(flows_picture, result, option, "producing"))


def published(found: Compared, language: Language) -> list[Any]:
    """Return published figures beside modelled ones with quote and source, or that there are none."""
    zone = zone_name(found.result.setting.base, found.zone, language)
    if found.published is None:
        return [Paragraph(told("report_published_none", language, zone=zone))]
    result = found.published
    document = published_document(result, language)
    keys = ("figure", "published", "modelled", "low", "high", "unit", "inside", "quote")
    heads = heads_of(keys, language)
    rows: list[Sequence[Piece]] = []
    for row in document["rows"]:
        band = result.band(row["id"])
        quoted = [f"“{row['quote']}”"] if row["quote"] else []
        ends = [number(value, f"published/{row['id']}/{part}", sign=False) for part, value in band._asdict().items()]
        rows.append([f"{row['label']} ({row['zone']})", row["published"], *ends, row["unit"], row["inside"],
                     " ".join([*quoted, *([row["source"]] if row["source"] else []),
                               *([row["period"]] if row["period"] else [])])])  # fmt: skip
    title = say("report_published", language, scenario=title_of(result.scenario, language))
    about = told("report_published_about", language, zone=zone, draws=result.draws)
    grid = Grid(say("report_sheet_published", language), title, heads, [("", rows)])
    return [grid, Paragraph(about, "small"), Paragraph(told("identified", language), "small")]


def uncertainty(found: Compared, language: Language) -> list[Any]:
    """Return where the spread of the main outcomes comes from, and how the net-new share hangs on beliefs."""
    result = found.result
    keys = ("outcome", "low", "high", "parameters_low", "parameters_high", "chance_low", "chance_high", "chance",
            "error", "unit")  # fmt: skip
    heads = heads_of(keys, language)
    groups = [
        (title_of(option.scenario, language), [_spread_row(option, BY_NAME[name], language) for name in GLANCE])
        for option in result.options
        if not option.changes_nothing
    ]
    title = say("report_bands", language, months=HEADLINE_MONTHS)
    bands = Grid(say("report_sheet_bands", language), title, heads, groups)
    method = told("compare_method", language, twice=math.ceil(result.draws / TWICE), draws=result.draws)
    blocks: list[Any] = [bands, Paragraph(joined([told("report_bands_note", language), method], language), "small")]
    if not found.lead.changes_nothing:
        blocks += [surface_grid(found, language), Paragraph(told("report_surface_note", language), "small")]
    return blocks


def _spread_row(option: Option, outcome: Outcome, language: Language) -> list[Piece]:
    effect = option.effect(outcome.name, HEADLINE_MONTHS)
    name = f"{option.name}/{outcome.name}/{HEADLINE_MONTHS}"
    spread = effect.spread
    ends = [
        number(getattr(band, end), f"{name}/{of}_{end}")
        for of, band in (("parameters", spread.parameters), ("chance", spread.chance))
        for end in ("low", "high")
    ]
    return [
        outcome_named(outcome, language), of_effect(option, effect, "low"), of_effect(option, effect, "high"), *ends,
        Number(share_text(spread.chance_share, language), spread.chance_share, f"{name}/chance"),
        number(effect.median_error, f"{name}/error", sign=False), unit_word(outcome.unit, language),
    ]  # fmt: skip


def surface_grid(found: Compared, language: Language) -> Grid:
    """Return the net-new share of the option that leads, over the three beliefs that no figure tells."""
    option = found.lead
    heads = [*left(*(say(f"page_belief_{name}", language) for name in NOT_IDENTIFIED)),
             *heads_of(("draws", "share"), language)]  # fmt: skip
    rows: list[Sequence[Piece]] = [
        [*(say("surface_high" if above else "surface_low", language) for above in cell.above),
         Number(str(cell.draws), cell.draws), Number(written_share(cell.computed, language), cell.computed.share)]
        for cell in surface(found.result, option, "producing")
    ]  # fmt: skip
    title = say("report_surface", language, option=title_of(option.scenario, language))
    return Grid(say("report_sheet_surface", language), title, heads, [("", rows)])


def assumptions(found: Compared, language: Language) -> list[Any]:
    """Return what holds for base and options alike, and what each option does, from which pot and under which law."""
    setting = found.result.setting
    zone = zone_name(setting.base, found.zone, language)
    sentences: list[Sentence | str] = [
        resting_sentence(found.result.draws, language, setting.belief.kind),
        say(f"who_{setting.who}", language, zone=zone),
        say("report_macro", language, macro=say(f"report_macro_{setting.base.macro}", language)),
        counted(found.changing or found.result.options, language),
        say("compare_county_pays", language),
        say("accounts", language, worst=f"{found.result.accounts_max_error:.0e}"),
    ]
    if setting.base.world.synthetic:
        sentences.append(say("synthetic", language))
    points = Points([("", one if isinstance(one, tuple) else (one,)) for one in sentences])
    grids = [levers_grid(option, number_of, language) for number_of, option in enumerate(found.result.options, 1)
             if option.scenario.changes]  # fmt: skip
    note = [Paragraph(told("report_levers_note", language), "small")] if grids else []
    return [points, *grids, *note]


def counted(options: Sequence[Option], language: Language) -> str:
    """Return from which month effects are counted; it may differ between draws and options."""
    first = min(int(option.since.min()) for option in options)
    last = max(int(option.since.max()) for option in options)
    key = "report_counted_one" if first == last else "report_counted"
    return say(key, language, first=month_name(first), last=month_name(last))


def not_booked(options: Sequence[Option], language: Language) -> list[Paragraph]:
    """Return the real costs of the options' measures that the model does not book; nothing where there are none."""
    catalogue = load_catalogue()
    names = dict.fromkeys(name for option in options for name in unbooked_costs(option.scenario))
    costs = listed([told_of(catalogue.costs[name], "about", language) for name in names], language)
    return [Paragraph(told("report_not_booked", language, list=costs))] if costs else []


def levers_grid(option: Option, at: int, language: Language) -> Grid:
    """Return the dated measures of an option."""
    catalogue = load_catalogue()
    date = catalogue.latest()
    keys = ("measure", "zone", "from", "value", "unit", "pot", "law", "rests")
    heads = heads_of(keys, language, date=date)
    rows: list[list[Piece]] = []
    for change in option.scenario.changes:
        entry = catalogue.entries[change.lever]
        standing = catalogue.statuses[entry.standing(date).status]
        rows.append(
            [told_of(entry.lever, "title", language), zone_name(option.scenario, change.zone, language), dates(change),
             number(change.value, f"{option.name}/levers/{change.zone}/{change.lever}", sign=False),
             unit_name(entry.lever.unit, language),
             pots_of(catalogue, entry, language).replace("\n", "、" if language == "zh" else ", "),
             told_of(standing, "title", language), say(f"report_rests_{rests_of(change)}", language)]
        )  # fmt: skip
    title = say("report_levers", language, option=title_of(option.scenario, language))
    return Grid(say("report_sheet_levers", language, number=at), title, heads, [("", rows)])


def rests_of(change: LeverChange) -> str:
    """Tell whether the number of a measure rests on a published figure, on a judgement, or on both."""
    figures, judgement, _ = change.source.partition(JUDGEMENT)
    if not judgement:
        return "published"
    return "both" if figures.strip("; ") else "judgement"


def annex(option: Option, result: Comparison, at: int, language: Language) -> Grid:
    """Return all effects of an option at all horizons."""
    heads = [*heads_of(("outcome", "base"), language),
             *(head for months in HORIZONS for head in heads_of(("month",), language, months=months)),
             *heads_of(("low", "high", "verdict", "unit"), language)]  # fmt: skip
    groups: dict[str, list[list[Piece]]] = {}
    for outcome in result.outcomes:
        effects = [option.effect(outcome.name, months) for months in HORIZONS]
        last = effects[-1]
        base = last.base_mean if outcome.share_of_runs else last.base.median
        ends = ["–", "–"] if outcome.share_of_runs else [of_effect(option, last, end) for end in ("low", "high")]
        groups.setdefault(outcome.place, []).append(
            [label_of(outcome, language), number(base, f"{option.name}/{outcome.name}/{LAST}/base", sign=False),
             *(of_effect(option, effect, "median") for effect in effects), *ends,
             say(f"page_verdict_{last.verdict}", language), unit_word(outcome.unit, language)]
        )  # fmt: skip
    title = say("report_annex_of", language, option=title_of(option.scenario, language), last=LAST)
    told_groups = [(say(f"compare_{place}", language), rows) for place, rows in groups.items()]
    return Grid(say("report_sheet_annex", language, number=at), title, heads, told_groups)
