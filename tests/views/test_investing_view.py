"""The Revenue view's cards about investing: month by month, and what one more rep would bring."""

from __future__ import annotations

import dataclasses

import pytest

from dashboard import access, reading
from dashboard.figures.investing import Range, Worth
from dashboard.figures.periods import local_day
from dashboard.log.engine import engine_at
from dashboard.views.revenue_parts import said
from dashboard.views.shared import cache, words


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\\", "").replace("\u2060", "")


def texts(app) -> str:
    kinds = ("header", "markdown", "caption")
    return plain("\n".join(element.value for kind in kinds for element in app.get(kind)))


@pytest.fixture
def page(visit, log_of):
    """`page(log)`: the view, and the deals of all teams on the day that it shows."""

    def opened(log: str, team: str = "All teams", **choices: str):
        app = visit(log, "revenue", team=team, **choices)
        scope, engine = access.scope_of(access.OWNER), engine_at(log_of(log).url)
        seats, _ = reading.read_seats(scope, engine)
        mine = seats[seats["team"].eq(team) | (team == "All teams")]
        today = local_day(cache.now(), reading.usual_zone(mine))
        return app, reading.read_deals(scope, engine, today)

    return opened


def of(deals, team: str):
    return deals.teams[int(deals.seats.loc[deals.seats["team"] == team, "team_id"].iloc[0])]


def test_the_sum_is_written_out_with_what_is_assumed(page):
    app, deals = page("sample team", team="DACH")
    one = of(deals, "DACH").one_more
    text, basis = texts(app), one.basis
    saos, deals_won, revenue = one.ramped.saos, one.ramped.deals, one.ramped.revenue
    low, middle, high = (words.money(value, "USD") for value in (revenue.low, revenue.middle, revenue.high))
    assert f"rep would bring {low} to {high} a year, if they do as the present ones do" in text
    assert (
        f"**One more ramped rep**: {saos.low:,.0f} to {saos.high:,.0f} SAOs a year, {deals_won.low:,.0f} to "
        f"{deals_won.high:,.0f} deals, {low} to {high}; most likely {middle}."
    ) in text
    assert f"SAOs**: {basis.saos:,} by {basis.reps} ramped reps in {basis.rep_days:,} working days" in text
    assert f"SAO → won**: {basis.won} of {basis.closed} deals closed" in text
    assert f"{basis.foreign} of {basis.amounts + basis.foreign} are in other currencies" in text
    assert basis.foreign > 0 and len(app.number_input) == 1
    # Without a cost nothing is said of one.
    assert "times the cost" not in text


def test_a_cost_from_the_address_is_weighed(page):
    app, deals = page("sample team", team="DACH", cost="600000")
    worth = of(deals, "DACH").one_more.worth(600_000)
    text = texts(app)
    assert app.number_input(key="cost").value == 600_000
    times = f"{worth.first.low:.1f} to {worth.first.high:.1f} times the cost in the first year"
    assert f"At $600k a year revenue is {times}" in text
    assert f"{100 * worth.first_chance:.0f} %" in text and "This is revenue, not margin." in text
    app.number_input(key="cost").set_value(None).run()
    assert not app.exception and "times the cost" not in texts(app)


def test_a_chosen_rep_changes_nothing_but_the_caption(page):
    whole, _ = page("sample team", team="DACH")
    chosen, _ = page("sample team", team="DACH", rep="Jonas Müller")
    found = [[head.value for head in app.header if "ramped" in head.value] for app in (whole, chosen)]
    assert found[0] == found[1] and len(found[0]) == 2
    assert "A rep of DACH, whoever is chosen above." in texts(chosen)


def test_all_teams_have_a_row_each(page):
    app, deals = page("sample team", team="All teams")
    table = app.dataframe[1].value.set_index("Team")
    assert list(table.index) == sorted(deals.seats["team"].unique())
    for name in table.index:
        revenue = of(deals, name).revenue
        assert table.loc[name, "Revenue"] == pytest.approx(revenue.loc[revenue["whole"], "total"].sum())
    assert "A rep of any team." in texts(app)
    euros = deals.left_out[0].others[0]
    assert f"Won, but not part of the revenue: {words.money(euros.amount, 'EUR')} in" in texts(app)


def test_months_before_the_deals_are_won_hold_no_revenue(page):
    _, deals = page("sample team")
    assert deals.revenue["month"].min() > deals.pipeline["month"].min()
    assert not deals.pipeline["whole"].iloc[-1] and deals.pipeline["whole"].iloc[:-1].all()


@pytest.mark.parametrize("log", ["one rep", "one blank rep", "alike"])
def test_too_little_is_called_so(page, log):
    app, _ = page(log)
    text = texts(app)
    if "No opportunities loaded" in text:
        return
    assert "What one more rep would bring cannot be told yet" in text
    assert "The log holds no whole month" in text
    assert len(app.number_input) == 0


def test_what_is_missing_is_named(page):
    _, deals = page("sample team", team="DACH")
    basis = deals.one_more.basis
    few = dataclasses.replace(basis, won=3, closed=7, open=4)
    assert "3 deals won of 7 closed" in plain(said.missing(few)[0])
    assert "at least 5 won are needed" in said.missing(few)[0]
    assert "2 have an amount" in said.missing(dataclasses.replace(basis, amounts=2))[0]
    assert said.missing(basis) == []
    assert "Nobody was ramped" in said.missing(dataclasses.replace(basis, saos=0, rep_days=0))[0]
    assert said.missing(dataclasses.replace(basis, saos=3))[0].startswith("3 SAOs by ramped reps")
    assert "of one rep it cannot be seen" in " ".join(said.assumed(dataclasses.replace(basis, reps=1), "USD"))


def test_two_signs_of_dollars_make_no_formula():
    assert said.between(Range(80_000, 150_000, 260_000), "USD") == r"\$80k to \$260k"


def test_a_range_of_one_number_is_said_once():
    assert said.counts(Range(1, 1, 1), "deal") == "1 deal"
    assert said.counts(Range(0, 1, 3), "deal") == "0 to 3 deals"


@pytest.mark.parametrize(
    ("even", "surely", "words_of_it"),
    [
        (3, 5, "with cost is one half after 3 months, and 9 in 10 after 5."),
        (1, None, "with cost is one half after 1 month, and still under 9 in 10 after 36."),
        (None, None, "with cost is under one half even after 36 months."),
    ],
)
def test_when_the_cost_is_earned(even, surely, words_of_it):
    worth = Worth(Range(1, 2, 3), 0.9, Range(0.5, 1, 2), 0.5, even, surely)
    text = plain(said.against(worth, 90_000, "USD"))
    assert words_of_it in text
    assert text.startswith("At $90k a year revenue is 0.5 to 2.0 times the cost in the first year")
    without = plain(said.against(dataclasses.replace(worth, first=None), 90_000, "USD"))
    ramped = "once ramped 1.0 to 3.0 times, chance 90 %"
    assert without == f"At $90k a year revenue is {ramped}. This is revenue, not margin."
