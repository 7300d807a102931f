"""Remarks on files that came in before say what words count as by now."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Engine

from dashboard.imports.remarks import as_of_now
from dashboard.log import remapping
from dashboard.log.engine import reading, writing
from dashboard.log.outcome_words import Decided
from dashboard.log.remapping import BY_DEFAULT
from dashboard.log.scope import Scope

LONG = "spoke to somebody " * 5
CALLS = (
    "id,rep,at,outcome,duration_s\n1,Bob,2026-11-03,Chatted,9\n2,Bob,2026-11-03,Chatted,9\n"
    f"3,Bob,2026-11-04,{LONG},9\n"
)
SAID = "The outcome “Chatted” is not known: 2 rows taken as unknown."


def decide(engine: Engine, kind: str, word: str, outcome: str | None) -> None:
    with writing(engine) as connection:
        remapping.decide(Scope.all(), connection, {(kind, word): outcome}, datetime(2026, 11, 10, tzinfo=UTC))


def told(engine: Engine, remarks: list[str], kind: str = "calls") -> list[str]:
    with reading(engine) as connection:
        return as_of_now(remarks, kind, Decided.load(connection))


def test_a_word_that_was_decided_since_is_no_longer_said_to_be_unknown(staffed, engine: Engine) -> None:
    remarks = staffed("calls.csv", CALLS).remarks
    assert SAID in remarks and told(engine, remarks) == remarks
    decide(engine, "calls", "chatted", "connected")
    decide(engine, "calls", LONG, "voicemail")
    now = told(engine, remarks)
    assert "The outcome “Chatted” was not known (2 rows); by now it counts as connected." in now
    assert any("(1 row); by now it counts as voicemail." in remark for remark in now)
    assert not any("is not known" in remark for remark in now)
    # Until the decision is taken back.
    decide(engine, "calls", "chatted", BY_DEFAULT)
    assert SAID in told(engine, remarks)


def test_of_several_kinds_the_one_is_told_in_which_it_was_decided(engine: Engine) -> None:
    decide(engine, "emails", "chatted", "replied")
    assert told(engine, [SAID], "calls") == [SAID]
    (now,) = told(engine, [SAID], "calls and emails")
    assert now.endswith("counts as replied (emails).")


def test_what_a_newer_version_knows_is_no_longer_said_to_be_unknown(engine: Engine) -> None:
    remark = SAID.replace("Chatted", "Busy")
    (now,) = told(engine, [remark])
    assert now.endswith("counts as no answer.")
    # In rows of which of the kinds it was not known is not told.
    assert told(engine, [remark], "calls and emails") == [remark]


def test_other_remarks_stay_as_they_are(engine: Engine) -> None:
    remarks = ["Columns not used: x.", "The channel “fax” is not known: 1 row taken as other."]
    assert told(engine, remarks) == remarks
    assert told(engine, ["1,204 more words are not known."]) == [
        "1,204 more words were not known when it was loaded."
    ]
