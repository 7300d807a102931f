"""Every metric in words, from the registry."""

import pandas as pd
import streamlit as st

from dashboard.figures.metrics import METRICS, SIX, Metric


def row(metric: Metric) -> dict[str, str]:
    """One line of the glossary."""
    counted = metric.numerator if metric.denominator is None else f"{metric.numerator} ÷ {metric.denominator}"
    return {
        "Metric": metric.label,
        "What it means": metric.meaning,
        "Counted as": counted.replace("_", " "),
        "Kind": metric.kind,
    }


st.title("Glossary", anchor=False)
st.caption(
    "Each metric is defined once. A rate without a denominator has no value and is shown as “–”, never as 0."
)
for six, title in SIX.items():
    st.header(title, anchor=False)
    st.table(
        pd.DataFrame([row(metric) for metric in METRICS if metric.six == six]).set_index("Metric"),
        border="horizontal",
    )
