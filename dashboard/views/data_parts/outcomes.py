"""What the words of exports mean: those that nobody knows are asked about, all can be said otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from dashboard.imports import meanings
from dashboard.imports.meanings import Followed
from dashboard.log import outcome_words
from dashboard.log.engine import DatabaseProblem, amending, database_url, engine, engine_at, reading
from dashboard.log.outcome_words import HAND, NOBODY
from dashboard.log.outcomes import CALL, EMAIL, MEETING
from dashboard.log.remapping import BY_DEFAULT, Refused, Word
from dashboard.log.scope import Scope
from dashboard.views.shared import cache, words

OUTCOMES = {"calls": CALL, "emails": EMAIL, "meetings": MEETING}
ONE = {"calls": "call", "emails": "email", "meetings": "meeting"}
COUNT_AS = {
    "calls": "a call, but no conversation", "emails": "sent, and not answered",
    "meetings": "booked, and nobody knows what became of it",
}  # fmt: skip
WORD, ROWS, AS, WHY = "In the files", "Rows", "Counts as", "Because"
AS_BY_DEFAULT = "as by default"
ROW_HEIGHT, MOST_ROWS, MOST_ASKED, MOST_WORDS = 32, 12, 50, 1_000
ALT = {"asked": "Words that nobody knows for the outcome", "all": "All words for the outcome"}
SAID = "words-said"


def loaded(scope: Scope) -> pd.DataFrame:
    """The words of what is loaded, see `outcome_words.loaded_words`."""
    url = database_url()
    return _loaded(scope, url, cache.version(url))


@st.cache_resource(**cache.KEEP)
def _loaded(scope: Scope, url: str, log_version: int) -> pd.DataFrame:
    with reading(engine_at(url)) as connection:
        return outcome_words.loaded_words(scope, connection)


def unknown(found: pd.DataFrame) -> dict[str, int]:
    """How many words of each kind nobody knows."""
    return found.loc[found["by"] == NOBODY, "kind"].value_counts().to_dict()


def ask(scope: Scope, found: pd.DataFrame) -> None:
    """The words that nobody knows, with a choice for each."""
    _tell("asked")
    asked = found[found["by"] == NOBODY]
    if asked.empty:
        return
    with st.container(border=True):
        is_one = len(asked) == 1
        st.header(
            f"{words.plural(len(asked), 'outcome')} {'is' if is_one else 'are'} not known", anchor=False
        )
        said: dict[Word, str | None] = {}
        for kind, some in _by_kind(asked):
            st.markdown(
                f"**{kind.capitalize()}**: until you choose, they count as unknown: {COUNT_AS[kind]}."
            )
            said |= _chosen(kind, some.head(MOST_ASKED), "asked", [*OUTCOMES[kind]], blank=True)
            if len(some) > MOST_ASKED:
                st.caption(f"The {MOST_ASKED} most frequent of {len(some):,}.")
        if st.button("Save what they mean", icon=":material/save:", key="save-asked", disabled=not said):
            _save(scope, said, found, "asked")


def all_words(scope: Scope, found: pd.DataFrame) -> None:
    """All words of a kind, each with what it counts as, to be said otherwise and set back."""
    kinds = [kind for kind, _ in _by_kind(found)]
    if not kinds:
        return
    with st.container(border=True):
        st.header("What the words in the files count as", anchor=False)
        kind = st.segmented_control(
            "Words of", kinds, default=kinds[0], required=True, key="words-of", format_func=str.capitalize,
            label_visibility="collapsed",
        )  # fmt: skip
        some = found[(found["kind"] == kind) & (found["word"] != "")]
        said = _chosen(kind, some.head(MOST_WORDS), "all", [*OUTCOMES[kind], AS_BY_DEFAULT])
        st.caption(_about(kind, found))
        if st.button("Save changes", icon=":material/save:", key="save-words", disabled=not said):
            _save(scope, said, found, "all")
        _tell("all")


def _by_kind(found: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    parts = ((kind, found[found["kind"] == kind]) for kind in OUTCOMES)
    return [(kind, part) for kind, part in parts if len(part)]


def _chosen(
    kind: str, some: pd.DataFrame, which: str, options: list[str], blank: bool = False
) -> dict[Word, str | None]:
    """A table of words to choose in; what was chosen that is not so yet. `blank`: nothing is chosen yet."""
    before = [None] * len(some) if blank else some["outcome"].tolist()
    columns = {WORD: some["written"].tolist(), ROWS: some["rows"].tolist(), AS: pd.array(before, "str")}
    columns |= {} if blank else {WHY: [_why(row) for row in some.itertuples()]}
    # The table remembers choices by row: where the log is another by now, so are its rows.
    key = f"words-{which}-{kind}-{cache.version(database_url())}"
    edited = st.data_editor(
        pd.DataFrame(columns), hide_index=True, row_height=ROW_HEIGHT, key=key,
        height=ROW_HEIGHT * (min(len(some), MOST_ROWS) + 1) + 3,
        disabled=[name for name in columns if name != AS], placeholder="choose …",
        alt=f"{ALT[which]} of {kind}, with how many rows each has",
        column_config={
            WORD: st.column_config.TextColumn(width=150),
            ROWS: st.column_config.NumberColumn(format="localized", width=64),
            AS: st.column_config.SelectboxColumn(options=options, width=140),
            WHY: st.column_config.TextColumn(width=220),
        },
    )  # fmt: skip
    pairs = zip(some["word"], before, edited[AS], strict=True)
    return {
        (kind, word): BY_DEFAULT if now == AS_BY_DEFAULT else now
        for word, was, now in pairs
        if isinstance(now, str) and now != was
    }


def _why(row) -> str:
    """Why a word counts as what it does."""
    if row.by != HAND:
        return row.by
    return f"decided; by default {row.default or NOBODY}"


def _about(kind: str, found: pd.DataFrame) -> str:
    """How a choice is taken back, and what no choice can mend."""
    said = f"A change counts for all {kind} with the word at once. “{AS_BY_DEFAULT}” takes it back."
    blank = found[(found["kind"] == kind) & (found["word"] == "")]
    if blank.empty:
        return said
    rows, outcome = int(blank["rows"].iloc[0]), blank["outcome"].iloc[0]
    return (
        f"{said} Besides, {words.plural(rows, ONE[kind])} {'has' if rows == 1 else 'have'} no word at all: a "
        f"blank cell counts as {outcome}, and nothing can be read into it."
    )


def _save(scope: Scope, said: Mapping[Word, str | None], found: pd.DataFrame, where: str) -> None:
    """Writes what was chosen, in one transaction, and shows the page anew with what it has changed, said
    `where` it was chosen."""
    try:
        with st.spinner("Counting again …"), amending(engine()) as connection:
            followed = meanings.say(scope, connection, said, datetime.now(UTC))
    except (DatabaseProblem, Refused) as problem:
        st.warning(words.literal(str(problem)), icon=":material/block:")
        return
    st.session_state[f"{SAID}-{where}"] = _sentences(said, found, followed)
    st.rerun()


def _tell(where: str) -> None:
    """What the last choices have changed."""
    if sentences := st.session_state.pop(f"{SAID}-{where}", None):
        st.markdown("  \n".join(f":material/check: {sentence}" for sentence in sentences))


def _sentences(said: Mapping[Word, str | None], found: pd.DataFrame, followed: Followed) -> list[str]:
    """What was changed, in numbers: a sentence a word, and one for what went in."""
    known = {(row.kind, row.word): row for row in found.itertuples(index=False)}
    told = [
        _sentence(known[key], outcome, words.plural(followed.changed[key], ONE[key[0]]))
        for key, outcome in said.items()
    ]
    waited = [f"{words.plural(rows, 'row')} of {kind}" for kind, rows in followed.went_in.items()]
    return [*told, *(f"{rows} that had waited for this went in." for rows in waited)]


def _sentence(row, outcome: str | None, rows: str) -> str:
    name = f"“{words.literal(row.written)}”"
    if outcome is not BY_DEFAULT:
        return f"{name} is now {outcome}: {rows}."
    return f"{name} is {row.default or NOBODY} again: {rows}."
