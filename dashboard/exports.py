"""Metrics on their way out: the JSON and CSV of the `metrics` command, and the pages' downloads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pandas as pd

from dashboard.figures import summary
from dashboard.figures.metrics import METRICS, SIX, Metric
from dashboard.figures.periods import Period
from dashboard.log.people import name_key
from dashboard.reading import Reading
from dashboard.spreadsheets import guarded


def metrics_json(read: Reading, period: Period) -> dict:
    """Every metric of every rep, and the team's averages, as plain values; *no value* is None."""
    rows = read.by_rep(period)
    every = summary.every_metric(rows, read.kinds)
    called = names_apart(read.seats)
    return {
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "as_of": read.as_of.isoformat(),
        "through": {kind: _iso(moment) for kind, moment in read.through.items()},
        "team": {metric.name: vars(summary.average(rows, metric, read.kinds)) for metric in METRICS},
        "reps": [
            {
                "rep": called[row.rep_id],
                "team": row.team,
                "metrics": {name: _value(part.iloc[number]) for name, part in every.items()},
            }
            for number, row in enumerate(rows.itertuples())
        ],
    }


def names_apart(seats: pd.DataFrame) -> dict[int, str]:
    """What each rep is called: the name and, where another rep has the same one, the email or a number."""
    reps = seats.drop_duplicates("rep_id")
    shared = reps["rep"].map(name_key).duplicated(keep=False)
    apart = reps["email"].fillna("#" + reps["rep_id"].astype(str))
    names = reps["rep"].where(~shared, reps["rep"] + " (" + apart + ")")
    return dict(zip(reps["rep_id"], names, strict=True))


def metrics_table(
    read: Reading, period: Period, only: int | None = None, average: bool = True
) -> pd.DataFrame:
    """The same as one table: the team's average first (unless it is not wanted), then a row a rep (or of
    the rep `only`); a column for each metric, and two more for the numerator and denominator of each rate."""
    plain = metrics_json(read, period)
    team = {"rep": "Team average", "team": None, "metrics": plain["team"]}
    wanted = read.by_rep(period)["rep_id"].eq(only) if only is not None else [True] * len(plain["reps"])
    reps = [row for row, is_wanted in zip(plain["reps"], wanted, strict=True) if is_wanted]
    rows = [_flat(row) for row in (team, *reps)]
    # Objects from the start: a column with a gap or a fraction would make 7.0 of 7.
    table = pd.DataFrame({name: pd.Series([row[name] for row in rows], dtype=object) for name in rows[0]})
    return table if average else table.iloc[1:]


# As many characters as a line in a terminal should have.
WIDTH = 100


def as_text(read: Reading, period: Period) -> str:
    """Every metric for a terminal: a table for each of the six, each rate followed by its numerator and
    denominator."""
    plain = metrics_json(read, period)
    rows = [{"rep": "Team average", "team": "per day", "metrics": plain["team"]}, *plain["reps"]]
    tables = (f"{title}\n{_text_table(rows, six)}" for six, title in SIX.items())
    return "\n\n".join(tables)


def _text_table(rows: list[dict], six: str) -> str:
    """The metrics of one of the six; those that do not fit beside the others stand in a table below."""
    names = _padded(["", *(row["rep"] for row in rows)], str.ljust)
    who = _beside(names, _padded(["team", *(row["team"] for row in rows)], str.ljust))
    tables = [who]
    for metric in METRICS:
        if metric.six == six:
            cells = [_short(metric, row["metrics"][metric.name]) for row in rows]
            column = _padded([metric.label, *cells], str.rjust)
            wider = _beside(tables[-1], column)
            fits = tables[-1] is who or len(wider[0]) <= WIDTH
            tables[-1:] = [wider] if fits else [tables[-1], _beside(who, column)]
    return "\n\n".join("\n".join(lines) for lines in tables)


def _padded(cells: list[str], justify: Callable[[str, int], str]) -> list[str]:
    width = max(map(len, cells))
    return [justify(cell, width) for cell in cells]


def _beside(left: list[str], right: list[str]) -> list[str]:
    return [f"{one}  {other}" for one, other in zip(left, right, strict=True)]


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
    def safe(column: pd.Series) -> pd.Series:
        cells = [guarded(cell) if isinstance(cell, str) else cell for cell in column]
        return pd.Series(cells, column.index, object)

    header = [guarded(str(name)) for name in frame.columns]
    return frame.apply(safe).set_axis(header, axis="columns").to_csv(index=False)


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
