"""Forecast: where each team lands against quota, how sure that is, and what it would take."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from dashboard import access, exports, forecast_exports
from dashboard.charts import landings, outcomes
from dashboard.figures import landing
from dashboard.figures.forecast import METRICS, SAOS
from dashboard.figures.metrics import BY_NAME
from dashboard.figures.periods import local_day, name_after, of_quota
from dashboard.figures.quotas import PLAN
from dashboard.forecasting import A_WEEK, Forecasts
from dashboard.reading import usual_zone
from dashboard.views.forecast_parts import record, said, tables
from dashboard.views.shared import cache, empty, landing_words, pictures, words
from dashboard.views.shared.choices import team_labels
from dashboard.views.shared.results import LONGEST_BEHIND, called
from dashboard.views.shared.until import choose_period

MAKES = (
    "With meetings and SAOs loaded this page shows where each team lands by the end of the month or quarter: "
    "a range, the chance of the quota, and what it would take."
)
METRIC_LABELS = {BY_NAME[name].label: name for name in METRICS}


def choose(today: date, year_ends: int) -> tuple[str, str]:
    """The metric, and the month or quarter, each kept in the address."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        metric = st.segmented_control(
            "Metric", list(METRIC_LABELS), default=next(iter(METRIC_LABELS)), required=True, key="metric",
            bind="query-params", label_visibility="collapsed",
        )  # fmt: skip
        period = choose_period(today, year_ends)
    # An address may name what there is not.
    return METRIC_LABELS.get(metric, METRICS[0]), period


def show(found: Forecasts, metric: str, period: str) -> None:
    """The page below its head."""
    teams = found.of_teams(period, metric)
    labels = team_labels(found.seats)
    teams = teams.assign(team=teams["team_id"].map(labels)).sort_values(
        ["p_hit", "mean"], ascending=False, na_position="last", ignore_index=True
    )
    over = found.calendar.period(period).last < found.today
    teams_card(found, metric, period, teams, over)
    if found.days_left(period):
        st.header(f"What has to happen in the {said.days_left(teams)} left", anchor=False)
        tables.needed(with_levers(found, metric, period, teams), BY_NAME[metric].label)
        days = found.calendar.period(period)
        last = found.calendar.worked(teams["team_id"], days.first, days.last)[-1].astype(object)
        st.caption(said.how_levers_work(metric, last))
    one_team(found, metric, period, teams, over)
    st.download_button(
        "Download as CSV", lambda: exports.csv(forecast_exports.forecast_table(found, period, metric)),
        mime="text/csv", icon=":material/download:", on_click="ignore",
        file_name=f"forecast-{metric}-{period}.csv", key="download-forecast",
    )  # fmt: skip


def with_levers(found: Forecasts, metric: str, period: str, teams: pd.DataFrame) -> pd.DataFrame:
    """The teams with what their quota takes (`landing.asked`), what would move it most, and what has changed
    in a week."""
    following = _called(found, name_after(period))
    asked = landing.asked(teams, teams["team_days_left"])
    best, changed = found.levers(period, metric), found.changes(period, metric)
    levers = [said.lever(row, best.get(row["team_id"]), following) for _, row in asked.iterrows()]
    booking = [said.to_book(row) for _, row in asked.iterrows()]
    change = [changed[team].total if team in changed else None for team in asked["team_id"]]
    return asked.assign(
        lever=[text for text, _ in levers],
        points=[points for _, points in levers],
        change=change,
        to_book=booking,
    )


def teams_card(found: Forecasts, metric: str, period: str, teams: pd.DataFrame, over: bool) -> None:
    """All teams on one scale."""
    percent = bool((teams["quota"] > 0).all())
    frame = tables.picture(teams, percent, over)
    with st.container(border=True):
        st.header(said.headline(teams, over), anchor=False)
        scale = "Percent of quota" if percent else "Counts; not every team has a quota"
        parts = ", ".join(landing_words.parts(metric).values())
        st.caption(f"{scale}. From the left: {parts}. Line under the bar: 8 in 10 outcomes, dot: the middle.")
        label = f"{BY_NAME[metric].label} in {_called(found, period)}"
        spec = landings.spec(_theme(), percent)
        pictures.draw(frame, spec, landings.alt(frame, label, landing_words.parts(metric)), "landings")
        st.caption(_below(found, metric, period, teams, over))


def _below(found: Forecasts, metric: str, period: str, teams: pd.DataFrame, over: bool) -> str:
    text = [said.together(found.of_all(period, metric), over)] if len(teams) > 1 else []
    if teams["quota"].notna().any():
        text.append(
            "Quotas are usually set about a fifth above what is to be expected: "
            f"{words.percent(PLAN, 1)} of one is plan."
        )
    missing = teams.loc[teams["quota"].isna(), "team"].tolist()
    if missing:
        named = ", ".join(words.literal(team) for team in missing)
        text.append(f"No quota for {named} in {_called(found, period)}: set one on the Quotas view.")
    return " ".join(text)


def _called(found: Forecasts, period: str) -> str:
    return called(found.calendar.period(period), found.calendar)


def calendars_card(found: Forecasts) -> None:
    """Whose calendar is thin for the coming weeks, of all teams in scope."""
    names = found.seats.drop_duplicates("rep_id").set_index("rep_id")["rep"]
    rows = found.calendars.assign(rep=found.calendars["rep_id"].map(names))
    with st.container(border=True):
        st.header(said.thin(rows), anchor=False)
        st.caption(said.thin_detail(rows))
        st.page_link(
            "views/future_meetings.py", label="Who meets whom when", icon=":material/event_upcoming:"
        )


def one_team(found: Forecasts, metric: str, period: str, teams: pd.DataFrame, over: bool) -> None:
    """One team's results by how likely they are, and its reps."""
    largest = found.seats.groupby("team_id")["rep_id"].nunique().idxmax()
    names = teams["team"].tolist()
    chosen = st.selectbox(
        "Team", names, index=names.index(teams.set_index("team_id").loc[largest, "team"]), key="team",
        bind="query-params", width=190, label_visibility="collapsed",
    )  # fmt: skip
    row = teams[teams["team"] == chosen].iloc[0]
    left, right = st.columns([1, 1.12], gap="small")
    with left.container(border=True, height="stretch"):
        st.header(f"{words.literal(chosen)}: {landing_words.landing(row)}", anchor=False)
        strong = "" if pd.isna(row["quota"]) else " Strong: at or over the quota."
        st.caption(f"How likely each result is.{strong}")
        frame = tables.likely(landing.outcomes(row), row)
        pictures.draw(frame, outcomes.spec(_theme()), outcomes.alt(frame, chosen), "outcomes")
        st.caption(landing_words.sum_of(row, metric))
        if (changed := found.changes(period, metric).get(row["team_id"])) is not None:
            st.caption(said.since(changed, metric, found.today - A_WEEK))
    with right.container(border=True, height="stretch"):
        st.header(f"{words.literal(chosen)}: who is where", anchor=False)
        reps = found.of_reps(period, metric)
        tables.reps(reps[reps["team_id"] == row["team_id"]], found.seats)
    if not over:
        calendars_card(found)
    record.card(found, metric, period, chosen, row["team_id"], _theme())


def _theme() -> str:
    return "dark" if st.context.theme.type == "dark" else "light"


def caption(found: Forecasts, metric: str, period: str) -> str:
    """What is forecast, as of when, and through when there is data."""
    days = found.calendar.period(period)
    moments = [moment for moment in found.through.values() if moment]
    through = words.moment(max(moments), found.zone, found.today) if moments else ""
    left = words.plural(found.days_left(period), "working day")
    data = f"data through {through}" if through else "nothing logged yet"
    return f"{BY_NAME[metric].label}, {words.days(days)} · {left} left · {data}"


def main() -> None:
    """The page."""
    scope = access.scope_of(access.OWNER)
    seats = cache.seats(scope)
    if seats.empty:
        empty.nothing_loaded("Forecast", MAKES)
        return
    st.title("Forecast", anchor=False)
    place = st.empty()
    metric, period = choose(local_day(cache.now(), usual_zone(seats)), cache.year_ends())
    found = cache.read_forecasts(scope, of_quota(period, cache.year_ends()))
    place.caption(caption(found, metric, period))
    if not found.through["meetings"] and not found.through["opportunities"]:
        st.write(f"No meetings loaded. {MAKES}")
        st.page_link("views/data.py", label="Load meetings", icon=":material/upload:")
        return
    if metric == SAOS and not found.knows_saos:
        st.write(
            "No SAO is in the log: what is shown takes it that one in two held meetings is accepted. Load "
            "opportunities, or meetings with the outcome accepted, and it is your own rate."
        )
    days = found.calendar.period(period)
    if found.begins is None or found.begins > days.last:
        st.write(said.not_logged(found.begins))
        return
    if found.days_behind > LONGEST_BEHIND and days.last >= found.today:
        st.info(said.stopped(found.days_behind))
    show(found, metric, period)


main()
