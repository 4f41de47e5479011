"""What a firm is born with: size, industry, quality, needs. None of it depends on any policy."""

import math
from dataclasses import dataclass
from typing import Annotated, NamedTuple

import numpy as np

from agents.blocks import exponentials, logarithms, normal_quantiles, normals, powers_of_e, uniforms
from agents.compiled import compiled
from agents.firms.record import Origin, Stage
from agents.industries import CUMULATIVE_SHARE, FIRST_INDUSTRY, INDUSTRY_COUNT, OFFICE, SHARE_STEPS
from agents.quantities import Beta, Block, Fixed, LogNormal, Quantity
from agents.randomness import Purpose, lifelong, normal, normal_distribution, normal_quantile, uniform
from agents.records import Array, Record

TAIL_STARTS = 2.0
LARGEST_CONTRACT = 300.0
SMALLEST_CONTRACT = 0.02
"""Contracts [亿元]: Pareto above the first, capped at the second; below the third the log-normal body is cut."""
NEVER = -9999


@dataclass(frozen=True, kw_only=True)
class BirthParameters:
    """What is believed about prospects."""

    prospect_scale: Annotated[float, Quantity("Λ", "1", LogNormal(1.0, 0.15),
        "prospects of the region over the number that its world states", "Assumption A-32", Block.INFERRED)]
    mean_contract: Annotated[float, Quantity("x₀", "亿元", LogNormal(4.0, 0.6, 0.8, 7.0),
        "mean contract investment of prospects",
        "model.md 9; above 7 a Pareto tail of 1.15 capped at 300 has no such mean", Block.INFERRED)]
    tail_index: Annotated[float, Quantity("α", "1", Fixed(1.15),
        "tail index of contract investment", "domain.md 1.13 (Heinrich and Dai 2016)", Block.FIXED)]
    body_spread: Annotated[float, Quantity("σ_x", "1", Fixed(1.0),
        "spread of the log-normal body", "Assumption A-33", Block.FIXED)]
    realisation: Annotated[float, Quantity("ι", "1", Beta(8, 5),
        "realised over contract investment", "domain.md 1.13", Block.INFERRED)]
    realisation_spread: Annotated[float, Quantity("σ_ι", "1", Fixed(0.3),
        "spread of log realisation between firms, mean-preserving", "Assumption A-34", Block.FIXED)]
    office_intensity: Annotated[float, Quantity("i_F", "万元/m²", LogNormal(3.0, 0.5),
        "realised investment per m² of office floor", "Assumption A-26")]
    tax_density: Annotated[float, Quantity("t", "万元/mu/year", LogNormal(15.0, 0.4),
        "median tax at maturity per mu", "domain.md 1.6 (10-45 between weak and strong zones)")]
    tax_spread: Annotated[float, Quantity("σ_t", "1", Fixed(0.7),
        "spread of log tax density between firms", "domain.md 1.6", Block.FIXED)]
    office_tax_density: Annotated[float, Quantity("t_F", "万元/m²/year", LogNormal(0.10, 0.6),
        "median tax at maturity per m² of office floor", "Assumption A-35")]
    finance_share: Annotated[float, Quantity("s_f", "1", Beta(3, 5),
        "share of firms in need of outside finance", "Assumption A-36")]
    state_share: Annotated[float, Quantity("s_S", "1", Fixed(0.2),
        "share of state-owned firms, whom government funds do not deter", "Assumption A-37", Block.FIXED)]
    plant_share: Annotated[float, Quantity("s_p", "1", Beta(3, 5),
        "share of manufacturers below 2亿 that would rent ready plant", "Assumption A-38")]
    plant_part: Annotated[float, Quantity("b_p", "1", Beta(8, 12),
        "share of such an investment that the building of plant is", "Assumption A-38")]
    plant_need: Annotated[float, Quantity("f_p", "m²/mu", LogNormal(800.0, 0.3),
        "plant floor that replaces a mu of land", "Assumption A-38")]


@compiled
def contract_investment(luck: float, p: Record) -> float:
    r"""Return the contract investment at the quantile ``luck`` [亿元].

    A log-normal body up to 2亿 with weight w and a Pareto tail to 300亿, with continuous density at 2亿:

    .. math::

        u < w:\quad & x = \exp(m + \sigma\,\Phi^{-1}(\Phi(z_0) + u/w\,(\Phi(z_2)-\Phi(z_0)))) \\
        u \ge w:\quad & x = 2\,(1 - v\,(1-(2/300)^{\alpha}))^{-1/\alpha}, \quad v = (u-w)/(1-w)

    ``p`` holds w, m, solved so that the mean is x0, and the two Phi. Source: model.md 2, domain.md 1.13.
    """
    if luck < p.body_weight:
        inner = p.body_from + luck / p.body_weight * (p.body_to - p.body_from)
        drawn = math.exp(p.body_location + p.body_spread * normal_quantile(inner))
        return min(TAIL_STARTS, max(SMALLEST_CONTRACT, drawn))
    rank = (luck - p.body_weight) / (1.0 - p.body_weight)
    kept = 1.0 - rank * (1.0 - math.pow(TAIL_STARTS / LARGEST_CONTRACT, p.tail_index))
    return TAIL_STARTS * math.pow(kept, -1.0 / p.tail_index)


@compiled
def contract_investments(lucks: Array, p: Record, contracts: Array) -> None:
    """Write what `contract_investment` gives for each quantile: all as if in the body, and all as if in the tail."""
    spread = (p.body_to - p.body_from) / p.body_weight
    kept = np.empty(lucks.size)
    cap = 1.0 - math.pow(TAIL_STARTS / LARGEST_CONTRACT, p.tail_index)
    for place in range(lucks.size):
        contracts[place] = p.body_from + min(lucks[place], p.body_weight) * spread
        kept[place] = 1.0 - max(0.0, lucks[place] - p.body_weight) / (1.0 - p.body_weight) * cap
    normal_quantiles(contracts)
    logarithms(kept, kept)
    for place in range(lucks.size):
        contracts[place] = p.body_location + p.body_spread * contracts[place]
        kept[place] /= -p.tail_index
    powers_of_e(contracts, contracts)
    powers_of_e(kept, kept)
    for place in range(lucks.size):
        contracts[place] = min(TAIL_STARTS, max(SMALLEST_CONTRACT, contracts[place]))
        if lucks[place] >= p.body_weight:
            contracts[place] = TAIL_STARTS * kept[place]


def share_below(contract: float, p: Record) -> float:
    """Return the share of contracts below an amount: the inverse of `contract_investment` [1]."""
    if contract < TAIL_STARTS:
        inner = normal_distribution((math.log(contract) - p.body_location) / p.body_spread)
        return float(p.body_weight * (inner - p.body_from) / (p.body_to - p.body_from))
    cap = 1.0 - (TAIL_STARTS / LARGEST_CONTRACT) ** p.tail_index
    rank = (1.0 - (TAIL_STARTS / contract) ** p.tail_index) / cap
    return float(p.body_weight + (1.0 - p.body_weight) * rank)


@compiled
def draw_industry(luck: float) -> int:
    """Return the industry at the quantile ``luck`` of the mix of prospects [code]."""
    industry = FIRST_INDUSTRY[int(luck * SHARE_STEPS)]
    while industry < INDUSTRY_COUNT - 1 and luck >= CUMULATIVE_SHARE[industry]:
        industry += 1
    return industry


@compiled
def contract_luck(seed: int, key: int) -> float:
    """Return the quantile of a firm's contract investment from its key [1]."""
    return uniform(lifelong(seed, Purpose.CONTRACT_SIZE), key)


@compiled
def contract_quantiles(seed: int, keys: Array, lucks: Array) -> None:
    """Write the quantile of each firm's contract investment, from its key [1]."""
    uniforms(lifelong(seed, Purpose.CONTRACT_SIZE), keys, lucks)


@compiled
def draw_contract(seed: int, key: int, p: Record) -> float:
    """Return a firm's contract investment from its key [亿元]."""
    return contract_investment(contract_luck(seed, key), p)


@compiled
def draw_quality(seed: int, key: int) -> float:
    """Return a firm's latent quality Q ~ N(0, 1) [1]."""
    return normal(lifelong(seed, Purpose.QUALITY), key)


@compiled
def is_state_owned(seed: int, key: int, p: Record) -> bool:
    """Tell whether a firm is state-owned."""
    return uniform(lifelong(seed, Purpose.STATE_OWNED), key) < p.state_share


@compiled
def needs_finance(seed: int, key: int, p: Record) -> bool:
    """Tell whether a firm needs outside finance."""
    return uniform(lifelong(seed, Purpose.FINANCE_NEED), key) < p.finance_share


class _Luck(NamedTuple):
    """Rows of the draws that firms are born with."""

    QUALITY: int = 0
    REALISATION: int = 1
    INTENSITY: int = 2
    TAX_DENSITY: int = 3
    STATE_OWNED: int = 4
    FINANCE_NEED: int = 5
    NEGOTIATION: int = 6
    DROP_OUT: int = 7
    TOTAL: int = 8


Luck = _Luck()


@compiled
def draw_luck(seed: int, keys: Array) -> np.ndarray:
    """Return what firms are born with, drawn from their keys alone: a row for each kind of draw, a column a firm."""
    luck = np.empty((Luck.TOTAL, keys.size))
    normals(lifelong(seed, Purpose.QUALITY), keys, luck[Luck.QUALITY])
    normals(lifelong(seed, Purpose.REALISATION), keys, luck[Luck.REALISATION])
    normals(lifelong(seed, Purpose.INTENSITY), keys, luck[Luck.INTENSITY])
    normals(lifelong(seed, Purpose.TAX_DENSITY), keys, luck[Luck.TAX_DENSITY])
    uniforms(lifelong(seed, Purpose.STATE_OWNED), keys, luck[Luck.STATE_OWNED])
    uniforms(lifelong(seed, Purpose.FINANCE_NEED), keys, luck[Luck.FINANCE_NEED])
    exponentials(lifelong(seed, Purpose.NEGOTIATION), keys, luck[Luck.NEGOTIATION])
    exponentials(lifelong(seed, Purpose.DROP_OUT), keys, luck[Luck.DROP_OUT])
    return luck


@compiled
def scale_luck(luck: Array, industries: Array, contracts: Array, p: Record) -> None:
    r"""Put factors on a firm's realised investment, intensity and tax density in the place of their draws.

    .. math::

        e^{\sigma\varepsilon-\sigma^2/2}, \qquad (x/4)^{\xi_i} e^{\sigma_i\varepsilon}
        \quad\text{(offices without the first)}, \qquad e^{\sigma_t\varepsilon}

    Source: model.md 2.
    """
    realised, intensity, tax = luck[Luck.REALISATION], luck[Luck.INTENSITY], luck[Luck.TAX_DENSITY]
    sizes = np.empty(contracts.size)
    for place in range(contracts.size):
        sizes[place] = 0.25 * contracts[place]
    logarithms(sizes, sizes)
    spread = p.realisation_spread
    for place in range(contracts.size):
        realised[place] = spread * realised[place] - 0.5 * spread * spread
        slope = p.intensity_slope * (not OFFICE[industries[place]])
        intensity[place] = slope * sizes[place] + p.intensity_spread * intensity[place]
        tax[place] *= p.tax_spread
    powers_of_e(realised, realised)
    powers_of_e(intensity, intensity)
    powers_of_e(tax, tax)


@compiled
def endow(
    firm: Record, key: int, luck: Array, column: int, industry: int, contract: float, month: int, p: Record
) -> None:
    r"""Write into a row what a firm is born with.

    .. math::

        investment &= \iota\,x\,e^{\sigma\varepsilon-\sigma^2/2} \\
        land &= investment \cdot 10^4 / (i\,(x/4)^{\xi_i} e^{\sigma_i\varepsilon}) \quad\text{(offices: 0)} \\
        floor &= investment \cdot 10^4 / (i_F e^{\sigma_i\varepsilon}) \quad\text{(offices)} \\
        tax &= t\,e^{\sigma_t\varepsilon}\cdot 10^{-4}/12

    [亿元, mu, m², 亿元 a month per mu or m²]. ``luck`` is that of `draw_luck` as `scale_luck` leaves it, the firm's in
    ``column``. Nothing here reads a policy. Source: model.md 2.
    """
    firm.key = key
    firm.industry = industry
    firm.contract = contract
    firm.born = month
    firm.zone = -1
    firm.second_zone = -1
    firm.finder = -1
    firm.origin = Origin.PROSPECT
    firm.stage = Stage.NEGOTIATING
    firm.entered = month
    firm.signed_at = NEVER
    firm.started_at = NEVER
    firm.producing_at = NEVER
    firm.turns_at = NEVER
    firm.quality = luck[Luck.QUALITY, column]
    firm.investment = p.realisation * luck[Luck.REALISATION, column] * contract
    intensity, tax_luck = luck[Luck.INTENSITY, column], luck[Luck.TAX_DENSITY, column]
    if OFFICE[industry]:
        firm.office = 1
        firm.floor = firm.investment * 1e4 / (p.office_intensity * intensity)
        firm.tax_density = p.office_tax_density * tax_luck * 1e-4 / 12.0
    else:
        firm.land = firm.investment * 1e4 / (p.intensity * intensity)
        firm.tax_density = p.tax_density * tax_luck * 1e-4 / 12.0
    firm.state_owned = luck[Luck.STATE_OWNED, column] < p.state_share
    firm.needs_finance = luck[Luck.FINANCE_NEED, column] < p.finance_share
    firm.threshold = luck[Luck.NEGOTIATION, column]
    firm.drop_threshold = luck[Luck.DROP_OUT, column]


@compiled
def contract_grid(p: Record, points: int = 64) -> np.ndarray:
    """Return contract investments at equally spaced quantiles, for means over prospects [亿元]."""
    grid = np.zeros(points)
    for point in range(points):
        grid[point] = contract_investment((point + 0.5) / points, p)
    return grid
