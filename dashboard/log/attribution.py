"""Which call and which email a meeting is credited to, where the export does not say so.

The call: the last connect with the same prospect (else account) earlier on the local day of the booking.
The email: the last one to them in the seven days before, with no connect since. Each by its own rule: a
call answered in the morning and an email that settled the date may both have led to one meeting. Its list
is the credited call's, else the email's, else that of the rep's last touch with them in those seven days.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from sqlalchemy import Connection, Date, DateTime, bindparam, select, text, update

from dashboard.log.outcomes import CONNECTS
from dashboard.log.seats import to_utc
from dashboard.log.tables import Meeting, Team

WINDOW = pd.Timedelta(days=7)
# A local day may begin up to fourteen hours off the UTC one.
MARGIN = pd.Timedelta(days=1)
DAYS = ["call_day", "email_day"]
MEETING_COLUMNS = ("id", "rep_id", "booked_at", "booked_on", "prospect", "account", *DAYS)
# Of the credited call and of the credited email; the list is the meeting's.
PARTS = ("id", "day", "team_id", "list")
CREDIT = (*(f"{kind}_{part}" for kind in ("call", "email") for part in PARTS), "list")

# The account is looked at only where the prospect is not known on one side.
TOUCHES = """
WITH booked AS (
  SELECT prospect, account FROM meeting WHERE rep_id = :rep AND booked_on BETWEEN :first AND :last
)
SELECT '{table}' AS kind, id, at, day, team_id, outcome, list, prospect, account FROM {table}
WHERE rep_id = :rep AND day BETWEEN :first AND :last
  AND (prospect IN (SELECT prospect FROM booked)
    OR account IN (SELECT account FROM booked WHERE prospect IS NULL)
    OR prospect IS NULL AND account IN (SELECT account FROM booked))
"""


def renew_around(connection: Connection, touched: pd.DataFrame) -> pd.DataFrame:
    """Credits again the meetings that touches on these days (rep_id, day) may have led to; returns the
    days (rep_id, day) whose credits changed."""
    ids: set[int] = set()
    c = Meeting.__table__.c
    with_meetings = connection.execute(select(c.rep_id).distinct()).scalars().all()
    touched = touched[touched["rep_id"].isin(with_meetings)]
    for rep, days in touched.groupby("rep_id")["day"]:
        first = days.min() - MARGIN
        last = days.max() + WINDOW + MARGIN
        query = select(c.id).where(c.rep_id == int(rep), c.booked_on.between(first.date(), last.date()))
        ids.update(connection.execute(query).scalars())
    return renew(connection, ids)


def renew(connection: Connection, meeting_ids: Iterable[int]) -> pd.DataFrame:
    """Credits these meetings again; returns the days (rep_id, day) whose credits may have changed."""
    changed = [pd.DataFrame({"rep_id": [], "day": []})]
    for rep, meetings in _meetings(connection, sorted(meeting_ids)).groupby("rep_id"):
        credit = credited(meetings, _touches(connection, int(rep), meetings))
        _store(connection, int(rep), credit)
        days = pd.concat([frame[day] for frame in (meetings, credit) for day in DAYS]).dropna().unique()
        changed.append(pd.DataFrame({"rep_id": int(rep), "day": pd.to_datetime(days)}))
    return pd.concat(changed, ignore_index=True)


def credited(meetings: pd.DataFrame, touches: pd.DataFrame) -> pd.DataFrame:
    """One row a meeting (index: its id) with the columns of `CREDIT`, missing where there is no touch.

    `meetings`: id, booked_at, booked_on, prospect, account. `touches`: kind, id, at, day, team_id,
    outcome, list, prospect, account; all of one rep.
    """
    pairs = _pairs(meetings, touches)
    connects = pairs[(pairs["kind"] == "call") & pairs["outcome"].isin(CONNECTS)]
    calls = _last(connects[connects["day"] == connects["booked_on"]])
    since = connects.groupby("meeting")["at"].max().reindex(pairs["meeting"]).set_axis(pairs.index)
    emails = _last(pairs[(pairs["kind"] == "email") & ~(pairs["at"] < since)])
    of = {"call": calls, "email": emails}
    credit = pd.concat(
        [last.reindex(meetings["id"]).add_prefix(f"{kind}_") for kind, last in of.items()], axis=1
    )
    list_ = credit["email_list"].where(
        credit["email_id"].notna(), _last(pairs)["list"].reindex(meetings["id"])
    )
    return credit.assign(list=credit["call_list"].where(credit["call_id"].notna(), list_))


def _pairs(meetings: pd.DataFrame, touches: pd.DataFrame) -> pd.DataFrame:
    """Every meeting with every touch of the seven days before it to the same prospect, else account."""
    left = meetings[["id", "booked_at", "booked_on", "prospect", "account"]].rename(columns={"id": "meeting"})
    with_prospect = left.dropna(subset=["prospect"]).merge(
        touches.dropna(subset=["prospect"]), on="prospect", suffixes=("", "_touch")
    )
    with_account = left.dropna(subset=["account"]).merge(
        touches.dropna(subset=["account"]), on="account", suffixes=("", "_touch")
    )
    # The account speaks only where one side does not know the prospect.
    unknown = with_account["prospect"].isna() | with_account["prospect_touch"].isna()
    pairs = pd.concat([with_prospect, with_account[unknown]], ignore_index=True)
    before = (pairs["at"] <= pairs["booked_at"]) & (pairs["at"] >= pairs["booked_at"] - WINDOW)
    return pairs[before]


def _last(pairs: pd.DataFrame) -> pd.DataFrame:
    """The last touch of each meeting, by meeting."""
    last = pairs.sort_values(["at", "id"]).drop_duplicates("meeting", keep="last").set_index("meeting")
    # Nullable whole numbers: a key that became a float would lose its last digits.
    return last[list(PARTS)].astype({"id": "Int64", "team_id": "Int64"})


def _meetings(connection: Connection, ids: list[int]) -> pd.DataFrame:
    c = Meeting.__table__.c
    rows: list = []
    for start in range(0, len(ids), 5_000):
        query = select(*(c[name] for name in MEETING_COLUMNS), c.booked_wall_clock, Team.time_zone)
        query = query.join(Team, Team.id == c.team_id).where(c.id.in_(ids[start : start + 5_000]))
        rows += connection.execute(query.where(c.booked_at.is_not(None))).all()
    frame = pd.DataFrame(rows, columns=[*MEETING_COLUMNS, "wall_clock", "zone"])
    return _whole_days(_typed(frame, ("booked_on", *DAYS), "booked_at"))


def _whole_days(meetings: pd.DataFrame) -> pd.DataFrame:
    """A booking of which only the day is known comes after all that was done on that day."""
    for zone, rows in meetings[meetings["wall_clock"].astype(bool)].groupby("zone"):
        local = rows["booked_at"].dt.tz_convert(zone).dt.tz_localize(None)
        day_only = local[local == local.dt.normalize()]
        # A day may have 23 or 25 hours: its end is where the next one begins.
        ends = to_utc(day_only + pd.Timedelta(days=1), str(zone)).dt.tz_localize("UTC")
        meetings.loc[day_only.index, "booked_at"] = ends - pd.Timedelta(microseconds=1)
    return meetings.drop(columns=["wall_clock", "zone"])


def _touches(connection: Connection, rep: int, meetings: pd.DataFrame) -> pd.DataFrame:
    span = {
        "rep": rep,
        "first": (meetings["booked_on"].min() - WINDOW - MARGIN).date(),
        "last": meetings["booked_on"].max().date(),
    }
    names = ["kind", "id", "at", "day", "team_id", "outcome", "list", "prospect", "account"]
    rows: list = []
    for table in ("call", "email"):
        query = text(TOUCHES.format(table=table))
        query = query.bindparams(bindparam("first", type_=Date), bindparam("last", type_=Date))
        rows += connection.execute(query.columns(at=DateTime(timezone=True), day=Date()), span).all()
    return _typed(pd.DataFrame(rows, columns=names), ("day",), "at")


def _typed(frame: pd.DataFrame, days: tuple[str, ...], moment: str) -> pd.DataFrame:
    for day in days:
        frame[day] = pd.to_datetime(frame[day])
    frame[moment] = pd.to_datetime(frame[moment], utc=True)
    return frame


def _store(connection: Connection, rep: int, credit: pd.DataFrame) -> None:
    table = Meeting.__table__
    statement = (
        update(table)
        .where(table.c.id == bindparam("key"), table.c.rep_id == bindparam("rep"))
        .values({name: bindparam(name) for name in CREDIT})
    )
    plain = credit.assign(**{day: credit[day].dt.date for day in DAYS}).astype(object)
    plain = plain.where(credit.notna(), None)
    rows = [
        {"key": int(key), "rep": rep, **row}
        for key, row in zip(plain.index, plain.to_dict("records"), strict=True)
    ]
    connection.execute(statement, rows)
