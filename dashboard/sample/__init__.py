"""The sample organisation: three teams, 24 reps and six months of logs, made up from a seed."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from . import files, meetings, targets, touches
from .one_to_ones import keep as keep_one_to_ones
from .organisation import TRUTH, Truth
from .workdays import Span, span_of, worked_days

__all__ = ["Truth", "keep_one_to_ones", "write"]


def write(folder: Path, today: date, seed: int = 7, now: datetime | None = None) -> Truth:
    """Write the sample's CSV files in the program's own format to `folder` (made if missing), and say
    who in it stands for what.

    The log covers 26 weeks that end on `today`, as it stood at `now` (with a time zone; default: when today
    is over): nothing in it was made, decided or closed later, and meetings reach three weeks further. The
    same arguments give the same bytes."""
    span = span_of(today, now)
    rng = np.random.default_rng(seed)
    grid, off = worked_days(span, rng)
    calls, emails, booked, deals = _simulate(span, grid, rng)
    folder.mkdir(parents=True, exist_ok=True)
    meeting_rows = files.meetings(booked)
    rows = {
        "reps": files.reps(span),
        "quotas": targets.quotas(span),
        "expectations": targets.expectations(),
        "holidays": files.holidays(span),
        "days_off": files.days_off(off, span),
        "calls": files.touches(calls, "C"),
        "emails": files.touches(emails, "E"),
        "meetings": meeting_rows,
        "opportunities": files.opportunities(deals, meeting_rows["id"]),
    }
    for name, frame in rows.items():
        files.save(folder, name, frame)
    return TRUTH


def _simulate(
    span: Span, grid: pd.DataFrame, rng: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Calls, emails, meetings and opportunities that the log holds at `span.now`."""
    calls, emails = touches.calls(grid, rng), touches.emails(grid, rng)
    booked = meetings.booked(calls, emails, grid, rng)
    later = booked.loc[(booked["at"] > span.now) & (booked["email"] >= 0), "email"]
    emails.loc[later, "outcome"] = "positive reply"  # the meeting it led to is not booked yet
    booked = meetings.held(booked[booked["at"] <= span.now].reset_index(drop=True), span, rng)
    deals = meetings.opportunities(booked, span, rng)
    open_or_new = (deals["accepted_at"] >= span.begins) | ~(deals["closed_at"] < span.begins)
    # What was still to come when the log began is in it: meetings by their date, deals by their close.
    upcoming = booked[booked["starts"] >= span.begins]
    return _logged(calls, span), _logged(emails, span), upcoming, deals[open_or_new]


def _logged(frame: pd.DataFrame, span: Span) -> pd.DataFrame:
    """The touches made between the log's first day and `span.now`."""
    return frame[frame["at"].between(pd.Timestamp(span.begins), pd.Timestamp(span.now))]
