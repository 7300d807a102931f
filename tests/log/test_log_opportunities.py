"""An SAO is counted once, in whatever order meetings and opportunities arrive and are corrected."""

from __future__ import annotations

from collections.abc import Iterator

import logged
import plainly
import pytest
from depth import draws
from sqlalchemy import Connection, Engine

from dashboard.log import people
from dashboard.log.engine import writing
from dashboard.log.keys import key_of
from dashboard.log.store import Saved, Writer, remove
from dashboard.log.tables import Opportunity

MEETING = {
    "source_id": "m", "rep_id": 1, "account": "Acme", "outcome": "accepted",
    "booked_at": "2026-03-02T12:00:00Z", "starts_at": "2026-03-09T12:00:00Z",
}  # fmt: skip
DEAL = {"source_id": "o", "rep_id": 1, "meeting_source_id": "m", "amount_cents": 1_000_00, "currency": "EUR"}
DATED = DEAL | {"accepted_at": "2026-03-11T12:00:00Z"}
FRAMES = {"meetings": logged.meetings, "opportunities": logged.opportunities}


def fill(connection: Connection) -> None:
    """A rep in North until 5 March, in South from then on, and another one in South."""
    people.save_reps(
        connection,
        logged.reps(
            ("Ana", "North", "UTC", None, logged.day("2026-03-05")),
            ("Ana", "South", "UTC", logged.day("2026-03-06"), None),
            ("Bo", "South", "UTC", None, None),
        ),
    )


@pytest.fixture
def log(filled) -> Iterator[Connection]:
    """An open transaction on that log."""
    with filled(fill) as connection:
        yield connection


def save(connection: Connection, kind: str, *rows: dict) -> None:
    writer = Writer(connection, kind, "own", 1)
    writer.write(FRAMES[kind](*rows))
    writer.finish()
    plainly.check_opportunities(connection)


def saos(connection: Connection) -> list[tuple]:
    """The SAOs: source, rep, team, day accepted."""
    rows = plainly.rows(connection, Opportunity)
    return sorted(
        (row["source"], row["rep_id"], row["team_id"], row["accepted_on"] and str(row["accepted_on"]))
        for row in rows
    )


OPEN = MEETING | {"outcome": "held"}
STEPS = {
    "meeting held": ("meetings", OPEN),
    "meeting accepted": ("meetings", MEETING),
    "opportunity": ("opportunities", DEAL),
    "opportunity dated": ("opportunities", DATED),
}
MOST_STEPS = draws(3, len(STEPS))


def test_every_order_of_arrival_ends_where_the_last_word_says(log: Connection) -> None:
    arrive(log, ())


def arrive(log: Connection, so_far: tuple[str, ...]) -> None:
    """Looks at the SAOs after the steps so far, and after each that is left; takes every one back."""
    if so_far:
        assert saos(log) == saos_after(so_far), so_far
    for step in [step for step in STEPS if step not in so_far and len(so_far) < MOST_STEPS]:
        with log.begin_nested() as attempt:
            save(log, *STEPS[step])
            arrive(log, (*so_far, step))
            attempt.rollback()


def saos_after(order: tuple[str, ...]) -> list[tuple]:
    """The SAOs as they should be after the steps in this order."""
    accepted = dated = None
    for step in order:
        kind, row = STEPS[step]
        accepted = row["outcome"] == "accepted" if kind == "meetings" else accepted
        dated = row is DATED if kind == "opportunities" else dated
    if dated is None:
        return [("meeting", 1, 1, "2026-03-09")] if accepted else []
    # Once its meeting took place an undated SAO has that day.
    day = "2026-03-11" if dated else "2026-03-09" if accepted is not None else None
    # Before its meeting is known an opportunity is in the rep's team of its own day, else the last.
    team = 2 if accepted is None else 1
    return [("own", 1, team, day)]


def test_an_accepted_meeting_has_an_sao_on_its_day_in_its_team(log: Connection) -> None:
    save(log, "meetings", MEETING)
    assert saos(log) == [("meeting", 1, 1, "2026-03-09")]


@pytest.mark.parametrize(("missing", "day"), [("starts_at", "2026-03-02"), ("booked_at", "2026-03-09")])
def test_without_one_of_its_moments_the_other_is_the_day(log: Connection, missing: str, day: str) -> None:
    meeting = MEETING | {missing: None}
    team = 1 if missing == "starts_at" else 2
    save(log, "meetings", meeting)
    assert saos(log) == [("meeting", 1, team, day)]
    save(log, "opportunities", DEAL)
    assert saos(log) == [("own", 1, team, day)]


def test_an_sao_is_taken_back_and_given_again(log: Connection) -> None:
    for outcome in ("accepted", "disqualified", "accepted", "no-show", "accepted"):
        save(log, "meetings", MEETING | {"outcome": outcome})
        assert len(saos(log)) == (outcome == "accepted")


def test_a_meeting_whose_day_is_corrected_moves_its_sao(log: Connection) -> None:
    save(log, "meetings", MEETING)
    save(log, "meetings", MEETING | {"starts_at": "2026-04-01T12:00:00Z"})
    assert saos(log) == [("meeting", 1, 1, "2026-04-01")]
    save(log, "opportunities", DEAL)
    save(log, "meetings", MEETING | {"starts_at": "2026-05-01T12:00:00Z"})
    assert saos(log) == [("own", 1, 1, "2026-05-01")]


def test_a_removed_opportunity_leaves_the_meetings_own_sao(log: Connection) -> None:
    save(log, "meetings", MEETING)
    save(log, "opportunities", DATED)
    assert saos(log) == [("own", 1, 1, "2026-03-11")]
    assert remove(log, "opportunities", [key_of("opportunities", "own", "id", "o")]) == 1
    assert saos(log) == [("meeting", 1, 1, "2026-03-09")]


def test_a_removed_meeting_takes_its_own_sao_and_leaves_an_imported_one(log: Connection) -> None:
    save(log, "meetings", MEETING)
    remove(log, "meetings", [key_of("meetings", "own", "id", "m")])
    assert saos(log) == []
    save(log, "meetings", MEETING)
    save(log, "opportunities", DEAL)
    remove(log, "meetings", [key_of("meetings", "own", "id", "m")])
    assert [(source, day) for source, _, _, day in saos(log)] == [("own", None)]


def test_an_opportunity_that_changes_its_meeting_gives_the_first_one_its_sao_back(log: Connection) -> None:
    save(log, "meetings", MEETING, MEETING | {"source_id": "n", "starts_at": "2026-03-20T12:00:00Z"})
    save(log, "opportunities", DEAL)
    assert saos(log) == [("meeting", 1, 1, "2026-03-20"), ("own", 1, 1, "2026-03-09")]
    save(log, "opportunities", DEAL | {"meeting_source_id": "n"})
    assert saos(log) == [("meeting", 1, 1, "2026-03-09"), ("own", 1, 1, "2026-03-20")]
    save(log, "opportunities", DEAL | {"meeting_source_id": None})
    assert [row[0] for row in saos(log)] == ["meeting", "meeting", "own"]


def test_two_opportunities_of_one_meeting_are_two_saos(log: Connection) -> None:
    save(log, "meetings", MEETING)
    save(log, "opportunities", DATED, DATED | {"source_id": "o2"})
    assert [row[0] for row in saos(log)] == ["own", "own"]


def test_another_reps_opportunity_stays_in_that_reps_team(log: Connection) -> None:
    save(log, "meetings", MEETING)
    save(log, "opportunities", DATED | {"rep_id": 2})
    assert saos(log) == [("own", 2, 2, "2026-03-11")]


def test_an_sao_whose_rep_is_its_meetings_follows_a_correction_of_that(log: Connection) -> None:
    inherited = DATED | {"rep_inherited": True}
    save(log, "meetings", MEETING)
    save(log, "opportunities", inherited)
    assert saos(log) == [("own", 1, 1, "2026-03-11")]
    save(log, "meetings", MEETING | {"rep_id": 2})
    assert saos(log) == [("own", 2, 2, "2026-03-11")]
    # The export still says the same: nothing has changed.
    writer = Writer(log, "opportunities", "own", 2)
    assert writer.write(logged.opportunities(inherited | {"rep_id": 2})) == Saved(unchanged=1)
    save(log, "meetings", MEETING)
    assert saos(log) == [("own", 1, 1, "2026-03-11")]


def test_an_sao_whose_rep_the_export_names_stays_that_reps(log: Connection) -> None:
    save(log, "meetings", MEETING)
    save(log, "opportunities", DATED)
    save(log, "meetings", MEETING | {"rep_id": 2})
    assert saos(log) == [("own", 1, 2, "2026-03-11")]


def test_an_sao_that_follows_its_meeting_has_the_days_of_its_new_reps_zone(log: Connection) -> None:
    people.save_reps(log, logged.reps(("Cy", "Far", "Pacific/Auckland")))
    deal = DATED | {
        "rep_inherited": True,
        "accepted_at": "2026-03-11T20:00:00Z",
        "closed_at": "2026-03-12T09:00",
    }
    save(log, "meetings", MEETING)
    save(log, "opportunities", deal)
    save(log, "meetings", MEETING | {"rep_id": 3})
    (row,) = plainly.rows(log, Opportunity)
    assert (str(row["accepted_on"]), str(row["closed_on"])) == ("2026-03-12", "2026-03-12")
    assert row["closed_at"].isoformat() == "2026-03-11T20:00:00+00:00"


UNNAMED = DATED | {"meeting_source_id": None, "account": "Acme"}


def test_an_opportunity_without_a_meeting_finds_the_reps_last_with_that_account(log: Connection) -> None:
    later = MEETING | {"source_id": "n", "starts_at": "2026-03-10T12:00:00Z", "outcome": "held"}
    save(log, "opportunities", UNNAMED)
    assert saos(log) == [("own", 1, 2, "2026-03-11")]
    save(log, "meetings", MEETING)
    assert saos(log) == [("own", 1, 1, "2026-03-11")], "no second SAO of the same deal"
    save(log, "meetings", later)
    assert saos(log) == [("meeting", 1, 1, "2026-03-09"), ("own", 1, 1, "2026-03-11")]
    save(log, "meetings", later | {"outcome": "no-show"})
    assert saos(log) == [("own", 1, 1, "2026-03-11")], "what did not take place starts nothing"
    remove(log, "meetings", [key_of("meetings", "own", "id", "m")])
    plainly.check_opportunities(log)
    assert saos(log) == [("own", 1, 2, "2026-03-11")]


@pytest.mark.parametrize(
    "other",
    [{"rep_id": 2}, {"account": "Beta"}, {"account": None}, {"starts_at": "2026-03-12T12:00:00Z"}],
    ids=["another rep's", "another account's", "nobody's", "after the acceptance"],
)
def test_a_meeting_that_does_not_fit_is_not_taken_for_its_origin(log: Connection, other: dict) -> None:
    save(log, "meetings", MEETING | other)
    save(log, "opportunities", UNNAMED)
    assert [row[0] for row in saos(log)] == ["meeting", "own"]


def test_an_undated_opportunity_without_a_meeting_has_the_day_of_the_one_that_is_found(
    log: Connection,
) -> None:
    save(log, "opportunities", UNNAMED | {"accepted_at": None})
    assert saos(log) == [("own", 1, 2, None)]
    save(log, "meetings", MEETING)
    assert saos(log) == [("own", 1, 1, "2026-03-09")]
    save(log, "meetings", MEETING | {"account": "Beta"})
    assert saos(log) == [("meeting", 1, 1, "2026-03-09"), ("own", 1, 2, None)]


def test_meetings_without_an_id_have_their_saos_too(log: Connection) -> None:
    save(log, "meetings", *[MEETING | {"source_id": None}] * 2)
    assert [row[0] for row in saos(log)] == ["meeting", "meeting"]
    save(log, "meetings", *[MEETING | {"source_id": None}] * 3)
    assert len(saos(log)) == 3


def test_an_sao_without_its_meeting_is_in_the_team_of_the_day_its_clock_showed(engine: Engine) -> None:
    """At eleven in the evening in New York it is the next day, with the next team, in Berlin."""
    with writing(engine) as connection:
        people.save_reps(
            connection,
            logged.reps(
                ("Ana", "North", "America/New_York", None, logged.day("2026-03-05")),
                ("Ana", "South", "Europe/Berlin", logged.day("2026-03-06"), None),
            ),
        )
        deal = DEAL | {"accepted_at": "2026-03-05T23:00:00"}
        save(connection, "opportunities", deal)
        assert saos(connection) == [("own", 1, 1, "2026-03-05")]
        save(
            connection,
            "opportunities",
            deal | {"meeting_source_id": None, "closed_at": "2026-04-01T09:00:00"},
        )
        assert saos(connection) == [("own", 1, 1, "2026-03-05")]
