"""Declared tables of the description: industries that export, channels, calendar, endowments, stages."""

from enum import IntEnum
from typing import NamedTuple

from agents.quantities import Fixed, LogNormal, Normal


class Stage(IntEnum):
    """Stages of a firm's life; those from LOST on are exits."""

    NEGOTIATING = 0
    DILIGENCE = 1
    PANEL = 2
    FRAMEWORK = 3
    SIGNED = 4
    LANDED = 5
    STARTED = 6
    COMPLETED = 7
    PRODUCING = 8
    LOST = 9
    REJECTED = 10
    FRAMEWORK_LAPSED = 11
    LEAD_LAPSED = 12
    DROPPED_BEFORE_LAND = 13
    DROPPED_AFTER_LAND = 14
    CLOSED = 15


LIVE_STAGES = tuple(Stage)[: Stage.LOST]


class Origin(IntEnum):
    """How a firm came."""

    PROSPECT = 0
    FOLLOWER = 1
    EXPANSION = 2


NEVER = -9999
NOBODY = -1

ENDOWMENT = {
    "staff_before": LogNormal(100.0, 0.4),
    "area": LogNormal(40.0, 0.5),
    "attractiveness": Normal(0.0, 1.0),
    "price_level": LogNormal(1.0, 0.3),
    "platform_size": LogNormal(1.0, 0.5),
    "reach": Fixed(1.0),
}


class Channel(NamedTuple):
    """What a channel reaches, how strongly, and what it costs at full strength [亿元 / year]."""

    lever: str
    industries: str
    bands: frozenset[int]
    weight: float
    yearly_cost: float


SMALL, MIDDLE, LARGE = 0, 1, 2
CHANNELS = (
    Channel("channel_alliance", "leading", frozenset({SMALL, MIDDLE, LARGE}), 1.0, 0.01),
    Channel("channel_professional", "all", frozenset({MIDDLE, LARGE}), 1.0, 0.02),
    Channel("channel_capital", "finance", frozenset({MIDDLE, LARGE}), 1.0, 0.01),
    Channel("channel_townships", "all", frozenset({SMALL, MIDDLE}), 1.0, 0.01),
    Channel("industry_teams", "leading", frozenset({SMALL, MIDDLE, LARGE}), 1.0, 0.02),
    Channel("commissioned_agents", "all", frozenset({MIDDLE, LARGE}), 1.0, 0.05),
    Channel("target_list", "leading", frozenset({MIDDLE, LARGE}), 1.0, 0.005),
    Channel("lounge", "export", frozenset({SMALL, MIDDLE}), 1.0, 0.03),
)
NEEDING_CAPITAL = frozenset({"automotive", "electronics", "biomedicine", "materials"})
EXPORTING = frozenset({"equipment", "electronics", "biomedicine", "information"})

SEASON = (0.80, 0.70, 1.10, 1.05, 1.05, 1.10, 1.00, 1.00, 1.10, 1.00, 1.05, 1.05)
SHOCK_OF_2020 = (1.0, 0.55, 0.75, 0.95, *(1.05,) * 8)
RECORDED_GROWTH = {2018: 1.05, 2019: 1.153, 2020: 1.032, 2021: 1.04, 2022: 1.03}
PROJECTED_GROWTH = {"recorded": 1.02, "weak": 0.97, "boom": 1.08}

REFERENCE_EFFORT = 10.0
AMPLE = 1e7
ANCHOR_SIZE = 20.0
LARGEST_FOLLOWER = 0.999 * ANCHOR_SIZE
LARGE_PROJECT = 1.0
TAX_RAMP = 18.0
PLANT_SIZE = 2.0
PLANT_COST = 2000e-8
GATHERED_MONTHS = 36
SMOOTHING_MONTHS = 24.0
