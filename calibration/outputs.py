"""What the model says of a zone, as modelled: flows of a window of months, stocks at its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from calibration.reads import Run
from sim.outputs import SPENDING, consolidated_debt

Window = tuple[int, int]


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
    return sum(run.total(field, place, *window) for field in SPENDING)


def _economic_staff(run: Run, place: str, window: Window) -> float:
    return run.at("effective_staff", place, window[1]) / run.at("effective_staff", place, 0)


def _debt(run: Run, place: str, window: Window) -> float:
    return float(consolidated_debt(run.world, run.rows(place))[window[1]])


OUTPUTS = (
    Output("signed", "firms", "projects signed, framework deals included", "签约项目（含框架协议）", _flow("signed")),
    Output("signed_binding", "firms", "binding signatures", "正式签约项目", _flow("signed_binding")),
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
