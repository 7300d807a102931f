"""The track record: how forecasts made at the same point of past periods have done."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import access, exports, forecast_exports
from dashboard.charts import record
from dashboard.charts.palette import Theme
from dashboard.figures import track_record
from dashboard.figures.forecast import SAOS
from dashboard.figures.track_record import ENOUGH, LEARNT_FROM, Summary
from dashboard.forecasting import Forecasts
from dashboard.views.shared import cache, flag_words, pictures, words

SUDDEN = "A sudden change takes 4 to 6 weeks to show here."
REJECTIONS = (
    "The log does not say when an AE turned a meeting down: in these replays that is known at the meeting, "
    "so they miss a little less than a forecast of today."
)


def card(found: Forecasts, metric: str, period: str, team: str, team_id: int, theme: Theme) -> None:
    """One team's record in a card; `period`: the chosen one ("2026-11", "2026-Q4")."""
    rows = cache.read_record(access.scope_of(access.OWNER), period, metric, found.today)
    own = rows[rows["team_id"] == team_id]
    result, noun = track_record.summary(own), "quarter" if "Q" in period else "month"
    with st.container(border=True):
        st.header(title(result, words.literal(team), noun), anchor=False)
        if own.empty:
            st.caption(nothing(noun))
            return
        st.caption(f"Bar: 8 in 10 range {asked(own)}. Dot: what came; diamond: outside the range.")
        frame = picture(own, "Q" in period)
        pictures.draw(frame, record.spec(theme), record.alt(frame, f"{team}, past {noun}s"), "record")
        everybody = rows[rows["team_id"].isna()]
        others = everybody if rows["team_id"].nunique() > 1 else None
        st.caption(below(result, noun, others, metric))
        st.download_button(
            "Download the record", icon=":material/download:", on_click="ignore", mime="text/csv",
            data=lambda: exports.csv(forecast_exports.record_table(rows, found.seats, metric)),
            file_name=f"track-record-{metric}-{noun}s.csv", key="download-record",
        )  # fmt: skip


def title(found: Summary, team: str, noun: str) -> str:
    """ "Nordics: the range held in 11 of 14 past months"; or that nobody can tell yet."""
    if not found.periods:
        return f"{team}: no past {noun} yet to judge the forecast by"
    if not found.enough:
        few = words.plural(found.periods, f"past {noun}")
        return f"{team}: {few}, too few to judge the forecast ({ENOUGH} are needed)"
    return f"{team}: the range held in {found.held} of {found.periods} past {noun}s"


def nothing(noun: str) -> str:
    """What is missing, and what it would show."""
    return (
        f"Here stands how often the range held, and how far off the forecast was. A {noun} counts once it is "
        f"over, and was asked when the team's log was {LEARNT_FROM} working days old."
    )


def asked(rows: pd.DataFrame) -> str:
    """ "as it stood on the 13th working day"; "on the 10th to 12th" where periods differ."""
    least, most = int(rows["gone"].min()), int(rows["gone"].max())
    day = ordinal(least) if least == most else f"{ordinal(least)} to {ordinal(most)}"
    return f"as it stood on the {day} working day"


def ordinal(number: int) -> str:
    """ "1st", "22nd", "13th"."""
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if 10 <= number % 100 <= 20 else endings.get(number % 10, 'th')}"


def picture(rows: pd.DataFrame, quarters: bool) -> pd.DataFrame:
    """The frame of `charts.record`."""
    if quarters:
        parts = rows["period"].str.split("-", n=1)
        label = parts.str[1] + " " + parts.str[0]
    else:
        label = rows["first"].map(lambda day: f"{day:%b %Y}")
    return rows.assign(label=label)[list(record.COLUMNS)]


def below(found: Summary, noun: str, everybody: pd.DataFrame | None, metric: str) -> str:
    """How far off the forecast was beside two common rules, whether its range is right, and all teams."""
    if not found.enough:
        return SUDDEN
    said = [verdict(found), misses(found, noun), SUDDEN, REJECTIONS if metric == SAOS else ""]
    if everybody is not None:
        together = track_record.summary(everybody)
        said.insert(2, f"All teams together: the range held in {together.held} of {together.periods}.")
    return " ".join(part for part in said if part)


def misses(found: Summary, noun: str) -> str:
    """The average miss of the forecast, the straight line and the average rate."""
    if pd.isna(found.miss):
        return ""
    forecast, pace, average = (
        words.percent(miss, 1) for miss in (found.miss, found.miss_pace, found.miss_average)
    )
    return (
        f"Average miss over {words.plural(found.compared, noun)}: this forecast {forecast}, straight line "
        f"{pace}, meetings × average rate {average}."
    )


def verdict(found: Summary) -> str:
    """What it means when the range holds more seldom, or more often, than luck explains."""
    if found.too_narrow:
        return f"The range is too narrow for this team: {_by_luck(found.as_few, 'seldom')}"
    if found.too_wide:
        return f"The range is wider than this team needs: {_by_luck(found.as_many, 'often')}"
    return ""


def _by_luck(chance: float, how: str) -> str:
    luck = flag_words.by_luck(chance)
    return f"were it right, it would hold so {how} {luck[0].lower()}{luck[1:]}."
