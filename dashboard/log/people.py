"""Teams, reps, seats and expectations: few rows, read and written as they are."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable

import pandas as pd
from sqlalchemy import Connection, delete, insert, or_, select, update

from dashboard.log import rederive, version
from dashboard.log.keys import key_of, or_none
from dashboard.log.seats import Seats
from dashboard.log.store import Saved
from dashboard.log.tables import Expectation, Meeting, Rep, Seat, Team

DEFAULT_ZONE = "UTC"
# A name with the email that tells it from others: "Ana Diaz (ana@example.com)", "Ana Diaz <ana@example.com>".
NAME_AND_EMAIL = re.compile(r"(.{0,200}\S)\s*[(<]([^\s()<>@]+@[^\s()<>@]+)[)>]")
# What a correction may change about a seat.
SAID = ("started_on", "ended_on", "manager")
# What a row of reps.csv says about the team.
OF_TEAM = ("time_zone", "country")


def name_key(text: str) -> str:
    """A name as it is compared: one form of accents and apostrophes, single blanks, no case."""
    plain = unicodedata.normalize("NFC", text).replace("’", "'").replace("‘", "'")
    return " ".join(plain.split()).casefold()


def name_and_email(word: str) -> tuple[str, str] | None:
    """The two that stand in one word for somebody; None where it is one of them, or none."""
    both = NAME_AND_EMAIL.fullmatch(word)
    return (both[1], both[2]) if both else None


def directory(connection: Connection) -> pd.DataFrame:
    """All reps: rep_id, name, email (None where it is not known)."""
    rows = connection.execute(select(Rep.id, Rep.name, Rep.email).order_by(Rep.id))
    # As objects: among texts a missing email would be a number, and so there.
    frame = pd.DataFrame(rows.all(), columns=["rep_id", "name", "email"], dtype=object)
    return frame.astype({"rep_id": "int64"})


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


def save_reps(connection: Connection, frame: pd.DataFrame, renaming: bool = True) -> Saved:
    """Saves reps and their seats, one row a seat: name, email, team, manager, started_on, ended_on,
    time_zone, country; all but name and team may be missing. A person is known by email, else by name. A seat
    is known by rep, team and first day; a wrong team or first day may be corrected (`_paired`). The first
    zone and country named for a team are the team's. Rows whose days a correction moves are placed again.
    Without `renaming`, who has another email than a rep of that name is somebody else.
    """
    before = Seats.load(connection)
    saved = Saved()
    team_ids, changed_teams = _save_teams(connection, frame)
    rows = frame.apply(or_none).to_dict("records")
    seats = _seats(connection)
    emails = {row["email"].casefold() for row in rows if row.get("email")} if renaming else None
    known = _People(connection, seats, emails)
    wanted: dict[int, list[dict]] = defaultdict(list)
    renamed: dict[int, bool] = defaultdict(bool)
    for row in rows:
        team_id = team_ids[row["team"]]
        rep_id, changed = known.save(row["name"], row.get("email"), team_id)
        wanted[rep_id].append({"rep_id": rep_id, "team_id": team_id} | {name: row[name] for name in SAID})
        renamed[rep_id] |= changed
    for rep_id, of_rep in wanted.items():
        results = _save_seats(connection, seats[rep_id], of_rep)
        if renamed[rep_id] and all(result.unchanged for result in results):
            results[0] = Saved(changed=1)
        saved = sum(results, saved)
    after = Seats.load(connection)
    rederive.place_again(connection, before, after)
    if saved.new or saved.changed or changed_teams:
        version.advance(connection)
    return saved


def remove(connection: Connection, rep_id: int, team_ids: Iterable[int]) -> None:
    """Takes out a rep of whom there is nothing else, with where they sat, and teams in which nobody sits
    then."""
    connection.execute(delete(Seat).where(Seat.rep_id == rep_id))
    connection.execute(delete(Rep).where(Rep.id == rep_id))
    connection.execute(delete(Team).where(Team.id.in_(list(team_ids))))
    version.advance(connection)


def _save_teams(connection: Connection, frame: pd.DataFrame) -> tuple[dict[str, int], bool]:
    """The ids of the frame's teams, made or corrected as the frame says, and whether any was."""
    known = teams(connection).set_index("name")["team_id"].to_dict()
    changed = False
    for name, rows in frame.groupby("team", sort=False):
        said = {column: rows[column].dropna().iloc[0] for column in OF_TEAM if rows[column].notna().any()}
        if name not in known:
            known[name] = max(known.values(), default=0) + 1
            values = {"id": known[name], "name": name, "time_zone": DEFAULT_ZONE, "country": None}
            connection.execute(insert(Team), values | said)
            changed = True
        elif said:
            c = Team.__table__.c
            differs = or_(*(c[column].is_distinct_from(value) for column, value in said.items()))
            where = (Team.id == known[name], differs)
            changed |= connection.execute(update(Team).where(*where).values(said)).rowcount > 0
    return known, changed


class _People:
    """The known reps, found by email or name without reading them all for every row. `emails`: those of the
    file; None: nobody's may have changed."""

    def __init__(self, connection: Connection, seats: dict[int, list[dict]], emails: set[str] | None) -> None:
        self._connection, self._seats, self._emails = connection, seats, emails
        self._last_id = 0
        self._by_email: dict[str, Rep] = {}
        self._by_name: dict[str, list[Rep]] = defaultdict(list)
        for rep in connection.execute(select(Rep.__table__).order_by(Rep.id)).mappings():
            self._learn(Rep(**rep))

    def save(self, name: str, email: str | None, team_id: int) -> tuple[int, bool]:
        """The rep's id, and whether a known rep's name or email was changed."""
        rep = self._find(name, email, team_id)
        if rep is None:
            rep = Rep(id=self._last_id + 1, name=name, email=email)
            self._connection.execute(insert(Rep), rep.model_dump())
            self._learn(rep)
            return rep.id, False
        if rep.name == name and (not email or rep.email == email):
            return rep.id, False
        self._by_name[name_key(rep.name)].remove(rep)
        rep.name, rep.email = name, email or rep.email
        values = {"name": rep.name, "email": rep.email}
        self._connection.execute(update(Rep).where(Rep.id == rep.id).values(values))
        self._learn(rep)
        return rep.id, True

    def _learn(self, rep: Rep) -> None:
        self._last_id = max(self._last_id, rep.id)
        self._by_name[name_key(rep.name)].append(rep)
        if rep.email:
            self._by_email[rep.email.casefold()] = rep

    def _find(self, name: str, email: str | None, team_id: int) -> Rep | None:
        if email and email.casefold() in self._by_email:
            return self._by_email[email.casefold()]
        same = [rep for rep in self._by_name[name_key(name)] if not email or self._may_be(rep, team_id)]
        return min(same, key=lambda rep: rep.id, default=None)

    def _may_be(self, rep: Rep, team_id: int) -> bool:
        """Whether another email may be this rep's: who has none, or who sits in the same team with one that
        the file no longer has. Anybody else of that name is another person."""
        if rep.email is None:
            return True
        gone = self._emails is not None and rep.email.casefold() not in self._emails
        return gone and any(seat["team_id"] == team_id for seat in self._seats.get(rep.id, []))


def _seats(connection: Connection) -> dict[int, list[dict]]:
    """The stored seats of each rep."""
    seats: dict[int, list[dict]] = defaultdict(list)
    for seat in connection.execute(select(Seat.__table__)).mappings():
        seats[seat["rep_id"]].append(dict(seat))
    return seats


def _save_seats(connection: Connection, stored: list[dict], wanted: list[dict]) -> list[Saved]:
    """Saves the seats that a file names for one rep; what became of each."""
    pairs = _paired(stored, wanted)
    number = max((seat["number"] for seat in stored), default=0)
    results = []
    for place, seat in enumerate(wanted):
        old = pairs.get(place)
        if old is None:
            number += 1
            connection.execute(insert(Seat), {**seat, "number": number})
            results.append(Saved(new=1))
        elif old == {**old, **seat}:
            results.append(Saved(unchanged=1))
        else:
            where = (Seat.rep_id == seat["rep_id"], Seat.number == old["number"])
            connection.execute(update(Seat).where(*where).values(seat))
            results.append(Saved(changed=1))
    return results


def _paired(stored: list[dict], wanted: list[dict]) -> dict[int, dict]:
    """Which stored seat each wanted one speaks of: that of the same team and first day, else of the same
    first day (the team was wrong), else of the same team (the day was wrong) where the file names as many
    seats as are stored and the stored one had not ended before."""
    free, pairs = list(stored), {}
    complete = len(wanted) >= len(stored)

    def same(*names: str) -> Callable[[dict, dict], bool]:
        return lambda new, old: all(new[name] == old[name] for name in names)

    def other_day(new: dict, old: dict) -> bool:
        ended = old["ended_on"] and new["started_on"] and old["ended_on"] < new["started_on"]
        return complete and new["team_id"] == old["team_id"] and not ended

    for fits in (same("team_id", "started_on"), same("started_on"), other_day):
        for place, new in enumerate(wanted):
            old = next((seat for seat in free if fits(new, seat)), None) if place not in pairs else None
            if old is not None:
                pairs[place] = old
                free.remove(old)
    return pairs


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
