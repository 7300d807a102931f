"""Moments that no clock showed: what a file says of the hour that is skipped when clocks go forward is stored
as the end of that hour. What it was is told by the content that an older version made of it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.log import vocabulary
from dashboard.log.keys import contents
from dashboard.log.placing import MOMENTS, moment_columns
from dashboard.log.seats import Bools, Seats

# What made a row's content until outcomes were left out of it.
_CALLS = ("rep_id", "at", "wall_clock", "outcome", "outcome_word", "list", "prospect", "account")
UNTIL_THEN: dict[str, tuple[str, ...]] = {
    "calls": (*_CALLS, "duration_s"),
    "emails": _CALLS,
    "meetings": (
        "rep_id", "booked_at", "booked_wall_clock", "starts_at", "starts_wall_clock", "channel", "outcome",
        "outcome_word", "ae", "prospect", "account",
    ),
}  # fmt: skip
MINUTES = np.arange(61)


def as_said(rows: pd.DataFrame, kind: str, seats: Seats) -> pd.DataFrame:
    """Rows (as of `placing.as_given`, with the content of that time) with the moments that their file said,
    to the minute; those that cannot be told stay as they are."""
    if not {"content", "outcome_word"} <= set(rows):
        return rows
    each = rows
    for moment in MOMENTS[kind]:
        each = _each_minute(each, moment, seats)
    # None was at the end of a skipped hour.
    if len(each) == len(rows):
        return rows
    words = each["outcome_word"].fillna("")
    outcome = [vocabulary.outcome_of(kind, word) or vocabulary.UNKNOWN for word in words]
    same = contents(each.assign(outcome=outcome), UNTIL_THEN[kind]) == each["content"].to_numpy()
    told = each[same & each.index.duplicated(keep=False)]
    told = told[~told.index.duplicated()]
    rows = rows.copy()
    for moment in MOMENTS[kind]:
        at = moment_columns(moment)[0]
        rows.loc[told.index, at] = told[at]
    return rows


def _each_minute(rows: pd.DataFrame, moment: str, seats: Seats) -> pd.DataFrame:
    """The rows, and those at the end of a skipped hour with every minute of it as well, labelled as these."""
    at, wall, _ = moment_columns(moment)
    ends = _ends_a_skipped_hour(rows["rep_id"], rows[at], rows[wall], seats)
    more = rows.iloc[np.repeat(np.flatnonzero(ends), len(MINUTES))]
    back = pd.to_timedelta(np.tile(MINUTES, ends.sum()), unit="min").as_unit("us")
    return pd.concat([rows[~ends], more.assign(**{at: more[at] - back})])


def _ends_a_skipped_hour(rep_ids: pd.Series, at: pd.Series, wall: pd.Series, seats: Seats) -> Bools:
    """Which moments that clocks showed are the same as the moment before."""
    # Of what was replaced, the rep may have no seat any more.
    shown = (wall & at.notna() & rep_ids.isin(seats.frame["rep_id"])).to_numpy(dtype=bool, copy=True)
    moments = at[shown], at[shown] - pd.Timedelta(1, "us")
    end, before = (seats.place(rep_ids[shown], one, wall[shown])["at"].to_numpy() for one in moments)
    shown[shown] = end == before
    return shown
