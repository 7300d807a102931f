"""What rests on reps and teams that are about to go: then they stay, and a sentence says what to do first."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from dashboard.imports.matching import Known
from dashboard.imports.problem import ImportProblem, listed
from dashboard.log import changed, identities, plans
from dashboard.log.changed import Key
from dashboard.log.identities import SAME
from dashboard.log.opportunities import MEETING
from dashboard.log.store import TABLES
from dashboard.log.tables import CoachingSession, ImportBatch, Rep, ReplacedRow, Team, WentInRow

BATCH, KEPT, SESSION = ImportBatch.__table__.c, ReplacedRow.__table__.c, CoachingSession.__table__.c
WENT_IN = WentInRow.__table__.c
FILES_FIRST = "{} cannot be taken back before what rests on it: undo {} first."
BY_HAND = "{} cannot be taken back: {} has {} that somebody has entered by hand; take that back first."
NOTES = (
    "{} cannot be taken back: there are notes of 1:1s with {}, which would be lost; let their seat "
    "end instead (ended_on in a reps.csv)."
)
SAID = "{} cannot be taken back: somebody has said that “{}” is the same as {}; take that back first."
ROWS = "{} cannot be taken back: {} has rows of older files. Load a corrected file instead."
OTHERWISE = "{} cannot be taken back: {} was changed by hand since. Load a corrected file instead."
# What refers to reps and teams, in words.
REFERS = {
    "seat": "somebody in a seat", "quota": "a target", "day_off": "days off",
    "expectation": "an expectation", "calendar_day": "calendar days",
}  # fmt: skip


@dataclass(frozen=True)
class Going:
    """What is about to go: these reps and teams (names by id), with rows of small tables (`keys`) that go too
    or come back as they were; and the `words` that name these reps. `what`: as it is called in sentences;
    `batch_id`: of the file that brought it, 0 for none."""

    what: str
    keys: Collection[Key]
    reps: dict[int, str]
    teams: dict[int, str]
    words: list[str]
    batch_id: int = 0


def going(connection: Connection, what: str, keys: Collection[Key]) -> Going:
    """Reps, teams and other rows of small tables that are about to go."""
    named = (
        dict(connection.execute(select(table.id, table.name).where(table.id.in_(_ids(keys, name)))).all())
        for table, name in ((Rep, "rep"), (Team, "team"))
    )
    reps, teams = named
    named_by = Known.load(connection, "").reps.items() if reps else ()
    # Rows of a word that others have too are theirs: they were let in before it was shared.
    return Going(what, set(keys), reps, teams, [word for word, ids in named_by if ids <= set(reps)])


def going_with(connection: Connection, what: str, batch_id: int) -> Going:
    """What goes with a file that brought reps and teams. Raises `ImportProblem` where somebody has changed
    one of them by hand since."""
    changes = changed.kept(connection, batch_id, "reps")
    brought = [one for one in changes if one.before is None]
    now = changed.snapshot(connection, "reps")
    for one in brought:
        if one.key in now and now[one.key] != one.after:
            name = one.after.get("name") or "where somebody sits"
            raise ImportProblem(OTHERWISE.format(what, name))
    gone = going(connection, what, [one.key for one in brought])
    return replace(gone, keys={one.key for one in changes}, batch_id=batch_id)


def refuse(connection: Connection, going: Going) -> None:
    """Raises `ImportProblem` where anything rests on what is about to go."""
    if going.reps or going.teams:
        plans.forget_empty(connection, going.reps, going.teams)
        _refuse_rows(connection, going)
        _refuse_small_rows(connection, going)
        _refuse_said(connection, going)
        _refuse_notes(connection, going)


def refuse_files(connection: Connection, what: str, batch_ids: Iterable[int]) -> None:
    """Raises `ImportProblem` where there are files, which have to be undone first."""
    query = select(BATCH.file_name).where(BATCH.id.in_(sorted(batch_ids))).order_by(BATCH.id.desc())
    names = list(dict.fromkeys(connection.execute(query).scalars()))
    if names:
        raise ImportProblem(FILES_FIRST.format(what, listed(names)))


def files_of_rows(connection: Connection, reps: Collection[int], after: int = 0) -> set[int]:
    """The files later than `after` from which the log has rows of these reps, or keeps what they were."""
    found: set[int] = set()
    for table in TABLES.values():
        c = table.c
        mine = (c.rep_id.in_(list(reps)), c.source != MEETING, c.batch_id > after)
        found.update(connection.execute(select(c.batch_id).where(*mine).distinct()).scalars())
    before = (KEPT.rep_id.in_(list(reps)), KEPT.kind.in_(list(TABLES)), KEPT.batch_id > after)
    return found.union(connection.execute(select(KEPT.batch_id).where(*before).distinct()).scalars())


def _ids(keys: Collection[Key], table: str) -> list[int]:
    return [key[1] for key in keys if key[0] == table]


def _refuse_rows(connection: Connection, going: Going) -> None:
    """Of an older file there may be rows that something later has let in."""
    files = files_of_rows(connection, going.reps)
    later = {one for one in files if one > going.batch_id}
    query = select(WENT_IN.let_in_by).where(WENT_IN.batch_id.in_(files - later)).distinct()
    let_in = {one for one in connection.execute(query).scalars() if one and one > going.batch_id}
    refuse_files(connection, going.what, later or let_in)
    _refuse_said(connection, going)
    if files:
        raise ImportProblem(ROWS.format(going.what, listed(list(going.reps.values()))))


def _refuse_small_rows(connection: Connection, going: Going) -> None:
    """Targets, days off, seats … of who is about to go: by other files, or by hand."""
    brought: dict[Key, set[int]] = {}
    for batch_id, change in changed.kept_by_others(connection, going.batch_id):
        brought.setdefault(change.key, set()).add(batch_id)
    resting = {
        key: fields
        for kind in changed.TABLES_OF
        for key, fields in changed.snapshot(connection, kind).items()
        if key[0] in REFERS and key not in going.keys and _refers(fields, going)
    }
    files = set().union(*(brought.get(key, set()) for key in resting))
    since = set().union(*(brought.get(key, set()) for key in going.keys))
    refuse_files(connection, going.what, files | {one for one in since if one > going.batch_id})
    for (table, *_), fields in resting.items():
        who = going.reps.get(fields.get("rep_id")) or going.teams[fields["team_id"]]
        raise ImportProblem(BY_HAND.format(going.what, who, REFERS[table]))


def _refers(fields: changed.Fields, going: Going) -> bool:
    return fields.get("rep_id") in going.reps or fields.get("team_id") in going.teams


def _refuse_said(connection: Connection, going: Going) -> None:
    known, rows = Known.load(connection, ""), identities.identities(connection)
    for word in rows.loc[rows["role"] == SAME, "word"]:
        for rep in known.reps.get(word, set()).intersection(going.reps):
            raise ImportProblem(SAID.format(going.what, word, going.reps[rep]))


def _refuse_notes(connection: Connection, going: Going) -> None:
    query = select(SESSION.rep_id).where(SESSION.rep_id.in_(list(going.reps))).distinct()
    if with_notes := [going.reps[rep] for rep in connection.execute(query).scalars()]:
        raise ImportProblem(NOTES.format(going.what, listed(with_notes)))
