"""Whose a row is in which two people stand: who booked a meeting or made a deal, and who owns it."""

from __future__ import annotations

import pandas as pd

from dashboard.imports.columns import Columns
from dashboard.imports.mapping import PEOPLE, Mapping
from dashboard.imports.matching import Known

# By these a deal finds who booked its meeting.
TRACES = ("meeting_id", "account", "prospect")


# What stands in a column that only ticks a box.
TICKS = ("0", "1", "true", "false", "yes", "no")


def not_ticked(cells: pd.Series) -> pd.Series:
    """Words for people, without those that are none: a box in a column of a name like theirs."""
    is_tick = {word: word.casefold() in TICKS for word in cells.unique()}
    return cells.mask(cells.map(is_tick).astype(bool), "")


def names_two(mapping: Mapping) -> bool:
    """Whether rows of a mapping have such people."""
    return any(name in mapping.columns for name in PEOPLE)


def two_people(columns: Columns, mapping: Mapping) -> tuple[pd.Series, pd.Series]:
    """Who booked each row, and who owns it: words of the file."""
    booker, owner = (columns.cells(mapping.columns.get(name, ())) for name in PEOPLE)
    return booker, owner


def chosen(booker: pd.Series, owner: pd.Series, known: Known) -> pd.Series:
    """Whose each row is: the booker's if that is a rep, else the owner's if that is one. Where neither is,
    the booker's, unless that is known to be no rep and the owner is not."""
    standing = {word: known.standing(word) for word in {*booker.unique(), *owner.unique()}}
    return booker.where(booker.map(standing) >= owner.map(standing), owner)


def left_to_its_meeting(cells: dict[str, pd.Series], whose: pd.Series, known: Known) -> pd.Series:
    """Whose a deal is: nobody's that is no rep, where something tells the meeting that it came from. Whoever
    only owns a deal, or typed it in, did not win it."""
    is_rep = whose.map({word: known.rep(word).id is not None for word in whose.unique()}).astype(bool)
    traced = pd.concat([cells[name] != "" for name in TRACES], axis=1).any(axis=1)
    return whose.where(is_rep | ~traced, "")


def ae(owner: pd.Series, rep: pd.Series) -> pd.Series:
    """The owner, as the file names them, where that is not the rep."""
    return owner.where(owner != rep, "").astype(object)
