"""Who is who, who sat where, and what a correction of it moves."""

from __future__ import annotations

import time
import unicodedata

import logged
import pandas as pd
import plainly
import pytest
from sqlalchemy import Connection, Engine, select

from dashboard.log import people, plans, version
from dashboard.log.engine import writing
from dashboard.log.store import Saved, Writer
from dashboard.log.tables import Call, Expectation, Meeting, Opportunity, Quota, Rep, Seat, Team

BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"


@pytest.fixture
def log(engine: Engine):
    """An open transaction on an empty log."""
    with writing(engine) as connection:
        yield connection


def rep(name: str, team: str = "North", email: str | None = None, **more) -> dict:
    missing = {"manager": None, "started_on": None, "ended_on": None, "time_zone": None, "country": None}
    dates = {key: logged.day(value) for key, value in more.items() if key.endswith("_on")}
    return missing | {"name": name, "team": team, "email": email} | more | dates


def save(connection: Connection, *rows: dict) -> Saved:
    return people.save_reps(connection, pd.DataFrame(list(rows)).astype(object))


def names(connection: Connection) -> list[tuple]:
    return [
        (row["name"], row["email"]) for row in sorted(plainly.rows(connection, Rep), key=lambda r: r["id"])
    ]


@pytest.mark.parametrize(
    "other",
    [
        "zoë o’neil",
        "  Zoë   O'Neil ",
        unicodedata.normalize("NFD", "Zoë O'Neil"),
        "ZOË O‘NEIL",
        "Zoë\u00a0O'Neil",
    ],
)
def test_a_name_is_the_same_however_it_is_written(log: Connection, other: str) -> None:
    save(log, rep("Zoë O'Neil"))
    save(log, rep(other))
    assert len(plainly.rows(log, Rep)) == len(plainly.rows(log, Seat)) == 1


def test_a_person_is_known_by_email_before_name(log: Connection) -> None:
    save(log, rep("Ana Ray", email="ana@x.example"), rep("Ana Ray", email="other@x.example"))
    assert save(log, rep("Ana Ray-Lee", email="ANA@x.example")) == Saved(changed=1)
    assert names(log) == [("Ana Ray-Lee", "ANA@x.example"), ("Ana Ray", "other@x.example")]


def test_a_person_known_by_name_is_given_an_email_once(log: Connection) -> None:
    save(log, rep("Ana"))
    assert save(log, rep("Ana", email="ana@x.example")) == Saved(changed=1)
    both = rep("Ana", email="ana@x.example"), rep("Ana", email="second@x.example")
    assert save(log, *both) == Saved(new=1, unchanged=1)
    assert save(log, rep("Ana")) == Saved(unchanged=1)
    assert names(log) == [("Ana", "ana@x.example"), ("Ana", "second@x.example")]


def test_a_corrected_email_is_the_same_person(log: Connection) -> None:
    save(log, rep("Ana", email="ana@old.example"))
    assert save(log, rep("Ana", email="ana@new.example")) == Saved(changed=1)
    assert save(log, rep("Ana", "Elsewhere", email="ana@third.example")) == Saved(new=1)
    assert names(log) == [("Ana", "ana@new.example"), ("Ana", "ana@third.example")]


def test_a_wrong_team_is_corrected_not_added(log: Connection) -> None:
    save(log, rep("Ana", "Wrong", started_on="2026-01-05"))
    assert save(log, rep("Ana", "Right", started_on="2026-01-05")) == Saved(changed=1)
    assert len(log.execute(select(Seat.__table__)).all()) == 1


def test_the_start_of_a_second_time_in_a_team_is_corrected_not_added(log: Connection) -> None:
    first = rep("Ana", started_on="2026-01-05", ended_on="2026-03-31")
    away = rep("Ana", "South", started_on="2026-04-01", ended_on="2026-06-30")
    save(log, first, away, rep("Ana", started_on="2026-07-01"))
    assert save(log, first, away, rep("Ana", started_on="2026-07-06")) == Saved(changed=1, unchanged=2)
    assert len(log.execute(select(Seat.__table__)).all()) == 3


def test_a_renamed_person_is_not_found_by_the_old_name(log: Connection) -> None:
    save(log, rep("Ana", email="ana@x.example"))
    assert save(log, rep("Eve", email="ana@x.example"), rep("Ana")) == Saved(new=1, changed=1)
    assert names(log) == [("Eve", "ana@x.example"), ("Ana", None)]


def test_the_same_file_twice_changes_nothing(log: Connection) -> None:
    rows = [
        rep("Ana", time_zone=BERLIN, started_on="2026-01-05", ended_on="2026-03-31", manager="Mo"),
        rep("Ana", "South", started_on="2026-04-01"),
        rep("Ana", started_on="2026-07-01"),
        rep("Bo", email="bo@x.example"),
    ]
    assert save(log, *rows) == Saved(new=4)
    before = plainly.snapshot(log, Rep, Team, Seat), version.current(log)
    assert save(log, *rows) == Saved(unchanged=4)
    assert (plainly.snapshot(log, Rep, Team, Seat), version.current(log)) == before


def test_the_only_seat_in_a_team_may_be_corrected(log: Connection) -> None:
    save(log, rep("Ana", started_on="2026-01-05"))
    assert save(log, rep("Ana", started_on="2026-02-02", ended_on="2026-05-01")) == Saved(changed=1)
    assert save(log, rep("Ana", started_on="2026-02-02", manager="Mo")) == Saved(changed=1)
    (seat,) = plainly.rows(log, Seat)
    assert (str(seat["started_on"]), seat["ended_on"], seat["manager"]) == ("2026-02-02", None, "Mo")


def test_two_of_a_name_in_one_team_are_corrected_one_by_one(log: Connection) -> None:
    rows = [rep("Ana", email=f"{n}@x.example", started_on="2026-01-05") for n in "ab"]
    save(log, *rows)
    later = [row | {"started_on": logged.day("2026-02-02")} for row in rows]
    assert save(log, *later) == Saved(changed=2)
    assert len(plainly.rows(log, Seat)) == 2


def test_a_team_without_a_zone_is_in_utc_until_one_is_named(log: Connection) -> None:
    save(log, rep("Ana"))
    assert [row["time_zone"] for row in plainly.rows(log, Team)] == ["UTC"]
    before = version.current(log)
    save(log, rep("Ana", time_zone=BERLIN))
    save(log, rep("Ana"))
    assert [row["time_zone"] for row in plainly.rows(log, Team)] == [BERLIN]
    assert version.current(log) == before + 1


def test_a_corrected_zone_moves_the_instant_of_a_wall_clock_and_the_day_of_an_instant(
    log: Connection,
) -> None:
    save(log, rep("Ana", time_zone=BERLIN))
    writer = Writer(log, "calls", "own", 1)
    rows = [
        {"source_id": text, "rep_id": 1, "at": text}
        for text in ("2026-03-02T09:30:00", "2026-03-03T02:00:00Z")
    ]
    writer.write(logged.calls(*rows))
    writer.finish()
    save(log, rep("Ana", time_zone=NEW_YORK))
    found = {
        row["source_id"]: (f"{row['at']:%d %H:%M}", str(row["day"]), row["hour"])
        for row in plainly.rows(log, Call)
    }
    assert found == {
        "2026-03-02T09:30:00": ("02 14:30", "2026-03-02", 9),
        "2026-03-03T02:00:00Z": ("03 02:00", "2026-03-02", 21),
    }
    plainly.check(log)


def test_a_meeting_booked_before_a_move_and_held_after_keeps_what_its_clocks_showed(log: Connection) -> None:
    save(
        log,
        rep("Ana", time_zone=BERLIN, ended_on="2026-03-13"),
        rep("Ana", "South", time_zone=NEW_YORK, started_on="2026-03-14"),
    )
    writer = Writer(log, "meetings", "own", 1)
    row = {
        "source_id": "m",
        "rep_id": 1,
        "booked_at": "2026-03-12T10:00:00",
        "starts_at": "2026-03-20T10:00:00",
    }
    writer.write(logged.meetings(row))
    writer.finish()
    save(log, rep("Ana", time_zone="Europe/London", ended_on="2026-03-13"))
    (meeting,) = plainly.rows(log, Meeting)
    assert f"{meeting['booked_at']:%d %H:%M}, {meeting['starts_at']:%d %H:%M}" == "12 10:00, 20 14:00"


def test_an_undated_sao_of_another_reps_meeting_keeps_its_day(log: Connection) -> None:
    save(log, rep("Ana", time_zone=BERLIN), rep("Bo"))
    meeting = {"source_id": "m", "rep_id": 1, "starts_at": "2026-03-12T10:00:00Z", "outcome": "accepted"}
    deal = {"source_id": "o", "rep_id": 2, "meeting_source_id": "m", "closed_at": "2026-05-01T23:30:00Z"}
    for kind, frame in (
        ("meetings", logged.meetings(meeting)),
        ("opportunities", logged.opportunities(deal)),
    ):
        writer = Writer(log, kind, "own", 1)
        writer.write(frame)
        writer.finish()
    save(
        log, rep("Bo", ended_on="2026-06-01"), rep("Bo", "South", time_zone=NEW_YORK, started_on="2026-02-01")
    )
    (row,) = plainly.rows(log, Opportunity)
    assert (str(row["accepted_on"]), str(row["closed_on"])) == ("2026-03-12", "2026-05-01")
    plainly.check(log)


def test_quotas_and_expectations_are_updated_in_place(log: Connection) -> None:
    save(log, rep("Ana"))
    quota = {"rep_id": 1, "team_id": None, "metric": "saos", "period": "2026-03", "target": 5}
    team = quota | {"rep_id": None, "team_id": 1}
    floor = {"team_id": 1, "metric": "calls", "per_day": 80}
    assert plans.save_quotas(log, pd.DataFrame([quota, team])) == Saved(new=2)
    assert plans.save_quotas(log, pd.DataFrame([quota, team])) == Saved(unchanged=2)
    assert plans.save_quotas(log, pd.DataFrame([quota | {"target": 6}])) == Saved(changed=1)
    assert sorted(row["target"] for row in plainly.rows(log, Quota)) == [5, 6]
    assert people.save_expectations(log, pd.DataFrame([floor])) == Saved(new=1)
    assert people.save_expectations(log, pd.DataFrame([floor])) == Saved(unchanged=1)
    assert people.save_expectations(log, pd.DataFrame([floor | {"per_day": 75.5}])) == Saved(changed=1)
    assert [row["per_day"] for row in plainly.rows(log, Expectation)] == [75.5]


def test_the_rep_of_a_meeting_is_found_by_its_id(log: Connection) -> None:
    save(log, rep("Ana"))
    writer = Writer(log, "meetings", "own", 1)
    writer.write(logged.meetings({"source_id": "m", "rep_id": 1, "booked_at": "2026-03-02T12:00:00Z"}))
    assert people.rep_of_meeting(log, "own", ["m", "other"]) == {"m": 1}
    assert people.rep_of_meeting(log, "another", ["m"]) == {}


def test_two_thousand_reps_take_no_time_that_grows_with_their_square(log: Connection) -> None:
    def seconds(count: int, prefix: str) -> float:
        rows = [rep(f"{prefix} {n}", email=f"{prefix}{n}@x.example" if n % 2 else None) for n in range(count)]
        start = time.perf_counter()
        assert save(log, *rows) == Saved(new=count)
        return time.perf_counter() - start

    few, many = seconds(200, "few"), seconds(2_000, "many")
    # Ten times as many rows: a square would take a hundred times as long.
    assert many < 40 * few
