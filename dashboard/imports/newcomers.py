"""SDRs who were made by what somebody has said on the Data view, taken back with all their rows."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Connection

from dashboard.imports import resting, went_in
from dashboard.imports.matching import Known
from dashboard.imports.waiting import read_waiting, wait_again
from dashboard.log import changed, identities, people
from dashboard.log.changed import Key
from dashboard.log.identities import NEW

NO_FILE = 0


def take_back(connection: Connection, word: str) -> None:
    """Forgets that somebody is a new SDR: their rows wait again, and the rep is no more, nor a team in which
    nobody else sits. Raises `ImportProblem` with what is to be undone or taken back first where anything else
    rests on the rep, such as rows of files that came later."""
    known, said = Known.load(connection, ""), identities.identities(connection)
    rep = known.rep(word).id
    words = [one for one in said.loc[said["role"] == NEW, "word"] if known.rep(one).id == rep]
    if rep is not None:
        _take_out(connection, rep, words)
    for one in {word, *words}:
        unsay(connection, one)
    read_waiting(connection)


def unsay(connection: Connection, word: str) -> None:
    """Forgets what somebody has said of a word; what the newest file says of it is known again."""
    identities.forget(connection, word)
    key = ("identity", word)
    of_files = [one for one in changed.kept_by_others(connection, NO_FILE) if one[1].key == key]
    if of_files:
        _, change = max(of_files, key=lambda one: one[0])
        identities.save_identities(connection, pd.DataFrame([change.after], dtype=object))


def _take_out(connection: Connection, rep: int, words: list[str]) -> None:
    keys = _keys(connection, rep)
    name = people.directory(connection).set_index("rep_id")["name"][rep]
    going = resting.going(connection, f"“{name}”", keys)
    wait_again(connection, went_in.by_words(connection, {*words, *going.words}))
    resting.refuse(connection, going)
    people.remove(connection, rep, list(going.teams))


def _keys(connection: Connection, rep: int) -> set[Key]:
    """The rep's own rows in small tables, and those of teams of which nobody else knows."""
    now = [one for kind in changed.TABLES_OF for one in changed.snapshot(connection, kind).items()]
    seats = {key: fields["team_id"] for key, fields in now if key[0] == "seat" and fields["rep_id"] == rep}
    elsewhere = {fields.get("team_id") for key, fields in now if key not in seats}
    of_files = {change.key for _, change in changed.kept_by_others(connection, NO_FILE)}
    teams = {("team", team) for team in seats.values() if team not in elsewhere} - of_files
    return {("rep", rep), *seats, *teams}
