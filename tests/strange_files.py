"""Files of no known kind, as they are found in the wild: made up, in the shapes of public ones."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

AGENTS = ("Moses Frase", "Darcel Schlecht", "Zane Levy")
Row = Sequence[object]


def as_csv(header: str, rows: Iterable[Row], delimiter: str = ",") -> str:
    """A table as text; `header` has its names between bars."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows([header.split("|"), *rows])
    return out.getvalue()


def _day(number: int) -> date:
    return date(2026, 1, 5) + timedelta(days=3 * number)


def _moment(number: int) -> datetime:
    return datetime(2026, 1, 5, 9, 0) + timedelta(hours=31 * number)


def sales_pipeline(rows: int = 40) -> str:
    """As the well-known set of CRM sales opportunities."""
    fates = ("Won", "Lost", "Engaging", "Prospecting")
    made = [
        (f"{n:08X}", AGENTS[n % 3], "GTX", f"Account {n % 7}", fates[n % 4], "" if n % 4 == 3 else _day(n),
         _day(n + 9) if n % 4 < 2 else "", 100 * n if n % 4 == 0 else 0 if n % 4 == 1 else "")
        for n in range(rows)
    ]  # fmt: skip
    header = "opportunity_id|sales_agent|product|account|deal_stage|engage_date|close_date|close_value"
    return as_csv(header, made)


def sample_pipeline(rows: int = 24) -> str:
    """A spreadsheet of deals as templates have it: month first, dollars in the header, and no id."""
    stages = ("Closed Won", "Closed Lost", "Proposal")
    made = [
        (AGENTS[n % 3], f"Acme {n}", f"${1_000 * n + 500:,}.00", stages[n % 3], 50, f"{_day(n + 9):%m/%d/%Y}",
         f"{_day(n):%m/%d/%Y}")
        for n in range(rows)
    ]  # fmt: skip
    header = "Lead Owner|Company|Deal Value, $|Stage|Probability, %|Expected Close Date|Created Date"
    return as_csv(header, made)


def dialler_log(rows: int = 30) -> str:
    """A dialler's log: day first, talk time as h:mm:ss, inbound calls among them."""
    codes = ("No Answer", "Left VM", "Interested", "Meeting Set", "Wrap 17")
    made = [
        (1000 + n, AGENTS[n % 3], f"{_moment(n):%d/%m/%Y %H:%M}", f"{_moment(n):%d/%m/%Y %H:%M}",
         "Inbound" if n % 10 == 9 else "Outbound", f"+1555{n:07}", f"0:0{n % 9}:12", "0:00:07", codes[n % 5])
        for n in range(rows)
    ]  # fmt: skip
    header = "Call ID|Agent|Call Start|Call End|Direction|Number Dialed|Talk Time|Ring Time|Wrap Code"
    return as_csv(header, made)


def verkauf(rows: int = 20) -> str:
    """A German one: semicolons, dots in dates, "1.234,56 €"."""
    phases = ("Gewonnen", "Verloren", "Angebot")
    made = [
        (n, AGENTS[n % 3], f"Firma {n}", f"{n + 1}.234,56 €", phases[n % 3], f"{_day(n + 9):%d.%m.%Y}",
         f"{_day(n):%d.%m.%Y}")
        for n in range(rows)
    ]  # fmt: skip
    return as_csv("Nr|Vertriebler|Firma|Betrag|Phase|Abschlussdatum|Erstellt am", made, ";")


def mailings(rows: int = 20) -> str:
    """A mailing tool's: what became of an email is counted."""
    made = [
        (_moment(n).isoformat(" "), "kate@x.io", f"p{n}@y.com", "Hello", n % 3, n % 2, int(n % 5 == 0), "S1")
        for n in range(rows)
    ]  # fmt: skip
    return as_csv("Sent At|From|To|Subject|Opened|Clicked|Replied|Sequence", made)


def demos(rows: int = 20) -> str:
    """Booked demos: the time of day in a column of its own."""
    became = ("Completed", "No Show", "Canceled")
    made = [
        (f"P{n}", f"p{n}@y.com", AGENTS[n % 3], _day(n), _day(n + 2), f"{9 + n % 3}:30 AM", "Max",
         became[n % 3])
        for n in range(rows)
    ]  # fmt: skip
    header = "Invitee Name|Invitee Email|Booked By|Date Booked|Meeting Date|Start Time|AE|Status"
    return as_csv(header, made)


def activities(rows: int = 30) -> str:
    """A spreadsheet by hand: calls, emails and meetings in one table."""
    became = {"Call": "no answer", "Email": "sent", "Meeting": "held"}
    kinds = [list(became)[n % 3] for n in range(rows)]
    made = [
        (f"{_moment(n):%m/%d/%Y}", f"{_moment(n):%I:%M %p}", AGENTS[n % 3], kind, f"Co{n % 9}", became[kind],
         "")
        for n, kind in enumerate(kinds)
    ]  # fmt: skip
    return as_csv("Date|Time|SDR|Type|Company|Outcome|Notes", made)


def outreach(rows: int = 20) -> str:
    """A sequencing tool's: what became of an email is the moment at which it did."""
    made = [
        (f"{_moment(n):%Y-%m-%d %H:%M}", "kate@x.io", "S1", f"{_moment(n):%Y-%m-%d}" if n % 2 else "",
         f"{_moment(n):%Y-%m-%d}" if n % 5 == 0 else "", "", f"b{n}@y.io", f"Co {n}")
        for n in range(rows)
    ]  # fmt: skip
    header = "Delivered At|Mailbox|Sequence|Opened At|Replied At|Bounced At|Prospect Email|Prospect Company"
    return as_csv(header, made)


def weekdays(rows: int = 20) -> str:
    """A telephone system's: weekdays before dates, the clock beside them, outgoing and incoming."""
    made = [
        ("Incoming" if n % 4 == 0 else "Outgoing", f"(555) 010-{n:04}", AGENTS[n % 3],
         f"{_day(n):%a %m/%d/%Y}", f"3:{n + 10} PM", "VoIP Call",
         "Call connected" if n % 2 else "No Answer", f"0:03:{n + 10}")
        for n in range(rows)
    ]  # fmt: skip
    return as_csv("Direction|Phone Number|Name|Date|Time|Action|Action Result|Duration", made)


def serials(rows: int = 20) -> str:
    """Calls from a workbook whose dates have become numbers; durations in minutes."""
    made = [(f"c{n}", AGENTS[n % 3], 46023.375 + n, 2.5, "connected") for n in range(rows)]
    return as_csv("Ref|SDR Name|Call Date|Duration (min)|Result", made)


def roster() -> str:
    """A list of people."""
    made = [(name, f"{name[:3]}@x.io", "East", "Joe", "2024-01-08") for name in AGENTS]
    return as_csv("Employee Name|Work Email|Sales Team|Reports To|Hire Date", made)


def flagged(rows: int = 20) -> str:
    """Deals of which a column says yes or no."""
    made = [
        (f"D-{n}", AGENTS[n % 3], "Ann AE", _day(n), _day(n + 9), 2_000 + n, "EUR", "Yes" if n % 2 else "No")
        for n in range(rows)
    ]  # fmt: skip
    return as_csv("Deal No|SDR|Account Executive|SAO Date|Closed On|ACV|CCY|Won", made)


def headless_words(rows: int = 20) -> str:
    """Calls under headers that say nothing: only the cells tell."""
    words = ("no answer", "left voicemail", "connected")
    made = [(AGENTS[n % 3], _moment(n).isoformat(), words[n % 3]) for n in range(rows)]
    return as_csv("Spalte A|Spalte B|Spalte C", made)


def flowers() -> str:
    """No log at all."""
    made = [(5.1 + n / 10, 3.5, 1.4, "setosa") for n in range(20)]
    return as_csv("sepal_length|sepal_width|petal_length|species", made)
