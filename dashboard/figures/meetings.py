"""Meetings one by one: those of some days, by channel and outcome, still to come, without an outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import pandas as pd

from dashboard.figures.ledger import meeting_facts
from dashboard.figures.periods import Period
from dashboard.figures.workdays import Days

# What the pages call each channel and outcome, in the order they are drawn.
CHANNELS = {
    "phone": ("phone",),
    "email": ("email",),
    "LinkedIn": ("LinkedIn",),
    "other": ("other",),
    "not said": ("",),
}
OUTCOMES = {
    "accepted": ("accepted",),
    "held": ("held",),
    "disqualified": ("disqualified",),
    "still open": ("scheduled", "unknown"),
    "no-show": ("no-show",),
    "cancelled": ("cancelled",),
}
DECISIONS = {
    "accepted (SAO)": ("accepted",),
    "awaiting a decision": ("held",),
    "disqualified": ("disqualified",),
}


def booked_in(meetings: pd.DataFrame, period: Period) -> pd.DataFrame:
    """The meetings booked in the period; one with an SAO is accepted, whatever its own row says."""
    return _settled(meetings[period.holds(meetings["booked_on"])])


def held_in(meetings: pd.DataFrame, period: Period) -> pd.DataFrame:
    """The meetings of the period, by their own date, that took place."""
    settled = _settled(meetings[period.holds(meetings["starts_on"])])
    return settled[settled["outcome"].isin([outcome for some in DECISIONS.values() for outcome in some])]


def facts_in(meetings: pd.DataFrame, period: Period, as_of: datetime) -> pd.DataFrame:
    """The meetings dated in the period with their counts, see `ledger.meeting_facts`; `list` "" for none."""
    facts = meeting_facts(meetings[period.holds(meetings["starts_on"])], as_of)
    return facts.assign(list=facts["list"].fillna(""))


def _settled(meetings: pd.DataFrame) -> pd.DataFrame:
    held = meetings["outcome"].isin(["held", "disqualified"]) & meetings["has_sao"].astype(bool)
    return meetings.assign(outcome=meetings["outcome"].mask(held, "accepted"))


def counted(
    meetings: pd.DataFrame, column: str, parts: Mapping[str, Sequence[str]], rows: pd.DataFrame
) -> pd.DataFrame:
    """For each of `rows` (rep_id, team_id) how many meetings fall in each part; a column a part."""
    part_of = {value: part for part, values in parts.items() for value in values}
    named = meetings[column].fillna("").map(part_of)
    counts = (
        pd.crosstab([meetings["rep_id"], meetings["team_id"]], named) if len(meetings) else pd.DataFrame()
    )
    keys = pd.MultiIndex.from_frame(rows[["rep_id", "team_id"]])
    counts = counts.reindex(index=keys, columns=list(parts)).fillna(0).astype("int64")
    return rows[["rep_id", "team_id", "rep", "ramp_week"]].join(counts.set_axis(rows.index))


def to_come(meetings: pd.DataFrame, seats: pd.DataFrame, horizon: Period, as_of: datetime) -> pd.DataFrame:
    """The meetings still scheduled that start after now within the days, soonest first: id, rep,
    starts_at, starts_on, account, prospect, ae, channel."""
    ahead = (meetings["outcome"] == "scheduled") & (meetings["starts_at"] > as_of)
    return _listed(meetings[ahead & horizon.holds(meetings["starts_on"])], seats)


def without_outcome(meetings: pd.DataFrame, seats: pd.DataFrame, as_of: datetime) -> pd.DataFrame:
    """The meetings whose date has passed and whose outcome nobody has written down, newest first."""
    past = (meetings["starts_at"] <= as_of) & meetings["outcome"].isin(["scheduled", "unknown"])
    return _listed(meetings[past], seats).iloc[::-1].reset_index(drop=True)


def _listed(meetings: pd.DataFrame, seats: pd.DataFrame) -> pd.DataFrame:
    names = seats.drop_duplicates("rep_id").set_index("rep_id")["rep"]
    frame = meetings.assign(rep=meetings["rep_id"].map(names)).sort_values("starts_at")
    columns = ["id", "rep_id", "rep", "starts_at", "starts_on", "account", "prospect", "ae", "channel"]
    return frame[columns].reset_index(drop=True)


def by_working_day(meetings: pd.DataFrame, worked: Days, rep_id: int | None) -> pd.DataFrame:
    """One row for each of the days `worked` (and each other day with a meeting): day, count, selected (the
    chosen rep's; missing where none is chosen)."""
    days = pd.DatetimeIndex(worked).as_unit("us").union(pd.DatetimeIndex(meetings["starts_on"].unique()))
    count = meetings.groupby("starts_on").size().reindex(days, fill_value=0)
    mine = meetings[meetings["rep_id"] == rep_id].groupby("starts_on").size().reindex(days, fill_value=0)
    frame = pd.DataFrame({"day": days, "count": count.to_numpy()})
    return frame if rep_id is None else frame.assign(selected=mine.to_numpy())
