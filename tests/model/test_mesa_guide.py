"""The page of documentation on the model in Mesa runs as it stands."""

import re
from pathlib import Path

import mesa
import pytest

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "mesa.md"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """What the code of the page leaves behind, run from top to bottom in an empty folder."""
    folder = tmp_path_factory.mktemp("guide")
    blocks = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 3
    names = {"__name__": "guide"}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for block in blocks:
            exec(compile(block, str(GUIDE), "exec"), names)  # noqa: S102  # our own documentation
    return names, folder


def test_mesas_collector_sees_every_month_of_both_worlds(run):
    names, _ = run
    for path in names["paths"].values():
        assert list(path.columns) == ["signed", "producing", "idle"]
        assert len(path) == 36
    assert isinstance(names["model"], mesa.Model)


def test_the_worlds_share_their_luck_until_the_reform_begins(run):
    names, _ = run
    before, after = names["paths"]["typical-county"], names["paths"]["typical-county-reform"]
    first = min(change.month for change in names["worlds"]["typical-county-reform"].specification.changes)
    assert 0 < first < 36
    assert before.iloc[:first].equals(after.iloc[:first])
    assert not before.equals(after)


def test_the_collector_reads_what_the_records_hold(run):
    names, _ = run
    for name, model in names["worlds"].items():
        row = model.specification.world.row_of(model.specification.focus)
        assert names["paths"][name]["idle"].iloc[-1] == model.world.zones[row].idle


def test_a_picture_is_drawn_and_agents_are_found(run):
    names, folder = run
    assert (folder / "watched.png").stat().st_size > 10_000
    assert names["busiest"].signed == max(zone.signed for zone in names["model"].zones)
    assert all(firm.contract > 1.0 for firm in names["firms"])
