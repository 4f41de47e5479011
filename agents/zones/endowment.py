"""What a zone starts with where no published figure says so: priors per zone."""

from dataclasses import dataclass
from typing import Annotated

from agents.quantities import Block, Fixed, LogNormal, Normal, Quantity


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
