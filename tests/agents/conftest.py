"""Rows to try the rules on: levers neutral, parameters at their prior medians, all other fields zero."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import settings

from agents.levers import LEVER, NEUTRAL
from agents.records import Record, allocate, table_of
from sim.parameters import PARAMETER, parameter_record, prior_medians

# The first call of a rule may compile it, which takes seconds; and a failure must come back on the next run.
settings.register_profile("rules", deadline=None, derandomize=True)
settings.load_profile("rules")


@pytest.fixture(autouse=True)
def _quiet_hashing():
    """In plain Python the hash of the keys overflows on purpose, and NumPy would say so."""
    with np.errstate(over="ignore"):
        yield


@pytest.fixture(scope="session")
def row() -> Callable[..., Record]:
    """Return a function that makes one record with the given fields."""
    medians = parameter_record(prior_medians(), prospects=600.0)

    def make(kind: np.dtype[Any], **fields: float) -> Record:
        records = allocate(kind, 1)
        if kind == LEVER:
            table_of(records)[:] = NEUTRAL
        elif kind == PARAMETER:
            records[:] = medians
        for name, value in fields.items():
            records[name] = value
        return records[0]

    return make
