"""Who booked the meeting that a deal came from, where the export names nobody: by its account or prospect."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from sqlalchemy import Connection, func, or_, select

from dashboard.log.origins import NOT_HELD
from dashboard.log.tables import Meeting

RUN = 2_000
MEETINGS = Meeting.__table__.c
DAY = func.coalesce(MEETINGS.starts_on, MEETINGS.booked_on)


def of_deals(connection: Connection, deals: pd.DataFrame) -> list[int | None]:
    """The rep of the last meeting with the account of each deal (account, prospect, accepted_at; naive), else
    with its prospect, on the day it was accepted or before; None where there is none."""
    meetings = _meetings(connection, {*deals["account"].dropna(), *deals["prospect"].dropna()})
    found = pd.Series(pd.NA, index=deals.index, dtype="Int64")
    for name in ("account", "prospect"):
        pairs = deals.assign(deal=deals.index).dropna(subset=name)[["deal", name, "accepted_at"]]
        pairs = pairs.merge(meetings.dropna(subset=name)[[name, "rep_id", "day", "id"]], on=name)
        # A day more: the deal's is that of no time zone yet.
        late = pairs["day"] > pairs["accepted_at"].dt.normalize() + pd.Timedelta(days=1)
        last = pairs[~late].sort_values(["day", "id"]).drop_duplicates("deal", keep="last")
        found = found.fillna(last.set_index("deal")["rep_id"].reindex(deals.index).astype("Int64"))
    return [None if pd.isna(rep) else int(rep) for rep in found]


def with_meetings(connection: Connection, whom: Iterable[str]) -> set[str]:
    """Which of these accounts and prospects somebody had a meeting with."""
    wanted = set(whom)
    meetings = _meetings(connection, wanted)
    return wanted.intersection({*meetings["account"], *meetings["prospect"]})


def _meetings(connection: Connection, whom: set[str]) -> pd.DataFrame:
    """The meetings with these accounts or prospects that may have led to a deal."""
    rows: list = []
    wanted = sorted(whom)
    query = select(MEETINGS.id, MEETINGS.rep_id, MEETINGS.account, MEETINGS.prospect, DAY)
    query = query.where(MEETINGS.outcome.not_in(NOT_HELD), DAY.is_not(None))
    for start in range(0, len(wanted), RUN):
        some = wanted[start : start + RUN]
        rows += connection.execute(
            query.where(or_(MEETINGS.account.in_(some), MEETINGS.prospect.in_(some)))
        ).all()
    frame = pd.DataFrame(rows, columns=["id", "rep_id", "account", "prospect", "day"], dtype=object)
    return frame.drop_duplicates("id").assign(day=lambda found: pd.to_datetime(found["day"]))
