"""Gate and approvals: which projects a zone lets in, and how long its procedures take (rules 6 and 8)."""

from dataclasses import dataclass
from typing import Annotated

from agents.compiled import compiled
from agents.quantities import Beta, Block, LogNormal, Normal, Quantity
from agents.randomness import normal_quantile
from agents.records import Record


@dataclass(frozen=True, kw_only=True)
class ApprovalParameters:
    """What is believed about gates and approvals."""

    start_months: Annotated[float, Quantity("τ", "months", LogNormal(7.0, 0.4),
        "mean months from binding signature to start of a 4亿 project, without queue", "domain.md 1.7", Block.INFERRED)]
    land_part: Annotated[float, Quantity("λ_τ", "1", Beta(4, 6),
        "part of τ that is the land process, the rest is permits", "Assumption A-13")]
    coordination: Annotated[float, Quantity("c", "1", LogNormal(0.5, 0.6),
        "lengthening of the land process when social functions are with the towns", "domain.md 1.3 [M]")]
    whistle_strength: Annotated[float, Quantity("h_W", "1", Beta(4, 4),
        "part of that delay which the whistle mechanism removes", "domain.md 1.3 [M]")]
    fusion_clearing: Annotated[float, Quantity("f_τ", "1", Beta(2, 6),
        "shortening of the land process by zone-town fusion", "Assumption A-3")]
    parallel_factor: Annotated[float, Quantity("δ", "1", Beta(3, 2),
        "permit time under parallel approval over that before", "model.md 9")]
    delegation_gain: Annotated[float, Quantity("g_D", "1", Beta(2, 8),
        "shortening of permit time by delegated powers", "Assumption A-14")]
    fast_factor: Annotated[float, Quantity("δ_T", "1", Beta(2, 8),
        "permit time of take land and start over the ordinary one", "Assumption A-15")]
    standard_factor: Annotated[float, Quantity("δ_S", "1", Beta(6, 4),
        "permit time on standard land over the ordinary one", "domain.md 1.7 [M]")]
    listed_factor: Annotated[float, Quantity("δ_L", "1", Beta(6, 6),
        "permit time of a project coordinated by leaders over the ordinary one", "Assumption A-16")]
    listed_loyalty: Annotated[float, Quantity("h_L", "1", Beta(3, 5),
        "drop-out hazard of a coordinated project over the ordinary one", "Assumption A-16")]
    listed_share: Annotated[float, Quantity("s_L", "1", Beta(2, 8),
        "share of binding projects above 1亿 that get onto the leaders' list", "Assumption A-16")]
    staff_months: Annotated[float, Quantity("1/κ", "posts months / firm", LogNormal(0.7, 0.5),
        "effective landing staff-months per permit",
        "domain.md 1.1 [M]: 2 staff-months of all staff a landed project, of which landing staff are .35",
        Block.INFERRED)]
    size_slope: Annotated[float, Quantity("ξ", "1", Normal(0.35, 0.2, 0.0),
        "elasticity of permit time in contract size over 4亿", "domain.md 1.7")]
    skipped_risk: Annotated[float, Quantity("ω_d", "1", LogNormal(0.15, 0.6),
        "rise of the closure hazard when checks are skipped", "domain.md 1.7 (entrant growth -8 %)")]
    gate_auc: Annotated[float, Quantity("AUC", "1", Beta(4, 6, 0.5, 1.0),
        "area under the curve of the gate's score", "domain.md 1.8 [M]")]
    bad_prevalence: Annotated[float, Quantity("p_bad", "1", Beta(4, 5),
        "share of projects that would never start or pay under half the promised tax", "domain.md 1.8 [M]")]
    diligence_months: Annotated[float, Quantity("τ_D", "months", LogNormal(1.0, 0.4),
        "mean months of due diligence without queue", "domain.md 1.8")]
    panel_months: Annotated[float, Quantity("τ_E", "months", LogNormal(0.5, 0.4),
        "mean months of the expert panel", "domain.md 1.8")]
    diligence_part: Annotated[float, Quantity("m_D", "1", Beta(2, 2),
        "part of the rejections made by diligence, before the panel", "Assumption A-17")]
    diligence_staff_months: Annotated[float, Quantity("1/κ_D", "posts months / firm", LogNormal(0.1, 0.5),
        "effective diligence staff-months per project, beside the experts who are paid", "Assumption A-18")]


@compiled
def plan_approvals(zone: Record, lever: Record, p: Record) -> None:
    r"""Set the land process, permit time and permit capacity of a zone for the month.

    .. math::

        \tau_{land} &= \lambda_\tau\tau\,(1 + c\,d_{social}(1-h_W\,whistle))\,(1-f_\tau F) \\
        \delta\tau_P &= (1-\lambda_\tau)\tau\,(1-(1-\delta)\,parallel)\,(1-g_D\,delegated) \\
        capacity &= \kappa E_{landing}

    Months, and firms a month. Source: model.md rule (8).
    """
    delay = p.coordination * lever.divest_social * (1.0 - p.whistle_strength * lever.whistle)
    fused = 1.0 - p.fusion_clearing * lever.zone_town_fusion
    zone.land_process_months = p.land_part * p.start_months * (1.0 + delay) * fused
    parallel = 1.0 - (1.0 - p.parallel_factor) * lever.parallel_approval
    delegated = 1.0 - p.delegation_gain * lever.delegated_powers
    zone.permit_months = (1.0 - p.land_part) * p.start_months * parallel * delegated
    zone.permit_capacity = zone.effort_landing / p.staff_months


@compiled
def expected_wait(zone: Record) -> float:
    r"""Return the wait that a zone can show: :math:`\hat W = \tau_{land} + \max(\delta\tau_P, B/(\kappa E))` [months].

    A zone without landing staff shows ten years. Source: model.md rule (8).
    """
    if zone.permit_capacity <= 0.0:
        return 120.0
    queue = zone.permit_backlog / zone.permit_capacity
    return min(120.0, zone.land_process_months + max(zone.permit_months, queue))


@compiled
def permit_hazard(zone: Record, own: float) -> float:
    r"""Return the monthly hazard that a landed firm gets its last permit.

    .. math:: \min(1, \kappa E\,\delta\tau_P/B) / (\delta\tau_P\,f\,(x/4)^{\xi})

    ``own`` is f (x/4)^xi, the firm's own permit time over the zone's. Source: model.md rule (8).
    """
    each = zone.permit_capacity / max(1, zone.permit_backlog)
    return min(1.0 / zone.permit_months, each) / own


@compiled
def gate_score(quality: float, noise: float, zone: Record, correlation: float) -> float:
    r"""Return the gate's score :math:`r Q + \sqrt{1-r^2}\,\varepsilon`, with r cut when uncounted effort falls.

    ``correlation`` is solved from the AUC; it is multiplied by min(1, e2/e2⁰). Source: model.md rule (6).
    """
    r = correlation
    if zone.effort_uncounted_before > 0.0:
        r *= min(1.0, zone.effort_uncounted / zone.effort_uncounted_before)
    return r * quality + (1.0 - r * r) ** 0.5 * noise


@compiled
def gate_cutoff(rejection: float) -> float:
    """Return the score below which a share ``rejection`` of projects lies (minus ten when nobody is rejected)."""
    if rejection <= 0.0:
        return -10.0
    return normal_quantile(rejection)


@compiled
def diligence_hazard(zone: Record, p: Record) -> float:
    """Return the monthly hazard that due diligence ends: min(1, κ_D E_D τ_D / B_D) / τ_D."""
    capacity = zone.effort_diligence / p.diligence_staff_months
    return min(1.0, capacity * p.diligence_months / max(1.0, zone.diligence_backlog)) / p.diligence_months
