"""My numbers: the rep's own beside the team's average, nobody else's anywhere; outcomes entered by hand."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import my_log
import pandas as pd
import pytest
from view_logs import AS_OF, LOGS, Log

from dashboard import exports, reading
from dashboard.figures.periods import Period
from dashboard.imports.loading import load_files
from dashboard.log import engine as engines
from dashboard.log import entered, queries, sessions
from dashboard.log.engine import engine_at, make_engine, migrate, writing
from dashboard.log.scope import Scope

ANA, WHAT = "Ana Lind", "What happened?"


@pytest.fixture(scope="session")
def my_team(tmp_path_factory) -> Path:
    """The database of `my_log`; copy it, do not change it."""
    folder = tmp_path_factory.mktemp("mine")
    my_log.write(folder)
    engine = make_engine(f"sqlite:///{folder / 'log.db'}")
    migrate(engine)
    load_files(engine, sorted(folder.glob("*.csv")), loaded_by="a test")
    engine.dispose()
    return folder / "log.db"


@pytest.fixture
def log_of(log_of, my_team, tmp_path):
    """The usual logs, and "mine": a copy of `my_log` that a test may change."""
    mine = Log(f"sqlite:///{shutil.copy(my_team, tmp_path / 'log.db')}", AS_OF, tmp_path)
    return lambda name: mine if name == "mine" else log_of(name)


def plain(elements) -> list[str]:
    """The texts of headings, captions and sentences, with plain spaces."""
    return [element.value.replace("\u00a0", " ") for element in elements]


def beside(app) -> dict[str, tuple]:
    """Each card: its number, its change, and what stands under it."""
    cards = [block.children.values() for block in app.main if block.type == "flex_container"]
    found = {}
    for children in cards:
        parts = {child.type: child for child in children}
        if {"metric", "caption"} <= parts.keys():
            card = parts["metric"]
            found[card.label] = (*plain([card]), card.delta, *plain([parts["caption"]]))
    return found


@pytest.mark.parametrize("log", [name for name in LOGS if name != "empty"])
def test_the_page_of_every_rep_is_drawn(visit, log):
    reps = visit(log, "my_numbers", team="All teams").selectbox(key="sheet").options[1:]
    for rep in reps:
        app = visit(log, "my_numbers", team="All teams", rep=rep, period="Quarter")
        assert len(app.metric) == 6
        assert [button.label for button in app.get("download_button")] == ["Download as CSV"]


def test_without_a_choice_the_page_asks_for_one(visit):
    app = visit("mine", "my_numbers")
    assert plain(app.header) == ["Choose a rep above"]
    assert "With a rep chosen it shows the way to quota" in app.markdown[0].value
    assert len(app.metric) == len(app.dataframe) == len(app.get("vega_lite_chart")) == 0


def test_the_numbers_of_one_rep_are_those_counted_by_hand(visit):
    app = visit("mine", "my_numbers", rep=ANA)
    assert plain(app.caption)[0] == (
        "Ana Lind · 6 Oct – 2 Nov 2026, 20 working days · data through Mon 2 Nov, 12:00, "
        "calls only through 20 Oct, emails only through 20 Oct"
    )
    assert plain(app.header) == [
        "3 SAOs to your quota: 1 of 4, and 2 meetings still to come in November",
        "Agreed in your 1:1s",
        "Beside the team’s average, and your own 4 weeks before",
        "On your calendar: 2 meetings",
        "2 meetings have no outcome yet",
    ]
    assert "Changes are against 8 Sep – 5 Oct 2026, those of rates in points." in plain(app.caption)
    assert beside(app) == {
        "Meetings held": ("3", "+2", "team average **2.3**"),
        "Meetings booked": ("7", "+6", "team average **4**"),
        "Connected → meeting": ("25 %", "+25", "5 of 20 · team **20 %**"),
        "Email → meeting": ("1.5 %", "", "3 of 200 · team **1.0 %**"),
        "Meeting → SAO": ("67 %", "-33", "2 of 3 · team **71 %**"),
        "Calls a day": ("5", "+2.1", "team **6** · floor 60"),
    }


def test_the_calendar_and_the_open_ends_are_the_rep_s(visit):
    app = visit("mine", "my_numbers", rep=ANA)
    calendar, open_ends = (frame.value for frame in app.dataframe)
    assert calendar.astype(str).values.tolist() == [
        ["2026-11-10", "14:00:00", "Polar Biotech", "phone", "J. Ortega"],
        ["2026-11-20", "09:30:00", "Osprey", "phone", "J. Ortega"],
    ]
    assert open_ends["Account"].tolist() == ["Fenwick Steel", "Marsh Analytics"]
    assert list(open_ends) == ["Day", "Account", WHAT] and open_ends[WHAT].isna().all()
    assert app.data_editor[0].proto.placeholder == "choose …"
    assert "Until you choose, they count neither as held nor as a no-show." in plain(app.caption)


def test_what_was_agreed_last_is_there_to_tick(visit, log_of):
    engine = engine_at(log_of("mine").url)
    about, now = sessions.OneToOne(1, date(2026, 10, 28), "Maria"), AS_OF
    with writing(engine) as connection:
        sessions.add_action(Scope.all(), connection, about, "Confirm the day before", None, now)
        other = sessions.OneToOne(2, date(2026, 10, 29), "Maria")
        sessions.add_action(Scope.all(), connection, other, "Somebody else's", None, now)
    app = visit("mine", "my_numbers", rep=ANA)
    assert plain(app.header)[1] == "Agreed on 28 Oct"
    assert [box.label for box in app.checkbox] == ["Confirm the day before"]
    app.checkbox[0].check().run()
    with engines.reading(engine) as connection:
        done = sessions.actions(Scope.all(), connection).set_index("rep_id")["done_on"]
    assert done.notna().to_dict() == {1: True, 2: False}


def test_a_ramping_rep_is_told_the_week_and_has_a_ramped_quota(visit):
    app = visit("mine", "my_numbers", rep="Di Moe")
    assert plain(app.header)[0] == (
        "1.9 SAOs to your quota: 0 of 1.9, and no meetings still to come in November"
    )
    assert any("You are in week 5 of 13: your quota is ramped" in said for said in plain(app.caption))
    assert plain(app.header)[3:] == ["Nothing is on your calendar", "Every meeting has an outcome"]


def test_without_a_quota_the_way_says_so(visit):
    app = visit("mine", "my_numbers", rep="Bo Ek")
    assert plain(app.header)[0] == "0 SAOs, and no quota is set; no meetings still to come in November"
    assert [link.label for link in app.get("page_link")] == ["Set a quota"]


def test_a_quota_that_is_reached_is_called_so(visit):
    app = visit("one rep", "my_numbers", rep="Kate Lind")
    assert plain(app.header)[0].startswith("0 SAOs, and no quota is set; 1 meeting still to come")
    app = visit("mine", "my_numbers", rep=ANA)
    quota(app, 1)
    assert plain(app.run().header)[0].startswith("Your quota is reached: 1 of 1 SAOs, and 2 meetings")


def quota(app, target: int) -> None:
    """Loads another quota for Ana."""
    from dashboard.log.engine import database_url

    folder = Path(database_url().removeprefix("sqlite:///")).parent
    (folder / "quotas.csv").write_text(f"rep,metric,period,target\n{ANA},saos,2026-11,{target}\n")
    load_files(engine_at(database_url()), [folder / "quotas.csv"], loaded_by="a test")


@pytest.mark.parametrize("rep", ["Ed Poe", "Flo Ray"])
def test_an_average_that_is_another_rep_s_own_is_not_shown(visit, rep):
    """Of two reps, of whom one is ramped, the team's average is that one's figure."""
    app = visit("mine", "my_numbers", team="North", rep=rep)
    assert not any("team" in under for _, _, under in beside(app).values())
    assert plain(app.header)[2] == "Beside your own 4 weeks before"
    assert any("fewer than two other ramped reps" in said for said in plain(app.caption))


def test_the_page_names_nobody_else(visit, log_of):
    seats = queries_seats(log_of("sample team").url)
    team = seats[seats["team"] == "Mid-Market East"]["rep"].unique()
    everybody = set(seats["rep"])
    for rep in team[:4]:
        app = visit("sample team", "my_numbers", rep=rep, period="13 weeks")
        assert len(app.metric) == 6 and len(app.get("vega_lite_chart")) == 7
        sent = everything_sent(app)
        assert rep.encode() in sent
        assert [name for name in everybody - {rep} if name.encode() in sent] == []


def everything_sent(app) -> bytes:
    """All that goes to the browser: texts, tables, pictures with their data and what is said of them. Only
    the choice of a rep, which is the owner's, is left out."""
    return b"".join(
        node.proto.SerializeToString()
        for node in app.main
        if getattr(node, "proto", None) is not None and getattr(node, "key", None) != "sheet"
    )


def test_everything_sent_would_show_a_name(visit):
    """A table and a picture of reps hold their names where the test above looks for them."""
    sent = everything_sent(visit("mine", "team"))
    assert b"Cy Dahl" in sent
    pictures = visit("mine", "calls").get("vega_lite_chart")
    assert b"Cy Dahl" in b"".join(picture.proto.SerializeToString() for picture in pictures)


def queries_seats(url: str) -> pd.DataFrame:
    with engines.reading(engine_at(url)) as connection:
        return queries.seats(Scope.all(), connection)


def test_the_download_holds_one_row(log_of):
    url = log_of("mine").url
    days = date(2026, 9, 1), date(2026, 11, 30)
    read = reading.read(Scope.all(), engine_at(url), *days, AS_OF)
    period = Period(date(2026, 10, 7), date(2026, 11, 3))
    table = exports.metrics_table(read, period, only=1, average=False)
    assert table["rep"].tolist() == [ANA]
    assert table["meetings_held"].tolist() == [3]


def choose(app, rep_id: int = 1, **rows: str):
    """Chooses outcomes in the table, by the number of their row: `choose(app, r0="held")`."""
    edits = {int(row[1:]): {WHAT: outcome} for row, outcome in rows.items()}
    state = {"edited_rows": edits, "added_rows": [], "deleted_rows": []}
    app.session_state[f"outcomes-{rep_id}"] = state
    return app.run()


def test_outcomes_are_saved_and_count_at_once(visit, log_of):
    app = visit("mine", "my_numbers", rep=ANA)
    choose(app, r0="no-show", r1="held")
    assert beside(app)["Meetings held"][0] == "3"
    app.button(key="save-outcomes").click().run()
    assert "2 outcomes saved." in plain(app.markdown)
    assert plain(app.header)[4] == "Every meeting has an outcome"
    # Four weeks end yesterday: today's no-show is of no number yet.
    assert beside(app)["Meetings held"][:2] == ("4", "+3")
    held = visit("mine", "meetings", rep=ANA).dataframe[0].value.set_index("Rep").loc[ANA]
    assert held["n / d (Held rate)"] == "4 / 4"
    assert held["n / d (No-show rate)"] == "0 / 4"
    # The same export again changes nothing, a corrected row does.
    url, folder = log_of("mine").url, log_of("mine").files
    my_log.meetings(folder / "meetings.csv", my_log.MEETINGS)
    load_files(engine_at(url), [folder / "meetings.csv"], loaded_by="a test")
    app = visit("mine", "my_numbers", rep=ANA)
    assert beside(app)["Meetings held"][0] == "4"
    corrected = [(*row[:4], "accepted", row[5]) if row[0] == "a4" else row for row in my_log.MEETINGS]
    my_log.meetings(folder / "meetings.csv", corrected)
    load_files(engine_at(url), [folder / "meetings.csv"], loaded_by="a test")
    app = visit("mine", "my_numbers", rep=ANA)
    assert beside(app)["Meetings held"][0] == "4"
    assert plain(app.header)[0].startswith("2 SAOs to your quota: 2 of 4")


def test_one_choice_leaves_the_other_open(visit):
    app = choose(visit("mine", "my_numbers", rep=ANA), r1="cancelled")
    app.button(key="save-outcomes").click().run()
    assert "1 outcome saved." in plain(app.markdown)
    assert plain(app.header)[4] == "1 meeting has no outcome yet"
    assert app.data_editor[0].value["Account"].tolist() == ["Fenwick Steel"]
    assert "1 outcome saved." not in plain(app.run().markdown), "said once"


def test_nothing_chosen_is_nothing_saved(visit):
    app = visit("mine", "my_numbers", rep=ANA)
    app.button(key="save-outcomes").click().run()
    assert "Choose what happened in the last column first." in plain(app.markdown)
    assert plain(app.header)[4] == "2 meetings have no outcome yet"


def test_what_somebody_else_has_entered_meanwhile_stays(visit, log_of, monkeypatch):
    app = choose(visit("mine", "my_numbers", rep=ANA), r0="held", r1="held")
    meetings = open_meetings(log_of("mine").url)
    real = entered.set_outcomes

    def second(scope, connection, chosen, now):
        real(Scope.all(), connection, {meetings["Marsh Analytics"]: "no-show"}, AS_OF)
        return real(scope, connection, chosen, now)

    monkeypatch.setattr("dashboard.views.my_parts.outcomes.set_outcomes", second)
    app.button(key="save-outcomes").click().run()
    assert (
        "1 outcome saved. Somebody else was faster: Marsh Analytics (no-show) has an outcome already, and "
        "nothing was overwritten." in plain(app.markdown)
    )
    assert plain(app.header)[4] == "Every meeting has an outcome"


def open_meetings(url: str) -> dict[str, int]:
    """The key of each meeting, by its account."""
    with engines.reading(engine_at(url)) as connection:
        frame = queries.meetings(Scope.all(), connection, date(2026, 1, 1), date(2026, 12, 31))
    return dict(zip(frame["account"], frame["id"], strict=True))


def test_while_an_import_is_at_work_the_choices_stay(visit, log_of):
    url = log_of("mine").url
    app = choose(visit("mine", "my_numbers", rep=ANA), r0="held")
    importing = make_engine(url)
    with writing(importing):
        app.button(key="save-outcomes").click().run()
    importing.dispose()
    assert any(
        said.startswith("Nothing is saved yet, and your choices are still here. Another import is at work")
        for said in plain(app.markdown)
    )
    assert plain(app.header)[4] == "2 meetings have no outcome yet"
    app.button(key="save-outcomes").click().run()
    assert "1 outcome saved." in plain(app.markdown)


def test_choices_go_with_their_meetings_when_rows_come_or_go(visit, log_of):
    """The table remembers choices by row; the row of a meeting changes when another one is closed."""
    app = choose(visit("mine", "my_numbers", rep=ANA), r1="no-show")
    url = log_of("mine").url
    with writing(engine_at(url)) as connection:
        first = open_meetings(url)["Fenwick Steel"]
        entered.set_outcomes(Scope.all(), connection, {first: "held"}, AS_OF)
    app.run()
    table = app.data_editor[0].value
    assert table[["Account", WHAT]].values.tolist() == [["Marsh Analytics", "no-show"]]
    app.button(key="save-outcomes").click().run()
    assert "1 outcome saved." in plain(app.markdown)
