"""Results are shown as far as the log holds them: without meetings, without a quota."""

from __future__ import annotations

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
