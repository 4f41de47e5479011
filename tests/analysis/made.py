"""Studies made of numbers that a test knows, without a run."""

import numpy as np

from analysis.study import Case, Study, _sample
from scenarios.factors import Factor
from sim.outputs import Output

SIGNED = Output("signed", "signed_binding", "county", "sum", 24, 83, "projects signed", "签约项目")
DEBT = Output("debt", "debt", "county", "value", 83, 83, "debt", "债务")


def lever(name, *levels):
    return Factor(
        name, "levers", (("recycle_transfer", 1.0),), "1", levels=levels, label=f"{name}, dose", label_zh=name
    )


def parameter(name, *levels):
    return Factor(name, "parameter", ((name, 1.0),), "1", levels=levels, label=name, label_zh=name)


def sampled(name):
    return Factor(name, "parameter", ((name, 1.0),), "1", tail=0.0, label=name, label_zh=name)


def made(kind, factors, values, outputs=(SIGNED,), cases=("base",), **sampling):
    """A study whose values are {output: array over draws, scenarios and points}."""
    values = {name: np.asarray(array, float) for name, array in values.items()}
    shape = next(iter(values.values())).shape
    plan = {
        "name": "made", "kind": kind, "points": shape[2], "draws": shape[0], "parameters": "prior",
        "title": "Made", "title_zh": "虚构", "question": "What?", "question_zh": "如何？",
        "file": {"sampling": sampling}, "scenarios": [{"world": {"synthetic": True}} for _ in cases],
    }  # fmt: skip
    named = tuple(Case(case, f"The {case}", f"情景{case}") for case in cases)
    return Study("made00", "d1", plan, tuple(factors), outputs, named, _sample(plan, tuple(factors)), shape[0], values)
