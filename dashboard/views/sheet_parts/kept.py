"""What the sheet reads and writes of what was agreed: whose it is, who may, and in which words it is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from dashboard import access
from dashboard.figures.metrics import BY_NAME
from dashboard.figures.periods import local_day
from dashboard.log import sessions
from dashboard.log.engine import DatabaseProblem, engine, jotting, reading
from dashboard.log.scope import Scope
from dashboard.log.sessions import OneToOne, OutOfScope
from dashboard.reading import usual_zone
from dashboard.views.shared import cache
from dashboard.views.shared.page import Page

Result = TypeVar("Result")
NO_FOCUS = "No focus"
PRIVATE = (
    "What is agreed in a 1:1 is private to the rep, their manager and whom the owner of this dashboard names."
)


@dataclass(frozen=True)
class Sheet:
    """One rep's sheet: the 1:1 of today, the scope that holds this rep alone, and the rep's time zone."""

    about: OneToOne
    rep: str
    scope: Scope
    zone: str

    @property
    def key(self) -> str:
        """What tells this sheet's widgets from those of other reps and days."""
        return f"{self.about.rep_id}-{self.about.day}"

    @property
    def owner(self) -> str:
        """Whose sheet it is, as a browser keeps it with words that are not stored yet: the number alone
        would be somebody else's in another database."""
        return f"{self.about.rep_id} {self.rep}"

    def clock(self, moment: datetime) -> str:
        """The time of a moment on the rep's clock: "14:02"."""
        return f"{moment.astimezone(ZoneInfo(self.zone)):%H:%M}"


def sheet_of(page: Page, rep_id: int, rep: str) -> Sheet | None:
    """The rep's sheet of today; None for who may not read it."""
    if not access.may_read_notes(access.OWNER, rep_id):
        return None
    zone = usual_zone(page.read.seats[page.read.seats["rep_id"] == rep_id])
    about = OneToOne(rep_id, local_day(cache.now(), zone), access.OWNER.name or "")
    return Sheet(about, rep, page.scope.narrowed(rep=rep_id), zone)


def sheet_for(owner: str, day: date) -> Sheet:
    """The sheet of that owner (see `Sheet.owner`) and day; raises `OutOfScope` where its notes may not be
    written."""
    scope = access.scope_of(access.OWNER)
    seats = cache.seats(scope)
    theirs = seats[seats["rep_id"].astype(str) + " " + seats["rep"] == owner]
    rep_id = int(theirs["rep_id"].min()) if len(theirs) else None
    if rep_id is None or not access.may_read_notes(access.OWNER, rep_id):
        raise OutOfScope("You may not write what was agreed with this rep.")
    about = OneToOne(rep_id, day, access.OWNER.name or "")
    return Sheet(about, theirs["rep"].iloc[0], scope.narrowed(rep=rep_id), usual_zone(theirs))


def say_private() -> None:
    """Why a card is not there."""
    st.caption(PRIVATE)


def read(sheet: Sheet, day: date | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rep's sessions (of one day, where it is given) and their actions, see `log.sessions`."""
    with reading(engine()) as connection:
        found = sessions.sessions(sheet.scope, connection, day)
        ids = None if day is None else found["id"]
        return found, sessions.actions(sheet.scope, connection, ids)


def removed(sheet: Sheet) -> pd.DataFrame:
    """The actions of today that were taken out, see `log.sessions.actions`."""
    with reading(engine()) as connection:
        ids = sessions.sessions(sheet.scope, connection, sheet.about.day)["id"]
        return sessions.actions(sheet.scope, connection, ids, removed=True)


def former(sheet: Sheet) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The sessions before today in which something was written down, the latest first, and their actions."""
    found, actions = read(sheet)
    before = found["day"] < pd.Timestamp(sheet.about.day)
    said = found["focus"].ne("") | found["note"].ne("") | found["id"].isin(actions["session_id"])
    return found[before & said], actions


def write(change: Callable[..., Result], sheet: Sheet, *values: object) -> Result:
    """Has a function of `log.sessions` change something of this rep's, in a transaction of its own. Raises
    `DatabaseProblem` and `OutOfScope`."""
    with jotting(engine()) as connection:
        return change(sheet.scope, connection, *values)


def try_to(change: Callable[..., object], sheet: Sheet, *values: object) -> str | None:
    """Does what `write` does; why it could not be done, or None."""
    try:
        write(change, sheet, *values)
    except (DatabaseProblem, OutOfScope) as problem:
        return why_not(problem)
    return None


def why_not(problem: DatabaseProblem | OutOfScope) -> str:
    """Why something is not stored yet."""
    return f"Not saved yet: {problem}"


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


def focus_label(name: str) -> str:
    """What a focus is called; one that this version does not know by its name."""
    return BY_NAME[name].label if name in BY_NAME else name or NO_FOCUS
