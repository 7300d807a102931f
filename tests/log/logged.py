"""Small frames in the shape that `Writer.write` and `people.save_reps` take."""

from __future__ import annotations

from datetime import date

import pandas as pd


def reps(*rows: tuple) -> pd.DataFrame:
    """Rows of (name, team, zone) or (name, team, zone, started_on, ended_on)."""
    full = [(*row, None, None)[:5] if len(row) == 3 else row for row in rows]
    frame = pd.DataFrame(full, columns=["name", "team", "time_zone", "started_on", "ended_on"])
    frame = frame.astype(object).where(frame.notna(), None)
    return frame.assign(email=None, manager=None, country=None)


def touches(*rows: dict) -> pd.DataFrame:
    """Calls or emails; what a row does not say is missing. `at` is a text; a Z at its end means UTC."""
    names = ["source_id", "rep_id", "at", "outcome", "outcome_word", "list", "prospect", "account"]
    frame = pd.DataFrame([said(row, "no answer") for row in rows]).reindex(columns=names)
    return with_moment(frame, "at", "wall_clock")


def said(row: dict, outcome: str) -> dict:
    """A row with an outcome and, if it gives one itself, the word for it."""
    return {"outcome": outcome, "outcome_word": row.get("outcome"), **row}


def emails(*rows: dict) -> pd.DataFrame:
    """Emails, see `touches`; sent where a row does not say what became of it."""
    return touches(*({"outcome": "sent", **row} for row in rows))


def calls(*rows: dict) -> pd.DataFrame:
    """Calls, see `touches`; `duration_s` may be given."""
    frame = touches(*rows)
    return frame.assign(duration_s=pd.array([row.get("duration_s") for row in rows], dtype="Int64"))


def meetings(*rows: dict) -> pd.DataFrame:
    """Meetings: booked_at and starts_at as texts."""
    names = ["source_id", "rep_id", "booked_at", "starts_at", "channel", "outcome", "outcome_word", "ae",
             "prospect", "account"]  # fmt: skip
    frame = pd.DataFrame([said(row, "scheduled") for row in rows]).reindex(columns=names)
    frame = with_moment(frame, "booked_at", "booked_wall_clock")
    return with_moment(frame, "starts_at", "starts_wall_clock")


def opportunities(*rows: dict) -> pd.DataFrame:
    """Opportunities: accepted_at, created_at and closed_at as texts, amount_cents and won as they are;
    `rep_inherited` where the export named no rep."""
    names = ["source_id", "rep_id", "meeting_source_id", "accepted_at", "created_at", "closed_at",
             "amount_cents", "currency", "stage", "won", "account", "prospect"]  # fmt: skip
    frame = pd.DataFrame(list(rows)).reindex(columns=names)
    frame = with_moment(frame, "accepted_at", "accepted_wall_clock")
    frame = with_moment(frame, "created_at", "created_wall_clock")
    frame = with_moment(frame, "closed_at", "closed_wall_clock")
    inherited = [bool(row.get("rep_inherited")) for row in rows]
    return frame.astype({"amount_cents": "Int64", "won": "boolean"}).assign(rep_inherited=inherited)


def with_moment(frame: pd.DataFrame, name: str, wall: str) -> pd.DataFrame:
    """The text column as naive moments, and whether each is a wall-clock time."""
    texts = frame[name].astype("str")
    in_utc = texts.str.endswith("Z")
    moments = pd.to_datetime(texts.str.removesuffix("Z").where(frame[name].notna()), format="ISO8601")
    frame = frame.assign(**{name: moments.astype("datetime64[us]"), wall: ~in_utc})
    return frame.astype({column: object for column in frame if frame[column].dtype == "float64"}).where(
        lambda f: f.notna(), None
    ).assign(**{name: moments.astype("datetime64[us]")})  # fmt: skip


def day(text: str) -> date:
    """A date from its ISO text."""
    return date.fromisoformat(text)
