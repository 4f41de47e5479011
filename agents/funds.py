"""Guidance funds and sub-funds: raise, call, invest, lose, return (rule 12)."""

import math
from dataclasses import dataclass
from typing import Annotated

from agents.compiled import compiled
from agents.quantities import Beta, Block, Fixed, LogNormal, Quantity
from agents.records import FLAG, INTEGER, KEY, Field, Record, record_type

FUND_FIELDS = (
    Field("key", "stable key [1]", KEY),
    Field("zone", "zone that committed the fiscal money [row of ZONE]", INTEGER),
    Field("parent", "guidance fund of a sub-fund, -1 for a guidance fund [row of FUND]", INTEGER),
    Field("is_sub_fund", "is a sub-fund [flag]", FLAG),
    Field("target", "planned size [亿元]"),
    Field("committed_fiscal", "fiscal commitments [亿元]"),
    Field("committed_state", "commitments of other state money [亿元]"),
    Field("committed_social", "commitments of private money [亿元]"),
    Field("called_fiscal", "fiscal money called [亿元]"),
    Field("called_state", "other state money called [亿元]"),
    Field("called_social", "private money called [亿元]"),
    Field("cash", "cash [亿元]"),
    Field("cash_before", "cash at the start of the month [亿元]"),
    Field("holdings_local", "local holdings at cost [亿元]"),
    Field("holdings_outside", "holdings elsewhere at cost [亿元]"),
    Field("invested_local", "invested locally so far [亿元]"),
    Field("invested_outside", "invested elsewhere so far [亿元]"),
    Field("sold", "sold so far, at cost [亿元]"),
    Field("written_off", "written off so far [亿元]"),
    Field("distributed", "distributed so far [亿元]"),
    Field("distributed_fiscal", "of it to the committee [亿元]"),
    Field("guaranteed", "local holdings under a buy-back promise [亿元]"),
    Field("call_fiscal", "fiscal call [亿元 / month]"),
    Field("call_state", "call of other state money [亿元 / month]"),
    Field("call_social", "call of private money [亿元 / month]"),
    Field("local_budget", "money ready for local deals [亿元 / month]"),
    Field("deal_local", "invested locally [亿元 / month]"),
    Field("deal_outside", "invested elsewhere [亿元 / month]"),
    Field("exit_cost", "holdings sold, at cost [亿元 / month]"),
    Field("exit_value", "holdings sold, proceeds [亿元 / month]"),
    Field("loss", "written off [亿元 / month]"),
    Field("buyback", "bought back by the committee [亿元 / month]"),
    Field("fee", "management fee [亿元 / month]"),
    Field("distribution", "distributed [亿元 / month]"),
)
FUND = record_type(FUND_FIELDS)
CALL_MONTHS = 48.0
LIFE_MONTHS = 84.0


@dataclass(frozen=True, kw_only=True)
class FundParameters:
    """What is believed about funds."""

    raising_success: Annotated[float, Quantity("f", "1", Beta(6, 8),
        "raised over planned money of others", "domain.md 1.5 (CSET 2021: 43 %)")]
    state_lp_share: Annotated[float, Quantity("s_LP", "1", Fixed(0.70),
        "state money in what others commit", "domain.md 1.5 (70 % in 2019)", Block.FIXED)]
    local_share: Annotated[float, Quantity("L", "1", Beta(2.5, 6),
        "share that managers invest locally of their own accord", "domain.md 1.5 [M]")]
    fund_ticket: Annotated[float, Quantity("g_max", "1", Beta(4, 16),
        "largest equity share of an investment that funds offer", "Assumption A-49")]
    write_off_share: Annotated[float, Quantity("w_5", "1", Beta(20, 50),
        "share of an investment written off in five years", "domain.md 1.5 (20-35 %) [M]")]
    exit_multiple: Annotated[float, Quantity("m_x", "1", LogNormal(1.3, 0.25),
        "proceeds of what is sold over its cost", "Assumption A-50")]
    management_fee: Annotated[float, Quantity("f_m", "1 / year", Fixed(0.02),
        "management fee on called money", "Assumption A-51", Block.FIXED)]
    sub_fund_fee: Annotated[float, Quantity("f_n", "亿元/year", Fixed(0.005),
        "fixed cost of each further sub-fund", "Assumption A-51", Block.FIXED)]


@compiled
def commit_fund(fund: Record, lever: Record, p: Record) -> None:
    r"""Set target and commitments of a zone's sub-funds from the levers; they never fall.

    .. math::

        target &= m\,G, \qquad fiscal = G \\
        state &= s_{LP}\,f\,(m-1)\,G, \qquad social = (1-s_{LP})\,f\,(m-1)\,G

    G fund_size, m fund_leverage, f fund-raising success [亿元]. Source: model.md rule (12).
    """
    raised = p.raising_success * (lever.fund_leverage - 1.0) * lever.fund_size
    fund.target = max(fund.target, lever.fund_leverage * lever.fund_size)
    fund.committed_fiscal = max(fund.committed_fiscal, lever.fund_size)
    fund.committed_state = max(fund.committed_state, p.state_lp_share * raised)
    fund.committed_social = max(fund.committed_social, (1.0 - p.state_lp_share) * raised)


@compiled
def call_capital(fund: Record, lever: Record) -> None:
    r"""Call 1/48 of commitments a month, pro rata or fiscal money first.

    .. math:: call = \min(committed/48,\; uncalled)

    Fiscal first: the whole call comes from fiscal money while any is uncalled. [亿元 / month]. Source: model.md rule
    (12).
    """
    left_fiscal = fund.committed_fiscal - fund.called_fiscal
    left_state = fund.committed_state - fund.called_state
    left_social = fund.committed_social - fund.called_social
    committed = fund.committed_fiscal + fund.committed_state + fund.committed_social
    total = min(committed / CALL_MONTHS, left_fiscal + left_state + left_social)
    fund.call_fiscal = 0.0
    fund.call_state = 0.0
    fund.call_social = 0.0
    if total <= 0.0:
        return
    if lever.fund_fiscal_first > 0.5:
        fund.call_fiscal = min(total, left_fiscal)
        rest = total - fund.call_fiscal
        others = left_state + left_social
        if others > 0.0:
            fund.call_state = min(left_state, rest * left_state / others)
            fund.call_social = min(left_social, rest * left_social / others)
    else:
        left = left_fiscal + left_state + left_social
        fund.call_fiscal = total * left_fiscal / left
        fund.call_state = total * left_state / left
        fund.call_social = total * left_social / left


@compiled
def plan_deals(fund: Record, lever: Record, p: Record) -> None:
    r"""Split cash into what is kept for local deals and what goes elsewhere.

    .. math::

        cash &= \max(0, cash_0 - fee), \qquad \ell = \min(1, \max(L, \rho\,fiscal/called)) \\
        local\ budget &= \ell\,cash, \qquad elsewhere = (1-\ell)\,\min(cash, called/48)

    Local money that finds no deal stays idle: a strict ratio without deals locks cash up. [亿元 / month]. Source:
    model.md rule (12).
    """
    called = fund.called_fiscal + fund.called_state + fund.called_social
    fund.local_budget = 0.0
    fund.deal_outside = 0.0
    if called <= 0.0:
        return
    wanted = min(1.0, max(p.local_share, lever.reinvestment_ratio * fund.called_fiscal / called))
    cash = max(0.0, fund.cash - fund.fee)
    fund.local_budget = wanted * cash
    fund.deal_outside = (1.0 - wanted) * min(cash, called / CALL_MONTHS)


@compiled
def run_down_fund(fund: Record, lever: Record, p: Record) -> None:
    r"""Write off, sell, pay fees and distribute.

    .. math::

        loss &= (1-(1-w_5)^{1/60})\,holdings, \qquad sold = holdings/84 \\
        buyback &= loss \cdot guaranteed/holdings, \qquad distribution = m_x\,sold + buyback

    The committee makes good what is lost of deals that it guaranteed when they were made. [亿元 / month]. Source:
    model.md rule (12).
    """
    holdings = fund.holdings_local + fund.holdings_outside
    called = fund.called_fiscal + fund.called_state + fund.called_social
    fund.loss = (1.0 - math.pow(1.0 - p.write_off_share, 1.0 / 60.0)) * holdings
    fund.exit_cost = holdings / LIFE_MONTHS
    fund.exit_value = fund.exit_cost * p.exit_multiple
    fund.buyback = 0.0
    if holdings > 0.0:
        fund.buyback = fund.loss * fund.guaranteed / holdings
        fund.guaranteed -= fund.guaranteed * min(1.0, (fund.loss + fund.exit_cost) / holdings)
    fund.fee = 0.0
    if called > 0.0:
        yearly = p.management_fee * called + p.sub_fund_fee * (lever.fund_sub_funds - 1.0)
        fund.fee = min(max(0.0, fund.cash), yearly / 12.0)
    fund.distribution = fund.exit_value + fund.buyback
