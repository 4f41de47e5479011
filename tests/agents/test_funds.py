"""Rule 12: guidance funds raise, call, invest, lose and return."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.funds import FUND, call_capital, commit_fund, plan_deals, run_down_fund
from agents.levers import LEVER
from sim.accounting import post_fund
from sim.parameters import PARAMETER

BELIEFS = {
    "raising_success": 0.5, "state_lp_share": 0.7, "local_share": 0.3, "write_off_share": 0.28, "exit_multiple": 1.3,
    "management_fee": 0.02, "sub_fund_fee": 0.005,
}  # fmt: skip
# G = 10, planned fourfold: others are asked for 30 and give half of it, 15: 10.5 state money, 4.5 private.
PLAN = {"fund_size": 10.0, "fund_leverage": 4.0}
COMMITTED = {"committed_fiscal": 10.0, "committed_state": 10.5, "committed_social": 4.5}


def calls(fund):
    return [float(fund[f"call_{payer}"]) for payer in ("fiscal", "state", "social")]


def pay_in(fund):
    for payer in ("fiscal", "state", "social"):
        fund[f"called_{payer}"] += fund[f"call_{payer}"]


def called(fund):
    return fund.called_fiscal + fund.called_state + fund.called_social


def test_others_commit_what_is_planned_times_the_success_of_raising_it(row):
    fund = row(FUND)
    commit_fund(fund, row(LEVER, **PLAN), row(PARAMETER, **BELIEFS))
    assert fund.target == pytest.approx(40.0)
    assert [float(fund[name]) for name in COMMITTED] == pytest.approx([10.0, 10.5, 4.5])


def test_commitments_are_promises_and_never_fall(row):
    fund, p = row(FUND), row(PARAMETER, **BELIEFS)
    commit_fund(fund, row(LEVER, **PLAN), p)
    commit_fund(fund, row(LEVER, fund_size=2.0, fund_leverage=1.0), p)
    assert [float(fund[name]) for name in COMMITTED] == pytest.approx([10.0, 10.5, 4.5])


def test_pro_rata_calls_take_the_same_share_from_everybody(row):
    fund = row(FUND, **COMMITTED)
    call_capital(fund, row(LEVER))
    assert calls(fund) == pytest.approx([10 / 48, 10.5 / 48, 4.5 / 48])


def test_fiscal_first_takes_all_from_the_treasury_while_it_lasts(row):
    # 25 are committed, .520833 called a month: fiscal money lasts 10/.520833 = 19.2 months.
    fund, lever = row(FUND, **COMMITTED), row(LEVER, fund_fiscal_first=1.0)
    paid = []
    for _ in range(48):
        call_capital(fund, lever)
        paid.append(calls(fund))
        pay_in(fund)
    assert paid[0] == pytest.approx([25 / 48, 0, 0])
    assert paid[18] == pytest.approx([25 / 48, 0, 0])
    # Month 20: .2 of a call is left to the treasury (10 - 19*.520833 = .104167), the rest is shared 10.5 : 4.5.
    assert paid[19] == pytest.approx([0.1041667, 0.4166667 * 0.7, 0.4166667 * 0.3], abs=1e-6)
    assert paid[30] == pytest.approx([0, 25 / 48 * 0.7, 25 / 48 * 0.3])


@pytest.mark.parametrize("fiscal_first", [0.0, 1.0])
def test_after_four_years_all_that_was_committed_is_called_and_no_more(row, fiscal_first):
    fund, lever = row(FUND, **COMMITTED), row(LEVER, fund_fiscal_first=fiscal_first)
    for month in range(60):
        call_capital(fund, lever)
        pay_in(fund)
        assert called(fund) == pytest.approx(min(25.0, 25.0 * (month + 1) / 48))
    assert [float(fund[f"called_{payer}"]) for payer in ("fiscal", "state", "social")] == pytest.approx([10, 10.5, 4.5])


@given(
    committed=st.lists(st.floats(0.0, 100.0), min_size=3, max_size=3),
    paid=st.lists(st.floats(0.0, 1.0), min_size=3, max_size=3),
    fiscal_first=st.sampled_from([0.0, 1.0]),
)
def test_no_call_exceeds_what_its_payer_still_owes(row, committed, paid, fiscal_first):
    payers = ("fiscal", "state", "social")
    fund = row(FUND)
    for payer, promise, share in zip(payers, committed, paid, strict=True):
        fund[f"committed_{payer}"], fund[f"called_{payer}"] = promise, promise * share
    call_capital(fund, row(LEVER, fund_fiscal_first=fiscal_first))
    for call, promise, share in zip(calls(fund), committed, paid, strict=True):
        assert -1e-12 <= call <= promise * (1 - share) + 1e-9
    left = sum(c * (1 - s) for c, s in zip(committed, paid, strict=True))
    assert sum(calls(fund)) == pytest.approx(min(sum(committed) / 48, left), abs=1e-9)


# --- deals


def test_the_local_share_is_the_managers_own_or_what_the_ratio_demands(row):
    # Called 4 of 10 are fiscal. Ratio 1.5 demands .6 of the money, ratio .5 only .2 < .3 of their own accord.
    fields = {"called_fiscal": 4.0, "called_state": 4.0, "called_social": 2.0, "cash": 3.0}
    p = row(PARAMETER, **BELIEFS)
    for ratio, local in ((1.5, 0.6), (0.5, 0.3), (3.0, 1.0)):
        fund = row(FUND, **fields)
        plan_deals(fund, row(LEVER, reinvestment_ratio=ratio), p)
        assert fund.local_budget == pytest.approx(local * 3.0)
        assert fund.deal_outside == pytest.approx((1 - local) * 10 / 48)  # at most a month's call
    poor = row(FUND, **(fields | {"cash": 0.1}))
    plan_deals(poor, row(LEVER, reinvestment_ratio=1.5), p)
    assert (poor.local_budget, poor.deal_outside) == pytest.approx((0.06, 0.04))


def test_a_fund_that_has_called_nothing_invests_nothing(row):
    fund = row(FUND, cash=1.0)
    plan_deals(fund, row(LEVER), row(PARAMETER, **BELIEFS))
    assert (fund.local_budget, fund.deal_outside) == (0.0, 0.0)


# --- losses, exits, fees


def test_losses_compound_to_the_write_off_share_in_five_years(row):
    fund, p = row(FUND, holdings_local=100.0), row(PARAMETER, **BELIEFS)
    for _ in range(60):
        run_down_fund(fund, row(LEVER), p)
        fund.holdings_local -= fund.loss  # losses alone, no exits
    assert 100.0 - fund.holdings_local == pytest.approx(28.0)


def test_a_month_of_running_down_by_hand(row):
    # Loss rate 1 - .72^(1/60) = 1 - e^{-.3285/60} = .0054601; holdings 3 + 1.
    fund = row(FUND, holdings_local=3.0, holdings_outside=1.0, guaranteed=1.5, called_fiscal=5.0, cash=2.0)
    run_down_fund(fund, row(LEVER, fund_sub_funds=7.0), row(PARAMETER, **BELIEFS))
    assert fund.loss == pytest.approx(0.021840, abs=2e-6)
    assert fund.exit_cost == pytest.approx(4 / 84)
    assert fund.exit_value == pytest.approx(1.3 * 4 / 84)
    assert fund.buyback == pytest.approx(0.021840 * 1.5 / 4, abs=1e-6)  # what is lost of guaranteed deals
    assert fund.fee == pytest.approx((0.02 * 5 + 0.005 * 6) / 12)
    assert fund.distribution == pytest.approx(fund.exit_value + fund.buyback)


def test_without_a_promise_nothing_is_bought_back(row):
    fund = row(FUND, holdings_local=3.0, called_fiscal=5.0, cash=1.0)
    run_down_fund(fund, row(LEVER, fund_buyback=1.0), row(PARAMETER, **BELIEFS))  # a promise for deals to come
    assert fund.buyback == 0.0


def test_fees_are_paid_from_cash_only(row):
    fund = row(FUND, called_fiscal=500.0, cash=0.01)
    run_down_fund(fund, row(LEVER), row(PARAMETER, **BELIEFS))
    assert fund.fee == 0.01


# --- identities


@given(
    called_before=st.lists(st.floats(0.0, 50.0), min_size=3, max_size=3),
    cash=st.floats(0.0, 50.0),
    holdings=st.lists(st.floats(0.0, 100.0), min_size=2, max_size=2),
    deal=st.floats(0.0, 1.0),
    levers=st.fixed_dictionaries({
        "fund_size": st.floats(0.0, 100.0), "fund_leverage": st.floats(1.0, 10.0),
        "fund_fiscal_first": st.sampled_from([0.0, 1.0]), "reinvestment_ratio": st.floats(0.0, 3.0),
        "fund_buyback": st.floats(0.0, 1.0), "fund_sub_funds": st.floats(1.0, 20.0),
    }),
)  # fmt: skip
def test_cash_and_holdings_move_by_their_flows_alone(row, called_before, cash, holdings, deal, levers):
    fund, lever, p = row(FUND), row(LEVER, **levers), row(PARAMETER, **BELIEFS)
    for payer, amount in zip(("fiscal", "state", "social"), called_before, strict=True):
        fund[f"called_{payer}"] = fund[f"committed_{payer}"] = amount
    fund.cash, fund.holdings_local, fund.holdings_outside = cash, *holdings
    fund.invested_local, fund.invested_outside = holdings
    commit_fund(fund, lever, p)
    call_capital(fund, lever)
    plan_deals(fund, lever, p)
    fund.deal_local = deal * fund.local_budget
    run_down_fund(fund, lever, p)
    post_fund(fund)
    # cash' = cash + calls + exits (and what is bought back) - investments - fees - distributions
    moved = sum(calls(fund)) + fund.exit_value + fund.buyback
    moved -= fund.deal_local + fund.deal_outside + fund.fee + fund.distribution
    assert fund.cash == pytest.approx(cash + moved, abs=1e-9)
    # holdings' = holdings + investments - cost of exits - write-offs
    held = fund.holdings_local + fund.holdings_outside
    assert held == pytest.approx(
        sum(holdings) + fund.deal_local + fund.deal_outside - fund.exit_cost - fund.loss, abs=1e-9
    )
    assert fund.invested_local + fund.invested_outside == pytest.approx(held + fund.sold + fund.written_off, abs=1e-9)
    # raised = called + uncalled, and nobody is called beyond a promise
    for payer in ("fiscal", "state", "social"):
        assert fund[f"called_{payer}"] <= fund[f"committed_{payer}"] + 1e-9
    assert fund.holdings_local >= 0.0


@given(holdings=st.floats(0.1, 100.0), guaranteed=st.floats(0.0, 1.0))
def test_a_guarantee_shrinks_with_the_holdings_it_covers(row, holdings, guaranteed):
    fund = row(FUND, holdings_local=holdings, invested_local=holdings, guaranteed=guaranteed * holdings)
    run_down_fund(fund, row(LEVER), row(PARAMETER, **BELIEFS))
    post_fund(fund)
    assert fund.guaranteed == pytest.approx(guaranteed * fund.holdings_local)
