"""Forecasts as JSON and as a table for a terminal."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.exports import names_apart
from dashboard.figures.metrics import BY_NAME
from dashboard.forecasting import NUMBERS, Forecasts

TITLES = ("", "quota", "achieved", "pending", "calendar", "to book", "likely", "8 in 10", "chance", "line")
WHOLE = ("p10", "p50", "p90")


def forecast_json(found: Forecasts, period: str, metric: str, team_id: int | None = None) -> dict[str, Any]:
    """All teams in scope together (or one of them), and a row for each team and rep."""
    called = names_apart(found.seats)
    named = found.seats.drop_duplicates("team_id").set_index("team_id")["team"]
    teams, reps = _of(found, period, metric, team_id)
    together = found.of_all(period, metric) if team_id is None else teams.iloc[0]
    return {
        "period": period, "as_of": found.as_of.isoformat(), "metric": metric, **_numbers(together),
        "teams": [{"team": named[row["team_id"]], **_numbers(row)} for _, row in teams.iterrows()],
        "reps": [
            {"rep": called[row["rep_id"]], "team": named[row["team_id"]], **_numbers(row)}
            for _, row in reps.iterrows()
        ],
    }  # fmt: skip


def _of(found: Forecasts, period: str, metric: str, team_id: int | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of all teams and reps, or those of one team: learnt from all of them either way."""
    both = found.of_teams(period, metric), found.of_reps(period, metric)
    if team_id is None:
        return both
    teams, reps = (rows[rows["team_id"] == team_id] for rows in both)
    return teams, reps


def forecast_table(found: Forecasts, period: str, metric: str) -> pd.DataFrame:
    """The same as a table: all teams (`team` and `rep` blank), each team (`rep` blank), each rep."""
    made = forecast_json(found, period, metric)
    everybody = {name: made[name] for name in NUMBERS}
    head = {"period": period, "metric": metric, "team": "", "rep": ""}
    rows = [head | row for row in (everybody, *made["teams"], *made["reps"])]
    return pd.DataFrame(rows, columns=[*head, *NUMBERS])


def record_table(rows: pd.DataFrame, seats: pd.DataFrame, metric: str) -> pd.DataFrame:
    """The rows of `track_record.replay` as a table: a row a past period and team, and one for all (`team`
    blank). `straight_line` and `by_average_rate` as they stood then."""
    teams = seats.drop_duplicates("team_id").set_index("team_id")["team"]
    numbers = rows[[*WHOLE, "came"]].astype(int)
    return pd.DataFrame(
        {
            "period": rows["period"], "metric": metric, "team": rows["team_id"].map(teams).fillna(""),
            "as_of": rows["as_of"].astype(str), **numbers, "held": rows["held"],
            "straight_line": rows["pace"], "by_average_rate": rows["by_average"],
        }
    )  # fmt: skip


def _numbers(row: pd.Series) -> dict[str, float | int | None]:
    return {name: _number(name, row[name]) for name in NUMBERS}


def _number(name: str, value: float) -> float | int | None:
    if pd.isna(value):
        return None
    return int(value) if name in WHOLE or (name == "achieved" and value == int(value)) else float(value)


def forecast_text(found: Forecasts, period: str, metric: str, team_id: int | None = None) -> str:
    """A line for all teams in scope (or of one of them), for each team and for each rep."""
    label = BY_NAME[metric].label
    head = f"{label}, {period}, as it stood at {found.as_of:%Y-%m-%d %H:%M} UTC"
    teams = found.seats.drop_duplicates("team_id").set_index("team_id")["team"]
    called = names_apart(found.seats)
    of_teams, of_reps = _of(found, period, metric, team_id)
    rows = [("All", found.of_all(period, metric))] if len(of_teams) != 1 else []
    rows += [(teams[row["team_id"]], row) for _, row in of_teams.iterrows()]
    rows += [(f"  {called[row['rep_id']]}", row) for _, row in of_reps.iterrows()]
    table = [TITLES, *(_line(name, row) for name, row in rows)]
    widths = [max(len(line[column]) for line in table) for column in range(len(TITLES))]
    lines = [
        "  ".join(cell.ljust(width) if place == 0 else cell.rjust(width)
                  for place, (cell, width) in enumerate(zip(line, widths, strict=True))).rstrip()
        for line in table
    ]  # fmt: skip
    return "\n".join([head, "", *lines])


def _line(name: str, row: pd.Series) -> tuple[str, ...]:
    def said(value: float, form: str = ",.0f") -> str:
        return "–" if pd.isna(value) else format(value, form)

    parts = (said(row[part], ",.1f") for part in ("pending", "calendar", "new"))
    reach = f"{row['p10']:,.0f} to {row['p90']:,.0f}"
    chance = said(100 * row["p_hit"], ".0f") + ("" if pd.isna(row["p_hit"]) else " %")
    return (name, said(row["quota"]), said(row["achieved"]), *parts, said(row["p50"]), reach, chance,
            said(row["straight_line"]))  # fmt: skip
