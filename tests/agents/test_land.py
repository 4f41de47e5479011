"""Rule 10: land comes in, is taken, falls idle and comes back, and nothing gets lost."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.firms.record import FIRM
from agents.levers import LEVER
from agents.zones.land import (
    RESERVE_MONTHS,
    age_land,
    idle_hazards,
    idle_preferred,
    judge_towns,
    recycle_idle_land,
    supply_land,
)
from agents.zones.record import ZONE
from sim.accounting import post_land
from sim.parameters import PARAMETER
from sim.pipeline import take_parcel
from sim.state import MUNICIPALITY

ROUTES = {
    "recycling_hazard": 0.01, "route_transfer": 0.30, "route_judicial": 0.15, "route_upgrade": 0.25,
    "route_platform": 0.15, "route_reserve": 0.15, "campaign": 4.0, "town_response": 0.5, "compensation": 20.0,
}  # fmt: skip

# --- the account

STOCKS = ("approved", "available", "pipeline", "occupied", "idle", "reserve")
FLOWS = (
    "quota", "supplied", "recycled_platform", "taken_new", "taken_idle", "land_started", "land_failed",
    "recycled_upgrade", "land_closed", "recycled_reserve",
)  # fmt: skip


class ZonesAndReserve:
    """The part of a world that the land account reads."""

    def __init__(self, zones):
        self.zones = zones
        self.reserve_queue = np.zeros((zones.size, RESERVE_MONTHS))


def zones_of(row, **fields):
    return np.array([row(ZONE, **fields)]).view(np.recarray)


def post(world, month):
    getattr(post_land, "py_func", post_land)(world, month)


def test_every_flow_of_the_land_account_moves_the_stocks_it_should_and_only_once(row):
    # From and to of each flow (rule 10): outside is the quota alone.
    routes = {
        "quota": (None, "approved"), "supplied": ("approved", "available"), "taken_new": ("available", "pipeline"),
        "taken_idle": ("idle", "pipeline"), "land_started": ("pipeline", "occupied"),
        "land_failed": ("pipeline", "idle"), "land_closed": ("occupied", "idle"),
        "recycled_platform": ("idle", "available"), "recycled_upgrade": ("idle", "occupied"),
        "recycled_reserve": ("idle", "reserve"),
    }  # fmt: skip
    assert set(routes) == set(FLOWS)
    for flow, (source, target) in routes.items():
        world = ZonesAndReserve(zones_of(row, **dict.fromkeys(STOCKS, 100.0), **{flow: 7.0}))
        post(world, 3)
        expected = dict.fromkeys(STOCKS, 100.0)
        if source:
            expected[source] -= 7.0
        expected[target] += 7.0
        assert {stock: float(world.zones[0][stock]) for stock in STOCKS} == expected, flow


def test_land_stays_twelve_months_in_reserve(row):
    world = ZonesAndReserve(zones_of(row, reserve=0.0, idle=100.0, recycled_reserve=7.0))
    post(world, 0)
    world.zones.recycled_reserve = 0.0
    for month in range(1, 12):
        post(world, month)
        assert world.zones[0].reserve == 7.0, month
    post(world, 12)
    assert (world.zones[0].reserve, world.zones[0].available) == (0.0, 7.0)


@given(flows=st.lists(st.floats(0.0, 1e4), min_size=len(FLOWS), max_size=len(FLOWS)), released=st.floats(0, 1e3))
def test_land_only_grows_by_the_quota(row, flows, released):
    world = ZonesAndReserve(
        zones_of(row, area_in_use=6e5, **dict.fromkeys(STOCKS, 1e5), **dict(zip(FLOWS, flows, strict=True)))
    )
    world.reserve_queue[:] = released
    post(world, 5)
    z = world.zones[0]
    assert sum(float(z[stock]) for stock in STOCKS) == pytest.approx(6e5 + flows[0], rel=1e-12)
    assert z.area_in_use == pytest.approx(6e5 + flows[0])


# --- idle land


def test_without_a_campaign_one_percent_a_month_comes_back_by_the_routes_shares(row):
    hazards = idle_hazards(row(ZONE, idle=500.0), row(LEVER), row(PARAMETER, **ROUTES))
    assert hazards == pytest.approx((0.003, 0.0015, 0.0025, 0.0015, 0.0015))
    assert sum(hazards) == pytest.approx(0.01)


def test_the_shares_of_the_routes_add_up_to_one(row):
    p = row(PARAMETER)
    names = ("route_transfer", "route_judicial", "route_upgrade", "route_platform", "route_reserve")
    assert sum(float(p[name]) for name in names) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("lever", "route"),
    [
        ("recycle_transfer", 0),
        ("recycle_judicial", 1),
        ("recycle_upgrade", 2),
        ("recycle_platform", 3),
        ("recycle_reserve", 4),
    ],
)
def test_a_campaign_multiplies_its_own_route_by_five_and_no_other(row, lever, route):
    plain = np.array([0.003, 0.0015, 0.0025, 0.0015, 0.0015])
    plain[route] *= 1 + 4.0
    found = idle_hazards(row(ZONE, idle=500.0), row(LEVER, **{lever: 1.0}), row(PARAMETER, **ROUTES))
    assert found == pytest.approx(plain)


def test_the_easy_parcels_go_first(row):
    # A quarter of the idle land of the campaign's start is left: (1/4)^.5 = 1/2.
    zone = row(ZONE, idle=250.0, idle_reference=1000.0)
    found = idle_hazards(zone, row(LEVER, recycle_transfer=1.0), row(PARAMETER, **ROUTES))
    assert found[0] == pytest.approx(0.003 * 5 / 2)
    assert found[1] == pytest.approx(0.0015 / 2)


def test_towns_that_keep_the_proceeds_work_harder_on_every_route(row):
    found = idle_hazards(row(ZONE, idle=500.0), row(LEVER, town_incentive=1.0), row(PARAMETER, **ROUTES))
    assert sum(found) == pytest.approx(0.015)  # 1 + .5


def test_no_more_than_all_idle_land_moves(row):
    everything = {f"recycle_{name}": 1.0 for name in ("transfer", "judicial", "upgrade", "platform", "reserve")}
    p = row(PARAMETER, **(ROUTES | {"campaign": 500.0}))
    assert sum(idle_hazards(row(ZONE, idle=9.0), row(LEVER, **everything), p)) == pytest.approx(1.0)


def test_a_month_of_recycling_by_hand(row):
    # 1000 mu idle, 50 just taken, 150 still on offer: 800 wait. Upgrade .0025*800 = 2, platform 1.2, reserve 1.2,
    # newly on offer .0045*800 = 3.6. Compensation 1.2 mu * 20 万元 = 24 万元 = .0024 亿元, platform and reserve alike.
    zone = row(ZONE, idle=1000.0, taken_idle=50.0, idle_offered=150.0, cash=1.0)
    paid = recycle_idle_land(zone, row(LEVER), row(PARAMETER, **ROUTES), True)
    assert (zone.recycled_upgrade, zone.recycled_platform, zone.recycled_reserve) == pytest.approx((2.0, 1.2, 1.2))
    assert zone.idle_offered == pytest.approx(153.6)
    assert (paid, zone.recycling_cost) == pytest.approx((0.0024, 0.0024))


def test_the_routes_that_cost_money_need_somebody_who_has_it(row):
    # Without an able platform its route rests; .0004 亿元 = 4 万元 buy .2 mu for the reserve.
    zone = row(ZONE, idle=800.0, cash=0.0004)
    assert recycle_idle_land(zone, row(LEVER), row(PARAMETER, **ROUTES), False) == 0.0
    assert zone.recycled_platform == 0.0
    assert zone.recycled_reserve == pytest.approx(0.2)
    broke = row(ZONE, idle=800.0, cash=-3.0)
    recycle_idle_land(broke, row(LEVER), row(PARAMETER, **ROUTES), True)
    assert (broke.recycled_reserve, broke.recycling_cost) == (0.0, 0.0)


@given(
    idle=st.floats(0.0, 1e5),
    taken=st.floats(0.0, 0.5),
    offered=st.floats(0.0, 0.5),
    drives=st.lists(st.floats(0.0, 1.0), min_size=5, max_size=5),
    campaign=st.floats(0.0, 300.0),
)
def test_recycling_never_moves_more_than_waits_and_offers_no_more_than_is_idle(
    row, idle, taken, offered, drives, campaign
):
    names = ("recycle_transfer", "recycle_judicial", "recycle_upgrade", "recycle_platform", "recycle_reserve")
    zone = row(ZONE, idle=idle, taken_idle=taken * idle, idle_offered=offered * idle, cash=1e6)
    lever = row(LEVER, **dict(zip(names, drives, strict=True)))
    recycle_idle_land(zone, lever, row(PARAMETER, **(ROUTES | {"campaign": campaign})), True)
    left = idle - zone.taken_idle - zone.recycled_upgrade - zone.recycled_platform - zone.recycled_reserve
    assert zone.idle_offered <= left + 1e-9 * max(1.0, idle)


# --- supply


def test_land_is_supplied_to_those_who_wait_and_by_the_campaign(row):
    p = row(PARAMETER, clearing_rate=0.05)
    zone = row(ZONE, approved=600.0, blocked_land=120.0, quota_plan=30.0)
    supply_land(zone, row(LEVER), p)
    assert (zone.quota, zone.supplied) == pytest.approx((30.0, 20.0))  # 120/6
    supply_land(zone, row(LEVER, clear_approved_land=1.0), p)
    assert zone.supplied == pytest.approx(50.0)  # 120/6 + .05*600
    poor = row(ZONE, approved=4.0, blocked_land=120.0)
    supply_land(poor, row(LEVER), p)
    assert poor.supplied == 4.0


def test_a_town_below_the_threshold_gets_no_new_land_for_twelve_months(row):
    # Half of last year's 200 mu were due, 99 came.
    zone = row(
        ZONE, recycled_year=99.0, recycle_base=200.0, idle=180.0, approved=500.0, blocked_land=60.0, quota_plan=3
    )
    lever, p = row(LEVER, town_threshold=0.5), row(PARAMETER)
    judge_towns(zone, lever, 5)
    assert zone.land_suspended == 0  # judged in January only
    judge_towns(zone, lever, 0)
    assert zone.land_suspended == 0  # nor in the first January, which has no year before it
    judge_towns(zone, lever, 12)
    assert (zone.land_suspended, zone.recycle_base, zone.recycled_year) == (12, 180.0, 0.0)
    supplies = []
    for _ in range(14):
        supply_land(zone, lever, p)
        supplies.append(float(zone.supplied + zone.quota))
    assert supplies == pytest.approx([0.0] * 12 + [13.0] * 2)


def test_a_town_at_the_threshold_or_without_one_goes_on(row):
    for recycled, threshold in ((100.0, 0.5), (0.0, 0.0)):
        zone = row(ZONE, recycled_year=recycled, recycle_base=200.0)
        judge_towns(zone, row(LEVER, town_threshold=threshold), 12)
        assert zone.land_suspended == 0


# --- low-efficiency land


def test_low_efficiency_land_keeps_its_share_until_a_campaign_clears_it(row):
    # 5000 mu occupied, share .1: 500 mu low-efficient; ageing .001*4500 = 4.5 in, .001*(.9/.1)*500 = 4.5 out.
    p = row(PARAMETER, ageing=0.001, low_efficiency_share=0.1, campaign=4.0, renewal_floor=500.0)
    zone = row(ZONE, occupied=5000.0, low_efficiency=500.0)
    age_land(zone, row(LEVER), p)
    assert (zone.aged, zone.efficiency_cleared, zone.floor_built) == pytest.approx((4.5, 4.5, 0.0))
    age_land(zone, row(LEVER, recycle_upgrade=1.0), p)
    assert (zone.efficiency_cleared, zone.floor_built) == pytest.approx((22.5, 0.0))  # times 1 + 4
    age_land(zone, row(LEVER, park_renewal=1.0), p)
    assert (zone.efficiency_cleared, zone.floor_built) == pytest.approx((22.5, 18 * 500))  # the 18 mu beyond 4.5


# --- taking a parcel


def parcel_taken(row, available=1e4, offered=0.0, parameters=None, **levers):
    firm = row(FIRM, key=9, land=80.0, investment=2.0)
    zone = row(ZONE, available=available, idle_offered=offered, platform=-1, land_price=20.0)
    arguments = (row(MUNICIPALITY), row(PARAMETER, **(parameters or {})), 3)
    return take_parcel(firm, zone, row(LEVER, **levers), *arguments), firm, zone


def test_standard_land_caps_the_parcel_at_its_minimum_intensity(row):
    # 2亿 = 20,000 万元 realised on 80 mu is 250 万元/mu; a minimum of 400 leaves 50 mu.
    taken, firm, zone = parcel_taken(row, standard_land=1.0, standard_intensity=400.0)
    assert taken
    assert (firm.land, zone.taken_new, zone.standard_mu) == pytest.approx((50.0, 50.0, 50.0))
    _, dense, _ = parcel_taken(row, standard_land=1.0, standard_intensity=200.0)
    assert dense.land == 80.0  # dense enough already
    _, ordinary, _ = parcel_taken(row, standard_intensity=400.0)
    assert ordinary.land == 80.0  # no standard land, no minimum


def test_industry_upstairs_saves_land(row):
    _, firm, _ = parcel_taken(row, parameters={"upstairs_saving": 0.3}, industry_upstairs=0.5)
    assert firm.land == pytest.approx(80 * 0.85)


def test_a_firm_waits_where_new_and_idle_land_together_do_not_suffice(row):
    taken, firm, zone = parcel_taken(row, available=30.0, offered=49.0)
    assert not taken
    assert (firm.land, zone.taken_new, zone.taken_idle, zone.idle_offered) == (80.0, 0.0, 0.0, 49.0)


def test_a_firm_takes_idle_land_where_new_land_has_run_out(row):
    taken, firm, zone = parcel_taken(row, available=0.0, offered=200.0)
    assert taken
    assert (firm.idle_parcel, zone.taken_idle, zone.idle_offered, zone.taken_new) == (1, 80.0, 120.0, 0.0)
    assert zone.land_receipts == 0.0  # idle land is bought from its owner, not from the state


def test_what_one_kind_of_land_lacks_the_other_gives_and_only_new_land_is_sold_by_the_state(row):
    # 80 mu needed, 30 new and 55 idle there: 30 + 50 or 25 + 55, as the firm prefers; .4 of the receipts stay.
    taken, firm, zone = parcel_taken(row, available=30.0, offered=55.0, parameters={"land_share_zone": 0.4})
    assert taken
    assert zone.taken_new + zone.taken_idle == firm.land == 80.0
    assert (zone.taken_new, zone.taken_idle) in {(30.0, 50.0), (25.0, 55.0)}
    assert zone.idle_offered == 55.0 - zone.taken_idle
    assert zone.land_receipts == pytest.approx(0.4 * zone.taken_new * 20e-4)
    assert firm.idle_parcel == 1  # most of it is idle land


def test_the_choice_between_parcels_is_a_logit(row):
    # a_J = ln .5, 100 mu offered, 150 mu new: P(idle) = 50/200 = 1/4.
    zone, p = row(ZONE, idle_offered=100.0), row(PARAMETER, idle_taste=math.log(0.5))
    assert idle_preferred(zone, 0.249, 150.0, p)
    assert not idle_preferred(zone, 0.251, 150.0, p)
