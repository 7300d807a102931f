"""Results month by month: what each rep brought in the months that the log holds, and that per SDR."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from dashboard.figures.cycle import Cycle
from dashboard.figures.ledger import of_deals
from dashboard.figures.metrics import Metric
from dashboard.figures.periods import Period, month
from dashboard.figures.summary import Loaded, by_rep, per_rep, plain, ramped, total
from dashboard.figures.workdays import Calendar

# So many whole months are shown, and the running one.
MONTHS = 12
# A log in which nothing was accepted or closed for longer than this does not hold the days since.
QUIET = timedelta(days=14)
# A part of the deals that is nearly all of them.
MOST = 0.90
DEALS_ALONE = Loaded(calls=frozenset(), emails=frozenset(), meetings=False, opportunities=True)


def by_month(
    opportunities: pd.DataFrame,
    seats: pd.DataFrame,
    currency: str | None,
    today: date,
    calendar: Calendar,
    through: date | None = None,
) -> pd.DataFrame:
    """The reps' sums of each of the last months and the running one: `month` (its first day), `whole`
    (whether it is over) and the columns of `summary.by_rep`.

    A month is there for the teams whose log holds it from its first working day on, and up to the day
    `through` which the log goes (default: that of the last SAO or close): before a log begins, and after it
    ends, there is no data rather than none sold.
    """
    book = of_deals(opportunities, currency)
    first, last = _begun(opportunities, today), through or logged_through(opportunities, today)
    parts = [
        _of_month(
            book,
            seats,
            period,
            today,
            calendar,
            [team for team, day in first.items() if _begins(day, period, calendar, team)],
        )
        for period in last_months(today, MONTHS)
        if last is not None and last + QUIET >= min(period.last, today)
    ]
    known = [part for part in parts if part is not None and len(part)]
    nobody = by_rep(book, seats.iloc[:0], last_months(today, 0)[0], today, calendar).iloc[:0]
    return pd.concat(known, ignore_index=True) if known else nobody.assign(month=pd.NaT, whole=False)


def last_months(today: date, months: int) -> list[Period]:
    """The whole months before today's, the earliest first, and today's."""
    numbers = range(12 * today.year + today.month - 1 - months, 12 * today.year + today.month)
    return [month(number // 12, number % 12 + 1) for number in numbers]


def logged_through(opportunities: pd.DataFrame, today: date) -> date | None:
    """The last day until `today` on which an SAO was accepted or a deal closed; None where none was."""
    days = _logged(opportunities, today)
    return days.max().date() if len(days) else None


def _begun(opportunities: pd.DataFrame, today: date) -> pd.Series:
    """The first such day of each team (index: its id)."""
    return _logged(opportunities, today).groupby(level=0).min().dt.date


def _logged(opportunities: pd.DataFrame, today: date) -> pd.Series:
    by_team = opportunities.set_index("team_id")
    days = pd.concat([by_team[name] for name in ("accepted_on", "closed_on")])
    return days[days <= pd.Timestamp(today)]


def _begins(first: date, period: Period, calendar: Calendar, team: int) -> bool:
    """Whether a log that begins on a day holds the period from its first working day on."""
    return first <= period.first or not calendar.working_days([team], period.first, first - timedelta(days=1))


def _of_month(
    book: pd.DataFrame,
    seats: pd.DataFrame,
    period: Period,
    today: date,
    calendar: Calendar,
    held: list[int],
) -> pd.DataFrame | None:
    """The rows of a month of the teams whose log holds it."""
    if not held:
        return None
    rows = by_rep(book, seats, period, today, calendar)
    rows = rows[rows["team_id"].isin(held)]
    return rows.assign(month=pd.Timestamp(period.first), whole=period.last < today)


def per_sdr(rows: pd.DataFrame, metric: Metric, since: date | None = None) -> pd.DataFrame:
    """Of rows of `by_month` a row a month: month, whole, `value` (per ramped rep in the whole month, missing
    where nobody is ramped), `total` (of all reps) and `reps` (how many ramped reps sat for a whole month);
    of the months from `since` on, where that is given."""
    found = [
        {
            "month": day,
            "whole": bool(mine["whole"].iloc[0]),
            "value": per_rep(mine, metric, DEALS_ALONE),
            "total": total(mine, metric, DEALS_ALONE).value,
            "reps": rep_months(mine),
        }
        for day, mine in rows.groupby("month")
        if since is None or day >= pd.Timestamp(since)
    ]
    frame = pd.DataFrame(found, columns=["month", "whole", "value", "total", "reps"])
    return frame.astype({"value": float, "total": float, "reps": float, "whole": bool})


def sold_since(opportunities: pd.DataFrame, cycle: Cycle) -> date | None:
    """The first day on which most of the deals won can be in the log: one cycle (nine in ten deals) after the
    first SAO. Before it a log that has just begun holds hardly any revenue. None where that is not known."""
    first, days = opportunities["accepted_on"].min(), cycle.quantile(MOST)
    return None if pd.isna(first) or days is None else (first + pd.Timedelta(days=days)).date()


def rep_months(rows: pd.DataFrame) -> float:
    """How many ramped reps the rows of one month are: who sat for half of it counts as half."""
    days = ramped(rows)["days"]
    return float(days.sum() / days.max()) if days.sum() else 0.0


@dataclass(frozen=True)
class Whole:
    """A metric over whole months: all of it, and per ramped rep and month (None: there was none); and month
    by month (None: nobody was ramped)."""

    total: float
    per_sdr: float | None
    by_month: tuple[float | None, ...]


def whole(months: pd.DataFrame) -> Whole | None:
    """The whole months of `per_sdr` together; None where there are none."""
    over = months[months["whole"]]
    if over.empty:
        return None
    values = tuple(plain(value) for value in over["value"])
    return Whole(round(float(over["total"].sum()), 2), average(over), values)


def average(months: pd.DataFrame) -> float | None:
    """A metric per ramped rep and month over some months of `per_sdr`, weighed by how many reps there were;
    None where there were none."""
    known = months[months["reps"] > 0]
    weight = known["reps"].sum()
    return plain((known["value"] * known["reps"]).sum() / weight) if weight else None


def lately(months: pd.DataFrame, count: int = 3) -> tuple[float, float] | None:
    """The averages of the last whole months and of as many before them; None where there are too few."""
    over = months[months["whole"]]
    if len(over) < 2 * count:
        return None
    now, before = average(over.iloc[-count:]), average(over.iloc[-2 * count : -count])
    return None if now is None or before is None else (before, now)
