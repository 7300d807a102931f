"""The sentences of the pages are true and well said where a log has one of something, or none."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.figures.deals import Apart, NotAdded
from dashboard.figures.periods import Period
from dashboard.views.shared import words


def captions(app) -> list[str]:
    """The captions of a page, with plain spaces."""
    return [caption.value.replace("\u00a0", " ") for caption in app.caption]


def heads(app) -> list[str]:
    """The headings of a page, with plain spaces."""
    return [head.value.replace("\u00a0", " ") for head in app.header]


def test_one_day_is_named_once():
    assert words.days(Period(date(2026, 11, 10), date(2026, 11, 10))) == "10\u00a0Nov 2026"


@pytest.mark.parametrize(("reps", "ramping", "said"), [
    (12, 0, "12 reps"), (12, 1, "12 reps, 1 ramping"), (1, 1, "1 rep, ramping"),
    (2, 2, "2 reps, all ramping"),
])  # fmt: skip
def test_who_ramps(reps, ramping, said):
    assert words.how_many_ramp(reps, ramping) == said


@pytest.mark.parametrize(("ramped", "said"), [
    (0, "Nobody is ramped, so there is no team average."), (1, "Team average: the one ramped rep."),
    (11, "Team average: the 11 ramped reps; counts for each of them, rates pooled."),
])  # fmt: skip
def test_what_the_average_is_of(ramped, said):
    assert words.average_of(ramped) == said


@pytest.mark.parametrize(("on", "of", "said"), [
    (1, 1, "The one ramped rep with a quota is on course"),
    (0, 1, "The one ramped rep with a quota is behind course"),
    (0, 4, "None of the 4 ramped reps with a quota is on course"),
    (1, 4, "1 of 4 ramped reps with a quota is on course"),
    (3, 4, "3 of 4 ramped reps with a quota are on course"),
    (4, 4, "All 4 ramped reps with a quota are on course"),
])  # fmt: skip
def test_who_is_on_course(on, of, said):
    assert words.on_course(on, of) == said


@pytest.mark.parametrize(("outside", "said"), [
    (0, "None of 11 lies outside the grey band"), (1, "1 of 11 lies outside its grey band"),
    (2, "2 of 11 lie outside their grey band"),
])  # fmt: skip
def test_who_is_outside_the_band(outside, said):
    assert words.outside_bands(outside, 11) == said


CHF = (Apart("CHF", 1600.0, 2),)


@pytest.mark.parametrize(("known", "left", "said"), [
    (4, NotAdded((), 0), "4 deals of €9k"),
    (1, NotAdded(CHF, 0), "1 deal of €9k; also 2 in another currency"),
    (0, NotAdded((), 0), "no deal won"), (0, NotAdded((), 1), "1 deal won, amount not known"),
    (0, NotAdded(CHF, 0), "2 deals won, in another currency"),
    (0, NotAdded(CHF, 1), "3 deals won: 2 in another currency, 1 without an amount"),
])  # fmt: skip
def test_the_deals_behind_a_revenue(known, left, said):
    assert words.deals_won(known, "€9k", left) == said


def test_what_a_sum_leaves_out():
    assert words.not_added(NotAdded((), 0)) == ""
    assert words.not_added(NotAdded(CHF, 1)) == "CHF\u00a01.6k in 2 deals, 1 deal without an amount"


def test_a_rep_with_nothing_but_calls_and_a_deal_is_told_what_is_true(visit):
    app = visit("one blank rep", "team")
    said = captions(app)
    assert said[0].startswith("6 Oct – 2 Nov 2026, 20 working days · 1 rep, ramping · ")
    assert "1 deal won, amount not known" in said
    assert "connected → meeting  \n–, nobody is ramped" in said
    assert "no average: nobody is ramped" in said
    assert said[-1] == (
        "6 Oct – 2 Nov 2026. Nobody is ramped, so there is no team average. “–” means no value."
    )
    assert not any("Everything else" in one or "– / –" in one or "0 deals" in one for one in said)


def test_no_average_is_not_an_empty_picture(visit):
    app = visit("one blank rep", "calls")
    assert heads(app)[0] == "Connected → meeting: nobody is ramped, so no average"
    assert "Nobody is ramped, so the team has no line; choose a rep to see theirs." in captions(app)
    assert not any("Grey band" in said or "Dashed" in said for said in captions(app))


def test_nothing_waits_is_said_so(visit):
    assert "Every held meeting is decided" in heads(visit("one rep", "accepted"))
    assert not any(head.startswith("0 ") for head in heads(visit("one blank rep", "accepted")))


def test_deals_that_no_sum_holds_are_shown_apart(visit):
    app = visit("alike", "revenue", team="All teams")
    said = captions(app)
    assert "Won, but not part of any sum here: CHF 1.6k in 2 deals, 1 deal without an amount." in said
    pipeline = "Accepted, but not part of the pipeline here: CHF 1.6k in 2 deals, $300 in 1 deal, "
    assert f"{pipeline}1 deal without an amount." in said
    card = captions(visit("alike", "team", team="All teams"))
    assert "2 deals of €1.5k; also 2 in another currency, 1 without an amount" in card
    assert "1 deal won, in another currency" in captions(
        visit("alike", "team", team="All teams", rep="Cy Dee")
    )


def test_a_team_and_a_rep_called_like_the_choice_of_all_are_reached(visit):
    everybody = visit("alike", "team", team="All teams")
    assert everybody.metric[0].value == "3"
    team, rep = everybody.selectbox(key="team"), everybody.selectbox(key="rep")
    (one_team,) = (label for label in team.options if label.startswith("All teams ("))
    (one_rep,) = (label for label in rep.options if label.startswith("All reps ("))
    assert team.options == [one_team, "Other", "All teams"]
    of_team = visit("alike", "team", team=one_team)
    assert (of_team.title[0].value, of_team.metric[0].value) == ("All teams", "2")
    of_rep = visit("alike", "team", team=one_team, rep=one_rep)
    assert (of_rep.title[0].value, of_rep.metric[0].value) == ("All reps", "1")


def test_the_glossary_says_in_words_what_is_counted(visit):
    counted = [said for table in visit("empty", "glossary").table for said in table.value["Counted as"]]
    assert "held, of the past with an outcome ÷ all past with an outcome" in counted
    assert not any("known" in said or "_" in said for said in counted)


def test_a_fraction_a_day_is_not_shown_as_none(visit):
    app = visit("one rep", "team")
    assert app.dataframe[0].value["Calls/day"].tolist() == [0.15, 0.15]
    assert "%.2f" in app.dataframe[0].proto.columns
