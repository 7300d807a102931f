"""Streamlit's entry: who is here, which views may they open, go."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# `streamlit run dashboard/app.py` puts this folder on the path, not the project's.
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import streamlit as st  # noqa: E402

from dashboard import access, server  # noqa: E402
from dashboard.log.engine import DatabaseProblem  # noqa: E402
from dashboard.views.shared import page  # noqa: E402
from dashboard.views.sheet_parts import note_box  # noqa: E402

ASSETS = Path(__file__).resolve().parent / "assets"
# Address, file, title, icon; the first that somebody may open is their home.
VIEWS = (
    ("team", "team.py", "Team", "groups"),
    ("coaching", "coaching.py", "Coaching", "edit_note"),
    ("my-numbers", "my_numbers.py", "My numbers", "person"),
    ("calls", "calls.py", "Calls", "call"),
    ("emails", "emails.py", "Emails", "mail"),
    ("meetings", "meetings.py", "Meetings", "event_available"),
    ("future-meetings", "future_meetings.py", "Future meetings", "event_upcoming"),
    ("accepted", "accepted.py", "Accepted (SAO)", "task_alt"),
    ("revenue", "revenue.py", "Revenue", "payments"),
    ("forecast", "forecast.py", "Forecast", "flag"),
    ("quotas", "quotas.py", "Quotas", "target"),
    ("quick-analysis", "quick_analysis.py", "Quick analysis", "table_chart"),
    ("data", "data.py", "Data", "database"),
    ("glossary", "glossary.py", "Glossary", "menu_book"),
)
# Views that are about one rep.
OF_ONE_REP = ("coaching", "my-numbers")
# Views that are not about a team, a rep or a period.
WITHOUT_CHOICES = ("forecast", "quotas", "quick-analysis", "data", "glossary")


def main() -> None:
    """Draws the frame and the view that the address asks for."""
    st.set_page_config(
        page_title="SDR dashboard", page_icon=str(ASSETS / "favicon.png"), layout="wide",
        initial_sidebar_state=208,
    )  # fmt: skip
    try:
        server.prepare()
        view = navigation(access.OWNER)
        if view.url_path not in WITHOUT_CHOICES:
            page.prepare_head(one_rep=view.url_path in OF_ONE_REP)
        view.run()
        if view.url_path != "coaching":
            note_box.left_behind()
    except DatabaseProblem as problem:
        st.error(str(problem))
    except Exception:
        # Streamlit's own control flow (stop, rerun) does not derive from Exception.
        logging.getLogger(__name__).exception("a view failed")
        st.error("This page could not be drawn. Nothing was changed; the reason is in the program's log.")


def navigation(visitor: access.Visitor):
    """The views of a visitor: one that is not in the list cannot be reached by any address."""
    theme = st.context.theme.type
    st.logo(str(ASSETS / ("logo-dark.svg" if theme == "dark" else "logo.svg")), size="medium")
    allowed = access.views_of(visitor)
    pages = [
        st.Page(f"views/{file}", title=title, icon=f":material/{icon}:", url_path=name)
        for name, file, title, icon in VIEWS
        if name in allowed
    ]
    if not pages:
        st.error("There is no view that you may open; ask whoever runs this dashboard for a role.")
        st.stop()
    # One list without headings: Streamlit's headings break the list for those who listen to pages.
    return st.navigation(pages)


main()
