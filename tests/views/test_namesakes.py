"""Every row has a name of its own, every address a page, and a day that is not over no comparison."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from dashboard import exports
from dashboard.figures.metrics import METRICS
from dashboard.figures.summary import told_apart
from dashboard.views.shared import words


def rows(*given: tuple[int, str, str]) -> pd.DataFrame:
    return pd.DataFrame(given, columns=["rep_id", "rep", "team"])


def test_rows_are_called_apart():
    found = told_apart(
        rows((1, "Ana", "East"), (2, "Ana", "East"), (3, "Bo", "East"), (3, "Bo", "West"), (4, "Cy", "West")),
    )
    assert found.tolist() == ["Ana (1)", "Ana (2)", "Bo (East)", "Bo (West)", "Cy"]
    assert told_apart(rows((7, "Team", "East"), (7, "Team", "West")), ["Team"]).tolist() == [
        "Team (7, East)",
        "Team (7, West)",
    ]


def test_first_names_that_two_share_are_said_in_full():
    assert words.names(["Ana Lind (1)", "Ana Lind (2)", "Bo Ek"]) == "Ana Lind (1), Ana Lind (2) and Bo"


@pytest.mark.parametrize("address", ["http://evil.example", "www.evil.example", "ana@evil.example"])
def test_an_address_in_a_name_becomes_no_link(address):
    shown = words.literal(f"Ana {address}")
    assert "\u2060" in shown
    assert shown.replace("\u2060", "").replace("\\", "") == f"Ana {address}"


@pytest.mark.parametrize("view", ["team", "calls", "accepted"])
@pytest.mark.parametrize(
    "choices",
    [
        {"period": ""},
        {"period": "Custom", "days": ["2026-10-30", "2026-10-20"]},
        {"period": "Custom", "days": ""},
    ],
    ids=["no period", "days the wrong way round", "no days"],
)
def test_any_address_shows_a_page(visit, view, choices):
    assert visit("everything", view, **choices).title


def test_a_day_that_has_begun_is_compared_with_nothing(visit):
    """Of this week (2 and 3 November) Monday is over; a week that lies ahead has no change at all."""
    now = visit("everything", "team", period="This week", team="All teams")
    assert "The six metrics, changes through yesterday against 26\u00a0Oct 2026" in [
        h.value for h in now.header
    ]
    assert all(card.delta for card in now.metric if card.label in ("Calls made", "Emails sent"))
    ahead = visit("everything", "team", period="Custom", days=["2026-11-09", "2026-11-13"])
    assert not any(card.delta for card in ahead.metric)
    assert "The six metrics" in [h.value for h in ahead.header]


def test_a_view_says_how_fresh_its_own_log_is_and_the_team_view_what_is_behind(visit):
    head = {view: visit("behind", view).caption[0].value for view in ("team", "calls", "meetings")}
    assert head["calls"].endswith("data through Tue 20 Oct, 10:00")
    assert head["meetings"].endswith("data through Tue 3 Nov, 10:00")
    assert head["team"].endswith("data through Tue 3 Nov, 10:00, calls only through 20\u00a0Oct")


def test_the_table_to_take_along_is_of_the_chosen_rep():
    plain = {"value": 1, "numerator": None, "denominator": None}
    reps = [
        {"rep": name, "team": "East", "metrics": {m.name: plain for m in METRICS}} for name in ("Ana", "Bo")
    ]
    read = SimpleNamespace(by_rep=lambda period: pd.DataFrame({"rep_id": [1, 2]}))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exports, "metrics_json", lambda *_: {"team": reps[0]["metrics"], "reps": reps})
        assert exports.metrics_table(read, None, 2)["rep"].tolist() == ["Team average", "Bo"]
        assert exports.metrics_table(read, None)["rep"].tolist() == ["Team average", "Ana", "Bo"]
