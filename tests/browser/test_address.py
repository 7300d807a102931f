"""The choices live in the address: a link shows the same thing, and the navigation takes them along."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from harness import OpenPage, drawn
from playwright.sync_api import Page, expect

# A machine that does other work as well may take its time.
expect.set_options(timeout=20_000)
TEAM, REP = "DACH", "Jonas Müller"
LINK = f"calls?team={TEAM}&period=13 weeks&rep={REP}&call_rate=Connect rate"


def shows(page: Page, team: str, rep: str, *pressed: str) -> None:
    """Waits until the page shows these choices and no other."""
    main = page.get_by_test_id("stMain")
    expect(main.get_by_role("combobox", name="Team")).to_have_value(team)
    expect(main.get_by_role("combobox", name="Rep")).to_have_value(rep)
    expect(main.locator('[role="radio"][aria-checked="true"]')).to_have_text(list(pressed))
    drawn(page)


def address(page: Page) -> dict[str, str]:
    """The choices as the address has them."""
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def test_a_link_shows_what_it_says_and_a_choice_changes_the_address(open_page: OpenPage, served: str) -> None:
    page = open_page(f"{served}/{LINK}")
    shows(page, TEAM, REP, "13 weeks", "Connect rate")
    expect(page.get_by_role("heading", name="Connect rate:")).to_be_visible()
    expect(page.get_by_test_id("stCaptionContainer").first).to_contain_text("65 working days")
    page.get_by_role("radio", name="Last week").click()
    shows(page, TEAM, REP, "Last week", "Connect rate")
    assert address(page)["period"] == "Last week"
    # And goes along to another view, where there is no such rate.
    page.get_by_test_id("stSidebar").get_by_role("link", name="Revenue").click()
    expect(page.get_by_role("heading", name="Revenue", exact=True)).to_be_visible()
    shows(page, TEAM, REP, "Last week", "SAO → won")
    assert address(page) == {"team": TEAM, "rep": REP, "period": "Last week"}
    assert urlsplit(page.url).path == "/revenue"


def go(page: Page, view: str) -> None:
    """Opens a view by the navigation."""
    page.get_by_test_id("stSidebar").get_by_role("link", name=view).click()
    expect(page.get_by_role("heading", name=view, exact=True)).to_be_visible()


def test_one_step_back_shows_the_view_before_with_its_choices(open_page: OpenPage, served: str) -> None:
    page = open_page(f"{served}/calls?team={TEAM}&period=13 weeks&rep={REP}")
    shows(page, TEAM, REP, "13 weeks", "Connected → meeting")
    go(page, "Revenue")
    shows(page, TEAM, REP, "13 weeks", "SAO → won")
    page.get_by_role("radio", name="Last week").click()
    shows(page, TEAM, REP, "Last week", "SAO → won")
    go(page, "Emails")
    shows(page, TEAM, REP, "Last week", "Email → meeting")
    page.go_back()
    expect(page.get_by_role("heading", name="Revenue", exact=True)).to_be_visible()
    shows(page, TEAM, REP, "Last week", "SAO → won")
    page.go_back()
    expect(page.get_by_role("heading", name="Calls", exact=True)).to_be_visible()
    shows(page, TEAM, REP, "13 weeks", "Connected → meeting")
    page.go_forward()
    shows(page, TEAM, REP, "Last week", "SAO → won")


def test_a_choice_is_no_step_of_its_own(open_page: OpenPage, served: str) -> None:
    page = open_page(f"{served}/calls")
    steps = page.evaluate("history.length")
    page.get_by_role("radio", name="13 weeks").click()
    shows(page, "Mid-Market East", "All reps", "13 weeks", "Connected → meeting")
    assert address(page) == {"period": "13 weeks"}
    assert page.evaluate("history.length") == steps


def test_an_address_that_names_nobody_shows_the_usual(open_page: OpenPage, served: str) -> None:
    page = open_page(f"{served}/calls?team=Nowhere&rep=Nobody&period=For+ever&call_rate=42")
    expect(page.get_by_role("radio", name="4 weeks")).to_be_checked()
    expect(page.get_by_role("combobox", name="Rep")).to_have_value("All reps")
    told = re.compile("There is no Nobody in .*: nobody is chosen")
    expect(page.get_by_test_id("stAlert")).to_have_text(told)
