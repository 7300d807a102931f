"""Files loaded in the background: one run at a time, to be stopped, and kept until somebody closes it."""

from __future__ import annotations

import io
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from importing import CALLS, REPS, contents, rows
from sqlalchemy import Engine

from dashboard.imports import background
from dashboard.imports.background import Upload
from dashboard.imports.loading import load_file, load_files
from dashboard.imports.problem import ImportProblem

HEADER = "id,rep,at,outcome\n"
# More than a first chunk: it is not the last one that stops it.
MANY = HEADER + "".join(f"m{n},Bob,2026-11-03T09:00:00Z,busy\n" for n in range(12_000))
BEGIN_AND_END = """
import io, sys
from dashboard.imports import background
from dashboard.log.engine import make_engine
engine = make_engine(sys.argv[1])
background.begin(engine, [background.Upload(1, "calls.csv", None, open(sys.argv[2], "rb"))])
while background.latest(engine).share == 0:
    pass
"""


def upload(name: str, content: str, kind: str | None = None) -> Upload:
    return Upload(name, f"{name}.csv", kind, io.BytesIO(content.encode()))


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Nothing is loaded before it is set, and each file as far as its first chunk."""
    opened = threading.Event()

    def held(*given, **options):
        assert opened.wait(60)
        return load_files(*given, **options)

    monkeypatch.setattr(background, "load_files", held)
    return opened


def test_files_are_loaded_in_their_order_and_the_rest_after_a_refused_one(engine: Engine) -> None:
    files = [upload("reps", REPS), upload("fruit", "fruit\napple\n"), upload("calls", CALLS)]
    assert background.latest(engine) is None
    assert background.begin(engine, files)
    run = background.latest(engine)
    run.wait()
    assert not run.at_work
    assert list(run.outcomes) == ["reps", "fruit", "calls"]
    assert run.outcomes["reps"][0].new == 2
    assert run.outcomes["calls"][0].new == run.outcomes["calls"][0].read
    assert run.outcomes["fruit"].startswith("fruit.csv")
    assert all(file.content.closed for file in run.files), "the copies are gone"
    assert not any(file.content.closed for file in files), "what was handed in is the owner's"
    assert {by for (by,) in rows(engine, "SELECT loaded_by FROM import_batch")} == {"upload"}
    background.close(engine)
    assert background.latest(engine) is None


def test_there_is_one_run_at_a_time(staffed, engine: Engine, gate: threading.Event) -> None:
    assert background.begin(engine, [upload("calls", CALLS)])
    run = background.latest(engine)
    assert not background.begin(engine, [upload("more", MANY)])
    background.close(engine)
    assert background.latest(engine) is run, "what is at work is not forgotten"
    gate.set()
    run.wait()
    assert background.begin(engine, [upload("more", MANY)])
    background.latest(engine).wait()
    assert background.latest(engine).outcomes["more"][0].new == 12_000


def test_a_run_that_is_stopped_keeps_nothing_of_what_is_not_done(
    staffed, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = threading.Event()

    def stopped_after_the_first_chunk(*given, progress, **options):
        def stop(done: int, total: int) -> None:
            assert begun.wait(60)
            progress(done, total)
            background.latest(engine).stop()

        return load_files(*given, progress=stop, **options)

    monkeypatch.setattr(background, "load_files", stopped_after_the_first_chunk)
    before = contents(engine)
    background.begin(engine, [upload("calls", MANY), upload("more", CALLS)])
    begun.set()
    run = background.latest(engine)
    run.wait()
    assert run.stopping
    assert run.outcomes == {
        name: f"{name}.csv was not loaded, nothing was changed: it was stopped." for name in ("calls", "more")
    }
    assert contents(engine) == before


def test_whatever_goes_wrong_is_one_sentence(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(background, "load_files", lambda *given, **options: 1 / 0)
    background.begin(engine, [upload("calls", CALLS)])
    background.latest(engine).wait()
    said = "calls.csv was not loaded, nothing was changed; the program's log has the reason."
    assert background.latest(engine).outcomes == {"calls": said}
    assert "ZeroDivisionError" in caplog.text


def test_a_run_that_breaks_off_says_so_of_each_file_that_it_did_not_reach(
    staffed, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Unclosable(io.BytesIO):
        def __exit__(self, *given) -> None:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(background, "_copied", lambda file: Unclosable(file.content.read()))
    monkeypatch.setattr(threading, "excepthook", lambda given: None)
    background.begin(engine, [upload("calls", CALLS), upload("more", CALLS)])
    run = background.latest(engine)
    run.wait()
    became = [run.became(file) for file in run.files]
    assert became[0][0].new == became[0][0].read
    assert became[1] == "more.csv was not loaded, nothing was changed; the program's log has the reason."


def test_a_run_may_be_stopped_until_the_last_row_of_its_last_file_is_read(
    staffed, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_stop = threading.Event(), []

    def looked_at(_engine, contents, *, names, progress, **options) -> list[str]:
        assert begun.wait(60)
        for done in (1, 2):
            progress(done, 2)
            may_stop.append(background.latest(engine).may_stop)
        return names

    monkeypatch.setattr(background, "load_files", looked_at)
    background.begin(engine, [upload("calls", CALLS), upload("more", CALLS)])
    begun.set()
    background.latest(engine).wait()
    assert may_stop == [True, True, True, False]
    background.latest(engine).stop()
    assert not background.latest(engine).may_stop


def test_no_room_for_the_copies_is_one_sentence(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*given):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(background.shutil, "copyfileobj", full)
    with pytest.raises(ImportProblem) as raised:
        background.begin(engine, [upload("calls", CALLS)])
    assert str(raised.value) == "calls.csv was not loaded, nothing was changed: No space left on device."
    assert background.latest(engine) is None


def test_a_process_that_ends_leaves_nothing_half_done(staffed, engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "many.csv").write_text(MANY)
    before = contents(engine)
    given = [sys.executable, "-c", BEGIN_AND_END, str(engine.url), str(tmp_path / "many.csv")]
    done = subprocess.run(given, capture_output=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, b"")
    assert rows(engine, "PRAGMA integrity_check") == [("ok",)]
    if contents(engine) != before:
        assert rows(engine, "SELECT count(*) FROM call") == [(12_000,)]
    assert load_file(engine, tmp_path / "many.csv").read == 12_000
