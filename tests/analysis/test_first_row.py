"""The first row of the page on books worked by hand, and comparisons that are looked at while they run."""

from types import SimpleNamespace

import numpy as np
import pytest

from agents.platforms import PLATFORM
from agents.records import allocate_grid
from agents.zones.record import ZONE
from analysis.compare import comparable, compare
from analysis.first_row import HEADLINE, NET_NEW, county_cash, debt_service_share
from analysis.live import FromBelief, Gathered, Kitchen, run_task, tasks_of
from scenarios.load import load_scenario

SHARES = {"land_share_zone": 0.4, "land_share_platform": 0.5}


@pytest.fixture
def books():
    """Two months of one zone with a platform company.

    Committee: cash 10 before month 0, 12 at the end of month 1; platform company: 3 before, 4 at the end.
    The county pays grants of 0.5 a month, functions of 0.25, transfers of 1 and task fees of 0.125: 3.75 in two months.
    Land sold for 10 a month: the zone keeps 4, the company half of the other 6, the county the last 3.
    """
    zones, companies = allocate_grid(ZONE, 2, 1), allocate_grid(PLATFORM, 2, 1)
    zones["cash_before"][:, 0], zones["cash"][:, 0] = (10.0, 11.0), (11.0, 12.0)
    companies["cash_before"][:, 0], companies["cash"][:, 0] = (3.0, 3.5), (3.5, 4.0)
    for record, field, value in (
        (zones, "grant", 0.5), (zones, "municipal_takeover", 0.25), (zones, "land_receipts", 4.0),
        (zones, "land_receipts_platform", 3.0), (zones, "tax_local", 2.0), (companies, "transfer", 1.0),
        (companies, "task_fees", 0.125), (companies, "interest", 1.5), (companies, "repaid", 2.5),
        (companies, "rent", 0.5), (companies, "sales", 0.5),
    ):  # fmt: skip
        record[field] = value
    return SimpleNamespace(
        zones=np.rec.array([(0,)], dtype=[("platform", int)]), panel=zones, platform_panel=companies,
        parameters=np.rec.array([tuple(SHARES.values())], dtype=[(name, float) for name in SHARES]),
    )  # fmt: skip


def test_county_cash_is_what_is_held_more_less_what_the_county_paid_itself(books):
    # (12 - 10) + (4 - 3) - 2 (0.5 + 0.25 + 1 + 0.125) + 2 · 3 = 3 - 3.75 + 6
    assert county_cash(books, [0], 0, 1) == pytest.approx(5.25)


def test_debt_service_is_over_tax_land_rent_and_sales_of_the_last_year(books):
    # (1.5 + 2.5) / (2 + 4 + 3 + 3 + 0.5 + 0.5): month by month the same
    assert debt_service_share(books, [0], 0, 1) == pytest.approx(4.0 / 13.0)


def test_a_zone_without_platform_company_leaves_all_other_land_receipts_to_the_county(books):
    books.zones.platform[0] = -1
    # 12 - 10 - 2 (0.5 + 0.25) + 2 · 6
    assert county_cash(books, [0], 0, 1) == pytest.approx(12.5)


def test_the_headline_holds_no_signature_and_no_contract():
    assert HEADLINE[0] is NET_NEW
    assert not {outcome.name for outcome in HEADLINE} & {"signed", "contracted", "published_projects"}


@pytest.fixture(scope="module")
def pair():
    return comparable(load_scenario("typical-county"), [load_scenario("typical-county-reform")], 3)


def gathered(pair, draws, kitchen):
    found = Gathered(FromBelief(pair, "pair"))
    for task in tasks_of(draws):
        found.add(run_task(found.source, task, kitchen))
    return found


def test_a_live_comparison_is_the_comparison_to_the_digest_with_bases_kept_or_not(pair):
    wanted = compare(pair, 5).digest
    for room in (0, 10**9):
        kitchen = Kitchen(room)
        assert gathered(pair, 5, kitchen).comparison().digest == wanted
        assert gathered(pair, 5, kitchen).comparison().digest == wanted
        assert (len(kitchen) > 0) == (room > 0)


def test_a_draw_whose_second_run_is_not_done_is_left_out(pair):
    found = Gathered(FromBelief(pair, "pair"))
    for task in [task for task in tasks_of(5) if task != (4, True)]:
        found.add(run_task(found.source, task, Kitchen(10**9)))
    assert found.draws == 5
    assert found.comparison().digest == compare(pair, 4).digest


def test_a_kitchen_keeps_the_first_draws_and_makes_room_for_another_comparison_alone():
    class Dish:
        size = 10

    kitchen = Kitchen(25)
    for draw in range(4):
        kitchen.put(("first", draw), Dish())
    assert [kitchen.get(("first", draw)) is not None for draw in range(4)] == [True, True, False, False]
    kitchen.put(("second", 0), Dish())
    assert kitchen.get(("first", 0)) is None
    assert kitchen.get(("second", 0)) is not None
    assert kitchen.held == 10


def test_net_new_is_the_regions_gain(pair):
    found = gathered(pair, 4, Kitchen(10**9))
    base, option = found.headline_values(NET_NEW.name, 36)
    assert np.array_equal(option - base, found.comparison().options[0].differences("region.producing", 36))
