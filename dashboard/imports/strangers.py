"""People in files whom nobody has named yet: whose rows wait, and what it means to say who they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import available_timezones

import pandas as pd
from sqlalchemy import ColumnElement, Connection, func, select, update

from dashboard.imports import batches, newcomers
from dashboard.imports.matching import OR
from dashboard.imports.problem import shortened
from dashboard.imports.rejected import ASIDE, COUNTED, UNKNOWN_PERSON
from dashboard.imports.waiting import read_waiting, take_out
from dashboard.log import identities, people
from dashboard.log.identities import NEW, ROLES, SAME
from dashboard.log.tables import ImportBatch, RejectedRow, WentInRow

ROW, BATCH = RejectedRow.__table__.c, ImportBatch.__table__.c
# What waits for a meeting, whoever booked it.
WITH = "with:%"


@dataclass(frozen=True)
class Answer:
    """Who somebody is: a new SDR of a team (`team`), the same as a rep who is known (`rep`, a name or an
    email), or one who is not counted (`role`)."""

    team: str | None = None
    rep: str | None = None
    role: str | None = None


def strangers(connection: Connection) -> pd.DataFrame:
    """Everybody whose rows wait, who has most of them first: word (as compared), name (as the file has it, or
    as the file of the users says), files (how many), rows, and these by what the files hold (`kinds`)."""
    query = (
        select(ROW.waits_for, ROW.batch_id, BATCH.kind, func.min(ROW.value), func.count())
        .join(ImportBatch, BATCH.id == ROW.batch_id)
        .where(ROW.fate == UNKNOWN_PERSON, ROW.waits_for.not_like(WITH))
        .group_by(ROW.waits_for, ROW.batch_id, BATCH.kind)
    )
    names = identities.identities(connection).set_index("word")["name"].dropna().to_dict()
    found = pd.DataFrame(
        [
            # A row that waits for one of several people is the first one's.
            (word := waits_for.split(OR)[0], names.get(word, value or word), file, kind, rows)
            for waits_for, file, kind, value, rows in connection.execute(query)
        ],
        columns=["word", "name", "file", "kind", "rows"],
    )
    told = found.groupby("word").agg(name=("name", "min"), files=("file", "nunique"), rows=("rows", "sum"))
    told["kinds"] = [_by_kind(found[found["word"] == word]) for word in told.index]
    return told.reset_index().sort_values("rows", ascending=False, kind="stable", ignore_index=True)


def _by_kind(rows: pd.DataFrame) -> dict[str, int]:
    return rows.groupby("kind")["rows"].sum().sort_values(ascending=False, kind="stable").to_dict()


def said(connection: Connection) -> pd.DataFrame:
    """Everybody of whom is said that they are not counted, the same as a rep, or a new one: word, name (of
    the rep, for those), role, rows (that are kept)."""
    roles = identities.identities(connection).dropna(subset=["role"])
    theirs = ROW.fate.in_((ASIDE, COUNTED)) & ROW.waits_for.is_not(None)
    query = select(ROW.waits_for, func.count()).where(theirs)
    rows = Counter(dict(connection.execute(query.group_by(ROW.waits_for)).all()))
    new = set(roles.loc[roles["role"] == NEW, "word"])
    went_in = select(WentInRow.waits_for, func.count()).group_by(WentInRow.waits_for)
    for waits_for, count in connection.execute(went_in):
        # As when they waited: a row of one of several people is the first one's.
        if (word := waits_for.split(OR)[0]) in new:
            rows[word] += count
    roles = roles.assign(name=roles["name"].fillna(roles["word"]), rows=roles["word"].map(rows).fillna(0))
    return roles[["word", "name", "role", "rows"]].astype({"rows": "int64"}).reset_index(drop=True)


def time_zones() -> list[str]:
    """All that a team may have."""
    return sorted(available_timezones())


def settle(connection: Connection, answers: Mapping[str, Answer], zone: str | None) -> dict[str, int]:
    """Says who people are, by word, and reads their rows; returns how many went in, by kind. `zone`: the time
    zone of a team that is new."""
    names = strangers(connection).set_index("word")["name"].to_dict()
    stored = identities.identities(connection).set_index("word")["email"].dropna().to_dict()
    for word in answers:
        if both := people.name_and_email(names.get(word, word)):
            names[word], stored[word] = both[0], stored.get(word, both[1])
    new = [
        (names.get(word, word), stored.get(word), answer.team)
        for word, answer in answers.items()
        if answer.team
    ]
    before = set(people.directory(connection)["rep_id"])
    if new:
        people.save_reps(connection, _as_reps(connection, new, zone), renaming=False)
    made = _made_since(connection, before)
    said = [
        _said(word, answer, names.get(word, word), stored.get(word), made) for word, answer in answers.items()
    ]
    identities.save_identities(connection, pd.DataFrame(said, dtype=object), by_hand=True)
    follow_roles(connection)
    return dict(read_waiting(connection))


def follow_roles(connection: Connection) -> None:
    """Sets the rows of everybody aside of whom it is known by now that they are not counted."""
    roles = identities.identities(connection).dropna(subset=["role"])
    for person in roles[roles["role"].isin(list(ROLES))].itertuples(index=False):
        for value in _written(connection, person.word):
            # Without a name they are called what the file calls them, and not by the word as compared.
            reason = f"“{shortened(person.name or value or person.word)}” is {ROLES[person.role]}."
            _relabel(connection, person.word, UNKNOWN_PERSON, ASIDE, reason, ROW.value == value)


def _written(connection: Connection, word: str) -> list[str | None]:
    """How files write a word, of which rows are of unknown people."""
    theirs = (ROW.waits_for == word, ROW.fate == UNKNOWN_PERSON)
    return list(connection.execute(select(ROW.value).where(*theirs).distinct()).scalars())


def _made_since(connection: Connection, before: set[int]) -> set[str]:
    """The names and emails, as compared, of the reps who were not there before."""
    reps = people.directory(connection)
    new = reps[~reps["rep_id"].isin(before)]
    return {people.name_key(text) for text in [*new["name"], *new["email"].dropna()]}


def _said(word: str, answer: Answer, name: str, email: str | None, made: set[str]) -> dict[str, str | None]:
    """What is to be known of a word from now on; `made`: whom it has made."""
    if answer.rep is None:
        role = NEW if answer.team and people.name_key(email or name) in made else answer.role
        return {"word": word, "name": name, "email": email, "role": role}
    is_email = "@" in answer.rep
    return {
        "word": word, "name": name if is_email else answer.rep, "email": answer.rep if is_email else None,
        "role": SAME,
    }  # fmt: skip


def take_back(connection: Connection, word: str) -> None:
    """Forgets what was said of somebody, that they are not counted, the same as a rep, or a new one: their
    rows wait again for somebody to say who they are. Raises `ImportProblem` where something else rests on a
    new one."""
    said = identities.identities(connection).set_index("word")["role"]
    if said.get(word) == NEW:
        newcomers.take_back(connection, word)
        return
    take_out(connection, word)
    newcomers.unsay(connection, word)
    for fate in (ASIDE, COUNTED):
        _relabel(connection, word, fate, UNKNOWN_PERSON, f"Nobody has said who “{word}” is.")
    # What a file says of them is known again.
    follow_roles(connection)


def _as_reps(
    connection: Connection, new: list[tuple[str, str | None, str]], zone: str | None
) -> pd.DataFrame:
    """New SDRs (name, email, team) as rows of reps.csv; one who has several words is one rep. A team that is
    there keeps its spelling and its time zone."""
    known = {people.name_key(team): team for team in people.teams(connection)["name"]}
    frame = pd.DataFrame(new, columns=["name", "email", "team"], dtype=object).drop_duplicates()
    there = [known.get(people.name_key(team)) for team in frame["team"]]
    spelled = [old or team for old, team in zip(there, frame["team"], strict=True)]
    zones = [None if old else zone for old in there]
    blank = dict.fromkeys(("manager", "started_on", "ended_on", "country"))
    return frame.assign(team=spelled, time_zone=zones, **blank).astype(object)


def _relabel(
    connection: Connection, word: str, before: str, after: str, reason: str, *those: ColumnElement[bool]
) -> None:
    """Gives the rows that wait for somebody (`those` of them) another fate, and counts their files again."""
    theirs = (ROW.waits_for == word, ROW.fate == before, *those)
    touched = connection.execute(select(ROW.batch_id).where(*theirs).distinct()).scalars().all()
    connection.execute(update(RejectedRow).where(*theirs).values(fate=after, reason=reason))
    for batch_id in touched:
        batches.count_again(connection, batch_id)
