"""What a picture shows once it is drawn: its texts and where they stand, read from its SVG."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

import pandas as pd

from dashboard.charts.svg import svg

SVG = "{http://www.w3.org/2000/svg}"
# Arial's letters are about this wide, in parts of the font's size, when a text has many of the narrow ones.
LETTER = 0.46


@dataclass(frozen=True)
class Text:
    """A line of text in the picture, with its box in px from the picture's corner."""

    said: str
    left: float
    right: float
    top: float
    bottom: float

    def over(self, other: Text) -> bool:
        aside = self.right <= other.left or other.right <= self.left
        return not (aside or self.bottom <= other.top or other.bottom <= self.top)


@dataclass(frozen=True)
class Drawn:
    width: float
    height: float
    texts: list[Text]

    def said(self) -> list[str]:
        return [text.said for text in self.texts]

    def over_each_other(self) -> list[tuple[str, str]]:
        return [(a.said, b.said) for a, b in itertools.combinations(self.texts, 2) if a.over(b)]

    def cut(self) -> list[str]:
        """Texts that go beyond the picture."""
        beyond = (
            text.said
            for text in self.texts
            if min(text.left, text.top) < -2 or text.right > self.width + 2 or text.bottom > self.height + 2
        )
        return list(beyond)


def draw(spec: dict, frame: pd.DataFrame, width: int) -> Drawn:
    """The picture as a reader of the printed sheet gets it."""
    root = ElementTree.fromstring(svg(spec, frame, width))
    # A text that hides what is behind it is drawn under itself: once is enough.
    texts = list(dict.fromkeys(_texts(root, 0, 0)))
    return Drawn(float(root.get("width")), float(root.get("height")), texts)


def _texts(node: ElementTree.Element, x: float, y: float) -> Iterator[Text]:
    moved = re.match(r"translate\(([-\d.]+),([-\d.]+)\)", node.get("transform", ""))
    if moved:
        x, y = x + float(moved[1]), y + float(moved[2])
    if node.tag == f"{SVG}text" and node.get("opacity") != "0":
        size = float(node.get("font-size").removesuffix("px"))
        line = y
        for part in [node, *node.iter(f"{SVG}tspan")]:
            line += float(part.get("dy", 0))
            if (part.text or "").strip():
                yield _box(part.text, x, line, size, node.get("text-anchor", "start"))
    for child in node:
        yield from _texts(child, x, y)


def _box(said: str, x: float, y: float, size: float, anchor: str) -> Text:
    """`y` is where the letters stand."""
    wide = len(said) * size * LETTER
    left = x - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
    return Text(said, left, left + wide, y - 0.7 * size, y)
