"""The sample recounts to what it is meant to show, on any day and for any seed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from depth import first

from dashboard import sample

FILES = (
    "calls", "days_off", "emails", "expectations", "holidays", "meetings", "opportunities", "quotas", "reps",
)  # fmt: skip
CONNECTS = ("connected", "meeting scheduled", "disqualified")
TODAY = date(2026, 11, 18)
TRUTH = sample.Truth()
Files = dict[str, pd.DataFrame]


def read(folder: Path) -> Files:
    return {name: pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False) for name in FILES}


def in_utc(files: Files, rep: pd.Series, text: pd.Series) -> pd.Series:
    """Moments as UTC; those without an offset are in their rep's (only) time zone."""
    zone = files["reps"].drop_duplicates("rep").set_index("rep")["time_zone"]
    bare = (text != "") & ~text.str.contains(r"(?:Z|[+-]\d\d:\d\d)$")
    moments = pd.to_datetime(text.where(~bare, ""), utc=True, format="ISO8601")
    for name, mine in text[bare].groupby(rep[bare].map(zone)):
        moments[mine.index] = pd.to_datetime(mine).dt.tz_localize(name).dt.tz_convert("UTC")
    return moments


def days_worked(files: Files, team: str) -> int:
    """Days on which anybody of the team made a call."""
    reps = files["reps"].loc[files["reps"]["team"] == team, "rep"]
    calls = files["calls"][files["calls"]["rep"].isin(reps)]
    return in_utc(files, calls["rep"], calls["at"]).dt.date.nunique()


def share(frame: pd.DataFrame, words: tuple[str, ...], of: tuple[str, ...] | None = None) -> float:
    """Rows with one of these outcomes, of the rows with one of those (default: of all)."""
    base = frame if of is None else frame[frame["outcome"].isin(of)]
    return float(base["outcome"].isin(words).mean())


@pytest.fixture(scope="module", params=first(1, [7, 123]))
def files(request: pytest.FixtureRequest, sample_files: Callable[[date, int], Path]) -> Files:
    return read(sample_files(TODAY, request.param))


def test_the_same_arguments_give_the_same_bytes(
    tmp_path: Path, sample_files: Callable[[date, int], Path]
) -> None:
    first, other = sample_files(TODAY, 7), sample_files(TODAY, 123)
    assert sample.write(tmp_path, TODAY, 7) == TRUTH
    for name in FILES:
        assert (tmp_path / f"{name}.csv").read_bytes() == (first / f"{name}.csv").read_bytes()
    assert (first / "calls.csv").read_bytes() != (other / "calls.csv").read_bytes()


def test_volumes(files: Files) -> None:
    assert 300_000 < len(files["calls"]) + len(files["emails"]) < 380_000
    assert files["reps"]["rep"].nunique() == 24
    east = files["reps"].loc[files["reps"]["team"] == TRUTH.team, "rep"]
    ramped = east[~east.isin([TRUTH.ramping, TRUTH.kate])]
    days = days_worked(files, TRUTH.team)

    def per_day(name: str, reps: list[str]) -> float:
        rows = files[name]
        if name == "meetings":
            rows = rows[in_utc(files, rows["rep"], rows["booked_at"]) >= pd.Timestamp("2026-05-21", tz="UTC")]
        return rows["rep"].isin(reps).sum() / len(reps) / days

    assert per_day("calls", [TRUTH.kate]) == pytest.approx(50, abs=3)
    assert per_day("meetings", [TRUTH.kate]) == pytest.approx(3.0, abs=0.3)
    assert per_day("emails", [TRUTH.kate]) == pytest.approx(35, abs=3)
    assert per_day("calls", list(ramped)) == pytest.approx(80, abs=4)
    assert per_day("meetings", list(ramped)) == pytest.approx(2.0, abs=0.25)
    assert per_day("emails", list(ramped)) == pytest.approx(40, abs=3)
    assert per_day("calls", [TRUTH.low_low]) < 55
    assert per_day("meetings", [TRUTH.low_low]) < 1.5


def test_rates_of_calls_and_emails(files: Files) -> None:
    calls, emails = files["calls"], files["emails"]
    booked = ("meeting scheduled",)
    by_rep = calls.groupby("rep")
    connect = by_rep.apply(lambda rows: share(rows, CONNECTS))
    assert connect.drop(TRUTH.kate).between(0.08, 0.12).all()
    booking = by_rep.apply(lambda rows: share(rows, booked, CONNECTS))
    assert booking[TRUTH.weak_booker] == pytest.approx(0.12, abs=0.01)
    assert booking[TRUTH.kate] == pytest.approx(0.30, abs=0.02)
    named = [TRUTH.kate, TRUTH.weak_booker, TRUTH.ramping, TRUTH.starter, TRUTH.leaver]
    assert booking.drop(named).between(0.18, 0.225).all()
    by_mail = emails.groupby("rep").apply(lambda rows: share(rows, booked))
    assert by_mail[TRUTH.good_emailer] == pytest.approx(0.019, abs=0.0015)
    assert by_mail.drop([TRUTH.good_emailer, TRUTH.kate]).lt(0.0125).all()


def test_the_weak_booker_calls_early_and_stops_at_two_attempts(files: Files) -> None:
    east = files["reps"].set_index("rep").loc[lambda reps: reps["team"] == TRUTH.team, "time_zone"]
    calls = files["calls"][files["calls"]["rep"].isin(east.index)]
    at = in_utc(files, calls["rep"], calls["at"])
    early = (at.dt.tz_convert(east.iloc[0]).dt.hour < 12).groupby(calls["rep"]).mean()
    assert early[TRUTH.weak_booker] > 0.80
    assert early.drop([TRUTH.weak_booker, TRUTH.kate]).between(0.45, 0.58).all()
    lately = calls[at >= at.max() - timedelta(weeks=4)]
    tries = lately.groupby(["rep", "prospect", "account"]).size()
    often = (tries >= 3).groupby("rep").mean()
    assert often[TRUTH.weak_booker] < 0.33
    assert often.drop(TRUTH.weak_booker).gt(0.42).all()


def test_the_bad_list_is_bad_for_everybody(files: Files) -> None:
    calls = files["calls"]
    lists = calls.groupby("list").apply(lambda rows: share(rows, ("meeting scheduled",), CONNECTS))
    assert 5 <= len(lists) <= 7
    assert lists[TRUTH.bad_list] == pytest.approx(0.06, abs=0.015)
    assert lists.drop(TRUTH.bad_list).gt(0.15).all()
    bad = calls[calls["list"] == TRUTH.bad_list]
    assert share(bad, CONNECTS) == pytest.approx(share(calls, CONNECTS), abs=0.01)
    assert set(bad["rep"]) == set(files["reps"]["rep"])


def test_meetings_and_what_became_of_them(files: Files) -> None:
    meetings = files["meetings"]
    known = ("held", "accepted", "disqualified", "no-show", "cancelled")
    assert share(meetings, ("held", "accepted", "disqualified"), known) == pytest.approx(0.77, abs=0.03)
    assert share(meetings, ("no-show",), known) == pytest.approx(0.12, abs=0.02)
    decided = ("accepted", "disqualified")
    accepted = meetings.groupby("rep").apply(lambda rows: share(rows, ("accepted",), decided))
    assert accepted[TRUTH.weak_quality] == pytest.approx(0.28, abs=0.05)
    usual = accepted.drop([TRUTH.weak_quality, TRUTH.ramping, TRUTH.starter])
    assert usual.between(0.41, 0.60).all()
    by_ae = meetings.groupby("ae").apply(lambda rows: share(rows, ("accepted",), decided))
    assert by_ae.idxmin() == TRUTH.hard_ae and by_ae.min() < 0.30
    assert by_ae.drop(TRUTH.hard_ae).gt(0.42).all()


@pytest.mark.parametrize(
    ("name", "channel", "within_s"), [("calls", "phone", 0), ("emails", "email", 3 * 86_400)]
)
def test_every_touch_that_led_to_a_meeting_has_it(
    files: Files, name: str, channel: str, within_s: int
) -> None:
    touches = files[name][files[name]["outcome"] == "meeting scheduled"].copy()
    meetings = files["meetings"][files["meetings"]["channel"] == channel].copy()
    touches["touched"] = in_utc(files, touches["rep"], touches["at"])
    meetings["booked"] = in_utc(files, meetings["rep"], meetings["booked_at"])
    pairs = touches.merge(meetings, on=["rep", "prospect", "account"], suffixes=("", "_meeting"))
    wait = (pairs["booked"] - pairs["touched"]).dt.total_seconds()
    assert set(pairs.loc[wait.between(0, within_s), "id"]) == set(touches["id"])
    since = meetings["booked"] >= touches["touched"].min() + timedelta(days=3)
    assert since.sum() == pytest.approx(len(touches), rel=0.05)


def test_opportunities_are_the_accepted_meetings(files: Files) -> None:
    deals, meetings = files["opportunities"], files["meetings"]
    accepted = meetings[meetings["outcome"] == "accepted"]
    assert set(accepted["id"]) == set(deals.loc[deals["meeting_id"] != "", "meeting_id"])
    assert deals["meeting_id"].replace("", pd.NA).dropna().is_unique
    closed = deals["closed_at"] != ""
    assert (closed == (deals["won"] != "")).all()
    assert (deals.loc[closed, "won"] == "true").mean() == pytest.approx(0.165, abs=0.035)
    age = in_utc(files, deals["rep"], deals["closed_at"]) - in_utc(files, deals["rep"], deals["accepted_at"])
    assert age[closed].dt.days.between(14, 66).all()
    assert pd.to_numeric(deals["amount"]).mean() == pytest.approx(29_000, rel=0.06)
    foreign = deals[deals["currency"] == "EUR"]
    dach = set(files["reps"].loc[files["reps"]["team"] == "DACH", "rep"])
    assert 5 <= len(foreign) <= 100 and set(foreign["rep"]) <= dach


def test_people_and_their_writing(files: Files) -> None:
    reps = files["reps"]
    assert list(reps.loc[reps["rep"] == TRUTH.mover, "team"]) == ["UK & Ireland", "DACH"]
    ended = reps.set_index("rep").loc[TRUTH.leaver, "ended_on"]
    calls = files["calls"]
    assert calls.loc[calls["rep"] == TRUTH.leaver, "at"].max()[:10] <= ended
    started = reps.set_index("rep").loc[TRUTH.ramping, "started_on"]
    assert (TODAY - date.fromisoformat(started)).days // 7 + 1 == 7
    at = calls.drop_duplicates("rep").set_index("rep")["at"]
    assert at[TRUTH.kate].endswith("Z") and "+0" in at[TRUTH.leaver]
    assert len(at["Niamh O'Brien"]) == len("2026-11-18T09:00:00")


def test_quotas_cover_the_log_and_are_above_what_is_expected(files: Files) -> None:
    quotas, deals = files["quotas"], files["opportunities"]
    kate = quotas[(quotas["rep"] == TRUTH.kate) & (quotas["metric"] == "saos")]
    assert list(kate["period"]) == [f"2026-{month:02d}" for month in range(5, 13)]
    assert not quotas.duplicated(["rep", "team", "metric", "period"]).any()
    east = files["reps"].loc[files["reps"]["team"] == TRUTH.team, "rep"]
    mine = quotas["rep"].isin(east[east != TRUTH.ramping]) & (quotas["metric"] == "saos")
    quota = pd.to_numeric(quotas[mine & (quotas["period"] == "2026-09")]["target"]).sum()
    accepted = in_utc(files, deals["rep"], deals["accepted_at"])
    september = accepted.between("2026-09-01", "2026-10-01") & deals["rep"].isin(east)
    assert 0.70 < september.sum() / quota < 1.0


@pytest.mark.parametrize("today", first(1, [date(2026, 3, 29), date(2028, 2, 29), date(2027, 1, 1)]))
def test_any_day_has_future_meetings_and_no_touch_on_a_weekend(tmp_path: Path, today: date) -> None:
    sample.write(tmp_path, today)
    files = read(tmp_path)
    midnight = pd.Timestamp(today, tz="UTC") + pd.Timedelta(days=1)
    starts = in_utc(files, files["meetings"]["rep"], files["meetings"]["starts_at"])
    ahead = files["meetings"][starts >= midnight]
    assert len(ahead) > 100 and set(ahead["outcome"]) == {"scheduled", "cancelled"}
    at = in_utc(files, files["calls"]["rep"], files["calls"]["at"])
    assert at.max() < midnight and at.dt.day_of_week.max() == 4
    assert (starts.max() - midnight).days <= 40


def test_nothing_happened_after_now(tmp_path: Path) -> None:
    now = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)
    sample.write(tmp_path, TODAY, now=now)
    files = read(tmp_path)
    moments = {"calls": "at", "emails": "at", "meetings": "booked_at", "opportunities": "accepted_at"}
    for name, column in moments.items():
        latest = in_utc(files, files[name]["rep"], files[name][column]).max()
        assert now - timedelta(hours=3) < latest <= now
    closed = in_utc(files, files["opportunities"]["rep"], files["opportunities"]["closed_at"])
    assert closed.max() <= now
    meetings = files["meetings"]
    ahead = in_utc(files, meetings["rep"], meetings["starts_at"]) > now
    assert set(meetings.loc[ahead, "outcome"]) == {"scheduled", "cancelled"}


def test_now_needs_a_time_zone(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="time zone"):
        sample.write(tmp_path, TODAY, now=datetime(2026, 11, 18, 15, 0))
