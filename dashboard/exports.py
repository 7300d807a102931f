"""Figures on their way out: what the `metrics` and `coaching` commands print, and the pages' downloads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import pandas as pd

from dashboard.coached import Coached
from dashboard.figures import attention, coaching, summary
from dashboard.figures.causes import Cause
from dashboard.figures.metrics import METRICS, SIX, Metric
from dashboard.figures.periods import Period
from dashboard.log.people import name_key
from dashboard.reading import Reading
from dashboard.spreadsheets import guarded
from dashboard.views.shared import sentences, words


def metrics_json(read: Reading, period: Period) -> dict:
    """Every metric of every rep, and the team's averages, as plain values; *no value* is None."""
    rows = read.by_rep(period)
    every = summary.every_metric(rows, read.kinds)
    called = _called(read.seats)
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


def _called(seats: pd.DataFrame) -> dict[int, str]:
    """What each rep is called: the name and, where another rep has the same one, the email or a number."""
    reps = seats.drop_duplicates("rep_id")
    shared = reps["rep"].map(name_key).duplicated(keep=False)
    apart = reps["email"].fillna("#" + reps["rep_id"].astype(str))
    names = reps["rep"].where(~shared, reps["rep"] + " (" + apart + ")")
    return dict(zip(reps["rep_id"], names, strict=True))


FLAG_NUMBERS = ("x", "n", "rate", "rest", "p", "smallest_visible_gap", "shrunk", "low", "high")


def coaching_json(read: Reading, period: Period, pages: Sequence[Coached]) -> dict:
    """The flags and the efficiency guard of every rep of these teams, as plain values."""
    called = _called(read.seats)
    teams = read.seats.drop_duplicates("team_id").set_index("team_id")["team"]
    return {
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "as_of": read.as_of.isoformat(),
        "teams": [
            {
                "team": teams[page.found.team_id],
                "comparisons": page.found.tests,
                "watches_by_luck": round(page.found.watches_by_luck, 2),
            }
            for page in pages
        ],
        "reps": [
            {
                "rep": called[row.rep_id],
                "team": row.team,
                "flags": _flags(page, row.rep_id),
                "efficiency": _efficiency(page, row.rep_id),
            }
            for page in pages
            for row in read.by_rep(period).itertuples()
            if row.team_id == page.found.team_id
        ],
    }


def coaching_text(read: Reading, page: Coached) -> str:
    """A team's findings for a terminal, a sentence a person, the most useful first."""
    found, called = page.found, _called(read.seats)
    team = read.seats.loc[read.seats["team_id"] == found.team_id, "team"].iloc[0]
    floor = read.floor(found.team_id, found.activity.name) if found.activity else None
    people = attention.one_each(page.findings)
    lines = [
        f"{sentences.BADGES[finding['kind']].word}: {called[finding['rep_id']]} "
        + sentences.of_finding(found, page.causes, finding, words.first_name(finding["rep"]), floor)
        for _, finding in people.iterrows()
    ]
    closing = sentences.closing(found, set(people["rep_id"]), set(found.flags["rep_id"]))
    return "\n".join([team, *lines, closing])


def _flags(page: Coached, rep_id: int) -> list[dict]:
    cells = page.found.flags[page.found.flags["rep_id"] == rep_id]
    return [
        {"metric": cell["metric"], "verdict": cell["verdict"]}
        | {name: summary.plain(cell[name]) for name in FLAG_NUMBERS}
        | {"explained_by": _cause(page.causes.get((rep_id, cell["metric"])))}
        for _, cell in cells.iterrows()
    ]


def _cause(cause: Cause | None) -> dict | None:
    """The list or the AE that explains a weak rate, with the others' rate on it."""
    if cause is None:
        return None
    said = {name: value for name, value in vars(cause).items() if value is not None}
    return said | {"others_rate": cause.others_rate}


def _efficiency(page: Coached, rep_id: int) -> dict | None:
    """The guard's verdict; None for who ramps, and where there are too few to compare."""
    found = page.found
    rows = found.guard[(found.guard["rep_id"] == rep_id) & found.guard["verdict"].notna()]
    if rows.empty:
        return None
    row = rows.iloc[0]
    what_if = coaching.what_if(row)
    numbers = {
        "p_low_activity": "p_low_activity", "p_output": "p_output", "days": "days",
        "activity": "activity_a_day", "rest_activity": "rest_activity",
        "output": "output_a_day", "rest_output": "rest_output",
    }  # fmt: skip
    return {
        "verdict": row["verdict"],
        **{name: summary.plain(row[column]) for name, column in numbers.items()},
        "activity_metric": found.activity.name,
        "output_metric": found.output.name,
        "counterfactual": None if what_if is None else vars(what_if),
    }


def metrics_table(read: Reading, period: Period, only: int | None = None) -> pd.DataFrame:
    """The same as one table: the team's average first, then a row a rep (or of the rep `only`); a column
    for each metric, and two more for the numerator and denominator of each rate."""
    plain = metrics_json(read, period)
    average = {"rep": "Team average", "team": None, "metrics": plain["team"]}
    wanted = read.by_rep(period)["rep_id"].eq(only) if only is not None else [True] * len(plain["reps"])
    reps = [row for row, is_wanted in zip(plain["reps"], wanted, strict=True) if is_wanted]
    rows = [_flat(row) for row in (average, *reps)]
    # Objects from the start: a column with a gap or a fraction would make 7.0 of 7.
    return pd.DataFrame({name: pd.Series([row[name] for row in rows], dtype=object) for name in rows[0]})


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

    return frame.apply(safe).to_csv(index=False)


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
