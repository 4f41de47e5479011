"""A small comparison, its reports, and how they are read back."""

from __future__ import annotations

from html.parser import HTMLParser

from analysis.compare import comparable, compare
from interface.report.comparison import Compared, comparison_report
from interface.report.manifest import comparison_manifest
from scenarios import load_scenario
from scenarios.posteriors import default_belief

PAIR = ("typical-county", "typical-county-reform")
DRAWS = 5


def compared(names=PAIR, seed=3):
    """Compare scenarios over a few draws; return them beside the comparison."""
    scenarios = [load_scenario(name) for name in names]
    setting = comparable(scenarios[0], scenarios[1:], seed, belief=default_belief())
    return scenarios, compare(setting, DRAWS, 2)


def reported(scenarios, result, language, published=None):
    """Return the report of a comparison in a language."""
    manifest = comparison_manifest(scenarios, result, published, "zonereform report …")
    return comparison_report(Compared(result, published), manifest, language)


class Read(HTMLParser):
    """What a page holds: its elements, its numbers by name and section, the texts of sections, drawings and tables."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.numbers = [], [], {}
        self.texts, self.drawn, self.section, self.depth, self.naming = {}, [], "", 0, None
        self.written = {}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag == "section":
            self.section = found["id"]
            self.texts[self.section] = ""
        if tag == "svg":
            self.depth += 1
        if tag == "data":
            self.naming = found["data-name"]
            self.numbers.setdefault(self.section, {})[self.naming] = float(found["value"])

    def handle_endtag(self, tag):
        if tag == "svg":
            self.depth -= 1
        if tag == "data":
            self.naming = None

    def handle_data(self, data):
        if self.depth:
            self.drawn.append(data)
        elif self.section:
            self.texts[self.section] += data
        if self.naming:
            self.written[self.naming] = data


def numbers_of(document):
    """Return the numbers of a comparison's document by the names that a report gives them."""
    found = {}
    for option in document["options"]:
        for effect in option["effects"]:
            name = f"{option['name']}/{effect['output']}/{effect['horizon_months']}"
            of_runs = effect["output"].endswith("distress")
            values = {
                "median": effect["mean" if of_runs else "median"], "low": effect["low"], "high": effect["high"],
                "base": effect["base"]["mean" if of_runs else "median"], "better": effect["share_better"],
                "worse": effect["share_worse"], "chance": effect["chance_share"], "error": effect["simulation_error"],
                **{f"{part}_{end}": effect[f"{part}_alone"][end]
                   for part in ("parameters", "chance") for end in ("low", "high")},
            }  # fmt: skip
            found |= {f"{name}/{key}": value for key, value in values.items()}
        projects = option["projects"]
        for key, category in (("taken", "from_region"), ("new", "new"), ("lost", "lost")):
            ends = {"": "median", "_low": "low", "_high": "high"}
            found |= {f"{option['name']}/projects/{key}{end}": projects[category][part] for end, part in ends.items()}
        net = option["origins"]["producing"]["net_new_share"]
        found[f"{option['name']}/net_new_share"] = net["share"]
    return found
