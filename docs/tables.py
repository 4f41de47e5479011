"""Write the tables of odd.md and the pages evidence.md and levers.md from what they tell of, so that it is told once.

``python docs/tables.py --write`` fills what stands between ``<!-- table: NAME -->`` or ``<!-- rules: ... -->`` and
``<!-- end -->``; ``--check`` tells what it would change and ends with status 1 if anything. Text outside is left alone.
"""

import argparse
import ast
import difflib
import inspect
import math
import re
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from agents.firms.record import BUILDER, FIRM, PRODUCER, SETTLED, STAGE_NAMES
from agents.funds import FUND
from agents.industries import INDUSTRIES
from agents.levers import LEVERS
from agents.platforms import PLATFORM
from agents.quantities import Beta, Distribution, Fixed, LogNormal, LogUniform, Normal, OrInfinite, Quantity, Uniform
from agents.records import titles
from agents.zones.attraction import CHANNELS
from agents.zones.endowment import OPENING, OPENINGS, ZoneEndowment
from agents.zones.record import FIRST_FLOW, ZONE
from analysis.evidence import page
from analysis.levers import page as lever_page
from scenarios.catalogue import load_catalogue
from scenarios.evidence import load_ledger
from sim.faults import ACCOUNTS
from sim.opening import GATHER_MONTHS
from sim.parameters import DERIVED, GROUPS, quantile, quantities_of
from sim.specification import BURN_IN_MONTHS, CALENDAR_START, DEFAULT_MONTHS
from sim.state import (
    CHANGE,
    CONTACT,
    FAULT,
    MONTH,
    MUNICIPALITY,
    NEWCOMER,
    PAIR,
    PROMISE,
    PROSPECT,
    SECTOR,
    WAIT,
)

ROOT = Path(__file__).resolve().parent.parent
ODD = ROOT / "docs" / "odd.md"
EVIDENCE = ROOT / "docs" / "evidence.md"
CATALOGUE = ROOT / "docs" / "levers.md"
BLOCK = re.compile(r"(<!-- (table|rules): (.*?)-->\n)(.*?)(<!-- end -->)", re.DOTALL)
TITLE = re.compile(r"(?P<meaning>.*\S) \[(?P<unit>[^\[\]]+)\]")
ASSUMPTION = re.compile(r"Assumption\s+(A-\d+)")
STEP = "step_month"
"""The function of sim/month.py that lists the events of a month."""

RECORDS = {
    "ZONE": ZONE, "FIRM": FIRM, "PLATFORM": PLATFORM, "FUND": FUND, "MUNICIPALITY": MUNICIPALITY, "PAIR": PAIR,
    "MONTH": MONTH, "SECTOR": SECTOR, "CHANGE": CHANGE, "PROSPECT": PROSPECT, "CONTACT": CONTACT, "PROMISE": PROMISE,
    "NEWCOMER": NEWCOMER, "WAIT": WAIT, "BUILDER": BUILDER, "PRODUCER": PRODUCER, "SETTLED": SETTLED, "FAULT": FAULT,
    "OPENING": OPENING,
}  # fmt: skip


class Rule(NamedTuple):
    """One function as its source text has it: full name, docstring, whether it is compiled, what it calls in order."""

    name: str
    doc: str
    compiled: bool
    calls: tuple[str, ...]


@cache
def read_rules() -> dict[str, Rule]:
    """Return every top-level function of agents/ and sim/ by its full name; read from the text, nothing is compiled."""
    rules = {}
    for room in ("agents", "sim"):
        for file in sorted((ROOT / room).rglob("*.py")):
            module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
            tree = ast.parse(file.read_text(encoding="utf-8"))
            origins = {
                alias.asname or alias.name: f"{node.module}.{alias.name}"
                for node in tree.body
                if isinstance(node, ast.ImportFrom)
                for alias in node.names
            }
            for node in tree.body:
                if isinstance(node, ast.FunctionDef):
                    name = f"{module}.{node.name}"
                    marks = {d.id for d in node.decorator_list if isinstance(d, ast.Name)}
                    calls = tuple(origins.get(call, f"{module}.{call}") for call in _calls(node))
                    rules[name] = Rule(
                        name, inspect.cleandoc(ast.get_docstring(node) or ""), "compiled" in marks, calls
                    )
    return rules


def _calls(function: ast.FunctionDef) -> Iterator[str]:
    """Yield the names of functions that the statements of a function call, in order."""
    for statement in function.body:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            called = statement.value.func
            if isinstance(called, ast.Name):
                yield called.id


def events(rules: dict[str, Rule]) -> list[Rule]:
    """Return the events of a month in order."""
    return [rules[name] for name in rules[f"sim.month.{STEP}"].calls]


def split_title(title: str) -> tuple[str, str]:
    """Return meaning and unit of a field's title; ValueError where it does not end with a unit in brackets."""
    match = TITLE.fullmatch(title)
    if match is None:
        raise ValueError(f"title does not end with its unit in brackets: {title!r}")
    return match["meaning"], match["unit"]


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table; upright bars in cells are escaped."""
    lines = [list(head), ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def number(value: float) -> str:
    """Return a number to three significant digits, infinity as its sign."""
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    return f"{value:.3g}" if abs(value) < 1e4 else f"{value:.0f}"


def prior_text(prior: Distribution) -> str:
    """Return a prior in words and numbers."""
    match prior:
        case Fixed(value):
            return f"fixed {number(value)}"
        case Uniform(low, high):
            return f"Uniform({number(low)}, {number(high)})"
        case LogUniform(low, high):
            return f"LogUniform({number(low)}, {number(high)})"
        case Beta(a, b, low, high):
            stretched = "" if (low, high) == (0.0, 1.0) else f" on [{number(low)}, {number(high)}]"
            return f"Beta({number(a)}, {number(b)}){stretched}"
        case LogNormal(median, log_sd, low, high):
            return f"LogNormal(median {number(median)}, log sd {number(log_sd)}){_cut(low, high, 0.0)}"
        case Normal(mean, sd, low, high):
            return f"Normal({number(mean)}, {number(sd)}){_cut(low, high, -math.inf)}"
        case OrInfinite(finite, probability):
            return f"{prior_text(finite)}, infinite with probability {number(probability)}"


def _cut(low: float, high: float, natural: float) -> str:
    if low <= natural and math.isinf(high):
        return ""
    return f" cut to [{number(low)}, {number(high)}]"


def band(prior: Distribution) -> str:
    """Return median and 5-95 % range of a prior."""
    if isinstance(prior, Fixed):
        return number(prior.value)
    low, median, high = (number(quantile(prior, u)) for u in (0.05, 0.5, 0.95))
    return f"{median} ({low} to {high})"


def quantity_rows(quantities: dict[str, Quantity]) -> list[list[str]]:
    """Return one row per declared quantity."""
    return [
        [
            f"`{name}`",
            q.symbol,
            q.unit,
            prior_text(q.prior),
            band(q.prior),
            q.meaning,
            q.source,
            str(q.block),
            str(q.grade),
        ]
        for name, q in quantities.items()
    ]


QUANTITY_HEAD = ("Parameter", "Symbol", "Unit", "Prior", "Median (5 to 95 %)", "Meaning", "Source", "Block", "Grade")


def parameter_tables() -> str:
    """Return one table of parameters per declaration, and what is solved from them."""
    parts = []
    for group in GROUPS:
        quantities = quantities_of(group)
        parts += [f"**`{group.__module__}.{group.__name__}`** ({len(quantities)}). {first_line(group.__doc__ or '')}"]
        parts += [table(QUANTITY_HEAD, quantity_rows(quantities))]
    solved = [[f"`{field.name}`", *split_title(field.title)] for field in DERIVED]
    parts += [f"**Solved from these, no prior** ({len(solved)}).", table(("Parameter", "Meaning", "Unit"), solved)]
    return "\n\n".join(parts)


def endowment_table() -> str:
    """Return the table of a zone's opening attributes."""
    return table(QUANTITY_HEAD, quantity_rows(quantities_of(ZoneEndowment)))


def openings_table() -> str:
    """Return the table of what a zone's books may say of its opening."""
    head = ("Name", "Meaning", "Unit", "Range", "Where the books say nothing")
    return table(head, [
        [f"`{o.name}`", o.meaning, o.unit, f"{number(o.low)} to {number(o.high)}", o.otherwise] for o in OPENINGS
    ])  # fmt: skip


def lever_table() -> str:
    """Return the table of levers."""
    head = ("Lever", "Chinese", "Meaning", "Unit", "Range", "Neutral", "Touches")
    return table(head, [
        [f"`{v.name}`", v.title_zh, v.title, v.unit, f"{number(v.low)} to {number(v.high)}", number(v.neutral),
         ", ".join(v.touches)]
        for v in LEVERS
    ])  # fmt: skip


def record_table(kind: np.dtype[Any]) -> str:
    """Return the table of a record's fields."""
    return table(
        ("Field", "Meaning", "Unit"), [[f"`{name}`", *split_title(title)] for name, title in titles(kind).items()]
    )


def zone_tables() -> str:
    """Return the fields of a zone, stocks and opening levels apart from flows, which are cleared each month."""
    rows = [[f"`{name}`", *split_title(title)] for name, title in titles(ZONE).items()]
    head = ("Field", "Meaning", "Unit")
    return (
        f"State ({FIRST_FLOW} fields), kept from month to month:\n\n{table(head, rows[:FIRST_FLOW])}\n\n"
        f"Flows ({len(rows) - FIRST_FLOW} fields), cleared at the start of a month:\n\n{table(head, rows[FIRST_FLOW:])}"
    )


def scale_table() -> str:
    """Return the scales of time."""
    rows = [
        ["one step", "1", "months"],
        ["burn-in, not recorded", str(BURN_IN_MONTHS), "months"],
        ["of it gathered for the opening, at its end", str(GATHER_MONTHS), "months"],
        ["recorded by default", str(DEFAULT_MONTHS), "months"],
        ["month 0", f"{CALENDAR_START[0]}-{CALENDAR_START[1]:02d}", "calendar"],
    ]
    return table(("Scale", "Value", "Unit"), rows)


def count_table() -> str:
    """Return how many fields each record has."""
    return table(("Record", "Fields"), [[f"`{name}`", str(len(kind.names or ()))] for name, kind in RECORDS.items()])


def event_table() -> str:
    """Return the events of a month in order."""
    rows = [[str(at), f"`{e.name}`", to_markdown(first_line(e.doc))] for at, e in enumerate(events(read_rules()), 1)]
    return table(("", "Event", "What it does"), rows)


def stage_table() -> str:
    """Return the stages of a firm's life by code."""
    return table(("Code", "Stage"), [[str(code), name] for code, name in enumerate(STAGE_NAMES)])


def industry_table() -> str:
    """Return the industries of prospects."""
    rows = [[f"`{i.name}`", i.name_zh, "office floor" if i.office else "land", number(i.share)] for i in INDUSTRIES]
    return table(("Industry", "Chinese", "Needs", "Share of prospects [1]"), rows)


def channel_table() -> str:
    """Return what each channel of attraction reaches and costs."""
    bands = ("below 1亿", "1 to 10亿", "above 10亿")
    return table(("Channel", "Industries", "Contract sizes", "Weight [1]", "Cost at full strength [亿元 / year]"), [
        [f"`{c.lever}`", c.industries, ", ".join(b for b, on in zip(bands, c.sizes, strict=True) if on),
         number(c.weight), number(c.cost)]
        for c in CHANNELS
    ])  # fmt: skip


def account_table() -> str:
    """Return the accounts that are checked each month."""
    return table(("Account", "Rows", "Unit"), [[a.name, a.kind, a.unit] for a in ACCOUNTS.values()])


TABLES = {
    "parameters": parameter_tables, "endowment": endowment_table, "openings": openings_table,
    "levers": lever_table, "events": event_table,
    "state counts": count_table, "stages": stage_table, "industries": industry_table, "channels": channel_table,
    "accounts": account_table, "scales": scale_table, "state ZONE": zone_tables,
}  # fmt: skip


def table_named(name: str) -> str:
    """Return a generated table by the name in its marker."""
    if name in TABLES:
        return TABLES[name]()
    record = name.removeprefix("state ")
    if record in RECORDS and record != name:
        return record_table(RECORDS[record])
    allowed = ", ".join([*TABLES, *(f"state {r}" for r in RECORDS)])
    raise SystemExit(f"docs/odd.md: no table named {name!r}; allowed: {allowed}")


def first_line(doc: str) -> str:
    """Return a docstring's first paragraph on one line."""
    return " ".join(doc.strip().partition("\n\n")[0].split())


def to_markdown(text: str) -> str:
    """Turn the little reStructuredText of docstrings (literals, inline mathematics) into GitHub's Markdown."""
    text = re.sub(r":math:`([^`]+)`", r"$`\1`$", text)
    return re.sub(r"``([^`]+)``", r"`\1`", text)


def rule_parts(doc: str) -> Iterator[str]:
    """Yield the paragraphs of a docstring as Markdown, displayed equations as fenced mathematics."""
    for paragraph in re.split(r"\n\s*\n(?!    )", doc):
        opening, directive, rest = paragraph.partition(".. math::")
        if not directive:
            yield to_markdown(" ".join(opening.split()))
            continue
        lines = [line.strip() for line in rest.splitlines() if line.strip()]
        body = "\n".join(lines)
        if "&" in body or "\\\\" in body:
            body = f"\\begin{{aligned}}\n{body}\n\\end{{aligned}}"
        yield f"```math\n{body}\n```"


def rule_entry(rule: Rule, source: str) -> str:
    """Return a rule as the submodels chapter shows it; ``source`` is that of its group, for a docstring without one."""
    parts = list(rule_parts(rule.doc))
    cited = "Source:" in rule.doc or "Assumption A-" in rule.doc
    if not cited:
        parts.append(f"Source: {source}.")
    parts[0] = f"**`{rule.name}`** {parts[0]}"
    return "\n\n".join(parts)


def listed_rules(marker: str) -> tuple[str, list[str]]:
    """Return the source and the full names of functions that a marker of rules lists, one a line."""
    source, *names = (line.strip() for line in marker.strip().splitlines())
    return source, [name for name in names if name]


def rules_listed(marker: str) -> str:
    """Return the entries of the rules that a marker lists."""
    rules = read_rules()
    source, names = listed_rules(marker)
    for name in names:
        if name not in rules:
            near = difflib.get_close_matches(name, rules, 1)
            raise SystemExit(
                f"docs/odd.md: no function {name!r} in agents/ or sim/; nearest: {near[0] if near else 'none'}"
            )
    return "\n\n".join(rule_entry(rules[name], source) for name in names)


def filled(text: str) -> str:
    """Return the text with every generated part as the declarations have it now."""

    def fill(block: re.Match[str]) -> str:
        opening, kind, argument, _, end = block.groups()
        content = table_named(argument.strip()) if kind == "table" else rules_listed(argument)
        return f"{opening}\n{content}\n\n{end}"

    return BLOCK.sub(fill, text)


def main() -> int:
    """Check or write odd.md, evidence.md and levers.md."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    choice = parser.add_mutually_exclusive_group(required=True)
    choice.add_argument("--check", action="store_true", help="show what would change; status 1 if anything")
    choice.add_argument("--write", action="store_true", help="write docs/odd.md, docs/evidence.md and docs/levers.md")
    options = parser.parse_args()
    behind = False
    pages = {EVIDENCE: page(load_ledger()), CATALOGUE: lever_page(load_catalogue())}
    for file in (ODD, *pages):
        old = file.read_text(encoding="utf-8") if file.exists() else ""
        new = filled(old) if file == ODD else pages[file]
        if options.write:
            file.write_text(new, encoding="utf-8", newline="\n")
            continue
        name = f"docs/{file.name}"
        changes = list(difflib.unified_diff(old.splitlines(), new.splitlines(), name, "declarations", "", "", 0, ""))
        if changes:
            print(*changes, sep="\n")
            print(f"{name} is behind the declarations: run python docs/tables.py --write", file=sys.stderr)
            behind = True
    return int(behind)


if __name__ == "__main__":
    sys.exit(main())
