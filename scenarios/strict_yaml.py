"""Files that users write, read strictly: every fault is one line with file, line, field, and what would be right.

Only plain mappings, lists, texts, numbers, booleans and null are read. A key that stands twice is a fault; anchors,
aliases and tags are refused, and so are files too large or too deep for a scenario, so that a small file cannot unfold
into a large one. Dates stay text.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Place = tuple[str | int, ...]

MOST_BYTES = 1_000_000
DEEPEST = 20
LARGEST = 10**15

_STANDARD = "tag:yaml.org,2002:"
_KINDS = {"null", "bool", "int", "float", "str", "timestamp", "map", "seq"}


class ScenarioError(ValueError):
    """What a user asked for cannot be done as written; ``faults`` lists why, one line each."""

    def __init__(self, faults: Iterable[str]) -> None:
        """Keep the faults and word them one a line."""
        self.faults = list(faults)
        super().__init__("\n".join(self.faults))


@dataclass
class Source:
    """The content of a file, the line of each entry, and the faults noted in it so far."""

    path: Path
    shown: str
    content: Any = None
    lines: dict[Place, int] = field(default_factory=dict, repr=False)
    noted: list[tuple[int, str]] = field(default_factory=list, repr=False)
    refused: set[Place] = field(default_factory=set, repr=False)

    @property
    def faults(self) -> list[str]:
        """The faults in the order of their lines."""
        return [text for _, text in sorted(self.noted, key=lambda fault: fault[0])]

    def refuse(self, place: Place, message: str) -> None:
        """Note a fault of an entry: the message begins with what was found."""
        subject = f"{field_name(place)}: " if place else ""
        line = self.line(place)
        self.refused.add(place)
        self.noted.append((line, one_line(f"{self.shown}:{line}: {subject}{message}")))

    def is_refused(self, place: Place) -> bool:
        """Tell whether a fault was noted of an entry or of something inside it, so that it is not missed besides."""
        return any(noted[: len(place)] == place for noted in self.refused)

    def line(self, place: Place) -> int:
        """Give the line of an entry, or of the nearest one that encloses it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def field_name(place: Place) -> str:
    """Write the place of an entry as ``reform[0].levers.posts_lost``."""
    text = ""
    for step in place:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


def one_line(text: str) -> str:
    """Write a text on one line, whatever control characters a file name or a value brings."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def shown(value: Any) -> str:
    """Write what was found as YAML would: short, on one line."""
    text = json.dumps(value, ensure_ascii=False, default=str) if value is not None else "nothing"
    return text if len(text) <= 60 else f"{text[:57]}..."


def nearest(name: object, names: Iterable[str]) -> str:
    """Give '; nearest name X' for a name that is not among the names, or nothing where there are none."""
    close = difflib.get_close_matches(str(name), list(names), n=1, cutoff=0.0)
    return f"; nearest name {close[0]}" if close else ""


def unknown(kind: str, name: object, names: Iterable[str]) -> str:
    """Word an unknown name: all allowed ones where they are few, and the nearest."""
    known = list(names)
    allowed = f"; allowed {', '.join(known)}" if 0 < len(known) <= 8 else f"; there are {len(known)} {kind}s"
    return f"found {shown(name)}, which is no {kind}{allowed}{nearest(name, known)}"


class _Refusal(yaml.MarkedYAMLError):
    """Something that YAML allows and a scenario does not need."""


class _StrictLoader(yaml.SafeLoader):
    """A safe loader without anchors, aliases and depth."""

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self._depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            message = f"found {shown(sign + event.anchor)}; anchors and aliases are not allowed, write the value out"
            raise _Refusal(problem=message, problem_mark=event.start_mark)
        if self._depth >= DEEPEST:
            message = f"found more than {DEEPEST} levels of nesting; a scenario needs fewer"
            raise _Refusal(problem=message, problem_mark=event.start_mark)
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node


def read_source(path: Path, name: str | None = None) -> Source:
    """Read a file; faults of the file as a whole raise ScenarioError, duplicate keys and bad scalars are noted.

    ``name`` is how the file is called in messages.
    """
    source = Source(path, name or str(path))
    try:
        raw = path.read_bytes()
    except OSError as fault:
        reason = "no such file" if isinstance(fault, FileNotFoundError) else fault.strerror or "not readable"
        raise ScenarioError([one_line(f"{source.shown}: {reason}; a readable YAML file is needed")]) from fault
    except ValueError as fault:  # a null character in the name
        raise ScenarioError([one_line(f"{source.shown}: {fault}; a readable YAML file is needed")]) from fault
    return read_text(raw, source)


def read_text(raw: bytes, source: Source) -> Source:
    """Read the bytes of a file into the source that names it."""
    if len(raw) > MOST_BYTES:
        source.refuse((), f"found {len(raw)} bytes; allowed are at most {MOST_BYTES}")
        raise ScenarioError(source.faults)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw[: fault.start].count(b"\n") + 1
        message = f"{source.shown}:{line}: found the byte 0x{raw[fault.start]:02x}, no UTF-8; save it as UTF-8"
        raise ScenarioError([one_line(message)]) from fault
    try:
        root = yaml.compose(text, Loader=_StrictLoader)
    except _Refusal as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        raise ScenarioError([one_line(f"{source.shown}:{line}: {fault.problem}")]) from fault
    except yaml.YAMLError as fault:
        raise ScenarioError([one_line(_syntax_fault(source.shown, text, fault))]) from fault
    source.content = None if root is None else _Builder(source).build(root, ())
    return source


def _syntax_fault(name: str, text: str, fault: yaml.YAMLError) -> str:
    """Word what keeps a text from being YAML."""
    if isinstance(fault, yaml.MarkedYAMLError):
        mark = fault.problem_mark or fault.context_mark
        problem = fault.problem or fault.context or "it is no YAML"
        return f"{name}:{mark.line + 1 if mark else 1}: not readable as YAML: {problem}"
    if isinstance(fault, yaml.reader.ReaderError):
        line = text[: int(fault.position)].count("\n") + 1
        return f"{name}:{line}: not readable as YAML: found a control character"
    return f"{name}:1: not readable as YAML: {fault}"


@dataclass
class _Builder:
    """Turns nodes into plain values and notes their lines; repeated keys and odd scalars become faults."""

    source: Source

    def build(self, node: Any, place: Place) -> Any:
        """Return the value of a node."""
        self.source.lines.setdefault(place, node.start_mark.line + 1)
        if node.tag.removeprefix(_STANDARD) not in _KINDS:
            self.source.refuse(place, f"found the tag {shown(node.tag)}; write plain YAML without tags")
            return None
        if isinstance(node, yaml.MappingNode):
            return dict(self._entries(node, place))
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*place, number)) for number, item in enumerate(node.value)]
        return self._scalar(node, place)

    def _entries(self, node: Any, place: Place) -> Iterator[tuple[str, Any]]:
        seen: set[str] = set()
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self.source.lines[(*place, "?")] = line
                self.source.refuse((*place, "?"), "found a list or mapping as a key; a name is needed")
                continue
            key = str(key_node.value)
            inner = (*place, key)
            if key in seen:
                first = self.source.lines[inner]
                self.source.lines[inner] = line
                self.source.refuse(inner, f"found a second time, first on line {first}; keep one")
                self.source.lines[inner] = first
                continue
            seen.add(key)
            self.source.lines[inner] = line
            yield key, self.build(value_node, inner)

    def _scalar(self, node: Any, place: Place) -> Any:
        kind = node.tag.removeprefix(_STANDARD)
        if kind == "null":
            return None
        if kind not in {"bool", "int", "float"}:
            return node.value
        try:
            value = getattr(yaml.constructor.SafeConstructor(), f"construct_yaml_{kind}")(node)
        except (ValueError, KeyError, IndexError, OverflowError):
            self.source.refuse(place, f"found {shown(node.value)}, which is no {kind}")
            return None
        if kind == "int" and abs(value) > LARGEST:
            self.source.refuse(place, f"found {shown(node.value)}; allowed are numbers up to {LARGEST:.0e}")
            return None
        return value
