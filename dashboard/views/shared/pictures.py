"""A chart in its card: the frame, its Vega-Lite and the sentence for who cannot see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts.palette import Theme
from dashboard.figures.metrics import Metric
from dashboard.views.shared import words
from dashboard.views.shared.page import Page

UNITS = {"rate": "percent", "ratio": "plain", "money": "money", "count": "plain"}


@dataclass(frozen=True)
class Picture:
    """A chart that is drawn on the page or on paper: its frame, the `spec` of a theme, and the sentence for
    who cannot see it. `key` tells it from the other charts of its page."""

    frame: pd.DataFrame
    spec: Callable[[Theme], dict[str, Any]]
    alt: str
    key: str


def show(picture: Picture, theme: Theme) -> None:
    """A picture over the full width of its card."""
    draw(picture.frame, picture.spec(theme), picture.alt, picture.key)


def draw(frame: pd.DataFrame, spec: dict[str, Any], alt: str, key: str) -> None:
    """A chart over the full width of its card."""
    st.vega_lite_chart(frame, spec, alt=alt, width="stretch", key=key)


def draw_metric(page: Page, metric: Metric, kind: ModuleType, frame: pd.DataFrame, **widths: int) -> None:
    """A metric in its unit; `kind` is the module of `dashboard.charts` whose `spec` and `alt` draw it."""
    unit, sign = UNITS[metric.unit], words.sign(page.read.currency)
    key = f"{kind.__name__.rpartition('.')[2]}-{metric.name}"
    draw(frame, kind.spec(page.theme, unit, sign, **widths), kind.alt(frame, metric.label, unit, sign), key)
