"""What became of a file's rows: the sum, the remarks, the rejected rows to look at and to take away."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from dashboard.imports.batches import rejected_csv
from dashboard.imports.remarks import as_of_now
from dashboard.imports.report import Report, most
from dashboard.log.engine import engine, reading
from dashboard.log.outcome_words import Decided
from dashboard.views.shared import words

# So many rejected rows are read; all of them are in the file that can be taken away.
MOST_ROWS = 5


def show(report: Report) -> None:
    """What became of a file that was loaded."""
    what = f"{report.kind}; recognised as {report.shape}" if report.shape else report.kind
    st.markdown(f"**{words.literal(report.file)}** ({what}): {sum_of(report)}")
    said = [*_kept(report), *_remarks(report)]
    if said:
        st.markdown("\n".join(f"- {words.literal(remark)}" for remark in said))
    if not report.rejected:
        return
    first = [(cell.row, cell.column, cell.value, cell.reason) for cell in report.rejected_rows[:MOST_ROWS]]
    table(first, ("Row", "Column", "In the file", "Why it was rejected"))
    above = "" if len(first) == report.rejected else f" The first {len(first)} are above."
    take_away(
        report.rejected,
        lambda: _rejected_of(report.batch_id),
        f"rejected-{report.file.removesuffix('.gz').removesuffix('.csv')}.csv",
        f"Whole, to be mended and loaded again.{above}{waiting(report.waiting)}",
        key=f"rejected-{report.batch_id}",
    )


def _remarks(report: Report) -> list[str]:
    """What was remarked; words may have been decided since."""
    if not report.remarks:
        return []
    with reading(engine()) as connection:
        return as_of_now(report.remarks, report.kind, Decided.load(connection))


def _kept(report: Report) -> list[str]:
    """Why rows are kept and not counted, the most frequent reasons first."""
    aside = [f"{words.plural(rows, 'row')} set aside: {why}" for why, rows in most(report.aside_why)]
    if not report.unknown:
        return aside[:MOST_ROWS]
    unknown = f"{words.plural(report.unknown, 'row')} of people who are not known: say below who they are."
    return [*aside[:MOST_ROWS], unknown]


def sum_of(counts: Report | pd.Series) -> str:
    """The proof that every row is somewhere, as one sentence."""
    return (
        f"**{words.plural(counts.read, 'row')}** = **{counts.new:,}** new + **{counts.changed:,}** changed + "
        f"**{counts.unchanged:,}** unchanged + **{counts.rejected:,}** rejected + "
        f"**{counts.unknown:,}** of unknown people + **{counts.aside:,}** set aside"
    )


def table(rows: Sequence[tuple], columns: Sequence[str]) -> None:
    """A small table that wraps its text; what comes from a file stands in it as it is."""
    told = [[words.literal("–" if cell is None else str(cell)) for cell in row] for row in rows]
    # Beside an index Streamlit's next heading would stand further right than what is under it.
    st.table(pd.DataFrame(told, columns=list(columns)), border="horizontal", hide_index=True)


def take_away(
    rows: int, made: Callable[[], str], name: str, said: str, key: str, noun: str = "rejected row"
) -> None:
    """Rows that are not in the log as a CSV file, made when somebody asks for it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            words.plural(rows, noun),
            made,
            file_name=name,
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key=key,
        )
        st.caption(said)


def waiting(rows: int) -> str:
    """What becomes of rows whose team or meeting is not known yet."""
    if not rows:
        return ""
    wait, are = ("waits", "is") if rows == 1 else ("wait", "are")
    return f" {rows:,} {wait} for a team or meeting, and {are} read as soon as that is loaded."


def _rejected_of(batch_id: int | None) -> str:
    """The rejected rows of one file as CSV, with the reason before each."""
    with reading(engine()) as connection:
        return rejected_csv(connection, batch_id)
