"""Every view in a real browser: on a desk and a phone, light and dark, to its end and without an error."""

from __future__ import annotations

import re

import pytest
from harness import OpenPage, Watch, drawn, found_by_axe
from playwright.sync_api import Page

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


@pytest.mark.parametrize(("size", "theme"), [(DESK, "light"), (DESK, "dark"), (PHONE, "light")])
def test_every_view_is_drawn(open_page: OpenPage, served: str, watch: Watch, size, theme) -> None:
    page = open_page(f"{served}/glossary", size=size, theme=theme)
    found: dict[str, list[str]] = {}
    for view in ENDS:
        page.goto(f"{served}/{view}")
        to_the_end(page, view)
        assert page.locator('[data-testid="stAlert"], [data-testid="stException"]').count() == 0, view
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], view
        found[view] = found_by_axe(page)
    assert found == dict.fromkeys(ENDS, [])
    assert [error for error in watch.errors if not HARMLESS.match(error)] == []


@pytest.mark.parametrize(("size", "theme"), [(DESK, "light"), (PHONE, "dark")])
def test_every_view_of_an_empty_log_is_drawn(open_page: OpenPage, served_empty: str, size, theme) -> None:
    page = open_page(f"{served_empty}/glossary", size=size, theme=theme)
    found: dict[str, list[str]] = {}
    for view in ENDS:
        page.goto(f"{served_empty}/{view}")
        drawn(page)
        assert page.locator('[data-testid="stAlert"], [data-testid="stException"]').count() == 0, view
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], view
        found[view] = found_by_axe(page)
    assert found == dict.fromkeys(ENDS, [])


def test_axe_would_find_something(open_page: OpenPage, served: str) -> None:
    page = open_page(f"{served}/glossary")
    page.evaluate("document.querySelector('[data-testid=stMain]').append(document.createElement('button'))")
    assert any(finding.startswith("button-name") for finding in found_by_axe(page))
