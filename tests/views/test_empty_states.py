"""What is missing is called so, never shown as 0, and every such page says what to do next."""

from __future__ import annotations

from datetime import date

import pytest
from view_logs import WITHOUT_EMAILS

from dashboard import access

METRIC_VIEWS = (
    "team", "coaching", "my_numbers", "calls", "emails", "meetings", "future_meetings", "accepted", "revenue",
)  # fmt: skip


def texts(app) -> str:
    """Every heading, sentence and caption of a page."""
    return "\n".join(element.value for kind in ("title", "header", "markdown", "caption")
                     for element in app.get(kind))  # fmt: skip


@pytest.mark.parametrize("view", METRIC_VIEWS)
def test_an_empty_database_says_what_to_load(visit, view):
    app = visit("empty", view)
    assert app.header[0].value == "Nothing is loaded, so there is nothing to read here yet"
    assert [button.label for button in app.button] == ["Load your exports", "Look around with a sample team"]
    assert set(app.table[0].value["Now"]) >= {"no calls loaded", "no emails loaded", "no meetings loaded"}
    assert len(app.metric) == len(app.dataframe) == len(app.get("vega_lite_chart")) == 0


def test_the_way_to_the_data_view_leads_there(visit):
    app = visit("empty", "calls")
    app.button(key="to-data-Load your exports").click().run()
    assert app.title[0].value == "Data"


def test_the_data_view_of_an_empty_database_offers_the_sample(visit):
    app = visit("empty", "data")
    assert {card.value for card in app.metric} == {"–"}
    assert [button.label for button in app.button] == ["Look around with a sample team"]
    assert "no calls loaded; with them: connect rate" in texts(app)


@pytest.mark.parametrize(("log", "view", "kind"), [
    ("no emails", "emails", "emails"),
    ("no meetings", "meetings", "meetings"),
    ("no meetings", "future_meetings", "meetings"),
])  # fmt: skip
def test_a_missing_kind_is_called_so(visit, log, view, kind):
    app = visit(log, view)
    assert [head.value for head in app.header] == [f"No {kind} loaded"]
    assert f"With them: {'replies' if kind == 'emails' else ''}" in texts(app)
    assert len(app.dataframe) == len(app.get("vega_lite_chart")) == 0
    app.button(key=f"to-data-Load {kind}").click().run()
    assert app.title[0].value == "Data"


def test_a_team_without_emails_is_told_so_beside_teams_with_them(visit):
    log = "emails of some teams"
    assert visit(log, "emails", team=WITHOUT_EMAILS).header[0].value == "No emails loaded"
    assert visit(log, "emails", team="North").header[0].value != "No emails loaded"


@pytest.mark.parametrize("log", ["no emails", "emails of some teams"])
def test_no_emails_are_no_number_of_them(visit, log):
    app = visit(log, "team", team=WITHOUT_EMAILS)
    assert {card.label: card.value for card in app.metric}["Emails sent"] == "–"
    assert "no emails loaded" in [caption.value for caption in app.caption]
    table = app.dataframe[0].value
    assert table[["Email→mtg", "Emails/day"]].isna().all(axis=None)
    assert set(table["n / d (Email→mtg)"]) == {"– / –"}
    # A rate of calls and emails together would be one of calls alone.
    assert "activity → meeting  \n–, no emails loaded" in [caption.value for caption in app.caption]


def test_no_value_is_a_dash_and_no_zero(visit):
    shown = visit("everything", "revenue", team="All teams", period="13 weeks").dataframe[0]
    assert shown.proto.placeholder == "–"
    row = shown.value.set_index("Rep").loc["D’Arcy, José"]
    assert row["n / d (Average deal)"] == "€0 / 0"
    assert row["Average deal"] != row["Average deal"], "an average of no deals is no value"


def test_without_quotas_the_results_say_so_and_where_to_load_them(visit):
    app = visit("no quotas", "team")
    heads = [head.value for head in app.header]
    for head, label in zip(heads[:2], ("SAOs", "Meetings held"), strict=True):
        assert head.startswith(f"{label} in November: ") and head.endswith(", and no quota is set")
    assert [link.label for link in app.get("page_link")][:2] == ["Set a quota", "Set a quota"]
    assert "Of quota" not in app.dataframe[0].value


@pytest.mark.parametrize(("view", "what"), [
    ("team", "calls, emails, meetings or SAOs"), ("calls", "calls"), ("emails", "emails"),
    ("meetings", "meetings booked"), ("accepted", "SAOs or meetings held"),
    ("revenue", "deals closed or SAOs"),
])  # fmt: skip
def test_a_log_that_ended_long_ago_names_its_last_day(visit, view, what):
    app = visit("ended long ago", view, team="West")
    assert app.header[0].value == f"No {what} in these days"
    assert "The last ones are from" in texts(app)
    assert "2026. Choose a period that holds that day." in texts(app)
    assert "2026, " in app.caption[0].value.split("data through")[1]


def test_days_with_the_last_calls_show_them(visit):
    app = visit("ended long ago", "calls", team="West", period="Custom")
    app.date_input(key="days").set_value((date(2026, 10, 5), date(2026, 11, 3))).run()
    assert not app.error
    assert app.header[0].value.startswith("Connected → meeting: the team is at")


def test_one_rep_is_compared_with_nobody(visit):
    for view in METRIC_VIEWS:
        said = texts(visit("one rep", view))
        assert "its reps from" not in said
        assert "Whose calendar is thin" not in said


def test_who_may_see_nothing_is_shown_nothing(visit, monkeypatch):
    monkeypatch.setattr(access, "OWNER", access.Visitor("Guest", "guest"))
    monkeypatch.setattr(access, "VIEWS_OF", {"guest": access.EVERY_VIEW})
    for view in METRIC_VIEWS:
        app = visit("everything", view)
        assert app.header[0].value == "Nothing is loaded, so there is nothing to read here yet"
        assert len(app.button) == len(app.metric) == len(app.dataframe) == 0
    data = visit("everything", "data")
    assert {card.value for card in data.metric} == {"–"}
    assert len(data.button) == len(data.get("file_uploader")) == len(data.dataframe) == 0
