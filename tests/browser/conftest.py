"""The real app in a real browser: a server of its own, the sample team, and a record of every request."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from harness import DESKTOP, ROOT, OpenPage, Watch, drawn
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

OURS = ("dashboard", "run", "--empty", "--port")


@pytest.fixture(scope="session")
def served(sample_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app with the sample team."""
    database = tmp_path_factory.mktemp("served") / "log.db"
    shutil.copy(sample_database, database)
    yield from _serve(database)


@pytest.fixture
def served_empty(tmp_path: Path) -> Iterator[str]:
    """The address of the app without any log."""
    yield from _serve(tmp_path / "empty.db")


@pytest.fixture
def served_by_streamlit(tmp_path: Path) -> Iterator[str]:
    """The address of the app without any log, served by `streamlit run` as one does while changing it."""
    script = str(ROOT / "dashboard" / "app.py")
    yield from _serve(tmp_path / "empty.db", ("streamlit", "run", script, "--server.port"), ROOT)


def _serve(database: Path, command: Sequence[str] = OURS, folder: Path | None = None) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", *command, str(port)],
        cwd=folder or database.parent,
        env=os.environ
        | {"DATABASE_URL": f"sqlite:///{database}", "PYTHONPATH": str(ROOT) if command is OURS else ""},
    )
    try:
        _wait_until_it_answers(process, f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_until_it_answers(process: subprocess.Popen, address: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(f"{address}/health", timeout=5).close()
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.2)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright, once per process."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium: the machine's own, else Playwright's."""
    launched = playwright.chromium.launch(
        executable_path=_chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"]
    )
    yield launched
    launched.close()


def _chromium() -> str | None:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found and subprocess.run([found, "--version"], capture_output=True).returncode == 0:
            return found
    return None


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Fails the test when a page asked another host for anything, or ran into its security policy."""
    watched = Watch()
    yield watched
    assert watched.outside == [], "no page may ask another host for anything"
    assert watched.stopped == [], "the security policy stopped something that a page needs"


@pytest.fixture
def open_page(browser: Browser, watch: Watch) -> Iterator[OpenPage]:
    """`open_page(address, size=DESKTOP, theme="light")`: a fresh visitor's page, drawn to its end."""
    contexts = []

    def opened(address: str, size: tuple[int, int] = DESKTOP, theme: str = "light") -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=theme, locale="en-GB"
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", watch.request)
        page.on("console", watch.console)
        page.on("pageerror", lambda error: watch.errors.append(str(error)))
        page.goto(address)
        drawn(page)
        return page

    yield opened
    for context in contexts:
        context.close()
