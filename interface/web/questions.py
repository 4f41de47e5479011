"""From what the page asks for to a comparison that can be run, and to the same in Python."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.compare import Setting, comparable
from analysis.who_reforms import WHO
from interface.web.asked import LATEST_MONTH, STARTS, Asked, Fault, Settings, WrongRequestError
from interface.web.own_zone import read_form
from interface.words import Language, say
from scenarios.lever_settings import set_levers
from scenarios.load import load_scenario
from scenarios.my_zone.form import Form
from scenarios.my_zone.zone import FORWARD_MONTHS, PACKAGES, ZONE_ID, MadeZone, make_zone, with_package
from scenarios.override import override
from scenarios.posteriors import default_belief
from scenarios.steps import month_text
from scenarios.strict_yaml import ScenarioError
from sim.beliefs import PRIOR
from sim.parameters import PARAMETERS, quantile
from sim.specification import ScenarioSpecification

ZONES = {"typical-county": "county", "jimo": "jimo-etz", "mine": ZONE_ID}
LEVEL_QUANTILES = {"low": 0.1, "high": 0.9}
"""Quantiles of the prior at which an assumption is held."""


@dataclass(frozen=True)
class Question:
    """A comparison ready to be run. ``key`` tells it from all others, ``base_key`` its base; both know no language."""

    asked: Asked
    setting: Setting
    made: MadeZone | None
    key: str
    base_key: str
    code: str

    @property
    def option(self) -> ScenarioSpecification:
        """The option."""
        return self.setting.options[0]

    @property
    def base_changes_nothing(self) -> bool:
        """Tell whether the base sets no lever, so that the option's parts are told against no reform."""
        return not self.setting.base.changes


def question_of(asked: Asked) -> Question:
    """Return the comparison that is asked for; faults raise WrongRequestError."""
    made = make_zone(read_form(asked.form)) if asked.place == "mine" else None
    held = held_beliefs(asked.beliefs)
    zone = ZONES[asked.place]
    try:
        base, option = (override(_scenario(asked, settings, made), held) for settings in (asked.base, asked.option))
        who = next(name for name in WHO if name == asked.who)
        belief = default_belief() if made is None else PRIOR
        setting = comparable(_named(base), [_named(option, is_option=True)], asked.seed, zone, who, belief=belief)
    except ScenarioError as error:
        raise WrongRequestError([Fault("levers", fault, ("", "")) for fault in error.faults]) from error
    plain = dataclasses.asdict(asked)
    base_only = {name: value for name, value in plain.items() if name not in ("option", "draws")}
    return Question(
        asked, setting, made, _canonical(plain), _canonical(base_only), python_of(asked, held)
    )  # fmt: skip


def _named(scenario: ScenarioSpecification, *, is_option: bool = False) -> ScenarioSpecification:
    """Return a scenario titled as what it is on the page: the option, the base, or no reform."""
    key = "page_option" if is_option else "page_base" if scenario.changes else "page_no_reform"
    return dataclasses.replace(scenario, title=say(key, "en"), title_zh=say(key, "zh"))


def start_title(place: str, start: str, language: Language) -> str:
    """Return what a start is called at a place."""
    labels = {package.name: package.label for package in PACKAGES} if place == "mine" else {}
    if start in labels:
        english, chinese = labels[start]
        return chinese if language == "zh" else english
    return say(f"page_start_{start.replace('-', '_')}", language)


def _canonical(content: Mapping[str, Any]) -> str:
    return json.dumps(content, sort_keys=True, ensure_ascii=False)


def held_beliefs(beliefs: Mapping[str, str]) -> list[str]:
    """Return the settings that hold assumptions at the quantiles of their priors, as `--set` takes them."""
    found = []
    for name, level in beliefs.items():
        prior: Any = PARAMETERS[name].prior
        found.append(f"parameters.{name}={float(quantile(prior, LEVEL_QUANTILES[level])):.6g}")
    return found


def macro_of(asked: Asked) -> list[str]:
    """Return the setting of the macro path, as `--set` takes it."""
    return [f"macro={asked.macro}"] if asked.macro else []


def _scenario(asked: Asked, settings: Settings, made: MadeZone | None) -> ScenarioSpecification:
    """Return an option or a base as a scenario."""
    levers = {lever: (value, date_text(date)) for lever, (value, date) in settings.levers.items()}
    if made is None:
        scenario = load_scenario(settings.start)
    else:
        scenario = made.scenario if settings.start == "none" else with_package(made, settings.start)
        scenario = dataclasses.replace(scenario, months=FORWARD_MONTHS + LATEST_MONTH + 1)
        levers = {lever: (value, date or month_text(0)) for lever, (value, date) in levers.items()}
    return override(set_levers(scenario, ZONES[asked.place], levers), macro_of(asked))


def date_text(date: str | int | None) -> str | None:
    """Return a date as scenarios have it: a month, or of a zone of one's own the month so many months from now."""
    return month_text(date) if isinstance(date, int) else date


def zone_settings(form: Form) -> dict[str, dict[str, Any]]:
    """Return what each start of a zone of one's own sets: value and months from now, by lever."""
    made = make_zone(form)
    return {
        start: {}
        if start == "none"
        else {c.lever: {"value": c.value, "date": c.month} for c in with_package(made, start).changes}
        for start in STARTS["mine"]
    }


def shipped_settings(place: str) -> dict[str, dict[str, Any]]:
    """Return what each start of a place sets in its zone: value, month, and the latest month where it is uncertain."""
    found: dict[str, dict[str, Any]] = {}
    for start in STARTS[place]:
        changes = [c for c in load_scenario(start).changes if c.zone == ZONES[place]]
        found[start] = {
            c.lever: {
                "value": c.value,
                "date": month_text(c.month),
                "latest": None if c.latest is None else month_text(c.latest),
            }
            for c in changes
        }
    return found


def python_of(asked: Asked, held: list[str]) -> str:
    """Return the same comparison as a few lines of Python."""
    if asked.place == "mine":
        return _python_of_zone(asked, held)
    settings = [*held, *macro_of(asked)]
    lines = ["from analysis.compare import comparable, compare", "from scenarios import load_scenario"]
    lines += ["from scenarios.lever_settings import set_levers", "from scenarios.posteriors import default_belief"]
    lines += ["from scenarios.override import override"] if settings else []
    lines.append("")
    for name, chosen in (("base", asked.base), ("option", asked.option)):
        lines.append(f'{name} = load_scenario("{chosen.start}")')
        if chosen.levers:
            lines.append(f'{name} = set_levers({name}, "{ZONES[asked.place]}", {{')
            lines += [f"    {json.dumps(lever)}: {_pair(setting)}," for lever, setting in chosen.levers.items()]
            lines.append("})")
        if settings:
            lines.append(f"{name} = override({name}, {settings!r})".replace("'", '"'))
    who = f', who="{asked.who}"' if asked.who != "zone" else ""
    where = f'zone="{ZONES[asked.place]}"{who}'
    lines.append(f"setting = comparable(base, [option], seed={asked.seed}, {where}, belief=default_belief())")
    lines += [f"result = compare(setting, draws={asked.draws})"]
    lines += ['effect = result.options[0].effect("producing", 36)', "print(result.digest, effect.difference)"]
    return "\n".join(lines) + "\n"


def _pair(setting: tuple[float | str, str | int | None]) -> str:
    value, date = setting
    return f"({json.dumps(value)}, {'None' if date is None else json.dumps(date_text(date))})"


def _python_of_zone(asked: Asked, held: list[str]) -> str:
    """Return the comparison of a zone of one's own; it reads the form from the file that the page gives."""
    question = {"place": "mine", "option": _plain(asked.option), "base": _plain(asked.base), "who": asked.who,
                "beliefs": dict(asked.beliefs), "macro": asked.macro, "draws": asked.draws, "seed": asked.seed,
                "form": "FORM"}  # fmt: skip
    del held
    text = json.dumps(question, ensure_ascii=False, indent=4).replace('"FORM"', "numbers")
    return (
        "from interface.web.asked import read_asked\n"
        "from interface.web.questions import question_of\n"
        "from interface.web.work import run_through\n\n"
        "numbers = {}  # field: value, or {'value': 52, 'unit': 'hectare'}, as typed on the page\n"
        f"gathered = run_through(question_of(read_asked({text})))\n"
        "result = gathered.comparison()\n"
        'effect = result.options[0].effect("producing", 36)\n'
        "print(result.digest, effect.difference)\n"
    )


def _plain(settings: Settings) -> dict[str, Any]:
    return {"from": settings.start, "set": {
        lever: {"value": value} if date is None else {"value": value, "date": date}
        for lever, (value, date) in settings.levers.items()}}  # fmt: skip
