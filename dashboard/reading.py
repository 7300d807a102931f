"""What a page or a command reads: the log of some days, made into the ledger that figures work on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar

import pandas as pd
from sqlalchemy import Engine

from dashboard.calendars import read_calendar
from dashboard.figures import assumptions, investing, months, summary
from dashboard.figures.deals import NotAdded, not_in_pipeline, not_in_revenue
from dashboard.figures.investing import OneMore
from dashboard.figures.ledger import ledger
from dashboard.figures.metrics import BY_NAME
from dashboard.figures.periods import Period, local_day, sits_on
from dashboard.figures.summary import Loaded
from dashboard.figures.workdays import Calendar
from dashboard.log import queries
from dashboard.log.engine import reading
from dashboard.log.scope import Scope

Made = TypeVar("Made")


@dataclass(frozen=True)
class Reading:
    """The log of some days as one reader may see it. Shared between pages: never changed in place.

    `ledger` as in `figures.ledger`; the other frames as in `log.queries`; `lists` is a thing of its own
    (`read_lists`), since few pages need it.
    """

    as_of: datetime
    today: date
    ledger: pd.DataFrame
    daily: pd.DataFrame
    meetings: pd.DataFrame
    opportunities: pd.DataFrame
    seats: pd.DataFrame
    calendar: Calendar
    quotas: pd.DataFrame
    expectations: pd.DataFrame
    loaded: pd.DataFrame
    rows: dict[str, int]
    through: dict[str, datetime | None]
    currency: str | None

    @cached_property
    def kinds(self) -> Loaded:
        """Which kinds of log there are for whom."""
        return Loaded.of(self.loaded, self.rows)

    def by_rep(self, period: Period) -> pd.DataFrame:
        """The reps' sums over a period, see `summary.by_rep`."""
        return self.once(
            ("rows", period),
            lambda: summary.by_rep(self.ledger, self.seats, period, self.today, self.calendar),
        )

    def once(self, key: tuple, make: Callable[[], Made]) -> Made:
        """What `make` makes of this reading, made for the first that asks for `key`: many cards of many
        pages ask for the same."""
        made: dict = self.__dict__.setdefault("_made", {})
        if key not in made:
            made[key] = make()
        return made[key]

    @cached_property
    def sitting(self) -> frozenset[tuple[int, int]]:
        """Who sits where today, as rep_id and team_id: nobody is to be coached where they sit no more."""
        now = self.seats[sits_on(self.seats, self.today)]
        return frozenset(zip(now["rep_id"], now["team_id"], strict=True))

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was logged by those in scope."""
        return not any(self.rows.values())


def read(
    scope: Scope, engine: Engine, first: date, last: date, as_of: datetime, zone: str | None = None
) -> Reading:
    """Reads the days from `first` to `last` as they stand at `as_of` (aware), in one consistent view.
    `zone` is whose calendar says which day it is (default: that of most reps in scope)."""
    with reading(engine) as connection:
        seats = queries.seats(scope, connection)
        frames = {
            name: getattr(queries, name)(scope, connection, first, last)
            for name in ("daily", "meetings", "opportunities")
        }
        loaded = queries.loaded(scope, connection)
        currency = queries.main_currency(connection)
        book = ledger(**frames, loaded=loaded, as_of=as_of, currency=currency)
        return Reading(
            as_of=as_of,
            today=local_day(as_of, zone or usual_zone(seats)),
            ledger=book,
            **frames,
            seats=seats,
            calendar=read_calendar(scope, connection, first, last),
            quotas=queries.quotas(scope, connection),
            expectations=queries.expectations(scope, connection),
            loaded=loaded,
            rows=queries.rows_loaded(scope, connection),
            through=queries.through(scope, connection, as_of),
            currency=currency,
        )


def read_lists(scope: Scope, engine: Engine, first: date, last: date) -> pd.DataFrame:
    """The counts of the days by rep, team and list, see `log.queries.by_list`."""
    with reading(engine) as connection:
        return queries.by_list(scope, connection, first, last)


@dataclass(frozen=True)
class Deals:
    """The SAOs of two years with what became of them, of all teams in scope or of one, as they stood on a
    day. Shared between pages: never changed in place."""

    today: date
    opportunities: pd.DataFrame
    seats: pd.DataFrame
    calendar: Calendar
    currency: str | None
    through: date | None

    @cached_property
    def months(self) -> pd.DataFrame:
        """What each rep brought month by month, see `months.by_month`."""
        return months.by_month(
            self.opportunities, self.seats, self.currency, self.today, self.calendar, self.through
        )

    @cached_property
    def one_more(self) -> OneMore:
        """What one more rep would bring."""
        return investing.one_more(self.months, self.opportunities, self.currency, self.today, self.calendar)

    @cached_property
    def revenue(self) -> pd.DataFrame:
        """Revenue per SDR, see `months.per_sdr`, of the months whose deals the log can hold."""
        since = months.sold_since(self.opportunities, self.one_more.basis.cycle)
        return months.per_sdr(self.months, BY_NAME["revenue"], since)

    @cached_property
    def pipeline(self) -> pd.DataFrame:
        """Pipeline per SDR, see `months.per_sdr`."""
        return months.per_sdr(self.months, BY_NAME["pipeline"])

    @cached_property
    def left_out(self) -> tuple[NotAdded, NotAdded]:
        """The deals won, and the SAOs, of these months whose amount no sum holds."""
        first = months.last_months(self.today, months.MONTHS)[0].first
        given = (self.opportunities, Period(first, self.today), self.currency)
        return not_in_revenue(*given), not_in_pipeline(*given)

    @cached_property
    def teams(self) -> dict[int, Deals]:
        """The same of each team, by its id."""
        return {int(team): self._of(team) for team in self.seats["team_id"].unique()}

    def _of(self, team_id: int) -> Deals:
        mine = (frame[frame["team_id"] == team_id] for frame in (self.opportunities, self.seats))
        return Deals(self.today, *mine, self.calendar, self.currency, self.through)


def read_deals(scope: Scope, engine: Engine, today: date) -> Deals:
    """Reads what the deals of the last two years until `today` tell, in one consistent view."""
    first = months.last_months(today, assumptions.CYCLE_MONTHS)[0].first
    with reading(engine) as connection:
        deals = queries.opportunities(scope, connection, first, today)
        seats, currency = queries.seats(scope, connection), queries.main_currency(connection)
        calendar = read_calendar(scope, connection, first, today + investing.AHEAD)
    return Deals(today, deals, seats, calendar, currency, months.logged_through(deals, today))


@dataclass(frozen=True)
class Touches:
    """The calls, or the emails, of some reps: by hour and by prospect, frames as in `log.queries`."""

    by_hour: pd.DataFrame
    by_prospect: pd.DataFrame


def read_touches(
    scope: Scope, engine: Engine, kind: str, first: date, last: date, reps: Sequence[int]
) -> Touches:
    """What some reps' touches of a kind ("calls" or "emails") tell beyond the daily counts."""
    with reading(engine) as connection:
        by_hour, by_prospect = (
            getattr(queries, f"{kind}_by_{what}")(scope, connection, first, last, reps)
            for what in ("hour", "prospect")
        )
    return Touches(by_hour, by_prospect)


def read_seats(scope: Scope, engine: Engine) -> tuple[pd.DataFrame, int]:
    """The seats in scope, and the version of the log they are of."""
    with reading(engine) as connection:
        return queries.seats(scope, connection), queries.log_version(connection)


def usual_zone(seats: pd.DataFrame) -> str:
    """The time zone that most reps are in: whose calendar says which day it is today."""
    latest = seats.sort_values("started_on", na_position="first").drop_duplicates("rep_id", keep="last")
    return "UTC" if seats.empty else str(latest["zone"].mode().iloc[0])
