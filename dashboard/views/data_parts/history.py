"""Every file that came in: that its rows add up, what was rejected and what was remarked."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.imports.batches import rejected_csv
from dashboard.imports.rejected import ASIDE, REJECTED, UNKNOWN_PERSON
from dashboard.imports.remarks import as_of_now
from dashboard.log import queries
from dashboard.log.engine import database_url, engine, engine_at, reading
from dashboard.log.outcome_words import Decided
from dashboard.log.scope import Scope
from dashboard.views.data_parts import undo
from dashboard.views.data_parts.reports import sum_of, table, take_away, waiting
from dashboard.views.shared import cache, words

# More files than this are history; the newest are what somebody looks for.
MOST_FILES = 50
MOST_REASONS, MOST_REMARKS = 5, 12
COUNTS = {
    "Rows read": "read", "New": "new", "Changed": "changed", "Unchanged": "unchanged", "Rejected": "rejected",
    "Unknown": "unknown", "Set aside": "aside",
}  # fmt: skip
# As wide as their names.
WIDTHS = (70, 58, 66, 76, 66, 66, 68)
COLUMNS = {
    name: st.column_config.NumberColumn(format="localized", width=width)
    for name, width in zip(COUNTS, WIDTHS, strict=True)
} | {
    "No.": st.column_config.NumberColumn(width=46),
    "When": st.column_config.DatetimeColumn(format="D MMM, HH:mm", width=98),
    # Wider, and the sum is cut at the right without a sign on a screen of 1280.
    "File": st.column_config.TextColumn(width=196),
    "Kind": st.column_config.TextColumn(width=92),
    "By": st.column_config.TextColumn(width=92),
}


def show(scope: Scope, zone: str) -> None:
    """The files that came in, and what there is to mend in them."""
    with reading(engine()) as connection:
        files = queries.batches(scope, connection)
    if files.empty:
        return
    sum_in_words = "rows read = new + changed + unchanged + rejected + unknown person + set aside"
    st.header(f"Every file adds up: {sum_in_words}", anchor=False)
    how_many, here = words.plural(len(files), "file"), files[files["undone_at"].isna()]
    undone = f" ({len(files) - len(here):,} undone, not in the sum)" if len(here) < len(files) else ""
    st.markdown(f"{how_many}{undone}: {sum_of(here[list(COUNTS.values())].sum())}")
    newest = files.head(MOST_FILES)
    st.dataframe(
        _as_shown(newest, zone),
        hide_index=True,
        row_height=30,
        column_config=COLUMNS,
        key="batches",
        alt=f"{how_many} that {'was' if len(files) == 1 else 'were'} loaded",
    )
    if len(newest) < len(files):
        st.caption(f"The newest {MOST_FILES} of {how_many}.")
    undo.choice(zone)
    _rejected(scope, here)
    for fate, column in ((UNKNOWN_PERSON, "unknown"), (ASIDE, "aside")):
        _kept(scope, here, fate, column)
    _remarks(newest[newest["undone_at"].isna()])


def _as_shown(files: pd.DataFrame, zone: str) -> pd.DataFrame:
    """The files as their table has them."""
    return pd.DataFrame(
        {
            "No.": files["id"],
            "When": files["loaded_at"].dt.tz_convert(zone).dt.tz_localize(None),
            "File": files["file_name"].where(files["undone_at"].isna(), "undone: " + files["file_name"]),
            "Kind": files["kind"].str.replace("_", " ").str.capitalize(),
            **{shown: files[name] for shown, name in COUNTS.items()},
            "By": _by(files),
        }
    )


def _by(files: pd.DataFrame) -> pd.Series:
    """Who loaded files, and who undid them."""
    by, undone = files["loaded_by"], files["undone_by"]
    return by.where(undone.isna(), by + ", undone by " + undone.astype(object).fillna(""))


def _rejected(scope: Scope, files: pd.DataFrame) -> None:
    """The rows that are rejected to this day: why, and all of them to take away."""
    total = int(files["rejected"].sum())
    if not total:
        st.caption("No row was rejected.")
        return
    why = _reasons(scope, database_url(), len(files), total, REJECTED)
    shown = why.head(MOST_REASONS)
    st.header(f"{words.plural(total, 'row')} rejected, and kept whole", anchor=False)
    table([(f"{of.rows:,}", of.file_name, of.reason) for of in shown.itertuples()], ("Rows", "File", "Why"))
    above = "" if len(why) == len(shown) else f" The {MOST_REASONS} most frequent reasons are above."
    said = f"Each with its row number, the value and the reason.{above}{waiting(int(why['waiting'].max()))}"
    having = files[files["rejected"] > 0]
    take_away(total, lambda: _all_of(having, REJECTED), "rejected-rows.csv", said, key="rejected")


def _kept(scope: Scope, files: pd.DataFrame, fate: str, column: str) -> None:
    """The rows that are kept and not counted: whose they are, or what."""
    total = int(files[column].sum())
    if not total:
        return
    rows, above = words.plural(total, "row"), ""
    said = {UNKNOWN_PERSON: f"{rows} of people who are not known", ASIDE: f"{rows} set aside, not counted"}
    st.header(said[fate], anchor=False)
    if fate == ASIDE:
        # Who is not known stands in a table of its own, to be said who it is.
        why = _reasons(scope, database_url(), len(files), total, fate)
        shown = why.head(MOST_REASONS)
        told = [(f"{of.rows:,}", of.file_name, of.reason) for of in shown.itertuples()]
        table(told, ("Rows", "File", "Why"))
        above = "" if len(why) == len(shown) else f" The {MOST_REASONS} most frequent reasons are above."
    name, having = f"rows-{fate.replace(' ', '-')}.csv", files[files[column] > 0]
    kept = f"Kept whole, each with the reason.{above}"
    take_away(total, lambda: _all_of(having, fate), name, kept, key=fate, noun="row")


@st.cache_resource(**cache.KEEP)
def _reasons(scope: Scope, url: str, files: int, rows: int, fate: str) -> pd.DataFrame:
    """The most frequent reasons, and one more to tell whether there are others. Another file, or a row that
    waits no longer, changes one of the two counts, and so what is kept."""
    with reading(engine_at(url)) as connection:
        return queries.rejected(scope, connection, MOST_REASONS + 1, fate)


def _all_of(files: pd.DataFrame, fate: str) -> str:
    """The rows of files that have a fate as CSV, a block for each file, since each has columns of its own."""
    with reading(engine()) as connection:
        blocks = [
            f"{file.file_name}\n{rejected_csv(connection, file.id, fate)}" for file in files.itertuples()
        ]
    return "\n".join(blocks)


def _remarks(files: pd.DataFrame) -> None:
    """What was remarked of the newest files: words that are not known, columns that are not used."""
    with reading(engine()) as connection:
        decided = Decided.load(connection)
    # The same export, loaded again, is remarked on again.
    said = list(
        dict.fromkeys(
            (file.file_name, remark)
            for file in files.itertuples()
            for remark in as_of_now(file.remarks or [], file.kind, decided)
        )
    )
    if not said:
        return
    st.header(f"{words.plural(len(said), 'remark')} on these files", anchor=False)
    table(said[:MOST_REMARKS], ("File", "Remark"))
    if len(said) > MOST_REMARKS:
        st.caption(f"The newest {MOST_REMARKS} of them.")
