"""All that is said in two languages, wherever it is declared, and the glossary that it is held to."""

import re
from pathlib import Path

import yaml

from agents.levers import LEVERS
from analysis.outcomes import OUTCOMES
from calibration.operators import OPERATORS
from calibration.outputs import OUTPUTS
from interface.parameter_words import PARAMETERS_ZH
from interface.words import WORDS
from interface.words_of_help import HELP_ZH
from sim.parameters import PARAMETERS

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "scenarios").glob("**/*.yaml"))


def messages():
    """Every message of the catalogue by key, English and Chinese."""
    return dict(WORDS)


def declared():
    """Every pair declared beside what it names: levers, outcomes, outputs, operators, parameters, help, files."""
    pairs = {f"lever {lever.name}": (lever.title, lever.title_zh) for lever in LEVERS}
    pairs |= {f"outcome {outcome.name}": (outcome.label, outcome.label_zh) for outcome in OUTCOMES}
    pairs |= {f"output {output.name}": (output.label, output.label_zh) for output in OUTPUTS}
    pairs |= {f"figure {operator.figure}": (operator.label, operator.label_zh) for operator in OPERATORS}
    pairs |= {
        f"parameter {name}": (PARAMETERS[name].meaning, zh) for name, zh in PARAMETERS_ZH.items() if name in PARAMETERS
    }
    pairs |= {f"help {english}": (english, chinese) for english, chinese in HELP_ZH.items()}
    for file in FILES:
        pairs |= dict(pairs_of(yaml.safe_load(file.read_text(encoding="utf-8")), file.stem))
    return pairs


def pairs_of(node, where):
    """Yield the texts of a file that stand beside their Chinese: `title` and `title_zh`, `en` and `zh`."""
    if isinstance(node, list):
        for at, below in enumerate(node):
            yield from pairs_of(below, f"{where}.{at}")
    if not isinstance(node, dict):
        return
    if isinstance(node.get("en"), str) and isinstance(node.get("zh"), str):
        yield where, (node["en"], node["zh"])
    for key, below in node.items():
        if isinstance(below, str) and isinstance(node.get(f"{key}_zh"), str):
            yield f"{where}.{key}", (below, node[f"{key}_zh"])
        yield from pairs_of(below, f"{where}.{key}")


def glossary():
    """Each English term of the glossary with the Chinese that it may have."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \| ([^|]*[^\x00-\x7f][^|]*) \| [^|]+ \|$", text, re.MULTILINE)
    return {
        english: [form.strip() for form in re.split(r"[、()（）]", chinese) if form.strip()]
        for english, chinese in rows
    }
