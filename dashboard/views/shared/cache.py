"""What has been read, kept for the next page.

Every key is made of small plain values, and the reader's scope is the first of them: nobody is ever
handed what was read for somebody else. A change of the log changes its version, and so the key.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import streamlit as st

from dashboard import calendars, forecasting, reading
from dashboard.figures.periods import Period, named
from dashboard.log import queries
from dashboard.log.engine import database_url, engine_at
from dashboard.log.engine import reading as open_reading
from dashboard.log.scope import Scope

KEEP = {"max_entries": 64, "ttl": timedelta(minutes=30), "show_spinner": False, "hash_funcs": {Scope: repr}}
# Whether a meeting has begun may be five minutes late; in exchange a page is read once, not once a second.
STEP = timedelta(minutes=5)


def now() -> datetime:
    """This moment, on the last full five minutes."""
    moment = datetime.now(UTC).replace(second=0, microsecond=0)
    return moment - timedelta(minutes=moment.minute % (STEP.seconds // 60))


def version(url: str) -> int:
    """The version of the log now."""
    with open_reading(engine_at(url)) as connection:
        return queries.log_version(connection)


def seats(scope: Scope) -> pd.DataFrame:
    """The seats in scope."""
    url = database_url()
    return _seats(scope, url, version(url))


def year_ends() -> int:
    """The month in which the fiscal year ends."""
    url = database_url()
    return _year_ends(url, version(url))


def read(scope: Scope, period: Period) -> reading.Reading:
    """The log around a period: the period, the one before it, and half a year for the trends. All the
    usual periods share one reading, so that a change of period reads nothing."""
    url = database_url()
    as_of = now()
    today = as_of.date()
    first = min(period.first - (period.last - period.first), today - timedelta(weeks=28))
    first = first - timedelta(days=31)
    last = max(period.last, named("quarter", today, year_ends()).last, today + timedelta(weeks=13))
    return _read(scope, url, version(url), first.replace(day=1), last, as_of)


def read_lists(scope: Scope, period: Period) -> pd.DataFrame:
    """The counts of a period by rep, team and list."""
    url = database_url()
    return _read_lists(scope, url, version(url), period.first, period.last)


def read_touches(scope: Scope, kind: str, period: Period, reps: tuple[int, ...]) -> reading.Touches:
    """The calls ("calls") or emails ("emails") of some reps in a period, by hour and by prospect."""
    url = database_url()
    return _read_touches(scope, url, version(url), kind, period.first, period.last, reps)


def read_deals(scope: Scope, today: date) -> reading.Deals:
    """The deals of the last two years, as they stand on a day."""
    url = database_url()
    return _read_deals(scope, url, version(url), today)


def read_forecasts(scope: Scope, period: Period) -> forecasting.Forecasts:
    """What forecasts of a period are made of."""
    url = database_url()
    return _read_forecasts(scope, url, version(url), period.first, period.last, now())


def read_record(scope: Scope, period: str, metric: str, today: date) -> pd.DataFrame:
    """How forecasts made at the same point of the periods before `period` have done. What is over does not
    change with the minute: kept for the local day."""
    url = database_url()
    return _read_record(scope, url, version(url), period, metric, today)


@st.cache_resource(**KEEP)
def _read_record(
    scope: Scope, url: str, log_version: int, period: str, metric: str, today: date
) -> pd.DataFrame:
    return forecasting.read_record(scope, engine_at(url), period, metric, today)


@st.cache_resource(**KEEP)
def _read_forecasts(
    scope: Scope, url: str, log_version: int, first: date, last: date, as_of: datetime
) -> forecasting.Forecasts:
    return forecasting.read_forecasts(scope, engine_at(url), last, as_of, first)


@st.cache_resource(**KEEP)
def _year_ends(url: str, log_version: int) -> int:
    return calendars.read_year_ends(engine_at(url))


@st.cache_resource(**KEEP)
def _read_deals(scope: Scope, url: str, log_version: int, today: date) -> reading.Deals:
    return reading.read_deals(scope, engine_at(url), today)


@st.cache_resource(**KEEP)
def _seats(scope: Scope, url: str, log_version: int) -> pd.DataFrame:
    return reading.read_seats(scope, engine_at(url))[0]


@st.cache_resource(**KEEP)
def _read(
    scope: Scope, url: str, log_version: int, first: date, last: date, as_of: datetime
) -> reading.Reading:
    return reading.read(scope, engine_at(url), first, last, as_of)


@st.cache_resource(**KEEP)
def _read_lists(scope: Scope, url: str, log_version: int, first: date, last: date) -> pd.DataFrame:
    return reading.read_lists(scope, engine_at(url), first, last)


@st.cache_resource(**KEEP)
def _read_touches(
    scope: Scope, url: str, log_version: int, kind: str, first: date, last: date, reps: tuple[int, ...]
) -> reading.Touches:
    return reading.read_touches(scope, engine_at(url), kind, first, last, reps)
