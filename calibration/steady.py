"""Linear algebra on one thread: sums in another order differ in their last digit, and a chain follows every digit.

The number of threads that the linear algebra takes is that of the machine's cores, whatever a user asks for. With two
of them the weights of a regression differ by 1e-16 from those with one; a fit would then depend on the machine. Its
matrices are small, and one thread is faster where cores are shared.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from importlib import import_module
from typing import Any


def steadily[**P, R](work: Callable[P, R]) -> Callable[P, R]:
    """Let a function have its linear algebra done on one thread."""

    @wraps(work)
    def steady(*arguments: P.args, **named: P.kwargs) -> R:
        threads: Any = import_module("threadpoolctl")  # comes with scikit-learn
        with threads.threadpool_limits(1, "blas"):
            return work(*arguments, **named)

    return steady
