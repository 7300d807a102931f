"""Teams, reps, seats, quotas and expectations: few rows, read and written as they are."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date

import pandas as pd
from sqlalchemy import Connection, insert, select, update

from dashboard.log import rederive, version
from dashboard.log.keys import key_of
from dashboard.log.seats import Seats
from dashboard.log.store import Saved
from dashboard.log.tables import Expectation, Meeting, Quota, Rep, Seat, Team

DEFAULT_ZONE = "UTC"


def name_key(text: str) -> str:
    """A name as it is compared: one form of accents and apostrophes, single blanks, no case."""
    plain = unicodedata.normalize("NFC", text).replace("’", "'").replace("‘", "'")
    return " ".join(plain.split()).casefold()


def directory(connection: Connection) -> pd.DataFrame:
    """All reps: rep_id, name, email."""
    rows = connection.execute(select(Rep.id, Rep.name, Rep.email).order_by(Rep.id))
    return pd.DataFrame(rows.all(), columns=["rep_id", "name", "email"])


def teams(connection: Connection) -> pd.DataFrame:
    """All teams: team_id, name, time_zone."""
    rows = connection.execute(select(Team.id, Team.name, Team.time_zone).order_by(Team.id))
    return pd.DataFrame(rows.all(), columns=["team_id", "name", "time_zone"])


def rep_of_meeting(connection: Connection, source: str, source_ids: Iterable[str]) -> dict[str, int]:
    """The rep who booked each of these meetings, by the meeting's source id; unknown ones are left out."""
    keys = {key_of("meetings", source, "id", name): name for name in source_ids}
    found: dict[str, int] = {}
    wanted = list(keys)
    for start in range(0, len(wanted), 5_000):
        query = select(Meeting.id, Meeting.rep_id).where(Meeting.id.in_(wanted[start : start + 5_000]))
        found.update({keys[key]: rep for key, rep in connection.execute(query)})
    return found


def save_reps(connection: Connection, frame: pd.DataFrame) -> Saved:
    """Saves reps and their seats, one row a seat: name, email, team, manager, started_on, ended_on,
    time_zone (missing: None). A person is known by email, else by name. A seat is known by rep, team and
    first day; the only seat of a rep in a team may have its first day corrected. The first zone named
    for a team is the team's. Rows whose days a correction moves are placed again.
    """
    before = Seats.load(connection)
    saved = Saved()
    team_ids = _save_teams(connection, frame)
    counts = frame.groupby([frame["name"].map(name_key), "team"]).size()
    for row in frame.to_dict("records"):
        rep_id, person_changed = _save_rep(connection, row)
        only = counts[name_key(row["name"]), row["team"]] == 1
        result = _save_seat(connection, rep_id, team_ids[row["team"]], row, only)
        saved += Saved(0, 1, 0) if person_changed and result.unchanged else result
    changed = rederive.place_again(connection, before, Seats.load(connection))
    if saved.new or saved.changed or changed:
        version.advance(connection)
    return saved


def _save_teams(connection: Connection, frame: pd.DataFrame) -> dict[str, int]:
    """The ids of the frame's teams, made or corrected as the frame says."""
    known = {name: (team_id, zone) for team_id, name, zone in teams(connection).itertuples(index=False)}
    for name, rows in frame.groupby("team", sort=False):
        zones = rows["time_zone"].dropna()
        zone = zones.iloc[0] if len(zones) else None
        if name not in known:
            team_id = max((team_id for team_id, _ in known.values()), default=0) + 1
            values = {"id": team_id, "name": name, "time_zone": zone or DEFAULT_ZONE}
            connection.execute(insert(Team), values)
            known[name] = (team_id, values["time_zone"])
        elif zone and zone != known[name][1]:
            connection.execute(update(Team).where(Team.id == known[name][0]).values(time_zone=zone))
    return {name: team_id for name, (team_id, _) in known.items()}


def _save_rep(connection: Connection, row: dict) -> tuple[int, bool]:
    """The rep's id, and whether their name or email was changed by this row."""
    email = row.get("email")
    reps = directory(connection)
    by_email = reps[reps["email"].str.casefold() == email.casefold()] if email else reps.iloc[:0]
    by_name = reps[reps["name"].map(name_key) == name_key(row["name"])]
    # The same name with another email is another person; without one it is the same.
    by_name = by_name[by_name["email"].isna()] if email else by_name
    found = by_email if len(by_email) else by_name
    if found.empty:
        rep_id = int(reps["rep_id"].max()) + 1 if len(reps) else 1
        connection.execute(insert(Rep), {"id": rep_id, "name": row["name"], "email": email})
        return rep_id, False
    stored = found.iloc[0]
    rep_id = int(stored["rep_id"])
    if stored["name"] != row["name"] or (email and stored["email"] != email):
        values = {"name": row["name"], **({"email": email} if email else {})}
        connection.execute(update(Rep).where(Rep.id == rep_id).values(values))
        return rep_id, True
    return rep_id, False


def _save_seat(connection: Connection, rep_id: int, team_id: int, row: dict, only: bool) -> Saved:
    seats = connection.execute(select(Seat.__table__).where(Seat.rep_id == rep_id)).mappings().all()
    mine = [seat for seat in seats if seat["team_id"] == team_id]
    same = [seat for seat in mine if seat["started_on"] == row["started_on"]]
    found = same or (mine if only and len(mine) == 1 else [])
    values: dict[str, date | str | None] = {name: row[name] for name in ("started_on", "ended_on", "manager")}
    if not found:
        number = max((seat["number"] for seat in seats), default=0) + 1
        connection.execute(insert(Seat), {"rep_id": rep_id, "number": number, "team_id": team_id, **values})
        return Saved(new=1)
    if all(found[0][name] == value for name, value in values.items()):
        return Saved(unchanged=1)
    where = (Seat.rep_id == rep_id, Seat.number == found[0]["number"])
    connection.execute(update(Seat).where(*where).values(values))
    return Saved(changed=1)


def save_quotas(connection: Connection, frame: pd.DataFrame) -> Saved:
    """Saves quotas: rep_id or team_id (the other None), metric, period, target. One for each of these."""
    saved = Saved()
    for row in frame.to_dict("records"):
        rep_id = None if pd.isna(row["rep_id"]) else int(row["rep_id"])
        team_id = None if pd.isna(row["team_id"]) else int(row["team_id"])
        key = key_of("quota", rep_id, team_id, row["metric"], row["period"])
        stored = connection.execute(select(Quota.target).where(Quota.id == key)).scalar_one_or_none()
        values = {"rep_id": rep_id, "team_id": team_id, "metric": row["metric"], "period": row["period"]}
        saved += _put(connection, Quota, {"id": key}, values | {"target": float(row["target"])}, stored)
    return _counted(connection, saved)


def save_expectations(connection: Connection, frame: pd.DataFrame) -> Saved:
    """Saves the floors of activity: team_id, metric, per_day. One for each team and metric."""
    saved = Saved()
    for row in frame.to_dict("records"):
        key = {"team_id": int(row["team_id"]), "metric": row["metric"]}
        where = [getattr(Expectation, name) == value for name, value in key.items()]
        stored = connection.execute(select(Expectation.per_day).where(*where)).scalar_one_or_none()
        saved += _put(connection, Expectation, key, {"per_day": float(row["per_day"])}, stored)
    return _counted(connection, saved)


def _put(connection: Connection, table: type, key: dict, values: dict, stored: float | None) -> Saved:
    """Inserts or updates one row by its key; the last of the values is the number that may change."""
    number = list(values.values())[-1]
    if stored is None:
        connection.execute(insert(table), key | values)
        return Saved(new=1)
    if stored == number:
        return Saved(unchanged=1)
    where = [getattr(table, name) == value for name, value in key.items()]
    connection.execute(update(table).where(*where).values(values))
    return Saved(changed=1)


def _counted(connection: Connection, saved: Saved) -> Saved:
    if saved.new or saved.changed:
        version.advance(connection)
    return saved
