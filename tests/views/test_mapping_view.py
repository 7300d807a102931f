"""What a file of no known kind is, said on the Data view: guessed, corrected, tried, loaded, remembered."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import strange_files
from streamlit.testing.v1 import AppTest

from dashboard import access
from dashboard.imports import background
from dashboard.log.engine import engine, engine_at, reading

APP = Path(access.__file__).with_name("app.py")
TWO_CALLS = "Kate Lind,2026-11-02 09:00,connected\nKate Lind,2026-11-02 09:01,voicemail\n"


@pytest.fixture(autouse=True)
def log(log_of: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A log of one rep, Kate Lind, that may be written to."""
    shutil.copy(log_of("one rep").url.removeprefix("sqlite:///"), tmp_path / "log.db")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'log.db'}")
    engine_at(f"sqlite:///{tmp_path / 'log.db'}").dispose()


def with_file(name: str, content: str | bytes) -> AppTest:
    """The Data view on which a file was chosen."""
    app = AppTest.from_file(APP, default_timeout=60).switch_page("views/glossary.py").run()
    app.switch_page("views/data.py").run()
    raw = content if isinstance(content, bytes) else content.encode()
    app.file_uploader(key="files").upload(name, raw, "application/octet-stream")
    return healthy(app.run())


def healthy(app: AppTest) -> AppTest:
    assert [problem.value for problem in (*app.exception, *app.error)] == []
    return app


def by_key(widgets, beginning: str):
    """The widget whose key begins so."""
    (one,) = [widget for widget in widgets if (widget.key or "").startswith(beginning)]
    return one


def loaded(app: AppTest) -> AppTest:
    """The page after its file was loaded with the button of the mapping."""
    by_key(app.button, "load-").click().run()
    background.latest(engine()).wait()
    return healthy(app.run())


def pipeline() -> str:
    """A sales pipeline of Kate's."""
    content = strange_files.sales_pipeline()
    for agent in strange_files.AGENTS:
        content = content.replace(agent, "Kate Lind")
    return content


def said(app: AppTest) -> str:
    """All that stands on the page as text."""
    return "\n".join(one.value for one in (*app.markdown, *app.caption, *app.info, *app.warning))


def rows(query: str) -> list[tuple]:
    with reading(engine()) as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def test_a_guess_is_shown_confirmed_loaded_and_remembered() -> None:
    before = rows("SELECT count(*) FROM opportunity")[0][0]
    app = with_file("sales_pipeline.csv", pipeline())
    assert "What is in sales\\_pipeline.csv?" in [head.value for head in app.header]
    assert by_key(app.selectbox, "kind-").value == "opportunities"
    assert "**40 rows** = **30** that count" in said(app) and "**10** set aside" in said(app)
    assert by_key(app.button, "load-").disabled
    by_key(app.checkbox, "sure-").check().run()
    assert not by_key(app.button, "load-").disabled
    app = loaded(app)
    assert "**40 rows** = **30** new" in said(app)
    assert rows("SELECT count(*) FROM opportunity WHERE source = 'sales-pipeline'") == [(30,)]
    assert rows("SELECT count(*) FROM opportunity")[0][0] == before + 30
    again = with_file("sales_pipeline_june.csv", pipeline())
    assert "It is read as **sales pipeline**. It is not loaded yet." in said(again)
    assert "Read as was said on the Data view on " in said(again)
    assert not [head for head in again.header if head.value.startswith("What is in")]


def test_what_is_remembered_is_changed_and_forgotten() -> None:
    app = with_file("sales_pipeline.csv", pipeline())
    by_key(app.checkbox, "sure-").check().run()
    loaded(app)
    background.close(engine())
    app = with_file("sales_pipeline.csv", pipeline())
    by_key(app.button, "open-").click().run()
    by_key(app.selectbox, "currency-").set_value("EUR").run()
    by_key(app.pills, "lost-").set_value([]).run()
    by_key(app.checkbox, "sure-").check().run()
    app = loaded(healthy(app))
    assert "**30** changed" in said(app)
    assert rows("SELECT DISTINCT currency FROM opportunity WHERE source = 'sales-pipeline'") == [("EUR",)]
    assert rows("SELECT count(*) FROM opportunity WHERE won = 0 AND source = 'sales-pipeline'") == [(0,)]
    app = with_file("sales_pipeline.csv", pipeline())
    by_key(app.button, "forget-").click().run()
    assert "What is in sales\\_pipeline.csv?" in [head.value for head in healthy(app).header]
    assert rows("SELECT count(*) FROM remembered_mapping") == [(0,)]


def test_a_column_is_corrected_in_the_table_and_what_is_then_missing_is_said() -> None:
    app = with_file("calls.csv", f"Who,Dialled,Came of it\n{TWO_CALLS}")
    by_key(app.selectbox, "kind-").set_value("calls").run()
    assert "Still needed: Who called" in said(app)
    assert not [one for one in app.button if (one.key or "").startswith("load-")]
    key = by_key(app.selectbox, "kind-").key.replace("kind-", "fields-")
    edits = {0: {"Column of your file": "Who (Kate Lind)"}}
    app.session_state[f"{key}-calls"] = {"edited_rows": edits, "added_rows": [], "deleted_rows": []}
    healthy(app.run())
    assert "Still needed" not in said(app) and "**2 rows** = **2** that count" in said(app)


def test_dates_that_read_both_ways_are_asked_about_in_place() -> None:
    lines = "\n".join(f"{n},Kate Lind,0{n}/11/2026 09:00,connected" for n in range(2, 9))
    app = with_file("dials.csv", f"Call ID,Agent,Call Start,Disposition\n{lines}\n")
    assert "can be read with the day or the month first" in said(app)
    assert by_key(app.button, "load-").disabled
    by_key(app.selectbox, "order-").set_value("3 November").run()
    app = loaded(healthy(app))
    assert rows("SELECT min(day), max(day) FROM call WHERE source = 'dials'") == [
        ("2026-11-02", "2026-11-08")
    ]


def test_a_table_of_calls_emails_and_meetings_is_loaded_as_all_three() -> None:
    content = strange_files.activities()
    for agent in strange_files.AGENTS:
        content = content.replace(agent, "Kate Lind")
    app = with_file("activities.csv", content)
    assert set(by_key(app.pills, "also-").value) < {"calls", "emails", "meetings"}
    by_key(app.checkbox, "sure-").check().run()
    app = loaded(healthy(app))
    for table in ("call", "email", "meeting"):
        assert rows(f"SELECT count(*) FROM {table} WHERE source = 'activities'") == [(10,)]


def test_a_file_that_is_recognised_can_be_said_to_be_something_else() -> None:
    own = "id,rep,at,outcome\n1,Kate Lind,2026-11-02 09:00,sent\n"
    app = with_file("calls.csv", own)
    by_key(app.button, "open-").click().run()
    by_key(app.selectbox, "kind-").set_value("emails").run()
    app = loaded(healthy(app))
    assert rows("SELECT count(*) FROM email WHERE source = 'calls'") == [(1,)]


def test_what_is_no_log_is_asked_about_without_a_guess() -> None:
    app = with_file("flowers.csv", strange_files.flowers())
    assert by_key(app.selectbox, "kind-").value is None
    assert "It looks like none of these" in said(app)
    assert not [one for one in app.button if (one.key or "").startswith("load-")]


def test_of_a_file_with_several_tables_each_is_said_first_and_then_all_are_loaded(tmp_path: Path) -> None:
    log = strange_files.dialler_log()
    for agent in strange_files.AGENTS:
        log = log.replace(agent, "Kate Lind")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as packed:
        packed.writestr("mine.csv", "id,rep,at,outcome\nown-1,Kate Lind,2026-11-02 09:00,connected\n")
        packed.writestr("dials.csv", log)
    app = with_file("all.zip", (tmp_path / "all.zip").read_bytes())
    assert "all.zip, dials.csv is of no kind that is known by itself: say what its columns are." in said(app)
    (button,) = [one for one in app.button if one.label == "Say what it is"]
    button.click().run()
    by_key(app.button, "load-").click().run()
    assert "It is read as **dials**" in said(healthy(app))
    assert rows("SELECT count(*) FROM call WHERE source = 'dials'") == [(0,)]
    app.button(key="load").click().run()
    background.latest(engine()).wait()
    assert rows("SELECT count(*) FROM call WHERE source = 'dials'") == [(27,)]
    assert rows("SELECT count(*) FROM call WHERE source_id = 'own-1'") == [(1,)]


def test_a_file_of_which_no_row_can_be_read_so_cannot_be_loaded() -> None:
    lines = "".join(f"{n},Kate Lind,soon,connected\n" for n in range(3))
    app = with_file("calls.csv", f"Call ID,Agent,When it was,Disposition\n{lines}")
    by_key(app.selectbox, "kind-").set_value("calls").run()
    key = by_key(app.selectbox, "kind-").key.replace("kind-", "fields-")
    edits = {1: {"Column of your file": "When it was (soon)"}}
    app.session_state[f"{key}-calls"] = {"edited_rows": edits, "added_rows": [], "deleted_rows": []}
    healthy(app.run())
    assert "**3** that cannot be read" in said(app)
    assert by_key(app.button, "load-").disabled
