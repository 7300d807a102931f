"""The real app in a real browser: a server of its own, the sample team, and a record of every request."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from harness import DESKTOP, ROOT, OpenPage, Watch, drawn
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from serving import OURS, Server


@pytest.fixture(scope="session")
def served(sample_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app with the sample team."""
    database = tmp_path_factory.mktemp("served") / "log.db"
    shutil.copy(sample_database, database)
    yield from _serve(database)


@pytest.fixture(scope="session")
def served_nothing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app without any log, for tests that load none."""
    yield from _serve(tmp_path_factory.mktemp("nothing") / "empty.db")


@pytest.fixture
def served_empty(tmp_path: Path) -> Iterator[str]:
    """The address of the app without any log, until the test loads one."""
    yield from _serve(tmp_path / "empty.db")


@pytest.fixture
def served_by_streamlit(tmp_path: Path) -> Iterator[str]:
    """The address of the app without any log, served by `streamlit run` as one does while changing it."""
    script = str(ROOT / "dashboard" / "app.py")
    yield from _serve(tmp_path / "empty.db", ("streamlit", "run", script, "--server.port"), ROOT)


@pytest.fixture(scope="module")
def own_server(sample_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app with a sample team that the tests of a file may change, to be stopped and started again."""
    server = Server(Path(shutil.copy(sample_database, tmp_path_factory.mktemp("own") / "log.db")))
    server.start()
    yield server
    server.stop()


def _serve(database: Path, command: Sequence[str] = OURS, folder: Path | None = None) -> Iterator[str]:
    server = Server(database, command, folder)
    try:
        server.start()
        yield server.address
    finally:
        server.stop()


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
