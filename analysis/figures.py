"""Figures: simulated bands beside the published intervals, on one logarithmic axis."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from analysis.bands import Band
from scenarios.wording import Interval

INK, BAND, PUBLISHED = "#222222", "#9db4c8", "#b5432a"
CHINESE_FONTS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Zen Hei",
    "SimHei",
    "Microsoft YaHei",
    "PingFang SC",
)
CHINESE_FONT_FILES = ("cjk", "sourcehan", "wqy", "simhei", "msyh", "pingfang")


class Line(NamedTuple):
    """One line of the figure: label with unit, simulated band, published interval."""

    label: str
    band: Band
    interval: Interval


def has_chinese_font() -> bool:
    """Tell whether this machine has a font that figures can write Chinese with, also one installed a moment ago."""
    return chinese_font() is not None


def chinese_font() -> str | None:
    """Return the name of a font of this machine that figures can write Chinese with; None where there is none."""
    from matplotlib import font_manager  # noqa: PLC0415  # slow to import, and needed for figures alone

    def known() -> str | None:
        names = {font.name for font in font_manager.fontManager.ttflist}
        return next((name for name in CHINESE_FONTS if name in names), None)

    if known() is None:  # matplotlib keeps its list of fonts from the first start on
        for file in font_manager.findSystemFonts():
            if any(sign in Path(file).name.lower() for sign in CHINESE_FONT_FILES):
                font_manager.fontManager.addfont(file)
    return known()


def draw_bands(lines: Sequence[Line], title: str, words: tuple[str, str], note: str, file: Path, identity: str) -> None:
    """Write the figure to ``file`` (png, svg or pdf by its ending).

    ``words`` name the simulated band and the published interval; ``identity`` of the run goes into the metadata. A band
    that reaches zero is drawn from the edge of the axis.
    """
    from matplotlib import rc_context  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415  # slow to import, and needed here alone

    fonts = [*(CHINESE_FONTS if has_chinese_font() else ()), "DejaVu Sans"]
    with rc_context({"font.sans-serif": fonts, "svg.hashsalt": "zonereform"}):
        figure = Figure(figsize=(9, 1.6 + 0.42 * len(lines)), layout="constrained")
        axes = figure.subplots()
        edge = min((v for line in lines for v in (line.band.low, line.interval.low) if v > 0), default=1.0) / 2
        for row, (_, band, interval) in enumerate(lines):
            low = max(band.low, edge)
            axes.plot([low, band.high], [row, row], color=BAND, linewidth=9, solid_capstyle="butt",
                      label=words[0] if row == 0 else None)  # fmt: skip
            axes.plot(max(band.median, edge), row, "|", color=INK, markersize=11, markeredgewidth=1.6)
            high = interval.high if np.isfinite(interval.high) else interval.low
            axes.plot([interval.low, high], [row, row], color=PUBLISHED, linewidth=3, marker="D", markersize=5,
                      label=words[1] if row == 0 else None)  # fmt: skip
        axes.set_yticks(range(len(lines)), [line.label for line in lines])
        axes.invert_yaxis()
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter(lambda value, _position: f"{value:,.10g}")
        axes.set_title(title, loc="left", fontsize=11)
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="x", color="#dddddd", linewidth=0.6)
        axes.set_axisbelow(True)
        figure.legend(loc="outside lower left", ncols=2, frameon=False, fontsize=9)
        figure.supxlabel(note, fontsize=8, color="#555555", x=0.99, ha="right")
        kinds = {".png": {"Description": identity}, ".svg": {"Description": identity}, ".pdf": {"Subject": identity}}
        figure.savefig(file, dpi=150, metadata=kinds[file.suffix])
