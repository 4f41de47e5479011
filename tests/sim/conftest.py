"""Lets tests, and the processes that they start, import the plans beside this file."""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))


@pytest.fixture(autouse=True)
def plans_can_be_imported_elsewhere(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(HERE))
