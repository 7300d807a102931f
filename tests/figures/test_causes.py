"""A list, an AE or a rep: what explains a weak rate, and what does not."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from dashboard.figures import causes, flags
from dashboard.figures.periods import Period

DAYS = Period(date(2026, 10, 26), date(2026, 11, 22))


def cell(given: pd.DataFrame, rep: int = 0) -> pd.Series:
    """The flag of a rep whose trials are given by rep and name."""
    sums = given.groupby("rep_id", as_index=False)[["x", "n"]].sum()
    frame = sums.assign(metric="connected_to_meeting", ramping=False, lumps=1.0, team_id=1)
    judged = flags.judge(frame).assign(first=DAYS.first, last=DAYS.last)
    return judged[judged["rep_id"] == rep].iloc[0]


def rows(*given: tuple) -> pd.DataFrame:
    return pd.DataFrame(given, columns=["rep_id", "name", "x", "n"])


OTHERS = [(rep, name, x, n) for rep in range(1, 8) for name, x, n in (("good", 28, 120), ("bad", 2, 40))]


def test_a_rep_who_was_given_the_bad_list_is_explained_by_it():
    given = rows((0, "bad", 8, 150), (0, "good", 5, 20), *OTHERS)
    weak = cell(given)
    assert weak["verdict"] == "coach"
    found = causes.cause_of(weak, given, causes.LIST)
    assert (found.kind, found.name, found.own_n) == ("list", "bad", 150)
    assert (found.others_x, found.others_n, found.others_rate) == (14, 280, 0.05)
    # 150 trials at about 5.8 % and 20 at about 23 %: the others' rates there, drawn a little to the rest's.
    assert found.expected == pytest.approx(150 * 0.0588 + 20 * 0.2328, rel=0.02)


def test_a_rep_who_is_weak_on_a_good_list_is_not():
    given = rows((0, "good", 12, 150), (0, "bad", 1, 20), *OTHERS)
    weak = cell(given)
    assert weak["verdict"] == "coach"
    assert causes.cause_of(weak, given, causes.LIST) is None


def test_a_bad_list_does_not_excuse_what_goes_beyond_it():
    given = rows((0, "bad", 0, 60), (0, "good", 8, 110), *OTHERS)
    assert cell(given)["verdict"] == "coach"
    assert causes.cause_of(cell(given), given, causes.LIST) is None


def test_a_list_that_nobody_else_used_explains_nothing():
    given = rows((0, "own", 8, 150), (0, "good", 5, 20), *OTHERS)
    assert causes.cause_of(cell(given), given, causes.LIST) is None


def test_no_list_is_no_cause():
    given = rows(
        (0, "", 8, 150), (0, "good", 5, 20), *[(r, n.replace("bad", ""), x, t) for r, n, x, t in OTHERS]
    )
    assert causes.cause_of(cell(given), given, causes.LIST) is None


def facts(*rows_: tuple) -> pd.DataFrame:
    frame = pd.DataFrame(rows_, columns=["rep_id", "ae", "list", "accepted", "decided", "meetings_held"])
    return frame.assign(team_id=1)


def test_an_ae_who_accepts_little_from_everybody_is_named_with_the_load():
    met = facts(
        (0, "Hale", "", 6, 40, 44),
        *[
            (rep, ae, "", x, 20, 24)
            for rep in range(1, 8)
            for ae, x in (("Kim", 12), ("Fox", 11), ("Hale", 3))
        ],
    )
    given = met.assign(name=met["ae"], x=met["accepted"], n=met["decided"])
    judged = cell(given[["rep_id", "name", "x", "n"]]).to_frame().T
    everybody = flags.judge(
        given.groupby("rep_id", as_index=False)[["x", "n"]]
        .sum()
        .assign(metric="meeting_to_sao", ramping=False, lumps=1.0, team_id=1)
    ).assign(first=DAYS.first, last=DAYS.last)
    assert judged["verdict"].iloc[0] == "coach"
    found = causes.causes_of(everybody, lambda days: pytest.fail("no list is asked for"), lambda days: met)
    assert set(found) == {(0, "meeting_to_sao")}
    cause = found[0, "meeting_to_sao"]
    assert (cause.kind, cause.name, cause.others_rate) == ("ae", "Hale", 0.15)
    # 44 and 7 · 24 meetings in four working weeks, beside 7 · 24 of each of the others.
    assert (cause.load, cause.other_load) == (53, 42)


def test_lists_are_read_over_the_days_of_the_flag():
    given = rows((0, "bad", 8, 150), (0, "good", 5, 20), *OTHERS)
    sums = given.groupby("rep_id", as_index=False)[["x", "n"]].sum()
    judged = flags.judge(sums.assign(metric="connected_to_meeting", ramping=False, lumps=1.0, team_id=1))
    judged = judged.assign(first=DAYS.first, last=DAYS.last)
    asked = []

    def lists_of(days: Period) -> pd.DataFrame:
        asked.append(days)
        counts = given.rename(columns={"name": "list", "x": "call_meetings", "n": "connects"})
        # Another team's rows, and a rep who still ramps, are no measure.
        strange = counts.assign(team_id=2, call_meetings=counts["connects"])
        ramping = counts[counts["rep_id"] == 1].assign(rep_id=99, team_id=1, call_meetings=40, connects=40)
        return pd.concat([counts.assign(team_id=1), strange, ramping])

    found = causes.causes_of(judged, lists_of, lambda days: pytest.fail("no meeting is asked for"))
    assert found[0, "connected_to_meeting"].others_rate == 0.05
    assert asked == [DAYS]


def test_where_nothing_is_flagged_nothing_is_read():
    quiet = rows(*[(rep, "good", 30, 150) for rep in range(6)])
    sums = quiet.groupby("rep_id", as_index=False)[["x", "n"]].sum()
    judged = flags.judge(sums.assign(metric="connected_to_meeting", ramping=False, lumps=1.0))
    assert causes.causes_of(judged, lambda days: pytest.fail("read"), lambda days: pytest.fail("read")) == {}
    assert not np.isnan(judged["p"]).any()
