"""Did the number move since the last session: the rows and the caption of its card."""

from __future__ import annotations

from datetime import date

import pandas as pd

from dashboard.figures import coaching, flags, moved
from dashboard.figures.metrics import BY_NAME
from dashboard.figures.periods import Period
from dashboard.views.shared import flag_words, words
from dashboard.views.sheet_parts import kept
from dashboard.views.sheet_parts.about import About

RATES = (*flags.TESTED, "connect_rate")


def since_last(one: About) -> tuple[pd.DataFrame | None, str]:
    """Whether each rate moved since the last session before today, as `history.last_session_card` takes it,
    with the days in words; nothing where there was none, or no whole day since."""
    sheet = kept.sheet_of(one.page, one.rep_id, one.rep)
    found = pd.DataFrame() if sheet is None else kept.former(sheet)[0]
    if found.empty or one.is_ramping:
        return None, ""
    session, focus = found["day"].iloc[0].date(), found["focus"].iloc[0]
    days = moved.around(session, one.page.read.today)
    if days is None:
        return None, "No whole day since: look again tomorrow."
    rows = {name: _row(one, name, *days) for name in _in_order(one, focus)}
    if not rows:
        return None, ""
    return pd.DataFrame([_said(name, row) for name, row in rows.items()]), _caption(rows, days)


def _in_order(one: About, focus: str) -> list[str]:
    """The rates that the log has, the focus first."""
    there = set(one.team.found.windows)
    if "connected_to_meeting" in there:
        there.add("connect_rate")
    names = [name for name in RATES if name in there]
    return sorted(names, key=lambda name: name != focus)


def _row(one: About, name: str, before: Period, since: Period) -> dict:
    read, team_id = one.page.read, one.team.found.team_id
    old, new = (rows[rows["team_id"] == team_id] for rows in (read.by_rep(before), read.by_rep(since)))
    metric = BY_NAME[name]
    book = read.ledger[read.ledger["team_id"] == team_id]
    lumpy = coaching.lumps_of(book, one.rest_ids, metric, before.last)
    return moved.moved(old, new, one.rep_id, metric, read.kinds, lumpy)


def _said(name: str, row: dict) -> dict[str, str]:
    label = BY_NAME[name].label
    verdict = row["verdict"]
    if verdict in (moved.UP, moved.DOWN):
        rest = " → ".join(words.percent(row[f"rest_{when}"], 1) for when in ("before", "since"))
        verdict = f"{verdict} (the rest {rest})"
    return {
        "what": label,
        "before": _rate(row["x_before"], row["n_before"]),
        "since": _rate(row["x_since"], row["n_since"]),
        "verdict": verdict,
    }


def _rate(x: float, n: float) -> str:
    if not n:
        return words.NO_VALUE
    few = x / n >= 0.1
    return f"{words.percent(x / n, 1 if few else None)}, {words.count(x)}/{words.count(n)}"


def _caption(rows: dict[str, dict], days: tuple[Period, Period]) -> str:
    """The days compared and, where the first rate cannot have moved visibly yet, when to look again."""
    before, since = days
    said = f"Before: {words.days(before)}. Since: {words.days(since)}."
    name, first = next(iter(rows.items()))
    if first["verdict"] != moved.TOO_EARLY or not first["needed"] > 0:
        return f"{said} Beyond luck: about 1 time in 20 a rate moves so far by itself."
    trials = flag_words.TRIALS.get(name, "calls")
    needed = flag_words.rounded(first["needed"])
    said += f" {words.count(first['n_since'])} {trials} are too few to see a change; about {needed:,} "
    again = _again(moved.look_again(since, first["n_since"], needed), since.last)
    return f"{said}are needed for a change of a third. {again}".rstrip()


def _again(day: date | None, today: date) -> str:
    if day is None:
        return ""
    year = "" if day.year == today.year else f" {day.year}"
    return f"At this pace look again on {words.day(day)}{year}."
