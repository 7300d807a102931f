"""How reps work, counted by hand."""

from __future__ import annotations

import build
import numpy as np
import pandas as pd
import pytest

from dashboard.figures import ways
from dashboard.figures.ledger import KEY, activity, meeting_facts
from dashboard.figures.metrics import BY_NAME

CONVERSATIONS, SAOS = BY_NAME["connected_to_meeting"], BY_NAME["meeting_to_sao"]
ANA, BO = 1, 2
MONDAY, SATURDAY = "2026-11-02", "2026-11-07"


def by_hour(*rows: tuple, recorded: int = 1) -> pd.DataFrame:
    """`ledger.activity` of (rep_id, day, hour, calls, connected, ended in a meeting, credited)."""
    names = ["calls", "calls_connected", "calls_meeting_scheduled", "calls_credited"]
    counts = build.daily(
        *({"rep_id": rep, "day": day, **dict(zip(names, n, strict=True))} for rep, day, _, *n in rows)
    )
    counts["hour"] = [row[2] for row in rows]
    return activity(counts, build.loaded(call_meetings=recorded), [*KEY, "hour"])


def by_prospect(*rows: tuple) -> pd.DataFrame:
    names = ["rep_id", "named", "touches", "prospects"]
    return pd.DataFrame(rows, columns=names).assign(team_id=1).astype({"named": bool})


def counted(touches=None, prospects=None, lists=(), rows=(), booked=()) -> pd.DataFrame:
    """The ways behind connected → meeting of these frames; those not given hold nothing."""
    people = pd.DataFrame(rows, columns=["rep_id", "calls", "emails", "days"])
    return ways.of_touches(
        "calls",
        CONVERSATIONS,
        by_hour() if touches is None else touches,
        by_prospect() if prospects is None else prospects,
        pd.DataFrame(lists, columns=["rep_id", "list", "connects"]),
        people,
        build.meetings(*booked),
    )


def parts(frame: pd.DataFrame, subject: str) -> dict[tuple, int]:
    return {(row.rep_id, row.part): row.n for row in frame.itertuples() if row.subject == subject}


def test_the_parts_of_the_day():
    rows = [(ANA, MONDAY, hour, 1, 0, 0, 0) for hour in (8, 11, 12, 14, 15, 19)]
    found = parts(counted(by_hour(*rows)), ways.TIME)
    assert found == {(ANA, ways.MORNING): 2, (ANA, ways.MIDDAY): 2, (ANA, ways.LATE): 2}


def test_attempts_and_tries():
    """One prospect called seven times, two called twice, three once; and four calls to nobody knows whom."""
    rows = [(ANA, True, 7, 1), (ANA, True, 2, 2), (ANA, True, 1, 3), (ANA, False, 4, 1)]
    frame = counted(prospects=by_prospect(*rows), rows=[(ANA, 18, 0, 20)])
    attempts = {part: n for (_, part), n in parts(frame, ways.ATTEMPT).items()}
    assert attempts == {"1st": 6, "2nd": 3, "3rd": 1, "4th": 1, "5th +": 3, "": 4}
    assert parts(frame, ways.TRIES) == {(ANA, ways.FEW): 5, (ANA, ways.MANY): 1}
    assert ways.unnamed(frame, ways.ATTEMPT) == (4, 18)


def test_who_came_late_has_had_less_time_to_try_again():
    prospects = by_prospect((ANA, True, 5, 9), (BO, True, 1, 9))
    frame = counted(prospects=prospects, rows=[(ANA, 45, 0, 20), (BO, 9, 0, 14)])
    assert parts(frame, ways.TRIES) == {(ANA, ways.MANY): 9}
    assert parts(frame, ways.ATTEMPT)[BO, "1st"] == 9


def test_lists_channels_calls_and_emails():
    frame = counted(
        lists=[(ANA, "north", 3), (ANA, "", 1), (BO, "north", 0)],
        rows=[(ANA, 10, 0, 5), (BO, 2, 6, 5)],
        booked=[{"rep_id": ANA, "channel": "phone"}, {"rep_id": ANA, "channel": None}],
    )
    assert parts(frame, ways.LIST) == {(ANA, "north"): 3, (ANA, ""): 1}
    assert parts(frame, ways.TOUCH) == {(ANA, "calls"): 10, (BO, "calls"): 2, (BO, "emails"): 6}
    assert parts(frame, ways.BOOKED) == {(ANA, "phone"): 1, (ANA, ""): 1}


def test_the_ways_of_meetings_are_counted_in_what_the_rate_is_of():
    at = {"rep_id": ANA, "outcome": "accepted", "starts_at": "2026-11-09T10:00", "list": ""}
    met = build.meetings(
        at | {"booked_on": "2026-11-02", "ae": "Ed", "channel": "phone"},
        at | {"booked_on": "2026-11-01", "ae": "Ed"},
        at | {"booked_on": None, "outcome": "disqualified"},
        at | {"booked_on": "2026-11-08", "ae": "Flo", "outcome": "no-show"},
    )
    frame = ways.of_meetings(meeting_facts(met, build.AS_OF), SAOS)
    assert parts(frame, ways.AE) == {(ANA, "Ed"): 2, (ANA, ""): 1}
    assert parts(frame, ways.LEAD) == {(ANA, ways.SOON): 1, (ANA, ways.FAR): 1, (ANA, ""): 1}
    assert parts(frame, ways.CHANNEL) == {(ANA, "phone"): 1, (ANA, ""): 2}
    assert parts(frame, ways.LIST) == {(ANA, ""): 3}


def test_shares_side_by_side():
    lists = [(1, "a", 6), (1, "b", 2), (1, "", 9), (2, "b", 1), (3, "b", 2), (3, "c", 1)]
    frame = counted(lists=lists)
    found = ways.beside(frame, ways.LIST, (1,), (2, 3)).set_index("part")
    assert found[["left", "right"]].to_dict("index") == {
        "a": {"left": 0.75, "right": 0.0}, "b": {"left": 0.25, "right": 0.75},
        "c": {"left": 0.0, "right": 0.25},
    }  # fmt: skip
    in_order = ways.beside(frame, ways.LIST, (1,), (9,), ("c", "a", "b"))
    assert in_order["part"].tolist() == ["c", "a", "b"]
    assert in_order["left"].tolist() == [0, 0.75, 0.25] and in_order["right"].isna().all()
    assert ways.beside(frame, ways.ATTEMPT, (1,), (2, 3), ways.ATTEMPTS).empty


def test_conversions_by_weekday_and_hour():
    rows = [
        (ANA, MONDAY, 9, 40, 20, 10, 99), (ANA, MONDAY, 10, 9, 6, 3, 99),
        (BO, "2026-11-03", 9, 40, 21, 9, 99),
    ]  # fmt: skip
    cells = ways.conversions(by_hour(*rows), CONVERSATIONS, range(5), (9, 10)).set_index(["row", "hour"])
    assert len(cells) == 10
    assert cells.loc[("Mon", 9), ["x", "n", "value"]].tolist() == [10, 30, pytest.approx(1 / 3)]
    assert cells.loc[("Mon", 10), ["x", "n"]].tolist() == [3, 9]
    assert cells["value"].notna().sum() == 2, "nine conversations are too few to say anything"


def test_where_the_export_records_no_meetings_on_calls_the_credits_are_counted():
    rows = [(ANA, MONDAY, 9, 40, 30, 0, 12)]
    cells = ways.conversions(by_hour(*rows, recorded=0), CONVERSATIONS, range(5), (9,))
    assert cells.iloc[0][["x", "n"]].tolist() == [12, 30]


def test_too_few_a_weekday_are_taken_together():
    rows = [(ANA, f"2026-11-0{day}", 9, 9, 6, 3, 0) for day in range(2, 7)]
    cells = ways.conversions(by_hour(*rows), CONVERSATIONS, range(5), (9, 10))
    assert cells["row"].unique().tolist() == ["All days"]
    assert cells[["x", "n"]].values.tolist() == [[15, 45], [0, 0]]
    assert cells["value"].tolist() == [pytest.approx(1 / 3), pytest.approx(np.nan, nan_ok=True)]


def test_how_calls_are_spread_over_the_usual_days_and_hours():
    rows = [
        (ANA, MONDAY, 9, 150, 0, 0, 0),
        (ANA, "2026-11-03", 11, 49, 0, 0, 0),
        (ANA, SATURDAY, 7, 1, 0, 0, 0),
    ]
    touches = by_hour(*rows)
    days, hours = ways.usual(touches, "calls")
    assert (days, hours) == ([0, 1, 2, 3, 4], [9, 10, 11])
    cells = ways.spread_out(touches, "calls", days, hours).set_index(["row", "hour"])
    assert cells.loc[("Mon", 9), ["x", "n", "value"]].tolist() == [150, 200, 0.75]
    assert cells["x"].sum() == 199
    often = by_hour((ANA, SATURDAY, 9, 5, 0, 0, 0))
    assert ways.usual(often, "calls") == ([0, 1, 2, 3, 4, 5], [9])


def test_nothing_logged_has_the_usual_week_and_no_shares():
    days, hours = ways.usual(by_hour(), "calls")
    assert (days, hours) == ([0, 1, 2, 3, 4], list(range(9, 18)))
    assert ways.spread_out(by_hour(), "calls", days, hours)["value"].isna().all()
    assert ways.conversions(by_hour(), CONVERSATIONS, days, hours)["value"].isna().all()


def test_a_list_with_too_little_behind_it_has_no_rate():
    rows = pd.DataFrame(
        [("good", 30, 100), ("good", 10, 100), ("new", 2, 10), ("none", 0, 0)],
        columns=["list", "call_meetings", "connects"],
    )
    rates = ways.list_rates(rows, CONVERSATIONS)
    assert rates["good"] == 0.2 and rates[["new", "none"]].isna().all()
