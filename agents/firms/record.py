"""The record of a firm, the owner of one project, and the stages of its life."""

from typing import NamedTuple

from agents.records import BIT, KEY, SHORT, Field, record_type


class _Stage(NamedTuple):
    """Stages of a firm's life; those from ``FIRST_EXIT`` on are exits."""

    NEGOTIATING: int = 0
    DILIGENCE: int = 1
    PANEL: int = 2
    FRAMEWORK: int = 3
    SIGNED: int = 4
    LANDED: int = 5
    STARTED: int = 6
    COMPLETED: int = 7
    PRODUCING: int = 8
    FIRST_EXIT: int = 9
    LOST: int = 9
    REJECTED: int = 10
    FRAMEWORK_LAPSED: int = 11
    LEAD_LAPSED: int = 12
    DROPPED: int = 13
    DROPPED_LANDED: int = 14
    CLOSED: int = 15


Stage = _Stage()


STAGE_NAMES = (
    "negotiating", "under diligence", "before the panel", "framework", "signed", "landed", "started", "completed",
    "producing", "lost in negotiation", "rejected", "framework lapsed", "lead lapsed", "dropped before land",
    "dropped after land", "closed",
)
LIVE_STAGES = Stage.FIRST_EXIT
STAGE_COUNT = len(STAGE_NAMES)


class _Origin(NamedTuple):
    """Where a firm came from."""

    PROSPECT: int = 0
    FOLLOWER: int = 1
    EXPANSION: int = 2


Origin = _Origin()


class _Holding(NamedTuple):
    """What a producing firm holds."""

    LAND: int = 0
    OFFICE_FLOOR: int = 1
    PLANT: int = 2


Holding = _Holding()


ANCHOR_CONTRACT = 20.0
"""A firm of at least this contract investment is an anchor [亿元]."""

FIRM_FIELDS = (
    # Three cache lines, for most of what an event costs is to wait for them: what negotiation, gate and signature ask,
    Field("zone", "zone it is in or left [row of ZONE]", SHORT),
    Field("stage", "stage of its life [Stage]", SHORT),
    Field("entered", "month of entering the stage [month]", SHORT),
    Field("signed_at", "month of the first signature, -9999 none [month]", SHORT),
    Field("industry", "industry [code]", BIT),
    Field("office", "needs office floor instead of land [flag]", BIT),
    Field("in_plant", "in the platform's plant [flag]", BIT),
    Field("rejections", "times rejected at a gate [1]", BIT),
    Field("needs_finance", "needs finance [flag]", BIT),
    Field("state_owned", "state-owned [flag]", BIT),
    Field("framework", "first signature was a framework deal [flag]", BIT),
    Field("listed", "on the leaders' list [flag]", BIT),
    Field("key", "stable key of the firm's luck [1]", KEY),
    Field("hazard", "hazard accumulated in the stage, 0 where it is constant [1]"),
    Field("threshold", "unit exponential at which the stage ends [1]"),
    Field("contract", "contract investment x [亿元]"),
    Field("investment", "realised investment iota x [亿元]"),
    Field("quality", "latent quality Q, standard normal [1]"),
    # what is asked besides until a firm starts,
    Field("land", "land need or holding [mu]"),
    Field("own_drop_hazard", "drop-out hazard of its own, before land and aftercare [1 / month]"),
    Field("drop_hazard", "drop-out hazard accumulated since binding signature [1]"),
    Field("drop_threshold", "unit exponential at which it drops out [1]"),
    Field("own_permit_time", "its permit time over that of the zone [1]"),
    Field("floor", "floor need or holding [m²]"),
    Field("tax_density", "tax at maturity per mu, or per m² of floor [亿元/month per mu or m²]"),
    Field("finder", "zone that found it and handed it over, -1 none [row of ZONE]", SHORT),
    Field("second_zone", "its second choice, -1 none [row of ZONE]", SHORT),
    Field("turns_at", "month at which a framework deal turns binding, -9999 never [month]", SHORT),
    Field("started_at", "month of start, -9999 none [month]", SHORT),
    # and what is asked and settled later.
    Field("spent", "investment spent so far [亿元]"),
    Field("build_months", "months of building T [months]"),
    Field("platform_part", "share of its investment that the platform builds as plant [1]"),
    Field("fund_equity", "equity of local funds [亿元]"),
    Field("skipped", "checks skipped before start [1]"),
    Field("tax_mature", "tax at maturity [亿元 / month]"),
    Field("close_hazard", "closure hazard without sector shock [1 / month]"),
    Field("born", "month of its choice [month]", SHORT),
    Field("producing_at", "month of first production, -9999 none [month]", SHORT),
    Field("origin", "prospect, follower or expansion [Origin]", BIT),
    Field("standard", "on standard land [flag]", BIT),
    Field("fast", "takes land and starts [flag]", BIT),
    Field("idle_parcel", "took mostly idle land [flag]", BIT),
)
FIRM = record_type(FIRM_FIELDS)

BUILDER = record_type((
    Field("zone", "zone it is in [row of ZONE]", SHORT),
    Field("started_at", "month of start [month]", SHORT),
    Field("spent", "investment spent so far [亿元]"),
    Field("investment", "realised investment iota x [亿元]"),
    Field("own_part", "what it spends itself in all, without plant of the platform [亿元]"),
    Field("own_rate", "what it spends in a month at a pace of 1 [亿元 / month]"),
    Field("contract", "contract investment x [亿元]"),
    Field("land", "land holding [mu]"),
))
"""What a firm that builds is asked each month, side by side with the others."""

PRODUCER = record_type((
    Field("zone", "zone it is in [row of ZONE]", SHORT),
    Field("producing_at", "month of first production [month]", SHORT),
    Field("finder", "zone that found it and handed it over, -1 none [row of ZONE]", SHORT),
    Field("industry", "industry [code]", BIT),
    Field("holds", "what it holds: land, office floor or plant [Holding]", BIT),
    Field("hazard", "hazard of closing accumulated so far [1]"),
    Field("threshold", "unit exponential at which it closes [1]"),
    Field("close_hazard", "closure hazard without sector shock [1 / month]"),
    Field("tax_mature", "tax at maturity [亿元 / month]"),
    Field("holding", "how much it holds: floor of an office or in plant, land of others [m² or mu]"),
    Field("key", "stable key of the firm's luck [1]", KEY),
))
"""What a producing firm is asked until it closes, side by side with the others: most live firms produce."""

SETTLED = record_type((
    Field("key", "stable key of the firm's luck [1]", KEY),
    Field("contract", "contract investment x [亿元]"),
    Field("zone", "zone it is in or left [row of ZONE]", SHORT),
    Field("stage", "stage that settled it: production or an exit [Stage]", SHORT),
    Field("entered", "month of entering the stage [month]", SHORT),
    Field("born", "month of its choice [month]", SHORT),
    Field("signed_at", "month of the first signature, -9999 none [month]", SHORT),
    Field("producing_at", "month of first production, -9999 none [month]", SHORT),
    Field("industry", "industry [code]", BIT),
    Field("origin", "prospect, follower or expansion [Origin]", BIT),
))
"""What comparisons read of a firm that produces or left, where its row is given to others (decision 010)."""
