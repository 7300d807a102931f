"""The tables of the Forecast view, and the frames that its pictures draw."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.charts import landing
from dashboard.figures.quotas import PLAN
from dashboard.views.shared import landing_words, words

ROW_HEIGHT = 30
HIDDEN = {"hide_index": True, "row_height": ROW_HEIGHT, "placeholder": words.NO_VALUE}


def picture(teams: pd.DataFrame, percent: bool, over: bool = False) -> pd.DataFrame:
    """The frame of `charts.landings`; once the period is `over` a quota was made or missed."""
    chance = (
        teams["p_hit"].map({1.0: "made", 0.0: "missed"}) if over else teams["p_hit"].map(landing_words.chance)
    )
    quota = teams["quota"].map(lambda value: "" if pd.isna(value) else f" of {value:,.0f}")
    return pd.DataFrame(
        {
            "name": teams["team"], "selected": False, **{part: teams[part] for part in landing.PARTS},
            "unit": teams["quota"] if percent else 1.0, "quota": teams["quota"],
            "plan": PLAN * teams["quota"], **{name: teams[name] for name in ("p10", "p50", "p90")},
            "likely": teams["p50"].map("{:,.0f}".format) + quota,
            "reach": reach(teams),
            "chance": chance.fillna(""),
        }
    )  # fmt: skip


def reach(rows: pd.DataFrame) -> pd.Series:
    """ "195–207" """
    return rows["p10"].map("{:,.0f}".format) + "–" + rows["p90"].map("{:,.0f}".format)


def likely(outcomes: pd.DataFrame, row: pd.Series) -> pd.DataFrame:
    """The frame of `charts.outcomes`."""
    quota, p_hit = row["quota"], row["p_hit"]
    known = pd.notna(quota)
    return outcomes.assign(
        hit=outcomes["count"] >= quota if known else False,
        quota=quota if known else float("nan"),
        short=f"short of it: {landing_words.percent(1 - p_hit)}" if known else "",
        reached=f"quota {quota:,.0f} or more: {landing_words.percent(p_hit)}" if known else "",
    )


def needed(teams: pd.DataFrame, label: str) -> None:
    """What each team (see `landing.asked`) needs a working day, beside what is to be expected; its `lever`
    in words with the `points` of chance, and the `change` since a week ago."""
    frame = pd.DataFrame(
        {
            "Team": teams["team"], "Chance of quota": 100 * teams["p_hit"],
            f"{label} to quota": teams["to_go"], "Needed a day": teams["needed"],
            "Expected a day": teams["expected"], "Largest lever": teams["lever"], "Points": teams["points"],
            "To book a day": teams["to_book"],
            "Since last week": teams["change"].astype(float), "Straight line": teams["straight_line"],
        }
    )  # fmt: skip
    config = {
        "Team": st.column_config.TextColumn(width=116, pinned=True),
        "Chance of quota": st.column_config.ProgressColumn(
            format="%.0f %%", min_value=0, max_value=100, width=104
        ),
        f"{label} to quota": st.column_config.NumberColumn(format="%.1f", width=92),
        "Needed a day": st.column_config.NumberColumn(format="%.1f", width=92),
        "Expected a day": st.column_config.NumberColumn(format="%.1f", width=94),
        "Largest lever": st.column_config.TextColumn(width=232),
        "Points": st.column_config.TextColumn(
            width=58, help="By how many points it would raise the chance of the quota"
        ),
        "To book a day": st.column_config.TextColumn(
            width=96, help="Meetings to be booked a day for the quota / as many as are booked now"
        ),
        "Since last week": st.column_config.NumberColumn(
            format="%+.0f", width=98, help="How much more (or less) is expected than a week ago"
        ),
        "Straight line": st.column_config.NumberColumn(
            format="%.0f", width=84, help="Achieved ÷ (working days gone ÷ working days of the period)"
        ),
    }
    alt = "What each team needs a working day"
    st.dataframe(frame, column_config=config, key="needed", alt=alt, **HIDDEN)


def reps(rows: pd.DataFrame, seats: pd.DataFrame) -> None:
    """A team's reps, the nearest to their quota first."""
    names = seats.drop_duplicates("rep_id").set_index("rep_id")["rep"]
    rows = rows.assign(rep=rows["rep_id"].map(names))
    rows = rows.sort_values(["p_hit", "mean", "rep"], ascending=[False, False, True], na_position="last")
    frame = pd.DataFrame(
        {
            "Rep": rows["rep"], "Quota": rows["quota"], "Achieved": rows["achieved"],
            "Undecided": rows["pending_meetings"], "Calendar": rows["calendar_meetings"],
            "8 in 10": reach(rows),
            "Chance": 100 * rows["p_hit"],
        }
    )  # fmt: skip
    whole = st.column_config.NumberColumn(format="%.0f", width=54)
    config = {
        "Rep": st.column_config.TextColumn(width=116, pinned=True), "Quota": whole,
        "Achieved": st.column_config.NumberColumn(format="%.0f", width=68),
        "Undecided": st.column_config.NumberColumn(
            format="%.0f", width=76, help="Held, or past without an outcome, and not decided yet"),
        "Calendar": st.column_config.NumberColumn(format="%.0f", width=70, help="Meetings still to come"),
        "8 in 10": st.column_config.TextColumn(width=62),
        "Chance": st.column_config.NumberColumn(format="%.0f %%", width=62),
    }  # fmt: skip
    height = ROW_HEIGHT * (min(len(frame), 12) + 1) + 6
    st.dataframe(
        frame, column_config=config, key="forecast-reps", height=height, alt="Where each rep lands", **HIDDEN
    )
