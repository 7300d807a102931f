"""Files of people whom nobody has named: every page leads to where that is said, also of many at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import access
from dashboard.imports.loading import load_file
from dashboard.log.engine import engine, engine_at, reading

APP = Path(access.__file__).with_name("app.py")
CALLS = "Record ID,Activity date,Activity assigned to,Call outcome,Call direction\n" + "\n".join(
    f"{number},2026-11-02 09:0{number},{who},Connected,Outbound"
    for number, who in enumerate(["Ana", "Ana", "Ana", "Ben", "Ben", "Cleo", "Al Exec"])
)
MEETINGS = "id,rep,booked_at,starts_at\n1,Ben,2026-11-02 10:00,2026-11-05 10:00\n"
TO_PEOPLE, OTHERS = "to-people", "others"


@pytest.fixture
def nobody_known(log_of: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A log without reps, into which calls and a meeting of four people were loaded."""
    shutil.copy(log_of("empty").url.removeprefix("sqlite:///"), tmp_path / "log.db")
    url = f"sqlite:///{tmp_path / 'log.db'}"
    for name, text in {"calls.csv": CALLS, "meetings.csv": MEETINGS}.items():
        (tmp_path / name).write_text(text)
        load_file(engine_at(url), tmp_path / name)
    monkeypatch.setenv("DATABASE_URL", url)


def opened(view: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60).switch_page("views/glossary.py").run()
    app.switch_page(f"views/{view}.py").run()
    assert not app.exception and not app.error
    return app


@pytest.mark.parametrize("view", ["team", "calls", "quotas", "forecast"])
def test_a_page_leads_to_where_it_is_said_whose_the_rows_are(nobody_known: None, view: str) -> None:
    app = opened(view)
    assert app.header[0].value == "8 rows loaded, and nobody has said whose they are"
    # The sample team would be mixed with the files.
    assert [button.label for button in app.button] == ["Say who they are"]
    app.button(key=TO_PEOPLE).click().run()
    assert app.title[0].value == "Data"


def test_the_data_view_says_what_waits_and_of_whom(nobody_known: None) -> None:
    app = opened("data")
    assert app.info[0].value.startswith("8 rows wait for you: [say whose they are](#people-not-known)")
    captions = [caption.value for caption in app.caption]
    assert "no calls counted: nobody has said whose they are" in captions
    assert any(caption.startswith("no emails loaded; with them") for caption in captions)
    asked = app.dataframe[0].value
    assert asked[["In the files", "Of these"]].to_numpy().tolist() == [
        ["Ana", "calls: 3"], ["Ben", "calls: 2, meetings: 1"], ["Al Exec", "calls: 1"], ["Cleo", "calls: 1"],
    ]  # fmt: skip
    assert "load_sample" not in [button.key for button in app.button]


def test_all_but_those_who_are_chosen_are_said_at_once(nobody_known: None) -> None:
    app = opened("data")
    assert app.button(key="save-people").disabled
    chosen = {"edited_rows": {2: {"Is": "an AE, not counted"}}, "added_rows": [], "deleted_rows": []}
    app.session_state["people-4-8"] = chosen
    app.run()
    app.selectbox(key=OTHERS).set_value("an SDR").run()
    app.button(key="save-people").click().run()
    assert not app.exception and len(app.info) == 0
    with reading(engine()) as connection:
        query = "SELECT name, count(*) FROM call JOIN rep ON rep.id = rep_id GROUP BY name ORDER BY name"
        assert connection.exec_driver_sql(query).all() == [("Ana", 3), ("Ben", 2), ("Cleo", 1)]
    said = next(table.value for table in app.dataframe if list(table.value) == ["In the files", "Rows", "Is"])
    assert ("Al Exec", 1, "an AE") in list(said.itertuples(index=False, name=None))


def test_who_is_left_for_later_is_asked_about_again(nobody_known: None) -> None:
    app = opened("data")
    chosen = {"edited_rows": {0: {"Is": "an SDR"}}, "added_rows": [], "deleted_rows": []}
    app.session_state["people-4-8"] = chosen
    app.run()
    app.button(key="save-people").click().run()
    assert app.info[0].value.startswith("5 rows wait for you")
    assert app.dataframe[0].value["In the files"].tolist() == ["Ben", "Al Exec", "Cleo"]


def test_kinds_are_told_in_words(nobody_known: None, tmp_path: Path) -> None:
    (tmp_path / "off.csv").write_text("rep,first_day,last_day\nCleo,2026-11-03,2026-11-04\n")
    load_file(engine(), tmp_path / "off.csv")
    app = opened("data")
    cleo = app.dataframe[0].value.set_index("In the files").loc["Cleo", "Of these"]
    assert sorted(cleo.split(", ")) == ["calls: 1", "days off: 1"]
    files = next(frame.value for frame in app.dataframe if "Kind" in frame.value)
    assert sorted(files["Kind"]) == ["Calls", "Days off", "Meetings"]
