"""The pictures of the 1:1 sheet as they are drawn: nothing missing, nothing cut, no text over another."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys

import chart_frames as frames
import pandas as pd
import pytest
import vl_convert
from drawn import draw

from dashboard.charts import counterfactual, evidence, months, pairs, ranges, rates, record, scatter, trend
from dashboard.charts.svg import filled, svg

NONE = float("nan")
SHEET = {
    "trend": (trend, frames.sessions(dt.date(2026, 10, 8), dt.date(2026, 11, 5))),
    "evidence": (evidence, frames.evidence()),
    "counterfactual": (counterfactual, frames.counterfactual()),
    "scatter": (scatter, frames.scatter()),
    "pairs": (pairs, frames.pairs()),
    "months": (months, frames.months()),
    "ranges": (ranges, frames.ranges()),
}
WIDTHS = (300, 450, 640)


def day(month: int, number: int) -> dt.date:
    return dt.date(2026, month, number)


WEEKLY = [day(8, 27) + dt.timedelta(weeks=week) for week in range(13)]


@pytest.mark.parametrize("name", SHEET)
def test_spec_compiles_without_a_warning(name, capfd):
    picture, frame = SHEET[name]
    # In the dark only its colours are others: test_theme_changes_every_colour_and_nothing_else.
    drawn = filled(picture.spec("light"), frame, 450)
    vl_convert.vegalite_to_svg(drawn, show_warnings=True)
    # Said of every picture whose rows have a height: fit-x stays.
    known = 'WARN Dropping "fit-y" because spec has discrete height.'
    assert [line for line in capfd.readouterr().err.splitlines() if line.strip() != known] == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", SHEET)
def test_no_text_is_cut_or_over_another(name, width):
    picture, frame = SHEET[name]
    drawn = draw(picture.spec("light"), frame, width)
    assert drawn.width == pytest.approx(width, abs=1)
    assert drawn.over_each_other() == [] and drawn.cut() == []


@pytest.mark.parametrize("name", SHEET)
def test_without_rows_or_values_there_is_nothing_but_a_picture(name):
    picture, frame = SHEET[name]
    numbers = frame.select_dtypes("number").columns.difference(["order"])
    for less in (frame.head(0), frame.head(1), frame.assign(**dict.fromkeys(numbers, NONE))):
        assert not {"NaN", "undefined", "null"} & set(draw(picture.spec("light"), less, 450).said())


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "days",
    (WEEKLY, WEEKLY[::2], [day(9, 7), day(9, 10), day(11, 26)], [day(11, 5), day(11, 19)], [day(11, 16)]),
    ids=("every week", "every other", "close", "late", "last week"),
)
def test_sessions_have_their_days_and_stand_apart(days, width):
    drawn = draw(trend.spec("light"), frames.sessions(*days, focus="ask for the meeting"), width)
    over = [text for text in drawn.texts if text.said[0].isdigit() and text.bottom < 60]
    for one in days:
        assert sum(text.said.startswith(f"{one.day} {one:%b}") for text in over) == 1
    assert [pair for pair in drawn.over_each_other() if "luck" not in "".join(pair)] == []


def test_sessions_before_the_first_week_and_long_after_the_last_are_left_out():
    frame = frames.sessions(day(8, 20), day(10, 8), day(12, 24))
    sessions = [said for said in draw(trend.spec("light"), frame, 640).said() if "opener" in said]
    assert sessions == ["8 Oct: opener"]


def test_lines_of_a_trend_are_named_at_their_ends():
    drawn = draw(trend.spec("light"), frames.sessions(day(11, 19)), 450)
    assert {"rest", "Sam"} <= set(drawn.said())
    assert min(text.left for text in drawn.texts if text.said in ("rest", "Sam")) > 400


def test_weeks_of_a_trend_are_mondays_wherever_a_session_ends_it():
    said = draw(trend.spec("light"), frames.sessions(day(11, 19)), 640).said()
    assert "16 Nov" in said and "19 Nov" not in said


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "other",
    (
        {"rate": 0.21, "rest": 0.21},
        {"rate": 0.205, "rest": 0.21},
        {"rate": 0.0, "low": 0.0, "rest": 0.01},
        {"rate": 0.0, "low": 0.0, "high": 0.0, "luck_low": 0.0, "luck_high": 0.0, "rest": 0.0},
        {"rate": 0.2, "label": "Maximiliana-Alexandra 20.0 %", "rest_label": "rest of the team 21.0 %"},
        {"rate": 1.0, "high": 1.0, "rest": 0.98},
    ),
    ids=("equal", "close", "near 0", "all 0", "long", "all of them"),
)
def test_labels_of_the_evidence_stand_apart(other, width):
    drawn = draw(evidence.spec("light"), frames.evidence(**other), width)
    assert drawn.over_each_other() == [] and drawn.cut() == []
    assert len([said for said in drawn.said() if said.startswith(("Sam", "Max", "rest"))]) == 2
    assert "luck alone, 9 in 10" in drawn.said()


def test_a_label_that_goes_up_is_within_the_picture_at_every_width():
    long = {"rate": 0.2, "label": "Maximiliana-Alexandra 20.0 %", "rest_label": "rest of the team 21.0 %"}
    heights = set()
    for width in range(300, 360, 10):
        drawn = draw(evidence.spec("light"), frames.evidence(**long), width)
        assert drawn.cut() == []
        heights.add(drawn.height)
    assert len(heights) == 2


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "given",
    (
        {},
        {"own": 70, "output": 2.2, "rate": 0.028},
        {"output": 1.25},
        {"output": 0.0, "rate": 0.0},
        {"rate": 0.0},
    ),
    ids=("Kate", "close", "like the rest", "all 0", "rest 0"),
)
def test_every_guess_is_said_in_full(given, width):
    frame = frames.counterfactual(**given)
    drawn = draw(counterfactual.spec("light"), frame, width)
    words = " ".join(drawn.said())
    for label in frame["label"]:
        assert label in words
    for name in ("today_label", "lost_label", "axis_label") if given.get("output", 1) else ("today_label",):
        assert frame[name].iloc[0] in words
    assert drawn.over_each_other() == [] and drawn.cut() == []


def test_guesses_stand_at_their_dots_where_there_is_room():
    def heights(width: int) -> list[float]:
        drawn = draw(counterfactual.spec("light"), frames.counterfactual(), width)
        return [text.top for text in drawn.texts if text.said.startswith(("4.80 (", "3.75 (", "2.00 ("))]

    assert sorted(heights(640)) == heights(640) and max(heights(640)) < 250
    assert min(heights(300)) > 250


def test_scatter_names_the_protected_and_the_unprotected_only():
    said = " ".join(draw(scatter.spec("light"), frames.scatter(), 450).said())
    assert "Kate" in said and "Diego" in said and "not protected" in said
    assert not any(name in said for name in ("Zoë", "Ben", "Nobody"))


def test_scatter_names_who_is_selected_as_well():
    frame = frames.scatter().assign(selected=[False, False, True, False, False])
    assert "Zoë" in draw(scatter.spec("light"), frame, 450).said()


@pytest.mark.parametrize("width", WIDTHS)
def test_names_of_equal_points_stand_apart(width):
    same = pd.concat([frames.scatter().head(1)] * 3).assign(name=["Kate", "Ann", "Bo"])
    drawn = draw(scatter.spec("light"), same, width)
    assert {"Kate", "Ann", "Bo"} <= set(drawn.said()) and drawn.over_each_other() == []


def test_pairs_say_whose_bars_they_are_once():
    said = draw(pairs.spec("light", mark="coach"), frames.pairs(), 450).said()
    assert said.count("Sam") == said.count("best three") == 1
    assert [one.replace("\u00a0", " ") for one in said if one[0].isdigit() and "%" in one or one == "–"] == [
        "46 %",
        "31 %",
        "–",
        "24 %",
    ]


@pytest.mark.parametrize("width", (*WIDTHS, 1000))
@pytest.mark.parametrize(
    "off", ((), (0, 23), (3, 4, 5), (22, 21, 23), (4, 9, 5)), ids=("none", "ends", "turns", "late", "on end")
)
@pytest.mark.parametrize("months", (24, 12))
def test_months_of_a_record_have_names_and_what_is_outside_its_word(months, off, width):
    drawn = draw(record.spec("light"), frames.record(24, off).tail(months), width)
    said = drawn.said()
    assert drawn.over_each_other() == [] and drawn.cut() == []
    assert {"Jan", "2027", "Jul"} <= set(said)
    if width == 1000:
        assert said.count("Nov") == months // 12
        assert ("outside" in said) == any(month >= 24 - months for month in off)


def test_no_record_and_one_of_noughts_are_pictures():
    noughts = frames.record(3, ()).assign(p10=0.0, p90=0.0, came=0.0)
    for frame in (frames.record(3).head(0), frames.record(1, ()), noughts):
        drawn = draw(record.spec("light"), frame, 450)
        assert not {"NaN", "undefined", "null"} & set(drawn.said()) and drawn.cut() == []


def test_quarters_of_a_record_have_their_years():
    frame = frames.record(6).assign(label=[f"Q{n} {y}" for y in (2025, 2026) for n in (2, 3, 4)])
    said = draw(record.spec("light"), frame, 640).said()
    assert said.count("Q3") == 2 and "2025" in said


def test_svg_needs_nothing_from_anywhere_and_its_text_is_text():
    drawn = svg(rates.spec("light"), frames.rates(), 450)
    assert "Kate Lindqvist" in drawn and "<text" in drawn
    assert "http" not in drawn.replace("http://www.w3.org/", "")
    # Several of them stand in one page.
    assert " id=" not in drawn and "<image" not in drawn


def test_svg_does_not_depend_on_the_time_zone_nor_on_how_days_are_kept():
    frame = frames.trend()
    drawn = svg(trend.spec("light"), frame, 450)
    assert svg(trend.spec("light"), frame.assign(week=pd.to_datetime(frame["week"])), 450) == drawn
    code = "import chart_frames as f; from dashboard.charts import svg, trend"
    code += "; print(svg.svg(trend.spec('light'), f.trend(), 450), end='')"
    paths = os.pathsep.join(path for path in sys.path if path)
    for zone in ("America/Los_Angeles", "Pacific/Auckland"):
        other = os.environ | {"TZ": zone, "PYTHONPATH": paths}
        done = subprocess.run([sys.executable, "-c", code], env=other, capture_output=True, text=True)
        assert done.stdout == drawn, done.stderr


def test_svg_is_paid_for_by_who_prints():
    code = "import dashboard.charts.svg, sys; sys.exit('vl_convert' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_svg_of_what_is_no_picture_is_refused():
    with pytest.raises(ValueError, match="conversion failed"):
        svg({"mark": "nonsense"}, frames.trend(), 450)
