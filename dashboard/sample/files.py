"""The sample's frames as rows of the program's own CSV format."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .names import prospects
from .organisation import REP_NAMES, REPS, TEAMS, TRUTH, address, seats
from .workdays import OPEN_HOLIDAYS, Span, public_holidays, to_local

_REP_COUNT = len(REPS)


def reps(span: Span) -> pd.DataFrame:
    """The rows of reps.csv, one per seat."""
    frame = seats(span.today)
    team = [TEAMS[number] for number in frame["team"]]
    return pd.DataFrame(
        {
            "rep": REP_NAMES[frame["rep"]],
            "email": [address(REPS[number].name) for number in frame["rep"]],
            "team": [profile.name for profile in team],
            "manager": [profile.manager for profile in team],
            "started_on": [day.isoformat() for day in frame["started"]],
            "ended_on": ["" if day is None else day.isoformat() for day in frame["ended"]],
            "time_zone": [profile.zone for profile in team],
            "country": [profile.country for profile in team],
        }
    )


def holidays(span: Span) -> pd.DataFrame:
    """The rows of holidays.csv: the public holidays on which a team works."""
    rows = [
        (profile.name, day.isoformat(), name, "true")
        for number, profile in enumerate(TEAMS)
        for day, name in sorted(public_holidays(number, span).items())
        if name in OPEN_HOLIDAYS
    ]
    return pd.DataFrame(rows, columns=["team", "day", "name", "open"])


def days_off(off: pd.DataFrame, span: Span) -> pd.DataFrame:
    """The rows of days_off.csv, one a day."""
    logged = off[off["day"] >= pd.Timestamp(span.begins)]
    day = logged["day"].dt.strftime("%Y-%m-%d")
    return pd.DataFrame({"rep": REP_NAMES[logged["rep"]], "first_day": day, "last_day": day})


def touches(frame: pd.DataFrame, letter: str) -> pd.DataFrame:
    """The rows of calls.csv or emails.csv, in the order in which they happened."""
    frame = frame.sort_values(["at", "rep"], kind="stable")
    columns = {"outcome": frame["outcome"], "duration_s": frame.get("duration_s"), "list": frame["list"]}
    kept = {name: values for name, values in columns.items() if values is not None}
    return _rows(frame, letter, {"at": written(frame["at"], frame["rep"]), **kept})


def meetings(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of meetings.csv; the index is the frame's, so that opportunities find theirs."""
    frame = frame.sort_values(["at", "rep"], kind="stable")
    columns = {
        "booked_at": written(frame["at"], frame["rep"]),
        "starts_at": written(frame["starts"], frame["rep"]),
        **{name: frame[name] for name in ("channel", "outcome", "ae")},
    }
    return _rows(frame, "M", columns)


def opportunities(frame: pd.DataFrame, meeting_ids: pd.Series) -> pd.DataFrame:
    """The rows of opportunities.csv; a meeting from before the log has no id in it."""
    frame = frame.sort_values(["accepted_at", "rep"], kind="stable")
    amount = frame["amount"]
    return pd.DataFrame(
        {
            "id": _ids("O", len(frame)),
            "meeting_id": frame["meeting"].map(meeting_ids).fillna("").to_numpy(),
            "rep": REP_NAMES[frame["rep"]],
            "accepted_at": written(frame["accepted_at"], frame["rep"]),
            "amount": np.where(amount.isna(), "", amount.map("{:.2f}".format)),
            "currency": frame["currency"].to_numpy(),
            "stage": frame["stage"].to_numpy(),
            "closed_at": written(frame["closed_at"], frame["rep"]),
            "won": frame["won"].map({True: "true", False: "false"}).fillna("").to_numpy(),
        }
    )


def save(folder: Path, name: str, frame: pd.DataFrame) -> None:
    """Write one file of the sample."""
    frame.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n", encoding="utf-8")


def written(utc: pd.Series, rep: pd.Series) -> NDArray[np.object_]:
    """Moments as the rep's team writes them: with Z, with an offset or in local time; NaT is blank. Whoever
    changed team keeps to the offset, since their local time alone would have two meanings."""
    moments, number = utc.to_numpy().astype("datetime64[s]"), rep.to_numpy()
    team = np.array([profile.team for profile in REPS])
    team[np.equal(REP_NAMES, TRUTH.mover)] = [profile.style for profile in TEAMS].index("offset")
    local = to_local(moments, team[number])
    style = np.array([profile.style for profile in TEAMS], dtype=object)[team[number]]
    text = np.datetime_as_string(np.where(style == "utc", moments, local)).astype(object)
    minutes = (local - moments).astype("timedelta64[m]")
    text = text + np.select([style == "utc", style == "offset"], ["Z", _offsets(minutes)], "").astype(object)
    text[np.isnat(moments)] = ""
    return text


def _offsets(minutes: NDArray[np.timedelta64]) -> NDArray[np.object_]:
    """`+01:00` for sixty minutes; all the sample's offsets are whole hours east of Greenwich."""
    hours = np.where(np.isnat(minutes), 0, minutes.astype(int)) // 60
    return np.array([f"+{hour:02d}:00" for hour in range(15)], dtype=object)[np.clip(hours, 0, 14)]


def _rows(frame: pd.DataFrame, letter: str, columns: dict[str, object]) -> pd.DataFrame:
    names, accounts = prospects(_REP_COUNT)
    first = {"id": _ids(letter, len(frame)), "rep": REP_NAMES[frame["rep"]]}
    last = {"prospect": names[frame["prospect"]], "account": accounts[frame["prospect"]]}
    return pd.DataFrame({**first, **columns, **last}, index=frame.index)


def _ids(letter: str, count: int) -> NDArray[np.object_]:
    return np.array([f"{letter}{number:06d}" for number in range(1, count + 1)], dtype=object)
