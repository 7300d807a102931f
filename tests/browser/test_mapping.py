"""A file of no known kind: guessed, looked at, loaded and remembered, in a browser, in any size and light."""

from __future__ import annotations

import re
from pathlib import Path

import strange_files
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
from playwright.sync_api import expect


def test_a_strange_file_is_said_once_and_read_by_itself_from_then_on(
    open_page: OpenPage, served_empty: str, tmp_path: Path
) -> None:
    page = open_page(f"{served_empty}/data", size=PHONE)
    path = tmp_path / "sales_pipeline.csv"
    path.write_text(strange_files.sales_pipeline())
    page.locator('input[type="file"]').set_input_files([path])
    expect(page.get_by_role("heading", name="What is in sales_pipeline.csv?")).to_be_visible(timeout=30_000)
    drawn(page)
    resized(page, PHONE)
    assert found_by_axe(page) == []
    resized(page, DESKTOP)
    assert found_by_axe(page, NO_COLOURS) == []
    turned_dark(page)
    assert found_by_axe(page, ONLY_COLOURS) == []
    load = page.get_by_role("button", name="Load", exact=True)
    expect(load).to_be_disabled()
    page.get_by_text(re.compile("I have looked at what is unsure")).click()
    expect(load).to_be_enabled(timeout=30_000)
    with page.expect_download() as download:
        page.get_by_role("button", name="Mapping file").click()
    assert 'rep = "sales_agent"' in download.value.path().read_text().splitlines()
    load.click()
    total = "40 rows = 0 new + 0 changed + 0 unchanged + 0 rejected + 30 of unknown people + 10 set aside"
    expect(page.get_by_text(total).first).to_be_visible(timeout=60_000)
    page.reload()
    drawn(page)
    page.locator('input[type="file"]').set_input_files([path])
    expect(page.get_by_text("It is read as sales pipeline.")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("button", name="Forget")).to_be_visible()
