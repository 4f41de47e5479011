"""Faults that stop a run: an account that does not balance, a table too small."""

from typing import NamedTuple


class _Fault(NamedTuple):
    """Codes of faults; compiled rules set them, Python raises them."""

    NONE: int = 0
    LAND_TOTAL: int = 1
    LAND_OCCUPIED: int = 2
    LAND_PIPELINE: int = 3
    LAND_NEGATIVE: int = 4
    FIRM_COUNT: int = 5
    PLATFORM_BALANCE: int = 6
    PLATFORM_CASH: int = 7
    COMMITTEE_CASH: int = 8
    MUNICIPAL_CASH: int = 9
    FUND_CASH: int = 10
    FUND_CALLS: int = 11
    FUND_HOLDINGS: int = 12
    TAX: int = 13
    SPENDING: int = 14
    FIRM_ROWS: int = 15
    CONTACT_ROWS: int = 16
    FOLLOWER_ROWS: int = 17


Fault = _Fault()


class Account(NamedTuple):
    """What an account is called and measured in, and whose rows it has."""

    name: str
    unit: str
    kind: str  # zone | platform | fund | municipality | firm


ACCOUNTS = {
    Fault.LAND_TOTAL: Account("land: U+A+P+O+J+Res = area in use", "mu", "zone"),
    Fault.LAND_OCCUPIED: Account("land: O = land of started, completed and producing firms", "mu", "zone"),
    Fault.LAND_PIPELINE: Account("land: P = land of landed firms", "mu", "zone"),
    Fault.LAND_NEGATIVE: Account("land: no negative stock", "mu", "zone"),
    Fault.FIRM_COUNT: Account("firms: stages + exits = arrivals", "firms", "zone"),
    Fault.PLATFORM_BALANCE: Account("platform: assets = debt + equity", "亿元", "platform"),
    Fault.PLATFORM_CASH: Account("platform: cash statement", "亿元", "platform"),
    Fault.COMMITTEE_CASH: Account("committee: cash statement", "亿元", "zone"),
    Fault.MUNICIPAL_CASH: Account("municipality: cash statement", "亿元", "municipality"),
    Fault.FUND_CASH: Account("fund: cash statement", "亿元", "fund"),
    Fault.FUND_CALLS: Account("fund: committed = called + uncalled", "亿元", "fund"),
    Fault.FUND_HOLDINGS: Account("fund: invested = holdings + sold + written off", "亿元", "fund"),
    Fault.TAX: Account("tax: collected = sum over firms", "亿元", "zone"),
    Fault.SPENDING: Account("firms: spending <= realised investment", "亿元", "firm"),
}


class AccountError(RuntimeError):
    """An account does not balance: names account, row, month and amount."""

    def __init__(self, account: Account, who: str, month: str, amount: float) -> None:
        super().__init__(
            f"account broken: {account.name}; {account.kind} {who}; month {month}; out by {amount:.6g} {account.unit}"
        )
        self.account, self.who, self.month, self.amount = account, who, month, amount
