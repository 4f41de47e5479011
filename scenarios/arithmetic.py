"""Arithmetic on figures of the ledger, carried out on numbers and on intervals alike.

An expression such as ``jimo.zone.staff_after / (1 - jimo.zone.staff_cut / 100)`` may use ids, numbers, the four
operations and brackets, and nothing else. Interval arithmetic is exact where every id stands once; an expression in
which an id stands twice is refused, because its interval would be too wide.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping

from scenarios.wording import Interval

End = tuple[float, bool]


def ids_in(expression: str) -> list[str]:
    """List the ids that an expression uses, each as often as it stands there.

    >>> ids_in("jimo.zone.fai_2020 / jimo.zone.fai_ratio_2020")
    ['jimo.zone.fai_2020', 'jimo.zone.fai_ratio_2020']
    """
    found: list[str] = []

    def note(identifier: str) -> Interval:
        found.append(identifier)
        return Interval(1, 1)

    _walk(_parse(expression), note, expression, dry=True)
    return found


def evaluate_interval(expression: str, intervals: Mapping[str, Interval]) -> Interval:
    """Give the interval of an expression from the intervals of its ids.

    >>> evaluate_interval("a.b / 2", {"a.b": Interval(600, 700, True, False)})
    Interval(low=300.0, high=350.0, low_closed=True, high_closed=False)
    """
    used = ids_in(expression)
    twice = sorted({name for name in used if used.count(name) > 1})
    if twice:
        raise ValueError(f"{expression!r}: {twice[0]} stands twice; write the expression with each id once")
    return _walk(_parse(expression), intervals.__getitem__, expression)


def evaluate_value(expression: str, values: Mapping[str, float]) -> float:
    """Give the number of an expression from the printed numbers of its ids.

    >>> evaluate_value("a.b / (1 - c.d / 100)", {"a.b": 32.0, "c.d": 80.0})
    160.0
    """
    point = _walk(_parse(expression), lambda name: Interval(values[name], values[name]), expression)
    return float(f"{point.low:.12g}")


def _parse(expression: str) -> ast.expr:
    """Parse an expression, naming the text when it is no expression."""
    try:
        return ast.parse(expression.strip(), mode="eval").body
    except SyntaxError as fault:
        raise ValueError(f"{expression!r} is no expression: {fault.msg}") from fault


def _walk(node: ast.expr, look_up: Callable[[str], Interval], text: str, *, dry: bool = False) -> Interval:
    """Evaluate a node; ``dry`` visits every id without caring for the result."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return Interval(float(node.value), float(node.value))
    if isinstance(node, ast.Attribute | ast.Name):
        return look_up(_dotted(node, text))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _walk(node.operand, look_up, text, dry=dry)
        return Interval(-inner.high, -inner.low, inner.high_closed, inner.low_closed)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.Div):
        left = _walk(node.left, look_up, text, dry=dry)
        right = _walk(node.right, look_up, text, dry=dry)
        if dry:
            return left
        return _combine(node.op, left, right, text)
    raise _refusal(text, ast.unparse(node))


def _dotted(node: ast.expr, text: str) -> str:
    """Read an id, which Python parses as attributes of attributes."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value, text)}.{node.attr}"
    raise _refusal(text, ast.unparse(node))


def _combine(operation: ast.operator, left: Interval, right: Interval, text: str) -> Interval:
    """Carry out one operation on two intervals."""
    if isinstance(operation, ast.Add):
        return Interval(
            left.low + right.low,
            left.high + right.high,
            left.low_closed and right.low_closed,
            left.high_closed and right.high_closed,
        )
    if isinstance(operation, ast.Sub):
        negative = Interval(-right.high, -right.low, right.high_closed, right.low_closed)
        return _combine(ast.Add(), left, negative, text)
    if isinstance(operation, ast.Mult):
        return _hull([_product(a, b) for a in _ends(left) for b in _ends(right)])
    if right.low <= 0 <= right.high:
        raise ValueError(f"{text!r} divides by {right}, which holds 0")
    return _hull([_quotient(a, b) for a in _ends(left) for b in _ends(right)])


def _ends(interval: Interval) -> tuple[End, End]:
    """Give both ends, each with whether it belongs to the interval."""
    return (interval.low, interval.low_closed), (interval.high, interval.high_closed)


def _product(a: End, b: End) -> End:
    """Multiply two ends; nothing times no bound is nothing, and a closed zero stays closed."""
    if a[0] == 0 or b[0] == 0:
        return 0.0, (a[0] == 0 and a[1]) or (b[0] == 0 and b[1])
    return a[0] * b[0], a[1] and b[1]


def _quotient(a: End, b: End) -> End:
    """Divide two ends; what is divided by something without bound tends to nothing, which is not reached."""
    if math.isinf(b[0]):
        return 0.0, False
    return a[0] / b[0], (a[1] and b[1]) or (a[0] == 0 and a[1])


def _hull(ends: list[End]) -> Interval:
    """Give the smallest interval that holds all products; at equal ends the closed one counts."""
    low, high = min(end for end, _ in ends), max(end for end, _ in ends)
    return Interval(
        low,
        high,
        any(closed for end, closed in ends if end == low),
        any(closed for end, closed in ends if end == high),
    )


def _refusal(text: str, part: str) -> ValueError:
    """Word what an expression may hold."""
    return ValueError(f"{text!r}: {part!r} is not allowed; use ids, numbers, + - * / and brackets")
