"""Every spec: valid Vega-Lite, without data or theme of its own, reading only documented columns."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import altair
import chart_frames as frames
import pytest

from dashboard.charts import (
    bars,
    calendar,
    counterfactual,
    evidence,
    heat,
    landing,
    landings,
    months,
    outcomes,
    pairs,
    ranges,
    rates,
    record,
    scatter,
    shares,
    spark,
    stacked,
    trend,
    weeks,
)
from dashboard.charts.palette import DARK, LIGHT, palette

SHEET = (evidence, counterfactual, scatter, pairs)
AHEAD = (landing, landings, outcomes, record, calendar, ranges, months)
PICTURES = (rates, shares, bars, stacked, trend, weeks, spark, *AHEAD, heat, *SHEET)
ROWS = (rates, shares, bars, stacked, heat, pairs, ranges)
THEMES = ("light", "dark")
IDS = [picture.__name__.rsplit(".", 1)[-1] for picture in PICTURES]


def frame_of(picture: ModuleType):
    return getattr(frames, picture.__name__.rsplit(".", 1)[-1])()


def walk(node: Any) -> Iterator[dict[str, Any]]:
    """Every dict inside a spec."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from walk(value)
    elif isinstance(node, list):
        for value in node:
            yield from walk(value)


def layers(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """The layers with a mark, in the order they are drawn."""
    return [node for node in walk(spec) if "mark" in node]


def marks(spec: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [layer for layer in layers(spec) if layer["mark"]["type"] == kind]


@pytest.mark.parametrize("picture", PICTURES, ids=IDS)
def test_spec_is_valid_with_its_frame(picture):
    # In the dark only its colours are others: test_theme_changes_every_colour_and_nothing_else.
    drawn = picture.spec("light") | {
        "data": {"values": json.loads(frame_of(picture).to_json(orient="records"))}
    }
    altair.LayerChart.validate(drawn)


@pytest.mark.parametrize("picture", PICTURES, ids=IDS)
def test_spec_leaves_data_schema_and_theme_to_the_page(picture):
    for node in walk(picture.spec("light")):
        assert not {"$schema", "config", "data", "datasets"} & node.keys()


@pytest.mark.parametrize("picture", PICTURES, ids=IDS)
def test_spec_is_as_wide_as_its_place_and_has_no_title_and_no_legend(picture):
    spec = picture.spec("light")
    assert spec["autosize"].items() >= {"type": "fit-x", "contains": "padding"}.items()
    assert "width" not in spec and "title" not in spec and "hconcat" not in spec
    for layer in layers(spec):
        color = layer["encoding"].get("color")
        assert color is None or color["legend"] is None


@pytest.mark.parametrize("picture", PICTURES, ids=IDS)
def test_spec_is_built_once(picture):
    assert picture.spec("light") is picture.spec("light")
    assert picture.spec("light") is not picture.spec("dark")


@pytest.mark.parametrize("picture", PICTURES, ids=IDS)
def test_theme_changes_every_colour_and_nothing_else(picture):
    light, dark = (json.dumps(picture.spec(theme)) for theme in THEMES)
    colour = re.compile(r"#[0-9a-f]{6}")
    same = {
        one for one, other in zip(colour.findall(light), colour.findall(dark), strict=True) if one == other
    }
    # Ink on a fill of the same kind may be the same.
    assert same <= {"#ffffff", "#08090b"}
    assert colour.sub("", light) == colour.sub("", dark)


@pytest.mark.parametrize("picture", PICTURES, ids=IDS)
def test_fields_are_the_documented_columns_or_made_in_the_spec(picture):
    spec = picture.spec("light")
    columns = set(frame_of(picture).columns)
    made = {name for node in walk(spec) for name in _made(node)}
    for layer in layers(spec):
        used = {channel["field"] for channel in walk(layer["encoding"]) if "field" in channel}
        assert used <= columns | made | {"selected"}


def _made(transform: dict[str, Any]) -> list[str]:
    name = transform.get("as", [])
    return [name] if isinstance(name, str) else name


@pytest.mark.parametrize("picture", ROWS, ids=lambda p: p.__name__)
def test_rows_keep_the_order_of_the_frame(picture):
    first = layers(picture.spec("light"))[0]
    assert first["encoding"]["text"]["field"] == "name"
    assert not any("filter" in transform for transform in first["transform"])
    for layer in layers(picture.spec("light")):
        y = layer["encoding"].get("y", {})
        assert y.get("field") != "name" or y["sort"] is None


@pytest.mark.parametrize("picture", ROWS, ids=lambda p: p.__name__)
def test_height_follows_the_number_of_rows(picture):
    assert set(picture.spec("light")["height"]) == {"step"}
    assert 24 <= picture.spec("light")["height"]["step"] <= 30


def test_rates_start_at_zero_and_read_percent():
    x = marks(rates.spec("light"), "point")[0]["encoding"]["x"]
    assert x["scale"]["zero"] is True
    assert x["axis"]["labelExpr"].endswith("+ '\u00a0%'")


def test_rates_have_no_band_of_luck_without_its_ends():
    band = marks(rates.spec("light"), "bar")[0]
    assert band["transform"] == [{"filter": "isValid(datum.luck_low) && isValid(datum.luck_high)"}]
    assert (band["encoding"]["x"]["field"], band["encoding"]["x2"]["field"]) == ("luck_low", "luck_high")


def test_rates_can_leave_out_the_words():
    texts = [
        layer["encoding"]["text"].get("field") for layer in marks(rates.spec("light", word_width=0), "text")
    ]
    assert "word" not in texts and "text" in texts


def test_money_has_its_currency():
    assert "'€'" in json.dumps(bars.spec("light", "money", "€"), ensure_ascii=False)
    escaped = marks(bars.spec("light", "money", "K'"), "bar")[0]["encoding"]["x"]["axis"]["labelExpr"]
    assert escaped.startswith("'K\\'' + ")


def test_weeks_of_a_trend_are_days_without_a_time_zone():
    x = marks(trend.spec("light"), "line")[0]["encoding"]["x"]
    assert x["scale"]["type"] == "utc"
    assert x["axis"]["labelExpr"] == "utcFormat(datum.value, '%-d %b')"


@pytest.mark.parametrize(
    "picture", (trend, weeks, calendar, counterfactual, scatter), ids=lambda p: p.__name__
)
def test_height_can_be_chosen(picture):
    assert picture.spec("light", height=123)["height"] == 123


def test_landing_reads_the_columns_it_asks_for():
    assert set(frames.landing().columns) == set(landing.COLUMNS)


def test_small_weeks_of_rates_are_a_line_and_of_counts_bars():
    counts, line = spark.spec("light"), spark.spec("light", "percent")
    assert marks(counts, "bar") and not marks(counts, "line")
    assert marks(line, "line") and not marks(line, "bar")
    # Where every week is 0 %, the scale is one of percents.
    least = [layer["encoding"]["y"].get("datum") for layer in layers(line)]
    assert [datum for datum in least if datum] == [0.01]


def test_unknown_theme_is_an_error():
    with pytest.raises(ValueError, match='"light" or "dark"'):
        palette("sepia")


def luminance(color: str) -> float:
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colors", (LIGHT, DARK), ids=THEMES)
def test_text_is_legible(colors):
    on_page = [colors.text, colors.muted, colors.accent, *colors.words.values()]
    inks = [(ink, colors.background) for ink in on_page]
    inks += [(ink, fill) for fill, ink in colors.segments + colors.blues]
    inks += [(colors.text, fill) for fill in colors.heat]
    inks += [(ink, colors.luck) for ink in (colors.muted, colors.text, colors.words["protect"])]
    assert [pair for pair in inks if contrast(*pair) < 4.5] == []


@pytest.mark.parametrize("colors", (LIGHT, DARK), ids=THEMES)
def test_marks_that_carry_a_finding_stand_out(colors):
    fills = [colors.in_range, colors.accent, *colors.marks.values()]
    assert [fill for fill in fills if contrast(fill, colors.background) < 3] == []


@pytest.mark.parametrize(
    "picture", (rates, bars, trend, weeks, spark, evidence, pairs), ids=lambda p: p.__name__
)
def test_every_layer_is_within_the_scale_and_a_picture_of_noughts_has_one(picture):
    spec = picture.spec("light")
    assert not any(
        "domain" in node.get("scale", {}) for node in walk(spec) if isinstance(node.get("scale"), dict)
    )
    assert any("datum" in channel for layer in layers(spec) for channel in walk(layer["encoding"]))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("picture", (trend, pairs), ids=lambda p: p.__name__)
@pytest.mark.parametrize("mark", ("coach", "learn", "watch", "in_range"))
def test_a_finding_has_its_colour_and_no_other(picture, theme, mark):
    colors = palette(theme)
    drawn = json.dumps(picture.spec(theme, mark=mark))
    assert colors.marks.get(mark, colors.in_range) in drawn
    others = {colors.marks[other] for other in ("coach", "learn", "watch") if other != mark}
    assert not any(other in drawn for other in others)


def test_a_word_that_is_no_finding_is_refused():
    with pytest.raises(ValueError, match="not 'good'"):
        trend.spec("light", mark="good")


def test_evidence_starts_at_zero_and_has_its_shape_beside_its_colour():
    dot = marks(evidence.spec("light"), "point")[0]
    assert dot["encoding"]["x"]["scale"]["zero"] is True
    assert '"coach": "triangle-down"' in dot["mark"]["shape"]["expr"]
    assert LIGHT.marks["coach"] in dot["mark"]["color"]["expr"]


def test_scatter_says_nothing_more_of_a_gray_dot():
    gray = marks(scatter.spec("light"), "point")[0]
    assert gray["transform"] == [{"filter": "!datum.named"}] and "tooltip" not in gray["encoding"]
