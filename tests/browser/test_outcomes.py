"""What became of a meeting is chosen in the table itself, by the keyboard, and saved."""

from __future__ import annotations

import re
import sqlite3
from urllib.parse import quote

from harness import OpenPage, drawn
from playwright.sync_api import Locator, Page, expect
from serving import Server

from dashboard.views.my_parts.outcomes import ROW_HEIGHT

TEAM = "Mid-Market East"
# Whoever has most to close, and what stands in the log of them by now that the export did not say.
BUSIEST = """
SELECT rep.id, rep.name FROM meeting
JOIN rep ON rep.id = meeting.rep_id JOIN team ON team.id = meeting.team_id AND team.name = ?
WHERE outcome = 'scheduled' AND starts_at < datetime('now', '-1 hour') GROUP BY rep.id ORDER BY count(*) DESC
"""
ENTERED = """
SELECT outcome FROM meeting WHERE rep_id = ? AND outcome_word = 'scheduled' AND outcome <> 'scheduled'
ORDER BY starts_at DESC
"""


def test_outcomes_are_chosen_by_the_keyboard_and_saved(open_page: OpenPage, own_server: Server) -> None:
    log = sqlite3.connect(own_server.database)
    rep_id, rep = log.execute(BUSIEST, (TEAM,)).fetchone()
    assert log.execute(ENTERED, (rep_id,)).fetchall() == []
    page = open_page(f"{own_server.address}/my-numbers?team={quote(TEAM)}&rep={quote(rep)}")
    before = without_outcome(page)
    choose(page, row=1, down=1)
    choose(page, row=2, down=2)
    page.get_by_role("button", name="Save outcomes").click()
    expect(page.get_by_text("2 outcomes saved.")).to_be_visible(timeout=20_000)
    drawn(page)
    assert without_outcome(page) == before - 2 > 0
    assert log.execute(ENTERED, (rep_id,)).fetchall() == [("held",), ("no-show",)]
    log.close()


def without_outcome(page: Page) -> int:
    """How many meetings the page says have no outcome yet."""
    heading = page.get_by_role("heading", name=re.compile("no outcome yet"))
    return int(heading.text_content().split()[0])


def choose(page: Page, row: int, down: int) -> None:
    """Opens the last cell of a row, and goes so far down its list: nothing, held, no-show, cancelled."""
    table = page.get_by_test_id("stDataFrame").last
    table.scroll_into_view_if_needed()
    open_list(page, table, row)
    for _ in range(down):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("cancelled", exact=True)).to_be_hidden()
    # The table tells the server of a choice a moment later.
    page.wait_for_timeout(1_000)
    drawn(page)


def open_list(page: Page, table: Locator, row: int) -> None:
    """A table that has only just been drawn does not listen yet."""
    offered = page.get_by_text("cancelled", exact=True)
    for _ in range(10):
        box = table.bounding_box()
        page.mouse.click(box["x"] + box["width"] * 0.85, box["y"] + (row + 0.5) * ROW_HEIGHT)
        page.keyboard.press("Enter")
        try:
            return expect(offered).to_be_visible(timeout=4_000)
        except AssertionError:
            page.keyboard.press("Escape")
    raise AssertionError("the list of outcomes does not open")
