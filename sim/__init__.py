"""The month that schedules the agents, its accounts, its statistics office, and the Mesa model around it.

Names are exported lazily, so that a worker that only simulates loads neither Mesa nor pandas.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.model import ReformModel

_LAZY = {"ReformModel": "sim.model"}
__all__ = ["ReformModel"]


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'sim' has no attribute '{name}'")
