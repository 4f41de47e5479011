"""Pictures of a calibration: what is drawn are the rows, and nothing that is written leaves the picture."""

import math
import re

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.text import Text

from analysis.calibration_figures import targets_figure
from analysis.calibration_paper import POSTERIOR, PRIOR, PUBLISHED, Words, ruled, style
from analysis.diagnostics import NOTHING, Span, TargetRow, funnel_rows, parameter_rows, target_rows
from analysis.figures import has_chinese_font
from calibration.checks import Checks
from calibration.validation import validate
from interface.calibrating_figures import PICTURES, Opened, funnel_picture, open_posterior, periods_picture
from scenarios.evidence import load_ledger
from scenarios.posteriors import REFERENCE

CHINESE = re.compile(r"[\u3400-\u9fff\uff00-\uffef\u3000-\u303f]")
WORDS = Words("Finding", "About", "Note", {"prior": "p", "posterior": "q", "published": "r", "axis": "x"})
CHARTS = [*PICTURES, "periods"]


@pytest.fixture(scope="module")
def found():
    """The posterior that ships, with ranks and fits without zones that a test knows."""
    ledger = load_ledger()
    result = validate(REFERENCE, ledger)
    even = tuple((n + 0.5) / 100 for n in range(100))
    lopsided = tuple(rank**0.4 for rank in even)
    moved = result.about["moved"]
    ranks = {name: lopsided if name == moved[0] else even for name in moved}
    checks = Checks(result.about["digest"], 100, 50, {}, {}, {}, result.calibrated, ranks)
    return Opened(REFERENCE, ledger, result, checks)


def drawn(found, chart, language="en"):
    return periods_picture(found.ledger, language) if chart == "periods" else PICTURES[chart](found, language)


def lines(axes, colour):
    return [line.get_xydata() for line in axes.lines if to_hex(line.get_color()) == to_hex(colour)]


def bands(axes, colour, place):
    return [(xy[0][0], xy[-1][0]) for xy in lines(axes, colour) if len(xy) == 2 and xy[0][1] == xy[1][1] == place]


def test_bands_are_drawn_where_the_rows_say(found):
    rows = [row for row in target_rows(found.result.calibrated, found.ledger) if row.modelled]
    axes = drawn(found, "targets").figure.axes[0]
    places = ruled([row.zone for row in rows]).places
    low, high = axes.get_xlim()
    for row, place in zip(rows, places, strict=True):
        for span, colour in ((row.prior, PRIOR), (row.posterior, POSTERIOR)):
            assert bands(axes, colour, place) == [pytest.approx((max(span.low, low), min(span.high, high)))]
        assert (1.0, place) in [tuple(xy[0]) for xy in lines(axes, PUBLISHED) if len(xy) == 1]


def test_the_prior_alone_has_the_colour_that_it_has_beside_the_posterior(found):
    axes = drawn(found, "prior").figure.axes[0]
    assert not [xy for xy in lines(axes, POSTERIOR) if len(xy) == 2]
    known = sum(math.isfinite(tested.prior.median) for tested in found.result.calibrated)
    assert len([xy for xy in lines(axes, PRIOR) if len(xy) == 2]) == known


def test_a_band_beyond_the_axis_is_cut_and_marked():
    far = TargetRow("f", "z", "calibrate", "count", Span(0.9, 1.0, 1.1), NOTHING, Span(0.001, 0.5, 300.0),
                    Span(1.0, 2.0, 3.0), True, False, 1.0)  # fmt: skip
    axes = targets_figure([far], ["f"], ["z"], [""], WORDS, "id").figure.axes[0]
    low, high = axes.get_xlim()
    assert (low, high) == (1 / 64, 64)
    assert bands(axes, POSTERIOR, 1.0) == [(low, high)]
    marks = {line.get_marker(): float(line.get_xdata()[0]) for line in axes.lines if line.get_marker() in ("<", ">")}
    assert marks == {"<": low, ">": high}


def test_densities_cover_one_and_peak_where_the_draws_are(found):
    rows = parameter_rows(REFERENCE)
    for row, axes in zip(rows, drawn(found, "parameters").figure.axes, strict=False):
        x, y = next(xy.T for xy in lines(axes, POSTERIOR) if len(xy) > 100)
        assert (y[:-1] * (x[1:] - x[:-1])).sum() == pytest.approx(1.0, abs=0.02)
        assert abs(x[y.argmax()] - row.scores.mean()) < 1.0
        assert bands(axes, POSTERIOR, -0.04)[0] == pytest.approx(
            tuple(sorted(row.scores)[round(share * (row.scores.size - 1))] for share in (0.05, 0.95)), abs=0.05
        )


def test_the_funnel_draws_each_stage_and_its_share(found):
    rows = funnel_rows(REFERENCE, found.ledger)
    left, right = funnel_picture(found, "en").figure.axes
    for at, row in enumerate(rows):
        upright = [xy[:, 1] for xy in lines(left, POSTERIOR) if xy[0][0] == at]
        assert upright[0].tolist() == [row.posterior.low, row.posterior.high]
    for at, row in enumerate(rows[1:]):
        upright = [xy[:, 1] for xy in lines(right, POSTERIOR) if xy[0][0] == at]
        assert upright[0].tolist() == [row.share_posterior.low, row.share_posterior.high]


def test_the_parameter_whose_ranks_are_lopsided_is_told_and_drawn_apart(found):
    picture = drawn(found, "ranks")
    assert picture.finding.startswith(f"1 of {len(found.checks.ranks)} parameters")
    apart = [axes for axes in picture.figure.axes if lines(axes, PUBLISHED)]
    assert apart == [picture.figure.axes[0]]


def test_the_title_counts_what_is_drawn(found):
    known = [t for t in found.result.calibrated if math.isfinite(t.median)]
    inside = sum(t.ours.inside for t in known)
    assert drawn(found, "targets").finding.startswith(f"{inside} of {len(known)} figures")
    assert f"有 {inside} 项" in drawn(found, "targets", "zh").finding
    hits, of, _ = found.result.inside
    assert drawn(found, "held-out").finding.startswith(f"{hits} of {of} figures")


@pytest.mark.parametrize("chart", CHARTS)
def test_an_english_picture_needs_no_chinese_font(found, chart):
    for text in drawn(found, chart).figure.findobj(Text):
        assert not CHINESE.search(text.get_text()), text.get_text()


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chinese_picture_states_its_finding_in_chinese(found, chart):
    picture = drawn(found, chart, "zh")
    assert CHINESE.search(picture.finding)
    assert picture.finding != drawn(found, chart).finding


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("chart", CHARTS)
def test_no_text_leaves_the_picture(found, chart, language):
    if language == "zh" and not has_chinese_font():
        pytest.skip("no Chinese font on this machine")
    figure = drawn(found, chart, language).figure
    with style():
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        box = figure.get_tightbbox(canvas.get_renderer())  # [inch], of what is drawn
    width, height = figure.get_size_inches()
    assert min(box.x0, box.y0, width - box.x1, height - box.y1) > -0.01


@pytest.mark.parametrize("ending", [".png", ".svg", ".pdf"])
def test_a_file_says_of_which_posterior_it_is_and_is_the_same_again(found, ending):
    first, second = (drawn(found, "targets").content(ending) for _ in range(2))
    assert first == second
    if ending == ".pdf":
        assert b"/Subject" in first
    else:
        assert found.digest.encode() in first
        assert b"chart targets" in first


def test_a_posterior_of_itself_is_the_one_that_ships(found):
    opened = open_posterior()
    assert (opened.path, opened.digest) == (REFERENCE, found.digest)


def test_every_sign_of_a_figure_differs_in_more_than_colour(found):
    picture = drawn(found, "held-out")
    handles = picture.figure.legends[0].legend_handles
    shapes = [(handle.get_marker(), handle.get_linewidth()) for handle in handles]
    assert len(set(shapes)) == len(shapes)
