"""A run that keeps less of itself has the numbers of one that keeps everything, to the last bit."""

import math
from dataclasses import replace

import numpy as np
import pytest
from plans import SMALL, Signed, SmallPlan

from analysis.origins import keep_firms
from sim import build, streaming
from sim.build import build_world, digest, part, run_world, simulate
from sim.chunks import FIRMS, NamedMeasure, Span, Task, run_chunk
from sim.identity import model_version
from sim.outputs import MEASURES, READINGS, Output, read_outputs
from sim.parameters import draw_prior, prior_medians
from sim.specification import BURN_IN_MONTHS
from sim.state import NO_FIRM, PANELS, Count, Keep
from sim.streaming import months_at_once, recorded_digest, stream_outputs
from sim.sweep import DesignMeasure

BUSY = replace(SMALL, world=replace(SMALL.world, prospects_per_month=120.0), months=18)
VALUES = prior_medians()
SINCE = 6


@pytest.fixture(autouse=True)
def rows_are_given_up_early(monkeypatch):
    monkeypatch.setattr(build, "FEWEST_ROWS", 40)


@pytest.fixture(scope="module")
def whole():
    return simulate(BUSY, VALUES, 3)


def every_output():
    return [
        Output(f"{measure}/{zone}/{reading}", measure, zone, reading, 2, 15)
        for measure in MEASURES
        for zone in ("all", "harbour", "hill")
        for reading in READINGS
    ]


def kept(keep, scenario=BUSY, last=BUSY.months):
    return run_world(build_world(scenario, VALUES, 3, keep), scenario, -BURN_IN_MONTHS, last)


@pytest.mark.parametrize("months", [1, 5, 100])
def test_every_output_is_the_same_read_month_by_month(whole, months, monkeypatch):
    month = sum(kind.itemsize * (2 if of_zones else 1) for kind, of_zones in PANELS.values())
    monkeypatch.setattr(streaming, "PANEL_BYTES", months * month)
    assert months_at_once(BUSY) == months
    streamed = stream_outputs(BUSY, VALUES, 3, every_output())
    wanted = read_outputs(whole, BUSY, every_output())
    assert len(wanted) > 1000
    np.testing.assert_array_equal(list(streamed.outputs.values()), list(wanted.values()))
    assert streamed.digest == recorded_digest(whole)


def test_an_output_beyond_the_run_is_no_number_and_without_outputs_only_the_hash_is_left(whole):
    beyond = Output("late", "staff", "all", "value", 18, 18)
    assert math.isnan(stream_outputs(BUSY, VALUES, 3, [beyond]).outputs["late"])
    nothing = stream_outputs(BUSY, VALUES, 3, [])
    assert nothing.outputs == {}
    assert nothing.digest == recorded_digest(whole)


def test_the_hash_of_a_run_tells_any_number_of_any_panel(whole):
    for panel in PANELS:
        changed = getattr(whole, panel).copy()
        changed.view(np.uint8).reshape(-1)[-1] ^= 1
        assert recorded_digest(whole._replace(**{panel: changed})) != recorded_digest(whole)


def test_a_run_that_gives_up_rows_holds_firms_on_their_way_and_few_more(whole):
    lean = kept(Keep(settled_from=NO_FIRM))
    joined, held = int(whole.counts[Count.FIRMS]), int(lean.counts[Count.FIRMS])
    on_their_way = int(whole.roster_sizes[:-1].sum())
    assert joined > 4 * on_their_way
    assert on_their_way <= held < 1.1 * on_their_way + 0.02 * joined
    assert lean.counts[Count.SETTLED] == 0
    np.testing.assert_array_equal(lean.roster_sizes, whole.roster_sizes)
    for name in ("zones", "platforms", "funds", "pairs", "panel", "platform_panel", "fund_panel", "municipal_panel"):
        assert getattr(lean, name).tobytes() == getattr(whole, name).tobytes(), name


def test_tables_that_are_too_small_grow_and_no_number_changes(whole, monkeypatch):
    allocate = build.allocate_firms
    monkeypatch.setattr(build, "tables_for", lambda *_: allocate(700, 30, 420))
    for keep in (Keep(), Keep(settled_from=SINCE)):
        grown = kept(keep)
        assert grown.producers.size > 30
        assert grown.panel.tobytes() == whole.panel.tobytes()


def test_comparisons_read_the_same_of_firms_that_gave_up_their_rows(whole):
    lean = kept(Keep(settled_from=SINCE))
    assert lean.counts[Count.SETTLED] > 0
    ours, theirs = keep_firms(lean, SINCE, 16), keep_firms(whole, SINCE, 16)
    assert ours.key.size > 100
    for name, mine, wanted in zip(ours._fields, ours, theirs, strict=True):
        np.testing.assert_array_equal(mine, wanted, err_msg=name)


def test_a_world_that_parts_after_rows_were_given_up_goes_on_to_the_same_numbers(whole):
    lean = kept(Keep(settled_from=SINCE), last=9)
    apart = run_world(part(lean, BUSY, 9), BUSY, 9, BUSY.months)
    assert apart.panel.tobytes() == whole.panel.tobytes()
    on = run_world(lean, BUSY, 9, BUSY.months)
    for name, mine, wanted in zip(keep_firms(on, 9, 18)._fields, keep_firms(apart, 9, 18), keep_firms(whole, 9, 18),
                                  strict=True):  # fmt: skip
        np.testing.assert_array_equal(mine, wanted, err_msg=name)


def test_the_digest_of_every_firm_is_refused_where_firms_gave_up_rows():
    with pytest.raises(ValueError, match="gave up their rows"):
        digest(kept(Keep(settled_from=NO_FIRM), last=1))


def test_a_sweep_stores_the_same_of_a_run_whether_it_keeps_its_firms_or_not():
    measure = DesignMeasure((Output("signed", "signed", "all", "sum", 0, 11),))
    assert isinstance(measure, NamedMeasure)
    assert not isinstance(Signed(), NamedMeasure)
    plan = SmallPlan(2)
    short, long = (run_chunk(Task(plan, measure, keep, model_version()), Span(0, 4)).records for keep in ((), (FIRMS,)))
    assert [(r.key, r.digest, r.outputs) for r in short] == [(r.key, r.digest, r.outputs) for r in long]
    assert all(r.firms is None for r in short)
    assert all(r.firms.size for r in long)


def test_months_that_panels_hold_are_those_from_the_month_named(whole):
    world = kept(Keep(recorded=4), last=0)
    world.counts[Count.PANEL_FROM] = 7
    world = run_world(world, BUSY, 0, BUSY.months)
    assert world.panel.tobytes() == whole.panel[7:11].tobytes()


def test_draws_of_the_prior_stream_to_the_numbers_of_whole_runs():
    outputs = [Output(name, name, "all", "sum", 0, 11) for name in ("signed", "spending", "tax_collected", "closed")]
    for draw in range(4):
        values = draw_prior(1, draw)
        streamed = stream_outputs(SMALL, values, draw, outputs)
        assert streamed.outputs == read_outputs(simulate(SMALL, values, draw), SMALL, outputs)
