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

from playwright.sync_api import Browser, Page, sync_playwright

from bench.timing import line

CHROMIUM = next(
    (path for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if os.path.exists(path)), None
)
# The last element of the Team view: when it is there, the page is complete.
END = "[data-testid='stDownloadButton']"
PERIODS = ("13 weeks", "Month", "Quarter", "4 weeks", "Last week", "4 weeks")
# Notes when the page changed last, and when it was clicked. Tables keep a hidden copy of their text for
# screen readers, which they bring up to date a moment after they were drawn: nobody waits for it.
WATCH = """
window.clicked = window.changed = 0;
addEventListener('click', () => { window.clicked = performance.now() }, {capture: true});
const seen = change => {
    const node = change.target.nodeType === 1 ? change.target : change.target.parentElement;
    return !node || !node.closest('canvas');
};
new MutationObserver(changes => { if (changes.some(seen)) window.changed = performance.now() })
    .observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
"""
QUIET_MS = 250
DRAWN = """quiet => {
    const app = document.querySelector('[data-testid="stApp"]');
    return app.getAttribute('data-test-script-state') === 'notRunning'
        && window.changed > window.clicked && performance.now() - window.changed > quiet;
}"""


def run() -> None:
    """Starts the app on the bench's database and visits its Team view."""
    print("\nThe Team view in Chromium (sample team, this machine draws and serves)")
    with _served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        first = [_first_page(_visitor(browser), address) for _ in range(6)]
        line(
            "first visit to a warm server, to the last thing drawn",
            f"{statistics.median(first[1:]) / 1000:.2f} s",
            "must be under 3 s",
        )
        page = _visitor(browser)
        _first_page(page, address)
        changes = [_change(page, label) for label in PERIODS * 3]
        line(
            "change of period, from the click to the last thing drawn",
            f"{statistics.median(changes):.0f} ms",
            "must be under 300 ms",
        )
        browser.close()


def _visitor(browser: Browser) -> Page:
    """A page of somebody who was never here: nothing is in the browser's cache."""
    page = browser.new_context(viewport={"width": 1440, "height": 1600}).new_page()
    page.add_init_script(WATCH)
    return page


def _first_page(page: Page, address: str) -> float:
    """Milliseconds from the navigation until the page is drawn to its end and quiet."""
    page.goto(address)
    page.wait_for_selector(END)
    page.wait_for_function(DRAWN, arg=QUIET_MS, polling=10)
    return page.evaluate("window.changed")


def _change(page: Page, label: str) -> float:
    """Milliseconds from the click until the page has drawn the new period and is quiet again."""
    caption = page.locator("[data-testid='stCaptionContainer']").first
    before = caption.inner_text()
    page.get_by_role("radio", name=label, exact=True).click()
    page.wait_for_function(DRAWN, arg=QUIET_MS, polling=10)
    if caption.inner_text() == before:
        raise RuntimeError(f"the page does not show another period after a click on {label}")
    return page.evaluate("window.changed - window.clicked")


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
