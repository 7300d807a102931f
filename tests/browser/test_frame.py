"""The frame around every view: its theme, its navigation, and that it keeps to itself."""

from __future__ import annotations

import re

import pytest
from harness import BACKGROUND, DESKTOP, PHONE, OpenPage, Watch, drawn, found_by_axe
from playwright.sync_api import Browser, Playwright, expect

TITLES = (
    "Team", "Coaching", "My numbers", "Calls", "Emails", "Meetings", "Future meetings", r"Accepted \(SAO\)",
    "Revenue", "Forecast", "Quotas", "Quick analysis", "Data", "Glossary",
)  # fmt: skip


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


def test_a_page_is_as_wide_as_the_screen_and_named_beside_it(open_page: OpenPage, served: str) -> None:
    page = open_page(f"{served}/glossary", size=DESKTOP)
    assert page.evaluate("document.documentElement.scrollWidth") <= DESKTOP[0]
    links = page.get_by_role("navigation", name="App pages").get_by_role("listitem").get_by_role("link")
    expect(links).to_have_text([re.compile(f"{title}$") for title in TITLES])
    expect(page.locator('[aria-current="page"]')).to_have_text(re.compile("Glossary$"))


def test_a_page_is_not_wider_than_a_phone(open_page: OpenPage, served: str) -> None:
    page = open_page(f"{served}/glossary", size=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def test_the_navigation_makes_way_on_a_phone(browser: Browser, playwright: Playwright, served: str) -> None:
    page = browser.new_page(**playwright.devices["Pixel 7"])
    page.goto(f"{served}/glossary")
    drawn(page)
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_role("link", name="Data").click()
    expect(page.get_by_role("heading", name="Data", exact=True)).to_be_visible()
    expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "true")
    page.context.close()


def test_tables_are_not_taken_along_by_a_way_that_guards_no_formula(open_page: OpenPage, served: str) -> None:
    page = open_page(f"{served}/accepted", size=DESKTOP)
    for table in page.get_by_test_id("stDataFrame").all():
        table.scroll_into_view_if_needed()
        table.hover()
        tools = table.locator("xpath=..").get_by_test_id("stElementToolbarButton")
        expect(tools.get_by_role("button", name="Search")).to_be_visible()
        expect(tools.get_by_role("button", name="Download as CSV")).to_have_count(0)


def test_the_first_view_opens_by_its_name(open_page: OpenPage, served: str) -> None:
    page = open_page(f"{served}/team?team=DACH&period=13+weeks")
    expect(page.get_by_role("heading", name="DACH", exact=True)).to_be_visible()
    expect(page.get_by_role("radio", name="13 weeks")).to_be_checked()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_an_unknown_address_is_said_in_a_sentence(browser: Browser, served: str) -> None:
    page = browser.new_page()
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        assert page.goto(f"{served}/nonsense").status == 404
        expect(page.get_by_role("heading", name="There is no page at this address")).to_be_visible()
        assert found_by_axe(page) == []
    page.get_by_role("link", name="Open the dashboard").click()
    drawn(page)
    expect(page.get_by_role("heading", name="The six metrics")).to_be_visible()
    page.context.close()


def test_streamlit_alone_serves_the_same_app(open_page: OpenPage, served_by_streamlit: str) -> None:
    page = open_page(f"{served_by_streamlit}/data")
    expect(page.get_by_role("heading", name="Data", exact=True)).to_be_visible()
    page.get_by_test_id("stSidebar").get_by_role("link", name="Team").click()
    expect(page.get_by_role("button", name="Look around with a sample team")).to_be_visible()
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    paint = "element => getComputedStyle(element).backgroundColor"
    assert page.eval_on_selector('[data-testid="stSidebar"]', paint) == BACKGROUND["light"][1]


def test_a_request_to_another_host_would_be_seen(open_page: OpenPage, served: str, watch: Watch) -> None:
    page = open_page(f"{served}/glossary")
    page.evaluate("fetch('http://elsewhere.invalid/font.woff2').catch(() => null)")
    page.wait_for_timeout(200)
    assert watch.outside or watch.stopped
    watch.outside.clear()
    watch.stopped.clear()
