"""Attraction: how often a zone meets prospects, and how it looks to them (rules 3 and 4)."""

import math
from dataclasses import dataclass
from typing import Annotated, NamedTuple

import numpy as np

from agents.compiled import compiled
from agents.industries import INDUSTRIES
from agents.levers import LEVER_INDEX
from agents.quantities import Beta, Block, Fixed, LogNormal, Normal, Quantity
from agents.records import Record
from agents.zones.staff import REFERENCE_EFFORT


@dataclass(frozen=True, kw_only=True)
class AttractionParameters:
    """What is believed about contacts and tastes."""

    coverage: Annotated[float, Quantity("k̄", "contacts", LogNormal(2.0, 0.6),
        "mean contacts per prospect at baseline", "model.md rule 3")]
    effort_elasticity: Annotated[float, Quantity("θ", "1", Beta(3, 5),
        "elasticity of contacts in attraction effort", "domain.md 1.1 [M]")]
    channel_gain: Annotated[float, Quantity("χ", "1", Normal(0.10, 0.20),
        "log contacts of the first channel, and of each doubling of channels, in their industries and sizes",
        "domain.md 1.9 [M]")]
    fit_other: Annotated[float, Quantity("f₀", "1", Beta(4, 6),
        "contact rate with industries that are not leading, over leading ones", "Assumption A-4")]
    chain_gain: Annotated[float, Quantity("g_c", "1", Beta(3, 5),
        "gain of contacts with leading industries under full chain focus", "Assumption A-5")]
    taste_fit: Annotated[float, Quantity("β_fit", "1", Normal(0.5, 0.25, 0.0),
        "utility of a zone's leading industry", "Assumption A-6")]
    taste_agglomeration: Annotated[float, Quantity("β_agg", "1", Normal(0.30, 0.15, 0.0),
        "utility per log of same-industry firms over their opening number", "domain.md 1.9")]
    taste_roads: Annotated[float, Quantity("β_K", "1", Normal(0.15, 0.10, 0.0),
        "utility per log of one plus roads in 亿元 per km²", "domain.md 1.4; Assumption A-7")]
    taste_wait: Annotated[float, Quantity("β_τ", "1 / month", Normal(-0.06, 0.04, -0.3, 0.0),
        "utility per month of wait from signature to start", "domain.md 1.7")]
    taste_subsidy: Annotated[float, Quantity("β_inc", "1 / percentage point", Normal(0.08, 0.05, 0.0),
        "utility per percentage point of investment paid as subsidy", "domain.md 1.11")]
    taste_fund: Annotated[float, Quantity("β_f", "1", Normal(1.0, 0.6, 0.0),
        "utility per unit share of investment offered as fund equity, for a firm in need of finance",
        "domain.md 1.5; Assumption A-8")]
    fund_deterrence: Annotated[float, Quantity("γ_g", "1", Normal(0.8, 0.5, 0.0),
        "loss of that utility for firms of quality above one; above 1 the best are deterred",
        "domain.md 1.5 (Colonnelli, Li and Liu 2024)")]
    taste_price: Annotated[float, Quantity("β_p", "1 / (10 万元/mu)", Normal(0.04, 0.03, 0.0),
        "disutility per 10万元/mu of land price", "domain.md 1.6; Assumption A-9")]
    taste_internet: Annotated[float, Quantity("β_ii", "1", Normal(0.03, 0.05),
        "utility of a full industrial-internet platform for manufacturers", "Assumption A-10")]
    reputation_weight: Annotated[float, Quantity("β_R", "1", Normal(0.20, 0.15, 0.0),
        "utility per unit of started over signed above its opening level", "Assumption A-11")]
    zone_spread: Annotated[float, Quantity("σ_a", "1", Fixed(0.5),
        "spread of zones' log odds a_i/μ within the region", "model.md rule 4; decision 007", Block.FIXED)]
    rival_response: Annotated[float, Quantity("s_R", "1", Normal(0.4, 0.2, 0.0),
        "slope with which rivals match the mean subsidy of others", "domain.md 1.11 [M]")]


class Channel(NamedTuple):
    """A channel: its lever, the industries and sizes it reaches, its weight and yearly cost at full strength."""

    lever: str
    industries: str  # all | leading | office | finance | export
    sizes: tuple[bool, bool, bool]  # below 1亿, 1 to 10亿, above
    weight: float
    cost: float  # 亿元 a year


BAND_EDGES = (1.0, 10.0)
"""Contract sizes (亿元) that part small, middle and large prospects."""

CHANNELS = (
    Channel("channel_alliance", "leading", (True, True, True), 1.0, 0.01),
    Channel("channel_professional", "all", (False, True, True), 1.0, 0.02),
    Channel("channel_capital", "finance", (False, True, True), 1.0, 0.01),
    Channel("channel_townships", "all", (True, True, False), 1.0, 0.01),
    Channel("industry_teams", "leading", (True, True, True), 1.0, 0.02),
    Channel("commissioned_agents", "all", (False, True, True), 1.0, 0.05),
    Channel("target_list", "leading", (False, True, True), 1.0, 0.005),
    Channel("lounge", "export", (True, True, False), 1.0, 0.03),
)
"""Assumption A-12: what each channel reaches, and yearly costs at full strength (judgements)."""

_FINANCE_NEEDING = {"electronics", "biomedicine", "materials", "automotive"}
_EXPORTING = {"equipment", "electronics", "biomedicine", "information"}
LEADING_ONLY = 2


def _reach_of(channel: Channel) -> list[int]:
    """Return per industry 0 (not reached), 1 (reached) or 2 (reached where leading)."""
    codes = []
    for industry in INDUSTRIES:
        match channel.industries:
            case "all":
                codes.append(1)
            case "leading":
                codes.append(LEADING_ONLY)
            case "finance":
                codes.append(int(industry.name in _FINANCE_NEEDING))
            case _:
                codes.append(int(industry.name in _EXPORTING))
    return codes


CHANNEL_REACH = np.array([_reach_of(c) for c in CHANNELS], dtype=np.int64)
CHANNEL_SIZES = np.array([c.sizes for c in CHANNELS], dtype=np.int64)
CHANNEL_WEIGHT = np.array([c.weight for c in CHANNELS])
CHANNEL_COST = np.array([c.cost / 12.0 for c in CHANNELS])
FIRST_CHANNEL = LEVER_INDEX[CHANNELS[0].lever]
"""Column of the first channel in LEVER; the others follow in the order of CHANNELS."""


@compiled
def channel_strength(levers: np.ndarray, industry: int, leads: bool, band: int) -> float:
    """Return the summed strength of channels that reach an industry and a size band [channels].

    ``levers`` is the zone's row of lever values.
    """
    strength = 0.0
    for channel in range(CHANNEL_WEIGHT.size):
        reach = CHANNEL_REACH[channel, industry]
        if reach == 1 or (reach == LEADING_ONLY and leads):
            strength += CHANNEL_WEIGHT[channel] * CHANNEL_SIZES[channel, band] * levers[FIRST_CHANNEL + channel]
    return strength


@compiled
def uses_channels(levers: np.ndarray) -> bool:
    """Tell whether a zone uses any channel; ``levers`` is its row of lever values."""
    for channel in range(CHANNEL_WEIGHT.size):
        if levers[FIRST_CHANNEL + channel] != 0.0:
            return True
    return False


@compiled
def zone_rate(zone: Record, p: Record, scale: float) -> float:
    r"""Return a zone's contact rate with a prospect that fits and that no channel reaches [contacts].

    .. math:: c_i = c_0\,n_i\,reach_i\,(E_{attract}/(n_i E_{ref}))^{\theta}

    ``scale`` is c0, n the number of ordinary zones that the row stands for. Source: model.md rule (3).
    """
    if zone.reach <= 0.0 or zone.effort_attraction <= 0.0:
        return 0.0
    effort = math.pow(zone.effort_attraction / (zone.weight * REFERENCE_EFFORT), p.effort_elasticity)
    return scale * zone.weight * zone.reach * effort


@compiled
def contact_rate(zone: float, lever: Record, levers: np.ndarray, p: Record, industry: int, leads: bool, band: int
                 ) -> float:
    r"""Return the mean contacts of a zone with a prospect of an industry and size band (before the size tilt).

    .. math:: c_{ik} = c_i\;(1+channels)^{\chi/\ln 2}\;fit_{ik}

    ``zone`` is c_i; fit is 1 (1 + g_c F) for leading industries and f_0 (1 - F/2) for others, F the chain focus.
    Channels meet the same firms: the first one raises contacts by e^chi, and so does each doubling after it (decision
    008). Source: model.md rule (3).
    """
    fit = 1.0 + p.chain_gain * lever.chain_focus
    if not leads:
        fit = p.fit_other * (1.0 - 0.5 * lever.chain_focus)
    strength = channel_strength(levers, industry, leads, band)
    if strength == 0.0:
        return zone * fit
    return zone * math.pow(1.0 + strength, p.channel_gain / math.log(2.0)) * fit


@compiled
def utility(zone: Record, lever: Record, p: Record, leads: bool, office: bool, firms_now: float, firms_opening: float,
            roads: float) -> float:
    r"""Return what all firms of an industry see in a zone, before their own tastes and fund terms.

    .. math::

        V_{ik} = a_i + \beta_{fit} fit_{ik} + \beta_{agg}\ln\frac{1+N_{ik}}{1+N^0_{ik}} + \beta_K \ln(1+roads)
                 - |\beta_\tau| \hat W_i + \beta_{inc}\,100\,s_i - \beta_p\,price/10 + \beta_{ii}\,internet
                 + \beta_R\,reputation

    ``roads`` in 亿元 per km²; office industries see neither land price nor industrial internet. N over its opening
    number N0: the level of N0 is part of a_i and fit (decision 003). Source: model.md rule (4).
    """
    value = zone.attractiveness + p.taste_agglomeration * math.log((1.0 + firms_now) / (1.0 + firms_opening))
    value += p.taste_roads * math.log1p(roads) + p.taste_wait * zone.wait
    value += p.taste_subsidy * 100.0 * (lever.subsidy + zone.matched_subsidy) + p.reputation_weight * zone.reputation
    if leads:
        value += p.taste_fit
    if not office:
        value += p.taste_internet * lever.industrial_internet - p.taste_price * zone.land_price / 10.0
    return value


@compiled
def match_rivals(zone: Record, mean_of_others: float, p: Record) -> None:
    r"""Move the offer towards what rivals pay, where they pay at all.

    .. math:: m'_i = m_i + \tfrac{1}{6}\,(s_R\,\bar s_{-i} - m_i)

    ``mean_of_others`` is the mean policy subsidy over all other zones [1]. With no subsidy anywhere it
    stays exactly 0. Source: model.md rule (14).
    """
    zone.matched_subsidy += (p.rival_response * mean_of_others - zone.matched_subsidy) / 6.0

