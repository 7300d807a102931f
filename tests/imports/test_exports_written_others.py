"""The made-up exports of HubSpot, Aircall and Pipedrive are as these write them: read back plainly, they
hold the truth."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from exported import aircall, hubspot, hubspot_api, pipedrive, truth
from exported.facts import Team
from exported.plainly_read import per_day, read


@pytest.fixture(scope="module")
def team() -> Team:
    """A team to be written and read."""
    return truth.make(51)


@pytest.mark.parametrize("milliseconds", [False, True])
def test_hubspot_has_local_minutes(team: Team, tmp_path: Path, milliseconds: bool) -> None:
    calls, emails, meetings, deals = hubspot.write(team, tmp_path, milliseconds)
    reps = {rep.name for rep in team.reps}
    made = [
        row
        for row in read(calls)
        if row["Call direction"] == "Outbound" and row["Call status"] != "Scheduled"
        if row["Activity assigned to"] in reps
    ]
    days = Counter((row["Activity assigned to"], row["Activity date"][:10]) for row in made)
    assert days == per_day(team, team.calls)
    assert all(datetime.strptime(row["Activity date"], "%Y-%m-%d %H:%M") for row in made)
    assert sum(seconds(row["Call duration"]) for row in made) == sum(c.duration_s or 0 for c in team.calls)
    sent = [row for row in read(emails) if row["Email direction"] != "INCOMING_EMAIL"]
    assert Counter(row["Email send status"] for row in sent)["BOUNCED"] == sum(
        email.outcome == "bounced" for email in team.emails
    )
    won = [row for row in read(deals) if row["Is Closed Won"] == "true" and row["SDR"]]
    assert len(won) == sum(sao.won is True for sao in team.saos)
    assert sum(row["Meeting outcome"] == "Rescheduled" for row in read(meetings)) > 0


def seconds(cell: str) -> int:
    """A duration of HubSpot's, a clock's or milliseconds."""
    if ":" not in cell:
        return int(cell or 0) // 1000
    hours, minutes, rest = map(int, cell.split(":"))
    return hours * 3600 + minutes * 60 + rest


def test_hubspot_s_api_has_utc_and_ids(team: Team, tmp_path: Path) -> None:
    owners, calls, *_ = hubspot_api.write(team, tmp_path, ids=True)
    named = {row["id"]: f"{row['firstName']} {row['lastName']}" for row in read(owners)}
    rows = {row["hs_object_id"]: row for row in read(calls)}
    for call in team.calls:
        row = rows[hubspot.record_id(call.number)]
        assert named[row["hubspot_owner_id"]] == call.who.name
        assert datetime.fromisoformat(row["hs_timestamp"]).replace(microsecond=0) == call.at
    ids = {row["hs_call_disposition"] for row in rows.values()}
    assert set(hubspot_api.DISPOSITIONS.values()) <= ids and "Connected" not in ids
    assert "Connected" in hubspot_api.write(team, tmp_path / "words")[0].read_text()


def test_aircall_has_both_clocks_and_outcomes_among_tags(team: Team, tmp_path: Path) -> None:
    rows = read(aircall.write(team, tmp_path)[0])
    made = [row for row in rows if row["direction"] == "outbound"]
    for row in made:
        at = datetime.fromisoformat(row["datetime (utc)"]).replace(tzinfo=UTC)
        assert team.local(at).strftime("%Y-%m-%d %H:%M:%S") == row["datetime (tz offset incl.)"]
    booked = sum("booked" in row["tags"] for row in made)
    assert booked == sum(call.outcome == "meeting scheduled" for call in team.calls)
    assert any(row["user"] == aircall.NOBODY for row in rows)


def test_pipedrive_leaves_out_the_fields_it_is_told_to(team: Team, tmp_path: Path) -> None:
    activities, deals = pipedrive.write(team, tmp_path / "with")
    calls = [row for row in read(activities) if row["Activity - Type"] == "Call"]
    reps = {rep.name for rep in team.reps}
    days: Counter = Counter()
    for row in calls:
        on = row["Activity - Marked as done time"] or row["Activity - Due date"]
        if row["Activity - Assigned to user"] in reps and row["Activity - Done"] == "Done":
            days[row["Activity - Assigned to user"], on[:10]] += 1
    assert days == per_day(team, team.calls)
    assert read(deals)[0]["Deal - SDR"] in reps
    bare = pipedrive.write(team, tmp_path / "without", outcomes=False, by_column=False)
    assert "Activity - Outcome" not in read(bare[0])[0] and "Deal - SDR" not in read(bare[1])[0]
