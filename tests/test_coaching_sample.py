"""On the sample team coaching finds those made weak, leaves Kate alone, and flags nobody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from depth import first

from dashboard import sample
from dashboard.figures import coaching, efficiency, flags, lists
from dashboard.figures.periods import Period
from dashboard.log.engine import make_engine
from dashboard.log.scope import Scope
from dashboard.reading import read
from tests import sample_log

TODAY = date(2026, 11, 18)
# The log's 26 weeks begin on a Thursday; the first Sunday with a whole week behind it, and the last.
FIRST, LAST = date(2026, 5, 31), date(2026, 11, 15)
THIRTEEN_WEEKS = date(2026, 5, 21) + timedelta(weeks=13)
LATELY = 10
TRUTH = sample.Truth()
BOOKING, QUALITY = "connected_to_meeting", "meeting_to_sao"


@dataclass(frozen=True)
class Replay:
    """What the pages over four weeks said on each Sunday: flags and guard, with a `sunday`."""

    log: sample_log.SampleLog
    sundays: list[date]
    flags: pd.DataFrame
    guard: pd.DataFrame

    def of(self, rep: str, metric: str) -> pd.Series:
        """The verdicts on a rep's rate, by Sunday."""
        mine = self.flags[(self.flags["rep"] == rep) & (self.flags["metric"] == metric)]
        return mine.set_index("sunday")["verdict"]

    def guarded(self, rep: str) -> pd.Series:
        """The guard's verdicts on a rep, by Sunday."""
        return self.guard[self.guard["rep"] == rep].set_index("sunday")["verdict"]


@pytest.fixture(scope="module", params=first(1, [7, 123]))
def replay(request: pytest.FixtureRequest, sample_files: Callable[[date, int], Path]) -> Replay:
    """Kate's team on every Sunday, the others on the latest ones."""
    log = sample_log.read(sample_files(TODAY, request.param), TODAY)
    sundays = [day.date() for day in pd.date_range(FIRST, LAST, freq="7D")]
    others = [team for team in log.seats["team"].unique() if team != TRUTH.team]
    pages = [
        (sunday, log.coach([TRUTH.team, *(others if sunday in sundays[-LATELY:] else [])], sunday))
        for sunday in sundays
    ]

    def every(name: str) -> pd.DataFrame:
        return pd.concat(
            [getattr(page, name).assign(sunday=sunday) for sunday, found in pages for page in found]
        )

    return Replay(log, sundays, every("flags"), every("guard"))


def test_kate_is_protected(replay):
    kate = replay.guarded(TRUTH.kate)
    # Around a holiday four weeks may not say enough; nobody is pushed then either.
    assert (kate.tail(LATELY) == efficiency.PROTECT).mean() >= 0.9
    assert kate.iloc[-1] == efficiency.PROTECT
    assert efficiency.NOT_PROTECTED not in set(kate)
    own = replay.flags[replay.flags["rep"] == TRUTH.kate]
    assert not own["verdict"].isin([flags.COACH, flags.WATCH]).any()


def test_the_weak_booker_is_found_within_thirteen_weeks(replay):
    sam = replay.of(TRUTH.weak_booker, BOOKING)
    assert (sam[sam.index <= THIRTEEN_WEEKS] == flags.COACH).any()
    assert (sam.tail(LATELY) == flags.COACH).mean() > 0.5


def test_the_weak_quality_is_found_over_thirteen_weeks_and_not_protected(replay):
    said = []
    for sunday in replay.sundays[-LATELY:]:
        (page,) = replay.log.coach([TRUTH.team], sunday, weeks=13)
        found = page.flags[page.flags["metric"] == QUALITY].set_index("rep")
        assert found.loc[TRUTH.weak_quality, "first"] == sunday - timedelta(days=90)
        said.append(found.loc[TRUTH.weak_quality, "verdict"])
    assert said.count(flags.COACH) > LATELY / 2
    lately = replay.of(TRUTH.weak_quality, QUALITY).tail(LATELY)
    assert lately.isin([flags.COACH, flags.WATCH]).all()
    assert efficiency.PROTECT not in set(replay.guarded(TRUTH.weak_quality))


def test_low_activity_with_low_output_is_not_protected(replay):
    diego = replay.guarded(TRUTH.low_low)
    assert (diego == efficiency.NOT_PROTECTED).mean() > 0.5
    assert efficiency.PROTECT not in set(diego)


def test_ramping_reps_are_only_ever_ramping(replay):
    for rep in (TRUTH.ramping, TRUTH.starter):
        own = replay.flags[replay.flags["rep"] == rep]
        assert len(own) and set(own["verdict"]) == {flags.RAMPING}
        assert replay.guarded(rep).isna().all()


def test_nobody_else_is_coach_in_most_weeks(replay):
    recent = replay.flags[replay.flags["sunday"] > LAST - timedelta(weeks=LATELY)]
    assert recent["rep"].nunique() == 24
    coach = (recent["verdict"] == flags.COACH).groupby([recent["rep"], recent["metric"]]).mean()
    meant = [(TRUTH.weak_booker, BOOKING), (TRUTH.weak_quality, QUALITY)]
    often = coach.drop(meant)[lambda share: share >= 0.5]
    assert often.empty, f"Coach in so large a share of the weeks:\n{often.to_string()}"


def test_the_bad_list_is_named_and_no_other(replay):
    found = lists.compare(replay.log.by_list, "call_meetings", "connects")
    assert list(found.loc[found["problem"], "list"]) == [TRUTH.bad_list]


def test_the_log_in_the_database_says_the_same(sample_database: Path):
    now = datetime.now(UTC)
    log = read(Scope.all(), make_engine(f"sqlite:///{sample_database}"),
               now.date() - timedelta(days=190), now.date(), now)  # fmt: skip
    window = coaching.window(Period(log.today - timedelta(weeks=1), log.today), log.today)
    team = int(log.seats.loc[log.seats["team"] == TRUTH.team, "team_id"].iloc[0])
    page = coaching.coach(log.by_rep, log.ledger, team, window, log.kinds, log.calendar)
    said = page.flags[page.flags["metric"] == BOOKING].set_index("rep")["verdict"]
    # The loaded sample ends today, and no day may fail: a week in which luck hides half of it is Watch.
    assert said[TRUTH.weak_booker] in (flags.COACH, flags.WATCH)
    assert not (said.drop(TRUTH.weak_booker) == flags.COACH).any()
    assert said[TRUTH.ramping] == flags.RAMPING
    guarded = page.guard.set_index("rep")["verdict"]
    assert guarded[TRUTH.kate] == efficiency.PROTECT
    assert guarded[TRUTH.low_low] == efficiency.NOT_PROTECTED
