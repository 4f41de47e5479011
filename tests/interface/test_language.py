"""English and Chinese say the same: nothing missing, no placeholder lost, every term as the glossary has it."""

import ast
import re
import string
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from bilingual import ROOT, declared, glossary, messages

CHINESE = re.compile(r"[一-鿿]")
PLACEHOLDER = re.compile(r"\{[^}]*\}")

OTHERWISE = {
    "band": ("区间", "a band of draws is 区间; a band of a lever is 档位"),
    "fit": ("校准", "to fit parameters; the fit of an industry is 产业匹配"),
    "cut": ("中断", "精简", "压减", "降幅", "cut short, or cut in number; the cut block of parameters is 截断块"),
    "reach": ("达", "重叠", "吻合", "to reach a number; the reach of a zone is 接触半径"),
    "elsewhere": ("他处", "in another place; the outside option of a prospect is 区域外"),
    "opening": ("期初", "of the opening; to open the books is 开账"),
    "contact": ("洽谈", "联系人", "the ledger's contacts are people; the model's are meetings"),
    "base": ("基期", "基点", "base", "base year, base point of a sample, and what is typed as base"),
    "gate": ("项目关口", "项目准入", "招商选商", "in a heading with other things of the kind"),
    "introduced": ("引进", "the source's own word"),
    "draw": ("逐次", "组参数", "取自", "each draw in turn, or to draw"),
    "town": ("属地", "街道", "区镇", "the responsible town, a street, or a zone and its town together"),
    "contract investment": ("总投资", "合同投资", "the source's own word"),
}
"""Terms that are ordinary words too: further Chinese that they may have, and last why."""

EXCEPTIONS = {
    "page_wrong_method": "POST is a word of the protocol",
    "index_mu_star": "mu* is a symbol, μ*",
    "report_index_mu_star": "mu* is a symbol, μ*",
    "reading_morris": "mu* is a symbol, μ*",
    "lever_units": "Chinese readers need no explanation of 亿元, 万元 and 亩",
    "zone_nothing_heard": "said of the adjustment, whose object Chinese leaves out",
    "rollout_figure_finding": "shares of draws are shares, 占比, where nothing else is counted",
    "help_options": "an option of a command, not of a county",
    "help Print what a shell needs to complete commands, options and names with the tab key.": "an option of a command",
    "check_packages": "packages of software",
    "help New picture of bias and coverage: .png, .svg or .pdf.": "coverage of intervals, 覆盖率",
    "lever posts_lost": "竞聘未上岗 names those who lose",
    "lever posts_competed": "the reform's own words, without its object",
    "lever industry_upstairs": "工业上楼 holds what the brackets explain",
    "lever divest_social": "the reform's own words",
    "lever whistle": "吹哨报到 names both sides",
    "lever recycle_transfer": "盘活 is of idle land",
    "lever recycle_judicial": "盘活 is of idle land",
    "vocabulary.indicators.recycled_share": "盘活 is of idle land",
    "vocabulary.indicators.investment_per_mu_ratio": "投资强度 is per mu",
}
"""Messages in which a term is left out or is another word, and why."""

NAMES = {
    "Excel", "CSV", "PNG", "SVG", "PDF", "YAML", "JSON", "Schema", "SQL", "SELECT", "Parquet", "Stata", "LaTeX", "zip",
    "Python", "Dask", "UTC", "Ctrl-C", "Tab", "GET", "POST", "PAWN", "Morris", "Sobol'", "Shapley", "Wilson", "English",
    "Callaway-Sant'Anna", "AUC", "Noto", "Sans", "CJK", "Mesa", "GDP", "fonts-noto-cjk",
}  # fmt: skip
"""Names that are written alike in both languages."""
SYMBOLS = {"k", "p", "t", "L", "S", "T", "P", "R", "S_T", "S_1", "P_R", "m"}
ALIKE = {"page_language", "check_python", "vocabulary.units.percent"}
"""Messages that are a name or a sign in both languages, or each other's."""
TYPED = re.compile(
    r"zonereform [a-z ]*|results export|--[a-z-]+(?: \d+)?|`[^`]+`|\.[a-z]+\b|typical-county|> base|"
    r"（(?:base|zone|all|rivals|jimo、weak-county)）|\b(?:en|zh)\b|\b(?:runs|zone_month|firms|failures)\b|"
    r"\b(?:scenario|world|design)（"
)
"""What is typed as it stands: commands, options, endings of files, names of tables and settings."""


def words_of(chinese):
    """Latin words of a Chinese text that are no name, no symbol and nothing typed."""
    text = TYPED.sub(" ", PLACEHOLDER.sub(" ", chinese))
    return [w for w in re.findall(r"[A-Za-z][\w'-]*", text) if w not in NAMES | SYMBOLS]


def fields(text):
    """Placeholders of a text with their formats; one that a language repeats counts once."""
    return {(name, form) for _, name, form, _ in string.Formatter().parse(text) if name is not None}


def strayed(english, chinese, terms):
    """Terms of the English whose Chinese is not that of the glossary; the longest term wins where one holds another."""
    left, found = PLACEHOLDER.sub("_", english).lower(), []
    for term in sorted(terms, key=len, reverse=True):
        pattern = rf"(?<![\w-]){re.escape(term.lower())}(?:s|es)?(?![\w-])"
        if re.search(pattern, left):
            left = re.sub(pattern, "_", left)
            if not any(form in chinese for form in (*terms[term], *OTHERWISE.get(term, ("",))[:-1])):
                found.append(term)
    return found


def names_declared():
    """Names and labels declared beside what they name; sentences that explain, and definitions, are free."""
    free = re.compile(r"^parameter |\.(?:about|source|question|no_cost|note)$|\.prose$")
    return {key: pair for key, pair in declared().items() if not free.search(key)}


def test_no_message_is_missing_in_a_language():
    for key, (english, chinese) in {**messages(), **declared()}.items():
        assert english.strip(), key
        assert chinese.strip(), key
        symbol_or_name = english == chinese or not re.search(r"[A-Za-z]{3}", PLACEHOLDER.sub("", english))
        assert symbol_or_name or CHINESE.search(chinese) or key in ALIKE, f"{key}: {chinese}"


def test_no_placeholder_is_in_one_language_alone():
    for key, (english, chinese) in messages().items():
        assert fields(english) == fields(chinese), key


def test_no_key_of_the_catalogue_is_given_twice():
    given = []
    for file in (ROOT / "interface").rglob("*words*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Dict):
                given += [key.value for key, value in zip(node.keys, node.values, strict=True)
                          if isinstance(key, ast.Constant) and isinstance(value, ast.Tuple)]  # fmt: skip
    assert not {key for key in given if given.count(key) > 1}
    assert set(given) >= set(messages())


def test_every_term_is_translated_as_the_glossary_says():
    terms = glossary()
    assert len(terms) > 120
    wrong = [
        f"{key}: {term} is {terms[term]}, not: {chinese}"
        for key, (english, chinese) in {**messages(), **names_declared()}.items()
        for term in strayed(english, chinese, terms)
        if key not in EXCEPTIONS
    ]
    assert not wrong, "\n".join(wrong)


def test_no_exception_has_outlived_its_reason():
    terms, pairs = glossary(), {**messages(), **names_declared()}
    assert not [key for key in EXCEPTIONS if not strayed(*pairs[key], terms)]
    assert not OTHERWISE.keys() - terms.keys()


def test_a_term_translated_otherwise_is_found():
    terms = glossary()
    assert strayed("the platform company owes", "融资平台的债务", terms) == ["platform company"]
    assert strayed("idle land and low-efficiency land", "低效用地", terms) == ["idle"]
    assert not strayed("consolidated debt with contingent liabilities", "含或有负债的合并债务", terms)


def test_no_english_is_left_in_chinese():
    left = {key: found for key, (_, chinese) in {**messages(), **declared()}.items() if (found := words_of(chinese))}
    assert not left


@pytest.mark.parametrize("said", ["请 click 这里", "共 {count} 个 projects"])
def test_english_that_is_left_is_found(said):
    assert words_of(said)


PRINTING = {"print", "echo", "Text", "assemble", "add_column", "add_row", "write", "progress_bar"}
"""Calls whose arguments a user sees."""
SEEN_AS_IT_IS = {
    "zonereform ": "the name of the program before its version",
}
"""Literals that are printed outside the catalogue, and why."""


def literals(call):
    """Literal parts of a call's arguments, those of formatted strings too."""
    for argument in call.args:
        for part in argument.values if isinstance(argument, ast.JoinedStr) else [argument]:
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.value


def printed_outside(source):
    """Words that a source prints and the catalogue does not hold."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield from (said for said in literals(node) if name in PRINTING and re.search(r"[A-Za-z]{3}|[一-鿿]", said))


def test_nothing_is_printed_that_the_catalogue_does_not_hold():
    found = {said: file.name for file in (ROOT / "interface").glob("**/*.py")
             for said in printed_outside(file.read_text(encoding="utf-8"))}  # fmt: skip
    assert found.keys() == SEEN_AS_IT_IS.keys()


def test_a_literal_that_is_printed_is_found():
    assert [*printed_outside('out.print(f"done: {count} runs")')] == ["done: ", " runs"]
    assert [*printed_outside("print(say('done', language))")] == []
