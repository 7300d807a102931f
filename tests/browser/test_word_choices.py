"""What a word means is chosen in the table itself, by the keyboard; what it changed is said in numbers."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from harness import PHONE, OpenPage, drawn, found_by_axe, resized
from playwright.sync_api import Page, expect
from serving import Server

from dashboard.imports.loading import load_file
from dashboard.log.engine import make_engine
from dashboard.views.data_parts.outcomes import ROW_HEIGHT

SITTING = "SELECT name FROM rep JOIN seat ON rep_id = rep.id WHERE ended_on IS NULL"
ASKED = "1 outcome is not known"


def test_a_word_is_given_a_meaning_by_the_keyboard(
    open_page: OpenPage, own_server: Server, tmp_path: Path
) -> None:
    log = sqlite3.connect(own_server.database)
    (rep,) = log.execute(
        "SELECT name FROM rep JOIN seat ON rep_id = rep.id WHERE ended_on IS NULL"
    ).fetchone()
    lines = [f"w{n},{rep},2026-01-05 09:0{n},Answered: demo!,60" for n in range(3)]
    (tmp_path / "odd.csv").write_text("\n".join(["id,rep,at,outcome,duration_s", *lines]))
    load_file(make_engine(f"sqlite:///{own_server.database}"), tmp_path / "odd.csv")
    page = open_page(f"{own_server.address}/data")
    expect(page.get_by_role("heading", name=ASKED)).to_be_visible()
    assert found_by_axe(page) == []
    resized(page, PHONE)
    resized(page, (1440, 1600))
    choose(page, "connected")
    page.get_by_role("button", name="Save what they mean").click()
    expect(page.get_by_text("“Answered: demo!” is now connected: 3 calls.")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("heading", name=ASKED)).to_be_hidden()
    query = "SELECT DISTINCT outcome FROM call WHERE outcome_word = 'Answered: demo!'"
    assert log.execute(query).fetchall() == [("connected",)]
    log.close()


def choose(page: Page, outcome: str) -> None:
    """Opens the last cell of the first word that is asked about, writes what it means, and takes it."""
    table = page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    button = page.get_by_role("button", name="Save what they mean")
    for _ in range(10):
        # A table that has only just been drawn does not listen yet.
        box = table.bounding_box()
        page.mouse.click(box["x"] + box["width"] * 0.9, box["y"] + 1.5 * ROW_HEIGHT)
        page.keyboard.press("Enter")
        page.wait_for_timeout(1_000)
        page.keyboard.type(outcome)
        page.keyboard.press("Enter")
        page.wait_for_timeout(1_500)
        drawn(page)
        if button.is_enabled():
            return
        page.keyboard.press("Escape")
    raise AssertionError("no meaning can be chosen")
