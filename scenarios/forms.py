"""Checks the form of a file: unknown keys, wrong types, missing keys, each as one line.

What is wrong is noted and left out, so that the names and ranges of the rest can be checked in the same pass.
"""

from __future__ import annotations

import copy
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from scenarios.design_schema import Asked, Factor
from scenarios.schema import CHOICE_TAGS, Part, Rollout, Shock, Step, WorldZone
from scenarios.strict_yaml import Place, Source, nearest, shown

_NEEDED = {
    "float_type": "a number is needed",
    "int_type": "a whole number is needed",
    "int_from_float": "a whole number is needed",
    "bool_type": "true or false is needed",
    "string_type": "text is needed",
    "list_type": "a list is needed, its lines beginning with '-'",
    "tuple_type": "a list is needed, its lines beginning with '-'",
    "dict_type": "a mapping is needed, lines of 'key: value'",
    "model_type": "a mapping is needed, lines of 'key: value'",
    "finite_number": "a finite number is needed",
}
_LISTED: dict[str, type[Part]] = {
    "reform": Step,
    "rollout": Rollout,
    "shocks": Shock,
    "zones": WorldZone,
    "factors": Factor,
    "outputs": Asked,
}
_VALUED = {"levers", "parameters", "known"}
_MONTHS = {"date", "earliest", "latest", "start", "first", "last", "month"}
_ATTEMPTS = 5
FIRST_MONTH = "2017-01"


def read_form[Form: Part](source: Source, kind: type[Form]) -> Form | None:
    """Return the content as a model with what is faulty left out, or None where too little is left."""
    if source.content is None and () in source.refused:
        return None
    if source.content is None:
        source.refuse((), f"found an empty file; {_needed_keys(kind)}")
        return None
    if not isinstance(source.content, dict):
        found = "a list" if isinstance(source.content, list) else shown(source.content)
        source.refuse((), f"found {found}; a mapping is needed, lines of 'key: value'")
        return None
    content = copy.deepcopy(source.content)
    refused = set(source.refused)
    for attempt in range(_ATTEMPTS):
        try:
            return kind.model_validate(content)
        except ValidationError as fault:
            enough = True
            for error in fault.errors(include_url=False, include_context=True):
                place = tuple(step for step in error["loc"] if step not in CHOICE_TAGS)
                if attempt == 0 and place not in refused:
                    source.refuse(place, _sentence(kind, place, error))
                enough = _cut(content, place, missing=error["type"] == "missing") and enough
            if not enough:
                return None
    return None


def _needed_keys(kind: type[Part]) -> str:
    needed = [name for name, field in kind.model_fields.items() if field.is_required()]
    return f"needed are {', '.join(needed)}"


def _cut(content: Any, place: Place, *, missing: bool) -> bool:
    """Take a faulty entry out, or what encloses it where a key is missing; tell whether that was possible.

    A part of a list leaves an empty part, so that the others keep their numbers; a date leaves the first month, so that
    the levers beside it are checked.
    """
    for level, step in enumerate(place[:-2]):
        if step in _VALUED:
            place = place[: level + 2]
            break
    if missing and place[-1] != "date":
        place = place[:-1]
    while place:
        inner: Any = content
        for step in place[:-1]:
            if isinstance(inner, dict):
                inner = inner.get(step)
            else:
                inner = inner[int(step)] if isinstance(inner, list) else None
        last = place[-1]
        if isinstance(inner, dict):
            inner.pop(str(last), None)
            if last == "date":
                inner["date"] = FIRST_MONTH
            return True
        if not isinstance(inner, list):
            return True  # an earlier fault took it out
        kind = _LISTED.get(str(place[0])) if len(place) == 2 else None
        if kind is not None and isinstance(last, int):
            inner[last] = kind.model_construct()
            return True
        place = place[:-1]
    return False


def _sentence(kind: type[BaseModel], place: Place, error: Any) -> str:
    """Word a fault: what was found, what is allowed, the nearest name."""
    context = error.get("ctx") or {}
    match error["type"]:
        case "extra_forbidden":
            names = _keys_at(kind, place)
            return f"found an unknown key{_allowed(names)}{nearest(place[-1], names)}"
        case "missing":
            return "found nothing; this key is needed"
        case "literal_error":
            names = [str(name).strip(" '") for name in context["expected"].replace(" or ", ", ").split(",")]
            return f"found {shown(error['input'])}; allowed {', '.join(names)}{nearest(error['input'], names)}"
        case "string_pattern_mismatch" if _MONTHS & set(place[-1:]) or "dates" in place[-2:-1]:
            return f"found {shown(error['input'])}; allowed a month such as 2019-06"
        case "string_pattern_mismatch":
            return f"found {shown(error['input'])}; allowed small letters, digits and single hyphens, such as my-zone"
        case "greater_than_equal" | "greater_than" | "less_than_equal" | "less_than":
            return f"found {shown(error['input'])}; allowed {error['msg'].removeprefix('Input should be ')}"
        case found if found in _NEEDED:
            return f"found {_short(error['input'])}; {_NEEDED[found]}"
    return f"found {_short(error['input'])}; {error['msg']}"


def _short(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    return "nothing" if value is None else shown(value)


def _allowed(names: list[str]) -> str:
    return f"; allowed {', '.join(names)}"


def _keys_at(kind: type[BaseModel], place: Place) -> list[str]:
    """Return the keys of the part in which an unknown key stands, found by the types on the way there."""
    annotations: list[Any] = [kind]
    for step in place[:-1]:
        annotations = [inner for annotation in annotations for inner in _inside(annotation, step)]
    return [name for annotation in annotations for part in _parts_of(annotation) for name in part.model_fields]


def _inside(annotation: Any, step: str | int) -> list[Any]:
    """Return the types of what stands at a key or number within a type."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        field = annotation.model_fields.get(str(step))
        return [] if field is None else [field.annotation]
    if get_origin(annotation) in {dict, list, tuple}:
        return [get_args(annotation)[-1 if get_origin(annotation) is dict else 0]]
    return [inner for choice in get_args(annotation) for inner in _inside(choice, step)]


def _parts_of(annotation: Any) -> list[type[BaseModel]]:
    """Return the parts that a type allows, each of its alternatives looked into."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [part for choice in get_args(annotation) for part in _parts_of(choice)]
