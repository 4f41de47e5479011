"""From negotiation to production: waiting times, drop-out, building (rules 7, 8 and 9)."""

import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from agents.blocks import exponentials
from agents.compiled import compiled
from agents.firms.record import Stage
from agents.quantities import Beta, Block, Fixed, LogNormal, Normal, Quantity
from agents.randomness import Purpose, exponential, gamma_of_four, lifelong, mix, uniform
from agents.records import Array, Record, Records

RECOUNTED_AFTER, LAPSES_AFTER = 6, 12
"""Months after which a framework deal may be counted again, and lapses [months]."""
LONGEST_STAGE = 30_000
"""Months after which a stage of constant hazard ends at the latest; no run is as long [months]."""
TAX_RAMP_MONTHS = 18.0
TAX_RAMP = 1.0 - np.exp(-np.arange(481) / TAX_RAMP_MONTHS)
"""Share of mature tax paid at an age in months [1]; after forty years it is 1 to 3e-12."""


@dataclass(frozen=True, kw_only=True)
class StageParameters:
    """What is believed about the funnel."""

    negotiation_months: Annotated[float, Quantity("τ_N", "months", LogNormal(3.0, 0.4),
        "mean months of negotiation", "Assumption A-39")]
    negotiation_success: Annotated[float, Quantity("s_N", "1", Beta(9, 3),
        "share of negotiations that reach signature or gate", "Assumption A-39")]
    framework_share: Annotated[float, Quantity("f_fw", "1", Beta(2, 6),
        "share of signatures that are framework deals", "domain.md 1.12")]
    framework_city_spread: Annotated[float, Quantity("σ_fw", "1", Fixed(0.6),
        "spread of its logit between cities", "domain.md 4 (city sd .12)", Block.FIXED)]
    framework_turns: Annotated[float, Quantity("p_c", "1", Beta(2, 5),
        "probability that a framework deal turns binding within 12 months", "model.md rule 7", Block.INFERRED)]
    drop_hazard: Annotated[float, Quantity("h_d", "1 / month", LogNormal(0.03, 0.5),
        "drop-out hazard between binding signature and start", "domain.md 1.12", Block.INFERRED)]
    landless_drop: Annotated[float, Quantity("h_A", "1", Fixed(0.5),
        "rise of the drop-out hazard while without land", "domain.md 2.3 (7)", Block.FIXED)]
    quality_slope: Annotated[float, Quantity("b", "1", Normal(0.30, 0.15, 0.0),
        "loss of log drop-out and closure hazard, and gain of log tax, per unit of quality", "model.md rule 6")]
    finance_friction: Annotated[float, Quantity("g_f", "1", Beta(3, 5),
        "rise of the drop-out hazard of a firm in need of finance without fund equity", "Assumption A-36")]
    aftercare_gain: Annotated[float, Quantity("g_A", "1", Beta(2, 8),
        "loss of the drop-out hazard as aftercare effort doubles", "Assumption A-40")]
    build_months: Annotated[float, Quantity("T̄", "months", LogNormal(24.0, 0.35),
        "mean months of building a 4亿 project", "model.md 9", Block.INFERRED)]
    build_slope: Annotated[float, Quantity("ξ_T", "1", Fixed(0.15),
        "elasticity of building time in contract size over 4亿", "model.md rule 9", Block.FIXED)]
    commissioning_months: Annotated[float, Quantity("τ_C", "months", LogNormal(4.0, 0.4),
        "mean months from completion to production", "domain.md 1.12")]
    closure_hazard: Annotated[float, Quantity("h_c", "1 / month", LogNormal(0.004, 0.3),
        "closure hazard of a producing firm of median quality", "Assumption A-41")]
    anchor_followers: Annotated[float, Quantity("λ_f", "firms", LogNormal(6.0, 0.6),
        "followers of an anchor that starts", "domain.md 1.9 [M]")]
    follower_stays: Annotated[float, Quantity("π_loc", "1", Beta(6, 2),
        "share of followers that go to the anchor's zone", "domain.md 1.9 [M]")]
    expansion_share: Annotated[float, Quantity("s_e", "1", Beta(2, 18),
        "local expansions over arrivals at baseline", "Assumption A-42")]


@compiled
def bid_key(firm: Record) -> int:
    """Return the key of a firm's luck in negotiation and at the gate: its own, and another after a rejection."""
    if firm.rejections == 0:
        return firm.key
    return mix(firm.key, firm.rejections)


@compiled
def bid_keys(firms: Records, rows: Array) -> np.ndarray:
    """Return the `bid_key` of each firm of some rows.

    To ask all firms for it in one short loop also brings their records near: waits for the memory then overlap.
    """
    keys = np.empty(rows.size, np.int64)
    for place in range(rows.size):
        keys[place] = bid_key(firms[rows[place]])
    return keys


@compiled
def enter(firm: Record, stage: int, month: int, seed: int, purpose: int) -> None:
    """Enter a stage: clear the hazard and take the firm's own exponential for the purpose and bid."""
    begin_stage(firm, stage, month, exponential(lifelong(seed, purpose), bid_key(firm)))


@compiled
def begin_stage(firm: Record, stage: int, month: int, threshold: float) -> None:
    """Enter a stage that ends at a threshold: clear the hazard."""
    firm.stage = stage
    firm.entered = month
    firm.hazard = 0.0
    firm.threshold = threshold


@compiled
def thresholds_of(firms: Records, rows: Array, seed: int, purpose: int) -> np.ndarray:
    """Return the exponentials with which the firms of some rows `enter` a stage together."""
    thresholds = np.empty(rows.size)
    exponentials(lifelong(seed, purpose), bid_keys(firms, rows), thresholds)
    return thresholds


@compiled
def leave(firm: Record, stage: int, month: int) -> None:
    """Leave for an exit stage."""
    firm.stage = stage
    firm.entered = month


@compiled
def ripens(firm: Record, hazard: float) -> bool:
    r"""Add a month's hazard and tell whether the stage ends.

    .. math:: \textstyle\sum_k h_k + h/2 \ge y, \qquad y \sim Exp(1)

    A stage ends when its accumulated hazard reaches the firm's own exponential, so that a higher hazard never delays
    the same firm. The half month is that of the month of entry, in which no firm leaves: mean waits are then 1/h.
    Source: model.md rule (8).
    """
    firm.hazard += hazard
    return firm.hazard + 0.5 * hazard >= firm.threshold


@compiled
def months_to_ripen(threshold: float, hazard: float) -> int:
    r"""Return in which month after its entry a firm leaves a stage of constant hazard: when `ripens` first says so.

    ``threshold`` is the firm's own exponential y, ``hazard`` h [1 / month]. Hazards are added up as `ripens` adds them,
    because :math:`k h` may round to the other side of y. Source: model.md rule (8).
    """
    month, accumulated = 1, hazard
    while accumulated + 0.5 * hazard < threshold and month < LONGEST_STAGE:
        accumulated += hazard
        month += 1
    return month


@compiled
def own_drop_hazard(firm: Record, p: Record) -> float:
    r"""Return what a firm adds to its hazard of dropping out, settled when it signs bindingly.

    .. math:: h_d\,e^{-bQ}\,(1 + g_f 1[finance\ gap])\,h_L^{1[listed]}

    [1 / month]. Source: model.md rules (6) and (8).
    """
    hazard = p.drop_hazard * math.exp(-p.quality_slope * firm.quality)
    if firm.needs_finance and firm.fund_equity <= 0.0:
        hazard *= 1.0 + p.finance_friction
    if firm.listed:
        hazard *= p.listed_loyalty
    return hazard


@compiled
def drop_out_hazard(firm: Record, aftercare: float, p: Record) -> float:
    r"""Return a signed firm's hazard of dropping out in the month.

    .. math:: own\,(1 + h_A 1[no\ land])\,\max(0, 1-g_A(A-1))

    ``aftercare`` is A, aftercare effort over its opening value [1]; own is `own_drop_hazard`; the result is
    [1 / month]. Source: model.md rule (8).
    """
    hazard = firm.own_drop_hazard
    if firm.stage == Stage.SIGNED:
        hazard *= 1.0 + p.landless_drop
    return hazard * max(0.0, 1.0 - p.aftercare_gain * (aftercare - 1.0))


@compiled
def drops_out(firm: Record, hazard: float) -> bool:
    """Add a month's drop-out hazard and tell whether the firm gives up."""
    firm.drop_hazard += hazard
    return firm.drop_hazard + 0.5 * hazard >= firm.drop_threshold


@compiled
def relative_size(contract: float, slope: float) -> float:
    r"""Return :math:`(x/4)^{slope}` [1]."""
    return math.pow(contract / 4.0, slope)


@compiled
def sign(firm: Record, framework_share: float, month: int, seed: int, p: Record) -> None:
    r"""Sign: a framework deal with the city's probability, else binding.

    A framework deal turns binding with probability p_c at a uniform month of the next twelve, else it lapses then.
    Source: model.md rule (7).
    """
    if firm.signed_at < -1000:
        firm.signed_at = month
    if uniform(lifelong(seed, Purpose.FRAMEWORK), firm.key) < framework_share:
        firm.framework = 1
        firm.stage = Stage.FRAMEWORK
        firm.entered = month
        if uniform(lifelong(seed, Purpose.FRAMEWORK_TURNS), firm.key) < p.framework_turns:
            firm.turns_at = month + 1 + int(12.0 * uniform(lifelong(seed, Purpose.FRAMEWORK_DELAY), firm.key))
    else:
        enter(firm, Stage.SIGNED, month, seed, Purpose.LAND_PROCESS)


@compiled
def next_of_framework(firm: Record, month: int) -> int:
    """Return the next month in which something may happen to a framework deal: it counts again, lapses or turns."""
    following = firm.entered + RECOUNTED_AFTER
    if following <= month:
        following = firm.entered + LAPSES_AFTER
    if month < firm.turns_at < following:
        return firm.turns_at
    return following


@compiled
def start_building(firm: Record, month: int, seed: int, p: Record) -> None:
    r"""Start: draw the building time :math:`T \sim Gamma(4)` with mean :math:`\bar T (x/4)^{.15}` [months].

    Source: model.md rule (9); Koeva 2000 for the shape.
    """
    mean = p.build_months * relative_size(firm.contract, p.build_slope)
    firm.build_months = max(1.0, mean * gamma_of_four(lifelong(seed, Purpose.BUILDING), firm.key))
    firm.stage = Stage.STARTED
    firm.entered = month
    firm.started_at = month


@compiled
def own_part(firm: Record) -> float:
    r"""Return what a firm spends itself: :math:`\iota x (1-platform\ part)` [亿元]."""
    return firm.investment * (1.0 - firm.platform_part)


@compiled
def spend(builder: Record, pace: float) -> float:
    r"""Return a month's own spending and add it up: :math:`\iota x (1-platform\ part)/T \cdot pace` until all is spent.

    ``pace`` is the macro factor of the month [1]; the result is [亿元]. Source: model.md rule (9).
    """
    left = builder.own_part - builder.spent
    amount = max(0.0, min(builder.own_rate * pace, left))  # what is overspent stays for the accounts
    builder.spent += amount
    return amount


@compiled
def begin_production(firm: Record, month: int, p: Record) -> None:
    r"""Begin production: fix what the firm will pay at maturity and how likely it is to close.

    .. math::

        tax_\infty &= density \cdot mu\; e^{bQ - b^2/2} \quad\text{(offices and plant: floor for mu)} \\
        h &= h_c\,e^{-bQ}\,(1+\omega_d\,skipped)

    [亿元 / month] and [1 / month]. Source: model.md rules (6), (8), (13).
    """
    base = firm.land
    if firm.office or firm.in_plant:
        base = firm.floor
    quality = p.quality_slope * firm.quality
    firm.tax_mature = firm.tax_density * base * math.exp(quality - 0.5 * p.quality_slope * p.quality_slope)
    firm.close_hazard = p.closure_hazard * math.exp(-quality) * (1.0 + p.skipped_risk * firm.skipped)
    firm.producing_at = month


@compiled
def tax_of(producer: Record, month: int) -> float:
    r"""Return the tax of a producing firm in the month: :math:`tax_\infty (1 - e^{-age/18})` [亿元 / month].

    Source: model.md rule (13).
    """
    return producer.tax_mature * TAX_RAMP[min(month - producer.producing_at, TAX_RAMP.size - 1)]
