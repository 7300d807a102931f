"""What a newer export says is not to be counted any more leaves the log; other traps of exports."""

from __future__ import annotations

import zipfile

import pytest
from importing import REPS, rows
from sqlalchemy import Engine

from dashboard.imports.loading import load_files
from dashboard.imports.problem import ImportProblem

TASKS = "Id,OwnerId,ActivityDate,Type,Subject,CallType,CallDisposition,IsDeleted,IsClosed,CreatedDate\n"
DEALS = "Id,OwnerId,StageName,Amount,CloseDate,CreatedDate,CreatedById,IsClosed,IsWon\n"
USERS = "Id,Username,Email,FirstName,LastName\n005A,b,bob@x.io,Bob,B\n005B,c,carl@x.io,Carl,C\n"


def task(id_: str, owner: str = "005A", deleted: int = 0, kind: str = "Call", subject: str = "x") -> str:
    return f"{id_},{owner},2026-11-03 00:00:00,{kind},{subject},,,{deleted},1,2026-11-03 10:00:00\n"


@pytest.fixture
def users(load, engine: Engine) -> Engine:
    """A log that knows Bob, who is a rep, and Carl, who is none."""
    load("reps.csv", REPS)
    load("User.csv", USERS)
    return engine


def test_a_call_that_was_deleted_since_is_counted_no_more(users: Engine, load) -> None:
    load("Task.csv", TASKS + task("T1") + task("T2"))
    report = load("Task.csv", TASKS + task("T1", deleted=1) + task("T2"))
    assert (report.unchanged, report.aside) == (1, 1)
    assert rows(users, "SELECT source_id FROM call") == [("T2",)]
    assert rows(users, "SELECT calls FROM daily_count") == [(1,)]


def test_a_call_that_is_somebody_else_s_now_is_not_the_rep_s(users: Engine, load) -> None:
    load("Task.csv", TASKS + task("T1"))
    assert load("Task.csv", TASKS + task("T1", owner="005B")).unknown == 1
    assert rows(users, "SELECT count(*) FROM call") == [(0,)]


def test_of_rows_with_one_id_the_last_one_counts(users: Engine, load) -> None:
    load("Task.csv", TASKS + task("T1", deleted=1) + task("T1") + task("T2") + task("T2", deleted=1))
    assert rows(users, "SELECT source_id FROM call") == [("T1",)]
    assert rows(users, "SELECT calls FROM daily_count") == [(1,)]


def test_a_call_that_cannot_be_read_now_stays_what_it_was(users: Engine, load) -> None:
    load("Task.csv", TASKS + task("T1"))
    broken = task("T1").replace("2026-11-03 00:00:00", "soon")
    load("Task.csv", TASKS + broken + task("T2"))
    assert rows(users, "SELECT source_id FROM call ORDER BY 1") == [("T1",), ("T2",)]


def test_an_old_file_takes_nothing_out_that_a_newer_one_brought(users: Engine, load) -> None:
    load("calls.csv", "id,rep,at,duration_s\n1,Eve,2026-11-03,1\n")
    load("calls.csv", "id,rep,at,duration_s\n1,Bob,2026-11-03,1\n")
    load("reps.csv", "rep,team\nEve,North\n")
    assert rows(users, "SELECT name FROM call JOIN rep ON rep.id = rep_id") == [("Bob",)]


def test_a_type_decides_what_a_task_is(users: Engine, load) -> None:
    lines = [
        task("1", kind="Email", subject="Call with Acme"), task("2", kind="", subject="Callaway Golf: hello"),
        task("3", kind="Meeting", subject="Call prep"), task("4", kind="", subject="Call: Acme"),
        task("5", kind="", subject="[Email] [In] Re: hello"), task("6", kind="", subject="Email: hello"),
    ]  # fmt: skip
    report = load("Task.csv", TASKS + "".join(lines))
    assert rows(users, "SELECT source_id FROM call ORDER BY 1") == [("4",)]
    assert rows(users, "SELECT source_id FROM email ORDER BY 1") == [("1",), ("6",)]
    assert report.aside == 3


def test_what_hangs_on_an_opportunity_is_no_opportunity(users: Engine, tmp_path) -> None:
    deal = "006A,005A,Closed Won,100,2026-11-05,2026-11-03 10:00:00,005A,1,1\n"
    history = "Id,OpportunityId,CreatedById,CreatedDate,StageName,Amount,CloseDate,ForecastCategory\n"
    history += "008A,006A,005A,2026-11-03 10:00:00,Closed Won,100,2026-11-05,Closed\n"
    with zipfile.ZipFile(tmp_path / "weekly.zip", "w") as packed:
        packed.writestr("Opportunity.csv", DEALS + deal)
        packed.writestr("OpportunityHistory.csv", history)
        packed.writestr("Contact.csv", "Id,Name,Email,Phone\n003A,Ann,ann@y.io,1\n")
    [report] = load_files(users, [tmp_path / "weekly.zip"])
    assert rows(users, "SELECT count(*), sum(amount_cents) FROM opportunity") == [(1, 10_000)]
    assert "OpportunityHistory.csv" in report.remarks[0] and "Contact.csv" in report.remarks[0]


def test_a_known_table_of_an_archive_that_cannot_be_read_is_not_left_out(users: Engine, tmp_path) -> None:
    with zipfile.ZipFile(tmp_path / "weekly.zip", "w") as packed:
        packed.writestr("Task.csv", TASKS + task("1"))
        packed.writestr("Opportunity.csv", DEALS + "006A,005A,New,1,03/04/2026,03/04/2026,005A,0,0\n")
    with pytest.raises(ImportProblem, match="can be read with the day or the month first"):
        load_files(users, [tmp_path / "weekly.zip"])


@pytest.mark.parametrize(
    ("stage", "closed", "won"),
    [("Won", "TRUE", True), ("6 - Closed Won", "TRUE", True), ("Gewonnen", "TRUE", None),
     ("Closed Lost", "TRUE", False), ("Negotiation", "FALSE", None)],
)  # fmt: skip
def test_won_is_told_by_what_says_so(users: Engine, load, stage: str, closed: str, won: bool | None) -> None:
    header = "Opportunity ID,Opportunity Name,Opportunity Owner,Stage,Amount,Close Date,Created Date,Closed\n"
    load("report.csv", f"{header}1,A,Bob,{stage},5,2026-11-05,2026-11-03,{closed}\n")
    assert rows(users, "SELECT won FROM opportunity") == [(won,)]


def test_a_blank_day_of_acceptance_is_no_sao(users: Engine, load) -> None:
    header = "Record ID,Deal Name,Deal Stage,Pipeline,Deal owner,Amount,Create Date,SAO date\n"
    report = load(
        "deals.csv",
        f"{header}1,A,New,P,Bob,5,2026-11-03 09:00,\n2,B,New,P,Bob,5,2026-11-03 09:00,2026-11-04\n",
    )
    assert (report.new, report.aside) == (1, 1)
    assert rows(users, "SELECT accepted_on FROM opportunity") == [("2026-11-04",)]


def test_short_and_long_ids_are_one(users: Engine, load) -> None:
    line = "{},005A,New,1,2026-12-01,2026-11-03 10:00:00,005A,0,0\n"
    load("Opportunity.csv", DEALS + line.format("0061U000001AbCdQAK"))
    assert load("Opportunity.csv", DEALS + line.format("0061U000001AbCd")).unchanged == 1


def test_a_namesake_with_another_email_is_another_person(load, engine: Engine) -> None:
    load("reps.csv", "rep,email,team\nAna Diaz,ana@x.io,North\n")
    load(
        "User.csv",
        "Id,Username,Email,FirstName,LastName\n005A,a,ana.ae@x.io,Ana,Diaz\n005B,b,ana@x.io,Ana,Diaz\n",
    )
    report = load("Task.csv", TASKS + task("1") + task("2", owner="005B"))
    assert (report.new, report.unknown) == (1, 1)


def test_what_a_file_s_dates_say_comes_before_what_is_said_of_them(users: Engine, load) -> None:
    header = "Record ID,Activity date,Activity assigned to,Call outcome,Call direction\n"
    american = "1,11/2/2026 09:00,Bob,Busy,Outbound\n2,11/13/2026 09:00,Bob,Busy,Outbound\n"
    load("calls.csv", header + american, day_first=True)
    assert rows(users, "SELECT day FROM call ORDER BY day") == [("2026-11-02",), ("2026-11-13",)]
