"""A platform company: roads, plant, cash, debt by maturity, equity."""

import mesa

from .tables import NEVER, PLANT_COST

FIELDS = """
    size_luck roads plant_value plant plant_occupied plant_older cash cash_before debt_short debt_long equity upkeep
    negative_months distress_left distressed distressed_since rate building roads_built plant_built compensation rent
    sales sold fees land_receipts transfer transfer_plan bail_out interest repaid borrowed depreciation tasks
    tasks_built task_fees
""".split()  # noqa: SIM905
FLOWS = """
    rate building roads_built plant_built compensation rent sales sold fees land_receipts transfer interest repaid
    borrowed depreciation task_fees
""".split()  # noqa: SIM905

OPENING_SHORT_PART = 0.15
SHORT_PART_OF_NEW = 0.3
MONTHS_OF_LONG_DEBT = 60.0
OPENING_CASH = 0.02


class Platform(mesa.Agent):
    """State of a platform company under the names of the description."""

    def __init__(self, model, zone):
        super().__init__(model)
        for name in FIELDS:
            setattr(self, name, 0.0)
        self.zone, self.second_zone = zone, None
        self.size_luck = zone.platform_size * zone.weight
        self.distressed = False
        self.distressed_since = NEVER
        self.open_balance(model.p)

    @property
    def zones(self):
        """Zones that it serves."""
        return [self.zone] if self.second_zone is None else [self.zone, self.second_zone]

    def open_balance(self, p):
        """Open roads and plant, debt, cash, and equity as the rest, as the zone's books say where they say anything."""
        say = self.zone.books_say
        debt, floor = say("platform_debt", None), say("plant", None)
        if debt:
            assets = debt / p.opening_leverage
        elif floor:
            assets = floor * PLANT_COST / p.plant_building_share
        else:
            assets = p.platform_assets * self.size_luck
        self.plant_value = assets * p.plant_building_share if floor is None else floor * PLANT_COST
        assets = max(assets, self.plant_value)
        self.roads = assets - self.plant_value
        self.plant = self.plant_value / PLANT_COST
        self.plant_older = say("occupancy", p.opening_occupancy) * self.plant
        self.cash = say("platform_cash", OPENING_CASH * assets)
        owed = p.opening_leverage * assets if debt is None else debt
        self.debt_short = min(owed, say("platform_due", OPENING_SHORT_PART * owed))
        self.debt_long = owed - self.debt_short
        self.equity = assets + self.cash - owed
        self.upkeep = p.depreciation_rate / 12.0 * assets

    def clear_flows(self):
        """Clear the flows of last month."""
        for name in FLOWS:
            setattr(self, name, 0.0)

    @property
    def debt(self):
        """All debt."""
        return self.debt_short + self.debt_long

    def in_distress(self):
        """Tell whether it may neither build nor let."""
        return self.distress_left > 0

    def leverage(self):
        """Return debt over assets."""
        assets = self.roads + self.plant_value + max(0.0, self.cash)
        if assets <= 0.0:
            return 1.0 if self.debt > 0.0 else 0.0
        return self.debt / assets

    def interest_rate(self):
        """Return the yearly rate at this leverage and history."""
        p = self.model.p
        rate = p.interest_rate + p.leverage_spread * max(0.0, self.leverage() - 0.6)
        return rate + p.distress_spread if self.distressed_since != NEVER else rate

    def vacant_plant(self):
        """Return plant floor that nobody holds."""
        return self.plant - self.plant_occupied - self.plant_older

    def lettable(self):
        """Return plant floor that a firm may still take."""
        return self.vacant_plant() - (1.0 - self.model.p.opening_occupancy) * self.plant

    def run(self):
        """Build, collect, pay and borrow for a month."""
        p, lever = self.model.p, self.zone.levers
        self.rate = self.interest_rate()
        self.interest = self.rate * self.debt / 12.0
        self.repaid = self.debt_short / 12.0
        self.depreciation = p.depreciation_rate / 12.0 * (self.roads + self.plant_value)
        occupied = self.plant_occupied + self.plant_older
        self.rent = p.rent_yield / 12.0 * occupied * PLANT_COST
        self.sold = p.sale_rate * max(0.0, self.vacant_plant())
        self.sales = self.sold * self.plant_value / self.plant if self.plant > 0.0 else 0.0
        self.task_fees = p.agency_fee * self.tasks_built
        self.fees = self.task_fees + sum(zone.platform_fee for zone in self.zones)
        self.land_receipts = sum(zone.land_receipts_platform for zone in self.zones)
        self.transfer = self.transfer_plan + self.bail_out
        task = p.platform_plan / 12.0 * lever.platform_expansion
        self.tasks += task
        self.finance(0.0 if self.in_distress() else self.upkeep + task, lever)

    def finance(self, plan, lever):
        """Borrow for the plan as far as credit reaches, and cut building where it does not."""
        p = self.model.p
        receipts = self.rent + self.sales + self.fees + self.land_receipts + self.transfer
        need = max(0.0, plan + self.interest + self.repaid + self.compensation - self.cash - receipts)
        capital = self.roads + self.plant_value
        credit = max(0.0, lever.leverage_cap * (capital + plan) - (self.debt - self.repaid))
        self.borrowed = min(credit, need)
        self.building = max(0.0, plan - (need - self.borrowed))
        share = min(1.0, max(0.0, p.plant_building_share + lever.platform_plant_share))
        self.tasks_built = max(0.0, self.building - self.upkeep)
        self.plant_built = self.tasks_built * share / PLANT_COST
        self.roads_built = self.building * (1.0 - share)

    def cash_flow(self):
        """Return the net cash flow, debt included."""
        receipts = self.rent + self.sales + self.fees + self.land_receipts + self.transfer + self.borrowed
        return receipts - self.building - self.interest - self.repaid - self.compensation

    def post(self):
        """Post the month: assets, debt by maturity, and equity by flows of its own."""
        self.cash += self.cash_flow()
        worn = self.depreciation - (self.building - self.tasks_built)
        capital = self.roads + self.plant_value
        roads_part = self.roads / capital if capital > 0.0 else 0.0
        task_plant = self.plant_built * PLANT_COST
        self.roads += self.tasks_built - task_plant - worn * roads_part
        self.plant_value += task_plant - worn * (1.0 - roads_part) - self.sales
        self.plant += self.plant_built - self.sold
        falling_due = self.debt_long / MONTHS_OF_LONG_DEBT
        self.debt_short += SHORT_PART_OF_NEW * self.borrowed + falling_due - self.repaid
        self.debt_long += (1.0 - SHORT_PART_OF_NEW) * self.borrowed - falling_due
        self.equity += (
            self.rent
            + self.fees
            + self.land_receipts
            + self.transfer
            - self.interest
            - self.depreciation
            - self.compensation
        )
        self.bail_out = 0.0

    def judge_distress(self):
        """Enter distress after three months of negative cash or above 75 % leverage; it lasts twelve months."""
        self.negative_months = self.negative_months + 1 if self.cash < -1e-6 else 0
        self.distress_left = max(0, self.distress_left - 1)
        if self.distress_left > 0:
            return
        self.distressed = self.negative_months >= 3 or self.leverage() > 0.75
        if self.distressed:
            self.distress_left = 12
            self.bail_out = max(0.0, -self.cash) + self.model.p.bail_out_months * self.interest
            if self.distressed_since == NEVER:
                self.distressed_since = self.model.month
