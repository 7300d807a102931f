"""A picture as SVG, for a sheet that is printed or sent: nothing in it is loaded from anywhere."""

from __future__ import annotations

import datetime as dt
from typing import Any
from xml.etree import ElementTree

import pandas as pd

# Fonts of one width: vl-convert has the last but one of them, and measures with it.
FONT = "Arial, 'Helvetica Neue', Helvetica, 'Liberation Sans', sans-serif"
# What the pictures take from Streamlit's theme on the page. The sheet names the picture by its `alt`.
CONFIG = {"font": FONT, "background": None, "aria": False, "view": {"stroke": None}}
NAMESPACE = "http://www.w3.org/2000/svg"


def svg(spec: dict[str, Any], frame: pd.DataFrame, width: int) -> str:
    """The `spec` of a picture drawn with its `frame`, `width` px wide in all, as an `<svg>` element.

    Text stays text, in a font of the reader's machine. The element has no name: the sheet puts it into one
    with `role="img"` and the picture's `alt`. ValueError for a spec that cannot be drawn.
    """
    # Half a second and 80 MB at the first picture: only who prints a sheet pays for it.
    import vl_convert

    drawn = vl_convert.vegalite_to_svg(filled(spec, frame, width), config=CONFIG, allowed_base_urls=[])
    # Where the reader's font is wider, its last letter is not cut.
    return _nameless(drawn.replace("<svg ", '<svg style="overflow:visible" ', 1))


def _nameless(drawn: str) -> str:
    """The picture without the roles and names that Vega gives to its parts."""
    root = ElementTree.fromstring(drawn)
    for element in root.iter():
        for name in [name for name in element.attrib if name == "role" or name.startswith("aria-")]:
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
