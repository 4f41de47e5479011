"""What ``zonereform validate`` says of bands of effects: in sentences, in JSON, and where nothing is stored."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from scipy.stats import binom

from calibration.checks import Covered, no_checks, write_checks
from calibration.posterior import read_predictive
from interface.calibration_card import write_cards
from scenarios.evidence import load_ledger
from scenarios.posteriors import REFERENCE

PROGRAM = Path(sys.executable).with_name("zonereform")
RANKS = tuple((at + 0.5) / 200 for at in range(200))
FOUND = (
    Covered("jimo", "producing", 36, (), 39, 181, RANKS),
    Covered("zone_town_fusion", "region.producing", 36, ("fusion_load", "fusion_clearing"), 39, 197, RANKS),
)


def validated(posterior, *arguments):
    command = [str(PROGRAM), "validate", str(posterior), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def posterior(tmp_path):
    """The posterior that ships, in a folder of its own without checks."""
    return Path(shutil.copy(REFERENCE, tmp_path / "posterior.nc"))


@pytest.fixture
def checked(posterior):
    """The same with bands of effects checked."""
    write_checks(posterior, no_checks(read_predictive(posterior).about)._replace(effects=FOUND))
    return posterior


@pytest.mark.parametrize(
    ("language", "reform", "nothing"),
    [
        ("en", "the zone, 181 of 200 (86%–94%)", 'Where "zone and town merged" does nothing in the truth'),
        ("zh", "开发区投产项目 200 个中 181 个（86%–94%）", "真值中 “区镇融合” 毫无作用"),
    ],
)
def test_the_terminal_and_the_card_tell_how_often_bands_held_known_effects(checked, language, reform, nothing):
    shown = "".join(validated(checked, "--lang", language).split())  # a terminal breaks lines where it likes
    write_cards(checked, load_ledger())
    card = checked.with_name(f"card.{language}.md").read_text(encoding="utf-8")
    for words in (reform, nothing):
        assert "".join(words.split()) in shown
        assert words in card


def test_json_tells_counts_with_the_interval_of_the_share(checked):
    first, second = json.loads(validated(checked, "--json"))["effect_coverage"]
    assert (first["option"], first["output"], first["horizon_months"]) == ("jimo", "producing", 36)
    assert (first["inside"], first["truths"], first["draws"], first["fixed"]) == (181, 200, 39, [])
    # Clopper and Pearson: at either end of the interval what was seen, or more extreme, has a probability of 2.5 %.
    assert binom.sf(180, 200, first["low"]) == pytest.approx(0.025)
    assert binom.cdf(181, 200, first["high"]) == pytest.approx(0.025)
    assert second["fixed"] == ["fusion_load", "fusion_clearing"]


def test_where_nothing_is_stored_it_says_how_to_find_out(posterior):
    assert "--effects 200" in validated(posterior)
    assert json.loads(validated(posterior, "--json"))["effect_coverage"] == []
