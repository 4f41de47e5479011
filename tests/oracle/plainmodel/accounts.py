"""The accounts of section 7.15, checked on every row in every month."""

from .tables import LARGE_PROJECT, Stage

TOLERANCE = 1e-9


class AccountError(Exception):
    """An account does not balance."""


def balance(month, row, account, difference, turnover):
    """Raise where an account is out by more than its tolerance."""
    if abs(difference) > TOLERANCE * max(1.0, turnover):
        raise AccountError(f"{account} of {row} in month {month} is out by {difference}")


def check(model):
    """Check every account on every row; in the burn-in firms are asked only before the books open on what they say."""
    if model.month < -1:
        return
    ask_firms(model)
    if model.month < 0:
        return
    for zone in model.zones:
        check_zone(model.month, zone)
    for platform in model.platforms:
        check_platform(model.month, platform)
    for fund in model.funds:
        check_fund(model.month, fund)
    town = model.municipality
    balance(model.month, "municipality", "cash", town.cash - town.cash_before - town.cash_flow(), abs(town.cash))


def check_spending(month, firm):
    """Check that a firm that builds has spent no more than its investment."""
    over = firm.spent - firm.investment
    if over > 0.0:
        balance(month, firm.key, "spending", over, firm.investment)


def ask_firms(model):
    """Add up what live firms say of land, number and tax by zone."""
    for zone in model.zones:
        for name in ("occupied", "pipeline", "firms", "building", "tax"):
            setattr(zone, f"held_{name}", 0.0)
    for stage, firms in model.stages.items():
        if stage < Stage.LANDED:
            for firm in firms:
                firm.zone.held_firms += 1
    for firm in model.stages[Stage.LANDED]:
        firm.zone.held_firms += 1
        firm.zone.held_pipeline += firm.land
    for firm in model.stages[Stage.STARTED]:
        firm.zone.held_building += firm.contract >= LARGE_PROJECT
    for stage in (Stage.STARTED, Stage.COMPLETED):
        for firm in model.stages[stage]:
            firm.zone.held_firms += 1
            firm.zone.held_occupied += firm.land
    for firm in model.stages[Stage.PRODUCING]:
        zone = firm.zone
        zone.held_firms += 1
        zone.held_tax += firm.tax
    for zone in model.zones:
        zone.held_occupied += zone.held_producing


def count_producing(zone, firm, sign=1.0):
    """Add what a firm holds while it produces, or take it away as it closes: it never changes in between."""
    if firm.office:
        zone.held_floor += sign * firm.floor
    else:
        zone.held_producing += sign * firm.land
        zone.held_closing += sign * firm.land * firm.close_hazard


def check_zone(month, zone):
    """Check land, firms, tax and cash of a zone."""
    row = zone.specification.id
    stocks = (zone.approved, zone.available, zone.pipeline, zone.occupied, zone.idle, zone.reserve)
    balance(month, row, "land", sum(stocks) - zone.area_in_use, zone.area_in_use)
    balance(month, row, "occupied", zone.held_occupied + zone.older_land - zone.occupied, zone.area_in_use)
    balance(month, row, "pipeline", zone.held_pipeline - zone.pipeline, zone.area_in_use)
    balance(month, row, "negative land", min(0.0, *stocks), zone.area_in_use)
    balance(month, row, "firms", zone.held_firms + zone.exited + zone.moved_away - zone.joined, zone.joined)
    balance(month, row, "cash", zone.cash - zone.cash_before - zone.cash_flow(), abs(zone.cash))
    tax = zone.held_tax + zone.closing_tax + zone.older_tax
    balance(month, row, "tax", zone.tax_collected - tax, tax)


def check_platform(month, platform):
    """Check the balance sheet and the cash statement of a platform."""
    row = platform.zone.specification.id
    assets = platform.roads + platform.plant_value + platform.cash
    balance(month, row, "balance sheet", assets - platform.debt - platform.equity, abs(assets) + platform.debt)
    flow = platform.cash - platform.cash_before - platform.cash_flow()
    balance(month, row, "platform cash", flow, abs(platform.cash) + platform.debt)


def check_fund(month, fund):
    """Check the identities of a zone's funds."""
    row = fund.zone.specification.id
    balance(month, row, "fund cash", fund.cash - fund.cash_before - fund.cash_flow(), abs(fund.cash))
    for payer in ("fiscal", "state", "social"):
        over = getattr(fund, f"called_{payer}") - getattr(fund, f"committed_{payer}")
        balance(month, row, f"calls of {payer} money", max(0.0, over), fund.called())
    kept = fund.holdings_local + fund.holdings_outside + fund.sold + fund.written_off
    invested = fund.invested_local + fund.invested_outside
    balance(month, row, "holdings", kept - invested, invested)
