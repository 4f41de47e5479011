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
    """Check every account on every row."""
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


def ask_firms(model):
    """Add up what live firms say of land, number and tax by zone, and check each one's spending."""
    for zone in model.zones:
        for name in ("occupied", "pipeline", "firms", "building", "tax", "producing", "closing", "floor"):
            setattr(zone, f"held_{name}", 0.0)
    for firms in model.stages.values():
        for firm in firms:
            firm.zone.held_firms += 1
    for firm in model.stages[Stage.LANDED]:
        firm.zone.held_pipeline += firm.land
    for firm in model.stages[Stage.STARTED]:
        firm.zone.held_building += firm.contract >= LARGE_PROJECT
    for stage in (Stage.STARTED, Stage.COMPLETED):
        for firm in model.stages[stage]:
            firm.zone.held_occupied += firm.land
            balance(model.month, firm.key, "spending", max(0.0, firm.spent - firm.investment), firm.investment)
    for firm in model.stages[Stage.PRODUCING]:
        ask_producing(firm, firm.zone)
    for zone in model.zones:
        zone.held_occupied += zone.held_producing


def ask_producing(firm, zone):
    """Add up what a producing firm says of land, floor and tax."""
    zone.held_tax += firm.tax
    if firm.office:
        zone.held_floor += firm.floor
    else:
        zone.held_producing += firm.land
        zone.held_closing += firm.land * firm.close_hazard


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
