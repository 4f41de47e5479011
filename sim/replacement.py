"""A researcher's own phase or rule in place of one of the model's, while all others stay compiled.

Every function that leads to the replaced one, up to the loop over months, runs as plain Python with the new function
in its place; everything else is called compiled. There is no second list of events: the code of the callers themselves
runs, with the one global name bound anew. Nothing is patched, so runs with and without replacements may stand side by
side, on any thread.
"""

import dis
import hashlib
import inspect
import marshal
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from types import CodeType, FunctionType
from typing import Any, NamedTuple

from sim.build import build_world, run_world
from sim.month import step_month
from sim.state import World

Replacements = Mapping[str, Callable[..., Any]]
ROOMS = ("agents", "sim")


class Engine(NamedTuple):
    """What builds a world and what runs its months: the compiled pair, or one with functions replaced."""

    build_world: Callable[..., World]
    run_world: Callable[..., World]


COMPILED = Engine(build_world, run_world)


def plain(function: Any) -> Any:
    """Return the Python function behind a compiled one, or the function itself."""
    return getattr(function, "py_func", function)


def _names_called(code: CodeType) -> Iterator[str]:
    """Yield the global names that a function's code reads, in order."""
    for instruction in dis.get_instructions(code):
        if instruction.opname in {"LOAD_GLOBAL", "LOAD_NAME"}:
            yield str(instruction.argval)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names_called(constant)


def functions_used(function: FunctionType) -> dict[str, FunctionType]:
    """Return {name: Python function} of the model's own functions that a function uses, in order of first use."""
    used = {}
    for name in dict.fromkeys(_names_called(function.__code__)):
        found = plain(function.__globals__.get(name))
        if isinstance(found, FunctionType) and found.__module__.partition(".")[0] in ROOMS:
            used[name] = found
    return used


def _reachable(start: FunctionType) -> dict[FunctionType, dict[str, FunctionType]]:
    """Return a function and all it uses, directly or not, each with what it uses."""
    graph: dict[FunctionType, dict[str, FunctionType]] = {}
    waiting = [start]
    while waiting:
        function = waiting.pop()
        if function not in graph:
            graph[function] = functions_used(function)
            waiting.extend(graph[function].values())
    return graph


@cache
def _whole_graph() -> dict[FunctionType, dict[str, FunctionType]]:
    return _reachable(plain(build_world)) | _reachable(plain(run_world))


def phases() -> list[str]:
    """Return the names of the events of a month, in order."""
    return list(functions_used(plain(step_month)))


@cache
def replaceable() -> dict[str, FunctionType]:
    """Return what may be replaced, by full name: the events of a month and every rule under them.

    Full names are those of the modules, such as ``agents.zones.staff.spread_effort``.
    """
    rules = [rule for rule in _reachable(plain(step_month)) if rule is not plain(step_month)]
    return {f"{rule.__module__}.{rule.__name__}": rule for rule in rules}


def find_rule(name: str) -> FunctionType:
    """Return the rule of a short or full name (short ones are unique: a test); ValueError names the nearest one."""
    rules = replaceable()
    by_name = {full.rpartition(".")[2]: rule for full, rule in rules.items()} | rules
    if name in by_name:
        return by_name[name]
    nearest = get_close_matches(name, by_name, n=1)
    hint = f"; the nearest is '{nearest[0]}'" if nearest else f"; the events of a month are {', '.join(phases())}"
    raise ValueError(f"replacements: no event or rule of the month is called '{name}'{hint}")


def _check_signature(name: str, rule: FunctionType, own: Any) -> None:
    if not callable(own):
        raise TypeError(f"replacements: '{name}' takes a function, found {own!r}")
    wanted = list(inspect.signature(rule).parameters)
    try:
        inspect.signature(plain(own)).bind(*wanted)
    except TypeError:
        found = ", ".join(inspect.signature(plain(own)).parameters)
        raise TypeError(
            f"replacements: '{name}' is called with ({', '.join(wanted)}), but yours takes ({found})"
        ) from None


def engine_with(replacements: Replacements | None) -> Engine:
    """Return an engine in which some events or rules are a researcher's own functions.

    ``replacements`` maps names to functions that take the same arguments as the original and, for a rule, return the
    same: an event of `sim.month.step_month` takes ``(world, month)`` and changes the arrays of `sim.state.World`; a
    rule such as ``spread_effort`` takes records and numbers. A function may call the original, which stays importable
    and compiled. It holds from the opening of the world on, burn-in and the solution for c0 and V0 included, because
    another rule of behaviour has another steady state; a function that is to act later looks at the month.

    Cost: a month with one event replaced runs its thirty events from Python, about 1 ms a month in place of 0.1 ms in a
    small world, plus the function itself. A replaced rule also takes its callers out of compiled code: one called per
    zone costs about as much again, one called per firm or draw (``uniform``, ``ripens``) makes a run some hundred times
    slower. The first use may compile rules for calls from Python, once.

    Raises ValueError for an unknown name, with the nearest one; TypeError for a function that cannot take the
    arguments.
    """
    if not replacements:
        return COMPILED
    chosen: dict[FunctionType, Callable[..., Any]] = {}
    for name, own in replacements.items():
        rule = find_rule(name)
        _check_signature(name, rule, own)
        if rule in chosen:
            raise ValueError(f"replacements: '{name}' is given twice, by its short and its full name")
        chosen[rule] = own
    graph = _whole_graph()
    remade = {function: _twin(function) for function in _callers_of(set(chosen), graph)}
    for function, twin in remade.items():
        for name, used in graph[function].items():
            if used in chosen:
                twin.__globals__[name] = chosen[used]
            elif used in remade:
                twin.__globals__[name] = remade[used]
    return Engine(remade.get(plain(build_world), build_world), remade.get(plain(run_world), run_world))


def _callers_of(
    rules: set[FunctionType], graph: Mapping[FunctionType, Mapping[str, FunctionType]]
) -> set[FunctionType]:
    """Return the functions that lead to one of the rules, directly or not; a rule in the set is not among them."""
    callers: set[FunctionType] = set()
    while True:
        leads = rules | callers
        more = {f for f, used in graph.items() if f not in leads and not leads.isdisjoint(used.values())}
        if not more:
            return callers
        callers |= more


def _twin(function: FunctionType) -> FunctionType:
    """Return the same code with global names of its own."""
    names = dict(function.__globals__)
    twin = FunctionType(function.__code__, names, function.__name__, function.__defaults__, function.__closure__)
    twin.__kwdefaults__ = function.__kwdefaults__
    return twin


def text_digests(replacements: Replacements | None) -> dict[str, str]:
    """Return {full name of the rule: hash of the replacing function's text}, to be kept with what the run gives.

    What a function reads from outside its own text is not in the hash.
    """
    texts = {}
    for name, own in (replacements or {}).items():
        rule, function = find_rule(name), plain(own)
        try:
            text = inspect.getsource(function).encode()
        except (OSError, TypeError):  # typed at a prompt, or no function at all
            text = marshal.dumps(function.__code__) if hasattr(function, "__code__") else repr(type(function)).encode()
        texts[f"{rule.__module__}.{rule.__name__}"] = hashlib.sha256(text).hexdigest()[:16]
    return dict(sorted(texts.items()))
