"""The Quotas view: targets with how far everybody is, and the days that they are spread over."""

from __future__ import annotations

from datetime import date

import pytest
import view_logs

from dashboard.calendars import Span, read_calendar, read_days_off
from dashboard.log import queries, workdays
from dashboard.log.engine import engine_at, reading
from dashboard.log.scope import Scope

ALL = Scope.all()
SAOS = ["Ana Li"] * 4 + ["Bo Ek"] * 2 + ["Cy Dahl"]
FILES = {
    "reps": "rep,team,started_on,time_zone\nAna Li,East,2024-01-08,America/New_York\n"
    "Bo Ek,East,2024-01-08,America/New_York\nCy Dahl,East,2024-01-08,America/New_York\n"
    "Di Moe,West,2024-01-08,Europe/Berlin\n",
    "calls": "id,rep,at,outcome\n1,Ana Li,2026-10-12 10:00,connected\n2,Bo Ek,2026-10-12 10:00,no answer\n",
    "opportunities": "id,rep,accepted_at\n"
    + "".join(f"{n},{rep},2026-11-02 10:00\n" for n, rep in enumerate(SAOS)),
    "quotas": "rep,team,metric,period,target\nAna Li,,saos,2026-11,4\nBo Ek,,saos,2026-11,2.5\n"
    "Cy Dahl,,saos,2026-11,4\n,West,saos,2026-11,9\n",
}  # fmt: skip


def plain(elements) -> list[str]:
    return [element.value.replace("\u00a0", " ").replace("\u2060", "") for element in elements]


@pytest.fixture
def log(tmp_path, monkeypatch) -> view_logs.Log:
    """A small log of its own, looked at on 3 November 2026."""
    monkeypatch.setitem(view_logs.LOGS, "planned", (view_logs._files(FILES), view_logs.AS_OF))
    return view_logs.make("planned", tmp_path / "log", tmp_path)


@pytest.fixture
def log_of(log, log_of):
    return lambda name: log if name == "planned" else log_of(name)


def edit(app, key: str, rows: dict[int, dict] | None = None, added: list[dict] | None = None, deleted=()):
    state = {"edited_rows": rows or {}, "added_rows": added or [], "deleted_rows": list(deleted)}
    app.session_state[key] = state
    return app


def press(app, label: str):
    (button,) = [button for button in app.button if button.label == label]
    return button.click().run()


def targets(log) -> dict[tuple[str, str], float]:
    with reading(engine_at(log.url)) as connection:
        frame = queries.quotas(ALL, connection)
    return {(f"{row.rep_id:.0f}/{row.team_id:.0f}", row.period): row.target for row in frame.itertuples()}


def test_the_table_says_who_has_which_target_and_how_far_they_are(visit):
    app = visit("planned", "quotas", team="East")
    assert plain(app.header)[0] == "SAOs in November: 2 of 3 ramped reps at 80 % of quota or more, 1 at 100 %"
    table = app.data_editor[0].value.set_index("Team or rep")
    assert table["Target"].to_dict() == pytest.approx(
        {"All of East": float("nan"), "Ana Li": 4, "Bo Ek": 2.5, "Cy Dahl": 4}, nan_ok=True
    )
    assert table["Achieved"].to_dict() == {"All of East": 7, "Ana Li": 4, "Bo Ek": 2, "Cy Dahl": 1}
    assert table["Of quota"].to_dict() == pytest.approx(
        {"All of East": 100 * 7 / 10.5, "Ana Li": 100, "Bo Ek": 80, "Cy Dahl": 25}
    )
    assert plain(app.caption)[0] == "SAOs, November: 1 Nov – 30 Nov 2026 · 2 of 19 working days gone"


def test_a_team_without_reps_quotas_has_its_own(visit):
    app = visit("planned", "quotas", team="West")
    assert plain(app.header)[0] == "No ramped rep has a target for SAOs in November"
    assert app.data_editor[0].value.loc[0, "Target"] == 9


def test_a_target_is_written_and_taken_away(visit, log):
    app = edit(
        visit("planned", "quotas", team="East"), "targets-table", {0: {"Target": 12}, 2: {"Target": None}}
    )
    press(app, "Save targets")
    found = targets(log)
    assert found[("nan/1", "2026-11")] == 12 and ("2/nan", "2026-11") not in found
    assert found[("1/nan", "2026-11")] == 4
    assert visit("planned", "quotas", team="East").data_editor[0].value.loc[0, "Of quota"] == pytest.approx(
        100 * 7 / 12
    )


def test_nothing_changed_is_nothing_saved(visit, log):
    before = targets(log)
    app = press(visit("planned", "quotas", team="East"), "Save targets")
    assert "No target is another than before." in plain(app.markdown)
    assert targets(log) == before


def test_the_targets_of_the_month_before_are_taken_over(visit, log):
    app = visit("planned", "quotas", team="East", until="December")
    press(app, "Take over the targets of 2026-11")
    assert {key: target for key, target in targets(log).items() if key[1] == "2026-12"} == {
        ("1/nan", "2026-12"): 4, ("2/nan", "2026-12"): 2.5, ("3/nan", "2026-12"): 4
    }  # fmt: skip
    again = visit("planned", "quotas", team="East", until="December")
    assert not [button for button in again.button if button.label.startswith("Take over")]


def test_holidays_are_those_of_the_country_with_who_worked(visit, log):
    app = visit("planned", "quotas", team="East")
    table = app.data_editor[1].value.drop_duplicates("Name").set_index("Name")
    assert table.loc["Columbus Day", "At work"] == "2 of 3"
    assert table.loc["Thanksgiving Day", "Closed"] and table.loc["Thanksgiving Day", "At work"] == ""
    place = list(table.index).index("Thanksgiving Day")
    press(edit(app, "holidays-table-1", {place: {"Closed": False}}), "Save holidays")
    assert worked(log, 1, "2026-11-26")
    press(
        edit(visit("planned", "quotas", team="East"), "holidays-table-1", {place: {"Closed": True}}),
        "Save holidays",
    )
    assert not worked(log, 1, "2026-11-26")
    with reading(engine_at(log.url)) as connection:
        assert workdays.calendar_days(ALL, connection).empty, "as the country does: nothing to remember"


def worked(log, team: int, day: str) -> bool:
    on = date.fromisoformat(day)
    with reading(engine_at(log.url)) as connection:
        return read_calendar(ALL, connection, on, on).working_days([team], on, on) == 1


def test_a_team_is_closed_on_another_day(visit, log):
    app = visit("planned", "quotas", team="East")
    app.date_input[0].set_value(date(2026, 12, 24))
    app.text_input[0].set_value("Christmas Eve")
    press(app, "Close")
    assert not worked(log, 1, "2026-12-24") and worked(log, 2, "2026-12-24")
    names = visit("planned", "quotas", team="East").data_editor[1].value["Name"].tolist()
    assert "Christmas Eve" in names


def test_a_country_is_chosen(visit, log):
    app = visit("planned", "quotas", team="West")
    (country,) = [box for box in app.selectbox if box.label == "Public holidays of"]
    assert country.value == "its time zone: Germany"
    country.select("Germany (BY)").run()
    assert not worked(log, 2, "2027-01-06")


def test_days_off_are_added_and_taken_back(visit, log):
    app = visit("planned", "quotas", team="East")
    added = [{"Rep": "Ana Li", "First day": "2026-11-20", "Last day": "2026-11-24"}]
    press(edit(app, "days-off-table", added=added), "Save days off")
    span = date(2026, 11, 1), date(2026, 12, 31)
    assert read_days_off(ALL, engine_at(log.url), *span) == [Span(1, date(2026, 11, 20), date(2026, 11, 24))]
    app = visit("planned", "quotas", team="East")
    assert "Next off: Ana Li, from 20 Nov" in plain(app.header)
    press(edit(app, "days-off-table", deleted=[0]), "Save days off")
    assert read_days_off(ALL, engine_at(log.url), *span) == []


def test_a_span_the_wrong_way_round_is_said(visit, log):
    app = visit("planned", "quotas", team="East")
    added = [{"Rep": "Ana Li", "First day": "2026-11-20", "Last day": "2026-11-19"}]
    app = press(edit(app, "days-off-table", added=added), "Save days off")
    assert "Ana Li: the last day, 2026-11-19, is before the first, 2026-11-20." in plain(app.markdown)


def test_the_fiscal_year_moves_the_quarters(visit, log):
    app = visit("planned", "quotas", team="East")
    (year,) = [box for box in app.selectbox if box.label == "It ends in"]
    year.select("January").run()
    app = visit("planned", "quotas", team="East", until="FY2027 Q4")
    assert plain(app.caption)[0].startswith("SAOs, FY2027 Q4: 1 Nov 2026 – 31 Jan 2027")
    assert any("FY2027 Q4" in group.options for group in visit("planned", "forecast").get("button_group"))
