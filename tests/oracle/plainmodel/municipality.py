"""The municipality: an account that pays grants, service payments, bail-outs and functions taken over."""

FIELDS = """
    cash_before cash appropriation appropriation_before land_receipts grants platform_transfers task_fees takeover
    bail_outs
""".split()  # noqa: SIM905
FLOWS = "appropriation land_receipts grants platform_transfers task_fees takeover bail_outs".split()  # noqa: SIM905


class Municipality:
    """State of the municipality under the names of the description."""

    def __init__(self):
        for name in FIELDS:
            setattr(self, name, 0.0)

    def clear_flows(self):
        """Clear the flows of last month."""
        for name in FLOWS:
            setattr(self, name, 0.0)

    def settle(self, zones, platforms):
        """Add up what it pays for zones, towns and platforms."""
        self.appropriation = self.appropriation_before
        self.grants = sum(zone.grant for zone in zones)
        self.takeover = sum(zone.municipal_takeover for zone in zones)
        self.platform_transfers = sum(platform.transfer for platform in platforms)
        self.task_fees = sum(platform.task_fees for platform in platforms)
        self.bail_outs = sum(platform.transfer - platform.transfer_plan for platform in platforms)

    def cash_flow(self):
        """Return the net cash flow."""
        paid = self.grants + self.platform_transfers + self.task_fees + self.takeover
        return self.appropriation + self.land_receipts - paid
