"""The table of reps, the team's average first, and what the pages let people take away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd
import streamlit as st

from dashboard import exports
from dashboard.charts.palette import Theme
from dashboard.figures import summary
from dashboard.figures.metrics import BY_NAME, Metric
from dashboard.figures.summary import Value
from dashboard.views.shared import coached, sentences, words
from dashboard.views.shared.page import Page

ROW_HEIGHT = 30
# Perhaps for another team of the organisation.
LEFT = "Left team"
# Text over the pale blue of the average row stays readable in both themes.
AVERAGE = {
    "light": {"background-color": "#e1ebf6", "font-weight": "600"},
    "dark": {"background-color": "#22364c", "font-weight": "600"},
}


def numbers_card(page: Page, names: Sequence[str], key: str, per_day: Sequence[str] = ()) -> None:
    """The numbers behind the pictures, and a way to take them along."""
    st.header("The numbers", anchor=False)
    rows = page.of_rep(page.rows)
    first = page.read.once(
        ("notes", page.period, page.rep_id), lambda: pd.DataFrame({"Note": notes(rows, page)})
    )
    reps_table(page, rows, names, f"table-{key}", first, per_day)
    st.caption(f"{words.days(page.period)}. {average_row(page)}")
    download(page, key)


def average_row(page: Page) -> str:
    """What the table's first row is an average of, and what its dashes mean."""
    own = summary.ramped(page.rows)
    # Who has left adds neither counts nor days.
    there = own[own["days"] > 0] if own["days"].any() else own
    return f"{words.average_of(there['rep_id'].nunique())} “–” means no value."


def reps_table(
    page: Page, rows: pd.DataFrame, names: Sequence[str], key: str, first: pd.DataFrame,
    per_day: Sequence[str] = (),
) -> None:  # fmt: skip
    """The reps of `rows` in their order, with these metrics; each rate is followed by its n / d. `first`
    holds columns of the view's own to stand before the metrics, the team's in its first row; counts
    `per_day` (of a working day in seat) stand last, since nobody is to be read by volume first."""
    frame, settings = page.read.once(
        ("table", key, page.period, page.rep_id), lambda: _table(page, rows, names, first, per_day)
    )
    draw(frame, settings, key, page.theme)


def draw(frame: pd.DataFrame, settings: dict, key: str, theme: Theme) -> None:
    """A table of reps under the team's average, its first row."""
    # The pinned column keeps its own colour: over blue its faded text would be too pale.
    average = pd.IndexSlice[[0], [name for name in frame if name != "Rep"]]
    st.dataframe(
        frame.style.set_properties(subset=average, **AVERAGE[theme]),
        column_config=settings,
        hide_index=True,
        row_height=ROW_HEIGHT,
        key=key,
        height=ROW_HEIGHT * (len(frame) + 1) + 6,
        alt=f"{words.plural(len(frame) - 1, 'rep')} beside the team's average",
        placeholder=words.NO_VALUE,
    )


def _table(
    page: Page, rows: pd.DataFrame, names: Sequence[str], first: pd.DataFrame, per_day: Sequence[str]
) -> tuple[pd.DataFrame, dict]:
    """The cells of `reps_table` and the settings of its columns."""
    frame = pd.DataFrame({"Rep": ["Team average", *rows["rep"]]})
    frame = pd.concat([frame, first.reset_index(drop=True)], axis=1)
    settings: dict = {"Rep": st.column_config.TextColumn(pinned=True, width=106)}
    settings |= {name: column for name, column in FIRST.items() if name in first}
    for name in names:
        add = _add_rate if BY_NAME[name].is_rate else _add_count
        add(frame, settings, page, rows, BY_NAME[name])
    counts = [name for name in settings if name in frame and frame[name].dtype.kind == "f"]
    # A count's average with three decimals would pretend to a precision that nobody has.
    frame[counts] = frame[counts].round(1)
    for name in per_day:
        _add_a_day(frame, settings, page, rows, BY_NAME[name])
    return frame, settings


def _add_rate(frame: pd.DataFrame, settings: dict, page: Page, rows: pd.DataFrame, metric: Metric) -> None:
    part = summary.parts(rows, metric, page.read.kinds)
    label = SHORT.get(metric.name, metric.label)
    values = [page.average(metric), *(Value(*numbers) for numbers in zip(
        *(_nones(part[column]) for column in ("value", "numerator", "denominator")), strict=True
    ))]  # fmt: skip
    scale = 100 if metric.unit == "rate" else 1
    frame[label] = [None if value.value is None else scale * value.value for value in values]
    settings[label] = _number(metric, page)
    n_d = f"n / d ({label})"
    frame[n_d] = [_n_d(value, metric, page) for value in values]
    settings[n_d] = st.column_config.TextColumn("n / d", width=76, alignment="right")


def _add_count(frame: pd.DataFrame, settings: dict, page: Page, rows: pd.DataFrame, metric: Metric) -> None:
    part = summary.parts(rows, metric, page.read.kinds)
    label = SHORT.get(metric.name, metric.label)
    frame[label] = [page.per_rep(metric), *_nones(part["value"])]
    settings[label] = _number(metric, page)


def _add_a_day(frame: pd.DataFrame, settings: dict, page: Page, rows: pd.DataFrame, metric: Metric) -> None:
    label = f"{metric.label}/day"
    frame[label] = [page.average(metric).value, *_nones(summary.per_day(rows, metric, page.read.kinds))]
    # A fraction of a call a day is not none.
    most = frame[label].max()
    digits = 2 if most < 1 else 1 if most < 20 else 0
    settings[label] = st.column_config.NumberColumn(format=f"%.{digits}f", width=66)


def notes(rows: pd.DataFrame, page: Page) -> list[list[str]]:
    """For the team's row and each rep's a list of badges: who is ramping, who has left."""
    left = page.read.seats.groupby(["rep_id", "team_id"])["ended_on"].agg(lambda days: days.max(skipna=False))
    return [[], *([*_notes(row, left.get((row.rep_id, row.team_id)), page)] for row in rows.itertuples())]


def this_week(rows: pd.DataFrame, page: Page) -> list[list[str]]:
    """As `notes`, with the word that is first to be said of each rep this week."""
    found = {one.rep_id: one.kind for one in coached.people(page)}
    said = [
        [coached.word_of(page, row.rep_id, row.team_id, found)]
        if (row.rep_id, row.team_id) in page.read.sitting
        else [LEFT]
        for row in rows.itertuples()
    ]
    return [[], *said]


def _notes(row, ended_on: pd.Timestamp | None, page: Page) -> Iterator[str]:
    if not pd.isna(row.ramp_week):
        yield "Ramping"
    if not pd.isna(ended_on) and ended_on < pd.Timestamp(page.read.today):
        yield LEFT


def _n_d(value: Value, metric: Metric, page: Page) -> str:
    if metric.unit == "money":
        return f"{words.money(value.numerator, page.read.currency)} / {words.count(value.denominator)}"
    return words.n_of_d(value)


def _number(metric: Metric, page: Page) -> st.column_config.NumberColumn:
    if metric.unit == "rate":
        return st.column_config.NumberColumn(format=f"%.1f{words.NBSP}%%", width=72, help=metric.meaning)
    if metric.unit == "money":
        sign = words.sign(page.read.currency)
        return st.column_config.NumberColumn(
            f"{SHORT.get(metric.name, metric.label)} {sign}".strip(),
            format="localized",
            step=1,
            width=92,
            help=metric.meaning,
        )
    digits = {"format": "%.1f"} if metric.unit == "ratio" else {"format": "localized"}
    return st.column_config.NumberColumn(width=56, help=metric.meaning, **digits)


def _nones(values: pd.Series) -> list:
    return [None if pd.isna(value) else value for value in values]


FIRST = {
    "This week": st.column_config.MultiselectColumn(
        options=[*(badge.word for badge in sentences.BADGES.values()), LEFT],
        color=[*(badge.color for badge in sentences.BADGES.values()), "gray"],
        width=130,
    ),
    "Note": st.column_config.MultiselectColumn(options=["Ramping", LEFT], color=["gray", "gray"], width=86),
    "Of quota": st.column_config.ProgressColumn(
        min_value=0, max_value=120, format=f"%.0f{words.NBSP}%%", width=86, color="blue"
    ),
    "SAOs": st.column_config.NumberColumn(format="localized", width=52),
}
SHORT = {
    "connected_to_meeting": "Conn.→mtg",
    "email_to_meeting": "Email→mtg",
    "activity_to_meeting": "Act.→mtg",
    "meeting_to_sao": "Mtg→SAO",
    "meetings_scheduled": "Booked",
    "meetings_held": "Held",
    "calls_per_meeting": "Calls/mtg",
    "positive_reply_rate": "Positive",
    "future_meetings": "Future",
}


def meetings_table(page: Page, meetings: pd.DataFrame, key: str) -> None:
    """Meetings one by one, with their moment in the team's time zone."""
    frame = pd.DataFrame(
        {
            "When": meetings["starts_at"].dt.tz_convert(page.zone).dt.tz_localize(None),
            "Rep": meetings["rep"],
            "Account": meetings["account"],
            "Prospect": meetings["prospect"],
            "AE": meetings["ae"],
            "Booked by": meetings["channel"],
        }
    )
    st.dataframe(
        frame,
        hide_index=True,
        row_height=ROW_HEIGHT,
        key=key,
        alt=f"{len(frame)} meetings",
        placeholder=words.NO_VALUE,
        height=ROW_HEIGHT * (min(len(frame), 12) + 1) + 6,
        column_config={"When": st.column_config.DatetimeColumn(format="ddd D MMM, HH:mm", width=140)},
    )
    download_rows(page, frame, key)


def download_rows(page: Page, frame: pd.DataFrame, name: str) -> None:
    """The rows that stand above, as CSV."""
    st.download_button(
        "Download these as CSV",
        lambda: exports.csv(frame),
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        file_name=f"{name}-{page.period.first}-{page.period.last}.csv",
        key=f"download-rows-{name}",
    )


def download(page: Page, name: str, average: bool = True) -> None:
    """Every metric of the reps in the period, or of the chosen one, as CSV; the team's average above them."""
    read, period, rep_id = page.read, page.period, page.rep_id
    st.download_button(
        # Made when somebody asks for it, not whenever the page is drawn.
        "Download as CSV",
        lambda: exports.csv(exports.metrics_table(read, period, rep_id, average)),
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        file_name=f"{name}-{page.period.first}-{page.period.last}.csv",
        key=f"download-{name}",
    )
