"""The paper of a calibration's figures: finding above, note below, rows in groups, an axis of times what was published.

Colours are Okabe and Ito's, which colour-blind readers tell apart; prior, posterior and published also differ in width,
shape and lightness, so that a print in black and white says the same.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from analysis.comparison_figures import wrapped
from analysis.diagnostics import Span
from analysis.figures import chinese_font
from sim.store.files import write_bytes

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, QUIET, GRID = "#222222", "#555555", "#dddddd"
PRIOR, POSTERIOR, PUBLISHED = "#C9C9C9", "#0072B2", "#D55E00"
ENDINGS = (".png", ".svg", ".pdf")
DOTS = 150
"""Dots of a bitmap to the inch."""
LINE, HEADING, SMALL = 0.30, 0.23, 0.165
"""Heights of a row, a line of the finding, and a line of small print [inch]."""
FINDING_LETTERS, ABOUT_LETTERS, NOTE_LETTERS = 9.7, 15.5, 16.5
"""Latin letters to the inch of a finding, of what is drawn, and of a note."""
NAME_LETTERS = 46
"""Letters of the name of a row before it is broken."""
MOST_TICKS = 8
FARTHEST = 64.0
"""Times what was published at which an axis ends at most; bands beyond it are cut and marked."""


class Words(NamedTuple):
    """What stands around a figure: the finding, what is drawn, the note below it, and its other words by key."""

    finding: str
    about: str
    note: str
    terms: Mapping[str, str]


@dataclass(frozen=True)
class Picture:
    """A drawn figure, with what it is of, which a file holds in its metadata, and the finding that it states."""

    figure: Figure
    identity: str
    finding: str

    def content(self, ending: str) -> bytes:
        """Return the picture as a file of this ending: .png, .svg or .pdf."""
        key = "Subject" if ending == ".pdf" else "Description"
        undated = {"CreationDate": None} if ending == ".pdf" else {} if ending == ".png" else {"Date": None}
        file = io.BytesIO()
        with style():
            self.figure.savefig(
                file, format=ending.removeprefix("."), dpi=DOTS, metadata={key: self.identity, **undated}
            )
        return file.getvalue()

    def write(self, file: Path) -> None:
        """Write the picture to a file, whole or not at all."""
        write_bytes(file, self.content(file.suffix))

    def _repr_png_(self) -> bytes:
        """Return what a notebook shows."""
        return self.content(".png")


@contextmanager
def style() -> Iterator[None]:
    """Draw with fonts that can write Chinese where there are any; text stays text in drawings."""
    from matplotlib import rc_context  # noqa: PLC0415  # slow to import, and needed for figures alone

    found = chinese_font()
    with rc_context({
        "font.family": ["DejaVu Sans", *([found] if found else [])], "font.size": 9,
        "svg.hashsalt": "zonereform", "svg.fonttype": "none",
        "axes.spines.top": False, "axes.spines.right": False,
    }):  # fmt: skip
        yield


@contextmanager
def framed(width: float, height: float, words: Words, legend: int = 1) -> Iterator[Figure]:
    """Give a figure whose panels are ``height`` high, with finding and description above and the note below [inch].

    ``legend`` is the number of lines that stay free for a legend above the note.
    """
    from matplotlib.figure import Figure  # noqa: PLC0415

    finding = wrapped(words.finding, int(width * FINDING_LETTERS))
    about = wrapped(words.about, int(width * ABOUT_LETTERS))
    note = _note_lines(words, width)
    top = 0.12 + HEADING * len(finding) + SMALL * len(about) + 0.08
    bottom = 0.1 + SMALL * len(note) + 0.26 * legend
    whole = top + height + bottom
    with style():
        figure = Figure(figsize=(width, whole), layout="constrained")
        engine: Any = figure.get_layout_engine()
        engine.set(rect=(0.0, bottom / whole, 1.0, height / whole), w_pad=0.06, h_pad=0.06)
        edge = 0.12 / width
        figure.text(edge, 1 - 0.1 / whole, "\n".join(finding), va="top", fontsize=12, fontweight="bold", color=INK)
        figure.text(
            edge, 1 - (0.14 + HEADING * len(finding)) / whole, "\n".join(about), va="top", fontsize=8.6, color=QUIET
        )
        figure.text(edge, 0.06 / whole, "\n".join(note), va="bottom", fontsize=8, color=QUIET)
        yield figure


def _note_lines(words: Words, width: float) -> list[str]:
    """Return the note in lines that fit a width [inch]."""
    return wrapped(words.note, int(width * NOTE_LETTERS)) if words.note else []


def place_legend(figure: Figure, handles: Sequence[Any], words: Words, lines: int = 1) -> None:
    """Put a legend above the note, on so many lines."""
    width, height = figure.get_size_inches()
    note = _note_lines(words, width)
    figure.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0.06 / width, (0.07 + SMALL * len(note)) / height),
        ncols=math.ceil(len(handles) / lines), frameon=False, fontsize=8.6, borderaxespad=0.0, columnspacing=1.6,
    )  # fmt: skip


def bar(label: str, colour: str, width: float) -> Any:
    """Return what stands for a band or a line in a legend."""
    from matplotlib.lines import Line2D  # noqa: PLC0415

    return Line2D([], [], color=colour, linewidth=width, label=label, solid_capstyle="butt")


def sign(label: str, colour: str, marker: str) -> Any:
    """Return what stands for single numbers in a legend."""
    from matplotlib.lines import Line2D  # noqa: PLC0415

    return Line2D([], [], color=colour, linewidth=0, marker=marker, markersize=6.5, label=label, markeredgecolor=INK,
                  markeredgewidth=0.4)  # fmt: skip


class Ruled(NamedTuple):
    """Rows in their groups: the heading of each group and the place of each row, from the top."""

    headings: Sequence[tuple[float, str]]
    places: Sequence[float]
    height: float
    """All of it [rows]."""


def ruled(groups: Sequence[str]) -> Ruled:
    """Return where rows stand when those with one group have a heading above them.

    >>> ruled(["a", "a", "b"])
    Ruled(headings=[(0.0, 'a'), (3.3, 'b')], places=[1.0, 2.0, 4.3], height=5.3)
    """
    headings, places, at = [], [], 0.0
    for number, group in enumerate(groups):
        if number == 0 or group != groups[number - 1]:
            at += 0.3 if number else 0.0
            headings.append((round(at, 6), group))
            at += 1.0
        places.append(round(at, 6))
        at += 1.0
    return Ruled(headings, places, round(at, 6))


def write_rows(axes: Axes, rule: Ruled, names: Sequence[str], told: Sequence[str], colours: Sequence[str]) -> None:
    """Write headings and names left of an axis, and what is told of each row right of it."""
    axes.set_ylim(rule.height - 0.3, -0.6)
    axes.set_yticks(rule.places, ["\n".join(wrapped(name, NAME_LETTERS)) for name in names])
    axes.tick_params(axis="y", length=0, labelsize=8.6)
    axes.spines["left"].set_visible(False)
    for place, heading in rule.headings:
        axes.annotate(heading, (0.0, place), xycoords=("axes fraction", "data"), xytext=(-4, 0),
                      textcoords="offset points", ha="right", va="center", fontweight="bold", color=INK)  # fmt: skip
    right = axes.secondary_yaxis("right")
    right.set_yticks(rule.places, told)
    right.tick_params(length=0, labelsize=8.4)
    right.spines["right"].set_visible(False)
    for label, colour in zip(right.get_yticklabels(), colours, strict=True):
        label.set_color(colour)


def times_axis(axes: Axes, spans: Sequence[Span], title: str) -> tuple[float, float]:
    """Give an axis of times what was published, and return its ends."""
    ends = [v for span in spans for v in (span.low, span.high) if math.isfinite(v) and v > 0.0]
    least, most = math.log2(min(ends, default=0.5)) - 0.05, math.log2(max(ends, default=2.0)) + 0.05
    low, high = max(1.0 / FARTHEST, 2.0 ** math.floor(least)), min(FARTHEST, 2.0 ** math.ceil(most))
    axes.set_xscale("log", base=2)
    axes.set_xlim(low, high)
    step = 1 if math.log2(high / low) <= MOST_TICKS else 2
    powers = range(-step * int(-math.log2(low) // step), round(math.log2(high)) + 1, step)  # one is among them
    axes.set_xticks(
        [2.0**power for power in powers], [f"{2**power}" if power >= 0 else f"1/{2**-power}" for power in powers]
    )
    axes.set_xlabel(title)
    axes.grid(axis="x", color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.axvline(1.0, color=PUBLISHED, linewidth=0.8, zorder=1)
    return low, high


def draw_span(axes: Axes, span: Span, place: float, ends: tuple[float, float], **kind: Any) -> None:
    """Draw a band, cut at the ends of the axis, with an arrow where it goes on."""
    if not math.isfinite(span.middle):
        return
    low, high = max(span.low, ends[0]), min(span.high, ends[1])
    axes.plot([low, high], [place, place], solid_capstyle="butt", **kind)
    for value, end, arrow in ((span.low, ends[0], "<"), (span.high, ends[1], ">")):
        if (value < end) if arrow == "<" else (value > end):
            axes.plot(end, place, arrow, color=INK, markersize=4, clip_on=False)
