"""From a finished run to what a newspaper would print: the observation operator of each published figure.

A published figure meets the model only here. Each operator says in which zones, over which months and of which words
the figure speaks (introduced, started, landed and recycled are different things). A figure that may mean two things has
a read for each of its readings; which one holds is drawn with the readings' weights, once for figures that go together.
"""

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from calibration.reads import (
    EVERYWHERE,
    Read,
    active,
    growth,
    invested_share,
    most_followed,
    over_before,
    planned_started,
    platform_tasks,
    posts_cut,
    raised_share,
    secured,
    share_started,
    so_far,
    stock,
    summed,
    unmodelled,
)
from calibration.roles import COMPARED
from scenarios.evidence import Ledger, load_ledger
from scenarios.evidence_check import Check
from scenarios.figures import Figure
from scenarios.world_files import load_world
from sim.identity import meaning_of
from sim.specification import ScenarioSpecification


class Operator(NamedTuple):
    """How a figure is read off a run.

    ``reads`` has one entry for each reading of the figure, one named "" where it has a single one. ``luck`` tells what
    draws the reading: a parameter that is uniform on (0, 1), or the id of a figure that it goes together with; empty:
    its own. ``amount`` marks an amount, which carries the draw's error of reporting.
    """

    figure: str
    place: str
    reads: Mapping[str, Read]
    label: str
    label_zh: str
    amount: bool = False
    luck: str = ""


def one(read: Read) -> dict[str, Read]:
    """Return the reads of a figure that means one thing."""
    return {"": read}


JIMO = "jimo-etz"
DISTRICT = "jimo-etz+jimo-rest"
"""Jimo district as its own texts count it: Blue Valley lies in it, but reports for itself."""
NOVEMBER = (2021, 11)
YEAR = (2021, 1), NOVEMBER
TEN_MONTHS = (2021, 1), (2021, 10)
AFTER_REFORM = (2019, 10), (2020, 10)
EIGHT_MONTHS = (2020, 1), (2020, 8)
NINE_MONTHS = (2021, 1), (2021, 9)
GATE = "jimo.district.gate_diligence"
STANDARD = "jimo.district.standard_land_projects"


def introduced(field: str) -> dict[str, Read]:
    """Return the reads of a sum over 2021 in a text of 1 December: eleven months, or ten."""
    return {"eleven_months": summed(*YEAR, field), "ten_months": summed(*TEN_MONTHS, field)}


OPERATORS = (
    Operator("jimo.zone.fai_2020", JIMO, one(summed((2020, 1), (2020, 12), "published_fai")),
             "fixed-asset investment, 2020", "2020年固定资产投资", amount=True),
    Operator("jimo.zone.fai_ratio_2020", JIMO, {"base_2018": over_before(2018), "base_2019": over_before(2019)},
             "the same over that before the reform", "与改革前之比", amount=True, luck="base_year_luck"),
    Operator("jimo.zone.introduced_projects_2021", JIMO, introduced("published_signed"),
             "key projects introduced, 2021", "2021年新引进重点项目", luck="period_luck"),
    Operator("jimo.zone.introduced_investment_2021", JIMO, introduced("published_amount"),
             "their contract investment", "其总投资", amount=True, luck="period_luck"),
    Operator("jimo.district.introduced_projects_2021", DISTRICT, introduced("published_signed"),
             "projects introduced in the district, 2021", "全区2021年新引进项目", luck="period_luck"),
    Operator("jimo.district.on_existing_land_2021", DISTRICT,
             {"secured": secured(*YEAR), "landed": summed(*YEAR, "published_recycled")},
             "of them on existing land", "其中盘活存量落地"),
    Operator(GATE, DISTRICT, dict.fromkeys(("all_met", "overlap"), so_far(NOVEMBER, "diligence_done")),
             "projects through due diligence", "协同尽调项目"),
    Operator("jimo.district.gate_reviewed", DISTRICT, one(so_far(NOVEMBER, "panel_done")),
             "projects reviewed by the panel", "专家评审项目"),
    Operator("jimo.district.gate_eliminated", DISTRICT,
             {"by_diligence": so_far(NOVEMBER, "rejected_early"), "by_either": so_far(NOVEMBER, "rejected")},
             "projects eliminated", "淘汰项目", luck=GATE),
    Operator(STANDARD, DISTRICT,
             {"all_so_far": so_far(NOVEMBER, "landed_standard"), "this_year": summed(*YEAR, "landed_standard")},
             "projects on standard land", "标准地项目"),
    Operator("jimo.district.standard_land_mu", DISTRICT,
             {"all_so_far": so_far(NOVEMBER, "standard_mu"), "this_year": summed(*YEAR, "standard_mu")},
             "standard land taken", "标准地面积", luck=STANDARD),
    Operator("jimo.zone.staff_after", JIMO, one(stock((2020, 12), "staff")), "posts after the reform", "改革后人员"),
    Operator("jimo.zone.staff_cut", JIMO, one(posts_cut((2020, 12))), "posts cut", "人员精简"),
    Operator("jimo.zone.platform_tasks", JIMO, one(platform_tasks(NOVEMBER)),
             "building tasks of the platform company", "平台公司承担建设任务", amount=True),
    Operator("bluevalley.projects_signed", "blue-valley", one(summed(*EIGHT_MONTHS, "published_signed")),
             "projects signed, January to August 2020", "2020年1—8月新签约项目"),
    Operator("bluevalley.signed_investment", "blue-valley", one(summed(*EIGHT_MONTHS, "published_amount")),
             "their contract investment", "其总投资", amount=True),
    Operator("bluevalley.projects_signed_growth", "blue-valley", one(growth(*EIGHT_MONTHS, "published_signed")),
             "growth of their number", "签约项目数增长"),
    Operator("bluevalley.signed_investment_growth", "blue-valley", one(growth(*EIGHT_MONTHS, "published_amount")),
             "growth of their contract investment", "签约总投资增长"),
    Operator("jinjialing.projects_introduced", "jinjialing", one(summed(*AFTER_REFORM, "published_signed")),
             "projects introduced, October 2019 to October 2020", "2019年10月至2020年10月新引进项目"),
    Operator("jinjialing.domestic_capital_paid_in", "jinjialing", one(summed(*AFTER_REFORM, "arrived_money")),
             "money that arrived", "内资到位", amount=True),
    Operator("railtransit.projects_introduced", "rail-transit", one(summed(*AFTER_REFORM, "published_signed_100m")),
             "projects above 1亿 introduced, October 2019 to October 2020", "2019年10月至2020年10月引进过亿元项目"),
    Operator("hightech.take_land_and_start", "qingdao-hightech", one(summed(*AFTER_REFORM, "fast_started")),
             "projects that took land and started", "“拿地即开工”项目"),
    Operator("laixi.projects_signed", "laixi", one(summed(*NINE_MONTHS, "published_signed_100m")),
             "projects above 1亿 signed, January to September 2021", "2021年1—9月新签约亿元以上项目"),
    Operator("laixi.projects_started", "laixi", one(summed(*NINE_MONTHS, "published_started_100m")),
             "projects above 1亿 started, January to September 2021", "2021年1—9月新开工亿元以上项目"),
    Operator("laixi.projects_completed", "laixi", one(summed(*NINE_MONTHS, "published_completed_100m")),
             "projects above 1亿 completed, January to September 2021", "2021年1—9月竣工亿元以上项目"),
    Operator("laixi.projects_producing", "laixi", one(summed(*NINE_MONTHS, "published_producing_100m")),
             "projects above 1亿 that began production, January to September 2021", "2021年1—9月投产亿元以上项目"),
    Operator("laixi.projects_under_way", "laixi",
             {"stock": stock((2021, 10), "held_building"),
              "ever_active": active(*TEN_MONTHS, "held_building", "published_started_100m")},
             "projects under construction, October 2021", "2021年10月在建项目"),
    Operator("laixi.provincial_projects_started", "laixi",
             one(planned_started("laixi.provincial_projects", *TEN_MONTHS)),
             "key projects of the province started", "省重点项目开工"),
    Operator("laixi.qingdao_projects_started", "laixi",
             one(planned_started("laixi.qingdao_projects", *TEN_MONTHS)),
             "key projects of Qingdao started", "青岛市重点项目开工"),
    Operator("laixi.land_recycled", "laixi",
             {name: summed(first, NOVEMBER, "taken_idle", "recycled_upgrade", "recycled_platform", "recycled_reserve",
                           "efficiency_cleared", less="land_orderly")
              for name, first in (("this_year", (2021, 1)), ("longer", (2019, 1)))},
             "idle and low-efficiency land recycled", "盘活低效闲置土地"),
    Operator("laixi.anchor_suppliers", "laixi", one(most_followed(NOVEMBER, invested=False)),
             "followers of an anchor", "链主带动配套企业"),
    Operator("laixi.anchor_supplier_investment", "laixi", one(most_followed(NOVEMBER, invested=True)),
             "their contract investment", "配套企业总投资", amount=True),
    Operator("laixi.fundtown_filed", "laixi", one(raised_share("laixi.fundtown_registered", NOVEMBER)),
             "funds filed, of those registered", "备案基金"),
    Operator("laixi.fundtown_investing", "laixi",
             {"funds": invested_share("laixi.fundtown_filed", NOVEMBER), "investees": unmodelled(NOVEMBER)},
             "funds that have invested", "对外投资基金"),
    Operator("shuanglai.key_projects_started", "laixi+laiyang",
             one(planned_started("shuanglai.key_projects", *YEAR)),
             "key projects of both cities started", "两地重点项目开工"),
    Operator("shandong.missions.started", EVERYWHERE,
             one(share_started("shandong.missions.signed", (2018, 1), (2019, 9))),
             "projects of the province's missions started", "全省招商活动签约项目开工"),
)  # fmt: skip
"""Every figure that an output of the model answers to. Figures with role held_out are read only in `validate`."""

GIVEN = {
    "shandong.missions.signed": "shandong.missions.started",
    "laixi.provincial_projects": "laixi.provincial_projects_started",
    "laixi.qingdao_projects": "laixi.qingdao_projects_started",
    "shuanglai.key_projects": "shuanglai.key_projects_started",
    "laixi.fundtown_registered": "laixi.fundtown_filed",
}
"""Figures that another is compared relative to: their own size has no output of the model."""

WORLD_OF_THE_TEXTS = "qingdao-zibo"
SHOWN_ROLES = ("calibrate", "input")


@cache
def operators_hash() -> str:
    """Return a hash of how figures are read off runs: the code of the operators and reads, without prose and layout."""
    here = Path(__file__)
    code = "".join(
        meaning_of(here.with_name(name).read_text(encoding="utf-8")) for name in ("operators.py", "reads.py")
    )
    return hashlib.sha256(code.encode()).hexdigest()[:16]


def operator_of(figure: str) -> Operator | None:
    """Return the operator of a figure, if an output answers to it."""
    return next((operator for operator in OPERATORS if operator.figure == figure), None)


def operators_for(scenario: ScenarioSpecification, ledger: Ledger) -> list[Operator]:
    """Return the operators of places that the focus zone is part of, roles calibrate and input only, calibrated first.

    A scenario of a world without published zones has none.
    """
    known = {zone.id for zone in scenario.world.zones}
    near = [o for o in OPERATORS if scenario.focus in o.place.split("+") and known.issuperset(o.place.split("+"))]
    shown = [o for o in near if o.figure in ledger and ledger[o.figure].role in SHOWN_ROLES]
    return sorted(shown, key=lambda o: SHOWN_ROLES.index(ledger[o.figure].role))


def weights_of(operator: Operator, ledger: Ledger) -> dict[str, float]:
    """Return the weight of each reading of a figure; those of the figure it goes together with where it has none.

    Reads that neither weighs are equally likely; a single read holds always.
    """
    for name in (operator.figure, operator.luck):
        if len(operator.reads) > 1 and name in ledger and ledger[name].readings:
            return dict(zip(operator.reads, (reading.weight for reading in ledger[name].readings), strict=True))
    return dict.fromkeys(operator.reads, 1.0 / len(operator.reads))


def labels_of(figures: Mapping[str, Operator], language: str) -> dict[str, str]:
    """Return {figure id: label} in a language."""
    return {name: o.label_zh if language == "zh" else o.label for name, o in figures.items()}


def faults_of_operators(ledger: Ledger, zones: frozenset[str]) -> list[str]:
    """Find compared figures without operator, and operators whose places, readings or months are not the figure's.

    ``zones`` are the ids of the zones of the world that the figures speak of.
    """
    faults = [
        ledger.fault(figure.id, f"operator: a figure to {figure.role.replace('_', ' ')} needs one; none is declared")
        for role in COMPARED
        for figure in ledger.targets(role)
        if operator_of(figure.id) is None and figure.id not in GIVEN
    ]
    for operator in OPERATORS:
        if operator.figure in ledger:
            figure = ledger[operator.figure]
            faults += [ledger.fault(figure.id, f"operator: {fault}") for fault in _faults_of(operator, figure, zones)]
    return faults


def check_operators(ledger: Ledger | None = None) -> Check:
    """Check the operators of a ledger, by default the one that ships, against the world of its texts."""
    book = ledger if ledger is not None else load_ledger()
    faults = faults_of_operators(book, frozenset(zone.id for zone in load_world(WORLD_OF_THE_TEXTS).zones))
    compared = sum(len(book.targets(role)) for role in COMPARED)
    return Check(
        "operators", not faults, "\n".join(faults) or f"{compared} compared figures have an operator or are given"
    )


def _faults_of(operator: Operator, figure: Figure, zones: frozenset[str]) -> Iterator[str]:
    """Find what an operator has otherwise than its figure."""
    if operator.place != EVERYWHERE:
        for place in operator.place.split("+"):
            if place not in zones:
                yield f"no zone has the id {place!r}"
    if figure.role not in COMPARED:
        return
    readings = {reading.name: reading for reading in figure.readings}
    if readings and list(readings) != list(operator.reads):
        yield f"found reads for {', '.join(operator.reads)}; the figure has the readings {', '.join(readings)}"
    for name, read in operator.reads.items():
        reading = readings.get(name)
        period = reading.period if reading is not None and reading.period is not None else figure.period
        last = period.end or (period.as_of or "")[:7]
        first, end = read.period.split("..")
        if last and (readings or not operator.luck) and end != last:
            yield f"found the period {read.period}; the figure's ends in {last}"
        if period.start and first and not readings and first != period.start:
            yield f"found the period {read.period}; the figure's begins in {period.start}"
