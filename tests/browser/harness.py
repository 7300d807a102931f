"""What browser tests share besides the fixtures: page sizes, waiting, pictures, the record of requests."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request, expect

ROOT = Path(__file__).resolve().parents[2]
DESKTOP, PHONE = (1440, 1600), (375, 812)
APP = """document.querySelector('[data-testid="stApp"]')"""
# Of the page and of its navigation.
BACKGROUND = {
    "light": ("rgb(255, 255, 255)", "rgb(248, 247, 244)"),
    "dark": ("rgb(20, 23, 27)", "rgb(16, 19, 22)"),
}
# What axe finds in elements that are not our own: the parts that Vega draws of a picture, whose words stand
# in its `alt`.
KNOWN = ("svg-img-alt",)
# Rules about colours, which are half of axe's work: a theme decides what they find, and the size of a page
# does not; with all the others it is the other way round.
OF_COLOURS = ("color-contrast", "link-in-text-block")
ALL: Mapping = {"resultTypes": ["violations"]}
ONLY_COLOURS = ALL | {"runOnly": {"type": "rule", "values": OF_COLOURS}}
NO_COLOURS = ALL | {"rules": {rule: {"enabled": False} for rule in OF_COLOURS}}
LOCAL = ("data", "blob", "about", "chrome-error")

OpenPage = Callable[..., Page]


class Watch:
    """What pages asked other hosts for, what their security policy had to stop, and their errors."""

    def __init__(self) -> None:
        self.outside: list[str] = []
        self.stopped: list[str] = []
        self.errors: list[str] = []

    def request(self, request: Request) -> None:
        """Notes a request to another host."""
        address = urlsplit(request.url)
        if address.scheme not in LOCAL and address.hostname != "127.0.0.1":
            self.outside.append(request.url)

    def console(self, message: ConsoleMessage) -> None:
        """Notes errors, and what the content security policy refused."""
        if message.type == "error":
            self.errors.append(f"{message.text} {message.location.get('url', '')}".strip())
        if "Content Security Policy" in message.text:
            self.stopped.append(message.text)


def drawn(page: Page) -> None:
    """Waits until the app has run to its end and the view, with its title, is on the page."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=30_000)
    page.wait_for_selector('[data-testid="stMain"] h1')
    page.wait_for_selector('[data-testid="stSkeleton"]', state="detached")


def resized(page: Page, size: tuple[int, int]) -> None:
    """Gives the page this size, and waits until nothing of it is wider."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    # Pictures take the new width a moment later.
    page.wait_for_function(f"document.documentElement.scrollWidth <= {size[0]}", timeout=10_000)


def turned_dark(page: Page) -> None:
    """Has the visitor's machine turn dark and the view drawn anew, without loading the whole page again."""
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"getComputedStyle({APP}).backgroundColor === '{BACKGROUND['dark'][0]}'")
    logo = page.locator("img").first
    light = logo.get_attribute("src")
    # Streamlit's key for drawing a page anew, which must not go into a box that is being written in.
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("r")
    # The first thing that is drawn anew.
    expect(logo).not_to_have_attribute("src", light, timeout=20_000)
    drawn(page)


def found_by_axe(page: Page, rules: Mapping = ALL) -> list[str]:
    """What axe finds beside what is known: rules and elements. `rules`: ALL, ONLY_COLOURS or NO_COLOURS."""
    violations = Axe().run(page, options=dict(rules)).response["violations"]
    return [
        f"{one['id']}: {node['html'][:200]}"
        for one in violations
        for node in one["nodes"]
        if one["id"] not in KNOWN
    ]


def shot(page: Page, name: str) -> Path:
    """Saves a picture of the viewport as NAME.png in the folder SHOTS (default: data/shots/, which
    git ignores), and returns where."""
    folder = Path(os.environ.get("SHOTS", ROOT / "data" / "shots"))
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png")
    return folder / f"{name}.png"
