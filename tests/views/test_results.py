"""Results are shown as far as the log holds them: without meetings, without a quota."""

from __future__ import annotations

from datetime import date

import independent
from view_logs import AS_OF

from dashboard.figures.periods import of_quota
from dashboard.forecasting import read_forecasts
from dashboard.log.engine import engine_at
from dashboard.log.scope import Scope
from dashboard.views.shared import cache
from dashboard.views.shared.tables import SHORT


def heads(app) -> list[str]:
    """The headings of a page, with plain spaces."""
    return [head.value.replace("\u00a0", " ") for head in app.header]


def test_opportunities_alone_show_the_saos(visit):
    app = visit("no meetings", "accepted", team="All teams", period="13 weeks")
    said = heads(app)
    assert said[0].startswith("SAOs") and "SAOs, week by week" in said
    assert "No meetings loaded" in said
    assert app.dataframe[0].value["SAOs"].sum() > 0
    assert app.dataframe[0].value[SHORT["meeting_to_sao"]].isna().all()
    assert not any("Meeting → SAO" in head or "held" in head for head in said)


def test_neither_meetings_nor_opportunities_is_said_so(visit):
    assert heads(visit("calls alone", "accepted")) == ["No meetings or opportunities loaded"]


def test_without_a_quota_the_result_is_shown(visit, log_of):
    app = visit("no quotas", "team", team="All teams")
    days = date(2026, 11, 1), date(2026, 11, 30)
    counts = independent.count(log_of("no quotas").files, *days, AS_OF, "EUR").values()
    for place, (label, name) in enumerate((("SAOs", "saos"), ("Meetings held", "meetings_held"))):
        done = sum(of[independent.COUNTS[name]] for of in counts)
        assert heads(app)[place] == f"{label} in November: {done:.0f}, and no quota is set"
    said = " ".join(element.value for element in (*app.caption, *app.markdown))
    assert "2 of 21 working days gone." in said
    assert "No quota is set in November. With one, this card shows what it takes from here." in said


def test_without_a_quota_a_rep_is_not_called_the_team(visit):
    app = visit("one rep", "team", rep="Kate Lind")
    said = [text.value for text in app.markdown if "No quota is set" in text.value]
    assert len(said) == 2 and all(text.startswith("No quota is set for Kate Lind in Nov") for text in said)
    assert not any("team" in text for text in said)


def test_without_meetings_none_held_is_not_said(visit):
    assert heads(visit("no meetings", "team", team="All teams"))[1] == "Meetings held in November: –"


def test_the_team_lands_where_the_forecast_view_says(visit, log_of):
    app = visit("sample team", "team", team="DACH")
    now = cache.now()
    name = f"{now:%Y-%m}"
    days = of_quota(name)
    found = read_forecasts(Scope.all(), engine_at(log_of("sample team").url), days.last, now, days.first)
    dach = found.seats.loc[found.seats["team"] == "DACH", "team_id"].iloc[0]
    captions = [caption.value.replace("\u00a0", " ") for caption in app.caption]
    for metric in ("saos", "meetings_held"):
        row = found.of_teams(name, metric).set_index("team_id").loc[dach]
        assert any(f"Most likely it ends at {row['p50']:,.0f}; " in caption for caption in captions)
