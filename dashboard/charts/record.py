"""How forecasts did: the range of each past period, and what came."""

from __future__ import annotations

import functools
from typing import Any

import altair
import pandas as pd

from dashboard.charts import drawing
from dashboard.charts.palette import Palette, Theme, palette
from dashboard.charts.words import listed

HEIGHT = 200
WIDEST = 16
OUTSIDE = "outside"
# Where periods stand closer, words would lie over the next diamond, and the months over each other.
CLOSE = "bandwidth('x') < 17"
# "Sep"; with the year under it at the beginning, and where one begins. Where they are close: half-years.
NAME, BEGINS = "split(datum.value, ' ')[0]", "indexof(['Jan', 'Q1'], split(datum.value, ' ')[0]) >= 0"
LABEL = (
    f"{BEGINS} || (datum.index === 0 && !({CLOSE})) ? split(datum.value, ' ')"
    f" : {CLOSE} && {NAME} !== 'Jul' ? '' : {NAME}"
)
COLUMNS = ("label", "p10", "p90", "came", "held")


@functools.cache
def spec(theme: Theme) -> dict[str, Any]:
    """A bar from P10 to P90 for each period with a dot where it came; outside of it an orange diamond, and
    the word.

    Frame, a row a period in their order: `label` ("Sep 2026", "Q3 2026"), `p10`, `p90`, `came` (counts),
    `held` (bool: `came` lies in the range).
    """
    colors = palette(theme)
    axis = drawing.quiet_axis(
        colors, grid=False, labelAngle=0, labelExpr=LABEL, labelLineHeight=14, labelOverlap=False
    )
    scale = altair.Scale(paddingInner=0.35, paddingOuter=0.3)
    x = altair.X("label:O", sort=None, axis=axis, scale=scale)
    axis = drawing.value_axis(colors, "plain", "", "4")
    y = altair.Scale(zero=False, nice=True, padding=16)
    word = altair.value(OUTSIDE)
    layers = [
        _range(colors).encode(x=x, y=altair.Y("p10:Q", axis=axis, scale=y), y2="p90:Q", tooltip=_told()),
        _came(colors).encode(x=x, y="came:Q", tooltip=_told()),
        *(_word(colors, above).encode(x=x, y="came:Q", text=word) for above in (True, False)),
    ]
    return drawing.finish(altair.layer(*layers), height=HEIGHT)


def _told() -> list[altair.Tooltip]:
    return [altair.Tooltip(f"{name}:Q", format=",.0f") for name in ("p10", "p90", "came")]


def _range(colors: Palette) -> altair.Chart:
    # A range of one count is to be seen too.
    width = drawing.expr(f"min(bandwidth('x'), {WIDEST})")
    return altair.Chart().mark_bar(width=width, minBandSize=3, color=colors.blues[2][0], cornerRadius=1)


def _came(colors: Palette) -> altair.Chart:
    return altair.Chart().mark_point(
        filled=True, opacity=1,
        size=drawing.expr("datum.held ? 60 : 70"),
        shape=drawing.expr("datum.held ? 'circle' : 'diamond'"),
        color=drawing.expr(f"datum.held ? '{colors.accent}' : '{colors.marks['coach']}'"),
    )  # fmt: skip


def _word(colors: Palette, above: bool) -> altair.Chart:
    """The word at what lies above (or below) its range, once where it does so several times on end."""
    side = "datum.came > datum.p90" if above else "datum.came < datum.p10"
    chart = altair.Chart().transform_calculate(off=side)
    chart = chart.transform_window(before="lag(off)").transform_filter("datum.off && !datum.before")
    last = "scale('x', datum.label) > width - 48"
    return chart.mark_text(
        fontSize=drawing.SMALL, color=colors.words["coach"], dy=-9 if above else 9,
        baseline="bottom" if above else "top",
        align=drawing.expr(f"{last} ? 'right' : 'center'"), dx=drawing.expr(f"{last} ? 10 : 0"),
        opacity=drawing.expr(f"{CLOSE} ? 0 : 1"),
    )  # fmt: skip


def alt(frame: pd.DataFrame, label: str) -> str:
    """The finding of the frame of `spec` in words: how often the range held, and where it did not."""
    if frame.empty:
        return f"{label}: no past period to show yet."
    held = frame["held"].astype(bool)
    said = f"{label}: the range held in {held.sum()} of {len(frame)}"
    missed = [
        f"{row.label} ({row.came:,.0f}, range {row.p10:,.0f} to {row.p90:,.0f})"
        for row in frame[~held].itertuples()
    ]
    return f"{said}; outside {listed(missed)}." if missed else f"{said}."
