"""The sample's quotas and expectations."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .meetings import CANCELLED, DEAL_MEAN, NO_SHOW, WON
from .organisation import REP_NAMES, REPS, TEAMS, column, seats
from .workdays import Span

ABOVE_EXPECTED = 1.2
WORKING_DAYS = 20.5  # of a month, less holidays and days off
EXPECTED_PER_DAY = {"calls": 60, "emails": 30}


def quotas(span: Span) -> pd.DataFrame:
    """The rows of quotas.csv: SAOs and meetings held per rep and month, revenue per team and quarter, from
    the log's first month to the end of today's quarter. A rep in ramp has the full quota."""
    quarter = pd.Period(span.today, "Q")
    months = pd.period_range(pd.Period(span.begins, "M"), quarter.asfreq("M", "end"), freq="M")
    expected = _expected_per_month()
    seated = seats(span.today).merge(months.to_series(name="month"), how="cross")
    ends = pd.to_datetime(seated["ended"]).fillna(pd.Timestamp.max.normalize())
    inside = (pd.to_datetime(seated["started"]) <= seated["month"].dt.end_time) & (
        ends >= seated["month"].dt.start_time
    )
    seated = seated[inside].drop_duplicates(["rep", "month"], keep="last")  # the mover's newer team
    rows = [
        (REP_NAMES[seat.rep], "", metric, str(seat.month), target)
        for seat in seated.itertuples()
        for metric, target in expected.loc[seat.team, ["saos", "meetings_held"]].items()
    ]
    for number, team in enumerate(TEAMS):
        for period in pd.period_range(months[0].asfreq("Q"), quarter, freq="Q"):
            name = f"{period.year}-Q{period.quarter}"
            rows.append(("", team.name, "revenue", name, expected.loc[number, "revenue"]))
    return pd.DataFrame(rows, columns=["rep", "team", "metric", "period", "target"])


def expectations() -> pd.DataFrame:
    """The rows of expectations.csv: the floor of calls and emails per working day, for every team."""
    rows = [(team.name, metric, floor) for team in TEAMS for metric, floor in EXPECTED_PER_DAY.items()]
    return pd.DataFrame(rows, columns=["team", "metric", "per_day"])


def _expected_per_month() -> pd.DataFrame:
    """Quotas per team (rows, by position): a rep's SAOs and meetings held in a month, and the team's revenue
    in a quarter, above what its reps can be expected to bring."""
    by_phone = column("calls") * column("connect") * column("booking")
    booked = by_phone + column("emails") * column("mail_booking") + column("other")
    held = booked * (1 - NO_SHOW - CANCELLED) * WORKING_DAYS * ABOVE_EXPECTED
    reps = pd.DataFrame({"meetings_held": held, "saos": held * column("accepted")})
    mean = reps.groupby([rep.team for rep in REPS]).mean().round()
    size = pd.Series([rep.team for rep in REPS]).value_counts()
    quarter = mean["saos"] * size * 3 * WON * DEAL_MEAN
    return mean.assign(revenue=np.round(quarter / 10_000) * 10_000).astype(int)
