"""Worlds in which every rule is at work, and ways to break one rule, parameter or lever of the engine.

The plain model runs whole and once in each world; a broken engine is compared with it in every recorded series.
"""

import inspect
import sys
from dataclasses import replace

import numpy as np
from drawn import busy_case
from plainmodel.model import PlainModel
from test_agreement import PANELS, ROUNDING, plain_run

from agents.firms.birth import Luck
from agents.firms.record import Stage
from agents.zones.attraction import contact_rate
from sim.build import simulate
from sim.faults import AccountError
from sim.markets import group_by_industry
from sim.parameters import prior_medians
from sim.replacement import engine_with, replaceable
from sim.rosters import enrol_builders, enrol_producers
from sim.specification import BURN_IN_MONTHS, LeverChange, ScenarioSpecification, WorldSpecification, ZoneSpecification
from sim.state import Count

SOLVENT_LEVERS = {
    "recycle_reserve": (3, 1.0), "clear_approved_land": (3, 1.0), "fund_size": (1, 12.0), "fund_leverage": (1, 3.0),
    "take_land_and_start": (2, 0.7), "standard_land": (2, 0.7), "standard_intensity": (2, 400.0),
    "leader_coordination": (2, 1.0), "industrial_internet": (4, 1.0), "posts_competed": (6, 0.9),
    "posts_lost": (6, 12.0), "gate_coverage": (2, 1.0), "gate_rejection": (2, 0.4), "pay_counted": (5, 1.5),
    "fund_mandate": (8, 0.5), "recycle_platform": (4, 1.0), "delegated_powers": (6, 1.0),
}  # fmt: skip


def solvent_case():
    """Return (scenario, parameters, seed): a crowded region, committees with cash, levers of land and funds."""
    leading = (("automotive", "equipment"), ("electronics",), ("materials", "consumer"))
    zones = tuple(
        ZoneSpecification(f"z{row}", f"z{row}", "区", f"c{row}", f"d{row}", leads, nest="coast" if row else "region")
        for row, leads in enumerate(leading)
    )
    changes = [
        LeverChange(zone.id, lever, month, value) for zone in zones for lever, (month, value) in SOLVENT_LEVERS.items()
    ]
    changes += [LeverChange("z0", "enclave_partner", 2, 1.0), LeverChange("z0", "enclave_share", 2, 0.6)]
    changes += [LeverChange("z2", "pay_uncounted", 40, 0.1)]
    world = WorldSpecification("solvent", 240.0, zones)
    scenario = ScenarioSpecification("solvent", "solvent", "宽裕", world, tuple(changes), months=60)
    usual = prior_medians() | {"coverage": 3.0, "approved_months": 24.0, "enclave_take_up": 0.9, "fit_other": 0.2}
    return scenario, usual, 5


CASES = {"busy": busy_case(0), "busier": busy_case(1), "solvent": solvent_case()}


def recorded(world):
    """Return {(panel, field): values by month and row} of the engine's run."""
    return {
        (panel, name): getattr(world, attribute)[name].astype(float)
        for panel, (attribute, names) in PANELS.items()
        for name in names
    }


def whole_series(case):
    """Return {(panel, field): values} of the plain model, nothing broken."""
    scenario, values, seed = CASES[case]
    model = plain_run(scenario, values, seed, simulate(scenario, values, seed))
    return {(panel, name): model.series(panel, name) for panel, (_, names) in PANELS.items() for name in names}


def difference(world, plain, months=None):
    """Return the name of the first series that differs from the plain model's in the first months, or None."""
    for (panel, name), engine in recorded(world).items():
        theirs = plain[panel, name][:months]
        ours = engine[:months, : theirs.shape[-1]] if engine.ndim > 1 else engine[:months]
        apart = np.abs(ours - theirs) > ROUNDING * max(1.0, np.abs(theirs).max())
        if apart.any() or not np.isfinite(ours).all():
            return f"{panel}.{name}"
    return None


def noticed(plain, **changed):
    """Return what notices an engine with changed `values` or `scenario` in any of the worlds, or None.

    ``changed`` are functions of what a world has; ``plain`` maps worlds to the plain model's series.
    """
    for case, (scenario, values, seed) in CASES.items():
        other = changed.get("scenario", lambda same: same)(scenario)
        given = changed.get("values", lambda same: same)(values)
        try:
            found = difference(simulate(other, given, seed), plain[case])
        except AccountError as fault:
            found = str(fault)
        if found:
            return found
    return None


def scaled(name, factor):
    """Return a function that scales one parameter; an infinite one becomes finite."""
    return lambda values: values | {name: values[name] * factor if np.isfinite(values[name]) else 60.0 * factor}


def without_lever(name):
    """Return a function that takes a lever's changes out of a scenario."""
    return lambda scenario: replace(scenario, changes=tuple(c for c in scenario.changes if c.lever != name))


def notices_plain(case, world):
    """Return what differs between the engine and the plain model as it is now, or None; it stops where noticed."""
    scenario, values, seed = CASES[case]
    model = PlainModel(scenario, values, seed, solved={"gate_correlation": float(world.parameters[0].gate_correlation)})
    for until in (1, 12, 36, scenario.months):
        while model.month < until:
            model.step()
        plain = {(panel, name): model.series(panel, name) for panel, (_, names) in PANELS.items() for name in names}
        if found := difference(world, plain, until):
            return found
    return None


# Rules of the engine, broken one by one


def meet_nobody(world, _month):
    """Let no zone meet a prospect."""
    world.counts[Count.CONTACTS] = 0


def more_leads(zone, lever, levers, p, industry, leads, band):
    """Return a contact rate that is too high with leading industries: one too high with all is taken up by c0."""
    return contact_rate(zone, lever, levers, p, industry, leads, band) * (1.01 if leads else 1.0)


def group_backwards(prospects, count, members, ends):
    """Group prospects by industry, then list all from the last to the first, so that groups hold others."""
    group_by_industry(prospects, count, members, ends)
    members[:count] = members[:count][::-1].copy()


def enrol_untaxed(world, first):
    """Enrol firms that begin to produce, and forget what they will pay."""
    enrol_producers(world, first)
    world.producers["tax_mature"][first : world.roster_sizes[Stage.PRODUCING]] = 0.0


def bound_below(_seed, _firm_keys, _nest, _mu, _table, low, high):
    """Bound the taste for the region from above far too low, so that nobody comes."""
    low[:] = high[:] = -np.inf


def enrol_richer(world, first):
    """Enrol firms that begin to build as if they had more to spend."""
    enrol_builders(world, first)
    world.builders["own_part"][first : world.roster_sizes[Stage.STARTED]] *= 1.01


def always(value):
    """Return a function over a block that writes the same number for all."""
    return lambda *arguments: arguments[-1].fill(value)


def turn_away(world, _month):
    """Admit nobody."""
    world.counts[Count.NEWCOMERS] = 0


OWN_WAYS = {
    "sim.rosters.admit_firms": turn_away,
    "agents.blocks.uniforms": always(0.5),
    "agents.blocks.exponentials": always(1.0),
    "agents.blocks.gumbels": always(0.0),
    "agents.blocks.normals": always(0.0),
    "agents.blocks.logarithms": always(-0.1),
    "agents.firms.choice.outside_tastes": always(0.0),
    "agents.firms.birth.draw_quality": lambda _seed, _key: 2.0,  # only whether it exceeds one is asked
    "agents.firms.birth.draw_luck": lambda _seed, keys: np.full((Luck.TOTAL, keys.size), 0.5),
    "agents.firms.stages.bid_keys": lambda _firms, rows: rows + 1,
    "agents.firms.stages.thresholds_of": lambda _firms, rows, *_arguments: np.full(rows.size, 0.1),
    "sim.rosters.enrol_builders": enrol_richer,
    "sim.pipeline.gives_up": lambda *_arguments: False,
    "sim.markets.fund_value": lambda *_arguments: 0.0,
    "sim.rosters.expect_firm": lambda *_arguments: False,
    "agents.firms.stages.next_of_framework": lambda _firm, month: month + 100,
    "sim.rosters.firms_due": lambda *_arguments: np.zeros(0, np.int64),
    "sim.rosters.enrol_producers": enrol_untaxed,
    "sim.markets.meet_prospects": meet_nobody,
    "sim.markets.largest_size_factor": lambda _zone, _median: 0.4,
    "sim.markets.group_by_industry": group_backwards,
    "sim.markets.has_one_nest": lambda _zones: True,
    "agents.zones.attraction.contact_rate": more_leads,
    "agents.zones.attraction.zone_rate": lambda zone, _p, scale: scale * float(zone.weight * zone.reach),
    "agents.firms.choice.nest_taste_bounds": bound_below,
}
"""Functions whose usual way of being broken changes nothing or never ends, with what they do instead.

A bound that is too large is no fault, so one that is too small is the fault to find.
"""


def full_name(rule):
    """Return the full name of a rule of the engine."""
    return next(name for name in replaceable() if name.rpartition(".")[2] == rule)


def break_rule(full_name):
    """Return a rule's function with its result broken: left out, scaled by 1.01, turned round, or always 0."""
    if full_name in OWN_WAYS:
        return OWN_WAYS[full_name]
    rule = replaceable()[full_name]
    whole = getattr(sys.modules[rule.__module__], rule.__name__)
    if inspect.signature(rule).return_annotation in {None, "None"}:
        return lambda *_arguments: None

    def broken(*arguments):
        result = whole(*arguments)
        if isinstance(result, np.ndarray):
            return result[:-1]
        if isinstance(result, tuple):
            return (1.01 * result[0], *result[1:])
        if isinstance(result, bool | np.bool_):
            return not result
        return 1.01 * result if isinstance(result, float) else 0

    return broken


def notices_rule(full_name, plain, cases=("busy", "solvent")):
    """Return what notices an engine with one rule broken, or None; the run stops where it is noticed."""
    engine = engine_with({full_name: break_rule(full_name)})
    for case in cases:
        scenario, values, seed = CASES[case]
        try:
            with np.errstate(all="ignore"):
                world = engine.build_world(scenario, values, seed)
                month = -BURN_IN_MONTHS
                for until in (1, 12, 36, scenario.months):
                    world, month = engine.run_world(world, scenario, month, until), until
                    if found := difference(world, plain[case], until):
                        return found
        except (AccountError, RuntimeError, ArithmeticError, IndexError, ValueError) as fault:
            return f"{type(fault).__name__}: {fault}"
    return None
