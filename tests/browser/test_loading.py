"""Files and the sample team loaded by hand: what is good goes in, what is not is refused in a sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from harness import (
    DESKTOP,
    NO_COLOURS,
    ONLY_COLOURS,
    PHONE,
    OpenPage,
    drawn,
    found_by_axe,
    resized,
    turned_dark,
)
from playwright.sync_api import Page, expect

REPS = "rep,email,team,manager,started_on,ended_on,time_zone\nZoë O'Brien,,North,,2024-01-08,,Europe/Dublin\n"
REFUSED = {
    "wrong.csv": b"fruit,colour\napple,red\n",
    "empty.csv": b"",
    "calls.csv": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\nendobj\n",
}
# Rows that take long enough for somebody to look elsewhere meanwhile.
LONG = 120_000
# Four that go in, two of them with words that nobody knows; three that cannot be read; two that wait.
CALLS = """id,rep,at,outcome,duration_s,list,prospect,account
1,Zoë O'Brien,2026-03-02 09:00,connected,60,,,
2,Zoë O'Brien,2026-03-02 09:01,voicemail,9,,,
3,Zoë O'Brien,2026-03-02 09:02,*Callback* req.,9,,,
4,Zoë O'Brien,2026-03-02 09:03,*Callback* req.,9,,,
5,Zoë O'Brien,yesterday,connected,60,,,
6,Zoë O'Brien,2026-03-02 09:05,connected,soon,,,
7,Zoë O'Brien,,connected,60,,,
8,Nobody Yet,2026-03-02 09:07,connected,60,,,
9,Nobody Yet,2026-03-02 09:08,connected,60,,,
"""


def choose(page: Page, folder: Path, **files: str | bytes) -> None:
    """Chooses files (name=content, without the ending .csv) on the Data view."""
    for name, content in files.items():
        (folder / f"{name}.csv").write_bytes(content.encode() if isinstance(content, str) else content)
    page.locator('input[type="file"]').set_input_files([folder / f"{name}.csv" for name in files])


def load(page: Page, folder: Path, **files: str | bytes) -> None:
    """Chooses files and loads them."""
    choose(page, folder, **files)
    page.get_by_role("button", name=f"Load {len(files)} file").click()
    loaded(page)


def loaded(page: Page) -> None:
    """Waits until an import that was begun is over and the page is drawn from what is loaded now."""
    expect(page.get_by_text("It is not loaded yet.")).to_have_count(0, timeout=30_000)
    expect(page.get_by_role("button", name="Stop")).to_have_count(0, timeout=120_000)
    drawn(page)


def many_calls(rows: int) -> str:
    """So many calls of Zoë's, at a time when nobody else calls."""
    lines = [f"m{n},Zoë O'Brien,2026-03-02 09:00,connected,{n % 60},,P{n}," for n in range(rows)]
    return "\n".join([CALLS.splitlines()[0], *lines])


@pytest.fixture
def data_view(open_page: OpenPage, served_empty: str) -> Page:
    """The Data view of an empty database."""
    return open_page(f"{served_empty}/data")


def test_what_is_no_log_is_refused_and_a_good_file_is_loaded(data_view: Page, tmp_path: Path) -> None:
    for name, content in REFUSED.items():
        choose(data_view, tmp_path, **{name.removesuffix(".csv"): content})
        alert = data_view.get_by_test_id("stAlert")
        expect(alert).to_have_count(1)
        expect(alert).to_contain_text(name)
        assert "Traceback" not in alert.inner_text()
        expect(data_view.get_by_role("button", name=re.compile("^Load"))).to_have_count(0)
        # The next file replaces this one.
        data_view.reload()
        drawn(data_view)
        expect(data_view.get_by_test_id("stMetricValue")).to_have_text(["–"] * 4)
        expect(data_view.get_by_test_id("stDataFrame")).to_have_count(0)
    # And one that only shows it while it is loaded.
    load(data_view, tmp_path, calls=CALLS.splitlines()[0] + "\n1,,,busy,,,,\n")
    expect(data_view.get_by_test_id("stAlert")).to_contain_text("no row can be read as calls")
    expect(data_view.get_by_test_id("stDataFrame")).to_have_count(0)
    # Another kind is another try.
    expect(data_view.get_by_role("button", name="Load 1 file")).to_be_visible()
    data_view.reload()
    drawn(data_view)
    load(data_view, tmp_path, reps=REPS)
    total = "1 row = 1 new + 0 changed + 0 unchanged + 0 rejected + 0 of unknown people + 0 set aside"
    expect(data_view.get_by_text(f"reps.csv (reps): {total}")).to_be_visible()
    expect(data_view.get_by_text(f"1 file: {total}")).to_be_visible()
    expect(data_view.get_by_text("No row was rejected.")).to_be_visible()
    expect(data_view.get_by_role("button", name="Load 1 file")).to_have_count(0)
    expect(data_view.get_by_test_id("stCaptionContainer").first).to_contain_text(
        "North · 1 rep · Europe/Dublin"
    )


def test_what_was_rejected_is_said_and_given_back(
    open_page: OpenPage, served_empty: str, tmp_path: Path
) -> None:
    data_view = open_page(f"{served_empty}/data", size=PHONE)
    # What others refer to goes first, in whatever order the files were chosen.
    load(data_view, tmp_path, export=CALLS, people=REPS)
    main = data_view.get_by_test_id("stMain")
    total = "9 rows = 4 new + 0 changed + 0 unchanged + 3 rejected + 2 of unknown people + 0 set aside"
    expect(main.get_by_text(f"export.csv (calls): {total}")).to_be_visible()
    expect(main.get_by_text("The outcome “*Callback* req.” is not known: 2 rows")).to_have_count(2)
    first = main.get_by_test_id("stTable").first
    expect(first.get_by_role("row")).to_have_count(4)
    expect(first).to_contain_text("yesterday")
    expect(main.get_by_role("heading", name="3 rows rejected, and kept whole")).to_be_visible()
    expect(main.get_by_role("heading", name="2 rows of people who are not known")).to_be_visible()
    with data_view.expect_download() as download:
        main.get_by_role("button", name="3 rejected rows").first.click()
    assert download.value.suggested_filename == "rejected-export.csv"
    lines = download.value.path().read_text().splitlines()
    assert lines[0].startswith("row,column,value,reason,id,rep,at")
    assert [line.split(",")[0] for line in lines[1:]] == ["6", "7", "8"]
    resized(data_view, PHONE)
    assert found_by_axe(data_view) == []
    resized(data_view, DESKTOP)
    assert found_by_axe(data_view, NO_COLOURS) == []
    turned_dark(data_view)
    assert found_by_axe(data_view, ONLY_COLOURS) == []
    rows_that_waited_go_in_with_their_rep(data_view, tmp_path)


def rows_that_waited_go_in_with_their_rep(data_view: Page, tmp_path: Path) -> None:
    data_view.reload()
    drawn(data_view)
    load(data_view, tmp_path, reps=REPS.replace("Zoë O'Brien", "Nobody Yet"))
    main = data_view.get_by_test_id("stMain")
    expect(main.get_by_text("2 rows of calls that had waited for this went in.")).to_have_count(2)
    expect(main.get_by_role("heading", name="3 rows rejected, and kept whole")).to_be_visible()
    expect(data_view.get_by_test_id("stMetricValue").first).to_have_text("6")


def test_an_import_that_is_stopped_keeps_nothing_and_one_that_is_left_goes_on(
    data_view: Page, tmp_path: Path
) -> None:
    load(data_view, tmp_path, reps=REPS)
    choose(data_view, tmp_path, calls=many_calls(LONG))
    data_view.get_by_role("button", name="Load 1 file").click()
    # Streamlit has one of its own, above the page, while this is drawn.
    data_view.get_by_test_id("stMain").get_by_role("button", name="Stop").click()
    expect(data_view.get_by_test_id("stAlert")).to_contain_text("it was stopped", timeout=60_000)
    loaded(data_view)
    expect(data_view.get_by_role("button", name="Load 1 file")).to_be_visible()
    # A visitor who comes anew finds the sentence too, and nothing of the file.
    data_view.reload()
    drawn(data_view)
    expect(data_view.get_by_test_id("stAlert")).to_contain_text("it was stopped")
    expect(data_view.get_by_test_id("stMetricValue").first).to_have_text("–")
    goes_on_while_its_visitor_is_elsewhere(data_view, tmp_path)


def goes_on_while_its_visitor_is_elsewhere(data_view: Page, tmp_path: Path) -> None:
    choose(data_view, tmp_path, calls=many_calls(LONG))
    data_view.get_by_role("button", name="Load 1 file").click()
    expect(data_view.get_by_text("Reading calls.csv")).to_be_visible()
    expect(data_view.get_by_role("button", name="Load 1 file")).to_have_count(0)
    sidebar = data_view.get_by_test_id("stSidebar")
    sidebar.get_by_role("link", name="Team").click()
    expect(data_view.get_by_role("heading", name="The reps of North are known")).to_be_visible()
    drawn(data_view)
    sidebar.get_by_role("link", name="Data").click()
    total = f"{LONG:,} rows = {LONG:,} new + 0 changed + 0 unchanged + 0 rejected + 0 of unknown people"
    expect(data_view.get_by_text(f"calls.csv (calls): {total}")).to_be_visible(timeout=120_000)
    drawn(data_view)
    expect(data_view.get_by_test_id("stMetricValue").first).to_have_text(f"{LONG:,}")
    data_view.get_by_role("button", name="Close").click()
    expect(data_view.get_by_text("Reps come first")).to_be_visible()


def test_the_sample_team_is_one_click_away(open_page: OpenPage, served_empty: str) -> None:
    page = open_page(f"{served_empty}/")
    page.get_by_role("button", name="Look around with a sample team").click()
    expect(page.get_by_role("heading", name="The six metrics")).to_be_visible(timeout=240_000)
    drawn(page)
    expect(page.get_by_test_id("stMetricValue")).to_have_count(6)
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
