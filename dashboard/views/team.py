"""Team: are we on course, who needs you, the six metrics, then every rep beside the team's average."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.figures import quotas, summary
from dashboard.figures.metrics import BY_NAME
from dashboard.figures.periods import Period
from dashboard.views.shared import attention_card, coached, empty, results, six_cards, tables, words
from dashboard.views.shared.page import Page, open_page

METRICS = (
    "meetings_held",
    "meetings_scheduled",
    "connected_to_meeting",
    "email_to_meeting",
    "meeting_to_sao",
)

LOGGED = ("activity", "meetings_scheduled", "meetings_held", "saos", "closed", "future_meetings")


def show(page: Page) -> None:
    """The page, from results to activity."""
    if not page.rows[list(LOGGED)].sum().any():
        # The results are of the quota's days and stand below, whatever days are chosen.
        empty.nothing_in_period("calls, emails, meetings or SAOs", page.last_day("activity", "calls"))
    left, right = st.columns([1.12, 1], gap="small")
    with left:
        results.results_card(page, "saos")
    with right:
        results.results_card(page, "meetings_held")
    attention_card.attention_card(page)
    st.header(f"The six metrics{compared(page)}", anchor=False)
    six_cards.six_cards(page)
    way = page.read.once(("way", page.period, page.rep_id), lambda: quota_way(page))
    st.header(way.title, anchor=False)
    tables.reps_table(page, way.rows, METRICS, "reps", way.columns, per_day=("calls", "emails"))
    st.caption(f"{way.note}{words.days(page.period)}. {tables.average_row(page)}")
    if floors := coached.under_floors(page):
        st.caption(floors)
    tables.download(page, "team")


def compared(page: Page) -> str:
    """What the changes on the cards are changes against."""
    if page.gone is None:
        return ""
    until = "" if page.gone == page.period else " through yesterday"
    return f", changes{until} against {words.days(page.earlier)}"


@dataclass(frozen=True)
class Way:
    """The reps on their way to quota: in order, with the first columns of the table and what they say."""

    rows: pd.DataFrame
    columns: pd.DataFrame
    title: str
    note: str


def quota_way(page: Page) -> Way:
    """The reps by attainment of the running quota; by name where there is none."""
    name = quotas.period_named(page.read.quotas, "saos", page.read.today, page.read.calendar)
    return without_quota(page) if name is None else to_quota(page, name)


def without_quota(page: Page) -> Way:
    """The reps by name, with the SAOs of the chosen days."""
    saos, rows = BY_NAME["saos"], page.of_rep(page.rows)
    values = [page.per_rep(saos), *summary.parts(rows, saos, page.read.kinds)["value"]]
    columns = pd.DataFrame({"This week": tables.this_week(rows, page), "SAOs": values})
    return Way(rows, columns, beside(page), "")


def to_quota(page: Page, name: str) -> Way:
    """The reps by attainment, with the SAOs of the quota's days; `name` is its period, as "2026-11"."""
    read = page.read
    period = read.calendar.period(name)
    whole = read.by_rep(period)
    quota = quotas.by_seat(read.quotas, read.seats, "saos", name, read.calendar)
    table = quotas.attained(page.of_rep(page.rows), whole, quota)
    rows = page.rows.loc[table.index]
    together = quotas.attained_by_all(whole, quota)
    columns = pd.DataFrame(
        {
            "This week": tables.this_week(rows, page),
            "Of quota": [together, *table["attained"]],
            "SAOs": [page.per_rep(BY_NAME["saos"], period), *table["achieved"]],
        }
    )
    columns["Of quota"] *= 100
    note = f"Quota and SAOs: {results.called(period, read.calendar)}. Everything else: "
    return Way(rows, columns, course(page, table, period), note)


def beside(page: Page) -> str:
    """The title of a table that compares with the average and with no quota."""
    who = words.literal(page.rep) if page.rep else "Every rep"
    return who if summary.ramped(page.rows).empty else f"{who} beside the team's average"


def course(page: Page, table: pd.DataFrame, period: Period) -> str:
    """How many ramped reps are on the straight line to their quota."""
    due = quotas.standing(0, 1, period, page.read.today, page.read.calendar, page.teams).due
    compared = table[page.rows.loc[table.index, "ramp_week"].isna() & table["attained"].notna()]
    if page.rep or compared.empty:
        return beside(page)
    return words.on_course(int((compared["attained"] >= due).sum()), len(compared))


page = open_page()
if page is not None:
    show(page)
