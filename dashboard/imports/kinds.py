"""What each kind of file needs beyond its cells: the checks between columns, and who is meant."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from dashboard.imports.copies import copies
from dashboard.imports.kept_days import keep_days
from dashboard.imports.matching import Known, match_each
from dashboard.imports.notes import Notes
from dashboard.imports.rejected import Rejected
from dashboard.imports.rows import Rows, note_unknown_words
from dashboard.imports.translate import Translated
from dashboard.log import people
from dashboard.log.vocabulary import CANONICAL, plain

# Whoever is away for longer has left the seat.
LONGEST_OFF = timedelta(days=366)
# What is planned, rather than logged.
PLANS = ("quotas", "expectations", "holidays", "days_off")
TEAM_COLUMNS = ("name", "email", "team", "manager", "started_on", "ended_on", "time_zone", "country")


def read_chunk(
    chunk: Translated, known: Known, notes: Notes, zone: str | None = None
) -> tuple[pd.DataFrame, list[Rejected]]:
    """The rows of one kind as the log room takes them, and those that are kept: what cannot be used, and
    copies of what is counted because somebody said whose it is.

    `zone` is the time zone of teams for which nothing says one.
    """
    rows, shape = Rows(chunk), chunk.shape
    CHECKS.get(shape.kind, _no_check)(rows, notes)
    note_unknown_words(rows, notes, known.decided)
    if shape.kind == "reps":
        return _with_zones(rows, known, notes, zone), rows.rejected()
    if shape.kind == "people":
        return _identities(rows), rows.rejected()
    if shape.kind == "outcomes":
        return rows.good, rows.rejected()
    if shape.kind in PLANS:
        _match_plan(rows, known)
        kept = [*rows.rejected(), *copies(rows, known)]
        return rows.good.drop(columns=["rep", "team"], errors="ignore"), kept
    _match(rows, "rep", "rep_id", known)
    keep_days(rows, known.seats)
    if shape.kind == "opportunities":
        _take_rep_of_meeting(rows, known)
        _take_rep_of_account(rows, known)
    kept = [*rows.rejected(), *copies(rows, known)]
    return rows.good.drop(columns="rep").astype({"rep_id": "int64"}), kept


def _match_plan(rows: Rows, known: Known) -> None:
    """Whose plan each row is: a rep's, or a team's."""
    for word in {"team", "rep"}.intersection(rows.frame):
        _match(rows, word, f"{word}_id", known)
    if rows.shape.kind == "quotas":
        rows.frame["team_id"] = rows.frame["team_id"].where(rows.frame["rep_id"].isna())


def _match(rows: Rows, word: str, into: str, known: Known) -> None:
    """Finds the ids of the reps or teams that the column `word` names, and rejects rows where it cannot."""
    words = rows.good[word]
    find = known.rep if word == "rep" else known.team
    ids, missing = match_each(words, {name: find(name) for name in words.dropna().unique()})
    rows.frame[into] = ids.reindex(rows.frame.index)
    for position, match in missing.items():
        rows.reject(position, word, match.or_for(_others(rows, position)))


def _others(rows: Rows, position: int) -> list[str]:
    """Who else a row may be of."""
    return [words.iat[position] for words in rows.chunk.people]


def _take_rep_of_meeting(rows: Rows, known: Known) -> None:
    """An opportunity that names no rep belongs to the rep who booked its meeting."""
    rows.frame["rep_inherited"] = rows.frame["rep"].isna()
    words = rows.good.loc[rows.good["rep_id"].isna(), "meeting_source_id"].dropna()
    if words.empty:
        return
    ids, missing = match_each(words, known.meetings(list(words.unique())))
    rows.frame["rep_id"] = rows.frame["rep_id"].fillna(ids.reindex(rows.frame.index))
    for position, match in missing.items():
        rows.reject(position, "meeting_id", match)


def _take_rep_of_account(rows: Rows, known: Known) -> None:
    """An opportunity that names neither belongs to who booked the last meeting with its account, else with
    its prospect."""
    nobody = rows.good[rows.good["rep_id"].isna()]
    if nobody.empty:
        return
    found = dict(zip(nobody.index, known.booker(nobody), strict=True))
    ids = pd.Series({position: match.id for position, match in found.items()}, dtype="Int64")
    rows.frame["rep_id"] = rows.frame["rep_id"].astype("Int64").fillna(ids.reindex(rows.frame.index))
    for position, match in found.items():
        if match.id is None:
            rows.reject(position, None, match.or_for(_others(rows, position)))


def _identities(rows: Rows) -> pd.DataFrame:
    """Who stands behind each id; a name in two columns is put together. Without a column for roles a file
    says nothing of them."""
    frame = rows.good
    parts = frame["first_name"].fillna("") + " " + frame["last_name"].fillna("")
    both = parts.str.strip().replace("", None)
    names = ["word", "other_word", "name", "email", *(["role"] if rows.chunk.has("role") else [])]
    return frame.assign(name=frame["name"].fillna(both))[names]


def _with_zones(rows: Rows, known: Known, notes: Notes, zone: str | None) -> pd.DataFrame:
    """Reps with one spelling and, for teams that are new, one time zone for each team."""
    frame = rows.good[list(TEAM_COLUMNS)].copy()
    keys = frame["team"].map(people.name_key)
    spelling = frame.groupby(keys)["team"].first().to_dict() | known.team_names
    frame["team"] = keys.map(spelling).astype(object)
    said = frame.dropna(subset="time_zone").groupby("team")["time_zone"].unique()
    for team, zones in said.items():
        if len(zones) > 1:
            notes.say(
                f"Team {team} has several time zones: {zones[0]} is used, {', '.join(zones[1:])} is not."
            )
    for team in sorted(set(frame["team"]) - set(said.index)):
        if people.name_key(team) not in known.teams:
            frame.loc[frame["team"] == team, "time_zone"] = zone or people.DEFAULT_ZONE
            if zone is None:
                notes.say(f"Team {team} has no time zone: {people.DEFAULT_ZONE} is used; say another in "
                          "reps.csv (or on the command line with --time-zone).")  # fmt: skip
    return frame


def _no_check(rows: Rows, notes: Notes) -> None:
    pass


def _check_reps(rows: Rows, notes: Notes) -> None:
    days = rows.good[["started_on", "ended_on"]].dropna()
    rows.reject_where(days["ended_on"] < days["started_on"], "ended_on", "It is before started_on.")


def _check_meetings(rows: Rows, notes: Notes) -> None:
    good = rows.good
    undated = good["booked_at"].isna() & good["starts_at"].isna()
    rows.reject_where(undated, None, "It has neither booked_at nor starts_at.")
    notes.rows(
        "without a booked_at: they count as held or not, and not among the meetings scheduled",
        rows.numbers(rows.good["booked_at"].isna()),
    )


def _check_opportunities(rows: Rows, notes: Notes) -> None:
    good = rows.good
    names = ("rep", "meeting_source_id", "account", "prospect")
    nobody = pd.concat([good[name].isna() for name in names], axis=1).all(axis=1)
    rows.reject_where(nobody, "rep", "It has neither a rep nor a meeting_id, and no account to find one by.")
    good = rows.good
    not_closed = good["won"].fillna(False).astype(bool) & good["closed_at"].isna()
    notes.rows("won without a closed_at: the revenue cannot be dated", rows.numbers(not_closed))
    notes.rows(
        "without an accepted_at: counted on the day of their meeting, once that took place",
        rows.numbers(good["accepted_at"].isna() & good["created_at"].isna()),
    )
    begun = good["accepted_at"].fillna(good["created_at"])
    early = good["closed_at"].dt.normalize() < begun.dt.normalize()
    notes.rows("closed before it was accepted", rows.numbers(early))


def _check_quotas(rows: Rows, notes: Notes) -> None:
    good = rows.good
    rows.reject_where(good["rep"].isna() & good["team"].isna(), "rep", "It has neither a rep nor a team.")


def _check_holidays(rows: Rows, notes: Notes) -> None:
    # A row that does not say so names a day on which nobody works.
    rows.frame["works"] = rows.frame["works"].fillna(False)


def _check_days_off(rows: Rows, notes: Notes) -> None:
    days = rows.good[["first_day", "last_day"]].dropna()
    rows.reject_where(days["last_day"] < days["first_day"], "last_day", "It is before first_day.")
    long = (days["last_day"] - days["first_day"]) > LONGEST_OFF
    rows.reject_where(long, "last_day", "That is over a year; let the rep's seat end instead (ended_on).")


def _check_outcomes(rows: Rows, notes: Notes) -> None:
    for kind, named in rows.good.groupby("kind")["outcome"]:
        words = {plain(outcome): outcome for outcome in CANONICAL[kind]}
        rows.frame.loc[named.index, "outcome"] = found = named.map(lambda word, of=words: of.get(plain(word)))
        rows.reject_where(
            found.isna(), "outcome", f"Not an outcome of {kind}: write one of {', '.join(CANONICAL[kind])}."
        )


CHECKS = {
    "outcomes": _check_outcomes,
    "reps": _check_reps,
    "meetings": _check_meetings,
    "opportunities": _check_opportunities,
    "quotas": _check_quotas,
    "holidays": _check_holidays,
    "days_off": _check_days_off,
}
