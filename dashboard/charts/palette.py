"""The colours of the charts, one palette per theme; a spec's colours do not follow Streamlit's theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Theme = Literal["light", "dark"]


@dataclass(frozen=True)
class Palette:
    """Colours as CSS hex.

    `segments` and `blues` hold (fill, text on it); `segments` start with the accent, `blues` run from
    achieved to not booked. `marks` and `words` map a mark's name to the colour of its shape and of its word.
    """

    background: str
    text: str
    muted: str
    grid: str
    luck: str
    accent: str
    faint: str
    in_range: str
    ramping: str
    segments: tuple[tuple[str, str], ...]
    blues: tuple[tuple[str, str], ...]
    heat: tuple[str, ...]
    marks: dict[str, str]
    words: dict[str, str]


def _meanings(accent: str, ramping: str, coach: str, watch: str, learn: str, protect: str) -> dict[str, str]:
    return {
        "coach": coach,
        "list_problem": coach,
        "watch": watch,
        "learn": learn,
        "protect": protect,
        "volume": accent,
        "selected": accent,
        "ramping": ramping,
    }


LIGHT = Palette(
    background="#ffffff",
    text="#1c1f23",
    muted="#5b6169",
    grid="#eceae5",
    luck="#e6e4de",
    accent="#1d5b9e",
    faint="#bcd4ec",
    in_range="#737a83",
    ramping="#8b9098",
    segments=(
        ("#1d5b9e", "#ffffff"),
        ("#d6d7d7", "#1c1f23"),
        ("#ebeae7", "#1c1f23"),
        ("#b5b8bc", "#1c1f23"),
        ("#e0e0de", "#1c1f23"),
        ("#c6c8ca", "#1c1f23"),
    ),
    blues=(("#1d5b9e", "#ffffff"), ("#5f94cc", "#08090b"), ("#bcd4ec", "#1c1f23"), ("#e0ebf6", "#1c1f23")),
    heat=("#f5f8fc", "#dbe8f5", "#b9d2ec", "#8fb8e2"),
    marks=_meanings("#1d5b9e", "#8b9098", "#c4500c", "#b38300", "#00795c", "#6f42a6"),
    words=_meanings("#1d5b9e", "#5b6169", "#973c07", "#735400", "#006048", "#5d3591"),
)

DARK = Palette(
    background="#14171b",
    text="#e9e7e2",
    muted="#a7adb5",
    grid="#262b31",
    luck="#2d333a",
    accent="#7fb3ea",
    faint="#2f5276",
    in_range="#9aa1a9",
    ramping="#7d848c",
    segments=(
        ("#7fb3ea", "#08090b"),
        ("#3f464d", "#e9e7e2"),
        ("#2c3238", "#e9e7e2"),
        ("#5a6169", "#ffffff"),
        ("#353b42", "#e9e7e2"),
        ("#4c535b", "#e9e7e2"),
    ),
    blues=(("#7fb3ea", "#08090b"), ("#4f84bb", "#08090b"), ("#2f5276", "#e9e7e2"), ("#22364c", "#e9e7e2")),
    heat=("#1a2430", "#22405f", "#2b5480", "#346aa3"),
    marks=_meanings("#7fb3ea", "#7d848c", "#f0955a", "#e2b93b", "#57c7a2", "#b994ec"),
    words=_meanings("#9cc6f1", "#a7adb5", "#f5ab7b", "#ebc961", "#7ad5b6", "#c9acf2"),
)

SHAPES = {
    "coach": "triangle-down",
    "list_problem": "triangle-down",
    "watch": "triangle-up",
    "learn": "diamond",
    "protect": "diamond",
    "volume": "square",
    "ramping": "square",
}


def palette(theme: Theme) -> Palette:
    """The palette of a theme; ValueError for any other word."""
    if theme not in ("light", "dark"):
        raise ValueError(f'A theme is "light" or "dark", not {theme!r}.')
    return LIGHT if theme == "light" else DARK
