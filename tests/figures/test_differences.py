"""What is worth a word, and what is luck, a trifle or one rep's own."""

from __future__ import annotations

import build
import numpy as np
import pandas as pd
import pytest
from depth import draws

from dashboard.figures import patterns, ways
from dashboard.figures.differences import differences
from dashboard.figures.metrics import BY_NAME

CONVERSATIONS = BY_NAME["connected_to_meeting"]
BEST, SAM = (1, 2, 3), (4,)


def counted(subject: str, shares: dict[int, dict[str, int]]) -> pd.DataFrame:
    rows = [(rep, subject, part, n) for rep, of in shares.items() for part, n in of.items()]
    return pd.DataFrame(rows, columns=ways.COUNTED)


def times(*early_of: tuple[int, int]) -> pd.DataFrame:
    """Reps 1, 2 … with so many calls in the morning, of so many."""
    return counted(
        ways.TIME,
        {rep: {ways.MORNING: x, ways.LATE: n - x} for rep, (x, n) in enumerate(early_of, 1)},
    )


def test_what_the_best_do_more_is_told_with_its_numbers():
    (one,) = differences(times((400, 1000), (420, 1000), (380, 1000), (700, 1000)), BEST, SAM)
    assert (one.subject, one.part) == (ways.TIME, ways.LATE)
    assert (one.doers.value, one.doers.numerator, one.doers.denominator) == (0.6, 1800, 3000)
    assert (one.others.value, one.others.numerator, one.others.denominator) == (0.3, 300, 1000)
    (turned,) = differences(times((400, 1000), (420, 1000), (380, 1000), (700, 1000)), SAM, BEST)
    assert (turned.part, turned.doers.value) == (ways.MORNING, 0.7)


@pytest.mark.parametrize("why, frame", [
    ("too small to matter", times((4550, 10_000), (4550, 10_000), (4550, 10_000), (5450, 10_000))),
    ("few calls: luck may do it", times((40, 100), (42, 100), (38, 100), (70, 100))),
    ("only one of the three", times((0, 1000), (700, 1000), (700, 1000), (700, 1000))),
    ("nothing of the rep's", times((400, 1000), (400, 1000), (400, 1000))),
    ("not said by the log", counted(ways.LIST, {
        **{rep: {"": 900, "a": 100} for rep in BEST}, 4: {"": 100, "a": 500, "b": 400}})),
    ("not judged", counted(ways.ATTEMPT, {**{rep: {"1st": 900} for rep in BEST}, 4: {"2nd": 900}})),
    ("nothing at all", counted(ways.TIME, {})),
])  # fmt: skip
def test_what_is_not_told(why, frame):
    assert differences(frame, BEST, SAM) == [], why


def test_what_the_log_does_not_say_is_left_out_of_the_shares():
    lists = {rep: {"a": 600, "b": 300, "": 100} for rep in BEST} | {4: {"a": 200, "b": 600, "": 200}}
    lists[3] = {"": 50}
    (one,) = differences(counted(ways.LIST, lists), BEST, SAM)
    assert (one.part, one.doers.numerator, one.doers.denominator) == ("a", 1200, 1800)
    assert (one.others.numerator, one.others.denominator) == (200, 800)


def test_one_odd_rep_among_the_others_makes_nobody_stand_out():
    frame = times((450, 1000), (480, 1000), (470, 1000), (990, 1000))
    assert differences(frame, (1,), (2, 3, 4)) == []
    assert differences(frame, (1,), (4,)) != []


def test_one_difference_a_subject_the_largest_first():
    lists = {rep: {"a": 500, "b": 450, "c": 50} for rep in BEST} | {4: {"a": 300, "b": 100, "c": 600}}
    frame = pd.concat([times((450, 1000), (450, 1000), (450, 1000), (700, 1000)), counted(ways.LIST, lists)])
    assert [(one.subject, one.part) for one in differences(frame, BEST, SAM)] == [
        (ways.LIST, "b"), (ways.TIME, ways.LATE),
    ]  # fmt: skip


def test_sides_that_work_alike_are_told_apart_in_fewer_than_one_page_in_thirty():
    """Calls that come in lumps of eight, prospects, conversations on five lists and meetings of four AEs."""
    draw = np.random.default_rng(3)
    reps = (*BEST, *SAM)

    def page() -> pd.DataFrame:
        blocks = {rep: 8 * draw.multinomial(30, [0.48, 0.2, 0.32]) for rep in reps}
        parts = {
            ways.TIME: (ways.MORNING, ways.MIDDAY, ways.LATE), ways.TRIES: (ways.FEW, ways.MANY),
            ways.LIST: tuple("abcde"), ways.AE: tuple("wxyz"),
        }  # fmt: skip
        return pd.concat(
            counted(subject, {
                rep: dict(zip(names, blocks[rep] if subject == ways.TIME
                              else draw.multinomial(100, [1 / len(names)] * len(names)), strict=True))
                for rep in reps})
            for subject, names in parts.items()
        )  # fmt: skip

    pages = draws(100, 300)
    assert sum(bool(differences(page(), BEST, SAM)) for _ in range(pages)) <= pages / 30


def rows(*reps: tuple) -> pd.DataFrame:
    """(rep_id, team_id, days, meetings, conversations), all ramped."""
    names = ["rep_id", "team_id", "days", "call_meetings", "connects"]
    return pd.DataFrame(reps, columns=names).assign(ramp_week=np.nan)


def test_the_sides_of_a_rep_and_of_one_of_the_best():
    team = rows(*((rep, 1, 20, 60 - 5 * rep, 150) for rep in range(1, 9)))
    assert patterns.sides(team, CONVERSATIONS, build.ALL, 7) == patterns.Sides((1, 2), (7,), False)
    mine = patterns.sides(team, CONVERSATIONS, build.ALL, 2)
    assert (mine.doers, mine.is_best) == ((2,), True)
    assert set(mine.others) == {1, 3, 4, 5, 6, 7, 8}
    assert patterns.sides(team.head(3), CONVERSATIONS, build.ALL, 2) is None


def test_a_large_team_is_not_read_call_by_call():
    team = rows(*((rep, 1, 20, 50, 150 + rep) for rep in range(1, 61)), (61, 1, 20, 140, 200))
    assert len(patterns.sides(team, CONVERSATIONS, build.ALL, 30).doers) == patterns.MOST_BEST
    others = patterns.sides(team, CONVERSATIONS, build.ALL, 61).others
    assert sorted(others) == list(range(41, 61)), "those with most conversations, and not the rep"


def test_a_rep_belongs_to_the_team_of_most_of_the_days():
    both = rows((1, 1, 5, 0, 0), (1, 2, 15, 0, 0), (2, 1, 20, 0, 0), (3, 2, 20, 0, 0))
    assert patterns.of_team(both, 1)["rep_id"].tolist() == [1, 3]
    assert patterns.of_team(both, 9).empty
