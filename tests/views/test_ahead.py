"""What lies ahead: the meetings still to come, of the chosen days and of the reps who are there for them."""

from __future__ import annotations

from datetime import date

import independent
import messy
import pandas as pd
from view_logs import AS_OF, LEFT, RAMPING

from dashboard.figures.usual import Fullness
from dashboard.views.future_parts import full


def heads(app) -> list[str]:
    """The headings of a page, with plain spaces."""
    return [head.value.replace("\u00a0", " ") for head in app.header]


def on_days(app, first: date, last: date):
    """The same page over other days."""
    return app.date_input(key="days").set_value((first, last)).run()


def test_days_that_lie_ahead_show_only_their_meetings(visit, log_of):
    first, last = date(2026, 11, 9), date(2026, 11, 13)
    app = visit("everything", "future_meetings", team="All teams", period="Custom")
    counts = independent.count(log_of("everything").files, first, last, AS_OF, "EUR")
    expected = sum(of["future"] for of in counts.values())
    app = on_days(app, first, last)
    assert expected > 0
    assert heads(app)[0] == f"{expected} meetings still to come between 9 Nov and 13 Nov"
    assert app.dataframe[0].value["When"].between(pd.Timestamp(first), pd.Timestamp("2026-11-14")).all()
    assert len(app.dataframe[0].value) == expected


def test_days_ahead_without_a_meeting_are_named_truly(visit):
    app = visit("everything", "future_meetings", team="All teams", period="Custom")
    app = on_days(app, date(2027, 12, 1), date(2027, 12, 10))
    assert heads(app)[0] == "Nothing is on the calendar between 1 Dec and 10 Dec"
    assert heads(on_days(app, date(2027, 12, 1), date(2027, 12, 1)))[0].endswith("calendar on 1 Dec")


def test_only_ramped_reps_with_a_seat_today_are_called_thin_or_full(visit, log_of):
    app = visit("everything", "future_meetings", team="All teams", period="13 weeks")
    days = date(2026, 11, 3), date(2026, 11, 30)
    counts = independent.count(log_of("everything").files, *days, AS_OF, "EUR")
    left = sorted(counts[rep]["future"] for rep in messy.REPS if rep not in (LEFT, RAMPING))
    (title,) = (head for head in heads(app) if head.startswith("Meetings still to come: from"))
    assert f"from {left[0]} (" in title and f" to {left[-1]} (" in title
    assert not any(rep.split()[0] in title for rep in (LEFT, RAMPING))


def test_with_a_rep_chosen_only_that_rep_is_named(visit):
    assert "Kate has 1 meeting still to come" in heads(visit("one rep", "future_meetings", rep="Kate Lind"))


def test_one_calendar_is_compared_with_none(visit):
    assert "Future meetings by rep" in heads(visit("one rep", "future_meetings"))


def test_how_full_the_calendar_is_in_words():
    usual = {"least": 90.0, "usual": 100.0, "most": 110.0}
    assert (
        full.how_full(Fullness(now=60, **usual)) == "The calendar is thin: 60 meetings. Lift the inputs now"
    )
    assert full.how_full(Fullness(now=130, **usual)) == "The calendar is full: 130 meetings. Tell the team"
    assert full.how_full(Fullness(now=100, **usual)) == "The calendar is as full as usual: 100 meetings"
    assert full.how_full(Fullness(now=0, least=0, usual=0, most=0)).endswith("no meetings")


def test_the_sample_s_calendar_is_compared_with_its_past(visit):
    app = visit("sample team", "future_meetings")
    assert app.header[0].value.startswith("The calendar is")
    assert any("On this weekday of the last 12 weeks it was" in caption.value for caption in app.caption)
    assert "By rep and week" in [head.value for head in app.header]
