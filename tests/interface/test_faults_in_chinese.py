"""A fault of a user's file or option is told in Chinese where Chinese is asked for, its reason too."""

import ast
import re
from pathlib import Path

import pytest

from interface.words_of_faults import FAULTS, KINDS
from interface.words_of_refusals import refusal_in_chinese
from scenarios.designs import load_design
from scenarios.load import load_scenario
from scenarios.my_zone.files import read_form_file
from scenarios.strict_yaml import ScenarioError

ROOT = Path(__file__).resolve().parents[2]
OF_USERS = ("arithmetic", "design_schema", "designs", "factor_files", "forms", "load", "output_files", "override",
            "posteriors", "steps", "strict_yaml", "values", "world_files")  # fmt: skip
"""Files of `scenarios/` that read what a user writes; keepers write the ledger and the catalogue of levers."""
TYPED = {
    "all", "but", "constant", "date", "dates", "enclave_partner", "every", "expression", "figure", "grid", "growth",
    "high", "judgement", "kind", "lever", "levers", "listed", "log", "low", "macro", "mean", "note", "null",
    "parameter", "parameters", "path", "planned_area", "prior", "quantiles", "reading", "sobol", "start", "true",
    "value", "values", "weak", "boom", "zone", "zones", "zonereform", "calibrate", "false", "inf", "form", "xlsx",
    "key", "one_at_a_time", "FILE", "field", "yaml", "vocabulary", "YAML", "UTF", "Excel",
}  # fmt: skip
"""What a user types as it stands."""


def literal(node):
    """The text of a literal, what is filled in as 7; None where it is none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "7" for part in node.values)
    if isinstance(node, ast.BinOp):
        return (literal(node.left) or "7") + (literal(node.right) or "7")
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):  # f"...".rstrip()
        return literal(node.func.value)
    return None


def refused_in(file):
    """Every text that a file refuses with: the last argument of `refuse`, and what stands in a list of faults."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        texts = [argument for argument in node.args if name == "refuse"]
        if name == "ScenarioError" and node.args and isinstance(node.args[0], ast.List):
            texts = [inner.args[0] if isinstance(inner, ast.Call) and inner.args else inner
                     for inner in node.args[0].elts]  # fmt: skip
        for text in texts:
            said = literal(text)
            if said and "found" in said:
                yield said


def english_left(line):
    """English words of a fault in Chinese that nobody types."""
    return [word for word in re.findall(r"[A-Za-z_]{3,}", refusal_in_chinese(line)) if word not in TYPED]


FILES = [ROOT / "scenarios" / f"{name}.py" for name in OF_USERS] + sorted((ROOT / "scenarios" / "my_zone").glob("*.py"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_reason_of_a_users_fault_has_its_chinese(file):
    left = {said: words for said in refused_in(file) if (words := english_left(said))}
    assert not left, "\n".join(f"{words}: {refusal_in_chinese(said)}" for said, words in left.items())


def test_there_are_reasons_to_be_read():
    assert sum(1 for file in FILES for _ in refused_in(file)) > 80


def test_a_reason_without_chinese_is_found():
    assert english_left("found 7; turn it round") == ["turn", "round"]


def test_a_scenario_with_many_faults_is_refused_in_chinese(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text(
        "name: mine\ntitle: mine\nextends: no-reform\nreform:\n"
        "  - {zone: jimo, date: 2019-13, source: 'judgement: x', levers: {gate_coverag: 1, posts_lost: many}}\n"
        "  - {zone: jimo-etz, date: 2019-03, source: x, levers: {gate_coverage: 7, pay_counted: '1.5'}}\n"
        "rollout:\n  - {zones: all, source: 'judgement: x', levers: {gate_coverage: 1}}\n",
        encoding="utf-8",
    )
    with pytest.raises(ScenarioError) as refused:
        load_scenario(file)
    chinese = [refusal_in_chinese(fault).partition(": ")[2] for fault in refused.value.faults]
    assert len(chinese) >= 5
    for line in chinese:
        assert re.search(r"[一-鿿]", line), line
        assert not re.search(r"\b(?:found|allowed|needed|which|there|nearest|must|should)\b", line), line
    for reason in (
        "月份须为 01 至 12",
        "没有这个开发区",
        "没有这个政策杠杆",
        "须为数字",
        "请去掉引号",
        "必填项为|须给出",
    ):
        assert any(re.search(reason, line) for line in chinese), (reason, chinese)


def test_a_design_and_a_form_with_faults_are_refused_in_chinese(tmp_path):
    design, form = tmp_path / "design.yaml", tmp_path / "form.yaml"
    design.write_text(
        "name: a\ntitle: a\ntitle_zh: a\nquestion: q\nquestion_zh: q\n"
        "kind: sobol\nscenarios: [nowhere]\nfactors: []\noutputs: [nothing]\n",
        encoding="utf-8",
    )
    form.write_text("posts: -3\nplaned_area: 20\nleading: [steal]\n", encoding="utf-8")
    faults = []
    for read, file in ((load_design, design), (read_form_file, form)):
        with pytest.raises(ScenarioError) as refused:
            read(file)
        faults += [refusal_in_chinese(fault) for fault in refused.value.faults]
    for line in faults:
        assert not re.search(r"\b(?:found|allowed|needed|which|there|nearest|needs)\b", line), line


def test_no_pattern_is_hidden_by_one_before_it():
    """A pattern that is the beginning of a later one would take its place; kinds of names are told by their ends."""
    patterns = [pattern for pattern, _ in FAULTS]
    assert len(set(patterns)) == len(patterns)
    assert set(KINDS) == {kind.strip() for kind in KINDS}
