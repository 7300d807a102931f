"""Sales accepted opportunities: how many, and what part of the meetings held becomes one."""

import streamlit as st

from dashboard.figures import comparison, deals, meetings
from dashboard.figures.metrics import BY_NAME, Metric
from dashboard.views.shared import count_cards, empty, list_cards, one_by_one, rate_cards, tables, words
from dashboard.views.shared.page import Page, open_page

TABLE = ("saos", "meeting_to_sao", "meetings_held", "pipeline")
MAKES = "SAOs, meeting → SAO, pipeline, by rep, list and AE"
MEETINGS_MAKE = "meeting → SAO by rep, list and AE, and what awaits a decision"


def show(page: Page) -> None:
    """The page: the count beside the average, then the quality behind it."""
    known = bool(page.read.rows["meetings"])
    if not page.rows[["saos", "meetings_held"]].sum().any():
        what = "SAOs or meetings held" if known else "SAOs"
        empty.nothing_in_period(what, page.last_day("saos", "opportunities"))
        return
    metric = BY_NAME["meeting_to_sao"]
    if known:
        rate_cards.rates_card(page, metric)
    count_cards.bars_card(page, BY_NAME["saos"])
    if known:
        of_meetings(page, metric)
    count_cards.counts_card(page, BY_NAME["saos"], "SAOs, week by week")
    if known:
        rate_cards.best_card(page, metric)
    else:
        empty.no_kind("meetings", MEETINGS_MAKE)
    tables.numbers_card(page, TABLE, "accepted")
    count_cards.apart(page, deals.not_in_pipeline, "Accepted, but not part of the pipeline here")
    one_by_one.saos_card(page)


def of_meetings(page: Page, metric: Metric) -> None:
    """What became of the meetings held: what the AEs decided, by week and by list."""
    left, right = st.columns(2, gap="small")
    with left:
        decisions(page)
    with right:
        by_ae(page)
    left, right = st.columns(2, gap="small")
    with left:
        count_cards.trend_card(page, metric)
    with right:
        rows = meetings.facts_in(page.read.meetings, page.period, page.read.as_of)
        list_cards.lists_card(page, rows, "accepted", "decided", metric.label, "decided meetings")


def has_either(page: Page) -> bool:
    """Whether there is a log that holds SAOs: opportunities, or meetings that were accepted. Where there is
    neither, the page says what they make possible."""
    if page.read.rows["opportunities"] or page.read.rows["meetings"]:
        return True
    empty.no_kind("meetings or opportunities", MAKES)
    return False


def decisions(page: Page) -> None:
    """What the AEs decided on the meetings held in these days."""
    held = meetings.held_in(page.read.meetings, page.period)
    counts = meetings.counted(held, "outcome", meetings.DECISIONS, page.rows)
    rows, names = comparison.team_first(counts, list(meetings.DECISIONS))
    with st.container(border=True, height="stretch"):
        st.header(waiting(len(held), int(counts["awaiting a decision"].sum())), anchor=False)
        parts = {part: (part,) for part in meetings.DECISIONS}
        count_cards.shares_chart(page, rows, names, parts, "Of 100 meetings held")


def waiting(held: int, undecided: int) -> str:
    """How many of the meetings held nobody has decided on, as a title."""
    if not held:
        return "No meeting was held in these days"
    if not undecided:
        return "Every held meeting is decided"
    return f"{words.plural(undecided, 'held meeting')} {'awaits' if undecided == 1 else 'await'} a decision"


def by_ae(page: Page) -> None:
    """Meeting → SAO by AE: what is right depends on who decides, and on how much they have to decide."""
    rows = meetings.facts_in(page.read.meetings, page.period, page.read.as_of)
    list_cards.ae_card(page, rows)


page = open_page(
    "Accepted (SAO)",
    f"With meetings or opportunities loaded this page shows {MAKES}.",
    of=("meetings", "opportunities"),
)
if page is not None and has_either(page):
    show(page)
