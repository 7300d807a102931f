"""The log as it stood at a moment: what was written later is not in it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import pytest

from dashboard.figures.known import OUTCOMES, as_it_stood, meetings_of, saos_of
from dashboard.figures.timeline import timeline
from dashboard.figures.workdays import Calendar

NOW = datetime(2026, 11, 11, 12, 0, tzinfo=UTC)
FAR = "2026-10-01"


def line(seats: pd.DataFrame | None = None):
    seats = seats_of((1, 1, None, None)) if seats is None else seats
    return timeline(seats, Calendar(), date(2026, 10, 1), date(2026, 12, 31), NOW.date())


def seats_of(*rows) -> pd.DataFrame:
    seats = pd.DataFrame(rows, columns=["rep_id", "team_id", "started_on", "ended_on"])
    days = {name: pd.to_datetime(seats[name]).astype("datetime64[us]") for name in ("started_on", "ended_on")}
    return seats.assign(**days, first_day=days["started_on"])


def stood(*rows, saos=()) -> list[str]:
    """The outcomes as they stood now; a row is booked, starts, outcome and, of an SAO, accepted."""
    frame = pd.DataFrame(
        [(*row, None)[:4] for row in rows], columns=["booked_at", "starts_at", "outcome", "accepted_at"]
    )
    for name in ("booked", "starts", "accepted"):
        moment = pd.to_datetime(frame[f"{name}_at"], utc=True).astype("datetime64[us, UTC]")
        frame[f"{name}_at"], frame[f"{name}_on"] = moment, moment.dt.tz_localize(None).dt.normalize()
    meetings = meetings_of(frame.assign(rep_id=1, team_id=1), line())
    alone = pd.Series([None] * len(saos))
    none = pd.DataFrame({"rep_id": [1] * len(saos), "team_id": 1, "meeting_id": alone})
    moment = pd.to_datetime(pd.Series(saos, dtype=object), utc=True).astype("datetime64[us, UTC]")
    none = none.assign(accepted_at=moment, accepted_on=moment.dt.tz_localize(None).dt.normalize())
    then, _ = as_it_stood(meetings, saos_of(none, line()), NOW)
    return [OUTCOMES[code] for code in then.outcome]


def test_what_was_booked_later_is_not_there():
    assert stood((FAR, "2026-12-01", "scheduled"), ("2026-11-12", "2026-12-01", "scheduled")) == ["scheduled"]


@pytest.mark.parametrize("outcome", ["held", "no-show", "cancelled", "disqualified", "accepted"])
def test_before_its_date_a_meeting_of_a_log_that_went_on_is_on_the_calendar(outcome):
    rows = (FAR, "2026-11-20", outcome, "2026-11-21" if outcome == "accepted" else None)
    assert stood(rows, ("2026-11-13", "2026-12-01", "scheduled")) == ["scheduled"]
    assert stood(rows, saos=["2026-11-13"]) == ["scheduled"]


@pytest.mark.parametrize("outcome", ["no-show", "cancelled", "disqualified"])
def test_a_meeting_that_is_called_off_is_off_the_calendar_where_nothing_is_newer(outcome):
    assert stood((FAR, "2026-11-20", outcome)) == [outcome]
    assert stood((FAR, "2026-11-20", "held")) == ["scheduled"]


def test_an_sao_is_known_from_its_acceptance():
    assert stood((FAR, "2026-11-05", "accepted", "2026-11-10")) == ["accepted"]
    assert stood((FAR, "2026-11-05", "accepted", "2026-11-12")) == ["held"]
    assert stood((FAR, "2026-11-05", "held", "2026-11-10")) == ["accepted"]
    assert stood((FAR, "2026-11-20", "scheduled", "2026-11-10")) == ["accepted"]


@pytest.mark.parametrize("outcome", ["held", "no-show", "cancelled", "disqualified"])
def test_from_its_date_on_an_outcome_is_known(outcome):
    assert stood((FAR, "2026-11-11 11:59", outcome), saos=["2026-11-30"]) == [outcome]


def test_unknown_words_are_scheduled():
    assert stood((FAR, "2026-11-05", "unknown")) == ["scheduled"]


def test_a_mover_s_meetings_stay_with_the_seat_and_the_team_is_today_s():
    moved = (1, 7, "2025-01-06", "2026-11-06"), (1, 8, "2026-11-07", None)
    seats = seats_of(*moved, (2, 8, "2026-12-01", None))
    made = line(seats)
    rows = pd.DataFrame({"rep_id": [1, 1, 2, 3], "team_id": [7, 8, 8, 8]})
    rep, seat = made.whose(rows)
    assert rep.tolist() == [0, 0, 1, -1]
    assert made.seats.iloc[seat[:3]]["team_id"].tolist() == [7, 8, 8]
    assert made.teams[made.team_of].tolist() == [8, 8]
    assert made.teams[made.on(date(2026, 11, 6)).team_of].tolist() == [7, 8]
    assert made.works[1, : made.column(date(2026, 12, 1))].sum() == 0
    # A quarter of a day in the first third of the ramp.
    assert made.works[1, made.column(date(2026, 12, 1))] == 0.25


def test_holidays_and_days_off_are_not_worked():
    day = pd.DataFrame({"rep_id": [1], "day": [pd.Timestamp("2026-11-12")]})
    closed = Calendar({1: [date(2026, 11, 26)]}, day)
    made = timeline(seats_of((1, 1, None, None)), closed, date(2026, 11, 1), date(2026, 11, 30), NOW.date())
    worked = made.days[made.works[0] > 0]
    assert len(worked) == 21 - 2
    assert np.datetime64("2026-11-12") not in worked and np.datetime64("2026-11-26") not in worked
    assert closed.working_days([1], date(2026, 11, 23), date(2026, 11, 29)) == 4
    assert closed.working_days([], date(2026, 11, 23), date(2026, 11, 29)) == 5
    assert closed.working_days([1, 2], date(2026, 11, 23), date(2026, 11, 29)) == 5
    assert made.between(0, made.column(date(2026, 11, 25)), made.column(date(2026, 11, 27))) == 1
