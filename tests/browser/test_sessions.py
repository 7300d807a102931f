"""What is agreed in a 1:1 is kept, whatever happens while it is written: a reload, a second browser, a page
that is drawn again, a server that goes away. Each test writes about a rep of its own."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import quote

import pytest
from depth import only_thorough
from harness import NO_COLOURS, ONLY_COLOURS, OpenPage, drawn, found_by_axe, resized, turned_dark
from playwright.sync_api import Locator, Page, WebSocketRoute, expect
from serving import Server

from dashboard.log.keys import key_of
from dashboard.views.sheet_parts.action_table import ROW_PX

PHONE = (390, 1600)
TELLS = "Somebody else changed this note while you wrote"
# Typed as fast as somebody who types fast.
KEYSTROKE = 40
HEADER_PX = 35


@pytest.fixture(scope="module")
def log(own_server: Server) -> Iterator[sqlite3.Connection]:
    """The server's own database."""
    connection = sqlite3.connect(own_server.database, isolation_level=None)
    # The sample's own past 1:1s would stand beside what the tests write.
    connection.execute("DELETE FROM coaching_action")
    connection.execute("DELETE FROM coaching_session")
    yield connection
    connection.close()


def sheet(server: Server, rep: str) -> str:
    return f"{server.address}/coaching?sheet={quote(rep)}"


def note(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Note")


def type_into(page: Page, words: str) -> None:
    note(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words, delay=KEYSTROKE)


def saved(page: Page) -> None:
    """Waits until the server has said that it has the note."""
    expect(page.locator("#status")).to_have_text(re.compile(r"^Saved \d\d:\d\d$"), timeout=20_000)


def rep_id(log: sqlite3.Connection, rep: str) -> int:
    return log.execute("SELECT id FROM rep WHERE name = ?", (rep,)).fetchone()[0]


def notes(log: sqlite3.Connection, rep: str) -> list[str]:
    rows = log.execute(
        "SELECT note FROM coaching_session WHERE rep_id = ? ORDER BY day DESC", (rep_id(log, rep),)
    )
    return [words for (words,) in rows]


def drafts(page: Page) -> int:
    """How many notes this browser keeps that the server may not have."""
    return page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('note|')).length")


def test_a_note_is_stored_while_it_is_written(open_page: OpenPage, own_server, log) -> None:
    page = open_page(sheet(own_server, "Sam Okafor"))
    type_into(page, "Asks too late.")
    saved(page)
    assert notes(log, "Sam Okafor") == ["Asks too late."]
    assert drafts(page) == 0
    # What was taken back before it was sent does not come back.
    type_into(page, "!")
    page.keyboard.press("Backspace")
    page.reload()
    drawn(page)
    expect(note(page)).to_have_value("Asks too late.")


def test_a_reload_half_way_through_typing_loses_nothing(open_page: OpenPage, own_server, log) -> None:
    page = open_page(sheet(own_server, "Kate Lindqvist"))
    for words in ("Found a rhythm", ", of her ow", "n.\nLeave it."):
        type_into(page, words)
        page.reload()
        drawn(page)
    expect(note(page)).to_have_value("Found a rhythm, of her own.\nLeave it.")
    saved(page)
    assert notes(log, "Kate Lindqvist") == ["Found a rhythm, of her own.\nLeave it."]
    assert drafts(page) == 0


@only_thorough
def test_nothing_is_swallowed_while_the_page_is_drawn_again(open_page: OpenPage, own_server, log) -> None:
    page = open_page(sheet(own_server, "Hannah Cole"))
    note(page).click()
    line = "the quick brown fox jumps over the lazy dog, "
    for period in ("13 weeks", "Month", "Last week", "4 weeks"):
        # Chosen without a click, which would take the cursor out of the note.
        page.get_by_role("radio", name=period, exact=True).evaluate("radio => radio.click()")
        page.keyboard.type(line, delay=KEYSTROKE)
    # In the middle of what is written, where a caret that jumps would be seen.
    for _ in range(10):
        page.keyboard.press("ArrowLeft")
    page.get_by_role("radio", name="13 weeks").evaluate("radio => radio.click()")
    page.keyboard.type("<here and nowhere else>", delay=KEYSTROKE)
    wanted = (line * 4)[:-10] + "<here and nowhere else>" + (line * 4)[-10:]
    expect(note(page)).to_have_value(wanted)
    saved(page)
    assert notes(log, "Hannah Cole") == [wanted]


def test_who_leaves_the_page_at_once_has_written_all_the_same(open_page: OpenPage, own_server, log) -> None:
    page = open_page(sheet(own_server, "Priya Nair"))
    type_into(page, "Leaves in a hurry")
    page.get_by_test_id("stSidebar").get_by_role("link", name="Glossary").click()
    expect(page.get_by_role("heading", name="Glossary")).to_be_visible()
    # Stored from there, without anybody opening the sheet again.
    soon(page, lambda: notes(log, "Priya Nair"), ["Leaves in a hurry"])
    soon(page, lambda: drafts(page), 0)
    page.goto(sheet(own_server, "Priya Nair"))
    drawn(page)
    expect(note(page)).to_have_value("Leaves in a hurry")
    type_into(page, ", and for another rep")
    choose_rep(page, "Ben Osei")
    expect(note(page)).to_have_value("")
    page.goto(sheet(own_server, "Priya Nair"))
    drawn(page)
    expect(note(page)).to_have_value("Leaves in a hurry, and for another rep")
    saved(page)
    assert notes(log, "Priya Nair") == ["Leaves in a hurry, and for another rep"]
    assert notes(log, "Ben Osei") in ([], [""])


def choose_rep(page: Page, rep: str) -> None:
    # Its list closes when the page scrolls.
    chooser = page.get_by_role("combobox", name=re.compile(r"Rep$"))
    chooser.scroll_into_view_if_needed()
    chooser.click()
    page.get_by_role("option", name=rep).click()
    expect(page.get_by_role("heading", name=f"{rep}, 1:1 sheet")).to_be_visible(timeout=20_000)
    drawn(page)


def test_a_note_that_comes_when_its_sheet_is_gone_is_sent_by_the_next_one(open_page, own_server, log) -> None:
    page, held = open_page(sheet(own_server, "Jonas Müller") + "&team=DACH"), []

    def as_on_a_slow_line(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def pass_on(said: bytes) -> None:
            if b"Coach her on" in said and not held:
                held.append(lambda: server.send(said))
            else:
                server.send(said)

        socket.on_message(pass_on)

    page.route_web_socket(re.compile("/_stcore/stream"), as_on_a_slow_line)
    page.reload()
    drawn(page)
    type_into(page, "Coach her on openings")
    soon(page, lambda: len(held), 1)
    choose_rep(page, "Anna-Lena Weiß")
    held[0]()
    soon(page, lambda: notes(log, "Jonas Müller"), ["Coach her on openings"])
    soon(page, lambda: drafts(page), 0)
    expect(note(page)).to_have_value("")
    expect(page.get_by_role("alert")).to_have_count(0)
    assert notes(log, "Anna-Lena Weiß") in ([], [""])


@only_thorough
def test_who_never_pauses_is_not_kept_waiting(open_page: OpenPage, own_server, log) -> None:
    page = open_page(sheet(own_server, "Anna-Lena Weiß") + "&team=DACH")
    note(page).click()
    page.keyboard.type("all in one go " * 15, delay=KEYSTROKE)
    assert len(notes(log, "Anna-Lena Weiß")[0]) > 50


def written_at_once(other: Page, page: Page, theirs: str, mine: str) -> None:
    """Of two browsers on one sheet the first one's words are stored when the second one writes its own."""
    type_into(other, theirs)
    saved(other)
    type_into(page, mine)
    expect(page.get_by_text(TELLS)).to_be_visible(timeout=20_000)


# What the later one may choose, and what is kept of theirs and mine.
WAYS = {"Keep mine": "{mine}", "Take theirs": "{theirs}", "Keep both": "{theirs}\n\n{mine}"}


def test_the_later_of_two_writers_is_told_and_chooses(open_page: OpenPage, own_server, log) -> None:
    rep = "Aisha Rahman"
    other, page = (open_page(sheet(own_server, rep)) for _ in range(2))
    before = ""
    for way, kept in WAYS.items():
        theirs, mine = f"{before}What they wrote.", f"{before}What I wrote."
        written_at_once(other, page, "What they wrote.", "What I wrote.")
        if not before:
            # A reload in the middle of it asks again.
            page.reload()
            drawn(page)
            expect(page.get_by_text(TELLS)).to_be_visible()
        expect(note(page)).to_have_value(mine)
        expect(page.get_by_label("What they wrote")).to_have_text(theirs)
        assert notes(log, rep) == [theirs]
        before = kept.format(theirs=theirs, mine=mine)
        chosen(page, way, before)
        assert notes(log, rep) == [before]
        other.reload()
        drawn(other)
        expect(note(other)).to_have_value(before)


def chosen(page: Page, way: str, kept: str) -> None:
    """Chooses what is kept of the two, and waits until it is."""
    page.get_by_role("button", name=way).click()
    expect(page.get_by_text(TELLS)).to_be_hidden()
    expect(note(page)).to_have_value(kept)
    saved(page)
    assert drafts(page) == 0


@only_thorough
def test_two_tabs_of_one_browser_are_two_writers(open_page: OpenPage, own_server, log) -> None:
    address = sheet(own_server, "Marcus Webb")
    page = open_page(address)
    other = page.context.new_page()
    other.goto(address)
    drawn(other)
    type_into(page, "In one tab.")
    saved(page)
    type_into(other, "In the other.")
    expect(other.get_by_text(TELLS)).to_be_visible(timeout=20_000)
    expect(note(page)).to_have_value("In one tab.")
    other.get_by_role("button", name="Keep both").click()
    saved(other)
    # The first one, idle, has the new words after a reload, and as soon as it does anything.
    page.reload()
    drawn(page)
    expect(note(page)).to_have_value("In one tab.\n\nIn the other.")


def test_while_an_import_is_at_work_the_note_waits_in_the_browser(open_page, own_server, log) -> None:
    page = open_page(sheet(own_server, "Leo Fontaine"))
    log.execute("BEGIN IMMEDIATE")
    try:
        type_into(page, "Not lost.")
        expect(page.locator("#status")).to_contain_text("Not saved yet: Another import", timeout=20_000)
        assert drafts(page) == 1
    finally:
        log.execute("COMMIT")
    saved(page)
    assert notes(log, "Leo Fontaine") == ["Not lost."]
    assert drafts(page) == 0


def test_a_thousand_sessions_can_all_be_read(open_page: OpenPage, own_server, log) -> None:
    rep = rep_id(log, "Tom Becker")
    before = [date.today() - timedelta(days=days) for days in range(3, 1_003)]
    row = "INSERT INTO coaching_session VALUES (?, ?, ?, '', 'saos', ?, 1, ?, ?)"
    moment = "2026-11-01 10:00:00.000000"
    log.executemany(
        row,
        [
            (rep, key_of("session", rep, day), day.isoformat(), f"Note {n}.", moment, moment)
            for n, day in enumerate(before)
        ],
    )
    page = open_page(sheet(own_server, "Tom Becker"))
    expect(page.get_by_role("heading", name=re.compile("History: 1,000 sessions"))).to_be_visible()
    expect(page.get_by_text(re.compile(r"Note 0\.$"))).to_have_count(2)
    type_into(page, "One more.")
    saved(page)
    page.get_by_test_id("stPagination").get_by_role("button", name="200").click()
    expect(page.get_by_text(re.compile(r"Note 999\.$"))).to_be_visible()
    assert sorted(notes(log, "Tom Becker")) == sorted(["One more.", *(f"Note {n}." for n in range(1_000))])


def cell(page: Page, words: str, row: int, is_new: bool = False, due: bool = False) -> None:
    """Writes into a cell of the table of actions; the row after the last one is a new one."""
    table = page.get_by_test_id("stDataFrame").locator("canvas").first
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    page.mouse.click(
        box["x"] + (box["width"] - 30 if due else 120), box["y"] + HEADER_PX + (row + 0.5) * ROW_PX
    )
    if not is_new:
        # A new row is open at once; another one when it is asked for, which the table must hear.
        page.wait_for_timeout(700)
        page.keyboard.press("Enter")
    editor = page.locator("#portal").locator("textarea, input").first
    editor.wait_for(timeout=20_000)
    if due:
        page.keyboard.type(words, delay=KEYSTROKE)
    else:
        editor.fill(words)
    page.keyboard.press("Enter")
    editor.wait_for(state="detached")


def actions(log: sqlite3.Connection, rep: str) -> list[tuple]:
    query = "SELECT words, due FROM coaching_action WHERE rep_id = ? AND removed_at IS NULL ORDER BY position"
    return log.execute(query, (rep_id(log, rep),)).fetchall()


def soon(page: Page, ask, wanted) -> None:
    """Waits until the log says what it should."""
    for _ in range(100):
        if ask() == wanted:
            return
        page.wait_for_timeout(100)
    assert ask() == wanted


@only_thorough
def test_two_browsers_write_actions_at_once(open_page: OpenPage, own_server, log) -> None:
    rep = "Nadia Haddad"
    other, page = (open_page(sheet(own_server, rep)) for _ in range(2))
    cell(page, "Call later", row=0, is_new=True)
    soon(page, lambda: actions(log, rep), [("Call later", None)])
    cell(other, "Role play", row=0, is_new=True)
    soon(other, lambda: actions(log, rep), [("Call later", None), ("Role play", None)])
    cell(page, "12122026", row=0, due=True)
    soon(page, lambda: actions(log, rep), [("Call later", "2026-12-12"), ("Role play", None)])
    page.reload()
    drawn(page)
    cell(other, "Call at four", row=0)
    soon(other, lambda: actions(log, rep)[0][0], "Call at four")
    cell(page, "Call at five", row=0)
    expect(page.get_by_text("Somebody else changed “Call later” to “Call at four”")).to_be_visible()
    assert [words for words, _ in actions(log, rep)] == ["Call at four", "Role play", "Call at five"]


@only_thorough
def test_the_sheet_is_for_everybody(open_page: OpenPage, own_server, log) -> None:
    """Of two who write, on a desk, in the dark and on a phone."""
    both = [open_page(sheet(own_server, "Elena Petrova")) for _ in range(2)]
    written_at_once(*both, "First.", "Second.")
    assert [found_by_axe(page) for page in both] == [[], []]
    for page in both:
        turned_dark(page)
        assert found_by_axe(page, ONLY_COLOURS) == []
        resized(page, PHONE)
        assert found_by_axe(page, NO_COLOURS) == []
    page = both[1]
    expect(page.get_by_text(TELLS)).to_be_visible()
    page.get_by_role("button", name="Take theirs").click()
    expect(note(page)).to_have_value("First.")


def test_a_server_that_goes_away_takes_nothing_with_it(open_page: OpenPage, own_server, log) -> None:
    page = open_page(sheet(own_server, "Sam Okafor"))
    before = note(page).input_value()
    type_into(page, " One.")
    saved(page)
    own_server.kill()
    type_into(page, " Two.")
    page.wait_for_timeout(1_000)
    type_into(page, " Three.")
    own_server.start()
    type_into(page, " Four.")
    saved(page)
    assert notes(log, "Sam Okafor") == [before + " One. Two. Three. Four."]
    assert drafts(page) == 0
