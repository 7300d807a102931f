"""Who booked the meeting that a deal came from, where the export names nobody: by its account or prospect."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from sqlalchemy import Connection, or_, select

from dashboard.log import origins
from dashboard.log.origins import DEALS, MEETINGS, RUN, TRACES


def of_deals(connection: Connection, deals: pd.DataFrame) -> list[int | None]:
    """The rep of the meeting that each deal (account, prospect, accepted_at, created_at; naive) came from
    (`origins.came_from`); None where there is none."""
    # A day more: the deal's is that of no time zone yet.
    late = pd.Timedelta(days=1)
    days = {f"{name}_on": deals[f"{name}_at"].dt.normalize() + late for name in ("accepted", "created")}
    whom = {*deals["account"].dropna(), *deals["prospect"].dropna()}
    found = origins.came_from(deals.assign(**days).drop(columns="rep_id", errors="ignore"),
                              _meetings(connection, whom))  # fmt: skip
    reps = found["rep_id"].reindex(deals.index)
    return [None if pd.isna(rep) else int(rep) for rep in reps]


def with_meetings(connection: Connection, whom: Iterable[str]) -> set[str]:
    """Which of these accounts and prospects somebody had a meeting with, or had booked one."""
    wanted = set(whom)
    meetings = _meetings(connection, wanted)
    return wanted.intersection({*meetings["account"], *meetings["prospect"]})


def follow_accounts(connection: Connection, meeting_ids: Iterable[int], reps: Iterable[int]) -> set[int]:
    """Hands the SAOs that name neither rep nor meeting to who booked the meeting that they came from, as the
    meetings are now: those that these meetings or reps concern. Returns the reps that won or lost some."""
    deals = _concerned(connection, sorted(meeting_ids), sorted(reps))
    if deals.empty:
        return set()
    whom = {*deals["account"].dropna(), *deals["prospect"].dropna()}
    found = origins.came_from(deals.drop(columns="rep_id"), _meetings(connection, whom))
    deals["booker"] = found["rep_id"].reindex(deals.index)
    moved = deals[deals["booker"].notna() & (deals["booker"] != deals["rep_id"])]
    origins.hand_over(connection, moved)
    return {int(rep) for rep in (*moved["rep_id"], *moved["booker"])}


def _concerned(connection: Connection, meeting_ids: list[int], reps: list[int]) -> pd.DataFrame:
    c = DEALS.c
    nobody_s = c.rep_inherited & (c.meeting_inferred | c.meeting_id.is_(None))
    parts = [origins.stored_deals(connection, nobody_s & c.rep_id.in_(reps))] if reps else []
    for start in range(0, len(meeting_ids), RUN):
        some = meeting_ids[start : start + RUN]
        of_them = [select(MEETINGS.c[name]).where(MEETINGS.c.id.in_(some)) for name in TRACES]
        with_them = [c[name].in_(whom) for name, whom in zip(TRACES, of_them, strict=True)]
        parts.append(origins.stored_deals(connection, nobody_s & or_(c.meeting_id.in_(some), *with_them)))
    if not parts:
        return pd.DataFrame()
    return pd.concat(parts).drop_duplicates("id", ignore_index=True)


def _meetings(connection: Connection, whom: set[str]) -> pd.DataFrame:
    """The meetings with these accounts or prospects that a deal may have come from."""
    c, wanted = MEETINGS.c, sorted(whom)
    parts = [
        origins.meetings_where(
            connection, or_(*(c[name].in_(wanted[start : start + RUN]) for name in TRACES))
        )
        for start in range(0, max(len(wanted), 1), RUN)
    ]
    return pd.concat(parts).drop_duplicates("meeting", ignore_index=True)
