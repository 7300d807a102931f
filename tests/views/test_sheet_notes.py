"""The cards of what is agreed in a 1:1: what they show, in which order, and that every change is stored."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from dashboard import access
from dashboard.log import sessions
from dashboard.log.engine import DatabaseProblem, engine_at, jotting, reading
from dashboard.log.scope import Scope
from dashboard.log.sessions import OneToOne
from dashboard.views.sheet_parts import kept, note_box

TODAY, NOW = date(2026, 11, 3), datetime(2026, 11, 3, 14, 2, tzinfo=UTC)
KATE = OneToOne(1, TODAY)


@pytest.fixture
def kate(log_of, tmp_path, monkeypatch):
    """The address of a log of Kate's own, to be written to; `visit` opens it as "one rep"."""
    found = log_of("one rep")
    with jotting(engine_at(found.url)) as connection:
        for table in (sessions.SESSIONS, sessions.ACTIONS):
            connection.execute(table.delete())
    return found.url


def agreed(url: str, days_ago: int, words: str = "", focus: str = "", actions: tuple = ()) -> list[int]:
    """Writes down a former session; the ids of its actions."""
    about = OneToOne(1, TODAY - timedelta(days=days_ago))
    with jotting(engine_at(url)) as connection:
        sessions.save_focus(Scope.all(), connection, about, focus, "", NOW)
        sessions.save_note(Scope.all(), connection, about, words, 0, NOW)
        return [sessions.add_action(Scope.all(), connection, about, *one, NOW) for one in actions]


def stored(url: str, day: date = TODAY):
    with reading(engine_at(url)) as connection:
        found = sessions.sessions(Scope.all(), connection, day)
        return found, sessions.actions(Scope.all(), connection, found["id"])


def sheet(visit):
    return visit("one rep", "coaching", rep="Kate Lind")


def said(app) -> list[str]:
    """The sentences of the page, without the joiners that keep them from being markdown."""
    return [element.value.replace("\u2060", "") for element in app.markdown]


def edit(app, number: int = 0, **edits):
    """Edits the table of actions as the browser tells it."""
    blank = {"edited_rows": {}, "added_rows": [], "deleted_rows": []}
    app.session_state[f"actions-1-{TODAY}-{number}"] = blank | edits
    return app.run()


def test_without_a_rep_the_page_asks_for_one(visit):
    app = visit("everything", "coaching")
    assert app.header[0].value == "Whose sheet?"
    assert len(app.data_editor) == 0


def test_nothing_agreed_yet(visit, kate):
    app = sheet(visit)
    heads = [head.value for head in app.header]
    assert "3 · Last session" in heads and heads[-2:] == ["5 · What we agree today", "History"]
    assert said(app).count("No session written down yet. The first note starts the history.") == 2
    assert app.selectbox(key=f"focus-1-{TODAY}").value == ""
    assert app.data_editor[0].value.empty


def test_after_the_first_note_the_history_has_begun(visit, kate):
    agreed(kate, 0, "Today.")
    assert said(sheet(visit)).count("No session before today's.") == 2


def test_the_last_session_and_its_actions(visit, kate):
    agreed(kate, 14, "Long ago.", actions=(("Old", None),))
    keys = agreed(kate, 5, "Ask *early*.\n- never <b>", "connected_to_meeting",
                  (("Role play", date(2026, 11, 5)), ("Listen", None)))  # fmt: skip
    agreed(kate, 0, "Today.")
    app = sheet(visit)
    assert "3 · Last session, 29\u00a0Oct: did it move?" in [head.value for head in app.header]
    assert "**Focus:** Connected → meeting" in said(app)
    assert "Ask \\*early\\*.  \n- never \\<b\\>" in said(app)
    assert [box.label for box in app.checkbox] == ["Role play (due 5\u00a0Nov)", "Listen"]
    app.checkbox[1].check().run()
    assert app.checkbox[1].label == "Listen (done 3\u00a0Nov)"
    _, actions = stored(kate, TODAY - timedelta(days=5))
    assert actions.set_index("id")["done_on"].notna().to_dict() == {keys[0]: False, keys[1]: True}
    app.checkbox[1].uncheck().run()
    assert stored(kate, TODAY - timedelta(days=5))[1]["done_on"].isna().all()


def test_whether_the_numbers_moved_stands_in_the_last_session(visit, kate):
    agreed(kate, 5, "Ask early.", "connect_rate")
    app = sheet(visit)
    assert "3 · Last session, 29\u00a0Oct: did it move?" in [head.value for head in app.header]
    moved = next(table.value for table in app.table if "Verdict" in table.value)
    assert moved.iloc[:, 0].tolist()[0] == "Connect rate"
    # One call on the day before the session, one since; the log has two more before that.
    assert moved["Before"].tolist()[0] == "50\u00a0%, 1/2" and moved["Since"].tolist()[0] == "100\u00a0%, 1/1"
    assert set(moved["Verdict"]) == {"too early"}
    assert any(caption.value.startswith("Before: 1\u00a0Oct – 28\u00a0Oct 2026.") for caption in app.caption)


def test_the_history_is_read_whole_the_latest_first(visit, kate):
    for days in range(1, 13):
        agreed(kate, days, f"Note {days}.", actions=(("Do it", None),) if days == 2 else ())
    agreed(kate, 400, "Last year.")
    agreed(kate, 20)
    app = sheet(visit)
    assert app.header[-1].value == "History: 13 sessions, since 29\u00a0Sep 2025"
    notes = [text for text in said(app) if text.startswith(("Note", "Last year"))]
    assert notes == ["Note 1.", *(f"Note {days}." for days in range(1, 6))]
    assert said(app).count("- Do it") == 1


def test_a_focus_is_stored_when_it_is_chosen(visit, kate):
    app = sheet(visit)
    key = f"focus-1-{TODAY}"
    app.selectbox(key=key).set_value("meeting_to_sao").run()
    assert stored(kate)[0]["focus"].tolist() == ["meeting_to_sao"]
    # Somebody else chooses while this page still shows the old one.
    with jotting(engine_at(kate)) as connection:
        sessions.save_focus(Scope.all(), connection, KATE, "held_rate", "meeting_to_sao", NOW)
    app.selectbox(key=key).set_value("calls").run()
    assert stored(kate)[0]["focus"].tolist() == ["held_rate"]
    assert app.selectbox(key=key).value == "held_rate"
    assert "Somebody else chose Held rate meanwhile" in app.warning[0].value
    app.selectbox(key=key).set_value("calls").run()
    assert stored(kate)[0]["focus"].tolist() == ["calls"]
    assert len(app.warning) == 0


def test_actions_are_stored_cell_by_cell(visit, kate):
    app = edit(sheet(visit), added_rows=[{}])
    assert stored(kate)[0].empty
    edit(app, added_rows=[{"Action": "Call later"}, {"Due": "2026-11-10"}])
    edit(app, added_rows=[{"Action": "Call later", "Due": "2026-11-24"}, {"Due": "2026-11-10"}])
    _, actions = stored(kate)
    assert actions["words"].tolist() == ["Call later", ""]
    assert actions["due"].dt.date.tolist() == [date(2026, 11, 24), date(2026, 11, 10)]
    first = actions["id"].iloc[1]
    edit(app, added_rows=[{"Due": "2026-11-10"}])
    assert stored(kate)[1]["id"].tolist() == [first]


def test_an_action_that_is_taken_out_can_be_put_back(visit, kate):
    agreed(kate, 0, actions=(("Role play", None), ("Listen", None)))
    app = edit(sheet(visit), deleted_rows=[0])
    assert stored(kate)[1]["words"].tolist() == ["Listen"]
    app.button(key=f"actions-1-{TODAY}-put-back").click().run()
    assert stored(kate)[1]["words"].tolist() == ["Role play", "Listen"]
    assert app.data_editor[0].value["Action"].tolist() == ["Role play", "Listen"]
    app = edit(app, 1, edited_rows={1: {"Action": " "}})
    assert app.data_editor[0].value["Action"].tolist() == ["Role play"]
    assert [button.label for button in app.button] == ["Put back “Listen”"]


def test_what_somebody_else_changed_stays_and_mine_stands_beside_it(visit, kate):
    keys = agreed(kate, 0, actions=(("Role play", None), ("Listen", None), ("Call", None)))
    app = sheet(visit)
    with jotting(engine_at(kate)) as connection:
        for key, theirs, before in zip(
            keys, ("Play", "Hear", ""), ("Role play", "Listen", "Call"), strict=True
        ):
            scope, seen = Scope.all(), (before, None)
            if theirs:
                sessions.change_action(scope, connection, 1, key, (theirs, None), seen)
            else:
                sessions.remove_action(scope, connection, 1, key, seen, NOW)
    app = edit(app, edited_rows={0: {"Action": "Mine"}, 2: {"Due": "2026-11-20"}}, deleted_rows=[1])
    told = " ".join(warning.value.replace("\u2060", "") for warning in app.warning)
    assert "Somebody else changed “Role play” to “Play” meanwhile" in told
    assert "Somebody else took “Call” out meanwhile" in told
    assert "“Hear” was changed by somebody else meanwhile, so it is still there" in told
    assert app.data_editor[0].value["Action"].tolist() == ["Play", "Hear", "Mine", "Call"]
    app.run()
    assert stored(kate)[1]["words"].tolist() == ["Play", "Hear", "Mine", "Call"]


def test_a_new_row_stays_open_while_somebody_else_adds_one(visit, kate):
    app = edit(sheet(visit), added_rows=[{}])
    agreed(kate, 0, actions=(("Theirs", None),))
    app = edit(app, added_rows=[{}])
    assert app.data_editor[0].value.empty
    app = edit(app, added_rows=[{"Action": "Mine"}])
    assert app.data_editor[0].value["Action"].tolist() == ["Theirs", "Mine"]


def test_while_an_import_is_at_work_nothing_is_lost(visit, kate, monkeypatch):
    app = sheet(visit)

    def busy(*_):
        raise DatabaseProblem("Another import is at work.")

    with monkeypatch.context() as patched:
        patched.setattr(kept, "jotting", busy)
        edit(app, added_rows=[{"Action": "Call later"}])
        assert app.warning[0].value.startswith("Not saved yet: Another import is at work.")
        app.selectbox(key=f"focus-1-{TODAY}").set_value("calls").run()
        assert any("Not saved yet" in warning.value for warning in app.warning)
    app.session_state[f"actions-1-{TODAY}-0"] = {"added_rows": [{"Action": "Call later"}]}
    app.button(key=f"actions-1-{TODAY}-again").click().run()
    assert stored(kate)[1]["words"].tolist() == ["Call later"]
    assert not any("stays in the table" in warning.value for warning in app.warning)


def test_nobody_reads_notes_who_may_not(visit, kate, monkeypatch):
    agreed(kate, 0, "Secret.")
    agreed(kate, 5, "Secret too.")
    monkeypatch.setattr(access, "may_read_notes", lambda visitor, rep_id: False)
    app = sheet(visit)
    assert [caption.value for caption in app.caption].count(kept.PRIVATE) == 3
    assert not any("Secret" in text for text in said(app))
    assert len(app.get("bidi_component")) == 0


def message(words: str, seen: int, day: date = TODAY, left: bool = False, **more: str) -> dict:
    said = {"id": "a", "owner": "1 Kate Lind", "day": day.isoformat(), "words": words, "seen": seen}
    return said | {"left": left, "sent": None} | more


def test_words_that_a_page_left_behind_go_below_what_is_there(kate, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", kate)
    yesterday = TODAY - timedelta(days=1)
    agreed(kate, 1, "Theirs.")
    for _ in range(2):
        assert note_box._answer(message("Left behind.", 0, yesterday, left=True)) == {}
    assert stored(kate, yesterday)[0]["note"].tolist() == ["Theirs.\n\nLeft behind."]
    note_box._answer(message("Theirs.\n\nLeft behind. More.", 2, yesterday, left=True))
    note_box._answer(message("Not asked for.", 0, yesterday))
    assert stored(kate, yesterday)[0]["note"].tolist() == ["Theirs.\n\nLeft behind. More."]


def test_words_that_go_on_from_what_their_page_had_sent_stand_there_once(kate, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", kate)
    agreed(kate, 0, "Asks")
    note_box._answer(message("Asks too late.", 0, left=True, sent="Asks"))
    assert stored(kate)[0]["note"].tolist() == ["Asks too late."]


def test_words_for_who_is_not_in_this_log_or_scope_are_refused(kate, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", kate)
    for owner in ("1 Kate Somebody", "77 Kate Lind", ""):
        assert note_box._answer(message("Lost.", 0, left=True, owner=owner)) == {"refused": True}
    monkeypatch.setattr(access, "may_read_notes", lambda visitor, rep_id: False)
    assert note_box._answer(message("Not for me.", 0, left=True)) == {"refused": True}
    assert "problem" in note_box._answer(message("Nor this.", 0))
    assert stored(kate)[0]["note"].tolist() == []
