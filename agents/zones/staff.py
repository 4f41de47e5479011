"""Staff of a zone: how many, how able, how their time and pay turn into effort (rules 1 and 2)."""

import math
from dataclasses import dataclass
from typing import Annotated

from agents.compiled import compiled
from agents.quantities import Beta, LogNormal, Normal, OrInfinite, Quantity, Uniform
from agents.randomness import normal_distribution, normal_quantile
from agents.records import Record

NEVER = -9999
REFERENCE_EFFORT = 10.0
"""Posts of attraction effort at which the contact rate is c0; it only fixes the unit of c0."""


@dataclass(frozen=True, kw_only=True)
class StaffParameters:
    """What is believed about staff."""

    social_time: Annotated[float, Quantity("φ", "1", Beta(6, 4),
        "share of staff time on social and other functions before reform", "domain.md 1.1 [M]")]
    development_part: Annotated[float, Quantity("v", "1", Beta(3, 7),
        "part of φ that is development and operation (divested to the platform), the rest is social",
        "Assumption A-2")]
    selection_accuracy: Annotated[float, Quantity("ρσ", "1", Normal(0.22, 0.10),
        "accuracy of re-competition times the spread of log ability; negative: the best leave", "domain.md 1.1 [M]")]
    competition_dip: Annotated[float, Quantity("dip", "1", Uniform(0.1, 0.3),
        "loss of productivity just after re-competition", "domain.md 1.1 [M]")]
    lead_lapse: Annotated[float, Quantity("ℓ", "1", Uniform(0.15, 0.25),
        "share of leads before signature that lapse at re-competition", "domain.md 1.1 [M]")]
    fusion_load: Annotated[float, Quantity("φ_F", "1", Beta(2, 6),
        "staff time added by full zone-town fusion, as a share of the time left for the economy", "Assumption A-3")]
    pay_response: Annotated[float, Quantity("η", "1", Normal(0.15, 0.12, -0.2, 0.5),
        "log effort per unit of extra pay on counted output when approvals are instant", "domain.md 1.2")]
    pay_patience: Annotated[float, Quantity("λ_W", "months",
        OrInfinite(LogNormal(6.0, 0.8), 0.2),
        "wait at which the pay effect has faded to 1/e", "model.md rule 2; domain.md 1.2")]
    effort_substitution: Annotated[float, Quantity("γ", "1", Beta(2, 3, 0.0, 0.95),
        "cost substitution between counted and uncounted effort", "domain.md 1.2 [M]")]
    count_tilt: Annotated[float, Quantity("ψ", "1", Normal(0.15, 0.15),
        "pull of counted pay towards smaller contracts", "model.md rule 2")]
    weight_attraction: Annotated[float, Quantity("ω₁", "1", Beta(8, 12),
        "share of effort for attraction; with ω₂, ω₃ a Dirichlet(8, 7, 2, 3) by stick-breaking", "model.md rule 2")]
    weight_landing: Annotated[float, Quantity("ω₂", "1", Beta(7, 5),
        "share of the rest for landing and approvals", "model.md rule 2")]
    weight_diligence: Annotated[float, Quantity("ω₃", "1", Beta(2, 3),
        "share of what then remains for diligence, the rest is aftercare", "model.md rule 2")]


@compiled
def selection_gain(share_kept: float, accuracy: float) -> float:
    r"""Return the mean ability of those kept over that of all, when a noisy test keeps the top share.

    .. math:: q = \Phi(\rho\sigma - z_s)/s, \quad z_s = \Phi^{-1}(1-s)

    ``share_kept`` is s in (0, 1], ``accuracy`` is rho sigma [1]. Exact for log-normal ability and a normal score;
    1 when nobody is lost. Source: model.md rule (1).
    """
    if share_kept >= 1.0 - 1e-12:
        return 1.0
    cutoff = normal_quantile(1.0 - share_kept)
    return normal_distribution(accuracy - cutoff) / share_kept


@compiled
def to_platform(zone: Record, lever: Record) -> float:
    """Return the share of development and operation divested, d_dev [1]; 0 without a platform company to take it."""
    if zone.platform < 0:
        return 0.0
    return lever.divest_development


@compiled
def staff_a_zone(zone: Record, lever: Record, p: Record, month: int) -> None:
    r"""Turn head-count, selection, divestment and the dip into effective staff.

    .. math::

        S &= \max(0, S_0 - S_{transferred} - S_{lost}) + S_{hired} \\
        q &= \frac{S_{kept}\,(1 + c\,(q_{sel}-1)) + S_{hired}}{S} \\
        d &= v\,d_{dev} + (1-v)\,d_{soc} \\
        E &= S\,(1-\varphi(1-d))\,(1-\varphi_F F)\,q\,(1 - c\,dip\,e^{-t/4})

    Reads posts of ``lever``; writes staff, selection and effective_staff [posts] of ``zone``. c is the share of kept
    posts that were competed, t the months since re-competition, F zone-town fusion. Source: model.md rule (1).
    """
    pool = max(0.0, zone.staff_before - lever.posts_transferred)
    kept = max(0.0, pool - lever.posts_lost)
    zone.staff = kept + lever.posts_hired
    gain = 1.0
    if kept > 0.0:
        gain = selection_gain(kept / pool, p.selection_accuracy)
    zone.selection = 1.0
    if zone.staff > 0.0:
        zone.selection = (kept * (1.0 + lever.posts_competed * (gain - 1.0)) + lever.posts_hired) / zone.staff
    divested = p.development_part * to_platform(zone, lever) + (1.0 - p.development_part) * lever.divest_social
    economic = (1.0 - zone.social_time * (1.0 - divested)) * (1.0 - p.fusion_load * lever.zone_town_fusion)
    dip = 0.0
    if zone.competed_since != NEVER:
        dip = lever.posts_competed * p.competition_dip * math.exp(-(month - zone.competed_since) / 4.0)
    zone.effective_staff = zone.staff * economic * zone.selection * (1.0 - dip)


@compiled
def effort_under_pay(own: float, other: float, substitution: float) -> float:
    r"""Return the effort on a task paid ``own`` when the other task is paid ``other`` (Holmström-Milgrom).

    .. math::

        e_1 = \frac{w_1 - \gamma w_2}{1-\gamma^2}, \qquad
        e_1 = 0 \text{ if } w_1 < \gamma w_2, \qquad e_1 = w_1 \text{ if } w_2 < \gamma w_1

    maximises :math:`w_1e_1 + w_2e_2 - \tfrac12(e_1^2+e_2^2+2\gamma e_1e_2)`. Source: model.md rule (2).
    """
    if own < substitution * other:
        return 0.0
    if other < substitution * own:
        return own
    return (own - substitution * other) / (1.0 - substitution * substitution)


@compiled
def spread_effort(zone: Record, lever: Record, p: Record) -> None:
    r"""Spread effective staff over attraction, landing, diligence and aftercare, given pay and last month's wait.

    .. math::

        E_k &= E\,\exp(\eta\,(w_1-1)\,e^{-W/\lambda_W})\,\omega_k e_k / \textstyle\sum_j \omega_j e_j \\
        a &= \psi\,(2e_1/(e_1+e_2) - 1)

    e1 drives attraction, e2 the other three; a tilts contacts towards small contracts and is 0 at equal pay. The
    level effect of pay enters here and nowhere else. Reads effective_staff [posts] and wait [months]; writes efforts
    [posts] and size_tilt [1]. Source: model.md rule (2).
    """
    counted = effort_under_pay(lever.pay_counted, lever.pay_uncounted, p.effort_substitution)
    uncounted = effort_under_pay(lever.pay_uncounted, lever.pay_counted, p.effort_substitution)
    first = p.weight_attraction
    second = (1.0 - first) * p.weight_landing
    third = (1.0 - first - second) * p.weight_diligence
    fourth = 1.0 - first - second - third
    total = first * counted + (second + third + fourth) * uncounted
    zone.effort_counted = counted
    zone.effort_uncounted = uncounted
    zone.effort_uncounted_before = 1.0 / (1.0 + p.effort_substitution)
    zone.size_tilt = 0.0
    if counted + uncounted > 0.0:
        zone.size_tilt = p.count_tilt * (2.0 * counted / (counted + uncounted) - 1.0)
    level = 0.0
    if total > 0.0:
        fade = math.exp(-zone.wait / p.pay_patience)
        level = zone.effective_staff * math.exp(p.pay_response * (lever.pay_counted - 1.0) * fade) / total
    zone.effort_attraction = level * first * counted
    zone.effort_landing = level * second * uncounted
    zone.effort_diligence = level * third * uncounted
    zone.effort_aftercare = level * fourth * uncounted
