"""Small invented frames, one for each picture, in the shape its docstring asks for."""

from __future__ import annotations

import datetime as dt

import pandas as pd

NONE = float("nan")
MONDAYS = [dt.date(2026, 8, 31) + dt.timedelta(weeks=week) for week in range(3)]


def rates() -> pd.DataFrame:
    columns = ["name", "rate", "low", "high", "luck_low", "luck_high", "text", "word", "mark"]
    rows = [
        ("Kate Lindqvist", 0.30, 0.25, 0.35, 0.15, 0.26, "45 of 150", "Learn from", "learn"),
        ("Zoë O'Neill", 0.21, 0.17, 0.26, 0.15, 0.26, "34 of 160", "", "in_range"),
        ("Ben Osei", 0.14, 0.11, 0.19, NONE, NONE, "17 of 118", "Ramping", "ramping"),
        ("Sam Okafor", 0.119, 0.09, 0.16, 0.16, 0.27, "19 of 160", "Coach", "coach"),
        ("New Person", NONE, NONE, NONE, NONE, NONE, "–", "Ramping", "ramping"),
    ]
    return pd.DataFrame(rows, columns=columns).assign(team=0.203, team_label="team 20.3 %", selected=False)


def shares() -> pd.DataFrame:
    rows = [
        ("Team", "meeting", 0.2, 352, 0),
        ("Team", "talked, no meeting", 0.65, 1126, 1),
        ("Team", "disqualified", 0.15, 260, 2),
        ("Kate Lindqvist", "meeting", 0.3, 45, 0),
        ("Kate Lindqvist", "talked, no meeting", 0.55, 83, 1),
        ("Kate Lindqvist", "disqualified", 0.15, 22, 2),
        ("Sam Okafor", "meeting", 0.119, 19, 0),
        ("Sam Okafor", "talked, no meeting", 0.71, 114, 1),
        ("Sam Okafor", "disqualified", 0.171, 27, 2),
    ]
    return pd.DataFrame(rows, columns=["name", "part", "share", "count", "order"])


def bars() -> pd.DataFrame:
    rows = [("Kate Lindqvist", 13, "in_range"), ("Sam Okafor", 5, "in_range"), ("Ben Osei", 3, "ramping")]
    frame = pd.DataFrame(rows, columns=["name", "value", "mark"])
    return frame.assign(text=frame["value"].astype(str), team=7.4, team_label="average 7.4", selected=False)


def stacked() -> pd.DataFrame:
    rows = [
        ("Team average", "phone", 24, 0, "42"),
        ("Team average", "email", 18, 1, "42"),
        ("Kate Lindqvist", "phone", 45, 0, "60"),
        ("Kate Lindqvist", "email", 15, 1, "60"),
    ]
    frame = pd.DataFrame(rows, columns=["name", "part", "value", "order", "text"])
    return frame.assign(label=frame["value"].astype(str))


def trend() -> pd.DataFrame:
    team = pd.DataFrame(
        {"week": MONDAYS, "who": "team", "value": [0.2, 0.21, 0.2], "low": 0.14, "high": 0.27}
    )
    sam = pd.DataFrame(
        {"week": MONDAYS, "who": "Sam", "value": [0.19, NONE, 0.12], "low": NONE, "high": NONE}
    )
    return pd.concat([team, sam], ignore_index=True)


def weeks() -> pd.DataFrame:
    values, complete = [4619, 4162, 1800], [True, True, False]
    frame = pd.DataFrame({"week": MONDAYS, "value": values, "complete": complete, "team": NONE})
    return frame.assign(text=[f"{value:,}" for value in values])


def months() -> pd.DataFrame:
    days = [dt.date(2025, 12, 1), dt.date(2026, 1, 1), dt.date(2026, 2, 1)]
    frame = pd.DataFrame({"month": days, "value": [12_000.0, 9_400.0, 3_000.0], "team": NONE})
    return frame.assign(complete=[True, True, False], text=["$12k", "$9.4k", "$3k"])


def ranges() -> pd.DataFrame:
    rows = [
        ("Ramped, a year", 80_000, 150_000, 260_000, "$80k – $260k"),
        ("New, first year", 40_000, 90_000, 170_000, "$40k – $170k"),
        ("DACH, ramped", NONE, NONE, NONE, "too few deals"),
    ]
    frame = pd.DataFrame(rows, columns=["name", "p10", "p50", "p90", "text"])
    return frame.assign(team=90_000, team_label="cost $90k", selected=False)


def spark() -> pd.DataFrame:
    return weeks().drop(columns="team")


def landing() -> pd.DataFrame:
    parts = {"achieved": 84, "pending": 14, "calendar": 21, "new": 13}
    quota = {"quota": 138, "quota_label": "quota 138", "straight": NONE, "straight_label": ""}
    landing = {"p10": 121, "p50": 132, "p90": 143, "range_label": "lands between 121 and 143"}
    return pd.DataFrame([parts | quota | landing])


def calendar() -> pd.DataFrame:
    days = [dt.date(2026, 11, 19), dt.date(2026, 11, 20), dt.date(2026, 11, 23)]
    return pd.DataFrame({"day": days, "count": [4, 0, 7]})


def heat() -> pd.DataFrame:
    rows = [
        ("Mon", "9:00", 0.12, "12 %", "19 of 160"),
        ("Mon", "10:00", NONE, "–", "0 of 0"),
        ("Tue", "9:00", 0.05, "5 %", "8 of 160"),
        ("Tue", "10:00", 0.09, "9 %", "14 of 160"),
    ]
    return pd.DataFrame(rows, columns=["name", "column", "value", "text", "said"])


def sessions(*days: dt.date, weeks: int = 13, who: str = "Sam", focus: str = "opener") -> pd.DataFrame:
    """Weeks of a rep and the rest, with a session on each of the days."""
    mondays = [dt.date(2026, 8, 24) + dt.timedelta(weeks=week) for week in range(weeks)]
    rest = pd.DataFrame({"week": mondays, "who": "rest", "value": 0.21, "low": 0.14, "high": 0.28})
    own = pd.DataFrame({"week": mondays, "who": who, "value": 0.16})
    labels = [f"{day.day} {day:%b}: {focus}" for day in days]
    held = pd.DataFrame({"week": days, "who": "session", "label": labels})
    return pd.concat([rest, own, held], ignore_index=True)


def evidence(**other: object) -> pd.DataFrame:
    row = {"name": "Sam", "rate": 0.12, "low": 0.09, "high": 0.155, "luck_low": 0.15, "luck_high": 0.275}
    row |= {"rest": 0.21, "label": "Sam 12\u00a0%", "rest_label": "rest 21\u00a0%", "mark": "coach"}
    return pd.DataFrame([row | other])


def counterfactual(own: int = 50, rest: int = 80, output: float = 3.0, rate: float = 0.025) -> pd.DataFrame:
    """Kate's guesses: `own` calls a day and their `output`, `rest` calls a day and their `rate`."""
    extra = (output + (rest - own) * rate) / rest
    guesses = [
        ("holds", output / own, f"all {rest} keep {output / own:.1%}, the spreadsheet's guess"),
        ("extra", extra, f"her {own} keep {output / own:.1%}, the {rest - own} extra convert at {rate:.1%}"),
        ("all", rate, f"all {rest} calls convert like the rest's, {rate:.1%}"),
    ]
    rows = [
        (kind, one, one * rest, f"{one * rest:.2f} ({one * rest - output:+.2f}): {said}")
        for kind, one, said in guesses
    ]
    rows.append(("break_even", output / rest, output, f"break-even rate: {output / rest:.2%}"))
    frame = pd.DataFrame(rows, columns=["kind", "rate", "output", "label"])
    return frame.assign(
        today=output,
        today_label=f"today: {output:.2f} meetings from {own} calls",
        lost_label="here she loses meetings",
        axis_label=f"rate at which {rest} calls a day would become meetings",
    )


def scatter() -> pd.DataFrame:
    rows = [
        ("Kate", 50, 3.0, "protect", "few calls, most meetings"),
        ("Diego", 53, 1.3, "volume", "few calls, few meetings: not protected"),
        ("Zoë", 79, 2.6, "in_range", ""),
        ("Ben", 88, 2.3, "ramping", ""),
        ("Nobody", NONE, 2.0, "in_range", ""),
    ]
    frame = pd.DataFrame(rows, columns=["name", "x", "y", "mark", "text"])
    return frame.assign(rest_x=80, rest_y=2.0, rest_label="rest: 80 calls, 2 meetings")


def pairs() -> pd.DataFrame:
    rows = [
        ("1st", "Sam", 0.46, 0),
        ("1st", "best three", 0.31, 1),
        ("2nd", "Sam", NONE, 0),
        ("2nd", "best three", 0.24, 1),
    ]
    return pd.DataFrame(rows, columns=["name", "who", "share", "order"])


def landings() -> pd.DataFrame:
    rows = [
        ("Nordics", 52.0, 8.4, 12.6, 8.1, 72.0, 74.0, 81.0, 88.0, "81 of 72", "74–88", "93 % very likely"),
        ("SMB", 70.0, 11.0, 15.0, 12.0, 132.0, 98.0, 108.0, 118.0, "108 of 132", "98–118", "1 % no"),
    ]
    columns = ["name", "achieved", "pending", "calendar", "new", "quota", "p10", "p50", "p90", "likely",
               "reach", "chance"]  # fmt: skip
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(selected=False, unit=frame["quota"], plan=frame["quota"] / 1.2)


def outcomes() -> pd.DataFrame:
    frame = pd.DataFrame({"count": [136.0, 137.0, 138.0], "chance": [0.05, 0.04, 0.03]})
    return frame.assign(
        hit=frame["count"] >= 138, quota=138.0, short="short of it: 74 %", reached="quota 138 or more: 26 %"
    )


def record(months: int = 5, off: tuple[int, ...] = (1, 3)) -> pd.DataFrame:
    """Months of which those in `off` lie outside their range, above and below in turn."""
    first = pd.Timestamp(2025, 10, 1)
    labels = [f"{first + pd.DateOffset(months=month):%b %Y}" for month in range(months)]
    frame = pd.DataFrame({"label": labels, "p10": 96.0, "p90": 113.0, "came": 104.0})
    for place, month in enumerate(off):
        frame.loc[month, "came"] = 90.0 if place % 2 else 116.0
    return frame.assign(held=frame["came"].between(96, 113))
