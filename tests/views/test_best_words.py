"""What the card on the best says, of one and of several, of something and of nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard.figures import ways
from dashboard.figures.differences import LUMPS, Difference
from dashboard.figures.metrics import BY_NAME
from dashboard.figures.patterns import Sides
from dashboard.figures.summary import Value
from dashboard.views.sheet_parts import best_words

CALLS, EMAILS = BY_NAME["connected_to_meeting"], BY_NAME["email_to_meeting"]
ROWS = pd.DataFrame(
    {"rep_id": [1, 2, 3, 4], "rep": ["Hannah Cole", "Aisha Rahman", "Leo Fontaine", "Sam Okafor"]}
)
SEVERAL = best_words.who(ROWS, Sides((1, 2, 3), (4,), False), "Sam Okafor")
ONE = best_words.who(ROWS, Sides((1,), (4,), False), "Sam Okafor")
AMONG_THEM = best_words.who(ROWS, Sides((1,), (2, 3, 4), True), "Hannah Cole")


def told(subject: str, part: str) -> Difference:
    return Difference(subject, part, Value(0.413, 413, 1000), Value(0.25, 1, 4))


LATER, MANY = told(ways.TIME, ways.LATE), told(ways.TRIES, ways.MANY)


@pytest.mark.parametrize(("differences", "who", "metric", "said"), [
    ([LATER, MANY], SEVERAL, CALLS,
     "What the best do differently: they call later in the day, and do not stop at two attempts"),
    ([LATER], SEVERAL, EMAILS, "What the best do differently: they write later in the day"),
    ([MANY, told(ways.LIST, "A*B"), LATER], ONE, CALLS,
     "What Hannah does differently: does not stop at two attempts, and works more on “A\\*B”"),
    ([LATER], AMONG_THEM, CALLS, "What Hannah does differently: calls later in the day"),
    ([], SEVERAL, CALLS, "What do Hannah, Aisha and Leo do differently? Nothing in the log stands out"),
    ([], AMONG_THEM, CALLS, "What does Hannah do differently? Nothing in the log stands out"),
])  # fmt: skip
def test_titles(differences, who, metric, said):
    assert best_words.title(differences, who, metric, known=True) == said


def test_a_rep_without_anything_is_not_said_to_work_alike():
    title = best_words.title([], SEVERAL, CALLS, known=False)
    assert title == "What do the best do differently? Nothing of Sam in these days to compare"


def test_sentences_have_their_numbers():
    assert best_words.sentence(LATER, SEVERAL, CALLS).replace("\u00a0", " ") == (
        "41 % of Hannah, Aisha and Leo's calls (413 of 1,000) are made from 15 h on; 25 % of Sam's (1 of 4)."
    )
    assert best_words.sentence(told(ways.LIST, "A*B"), AMONG_THEM, CALLS).replace("\u00a0", " ") == (
        "41 % of Hannah's conversations (413 of 1,000) are on “A\\*B”; "
        "25 % of the rest of the team's (1 of 4)."
    )


@pytest.mark.parametrize("subject", LUMPS)
def test_everything_that_is_judged_can_be_said(subject):
    parts = {
        ways.TIME: (ways.MORNING, ways.MIDDAY, ways.LATE), ways.TRIES: (ways.FEW, ways.MANY),
        ways.TOUCH: ("calls", "emails"), ways.LEAD: (ways.SOON, ways.FAR),
    }.get(subject, ("phone",))  # fmt: skip
    for part in parts:
        for who in (SEVERAL, ONE):
            assert "{" not in best_words.title([told(subject, part)], who, CALLS, known=True)
            assert "{" not in best_words.sentence(told(subject, part), who, CALLS)


def test_only_lists_that_differ_are_a_reason_to_doubt():
    assert best_words.no_proof([LATER], SEVERAL).startswith("A pattern, not a proof: ask them")
    doubt = best_words.no_proof([LATER, told(ways.LIST, "A")], SEVERAL)
    assert doubt.startswith("A pattern, not a proof: the best three also work on other lists.")


def test_cells_say_their_numbers_and_nothing_where_there_are_too_few():
    cells = pd.DataFrame({
        "row": "Mon", "hour": [9, 10, 11], "x": [10, 1, 0], "n": [40, 3, 0], "value": [0.25, np.nan, np.nan],
    })  # fmt: skip
    shown = best_words.rate_cells(cells)
    assert shown["text"].tolist() == ["25", "·", ""]
    assert shown["said"].tolist() == ["10 of 40", "1 of 3", "0 of 0"]
    assert shown["column"].tolist() == ["9h", "10h", "11h"]
    few = best_words.rate_cells(cells.assign(value=[0.0123, np.nan, np.nan]))
    assert few["text"].tolist() == ["1.2", "·", ""]
    assert best_words.share_cells(cells)["text"].tolist() == ["25.0", "", ""]


def test_pairs_have_the_rep_first_and_lists_their_rate():
    rows = pd.DataFrame({"part": ["a", "b"], "left": [0.6, 0.4], "right": [0.2, np.nan]})
    shown = best_words.pair_rows(rows, SEVERAL, pd.Series({"a": 0.216, "b": np.nan}))
    assert shown.drop(columns="share").values.tolist() == [
        ["a (22\u00a0%)", "Sam", 0], ["a (22\u00a0%)", "best three", 1],
        ["b", "Sam", 0], ["b", "best three", 1],
    ]  # fmt: skip
    assert shown["share"].tolist()[:3] == [0.6, 0.2, 0.4]
