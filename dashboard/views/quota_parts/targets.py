"""The targets of a period, to be read and written, with how far everybody is."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.figures import quotas, summary
from dashboard.figures.metrics import BY_NAME
from dashboard.figures.periods import Period, name_before
from dashboard.figures.quotas import LEAST, Reached
from dashboard.log import plans
from dashboard.log.engine import Connection
from dashboard.log.scope import Scope
from dashboard.reading import Reading
from dashboard.views.quota_parts import saving
from dashboard.views.shared import words

ROW_HEIGHT, MOST_ROWS = 32, 16
TARGET = "Target"


@dataclass(frozen=True)
class Asked:
    """Whose targets of what and when: `name` is the period as it is stored, `when` as it is called."""

    scope: Scope
    read: Reading
    metric: str
    name: str
    period: Period
    when: str

    @property
    def label(self) -> str:
        """What the metric is called."""
        return BY_NAME[self.metric].label


def card(asked: Asked) -> None:
    """Who has which target, and how far they are."""
    saving.said()
    rows = _rows(asked)
    with st.container(border=True):
        st.header(title(asked), anchor=False)
        with st.form(f"targets-{asked.metric}-{asked.name}-{asked.scope.only_team}", border=False):
            edited = _editor(rows)
            pressed = st.form_submit_button("Save targets", icon=":material/save:")
        st.caption(
            "A rep's target counts less while ramping and in proportion to the working days in the seat; a "
            "team without a target of its own has the sum of its reps'. A target written here stays until a "
            "quotas file says something else than it did."
        )
        if pressed:
            _save(asked, rows, edited[TARGET])
        _take_over(asked, rows)


def _rows(asked: Asked) -> pd.DataFrame:
    """A row a team, then its reps: team_id, rep_id (the other missing), name, target, counts, achieved,
    attained."""
    read = asked.read
    whole = _whole(asked)
    quota = quotas.by_seat(read.quotas, read.seats, asked.metric, asked.name, read.calendar)
    reps = quotas.attained(whole, whole, quota, "value").join(whole[["rep_id", "team_id", "rep"]])
    said = _said(asked, asked.name)
    frames = []
    for team_id, team in read.seats.drop_duplicates("team_id").set_index("team_id")["team"].items():
        mine = reps[reps["team_id"] == team_id]
        seats = read.seats[read.seats["team_id"] == team_id]
        counts = quotas.of_team(read.quotas, seats, asked.metric, asked.name, read.calendar)
        achieved = mine["achieved"].sum(min_count=1)
        frames.append(pd.DataFrame([{
            "team_id": team_id, "name": f"All of {team}", "target": said.get(("team", team_id)),
            "counts": counts, "achieved": achieved, "attained": achieved / counts if counts else None,
        }]))  # fmt: skip
        frames.append(mine.assign(
            name=mine["rep"], counts=mine["quota"],
            target=[said.get(("rep", rep)) for rep in mine["rep_id"]],
        ))  # fmt: skip
    columns = ["team_id", "rep_id", "name", "target", "counts", "achieved", "attained"]
    return pd.concat([frame.reindex(columns=columns).astype(KINDS) for frame in frames], ignore_index=True)


KINDS = {"rep_id": "Float64", "target": "Float64", "counts": "Float64", "achieved": "Float64",
         "attained": "Float64"}  # fmt: skip


def _whole(asked: Asked) -> pd.DataFrame:
    """Those who sit in the period, with what they achieved as `value`."""
    whole = asked.read.by_rep(asked.period)
    whole = whole[(whole["days"] > 0) | (whole["days_to_come"] > 0)]
    return whole.assign(value=summary.parts(whole, BY_NAME[asked.metric], asked.read.kinds)["value"])


def _said(asked: Asked, name: str) -> dict[tuple[str, int], float]:
    """The targets of a period by ("rep" or "team", id)."""
    every = asked.read.quotas
    mine = every[(every["metric"] == asked.metric) & (every["period"] == name)]
    by_rep = {("rep", int(row.rep_id)): row.target for row in mine.dropna(subset="rep_id").itertuples()}
    return by_rep | {
        ("team", int(row.team_id)): row.target for row in mine.dropna(subset="team_id").itertuples()
    }


def title(asked: Asked) -> str:
    """How many ramped reps have made four fifths of their quota, and how many all of it."""
    whole = _whole(asked)
    quota = quotas.by_seat(asked.read.quotas, asked.read.seats, asked.metric, asked.name, asked.read.calendar)
    found = quotas.reached(whole, quota, "value")
    if not found.reps:
        return f"No ramped rep has a target for {asked.label} in {asked.when}"
    return f"{asked.label} in {asked.when}: {share(found)}"


def share(found: Reached) -> str:
    """ "5 of 8 ramped reps at 80 % of quota or more, 2 at 100 %" """
    reps = words.plural(found.reps, "ramped rep")
    near, full = (words.percent(part, 1) for part in (LEAST, 1))
    return f"{found.near} of {reps} at {near} of quota or more, {found.full} at {full}"


def _editor(rows: pd.DataFrame) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "Team or rep": rows["name"], TARGET: rows["target"], "Counts": rows["counts"],
            "Achieved": rows["achieved"], "Of quota": 100 * rows["attained"],
        }
    ).astype({name: "float64" for name in (TARGET, "Counts", "Achieved", "Of quota")})  # fmt: skip
    config = {
        "Team or rep": st.column_config.TextColumn(width=180, pinned=True),
        TARGET: st.column_config.NumberColumn(
            min_value=0, max_value=1e9, width=92, help="Double-click to write; empty for no target"
        ),
        "Counts": st.column_config.NumberColumn(
            format="%.1f", width=76, help="After ramp and working days in the seat"
        ),
        "Achieved": st.column_config.NumberColumn(format="localized", width=84),
        "Of quota": st.column_config.ProgressColumn(format="%.0f %%", min_value=0, max_value=120, width=130),
    }
    return st.data_editor(
        frame, hide_index=True, disabled=["Team or rep", "Counts", "Achieved", "Of quota"],
        column_config=config, row_height=ROW_HEIGHT, height=ROW_HEIGHT * (min(len(frame), MOST_ROWS) + 1) + 3,
        placeholder=words.NO_VALUE, key="targets-table", alt="Targets and how far everybody is",
    )  # fmt: skip


def _save(asked: Asked, rows: pd.DataFrame, edited: pd.Series) -> None:
    """Writes the targets that are others by now."""
    before = rows["target"].astype("float64")
    changed = rows.assign(target=edited)[(before != edited) & ~(before.isna() & edited.isna())]
    if changed.empty:
        st.write("No target is another than before.")
        return
    saving.save(lambda connection: _written(asked, connection, changed))


def _written(asked: Asked, connection: Connection, changed: pd.DataFrame) -> str:
    for row in changed.itertuples():
        whose = {"team_id": int(row.team_id)} if pd.isna(row.rep_id) else {"rep_id": int(row.rep_id)}
        target = None if pd.isna(row.target) else float(row.target)
        plans.set_target(asked.scope, connection, asked.metric, asked.name, target, **whose)
    return f"{words.plural(len(changed), 'target')} saved."


def _take_over(asked: Asked, rows: pd.DataFrame) -> None:
    """Where the period has no target yet: the same as in the one before."""
    earlier = name_before(asked.name)
    said = _said(asked, earlier)
    here = rows.assign(target=[_of(said, row) for row in rows.itertuples()]).dropna(subset="target")
    if rows["target"].notna().any() or here.empty:
        return
    if st.button(f"Take over the targets of {earlier}", icon=":material/content_copy:", key="take-over"):
        saving.save(lambda connection: _written(asked, connection, here))


def _of(said: dict[tuple[str, int], float], row) -> float | None:
    key = ("team", int(row.team_id)) if pd.isna(row.rep_id) else ("rep", int(row.rep_id))
    return said.get(key)
