"""Quick analysis in a real browser: pasting a block, editing, leaving and coming back, and the link."""

from __future__ import annotations

from harness import OpenPage, drawn
from playwright.sync_api import Locator, Page, expect

# A machine that does other work as well may take its time.
expect.set_options(timeout=20_000)
ROW = 32
REP, CONVERSATIONS = 1, 4
# Where columns are in the table, in px.
LEFT = {REP: 90, CONVERSATIONS: 340}
BLOCK = [
    ["Sam", "20", "1.600", "160", "19"],
    *[[f"Rep {number}", "20", "1 600", "160", "33"] for number in range(1, 12)],
]


def says(page: Page, text: str) -> None:
    """Waits until the page has this sentence."""
    expect(page.get_by_test_id("stMain")).to_contain_text(text)
    drawn(page)


def cell(page: Page, column: int, row: int) -> Locator:
    """A cell as the editor, which draws on a canvas, tells it to who listens to pages."""
    return page.get_by_test_id("stDataFrame").first.get_by_test_id(f"glide-cell-{column}-{row}")


def paste(page: Page, column: int, row: int, cells: list[list[str]]) -> None:
    """Pastes a block of a spreadsheet from this cell on."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", "\n".join(map("\t".join, cells)))
    editor = page.get_by_test_id("stDataFrame").first
    editor.scroll_into_view_if_needed()
    box = editor.bounding_box()
    page.mouse.click(box["x"] + LEFT[column], box["y"] + ROW * (row + 1) + ROW / 2)
    expect(cell(page, column, row)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Control+V")


def test_a_pasted_block_is_read_at_once(open_page: OpenPage, served_nothing: str) -> None:
    page = open_page(f"{served_nothing}/quick-analysis")
    says(page, "Kate makes 50 calls a day")
    page.get_by_role("button", name="Clear").click()
    says(page, "Nothing to read yet")
    expect(cell(page, REP, 0)).to_have_text("")
    paste(page, REP, 0, BLOCK)
    says(page, "Sam books 19 of 160 conversations (12\u00a0%); the rest of the team 21\u00a0%.")
    says(page, "The other 11 are within luck. In 20 days this team of 12 can show gaps of")


def test_an_edit_keeps_the_others_and_outlives_another_view(open_page: OpenPage, served_nothing: str) -> None:
    page = open_page(f"{served_nothing}/quick-analysis")
    says(page, "Kate makes 50 calls a day")
    # The second cell is changed before the page has answered to the first.
    paste(page, CONVERSATIONS, 1, [["20"]])
    paste(page, CONVERSATIONS, 2, [["x"]])
    said = (
        "Boris, conversations: “x” is not a number.",
        "Anna has more meetings by phone (34) than conversations (20)",
    )
    for sentence in said:
        says(page, sentence)
    page.get_by_test_id("stSidebar").get_by_role("link", name="Glossary").click()
    expect(page.get_by_role("heading", name="Glossary", exact=True)).to_be_visible()
    page.get_by_test_id("stSidebar").get_by_role("link", name="Quick analysis").click()
    for sentence in said:
        says(page, sentence)
    page.goto(page.get_by_test_id("stCode").inner_text().strip())
    for sentence in said:
        says(page, sentence)
