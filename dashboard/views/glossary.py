"""Every metric in words, from the registry."""

import pandas as pd
import streamlit as st

from dashboard.figures.metrics import METRICS, SIX, Metric

KINDS = {
    "input": "an input: how much, and how well it begins",
    "between": "between input and output",
    "output": "an output: what it leads to",
}


def row(metric: Metric) -> dict[str, str]:
    """One line of the glossary."""
    return {"Metric": metric.label, "What it means": metric.meaning, "Kind": metric.kind}


st.title("Glossary", anchor=False)
st.caption(
    "Each metric is defined once. A rate without a denominator has no value and is shown as “–”, never as 0."
)
for six, title in SIX.items():
    st.subheader(title, anchor=False)
    st.table(
        pd.DataFrame([row(metric) for metric in METRICS if metric.six == six]).set_index("Metric"),
        border="horizontal",
    )
