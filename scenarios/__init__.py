"""What a user may ask for, and the published figures that a scenario may name."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scenarios.evidence import load_ledger
    from scenarios.load import list_scenarios, load_scenario

_LAZY = {
    "list_scenarios": "scenarios.load",
    "load_ledger": "scenarios.evidence",
    "load_scenario": "scenarios.load",
}
__all__ = ["list_scenarios", "load_ledger", "load_scenario"]


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'scenarios' has no attribute '{name}'")
