"""Checks of a fit that take many fits: known truths and their effects, zones left out; kept beside the posterior."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from calibration.fit import Workshop, prepare
from calibration.recovery import LEVELS, recover
from calibration.scores import Score, binomial_interval
from calibration.specification import CalibrationSpecification
from calibration.validation import Tested, Validation, leave_zones_out
from scenarios.evidence import Ledger
from sim.store.files import write_bytes

SEED = 7
NAME = "checks.json"
LEVEL_OF_EFFECTS = 0.9
"""Level of the bands of effects."""


class Covered(NamedTuple):
    """How many truths' own effects of an option lay in the 90 % bands of their fits, for one output.

    ``fixed`` are the parameters that were fixed in the truths so that the option does nothing there; none where truths
    are draws of the prior. ``ranks`` are where each lay among its draws, in (0, 1), equal ones put in order by lot.
    """

    option: str
    outcome: str
    months: int
    fixed: tuple[str, ...]
    draws: int
    inside: int
    ranks: tuple[float, ...]

    @property
    def truths(self) -> int:
        """The number of truths."""
        return len(self.ranks)

    @property
    def interval(self) -> tuple[float, float]:
        """The exact 95 % interval of the share inside."""
        return binomial_interval(self.inside, self.truths)

    @property
    def inside_by_lot(self) -> int:
        """How many would lie inside if equal numbers were put in order by lot, so that 90 % is exact."""
        return sum(abs(rank - 0.5) <= 0.5 * LEVEL_OF_EFFECTS for rank in self.ranks)


class Checks(NamedTuple):
    """What many fits found: p-values of ranks by parameter, coverage by level, contraction, zones left out, ranks.

    ``ranks`` are where each truth lay among its draws, in (0, 1), by parameter [truths]; ``effects`` how often bands of
    effects hold truths. Both are empty in checks of old.
    """

    digest: str
    truths: int
    chains: int
    p_values: Mapping[str, float]
    coverage: Mapping[str, float]
    contraction: Mapping[str, float]
    left_out: tuple[Tested, ...]
    ranks: Mapping[str, Sequence[float]] = {}
    effects: tuple[Covered, ...] = ()


def no_checks(about: Mapping[str, Any]) -> Checks:
    """Return the checks of a posterior of which nothing has been checked."""
    return Checks(about["digest"], 0, 0, {}, {}, {}, ())


def run_checks(
    about: Mapping[str, Any], ledger: Ledger, workshop: Workshop, truths: int, chains: int, zones: bool,
    workers: int | None, before: Checks | None,
) -> Checks:  # fmt: skip
    """Fit known truths and fits without zones again, as asked; what is not asked for is kept from ``before``."""
    specification = CalibrationSpecification.model_validate(about["specification"])
    found = before or no_checks(about)
    if truths:
        learnt = prepare(specification, ledger, workshop)
        done = 0

        def tell(more: int) -> None:
            nonlocal done
            done += more
            workshop.tell("truths", done, truths)

        result = recover(learnt, truths, chains, SEED, workers, tell)
        found = found._replace(
            truths=len(result.ranks),
            chains=chains,
            p_values=result.p_values(),
            coverage={f"{level:g}": result.coverage(level) for level in LEVELS},
            contraction=dict(zip(result.parameters, result.contraction.mean(axis=0).tolist(), strict=True)),
            ranks={name: result.ranks[:, at].round(4).tolist() for at, name in enumerate(result.parameters)},
        )
    if zones:
        draws = min(specification.draws, 300)
        found = found._replace(left_out=leave_zones_out(specification, ledger, workshop, draws, workers))
    return found


def write_checks(posterior: Path, checks: Checks) -> None:
    """Write checks beside their posterior."""
    document = checks._asdict()
    document["left_out"] = [
        {**t._asdict(), "ours": t.ours._asdict(), "prior": t.prior._asdict()} for t in checks.left_out
    ]
    document["ranks"] = {name: _in_a_line(ranks) for name, ranks in checks.ranks.items()}
    document["effects"] = [{**told._asdict(), "ranks": _in_a_line(told.ranks)} for told in checks.effects]
    text = json.dumps(_plain(document), ensure_ascii=False, indent=1)  # ranks as a line each, not as one a number
    write_bytes(posterior.with_name(NAME), f"{text}\n".encode())


def read_checks(posterior: Path, about: Mapping[str, Any]) -> Checks | None:
    """Return the checks beside a posterior, where they are there and of this very posterior."""
    path = posterior.with_name(NAME)
    if not path.is_file():
        return None
    document = json.loads(path.read_text(encoding="utf-8"))
    if document["digest"] != about["digest"]:
        return None
    document["left_out"] = tuple(
        Tested(**{**_finite(t), "ours": _score(t["ours"]), "prior": _score(t["prior"])}) for t in document["left_out"]
    )
    document["ranks"] = {name: _of_a_line(told) for name, told in document.get("ranks", {}).items()}
    document["effects"] = tuple(
        Covered(**{**told, "fixed": tuple(told["fixed"]), "ranks": _of_a_line(told["ranks"])})
        for told in document.get("effects", ())
    )
    return Checks(**document)


def _in_a_line(ranks: Sequence[float]) -> str:
    return " ".join(f"{rank:g}" for rank in ranks)


def _of_a_line(told: str) -> tuple[float, ...]:
    return tuple(float(rank) for rank in told.split())


def _score(document: Mapping[str, Any]) -> Score:
    return Score(**_finite(document))


def _finite(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: math.nan if value is None else value for name, value in document.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _covered_as_json(told: Covered) -> dict[str, Any]:
    low, high = told.interval
    return {"option": told.option, "output": told.outcome, "horizon_months": told.months, "fixed": list(told.fixed),
            "draws": told.draws, "truths": told.truths, "inside": told.inside, "low": low, "high": high,
            "inside_by_lot": told.inside_by_lot}  # fmt: skip


def validation_as_json(result: Validation, checks: Checks | None, ledger: Ledger) -> dict[str, Any]:
    """Return a validation as the contract has it: bands in the units of the figures, scores on their scales."""
    hits, of, interval = result.inside
    tested = [
        {
            "id": t.figure, "median": t.median, "low": t.low, "high": t.high,
            "reported_low": ledger[t.figure].low, "reported_high": ledger[t.figure].high, "inside": t.ours.inside,
            "score": t.ours.score, "pit": t.ours.pit, "width_over_prior": t.width_ratio, "informed": t.informed,
        }
        for t in result.held_out
    ]  # fmt: skip
    naive = [
        {
            "name": n.rule.name, "score": n.theirs_mean, "model_score_there": n.ours_mean, "figures": n.against.figures,
            "difference": n.against.difference, "error": n.against.error,
        }
        for n in result.naive
    ]  # fmt: skip
    document: dict[str, Any] = {
        "digest": result.about["digest"],
        "held_out": tested,
        "coverage": {"inside": hits, "of": of, "low": interval[0], "high": interval[1]},
        "naive": naive,
        "model_score": result.model_score,
        "against_prior": result.against_prior._asdict(),
        "misfits": [t.figure for t in result.misfits],
        "widened": [t.figure for t in result.widened],
        "sbc": [{"parameter": name, "p_value": p} for name, p in (checks.p_values if checks else {}).items()],
        "recovery_coverage": dict(checks.coverage) if checks else {},
        "truths": checks.truths if checks else 0,
        "effect_coverage": [_covered_as_json(told) for told in checks.effects] if checks else [],
        "left_out": [
            {"id": t.figure, "zone": t.zone, "inside": t.ours.inside, "score": t.ours.score} for t in checks.left_out
        ]
        if checks
        else [],
    }
    plain: dict[str, Any] = _plain(document)
    return plain
