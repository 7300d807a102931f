"""Data: what is loaded, through when, what was rejected; and loading more."""

from __future__ import annotations

import logging
from datetime import datetime

import pandas as pd
import streamlit as st

from dashboard import access
from dashboard.figures.periods import local_day, working_days
from dashboard.imports.loading import load_file
from dashboard.imports.problem import ImportProblem
from dashboard.imports.rejected import Rejected, as_csv
from dashboard.imports.report import Report
from dashboard.log import queries
from dashboard.log.engine import engine, reading
from dashboard.log.scope import Scope
from dashboard.reading import usual_zone
from dashboard.views.shared import cache, empty, words

KINDS = {"calls": "Calls", "emails": "Emails", "meetings": "Meetings", "opportunities": "Opportunities"}
FILE_KINDS = (*KINDS, "reps", "quotas", "expectations")
BY_HEADER = "by its header"
# More batches than this are history; the newest are what somebody looks for.
MOST_BATCHES = 50


def loaded_cards(rows: dict[str, int], through: dict[str, datetime | None], zone: str) -> None:
    """How much of each kind there is, and how fresh it is."""
    with st.grid(4, min_column_width=170, gap="small"):
        for kind, title in KINDS.items():
            with st.container(border=True, height="stretch", gap="xsmall"):
                st.metric(title, f"{rows[kind]:,}" if rows[kind] else words.NO_VALUE)
                if not rows[kind]:
                    st.caption(f"no {kind} loaded; with them: {makes(kind)}")
                    continue
                st.caption(f"through {words.moment(through[kind], zone, local_day(cache.now(), zone))}")
                badge(through[kind], zone)


def makes(kind: str) -> str:
    """What a kind of file makes possible."""
    return next(made for name, made in empty.MAKES_POSSIBLE.values() if name == kind)


def badge(latest: datetime | None, zone: str) -> None:
    """Up to date, or how many working days behind: yesterday's log is up to date until today's is due."""
    if latest is None:
        return
    behind = working_days(local_day(latest, zone), local_day(cache.now(), zone)) - 1
    if behind <= 1:
        st.badge("up to date", icon=":material/check:", color="gray")
    else:
        st.badge(f"{words.plural(behind, 'working day')} behind", icon=":material/schedule:", color="yellow")


def upload(zone: str) -> None:
    """Choosing files, trying them, and loading them for good."""
    with st.container(border=True):
        st.header("Load files", anchor=False)
        left, right = st.columns([1, 1.7], gap="medium")
        with left:
            files = st.file_uploader("Export (CSV, plain or .gz)", accept_multiple_files=True, key="files")
            kind = st.selectbox("What the rows are", [BY_HEADER, *FILE_KINDS], key="kind")
            st.caption(
                f"Times without an offset are read in the time zone of the rep's team (now mostly {zone})."
            )
        with right:
            if not files:
                st.caption(
                    "Reps come first: the rows of other files wait until their rep is known. "
                    "Drop all seven files at once and they are loaded in the right order."
                )
                formats()
                return
            chosen = None if kind == BY_HEADER else kind
            if st.button(f"Load {words.plural(len(files), 'file')}", icon=":material/upload:", key="load"):
                load(files, chosen)
            reports()


def load(files: list, kind: str | None) -> None:
    """Loads the files, each whole or not at all; what became of each is kept for this visit."""
    said: list[Report | str] = []
    bar = st.progress(0.0, text="Reading …")
    for file in in_order(files):
        try:
            said.append(
                load_file(
                    engine(),
                    file,
                    name=file.name,
                    kind=kind,
                    loaded_by="upload",
                    progress=lambda done, total, name=file.name: bar.progress(
                        min(done / total, 1.0) if total else 1.0, text=f"Reading {name}"
                    ),
                )
            )
        except ImportProblem as problem:
            said.append(str(problem))
        except Exception:
            logging.getLogger(__name__).exception("an upload failed")
            said.append(
                f"{file.name} could not be loaded, and nothing of it was kept; the program's log has "
                "the reason."
            )
    bar.empty()
    st.session_state["said"] = said
    # The cards above and every other view are drawn anew from what is loaded now.
    st.rerun()


def in_order(files: list) -> list:
    """Reps first, then what refers to them: by name, since each file is recognised only when it is read."""
    order = ("reps", "expectation", "quota", "call", "email", "meeting", "opportunit")
    return sorted(
        files, key=lambda file: next((at for at, name in enumerate(order) if name in file.name.lower()), 9)
    )


def reports() -> None:
    """What became of the files of the last loading."""
    for report in st.session_state.get("said", []):
        if isinstance(report, str):
            st.warning(words.literal(report), icon=":material/block:")
            continue
        st.markdown(
            f"**{words.literal(report.file)}** ({report.kind}): {report.read:,} rows = "
            f"**{report.new:,}** new + "
            f"**{report.changed:,}** changed + **{report.unchanged:,}** unchanged + "
            f"**{report.rejected:,}** rejected"
        )
        for line in [*report.remarks, *(cell.sentence() for cell in report.rejected_rows[:5])]:
            st.caption(words.literal(line))


def formats() -> None:
    """The columns of each file."""
    from dashboard.imports.shapes import SHAPES

    table = pd.DataFrame(
        [(f"{shape.kind}.csv", ", ".join(column.name for column in shape.columns)) for shape in SHAPES],
        columns=["File", "Columns"],
    )
    st.table(table.set_index("File"), border="horizontal")


def batches(scope: Scope, zone: str) -> None:
    """Every file that came in, and that its rows add up."""
    with reading(engine()) as connection:
        frame = queries.batches(scope, connection).head(MOST_BATCHES)
    if frame.empty:
        return
    st.header("Every file adds up: rows read = new + changed + unchanged + rejected", anchor=False)
    shown = pd.DataFrame(
        {
            "When": frame["loaded_at"].dt.tz_convert(zone).dt.tz_localize(None),
            "File": frame["file_name"],
            "Kind": frame["kind"].str.capitalize(),
            "Rows read": frame["read"],
            "New": frame["new"],
            "Changed": frame["changed"],
            "Unchanged": frame["unchanged"],
            "Rejected": frame["rejected"],
            "By": frame["loaded_by"],
        }
    )
    counts = ("Rows read", "New", "Changed", "Unchanged", "Rejected")
    settings = {name: st.column_config.NumberColumn(format="localized", width=84) for name in counts}
    settings["When"] = st.column_config.DatetimeColumn(format="ddd D MMM, HH:mm", width=130)
    st.dataframe(
        shown,
        hide_index=True,
        row_height=30,
        column_config=settings,
        key="batches",
        alt=f"{len(shown)} files that were loaded",
    )
    rejected(scope, frame)


def rejected(scope: Scope, frame: pd.DataFrame) -> None:
    """The rows that could not be read, whole, to take away; and what was remarked of the files."""
    total = int(frame["rejected"].sum())
    if not total:
        st.caption("No row was rejected.")
    else:
        with reading(engine()) as connection:
            rows = queries.rejected(scope, connection)
        reasons = rows["reason"].value_counts().head(3)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.download_button(
                f"{words.plural(total, 'rejected row')}",
                rejected_csv(rows),
                file_name="rejected-rows.csv",
                mime="text/csv",
                icon=":material/download:",
                on_click="ignore",
                key="rejected",
            )
            st.caption(
                "Whole, with the reason: "
                + "; ".join(f"{n:,} × {words.literal(why)}" for why, n in reasons.items())
            )
    for row in frame.itertuples():
        for remark in row.remarks or []:
            st.caption(words.literal(f"{row.file_name}: {remark}"))


def rejected_csv(rows: pd.DataFrame) -> str:
    """The rejected rows as CSV, a block for each file, since each has columns of its own."""
    return "\n".join(
        f"{name}\n"
        + as_csv(
            batch["header"].iloc[0] or [],
            [
                Rejected(row.row, list(row.fields or []), row.reason, row.column, row.value)
                for row in batch.itertuples()
            ],
        )
        for (name, _), batch in rows.groupby(["file_name", "batch_id"], sort=False)
    )


def show(scope: Scope) -> None:
    """The page."""
    seats = cache.seats(scope)
    zone = usual_zone(seats)
    with reading(engine()) as connection:
        rows = queries.rows_loaded(scope, connection)
        through = queries.through(scope, connection, cache.now())
    teams = ", ".join(sorted(seats["team"].unique())) or "No team yet"
    st.title("Data", anchor=False)
    st.caption(f"{words.literal(teams)} · {words.plural(seats['rep_id'].nunique(), 'rep')} · {zone}")
    loaded_cards(rows, through, zone)
    if not access.may_import(access.OWNER):
        return
    if seats.empty:
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button("Look around with a sample team", icon=":material/groups:", key="load_sample"):
                empty.load_sample()
            st.caption("or load your own files:")
    upload(zone)
    batches(scope, zone)


show(access.scope_of(access.OWNER))
