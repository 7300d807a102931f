"""The sample's files as the frames that pages read, without a database: quick enough for several seeds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from dashboard.figures import coaching, summary
from dashboard.figures.coaching import Coaching
from dashboard.figures.ledger import KEY, activity, ledger
from dashboard.figures.periods import Period
from dashboard.figures.summary import Loaded
from dashboard.figures.workdays import Calendar
from dashboard.log.queries import COUNTS

FILES = ("calls", "emails", "meetings", "opportunities", "reps")


@dataclass(frozen=True)
class SampleLog:
    """A sample team's log: the ledger, the seats, and the calls' counts by rep, team and list."""

    ledger: pd.DataFrame
    seats: pd.DataFrame
    by_list: pd.DataFrame
    loaded: Loaded

    def coach(self, teams: Iterable[str], sunday: date, weeks: int = 4) -> list[Coaching]:
        """Each team's page over the weeks that end on a Sunday, looked at on the Monday after."""
        monday = sunday + timedelta(days=1)
        window = coaching.window(Period(monday - timedelta(weeks=weeks), sunday), monday)
        rows_of = cache(lambda period: summary.by_rep(self.ledger, self.seats, period, monday, Calendar()))
        number = self.seats.drop_duplicates("team").set_index("team")["team_id"]
        return [
            coaching.coach(rows_of, self.ledger, int(number[team]), window, self.loaded, Calendar())
            for team in teams
        ]


def read(folder: Path, today: date) -> SampleLog:
    """Reads the files of a sample that ends on a day."""
    files = {name: pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False) for name in FILES}
    seats = _seats(files["reps"])
    calls, emails = (_touches(files[name], seats, name) for name in ("calls", "emails"))
    teams = pd.DataFrame({"team_id": seats["team_id"].unique()})
    loaded = teams.assign(calls=1, emails=1, call_meetings=1, email_meetings=1)
    by_day = _counts(calls, KEY).add(_counts(emails, KEY), fill_value=0)
    by_list = _counts(calls, ["rep_id", "team_id", "list"])
    book = ledger(
        _complete(by_day), _meetings(files, seats), _opportunities(files, seats), loaded,
        datetime.combine(today, time(23, 59), UTC), "USD",
    )  # fmt: skip
    kinds = Loaded.of(loaded, {"meetings": 1, "opportunities": 1})
    return SampleLog(book, seats, activity(_complete(by_list), loaded, ["rep_id", "list"]), kinds)


def _seats(reps: pd.DataFrame) -> pd.DataFrame:
    started = pd.to_datetime(reps["started_on"])
    return reps.rename(columns={"time_zone": "zone"}).assign(
        rep_id=pd.factorize(reps["rep"])[0] + 1,
        team_id=pd.factorize(reps["team"])[0] + 1,
        started_on=started,
        ended_on=pd.to_datetime(reps["ended_on"]),
        first_day=started.groupby(reps["rep"]).transform("min"),
    )


def _placed(rows: pd.DataFrame, day: pd.Series, seats: pd.DataFrame) -> pd.DataFrame:
    """The rows with rep_id, and team_id as of a day."""
    rep_id = rows["rep"].map(seats.drop_duplicates("rep").set_index("rep")["rep_id"])
    team_id = rep_id.map(seats.groupby("rep_id")["team_id"].first())
    for seat in seats[seats["rep_id"].duplicated()].itertuples():
        team_id = team_id.mask((rep_id == seat.rep_id) & (day >= seat.started_on), seat.team_id)
    return rows.assign(rep_id=rep_id, team_id=team_id)


def _local_day(rows: pd.DataFrame, column: str, seats: pd.DataFrame) -> pd.Series:
    """The rep's local day of moments: a text without Z is in local time already; missing where blank."""
    text = rows[column]
    day = pd.to_datetime(text.str[:10]).astype("datetime64[us]")
    in_utc = text.str.endswith("Z")
    zone = rows["rep"].map(seats.drop_duplicates("rep").set_index("rep")["zone"])
    for name, mine in text[in_utc].groupby(zone[in_utc]):
        local = pd.to_datetime(mine, utc=True).dt.tz_convert(name).dt.tz_localize(None)
        day[mine.index] = local.dt.normalize()
    return day


def _touches(rows: pd.DataFrame, seats: pd.DataFrame, name: str) -> pd.DataFrame:
    day = _local_day(rows, "at", seats)
    word = name + "_" + rows["outcome"].str.replace(" ", "_")
    return _placed(rows, day, seats).assign(day=day, kind=name, word=word)


def _counts(touches: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """The daily counts' columns that there are, by key."""
    counts = touches.groupby([*key, "word"]).size().unstack(fill_value=0)
    return counts.assign(**{touches["kind"].iloc[0]: counts.sum(axis=1)})


def _complete(counts: pd.DataFrame) -> pd.DataFrame:
    return counts.reindex(columns=list(COUNTS)).fillna(0).astype("int64").reset_index()


def _meetings(files: dict[str, pd.DataFrame], seats: pd.DataFrame) -> pd.DataFrame:
    rows = files["meetings"]
    booked, starts = (_local_day(rows, column, seats) for column in ("booked_at", "starts_at"))
    return _placed(rows, booked, seats).assign(
        booked_on=booked, starts_on=starts,
        # Only whether a meeting lies ahead depends on it: to the day is enough.
        starts_at=starts.dt.tz_localize(UTC),
        has_sao=rows["id"].isin(files["opportunities"]["meeting_id"]),
    )  # fmt: skip


def _opportunities(files: dict[str, pd.DataFrame], seats: pd.DataFrame) -> pd.DataFrame:
    rows = files["opportunities"]
    accepted, closed = (_local_day(rows, column, seats) for column in ("accepted_at", "closed_at"))
    won = rows["won"].map({"true": True, "false": False}).astype("boolean")
    cents = np.round(pd.to_numeric(rows["amount"]) * 100)
    return _placed(rows, accepted, seats).assign(
        accepted_on=accepted, closed_on=closed, won=won, amount_cents=cents.astype("Int64")
    )
