"""A file in the log: what each kind becomes, what the second time changes, what is rejected and why."""

from __future__ import annotations

import io

import pytest
from importing import CALLS, REPS, contents, logged, rows
from sqlalchemy import Engine

from dashboard.imports.loading import load_file
from dashboard.imports.problem import ImportProblem
from dashboard.imports.report import Report


def counts(report: Report) -> tuple[int, int, int, int, int]:
    return report.read, report.new, report.changed, report.unchanged, report.rejected


def test_calls_come_in_as_they_are(staffed, engine: Engine) -> None:
    report = staffed("calls.csv", CALLS)
    assert counts(report) == (3, 3, 0, 0, 0)
    assert report.sentences() == [
        "calls.csv (calls): 3 rows = 3 new + 0 changed + 0 unchanged + 0 rejected + "
        "0 of unknown people + 0 set aside"
    ]  # fmt: skip
    found = rows(engine, "SELECT source_id, name, at, day, outcome, outcome_word, duration_s, list, "
                 "prospect, account FROM call JOIN rep ON rep.id = rep_id ORDER BY source_id")  # fmt: skip
    moment = "2026-11-03 09:00:00.000000"
    zoe = "Zoë O’Brien"
    assert found == [
        ("c1", "Bob", moment, "2026-11-03", "no answer", "no answer", 12, "L1", "Ann", "Acme"),
        ("c2", zoe, moment, "2026-11-03", "voicemail", "Left Voicemail", 30, "L1", "Ben", "Acme"),
        ("c3", "Bob", moment, "2026-11-03", "connected", "connected", 95, "L2", "Cy", "Beta"),
    ]
    assert rows(engine, "SELECT sum(calls), sum(talk_s) FROM daily_count") == [(3, 95)]


def test_meetings_opportunities_quotas_and_expectations(staffed, engine: Engine) -> None:
    staffed("meetings.csv", "id,rep,booked_at,starts_at,channel,outcome,ae,prospect,account\n"
            "m1,Bob,2026-11-02T09:00Z,2026-11-04 15:00,Cold call,Completed,AE,Ann,Acme\n"
            "m2,Bob,,2026-11-05,Fax,,AE,,Beta\n")  # fmt: skip
    staffed("opportunities.csv", "id,meeting_id,rep,accepted_at,amount,currency,stage,closed_at,won\n"
            "o1,m1,,2026-11-05,12000.505,eur,Won,2026-11-20T10:00Z,true\n"
            "o2,,Zoë O'Brien,2026-11-06,,,Open,,\n")  # fmt: skip
    staffed("quotas.csv", "rep,team,metric,period,target\nBob,,saos,2026-11,8\n,north,Revenue,2026-q4,1e5\n"
            ",north,Revenue,2026-q4,100000\n")  # fmt: skip
    staffed("expectations.csv", "team,metric,per_day\nNorth,calls,60\n")
    assert rows(
        engine, "SELECT source_id, starts_at, starts_on, channel, outcome FROM meeting ORDER BY 1"
    ) == [
        ("m1", "2026-11-04 14:00:00.000000", "2026-11-04", "phone", "held"),
        ("m2", "2026-11-04 23:00:00.000000", "2026-11-05", "other", "scheduled"),
    ]
    found = rows(engine, "SELECT source_id, name, accepted_on, amount_cents, currency, won, closed_on "
                 "FROM opportunity JOIN rep ON rep.id = rep_id ORDER BY 1")  # fmt: skip
    assert found == [
        ("o1", "Bob", "2026-11-05", 1200051, "EUR", 1, "2026-11-20"),
        ("o2", "Zoë O’Brien", "2026-11-06", None, None, None, None),
    ]
    quotas = rows(engine, "SELECT team_id IS NULL, metric, period, target FROM quota ORDER BY target")
    assert quotas == [(1, "saos", "2026-11", 8.0), (0, "revenue", "2026-Q4", 100000.0)]
    assert rows(engine, "SELECT metric, per_day FROM expectation") == [("calls", 60.0)]


def test_fields_with_quotes_commas_newlines_and_accents(staffed, engine: Engine) -> None:
    header = "\ufeffAccount,Prospect,AT,rep,duration_s\n"
    row = """"Müller, ""Söhne"" & Co","Łukasz\nD’Arcy",2026-11-03T09:00Z,"ZOË  O'BRIEN",5\n"""
    staffed("calls.csv", header + row)
    assert rows(engine, "SELECT account, prospect FROM call") == [('Müller, "Söhne" & Co', "Łukasz\nD’Arcy")]


def test_days_follow_the_teams_clock_over_daylight_saving(staffed, engine: Engine) -> None:
    moments = ("2026-03-28T23:30Z", "2026-03-29T22:30Z", "2026-10-25 02:30", "2026-03-29 02:30",
               "2026-10-25T23:30:00+01:00")  # fmt: skip
    calls = "".join(f"{number},Bob,{moment},1\n" for number, moment in enumerate(moments, 1))
    staffed("calls.csv", "id,rep,at,duration_s\n" + calls)
    assert rows(engine, "SELECT source_id, at, day FROM call ORDER BY 1") == [
        ("1", "2026-03-28 23:30:00.000000", "2026-03-29"),
        ("2", "2026-03-29 22:30:00.000000", "2026-03-30"),
        ("3", "2026-10-25 00:30:00.000000", "2026-10-25"),
        ("4", "2026-03-29 01:00:00.000000", "2026-03-29"),
        ("5", "2026-10-25 22:30:00.000000", "2026-10-25"),
    ]


def test_null_is_blank_in_every_column_and_only_so_written(load, engine: Engine) -> None:
    load("reps.csv", "rep,email,team,manager,started_on,ended_on,time_zone\n"
         "Bob,NULL,North,NULL,NULL, NULL ,NULL\nNull,,North,,,,\n")  # fmt: skip
    assert rows(engine, "SELECT name, email, manager, started_on, ended_on FROM seat "
                "JOIN rep ON rep.id = rep_id ORDER BY name") == [
        ("Bob", None, None, None, None), ("Null", None, None, None, None),
    ]  # fmt: skip
    report = load("calls.csv", "id,rep,at,outcome,duration_s,list,prospect,account\n"
                  "NULL,Bob,2026-11-03,NULL,NULL,NULL,null,NULL\nNULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL\n"
                  "NULL,Bob,NULL,,,,,\n")  # fmt: skip
    assert [row.reason for row in report.rejected_rows] == ["Column rep is blank.", "Column at is blank."]
    assert rows(engine, "SELECT source_id, outcome, outcome_word, duration_s, list, prospect, account "
                "FROM call") == [(None, "unknown", None, None, None, "null", None)]  # fmt: skip
    assert rows(engine, 'SELECT fields FROM rejected_row ORDER BY "row"')[1] == (
        '["NULL", "Bob", "NULL", "", "", "", "", ""]',
    )
    load("opportunities.csv", "id,meeting_id,rep,accepted_at,amount,currency,stage,closed_at,won\n"
         "o1,NULL,Bob,2026-11-03,NULL,NULL,NULL,NULL,NULL\n")  # fmt: skip
    assert rows(engine, "SELECT amount_cents, currency, stage, closed_at, won FROM opportunity") == [
        (None,) * 5
    ]


def test_the_same_file_twice_changes_nothing(staffed, engine: Engine) -> None:
    staffed("calls.csv", CALLS)
    before = logged(engine)
    assert counts(staffed("calls.csv", CALLS)) == (3, 0, 0, 3, 0)
    assert counts(staffed("reps.csv", REPS)) == (2, 0, 0, 2, 0)
    assert logged(engine) == before


def test_a_longer_file_adds_what_is_new_and_a_changed_row_is_an_update(staffed, engine: Engine) -> None:
    staffed("calls.csv", CALLS)
    longer = CALLS.replace("no answer", "connected") + "c4,Bob,2026-11-04T09:00:00Z,busy,1,,,\n"
    assert counts(staffed("calls.csv", longer)) == (4, 1, 1, 2, 0)
    assert rows(engine, "SELECT source_id, outcome FROM call ORDER BY 1") == [
        ("c1", "connected"), ("c2", "voicemail"), ("c3", "connected"), ("c4", "no answer"),
    ]  # fmt: skip
    assert rows(engine, "SELECT sum(calls), sum(calls_connected) FROM daily_count") == [(4, 2)]


def test_rows_without_ids_are_told_apart_by_content_and_how_often_it_occurs(staffed, engine: Engine) -> None:
    header, row = "rep,at,outcome,duration_s\n", "Bob,2026-11-03 09:00,busy,1\n"
    assert counts(staffed("calls.csv", header + row * 2)) == (2, 2, 0, 0, 0)
    assert counts(staffed("calls.csv", header + row * 2)) == (2, 0, 0, 2, 0)
    other = row.replace("busy", "connected")
    assert counts(staffed("calls.csv", header + row * 3 + other)) == (4, 2, 0, 2, 0)
    assert rows(engine, "SELECT count(*), count(DISTINCT id) FROM call") == [(4, 4)]


def test_the_same_id_twice_in_a_file_is_a_row_and_its_change(staffed, engine: Engine) -> None:
    twice = "id,rep,at,outcome,duration_s\n1,Bob,2026-11-03,busy,1\n1,Bob,2026-11-03,connected,1\n"
    assert counts(staffed("calls.csv", twice)) == (2, 1, 1, 0, 0)
    assert rows(engine, "SELECT outcome FROM call") == [("connected",)]


def test_bad_rows_are_kept_whole_and_the_good_ones_go_in(staffed, engine: Engine) -> None:
    report = staffed("calls.csv", "id,rep,at,outcome,duration_s,list\n1,Bob,2026-11-03,busy,1,\n"
                     "2,Bob,03/11/2026,busy,1,\n3,Bob,2026-02-30,busy,-1,\n4,,2026-11-03,busy,1,\n"
                     "5,Bob,,busy,1,\n6,Bob,2026-11-03\n7,Bob,2026-11-03,busy,x,\n")  # fmt: skip
    assert counts(report) == (7, 1, 0, 0, 6)
    found = [(row.row, row.column, row.value) for row in report.rejected_rows]
    assert found == [
        (3, "at", "03/11/2026"), (4, "at", "2026-02-30"), (5, "rep", ""), (6, "at", ""), (7, None, None),
        (8, "duration_s", "x"),
    ]  # fmt: skip
    assert report.rejected_rows[2].reason == "Column rep is blank."
    assert report.rejected_rows[3].reason == "Column at is blank."
    assert report.waiting == 0
    stored = rows(engine, 'SELECT "row", "column", value, reason, fields, waits_for FROM rejected_row')
    assert [(row, column, value) for row, column, value, *_ in stored] == found
    assert stored[4][3:] == (
        "The row has 3 fields where the header has 6; check its commas and quotes.",
        '["6", "Bob", "2026-11-03"]', None,
    )  # fmt: skip
    assert rows(engine, "SELECT read, new, changed, unchanged, rejected FROM import_batch WHERE id = 2") == [
        (7, 1, 0, 0, 6)
    ]
    assert report.sentences()[1] == (
        "  row 3, at “03/11/2026”: Not a moment: write it as 2026-11-03T10:00:00Z, "
        "2026-11-03T10:00:00+01:00, 2026-11-03 10:00 or 2026-11-03."
    )


REJECTED = [
    ("meetings.csv", "rep,booked_at,starts_at\nBob,2026-11-03,\n", "Bob,,\n", None, "neither booked_at"),
    ("reps.csv", "rep,team,started_on,ended_on\nEve,North,2025-01-01,\n", "Al,North,2026-01-02,2026-01-01\n",
     "ended_on", "before started_on"),
    ("reps.csv", "rep,team,email\nEve,North,\n", "Al,North,n/a\n", "email", "Not an email"),
    ("reps.csv", "rep,team,time_zone\nEve,North,\n", "Al,North,Berlin\n", "time_zone", "Not a time zone"),
    ("opportunities.csv", "id,rep,meeting_id,accepted_at\n1,Bob,,2026-11-03\n", "2,,,2026-11-03\n", "rep",
     "neither a rep nor a meeting_id"),
    ("quotas.csv", "rep,team,metric,period,target\nBob,,saos,2026-11,3\n", ",,saos,2026-11,3\n", "rep",
     "neither a rep nor a team"),
    ("quotas.csv", "rep,team,metric,period,target\nBob,,saos,2026-11,3\n", "Bob,,win rate,2026-11,3\n",
     "metric", "Not a metric"),
    ("expectations.csv", "team,metric,per_day\nNorth,calls,3\n", "North,calls,-3\n", "per_day",
     "Not a number"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "good", "bad", "column", "reason"), REJECTED)
def test_rows_that_contradict_themselves(staffed, name, good, bad, column, reason) -> None:
    report = staffed(name, good + bad)
    assert (report.read, report.rejected) == (2, 1)
    assert report.rejected_rows[0].row == 3
    assert report.rejected_rows[0].column == column
    assert reason in report.rejected_rows[0].reason


def test_remarks(staffed) -> None:
    report = staffed("calls.csv", "rep,at,outcome,duration_s,Mood\n" + "Bob,2026-11-03,Zilch,1,x\n" * 2
                     + "Nobody,2026-11-03,Zilch,1,x\nBob,x,Zilch,1,x\n")  # fmt: skip
    assert report.remarks == [
        "Columns not used: Mood.", "The outcome “Zilch” is not known: 3 rows taken as unknown.",
    ]  # fmt: skip
    report = staffed("opportunities.csv", "id,rep,accepted_at,closed_at,won,amount\n1,Bob,2026-11-03,,yes,5\n"
                     "2,Bob,2026-11-03,2026-11-01,no,-5\n3,Bob,,,,\n4,Bob,,,,\n")  # fmt: skip
    assert report.rejected == 0
    assert report.remarks == [
        "Row 2 is won without a closed_at: the revenue cannot be dated.",
        "2 rows (the first is row 4) are without an accepted_at: counted on the day of their meeting, "
        "once that took place.",
        "Row 3 is closed before it was accepted.",
    ]


def test_time_zones_of_teams(load, engine: Engine) -> None:
    report = load("reps.csv", "rep,team,time_zone\nA,East,\nB, east,asia/tokyo\nC,West,\n")
    assert report.remarks == [
        "Team West has no time zone: UTC is used; say another in reps.csv "
        "(or on the command line with --time-zone)."
    ]
    load("more.csv", "rep,team\nD,West\nE,South\n", time_zone="Europe/Paris")
    assert rows(engine, "SELECT name, time_zone FROM team ORDER BY name") == [
        ("East", "Asia/Tokyo"), ("South", "Europe/Paris"), ("West", "UTC"),
    ]  # fmt: skip
    report = load("two.csv", "rep,team,time_zone\nF,New,Asia/Tokyo\nG,New,UTC\n")
    assert report.remarks == ["Team New has several time zones: Asia/Tokyo is used, UTC is not."]
    with pytest.raises(ImportProblem, match="“Mars” cannot be used: Not a time zone"):
        load("reps.csv", REPS, time_zone="Mars")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "is empty"),
        ("rep,at,duration_s\n", "has a header row and no rows under it"),
        ("rep,at,duration_s\n,,\n\n", "has a header row and no rows under it"),
        ("rep,when\nBob,x\n", "is no kind of file this program knows"),
        ("rep,at,duration_s\nBob,yesterday,1\n", "no row can be read as calls (1 row tried); row 2, at"),
        ("rep,at,duration_s\n" + "Bob,x,1\n" * 10_001, "(10,001 rows tried)"),
        ('rep,at,duration_s\nBob,2026-11-03,1\nBob,"2026-11-03,1\n', "from row 3 on"),
    ],
)  # fmt: skip
def test_a_refused_file_changes_nothing(staffed, engine: Engine, content: str, said: str) -> None:
    before = contents(engine)
    with pytest.raises(ImportProblem) as raised:
        staffed("calls.csv", content)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)
    assert contents(engine) == before


@pytest.mark.parametrize("bad", [",2026-11-03,1\n", "Bob,x,1\n", "Bob,2026-11-03\n"])
def test_any_number_of_bad_rows_keeps_no_good_one_out(staffed, engine: Engine, bad: str) -> None:
    report = staffed("calls.csv", "rep,at,duration_s\n" + bad * 10_000 + "Bob,2026-11-03,1\n" * 500)
    assert counts(report) == (10_500, 500, 0, 0, 10_000)
    assert rows(engine, "SELECT count(*) FROM call") == [(500,)]
    assert rows(engine, "SELECT count(*) FROM rejected_row") == [(10_000,)]


def test_a_dry_run_reports_the_same_and_changes_nothing(staffed, engine: Engine) -> None:
    before = contents(engine)
    report = staffed("calls.csv", CALLS, dry_run=True)
    assert (counts(report), report.batch_id) == ((3, 3, 0, 0, 0), None)
    assert "dry run, nothing stored" in report.sentences()[0]
    assert contents(engine) == before


def test_an_open_file_with_a_name_and_progress(engine: Engine) -> None:
    seen: list[tuple[int, int]] = []
    text = "rep,team\n" + "".join(f"Rep {n},North\n" for n in range(30))
    report = load_file(engine, io.BytesIO(text.encode()), name="people.csv", loaded_by="Ann",
                       progress=lambda *at: seen.append(at))  # fmt: skip
    assert (report.file, report.kind, report.new) == ("people.csv", "reps", 30)
    assert seen[-1] == (len(text), len(text))
    assert rows(engine, "SELECT file_name, loaded_by, source FROM import_batch") == [
        ("people.csv", "Ann", "own")
    ]


def test_a_report_as_json_is_plain(staffed) -> None:
    told = staffed("calls.csv", CALLS + "c4,Bob,x,busy,1,,,\n").as_json()
    assert told["rejected_rows"][0]["column"] == "at"
    assert told["read"] == told["new"] + told["changed"] + told["unchanged"] + told["rejected"] == 4
    assert told["unknown"] == told["aside"] == 0


def test_an_id_that_stands_twice_in_a_file_is_its_last_row_and_the_file_can_be_loaded_again(
    staffed, engine: Engine
) -> None:
    twice = CALLS + "c1,Bob,2026-11-03T09:00:00Z,connected,12,L1,Ann,Acme\n"
    assert counts(staffed("calls.csv", twice)) == (4, 3, 1, 0, 0)
    assert rows(engine, "SELECT outcome FROM call WHERE source_id = 'c1'") == [("connected",)]
    before = logged(engine)
    assert counts(staffed("calls.csv", twice)) == (4, 0, 0, 4, 0)
    assert logged(engine) == before
