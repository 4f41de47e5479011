"""The invented second country: its ledger, texts, world and specification."""

from pathlib import Path

from calibration.fit import Workshop, threads
from calibration.specification import load_specification
from scenarios.evidence import read_ledger
from scenarios.load import load_scenario

HERE = Path(__file__).parent / "second_country"
LEDGER, TEXTS, SPECIFICATION = HERE / "ledger", HERE / "texts", HERE / "specification.yaml"


def ledger():
    return read_ledger(LEDGER)


def scenario():
    return load_scenario(HERE / "scenario.yaml")


def specification(**changes):
    return load_specification(SPECIFICATION).model_copy(update=changes)


def workshop(store, **changes):
    return Workshop(store, threads(1), **changes)
