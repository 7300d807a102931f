"""The Data view reads what it shows, whatever the log holds."""

from __future__ import annotations

import io
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

from dashboard import access
from dashboard.imports import background
from dashboard.imports.background import Upload
from dashboard.imports.loading import load_file
from dashboard.log import remapping
from dashboard.log.engine import engine, engine_at, reading, writing
from dashboard.log.scope import Scope

APP = Path(access.__file__).with_name("app.py")
REJECTED = 3_000


@pytest.fixture
def log_with_rejected_rows(
    log_of: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], int]:
    """A log into which a file of 3,000 unreadable calls, one of a stranger and one good one was loaded; gives
    the number of rows that were read from it since."""
    shutil.copy(log_of("one rep").url.removeprefix("sqlite:///"), tmp_path / "log.db")
    url = f"sqlite:///{tmp_path / 'log.db'}"
    days = ("2026-11-02 09:00", "2026-11-02 09:00", "some day")
    lines = [f"x{n},Kate Lind,{days[n % 3]},connected,soon" for n in range(REJECTED)]
    lines += ["y,Nobody,2026-11-02 09:00,connected,1", "z,Kate Lind,2026-11-02 09:00,connected,1"]
    (tmp_path / "bad.csv").write_text("\n".join(["id,rep,at,outcome,duration_s", *reversed(lines)]))
    load_file(engine_at(url), tmp_path / "bad.csv")
    monkeypatch.setenv("DATABASE_URL", url)
    engine_at(url).dispose()
    read: list[tuple] = []

    @event.listens_for(engine_at(url), "connect")
    def _count_what_is_read(connection: sqlite3.Connection, _record) -> None:
        connection.row_factory = lambda _cursor, row: read.append(row) or row

    return lambda: len(read)


def data_view() -> AppTest:
    """The Data view of the configured database."""
    app = AppTest.from_file(APP, default_timeout=60).switch_page("views/glossary.py").run()
    app.switch_page("views/data.py").run()
    assert not app.exception and not app.error
    return app


def test_rejected_rows_are_counted_not_read(log_with_rejected_rows: Callable[[], int]) -> None:
    app = data_view()
    assert "3,000 rows rejected, and kept whole" in [head.value for head in app.header]
    assert "1 row of people who are not known" in [head.value for head in app.header]
    why = app.table[1].value
    assert list(why["Rows"]) == ["2,000", "1,000"]
    assert why["Why"].iloc[0].startswith("Not a duration")
    assert "1 person is not known" in [head.value for head in app.header]
    assert 0 < log_with_rejected_rows() < 100


def test_what_became_of_files_is_told_to_whoever_may_import(
    log_with_rejected_rows: Callable[[], int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / "bad.csv").open("rb") as again, io.BytesIO(b"%PDF-1.7") as pdf:
        background.begin(
            engine(), [Upload(1, "again.csv", None, again), Upload(2, "some_*file*.csv", None, pdf)]
        )
    background.latest(engine()).wait()
    app = data_view()
    said = [markdown.value for markdown in app.markdown if markdown.value.startswith("**again.csv** (calls)")]
    assert len(said) == 1 and said[0].endswith(
        "**1** unchanged + **3,000** rejected + **1** of unknown people + **0** set aside"
    )
    assert app.warning[0].value.startswith(r"some\_\*file\*.csv is a PDF")
    monkeypatch.setattr(access, "OWNER", access.Visitor("Guest", "guest"))
    monkeypatch.setattr(access, "VIEWS_OF", {"guest": access.EVERY_VIEW})
    of_guest = data_view()
    assert len(of_guest.button) == len(of_guest.warning) == len(of_guest.table) == 0
    assert "again.csv" not in str(of_guest.main)


def test_who_is_not_known_is_said_in_the_table_and_counts_at_once(
    log_with_rejected_rows: Callable[[], int],
) -> None:
    app = data_view()
    said = {"edited_rows": {0: {"Is": "an SDR"}}, "added_rows": [], "deleted_rows": []}
    app.session_state["people-1-1"] = said
    app.run()
    assert app.selectbox(key="people-team").value == "Alone"
    app.button(key="save-people").click().run()
    assert not app.exception
    assert "1 person is not known" not in [head.value for head in app.header]
    with reading(engine()) as connection:
        named = "SELECT count(*) FROM call JOIN rep ON rep.id = rep_id WHERE name = 'Nobody'"
        assert connection.exec_driver_sql(named).scalar_one() == 1
    said = [table.value for table in app.dataframe if list(table.value) == ["In the files", "Rows", "Is"]]
    assert [list(row) for row in said[0].itertuples(index=False)] == [["Nobody", 1, "a new SDR"]]
    app.button(key="take-back").click().run()
    assert not app.exception
    assert app.toast[0].value.replace("\\", "") == "“Nobody” is asked about again."
    assert "1 person is not known" in [head.value for head in app.header]
    assert "1 row of people who are not known" in [head.value for head in app.header]


def test_a_file_is_undone_and_the_sum_is_without_it(log_with_rejected_rows: Callable[[], int]) -> None:
    app = data_view()
    files = _undoable(app)
    assert files.options[0].startswith("bad.csv · ") and files.options[0].endswith(" · 1 row of calls")
    assert app.button(key="undo").disabled
    with reading(engine()) as connection:
        newest = connection.exec_driver_sql("SELECT max(id) FROM import_batch").scalar_one()
    files.set_value(newest).run()
    before = int(app.metric[0].value)
    app.button(key="undo").click().run()
    assert not app.exception
    assert app.toast[0].value.replace("\\", "") == "bad.csv is undone: 1 row left the log."
    assert int(app.metric[0].value) == before - 1
    assert "1 undone, not in the sum" in " ".join(text.value for text in app.markdown)
    assert "No row was rejected." in [caption.value for caption in app.caption]
    assert app.button(key="undo").disabled and "bad.csv" not in str(_undoable(app).options)


def test_a_remark_says_what_a_word_counts_as_by_now(
    log_with_rejected_rows: Callable[[], int], tmp_path: Path
) -> None:
    (tmp_path / "odd.csv").write_text("id,rep,at,outcome,duration_s\no,Kate Lind,2026-11-03,chatted,1\n")
    load_file(engine(), tmp_path / "odd.csv")
    now = datetime(2026, 11, 10, tzinfo=UTC)
    with writing(engine()) as connection:
        remapping.decide(Scope.all(), connection, {("calls", "chatted"): "connected"}, now)
    remarks = data_view().table[-1].value
    assert list(remarks["Remark"]) == [
        "The outcome “chatted” was not known (1 row); by now it counts as connected."
    ]


def _undoable(app: AppTest) -> Selectbox:
    return next(box for box in app.selectbox if box.key.startswith("undo-file"))
