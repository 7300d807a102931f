"""The frame around every view: its theme, its navigation, and that it keeps to itself."""

from __future__ import annotations

import pytest
from harness import DESKTOP, PHONE, OpenPage, Watch

BACKGROUND = {
    "light": ("rgb(255, 255, 255)", "rgb(248, 247, 244)"),
    "dark": ("rgb(20, 23, 27)", "rgb(16, 19, 22)"),
}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_follows_the_visitor(open_page: OpenPage, served: str, theme: str) -> None:
    page = open_page(f"{served}/glossary", theme=theme)
    paint = "element => getComputedStyle(element).backgroundColor"
    found = (
        page.eval_on_selector('[data-testid="stApp"]', paint),
        page.eval_on_selector('[data-testid="stSidebar"]', paint),
    )
    assert found == BACKGROUND[theme]
    heading = page.eval_on_selector("h1", "element => getComputedStyle(element).fontFamily")
    assert "Serif" in heading


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_a_page_is_not_wider_than_the_screen(open_page: OpenPage, served: str, size: tuple[int, int]) -> None:
    page = open_page(f"{served}/glossary", size=size)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_a_request_to_another_host_would_be_seen(open_page: OpenPage, served: str, watch: Watch) -> None:
    page = open_page(f"{served}/glossary")
    page.evaluate("fetch('http://elsewhere.invalid/font.woff2').catch(() => null)")
    page.wait_for_timeout(200)
    assert watch.outside or watch.stopped
    watch.outside.clear()
    watch.stopped.clear()
