"""What a zone starts with: priors per zone where nothing says so, and what its own books may say instead."""

import math
from dataclasses import dataclass
from typing import Annotated, NamedTuple

from agents.compiled import compiled
from agents.quantities import Block, Fixed, LogNormal, Normal, Quantity
from agents.records import Field, record_type


@dataclass(frozen=True, kw_only=True)
class ZoneEndowment:
    """Priors of a zone's opening state; each zone has its own draw, keyed by its id."""

    staff_before: Annotated[float, Quantity("S₀", "posts", LogNormal(100.0, 0.4),
        "posts before any reform", "Assumption A-52")]
    area: Annotated[float, Quantity("K_a", "km²", LogNormal(40.0, 0.5),
        "area that its roads serve", "Assumption A-53")]
    attractiveness: Annotated[float, Quantity("a_i/σ_a", "1", Normal(0.0, 1.0),
        "its log odds in the region in units of their spread between zones", "model.md rule 4")]
    price_level: Annotated[float, Quantity("p_i", "1", LogNormal(1.0, 0.3),
        "its land price over the region's", "Assumption A-54")]
    platform_size: Annotated[float, Quantity("k_i", "1", LogNormal(1.0, 0.5),
        "its platform's assets over the region's", "Assumption A-45")]
    reach: Annotated[float, Quantity("c_i", "1", Fixed(1.0),
        "scale of its contacts at equal effort, 0 = can contact nobody", "Assumption A-55", Block.FIXED)]


class Opening(NamedTuple):
    """Something of a zone that its own books may say: name, meaning, unit, range, and what holds where they do not."""

    name: str
    meaning: str
    unit: str
    low: float
    high: float
    otherwise: str


OPENINGS = (
    Opening("social_time", "share of staff time on social and other functions before reform", "1", 0, 0.98,
            "the region's φ"),
    Opening("land_price", "price of new industrial land", "万元/mu", 0.1, 2000, "the region's p_L times p_i"),
    Opening("available", "available land at the opening", "mu", 0, 1e6, "m_A months of use"),
    Opening("approved", "approved, not supplied land at the opening", "mu", 0, 1e6, "m_U months of use"),
    Opening("idle", "idle land at the opening", "mu", 0, 1e6, "what holds the flows of the burn-in steady"),
    Opening("low_efficiency", "low-efficiency land at the opening, at most what is occupied", "mu", 0, 1e6,
            "s_LE of occupied land"),
    Opening("quota", "new land approved", "mu / month", 0, 1e5, "what holds available land steady"),
    Opening("platform_debt", "debt of its platform company at the opening", "亿元", 0, 1e4,
            "leverage lev₀ of its assets"),
    Opening("platform_due", "part of that debt due within a year, at most all of it", "亿元", 0, 1e4, "15 % of it"),
    Opening("platform_cash", "cash of its platform company at the opening", "亿元", 0, 1e4, "2 % of its assets"),
    Opening("plant", "standard plant of its platform company at the opening", "m²", 0, 1e8,
            "s_b of the platform's assets"),
    Opening("occupancy", "occupied share of that plant at the opening", "1", 0, 1, "the region's occ"),
)
"""What a zone's books may say of its opening; nan where they say nothing. Assumption A-62."""
OPENING = record_type([Field(o.name, f"{o.meaning}, nan where unknown [{o.unit}]") for o in OPENINGS])


@compiled
def known_or(known: float, otherwise: float) -> float:
    """Return what the books say, or where they say nothing (nan) what holds otherwise [unit of both]."""
    if math.isnan(known):
        return otherwise
    return known
