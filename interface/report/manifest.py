"""What a report says of itself: everything that is needed to get the same numbers again."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from analysis.compare import Comparison
from analysis.published import BesidePublished
from sim.identity import digest_of, model_version, plain_scenario
from sim.specification import ScenarioSpecification
from sim.store.manifest import versions_here


def common(kind: str, command: str, digest: str) -> dict[str, Any]:
    """Return what every report's manifest begins with."""
    return {
        "kind": kind,
        "command": command,
        "digest": digest,
        "version": version("zonereform"),
        "model_version": model_version(),
        "versions": versions_here(),
    }


def comparison_manifest(
    asked: Sequence[ScenarioSpecification], result: Comparison, published: BesidePublished | None, command: str
) -> dict[str, Any]:
    """Return the manifest of a comparison; ``asked`` are its scenarios as they were read, the base first."""
    setting = result.setting
    return {
        **common("comparison", command, result.digest),
        "base": setting.base.name,
        "options": [option.name for option in setting.options],
        "scenarios": [
            {"name": one.name, "title": one.title, "digest": digest_of(plain_scenario(one))} for one in asked
        ],
        "zone": setting.zone,
        "who": setting.who,
        "date": setting.date,
        "seed": setting.seed,
        "draws": result.draws,
        "parameters": setting.belief.kind,
        "posterior_digest": setting.belief.digest or None,
        "accounts_max_error": result.accounts_max_error,
        "published": None
        if published is None
        else {
            "scenario": published.scenario.name,
            "draws": published.draws,
            "seed": published.seed,
            "digest": published.digest,
        },
    }
