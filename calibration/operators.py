"""From a finished run to what a newspaper would print: the observation operator of each published figure.

A published figure meets the model only here. Each operator says in which zones, over which months and of which words
the figure speaks (introduced, started, landed and recycled are different things), and adds what printing adds: a
redrawn boundary, an uncertain base year, ten or eleven months, an error of reporting.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from agents.randomness import Purpose, normal, stream
from scenarios.evidence import Ledger
from sim.parameters import name_key
from sim.specification import ScenarioSpecification, month_of
from sim.state import World
from sim.statistics import base_year, investment_ratio, reporting_noise, text_months

Row = Any


@dataclass(frozen=True)
class Run:
    """A finished run as operators read it: who is where, and what was recorded each month from 2017-01."""

    scenario: ScenarioSpecification
    world: World

    @property
    def parameters(self) -> Any:
        """The parameters of the run, one record."""
        return self.world.parameters[0]

    def rows(self, place: str) -> list[int]:
        """Return the rows of a place: one zone's id, or several joined by plus signs."""
        return [self.scenario.world.row_of(zone) for zone in place.split("+")]

    def monthly(self, field: str, place: str) -> np.ndarray:
        """Return a flow or stock of a place by month, summed over its zones [months]."""
        summed: np.ndarray = self.world.panel[field][:, self.rows(place)].sum(axis=1)
        return summed

    def total(self, field: str, place: str, first: int, last: int) -> float:
        """Return the sum of a flow from month ``first`` to month ``last``, both included; nan beyond the run."""
        series = self.monthly(field, place)
        if first < 0 or last >= series.size:
            return math.nan
        return float(series[first : last + 1].sum())

    def at(self, field: str, place: str, month: int) -> float:
        """Return a stock of a place at the end of a month; nan beyond the run."""
        series = self.monthly(field, place)
        return float(series[month]) if 0 <= month < series.size else math.nan


Reader = Callable[[Run], float]
Window = tuple[int, int]


class Operator(NamedTuple):
    """How a figure is read off a run: its id, who is asked, the function, and whether it is an amount with an error."""

    figure: str
    place: str
    read: Reader
    label: str
    label_zh: str
    amount: bool = False


def introduced(field: str, place: str) -> Reader:
    """Read a sum over 2021 as a text of 1 December prints it: ten or eleven months."""
    return lambda run: run.total(field, place, month_of(2021, 1), month_of(2021, text_months(run.parameters)))


def summed(field: str, place: str, first: tuple[int, int], last: tuple[int, int]) -> Reader:
    """Read a sum over the months from ``first`` to ``last``, both included."""
    return lambda run: run.total(field, place, month_of(*first), month_of(*last))


def so_far(field: str, place: str) -> Reader:
    """Read a sum over all months until November 2021."""
    return lambda run: run.total(field, place, 0, month_of(2021, 11))


def investment_over_before(place: str) -> Reader:
    """Read published investment of 2020 over that before the reform, with the boundary and base year of the draw."""

    def read(run: Run) -> float:
        series = run.monthly("published_fai", place)
        if series.size <= month_of(2020, 12):
            return math.nan
        return investment_ratio(series, float(run.parameters.boundary), 2020, base_year(run.parameters))

    return read


def posts_cut(place: str) -> Reader:
    """Read how much of the posts before the reform are gone in December 2020 [%]."""
    return lambda run: (
        100.0 * (1.0 - run.at("staff", place, month_of(2020, 12)) / run.at("staff_before", place, month_of(2020, 12)))
    )


def platform_tasks(place: str) -> Reader:
    """Read building tasks that the place's platform company has taken on until November 2021 [亿元]."""

    def read(run: Run) -> float:
        platform = int(run.world.zones[run.rows(place)[0]].platform)
        month = month_of(2021, 11)
        if platform < 0 or month >= run.world.platform_panel.shape[0]:
            return math.nan
        return float(run.world.platform_panel["tasks"][month, platform])

    return read


JIMO = "jimo-etz"
DISTRICT = "jimo-etz+jimo-rest"
"""Jimo district as its own texts count it: Blue Valley lies in it, but reports for itself."""
OPERATORS = (
    Operator("jimo.zone.fai_2020", JIMO, summed("published_fai", JIMO, (2020, 1), (2020, 12)),
             "fixed-asset investment, 2020", "2020年固定资产投资", amount=True),
    Operator("jimo.zone.fai_ratio_2020", JIMO, investment_over_before(JIMO),
             "the same over that before the reform", "与改革前之比", amount=True),
    Operator("jimo.zone.introduced_projects_2021", JIMO, introduced("published_signed", JIMO),
             "key projects introduced, 2021", "2021年新引进重点项目"),
    Operator("jimo.zone.introduced_investment_2021", JIMO, introduced("published_amount", JIMO),
             "their contract investment", "其总投资", amount=True),
    Operator("jimo.district.introduced_projects_2021", DISTRICT, introduced("published_signed", DISTRICT),
             "projects introduced in the district, 2021", "全区2021年新引进项目"),
    Operator("jimo.district.on_existing_land_2021", DISTRICT, introduced("published_recycled", DISTRICT),
             "of them on existing land", "其中盘活存量落地"),
    Operator("jimo.district.gate_diligence", DISTRICT, so_far("diligence_done", DISTRICT),
             "projects through due diligence", "协同尽调项目"),
    Operator("jimo.district.gate_reviewed", DISTRICT, so_far("panel_done", DISTRICT),
             "projects reviewed by the panel", "专家评审项目"),
    Operator("jimo.district.gate_eliminated", DISTRICT, so_far("rejected", DISTRICT),
             "projects eliminated", "淘汰项目"),
    Operator("jimo.district.standard_land_projects", DISTRICT, so_far("landed_standard", DISTRICT),
             "projects on standard land", "标准地项目"),
    Operator("jimo.district.standard_land_mu", DISTRICT, so_far("standard_mu", DISTRICT),
             "standard land taken", "标准地面积"),
    Operator("jimo.zone.staff_after", JIMO, lambda run: run.at("staff", JIMO, month_of(2020, 12)),
             "posts after the reform", "改革后人员"),
    Operator("jimo.zone.staff_cut", JIMO, posts_cut(JIMO), "posts cut", "人员精简"),
    Operator("jimo.zone.platform_tasks", JIMO, platform_tasks(JIMO),
             "building tasks of the platform company", "平台公司承担建设任务", amount=True),
    Operator("bluevalley.projects_signed", "blue-valley",
             summed("published_signed", "blue-valley", (2020, 1), (2020, 8)),
             "projects signed, January to August 2020", "2020年1—8月新签约项目"),
    Operator("bluevalley.signed_investment", "blue-valley",
             summed("published_amount", "blue-valley", (2020, 1), (2020, 8)),
             "their contract investment", "其总投资", amount=True),
    Operator("jinjialing.projects_introduced", "jinjialing",
             summed("published_signed", "jinjialing", (2019, 10), (2020, 10)),
             "projects introduced, October 2019 to October 2020", "2019年10月至2020年10月新引进项目"),
    Operator("laixi.projects_signed", "laixi", summed("published_signed_100m", "laixi", (2021, 1), (2021, 9)),
             "projects above 1亿 signed, January to September 2021", "2021年1—9月新签约亿元以上项目"),
    Operator("laixi.projects_started", "laixi", summed("published_started_100m", "laixi", (2021, 1), (2021, 9)),
             "projects above 1亿 started, January to September 2021", "2021年1—9月新开工亿元以上项目"),
)  # fmt: skip
"""Every figure that an output of the model answers to. Figures with role held_out are read only in `validate`."""

SHOWN_ROLES = ("calibrate", "input")


def operators_for(scenario: ScenarioSpecification, ledger: Ledger) -> list[Operator]:
    """Return the operators of places that the focus zone is part of, roles calibrate and input only, calibrated first.

    A scenario of a world without published zones has none.
    """
    known = {zone.id for zone in scenario.world.zones}
    near = [o for o in OPERATORS if scenario.focus in o.place.split("+") and known.issuperset(o.place.split("+"))]
    shown = [o for o in near if o.figure in ledger and ledger[o.figure].role in SHOWN_ROLES]
    return sorted(shown, key=lambda o: SHOWN_ROLES.index(ledger[o.figure].role))


def publish_figures(run: Run, operators: list[Operator]) -> dict[str, float]:
    """Return what would be printed for each figure, in the ledger's unit; nan where the run does not reach it.

    Amounts carry the draw's error of reporting, by keyed luck of their own: two policies compared share it.
    """
    luck = stream(run.world.seed, 0, Purpose.REPORTING)
    printed = {}
    for operator in operators:
        value = operator.read(run)
        if operator.amount:
            value *= reporting_noise(run.parameters, normal(luck, name_key(operator.figure)))
        printed[operator.figure] = value
    return printed


class Output(NamedTuple):
    """An output as modelled, of the focus zone: name, unit, names for people, and how it is read."""

    name: str
    unit: str
    label: str
    label_zh: str
    read: Callable[[Run, str, Window], float]


def _flow(field: str) -> Callable[[Run, str, Window], float]:
    return lambda run, place, window: run.total(field, place, *window)


def _stock(field: str) -> Callable[[Run, str, Window], float]:
    return lambda run, place, window: run.at(field, place, window[1])


def _spending(run: Run, place: str, window: Window) -> float:
    return sum(run.total(f, place, *window) for f in ("firm_spending", "platform_building", "incumbent_spending"))


def _economic_staff(run: Run, place: str, window: Window) -> float:
    return run.at("effective_staff", place, window[1]) / run.at("effective_staff", place, 0)


def _debt(run: Run, place: str, window: Window) -> float:
    rows = run.rows(place)
    platforms = {int(run.world.zones[row].platform) for row in rows} - {-1}
    panel = run.world.platform_panel
    owed = sum(float(panel[kind][window[1], p]) for p in platforms for kind in ("debt_short", "debt_long"))
    return owed + float(run.world.fund_panel["guaranteed"][window[1], rows].sum())


OUTPUTS = (
    Output("signed", "firms", "projects signed, framework deals included", "签约项目（含框架协议）", _flow("signed")),
    Output("signed_binding", "firms", "binding signatures", "具有约束力的签约", _flow("signed_binding")),
    Output("started", "firms", "projects started", "开工项目", _flow("started")),
    Output("producing", "firms", "projects that began production", "投产项目", _flow("producing")),
    Output("spending", "亿元", "investment spent", "实际完成投资", _spending),
    Output("firm_spending", "亿元", "of it by projects of the run", "其中新项目", _flow("firm_spending")),
    Output("platform_building", "亿元", "of it by the platform company", "其中平台公司", _flow("platform_building")),
    Output("effective_staff", "1", "working capacity over that of January 2017", "有效工作力量（2017年1月=1）",
           _economic_staff),
    Output("wait", "months", "wait from signature to start", "签约至开工等待", _stock("wait")),
    Output("tax_local", "亿元", "local tax", "地方税收", _flow("tax_local")),
    Output("debt", "亿元", "consolidated debt with contingent liabilities", "含或有负债的合并债务", _debt),
    Output("idle", "mu", "idle land", "闲置土地", _stock("idle")),
)  # fmt: skip
"""What the model says of the focus zone beside the published figures; flows are of the last twelve months."""


def model_outputs(run: Run, place: str) -> dict[str, float]:
    """Return the outputs as modelled: flows of the last twelve months of the run, stocks at its end."""
    last = run.world.panel.shape[0] - 1
    return {output.name: output.read(run, place, (max(0, last - 11), last)) for output in OUTPUTS}


def labels_of(figures: Mapping[str, Operator], language: str) -> dict[str, str]:
    """Return {figure id: label} in a language."""
    return {name: o.label_zh if language == "zh" else o.label for name, o in figures.items()}
