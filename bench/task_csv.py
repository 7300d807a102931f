"""A made-up Task.csv as Salesforce's weekly Data Export writes it, with the people it names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.log.identities import long_id

Texts = NDArray[np.object_]

OWNERS, LISTS, PEOPLE, ACCOUNTS = 100, 20, 80_000, 20_000
# Rows of all owners on a working day: a million is two years' work.
ROWS_A_DAY, DAYS_A_WEEK = 1_900, 5
# Of the owners nobody knows the last one, as reps.csv does not have them.
KNOWN = OWNERS - 1
LISTS_A_WEEK = 3
BEGINS = np.datetime64("2024-01-01")
ZONES = ("America/New_York", "America/Los_Angeles", "Europe/Berlin", "Europe/London")
FIRST_HOUR, HOURS = 8, 10
BLOCK = 50_000
DIGITS = np.array(list("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"), dtype=object)
# How rows are shared out: calls made, emails, received calls, deleted calls, tasks that are neither.
SHARES = {"call": 0.70, "email": 0.275, "inbound": 0.01, "deleted": 0.005, "other": 0.01}
CALL_WORDS = {
    "No answer": 0.42, "Left voicemail": 0.24, "Busy": 0.05, "Wrong number": 0.03, "Gatekeeper": 0.05,
    "Not interested": 0.09, "Callback requested": 0.06, "Send info": 0.03,
    "Interested - Demo/Meeting set": 0.02, "": 0.01,
}  # fmt: skip
EMAIL_WORDS = {"Sent": 0.62, "Opened": 0.25, "Replied": 0.06, "Bounced": 0.04, "Positive reply": 0.03}
SUBJECTS = ("Call", "Call: Erstgespräch", "Call - follow-up", "Call: São Paulo office")
NOTES = (
    "", "", "", "Asked for the deck.", "Spoke to reception, back on Monday", 'Said ""not now""; café in May',
    "Left a message.\nSecond try on Friday, then close.",
)  # fmt: skip
HEADER = (
    "Id", "RecordTypeId", "WhoId", "WhatId", "Subject", "ActivityDate", "Status", "Priority",
    "IsHighPriority", "OwnerId", "Description", "CurrencyIsoCode", "Type", "IsDeleted", "AccountId",
    "IsClosed", "CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById", "SystemModstamp",
    "IsArchived", "IsVisibleInSelfService", "CallDurationInSeconds", "CallType", "CallDisposition",
    "CallObject", "ReminderDateTime", "IsReminderSet", "RecurrenceActivityId", "IsRecurrence",
    "RecurrenceStartDateOnly", "RecurrenceEndDateOnly", "RecurrenceTimeZoneSidKey", "RecurrenceType",
    "RecurrenceInterval", "RecurrenceDayOfWeekMask", "RecurrenceDayOfMonth", "RecurrenceInstance",
    "RecurrenceMonthOfYear", "RecurrenceRegeneratedType", "TaskSubtype", "CompletedDateTime", "Cadence__c",
    "Email_Outcome__c",
)  # fmt: skip
# What stands in each row, or in none.
ALWAYS = {
    "RecordTypeId": "0125g000001AbCdAAK", "Status": "Completed", "Priority": "Normal", "IsHighPriority": "0",
    "CurrencyIsoCode": "USD", "IsDeleted": "0", "IsClosed": "1", "IsArchived": "0",
    "IsVisibleInSelfService": "0", "IsReminderSet": "0", "IsRecurrence": "0",
}  # fmt: skip


def write(folder: Path, rows: int) -> Path:
    """Writes Task.csv of so many rows, in the order of their days, reps.csv and User.csv; returns the first's
    path."""
    path, rng = folder / "Task.csv", np.random.default_rng(rows)
    owners = _ids("005", np.arange(OWNERS))
    _write_people(folder, owners)
    with path.open("w", encoding="latin-1", newline="") as file:
        file.write(",".join(f'"{name}"' for name in HEADER) + "\n")
        for begin in range(0, rows, BLOCK):
            numbers = np.arange(begin, min(rows, begin + BLOCK))
            file.writelines(_lines(_columns(numbers, owners, rng)))
    return path


def _write_people(folder: Path, owners: Texts) -> None:
    """Who the owners are, in User.csv, and the reps among them with their teams."""
    users = [f"{owner},u{n}@x.io,u{n}@x.io,Uma,No {n}" for n, owner in enumerate(owners)]
    reps = [f"Uma No {n},u{n}@x.io,{_team(n)},{ZONES[n % len(ZONES)]}" for n in range(KNOWN)]
    for name, header, lines in (
        ("User.csv", "Id,Username,Email,FirstName,LastName", users),
        ("reps.csv", "rep,email,team,time_zone", reps),
    ):
        (folder / name).write_text("\n".join([header, *lines, ""]))


def _team(number: int) -> str:
    return ZONES[number % len(ZONES)].rpartition("/")[2].replace("_", " ")


def _ids(prefix: str, numbers: NDArray[np.int64]) -> Texts:
    """Ids of 18 characters, each made once."""
    different, places = np.unique(numbers, return_inverse=True)
    letters = np.full(len(different), f"{prefix}5g00000", dtype=object)
    for power in range(4, -1, -1):
        letters = letters + DIGITS[different // 62**power % 62]
    return np.array([long_id(short) for short in letters], dtype=object)[places]


def _columns(numbers: NDArray[np.int64], owners: Texts, rng: np.random.Generator) -> dict[str, Sequence[str]]:
    """The cells of a block of rows, by column."""
    count = len(numbers)
    owner = rng.integers(0, OWNERS, count)
    sort = rng.choice(list(SHARES), count, p=list(SHARES.values()))
    is_call, is_email = np.isin(sort, ["call", "inbound", "deleted"]), sort == "email"
    seconds = np.where(is_call, np.minimum(rng.exponential(60, count).astype(int), 3_600), 0)
    columns = {name: [ALWAYS.get(name, "")] * count for name in HEADER}
    columns |= _when(numbers, owner, rng)
    week = numbers // (ROWS_A_DAY * DAYS_A_WEEK)
    lists = (owner * 7 + week + rng.integers(0, LISTS_A_WEEK, count)) % LISTS
    who = rng.integers(0, PEOPLE, count)
    columns |= {
        "Id": _ids("00T", numbers),
        "WhoId": _ids("003", who),
        "AccountId": _ids("001", who % ACCOUNTS),
        "OwnerId": owners[owner],
        "CreatedById": owners[owner],
        "LastModifiedById": owners[owner],
        "Subject": np.where(is_call, _drawn(SUBJECTS, count, rng), np.where(is_email, "Email", "Letter")),
        "Description": _drawn(NOTES, count, rng),
        "IsDeleted": np.where(sort == "deleted", "1", "0"),
        "CallDurationInSeconds": np.where(is_call, seconds.astype(str).astype(object), ""),
        "CallType": np.where(is_call, np.where(sort == "inbound", "Inbound", "Outbound"), ""),
        "CallDisposition": np.where(is_call, _drawn(CALL_WORDS, count, rng, list(CALL_WORDS.values())), ""),
        "TaskSubtype": np.where(is_call, "Call", np.where(is_email, "Email", "Task")),
        "Cadence__c": np.array([f"Liste {n} - Köln" for n in range(LISTS)], dtype=object)[lists],
        "Email_Outcome__c": np.where(
            is_email, _drawn(EMAIL_WORDS, count, rng, list(EMAIL_WORDS.values())), ""
        ),
    }
    return columns


def _when(
    numbers: NDArray[np.int64], owner: NDArray[np.int64], rng: np.random.Generator
) -> dict[str, Sequence[str]]:
    """The local day of each row and its moments in UTC."""
    week, weekday = np.divmod(numbers // ROWS_A_DAY, DAYS_A_WEEK)
    day = BEGINS + (week * 7 + weekday).astype("timedelta64[D]")
    clock = (FIRST_HOUR * 3_600 + rng.integers(0, HOURS * 3_600, len(numbers))).astype("timedelta64[s]")
    local = pd.Series(day.astype("datetime64[s]") + clock)
    utc = local.copy()
    for number, zone in enumerate(ZONES):
        mine = owner % len(ZONES) == number
        utc[mine] = local[mine].dt.tz_localize(zone).dt.tz_convert("UTC").dt.tz_localize(None)
    created = np.char.replace(np.datetime_as_string(utc.to_numpy(), unit="s"), "T", " ")
    days = np.char.add(np.datetime_as_string(day, unit="D"), " 00:00:00")
    names = ("CreatedDate", "LastModifiedDate", "SystemModstamp", "CompletedDateTime")
    return {"ActivityDate": days.tolist()} | dict.fromkeys(names, created.tolist())


def _drawn(
    words: Sequence[str] | dict[str, float],
    count: int,
    rng: np.random.Generator,
    shares: list[float] | None = None,
) -> Texts:
    return rng.choice(np.array(list(words), dtype=object), count, p=shares)


def _lines(columns: dict[str, Sequence[str]]) -> Iterator[str]:
    for row in zip(*(columns[name] for name in HEADER), strict=True):
        yield '"' + '","'.join(row) + '"\n'
