"""What words mean is chosen in the Data view's tables, and what it changes is said in numbers; calls without
an outcome are named there and above the rates of calls."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from test_data_view import data_view

from dashboard import access
from dashboard.imports.loading import load_file
from dashboard.log.engine import engine, engine_at, reading, writing
from dashboard.log.queries import log_version
from dashboard.views.shared import cache

LINES = (
    ["Answered: demo!"] * 4 + ["No answer"] * 5 + ["Left *voice* note"] * 2 + [""] * 12 + ["connected"] * 7
)
NOW = datetime(2026, 11, 3, 15, 30, tzinfo=UTC)


@pytest.fixture
def odd_words(log_of: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a log with calls of words that nobody knows, and twelve without any."""
    shutil.copy(log_of("one rep").url.removeprefix("sqlite:///"), tmp_path / "log.db")
    url = f"sqlite:///{tmp_path / 'log.db'}"
    rows = [f"w{n},Kate Lind,2026-11-02 {9 + n // 10:02}:0{n % 10},{word},5" for n, word in enumerate(LINES)]
    (tmp_path / "odd.csv").write_text("\n".join(["id,rep,at,outcome,duration_s", *rows]))
    load_file(engine_at(url), tmp_path / "odd.csv")
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setattr(cache, "now", lambda: NOW)
    return url


def choose(app: AppTest, which: str, outcomes: dict[int, str]) -> AppTest:
    """The Data view once these outcomes were chosen in rows of a table of calls."""
    with reading(engine()) as connection:
        key = f"words-{which}-calls-{log_version(connection)}"
    edits = {row: {"Counts as": outcome} for row, outcome in outcomes.items()}
    app.session_state[key] = {"edited_rows": edits, "added_rows": [], "deleted_rows": []}
    return app.run()


def headings(app: AppTest) -> list[str]:
    return [head.value for head in app.header]


def said(app: AppTest) -> str:
    """What the last choices have changed."""
    return next(one.value for one in app.markdown if one.value.startswith(":material/check:"))


def counted(word: str) -> dict[str, int]:
    """What the calls with a word count as."""
    query = "SELECT outcome, count(*) FROM call WHERE outcome_word = ? GROUP BY outcome"
    with reading(engine()) as connection:
        return dict(connection.exec_driver_sql(query, (word,)).all())


def table(app: AppTest, column: str) -> list:
    return next(one.value for one in app.dataframe if column in one.value)


def test_unknown_words_are_asked_about_and_follow_at_a_click(odd_words: str) -> None:
    app = data_view()
    assert "2 outcomes are not known" in headings(app)
    assert any("2 words unknown" in one.value for one in app.markdown)
    assert app.button(key="save-asked").disabled
    choose(app, "asked", {0: "meeting scheduled"})
    app.button(key="save-asked").click().run()
    assert said(app) == ":material/check: “Answered\\: demo!” is now meeting scheduled: 4 calls."
    assert "1 outcome is not known" in headings(app)
    assert counted("Answered: demo!") == {"meeting scheduled": 4}
    assert counted("Left *voice* note") == {"unknown": 2}


def test_every_word_can_be_said_otherwise_and_set_back(odd_words: str) -> None:
    app = data_view()
    words = table(app, "Because")
    assert words["In the files"].tolist()[:3] == ["connected", "No answer", "Answered: demo!"]
    choose(app, "all", {1: "gatekeeper"})
    app.button(key="save-words").click().run()
    assert said(app) == ":material/check: “No answer” is now gatekeeper: 6 calls."
    assert counted("No answer") == {"gatekeeper": 5}
    assert table(app, "Because")["Because"].tolist()[1] == "decided; by default no answer"
    choose(app, "all", {1: "as by default"})
    app.button(key="save-words").click().run()
    assert said(app) == ":material/check: “No answer” is no answer again: 6 calls."
    assert counted("No answer") == {"no answer": 5}
    assert any(
        "12 calls have no word at all: a blank cell counts as unknown" in one.value for one in app.caption
    )


def test_nothing_is_saved_beside_an_import_and_the_choice_stays(odd_words: str) -> None:
    app = choose(data_view(), "asked", {1: "voicemail"})
    with writing(engine()):
        app.button(key="save-asked").click().run()
    assert any(one.value.startswith("Another import is at work") for one in app.warning)
    assert counted("Left *voice* note") == {"unknown": 2}
    app.button(key="save-asked").click().run()
    assert counted("Left *voice* note") == {"voicemail": 2}


def test_a_guest_is_asked_nothing(odd_words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "OWNER", access.Visitor("Guest", "guest"))
    monkeypatch.setattr(access, "VIEWS_OF", {"guest": access.EVERY_VIEW})
    app = data_view()
    assert len(app.header) == len(app.dataframe) == len(app.button) == 0


def test_calls_without_an_outcome_are_named_where_rates_are(odd_words: str) -> None:
    sentence = "Kate Lind logged 18 of 33 calls (55\u00a0%) without an outcome"
    why = "What came of these calls is in no rate: connects and meetings among them are missing."
    app = data_view()
    assert "Kate leaves many calls without an outcome" in headings(app)
    assert any(one.value == f"{sentence} in the last 4 weeks. {why}" for one in app.markdown)
    app.switch_page("views/calls.py").run()
    assert any(one.value.endswith(f"{sentence}. {why}") for one in app.markdown)
    row = table(app, "Without an outcome").iloc[0]
    assert (row["Rep"], row["Calls"], row["Without an outcome"]) == ("Kate Lind", 33, "18 / 33")


def test_where_every_call_has_an_outcome_nobody_is_named(visit: Callable[..., AppTest]) -> None:
    assert "Every call has an outcome" in headings(visit("calls alone", "data"))
    app = visit("calls alone", "calls")
    texts = [one.value for one in (*app.markdown, *app.caption, *app.header)]
    assert texts and not any("without an outcome" in text or "no outcome" in text for text in texts)
