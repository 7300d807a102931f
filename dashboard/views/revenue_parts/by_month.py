"""Revenue and pipeline per SDR, month by month, and of each team."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.charts import months as picture
from dashboard.figures import comparison, months
from dashboard.figures.metrics import BY_NAME, Metric
from dashboard.reading import Deals
from dashboard.views.shared import words
from dashboard.views.shared.choices import team_labels
from dashboard.views.shared.count_cards import STEADY
from dashboard.views.shared.page import Page
from dashboard.views.shared.pictures import draw_metric

REVENUE, PIPELINE = BY_NAME["revenue"], BY_NAME["pipeline"]
ROW_HEIGHT = 30


def card(page: Page, deals: Deals) -> None:
    """Both per ramped rep, side by side."""
    with st.container(border=True):
        st.header(_title(deals), anchor=False)
        if deals.months.empty:
            st.caption("The log holds no whole month yet; with one this card shows what each SDR brings.")
            return
        st.caption(_how_to_read(page, deals))
        for side, metric in zip(st.columns(2, gap="medium"), (REVENUE, PIPELINE), strict=True):
            with side:
                _bars(page, deals, metric)
        if left_out := _left_out(deals):
            st.caption(left_out)


def _title(deals: Deals) -> str:
    """The last three whole months beside the three before."""
    what, found = "Revenue per ramped SDR", months.lately(deals.revenue)
    if found is None:
        known = months.whole(deals.revenue)
        if known is None or known.per_sdr is None:
            return "Revenue and pipeline per SDR, month by month"
        return f"{what}: {_money(known.per_sdr, deals)} a month"
    before, now = found
    change = comparison.change(now, before)
    if not before and not now:
        return "No revenue in these months; pipeline per ramped SDR, month by month"
    if change is None or abs(change) < STEADY:
        return f"{what} is steady at {_money(now, deals)} a month"
    return f"{what} went from {_money(before, deals)} to {_money(now, deals)} a month, by three months"


def _how_to_read(page: Page, deals: Deals) -> str:
    said = ["What a ramped rep brings on average, by the month a deal closed or an SAO was accepted."]
    running = deals.months.loc[~deals.months["whole"], "month"]
    if len(running):
        said.append(f"{running.iloc[0]:%B} is not over and paler.")
    first = deals.months["month"].min()
    if len(deals.revenue) and deals.revenue["month"].min() > first:
        said.append(
            f"Revenue begins in {deals.revenue['month'].min():%B}: deals take their time, "
            "and a log that has just begun holds few of those won."
        )
    if page.rep:
        said.append(f"All of {words.literal(page.team)}, whoever is chosen above.")
    return " ".join(said)


def _left_out(deals: Deals) -> str:
    """What no sum of these months holds: shown apart, never added."""
    where = ("Won, but not part of the revenue", "Accepted, but not part of the pipeline")
    said = ((what, words.not_added(left)) for what, left in zip(where, deals.left_out, strict=True))
    return " ".join(f"{what}: {words.literal(left)}." for what, left in said if left)


def _bars(page: Page, deals: Deals, metric: Metric) -> None:
    """A metric per ramped rep by month."""
    frame = getattr(deals, metric.name)
    st.markdown(f"**{metric.label} per ramped SDR**")
    if frame["value"].isna().all():
        st.caption("Nothing to draw yet.")
        return
    shown = pd.DataFrame(
        {
            "month": frame["month"],
            "value": frame["value"],
            "text": [words.money(value, deals.currency) for value in frame["value"]],
            "complete": frame["whole"],
            "team": np.nan,
        }
    )
    draw_metric(page, metric, picture, shown)


def teams(deals: Deals) -> None:
    """Each team over its whole months: all of it, and per ramped rep and month."""
    names = team_labels(deals.seats)
    rows = [_team(name, deals.teams[team]) for team, name in names.items() if len(deals.teams[team].months)]
    if not rows:
        return
    st.header("Team by team, month by month", anchor=False)
    sign = words.sign(deals.currency)
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        row_height=ROW_HEIGHT,
        placeholder=words.NO_VALUE,
        key="revenue-teams",
        height=ROW_HEIGHT * (len(rows) + 1) + 6,
        alt=f"Revenue and pipeline of {words.plural(len(rows), 'team')} over the whole months",
        column_config={"Team": st.column_config.TextColumn(width=150, pinned=True)}
        | {name: _column(name, sign) for name in rows[0] if name != "Team"},
    )
    st.caption(
        "Of the whole months that the log holds, twelve at most; “per SDR” is per ramped rep and month. "
        "Bars: per ramped rep, the latest month at the right."
    )


def _team(name: str, team: Deals) -> dict:
    row: dict = {"Team": name}
    for metric in (REVENUE, PIPELINE):
        known = months.whole(getattr(team, metric.name))
        row |= {
            metric.label: known and known.total,
            f"{metric.label} per SDR": known and known.per_sdr,
            f"{metric.label} by month": list(known.by_month) if known else [],
        }
    return row


def _column(name: str, sign: str):
    if name.endswith("by month"):
        return st.column_config.BarChartColumn(name, y_min=0, width=130, color="blue")
    return st.column_config.NumberColumn(f"{name} {sign}".strip(), format="localized", step=1, width=130)


def _money(amount: float | None, deals: Deals) -> str:
    return words.literal(words.money(amount, deals.currency))
