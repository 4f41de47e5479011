"""Numbers of scenario files: what may be set, in which unit and range, and where a number comes from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from agents.levers import LEVERS
from agents.quantities import Beta, Distribution, Fixed, LogNormal, LogUniform, Normal, OrInfinite, Quantity, Uniform
from agents.zones.endowment import OPENINGS, ZoneEndowment
from scenarios.arithmetic import evaluate_value, ids_in
from scenarios.evidence import load_ledger
from scenarios.schema import Given
from scenarios.strict_yaml import Place, Source, nearest, shown
from sim.parameters import PARAMETERS, quantile, quantities_of

ENDOWMENTS = quantities_of(ZoneEndowment)
JUDGEMENT = "judgement:"
LONGEST_EXPRESSION = 300
SANE_WIDTHS = 10.0
"""How many widths of its prior's 0.1-99.9 % range a parameter may lie beyond that range."""

CONVERSIONS: dict[tuple[str, str], float] = {
    ("staff", "posts"): 1.0,
    ("percent", "1"): 0.01,
    ("ratio", "1"): 1.0,
    ("CNY 1e8", "亿元"): 1.0,
    ("CNY 1e4", "亿元"): 1e-4,
    ("CNY 1e4 / mu", "万元/mu"): 1.0,
    ("km2", "km²"): 1.0,
    ("m2", "m²"): 1.0,
    ("years", "months"): 12.0,
    ("percent / month", "1 / month"): 0.01,
    ("percent / year", "1 / year"): 0.01,
}
"""(unit of the ledger, unit of what is set): factor. Equal units need no entry."""


@dataclass(frozen=True)
class Allowed:
    """Unit and range of something that a file may set; ``low`` itself is left out where ``above``."""

    unit: str
    low: float
    high: float
    above: bool = False
    infinite: bool = False

    def holds(self, value: float) -> bool:
        """Tell whether a value may be set."""
        if math.isinf(value):
            return self.infinite and value > 0.0
        return (self.low < value if self.above else self.low <= value) and value <= self.high

    def __str__(self) -> str:
        """Write the range with its unit, as messages do."""
        unit = "" if self.unit == "1" else f" {self.unit}"
        low = f"above {self.low:.4g} up to" if self.above else f"{self.low:.4g} to"
        return f"{low} {self.high:.4g}{unit}{' or .inf' if self.infinite else ''}"


KNOWN_RANGES = {opening.name: Allowed(opening.unit, opening.low, opening.high) for opening in OPENINGS}
KNOWN_NAMES = (*ENDOWMENTS, *KNOWN_RANGES)
"""What a world file may know of a zone: endowments that have a prior, and what a zone's own books say."""
LEVER_RANGES = {lever.name: Allowed(lever.unit, lever.low, lever.high) for lever in LEVERS}


def support_of(prior: Distribution) -> tuple[float, float]:
    """Return the hard bounds of a prior: what it cuts to, and zero where it never crosses zero."""
    match prior:
        case Beta(low=low, high=high) | Normal(low=low, high=high) | LogNormal(low=low, high=high):
            return low, high
        case OrInfinite(finite=finite):
            return finite.low, finite.high
        case Uniform(low=low) | LogUniform(low=low) | Fixed(value=low):
            return (0.0 if low >= 0.0 else -math.inf), math.inf


@cache
def parameter_range(name: str) -> Allowed:
    """Return what a parameter may be set to: its prior's support, within ten widths of the prior's 0.1-99.9 % range."""
    return _range_of(PARAMETERS[name])


@cache
def endowment_range(name: str) -> Allowed:
    """Return what a world file may know of a zone: for an endowment as for a parameter, for its books as declared."""
    return KNOWN_RANGES[name] if name in KNOWN_RANGES else _range_of(ENDOWMENTS[name])


def _range_of(quantity: Quantity) -> Allowed:
    prior = quantity.prior.finite if isinstance(quantity.prior, OrInfinite) else quantity.prior
    first, last = quantile(prior, 0.001), quantile(prior, 0.999)
    width = max(last - first, abs(last))
    low, high = support_of(prior)
    low, high = max(low, first - SANE_WIDTHS * width), min(high, last + SANE_WIDTHS * width)
    share_like = quantity.unit == "1" and isinstance(prior, Uniform) and prior.low >= 0.0 and prior.high <= 1.0
    positive = isinstance(prior, LogNormal | LogUniform) and low == 0.0
    return Allowed(
        quantity.unit, low, min(high, 1.0) if share_like else high, positive, isinstance(quantity.prior, OrInfinite)
    )


def cited_figure(source: Source, place: Place, identifier: str) -> bool:
    """Tell whether a figure may be cited, noting a fault where it is unknown or withheld from fitting."""
    ledger = load_ledger()
    if identifier not in ledger:
        names = [figure.id for figure in ledger if figure.role != "held_out"]
        source.refuse(place, f"found {shown(identifier)}, which is no figure of the ledger{nearest(identifier, names)}")
        return False
    if ledger[identifier].role == "held_out":
        source.refuse(
            place, f"found {shown(identifier)}, a held-out figure; such figures are predicted and set nothing"
        )
        return False
    return True


def cite(source: Source, place: Place, cited: tuple[str, ...] | None) -> str:
    """Return the sources of a setting as one text; each is a figure id or a judgement."""
    for number, item in enumerate(cited or ()):
        inner = (*place, number) if (*place, number) in source.lines else place
        if item.startswith(JUDGEMENT):
            continue
        if " " in item.strip():
            source.refuse(inner, f"found {shown(item)}; allowed a figure id or a sentence beginning with '{JUDGEMENT}'")
        else:
            cited_figure(source, inner, item)
    return "; ".join(cited or ())


def number_of(source: Source, place: Place, given: float | str | Given, allowed: Allowed) -> tuple[float, str] | None:
    """Return a number in the unit of what is set and where it comes from, or None with the faults noted."""
    if isinstance(given, str):
        source.refuse(place, _no_number(given, allowed))
        return None
    if not isinstance(given, Given):
        return (float(given), "") if _in_range(source, place, float(given), allowed) else None
    found = _given_number(source, place, given, allowed)
    said = cite(source, (*place, "source"), given.source)
    if found is None or not _in_range(source, (*place, found[1]), found[0], allowed):
        return None
    origin = given.figure or given.expression or ""
    return found[0], "; ".join(part for part in (origin, said) if part)


def is_number(text: str) -> bool:
    """Tell whether a text is a number in quotes."""
    try:
        float(text)
    except ValueError:
        return False
    return True


def _no_number(text: str, allowed: Allowed) -> str:
    plain = f"; write it without quotes as {float(text):g}" if is_number(text) else ""
    return f"found {shown(text)}; a number is needed, allowed {allowed}{plain}"


def _in_range(source: Source, place: Place, value: float, allowed: Allowed) -> bool:
    if allowed.holds(value):
        return True
    source.refuse(place, f"found {value:g}; allowed {allowed}")
    return False


def _given_number(source: Source, place: Place, given: Given, allowed: Allowed) -> tuple[float, str] | None:
    """Return the number of a mapping and the key that gave it."""
    forms = [name for name in ("value", "figure", "expression") if getattr(given, name) is not None]
    if len(forms) != 1:
        found = " and ".join(forms) or "none"
        source.refuse(place, f"found {found} of value, figure, expression; exactly one is needed")
        return None
    if given.unit is not None and given.unit != allowed.unit:
        source.refuse((*place, "unit"), f"found {shown(given.unit)}; allowed {shown(allowed.unit)}")
        return None
    if given.value is not None:
        return float(given.value), "value"
    if given.figure is not None:
        return _of_figure(source, (*place, "figure"), given.figure, allowed)
    return _of_expression(source, (*place, "expression"), given.expression or "")


def _of_figure(source: Source, place: Place, identifier: str, allowed: Allowed) -> tuple[float, str] | None:
    if not cited_figure(source, place, identifier):
        return None
    figure = load_ledger()[identifier]
    factor = 1.0 if figure.unit == allowed.unit else CONVERSIONS.get((figure.unit, allowed.unit))
    if factor is None:
        units = shown(figure.unit), shown(allowed.unit)
        source.refuse(place, f"found {shown(identifier)} in {units[0]}; a figure in {units[1]} is needed")
        return None
    return figure.value * factor, "figure"


def _of_expression(source: Source, place: Place, expression: str) -> tuple[float, str] | None:
    """Return the number of an expression; its unit is taken to be that of what is set."""
    if len(expression) > LONGEST_EXPRESSION:
        source.refuse(place, f"found {len(expression)} characters; allowed are at most {LONGEST_EXPRESSION}")
        return None
    ledger = load_ledger()
    try:
        used = sorted(set(ids_in(expression)))
        good = [identifier for identifier in used if cited_figure(source, place, identifier)]
        if good != used:
            return None
        values: Mapping[str, float] = {identifier: ledger.value(identifier) for identifier in used}
        return evaluate_value(expression, values), "expression"
    except (ValueError, OverflowError, RecursionError, MemoryError) as fault:
        source.refuse(place, f"found an expression that cannot be computed: {fault}")
        return None
