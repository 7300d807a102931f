"""Guessing what a table of no known shape is: its kind, which column is which, and how sure that is."""

from __future__ import annotations

from pathlib import Path

import pytest
import strange_files
from importing import REPS, rows, saved
from sqlalchemy import Engine

from dashboard.imports.cautions import NO_ACCEPTANCE, cautions
from dashboard.imports.contents import Look
from dashboard.imports.guess import LIKELY, SURE, UNSURE, Guess, guess
from dashboard.imports.header_words import KINDS, kinds, plain
from dashboard.imports.trial import look_at, trial
from dashboard.log.engine import reading

# By file: its kind, and which of its columns is which field.
EXPECTED: dict[str, tuple[str, dict[str, str]]] = {
    "sales_pipeline": ("opportunities", {
        "rep": "sales_agent", "accepted_at": "engage_date", "amount": "close_value", "stage": "deal_stage",
        "fate": "deal_stage", "closed_at": "close_date", "account": "account", "id": "opportunity_id"}),
    "sample_pipeline": ("opportunities", {
        "rep": "Lead Owner", "created_at": "Created Date", "amount": "Deal Value, $", "stage": "Stage",
        "fate": "Stage", "closed_at": "Expected Close Date", "account": "Company"}),
    "dialler_log": ("calls", {
        "rep": "Agent", "at": "Call Start", "outcome": "Wrap Code", "duration_s": "Talk Time",
        "direction": "Direction", "prospect": "Number Dialed", "id": "Call ID"}),
    "verkauf": ("opportunities", {
        "rep": "Vertriebler", "created_at": "Erstellt am", "amount": "Betrag", "stage": "Phase",
        "fate": "Phase", "closed_at": "Abschlussdatum", "account": "Firma", "id": "Nr"}),
    "mailings": ("emails", {
        "rep": "From", "at": "Sent At", "opened": "Opened", "clicked": "Clicked", "replied": "Replied",
        "prospect": "To", "list": "Sequence"}),
    "demos": ("meetings", {
        "rep": "Booked By", "booked_at": "Date Booked", "starts_at": "Meeting Date",
        "starts_at_time": "Start Time", "outcome": "Status", "ae": "AE", "prospect": "Invitee Name"}),
    "outreach": ("emails", {
        "rep": "Mailbox", "at": "Delivered At", "opened": "Opened At", "replied": "Replied At",
        "bounced": "Bounced At", "prospect": "Prospect Email", "account": "Prospect Company",
        "list": "Sequence"}),
    "weekdays": ("calls", {
        "rep": "Name", "at": "Date", "at_time": "Time", "outcome": "Action Result", "duration_s": "Duration",
        "direction": "Direction", "prospect": "Phone Number"}),
    "serials": ("calls", {
        "rep": "SDR Name", "at": "Call Date", "outcome": "Result", "duration_s": "Duration (min)",
        "id": "Ref"}),
    "roster": ("reps", {
        "rep": "Employee Name", "email": "Work Email", "team": "Sales Team", "manager": "Reports To",
        "started_on": "Hire Date"}),
    "flagged": ("opportunities", {
        "rep": "SDR", "owner": "Account Executive", "accepted_at": "SAO Date", "amount": "ACV",
        "currency": "CCY", "fate": "Won", "closed_at": "Closed On", "id": "Deal No"}),
}  # fmt: skip


def looked_at(engine: Engine, folder: Path, name: str, content: str | None = None) -> tuple[Look, list[str]]:
    """A made-up file as it is looked at, and its header."""
    path = saved(folder, f"{name}.csv", content or getattr(strange_files, name)())
    with reading(engine) as connection:
        return look_at(connection, path, path.name, 0)


@pytest.fixture
def guessed(engine: Engine, tmp_path: Path):
    """`guessed(name)`: what a made-up file seems to be, in the file's own names."""

    def guess_it(name: str, content: str | None = None) -> tuple[Guess, dict[str, str]]:
        look, _ = looked_at(engine, tmp_path, name, content)
        found = guess(look)
        return found, {field: look.columns[column].header for field, column in found.draft.columns.items()}

    return guess_it


@pytest.mark.parametrize("name", EXPECTED)
def test_files_of_many_kinds_are_guessed(guessed, name: str) -> None:
    found, columns = guessed(name)
    assert (found.kind, columns) == EXPECTED[name]
    assert set(found.picks) == set(columns)
    assert all(pick.sure in (SURE, LIKELY, UNSURE) and pick.why for pick in found.picks.values())
    assert not found.draft.missing()


def test_what_is_no_log_is_guessed_to_be_nothing(guessed) -> None:
    found, columns = guessed("flowers")
    assert (found.kind, columns) == ("", {})
    found, _ = guessed("accounts", "account,sector,revenue\nAcme,tech,1100.04\nBeta,retail,12\n")
    assert found.sure == UNSURE


def test_one_word_of_a_header_is_not_its_meaning(guessed) -> None:
    lines = "".join(f"D{n},Ann,Web,{n},{n}00,Won,2026-01-0{n + 1},5\n" for n in range(5))
    header = "Deal ID,SDR,Lead Source,Sales Stage Change Count,Opportunity Amount USD,Result,SAO Date,"
    header += "Client Size\n"
    found, columns = guessed("deals", header + lines)
    assert columns["amount"] == "Opportunity Amount USD" and found.draft.currency == "USD"
    assert not {"prospect", "account", "stage"} & set(columns)


def test_cells_tell_where_headers_do_not_and_that_is_said(staffed, guessed) -> None:
    content = strange_files.headless_words().replace("Moses Frase", "Bob")
    for agent in strange_files.AGENTS[1:]:
        content = content.replace(agent, "zoe@x.io")
    found, columns = guessed("headless_words", content)
    assert found.kind == "calls"
    assert columns == {"rep": "Spalte A", "at": "Spalte B", "outcome": "Spalte C"}
    assert found.picks["at"].sure == UNSURE
    assert {pick.why for pick in found.picks.values()} == {"by its cells alone"}


def test_whose_deal_it_is_and_when_it_was_accepted_is_never_sure_by_such_words(guessed) -> None:
    found, _ = guessed("sales_pipeline")
    assert found.picks["rep"].sure == found.picks["accepted_at"].sure == UNSURE


@pytest.mark.parametrize(
    "header",
    ["Created Date", "Opportunity Created", "CreatedAt", "Date Added", "Opened", "Erstellt am", "Entry date"],
)
def test_the_day_on_which_a_deal_was_made_is_not_that_of_its_acceptance(guessed, header: str) -> None:
    lines = "".join(
        f"D{n},Ann,{n}00,Won,2026-01-0{n + 1},2026-02-0{n + 1},2026-01-0{n + 2}\n" for n in range(5)
    )
    first = f"Deal ID,SDR,Amount,Stage,{header},Close Date,{{}}\n"
    found, columns = guessed("deals", first.format("SAO Date") + lines)
    assert (columns["created_at"], columns["accepted_at"]) == (header, "SAO Date")
    found, columns = guessed("deals", first.format("Probability") + lines)
    assert columns["created_at"] == header and "accepted_at" not in columns
    assert found.picks["created_at"].sure == SURE and found.sure == SURE


def test_a_deal_that_is_older_than_its_meeting_counts_from_the_meeting_on(
    load, engine: Engine, tmp_path: Path
) -> None:
    load("reps.csv", REPS)
    load(
        "meetings.csv", "id,rep,booked_at,starts_at,outcome,account\nm1,Bob,2026-11-02,2026-11-09,held,Acme\n"
    )
    content = (
        "Deal ID,SDR,Company,Amount,Stage,Created Date\nD1,Bob,Acme,5,Open,2026-11-02\n"
        "D2,Bob,Beta,6,Open,2026-11-03\n"
    )
    look, header = looked_at(engine, tmp_path, "deals", content)
    draft = guess(look).draft
    assert NO_ACCEPTANCE in cautions(look, draft)
    assert load("deals.csv", content, mapping=draft.mapping(header)).new == 2
    with reading(engine) as connection:
        shown = trial(connection, tmp_path / "deals.csv", "deals.csv", 0, draft.mapping(header))
    assert "Created" in shown.columns and "Accepted" not in shown.columns
    counted = rows(engine, "SELECT source_id, accepted_on FROM opportunity ORDER BY 1")
    assert counted == [("D1", "2026-11-09"), ("D2", "2026-11-03")]


def test_what_the_columns_do_not_tell_is_guessed_too(guessed) -> None:
    won = {"won": ("Won",), "lost": ("Lost",)}
    words = guessed("sales_pipeline")[0].draft.words
    assert {key: words[key] for key in won} == won
    assert guessed("flagged")[0].draft.words["won"] == ("Yes",)
    assert guessed("flagged")[0].draft.words["lost"] == ()
    assert guessed("sample_pipeline")[0].draft.currency == "USD"
    assert guessed("verkauf")[0].draft.currency == ""
    assert guessed("serials")[0].draft.unit == "min"
    assert guessed("mailings")[0].draft.words["counted"] == ("opened", "clicked", "replied")
    assert guessed("outreach")[0].draft.words["filled"] == ("opened", "replied", "bounced")


def test_the_vocabulary_has_no_word_that_can_never_be_met() -> None:
    for kind in KINDS:
        for field in kinds()[kind].fields.values():
            words = [*field.words, *field.maybe, *field.never]
            assert words == [plain(word) for word in words], (kind, field.name)
            assert len(set(field.words)) == len(field.words), (kind, field.name)
