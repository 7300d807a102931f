"""Rows in: new, changed and unchanged ones, their keys, and what is missing in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import logged
import plainly
import pytest
from sqlalchemy import Connection

from dashboard.log import people, version
from dashboard.log.keys import key_of
from dashboard.log.store import Saved, Writer, remove
from dashboard.log.tables import Call, DailyCount, Email, Meeting, Opportunity

FRAMES = {
    "calls": logged.calls,
    "emails": logged.emails,
    "meetings": logged.meetings,
    "opportunities": logged.opportunities,
}
NOON = "2026-03-02T12:00:00Z"
ANA, BO = 1, 2


def fill(connection: Connection) -> None:
    """An open transaction on a log with two reps of one team."""
    people.save_reps(
        connection, logged.reps(*((name, "North", "Europe/Berlin") for name in ("Ana", "Bo")))
    )


@pytest.fixture
def log(filled) -> Iterator[Connection]:
    """An open transaction on that log."""
    with filled(fill) as connection:
        yield connection


def save(connection: Connection, kind: str, *chunks: list[dict]) -> Saved:
    """One file; all derived rows are checked after it."""
    writer = Writer(connection, kind, "own", 1)
    saved = sum((writer.write(FRAMES[kind](*rows)) for rows in chunks), Saved())
    writer.finish()
    plainly.check(connection)
    return saved


def call(source_id: str | None = None, rep_id: int = ANA, at: str = NOON, **more) -> dict:
    return {"source_id": source_id, "rep_id": rep_id, "at": at, **more}


def calls_by_rep(connection: Connection) -> dict[int, int]:
    """The calls of each rep in the daily counts."""
    return {row["rep_id"]: row["calls"] for row in plainly.rows(connection, DailyCount)}


def test_the_same_file_twice_changes_nothing(log: Connection) -> None:
    rows = [call("1"), call("2", BO), call(None), call(None)]
    assert save(log, "calls", rows) == Saved(new=4)
    before = plainly.snapshot(log, Call, DailyCount), version.current(log)
    assert save(log, "calls", rows) == Saved(unchanged=4)
    assert (plainly.snapshot(log, Call, DailyCount), version.current(log)) == before


def test_a_longer_file_adds_only_what_is_new(log: Connection) -> None:
    rows = [call("1"), call(None), call(None)]
    save(log, "calls", rows)
    longer = [*rows, call("2"), call(None), call(None, list="north")]
    assert save(log, "calls", longer[:2], longer[2:]) == Saved(new=3, unchanged=3)
    assert calls_by_rep(log) == {ANA: 6}


@pytest.mark.parametrize("cut", [1, 2])
def test_the_last_row_with_an_id_wins_in_one_chunk_and_over_two(log: Connection, cut: int) -> None:
    rows = [call("1", outcome="voicemail"), call("1", outcome="connected")]
    chunks = [rows] if cut == 2 else [rows[:1], rows[1:]]
    assert save(log, "calls", *chunks) == Saved(new=1, changed=1)
    assert [row["outcome"] for row in plainly.rows(log, Call)] == ["connected"]
    # Read again nothing has changed; over two chunks the first is a change back, and the second one again.
    assert save(log, "calls", *chunks) == (Saved(unchanged=2) if cut == 2 else Saved(changed=2))
    assert [row["outcome"] for row in plainly.rows(log, Call)] == ["connected"]


def test_identical_rows_without_ids_are_counted_over_chunks(log: Connection) -> None:
    assert save(log, "calls", [call(), call()], [call()]) == Saved(new=3)
    assert save(log, "calls", [call()], [call(), call()]) == Saved(unchanged=3)
    assert save(log, "calls", [call()]) == Saved(unchanged=1)
    assert calls_by_rep(log) == {ANA: 3}


def test_a_row_that_moves_to_another_rep_and_day_leaves_nothing_behind(log: Connection) -> None:
    save(log, "calls", [call("1")])
    assert save(log, "calls", [call("1", BO, "2026-03-05T12:00:00Z")]) == Saved(changed=1)
    assert calls_by_rep(log) == {BO: 1}
    assert [str(row["day"]) for row in plainly.rows(log, DailyCount)] == ["2026-03-05"]


def test_a_meeting_that_moves_to_another_rep_takes_its_sao_along(log: Connection) -> None:
    meeting = {"source_id": "m", "booked_at": NOON, "starts_at": NOON, "outcome": "accepted"}
    save(log, "calls", [call("1", outcome="connected", prospect="Zoë")])
    save(log, "meetings", [meeting | {"rep_id": ANA, "prospect": "Zoë"}])
    assert [row["calls_credited"] for row in plainly.rows(log, DailyCount)] == [1]
    save(log, "meetings", [meeting | {"rep_id": BO, "prospect": "Zoë"}])
    assert [row["calls_credited"] for row in plainly.rows(log, DailyCount)] == [0]
    assert [row["rep_id"] for row in plainly.rows(log, Opportunity)] == [BO]


@pytest.mark.parametrize("kind", ["calls", "emails", "meetings", "opportunities"])
def test_a_missing_value_is_the_same_whatever_form_it_comes_in(log: Connection, kind: str) -> None:
    row = {"source_id": "1", "rep_id": ANA, "at": NOON, "booked_at": NOON, "accepted_at": NOON}
    assert save(log, kind, [row]) == Saved(new=1)
    frame = FRAMES[kind](row, row | {"source_id": "2", "account": "Acme"})
    for missing in (float("nan"), None, ""):
        frame["prospect"] = [missing, "somebody"]
        writer = Writer(log, kind, "own", 1)
        assert writer.write(frame.iloc[:1]) == Saved(unchanged=1)
        writer.finish()


@pytest.mark.parametrize("kind", ["calls", "emails", "meetings", "opportunities"])
def test_a_missing_value_is_stored_as_none(log: Connection, kind: str) -> None:
    save(log, kind, [{"rep_id": ANA, "at": NOON}, {"rep_id": BO, "at": NOON, "account": "Acme"}])
    model = {"calls": Call, "emails": Email, "meetings": Meeting, "opportunities": Opportunity}[kind]
    stored = {row["rep_id"]: row for row in plainly.rows(log, model)}
    assert stored[ANA]["prospect"] is stored[ANA]["account"] is stored[ANA]["source_id"] is None
    assert stored[BO]["account"] == "Acme"


def test_moments_are_stored_in_utc_to_the_microsecond(log: Connection) -> None:
    save(log, "calls", [call("1", at="2026-03-02T09:15:59.123456"), call("2", at="2026-03-02T23:30:00Z")])
    stored = {row["source_id"]: row for row in plainly.rows(log, Call)}
    assert stored["1"]["at"] == datetime(2026, 3, 2, 8, 15, 59, 123456, UTC)
    assert (str(stored["2"]["day"]), stored["2"]["hour"]) == ("2026-03-03", 0)


def test_texts_come_back_as_they_were(log: Connection) -> None:
    words = ["Zoë O’Neil", 'quote " and, comma', "tab\tline\nbreak", "日本語 🙂", "%s :x ? \\", " "]
    save(log, "calls", [call(str(n), prospect=word, list=word) for n, word in enumerate(words)])
    stored = {int(row["source_id"]): row for row in plainly.rows(log, Call)}
    assert [stored[n]["prospect"] for n in range(len(words))] == words
    assert [stored[n]["list"] for n in range(len(words))] == words


def test_keys_keep_all_their_digits_everywhere(log: Connection) -> None:
    names = [f"{number}" for number in range(40)]
    save(log, "calls", [call(name, outcome="connected", prospect=name, at=NOON) for name in names])
    booked = [{"source_id": n, "rep_id": ANA, "booked_at": NOON, "prospect": n} for n in names]
    unknown = {"source_id": "none", "rep_id": ANA, "booked_at": NOON, "prospect": "nobody"}
    save(log, "meetings", [*booked, unknown])
    calls = {row["prospect"]: row["id"] for row in plainly.rows(log, Call)}
    assert calls == {name: key_of("calls", "own", "id", name) for name in names}
    credits = {row["prospect"]: row["call_id"] or row["email_id"] for row in plainly.rows(log, Meeting)}
    assert credits == calls | {"nobody": None}
    deal = {"rep_id": ANA, "accepted_at": NOON}
    save(log, "opportunities", [{**deal, "source_id": n, "meeting_source_id": n} for n in [*names, None]])
    meetings = {row["meeting_id"] for row in plainly.rows(log, Opportunity)}
    assert meetings == {key_of("meetings", "own", "id", name) for name in names} | {None}


def test_opportunities_that_leave_their_meeting_give_it_its_own_sao_back(log: Connection) -> None:
    names = [f"m{number}" for number in range(8)]
    accepted = {"rep_id": ANA, "booked_at": NOON, "starts_at": NOON, "outcome": "accepted"}
    save(log, "meetings", [{**accepted, "source_id": name} for name in names])
    deal = {"rep_id": ANA, "accepted_at": NOON}
    linked = [{**deal, "source_id": name, "meeting_source_id": name} for name in names]
    # One of them never had a meeting: its missing key must not cost the others their last digits.
    save(log, "opportunities", [*linked, {**deal, "source_id": "alone"}])
    save(log, "opportunities", [{**deal, "source_id": name, "stage": "lost"} for name in [*names, "alone"]])
    made = [row["meeting_id"] for row in plainly.rows(log, Opportunity) if row["source"] == "meeting"]
    assert sorted(made) == sorted(key_of("meetings", "own", "id", name) for name in names)


@pytest.mark.parametrize("kind", ["calls", "emails", "meetings", "opportunities"])
def test_remove_takes_rows_and_all_that_follows_from_them(log: Connection, kind: str) -> None:
    save(log, "calls", [call("c", outcome="connected", prospect="Zoë")])
    save(log, "emails", [call("e", prospect="Zoë")])
    save(log, "meetings", [
        {"source_id": "m", "rep_id": ANA, "booked_at": NOON, "prospect": "Zoë", "outcome": "accepted"}
    ])  # fmt: skip
    save(log, "opportunities", [{"source_id": "o", "rep_id": ANA, "meeting_source_id": "m"}])
    key = key_of(kind, "own", "id", kind[0])
    assert remove(log, kind, [key, 12345]) == 1
    plainly.check(log)
    assert remove(log, kind, [key]) == 0
    assert save(log, kind, [{"source_id": kind[0], "rep_id": ANA, "at": NOON, "booked_at": NOON}]).new == 1


def test_ten_thousand_rows_in_one_chunk(log: Connection) -> None:
    rows = [call(str(n), 1 + n % 2, f"2026-03-{1 + n % 28:02}T12:00:00Z") for n in range(10_500)]
    writer = Writer(log, "calls", "own", 1)
    assert writer.write(logged.calls(*rows)) == Saved(new=10_500)
    assert writer.write(logged.calls(*(row | {"outcome": "connected"} for row in rows))).changed == 10_500
    writer.finish()
    assert sum(row["calls_connected"] for row in plainly.rows(log, DailyCount)) == 10_500


def test_a_rep_without_a_seat_is_refused(log: Connection) -> None:
    with pytest.raises(ValueError, match="reps without a seat: .*99"):
        Writer(log, "calls", "own", 1).write(logged.calls(call("1", 99)))


@pytest.mark.parametrize(
    ("day", "at", "credited"),
    [
        ("2026-03-02", "2026-03-02T23:30:00", 1),
        ("2026-03-02", "2026-03-03T00:00:00", 0),
        ("2026-10-25", "2026-10-25T23:30:00", 1),  # a day of twenty-five hours
        ("2026-03-29", "2026-03-29T23:30:00", 1),  # … and of twenty-three
    ],
)
def test_a_booking_of_which_only_the_day_is_known_comes_after_all_of_that_day(
    log: Connection, day: str, at: str, credited: int
) -> None:
    save(log, "calls", [call("c", at=at, outcome="connected", prospect="Zoë")])
    save(
        log,
        "meetings",
        [{"source_id": "m", "rep_id": ANA, "booked_at": f"{day}T00:00:00", "prospect": "Zoë"}],
    )
    assert [row["calls_credited"] for row in plainly.rows(log, DailyCount)] == [credited]


def test_an_email_of_the_next_morning_led_to_no_booking_of_the_day_before(log: Connection) -> None:
    save(log, "emails", [call("e", at="2026-03-30T00:30:00", outcome="sent", prospect="Zoë")])
    booked = {"source_id": "m", "rep_id": ANA, "booked_at": "2026-03-29T00:00:00", "prospect": "Zoë"}
    save(log, "meetings", [booked])
    assert [row["emails_credited"] for row in plainly.rows(log, DailyCount)] == [0]
