"""Who stands behind the words by which other systems name people: ids, mostly."""

from __future__ import annotations

import re

import pandas as pd
from sqlalchemy import Connection, delete, insert, select, update

from dashboard.log import version
from dashboard.log.keys import or_none
from dashboard.log.people import name_key
from dashboard.log.store import Saved
from dashboard.log.tables import Identity

# Who is no SDR, in words: what they did is kept, and not counted.
ROLES = {"ae": "an AE, not an SDR", "ignored": "not to be counted"}
# Of whom somebody has said that they are the same as a rep, or a new one, who was made then.
SAME, NEW = "same", "new"
OTHER_ROLES = {"account executive": "ae", "ignore": "ignored", "nobody": "ignored"}
# A Salesforce id: 15 characters in which capitals matter, or these and 3 that stand for them. Those of users
# begin with 005, those of what an organisation has added itself with an "a".
SHORT_ID = re.compile("(?:0[0-9][0-9A-Za-z]|a[0-9A-Za-z]{2})[0-9A-Za-z]{4}0[0-9A-Za-z]{7}")
SHORT = 15
CHECK = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def word_key(word: str) -> str:
    """A word as it is compared: as a name; a short Salesforce id in its long form, which no case can
    change."""
    return name_key(long_id(word))


def long_id(word: str) -> str:
    """A short Salesforce id in its long form; any other word as it is."""
    if not SHORT_ID.fullmatch(word):
        return word
    return word + "".join(_check(word[start : start + 5]) for start in (0, 5, 10))


def _check(five: str) -> str:
    """The character that says which of five are capitals."""
    return CHECK[sum(1 << place for place, letter in enumerate(five) if letter.isupper())]


def role_of(cell: str) -> str | None:
    """The role that a cell names, none for an SDR; raises `ValueError` for what is none."""
    word = " ".join(cell.casefold().split())
    word = OTHER_ROLES.get(word, word)
    if word in ("sdr", "bdr", "rep"):
        return None
    if word not in ROLES:
        raise ValueError("Not a role: write sdr, ae or ignored, or nothing.")
    return word


def identities(connection: Connection) -> pd.DataFrame:
    """Everybody: word (as compared), name, email, role (empty for who may be an SDR), by_hand."""
    c = Identity.__table__.c
    rows = connection.execute(select(c.word, c.name, c.email, c.role, c.by_hand).order_by(c.word))
    return pd.DataFrame(rows.all(), columns=["word", "name", "email", "role", "by_hand"], dtype=object)


def named(connection: Connection, words: pd.Series) -> pd.Series:
    """Words for people with the names of those of whom it is known who they are; all others as they are."""
    names = identities(connection).set_index("word")["name"].dropna().to_dict()
    told = {word: names.get(word_key(word), word) for word in words.dropna().unique()} if names else {}
    return words.map(told).astype(object).where(words.notna(), None) if told else words


def save_identities(connection: Connection, frame: pd.DataFrame, by_hand: bool = False) -> Saved:
    """Saves who stands behind words: word, name, email, role; the last row of a word counts. `other_word`, if
    there: a second word of the same person, where no row has it for a first one. Without `role` they keep the
    one they have. What somebody has said by hand no file changes."""
    known = identities(connection).set_index("word").to_dict("index")
    rows = frame.apply(or_none).to_dict("records")
    first = {word_key(row["word"]) for row in rows}
    saved = Saved()
    for row in rows:
        said = {name: row[name] for name in ("name", "email", "role") if name in row} | {"by_hand": by_hand}
        of_row = _save(connection, known, word_key(row["word"]), said)
        other = word_key(row.get("other_word") or "")
        if other and other not in first and _save(connection, known, other, said) != Saved(unchanged=1):
            of_row = Saved(changed=1) if of_row.unchanged else of_row
        saved += of_row
    if saved.new or saved.changed:
        version.advance(connection)
    return saved


def _save(connection: Connection, known: dict[str, dict], word: str, said: dict) -> Saved:
    """Saves what is said of one word beside all that is `known`."""
    table, before = Identity.__table__, known.get(word)
    said = {"role": before["role"] if before else None} | said
    if before is not None and (before == said or (before["by_hand"] and not said["by_hand"])):
        return Saved(unchanged=1)
    known[word] = said
    if before is None:
        connection.execute(insert(table), {"word": word, **said})
        return Saved(new=1)
    connection.execute(update(table).where(table.c.word == word).values(said))
    return Saved(changed=1)


def forget(connection: Connection, word: str) -> None:
    """Forgets who stands behind a word (as compared)."""
    table = Identity.__table__
    connection.execute(delete(table).where(table.c.word == word))
    version.advance(connection)
