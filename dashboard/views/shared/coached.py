"""The page's flags and guard: who needs the manager, and the sentences about each rep."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.coached import Coached, coached
from dashboard.figures import attention, coaching, flags, floors, quotas
from dashboard.figures.periods import RAMP_WEEKS
from dashboard.views.shared import sentences, words
from dashboard.views.shared.page import Page


@dataclass(frozen=True)
class Person:
    """A rep in a team, what is found first about them, and the sentence that says so."""

    rep_id: int
    team_id: int
    name: str
    kind: str
    sentence: str


def of_team(page: Page, team_id: int) -> Coached:
    """The flags and the guard of a team, over the days that the page's period asks for."""
    days = coaching.window(page.period, page.read.today)
    return page.read.once(
        ("coached", team_id, days),
        lambda: coached(page.read, team_id, days, lambda some: page.over(some).lists()),
    )


def teams(page: Page) -> list[Coached]:
    """The pages of every team in scope."""
    return [of_team(page, int(team_id)) for team_id in page.read.seats["team_id"].unique()]


def people(page: Page) -> list[Person]:
    """Everybody of whom there is something to say, the most useful first."""
    return page.read.once(("people", page.period), lambda: _people(page))


def _people(page: Page) -> list[Person]:
    frames = [one.present(page.read) for one in teams(page)]
    every = pd.concat([frame for frame in frames if len(frame)] or frames[:1], ignore_index=True)
    every = every.sort_values(["place", "p", "rep"])
    return [person(page, finding) for _, finding in attention.one_each(every).iterrows()]


def person(page: Page, finding: pd.Series) -> Person:
    """A finding in words; a ramping rep is told of by what has come of the ramp so far."""
    team_id, rep_id = int(finding["team_id"]), int(finding["rep_id"])
    one = of_team(page, team_id)
    said = sentences.of_finding(
        one.found, one.causes, finding, short_name(page, rep_id), floor_of(page, one),
        ramping(page, rep_id) if finding["kind"] == flags.RAMPING else "",
    )  # fmt: skip
    return Person(rep_id, team_id, name_of(page, rep_id), finding["kind"], said)


def floor_of(page: Page, one: Coached) -> float | None:
    """The floor of the activity that a team's guard compares; None where none is set."""
    activity = one.found.activity
    return activity and quotas.floor(page.read.expectations, [one.found.team_id], activity.name)


def name_of(page: Page, rep_id: int) -> str:
    """What the page calls a rep."""
    rows = page.rows.loc[page.rows["rep_id"] == rep_id, "rep"]
    seats = page.read.seats
    return str(rows.iloc[0] if len(rows) else seats.loc[seats["rep_id"] == rep_id, "rep"].iloc[0])


def short_name(page: Page, rep_id: int) -> str:
    """What a sentence calls a rep, safe to stand in markdown."""
    return words.literal(words.first_name(name_of(page, rep_id)))


def ramping(page: Page, rep_id: int) -> str:
    """How a rep's ramp goes: never a rate beside the others'."""
    rows = page.read.by_rep(page.period)
    mine = rows[rows["rep_id"] == rep_id]
    week = mine["ramp_week"].max()
    said = "is ramping" if pd.isna(week) else f"is in week {week:.0f} of {RAMP_WEEKS}"
    booked = words.plural(int(mine["meetings_scheduled"].sum()), "meeting")
    booked = f"{booked} booked {words.days(page.period)}"
    return f"{said}. {booked}{_of_ramped_quota(page, rep_id)}. Left out of every average."


def _of_ramped_quota(page: Page, rep_id: int) -> str:
    name = quotas.period_named(page.read.quotas, "saos", page.read.today, page.read.calendar)
    if name is None:
        return ""
    quota = quotas.by_seat(page.read.quotas, page.read.seats, "saos", name, page.read.calendar)
    mine = quota[quota.index.get_level_values("rep_id") == rep_id].sum()
    rows = page.read.by_rep(page.read.calendar.period(name))
    achieved = int(rows.loc[rows["rep_id"] == rep_id, "saos"].sum())
    return f", {words.plural(achieved, 'SAO')} of a ramped quota of {words.count(mine)}" if mine else ""


def word_of(page: Page, rep_id: int, team_id: int, found: dict[int, str]) -> str:
    """This week's word for a rep of the table; `found`: the kinds of `people`, by rep."""
    if rep_id in found:
        return sentences.BADGES[found[rep_id]].word
    cells = of_team(page, team_id).found.flags
    tested = cells.loc[cells["rep_id"] == rep_id, "p"].notna().any()
    return sentences.BADGES[flags.IN_RANGE if tested else flags.TOO_LITTLE].word


def under_floors(page: Page) -> str:
    """Who makes less than the team's floor of calls or emails a working day, in a sentence; never somebody
    whom the guard protects, who ramps or who has left. "" where no floor is set on what is logged."""
    return page.read.once(("floors", page.period, page.rep_id), lambda: _under_floors(page))


def _under_floors(page: Page) -> str:
    expected = page.read.expectations
    logged = [page.read.kinds.has(expected["team_id"], (kind,)) & (expected["metric"] == kind)
              for kind in ("calls", "emails")]  # fmt: skip
    expected = expected[logged[0] | logged[1]]
    guard = pd.concat([one.found.guard for one in teams(page)])
    if expected.empty or guard.empty:
        return ""
    return sentences.floors(expected, floors.below(page.of_rep(guard[page.sitting(guard)]), expected))


def everybody(page: Page) -> list[Person]:
    """Everybody who sits in a team today: those of whom there is something to say first, then the others."""
    found = people(page)
    rows = page.rows[~page.rows["rep_id"].isin([one.rep_id for one in found])]
    rows = rows[page.sitting(rows)]
    return found + [_in_range(page, row) for row in rows.itertuples()]


def _in_range(page: Page, row) -> Person:
    cells = of_team(page, row.team_id).found.flags
    mine = cells[cells["rep_id"] == row.rep_id]
    tested = mine["p"].notna().any()
    said = sentences.nothing_to_say(mine)
    return Person(row.rep_id, row.team_id, row.rep, flags.IN_RANGE if tested else flags.TOO_LITTLE, said)
