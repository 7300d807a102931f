"""Every view in a real browser: on a desk and a phone, light and dark, to its end and without an error."""

from __future__ import annotations

import re
from collections.abc import Sequence

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


def walked(page: Page, address: str, view: str, sizes: Sequence[tuple[int, int]], ready) -> list[str]:
    """Opens a view and looks at it in each size; what axe finds."""
    page.set_viewport_size({"width": sizes[0][0], "height": sizes[0][1]})
    page.goto(f"{address}/{view}")
    found = []
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        ready(page, view)
        # Pictures take the new width a moment later.
        page.wait_for_function(f"document.documentElement.scrollWidth <= {width}", timeout=10_000)
        assert page.locator('[data-testid="stAlert"], [data-testid="stException"]').count() == 0, view
        found += [f"{width}: {finding}" for finding in found_by_axe(page)]
    return found


@pytest.mark.parametrize(("sizes", "theme"), [((DESK, PHONE), "light"), ((DESK,), "dark")])
def test_every_view_is_drawn(open_page: OpenPage, served: str, watch: Watch, sizes, theme) -> None:
    page = open_page(f"{served}/glossary", size=sizes[0], theme=theme)
    found = {view: walked(page, served, view, sizes, to_the_end) for view in ENDS}
    assert found == dict.fromkeys(ENDS, [])
    assert [error for error in watch.errors if not HARMLESS.match(error)] == []


def test_every_view_of_an_empty_log_is_drawn(open_page: OpenPage, served_empty: str) -> None:
    page = open_page(f"{served_empty}/glossary", size=DESK, theme="dark")
    sizes = (DESK, PHONE)
    found = {
        view: walked(page, served_empty, view, sizes, lambda shown, _view: drawn(shown)) for view in ENDS
    }
    assert found == dict.fromkeys(ENDS, [])


def test_axe_would_find_something(open_page: OpenPage, served: str) -> None:
    page = open_page(f"{served}/glossary")
    page.evaluate("document.querySelector('[data-testid=stMain]').append(document.createElement('button'))")
    assert any(finding.startswith("button-name") for finding in found_by_axe(page))
