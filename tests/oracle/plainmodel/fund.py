"""The guidance fund and sub-funds of a zone as one row."""

import mesa

FIELDS = """
    target committed_fiscal committed_state committed_social called_fiscal called_state called_social cash cash_before
    holdings_local holdings_outside invested_local invested_outside sold written_off distributed distributed_fiscal
    guaranteed call_fiscal call_state call_social local_budget deal_local deal_outside exit_cost exit_value loss buyback
    fee distribution
""".split()  # noqa: SIM905
FLOWS = """
    call_fiscal call_state call_social local_budget deal_local deal_outside exit_cost exit_value loss buyback fee
    distribution
""".split()  # noqa: SIM905
PAYERS = ("fiscal", "state", "social")


class Fund(mesa.Agent):
    """State of a zone's funds under the names of the description."""

    def __init__(self, model, zone):
        super().__init__(model)
        for name in FIELDS:
            setattr(self, name, 0.0)
        self.zone = zone

    def clear_flows(self):
        """Clear the flows of last month."""
        for name in FLOWS:
            setattr(self, name, 0.0)

    def run(self):
        """Commit, call, sell and lose, then plan the deals of the month."""
        self.commit()
        self.call()
        self.run_down()
        self.plan_deals()

    def commit(self):
        """Set target and commitments from the levers; they never fall."""
        p, lever = self.model.p, self.zone.levers
        others = p.raising_success * (lever.fund_leverage - 1.0) * lever.fund_size
        self.target = max(self.target, lever.fund_leverage * lever.fund_size)
        self.committed_fiscal = max(self.committed_fiscal, lever.fund_size)
        self.committed_state = max(self.committed_state, p.state_lp_share * others)
        self.committed_social = max(self.committed_social, (1.0 - p.state_lp_share) * others)

    def uncalled(self, payer):
        """Return what a payer still owes."""
        return max(0.0, getattr(self, f"committed_{payer}") - getattr(self, f"called_{payer}"))

    def called(self):
        """Return all money called."""
        return self.called_fiscal + self.called_state + self.called_social

    def call(self):
        """Call a forty-eighth of commitments a month, pro rata or fiscal money first."""
        committed = self.committed_fiscal + self.committed_state + self.committed_social
        owed = {payer: self.uncalled(payer) for payer in PAYERS}
        amount = min(committed / 48.0, sum(owed.values()))
        if amount <= 0.0:
            return
        if self.zone.levers.fund_fiscal_first > 0.5:
            self.call_fiscal = min(amount, owed["fiscal"])
            amount -= self.call_fiscal
            owed["fiscal"] = 0.0
        total = sum(owed.values())
        for payer in PAYERS:
            if owed[payer] > 0.0:
                setattr(self, f"call_{payer}", amount * owed[payer] / total)

    def run_down(self):
        """Write off, sell, pay fees and distribute."""
        p, lever = self.model.p, self.zone.levers
        holdings = self.holdings_local + self.holdings_outside
        self.loss = (1.0 - (1.0 - p.write_off_share) ** (1.0 / 60.0)) * holdings
        self.exit_cost = holdings / 84.0
        self.exit_value = p.exit_multiple * self.exit_cost
        if holdings > 0.0:
            self.buyback = self.loss * self.guaranteed / holdings
            self.guaranteed *= 1.0 - (self.loss + self.exit_cost) / holdings
        fixed = p.sub_fund_fee * max(0.0, lever.fund_sub_funds - 1.0) if self.called() > 0.0 else 0.0
        self.fee = min(max(0.0, self.cash), (p.management_fee * self.called() + fixed) / 12.0)
        self.distribution = self.exit_value + self.buyback

    def plan_deals(self):
        """Split cash into what is kept for local deals and what goes elsewhere."""
        p = self.model.p
        called = self.called()
        if called <= 0.0:
            return
        cash = max(0.0, self.cash - self.fee)
        demanded = self.zone.levers.reinvestment_ratio * self.called_fiscal / called
        local = min(1.0, max(p.local_share, demanded))
        self.local_budget = local * cash
        self.deal_outside = (1.0 - local) * min(cash, called / 48.0)

    def offer(self):
        """Return the equity over investment that the fund shows to firms."""
        if self.local_budget <= 0.0 or self.zone.signed_investment <= 0.0:
            return 0.0
        return min(self.model.p.fund_ticket, self.local_budget / (self.local_budget + self.zone.signed_investment))

    def invest(self, firm):
        """Invest in a binding firm in need of finance; a mandate keeps money from industries that do not lead."""
        if not firm.needs_finance or self.local_budget <= 0.0:
            return
        firm.fund_equity = min(self.local_budget, self.model.p.fund_ticket * firm.investment)
        if firm.industry not in self.zone.leading:
            firm.fund_equity *= 1.0 - self.zone.levers.fund_mandate
        self.local_budget -= firm.fund_equity
        self.deal_local += firm.fund_equity
        self.guaranteed += self.zone.levers.fund_buyback * firm.fund_equity

    def returned(self):
        """Return what the committee gets of a distribution."""
        called = self.called()
        return self.distribution * self.called_fiscal / called if called > 0.0 else 0.0

    def cash_flow(self):
        """Return the net cash flow."""
        receipts = self.call_fiscal + self.call_state + self.call_social + self.exit_value + self.buyback
        return receipts - self.deal_local - self.deal_outside - self.fee - self.distribution

    def post(self):
        """Post the month: calls, deals, sales, losses, distributions."""
        self.distributed_fiscal += self.returned()
        self.cash += self.cash_flow()
        for payer in PAYERS:
            setattr(self, f"called_{payer}", getattr(self, f"called_{payer}") + getattr(self, f"call_{payer}"))
        holdings = self.holdings_local + self.holdings_outside
        gone = self.exit_cost + self.loss
        local = self.holdings_local / holdings if holdings > 0.0 else 0.0
        self.holdings_local += self.deal_local - gone * local
        self.holdings_outside += self.deal_outside - gone * (1.0 - local)
        self.invested_local += self.deal_local
        self.invested_outside += self.deal_outside
        self.sold += self.exit_cost
        self.written_off += self.loss
        self.distributed += self.distribution
