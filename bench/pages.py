"""What a visitor waits for, in a real browser: the first page, and a change of period."""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, sync_playwright

from bench.timing import line

CHROMIUM = next(
    (path for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if os.path.exists(path)), None
)
# The last element of the Team view: when it is there, the page is complete.
END = "[data-testid='stDownloadButton']"
PERIODS = ("13 weeks", "Month", "Quarter", "4 weeks", "Last week", "4 weeks")


def run() -> None:
    """Starts the app on the bench's database and visits its Team view."""
    print("\nThe Team view in Chromium (sample team, this machine draws and serves)")
    with _served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        first = [_first_page(browser.new_context().new_page(), address) for _ in range(4)]
        line(
            "first visit to a warm server, complete",
            f"{statistics.median(first[1:]):.2f} s",
            "must be under 3 s",
        )
        page = browser.new_context(viewport={"width": 1440, "height": 1600}).new_page()
        _first_page(page, address)
        changes = [_change(page, label) for label in PERIODS * 3]
        line(
            "change of period, until the page says so",
            f"{statistics.median(changes):.0f} ms",
            "must be under 300 ms",
        )
        browser.close()


def _first_page(page: Page, address: str) -> float:
    begun = time.perf_counter()
    page.goto(address)
    page.wait_for_selector(END)
    return time.perf_counter() - begun


def _change(page: Page, label: str) -> float:
    """Milliseconds from the click until title, table and charts are those of the new period."""
    before = page.locator("[data-testid='stCaptionContainer']").first.inner_text()
    begun = time.perf_counter()
    page.get_by_role("radio", name=label, exact=True).click()
    page.wait_for_function(
        """before => {
            const caption = document.querySelector("[data-testid='stCaptionContainer']");
            const app = document.querySelector("[data-testid='stApp']");
            return caption && caption.innerText !== before
                && app.getAttribute("data-test-script-state") === "notRunning";
        }""",
        arg=before, polling=10,
    )  # fmt: skip
    return 1000 * (time.perf_counter() - begun)


@contextmanager
def _served() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "dashboard", "run", "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            if _answers(f"{address}/health"):
                break
            time.sleep(0.25)
        yield address
    finally:
        server.terminate()
        server.wait(10)


def _answers(url: str) -> bool:
    try:
        return urllib.request.urlopen(url, timeout=2).status == 200
    except OSError:
        return False
