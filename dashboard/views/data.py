"""Data: what is loaded, through when, what was rejected; and loading more."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.typing import UploadedFile

from dashboard import access
from dashboard.figures.periods import local_day, working_days
from dashboard.imports.batches import rejected_csv as of_batch
from dashboard.imports.loading import Progress, load_file
from dashboard.imports.problem import ImportProblem
from dashboard.imports.reading import open_csv
from dashboard.imports.recognise import recognise
from dashboard.imports.rejected import Rejected, as_csv
from dashboard.imports.report import Report
from dashboard.imports.shapes import ORDER, SHAPES, Shape
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
# So many lines are read; the rest is in the files that can be taken away.
MOST_ROWS, MOST_REMARKS = 5, 12
COUNTS = ("Rows read", "New", "Changed", "Unchanged", "Rejected")
BATCH_COLUMNS = {name: st.column_config.NumberColumn(format="localized", width=84) for name in COUNTS} | {
    "When": st.column_config.DatetimeColumn(format="ddd D MMM, HH:mm", width=130)
}


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
    """Choosing files, seeing what they are, and loading them for good."""
    with st.container(border=True):
        st.header("Load files", anchor=False)
        left, right = st.columns([1, 1.7], gap="medium")
        with left:
            files, kind = choose(zone)
        with right:
            if files:
                chosen(files, kind)
            else:
                formats()


def choose(zone: str) -> tuple[list[UploadedFile], str | None]:
    """The files, and what their rows are: None when their headers are to say it."""
    # The uploader puts its label on an element that it also declares to be none, which confuses screen
    # readers; so its words stand above it, and its button says the rest.
    st.markdown("Exports (CSV, plain or .gz)")
    files = st.file_uploader(
        " ", accept_multiple_files=True, key="files", label_visibility="collapsed"
    )  # fmt: skip
    kind = st.selectbox("What the rows are", [BY_HEADER, *FILE_KINDS], key="kind")
    st.caption(f"Times without an offset are read in the time zone of the rep's team (now mostly {zone}).")
    return files, None if kind == BY_HEADER else kind


def chosen(files: list[UploadedFile], kind: str | None) -> None:
    """What each chosen file is, or what became of it; and the way to load those that are not loaded."""
    said = st.session_state.setdefault("said", {})
    became = {file.file_id: said.get((file.file_id, kind)) for file in files}
    shapes = {
        file.file_id: recognised(file, kind) for file in files if not isinstance(became[file.file_id], Report)
    }
    ready = [file for file in files if isinstance(shapes.get(file.file_id), Shape)]
    # Reps first, then what refers to them.
    ready.sort(key=lambda file: ORDER.index(shapes[file.file_id].kind))
    if ready and st.button(f"Load {words.plural(len(ready), 'file')}", icon=":material/upload:", key="load"):
        load(ready, kind)
    for file in files:
        tell(file.name, became[file.file_id] or shapes[file.file_id])


def tell(name: str, what: Report | Shape | str) -> None:
    """A file's report, what it holds, or why it cannot be loaded."""
    if isinstance(what, Report):
        report(what)
    elif isinstance(what, Shape):
        st.markdown(f"**{words.literal(name)}** holds {what.kind}. It is not loaded yet.")
    else:
        st.warning(words.literal(what), icon=":material/block:")


def recognised(file: UploadedFile, kind: str | None) -> Shape | str:
    """What a file is, or the sentence that says why it cannot be loaded."""
    try:
        with open_csv(file, file.name) as opened:
            return recognise(opened, kind)
    except ImportProblem as problem:
        return str(problem)


def load(files: list[UploadedFile], kind: str | None) -> None:
    """Loads the files, each whole or not at all; what became of each is kept for this visit."""
    bar = st.progress(0.0, text="Reading …")
    for number, file in enumerate(files, start=1):
        which = words.literal(file.name) + (f" ({number} of {len(files)})" if len(files) > 1 else "")
        progress = partial(show_progress, bar, which)
        progress(0, 1)
        st.session_state["said"][file.file_id, kind] = load_one(file, kind, progress)
    # The cards above and every other view are drawn anew from what is loaded now.
    st.rerun()


def show_progress(bar: DeltaGenerator, which: str, done: int, total: int) -> None:
    """How much of a file is read; what follows the last row takes its time as well."""
    share = min(done / total, 1.0) if total else 1.0
    percent = f"{share:.0%}".replace("%", f"{words.NBSP}%")
    at_work = f"Reading {which}: {percent}" if share < 1 else f"Counting what is new in {which} …"
    bar.progress(share, text=at_work)


def load_one(file: UploadedFile, kind: str | None, progress: Progress) -> Report | str:
    """What became of a file: its report, or the sentence that says why nothing of it was kept."""
    try:
        return load_file(engine(), file, name=file.name, kind=kind, loaded_by="upload", progress=progress)
    except ImportProblem as problem:
        return str(problem)
    except Exception:
        logging.getLogger(__name__).exception("an upload failed")
        return (
            f"{file.name} could not be loaded, and nothing of it was kept; the program's log has the reason."
        )


def report(of: Report) -> None:
    """What became of a file that was loaded: the sum, what was remarked, what was rejected and why."""
    st.markdown(f"**{words.literal(of.file)}** ({of.kind}): {sum_of(of)}")
    points(of.remarks)
    if not of.rejected:
        return
    first = [(cell.row, cell.column, cell.value, cell.reason) for cell in of.rejected_rows[:MOST_ROWS]]
    table(first, ("Row", "Column", "In the file", "Why it was rejected"))
    above = "" if len(first) == of.rejected else f" The first {len(first)} are above."
    take_away(
        of.rejected,
        lambda: rejected_of(of.batch_id),
        f"rejected-{of.file.removesuffix('.gz').removesuffix('.csv')}.csv",
        f"Whole, to be mended and loaded again.{above}{waiting(of.waiting)}",
        key=f"rejected-{of.batch_id}",
    )


def sum_of(counts: Report | pd.Series) -> str:
    """The proof that every row is somewhere, as one sentence."""
    return (
        f"**{words.plural(counts.read, 'row')}** = **{counts.new:,}** new + **{counts.changed:,}** changed + "
        f"**{counts.unchanged:,}** unchanged + **{counts.rejected:,}** rejected"
    )


def take_away(rows: int, made: Callable[[], str], name: str, said: str, key: str) -> None:
    """Rejected rows as a CSV file, made when somebody asks for it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            words.plural(rows, "rejected row"),
            made,
            file_name=name,
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key=key,
        )
        st.caption(said)


def waiting(rows: int) -> str:
    """What becomes of rows whose rep, team or meeting is not known yet."""
    if not rows:
        return ""
    wait, are = ("waits", "is") if rows == 1 else ("wait", "are")
    return f" {rows:,} {wait} for a rep, team or meeting, and {are} read as soon as that is loaded."


def points(sentences: Sequence[str]) -> None:
    """Sentences one below the other, each a point."""
    if sentences:
        st.markdown("\n".join(f"- {words.literal(sentence)}" for sentence in sentences))


def table(rows: Sequence[tuple], columns: Sequence[str]) -> None:
    """A small table that wraps its text; what comes from a file stands in it as it is."""
    told = [[words.literal("–" if cell is None else str(cell)) for cell in row] for row in rows]
    frame = pd.DataFrame(told, columns=list(columns))
    st.table(frame.set_index(columns[0]), border="horizontal")


def formats() -> None:
    """The columns of each file, and in which order files are loaded."""
    st.caption(
        "Reps come first: the rows of other files wait until their rep is known. "
        "Drop all seven files at once and they are loaded in the right order."
    )
    shapes = [(f"{shape.kind}.csv", ", ".join(column.name for column in shape.columns)) for shape in SHAPES]
    table(shapes, ("File", "Columns"))


def batches(scope: Scope, zone: str) -> None:
    """Every file that came in, that its rows add up, and what was rejected or remarked."""
    with reading(engine()) as connection:
        frame = queries.batches(scope, connection)
    if frame.empty:
        return
    st.header("Every file adds up: rows read = new + changed + unchanged + rejected", anchor=False)
    files = words.plural(len(frame), "file")
    st.markdown(f"{files}: {sum_of(frame[['read', 'new', 'changed', 'unchanged', 'rejected']].sum())}")
    newest = frame.head(MOST_BATCHES)
    st.dataframe(
        batches_shown(newest, zone),
        hide_index=True,
        row_height=30,
        column_config=BATCH_COLUMNS,
        key="batches",
        alt=f"{files} that {'was' if len(frame) == 1 else 'were'} loaded",
    )
    if len(newest) < len(frame):
        st.caption(f"The newest {MOST_BATCHES} of {files}.")
    rejected(scope, int(frame["rejected"].sum()))
    remarks(newest)


def batches_shown(frame: pd.DataFrame, zone: str) -> pd.DataFrame:
    """The batches as their table has them."""
    return pd.DataFrame(
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


def rejected(scope: Scope, total: int) -> None:
    """The rows that are rejected to this day: why, and all of them to take away."""
    if not total:
        st.caption("No row was rejected.")
        return
    with reading(engine()) as connection:
        rows = queries.rejected(scope, connection)
    st.header(f"{words.plural(total, 'row')} rejected, and kept whole", anchor=False)
    why = reasons(rows)
    table(why[:MOST_ROWS], ("Rows", "File", "Why"))
    above = "" if len(why) <= MOST_ROWS else f" The {MOST_ROWS} most frequent reasons are above."
    said = f"Each with its row number, the value and the reason.{above}{waiting(rows['waits_for'].count())}"
    take_away(total, lambda: rejected_csv(rows), "rejected-rows.csv", said, key="rejected")


def reasons(rows: pd.DataFrame) -> list[tuple[str, str, str]]:
    """How many rows of which file were rejected why, the most frequent first."""
    found = rows.groupby(["file_name", "reason"], sort=False).size()
    found = found.sort_values(ascending=False, kind="stable")
    return [(f"{n:,}", file, reason) for (file, reason), n in found.items()]


def remarks(frame: pd.DataFrame) -> None:
    """What was remarked of the newest files: words that are not known, columns that are not used."""
    # The same export, loaded again, is remarked on again.
    said = list(
        dict.fromkeys((row.file_name, remark) for row in frame.itertuples() for remark in row.remarks or [])
    )
    if not said:
        return
    st.header(f"{words.plural(len(said), 'remark')} on these files", anchor=False)
    table(said[:MOST_REMARKS], ("File", "Remark"))
    if len(said) > MOST_REMARKS:
        st.caption(f"The newest {MOST_REMARKS} of them.")


def rejected_of(batch_id: int | None) -> str:
    """The rejected rows of one file as CSV, with the reason before each."""
    with reading(engine()) as connection:
        return of_batch(connection, batch_id)


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


def loaded_teams(seats: pd.DataFrame, zone: str) -> str:
    """Whose log this is, in a line."""
    if seats.empty:
        return "No team is loaded yet"
    teams = words.literal(", ".join(sorted(seats["team"].unique())))
    return f"{teams} · {words.plural(seats['rep_id'].nunique(), 'rep')} · {zone}"


def show(scope: Scope) -> None:
    """The page."""
    seats = cache.seats(scope)
    zone = usual_zone(seats)
    with reading(engine()) as connection:
        rows = queries.rows_loaded(scope, connection)
        through = queries.through(scope, connection, cache.now())
    st.title("Data", anchor=False)
    st.caption(loaded_teams(seats, zone))
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
