"""A picture as SVG, for a sheet that is printed or sent: nothing in it is loaded from anywhere."""

from __future__ import annotations

import datetime as dt
from typing import Any
from xml.etree import ElementTree

import pandas as pd

# What the pictures take from Streamlit's theme on the page. The sheet names the picture by its `alt`.
NAMESPACE, UNNEEDED = "http://www.w3.org/2000/svg", ("role", "class")
CONFIG = {"font": "sans-serif", "background": None, "aria": False, "view": {"stroke": None}}


def svg(spec: dict[str, Any], frame: pd.DataFrame, width: int) -> str:
    """The `spec` of a picture drawn with its `frame`, `width` px wide in all, as an `<svg>` element.

    Text stays text, in the reader's own sans-serif. The element has no name: the sheet puts it into one with
    `role="img"` and the picture's `alt`. ValueError for a spec that cannot be drawn.
    """
    # Half a second and 80 MB at the first picture: only who prints a sheet pays for it.
    import vl_convert

    return _nameless(
        vl_convert.vegalite_to_svg(filled(spec, frame, width), config=CONFIG, allowed_base_urls=[])
    )


def _nameless(drawn: str) -> str:
    """The picture without the roles and names that Vega gives to its parts."""
    root = ElementTree.fromstring(drawn)
    for element in root.iter():
        for name in [name for name in element.attrib if name in UNNEEDED or name.startswith("aria-")]:
            del element.attrib[name]
    ElementTree.register_namespace("", NAMESPACE)
    return ElementTree.tostring(root, encoding="unicode")


def filled(spec: dict[str, Any], frame: pd.DataFrame, width: int) -> dict[str, Any]:
    """The `spec` with its data and its width in it, as Vega-Lite that needs nothing else."""
    rows = [{name: _plain(value) for name, value in row.items()} for row in frame.to_dict("records")]
    return spec | {"data": {"values": rows}, "width": width}


def _plain(value: Any) -> Any:
    """A cell as JSON has it; a day or a moment in milliseconds, as the page gets it."""
    if pd.isna(value):
        return None
    if isinstance(value, dt.date):
        return int(pd.Timestamp(value).timestamp() * 1000)
    return value.item() if hasattr(value, "item") else value
