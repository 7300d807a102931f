"""The cards that the views of the six metrics are made of: one finding a card, its picture, its numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.charts import bars, rates, shares, trend, weeks
from dashboard.figures import comparison, deals, lists, patterns, series, summary
from dashboard.figures.metrics import BY_NAME, Metric
from dashboard.figures.summary import Value
from dashboard.views.shared import tables, words
from dashboard.views.shared.page import Page

WEEKS = 13
# A rate that moves less than this part of itself is not worth a title.
STEADY = 0.10
UNITS = {"rate": "percent", "ratio": "plain", "money": "money", "count": "plain"}


def choose_metric(names: Sequence[str], key: str) -> Metric:
    """The rate to look at, chosen above the cards and kept in the address."""
    labels = {BY_NAME[name].label: name for name in names}
    chosen = st.segmented_control(
        "Rate",
        list(labels),
        default=next(iter(labels)),
        required=True,
        key=key,
        bind="query-params",
        label_visibility="collapsed",
    )
    return BY_NAME[labels[chosen]]


def draw(frame: pd.DataFrame, spec: dict[str, Any], alt: str, key: str) -> None:
    """A chart over the full width of its card."""
    st.vega_lite_chart(frame, spec, alt=alt, width="stretch", key=key)


def rates_card(page: Page, metric: Metric) -> None:
    """Each rep's rate beside the team's, with what luck alone does to it."""
    frame = comparison.rates(page.rows, metric, page.read.kinds)
    team = page.average(metric)
    with st.container(border=True):
        st.header(f"{metric.label}: {_range_of(frame, team, metric, page)}", anchor=False)
        st.caption(_how_to_read(frame, metric, team, page))
        shown = _rates_frame(page, frame, team, metric)
        unit = UNITS[metric.unit]
        currency = words.sign(page.read.currency)
        spec = rates.spec(page.theme, unit, currency, text_width=96)
        draw(shown, spec, rates.alt(shown, metric.label, unit, currency), f"rates-{metric.name}")
        st.caption(_luck_note(frame, metric))


def _range_of(frame: pd.DataFrame, team: Value, metric: Metric, page: Page) -> str:
    said = words.metric_value(metric, team, page.read.currency)
    known = frame[~frame["ramping"]].dropna(subset=["value"])
    if team.value is None:
        nobody = summary.ramped(page.rows).empty
        return "nobody is ramped, so no average" if nobody else "nothing to compare in these days"
    if len(known) < 2:
        return f"the team is at {said}"
    if known["value"].nunique() == 1:
        return f"the team is at {said}, and so is every rep"
    ends = [
        words.metric_value(metric, Value(row.value, row.numerator, row.denominator), page.read.currency)
        for row in (known.iloc[-1], known.iloc[0])
    ]
    return f"the team is at {said}, its reps from {ends[0]} to {ends[1]}"


def _how_to_read(frame: pd.DataFrame, metric: Metric, team: Value, page: Page) -> str:
    said = [metric.meaning]
    if metric.unit == "rate":
        said = ["Dot: the rep's rate, with its 80 % interval."]
    if frame["luck_low"].notna().any():
        said.append("Grey band: where luck alone puts a rep with as many trials (9 in 10).")
    if team.value is not None:
        said.append(f"Dashed: the team, {_behind(metric, team, page)}.")
    return " ".join(said)


def _behind(metric: Metric, value: Value, page: Page) -> str:
    """The numerator and denominator of a value in words: "19 of 160", "1,744 for 42", "$148k in 4 deals"."""
    if metric.unit == "money":
        deals = words.plural(int(value.denominator or 0), "deal")
        return f"{words.money(value.numerator, page.read.currency)} in {deals}"
    return words.n_of_d(value, " of " if metric.unit == "rate" else " for ")


def _luck_note(frame: pd.DataFrame, metric: Metric) -> str:
    ramping = frame.loc[frame["ramping"], "rep"].tolist()
    note = (
        f"{words.names(ramping)} {'is' if len(ramping) == 1 else 'are'} ramping and not part of the average. "
        if ramping
        else ""
    )
    compared = int(frame["luck_low"].notna().sum())
    if metric.unit != "rate" or compared < 2:
        return note or metric.meaning
    below, above = comparison.outside_luck(frame)
    outside = len(below) + len(above)
    return (
        f"{note}{words.outside_bands(outside, compared)}; luck alone puts about {compared / 10:.1f} there. "
        "A band is no verdict: look at the work, not at the rank."
    )


def _rates_frame(page: Page, frame: pd.DataFrame, team: Value, metric: Metric) -> pd.DataFrame:
    between = " of " if metric.unit == "rate" else " for "
    text = [
        words.n_of_d(Value(None, row.numerator, row.denominator), between)
        if row.denominator == row.denominator
        else words.NO_VALUE
        for row in frame.itertuples()
    ]
    if metric.unit == "money":
        text = [
            f"{words.plural(int(row.denominator), 'deal')}" if row.denominator == row.denominator else "–"
            for row in frame.itertuples()
        ]
    chosen = frame["rep"] == page.rep
    return pd.DataFrame(
        {
            "name": frame["rep"],
            "rate": frame["value"],
            **{name: frame[name] for name in ("low", "high", "luck_low", "luck_high")},
            "text": text,
            "word": np.where(frame["ramping"], "Ramping", ""),
            "mark": np.where(frame["ramping"], "ramping", np.where(chosen, "selected", "in_range")),
            "team": np.nan if team.value is None else team.value,
            "team_label": f"team {words.metric_value(metric, team, page.read.currency)}",
            "selected": chosen,
        }
    )


def bars_card(page: Page, metric: Metric, title: str | None = None) -> None:
    """Each rep's count or amount beside the average of the ramped reps."""
    frame = comparison.amounts(page.rows, metric, page.read.kinds)
    team = page.per_rep(metric)
    currency = page.read.currency

    def text(value: float | None) -> str:
        return words.metric_value(metric, Value(value), currency)

    shown = pd.DataFrame(
        {
            "name": frame["rep"],
            "value": frame["value"],
            "text": [text(value) for value in frame["value"]],
            "team": np.nan if team is None else team,
            "team_label": f"average {text(team)}",
            "mark": np.where(frame["ramping"], "ramping", "in_range"),
            "selected": frame["rep"] == page.rep,
        }
    )
    with st.container(border=True):
        by_default = f"{metric.label} {'by rep' if team is None else 'beside the average'}"
        st.header(title or by_default, anchor=False)
        st.caption(f"{metric.meaning}{'' if team is None else ' Dashed: the average of the ramped reps.'}")
        unit, sign = UNITS[metric.unit], words.sign(currency)
        alt = bars.alt(shown, metric.label, unit, sign)
        draw(shown, bars.spec(page.theme, unit, sign), alt, f"bars-{metric.name}")


def shares_chart(
    page: Page, rows: pd.DataFrame, names: pd.Series, parts: Mapping[str, Sequence[str]], label: str
) -> None:
    """What became of what was done, in percent of each rep's, the team first."""
    frame = comparison.shares(rows, names, parts)
    frame["selected"] = frame["name"] == page.rep
    st.markdown(f"**{label}**")
    if frame.empty:
        st.caption("None in these days.")
        return
    draw(frame, shares.spec(page.theme), shares.alt(frame, label), f"shares-{label}")


def trend_card(page: Page, metric: Metric) -> None:
    """A rate by week: the team, and the chosen rep with what luck alone does to a rep's week."""
    mondays = series.mondays(page.read.today, WEEKS)
    ledger, kinds = page.read.ledger, page.read.kinds
    ramped = summary.ramped(page.rows)["rep_id"]
    of_team = ledger[ledger["rep_id"].isin(ramped)]
    team = series.weekly(of_team, metric, kinds, mondays)
    if metric.unit == "rate" and len(ramped):
        team = series.with_luck(team, team.set_index("week")["denominator"] / len(ramped))
    lines = [team.assign(who="team")]
    if page.rep_id is not None:
        own = series.weekly(ledger[ledger["rep_id"] == page.rep_id], metric, kinds, mondays)
        lines.append(own.assign(who=words.first_name(page.rep)))
    frame = pd.concat(lines).reindex(columns=["week", "who", "value", "low", "high"])
    unit, sign = UNITS[metric.unit], words.sign(page.read.currency)
    with st.container(border=True, height="stretch"):
        st.header(_course(team, metric, page), anchor=False)
        if frame["value"].isna().all():
            nobody = ramped.empty and not page.rep
            st.caption(
                "Nobody is ramped, so the team has no line; choose a rep to see theirs."
                if nobody
                else f"Nothing to draw in the last {WEEKS} weeks."
            )
            return
        st.caption(
            f"{metric.label} by week, {WEEKS} weeks" + ("" if page.rep else "; choose a rep to see theirs")
        )
        draw(
            frame,
            trend.spec(page.theme, unit, sign),
            trend.alt(frame, metric.label, unit, sign),
            f"trend-{metric.name}",
        )


def _course(team: pd.DataFrame, metric: Metric, page: Page) -> str:
    """The first and the last four whole weeks of the team, pooled, as a title."""
    whole = team.iloc[:-1].dropna(subset=["value"])
    if len(whole) < 8:
        return f"{metric.label}, week by week"
    pooled = [_pooled(part, metric) for part in (whole.iloc[:4], whole.iloc[-4:])]
    said = [words.metric_value(metric, Value(value), page.read.currency) for value in pooled]
    change = comparison.change(pooled[1], pooled[0])
    if change is None or abs(change) < STEADY:
        return f"The team is steady at {said[1]}"
    return f"The team went from {said[0]} to {said[1]} in {len(whole)} weeks"


def _pooled(weeks: pd.DataFrame, metric: Metric) -> float | None:
    if not metric.is_rate:
        return float(weeks["value"].mean())
    denominator = weeks["denominator"].sum()
    return float(weeks["numerator"].sum() / denominator) if denominator else None


def counts_card(page: Page, metric: Metric, title: str) -> None:
    """A count or an amount by week, for the team or the chosen rep; the week that is not over is paler."""
    frame = page.weekly(metric, series.mondays(page.read.today, WEEKS))
    currency = page.read.currency
    shown = pd.DataFrame(
        {
            "week": frame["week"],
            "value": frame["value"],
            # Amounts do not fit over the bars of half a card.
            "text": "" if metric.unit == "money" else [words.count(value) for value in frame["value"]],
            "complete": frame["week"] + pd.Timedelta(days=6) < pd.Timestamp(page.read.today),
            "team": np.nan,
        }
    )
    with st.container(border=True, height="stretch"):
        st.header(title, anchor=False)
        whose = f", {words.literal(page.rep)} only" if page.rep else ""
        st.caption(f"{metric.label} by week, {WEEKS} weeks{whose}; this week is paler")
        unit, sign = UNITS[metric.unit], words.sign(currency)
        alt = weeks.alt(shown, metric.label, unit, sign)
        draw(shown, weeks.spec(page.theme, unit, sign), alt, f"counts-{metric.name}")


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
        bad = found[found["problem"]]
        st.header(_lists_title(bad), anchor=False)
        st.caption(f"{label} by list, all reps. {_lists_note(bad, what)}")
        shown = _lists_frame(found)
        draw(
            shown,
            rates.spec(page.theme, "percent", text_width=112, word_width=84),
            rates.alt(shown, f"{label} by list"),
            f"lists-{label}",
        )


def _lists_title(bad: pd.DataFrame) -> str:
    if bad.empty:
        return "No list fails for everybody"
    worst = bad.iloc[-1]
    who = "everybody" if worst["reps"] == worst["reps_below"] else "nearly everybody"
    return f"“{words.literal(worst['list'])}” fails for {who} who uses it"


def _lists_note(bad: pd.DataFrame, what: str) -> str:
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


def _lists_frame(found: pd.DataFrame) -> pd.DataFrame:
    frame = _plain_rates(found.rename(columns={"list": "name"}), "all")
    frame["text"] = [
        f"{words.percent(row.rate, row.n)} ({row.x:,.0f} of {row.n:,.0f})" for row in found.itertuples()
    ]
    frame["word"] = np.where(found["problem"], "list problem", "")
    frame["mark"] = np.where(found["problem"], "list_problem", "in_range")
    return frame


def _plain_rates(found: pd.DataFrame, whole: str) -> pd.DataFrame:
    """Rates of lists or AEs (name, n, x, rate, low, high) beside the rate of all of them together."""
    together = found["x"].sum() / found["n"].sum() if found["n"].sum() else np.nan
    return found[["name", "rate", "low", "high"]].assign(
        luck_low=np.nan,
        luck_high=np.nan,
        text="",
        word="",
        mark="in_range",
        team=together,
        team_label=f"{whole} {words.percent(together)}",
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
        shown = _plain_rates(found.rename(columns={"ae": "name"}), "all")
        shown["text"] = [
            f"{row.x:,.0f} of {row.n:,.0f}, {words.count(round(row.per_week, 1))} a week"
            for row in found.itertuples()
        ]
        draw(
            shown,
            rates.spec(page.theme, "percent", text_width=140, word_width=0),
            rates.alt(shown, "Meeting → SAO by AE"),
            "aes",
        )


def _aes_title(found: pd.DataFrame) -> str:
    ends = [words.percent(row.rate, row.n) for row in (found.iloc[-1], found.iloc[0])]
    if len(found) == 1:
        return f"One AE decides, and accepts {ends[0]}"
    if ends[0] == ends[1]:
        return f"The AEs all accept {ends[0]}"
    return f"The AEs accept from {ends[0]} to {ends[1]}"


def numbers_card(page: Page, names: Sequence[str], key: str, per_day: Sequence[str] = ()) -> None:
    """The numbers behind the pictures, and a way to take them along."""
    st.header("The numbers", anchor=False)
    rows = page.of_rep(page.rows)
    tables.reps_table(
        page, rows, names, f"table-{key}", pd.DataFrame({"Note": tables.notes(rows, page)}), per_day
    )
    st.caption(f"{words.days(page.period)}. {average_row(page)}")
    tables.download(page, key)


def apart(page: Page, left_out: Callable[..., deals.NotAdded], what: str) -> None:
    """The deals whose amount no sum of the page holds, all reps': shown, never added."""
    left = left_out(page.read.opportunities, page.period, page.read.currency)
    if said := words.not_added(left):
        st.caption(f"{what}: {said}.")


def average_row(page: Page) -> str:
    """What the table's first row is an average of, and what its dashes mean."""
    return f"{words.average_of(summary.ramped(page.rows)['rep_id'].nunique())} “–” means no value."


def best_card(page: Page, metric: Metric) -> None:
    """What the reps with the best rate do differently, as far as the log holds it."""
    chosen = patterns.best(page.rows, metric, page.read.kinds)
    with st.container(border=True):
        if chosen.empty:
            st.header("What do the best do differently?", anchor=False)
            st.caption("Too few reps have enough behind this rate to tell the best from the lucky.")
            return
        names = words.names(page.rows.loc[chosen, "rep"].tolist())
        helping = "do" if len(chosen) > 1 else "does"
        st.header(f"What {helping} {names} do differently?", anchor=False)
        st.caption(
            f"The best on “{metric.label}”, beside the other ramped reps. A pattern, not a proof: "
            "ask them, and listen in."
        )
        habits = patterns.habits(page.rows, chosen)
        table = pd.DataFrame(
            [
                (habit.label, _habit(habit.best, habit.unit), _habit(habit.others, habit.unit))
                for habit in habits
            ],
            columns=["Habit", names, "the others"],
        )
        st.table(table.set_index("Habit"), border="horizontal")


def _habit(value: float | None, unit: str) -> str:
    return words.percent(value) if unit == "percent" else words.count(round(value, 1) if value else value)


def needs(page: Page, kind: str, makes: str, otherwise: Callable[[str, str], None]) -> bool:
    """Whether the page has the kind of log it is about; says what is missing where it has not."""
    if page.read.rows[kind]:
        return True
    otherwise(kind, makes)
    return False
