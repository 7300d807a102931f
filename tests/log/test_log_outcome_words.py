"""What words mean is decided at any time, and what is loaded follows: on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import logged
import pandas as pd
import plainly
import pytest
from sqlalchemy import Connection, Engine, select

from dashboard.log import outcome_words, people, remapping, version
from dashboard.log.engine import writing
from dashboard.log.entered import set_outcomes
from dashboard.log.remapping import BY_DEFAULT, Refused, decide
from dashboard.log.scope import Scope
from dashboard.log.store import Saved, Writer
from dashboard.log.tables import (
    Call,
    DailyCount,
    DailyListCount,
    Email,
    Meeting,
    Opportunity,
    OutcomeWord,
    OutcomeWordCount,
)  # fmt: skip

ANA, BO = 1, 2
NORTH, SOUTH = 1, 2
NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
ALL = Scope.all()
DERIVED = (Call, Email, Meeting, Opportunity, DailyCount, DailyListCount, OutcomeWordCount, OutcomeWord)


def call(rep: int, at: str, word: str | None, outcome: str = "unknown", **more: str | None) -> dict:
    return {"rep_id": rep, "at": f"2026-03-{at}:00Z", "outcome": outcome, "outcome_word": word, **more}


CALLS = (
    call(ANA, "02T09:00", "Spoke briefly", prospect="Zoë"), call(ANA, "02T10:00", "spoke-briefly"),
    call(ANA, "03T09:00", "Spoke briefly"), call(BO, "03T09:00", "Spoke briefly"),
    call(BO, "03T10:00", "No answer", "no answer"), call(BO, "03T11:00", None),
)  # fmt: skip
TIMES = {"booked_at": "2026-03-02T09:30:00Z", "starts_at": "2026-03-05T09:00:00Z"}
GOOD = TIMES | {"outcome": "unknown", "outcome_word": "Good one"}
MEETINGS = (
    GOOD | {"source_id": "m1", "rep_id": ANA, "prospect": "Zoë"},
    GOOD | {"source_id": "m2", "rep_id": BO},
)


def write(connection: Connection, kind: str, *rows: dict) -> Saved:
    writer = Writer(connection, kind, "own", 1)
    frame = getattr(logged, kind)(*rows)
    if any("own_word" in row for row in rows):
        frame["own_word"] = pd.Series([row.get("own_word") for row in rows], dtype=object)
    saved = writer.write(frame)
    writer.finish()
    return saved


@pytest.fixture
def log(engine: Engine) -> Iterator[Connection]:
    """Ana in North and Bo in South, whose calls without ids and meetings have words that nobody knows."""
    with writing(engine) as connection:
        people.save_reps(connection, logged.reps(("Ana", "North", "UTC"), ("Bo", "South", "UTC")))
        write(connection, "calls", *CALLS)
        write(connection, "meetings", *MEETINGS)
        yield connection


def words(connection: Connection, scope: Scope = ALL) -> dict[tuple[str, str], tuple]:
    """By kind and word: as it is written, how many rows, what they count as, and why."""
    found = outcome_words.loaded_words(scope, connection)
    return {
        (row.kind, row.word): (row.written, row.rows, row.outcome, row.by)
        for row in found.itertuples(index=False)
    }


def outcomes(connection: Connection, model: type) -> list[str]:
    return sorted(connection.execute(select(model.outcome)).scalars())


def test_words_are_told_with_their_counts_and_what_they_count_as(log: Connection) -> None:
    assert words(log) == {
        ("calls", "spoke briefly"): ("Spoke briefly", 4, "unknown", "not known"),
        ("calls", "no answer"): ("No answer", 1, "no answer", "by default"),
        ("calls", ""): ("", 1, "unknown", "by default"),
        ("meetings", "good one"): ("Good one", 2, "unknown", "not known"),
    }
    first = outcome_words.loaded_words(ALL, log).iloc[0]
    assert first["word"] == "spoke briefly" and first["default"] is None, "the most frequent first"


def test_a_part_of_the_log_is_told_its_own_words_only(log: Connection) -> None:
    assert words(log, Scope(teams=(NORTH,))) == {
        ("calls", "spoke briefly"): ("Spoke briefly", 3, "unknown", "not known"),
        ("meetings", "good one"): ("Good one", 1, "unknown", "not known"),
    }
    assert words(log, ALL.narrowed(rep=BO))["calls", "spoke briefly"][1] == 1
    decide(ALL, log, {("calls", "never seen"): "voicemail"}, NOW)
    assert words(log)["calls", "never seen"] == ("never seen", 0, "voicemail", "by hand")
    assert words(log, Scope()) == {}
    assert ("calls", "never seen") not in words(log, Scope(teams=(NORTH, SOUTH)))


def test_what_is_loaded_follows_a_decision_and_follows_it_back(log: Connection) -> None:
    before, number = plainly.snapshot(log, *DERIVED), version.current(log)
    assert decide(ALL, log, {("calls", "Spoke briefly"): "connected"}, NOW) == {("calls", "Spoke briefly"): 4}
    assert outcomes(log, Call) == ["connected"] * 4 + ["no answer", "unknown"]
    credited = log.execute(select(Meeting.call_day).where(Meeting.source_id == "m1")).scalar_one()
    assert credited == logged.day("2026-03-02"), "a connect earlier on the day of the booking"
    plainly.check(log)
    assert words(log)["calls", "spoke briefly"] == ("Spoke briefly", 4, "connected", "by hand")
    assert version.current(log) > number
    assert decide(ALL, log, {("calls", "SPOKE_BRIEFLY"): BY_DEFAULT}, NOW) == {("calls", "SPOKE_BRIEFLY"): 4}
    assert plainly.snapshot(log, *DERIVED) == before


def test_an_accepted_meeting_gets_its_sao_and_loses_it_with_the_word(log: Connection) -> None:
    decide(ALL, log, {("meetings", "good one"): "accepted"}, NOW)
    assert sorted(log.execute(select(Opportunity.rep_id)).scalars()) == [ANA, BO]
    plainly.check(log)
    decide(ALL, log, {("meetings", "good one"): "held"}, NOW)
    assert outcomes(log, Meeting) == ["held", "held"]
    assert log.execute(select(Opportunity.id)).all() == []


def test_what_was_entered_by_hand_stays(log: Connection) -> None:
    of_ana = log.execute(select(Meeting.id).where(Meeting.rep_id == ANA)).scalar_one()
    set_outcomes(ALL, log, {of_ana: "held"}, NOW)
    assert words(log)["meetings", "good one"][1] == 1, "the other one does not follow its word"
    for outcome in ("held", "no-show", BY_DEFAULT):
        decide(ALL, log, {("meetings", "good one"): outcome}, NOW)
        assert outcomes(log, Meeting) == sorted(["held", outcome or "unknown"])
    decide(ALL, log, {("meetings", "good one"): "accepted"}, NOW)
    assert write(log, "meetings", MEETINGS[0]) == Saved(unchanged=1)
    assert outcomes(log, Meeting) == ["accepted", "held"]
    assert write(log, "meetings", MEETINGS[0] | {"ae": "Eva"}) == Saved(changed=1)
    assert outcomes(log, Meeting) == ["accepted", "accepted"], "a row that says something else counts"


def test_the_same_file_is_unchanged_whatever_its_words_mean_by_now(log: Connection) -> None:
    """Also without ids, where a row is known by its content."""
    decide(ALL, log, {("calls", "spoke briefly"): "connected", ("meetings", "good one"): "held"}, NOW)
    before = plainly.snapshot(log, *DERIVED)
    assert write(log, "calls", *CALLS) == Saved(unchanged=6)
    assert write(log, "meetings", *MEETINGS) == Saved(unchanged=2)
    assert plainly.snapshot(log, *DERIVED) == before
    assert write(log, "calls", *CALLS, call(BO, "04T09:00", "Spoke Briefly")) == Saved(new=1, unchanged=6)
    assert outcomes(log, Call).count("connected") == 5, "what is new follows what is decided"


def test_a_word_of_its_own_wins_once_it_is_decided(log: Connection) -> None:
    """HubSpot's status gives "no answer" to a call whose outcome nobody knows."""
    by_status = {"source_id": "h1", "own_word": "Ringback"}
    write(log, "calls", call(ANA, "05T09:00", "no answer", "no answer", **by_status))
    assert ("calls", "ringback") not in words(log)
    for said, outcome in (("connected", "connected"), (BY_DEFAULT, "no answer"), ("voicemail", "voicemail")):
        assert decide(ALL, log, {("calls", "ringback"): said}, NOW) == {("calls", "ringback"): 1}
        of_it = log.execute(select(Call.outcome).where(Call.source_id == "h1")).scalar_one()
        assert of_it == outcome
        plainly.check(log)
    assert words(log)["calls", "ringback"] == ("Ringback", 1, "voicemail", "by hand")
    assert decide(ALL, log, {("calls", "no answer"): "gatekeeper"}, NOW) == {("calls", "no answer"): 1}
    again = call(ANA, "06T09:00", "no answer", "no answer", **by_status)
    assert write(log, "calls", again) == Saved(changed=1)
    assert outcomes(log, Call).count("voicemail") == 1


def test_only_what_differs_from_the_default_is_kept(log: Connection) -> None:
    said = {("calls", "No answer"): "no answer", ("calls", "busy"): "voicemail", ("calls", "vm"): "voicemail"}
    decide(ALL, log, said, NOW)
    assert log.execute(select(OutcomeWord.word, OutcomeWord.by_hand)).all() == [("busy", True)]
    decide(ALL, log, {("calls", "Busy"): "no answer", ("calls", "spoke briefly"): "unknown"}, NOW)
    assert log.execute(select(OutcomeWord.word)).scalars().all() == ["spoke briefly"]
    assert words(log)["calls", "spoke briefly"][2:] == ("unknown", "by hand"), "settled, and asked no more"


@pytest.mark.parametrize(
    ("scope", "key", "outcome", "why"),
    [
        (Scope(teams=(NORTH,)), ("calls", "spoke briefly"), "connected", "Only who sees all teams"),
        (ALL, ("calls", " "), "connected", "A blank cell says nothing"),
        (ALL, ("calls", "spoke briefly"), "bounced", "“bounced” is no outcome of calls: choose"),
    ],
)  # fmt: skip
def test_what_may_not_be_decided_changes_nothing(
    log: Connection, scope: Scope, key: tuple, outcome: str, why: str
) -> None:
    before = plainly.snapshot(log, *DERIVED)
    with pytest.raises(Refused, match=why):
        decide(scope, log, {("calls", "no answer"): "connected", key: outcome}, NOW)
    assert plainly.snapshot(log, *DERIVED) == before


def test_a_file_decides_too_but_not_against_what_was_said_by_hand(log: Connection) -> None:
    def save(*rows: tuple[str, str, str]) -> Saved:
        return remapping.save_words(log, pd.DataFrame(rows, columns=["kind", "word", "outcome"]))

    file = (("calls", "Spoke briefly", "connected"), ("calls", "busy", "no answer"))
    assert save(*file) == Saved(new=1, unchanged=1)
    assert outcomes(log, Call).count("connected") == 4
    assert save(*file) == Saved(unchanged=2)
    assert save(("calls", "spoke briefly", "voicemail")) == Saved(changed=1)
    decide(ALL, log, {("calls", "spoke briefly"): "gatekeeper"}, NOW)
    assert save(*file) == Saved(unchanged=2)
    assert outcomes(log, Call).count("gatekeeper") == 4
    plainly.check(log)
