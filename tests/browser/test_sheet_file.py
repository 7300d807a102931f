"""The sheet's file: downloaded by a click, opened by a double click, printed on A4."""

from __future__ import annotations

import re

import pytest
from depth import first
from harness import OpenPage, found_by_axe

# As wide as A4 at 96 px an inch.
A4 = {"width": 794, "height": 1123}


@pytest.mark.parametrize(("rep", "pages"), first(1, [("Kate Lindqvist", 4), ("Sam Okafor", 3)]))
def test_the_sheet_is_a_file_that_prints(open_page: OpenPage, served: str, browser, tmp_path, rep, pages):
    page = open_page(f"{served}/coaching?rep={rep.replace(' ', '+')}")
    with page.expect_download() as started:
        page.get_by_role("button", name="Download sheet").click()
    assert re.fullmatch(rf"1-1-{rep.lower().replace(' ', '-')}-\d{{4}}-\d\d-\d\d\.html",
                        started.value.suggested_filename)  # fmt: skip
    file = tmp_path / "sheet.html"
    started.value.save_as(file)
    context = browser.new_context(viewport=A4, offline=True)
    sheet, asked = context.new_page(), []
    sheet.on("request", lambda request: asked.append(request.url))
    sheet.goto(file.as_uri())
    assert asked == [file.as_uri()]
    assert found_by_axe(sheet) == []
    assert sheet.evaluate("document.documentElement.scrollWidth") <= A4["width"]
    printed = sheet.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= pages
    context.close()
