"""Files of every shape, of which a few rows at a time are taken, and where the values of their columns go."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from exported import aircall, hubspot, hubspot_api, own, pipedrive, salesforce, salesforce_report, truth
from exported.dirt import Table, table_of
from exported.facts import Team

ZONE = "America/New_York"
FEWEST, MOST = 2, 8


@dataclass(frozen=True)
class Value:
    """A value of the log and the cells it is made of. `reads`: moment, day, seconds, cents or number. Of
    moments `column` has the clock; where it is blank the `day` column counts, with what `time` says. `zone`:
    of clocks without an offset. `unit` of durations, as of `strictly.seconds`. `open` ones may be left out.
    """

    column: str
    reads: str
    stored: str
    zone: str = ZONE
    unit: str = ""
    day: str = ""
    time: str = ""
    currency: str = ""
    open: bool = False


@dataclass(frozen=True)
class Kind:
    """One kind of file. `key`: the column whose cells say which row is which, in the log `query`'s first.
    `evidence`: columns of dates that the order of day and month is read from as well."""

    name: str
    table: Table
    key: str = ""
    values: tuple[Value, ...] = ()
    query: str = ""
    evidence: tuple[str, ...] = ()
    own: bool = False

    @property
    def columns(self) -> list[str]:
        """The columns that hold values, as far as the table has them."""
        names = [name for one in self.values for name in (one.column, one.day, one.time, one.currency)]
        return [name for name in dict.fromkeys([*names, *self.evidence]) if name in self.table[0]]

    def few(self, chance: random.Random) -> Table:
        """A table of a few of its rows, each with a key that no other has."""
        rows = chance.sample(self.table[1:], min(len(self.table) - 1, chance.randint(FEWEST, MOST)))
        place = self.table[0].index(self.key) if self.key else None
        found = [list(self.table[0])]
        for number, row in enumerate(rows):
            found.append(list(row))
            if place is not None and not row[place]:
                found[-1][place] = f"key {number}"
        return found


TOUCHES = "SELECT {0}, at, day, duration_s FROM call"
EMAILS = "SELECT {0}, at, day FROM email"
BOTH = f"{TOUCHES} UNION ALL SELECT {{0}}, at, day, 'none' FROM email"
MEETINGS = "SELECT {0}, booked_at, booked_on, starts_at, starts_on FROM meeting"
DEALS = (
    "SELECT source_id, accepted_at, accepted_on, closed_at, closed_on, amount_cents, currency "
    "FROM opportunity WHERE source <> 'meeting'"
)
PIPEDRIVE = (
    "SELECT source_id, at, day, 'none' booked_at, '' booked_on, 'none' starts_at, '' starts_on FROM call "
    "UNION ALL SELECT source_id, at, day, 'none', '', 'none', '' FROM email "
    "UNION ALL SELECT source_id, 'none', '', booked_at, booked_on, starts_at, starts_on FROM meeting"
)
QUOTAS = (
    ("rep", "team", "metric", "period", "target"),
    *(("", "Outbound", "saos", f"2026-{month:02}", f"{month * 3}.5") for month in range(1, 13)),
)
EXPECTATIONS = (("team", "metric", "per_day"), ("Outbound", "calls", "40"), ("Outbound", "emails", "30.5"),
                ("Outbound", "meetings_scheduled", ".5"))  # fmt: skip
HOLIDAYS = (("team", "day", "name", "open"),
            *(("Outbound", f"2026-12-{day:02}", f"Day {day}", "") for day in range(1, 28)))  # fmt: skip


def at(column: str, stored: str, **more: str | bool) -> Value:
    """A moment."""
    return Value(column, "moment", stored, **more)  # type: ignore[arg-type]


def on(column: str, stored: str, **more: str | bool) -> Value:
    """A day, whatever time of day stands beside it."""
    return Value(column, "day", stored, **more)  # type: ignore[arg-type]


def lasts(column: str, unit: str) -> Value:
    """How long a call took."""
    return Value(column, "seconds", "duration_s", unit=unit)


def deal(accepted: Value, closed: str, amount: str, currency: str) -> tuple[Value, ...]:
    """The values of a deal; of an open one the date of closing is a hope."""
    closes = replace(accepted, column=closed, reads="moment", stored="closed", open=True)
    return accepted, closes, Value(amount, "cents", "amount_cents", currency=currency)


@cache
def kinds(folder: Path) -> tuple[Kind, ...]:
    """Every kind of file, written into a folder."""
    team = truth.make(77, ZONE, calls=20, emails=15, meetings=30)
    return (
        *_own(team, folder / "own"), *_salesforce(team, folder), *_report(team, folder / "report"),
        *_hubspot(team, folder / "hubspot"), *_hubspot_api(team, folder / "api"), *_others(team, folder),
    )  # fmt: skip


def staff(folder: Path) -> list[Path]:
    """The files without which no row is anybody's."""
    team = truth.make(77, ZONE, calls=20, emails=15, meetings=30)
    return [own.write_reps(team, folder), salesforce.write_weekly(team, folder)[0]]


def _table(rows: Sequence[Sequence[str]]) -> Table:
    return [list(row) for row in rows]


def _own(team: Team, folder: Path) -> list[Kind]:
    reps, calls, emails, meetings, deals = (table_of(path) for path in own.write(team, folder))
    seats = (
        "SELECT name, started_on, ended_on FROM rep JOIN seat ON rep.id = seat.rep_id WHERE name LIKE 'New%'"
    )
    # The staff is in the log already, so that these reps are others.
    reps = [reps[0], *([f"New {row[0]}", f"new-{row[1]}", *row[2:]] for row in reps[1:])]
    days = tuple(Value(name, "day", name) for name in ("started_on", "ended_on"))
    touch = TOUCHES.format("source_id")
    met = (at("booked_at", "booked"), at("starts_at", "starts"))
    sold = (
        at("accepted_at", "accepted"),
        at("closed_at", "closed"),
        Value("amount", "cents", "amount_cents", currency="currency"),
    )
    plain = [
        Kind("reps.csv", reps, "rep", days, seats),
        Kind("calls.csv", calls, "id", (at("at", ""), lasts("duration_s", "own")), touch),
        Kind("emails.csv", emails, "id", (at("at", ""),), EMAILS.format("source_id")),
        Kind("meetings.csv", meetings, "id", met, MEETINGS.format("source_id")),
        Kind("opportunities.csv", deals, "id", sold, DEALS),
        Kind(
            "quotas.csv",
            _table(QUOTAS),
            "period",
            (Value("target", "number", "target"),),
            "SELECT period, target FROM quota",
        ),
        Kind(
            "expectations.csv",
            _table(EXPECTATIONS),
            "metric",
            (Value("per_day", "number", "per_day"),),
            "SELECT metric, per_day FROM expectation",
        ),
        Kind(
            "holidays.csv",
            _table(HOLIDAYS),
            "name",
            (Value("day", "day", "day"),),
            "SELECT name, day FROM calendar_day",
        ),
    ]
    return [replace(kind, own=True) for kind in plain]


def _salesforce(team: Team, folder: Path) -> list[Kind]:
    found = []
    for files in (
        salesforce.write_weekly(team, folder / "weekly"),
        salesforce.write_loader(team, folder / "loader"),
    ):
        user, task, event, deals = ((path.name, table_of(path)) for path in files)
        starts = "ActivityDateTime" if "ActivityDateTime" in event[1][0] else "StartDateTime"
        touch = (on("ActivityDate", ""), lasts("CallDurationInSeconds", "s"))
        met = (at("CreatedDate", "booked", zone="UTC"), at(starts, "starts", zone="UTC", day="ActivityDate"))
        sold = deal(at("SAO_Date__c", "accepted", zone="UTC"), "CloseDate", "Amount", "CurrencyIsoCode")
        sold = (sold[0], replace(sold[1], zone=ZONE), sold[2])
        clocks = ("CompletedDateTime", "CreatedDate")
        found += [
            Kind(*user),
            Kind(*task, "Id", touch, BOTH.format("source_id"), clocks),
            Kind(*event, "Id", met, MEETINGS.format("source_id")),
            Kind(*deals, "Id", sold, DEALS, ("CreatedDate",)),
        ]
    return found


def _report(team: Team, folder: Path) -> list[Kind]:
    tasks, events, deals = ((path.name, table_of(path)) for path in salesforce_report.write(team, folder))
    touch = (on("Date", ""), lasts("Call Duration", "s"))
    met = (at("Created Date", "booked"), at("Start", "starts", day="Date"))
    sold = deal(at("SAO Date", "accepted"), "Close Date", "Amount", "Amount Currency")
    clocks = ("Created Date", "Completed Date/Time")
    return [
        Kind(*tasks, "Company / Account", touch, BOTH.format("account"), clocks),
        Kind(*events, "Company / Account", met, MEETINGS.format("account")),
        Kind(
            *deals,
            "Opportunity ID",
            sold,
            DEALS.replace("source_id", "substr(source_id, 1, 15)"),
            ("Created Date",),
        ),
    ]


def _hubspot(team: Team, folder: Path) -> list[Kind]:
    calls, emails, meetings, deals = ((path.name, table_of(path)) for path in hubspot.write(team, folder))
    numbered = hubspot.write(team, folder / "ms", milliseconds=True)[0]
    touch = (at("Activity date", ""), lasts("Call duration", ""))
    met = (at("Create Date", "booked"), at("Meeting start time", "starts", day="Activity date"))
    sold = deal(at("SAO date", "accepted"), "Close Date", "Amount", "Currency")
    return [
        Kind(*calls, "Record ID", touch, TOUCHES.format("source_id")),
        Kind(numbered.name, table_of(numbered), "Record ID", touch, TOUCHES.format("source_id")),
        Kind(*emails, "Record ID", touch[:1], EMAILS.format("source_id")),
        Kind(*meetings, "Record ID", met, MEETINGS.format("source_id")),
        Kind(*deals, "Record ID", sold, DEALS, ("Create Date",)),
    ]


def _hubspot_api(team: Team, folder: Path) -> list[Kind]:
    calls, emails, meetings, deals = ((path.name, table_of(path)) for path in hubspot_api.write(team, folder))
    touch = (at("hs_timestamp", ""), lasts("hs_call_duration", "ms"))
    met = (at("hs_createdate", "booked"), at("hs_meeting_start_time", "starts", day="hs_timestamp"))
    sold = deal(at("sao_date", "accepted"), "closedate", "amount", "deal_currency_code")
    return [
        Kind(*calls, "hs_object_id", touch, TOUCHES.format("source_id")),
        Kind(*emails, "hs_object_id", touch[:1], EMAILS.format("source_id")),
        Kind(*meetings, "hs_object_id", met, MEETINGS.format("source_id")),
        Kind(*deals, "hs_object_id", sold, DEALS, ("createdate",)),
    ]


def _others(team: Team, folder: Path) -> list[Kind]:
    calls = aircall.write(team, folder / "aircall")[0]
    activities, deals = ((path.name, table_of(path)) for path in pipedrive.write(team, folder / "pipedrive"))
    called = (at("datetime (utc)", "", zone="UTC"), lasts("duration (in call)", "s"))
    due = {"day": "Activity - Due date", "time": "Activity - Due time"}
    done = (
        at("Activity - Marked as done time", "", **due), at("Activity - Add time", "booked"),
        at("", "starts", **due),
    )  # fmt: skip
    won = at("Deal - Won time", "closed", open=True, day="Deal - Lost time", time="")
    sold = (won, Value("Deal - Value", "cents", "amount_cents", currency="Deal - Currency of value"))
    return [
        Kind(
            calls.name,
            table_of(calls),
            "call id",
            called,
            TOUCHES.format("source_id"),
            ("datetime (tz offset incl.)",),
        ),
        Kind(*activities, "Activity - ID", done, PIPEDRIVE),
        Kind(*deals, "Deal - ID", sold, DEALS, ("Deal - Closed on", "Deal - Creation date")),
    ]
