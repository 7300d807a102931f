"""Who stands behind the words of files, when a file that said so is taken back."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from dashboard.imports import batches, resting
from dashboard.imports.batches import ROW
from dashboard.imports.matching import Known
from dashboard.imports.rejected import ASIDE, UNKNOWN_PERSON
from dashboard.imports.strangers import follow_roles
from dashboard.log import changed, identities
from dashboard.log.identities import ROLES


@dataclass(frozen=True)
class Named:
    """The rep behind each word (None: nobody) of which a file said who it is, as long as it says so."""

    batch_id: int
    reps: dict[str, int | None]

    @classmethod
    def by(cls, connection: Connection, batch_id: int) -> Named:
        """What a file says now."""
        words = [change.after["word"] for change in changed.kept(connection, batch_id, "people")]
        known = Known.load(connection, "")
        return cls(batch_id, {word: known.rep(word).id for word in words})

    def refuse_rows_of_later_files(self, connection: Connection, what: str) -> None:
        """Raises `ImportProblem` where later files brought rows of reps who stand behind these words no
        more."""
        known = Known.load(connection, "")
        reps = {rep for word, rep in self.reps.items() if rep is not None and known.rep(word).id != rep}
        if reps:
            later = resting.files_of_rows(connection, reps, after=self.batch_id)
            resting.refuse_files(connection, what, later)


def files_that_name(connection: Connection, after: int) -> set[int]:
    """The files later than `after` that say who people are."""
    others = changed.kept_by_others(connection, after)
    return {batch_id for batch_id, change in others if batch_id > after and change.table.name == "identity"}


def name_anew(connection: Connection) -> None:
    """Has rows that are kept follow who people are now: those of no SDR are set aside, those of whom it is
    known no more that they are none wait."""
    rows = identities.identities(connection)
    none = set(rows.loc[rows["role"].isin(list(ROLES)), "word"])
    known = Known.load(connection, "")
    aside = (ROW.c.fate == ASIDE, ROW.c.waits_for.is_not(None))
    query = select(ROW.c.batch_id, ROW.c.waits_for, ROW.c.value).where(*aside).distinct()
    touched = set()
    for batch_id, word, value in connection.execute(query).all():
        if word not in none:
            these = (*aside, ROW.c.batch_id == batch_id, ROW.c.waits_for == word, ROW.c.value == value)
            # None of who is a rep by now: the row is read again.
            reason = known.rep(value or word).reason or ""
            connection.execute(update(ROW).where(*these).values(fate=UNKNOWN_PERSON, reason=reason))
            touched.add(batch_id)
    for batch_id in touched:
        batches.count_again(connection, batch_id)
    follow_roles(connection)
