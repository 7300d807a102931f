"""What is to be known of a file before it is loaded as somebody says: what it then lacks, or does twice."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.imports.contents import Look
from dashboard.imports.drafts import FATE, Draft

# Of these a row changes when it goes on.
GO_ON = {"meetings": "meeting", "opportunities": "deal"}
NO_ID = (
    "Nothing tells one {0} from another: one that changes is counted again with the next file. Choose its "
    "number, or a name that no other {0} has."
)
REPEATED = "“{}” has {:,} values in {:,} rows: of rows with the same value only the last counts."
NO_OUTCOME = "No column says what came of a call: none counts as a conversation."
NO_END = "No column says what became of a meeting: those of the past have no outcome."
NO_DAY = "No column says when sales accepted a deal: it counts on the day of its meeting, if it has one."
NO_ACCEPTANCE = (
    "No column says when sales accepted a deal: it counts on the day it was created, or on that of its "
    "meeting where that is later."
)
NO_FATE = "Nothing says which deals are won: there is no revenue from this file."
NO_CLOSE = "No column says when a deal was won: its revenue has no day, and is not shown."
NO_AMOUNT = "No column holds amounts: the deals count, without pipeline and revenue."
DOLLARS = "“$” is one of several dollars: see that the currency is the right one."


def cautions(look: Look, draft: Draft) -> list[str]:
    """These sentences, for a table that is read so."""
    said = [*_of_ids(look, draft), *(one for other in draft.also for one in cautions(look, other))]
    if draft.kind == "opportunities":
        said += _of_deals(look, draft)
    if draft.kind == "calls" and "outcome" not in draft.columns:
        said.append(NO_OUTCOME)
    if draft.kind == "meetings" and "outcome" not in draft.columns:
        said.append(NO_END)
    return said


def _of_ids(look: Look, draft: Draft) -> Iterator[str]:
    column = look.columns.get(draft.columns.get("id", ""))
    if column is None:
        if draft.kind in GO_ON:
            yield NO_ID.format(GO_ON[draft.kind])
    elif column.distinct < column.cells:
        yield REPEATED.format(column.header, column.distinct, column.cells)


def _of_deals(look: Look, draft: Draft) -> Iterator[str]:
    columns = draft.columns
    if "accepted_at" not in columns:
        yield NO_ACCEPTANCE if "created_at" in columns else NO_DAY
    if FATE not in columns or not draft.words.get("won"):
        yield NO_FATE
    elif "closed_at" not in columns:
        yield NO_CLOSE
    if "amount" not in columns:
        yield NO_AMOUNT
    elif "currency" not in columns and _has_dollars(look, columns["amount"]):
        yield DOLLARS


def _has_dollars(look: Look, name: str) -> bool:
    column = look.columns[name]
    return "$" in column.header or any("$" in word for word in column.words)
