"""Money of the management committee: what it earns, pays and shows (rules 13 and 15)."""

import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from agents.compiled import compiled
from agents.quantities import Beta, Block, LogNormal, Normal, Quantity
from agents.records import Record
from agents.zones.attraction import CHANNEL_COST, FIRST_CHANNEL
from agents.zones.land import WAN
from agents.zones.staff import to_platform


@dataclass(frozen=True, kw_only=True)
class CommitteeParameters:
    """What is believed about the committee's money."""

    wage: Annotated[float, Quantity("w", "万元/post/year", LogNormal(15.0, 0.25),
        "pay and social insurance of a post", "Assumption A-28")]
    bonus_cost: Annotated[float, Quantity("w_b", "1", Beta(3, 5),
        "rise of pay per unit of extra pay weight", "Assumption A-28")]
    function_cost: Annotated[float, Quantity("c_s", "万元/post/year", LogNormal(30.0, 0.4),
        "running cost of social and other functions per post that serves them", "Assumption A-29")]
    local_tax_share: Annotated[float, Quantity("s_T", "1", Normal(0.35, 0.03, 0.2, 0.5),
        "local share of tax", "domain.md 1.6 (.30-.40) [M]")]
    land_share_zone: Annotated[float, Quantity("s_Z", "1", Beta(4, 6),
        "zone's share of land receipts; the platform's and the municipality's share the rest", "Assumption A-30")]
    land_share_platform: Annotated[float, Quantity("s_P", "1", Beta(4, 6),
        "platform's share of what then remains", "Assumption A-30")]
    internet_cost: Annotated[float, Quantity("c_ii", "亿元/year", LogNormal(0.2, 0.5),
        "yearly cost of a full industrial-internet platform", "Assumption A-10")]
    gate_cost: Annotated[float, Quantity("c_g", "万元/project", LogNormal(5.0, 0.5),
        "experts' cost per project reviewed", "Assumption A-17")]
    enclave_honour: Annotated[float, Quantity("h_E", "1", Beta(5, 3),
        "share of agreed enclave tax that is paid", "domain.md 1.10 [M]")]
    enclave_friction: Annotated[float, Quantity("f_E", "1", Beta(2, 6),
        "loss of value in handing a project over", "domain.md 1.10 [M]")]
    enclave_take_up: Annotated[float, Quantity("u_E", "1", Beta(2, 6),
        "share of mismatched projects that could be handed over", "domain.md 1.10 (take-up small)")]
    report_bias: Annotated[float, Quantity("b_R", "1", Normal(0.10, 0.12),
        "log bias of published fixed-asset investment", "domain.md 1.15; decision 016", Block.NUISANCE)]
    report_pressure: Annotated[float, Quantity("a", "1", LogNormal(0.3, 0.7),
        "rise of that bias per unit of counting pressure", "domain.md 1.15")]
    split_propensity: Annotated[float, Quantity("ψ_s", "1", Beta(2, 8),
        "share of large projects split in the statistics per unit of counting pressure", "Assumption A-31")]
    resigned_share: Annotated[float, Quantity("ψ_r", "1", Beta(2, 8),
        "share of framework deals counted again when signed again", "Assumption A-31")]


@compiled
def pay_the_committee(zone: Record, lever: Record, levers: np.ndarray, p: Record) -> None:
    r"""Set pay, running costs and channel costs of the month [亿元 / month].

    .. math::

        payroll &= S\,w\,(1 + w_b\,(w_1+w_2-2)/2) / 12 \\
        operating &= c_s S_0\varphi\,(1 - v d_{dev} - (1-v) d_{soc}) / 12 \\
        takeover &= c_s S_0\varphi\,(1-v) d_{soc} / 12

    What is divested to towns is not saved, it moves to the municipality; what goes to the platform is paid to it as a
    service fee. Source: model.md rule (15) and 11.
    """
    bonus = 1.0 + p.bonus_cost * (lever.pay_counted + lever.pay_uncounted - 2.0) / 2.0
    zone.payroll = zone.staff * p.wage * WAN / 12.0 * max(0.0, bonus)
    functions = p.function_cost * WAN / 12.0 * zone.staff_before * zone.social_time
    social = (1.0 - p.development_part) * lever.divest_social
    development = p.development_part * to_platform(zone, lever)
    zone.operating_cost = functions * (1.0 - social - development)
    zone.municipal_takeover = functions * social
    zone.platform_fee = functions * development
    cost = lever.industrial_internet * p.internet_cost / 12.0 + zone.diligence_done * p.gate_cost * WAN
    for channel in range(CHANNEL_COST.size):
        cost += levers[FIRST_CHANNEL + channel] * CHANNEL_COST[channel]
    zone.channel_cost = cost


@compiled
def counting_pressure(zone: Record) -> float:
    r"""Return :math:`2e_1/(e_1+e_2) - 1`, 0 at equal pay and 1 when only counted output is pursued."""
    total = zone.effort_counted + zone.effort_uncounted
    if total <= 0.0:
        return 0.0
    return 2.0 * zone.effort_counted / total - 1.0


@compiled
def published_investment(zone: Record, growth: float, p: Record) -> float:
    r"""Return fixed-asset investment as the statistics office prints it, before boundary and rounding.

    .. math:: FAI^* = e^{b_R(1+a\,pressure)}\,(firms + platform + INC\,M_Y)

    ``growth`` is M_Y [1]; the result is [亿元 / month]. Source: model.md 6.
    """
    spent = zone.firm_spending + zone.platform_building + zone.incumbent_level * growth
    pressure = counting_pressure(zone)
    return math.exp(p.report_bias * (1.0 + p.report_pressure * pressure)) * spent
