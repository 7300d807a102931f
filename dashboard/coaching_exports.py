"""Flags and guard on their way out: what the `coaching` command prints."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.coached import Coached
from dashboard.exports import names_apart
from dashboard.figures import attention, coaching, quotas, summary
from dashboard.figures.causes import Cause
from dashboard.figures.periods import Period
from dashboard.reading import Reading
from dashboard.views.shared import sentences, words

FLAG_NUMBERS = ("x", "n", "rate", "rest", "p", "smallest_visible_gap", "shrunk", "low", "high")


def coaching_json(read: Reading, period: Period, pages: Sequence[Coached]) -> dict:
    """The flags and the efficiency guard of every rep of these teams, as plain values."""
    called = names_apart(read.seats)
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
    found, called = page.found, names_apart(read.seats)
    team = read.seats.loc[read.seats["team_id"] == found.team_id, "team"].iloc[0]
    floor = quotas.floor(read.expectations, [found.team_id], found.activity.name) if found.activity else None
    people = attention.one_each(page.present(read))
    lines = [
        f"{sentences.BADGES[finding['kind']].word}: {called[finding['rep_id']]} "
        + sentences.of_finding(found, page.causes, finding, words.first_name(finding["rep"]), floor)
        for _, finding in people.iterrows()
    ]
    reps = page.reps(read) & set(found.flags["rep_id"])
    closing = sentences.closing(found, set(people["rep_id"]), reps)
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
