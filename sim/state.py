"""The state of a run: records of the four kinds, rosters of firms by stage, and what the month needs at hand.

`World` is a named tuple of arrays: compiled phases take it whole, and Python sees the same memory.
"""

from typing import Any, NamedTuple

import numpy as np

from agents.firms.record import BUILDER, FIRM, LIVE_STAGES, PRODUCER, SETTLED, Stage
from agents.funds import FUND
from agents.platforms import PLATFORM
from agents.records import (
    BIT,
    INTEGER,
    KEY,
    ROW,
    SHORT,
    Field,
    Records,
    allocate_lines,
    allocate_pages,
    allocate_scratch,
    record_type,
)
from agents.zones.record import ZONE

Array = np.ndarray[Any, Any]

MUNICIPALITY = record_type((
    Field("cash_before", "cash at the start of the month [亿元]"),
    Field("cash", "cash of the municipality [亿元]"),
    Field("appropriation", "money from its general budget [亿元 / month]"),
    Field("appropriation_before", "appropriation that balances the opening budget [亿元 / month]"),
    Field("land_receipts", "its share of land receipts [亿元 / month]"),
    Field("grants", "grants to committees [亿元 / month]"),
    Field("platform_transfers", "service payments and bail-outs to platforms [亿元 / month]"),
    Field("task_fees", "agency fees paid to platforms [亿元 / month]"),
    Field("takeover", "cost of functions taken over from zones [亿元 / month]"),
    Field("bail_outs", "of the transfers bail-outs [亿元 / month]"),
))

CHANGE = record_type((
    Field("month", "month from which the lever has the value [month]", INTEGER),
    Field("zone", "zone [row of ZONE]", INTEGER),
    Field("lever", "lever [column of LEVER]", INTEGER),
    Field("value", "value in the lever's unit [lever]"),
))

FAULT = record_type((
    Field("code", "account that does not balance, 0 none [account]", INTEGER),
    Field("row", "row of its kind [row]", INTEGER),
    Field("month", "month [month]", INTEGER),
    Field("amount", "amount by which it is out [account's unit]"),
    Field("worst", "largest difference of any account so far over its turnover [1]"),
))

PAIR = record_type((
    Field("leads", "industry is a leading one of the zone [flag]", INTEGER),
    Field("firms_now", "producing firms [firms]"),
    Field("firms_opening", "producing firms at the opening [firms]"),
    Field("older_firms", "producing firms older than the run [firms]"),
    Field("utility", "V, what firms of the industry see in the zone [1]"),
    Field("slowness", "mean time of the zone in a firm's race over that of the zone most liked [1]"),
))
MONTH = record_type((
    Field("arrivals", "factor on prospects [1]"),
    Field("spending", "factor on the pace of building [1]"),
    Field("growth", "the city's investment over that of 2017 [1]"),
    Field("promised", "first follower promised for the month, -1 none [row of PROMISE]", INTEGER),
))
SECTOR = record_type((
    Field("arrivals", "factor on prospects of the industry [1]"),
    Field("closures", "factor on its closure hazard [1]"),
))
PROSPECT = record_type((
    Field("key", "stable key [1]", KEY),
    Field("tastes", "key of its tastes for zones [1]", KEY),
    Field("luck", "quantile of its contract investment [1]"),
    Field("first_time", "time of the first zone in its race, infinite without [1]"),
    Field("second_time", "time of the second [1]"),
    Field("first", "first zone in its race, -1 none met [row of ZONE]", SHORT),
    Field("second", "second zone, -1 none [row of ZONE]", SHORT),
    Field("industry", "industry [code]", BIT),
    Field("born", "born, not thinned by a sector shock [flag]", BIT),
))
CONTACT = record_type((
    Field("zone", "zone that met it [row of ZONE]", ROW),
    Field("prospect", "prospect met [row of PROSPECT]", ROW),
))
NEWCOMER = record_type((
    Field("key", "stable key of the firm's luck [1]", KEY),
    Field("contract", "contract investment x [亿元]"),
    Field("zone", "zone that it joins [row of ZONE]", SHORT),
    Field("second_zone", "its second choice, -1 none [row of ZONE]", SHORT),
    Field("industry", "industry [code]", BIT),
    Field("origin", "prospect, follower or expansion [Origin]", BIT),
))
WAIT = record_type((
    Field("zone", "zone of the firm [row of ZONE]", SHORT),
    Field("due", "month in which it is asked next [month]", SHORT),
))
PROMISE = record_type((
    Field("key", "stable key of the luck of the anchor that is followed [1]", KEY),
    Field("rank", "rank among its followers [1]", ROW),
    Field("anchor", "the anchor as it starts [row of FIRM]", ROW),
    Field("next", "next follower of the same month, -1 none [row of PROMISE]", ROW),
    Field("zone", "zone of the anchor [row of ZONE]", SHORT),
    Field("industry", "industry of the anchor [code]", BIT),
))


class _Count(NamedTuple):
    """Columns of `World.counts`."""

    FIRMS: int = 0  # rows in use
    CHANGES: int = 1  # dated changes already made
    PROSPECTS: int = 2  # prospects of the month
    CONTACTS: int = 3  # contacts of the month
    FOLLOWERS: int = 4  # followers promised
    PROSPECTS_EVER: int = 5
    OUTSIDE_EVER: int = 6  # prospects that chose to go elsewhere
    NEWCOMERS: int = 7  # firms of the month that wait for their rows
    ROWS_WANTED: int = 8  # rows in use beyond which firms that are settled give up theirs, 0 where all keep theirs
    SETTLED: int = 9  # rows of `World.settled` in use
    SETTLED_FROM: int = 10  # first month of which `World.settled` holds those who settled
    PANEL_FROM: int = 11  # month in the first row of the panels
    TOTAL: int = 12


Count = _Count()


class Keep(NamedTuple):
    """What a run keeps besides the state that it needs to go on.

    ``settled_from`` None leaves every firm its row, as whoever reads all firms needs. A month lets firms that produce
    or left give up their rows, and keeps a row of SETTLED of those settled in that month or later, as comparisons read;
    NO_FIRM keeps none. ``recorded`` is the number of months that the panels hold at once, None for all.
    """

    settled_from: int | None = None
    recorded: int | None = None


NO_FIRM = 1 << 40
"""A month in which nothing settles."""
EVERYTHING = Keep()


class World(NamedTuple):
    """All arrays of a run.

    Z zones, K industries, F firm rows, P producing firms at most, M months with the burn-in, N prospects a month at
    most.
    """

    seed: int
    zones: Records  # [Z]
    zone_table: Array  # [Z, fields] the same memory as floats
    levers: Records  # [Z]
    lever_table: Array  # [Z, levers] the same memory as floats
    changes: Records  # dated changes in order of month
    firms: Records  # [F]
    builders: Records  # [F] what is asked of building firms each month, in the order of their roster
    unborn: Records  # [1] the row of no firm
    settled: Records  # firms that gave up their rows
    producers: Records  # [P] what is asked of producing firms each month, in the order of their roster
    openings: Records  # [Z] what the books of each zone say of its opening
    platforms: Records
    funds: Records  # [Z] the sub-funds of each zone, as one row
    municipality: Records  # [1]
    parameters: Records  # [1]
    pairs: Records  # [Z, K] zone and industry
    best_values: Array  # [K] the largest utility that a zone has for an industry
    rates: Array  # [Z, K, 3] contact rates by size band
    angles: Array  # Kanter's function at equally spaced points
    reserve_queue: Array  # [Z, 12] land taken back by month of release
    rosters: Array  # [stages, F or P] rows of firms by stage; -1 of a producing one that gave it up
    waits: Records  # [stages before production, F] zones of the firms of a roster, and when they are asked next
    roster_sizes: Array  # [stages]
    promises: Records  # followers promised
    months: Records  # [M] macro factors
    sectors: Records  # [M, K] sector shocks
    contract_grid: Array  # contracts at equally spaced quantiles
    prospects: Records  # [N] of the month
    industry_members: Array  # [N] rows of prospects by industry
    industry_ends: Array  # [K + 1] where the members of each industry begin and end
    contacts: Records  # of the month
    newcomers: Records  # [N] firms of the month that wait for their rows
    gathered: Array  # [Z, Gathered.TOTAL] sums over the last months of the burn-in
    counts: Array  # [Count.TOTAL]
    fault: Records  # [1]
    panel: Records  # [months, Z] zones at the end of each recorded month
    platform_panel: Records  # [months, platforms]
    fund_panel: Records  # [months, Z]
    municipal_panel: Records  # [months]


class FirmTables(NamedTuple):
    """The tables of a run that are as long as there are firms."""

    firms: Records
    settled: Records
    builders: Records
    producers: Records
    rosters: Array
    waits: Records
    promises: Records


PANELS = {
    "panel": (ZONE, True),
    "platform_panel": (PLATFORM, True),
    "fund_panel": (FUND, True),
    "municipal_panel": (MUNICIPALITY, False),
}
"""What a run records each month: the kind of record, and whether there is about one a zone."""


def allocate_firms(rows: int, producers: int, promises: int, settled: int = 0) -> FirmTables:
    """Return tables for so many firms, producing firms and promised followers; memory is taken as they fill."""
    return FirmTables(
        firms=allocate_lines(FIRM, rows),
        settled=allocate_scratch(SETTLED, settled),
        builders=allocate_scratch(BUILDER, rows),
        producers=allocate_lines(PRODUCER, producers),
        rosters=allocate_pages(np.dtype(ROW), LIVE_STAGES, max(rows, producers)),
        waits=allocate_pages(WAIT, Stage.PRODUCING, rows).view(np.recarray),
        promises=allocate_scratch(PROMISE, promises),
    )
