"""The alternative texts: the finding in one sentence, with the numbers of the frame."""

from __future__ import annotations

import datetime as dt

import chart_frames as frames
import pandas as pd
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
    stacked,
    trend,
    weeks,
)
from dashboard.charts.words import listed, number

PICTURES = (rates, shares, bars, stacked, trend, weeks, landing, landings, outcomes, calendar, heat)
PICTURES += (evidence, counterfactual, scatter, pairs, record, months, ranges)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_landings():
    assert plain(landings.alt(frames.landings(), "SAOs in November")) == (
        "SAOs in November. Nordics: 52 achieved + 8 decision pending + 13 on the calendar + 8 not booked "
        "yet; 8 in 10 between 74 and 88 of a quota of 72, 93 % very likely; SMB: 70 achieved + 11 decision "
        "pending + 15 on the calendar + 12 not booked yet; 8 in 10 between 98 and 118 of a quota of 132, "
        "1 % no."
    )
    frame = frames.landings().head(1).assign(quota=float("nan"), chance="")
    assert plain(landings.alt(frame, "SAOs")).endswith("8 in 10 between 74 and 88.")


def test_outcomes():
    assert plain(outcomes.alt(frames.outcomes(), "SMB")) == (
        "SMB: 136 is the likeliest, with 5 %; short of it: 74 %, quota 138 or more: 26 %."
    )
    assert plain(outcomes.alt(frames.outcomes().assign(quota=float("nan")), "SMB")).endswith("with 5 %.")


def test_record():
    assert record.alt(frames.record(), "SMB, past months") == (
        "SMB, past months: the range held in 3 of 5; outside Nov 2025 (116, range 96 to 113) and Jan 2026 "
        "(90, range 96 to 113)."
    )
    assert record.alt(frames.record(off=()), "SMB") == "SMB: the range held in 5 of 5."


def test_months_leave_out_the_one_that_is_not_over():
    first = "$12k in December 2025"
    assert months.alt(frames.months(), "Revenue", "money") == (
        f"Revenue by month from {first} to $9.4k in January 2026; between $9.4k and $12k a month."
    )
    assert months.alt(frames.months().head(1), "Revenue", "money") == f"Revenue by month: {first}."
    assert months.alt(frames.months().tail(1), "Revenue") == "Revenue: no whole month to show yet."


def test_ranges():
    ramped = "Ramped, a year $80k to $260k, most likely $150k"
    new = "New, first year $40k to $170k, most likely"
    assert ranges.alt(frames.ranges(), "Revenue") == f"Revenue: {ramped}; {new} $90k; cost $90k."
    assert ranges.alt(frames.ranges().assign(team_label=""), "Revenue") == f"Revenue: {ramped}; {new} $90k."
    assert ranges.alt(frames.ranges().tail(1), "Revenue") == "Revenue: nothing to show yet."


def test_rates():
    assert plain(rates.alt(frames.rates(), "Connected → meeting")) == (
        "Connected → meeting: from Kate Lindqvist 30.0 % (45 of 150) to Sam Okafor 11.9 % (19 of 160); "
        "the team 20.3 %. Learn from: Kate Lindqvist. Ramping: Ben Osei. Coach: Sam Okafor."
    )


def test_rates_whose_text_has_the_rate_say_it_once():
    frame = frames.rates().head(1).assign(text="30 % (45 of 150)", team=float("nan"), word="")
    assert plain(rates.alt(frame, "By list")) == "By list: Kate Lindqvist 30 % (45 of 150)."


def test_shares():
    assert plain(shares.alt(frames.shares(), "Of 100 conversations")) == (
        "Of 100 conversations: Team meeting 20.0 %, talked, no meeting 65.0 %, disqualified 15.0 %. "
        "meeting: from Kate Lindqvist 30.0 % to Sam Okafor 11.9 %."
    )


def test_shares_of_the_team_alone():
    assert plain(shares.alt(frames.shares().head(1), "Of 100")) == "Of 100: Team meeting 20.0 %."


def test_bars():
    assert bars.alt(frames.bars(), "SAOs") == (
        "SAOs: from Kate Lindqvist 13 to Ben Osei 3; the team's average 7.4. Ramping: Ben Osei."
    )


def test_stacked():
    assert stacked.alt(frames.stacked(), "Meetings") == (
        "Meetings: Team average phone 24, email 18. Most: Kate Lindqvist 60."
    )


def test_trend():
    assert plain(trend.alt(frames.trend(), "Connect rate")) == (
        "Connect rate by week: team from 20.0 % in the week of 31 Aug to 20.0 % in the week of 14 Sep; "
        "Sam from 19.0 % in the week of 31 Aug to 12.0 % in the week of 14 Sep."
    )


def test_trend_with_sessions():
    frame = frames.sessions(dt.date(2026, 11, 5), dt.date(2026, 10, 8))
    said = plain(trend.alt(frame, "Connect rate"))
    assert said.endswith("16.0 % in the week of 16 Nov. Sessions: 8 Oct: opener, 5 Nov: opener.")


def test_evidence():
    assert plain(evidence.alt(frames.evidence(), "Connected → meeting")) == (
        "Connected → meeting: Sam 12.0 % (80 % interval 9.0 % to 15.5 %), the rest 21.0 %; "
        "luck alone, 9 in 10: 15.0 % to 27.5 %."
    )
    none = float("nan")
    alone = frames.evidence(low=none, high=none, luck_low=none, luck_high=none, rest=none)
    assert plain(evidence.alt(alone, "Connected → meeting")) == "Connected → meeting: Sam 12.0 %."


def test_counterfactual():
    assert counterfactual.alt(frames.counterfactual(), "Kate at 80 calls a day") == (
        "Kate at 80 calls a day: today: 3.00 meetings from 50 calls; "
        "4.80 (+1.80): all 80 keep 6.0%, the spreadsheet's guess; "
        "3.75 (+0.75): her 50 keep 6.0%, the 30 extra convert at 2.5%; break-even rate: 3.75%; "
        "2.00 (-1.00): all 80 calls convert like the rest's, 2.5%."
    )


def test_scatter_names_nobody_who_has_no_name_in_it():
    assert scatter.alt(frames.scatter(), "Activity and output") == (
        "Activity and output: rest: 80 calls, 2 meetings; "
        "Kate 50 calls a day, 3 meetings a day (few calls, most meetings); "
        "Diego 53 calls a day, 1.3 meetings a day (few calls, few meetings: not protected); "
        "2 others without a name."
    )


def test_pairs():
    assert plain(pairs.alt(frames.pairs(), "Calls by attempt")) == (
        "Calls by attempt: Sam 1st 46.0 %; best three 1st 31.0 % and 2nd 24.0 %."
    )


def test_weeks_leave_out_the_week_that_is_not_over():
    assert weeks.alt(frames.weeks(), "Calls") == (
        "Calls by week from 4,619 in the week of 31 Aug to 4,162 in the week of 7 Sep; "
        "between 4,162 and 4,619 a week."
    )
    assert weeks.alt(frames.weeks().tail(1), "Calls") == "Calls: no whole week to show yet."


def test_all_at_one_value_is_said_once():
    same = frames.rates().assign(rate=0.0, team=float("nan"), word="")
    assert plain(rates.alt(same, "Email → meeting")) == "Email → meeting: all at 0.0 %."
    assert bars.alt(frames.bars().assign(value=0, team=float("nan"), mark=""), "SAOs") == "SAOs: all at 0."
    assert plain(shares.alt(frames.shares().assign(share=0.5), "Of 100")).endswith("meeting: all at 50.0 %.")
    assert weeks.alt(frames.weeks().assign(value=0), "Calls") == "Calls by week: 0 in each of 2 weeks."


def test_landing():
    assert landing.alt(frames.landing(), "November SAOs") == (
        "November SAOs: 84 achieved + 14 decision pending + 21 on the calendar + 13 not booked yet = 132, "
        "of a quota of 138; lands between 121 and 143."
    )


def test_landing_with_what_is_done_only():
    none = float("nan")
    frame = frames.landing().assign(pending=none, calendar=0, new=none, quota=none, p10=none, achieved=0)
    assert landing.alt(frame, "SAOs") == "SAOs: none so far."
    assert landing.alt(frame.assign(achieved=7), "SAOs") == "SAOs: 7 achieved."


def test_calendar():
    assert calendar.alt(frames.calendar(), "Future meetings") == (
        "Future meetings: 11 in 3 days, most on Mon 23 Nov (7); 1 day without any."
    )
    assert calendar.alt(frames.calendar().assign(count=0), "Future meetings") == (
        "Future meetings: none on the calendar."
    )


def test_heat():
    assert plain(heat.alt(frames.heat(), "Connect rate")) == (
        "Connect rate: highest Mon 9:00 12.0 % (19 of 160), lowest Tue 9:00 5.0 % (8 of 160)."
    )


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.__name__)
def test_one_row_and_no_row_still_make_a_sentence(picture):
    frame: pd.DataFrame = getattr(frames, picture.__name__.rsplit(".", 1)[-1])()
    for rows in (0, 1):
        said = picture.alt(frame.head(rows), "Label")
        assert said.startswith("Label") and said.endswith(".") and "nan" not in said


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (0.203, "percent", "20.3 %"),
        (18120, "plain", "18,120"),
        (7.44, "plain", "7.4"),
        (0.04, "plain", "under 0.1"),
        (940, "money", "$940"),
        (999.6, "money", "$1k"),
        (29_400, "money", "$29.4k"),
        (412_000, "money", "$412k"),
        (999_960, "money", "$1M"),
        (1_250_000, "money", "$1.2M"),
        (float("nan"), "money", "–"),
        (None, "percent", "–"),
    ],
)
def test_numbers_in_words(value, unit, said):
    assert plain(number(value, unit)) == said


def test_names_in_a_list():
    assert [listed(["Ann"]), listed(["Ann", "Bo"]), listed(["Ann", "Bo", "Cy"])] == [
        "Ann",
        "Ann and Bo",
        "Ann, Bo and Cy",
    ]
