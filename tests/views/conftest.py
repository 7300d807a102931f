"""The app without a browser, on a log of one's choice, at a moment of one's choice."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import view_logs
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest
from view_logs import Log

from dashboard.views.shared import cache as reading_cache

APP = Path(__file__).resolve().parents[2] / "dashboard" / "app.py"


@pytest.fixture(scope="session", autouse=True)
def packages_scanned_once() -> Iterator[None]:
    """Each AppTest looks for components in all installed packages, which takes longer than most pages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests)
        )
        yield


@pytest.fixture(scope="session")
def log_of(
    tmp_path_factory: pytest.TempPathFactory,
    made_once: Callable[[str, Callable[[Path], object]], Path],
    request: pytest.FixtureRequest,
) -> Callable[[str], Log]:
    """`log_of(name)`: this process's copy of the log of that name (see `view_logs`). Views only read it."""

    @cache
    def loaded(name: str) -> Log:
        folder = tmp_path_factory.mktemp("log") / "made"
        if name == "sample team":
            return view_logs.make(name, folder, request.getfixturevalue("sample_database"))
        made = made_once(f"log-{name}", lambda unfinished: view_logs.make(name, unfinished, unfinished))
        return view_logs.made_in(name, shutil.copytree(made, folder))

    return loaded


@pytest.fixture
def visit(log_of: Callable[[str], Log], monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """`visit(log, view, **choices)`: that view on that log, run to its end, with choices in its address."""

    def visited(log: str, view: str, **choices: str) -> AppTest:
        found = log_of(log)
        monkeypatch.setenv("DATABASE_URL", found.url)
        if found.as_of:
            monkeypatch.setattr(reading_cache, "now", lambda: found.as_of)
        # Only after a first run does AppTest know the views; the glossary is the quickest of them.
        app = AppTest.from_file(APP, default_timeout=60).switch_page("views/glossary.py").run()
        app.switch_page(f"views/{view}.py")
        for name, choice in choices.items():
            app.query_params[name] = choice
        return healthy(app.run())

    return visited


def healthy(app: AppTest) -> AppTest:
    """The app, which must have run to its end: what goes wrong there becomes an `st.error`."""
    assert [problem.value for problem in (*app.exception, *app.error)] == []
    return app
