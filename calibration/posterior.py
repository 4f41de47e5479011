"""The posterior as a file: NetCDF with ArviZ's groups, written whole or not at all.

``posterior`` holds every parameter, zones' attractiveness and readings; ``prior`` the same draws before they moved, of
those that a fit moves; ``posterior_predictive`` and ``prior_predictive`` what would be printed for every figure, from
runs; ``observed_data`` the edges of the published intervals; ``sample_stats`` the log likelihood. The attribute
``zonereform`` tells as JSON how it was made.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np

from agents.randomness import Purpose, mix, normal, stream
from calibration.declared import operators_hash_of, operators_of
from calibration.design import OF_ZONE, point_of
from calibration.fit import COLUMNS, Fit
from calibration.inference import LUCKS, moved_names
from calibration.operators import GIVEN, weights_of
from calibration.priors import priors_hash
from calibration.roles import COMPARED, roles_hash
from calibration.targets import groups_of
from scenarios.evidence import Ledger
from scenarios.posteriors import load_posterior
from sim.ensemble import seed_of_draw
from sim.identity import digest_of, model_version, plain_scenario
from sim.parameters import PARAMETERS, name_key
from sim.statistics import reporting_noise
from sim.store.files import write_whole

Array = np.ndarray[Any, Any]

STRONG = 0.3
"""Correlation from which two parameters are told as confounded."""
LOOSE = 0.5
"""Share of the prior's variance above which a combination counts as not pinned down."""


def printed_figures(
    scores: Array,
    printed: Array,
    zones: tuple[str, ...],
    readings: Mapping[str, Array],
    ledger: Ledger,
    seed: int,
    columns: tuple[str, ...] = COLUMNS,
) -> dict[str, Array]:
    """Return what would be printed for every compared figure in each run, its reading and error of printing included.

    ``columns`` are the names of those of ``printed``; ``readings`` are those of a fit, by group; others are drawn by
    their weights. Luck follows from ``seed`` and run.
    """
    row = {name: at for at, name in enumerate(columns)}
    points = [point_of(one, zones) for one in scores]
    found = {}
    for operator in operators_of(ledger):
        if operator.figure not in ledger or ledger[operator.figure].role not in COMPARED or operator.figure in GIVEN:
            continue
        names = list(operator.reads)
        group = operator.luck or operator.figure
        mine = printed[:, [row[f"{operator.figure}:{name}" if name else operator.figure] for name in names]]
        edges = np.cumsum(list(weights_of(operator, ledger).values()))
        values = np.empty(len(scores))
        for n, point in enumerate(points):
            luck = stream(seed_of_draw(seed, n), 0, Purpose.REPORTING)
            if group in readings:
                reading = int(readings[group][n])
            else:
                share = point.values[group] if group in LUCKS else _share(luck, group)
                reading = int(np.searchsorted(edges[:-1], share, side="right"))
            values[n] = mine[n, reading]
            if operator.amount:
                values[n] *= reporting_noise(
                    _Error(point.values["reporting_error"]), normal(luck, name_key(operator.figure))
                )
        found[operator.figure] = values
    return found


def predicted(fit: Fit, readings: Mapping[str, Array]) -> tuple[dict[str, Array], dict[str, Array]]:
    """Return what would be printed at the draws of a fit, with their readings by group, and at those of the prior."""
    zones, seed = fit.question.zones, fit.specification.seed
    after = printed_figures(
        fit.final.scores, fit.final.printed, zones, readings, fit.ledger, seed + 1000, fit.final.columns
    )
    ahead = printed_figures(fit.prior.scores, fit.prior.printed, zones, {}, fit.ledger, seed + 1001, fit.prior.columns)
    return after, ahead


class _Error:
    """The one parameter that the error of printing needs."""

    def __init__(self, reporting_error: float) -> None:
        self.reporting_error = reporting_error


def _share(luck: int, group: str) -> float:
    from agents.randomness import uniform  # noqa: PLC0415

    return float(uniform(mix(luck, name_key("reading")), name_key(group)))


def natural_units(scores: Array, zones: tuple[str, ...]) -> dict[str, Array]:
    """Return every uncertain parameter and zone's attractiveness in the model's units [draws]."""
    points = [point_of(one, zones) for one in scores]
    found = {name: np.array([point.values[name] for point in points]) for name in PARAMETERS}
    found |= {f"attractiveness.{zone}": np.array([point.effects[zone] for point in points]) for zone in zones}
    return found


def variable_of(score: str) -> str:
    """Return the name of a score's variable.

    >>> variable_of("attractiveness of laixi"), variable_of("drop_hazard")
    ('attractiveness.laixi', 'drop_hazard')
    """
    return f"attractiveness.{score.removeprefix(OF_ZONE)}" if score.startswith(OF_ZONE) else score


def about_fit(fit: Fit) -> dict[str, Any]:
    """Return how a posterior was made, ready for JSON."""
    groups = groups_of(fit.question.targets)
    reads = {t.figure: [c.partition(":")[2] for c in t.columns] for t in fit.question.targets if t.group}
    lucks = {group: [t.figure for t in fit.question.targets if t.group == group] for group in groups}
    return {
        "specification": fit.specification.model_dump(mode="json"),
        "scenario": digest_of(plain_scenario(fit.scenario)),
        "model_version": model_version(),
        "roles_hash": roles_hash(fit.ledger),
        "priors_hash": priors_hash(),
        "operators_hash": operators_hash_of(fit.ledger),
        "figures": [target.figure for target in fit.question.targets],
        "zones": list(fit.question.zones),
        "moved": [variable_of(name) for name in moved_names(fit.question.zones)],
        "readings": {group: {figure: reads[figure] for figure in figures} for group, figures in lucks.items()},
        "waves": [{"largest_bias": float(np.nanmax(np.abs(wave.bias))), "mended": wave.mended} for wave in fit.waves],
        "emulator_error": {
            c: float(e) for c, e in zip(fit.emulator.columns, fit.emulator.seen_error, strict=True) if np.isfinite(e)
        },
        "learnt": learnt_of(fit),
        "confounded": confounded(fit),
        "pinned_directions": pinned_directions(fit),
        "simulator_calls": fit.simulator_calls,
        "digest": fit.digest,
    }


def learnt_of(fit: Fit) -> dict[str, float]:
    """Return the contraction of every moved score: one less the posterior's variance over the prior's, which is 1."""
    names = [variable_of(name) for name in moved_names(fit.question.zones)]
    own = fit.draws.scores[:, fit.emulator.moved]
    return {name: float(1.0 - own[:, at].var()) for at, name in enumerate(names)}


def confounded(fit: Fit) -> list[tuple[str, str, float]]:
    """Return pairs of moved scores whose draws go together: names and correlation, the strongest first."""
    names = [variable_of(name) for name in moved_names(fit.question.zones)]
    found = np.corrcoef(fit.draws.scores[:, fit.emulator.moved], rowvar=False)
    pairs = [(names[i], names[j], float(found[i, j])) for i in range(len(names)) for j in range(i)]
    return sorted((p for p in pairs if abs(p[2]) >= STRONG), key=lambda pair: -abs(pair[2]))


def pinned_directions(fit: Fit) -> list[dict[str, Any]]:
    """Return the combinations of moved scores of which the figures tell most: variance over the prior's, and weights.

    They are eigenvectors of the covariance of scores; combinations that keep over half of the prior's variance are left
    out, for the figures tell little of them.
    """
    names = [variable_of(name) for name in moved_names(fit.question.zones)]
    values, vectors = np.linalg.eigh(np.cov(fit.draws.scores[:, fit.emulator.moved], rowvar=False))
    found = []
    for at in np.flatnonzero(values < LOOSE):
        main = np.argsort(-np.abs(vectors[:, at]))[:4]
        sign = np.sign(vectors[main[0], at])
        found.append({"variance": float(values[at]), "weights": {names[i]: float(sign * vectors[i, at]) for i in main}})
    return found


def fit_as_json(found: Fit, path: Path) -> dict[str, Any]:
    """Return a fit as the contract has it."""
    posterior = load_posterior(path)
    natural = natural_units(found.draws.scores, found.question.zones)
    before = natural_units(found.prior.scores, found.question.zones)
    parameters = []
    for name, contraction in posterior.about["learnt"].items():
        low, median, high = quantiles_of(natural[name])
        parameters.append(
            {
                "name": name,
                "prior_sd": float(before[name].std()),
                "median": median,
                "low": low,
                "high": high,
                "contraction": contraction,
            }
        )
    return {
        "posterior": str(path),
        "digest": found.digest,
        "simulator_calls": found.simulator_calls,
        "seconds": round(found.seconds, 1),
        "parameters": parameters,
    }


def quantiles_of(values: Any) -> tuple[float, float, float]:
    """Return low end, median and high end of the 90 % band."""
    low, median, high = np.quantile(values, [0.05, 0.5, 0.95])
    return float(low), float(median), float(high)


def write_posterior(fit: Fit, path: Path) -> None:
    """Write a fit's posterior to a file."""
    import xarray as xr  # noqa: PLC0415  # slow to load, and needed for writing alone

    zones = fit.question.zones
    groups = list(groups_of(fit.question.targets))
    readings = {group: fit.draws.readings[:, at] for at, group in enumerate(groups)}
    own = natural_units(fit.draws.scores, zones)
    before = natural_units(fit.prior.scores, zones)
    moved = [variable_of(name) for name in moved_names(zones)]
    after, ahead = predicted(fit, readings)
    compared = [figure for figure in after if figure in fit.ledger]
    observed = {f: np.array([fit.ledger[f].interval.low, fit.ledger[f].interval.high]) for f in compared}

    def chains(columns: Mapping[str, Array]) -> xr.Dataset:
        return xr.Dataset({name: (("chain", "draw"), column[None, :]) for name, column in columns.items()},
                          coords={"chain": [0], "draw": np.arange(len(fit.draws.scores))})  # fmt: skip

    tree = xr.DataTree.from_dict({
        "posterior": chains(own | {f"reading.{g}": r.astype(np.int8) for g, r in readings.items()}),
        "prior": chains({name: before[name] for name in moved}),
        "posterior_predictive": chains(after),
        "prior_predictive": chains(ahead),
        "sample_stats": chains({"log_likelihood": fit.draws.log_likelihood, "accepted": fit.draws.accepted}),
        "observed_data": xr.Dataset({f: (("edge",), edges) for f, edges in observed.items()},
                                    coords={"edge": ["low", "high"]}),
    })  # fmt: skip
    tree.attrs["zonereform"] = json.dumps(about_fit(fit), ensure_ascii=False, sort_keys=True)
    path.parent.mkdir(parents=True, exist_ok=True)

    def write(file: BinaryIO) -> None:
        encoding = {
            f"/{group}": {name: {"zlib": True, "complevel": 9} for name in tree[group].data_vars}
            for group in tree.children
        }
        whole = path.with_name(f".{path.name}.making")
        try:
            tree.to_netcdf(whole, engine="h5netcdf", encoding=encoding)
            file.write(whole.read_bytes())
        finally:
            whole.unlink(missing_ok=True)

    write_whole(path, write)


class Predictive(NamedTuple):
    """What a posterior says would be printed: its draws and the prior's by figure, and how it was made."""

    posterior: dict[str, Array]
    prior: dict[str, Array]
    about: dict[str, Any]


def read_predictive(path: Path) -> Predictive:
    """Return the predictions of a posterior file; ScenarioError where it is unreadable or of another model version."""
    import h5py  # noqa: PLC0415

    about = dict(load_posterior(path).about)
    with h5py.File(path) as file:
        after, ahead = (
            {name: np.asarray(data).ravel() for name, data in file[group].items() if name not in ("chain", "draw")}
            for group in ("posterior_predictive", "prior_predictive")
        )
    return Predictive(after, ahead, about)
