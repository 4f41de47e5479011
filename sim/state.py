"""The state of a run: records of the four kinds, rosters of firms by stage, and what the month needs at hand.

`World` is a named tuple of arrays: compiled phases take it whole, and Python sees the same memory.
"""

from typing import Any, NamedTuple

import numpy as np

from agents.firms.record import BUILDER, FIRM, LIVE_STAGES, PRODUCER, Stage
from agents.records import INTEGER, SHORT, Field, Records, allocate_lines, allocate_scratch, record_type

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
    Field("key", "stable key [1]", INTEGER),
    Field("tastes", "key of its tastes for zones [1]", INTEGER),
    Field("luck", "quantile of its contract investment [1]"),
    Field("first_time", "time of the first zone in its race, infinite without [1]"),
    Field("second_time", "time of the second [1]"),
    Field("first", "first zone in its race, -1 none met [row of ZONE]", SHORT),
    Field("second", "second zone, -1 none [row of ZONE]", SHORT),
    Field("industry", "industry [code]", SHORT),
    Field("born", "born, not thinned by a sector shock [flag]", SHORT),
))
CONTACT = record_type((
    Field("zone", "zone that met it [row of ZONE]", INTEGER),
    Field("prospect", "prospect met [row of PROSPECT]", INTEGER),
))
NEWCOMER = record_type((
    Field("key", "stable key of the firm's luck [1]", INTEGER),
    Field("contract", "contract investment [亿元]"),
    Field("zone", "zone that it joins [row of ZONE]", SHORT),
    Field("second_zone", "its second choice, -1 none [row of ZONE]", SHORT),
    Field("industry", "industry [code]", SHORT),
    Field("origin", "prospect, follower or expansion [Origin]", SHORT),
))
WAIT = record_type((
    Field("zone", "zone of the firm [row of ZONE]", SHORT),
    Field("due", "month in which it is asked next [month]", SHORT),
))
PROMISE = record_type((
    Field("anchor", "anchor that is followed [row of FIRM]", INTEGER),
    Field("rank", "rank among its followers [1]", INTEGER),
    Field("next", "next follower of the same month, -1 none [row of PROMISE]", INTEGER),
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
    TOTAL: int = 8


Count = _Count()


class World(NamedTuple):
    """All arrays of a run.

    Z zones, K industries, F firm rows, M months with the burn-in, N prospects a month at most.
    """

    seed: int
    zones: Records  # [Z]
    zone_table: Array  # [Z, fields] the same memory as floats
    levers: Records  # [Z]
    lever_table: Array  # [Z, levers] the same memory as floats
    changes: Records  # dated changes in order of month
    firms: Records  # [F]
    builders: Records  # [F] what is asked of building firms each month, in the order of their roster
    producers: Records  # [F] what is asked of producing firms each month, in the order of their roster
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
    rosters: Array  # [stages, F] rows of firms by stage
    waits: Records  # [stages before production, F] zones of the firms of a roster, and when they are asked next
    roster_sizes: Array  # [stages]
    promises: Records  # [F] followers promised
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


def allocate_firms(rows: int) -> dict[str, Any]:
    """Return the tables of a world that have a place for each firm, empty and for so many rows, by name."""
    return {
        "firms": allocate_lines(FIRM, rows),
        "builders": allocate_scratch(BUILDER, rows),
        "producers": allocate_scratch(PRODUCER, rows),
        "rosters": np.empty((LIVE_STAGES, rows), np.int32),
        "waits": np.empty((Stage.PRODUCING, rows), WAIT).view(np.recarray),
        "promises": allocate_scratch(PROMISE, rows),
    }
