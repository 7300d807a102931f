"""Every view in a real browser: on a desk and a phone, light and dark, to its end and without an error."""

from __future__ import annotations

import re
from collections.abc import Mapping

from depth import THOROUGH
from harness import ALL, NO_COLOURS, ONLY_COLOURS, OpenPage, Watch, drawn, found_by_axe, resized, turned_dark
from playwright.sync_api import Locator, Page, expect

# Something that stands at the end of each view.
ENDS = {
    "": "Download as CSV", "coaching": "Whose sheet?", "coaching?sheet=Sam+Okafor": "History",
    "coaching?sheet=Kate+Lindqvist": "History", "my-numbers?sheet=Priya+Nair": "Download as CSV",
    "calls": "Download as CSV",
    "emails": "Download as CSV", "meetings": "Download as CSV", "future-meetings": "outcome",
    "accepted": "Download as CSV", "revenue": "Download as CSV", "forecast": "Download as CSV",
    "quotas": "Quarters are named",
    "quick-analysis": "A link that opens this table", "data": "No row was rejected", "glossary": "Revenue",
}  # fmt: skip
DESK, PHONE = (1440, 1600), (390, 844)
# Looked at in the dark and on a phone too: the other views are laid out as one of these.
DARK_AND_SMALL = (
    set(ENDS) if THOROUGH else {"", "coaching?sheet=Kate+Lindqvist", "calls", "forecast", "quotas", "data"}
)
# Below a view's own address Streamlit looks for its server first, and then at the root, where it is.
HARMLESS = re.compile(r"Failed to load resource: .* 404 .*/_stcore/(health|host-config)$")


def to_the_end(page: Page, view: str) -> None:
    """Waits until a view is drawn to its last element, and no chart of it is still empty."""
    drawn(page)
    page.locator('[data-testid="stMain"]').get_by_text(ENDS[view]).last.wait_for(timeout=20_000)
    page.wait_for_function(
        """() => [...document.querySelectorAll('[data-testid="stVegaLiteChart"]')]
                 .every(chart => chart.querySelector('svg, canvas'))"""
    )


def opened(page: Page, address: str) -> None:
    """Opens a page on a desk."""
    resized(page, DESK)
    page.goto(address)


def seen(page: Page, view: str, size: tuple[int, int], ready, rules: Mapping | None = ALL) -> list[str]:
    """Looks at the view that is open, in this size, to its end; what axe finds, if it is to look too."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    ready(page, view)
    resized(page, size)
    assert page.locator('[data-testid="stAlert"], [data-testid="stException"]').count() == 0, view
    findings = found_by_axe(page, rules) if rules else []
    return [f"{view}, {size[0]} px: {finding}" for finding in findings]


def test_every_view_is_drawn(open_page: OpenPage, served: str, watch: Watch) -> None:
    page, found = open_page(f"{served}/glossary", size=DESK), []
    for view in ENDS:
        page.emulate_media(color_scheme="light")
        opened(page, f"{served}/{view}")
        found += seen(page, view, DESK, to_the_end)
        if view not in DARK_AND_SMALL:
            continue
        turned_dark(page)
        if THOROUGH:
            found += seen(page, view, DESK, to_the_end, ONLY_COLOURS)
        found += seen(page, view, PHONE, to_the_end, NO_COLOURS if THOROUGH else None)
    assert found == []
    assert [error for error in watch.errors if not HARMLESS.match(error)] == []


def test_every_view_of_an_empty_log_is_drawn(open_page: OpenPage, served_nothing: str) -> None:
    """By the navigation, as the views of the sample team are opened by their addresses."""
    page, found = open_page(f"{served_nothing}/glossary", size=DESK, theme="dark"), []
    links = page.get_by_role("navigation", name="App pages").get_by_role("listitem").get_by_role("link").all()
    assert len(links) == len({view.partition("?")[0] for view in ENDS})
    for number, link in enumerate(links):
        resized(page, DESK)
        followed(page, link)
        for size, rules in ((DESK, ALL), (PHONE, NO_COLOURS if THOROUGH else None)):
            found += seen(page, f"view {number}", size, lambda shown, _view: drawn(shown), rules)
    assert found == []


def followed(page: Page, link: Locator) -> None:
    """Opens another view by its link, also where a phone has no room for the navigation."""
    title = page.get_by_test_id("stMain").locator("h1")
    before = title.inner_text()
    link.evaluate("link => link.click()")
    expect(title).not_to_have_text(before, timeout=20_000)


def test_axe_would_find_something(open_page: OpenPage, served: str) -> None:
    page = open_page(f"{served}/glossary")
    page.evaluate("document.querySelector('[data-testid=stMain]').append(document.createElement('button'))")
    assert any(finding.startswith("button-name") for finding in found_by_axe(page))
