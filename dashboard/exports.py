"""Metrics on their way out: the JSON and CSV of the `metrics` command, and the pages' downloads."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from dashboard.figures import summary
from dashboard.figures.metrics import BY_NAME, METRICS, Metric
from dashboard.figures.periods import Period
from dashboard.reading import Reading

# Cells that a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def metrics_json(read: Reading, period: Period) -> dict:
    """Every metric of every rep, and the team's averages, as plain values; *no value* is None."""
    rows = read.by_rep(period)
    every = summary.every_metric(rows, read.kinds)
    return {
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "as_of": read.as_of.isoformat(),
        "through": {kind: _iso(moment) for kind, moment in read.through.items()},
        "team": {metric.name: vars(summary.average(rows, metric, read.kinds)) for metric in METRICS},
        "reps": [
            {
                "rep": row.rep,
                "team": row.team,
                "metrics": {name: _value(part.iloc[number]) for name, part in every.items()},
            }
            for number, row in enumerate(rows.itertuples())
        ],
    }


def metrics_table(read: Reading, period: Period) -> pd.DataFrame:
    """The same as one table: the team's average first, then a row a rep; a column for each metric, and
    two more for the numerator and denominator of each rate."""
    plain = metrics_json(read, period)
    average = {"rep": "Team average", "team": None, "metrics": plain["team"]}
    rows = [_flat(row) for row in (average, *plain["reps"])]
    # Objects from the start: a column with a gap or a fraction would make 7.0 of 7.
    return pd.DataFrame({name: pd.Series([row[name] for row in rows], dtype=object) for name in rows[0]})


# What the terminal shows: enough to see that the log is in; the JSON and the CSV have it all.
SHORT = (
    "calls", "connected_to_meeting", "emails", "email_to_meeting", "meetings_scheduled", "meetings_held",
    "meeting_to_sao", "saos", "revenue",
)  # fmt: skip


def as_text(read: Reading, period: Period) -> str:
    """The main metrics as a table for a terminal, each rate followed by its numerator and denominator."""
    plain = metrics_json(read, period)
    rows = [{"rep": "Team average", "team": "per day", "metrics": plain["team"]}, *plain["reps"]]
    table = [
        {"": row["rep"], "team": row["team"]}
        | {BY_NAME[name].label: _short(BY_NAME[name], row["metrics"][name]) for name in SHORT}
        for row in rows
    ]
    return pd.DataFrame(table).to_string(index=False)


def _short(metric: Metric, value: dict) -> str:
    if value["value"] is None:
        return "–"
    if metric.unit == "rate":
        return f"{value['value']:.1%} ({value['numerator']:,}/{value['denominator']:,})"
    if metric.unit == "money":
        return f"{value['value']:,.2f}"
    return f"{value['value']:,.2f}".rstrip("0").rstrip(".")


def csv(frame: pd.DataFrame) -> str:
    """A table as CSV that is safe to open in a spreadsheet: no text in it can become a formula."""
    # Column by column as objects: `frame.map` would make 7.0 of 7 in a column with a gap.
    texts = frame.apply(lambda column: pd.Series([_safe(cell) for cell in column], column.index, object))
    return texts.to_csv(index=False)


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _flat(row: dict) -> dict:
    flat = {"rep": row["rep"], "team": row["team"]}
    for metric in METRICS:
        value = row["metrics"][metric.name]
        flat[metric.name] = value["value"]
        if metric.is_rate:
            flat[f"{metric.name}_numerator"] = value["numerator"]
            flat[f"{metric.name}_denominator"] = value["denominator"]
    return flat


def _value(part: pd.Series) -> dict:
    return {name: summary.plain(part[name]) for name in ("value", "numerator", "denominator")}


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def metrics_markdown() -> str:
    """The registry as the README's table."""
    lines = ["| metric | name | what it means | kind |", "|---|---|---|---|"]
    lines += [
        f"| {metric.label} | `{metric.name}` | {metric.meaning} | {metric.kind} |" for metric in METRICS
    ]
    return "\n".join(lines) + "\n"
