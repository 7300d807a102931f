"""Every metric in words, from the registry."""

import pandas as pd
import streamlit as st

from dashboard.figures.metrics import METRICS, SIX, Metric

# What the ledger's names do not say by themselves.
COUNTED = {
    "call_meetings": "calls that ended in a meeting",
    "email_meetings": "emails that led to a meeting",
    "activity": "calls and emails",
    "held_of_known": "held, of the past with an outcome",
    "no_shows_of_known": "no-shows, of the past with an outcome",
    "outcome_known": "all past with an outcome",
    "saos": "SAOs",
    "accepted": "meetings accepted",
    "decided": "meetings held and decided",
    "won": "deals won",
    "closed": "deals closed",
    "won_with_amount": "deals won with an amount",
}


def row(metric: Metric) -> dict[str, str]:
    """One line of the glossary."""
    parts = [COUNTED.get(part, part) for part in (metric.numerator, metric.denominator) if part]
    return {
        "Metric": metric.label,
        "What it means": metric.meaning,
        "Counted as": " ÷ ".join(parts).replace("_", " "),
        "Kind": metric.kind,
    }


st.title("Glossary", anchor=False)
st.caption(
    "Each metric is defined once. A rate without a denominator has no value and is shown as “–”, never as 0."
)
for six, title in SIX.items():
    st.header(title, anchor=False)
    rows = [row(metric) for metric in METRICS if metric.six == six]
    st.table(pd.DataFrame(rows), border="horizontal", hide_index=True)
