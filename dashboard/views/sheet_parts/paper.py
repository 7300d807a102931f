"""The sheet as a file of its own, to be printed or kept: what the page says, in the page's order."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import normalize

import streamlit as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from dashboard.charts.svg import svg
from dashboard.views.shared import markup, words
from dashboard.views.shared import page as head
from dashboard.views.shared.page import Page
from dashboard.views.shared.pictures import Picture
from dashboard.views.sheet_parts import about, best, flag, guard, history, kept, results, since, trend
from dashboard.views.sheet_parts.about import About
from dashboard.views.sheet_parts.agree import TITLE

ASSETS = Path(__file__).resolve().parents[2] / "assets"
# So many former sessions are on paper, and so many empty lines to write on.
FORMER, LINES = 3, 5


def download(page: Page) -> None:
    """The button; the file is made when somebody asks for it, with what is stored then."""
    st.download_button(
        "Download sheet",
        lambda: file(about.about(page, page.rep_id, page.rep)),
        mime="text/html",
        icon=":material/download:",
        on_click="ignore",
        file_name=file_name(page),
        key="download-sheet",
    )


def file_name(page: Page) -> str:
    """Whose sheet it is, and of which day: 1-1-sam-okafor-2026-11-23.html."""
    name = re.sub(r"\W+", "-", normalize("NFKC", page.rep).lower()).strip("-") or "rep"
    return f"1-1-{name}-{page.read.today}.html"


def file(one: About) -> str:
    """The sheet as one HTML file that asks nobody for anything."""
    return _template().render(
        title=f"{one.rep}, 1:1 sheet",
        caption=head.caption(one.page, head.KINDS),
        printed=words.moment(kept.now(), one.page.zone, one.page.read.today),
        is_guarded=one.is_guarded,
        guard=guard.verdict(one),
        instead=guard.INSTEAD,
        results=results.brought(one),
        flags=flag.of_rep(one),
        agree=TITLE,
        lines=LINES,
        **_rate(one),
        **_notes(one),
    )


def _rate(one: About) -> dict[str, Any]:
    """What is drawn of the rate to talk about first."""
    rates = about.rates(one)
    if not rates:
        return {"trend": None, "best": None}
    return {
        "trend": trend.weeks_of(one, rates[0]),
        "trend_caption": trend.CAPTION,
        "best": best.best(one.page, rates[0], one.rep_id, one.rep, one.team.found.windows[rates[0].name]),
    }


def _notes(one: About) -> dict[str, Any]:
    """What was agreed; for who may not read it, only that it is private."""
    sheet = kept.sheet_of(one.page, one.rep_id, one.rep)
    if sheet is None:
        return {"private": kept.PRIVATE}
    former = history.former(sheet)
    moved, caption = since.since_last(one)
    return {
        "private": "",
        "today": history.of_today(sheet),
        "former": former[:FORMER],
        "left_out": len(former) > FORMER,
        "nothing": "" if former else history.nothing(sheet),
        "last_title": history.last_title(former, moved is not None),
        "all_title": history.all_title(former),
        "moved": [] if moved is None else moved.to_dict("records"),
        "columns": history.MOVED,
        "since": caption,
        "action": lambda row: history.action_in_words(row, sheet),
    }


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(ASSETS), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["said"] = markup.html
    environment.globals["drawn"] = _drawn
    return environment.get_template("sheet.html")


def _drawn(picture: Picture, width: int) -> Markup:
    """A picture, dark on white as paper is, `width` px wide."""
    return Markup(svg(picture.spec("light"), picture.frame, width))
