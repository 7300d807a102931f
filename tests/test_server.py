"""The process around the app: what it lets through, what it says, and that it starts anywhere."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http.client import HTTPResponse
from pathlib import Path

import pytest
from sqlalchemy import insert
from starlette.requests import Request
from starlette.types import Message
from streamlit.proto.BackMsg_pb2 import BackMsg

from dashboard import access, server
from dashboard.imports.shapes import ORDER
from dashboard.log.engine import DatabaseProblem, make_engine, migrate, writing
from dashboard.log.tables import ImportBatch

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(database: Path) -> dict[str, str]:
    return os.environ | {"DATABASE_URL": f"sqlite:///{database}", "PYTHONPATH": str(ROOT)}


def get(address: str) -> HTTPResponse:
    """The answer, an error too, as soon as the server answers at all."""
    deadline = time.monotonic() + 60
    while True:
        try:
            return urllib.request.urlopen(address, timeout=10)
        except urllib.error.HTTPError as answer:
            return answer
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the real server, on an empty database, started in a folder that is not the project's."""
    folder, port = tmp_path_factory.mktemp("server"), free_port()
    command = [sys.executable, "-m", "dashboard", "run", "--empty", "--port", str(port)]
    process = subprocess.Popen(command, cwd=folder, env=environment(folder / "log.db"))
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(timeout=20)


def test_every_answer_has_the_security_headers(running: str) -> None:
    for path in ("/", "/health", "/calls", "/none", "/_stcore/health", "/_stcore/metrics", "/media/none.png"):
        headers = get(running + path).headers
        for name, value in server.HEADERS.items():
            assert headers.get_all(name) == [value], f"{name} of {path}"


def test_health_answers_and_metrics_are_closed(running: str) -> None:
    assert get(running + "/health").read() == b'{"status":"ok"}'
    assert get(running + "/_stcore/health").status == 200
    for path in ("/_stcore/metrics", "/_stcore/metrics/", "/_stcore/metrics?format=json"):
        assert get(running + path).status == 404


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


@pytest.mark.parametrize(
    ("asked", "sent_to"),
    [
        ("/team", "/"),
        ("/team/", "/"),
        ("/team?team=DACH&period=13+weeks", "/?team=DACH&period=13+weeks"),
        ("/team?next=//elsewhere.invalid", "/?next=//elsewhere.invalid"),
    ],
)
def test_the_first_view_is_at_the_root_by_its_name_too(running: str, asked: str, sent_to: str) -> None:
    get(running + "/health")
    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.build_opener(_Stay).open(running + asked, timeout=10)
    assert (answer.value.code, answer.value.headers["Location"]) == (307, sent_to)


def test_an_address_that_no_view_has_is_not_found(running: str) -> None:
    for path in ("/nonsense", "/nonsense/", "/calls/nonsense", "/Calls", "/_stcore"):
        answer = get(running + path)
        assert answer.status == 404, path
        assert b"There is no page at this address" in answer.read()


def test_every_view_and_file_is_found(running: str) -> None:
    for view in access.EVERY_VIEW:
        assert b'<div id="root">' in get(f"{running}/{view}").read()
    for path in ("/favicon.png", "/manifest.json", "/_stcore/health", "/_stcore/host-config", "/health"):
        assert get(running + path).status == 200, path


def test_a_port_that_is_taken_is_said_in_one_sentence(running: str, tmp_path: Path) -> None:
    port = running.rsplit(":", 1)[1]
    get(running + "/health")
    command = [sys.executable, "-m", "dashboard", "run", "--empty", "--port", port]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment(tmp_path / "log.db"), capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {port} on 127.0.0.1 cannot be used (Address already in use)")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("port", [0, -1, 70_000])
def test_what_is_no_port_is_refused(port: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert server._why_not(port, "127.0.0.1") == f"{port} is not a port; choose one between 1 and 65535."


def test_the_settings_are_found_from_any_folder(tmp_path: Path) -> None:
    script = (
        "import streamlit as st; from dashboard import server; "
        "from streamlit.web.server.starlette.starlette_server import UvicornRunner; "
        "UvicornRunner.run = lambda runner: print(*map(st.get_option, ('theme.light.primaryColor', "
        "'theme.dark.sidebar.backgroundColor', 'server.address', 'server.maxUploadSize'))); "
        f"server.serve({free_port()}, empty=True)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment(tmp_path / "log.db"),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("#1d5b9e #101316 127.0.0.1 1024\n", "")


def passed_on(frames: list[bytes]) -> list[bytes]:
    """The websocket frames that reach the app behind the guard."""
    waiting: list[Message] = [{"type": "websocket.receive", "bytes": frame} for frame in frames]
    waiting.append({"type": "websocket.disconnect"})
    seen: list[bytes] = []

    async def app(_scope, receive, _send) -> None:
        while (message := await receive())["type"] == "websocket.receive":
            seen.append(message["bytes"])

    async def receive() -> Message:
        return waiting.pop(0)

    async def send(_message: Message) -> None:
        raise AssertionError("the guard says nothing of its own")

    guarded = server.Guard(app)({"type": "websocket", "path": "/_stcore/stream"}, receive, send)
    # In a thread of its own: the browser tests leave this one with a loop that is running.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, guarded).result()
    return seen


def test_nobody_can_clear_the_caches() -> None:
    clear, rerun = BackMsg(), BackMsg()
    clear.clear_cache = True
    rerun.rerun_script.query_string = "team=DACH"
    wanted = rerun.SerializeToString()
    assert passed_on([clear.SerializeToString(), wanted, clear.SerializeToString()]) == [wanted]
    assert passed_on([b"\xff\xff no message", b""]) == [b"\xff\xff no message", b""]


def test_health_says_when_the_database_does_not_answer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "log.db").write_bytes(b"this is not a database, whatever its name says" * 100)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'log.db'}")
    answer = server.health(Request({"type": "http"}))
    assert answer.status_code == 503
    assert answer.body == b'{"status":"the database does not answer"}'


def test_an_empty_log_and_a_half_loaded_sample_are_no_log(tmp_path: Path) -> None:
    database = make_engine(f"sqlite:///{tmp_path / 'log.db'}")
    migrate(database)
    assert server.has_no_log(database)
    _loaded_by(database, server.SAMPLE_LOADER, range(1, 9))
    assert server.has_no_log(database)
    _loaded_by(database, server.SAMPLE_LOADER, range(9, 10), ORDER[-1])
    assert not server.has_no_log(database)


def test_the_sample_never_mixes_with_a_log(tmp_path: Path) -> None:
    database = make_engine(f"sqlite:///{tmp_path / 'log.db'}")
    migrate(database)
    _loaded_by(database, "command line", range(1, 2))
    assert not server.has_no_log(database)
    with pytest.raises(DatabaseProblem, match="name an empty database in DATABASE_URL"):
        server.load_sample(database, say=print)


def _loaded_by(database, name: str, numbers: range, kind: str = "calls") -> None:
    batch = {"file_name": "a.csv", "kind": kind, "source": "own", "loaded_by": name,
             "loaded_at": datetime.now(UTC), "read": 0, "new": 0, "changed": 0, "unchanged": 0,
             "rejected": 0}  # fmt: skip
    with writing(database) as connection:
        connection.execute(insert(ImportBatch), [batch | {"id": number} for number in numbers])


def test_prepare_works_once_and_again_after_a_problem(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = (
        "import gc; from dashboard import server; server.prepare(); first = gc.get_freeze_count(); "
        "server.prepare(); print(first > 100_000, gc.get_freeze_count() == first)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment(tmp_path / "log.db"), capture_output=True, text=True
    )
    assert done.stdout.strip() == "True True", done.stderr
    monkeypatch.setattr(server, "_is_prepared", False)
    monkeypatch.setenv("DATABASE_URL", "sqlite:////proc/none/log.db")
    for _ in range(2):
        with pytest.raises(DatabaseProblem):
            server.prepare()
