"""Which team, moment and local day a row belongs to: seats, moves and the hours that clocks skip or
repeat."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pandas as pd
import plainly
import pytest
from depth import draws
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.log.seats import Seats, to_local, to_utc

BERLIN, NEW_YORK, SYDNEY = "Europe/Berlin", "America/New_York", "Australia/Sydney"


def seats(*rows: tuple) -> Seats:
    """Seats of (rep, team, zone, first day, last day)."""
    frame = pd.DataFrame(list(rows), columns=["rep_id", "team_id", "zone", "started_on", "ended_on"])
    return Seats(frame)


def place(some: Seats, *moments: str, rep: int = 1) -> list[tuple]:
    """The instant, local time and team of each moment; a Z at its end means UTC."""
    texts = pd.Series(list(moments), dtype=object)
    at = pd.to_datetime(texts.str.removesuffix("Z")).astype("datetime64[us]")
    wall = ~texts.str.endswith("Z").fillna(False).astype(bool)
    found = some.place(pd.Series(rep, index=at.index), at, wall)
    return [(f"{row.at:%m-%d %H:%M}", f"{row.local:%m-%d %H:%M}", row.team_id) for row in found.itertuples()]


def instants(zone: str, *moments: str) -> list[str]:
    utc = to_utc(pd.Series(pd.to_datetime(list(moments))), zone)
    return [f"{moment:%m-%d %H:%M}" for moment in utc]


@pytest.mark.parametrize(
    ("zone", "before", "in_the_gap", "after", "expected"),
    [
        (BERLIN, "2026-03-29T01:59", "2026-03-29T02:30", "2026-03-29T03:00", "00:59 01:00 01:00"),
        (NEW_YORK, "2026-03-08T01:59", "2026-03-08T02:30", "2026-03-08T03:00", "06:59 07:00 07:00"),
        (SYDNEY, "2026-10-04T01:59", "2026-10-04T02:15", "2026-10-04T03:00", "15:59 16:00 16:00"),
        ("America/Santiago", "2026-09-05T23:59", "2026-09-06T00:30", "2026-09-06T01:00", "03:59 04:00 04:00"),
    ],
)  # fmt: skip
def test_an_hour_that_does_not_occur_is_the_one_after_it(zone, before, in_the_gap, after, expected) -> None:
    assert [found[-5:] for found in instants(zone, before, in_the_gap, after)] == expected.split()


@pytest.mark.parametrize(
    ("zone", "twice", "later", "expected"),
    [
        (BERLIN, "2026-10-25T02:30", "2026-10-25T03:00", "00:30 02:00"),
        (NEW_YORK, "2026-11-01T01:30", "2026-11-01T02:00", "05:30 07:00"),
        (SYDNEY, "2026-04-05T02:30", "2026-04-05T03:00", "15:30 17:00"),
        ("America/Santiago", "2026-04-04T23:30", "2026-04-05T00:00", "02:30 04:00"),
    ],
)
def test_an_hour_that_occurs_twice_is_the_first_one(zone, twice, later, expected) -> None:
    assert [found[-5:] for found in instants(zone, twice, later)] == expected.split()


def test_both_instants_of_a_double_hour_are_on_the_same_day_and_hour() -> None:
    found = place(seats((1, 1, BERLIN, None, None)), "2026-10-25T00:30Z", "2026-10-25T01:30Z")
    assert [local for _, local, _ in found] == ["10-25 02:30", "10-25 02:30"]


def test_a_wall_clock_in_the_gap_keeps_its_day() -> None:
    (found,) = place(seats((1, 1, "America/Santiago", None, None)), "2026-09-06T00:30")
    assert found[1].startswith("09-06")


@given(st.sampled_from([BERLIN, NEW_YORK, SYDNEY, "Asia/Kolkata", "Asia/Kathmandu", "Pacific/Kiritimati"]),
       st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)))  # fmt: skip
@settings(deadline=None, max_examples=draws(100, 400))
def test_moments_are_those_of_the_standard_library(zone: str, moment: datetime) -> None:
    series = pd.Series([moment]).astype("datetime64[us]")
    utc = moment.replace(tzinfo=ZoneInfo("UTC"))
    local = utc.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert to_local(series, zone)[0] == local
    back = local.replace(tzinfo=ZoneInfo(zone)).astimezone(ZoneInfo("UTC")).replace(tzinfo=None)
    assert to_utc(to_local(series, zone), zone)[0] == back


def test_a_day_begins_at_the_teams_midnight() -> None:
    some = seats((1, 1, BERLIN, None, None), (2, 2, "Pacific/Kiritimati", None, None))
    assert place(some, "2026-01-31T22:59Z", "2026-01-31T23:00Z") == [
        ("01-31 22:59", "01-31 23:59", 1),
        ("01-31 23:00", "02-01 00:00", 1),
    ]
    assert place(some, "2026-01-31T10:00Z", rep=2) == [("01-31 10:00", "02-01 00:00", 2)]


MOVER = seats(
    (1, 1, BERLIN, "2026-02-02", "2026-02-27"),
    (1, 2, NEW_YORK, "2026-03-09", "2026-03-31"),
    (1, 3, SYDNEY, "2026-04-01", None),
)


@pytest.mark.parametrize(
    ("moment", "team"),
    [
        ("2026-01-15T12:00Z", 1),  # before the first seat: the first
        ("2026-02-01T12:00Z", 1),
        ("2026-02-27T22:59Z", 1),
        ("2026-03-02T12:00Z", 1),  # in a gap: the last that had begun
        ("2026-03-09T03:59Z", 1),  # still 8 March in New York
        ("2026-03-09T04:00Z", 2),
        ("2026-03-31T12:59Z", 2),  # still 31 March in Sydney
        ("2026-03-31T13:00Z", 3),  # in both, by their own days: the later one
        ("2026-12-31T12:00Z", 3),
        ("2026-03-08T23:59", 1),  # wall clocks go by their day alone
        ("2026-03-09T00:00", 2),
        ("2026-03-31T23:59", 2),
        ("2026-04-01T00:00", 3),
        (None, 3),  # no moment: the latest seat
    ],
)
def test_a_mover_is_in_the_team_of_that_day(moment: str | None, team: int) -> None:
    texts = [moment, "2026-02-10T12:00Z"]
    assert [found for _, _, found in place_teams(MOVER, texts)] == [team, 1]


def place_teams(some: Seats, texts: list) -> list[tuple]:
    at = pd.to_datetime(pd.Series([t and t.removesuffix("Z") for t in texts])).astype("datetime64[us]")
    wall = pd.Series([bool(t) and not t.endswith("Z") for t in texts])
    found = some.place(pd.Series(1, index=at.index), at, wall)
    return list(found[["at", "local", "team_id"]].itertuples(index=False))


def test_after_the_last_seat_has_ended_it_is_still_its_team() -> None:
    some = seats((1, 1, BERLIN, None, "2026-02-27"), (1, 2, BERLIN, "2026-03-01", "2026-03-31"))
    assert [team for _, _, team in place(some, "2026-05-01T12:00Z", "2026-02-28T12:00Z")] == [2, 1]


def test_of_overlapping_seats_the_later_one_counts() -> None:
    some = seats((1, 1, BERLIN, "2026-01-01", None), (1, 2, BERLIN, "2026-02-01", "2026-02-28"))
    days = ("2026-01-31T12:00", "2026-02-01T12:00", "2026-02-28T12:00", "2026-03-01T12:00")
    assert [team for _, _, team in place(some, *days)] == [1, 2, 2, 1]
    same = seats((1, 1, BERLIN, "2026-01-01", None), (1, 2, BERLIN, "2026-01-01", None))
    assert [team for _, _, team in place(same, "2026-01-31T12:00")] == [2]


def test_a_seat_without_a_first_day_has_always_been() -> None:
    some = seats((1, 2, BERLIN, "2026-03-01", None), (1, 1, BERLIN, None, "2026-02-28"))
    assert [team for _, _, team in place(some, "2001-01-01T12:00Z", "2026-03-01T12:00Z")] == [1, 2]


def test_the_order_of_the_rows_and_their_index_do_not_matter() -> None:
    at = pd.Series(pd.to_datetime(["2026-02-10", None, "2026-03-10", "2026-05-01"]), index=[7, 3, 9, 1])
    found = MOVER.place(pd.Series(1, index=at.index), at, pd.Series(False, index=at.index))
    assert found["team_id"].to_dict() == {7: 1, 3: 3, 9: 2, 1: 3}
    assert found["at"].isna().to_dict() == {7: False, 3: True, 9: False, 1: False}


days = st.dates(datetime(2026, 3, 1).date(), datetime(2026, 3, 12).date())
seat = st.tuples(st.sampled_from([(1, BERLIN), (2, NEW_YORK), (3, "Asia/Tokyo"), (4, "Pacific/Honolulu")]),
                 st.none() | days, st.none() | days)  # fmt: skip


@given(
    st.lists(seat, min_size=1, max_size=4),
    st.lists(st.tuples(days, st.sampled_from([0, 5, 9, 14, 23]), st.sampled_from(["", "Z"])), min_size=1),
)
@settings(deadline=None, max_examples=draws(30, 200))
def test_places_are_those_of_a_plain_loop(some: list, when: list) -> None:
    # 8 March 02:00–03:00 does not occur in New York; these hours do everywhere.
    moments = [f"{day}T{hour:02}:00{zulu}" for day, hour, zulu in when]
    frame = seats(*((1, team, zone, first, last) for (team, zone), first, last in some))
    ordered = sorted(
        (
            (first or plainly.EARLY, last or plainly.LATE, team, ZoneInfo(zone))
            for (team, zone), first, last in some
        ),
        key=lambda s: s[0],
    )
    expected = []
    for moment in moments:
        instant, local, team = plainly.place(ordered, moment)
        expected.append((instant.replace(tzinfo=None), local, team))
    assert [tuple(row) for row in place_teams(frame, moments)] == expected


def test_every_rep_must_have_a_seat() -> None:
    with pytest.raises(ValueError, match=r"reps without a seat: \[2\]"):
        place(MOVER, "2026-03-01T12:00Z", rep=2)
