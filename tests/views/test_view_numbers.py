"""The numbers on the pages equal a count over the files that shares no code with the program."""

from __future__ import annotations

from datetime import date, timedelta

import independent
import messy
import pandas as pd
import pytest
from view_logs import AS_OF, LEFT, RAMPING, WITHOUT_EMAILS

from dashboard.figures.metrics import BY_NAME
from dashboard.views.shared.tables import SHORT

PERIOD = date(2026, 8, 4), date(2026, 11, 2)  # thirteen weeks that end on the day before AS_OF
TO_COME = date(2026, 11, 3), date(2026, 11, 30)  # a period that is over looks ahead to the month's end
CARDS = {
    "Calls made": "calls", "Emails sent": "emails", "Meetings scheduled": "meetings_scheduled",
    "Future meetings": "future_meetings", "SAOs": "saos", "Revenue": "revenue",
}  # fmt: skip
TABLES = {
    "calls": {"connected_to_meeting", "connect_rate", "calls_per_meeting", "connects"},
    "emails": {"email_to_meeting", "positive_reply_rate", "reply_rate", "replies"},
    "meetings": {"meetings_scheduled", "meetings_held", "held_rate", "no_show_rate", "activity_to_meeting"},
    "accepted": {"saos", "meeting_to_sao", "meetings_held", "pipeline"},
    "revenue": {"revenue", "average_deal", "sao_to_won", "pipeline", "saos"},
}
CHOICES = [("All teams", None), *((team, None) for team in ("North", "West", "East")),
           *(("All teams", rep) for rep in messy.REPS)]  # fmt: skip


@pytest.fixture(scope="session")
def counted(log_of):
    """`counted(log, days)`: each rep's counts over these days, by loops over the files."""
    return lambda log, days: independent.count(log_of(log).files, *days, AS_OF, "EUR")


def spoken(text: str) -> float:
    """The number in a card's words: "€24.3k", "1,234"."""
    factor = {"k": 1e3, "M": 1e6}.get(text[-1], 1)
    return float(text.strip("€kM").replace(",", "")) * factor


def reps_of(team: str, rep: str | None) -> list[str]:
    """The reps whose numbers a page shows."""
    return [name for name, (of, _) in messy.REPS.items() if team in (of, "All teams") and rep in (name, None)]


@pytest.mark.parametrize(("team", "rep"), CHOICES)
def test_the_cards_add_up(visit, counted, team, rep):
    choices = {"team": team, "period": "13 weeks"} | ({"rep": rep} if rep else {})
    cards = {card.label: card.value for card in visit("everything", "team", **choices).metric}
    past, coming = counted("everything", PERIOD), counted("everything", TO_COME)
    for label, name in CARDS.items():
        counts = coming if name == "future_meetings" else past
        key = independent.COUNTS[name]
        expected = sum(float(counts[one][key]) for one in reps_of(team, rep))
        # A card shortens money to two or three figures; a count stands there in full.
        near = {"rel": 0.01, "abs": 60} if name == "revenue" else {"abs": 0}
        assert spoken(cards[label]) == pytest.approx(expected, **near), label


def numbers(app) -> pd.DataFrame:
    """A page's table of reps beside the team's average, by rep."""
    (table,) = [of.value for of in app.dataframe if "Team average" in of.value.get("Rep", pd.Series()).values]
    return table.set_index("Rep")


@pytest.mark.parametrize("view", TABLES)
def test_the_tables_show_each_rep(visit, counted, view):
    table = numbers(visit("everything", view, team="All teams", period="13 weeks"))
    counts = counted("everything", PERIOD)
    assert sorted(table.index) == sorted(["Team average", *messy.REPS])
    for rep in messy.REPS:
        wanted = independent.metrics(counts[rep])
        for name in TABLES[view]:
            compare(table.loc[rep], name, *wanted[name])


def compare(row: pd.Series, name: str, value: float | None, numerator: float, denominator: float) -> None:
    """A rep's cells of one metric beside the independent count; a rate's n / d to the unit."""
    label = SHORT.get(name, BY_NAME[name].label)
    scale = 100 if BY_NAME[name].unit == "rate" else 1
    if value is None:
        assert pd.isna(row[label]), (row.name, name)
    else:
        assert row[label] == pytest.approx(scale * value, abs=0.0501), (row.name, name)
    if BY_NAME[name].is_rate and BY_NAME[name].unit != "money":
        assert row[f"n / d ({label})"] == f"{numerator:,.0f} / {denominator:,.0f}"


@pytest.mark.parametrize("view", TABLES)
def test_the_team_s_row_leaves_ramping_reps_out(visit, counted, view):
    app = visit("everything", view, team="All teams", period="13 weeks")
    counts = counted("everything", PERIOD)
    ramped = [counts[rep] for rep in messy.REPS if rep != RAMPING]
    together = {key: sum(of[key] for of in ramped) for key in {key for of in ramped for key in of}}
    row = numbers(app).loc["Team average"]
    for name in sorted(TABLES[view]):
        if BY_NAME[name].is_rate:
            compare(row, name, *independent.metrics(together)[name])


def test_a_ramping_rep_is_called_so_and_one_who_left(visit):
    for view, column in (("team", "This week"), ("calls", "Note")):
        app = visit("everything", view, team="All teams", period="13 weeks")
        notes = numbers(app)[column].map(list)
        assert notes[RAMPING] == ["Ramping"]
        assert notes[LEFT] == ["Left team"]
        others = notes.drop([RAMPING, LEFT, "Team average"])
        assert set(others.map(tuple)) == ({("Too little data",)} if view == "team" else {()})
        assert "5 reps, 1 ramping" in app.caption[0].value


def test_calls_and_emails_a_day_are_of_working_days_in_seat(visit, counted):
    table = (
        visit("everything", "team", team="All teams", period="13 weeks").dataframe[0].value.set_index("Rep")
    )
    counts = counted("everything", PERIOD)
    # Of 65 weekdays India has 26 August, 4 September, 2 and 20 October off; the last is his day off too.
    assert table.loc["Bjørn Ünal", "Calls/day"] == pytest.approx(
        counts["Bjørn Ünal"]["calls"] / 61, abs=0.0501
    )
    # The one who left sat until Friday, 30 October: two fewer, and without Ireland's 26 October, the team's
    # off-site on the 27th and a day off on the 20th.
    assert table.loc[LEFT, "Emails/day"] == pytest.approx(counts[LEFT]["emails"] / 60, abs=0.0501)


def test_the_calendar_lists_every_meeting_to_come(visit, counted):
    app = visit("everything", "future_meetings", team="All teams", period="13 weeks")
    counts = counted("everything", TO_COME)
    expected = sum(of["future"] for of in counts.values())
    assert len(app.dataframe[0].value) == expected > 0
    assert app.header[0].value.startswith(f"{expected} meetings still to come")
    assert app.dataframe[0].value["When"].min() >= pd.Timestamp(AS_OF.date()) - timedelta(days=1)


def test_reps_without_emails_have_no_number_of_them(visit, counted):
    log = "emails of some teams"
    app = visit(log, "team", team="All teams", period="13 weeks")
    with_emails = [rep for rep, (team, _) in messy.REPS.items() if team != WITHOUT_EMAILS]
    counts = counted(log, PERIOD)
    cards = {card.label: card.value for card in app.metric}
    assert spoken(cards["Emails sent"]) == sum(counts[rep]["emails"] for rep in with_emails)
    table = app.dataframe[0].value.set_index("Rep")
    assert table.loc[with_emails, "Emails/day"].notna().all()
    without = [rep for rep in messy.REPS if rep not in with_emails]
    assert table.loc[without, ["Emails/day", "Email→mtg"]].isna().all(axis=None)
    assert set(table.loc[without, "n / d (Email→mtg)"]) == {"– / –"}
