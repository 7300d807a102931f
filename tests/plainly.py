"""What the log should hold, counted over its raw rows with dictionaries and loops: nothing of the
program's own counting, placing or attribution is used here."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from dashboard.log.tables import (
    Call,
    DailyCount,
    DailyListCount,
    Email,
    Meeting,
    Opportunity,
    OutcomeWordCount,
    Seat,
    Team,
)  # fmt: skip

CONNECTS = {"connected", "meeting scheduled", "disqualified"}
EARLY, LATE = date(1900, 1, 1), date(2200, 1, 1)


def rows(connection: Connection, model: type) -> list[dict]:
    """A table's rows."""
    return [dict(row) for row in connection.execute(select(model.__table__)).mappings()]


def rep_seats(connection: Connection) -> dict[int, list[tuple[date, date, int, ZoneInfo]]]:
    """Each rep's seats in order: first day, last day, team, zone."""
    zones = {team["id"]: ZoneInfo(team["time_zone"]) for team in rows(connection, Team)}
    found = defaultdict(list)
    for seat in sorted(rows(connection, Seat), key=lambda s: (s["started_on"] or EARLY, s["number"])):
        first, last = seat["started_on"] or EARLY, seat["ended_on"] or LATE
        found[seat["rep_id"]].append((first, last, seat["team_id"], zones[seat["team_id"]]))
    return found


def place(seats: list, moment: str | None) -> tuple[datetime | None, datetime | None, int]:
    """A moment's instant, local time and team: in the last seat that holds it, else the last that had
    begun, else the first. A Z at the end of the moment means UTC, else it is local."""
    if moment is None:
        return None, None, seats[-1][2]
    shown = datetime.fromisoformat(moment.removesuffix("Z"))
    found = []
    for first, last, team, zone in seats:
        if moment.endswith("Z"):
            instant = shown.replace(tzinfo=UTC)
            local = instant.astimezone(zone).replace(tzinfo=None)
        else:
            instant, local = shown.replace(tzinfo=zone).astimezone(UTC), shown
        found.append((first <= local.date(), first <= local.date() <= last, (instant, local, team)))
    holding = [what for _, holds, what in found if holds]
    begun = [what for begins, _, what in found if begins]
    return (holding or begun or [found[0][2]])[-1] if holding or begun else found[0][2]


def same_person(meeting: dict, touch: dict) -> bool:
    """The prospect decides; where one side does not know it, the account."""
    if meeting["prospect"] is not None and touch["prospect"] is not None:
        return meeting["prospect"] == touch["prospect"]
    return meeting["account"] is not None and meeting["account"] == touch["account"]


def credits(meeting: dict, touches: Iterable[dict]) -> tuple[dict | None, dict | None, str | None]:
    """The call and the email that a meeting is credited to, and the meeting's list."""
    booked = meeting["booked_at"]
    if booked is None:
        return None, None, None
    week = [
        touch for touch in touches
        if touch["rep_id"] == meeting["rep_id"] and same_person(meeting, touch)
        and booked - timedelta(days=7) <= touch["at"] <= booked
    ]  # fmt: skip
    week.sort(key=lambda touch: (touch["at"], touch["id"]))
    connects = [touch for touch in week if touch["kind"] == "call" and touch["outcome"] in CONNECTS]
    calls = [touch for touch in connects if touch["day"] == meeting["booked_on"]]
    emails = [
        touch for touch in week
        if touch["kind"] == "email" and not any(connect["at"] > touch["at"] for connect in connects)
    ]  # fmt: skip
    call, email = (calls or [None])[-1], (emails or [None])[-1]
    of_list = call or email or (week or [None])[-1]
    return call, email, of_list and of_list["list"]


def booked(connection: Connection) -> list[dict]:
    """All meetings; one booked at a wall clock's midnight, of which only the day is known, as booked in the
    last moment of its day."""
    zones = {team["id"]: ZoneInfo(team["time_zone"]) for team in rows(connection, Team)}
    found = rows(connection, Meeting)
    for meeting in found:
        if meeting["booked_at"] is None or not meeting["booked_wall_clock"]:
            continue
        zone = zones[meeting["team_id"]]
        local = meeting["booked_at"].astimezone(zone)
        if local.time() == time.min:
            next_day = datetime.combine(local.date() + timedelta(days=1), time.min, zone)
            meeting["booked_at"] = next_day.astimezone(UTC) - timedelta(microseconds=1)
    return found


def touches(connection: Connection) -> list[dict]:
    """All calls and emails, with their `kind`."""
    kinds = {"call": Call, "email": Email}
    return [{"kind": kind, **row} for kind, model in kinds.items() for row in rows(connection, model)]


def daily(connection: Connection) -> dict[tuple, Counter]:
    """The counts that are not 0 by rep, day, team and list ("" is none)."""
    counts: dict[tuple, Counter] = defaultdict(Counter)
    logged = touches(connection)
    for row in logged:
        count = counts[row["rep_id"], row["day"], row["team_id"], row["list"] or ""]
        kinds = row["kind"] + "s"
        count[kinds] += 1
        count[f"{kinds}_{row['outcome'].replace(' ', '_').replace('-', '_')}"] += 1
        if row["kind"] == "call":
            connect, morning = row["outcome"] in CONNECTS, row["hour"] < 12
            count["calls_morning"] += morning
            count["connects_morning"] += morning and connect
            count["talk_s"] += (row["duration_s"] or 0) if connect else 0
    credited = {}
    for meeting in booked(connection):
        for touch in credits(meeting, logged)[:2]:
            if touch is not None:
                credited[touch["kind"], touch["id"]] = touch
    for touch in credited.values():
        key = (touch["rep_id"], touch["day"], touch["team_id"], touch["list"] or "")
        counts[key][f"{touch['kind']}s_credited"] += 1
    return {key: +count for key, count in counts.items()}


def without_list(counts: dict[tuple, Counter]) -> dict[tuple, Counter]:
    """The same counts by rep, day and team."""
    total: dict[tuple, Counter] = defaultdict(Counter)
    for (rep, day, team, _), count in counts.items():
        total[rep, day, team] += count
    return dict(total)


def stored_daily(connection: Connection) -> tuple[dict[tuple, Counter], dict[tuple, Counter]]:
    """The stored daily counts: by list, and without."""
    return _stored(connection, DailyListCount, 4), _stored(connection, DailyCount, 3)


def _stored(connection: Connection, model: type, keys: int) -> dict[tuple, Counter]:
    names = [("rep_id", "day", "team_id", "list")[number] for number in range(keys)]
    return {
        tuple(row[name] for name in names): +Counter({n: v for n, v in row.items() if n not in names})
        for row in rows(connection, model)
    }


def check(connection: Connection) -> None:
    """Everything derived is what the raw rows say."""
    counts = daily(connection)
    by_list, by_day = stored_daily(connection)
    assert by_list == counts
    assert by_day == without_list(counts)
    logged = touches(connection)
    for meeting in booked(connection):
        call, email, name = credits(meeting, logged)
        for kind, touch in (("call", call), ("email", email)):
            for column in ("id", "day", "team_id", "list"):
                assert meeting[f"{kind}_{column}"] == (touch[column] if touch else None)
        assert meeting["list"] == name
    check_opportunities(connection)
    check_words(connection, logged)


def check_words(connection: Connection, logged: Iterable[dict]) -> None:
    """How often each word occurs is what the calls and emails say."""
    counts = Counter(
        (row["rep_id"], row["team_id"], f"{row['kind']}s", row["outcome_word"] or "", row["own_word"] or "")
        for row in logged
    )
    assert {tuple(row.values())[:5]: row["touches"] for row in rows(connection, OutcomeWordCount)} == counts


def check_opportunities(connection: Connection) -> None:
    """Every accepted meeting has its SAO, made here exactly where no export has one."""
    meetings = {row["id"]: row for row in rows(connection, Meeting)}
    opportunities = rows(connection, Opportunity)
    own = [row for row in opportunities if row["source"] != "meeting"]
    made = [row for row in opportunities if row["source"] == "meeting"]
    linked = {row["meeting_id"] for row in own}
    wanted = {key for key, row in meetings.items() if row["outcome"] == "accepted" and key not in linked}
    assert sorted(row["meeting_id"] for row in made) == sorted(wanted)
    for row in made:
        meeting = meetings[row["meeting_id"]]
        assert row["accepted_on"] == (meeting["starts_on"] or meeting["booked_on"])
        for name in ("rep_id", "team_id", "account", "prospect"):
            assert row[name] == meeting[name]
    for row in own:
        if row["meeting_inferred"] or row["meeting_id"] is None:
            found = found_meeting(row, meetings.values())
            assert (row["meeting_id"], row["meeting_inferred"]) == (found and found["id"], found is not None)
            anybody_s = found_meeting(row, meetings.values(), of_anybody=True)
            if row["rep_inherited"] and anybody_s:
                assert row["rep_id"] == anybody_s["rep_id"]
        meeting = meetings.get(row["meeting_id"])
        if meeting and row["rep_inherited"]:
            assert row["rep_id"] == meeting["rep_id"]
        if meeting and meeting["rep_id"] == row["rep_id"]:
            assert row["team_id"] == meeting["team_id"]
        check_day(row, meeting)


def check_day(deal: dict, meeting: dict | None) -> None:
    """An SAO without a day of its own counts on that of its meeting, once that took place; one that has only
    the day on which it was made counts on that, unless its meeting is later."""
    its_day = meeting and (meeting["starts_on"] or meeting["booked_on"])
    took_place = meeting is not None and meeting["outcome"] in ("accepted", "held")
    made = deal["created_on"]
    if made is not None and not (its_day and its_day > made):
        assert (deal["accepted_at"], deal["accepted_on"]) == (deal["created_at"], made)
    elif made is not None or deal["accepted_at"] is None:
        assert deal["accepted_on"] == (its_day if took_place else None)


def found_meeting(deal: dict, meetings: Iterable[dict], of_anybody: bool = False) -> dict | None:
    """The meeting that an SAO without a named one came from: the rep's last with that account, else with that
    prospect, which took place or may have, until the day of acceptance. Where only the day is known on which
    it was made, and none comes before: the first that was booked by then, one that took place if any."""

    def day(meeting: dict) -> date:
        return meeting["starts_on"] or meeting["booked_on"]

    def order(meeting: dict) -> tuple:
        return (meeting["starts_at"] or meeting["booked_at"], meeting["id"])

    until = deal["created_on"] or (deal["accepted_on"] if deal["accepted_at"] else None)
    for name in ("account", "prospect"):
        of_them = [
            meeting for meeting in meetings
            if deal[name] is not None and day(meeting) is not None
            and meeting[name] == deal[name] and (of_anybody or meeting["rep_id"] == deal["rep_id"])
        ]  # fmt: skip
        held = [one for one in of_them if one["outcome"] not in ("cancelled", "no-show")]
        before = [one for one in held if until is None or day(one) <= until]
        if before:
            return max(before, key=order)
        if deal["created_on"] is None:
            continue
        booked = [one for one in of_them if one["booked_on"] and one["booked_on"] <= until < day(one)]
        if booked:
            held = [one for one in booked if one in held]
            # Of two at one moment the one with the higher key.
            return min(held or booked, key=lambda one: (order(one)[0], -one["id"]))
    return None


def snapshot(connection: Connection, *models: type) -> list:
    """The rows of the tables in a form that can be compared."""
    order: Callable[[tuple], str] = repr
    return [sorted((tuple(row.values()) for row in rows(connection, model)), key=order) for model in models]
