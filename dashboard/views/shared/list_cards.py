"""Rates by list and by AE: whether it is the list, or who decides, rather than the rep."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.charts import rates
from dashboard.figures import comparison, lists
from dashboard.views.shared import words
from dashboard.views.shared.page import Page
from dashboard.views.shared.pictures import draw


def lists_card(
    page: Page, rows: pd.DataFrame, numerator: str, denominator: str, label: str, what: str
) -> None:
    """A rate by call or mailing list over all reps: a list that fails for everybody is called the problem."""
    found = lists.compare(rows, numerator, denominator) if len(rows) else pd.DataFrame()
    with st.container(border=True, height="stretch"):
        if found.empty:
            st.header("By list", anchor=False)
            st.caption(f"The log names no list for these {what}.")
            return
        st.header(_lists_title(found), anchor=False)
        st.caption(f"{label} by list, all reps. {_lists_note(found, what)}")
        shown = _lists_drawn(found)
        spec = rates.spec(page.theme, "percent", text_width=112, word_width=84)
        draw(shown, spec, rates.alt(shown, f"{label} by list"), f"lists-{label}")


def _lists_title(found: pd.DataFrame) -> str:
    bad = found[found["problem"]]
    if bad.empty:
        return "No list fails for everybody" if found["expected"].notna().any() else "By list"
    worst = bad.iloc[-1]
    who = "everybody" if worst["reps"] == worst["reps_below"] else "nearly everybody"
    return f"“{words.literal(worst['list'])}” fails for {who} who uses it"


def _lists_note(found: pd.DataFrame, what: str) -> str:
    bad = found[found["problem"]]
    if found["expected"].isna().all():
        return "It is the only one: there is nothing to compare it with."
    if bad.empty:
        return "A list is named here when nearly all of its reps do worse on it than on their other lists."
    worst = bad.iloc[-1]
    reps, below = int(worst["reps"]), int(worst["reps_below"])
    every = "all" if reps == below else str(below)
    return (
        f"{reps} reps have enough {what} on it to tell, {every} of them below their own rate elsewhere "
        f"({worst['x']:,.0f} where {worst['expected']:,.0f} were to be expected): change the list, "
        "not the reps."
    )


def _lists_drawn(found: pd.DataFrame) -> pd.DataFrame:
    frame = _drawn(found.rename(columns={"list": "name"}))
    frame["text"] = [
        f"{words.percent(row.rate, row.n)} ({row.x:,.0f} of {row.n:,.0f})" for row in found.itertuples()
    ]
    frame["word"] = np.where(found["problem"], "list problem", "")
    frame["mark"] = np.where(found["problem"], "list_problem", "in_range")
    return frame


def _drawn(found: pd.DataFrame) -> pd.DataFrame:
    """Rates of lists or AEs (name, n, x, rate, low, high) as `charts.rates` draws them, beside the rate of
    all of them together."""
    together = comparison.together(found)
    return found[["name", "rate", "low", "high"]].assign(
        luck_low=np.nan,
        luck_high=np.nan,
        text="",
        word="",
        mark="in_range",
        team=together,
        team_label=f"all {words.percent(together)}",
        selected=False,
    )


def ae_card(page: Page, meetings: pd.DataFrame) -> None:
    """Meeting → SAO by AE, with how many meetings each of them has to decide a week."""
    found = comparison.by_ae(meetings, page.period, page.read.today)
    with st.container(border=True, height="stretch"):
        if found.empty:
            st.header("By AE", anchor=False)
            st.caption("No meeting of these days names its AE, or none is decided yet.")
            return
        st.header(_aes_title(found), anchor=False)
        st.caption(
            "Meeting → SAO by AE, all reps, with the meetings each holds a week: what is accepted depends on "
            "who decides, and on how much they have to decide."
        )
        shown = _aes_drawn(found)
        spec = rates.spec(page.theme, "percent", text_width=140, word_width=0)
        draw(shown, spec, rates.alt(shown, "Meeting → SAO by AE"), "aes")


def _aes_title(found: pd.DataFrame) -> str:
    low, high = (words.percent(row.rate, row.n) for row in (found.iloc[-1], found.iloc[0]))
    if len(found) == 1:
        return f"One AE decides, and accepts {low}"
    return f"The AEs all accept {low}" if low == high else f"The AEs accept from {low} to {high}"


def _aes_drawn(found: pd.DataFrame) -> pd.DataFrame:
    text = [
        f"{row.x:,.0f} of {row.n:,.0f}, {words.count(round(row.per_week, 1))} a week"
        for row in found.itertuples()
    ]
    return _drawn(found.rename(columns={"ae": "name"})).assign(text=text)
