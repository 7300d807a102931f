"""What one more rep would bring: by hand where it can be, and on made-up teams whose truth is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import build
import numpy as np
import pandas as pd
import pytest

from dashboard.figures import investing
from dashboard.figures.assumptions import basis_of
from dashboard.figures.cycle import cycle
from dashboard.figures.investing import OneMore, Range, one_more
from dashboard.figures.months import by_month, last_months
from dashboard.figures.periods import Period
from dashboard.figures.workdays import Calendar

TODAY = date(2026, 11, 18)
RAMPED = build.seats({"rep_id": 1, "rep": "Ann", "started_on": "2020-01-06"})


def day(days_ago: int) -> str:
    return str(TODAY - timedelta(days=days_ago))


def deals(count: int, won: bool | None, accepted: int = 60, closed: int = 30, **other) -> list[dict]:
    """As many deals of one kind, accepted and closed so many days ago; not closed where nobody knows."""
    given = {"rep_id": 1, "amount_cents": 1_000_000, "currency": "EUR", "won": won, **other}
    closed_on = None if won is None else day(closed)
    return [{"accepted_on": day(accepted), "closed_on": closed_on, **given} for _ in range(count)]


def logged(*rows: dict, begins: int = 300) -> pd.DataFrame:
    """These deals in a log that begins with an SAO lost long ago, so that its months are whole."""
    first = {"rep_id": 1, "accepted_on": day(begins), "closed_on": day(begins), "won": False}
    return build.opportunities(first, *rows)


def found(opportunities: pd.DataFrame, seats: pd.DataFrame = RAMPED) -> OneMore:
    return one_more(
        by_month(opportunities, seats, "EUR", TODAY, Calendar()), opportunities, "EUR", TODAY, Calendar()
    )


def test_what_is_assumed_is_counted_from_the_log():
    log = logged(*deals(12, True), *deals(40, False), *deals(8, None), *deals(3, True, amount_cents=None),
                 *deals(2, True, currency="CHF"))  # fmt: skip
    basis = found(log).basis
    months = Period(date(2026, 5, 1), date(2026, 10, 31))
    assert (basis.rate_days, basis.saos, basis.reps) == (months, 65, 1)
    assert basis.rep_days == Calendar().working_days([1], months.first, months.last)
    assert basis.a_day == pytest.approx(65 / 131)
    # One more was lost when the log began, within the last twelve months.
    assert (basis.won, basis.closed, basis.open) == (17, 58, 8)
    assert (basis.amounts, basis.average, basis.foreign, basis.unknown) == (12, 10_000, 2, 3)
    year = TODAY + timedelta(days=1), TODAY + timedelta(days=365)
    assert basis.working_days == Calendar().working_days([1], *year)
    assert basis.deal_days == Period(TODAY - timedelta(days=300), TODAY)


def test_the_middle_is_about_the_product_of_the_three():
    # A little under it: few reps bring much more than the others.
    one = found(logged(*deals(100, True), *deals(300, False)))
    saos = 400 / 131 * one.basis.working_days
    assert one.ramped.saos.middle == pytest.approx(saos, rel=0.1)
    assert one.ramped.deals.middle == pytest.approx(saos / 4, rel=0.1)
    assert one.ramped.revenue.middle == pytest.approx(saos / 4 * 10_000, rel=0.1)
    for reach in (one.ramped.saos, one.ramped.deals, one.ramped.revenue, one.first.revenue):
        assert reach.low < reach.middle < reach.high


def test_the_same_log_gives_the_same_numbers():
    log = logged(*deals(10, True), *deals(30, False))
    assert found(log) == found(log)


def test_open_deals_are_not_lost():
    some = found(logged(*deals(10, True), *deals(30, False)))
    more = found(logged(*deals(10, True), *deals(30, False), *deals(40, None)))
    assert (more.basis.won, more.basis.closed) == (some.basis.won, some.basis.closed)
    assert more.ramped.deals.middle == pytest.approx(2 * some.ramped.deals.middle, rel=0.1)


def test_what_closes_after_today_is_open():
    basis = found(logged(*deals(6, True), *deals(4, True, closed=-5))).basis
    assert (basis.won, basis.open, basis.cycle.won) == (6, 4, 6)


def test_without_saos_nothing_is_said():
    one = found(logged(*deals(3, True)))
    assert one.basis.saos == 3 and one.ramped == one.first == investing.Year(None, None, None)
    assert one.worth(1000) is None
    nothing = found(build.opportunities())
    assert nothing.basis.rate_days is None and nothing.basis.a_day is None
    assert nothing.ramped.saos is None and nothing.basis.average is None


def test_with_too_few_deals_won_saos_alone_are_said():
    one = found(logged(*deals(4, True), *deals(30, False)))
    assert one.ramped.saos is not None and one.ramped.deals is None and one.first.deals is None
    assert one.worth(1000) is None
    enough = found(logged(*deals(5, True), *deals(30, False)))
    assert enough.ramped.deals is not None and enough.first.revenue is not None


def test_deals_without_amounts_are_deals_without_revenue():
    one = found(logged(*deals(6, True, amount_cents=None), *deals(4, True), *deals(20, False)))
    assert one.ramped.deals is not None and one.ramped.revenue is None and one.first.revenue is None
    assert one.first.deals is not None


def test_deals_in_other_currencies_bring_nothing_here():
    own = found(logged(*deals(40, True), *deals(80, False)))
    half = found(logged(*deals(20, True), *deals(20, True, currency="CHF"), *deals(80, False)))
    assert half.ramped.deals == own.ramped.deals
    assert half.basis.average == own.basis.average
    assert half.ramped.revenue.middle == pytest.approx(own.ramped.revenue.middle / 2, rel=0.1)


def test_ramping_days_and_what_is_brought_on_them_are_left_out():
    new = build.seats({"rep_id": 1, "rep": "Ann", "started_on": "2020-01-06"},
                      {"rep_id": 2, "rep": "Bo", "started_on": "2026-10-05"})  # fmt: skip
    log = logged(*deals(10, True), *deals(9, False, rep_id=2, accepted=30))
    basis = found(log, new).basis
    assert (basis.saos, basis.reps, basis.rep_days) == (10, 1, 131)


def test_a_mover_is_one_rep_of_all_teams_together():
    seats = build.seats({"rep_id": 1, "rep": "Ann", "started_on": "2020-01-06", "ended_on": "2026-07-31"},
                        {"rep_id": 1, "rep": "Ann", "team_id": 2, "team": "Two",
                         "started_on": "2026-08-03", "first_day": "2020-01-06"})  # fmt: skip
    second = deals(1, False, accepted=300, team_id=2) + deals(5, True, team_id=2)
    basis = found(logged(*deals(1, True), *second), seats).basis
    assert (basis.saos, basis.reps, basis.rep_days) == (6, 1, 66 + 65)


def test_the_first_year_has_the_ramp_by_hand(monkeypatch):
    # Deals that are won on the day of acceptance: only the ramp takes from the first year.
    one = found(logged(*deals(100, True, accepted=30), *deals(300, False, accepted=30)))
    assert one.basis.cycle.days.tolist() == [0] and one.basis.cycle.later == 0
    begin = TODAY + timedelta(days=1)
    thirds = [Calendar().working_days([1], begin + timedelta(days=first), begin + timedelta(days=last))
              for first, last in ((0, 30), (31, 60), (61, 90), (91, 364))]  # fmt: skip
    # A third of 91 days ends within a day: 30⅓, 60⅔.
    worth = np.dot(thirds, [0.25, 0.5, 0.75, 1.0])
    assert investing._ramping(TODAY, Calendar(), [1])[365] == pytest.approx(worth)
    assert one.first.saos.middle == pytest.approx(one.ramped.saos.middle * worth / 261, rel=0.03)
    assert one.first.deals.middle == pytest.approx(one.ramped.deals.middle * worth / 261, rel=0.05)


def test_the_first_year_has_the_sales_cycle():
    """Deals that take half a year: what is accepted in the second half of the year is won in the next."""
    days = {"accepted": 200, "closed": 18}
    slow = found(logged(*deals(100, True, **days), *deals(300, False, **days)))
    assert slow.basis.cycle.median == 182
    ramping = investing._ramping(TODAY, Calendar(), [1])
    part = ramping[365 - 182] / ramping[365]
    expected = slow.first.saos.middle * part / 4
    assert slow.first.deals.middle == pytest.approx(expected, rel=0.06)


def test_a_cycle_waits_for_the_deals_still_open():
    rows = [
        *deals(1, True, accepted=40, closed=30),
        *deals(1, False, accepted=40, closed=20),
        *deals(1, None, accepted=20),
        *deals(1, True, accepted=40, closed=10),
        *deals(1, None, accepted=40),
    ]
    # Of 5 one is won after 10 days; of the 4 left one is lost after 20, where one more is not seen longer;
    # of the 2 left one is won after 30: 0.8 · 0.75 · 0.5. As many are open after 40; half of them are won.
    told = cycle(build.opportunities(*rows), TODAY, rate=0.5)
    assert told.days.tolist() == [10, 30]
    assert told.share == pytest.approx(np.array([0.2, 0.3]) / 0.65)
    assert told.later == pytest.approx(0.15 / 0.65)
    assert (told.won, told.open, told.median) == (2, 2, 30)
    assert told.quantile(0.9) is None


def test_a_cycle_of_nothing_and_of_deals_without_days():
    nothing = cycle(build.opportunities(), TODAY, 0.0)
    assert (nothing.won, nothing.open, nothing.median, len(nothing.days)) == (0, 0, None, 0)
    undated = build.opportunities({"rep_id": 1, "accepted_on": day(40), "won": True},
                                  {"rep_id": 1, "closed_on": day(40), "won": True})  # fmt: skip
    assert (cycle(undated, TODAY, 0.5).won, cycle(undated, TODAY, 0.5).open) == (0, 0)


def test_a_cost_is_weighed_against_revenue():
    one = found(logged(*deals(100, True), *deals(300, False)))
    worth = one.worth(100_000)
    assert worth.ramped.middle == pytest.approx(one.ramped.revenue.middle / 100_000)
    assert worth.first.low == pytest.approx(one.first.revenue.low / 100_000)
    assert 0.99 < worth.ramped_chance < 1
    dear = one.worth(one.first.revenue.middle)
    assert dear.first_chance == pytest.approx(0.5, abs=0.01)
    assert worth.even <= worth.surely and worth.even < dear.even
    # Caught up at the end of the first year is as likely as the cost of that year.
    assert dear.even == 12
    assert one.worth(1e9) == replace(one.worth(1e9), even=None, surely=None)
    assert 0 < one.worth(1e9).first_chance < 0.001
    with pytest.raises(ValueError, match="more than 0"):
        one.worth(0)


def test_a_range_is_of_what_was_drawn():
    assert investing.range_of(np.arange(1, 11)) == Range(1, 5, 9)
    assert investing.range_of(None) is None


def test_months_without_a_log_are_no_months():
    log = logged(*deals(10, True), begins=100)  # 10 August, a Monday: August began before
    assert basis_of(
        by_month(log, RAMPED, "EUR", TODAY, Calendar()), log, "EUR", TODAY, Calendar()
    ).rate_days == Period(date(2026, 9, 1), date(2026, 10, 31))


# Teams of which the truth is known: reps, how differently they bring SAOs, SAOs a day, SAO → won, months.
TEAMS = [(4, 0.3, 0.15, 0.2, 12), (8, 0.3, 0.3, 0.2, 12), (1, 0.3, 0.4, 0.25, 12), (6, 0.2, 0.2, 0.25, 8)]
WHAT = ("SAOs", "deals", "revenue", "SAOs, first year", "deals, first year", "revenue, first year")


def test_eight_in_ten_reps_are_within_the_range(monkeypatch):
    monkeypatch.setattr(investing, "DRAWS", 400)
    rng = np.random.default_rng(20261118)
    within = []
    for number in range(120):
        truth = MadeUp(rng, *TEAMS[number % len(TEAMS)])
        one = one_more(truth.months, truth.opportunities, "EUR", TODAY, Calendar())
        told = [reach for year in (one.ramped, one.first) for reach in (year.saos, year.deals, year.revenue)]
        if all(told):
            brought = zip(told, truth.of_new(), strict=True)
            within.append([reach.low <= true <= reach.high for reach, true in brought])
    assert len(within) > 110
    for what, covered in zip(WHAT, np.mean(within, axis=0), strict=True):
        assert 0.7 <= covered <= 0.9, (what, covered)


class MadeUp:
    """A team's months and deals, and a new rep drawn from the same reps."""

    def __init__(
        self, rng: np.random.Generator, reps: int, cv: float, a_day: float, rate: float, months: int
    ) -> None:
        self.rng, self.rate, self.cv, self.a_day = rng, rate, cv, a_day
        rows, days = [], []
        for lam in self._reps(reps):
            for period in last_months(TODAY, months):
                worked = self._worked(period.first, min(period.last, TODAY))
                count = rng.poisson(lam * len(worked))
                rows.append((period.first, period.last < TODAY, len(worked), count))
                days.append(rng.choice(worked, count))
        self.months = pd.DataFrame(rows, columns=["month", "whole", "days", "saos"]).assign(
            month=lambda frame: pd.to_datetime(frame["month"]), team_id=1, ramp_week=np.nan,
            rep_id=np.repeat(np.arange(reps), months + 1),
        )  # fmt: skip
        self.opportunities = self._deals(np.concatenate(days))

    def _reps(self, count: int) -> np.ndarray:
        return self.rng.gamma(1 / self.cv**2, self.a_day * self.cv**2, count)

    @staticmethod
    def _worked(first: date, last: date) -> np.ndarray:
        days = np.arange(first, last + timedelta(days=1), dtype="datetime64[D]")
        return days[np.is_busday(days)]

    def _takes(self, count: int) -> np.ndarray:
        return np.round(self.rng.gamma(2, 30, count)).astype(int)

    def _amounts(self, count: int) -> np.ndarray:
        return np.round(self.rng.lognormal(10, 0.6, count), 2)

    def _deals(self, accepted: np.ndarray) -> pd.DataFrame:
        count = len(accepted)
        won = self.rng.random(count) < self.rate
        # Deals are lost sooner than they are won.
        closed = accepted + np.round(self._takes(count) * np.where(won, 1, 0.7)).astype(int)
        is_open = closed > np.datetime64(TODAY)
        return pd.DataFrame(
            {
                "team_id": 1, "accepted_on": accepted.astype("datetime64[us]"), "currency": "EUR",
                "closed_on": pd.Series(closed.astype("datetime64[us]")).where(~is_open),
                "amount_cents": pd.array(np.round(100 * self._amounts(count)), "Int64"),
                "won": pd.array(np.where(is_open, None, won), "boolean"),
            }
        )  # fmt: skip

    def of_new(self) -> tuple[float, ...]:
        """What one more of these reps brings, once ramped and in the first year."""
        lam, rng = self._reps(1)[0], self.rng
        saos = rng.poisson(lam * 261)
        won = rng.binomial(saos, self.rate)
        days = np.arange(365)
        worked = np.is_busday(np.datetime64(TODAY) + 1 + days)
        ramp = np.where(days < 91, np.take([0.25, 0.5, 0.75], np.minimum(days * 3 // 91, 2)), 1.0)
        accepted = np.repeat(days, rng.poisson(lam * ramp * worked))
        is_won = rng.random(len(accepted)) < self.rate
        first = int((is_won & (accepted + self._takes(len(accepted)) < 365)).sum())
        return (saos, won, self._amounts(won).sum(), len(accepted), first, self._amounts(first).sum())
