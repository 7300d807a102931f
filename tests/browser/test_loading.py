"""Files and the sample team loaded by hand: what is good goes in, what is not is refused in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness import OpenPage, drawn
from playwright.sync_api import Page, expect

REPS = "rep,email,team,manager,started_on,ended_on,time_zone\nZoë O'Brien,,North,,2024-01-08,,Europe/Dublin\n"
REFUSED = {
    "wrong.csv": b"fruit,colour\napple,red\n",
    "empty.csv": b"",
    "calls.csv": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\nendobj\n",
}


def load(page: Page, folder: Path, name: str, content: bytes) -> None:
    """Chooses a file on the Data view and loads it."""
    (folder / name).write_bytes(content)
    page.locator('input[type="file"]').set_input_files(folder / name)
    page.get_by_role("button", name="Load 1 file").click()


@pytest.fixture
def data_view(open_page: OpenPage, served_empty: str) -> Page:
    """The Data view of an empty database."""
    return open_page(f"{served_empty}/data")


def test_what_is_no_log_is_refused_and_changes_nothing(data_view: Page, tmp_path: Path) -> None:
    for name, content in REFUSED.items():
        load(data_view, tmp_path, name, content)
        alert = data_view.get_by_test_id("stAlert")
        expect(alert).to_have_count(1)
        expect(alert).to_contain_text(name)
        assert "Traceback" not in alert.inner_text()
        # The next file replaces this one.
        data_view.reload()
        drawn(data_view)
        expect(data_view.get_by_test_id("stMetricValue")).to_have_text(["–"] * 4)
        expect(data_view.get_by_test_id("stDataFrame")).to_have_count(0)


def test_a_good_file_is_loaded_and_seen(data_view: Page, tmp_path: Path) -> None:
    load(data_view, tmp_path, "reps.csv", REPS.encode())
    expect(data_view.get_by_text("1 rows = 1 new + 0 changed + 0 unchanged + 0 rejected")).to_be_visible()
    expect(data_view.get_by_test_id("stCaptionContainer").first).to_contain_text(
        "North · 1 rep · Europe/Dublin"
    )
    calls = (
        "id,rep,at,outcome,duration_s,list,prospect,account\n1,Zoë O'Brien,2026-03-02 09:00,connected,60,,,\n"
    )
    data_view.reload()
    drawn(data_view)
    load(data_view, tmp_path, "export.csv", calls.encode())
    expect(data_view.get_by_test_id("stMetricValue").first).to_have_text("1")


def test_the_sample_team_is_one_click_away(open_page: OpenPage, served_empty: str) -> None:
    page = open_page(f"{served_empty}/")
    page.get_by_role("button", name="Look around with a sample team").click()
    expect(page.get_by_role("heading", name="The six metrics")).to_be_visible(timeout=240_000)
    drawn(page)
    expect(page.get_by_test_id("stMetricValue")).to_have_count(6)
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
