"""Which touch a meeting is credited to: each rule by hand, and all of them against a plain loop."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import plainly
import pytest
from depth import draws
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.log.attribution import credited
from dashboard.log.outcomes import CALL, CONNECTS, EMAIL

NAMES = ["kind", "id", "at", "day", "team_id", "outcome", "list", "prospect", "account"]
BOOKED = datetime(2026, 3, 10, 15)
# Sixty-three bits, with digits that a float would lose.
BIG = 2**62 + 1


def touch(kind: str, at: str | datetime, outcome: str, **more: Any) -> dict:
    """A touch of Zoë at Acme; its id is the hour and minute unless told."""
    moment = pd.Timestamp(at)
    row = {"kind": kind, "at": moment, "day": moment.normalize(), "team_id": 1, "outcome": outcome}
    row |= {"id": moment.day * 10_000 + moment.hour * 100 + moment.minute, "list": f"{kind} list"}
    return row | {"prospect": "Zoë", "account": "Acme"} | more


def call(at: str, outcome: str = "connected", **more: Any) -> dict:
    return touch("call", at, outcome, **more)


def email(at: str, outcome: str = "sent", **more: Any) -> dict:
    return touch("email", at, outcome, **more)


def credit(*touches: dict, **meeting: Any) -> tuple:
    """What a meeting with Zoë at Acme, booked on 10 March at 15:00, is credited to: the call's id, the
    email's id, and the meeting's list."""
    booked = {"id": BIG, "booked_at": pd.Timestamp(BOOKED), "prospect": "Zoë", "account": "Acme"} | meeting
    booked["booked_on"] = pd.Timestamp(booked["booked_at"]).normalize()
    found = credited(meeting_frame([booked]), touch_frame(list(touches)))
    assert list(found.index) == [BIG]
    row = found.astype(object).where(found.notna(), None).iloc[0]
    return row["call_id"], row["email_id"], row["list"]


def meeting_frame(rows: list[dict]) -> pd.DataFrame:
    names = ["id", "booked_at", "booked_on", "prospect", "account"]
    frame = pd.DataFrame(rows, columns=names).astype({"id": "int64", "prospect": object, "account": object})
    return frame.assign(booked_at=pd.to_datetime(frame["booked_at"], utc=True))


def touch_frame(rows: list[dict]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=NAMES).astype({"prospect": object, "account": object, "list": object})
    return frame.assign(at=pd.to_datetime(frame["at"], utc=True), day=pd.to_datetime(frame["day"]))


NOTHING = (None, None, None)
CALLED = (101000, None, "call list")
MAILED = (None, 91000, "email list")


@pytest.mark.parametrize("outcome", CALL)
def test_only_a_connect_is_credited(outcome: str) -> None:
    expected = CALLED if outcome in CONNECTS else (None, None, "call list")
    assert credit(call("2026-03-10T10:00", outcome)) == expected


@pytest.mark.parametrize("outcome", EMAIL)
def test_any_email_is_credited(outcome: str) -> None:
    assert credit(email("2026-03-09T10:00", outcome)) == MAILED


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2026-03-10T00:00", (100000, None, "call list")),
        ("2026-03-10T15:00", (101500, None, "call list")),  # booked in the call's own minute
        ("2026-03-10T15:01", NOTHING),  # after the booking
        ("2026-03-09T23:59", (None, None, "call list")),  # the day before
    ],
)
def test_a_connect_counts_on_the_local_day_of_the_booking_and_before_it(when: str, expected: tuple) -> None:
    assert credit(call(when)) == expected


def test_the_day_is_the_local_one() -> None:
    evening_before = pd.Timestamp("2026-03-09")
    assert credit(call("2026-03-10T10:00", day=evening_before))[0] is None


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2026-03-03T15:00", (None, 31500, "email list")),  # seven days before, to the minute
        ("2026-03-03T14:59", NOTHING),
        ("2026-03-10T15:00", (None, 101500, "email list")),
        ("2026-03-10T15:01", NOTHING),
    ],
)
def test_an_email_counts_for_seven_days(when: str, expected: tuple) -> None:
    assert credit(email(when)) == expected


def test_a_call_of_the_day_and_a_later_email_are_credited_each_by_its_own_rule() -> None:
    both = (101000, 101200, "call list")
    assert credit(call("2026-03-10T10:00"), email("2026-03-10T12:00")) == both
    assert credit(call("2026-03-10T10:00"), email("2026-03-10T09:00")) == CALLED


def test_a_connect_in_between_takes_the_email_its_credit() -> None:
    assert credit(email("2026-03-09T10:00"), call("2026-03-09T11:00")) == (None, None, "call list")
    assert credit(email("2026-03-09T10:00"), call("2026-03-09T09:00")) == MAILED
    assert credit(email("2026-03-09T10:00"), call("2026-03-09T10:00")) == MAILED
    assert credit(email("2026-03-09T10:00"), call("2026-03-09T11:00", "voicemail")) == MAILED
    assert credit(email("2026-03-09T10:00"), call("2026-03-09T11:00", prospect="Ben")) == MAILED
    assert credit(email("2026-03-09T10:00"), call("2026-03-10T15:30")) == MAILED


def test_the_last_touch_is_credited_and_of_two_at_once_the_one_with_the_higher_key() -> None:
    assert credit(call("2026-03-10T09:00"), call("2026-03-10T10:00"), call("2026-03-10T08:00")) == CALLED
    assert credit(email("2026-03-08T10:00"), email("2026-03-09T10:00")) == MAILED
    same = [call("2026-03-10T10:00", id=key, list=f"l{key}") for key in (BIG, BIG + 2, -BIG)]
    assert credit(*same) == (BIG + 2, None, f"l{BIG + 2}")


@pytest.mark.parametrize(
    ("meeting", "touch", "same"),
    [
        (("Zoë", "Acme"), ("Zoë", "Acme"), True),
        (("Zoë", "Acme"), ("Zoë", "Beta"), True),  # the prospect decides
        (("Zoë", "Acme"), ("Ben", "Acme"), False),  # … also against
        (("Zoë", "Acme"), (None, "Acme"), True),  # else the account
        ((None, "Acme"), ("Ben", "Acme"), True),
        ((None, "Acme"), (None, "Acme"), True),
        ((None, "Acme"), (None, "Beta"), False),
        (("Zoë", None), (None, "Acme"), False),
        ((None, None), (None, None), False),  # unknown is not the same as unknown
        (("Zoë", None), ("Zoë", None), True),
    ],
)
def test_the_prospect_decides_else_the_account(meeting: tuple, touch: tuple, same: bool) -> None:
    about = dict(zip(("prospect", "account"), touch, strict=True))
    booked = dict(zip(("prospect", "account"), meeting, strict=True))
    assert credit(call("2026-03-10T10:00", **about), **booked) == (CALLED if same else NOTHING)
    assert credit(email("2026-03-09T10:00", **about), **booked) == (MAILED if same else NOTHING)


def test_the_list_is_the_credited_touchs_even_where_that_has_none() -> None:
    assert credit(call("2026-03-10T10:00", list=None), email("2026-03-10T11:00")) == (101000, 101100, None)
    assert credit(call("2026-03-09T10:00"), call("2026-03-09T11:00", "voicemail", list="late"))[2] == "late"


def test_no_meetings_and_no_touches() -> None:
    assert credit() == NOTHING
    assert credited(meeting_frame([]), touch_frame([])).empty
    assert credited(meeting_frame([]), touch_frame([call("2026-03-10T10:00")])).empty


def test_two_meetings_may_be_credited_to_one_call_and_keys_keep_their_digits() -> None:
    booked = {"booked_at": BOOKED, "booked_on": datetime(2026, 3, 10), "account": None}
    rows = [{"id": BIG + n, "prospect": who, **booked} for n, who in enumerate(["Zoë", "Zoë", "nobody"])]
    found = credited(meeting_frame(rows), touch_frame([call("2026-03-10T10:00", id=BIG + 7)]))
    assert found["call_id"].tolist()[:2] == [BIG + 7, BIG + 7]
    assert list(found.index) == [BIG, BIG + 1, BIG + 2]
    assert pd.isna(found["call_id"].iloc[2])


moments = st.integers(0, 14 * 24 * 2).map(lambda half: datetime(2026, 3, 1) + timedelta(minutes=30 * half))
who = st.fixed_dictionaries(
    {"prospect": st.sampled_from(["Zoë", "Ben", None]), "account": st.sampled_from(["Acme", "Beta", None])}
)
# The very last whole number is left out: pandas cannot step over it, and one key in 2⁶⁴ is it.
keys = st.integers(-(2**63), 2**63 - 2)


@given(
    st.lists(st.tuples(keys, moments, who), max_size=6, unique_by=lambda row: row[0]),
    st.lists(
        st.tuples(keys, moments, who, st.sampled_from([*CALL, "sent"]), st.sampled_from(["north", None])),
        max_size=25,
        unique_by=lambda row: row[0],
    ),
)
@settings(deadline=None, max_examples=draws(30, 200))
def test_credits_are_those_of_a_plain_loop(meetings: list, touches: list) -> None:
    booked = [
        {"id": key, "rep_id": 1, "booked_at": at, "booked_on": at.date(), **about}
        for key, at, about in meetings
    ]
    logged = [
        touch("email" if outcome == "sent" else "call", at, outcome, id=key, rep_id=1, list=name, **about)
        | {"at": at, "day": at.date()}
        for key, at, about, outcome, name in touches
    ]
    found = credited(
        meeting_frame(booked).assign(booked_on=lambda f: pd.to_datetime(f["booked_on"])), touch_frame(logged)
    )
    plain = found.astype(object).where(found.notna(), None)
    for meeting in booked:
        call_, email_, name = plainly.credits(meeting, logged)
        row = plain.loc[meeting["id"]]
        for kind, chosen in (("call", call_), ("email", email_)):
            expected = (chosen["id"], chosen["list"]) if chosen else (None, None)
            assert (row[f"{kind}_id"], row[f"{kind}_list"]) == expected
        assert row["list"] == name
